"""What windows read along an axis, checked before it is drawn: windows that are where they are said to be."""

import numpy as np

from course_utils.arrays import real_array
from course_utils.drawing.given import items, whole
from course_utils.numbers import counted

_MOST = 100  # pixels along an axis, each drawn as a square
side = whole(1, _MOST)


def reads(given, name):
    """Positions that windows read, as int (windows, kernel_size), which rise in a window and from window to window."""
    allowed = "whole numbers (windows, kernel_size), as pixels_read gives them"
    positions = real_array(given, name, axes=(2,), allowed=allowed, finite=True)
    if not positions.size or positions.dtype.kind not in "iu":
        raise ValueError(f"{name} holds no whole numbers: give {allowed}.")
    positions = positions.astype(int)
    if np.any(np.diff(positions, axis=1) <= 0) or np.any(np.diff(positions[:, 0]) <= 0):
        raise ValueError(f"{name} goes back or stands still: give positions that rise, as pixels_read gives them.")
    return positions


def border(given, name):
    """Pixels of padding (before, after)."""
    before, after = _two(given, name, "before and after")
    return whole(0, _MOST)(before, name), whole(0, _MOST)(after, name)


def borders(given, name):
    """Pixels of padding ((top, bottom), (left, right))."""
    down, across = _two(given, name, "(top, bottom) and (left, right)")
    return border(down, name), border(across, name)


def sides(given, name):
    """Height and width of an image whose pixels are drawn as squares."""
    height, width = _two(given, name, "height and width")
    return side(height, name), side(width, name)


def check_inside(positions, size, padding):
    """Raise where a window reads what is neither the image along this axis nor its padding."""
    outside = positions[(positions < -padding[0]) | (positions >= size + padding[1])]
    if outside.size:
        there = f"{counted(size, 'pixel')} with padding of {padding[0]} before and {padding[1]} after"
        raise ValueError(f"a window reads position {outside[0]}, outside {there}: give its border, or other windows.")


def _two(given, name, meaning):
    values = items(given, name, kind="number")
    if len(values) != 2:
        raise ValueError(f"{name} has {counted(len(values), 'part')}: give two, {meaning}.")
    return values
