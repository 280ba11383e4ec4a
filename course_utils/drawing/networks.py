"""Networks and what they answer: layers to scale, weights and feature maps, mistakes."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.arrays import shown
from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, INPUT, KERNEL, KERNEL_COLOURS, LINE, NEUTRAL, ink
from course_utils.drawing.given import (
    check_shape,
    items,
    largest,
    one_of,
    picture,
    short,
    volume,
    whole,
)
from course_utils.drawing.given import (
    counts as checked_counts,
)
from course_utils.drawing.given import limit as checked_limit
from course_utils.drawing.given import (
    names as checked_names,
)
from course_utils.drawing.grids import draw_image, ink_on
from course_utils.drawing.style import colour_map, panel
from course_utils.drawing.words import about, reach
from course_utils.numbers import counted, number, shape

_SHIFT = 0.55  # from one sheet of a pile to the next
_HALF = 19  # height above and below the middle, in which every shape finds room


@panel()
def draw_layer_stack(ax, rows, input_shape, title=""):
    """A network's shapes from left to right: a pile of squares for feature maps, a bar for a vector.

    A square is as wide as its map, and all are drawn smaller where one has no room; a pile has one sheet for each
    eight channels. Below stand the layer, the shape that leaves it and its parameters. A layer that keeps the shape is
    left out.

    Parameters
    ----------
    rows : sequence of layer_table.Row
        From the first layer to the last.
    input_shape : (height, width, channels)
    title : str
    """
    columns = [("image", _sizes(input_shape, "input_shape"), 0)]
    for row in _rows(rows):
        if row.shape != columns[-1][1]:
            kind = row.layer.split()[0]
            columns.append((row.layer.split(",")[0] if kind == "Conv" else kind, row.shape, row.parameters))
    x, scale = 0.0, min(1, _HALF / max(_half_height(sizes) for _, sizes, _ in columns))
    for index, (name, sizes, parameters) in enumerate(columns):
        width = _pile(ax, x, sizes, FEATURE_MAP if index else INPUT, scale)
        lines = [short(name), shape(sizes, tight=True), number(parameters, thousands=True) if parameters else ""]
        for line, (text, colour) in enumerate(zip(lines, ("black", ink(FEATURE_MAP), ink(KERNEL)), strict=True)):
            ax.text(x + width / 2, -20 - 6 * line, text, ha="center", va="top", fontsize=9, color=colour)
        x += max(width, 16, 2.6 * (len(lines[1]) - 3)) + 9
    ax.set(xlim=(-4, x - 5), ylim=(-38, 20), aspect="equal", title=title)
    ax.axis("off")
    said = (f"{name} {shape(sizes)}" + (f", {counted(n, 'parameter')}" if n else "") for name, sizes, n in columns)
    return f"{counted(len(columns), 'shape')}: {'; '.join(said)}"


def _sizes(given, name):
    """A shape that can be drawn: (units,) or (height, width, channels)."""
    sizes = tuple(whole(1)(size, f"a size in {name}") for size in items(given, name, kind="size"))
    if len(sizes) not in (1, 3):
        raise ValueError(f"{name} is {sizes}: give (height, width, channels), or (units,).")
    return sizes


def _rows(given):
    rows = items(given, "rows", kind="row", least=0)
    for row in rows:
        if not all(hasattr(row, part) for part in ("layer", "shape", "parameters")):
            raise ValueError(
                f"rows holds {shown(row)}: give rows of layer_table, as in layer_table((28, 28, 1), CLASSIC)."
            )
        _sizes(row.shape, "the shape of a row")
    return rows


def _half_height(sizes):
    """How far a shape reaches above the middle."""
    if len(sizes) == 1:
        return _bar_height(sizes[0]) / 2
    return sizes[0] / 2 + _SHIFT * max(1, sizes[2] // 8) / 2


def _bar_height(units):
    return 4 + 2.2 * np.log2(units)


def _pile(ax, x, sizes, colour, scale):
    """Draw one shape with its left edge at x and its middle at height 0; return its width."""
    if len(sizes) == 1:
        height = scale * _bar_height(sizes[0])
        ax.add_patch(Rectangle((x, -height / 2), 2.5, height, facecolor="white", edgecolor=NEUTRAL, linewidth=1.5))
        return 2.5
    height, width, shift, sheets = scale * sizes[0], scale * sizes[1], scale * _SHIFT, max(1, sizes[2] // 8)
    for sheet in range(sheets):
        corner = (x + shift * sheet, -height / 2 + shift * (sheet - sheets / 2))
        ax.add_patch(Rectangle(corner, width, height, facecolor="white", edgecolor=colour, linewidth=1))
    return width + shift * (sheets - 1)


def _tiles_shape(maps, *_, columns=8, **__):
    height, width, count = maps.shape
    return -(-count // columns) * (height + 1) + 1, columns * (width + 1) + 1


@panel(_tiles_shape, maps=volume, columns=whole(1, 1000), kind=one_of("feature map", "kernel"), limit=checked_limit)
def draw_tiles(ax, maps, title="", *, columns=8, kind="feature map", limit=None, own_scales=False):
    """Many small maps or kernels side by side, on scales of colours centred on zero.

    Parameters
    ----------
    maps : (height, width, count)
    title : str
    columns : int
    kind : "feature map" or "kernel"
        Which colours.
    limit : float, optional
        The largest magnitude the colours show; left out, the largest there is.
    own_scales : bool
        Each on a scale of its own, so that its pattern shows however weak it is; then `limit` has no effect.
    """
    given = maps
    if own_scales:
        scales = np.abs(maps.astype(float)).max(axis=(0, 1))
        maps, limit = maps / np.where(scales == 0, 1, scales), 1
    height, width, count = maps.shape
    rows = -(-count // columns)
    # One column and row of nothing between neighbours: white, as they are not numbers.
    mosaic = np.full((rows * (height + 1) + 1, columns * (width + 1) + 1), np.nan)
    for index in range(count):
        row, column = divmod(index, columns)
        top, left = row * (height + 1) + 1, column * (width + 1) + 1
        mosaic[top : top + height, left : left + width] = maps[..., index]
    colours, frame = (KERNEL_COLOURS, KERNEL) if kind == "kernel" else (FEATURE_MAP_COLOURS, FEATURE_MAP)
    limit = limit or largest(maps) or 1.0
    ax.imshow(mosaic, cmap=colour_map(colours).with_extremes(bad=LINE), vmin=-limit, vmax=limit)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, color=ink(frame))
    ax.spines[:].set_visible(False)
    scales = "each on a scale of its own" if own_scales else reach(given)
    return f"{counted(count, kind)} of {height} × {width}, {scales}"


@panel(counts=checked_counts)
def draw_confusion(ax, counts, names, title=""):
    """A table of true class (row) against answer (column), the right answers on the diagonal left pale.

    Parameters
    ----------
    counts : int (classes, classes)
        `counts[true, answer]`.
    names : sequence of str (classes,)
    title : str
    """
    check_shape(counts.shape, "counts", (len(counts), len(counts)), "a table of classes by classes has")
    if not np.array_equal(counts, np.round(counts)):
        raise ValueError("counts holds shares: give whole numbers, how many images of each class got each answer.")
    names = list(map(short, checked_names(names, len(counts), "class")))
    mistakes = counts * (1 - np.eye(len(counts)))
    most = max(mistakes.max(), 1)
    artist = ax.imshow(mistakes, cmap=colour_map("Oranges"), vmin=0, vmax=most)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            right = row == column
            colour = NEUTRAL if right else ink_on(artist, count)
            weight = "bold" if right or count > most / 2 else "normal"
            look = {"ha": "center", "va": "center", "fontsize": 9, "color": colour, "fontweight": weight}
            ax.text(column, row, number(count, thousands=True), **look)
    ax.set_xticks(range(len(names)), names, rotation=40, ha="right", fontsize=9)
    ax.set_yticks(range(len(names)), names, fontsize=9)
    ax.tick_params(length=0)
    ax.set(xlabel="answer", ylabel="label", title=title)
    ax.spines[:].set_visible(False)
    right, every = np.trace(counts, dtype=float), counts.sum(dtype=float)
    answers = f"{number(every, thousands=True)} answer{'' if every == 1 else 's'}"
    return f"{answers}, {about(right, 4)} of them on the diagonal of right ones"


@panel(lambda image, *_, **__: image.shape[:2], image=picture)
def draw_guess(ax, image, title=""):
    """One image with what was answered above it in small print.

    Parameters
    ----------
    image : (height, width) or (height, width, 3)
        Values as for `draw_image`.
    title : str
    """
    said = draw_image.on(ax, image, title, numbers=False)
    ax.title.set_fontsize(9)
    return said


def draw_guesses(images, titles):
    """One panel per image, with what was answered above it in small print.

    Parameters
    ----------
    images : (images, height, width) or (images, height, width, 3)
        Values as for `draw_image`.
    titles : sequence of str (images,)

    Returns
    -------
    list of Panel
    """
    images = items(images, "images", kind="image")
    titles = checked_names(titles, len(images), "image", name="titles")
    return [draw_guess(image, title) for image, title in zip(images, titles, strict=True)]
