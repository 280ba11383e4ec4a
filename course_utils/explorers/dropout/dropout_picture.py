"""What `DropoutExplorer` shows: a row of units, grids of them, or feature maps, and where each can be touched."""

from functools import partial

import numpy as np

from course_utils.colours import FEATURE_MAP, INPUT, LINE, NEUTRAL, PALE, signed
from course_utils.explorers.shared.areas import light_cells
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.number_boxes import draw_boxes
from course_utils.numbers import counted, significant

_LEFT, _COLUMNS = 124, 8  # room for a row's name; cells beside each other
_ROWS, _PLOT, _TALL = 38, 186, 140  # where a row's cells and its plot of means begin; how high a plot is
_ACROSS, _DOWN, _LOW = 45, 20, 100  # cells of a grid; height of its plot
_NUMBERED, _BEYOND = 28, 2.5  # a cell that is smaller holds no number; largest mean in the plot, in activations
_DROP = "drop or let back"
_HINTS = {
    True: "Click a unit: it is dropped, or let back. Or Tab to it, arrow keys, Enter.",
    False: "At inference nothing is dropped. In training mode a click on a unit drops it.",
}


def drawn(explorer):
    """The picture of an explorer's state, a `Canvas`."""
    if explorer.activations.ndim == 3:
        canvas = _draw_maps(explorer)
    else:
        canvas = (_draw_row if explorer.activations.size <= _COLUMNS else _draw_grids)(explorer)
    canvas.hint = _HINTS[explorer.training]
    return canvas


def _steps(explorer):
    """What the rows or grids show: name (| begins a line), values, colour and which of them are dropped."""
    mask, nothing = explorer.mask, np.zeros_like(explorer.mask)
    handed_on = f"× mask × {significant(explorer.scale)}:|handed on" if explorer.training else "handed on"
    return [
        ("activations", explorer.activations, PALE[INPUT], nothing),
        ("your mask" if explorer.own_mask and explorer.training else "mask", mask.astype(float), PALE[NEUTRAL], ~mask),
        (handed_on, explorer.output, PALE[FEATURE_MAP], ~mask),
        (f"mean of|{counted(explorer.draws, 'draw')}", explorer.mean, PALE[FEATURE_MAP], nothing),
    ]


def _started(explorer, height):
    canvas = Canvas(height)
    canvas.text(4, 16, explorer.title(), size=15, anchor="start", bold=True)
    return canvas


def _touched(explorer, **place):
    """What can be done with units: in training a click drops one or lets it back."""
    return {"paints": {"unit": "{index}", **place}, "hint": _DROP} if explorer.training else {"hint": "unit"}


def _words(explorer):
    """Each unit in words."""
    parts = explorer.activations, explorer.output, explorer.mean, explorer.mask
    return tuple(
        f"{significant(activation)} {'kept' if keeps else 'dropped'}, {significant(output)} handed on, "
        f"mean {significant(mean)}"
        for activation, output, mean, keeps in zip(*(part.ravel().tolist() for part in parts), strict=True)
    )


# Up to eight units, each a column.


def _draw_row(explorer):
    canvas, cell, count = _started(explorer, 382), (WIDTH - _LEFT - 4) / _COLUMNS, explorer.activations.size
    for row, (name, values, fill, dropped) in enumerate(_steps(explorer)[:3]):
        y = _ROWS + 46 * row
        _name(canvas, y + 16, name)
        draw_boxes(canvas, (_LEFT, y), (cell, 34), values, fill, columns=_COLUMNS, hatched=dropped)
    _name(canvas, 218, _steps(explorer)[3][0])
    _draw_means(canvas, explorer, (_LEFT, _PLOT, cell, _TALL))
    _caption(canvas, explorer, f"Line: mean of the first 1, 2, … {explorer.draws:,} draws. Dotted: the activation.")
    says, same = {"columns": count, "words": _words(explorer)}, light_cells([[unit] for unit in range(count)])
    units = says | {"lights": {"means": same}} | _touched(explorer)
    means = says | {"lights": {"units": same}, "hint": "mean of a unit"}
    canvas.area("units", _LEFT - 2, _ROWS - 4, cell * count, 134, **units)
    canvas.area("means", _LEFT - 2, _PLOT - 8, cell * count, _TALL + 34, **means)
    return canvas


def _draw_means(canvas, explorer, place):
    """Each unit's mean of all draws beside its activation; where a column is wide, also how it got there."""
    left, top, cell, tall = place
    at = partial(_at, explorer, top, tall)
    canvas.line([(left, at(0)), (WIDTH - 4, at(0))], LINE)
    canvas.text(left - 4, at(0), "0", size=12, anchor="end", colour=NEUTRAL)
    counts = explorer.counts
    shares = np.log(counts) / np.log(explorer.draws) if explorer.draws > 1 else np.ones(1)
    running = at(explorer.running_mean.reshape(len(counts), -1))
    wide, dot = (cell - 14, 6) if cell > _NUMBERED else (cell / 2, 5)
    pairs = zip(explorer.activations.ravel(), explorer.mean.ravel(), strict=True)
    for unit, (activation, mean) in enumerate(pairs):
        x, level = left + cell * unit + 2, at(activation)
        canvas.line([(x, level), (x + cell - 4, level)], INPUT, 2, dotted=cell > _NUMBERED)
        if cell > _NUMBERED:
            canvas.line(list(zip(x + wide * shares, running[:, unit], strict=True)), FEATURE_MAP, 1.5)
        if explorer.activations.size <= _COLUMNS:  # else they stand in a grid above
            canvas.text(x + wide / 2, top + tall + 16, significant(mean), size=13, bold=True)
        canvas.box(x + wide - dot / 2, running[-1, unit] - dot / 2, dot, dot, FEATURE_MAP)


def _at(explorer, top, tall, value):
    """Where a value stands in the plot of means; what is beyond its range is moved to the edge."""
    low, high = _range(explorer)
    return top + tall * (high - np.clip(value, low, high)) / (high - low)


def _range(explorer):
    beyond = min(explorer.scale, _BEYOND)  # early means are as large as a survivor, which would flatten all others
    low, high = beyond * min(explorer.activations.min(), 0), beyond * max(explorer.activations.max(), 0)
    return (low, high) if high > low else (-1.0, 1.0)


def _caption(canvas, explorer, words):
    words += " Means beyond the plot lie on its edge." if explorer.scale > _BEYOND else ""
    canvas.text(4, canvas.height - 14, words, size=12, anchor="start", colour=NEUTRAL)


# Up to 64, in four grids.


def _draw_grids(explorer):
    sides = np.atleast_2d(explorer.activations).shape
    columns = sides[1] if max(sides) <= _COLUMNS else _COLUMNS  # a small grid keeps its own
    rows = -(-explorer.activations.size // columns)
    tall = _DOWN * rows + 30
    canvas, words = _started(explorer, 2 * tall + _LOW + 74), _words(explorer)
    names = ["activations", "mask", "handed-on", "mean"]
    for step, (name, values, fill, dropped) in enumerate(_steps(explorer)):
        x, y = 4 + 368 * (step % 2), 42 + tall * (step // 2)
        canvas.text(x, y, name.replace("|", " "), size=12, anchor="start")
        draw_boxes(canvas, (x, y + 11), (_ACROSS, _DOWN), values, fill, columns=columns, hatched=dropped)
        says = {"rows": rows, "columns": columns, "words": words} | (
            _touched(explorer) if step < 3 else {"hint": "mean of a unit"}
        )
        lights = _same_unit(explorer, rows * columns, [*names[:step], *names[step + 1 :], "means"])
        canvas.area(names[step], x, y + 11, _ACROSS * columns, _DOWN * rows, **says, lights=lights)
    count, top = explorer.activations.size, 2 * tall + 44
    _draw_means(canvas, explorer, (20, top, (WIDTH - 24) / count, _LOW))
    says = {"columns": count, "words": words, "lights": _same_unit(explorer, count, names), "hint": "mean of a unit"}
    canvas.area("means", 20, top - 4, WIDTH - 24, _LOW + 8, **says)
    drawn_of = counted(explorer.draws, "draw")
    _caption(canvas, explorer, f"Square: mean of {drawn_of}, unit by unit. Line: the activation.")
    return canvas


def _same_unit(explorer, cells, names):
    """A unit in other areas; cells of a last row that is shorter hold none."""
    count = explorer.activations.size
    return {name: light_cells([[unit] if unit < count else [] for unit in range(cells)]) for name in names}


# Feature maps.


def _draw_maps(explorer):
    height, width, channels = explorer.activations.shape
    room = min(110, (WIDTH - _LEFT) / channels)
    pixel = (room - 8) / max(height, width)
    tall = pixel * height + 12
    canvas = _started(explorer, 78 + 4 * tall)
    for row, step in enumerate(_steps(explorer)):
        y = 34 + tall * row
        shaded = row == 1 and not explorer.spatial and pixel < _NUMBERED
        _name(canvas, y + tall / 2 - 6, f"{step[0]}|(dark: dropped)" if shaded else step[0])
        _draw_maps_of(canvas, explorer, step, (_LEFT, y, pixel, room), is_mask=row == 1)
    _draw_map_means(canvas, explorer, 42 + 4 * tall, room, pixel * width)
    _touch_maps(canvas, explorer, room, pixel)
    return canvas


def _draw_maps_of(canvas, explorer, step, place, *, is_mask):
    """One row of maps, with numbers where there is room for them."""
    (_, maps, fill, dropped), (left, y, pixel, room) = step, place
    limit = 2 * np.abs(explorer.activations).max()  # of survivors at rate 0.5
    colours = np.where(dropped, 95, 241).astype(np.uint8) if is_mask else signed(maps, limit)
    height, width, channels = maps.shape
    for channel in range(channels):
        place, off = (left + room * channel, y, pixel * width, pixel * height), dropped[..., channel]
        if pixel >= _NUMBERED:
            draw_boxes(canvas, place[:2], (pixel, pixel), maps[..., channel], fill, hatched=off)
        elif off.all():
            canvas.box(*place, edge=NEUTRAL, hatched=True)
        else:
            canvas.framed_image(*place, colours[:, :, channel], NEUTRAL)


def _draw_map_means(canvas, explorer, top, room, wide):
    pairs = (top, "mean of these", explorer.mean), (top + 18, "mean of activations", explorer.activations)
    for y, name, maps in pairs:
        canvas.text(4, y, name, size=12, anchor="start")
        for channel, mean in enumerate(maps.mean(axis=(0, 1))):
            canvas.text(_LEFT + room * channel + wide / 2, y, explorer.told(mean), size=12)


def _touch_maps(canvas, explorer, room, pixel):
    """Whole maps are touched as columns, pixels in the mask of each map."""
    height, width, channels = explorer.activations.shape
    tall = pixel * height + 12
    if explorer.spatial:
        kept = ["kept" if keeps else "dropped" for keeps in explorer.kept()]
        words = tuple(f"map {channel}, {said}" for channel, said in enumerate(kept))
        says = _touched(explorer) | {"columns": channels, "words": words}
        canvas.area("maps", _LEFT - 4, 30, room * channels, 4 * tall, **says)
        return
    for channel in range(channels if explorer.training else 0):
        says = _touched(explorer, of=channels, channel=channel) | {"rows": height, "columns": width}
        canvas.area(f"mask-{channel}", _LEFT + room * channel, 34 + tall, pixel * width, pixel * height, **says)


def _name(canvas, y, words):
    """A row's name, in two lines where it holds a |."""
    lines = words.split("|")
    for line, part in enumerate(lines):
        canvas.text(4, y + 15 * line - 7.5 * (len(lines) - 1), part, size=12, anchor="start")
