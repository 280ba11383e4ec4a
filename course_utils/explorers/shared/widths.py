"""How wide words stand in a picture, from a table of the font's widths: with Pillow and without it the same.

The table `widths.json` holds the widths of DejaVu Sans and DejaVu Sans Bold in units of the font, 2048 to the letters'
size, and how far pairs of letters stand closer; `commands.font_widths` made it from the files of Matplotlib.
"""

import functools
import json
import re
from itertools import pairwise
from pathlib import Path

TABLE = Path(__file__).with_name("widths.json")
#: Letters that this font joins into one sign.
JOINED = ("ffi", "ffl", "ff", "fi", "fl")
_SIGNS = re.compile("|".join((*JOINED, ".")), re.DOTALL)
_SCALE = 2  # the PNG's: words are measured as large as they are drawn there
_STEPS = 64  # to a pixel; each width is rounded to one, as whoever sets the letters does
_UNITS = 2048


def width_of(words, size, bold=False):
    """How wide words stand in the picture, in pixels.

    >>> width_of("Wide words", 13), width_of("", 13), width_of("AV", 12) < width_of("A", 12) + width_of("V", 12)
    (75.28125, 0.0, True)
    """
    widths, together = _table()["bold" if bold else "regular"]
    signs = _SIGNS.findall(words)
    units = [widths.get(sign, widths[""]) for sign in signs]
    units += [together[pair] for pair in map("".join, pairwise(signs)) if pair in together]
    pixels = round(_SCALE * size)
    return sum((2 * each * pixels * _STEPS // _UNITS + 1) // 2 for each in units) / _STEPS / _SCALE


@functools.cache
def _table():
    """Of each font the width of each sign, that of an unknown one under "", and what pairs of signs move together."""
    stored = json.loads(TABLE.read_text(encoding="utf-8"))
    return {
        font: (told["widths"], {pair: int(by) for by, pairs in told["together"].items() for pair in pairs})
        for font, told in stored.items()
    }
