"""A picture made of boxes, words, lines and images, written as SVG for the browser and as PNG for where no kernel runs.

Both are made from the same list of shapes, so they cannot disagree. Coordinates are pixels, from the upper left.
"""

import base64
import json
import struct
import zlib
from html import escape

import numpy as np

from course_utils.colours import INK, LINE, NEUTRAL, PAPER
from course_utils.explorers.shared import raster, widths
from course_utils.explorers.shared.areas import Area, described
from course_utils.explorers.shared.theme import on_page, on_paper
from course_utils.numbers import coordinate

WIDTH = 740  # fits a window of 800 pixels without its side bar
_FONTS = "DejaVu Sans, Verdana, Arial, sans-serif"


class Canvas:
    """Shapes in the order of drawing.

    Parameters
    ----------
    height : float
    width : float

    Attributes
    ----------
    areas : list of Area
        Where the picture can be touched; of two that lie on one another the later one is touched.
    back : dict
        What Escape sets, name of a state -> value.
    hint : str
        What one can do with the picture, in a line below it.
    takes_files : bool
        Whether an image file can be dropped on it or pasted.
    """

    def __init__(self, height, width=WIDTH):
        self.width, self.height, self.shapes = width, height, []
        self.areas, self.back, self.hint, self.takes_files = [], {}, "", False
        self._glides = {}

    def area(self, name, x, y, width, height, **says):
        """A part that can be touched; what it says is said by `Area`."""
        self.areas.append(Area(name, (x, y, width, height), **says))

    def glides(self, name, start=None):
        """Let the shape drawn last glide, in a page: from where the one of this name stood before.

        With a `start`, (x, y), it comes from there whenever its name was not in the picture before.
        """
        come = "" if start is None else f' data-from="{coordinate(start[0])},{coordinate(start[1])}"'
        self._glides[len(self.shapes) - 1] = f' data-glides="{escape(str(name))}"{come}'

    def box(self, x, y, width, height, fill=None, *, edge=None, weight=1, dotted=False, hatched=False):
        """A rectangle. `dotted` is padding's border, `hatched` means that nobody reads it."""
        self.shapes.append(("box", (x, y, width, height), fill, edge, weight, dotted))
        if hatched:
            step = max(width, height) / 3
            for start in np.arange(step / 2, width + height, step):
                low, high = max(0, start - height), min(start, width)
                self.line([(x + low, y + start - low), (x + high, y + start - high)], NEUTRAL)

    def line(self, points, colour=INK, weight=1, *, dotted=False, arrow=False):
        """Straight pieces from point to point; `arrow` puts a head on the last."""
        points = [(float(x), float(y)) for x, y in points]
        self.shapes.append(("line", points, colour, weight, dotted))
        if arrow:
            self._arrow_head(points[-2], points[-1], colour, weight)

    def _arrow_head(self, start, end, colour, weight):
        along = np.subtract(end, start) / max(np.hypot(*np.subtract(end, start)), 1e-9)
        across = np.array([-along[1], along[0]])
        for side in (-1, 1):
            wing = np.array(end) - 8 * along + side * 4 * across
            self.shapes.append(("line", [end, tuple(map(float, wing))], colour, weight, False))

    def text(self, x, y, words, *, size=13, anchor="middle", colour=INK, bold=False):
        """Words whose middle line is at y; `anchor` is "start", "middle" or "end"."""
        self.shapes.append(("text", (x, y), str(words), size, anchor, colour, bold))

    @staticmethod
    def width_of(words, size=13, bold=False):
        """How wide words stand in the picture, in pixels."""
        return widths.width_of(str(words), size, bold)

    def title(self, x, y, words, colour=INK):
        """Bold words above a part of the picture, from x on."""
        self.text(x, y, words, size=12, anchor="start", colour=colour, bold=True)

    def image(self, x, y, width, height, pixels):
        """An array of uint8, (rows, columns) grey or (rows, columns, 3), each value a sharp square."""
        self.shapes.append(("image", (x, y, width, height), np.ascontiguousarray(pixels)))

    def framed_image(self, x, y, width, height, pixels, edge, weight=1, *, dotted=False):
        """An image as large as fits, with a frame; return the side of one of its pixels."""
        cell = min(width / pixels.shape[1], height / pixels.shape[0])
        place = x, y, cell * pixels.shape[1], cell * pixels.shape[0]
        self.image(*place, pixels)
        self.box(*place, edge=edge, weight=weight, dotted=dotted)
        return cell

    def cells(self, x, y, side, pixels, texts, inks, size, empty=(), *, edge=INK):
        """Numbers on coloured squares of this side, in a frame.

        `pixels` are their colours, `texts` and `inks` their words and these words' colours, row by row; with letters
        of size 0 there are none. The `empty` places, (row, column), are dotted.
        """
        rows, columns = pixels.shape[:2]
        self.image(x, y, side * columns, side * rows, pixels)
        for row in range(1, rows if size else 0):
            self.line([(x, y + side * row), (x + side * columns, y + side * row)], LINE, 0.5)
        for column in range(1, columns if size else 0):
            self.line([(x + side * column, y), (x + side * column, y + side * rows)], LINE, 0.5)
        for number, words in enumerate(texts if size else ()):
            place = x + side * (number % columns + 0.5), y + side * (number // columns + 0.5)
            self.text(*place, words, size=size, colour=inks[number])
        self.box(x, y, side * columns, side * rows, edge=edge)
        for row, column in empty:
            self.box(x + side * column, y + side * row, side, side, edge=NEUTRAL, dotted=True)

    def svg(self, description, *, live=False):
        """The picture as SVG; `description` is read by who does not see it.

        A `live` one stands in a page of the course: it can be touched, and on a dark page it is dark.
        """
        parts = self.svg_parts(on_page(self.shapes) if live else self.shapes)
        ground = on_paper(PAPER) if live else PAPER
        for place, says in self._glides.items() if live else ():
            tag, rest = parts[place].split(" ", 1)
            parts[place] = f"{tag}{says} {rest}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {coordinate(self.width)} {coordinate(self.height)}" '
            f'role="img" aria-label="{escape(description)}" font-family="{_FONTS}" '
            f'style="width:100%;max-width:{coordinate(self.width)}px;height:auto;background:{ground}"'
            f"{self._touched() if live else ''}>{''.join(parts)}</svg>"
        )

    def svg_parts(self, shapes=None):
        """Each shape as an SVG element, in the order of drawing; the picture's own, unless others are given."""
        return [_SVG[shape[0]](*shape[1:]) for shape in (self.shapes if shapes is None else shapes)]

    def _touched(self):
        """The areas as an attribute for `hand.js`."""
        if not self.areas:
            return ""
        said = {"areas": described(self.areas), "back": self.back, "hint": self.hint, "drop": self.takes_files}
        return f' data-hand="{escape(json.dumps(said, ensure_ascii=False, separators=(",", ":")))}"'

    def png(self, note=""):
        """The picture as the bytes of a PNG, in as few colours as keep it small enough to store; a note goes below."""
        return raster.png(self.shapes, self.width, self.height, note)


def _svg_box(place, fill, edge, weight, dotted):
    x, y, width, height = map(coordinate, place)
    dots = ' stroke-dasharray="3 3"' if dotted else ""
    line = f' stroke="{edge}" stroke-width="{coordinate(weight)}"{dots}' if edge else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill or "none"}"{line}/>'


def _svg_line(points, colour, weight, dotted):
    listed = " ".join([f"{coordinate(x)},{coordinate(y)}" for x, y in points])
    dots = ' stroke-dasharray="3 3"' if dotted else ""
    return f'<polyline points="{listed}" fill="none" stroke="{colour}" stroke-width="{coordinate(weight)}"{dots}/>'


def _svg_text(place, words, size, anchor, colour, bold):
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{coordinate(place[0])}" y="{coordinate(place[1] + 0.35 * size)}" font-size="{coordinate(size)}" '
        f'text-anchor="{anchor}" fill="{colour}"{weight}>{escape(words)}</text>'
    )


def _svg_image(place, pixels):
    x, y, width, height = map(coordinate, place)
    data = base64.b64encode(_plain_png(pixels)).decode()
    return (
        f'<image x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="none" '
        f'style="image-rendering:pixelated" href="data:image/png;base64,{data}"/>'
    )


def _plain_png(pixels):
    """An array of uint8, (rows, columns) or (rows, columns, 3), as the bytes of a PNG: 8 bits, no filter."""
    rows, columns = pixels.shape[:2]
    lines = np.zeros((rows, 1 + pixels[0].size), np.uint8)  # before each row the number of its filter: 0, none
    lines[:, 1:] = pixels.reshape(rows, -1)
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2 if pixels.ndim == 3 else 0, 0, 0, 0)
    data = zlib.compress(lines.tobytes(), 1)  # quick, and hardly larger
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_SVG = {"box": _svg_box, "line": _svg_line, "text": _svg_text, "image": _svg_image}
