"""The buttons of a training that runs: pause and go on, one batch, stop; and how a training that is paused waits."""

import time

import ipywidgets as widgets

from course_utils.explorers.shared.controls import button

_SECONDS_BETWEEN_LOOKS = 0.05  # no more than a blink, and hardly any work


class Reins:
    """Buttons, and what they ask of the training: it looks after each batch.

    Only a press pauses. The buttons may be pressed in another thread than that of the training, so that they set
    flags and do nothing else; the training sleeps and looks, since a lock could not be taken by a signal's handler.

    Attributes
    ----------
    box : widget
        The buttons; they are seen while there is a training.
    pausing : bool
        Whether the training waits after each batch.
    stopping : bool
        Whether it ends after the batch.
    """

    def __init__(self):
        self.pausing = self.stopping = False
        self._batches = 0  # that a paused training may still take
        self._pause = button("pause", self.turn)
        self._pause.tooltip = "waits after the batch, until “go on” is pressed"
        self._pause.layout.width = "84px"  # for both of its names
        self._one = button("one batch", self.one_batch)
        self._one.tooltip = "trains on one more batch, then waits"
        self._stop = button("stop training", self.stop)
        self._stop.tooltip = "ends after the batch, as Kernel → Interrupt does"
        self.buttons = self._pause, self._one, self._stop
        self.box = widgets.HBox(self.buttons, layout={"flex_flow": "row wrap", "visibility": "hidden"})

    def begin(self):
        """A training begins: what was pressed before does not count."""
        self.stopping, self._batches = False, 0
        self._set_pausing(False)
        self.box.layout.visibility = "visible"

    def end(self):
        """A training has ended; the place of the buttons is kept, so that nothing jumps."""
        self._set_pausing(False)
        self.box.layout.visibility = "hidden"

    def turn(self):
        """Pause, or go on."""
        self._set_pausing(not self.pausing)

    def one_batch(self):
        """Let a paused training take one more batch; one that runs is paused."""
        self._batches += self.pausing
        self._set_pausing(True)

    def stop(self):
        """End the training after the batch that is running."""
        self.stopping = True  # no more: the training's own thread may be drawing

    def wait(self):
        """Called by the training after a batch: wait while it is paused."""
        while self.pausing and not self.stopping and not self._batches:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        self._batches = max(self._batches - 1, 0)

    def _set_pausing(self, pausing):
        self.pausing = pausing
        self._batches *= pausing
        self._pause.description = "go on" if pausing else "pause"
