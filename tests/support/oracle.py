"""Random states of an explorer, and what it shows in each: the same file runs in a kernel and in a page.

The moves are those that a page can make: of controls as it is told of them, and of the hand.
"""

import contextlib
import hashlib
import random

from course_utils.in_browser import plain

_MOST = 400  # places of a slider that are told apart
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
        `did`, what was done; `svg`, the first 16 digits of the picture's sha256; and `words`.
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
    """What an explorer shows: its picture as a hash, and its words."""
    return {"svg": hashlib.sha256(explorer._picture.value.encode()).hexdigest()[:16], "words": explorer.words}


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
