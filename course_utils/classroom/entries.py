"""What one entry of a file of progress says of one learner at one exercise; `checking/kept.py` has its fields."""


def was_tried(entry):
    """Whether an answer was checked; `entry` may be None."""
    return bool(entry) and entry["attempts"] > 0


def is_solved(entry):
    """Whether a right answer is there; `entry` may be None."""
    return was_tried(entry) and entry["solved_after"] is not None


def unnamed(entry):
    """How many wrong answers, at least, no named mistake explains: those up to the right one less the mistakes met.

    A file keeps how often each mistake was met, and of the other wrong answers nothing: they are what is left over. A
    mistake that was met again *after* the right answer is taken off as well, since no count says when it was; so there
    may be more of them. Files of version 1 know as much as those of version 2.

    >>> met = {"misconceptions": {"zeros": 2}}
    >>> unnamed({**met, "attempts": 5, "solved_after": None}), unnamed({**met, "attempts": 9, "solved_after": 4})
    (3, 1)
    >>> unnamed({**met, "attempts": 9, "solved_after": 2})
    0
    """
    wrong = entry["solved_after"] - 1 if is_solved(entry) else entry["attempts"]
    return max(0, wrong - sum(entry["misconceptions"].values()))


def most_met(entry):
    """The mistake that was met most often, and how often: ("", 0) where none was.

    >>> most_met({"misconceptions": {"zeros": 1, "ones": 3}}), most_met({"misconceptions": {}})
    (('ones', 3), ('', 0))
    """
    mistakes = {**entry["misconceptions"], "": 0}
    name = min(mistakes, key=lambda name: (-mistakes[name], name))
    return name, mistakes[name]
