"""Many kernels on one image at once: each kernel's weights, their sum, and below it what it makes of the image."""

import functools

import numpy as np
import traitlets

from course_utils import fashion_mnist, images, kernels
from course_utils.activations import relu
from course_utils.arrays import Sides, image_of, numbers_of
from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, KERNEL_COLOURS, NEUTRAL, grey, ink, signed
from course_utils.convolution import cross_correlate
from course_utils.explorers.shared.base import Number, slider, switch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.image_choice import OwnImage, garments
from course_utils.explorers.shared.number_grid import draw_grid
from course_utils.numbers import number

_COLUMNS, _GRID, _MAP = 5, 96, 118
_PITCH, _ROW = WIDTH / _COLUMNS, 282
_PHOTOGRAPH = 60  # rows: the eye finds no more in 118 pixels, and larger maps would move slowly
_NAME, _KERNEL_SIDE, _OWN = 14, 15, 6
_NUMBERED = 3  # a side up to which a kernel's weights are written
_ROUNDING = 1e-6  # of float32, as a share of the weights' magnitudes

NAMES = ("identity", "box blur", "Gaussian blur", "sharpen", "Sobel x", "Sobel y", "Laplacian", "emboss")


class KernelGallery(OwnImage):
    """Every named kernel of the course, and yours, on one image.

    Parameters
    ----------
    image : (height, width), (height, width, 3) or path, optional
        Your own image, uint8 0–255 or floats 0–1, 3 to 128 pixels per side; of colours the mean. A file is made at most
        60 pixels large.
    kernels : dict of name -> array, optional
        Your own kernels, six at most, each up to 15 × 15.
    picture : "garment", "photograph" or "own image"
    garment_class : str
        One of the ten classes.
    number : int
        0 to 499: which of the class's validation images.
    box_size, gaussian_size : int
        1 to 9 pixels per side.
    sigma : float
        Width of the Gaussian bell in pixels, 0.3 to 4.
    relu : bool
        Set negative answers to zero.
    one_scale : bool
        One scale of colours for all maps; otherwise each has its own.

    Attributes
    ----------
    pixels : float32 (height, width)
        The image that is shown, in 0 … 1.
    bank, feature_maps, sums : dict of name -> kernel, its feature map (None where it does not fit), its sum
    limits : dict of name -> float
        The magnitude at which the map's colours end.

    Introduced in notebook 01.
    """

    picture = traitlets.Enum(["garment", "photograph", "own image"], "garment").tag(state=True)
    garment_class = traitlets.Enum(list(fashion_mnist.CLASS_NAMES), "T-shirt/top").tag(state=True)
    number = traitlets.Int(13, min=0, max=499).tag(state=True)
    box_size = traitlets.Int(3, min=1, max=9).tag(state=True)
    gaussian_size = traitlets.Int(5, min=1, max=9).tag(state=True)
    sigma = Number(1.0, min=0.3, max=4.0).tag(state=True)
    relu = traitlets.Bool(False).tag(state=True)
    one_scale = traitlets.Bool(False).tag(state=True)

    def __init__(self, image=None, kernels=None, **state):
        self.own_kernels = own_kernels(kernels)
        super().__init__(image, **state)

    @staticmethod
    def prepared(given):
        """A learner's image in grey, float32 (height, width) in 0 … 1."""
        image = image_of(given)
        return image.mean(axis=2) if image.ndim == 3 else image

    def make_controls(self):
        return super().make_controls() | {
            "box_size": slider("box size", 1, 9),
            "gaussian_size": slider("Gaussian size", 1, 9),
            "sigma": slider("Gaussian sigma", 0.3, 4.0, 0.1),
            "relu": switch("ReLU"),
            "one_scale": switch("one scale for all"),
        }

    def compute(self):
        self.pixels = self._chosen()
        self.bank = self._named() | self.own_kernels
        self.feature_maps = {name: self._answers(kernel) for name, kernel in self.bank.items()}
        self.sums = {name: _unrounded(kernel.sum(), kernel) for name, kernel in self.bank.items()}
        self._ranges = {
            name: tuple(_unrounded(end, self.bank[name]) for end in (found.min(), found.max()))
            for name, found in self.feature_maps.items()
            if found is not None
        }
        self.limits = {name: max(map(abs, ends)) for name, ends in self._ranges.items()}
        if self.one_scale:
            self.limits = dict.fromkeys(self.limits, max(self.limits.values()))

    def _chosen(self):
        if self.picture == "photograph":
            return _photograph()
        if self.picture == "garment":
            return garments("validation", self.garment_class)[self.number] / np.float32(255)
        return self.chosen_image()

    def _named(self):
        blurs = kernels.box_blur(self.box_size), kernels.gaussian_blur(self.gaussian_size, self.sigma)
        others = kernels.sharpen, kernels.sobel_x, kernels.sobel_y, kernels.laplacian, kernels.emboss
        return dict(zip(NAMES, (kernels.identity, *blurs, *others), strict=True))

    def _answers(self, kernel):
        if any(small < large for small, large in zip(self.pixels.shape, kernel.shape, strict=True)):
            return None
        answers = cross_correlate(self.pixels, kernel)
        return relu(answers) if self.relu else answers

    def sentence(self):
        of_sum = {total: [name for name, found in self.sums.items() if abs(found - total) < 1e-4] for total in (1, 0)}
        others = [f"{name} {_short(found)}" for name, found in self.sums.items() if name not in of_sum[0] + of_sum[1]]
        unfit = [name for name, found in self.feature_maps.items() if found is None]
        return (
            f"{self.title()}. Weights sum to 1, flat ground keeps its brightness: {', '.join(of_sum[1])}. "
            f"Sum 0, silent on flat ground: {', '.join(of_sum[0])}. "
            + (f"Other sums: {', '.join(others)}. " if others else "")
            + (f"Larger than the image: {', '.join(unfit)}. " if unfit else "")
            + self._widest()
        )

    def _widest(self):
        name = max(self._ranges, key=lambda name: np.ptp(self._ranges[name]))
        scale = f" One scale of colours for all, to ±{_short(self.limits[name])}." if self.one_scale else ""
        return f"Widest range{' after ReLU' if self.relu else ''}: {name}, {self._said_of(name)}.{scale}"

    def _said_of(self, name):
        return " to ".join(map(_short, self._ranges[name])) if name in self._ranges else "larger than the image"

    def draw(self):
        rows = -(-(len(self.bank) + 1) // _COLUMNS)
        canvas = Canvas(rows * _ROW)
        self._draw_image_cell(canvas)
        for place, name in enumerate(self.bank, start=1):
            left, top = _PITCH * (place % _COLUMNS), _ROW * (place // _COLUMNS)
            canvas.text(left + _PITCH / 2, top + 14, name, size=12, colour=ink(KERNEL), bold=True)
            draw_kernel(canvas, left + (_PITCH - _GRID) / 2, top + 26, self.bank[name])
            canvas.text(left + _PITCH / 2, top + 131, f"sum {_short(self.sums[name])}", size=12)
            said = self._said_of(name)
            canvas.text(left + _PITCH / 2, top + 267, said, size=11 if len(said) < 20 else 10, colour=FEATURE_MAP)
        self._draw_maps(canvas, rows)
        return canvas

    def _draw_image_cell(self, canvas):
        (height, width), middle = self.pixels.shape, _PITCH / 2
        canvas.text(middle, 14, self.title(), size=12, colour=INPUT, bold=True)
        canvas.text(middle, 32, f"{height} × {width} pixels", size=11, colour=INPUT)
        key = np.linspace(-1, 1, 72)[np.newaxis]
        keys = (signed(key, 1, KERNEL_COLOURS), "weights"), (signed(key, 1), "after ReLU" if self.relu else "answers")
        for y, (colours, name) in zip((66, 102), keys, strict=True):
            canvas.text(middle, y - 9, name, size=11)
            canvas.image(middle - 36, y, 72, 9, colours)
            canvas.text(middle - 46, y + 4, "−", size=12)
            canvas.text(middle + 46, y + 4, "+", size=12)
        ends = map(_short, (self.pixels.min(), self.pixels.max()))
        canvas.text(middle, 267, " to ".join(ends), size=11, colour=INPUT)

    def _draw_maps(self, canvas, rows):
        """One image for each row of maps, with paper between: two pictures to encode in place of nine."""
        times = max(1, 30 // max(self.pixels.shape))  # so that maps of a tiny image stand in the middle too
        height, width = (times * side for side in self.pixels.shape)
        pitch = round(max(height, width) * _PITCH / _MAP)
        pixel = _PITCH / pitch
        white = 1 if self.pixels.max() >= 0.5 else self.pixels.max()  # a garment's own brightness is kept
        shown = [grey(self.pixels, 0, white), *(self._coloured(name) for name in self.bank)]
        shown = [found.repeat(times, axis=0).repeat(times, axis=1) for found in shown]
        for row in range(rows):
            paper = np.full((height, _COLUMNS * pitch, 3), 255, np.uint8)
            for column, found in enumerate(shown[row * _COLUMNS : (row + 1) * _COLUMNS]):
                down, right = (height - found.shape[0]) // 2, column * pitch + (pitch - found.shape[1]) // 2
                paper[down : down + found.shape[0], right : right + found.shape[1]] = found
            top = _ROW * row + 140 + (_MAP - pixel * height) / 2
            canvas.image(0, top, WIDTH, pixel * height, paper)
            if row == 0:  # a bright image would run into the paper
                canvas.box(pixel * ((pitch - width) // 2), top, pixel * width, pixel * height, edge=NEUTRAL)

    def _coloured(self, name):
        if self.feature_maps[name] is None:
            return np.empty((0, 0, 3), np.uint8)
        return signed(self.feature_maps[name], self.limits[name])


def draw_kernel(canvas, left, top, kernel):
    """A kernel's weights as a square of colours, with their numbers where it is 3 × 3 at most."""
    cell = _GRID / max(_NUMBERED, *kernel.shape)
    height, width = (cell * side for side in kernel.shape)
    place = left + (_GRID - width) / 2, top + (_GRID - height) / 2
    colours = signed(kernel, float(np.abs(kernel).max()), KERNEL_COLOURS)
    if max(kernel.shape) <= _NUMBERED:
        draw_grid(canvas, *place, cell, kernel, colours)
    else:
        canvas.framed_image(*place, width, height, colours, NEUTRAL)


def _unrounded(value, kernel):
    """A sum of products with these weights; what rounding alone leaves of it is zero."""
    return 0.0 if abs(value) < _ROUNDING * np.abs(kernel).sum() else float(value)


def _short(value):
    """Two digits behind the point, and none from 100 on, where the whole ones need the room."""
    return number(value, 2 if abs(value) < 100 else 0, thousands=True)


@functools.cache
def _photograph():
    return images.photograph(_PHOTOGRAPH).mean(axis=2)


def own_kernels(given):
    """A learner's kernels as a dict of name -> float32 (height, width)."""
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > _OWN:
        what = f"{len(given)} of them" if isinstance(given, dict) else type(given).__name__
        raise ValueError(f'kernels is {what}: give a dictionary of at most {_OWN}, as in {{"mine": array}}.')
    return {_own_name(name): _own_kernel(name, kernel) for name, kernel in given.items()}


def _own_name(name):
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= len(name) <= _NAME or name in NAMES:
        raise ValueError(
            f"the kernel's name {name!r} is not allowed: give 1 to {_NAME} letters, not the name of another."
        )
    return name


def _own_kernel(name, kernel):
    side = Sides(1, _KERNEL_SIDE)
    allowed = f"(height, width), each 1 to {_KERNEL_SIDE}"
    return numbers_of(kernel, f"kernel {name!r}", shapes=[(side, side)], allowed=allowed, dtype=np.float32)
