"""Predictions of lesson 06 as chains of steps."""

from math import ceil, prod

from tests.support.chains import Chain

MAPS, UNITS = 12, 32

SIDES, WINDOWS, POOL = (60, 50), (7, 11), 3


def shape(windows, padding, plus, pool, where, channels, order):
    """The shape that arrives at `Flatten`: each side goes through a convolution, a pooling, and a convolution."""

    def side(size):
        first, last = (
            lambda size, place=place: size if padding[place] else size - windows[place] + plus[place]
            for place in (0, 1)
        )
        return where(first, pool, last, size)

    return order((*map(side, SIDES), channels))


CHAINS = {
    "dense_parameters": Chain(
        lambda vector, units, biases: biases(vector, units),
        {
            "vector": {
                "right": 5 * 4 * MAPS,
                "flattens one map only": 5 * 4,
                "one input for each map": MAPS,
                "adds the sides": (5 + 4) * MAPS,
                "one side of the maps": 5 * MAPS,
                "the other side of the maps": 4 * MAPS,
                "pools once more": 2 * 2 * MAPS,
                "squares the first side": 5 * 5 * MAPS,
                "the square of the maps": 5 * 4 * MAPS**2,
                "maps with a channel more": 5 * 4 * (MAPS + 1),
            },
            "units": {"right": UNITS, "one unit only": 1, "ten units": 10, "a unit for each map": MAPS},
            "biases": {
                "right": lambda vector, units: (vector + 1) * units,
                "forgets the biases": lambda vector, units: vector * units,
                "one bias for the whole layer": lambda vector, units: vector * units + 1,
                "a bias for each input": lambda vector, units: vector * (units + 1),
                "a bias for each map": lambda vector, units: (vector + MAPS) * units,
                "one bias for each map": lambda vector, units: vector * units + MAPS,
                "biases on both sides": lambda vector, units: (vector + 1) * (units + 1),
                "biases for units and inputs": lambda vector, units: vector * units + vector + units,
                "the biases alone": lambda vector, units: units,
                "adds inputs and units": lambda vector, units: vector + units,
                "two biases for a unit": lambda vector, units: (vector + 2) * units,
                "numbers that come out": lambda vector, units: vector,
            },
        },
    ),
    "last_shape": Chain(
        shape,
        {
            "windows": {"right": WINDOWS, "exchanges the windows": WINDOWS[::-1], "the first window twice": (7, 7)},
            "padding": {
                "right": (False, False),
                "pads both convolutions": (True, True),
                "pads the first convolution": (True, False),
                "pads the last convolution": (False, True),
            },
            "plus": {
                "right": (1, 1),
                "forgets to add one": (0, 0),
                "forgets to add one at the start": (0, 1),
                "forgets to add one at the end": (1, 0),
            },
            "pool": {
                "right": lambda size: size // POOL,
                "forgets the pooling": lambda size: size,
                "rounds up": lambda size: ceil(size / POOL),
                "pools at stride one": lambda size: size - POOL + 1,
                "pools with two by two": lambda size: size // 2,
                "pools to single numbers": lambda size: 1,
                "counts parts of windows": lambda size: size / POOL,
            },
            "where": {
                "right": lambda first, pool, last, size: last(pool(first(size))),
                "pools at the end": lambda first, pool, last, size: pool(last(first(size))),
                "pools at the end as well": lambda first, pool, last, size: pool(last(pool(first(size)))),
                "pools and pools": lambda first, pool, last, size: pool(pool(first(size))),
            },
            "channels": {
                "right": 20,
                "keeps the channels of the first": 12,
                "multiplies the channels": 12 * 20,
                "adds the channels": 12 + 20,
                "keeps the one channel": 1,
                "pools the channels as well": 20 // POOL,
            },
            "order": {
                "right": lambda shape: shape,
                "channels first": lambda shape: (shape[2], *shape[:2]),
                "width before height": lambda shape: (shape[1], shape[0], shape[2]),
                "already flattened": lambda shape: (prod(shape),),
                "leaves out the channels": lambda shape: shape[:2],
                "in reverse": lambda shape: shape[::-1],
            },
        },
    ),
}
