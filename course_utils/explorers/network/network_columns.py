"""The whole network as it is drawn: a column of maps for each layer, and lines to the chosen one."""

from course_utils.colours import INK, KERNEL, LINE, ink
from course_utils.explorers.network.network_overview import GAP, TILE


def draw_overview(canvas, x, y, shown):
    """The columns from (x, y) on; `shown` is an `Overview`."""
    layout, top = shown.layout, y + 22
    canvas.title(x, y - 9, shown.title)

    def corner(layer, row):
        left = x + layout.wide * (layer - shown.first) + gap_before(layer, shown)
        return left + (layout.wide - layout.side) / 2, top + layout.high * row

    _draw_lines(canvas, shown, corner)
    for layer, (pixels, count) in enumerate(zip(shown.columns, shown.counts, strict=True), shown.first):
        left, rows = corner(layer, 0)[0], min(count, layout.rows)
        canvas.text(left + layout.side / 2, top - 11, layer, size=12, colour=_colour(layer, shown))
        place = left, top, layout.side, layout.high * (rows - GAP / (TILE + GAP))
        canvas.image(*place, pixels)
        canvas.box(*place, edge=LINE)
        if count > rows:
            below = top + layout.high * layout.rows + 4
            canvas.text(left + layout.side / 2, below, "…", size=14, colour=_colour(layer, shown))
    left, above = corner(*shown.chosen)
    if shown.chosen[1] < layout.rows:
        canvas.box(left, above, layout.side, layout.side, edge=KERNEL, weight=3)
    for touch in shown.touches:
        left, above = corner(touch.says["first"][1], 0)
        left, above = left - (layout.wide - layout.side) / 2, above - (layout.high - layout.side) / 2
        canvas.area(touch.name, left, above, layout.wide * touch.columns, layout.high * layout.rows, **touch.says)


def gap_before(layer, shown):
    """The chosen layer and those behind it stand farther right, so that there is room for lines."""
    return shown.layout.gap if shown.first < shown.chosen[0] <= layer else 0


def _colour(layer, shown):
    return ink(KERNEL) if layer == shown.chosen[0] else INK


def _draw_lines(canvas, shown, corner):
    half = shown.layout.side / 2
    left, above = corner(*shown.chosen)
    for layer, row in shown.lines:
        start, level = corner(layer, row)
        canvas.line([(start + 2 * half, level + half), (left, above + half)], KERNEL, 1.5)
