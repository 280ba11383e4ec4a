"""A garment moves: what its edge maps notice of it, what is left of that behind each pool, and what a mean forgives."""

import functools
import os

import numpy as np
import traitlets
from matplotlib import colormaps

from course_utils import fashion_mnist, kernels
from course_utils.activations import relu
from course_utils.colours import FEATURE_MAP, FEATURE_MAP_COLOURS, INPUT, NEUTRAL, PAPER
from course_utils.convolution import cross_correlate
from course_utils.explorers.shared.base import Explorer, choice, slider
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.images import garment_from_file
from course_utils.invariance import relative_change, shift
from course_utils.pooling import average_pool, global_average_pool, max_pool

MARGIN = 10  # empty pixels on every side, as in notebook 03
_COLOURS = colormaps[FEATURE_MAP_COLOURS]
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
_TILE, _STEP, _TOP = 84, 92, 58
_COLUMNS = 130, 222, 314  # original, moved, changed places
_BARS, _UNIT, _LONGEST = 430, 120, 240  # where the bars begin, the length of a reading of 1, the longest bar


class InvarianceExplorer(Explorer):
    """A garment and the same garment moved, through edge filters, ReLU and up to three halvings.

    Parameters
    ----------
    image : (28, 28) or path, optional
        Your own: uint8, or numbers from 0 to 1; or a picture file. Left out: the chosen garment.
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

    garment = traitlets.Enum(fashion_mnist.CLASS_NAMES, "Ankle boot").tag(state=True)
    number = traitlets.Int(0, min=0, max=499).tag(state=True)
    dx = traitlets.Int(1, min=-7, max=7).tag(state=True)
    dy = traitlets.Int(0, min=-7, max=7).tag(state=True)
    chain = traitlets.Enum(list(_CHAINS), "max pools").tag(state=True)
    edges = traitlets.Enum(["all four", *_EDGES], "all four").tag(state=True)
    averaged_after = traitlets.Int(0, min=0, max=3).tag(state=True)

    def __init__(self, image=None, **state):
        self.image = None if image is None else _checked(image)
        super().__init__(**state)

    def make_controls(self):
        return {
            "garment": choice("garment" if self.image is None else "another garment", fashion_mnist.CLASS_NAMES),
            "number": slider("its number", 0, 499),
            "dx": slider("move right", -7, 7),
            "dy": slider("move down", -7, 7),
            "chain": choice("halved by", list(_CHAINS)),
            "edges": choice("edges", ["all four", *_EDGES]),
            "averaged_after": slider("averaged after", 0, 3),
        }

    def compute(self):
        label = fashion_mnist.CLASS_NAMES.index(self.garment)
        chosen = _garments()[label, self.number] / np.float32(255)
        # The lesson's other garment: the same number of the class before.
        before = _garments()[label - 1, self.number] / np.float32(255)
        image, other = (chosen, before) if self.image is None else (self.image, chosen)
        self.other_name = fashion_mnist.CLASS_NAMES[label - 1] if self.image is None else self.garment
        images = np.pad([image, image, other], ((0, 0), (MARGIN,) * 2, (MARGIN,) * 2))[..., np.newaxis]
        images[1] = shift(images[:1], (self.dy, self.dx))[0]
        self.answers = self._answers(images)
        pairs = {name: answer.reshape(3, -1) for name, answer in self.answers.items()}
        self.readings = {name: float(relative_change(pair[:1], pair[1:2])[0]) for name, pair in pairs.items()}
        self.another = {name: float(relative_change(pair[:1], pair[2:])[0]) for name, pair in pairs.items()}
        maps = {name: answer for name, answer in self.answers.items() if answer.ndim == 4}
        self.distances = {name: np.linalg.norm(answer[1] - answer[0], axis=-1) for name, answer in maps.items()}
        self.changed = {name: far > 1e-5 for name, far in self.distances.items()}

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
        listed = (f"{name} {_read(value)} ({_read(self.another[name])})" for name, value in self.readings.items())
        return (
            f"{self._who()}, {self._way()}. Relative change (in brackets that of another garment, "
            f"{self.other_name} {self.number}): {'; '.join(listed)}.{self._where()}"
        )

    def _who(self):
        return "Your image" if self.image is not None else f"{self.garment} {self.number}"

    def _way(self):
        ways = (self.dx, "right", "left"), (self.dy, "down", "up")
        way = " and ".join(f"{abs(by)} {to if by > 0 else fro}" for by, to, fro in ways if by)
        return f"moved {way}" if way else "not moved"

    def _where(self):
        deep = _CHAINS[self.chain][self.averaged_after - 1]
        return f" The average is taken after {deep}." if self.averaged_after else ""

    def draw(self):
        canvas = Canvas(_TOP + 5 * _STEP + 108)
        last = _CHAINS[self.chain][-1]
        title = f"edge maps read {_read(self.readings['edge maps'])}, {last} {_read(self.readings[last])}"
        canvas.text(WIDTH / 2, 14, f"{self._who()}, {self._way()}: {title}", bold=True)
        root = _BARS + _UNIT * np.sqrt(2)
        heads = zip((*_COLUMNS, _BARS, root), ("original", "moved", "changed", "relative change", "√2"), strict=True)
        for x, words in heads:
            canvas.text(x, _TOP - 16, words, size=11, anchor="middle" if x == root else "start", colour=NEUTRAL)
        canvas.line([(root, _TOP - 8), (root, canvas.height - 26)], NEUTRAL, dotted=True)
        for row, name in enumerate(self.answers):
            y = _TOP + _STEP * row
            self._draw_name(canvas, y, name)
            (self._draw_maps if name in self.changed else self._draw_means)(canvas, y, name)
            self._draw_bars(canvas, y, name)
        total = "Shown is the sum of the four maps. " if self.edges == "all four" else ""
        words = f"{total}Third column: the darker, the more a place has changed. √2: two answers that share nothing."
        canvas.text(4, canvas.height - 11, words, size=11, anchor="start", colour=NEUTRAL)
        return canvas

    def _draw_name(self, canvas, y, name):
        canvas.text(4, y + 9, name, size=12, anchor="start", colour=_frame(name), bold=True)
        lines = [f"of {('edge maps', *_CHAINS[self.chain])[self.averaged_after]}"]
        if name in self.changed:
            changed = self.changed[name]
            lines = f"{changed.shape[0]} × {changed.shape[1]} places", f"{changed.sum():,} changed"
        for number, line in enumerate(lines):
            canvas.text(4, y + 27 + 17 * number, line, size=11, anchor="start")

    def _draw_maps(self, canvas, y, name):
        """Original and moved, of several maps the sum; the third is the darker, the further a place has moved."""
        shown = self.answers[name][:2].sum(axis=-1)
        largest = np.linalg.norm(self.answers[name][:2], axis=-1).max() or 1
        dark = self.changed[name] * (0.15 + 0.85 * np.minimum(self.distances[name] / largest, 1))
        pictures = [*_coloured(shown, name), np.uint8(255 - 220 * dark)]
        for x, pixels in zip(_COLUMNS, pictures, strict=True):
            canvas.image(x, y, _TILE, _TILE, pixels)
            canvas.box(x, y, _TILE, _TILE, edge=NEUTRAL if x == _COLUMNS[2] else _frame(name), weight=1.5)

    def _draw_means(self, canvas, y, name):
        """One number of each map, with the arrow of its filter; the third are differences."""
        before, after = self.answers[name][:2]
        used = [_ARROWS[self.edges]] if self.edges in _ARROWS else list(_ARROWS.values())
        width = _TILE if len(used) == 1 else _TILE / 2
        for x, values in zip(_COLUMNS, (before, after, after - before), strict=True):
            difference = x == _COLUMNS[2]
            for number, (arrow, value) in enumerate(zip(used, values, strict=True)):
                left, top = x + width * (number % 2), y + 24 * (number // 2)
                canvas.box(left, top, width, 24, edge=NEUTRAL if difference else FEATURE_MAP)
                words = _read(value) if difference else f"{arrow} {_read(value)}"
                canvas.text(left + width / 2, top + 12, words, size=10)

    def _draw_bars(self, canvas, y, name):
        other = f"another garment: {self.other_name}"
        bars = ("moved", self.readings[name], FEATURE_MAP), (other, self.another[name], INPUT)
        for top, (words, reading, colour) in zip((y, y + 40), bars, strict=True):
            length = min(_UNIT * reading, _LONGEST)
            beyond = " →" if length < _UNIT * reading else ""
            canvas.text(_BARS, top + 9, words, size=11, anchor="start")
            canvas.box(_BARS, top + 18, max(length, 1), 14, colour)
            canvas.box(_BARS + length + 2, top + 17, 40, 16, PAPER)
            canvas.text(_BARS + length + 6, top + 25, f"{_read(reading)}{beyond}", anchor="start", bold=True)


def _frame(name):
    return INPUT if name == "image" else FEATURE_MAP


def _coloured(maps, name):
    """Images grey, maps green where they answer, on one scale; as uint8."""
    scaled = maps / (maps.max() or 1)
    return np.uint8(255 * scaled) if name == "image" else np.uint8(255 * _COLOURS(0.5 + 0.5 * scaled)[..., :3])


def _read(reading):
    return "∞" if np.isinf(reading) else f"{reading:.2f}".replace("-0.00", "0.00").replace("-", "−")


@functools.cache
def _garments():
    """The validation images, (class, number, 28, 28)."""
    pixels, labels = fashion_mnist.load("validation")
    return np.stack([pixels[labels == label] for label in range(len(fashion_mnist.CLASS_NAMES))])


def _checked(image):
    """A learner's own image as float32 (28, 28) in 0 … 1."""
    if isinstance(image, (str, os.PathLike)):
        return garment_from_file(image) / np.float32(255)
    allowed = "give 28 × 28 numbers, uint8 or from 0 to 1, or the path of a picture file"
    try:
        pixels = np.asarray(image)
    except ValueError:
        pixels = np.empty((0, 0), object)
    if pixels.dtype.kind not in "buif":
        raise ValueError(f"the image holds no numbers, or rows of different lengths: {allowed}.")
    if pixels.shape not in ((28, 28), (28, 28, 1)):
        raise ValueError(f"an image of shape {pixels.shape} is not allowed: {allowed}.")
    pixels = pixels.reshape(28, 28) / (255 if pixels.dtype == np.uint8 else 1)
    if not ((pixels >= 0) & (pixels <= 1)).all():
        raise ValueError(f"the image holds NaN or numbers beyond 0 … 1: {allowed}; divide 0 … 255 by 255.")
    if not pixels.any():
        raise ValueError("the image is black: there is nothing to move; give one with some brightness.")
    return pixels.astype(np.float32)
