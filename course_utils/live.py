"""Curves that are drawn while a network trains."""

import time

from IPython.display import display

from course_utils.drawing import draw_training, panels
from course_utils.drawing.style import picture

# Drawing takes a fifth of a second; more often than this it would slow the training down.
_SECONDS_BETWEEN_PICTURES = 2.0


class _BatchLosses:
    """The loss of each batch, noted while training goes. Mixed into a Keras callback (see `batch_losses`)."""

    def on_train_begin(self, logs=None):
        """Start an empty list."""
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        """Keras starts its mean anew with each epoch."""
        self._sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        """Keras reports the mean since the epoch began: the loss of this batch is what it adds to the sum."""
        before, self._sum = self._sum, float(logs["loss"]) * (batch + 1)
        self.losses.append(self._sum - before)


def batch_losses():
    """A Keras callback whose `losses` holds the loss of each batch after training.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    class Callback(_BatchLosses, keras.callbacks.Callback):
        """`_BatchLosses` as Keras wants it."""

    return Callback()


class _LiveCurves(_BatchLosses):
    def __init__(self, epochs, alt):
        super().__init__()
        self.epochs, self.alt = epochs, alt
        self.handle, self.drawn = None, 0.0
        self.accuracies = {"training": [], "validation": []}

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if time.perf_counter() - self.drawn > _SECONDS_BETWEEN_PICTURES:
            self.draw()

    def on_epoch_end(self, epoch, logs=None):
        self.accuracies["training"].append(logs["accuracy"])
        if "val_accuracy" in logs:
            self.accuracies["validation"].append(logs["val_accuracy"])
        self.draw()

    def draw(self):
        """Draw everything so far, in the place of the picture before."""
        seen = {name: values for name, values in self.accuracies.items() if values}
        axes = panels(1, 2, size=2.7, width=3.7)
        draw_training(axes, self.losses, seen, steps=self.epochs * self.params["steps"], epochs=self.epochs)
        shown = picture(self.alt)
        if self.handle is None:
            self.handle = display(shown, raw=True, display_id=True)
        else:
            self.handle.update(shown, raw=True)
        self.drawn = time.perf_counter()


def live_curves(epochs, alt):
    """A Keras callback that draws the loss of each batch and the accuracy of each epoch, as training goes.

    One picture is shown at the start, and replaced every two seconds and after each epoch.

    Parameters
    ----------
    epochs : int
        How many there will be, so that the axes do not move.
    alt : str
        What there is to see in the finished picture, in one or two sentences.

    Returns
    -------
    callback : keras.callbacks.Callback
        For the `callbacks` of `training.fit`; its `losses` holds the loss of each batch.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    class LiveCurves(_LiveCurves, keras.callbacks.Callback):
        """`_LiveCurves` as Keras wants it."""

    return LiveCurves(epochs, alt)
