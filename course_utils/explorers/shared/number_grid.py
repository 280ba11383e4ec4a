"""Grids of numbers: drawn on coloured squares, written out as sums, and typed in, one box a number."""

import functools

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.colours import INK, PAPER, is_dark
from course_utils.numbers import number

_LINE, _WEAK = "#b9bec4", 0.82


def written(array):
    """An array as tuples of plain numbers, the shortest that mean the same: 1 rather than 1.0, 0.2 for float32's."""
    if np.ndim(array):
        return tuple(map(written, array))
    value = float(str(array)) if isinstance(array, np.floating) else float(array)
    return int(value) if value.is_integer() else value


# In words.


def products(pixels, weights, digits=3):
    """Products in words, one a pair, negative numbers in brackets: 3·(−1)."""
    shown = ([number(one, digits) for one in pair] for pair in zip(pixels, weights, strict=True))
    return ["·".join(f"({one})" if one.startswith("−") else one for one in pair) for pair in shown]


def equals(terms, result):
    """The sign between the terms as they are written, added up, and the result as it is written: = or ≈."""
    return "=" if abs(terms - round(float(result), 3)) < 1e-7 else "≈"


def span(what, mask):
    """The range of True places in words: "row 2" or "rows 0 to 2"."""
    low, high = np.flatnonzero(mask)[[0, -1]]
    return f"{what} {low}" if low == high else f"{what}s {low} to {high}"


# As a picture.


def draw_grid(canvas, x, y, cell, values, colours, *, strong=None, hidden=None):
    """Numbers on coloured squares.

    Parameters
    ----------
    canvas : Canvas
    x, y, cell : float
        Upper left corner and side of a square.
    values : (rows, columns)
    colours : uint8 (rows, columns, 3)
    strong, hidden : bool (rows, columns), optional
        All squares but the strong ones are pale; hidden ones are empty.
    """
    rows, columns = np.shape(values)
    weak = np.zeros((rows, columns), bool) if strong is None else ~strong
    empty = np.zeros((rows, columns), bool) if hidden is None else hidden
    colours = np.where(weak[..., np.newaxis], _WEAK * 255 + (1 - _WEAK) * colours, colours)
    colours = np.where(empty[..., np.newaxis], 247, colours).astype(np.uint8)
    canvas.image(x, y, cell * columns, cell * rows, colours)
    for row in range(rows + 1):
        canvas.line([(x, y + cell * row), (x + cell * columns, y + cell * row)], _LINE, 0.5)
    for column in range(columns + 1):
        canvas.line([(x + cell * column, y), (x + cell * column, y + cell * rows)], _LINE, 0.5)
    dark = is_dark(colours)
    texts, size = fitted(tuple(np.ravel(values).tolist()), cell - 0.5, max(10, min(15, 0.4 * cell)))
    for row, column in np.argwhere(~empty):
        ink = PAPER if dark[row, column] else "#4a4e53" if weak[row, column] else INK
        place = x + cell * (column + 0.5), y + cell * (row + 0.5)
        canvas.text(*place, texts[row * columns + column], size=size, colour=ink)


@functools.lru_cache(maxsize=64)  # an image stays the same while the window moves
def fitted(values, width, size):
    """Numbers in as many decimals, two at most, as fit into a width, all alike, and the size of their letters.

    `values` is a tuple. A 0 before the point is left out where that helps; a number that cannot be written becomes
    an ellipsis, and one that rounds to zero without being it "≈0".
    """
    for digits, short in ((2, False), (2, True), (1, False), (1, True), (0, False)):
        texts = [number(value, digits, tiny="≈0") for value in values]
        if short:
            texts = [
                text.replace("0.", ".", 1) if abs(value) < 1 else text
                for text, value in zip(texts, values, strict=True)
            ]
        fits = min(size, width / max(map(_width, texts)))
        if fits >= 10:
            return texts, fits
    return [text if 10 * _width(text) <= width else "…" for text in texts], 10


def _width(text):
    """Width of a number in DejaVu Sans, in units of its size."""
    return 0.636 * len(text) + 0.202 * text.startswith("−") - 0.318 * ("." in text)


# As a control.


class NumberGrid(widgets.VBox):
    """One box a number, and a list of presets above them.

    Parameters
    ----------
    description : str
    presets : dict of name -> nested tuples
    value : nested tuples of numbers
        Their shape, (rows, columns[, channels]), stays.
    slices : sequence of str
        Names of the channels.
    limit : float
        Largest magnitude.

    `value` follows the boxes and they follow it.
    """

    value = traitlets.Any()
    description = traitlets.Unicode()

    def __init__(self, description, presets, value, *, slices=(), limit=99):
        super().__init__(description=description, value=value)
        self.presets, self._shape = presets, np.shape(value)
        self.preset = widgets.Dropdown(
            options=[*presets, "your own"],
            description=description,
            style={"description_width": "130px"},
            layout={"width": "340px"},
        )
        self.boxes = {place: self._box(place, slices, limit) for place in np.ndindex(self._shape)}
        self.children = (self.preset, self._grids(slices))
        self.observe(self._follow, names="value")
        self._follow()
        self.preset.observe(self._choose, names="value")
        for place, box in self.boxes.items():
            box.observe(functools.partial(self._type, place), names="value")

    def _box(self, place, slices, limit):
        where = f", {slices[place[2]]}" if len(place) > 2 else ""
        name = f"{self.description}: row {place[0]}, column {place[1]}{where}"
        # A name of no width: a screen reader says it, and the boxes stand as the numbers do.
        return widgets.BoundedFloatText(
            min=-limit,
            max=limit,
            step=None,
            description=name,
            style={"description_width": "0px"},
            layout={"width": "60px", "margin": "1px"},
        )

    def _grids(self, slices):
        """The boxes as they stand in the kernel, one grid a channel."""
        grids = []
        for channel in slices or [None]:
            last = (slices.index(channel),) if slices else ()
            rows = [
                widgets.HBox([self.boxes[row, column, *last] for column in range(self._shape[1])])
                for row in range(self._shape[0])
            ]
            title = [widgets.Label(channel)] if slices else []
            grids.append(widgets.VBox([*title, *rows], layout={"margin": "0 10px 0 0"}))
        return widgets.HBox(grids, layout={"flex_flow": "row wrap"})

    def _follow(self, change=None):
        array = np.array(self.value, float)
        for place, box in self.boxes.items():
            box.value = array[place]
        self.preset.value = self._name()

    def _name(self):
        return next((name for name, preset in self.presets.items() if preset == self.value), "your own")

    def _choose(self, change):
        if change["new"] in self.presets:
            self.value = self.presets[change["new"]]
        else:
            self.preset.value = self._name()  # "your own" is what the boxes hold: nothing to fetch

    def _type(self, place, change):
        array = np.array(self.value, float)
        array[place] = change["new"]  # when all follow a new value, it stands there already and nothing changes
        self.value = written(array)
