"""The parts of the network explorer's picture, finished: what each shows, in words, colours and places."""

from math import isfinite
from typing import NamedTuple

from course_utils.explorers.network.network_maps import Cells

_AT_A_TIME = 26  # layers in the strip; a deeper network is shown part by part
_SHORT = {
    "InputLayer": "input",
    "BatchNormalization": "BatchN",
    "GlobalAveragePooling2D": "GlobAvg",
    "Rescaling": "Rescale",
    "GlobalMaxPooling2D": "GlobMax",
    "DepthwiseConv2D": "Depthw.",
    "Concatenate": "Concat",
    "MaxPooling2D": "MaxPool",
    "AveragePooling2D": "AvgPool",
    "ZeroPadding2D": "ZeroPad",
    "Activation": "Activat.",
    "Conv2D": "Conv",
}


class Tile(NamedTuple):
    """A layer in the strip: its small mosaic, three words below it, whether it is chosen, and whether a box."""

    pixels: object
    words: tuple
    is_chosen: bool
    is_box: bool


class ImagePanel(NamedTuple):
    """The image, the pixels painted in it, and where the brush stands."""

    title: str
    pixels: object
    painted: list
    brush: tuple


class LayerPanel(NamedTuple):
    """All maps of the chosen layer; `frame` is the chosen one's (row, column, height, width), or None."""

    title: str
    pixels: object
    frame: object
    note: str


class MapPanel(NamedTuple):
    """The chosen map, and the chosen number's place in it."""

    title: str
    cells: Cells
    place: tuple
    note: str


class AnswersPanel(NamedTuple):
    """The largest outputs, or none, below a title that says so."""

    title: str
    answers: list


class Answer(NamedTuple):
    """One output: its words, its share of the largest, and both of the unedited image, or None."""

    words: str
    share: float
    unedited: str
    unedited_share: float


class NumberPanel(NamedTuple):
    """The chosen number: what it is made of, and how, in lines."""

    title: str
    parts: object
    lines: list


def heading_of(count, chosen):
    """Which layers of so many the strip shows around the chosen one, in words where these are not all, and a slice."""
    first = chosen // _AT_A_TIME * _AT_A_TIME
    end = min(first + _AT_A_TIME, count)
    return f"layers {first} to {end - 1}, of {count}" if count > _AT_A_TIME else "", slice(first, end)


def tile_words(step, size):
    """Three short words for a layer: its kind, its pixels, and how many maps."""
    kind = type(step.layer).__name__
    spatial = [] if size[:2] == (1, 1) else [f"{size[0]}×{size[1]}"]
    return (_SHORT.get(kind, kind)[:8], *spatial, f"{'×' if spatial else ''}{size[2]}")


def tiles_of(steps, words, mosaics, chosen):
    """The layers of the strip; `chosen` is a step of theirs."""
    return [
        Tile(pixels, said, step is chosen, step.kind == "box")
        for step, said, pixels in zip(steps, words, mosaics, strict=True)
    ]


def image_panel(number, pixels, edits, brush):
    """The image with its edits, and the brush at (row, column), counted round."""
    painted = sorted({tuple(edit[:2]) for edit in edits})
    title = f"image {number}" + (f", {len(painted)} painted" if painted else "")
    height, width = pixels.shape[:2]
    return ImagePanel(title, pixels, painted, (brush[0] % height, brush[1] % width))


def layer_panel(step, shape, size, mosaic, number):
    """All maps of a layer of this shape, in words, and this size (rows, columns, maps), the chosen one framed."""
    height, width, count = size
    gap, shown = int(max(height, width) > 1), mosaic.shown
    row, column = divmod(number, mosaic.across)
    frame = row * (height + gap), column * (width + gap), height + 2 * gap, width + 2 * gap
    note = f"the first {shown} of {count}" if shown < count else "a box: not opened" if step.kind == "box" else ""
    return LayerPanel(f"{step.name[:16]}: {shape}", mosaic.pixels, frame if number < shown else None, note)


def map_panel(cells, place, limit, is_image):
    """The chosen map with its chosen place (row, column, map); `limit` has the full colour, in words."""
    noun = "map" if max(cells.pixels.shape[:2]) > 1 else "number"
    return MapPanel(f"{noun} {place[2]}", cells, place[:2], f"full colour: {'' if is_image else '±'}{limit}")


def answers_panel(answers, words, outputs, *, is_edited, lost):
    """The largest outputs (name, value, value unedited) of the first of so many, with both values in words."""
    shown = [
        Answer(f"{name[:14]}  {said}", now, f"unedited {said_before}" if is_edited else "", before)
        for (name, now, before), (said, said_before) in zip(answers, words, strict=True)
    ]
    title = "largest answers" if outputs == 1 else f"first of {outputs} outputs"
    return AnswersPanel(title if shown else "no answer" if lost else "no classes", _in_shares(shown))


def _in_shares(answers):
    """Answers with the shares that their numbers have of the largest; what is no number has none."""
    finite = [abs(value) for answer in answers for value in (answer.share, answer.unedited_share) if isfinite(value)]
    largest = max(finite, default=1) or 1

    def share(value):
        return value / largest if isfinite(value) else 0

    return [one._replace(share=share(one.share), unedited_share=share(one.unedited_share)) for one in answers]


def number_panel(name, where, told, parts, verdict):
    """The chosen number of the layer of this name, with its explanation and its parts in colours."""
    return NumberPanel(f"{name}, {where}: {told.words}", parts, [*told.lines, verdict])
