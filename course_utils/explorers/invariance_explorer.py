"""A garment moves: what its edge maps notice of it, what is left of that behind each pool, and what a mean forgives."""

import numpy as np
import traitlets

from course_utils import fashion_mnist, kernels
from course_utils.activations import relu
from course_utils.colours import FEATURE_MAP, INPUT, NEUTRAL, PAPER, grey, signed
from course_utils.convolution import cross_correlate
from course_utils.explorers.shared.base import choice, slider
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.image_choice import OwnImage, garment_of, garments
from course_utils.invariance import relative_change, shift
from course_utils.numbers import number
from course_utils.numbers import shape as shape_in_words
from course_utils.pooling import average_pool, global_average_pool, max_pool

MARGIN = 10  # empty pixels on every side, as in notebook 03
_ROUNDING = 1e-5  # what float32 leaves of a difference that is none
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
    dx = traitlets.Int(1, min=-7, max=7).tag(state=True)
    dy = traitlets.Int(0, min=-7, max=7).tag(state=True)
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
            "number": slider("its number", 0, 499),
            "dx": slider("move right", -7, 7),
            "dy": slider("move down", -7, 7),
            "chain": choice("halved by", list(_CHAINS)),
            "edges": choice("edges", ["all four", *_EDGES]),
            "averaged_after": slider("averaged after", 0, 3),
        }

    def _name_garment(self, change=None):
        self.controls["garment"].description = "garment" if self.picture == "garment" else "another garment"

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
        self.readings = {name: _unrounded(relative_change(pair[:1], pair[1:2])[0]) for name, pair in pairs.items()}
        self.another = {name: _unrounded(relative_change(pair[:1], pair[2:])[0]) for name, pair in pairs.items()}
        maps = {name: answer for name, answer in self.answers.items() if answer.ndim == 4}
        self.distances = {name: np.linalg.norm(answer[1] - answer[0], axis=-1) for name, answer in maps.items()}
        self.changed = {name: far > _ROUNDING for name, far in self.distances.items()}

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
        listed = (f"{name} {_said(value)} ({_said(self.another[name])})" for name, value in self.readings.items())
        return (
            f"{self.title()}, {self._way()}. Relative change (in brackets that of another garment, "
            f"{self.other_name} {self.number}): {'; '.join(listed)}.{self._where()}"
        )

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
        title = f"edge maps read {_said(self.readings['edge maps'])}, {last} {_said(self.readings[last])}"
        canvas.text(WIDTH / 2, 14, f"{self.title()}, {self._way()}: {title}", bold=True)
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
            lines = f"{shape_in_words(changed.shape)} places", f"{changed.sum():,} changed"
        for place, line in enumerate(lines):
            canvas.text(4, y + 27 + 17 * place, line, size=11, anchor="start")

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
            for place, (arrow, value) in enumerate(zip(used, values, strict=True)):
                left, top = x + width * (place % 2), y + 24 * (place // 2)
                canvas.box(left, top, width, 24, edge=NEUTRAL if difference else FEATURE_MAP)
                words = number(_unrounded(value), 2, fixed=True, tiny="≈0")
                canvas.text(left + width / 2, top + 12, words if difference else f"{arrow} {words}", size=10)

    def _draw_bars(self, canvas, y, name):
        other = f"another garment: {self.other_name}"
        bars = ("moved", self.readings[name], FEATURE_MAP), (other, self.another[name], INPUT)
        for top, (words, reading, colour) in zip((y, y + 40), bars, strict=True):
            length = min(_UNIT * reading, _LONGEST)
            beyond = " →" if length < _UNIT * reading else ""
            canvas.text(_BARS, top + 9, words, size=11, anchor="start")
            canvas.box(_BARS, top + 18, max(length, 1), 14, colour)
            canvas.box(_BARS + length + 2, top + 17, 40, 16, PAPER)
            canvas.text(_BARS + length + 6, top + 25, f"{_said(reading)}{beyond}", anchor="start", bold=True)


def _frame(name):
    return INPUT if name == "image" else FEATURE_MAP


def _coloured(maps, name):
    """Images grey, maps green where they answer, on one scale; as uint8."""
    return grey(maps, 0, maps.max()) if name == "image" else signed(maps, maps.max())


def _unrounded(value):
    """A number as it is, and zero where it is what rounding leaves of zero."""
    return 0.0 if abs(value) < _ROUNDING else float(value)


def _said(reading):
    return number(reading, 2, fixed=True)


def _garment(name, place):
    return garments("validation", name)[place] / np.float32(255)
