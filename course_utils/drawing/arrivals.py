"""What arrives at a network: images with their labels, in training and when it is asked."""

import numpy as np

from course_utils.colours import IMAGE_COLOURS, INPUT
from course_utils.drawing.given import many_pictures, names, short
from course_utils.drawing.style import panel
from course_utils.numbers import counted, significant


def _shape(images, *_, **__):
    _, columns, height, width = images.shape
    return height + 6, columns * (width + 2)


def _one_row(given, name):
    """Images (n, height, width) as a row of a gallery; dark and bright as they are among themselves."""
    values = np.asarray(given, float)
    low, high = float(values.min()), float(values.max())
    return many_pictures([(values - low) / ((high - low) or 1)], name)


def draw_arrivals(images, labels, title=""):
    """A row of images as they arrive, each with its label below; in the title, from where to where the numbers go.

    Black is the lowest number that arrives and white the highest, so that images on any scale can be seen.

    Parameters
    ----------
    images : (n, height, width)
    labels : sequence of str (n,)
    title : str

    Returns
    -------
    panel : Panel
    """
    images = np.asarray(images)
    ends = f"{significant(images.min())} to {significant(images.max())}"
    return _row(images, labels, f"{title}: numbers from {ends}" if title else f"numbers from {ends}")


@panel(_shape, tallest=1.4, images=_one_row)
def _row(ax, images, labels, title=""):
    _, columns, height, width = images.shape
    labels = names(labels, columns, "image", name="labels")
    framed = np.pad(images[0], ((0, 0), (0, 0), (1, 1)))
    ax.imshow(np.concatenate(list(framed), axis=1), cmap=IMAGE_COLOURS, vmin=0, vmax=1)
    letters = max(4, min(11, int(0.18 * ax.bbox.width / columns)))  # as many as stand below one image
    middles = (np.arange(columns) + 0.5) * (width + 2) - 0.5
    ax.set_xticks(middles, [short(label, letters) for label in labels], fontsize=8)
    ax.set_yticks([])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_title(title, color=INPUT)
    return f"{counted(columns, 'grey image')} of {height} × {width}, labelled {', '.join(map(str, labels))}"
