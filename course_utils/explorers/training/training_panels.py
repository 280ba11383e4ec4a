"""Curves over epochs on a `Canvas`: what `TrainingExplorer` draws. Finished numbers in, shapes out."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from course_utils.colours import INK, LINE, NEUTRAL, PAPER, ink, to_hex, to_rgb
from course_utils.numbers import significant

_ROOM = 38  # pixels left of a plot, for the numbers of its axis


class Curve(NamedTuple):
    """One value per epoch, from epoch 1 on; `words` are written where it ends."""

    words: str
    values: np.ndarray
    colour: str
    dotted: bool


class Batches(NamedTuple):
    """The loss of each batch, and how many batches an epoch has."""

    losses: np.ndarray
    steps: int
    colour: str


def draw_panel(canvas, place, quantity, curves, marked, epochs, batches=()):
    """Draw the curves of one quantity, a line at the epoch `marked`, and the words at their ends.

    Parameters
    ----------
    canvas : Canvas
    place : (x, y, width, height) of the plot
    quantity : "loss" or "accuracy"
    curves : list of Curve
    marked : int
        The epoch that is read.
    epochs : (first, last)
        Of the axis.
    batches : list of Batches
    """
    low, high, step = _range(quantity, [*curves, *batches])
    ticks = {tick: significant(round(tick, 12), 4) for tick in np.arange(low, high + step / 2, step)}
    x, y, width, height = place = _with_room(place, [canvas.width_of(text, 11) for text in ticks.values()])
    at = _axes(canvas, place, epochs, (low, high), ticks)
    title = f"{quantity.capitalize()} after epoch {marked}" if curves else quantity.capitalize()
    canvas.text(x, 15, title, size=14, anchor="start", bold=True)
    if not curves and not batches:
        canvas.text(x + width / 2, y + height / 2, f"no {quantity} is recorded", size=12, colour=NEUTRAL)
    for run in batches:
        times = np.arange(1, len(run.losses) + 1) / run.steps
        _draw_pieces(canvas, at, *_thinned(times, run.losses, int(width)), _pale(run.colour))
    if batches:
        canvas.text(x + width, y + height + 31, "pale: each batch", size=11, anchor="end", colour=NEUTRAL)
    if curves:
        canvas.line([(at(marked, 0)[0], y), (at(marked, 0)[0], y + height)], NEUTRAL, dotted=True)
    for curve in curves:
        _draw_curve(canvas, at, curve, marked)
    _draw_words(canvas, at, place, curves)


def _with_room(place, widths):
    """The place of a plot, narrower where the numbers left of it are wide: the loss of a training that went astray."""
    x, y, width, height = place
    more = max(0, max(widths) - _ROOM)
    return x + more, y, width - more, height


def _axes(canvas, place, epochs, ends, ticks):
    """Draw grid and numbers; return the function from (epoch, value) to a place on the canvas."""
    x, y, width, height = place
    (first, last), (low, high) = epochs, ends

    def at(epoch, value):
        share = (np.clip(value, low, high) - low) / (high - low)
        return float(x + width * (epoch - first) / (last - first)), float(y + height * (1 - share))

    for tick, text in ticks.items():
        level = at(first, tick)[1]
        canvas.line([(x, level), (x + width, level)], LINE, 0.5)
        canvas.text(x - 6, level, text, size=11, anchor="end", colour=NEUTRAL)
    apart = max(round(_nice_step((last - first) / max(width / 40, 2))), 1)
    for epoch in range(first, last + 1):
        if epoch % apart == 0:
            canvas.text(at(epoch, low)[0], y + height + 13, epoch, size=11, colour=NEUTRAL)
    canvas.line([(x, y + height), (x + width, y + height)], INK)
    canvas.text(x, y + height + 31, "epoch", size=11, anchor="start", colour=NEUTRAL)
    return at


def _range(quantity, drawn):
    """Lowest and highest value of an axis, and the step of its numbers."""
    values = np.concatenate([np.ravel(item[0] if isinstance(item, Batches) else item.values) for item in drawn] or [[]])
    values = values[np.isfinite(values)]
    if quantity == "accuracy":
        lowest = values.min() if len(values) else 0.5
        step = _nice_step((1 - lowest) / 5) if lowest < 0.99 else 0.01
        return np.floor(lowest / step + 1e-9) * step, 1.0, step
    highest = max(values.max() if len(values) else 2.5, 1e-9)
    step = _nice_step(highest / 5)
    return 0.0, np.ceil(highest / step - 1e-9) * step, step


def _nice_step(least):
    """The smallest of 1, 2, 5, 10 … (and 0.1, 0.2 …) that is not below `least`."""
    scale = 10.0 ** np.floor(np.log10(max(least, 1e-9)))
    return float(next(scale * digit for digit in (1, 2, 5, 10) if scale * digit >= least * (1 - 1e-9)))


def _draw_curve(canvas, at, curve, marked):
    epochs = np.arange(1, len(curve.values) + 1)
    _draw_pieces(canvas, at, epochs, curve.values, curve.colour, 2, dotted=curve.dotted)
    if marked <= len(curve.values) and np.isfinite(curve.values[marked - 1]):
        x, y = at(marked, curve.values[marked - 1])
        fill = PAPER if curve.dotted else curve.colour
        canvas.box(x - 3.5, y - 3.5, 7, 7, fill, edge=curve.colour, weight=2)


def _draw_pieces(canvas, at, times, values, colour, weight=1, *, dotted=False):
    """Draw a line with a gap where a value is not a number."""
    piece = []
    for time, value in [*zip(times, values, strict=True), (0, np.nan)]:
        if np.isfinite(value):
            piece.append(at(time, value))
        else:
            if len(piece) > 1:
                canvas.line(piece, colour, weight, dotted=dotted)
            piece = []


def _thinned(times, values, columns):
    """At most the lowest and the highest of each column of pixels: drawn, it looks the same."""
    if len(values) <= 2 * columns:
        return times, values
    edges = np.linspace(0, len(values), columns + 1).astype(int)
    kept = [
        start + place
        for start, end in pairwise(edges)
        for place in sorted({int(np.argmin(values[start:end])), int(np.argmax(values[start:end]))})
    ]
    return times[kept], values[kept]


def _draw_words(canvas, at, place, curves):
    """Write the words beside the ends of their curves, 15 pixels apart at least."""
    x, y, width, height = place
    ends = []
    for curve in curves:
        there = np.flatnonzero(np.isfinite(curve.values))
        ends.append(at(there[-1] + 1, curve.values[there[-1]]) if len(there) else (x + width, y + height))
    order = sorted(range(len(curves)), key=lambda number: ends[number][1])
    level, levels = y - 15, {}
    for number in order:
        levels[number] = level = max(level + 15, ends[number][1])
    level = y + height + 15
    for number in reversed(order):
        levels[number] = level = min(level - 15, levels[number])
    for number, curve in enumerate(curves):
        canvas.line([ends[number], (x + width + 14, levels[number])], _pale(curve.colour))
        canvas.text(x + width + 17, levels[number], curve.words, size=11, anchor="start", colour=ink(curve.colour))


def _pale(colour):
    return to_hex([0.45 * part + 0.55 for part in to_rgb(colour)])
