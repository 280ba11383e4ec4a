"""Where the network explorer's picture can be touched: what each part sets, and what lights up with it."""

from typing import NamedTuple

import numpy as np

_MOST_WORDS = 1024  # cells that are told one by one; of more, row and column


class Touch(NamedTuple):
    """A part that can be touched: its name, its cells, and all that `Area` takes but for its box."""

    name: str
    rows: int
    columns: int
    says: dict


def touch(name, rows, columns, says):
    """A part of so many cells, and what it says."""
    return Touch(name, rows, columns, {"rows": rows, "columns": columns, **says})


def as_one(rows, columns):
    """For each row, and for each column, those of another area that belong to it; one frame is around them."""
    return {"rows": rows, "columns": columns, "whole": True}


def _by_cell(cells):
    return {"cells": cells}


def touched_layers(first, names, sources):
    """The strip: a click goes to a layer, and those that it reads light up."""
    count = len(names)
    read = [[source - first for source in some if 0 <= source - first < count] for some in sources]
    says = {
        "sets": {"layer": "{index}"},
        "start": first,
        "words": tuple(names),
        "lights": {"layers": _by_cell(read)},
    }
    return touch("layers", 1, count, says | {"hint": "layer"})


def touched_heading(layer):
    """Which layers these are: a click goes on to others."""
    return touch("other layers", 1, 1, {"sets": {"layer": layer}, "hint": f"go on to layer {layer}"})


def touched_image(size, seen):
    """The image: it is painted on, and the chosen map's places that see a pixel light up."""
    reached = [[np.flatnonzero(column).tolist() for column in matrix.T] for matrix in seen]
    says = {"paints": {"pixel": "{index}"}, "hint": "paint (right button, Shift, Delete: black)"}
    return touch("image", *size[:2], says | {"lights": {"map": as_one(*reached)}})


def tiles_in(mosaic, size):
    """Rows and columns of tiles in a mosaic, of a tile with its gap, and how wide a gap is."""
    height, width = size[:2]
    gap = int(max(height, width) > 1 and mosaic.shown > 1)
    return -(-mosaic.shown // mosaic.across), mosaic.across, height + gap, width + gap, gap


def corner_in(mosaic, size, number):
    """Where the first pixel of a map stands in a mosaic, (row, column)."""
    _, across, height, width, gap = tiles_in(mosaic, size)
    return number // across * height + gap, number % across * width + gap


def touched_source(number, name, reading, mosaic, size, place):
    """The maps that a layer reads of one source: a click goes to one, there to the middle of the window.

    Below it lies what only lights up, their pixels.
    """
    rows, columns, height, width, gap = tiles_in(mosaic, size)
    middle = [some[len(some) // 2] if some else 0 for some in (reading.rows[place[0]], reading.columns[place[1]])]
    sets = {"layer": reading.step, "map": "{index}", "row": middle[0], "column": middle[1]}
    words = tuple(f"{name}, {'map' if max(size[:2]) > 1 else 'number'} {each}" for each in range(mosaic.shown))
    words = _filled(words, "", rows * columns)
    tiles = touch(f"reads {number}", rows, columns, {"sets": sets, "words": words, "hint": "go to what it is made of"})
    pixels = rows * height + gap, columns * width + gap
    return touch(f"pixels {number}", *pixels, {"hint": "what it is made of"}), tiles


def touched_maps(mosaic, read, mosaics, sizes, words):
    """All maps of the chosen layer: a click chooses one, and the maps that it is made of light up."""
    lights, cells = {}, -(-mosaic.shown // mosaic.across) * mosaic.across
    for number, reading in enumerate(read):
        rows, columns, *_ = tiles_in(mosaics[number], sizes[reading.step])
        shown = mosaics[number].shown
        if reading.maps is None:
            everything = [list(range(rows))] * -(-mosaic.shown // mosaic.across), [list(range(columns))] * mosaic.across
            lights[f"reads {number}"] = as_one(*everything)
        else:
            some = [[each for each in maps if each < shown] for maps in reading.maps[: mosaic.shown]]
            lights[f"reads {number}"] = _by_cell(_filled(some, [], cells))
    words = tuple(_filled(words[: mosaic.shown], "", cells))
    says = {"sets": {"map": "{index}"}, "words": words, "lights": lights, "hint": "choose"}
    return touch("maps", -(-mosaic.shown // mosaic.across), mosaic.across, says)


def touched_numbers(mosaic, source, size):
    """The numbers that Flatten wrote in a row: with each, the pixel of a map that it was lights up."""
    rows, columns, maps = np.unravel_index(np.arange(mosaic.shown), size)
    _, across, height, width, gap = tiles_in(source, size)
    wide = across * width + gap
    places = (maps // across * height + gap + rows) * wide + maps % across * width + gap + columns
    kept = [
        [place] if number < source.shown else [] for place, number in zip(places.tolist(), maps.tolist(), strict=True)
    ]
    return {"pixels 0": _by_cell(_filled(kept, [], -(-mosaic.shown // mosaic.across) * mosaic.across))}


def _filled(some, empty, count):
    """As many as there are cells: the last row of a mosaic may not be full."""
    return [*some, *[empty] * (count - len(some))]


def touched_map(size, place, read, mosaics, sizes, seen, texts):
    """The chosen map: a click chooses a place, and its window lights up in the maps that it reads, and in the image."""
    lights = {"image": as_one(*seen)}
    for number, reading in enumerate(read):
        lights[f"pixels {number}"] = _windows_in(mosaics[number], sizes[reading.step], reading, place[2])
    words = texts if size[0] * size[1] <= _MOST_WORDS else ()
    says = {"sets": {"row": "{row}", "column": "{column}"}, "lights": lights, "words": words, "hint": "choose a place"}
    return touch("map", *size[:2], says)


def touched_place(size, place, side, lights):
    """The chosen place, which is dragged to others."""
    drags = {"row": "{row}", "column": "{column}"}
    says = {"drags": drags, "at": tuple(map(int, place[:2])), "pitch": (side, side), "lights": lights}
    return touch("place", *size[:2], says | {"clear": True, "hint": "drag the chosen place, or arrow keys"})


def _windows_in(mosaic, size, reading, chosen):
    """For each row and column of the chosen map, those of a mosaic: the window in each map that it reads."""
    down, across, height, width, gap = tiles_in(mosaic, size)
    maps = None if reading.maps is None else [each for each in reading.maps[chosen] if each < mosaic.shown]
    rows = range(down) if maps is None else [each // across for each in maps]
    columns = range(across) if maps is None else [each % across for each in maps]
    return as_one(
        [[row * height + gap + at for row in rows for at in some] for some in reading.rows],
        [[column * width + gap + at for column in columns for at in some] for some in reading.columns],
    )


def touched_windows(count, size, gap, sources):
    """The windows of a sum, and their slices of the kernel, so many side by side: pixel and weight belong together.

    `size` is that of one, `gap` how many cells lie between two, `sources` are the maps that they are of.
    """
    high, wide = size
    cells = [divmod(column, wide + gap) for column in range(count * (wide + gap) - gap)]
    columns = [[column] if at < wide else [] for column, (_, at) in enumerate(cells)]
    same = {"rows": [[row] for row in range(high)], "columns": columns}
    words = tuple(
        f"map {sources[term]}, row {row}, column {at}" if at < wide else "" for row in range(high) for term, at in cells
    )
    return [
        touch(name, high, len(cells), {"lights": {other: same}, "words": words, "hint": "pixel × weight"})
        for name, other in (("windows", "kernels"), ("kernels", "windows"))
    ]
