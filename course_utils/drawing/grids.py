"""Arrays as squares: images, kernels, feature maps, with their numbers where there are few."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.arrays import shown
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
from course_utils.drawing.given import (
    MOST_WRITTEN,
    check_colour,
    ends,
    grid,
    items,
    largest,
    optional,
    picture,
    short,
    whole,
)
from course_utils.drawing.given import limit as checked_limit
from course_utils.drawing.style import colour_map, panel
from course_utils.drawing.words import image_in_words, values_in_words, windows_in_words
from course_utils.numbers import counted, number
from course_utils.numbers import shape as shape_in_words

_FEW = 12  # rows or columns up to which the numbers are written


@panel(lambda image, *_, **__: image.shape[:2], image=picture, limits=ends, colour=check_colour)
def draw_image(ax, image, title="", *, numbers=None, limits=None, colour=INPUT, windows=(), sign=""):
    """An image, grey or RGB, in a blue-grey frame.

    Parameters
    ----------
    image : (height, width) or (height, width, 3)
        Grey in 0 … 1 or, as integers, 0 … 255; RGB in 0 … 1, or uint8.
    title : str
        The picture's message.
    numbers : bool, optional
        Write each value into its cell. Left out: up to 12 × 12 grey pixels.
    limits : (darkest, brightest), optional
        Left out: 0 … 255 for uint8, else 0 … 1, or as far as the values go where they go further.
    colour : str
        Frame and title.
    windows : sequence of (row, column, size)
        Windows to outline, each by its upper left pixel and its side, or (rows, columns), in pixels; inside the image.
    sign : str
        What stands to its left, such as ×.
    """
    limits, windows = limits or grey_limits(image), inside(windows, image.shape)
    _draw(ax, image, title, numbers, limits, IMAGE_COLOURS, colour, windows, sign)
    return image_in_words(image) + windows_in_words(windows)


@panel(lambda kernel, *_, **__: kernel.shape, kernel=grid, limit=checked_limit)
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


@panel(
    lambda feature_map, *_, **__: feature_map.shape,
    feature_map=grid,
    limit=checked_limit,
    pool_size=optional(whole(1)),
)
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
    limits, windows = _around_zero(feature_map, limit), inside(windows, feature_map.shape)
    pools = _side_by_side(feature_map.shape, pool_size) if pool_size else []
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
    return ax.annotate(short(sign, 4), (0, 0.5), **place, **look)


def grey_limits(*images):
    """What is black and what is white where images are to be compared: 0 … 255 with uint8, else 0 … 1, or further."""
    top = 255 if any(image.dtype == np.uint8 for image in images) else 1.0
    return min(0, *(image.min() for image in images)), max(top, *(float(image.max()) for image in images))


def inside(windows, shape):
    """Windows as (row, column, (rows, columns)), of which none is empty or reaches outside what they are drawn on.

    >>> inside([(0, 1, 2)], (3, 3))
    [(0, 1, (2, 2))]
    """
    return [_one_inside(window, shape) for window in items(windows, "windows", kind="window", least=0)]


def _one_inside(window, shape):
    try:
        row, column, size = window
        height, width = (size, size) if np.ndim(size) == 0 else size
    except (TypeError, ValueError):
        wanted = "give a list of (row, column, size), as in windows=[(0, 0, 3)]"
        raise ValueError(f"windows holds {shown(window)}: {wanted}.") from None
    row, column = whole(0)(row, "a window's row"), whole(0)(column, "a window's column")
    height, width = whole(1)(height, "a window's height"), whole(1)(width, "a window's width")
    if row + height > shape[0] or column + width > shape[1]:
        place = f"{shape_in_words((height, width))} at row {row}, column {column}"
        raise ValueError(f"a window of {place} reaches outside {shape_in_words(shape[:2])}: give one that lies inside.")
    return row, column, (height, width)


def ink_on(artist, value):
    """The colour in which a number is read on the cell of an AxesImage that shows it: "white" or "black"."""
    return "white" if is_dark(artist.cmap(artist.norm(value), bytes=True)[:3]) else "black"


def _around_zero(values, limit):
    limit = limit or largest(values) or 1.0
    return (-limit, limit)


def _side_by_side(shape, size):
    """Return (row, column, size) of each whole window that fits into a shape, in reading order."""
    rows, columns = range(0, shape[0] - size + 1, size), range(0, shape[1] - size + 1, size)
    return [(row, column, size) for row in rows for column in columns]


def _draw(ax, values, title, numbers, limits, colours, frame, windows=(), sign=""):
    artist = ax.imshow(values, cmap=colours, vmin=limits[0], vmax=limits[1])
    few = values.ndim == 2 and max(values.shape) <= _FEW
    if few if numbers is None else numbers:
        _check_is_written(values)
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


def _check_is_written(values):
    if values.ndim == 3:
        raise ValueError("numbers are written into grey pixels: give one channel, image[..., 0], or numbers=False.")
    if max(values.shape) > MOST_WRITTEN:
        wanted = f"give at most {MOST_WRITTEN} rows and columns, or numbers=False"
        raise ValueError(f"{shape_in_words(values.shape)} numbers are too many to write: {wanted}.")


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
