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
    "background_pixel": Chain(
        lambda pixel, constants, operation: operation(pixel, *constants),
        {
            "pixel": {"right": 0, "white for black": 255, "the darkest but one": 1},
            "constants": {
                "right": (73, 90),
                "stays black": (0, 90),
                "forgets the deviation of all": (73, 1),
                "the two constants exchanged": (90, 73),
                "by the variance": (73, 90**2),
                "the mean, then 255": (73, 255),
                "a root of the deviation": (73, math.sqrt(90)),
                "half of the range for the mean": (127.5, 90),
            },
            "operation": {
                "right": lambda pixel, mean, deviation: (pixel - mean) / deviation,
                "the mean less black": lambda pixel, mean, deviation: (mean - pixel) / deviation,
                "rounded": lambda pixel, mean, deviation: round((pixel - mean) / deviation, 2),
                "multiplies": lambda pixel, mean, deviation: (pixel - mean) * deviation,
                "whole deviations only": lambda pixel, mean, deviation: (pixel - mean) // deviation,
            },
        },
    ),
    "factor_and_divisor": Chain(
        lambda scale, gradient, divisor: (gradient(scale), divisor(scale)),
        {
            "scale": {"right": 255, "counts the values": 256, "as if by hundreds": 100, "the deviation": 90},
            "gradient": {
                "right": lambda scale: scale,
                "no change in the gradient": lambda scale: 1,
                "the square for the gradient": lambda scale: scale**2,
                "shorter in place of longer": lambda scale: 1 / scale,
                "a root of it": lambda scale: scale**0.5,
            },
            "divisor": {
                "right": lambda scale: scale**2,
                "one factor for both": lambda scale: scale,
                "doubled in place of squared": lambda scale: 2 * scale,
                "cubed": lambda scale: scale**3,
                "the same rate": lambda scale: 1,
                "a larger rate": lambda scale: 1 / scale**2,
            },
        },
    ),
    "thirty_and_five": Chain(
        lambda thirty, five, group: group or (thirty, five),
        {
            "thirty": {
                "right": 1,
                "forgets to scale": 10,
                "the mean less the number": -1,
                "by the variance": 0.1,
                "forgets the mean": 3,
                "by one less": 10 / math.sqrt(400 / 3),
                "multiplies": 100,
                "as it is": 30,
            },
            "five": {"right": 0, "the constant channel stays": 5, "its own unit": 1, "less one": -1},
            "group": {
                "right": None,
                "along the garment": ((30 - 41 / 3) / math.sqrt(1202 / 9), (5 - 41 / 3) / math.sqrt(1202 / 9)),
                "all channels together": (1.9, -0.44),
            },
        },
    ),
    "one_step_later": Chain(
        lambda number, averages, operation: operation(number, *averages),
        {
            "number": {"right": 6, "garment 0's number": 2, "the number of channel 1": 30},
            "averages": {
                "right": (0.04, 1.03),
                "as in training": (4, 4),
                "the averages before the step": (0, 1),
                "nearly all of the batch": (3.96, 3.97),
                "the mean alone has moved": (0.04, 1),
                "the variance alone has moved": (0, 1.03),
                "a variance that starts at 0": (0.04, 0.04),
                "a tenth of the way": (0.4, 1.3),
                "lets nothing go": (0.04, 1.04),
                "halfway": (2, 2.5),
                "the deviation for the variance": (0.04, 1.01),
            },
            "operation": {
                "right": lambda number, mean, variance: (number - mean) / variance**0.5,
                "without the root": lambda number, mean, variance: (number - mean) / variance,
                "rounded or with epsilon": lambda number, mean, variance: (number - mean) / (variance + 0.001) ** 0.5,
                "multiplies": lambda number, mean, variance: (number - mean) * variance**0.5,
                "the mean less the number": lambda number, mean, variance: (mean - number) / variance**0.5,
            },
        },
    ),
    "best_share": Chain(
        lambda slope, layers, operation: operation(slope, layers),
        {
            "slope": {
                "right": 0.25,
                "the value for the slope": 0.5,
                "what a layer takes": 0.75,
                "a tenth": 0.1,
            },
            "layers": {"right": 5, "between the layers": 4, "one too many": 6},
            "operation": {
                "right": lambda slope, layers: slope**layers,
                "adds the slopes": lambda slope, layers: slope * layers,
                "shares one slope": lambda slope, layers: slope / layers,
                "what is lost": lambda slope, layers: 1 - slope**layers,
                "the last alone": lambda slope, layers: slope,
                "one over the layers' number": lambda slope, layers: 1 / (slope + layers),
            },
        },
    ),
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
