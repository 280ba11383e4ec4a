"""A receptive field as a tree from a unit down to its pixels, and on an image, on a `Canvas`. Finished numbers in."""

from typing import NamedTuple

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL, PALE, PAPER, ink, shares
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.numbers import counted, number
from course_utils.receptive_field import Field

_LEFT, _PITCH, _SIDE = 176, 46, 150  # pixels: the gutter of words, from map to map, the images
_UNIT, _ON_THE_WAY, _WAY, _BAR = "#f2f8f3", "#bfe0c5", "#dd9c57", "#f3c391"  # tints of a feature map and a kernel


class Seen(NamedTuple):
    """What one unit sees, all that is drawn of it.

    Attributes
    ----------
    layers : sequence of Layer
        Those that find a place.
    fields : list of Field
        One a layer.
    unit : int
        Of the last map.
    by_formula, measured : (int, int)
        First and last pixel that the unit sees.
    reads : list of int (units, kernel_size)
        Which places of the map before each unit of a map reads.
    ways_of_units : list of int (units,)
        In how many ways the pixels, and the units of each map, reach the unit.
    pixels : uint8 (input_size, input_size)
        The image.
    edited : int
        Layer that is marked, from 1.
    """

    layers: tuple
    fields: list
    unit: int
    by_formula: tuple
    measured: tuple
    reads: list
    ways_of_units: list
    pixels: np.ndarray
    edited: int


def picture(seen, title):
    """The picture of what a unit sees, a Canvas."""
    cell, base = min(30, (WIDTH - _LEFT - 8) / len(seen.pixels)), 40 + _PITCH * len(seen.layers)
    ways_down, words, on_image = _ways_down(seen, cell, base), _words(seen), _OnImage.of(seen)
    canvas = Canvas(base + 300)
    canvas.text(WIDTH / 2, 13, title, size=14, bold=True)
    _draw_tree(canvas, seen, words.maps, ways_down, cell, base)
    _draw_pixels(canvas, seen, words.brackets, cell, base)
    _draw_bars(canvas, seen.ways_of_units[0], cell, base + 50)
    _draw_image(canvas, seen, on_image, base + 142)
    _draw_ways(canvas, on_image, words.ways, base + 142)
    return canvas


# What is drawn: numbers and words.


def _middles(seen, level, cell):
    """Where the units of a map stand: over the middle of what they see. Level 0 is the row of pixels."""
    field = seen.fields[level - 1] if level else Field(1, 1, 0)
    return _LEFT + cell * (field.start + field.jump * np.arange(len(seen.ways_of_units[level])) + field.size / 2)


def _ways_down(seen, cell, base):
    """The points of the lines from every unit that takes part to what it reads, there and back again."""
    lines = []
    for level in range(len(seen.layers), 0, -1):
        units, places = _middles(seen, level, cell), _middles(seen, level - 1, cell)
        top, bottom = base - _PITCH * level + 18, base - _PITCH * (level - 1)
        for unit in np.flatnonzero(seen.ways_of_units[level]):
            ends = [(places[read], bottom) for read in seen.reads[level - 1][unit]]
            lines.append([point for end in ends for point in ((units[unit], top), end)])
    return lines


class _Words(NamedTuple):
    """What is written: three lines beside each map, the brackets' two lines, and the lines beside the ways."""

    maps: list
    brackets: list
    ways: list


def _words(seen):
    field, (ways, *of_maps) = seen.fields[len(seen.layers) - 1], seen.ways_of_units
    before, ways, start = [Field(1, 1, 0), *seen.fields], ways[ways > 0], f"{field.start} + {seen.unit}·{field.jump}"
    maps = []
    for level, (layer, units) in enumerate(zip(seen.layers, of_maps, strict=True)):
        old, new = before[level], before[level + 1]
        growth = f"each sees {old.size} + {layer.kernel_size - 1}·{layer.dilation_rate}·{old.jump} = {new.size}"
        mark = "▸ " * (level + 1 == seen.edited)
        settings = f"{mark}{layer.kernel_size} wide, stride {layer.strides}, dilation {layer.dilation_rate}"
        maps.append((f"map {level + 1}: {counted(len(units), 'unit')}, jump {new.jump}", growth, settings))
    beside = [f"most: {number(ways.max() ** 2, thousands=True)}", f"a corner: {number(ways[0] ** 2, thousands=True)}"]
    beside += ["grey: not read"] * (len(ways) < field.size)
    formula = f"formula: {start} = {seen.by_formula[0]} to {seen.by_formula[1]}"
    measured = f"measured: {seen.measured[0]} to {seen.measured[1]}, equal"
    return _Words(maps, [formula, measured], beside)


class _OnImage(NamedTuple):
    """The same unit in both directions: the image, veiled where it is not read, and the ways with their colours."""

    veiled: np.ndarray
    ways: np.ndarray
    colours: np.ndarray

    @classmethod
    def of(cls, seen):
        """What a row and a column like the row above see together."""
        all_ways = np.outer(seen.ways_of_units[0], seen.ways_of_units[0])
        veiled = np.where(all_ways > 0, seen.pixels, 0.3 * seen.pixels + 0.7 * 255).astype(np.uint8)
        span = slice(seen.measured[0], seen.measured[1] + 1)
        ways = all_ways[span, span]
        colours = shares(ways / (1.7 * ways.max()))
        colours[ways == 0] = 200
        return cls(veiled, ways, colours)


def _fits(count, cell):
    return 6.5 * len(str(int(count))) < cell


# How it is drawn: between the calls of the canvas nothing else is asked.


def _draw_tree(canvas, seen, words, ways_down, cell, base):
    is_dense = sum(map(np.count_nonzero, seen.ways_of_units)) > 60
    places = [_middles(seen, level, cell) for level in range(len(seen.ways_of_units))]
    fits, last, word = [_fits(ways.max(), cell) for ways in seen.ways_of_units], len(seen.layers), ink(KERNEL)
    for points in ways_down:
        canvas.line(points, _WAY if is_dense else KERNEL, 0.8)
    for level in range(last, 0, -1):
        y = base - _PITCH * level
        units, growth, settings = words[level - 1]
        canvas.text(4, y + 3, units, size=11, anchor="start", bold=True)
        canvas.text(4, y + 18, growth, size=11, anchor="start")
        canvas.text(4, y + 33, settings, size=10, anchor="start", colour=word)
        for unit, (x, count) in enumerate(zip(places[level], seen.ways_of_units[level], strict=True)):
            top = level == last and unit == seen.unit
            fill = FEATURE_MAP if top else _ON_THE_WAY if count else _UNIT
            canvas.box(x - 0.43 * cell, y, 0.86 * cell, 18, fill, edge=FEATURE_MAP, weight=1.2 if count else 0.4)
            if count and fits[level]:
                canvas.text(x, y + 9, count, size=10, colour=PAPER if top else INK)


def _draw_pixels(canvas, seen, brackets, cell, y):
    """The row of pixels, and below it brackets around those that the unit sees."""
    (first, last), ways, word = seen.measured, seen.ways_of_units[0], ink(KERNEL)
    canvas.text(4, y + 9, f"input: {len(ways)} pixels", size=11, anchor="start", bold=True, colour=INPUT)
    step = 1 if cell > 17 else 2  # two digits side by side would touch
    for pixel, count in enumerate(ways):
        gap, x = first <= pixel <= last and not count, _LEFT + cell * pixel
        canvas.box(x, y, cell, 18, PALE[INPUT] if count else None, edge=INPUT, weight=0.8, hatched=gap)
        if not gap and pixel % step == 0:
            canvas.text(x + cell / 2, y + 9, pixel, size=10, colour=INK if count else NEUTRAL)
    rows = zip((26, 40), brackets, (seen.by_formula, seen.measured), (INK, KERNEL), (INK, word), strict=True)
    for down, words, (low, high), colour, shade in rows:
        place, left, right = y + down, _LEFT + cell * low + 1, _LEFT + cell * (high + 1) - 1
        canvas.text(4, place + 1, words, size=11, anchor="start", colour=shade)
        canvas.line([(left, place - 4), (left, place), (right, place), (right, place - 4)], colour, 2)


def _draw_bars(canvas, ways, cell, y):
    most, fits = ways.max(), _fits(ways.max(), cell)
    canvas.text(4, y + 16, "in how many ways", size=11, anchor="start")
    canvas.text(4, y + 31, "each pixel counts", size=11, anchor="start")
    for pixel in np.flatnonzero(ways):
        height, x = 44 * ways[pixel] / most, _LEFT + cell * pixel
        canvas.box(x + 1, y, cell - 2, height, _BAR, edge=KERNEL, weight=0.8)
        if fits or pixel == np.argmax(ways):
            canvas.text(x + cell / 2, y + height + 8, ways[pixel], size=10)


def _draw_image(canvas, seen, on_image, y):
    size, scale = len(on_image.ways), _SIDE / len(seen.pixels)
    corner = scale * seen.measured[0]
    canvas.text(_LEFT, y - 14, f"on an image: {size} × {size}", size=12, anchor="start")
    canvas.image(_LEFT, y, _SIDE, _SIDE, on_image.veiled)
    canvas.box(_LEFT + corner, y + corner, scale * size, scale * size, edge=KERNEL, weight=2.5)
    for line, words in enumerate(("the same unit in both", "directions: rows and", "columns as in the row")):
        canvas.text(4, y + 20 + 15 * line, words, size=11, anchor="start", colour=NEUTRAL)


def _draw_ways(canvas, on_image, words, y):
    x, cell = _LEFT + _SIDE + 50, _SIDE / len(on_image.ways)
    canvas.text(x, y - 14, "in how many ways each of these counts", size=12, anchor="start")
    canvas.image(x, y, _SIDE, _SIDE, on_image.colours)
    canvas.box(x, y, _SIDE, _SIDE, edge=KERNEL, weight=1.5)
    for line, text in enumerate(words):
        canvas.text(x + _SIDE + 12, y + 20 + 15 * line, text, size=11, anchor="start")
    if cell > max(13, 6.5 * len(str(on_image.ways.max()))):
        for (row, column), count in np.ndenumerate(on_image.ways):
            canvas.text(x + cell * (column + 0.5), y + cell * (row + 0.5), count, size=10)
