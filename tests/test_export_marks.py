"""nbgrader and otter themselves mark what `course export` writes: all for solutions, nothing for stubs, mistakes named.

`pytest -m marks`, in an environment that has them (.ci/run makes one). COURSE_MARKS names other lessons than these two,
which have every kind of exercise between them, or "all".
"""

import csv
import html
import json
import os
import subprocess
import sys
from importlib.util import find_spec

import nbformat
import pytest

from course_utils.commands.export import assignment, writing
from course_utils.commands.paths import ROOT
from course_utils.exercises import of_lesson
from course_utils.lessons import LESSONS, lesson

pytestmark = pytest.mark.marks

WANTED = os.environ.get("COURSE_MARKS", "01 10")
NUMBERS = [row.number for row in LESSONS] if WANTED == "all" else WANTED.split()
SOLVED, UNTOUCHED, MISTAKEN = "solved", "untouched", "mistaken"


@pytest.fixture(scope="module", autouse=True)
def together():
    """Between them the lessons have an exercise of every kind."""
    if "COURSE_MARKS" not in os.environ:
        verbs = {one.verb for number in NUMBERS for one in of_lesson(number).values()}
        assert verbs == {"predict", "diagnose", "write", "repair"}


def needed(module):
    if find_spec(module) is None:
        complain = pytest.fail if os.environ.get("CI") else pytest.skip
        complain(f"{module} is not here: .ci/run has the lines that install it")


def called(folder, *words):
    left_out = ("MPLBACKEND", "PYTEST_CURRENT_TEST")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment["COURSE_PROGRESS"] = "off"
    environment["PYTHONPATH"] = str(ROOT)
    # As in an activated environment: nbgrader calls a program that came with it.
    environment["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), environment.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def exported(tool, folder):
    """Write assignments; return their names and the questions of each: name -> list of Question."""
    writing.export(tool, ROOT, folder, NUMBERS)
    rows = [lesson(number) for number in NUMBERS]
    return {
        row.file: assignment.questions(nbformat.read(row.path(ROOT / "notebooks"), as_version=4), row.number)
        for row in rows
    }


def stub_of(exercise):
    return exercise.cell().rsplit("exercises.", 1)[0].rstrip()


def answered(path, asked, student):
    """A student's notebook: the handed-out one with every answer put in as this student would."""
    notebook = nbformat.read(path, as_version=4)
    for question in asked:
        exercise = question.exercise
        (cell,) = (
            one for one in notebook.cells if one.cell_type == "code" and one.source.rstrip() == stub_of(exercise)
        )
        if student == SOLVED:
            cell.source = exercise.solution_cell().rsplit("exercises.", 1)[0].rstrip()
        elif student == MISTAKEN:
            called_by_name = "()" if exercise.kind == "predict" else ""
            cell.source = f"{exercise.name} = exercises.{exercise.name}.misconceptions[0].wrong{called_by_name}"
    return notebook


def points(asked):
    return sum(question.points for question in asked)


def mistakes(asked):
    return [question.exercise.misconceptions[0].name for question in asked]


def test_nbgrader_gives_all_marks_to_the_solutions_and_none_to_the_stubs(tmp_path, record_property):
    needed("nbgrader")
    course = tmp_path / "course"
    assignments = exported("nbgrader", course)
    for name, asked in assignments.items():
        called(course, "nbgrader", "generate_assignment", name)
        release = course / "release" / name / f"{name}.ipynb"
        assert "SOLUTION" not in release.read_text("utf-8")
        for student in (SOLVED, UNTOUCHED, MISTAKEN):
            handed_in = course / "submitted" / student / name / f"{name}.ipynb"
            handed_in.parent.mkdir(parents=True)
            nbformat.write(answered(release, asked, student), handed_in)
        called(course, "nbgrader", "autograde", name)
        called(course, "nbgrader", "generate_feedback", name)
        feedback = (course / "feedback" / MISTAKEN / name / f"{name}.html").read_text("utf-8")
        assert [one for one in mistakes(asked) if html.escape(one, quote=False) not in feedback] == []
    called(course, "nbgrader", "export")
    with open(course / "grades.csv", newline="", encoding="utf-8") as file:
        found = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    for name, asked in assignments.items():
        scores = {student: found[student, name] for student in (SOLVED, UNTOUCHED, MISTAKEN)}
        assert {float(row["max_score"]) for row in scores.values()} == {points(asked)}
        assert {student: float(row["score"]) for student, row in scores.items()} == {
            SOLVED: points(asked),
            UNTOUCHED: 0,
            MISTAKEN: 0,
        }
        record_property("total exercises marked by nbgrader", len(asked))


@pytest.mark.parametrize("number", NUMBERS)
def test_otter_gives_all_marks_to_the_solutions_and_none_to_the_stubs(tmp_path, number, record_property):
    needed("otter")
    folder, name = tmp_path / "course", lesson(number).file
    asked = exported("otter", folder)[name]
    said = called(folder, "otter", "assign", "-v", "--no-pdfs", f"assignments/{name}/{name}.ipynb", f"dist/{name}")
    assert "All autograder tests passed" in said
    (archive,) = (folder / "dist" / name / "autograder").glob("*.zip")
    handed_out = folder / "dist" / name / "student" / f"{name}.ipynb"
    assert "SOLUTION" not in handed_out.read_text("utf-8")
    for student, share in ((SOLVED, 1), (UNTOUCHED, 0), (MISTAKEN, 0)):
        handed_in = tmp_path / student / f"{name}.ipynb"
        handed_in.parent.mkdir()
        nbformat.write(answered(handed_out, asked, student), handed_in)
        called(tmp_path, "otter", "run", "-a", archive, "-o", handed_in.parent, handed_in)
        results = json.loads((handed_in.parent / "results.json").read_text("utf-8"))["tests"]
        scored = {one["name"]: one for one in results if "max_score" in one}
        assert {one.exercise.name: (one.points * share, one.points) for one in asked} == {
            question: (one["score"], one["max_score"]) for question, one in scored.items()
        }
        if student == MISTAKEN:
            said = {question: one["output"] for question, one in scored.items()}
            assert [one for one in asked if one.exercise.misconceptions[0].name not in said[one.exercise.name]] == []
    record_property("total exercises marked by otter", len(asked))
