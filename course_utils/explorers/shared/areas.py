"""Where a picture can be touched, and what a touch sets: said in Python, done by `hand.js` in the page.

An area is a rectangle of the picture, or a grid of equal cells. It says what a gesture sets as a pattern, name of a
state -> value, in which "{index}", "{row}", "{column}" and "{value}" stand for the numbers of the place:

- `sets`: on a click on a cell, or Enter;
- `drags`: while it is dragged to another place, or by arrow keys;
- `types`: when a number is typed into a cell, or changed by + and −, or by the wheel while it has the focus;
- `paints`: while the pointer strokes over cells, or by Enter (Delete erases).

A name such as "kernel[{index}]" or "kernel[{row},{column}]" is one number of a state that holds several.
"""

from dataclasses import dataclass, field

_PLACES = {"{index}", "{row}", "{column}", "{value}"}


@dataclass(frozen=True)
class Area:
    """A part of a picture that can be touched.

    Parameters
    ----------
    name : str
        Unlike those of the other areas of the picture.
    box : (x, y, width, height)
        In pixels of the picture.
    rows, columns : int
        Cells, for one that is dragged places.
    sets, drags, types, paints : dict
        Name of a state -> value or pattern.
    hint : str
        What can be done there, short; read aloud too.
    words : sequence of str, optional
        What each cell is, in reading order, in place of its row and column.
    values : sequence of float, optional
        The numbers of the cells, for `types`.
    step : float
        By how much + and the wheel change a number.
    lights : dict
        Name of another area -> what of it belongs to a cell of this one, as `light_cells` or `light_windows` give it.
    at : (row, column)
        The place at which an area that is dragged stands.
    pitch : (down, across)
        Pixels from one of its places to the next.
    first, by : (row, column)
        What {row} and {column} are at the first place or cell, and how they grow.
    start : int
        Of {index}, which counts these rows and columns in reading order.
    clear : bool
        Whether pointing at it lights what lies below it.
    """

    name: str
    box: tuple
    rows: int = 1
    columns: int = 1
    sets: dict = field(default_factory=dict)
    drags: dict = field(default_factory=dict)
    types: dict = field(default_factory=dict)
    paints: dict = field(default_factory=dict)
    hint: str = ""
    words: tuple = ()
    values: tuple = ()
    step: float = 1
    lights: dict = field(default_factory=dict)
    at: tuple = (0, 0)
    pitch: tuple = (0, 0)
    first: tuple = (0, 0)
    by: tuple = (1, 1)
    start: int = 0
    clear: bool = False

    def cells(self):
        """All (row, column), in reading order."""
        return [(row, column) for row in range(self.rows) for column in range(self.columns)]

    def filled(self, gesture, row, column, value=0):
        """What a gesture ("sets", "drags", "types", "paints") at a cell sets, name -> value, as `hand.js` finds it.

        >>> Area("map", (0, 0, 30, 30), 3, 3, sets={"show": "window", "position": "{index}"}).filled("sets", 1, 2)
        {'show': 'window', 'position': 5}
        >>> bar = Area("bar", (0, 0, 9, 9), 11, 1, drags={"logits[2]": "{row}"}, first=(5, 0), by=(-1, 1))
        >>> bar.filled("drags", 2, 0)
        {'logits[2]': 3}
        """
        row, column = (
            _plain(first + by * at) for first, by, at in zip(self.first, self.by, (row, column), strict=True)
        )
        index = self.start + row * self.columns + column
        places = {"{index}": index, "{row}": row, "{column}": column, "{value}": value}
        return {_named(name, places): _put(wanted, places) for name, wanted in getattr(self, gesture).items()}


_USUAL = vars(Area("", ()))


def described(areas):
    """The areas for the page: of each what differs from the usual, ready for JSON."""
    return [
        {name: value for name, value in vars(area).items() if value != _USUAL[name]}
        | {"box": [round(float(value), 2) for value in area.box]}
        for area in areas
    ]


def _plain(value):
    """A number of ten digits at most: what 0.1 · 3 lacks to 0.3 is nothing that one drags to."""
    value = round(value, 10)
    return int(value) if float(value).is_integer() else value


def _named(name, places):
    for place, value in places.items():
        name = name.replace(place, str(value))
    return name


def _put(wanted, places):
    return places[wanted] if isinstance(wanted, str) and wanted in _PLACES else wanted


def light_cells(cells):
    """For each cell in reading order, the numbers of the cells that belong to it in the other area.

    >>> light_cells([[0], [0, 1]])
    {'cells': [[0], [0, 1]]}
    """
    return {"cells": [list(map(int, some)) for some in cells]}


def light_windows(rows, columns, *, whole=False):
    """For each row, and for each column, the rows and columns of the other area that belong to it.

    With `whole`, there is one frame around what lies side by side.

    >>> light_windows([[0], [0, 1]], [[0, 1, 2]])
    {'rows': [[0], [0, 1]], 'columns': [[0, 1, 2]]}
    """
    lists = {name: [list(map(int, some)) for some in given] for name, given in (("rows", rows), ("columns", columns))}
    return lists | ({"whole": True} if whole else {})
