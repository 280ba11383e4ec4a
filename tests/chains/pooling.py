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

CHAINS = {
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
