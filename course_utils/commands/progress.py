"""`course progress`: a card of what has been tried, lesson by lesson."""

import os

from course_utils.checking import progress
from course_utils.exercises import of_lesson
from course_utils.lessons import LESSONS
from course_utils.numbers import counted, number

_MARKS = {"solved": "✓", "tried": "✗", "open": "○"}


def card():
    """The card as text: a line per lesson, and below it the mistakes that were met there."""
    kept, note = progress.read()
    try:
        file = progress.path()
    except OSError:
        return note
    if file is None:
        return f'Progress is turned off: the environment variable COURSE_PROGRESS is "{os.environ["COURSE_PROGRESS"]}".'
    lines = [line for row in LESSONS for line in _lesson_lines(row.number, kept)]
    legend = "✓ solved   ✗ tried   ○ not tried yet"
    return "\n".join([*([note] if note else []), *lines, "", legend, f"Kept in {file}, and nowhere else."])


def _lesson_lines(lesson, kept):
    exercises = of_lesson(lesson)
    entries = [kept.get(exercise.key) for exercise in exercises.values()]
    marks = "".join(_MARKS[_state(entry)] for entry in entries)
    solved = sum(_state(entry) == "solved" for entry in entries)
    attempts, hints = (sum(entry[what] for entry in entries if entry) for what in ("attempts", "hints"))
    tried = f", {counted(attempts, 'attempt')}, {counted(hints, 'hint')}" if attempts or hints else ""
    yield f"{lesson}  {marks:<8} {solved} of {len(entries)} solved{tried}"
    for name, entry in zip(exercises, entries, strict=True):
        if entry and entry["misconceptions"]:
            mistakes = sorted(entry["misconceptions"].items())
            met = ", ".join(f"{mistake} ({number(count, thousands=True)}×)" for mistake, count in mistakes)
            yield f"      {name}: {met}"


def _state(entry):
    if entry and entry["solved_after"] is not None:
        return "solved"
    return "tried" if entry and entry["attempts"] else "open"
