"""Grids of numbers: drawn on coloured squares, and typed in, one box a number."""

import functools
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.colours import INK, LINE, PAPER, is_dark
from course_utils.numbers import number

_WEAK, _ON_WEAK = 0.82, "#4a4e53"  # how pale a weak square is, and the letters on it


def written(array):
    """An array as tuples of plain numbers, the shortest that mean the same: 1 rather than 1.0, 0.2 for float32's."""
    if np.ndim(array):
        return tuple(map(written, array))
    value = float(str(array)) if isinstance(array, np.floating) else float(array)
    return int(value) if value.is_integer() else value


# As a picture.


class Grid(NamedTuple):
    """Numbers on coloured squares.

    Attributes
    ----------
    x, y, cell : float
        Upper left corner and side of a square.
    values : (rows, columns)
    colours : uint8 (rows, columns, 3)
    strong, hidden : bool (rows, columns), optional
        All squares but the strong ones are pale; hidden ones are empty.
    """

    x: float
    y: float
    cell: float
    values: np.ndarray
    colours: np.ndarray
    strong: np.ndarray | None = None
    hidden: np.ndarray | None = None


def draw_grid(canvas, x, y, cell, values, colours, *, strong=None, hidden=None):
    """Draw one grid; its parts are those of a `Grid`."""
    draw_grids(canvas, [Grid(x, y, cell, values, colours, strong, hidden)])


def draw_grids(canvas, grids):
    """Draw several grids: what is written where, and in which colour, is found for all of them first."""
    faces = [_face(grid) for grid in grids]
    dark = list(map(is_dark, [face.colours for face in faces]))
    texts = [fitted(tuple(np.ravel(one.values).tolist()), one.cell - 0.5, _letters(one.cell)) for one in grids]
    words = [_words(*given) for given in zip(grids, faces, dark, texts, strict=True)]
    for grid, face, written_in in zip(grids, faces, words, strict=True):
        rows, columns = face.colours.shape[:2]
        canvas.image(grid.x, grid.y, grid.cell * columns, grid.cell * rows, face.colours)
        for points in face.lines:
            canvas.line(points, LINE, 0.5)
        for x, y, text, size, colour in written_in:
            canvas.text(x, y, text, size=size, colour=colour)


class _Face(NamedTuple):
    """How a grid looks but for its words: the colours that are seen, weak and empty squares, lines between squares."""

    colours: np.ndarray
    weak: np.ndarray
    empty: np.ndarray
    lines: list


def _face(grid):
    places, (x, y, cell) = np.shape(grid.values), grid[:3]
    weak = np.zeros(places, bool) if grid.strong is None else ~grid.strong
    empty = np.zeros(places, bool) if grid.hidden is None else grid.hidden
    colours = np.where(weak[..., np.newaxis], _WEAK * 255 + (1 - _WEAK) * grid.colours, grid.colours)
    colours = np.where(empty[..., np.newaxis], 247, colours).astype(np.uint8)
    right, bottom = x + cell * places[1], y + cell * places[0]
    lines = [[(x, y + cell * row), (right, y + cell * row)] for row in range(places[0] + 1)]
    lines += [[(x + cell * column, y), (x + cell * column, bottom)] for column in range(places[1] + 1)]
    return _Face(colours, weak, empty, lines)


def _words(grid, face, dark, texts):
    """Words of a grid, each (x, y, text, size, colour)."""
    inks = np.where(dark, PAPER, np.where(face.weak, _ON_WEAK, INK))
    words, size = texts
    return [
        (
            grid.x + grid.cell * (column + 0.5),
            grid.y + grid.cell * (row + 0.5),
            words[row * inks.shape[1] + column],
            size,
            str(inks[row, column]),
        )
        for row, column in np.argwhere(~face.empty)
    ]


def _letters(cell):
    return max(10, min(15, 0.4 * cell))


@functools.lru_cache(maxsize=64)  # an image stays the same while the window moves
def fitted(values, width, size, least=10):
    """Numbers in as many decimals, two at most, as fit into a width, all alike, and the size of their letters.

    `values` is a tuple. A 0 before the point is left out where that helps; a number that cannot be written becomes
    an ellipsis, and one that rounds to zero without being it "≈0". No letters are smaller than `least`.
    """
    for digits, short in ((2, False), (2, True), (1, False), (1, True), (0, False)):
        texts = [number(value, digits, tiny="≈0") for value in values]
        if short:
            texts = [
                text.replace("0.", ".", 1) if abs(value) < 1 else text
                for text, value in zip(texts, values, strict=True)
            ]
        fits = min(size, width / max(map(_width, texts)))
        if fits >= least:
            return texts, fits
    return [text if least * _width(text) <= width else "…" for text in texts], least


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
            layout={"width": "100%"},
        )
        self.boxes = {place: self._box(place, slices, limit) for place in np.ndindex(self._shape)}
        grids = self._grids(slices)
        grids.add_class("course-typed")  # where the picture can be typed into, these boxes are not needed
        self.children = (self.preset, grids)
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
