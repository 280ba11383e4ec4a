"""Which activations are normalised together."""

from matplotlib.patches import Rectangle

from course_utils.colours import NEUTRAL
from course_utils.drawing.given import largest, one_of, short, written_grid
from course_utils.drawing.given import limit as checked_limit
from course_utils.drawing.grids import draw_feature_map
from course_utils.drawing.style import panel
from course_utils.drawing.words import values_in_words


@panel(activations=written_grid, axis=one_of(0, 1), limit=checked_limit)
def draw_groups(ax, activations, title="", *, axis, limit=None, rows="garment", columns="channel"):
    """Activations with their numbers, and an outline around each group that shares a mean.

    Parameters
    ----------
    activations : (examples, channels)
    title : str
    axis : int
        The axis along which the mean is taken: 0 outlines columns (batch norm), 1 rows (layer norm).
    limit : float, optional
        The largest magnitude the colours show; left out, twice the largest there is.
    rows, columns : str
        What a row and a column is; they are numbered from 0.
    """
    # Half the colours' range: an outline must stay visible on them.
    limit = limit or 2 * largest(activations)
    draw_feature_map.on(ax, activations, title, numbers=True, limit=limit)
    ax.set_aspect("auto")
    ax.set_xticks(range(activations.shape[1]), [f"{short(columns)} {n}" for n in range(activations.shape[1])])
    ax.set_yticks(range(activations.shape[0]), [f"{short(rows)} {n}" for n in range(activations.shape[0])])
    ax.tick_params(length=0, labelsize=9)
    for spine in ax.spines.values():
        spine.set_visible(False)
    sides = [size - 0.14 for size in activations.shape]
    for place in range(activations.shape[1 - axis]):
        corner, (height, width) = ((place, 0), (sides[0], 0.86)) if axis == 0 else ((0, place), (0.86, sides[1]))
        outline = Rectangle(
            (corner[0] - 0.43, corner[1] - 0.43), width, height, fill=False, edgecolor=NEUTRAL, linewidth=2.5
        )
        ax.add_patch(outline)
    grouped = f"each {columns if axis == 0 else rows} outlined"
    return f"{rows}s by {columns}s, {values_in_words(activations)}; {grouped}"
