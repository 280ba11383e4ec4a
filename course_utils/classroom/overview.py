"""What a class has tried and solved, which mistakes were met, which objectives are not met yet, and who is stuck."""

from collections import Counter
from statistics import median
from typing import NamedTuple

from course_utils.checking.judging import CHANGES_INPUT
from course_utils.classroom.entries import is_solved, unnamed, was_tried
from course_utils.classroom.sentences import times
from course_utils.classroom.stuck import AGAIN, MANY_ATTEMPTS, stuck_at
from course_utils.exercises import bank
from course_utils.lessons import LESSONS

#: The share of an objective's exercises that a learner must have solved to meet it.
ENOUGH = 0.5
#: What the numbers mean, and who is named: said with every overview.
RULES = (
    "Tried: an answer was checked. Attempts: the median over all who tried, up to the right answer or up to now. "
    "Time: the median time at work up to the right answer, where the files know it. Looked up: the solution was shown; "
    "a right answer after it counts as solved.",
    "A mistake's number is that of the learners who met it, of all who tried; the three commonest of each exercise are "
    "shown.",
    "Wrong answers that no named mistake explains, errors among them: the attempts up to the right answer less the "
    "mistakes met. The files, of either version, do not keep what they were. A mistake that was met again after the "
    "right answer is taken off, too: there may be more of them.",
    "An objective is met by who has solved half of its exercises, or more.",
    f"Stuck: without a right answer after {MANY_ATTEMPTS} attempts or more; or after fewer, where one mistake was met "
    f"{times(AGAIN)} or more, or the solution was looked up.",
    "Who wrote a name into their file is called by it; anybody else by the place of their file among those counted.",
)
_MOST_MISTAKES = 3
_MOST_HARD = 6
_MOST_OWN = 100
_OF_ALL = {CHANGES_INPUT: "The function overwrites what it was given. Let it work on a copy."}


class Mistake(NamedTuple):
    """A mistake at one exercise: how many learners met it, how often in all, and what to say; nothing if not known."""

    name: str
    learners: int
    times: int
    advice: str


class Unnamed(NamedTuple):
    """Wrong answers at one exercise that no named mistake explains: of how many learners, and how many at least."""

    learners: int
    times: int


class Counts(NamedTuple):
    """One exercise in a class.

    Attributes
    ----------
    key : str
        "lesson.exercise".
    name : str
    tried, solved, seen : int
        Learners who have checked an answer, have a right one, have looked at the solution.
    attempts : float or None
        Median over those who tried: attempts up to the right one, or up to now.
    seconds : float or None
        Median over those who solved it and whose file knows the time.
    mistakes : tuple of Mistake
        The three commonest: first those that most learners met.
    unnamed : Unnamed
    """

    key: str
    name: str
    tried: int
    solved: int
    seen: int
    attempts: float | None
    seconds: float | None
    mistakes: tuple
    unnamed: Unnamed


class Objective(NamedTuple):
    """An objective of a lesson, and how many learners meet it: they have solved half of its exercises, or more."""

    number: int
    words: str
    met: int


class LessonCounts(NamedTuple):
    """One lesson in a class.

    Attributes
    ----------
    row : Lesson
    begun : int
        Learners who have tried an exercise of it.
    middle : float or None
        Exercises solved, the median over those who have begun.
    exercises : tuple of Counts
    objectives : tuple of Objective
    """

    row: object
    begun: int
    middle: float | None
    exercises: tuple
    objectives: tuple


class Hard(NamedTuple):
    """An exercise that many have tried and not solved yet."""

    lesson: str
    counts: Counts


class Overview(NamedTuple):
    """A class.

    Attributes
    ----------
    learners : tuple of Learner
    lessons : tuple of LessonCounts
        All of the course.
    hard : tuple of Hard
        The exercises of the course that most learners, and at least two, have tried and not solved yet.
    own : tuple of Counts
        Exercises that are not of the course: an instructor's own, or an earlier edition's.
    more_own : int
        How many of these are left out, of the least tried.
    stuck : dict
        Place of the learner in `learners` -> their exercises, a tuple of Stuck.
    """

    learners: tuple
    lessons: tuple
    hard: tuple
    own: tuple
    more_own: int
    stuck: dict


def overview(learners, exercises=None):
    """Count a class.

    Parameters
    ----------
    learners : sequence of Learner
    exercises : dict, optional
        As `bank()`, in the order in which they are to be listed; in that of the banks unless given.

    Returns
    -------
    Overview
    """
    kept = [learner.exercises for learner in learners]
    exercises = exercises or bank()
    lessons = tuple(_lesson(row, exercises[row.number], kept) for row in LESSONS)
    known = {exercise.key for lesson in exercises.values() for exercise in lesson.values()}
    others = Counter(key for entries in kept for key, entry in entries.items() if key not in known and was_tried(entry))
    own = sorted(others, key=lambda key: (-others[key], key))
    counts = [_counts(key, key, kept, {}) for key in sorted(own[:_MOST_OWN])]
    found = {place: stuck_at(entries) for place, entries in enumerate(kept)}
    stuck = {place: places for place, places in found.items() if places}
    return Overview(tuple(learners), lessons, _hard(lessons), tuple(counts), len(own[_MOST_OWN:]), stuck)


def stuck_in(overview, lessons=None):
    """Who is stuck in these lessons, or anywhere: (place of the learner, what they are stuck at), first who is most.

    Parameters
    ----------
    overview : Overview
    lessons : sequence of LessonCounts, optional

    Returns
    -------
    list of (int, tuple of Stuck)
    """
    found = overview.stuck
    if lessons is not None:
        keys = {exercise.key for one in lessons for exercise in one.exercises}
        found = {place: tuple(one for one in stuck if one.key in keys) for place, stuck in found.items()}
    return sorted(((place, stuck) for place, stuck in found.items() if stuck), key=lambda one: (-len(one[1]), one[0]))


def _lesson(row, exercises, kept):
    keys = [exercise.key for exercise in exercises.values()]
    solved = [_how_many_solved(entries, keys) for entries in kept if any(was_tried(entries.get(key)) for key in keys)]
    counts = tuple(
        _counts(exercise.key, name, kept, {one.name: one.advice for one in exercise.misconceptions})
        for name, exercise in exercises.items()
    )
    objectives = tuple(
        _objective(number, words, [one.key for one in exercises.values() if number in one.objectives], kept)
        for number, words in enumerate(row.objectives, start=1)
    )
    return LessonCounts(row, len(solved), median(solved) if solved else None, counts, objectives)


def _hard(lessons):
    found = [Hard(one.row.number, counts) for one in lessons for counts in one.exercises]
    found = [one for one in found if one.counts.tried - one.counts.solved > 1]
    return tuple(sorted(found, key=lambda one: one.counts.solved - one.counts.tried)[:_MOST_HARD])


def _objective(number, words, keys, kept):
    met = sum(_how_many_solved(entries, keys) >= ENOUGH * len(keys) for entries in kept) if keys else 0
    return Objective(number, words, met)


def _counts(key, name, kept, advice):
    entries = [entries[key] for entries in kept if key in entries]
    tried = [entry for entry in entries if was_tried(entry)]
    solved = [entry for entry in tried if is_solved(entry)]
    attempts = [entry["solved_after"] if is_solved(entry) else entry["attempts"] for entry in tried]
    seconds = [entry["seconds"] for entry in solved if entry.get("seconds") is not None]
    return Counts(
        key,
        name,
        tried=len(tried),
        solved=len(solved),
        seen=sum(entry["solution_seen"] for entry in entries),
        attempts=median(attempts) if attempts else None,
        seconds=median(seconds) if seconds else None,
        mistakes=_mistakes(tried, {**_OF_ALL, **advice}),
        unnamed=_unnamed(tried),
    )


def _unnamed(entries):
    found = [count for entry in entries if (count := unnamed(entry))]
    return Unnamed(len(found), sum(found))


def _mistakes(entries, advice):
    learners, times = Counter(), Counter()
    for entry in entries:
        met = {name: count for name, count in entry["misconceptions"].items() if count}
        learners.update(met.keys())
        times.update(met)
    first = sorted(learners, key=lambda name: (-learners[name], -times[name], name))[:_MOST_MISTAKES]
    return tuple(Mistake(name, learners[name], times[name], advice.get(name, "")) for name in first)


def _how_many_solved(entries, keys):
    return sum(is_solved(entries.get(key)) for key in keys)
