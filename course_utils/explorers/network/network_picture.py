"""What the network explorer draws: the strip of layers, the chosen one, and its chosen number's parts.

All of it is finished before: numbers in words, maps in colours. Here they get their places.
"""

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL, PAPER, ink
from course_utils.explorers.network.network_maps import Pooled, Products, Windows
from course_utils.explorers.shared.canvas import WIDTH, Canvas

_IN_A_ROW = 13  # layers of the strip
_TOP, _BOTTOM = 18, 226  # of the large pictures, from the end of the strip
_KERNEL_INK = ink(KERNEL)


def draw_network(heading, tiles, image, layer, chosen_map, answers, number):
    """The whole picture.

    Parameters
    ----------
    heading : str
        Which layers these are, where not all are shown.
    tiles : list of Tile
    image : ImagePanel
    layer : LayerPanel
    chosen_map : MapPanel
    answers : AnswersPanel
    number : NumberPanel

    Returns
    -------
    canvas : Canvas
    """
    canvas = Canvas(10)
    y = _draw_strip(canvas, heading, tiles)
    _draw_image(canvas, image, 2, y)
    _draw_layer(canvas, layer, 176, y)
    _draw_map(canvas, chosen_map, 396, y)
    _draw_answers(canvas, answers, 580, y)
    canvas.height = _draw_number(canvas, number, y + _BOTTOM)
    return canvas


def _draw_strip(canvas, heading, tiles):
    if heading:
        canvas.text(2, 8, heading, size=11, anchor="start")
    y, rows = 20 if heading else 4, -(-len(tiles) // _IN_A_ROW)
    in_a_row = -(-len(tiles) // rows)
    for spot, tile in enumerate(tiles):
        x, top = 2 + 57 * (spot % in_a_row), y + 100 * (spot // in_a_row)
        inset = 25 * (1 - min(1, tile.pixels.shape[1] / tile.pixels.shape[0]))
        edge, weight = (KERNEL, 3) if tile.is_chosen else (NEUTRAL, 1)
        canvas.framed_image(x + inset, top, 50, 50, tile.pixels, edge, weight, dotted=tile.is_box)
        for line, word in enumerate(tile.words):
            colour = _KERNEL_INK if tile.is_chosen else INK
            canvas.text(x + 25, top + 60 + 12 * line, word, size=10, colour=colour)
    return y + 100 * rows + 8


def _draw_image(canvas, image, x, y):
    canvas.title(x, y + 6, image.title, INPUT)
    y += _TOP
    cell = canvas.framed_image(x, y, 156, 176, image.pixels, INPUT)
    row, column = image.brush
    canvas.box(x + cell * column, y + cell * row, cell, cell, edge=PAPER, weight=2)  # beneath the dots
    for painted in image.painted:
        canvas.box(x + cell * painted[1], y + cell * painted[0], cell, cell, edge=KERNEL, weight=2)
    canvas.box(x + cell * column, y + cell * row, cell, cell, edge=KERNEL, weight=2, dotted=True)
    words = f"dotted: brush at {row}, {column}"
    canvas.text(x, y + cell * len(image.pixels) + 11, words, size=10, anchor="start", colour=NEUTRAL)


def _draw_layer(canvas, layer, x, y):
    canvas.title(x, y + 6, layer.title, FEATURE_MAP)
    y += _TOP
    cell = canvas.framed_image(x, y, 204, 176, layer.pixels, FEATURE_MAP)
    if layer.frame:
        row, column, height, width = layer.frame
        place = x + cell * column, y + cell * row, cell * width, cell * height
        canvas.box(*place, edge=KERNEL, weight=2)
    canvas.text(x, y + cell * len(layer.pixels) + 11, layer.note, size=10, anchor="start", colour=NEUTRAL)


def _draw_map(canvas, chosen, x, y):
    canvas.title(x, y + 6, chosen.title, FEATURE_MAP)
    y, side, (row, column) = y + _TOP, chosen.cells.side, chosen.place
    canvas.cells(x, y, *chosen.cells, edge=FEATURE_MAP)
    canvas.box(x + side * column - 2, y + side * row - 2, side + 4, side + 4, edge=PAPER)
    canvas.box(x + side * column, y + side * row, side, side, edge=KERNEL, weight=3)
    below = y + side * len(chosen.cells.pixels) + 11
    canvas.text(x, below, chosen.note, size=10, anchor="start", colour=NEUTRAL)


def _draw_answers(canvas, panel, x, y):
    canvas.title(x, y + 6, panel.title)
    for line, answer in enumerate(panel.answers):
        top, share = y + _TOP + 6 + 39 * line, answer.share
        canvas.text(x, top, answer.words, size=11, anchor="start")
        canvas.box(x, top + 9, 150 * abs(share), 8, FEATURE_MAP if share >= 0 else None, edge=FEATURE_MAP)
        if answer.unedited:
            before = x + 150 * abs(answer.unedited_share)
            canvas.line([(before, top + 6), (before, top + 20)], INK, 2)
            canvas.text(x, top + 24, answer.unedited, size=10, anchor="start", colour=NEUTRAL)


def _draw_number(canvas, number, y):
    canvas.line([(0, y - 8), (WIDTH, y - 8)], NEUTRAL)
    canvas.title(2, y + 6, number.title)
    y += 22
    if number.parts is not None:
        y = _DRAWN[type(number.parts)](canvas, y, number.parts)
    for line in number.lines:
        canvas.text(2, y + 8, line, size=12 if len(line) < 96 else 10, anchor="start")
        y += 19
    return y + 6


def _draw_windows(canvas, y, parts):
    """Each map's window above its slice of the kernel, and their products' sum below."""
    side, (rows, columns) = parts.windows[0].side, parts.windows[0].pixels.shape[:2]
    height, width = side * rows, side * columns
    for line, (words, colour) in enumerate([("window", INPUT), ("× kernel", _KERNEL_INK)]):
        canvas.text(2, y + 16 + (line + 0.5) * height + 8 * line, words, size=11, anchor="start", colour=colour)
    canvas.text(2, y + 2 * height + 36, "= sum", size=11, anchor="start")
    for spot, (name, window, kernel, words) in enumerate(zip(*parts, strict=True)):
        x = 72 + spot * (max(width, 42) + 12)
        canvas.text(x, y + 6, name, size=10, anchor="start", colour=INPUT)
        canvas.cells(x, y + 16, *window, edge=INPUT)
        canvas.cells(x, y + 24 + height, *kernel, edge=KERNEL)
        canvas.text(x + width / 2, y + 2 * height + 36, words, size=11)
    return y + 2 * height + 48


def _draw_products(canvas, y, parts):
    """Products as lines of text, and where the weights lie as a picture."""
    for line, (words, share) in enumerate(zip(parts.words, parts.shares, strict=True)):
        top, size = y + 10 + 20 * line, 60 * abs(share)
        canvas.text(2, top, words, size=11, anchor="start")
        canvas.box(400 - (share <= 0) * size, top - 5, size, 10, KERNEL if share > 0 else None, edge=KERNEL)
    height = 20 * len(parts.words) + 8
    if parts.weights is not None:
        canvas.text(500, y + 6, "its weights, each at its place", size=11, anchor="start", colour=_KERNEL_INK)
        canvas.framed_image(500, y + 16, 236, 112, parts.weights, KERNEL)
        height = max(height, 136)
    return y + height


def _draw_pooled(canvas, y, parts):
    side = parts.cells.side
    canvas.cells(2, y, *parts.cells, edge=INPUT)
    if parts.won is not None:
        row, column = parts.won
        canvas.box(2 + side * column, y + side * row, side, side, edge=KERNEL, weight=3)
    return y + side * len(parts.cells.pixels) + 8


_DRAWN = {Windows: _draw_windows, Products: _draw_products, Pooled: _draw_pooled}
