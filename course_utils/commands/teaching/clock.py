"""When a section begins: minutes by the course's own count, a pause in time, and what to leave out when it is late."""

from itertools import accumulate
from typing import NamedTuple

from course_utils.commands import cells, counting
from course_utils.commands.teaching import needs, outline

LONGEST = 50  # minutes without a pause
PAUSE = 10
_SHARE_TO_LEAVE_OUT, _SHARE_THAT_STAYS = 0.2, 0.25
_LEAST = 2  # minutes; what is shorter saves nothing
BEGINNING = "Beginning"


class Part(NamedTuple):
    """What of a lesson has its own time.

    Attributes
    ----------
    minutes : int
    heading : str
        Of the section; "Pause", or "Exit question".
    exercises : tuple of Exercise
        Asked in it.
    kind : str
        "section", "pause" or "exit".
    section : Section or None
        None where it is a pause or the exit question.
    """

    minutes: int
    heading: str
    exercises: tuple
    kind: str
    section: object


class Entry(NamedTuple):
    """A line of the clock.

    Attributes
    ----------
    at : int
        Minutes from the beginning.
    minutes, heading, exercises, kind, section
        As a part has them.
    """

    at: int
    minutes: int
    heading: str
    exercises: tuple
    kind: str
    section: object


def clock(row, sections):
    """The lesson minute by minute. Its sections and the exit question take the lesson's minutes, pauses come on top.

    Parameters
    ----------
    row : Lesson
    sections : list of Section

    Returns
    -------
    entries : list of Entry
    """
    return timed(parts(row, sections))


def parts(row, sections):
    """The sections of a lesson with their minutes, and the exit question where it is asked at the end.

    Returns
    -------
    parts : list of Part
    """
    last = asked_at_the_end(row, sections)
    asked = [tuple(one for one in exercises_of(part, row) if one is not last) for part in sections]
    raw = [_minutes(part, row) for part in sections]
    if last:
        place = next(place for place, part in enumerate(sections) if last in exercises_of(part, row))
        raw[place] -= counting.allowance(last)
        raw.append(counting.allowance(last))
    headings = [BEGINNING, *(part.heading for part in sections[1:])]
    kinds = [(*one, "section", part) for *one, part in zip(headings, asked, sections, strict=True)]
    kinds += [("Exit question", (last,), "exit", None)] if last else []
    return [Part(taking, *one) for taking, one in zip(_whole(raw, row.minutes), kinds, strict=True)]


def timed(parts):
    """Parts with the minute at which each begins, and a pause before the one that would be too long without it.

    Returns
    -------
    entries : list of Entry
    """
    taken, since = [], 0
    for part in parts:
        if since and since + part.minutes > LONGEST:
            taken.append(Part(PAUSE, "Pause", (), "pause", None))
            since = 0
        taken.append(part)
        since += part.minutes
    starts = accumulate((part.minutes for part in taken), initial=0)
    return [Entry(at, *part) for at, part in zip(starts, taken, strict=False)]


def exit_question(row, sections):
    """The exercise that is asked last: the last one to predict that no cell of the lesson answers; None where is none.

    Where each has its cell, it is the last prediction, and stays in its place.
    """
    asked = [one for part in sections for one in exercises_of(part, row) if one.kind == "predict"]
    unanswered = [one for one in asked if not one.asked_first]
    return (unanswered or asked or [None])[-1]


def asked_at_the_end(row, sections):
    """The exit question where no cell answers it, or None: one whose cell answers it stays in its place."""
    last = exit_question(row, sections)
    return None if last is None or last.asked_first else last


def exercises_of(section, row):
    """The exercises that a section checks, in its order."""
    names = filter(None, map(cells.exercise_name, section.cells))
    return [cells.exercise_of(name, row.number) for name in names]


def to_leave_out(row, sections):
    """Sections to leave out when it is late: every objective is still asked for, and nothing that stays needs them.

    Those that ask least come first, of these the longest, until they are a fifth of the lesson. What stays: the first
    third, which the rest builds on, the last section, the one of the exit question, whatever is a quarter of it, and
    what is over in a minute.

    Returns
    -------
    left : list of Section
        In the order in which they are left out.
    """
    last, kept, left, saved = exit_question(row, sections), list(sections), [], 0
    for part in sorted(_later(sections, row), key=lambda part: (len(exercises_of(part, row)), -_minutes(part, row))):
        others, minutes = [one for one in kept if one is not part], _minutes(part, row)
        is_small = _LEAST <= minutes < row.minutes * _SHARE_THAT_STAYS and saved < row.minutes * _SHARE_TO_LEAVE_OUT
        is_free = last not in exercises_of(part, row) and _objectives([part], row) <= _objectives(others, row)
        if is_free and is_small and not needs.is_needed(part, row, sections, others):
            kept, saved = others, saved + minutes
            left.append(part)
    return left


def _later(sections, row):
    """The sections that begin after the first third and teach, but for the last of them, which looks back."""
    starts = accumulate((_minutes(part, row) for part in sections), initial=0)
    later = [part for at, part in zip(starts, sections, strict=False) if at > row.minutes / 3]
    return [part for part in later if not outline.has_form(part)][:-1]


def _objectives(sections, row):
    return {number for part in sections for one in exercises_of(part, row) for number in one.objectives}


def told(minutes):
    """Minutes from the beginning as a clock has them.

    >>> told(0), told(75)
    ('0:00', '1:15')
    """
    return f"{minutes // 60}:{minutes % 60:02d}"


def _minutes(section, row):
    return sum(counting.minutes(_Notebook(section.cells), row.number))


class _Notebook(NamedTuple):
    cells: list


def _whole(raw, total):
    """Whole minutes that sum up to the total, each as near as can be and none below 1."""
    scaled = [value * total / sum(raw) for value in raw]
    whole = [max(1, int(value)) for value in scaled]
    while sum(whole) != total:
        step = 1 if sum(whole) < total else -1
        free = [place for place, value in enumerate(whole) if value + step >= 1]
        place = max(free, key=lambda place: step * (scaled[place] - whole[place]))
        whole[place] += step
    return whole
