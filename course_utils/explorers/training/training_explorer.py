"""Curves of training: drawn while a network trains, with buttons to hold it, and read epoch by epoch afterwards."""

import threading

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.colours import TEN
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.canvas import Canvas
from course_utils.explorers.shared.controls import LAYOUT, STYLE, choice, slider
from course_utils.explorers.training import training_words
from course_utils.explorers.training.training_histories import KEYS, checked, epochs_of
from course_utils.explorers.training.training_kernels import draw_kernels, kernels_at
from course_utils.explorers.training.training_layout import layout_of
from course_utils.explorers.training.training_panels import Batches, Curve, draw_panel, touch_panel
from course_utils.explorers.training.training_reins import Reins
from course_utils.explorers.training.training_watch import Watching, hear_while_busy

_HINT = "Point at an epoch to read it, click to keep it, drag the dotted line. Or Tab, arrow keys, Enter."


class TrainingExplorer(Explorer):
    """Loss and accuracy of one training, while it goes, or of several that are stored.

    Nothing is smoothed: each point is a number of the history. Below the curves stand the kernels of the first layer,
    where it is a convolution of an image and was watched.

    Parameters
    ----------
    epochs : int
        How many the training to come will have, 1 to 1000.
    runs : dict of name -> history, optional
        Up to six, with names of at most 30 characters. A history is what Keras' `fit` keeps: a dictionary with one
        value an epoch under "loss", "accuracy", "val_loss" or "val_accuracy"; or a `training.Run`. What was watched
        has more, as `history` says.
    quantity : "both", "loss" or "accuracy"
    split : "both", "training" or "validation"
    shown : tuple of str
        Names of the runs that are drawn; all of them, if empty.
    epoch : int
        Whose values are read, 0 to 1000. 0 is the last; so is a number beyond it.

    Attributes
    ----------
    history : dict
        Of the training that was watched last: as Keras has it, and besides "batch_loss" (one value per batch), "steps"
        (batches an epoch), "epochs" (how many were planned) and, if its first weights are a convolution's, "kernels"
        (before training and after each epoch, 32 at most). As one of the `runs` it is shown the same.
    reins : Reins
        What holds a training: `pausing`, `stopping`.
    marked : int
        The epoch that is read.
    values : dict of (run, quantity, split) -> float
        What is read there.
    kernels : (rows, columns, channels, kernels) or None
        Of the first layer, after this epoch or, while `epoch` is 0, after the last batch; of the last run that has any.

    Introduced in notebook 06.
    """

    quantity = traitlets.Enum(["both", "loss", "accuracy"], "both").tag(state=True)
    split = traitlets.Enum(["both", "training", "validation"], "both").tag(state=True)
    shown = traitlets.Tuple(()).tag(state=True)
    epoch = traitlets.Int(0, min=0, max=1000).tag(state=True)
    beyond = frozenset({"epoch"})

    def __init__(self, epochs=5, runs=None, **state):
        if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)) or not 1 <= epochs <= 1000:
            raise ValueError(f"epochs {str(epochs)[:40]!r} is not allowed: give a whole number from 1 to 1000.")
        self.runs, self.history, self.live = checked(runs), {}, runs is None
        self.reins, self._lock = Reins(), threading.RLock()
        self._planned = epochs if self.live else 1
        super().__init__(**state)

    @classmethod
    def example(cls, **state):
        falling = [round(1.6 * 0.8**epoch, 3) for epoch in range(12)]
        first = {
            "loss": falling,
            "accuracy": [round(1 - 0.3 * loss, 3) for loss in falling],
            "val_loss": [round(loss + 0.03 * epoch, 3) for epoch, loss in enumerate(falling)],
        }
        return cls(runs={"first": first, "second": {"loss": falling[2:9], "val_loss": falling[1:8]}}, **state)

    @traitlets.validate("shown")
    def _known(self, proposal):
        for name in proposal["value"]:
            if name not in self.runs:
                known = ", ".join(self.runs) or "none yet"
                raise ValueError(f"shown {str(name)[:40]!r} is not allowed: the runs are {known}.")
        return tuple(proposal["value"])

    def make_controls(self):
        picked = widgets.SelectMultiple(
            options=list(self.runs), rows=max(len(self.runs), 2), description="runs (none: all)"
        )
        picked.layout, picked.style = widgets.Layout(**LAYOUT), STYLE
        picked.layout.display = None if len(self.runs) > 1 else "none"  # of one there is nothing to choose
        return {
            "quantity": choice("quantity", self.traits()["quantity"].values),
            "split": choice("images", self.traits()["split"].values),
            "shown": picked,
            "epoch": slider("epoch (0: the last)", 0, max(self._planned, *map(epochs_of, self.runs.values()), 1)),
        }

    def arranged(self):
        return [*self.controls.values(), *([self.reins.box] if self.live else [])]

    def update(self, change=None):
        """Compute, draw and say anew; one thread at a time, as controls move beside a training."""
        with self._lock:
            super().update(change)

    def move(self, **state):
        """Change several parts of the state at once; also while a training draws."""
        with self._lock:
            super().move(**state)

    # While a network trains.

    def callback(self, name="this run", every=10):
        """A Keras callback that shows the training in this explorer as it goes.

        It shows the explorer where `fit` runs, and puts a new picture every `every` batches, at most two a second. It
        hears the buttons "pause", "go on" and "one batch"; and after "stop training" or Kernel → Interrupt, `fit` ends
        after the batch, with its history. Unless somebody presses "pause" it never waits.
        """
        from course_utils.quiet import keras

        class Callback(Watching, keras.callbacks.Callback):
            """`Watching` as Keras wants it."""

        return Callback(self, str(name)[:30], every)

    def begin(self, name, history):
        """Take up a training: `history` is filled by the callback while it goes."""
        with self._lock:
            self.history = self.runs[name] = history
            self.reins.begin()
            self.controls["epoch"].max = max(map(epochs_of, self.runs.values()))
            shown = self.controls["shown"]
            if list(shown.options) != list(self.runs):
                shown.options, shown.layout.display = list(self.runs), None if len(self.runs) > 1 else "none"
            for widget in (*self.reins.buttons, *self.controls.values(), self._hand):
                hear_while_busy(widget)
            self.update()

    def end(self):
        """The training has ended."""
        self.reins.end()
        self.update()

    # What is shown.

    def compute(self):
        self.names = [name for name in self.runs if name in self.shown] or list(self.runs)
        self.quantities = ["loss", "accuracy"] if self.quantity == "both" else [self.quantity]
        splits = ["training", "validation"] if self.split == "both" else [self.split]
        self.curves = {
            (name, quantity, split): np.array(self.runs[name][KEYS[quantity, split]], float)
            for quantity in self.quantities
            for name in self.names
            for split in splits
            if len(self.runs[name].get(KEYS[quantity, split], ()))
        }
        self.batches = {
            name: np.array(self.runs[name]["batch_loss"], float)
            for name in self.names
            if self.split != "validation" and len(self.runs[name].get("batch_loss", ()))
        }
        self.last = max(map(len, self.curves.values()), default=0)
        self.marked = min(self.epoch or self.last, self.last)
        self.values = {
            key: float(curve[self.marked - 1]) for key, curve in self.curves.items() if 1 <= self.marked <= len(curve)
        }
        self._kernels = kernels_at(self.runs, self.names, self.epoch and self.marked)
        self.kernels = self._kernels and self._kernels.values

    def sentence(self):
        readings = ["Paused."] if self.reins.pausing else []
        readings += [training_words.progress(name, self.runs[name]) for name in self.names]
        if self.curves:
            readings += [f"After epoch {self.marked} of {self.last}.", *map(self._reading, self.names)]
        elif self.history and not self.batches:
            return "Training has begun; its first batch takes longest. The buttons pause it, or end it early."
        elif not self.batches:
            return "Nothing is recorded yet. Hand callback() to fit, and the curves are drawn while it trains."
        validation = self.curves.get((self.names[0], "loss", "validation"), np.array([]))
        if len(self.names) == 1 and np.isfinite(validation).any():
            readings.append(f"Validation loss is lowest after epoch {np.nanargmin(validation) + 1}.")
        return training_words.shortened([reading for reading in readings if reading])

    def line(self):
        if not self.curves:
            return self.words
        return f"{', '.join(self.quantities)} of {', '.join(self.names)}, epoch {self.marked} of {self.last} marked."

    def _reading(self, name):
        values = {key[1:]: value for key, value in self.values.items() if key[0] == name}
        return training_words.reading(name, values, alone=len(self.names) == 1)

    def draw(self):
        layout = layout_of(self.runs)
        canvas = Canvas(layout.height)
        drawn = {what: {key: self.curves[key] for key in self.curves if key[1] == what} for what in self.quantities}
        for place, quantity in zip(layout.plots(len(self.quantities)), self.quantities, strict=True):
            curves, batches = list(map(self._curve, drawn[quantity])), self._batches() if quantity == "loss" else ()
            panel = draw_panel(canvas, place, quantity, curves, self.marked, self._axis(), batches)
            if curves:
                words, splits = training_words.pointed_at(drawn[quantity], self.last)
                others = [other for other in self.quantities if other != quantity and drawn[other]]
                touch_panel(canvas, panel, quantity, words, self.marked, others=others, hint=f"{quantity}, {splits}")
        if self._kernels:
            draw_kernels(canvas, layout.below, self._kernels)
        if self.curves:
            canvas.hint, canvas.back = _HINT, {"epoch": 0}
        return canvas

    def _axis(self):
        """The first and the last epoch; where no batch is drawn, each epoch has half its width on both sides."""
        if not self.names:
            return 0, self._planned
        last = max(self.last, *(self.runs[name].get("epochs", 1) for name in self.names), 1)
        return (0, last) if any(self.runs[name].get("batch_loss") for name in self.names) else (0.5, last + 0.5)

    def _batches(self):
        return [
            Batches(losses, self.runs[name].get("steps") or len(losses), self._colour(name))
            for name, losses in self.batches.items()
        ]

    def _curve(self, key):
        name, _, split = key
        run = name if len(self.names) > 1 else ""
        value = training_words.said(self.values[key]) if key in self.values else "ended"
        return Curve(f"{run} {split} {value}".strip(), self.curves[key], self._colour(name), split == "validation")

    def _colour(self, name):
        return TEN[list(self.runs).index(name) % len(TEN)]
