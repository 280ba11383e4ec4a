"""Sums and ranges in words, from numbers as `course_utils.numbers` writes them."""

import functools

import numpy as np

from course_utils.numbers import number


def products(pixels, weights, decimals=3, tiny=None):
    """Products in words, negative numbers in brackets, and what a pencil makes of each from the numbers as written.

    `decimals` and `tiny` are those of `number`.

    >>> products([3, 2], [-1, 0.25])
    (['3·(−1)', '2·0.25'], [-3.0, 0.5])
    """
    texts = list(map(functools.partial(number, decimals=decimals, tiny=tiny), [*pixels, *weights]))
    pairs = list(zip(texts[: len(pixels)], texts[len(pixels) :], strict=True))
    terms = ["·".join(f"({one})" if one.startswith("−") else one for one in pair) for pair in pairs]
    return terms, [_read(one) * _read(other) for one, other in pairs]


def parts(names, values):
    """Parts of a sum in words, each with its name, and their values as written.

    >>> parts(["red", "bias"], [2, -0.12345])
    (['red 2', 'bias −0.123'], [2.0, -0.123])
    """
    texts = list(map(number, values))
    return [f"{name} {text}" for name, text in zip(names, texts, strict=True)], list(map(_read, texts))


def equation(terms, values, result):
    """A sum in words; ≈ stands where a pencil, which has only what is written, finds another result.

    >>> equation(["3·1", "2·0.333"], [3, 0.666], "3.667")
    '3·1 + 2·0.333 ≈ 3.667'
    """
    is_found = abs(sum(values) - _read(result)) <= 1e-9 * sum(map(abs, values))
    return f"{' + '.join(terms)} {'=' if is_found else '≈'} {result}"


def equations(pixels, weights, results, decimals=3, tiny=None):
    """Sums of products in words, one per row; pixels and weights are (rows, columns), the rest as above.

    >>> equations(np.array([[3, 2], [0, 1]]), np.array([[1, -1], [1, -1]]), ["1", "−1"])
    ['3·1 + 2·(−1) = 1', '0·1 + 1·(−1) = −1']
    """
    rows, columns = pixels.shape
    terms, values = products(pixels.ravel(), weights.ravel(), decimals, tiny)
    ends = [slice(columns * row, columns * (row + 1)) for row in range(rows)]
    return [equation(terms[end], values[end], result) for end, result in zip(ends, results, strict=True)]


def _read(text):
    """The number that a text of `number` says."""
    return float(text.removeprefix("≈").replace("−", "-"))


def span(what, mask):
    """The range of True places in words: "row 2" or "rows 0 to 2"."""
    low, high = np.flatnonzero(mask)[[0, -1]]
    return f"{what} {low}" if low == high else f"{what}s {low} to {high}"
