"""`course progress`: a card of what has been tried, lesson by lesson."""

from course_utils.checking import progress
from course_utils.exercises import of_lesson
from course_utils.lessons import LESSONS
from course_utils.numbers import counted

_MARKS = {"solved": "✓", "tried": "✗", "open": "○"}


def card():
    """The card as text: a line a lesson, and below it the mistakes that were met there."""
    if progress.path() is None:
        return 'Progress is turned off: the environment variable COURSE_PROGRESS is "off".'
    kept, note = progress.read()
    lines = [line for row in LESSONS for line in _lesson_lines(row.number, kept)]
    legend = "✓ solved   ✗ tried   ○ not tried yet"
    return "\n".join([*([note] if note else []), *lines, "", legend, f"Kept in {progress.path()}, and nowhere else."])


def _lesson_lines(number, kept):
    exercises = of_lesson(number)
    entries = [kept.get(exercise.key) for exercise in exercises.values()]
    marks = "".join(_MARKS[_state(entry)] for entry in entries)
    solved = sum(_state(entry) == "solved" for entry in entries)
    attempts, hints = (sum(entry[what] for entry in entries if entry) for what in ("attempts", "hints"))
    tried = f", {counted(attempts, 'attempt')}, {counted(hints, 'hint')}" if attempts or hints else ""
    yield f"{number}  {marks:<8} {solved} of {len(entries)} solved{tried}"
    for name, entry in zip(exercises, entries, strict=True):
        if entry and entry["misconceptions"]:
            met = ", ".join(f"{mistake} ({count}×)" for mistake, count in sorted(entry["misconceptions"].items()))
            yield f"      {name}: {met}"


def _state(entry):
    if entry and entry["solved_after"] is not None:
        return "solved"
    return "tried" if entry and entry["attempts"] else "open"
