"""Which questions come next, and when: mistakes that were met first, then gaps of 1, 3, 7 and 21 days, then the oldest.

Everything here is computed from what `progress` keeps; nothing is stored but the answers (`kept.REVIEW`).
"""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from course_utils.checking.kept import REVIEW, new
from course_utils.checking.times import moment, written
from course_utils.exercises import of_lesson
from course_utils.inventory.item import RIGHT
from course_utils.lessons import LESSONS, lesson
from course_utils.review.bank import ITEMS

#: Days until a question comes again: a right answer leads to the next gap, a wrong one back to the first.
GAPS = (1, 3, 7, 21)
MET, KNOWN, FRESH = range(3)


class Standing(NamedTuple):
    """Where an item stands for one learner.

    Attributes
    ----------
    name : str
    rank : int
        0 where one of its mistakes was met, in an exercise or in a review; 1 where it was asked before, or where a
        mistake was met at the same objective; else 2.
    step : int
        On which gap it stands.
    due : datetime or None
        From when on it is to be asked; None is at once.
    was_asked : bool
        Since its mistake was last met.
    """

    name: str
    rank: int
    step: int
    due: object
    was_asked: bool

    def is_due(self, now):
        """Whether it is to be asked now."""
        return self.due is None or self.due <= now


def standing(name, kept, now):
    """Where an item stands.

    Parameters
    ----------
    name : str
    kept : dict
        What `progress.read_all` gives.
    now : datetime

    Returns
    -------
    Standing
    """
    item, state = ITEMS[name], kept["reviews"].get(name)
    met, last_met = _met(item, kept, now)
    was_asked = bool(state) and (last_met or "") <= (state["last"] or "")
    if was_asked:
        step, since = min(state["step"], len(GAPS) - 1), state["last"]
    else:
        step, since = 0, _last_of_lesson(item.lesson, kept) if last_met is None else last_met
    is_met = met or (state and state["misconceptions"])
    rank = MET if is_met else KNOWN if state or _is_slippery(item, kept) else FRESH
    return Standing(name, rank, step, _after(since, GAPS[step], now), was_asked)


def _met(item, kept, now):
    """Whether a mistake of the item was met in its exercise, and when last: "" where that is not known, None never.

    A time that lies ahead is none: no answer of today would come after it, and the question would be asked for ever.
    """
    entry = kept["exercises"].get(item.exercise.key)
    met = [one for one in item.misconceptions if entry and entry["misconceptions"].get(one)]
    times = (entry["met"].get(one, "") for one in met)
    return bool(met), max((time if time <= written(now) else "" for time in times), default=None)


def _after(since, days, now):
    """So many days after a time; None where it is not known, or lies ahead of a clock that was set back."""
    then = moment(since)
    return None if then is None or then > now else then + timedelta(days=days)


def _is_slippery(item, kept):
    """Whether a named mistake was met in an exercise on the item's own objective."""
    exercises = of_lesson(item.lesson).values()
    return any(
        item.objective in one.objectives and kept["exercises"].get(one.key, {}).get("misconceptions")
        for one in exercises
    )


def _last_of_lesson(number, kept):
    """When something was last done in a lesson, as text; empty where that is not known."""
    times = (kept["exercises"].get(one.key, {}).get("last") for one in of_lesson(number).values())
    return max(filter(None, times), default="")


def passed(number, kept):
    """Whether a lesson was worked through: at least half of its exercises were tried."""
    entries = [kept["exercises"].get(one.key) for one in of_lesson(number).values()]
    return sum(bool(entry and entry["attempts"]) for entry in entries) * 2 >= len(entries)


def known(kept):
    """Names of the items that can come back to a learner: of lessons worked through, tried, or asked before."""
    lessons = {row.number for row in LESSONS if passed(row.number, kept)}
    tried = {key for key, entry in kept["exercises"].items() if entry["attempts"]}
    return [
        name
        for name, item in ITEMS.items()
        if item.lesson in lessons or item.exercise.key in tried or name in kept["reviews"]
    ]


def before(number):
    """Names of the items on lessons before one."""
    return [name for name, item in ITEMS.items() if item.lesson < number]


def ordered(names, kept, now, near=""):
    """Standings in the order in which they are to be asked.

    Mistakes that were met stand in front, those that are due before those of today; then what is due of the rest; then
    lessons passed longest ago, an item of each in turn; last what was answered lately.

    Parameters
    ----------
    names : list of str
    kept : dict
    now : datetime
    near : str
        Number of a lesson; where no times are known, those come first on which it builds. With each lesson another
        item of theirs begins.
    """
    distances, seen, keyed = _distances(near), Counter(), []
    many = Counter(ITEMS[name].lesson for name in names)
    for one in (standing(name, kept, now) for name in names):
        group, number = _group(one, now), ITEMS[one.name].lesson
        turn = (seen[number] + int(near or 0)) % many[number] if group in _BY_LESSON else 0
        seen[number] += 1
        when = written(one.due) if one.due else ""
        keyed.append(((group, turn, when, distances.get(number, len(LESSONS))), one))
    return [one for _, one in sorted(keyed, key=lambda pair: pair[0])]


_BY_LESSON = (3, 4)


def _group(one, now):
    """Which part of the order a standing belongs to."""
    if one.rank == MET and not one.was_asked:
        return 0 if one.is_due(now) else 1
    if one.is_due(now):
        return {MET: 0, KNOWN: 2, FRESH: 3}[one.rank]
    return 5 if one.was_asked else 4


def _distances(number):
    """How near each lesson lies on which one builds: number -> how many of them lie nearer; the others are left out.

    >>> _distances("04"), _distances("03")
    ({'01': 0, '00': 1}, {'02': 0, '01': 1, '00': 2})
    """
    if not number:
        return {}
    found, level = {}, [number]
    while level:
        level = [one for above in level for one in lesson(above).builds_on if one not in found]
        found |= dict.fromkeys(level, len(found))
    return found


def count(kept, name, choice, now):
    """Put one answer into what is kept.

    Parameters
    ----------
    kept : dict
        Is changed.
    name : str
    choice : str
        "right", the name of a misconception, or "open".
    now : datetime
    """
    stood = standing(name, kept, now)
    state = kept["reviews"].setdefault(name, new(REVIEW))
    state["asked"] += 1
    state["last"] = written(now)
    # What is answered before its time shows little: the same gap begins anew.
    state["step"] = min(stood.step + stood.is_due(now), len(GAPS) - 1) if choice == RIGHT else 0
    state["right"] += choice == RIGHT
    if choice in ITEMS[name].misconceptions:
        state["misconceptions"][choice] = state["misconceptions"].get(choice, 0) + 1
