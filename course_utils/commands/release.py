"""`course release`: the notebooks for a class, with or without solutions, and a run sheet for who teaches it."""

import os
import re
import shutil
from pathlib import Path

from course_utils.commands import cells, copies
from course_utils.commands.counting import MINUTES, allowance
from course_utils.commands.new_folder import FolderError as ReleaseError
from course_utils.commands.new_folder import new_folder
from course_utils.commands.refresh import executed
from course_utils.files import keep_copy, look, write_text
from course_utils.lessons import lesson, notebooks

_TITLE = "# Run sheet"
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
