"""Predictions of lesson 11 as chains of steps."""

from tests.support.chains import Chain

CHAINS = {
    "share_of_weights": Chain(
        lambda layers, small, large, order: order(layers(small**2), large**2),
        {
            "layers": {
                "right": lambda weights: 3 * weights,
                "one layer alone": lambda weights: weights,
                "multiplied in place of added": lambda weights: weights**3,
                "two layers": lambda weights: 2 * weights,
                "four layers": lambda weights: 4 * weights,
            },
            "small": {"right": 3, "four for three": 4, "with a bias": 10**0.5},
            "large": {"right": 7, "five for seven": 5, "eight for seven": 8},
            "order": {
                "right": lambda stack, one: stack / one,
                "turned round": lambda stack, one: one / stack,
                "the sides of the kernels": lambda stack, one: 9 / 7,
                "the difference": lambda stack, one: one - stack,
                "the saving": lambda stack, one: 1 - stack / one,
                "in per cent": lambda stack, one: 100 * stack / one,
            },
        },
    ),
    "without_sharing": Chain(
        lambda places, filters, weights, biases: places**2 * filters * (weights + biases),
        {
            "places": {
                "right": 12,
                "one set for all places": 1,
                "one place too few": 11,
                "windows at every pixel": 56,
                "one place too many": 13,
                "all pixels": 64,
                "one row of places": 12**0.5,
            },
            "filters": {"right": 20, "one filter alone": 1, "three for each": 60},
            "weights": {
                "right": 243,
                "one channel only": 81,
                "a side alone": 27,
                "channels as a square": 729,
            },
            "biases": {"right": 1, "no biases": 0, "three biases": 3, "one bias for each filter": 1 / 144},
        },
    ),
    "gradient_arrives": Chain(
        lambda slopes, way: way(*slopes),
        {
            "slopes": {
                "right": (0.6, -0.5, 0.2),
                "the first left out": (0, -0.5, 0.2),
                "the last left out": (0.6, -0.5, 0),
                "the second left out": (0.6, 0, 0.2),
            },
            "way": {
                "right": lambda a, b, c: (1 + a) * (1 + b) * (1 + c),
                "without shortcuts": lambda a, b, c: a * b * c,
                "one shortcut round all": lambda a, b, c: 1 + a * b * c,
                "added in place of multiplied": lambda a, b, c: 1 + a + b + c,
                "the sign forgotten": lambda a, b, c: (1 + abs(a)) * (1 + abs(b)) * (1 + abs(c)),
                "three ones": lambda a, b, c: 3 + a + b + c,
            },
        },
    ),
    "extra_weights": Chain(
        lambda size, channels, filters, biases: (size**2 * channels + biases) * filters,
        {
            "size": {"right": 5, "three": 3, "a side": 5**0.5},
            "channels": {"right": 2, "all three channels": 3, "one channel more": 1},
            "filters": {"right": 16, "one filter": 1, "fewer filters": 12},
            "biases": {"right": 0, "new biases": 1},
        },
    ),
}
