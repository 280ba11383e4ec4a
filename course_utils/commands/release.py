"""`course release`: the notebooks for a class, with or without solutions, and a run sheet for who teaches it."""

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from filelock import FileLock

from course_utils.checking import curtain
from course_utils.commands import cells, copies
from course_utils.commands.counting import MINUTES, allowance
from course_utils.commands.errors import CommandError
from course_utils.commands.refresh import executed
from course_utils.files import keep_copy, look, told, write_text
from course_utils.lessons import lesson, notebooks
from course_utils.numbers import number as as_text

_BEGUN, _LOCK = ".unfinished-", "course-release.lock"
_TITLE = "# Run sheet"
_NEEDED = """\
# CNNs by hand: the lessons

Begin with 00_start_here.ipynb. The lessons import the package `course_utils`, and their figures lie in `figures`: they
need Python 3.11 to 3.13 and the course, as a folder or installed.

- With the course's folder: `python start.py lab --folder FOLDER`, where FOLDER is this one.
- Installed (`pip install` and the path of the course's folder): `course lab --folder FOLDER`.

Lessons that you have changed are never overwritten; a newer edition is laid beside them.
"""


class ReleaseError(CommandError):
    """The edition could not be written; the message says why and what to do."""


def edition(source, folder, *, solutions, numbers=(), settings="", tell=print):
    """Write the lessons, and the figures they show, into a new folder.

    The learners' edition is what `course lab` opens: copies without outputs, with a word on what they need. That with
    solutions has the folders of the course.

    Parameters
    ----------
    source : Path
        Holds `notebooks` and `figures`.
    folder : Path
        Must not exist yet, or be empty. A link is followed.
    solutions : bool
        Fill in the reference solutions, and execute the notebooks with them.
    numbers : sequence of str
        Of the lessons that are solved; all unless given.
    settings : str
        The text of a `cnns-by-hand.toml` for the learners' edition: from when on solutions are shown.
    tell : function
        Takes a line for each lesson that is solved, while the others are still to come.

    Returns
    -------
    names : list of str
        The notebooks written.

    Raises
    ------
    LessonError
        The notebooks there and the table of lessons disagree.
    CommandError
        One of them cannot be read or executed; nothing is written then.
    ReleaseError
        The folder cannot be written, or holds something; nothing is written then.
    """
    target, paths = Path(os.path.realpath(folder)), notebooks(source / "notebooks")
    if numbers:
        wanted = {lesson(one).number for one in numbers}
        paths = [path for path in paths if lesson(path).number in wanted]
    _check_target(target, folder, source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        with _unfinished(target.parent) as unfinished:
            if solutions:
                _write_solved(unfinished, source, paths, tell)
            else:
                _write_copies(unfinished, source, settings)
            if target.exists():
                shutil.copymode(target, unfinished)
                target.rmdir()
            unfinished.rename(target)
    except KeyboardInterrupt:
        print(f"{folder} was not written, and nothing is left of it.", file=sys.stderr)
        raise
    except OSError as error:
        raise ReleaseError(f"{folder} was not written. {told(error)}.") from None
    return [path.name for path in paths]


def settings(what, solutions_from):
    """What an edition is told of its solutions, as text; `CommandError` where it cannot be told that."""
    if not solutions_from:
        return ""
    if what != "learner":
        raise CommandError("--solutions-from is for the learners' edition: course release learner FOLDER")
    try:
        return curtain.setting(solutions_from)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _check_target(target, folder, source):
    if target == Path.cwd():
        raise ReleaseError(f"{folder} is the folder you are in: name a new one.")
    if any(target.is_relative_to(os.path.realpath(source / own)) for own in ("notebooks", "figures")):
        raise ReleaseError(f"{folder} lies inside what would be copied into it: name one elsewhere.")
    if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
        raise ReleaseError(f"{folder} exists and is not an empty folder: name another one.")


def _write_copies(folder, source, settings):
    folder.mkdir()
    copies.lay(folder, source)
    if settings:
        write_text(folder / curtain.FILE, settings)
    write_text(folder / "READ_ME_FIRST.md", _NEEDED)


def _write_solved(folder, source, paths, tell):
    (folder / "notebooks").mkdir(parents=True)
    shutil.copytree(source / "figures", folder / "figures", ignore=shutil.ignore_patterns(".*"))
    for path in paths:
        started = time.perf_counter()
        copy = folder / "notebooks" / path.name
        copy.write_bytes(_solved(cells.notebook_of(path.read_bytes(), path), copy).encode("utf-8"))
        seconds = as_text(time.perf_counter() - started, 0, tiny="0")
        tell(f"{path.name}: solved and executed, {seconds} s")


@contextlib.contextmanager
def _unfinished(parent):
    """Give a place beside the folder to be written; locked, so that nobody takes it for a killed program's."""
    with tempfile.TemporaryDirectory(dir=parent, prefix=_BEGUN) as name, FileLock(Path(name) / _LOCK):
        yield Path(name) / "edition"


def _sweep(parent):
    """Take away what killed releases have left unfinished: folders with a lock of ours that nobody holds."""
    for lock in parent.glob(f"{_BEGUN}*/{_LOCK}"):
        with contextlib.suppress(OSError):  # held, or not ours to take
            with FileLock(lock, timeout=0):
                pass
            shutil.rmtree(lock.parent, ignore_errors=True)


def _solved(notebook, path):
    """Text of a notebook with the solutions in it, executed where it will lie."""
    cells.fill(notebook, lesson(path).number, solutions=True)
    return executed(notebook, path)


def sheet(folder):
    """The instructor's run sheet as Markdown: minutes, where to pause, wrong answers and what to say to each.

    Parameters
    ----------
    folder : Path
        Holds the notebooks.

    Raises
    ------
    LessonError
        The notebooks there and the table of lessons disagree, or one checks an exercise that is not there.
    CommandError
        One of them cannot be read.
    """
    parts = [
        f"{_TITLE}\n\nMinutes of exercises are an allowance: "
        + ", ".join(f"{minutes} to {kind}" for kind, minutes in MINUTES.items())
        + ". Pause at each *Predict*, until everybody has written an answer down."
    ]
    parts += [_lesson_sheet(cells.notebook_of(path.read_bytes(), path), lesson(path)) for path in notebooks(folder)]
    return "\n\n".join(parts) + "\n"


def write_sheet(text, file):
    """Write the run sheet into a file, in UTF-8; an older one, which may hold notes by now, is kept beside it.

    Returns
    -------
    older : Path or None
        Where what was there is kept.

    Raises
    ------
    ReleaseError
        There is a file that is no run sheet.
    OSError
    """
    file, older = Path(os.path.realpath(file)), None
    if look(file):
        with open(file, "rb") as there:
            if there.read(len(_TITLE)) != _TITLE.encode():
                raise ReleaseError(f"{file} exists and is no run sheet: name another file.")
        if file.read_bytes() != text.encode():
            older = keep_copy(file, "mine")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, text)
    return older


def _lesson_sheet(notebook, row):
    heading, lines, found = "", [], []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)
            heading = headings[-1] if headings else heading
            if cells.TAG not in cell.metadata.get("tags", []):
                lines += [f"- **{heading}**, predict: {question}" for question in _questions(cell.source)]
        elif name := cells.exercise_name(cell):
            found.append(cells.exercise_of(name, row.number))
            lines.append(_exercise_sheet(found[-1], heading))
    taken = sum(map(allowance, found))
    parts = [
        f"## {row.number} · {row.title}",
        f"{row.minutes} minutes, of which about {taken} for exercises.",
        "What a learner can do afterwards, and what asks for it:",
        "\n".join(_objectives(row, found)),
        "\n".join(lines),
    ]
    return "\n\n".join(parts)


def _objectives(row, exercises):
    """A line for each objective of a lesson, with the exercises that assess it."""
    for number, objective in enumerate(row.objectives, start=1):
        names = [f"`{one.name}`" for one in exercises if number in one.objectives]
        yield f"{number}. {objective}: {', '.join(names) or 'none'}"


def _questions(text):
    """What a lesson asks for before it shows the answer."""
    found = re.findall(r"\*\*Predict\.?\*\*(.*?)(?:\n\n|\Z)", text, re.DOTALL)
    return [" ".join(question.split()) for question in found]


def _exercise_sheet(exercise, heading):
    wrong = "\n".join(f"| {one.name} | {one.advice.replace('|', '&#124;')} |" for one in exercise.misconceptions)
    prompt = cells.prompt_cell(exercise).removeprefix(f"{cells.opening(exercise)} ")
    minutes = allowance(exercise)
    taking = f"{minutes} minute{'s' if minutes > 1 else ''}"
    return (
        f"\n### {exercise.name} ({exercise.kind}, {taking}), after “{heading}”\n\n{prompt}\n\n"
        f"```python\n{exercise.solution_cell().rsplit('exercises.', 1)[0].rstrip()}\n```\n\n"
        f"| expected wrong answer | what to say |\n|---|---|\n{wrong}\n\n{exercise.afterword}\n"
    )
