"""One number of a network as it is drawn: the maps that it is made of, its layer, its map, and how it is made."""

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL, PAPER, ink
from course_utils.explorers.network.network_maps import Pooled, Products, Windows
from course_utils.explorers.shared.canvas import WIDTH

_WIDE, _HIGH = 148, 140  # of a picture of maps
_STEP = 166  # from one picture to the next
_BELOW = 170  # from the pictures' top to the title of the number


def draw_number(canvas, x, y, sources, layer, chosen_map, number):
    """From left to right what the number is made of, and below them how; `sources` are a list."""
    high = (_HIGH - 20 * (len(sources) - 1)) / max(len(sources), 1)
    for place, source in enumerate(sources):
        alone = source if len(sources) == 1 else source._replace(note="")  # below it stands the next
        _draw_maps(canvas, alone, x, y + place * (high + 20), high, INPUT)
    _draw_maps(canvas, layer, x + _STEP, y, _HIGH, FEATURE_MAP)
    _draw_map(canvas, chosen_map, x + 2 * _STEP, y)
    for place in range(0 if sources else 1, 2):
        end = x + (place + 1) * _STEP - 6
        canvas.line([(end - 12, y - 9), (end, y - 9)], NEUTRAL, 1.5, arrow=True)
    _draw_sum(canvas, number, x, y + _BELOW)


def _draw_maps(canvas, maps, x, y, high, colour):
    canvas.title(x, y - 9, maps.title, colour)
    cell = canvas.framed_image(x, y, _WIDE, high, maps.pixels, colour, dotted=maps.is_box)
    for row, column, rows, columns in maps.frames:
        canvas.box(x + cell * column, y + cell * row, cell * columns, cell * rows, edge=KERNEL, weight=2)
    height, width = (cell * size for size in maps.pixels.shape[:2])
    canvas.text(x, y + height + 10, maps.note, size=12, anchor="start", colour=NEUTRAL)
    for touch in maps.touches:
        canvas.area(touch.name, x, y, width, height, **touch.says)


def _draw_map(canvas, chosen, x, y):
    canvas.title(x, y - 9, chosen.title, FEATURE_MAP)
    side, (row, column) = chosen.cells.side, chosen.place
    rows, columns = chosen.cells.pixels.shape[:2]
    canvas.cells(x, y, *chosen.cells, edge=FEATURE_MAP)
    canvas.box(x + side * column - 2, y + side * row - 2, side + 4, side + 4, edge=PAPER)
    canvas.box(x + side * column, y + side * row, side, side, edge=KERNEL, weight=3)
    canvas.text(x, y + side * rows + 10, chosen.note, size=12, anchor="start", colour=NEUTRAL)
    boxes = (x, y, side * columns, side * rows), (x + side * column, y + side * row, side, side)
    for box, touch in zip(boxes, chosen.touches, strict=True):
        canvas.area(touch.name, *box, **touch.says)


def _draw_sum(canvas, number, x, y):
    canvas.line([(x, y - 11), (WIDTH, y - 11)], NEUTRAL)
    canvas.title(x, y, number.title)
    y += 11
    if number.parts is not None:
        y = _DRAWN[type(number.parts)](canvas, x, y, number)
    for line in number.lines:
        canvas.text(x, y + 8, line, size=12, anchor="start")
        y += 16


def _draw_windows(canvas, x, y, number):
    """Each map's window above its slice of the kernel, and their products' sum below."""
    parts, start = number.parts, x + 50
    side, (rows, columns) = parts.windows[0].side, parts.windows[0].pixels.shape[:2]
    height, width, step = side * rows, side * columns, side * (columns + parts.gap)
    tops = y + 14, y + 20 + height
    for top, words, colour in zip(tops, ("window", "kernel"), (INPUT, ink(KERNEL)), strict=True):
        canvas.text(x, top + height / 2, words, size=12, anchor="start", colour=colour)
    canvas.text(x + 20, tops[1] - 3, "×", size=14)
    below = tops[1] + height + 10
    canvas.text(x, below, "= sum", size=12, anchor="start")
    whole = step * len(parts.windows) - side * parts.gap
    for touch, top in zip(number.touches, tops, strict=True):
        canvas.area(touch.name, start, top, whole, height, **touch.says)
    for spot, (which, window, kernel, words) in enumerate(zip(*parts[:4], strict=True)):
        left = start + spot * step
        canvas.text(left, y + 6, f"map {which}", size=12, anchor="start", colour=INPUT)
        canvas.cells(left, tops[0], *window, edge=INPUT)
        canvas.cells(left, tops[1], *kernel, edge=KERNEL)
        middle, anchor = (left + width / 2, "middle") if width > 40 else (left, "start")
        canvas.text(middle, below, words, size=12, anchor=anchor)
    return below + 9


def _draw_products(canvas, x, y, number):
    """Products as lines of text, and where the weights lie as a picture."""
    parts = number.parts
    for line, (words, share) in enumerate(zip(parts.words, parts.shares, strict=True)):
        top, size = y + 10 + 18 * line, 60 * abs(share)
        canvas.text(x, top, words, size=12, anchor="start")
        canvas.box(x + 430 - (share <= 0) * size, top - 5, size, 10, KERNEL if share > 0 else None, edge=KERNEL)
    y += 18 * len(parts.words) + 8
    if parts.weights is not None:
        for line, words in enumerate(("its weights,", "each at its place")):
            canvas.text(x, y + 8 + 16 * line, words, size=12, anchor="start", colour=ink(KERNEL))
        canvas.framed_image(x + 130, y, 370, 88, parts.weights, KERNEL)
        y += 94
    return y


def _draw_pooled(canvas, x, y, number):
    parts, side = number.parts, number.parts.cells.side
    canvas.cells(x, y + 4, *parts.cells, edge=INPUT)
    if parts.won is not None:
        row, column = parts.won
        canvas.box(x + side * column, y + 4 + side * row, side, side, edge=KERNEL, weight=3)
    return y + side * len(parts.cells.pixels) + 10


_DRAWN = {Windows: _draw_windows, Products: _draw_products, Pooled: _draw_pooled}
