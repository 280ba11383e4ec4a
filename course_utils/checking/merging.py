"""Two files of a learner's progress as one: a page's and the installed course's, or those of two machines."""


def merged(kept, other):
    """What two files say together; each is exercise -> what was counted of it, as `progress.read` gives it.

    Both may tell of the same attempts, as a file does that was taken out of a page and comes back. So of each count the
    larger stays: nothing that either tells is lost, and merging a second time changes nothing.

    Examples
    --------
    >>> common = {"hints": 1, "solution_seen": False}
    >>> tried = {**common, "attempts": 3, "misconceptions": {"zeros": 2}, "solved_after": None}
    >>> solved = {**common, "attempts": 2, "misconceptions": {"ones": 1}, "solved_after": 2}
    >>> both = merged({"pooling.maxima": tried}, {"pooling.maxima": solved})["pooling.maxima"]
    >>> both["attempts"], both["solved_after"], both["misconceptions"]
    (3, 2, {'zeros': 2, 'ones': 1})
    """
    return {**other, **kept, **{key: _larger(kept[key], other[key]) for key in kept if key in other}}


def _larger(one, other):
    """Of two counts of one exercise the larger in everything; what only one of them knows stays."""
    solved = [entry["solved_after"] for entry in (one, other) if entry["solved_after"] is not None]
    return {
        **other,
        **one,
        **{name: max(one[name], other[name]) for name in ("attempts", "hints", "solution_seen")},
        "misconceptions": _most(one["misconceptions"], other["misconceptions"]),
        "solved_after": min(solved, default=None),
    }


def _most(counts, others):
    return {name: max(counts.get(name, 0), others.get(name, 0)) for name in {**counts, **others}}
