"""What `GarmentExplorer` shows: the garment, a plane of its neighbours, the nearest real one; its code and a walk."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, LINE, NEUTRAL, PALE, PAPER, grey, ink
from course_utils.explorers.shared.canvas import Canvas
from course_utils.explorers.shared.words import cut
from course_utils.numbers import number, percent

_HEIGHT, _TOP, _SIDE, _TILE = 548, 24, 196, 28  # seven pixels for each of a garment; tiles of the plane
_DRAWN, _PLANE, _REAL, _ANSWERS, _WIDE = 10, 214, 418, 622, 112
_REACH, _PLACES = 3, 61  # a number of the code goes from −3 to 3, in tenths
_CODE, _ROW, _ROWS, _COLUMN = 290, 26, 4, 368  # rows of the code: from the top, high, below one another; wide
_PICKS, _NAME, _TRACK, _VALUE, _CHANGE = (8, 34), 64, (138, 258), 300, 350  # from the left of a column
_STRIP, _THUMB, _LEFT = 410, 42, 142  # of the classes
_WALK, _STEP, _KEEP = 466, 38, 120  # two rows of a walk; wide is the box that keeps
_RANDOM = (600, 472, 130, 28)
_HINT = "Drag the point or a bar; click a tile, class, → or ↑; type a number. Or Tab, arrow keys, Enter."


def draw(found):
    """The picture of an explorer that has computed its state, a `Canvas`."""
    canvas = Canvas(_HEIGHT)
    _draw_garment(canvas, found)
    _draw_plane(canvas, found)
    _draw_real(canvas, found)
    _draw_answers(canvas, found)
    _draw_code(canvas, found)
    _draw_classes(canvas, found)
    _draw_walk(canvas, found)
    _draw_random(canvas, found)
    canvas.back = {"code": [0.0] * len(found.code)}
    canvas.hint = _HINT
    return canvas


def _shaded(image):
    return grey(image, 0, 1)[..., 0]


def _draw_garment(canvas, found):
    canvas.title(_DRAWN, _TOP - 11, cut(canvas, f"drawn: {found.names[found.label]}", _SIDE, True), ink(FEATURE_MAP))
    canvas.framed_image(_DRAWN, _TOP, _SIDE, _SIDE, _shaded(found.garment), FEATURE_MAP)
    _draw_below(canvas, _DRAWN, f"sharpness {number(found.sharpness, 3, fixed=True)}")


def _draw_real(canvas, found):
    name = found.names[found.known.labels[found.nearest]]
    canvas.title(_REAL, _TOP - 11, cut(canvas, f"nearest real: {name}", _SIDE, True), ink(INPUT))
    canvas.framed_image(_REAL, _TOP, _SIDE, _SIDE, _shaded(found.real), INPUT)
    away = f"of {len(found.known.labels):,}: {number(found.distance, 0)} grey levels away"
    _draw_below(canvas, _REAL, away, f"sharpness {number(found.real_sharpness, 3, fixed=True)}")


def _draw_below(canvas, x, *lines):
    for place, words in enumerate(lines):
        canvas.text(x, _TOP + _SIDE + 12 + 15 * place, words, size=12, anchor="start")


# The plane of two numbers.


def _draw_plane(canvas, found):
    canvas.title(_PLANE, _TOP - 11, f"→ number {found.across}, ↑ number {found.up}", ink(KERNEL))
    tiles, _, side, _ = found.plane.shape
    joined = found.plane.transpose(0, 2, 1, 3).reshape(tiles * side, tiles * side)
    canvas.framed_image(_PLANE, _TOP, _SIDE, _SIDE, _shaded(joined), NEUTRAL)
    sets = {f"code[{found.across}]": "{column}", f"code[{found.up}]": "{row}"}
    grid = {"rows": tiles, "columns": tiles, "first": (_REACH, -_REACH), "by": (-1, 1), "sets": sets}
    canvas.area("plane", _PLANE, _TOP, _SIDE, _SIDE, **grid, hint="go to this garment")
    _draw_point(canvas, found, sets)
    _draw_below(canvas, _PLANE, "each from −3 to 3,", "the others as below")


def _draw_point(canvas, found, sets):
    right, high = found.code[found.across], found.code[found.up]
    x, y = _PLANE + _TILE * (right + _REACH + 0.5), _TOP + _TILE * (_REACH + 0.5 - high)
    for edge, weight in ((PAPER, 6), (KERNEL, 3)):
        canvas.box(x - 5, y - 5, 10, 10, edge=edge, weight=weight)
        canvas.glides(f"point {edge}")
    says = {"rows": _PLACES, "columns": _PLACES, "at": (_place(-high), _place(right)), "clear": True}
    says |= {"pitch": (_TILE / 10, _TILE / 10), "first": (_REACH, -_REACH), "by": (-0.1, 0.1), "drags": sets}
    canvas.area("point", x - 12, y - 12, 24, 24, **says, hint="drag the point")


def _place(value):
    """The number of the place at which a value from −3 to 3 stands."""
    return round(10 * (value + _REACH))


# What a classifier says.


def _draw_answers(canvas, found):
    row = _SIDE / len(found.names)
    canvas.title(_ANSWERS, _TOP - 11, "classes" if found.answers is None else "classifier", INK)
    for label, name in enumerate(found.names):
        y = _TOP + row * label
        if label == found.label:
            canvas.box(_ANSWERS - 4, y - 1, _WIDE + 6, row - 1, PALE[KERNEL], edge=KERNEL, weight=1.5)
        _draw_answer(canvas, found, label, name, y)
    words = tuple(_said(found, label) for label in range(len(found.names)))
    says = {"rows": len(words), "at": (found.label, 0), "words": words, "sets": {"label": "{row}"}}
    canvas.area("answers", _ANSWERS - 4, _TOP, _WIDE + 8, _SIDE, **says, hint="draw this class")


def _draw_answer(canvas, found, label, name, y):
    is_answer = found.answers is not None and label == found.answers.argmax()
    value = "" if found.answers is None else _share(found.answers[label])
    room = _WIDE - canvas.width_of(value, 12, is_answer) - 4
    canvas.text(_ANSWERS, y + 6, cut(canvas, name, room, is_answer), size=12, anchor="start", bold=is_answer)
    if value:
        canvas.text(_ANSWERS + _WIDE, y + 6, value, size=12, anchor="end", bold=is_answer)
        canvas.box(_ANSWERS, y + 13, max(_WIDE * float(found.answers[label]), 0.5), 3, FEATURE_MAP)


def _said(found, label):
    return found.names[label] + (f" {_share(found.answers[label])}" if found.answers is not None else "")


def _share(value):
    return percent(float(value)) if value >= 0.005 else "<1 %"


# The code, number by number.


def _draw_code(canvas, found):
    count = min(len(found.code), 2 * _ROWS)
    for first in range(0, count, _ROWS):
        places = range(first, min(first + _ROWS, count))
        x = _DRAWN + _COLUMN * (first // _ROWS)
        _draw_heads(canvas, x)
        for place in places:
            _draw_number(canvas, found, place, x, _CODE + _ROW * (place - first))
        _touch_numbers(canvas, found, places, x)


def _draw_heads(canvas, x):
    y = _CODE - 10
    low, high = _TRACK
    heads = [(low, "−3"), ((low + high) / 2, "0"), (high, "3")]
    for place, words in heads:
        canvas.text(x + place, y, words, size=12, colour=NEUTRAL)
    canvas.text(x + _VALUE, y, "code", size=12, anchor="end", colour=NEUTRAL)
    canvas.text(x + _CHANGE, y, "change", size=12, anchor="end", colour=NEUTRAL)


def _draw_number(canvas, found, place, x, y):
    middle, value = y + _ROW / 2, found.code[place]
    for left, arrow, chosen in zip(_PICKS, "→↑", (found.across, found.up), strict=True):
        is_chosen = place == chosen
        canvas.box(x + left - 8, y + 2, 22, 22, PALE[KERNEL] if is_chosen else None, edge=KERNEL if is_chosen else LINE)
        canvas.text(x + left + 3, middle, arrow, size=14, colour=INK if is_chosen else NEUTRAL, bold=is_chosen)
    canvas.text(x + _NAME - 10, middle, f"number {place}", size=12, anchor="start")
    _draw_bar(canvas, x, middle, value)
    canvas.text(x + _VALUE, middle, number(value, 2), size=12, anchor="end", bold=True)
    canvas.text(x + _CHANGE, middle, number(found.changes[place], 2, fixed=True), size=12, anchor="end")


def _across(value):
    low, high = _TRACK
    return low + (high - low) * (value + _REACH) / (2 * _REACH)


def _draw_bar(canvas, x, middle, value):
    zero, end = x + _across(0), x + _across(value)
    canvas.line([(x + _TRACK[0], middle), (x + _TRACK[1], middle)], LINE)
    canvas.line([(zero, middle - 9), (zero, middle + 9)], NEUTRAL)
    if end != zero:
        canvas.box(min(zero, end), middle - 5, abs(end - zero), 10, PALE[KERNEL], edge=KERNEL)
    canvas.box(end - 4, middle - 9, 8, 18, KERNEL, edge=INK)


def _touch_numbers(canvas, found, places, x):
    rows = {"rows": len(places), "start": places[0], "first": (places[0], 0)}
    high = _ROW * len(places)
    for left, name in zip(_PICKS, ("across", "up"), strict=True):
        words = tuple(f"number {place} {name}" for place in places)
        says = {"sets": {name: "{row}"}, "words": words, "hint": f"a number for the plane, {name}"}
        canvas.area(f"{name} {places[0]}", x + left - 9, _CODE, 24, high, **rows, **says)
    says = {"types": {"code[{row}]": "{value}"}, "values": [found.code[place] for place in places], "step": 0.5}
    words = tuple(f"number {place}: {number(found.code[place], 2)}" for place in places)
    canvas.area(f"values {places[0]}", x + _VALUE - 34, _CODE, 38, high, **rows, **says, words=words, hint="type it")
    for place in places:
        _touch_bar(canvas, found, place, x, _CODE + _ROW * (place - places[0]))


def _touch_bar(canvas, found, place, x, y):
    says = {"columns": _PLACES, "at": (0, _place(found.code[place])), "first": (0, -_REACH), "by": (1, 0.1)}
    says |= {"pitch": (0, (_TRACK[1] - _TRACK[0]) / (_PLACES - 1)), "drags": {f"code[{place}]": "{column}"}}
    left = x + _across(found.code[place]) - 12
    canvas.area(f"bar {place}", left, y + 1, 24, _ROW - 2, **says, hint=f"drag number {place}")


# The same code for every class, and a walk.


def _draw_classes(canvas, found):
    _draw_label(canvas, _STRIP, _THUMB, ["this code,", "class by class"])
    _draw_strip(canvas, found.in_classes, _LEFT, _STRIP, _THUMB)
    place = _LEFT + _THUMB * found.label
    for edge, weight in ((PAPER, 5), (KERNEL, 3)):
        canvas.box(place - 1, _STRIP - 1, _THUMB + 2, _THUMB + 2, edge=edge, weight=weight)
    says = {"columns": len(found.names), "at": (0, found.label), "words": tuple(found.names)}
    box = _LEFT, _STRIP, _THUMB * len(found.names), _THUMB
    canvas.area("classes", *box, **says, sets={"label": "{column}"}, hint="draw this class")


def _draw_walk(canvas, found):
    rows = ((_WALK, found.walk, "in the code"), (_WALK + _STEP + 2, found.walk_in_pixels, "in pixels"))
    for y, images, words in rows:
        _draw_strip(canvas, images, _LEFT, y, _STEP)
        canvas.text(_LEFT + _STEP * len(images) + 8, y + _STEP / 2, words, size=12, anchor="start")
    canvas.box(_DRAWN, _WALK + 2, _KEEP, 30, PALE[NEUTRAL], edge=NEUTRAL)
    canvas.text(_DRAWN + (_KEEP) / 2, _WALK + 17, "begin walk here", size=12, bold=True)
    for y, way, label in ((_WALK + 46, "from", found.kept_label), (_WALK + 62, "to", found.label)):
        canvas.text(_DRAWN, y, cut(canvas, f"{way} {found.names[label]}", _LEFT - _DRAWN - 6), size=12, anchor="start")
    sets = {"kept": list(found.code), "kept_label": found.label}
    canvas.area("begin", _DRAWN, _WALK + 2, _KEEP, 30, sets=sets, hint="the walk begins at this garment")
    for step, (code, label) in enumerate(found.codes_along()):
        box = _LEFT + _STEP * step, _WALK, _STEP, _STEP
        canvas.area(f"step {step}", *box, sets={"code": code, "label": label}, hint=f"go to step {step} of the walk")


def _draw_strip(canvas, images, x, y, side):
    joined = np.concatenate(list(images), axis=1)
    canvas.framed_image(x, y, side * len(images), side, _shaded(joined), LINE, 0.5)


def _draw_label(canvas, y, high, lines):
    for place, words in enumerate(lines):
        canvas.text(_DRAWN, y + high / 2 + 15 * (place - (len(lines) - 1) / 2), words, size=12, anchor="start")


def _draw_random(canvas, found):
    x, y, width, height = _RANDOM
    canvas.box(x, y, width, height, PALE[NEUTRAL], edge=NEUTRAL)
    canvas.text(x + width / 2, y + height / 2, "code at random", size=12, bold=True)
    canvas.area("random", x, y, width, height, sets={"code": list(found.another_code())}, hint="a code at random")
