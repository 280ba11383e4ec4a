"""Curves over epochs on a `Canvas`: what `TrainingExplorer` draws. Finished numbers in, shapes and areas out."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from course_utils.colours import INK, LINE, NEUTRAL, PAPER, ink
from course_utils.explorers.shared.areas import light_cells, light_windows
from course_utils.numbers import significant

_ROOM = 38  # pixels left of a plot, for the numbers of its axis
_APART = 17  # pixels from words to words
_GRIP = 24  # pixels, of the line that can be dragged


class Curve(NamedTuple):
    """One value per epoch, from epoch 1 on; `words` are written where it ends."""

    words: str
    values: np.ndarray
    colour: str
    dotted: bool


class Panel(NamedTuple):
    """Where a panel stands: its plot's (x, y, width, height), and the function from (epoch, value) to its place."""

    place: tuple
    at: object


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
        Of the axis; half an epoch more on both sides where no batch is drawn.
    batches : list of Batches

    Returns
    -------
    Panel
    """
    low, high, step = _range(quantity, [*curves, *batches])
    ticks = {tick: significant(round(tick, 12), 4) for tick in np.arange(low, high + step / 2, step)}
    x, y, width, height = place = _with_room(place, [canvas.width_of(text, 12) for text in ticks.values()])
    at = _axes(canvas, place, epochs, (low, high), ticks)
    title = f"{quantity.capitalize()} after epoch {marked}" if curves else quantity.capitalize()
    canvas.text(x, y - 19, title, size=14, anchor="start", bold=True)
    if not curves and not batches:
        words = f"no {quantity} is recorded" if marked else f"{quantity} comes after an epoch"
        canvas.text(x + width / 2, y + height / 2, words, size=12, colour=NEUTRAL)
    for run in batches:
        times = np.arange(1, len(run.losses) + 1) / run.steps
        _draw_pieces(canvas, at, *_thinned(times, run.losses, int(width)), run.colour, 0.5)
    if batches:
        canvas.text(x + width, y + height + 31, "pale: each batch", size=12, anchor="end", colour=NEUTRAL)
    if curves:
        canvas.line([(at(marked, 0)[0], y), (at(marked, 0)[0], y + height)], NEUTRAL, dotted=True)
    for curve in curves:
        _draw_curve(canvas, at, curve, marked)
    _draw_words(canvas, at, place, curves)
    return Panel(place, at)


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
        share = (min(max(value, low), high) - low) / (high - low)
        return float(x + width * (epoch - first) / (last - first)), float(y + height * (1 - share))

    for tick, text in ticks.items():
        level = at(first, tick)[1]
        canvas.line([(x, level), (x + width, level)], LINE, 0.5)
        canvas.text(x - 6, level, text, size=12, anchor="end", colour=NEUTRAL)
    apart = max(round(_nice_step((last - first) / max(width / 40, 2))), 1)
    for epoch in range(int(np.ceil(first)), int(last) + 1):
        if epoch % apart == 0:
            canvas.text(at(epoch, low)[0], y + height + 13, epoch, size=12, colour=NEUTRAL)
    canvas.line([(x, y + height), (x + width, y + height)], INK)
    canvas.text(x, y + height + 31, "epoch", size=12, anchor="start", colour=NEUTRAL)
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
    """Write the words beside the ends of their curves, spread apart, with a little line where they are."""
    x, y, width, height = place
    ends = []
    for curve in curves:
        there = np.flatnonzero(np.isfinite(curve.values))
        ends.append(at(there[-1] + 1, curve.values[there[-1]]) if len(there) else (x + width, y + height))
    levels = spread([end[1] for end in ends], y, y + height)
    for curve, end, level in zip(curves, ends, levels, strict=True):
        canvas.line([end, (x + width + 6, level), (x + width + 14, level)], curve.colour, 0.75, dotted=True)
        canvas.text(x + width + 18, level, curve.words, size=12, anchor="start", colour=ink(curve.colour))


def spread(levels, low, high):
    """Levels so far apart that words can stand at each, as near to where they were as that allows.

    Those that would meet stand around their common middle.

    >>> spread([100, 102, 40], 0, 200)
    [92.5, 109.5, 40.0]
    """
    apart = min(_APART, (high - low) / max(len(levels) - 1, 1))
    groups = []  # of the first level, its members' number
    for level in sorted(levels):
        groups.append(([level], 0.0))
        while True:
            members = groups[-1][0]
            first = float(np.mean(members)) - apart * (len(members) - 1) / 2
            first = min(max(first, low), high - apart * (len(members) - 1))
            groups[-1] = members, first
            if len(groups) < 2 or groups[-2][1] + apart * len(groups[-2][0]) <= first:
                break
            before, _ = groups.pop(-2)
            groups[-1] = before + members, first
    found = [first + apart * place for members, first in groups for place in range(len(members))]
    order = np.argsort(levels, kind="stable")
    return [found[place] for place in np.argsort(order, kind="stable")]


def touch_panel(canvas, panel, quantity, words, marked, *, others, hint):
    """Let a panel's epochs be pointed at and clicked, and the line at the epoch that is read be dragged.

    Parameters
    ----------
    canvas : Canvas
    panel : Panel
    quantity : str
    words : list of str
        What stands at each epoch that is recorded.
    marked : int
        The epoch that is read.
    others : list of str
        Quantities whose panels show the same epochs.
    hint : str
        What the words are.
    """
    x, y, _, height = panel.place
    epochs, across = range(len(words)), panel.at(2, 0)[0] - panel.at(1, 0)[0]
    lights = {other: light_windows([[0]], [[epoch] for epoch in epochs]) for other in others}
    says = {"sets": {"epoch": "{index}"}, "lights": lights, "hint": hint, "words": tuple(words)}
    canvas.area(quantity, x, y, across * len(words), height, columns=len(words), start=1, **says)
    lights = {name: light_cells([[epoch] for epoch in epochs]) for name in others}
    says = {"drags": {"epoch": "{index}"}, "lights": lights, "hint": "drag the line, or arrow keys"}
    says |= {"at": (0, marked - 1), "pitch": (0, across), "words": tuple(f"epoch {epoch + 1}" for epoch in epochs)}
    box = panel.at(marked, 0)[0] - _GRIP / 2, y, _GRIP, height
    canvas.area(f"line in {quantity}", *box, columns=len(words), start=1, **says)
