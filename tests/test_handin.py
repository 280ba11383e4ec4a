"""`course handin`: a learner's work in one ZIP, the same work in the same bytes, and nothing from elsewhere."""

import json
import os
import re
import zipfile

import nbformat
import pytest

from course_utils.classroom.gathering import gather
from course_utils.commands import cli, copies, handin
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import NOTEBOOKS
from course_utils.exercises import of_lesson, pooling
from course_utils.lessons import LessonError, lesson

EXERCISE = pooling.four_maxima
posix_only = pytest.mark.skipif(os.name == "nt", reason="links and pipes as POSIX has them")


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A learner's copies of lessons 02 and 03; an exercise of 03 is answered, and has printed where it ran."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "own" / "progress.json"))
    EXERCISE.check(EXERCISE.reference())
    folder = tmp_path / "lessons"
    for number in ("02", "03"):
        copies.fresh(folder, lesson(number).path(NOTEBOOKS))
    work(lesson("03").path(folder))
    return folder


def work(path):
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.source == EXERCISE.cell())
    cell.source = cell.source.replace("...", "(5, 4, 6, 7)")
    cell.outputs = [nbformat.v4.new_output("stream", text=f"ran in {path}")]
    cell.execution_count = 7
    nbformat.write(notebook, path)


def given(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info).decode("utf-8") for info in archive.infolist()}


THIRD = "lessons/03_pooling_and_translation_invariance.ipynb"


def test_what_was_worked_on_is_handed_in_and_nothing_else(folder, tmp_path, capsys):
    assert cli.main(["handin", str(tmp_path / "a.zip"), "--folder", str(folder), "--name", "Zoë", "--yes"]) == 0
    out, members = capsys.readouterr().out, given(tmp_path / "a.zip")
    assert list(members) == ["CONTENTS.txt", THIRD, "progress.json"]
    assert re.search(rf"  {THIRD}: \d+ cells, 1 of {len(of_lesson('03'))} exercises answered\n", out)
    assert json.loads(members["progress.json"])["name"] == "Zoë"
    notebook = nbformat.reads(members[THIRD], as_version=4)
    assert any("(5, 4, 6, 7)" in cell.source for cell in notebook.cells)
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        assert (cell.outputs, cell.execution_count) == ([], None)
    assert str(tmp_path) not in "".join(members.values()), "no path of this machine"


def test_a_class_is_counted_from_it(folder, tmp_path):
    handin.handin(tmp_path / "a.zip", [], folder, name="Zoë", yes=True)
    (learner,) = gather([tmp_path / "a.zip"]).learners
    assert learner.name == "Zoë" and learner.exercises[EXERCISE.key]["solved_after"] == 1


def test_the_same_work_makes_the_same_bytes(folder, tmp_path):
    for name in ("a.zip", "b.zip"):
        handin.handin(tmp_path / name, ["03", "02"], folder, yes=True)
        os.utime(lesson("03").path(folder), (1, 1))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert sorted(given(tmp_path / "a.zip"))[1:3] == ["lessons/02_padding_and_stride.ipynb", THIRD]


def test_a_lesson_that_is_asked_for_is_handed_in_even_untouched(folder, tmp_path, capsys):
    handin.handin(tmp_path / "a.zip", ["02", "02"], folder, yes=True)
    assert "02_padding_and_stride.ipynb: nothing is changed in it" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no copy of lesson 04"):
        handin.handin(tmp_path / "b.zip", ["04"], folder, yes=True)
    with pytest.raises(LessonError):
        handin.handin(tmp_path / "b.zip", ["3"], folder, yes=True)
    assert not (tmp_path / "b.zip").exists()


def test_it_asks_and_no_is_no(folder, tmp_path):
    said = handin.handin(tmp_path / "a.zip", [], folder, read=lambda prompt: "n")
    assert said == "Nothing was written." and not (tmp_path / "a.zip").exists()


def test_without_progress_the_lessons_go_alone(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    handin.handin(tmp_path / "a.zip", [], folder, yes=True)
    assert list(given(tmp_path / "a.zip")) == ["CONTENTS.txt", THIRD]
    assert "No progress is kept, so there is none in it." in capsys.readouterr().out


UNREADABLE = {"newer": ('{"version": 99}', "newer edition"), "damaged": ("{", "is damaged")}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_progress_that_cannot_be_read_is_not_said_to_be_none(folder, tmp_path, capsys, text, reason):
    (tmp_path / "own" / "progress.json").write_text(text)
    handin.handin(tmp_path / "a.zip", [], folder, yes=True)
    said = capsys.readouterr().out
    assert reason in said and "So there is none in it.\n" in said and "No progress is kept" not in said
    assert list(given(tmp_path / "a.zip")) == ["CONTENTS.txt", THIRD]


@pytest.mark.parametrize("text", ["", *(text for text, _ in UNREADABLE.values())])
def test_a_name_is_handed_in_without_progress_too(folder, tmp_path, capsys, text):
    """Whoever teaches sees in the overview of the class who has handed in lessons alone."""
    progress = tmp_path / "own" / "progress.json"
    progress.write_text(text) if text else progress.unlink()
    handin.handin(tmp_path / "a.zip", [], folder, name="Zoë", yes=True)
    said = capsys.readouterr().out
    assert "It bears the name Zoë." in said and "  progress.json: your name, and no exercise\n" in said
    (learner,) = gather([tmp_path / "a.zip"]).learners
    assert (learner.name, learner.exercises) == ("Zoë", {})


def test_no_work_is_nothing_to_hand_in(folder, tmp_path):
    lesson("03").path(folder).unlink()
    for place, words in ((folder, "holds work of yours"), (tmp_path / "none", "There is no folder")):
        with pytest.raises(CommandError, match=words):
            handin.handin(tmp_path / "a.zip", [], place, yes=True)
    assert not (tmp_path / "a.zip").exists()


@posix_only
def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path, capsys):
    secret = tmp_path / "secret.ipynb"
    lesson("03").path(folder).rename(secret)
    lesson("03").path(folder).symlink_to(secret)
    work_again = lesson("02").path(folder)
    work_again.write_text(work_again.read_text().replace("...", "5"))
    handin.handin(tmp_path / "a.zip", [], folder, yes=True)
    assert "is a link out of the folder of your copies. It is left out." in capsys.readouterr().out
    assert THIRD not in given(tmp_path / "a.zip")
    with pytest.raises(CommandError, match="is a link out of the folder"):
        handin.handin(tmp_path / "b.zip", ["03"], folder, yes=True)


@posix_only
def test_copies_that_are_none(folder, tmp_path, capsys):
    third, second = lesson("03").path(folder), lesson("02").path(folder)
    second.write_text("<<<<<<< mine")
    third.unlink()
    os.mkfifo(third)
    os.symlink(folder / "nothing.ipynb", lesson("04").path(folder))
    with pytest.raises(CommandError) as refused:
        handin.handin(tmp_path / "a.zip", [], folder, yes=True)
    said = str(refused.value)
    assert "02_padding_and_stride.ipynb cannot be read as a notebook" in said
    assert "it is no ordinary file" in said and "is a link that leads nowhere" in said


def test_what_is_too_large_is_refused(folder, tmp_path, monkeypatch):
    for limit, words in {
        "_LARGEST_WITHOUT": "too large even without its outputs",
        "LARGEST": "too large for one",
    }.items():
        with monkeypatch.context() as small, pytest.raises(CommandError, match=words):
            small.setattr(handin, limit, 1000)
            handin.handin(tmp_path / "a.zip", ["03"], folder, yes=True)
    assert not (tmp_path / "a.zip").exists()


def test_a_file_that_is_there_is_left_as_it_is(folder, tmp_path):
    (tmp_path / "a.zip").write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        handin.handin(tmp_path / "a.zip", [], folder, yes=True)
    assert (tmp_path / "a.zip").read_text() == "mine"
