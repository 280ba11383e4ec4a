"""Make the table of letters' widths for the explorers: `python -m course_utils.commands.font_widths`.

It reads the font files that come with Matplotlib, by Pillow, and is needed anew only when those files change.
"""

import itertools
import json

from course_utils.explorers.shared.raster import font
from course_utils.explorers.shared.widths import JOINED, TABLE
from course_utils.files import write_text

_UNITS = 2048  # pixels high the font is read, so that a unit of it is a pixel
_EUROPEAN = [(0x20, 0x7F), (0xA0, 0xAD), (0xAE, 0x180), (0x370, 0x400), (0x400, 0x460)]
_SIGNS = [(0x2010, 0x2028), (0x2030, 0x205F), (0x2070, 0x20A0), (0x2190, 0x2400), (0x25A0, 0x27C0)]
#: Letters of which each pair is measured; pairs with others stand as far apart as they are wide.
PAIRED = [chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)] if code != 0xAD] + list("−–—’“”…·×")
_UNKNOWN = "\uffff"


def widths_in(bold):
    """What one font is stored as: "widths" of its signs, and "together", units -> pairs that move by so many.

    Parameters
    ----------
    bold : bool

    Returns
    -------
    told : dict
    """
    length = font(_UNITS, bold).getlength
    letters = [chr(code) for start, end in [*_EUROPEAN, *_SIGNS] for code in range(start, end)]
    widths = {sign: int(length(sign)) for sign in [*letters, *JOINED]}
    unknown = int(length(_UNKNOWN))
    known = {sign: width for sign, width in widths.items() if width != unknown or sign in PAIRED}
    together = {}
    for pair in itertools.product([*PAIRED, *JOINED], repeat=2):
        by = int(length("".join(pair))) - widths[pair[0]] - widths[pair[1]]
        if by and "".join(pair) not in JOINED and not _joins(pair):
            together.setdefault(str(by), []).append("".join(pair))
    return {"widths": {"": unknown, **known}, "together": together}


def _joins(pair):
    """Whether two signs are not read as these two: an f before an i is one sign."""
    words = "".join(pair)
    return any(one in words and one not in pair for one in JOINED)


def table():
    """The whole table as it is stored."""
    told = {"regular": widths_in(False), "bold": widths_in(True)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


if __name__ == "__main__":
    write_text(TABLE, table())
