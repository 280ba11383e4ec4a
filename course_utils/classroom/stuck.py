"""Who is stuck, and at what: the exercises of one learner that show no way out of themselves."""

from typing import NamedTuple

from course_utils.classroom.entries import is_solved, most_met, unnamed, was_tried

#: So many attempts without a right one: stuck. So is who meets one mistake again, and who has tried, has looked the
#: solution up and still has none.
MANY_ATTEMPTS = 4
AGAIN = 2


class Stuck(NamedTuple):
    """A learner's exercise without an end.

    Attributes
    ----------
    key : str
    attempts : int
    seen : bool
        Whether the solution was looked up.
    mistake : str
        The one that was met most often; empty where none was.
    times : int
        How often that was.
    unnamed : int
        Wrong answers that no named mistake explains.
    """

    key: str
    attempts: int
    seen: bool
    mistake: str
    times: int
    unnamed: int


def stuck_at(entries):
    """The exercises at which one learner is stuck: first those that were tried most.

    Parameters
    ----------
    entries : dict
        Exercise's key -> what was counted of it.

    Returns
    -------
    tuple of Stuck
    """
    found = [
        Stuck(key, entry["attempts"], entry["solution_seen"], *most_met(entry), unnamed(entry))
        for key, entry in entries.items()
        if was_tried(entry) and not is_solved(entry) and _is_without_end(entry)
    ]
    return tuple(sorted(found, key=lambda one: (-one.attempts, one.key)))


def _is_without_end(entry):
    _, times = most_met(entry)
    return entry["attempts"] >= MANY_ATTEMPTS or times >= AGAIN or entry["solution_seen"]
