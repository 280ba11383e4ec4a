"""Figures of backpropagation: three sums that use every number several times, and the two patterns of the way back."""

import numpy as np

from course_utils.backward import cross_correlate_backward
from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, PALE, ink
from course_utils.convolution import cross_correlate
from course_utils.figures.svg import Picture, spoken, written

_INPUT, _KERNEL, _GRADIENT = np.array([[2, 5, 4, 1, 8]]), np.array([[7, 2, 3]]), np.array([[1, 10, 100]])
_CELL = 46


def three_sums():
    """Five inputs and three sums, joined by nine lines; each line bears the weight that it multiplies with."""
    sums = cross_correlate(_INPUT, _KERNEL)[0]
    picture = Picture(
        "three_sums",
        "Three sums, and every number is used again",
        f"Five boxes with the input {spoken(_INPUT)} stand above three boxes with sums. From each sum three lines "
        f"lead up to three inputs side by side; on each line stands a weight of the kernel {spoken(_KERNEL)}. The "
        f"sums are {spoken(sums)}.",
        height=440,
    )
    picture.text(30, 100, "input", colour=ink(INPUT), bold=True)
    picture.text(30, 350, "sums", colour=ink(FEATURE_MAP), bold=True)
    for place, total in enumerate(sums):
        for weight, value in enumerate(_KERNEL[0]):
            start, end = (_across(place + weight), 132), (_across(place + 1), 318)
            picture.line(start, end, colour=KERNEL, weight=2.5)
            share = 0.36 if weight == 1 else 0.28
            middle = [a + share * (b - a) for a, b in zip(start, end, strict=True)]
            picture.box(middle[0] - 15, middle[1] - 15, 30, 30, KERNEL, fill=PALE[KERNEL], radius=15)
            picture.centred(*middle, written(value))
        products = " + ".join(
            f"{written(weight)}·{written(pixel)}"
            for weight, pixel in zip(_KERNEL[0], _INPUT[0, place : place + 3], strict=True)
        )
        picture.text(_across(place + 1), 400, f"{products} = {written(total)}", anchor="middle", size=15)
    for place, value in enumerate(_INPUT[0]):
        picture.cell(_across(place) - 30, 76, 60, 56, value, INPUT, fill=PALE[INPUT], size=22)
    for place, value in enumerate(sums):
        picture.cell(_across(place + 1) - 30, 318, 60, 56, value, FEATURE_MAP, fill=PALE[FEATURE_MAP], size=22)
    return picture


def two_patterns():
    """The gradients of a kernel and of its input, as windows that slide: one over the input, one over the gradient."""
    gradients = cross_correlate_backward(_GRADIENT, _INPUT, _KERNEL)
    picture = Picture(
        "two_patterns",
        "The way back is two convolutions",
        f"Left: the three gradients {spoken(_GRADIENT)} slide over the input {spoken(_INPUT)}; at each place "
        f"products are added, and the sums {spoken(gradients.kernel)} are the gradient of the kernel. Right: the "
        f"kernel turned round, {spoken(_KERNEL[:, ::-1])}, slides over the gradients with two zeros on either side; "
        f"the five sums {spoken(gradients.image)} are the gradient of the input.",
        height=680,
    )
    picture.text(30, 100, ["of the kernel:", "gradients slide over the input"], bold=True)
    _slide(picture, 30, _INPUT[0], _GRADIENT[0], gradients.kernel[0], (INPUT, FEATURE_MAP, KERNEL))
    picture.text(470, 100, ["of the input: the kernel, turned round,", "slides over the gradients"], bold=True)
    padded = np.pad(_GRADIENT[0], 2)
    _slide(picture, 470, padded, _KERNEL[0, ::-1], gradients.image[0], (FEATURE_MAP, KERNEL, INPUT))
    return picture


def _slide(picture, x, row, window, sums, colours):
    """Draw the same row once for each place of a window below it, with the sum at its end."""
    of_row, of_window, of_sums = colours
    for place, total in enumerate(sums):
        y = 150 + 102 * place
        fills = np.array([[PALE[of_row] if place <= at < place + 3 else "none" for at in range(len(row))]])
        picture.grid(x, y, row[np.newaxis], _CELL, of_row, size=17, fills=fills)
        picture.grid(x + _CELL * place, y + _CELL, window[np.newaxis], _CELL, of_window, size=17)
        end = x + _CELL * len(row)
        picture.centred(end + 24, y + 46, "→", size=22)
        picture.cell(end + 46, y + 23, 66, 46, int(total), of_sums, fill=PALE[of_sums], size=19)


def _across(place):
    return 170 + 175 * place
