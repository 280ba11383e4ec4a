"""Notebooks as files, and exercises as cells of one: found by their check, filled from the bank.

An exercise is two cells tagged `exercise`: its prompt, and its stub with the check in the last line. The warm-up at the
head of a lesson is two cells tagged `warm-up`. All others teach.
"""

import re
import textwrap

import nbformat

from course_utils.commands.asking_order import checked_in
from course_utils.commands.errors import CommandError
from course_utils.exercises import of_lesson
from course_utils.files import told
from course_utils.lessons import LessonError, lesson

TAG = "exercise"
WARM_UP = "warm-up"


def notebook_of(contents, path):
    """The notebook that a file holds.

    Parameters
    ----------
    contents : bytes
    path : path
        For the sentence, when it is none.

    Returns
    -------
    notebook : nbformat notebook

    Raises
    ------
    CommandError
    """
    try:
        if b"\n<<<<<<< " in contents:
            raise ValueError("it holds marks of a merge, such as <<<<<<<")
        notebook = nbformat.reads(contents.decode("utf-8-sig"), as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # of Unicode, of JSON, of nbformat, of jsonschema: whatever a file may lack
        reason = (told(error).splitlines() or [""])[0][:200]
        raise CommandError(
            f"{path} cannot be read as a notebook ({reason}): mend it, or bring an earlier one back."
        ) from None
    return notebook


def is_taught(cell):
    """Whether a cell belongs to what a lesson teaches, and not to an exercise or to the warm-up."""
    return not {TAG, WARM_UP} & set(cell["metadata"].get("tags", []))


def is_warm_up(cell):
    """Whether a cell belongs to the warm-up at the head of a lesson."""
    return WARM_UP in cell["metadata"].get("tags", [])


def exercise_name(cell):
    """The name of the exercise that a code cell checks, or None."""
    return checked_in(cell["source"]) if cell["cell_type"] == "code" else None


def prompt_cell(exercise):
    """Text of the cell above an exercise."""
    words = " ".join(line.strip() for line in exercise.prompt.splitlines()) if _is_flowing(exercise.prompt) else None
    return f"{opening(exercise)} {words or _dedented(exercise.prompt)}"


def opening(exercise):
    """The words in bold at which a learner, and `fill`, know the cell above an exercise."""
    return "**Predict.**" if exercise.asked_first else f"**Exercise: {exercise.verb}.**"


def tags(exercise):
    """The tags of an exercise's two cells: that they are one, and which objectives of the lesson it assesses."""
    return [TAG, *(f"objective-{number}" for number in exercise.objectives)]


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
        A cell checks an exercise that the bank does not hold, no text cell stands above a check, or there is no such
        lesson.
    """
    names = []
    for before, cell, exercise in _exercise_cells(notebook, number):
        cell.source = exercise.solution_cell() if solutions else exercise.cell()
        before.source = prompt_cell(exercise)
        before.metadata.tags, cell.metadata.tags = tags(exercise), tags(exercise)
        names.append(exercise.name)
    return names


def held(notebook, number):
    """The exercises whose cells hold what `fill` would lose: an answer, or words that somebody wrote at the prompt.

    Returns
    -------
    names : list of str

    Raises
    ------
    LessonError
        As `fill` does.
    """
    return [
        exercise.name
        for before, cell, exercise in _exercise_cells(notebook, number)
        if not (_is_known(cell.source, exercise) and _is_prompt(before, exercise))
    ]


def exercise_of(name, number):
    """The exercise of that name in a lesson; LessonError when its bank holds none."""
    exercises = of_lesson(number)
    if name not in exercises:
        file = f"course_utils/exercises/{lesson(number).bank}.py"
        raise LessonError(f"{name} is no exercise of lesson {number}: write it in {file}, or mend the cell's check.")
    return exercises[name]


def _exercise_cells(notebook, number):
    """Each exercise with its cells: the text above, the code, the exercise."""
    for before, cell in zip([None, *notebook.cells], notebook.cells, strict=False):
        if name := exercise_name(cell):
            exercise = exercise_of(name, number)
            if before is None or before.cell_type != "markdown":
                raise LessonError(f"above the check of {name} in lesson {number} stands no text: put its prompt there.")
            yield before, cell, exercise


def _is_known(code, exercise):
    """Whether a cell holds the stub, the solution, or nothing but the check; blank lines do not count."""
    check = f"exercises.{exercise.name}.check"
    known = (exercise.cell(), exercise.solution_cell(), f"{check}({exercise.name})", f"{check}()")
    return _written(code) in map(_written, known)


def _written(code):
    return [line.rstrip() for line in code.splitlines() if line.strip()]


def _is_prompt(cell, exercise):
    """Whether a text is a prompt of the bank, this one or an older one, with nothing added; or no text yet."""
    text, prompt = cell.source.strip(), prompt_cell(exercise).strip()
    if prompt in text:
        return text == prompt
    return not text or text.startswith(("**Exercise: ", "**Predict.**"))


def _is_flowing(text):
    """Whether a text is one paragraph, without lists, code blocks or formulas of their own line."""
    return not re.search(r"\n\s*\n|```|\$\$|^\s*[-*|] ", text, re.MULTILINE)


def _dedented(text):
    first, _, rest = text.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}"
