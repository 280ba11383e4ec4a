"""`course release`: the notebooks for a class, with or without solutions, and a run sheet for who teaches it."""

import re
import shutil
import tempfile
from pathlib import Path

import nbformat

from course_utils.commands import cells
from course_utils.commands.errors import CommandError
from course_utils.commands.refresh import executed
from course_utils.exercises import of_lesson
from course_utils.lessons import lesson, notebooks

#: What an exercise of each kind takes a learner, in minutes: an allowance for planning, not a measurement.
MINUTES = {"predict": 2, "write": 5, "repair": 4}


class ReleaseError(CommandError):
    """The edition could not be written; the message says why and what to do."""


def edition(source, folder, *, solutions):
    """Write the notebooks, and the figures they show, into a new folder.

    Parameters
    ----------
    source : Path
        Holds `notebooks` and `figures`.
    folder : Path
        Must not exist yet, or be empty.
    solutions : bool
        Fill in the reference solutions, and execute the notebooks with them. The learners' edition has the
        outputs as stored.

    Returns
    -------
    names : list of str
        The notebooks written.

    Raises
    ------
    LessonError
        The notebooks there and the table of lessons disagree.
    ReleaseError
        The folder holds something, or a notebook could not be executed (nothing is written then).
    """
    folder, paths = Path(folder), notebooks(source / "notebooks")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ReleaseError(f"{folder} exists and is not an empty folder: name another one.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unfinished-") as name:
        unfinished = Path(name) / "edition"
        shutil.copytree(source / "figures", unfinished / "figures")
        (unfinished / "notebooks").mkdir()
        for path in paths:
            target = unfinished / "notebooks" / path.name
            shutil.copy2(path, target)
            if solutions:
                target.write_text(_solved(target), encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    return [path.name for path in paths]


def _solved(path):
    """Text of a notebook with the solutions in it, executed."""
    notebook = nbformat.read(path, as_version=4)
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
        The notebooks there and the table of lessons disagree.
    """
    parts = [
        "# Run sheet\n\nMinutes of exercises are an allowance: "
        + ", ".join(f"{minutes} to {kind}" for kind, minutes in MINUTES.items())
        + ". Pause at each *Predict*, until everybody has written an answer down."
    ]
    parts += [_lesson_sheet(nbformat.read(path, as_version=4), lesson(path)) for path in notebooks(folder)]
    return "\n\n".join(parts) + "\n"


def _lesson_sheet(notebook, row):
    exercises, heading, lines = of_lesson(row.number), "", []
    taken = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)
            heading = headings[-1] if headings else heading
            if cells.TAG not in cell.metadata.get("tags", []):
                lines += [f"- **{heading}**, predict: {question}" for question in _questions(cell.source)]
        elif name := cells.exercise_name(cell):
            taken += MINUTES[exercises[name].kind]
            lines.append(_exercise_sheet(exercises[name], heading))
    title = f"{row.number} · {row.title}"
    return f"## {title}\n\n{row.minutes} minutes, of which about {taken} for exercises.\n\n" + "\n".join(lines)


def _questions(text):
    """What a lesson asks for before it shows the answer."""
    found = re.findall(r"\*\*Predict\.?\*\*(.*?)(?:\n\n|\Z)", text, re.DOTALL)
    return [" ".join(question.split()) for question in found]


def _exercise_sheet(exercise, heading):
    wrong = "\n".join(f"| {one.name} | {one.advice.replace('|', '&#124;')} |" for one in exercise.misconceptions)
    prompt = cells.prompt_cell(exercise).removeprefix(f"**Exercise: {exercise.kind}.** ")
    return (
        f"\n### {exercise.name} ({exercise.kind}, {MINUTES[exercise.kind]} minutes), after “{heading}”\n\n{prompt}\n\n"
        f"```python\n{exercise.solution_cell().rsplit('exercises.', 1)[0].rstrip()}\n```\n\n"
        f"| expected wrong answer | what to say |\n|---|---|\n{wrong}\n\n{exercise.afterword}\n"
    )
