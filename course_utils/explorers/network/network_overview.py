"""The whole network at a glance: of each layer the first maps, one below the other, and what the chosen one reads."""

import functools
from typing import NamedTuple

from course_utils.explorers.network.network_touch import touch
from course_utils.explorers.shared.areas import light_cells

TILE, GAP = 16, 3  # pixels of a map in a column, and between two
MOST = 15  # maps of a column
_WIDTH, _HEIGHT = 500, 412
_WIDEST, _HIGHEST = 48, 40  # from one column, and one map, to the next


class Layout(NamedTuple):
    """Where the columns stand: the width and height of a place, how many maps are shown, how wide the gap is.

    Left of the chosen layer there is a gap, for the lines from what it is made of.
    """

    wide: float
    high: float
    rows: int
    gap: float

    @property
    def side(self):
        """Side of a map."""
        return self.high * TILE / (TILE + GAP)


class Overview(NamedTuple):
    """The columns of so many layers from the `first` on, as they are drawn.

    `lines` go from (layer, row) to the chosen (layer, row); a row below the last is where the maps that are not shown
    are counted.
    """

    title: str
    layout: Layout
    first: int
    columns: list
    counts: list
    chosen: tuple
    lines: list
    touches: list


def layout_of(layers):
    """The layout for so many columns."""
    gap = 70 if layers > 8 else 90
    wide = min(_WIDEST, (_WIDTH - gap) / max(layers, 1))
    high = min(wide, _HIGHEST)
    return Layout(wide, high, min(MOST, int(_HEIGHT // high)), gap)


def overview(title, first, columns, counts, chosen, read, touches):
    """The overview of layers from the `first` on; `counts` are their maps, `read` the chosen layer's readings."""
    layout, (layer, number) = layout_of(len(columns)), chosen
    lines = []
    for reading in read:
        maps = range(layout.rows + 1) if reading.maps is None else reading.maps[number]
        rows = sorted({min(each, layout.rows) for each in maps if each < counts_of(reading.step, first, counts)})
        lines += [(reading.step, row) for row in rows]
    return Overview(title, layout, first, columns, counts, (layer, min(number, layout.rows)), lines, touches)


def counts_of(step, first, counts):
    """How many maps a step has, none where it is not shown."""
    return counts[step - first] if 0 <= step - first < len(counts) else 0


@functools.lru_cache(64)
def touched_columns(first, chosen, counts, read, names):
    """The columns before the chosen layer and from it on: a click opens one map, and what it is made of lights up.

    `read` gives for each layer its readings as ((step, maps or None), …), `names` the words of each.
    """
    layout, end = layout_of(len(counts)), first + len(counts)
    spans = {name: span for name, span in (("before", range(first, chosen)), ("maps", range(chosen, end))) if span}
    return [_touched(name, spans, layout, first, counts, read, names) for name in spans]


def _touched(name, spans, layout, first, counts, read, names):
    """One of the two areas."""
    span = spans[name]
    cells = [(row, layer) for row in range(layout.rows) for layer in span]
    made = [_made_of(row, layer, layout, first, counts, read) for row, layer in cells]
    lights = {}
    for other, its in spans.items():
        lights[other] = light_cells([[row * len(its) + at - its[0] for at, row in some if at in its] for some in made])
    known = [f", map {row}" if row < counts[layer - first] else "" for row, layer in cells]
    words = tuple(f"{names[layer - first]}{which}" for which, (_, layer) in zip(known, cells, strict=True))
    sets = {"show": "one number", "layer": "{column}", "map": "{row}"}
    says = {"sets": sets, "first": (0, span[0]), "lights": lights, "words": words, "hint": "open"}
    return touch(name, layout.rows, len(span), says)


def _made_of(row, layer, layout, first, counts, read):
    """The (layer, row) that a map is made of, of those that are shown."""
    if row >= counts[layer - first]:
        return []
    return [
        (step, each)
        for step, maps in read[layer - first]
        for each in (range(layout.rows) if maps is None else maps[row])
        if each < min(layout.rows, counts_of(step, first, counts))
    ]
