"""One window of a convolution after the other: its products, their sum, and the place where the sum is written."""

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils import images, kernels
from course_utils.arrays import Sides, numbers_of
from course_utils.explorers.convolution.convolution_facts import answers_of, pixel_of, weight_of, window_of
from course_utils.explorers.convolution.convolution_layout import CHANNELS
from course_utils.explorers.convolution.convolution_picture import SHOW, picture
from course_utils.explorers.shared.base import Explorer, Number
from course_utils.explorers.shared.controls import choice, player, slider, switch
from course_utils.explorers.shared.number_grid import NumberGrid, written
from course_utils.explorers.shared.sums import equation, parts, products, span
from course_utils.numbers import number, shape

_IMAGE = [[0, 3, 3, 0, 0], [0, 3, 3, 0, 1], [0, 2, 3, 0, 0], [1, 3, 3, 0, 0], [0, 3, 3, 1, 0]]
_NAMES = ["identity", "box_blur", "gaussian_blur", "sharpen", "sobel_x", "sobel_y", "laplacian", "emboss"]


class ConvolutionExplorer(Explorer):
    """A kernel on an image: window times kernel, summed, one number of the feature map; stride 1, no padding.

    Parameters
    ----------
    image : array of numbers, optional
        Grey, (height, width) up to 12 × 12, or in colour, (height, width, 3) up to 8 × 8; values from -999 to 999.
        The 5 × 5 image of notebook 01 unless given.
    kernel : array of numbers or str, optional
        (rows, columns), up to 5 × 5; for a colour image (rows, columns, 3), up to 3 × 3; weights from -99 to 99.
        Or a name in `course_utils.kernels`, such as "sobel_y". Its weights can be changed, its size stays.
    bias : float
        -99 to 99.
    show : "window", "who reads a pixel" or "what a weight touches"
    position : int
        Number of the window in reading order, from 0.
    pixel, weight : int
        Numbers in reading order, from 0; weights are counted slice by slice.
    flip : bool
        Turn the kernel by half a turn first: a true convolution.

    Attributes
    ----------
    feature_map : (rows, columns)
        All answers, also those that the picture does not show yet.
    laid : (rows, columns, channels)
        The kernel as it is laid on the window, turned or not.
    window, products : shape of the kernel
    row_sums, running_sums : (rows, channels)
        Sums of the products in each row of the window, and what they add up to so far.
    partial_sums : (channels,)
        The last running sums, without the bias.
    answer : float
        `partial_sums.sum() + bias`; it stands at `feature_map[row, column]`.
    readers : bool (rows, columns)
        The answers whose windows read the pixel, which stands at `pixel_at`; `weights_met`, `pixel_shares` : (rows,
        columns, channels), the weights laid on it and the products.
    touched : bool (height, width)
        The pixels that the weight touches, which stands at `laid[weight_at]`; `shares` : (rows, columns), its product
        in each answer.

    Introduced in notebook 01.
    """

    show = traitlets.Enum(SHOW, "window").tag(state=True)
    position = traitlets.Int(0).tag(state=True)
    pixel = traitlets.Int(0).tag(state=True)
    weight = traitlets.Int(0).tag(state=True)
    flip = traitlets.Bool(False).tag(state=True)
    bias = Number(0, min=-99, max=99).tag(state=True)
    kernel = traitlets.TraitType(written(kernels.sobel_x)).tag(state=True)  # Any would let None pass unchecked

    def __init__(self, image=None, kernel=None, bias=0, **state):
        self.image, self._size = _checked_image(_IMAGE if image is None else image), None
        self._pixels = np.atleast_3d(self.image)
        kernel = self._checked_kernel(_usual_kernel(self.image.ndim) if kernel is None else kernel)
        self._size, self._given = kernel.shape, written(kernel)
        windows = np.prod(np.subtract(self.image.shape[:2], kernel.shape[:2]) + 1)
        self._counts = {"position": int(windows), "pixel": self._pixels[..., 0].size, "weight": kernel.size}
        super().__init__(kernel=self._given, bias=bias, **state)

    @traitlets.validate("position", "pixel", "weight")
    def _one_of_those_there_are(self, proposal):
        name, value = proposal.trait.name, proposal.value
        if not 0 <= value < self._counts[name]:
            last = self._counts[name] - 1
            raise ValueError(f"{name} {value} is not allowed: with this image and kernel, give 0 to {last}.")
        return value

    @traitlets.validate("kernel")
    def _of_the_same_size(self, proposal):
        return written(self._checked_kernel(proposal.value))

    def _checked_kernel(self, kernel):
        channels = self.image.shape[2:]
        side, third = (3, ", 3") if channels else (5, "")
        if isinstance(kernel, str):
            kernel = _named(kernel, self._size or (3, 3, *channels))
        allowed = f"(rows, columns{third}) up to {side} × {side}, as deep as the image"
        shapes = [(Sides(1, side), Sides(1, side), *channels)]
        weights = numbers_of(kernel, "kernel", shapes=shapes, limit=99, allowed=allowed)
        if any(np.greater(weights.shape, self.image.shape)):
            small, large = (shape(array.shape[:2]) for array in (self.image, weights))
            raise ValueError(f"a kernel of {large} does not fit into an image of {small}: give a smaller kernel.")
        if self._size and weights.shape != self._size:
            raise ValueError(
                f"kernel has the shape {shape(weights.shape)}, which is not allowed here: its size stays "
                f"{shape(self._size)}. Make another explorer for another size."
            )
        return weights

    def make_controls(self):
        presets = _presets(self._size)
        if self._given not in presets.values():
            presets["as given"] = self._given
        bias = widgets.BoundedFloatText(min=-99, max=99, step=None, description="bias", layout={"width": "170px"})
        return {
            "show": choice("show", SHOW),
            "flip": switch("flip (a true convolution)"),
            "position": slider("window", 0, self._counts["position"] - 1),
            "pixel": slider("pixel", 0, self._counts["pixel"] - 1),
            "weight": slider("weight", 0, self._counts["weight"] - 1),
            "kernel": NumberGrid("kernel", presets, self._given, slices=CHANNELS if len(self._size) == 3 else ()),
            "bias": bias,
        }

    def arranged(self):
        made = self.controls
        play = player(made["position"], interval=900)
        for view, used in zip(SHOW, ([made["position"], play], [made["pixel"]], [made["weight"]]), strict=True):
            for control in used:  # all in one place: only that of the view is there
                shown_in = (made["show"], "value"), (control.layout, "display")
                widgets.dlink(*shown_in, lambda shown, view=view: "flex" if shown == view else "none")
        made["show"].observe(lambda change: play.set_trait("playing", False), names="value")
        rows = [[made["show"], made["flip"]], [made["position"], play, made["pixel"], made["weight"]]]
        rows += [[made["kernel"], made["bias"]]]
        return [widgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]

    def compute(self):
        kernel = np.array(self.kernel, float)
        self._answers = answers_of(self._pixels, np.atleast_3d(kernel), self.bias, flip=self.flip)
        self.laid, self.feature_map = self._answers.laid, self._answers.feature_map
        window, pixel = window_of(self._answers, self.position), pixel_of(self._answers, self.pixel)
        weight = weight_of(self._answers, self.weight)
        self._found = dict(zip(SHOW, (window, pixel, weight), strict=True))
        self.row, self.column, self.answer = window.row, window.column, window.answer
        self.window, self.products = window.window.reshape(kernel.shape), window.products.reshape(kernel.shape)
        self.row_sums, self.running_sums, self.partial_sums = (
            window.row_sums,
            window.running_sums,
            window.running_sums[-1],
        )
        self.pixel_at, self.readers = pixel.at, pixel.readers
        self.weights_met, self.pixel_shares = pixel.weights_met, pixel.shares
        self.weight_at, self.touched, self.shares = weight.at, weight.touched, weight.shares

    def sentence(self):
        return dict(zip(SHOW, (self._say_window, self._say_pixel, self._say_weight), strict=True))[self.show]()

    def _say_window(self):
        count, turned = self.feature_map.size, " The kernel is turned by half a turn." if self.flip else ""
        return (
            f"Window {self.position} (of 0 to {count - 1}): {self._sum()}. It goes to row {self.row}, "
            f"column {self.column} of the feature map; filled: {self.position + 1} of {count} places."
            f"{turned}"
        )

    def _sum(self):
        """This window's sum in one line: its products where they are few, else the sums of rows or channels."""
        deep, window, laid = len(self.partial_sums) > 1, self.window.ravel(), self.laid.ravel()
        answer = number(self.answer)
        if not deep and laid.size <= 9:
            terms, values = products(window, laid)
        elif deep:
            terms, values = parts(CHANNELS, self.partial_sums)
        else:
            terms, values = parts([f"row {row}" for row in range(len(self.row_sums))], self.row_sums[:, 0])
        if self.bias or deep:
            bias_term, bias = parts(["bias"], [self.bias])
            terms, values = terms + bias_term, values + bias
        return equation(terms, values, answer)

    def _say_pixel(self):
        values, count = ", ".join(map(number, self._pixels[self.pixel_at])), self.readers.sum()
        rows, columns = span("row", self.readers.any(axis=1)), span("column", self.readers.any(axis=0))
        read, each = ("windows read", " Each lays its own weight on it.") if count > 1 else ("window reads", "")
        return (
            f"Pixel {self.pixel} (row {self.pixel_at[0]}, column {self.pixel_at[1]}; {values}): {count} {read} it, "
            f"for {rows}, {columns} of the feature map.{each}"
        )

    def _say_weight(self):
        row, column, channel = self._found[self.show].written_at
        part, value = f", {CHANNELS[channel]}" * (self.image.ndim == 3), number(self.laid[self.weight_at])
        rows, columns = span("row", self.touched.any(axis=1)), span("column", self.touched.any(axis=0))
        return (
            f"Weight {self.weight} (row {row}, column {column}{part}; {value}): it touches {self.touched.sum()} "
            f"of {self.touched.size} pixels, {rows}, {columns}, another in each window. "
            "All windows share it."
        )

    def draw(self):
        return picture(self._answers, self._found[self.show])


def _checked_image(image):
    allowed = "(height, width) up to 12 × 12 or (height, width, 3) up to 8 × 8, such as a piece image[5:13, 5:13]"
    shapes = [(Sides(1, 12), Sides(1, 12)), (Sides(1, 8), Sides(1, 8), 3)]
    return numbers_of(image, "image", shapes=shapes, limit=999, allowed=allowed)


def _usual_kernel(axes):
    """Sobel x; for colours the lesson's, which answers where red gives way to blue."""
    weights = np.array(kernels.sobel_x)
    return weights if axes == 2 else np.stack([-weights, 0 * weights, weights], axis=-1)


def _presets(size):
    """Kernels of this size by name: those of `course_utils.kernels`, the same in every slice, and two to play with."""
    named = {name: getattr(kernels, name) for name in _NAMES}
    named |= {name: named[name](size[0]) for name in ("box_blur", "gaussian_blur")}
    named |= {"1, 2, 3 …": images.counting(*size[:2]), "all 0": np.zeros(size[:2])}
    fitting = {name: weights for name, weights in named.items() if weights.shape == size[:2]}
    if len(size) == 3:
        fitting = {name: np.stack([weights] * size[2], axis=-1) for name, weights in fitting.items()}
    return {name: written(weights) for name, weights in fitting.items()}


def _named(name, size):
    presets = _presets(size)
    if name not in presets:
        raise ValueError(f"kernel {name[:40]!r} is not known; there are {', '.join(presets)}, or give an array.")
    return presets[name]
