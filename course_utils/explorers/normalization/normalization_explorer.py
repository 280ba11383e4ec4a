"""Batch norm in its two modes: whose mean and variance it uses, and whom an answer depends on."""

import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.explorers.normalization.normalization_picture import drawn
from course_utils.explorers.shared.base import Explorer, Given, Number
from course_utils.explorers.shared.controls import choice, slider, switch
from course_utils.explorers.shared.number_grid import written
from course_utils.normalization import BatchNorm
from course_utils.numbers import counted, number, shape, significant

_STEPS = 600  # most training steps
_BATCH = (2, 10, 5), (6, 30, 5), (2, 10, 5), (6, 30, 5)
_OTHERS = {"as given": 1, "left out": 0, "doubled": 2, "halved": 0.5}  # what the other garments are multiplied by
_EXACT = 9  # decimals: below, there is only what rounding leaves where numbers cancel


class NormalizationExplorer(Explorer):
    """Batch norm of a small batch, in training and at inference, in different company.

    Parameters
    ----------
    batch : (garments, channels), optional
        At most 8 × 6 numbers up to 999; left out, four garments with three channels. How many there are is settled
        with the first.
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

    batch = Given(_BATCH).tag(state=True)
    training = traitlets.Bool(True).tag(state=True)
    garment = traitlets.Int(1, min=0, max=7).tag(state=True)
    channel = traitlets.Int(0, min=0, max=5).tag(state=True)
    others = traitlets.Enum(list(_OTHERS), "as given").tag(state=True)
    steps = traitlets.Int(1, min=0, max=_STEPS).tag(state=True)
    gamma = Number(1.0, min=-20.0, max=20.0).tag(state=True)
    beta = Number(0.0, min=-20.0, max=20.0).tag(state=True)

    def __init__(self, batch=None, **state):
        batch = _BATCH if batch is None else batch
        self._shape, self._averaged = _as_batch(batch).shape, None
        super().__init__(**{"batch": batch, "garment": min(1, self._shape[0] - 1)} | state)

    @traitlets.validate("batch")
    def _of_the_same_shape(self, proposal):
        batch = _as_batch(proposal.value)
        if batch.shape != self._shape:
            shapes = f"{shape(batch.shape)} numbers in place of {shape(self._shape)}"
            raise ValueError(f"batch has {shapes}: make a new NormalizationExplorer(batch).")
        return written(batch)

    @traitlets.validate("garment", "channel")
    def _one_of_the_batch(self, proposal):
        name, count = proposal.trait.name, self._shape[proposal.trait.name == "channel"]
        if proposal.value >= count:
            raise ValueError(f"{name} {proposal.value} is not allowed: this batch has {count}; counting starts at 0.")
        return proposal.value

    def make_controls(self):
        garments, channels = self._shape
        controls = {
            "training": switch("training mode"),
            "others": choice("other garments", list(_OTHERS)),
            "steps": slider("training steps", 0, _STEPS),
            "garment": choice("garment", [(str(row), row) for row in range(garments)]),
            "channel": choice("channel", [(str(column), column) for column in range(channels)]),
            "gamma": slider("γ of the channel", -20.0, 20.0, 0.5),
            "beta": slider("β of the channel", -20.0, 20.0, 0.5),
        }
        for name in ("garment", "channel", "gamma", "beta"):
            controls[name].add_class("course-typed")  # where the numbers can be touched, these are not needed
        if garments == 1:
            del controls["others"]  # there are none
        return controls

    def compute(self):
        batch = np.array(self.batch, float)
        if self._averaged != self.batch:
            self.path, self.goal, self._averaged = *_averages(batch), self.batch
        garment, self.row = batch[self.garment], 0 if self.others == "left out" else self.garment
        here = self.row, self.channel
        self.asked = batch * _OTHERS[self.others]
        self.asked[self.garment] = garment
        if self.others == "left out":
            self.asked = batch[[self.garment]]
        self.mean, self.variance = _statistics(self.asked)
        self.moving_mean, self.moving_variance = (averages[self.steps].copy() for averages in self.path)
        self.standardised = self._layer(1, 0)(self.asked, training=self.training)
        self.output = self._layer()(self.asked, training=self.training)
        self.training_output = self._layer()(self.asked, training=True)[here]
        self.inference_output = self._layer()(self.asked, training=False)[here]
        self.as_given = self._layer()(batch, training=True)[self.garment, self.channel]
        # A layer with all averages at once: row t of its answer is the garment's after t steps.
        every = self._layer(steps=slice(None))
        self.later = every(np.tile(garment, (_STEPS + 1, 1)), training=False)[:, self.channel]

    def _layer(self, gamma=None, beta=None, steps=None):
        """A new layer in the state: each call in training mode would move the averages of an old one."""
        layer = BatchNorm()
        layer(np.array(self.batch, float))  # makes its parameters
        layer.moving_mean, layer.moving_variance = (path[self.steps if steps is None else steps] for path in self.path)
        layer.gamma[self.channel] = self.gamma if gamma is None else gamma
        layer.beta[self.channel] = self.beta if beta is None else beta
        return layer

    def _used(self):
        """Mean and variance of the chosen channel that the chosen mode uses."""
        pair = (self.mean, self.variance) if self.training else (self.moving_mean, self.moving_variance)
        return pair[0][self.channel], pair[1][self.channel]

    def formula(self):
        (mean, variance), value = self._used(), self.batch[self.garment][self.channel]
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
                f"garment {self.garment} becomes {self.formula()}{given}. "
                f"Inference after {steps}: {_told(self.inference_output)}."
            )
        return (
            f"Inference after {steps}: channel {self.channel} has moving mean {mean}, variance {variance}; "
            f"garment {self.garment} becomes {self.formula()}. "
            f"Training, others {self.others}: {_told(self.training_output)}{given}."
        )

    def title(self):
        value = f"garment {self.garment} reads {_told(self.output[self.row, self.channel])} in channel {self.channel}"
        if self.training:
            return f"Training: {'alone' if len(self.asked) == 1 else 'among these neighbours'}, {value}"
        return f"Inference: {value}"

    def told(self, value):
        """A number as it stands in the picture and in the sentence."""
        return _told(value)

    def draw(self):
        return drawn(self)


def _as_batch(given):
    allowed = "(garments, channels), at most 8 × 6 numbers"
    return numbers_of(given, "batch", shapes=[(Sides(1, 8), Sides(1, 6))], limit=999, allowed=allowed)


def _statistics(batch):
    """Mean and variance that BatchNorm takes of a batch: with momentum 0 its averages are those of the last one."""
    layer = BatchNorm(momentum=0)
    layer(batch, training=True)
    return layer.moving_mean, layer.moving_variance


def _averages(batch):
    """Moving means and variances after 0, 1, 2, … training steps on a batch, and what they lead to."""
    layer = BatchNorm()
    layer(batch)  # makes its parameters
    goal, keep = np.array(_statistics(batch), float), np.float32(layer.momentum)
    path = np.empty((_STEPS + 1, *goal.shape), np.float32)
    path[0] = layer.moving_mean, layer.moving_variance
    for step in range(_STEPS):  # as the layer does, which would take its mean anew each time
        path[step + 1] = keep * path[step] + (1 - keep) * goal
    return (path[:, 0], path[:, 1]), goal


def _told(value):
    """A number with two decimals; a small one has two digits, a large one four."""
    value = round(float(value), _EXACT)
    return number(value, 2) if 0.1 <= abs(value) < 100 else significant(value, 2 if abs(value) < 1 else 4)
