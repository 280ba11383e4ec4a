"""A canvas's shapes as a PNG, for where no page draws the SVG. Only here are Pillow and a font file needed."""

import functools
import io
from itertools import pairwise
from pathlib import Path

import numpy as np

from course_utils.colours import NEUTRAL, PAPER

LARGEST = 40_000  # bytes of a PNG in a notebook
_SCALE = 2  # the PNG is drawn larger and made smaller, which smooths its lines
_NOTE = 24  # height of a line below the PNG
_GREY = 6  # so little apart, red, green and blue are taken for grey, as those of INK are


def png(shapes, width, height, note=""):
    """The picture as the bytes of a PNG, in as few colours as keep it small enough to store.

    Parameters
    ----------
    shapes : list of tuple
        Those of a `Canvas`.
    width, height : float
    note : str
        A line of words below it.
    """
    from PIL import Image, ImageDraw

    width, height = int(width), int(height) + (_NOTE if note else 0)
    picture = Image.new("RGB", (width * _SCALE, height * _SCALE), PAPER)
    draw = ImageDraw.Draw(picture)
    for shape in shapes:
        _PNG[shape[0]](picture, draw, *shape[1:])
    if note:
        _png_text(picture, draw, (8, height - _NOTE / 2), note, 12, "start", NEUTRAL, False)
    picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    for colours in (160, 128, 96, 64, 48, 24):
        written = _bytes(_in_few_colours(picture, colours), optimize=True)
        if len(written) <= LARGEST:
            break
    return written


def _png_box(picture, draw, place, fill, edge, weight, dotted):
    x, y, width, height = (_SCALE * value for value in place)
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    if fill:
        draw.rectangle([corners[0], corners[2]], fill=fill)
    if edge:
        _png_line(picture, draw, [(a / _SCALE, b / _SCALE) for a, b in corners], edge, weight, dotted)


def _png_line(picture, draw, points, colour, weight, dotted):
    for (x, y), (to_x, to_y) in pairwise(points):
        pieces = [(0, 1)]
        if dotted:
            count = max(int(np.hypot(to_x - x, to_y - y) / 6), 1)
            pieces = [(place / count, (place + 0.5) / count) for place in range(count)]
        for start, end in pieces:
            ends = [(_SCALE * (x + share * (to_x - x)), _SCALE * (y + share * (to_y - y))) for share in (start, end)]
            draw.line(ends, fill=colour, width=max(round(_SCALE * weight), 1))


def _png_text(picture, draw, place, words, size, anchor, colour, bold):
    letters = font(round(_SCALE * size), bold)
    across = {"start": "l", "middle": "m", "end": "r"}[anchor]
    draw.text((_SCALE * place[0], _SCALE * place[1]), words, fill=colour, font=letters, anchor=f"{across}m")


def _png_image(picture, draw, place, pixels):
    from PIL import Image

    x, y, width, height = (round(_SCALE * value) for value in place)
    scaled = Image.fromarray(pixels).convert("RGB").resize((width, height), Image.Resampling.NEAREST)
    picture.paste(scaled, (x, y))


@functools.cache
def font(size, bold):
    """DejaVu Sans so many pixels high, as Pillow reads it."""
    from matplotlib import get_data_path  # the font ships with Matplotlib, so it is there on every machine
    from PIL import ImageFont

    file = Path(get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf"
    return ImageFont.truetype(str(file), size)


def _in_few_colours(picture, count):
    """The picture with a table of so many colours and half as many greys: mixed with colours, a grey is tinted."""
    from PIL import Image

    pixels, half = np.asarray(picture), count // 2
    numbers = np.round(pixels.mean(axis=2) / 255 * (half - 1)).astype(np.uint8)
    table = np.repeat(np.round(np.linspace(0, 255, half)).astype(np.uint8), 3)
    is_coloured = np.ptp(pixels, axis=2) > _GREY
    if is_coloured.any():
        coloured = Image.fromarray(pixels[is_coloured][np.newaxis]).quantize(
            count, Image.Quantize.MAXCOVERAGE, kmeans=1
        )
        numbers[is_coloured] = half + np.asarray(coloured)[0]
        table = np.concatenate([table, np.array(coloured.getpalette(), np.uint8)])
    made = Image.fromarray(numbers, "P")
    made.putpalette(table.tobytes())
    return made


def _bytes(picture, **settings):
    png = io.BytesIO()
    picture.save(png, "PNG", **settings)
    return png.getvalue()


_PNG = {"box": _png_box, "line": _png_line, "text": _png_text, "image": _png_image}
