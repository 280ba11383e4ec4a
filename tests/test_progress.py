"""The file of a learner's progress: right counts, nothing lost, nothing written where it should not be."""

import errno
import json
import os
import re
import stat
import subprocess
import sys

import pytest
from filelock import FileLock

from course_utils.checking import progress
from course_utils.checking.kept import EXERCISE as EXERCISE_FIELDS
from course_utils.checking.kept import REVIEW, new, nothing
from course_utils.checking.merging import merged
from course_utils.commands import cli, paths
from course_utils.commands.asking_order import in_asking_order
from course_utils.commands.progress import card
from course_utils.exercises import convolution
from course_utils.files import json_text
from course_utils.lessons import LESSONS
from tests.support.clock import Clock

EXERCISE = convolution.parameters_of_the_layer
RIGHT, MISTAKE = EXERCISE.reference(), EXERCISE.misconceptions[0]
AT = "2026-11-29T08:00:00Z"
posix_only = pytest.mark.skipif(os.name == "nt", reason="links, pipes and permissions as POSIX has them")


@pytest.fixture
def file(monkeypatch, tmp_path):
    """A file of progress of this test's own."""
    file = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    return file


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is told to go on."""
    return Clock(monkeypatch)


def test_attempts_hints_and_mistakes_are_counted(file):
    exercise = EXERCISE
    exercise.check(MISTAKE.wrong())
    exercise.check(MISTAKE.wrong())
    exercise.check(-7)
    exercise.hint()
    exercise.check(RIGHT)
    exercise.check(RIGHT)
    exercise.solution()
    (entry,) = progress.read()[0].values()
    counts = {"attempts": 5, "solution_seen": True, "misconceptions": {MISTAKE.name: 2}, "solved_after": 4}
    assert {name: entry[name] for name in counts} == counts
    assert entry["hints"] >= 1


def test_what_is_only_shown_is_no_attempt_and_is_written_once(file, clock):
    assert EXERCISE.check().note == ""
    shown = {**new(EXERCISE_FIELDS), "opened": AT, "last": AT}
    assert progress.read()[0] == {EXERCISE.key: shown}
    clock.goes_on(minutes=3)
    assert EXERCISE.check().note == ""
    assert progress.read()[0] == {EXERCISE.key: shown}
    file.write_text("{")
    assert EXERCISE.check().note == "" and file.read_text() == "{", "whoever does nothing hears of no damage"


def test_off_writes_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    monkeypatch.chdir(tmp_path)
    assert progress.record("a.b", status="right") == ""
    assert progress.read() == ({}, "")
    assert not list(tmp_path.iterdir())
    assert "turned off" in card()


SOUND = {"attempts": 3, "hints": 1, "solution_seen": False, "misconceptions": {"forgets the biases": 2}}

#: Valid JSON whose entry "a.b" cannot be counted on.
UNSOUND = [
    {"attempts": None},
    {"attempts": "three"},
    {"attempts": True},
    {"attempts": -1},
    {"attempts": 1.5},
    {"attempts": float("inf")},
    {"attempts": 10**30},
    {"hints": "2"},
    {"hints": [1]},
    {"solution_seen": "no"},
    {"solution_seen": None},
    {"misconceptions": []},
    {"misconceptions": None},
    {"misconceptions": {"forgets the biases": None}},
    {"misconceptions": {"forgets the biases": float("nan")}},
    {"solved_after": "4"},
    {"solved_after": False},
    3,
    None,
    ["attempts"],
    "text",
]


@pytest.mark.parametrize("entry", UNSOUND, ids=str)
def test_an_entry_of_a_wrong_kind_stops_no_check_and_takes_no_other_entry_with_it(file, entry):
    file.parent.mkdir()
    text = json.dumps({"version": 1, "exercises": {"a.b": entry, "c.d": SOUND}})
    file.write_text(text)
    entries, told = progress.read()
    assert set(entries) == {"c.d"}
    assert "is damaged" in told
    assert file.read_text() == text, "reading writes nothing"
    note = progress.record("a.b", status="wrong", misconception="m", hint=2, solution=True)
    assert "progress.damaged-1.json" in note and "goes on" in note
    assert (file.parent / "progress.damaged-1.json").read_text() == text
    entries, told = progress.read()
    assert told == ""
    counts = {"attempts": 1, "hints": 2, "solution_seen": True, "misconceptions": {"m": 1}, "solved_after": None}
    assert {name: entries["a.b"][name] for name in counts} == counts
    assert entries["c.d"] == {**new(EXERCISE_FIELDS), **SOUND}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"1e999",
        b'{"a": 1}',
        b'{"exercises": 3}',
        b'{"exercises": null}',
        b'{"exercises": [["a.b", 1]]}',
        b'{"version": null, "exercises": {}}',
        b'{"version": "1", "exercises": {}}',
        b'{"version": NaN, "exercises": {}}',
        b'{"version": 0, "exercises": {}}',
        b'{"version": 1.5, "exercises": {}}',
        b'{"version": true, "exercises": {}}',
        b'{"version": [2], "exercises": {}}',
        b'{"exercises": {}, "exercises": {"a.b": {"attempts": 3}}}',
        b'{"exercises": {"a.b": {"attempts": 1, "attempts": 2}}}',
        b'{"exercises": {"a.b": {"attempts": ' + b"9" * 5000 + b"}}}",
        b'{"exercises": {"a.b": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}}",
        b'{"exercises": {}, "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"\x00\x01\xff\xfe",
        '{"exercises": {}}'.encode("utf-16"),
        b'{"exercises": {}}' + b" " * 5_000_000,
        b'{"version": 1, "exercises": {}}\n<<<<<<< mine\n',
    ],
    ids=lambda damage: str(damage[:48]),
)
def test_a_damaged_file_is_kept_whole_and_a_new_one_begins(file, damage):
    file.parent.mkdir()
    for number in (1, 2):
        file.write_bytes(damage)
        entries, told = progress.read()
        assert entries == {}
        assert told == f"{file} is damaged. What can be read of it is shown; the next check keeps it aside."
        assert not (file.parent / f"progress.damaged-{number}.json").exists()
        verdict = EXERCISE.check(-7)
        assert f"progress.damaged-{number}.json; a new one begins" in verdict.note
        assert (file.parent / f"progress.damaged-{number}.json").read_bytes() == damage
    ((key, entry),) = progress.read()[0].items()
    assert (key, entry["attempts"]) == ("convolution.parameters_of_the_layer", 1)


def test_a_file_from_an_editor_of_windows_is_no_damage(file, clock):
    file.parent.mkdir()
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"version": 1, "exercises": {"c.d": SOUND}}, indent=2).encode())
    assert progress.record("c.d", status="right") == ""
    both = {**new(EXERCISE_FIELDS), **SOUND, "attempts": 4, "solved_after": 4, "solved": AT, "last": AT}
    assert progress.read() == ({"c.d": both}, "")


def test_what_this_edition_does_not_know_is_kept(file):
    """Names added by hand or by another program, entries of exercises that are gone, characters without a partner."""
    file.parent.mkdir()
    gone = {**SOUND, "solved_after": 3, "comment": "half a pair: \ud83d"}
    file.write_text(json.dumps({"exercises": {"gone.exercise": gone}, "theme": {"dark": True}, "\udc80": [1e300]}))
    assert progress.record("a.b", status="wrong") == ""
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["exercises"]["gone.exercise"] == {**new(EXERCISE_FIELDS), **gone}
    assert kept["theme"] == {"dark": True}
    assert kept["\udc80"] == [1e300]
    assert cli.main(["progress"]) == 0


@pytest.mark.parametrize("version", ["3", "2.5", "1e999", "99999999999999999999"])
def test_a_file_of_a_newer_edition_is_neither_read_nor_overwritten_nor_set_aside(file, version, capsys):
    file.parent.mkdir()
    text = f'{{"version": {version}, "exercises": {{"a.b": "written otherwise"}}}}'
    file.write_text(text)
    assert "newer edition" in progress.record("a.b", status="right")
    verdict = EXERCISE.check(RIGHT)
    assert (verdict.status, "left as it is" in verdict.note) == ("right", True)
    assert cli.main(["progress"]) == 0
    assert "newer edition" in capsys.readouterr().out
    assert file.read_text() == text
    assert not list(file.parent.glob("*damaged*"))


def test_a_file_of_today_s_form_is_taken_as_it_is(file):
    file.parent.mkdir()
    kept = {**nothing(), "name": "Ada", "exercises": {"c.d": {**new(EXERCISE_FIELDS), **SOUND, "last": AT}}}
    text = json_text({**kept, "reviews": {"one_window": {**new(REVIEW), "asked": 2, "right": 1, "last": AT}}})
    file.write_text(text)
    assert progress.update(lambda kept: None) == ""
    assert file.read_text() == text


@pytest.mark.parametrize("word", ["off", "OFF", "Off", " off ", "0", "no", "No", "false", "FALSE", "none", os.devnull])
def test_words_that_turn_it_off(monkeypatch, tmp_path, word):
    monkeypatch.setenv("COURSE_PROGRESS", word)
    monkeypatch.chdir(tmp_path)
    assert progress.path() is None
    assert progress.record("a.b", status="right") == ""
    assert progress.read() == ({}, "")
    assert f'COURSE_PROGRESS is "{word}"' in card()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFBLK])
def test_a_device_keeps_nothing_and_stays_a_device(file, monkeypatch, kind):
    """A file that is said to be a device: nothing of the machine is touched."""
    file.parent.mkdir()
    file.write_text("")
    found = list(file.stat())
    found[0] = kind | 0o666
    monkeypatch.setattr(type(file), "stat", lambda self, **_: os.stat_result(found))
    assert progress.path() is None
    assert progress.record("a.b", status="right") == ""
    assert "turned off" in card()
    monkeypatch.undo()
    assert [path.name for path in file.parent.iterdir()] == ["progress.json"]


@pytest.mark.parametrize("name", ["p.json", "./p.json", "progress/p.json", "disabled", "off.json"])
def test_a_name_that_means_another_file_in_every_folder_is_refused(monkeypatch, tmp_path, name, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", name)
    monkeypatch.chdir(tmp_path)
    verdict = EXERCISE.check(RIGHT)
    assert verdict.status == "right"
    assert f"COURSE_PROGRESS is '{name}': give a whole path" in verdict.note
    assert cli.main(["progress"]) == 0
    assert "give a whole path" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_the_home_folder_is_meant_by_its_sign(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("COURSE_PROGRESS", " ~/own/p.json ")
    assert progress.record("a.b", status="right") == ""
    assert (tmp_path / "own" / "p.json").exists()
    assert progress.read()[0]["a.b"]["solved_after"] == 1


@pytest.mark.parametrize("chosen", [None, "", "  "])
def test_the_usual_file_lies_where_programs_keep_data(monkeypatch, tmp_path, chosen):
    """On Windows a second folder, of an author, would stand between: there is none."""

    def data_folder(name, *, appauthor):
        assert appauthor is False
        return tmp_path / name

    monkeypatch.setattr("platformdirs.user_data_path", data_folder)
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    if chosen is not None:
        monkeypatch.setenv("COURSE_PROGRESS", chosen)
    assert progress.path() == tmp_path / "cnns-by-hand" / "progress.json"


@pytest.mark.parametrize("chosen", ["", "  ", "~/p.json"])
def test_a_home_that_cannot_be_found_is_told(monkeypatch, tmp_path, chosen, capsys):
    def lost(*arguments):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(progress, "_usual", lost)
    monkeypatch.setattr(type(tmp_path), "expanduser", lost)
    monkeypatch.setenv("COURSE_PROGRESS", chosen)
    with pytest.raises(OSError, match="set HOME"):
        progress.path()
    verdict = EXERCISE.check(RIGHT)
    assert verdict.status == "right"
    assert re.match(r"Progress could not be kept: .*: set HOME", verdict.note)
    assert cli.main(["progress"]) == 0
    assert "set HOME" in capsys.readouterr().out


# Everything is imported first: a stranger may be kept from the folder in which Python lies.
NOBODY = """
import os, filelock, platformdirs
from course_utils.checking import progress
from course_utils.checking.merging import merged
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(61234)
    os.setuid(61234)
print(progress.record("a.b", status="right"))
"""


@posix_only
def test_a_user_without_a_home_or_a_name():
    """As in a container that is run under a number; where root runs the tests, that is tried in full."""
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "COURSE_PROGRESS")}
    environment = {name: value for name, value in environment.items() if not name.startswith("XDG_")}
    if os.geteuid() != 0:
        environment["HOME"] = "/dev/null"
    result = subprocess.run([sys.executable, "-c", NOBODY], env=environment, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Progress could not be kept")


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits long for the lock in this test."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)


@pytest.mark.parametrize("kept", ["{", '{"version": 1, "exercises": {}}'])
def test_whoever_writes_is_waited_for_and_reading_needs_no_lock(file, impatient, kept):
    file.parent.mkdir()
    file.write_text(kept)
    with FileLock(f"{file}.lock"):
        assert progress.record("a.b", status="wrong").startswith(f"Progress could not be kept in {file}: ")
        assert ("damaged" in progress.read()[1]) == (kept == "{")
        assert file.read_text() == kept
        assert not list(file.parent.glob("*damaged*"))
    assert ("damaged-1" in progress.record("a.b", status="wrong")) == (kept == "{")


@pytest.mark.parametrize("link", [False, True])
def test_a_lock_that_is_none_is_told(file, impatient, link):
    file.parent.mkdir()
    lock, precious = file.with_name("progress.json.lock"), file.with_name("precious")
    precious.write_text("theirs")
    if link:
        lock.symlink_to(precious)
    else:
        lock.mkdir()
    assert progress.record("a.b", status="wrong").startswith(f"Progress could not be kept in {file}: ")
    assert precious.read_text() == "theirs"
    assert progress.read() == ({}, "")


def test_a_folder_in_its_place_is_told(file, capsys):
    file.mkdir(parents=True)
    assert progress.record("a.b", status="wrong") == f"Progress could not be kept in {file}: it is a folder."
    assert progress.read() == ({}, f"Progress could not be read from {file}: it is a folder.")
    assert cli.main(["progress"]) == 0
    told, *lines = capsys.readouterr().out.splitlines()
    assert told == f"Progress could not be read from {file}: it is a folder."
    assert any(line.startswith("01") for line in lines)
    assert not list(file.iterdir())
    assert [path.name for path in file.parent.iterdir()] == ["progress.json"], "no lock was laid beside it"


@posix_only
def test_a_pipe_is_not_waited_for(file):
    file.parent.mkdir()
    os.mkfifo(file)
    assert "no ordinary file" in progress.record("a.b", status="wrong")
    assert "no ordinary file" in progress.read()[1]
    assert stat.S_ISFIFO(file.stat().st_mode)


def test_a_file_without_rights_is_told(file, monkeypatch, capsys):
    progress.record("a.b", status="right")

    def refuse(*arguments, **settings):
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(type(file), "read_text", refuse)
    assert progress.read() == ({}, f"Progress could not be read from {file}: Permission denied.")
    assert progress.record("a.b") == f"Progress could not be kept in {file}: Permission denied."
    assert cli.main(["progress"]) == 0
    assert "Permission denied" in capsys.readouterr().out


@pytest.mark.parametrize("text", ['{"version": 1, "exercises": {}}', "{"])
def test_a_full_disk_leaves_the_old_file_and_a_note(file, monkeypatch, text):
    file.parent.mkdir()
    file.write_text(text)

    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left on device" in progress.record("a.b", status="right")
    assert file.read_text() == text
    assert {path.name for path in file.parent.iterdir()} <= {"progress.json", "progress.json.lock"}


def test_whatever_goes_wrong_a_check_goes_on(file, monkeypatch):
    def broken(*arguments):
        raise NotImplementedError("this disk knows no locks")

    monkeypatch.setattr(progress, "locked", broken)
    verdict = EXERCISE.check(RIGHT)
    assert verdict.status == "right"
    assert verdict.note == f"Progress could not be kept in {file}: this disk knows no locks."


@posix_only
def test_a_link_to_a_synced_file_stays_one(file, tmp_path):
    synced = tmp_path / "synced"
    synced.mkdir()
    file.parent.mkdir()
    file.symlink_to(synced / "mine.json")
    precious = tmp_path / "precious"
    precious.write_text("theirs")
    file.with_name("progress.json.part").symlink_to(precious)
    for _ in range(2):
        assert progress.record("a.b", status="wrong") == ""
    (synced / "mine.json").write_text("{")
    assert "mine.damaged-1.json" in progress.record("a.b", status="wrong")
    assert file.is_symlink()
    assert precious.read_text() == "theirs"
    assert json.loads((synced / "mine.json").read_text())["exercises"]["a.b"]["attempts"] == 1
    assert (synced / "mine.damaged-1.json").read_text() == "{"


@posix_only
def test_nobody_else_reads_it_unless_they_were_let_in(file):
    progress.record("a.b", status="wrong")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    file.parent.chmod(0o755)
    progress.record("a.b", status="wrong")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o755


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


def test_whoever_is_killed_leaves_a_whole_file(file):
    progress.record("a.b", status="wrong")
    code = (
        "from course_utils.checking import progress\nprint(1, flush=True)\nwhile True: progress.record('a.b', hint=1)"
    )
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        writer.stdout.readline()
        writer.kill()
        writer.communicate()
        assert progress.read()[1] == ""
        assert progress.record("a.b", status="wrong") == ""
    assert progress.read()[0]["a.b"]["attempts"] == 6


def test_a_place_that_cannot_be_written_is_told_and_no_error(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "file" / "progress.json"))
    verdict = EXERCISE.check(RIGHT)
    assert verdict.status == "right"
    assert "could not be kept" in verdict.note


def test_the_file_is_small_json_without_a_name(file):
    progress.record("a.b", status="right")
    kept = json.loads(file.read_text())
    assert set(kept) == {"version", "exercises", "reviews"}
    assert set(kept["exercises"]["a.b"]) == set(EXERCISE_FIELDS)
    assert len(file.read_text()) < 400


def test_the_learners_own_folder_is_outside_the_repository(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    assert paths.ROOT not in progress.path().parents


def test_the_card(file, capsys):
    EXERCISE.check(MISTAKE.wrong())
    EXERCISE.check(RIGHT)
    assert cli.main(["progress"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (lesson,) = [line for line in lines if line.startswith("01")]
    place = list(in_asking_order(LESSONS[1], paths.NOTEBOOKS)).index(EXERCISE.name)
    assert lesson.split()[1].startswith("○" * place + "✓○")
    assert "1 of" in lesson
    assert "2 attempts" in lesson
    assert f"      parameters_of_the_layer: {MISTAKE.name} (1×)" in lines
    assert [line[:2] for line in lines if re.match(r"\d\d ", line)] == [row.number for row in LESSONS]


def test_the_card_says_what_wants_to_come_back(file, clock, capsys):
    EXERCISE.check(MISTAKE.wrong())
    assert cli.main(["progress"]) == 0
    assert "course review" not in capsys.readouterr().out, "nothing is due on the same day"
    clock.goes_on(days=1)
    assert cli.main(["progress"]) == 0
    assert "1 question to come back to: course review." in capsys.readouterr().out.splitlines()


# Two files as one.

OTHER = {
    "version": 1,
    "exercises": {EXERCISE.key: {**new(EXERCISE_FIELDS), "attempts": 9, "hints": 1, "solved_after": 9}},
}


def test_joined_twice_or_in_another_order_it_is_the_same():
    one = {"a.x": {**new(EXERCISE_FIELDS), "attempts": 3, "misconceptions": {"zeros": 2}}, "a.y": new(EXERCISE_FIELDS)}
    other = {
        "a.x": {**new(EXERCISE_FIELDS), "attempts": 2, "solved_after": 2, "misconceptions": {"ones": 1, "zeros": 1}}
    }
    both = merged(one, other)
    assert both["a.x"] == {
        **new(EXERCISE_FIELDS),
        "attempts": 3,
        "solved_after": 2,
        "misconceptions": {"zeros": 2, "ones": 1},
    }
    assert both == merged(other, one) == merged(both, other) == merged(one, both)
    assert merged(one, {}) == one == merged({}, one)


def test_taken_out_and_brought_in_elsewhere(file, tmp_path, monkeypatch, capsys):
    EXERCISE.check(MISTAKE.wrong())
    out = tmp_path / "progress-of-mine.json"
    assert cli.main(["progress", "--export", str(out)]) == 0
    assert cli.main(["progress", "--export", str(out)]) == 1, "no file is written over"
    here, before = progress.read()[0], out.read_text()
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere" / "progress.json"))
    assert cli.main(["progress", "--export", str(tmp_path / "empty.json")]) == 1
    for _ in range(2):
        assert cli.main(["progress", "--import", str(out)]) == 0
        assert progress.read() == (here, "")
    assert out.read_text() == before
    said = capsys.readouterr()
    assert "Brought in. Together: 1 exercise tried, 0 solved." in said.out
    assert "is there already and is left as it is" in said.err
    assert "Nothing is kept yet" in said.err


def test_what_is_kept_here_is_never_less_after_it(file):
    EXERCISE.check(MISTAKE.wrong())
    assert not progress.bring(json.dumps(OTHER))[1]
    (entry,) = progress.read()[0].values()
    assert (entry["attempts"], entry["misconceptions"], entry["solved_after"]) == (9, {MISTAKE.name: 1}, 9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "[" * 100_000,
        '{"version": 1}',
        '{"exercises": 3}',
        '{"version": 99, "exercises": {}}',
        "x" * 2**23,
    ],
    ids=lambda text: text[:20],
)
def test_a_file_that_cannot_be_understood_brings_nothing(file, text):
    EXERCISE.check(MISTAKE.wrong())
    before = file.read_bytes()
    words, is_problem = progress.bring(text)
    assert is_problem
    assert "rought in" in words
    assert file.read_bytes() == before


def test_of_a_damaged_file_the_sound_part_is_brought_in(file):
    damaged = {**OTHER, "exercises": {**OTHER["exercises"], "a.b": {"attempts": -1}}}
    words, is_problem = progress.bring(json.dumps(damaged))
    assert not is_problem
    assert words.endswith("could not be read and was left out.")
    assert list(progress.read()[0]) == [EXERCISE.key]


def test_where_nothing_is_kept_nothing_is_brought_in(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    words, is_problem = progress.bring(json.dumps(OTHER))
    assert is_problem
    assert "turned off" in words


def test_in_a_page_there_is_no_lock(file, monkeypatch):
    """What it would say there would stand under every verdict."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    EXERCISE.check(MISTAKE.wrong())
    assert [one.name for one in file.parent.iterdir()] == [file.name]
