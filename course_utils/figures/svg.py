"""SVG written as text: words, boxes, arrows, grids of numbers and images, the same bytes on every machine.

No plotting library draws here: its fonts, its compression and its identifiers differ between machines.
Images are paths of pixel runs in a few shades, chosen with integers only.
"""

import math
from contextlib import contextmanager
from xml.sax.saxutils import escape

import numpy as np

from course_utils.colours import FEATURE_MAP, INK, INPUT, NEUTRAL, PALE, PAPER, is_dark, signed, to_hex
from course_utils.numbers import coordinate, number

WIDTH = 1000
# Four names for nearly the same letters: the widths agree on Windows, macOS and Linux.
FONTS = "Arial, Helvetica, Liberation Sans, sans-serif"
SHADES = 16


def between(start, end):
    """Shades from one colour to another, both given as (red, green, blue)."""
    last = SHADES - 1
    mixed = [
        [(a * (last - step) + b * step) // last for a, b in zip(start, end, strict=True)] for step in range(SHADES)
    ]
    return ["#{:02x}{:02x}{:02x}".format(*colour) for colour in mixed]


GREYS = between((0, 0, 0), (255, 255, 255))
# Every shade is one of the 255 colours that a signed map has everywhere, the first of them the grey of zero.
POSITIVE = [to_hex(shade) for shade in signed(np.arange(SHADES), SHADES - 1)]
NEGATIVE = [to_hex(shade) for shade in signed(-np.arange(SHADES), SHADES - 1)]


def written(value, decimals=2, **style):
    """Number as a figure writes it: two decimals at most, commas between thousands.

    >>> written(-3.0), written(113386), written(0.25), written(-0.0), written(4, 1, fixed=True)
    ('−3', '113,386', '0.25', '0', '4.0')
    """
    return number(value, decimals, thousands=True, **style)


def spoken(values):
    """Numbers as a figure's words list them, in reading order.

    >>> spoken([[1, -2], [0.5, 1000]])
    '1, −2, 0.5, 1,000'
    """
    return ", ".join(written(value) for value in np.ravel(values))


def _attributes(values):
    return "".join(
        f' {name.replace("_", "-")}="{coordinate(value) if isinstance(value, (int, float)) else escape(value)}"'
        for name, value in values.items()
        if value is not None
    )


def _runs(marked):
    """Return the path of all marked pixels, neighbours in a row joined: 'M3 0h2v1h-2z…'."""
    edges = np.diff(np.pad(marked.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    runs = [(x, y, end - x) for (y, x), (_, end) in zip(starts.tolist(), ends.tolist(), strict=True)]
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs)


class Picture:
    """A figure being drawn, 1000 wide; `str(picture)` is the file.

    Parameters
    ----------
    name : str
        File name without its ending.
    heading : str
        The message, written at the top and given to screen readers as the title.
    description : str
        What there is to see, for who does not see it.
    height : float
        In the same unit as the width.
    """

    def __init__(self, name, heading, description, height):
        self.name, self.heading, self.description, self.height = name, heading, description, height
        self.elements = []
        self.text(30, 45, heading, size=24, bold=True)

    def __str__(self):
        ids = f"{self.name}-title", f"{self.name}-desc"
        pattern = (
            f'<defs><pattern id="{self.name}-hatch" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="{NEUTRAL}" stroke-width="1.6"/></pattern></defs>'
        )
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{coordinate(self.height)}" '
            f'viewBox="0 0 {WIDTH} {coordinate(self.height)}" role="img" aria-labelledby="{ids[0]} {ids[1]}" '
            f'font-family="{FONTS}">',
            f'<title id="{ids[0]}">{escape(self.heading)}</title>',
            f'<desc id="{ids[1]}">{escape(self.description)}</desc>',
            *([pattern] if any("-hatch)" in element for element in self.elements) else []),
            f'<rect width="{WIDTH}" height="{coordinate(self.height)}" fill="{PAPER}"/>',
            *self.elements,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"

    @contextmanager
    def link(self, address):
        """What is drawn within leads to an address when it is clicked, where the figure is a page of its own."""
        self.elements.append(f"<a{_attributes({'href': address})}>")
        yield
        self.elements.append("</a>")

    def add(self, tag, content=None, **attributes):
        """Add one element; an underscore in an attribute's name stands for a hyphen."""
        end = "/>" if content is None else f">{escape(content)}</{tag}>"
        self.elements.append(f"<{tag}{_attributes(attributes)}{end}")

    def text(self, x, y, words, *, size=18, anchor="start", colour=INK, bold=False):
        """Write words, or a list of lines; (x, y) is where the first line's base begins."""
        for line, content in enumerate([words] if isinstance(words, str) else words):
            self.add(
                "text",
                content,
                x=x,
                y=y + 1.3 * size * line,
                font_size=size,
                fill=colour,
                text_anchor=None if anchor == "start" else anchor,
                font_weight="bold" if bold else None,
            )

    def centred(self, x, y, words, **style):
        """Write words around a point."""
        self.text(x, y + 0.35 * style.get("size", 18), words, anchor="middle", **style)

    def box(self, x, y, width, height, colour=NEUTRAL, *, fill="none", weight=2, dotted=False, radius=None):
        """Draw a rectangle."""
        self.add(
            "rect",
            x=x,
            y=y,
            width=width,
            height=height,
            rx=radius,
            fill=fill,
            stroke=colour,
            stroke_width=weight,
            stroke_dasharray="2 4" if dotted else None,
        )

    def hatched(self, x, y, width, height):
        """Draw a rectangle that is left out: hatched."""
        self.box(x, y, width, height, fill=f"url(#{self.name}-hatch)", weight=1.5)

    def line(self, *points, colour=NEUTRAL, weight=2, dashed=False):
        """Draw a line through points (x, y)."""
        path = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)
        self.add(
            "polyline",
            points=path,
            fill="none",
            stroke=colour,
            stroke_width=weight,
            stroke_dasharray="6 5" if dashed else None,
        )

    def arrow(self, *points, colour=NEUTRAL, weight=3, dashed=False):
        """Draw a line through points (x, y) with a head at the last one."""
        (x0, y0), (x, y) = points[-2:]
        length = math.hypot(x - x0, y - y0)
        dx, dy = (x - x0) / length, (y - y0) / length
        self.line(*points[:-1], (x - 10 * dx, y - 10 * dy), colour=colour, weight=weight, dashed=dashed)
        corners = (x, y), (x - 13 * dx - 7 * dy, y - 13 * dy + 7 * dx), (x - 13 * dx + 7 * dy, y - 13 * dy - 7 * dx)
        self.add("polygon", points=" ".join(f"{coordinate(a)},{coordinate(b)}" for a, b in corners), fill=colour)

    def cell(self, x, y, width, height, value, colour, *, fill=None, size=18, bold=False):
        """Draw one number in its square; None leaves it empty."""
        fill = PALE[colour] if fill is None else fill
        self.box(x, y, width, height, colour, fill=fill, weight=1)
        if value is not None:
            words = value if isinstance(value, str) else written(value)
            letters = PAPER if fill != "none" and is_dark(np.frombuffer(bytes.fromhex(fill[1:]), np.uint8)) else INK
            self.centred(x + width / 2, y + height / 2, words, size=size, bold=bold, colour=letters)

    def grid(self, x, y, values, cell, colour, *, size=18, fills=None):
        """Draw an array as squares with its numbers; NaN leaves a square empty.

        `fills` gives one colour, or an array of one colour a square.
        """
        fills = np.broadcast_to(PALE[colour] if fills is None else fills, np.shape(values))
        for (row, column), value in np.ndenumerate(np.asarray(values, float)):
            shown = None if np.isnan(value) else value
            fill = str(fills[row, column])
            self.cell(x + column * cell, y + row * cell, cell, cell, shown, colour, size=size, fill=fill)
        rows, columns = np.shape(values)
        self.box(x, y, columns * cell, rows * cell, colour, weight=2.5)

    def image(self, x, y, pixels, scale, *, shades=GREYS):
        """Draw an image, 0 in the first of 16 shades to 255 in the last; `scale` is the side of one pixel."""
        pixels = np.asarray(pixels, np.int64)
        levels = (pixels * (SHADES - 1) * 2 + 255) // 510
        self._paint(x, y, {shades[level]: levels == level for level in range(SHADES)}, pixels.shape, scale, INPUT)

    def feature_map(self, x, y, values, scale, *, limit=None):
        """Draw a feature map of whole numbers: negative pink, zero grey, positive green; fullest at ±`limit`."""
        values = np.asarray(values, np.int64)
        limit = int(limit or np.abs(values).max() or 1)
        shades = np.minimum((np.abs(values) * (SHADES - 1) * 2 + limit) // (2 * limit), SHADES - 1)
        marked = {POSITIVE[0]: shades == 0}
        for shade in range(1, SHADES):
            marked[POSITIVE[shade]] = (shades == shade) & (values > 0)
            marked[NEGATIVE[shade]] = (shades == shade) & (values < 0)
        self._paint(x, y, marked, values.shape, scale, FEATURE_MAP)

    def _paint(self, x, y, marked, shape, scale, frame):
        """Lay the commonest shade as a ground, then the runs of every other."""
        ground = max(marked, key=lambda shade: int(marked[shade].sum()))
        self.add("rect", x=x, y=y, width=shape[1] * scale, height=shape[0] * scale, fill=ground)
        place = f"translate({coordinate(x)} {coordinate(y)}) scale({coordinate(scale)})"
        for shade, where in marked.items():
            if shade != ground and where.any():
                self.add("path", d=_runs(where), fill=shade, transform=place, shape_rendering="crispEdges")
        self.box(x, y, shape[1] * scale, shape[0] * scale, frame, weight=2.5)
