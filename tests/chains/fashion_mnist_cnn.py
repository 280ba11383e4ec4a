"""Predictions of lesson 06 as chains of steps."""

from math import ceil, log, prod

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


def sides(convolve, pool, counts):
    """A side after each of four layers: twice a convolution of 3 and a pooling."""
    found = [28]
    for step in (convolve, pool) * 2:
        found.append(step(found[-1]))
    return tuple(map(counts, found[1:]))


CHAINS = {
    "four_sides": Chain(
        sides,
        {
            "convolve": {
                "right": lambda side: side - 2,
                "pads the convolutions": lambda side: side,
                "forgets the first place": lambda side: side - 3,
                "takes one off": lambda side: side - 1,
            },
            "pool": {
                "right": lambda side: side // 2,
                "rounds the pooling up": lambda side: -(-side // 2),
                "leaves the poolings out": lambda side: side,
                "pools at every place": lambda side: side - 1,
                "halves exactly": lambda side: side / 2,
            },
            "counts": {"right": lambda side: side, "counts the whole map": lambda side: side * side},
        },
    ),
    "parameters_unshared": Chain(
        lambda places, filters, weights, biases, counts: counts(places * filters, biases(weights)),
        {
            "places": {"right": 55 * 55, "shares them still": 1, "one row of each map": 55},
            "filters": {"right": 96, "one map of the 96": 1},
            "weights": {"right": 11 * 11 * 3, "one colour only": 11 * 11, "one side of the window": 11 * 3},
            "biases": {
                "right": lambda weights: weights + 1,
                "no biases": lambda weights: weights,
                "a bias for each colour": lambda weights: weights + 3,
            },
            "counts": {
                "right": lambda numbers, each: numbers * each,
                "counts the numbers of the maps": lambda numbers, each: numbers,
                "counts one window": lambda numbers, each: each,
            },
        },
    ),
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
    "loss_of_no_idea": Chain(
        lambda sign, base, classes, what: what(sign * log(0.1) / log(base), classes),
        {
            "sign": {"right": -1, "keeps the sign of the logarithm": 1},
            "base": {"right": 2.718281828459045, "takes base ten": 10, "takes base two": 2},
            "classes": {"right": 1, "adds all ten classes": 10, "weighs with the probability": 0.1},
            "what": {
                "right": lambda loss, classes: classes * loss,
                "what is missing to one": lambda loss, classes: 0.9,
                "the probability itself": lambda loss, classes: 0.1,
                "rounds to one decimal": lambda loss, classes: round(classes * loss, 1) + 1e-12,
            },
        },
    ),
    "gradient_terms": Chain(
        lambda side, count, times: count(side) * times,
        {
            "side": {"right": 26, "as many as pixels": 28, "one place too few": 25, "behind the pooling": 13},
            "count": {
                "right": lambda side: side * side,
                "one row of places": lambda side: side,
                "as many as weights": lambda side: 9,
            },
            "times": {"right": 1, "terms of all nine": 9, "terms of all filters": 32},
        },
    ),
    "steps_taken": Chain(
        lambda batches, passes, order: order(tuple(batches(2000, size, passes) for size in (32, 256))),
        {
            "batches": {
                "right": lambda images, size, passes: passes * ceil(images / size),
                "drops what is left over": lambda images, size, passes: passes * (images // size),
                "parts of a step": lambda images, size, passes: passes * images / size,
                "runs on into the next pass": lambda images, size, passes: ceil(passes * images / size),
                "counts the images": lambda images, size, passes: passes * images,
            },
            "passes": {"right": 3, "one pass alone": 1, "one pass more": 4},
            "order": {"right": lambda steps: steps, "exchanged": lambda steps: steps[::-1]},
        },
    ),
    "weights_of_two_ways": Chain(
        lambda small, channels, biases, order: order((small * channels + 2 * biases, 25 * channels + biases)),
        {
            "small": {"right": 18, "one of the two": 9, "adds the sides": 36, "multiplies the windows": 81},
            "channels": {"right": 100, "channels only once": 10, "one channel in and out": 1, "adds channels": 20},
            "biases": {"right": 0, "biases as well": 10},
            "order": {"right": lambda weights: weights, "the large window first": lambda weights: weights[::-1]},
        },
    ),
}
