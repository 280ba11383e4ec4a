"""What `LensExplorer` shows: the image, a method's map and its control large, below them all methods beside theirs."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, LINE, NEUTRAL, PALE, PAPER, grey, ink, signed, to_hex
from course_utils.explorers.lens.lens_methods import spoken
from course_utils.explorers.shared.areas import light_windows
from course_utils.explorers.shared.canvas import Canvas
from course_utils.explorers.shared.words import cut
from course_utils.numbers import number, percent

_HEIGHT, _TOP, _SIDE = 556, 24, 196  # of the three pictures: seven for each pixel of a garment
_IMAGE, _MAP, _BESIDE, _ANSWERS = 10, 214, 418, 622  # from the left
_WIDE = 112  # of the answers
_SEEN = 0.005  # so small a change is not drawn
_MOST = 10  # classes, or images, beside one another
_TILES, _PITCH, _TILE = 98, 107, 56  # where the small maps begin, from one to the next, their side
_NAMES, _OWN, _CONTROL, _AGREE = 266, 280, 378, 478  # from the top
_STRIP, _THUMB, _LEFT, _ARROW = 504, 43, 142, 30
_HINT = "Click or drag to a pixel; click a method, class or image; drop a picture. Or Tab, arrow keys, Enter."


def draw(found):
    """The picture of an explorer that has computed its state, a `Canvas`."""
    canvas = Canvas(_HEIGHT)
    _draw_image(canvas, found)
    _draw_map(canvas, found)
    _draw_control(canvas, found)
    _draw_answers(canvas, found)
    _draw_tiles(canvas, found)
    if len(found.images) > 1:
        _draw_images(canvas, found)
    canvas.takes_files = True
    canvas.back = {"label": -1} if found.label >= 0 else {}
    canvas.hint = _HINT
    return canvas


def _draw_image(canvas, found):
    """The image, with the pixel that is read; under occlusion with the patch that is read there."""
    _draw_title(canvas, _IMAGE, f"image {found.image}, asked: {found.names[found.asked]}", INPUT)
    cell = canvas.framed_image(_IMAGE, _TOP, _SIDE, _SIDE, found.shown_image, INPUT)
    row, column = found.place
    _touch_pixels(canvas, "image", _IMAGE, found, cell, ("map", "control"), "read this pixel")
    if found.patch is None:
        _draw_frame(canvas, _IMAGE, found.place, cell)
        _touch_pixel(canvas, found, cell)
    else:
        _draw_patch(canvas, found, cell)
    bright = percent(float(found.brightness[found.place]))
    said = [f"row {row}, column {column}: {bright} white"]
    if found.patch is not None:
        said.append(f"with the patch: {found.said(found.asked, found.patch['answers'])}")
    _draw_below(canvas, _IMAGE, said)


def _draw_patch(canvas, found, cell):
    patch, side = found.patch, found.patch_size * cell
    x, y = _IMAGE + cell * patch["left"], _TOP + cell * patch["top"]
    canvas.box(x, y, side, side, to_hex(grey(patch["shade"], 0, 1)), edge=PAPER, weight=4)
    canvas.glides("patch")
    canvas.box(x, y, side, side, edge=KERNEL, weight=2)
    canvas.glides("patch frame")
    strides, middle = found.lens.strides, (found.patch_size - 1) // 2
    rows, columns = patch["places"]
    says = {"rows": rows, "columns": columns, "at": patch["at"], "pitch": (strides * cell,) * 2, "clear": True}
    says |= {"first": (middle, middle), "by": (strides, strides), "drags": {"row": "{row}", "column": "{column}"}}
    canvas.area("patch", x, y, side, side, **says, hint="drag the patch")


def _touch_pixel(canvas, found, cell):
    """The pixel that is read can be dragged: what takes the pointer is larger than it."""
    row, column = found.place
    rows, columns = found.brightness.shape
    wide = max(cell, 24)
    x, y = _IMAGE + cell * (column + 0.5) - wide / 2, _TOP + cell * (row + 0.5) - wide / 2
    says = {"rows": rows, "columns": columns, "at": found.place, "pitch": (cell, cell), "clear": True}
    canvas.area("pixel", x, y, wide, wide, **says, drags={"row": "{row}", "column": "{column}"}, hint="drag the pixel")


def _draw_map(canvas, found):
    _draw_title(canvas, _MAP, found.method, FEATURE_MAP)
    values = found.maps[found.method]
    cell = _draw_values(canvas, _MAP, values, found.place)
    _touch_pixels(canvas, "map", _MAP, found, cell, ("image", "control"), "read this pixel")
    _draw_below(canvas, _MAP, [_range_of(values), _unit(found)])


def _draw_control(canvas, found):
    same = "for " + found.names[found.other] if found.beside == "another class" else found.beside
    _draw_title(canvas, _BESIDE, f"beside it: {same}", NEUTRAL)
    values = found.beside_maps[found.method]
    cell = _draw_values(canvas, _BESIDE, values, found.place)
    _touch_pixels(canvas, "control", _BESIDE, found, cell, ("image", "map"), "read this pixel")
    knows_no_class = found.beside in ("edges", "brightness")
    meaning = "of the image, whatever the class" if knows_no_class else "green: for the class, pink: against"
    _draw_below(canvas, _BESIDE, [_range_of(values), meaning])


def _draw_values(canvas, x, values, place):
    cell = canvas.framed_image(x, _TOP, _SIDE, _SIDE, _coloured(values), FEATURE_MAP)
    _draw_frame(canvas, x, place, cell)
    return cell


def _coloured(values):
    """Colours of a map on a scale of its own, uint8 (rows, columns, 3)."""
    return signed(values, np.abs(values).max())


def _draw_frame(canvas, x, place, cell):
    row, column = place
    wide = max(cell, 7)
    left, top = x + cell * (column + 0.5) - wide / 2, _TOP + cell * (row + 0.5) - wide / 2
    for edge, weight in ((PAPER, 5), (KERNEL, 2.5)):
        canvas.box(left, top, wide, wide, edge=edge, weight=weight)
        canvas.glides(f"{edge} {x}")


def _touch_pixels(canvas, name, x, found, cell, others, hint):
    rows, columns = found.brightness.shape
    each = light_windows([[place] for place in range(rows)], [[place] for place in range(columns)])
    says = {"rows": rows, "columns": columns, "at": found.place, "lights": dict.fromkeys(others, each)}
    sets = {"row": "{row}", "column": "{column}"}
    canvas.area(name, x, _TOP, cell * columns, cell * rows, **says, sets=sets, hint=hint)


def _draw_title(canvas, x, words, colour):
    canvas.title(x, _TOP - 11, cut(canvas, words, _SIDE, True), ink(colour))


def _draw_below(canvas, x, lines):
    for place, words in enumerate(lines):
        y = _TOP + _SIDE + 12 + 15 * place
        canvas.text(x, y, cut(canvas, words, _SIDE + 6), size=12, anchor="start", colour=INK if not place else NEUTRAL)


def _range_of(values):
    low, high = float(values.min()), float(values.max())
    return "0 everywhere" if low == high == 0 else f"from {spoken(low)} to {spoken(high)}"


def _unit(found):
    """What a number of the large map counts."""
    answer = "probability" if found.are_shares else "the logit"
    return {
        "occlusion": f"{answer} lost to the patch",
        "gradient": "logit, from black to white",
        "guided": "the gradient of nothing",
        "gradient × input": "points of the logit",
        "integrated gradients": "points of the logit, from black",
        "Grad-CAM": f"maps of {found.layer}, weighed",
    }[found.method]


def _draw_answers(canvas, found):
    """The classes with what is answered for each; with the patch, a line says what it leaves."""
    count = len(found.names)
    first = found.asked // _MOST * _MOST
    shown = range(first, min(first + _MOST, count))
    row = _SIDE / _MOST
    canvas.title(_ANSWERS, _TOP - 11, "answer", INK)
    now, scale = found.answers, 1 if found.are_shares else max(float(np.abs(found.answers).max()), 1e-9)
    for line, label in enumerate(shown):
        y = _TOP + row * line
        if label == found.asked:
            canvas.box(_ANSWERS - 4, y - 1, _WIDE + 6, row - 1, PALE[KERNEL], edge=KERNEL, weight=1.5)
        value = found.said_value(now[label])
        is_answer = label == found.answer
        name = cut(canvas, found.names[label], _WIDE - canvas.width_of(value, 12, is_answer) - 4, is_answer)
        canvas.text(_ANSWERS, y + 6, name, size=12, anchor="start", bold=is_answer)
        canvas.text(_ANSWERS + _WIDE, y + 6, value, size=12, anchor="end", bold=is_answer)
        canvas.box(_ANSWERS, y + 13, max(_WIDE * abs(float(now[label])) / scale, 0.5), 3, FEATURE_MAP)
        if found.patch is not None and abs(found.patch["answers"][label] - now[label]) / scale >= _SEEN:
            x = _ANSWERS + _WIDE * min(abs(float(found.patch["answers"][label])) / scale, 1)
            canvas.line([(x, y + 11), (x, y + 18)], INK, 2)
    words = tuple(found.said(label) for label in shown)
    says = {"rows": len(shown), "start": first, "at": (found.asked - first, 0), "words": words}
    box = _ANSWERS - 4, _TOP, _WIDE + 8, row * len(shown)
    canvas.area("answers", *box, **says, sets={"label": "{index}"}, hint="ask about this class")
    if found.patch is not None:
        canvas.text(_ANSWERS, _TOP + _SIDE + 12, "line: covered", size=12, anchor="start", colour=NEUTRAL)


def _draw_tiles(canvas, found):
    """All methods small, with their number at the pixel; below them the control's, and how far the two agree."""
    labels = [(_OWN, ["this", "network"]), (_CONTROL, _lines(canvas, found.beside_name(), _TILES - 10))]
    for y, lines in labels:
        for place, words in enumerate(lines):
            middle = y + _TILE / 2 + 15 * (place - (len(lines) - 1) / 2)
            canvas.text(_TILES - 6, middle, words, size=12, anchor="end", bold=True)
        canvas.text(_TILES - 6, y + _TILE + 11, "at the pixel", size=12, anchor="end", colour=NEUTRAL)
        canvas.text(_TILES - 6, y + _TILE + 26, "rank by size", size=12, anchor="end", colour=NEUTRAL)
    canvas.text(_TILES - 6, _AGREE, "agreement", size=12, anchor="end", colour=NEUTRAL)
    for place, method in enumerate(found.maps):
        _draw_column(canvas, found, method, _TILES + _PITCH * place)


def _draw_column(canvas, found, method, x):
    middle, is_chosen = x + _PITCH / 2, method == found.method
    name = method.replace("integrated gradients", "integrated")
    canvas.text(middle, _NAMES, name, size=12, bold=is_chosen, colour=ink(KERNEL) if is_chosen else INK)
    for y, maps, values in (
        (_OWN, found.maps, found.values),
        (_CONTROL, found.beside_maps, found.beside_values),
    ):
        edge, weight = (KERNEL, 3) if is_chosen else (NEUTRAL, 1)
        canvas.framed_image(middle - _TILE / 2, y, _TILE, _TILE, _coloured(maps[method]), edge, weight)
        larger = int(np.sum(np.abs(maps[method]) > abs(values[method])))
        rank = f"{1 + larger:,} of {maps[method].size:,}" if values[method] else "–"
        canvas.text(middle, y + _TILE + 11, spoken(values[method]), size=12, bold=True)
        canvas.text(middle, y + _TILE + 26, rank, size=12, colour=NEUTRAL)
    agreement = found.agreements[method]
    words = "–" if np.isnan(agreement) else number(agreement, 2, fixed=True)
    canvas.text(middle, _AGREE, words, size=12, bold=is_chosen)
    canvas.area(
        method, x + 2, _NAMES - 8, _PITCH - 4, _AGREE - _NAMES + 16, sets={"method": method}, hint=f"see {method}"
    )


def _lines(canvas, words, room):
    """Words in lines of so much room."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and canvas.width_of(longer, 12, True) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [cut(canvas, line, room, True) for line in lines[:4]]


def _draw_images(canvas, found):
    """Ten of the images beside one another, to choose from, and arrows to the ten before and after."""
    count = len(found.images)
    first = found.image // _MOST * _MOST
    shown = range(first, min(first + _MOST, count))
    canvas.text(_IMAGE, _STRIP + _THUMB / 2, "images", size=12, anchor="start", colour=ink(INPUT), bold=True)
    for place, number_ in enumerate(shown):
        canvas.framed_image(_LEFT + _THUMB * place, _STRIP, _THUMB, _THUMB, found.thumb(number_), LINE, 0.5)
    place = _LEFT + _THUMB * (found.image - first)
    for edge, weight in ((PAPER, 5), (KERNEL, 3)):
        canvas.box(place - 1, _STRIP - 1, _THUMB + 2, _THUMB + 2, edge=edge, weight=weight)
    says = {"columns": len(shown), "start": first, "at": (0, found.image - first)}
    words = tuple(f"image {number_}" for number_ in shown)
    box = _LEFT, _STRIP, _THUMB * len(shown), _THUMB
    canvas.area("images", *box, **says, sets={"image": "{index}"}, words=words, hint="take this image")
    if count > _MOST:
        last = (count - 1) // _MOST * _MOST
        before, after = (first - _MOST if first else last), (first + _MOST if first < last else 0)
        _draw_arrow(canvas, _LEFT - _ARROW - 6, "←", "the ten before", before)
        _draw_arrow(canvas, _LEFT + _THUMB * _MOST + 6, "→", "the next ten", after)


def _draw_arrow(canvas, x, arrow, words, image):
    canvas.box(x, _STRIP, _ARROW, _THUMB, edge=NEUTRAL)
    canvas.text(x + _ARROW / 2, _STRIP + _THUMB / 2, arrow, size=17)
    canvas.area(words, x, _STRIP, _ARROW, _THUMB, sets={"image": image}, hint=words)
