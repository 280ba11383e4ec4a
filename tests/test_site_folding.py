"""An answer stays closed under its question, in every lesson, and nothing else is folded away."""

import re

import pytest

from course_utils.commands.cells import TAG, notebook_of
from course_utils.commands.paths import NOTEBOOKS
from course_utils.commands.site import folding
from course_utils.commands.site.folding import folded
from course_utils.lessons import notebooks

PATHS = notebooks(NOTEBOOKS)


def text(source, *tags):
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}


def code(source, *tags):
    return {"cell_type": "code", "source": source, "metadata": {"tags": list(tags)}, "outputs": []}


def is_explorer(cell):
    return "Explorer(" in cell["source"].splitlines()[-1] and "import" not in cell["source"].splitlines()[-1]


def inside(cells):
    """Each cell with whether it stands in a folded answer; the marks themselves are left out."""
    depth = 0
    for cell in cells:
        opens, closes = cell["source"].startswith("<details"), cell["source"].startswith("</details")
        depth += opens - closes
        assert depth in (0, 1), "one answer within another"
        if not (opens or closes):
            yield cell, bool(depth)
    assert depth == 0


def hidden(*cells):
    return [cell["source"] for cell, is_folded in inside(folded(cells, is_explorer)) if is_folded]


ASKED = (text("**Predict.** How many?", TAG), code("n = ...\nexercises.n.check(n)", TAG))


def test_code_and_the_text_on_it_are_folded():
    assert hidden(*ASKED, code("6"), text("Six."), code("7"), text("More.")) == ["6", "Six."]


def test_a_question_in_the_prose_folds_its_answer_too():
    assert hidden(text("A long story. **Predict** what comes."), code("6"), code("7"), text("It came.")) == [
        "6",
        "7",
        "It came.",
    ]


def test_two_questions_one_below_the_other_fold_the_answer_of_both():
    assert hidden(text("**Predict** the first."), *ASKED, *ASKED, code("6"), text("Six.")) == ["6", "Six."]


def test_the_next_idea_stays_open():
    assert hidden(*ASKED, code("6"), text("Six.\n\n## Next\n\nText.")) == ["6", "Six."]
    assert hidden(*ASKED, code("6"), text("Six.\n\nNow **Predict** the other."), code("7")) == ["6", "Six.", "7"]
    assert hidden(*ASKED, code("6"), text("**Exercise: write.** Do it.", TAG), code("...", TAG)) == ["6"]


def test_a_question_that_is_answered_elsewhere_folds_nothing():
    assert hidden(*ASKED, text("## Next"), code("6")) == []
    assert hidden(*ASKED, code("GeometryExplorer(3)"), text("Look.")) == []


def test_a_heading_inside_a_block_of_code_ends_nothing():
    block = "Six:\n\n```\n# no heading\n```\n\nDone."
    assert hidden(*ASKED, code("6"), text(block)) == ["6", block]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_answer_of_every_lesson_is_folded(path):
    cells = notebook_of(path.read_bytes(), path).cells
    made = list(inside(folded(cells, is_explorer)))
    for place, (cell, _) in enumerate(made):
        if cell["cell_type"] == "markdown" and "**Predict" in cell["source"].split("\n\n")[-1]:
            below = [one for one in made[place + 1 :] if TAG not in one[0]["metadata"].get("tags", [])]
            answers = _until_heading(below)
            if answers and not is_explorer(answers[0][0]):
                assert answers[0][1], f"the answer to {cell['source'][:60]} is open"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_headings_exercises_and_explorers_are_never_folded(path):
    for cell, is_folded in inside(folded(notebook_of(path.read_bytes(), path).cells, is_explorer)):
        if is_folded:
            assert TAG not in cell["metadata"].get("tags", [])
            assert not (cell["cell_type"] == "code" and is_explorer(cell))
            assert not (cell["cell_type"] == "markdown" and re.search(r"^#", cell["source"], re.MULTILINE))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nothing_is_lost(path):
    cells = notebook_of(path.read_bytes(), path).cells
    left = [cell["source"] for cell, _ in inside(folded(cells, is_explorer))]
    assert "".join(left).replace("\n", "") == "".join(cell["source"] for cell in cells).replace("\n", "")


def test_the_mark_can_be_opened_by_keys():
    assert folding._OPENING.startswith("<details") and "<summary>" in folding._OPENING


def _until_heading(cells):
    """The code below a question, up to a heading or another question."""
    found = []
    for cell, is_folded in cells:
        if cell["cell_type"] == "markdown" and re.search(r"^#|\*\*Predict", cell["source"], re.MULTILINE):
            break
        if cell["cell_type"] == "code":
            found.append((cell, is_folded))
    return found
