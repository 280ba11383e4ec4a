"""The windows of a pooling layer, side by side."""

from matplotlib.patches import Rectangle

from course_utils.drawing.style import KERNEL


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
