"""What pooling makes of images, and what the invariance meter reads."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT
from course_utils.drawing.curves import draw_curves
from course_utils.drawing.grids import draw_feature_map, draw_image


def draw_pooled(rows, titles, *, numbers=None):
    """Rows of panels: images in a blue-grey frame, and beside each what pooling made of it, in green frames.

    Parameters
    ----------
    rows : sequence of sequences of (height, width)
        In each row the image, then its pooled maps, on the grey scale of images.
    titles : sequence of str
        One per column, written above the first row.
    numbers : bool, optional
        As in `draw_image`.

    Returns
    -------
    list of lists of Panel
    """
    headings = [titles] + [[""] * len(titles)] * (len(rows) - 1)
    return [
        [
            draw_image(image, title, numbers=numbers, colour=FEATURE_MAP if column else INPUT)
            for column, (image, title) in enumerate(zip(row, names, strict=True))
        ]
        for row, names in zip(rows, headings, strict=True)
    ]


def draw_places(stays, moves, *, pool_size=2):
    """Panels of a grid of starting places, one per move: 1 and green where the pooled map stays, 0 where it changes.

    Parameters
    ----------
    stays : sequence of bool (places,)
        One per move; the places are a square, row by row.
    moves : sequence of str
        Names of the moves.
    pool_size : int

    Returns
    -------
    list of Panel
    """
    squares = [_as_square(same) for same in stays]
    return [
        draw_feature_map(square, move, limit=1, pool_size=pool_size)
        for square, move in zip(squares, moves, strict=True)
    ]


def _as_square(same):
    side = round(np.size(same) ** 0.5)
    return np.reshape(same, (side, side)).astype(int)


def draw_readings(readings, shifts, title="", *, limit=1.4):
    """A panel of what the invariance meter reads at each shift, one curve per chain of layers.

    Parameters
    ----------
    readings : dict of name -> sequence of float
    shifts : sequence of int
    title : str
    limit : float
        Upper end of the scale; give the same to pictures that are to be compared.

    Returns
    -------
    Panel
    """
    labels = {"x_label": "shift, pixels", "y_label": "relative change"}
    return draw_curves(readings, title, x=shifts, marker="", limits=(-0.03 * limit, limit), **labels)
