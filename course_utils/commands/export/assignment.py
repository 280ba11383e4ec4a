"""The exercises of one lesson as an assignment: what every program that gives marks is told."""

import ast
import re
from typing import NamedTuple

import nbformat

from course_utils.commands import cells
from course_utils.commands.counting import allowance
from course_utils.numbers import counted

_KERAS = ("keras", "tensorflow", "course_utils.quiet")


class Question(NamedTuple):
    """One exercise in an assignment.

    Attributes
    ----------
    exercise : Exercise
    heading : str
        Of the section of the lesson in which it stands.
    picture : notebook cell or None
        The picture to which it points, where one stands right above it.
    points : int
        As many as the run sheet gives it minutes.
    """

    exercise: object
    heading: str
    picture: object
    points: int


def questions(notebook, number):
    """The exercises of a lesson, in its order.

    Parameters
    ----------
    notebook : nbformat notebook
        The lesson, stored with its outputs.
    number : str
        Of the lesson, as "01".

    Returns
    -------
    list of Question
    """
    heading, found = "", []
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE) or [heading])[-1]
        elif name := cells.exercise_name(cell):
            exercise = cells.exercise_of(name, number)
            picture = _picture_above(notebook.cells[: place - 1], name)
            found.append(Question(exercise, heading, picture, allowance(exercise)))
    return found


def _picture_above(above, name):
    """The picture of the last of some cells; none where that cell answers an earlier question."""
    *_, before, last = [{"cell_type": "none"}] * 2 + above
    if last["cell_type"] != "code" or cells.exercise_name(last) or cells.exercise_name(before):
        return None
    for output in last.outputs:
        if png := output.get("data", {}).get("image/png"):
            words = output.metadata.get("image/png", {}).get("alt", "").replace("]", "\\]")
            attached = {"picture.png": {"image/png": png.replace("\n", "")}}
            source = f"![{words}](attachment:picture.png)"
            return nbformat.v4.new_markdown_cell(source, id=f"{name}-picture", attachments=attached)
    return None


def opening(row, asked):
    """Text of the first cell: what this is, and what it is worth."""
    points = sum(one.points for one in asked)
    return (
        f"# {row.number} · {row.title}: exercises\n\n{counted(len(asked), 'exercise')}, {points} points. They come "
        "from the lesson of this name: work through it first, for a question may speak of what is shown there. Put "
        "your answer in place of `...`, run its cell, then the one below: it says what the answer does."
    )


def setup(notebook, row, asked):
    """Code of the second cell: what the lesson imports, Keras only where an exercise needs it, and the exercises."""
    keeps_keras = any(one.exercise.needs == "keras" for one in asked)
    lines = [line for line, brings_keras in _imports(notebook) if keeps_keras or not brings_keras]
    return "\n".join([*dict.fromkeys(lines), f"from course_utils.exercises import {row.bank} as exercises"])


def _imports(notebook):
    """Each import of a lesson but that of its exercises, and whether it brings Keras."""
    for cell in notebook.cells:
        for node in ast.parse(cell.source).body if cell.cell_type == "code" else ():
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
                if "course_utils.exercises" not in modules:
                    yield ast.get_source_segment(cell.source, node), any(one.startswith(_KERAS) for one in modules)


def prompt(question):
    """Text of the cell above an answer: the prompt, what may be answered where it does not say so, and the points."""
    exercise, text = question.exercise, cells.prompt_cell(question.exercise)
    if any(f'"{choice}"' not in text for choice in exercise.choices):
        text += "\n\n" + "\n".join(f'- `"{choice}"`' for choice in exercise.choices)
    return f"{text}\n\n*{counted(question.points, 'point')}.*"


def answer(exercise, begin, end):
    """Code of an answer's cell: the stub, then the solution between two marks.

    Parameters
    ----------
    exercise : Exercise
    begin, end : str
        The marks, each a line.
    """
    stub, solution = (
        code.rsplit(f"exercises.{exercise.name}", 1)[0].rstrip() for code in (exercise.cell(), exercise.solution_cell())
    )
    gap = "\n" if exercise.kind == "predict" else "\n\n\n"
    return f"{stub}{gap}{begin}\n{solution}\n{end}"


def notebook_with(some_cells, lesson_notebook):
    """A notebook of these cells, for the kernel of the lesson."""
    metadata = {"kernelspec": lesson_notebook.metadata.kernelspec, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=some_cells, metadata=metadata, nbformat_minor=5)


def sections(asked):
    """Each question with the heading to be written above it: the section's where one begins, else none."""
    before = None
    for question in asked:
        yield question, question.heading if question.heading != before else None
        before = question.heading
