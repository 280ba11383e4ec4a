"""One kernel on an image, large, its weights to be typed; and many at once, small, each with its answers."""

import functools

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils import fashion_mnist, images, kernels
from course_utils.activations import relu
from course_utils.arrays import Sides, image_of, numbers_of, shown
from course_utils.convolution import cross_correlate
from course_utils.explorers.kernels.kernel_gallery_picture import YOURS, draw, short
from course_utils.explorers.shared.base import Number
from course_utils.explorers.shared.controls import choice, slider, switch
from course_utils.explorers.shared.image_choice import OwnImage, garments
from course_utils.explorers.shared.number_grid import written

_PHOTOGRAPH = 60  # rows: larger maps would move slowly
_NAME, _KERNEL_SIDE, _OWN = 14, 15, 6
_ROUNDING = 1e-6  # of float32, as a share of the weights' magnitudes

NAMES = ("identity", "box blur", "Gaussian blur", "sharpen", "Sobel x", "Sobel y", "Laplacian", "emboss")


class KernelGallery(OwnImage):
    """Every named kernel of the course, and yours, on one image; one of them large, to be changed weight by weight.

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
    kernel : str
        The one that is shown large: a name (or its number) of the course's, of your own, or "yours".
    weights : nested tuples
        Those of "yours", up to 15 × 15. Whoever types into another kernel makes "yours" of it.
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
    kernel = traitlets.TraitType("box blur").tag(state=True)
    weights = traitlets.TraitType(()).tag(state=True)
    box_size = traitlets.Int(3, min=1, max=9).tag(state=True)
    gaussian_size = traitlets.Int(5, min=1, max=9).tag(state=True)
    sigma = Number(1.0, min=0.3, max=4.0).tag(state=True)
    relu = traitlets.Bool(False).tag(state=True)
    one_scale = traitlets.Bool(False).tag(state=True)

    def __init__(self, image=None, kernels=None, **state):
        self.own_kernels = own_kernels(kernels)
        self.names = (*NAMES, *self.own_kernels, YOURS)
        super().__init__(image, **state)

    @traitlets.validate("kernel")
    def _one_of_those_there_are(self, proposal):
        names, value = self.names, proposal.value
        if isinstance(value, int) and 0 <= value < len(names):
            return names[value]
        if not isinstance(value, str) or value not in names:
            raise ValueError(f"kernel {shown(value)} is not allowed: one of {', '.join(map(repr, names))}.")
        return value

    @traitlets.validate("weights")
    def _a_kernel_or_none(self, proposal):
        return () if proposal.value in ((), []) else written(_own_kernel(YOURS, proposal.value))

    @staticmethod
    def prepared(given):
        """A learner's image in grey, float32 (height, width) in 0 … 1."""
        image = image_of(given)
        return image.mean(axis=2) if image.ndim == 3 else image

    def make_controls(self):
        sizes = {
            "box_size": slider("box size", 1, 9),
            "gaussian_size": slider("Gaussian size", 1, 9),
            "sigma": slider("Gaussian sigma", 0.3, 4.0, 0.1),
        }
        kernel = choice("kernel", self.names)
        for control, name in zip(sizes.values(), (NAMES[1], NAMES[2], NAMES[2]), strict=True):
            shown_for = (kernel, "value"), (control.layout, "display")  # what a kernel does not have is not there
            widgets.dlink(*shown_for, lambda chosen, name=name: "flex" if chosen == name else "none")
        return super().make_controls() | {
            "kernel": kernel,
            **sizes,
            "relu": switch("ReLU"),
            "one_scale": switch("one scale for all"),
        }

    def compute(self):
        self.pixels = self._chosen()
        self.bank = self._named() | self.own_kernels
        if self.weights or self.kernel == YOURS:
            self.bank[YOURS] = np.float32(self.weights or kernels.identity)
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
        fits = "answers " if self.kernel in self._ranges else ""
        large = f"Large: {self.kernel}, sum {short(self.sums[self.kernel])}, {fits}{self.said_of(self.kernel)}."
        return f"{self.title()}. {large} {self._of_all()}"

    def line(self):
        return self.problem or f"{self.title()}. {self._of_all()}"

    def _of_all(self):
        """Sums and ranges of all kernels."""
        of_sum = {total: [name for name, found in self.sums.items() if abs(found - total) < 1e-4] for total in (1, 0)}
        others = [f"{name} {short(found)}" for name, found in self.sums.items() if name not in of_sum[0] + of_sum[1]]
        unfit = [name for name, found in self.feature_maps.items() if found is None]
        return (
            f"Weights sum to 1, flat ground keeps its brightness: {', '.join(of_sum[1])}. "
            f"Sum 0, silent on flat ground: {', '.join(of_sum[0])}. "
            + (f"Other sums: {', '.join(others)}. " if others else "")
            + (f"Larger than the image: {', '.join(unfit)}. " if unfit else "")
            + self._widest()
        )

    def _widest(self):
        name = max(self._ranges, key=lambda name: np.ptp(self._ranges[name]))
        scale = f" One scale of colours for all, to ±{short(self.limits[name])}." if self.one_scale else ""
        return f"Widest range{' after ReLU' if self.relu else ''}: {name}, {self.said_of(name)}.{scale}"

    def said_of(self, name):
        """From where to where a kernel's answers go."""
        return " to ".join(map(short, self._ranges[name])) if name in self._ranges else "larger than the image"

    def draw(self):
        return draw(self)


def _unrounded(value, kernel):
    """A sum of products with these weights; what rounding alone leaves of it is zero."""
    return 0.0 if abs(value) < _ROUNDING * np.abs(kernel).sum() else float(value)


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
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= len(name) <= _NAME or name in (*NAMES, YOURS):
        raise ValueError(
            f"the kernel's name {name!r} is not allowed: give 1 to {_NAME} letters, not the name of another."
        )
    return name


def _own_kernel(name, kernel):
    side = Sides(1, _KERNEL_SIDE)
    allowed = f"(height, width), each 1 to {_KERNEL_SIDE}"
    return numbers_of(kernel, f"kernel {name!r}", shapes=[(side, side)], allowed=allowed, dtype=np.float32)
