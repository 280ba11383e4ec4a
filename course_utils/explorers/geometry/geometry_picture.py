"""The windows on a row of pixels and the map that they make, on a `Canvas`. Finished numbers in."""

from typing import NamedTuple

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, LINE, NEUTRAL, PALE, ink
from course_utils.explorers.shared.areas import light_cells
from course_utils.explorers.shared.canvas import WIDTH, Canvas

MOST = 40  # windows of the largest row: 28 pixels and 6 of padding on either side
_MAP, _BRACKETS, _KERNEL, _ROW, _HEIGHT = 78, 222, 230, 260, 350  # lower end of map and brackets, upper of the others
_PLACE = 18
_HINT = "Drag the kernel; point at a pixel or a number of the map. Or Tab, arrow keys, Enter."
_ASK = "Click the place of the last window. Or Tab, arrow keys, Enter; Escape takes it back."


class Row(NamedTuple):
    """A row of pixels and the windows on it, all that is drawn of them.

    Attributes
    ----------
    size, before, after : int
        Pixels, and those that padding puts in front and behind.
    strides : int
    reads : list of int (windows, kernel_size)
        Which pixels each window reads.
    times_read : sequence of int
    window : int
        The one that is looked at; while the learner predicts, the last that was guessed, or -1.
    cell, left : float
        Side of a pixel's square, and where pixel 0 begins.
    """

    size: int
    before: int
    after: int
    strides: int
    reads: np.ndarray
    times_read: list
    window: int
    cell: float
    left: float

    @classmethod
    def of(cls, *facts):
        """The same with its place: as large as fits."""
        size, before, after, *_ = facts
        whole = size + before + after
        cell = min(44, (WIDTH - 20) / whole)
        return cls(*facts, cell, (WIDTH - cell * whole) / 2 + cell * before)


def picture(row):
    """All windows of a row, one of them looked at, and the map."""
    canvas, title = Canvas(_HEIGHT), says(row)[row.window].capitalize()
    canvas.text(WIDTH / 2, 14, title, size=14, bold=True)
    _draw_row(canvas, row)
    _draw_counts(canvas, row)
    side = min(row.cell, 30)
    start = (WIDTH - side * len(row.reads)) / 2
    _draw_brackets(canvas, row, start, side)
    _draw_map(canvas, row, start, side)
    _draw_kernel(canvas, row, row.reads[row.window])
    _touch(canvas, row, start, side)
    canvas.hint = _HINT
    return canvas


def question(row, guess):
    """The row without its windows: how many are there? A window that was guessed stands where it would."""
    canvas = Canvas(_HEIGHT)
    canvas.text(WIDTH / 2, 14, "How many windows fit?", size=14, bold=True)
    _draw_row(canvas, row)
    left = (WIDTH - MOST * _PLACE) / 2
    for place in range(MOST):
        is_guessed = place < guess
        fill, edge = (PALE[FEATURE_MAP], FEATURE_MAP) if is_guessed else (None, NEUTRAL)
        canvas.box(left + _PLACE * place, _MAP - 24, _PLACE, 24, fill, edge=edge, dotted=not is_guessed)
        if is_guessed and (place % 2 == 0 or place == guess - 1) and place != guess - 2:
            canvas.text(left + _PLACE * (place + 0.5), _MAP - 12, place + 1, size=12, bold=place == guess - 1)
    words = f"your guess: {guess} places" if guess else "click the place of the last one"
    canvas.text(WIDTH / 2, _MAP + 16, words, size=12, colour=ink(FEATURE_MAP))
    if guess:
        _draw_guessed(canvas, row)
    counts = tuple(f"{place} window{'s' * (place > 1)}" for place in range(1, MOST + 1))
    says_all = {"sets": {"guess": "{column}"}, "first": (0, 1), "words": counts, "hint": "guess"}
    canvas.area("places", left, _MAP - 24, MOST * _PLACE, 24, columns=MOST, at=(0, max(guess - 1, 0)), **says_all)
    canvas.hint, canvas.back = _ASK, {"guess": 0}
    return canvas


def says(row):
    """What each window reads, in words."""
    said = []
    for window, places in enumerate(row.reads.tolist()):
        pixels = [place for place in places if 0 <= place < row.size]
        padded = " and padding" * (len(pixels) < len(places))
        many = f"pixel{'s' * (len(pixels) > 1)} {', '.join(map(str, pixels))}" if pixels else "padding alone"
        said.append(f"window {window} reads {many}{padded * bool(pixels)}")
    return said


def _says_pixels(row, readers):
    """Who reads each place of the row, in words."""
    said = []
    for place, windows in enumerate(readers, start=-row.before):
        name = f"pixel {place}" if 0 <= place < row.size else "padding"
        listed = f"window{'s' * (len(windows) > 1)} {', '.join(map(str, windows))}"
        said.append(f"{name}, read by {listed}" if len(windows) else f"{name}, never read")
    return said


def _draw_row(canvas, row):
    cell, hidden = row.cell, not len(row.times_read)
    step = 1 if cell >= 20 else 2  # two digits side by side would touch
    for place in range(-row.before, row.size + row.after):
        x, exists = row.left + cell * place, 0 <= place < row.size
        unread = exists and not hidden and row.times_read[place] == 0
        fill, edge = (PALE[INPUT] if exists and not unread else None), INPUT if exists else NEUTRAL
        canvas.box(x, _ROW, cell, cell, fill, edge=edge, dotted=not exists, hatched=unread)
        if not unread and (not exists or place % step == 0):
            canvas.text(x + cell / 2, _ROW + cell / 2, place if exists else 0, size=12 if cell < 30 else 14)


def _draw_counts(canvas, row):
    sign = "×" * (row.cell >= 24)
    for place, times in enumerate(row.times_read):
        canvas.text(row.left + row.cell * (place + 0.5), _ROW + row.cell + 13, f"{times}{sign}", size=12)
    canvas.text(WIDTH / 2, _ROW + row.cell + 32, "how often each pixel is read", size=12, colour=NEUTRAL)


def _draw_brackets(canvas, row, start, side):
    """All windows as brackets over what they read, and from each a line to its number of the map."""
    cell, span = row.cell, int(row.reads[0][-1] - row.reads[0][0]) + 1
    levels = min(-(-span // row.strides), len(row.reads))
    pitch = min(20, 104 / levels)
    top, dot = _BRACKETS - pitch * (levels - 1) - 6, min(5, 0.7 * pitch)
    for window, places in enumerate(row.reads.tolist()):
        y, looked_at = _BRACKETS - pitch * (window % levels), window == row.window
        low, high = row.left + cell * places[0] + 3, row.left + cell * (places[-1] + 1) - 3
        to = start + side * (window + 0.5), _MAP + 2
        if looked_at:
            canvas.line([((low + high) / 2, y), ((low + high) / 2, top), to], FEATURE_MAP, 2, arrow=True)
        else:
            canvas.line([((low + high) / 2, top), to], LINE)
        hook = min(5, pitch - 1)
        canvas.line([(low, y + hook), (low, y), (high, y), (high, y + hook)], KERNEL, 3.5 if looked_at else 1.5)
        for place in places:
            canvas.box(row.left + cell * (place + 0.5) - dot / 2, y - dot / 2, dot, dot, KERNEL)


def _draw_map(canvas, row, start, side):
    count, step = len(row.reads), 1 if side >= 20 else 2
    words = f"feature map, {count} wide"
    canvas.text(WIDTH / 2, _MAP - side - 11, words, size=12, colour=ink(FEATURE_MAP))
    for window in range(count):
        looked_at = window == row.window
        canvas.box(start + side * window, _MAP - side, side, side, PALE[FEATURE_MAP], edge=FEATURE_MAP)
        if looked_at or (window % step == 0 and (step == 1 or abs(window - row.window) > 1)):
            canvas.text(start + side * (window + 0.5), _MAP - side / 2, window, size=12, bold=looked_at)
    canvas.box(start + side * row.window, _MAP - side, side, side, edge=FEATURE_MAP, weight=3)


def _draw_kernel(canvas, row, places):
    """The kernel above what it reads: one square a weight; where it sticks out of row and padding, dotted."""
    cell, end = row.cell, row.size + row.after
    places = [place for place in places.tolist() if row.left + cell * (place + 1) <= WIDTH]
    if not places:
        return
    ends = [(row.left + cell * (place + 0.5), _KERNEL + 12) for place in (places[0], places[-1])]
    canvas.line(ends, KERNEL, 2)
    for number, place in enumerate(places):
        x, lies_in = row.left + cell * place, place < end
        fill = PALE[KERNEL] if lies_in else None
        canvas.box(x + 1, _KERNEL, cell - 2, 24, fill, edge=KERNEL, weight=2, dotted=not lies_in)
        canvas.glides(f"weight {number}")
        if lies_in:
            canvas.box(x + 1, _ROW + 1, cell - 2, cell - 2, edge=KERNEL, weight=2)


def _draw_guessed(canvas, row):
    """The last window of a guess that is wrong."""
    places, end = row.reads[-1], row.size + row.after
    _draw_kernel(canvas, row, places)
    out = places[-1] >= end
    where = "it would stick out" if out else "behind it there is room for more"
    words = f"The last of {row.window + 1}, window {row.window}, starts at pixel {places[0]}: {where}."
    canvas.text(WIDTH / 2, _KERNEL - 20, words, size=12, colour=ink(KERNEL))


def _touch(canvas, row, start, side):
    count, cell, whole = len(row.reads), row.cell, row.before + row.size + row.after
    readers = [np.flatnonzero((row.reads == pixel).any(axis=1)) for pixel in range(-row.before, row.size + row.after)]
    said, who = tuple(says(row)), tuple(_says_pixels(row, readers))
    low, high = (row.left + cell * (row.reads[row.window][end] + end_of) for end, end_of in ((0, 0), (-1, 1)))
    reads, answers = light_cells(row.reads + row.before), light_cells([[window] for window in range(count)])
    read_by = light_cells(readers)
    shown, sets = {"words": said, "at": (0, row.window)}, {"position": "{index}"}
    drags = {"drags": sets, "pitch": (0, cell * row.strides), "hint": "drag the kernel, or arrow keys"}
    place, lights = (row.left - cell * row.before, _ROW, cell * whole, cell), {"row": reads}
    canvas.area("row", *place, columns=whole, lights={"map": read_by}, words=who, hint="who reads it")
    shown |= {"columns": count, "lights": lights}
    canvas.area("map", start, _MAP - side, side * count, side, sets=sets, hint="look at it", **shown)
    # Lit with the kernel: what it reads, and where the answer stands.
    canvas.area("kernel", low, _KERNEL, high - low, 24, **drags, **shown | {"lights": lights | {"map": answers}})
