"""A folder of assignments, each in a folder of its own, and a page on what to do with them."""

from typing import NamedTuple

import nbformat

from course_utils.commands import cells
from course_utils.commands.export import nbgrader, otter
from course_utils.commands.export.assignment import questions
from course_utils.commands.new_folder import new_folder
from course_utils.files import write_text
from course_utils.lessons import lesson, notebooks

TOOLS = {"nbgrader": nbgrader, "otter": otter}
_PAGE = """\
# CNNs by hand: assignments for {tool}

{steps}
Points are the minutes that the run sheet gives an exercise. Whoever has the course has its solutions: these are marks
for practice, not an examination.
"""


class Exported(NamedTuple):
    """What was written: how many lessons, exercises and points."""

    lessons: int
    exercises: int
    points: int


def export(tool, source, folder, numbers=()):
    """Write the exercises of lessons as assignments into a new folder.

    Parameters
    ----------
    tool : "nbgrader" or "otter"
    source : Path
        Holds `notebooks`.
    folder : Path
        Must not exist yet, or be empty.
    numbers : sequence of str
        Of the lessons, as "01"; all of them unless given.

    Returns
    -------
    Exported

    Raises
    ------
    LessonError
        There is no such lesson.
    CommandError
        A lesson cannot be read, or the folder cannot be written; nothing is written then.
    """
    wanted = {lesson(number).number for number in numbers}
    paths = [path for path in notebooks(source / "notebooks") if not wanted or lesson(path).number in wanted]
    with new_folder(folder, source) as unfinished:
        unfinished.mkdir()
        counts = [_write(TOOLS[tool], path, unfinished) for path in paths]
        if TOOLS[tool].CONFIG:
            write_text(unfinished / f"{tool}_config.py", TOOLS[tool].CONFIG)
        steps = TOOLS[tool].STEPS.format(names=", ".join(f"`{path.stem}`" for path in paths))
        write_text(unfinished / "READ_ME_FIRST.md", _PAGE.format(tool=tool, steps=steps))
    return Exported(len(paths), sum(one for one, _ in counts), sum(points for _, points in counts))


def _write(tool, path, folder):
    row, notebook = lesson(path), cells.notebook_of(path.read_bytes(), path)
    asked = questions(notebook, row.number)
    target = folder / tool.FOLDER / path.stem / path.name
    target.parent.mkdir(parents=True)
    write_text(target, nbformat.writes(tool.source(notebook, row, asked)) + "\n")
    return len(asked), sum(one.points for one in asked)
