"""What pooling makes of images, and what the invariance meter reads."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL
from course_utils.drawing.curves import draw_curves
from course_utils.drawing.grids import draw_feature_map, draw_image


def draw_pool_windows(ax, shape, pool_size=2, *, colour=KERNEL):
    """Outline every pooling window on a feature map; rows and columns that fill none stay bare.

    Parameters
    ----------
    ax : Axes
        The feature map is drawn there already.
    shape : (height, width)
        Of the feature map.
    pool_size : int
        Side of a window, and the step from one to the next.
    colour : str

    Returns
    -------
    list of Rectangle
        One a window, in reading order.
    """
    corners = [
        (column, row)
        for row in range(0, shape[0] - pool_size + 1, pool_size)
        for column in range(0, shape[1] - pool_size + 1, pool_size)
    ]
    look = {"fill": False, "edgecolor": colour, "linewidth": 2.5, "zorder": 3}
    return [ax.add_patch(Rectangle((column - 0.5, row - 0.5), pool_size, pool_size, **look)) for column, row in corners]


def draw_pooled(axes, rows, titles, *, numbers=None):
    """Draw images in a blue-grey frame, and beside each what pooling made of it, in green frames.

    Parameters
    ----------
    axes : list of lists of Axes
    rows : sequence of sequences of (height, width)
        In each row the image, then its pooled maps, on the grey scale of images.
    titles : sequence of str
        One a column, written above the first row.
    numbers : bool, optional
        As in `draw_image`.

    Returns
    -------
    list of AxesImage
    """
    headings = [titles] + [[""] * len(titles)] * (len(rows) - 1)
    return [
        draw_image(ax, image, title, numbers=numbers, colour=FEATURE_MAP if column else INPUT)
        for places, row, names in zip(axes, rows, headings, strict=True)
        for column, (ax, image, title) in enumerate(zip(places, row, names, strict=True))
    ]


def draw_places(axes, stays, moves, *, pool_size=2):
    """Draw for each move a grid of starting places: 1 and green where the pooled map stays, 0 where it changes.

    Parameters
    ----------
    axes : list of Axes
    stays : sequence of bool (places,)
        One a move; the places are a square, row by row.
    moves : sequence of str
        Names of the moves; the number of places that stay is written beside them.
    pool_size : int

    Returns
    -------
    list of AxesImage
    """
    artists = []
    for ax, same, move in zip(axes, stays, moves, strict=True):
        same = np.asarray(same)
        side = round(same.size**0.5)
        title = f"{move}: {same.sum()} of {same.size} stay"
        artists.append(draw_feature_map(ax, same.reshape(side, side).astype(int), title, limit=1))
        draw_pool_windows(ax, (side, side), pool_size)
    return artists


def draw_readings(ax, readings, shifts, title="", *, limit=1.4):
    """Draw what the invariance meter reads at each shift, one curve a chain of layers.

    Parameters
    ----------
    ax : Axes
    readings : dict of name -> sequence of float
    shifts : sequence of int
    title : str
    limit : float
        Upper end of the scale; give the same to pictures that are to be compared.

    Returns
    -------
    list of Line2D
    """
    ax.set(ylim=(-0.03 * limit, limit), xticks=[min(shifts), 0, max(shifts)])
    return draw_curves(ax, readings, title, x=shifts, x_label="shift, pixels", y_label="relative change", marker="")
