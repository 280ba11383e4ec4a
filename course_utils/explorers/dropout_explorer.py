"""Dropout: one mask, what it leaves of some activations, and the mean over many masks."""

import numpy as np
import traitlets
from ipywidgets import HBox, Layout
from matplotlib import colormaps

from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, INPUT, NEUTRAL, PAPER
from course_utils.dropout import dropout, spatial_dropout
from course_utils.explorers.shared.base import Explorer, Number, button, player, slider, switch
from course_utils.explorers.shared.canvas import WIDTH, Canvas

_IN, _OUT, _MASK, _PALE = "#dce4ec", "#e1f1e4", "#f1f3f4", "#bdc1c6"
_LEFT, _TALL, _COLUMNS = 124, 140, 8  # room for a row's name; height of the plot of means; cells beside each other
_NUMBERED, _BEYOND = 28, 2.5  # a cell that is smaller holds no number; largest mean in the plot, in activations
_PALETTE = colormaps[FEATURE_MAP_COLOURS]
_MOST_DRAWN = 250_000  # numbers drawn at once, so that a slider moves without waiting
_ALLOWED = "Give up to 64 numbers in one or two axes, or feature maps up to (28, 28, 8) with 4,000 numbers at most."


class DropoutExplorer(Explorer):
    """A mask, what it leaves of some activations, and the mean over many masks.

    Parameters
    ----------
    activations : up to 64 numbers in one or two axes, or feature maps (height, width, channels)
        Feature maps up to (28, 28, 8), and 4,000 numbers. Left out, eight small numbers.
    rate : float
        Probability of each activation to be dropped, 0 to 0.9.
    seed : int
        0 to 100: each seed begins with another mask.
    training : bool
        False is inference: nothing is dropped and nothing scaled.
    spatial : bool
        Drop whole feature maps; for activations of shape (height, width, channels).
    draws : int
        Masks that the mean is taken over, 1 to 2000; fewer for large feature maps, see `most_draws`.

    Attributes
    ----------
    mask, output : arrays in the activations' shape
        True where the first draw keeps an activation; what the layer hands on in that draw.
    scale : float
        What a survivor is multiplied by.
    counts, running_mean, mean : (m,), (m, *shape), (*shape)
        Numbers of draws, the mean of the outputs after each, and after all.

    Introduced in notebook 04.
    """

    rate = Number(0.5, min=0.0, max=0.9).tag(state=True)
    seed = traitlets.Int(0, min=0, max=100).tag(state=True)
    training = traitlets.Bool(True).tag(state=True)
    spatial = traitlets.Bool(False).tag(state=True)
    draws = traitlets.Int(100, min=1, max=2000).tag(state=True)

    def __init__(self, activations=None, **state):
        self.activations = _checked((3, 1, 4, 1, 5, 9, 2, 7) if activations is None else activations)
        self.most_draws = min(2000, _MOST_DRAWN // self.activations.size)
        super().__init__(**{"draws": min(100, self.most_draws)} | state)

    @traitlets.validate("draws")
    def _draws_that_are_fast(self, proposal):
        if proposal.value > self.most_draws:
            raise ValueError(f"draws {proposal.value} is not allowed: maps this large take at most {self.most_draws}.")
        return proposal.value

    def make_controls(self):
        controls = {
            "rate": slider("rate", 0.0, 0.9, 0.05),
            "training": switch("training mode"),
            "seed": slider("mask (seed)", 0, 100),
            "draws": slider("number of draws", 1, self.most_draws),
        }
        if self.activations.ndim == 3:
            controls["spatial"] = switch("drop whole maps")
        # Made before the seed is set: a player that is made later sets it back to its own start.
        self._player = player(controls["seed"])
        return controls

    def arranged(self):
        masks = [self.controls["seed"], button("new mask", self.next_mask), self._player]
        row = HBox(masks, layout=Layout(flex_flow="row wrap"))
        return [row, *(control for name, control in self.controls.items() if name != "seed")]

    def next_mask(self):
        """Go to the next seed; after the last comes the first."""
        self.seed = (self.seed + 1) % 101

    def compute(self):
        if self.spatial and self.activations.ndim != 3:
            raise ValueError(f"Spatial dropout needs (height, width, channels), not shape {self.activations.shape}.")
        outputs = self._drop(np.broadcast_to(self.activations, (self.draws, *self.activations.shape)))
        # Ones from the same seed tell who survives; an activation that is 0 would look dropped.
        self.mask = self._drop(np.ones_like(self.activations)) > 0
        self.output, self.scale = outputs[0].copy(), 1 / (1 - self.rate) if self.training else 1.0
        self.counts = np.unique(np.geomspace(1, self.draws, 40).round().astype(int))
        pieces = np.add.reduceat(outputs, np.r_[0, self.counts[:-1]], axis=0)
        self.running_mean = pieces.cumsum(axis=0) / self.counts.reshape(-1, *[1] * self.activations.ndim)
        self.mean = self.running_mean[-1]

    def _drop(self, activations):
        drop = spatial_dropout if self.spatial else dropout
        return drop(activations, self.rate, np.random.default_rng(self.seed), training=self.training)

    def _units(self):
        """Name, number and survivors of what a coin is tossed for."""
        if self.spatial:
            return "maps", self.activations.shape[-1], int(self.mask[0, 0].sum())
        return "activations", self.mask.size, int(self.mask.sum())

    def sentence(self):
        name, number, kept = self._units()
        if not self.training:
            return f"Inference: all {number} {name} pass unchanged; no coin is tossed, nothing is scaled."
        away = _number(np.abs(self.mean - self.activations).max())
        return (
            f"Training, mask {self.seed}: {number - kept} of {number} {name} dropped, "
            f"survivors × 1 / (1 − {self.rate:.3g}) = {_number(self.scale)}. "
            f"Their sum is {_number(self.output.sum())}, undropped {_number(self.activations.sum())}. "
            f"The mean of {self._draws()} is at most {away} away from the activations."
        )

    def _title(self):
        name, number, kept = self._units()
        if not self.training:
            return "Inference: everything passes unchanged"
        return f"Rate {self.rate:.3g}: {number - kept} of {number} {name} dropped, survivors × {_number(self.scale)}"

    def draw(self):
        if self.activations.ndim == 3:
            return self._draw_maps()
        return self._draw_row() if self.activations.size <= _COLUMNS else self._draw_grids()

    def _steps(self):
        """What the rows or grids show: name (| begins a line), values, colour and which of them are dropped."""
        nothing = np.zeros_like(self.mask)
        handed_on = f"× mask × {_number(self.scale)}:|handed on" if self.training else "handed on"
        return [
            ("activations", self.activations, _IN, nothing),
            ("mask", self.mask.astype(float), _MASK, ~self.mask),
            (handed_on, self.output, _OUT, ~self.mask),
            (f"mean of|{self._draws()}", self.mean, _OUT, nothing),
        ]

    def _draws(self):
        return f"{self.draws} draw" + "s" * (self.draws > 1)

    def _canvas(self, height):
        canvas = Canvas(height)
        canvas.text(4, 16, self._title(), size=15, anchor="start", bold=True)
        return canvas

    def _draw_row(self):
        canvas, cell = self._canvas(382), (WIDTH - _LEFT - 4) / _COLUMNS
        for number, (name, values, fill, dropped) in enumerate(self._steps()[:3]):
            y = 38 + 46 * number
            _name(canvas, y + 16, name)
            _cells(canvas, (_LEFT, y), (cell, 34, _COLUMNS), values, fill, dropped)
        _name(canvas, 218, self._steps()[3][0])
        self._draw_means(canvas, _LEFT, 186, cell)
        self._caption(canvas, f"Line: mean of the first 1, 2, … {self.draws} draws. Dotted: the activation.")
        return canvas

    def _draw_means(self, canvas, left, top, cell):
        """Each unit's mean of all draws beside its activation; where a column is wide, also how it got there."""
        canvas.line([(left, self._at(0, top)), (WIDTH - 4, self._at(0, top))], _PALE)
        canvas.text(left - 4, self._at(0, top), "0", size=10, anchor="end", colour=NEUTRAL)
        shares = np.log(self.counts) / np.log(self.draws) if self.draws > 1 else np.ones(1)
        running = self._at(self.running_mean.reshape(len(self.counts), -1), top)
        wide, dot = (cell - 14, 6) if cell > _NUMBERED else (cell / 2, 5)
        for unit, (activation, mean) in enumerate(zip(self.activations.ravel(), self.mean.ravel(), strict=True)):
            x, level = left + cell * unit + 2, self._at(activation, top)
            canvas.line([(x, level), (x + cell - 4, level)], INPUT, 2, dotted=cell > _NUMBERED)
            if cell > _NUMBERED:
                canvas.line(list(zip(x + wide * shares, running[:, unit], strict=True)), FEATURE_MAP, 1.5)
                canvas.text(x + wide / 2, top + _TALL + 16, _number(mean), size=13, bold=True)
            canvas.box(x + wide - dot / 2, running[-1, unit] - dot / 2, dot, dot, FEATURE_MAP)

    def _caption(self, canvas, words):
        words += " Means beyond the plot lie on its edge." if self.scale > _BEYOND else ""
        canvas.text(4, canvas.height - 14, words, size=11, anchor="start", colour=NEUTRAL)

    def _at(self, value, top):
        """Where a value stands in the plot of means; what is beyond its range is moved to the edge."""
        low, high = self._range()
        return top + _TALL * (high - np.clip(value, low, high)) / (high - low)

    def _range(self):
        beyond = min(self.scale, _BEYOND)  # early means are as large as a survivor, which would flatten all others
        low, high = beyond * min(self.activations.min(), 0), beyond * max(self.activations.max(), 0)
        return (low, high) if high > low else (-1.0, 1.0)

    def _draw_grids(self):
        shape = np.atleast_2d(self.activations).shape
        columns = shape[1] if max(shape) <= _COLUMNS else _COLUMNS  # a small grid keeps its own
        tall = 22 * -(-self.activations.size // columns) + 30
        canvas = self._canvas(2 * tall + _TALL + 74)
        for number, (name, values, fill, dropped) in enumerate(self._steps()):
            x, y = 4 + 368 * (number % 2), 42 + tall * (number // 2)
            canvas.text(x, y, name.replace("|", " "), size=12, anchor="start")
            _cells(canvas, (x, y + 11), (45, 22, columns), values, fill, dropped)
        self._draw_means(canvas, 20, 2 * tall + 44, (WIDTH - 24) / self.activations.size)
        self._caption(canvas, f"Square: mean of {self._draws()}, unit by unit. Line: the activation.")
        return canvas

    def _draw_maps(self):
        height, width, channels = self.activations.shape
        room = min(110, (WIDTH - _LEFT) / channels)
        pixel = (room - 8) / max(height, width)
        tall = pixel * height + 12
        canvas = self._canvas(70 + 4 * tall)
        for row, (name, values, fill, dropped) in enumerate(self._steps()):
            y = 34 + tall * row
            dark = name == "mask" and not self.spatial and pixel < _NUMBERED
            _name(canvas, y + tall / 2 - 6, "mask|(dark: dropped)" if dark else name)
            for channel in range(channels):
                place = (_LEFT + room * channel, y, pixel)
                self._draw_map(canvas, place, values[..., channel], fill, dropped[..., channel])
        for line, (name, maps) in enumerate((("mean of these", self.mean), ("mean of activations", self.activations))):
            y = 42 + 4 * tall + 17 * line
            canvas.text(4, y, name, size=11, anchor="start")
            for channel in range(channels):
                middle = _LEFT + room * channel + pixel * width / 2
                canvas.text(middle, y, _number(maps[..., channel].mean()), size=11)
        return canvas

    def _draw_map(self, canvas, place, values, fill, dropped):
        x, y, pixel = place
        height, width = values.shape
        if pixel >= _NUMBERED:
            _cells(canvas, (x, y), (pixel, pixel, width), values, fill, dropped)
        elif dropped.all():
            canvas.box(x, y, pixel * width, pixel * height, edge=NEUTRAL, hatched=True)
        else:
            limit = 4 * np.abs(self.activations).max() or 1  # room for survivors, twice as large at rate 0.5
            coloured = _PALETTE(0.5 + values / limit, bytes=True)[..., :3]
            black = np.where(dropped, 95, 241).astype(np.uint8)
            canvas.image(x, y, pixel * width, pixel * height, black if fill == _MASK else coloured)
            canvas.box(x, y, pixel * width, pixel * height, edge=NEUTRAL)


def _name(canvas, y, words):
    """A row's name, in two lines where it holds a |."""
    lines = words.split("|")
    for line, part in enumerate(lines):
        canvas.text(4, y + 15 * line - 7.5 * (len(lines) - 1), part, size=12, anchor="start")


def _cells(canvas, corner, shape, values, fill, dropped):
    """Boxes with numbers, so many columns wide; a dropped one is hatched."""
    (x, y), (wide, tall, columns) = corner, shape
    for place, (value, hidden) in enumerate(zip(values.ravel(), dropped.ravel(), strict=True)):
        left, top = x + wide * (place % columns), y + tall * (place // columns)
        canvas.box(left, top, wide - 2, tall - 2, None if hidden else fill, edge=NEUTRAL, hatched=bool(hidden))
        if hidden:  # paper behind the number: hatching must not cross it
            canvas.box(left + wide / 2 - 8, top + tall / 2 - 8, 14, 14, PAPER)
        canvas.text(left + wide / 2 - 1, top + tall / 2 - 1, _number(value), size=min(13, max(0.25 * wide, 10)))


def _number(value):
    """A number in few digits, with a proper minus sign and never -0."""
    digits = 2 if abs(value) < 0.1 else 3 if abs(value) < 1000 else 4
    return f"{float(f'{value:.{digits}g}') + 0.0:.15g}".replace("-", "−")


def _checked(activations):
    try:
        given = np.asarray(activations)
    except (TypeError, ValueError):
        raise ValueError(f"activations are rows of unequal length. {_ALLOWED}") from None
    if given.dtype.kind not in "iuf":
        raise ValueError(f"activations ({type(activations).__name__}) are not real numbers. {_ALLOWED}")
    maps = given.ndim == 3 and given.size <= 4000 and max(given.shape[:2]) <= 28 and given.shape[2] <= 8
    if not (maps or (given.ndim in (1, 2) and given.size <= 64)) or not given.size:
        raise ValueError(f"activations of shape {given.shape} are not allowed. {_ALLOWED}")
    if not np.all(np.abs(given) <= 9999):
        raise ValueError("activations hold nan, infinity or numbers beyond 9,999: give smaller ones.")
    return given.astype(float)
