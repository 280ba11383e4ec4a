"""`course progress`: a card of what was tried, lesson by lesson; its file, taken out or brought in; a whole class."""

import os
from datetime import date

from course_utils.checking import progress, times
from course_utils.classroom import in_words, page
from course_utils.classroom.gathering import gather
from course_utils.classroom.overview import overview
from course_utils.commands.asking_order import in_asking_order
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import NOTEBOOKS
from course_utils.commands.share import check_new
from course_utils.files import json_text, look, write_text
from course_utils.lessons import LESSONS, lesson
from course_utils.numbers import counted, number
from course_utils.review.session import chosen as due_now

_MARKS = {"solved": "✓", "tried": "✗", "open": "○"}
_TAKEN_OUT = "Give the file that course progress --export, or a page of the course, has written."


def card():
    """The card as text: a line per lesson, and below it the mistakes that were met there."""
    kept, note = progress.read()
    try:
        file = progress.path()
    except OSError:
        return note
    if file is None:
        return f'Progress is turned off: the environment variable COURSE_PROGRESS is "{os.environ["COURSE_PROGRESS"]}".'
    exercises = _exercises()
    lines = [line for number, own in exercises.items() for line in _lesson_lines(number, own, kept)]
    lines += _other_lines(exercises, kept)
    legend = "✓ solved   ✗ tried   ○ not tried yet"
    return "\n".join([*([note] if note else []), *lines, *_due(), "", legend, f"Kept in {file}, and nowhere else."])


def _due():
    """A line on questions that want to come back today, where there are any."""
    count = len(due_now(progress.read_all()[0], times.now()))
    return ["", f"{counted(count, 'question')} to come back to: course review."] if count else []


def export(file):
    """Write what is kept into a new file, which another machine or the site takes; return a sentence.

    Raises
    ------
    CommandError
        Nothing is kept, or no new file can be written there.
    """
    check_new(file)
    from course_utils.inventory import travelling

    kept, note = progress.read_all()
    beside, also = travelling.packed()
    if not kept["exercises"] and not kept["reviews"] and not beside:
        raise CommandError(note or also or "Nothing is kept yet, so there is nothing to take out.")
    write_text(file, json_text(kept | beside), mode=0o600, new=True)
    return f"{note} {counted(len(kept['exercises']), 'exercise')} written into {file}. {also}".strip()


def bring(file):
    """Join a file with what is kept here; return a sentence. `CommandError` says why it cannot be."""
    if not (found := look(file)):
        raise CommandError(f"{file} is not there: give the file that you took out, as progress.json.")
    from course_utils.inventory import travelling

    if found.st_size > travelling.LARGEST:
        raise CommandError(f"{file} is no file of progress of this course: it is too large for one. {_TAKEN_OUT}")
    words, is_problem = travelling.bring(file.read_text(encoding="utf-8", errors="replace"))
    if is_problem:
        raise CommandError(words)
    return words


def of_class(places, *, page_file=None, lessons=(), by_file=False):
    """The overview of a class as text; with `page_file` it is written there as a page, and a sentence returned.

    Parameters
    ----------
    places : sequence of path
        Files of progress, hand-ins, folders of them.
    page_file : Path, optional
        New, or an older page of this command.
    lessons : sequence of str
        Numbers of those to show.
    by_file : bool
        Call learners who wrote no name in by their file.

    Raises
    ------
    CommandError
        There is nobody to count, or another file in the page's place.
    LessonError
        There is no such lesson.
    """
    only = [lesson(one).number for one in lessons]
    found = gather(places)
    if not found.learners:
        raise CommandError("\n".join([*in_words.remarks(found.said), "So there is nobody to count."]))
    counts = overview(found.learners, _exercises())
    if page_file is None:
        return in_words.text(counts, found.said, only=only, by_file=by_file)
    when = f"{date.today():%d %B %Y}".lstrip("0")
    _write_page(page_file, page.page(counts, found.said, only=only, by_file=by_file, when=when))
    remarks = "".join(f"{line}\n" for line in in_words.remarks(found.said))
    return f"{remarks}{counted(len(found.learners), 'learner')} counted, in {page_file}.\n"


def _write_page(file, text):
    """Write a page in the place of an older one, and of nothing else."""
    if look(file):
        with open(file, "rb") as there:
            if not there.read(len(page.BEGINNING)) == page.BEGINNING.encode():
                raise CommandError(f"{file} is there already and is no page of this command: name another file.")
    write_text(file, text)


def _exercises():
    """Number of the lesson -> its exercises, as whoever works through it meets them."""
    return {row.number: in_asking_order(row, NOTEBOOKS) for row in LESSONS}


def _lesson_lines(row_number, exercises, kept):
    entries = [kept.get(exercise.key) for exercise in exercises.values()]
    marks = "".join(_MARKS[_state(entry)] for entry in entries)
    solved = sum(_state(entry) == "solved" for entry in entries)
    yield f"{row_number}  {marks:<8} {solved} of {len(entries)} solved{_tries(entries)}"
    for name, entry in zip(exercises, entries, strict=True):
        if entry and entry["misconceptions"]:
            yield f"      {name}: {_met(entry)}"


def _other_lines(exercises, kept):
    """What no lesson's bank has: exercises of somebody's own file, or of another edition."""
    known = {exercise.key for own in exercises.values() for exercise in own.values()}
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
