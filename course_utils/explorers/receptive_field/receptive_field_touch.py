"""How a tree of receptive fields is touched: what is clicked, what lights up with what, and what each is in words."""

import numpy as np

from course_utils.explorers.shared.areas import light_cells
from course_utils.numbers import counted

LEFT, BASE = 188, 288  # pixels: the gutter of words, and where the row of pixels stands
_HINT = "Click a unit, or a layer's words to edit it; point at a pixel. Or Tab, arrows, Enter."


def touch(canvas, seen, laid, settings):
    """Let layers, units and pixels be touched; what belongs together lights up."""
    lights, (cell, pitch, units, places), count = links(seen.reads, laid.units[0]), laid, len(seen.layers)
    names = tuple(f"layer {level}: {settings[level - 1]}" for level in range(count, 0, -1))
    edits = {"sets": {"edited": "{row}"}, "first": (count, 0), "by": (-1, 1), "at": (count - seen.edited, 0)}
    says = [says_pixels(seen.ways_of_units[0])]
    says += [says_units(level, seen.fields[level - 1], units[level]) for level in range(1, len(units))]
    high, edits["hint"] = pitch * count, "edit this layer"
    canvas.area("layers", 0, BASE - high - 4, LEFT - 8, high, rows=count, words=names, **edits)
    for level in range(len(seen.reads), 0, -1):
        jump = cell * seen.fields[level - 1].jump
        grid = {"columns": units[level], "words": says[level], "lights": lights[level], "hint": "look at it"}
        grid |= {"sets": {"map": level, "unit": "{index}"}, "at": (0, seen.unit if level == seen.map else 0)}
        canvas.area(
            f"map {level}", places[level][0] - jump / 2, BASE - pitch * level - 3, jump * units[level], 24, **grid
        )
    pixels = {"columns": units[0], "words": says[0], "lights": lights[0], "hint": "who sees it"}
    canvas.area("pixels", LEFT, BASE - 3, cell * units[0], 24, **pixels)
    canvas.hint, canvas.back = _HINT, {"map": 6}


def links(reads, pixels):
    """What lights up with each unit of each map, for `Area.lights`: a list, from the pixels (level 0) to the last map.

    A unit belongs to all that it sees in the maps below and among the pixels, a pixel to all units that see it.

    Parameters
    ----------
    reads : list of int (units, kernel_size)
        Which places of the map before each unit of a map reads.
    pixels : int
    """
    sees, names = seen_below(reads, pixels), ["pixels", *(f"map {level}" for level in range(1, len(reads) + 1))]
    sees |= {(0, level): sees[level, 0].T for level in range(1, len(names))}
    belongs = {pair: [np.flatnonzero(row) for row in sees[pair]] for pair in sees}
    lit = {pair: light_cells(lists) for pair, lists in belongs.items()}
    return [
        {names[to]: lit[level, to] for to in range(len(names)) if (level, to) in lit} for level in range(len(names))
    ]


def seen_below(reads, pixels):
    """Whether each unit sees each unit below it: (level, level below) -> bool (units, units there)."""
    sizes, sees = [pixels, *map(len, reads)], {}
    for level, read in enumerate(reads, start=1):
        sees[level, level - 1] = step = np.zeros((sizes[level], sizes[level - 1]), bool)
        np.put_along_axis(step, read, True, axis=1)
        for below in range(level - 2, -1, -1):
            sees[level, below] = step @ sees[level - 1, below]
    return sees


def says_units(level, field, count):
    """What each unit of a map is, in words."""
    firsts = [field.start + field.jump * unit for unit in range(count)]
    last = field.size - 1
    span = [f"pixels {first} to {first + last}" if last else f"pixel {first}" for first in firsts]
    return tuple(f"unit {unit} of map {level} sees {pixels}" for unit, pixels in enumerate(span))


def says_pixels(ways):
    """What each pixel is to the unit that is looked at, in words."""
    counts = [f"in {counted(int(count), 'way')}" if count else "not read" for count in ways]
    return tuple(f"pixel {pixel}, {count}" for pixel, count in enumerate(counts))
