"""The one table of lessons, and everything that follows from it."""

import ast
import json
import re
from pathlib import Path

import pytest

from course_utils import lessons
from course_utils.commands.teaching.sheet import sheet
from course_utils.exercises import bank
from course_utils.lessons import LESSONS, Lesson, LessonError
from course_utils.numbers import spelled_out

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(params=LESSONS, ids=lambda row: row.number)
def row(request):
    return request.param


def head(row):
    cells = json.loads(row.path(ROOT / "notebooks").read_text(encoding="utf-8"))["cells"]
    return "".join(cells[0]["source"])


def test_the_rows_are_in_order_and_build_on_earlier_ones():
    numbers = [row.number for row in LESSONS]
    assert numbers == [f"{place:02d}" for place in range(len(LESSONS))]
    for row in LESSONS:
        assert row.file.startswith(f"{row.number}_")
        assert all(earlier < row.number for earlier in row.builds_on)


def test_the_head_of_a_notebook_says_what_the_table_says(row):
    """When it fails: bring LESSONS in course_utils/lessons.py and the notebook's first cell together."""
    text = head(row)
    assert text.splitlines()[0] == f"# {row.number} · {row.title}"
    assert re.findall(r"^- (.+?)[;.]$", text, re.MULTILINE) == list(row.objectives)
    assert f"*About {row.minutes} minutes. Builds on " in text


#: Lesson 05 puts these names together from two parts.
PUT_TOGETHER = {f"{name}_derivative" for name in ("relu", "sigmoid", "tanh")}


def introduced():
    """Each name whose docstring says which lesson introduces it: file, name, number."""
    for file in sorted((ROOT / "course_utils").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                for number in re.findall(r"Introduced in notebook (\d\d)", ast.get_docstring(node) or ""):
                    yield file.relative_to(ROOT / "course_utils").as_posix(), node.name, number


def test_a_name_stands_in_the_lesson_that_is_said_to_introduce_it():
    """In its code, or as code in its text."""
    code = {}
    for row in LESSONS:
        cells = json.loads(row.path(ROOT / "notebooks").read_text(encoding="utf-8"))["cells"]
        texts = (("".join(cell["source"]), cell["cell_type"] == "code") for cell in cells)
        parts = [text if is_code else " ".join(re.findall(r"`([^`]+)`", text)) for text, is_code in texts]
        code[row.number] = set(re.findall(r"\w+", " ".join(parts)))
    assert len(list(introduced())) > 150
    assert [one for one in introduced() if one[1] not in code[one[2]] | PUT_TOGETHER] == []


def test_the_readme_lists_the_lessons():
    """When it fails: bring the table in README.md and LESSONS in course_utils/lessons.py together."""
    table = "\n".join(
        f"| {row.number} | [{row.title}](notebooks/{row.file}.ipynb) | {row.minutes} | {row.summary} |"
        for row in LESSONS
    )
    assert table in README


@pytest.mark.parametrize("path", ["README.md", "pyproject.toml"])
def test_no_page_counts_other_lessons_than_there_are(path):
    text = (ROOT / path).read_text(encoding="utf-8").lower()
    counts = "|".join(spelled_out(count) for count in range(20))
    assert set(re.findall(rf"\b({counts})(?: jupyter)? (?:notebooks|lessons)\b", text)) <= {spelled_out(len(LESSONS))}


def test_every_lesson_has_its_bank_and_its_part_of_the_run_sheet():
    text = sheet(ROOT / "notebooks")
    assert list(bank()) == [row.number for row in LESSONS]
    for row in LESSONS:
        assert f"## {row.number} · {row.title}\n\n{row.minutes} minutes" in text
        for name in bank()[row.number]:
            assert f"### {name} " in text


def test_every_exercise_assesses_an_objective_of_its_lesson(row):
    """When it fails: name in `objectives=` which line of the lesson's head an exercise is for, counted from 1."""
    for name, exercise in bank()[row.number].items():
        assert exercise.objectives, name
        assert set(exercise.objectives) <= set(range(1, len(row.objectives) + 1)), name
        assert list(exercise.objectives) == sorted(set(exercise.objectives)), name


def test_every_objective_is_assessed(row, record_property):
    """When it fails: write an exercise for the objective, or promise less."""
    assessed = {number for exercise in bank()[row.number].values() for number in exercise.objectives}
    promised = set(range(1, len(row.objectives) + 1))
    record_property("objectives", [len(assessed & promised), len(promised)])
    assert assessed == promised


def test_all_pages_say_the_same_hours():
    """When it fails: run `course figures`, and mend the alternative text of the map in README and in lesson 00."""
    hours = round(sum(row.minutes for row in LESSONS) / 60)
    for text in (README, LESSONS[0].path(ROOT / "notebooks").read_text(encoding="utf-8")):
        (said,) = re.findall(r"!\[Map of the .* lessons with their minutes, about (\w+) hours in all", text)
        assert said == spelled_out(hours)
    figure = (ROOT / "figures" / "lesson_map.svg").read_text(encoding="utf-8")
    links = "The lessons: " + " · ".join(f"[{row.number} {row.title}]({row.file}.ipynb)" for row in LESSONS[1:])
    assert links in LESSONS[0].path(ROOT / "notebooks").read_text(encoding="utf-8")
    assert f"lessons, about {hours} hours<" in figure
    for row in LESSONS:
        assert f"{row.number} {row.title}, {row.minutes} minutes" in figure


def test_a_lesson_is_found_by_number_name_or_path(row):
    assert lessons.lesson(row.number) is row
    assert lessons.lesson(f"{row.file}.ipynb") is row
    assert lessons.lesson(Path("anywhere") / f"{row.file}.ipynb") is row


@pytest.mark.parametrize("number", ["", "1", "99", "zz", "notebooks", "readme.md"])
def test_an_unknown_lesson_gets_a_sentence(number):
    with pytest.raises(LessonError, match=r"not in the table of lessons, which has 00, 01.*: give one of these\."):
        lessons.lesson(number)


def test_whoever_wrote_a_notebook_without_a_row_is_told_where_to_add_it():
    with pytest.raises(LessonError, match=r"'98_new\.ipynb' is not in .*: add a row to LESSONS"):
        lessons.lesson("notebooks/98_new.ipynb")


@pytest.fixture
def folder(tmp_path):
    """Empty notebooks, one a row."""
    for row in LESSONS:
        row.path(tmp_path).write_text("{}", encoding="utf-8")
    return tmp_path


def test_a_folder_and_the_table_must_agree(folder):
    assert lessons.notebooks(folder) == [row.path(folder) for row in LESSONS]
    (folder / "98_new_idea.ipynb").write_text("{}", encoding="utf-8")
    LESSONS[2].path(folder).unlink()
    with pytest.raises(LessonError) as refused:
        lessons.notebooks(folder)
    said = str(refused.value)
    assert "98_new_idea.ipynb has no row there: add one, or take the notebook away" in said
    assert f"{LESSONS[2].file}.ipynb is missing: write it, or take its row away" in said
    assert "\n" not in said


def test_a_row_without_a_notebook_is_noticed_wherever_notebooks_are_read(folder, monkeypatch):
    extra = Lesson("98", "98_new_idea", "New idea", 10, "new_idea", ("07",), "x", ("y",))
    monkeypatch.setattr(lessons, "LESSONS", (*LESSONS, extra))
    for act in (lessons.notebooks, sheet):
        with pytest.raises(LessonError, match=r"98_new_idea\.ipynb is missing"):
            act(folder)


def test_a_row_without_a_bank_is_named(monkeypatch):
    from course_utils import exercises

    extra = Lesson("98", "98_new_idea", "New idea", 10, "new_idea", ("07",), "x", ("y",))
    monkeypatch.setattr(lessons, "LESSONS", (*LESSONS, extra))
    with pytest.raises(LessonError, match=r"lesson 98 has no bank: write course_utils/exercises/new_idea\.py"):
        exercises.of_lesson("98")
