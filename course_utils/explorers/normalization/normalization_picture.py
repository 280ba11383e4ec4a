"""What `NormalizationExplorer` shows: the batch, the batch standardised, the numbers in between, and three curves."""

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, LINE, NEUTRAL, PALE
from course_utils.explorers.normalization.normalization_touch import Touch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_boxes import draw_boxes
from course_utils.numbers import number

_LEFT, _ROW, _TOP, _LINE = 100, 24, 70, 22  # names of rows; height of a row; top of the tables; from number to number
_EXACT = 9  # decimals: below, there is only what rounding leaves where numbers cancel
_HINT = "Click a number and type another; γ, β and curves too. Or Tab, arrow keys, digits, Enter."


def drawn(found):
    """The picture of an explorer's state, a `Canvas`."""
    garments, channels = len(found.batch), len(found.batch[0])
    cell = min(60, (WIDTH - _LEFT - 130) / (2 * channels))
    second, below = _LEFT + max(cell * channels, 160) + 30, _TOP + _ROW * garments
    last, canvas = second + max(cell * channels, 90) + 30, Canvas(below + 286)
    touch, every, one = Touch(canvas, found), range(channels), [found.channel]
    canvas.text(4, 16, found.title(), size=15, anchor="start", bold=True)
    for row in range(garments):
        y, bold = _TOP + _ROW * (row + 0.5), row == found.garment
        canvas.text(4, y, f"garment {row}", size=12, anchor="start", bold=bold)
    _draw_table(canvas, found, (_LEFT, cell), found.asked, every, f"batch, others {found.others}", PALE[INPUT])
    _draw_table(canvas, found, (second, cell), found.standardised, every, "standardised", PALE[FEATURE_MAP])
    _draw_table(canvas, found, (last, 60), found.output[:, one], one, "× γ + β", PALE[FEATURE_MAP])
    _draw_statistics(canvas, found, below + 10, cell, second)
    canvas.text(4, below + 116, found.formula(), size=14, anchor="start", bold=True)
    touch.batch(_LEFT, _TOP, cell, _ROW)
    touch.standardised(second, _TOP, cell, _ROW)
    touch.output(last, _TOP, 60, _ROW)
    touch.statistics(_LEFT, below + 9, cell, _LINE)
    for y, name in ((below + 9, "gamma"), (below + 9 + _LINE, "beta")):
        touch.learnt(name, second + cell * found.channel, y, cell, _LINE)
    _draw_curves(canvas, found, touch, below + 142)
    canvas.hint = _HINT
    return canvas


def _draw_table(canvas, found, place, values, channels, name, fill):
    """A row per garment; those that are left out are hatched."""
    (left, cell), garments = place, len(found.batch)
    canvas.text(left, 40, name, size=12, anchor="start")
    for column, channel in enumerate(channels):
        x, bold = left + cell * (column + 0.5), channel == found.channel
        canvas.text(x, 59, f"ch. {channel}", size=12, colour=INK if bold else NEUTRAL, bold=bold)
    rows = np.full((garments, len(channels)), np.nan)
    rows[[found.garment] if found.others == "left out" else slice(None)] = np.round(values, _EXACT)
    draw_boxes(canvas, (left, _TOP), (cell, _ROW), rows, fill, hatched=np.isnan(rows), edge=LINE)
    # A column shares its mean in training; at inference each number is by itself.
    shared = found.training and fill == PALE[INPUT] and found.others != "left out"
    top, count = (_TOP, garments) if shared else (_TOP + _ROW * found.garment, 1)
    x = left + cell * list(channels).index(found.channel)
    canvas.box(x - 2, top - 2, cell + 2, _ROW * count + 2, edge=INK, weight=2.5)


def _draw_statistics(canvas, found, top, cell, second):
    """Below the batch its mean and variance and the moving ones, those that are used on grey; then γ and β."""
    canvas.box(0, top - 1 + 2 * _LINE * (not found.training), second - 30, 2 * _LINE, PALE[NEUTRAL])
    rows = {"batch mean": found.mean, "batch var.": found.variance}
    rows |= {"moving mean": found.moving_mean, "moving var.": found.moving_variance}
    for row, (name, values) in enumerate(rows.items()):
        y, used = top + 10 + _LINE * row, found.training == (row < 2)
        colour = INK if used else NEUTRAL
        canvas.text(4, y, name, size=12, anchor="start", colour=colour, bold=used)
        _draw_row(canvas, found, (_LEFT, y, cell), values, colour)
    chosen = np.arange(len(found.batch[0])) == found.channel
    for y, name, value, usual in ((top + 10, "γ", found.gamma, 1), (top + 10 + _LINE, "β", found.beta, 0)):
        canvas.text(second - 12, y, name, size=13)
        canvas.box(second + cell * found.channel, y - 10, cell - 2, 20, PALE[KERNEL], edge=KERNEL)
        _draw_row(canvas, found, (second, y, cell), np.where(chosen, value, usual), INK)


def _draw_row(canvas, found, place, values, colour):
    """Numbers beside each other, in smaller letters where they are longer than their place."""
    left, y, cell = place
    texts = [found.told(value) for value in values]
    texts = [text if len(text) <= 7 else number(value, 0, tiny="≈0") for text, value in zip(texts, values, strict=True)]
    size = 12 if cell > 55 or max(map(len, texts)) <= 5 else 10
    for place, text in enumerate(texts):
        canvas.text(left + cell * (place + 0.5) - 1, y, text, size=size, colour=colour)


def _draw_curves(canvas, found, touch, top):
    for left, name, path, goal in zip((4, 254), ("mean", "variance"), found.path, found.goal, strict=True):
        curve = path[:, found.channel], goal[found.channel]
        _draw_curve(canvas, found, (left, top), f"moving {name}", *curve, "batch")
        _touch_curve(touch, name, left, top, curve[0])
    _draw_curve(
        canvas, found, (504, top), f"inference, garment {found.garment}", found.later, found.as_given, "training"
    )
    _touch_curve(touch, "later", 504, top, found.later)
    words = f"Over {len(found.later) - 1} training steps on the batch as given. Dotted: what they lead to."
    canvas.text(4, canvas.height - 12, words, size=12, anchor="start", colour=NEUTRAL)


def _touch_curve(touch, name, left, top, curve):
    values = [touch.found.told(value) for value in curve[::10]]
    wide = 226 / (len(values) - 1)  # a place is in the middle of its cell
    touch.curve(f"curve-{name}", left - wide / 2, top + 28, 226 + wide, 74, values)


def _draw_curve(canvas, found, place, name, curve, goal, whose):
    (left, top), last = place, len(curve) - 1
    low, high = min(curve.min(), goal), max(curve.max(), goal)
    at = top + 30 + 66 * (high - np.append(curve, goal)) / max(high - low, 1e-9)
    across = left + 226 * np.arange(last + 1) / last
    shown = np.unique(np.r_[0:60:3, 60 : last + 1 : 12])
    canvas.text(left, top, f"{name}: {found.told(curve[found.steps])}", size=12, anchor="start", bold=True)
    canvas.line([(left, at[-1]), (left + 226, at[-1])], INPUT, 2, dotted=True)
    canvas.line(list(zip(across[shown], at[shown], strict=True)), FEATURE_MAP, 2)
    canvas.line([(across[found.steps], top + 30), (across[found.steps], top + 100)], NEUTRAL)
    canvas.box(across[found.steps] - 3.5, at[found.steps] - 3.5, 7, 7, FEATURE_MAP)
    y = at[-1] + (12 if at[-1] > top + 60 else -10)
    canvas.text(left + 113, y, f"{whose}: {found.told(goal)}", size=12, colour=INPUT)
    canvas.text(left, top + 110, "0", size=12, anchor="start", colour=NEUTRAL)
    canvas.text(left + 226, top + 110, f"{last} steps", size=12, anchor="end", colour=NEUTRAL)
