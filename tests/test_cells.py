"""Exercises as cells of a notebook: what stands above them, and what their tags say."""

import nbformat
import pytest

from course_utils.commands import cells
from course_utils.exercises import bank
from course_utils.lessons import LESSONS

EXERCISES = [one for lesson in bank().values() for one in lesson.values()]


def notebook_of(exercise):
    markdown = nbformat.v4.new_markdown_cell(cells.prompt_cell(exercise))
    return nbformat.v4.new_notebook(cells=[markdown, nbformat.v4.new_code_cell(exercise.cell())])


def number_of(exercise):
    return next(row.number for row in LESSONS if row.bank == exercise.lesson)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: f"{one.lesson}.{one.name}")
def test_a_prompt_says_whether_it_is_asked_before_or_after(exercise):
    begin = "**Predict.** " if exercise.asked_first else f"**Exercise: {exercise.verb}.** "
    assert cells.prompt_cell(exercise).startswith(begin)


@pytest.mark.parametrize("asked_first", [True, False])
def test_a_prompt_that_says_something_else_is_somebody_s_words(asked_first):
    found = [one for one in EXERCISES if one.asked_first is asked_first]
    if not found:
        pytest.skip("no bank has one")
    exercise = found[0]
    notebook = notebook_of(exercise)
    assert cells.held(notebook, number_of(exercise)) == []
    notebook.cells[0].source += "\n\nMy own words."
    assert cells.held(notebook, number_of(exercise)) == [exercise.name]
    notebook.cells[0].source = f"{cells.opening(exercise)} The words of an older edition."
    assert cells.held(notebook, number_of(exercise)) == []


def test_tags_name_the_objectives():
    exercise = next((one for one in EXERCISES if one.objectives), None)
    if exercise is None:
        pytest.skip("no exercise has any")
    notebook = notebook_of(exercise)
    cells.fill(notebook, number_of(exercise))
    expected = [cells.TAG, *(f"objective-{number}" for number in exercise.objectives)]
    assert [cell.metadata.tags for cell in notebook.cells] == [expected, expected]
