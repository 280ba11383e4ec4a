"""Two files of a learner's progress as one: a page's and the installed course's, or those of two machines."""

_NEVER = "~"  # stands behind every time


def joined(kept, other):
    """What two whole files say together, each as `kept.understood` gives it; of two names the first one's stays."""
    return {
        **other,
        **kept,
        "exercises": merged(kept["exercises"], other["exercises"]),
        "reviews": merged(kept["reviews"], other["reviews"], _later),
    }


def merged(kept, other, one_of=None):
    """What two files say together; each is exercise -> what was counted of it, as `progress.read` gives it.

    Both may tell of the same attempts, as a file does that was taken out of a page and comes back. So of each count the
    larger stays, of each first time the earlier, of each last time the later: nothing that either tells is lost, and
    neither the order nor a second merging changes anything.

    Parameters
    ----------
    kept, other : dict
    one_of : function, optional
        Makes one entry of two; for exercises unless given.

    Examples
    --------
    >>> from course_utils.checking.kept import EXERCISE, new
    >>> tried = {**new(EXERCISE), "attempts": 3, "misconceptions": {"zeros": 2}}
    >>> solved = {**new(EXERCISE), "attempts": 2, "misconceptions": {"ones": 1}, "solved_after": 2}
    >>> both = merged({"pooling.maxima": tried}, {"pooling.maxima": solved})["pooling.maxima"]
    >>> both["attempts"], both["solved_after"], both["misconceptions"]
    (3, 2, {'zeros': 2, 'ones': 1})
    """
    one_of = one_of or _larger
    return {**other, **kept, **{key: one_of(kept[key], other[key]) for key in kept if key in other}}


def _larger(one, other):
    """Of two counts of one exercise the larger in everything; what only one of them knows stays."""
    return {
        **other,
        **one,
        **{name: max(one[name], other[name]) for name in ("attempts", "hints", "solution_seen")},
        **{name: _known(min, one[name], other[name]) for name in ("solved_after", "opened", "solved")},
        "last": _known(max, one["last"], other["last"]),
        "misconceptions": _most(one["misconceptions"], other["misconceptions"]),
        "met": _most(one["met"], other["met"]),
        "seconds": min(one, other, key=_first_solved)["seconds"],
        "form": max(one, other, key=_last_formed)["form"],
    }


def _later(one, other):
    """Of two states of one question the counts that are larger, and the gap at which it stood last."""
    return {
        **other,
        **one,
        **{name: max(one[name], other[name]) for name in ("asked", "right")},
        "last": _known(max, one["last"], other["last"]),
        "step": max(one, other, key=lambda state: (state["last"] or "", -state["step"]))["step"],
        "misconceptions": _most(one["misconceptions"], other["misconceptions"]),
    }


def _first_solved(entry):
    """The time at work belongs to the right answer that came first; where there is none, the longer counts."""
    seconds = -1 if entry["seconds"] is None else entry["seconds"]
    return entry["solved"] or _NEVER, -seconds


def _last_formed(entry):
    return entry["last"] or "", -1 if entry["form"] is None else entry["form"]


def _known(choose, *values):
    return choose((value for value in values if value is not None), default=None)


def _most(values, others):
    """Of each name the larger count, or the later time."""
    return {name: max(one[name] for one in (values, others) if name in one) for name in {**values, **others}}
