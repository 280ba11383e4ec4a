"""The second edition of the file of progress: times, seconds at work, older files carried on, two files as one."""

import json
import random

import pytest

from course_utils.checking import progress
from course_utils.checking.kept import EXERCISE, REVIEW, VERSION, new, nothing, understood
from course_utils.checking.merging import joined
from course_utils.commands import cli
from course_utils.commands.progress import card
from course_utils.files import json_text
from tests.support.clock import Clock

OLD = {"attempts": 3, "hints": 1, "solution_seen": True, "misconceptions": {"zeros": 2}, "solved_after": 3}
FIRST_EDITION = {"version": 1, "exercises": {"pooling.maxima": OLD}}


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


def _one():
    (entry,) = progress.read()[0].values()
    return entry


# Times.


def test_the_first_and_the_last_are_written_down(clock, file):
    progress.record("a.b", status="not attempted")
    clock.goes_on(minutes=2)
    progress.record("a.b", status="wrong", misconception="zeros")
    clock.goes_on(minutes=1, seconds=30)
    progress.record("a.b", status="right")
    clock.goes_on(minutes=5)
    progress.record("a.b", status="wrong", misconception="ones")
    expected = {
        "opened": "2026-11-29T08:00:00Z",
        "solved": "2026-11-29T08:03:30Z",
        "last": "2026-11-29T08:08:30Z",
        "seconds": 210,
        "met": {"zeros": "2026-11-29T08:02:00Z", "ones": "2026-11-29T08:08:30Z"},
        "form": None,
    }
    assert {name: _one()[name] for name in expected} == expected


def test_a_night_and_another_exercise_are_not_counted(clock, file):
    progress.record("a.b", status="not attempted")
    progress.record("a.c", status="not attempted")
    clock.goes_on(minutes=14)
    progress.record("a.b", hint=1)
    clock.goes_on(hours=11)
    progress.record("a.b", status="wrong")
    clock.goes_on(minutes=2)
    progress.record("a.c", status="right")
    clock.goes_on(minutes=3)
    progress.record("a.b", status="right")
    seconds = {key: entry["seconds"] for key, entry in progress.read()[0].items()}
    assert seconds == {"a.b": (14 + 3) * 60, "a.c": 2 * 60}


def test_what_is_right_at_first_sight_took_nobody_knows_how_long(clock, file):
    progress.record("a.b", status="right")
    assert (_one()["seconds"], _one()["opened"]) == (None, "2026-11-29T08:00:00Z")


@pytest.mark.parametrize("back", [{"minutes": 1}, {"days": 400}])
def test_a_clock_set_back_loses_nothing(clock, file, back):
    progress.record("a.b", status="wrong")
    clock.goes_on(minutes=1)
    progress.record("a.b", status="wrong")
    clock.goes_on(**{unit: -number for unit, number in back.items()})
    progress.record("a.b", status="wrong")
    clock.goes_on(minutes=2)
    progress.record("a.b", status="right")
    entry = _one()
    assert (entry["attempts"], entry["solved_after"]) == (4, 4)
    assert entry["seconds"] == 60 + 120


def test_a_clock_that_was_once_far_ahead_stops_no_counting(clock, file):
    clock.goes_on(days=4000)
    progress.record("a.c", status="wrong")
    clock.goes_on(days=-4000)
    progress.record("a.b", status="wrong")
    clock.goes_on(minutes=2)
    progress.record("a.b", status="right")
    assert progress.read()[0]["a.b"]["seconds"] == 120


def test_the_seed_of_numbers_is_kept(clock, file):
    progress.record("a.b", status="wrong", seed=7)
    progress.record("a.b", status="right")
    assert _one()["form"] == 7


# Older and newer files.


def test_a_file_of_the_first_edition_goes_on(clock, file):
    file.parent.mkdir()
    file.write_text(json.dumps(FIRST_EDITION))
    assert progress.read() == ({"pooling.maxima": {**new(EXERCISE), **OLD}}, "")
    assert json.loads(file.read_text()) == FIRST_EDITION, "reading writes nothing"
    assert progress.record("pooling.maxima", status="wrong", misconception="zeros") == ""
    kept = json.loads(file.read_text())
    assert (kept["version"], kept["reviews"]) == (2, {})
    assert kept["exercises"]["pooling.maxima"] == {
        **new(EXERCISE),
        **OLD,
        "attempts": 4,
        "misconceptions": {"zeros": 3},
        "met": {"zeros": "2026-11-29T08:00:00Z"},
        "last": "2026-11-29T08:00:00Z",
    }, "what nobody wrote down stays unknown"
    assert not list(file.parent.glob("*damaged*"))
    assert "1 of" in card()


def test_a_file_of_the_first_edition_is_brought_in(clock, file):
    progress.record("pooling.maxima", status="not attempted")
    words, is_problem = progress.bring(json.dumps(FIRST_EDITION))
    assert (words, is_problem) == ("Brought in. Together: 1 exercise tried, 1 solved.", False)
    assert (_one()["attempts"], _one()["opened"], _one()["solved"]) == (3, "2026-11-29T08:00:00Z", None)


def test_what_is_taken_out_is_all(clock, file, tmp_path, monkeypatch):
    progress.record("a.b", status="right")
    progress.update(lambda kept: kept.update(name="Ada", reviews={"one_window": new(REVIEW)}))
    out = tmp_path / "out.json"
    assert cli.main(["progress", "--export", str(out)]) == 0
    assert out.read_text() == file.read_text()
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere.json"))
    assert cli.main(["progress", "--import", str(out)]) == 0
    assert (tmp_path / "elsewhere.json").read_text() == out.read_text()


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("opened", "yesterday", None),
        ("last", "2026-11-29T8:01:02Z", None),
        ("solved", 1764403262, None),
        ("seconds", -3, None),
        ("seconds", 1.5, None),
        ("met", {"zeros": None}, {}),
        ("met", [], {}),
        ("form", "7", None),
    ],
)
def test_a_damaged_time_takes_no_count_with_it(file, field, value, left):
    file.parent.mkdir()
    file.write_text(json.dumps({"version": 2, "exercises": {"a.b": {**OLD, field: value}}, "reviews": {}}))
    entries, note = progress.read()
    assert "damaged" in note
    assert entries["a.b"] == {**new(EXERCISE), **OLD, field: left}


@pytest.mark.parametrize("reviews", [[], 3, {"one_window": 3}, {"one_window": {"asked": -1}}, {"x": {"last": "now"}}])
def test_damaged_reviews_take_no_exercise_with_them(file, reviews):
    file.parent.mkdir()
    file.write_text(json.dumps({"version": 2, "exercises": {"a.b": OLD}, "reviews": reviews}))
    kept, note = progress.read_all()
    assert "damaged" in note and kept["exercises"]["a.b"]["attempts"] == 3
    assert all(entry == new(REVIEW) for entry in kept["reviews"].values())


@pytest.mark.parametrize("name", ["", " ", 3, None, "x" * 81, "a\nb", "\x1b[31m"])
def test_a_name_that_is_none_is_left_out(name):
    kept, is_whole = understood(json.dumps({**nothing(), "name": name}))
    assert "name" not in kept and not is_whole


# Any file, as a class's overview reads it.


def test_a_file_is_read_whole(tmp_path):
    file = tmp_path / "ada.json"
    file.write_text(json.dumps({**FIRST_EDITION, "name": "Ada"}))
    kept, note = progress.read_file(file)
    assert (kept["version"], kept["name"], kept["reviews"], note) == (VERSION, "Ada", {}, "")
    assert kept["exercises"]["pooling.maxima"]["opened"] is None
    file.write_text(json.dumps({**FIRST_EDITION, "exercises": {"a.b": OLD, "c.d": 3}}))
    kept, note = progress.read_file(file)
    assert list(kept["exercises"]) == ["a.b"]
    assert note == f"{file} is damaged: part of it could not be read and is left out."


@pytest.mark.parametrize(
    ("contents", "kind", "words"),
    [
        (b"{}", "foreign", "is no file of progress"),
        (b"\xff\xfe\x00", "foreign", "is no file of progress"),
        (b"[" * 100_000, "foreign", "is no file of progress"),
        (b" " * 5_000_000, "large", "too large"),
        (b'{"version": 3, "exercises": {}}', "newer", "newer edition of the course (this one knows version 2)"),
        (None, "unreadable", "is not there"),
        ("folder", "unreadable", "it is a folder"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_is_none_gets_a_sentence(tmp_path, contents, kind, words):
    file = tmp_path / "student07.json"
    if contents == "folder":
        file.mkdir()
    elif contents is not None:
        file.write_bytes(contents)
    with pytest.raises(progress.FileError) as caught:
        progress.read_file(file)
    assert caught.value.kind == kind
    assert str(file) in str(caught.value) and words in str(caught.value) and str(caught.value).endswith(".")


# Two files as one.

_DAYS = [f"2026-11-{day:02}T08:01:02Z" for day in range(1, 29)]


def _some(rng, choices):
    return rng.choice([None, *choices])


def _learner(rng):
    """A file as years of use, two machines and half of an import could have left it."""
    exercises = {key: _exercise(rng) for key in "abc" if rng.random() < 0.7}
    return {**nothing(), "exercises": exercises, "reviews": {key: _review(rng) for key in "xy" if rng.random() < 0.7}}


def _exercise(rng):
    mistakes = {name: rng.randrange(5) for name in ("zeros", "ones") if rng.random() < 0.5}
    return {
        "attempts": rng.randrange(6),
        "hints": rng.randrange(4),
        "solution_seen": rng.random() < 0.5,
        "misconceptions": mistakes,
        "solved_after": _some(rng, [1, 2, 3]),
        "opened": _some(rng, _DAYS),
        "last": _some(rng, _DAYS),
        "solved": _some(rng, _DAYS[:3]),
        "seconds": _some(rng, range(3)),
        "met": {name: rng.choice(_DAYS) for name in mistakes},
        "form": _some(rng, range(3)),
    }


def _review(rng):
    asked = rng.randrange(6)
    mistakes = {name: rng.randrange(5) for name in ("zeros", "ones") if rng.random() < 0.5}
    last = _some(rng, _DAYS[:3])
    return {
        "asked": asked,
        "right": rng.randint(0, asked),
        "step": rng.randrange(4),
        "last": last,
        "misconceptions": mistakes,
    }


def test_200_random_merges(record_property):
    """In any order, in any brackets, once or twice: the same; and nothing that one of them tells is lost."""
    rng = random.Random(17)
    for _ in range(200):
        one, two, three = (_learner(rng) for _ in range(3))
        both = joined(one, two)
        assert both == joined(two, one) == joined(both, one) == joined(two, both)
        assert joined(both, three) == joined(one, joined(two, three))
        assert joined(one, one) == one == joined(one, nothing())
        assert understood(json_text(both)) == (both, True)
        for part in (one, two):
            for key, entry in part["exercises"].items():
                _assert_holds(both["exercises"][key], entry)
    record_property("inventory", "progress: 200 of 200 random merges in any order the same, nothing lost")


def _assert_holds(joint, entry):
    assert all(joint[name] >= entry[name] for name in ("attempts", "hints", "solution_seen"))
    assert all(joint["misconceptions"][name] >= count for name, count in entry["misconceptions"].items())
    assert all(joint["met"][name] >= when for name, when in entry["met"].items())
    for name, is_kept in (("opened", str.__le__), ("solved", str.__le__), ("last", str.__ge__)):
        assert entry[name] is None or is_kept(joint[name], entry[name])


def test_the_seconds_of_the_first_right_answer_stay():
    slow = {**new(EXERCISE), "solved_after": 3, "solved": _DAYS[0], "seconds": 300}
    fast = {**new(EXERCISE), "solved_after": 1, "solved": _DAYS[1], "seconds": 5}
    both = joined({**nothing(), "exercises": {"a": fast}}, {**nothing(), "exercises": {"a": slow}})["exercises"]["a"]
    assert (both["solved"], both["seconds"], both["solved_after"]) == (_DAYS[0], 300, 1)


def test_a_name_stays_and_is_taken_where_there_was_none():
    ada, grace = {**nothing(), "name": "Ada"}, {**nothing(), "name": "Grace"}
    assert joined(ada, grace)["name"] == "Ada" == joined(nothing(), ada)["name"]
