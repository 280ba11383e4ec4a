"""Solutions that are held back until a day: told kindly, and nobody is locked out by a slip of whoever set it."""

import pytest

from course_utils.checking import curtain, progress
from course_utils.commands import cli
from course_utils.exercises import convolution, pooling
from tests.support.clock import Clock

EXERCISE = pooling.four_maxima
LATER = "Not yet. The solution will be here from 8 December 2026 on. Hints are here at once."


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """A learner's folder of copies, on 29 November 2026."""
    Clock(monkeypatch)
    monkeypatch.delenv(curtain.VARIABLE, raising=False)
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    (tmp_path / "course" / "lessons").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "course" / "lessons")
    return tmp_path / "course" / "lessons"


def shown(exercise=EXERCISE):
    return repr(exercise.solution())


def test_where_nothing_is_set_the_solution_is_there():
    assert shown().startswith("Solution.\nfour_maxima = ")


@pytest.mark.parametrize("value", ["2026-12-08", " 2026-12-08 ", "03=2026-12-08", "others=2026-12-08, 04=2026-11-01"])
def test_before_the_day_it_is_not_and_hints_are(monkeypatch, value):
    monkeypatch.setenv(curtain.VARIABLE, value)
    monkeypatch.setattr(EXERCISE, "_hints_given", 0)
    assert shown() == LATER
    assert [EXERCISE.hint().text for _ in EXERCISE.hints] == list(EXERCISE.hints)
    assert EXERCISE.hint().text == f"{EXERCISE.hints[-1]} The solution will be here from 8 December 2026 on."
    assert not progress.read()[0][EXERCISE.key]["solution_seen"], "nobody has seen it"


@pytest.mark.parametrize(
    "value", ["2026-11-29T07:00Z", "2026-11-01", "04=2026-12-08", "03=2026-11-01,others=2026-12-08"]
)
def test_after_it_or_for_another_lesson_it_is_there(monkeypatch, value):
    monkeypatch.setenv(curtain.VARIABLE, value)
    assert shown().startswith("Solution.\nfour_maxima = ")
    assert progress.read()[0][EXERCISE.key]["solution_seen"]


def test_the_hour_of_another_time_zone_is_told_in_ours(monkeypatch):
    monkeypatch.setenv(curtain.VARIABLE, "2026-12-08T14:30:00+00:00")
    begins = curtain._moment("2026-12-08T14:30:00+00:00", "")
    assert f"8 December 2026, {begins:%H:%M} on" in shown()


SLIPS = [
    ("8.12.2026", "COURSE_SOLUTIONS_FROM says '8.12.2026', which is no day: give a day as 2026-12-08"),
    ("2026-13-01", "says '2026-13-01', which is no day"),
    ("3=2026-12-08", "names '3', which is no lesson: give its number as 03, or others"),
    ("2026-12-08, 2027-01-01", "is '2026-12-08, 2027-01-01': give a day"),
    ("0001-01-01", "which is no day"),
    ("9999-12-31T23:59-23:00", "which is no day"),
    ("=", "names ''"),
    (",", "is ','"),
]


@pytest.mark.parametrize(("value", "words"), SLIPS)
def test_a_slip_holds_nothing_back_and_says_so(monkeypatch, value, words):
    monkeypatch.setenv(curtain.VARIABLE, value)
    said = shown()
    assert said.startswith("Solution.\nfour_maxima = ")
    assert words in said and said.endswith("No solution is held back.")


FILES = [
    ("solutions_from = 2026-12-08", True),
    ('solutions_from = "2026-12-08"', True),
    ("[solutions_from]\n03 = 2026-12-08", True),
    ("[solutions_from]\n03 = 2026-12-08T00:00:00", True),
    ("[solutions_from]\n04 = 2026-12-08", False),
    ("[solutions_from]\n04 = 2026-11-01\nothers = 2026-12-08", True),
    ("colour = 3", False),
    ("", False),
]


@pytest.mark.parametrize(("contents", "is_held"), FILES)
@pytest.mark.parametrize("place", [".", "..", "../../own"])
def test_a_file_beside_the_notebook_above_it_or_in_the_courses_folder(folder, contents, is_held, place, monkeypatch):
    (folder / "../../own").mkdir()
    monkeypatch.setattr(curtain, "COURSE", folder / "../../own")
    (folder / place / curtain.FILE).write_text(contents)
    assert (shown() == LATER) is is_held
    assert "No solution is held back." not in shown()


@pytest.mark.parametrize(
    "contents", [b"solutions_from = 8.12.2026", b"\xff", b"solutions_from = 3", b"[solutions_from]\n3 = 1"]
)
def test_a_file_that_cannot_be_understood_holds_nothing_back(folder, contents):
    (folder / curtain.FILE).write_bytes(contents)
    assert shown().startswith("Solution.\nfour_maxima = ")
    assert shown().endswith("No solution is held back.")


def test_a_folder_of_that_name_holds_nothing_back(folder):
    (folder / curtain.FILE).mkdir()
    assert shown().startswith("Solution.\nfour_maxima = ") and "it is a folder" in shown()


def test_the_variable_goes_before_the_file(folder, monkeypatch):
    (folder / curtain.FILE).write_text("solutions_from = 2026-12-08")
    monkeypatch.setenv(curtain.VARIABLE, "01=2026-12-24")
    assert shown().startswith("Solution.\n")
    assert "24 December 2026" in shown(convolution.flat_answer)


def test_an_edition_for_learners_brings_its_day(tmp_path, monkeypatch, capsys):
    target = tmp_path / "class"
    assert cli.main(["release", "learner", str(target), "--solutions-from", "03=2026-12-08,04=2026-12-15"]) == 0
    monkeypatch.chdir(target)
    assert shown() == LATER
    assert shown(convolution.flat_answer).startswith("Solution.\n")


@pytest.mark.parametrize("value", ["soon", "3=2026-12-08", "03=soon", ""])
def test_an_edition_is_not_made_with_a_slip(tmp_path, capsys, value):
    code = cli.main(["release", "learner", str(tmp_path / "class"), "--solutions-from", value])
    assert code == (0 if not value else 1)
    assert (tmp_path / "class").exists() is (not value)


@pytest.mark.parametrize("what", ["solutions", "sheet"])
def test_only_an_edition_for_learners_takes_a_day(tmp_path, capsys, what):
    assert cli.main(["release", what, str(tmp_path / "class"), "--solutions-from", "2026-12-08"]) == 1
    assert "--solutions-from is for the learners' edition" in capsys.readouterr().err
    assert not (tmp_path / "class").exists()
