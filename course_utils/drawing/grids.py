"""Arrays as squares: images, kernels, feature maps, with their numbers where there are few."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.colours import (
    FEATURE_MAP,
    FEATURE_MAP_COLOURS,
    IMAGE_COLOURS,
    INPUT,
    KERNEL,
    KERNEL_COLOURS,
    LINE,
    NEUTRAL,
    ink,
    is_dark,
)
from course_utils.drawing.style import colour_map, panel
from course_utils.drawing.words import image_in_words, values_in_words, windows_in_words
from course_utils.numbers import counted, number

_FEW = 12  # rows or columns up to which the numbers are written


@panel(shape=lambda image, *_, **__: np.shape(image)[:2])
def draw_image(ax, image, title="", *, numbers=None, limits=None, colour=INPUT, windows=(), sign=""):
    """An image, grey or RGB, in a blue-grey frame.

    Parameters
    ----------
    image : (height, width) or (height, width, 3)
        Grey in 0 … 1 or, as integers, 0 … 255; RGB in 0 … 1.
    title : str
        The picture's message.
    numbers : bool, optional
        Write each value into its cell. Left out: up to 12 × 12 grey pixels.
    limits : (darkest, brightest), optional
        Left out: 0 … 255 for uint8, else 0 … 1, or as far as the values go where they go further.
    colour : str
        Frame and title.
    windows : sequence of (row, column, size)
        Windows to outline, each by its upper left pixel and its side, or (rows, columns), in pixels.
    sign : str
        What stands to its left, such as ×.
    """
    image = np.asarray(image)
    image = image.astype(float) if image.dtype == bool else image
    if limits is None:
        top = 255 if image.dtype == np.uint8 else max(1.0, float(image.max()))
        limits = (min(0, image.min()), top)
    _draw(ax, image, title, numbers, limits, IMAGE_COLOURS, colour, windows, sign)
    return image_in_words(image) + windows_in_words(windows)


@panel(shape=lambda kernel, *_, **__: np.shape(kernel)[:2])
def draw_kernel(ax, kernel, title="", *, numbers=None, limit=None, sign=""):
    """A kernel's weights in an orange frame: negative purple, zero grey, positive orange.

    Parameters
    ----------
    kernel : (kernel_height, kernel_width)
    title : str
    numbers : bool, optional
        Write each weight into its cell. Left out: up to 12 × 12.
    limit : float, optional
        The largest magnitude the colours show; left out, the kernel's own.
    sign : str
        What stands to its left, such as ×.
    """
    limits = _around_zero(kernel, limit)
    _draw(ax, kernel, title, numbers, limits, colour_map(KERNEL_COLOURS), KERNEL, sign=sign)
    return f"a kernel, {values_in_words(kernel)}"


@panel(shape=lambda feature_map, *_, **__: np.shape(feature_map)[:2])
def draw_feature_map(ax, feature_map, title="", *, numbers=None, limit=None, windows=(), pool_size=None, sign=""):
    """A feature map in a green frame: negative pink, zero grey, positive green.

    Parameters
    ----------
    feature_map : (rows, columns)
    title : str
    numbers : bool, optional
        Write each number into its cell. Left out: up to 12 × 12.
    limit : float, optional
        The largest magnitude the colours show; give the same to maps that are to be compared. Left out, the map's own.
    windows : sequence of (row, column, size)
        As for `draw_image`.
    pool_size : int, optional
        Side of pooling windows to outline, side by side; rows and columns that fill none stay bare.
    sign : str
        What stands to its left, such as =.
    """
    limits, shape = _around_zero(feature_map, limit), np.shape(feature_map)
    pools = _side_by_side(shape, pool_size) if pool_size else []
    look = (colour_map(FEATURE_MAP_COLOURS), FEATURE_MAP, [*windows, *pools], sign)
    _draw(ax, feature_map, title, numbers, limits, *look)
    pooled = f"; {counted(len(pools), 'window')} of {pool_size} × {pool_size} outlined" if pools else ""
    return f"a feature map, {values_in_words(feature_map)}{windows_in_words(windows)}{pooled}"


def draw_window(ax, row, column, kernel_size, *, colour=KERNEL):
    """Draw a window's outline on an image that is drawn already.

    Parameters
    ----------
    ax : Axes
    row, column : int
        Of its upper left pixel.
    kernel_size : int or (rows, columns)
        Of the window, in pixels.
    colour : str

    Returns
    -------
    Rectangle
    """
    height, width = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    outline = Rectangle((column - 0.5, row - 0.5), width, height, fill=False, edgecolor=colour, linewidth=3, zorder=3)
    return ax.add_patch(outline)


def draw_sign(ax, sign, *, colour=NEUTRAL):
    """Write a sign such as × or = to the left of a picture, half-way up.

    Parameters
    ----------
    ax : Axes
        Of the picture.
    sign : str
    colour : str

    Returns
    -------
    Annotation
    """
    look = {"ha": "right", "va": "center", "fontsize": 18, "color": colour}
    place = {"xytext": (-10, 0), "textcoords": "offset points", "xycoords": "axes fraction"}
    return ax.annotate(sign, (0, 0.5), **place, **look)


def ink_on(artist, value):
    """The colour in which a number is read on the cell of an AxesImage that shows it: "white" or "black"."""
    return "white" if is_dark(artist.cmap(artist.norm(value), bytes=True)[:3]) else "black"


def _around_zero(values, limit):
    limit = limit or float(np.abs(values).max()) or 1.0
    return (-limit, limit)


def _side_by_side(shape, size):
    """Return (row, column, size) of each whole window that fits into a shape, in reading order."""
    rows, columns = range(0, shape[0] - size + 1, size), range(0, shape[1] - size + 1, size)
    return [(row, column, size) for row in rows for column in columns]


def _draw(ax, values, title, numbers, limits, colours, frame, windows=(), sign=""):
    values = np.asarray(values)
    artist = ax.imshow(values, cmap=colours, vmin=limits[0], vmax=limits[1])
    few = values.ndim == 2 and max(values.shape) <= _FEW
    if few if numbers is None else numbers:
        _write_numbers(ax, values, artist)
        _rule(ax, values.shape)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, color=ink(frame))
    for spine in ax.spines.values():
        spine.set(visible=True, color=frame, linewidth=2.5)
    for window in windows:
        draw_window(ax, *window)
    if sign:
        draw_sign(ax, sign)


def _write_numbers(ax, values, artist):
    rows, columns = values.shape
    cell = min(min(ax.bbox.width, 300) / columns, min(ax.bbox.height, 300) / rows)  # pixels
    texts = {place: number(value, 2, tiny="≈0") for place, value in np.ndenumerate(values)}
    longest = max(map(len, texts.values()))
    # No number leaves its cell: a character is 0.6 of the type size wide, and the layout enlarges the panel.
    size = float(np.clip(min(0.37 * cell, 1.3 * cell / longest), 6, 14))
    for (row, column), value in np.ndenumerate(values):
        look = {"ha": "center", "va": "center", "fontsize": size, "color": ink_on(artist, value)}
        ax.text(column, row, texts[row, column], **look)


def _rule(ax, shape):
    """Draw thin lines between the cells."""
    for row in range(1, shape[0]):
        ax.axhline(row - 0.5, color=LINE, linewidth=0.6)
    for column in range(1, shape[1]):
        ax.axvline(column - 0.5, color=LINE, linewidth=0.6)
