"""What is alike takes turns in CI: a third of the explorers in a run, another in the next.

A test marked `in_turns` has a parameter, and each of its values costs a browser seconds or minutes. COURSE_TURN is 0, 1
or 2, and names the third that is taken; without it all are. `.ci/run` lets the commit choose, so that a run can be
repeated, and takes all each Monday.
"""

TURNS = 3


def left_out(items, turn):
    """Those of pytest's items whose turn it is not: of a parameter's values, in the order of their names, two parts."""
    names = {}
    for item in marked(items):
        names.setdefault(item.originalname, set()).add(item.callspec.id)
    turns = {test: dealt(sorted(ids)) for test, ids in names.items()}
    return [item for item in marked(items) if turns[item.originalname][item.callspec.id] != turn]


def dealt(names):
    """Name -> its turn."""
    return {name: place * TURNS // len(names) for place, name in enumerate(names)}


def marked(items):
    """Those that take turns."""
    return [item for item in items if item.get_closest_marker("in_turns")]


def chosen(text):
    """The turn that COURSE_TURN says.

    Raises
    ------
    ValueError
        If it is none of the turns, with a sentence.
    """
    if text not in map(str, range(TURNS)):
        raise ValueError(f"COURSE_TURN is {text!r}; it can be one of {', '.join(map(str, range(TURNS)))}, or not set.")
    return int(text)
