"""Random states of an explorer, and what it shows in each: the same file runs in a kernel and in a page.

The moves are those that a page can make: of controls as it is told of them, and of the hand.
"""

import base64
import contextlib
import hashlib
import random
import re
import zlib

from course_utils.in_browser import plain

_MOST = 400  # places of a slider that are told apart
_SHADES = 32  # by which the bytes of an image may differ in all, from processor to processor
_IMAGE = re.compile(r'base64,([^"]+)')
_GESTURES = ("sets", "drags", "types", "paints")


def all_states(*, seed=0, count=200):
    """The states of every explorer that can be made here: name -> rows as `states` gives them."""
    from course_utils import explorers

    found = {}
    for name in explorers.__all__:
        with contextlib.suppress(ImportError):  # what is not here, as Keras in a page
            found[name] = states(getattr(explorers, name).example(), seed=seed, count=count)
    return found


def states(explorer, *, seed=0, count=200):
    """Move an explorer at random and note what it shows.

    Parameters
    ----------
    explorer : Explorer
        As it begins.
    seed : int
    count : int
        How many moves.

    Returns
    -------
    rows : list of dict
        `did`, what was done, and what `seen` says.
    """
    leaves, dice = [], random.Random(seed)
    plain.arranged(explorer.children[0], leaves)
    rows = []
    for number in range(count):
        did = step(explorer, leaves, dice)
        if did[0] == "move":
            plain.move(leaves[did[1]].control, did[2])
        else:
            explorer._take({"new": {**did[1], "number": number + 1}})
        rows.append({"did": did, **seen(explorer)})
    return rows


def seen(explorer):
    """What an explorer shows: its words, its picture as a hash, and of each image in it the sum of its bytes.

    An image is coloured by numbers that another processor adds up in another order: now and then one pixel in a
    thousand is one shade lighter there.
    """
    images = []

    def taken_out(found):
        images.append(_sum_of_bytes(base64.b64decode(found[1])))
        return "base64,"

    drawn = _IMAGE.sub(taken_out, explorer._picture.value)
    return {"svg": hashlib.sha256(drawn.encode()).hexdigest()[:16], "images": images, "words": explorer.words}


def _sum_of_bytes(png):
    """The sum of what lies unpacked in a PNG of our own: one IDAT, no filters."""
    start = png.index(b"IDAT")
    length = int.from_bytes(png[start - 4 : start], "big")
    return sum(zlib.decompress(png[start + 4 : start + 4 + length]))


def unlike(rows, others):
    """Pairs of rows, of two machines, that do not show the same."""
    return [pair for pair in zip(rows, others, strict=True) if not _is_like(*pair)]


def _is_like(row, other):
    shades = [abs(one - two) for one, two in zip(row["images"], other["images"], strict=False)]
    same = all(row[name] == other[name] for name in ("did", "words", "svg"))
    return same and len(row["images"]) == len(other["images"]) and max(shades, default=0) <= _SHADES


def step(explorer, leaves, dice):
    """The next move, chosen by dice: ["move", place of the control, value], or ["ask", what the hand asks]."""
    moves = [place for place, leaf in enumerate(leaves) if _can_move(plain.told(leaf))]
    touches = [(area, kind) for area in explorer.canvas.areas for kind in _GESTURES if getattr(area, kind)]
    if touches and (not moves or dice.random() < 0.5):
        return ["ask", _asked(*dice.choice(touches), dice)]
    place = dice.choice(moves)
    return ["move", place, _value(plain.told(leaves[place]), dice)]


def _can_move(told):
    return not told["hidden"] and told["kind"] not in ("HTML", "Label", "FileUpload", "Play")


def _value(told, dice):
    if "options" in told:
        place = dice.randrange(len(told["options"]))
        return [place] if told["kind"] == "SelectMultiple" else place
    if "min" in told:
        places = min(_MOST, round((told["max"] - told["min"]) / (told.get("step") or 1)))
        value = told["min"] + dice.randint(0, places) * (told["max"] - told["min"]) / max(places, 1)
        return round(value) if told["kind"].startswith(("Int", "BoundedInt")) else value
    return dice.random() < 0.5 if isinstance(told.get("value"), bool) else None


def _asked(area, kind, dice):
    filled = area.filled(kind, *dice.choice(area.cells()), dice.randint(-9, 9))
    return {"paints": [{**filled, "erase": False}]} if kind == "paints" else {"sets": filled}
