"""A garment moves: what its edge maps notice of it, what is left of that behind each pool, and what a mean forgives."""

import numpy as np
import traitlets

from course_utils import fashion_mnist, kernels
from course_utils.activations import relu
from course_utils.convolution import cross_correlate
from course_utils.explorers.invariance.invariance_picture import FARTHEST, MARGIN, ROUNDING, draw, said, unrounded
from course_utils.explorers.shared.controls import choice, slider
from course_utils.explorers.shared.image_choice import OwnImage, garment_of, garments
from course_utils.invariance import relative_change, shift
from course_utils.pooling import average_pool, global_average_pool, max_pool

_EDGES = {
    "brighter to the right": kernels.sobel_x,
    "brighter to the left": -kernels.sobel_x,
    "brighter downwards": kernels.sobel_y,
    "brighter upwards": -kernels.sobel_y,
}
_ARROWS = dict(zip(_EDGES, "→←↓↑", strict=True))
_CHAINS = {
    "max pools": ("1 max pool", "2 max pools", "3 max pools"),
    "average pools": ("1 average pool", "2 average pools", "3 average pools"),
    "stride-2 convolutions": ("stride 2", "stride 2, twice", "stride 2, 3 times"),
}


class InvarianceExplorer(OwnImage):
    """A garment and the same garment moved, through edge filters, ReLU and up to three halvings.

    Parameters
    ----------
    image : (28, 28) or path, optional
        Your own: uint8 0–255 or floats 0–1; a file is prepared by `images.garment_from_file`.
    picture : "garment" or "own image"
    garment : str
        One of Fashion-MNIST's class names. With an image of your own: the other one to compare with.
    number : int
        Which of the class's 500 validation images, 0 to 499.
    dx, dy : int
        Pixels to the right and down, −7 to 7, on an empty margin of 10.
    chain : "max pools", "average pools" or "stride-2 convolutions"
        What halves the maps. The convolutions keep every second number (the kernel is the identity).
    edges : "all four" or one of their names
        Which edge filters there are. Of all four, the picture shows the sum.
    averaged_after : int
        Halvings before the global average, 0 to 3.

    Attributes
    ----------
    answers : dict of name -> (3, …)
        At each depth the answers to the image, the moved image and another garment.
    readings, another : dict of name -> float
        Relative change at each depth, of the moved image and of another garment.
    distances, changed : dict of name -> (rows, columns)
        How far each place of the maps has moved, all channels together; and where it has moved at all.

    Introduced in notebook 03.
    """

    CLASS = "garment"

    picture = traitlets.Enum(["garment", "own image"], "garment").tag(state=True)
    garment = traitlets.Enum(fashion_mnist.CLASS_NAMES, "Ankle boot").tag(state=True)
    number = traitlets.Int(0, min=0, max=499).tag(state=True)
    dx = traitlets.Int(1, min=-FARTHEST, max=FARTHEST).tag(state=True)
    dy = traitlets.Int(0, min=-FARTHEST, max=FARTHEST).tag(state=True)
    chain = traitlets.Enum(list(_CHAINS), "max pools").tag(state=True)
    edges = traitlets.Enum(["all four", *_EDGES], "all four").tag(state=True)
    averaged_after = traitlets.Int(0, min=0, max=3).tag(state=True)

    def __init__(self, image=None, **state):
        super().__init__(image, **state)
        self.observe(self._name_garment, names="picture")
        self._name_garment()

    @staticmethod
    def prepared(given):
        """A learner's garment, float32 (28, 28) in 0 … 1."""
        pixels = garment_of(given)
        if not pixels.any():
            raise ValueError("the image is black: there is nothing to move; give one with some brightness.")
        return pixels / np.float32(255)

    def make_controls(self):
        return super().make_controls() | {
            "dx": slider("move right", -FARTHEST, FARTHEST),
            "dy": slider("move down", -FARTHEST, FARTHEST),
            "chain": choice("halved by", list(_CHAINS)),
            "edges": choice("edges", ["all four", *_EDGES]),
            "averaged_after": slider("averaged after", 0, 3),
        }

    def _name_garment(self, change=None):
        self.controls["garment"].description = "garment" if self.picture == "garment" else "another garment"

    def garment_sets(self, number):
        return {"number": number}  # of the other garment, where the image is one's own

    def compute(self):
        # The lesson's other garment: the same number of the class before.
        before = fashion_mnist.CLASS_NAMES[fashion_mnist.CLASS_NAMES.index(self.garment) - 1]
        own = self.picture == "own image"
        self.other_name = self.garment if own else before
        chosen, other = (_garment(name, self.number) for name in (self.garment, self.other_name))
        image = self.chosen_image() if own else chosen
        images = np.pad([image, image, other], ((0, 0), (MARGIN,) * 2, (MARGIN,) * 2))[..., np.newaxis]
        images[1] = shift(images[:1], (self.dy, self.dx))[0]
        self.answers = self._answers(images)
        pairs = {name: answer.reshape(3, -1) for name, answer in self.answers.items()}
        self.readings = {name: unrounded(relative_change(pair[:1], pair[1:2])[0]) for name, pair in pairs.items()}
        self.another = {name: unrounded(relative_change(pair[:1], pair[2:])[0]) for name, pair in pairs.items()}
        maps = {name: answer for name, answer in self.answers.items() if answer.ndim == 4}
        self.distances = {name: np.linalg.norm(answer[1] - answer[0], axis=-1) for name, answer in maps.items()}
        self.changed = {name: far > ROUNDING for name, far in self.distances.items()}

    def _answers(self, images):
        """What stands at each depth, from the image to the global average."""
        used = list(_EDGES.values()) if self.edges == "all four" else [_EDGES[self.edges]]
        kernel = np.stack(used, axis=-1)[:, :, np.newaxis]
        maps = [relu(cross_correlate(images, kernel, padding="same"))]
        for _ in _CHAINS[self.chain]:
            maps.append(self._halved(maps[-1]))
        names = "edge maps", *_CHAINS[self.chain]
        average = global_average_pool(maps[self.averaged_after])
        return {"image": images, **dict(zip(names, maps, strict=True)), "global average": average}

    def _halved(self, maps):
        if self.chain != "stride-2 convolutions":
            return (max_pool if self.chain == "max pools" else average_pool)(maps)
        each_its_own = np.eye(maps.shape[-1], dtype=np.float32)
        return cross_correlate(maps, kernels.identity[:, :, None, None] * each_its_own, strides=2, padding="same")

    def sentence(self):
        listed = (f"{name} {said(value)} ({said(self.another[name])})" for name, value in self.readings.items())
        return (
            f"{self.title()}, {self.way()}. Relative change (in brackets that of another garment, "
            f"{self.other_name} {self.number}): {'; '.join(listed)}.{self._where()}"
        )

    def way(self):
        """How far the garment has been moved, in words."""
        ways = (self.dx, "right", "left"), (self.dy, "down", "up")
        way = " and ".join(f"{abs(by)} {to if by > 0 else fro}" for by, to, fro in ways if by)
        return f"moved {way}" if way else "not moved"

    def _where(self):
        deep = _CHAINS[self.chain][self.averaged_after - 1]
        return f" The average is taken after {deep}." if self.averaged_after else ""

    def draw(self):
        return draw(self)

    def arrows(self):
        """The arrows of the edge filters that there are."""
        return [_ARROWS[self.edges]] if self.edges in _ARROWS else list(_ARROWS.values())


def _garment(name, place):
    return garments("validation", name)[place] / np.float32(255)
