"""Numbers in boxes of one pale colour, row by row, for values whose size no colour has to show."""

import numpy as np

from course_utils.colours import NEUTRAL, PAPER
from course_utils.explorers.shared.number_grid import fitted
from course_utils.numbers import number

_SIGN = 0.62  # width of a digit, a minus and a point in the mean, in sizes of the letters


def draw_boxes(canvas, corner, box, values, fill, *, columns=None, hatched=None, edge=NEUTRAL):
    """Draw numbers in boxes.

    Parameters
    ----------
    canvas : Canvas
    corner : (x, y)
        Upper left of the first box.
    box : (width, height)
        From one box to the next; two pixels of it stay free.
    values : array
        NaN stands for a box without a number.
    fill : str
        A pale colour.
    columns : int, optional
        Boxes a row; unless given, as many as the last axis of the values has.
    hatched : bool array, optional
        Boxes without the colour, hatched.
    edge : str
    """
    (x, y), (wide, tall), columns = corner, box, columns or np.shape(values)[-1]
    hatched = np.zeros(np.size(values), bool) if hatched is None else np.ravel(hatched)
    texts, size = as_fits(np.ravel(values), wide - 4, min(13, max(10, 0.25 * wide)))
    for place, (text, off) in enumerate(zip(texts, hatched.tolist(), strict=True)):
        left, top = x + wide * (place % columns), y + tall * (place // columns)
        canvas.box(left, top, wide - 2, tall - 2, None if off else fill, edge=edge, hatched=off)
        if off and text:  # paper behind the number: hatching must not cross it
            canvas.box(left + wide / 2 - 8, top + tall / 2 - 8, 14, 14, PAPER)
        if text:
            canvas.text(left + wide / 2 - 1, top + tall / 2 - 1, text, size=size)


def as_fits(values, room, size, decimals=2):
    """Numbers with so many decimals, or fewer where there is no room for them, and the size of their letters.

    NaN is no text.

    >>> as_fits([0, -0.00004, 12.34], room=60, size=13)
    (['0', '−0.00004', '12.34'], 12.096774193548388)
    >>> as_fits([0, -0.00004, np.nan], room=30, size=13)
    (['0', '≈0', ''], 13)
    """
    values = np.asarray(values, float).tolist()
    texts = [number(value, decimals) for value in values]
    fits = min(size, room / (_SIGN * max(map(len, texts))))
    if fits < 10:
        texts, fits = fitted(tuple(values), room, size)
    return ["" if np.isnan(value) else text for value, text in zip(values, texts, strict=True)], fits
