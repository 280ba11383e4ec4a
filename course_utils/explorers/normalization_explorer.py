"""Batch norm in its two modes: whose mean and variance it uses, and whom an answer depends on."""

import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.colours import FEATURE_MAP, INK, INPUT, LINE, NEUTRAL, PALE
from course_utils.explorers.shared.base import Explorer, Number, choice, slider, switch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_boxes import draw_boxes
from course_utils.normalization import BatchNorm
from course_utils.numbers import counted, number, significant

_STEPS, _LEFT, _ROW, _TOP = 600, 94, 24, 70  # most training steps; names of rows; height of a row; top of the tables
_OTHERS = {"as given": 1, "left out": 0, "doubled": 2, "halved": 0.5}  # what the other garments are multiplied by
_EXACT = 9  # decimals: below, there is only what rounding leaves where numbers cancel


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
        −20 to 20: what the chosen channel is multiplied by, and what is added; 1 and 0 in the others.

    Attributes
    ----------
    asked, row : (garments, channels), int
        The batch that is asked about, and the chosen garment's row in it.
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
        allowed = "(garments, channels), at most 8 × 6 numbers"
        self.batch = numbers_of(batch, "batch", shapes=[(Sides(1, 8), Sides(1, 6))], limit=999, allowed=allowed)
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
            "others": choice("other garments", list(_OTHERS)),
            "garment": choice("garment", [(str(row), row) for row in range(garments)]),
            "channel": choice("channel", [(str(column), column) for column in range(channels)]),
            "steps": slider("training steps", 0, _STEPS),
            "gamma": slider("γ of the channel", -20.0, 20.0, 0.5),
            "beta": slider("β of the channel", -20.0, 20.0, 0.5),
        }

    def compute(self):
        garment, self.row = self.batch[self.garment], 0 if self.others == "left out" else self.garment
        here = self.row, self.channel
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
        mean = f"− {_told(mean)}" if mean >= 0 else f"+ {_told(-mean)}"
        after = f"({_told(value)} {mean}) / √({_told(variance)} + 0.001)"
        after = f"{after} = {_told(self.standardised[self.row, self.channel])}"
        if (self.gamma, self.beta) == (1, 0):
            return after
        beta = f"− {_told(-self.beta)}" if self.beta < 0 else f"+ {_told(self.beta)}"
        gamma = _told(self.gamma) if self.gamma >= 0 else f"({_told(self.gamma)})"
        return f"{after}, × {gamma} {beta} = {_told(self.output[self.row, self.channel])}"

    def sentence(self):
        mean, variance = map(_told, self._used())
        steps = counted(self.steps, "step")
        given = f" (as given {_told(self.as_given)})" if self.others != "as given" else ""
        if self.training:
            return (
                f"Training, others {self.others}: channel {self.channel} has mean {mean}, variance {variance}; "
                f"garment {self.garment} becomes {self._formula()}{given}. "
                f"Inference after {steps}: {_told(self.inference_output)} in any company."
            )
        return (
            f"Inference after {steps}: channel {self.channel} has moving mean {mean}, variance {variance}; "
            f"garment {self.garment} becomes {self._formula()}, in any company. "
            f"Training, others {self.others}: {_told(self.training_output)}{given}."
        )

    def _title(self):
        value = f"garment {self.garment} reads {_told(self.output[self.row, self.channel])} in channel {self.channel}"
        if self.training:
            return f"Training: {'alone' if len(self.asked) == 1 else 'among these neighbours'}, {value}"
        return f"Inference: {value}, whoever is beside it"

    def draw(self):
        garments, channels = self.batch.shape
        cell = min(60, (WIDTH - _LEFT - 130) / (2 * channels))
        second, below = _LEFT + max(cell * channels, 160) + 30, _TOP + _ROW * garments
        last, canvas = second + max(cell * channels, 90) + 30, Canvas(below + 276)
        canvas.text(4, 16, self._title(), size=15, anchor="start", bold=True)
        for row in range(garments):
            canvas.text(
                4, _TOP + _ROW * (row + 0.5), f"garment {row}", size=12, anchor="start", bold=row == self.garment
            )
        every, one = range(channels), [self.channel]
        self._draw_table(canvas, _LEFT, cell, self.asked, every, f"batch, others {self.others}", PALE[INPUT])
        self._draw_table(canvas, second, cell, self.standardised, every, "standardised", PALE[FEATURE_MAP])
        self._draw_table(canvas, last, 60, self.output[:, one], one, "× γ + β", PALE[FEATURE_MAP])
        self._draw_statistics(canvas, below + 10, cell, second)
        canvas.text(4, below + 108, self._formula(), size=14, anchor="start", bold=True)
        self._draw_curves(canvas, below + 134)
        return canvas

    def _draw_table(self, canvas, left, cell, values, channels, name, fill):
        """A row per garment; those that are left out are hatched."""
        canvas.text(left, 42, name, size=12, anchor="start")
        for column, channel in enumerate(channels):
            x, bold = left + cell * (column + 0.5), channel == self.channel
            canvas.text(x, 60, f"ch. {channel}", size=11, colour=INK if bold else NEUTRAL, bold=bold)
        rows = np.full((len(self.batch), len(channels)), np.nan)
        rows[[self.garment] if self.others == "left out" else slice(None)] = np.round(values, _EXACT)
        draw_boxes(canvas, (left, _TOP), (cell, _ROW), rows, fill, hatched=np.isnan(rows), edge=LINE)
        # A column shares its mean in training; at inference each number is by itself.
        shared = self.training and fill == PALE[INPUT] and self.others != "left out"
        top, count = (_TOP, len(self.batch)) if shared else (_TOP + _ROW * self.garment, 1)
        x = left + cell * list(channels).index(self.channel)
        canvas.box(x - 2, top - 2, cell + 2, _ROW * count + 2, edge=INK, weight=2.5)

    def _draw_statistics(self, canvas, top, cell, second):
        """Below the batch its mean and variance and the moving ones, those that are used on grey; then γ and β."""
        canvas.box(0, top - 1 + 40 * (not self.training), second - 30, 40, PALE[NEUTRAL])
        rows = {"batch mean": self.mean, "batch var.": self.variance}
        rows |= {"moving mean": self.moving_mean, "moving var.": self.moving_variance}
        for row, (name, values) in enumerate(rows.items()):
            y, used = top + 9 + 20 * row, self.training == (row < 2)
            colour = INK if used else NEUTRAL
            canvas.text(4, y, name, size=11, anchor="start", colour=colour, bold=used)
            _draw_row(canvas, _LEFT, y, cell, values, colour)
        chosen = np.arange(self.batch.shape[1]) == self.channel
        for y, name, value, usual in ((top + 9, "γ", self.gamma, 1), (top + 29, "β", self.beta, 0)):
            canvas.text(second - 12, y, name, size=13)
            _draw_row(canvas, second, y, cell, np.where(chosen, value, usual), INK)

    def _draw_curves(self, canvas, top):
        for left, name, path, goal in zip((4, 254), ("mean", "variance"), self.path, self.goal, strict=True):
            self._draw_curve(canvas, left, top, f"moving {name}", path[:, self.channel], goal[self.channel], "batch")
        self._draw_curve(canvas, 504, top, f"inference, garment {self.garment}", self.later, self.as_given, "training")
        words = f"Over {_STEPS} training steps on the batch as given. Dotted: what they lead to."
        canvas.text(4, canvas.height - 12, words, size=11, anchor="start", colour=NEUTRAL)

    def _draw_curve(self, canvas, left, top, name, curve, goal, whose):
        low, high = min(curve.min(), goal), max(curve.max(), goal)
        at = top + 30 + 66 * (high - np.append(curve, goal)) / max(high - low, 1e-9)
        across = left + 226 * np.arange(_STEPS + 1) / _STEPS
        shown = np.unique(np.r_[0:60:3, 60 : _STEPS + 1 : 12])
        canvas.text(left, top, f"{name}: {_told(curve[self.steps])}", size=12, anchor="start", bold=True)
        canvas.line([(left, at[-1]), (left + 226, at[-1])], INPUT, 2, dotted=True)
        canvas.line(list(zip(across[shown], at[shown], strict=True)), FEATURE_MAP, 2)
        canvas.line([(across[self.steps], top + 30), (across[self.steps], top + 100)], NEUTRAL)
        canvas.box(across[self.steps] - 3.5, at[self.steps] - 3.5, 7, 7, FEATURE_MAP)
        y = at[-1] + (12 if at[-1] > top + 60 else -9)
        canvas.text(left + 113, y, f"{whose}: {_told(goal)}", size=11, colour=INPUT)
        canvas.text(left, top + 108, "0", size=10, anchor="start", colour=NEUTRAL)
        canvas.text(left + 226, top + 108, f"{_STEPS} steps", size=10, anchor="end", colour=NEUTRAL)


def _draw_row(canvas, left, y, cell, values, colour):
    for place, value in enumerate(values):
        text, size = _told(value), 12 if cell > 55 else 10
        text = text if len(text) <= 7 else number(value, 0, tiny="≈0")
        canvas.text(left + cell * (place + 0.5) - 1, y, text, size=size, colour=colour)


def _statistics(batch):
    """Mean and variance that BatchNorm takes of a batch: with momentum 0 its averages are those of the last one."""
    layer = BatchNorm(momentum=0)
    layer(batch, training=True)
    return layer.moving_mean, layer.moving_variance


def _averages(batch):
    """Moving means and variances after 0, 1, 2, … training steps on a batch."""
    layer, path = BatchNorm(), []
    for step in range(_STEPS + 1):
        layer(batch, training=step > 0)
        path.append((layer.moving_mean, layer.moving_variance))
    return [np.array(averages) for averages in zip(*path, strict=True)]


def _told(value):
    """A number with two decimals; a small one has two digits, a large one four."""
    value = round(float(value), _EXACT)
    return number(value, 2) if 0.1 <= abs(value) < 100 else significant(value, 2 if abs(value) < 1 else 4)
