"""What the network explorer draws: the strip of layers, the image and the answers, and beside them what is shown.

All of it is finished before: numbers in words, maps in colours. Here they get their places.
"""

from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL, PAPER, grey, ink
from course_utils.explorers.network.network_columns import draw_overview
from course_utils.explorers.network.network_number import draw_number
from course_utils.explorers.network.network_overview import Overview
from course_utils.explorers.shared.canvas import WIDTH, Canvas

_HEIGHT = 560
_TILE, _TILES_TOP = 34, 16
_WIDEST = 57  # from one tile to the next
_TOP = 112  # of the pictures below the strip
_IMAGE = 224  # pixels of the image: eight for each of a garment's
_ANSWERS = 380


def draw_network(strip, image, answers, *shown):
    """The whole picture.

    Parameters
    ----------
    strip : StripPanel
    image : ImagePanel
    answers : AnswersPanel
    *shown : Overview; or list of MapsPanel, MapsPanel, MapPanel, NumberPanel
        The whole network; or one number: of which maps it is made, its layer, its map, and how it is made.

    Returns
    -------
    canvas : Canvas
    """
    canvas = Canvas(_HEIGHT)
    _draw_strip(canvas, strip)
    _draw_image(canvas, image, 2, _TOP)
    _draw_answers(canvas, answers, 2, _ANSWERS)
    draw = draw_overview if isinstance(shown[0], Overview) else draw_number
    draw(canvas, 240, _TOP, *shown)
    return canvas


def _draw_strip(canvas, strip):
    step = min(_WIDEST, (WIDTH - 4) / len(strip.tiles))
    middles = [2 + step * (spot + 0.5) for spot in range(len(strip.tiles))]
    _draw_edges(canvas, strip.edges, middles, step)
    if strip.heading:
        wide = canvas.width_of(strip.heading, 12)
        canvas.box(0, 0, wide + 8, 14, PAPER)
        canvas.text(2, 7, strip.heading, size=12, anchor="start")
    for middle, tile in zip(middles, strip.tiles, strict=True):
        inset = _TILE / 2 * min(1, tile.pixels.shape[1] / tile.pixels.shape[0])
        edge, weight = (KERNEL, 3) if tile.is_chosen else (NEUTRAL, 1)
        place = middle - inset, _TILES_TOP, _TILE, _TILE
        canvas.framed_image(*place, tile.pixels, edge, weight, dotted=tile.is_box)
        for line, word in enumerate(tile.words):
            colour = ink(KERNEL) if tile.is_chosen else INK
            canvas.text(middle, _TILES_TOP + _TILE + 10 + 13 * line, word, size=12, colour=colour)
    boxes = (2, _TILES_TOP - 2, step * len(middles), _TOP - _TILES_TOP - 15), (0, 0, 250, _TILES_TOP - 2)
    for box, touch in zip(boxes, strip.touches, strict=False):  # the second only where not all layers are shown
        canvas.area(touch.name, *box, **touch.says)


def _draw_edges(canvas, edges, middles, step):
    """From each tile to those that read it: beside it a line, to others a bow above the tiles between."""
    half = _TILE / 2
    for source, target in edges:
        end = middles[target]
        start = middles[source] if source >= 0 else end - step
        if target - source <= 1:
            y = _TILES_TOP + half
            canvas.line([(start + half * (source >= 0), y), (end - half, y)], NEUTRAL, 1.5)
        else:
            y = _TILES_TOP - 5 - 3 * min(target - source - 2, 2)
            canvas.line([(start + 9, _TILES_TOP), (start + 9, y), (end - 9, y), (end - 9, _TILES_TOP)], NEUTRAL, 1.5)


def _draw_image(canvas, image, x, y):
    canvas.title(x, y - 9, image.title, INPUT)
    cell = canvas.framed_image(x, y, _IMAGE, _IMAGE, image.pixels, INPUT)
    height, width = (cell * size for size in image.pixels.shape[:2])
    if image.frame:
        row, column, rows, columns = image.frame
        place = x + cell * column, y + cell * row, cell * columns, cell * rows
        canvas.box(*place, edge=PAPER, weight=4)
        canvas.box(*place, edge=KERNEL, weight=2)
    shade = f"#{grey([image.brush / 100], 0, 1)[0].tobytes().hex()}"
    canvas.box(x, y + height + 6, 12, 12, shade, edge=NEUTRAL)
    canvas.text(x + 18, y + height + 12, f"brush {image.brush} %", size=12, anchor="start", colour=NEUTRAL)
    if image.frame:
        canvas.box(x + 104, y + height + 6, 12, 12, edge=KERNEL, weight=2)
        canvas.text(x + 122, y + height + 12, "receptive field", size=12, anchor="start", colour=NEUTRAL)
    canvas.area(image.touch.name, x, y, width, height, **image.touch.says)


def _draw_answers(canvas, panel, x, y):
    canvas.title(x, y, panel.title)
    for line, answer in enumerate(panel.answers):
        top, share, full = y + 18 + 31 * line, answer.share, _IMAGE - 4
        canvas.text(x, top, answer.words, size=12, anchor="start")
        canvas.box(x, top + 9, full * abs(share), 7, FEATURE_MAP if share >= 0 else None, edge=FEATURE_MAP)
        if answer.unedited:
            before = x + full * abs(answer.unedited_share)
            canvas.line([(before, top + 6), (before, top + 19)], INK, 2)
            canvas.text(x + _IMAGE, top, answer.unedited, size=12, anchor="end", colour=NEUTRAL)
        hint = f"how this answer is made: {answer.words.split('  ')[0]}"
        canvas.area(f"answer {line}", x, top - 8, _IMAGE, 28, sets=answer.sets, hint=hint)
