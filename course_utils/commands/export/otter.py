"""An assignment as the source of `otter assign`, which makes the students' copy and the autograder of it.

A test asks the judge of the exercise, which leaves no trace in anybody's file of progress, and fails with the verdict.
"""

import nbformat

from course_utils.commands.export import assignment

FOLDER = "assignments"
CONFIG = None
STEPS = """\
In this folder, in an activated environment that has the course and otter-grader, for each NAME of {names}:

- `otter assign --no-pdfs assignments/NAME/NAME.ipynb dist/NAME` makes the students' copy, in `dist/NAME/student`, and
  the autograder, an archive in `dist/NAME/autograder`. First it tries all solutions.
- `otter run -a dist/NAME/autograder/NAME-autograder_….zip NAME.ipynb` marks one notebook that was handed in, without a
  container, and writes `results.json` with the mistakes by name. (`otter grade`, for many at once, builds a container
  from the network; the course must then be named in otter's `requirements`. We have not tried it.)
"""


def source(notebook, row, asked):
    """The notebook for `otter assign`.

    Parameters
    ----------
    notebook : nbformat notebook
        The lesson.
    row : Lesson
    asked : list of Question
    """
    found = [
        _raw("config", _config(row)),
        nbformat.v4.new_markdown_cell(assignment.opening(row, asked), id="opening"),
        nbformat.v4.new_code_cell(assignment.setup(notebook, row, asked), id="setup"),
    ]
    for question, heading in assignment.sections(asked):
        found += _cells_of(question, heading, row)
    return assignment.notebook_with(found, notebook)


def _config(row):
    return f"""\
# ASSIGNMENT CONFIG
name: {row.file}
generate: true
export_cell:
  pdf: false
  run_tests: false
tests:
  ok_format: false"""


def _cells_of(question, heading, row):
    exercise, name = question.exercise, question.exercise.name
    if heading:
        yield nbformat.v4.new_markdown_cell(f"## {heading}", id=f"{name}-heading")
    if question.picture:
        yield question.picture
    yield _raw(f"{name}-begin", f"# BEGIN QUESTION\nname: {name}\npoints: {question.points}")
    yield nbformat.v4.new_markdown_cell(assignment.prompt(question), id=f"{name}-question")
    yield _raw(f"{name}-solution", "# BEGIN SOLUTION")
    answer = assignment.answer(exercise, "# BEGIN SOLUTION NO PROMPT", "# END SOLUTION")
    yield nbformat.v4.new_code_cell(answer, id=f"{name}-answer")
    yield _raw(f"{name}-solved", "# END SOLUTION")
    yield _raw(f"{name}-tests", "# BEGIN TESTS")
    yield nbformat.v4.new_code_cell(check(exercise, row), id=name)
    yield _raw(f"{name}-tested", "# END TESTS")
    yield _raw(f"{name}-end", "# END QUESTION")


def check(exercise, row):
    """Code of the test that gives the points: it fails with the verdict where that is not "right"."""
    return (
        f"def test_{exercise.name}(env):\n    from course_utils.exercises import {row.bank} as exercises\n\n"
        f"    verdict = exercises.{exercise.name}.judge.verdict(env.get({exercise.name!r}, ...))\n"
        '    assert verdict.status == "right", str(verdict)'
    )


def _raw(name, text):
    return nbformat.v4.new_raw_cell(text, id=name)
