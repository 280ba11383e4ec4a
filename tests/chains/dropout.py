"""Predictions of lesson 04 as chains of steps."""

from tests.support.chains import Chain

#: What is done with an activation that survives, at which rate.
FORMULAS = {
    "right": lambda activation, rate: activation / (1 - rate),
    "leaves the survivor as it is": lambda activation, rate: activation,
    "multiplies where it should divide": lambda activation, rate: activation * (1 - rate),
    "divides by the rate": lambda activation, rate: activation / rate,
    "grows by the rate": lambda activation, rate: activation * (1 + rate),
    "doubles at every rate": lambda activation, rate: activation * 2,
    "multiplies by the rate": lambda activation, rate: activation * rate,
    "takes it for dropped": lambda activation, rate: 0,
    "a bracket missing": lambda activation, rate: activation / 1 - rate,
    "adds the rate": lambda activation, rate: activation + rate,
    "the factor alone": lambda activation, rate: 1 / (1 - rate),
    "adds the factor": lambda activation, rate: activation + 1 / (1 - rate),
    "the share that survives": lambda activation, rate: 1 - rate,
    "the rate itself": lambda activation, rate: rate,
    "one over the rate": lambda activation, rate: 1 / rate,
    "scales twice": lambda activation, rate: activation / (1 - rate) ** 2,
    "takes a root of the share": lambda activation, rate: activation / abs(1 - rate) ** 0.5,
    "divides by one plus the rate": lambda activation, rate: activation / (1 + rate),
    "only what comes on top": lambda activation, rate: activation * rate / (1 - rate),
    "survivors for each dropped one": lambda activation, rate: activation * (1 - rate) / rate,
    "shrinks twice": lambda activation, rate: activation * (1 - rate) ** 2,
    "the rate taken from one, times the activation": lambda activation, rate: 1 - activation * rate,
}

#: What becomes of a weight without a gradient in so many steps of AdamW.
DECAYS = {
    "right": lambda weight, share, steps: weight * (1 - share) ** steps,
    "no gradient no change": lambda weight, share, steps: weight,
    "the same amount twice": lambda weight, share, steps: weight * (1 - steps * share),
    "subtracts the share itself": lambda weight, share, steps: weight - steps * share,
    "grows": lambda weight, share, steps: weight * (1 + share) ** steps,
    "what is lost": lambda weight, share, steps: weight * (1 - (1 - share) ** steps),
    "the share itself": lambda weight, share, steps: share,
    "nothing is left": lambda weight, share, steps: 0,
}

#: The share of pooled values that are zero, for a window of so many pixels.
POOLED = {
    "right": lambda pixels: 0.4**pixels,
    "as many as before": lambda pixels: 0.4,
    "a quarter of the rate": lambda pixels: 0.4 / pixels,
    "the share that remains": lambda pixels: 1 - 0.4**pixels,
    "none is zero": lambda pixels: 0,
    "all are zero": lambda pixels: 1,
    "one coin for each pixel, added": lambda pixels: 0.4 * pixels,
}

CHAINS = {
    "two_outcomes": Chain(
        lambda dropped, survivor, order: order((dropped, survivor)),
        {
            "dropped": {"right": 0, "a dropped one stays": 1, "a dropped one turns its sign": -1},
            "survivor": {"right": 2, "a survivor stays one": 1, "a survivor is halved": 0.5, "a half on top": 1.5},
            "order": {"right": lambda pair: pair, "the larger one first": lambda pair: pair[::-1]},
        },
    ),
    "survivor_and_mean": Chain(
        lambda survivor, mean: (survivor, mean),
        {
            "survivor": {
                "right": 4,
                "one over the rate": 4 / 3,
                "doubles here too": 2,
                "stays as it is": 1,
                "grows by the rate": 1.75,
                "shrinks": 0.25,
                "the rate itself": 0.75,
            },
            "mean": {"right": 1, "the mean of survivors": 4, "a mean of a quarter": 0.25, "three quarters": 0.75},
        },
    ),
    "gap_and_loss": Chain(
        lambda gap, loss: (gap, loss),
        {
            "gap": {"right": 0.75, "the gap turns with the loss": 0.5, "no dropout no gap": 0, "a quarter": 0.25},
            "loss": {
                "right": 0.5,
                "a small gap is a good network": 0.75,
                "no dropout no loss": 0,
                "a quarter for the loss": 0.25,
            },
        },
    ),
    "after_two_steps": Chain(
        lambda formula, share, steps: formula(20, share, steps),
        {
            "formula": DECAYS,
            "share": {"right": 0.3 * 0.2, "forgets the learning rate": 0.2, "forgets the decay": 0.3},
            "steps": {"right": 2, "one step only": 1, "a step too many": 3},
        },
    ),
    "zeros_after_pooling": Chain(
        lambda share, pixels: share(pixels),
        {
            "share": POOLED,
            "pixels": {"right": 4, "two coins of four": 2, "three by three": 9, "three coins of four": 3},
        },
    ),
    "survivor": Chain(
        lambda formula, activation, rate: formula(activation, rate),
        {
            "formula": FORMULAS,
            "activation": {"right": 6, "takes the activation for 1": 1},
            "rate": {"right": 0.4, "a tenth of the rate": 0.04, "the rate in per cent": 40},
        },
    ),
}
