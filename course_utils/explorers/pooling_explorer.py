"""Pooling a map: what each window keeps, what nobody reads, and which pooled numbers notice a shift."""

import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.colours import FEATURE_MAP, INK, KERNEL, LINE, NEUTRAL, PAPER, is_dark, signed
from course_utils.explorers.shared.base import Explorer, choice, player, slider
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_boxes import as_fits
from course_utils.geometry import geometry, pixels_read, times_read
from course_utils.invariance import shift
from course_utils.numbers import number, shape
from course_utils.pooling import average_pool, global_average_pool, max_pool

_LARGEST = 12  # rows or columns whose numbers can still be read
_GAP, _EM = 34, 0.62  # between a map and what is pooled of it; width of a sign, in sizes of its letters
_CIRCLE = np.column_stack([np.cos(np.linspace(0, 2 * np.pi, 25)), np.sin(np.linspace(0, 2 * np.pi, 25))])


class PoolingExplorer(Explorer):
    """A feature map, the windows of a pool on it, and the numbers they keep.

    Parameters
    ----------
    feature_map : (height, width), optional
        Up to 12 × 12 numbers from −999 to 999. Left out: the 4 × 4 numbers of notebook 03.
    pooling : "max", "average" or "global average"
    pool_size, strides : int
        1 to 4.
    padding : "valid" or "same"
    position : int
        Which window to look at, in reading order from 1; beyond the last it goes round.
    dx, dy : int
        Columns to the right and rows down by which the map is moved, −3 to 3. Zeros enter.

    Attributes
    ----------
    pooled : (rows, columns)
        What the pool makes of the map.
    moved, pooled_moved, changed : arrays
        The map after the shift, what the pool makes of it, and where the two pooled maps differ.
    winners, unread : bool (height, width)
        Cells that hold the largest number of a window (max pooling only); cells that no window reads.

    Introduced in notebook 03.
    """

    pooling = traitlets.Enum(["max", "average", "global average"], "max").tag(state=True)
    pool_size = traitlets.Int(2, min=1, max=4).tag(state=True)
    strides = traitlets.Int(2, min=1, max=4).tag(state=True)
    padding = traitlets.Enum(["valid", "same"], "valid").tag(state=True)
    position = traitlets.Int(1, min=1, max=_LARGEST**2).tag(state=True)
    dx = traitlets.Int(0, min=-3, max=3).tag(state=True)
    dy = traitlets.Int(0, min=-3, max=3).tag(state=True)

    def __init__(self, feature_map=((1, 3, 2, 0), (5, 2, 1, 4), (0, 6, 7, 7), (2, 0, 3, 7)), **state):
        side, allowed = Sides(1, _LARGEST), "(height, width) up to 12 × 12, such as a part: feature_map[:12, :12]"
        self.feature_map = numbers_of(feature_map, "feature_map", shapes=[(side, side)], limit=999, allowed=allowed)
        self._noise = 1e-12 * np.abs(self.feature_map).max()  # as small is what rounding leaves where numbers cancel
        super().__init__(**state)

    @traitlets.validate("position")
    def _on_the_slider(self, proposal):
        return (proposal["value"] - 1) % self.feature_map.size + 1

    def make_controls(self):
        return {
            "pooling": choice("pooling", self.traits()["pooling"].values),
            "padding": choice("padding", self.traits()["padding"].values),
            "pool_size": slider("pool size", 1, 4),
            "strides": slider("strides", 1, 4),
            "dx": slider("move right", -3, 3),
            "dy": slider("move down", -3, 3),
            "position": slider("window", 1, self.feature_map.size),
        }

    def arranged(self):
        return *self.controls.values(), player(self.controls["position"], interval=700)

    def compute(self):
        self.moved, stayed = shift(np.stack([self.feature_map, np.ones(self.feature_map.shape)]), (self.dy, self.dx))
        self.entered = stayed == 0
        self.pooled, self.pooled_moved = self._pool(self.feature_map), self._pool(self.moved)
        # Means of the same numbers, added in another order, may differ in the last digit.
        self.changed = ~np.isclose(self.pooled, self.pooled_moved, rtol=1e-9, atol=self._noise)
        self.reads = self._axes(pixels_read)
        self.spans = [[slice(max(span[0], 0), span[-1] + 1) for span in spans.tolist()] for spans in self.reads]
        self.pads = [(axis.pad_before, axis.pad_after) for axis in self._axes(geometry)]
        self.unread = np.multiply.outer(*self._axes(times_read)) == 0
        self.window = (self.position - 1) % self.pooled.size
        self.place = divmod(self.window, self.pooled.shape[1])
        self.winners = self._winners(self.feature_map, self.pooled)
        self.winners_moved = self._winners(self.moved, self.pooled_moved)

    def _pool(self, feature_map):
        if self.pooling == "max":
            return max_pool(feature_map, self.pool_size, strides=self.strides, padding=self.padding)
        if self.pooling == "average":
            means = average_pool(feature_map, self.pool_size, strides=self.strides, padding=self.padding)
        else:
            means = global_average_pool(feature_map[..., np.newaxis]).reshape(1, 1)
        return np.where(np.abs(means) > self._noise, means, 0)

    def _axes(self, ask):
        """What a function of `course_utils.geometry` says of the windows along the rows and along the columns."""
        if self.pooling == "global average":
            return [ask(n, n) for n in self.feature_map.shape]
        return [ask(n, self.pool_size, strides=self.strides, padding=self.padding) for n in self.feature_map.shape]

    def _inside(self, row, column):
        """Where the window of this place meets the map, as a pair of slices."""
        return self.spans[0][row], self.spans[1][column]

    def _winners(self, feature_map, pooled):
        winners = np.zeros(feature_map.shape, bool)
        for place in np.ndindex(pooled.shape) if self.pooling == "max" else ():
            inside = self._inside(*place)
            winners[inside] |= feature_map[inside] == pooled[place]
        return winners

    def sentence(self):
        size = f"{self.pool_size} × {self.pool_size}, strides {self.strides}, {self.padding}"
        one = "one window whatever the size, strides and padding"
        again = f" (position {self.position} goes round)" if self.position > self.pooled.size else ""
        unread = f" No window reads {self.unread.sum()} of {self.unread.size} cells." if self.unread.any() else ""
        change = f" {self._change()}{_few(self.pooled_moved, ', to ')}." if self.dx or self.dy else ""
        return (
            f"{self.pooling.capitalize()} pooling, {one if self.pooling == 'global average' else size}: "
            f"{shape(self.feature_map.shape)} becomes {shape(self.pooled.shape)}{_few(self.pooled)}. "
            f"Window {self.window + 1} of {self.pooled.size}{again}: {self._kept()}.{unread}{change}"
        )

    def _kept(self):
        """What the chosen window does with its numbers."""
        values, kept = self.feature_map[self._inside(*self.place)], self.pooled[self.place]
        listed = ", ".join(map(number, values.ravel()))
        listed = listed if len(listed) <= 30 else f"{values.size} numbers"
        if self.pooling != "max":
            return f"the mean of {listed} is {number(kept * values.size)} / {values.size} = {number(kept)}"
        held = (values == kept).sum()
        return f"the largest of {listed} is {number(kept)}" + (f", in {held} cells" if held > 1 else "")

    def _change(self):
        return f"Moving {self._way()} changes {self.changed.sum()} of {self.changed.size} pooled numbers"

    def _way(self):
        ways = (self.dx, "right", "left"), (self.dy, "down", "up")
        return ", ".join(f"{to if by > 0 else fro} by {abs(by)}" for by, to, fro in ways if by)

    def draw(self):
        wide = self.feature_map.shape[1] + sum(self.pads[1]) + self.pooled.shape[1]
        high = max(self.feature_map.shape[0] + sum(self.pads[0]), self.pooled.shape[0])
        cell = min(44, (WIDTH - 8 - _GAP) / wide, 396 / high)
        pairs = [(f"the map, {shape(self.feature_map.shape)}", self.feature_map, self.pooled, self.winners)]
        if self.dx or self.dy:
            pairs.append((f"the map moved {self._way()}", self.moved, self.pooled_moved, self.winners_moved))
        canvas, step = Canvas(52 + (high * cell + 40) * len(pairs)), high * cell + 40
        title = self._change() if len(pairs) > 1 else f"Window {self.window + 1}: {self._kept()}"
        canvas.text(WIDTH / 2, 14, title, size=14, bold=True)
        left, look = (WIDTH - cell * wide - _GAP) / 2, (cell, *self._look(cell))
        for top, pair in zip((30, 30 + step), pairs, strict=False):
            self._draw_map(canvas, left, top, look, *pair)
            self._draw_pooled(canvas, WIDTH - left - cell * pair[2].shape[1], top, look, pair[2])
        canvas.text(WIDTH / 2, canvas.height - 12, self._legend(), size=11, colour=NEUTRAL)
        return canvas

    def _legend(self):
        parts = {
            "○ wins in this window · ■ in any window": self.pooling == "max",
            "hatched: never read": self.unread.any(),
            "dotted: padding": np.any(self.pads),
            "dotted 0: entered · underlined: changed": self.entered.any(),
        }
        return " · ".join(words for words, holds in parts.items() if holds)

    def _look(self, cell):
        """Limit of the colours, the numbers' texts and the size of their letters: the same for all four maps."""
        values = np.unique(
            np.concatenate([np.ravel(m) for m in (self.moved, self.feature_map, self.pooled, self.pooled_moved)])
        )
        texts, size = as_fits(values, cell - 3, max(10, min(14, 0.42 * cell)), 3)
        return np.abs(values).max(), dict(zip(values.tolist(), texts, strict=True)), size

    def _draw_map(self, canvas, left, top, look, name, values, pooled, winners):
        cell, ((above, below), (before, behind)), (height, width) = look[0], self.pads, values.shape
        x, y = left + cell * before, top + 22 + cell * above
        canvas.text(left, top + 10, name, size=12, anchor="start", colour=FEATURE_MAP)
        if np.any(self.pads):
            _rule(canvas, left, top + 22, cell, (above + height + below, before + width + behind), NEUTRAL, dotted=True)
        _draw_cells(canvas, x, y, values, look, self.unread, self.entered & (values is self.moved))
        # All windows where they lie side by side, else only the chosen one.
        places = np.ndindex(self.pooled.shape) if self.strides >= self.pool_size else ()
        for row, column in [*places, self.place]:
            rows, columns = self.reads[0][row], self.reads[1][column]
            place = x + cell * int(columns[0]), y + cell * int(rows[0]), cell * len(columns), cell * len(rows)
            canvas.box(*place, edge=KERNEL, weight=4 if (row, column) == self.place else 1.5)
        mark = 7 if cell > 32 else 5
        for row, column in np.argwhere(winners):
            canvas.box(x + cell * (column + 1) - mark - 2, y + cell * row + 2, mark, mark, INK, edge=PAPER)
        rows, columns = self._inside(*self.place)
        for row, column in np.argwhere(winners[rows, columns] & (values[rows, columns] == pooled[self.place])):
            ring = (x, y) + cell * (0.42 * _CIRCLE + (columns.start + column + 0.5, rows.start + row + 0.5))
            canvas.line(ring, PAPER, 4.5)
            canvas.line(ring, KERNEL, 2.5)

    def _draw_pooled(self, canvas, x, top, look, pooled):
        cell, y, anew = look[0], top + 22, pooled is self.pooled_moved
        canvas.line([(x - _GAP + 6, y + cell / 2), (x - 6, y + cell / 2)], KERNEL, 2, arrow=True)
        canvas.text(x, top + 10, "pooled", size=12, anchor="start", colour=FEATURE_MAP)
        _draw_cells(canvas, x, y, pooled, look, *np.zeros((2, *pooled.shape), bool))
        for row, column in np.argwhere(self.changed) if anew else ():
            right, below = x + cell * (column + 1), y + cell * (row + 1)
            canvas.box(right - cell + 3, below - 7, cell - 6, 4, INK, edge=PAPER)
            if cell > 32:
                canvas.box(right - 15, below - cell + 2, 13, 13, PAPER)
                canvas.text(right - 8.5, below - cell + 8.5, "≠", size=12, bold=True)
        canvas.box(x + cell * self.place[1], y + cell * self.place[0], cell, cell, edge=KERNEL, weight=3)


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
            room = _EM * size * len(words) + 3
            canvas.box(left + (cell - room) / 2, top + cell / 2 - 0.6 * size, room, 1.2 * size, PAPER)
        if dotted[row, column]:
            canvas.box(left + 2, top + 2, cell - 4, cell - 4, edge=NEUTRAL, dotted=True)
        canvas.text(left + cell / 2, top + cell / 2, words, size=size, colour=inks[row, column])


def _few(values, before=": "):
    """The numbers of a small map, to go behind its name."""
    rows = (", ".join(map(number, row)) for row in values)
    return f"{before}{' / '.join(rows)}" if values.size <= 4 else ""
