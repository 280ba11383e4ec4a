"""Padding, stride and dilation on a row of pixels: which windows fit, what they read and what nobody reads."""

import numpy as np
import traitlets

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL, PALE
from course_utils.explorers.shared.base import Explorer, slider, switch
from course_utils.explorers.shared.base import choice as list_of
from course_utils.explorers.shared.canvas import WIDTH, Canvas
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

    Attributes
    ----------
    geometry : Geometry
        What `course_utils.geometry.geometry` says of these settings.

    Introduced in notebook 02.
    """

    input_size = traitlets.Int(10, min=1, max=28).tag(state=True)
    kernel_size = traitlets.Int(3, min=1, max=7).tag(state=True)
    strides = traitlets.Int(1, min=1, max=8).tag(state=True)
    padding = traitlets.Enum(["valid", "same", 0, 1, 2, 3, 4, 5, 6], "valid").tag(state=True)
    dilation_rate = traitlets.Int(1, min=1, max=4).tag(state=True)
    predict = traitlets.Bool(False).tag(state=True)
    guess = traitlets.Int(0, min=0, max=40).tag(state=True)

    def make_controls(self):
        return {
            "input_size": slider("input size", 1, 28),
            "kernel_size": slider("kernel size", 1, 7),
            "strides": slider("strides", 1, 8),
            "padding": list_of("padding", [(str(value), value) for value in self.traits()["padding"].values]),
            "dilation_rate": slider("dilation rate", 1, 4),
            "predict": switch("predict first"),
            "guess": slider("my guess", 0, 40),
        }

    def compute(self):
        settings = {"strides": self.strides, "padding": self.padding, "dilation_rate": self.dilation_rate}
        self.geometry = geometry(self.input_size, self.kernel_size, **settings)
        self.reads = pixels_read(self.input_size, self.kernel_size, **settings)
        self.times_read = times_read(self.input_size, self.kernel_size, **settings)
        self.hidden = self.predict and self.guess != self.geometry.output_size

    def sentence(self):
        if self.hidden:
            more = "more" if self.guess < self.geometry.output_size else "fewer"
            tried = f" {self.guess} is not it: there are {more}." if self.guess else ""
            return f"How many windows fit? Set your guess.{tried}"
        before, after = self.geometry.pad_before, self.geometry.pad_after
        unread = np.flatnonzero(np.asarray(self.times_read) == 0).tolist()
        padded = f" Padding: {before} in front, {after} behind." if before or after else ""
        lost = f" Never read: {', '.join(map(str, unread))}." if unread else " Every pixel is read."
        return f"{self._formula()} Windows start at {_listed([row[0] for row in self.reads])}.{padded}{lost}"

    def _formula(self):
        total = self.geometry.pad_before + self.geometry.pad_after
        span = self.dilation_rate * (self.kernel_size - 1) + 1
        output = self.geometry.output_size
        return f"⌊({self.input_size} + {total} − {span}) / {self.strides}⌋ + 1 = {output}."

    def draw(self):
        before, after = self.geometry.pad_before, self.geometry.pad_after
        cell = min(44, (WIDTH - 20) / (self.input_size + before + after))
        left = (WIDTH - cell * (self.input_size + before + after)) / 2 + cell * before
        span = self.dilation_rate * (self.kernel_size - 1) + 1
        levels = 1 if self.hidden else min(-(-span // self.strides), self.geometry.output_size)
        row = 50 + 16 * levels + 12
        canvas = Canvas(row + cell + 62)
        self._draw_row(canvas, left, row, cell)
        if not self.hidden:
            self._draw_windows(canvas, left, row, cell, levels)
            canvas.text(WIDTH / 2, row + cell + 46, self._formula(), size=14)
        return canvas

    def _draw_row(self, canvas, left, y, cell):
        size = min(14, 0.5 * cell)
        for position in range(-self.geometry.pad_before, self.input_size + self.geometry.pad_after):
            x, exists = left + cell * position, 0 <= position < self.input_size
            unread = exists and not self.hidden and self.times_read[position] == 0
            edge = INPUT if exists else NEUTRAL
            canvas.box(
                x,
                y,
                cell,
                cell,
                PALE[INPUT] if exists and not unread else None,
                edge=edge,
                dotted=not exists,
                hatched=unread,
            )
            if not unread:
                canvas.text(x + cell / 2, y + cell / 2, position if exists else 0, size=size)
            if exists and not self.hidden:
                canvas.text(x + cell / 2, y + cell + 12, f"{self.times_read[position]}×", size=min(12, 0.42 * cell))
        if not self.hidden:
            canvas.text(WIDTH / 2, y + cell + 27, "how often each pixel is read", size=11, colour=NEUTRAL)

    def _draw_windows(self, canvas, left, row, cell, levels):
        for number, positions in enumerate(self.reads):
            y = row - 10 - 16 * (number % levels)
            start, end = left + cell * positions[0], left + cell * (positions[-1] + 1)
            canvas.line([(start + 3, y + 5), (start + 3, y), (end - 3, y), (end - 3, y + 5)], KERNEL, 2)
            for position in positions:
                x = left + cell * (position + 0.5)
                canvas.box(x - 2.5, y - 2.5, 5, 5, KERNEL)
            middle = (start + end) / 2
            size = min(cell * self.strides, cell, 26)
            canvas.box(middle - size / 2, 14, size, 24, PALE[FEATURE_MAP], edge=FEATURE_MAP)
            canvas.text(middle, 26, number, size=min(12, 0.5 * size), colour=INK)
        canvas.text(4, 26, "map", size=11, anchor="start", colour=FEATURE_MAP)


def _listed(numbers):
    numbers = [int(number) for number in numbers]
    if len(numbers) > 8:
        return f"{', '.join(map(str, numbers[:4]))} … {numbers[-1]}"
    return ", ".join(map(str, numbers))
