"""The parts of the network explorer's picture, finished: what each shows, in words, colours and places."""

import re
import textwrap
from math import isfinite
from typing import NamedTuple

from course_utils.explorers.network.network_maps import Cells
from course_utils.explorers.network.network_touch import Touch, corner_in, tiles_in

_AT_A_TIME = 16  # layers in the strip; a deeper network is shown part by part
_LINE = 72  # letters of a line below the chosen number
_MOST_FRAMES = 8  # in the maps that a number is made of
_SHORT = {
    "InputLayer": "image",
    "BatchNormalization": "BNorm",
    "GlobalAveragePooling2D": "Mean",
    "Rescaling": "Scale",
    "GlobalMaxPooling2D": "Max",
    "DepthwiseConv2D": "Depth",
    "Concatenate": "Concat",
    "MaxPooling2D": "Pool",
    "AveragePooling2D": "Pool",
    "ZeroPadding2D": "Pad",
    "Activation": "Activ.",
    "Conv2D": "Conv",
    "Flatten": "Flat",
    "SpatialDropout2D": "Drop",
    "Dropout": "Drop",
}


class Tile(NamedTuple):
    """A layer in the strip: its small mosaic, three words below it, whether it is chosen, and whether a box."""

    pixels: object
    words: tuple
    is_chosen: bool
    is_box: bool


class StripPanel(NamedTuple):
    """The layers, and from which column of the strip to which each reads; before the first is −1."""

    heading: str
    tiles: list
    edges: list
    touches: list


class ImagePanel(NamedTuple):
    """The image, what of it the chosen number sees (row, column, height, width) or None, and the brush."""

    title: str
    pixels: object
    frame: object
    brush: int
    touch: Touch


class MapsPanel(NamedTuple):
    """Maps side by side, with frames (row, column, height, width) in it, and where it is touched."""

    title: str
    pixels: object
    frames: list
    note: str
    is_box: bool
    touches: list


class MapPanel(NamedTuple):
    """The chosen map, and the chosen number's place in it."""

    title: str
    cells: Cells
    place: tuple
    note: str
    touches: list


class AnswersPanel(NamedTuple):
    """The largest outputs, or none, below a title that says so."""

    title: str
    answers: list


class Answer(NamedTuple):
    """One output: its words, its share of the largest, both of the unedited image or None, and what a click sets."""

    words: str
    share: float
    unedited: str
    unedited_share: float
    sets: dict


class NumberPanel(NamedTuple):
    """The chosen number: what it is made of, and how, in lines."""

    title: str
    parts: object
    lines: list
    touches: list


def part_of(count, chosen):
    """Which layers of so many the strip shows around the chosen one: in words where these are not all, and a range."""
    first = chosen // _AT_A_TIME * _AT_A_TIME
    end = min(first + _AT_A_TIME, count)
    return f"layers {first} to {end - 1}, of {count} (click: others)" if count > _AT_A_TIME else "", range(first, end)


def tile_words(step, size):
    """Three short words for a layer: its kind, its pixels, and how many maps."""
    kind = "InputLayer" if step.layer is None else type(step.layer).__name__  # a stored network's pixels have none
    spatial = [] if size[:2] == (1, 1) else [f"{size[0]}×{size[1]}"]
    return (_SHORT.get(kind, kind)[:6], *spatial, f"{'×' if spatial else ''}{size[2]}")


def strip_panel(heading, steps, part, words, mosaics, chosen, touches):
    """The layers of a part of the network, of which one is chosen."""
    tiles = [Tile(mosaics[at], words[at], at == chosen, steps[at].kind == "box") for at in part]
    edges = [(max(source - part[0], -1), at - part[0]) for at in part for source in steps[at].sources]
    return StripPanel(heading, tiles, edges, touches)


def image_panel(number, pixels, edits, brush, seen, touch):
    """The image with its edits; `seen` are the rows and the columns of it that the chosen number is made of."""
    painted = {tuple(edit[:2]) for edit in edits}
    title = f"image {number}" + (f", {len(painted)} painted" if painted else "")
    return ImagePanel(title, pixels, _frame(*seen), brush, touch)


def _frame(rows, columns):
    """The (row, column, height, width) around rows and columns, or None."""
    if not len(rows) or not len(columns):
        return None
    return rows[0], columns[0], rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def source_panel(step, shape, reading, mosaic, size, place, terms, touches):
    """The maps that a layer reads of one source, with the windows of the chosen number; `terms` are the maps shown."""
    if terms is None:
        terms = [] if reading.maps is None else reading.maps[place[2]]
    frames, window = [], _frame(reading.rows[place[0]], reading.columns[place[1]])
    for number in [each for each in terms if each < mosaic.shown][:_MOST_FRAMES] if window else []:
        row, column = corner_in(mosaic, size, number)
        frames.append((row + window[0], column + window[1], *window[2:]))
    note = f"the first {mosaic.shown} of {size[2]}" if mosaic.shown < size[2] else shape
    return MapsPanel(f"reads {step.name[-12:]}", mosaic.pixels, frames, note, step.kind == "box", touches)


def layer_panel(step, shape, mosaic, size, number, touch):
    """All maps of a layer of this shape, in words, and this size (rows, columns, maps), the chosen one framed."""
    _, _, height, width, gap = tiles_in(mosaic, size)
    (row, column), shown = corner_in(mosaic, size, number), mosaic.shown
    frames = [(row - gap, column - gap, height + gap, width + gap)] if number < shown else []
    note = (
        f"the first {shown} of {size[2]}" if shown < size[2] else "a box: not opened" if step.kind == "box" else shape
    )
    return MapsPanel(step.name[-17:], mosaic.pixels, frames, note, step.kind == "box", [touch])


def map_panel(cells, place, limit, is_image, touches):
    """The chosen map with its chosen place (row, column, map); `limit` has the full colour, in words."""
    noun = "map" if max(cells.pixels.shape[:2]) > 1 else "number"
    title, note = f"{noun} {place[2]}", f"full colour: {'' if is_image else '±'}{limit}"
    return MapPanel(title, cells, place[:2], note, touches)


def answers_panel(answers, words, outputs, sums, *, is_edited, lost):
    """The largest outputs (name, value, value unedited) of the first of so many, with both values in words.

    A click on one sets what `sums` says: it goes to how its number is made.
    """
    shown = [
        Answer(f"{name[:14]}  {said}", now, f"was {said_before}" if is_edited else "", before, sets)
        for (name, now, before), (said, said_before), sets in zip(answers, words, sums, strict=True)
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


def number_panel(name, where, told, parts, verdict, touches):
    """The chosen number of the layer of this name, with its explanation and its parts in colours."""
    lines = [part for line in [*told.lines, verdict] for part in _wrapped(line)]
    return NumberPanel(f"{name[-24:]}, {where}: {told.words}", parts, lines, touches)


def _wrapped(line):
    """A line in as many as it takes; what stands in brackets stays together."""
    kept = re.sub(r"\([^()]{,20}\)", lambda found: found[0].replace(" ", "\u00a0"), line)
    return [part.replace("\u00a0", " ") for part in textwrap.wrap(kept, _LINE)]
