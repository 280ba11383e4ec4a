"""Predictions of lesson 10 as chains of steps."""

import math

from tests.support.chains import Chain

CHAINS = {
    "loss_of_guessing": Chain(
        lambda probability, logarithm, sign, digits: digits(sign * logarithm(probability)),
        {
            "probability": {
                "right": 1 / 4,
                "of ten classes": 1 / 10,
                "of being wrong": 3 / 4,
                "one class left out": 1 / 3,
                "one class too many": 1 / 5,
                "of two": 1 / 2,
            },
            "logarithm": {
                "right": math.log,
                "to base ten": math.log10,
                "to base two": math.log2,
                "the probability": lambda share: -share,
            },
            "sign": {"right": -1, "without the minus": 1},
            "digits": {
                "right": lambda loss: loss,
                "rounded to two digits": lambda loss: round(loss, 2),
                "rounded to three digits": lambda loss: round(loss, 3),
            },
        },
    ),
    "classes_in_the_split": Chain(
        lambda parts, asked: asked(parts),
        {
            "parts": {
                "right": (9, 1),
                "shuffled first": (10, 10),
                "an empty part": (9, 0),
                "a fifth": (8, 3),
            },
            "asked": {"right": lambda parts: parts[1], "what is left": lambda parts: parts[0]},
        },
    ),
    "smallest_loss": Chain(
        lambda scores, others, softmax, loss, digits: digits(loss(softmax(*scores, others))),
        {
            "scores": {
                "right": (math.e, 1),
                "all equal": (1, 1),
                "squared": (math.e**2, 1),
                "sure to a half": (math.exp(0.5), 1),
            },
            "others": {"right": 3, "nine others": 9, "four others": 4, "two others": 2},
            "softmax": {
                "right": lambda one, other, others: one / (one + others * other),
                "one softmax": lambda one, other, others: 1.0,
                "without the one itself": lambda one, other, others: one / (others * other or 1),
                "nothing above the line": lambda one, other, others: 1 / (one + others * other),
            },
            "loss": {
                "right": lambda share: -math.log(share),
                "the probability itself": lambda share: share,
                "without the minus": math.log,
                "to base ten": lambda share: -math.log10(share),
            },
            "digits": {"right": lambda loss: loss, "rounded here": lambda loss: round(loss, 2)},
        },
    ),
}
