"""What `AugmentationExplorer` shows: twelve pictures to choose from, the chosen one large with its numbers."""

import numpy as np

from course_utils.augmentation import changed, random_changes
from course_utils.colours import INK, INPUT, NEUTRAL, PAPER, ink
from course_utils.explorers.shared.areas import light_cells
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.numbers import number, percent

_SIZE, _PIXEL, _LARGE_PIXEL = 28, 4, 9
_COLUMNS, _ACROSS, _DOWN, _HEAD = 4, 120, 152, 18
_TILE, _LARGE = _PIXEL * _SIZE, _LARGE_PIXEL * _SIZE
_LEFT, _NUMBERS, _OTHERS = WIDTH - _LARGE, 290, 468
_FLIPS = ("not flipped", "mirrored", "upside down", "flipped both ways")
_HINT = "Click a draw, point at its pixels, drop a picture; or Tab, arrow keys, Enter."


def draw(explorer):
    """The picture of an explorer that has computed its state, a `Canvas`."""
    canvas = Canvas(_OTHERS + 48)
    for place in range(len(explorer.pixels)):
        _draw_tile(canvas, explorer, place, *_corner(place))
    _draw_large(canvas, explorer, explorer.enlarged)
    _touch(canvas, explorer)
    explorer.draw_others(canvas, _OTHERS)
    canvas.hint = _HINT
    return canvas


def _corner(place):
    return _ACROSS * (place % _COLUMNS), _DOWN * (place // _COLUMNS)


def _name(place):
    return f"draw {place}" if place else "unchanged"


def _draw_tile(canvas, explorer, place, x, y):
    """One picture with its name above and the one thing that matters below."""
    is_chosen = place == explorer.enlarged
    if is_chosen:
        canvas.box(x, y, _TILE, 16, INPUT)
    colour = PAPER if is_chosen else ink(INPUT)
    canvas.text(x + _TILE / 2, y + 8, _name(place), size=12, colour=colour, bold=True)
    _draw_picture(canvas, explorer, place, x, y + _HEAD, _PIXEL)
    words = short_opinion(explorer, place)
    if words.startswith("✗"):
        canvas.box(x - 2, y + _HEAD - 2, _TILE + 4, _TILE + 4, edge=INK, weight=2, dotted=True)
    words = words or kept_in_words(explorer, place)
    if words:
        canvas.text(x + _TILE / 2, y + _HEAD + _TILE + 10, words, size=12, bold=words.startswith("✗"))


def _draw_picture(canvas, explorer, place, x, y, pixel):
    """A picture, and where its hole is."""
    canvas.image(x, y, pixel * _SIZE, pixel * _SIZE, np.round(explorer.pixels[place]).astype(np.uint8))
    top, left, bottom, right = pixel * np.ceil(explorer.changes["hole"][place])
    if bottom > top and right > left:
        canvas.box(x + left, y + top, right - left, bottom - top, edge=NEUTRAL, dotted=True)


def _draw_large(canvas, explorer, place):
    canvas.text(_LEFT, 8, _name(place), size=13, anchor="start", colour=ink(INPUT), bold=True)
    _draw_picture(canvas, explorer, place, _LEFT, _HEAD, _LARGE_PIXEL)
    lines = told(explorer, place) or ["nothing is changed"]
    words = kept_in_words(explorer, place)
    lines += [f"{words} of the garment"] if words else []
    for line, words in enumerate(lines):
        canvas.text(_LEFT, _NUMBERS + 19 * line, words, size=14, anchor="start")
    if explorer.probabilities is not None:
        canvas.text(_LEFT, _NUMBERS + 19 * 8 + 6, opinion(explorer, place), size=14, anchor="start", bold=True)


def kept_in_words(explorer, place):
    """How much of the garment is left, where something may have taken a part of it."""
    return f"kept {percent(explorer.kept[place])}" if place and explorer.may_lose() else ""


def opinion(explorer, place):
    """What the model says of a picture, with a sign, a second mark beside the word."""
    found = int(explorer.probabilities[place].argmax())
    sign = "✓" if found == explorer.label else "✗"
    return f"{sign} {CLASS_NAMES[found]} {number(explorer.probabilities[place, found], 2, fixed=True)}"


def short_opinion(explorer, place):
    """The same for a small picture: which class, where it is another one than the label."""
    if explorer.probabilities is None:
        return ""
    sign, *name, share = opinion(explorer, place).split()
    return f"✓ {share}" if sign == "✓" else f"✗ {' '.join(name)}"


def told(explorer, place):
    """What was drawn for one picture, a line for each change that is switched on."""
    by = {name: values[place] for name, values in explorer.changes.items()}
    top, left, bottom, right = np.ceil(by["hole"]).astype(int)
    lines = {
        "flip": _FLIPS[int(by["mirrored"]) + 2 * int(by["upside down"])],
        "shift": f"{_way(by['down'], 'down', 'up')}, {_way(by['right'], 'right', 'left')}",
        "rotate": f"turned {_way(by['degrees left'], 'left', 'right', '°')}",
        "zoom": f"size × {number(by['size'], 2, fixed=True)}",
        "brightness": f"brightness {number(by['brightness'], 0, sign=True, tiny='≈0')}",
        "contrast": f"contrast × {number(by['contrast'], 2, fixed=True)}",
        "erasing": f"hole {bottom - top} × {right - left}",
    }
    return [lines[name] for name in explorer.ranges()] if place else []


def _way(value, positive, negative, unit=""):
    amount = number(abs(value), 0 if unit else 1, fixed=True, tiny="≈0")
    return f"{amount}{unit} {positive if value >= 0 else negative}"


# What can be touched.


def _touch(canvas, explorer):
    """A click chooses a draw; a pixel of it lights where it comes from in the unchanged picture, and the reverse."""
    words = tuple(
        ", ".join(filter(None, [_name(place), explorer.probabilities is not None and opinion(explorer, place)]))
        for place in range(len(explorer.pixels))
    )
    rows = len(explorer.pixels) // _COLUMNS
    says = {"sets": {"enlarged": "{index}"}, "at": divmod(explorer.enlarged, _COLUMNS), "words": words}
    canvas.area(
        "draws", 0, 0, _ACROSS * _COLUMNS, _DOWN * rows, rows=rows, columns=_COLUMNS, hint="click to enlarge", **says
    )
    come_from = sources(explorer.changes, explorer.enlarged, explorer.fill_mode)
    goes_to = [[] for _ in come_from]
    for place, found in enumerate(come_from):
        for source in found:
            goes_to[source].append(place)
    for name, x, pixel, other, lit, hint in (
        ("unchanged", 0, _PIXEL, "large", goes_to, "a pixel, and where it goes"),
        ("large", _LEFT, _LARGE_PIXEL, "unchanged", come_from, "a pixel, and where it comes from"),
    ):
        side, sets = pixel * _SIZE, {"enlarged": 0} if name == "unchanged" else {}
        says = {"lights": {other: light_cells(lit)}, "sets": sets, "hint": hint}
        canvas.area(name, x, _HEAD, side, side, rows=_SIZE, columns=_SIZE, **says)


def sources(changes, place, fill_mode):
    """For each pixel of a draw, the one of the unchanged picture that most of it comes from, in a list; or none.

    Found by moving an image whose brightness is the row, one whose brightness is the column, and one that is white.
    """
    still = random_changes(0, 0)
    moves = {
        name: changes[name][[place]] for name in ("mirrored", "upside down", "down", "right", "degrees left", "size")
    }
    rows, columns = np.indices((_SIZE, _SIZE)).astype(float)
    white = changed(np.full((_SIZE, _SIZE), 255.0), still | moves, fill_mode=fill_mode)[0] / 255
    moved = [changed(one, still | moves, fill_mode=fill_mode)[0] / np.maximum(white, 1e-6) for one in (rows, columns)]
    top, left, bottom, right = np.ceil(changes["hole"][place])
    is_erased = (rows >= top) & (rows < bottom) & (columns >= left) & (columns < right)
    numbers = (_SIZE * np.round(moved[0]) + np.round(moved[1])).astype(int).ravel().tolist()
    is_seen = ((white >= 0.5) & ~is_erased).ravel().tolist()
    return [[at] if seen else [] for at, seen in zip(numbers, is_seen, strict=True)]
