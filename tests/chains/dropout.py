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

CHAINS = {
    "survivor": Chain(
        lambda formula, activation, rate: formula(activation, rate),
        {
            "formula": FORMULAS,
            "activation": {"right": 6, "takes the activation for 1": 1},
            "rate": {"right": 0.4, "a tenth of the rate": 0.04, "the rate in per cent": 40},
        },
    ),
}
