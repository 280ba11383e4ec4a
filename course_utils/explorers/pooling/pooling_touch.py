"""How the picture of a pool is touched: what is dragged and clicked there, and what lights up with what."""

import itertools

import numpy as np

from course_utils.explorers.shared.areas import light_cells, light_windows
from course_utils.numbers import number

FARTHEST = 3  # columns or rows by which the map is moved
_HINT = "Drag the map, or click a window. Or Tab, arrow keys, Enter; Escape puts the map back."


def touch(canvas, laid, facts):
    """Let the map be dragged, its windows and the pooled numbers be clicked; what belongs together lights up."""
    (height, width), (rows, columns), (cell, corner, *_) = facts.values.shape, facts.pooled.shape, laid
    down, right = (cell * step for step in facts.strides)
    first = corner[0] + cell * int(facts.reads[1][0][0]), corner[1] + cell * int(facts.reads[0][0][0])
    chosen = {"sets": {"position": "{index}"}, "start": 1, "at": facts.place, "words": _says_windows(facts)}
    grid = {"rows": rows, "columns": columns, "hint": "look at this window"}
    canvas.area("windows", *first, right * columns, down * rows, **grid, **chosen)
    cells = {"rows": height, "columns": width, "lights": _lights_of_map(facts), "words": _says_cells(facts)}
    canvas.area("map", *corner, cell * width, cell * height, hint="cell of the map", **cells)
    places = 2 * FARTHEST + 1
    drags = {"rows": places, "columns": places, "drags": {"dy": "{row}", "dx": "{column}"}, "pitch": (cell, cell)}
    at = tuple(FARTHEST + by for by in facts.by)
    moves = {"first": (-FARTHEST, -FARTHEST), "at": at, "hint": "drag the map, or arrow keys", "words": _says_moves()}
    canvas.area("move", *corner, cell * width, cell * height, clear=True, **drags, **moves)
    canvas.area("pooled", *laid.pooled, cell * columns, cell * rows, lights=_lights_of_pooled(facts), **grid, **chosen)
    canvas.hint, canvas.back = _HINT, {"dx": 0, "dy": 0}


def _lights_of_map(facts):
    """With a cell: the pooled numbers whose windows read it; the windows if they lie side by side, and who wins."""
    readers = [
        [[number for number, span in enumerate(spans) if span.start <= place < span.stop] for place in range(size)]
        for spans, size in zip(facts.spans, facts.values.shape, strict=True)
    ]
    lights = {"pooled": light_windows(*readers)}
    if not facts.is_tiled:
        return lights
    wins = []
    for rows, columns in itertools.product(*readers):
        places = itertools.product(rows, columns)
        wins.append([cell for place in places for cell in _flat(facts.wins(*place))])
    return lights | {"windows": lights["pooled"], "map": light_cells(wins)}


def _lights_of_pooled(facts):
    """With a pooled number: its window and who wins there; windows that overlap are lit cell by cell."""
    places = list(np.ndindex(facts.pooled.shape))
    if not facts.is_tiled:
        axes = zip(facts.spans, facts.values.shape, strict=True)
        return {"map": light_windows(*([range(size)[span] for span in spans] for spans, size in axes))}
    wins = light_cells([_flat(facts.wins(*place)) for place in places])
    return {"windows": light_cells([[index] for index in range(len(places))]), "map": wins}


def _flat(cells):
    return np.flatnonzero(cells).tolist()


def _says_windows(facts):
    kind = "largest" if facts.winners.any() else "mean"
    return tuple(f"window {index}, {kind} {number(kept)}" for index, kept in enumerate(facts.pooled.ravel(), start=1))


def _says_cells(facts):
    def said(row, column, value):
        kind = ", never read" if facts.unread[row, column] else ", entered" if facts.entered[row, column] else ""
        kind += ", wins" * bool(facts.winners[row, column])
        return f"row {row}, column {column}: {number(value)}{kind}"

    return tuple(said(row, column, value) for (row, column), value in np.ndenumerate(facts.values))


def _says_moves():
    by = range(-FARTHEST, FARTHEST + 1)
    return tuple(says_way(down, right) or "not moved" for down in by for right in by)


def says_way(down, right):
    """How a map was moved, in words; empty where it was not."""
    ways = (right, "right", "left"), (down, "down", "up")
    return ", ".join(f"{to if by > 0 else fro} by {abs(by)}" for by, to, fro in ways if by)
