"""A Keras callback that fills a history, lets an explorer draw it while the network trains, and can be stopped.

ipykernel handles the messages to a thread one by one, so while `fit` runs in the main thread, a click sent there waits
until it has ended. Since version 4.4 JupyterLab sends clicks to a *subshell* of ipykernel 7, a thread of its own: there
`stop` sets a flag, which the main thread reads after each batch. Where no subshell is used, Kernel → Interrupt does
the same: its signal is caught, and sets the same flag.
"""

import signal
import threading
import time

from IPython import get_ipython
from IPython.display import display

from course_utils.training import BatchLosses

_METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
_SECONDS_BETWEEN_PICTURES = 0.5


def hear_while_busy(widget):
    """Let a widget's messages go to the subshell they were sent to, while a cell runs.

    ipykernel 7.4 sends them to the thread that last wrote to the widget instead, here the busy one. It keeps that
    thread's name in an attribute that is not public; where there is none, nothing is changed, and Interrupt remains.
    """
    getattr(widget.comm, "__dict__", {}).pop("_reply_subshell_id", None)


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
        self.explorer.begin(self.name, self.history)
        self.handle = display(self.explorer, display_id=True) if get_ipython() else None
        self.drawn, self.before = time.perf_counter(), None
        if threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self._interrupted)

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        late = time.perf_counter() - self.drawn > _SECONDS_BETWEEN_PICTURES
        if late and len(self.losses) % self.every == 0:
            self.explorer.update()
            self.drawn = time.perf_counter()
        if self.explorer.stopping:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        self.history["steps"] = self.history["steps"] or len(self.losses)
        for key in _METRICS:
            if key in logs:
                self.history.setdefault(key, []).append(float(logs[key]))
        self.explorer.update()
        if self.explorer.stopping:  # while the validation images were looked at
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)
        self.explorer.end()
        if self.handle:  # what is stored in the notebook becomes the finished picture
            self.handle.update(self.explorer)

    def _interrupted(self, number, frame):
        """Kernel → Interrupt: the first ends the training after its batch, a second or one after it interrupts."""
        first = not self.explorer.stopping and self._is_training(frame)
        self.explorer.stop()
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
