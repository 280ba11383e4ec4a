"""`course share`: every byte is shown before it is written, nothing else is, and nothing without being asked."""

import io
import json
import os

import pytest

from course_utils.checking import progress
from course_utils.checking.kept import EXERCISE as FIELDS
from course_utils.commands import cli, share
from course_utils.commands.errors import CommandError
from course_utils.exercises import pooling
from course_utils.inventory import records
from course_utils.inventory.forms import ITEMS
from course_utils.inventory.outcome import Answer

EXERCISE = pooling.four_maxima


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    """A learner who has solved one exercise after a mistake."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "own" / "progress.json"))
    EXERCISE.check(EXERCISE.misconceptions[0].wrong())
    EXERCISE.check(EXERCISE.reference())
    return tmp_path / "own" / "progress.json"


def test_what_is_written_is_what_was_shown(tmp_path, capsys):
    assert cli.main(["share", str(tmp_path / "mine.json"), "--name", "Zoë", "--yes"]) == 0
    out, written = capsys.readouterr().out, (tmp_path / "mine.json").read_text("utf-8")
    assert out.startswith(written)
    size = f"{(tmp_path / 'mine.json').stat().st_size:,} bytes"
    assert f"These {size} are all that is written" in out and f"{size} written into" in out
    assert progress.read_file(tmp_path / "mine.json")[0]["name"] == "Zoë"


def test_it_holds_the_courses_own_fields_and_nothing_else(kept, tmp_path):
    there = json.loads(kept.read_text())
    there["code"] = "def secret(): ..."
    there["exercises"][EXERCISE.key]["code"] = "def secret(): ..."
    kept.write_text(json.dumps(there))
    share.share(tmp_path / "mine.json", yes=True)
    given = json.loads((tmp_path / "mine.json").read_text())
    assert set(given) == {"version", "exercises"}
    assert set(given["exercises"][EXERCISE.key]) == set(FIELDS)
    assert given["exercises"][EXERCISE.key]["attempts"] == 2


@pytest.mark.parametrize(
    ("answer", "is_written"), [("y", True), ("YES ", True), ("", False), ("n", False), ("yeah", False)]
)
def test_it_asks(tmp_path, answer, is_written):
    asked = []
    said = share.share(tmp_path / "mine.json", read=lambda prompt: asked.append(prompt) or answer)
    assert asked == ["Write it? [y/N] "]
    assert (tmp_path / "mine.json").exists() is is_written
    assert said.endswith("mine.json." if is_written else "Nothing was written.")


def test_where_nobody_can_be_asked_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert cli.main(["share", str(tmp_path / "mine.json")]) == 1
    assert "add --yes" in capsys.readouterr().err
    assert not (tmp_path / "mine.json").exists()


def test_an_end_of_input_is_no_leave(tmp_path):
    def ended(prompt):
        raise EOFError

    assert share.share(tmp_path / "mine.json", read=ended) == "Nothing was written."


def test_the_inventory_goes_with_it_only_on_demand(tmp_path, capsys):
    name = next(iter(ITEMS))
    records.keep("A", name, Answer("open"))
    share.share(tmp_path / "without.json", yes=True)
    out = capsys.readouterr().out
    assert "Your 1 answer to the inventory is not in it; course share --inventory adds it." in out
    assert "It says when you worked on each exercise." in out
    share.share(tmp_path / "with.json", inventory=True, yes=True)
    assert "It holds your 1 answer to the inventory." in capsys.readouterr().out
    assert "inventory" not in json.loads((tmp_path / "without.json").read_text())
    forms = json.loads((tmp_path / "with.json").read_text())["inventory"]["forms"]
    assert forms["A"] == {name: {"choice": "open", "reason": "", "sure": ""}}
    assert progress.read_file(tmp_path / "with.json")[0]["exercises"]


def test_a_file_that_is_there_is_left_as_it_is(tmp_path):
    there = tmp_path / "mine.json"
    there.write_text("mine")
    for place, words in (
        (there, "is there already"),
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "where.json", "There is no folder"),
    ):
        with pytest.raises(CommandError, match=words):
            share.share(place, yes=True)
    if os.name != "nt":
        (tmp_path / "link.json").symlink_to(tmp_path / "elsewhere.json")
        with pytest.raises(CommandError, match="is there already"):
            share.share(tmp_path / "link.json", yes=True)
    assert there.read_text() == "mine" and not (tmp_path / "elsewhere.json").exists()


def test_a_file_that_appears_while_it_asks_is_left_as_it_is(tmp_path):
    file = tmp_path / "mine.json"

    def slow(prompt):
        file.write_text("of another window")
        return "y"

    with pytest.raises(FileExistsError):
        share.share(file, read=slow)
    assert file.read_text() == "of another window"


@pytest.mark.parametrize("name", ["a\nb", "x" * 61, "\x1b[31m", "\u202ea"])
def test_a_name_is_one_line(tmp_path, name):
    with pytest.raises(CommandError, match="--name takes a name"):
        share.share(tmp_path / "mine.json", name=name, yes=True)
    assert not (tmp_path / "mine.json").exists()


def test_the_inventory_alone_can_be_shared_and_a_study_reads_it(tmp_path, kept):
    kept.unlink()
    name = next(iter(ITEMS))
    records.keep("B", name, Answer("open"))
    with pytest.raises(CommandError, match="Nothing is kept yet"):
        share.share(tmp_path / "mine.json", yes=True)
    share.share(tmp_path / "mine.json", inventory=True, yes=True)
    assert records.read(tmp_path / "mine.json") == ({"A": {}, "B": {name: Answer("open")}}, "")


def test_what_cannot_be_read_is_not_said_to_be_nothing(tmp_path, kept):
    kept.write_text('{"version": 99}')
    with pytest.raises(CommandError, match=r"(?s)newer edition.*\nSo there is nothing to share") as refused:
        share.share(tmp_path / "mine.json", yes=True)
    assert "Nothing is kept" not in str(refused.value)


def test_an_inventory_that_cannot_be_read_whole_is_told(tmp_path, kept, capsys):
    records.keep("A", next(iter(ITEMS)), Answer("open"))
    file = kept.with_name("inventory.json")
    answers = json.loads(file.read_text("utf-8"))
    answers["forms"]["A"]["no such item"] = {}
    file.write_text(json.dumps(answers), "utf-8")
    share.share(tmp_path / "mine.json", inventory=True, yes=True)
    said = capsys.readouterr().out
    assert "inventory.json is damaged." in said and "It holds your 1 answer to the inventory." in said


def test_nothing_kept_is_nothing_to_share(tmp_path, kept):
    kept.unlink()
    with pytest.raises(CommandError, match="Nothing is kept yet"):
        share.share(tmp_path / "mine.json", yes=True)
    assert not (tmp_path / "mine.json").exists()
