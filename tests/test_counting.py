"""What lessons ask of a learner, counted: the minutes they name, the lines that only draw, the length of sentences."""

from pathlib import Path

import nbformat
import pytest

from course_utils.commands import cells, counting
from course_utils.exercises import bank, convolution
from course_utils.lessons import LESSONS

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"


@pytest.fixture(params=LESSONS, ids=lambda row: row.number)
def row(request):
    return request.param


@pytest.fixture
def notebook(row):
    path = row.path(NOTEBOOKS)
    return cells.notebook_of(path.read_bytes(), path)


def counted_line(row, notebook):
    """For authors: what a lesson says and what is counted, in one line."""
    minutes, sentences = counting.minutes(notebook, row.number), counting.sentences(notebook)
    committed = sum(one.asked_first for one in bank()[row.number].values())
    return (
        f"{row.number}: {minutes.total} minutes counted, {row.minutes} said; {counting.drawing_share(notebook):.1%} of "
        f"the lines only draw; {sentences.words:.1f} words per sentence, grade {sentences.grade:.1f}; "
        f"predictions: {committed} committed, {minutes.questions:.0f} not"
    )


def test_a_lesson_says_the_minutes_that_are_counted(row, notebook, record_property):
    """When it fails: write the minutes into lessons.py, the notebook's head and README's table; draw the figures."""
    record_property("lesson", counted_line(row, notebook))
    assert row.minutes == counting.minutes(notebook, row.number).total


def test_less_than_a_tenth_of_the_lines_only_draw(notebook):
    """When it fails: put panels into one call of `show`, or shorten their titles."""
    assert counting.drawing_share(notebook) < 0.1


# The counting itself.


def cell_of(data):
    output = nbformat.v4.new_output("display_data", {"image/png": "…", **data})
    return nbformat.v4.new_code_cell("a = 1\n\nb = 2", outputs=[output])


def tagged(cell, tag=cells.TAG):
    cell.metadata["tags"] = [tag]
    return cell


def test_minutes_are_the_sum_of_their_parts():
    exercise = convolution.all_answers
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("word " * 130 + "\n\n![a picture of something](a.svg)"),
            nbformat.v4.new_markdown_cell("**Predict.** What?"),
            cell_of({"text/plain": "Picture: Two pixels."}),
            cell_of({"text/plain": "PoolingExplorer(): a map."}),
            tagged(nbformat.v4.new_markdown_cell("word " * 1300)),
            tagged(nbformat.v4.new_code_cell(exercise.cell())),
        ]
    )
    minutes = counting.minutes(notebook, "01")
    spent = {"reading": 132 / 130, "code": 4 * 5 / 60, "pictures": 1.0, "questions": 1, "explorers": 5, "exercises": 5}
    assert minutes == counting.Minutes(**spent, warm_up=0)
    notebook.cells += [
        tagged(nbformat.v4.new_markdown_cell("word " * 1300 + "**Predict.**"), cells.WARM_UP),
        tagged(cell_of({"text/plain": "a picture in it"}), cells.WARM_UP),
    ]
    assert counting.minutes(notebook, "01") == counting.Minutes(**spent, warm_up=3)
    assert minutes.total == 15
    assert counting.Minutes(0, 0, 0, 2, 0, 0).total == 0
    assert counting.Minutes(0, 0, 0, 3, 40, 0).total == 45


def test_a_prediction_before_its_cell_is_given_less_than_an_exercise():
    kinds = {one.kind: counting.allowance(one) for exercises in bank().values() for one in exercises.values()}
    assert set(kinds) == {"predict", "write", "repair"}
    asked = {counting.allowance(one) for lesson in bank().values() for one in lesson.values() if one.asked_first}
    assert asked <= {counting.MINUTES["a prediction before its cell"]}
    assert counting.allowance(convolution.parameters_of_the_layer) == counting.MINUTES["predict"]


def sentences_of(*texts):
    return counting.sentences(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text) for text in texts]))


def test_words_per_sentence():
    assert (
        sentences_of("## A heading of many words\n\nOne two three. Four five six seven eight? *Nine ten.*").words
        == 10 / 3
    )
    assert sentences_of("- one two\n- three four\n\n| a | b | c |\n\n$$a + b + c$$").words == 2
    assert sentences_of("One two $x. y$ `a. b.c` [five six](a.b) 3.5 1,020.").words == 8
    assert sentences_of("## Nothing else") == counting.Sentences(0, 0)


def test_the_grade_rises_with_longer_words_and_sentences():
    short, long = (
        sentences_of("The dog saw the cat. It ran."),
        sentences_of("The dog saw the cat and then it ran away."),
    )
    difficult = sentences_of("Convolutional architectures demonstrate translation equivariance.")
    assert short.grade < long.grade < difficult.grade
    assert sentences_of("abcde " * 9 + "abcde.").grade == pytest.approx(4.71 * 5 + 0.5 * 10 - 21.43)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("show(draw_image(image, 'a'))", [1]),
        ("a = 1\n\nshow(\n    draw_image(image),\n\n    draw_kernel(b),\n)\nprint(a)", [3, 4, 6, 7]),
        ("panels = [draw_image(one) for one in images]\nshow(panels)", [1, 2]),
        ("drawing.show(drawing.draw_image(image))", [1]),
        ("for image in images:\n    show(draw_image(image))", [1, 2]),
        ("for image in images:\n    total += image\n    show(draw_image(image))", [3]),
        ("def picture(a):\n    return draw_image(a)", [1, 2]),
        ("titles = ['a', f'{b}']\nshow(draw_image(image, titles[0]))", [1, 2]),
        ("titles = [f'{b} px' for b in sizes]\nshow(*map(draw_image, images, titles))", [1, 2]),
        ("titles = ['a', 'b']\nprint(titles)\nshow(draw_image(image, titles[0]))", [3]),
        ("images = [1, 2]\nshow(draw_image(images))", [2]),
        ("shower(redraw_it())", []),
        ("", []),
    ],
)
def test_lines_that_only_draw(code, lines):
    assert counting.drawing_lines([code]) == [lines]


def test_a_label_counts_in_whichever_cell_it_is_made():
    assert counting.drawing_lines(["names = 'a', 'b'", "show(draw_image(image, names))"]) == [[1], [1]]
    assert counting.drawing_lines(["names = 'a', 'b'", "show(draw_image(image, names))", "print(names)"]) == [
        [],
        [1],
        [],
    ]


def test_the_share_leaves_out_exercises():
    taught = nbformat.v4.new_code_cell("a = 1\nshow(draw_image(image))\n\n# a comment\nb = 2")
    exercise = tagged(nbformat.v4.new_code_cell("show(1)"))
    assert counting.drawing_share(nbformat.v4.new_notebook(cells=[taught, exercise])) == 0.25
    assert counting.drawing_share(nbformat.v4.new_notebook()) == 0
