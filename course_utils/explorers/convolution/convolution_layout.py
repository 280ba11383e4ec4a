"""What `ConvolutionExplorer` shows above in all its views, image and feature map, and how grids stand in a row."""

from functools import partial

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, KERNEL, KERNEL_COLOURS, NEUTRAL, grey, signed
from course_utils.explorers.shared.areas import Area, light_windows
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_grid import Grid, draw_grids

CHANNELS = ["red", "green", "blue"]
_TOP = 62
_HINT = "Point at a pixel, a weight or an answer; drag the window; click a weight and type. Or Tab, arrow keys, Enter."


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
        self.grids, self.frames, self.words, self.areas = [], [], [], []
        most = np.abs(self.laid).max()
        self.as_pixels = partial(grey, low=min(self.pixels.min(), 0), high=self.pixels.max())
        self.as_weights = partial(signed, limit=most, name=KERNEL_COLOURS)
        self.as_products = partial(signed, limit=np.abs(self.pixels).max() * most)
        self.map_shape, self.turned = answers.feature_map.shape, answers.turned
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

    def image(self, frame, *, strong=None, channels=None, dragged=False):
        """Sketch the image, channel by channel.

        Parameters
        ----------
        frame : (first row, rows), (first column, columns)
            What is framed.
        strong : bool (height, width), optional
            All other squares are pale.
        channels : sequence of int, optional
            Those that are framed, and have strong squares; all unless given.
        dragged : bool
            Whether the frame can be taken to another window.
        """
        for channel in range(self.pixels.shape[2]):
            is_meant = channels is None or channel in channels
            shown = None if strong is None else strong & is_meant
            name = CHANNELS[channel] if self.many else "image"
            self.grid(self._places[channel], self.pixels[..., channel], self.as_pixels, name, strong=shown)
            self.touch(f"image {channel}", **touched_pixels(self.laid.shape, self.map_shape))
            if is_meant:
                self.frame(self._places[channel], *frame, self.cell, KERNEL)
            if is_meant and dragged:
                self.touch_frame(f"window {channel}", frame)

    def map(self, values, name, frame, **shown):
        """Sketch the feature map, or what stands for it; `shown` as for a `Grid`."""
        colouring = partial(signed, limit=np.abs(values).max())
        self.grid(self._places[-1], values, colouring, name, cell=self.map_cell, **shown)
        self.touch("map", **touched_answers(self.laid.shape, self.map_shape))
        self.frame(self._places[-1], *frame, self.map_cell, FEATURE_MAP)

    def grid(self, x, values, colouring, name, *, y=_TOP, cell=None, **shown):
        """Sketch one grid and its name above it; `colouring` gives the colours of values."""
        cell = cell or self.cell
        self.grids.append((Grid(x, y, cell, values, None, **shown), colouring))
        self.write(x + cell * values.shape[1] / 2, y - 11, name, size=12)

    def touch(self, name, **says):
        """Let the grid that was sketched last be touched; what it says is said by `Area`."""
        (x, y, cell, values, *_), _ = self.grids[-1]
        rows, columns = values.shape
        self.areas.append(Area(name, (x, y, cell * columns, cell * rows), rows, columns, **says))

    def touch_weights(self, channel):
        """Let the grid that was sketched last, a slice of the kernel, be touched."""
        self.touch(f"kernel {channel}", **touched_weights(self.laid, channel, self.turned, self.map_shape))

    def touch_part(self, name, channel):
        """Let the window's numbers or the products, sketched last, show what belongs together."""
        others = {"values": ("kernel", "products"), "products": ("values", "kernel")}[name]
        same = light_windows(*([[place] for place in range(size)] for size in self.laid.shape[:2]))
        self.touch(
            f"{name} {channel}",
            lights={f"{other} {channel}": same for other in others},
            hint="pixel × weight = product",
        )

    def touch_frame(self, name, frame):
        """Let the frame that was sketched last be dragged to another window."""
        (x, y, wide, high), _ = self.frames[-1]
        drags, at = {"show": "window", "position": "{index}"}, tuple(int(first) for first, _ in frame)
        says = {"drags": drags, "at": at, "pitch": (self.cell, self.cell), "hint": "drag the window, or arrow keys"}
        self.areas.append(Area(name, (x, y, wide, high), *self.map_shape, **says))

    def frame(self, x, rows, columns, cell, colour, *, y=_TOP):
        """Sketch a frame around rows and columns, each (first, how many)."""
        place = x + cell * columns[0] - 1, y + cell * rows[0] - 1, cell * columns[1] + 2, cell * rows[1] + 2
        self.frames.append((place, colour))

    def write(self, x, y, text, **looks):
        """Sketch words; `looks` as for `Canvas.text`."""
        self.words.append(((x, y, text), looks))

    def slots(self, channel, y, parts):
        """Sketch grid × grid = grid, and give the place where the next would stand.

        Each of `parts` is (name, values, colouring, what to call for its area or None).
        """
        x, middle = 60 if self.many else 12, y + self.side * max(len(values) for _, values, *_ in parts) / 2
        for sign, (name, values, colouring, touch) in zip("×= ", parts, strict=True):
            rows, columns = self.side * np.array(values.shape)
            wide, name = max(columns, 7 * len(name) + 6), name if channel == 0 else ""
            self.grid(x + (wide - columns) / 2, values, colouring, name, y=middle - rows / 2, cell=self.side)
            if touch:
                touch()
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
        for number, (place, colour) in enumerate(self.frames):
            canvas.box(*place, edge=colour, weight=3)
            canvas.glides(f"frame {number} {colour}")
        for words, looks in self.words:
            canvas.text(*words, **looks)
        if total:
            size = min(15, (WIDTH - 16) / (0.68 * len(total)))
            canvas.text(WIDTH / 2, canvas.height - 22, total, size=size, bold=True)
        canvas.areas, canvas.hint = self.areas, _HINT
        return canvas


def touched_pixels(kernel, answers):
    """What a click on a pixel does, and the answers whose windows read it; the arguments are shapes."""
    readers = _spans(kernel, answers, lambda place, size, count: range(max(place - size + 1, 0), min(place + 1, count)))
    sets = {"show": "who reads a pixel", "pixel": "{index}"}
    return {"sets": sets, "lights": {"map": light_windows(*readers)}, "hint": "who reads this pixel? click"}


def touched_answers(kernel, answers):
    """What a click on an answer does, and the pixels of its window."""
    window = [
        [range(place, place + size) for place in range(count)] for size, count in zip(kernel, answers, strict=False)
    ]
    lights = {f"image {channel}": light_windows(*window) for channel in range(kernel[2])}
    return {"sets": {"show": "window", "position": "{index}"}, "lights": lights, "hint": "which window is this? click"}


def touched_weights(laid, channel, turned, answers):
    """What a click on a weight does, what typing does, and the pixels that the weight touches."""
    (rows, columns), third = laid.shape[:2], f",{channel}" * (laid.shape[2] > 1)
    touched = [
        [range(place, place + count) for place in range(size)] for size, count in zip(laid.shape, answers, strict=False)
    ]
    same = light_windows(*([[place] for place in range(size)] for size in (rows, columns)))
    return {
        "sets": {"show": "what a weight touches", "weight": "{index}"},
        "types": {f"kernel[{{row}},{{column}}{third}]": "{value}"},
        "values": tuple(map(float, laid[..., channel].ravel())),
        "lights": {f"image {channel}": light_windows(*touched), f"products {channel}": same, f"values {channel}": same},
        "hint": "what does this weight touch? click; or type a number",
        "first": (rows - 1, columns - 1) if turned else (0, 0),
        "by": (-1, -1) if turned else (1, 1),
        "start": channel * rows * columns,
    }


def _spans(kernel, answers, find):
    """For both axes, what belongs to each pixel of it."""
    return [
        [find(place, size, count) for place in range(size + count - 1)]
        for size, count in zip(kernel, answers, strict=False)
    ]
