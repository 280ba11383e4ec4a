"""Pooling a map: what each window keeps, what nobody reads, and which pooled numbers notice a shift."""

import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.explorers.pooling.pooling_picture import Pooled, inside, picture
from course_utils.explorers.pooling.pooling_touch import FARTHEST, says_way
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.controls import choice, player, slider
from course_utils.geometry import geometry, pixels_read, times_read
from course_utils.invariance import shift
from course_utils.numbers import number, shape
from course_utils.pooling import average_pool, global_average_pool, max_pool

_LARGEST = 12  # rows or columns whose numbers can still be read


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
    beyond = frozenset({"position"})
    dx = traitlets.Int(0, min=-FARTHEST, max=FARTHEST).tag(state=True)
    dy = traitlets.Int(0, min=-FARTHEST, max=FARTHEST).tag(state=True)

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
            "dx": slider("move right", -FARTHEST, FARTHEST),
            "dy": slider("move down", -FARTHEST, FARTHEST),
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

    def _winners(self, feature_map, pooled):
        winners = np.zeros(feature_map.shape, bool)
        for place in np.ndindex(pooled.shape) if self.pooling == "max" else ():
            window = inside(self.spans, *place)
            winners[window] |= feature_map[window] == pooled[place]
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
        """What the chosen window does with its numbers, where the map lies."""
        values, kept = self.moved[inside(self.spans, *self.place)], self.pooled_moved[self.place]
        listed = ", ".join(map(number, values.ravel()))
        listed = listed if len(listed) <= 30 else f"{values.size} numbers"
        if self.pooling != "max":
            return f"the mean of {listed} is {number(kept * values.size)} / {values.size} = {number(kept)}"
        held = (values == kept).sum()
        return f"the largest of {listed} is {number(kept)}" + (f", in {held} cells" if held > 1 else "")

    def _change(self):
        return f"Moving {says_way(self.dy, self.dx)} changes {self.changed.sum()} of {self.changed.size} pooled numbers"

    def draw(self):
        facts = Pooled(
            values=self.moved,
            pooled=self.pooled_moved,
            before=self.pooled,
            way=says_way(self.dy, self.dx),
            by=(self.dy, self.dx),
            winners=self.winners_moved,
            unread=self.unread,
            entered=self.entered,
            changed=self.changed,
            reads=self.reads,
            spans=self.spans,
            pads=self.pads,
            place=self.place,
            strides=self.feature_map.shape if self.pooling == "global average" else (self.strides,) * 2,
        )
        return picture(facts, self._change() if facts.way else f"Window {self.window + 1}: {self._kept()}")


def _few(values, before=": "):
    """The numbers of a small map, to go behind its name."""
    rows = (", ".join(map(number, row)) for row in values)
    return f"{before}{' / '.join(rows)}" if values.size <= 4 else ""
