"""Predictions of lesson 05 as chains of steps."""

import math

from tests.support.chains import Chain

#: A factor before everything, what is taken away, and what it is divided by.
CONSTANTS = {
    "right": (1, 52, 40),
    "the new image by its own constants": (1, 134, 25),
    "its own mean and the training deviation": (1, 134, 40),
    "the training mean and its own deviation": (1, 52, 25),
    "constants halfway between": (1, (52 + 134) / 2, (40 + 25) / 2),
    "forgets the deviation": (1, 52, 1),
    "forgets the mean": (1, 0, 40),
    "rescaled to 0 and 1": (1, 0, 255),
    "divided by the variance": (1, 52, 40**2),
    "mean and deviation exchanged": (1, 40, 52),
    "leaves the pixel as it is": (1, 0, 1),
    "rescales, then standardises": (1 / 255, 52, 40),
    "the training mean, then 255": (1, 52, 255),
    "its own mean, then 255": (1, 134, 255),
    "its own mean alone": (1, 134, 1),
    "its own deviation alone": (1, 0, 25),
    "its own variance": (1, 134, 25**2),
    "its own, exchanged": (1, 25, 134),
    "divides by the training mean": (1, 0, 52),
    "divides by its own mean": (1, 0, 134),
    "a root of the deviation": (1, 52, math.sqrt(40)),
    "both means": (1, 52 + 134, 40),
    "both deviations": (1, 52, 40 + 25),
    "the mean halfway between": (1, (52 + 134) / 2, 40),
    "the deviation halfway between": (1, 52, (40 + 25) / 2),
    "the difference of the means": (1, 134 - 52, 40),
    "the difference of the deviations": (1, 52, 40 - 25),
    "what is left up to white": (1, 52, 255 - 52),
}
OPERATIONS = {
    "right": lambda pixel, mean, deviation: (pixel - mean) / deviation,
    "the mean less the pixel": lambda pixel, mean, deviation: (mean - pixel) / deviation,
    "a bracket missing": lambda pixel, mean, deviation: pixel - mean / deviation,
    "multiplies by the deviation": lambda pixel, mean, deviation: (pixel - mean) * deviation,
    "adds the mean": lambda pixel, mean, deviation: (pixel + mean) / deviation,
    "turned back": lambda pixel, mean, deviation: pixel * deviation + mean,
    "divides before it subtracts": lambda pixel, mean, deviation: pixel / deviation - mean,
    "whole deviations only": lambda pixel, mean, deviation: (pixel - mean) // deviation,
}

CHAINS = {
    "standardised_value": Chain(
        lambda pixel, constants, operation: operation(constants[0] * pixel, *constants[1:]),
        {
            "pixel": {"right": 152, "the mean of the photograph for the pixel": 134, "white for the pixel": 255},
            "constants": CONSTANTS,
            "operation": OPERATIONS,
        },
    ),
    "held_and_learnt": Chain(
        lambda numbers, sets, order: order(tuple(one * sets for one in numbers)),
        {
            "numbers": {
                "right": (4, 2),
                "all learnt": (4, 4),
                "two numbers a channel": (2, 2),
                "nothing learnt": (4, 0),
                "one learnt number a channel": (4, 1),
                "one moving average": (3, 2),
                "two averages and a factor": (3, 1),
                "three of four learnt": (4, 3),
                "a count of examples as well": (5, 2),
                "only the averages": (2, 0),
            },
            "sets": {
                "right": 24,
                "one set for all channels": 1,
                "a set for each image": 16,
                "a set for each place": 14 * 10 * 24,
                "a set for each row": 14,
                "a set for each column": 10,
                "a set for each place, all channels together": 14 * 10,
                "a set for each channel of each image": 16 * 24,
                "a set for each pixel of the batch": 16 * 14 * 10,
                "a set for each pair of channels": 24 * 24,
            },
            "order": {"right": lambda pair: pair, "the two in reverse": lambda pair: pair[::-1]},
        },
    ),
}
