"""Curves of training: drawn while a network trains, with a button to stop, and read epoch by epoch afterwards."""

import threading

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.colours import TEN
from course_utils.explorers.shared.base import LAYOUT, STYLE, Explorer, button, choice, slider
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.training.training_histories import KEYS, checked, epochs_of
from course_utils.explorers.training.training_panels import Batches, Curve, draw_panel
from course_utils.explorers.training.training_watch import Watching, hear_while_busy
from course_utils.numbers import number


class TrainingExplorer(Explorer):
    """Loss and accuracy of one training, while it goes, or of several that are stored.

    Nothing is smoothed: each point is a number of the history.

    Parameters
    ----------
    epochs : int
        How many the training to come will have, 1 to 1000.
    runs : dict of name -> history, optional
        Up to six, with names of at most 30 characters. A history is what Keras' `fit` keeps: a dictionary with one
        value an epoch under "loss", "accuracy", "val_loss" or "val_accuracy"; or a `training.Run`.
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
        (batches an epoch) and "epochs" (how many were planned). As one of the `runs` it is shown the same.
    marked : int
        The epoch that is read.
    values : dict of (run, quantity, split) -> float
        What is read there.

    Introduced in notebook 06.
    """

    quantity = traitlets.Enum(["both", "loss", "accuracy"], "both").tag(state=True)
    split = traitlets.Enum(["both", "training", "validation"], "both").tag(state=True)
    shown = traitlets.Tuple(()).tag(state=True)
    epoch = traitlets.Int(0, min=0, max=1000).tag(state=True)

    def __init__(self, epochs=5, runs=None, **state):
        if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)) or not 1 <= epochs <= 1000:
            raise ValueError(f"epochs {str(epochs)[:40]!r} is not allowed: give a whole number from 1 to 1000.")
        self.runs, self.history, self.live = checked(runs), {}, runs is None
        self.stopping, self._lock = False, threading.RLock()
        self._planned = epochs if self.live else 1
        self._button = button("stop training", self.stop)
        self._button.tooltip = "ends after the batch, as Kernel → Interrupt does"
        self._button.layout.visibility = "hidden"  # its place is kept, so that nothing jumps
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
        picked.layout, picked.style = LAYOUT, STYLE
        return {
            "quantity": choice("quantity", self.traits()["quantity"].values),
            "split": choice("images", self.traits()["split"].values),
            "shown": picked,
            "epoch": slider("epoch (0: the last)", 0, max(self._planned, *map(epochs_of, self.runs.values()), 1)),
        }

    def arranged(self):
        return [*self.controls.values(), *([self._button] if self.live else [])]

    def update(self, change=None):
        """Compute, draw and say anew; one thread at a time, as controls move beside a training."""
        with self._lock:
            super().update(change)

    # While a network trains.

    def callback(self, name="this run", every=10):
        """A Keras callback that shows the training in this explorer as it goes.

        It shows the explorer where `fit` runs, puts a new picture every `every` batches, at most two a second, and
        hears the button "stop training" and Kernel → Interrupt: `fit` then ends after the batch, with its history.
        """
        from course_utils.quiet import keras

        class Callback(Watching, keras.callbacks.Callback):
            """`Watching` as Keras wants it."""

        return Callback(self, str(name)[:30], every)

    def stop(self):
        """End the training after the batch that is running."""
        self.stopping = True  # no more: this may run in another thread than the training

    def begin(self, name, history):
        """Take up a training: `history` is filled by the callback while it goes."""
        with self._lock:
            self.history = self.runs[name] = history
            self.stopping, self._button.layout.visibility = False, "visible"
            hear_while_busy(self._button)
            self.controls["epoch"].max = max(map(epochs_of, self.runs.values()))
            if list(self.controls["shown"].options) != list(self.runs):
                self.controls["shown"].options = list(self.runs)
            self.update()

    def end(self):
        """The training has ended."""
        self._button.layout.visibility = "hidden"
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

    def sentence(self):
        readings = [self._progress(name) for name in self.names]
        if self.curves:
            readings += [f"After epoch {self.marked} of {self.last}.", *map(self._reading, self.names)]
        elif self.history and not self.batches:
            return "Training has begun; its first batch takes longest. The button below the controls ends it early."
        elif not self.batches:
            return "Nothing is recorded yet. Hand callback() to fit, and the curves are drawn while it trains."
        validation = self.curves.get((self.names[0], "loss", "validation"), np.array([]))
        if len(self.names) == 1 and np.isfinite(validation).any():
            readings.append(f"Validation loss is lowest after epoch {np.nanargmin(validation) + 1}.")
        return _shortened([reading for reading in readings if reading])

    def line(self):
        if not self.curves:
            return self.words
        return f"{', '.join(self.quantities)} of {', '.join(self.names)}, epoch {self.marked} of {self.last} marked."

    def _progress(self, name):
        batches, whole = self.batches.get(name, ()), self.runs[name].get("steps", 0) * self.runs[name].get("epochs", 0)
        if not len(batches) or len(batches) >= whole:
            return ""
        return f"{name}: {len(batches):,} of {whole:,} batches seen, loss of the last {_said(batches[-1])}."

    def _reading(self, name):
        said = []
        for quantity in self.quantities:
            here = [
                f"{_said(value)} in {split}"
                for (of, what, split), value in self.values.items()
                if (of, what) == (name, quantity)
            ]
            said += [f"{quantity} {', '.join(here)}"] if here else []
        said = "; ".join(said) or "no value"
        return f"{name}: {said}." if len(self.names) > 1 else f"{said.capitalize()}."

    def draw(self):
        height = max(230, 15 * max(sum(key[1] == quantity for key in self.curves) for quantity in self.quantities))
        canvas, width = Canvas(height + 78), WIDTH / len(self.quantities)
        last = max(self.last, *(self.runs[name].get("epochs", 1) for name in self.names), 1) if self.names else 1
        axis = (0 if self.batches or last == 1 else 1, last if self.names else self._planned)
        for place, quantity in enumerate(self.quantities):
            batches = [
                Batches(losses, self.runs[name].get("steps") or len(losses), self._colour(name))
                for name, losses in self.batches.items()
                if quantity == "loss"
            ]
            curves = [self._curve(key) for key in self.curves if key[1] == quantity]
            words = 24 + 6.2 * max([len(curve.words) for curve in curves], default=14)
            plot = (place * width + 46, 34, width - 46 - words, height)
            draw_panel(canvas, plot, quantity, curves, self.marked, axis, batches)
        return canvas

    def _curve(self, key):
        name, _, split = key
        short = name if self.quantity != "both" or len(name) <= 10 else f"{name[:5]}…{name[-4:]}"
        run = short if len(self.names) > 1 else ""
        value = _said(self.values[key]) if key in self.values else "ended"
        return Curve(f"{run} {split} {value}".strip(), self.curves[key], self._colour(name), split == "validation")

    def _colour(self, name):
        return TEN[list(self.runs).index(name) % len(TEN)]


def _said(value):
    """A value in words, three decimals; one that is lost has none."""
    return number(value, fixed=True, thousands=True) if np.isfinite(value) else "no number"


def _shortened(readings, words=58):
    """As many of the sentences as have no more words than that, and how many are left out."""
    said = []
    for count, reading in enumerate(readings):
        if len(" ".join([*said, reading]).split()) > words - 4:
            return " ".join([*said, f"The picture shows {len(readings) - count} more."])
        said.append(reading)
    return " ".join(said)
