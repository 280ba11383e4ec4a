"""Figures of lesson 11: what two small kernels see, and a block with a shortcut."""

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE
from course_utils.figures.svg import Picture

_CELL = 70  # side of a square


def two_small_kernels():
    """Two kernels of width 3, one behind the other: one number depends on five pixels."""
    picture = Picture(
        "two_small_kernels",
        "Two kernels of 3 look at 5 pixels",
        "Three rows, from below: nine pixels, seven numbers behind the first kernel, five behind the second. One "
        "number of the upper row is marked, with the three below it that it is computed from and "
        "the five pixels that these "
        "are computed from.",
        height=470,
    )
    rows = ((9, 370, INPUT, "pixels"), (7, 235, FEATURE_MAP, "behind one 3×3"), (5, 100, FEATURE_MAP, "behind two"))
    seen = {9: range(2, 7), 7: range(2, 5), 5: range(2, 3)}
    for count, y, colour, words in rows:
        picture.text(30, y + 40, words)
        for place in range(count):
            fill = PALE[colour] if place in seen[count] else "none"
            picture.box(_left(count, place), y, _CELL, 60, colour, fill=fill, weight=4 if place in seen[count] else 2)
    for count, y in ((5, 100), (7, 235)):
        for place in seen[count]:
            middle = _left(count, place) + _CELL / 2
            for below in (_left(count + 2, place), _left(count + 2, place + 2) + _CELL):
                picture.line((middle, y + 62), (below, y + 133), colour=KERNEL, dashed=True)
    return picture


def _left(count, place):
    """Where a cell begins: rows are centred over one another."""
    return 220 + (9 - count) * _CELL / 2 + place * _CELL


def residual_block():
    """A block: f(x) is two convolutions, and what came in is added to it."""
    picture = Picture(
        "residual_block",
        "A block adds to what came in",
        "From left to right: x goes through convolution, batch norm and ReLU, then through convolution and batch norm; "
        "that is f(x). A second arrow leads x past all of them to a plus sign. Behind it stands a ReLU, and y "
        "comes out.",
        height=330,
    )
    words = (["convolution"], ["batch norm", "ReLU"], ["convolution"], ["batch norm"])
    picture.centred(50, 200, "x", size=26, bold=True)
    picture.arrow((70, 200), (118, 200))
    for place, lines in enumerate(words):
        x = 120 + 165 * place
        colour = KERNEL if lines == ["convolution"] else FEATURE_MAP
        picture.box(x, 160, 135, 80, colour, fill=PALE[colour])
        picture.centred(x + 67, 200 - 12 * (len(lines) - 1), lines)
        picture.arrow((x + 137, 200), (x + 163 if place < 3 else 768, 200))
    picture.line((120, 248), (120, 256), (750, 256), (750, 248))
    picture.text(435, 284, "f(x)", anchor="middle", size=22)
    picture.add("circle", cx=792, cy=200, r=22, fill="none", stroke=NEUTRAL, stroke_width=3)
    picture.centred(792, 200, "+", size=28, bold=True)
    picture.arrow((92, 200), (92, 110), (792, 110), (792, 176), colour=INPUT, weight=4)
    picture.text(450, 98, "shortcut: x as it is", anchor="middle")
    picture.arrow((816, 200), (848, 200))
    picture.box(850, 170, 70, 60, FEATURE_MAP, fill=PALE[FEATURE_MAP])
    picture.centred(885, 200, "ReLU")
    picture.arrow((922, 200), (955, 200))
    picture.centred(975, 200, "y", size=26, bold=True)
    return picture
