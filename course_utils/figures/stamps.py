"""Figure of a transposed convolution: stamps, and how many of them lie on each place."""

from course_utils.colours import FEATURE_MAP, KERNEL, PALE, PAPER
from course_utils.figures.svg import Picture
from course_utils.transposed import contributions

_LANES = ((3, 2, 6), (4, 2, 6), (6, 3, 6))  # kernel, stride, stamps
_CELL, _LEFT = 42, 40


def stamps_overlap():
    """Stamps of three kernels, staggered, and the count below each place."""
    counts = [", ".join(map(str, contributions(count, taps, strides=step))) for taps, step, count in _LANES]
    lanes = " ".join(
        f"Kernel {taps}, stride {step}: {words}." for (taps, step, _), words in zip(_LANES, counts, strict=True)
    )
    picture = Picture(
        "stamps_overlap",
        "Stamps along a row, and how many lie on each place",
        "Three lanes. In each, six stamps as long as the kernel are laid along a row, each a stride behind the one "
        f"before, and below every place stands how many lie on it. {lanes}",
        height=720,
    )
    for lane, (taps, step, count) in enumerate(_LANES):
        _lane(picture, 85 + 215 * lane, taps, step, count)
    return picture


def _lane(picture, y, taps, step, count):
    """Draw the stamps in three rows, one below the other, and the counts under them."""
    picture.text(_LEFT, y, f"kernel {taps}, stride {step}")
    for stamp in range(count):
        x, top = _LEFT + _CELL * step * stamp, y + 18 + 34 * (stamp % 3)
        picture.box(x + 2, top, _CELL * taps - 4, 26, KERNEL, fill=PALE[KERNEL], radius=5)
        picture.centred(x + _CELL * taps / 2, top + 13, str(stamp + 1))
    counts = contributions(count, taps, strides=step)
    for place, number in enumerate(counts):
        fill = PALE[FEATURE_MAP] if number == counts.max() else PAPER
        picture.cell(_LEFT + _CELL * place, y + 128, _CELL, 40, str(number), FEATURE_MAP, fill=fill, size=20)
