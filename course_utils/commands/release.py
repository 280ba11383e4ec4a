"""`course release`: the notebooks for a class, with or without solutions."""

import shutil

from course_utils.commands import cells, copies
from course_utils.commands.new_folder import FolderError as ReleaseError  # noqa: F401
from course_utils.commands.new_folder import new_folder
from course_utils.commands.refresh import executed
from course_utils.files import write_text
from course_utils.lessons import lesson, notebooks

_NEEDED = """\
# CNNs by hand: the lessons

Begin with 00_start_here.ipynb. The lessons import the package `course_utils`, and their figures lie in `figures`: they
need Python 3.11 to 3.13 and the course, as a folder or installed.

- With the course's folder: `python start.py lab --folder FOLDER`, where FOLDER is this one.
- Installed (`pip install` and the path of the course's folder): `course lab --folder FOLDER`.

Lessons that you have changed are never overwritten; a newer edition is laid beside them.
"""


def edition(source, folder, *, solutions):
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
    with new_folder(folder, source) as unfinished:
        _write_solved(unfinished, source, paths) if solutions else _write_copies(unfinished, source)
    return [path.name for path in paths]


def _write_copies(folder, source):
    folder.mkdir()
    copies.lay(folder, source)
    write_text(folder / "READ_ME_FIRST.md", _NEEDED)


def _write_solved(folder, source, paths):
    (folder / "notebooks").mkdir(parents=True)
    shutil.copytree(source / "figures", folder / "figures", ignore=shutil.ignore_patterns(".*"))
    for path in paths:
        copy = folder / "notebooks" / path.name
        copy.write_bytes(_solved(cells.notebook_of(path.read_bytes(), path), copy).encode("utf-8"))


def _solved(notebook, path):
    """Text of a notebook with the solutions in it, executed where it will lie."""
    cells.fill(notebook, lesson(path).number, solutions=True)
    return executed(notebook, path)
