"""`course release`: editions that lose nothing, and a run sheet that names every exercise."""

import re

import nbformat
import pytest

from course_utils import lessons
from course_utils.commands import cells, cli, release
from course_utils.exercises import bank, convolution


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A course of one lesson with one exercise, and one figure."""
    monkeypatch.setattr(lessons, "LESSONS", (lessons.lesson("01"),))
    folder = tmp_path / "course"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "figures").mkdir()
    (folder / "figures" / "a.svg").write_text("<svg/>")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# 01 · A lesson\n\n## Counting\n\n**Predict.** How many?"),
            nbformat.v4.new_code_cell(
                "import numpy as np\nfrom course_utils.exercises import convolution as exercises"
            ),
        ]
    )
    for exercise in (convolution.parameters_of_the_layer, convolution.all_answers):
        notebook.cells.append(nbformat.v4.new_markdown_cell(cells.prompt_cell(exercise)))
        notebook.cells.append(nbformat.v4.new_code_cell(exercise.cell()))
    nbformat.write(notebook, folder / "notebooks" / "01_convolution_by_hand.ipynb")
    return folder


def code(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_learners_edition_is_what_is_stored(source, tmp_path):
    target = tmp_path / "class"
    assert release.edition(source, target, solutions=False) == ["01_convolution_by_hand.ipynb"]
    assert (target / "figures" / "a.svg").read_text() == "<svg/>"
    stored = source / "notebooks" / "01_convolution_by_hand.ipynb"
    assert (target / "notebooks" / "01_convolution_by_hand.ipynb").read_bytes() == stored.read_bytes()


def test_the_solutions_are_filled_in_and_executed(source, tmp_path):
    target = tmp_path / "class"
    release.edition(source, target, solutions=True)
    first, *checks = code(target / "notebooks" / "01_convolution_by_hand.ipynb")
    assert [cell.execution_count for cell in (first, *checks)] == [1, 2, 3]
    assert [cell.source for cell in checks] == [
        convolution.parameters_of_the_layer.solution_cell(),
        convolution.all_answers.solution_cell(),
    ]
    for cell in checks:
        assert cell.outputs[0].data["text/plain"].startswith("✓ Right.")
    assert "…" not in str(checks[0].source)


def test_a_folder_in_use_is_left_alone(source, tmp_path):
    (tmp_path / "mine").write_text("")
    with pytest.raises(release.ReleaseError, match="name another one"):
        release.edition(source, tmp_path / "mine", solutions=False)
    with pytest.raises(release.ReleaseError, match="name another one"):
        release.edition(source, source, solutions=False)
    assert (tmp_path / "mine").read_text() == ""


def test_nothing_is_written_when_a_cell_fails(source, tmp_path):
    path = source / "notebooks" / "01_convolution_by_hand.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "1 / 0"
    nbformat.write(notebook, path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Exception, match="ZeroDivisionError"):
        release.edition(source, tmp_path / "class", solutions=True)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("words", [[], ["learner"], ["both", "x"], ["learner", "a", "b"]])
def test_what_is_not_understood_gets_a_sentence(words, capsys):
    try:
        code = cli.main(["release", *words])
    except SystemExit as refused:
        code = refused.code
    assert code in (1, 2)
    assert re.search(r"course release (learner needs|does not know|: error)|release: error", capsys.readouterr().err)


def test_the_sheet_names_every_exercise_and_every_mistake(capsys):
    assert cli.main(["release", "sheet"]) == 0
    text = capsys.readouterr().out
    for lesson in bank().values():
        for exercise in lesson.values():
            assert f"### {exercise.name} (" in text
            for mistake in exercise.misconceptions:
                assert f"| {mistake.name} |" in text
    assert "…`. " not in text


def test_the_sheet_says_where_to_pause(source):
    text = release.sheet(source / "notebooks")
    assert "- **Counting**, predict: How many?" in text
    assert "after “Counting”" in text
    assert "60 minutes, of which about 7 for exercises." in text


def test_the_sheet_into_a_file(tmp_path):
    assert cli.main(["release", "sheet", str(tmp_path / "sheet.md")]) == 0
    assert (tmp_path / "sheet.md").read_text(encoding="utf-8").startswith("# Run sheet")
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.md"]
