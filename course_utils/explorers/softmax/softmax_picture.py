"""What `SoftmaxExplorer` shows: a row for each class, its steps from left to right, and where they can be touched."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, KERNEL, LINE, NEUTRAL, PALE, ink
from course_utils.explorers.shared.areas import light_cells, light_windows
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.numbers import number

_TOP, _ROW = 78, 26
_NAME, _ZERO, _HALF = 108, 171, 48  # room for a name; where a logit of 0 stands, and how far the largest from it
_ENDS, _BARS = (280, 336, 396, 468, 528, 594), (602, 734)  # right ends of the columns; bars of shares
_PLACES = 40  # steps in which a logit is dragged, from one end to the other
_HINT = "Drag a bar, or click a logit and type; click a name: the right class. Or Tab, arrow keys, Enter."


def drawn(found):
    """The picture of an explorer's state, a `Canvas`."""
    count = len(found.logits)
    bottom = _TOP + _ROW * count
    canvas = Canvas(bottom + 122)
    canvas.text(WIDTH / 2, 14, found.title(), size=14, bold=True)
    _draw_heads(canvas, found)
    for place in range(count):
        _draw_row(canvas, found, place)
    _draw_sums(canvas, found, bottom)
    _draw_words(canvas, found, bottom + 56)
    _touch_table(canvas, found, bottom)
    for place in range(count):
        _touch_bar(canvas, found, place)
    canvas.hint = _HINT
    return canvas


def column(value, decimals=2):
    """A number as it stands below others: with all its decimals."""
    return number(round(float(value), 9), decimals, fixed=True)  # 0.1 + 0.2 is not quite 0.3: the rest is no digit


def part(value):
    """A part of a whole: 0 and 1 are so exactly."""
    return number(value, 3, fixed=value not in (0, 1))


def _reach(found):
    """The largest logit for which there is room: 10, 100 or 1000."""
    return next(reach for reach in (10, 100, 1000) if reach >= np.abs(found.logits).max())


def _across(found, logit):
    return _ZERO + _HALF * logit / _reach(found)


def _draw_heads(canvas, found):
    largest = column(found.largest, 2 if abs(found.largest) < 1000 else 0)
    heads = [
        ("logit", ""),
        ("added", f"{'−' if found.shift < 0 else '+'} {abs(found.shift)}"),
        ("temp.", f"÷ {number(found.temperature)}"),
        ("largest", f"− ({largest})" if found.largest < 0 else f"− {largest}"),
        ("power", "e to it"),
        ("sum", f"÷ {column(found.sum, 3)}"),
    ]
    for end, (name, step) in zip(_ENDS, heads, strict=True):
        canvas.text(end, 44, name, size=12, anchor="end", colour=NEUTRAL)
        canvas.text(end, 63, step, size=12, anchor="end", colour=ink(KERNEL), bold=True)
    canvas.text(_BARS[0], 44, "share", size=12, anchor="start", colour=NEUTRAL)
    canvas.text(_BARS[1], 63, "1", size=12, anchor="end", colour=NEUTRAL)
    canvas.text(_BARS[0], 63, "0", size=12, anchor="start", colour=NEUTRAL)
    for value in (-_reach(found), 0, _reach(found)):
        canvas.text(_across(found, value), 63, number(value), size=12, colour=NEUTRAL)


def _draw_row(canvas, found, place):
    y, is_right, is_moved = _TOP + _ROW * place, place == found.right, place == found.moved
    middle = y + _ROW / 2
    if is_moved:
        canvas.box(2, y + 1, WIDTH - 4, _ROW - 2, PALE[KERNEL])
    name = f"{'▸' * is_moved}{'✓' * is_right} {found.names[place]}".strip()
    size = min(12, 12 * _NAME / canvas.width_of(name, 12, is_right))
    canvas.text(6, middle, name, size=max(size, 10), anchor="start", bold=is_right)
    _draw_logit(canvas, found, place, middle)
    steps = [steps[place] for steps in (found.logits, found.added, found.scaled, found.lowered)]
    cells = [column(step, 2 if abs(step) < 1000 else 1 if abs(step) < 10_000 else 0) for step in steps]
    cells += [part(found.powers[place]), part(found.shares[place])]
    for end, cell in zip(_ENDS, cells, strict=True):
        canvas.text(end, middle, cell, size=12, anchor="end")
    _draw_bar(canvas, y + 5, found.shares[place], INK if is_right else FEATURE_MAP)


def _draw_logit(canvas, found, place, middle):
    """A bar from 0 to the logit, with a handle at its end."""
    zero, end = _ZERO, _across(found, found.logits[place])
    canvas.line([(_ZERO - _HALF, middle), (_ZERO + _HALF, middle)], LINE)
    canvas.line([(zero, middle - 9), (zero, middle + 9)], NEUTRAL)
    if end != zero:
        canvas.box(min(zero, end), middle - 5, abs(end - zero), 10, LINE, edge=NEUTRAL)
    canvas.box(end - 4, middle - 9, 8, 18, NEUTRAL, edge=INK)


def _draw_bar(canvas, y, share, edge):
    whole = _BARS[1] - _BARS[0]
    canvas.box(_BARS[0], y, whole, _ROW - 10, edge=LINE, weight=0.8)
    if whole * share >= 0.5:
        canvas.box(_BARS[0], y, whole * share, _ROW - 10, PALE[FEATURE_MAP], edge=edge, weight=1.5)


def _pitch(found):
    """From one term of the sum to the next."""
    return min(72, 640 / len(found.logits))


def _draw_sums(canvas, found, y):
    canvas.line([(6, y + 2), (WIDTH - 6, y + 2)], NEUTRAL, 1)
    canvas.text(6, y + 16, "sum", size=12, anchor="start")
    canvas.text(_ENDS[4], y + 16, column(found.sum, 3), size=12, anchor="end", bold=True)
    canvas.text(_ENDS[5], y + 16, column(found.shares.sum(), 3), size=12, anchor="end", bold=True)
    terms = [f"{'+ ' * (place > 0)}{part(power)}" for place, power in enumerate(found.powers)]
    for place, term in enumerate([*terms, f"= {column(found.sum, 3)}"]):
        canvas.text(6 + _pitch(found) * place, y + 36, term, size=12, anchor="start", colour=NEUTRAL)


def _draw_words(canvas, found, y):
    lowered, power, share = (numbers[found.moved] for numbers in (found.lowered, found.powers, found.shares))
    total = column(found.sum, 3)
    fraction = f"e^{column(lowered)} / {total} = {part(power)} / {total} = {part(share)}"
    canvas.text(6, y + 4, f"▸ share of {found.names[found.moved]}: {fraction}", anchor="start")
    loss = f"{found.loss_term()} = {number(found.loss, 3, fixed=True)}"
    canvas.text(6, y + 26, f"✓ cross-entropy if {found.names[found.right]} is right: {loss}", anchor="start")
    straight = "gives the same shares"
    if found.fails:
        is_large = found.largest > 0
        size = "large for the computer (inf)" if is_large else "small for the computer (0)"
        straight = f"fails here: e^{number(found.largest, 0)} is too {size}"
    words = f"Without subtracting the largest, the division {straight}."
    canvas.text(6, y + 48, words, size=12, anchor="start")


# Where it can be touched.


def _touch_table(canvas, found, bottom):
    """A row picks its class, a name makes it the right one, a logit is typed; each lights its row and its term."""
    count, high = len(found.logits), _ROW * len(found.logits)
    own = light_cells([[place] for place in range(count)])
    shown = zip(found.names, found.logits, found.powers.tolist(), found.shares.tolist(), strict=True)
    words = tuple(
        f"{name}, logit {column(logit)}, power {part(power)}, share {part(share)}"
        for name, logit, power, share in shown
    )
    both = {"rows": count, "words": words, "lights": {"classes": own, "terms": own}}
    row = both | {"lights": {"terms": own}, "sets": {"moved": "{row}"}, "hint": "show its share"}
    canvas.area("classes", 2, _TOP, WIDTH - 4, high, **row)
    canvas.area("names", 2, _TOP, _NAME + 4, high, **both, sets={"right": "{row}"}, hint="make it the right class")
    types = {"logits[{row}]": "{value}", "moved": "{row}"}
    says = both | {"types": types, "values": found.logits, "step": 0.5, "hint": "type a logit"}
    canvas.area("logits", _ENDS[0] - 54, _TOP, 58, high, **says)
    terms = {"columns": count, "words": words, "lights": {"classes": own}, "hint": "its term in the sum"}
    canvas.area("terms", 2, bottom + 26, _pitch(found) * count, 20, **terms)


def _touch_bar(canvas, found, place):
    """The handle of a logit is dragged along, in steps of a twentieth of the largest."""
    reach, logit = _reach(found), found.logits[place]
    step = reach / (_PLACES / 2)
    values = np.linspace(-reach, reach, _PLACES + 1)
    says = {
        "columns": _PLACES + 1,
        "at": (0, int(np.abs(values - logit).argmin())),
        "pitch": (0, 2 * _HALF / _PLACES),
        "first": (0, -reach),
        "by": (1, step),
        "drags": {f"logits[{place}]": "{column}", "moved": place},
        "hint": f"logit of {found.names[place]}, drag it",
        "words": tuple(map(number, values.tolist())),
        "lights": {
            "classes": light_windows([[place]], [[0]] * (_PLACES + 1)),
            "terms": light_windows([[0]], [[place]] * (_PLACES + 1)),
        },
    }
    canvas.area(f"bar-{place}", _across(found, logit) - 12, _TOP + _ROW * place + 1, 24, _ROW - 2, **says)
