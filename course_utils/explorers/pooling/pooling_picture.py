"""A map under the windows of a pool, and what they keep, on a `Canvas`. Finished numbers in."""

from typing import NamedTuple

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, KERNEL, LINE, NEUTRAL, PAPER, ink, is_dark, signed
from course_utils.explorers.pooling.pooling_touch import touch
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_grid import fitted
from course_utils.numbers import number, shape

_TOP, _GAP, _END = 58, 64, 30  # pixels: where the maps begin, between two, for the legend
_ROOMY, _WIDE = 24, 34  # cells that have room for a mark beside their number, and for a badge above it
_CIRCLE = np.column_stack([np.cos(np.linspace(0, 2 * np.pi, 25)), np.sin(np.linspace(0, 2 * np.pi, 25))])


def inside(spans, row, column):
    """Where the window of this place meets the map, as a pair of slices; `spans` as in `Pooled`."""
    return spans[0][row], spans[1][column]


class Pooled(NamedTuple):
    """A map and what a pool makes of it, all that is drawn of them.

    Attributes
    ----------
    values, pooled, before : array of numbers (rows, columns)
        The map where it lies, what the pool makes of it, and what it made of it before a move.
    way : str
        How the map was moved, or empty.
    by : (down, right)
    winners, unread, entered : bool, like values
        Cells that hold the largest number of a window, that no window reads, and that came in with a move.
    changed : bool, like pooled
    reads, spans : [rows, columns]
        Of each window, the places that it reads, and as a slice those of them that are in the map.
    pads : ((above, below), (before, behind))
    place : (row, column)
        The window that is looked at.
    strides : (down, right)
    """

    values: np.ndarray
    pooled: np.ndarray
    before: np.ndarray
    way: str
    by: tuple
    winners: np.ndarray
    unread: np.ndarray
    entered: np.ndarray
    changed: np.ndarray
    reads: list
    spans: list
    pads: list
    place: tuple
    strides: tuple

    def wins(self, row, column):
        """Which cells hold the number that this window keeps, bool like values."""
        wins, window = np.zeros(self.values.shape, bool), inside(self.spans, row, column)
        wins[window] = self.winners[window] & (self.values[window] == self.pooled[row, column])
        return wins

    @property
    def is_tiled(self):
        """Whether the windows lie side by side."""
        return all(step == len(reads[0]) for step, reads in zip(self.strides, self.reads, strict=True))


class _Layout(NamedTuple):
    """Where all stands: the side of a cell, and the upper left cells of the three maps."""

    cell: float
    map: tuple
    pooled: tuple
    before: tuple

    @classmethod
    def of(cls, facts, high):
        """Cells as large as fit: what was pooled before stands beside what is pooled now, or below it."""
        ((above, below), (before, behind)), (height, width) = facts.pads, facts.values.shape
        rows, columns = facts.pooled.shape
        down, across = height + above + below, width + before + behind
        beside = min(48, high / down, (WIDTH - 16 - 2 * _GAP) / (across + 2 * columns))
        under = min(48, high / down, (WIDTH - 16 - _GAP) / (across + columns), (high - 34) / (2 * rows))
        cell, is_beside = max(beside, under), beside >= under
        left = (WIDTH - cell * (across + columns) - _GAP - is_beside * (cell * columns + _GAP)) / 2
        x = left + cell * across + _GAP
        last = (x + cell * columns + _GAP, _TOP) if is_beside else (x, _TOP + cell * rows + 34)
        return cls(cell, (left + cell * before, _TOP + cell * above), (x, _TOP), last)


def picture(facts, title):
    """The map, an arrow, what is pooled of it, and what was pooled of it before it was moved."""
    high = min(48 * (len(facts.values) + 1), 430)  # the same whatever the settings
    canvas, laid = Canvas(_TOP + high + _END), _Layout.of(facts, high)
    look = _look(facts, laid.cell)
    canvas.text(WIDTH / 2, 14, title, size=14, bold=True)
    _draw_map(canvas, *laid.map, look, facts)
    _draw_pooled(canvas, laid.pooled[0], look, facts)
    _draw_before(canvas, *laid.before, look, facts)
    canvas.text(WIDTH / 2, canvas.height - 12, _legend(facts, laid.cell), size=12, colour=NEUTRAL)
    touch(canvas, laid, facts)
    return canvas


def _legend(facts, cell):
    parts = {
        "○ wins in this window": facts.winners.any(),
        "■ in any window": facts.winners.any() and cell >= _ROOMY,
        "hatched: never read": facts.unread.any(),
        "dotted: padding": np.any(facts.pads),
        "dotted 0: entered": facts.entered.any() and cell >= _ROOMY,
        f"{'≠' if cell > _WIDE else 'underlined:'} changed": facts.changed.any(),
    }
    return " · ".join(words for words, holds in parts.items() if holds)


def _look(facts, cell):
    """Side of a cell, limit of the colours, the numbers' texts and the size of their letters: the same for all maps."""
    values = np.unique(np.concatenate([np.ravel(m) for m in (facts.values, facts.pooled, facts.before)])).tolist()
    room, size = cell - 3, max(12, min(15, 0.36 * cell))
    texts = [number(value) for value in values]
    if max(map(len, texts)) * 0.62 * 12 > room:
        texts, size = fitted(tuple(values), room, size, 12)
    else:
        size = min(size, room / (0.62 * max(map(len, texts))))
    return cell, max(map(abs, values)), dict(zip(values, texts, strict=True)), size


def _draw_map(canvas, x, y, look, facts):
    cell, ((above, below), (before, behind)), (height, width) = look[0], facts.pads, facts.values.shape
    left = x - cell * before
    name = "map, moved" if facts.way else f"map, {shape(facts.values.shape)}"
    canvas.text(left, _TOP - 14, name, size=12, anchor="start", colour=ink(FEATURE_MAP))
    if np.any(facts.pads):
        rows, columns = above + height + below, before + width + behind
        _rule(canvas, left, y - cell * above, cell, (rows, columns), NEUTRAL, dotted=True)
    _draw_cells(canvas, x, y, facts.values, look, facts.unread, facts.entered & (cell >= _ROOMY))
    # All windows where they lie side by side, else only the chosen one.
    places = np.ndindex(facts.pooled.shape) if facts.strides[0] >= len(facts.reads[0][0]) else ()
    for row, column in [*places, facts.place]:
        rows, columns = facts.reads[0][row], facts.reads[1][column]
        place = x + cell * int(columns[0]), y + cell * int(rows[0]), cell * len(columns), cell * len(rows)
        canvas.box(*place, edge=KERNEL, weight=4 if (row, column) == facts.place else 1.5)
    canvas.glides("window")
    mark = 7 if cell > 32 else 5
    for row, column in np.argwhere(facts.winners & (cell >= _ROOMY)):
        canvas.box(x + cell * (column + 1) - mark - 3, y + cell * row + 3, mark, mark, INK, edge=PAPER)
    for row, column in np.argwhere(facts.wins(*facts.place)):
        ring = (x, y) + cell * (0.4 * _CIRCLE + (column + 0.5, row + 0.5))
        canvas.line(ring, PAPER, 4.5)
        canvas.line(ring, KERNEL, 2.5)


def _draw_pooled(canvas, x, look, facts):
    cell = look[0]
    canvas.line([(x - _GAP + 12, _TOP + cell / 2), (x - 12, _TOP + cell / 2)], KERNEL, 2, arrow=True)
    name = f"pooled, {shape(facts.pooled.shape)}"
    canvas.text(x, _TOP - 14, name, size=12, anchor="start", colour=ink(FEATURE_MAP))
    _draw_cells(canvas, x, _TOP, facts.pooled, look, *np.zeros((2, *facts.pooled.shape), bool))
    for row, column in np.argwhere(facts.changed):
        right, top = x + cell * (column + 1), _TOP + cell * row
        if cell > _WIDE:  # room for a badge above the number
            canvas.box(right - 16, top + 1, 15, 14, INK)
            canvas.text(right - 8.5, top + 8, "≠", size=12, bold=True, colour=PAPER)
        else:
            canvas.box(right - cell + 3, top + cell - 5, cell - 6, 3, INK, edge=PAPER)
    canvas.box(x + cell * facts.place[1], _TOP + cell * facts.place[0], cell, cell, edge=KERNEL, weight=3)
    canvas.glides("pooled")


def _draw_before(canvas, x, y, look, facts):
    """What was pooled before the map was moved, or what one could try."""
    if facts.way:
        canvas.text(x, y - 14, "before the move", size=12, anchor="start", colour=ink(FEATURE_MAP))
        _draw_cells(canvas, x, y, facts.before, look, *np.zeros((2, *facts.before.shape), bool))
        return
    for line, words in enumerate(("Drag the map:", "what changes?")):
        canvas.text(x, y + 12 + 16 * line, words, size=12, anchor="start", colour=NEUTRAL)


def _rule(canvas, x, y, cell, shape, colour, *, dotted=False):
    """The lines between the cells."""
    rows, columns = y + cell * np.arange(shape[0] + 1), x + cell * np.arange(shape[1] + 1)
    lines = [[(x, row), (columns[-1], row)] for row in rows] + [[(across, y), (across, rows[-1])] for across in columns]
    for line in lines:
        canvas.line(line, colour, 0.8, dotted=dotted)


def _draw_cells(canvas, x, y, values, look, unread, dotted):
    """The numbers of a map on their colours; `unread` cells hatched, `dotted` ones with dots around them."""
    cell, limit, texts, size = look
    colours = np.where(unread[..., np.newaxis], 255, signed(values, limit)).astype(np.uint8)
    canvas.image(x, y, cell * values.shape[1], cell * values.shape[0], colours)
    _rule(canvas, x, y, cell, values.shape, LINE)
    inks = np.where(is_dark(colours), PAPER, INK)
    for (row, column), value in np.ndenumerate(values):
        left, top, words = x + cell * column, y + cell * row, texts[value]
        if unread[row, column]:
            canvas.box(left, top, cell, cell, edge=LINE, hatched=True)
            room = min(0.62 * size * len(words) + 3, cell - 2)
            canvas.box(left + (cell - room) / 2, top + cell / 2 - 0.6 * size, room, 1.2 * size, PAPER)
        if dotted[row, column]:
            canvas.box(left + 2, top + 2, cell - 4, cell - 4, edge=NEUTRAL, dotted=True)
        canvas.text(left + cell / 2, top + cell / 2, words, size=size, colour=inks[row, column])
