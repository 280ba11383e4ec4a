"""Where windows stand: brackets over a row of pixels, windows on an image, counts, receptive fields."""

from itertools import pairwise

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PALE
from course_utils.drawing.given import check_same, check_shape, grid, one_row, optional, picture
from course_utils.drawing.given import counts as checked_counts
from course_utils.drawing.given import limit as checked_limit
from course_utils.drawing.grids import draw_image
from course_utils.drawing.reads import border as checked_border
from course_utils.drawing.reads import borders, check_inside, side, sides
from course_utils.drawing.reads import reads as checked_reads
from course_utils.drawing.style import colour_map, panel
from course_utils.drawing.words import image_in_words, reads_in_words, values_in_words
from course_utils.numbers import counted, number

_HATCH = "#9aa3ad"  # pale enough for a number above it
_LEVEL = 0.62  # from one bracket to the next above it, in pixels


def _row_shape(reads, input_size, *_, border=(0, 0), **__):
    """Height and width of a row of pixels under its brackets, in pixels; a place for padding stands at either side."""
    step = reads[1, 0] - reads[0, 0] if len(reads) > 1 else reads.max() + 1
    levels = min(len(reads), -(-int(reads[0, -1] - reads[0, 0] + 1) // int(step)))  # windows that overlap are stacked
    return 2.2 + levels * _LEVEL, input_size + max(border[0], 1) + max(border[1], 1) + 0.2


@panel(
    _row_shape,
    reads=checked_reads,
    input_size=side,
    border=checked_border,
    values=optional(one_row),
    answers=optional(one_row),
)
def draw_windows(ax, reads, input_size, title="", *, border=(0, 0), values=None, answers=None):
    """A row of pixels, and above it one bracket per window with a dot over every pixel it reads.

    Pixels that no window reads are hatched and labelled; padding is dotted.

    Parameters
    ----------
    reads : int (windows, kernel_size)
        Positions that each window reads, as `geometry.pixels_read` gives them.
    input_size : int
        Pixels of the image along this axis.
    title : str
    border : (before, after)
        Pixels of padding.
    values : sequence of float (input_size,), optional
        What to write into the pixels of the image. Left out: their positions, from 0.
    answers : sequence of float (windows,), optional
        What to write above the brackets, in green.
    """
    check_inside(reads, input_size, border)
    positions = range(-border[0], input_size + border[1])
    shown = range(input_size) if values is None else values
    check_same(len(shown), "value", input_size, "pixel")
    if answers is not None:
        check_same(len(answers), "answer", len(reads), "window")
    texts = ["0"] * border[0] + [number(value) for value in shown] + ["0"] * border[1]
    unread = sorted(set(positions) - set(reads.ravel().tolist()))
    for position, text in zip(positions, texts, strict=True):
        _square(ax, (position, 0), padded=not 0 <= position < input_size, unread=position in unread)
        _write(ax, (position, 0), text, padded=not 0 <= position < input_size, unread=position in unread)
    top = _draw_brackets(ax, reads, answers)
    padded = [position for position in positions if not 0 <= position < input_size]
    _label_below(ax, unread, [position for position in padded if position not in unread])
    # Room for a pixel of padding on both sides, so that rows with and without it line up.
    ax.set(xlim=(min(positions[0], -1) - 0.6, max(positions[-1], input_size) + 0.6), ylim=(-1.15, top), anchor="S")
    _finish(ax, title)
    return reads_in_words(reads, texts, border, unread, answers)


@panel(
    lambda rows, columns, shape, *_, border=((0, 0), (0, 0)), **__: np.add(shape, np.sum(border, axis=1)),
    rows=checked_reads,
    columns=checked_reads,
    shape=sides,
    border=borders,
)
def draw_window_grid(ax, rows, columns, shape, title="", *, border=((0, 0), (0, 0))):
    """An image's pixels as squares, with a dot at the middle of every window on it.

    The first window is outlined and filled, the last one outlined. Pixels that no window reads are
    hatched; padding is dotted.

    Parameters
    ----------
    rows, columns : int (windows, kernel_size)
        Positions that the windows read down and across, as `geometry.pixels_read` gives them.
    shape : (height, width)
        Of the image.
    title : str
    border : ((top, bottom), (left, right))
        Pixels of padding.
    """
    check_inside(rows, shape[0], border[0])
    check_inside(columns, shape[1], border[1])
    down = range(-border[0][0], shape[0] + border[0][1])
    across = range(-border[1][0], shape[1] + border[1][1])
    read_down, read_across = set(rows.ravel().tolist()), set(columns.ravel().tolist())
    for row in down:
        for column in across:
            padded = not (0 <= row < shape[0] and 0 <= column < shape[1])
            unread = row not in read_down or column not in read_across
            _square(ax, (column, row), padded=padded, unread=unread)
    for middle in rows.mean(axis=1):
        ax.plot(columns.mean(axis=1), [middle] * len(columns), "o", color=KERNEL, markersize=5, zorder=4)
    _outline(ax, rows[0], columns[0], facecolor=to_rgba(KERNEL, 0.25))
    _outline(ax, rows[-1], columns[-1], facecolor="none")
    ax.set(xlim=(across[0] - 0.6, across[-1] + 0.6), ylim=(down[-1] + 0.6, down[0] - 0.6))
    _finish(ax, title)
    unread = shape[0] * shape[1] - _inside(read_down, shape[0]) * _inside(read_across, shape[1])
    windows = f"{len(rows)} × {len(columns)} windows on {shape[0]} × {shape[1]} pixels"
    return f"{windows}; {counted(unread, 'pixel')} never read"


def _inside(positions, size):
    """How many of some positions lie on an image of this size, and not on its padding."""
    return len(positions & set(range(size)))


@panel(lambda counts, *_, **__: counts.shape, counts=checked_counts, limit=checked_limit)
def draw_times_read(ax, counts, title="", *, limit=None, words="how often each pixel is read"):
    """How often each pixel is read: the more often, the darker; a pixel never read is hatched.

    Parameters
    ----------
    counts : int (height, width)
    title : str
    limit : int, optional
        The count that is darkest; give the same to pictures that are to be compared.
    words : str
        What the counts are, for the description.
    """
    limit = limit or max(int(counts.max()), 1)
    ax.imshow(counts, cmap=colour_map("Oranges"), vmin=0, vmax=1.25 * limit)
    for (row, column), count in np.ndenumerate(counts):
        if count == 0:
            _square(ax, (column, row), padded=False, unread=True)
        _write(ax, (column, row), number(count), padded=False, unread=count == 0)
    _finish(ax, title)
    return f"{words}, {values_in_words(counts)}"


@panel(lambda image, *_, **__: image.shape[:2], image=picture, influence=grid)
def draw_seen(ax, image, influence, title=""):
    """An image with everything veiled that one unit does not see, and an outline around what it sees.

    Parameters
    ----------
    image : (height, width) or (height, width, 3)
        As for `draw_image`.
    influence : (height, width)
        How much each pixel moves the unit; 0 where it does not.
    title : str
    """
    check_shape(influence.shape, "influence", image.shape[:2], "the image")
    seen = influence != 0
    draw_image.on(ax, image, title, numbers=False)
    veil = np.ones((*seen.shape, 4))
    veil[..., 3] = np.where(seen, 0, 0.7)
    ax.imshow(veil)
    if not seen.any():
        return f"{image_in_words(image)}; nothing of it is seen"
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    corner = (columns[0] - 0.5, rows[0] - 0.5)
    size = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    ax.add_patch(Rectangle(corner, *size, fill=False, edgecolor=KERNEL, linewidth=2.5))
    return f"{image_in_words(image)}; seen: {size[1]} × {size[0]} from row {rows[0]}, column {columns[0]}"


def _square(ax, centre, *, padded, unread):
    """Draw one pixel as a square around its centre."""
    look = {"facecolor": "white" if padded or unread else PALE[INPUT], "edgecolor": INPUT, "linewidth": 1.2}
    if padded:
        look |= {"linestyle": ":", "edgecolor": NEUTRAL}
    if unread:
        look |= {"hatch": "////", "hatchcolor": _HATCH}
    return ax.add_patch(Rectangle((centre[0] - 0.46, centre[1] - 0.46), 0.92, 0.92, **look))


def _write(ax, centre, text, *, padded, unread):
    """Write into a pixel, on a plain ground where it is hatched."""
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.5} if unread else None
    colour = NEUTRAL if padded else "black"
    ax.text(*centre, text, ha="center", va="center", fontsize=11, color=colour, bbox=ground)


def _draw_brackets(ax, reads, answers):
    """Draw one bracket a window, each on the lowest level where it is free; return the upper end."""
    free_from = []  # for each level, the first position beyond its last bracket
    for window, positions in enumerate(reads):
        first, last = int(positions[0]), int(positions[-1])
        level = next((level for level, free in enumerate(free_from) if first >= free), len(free_from))
        free_from[level : level + 1] = [last + 1]
        height = 0.85 + level * _LEVEL
        left, right = first - 0.38, last + 0.38
        ax.plot([left, left, right, right], [height - 0.18, height, height, height - 0.18], color=KERNEL, linewidth=2)
        ax.plot(positions, [height] * len(positions), "o", color=KERNEL, markersize=4.5)
        if answers is not None:
            place = ((first + last) / 2, height + 0.31)
            ax.text(*place, number(answers[window]), ha="center", va="center", color=FEATURE_MAP, weight="bold")
    return 0.85 + len(free_from) * _LEVEL


def _label_below(ax, unread, padded):
    """Name the hatched pixels and the padding: under each group, or once where labels would touch."""
    centres = _centres(unread)
    labels = dict.fromkeys(centres, "never read")
    if any(right - left < 2.5 for left, right in pairwise(centres)):
        labels = {sum(centres) / len(centres): "hatched: never read"}
    for centre in _centres(padded):
        if all(abs(centre - other) >= 2.5 for other in labels):
            labels[centre] = "padding"
    for centre, label in labels.items():
        ax.text(centre, -0.6, label, ha="center", va="top", fontsize=9.5, color=NEUTRAL)


def _centres(positions):
    """Return the middle of each run of neighbours, from left to right."""
    runs = []
    for position in positions:
        if runs and position == runs[-1][1] + 1:
            runs[-1][1] = position
        else:
            runs.append([position, position])
    return [(first + last) / 2 for first, last in runs]


def _outline(ax, rows, columns, **look):
    """Outline one window."""
    corner = (columns[0] - 0.5, rows[0] - 0.5)
    size = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    return ax.add_patch(Rectangle(corner, *size, edgecolor=KERNEL, linewidth=2.5, zorder=3, **look))


def _finish(ax, title):
    """Square pixels, no frame, the message above."""
    ax.set_aspect("equal")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_title(title, color=INPUT)
