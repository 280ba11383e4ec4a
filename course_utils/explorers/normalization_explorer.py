"""Batch norm in its two modes: whose mean and variance it uses, and whom an answer depends on."""

import numpy as np
import traitlets

from course_utils.colours import FEATURE_MAP, INK, INPUT, NEUTRAL
from course_utils.explorers.shared.base import Explorer, Number, slider, switch
from course_utils.explorers.shared.base import choice as list_of
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.old import array_of_numbers
from course_utils.normalization import BatchNorm

_IN, _OUT, _USED, _PALE = "#dce4ec", "#e1f1e4", "#f1f3f4", "#bdc1c6"
_STEPS, _LEFT, _ROW, _TOP = 600, 94, 24, 70  # most training steps; names of rows; height of a row; top of the tables
_OTHERS = {"as given": 1, "left out": 0, "doubled": 2, "halved": 0.5}  # what the other garments are multiplied by
_ALLOWED, _LARGEST, _LIMIT = "(garments, channels), at most 8 by 6 numbers", [(8, 6)], 999


class NormalizationExplorer(Explorer):
    """Batch norm of a small batch, in training and at inference, in different company.

    Parameters
    ----------
    batch : (garments, channels), optional
        At most 8 × 6 numbers up to 999; left out, four garments with three channels.
    training : bool
        Training mode, or inference.
    garment, channel : int
        Which one the outlines, the formula and the curves are about.
    others : "as given", "left out", "doubled" or "halved"
        The other garments of the batch that is asked about.
    steps : int
        0 to 600 training steps on the batch as given that the moving averages have behind them.
    gamma, beta : float
        -20 to 20: what the chosen channel is multiplied by, and what is added; 1 and 0 in the others.

    Attributes
    ----------
    asked : (garments, channels)
        The batch that is asked about: the chosen garment among the others.
    mean, variance, moving_mean, moving_variance : (channels,)
        Of the batch that is asked about; and of the layer, after `steps`.
    standardised, output : (garments, channels)
        Before and after gamma and beta, in the chosen mode.
    training_output, inference_output, as_given : float
        The chosen garment's output in both modes, and in training mode among the batch as given.
    later : (601,)
        Its output at inference after 0, 1, 2, … 600 steps.

    Introduced in notebook 05.
    """

    training = traitlets.Bool(True).tag(state=True)
    garment = traitlets.Int(1, min=0, max=7).tag(state=True)
    channel = traitlets.Int(0, min=0, max=5).tag(state=True)
    others = traitlets.Enum(list(_OTHERS), "as given").tag(state=True)
    steps = traitlets.Int(1, min=0, max=_STEPS).tag(state=True)
    gamma = Number(1.0, min=-20.0, max=20.0).tag(state=True)
    beta = Number(0.0, min=-20.0, max=20.0).tag(state=True)

    def __init__(self, batch=None, **state):
        batch = [[2, 10, 5], [6, 30, 5], [2, 10, 5], [6, 30, 5]] if batch is None else batch
        self.batch = array_of_numbers(batch, "batch", _ALLOWED, _LARGEST, _LIMIT)
        self.path, self.goal = _averages(self.batch), _statistics(self.batch)
        super().__init__(**{"garment": min(1, len(self.batch) - 1)} | state)

    @traitlets.validate("garment", "channel")
    def _one_of_the_batch(self, proposal):
        name, count = proposal.trait.name, self.batch.shape[proposal.trait.name == "channel"]
        if proposal.value >= count:
            raise ValueError(f"{name} {proposal.value} is not allowed: this batch has {count}; counting starts at 0.")
        return proposal.value

    def make_controls(self):
        garments, channels = self.batch.shape
        return {
            "training": switch("training mode"),
            "others": list_of("other garments", list(_OTHERS)),
            "garment": list_of("garment", [(str(number), number) for number in range(garments)]),
            "channel": list_of("channel", [(str(number), number) for number in range(channels)]),
            "steps": slider("training steps", 0, _STEPS),
            "gamma": slider("γ of the channel", -20.0, 20.0, 0.5),
            "beta": slider("β of the channel", -20.0, 20.0, 0.5),
        }

    def compute(self):
        here, garment = (self._place(), self.channel), self.batch[self.garment]
        self.asked = self.batch * _OTHERS[self.others]
        self.asked[self.garment] = garment
        if self.others == "left out":
            self.asked = self.batch[[self.garment]]
        self.mean, self.variance = _statistics(self.asked)
        self.moving_mean, self.moving_variance = (averages[self.steps].copy() for averages in self.path)
        self.standardised = self._layer(1, 0)(self.asked, training=self.training)
        self.output = self._layer()(self.asked, training=self.training)
        self.training_output = self._layer()(self.asked, training=True)[here]
        self.inference_output = self._layer()(self.asked, training=False)[here]
        self.as_given = self._layer()(self.batch, training=True)[self.garment, self.channel]
        # A layer with all averages at once: row t of its answer is the garment's after t steps.
        every = self._layer(steps=slice(None))
        self.later = every(np.tile(garment, (_STEPS + 1, 1)), training=False)[:, self.channel]

    def _place(self):
        return 0 if self.others == "left out" else self.garment

    def _layer(self, gamma=None, beta=None, steps=None):
        """A new layer in the state: each call in training mode would move the averages of an old one."""
        layer = BatchNorm()
        layer(self.batch)  # makes its parameters
        layer.moving_mean, layer.moving_variance = (path[self.steps if steps is None else steps] for path in self.path)
        layer.gamma[self.channel] = self.gamma if gamma is None else gamma
        layer.beta[self.channel] = self.beta if beta is None else beta
        return layer

    def _used(self):
        """Mean and variance of the chosen channel that the chosen mode uses."""
        pair = (self.mean, self.variance) if self.training else (self.moving_mean, self.moving_variance)
        return pair[0][self.channel], pair[1][self.channel]

    def _formula(self):
        (mean, variance), value = self._used(), self.batch[self.garment, self.channel]
        mean = f"− {_number(mean)}" if mean >= 0 else f"+ {_number(-mean)}"
        after = f"({_number(value)} {mean}) / √({_number(variance)} + 0.001)"
        after = f"{after} = {_number(self.standardised[self._place(), self.channel])}"
        if (self.gamma, self.beta) == (1, 0):
            return after
        beta = f"− {_number(-self.beta)}" if self.beta < 0 else f"+ {_number(self.beta)}"
        gamma = _number(self.gamma) if self.gamma >= 0 else f"({_number(self.gamma)})"
        return f"{after}, × {gamma} {beta} = {_number(self.output[self._place(), self.channel])}"

    def sentence(self):
        mean, variance = map(_number, self._used())
        steps = f"{self.steps} step" + "s" * (self.steps != 1)
        given = f" (as given {_number(self.as_given)})" if self.others != "as given" else ""
        if self.training:
            return (
                f"Training, others {self.others}: channel {self.channel} has mean {mean}, variance {variance}; "
                f"garment {self.garment} becomes {self._formula()}{given}. "
                f"Inference after {steps}: {_number(self.inference_output)} in any company."
            )
        return (
            f"Inference after {steps}: channel {self.channel} has moving mean {mean}, variance {variance}; "
            f"garment {self.garment} becomes {self._formula()}, in any company. "
            f"Training, others {self.others}: {_number(self.training_output)}{given}."
        )

    def _title(self):
        value = _number(self.output[self._place(), self.channel])
        value = f"garment {self.garment} reads {value} in channel {self.channel}"
        if self.training:
            return f"Training: {'alone' if len(self.asked) == 1 else 'among these neighbours'}, {value}"
        return f"Inference: {value}, whoever is beside it"

    def draw(self):
        garments, channels = self.batch.shape
        cell = min(60, (WIDTH - _LEFT - 130) / (2 * channels))
        second, below = _LEFT + max(cell * channels, 160) + 30, _TOP + _ROW * garments
        canvas, every = Canvas(below + 276), range(channels)
        canvas.text(4, 16, self._title(), size=15, anchor="start", bold=True)
        for row in range(garments):
            middle = _TOP + _ROW * (row + 0.5)
            canvas.text(4, middle, f"garment {row}", size=12, anchor="start", bold=row == self.garment)
        self._draw_table(canvas, _LEFT, cell, self.asked, every, f"batch, others {self.others}", _IN)
        self._draw_table(canvas, second, cell, self.standardised, every, "standardised", _OUT)
        last = second + max(cell * channels, 90) + 30
        self._draw_table(canvas, last, 60, self.output[:, [self.channel]], [self.channel], "× γ + β", _OUT)
        self._draw_statistics(canvas, below + 10, cell, second)
        canvas.text(4, below + 108, self._formula(), size=14, anchor="start", bold=True)
        self._draw_curves(canvas, below + 134)
        return canvas

    def _draw_table(self, canvas, left, cell, values, channels, name, fill):
        canvas.text(left, 42, name, size=12, anchor="start")
        for column, channel in enumerate(channels):
            x, bold = left + cell * column, channel == self.channel
            canvas.text(x + cell / 2, 60, f"ch. {channel}", size=11, colour=INK if bold else NEUTRAL, bold=bold)
            for row in range(len(self.batch)):
                y, absent = _TOP + _ROW * row, self.others == "left out" and row != self.garment
                canvas.box(x, y, cell - 2, _ROW - 2, None if absent else fill, edge=_PALE, hatched=absent)
                if not absent:
                    _cell_text(canvas, x + cell / 2 - 1, y + 11, values[min(row, len(values) - 1), column], cell)
        # A column shares its mean in training; at inference each number is by itself.
        shared = self.training and fill == _IN and self.others != "left out"
        top, rows = (_TOP, len(self.batch)) if shared else (_TOP + _ROW * self.garment, 1)
        x = left + cell * list(channels).index(self.channel)
        canvas.box(x - 2, top - 2, cell + 2, _ROW * rows + 2, edge=INK, weight=2.5)

    def _draw_statistics(self, canvas, top, cell, second):
        rows = [("batch mean", self.mean), ("batch var.", self.variance)]
        rows += [("moving mean", self.moving_mean), ("moving var.", self.moving_variance)]
        for row, (name, values) in enumerate(rows):
            y, used = top + 20 * row, self.training == (row < 2)
            colour = INK if used else NEUTRAL
            if used:
                canvas.box(0, y - 1, second - 30, 20, _USED)
            canvas.text(4, y + 9, name, size=11, anchor="start", colour=colour, bold=used)
            for channel, value in enumerate(values):
                _cell_text(canvas, _LEFT + cell * (channel + 0.5) - 1, y + 9, value, cell, colour)
        for row, (name, value, usual) in enumerate((("γ", self.gamma, 1), ("β", self.beta, 0))):
            canvas.text(second - 12, top + 9 + 20 * row, name, size=13)
            for channel in range(self.batch.shape[1]):
                number = value if channel == self.channel else usual
                _cell_text(canvas, second + cell * (channel + 0.5) - 1, top + 9 + 20 * row, number, cell)

    def _draw_curves(self, canvas, top):
        mean, variance = (
            (path[:, self.channel], goal[self.channel]) for path, goal in zip(self.path, self.goal, strict=True)
        )
        self._draw_curve(canvas, 4, top, "moving mean", *mean, "batch")
        self._draw_curve(canvas, 254, top, "moving variance", *variance, "batch")
        self._draw_curve(canvas, 504, top, f"inference, garment {self.garment}", self.later, self.as_given, "training")
        words = f"Over {_STEPS} training steps on the batch as given. Dotted: what they lead to."
        canvas.text(4, canvas.height - 12, words, size=11, anchor="start", colour=NEUTRAL)

    def _draw_curve(self, canvas, left, top, name, curve, goal, whose):
        low, high = min(curve.min(), goal), max(curve.max(), goal)
        at = top + 30 + 66 * (high - np.append(curve, goal)) / max(high - low, 1e-9)
        across = left + 226 * np.arange(_STEPS + 1) / _STEPS
        shown = np.unique(np.r_[0:60:3, 60 : _STEPS + 1 : 12])
        canvas.text(left, top, f"{name}: {_number(curve[self.steps])}", size=12, anchor="start", bold=True)
        canvas.line([(left, at[-1]), (left + 226, at[-1])], INPUT, 2, dotted=True)
        canvas.line(list(zip(across[shown], at[shown], strict=True)), FEATURE_MAP, 2)
        canvas.line([(across[self.steps], top + 30), (across[self.steps], top + 100)], NEUTRAL)
        canvas.box(across[self.steps] - 3.5, at[self.steps] - 3.5, 7, 7, FEATURE_MAP)
        y = at[-1] + (12 if at[-1] > top + 60 else -9)
        canvas.text(left + 113, y, f"{whose}: {_number(goal)}", size=11, colour=INPUT)
        canvas.text(left, top + 108, "0", size=10, anchor="start", colour=NEUTRAL)
        canvas.text(left + 226, top + 108, f"{_STEPS} steps", size=10, anchor="end", colour=NEUTRAL)


def _cell_text(canvas, x, y, value, cell, colour=INK):
    canvas.text(x, y, _number(value), size=12 if cell > 55 else 10, colour=colour)


def _statistics(batch):
    """Mean and variance that BatchNorm takes of a batch: with momentum 0 its averages are those of the last one."""
    layer = BatchNorm(momentum=0)
    layer(batch, training=True)
    return layer.moving_mean, layer.moving_variance


def _averages(batch):
    """Moving means and variances after 0, 1, 2, … training steps on a batch."""
    layer = BatchNorm()
    layer(batch)
    path = [(layer.moving_mean, layer.moving_variance)]
    for _ in range(_STEPS):
        layer(batch, training=True)
        path.append((layer.moving_mean, layer.moving_variance))
    return [np.array(averages) for averages in zip(*path, strict=True)]


def _number(value):
    """A number in few digits, with a proper minus sign and never -0."""
    value = round(float(value), 4)
    if abs(value) >= 0.1:
        value = round(value, 2 if abs(value) < 100 else 1 if abs(value) < 1000 else 0)
    else:
        value = float(f"{value:.2g}")
    return f"{value + 0.0:.15g}".replace("-", "−")
