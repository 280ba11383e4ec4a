"""Many kernels on one image at once: each kernel's weights, their sum, and below it what it makes of the image."""

import functools

import matplotlib
import numpy as np
import traitlets

from course_utils import fashion_mnist, images, kernels
from course_utils.activations import relu
from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, INK, INPUT, KERNEL, KERNEL_COLOURS, NEUTRAL
from course_utils.convolution import cross_correlate
from course_utils.explorers.shared.base import Explorer, Number, choice, slider, switch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.old import finite_array, image_in_file, own_image
from course_utils.explorers.shared.own_images import OwnImage, garments

_COLUMNS, _GRID, _MAP = 5, 96, 118
_PITCH, _ROW = WIDTH / _COLUMNS, 282
_PHOTOGRAPH = 60  # rows: the eye finds no more in 118 pixels, and larger maps would move slowly
_NAME, _KERNEL_SIDE, _OWN = 14, 15, 6


NAMES = ("identity", "box blur", "Gaussian blur", "sharpen", "Sobel x", "Sobel y", "Laplacian", "emboss")


class KernelGallery(OwnImage, Explorer):
    """Every named kernel of the course, and yours, on one image.

    Parameters
    ----------
    image : (height, width), (height, width, 3) or path, optional
        Your own image, at most 128 pixels a side, its values taken as they are; of colours the mean. A file is
        made at most 60 pixels large, grey in 0 … 1.
    kernels : dict of name -> array, optional
        Your own kernels, six at most, each up to 15 × 15.
    picture : "garment", "photograph" or "own image"
    garment_class : str
        One of the ten classes.
    number : int
        0 to 499: which of the class's validation images.
    box_size, gaussian_size : int
        1 to 9 pixels a side.
    sigma : float
        Width of the Gaussian bell in pixels, 0.3 to 4.
    relu : bool
        Set negative answers to zero.
    one_scale : bool
        One scale of colours for all maps; otherwise each has its own.

    Attributes
    ----------
    pixels : float32 (height, width)
        The image that is shown; in 0 … 1 unless it is your own array.
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
        self.image = None if image is None else own_image(image)
        self.own_kernels = own_kernels(kernels)
        self.take_files(image_in_file)
        super().__init__(**({} if image is None else {"picture": "own image"}) | state)

    def make_controls(self):
        return {
            "picture": choice("picture", self.traits()["picture"].values),
            "garment_class": choice("garment", list(fashion_mnist.CLASS_NAMES)),
            "number": slider("number", 0, 499),
            "box_size": slider("box size", 1, 9),
            "gaussian_size": slider("Gaussian size", 1, 9),
            "sigma": slider("Gaussian sigma", 0.3, 4.0, 0.1),
            "relu": switch("ReLU"),
            "one_scale": switch("one scale for all"),
        }

    def arranged(self):
        picture, *others = self.controls.values()
        return [picture, self.upload, *others]

    def compute(self):
        self.pixels = self._chosen()
        self.bank = self._named() | self.own_kernels
        self.feature_maps = {name: self._answers(kernel) for name, kernel in self.bank.items()}
        self.sums = {name: float(kernel.sum()) for name, kernel in self.bank.items()}
        self._ranges = {
            name: (float(found.min()), float(found.max()))
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
        others = [f"{name} {_number(found)}" for name, found in self.sums.items() if name not in of_sum[0] + of_sum[1]]
        widest = max(self._ranges, key=lambda name: np.ptp(self._ranges[name]))
        low, high = map(_number, self._ranges[widest])
        unfit = [name for name, found in self.feature_maps.items() if found is None]
        return (
            f"{self._title()}. Weights sum to 1, flat ground keeps its brightness: {', '.join(of_sum[1])}. "
            f"Sum 0, silent on flat ground: {', '.join(of_sum[0])}. "
            + (f"Other sums: {', '.join(others)}. " if others else "")
            + (f"Larger than the image: {', '.join(unfit)}. " if unfit else "")
            + f"Widest range{' after ReLU' if self.relu else ''}: {widest}, {low} to {high}."
            + (f" One scale of colours for all, to ±{_number(self.limits[widest])}." if self.one_scale else "")
        )

    def _title(self):
        garment = f"{self.garment_class} {self.number}"
        return {"garment": garment, "photograph": "Photograph", "own image": "Your image"}[self.picture]

    def draw(self):
        rows = -(-(len(self.bank) + 1) // _COLUMNS)
        canvas = Canvas(rows * _ROW)
        self._draw_image_cell(canvas)
        for place, name in enumerate(self.bank, start=1):
            left, top = _PITCH * (place % _COLUMNS), _ROW * (place // _COLUMNS)
            canvas.text(left + _PITCH / 2, top + 14, name, size=12, colour=KERNEL, bold=True)
            draw_kernel(canvas, left + (_PITCH - _GRID) / 2, top + 26, self.bank[name])
            canvas.text(left + _PITCH / 2, top + 131, f"sum {_number(self.sums[name])}", size=12)
            canvas.text(left + _PITCH / 2, top + 267, self._said_of(name), size=11, colour=FEATURE_MAP)
        self._draw_maps(canvas, rows)
        return canvas

    def _said_of(self, name):
        if name not in self._ranges:
            return "larger than the image"
        return " to ".join(map(_number, self._ranges[name]))

    def _draw_image_cell(self, canvas):
        (height, width), middle = self.pixels.shape, _PITCH / 2
        canvas.text(middle, 14, self._title(), size=12, colour=INPUT, bold=True)
        canvas.text(middle, 32, f"{height} × {width} pixels", size=11, colour=INPUT)
        ends = [(KERNEL_COLOURS, "weights"), (FEATURE_MAP_COLOURS, "after ReLU" if self.relu else "answers")]
        for y, (colours, name) in zip((66, 102), ends, strict=True):
            canvas.text(middle, y - 9, name, size=11)
            canvas.image(middle - 36, y, 72, 9, _colours(colours)[np.newaxis])
            canvas.text(middle - 46, y + 4, "−", size=12)
            canvas.text(middle + 46, y + 4, "+", size=12)
        ends = _number(self.pixels.min()), _number(self.pixels.max())
        canvas.text(middle, 267, " to ".join(ends), size=11, colour=INPUT)

    def _draw_maps(self, canvas, rows):
        """One image for each row of maps, with paper between: two pictures to encode in place of nine."""
        times = max(1, 30 // max(self.pixels.shape))  # so that maps of a tiny image stand in the middle too
        height, width = (times * side for side in self.pixels.shape)
        pitch = round(max(height, width) * _PITCH / _MAP)
        pixel = _PITCH / pitch
        shown = [_grey(self.pixels), *(self._coloured(name) for name in self.bank)]
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
        return signed(self.feature_maps[name], self.limits[name], FEATURE_MAP_COLOURS)


def draw_kernel(canvas, left, top, kernel):
    """A kernel's weights as a square of colours, with their numbers where it is 3 × 3 at most."""
    cell = _GRID / max(3, *kernel.shape)
    height, width = (cell * side for side in kernel.shape)
    left, top = left + (_GRID - width) / 2, top + (_GRID - height) / 2
    limit = float(np.abs(kernel).max())
    canvas.image(left, top, width, height, signed(kernel, limit, KERNEL_COLOURS))
    canvas.box(left, top, width, height, edge=NEUTRAL)
    if max(kernel.shape) <= 3:
        for (row, column), weight in np.ndenumerate(kernel):
            dark = abs(weight) > 0.6 * limit
            canvas.text(
                left + cell * (column + 0.5),
                top + cell * (row + 0.5),
                _number(weight),
                size=11 if len(_number(weight)) < 4 else 10,
                colour="#ffffff" if dark else INK,
            )


@functools.cache
def _colours(name):
    """255 colours, so that zero has the one in the middle."""
    colours = matplotlib.colormaps[name].resampled(255)(np.arange(255))[:, :3]
    return np.round(255 * colours).astype(np.uint8)


def signed(values, limit, colours):
    """Values as colours centred on zero, uint8 (rows, columns, 3)."""
    return _colours(colours)[np.round(127 * np.clip(values / (limit or 1), -1, 1)).astype(int) + 127]


def _grey(pixels):
    """Black is zero, or the smallest value below it; white is one, or the largest value where that is another."""
    low, high = min(0, pixels.min()), pixels.max()
    high = 1 if 0.5 <= high <= 1 else high  # a garment's own brightness is kept
    share = (pixels - low) / ((high - low) or 1)
    return np.repeat(np.round(255 * share).astype(np.uint8)[..., np.newaxis], 3, axis=2)


def _number(value):
    """A number of at most five signs: two digits behind the point below 10, none from 100."""
    size = abs(value)
    digits = 2 if size < 10 else 1 if size < 100 else 0
    written = f"{value:.{digits}f}" if size < 999.5 else f"{value:.0e}".replace("e+0", "e")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written == "-0" else written.replace("-", "−")


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
    weights = finite_array(kernel, f"kernel {name!r}")
    if weights.ndim != 2 or not 1 <= min(weights.shape) <= max(weights.shape) <= _KERNEL_SIDE:
        raise ValueError(f"kernel {name!r} has shape {weights.shape}: give (height, width), each 1 to {_KERNEL_SIDE}.")
    return weights
