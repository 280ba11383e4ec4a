"""Exercises as cells of a notebook: found by their check, filled from the bank.

An exercise is two cells tagged `exercise`: its prompt, and its stub with the check in the last line.
"""

import re
import textwrap

from course_utils.exercises import of_lesson
from course_utils.lessons import LessonError, lesson

TAG = "exercise"
_CHECK = re.compile(r"^exercises\.(\w+)\.check\(", re.MULTILINE)


def exercise_name(cell):
    """The name of the exercise that a code cell checks, or None."""
    found = _CHECK.search(cell["source"]) if cell["cell_type"] == "code" else None
    return found and found.group(1)


def prompt_cell(exercise):
    """Text of the cell above an exercise."""
    words = " ".join(line.strip() for line in exercise.prompt.splitlines()) if _is_flowing(exercise.prompt) else None
    return f"**Exercise: {exercise.kind}.** {words or _dedented(exercise.prompt)}"


def fill(notebook, number, *, solutions=False):
    """Bring the exercise cells of a notebook up to date with the bank, in place.

    Parameters
    ----------
    notebook : nbformat notebook
    number : str
        Of its lesson, as "01".
    solutions : bool
        Fill in the solutions in place of the stubs.

    Returns
    -------
    names : list of str
        The exercises in the order of the cells.

    Raises
    ------
    LessonError
        A cell checks an exercise that the bank does not hold, or there is no such lesson.
    """
    exercises, names = of_lesson(number), []
    for before, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        name = exercise_name(cell)
        if not name:
            continue
        if name not in exercises:
            file = f"course_utils/exercises/{lesson(number).bank}.py"
            raise LessonError(
                f"{name} is no exercise of lesson {number}: write it in {file}, or mend the cell's check."
            )
        exercise = exercises[name]
        cell.source = exercise.solution_cell() if solutions else exercise.cell()
        before.source = prompt_cell(exercise)
        before.metadata.tags = cell.metadata.tags = [TAG]
        names.append(name)
    return names


def _is_flowing(text):
    """Whether a text is one paragraph, without lists, code blocks or formulas of their own line."""
    return not re.search(r"\n\s*\n|```|\$\$|^\s*[-*|] ", text, re.MULTILINE)


def _dedented(text):
    first, _, rest = text.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}"
