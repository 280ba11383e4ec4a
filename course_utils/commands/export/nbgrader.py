"""An assignment as nbgrader's source: `nbgrader generate_assignment` makes the students' copy of it.

A check asks the judge of the exercise, which leaves no trace in anybody's file of progress, and fails with the verdict.
"""

import nbformat

from course_utils.commands.export import assignment

FOLDER = "source"
CONFIG = """\
# Read by nbgrader in this folder. Its own stub raises an error; here the one of the lesson stands above the solution.
c = get_config()
c.CourseDirectory.course_id = "cnns-by-hand"
c.ClearSolutions.code_stub = {"python": ""}
# A check stops an endless loop itself; this is for a slow machine, and for what a student runs beside it.
c.Execute.timeout = 120
"""
STEPS = """\
In this folder, in an activated environment that has the course and nbgrader:

- `nbgrader generate_assignment NAME` makes the students' copy in `release/NAME`, without the solutions. A NAME is one
  of {names}.
- What they hand in goes into `submitted/STUDENT/NAME/NAME.ipynb`.
- `nbgrader autograde NAME` gives the marks, `nbgrader generate_feedback NAME` the pages with the mistakes by name, and
  `nbgrader export` writes all marks into a table.
"""
#: nbgrader keeps what is locked as it was handed out, and marks what is a grade.
_KINDS = {
    "text": {"locked": True},
    "answer": {"solution": True},
    "check": {"locked": True, "grade": True},
}


def source(notebook, row, asked):
    """The notebook for nbgrader.

    Parameters
    ----------
    notebook : nbformat notebook
        The lesson.
    row : Lesson
    asked : list of Question
    """
    found = [
        _cell("markdown", "opening", "text", assignment.opening(row, asked)),
        _cell("code", "setup", "text", assignment.setup(notebook, row, asked)),
    ]
    for question, heading in assignment.sections(asked):
        found += _cells_of(question, heading)
    return assignment.notebook_with(found, notebook)


def _cells_of(question, heading):
    exercise, name = question.exercise, question.exercise.name
    if heading:
        yield nbformat.v4.new_markdown_cell(f"## {heading}", id=f"{name}-heading")
    if question.picture:
        yield question.picture
    yield _cell("markdown", f"{name}-question", "text", assignment.prompt(question))
    answer = assignment.answer(exercise, "### BEGIN SOLUTION", "### END SOLUTION")
    yield _cell("code", f"{name}-answer", "answer", answer)
    yield _cell("code", name, "check", check(exercise), points=question.points)


def check(exercise):
    """Code of the cell that gives the points: it prints the verdict, and fails where it is not "right"."""
    return (
        f"verdict = exercises.{exercise.name}.judge.verdict({exercise.name})\nprint(verdict)\n"
        'assert verdict.status == "right", verdict.misconception or verdict.status'
    )


def _cell(cell_type, name, kind, text, **more):
    new = nbformat.v4.new_code_cell if cell_type == "code" else nbformat.v4.new_markdown_cell
    own = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False, "grade_id": name}
    return new(text, id=name, metadata={"nbgrader": own | _KINDS[kind] | more})
