"""`course release`: the notebooks for a class, with or without solutions."""

import shutil
import sys
import time

from course_utils.checking import curtain
from course_utils.commands import cells, copies
from course_utils.commands.errors import CommandError
from course_utils.commands.new_folder import FolderError as ReleaseError  # noqa: F401
from course_utils.commands.new_folder import new_folder
from course_utils.commands.refresh import executed
from course_utils.files import write_text
from course_utils.lessons import lesson, notebooks
from course_utils.numbers import number as as_text

_NEEDED = """\
# CNNs by hand: the lessons

Begin with 00_start_here.ipynb. The lessons import the package `course_utils`, and their figures lie in `figures`: they
need Python 3.11 to 3.13 and the course, as a folder or installed.

- With the course's folder: `python start.py lab --folder FOLDER`, where FOLDER is this one.
- Installed (`pip install` and the path of the course's folder): `course lab --folder FOLDER`.

Lessons that you have changed are never overwritten; a newer edition is laid beside them.
"""


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
    paths = notebooks(source / "notebooks")
    if numbers:
        wanted = {lesson(one).number for one in numbers}
        paths = [path for path in paths if lesson(path).number in wanted]
    try:
        with new_folder(folder, source) as unfinished:
            if solutions:
                _write_solved(unfinished, source, paths, tell)
            else:
                _write_copies(unfinished, source, settings)
    except KeyboardInterrupt:
        print(f"{folder} was not written, and nothing is left of it.", file=sys.stderr)
        raise
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


def _solved(notebook, path):
    """Text of a notebook with the solutions in it, executed where it will lie."""
    cells.fill(notebook, lesson(path).number, solutions=True)
    return executed(notebook, path)
