"""What the network explorer draws: the strip of layers, the chosen one, and its chosen number's parts."""

import numpy as np

from course_utils.colours import (
    FEATURE_MAP,
    FEATURE_MAP_COLOURS,
    INK,
    INPUT,
    KERNEL,
    KERNEL_COLOURS,
    NEUTRAL,
    PAPER,
    grey,
    signed,
)
from course_utils.explorers.network.network_trace import as_maps, short
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_grid import draw_grid

_AT_A_TIME, _IN_A_ROW = 26, 13  # layers in the strip; a deeper network is shown part by part
_SHORT = {
    "InputLayer": "input",
    "BatchNormalization": "BatchN",
    "GlobalAveragePooling2D": "GlobAvg",
    "Rescaling": "Rescale",
    "GlobalMaxPooling2D": "GlobMax",
    "DepthwiseConv2D": "Depthw.",
    "Concatenate": "Concat",
    "MaxPooling2D": "MaxPool",
    "AveragePooling2D": "AvgPool",
    "ZeroPadding2D": "ZeroPad",
    "Activation": "Activat.",
    "Conv2D": "Conv",
}
_SMALL_MAPS, _MAPS, _NUMBERS = 64, 256, 1024  # in a mosaic: of the strip, of the chosen layer, of a vector
_GAP = (200, 204, 208)
_TOP, _BOTTOM = 18, 226  # of the large pictures, from the end of the strip


def spelled(shape):
    """A shape in words; a vector has one number only."""
    return f"{shape[2]}" if tuple(shape[:2]) == (1, 1) else "×".join(map(str, shape))


def cell_of(size):
    """Side of a cell in a window of this size; from 30 on there are numbers in it."""
    return min(34, 102 / max(size))


def limit_of(maps, step, scale, top):
    """The magnitude that has the full colour: one for all maps, or one a map."""
    sizes = np.abs(np.nan_to_num(maps, posinf=0, neginf=0))
    if scale == "each map" and maps[..., 0].size > 1:
        return sizes.max(axis=(0, 1))
    return top if scale == "all layers" and not step.is_image else float(sizes.max())


def _colours(maps, limit, of_image, name=FEATURE_MAP_COLOURS):
    """Colours of an image's pixels, grey, or of signed numbers, zero-centred; `limit` may differ from map to map."""
    maps = np.nan_to_num(maps, posinf=0, neginf=0) / np.maximum(limit, 1e-9)
    return grey(maps, min(maps.min(), 0), 1) if of_image else signed(maps, 1, name)


def mosaic(maps, limit, *, of_image=False, name=FEATURE_MAP_COLOURS):
    """All maps side by side as uint8 (rows, columns, 3), and how many stand in a row; numbers of a vector touch."""
    height, width, count = maps.shape
    gap = int(max(height, width) > 1)
    count = min(count, _MAPS if gap else _NUMBERS)
    coloured = _colours(maps[..., :count], limit[:count] if np.ndim(limit) else limit, of_image, name)
    across = max(1, min(count, round(np.sqrt(count * (height + gap) / (width + gap)))))
    rows = -(-count // across)
    tiles = np.full((rows * across, height + gap, width + gap, 3), _GAP if gap else 255, np.uint8)
    tiles[:count, gap:, gap:] = np.moveaxis(coloured, 2, 0)
    tiles = tiles.reshape(rows, across, height + gap, width + gap, 3).swapaxes(1, 2)
    whole = np.full((rows * (height + gap) + gap, across * (width + gap) + gap, 3), _GAP, np.uint8)
    whole[: len(whole) - gap, : whole.shape[1] - gap] = tiles.reshape(rows * (height + gap), -1, 3)
    return whole, across


def thinned(maps):
    """Fewer maps with fewer pixels, for a mosaic that is shown small: every second, third … row and column."""
    maps = maps[..., :_SMALL_MAPS] if maps[..., 0].size > 1 else maps
    side = max(4, 72 // int(np.ceil(np.sqrt(maps.shape[2]))))
    return maps[:: -(-maps.shape[0] // side), :: -(-maps.shape[1] // side)]


def draw_network(explorer):
    """The whole picture."""
    canvas = Canvas(10)
    y = _draw_strip(canvas, explorer)
    _draw_image(canvas, explorer, 2, y)
    _draw_layer(canvas, explorer, 176, y)
    _draw_map(canvas, explorer, 396, y)
    _draw_answers(canvas, explorer, 580, y)
    canvas.height = _draw_number(canvas, explorer, y + _BOTTOM)
    return canvas


def _fitted_image(canvas, x, y, width, height, pixels, edge, weight=1, *, dotted=False):
    """An image as large as fits, with a frame; return its side per pixel."""
    cell = min(width / pixels.shape[1], height / pixels.shape[0])
    place = x, y, cell * pixels.shape[1], cell * pixels.shape[0]
    canvas.image(*place, pixels)
    canvas.box(*place, edge=edge, weight=weight, dotted=dotted)
    return cell


def _draw_strip(canvas, explorer):
    steps, first = explorer.network.steps, explorer.layer // _AT_A_TIME * _AT_A_TIME
    part = range(first, min(first + _AT_A_TIME, len(steps)))
    y = 4
    if len(steps) > _AT_A_TIME:
        canvas.text(2, 8, f"layers {first} to {part[-1]}, of {len(steps)}", size=11, anchor="start")
        y = 20
    rows = -(-len(part) // _IN_A_ROW)
    in_a_row = -(-len(part) // rows)
    for spot, number in enumerate(part):
        x, top, chosen = 2 + 57 * (spot % in_a_row), y + 100 * (spot // in_a_row), number == explorer.layer
        step, pixels = steps[number], explorer.mosaics[number]
        inset = 25 * (1 - min(1, pixels.shape[1] / pixels.shape[0]))
        _fitted_image(
            canvas,
            x + inset,
            top,
            50,
            50,
            pixels,
            KERNEL if chosen else NEUTRAL,
            3 if chosen else 1,
            dotted=step.kind == "box",
        )
        kind, size = type(step.layer).__name__, explorer.sizes[number]
        spatial = [] if size[:2] == (1, 1) else [f"{size[0]}×{size[1]}"]
        for line, word in enumerate([_SHORT.get(kind, kind)[:8], *spatial, f"{'×' if spatial else ''}{size[2]}"]):
            canvas.text(x + 25, top + 60 + 12 * line, word, size=10, colour=KERNEL if chosen else INK)
    return y + 100 * rows + 8


def _title(canvas, x, y, words, colour):
    canvas.text(x, y + 6, words, size=12, anchor="start", colour=colour, bold=True)


def _draw_image(canvas, explorer, x, y):
    height, width, channels = explorer.pixels.shape
    shades = np.clip(explorer.pixels / explorer.white, 0, 1) * 255
    pixels = np.repeat(shades, 3 // channels, axis=2).astype(np.uint8)
    cell = _fitted_image(canvas, x, y + _TOP, 156, 176, pixels, INPUT)
    painted = {edit[:2] for edit in explorer.edits}
    _title(canvas, x, y, f"image {explorer.image}" + (f", {len(painted)} painted" if painted else ""), INPUT)
    brush = explorer.brush_row % height, explorer.brush_column % width
    canvas.box(x + cell * brush[1], y + _TOP + cell * brush[0], cell, cell, edge=PAPER, weight=2)  # beneath the dots
    for (row, column), dotted in [*((place, False) for place in sorted(painted)), (brush, True)]:
        canvas.box(x + cell * column, y + _TOP + cell * row, cell, cell, edge=KERNEL, weight=2, dotted=dotted)
    words = f"dotted: brush at {brush[0]}, {brush[1]}"
    canvas.text(x, y + _TOP + cell * height + 11, words, size=10, anchor="start", colour=NEUTRAL)


def _draw_layer(canvas, explorer, x, y):
    maps, number, step = as_maps(explorer.values[explorer.layer]), explorer.place[2], explorer.step
    height, width, count = maps.shape
    pixels, across = mosaic(maps, limit_of(maps, step, explorer.scale, explorer.top), of_image=step.is_image)
    _title(canvas, x, y, f"{step.name[:16]}: {spelled(maps.shape)}", FEATURE_MAP)
    cell = _fitted_image(canvas, x, y + _TOP, 204, 176, pixels, FEATURE_MAP)
    gap = int(max(height, width) > 1)
    shown = min(count, _MAPS if gap else _NUMBERS)
    if number < shown:
        row, column = divmod(number, across)
        canvas.box(
            x + cell * column * (width + gap),
            y + _TOP + cell * row * (height + gap),
            cell * (width + 2 * gap),
            cell * (height + 2 * gap),
            edge=KERNEL,
            weight=2,
        )
    said = f"the first {shown} of {count}" if shown < count else "a box: not opened" if step.kind == "box" else ""
    canvas.text(x, y + _TOP + cell * pixels.shape[0] + 11, said, size=10, anchor="start", colour=NEUTRAL)


def _draw_map(canvas, explorer, x, y):
    maps, (row, column, number) = as_maps(explorer.values[explorer.layer]), explorer.place
    limit = limit_of(maps, explorer.step, explorer.scale, explorer.top)
    one, limit = maps[..., number], float(limit[number] if np.ndim(limit) else limit)
    _title(canvas, x, y, f"{'map' if one.size > 1 else 'number'} {number}", FEATURE_MAP)
    cell = min(168 / one.shape[1], 176 / one.shape[0], 60)
    colours = _colours(one, limit, explorer.step.is_image)
    _numbers(canvas, x, y + _TOP, cell, one, colours, FEATURE_MAP)
    canvas.box(x + cell * column - 2, y + _TOP + cell * row - 2, cell + 4, cell + 4, edge=PAPER)
    canvas.box(x + cell * column, y + _TOP + cell * row, cell, cell, edge=KERNEL, weight=3)
    words = f"full colour: {'' if explorer.step.is_image else '±'}{short(limit)}"
    canvas.text(x, y + _TOP + cell * one.shape[0] + 11, words, size=10, anchor="start", colour=NEUTRAL)


def _numbers(canvas, x, y, cell, values, colours, edge):
    """Values on their colours, with numbers where they fit; NaN is padding: dotted, without colour."""
    padding = np.isnan(values)
    if cell >= 30:
        draw_grid(canvas, x, y, cell, np.nan_to_num(values), colours, hidden=padding)
    else:
        canvas.image(
            x,
            y,
            cell * values.shape[1],
            cell * values.shape[0],
            np.where(padding[..., None], 255, colours).astype(np.uint8),
        )
    canvas.box(x, y, cell * values.shape[1], cell * values.shape[0], edge=edge)
    for row, column in np.argwhere(padding):
        canvas.box(x + cell * column, y + cell * row, cell, cell, edge=NEUTRAL, dotted=True)


def _draw_answers(canvas, explorer, x, y):
    _title(canvas, x, y, "largest answers" if explorer.answers else "no classes", INK)
    largest = max([abs(value) for answer in explorer.answers for value in answer[1:]], default=1) or 1
    for line, (name, now, before) in enumerate(explorer.answers):
        top = y + _TOP + 6 + 39 * line
        canvas.text(x, top, f"{name[:14]}  {explorer.share(now)}", size=11, anchor="start")
        canvas.box(x, top + 9, 150 * abs(now) / largest, 8, FEATURE_MAP if now >= 0 else None, edge=FEATURE_MAP)
        if explorer.edits:
            before_x = x + 150 * abs(before) / largest
            canvas.line([(before_x, top + 6), (before_x, top + 20)], INK, 2)
            canvas.text(x, top + 24, f"unedited {explorer.share(before)}", size=10, anchor="start", colour=NEUTRAL)


def _draw_number(canvas, explorer, y):
    told = explorer.explanation
    canvas.line([(0, y - 8), (WIDTH, y - 8)], NEUTRAL)
    _title(canvas, 2, y, f"{explorer.step.name}, {explorer.where}: {short(told.value)}", INK)
    y += 22
    if told.terms and np.ndim(told.terms[0].window) == 2:
        y = _draw_windows(canvas, y, told.terms)
    elif told.terms:
        y = _draw_terms(canvas, y, told)
    elif told.window is not None:
        y = _draw_window(canvas, y, told.window, won="Max" in explorer.step.kind)
    for line in [*told.lines, *_sum_lines(told), explorer.verdict]:
        canvas.text(2, y + 8, line, size=12 if len(line) < 96 else 10, anchor="start")
        y += 19
    return y + 6


def _draw_windows(canvas, y, terms):
    """Each map's window above its slice of the kernel, and their products' sum below."""
    shape = terms[0].window.shape
    cell = cell_of(shape)
    top = max(np.nanmax(np.abs(term.window), initial=1e-9) for term in terms)
    heaviest = max(np.nanmax(np.abs(term.weights), initial=1e-9) for term in terms)
    height = cell * shape[0]
    for line, (words, colour) in enumerate([("window", INPUT), ("× kernel", KERNEL)]):
        canvas.text(2, y + 16 + (line + 0.5) * height + 8 * line, words, size=11, anchor="start", colour=colour)
    canvas.text(2, y + 2 * height + 36, "= sum", size=11, anchor="start")
    for spot, term in enumerate(terms):
        x = 72 + spot * (max(cell * shape[1], 42) + 12)
        canvas.text(x, y + 6, term.name, size=10, anchor="start", colour=INPUT)
        window = signed(np.nan_to_num(term.window), top, FEATURE_MAP_COLOURS)
        _numbers(canvas, x, y + 16, cell, term.window, window, INPUT)
        weights = signed(np.nan_to_num(term.weights), heaviest, KERNEL_COLOURS)
        _numbers(canvas, x, y + 24 + height, cell, term.weights, weights, KERNEL)
        canvas.text(x + cell * shape[1] / 2, y + 2 * height + 36, short(term.amount), size=11)
    return y + 2 * height + 48


def _draw_terms(canvas, y, told):
    """Products as lines of text, and where the weights lie as a picture."""
    largest = max(abs(term.amount) for term in told.terms) or 1
    for line, term in enumerate(told.terms):
        top = y + 10 + 20 * line
        words = (
            f"{short(term.window)} × {short(term.weights)} = {short(term.amount)}"
            if term.weights is not None
            else short(term.amount)
        )
        canvas.text(2, top, f"{term.name[:18]}:  {words}", size=11, anchor="start")
        size = 60 * abs(term.amount) / largest
        canvas.box(
            400 if term.amount > 0 else 400 - size, top - 5, size, 10, KERNEL if term.amount > 0 else None, edge=KERNEL
        )
    height = 20 * len(told.terms) + 8
    if told.weights is not None:
        pixels, _ = mosaic(told.weights, np.abs(told.weights).max(), name=KERNEL_COLOURS)
        canvas.text(500, y + 6, "its weights, each at its place", size=11, anchor="start", colour=KERNEL)
        _fitted_image(canvas, 500, y + 16, 236, 112, pixels, KERNEL)
        height = max(height, 136)
    return y + height


def _draw_window(canvas, y, window, *, won):
    cell = min(34, 102 / max(window.shape))
    top = np.nanmax(np.abs(window))
    _numbers(canvas, 2, y, cell, window, signed(np.nan_to_num(window), top, FEATURE_MAP_COLOURS), INPUT)
    if won:
        row, column = np.unravel_index(np.nanargmax(window), window.shape)
        canvas.box(2 + cell * column, y + cell * row, cell, cell, edge=KERNEL, weight=3)
    return y + cell * window.shape[0] + 8


def _sum_lines(told):
    if told.before is None:
        return []
    parts = [short(term.amount) for term in told.terms]
    parts += [f"{short(told.rest[1])} (the other {told.rest[0]})"] if told.rest[0] else []
    parts += [f"{short(told.bias)} (bias)"] if told.bias else []
    added = " + ".join(parts).replace("+ −", "− ") + (f" = {short(told.before)}" if len(parts) > 1 else "")
    return [added + (f";  {told.activation} makes {short(told.value)}" if told.activation != "linear" else "")]
