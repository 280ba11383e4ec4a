"""What `InvarianceExplorer` shows: a garment to be dragged, and what each depth of the maps notices of its move."""

import functools

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT, LINE, NEUTRAL, PAPER, grey, ink, signed
from course_utils.explorers.shared.areas import light_windows
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.numbers import number

MARGIN = 10  # empty pixels on every side, as in notebook 03
FARTHEST = 7  # pixels, either way
ROUNDING = 1e-5  # what float32 leaves of a difference that is none
_SIDE = 28 + 2 * MARGIN
_LARGE, _PIXEL, _TOP = 216, 4.5, 46  # the garment that is dragged
_SMALL, _SMALLS = 66, (4, 79, 154)
_ROWS, _PITCH, _TILE, _COLUMNS = 96, 84, 64, (236, 310, 384)  # original, moved, changed
_BARS, _UNIT, _LONGEST = 466, 110, 200  # where the bars begin, the length of a reading of 1, the longest bar
_OTHERS = 512
_MAPS = ("image", "map 0", "map 1", "map 2", "map 3")
_HINT = "Drag the garment, point at a place of a map, drop a picture; or Tab, arrow keys, Enter."


def draw(explorer):
    """The picture of an explorer that has computed its state, a `Canvas`."""
    canvas = Canvas(_OTHERS + 48)
    names = list(explorer.changed)
    first, last = names[1], names[-1]
    read = [f"{name} {said(explorer.readings[name])}" for name in (first, last)]
    canvas.text(WIDTH / 2, 12, f"{explorer.title()}, {explorer.way()}: {read[0]}, {read[1]}", bold=True)
    _draw_garments(canvas, explorer)
    _draw_notes(canvas, explorer)
    _draw_heads(canvas)
    _draw_name(canvas, _TOP + 2, "image", explorer.changed["image"], INPUT)
    for row, name in enumerate(names[1:]):
        _draw_maps(canvas, explorer, _ROWS + _PITCH * row, name)
    _draw_means(canvas, explorer, _ROWS + 4 * _PITCH)
    tops = [_TOP, *(_ROWS + _PITCH * row + 26 for row in range(4)), _ROWS + 4 * _PITCH + 24]
    for y, name in zip(tops, explorer.answers, strict=True):
        _draw_bars(canvas, y, explorer.readings[name], explorer.another[name])
    _touch(canvas, explorer)
    explorer.draw_others(canvas, _OTHERS)
    canvas.hint = _HINT
    return canvas


def said(reading):
    """A reading in words."""
    return number(reading, 2, fixed=True)


def unrounded(value):
    """A number as it is, and zero where it is what rounding leaves of zero."""
    return 0.0 if abs(value) < ROUNDING else float(value)


def _draw_garments(canvas, explorer):
    """The moved garment large; below it the original, where it has changed, and the other one."""
    images = explorer.answers["image"][..., 0]
    canvas.text(4, 35, f"{explorer.way()}: drag it", size=12, anchor="start", colour=ink(INPUT), bold=True)
    canvas.framed_image(4, _TOP, _LARGE, _LARGE, grey(images[1], 0, images[:2].max()), INPUT)
    left, top = (_PIXEL * (MARGIN + by) for by in (explorer.dx, explorer.dy))
    canvas.box(4 + left, _TOP + top, 28 * _PIXEL, 28 * _PIXEL, edge=LINE, dotted=True)
    canvas.glides("garment")
    shown = grey(images[0], 0, images[:2].max()), _darkened(explorer, "image"), grey(images[2], 0, images[2].max())
    heads = ("original", INPUT), ("changed", NEUTRAL), ("another", INPUT)
    for x, pixels, (words, colour) in zip(_SMALLS, shown, heads, strict=True):
        canvas.text(x + _SMALL / 2, 277, words, size=12, colour=ink(colour))
        canvas.framed_image(x, 287, _SMALL, _SMALL, pixels, colour)


def _draw_notes(canvas, explorer):
    """What the colours of bars and maps mean, said once."""
    for y, words, colour in (
        (372, explorer.way(), FEATURE_MAP),
        (390, f"{explorer.other_name} {explorer.number}", INPUT),
    ):
        canvas.box(4, y - 6, 12, 12, colour)
        canvas.text(22, y, words, size=12, anchor="start")
    notes = [
        "Bars: relative change.",
        "√2: two answers that",
        "share nothing.",
        "Changed: the darker,",
        "the further off.",
    ]
    notes += ["Maps: the sum of four."] if explorer.edges == "all four" else []
    for place, words in enumerate(notes):
        canvas.text(4, 412 + 16 * place, words, size=12, anchor="start", colour=NEUTRAL)


def _draw_heads(canvas):
    root = _BARS + _UNIT * np.sqrt(2)
    canvas.line([(root, 40), (root, _OTHERS - 8)], NEUTRAL, dotted=True)
    canvas.text(root, 33, "√2", size=12, colour=NEUTRAL)
    for x, words in zip(_COLUMNS, ("original", "moved", "changed"), strict=True):
        canvas.text(x + _TILE / 2, 86, words, size=12, colour=NEUTRAL)
    canvas.text(_BARS, 33, "relative change", size=12, anchor="start", colour=NEUTRAL)


def _draw_name(canvas, y, name, changed=None, colour=FEATURE_MAP):
    canvas.text(_COLUMNS[0], y + 8, name, size=12, anchor="start", colour=ink(colour), bold=True)
    if changed is not None:
        canvas.text(_COLUMNS[2] + _TILE, y + 8, f"{changed.sum():,} of {changed.size:,}", size=12, anchor="end")


def _draw_maps(canvas, explorer, y, name):
    """Original and moved, of several maps the sum; the third is the darker, the further a place has moved."""
    _draw_name(canvas, y, name, explorer.changed[name])
    shown = explorer.answers[name][:2].sum(axis=-1)
    pictures = [*signed(shown, shown.max()), _darkened(explorer, name)]
    for x, pixels, edge in zip(_COLUMNS, pictures, (FEATURE_MAP, FEATURE_MAP, NEUTRAL), strict=True):
        canvas.framed_image(x, y + 17, _TILE, _TILE, pixels, edge, 1.5)


def _darkened(explorer, name):
    largest = np.linalg.norm(explorer.answers[name][:2], axis=-1).max() or 1
    dark = explorer.changed[name] * (0.15 + 0.85 * np.minimum(explorer.distances[name] / largest, 1))
    return np.uint8(255 - 220 * dark)


def _draw_means(canvas, explorer, y):
    """One number of each map, with the arrow of its filter; the third are differences."""
    deep = list(explorer.changed)[1 + explorer.averaged_after]
    _draw_name(canvas, y, "global average")
    canvas.text(_BARS, y + 8, f"of {deep}", size=12, anchor="start")
    before, after, _ = explorer.answers["global average"]
    values = np.stack([before, after, after - before], axis=-1)
    for row, (arrow, three) in enumerate(zip(explorer.arrows(), values, strict=True)):
        middle = y + 25 + 15 * row
        for x, value in zip(_COLUMNS, three, strict=True):
            words = number(unrounded(value), 2, fixed=True, tiny="≈0")
            canvas.text(x + _TILE - 8, middle, words, size=12, anchor="end")
        canvas.text(_COLUMNS[0] + 8, middle, arrow, size=12)


def _draw_bars(canvas, y, moved, another):
    for top, reading, colour in ((y, moved, FEATURE_MAP), (y + 20, another, INPUT)):
        length = min(_UNIT * reading, _LONGEST)
        words = f"{said(reading)}{' →' if length < _UNIT * reading else ''}"
        canvas.box(_BARS, top, max(length, 1), 14, colour)
        canvas.box(_BARS + length + 3, top, canvas.width_of(words, 13, True) + 6, 14, PAPER)
        canvas.text(_BARS + length + 6, top + 7, words, anchor="start", bold=True)


# What can be touched.


def _touch(canvas, explorer):
    """The garment is dragged; places of the maps light what they see, and what sees them."""
    for place, (name, lights) in enumerate(_lights(explorer.chain).items()):
        side = len(explorer.changed[list(explorer.changed)[place]])
        x, y, size = (4, _TOP, _LARGE) if place == 0 else (_COLUMNS[1], _ROWS + _PITCH * (place - 1) + 17, _TILE)
        hint = "a pixel, and what sees it" if place == 0 else "a place, and what it sees"
        canvas.area(name, x, y, size, size, rows=side, columns=side, lights=lights, hint=hint)
    left, top = (_PIXEL * (MARGIN + by) for by in (explorer.dx, explorer.dy))
    canvas.area(
        "garment",
        *(4 + left, _TOP + top, 28 * _PIXEL, 28 * _PIXEL),
        rows=2 * FARTHEST + 1,
        columns=2 * FARTHEST + 1,
        drags={"dx": "{column}", "dy": "{row}"},
        at=(explorer.dy + FARTHEST, explorer.dx + FARTHEST),
        first=(-FARTHEST, -FARTHEST),
        pitch=(_PIXEL, _PIXEL),
        hint="drag the garment, or arrow keys",
    )


@functools.cache
def _lights(chain):
    """For the image and each map, what of the others belongs to a place of it."""
    edges = {name: spans(depth, chain) for depth, name in enumerate(_MAPS[1:])}
    pixels = {
        name: [range(max(one.start - 1, 0), min(one.stop + 1, _SIDE)) for one in some] for name, some in edges.items()
    }
    pixels["image"] = spans(0, chain)

    def link(one, other):
        seen = pixels if "image" in (one, other) else edges
        along = _meeting(seen[one], seen[other])  # the same down and across
        return light_windows(along, along, whole=True)

    return {name: {other: link(name, other) for other in _MAPS if other != name} for name in _MAPS}


def spans(depth, chain):
    """Along one axis, the places of the edge maps that each place sees after so many halvings, a list of ranges.

    >>> spans(1, "max pools")[1], spans(2, "stride-2 convolutions")[1]
    (range(2, 4), range(7, 8))
    """
    seen = [range(place, place + 1) for place in range(_SIDE)]
    for _ in range(depth):
        if chain == "stride-2 convolutions":  # these keep the second of two
            seen = seen[1::2]
        else:
            seen = [range(one.start, two.stop) for one, two in zip(seen[::2], seen[1::2], strict=True)]
    return seen


def _meeting(here, there):
    """For each of some ranges, the places of those that it shares something with."""
    return [
        [place for place, other in enumerate(there) if max(one.start, other.start) < min(one.stop, other.stop)]
        for one in here
    ]
