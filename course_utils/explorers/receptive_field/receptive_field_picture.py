"""A receptive field as a tree from a unit down to its pixels, and on an image, on a `Canvas`. Finished numbers in."""

import numpy as np
from matplotlib import colormaps

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.geometry import pixels_read

_LEFT, _PITCH, _SIDE = 176, 46, 150  # pixels: the gutter of words, from map to map, the images
_PIXEL, _UNIT, _ON_THE_WAY, _WAY, _BAR = "#dce4ec", "#f2f8f3", "#bfe0c5", "#dd9c57", "#f3c391"


class FieldPicture:
    """What is drawn, and the methods that draw it.

    Parameters
    ----------
    layers : sequence of Layer
    fields : list of Field
        One a layer.
    unit : int
        Of the last map.
    spans : ((int, int), (int, int))
        First and last pixel that the unit sees: by the formula, and measured.
    ways_of_units : list of int (units,)
        In how many ways the pixels, and the units of each map, reach the unit.
    pixels : uint8 (input_size, input_size)
        The image.
    edited : int
        Layer that is marked, from 1.
    """

    def __init__(self, layers, fields, unit, *, spans, ways_of_units, pixels, edited):
        self.layers, self.fields, self.unit, self.edited = layers, fields, unit, edited
        (self.span, self.measured), self.ways_of_units, self.pixels = spans, ways_of_units, pixels
        self.ways, self.field = ways_of_units[0], fields[len(layers) - 1]
        self.ways_on_image = np.outer(self.ways, self.ways)
        self.cell = min(30, (WIDTH - _LEFT - 8) / len(self.ways))

    def canvas(self, title):
        """The whole picture."""
        depth = len(self.layers)
        base = 40 + _PITCH * depth
        canvas = Canvas(base + 300)
        canvas.text(WIDTH / 2, 13, title, size=14, bold=True)
        for level in range(depth, 0, -1):
            self._draw_ways_down(canvas, level, base)
        for level in range(depth, 0, -1):
            self._draw_map(canvas, level, base - _PITCH * level)
        self._draw_pixels(canvas, base)
        self._draw_brackets(canvas, base + 26)
        self._draw_bars(canvas, base + 50)
        self._draw_image(canvas, base + 142)
        self._draw_ways(canvas, base + 142)
        return canvas

    def _middle(self, level, unit):
        """Where a unit stands: over the middle of what it sees."""
        field = self.fields[level - 1] if level else (1, 1, 0)
        return _LEFT + self.cell * (field[2] + field[1] * unit + field[0] / 2)

    def _draw_ways_down(self, canvas, level, base):
        layer, bottom = self.layers[level - 1], base - _PITCH * (level - 1)
        below = len(self.ways_of_units[level - 1])
        reads = pixels_read(below, layer.kernel_size, strides=layer.strides, dilation_rate=layer.dilation_rate)
        for unit in np.flatnonzero(self.ways_of_units[level]):
            start = self._middle(level, unit), bottom - _PITCH + 18
            ends = [(self._middle(level - 1, below), bottom) for below in reads[unit]]
            canvas.line([point for end in ends for point in (start, end)], _WAY if self._is_dense() else KERNEL, 0.8)

    def _is_dense(self):
        return sum(map(np.count_nonzero, self.ways_of_units)) > 60

    def _draw_map(self, canvas, level, y):
        layer, field, ways = self.layers[level - 1], self.fields[level - 1], self.ways_of_units[level]
        before, jump = (self.fields[level - 2].size, self.fields[level - 2].jump) if level > 1 else (1, 1)
        growth = f"{before} + {layer.kernel_size - 1}·{layer.dilation_rate}·{jump} = {field.size}"
        units = f"{len(ways)} unit{'s' * (len(ways) > 1)}"
        canvas.text(4, y + 3, f"map {level}: {units}, jump {field.jump}", size=11, anchor="start", bold=True)
        canvas.text(4, y + 18, f"each sees {growth}", size=11, anchor="start")
        mark = "▸ " if level == self.edited else ""
        words = f"{mark}{layer.kernel_size} wide, stride {layer.strides}, dilation {layer.dilation_rate}"
        canvas.text(4, y + 33, words, size=10, anchor="start", colour=KERNEL)
        width, fits = 0.86 * self.cell, self._fits(ways.max())
        for unit, count in enumerate(ways):
            x, top = self._middle(level, unit), level == len(self.layers) and unit == self.unit
            fill = FEATURE_MAP if top else _ON_THE_WAY if count else _UNIT
            canvas.box(x - width / 2, y, width, 18, fill, edge=FEATURE_MAP, weight=1.2 if count else 0.4)
            if count and fits:
                canvas.text(x, y + 9, count, size=10, colour="#ffffff" if top else INK)

    def _fits(self, count):
        return 6.5 * len(str(int(count))) < self.cell

    def _draw_pixels(self, canvas, y):
        first, last = self.measured
        canvas.text(4, y + 9, f"input: {len(self.ways)} pixels", size=11, anchor="start", bold=True, colour=INPUT)
        step = 1 if self.cell > 17 else 2  # two digits side by side would touch
        for pixel, count in enumerate(self.ways):
            gap, x = first <= pixel <= last and not count, _LEFT + self.cell * pixel
            canvas.box(x, y, self.cell, 18, _PIXEL if count else None, edge=INPUT, weight=0.8, hatched=gap)
            if not gap and pixel % step == 0:
                canvas.text(x + self.cell / 2, y + 9, pixel, size=10, colour=INK if count else NEUTRAL)

    def _draw_brackets(self, canvas, y):
        start = f"{self.field.start} + {self.unit}·{self.field.jump}"
        formula = f"formula: {start} = {self.span[0]} to {self.span[1]}"
        measured = f"measured: {self.measured[0]} to {self.measured[1]}, equal"
        rows = ((formula, self.span, INK), (measured, self.measured, KERNEL))
        for place, (words, (low, high), colour) in zip((y, y + 14), rows, strict=True):
            canvas.text(4, place + 1, words, size=11, anchor="start", colour=colour)
            left, right = _LEFT + self.cell * low + 1, _LEFT + self.cell * (high + 1) - 1
            canvas.line([(left, place - 4), (left, place), (right, place), (right, place - 4)], colour, 2)

    def _draw_bars(self, canvas, y):
        canvas.text(4, y + 16, "in how many ways", size=11, anchor="start")
        canvas.text(4, y + 31, "each pixel counts", size=11, anchor="start")
        most, fits = self.ways.max(), self._fits(self.ways.max())
        for pixel in np.flatnonzero(self.ways):
            height, x = 44 * self.ways[pixel] / most, _LEFT + self.cell * pixel
            canvas.box(x + 1, y, self.cell - 2, height, "#f3c391", edge=KERNEL, weight=0.8)
            if fits or pixel == np.argmax(self.ways):
                canvas.text(x + self.cell / 2, y + height + 8, self.ways[pixel], size=10)

    def _draw_image(self, canvas, y):
        first, last = self.measured
        veil = 0.3 * self.pixels + 0.7 * 255
        veiled = np.where(self.ways_on_image > 0, self.pixels, veil).astype(np.uint8)
        size, scale = last - first + 1, _SIDE / len(self.ways)
        canvas.text(_LEFT, y - 14, f"on an image: {size} × {size}", size=12, anchor="start")
        canvas.image(_LEFT, y, _SIDE, _SIDE, veiled)
        canvas.box(_LEFT + scale * first, y + scale * first, scale * size, scale * size, edge=KERNEL, weight=2.5)
        for line, words in enumerate(("the same unit in both", "directions: rows and", "columns as in the row")):
            canvas.text(4, y + 20 + 15 * line, words, size=11, anchor="start", colour=NEUTRAL)

    def _draw_ways(self, canvas, y):
        seen, x = slice(self.measured[0], self.measured[1] + 1), _LEFT + _SIDE + 50
        field = self.ways_on_image[seen, seen]
        colours = colormaps["Oranges"](field / (1.7 * field.max()), bytes=True)[..., :3]
        colours[field == 0] = 200
        canvas.text(x, y - 14, "in how many ways each of these counts", size=12, anchor="start")
        canvas.image(x, y, _SIDE, _SIDE, colours)
        canvas.box(x, y, _SIDE, _SIDE, edge=KERNEL, weight=1.5)
        words = [f"most: {field.max():,}", f"a corner: {field[0, 0]:,}"] + ["grey: not read"] * bool((field == 0).any())
        for line, text in enumerate(words):
            canvas.text(x + _SIDE + 12, y + 20 + 15 * line, text, size=11, anchor="start")
        cell = _SIDE / len(field)
        if cell > max(13, 6.5 * len(str(field.max()))):
            for (row, column), count in np.ndenumerate(field):
                canvas.text(x + cell * (column + 0.5), y + cell * (row + 0.5), count, size=10)
