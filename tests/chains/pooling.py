"""Predictions of lesson 03 as chains of steps."""

from math import comb, prod

from tests.support.chains import Chain

POOL = 3

#: How many windows a side has. Neither side divides evenly: "one more than the quotient" would be the leftover kept.
WINDOWS = {
    "right": lambda side: side // POOL,
    "keeps the leftover": lambda side: -(-side // POOL),
    "rounds to the nearest": lambda side: round(side / POOL),
    "counts parts of windows": lambda side: side / POOL,
    "overlapping windows": lambda side: side - POOL + 1,
    "subtracts the window": lambda side: side - POOL,
    "forgets the first window": lambda side: (side - POOL) // POOL,
    "halves the map": lambda side: side // 2,
    "divides by the whole window": lambda side: side // POOL**2,
    "convolves before it pools": lambda side: (side - POOL + 1) // POOL,
    "windows that share a border": lambda side: (side - POOL) // (POOL - 1) + 1,
    "the leftover alone": lambda side: side % POOL,
    "leaves the side as it is": lambda side: side,
    "the window itself": lambda side: POOL,
}

SIZE, MAPS, UNITS = 9, 10, 6
CONVOLUTION = (3 * 3 + 1) * MAPS

#: Numbers of one map before the pool and after it.
NUMBERS = {
    "right": (SIZE**2, (SIZE // 2) ** 2),
    "halves one side": (SIZE**2, SIZE * (SIZE // 2)),
    "halves the numbers": (SIZE**2, SIZE**2 / 2),
    "a quarter of the numbers": (SIZE**2, SIZE**2 / 4),
    "keeps the leftover of the maps": (SIZE**2, (SIZE // 2 + 1) ** 2),
    "pools at stride one": (SIZE**2, (SIZE - 1) ** 2),
    "convolves once more": ((SIZE - 2) ** 2, ((SIZE - 2) // 2) ** 2),
    "takes the window away": (SIZE**2, (SIZE - 2) ** 2),
    "one window too few": (SIZE**2, (SIZE // 2 - 1) ** 2),
    "one number of each map": (SIZE**2, 1),
    "pools twice": (SIZE**2, (SIZE // 2 // 2) ** 2),
}
#: From the dense layer's weights before and after to the answer.
ASKED = {
    "right": lambda before, after: before - after,
    "counts what is left": lambda before, after: after + UNITS,
    "weights that are left": lambda before, after: after,
    "counts the layer before": lambda before, after: before + UNITS,
    "weights before": lambda before, after: before,
    "takes before from after": lambda before, after: after - before,
    "shrinks the convolution": lambda before, after: before - after + 3 * CONVOLUTION // 4,
    "shrinks the convolution alone": lambda before, after: 3 * CONVOLUTION // 4,
    "the convolution saved as a whole": lambda before, after: before - after + CONVOLUTION,
    "gives the pool weights": lambda before, after: before - after - 4 * MAPS,
    "gives the pool weights and biases": lambda before, after: before - after - 5 * MAPS,
    "the pool's weights are saved": lambda before, after: before - after + 4 * MAPS,
    "one kernel for the pool": lambda before, after: before - after - 4,
    "one kernel and a bias for the pool": lambda before, after: before - after - 5,
    "nothing is saved": lambda before, after: 0,
    "saves the biases too": lambda before, after: before - after + UNITS,
    "biases that come on top": lambda before, after: before - after - UNITS,
    "the whole network before": lambda before, after: before + UNITS + CONVOLUTION,
    "the whole network after": lambda before, after: after + UNITS + CONVOLUTION,
    "how many times fewer": lambda before, after: before / after,
    "the share that is left": lambda before, after: after / before,
    "the share that is saved": lambda before, after: 1 - after / before,
    "the filters' biases too": lambda before, after: before - after + MAPS,
    "the convolution's parameters": lambda before, after: CONVOLUTION,
}

PIXELS = 6

#: The map of the lesson, and its windows in several ways of cutting it.
MAP = ((1, 3, 2, 0), (5, 2, 1, 4), (0, 6, 7, 7), (2, 0, 3, 7))


def window(row, column):
    """The numbers of the 2 × 2 window that begins there."""
    return [MAP[row + down][column + right] for down in (0, 1) for right in (0, 1)]


BESIDE = [(row, column) for row in (0, 2) for column in (0, 2)]
CUTS = {
    "right": [window(*place) for place in BESIDE],
    "columns first": [window(column, row) for row, column in BESIDE],
    "maxima of the rows": MAP,
    "maxima of the columns": list(zip(*MAP, strict=True)),
    "a window at every place": [window(row, column) for row in range(3) for column in range(3)],
    "the first window left out": [window(*place) for place in BESIDE[1:]],
    "in reverse": [window(*place) for place in BESIDE[::-1]],
}

#: What one pool leaves of a side.
HALVED = {
    "right": lambda side: side // 2,
    "keeps what is left over": lambda side: -(-side // 2),
    "halves exactly": lambda side: side / 2,
    "one row less each time": lambda side: side - 1,
    "two rows less each time": lambda side: side - 2,
    "leaves the side as it is": lambda side: side,
}


def pooled_times(halved, side, times):
    """What is left of a side after several pools."""
    for _ in range(times):
        side = halved(side)
    return side


CHAINS = {
    "four_maxima": Chain(
        lambda cut, kept: tuple(kept(numbers) for numbers in cut),
        {
            "cut": CUTS,
            "kept": {
                "right": max,
                "means of the windows": lambda numbers: sum(numbers) / 4,
                "sums of the windows": sum,
                "smallest numbers": min,
                "the first of the window": lambda numbers: numbers[0],
                "the last of the window": lambda numbers: numbers[-1],
            },
        },
    ),
    "after_three_pools": Chain(
        lambda halved, times, channels, order: order((pooled_times(halved, 30, times),) * 2 + (channels,)),
        {
            "halved": HALVED | {"one window of six": lambda side: {30: 5}.get(side, side)},
            "times": {"right": 3, "one pool alone": 1, "two pools alone": 2, "four pools": 4},
            "channels": {
                "right": 32,
                "halves the channels too": 4,
                "melts the channels": 1,
                "a map for each pool": 96,
            },
            "order": {
                "right": lambda shape: shape,
                "forgets the channels": lambda shape: shape[:2],
                "channels before the sides": lambda shape: (shape[2], *shape[:2]),
                "counts the numbers": prod,
            },
        },
    ),
    "first_pair_alike": Chain(
        lambda side, asked: asked(side),
        {
            "side": {
                "right": 7,
                "the smallest of the four": 4,
                "four numbers left": 14,
                "a single number left": 28,
            },
            "asked": {"right": lambda side: side, "the numbers of the map": lambda side: -((28 // side) ** 2)},
        },
    ),
    "pools_until_alike": Chain(
        lambda pools: pools,
        {
            "pools": {
                "right": 2,
                "one pool": 1,
                "one pool too many": 3,
                "down to one number": 4,
                "the same as drawn": 0,
                "the side that is left": 16 // 4 + 4,
            }
        },
    ),
    "places_that_stay": Chain(
        lambda inside, windows: inside(windows),
        {
            "inside": {
                "right": lambda windows: 2 * windows,
                "every place": lambda windows: 4 * windows,
                "no place": lambda windows: 0,
                "one large window": lambda windows: 3 * windows,
                "one corner per window": lambda windows: windows,
            },
            "windows": {"right": 4, "a window at every place": 9},
        },
    ),
    "steps_to_repeat": Chain(
        lambda steps: steps,
        {
            "steps": {
                "right": 8,
                "adds the strides": 2 + 2 + 2,
                "the first grid": 2,
                "two grids": 2 * 2,
                "as many as pools": 3,
                "the second time": 16,
                "counts pixels of windows": 4**3,
                "pools and strides exchanged": 3**2,
                "one for each pixel": 1,
            }
        },
    ),
    "shifts_forgiven": Chain(
        lambda shifts, forgiven: tuple(pixels for pixels in shifts if forgiven(pixels)),
        {
            "shifts": {"right": range(1, 6), "none counts as a shift": range(6), "left as well": range(-5, 6)},
            "forgiven": {
                "right": lambda pixels: pixels % 2 == 0,
                "every shift": lambda pixels: True,
                "no shift": lambda pixels: False,
                "odd shifts": lambda pixels: pixels % 2 == 1,
                "every fourth shift": lambda pixels: pixels == 4,
                "up to the stride": lambda pixels: 0 < pixels <= 2,
            },
        },
    ),
    "pooled_shape": Chain(
        lambda windows, sides, channels, order: order(
            (windows(17) if sides[0] else 17, windows(10) if sides[1] else 10, channels)
        ),
        {
            "windows": WINDOWS,
            "sides": {"right": (True, True), "pools the height alone": (True, False), "the width alone": (False, True)},
            "channels": {
                "right": 48,
                "pools the channels as well": 48 // POOL,
                "melts the channels": 1,
                "the channels less the window": 48 - POOL,
                "a map for each place of the window": 48 * POOL**2,
                "the channels by the whole window": 48 // POOL**2,
            },
            "order": {
                "right": lambda shape: shape,
                "leaves out the channels": lambda shape: shape[:2],
                "width before height": lambda shape: (shape[1], shape[0], shape[2]),
                "channels before the sides": lambda shape: (shape[2], shape[0], shape[1]),
                "counts the numbers": prod,
                "in reverse": lambda shape: shape[::-1],
            },
        },
    ),
    "weights_saved": Chain(
        lambda numbers, maps, weights, asked: asked(
            *(prod(each) * weights for each in zip(numbers, maps, strict=True))
        ),
        {
            "numbers": NUMBERS,
            "maps": {
                "right": (MAPS, MAPS),
                "halves the depth too": (MAPS, MAPS // 2),
                "one map only": (1, 1),
                "one map comes out": (MAPS, 1),
                "a map for each weight of a kernel": (9 * MAPS, 9 * MAPS),
            },
            "weights": {
                "right": UNITS,
                "numbers and not weights": 1,
                "a unit more": UNITS + 1,
                "the units twice": UNITS**2,
            },
            "asked": ASKED,
        },
    ),
    "pictures_alike": Chain(
        lambda window, windows: windows(window),
        {
            "window": {
                "right": 2**PIXELS - 1,
                "all of the pictures": 2**PIXELS,
                "one white pixel each": PIXELS,
                "shares evenly": 2**PIXELS // 2,
                "mean of a half or more": sum(comb(PIXELS, white) for white in range(3, 7)),
                "majority of the window": sum(comb(PIXELS, white) for white in range(4, 7)),
                "keeps the pictures apart": 1,
                "windows of 2 × 2": 2**4 - 1,
                "squares where it doubles": PIXELS**2 - 1,
            },
            "windows": {
                "right": lambda window: window**2,
                "one window only": lambda window: window,
                "adds the windows": lambda window: 2 * window,
                "three windows": lambda window: window**3,
                "looks at one window only": lambda window: window * 2**PIXELS,
                "pairs without an order": lambda window: window * (window + 1) // 2,
                "white anywhere in the strip": lambda window: 4**PIXELS - 1,
                "takes the black strip away twice": lambda window: 4**PIXELS - 2 * 2**PIXELS,
                "all of the pictures": lambda window: 4**PIXELS,
                "none of the pictures": lambda window: 0,
                "four results, equally frequent": lambda window: 4,
            },
        },
    ),
}
