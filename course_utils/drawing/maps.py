"""What an explanation says of each pixel, patch or cell: a map in the colours of signed values, framed in grey."""

import numpy as np

from course_utils.colours import FEATURE_MAP_COLOURS, NEUTRAL, ink
from course_utils.drawing.given import grid, largest
from course_utils.drawing.given import limit as checked_limit
from course_utils.drawing.grids import draw_window, inside
from course_utils.drawing.style import colour_map, panel
from course_utils.drawing.words import reach, windows_in_words
from course_utils.numbers import shape as shape_in_words


@panel(lambda cells, *_, **__: cells.shape, cells=grid, limit=checked_limit)
def draw_map(ax, cells, title="", *, limit=None, windows=()):
    """An explanation as cells, one for each number: for the class green, against it pink, zero grey.

    Parameters
    ----------
    cells : (rows, columns)
        Pixels, places of a patch, or cells of a feature map; none is smoothed.
    title : str
    limit : float, optional
        The largest magnitude the colours show; give the same to maps that are to be compared. Left out, the map's own.
    windows : sequence of (row, column, size)
        Places to outline, in cells.
    """
    limit, windows = limit or largest(cells) or 1.0, inside(windows, cells.shape)
    ax.imshow(cells, cmap=colour_map(FEATURE_MAP_COLOURS), vmin=-limit, vmax=limit)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, color=ink(NEUTRAL))
    for spine in ax.spines.values():
        spine.set(visible=True, color=NEUTRAL, linewidth=2.5)
    for window in windows:
        draw_window(ax, *window)
    return f"a map of {shape_in_words(cells.shape)}, {reach(cells)}{_highest(cells)}{windows_in_words(windows)}"


def _highest(cells):
    """Say in which part of the map its highest number lies: the very cell would differ from processor to processor."""
    if np.ptp(cells) == 0:
        return ""
    place = np.unravel_index(np.argmax(cells), cells.shape)
    thirds = [min(3 * at // side, 2) for at, side in zip(place, cells.shape, strict=True)]
    row, column = ("upper", "middle", "lower")[thirds[0]], ("left", "middle", "right")[thirds[1]]
    return f", highest in the {'middle' if row == column else f'{row} {column}'} third"
