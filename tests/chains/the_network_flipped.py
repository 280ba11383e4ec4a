"""Predictions of lesson 12 as chains of steps."""

import numpy as np

from tests.support.chains import Chain


def stamped(overlap, kernel, apart, numbers):
    """Two stamps, the second `apart` places on; `overlap` says what two numbers at one place become."""
    laid = [None] * (apart + len(kernel))
    for place, number in enumerate(numbers):
        for right, weight in enumerate(kernel):
            at = place * apart + right
            laid[at] = number * weight if laid[at] is None else overlap(laid[at], number * weight)
    return tuple(laid)


def counted_stamps(starts, length, moved):
    """How many stamps lie on each of nine places."""
    counts = [sum(start <= place < start + length for start in starts) for place in range(9)]
    return tuple(np.roll(counts, moved).tolist())


CHAINS = {
    "two_stamps": Chain(
        stamped,
        {
            "overlap": {
                "right": lambda old, new: old + new,
                "the second covers the first": lambda old, new: new,
                "the first stays": lambda old, new: old,
                "the mean of the overlap": lambda old, new: (old + new) / 2,
                "the product of the overlap": lambda old, new: old * new,
            },
            "kernel": {"right": (1, 4, 3), "the kernel turned round": (3, 4, 1)},
            "apart": {"right": 2, "one place on": 1, "side by side": 3},
            "numbers": {"right": (5, 2), "stamps alike": (1, 1), "the numbers exchanged": (2, 5)},
        },
    ),
    "width_that_comes_out": Chain(
        lambda steps, apart, last, way: way(steps * apart + last),
        {
            "steps": {"right": 5, "a step too many": 6},
            "apart": {"right": 3, "stride one": 1, "no overlap": 5},
            "last": {"right": 5, "tripled": 3, "where the last begins": 1},
            "way": {"right": lambda width: width, "forwards": lambda width: (6 - 5) // 3 + 1},
        },
    ),
    "stamps_on_each_place": Chain(
        counted_stamps,
        {
            "starts": {
                "right": (0, 2, 4, 6),
                "each place once": (0, 3, 6),
                "alternating from the start": (-2, 0, 2, 4, 6, 8),
                "at every place": range(7),
            },
            "length": {"right": 3, "stamps of four": 4},
            "moved": {"right": 0, "one place too early": -1},
        },
    ),
    "best_single_answer": Chain(
        lambda summary: summary([0, 0, 0, 200]),
        {
            "summary": {
                "right": lambda values: sum(values) / 4,
                "the most frequent": min,
                "halfway": lambda values: (min(values) + max(values)) / 2,
                "the brightest": max,
                "shared among three": lambda values: sum(values) / 3,
                "the deviation": lambda values: float(np.std(values)),
            },
        },
    ),
    "pixels_for_each_number": Chain(
        lambda pixels, numbers: pixels / numbers,
        {
            "pixels": {"right": 28 * 28, "one side": 28, "sides added": 28 + 28},
            "numbers": {"right": 8, "a small image": 64, "the whole image": 1},
        },
    ),
    "parameters_held": Chain(
        lambda kernel, channels, times, biases: kernel * channels * times * 16 + biases,
        {
            "kernel": {"right": 6 * 6, "a kernel of one side": 6},
            "channels": {"right": 32, "one stamp for each filter": 1},
            "times": {"right": 1, "weights for the stride": 3 * 3, "weights for each place": 7 * 7},
            "biases": {"right": 16, "forgets the biases": 0, "biases of what goes in": 32},
        },
    ),
}
