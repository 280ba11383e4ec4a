"""The file of a learner's progress: right counts, nothing lost, nothing written where it should not be."""

import json
import subprocess
import sys

import pytest
from filelock import FileLock

from course_utils.checking import progress
from course_utils.commands import cli, paths
from course_utils.commands.progress import card
from course_utils.exercises import convolution
from course_utils.lessons import LESSONS


@pytest.fixture
def file(monkeypatch, tmp_path):
    """A file of progress of this test's own."""
    file = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    return file


def test_attempts_hints_and_mistakes_are_counted(file):
    exercise = convolution.parameters_of_the_layer
    exercise.check(1200)
    exercise.check(1200)
    exercise.check(7)
    exercise.hint()
    exercise.check(1216)
    exercise.check(1216)
    exercise.solution()
    (entry,) = progress.read()[0].values()
    assert entry == {
        "attempts": 5,
        "hints": entry["hints"],
        "solution_seen": True,
        "misconceptions": {"forgets the biases": 2},
        "solved_after": 4,
    }
    assert entry["hints"] >= 1


def test_what_is_not_attempted_leaves_no_trace(file):
    assert convolution.parameters_of_the_layer.check().note == ""
    assert not file.exists()


def test_off_writes_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    monkeypatch.chdir(tmp_path)
    assert progress.record("a.b", status="right") == ""
    assert progress.read() == ({}, "")
    assert not list(tmp_path.iterdir())
    assert "turned off" in card()


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"exercises": 3}', '{"exercises": {"a": 3}}', "\x00\x01", '{"a": 1}']
)
def test_a_damaged_file_is_set_aside_with_a_sentence(file, damage):
    file.parent.mkdir()
    for number in (1, 2):
        file.write_text(damage)
        note = progress.record("a.b", status="wrong")
        assert f"progress.damaged-{number}.json" in note
        assert (file.parent / f"progress.damaged-{number}.json").read_text() == damage
    assert progress.read()[0]["a.b"]["attempts"] == 1


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits long for the lock in this test."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)


@pytest.mark.parametrize("kept", ["{", '{"version": 1, "exercises": {}}'])
def test_reading_waits_for_whoever_writes(file, impatient, kept):
    file.parent.mkdir()
    file.write_text(kept)
    with FileLock(f"{file}.lock"):
        entries, note = progress.read()
        assert entries == {}
        assert note.startswith(f"Progress could not be read from {file}: ")
        assert file.read_text() == kept
        assert not list(file.parent.glob("*damaged*"))
        assert "could not be kept" in progress.record("a.b", status="wrong")
    assert ("damaged-1" in progress.read()[1]) == (kept == "{")


def test_a_file_that_cannot_be_read_is_told_by_the_card(file, capsys):
    file.mkdir(parents=True)  # a folder of that name: what an administrator may read as well as anybody
    entries, note = progress.read()
    assert entries == {}
    assert note.startswith(f"Progress could not be read from {file}: ")
    assert cli.main(["progress"]) == 0
    told, *lines = capsys.readouterr().out.splitlines()
    assert told == note
    assert any(line.startswith("01") for line in lines)


def test_a_file_without_rights_is_told(file, monkeypatch):
    progress.record("a.b", status="right")

    def refuse(*arguments, **settings):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(file), "read_text", refuse)
    assert progress.read() == ({}, f"Progress could not be read from {file}: [Errno 13] Permission denied.")


def test_reading_what_is_not_there_leaves_no_trace(file):
    assert progress.read() == ({}, "")
    assert not file.parent.exists()


def test_two_kernels_at_once_lose_nothing(file):
    code = (
        "from course_utils.checking import progress\n"
        "for _ in range(40): assert not progress.record('a.b', status='wrong')"
    )
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert progress.read()[0]["a.b"]["attempts"] == 120


def test_a_place_that_cannot_be_written_is_told_and_no_error(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "file" / "progress.json"))
    verdict = convolution.parameters_of_the_layer.check(1216)
    assert verdict.status == "right"
    assert "could not be kept" in verdict.note


def test_the_file_is_small_json_without_times_or_names(file):
    progress.record("a.b", status="right")
    kept = json.loads(file.read_text())
    assert set(kept) == {"version", "exercises"}
    assert set(kept["exercises"]["a.b"]) == {"attempts", "hints", "solution_seen", "misconceptions", "solved_after"}


def test_the_learners_own_folder_is_outside_the_repository(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    assert paths.ROOT not in progress.path().parents


def test_the_card(file, capsys):
    convolution.parameters_of_the_layer.check(1200)
    convolution.parameters_of_the_layer.check(1216)
    assert cli.main(["progress"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (lesson,) = [line for line in lines if line.startswith("01")]
    assert lesson.split()[1].startswith("✓○")
    assert "1 of" in lesson
    assert "2 attempts" in lesson
    assert "      parameters_of_the_layer: forgets the biases (1×)" in lines
    assert [line[:2] for line in lines[:10] if line[:1] == "0"] == [row.number for row in LESSONS]
