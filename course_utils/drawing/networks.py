"""Networks and what they answer: layers to scale, weights and feature maps, mistakes."""

import numpy as np
from matplotlib.patches import Rectangle

from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, INPUT, KERNEL, KERNEL_COLOURS, LINE, NEUTRAL, ink
from course_utils.drawing.grids import draw_image, ink_on
from course_utils.drawing.style import colour_map, panel
from course_utils.drawing.words import about, reach
from course_utils.numbers import counted, number, shape


@panel()
def draw_layer_stack(ax, rows, input_shape, title=""):
    """A network's shapes from left to right: a pile of squares for feature maps, a bar for a vector.

    A square is as wide as its map; a pile has one sheet for each eight channels. Below stand the layer, the
    shape that leaves it and its parameters. A layer that keeps the shape is left out.

    Parameters
    ----------
    rows : sequence of layer_table.Row
        From the first layer to the last.
    input_shape : (height, width, channels)
    title : str
    """
    columns = [("image", tuple(input_shape), 0)]
    for row in rows:
        if row.shape != columns[-1][1]:
            kind = row.layer.split()[0]
            columns.append((row.layer.split(",")[0] if kind == "Conv" else kind, row.shape, row.parameters))
    x = 0.0
    for name, sizes, parameters in columns:
        width = _pile(ax, x, sizes, INPUT if name == "image" else FEATURE_MAP)
        lines = [name, shape(sizes, tight=True), number(parameters, thousands=True) if parameters else ""]
        for line, (text, colour) in enumerate(zip(lines, ("black", ink(FEATURE_MAP), ink(KERNEL)), strict=True)):
            ax.text(x + width / 2, -20 - 6 * line, text, ha="center", va="top", fontsize=9, color=colour)
        x += max(width, 16) + 9
    ax.set(xlim=(-4, x - 5), ylim=(-38, 20), aspect="equal", title=title)
    ax.axis("off")
    said = (f"{name} {shape(sizes)}" + (f", {counted(n, 'parameter')}" if n else "") for name, sizes, n in columns)
    return f"{counted(len(columns), 'shape')}: {'; '.join(said)}"


def _pile(ax, x, sizes, colour):
    """Draw one shape with its left edge at x and its middle at height 0; return its width."""
    if len(sizes) == 1:
        height = 4 + 2.2 * np.log2(sizes[0])
        ax.add_patch(Rectangle((x, -height / 2), 2.5, height, facecolor="white", edgecolor=NEUTRAL, linewidth=1.5))
        return 2.5
    side, sheets = sizes[0], max(1, sizes[2] // 8)
    shift = 0.55
    for sheet in range(sheets):
        corner = (x + shift * sheet, -side / 2 + shift * (sheet - sheets / 2))
        ax.add_patch(Rectangle(corner, side, side, facecolor="white", edgecolor=colour, linewidth=1))
    return side + shift * (sheets - 1)


def _tiles_shape(maps, *_, columns=8, **__):
    height, width, count = np.shape(maps)
    return -(-count // columns) * (height + 1) + 1, columns * (width + 1) + 1


@panel(shape=_tiles_shape)
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
    given = maps = np.asarray(maps)
    if own_scales:
        largest = np.abs(maps).max(axis=(0, 1))
        maps, limit = maps / np.where(largest == 0, 1, largest), 1
    height, width, count = maps.shape
    rows = -(-count // columns)
    # One column and row of nothing between neighbours: white, as they are not numbers.
    mosaic = np.full((rows * (height + 1) + 1, columns * (width + 1) + 1), np.nan)
    for index in range(count):
        row, column = divmod(index, columns)
        top, left = row * (height + 1) + 1, column * (width + 1) + 1
        mosaic[top : top + height, left : left + width] = maps[..., index]
    colours, frame = (KERNEL_COLOURS, KERNEL) if kind == "kernel" else (FEATURE_MAP_COLOURS, FEATURE_MAP)
    limit = limit or float(np.abs(maps).max()) or 1.0
    ax.imshow(mosaic, cmap=colour_map(colours).with_extremes(bad=LINE), vmin=-limit, vmax=limit)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, color=ink(frame))
    ax.spines[:].set_visible(False)
    scales = "each on a scale of its own" if own_scales else reach(given)
    return f"{counted(count, kind)} of {height} × {width}, {scales}"


@panel()
def draw_confusion(ax, counts, names, title=""):
    """A table of true class (row) against answer (column), the right answers on the diagonal left pale.

    Parameters
    ----------
    counts : int (classes, classes)
        `counts[true, answer]`.
    names : sequence of str (classes,)
    title : str
    """
    counts = np.asarray(counts)
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
    right, every = np.trace(counts), counts.sum()
    return f"{number(every, thousands=True)} answers, {about(right, 4)} of them on the diagonal of right ones"


@panel(shape=lambda image, *_, **__: np.shape(image)[:2])
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
    return [draw_guess(image, title) for image, title in zip(images, titles, strict=True)]
