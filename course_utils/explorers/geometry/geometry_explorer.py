"""Padding, stride and dilation on a row of pixels: which windows fit, what they read and what nobody reads."""

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.explorers.geometry.geometry_picture import MOST, Row, picture, question
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.controls import choice as list_of
from course_utils.explorers.shared.controls import slider, switch
from course_utils.geometry import geometry, pixels_read, times_read


class GeometryExplorer(Explorer):
    """The windows of a convolution along one axis.

    Parameters
    ----------
    input_size : int
        Pixels of the row, 1 to 28.
    kernel_size : int
        1 to 7.
    strides : int
        1 to 8.
    padding : "valid", "same" or int
        0 to 6 pixels on either side.
    dilation_rate : int
        1 to 4.
    predict : bool
        Hide the windows until the right output size is in `guess`.
    guess : int
        How many windows fit, 0 to 40; 0 is no guess. Another setting takes it back.
    position : int
        Window that is looked at, 0 to 39; where there are fewer, the last.

    Attributes
    ----------
    geometry : Geometry
        What `course_utils.geometry.geometry` says of these settings.
    window : int
        The one that is looked at.
    slips : list of str
        What one may have done who came to `guess`, if it is wrong.

    Introduced in notebook 02.
    """

    input_size = traitlets.Int(10, min=1, max=28).tag(state=True)
    kernel_size = traitlets.Int(3, min=1, max=7).tag(state=True)
    strides = traitlets.Int(1, min=1, max=8).tag(state=True)
    padding = traitlets.Enum(["valid", "same", 0, 1, 2, 3, 4, 5, 6], "valid").tag(state=True)
    dilation_rate = traitlets.Int(1, min=1, max=4).tag(state=True)
    predict = traitlets.Bool(False).tag(state=True)
    guess = traitlets.Int(0, min=0, max=MOST).tag(state=True)
    position = traitlets.Int(0, min=0, max=MOST - 1).tag(state=True)

    def make_controls(self):
        return {
            "input_size": slider("input size", 1, 28),
            "kernel_size": slider("kernel size", 1, 7),
            "strides": slider("strides", 1, 8),
            "padding": list_of("padding", [(str(value), value) for value in self.traits()["padding"].values]),
            "dilation_rate": slider("dilation rate", 1, 4),
            "predict": switch("predict first"),
            "guess": slider("my guess", 0, MOST),
        }

    def arranged(self):
        predicts, guess = self.controls["predict"], self.controls["guess"]
        # Its place stays free, so that nothing below jumps; what is not visible takes no keys.
        there = (predicts, "value"), (guess.layout, "visibility")
        widgets.dlink(*there, lambda yes: "visible" if yes else "hidden")
        return self.controls.values()

    @traitlets.observe("input_size", "kernel_size", "strides", "padding", "dilation_rate")
    def _ask_anew(self, change):
        if self._has_shown and not self._moving:
            self.guess = 0

    def compute(self):
        settings = {"strides": self.strides, "padding": self.padding, "dilation_rate": self.dilation_rate}
        self.geometry = geometry(self.input_size, self.kernel_size, **settings)
        self.reads = pixels_read(self.input_size, self.kernel_size, **settings)
        self.times_read = times_read(self.input_size, self.kernel_size, **settings)
        self.hidden = self.predict and self.guess != self.geometry.output_size
        self.window = min(self.position, self.geometry.output_size - 1)
        self.slips = self._slips() if self.hidden and self.guess else []

    def _slips(self):
        """What one may have done who came to this guess, each with the reason why it is wrong."""
        size, taps, step = self.input_size, self.kernel_size, self.strides
        padded, span = self.geometry.pad_before + self.geometry.pad_after, self._span()
        right, room = self.geometry.output_size, size + padded - span
        slips = [
            ((size - span) // step + 1, f"left out the padding: {padded} more pixels can be read"),
            (room // step, "left out the + 1: the first window stands there before any move"),
            (-(-room // step) + 1, "rounded up: the last window would stick out"),
            ((size + padded - taps) // step + 1, f"left out the dilation: {taps} weights span {span} pixels"),
            (room + 1, f"left out the stride: each window starts {step} pixels after the one before"),
            ((size + padded - padded // 2 - span) // step + 1, "padded one side only"),
            ((size + padded) // span, "laid the windows side by side: they may overlap"),
            (size, "let a window start at each pixel: the last ones would stick out"),
        ]
        return [words for number, words in slips if number == self.guess != right]

    def _span(self):
        return self.dilation_rate * (self.kernel_size - 1) + 1

    def sentence(self):
        if self.hidden:
            return f"How many windows fit? Set your guess.{self._tried()}"
        before, after = self.geometry.pad_before, self.geometry.pad_after
        unread = np.flatnonzero(np.asarray(self.times_read) == 0).tolist()
        padded = f" Padding: {before} in front, {after} behind." if before or after else ""
        lost = f" Never read: {', '.join(map(str, unread))}." if unread else " Every pixel is read."
        return f"{self._formula()} Windows start at {_listed([row[0] for row in self.reads])}.{padded}{lost}"

    def _tried(self):
        if not self.guess:
            return ""
        more = "more" if self.guess < self.geometry.output_size else "fewer"
        perhaps = self.slips if len(self.slips) == 1 else [slip.split(":")[0] for slip in self.slips[:2]]
        slip = f" Perhaps you {', or '.join(perhaps)}." if perhaps else ""
        return f" {self.guess} is not it: there are {more}.{slip}"

    def _formula(self):
        total = self.geometry.pad_before + self.geometry.pad_after
        output = self.geometry.output_size
        return f"⌊({self.input_size} + {total} − {self._span()}) / {self.strides}⌋ + 1 = {output}."

    def draw(self):
        before, after = self.geometry.pad_before, self.geometry.pad_after
        row = Row.of(self.input_size, before, after, self.strides, self.reads, self.times_read, self.window)
        if not self.hidden:
            return picture(row)
        last = self.reads[:1] + self.strides * (self.guess - 1)
        return question(row._replace(reads=last, times_read=[], window=self.guess - 1), self.guess)


def _listed(numbers):
    numbers = [int(number) for number in numbers]
    if len(numbers) > 8:
        return f"{', '.join(map(str, numbers[:4]))} … {numbers[-1]}"
    return ", ".join(map(str, numbers))
