"""A receptive field as a tree from a unit down to its pixels, and on an image, on a `Canvas`. Finished numbers in."""

from typing import NamedTuple

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL, PALE, PAPER, ink, shares
from course_utils.explorers.receptive_field.receptive_field_touch import BASE, LEFT, touch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.numbers import counted, number
from course_utils.receptive_field import Field

_SIDE = 132  # pixels: of the images
_TOP, _HEIGHT = 30, 552  # where the tree begins, and where all ends, whatever the layers
_ON_THE_WAY, _WAY, _BAR = "#bfe0c5", "#dd9c57", "#f3c391"  # tints of a feature map and a kernel


class Seen(NamedTuple):
    """What one unit sees, all that is drawn of it.

    Attributes
    ----------
    layers : sequence of Layer
        All that are given; as many as `reads` has find a place.
    fields : list of Field
        One a layer.
    unit : int
    map : int
        Whose unit it is, from 1.
    by_formula, measured : (int, int)
        First and last pixel that the unit sees.
    reads : list of int (units, kernel_size)
        Which places of the map before each unit of a map reads.
    ways_of_units : list of int (units,)
        In how many ways the pixels, and the units of each map up to its own, reach the unit.
    pixels : uint8 (input_size, input_size)
        The image.
    edited : int
        Layer that is marked, from 1.
    """

    layers: tuple
    fields: list
    unit: int
    map: int
    by_formula: tuple
    measured: tuple
    reads: list
    ways_of_units: list
    pixels: np.ndarray
    edited: int


class Laid(NamedTuple):
    """Where the tree stands.

    Attributes
    ----------
    cell, pitch : float
        From one pixel of the row to the next, and from one map to the next.
    units : list of int
        How many units each map has; level 0 is the row of pixels.
    places : list of float (units,)
        Where the units of a map stand: over the middle of what they see.
    """

    cell: float
    pitch: float
    units: list
    places: list

    @classmethod
    def of(cls, seen):
        """As wide as fits, and as high whatever the layers."""
        cell, units = min(30, (WIDTH - LEFT - 6) / len(seen.pixels)), [len(seen.pixels), *map(len, seen.reads)]
        fields = [Field(1, 1, 0), *seen.fields]
        places = [
            LEFT + cell * (field.start + field.jump * np.arange(count) + field.size / 2)
            for field, count in zip(fields, units, strict=False)
        ]
        return cls(cell, (BASE - _TOP) / len(seen.layers), units, places)


def picture(seen, title):
    """The picture of what a unit sees, a Canvas."""
    laid, on_image = Laid.of(seen), _OnImage.of(seen)
    words, ways_down, canvas = _words(seen, laid.units), _ways_down(seen, laid), Canvas(_HEIGHT)
    canvas.text(WIDTH / 2, 13, title, size=14, bold=True)
    _draw_layers(canvas, seen.edited, laid.pitch, words)
    _draw_tree(canvas, seen, laid, ways_down)
    _draw_pixels(canvas, seen, laid.cell, words.brackets)
    _draw_bars(canvas, seen.ways_of_units[0], laid.cell, BASE + 50)
    _draw_image(canvas, seen, on_image, BASE + 126)
    _draw_ways(canvas, on_image, words.ways, BASE + 126)
    touch(canvas, seen, laid, words.layers)
    return canvas


# What is drawn: numbers and words.


def _ways_down(seen, laid):
    """The points of the lines from every unit that takes part to what it reads, there and back again."""
    lines = []
    for level in range(seen.map, 0, -1):
        units, places = laid.places[level], laid.places[level - 1]
        top, bottom = BASE - laid.pitch * level + 18, BASE - laid.pitch * (level - 1)
        for unit in np.flatnonzero(seen.ways_of_units[level]):
            ends = [(places[read], bottom) for read in seen.reads[level - 1][unit]]
            lines.append([point for end in ends for point in ((units[unit], top), end)])
    return lines


class _Words(NamedTuple):
    """What is written: two lines beside each map, its layer's settings, the brackets' lines, and those of the ways."""

    maps: list
    layers: list
    brackets: list
    ways: list


def _words(seen, units_of_maps):
    field, ways = seen.fields[seen.map - 1], seen.ways_of_units[0]
    before, ways, start = [Field(1, 1, 0), *seen.fields], ways[ways > 0], f"{field.start} + {seen.unit}·{field.jump}"
    layers = [f"{one.kernel_size} wide, stride {one.strides}, dilation {one.dilation_rate}" for one in seen.layers]
    maps = []
    for level, (layer, units) in enumerate(zip(seen.layers, units_of_maps[1:], strict=False)):
        old, new = before[level], before[level + 1]
        growth = f"each sees {old.size} + {layer.kernel_size - 1}·{layer.dilation_rate}·{old.jump} = {new.size}"
        maps.append((f"map {level + 1}: {counted(units, 'unit')}, jump {new.jump}", growth))
    maps += [(f"layer {level + 1}", "finds no place") for level in range(len(maps), len(layers))]
    beside = [f"most: {number(ways.max() ** 2, thousands=True)}", f"a corner: {number(ways[0] ** 2, thousands=True)}"]
    beside += ["grey: not read"] * (len(ways) < field.size)
    formula = f"formula: {start} = {seen.by_formula[0]} to {seen.by_formula[1]}"
    measured = f"measured: {seen.measured[0]} to {seen.measured[1]}, equal"
    return _Words(maps, layers, [formula, measured], beside)


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


def _fits(count, room):
    return 7.7 * len(str(int(count))) < room


# How it is drawn: between the calls of the canvas nothing else is asked.


def _draw_layers(canvas, edited, pitch, words):
    """Beside each map what it is, and the settings of its layer; those of the layer that is edited are framed."""
    colours = (INK, INK, ink(KERNEL))
    for level, (maps, layer) in enumerate(zip(words.maps, words.layers, strict=True), start=1):
        y = BASE - pitch * level
        if level == edited:
            canvas.box(1, y - 3, LEFT - 10, 43, PALE[KERNEL], edge=KERNEL, weight=1.5)
        for line, (text, colour) in enumerate(zip((*maps, layer), colours, strict=True)):
            canvas.text(5, y + 5 + 13.5 * line, text, size=12, anchor="start", bold=line == 0, colour=colour)


def _draw_tree(canvas, seen, laid, ways_down):
    colour = _WAY if sum(map(np.count_nonzero, seen.ways_of_units)) > 60 else KERNEL
    wide = [min(0.86 * laid.cell * jump, 30) for jump in (1, *(field.jump for field in seen.fields))]
    fits = [_fits(ways.max(), room + 2) for ways, room in zip(seen.ways_of_units, wide, strict=False)]
    for points in ways_down:
        canvas.line(points, colour, 0.8)
    for level in range(len(seen.reads), 0, -1):
        y, is_below = BASE - laid.pitch * level, level <= seen.map
        counts = seen.ways_of_units[level] if is_below else np.zeros(laid.units[level], int)
        for unit, (x, count) in enumerate(zip(laid.places[level], counts, strict=True)):
            looked_at = level == seen.map and unit == seen.unit
            fill, weight = FEATURE_MAP if looked_at else _ON_THE_WAY if count else None, 1.2 if count else 0.6
            canvas.box(x - wide[level] / 2, y, wide[level], 18, fill, edge=FEATURE_MAP, weight=weight)
            if count and fits[level]:
                canvas.text(x, y + 9, count, size=12, colour=PAPER if looked_at else INK)


def _draw_pixels(canvas, seen, cell, brackets):
    """The row of pixels, and below it brackets around those that the unit sees."""
    (first, last), ways, word, y = seen.measured, seen.ways_of_units[0], ink(KERNEL), BASE
    canvas.text(5, y + 9, f"input: {len(ways)} pixels", size=12, anchor="start", bold=True, colour=INPUT)
    step = 1 if cell > 18 else 2  # two digits side by side would touch
    for pixel, count in enumerate(ways):
        gap, x = first <= pixel <= last and not count, LEFT + cell * pixel
        canvas.box(x, y, cell, 18, PALE[INPUT] if count else None, edge=INPUT, weight=0.8, hatched=gap)
    for pixel in range(0, len(ways), step):  # after all boxes: two digits may reach beyond a narrow one
        if ways[pixel] or not first <= pixel <= last:
            colour = INK if ways[pixel] else NEUTRAL
            canvas.text(LEFT + cell * (pixel + 0.5), y + 9, pixel, size=12, colour=colour)
    rows = zip((26, 40), brackets, (seen.by_formula, seen.measured), (INK, KERNEL), (INK, word), strict=True)
    for down, words, (low, high), colour, shade in rows:
        place, left, right = y + down, LEFT + cell * low + 1, LEFT + cell * (high + 1) - 1
        canvas.text(5, place + 1, words, size=12, anchor="start", colour=shade)
        canvas.line([(left, place - 4), (left, place), (right, place), (right, place - 4)], colour, 2)


def _draw_bars(canvas, ways, cell, y):
    most, fits = ways.max(), _fits(ways.max(), cell)
    canvas.text(5, y + 12, "in how many ways", size=12, anchor="start")
    canvas.text(5, y + 27, "each pixel counts", size=12, anchor="start")
    for pixel in np.flatnonzero(ways):
        height, x = 38 * ways[pixel] / most, LEFT + cell * pixel
        canvas.box(x + 1, y, cell - 2, height, _BAR, edge=KERNEL, weight=0.8)
        if fits or pixel == np.argmax(ways):
            canvas.text(x + cell / 2, y + height + 9, ways[pixel], size=12)


def _draw_image(canvas, seen, on_image, y):
    size, scale = len(on_image.ways), _SIDE / len(seen.pixels)
    corner = scale * seen.measured[0]
    canvas.text(LEFT, y - 12, f"on an image: {size} × {size}", size=12, anchor="start")
    canvas.image(LEFT, y, _SIDE, _SIDE, on_image.veiled)
    canvas.box(LEFT + corner, y + corner, scale * size, scale * size, edge=KERNEL, weight=2.5)
    for line, words in enumerate(("the same unit in both", "directions: rows and", "columns as in the row")):
        canvas.text(5, y + 20 + 15 * line, words, size=12, anchor="start", colour=NEUTRAL)


def _draw_ways(canvas, on_image, words, y):
    x, cell = LEFT + _SIDE + 50, _SIDE / len(on_image.ways)
    canvas.text(x, y - 12, "in how many ways each of these counts", size=12, anchor="start")
    canvas.image(x, y, _SIDE, _SIDE, on_image.colours)
    canvas.box(x, y, _SIDE, _SIDE, edge=KERNEL, weight=1.5)
    for line, text in enumerate(words):
        canvas.text(x + _SIDE + 12, y + 20 + 15 * line, text, size=12, anchor="start")
    if cell > 15 and _fits(on_image.ways.max(), cell):
        for (row, column), count in np.ndenumerate(on_image.ways):
            canvas.text(x + cell * (column + 0.5), y + cell * (row + 0.5), count, size=12)
