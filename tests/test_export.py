"""`course export`: every exercise of the bank as a question that can be marked; no solution where a student looks."""

import ast
import contextlib
import io

import nbformat
import pytest

from course_utils.commands import cli
from course_utils.commands.counting import allowance
from course_utils.commands.export import assignment, nbgrader, otter, writing
from course_utils.commands.export.assignment import questions
from course_utils.commands.paths import ROOT
from course_utils.exercises import bank
from course_utils.lessons import LESSONS, lesson, notebooks

NUMBERS = [row.number for row in LESSONS]
TOOLS = {"nbgrader": nbgrader, "otter": otter}
MARKS = {
    "nbgrader": ("### BEGIN SOLUTION", "### END SOLUTION"),
    "otter": ("# BEGIN SOLUTION NO PROMPT", "# END SOLUTION"),
}


def lesson_notebook(number):
    return nbformat.read(lesson(number).path(ROOT / "notebooks"), as_version=4)


@pytest.fixture(scope="module", params=list(TOOLS))
def exported(request, tmp_path_factory):
    """The name of a program, and the notebooks for it: number of the lesson -> notebook."""
    folder = tmp_path_factory.mktemp("export") / "new"
    made = writing.export(request.param, ROOT, folder)
    assert made.exercises == sum(map(len, bank().values()))
    paths = {path.name[:2]: path for path in folder.glob(f"{TOOLS[request.param].FOLDER}/*/*.ipynb")}
    return request.param, {number: nbformat.read(paths[number], as_version=4) for number in NUMBERS}


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


def test_each_lesson_has_its_exercises_in_its_order(exported):
    _, found = exported
    for path in notebooks(ROOT / "notebooks"):
        number = path.name[:2]
        nbformat.validate(found[number])
        names = [cell.id.removesuffix("-answer") for cell in found[number].cells if cell.id.endswith("-answer")]
        assert names == [one.exercise.name for one in questions(lesson_notebook(number), number)]
        assert sorted(names) == sorted(bank()[number])


def test_names_are_unique_in_the_whole_bank(exported):
    names = [cell.id for notebook in exported[1].values() for cell in notebook.cells if cell.id.endswith("-answer")]
    assert len(set(names)) == len(names)
    for notebook in exported[1].values():
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_stub_gets_nothing_and_the_solution_all(exported, number):
    """The cells themselves are run: what stands without the marked lines, and what stands with them."""
    tool, found = exported
    begin, end = MARKS[tool]
    for name, exercise in bank()[number].items():
        answer = cell_of(found[number], f"{name}-answer").source
        stub, _, rest = answer.partition(f"{begin}\n")
        solution, _, after = rest.partition(f"\n{end}")
        assert (after, stub.rstrip()) == ("", exercise.cell().rsplit("exercises.", 1)[0].rstrip())
        assert solution and solution not in stub
        assert marked(tool, found[number], number, name, stub) is False, name
        assert marked(tool, found[number], number, name, answer) is True, name


def marked(tool, notebook, number, name, answer):
    """Whether a check passes, run as the program runs it after an answer."""
    names = {}
    setup = f"import numpy as np\nfrom course_utils.exercises import {lesson(number).bank} as exercises"
    check = cell_of(notebook, name).source
    if tool == "otter":
        check += f"\ntest_{name}(globals())"
    with contextlib.redirect_stdout(io.StringIO()):
        exec(f"{setup}\n{answer}", names)
        try:
            exec(check, names)
        except AssertionError:
            return False
    return True


@pytest.mark.parametrize("number", NUMBERS)
def test_the_setup_runs_and_brings_keras_only_where_it_is_needed(number):
    notebook, row = lesson_notebook(number), lesson(number)
    code = assignment.setup(notebook, row, questions(notebook, number))
    modules = {node.module for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ImportFrom)}
    needs = any(one.needs == "keras" for one in bank()[number].values())
    assert ("course_utils.quiet" in modules) <= needs
    assert code.endswith(f"from course_utils.exercises import {row.bank} as exercises")
    exec(code, {})


def test_what_may_be_answered_stands_in_the_question(exported):
    for number, notebook in exported[1].items():
        for name, exercise in bank()[number].items():
            text = cell_of(notebook, f"{name}-question").source
            assert all(f'"{choice}"' in text for choice in exercise.choices), name


def test_a_picture_to_which_a_question_points_comes_along_and_no_answer():
    notebook = lesson_notebook("01")
    first, second, *_ = questions(notebook, "01")
    assert first.exercise.name == "first_answer"
    assert "outlined 3 × 3 at row 0" in first.picture.source
    assert first.picture.attachments["picture.png"]["image/png"].startswith("iVBOR")
    place = next(place for place, cell in enumerate(notebook.cells) if "products.sum()" in cell.source)
    assert second.picture is None, "the picture between answers the first question"
    moved = notebook.cells.pop(place + 1)
    assert questions(notebook, "01")[1].picture is None, f"also without the text {moved.source[:20]} behind it"


def test_nbgrader_is_told_what_it_asks_of_each_cell(exported):
    tool, found = exported
    if tool != "nbgrader":
        return
    for number, notebook in found.items():
        about = {cell.id: cell.metadata["nbgrader"] for cell in notebook.cells if "nbgrader" in cell.metadata}
        assert all(one["grade_id"] == name for name, one in about.items())
        for one in questions(lesson_notebook(number), number):
            name = one.exercise.name
            assert (about[name]["grade"], about[name]["locked"], about[name]["points"]) == (True, True, one.points)
            assert (about[f"{name}-answer"]["solution"], about[f"{name}-answer"]["grade"]) == (True, False)


def test_twice_the_same_bytes_and_only_the_lessons_asked_for(tmp_path, capsys):
    for tool in TOOLS:
        for folder in ("one", "other"):
            assert cli.main(["export", tool, str(tmp_path / folder / tool), "03", "01", "03"]) == 0
        points = sum(allowance(one) for number in ("01", "03") for one in bank()[number].values())
        assert f"2 lessons, 32 exercises, {points} points for {tool}, in " in capsys.readouterr().out
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len([path for path in files if path.suffix == ".ipynb"]) == 4
    for path in files:
        if path.suffix:
            assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "other" / path).read_bytes()


def test_what_cannot_be_written_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "marks.csv").write_text("")
    assert cli.main(["export", "otter", str(tmp_path / "full")]) == 1
    assert "is not an empty folder: name another one." in capsys.readouterr().err
    assert cli.main(["export", "nbgrader", str(tmp_path / "new"), "77"]) == 1
    assert "77" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]
    with pytest.raises(SystemExit):
        cli.main(["export", "moodle", str(tmp_path / "new")])
