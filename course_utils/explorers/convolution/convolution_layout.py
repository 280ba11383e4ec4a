"""What `ConvolutionExplorer` shows above in all its views, image and feature map, and how grids stand in a row."""

from functools import partial

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, KERNEL, KERNEL_COLOURS, NEUTRAL, grey, signed
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_grid import Grid, draw_grids

CHANNELS = ["red", "green", "blue"]
_TOP = 62


class Sketch:
    """Image and feature map; a view says what stands out in them, and adds what stands below.

    Grids, frames and words are kept until all are known; `drawn` puts them on a canvas.

    Parameters
    ----------
    answers : Answers

    Attributes
    ----------
    side : float
        Of a square below; `cell` and `map_cell` are those of the image and of the feature map.
    below : float
        Where the lower part begins.
    """

    def __init__(self, answers):
        self.pixels, self.laid = answers.pixels, answers.laid
        self.many = self.pixels.shape[2] > 1
        self.kernel_name = "turned kernel" if answers.turned else "kernel"
        self.side = 26 if self.many else 34 if self.laid.shape[0] < 5 else 30
        self.grids, self.frames, self.words = [], [], []
        most = np.abs(self.laid).max()
        self.as_pixels = partial(grey, low=min(self.pixels.min(), 0), high=self.pixels.max())
        self.as_weights = partial(signed, limit=most, name=KERNEL_COLOURS)
        self.as_products = partial(signed, limit=np.abs(self.pixels).max() * most)
        self._measure(answers.feature_map.shape)

    def _measure(self, answers):
        """Cells as large as they fit; the map's larger, since its numbers are longer."""
        size = self.pixels.shape
        self.cell = min(30, 168 / max(size[:2])) if self.many else min(40, 336 / max(size[:2]))
        self.map_cell = min(34, 168 / max(answers)) if self.many else min(44, 340 / max(answers))
        widths = [self.cell * size[1]] * size[2] + [self.map_cell * answers[1]]
        gap = min(54 if self.many else 80, (WIDTH - sum(widths)) / len(widths))
        start = (WIDTH - sum(widths) - gap * (len(widths) - 1)) / 2
        self._places = [start + sum(widths[:number]) + gap * number for number in range(len(widths))]
        self.below = _TOP + max(self.cell * size[0], self.map_cell * answers[0]) + 44

    def image(self, frame, *, strong=None, channels=None):
        """Sketch the image, channel by channel.

        Parameters
        ----------
        frame : (first row, rows), (first column, columns)
            What is framed.
        strong : bool (height, width), optional
            All other squares are pale.
        channels : sequence of int, optional
            Those that are framed, and have strong squares; all unless given.
        """
        for channel in range(self.pixels.shape[2]):
            is_meant = channels is None or channel in channels
            shown = None if strong is None else strong & is_meant
            name = CHANNELS[channel] if self.many else "image"
            self.grid(self._places[channel], self.pixels[..., channel], self.as_pixels, name, strong=shown)
            if is_meant:
                self.frame(self._places[channel], *frame, self.cell, KERNEL)

    def map(self, values, name, frame, **shown):
        """Sketch the feature map, or what stands for it; `shown` as for a `Grid`."""
        colouring = partial(signed, limit=np.abs(values).max())
        self.grid(self._places[-1], values, colouring, name, cell=self.map_cell, **shown)
        self.frame(self._places[-1], *frame, self.map_cell, FEATURE_MAP)

    def grid(self, x, values, colouring, name, *, y=_TOP, cell=None, **shown):
        """Sketch one grid and its name above it; `colouring` gives the colours of values."""
        cell = cell or self.cell
        self.grids.append((Grid(x, y, cell, values, None, **shown), colouring))
        self.write(x + cell * values.shape[1] / 2, y - 11, name, size=12)

    def frame(self, x, rows, columns, cell, colour, *, y=_TOP):
        """Sketch a frame around rows and columns, each (first, how many)."""
        place = x + cell * columns[0] - 1, y + cell * rows[0] - 1, cell * columns[1] + 2, cell * rows[1] + 2
        self.frames.append((place, colour))

    def write(self, x, y, text, **looks):
        """Sketch words; `looks` as for `Canvas.text`."""
        self.words.append(((x, y, text), looks))

    def slots(self, channel, y, parts):
        """Sketch grid × grid = grid, each (name, values, colouring), and give the place where the next would stand."""
        x, middle = 60 if self.many else 12, y + self.side * max(len(values) for _, values, _ in parts) / 2
        for sign, (name, values, colouring) in zip("×= ", parts, strict=True):
            rows, columns = self.side * np.array(values.shape)
            wide, name = max(columns, 7 * len(name) + 6), name if channel == 0 else ""
            self.grid(x + (wide - columns) / 2, values, colouring, name, y=middle - rows / 2, cell=self.side)
            x += wide + 24
            self.write(x - 12, middle, sign, size=16)
        if self.many:
            self.write(8, middle, CHANNELS[channel], size=12, anchor="start", bold=True)
        return x

    def sums(self, place, lines, longest, step):
        """Sketch sums, one below the other, each (what is added, what the sum is so far); `longest` counts letters."""
        (x, y), last = place, len(lines) - 1
        size = max(10, min(13, (WIDTH - x - 100) / (0.6 * longest)))
        end = min(x + 0.6 * size * longest + 110, WIDTH - 8)
        for row, (line, so_far) in enumerate(lines):
            middle, colour = y + step * (row + 0.5), INK if row == last else NEUTRAL
            self.write(x, middle, line, size=size, anchor="start")
            self.write(end, middle, so_far, size=12, anchor="end", colour=colour, bold=row == last)

    def drawn(self, title, height, total=""):
        """The picture, a Canvas, whose lower part is so high, with the total at its end."""
        coloured = [grid._replace(colours=colouring(grid.values)) for grid, colouring in self.grids]
        canvas = Canvas(self.below + height)
        draw_grids(canvas, coloured)
        canvas.text(WIDTH / 2, 18, title, size=15, bold=True)
        for place, colour in self.frames:
            canvas.box(*place, edge=colour, weight=3)
        for words, looks in self.words:
            canvas.text(*words, **looks)
        if total:
            size = min(15, (WIDTH - 16) / (0.68 * len(total)))
            canvas.text(WIDTH / 2, canvas.height - 22, total, size=size, bold=True)
        return canvas
