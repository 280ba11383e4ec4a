"""What pooling makes of images, and what the invariance meter reads."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT
from course_utils.drawing.curves import draw_curves
from course_utils.drawing.given import check_same, grid, items, names, one_row, positive, series
from course_utils.drawing.grids import draw_feature_map, draw_image, grey_limits
from course_utils.numbers import number


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
    rows = [
        [grid(one, "an image") for one in items(of_row, "a row", kind="image")]
        for of_row in items(rows, "rows", kind="row")
    ]
    headed = names(titles, len(rows[0]), "column", name="titles")
    for of_row in rows:
        check_same(len(of_row), "image", len(headed), "title")
    bare = [""] * len(headed)
    return [_pooled_row(of_row, bare if index else headed, numbers) for index, of_row in enumerate(rows)]


def _pooled_row(images, titles, numbers):
    """An image and what was made of it: the same grey is the same number."""
    look = {"numbers": numbers, "limits": grey_limits(*images)}
    return [
        draw_image(image, title, colour=FEATURE_MAP if column else INPUT, **look)
        for column, (image, title) in enumerate(zip(images, titles, strict=True))
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
    squares = [_as_square(same) for same in items(stays, "stays", kind="move")]
    moves = names(moves, len(squares), "grid of places", name="moves")
    return [
        draw_feature_map(square, move, limit=1, pool_size=pool_size)
        for square, move in zip(squares, moves, strict=True)
    ]


def _as_square(same):
    same = one_row(same, "one of stays")
    side = round(same.size**0.5)
    if side * side != same.size or not np.isin(same, (0, 1)).all():
        given = f"{same.size} values from {number(same.min())} to {number(same.max())}"
        raise ValueError(f"one of stays holds {given}: give True or False for each place of a square, row by row.")
    return same.reshape(side, side).astype(int)


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
    readings, shifts, limit = series("chain")(readings, "readings"), one_row(shifts, "shifts"), positive(limit, "limit")
    for values in readings.values():
        check_same(len(values), "reading", len(shifts), "shift")
    labels = {"x_label": "shift, pixels", "y_label": "relative change"}
    return draw_curves(readings, title, x=shifts, marker="", limits=(-0.03 * limit, limit), **labels)
