"""A Keras callback that fills a history, lets an explorer draw it while the network trains, and can be held.

ipykernel handles the messages to a thread one by one, so while `fit` runs in the main thread, a click sent there waits
until it has ended. Since version 4.4 JupyterLab sends clicks to a *subshell* of ipykernel 7, a thread of its own: there
a button sets a flag, which the main thread reads after each batch. Where no subshell is used, Kernel → Interrupt does
the same: its signal is caught, and sets the same flag.
"""

import signal
import threading
import time

from course_utils.explorers.training.training_kernels import first_kernels, kept
from course_utils.training import BatchLosses

_METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
_SECONDS_BETWEEN_PICTURES = 0.5
_SHARE_OF_TIME = 1 / 60  # that pictures may take of a training's time


def hear_while_busy(widget):
    """Let a widget's messages go to the subshell they were sent to, while a cell runs.

    ipykernel 7.4 sends them to the thread that last wrote to the widget instead, here the busy one. It keeps that
    thread's name in an attribute that is not public; where there is none, nothing is changed, and Interrupt remains.
    """
    getattr(widget.comm, "__dict__", {}).pop("_reply_subshell_id", None)


def _shown(explorer):
    """Show an explorer where `fit` runs, in a notebook; what it returns can show it anew."""
    from IPython import get_ipython  # here: there is nothing to show before a network trains
    from IPython.display import display

    return display(explorer, display_id=True) if get_ipython() else None


class Watching(BatchLosses):
    """Fills a history while Keras trains, and lets the explorer draw it. Mixed into a Keras callback."""

    def __init__(self, explorer, name, every):
        super().__init__()
        self.explorer, self.name, self.every = explorer, name, every

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        # Keras does not know the number of steps of a pipeline before its first epoch has ended.
        steps, epochs = self.params.get("steps") or 0, self.params["epochs"]
        self.history = {"batch_loss": self.losses, "steps": steps, "epochs": epochs}
        self.weights = first_kernels(self.model)
        if self.weights is not None:  # those before the first epoch, then one entry per epoch: the last as it stands
            self.history["kernels"] = [kept(self.weights)]
        self.explorer.begin(self.name, self.history)
        self.handle = _shown(self.explorer)
        self.epochs, self.due, self.before = 0, time.perf_counter() + _SECONDS_BETWEEN_PICTURES, None
        if threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self._interrupted)

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        reins = self.explorer.reins
        if reins.pausing:
            self._hold()
        elif len(self.losses) % self.every == 0 and self._is_due():
            self._keep_kernels()
            self._draw()
        if reins.stopping:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        self.history["steps"] = self.history["steps"] or len(self.losses)
        self._keep_kernels()
        self.epochs += 1
        for key in _METRICS:
            if key in logs:
                self.history.setdefault(key, []).append(float(logs[key]))
        if self._is_due():
            self._draw()
        if self.explorer.reins.stopping:  # while the validation images were looked at
            self.model.stop_training = True

    def _hold(self):
        """Wait while the training is paused; what it has come to is seen meanwhile."""
        self._keep_kernels()
        self._draw()
        self.explorer.reins.wait()
        if not self.explorer.reins.pausing:
            self._draw()  # no longer called paused

    def _is_due(self):
        return time.perf_counter() > self.due

    def _draw(self):
        begun = time.perf_counter()
        self.explorer.update()
        ended = time.perf_counter()
        self.due = ended + max(_SECONDS_BETWEEN_PICTURES, (ended - begun) / _SHARE_OF_TIME)

    def _keep_kernels(self):
        if self.weights is not None:
            self.history["kernels"][self.epochs + 1 :] = [kept(self.weights)]

    def on_train_end(self, logs=None):
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)
        self.explorer.end()
        if self.handle:  # what is stored in the notebook becomes the finished picture
            self.handle.update(self.explorer)

    def _interrupted(self, number, frame):
        """Kernel → Interrupt: the first ends the training after its batch, a second or one after it interrupts."""
        first = not self.explorer.reins.stopping and self._is_training(frame)
        self.explorer.reins.stop()
        if not first:
            signal.signal(signal.SIGINT, self.before)
            raise KeyboardInterrupt

    def _is_training(self, frame):
        # A `fit` that ended with an error never said so.
        while frame is not None:
            if frame.f_code.co_name == "fit" and frame.f_locals.get("self") is self.model:
                return True
            frame = frame.f_back
        return False
