"""Many images in one picture, and how values are spread."""

import numpy as np

from course_utils.colours import IMAGE_COLOURS, INPUT, ink
from course_utils.drawing.given import many_pictures, names, series, short, whole
from course_utils.drawing.style import panel
from course_utils.drawing.words import about
from course_utils.numbers import counted, number


def _gallery_shape(images, *_, **__):
    """Rows and columns of pixels, the names beside the rows among them."""
    rows, columns, height, width = images.shape
    return rows * (height + 2), columns * (width + 2) + 3 * width


@panel(_gallery_shape, tallest=3.8, images=many_pictures)
def draw_gallery(ax, images, row_names, title=""):
    """Rows of grey images side by side, each row named at its left.

    Parameters
    ----------
    images : (rows, columns, height, width)
        uint8, or floats in 0 … 1.
    row_names : sequence of str
    title : str
    """
    rows, columns, height, width = images.shape
    row_names = names(row_names, rows, "row")
    # One pixel of black around each, so that neighbours do not grow together.
    framed = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)))
    mosaic = framed.transpose(0, 2, 1, 3).reshape(rows * (height + 2), columns * (width + 2))
    top = 255 if images.dtype == np.uint8 else 1
    ax.imshow(mosaic, cmap=IMAGE_COLOURS, vmin=0, vmax=top)
    ax.set_yticks((np.arange(rows) + 0.5) * (height + 2) - 0.5, list(map(short, row_names)))
    ax.tick_params(length=0)
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    ax.set_title(title, color=INPUT)
    return f"{counted(rows, 'row')} of {counted(columns, 'image')}: {', '.join(row_names)}"


@panel(spreads=series("group", finite=True), bins=whole(1, 1000))
def draw_spreads(ax, spreads, title="", *, x_label="", bins=30):
    """How several groups of values are spread: one histogram per group, its mean written above.

    Parameters
    ----------
    spreads : dict of name -> sequence of float (values,)
    title, x_label : str
    bins : int
        Shared by all groups.
    """
    everything = np.concatenate(list(spreads.values()))
    edges = np.histogram_bin_edges(everything, bins, _range(everything))
    for name, values in spreads.items():
        _, _, patches = ax.hist(values, edges, alpha=0.6, edgecolor="white", linewidth=0.5)
        heights = [patch.get_height() for patch in patches]
        mean = float(np.mean(values))
        ax.annotate(
            f"{short(name)}\nmean {number(mean, fixed=True)}",
            (mean, max(heights)),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            color=ink(patches[0].get_facecolor()[:3]),
        )
    ax.margins(y=0.3)
    ax.set(title=title, xlabel=x_label, yticks=[])
    ax.spines["left"].set_visible(False)
    said = (f"{name} mean {about(np.mean(values))}, {_ends(values)}" for name, values in spreads.items())
    return f"{counted(len(spreads), 'histogram')}{f' of {x_label}' if x_label else ''}: {'; '.join(said)}"


def _range(values):
    """From where to where the bars stand: wide enough for bars, where the values are all but one."""
    low, high = float(values.min()), float(values.max())
    size = max(abs(low), abs(high))
    room = max(0.5, 1e-6 * size) if high - low < 1e-9 * size or low == high else 0
    return low - room, high + room


def _ends(values):
    return f"from {about(np.min(values))} to {about(np.max(values))}"
