"""The inventory on its way: taken out with the progress, brought in, brought back, and forgotten."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from course_utils.checking import kept as kept_form
from course_utils.checking import progress
from course_utils.commands import cli
from course_utils.inventory import records, travelling
from course_utils.inventory.forms import ITEMS
from course_utils.inventory.item import RIGHT
from course_utils.inventory.outcome import OPEN, Answer
from course_utils.inventory.sitting import Sitting

ROOT = Path(__file__).resolve().parent.parent
FIRST, SECOND = list(ITEMS)[:2]
posix_only = pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
SURE = Answer(RIGHT, RIGHT, "sure")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A function that makes another machine's folder the learner's own."""

    def at(name):
        monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / name / "progress.json"))
        return tmp_path / name

    return at


def taken_out(tmp_path, name="taken.json"):
    assert cli.main(["progress", "--export", str(tmp_path / name)]) == 0
    return tmp_path / name


def brought_in(file):
    return cli.main(["progress", "--import", str(file)])


def test_it_goes_to_another_machine_and_back(home, tmp_path, capsys):
    home("laptop")
    progress.record("pooling.maxima", status="right")
    records.keep("A", FIRST, SURE)
    file = taken_out(tmp_path)
    said = capsys.readouterr().out
    assert "1 exercise written into" in said and "With it: 1 answer to the inventory." in said
    hub = home("hub")
    assert brought_in(file) == 0
    assert "1 answer to the inventory came with it." in capsys.readouterr().out
    assert records.read() == ({"A": {FIRST: SURE}, "B": {}}, "")
    assert "inventory" not in json.loads((hub / "progress.json").read_text("utf-8"))
    records.keep("B", SECOND, Answer(OPEN))
    back = taken_out(tmp_path, "back.json")
    home("laptop")
    assert brought_in(back) == brought_in(back) == 0
    assert "No new answer to the inventory came with it." in capsys.readouterr().out
    assert records.read() == ({"A": {FIRST: SURE}, "B": {SECOND: Answer(OPEN)}}, "")


def test_an_inventory_travels_without_an_exercise(home, tmp_path):
    home("laptop")
    Sitting("A").leave_open()
    file = taken_out(tmp_path)
    home("hub")
    assert brought_in(file) == 0
    assert len(Sitting("A").answers) == 1


def test_what_was_answered_here_stays(home, tmp_path, capsys):
    home("laptop")
    records.keep("A", FIRST, Answer(OPEN))
    records.keep("A", SECOND, SURE)
    file = taken_out(tmp_path)
    home("hub")
    records.keep("A", FIRST, SURE)
    assert brought_in(file) == 0
    said = capsys.readouterr().out
    assert "1 answer to the inventory came with it. Where you answered otherwise here (1 question), that stays." in said
    assert records.read()[0]["A"] == {FIRST: SURE, SECOND: SURE}


def test_an_edition_that_does_not_know_it_takes_the_rest(home, tmp_path):
    """What `progress` alone does with the file is what an earlier edition does."""
    home("laptop")
    progress.record("pooling.maxima", status="right")
    records.keep("A", FIRST, SURE)
    text = taken_out(tmp_path).read_text("utf-8")
    older = home("older")
    words, is_problem = progress.bring(text)
    assert not is_problem and "1 exercise tried, 1 solved" in words
    assert json.loads((older / "progress.json").read_text("utf-8"))["inventory"], "it is kept, unused"
    progress.record("pooling.maxima", hint=1)
    assert json.loads((older / "progress.json").read_text("utf-8"))["inventory"]


NONE = "could not be read and were left out."


@pytest.mark.parametrize(
    ("inventory", "said"),
    [
        ([], NONE),
        (None, NONE),
        ({"version": 2, "forms": {}}, "of a newer edition of the course and were left out."),
        ({"version": 1, "forms": {"A": {FIRST: {"choice": 3}}}}, "Some of its answers could not be read"),
        ({"version": 1, "forms": {"C": {}}}, "Some of its answers could not be read"),
    ],
)
def test_an_inventory_that_cannot_be_used_does_not_keep_the_progress_out(home, inventory, said):
    home("hub")
    exercises = {"pooling.maxima": {"attempts": 1}}
    words, is_problem = travelling.bring(json.dumps({"version": 1, "exercises": exercises, "inventory": inventory}))
    assert not is_problem and "1 exercise tried" in words
    assert (said in words) or inventory is None


@pytest.mark.parametrize("text", ["", "[]", "{", '"a"', "3", "[" * 10_000, '{"inventory": {}}', '{"a": 1, "a": 2}'])
def test_what_is_no_such_file_brings_nothing(home, text):
    home("hub")
    words, is_problem = travelling.bring(text)
    assert is_problem and "no file of progress" in words
    assert records.read()[0] == {"A": {}, "B": {}}


def test_a_newer_file_here_is_left_as_it_is(home):
    place = home("hub")
    place.mkdir()
    (place / "inventory.json").write_text('{"version": 2, "forms": {}}', "utf-8")
    inventory = {"version": 1, "forms": {"A": {FIRST: SURE._asdict()}}}
    words, _ = travelling.bring(json.dumps({"version": 1, "exercises": {}, "inventory": inventory}))
    assert "No new answer to the inventory came with it." in words and "newer edition" in words
    assert (place / "inventory.json").read_text("utf-8") == '{"version": 2, "forms": {}}'


def test_a_file_too_large_for_both_is_not_read(home, tmp_path, monkeypatch, capsys):
    home("laptop")
    with open(tmp_path / "disk.img", "wb") as file:
        file.truncate(travelling.LARGEST + 1)
    with monkeypatch.context() as unread:
        unread.setattr(Path, "read_text", None)
        assert brought_in(tmp_path / "disk.img") == 1
    said = capsys.readouterr().err
    assert "disk.img is no file of progress of this course: it is too large for one. Give the file that" in said


def test_a_large_progress_with_its_inventory_is_not_too_large(home, tmp_path, capsys):
    """Each may be as large as it may be alone."""
    home("laptop")
    records.keep("A", FIRST, SURE)
    inventory = records.packed()[0] | {"note": "x" * (records.LARGEST - 1000)}
    kept = {"version": 2, "exercises": {}, "note": "x" * (kept_form.LARGEST - 1000), "inventory": inventory}
    (tmp_path / "both.json").write_text(json.dumps(kept), "utf-8")
    home("hub")
    assert brought_in(tmp_path / "both.json") == 0
    assert records.read()[0]["A"] == {FIRST: SURE}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("", "is a folder: give the name of a new file"),
        ("no/where.json", "There is no folder"),
        pytest.param("link.json", "is there already", marks=posix_only),
    ],
)
def test_it_is_taken_out_into_a_new_file_alone(home, tmp_path, capsys, place, words):
    home("laptop")
    progress.record("pooling.maxima", status="right")
    if place == "link.json":
        (tmp_path / place).symlink_to(tmp_path / "elsewhere.json")
    assert cli.main(["progress", "--export", str(tmp_path / place)]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "elsewhere.json").exists()


def test_nothing_is_taken_out_where_nothing_is(home, tmp_path, capsys):
    home("laptop")
    assert cli.main(["progress", "--export", str(tmp_path / "none.json")]) == 1
    assert "nothing to take out" in capsys.readouterr().err


def test_to_forget_it_deletes_it_and_its_copies_and_nothing_else(home, capsys):
    place = home("laptop")
    progress.record("pooling.maxima", status="right")
    records.keep("A", FIRST, SURE)
    records.begin_again("A")
    (place / "inventory.mine.json").write_text("{}", "utf-8")
    assert cli.main(["forget", "inventory"]) == 0
    said = capsys.readouterr().out
    assert "inventory.json" in said and "inventory.before-1.json" in said
    names = {one.name for one in place.iterdir() if one.suffix == ".json"}
    assert names == {"progress.json", "inventory.mine.json"}
    assert cli.main(["forget", "inventory"]) == 0
    assert "No answers to the inventory are kept." in capsys.readouterr().out


def test_there_is_nothing_to_forget_where_nothing_is_kept(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    assert records.forget() == "No answers to the inventory are kept."


NODE = shutil.which("node")
TOGETHER = """
import { together } from "./site/live/kept.js";
let given = "";
for await (const piece of process.stdin) given += piece;
const texts = JSON.parse(given);
process.stdout.write(together(name => texts[name] ?? null) ?? "nothing");
"""


def of_a_page(**texts):
    """What a page takes out, of the files that its browser keeps."""
    command = [NODE, "--input-type=module", "-e", TOGETHER]
    ran = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, check=True)
    return ran.stdout


@pytest.mark.skipif(not NODE, reason="there is no node on this machine; the site's tests do the same in Chromium")
def test_what_a_page_takes_out_the_course_takes_in(home):
    place = home("page")
    progress.record("pooling.maxima", status="right")
    records.keep("A", FIRST, SURE)
    texts = {name: (place / f"{name}.json").read_text("utf-8") for name in ("progress", "inventory")}
    for number, names in enumerate((["progress", "inventory"], ["inventory"], ["progress"])):
        home(f"course {number}")
        words, is_problem = travelling.bring(of_a_page(**{name: texts[name] for name in names}))
        assert not is_problem, words
        assert bool(progress.read()[0]) == ("progress" in names)
        assert bool(records.read()[0]["A"]) == ("inventory" in names)
    assert of_a_page() == "nothing"
    assert of_a_page(progress="{", inventory=texts["inventory"]) == "{", "a damaged file goes out as it is"
