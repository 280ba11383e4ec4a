"""Dropout: one mask, what it leaves of some activations, and the mean over many masks."""

import numpy as np
import traitlets
from ipywidgets import HBox, Layout

from course_utils.arrays import Sides, numbers_of
from course_utils.colours import FEATURE_MAP, INPUT, LINE, NEUTRAL, PALE, signed
from course_utils.dropout import dropout, spatial_dropout
from course_utils.explorers.shared.base import Explorer, Number, button, player, slider, switch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_boxes import draw_boxes
from course_utils.numbers import counted, shape, significant

_LEFT, _TALL, _COLUMNS = 124, 140, 8  # room for a row's name; height of the plot of means; cells beside each other
_NUMBERED, _BEYOND = 28, 2.5  # a cell that is smaller holds no number; largest mean in the plot, in activations
_MOST_DRAWN = 250_000  # numbers drawn at once, so that a slider moves without waiting
_ALLOWED = "up to 64 numbers in one or two axes, or feature maps up to 28 × 28 × 8 with 4,000 numbers at most"


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
        return controls

    def arranged(self):
        seed = self.controls["seed"]
        masks = HBox([seed, button("new mask", self.next_mask), player(seed)], layout=Layout(flex_flow="row wrap"))
        return [masks, *(control for name, control in self.controls.items() if name != "seed")]

    def next_mask(self):
        """Go to the next seed; after the last comes the first."""
        self.seed = (self.seed + 1) % 101

    def compute(self):
        if self.spatial and self.activations.ndim != 3:
            given = shape(self.activations.shape)
            raise ValueError(f"Spatial dropout needs (height, width, channels), not shape {given}.")
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

    def _told(self, value):
        """A sum, mean or difference in three digits; where numbers cancel, what rounding left of them is zero."""
        return significant(value if abs(value) > 1e-12 * np.abs(self.activations).sum() else 0)

    def sentence(self):
        name, count, kept = self._units()
        if not self.training:
            return f"Inference: all {count} {name} pass unchanged; no coin is tossed, nothing is scaled."
        away = self._told(np.abs(self.mean - self.activations).max())
        return (
            f"Training, mask {self.seed}: {count - kept} of {count} {name} dropped, "
            f"survivors × 1 / (1 − {significant(self.rate)}) = {significant(self.scale)}. "
            f"Their sum is {self._told(self.output.sum())}, undropped {self._told(self.activations.sum())}. "
            f"The mean of {counted(self.draws, 'draw')} is at most {away} away from the activations."
        )

    def _title(self):
        name, count, kept = self._units()
        if not self.training:
            return "Inference: everything passes unchanged"
        dropped = f"{count - kept} of {count} {name} dropped"
        return f"Rate {significant(self.rate)}: {dropped}, survivors × {significant(self.scale)}"

    def draw(self):
        if self.activations.ndim == 3:
            return self._draw_maps()
        return self._draw_row() if self.activations.size <= _COLUMNS else self._draw_grids()

    def _steps(self):
        """What the rows or grids show: name (| begins a line), values, colour and which of them are dropped."""
        nothing = np.zeros_like(self.mask)
        handed_on = f"× mask × {significant(self.scale)}:|handed on" if self.training else "handed on"
        return [
            ("activations", self.activations, PALE[INPUT], nothing),
            ("mask", self.mask.astype(float), PALE[NEUTRAL], ~self.mask),
            (handed_on, self.output, PALE[FEATURE_MAP], ~self.mask),
            (f"mean of|{counted(self.draws, 'draw')}", self.mean, PALE[FEATURE_MAP], nothing),
        ]

    def _canvas(self, height):
        canvas = Canvas(height)
        canvas.text(4, 16, self._title(), size=15, anchor="start", bold=True)
        return canvas

    def _draw_row(self):
        canvas, cell = self._canvas(382), (WIDTH - _LEFT - 4) / _COLUMNS
        for row, (name, values, fill, dropped) in enumerate(self._steps()[:3]):
            y = 38 + 46 * row
            _name(canvas, y + 16, name)
            draw_boxes(canvas, (_LEFT, y), (cell, 34), values, fill, columns=_COLUMNS, hatched=dropped)
        _name(canvas, 218, self._steps()[3][0])
        self._draw_means(canvas, _LEFT, 186, cell)
        self._caption(canvas, f"Line: mean of the first 1, 2, … {self.draws:,} draws. Dotted: the activation.")
        return canvas

    def _draw_means(self, canvas, left, top, cell):
        """Each unit's mean of all draws beside its activation; where a column is wide, also how it got there."""
        canvas.line([(left, self._at(0, top)), (WIDTH - 4, self._at(0, top))], LINE)
        canvas.text(left - 4, self._at(0, top), "0", size=10, anchor="end", colour=NEUTRAL)
        shares = np.log(self.counts) / np.log(self.draws) if self.draws > 1 else np.ones(1)
        running = self._at(self.running_mean.reshape(len(self.counts), -1), top)
        wide, dot = (cell - 14, 6) if cell > _NUMBERED else (cell / 2, 5)
        for unit, (activation, mean) in enumerate(zip(self.activations.ravel(), self.mean.ravel(), strict=True)):
            x, level = left + cell * unit + 2, self._at(activation, top)
            canvas.line([(x, level), (x + cell - 4, level)], INPUT, 2, dotted=cell > _NUMBERED)
            if cell > _NUMBERED:
                canvas.line(list(zip(x + wide * shares, running[:, unit], strict=True)), FEATURE_MAP, 1.5)
            if self.activations.size <= _COLUMNS:  # else they stand in a grid above
                canvas.text(x + wide / 2, top + _TALL + 16, significant(mean), size=13, bold=True)
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
        sides = np.atleast_2d(self.activations).shape
        columns = sides[1] if max(sides) <= _COLUMNS else _COLUMNS  # a small grid keeps its own
        tall = 22 * -(-self.activations.size // columns) + 30
        canvas = self._canvas(2 * tall + _TALL + 74)
        for step, (name, values, fill, dropped) in enumerate(self._steps()):
            x, y = 4 + 368 * (step % 2), 42 + tall * (step // 2)
            canvas.text(x, y, name.replace("|", " "), size=12, anchor="start")
            draw_boxes(canvas, (x, y + 11), (45, 22), values, fill, columns=columns, hatched=dropped)
        self._draw_means(canvas, 20, 2 * tall + 44, (WIDTH - 24) / self.activations.size)
        self._caption(canvas, f"Square: mean of {counted(self.draws, 'draw')}, unit by unit. Line: the activation.")
        return canvas

    def _draw_maps(self):
        height, width, channels = self.activations.shape
        room = min(110, (WIDTH - _LEFT) / channels)
        pixel = (room - 8) / max(height, width)
        tall = pixel * height + 12
        canvas, limit = self._canvas(70 + 4 * tall), 2 * np.abs(self.activations).max()  # of survivors at rate 0.5
        for row, (name, maps, fill, dropped) in enumerate(self._steps()):
            y = 34 + tall * row
            shaded = name == "mask" and not self.spatial and pixel < _NUMBERED
            _name(canvas, y + tall / 2 - 6, "mask|(dark: dropped)" if shaded else name)
            colours = np.where(dropped, 95, 241).astype(np.uint8) if name == "mask" else signed(maps, limit)
            for channel in range(channels):
                place, off = (_LEFT + room * channel, y, pixel * width, pixel * height), dropped[..., channel]
                if pixel >= _NUMBERED:
                    draw_boxes(canvas, place[:2], (pixel, pixel), maps[..., channel], fill, hatched=off)
                elif off.all():
                    canvas.box(*place, edge=NEUTRAL, hatched=True)
                else:
                    canvas.framed_image(*place, colours[:, :, channel], NEUTRAL)
        self._draw_map_means(canvas, 42 + 4 * tall, room, pixel * width)
        return canvas

    def _draw_map_means(self, canvas, top, room, wide):
        for y, name, maps in ((top, "mean of these", self.mean), (top + 17, "mean of activations", self.activations)):
            canvas.text(4, y, name, size=11, anchor="start")
            for channel, mean in enumerate(maps.mean(axis=(0, 1))):
                canvas.text(_LEFT + room * channel + wide / 2, y, self._told(mean), size=11)


def _name(canvas, y, words):
    """A row's name, in two lines where it holds a |."""
    lines = words.split("|")
    for line, part in enumerate(lines):
        canvas.text(4, y + 15 * line - 7.5 * (len(lines) - 1), part, size=12, anchor="start")


def _checked(given):
    shapes = [(Sides(1, 64),), (Sides(1, 64), Sides(1, 64)), (Sides(1, 28), Sides(1, 28), Sides(1, 8))]
    activations = numbers_of(given, "activations", shapes=shapes, limit=9999, allowed=_ALLOWED)
    if activations.size > (4000 if activations.ndim == 3 else 64):
        raise ValueError(f"activations holds {activations.size:,} numbers, which is too many: give {_ALLOWED}.")
    return activations
