"""`course progress`: a card of what has been tried, lesson by lesson; and the file of it, taken out or brought in."""

import os

from course_utils.checking import progress
from course_utils.commands.errors import CommandError
from course_utils.exercises import of_lesson
from course_utils.files import json_text, look, write_text
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
    lines += _other_lines(kept)
    legend = "✓ solved   ✗ tried   ○ not tried yet"
    return "\n".join([*([note] if note else []), *lines, "", legend, f"Kept in {file}, and nowhere else."])


def export(file):
    """Write what is kept into a new file, which another machine or the site takes; return a sentence.

    Raises
    ------
    CommandError
        Nothing is kept, or there is such a file.
    """
    if file.exists():
        raise CommandError(f"{file} is there already and is left as it is: give the name of a new file.")
    from course_utils.inventory import travelling

    kept, note = progress.read_all()
    beside, also = travelling.packed()
    if not kept["exercises"] and not kept["reviews"] and not beside:
        raise CommandError(note or also or "Nothing is kept yet, so there is nothing to take out.")
    write_text(file, json_text(kept | beside), mode=0o600)
    return f"{note} {counted(len(kept['exercises']), 'exercise')} written into {file}. {also}".strip()


def bring(file):
    """Join a file with what is kept here; return a sentence. `CommandError` says why it cannot be."""
    if not look(file):
        raise CommandError(f"{file} is not there: give the file that you took out, as progress.json.")
    from course_utils.inventory import travelling

    words, is_problem = travelling.bring(file.read_text(encoding="utf-8", errors="replace"))
    if is_problem:
        raise CommandError(words)
    return words


def _lesson_lines(lesson, kept):
    exercises = of_lesson(lesson)
    entries = [kept.get(exercise.key) for exercise in exercises.values()]
    marks = "".join(_MARKS[_state(entry)] for entry in entries)
    solved = sum(_state(entry) == "solved" for entry in entries)
    yield f"{lesson}  {marks:<8} {solved} of {len(entries)} solved{_tries(entries)}"
    for name, entry in zip(exercises, entries, strict=True):
        if entry and entry["misconceptions"]:
            yield f"      {name}: {_met(entry)}"


def _other_lines(kept):
    """What no lesson's bank has: exercises of somebody's own file, or of another edition."""
    known = {exercise.key for row in LESSONS for exercise in of_lesson(row.number).values()}
    others = {key: kept[key] for key in sorted(kept) if key not in known}
    if others:
        yield "Beside the lessons: exercises of a file of their own, or of another edition"
    for key, entry in others.items():
        yield f"    {_MARKS[_state(entry)]} {key}{_tries([entry])}"
        if entry["misconceptions"]:
            yield f"      {_met(entry)}"


def _tries(entries):
    attempts, hints = (sum(entry[what] for entry in entries if entry) for what in ("attempts", "hints"))
    return f", {counted(attempts, 'attempt')}, {counted(hints, 'hint')}" if attempts or hints else ""


def _met(entry):
    mistakes = sorted(entry["misconceptions"].items())
    return ", ".join(f"{mistake} ({number(count, thousands=True)}×)" for mistake, count in mistakes)


def _state(entry):
    if entry and entry["solved_after"] is not None:
        return "solved"
    return "tried" if entry and entry["attempts"] else "open"
