"""A class's overview: every number counted a second time, and no file that can spoil it."""

import itertools
import json
import os
import re
import stat
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from course_utils.classroom import gathering
from course_utils.classroom.entries import unnamed
from course_utils.classroom.gathering import gather
from course_utils.classroom.handed_in import LARGEST
from course_utils.classroom.in_words import remarks, text
from course_utils.classroom.learners import Learner, distinct, names
from course_utils.classroom.overview import overview
from course_utils.classroom.page import page
from course_utils.classroom.remarks import KINDS, Remark, grouped
from course_utils.classroom.sentences import how_stuck, without_a_name
from course_utils.commands import cli, paths
from course_utils.commands.asking_order import in_asking_order
from course_utils.exercises import bank, convolution, pooling
from course_utils.lessons import LESSONS
from tests.support import classes

posix_only = pytest.mark.skipif(os.name == "nt", reason="links, pipes and permissions as POSIX has them")
ONE, OTHER = pooling.four_maxima.key, convolution.parameters_of_the_layer.key


@pytest.fixture(scope="module")
def thirty(tmp_path_factory):
    """A folder of thirty files, five of which tell of nobody, and the learners behind the others."""
    folder, learners = tmp_path_factory.mktemp("class"), classes.draw(25)
    classes.write(folder, learners)
    assert len(list(folder.iterdir())) == 30
    return folder, [learner["exercises"] for learner in learners]


def entry(attempts=1, solved_after=None, mistakes=(), **more):
    met = {name: list(mistakes).count(name) for name in mistakes}
    return {
        "attempts": attempts,
        "hints": 0,
        "solution_seen": False,
        "misconceptions": met,
        "solved_after": solved_after,
        **more,
    }


def file(folder, called, exercises, **more):
    path = folder / called
    path.write_text(json.dumps({"version": 2, "exercises": exercises, **more}), encoding="utf-8")
    return path


def counts_of(key, learners):
    return next(one for lesson in overview(learners).lessons for one in lesson.exercises if one.key == key)


def run(capsys, *words):
    code = cli.main(["progress", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


# Every number counted a second time, from the drawn learners and in another way.


def counted_again(key, kept):
    entries = [one[key] for one in kept if key in one]
    tried = [one for one in entries if one["attempts"] >= 1]
    solved = [one for one in tried if one["solved_after"]]
    attempts = [one["solved_after"] or one["attempts"] for one in tried]
    seconds = [one["seconds"] for one in solved if "seconds" in one]
    return (
        len(tried),
        len(solved),
        sum(one["solution_seen"] is True for one in entries),
        float(np.median(attempts)) if attempts else None,
        float(np.median(seconds)) if seconds else None,
    )


def test_of_thirty_files_every_number_is_right(thirty):
    folder, kept = thirty
    found = gather([folder])
    assert len(found.learners) == 25
    seen = overview(found.learners)
    for row, lesson in zip(LESSONS, seen.lessons, strict=True):
        exercises = bank()[row.number]
        keys = [exercise.key for exercise in exercises.values()]
        began = [one for one in kept if any(one.get(key, {"attempts": 0})["attempts"] for key in keys)]
        assert (lesson.row, lesson.begun) == (row, len(began))
        solved = [sum(bool(one.get(key, {}).get("solved_after")) for key in keys) for one in began]
        assert lesson.middle == (float(np.median(solved)) if solved else None)
        for exercise, counts in zip(exercises.values(), lesson.exercises, strict=True):
            assert counts.key == exercise.key
            assert counts[2:7] == counted_again(exercise.key, kept)
        for objective in lesson.objectives:
            asking = [one.key for one in exercises.values() if objective.number in one.objectives]
            shares = [np.mean([bool(one.get(key, {}).get("solved_after")) for key in asking]) for one in kept]
            assert objective.met == sum(share >= 0.5 for share in shares), (row.number, objective.number)


def test_the_three_commonest_mistakes_come_first_with_what_to_say(thirty):
    folder, kept = thirty
    seen = overview(gather([folder]).learners)
    exercises = {exercise.key: exercise for lesson in bank().values() for exercise in lesson.values()}
    checked = 0
    for counts in (one for lesson in seen.lessons for one in lesson.exercises):
        people = Counter(name for one in kept for name in one.get(counts.key, {"misconceptions": {}})["misconceptions"])
        assert [mistake.learners for mistake in counts.mistakes] == sorted(people.values(), reverse=True)[:3]
        advice = {one.name: one.advice for one in exercises[counts.key].misconceptions}
        for mistake in counts.mistakes:
            assert people[mistake.name] == mistake.learners
            assert mistake.advice == advice[mistake.name]
            checked += 1
    assert checked > 300


def test_who_is_stuck_and_who_is_not(thirty):
    folder, kept = thirty
    seen = overview(gather([folder]).learners)
    for place, entries in enumerate(kept):
        stuck = {
            key
            for key, one in entries.items()
            if one["attempts"]
            and not one["solved_after"]
            and (one["attempts"] > 3 or one["solution_seen"] or max([*one["misconceptions"].values(), 0]) > 1)
        }
        assert {one.key for one in seen.stuck.get(place, ())} == stuck
    assert any(seen.stuck.values())


STUCK = [
    ("one mistake twice", entry(2, mistakes=["a", "a"]), "2 attempts, “a” twice"),
    ("two mistakes, once each", entry(2, mistakes=["a", "b"]), None),
    ("one mistake twice, and then solved", entry(3, 3, mistakes=["a", "a"]), None),
    (
        "three times, and two answers without a name",
        entry(5, mistakes=["b", "b", "b"]),
        "5 attempts, “b” 3 times, 2 of no named mistake",
    ),
    ("four times another", entry(4, mistakes=["d", "c", "b", "a"]), "4 attempts, “a” once"),
    ("nothing that has a name", entry(4), "4 attempts, 4 of no named mistake"),
    (
        "looked up",
        entry(1, mistakes=["a"], solution_seen=True),
        "1 attempt, solution looked up, “a” once",
    ),
]


@pytest.mark.parametrize(("kept", "words"), [row[1:] for row in STUCK], ids=[row[0] for row in STUCK])
def test_who_meets_one_mistake_again_is_stuck_and_it_is_named(kept, words):
    seen = overview([Learner("Zoë", "a", {ONE: kept})])
    assert [how_stuck(one) for one in seen.stuck.get(0, ())] == ([words] if words else [])
    if words:
        assert f"{ONE}</code>: {words}</li>" in page(seen).replace("<wbr>", "")
        assert f"{ONE}: {words} " in " ".join(text(seen).split())


def test_of_a_lesson_that_is_asked_for_who_is_most_stuck_there_comes_first():
    lesson, elsewhere = pooling.four_maxima.key.partition(".")[0], list(bank()["01"].values())[:3]
    keys = [one.key for one in list(bank()["03"].values())[:2]]
    assert all(key.startswith(f"{lesson}.") for key in keys)
    few = Learner("Few", "a", {keys[0]: entry(5), **{one.key: entry(5) for one in elsewhere}})
    seen = overview(
        [Learner("None", "c", {elsewhere[0].key: entry(5)}), few, Learner("Two", "b", dict.fromkeys(keys, entry(5)))]
    )
    for only, order in (("03",), ["Two", "Few"]), ((), ["Few", "Two", "None"]):
        assert re.findall(r"<h3>(Few|Two|None)</h3>", page(seen, only=only)) == order
        assert re.findall(r"^  (Few|Two|None): ", text(seen, only=only), re.MULTILINE) == order


# Wrong answers that no mistake of the bank explains.


@pytest.mark.parametrize(
    ("kept", "count"),
    [
        (entry(1, 1), 0),
        (entry(5, 3, ["a"]), 1),
        (entry(4, mistakes=["a", "b"]), 2),
        (entry(6, 2, ["a", "a", "a"]), 0),  # some were met after the right answer
        (entry(0, solution_seen=True), 0),
    ],
)
def test_wrong_answers_without_a_name_are_what_is_left_over(kept, count):
    assert unnamed(kept) == count


def test_wrong_answers_without_a_name_are_counted_in_each_exercise(thirty):
    folder, kept = thirty
    seen = overview(gather([folder]).learners)
    html, words = page(seen), " ".join(text(seen).split())
    found = 0
    for counts in (one for lesson in seen.lessons for one in lesson.exercises):
        entries = [one[counts.key] for one in kept if counts.key in one]
        wrong = [(one["solved_after"] or one["attempts"] + 1) - 1 for one in entries]
        left = np.array(wrong) - [sum(one["misconceptions"].values()) for one in entries] if entries else np.zeros(0)
        assert counts.unnamed == (np.count_nonzero(left), left.sum())
        if left.any():
            found += left.sum()
            said = without_a_name(counts.unnamed.times)
            assert f"{counts.unnamed.learners} of {counts.tried} who tried, {said}" in html
            assert said in words
    assert found > 300


def test_mistakes_are_said_as_a_share_of_who_tried(capsys, tmp_path):
    (mistake, *_) = pooling.four_maxima.misconceptions
    for place in range(3):
        file(tmp_path, f"{place}.json", {ONE: entry(2, 2, [mistake.name]) if place else entry(1, 1)})
    seen = overview(gather([tmp_path]).learners)
    assert f"<li>2 of 3 who tried, <strong>{mistake.name}</strong>: " in page(seen)
    assert f"    2 of 3 who tried, {mistake.name}: " in run(capsys, tmp_path)[1]
    for row in LESSONS[4:8]:  # names alone where many lessons are shown
        file(tmp_path, f"{row.number}.json", {next(iter(bank()[row.number].values())).key: entry(1, 1)})
    assert f"    of 3 who tried: 2 × {mistake.name}\n" in run(capsys, tmp_path)[1]


def test_files_of_both_versions_know_the_same_of_wrong_answers(tmp_path):
    kept, found = {ONE: entry(5, 4, ["a"])}, []
    for version in (1, 2):
        path = tmp_path / f"{version}.json"
        path.write_text(json.dumps({"version": version, "exercises": kept}))
        found += [counts_of(ONE, gather([path]).learners).unnamed]
    assert found == [(1, 2), (1, 2)]


def test_exercises_of_an_instructors_own_are_counted_too(thirty, capsys):
    folder, kept = thirty
    seen = overview(gather([folder]).learners)
    (own,) = seen.own
    assert (own.key, own[2:7]) == (classes.OWN, counted_again(classes.OWN, kept))
    assert own.mistakes[0].name == "counts one too many" and own.mistakes[0].advice == ""
    assert "my_lab.windows" in run(capsys, folder)[1]


def test_what_most_have_tried_and_not_solved_comes_first(thirty):
    folder, _ = thirty
    seen = overview(gather([folder]).learners)
    open_ = [one.tried - one.solved for lesson in seen.lessons for one in lesson.exercises]
    assert [one.counts.tried - one.counts.solved for one in seen.hard] == sorted(open_, reverse=True)[:6]


def test_exercises_stand_in_the_order_in_which_the_lesson_asks_them(thirty, tmp_path, capsys):
    target = tmp_path / "class.html"
    assert run(capsys, thirty[0], "--html", target)[0] == 0
    html = target.read_text("utf-8").replace("<wbr>", "")
    for row in LESSONS:
        notebook = json.loads(row.path(paths.NOTEBOOKS).read_text("utf-8"))
        code = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
        asked = list(dict.fromkeys(re.findall(r"^exercises\.(\w+)\.check\(", code, re.MULTILINE)))
        table = html.partition(f'id="lesson-{row.number}"')[2].partition("</table>")[0]
        assert re.findall(r'<th scope="row"><code>(\w+)', table) == asked
        assert sorted(asked) == sorted(bank()[row.number])


def test_a_lesson_without_a_notebook_keeps_the_order_of_its_bank(tmp_path):
    (tmp_path / f"{LESSONS[1].file}.ipynb").write_text("{")
    for row in LESSONS[:2]:
        assert list(in_asking_order(row, tmp_path)) == list(bank()[row.number])


# What it looks like in a terminal.


@pytest.mark.parametrize("words", [(), ("--file-names",), ("--lesson", "03"), ("--lesson", "03", "--lesson", "12")])
def test_eighty_columns_hold_it(thirty, capsys, words):
    code, out, _ = run(capsys, thirty[0], *words)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "\n\n\n" not in out


def test_every_file_that_tells_of_nobody_gets_a_remark(thirty):
    kinds = {name: kind for name, (_, kind) in classes.NOBODY.items()}
    assert {Path(one.name).name: one.kind for one in gather([thirty[0]]).said} == kinds


def test_remarks_of_a_kind_are_one_sentence_with_the_names_beneath(thirty, monkeypatch, capsys):
    monkeypatch.chdir(thirty[0])
    expected = """\
On the files
  2 files are no files of progress of this course, or are damaged throughout:
    damaged.json
    foreign.json
  1 file is of a newer edition of the course (this one knows version 2):
    newer.json
  1 file is empty:
    empty.json
  1 ZIP cannot be read: it is damaged, or locked, or not what it says:
    not-a-zip.zip
"""
    assert run(capsys, ".")[1].endswith(expected)


def test_of_many_names_a_terminal_has_ten_and_a_page_folds_what_is_more_than_six():
    said = [Remark("empty", f"{place:02d}.json") for place in range(13)]
    assert remarks(said) == ["13 files are empty:", *(f"  {place:02d}.json" for place in range(10)), "  … and 3 more"]
    html = page(overview([]), said, by_file=True)
    assert html.index("05.json") < html.index("<summary>7 more</summary>") < html.index("06.json")
    assert "12.json" in html


def test_every_kind_of_remark_is_said_of_one_and_of_several():
    for kind in KINDS:
        (one,), (several,) = grouped([Remark(kind, "a")]), grouped([Remark(kind, "a"), Remark(kind, "b", "why", 3)])
        assert (one.words[:2], one.names) == ("1 ", ("a",))
        assert (several.words[:2], several.names) == ("4 ", ("a", "b (why)"))
        assert not re.match(r"4 [\w ]+s (is|holds|lies|leads|bears|was) ", several.words), kind


def test_advice_is_there_where_few_lessons_are_shown(thirty, capsys):
    advice = " ".join(pooling.four_maxima.misconceptions[0].advice.split()[:3])
    assert "What to say to the mistakes of a lesson: --lesson 03" in " ".join(run(capsys, thirty[0])[1].split())
    out = run(capsys, thirty[0], "--lesson", "03")[1]
    assert advice in " ".join(out.split())
    assert "\n03 · " in out and "\n04 · " not in out


# Who is called by what.


def test_a_name_is_shown_only_where_the_learner_wrote_one_in(tmp_path, capsys):
    stuck = {ONE: entry(5)}
    file(tmp_path, "anna_schmidt.json", stuck)
    file(tmp_path, "b.json", stuck, name="Zoë")
    page_file = tmp_path / "class.html"
    out = run(capsys, tmp_path)[1]
    assert run(capsys, tmp_path, "--html", page_file)[0] == 0
    for shown in (out, page_file.read_text("utf-8")):
        assert "anna_schmidt" not in shown
        assert "learner 1" in shown and "Zoë" in shown and "learner 2" not in shown
    assert "anna_schmidt.json: 1 exercise" in run(capsys, tmp_path, "--file-names")[1].replace("\n", "")


def test_two_of_one_name_are_told_apart():
    learners = [Learner("Anna", "a", {}), Learner("", "b", {}), Learner("anna ", "c", {})]
    assert names(learners) == ["Anna (learner 1)", "learner 2", "anna  (learner 3)"]


def test_sentences_on_files_stay_off_the_page_unless_files_are_named(thirty):
    found = gather([thirty[0]])
    seen = overview(found.learners)
    assert not re.search(r"\w\.(json|zip)", page(seen, found.said))
    assert "<li>2 files are no files of progress of this course, or are damaged throughout.</li>" in page(
        seen, found.said
    )
    assert "damaged.json" in page(seen, found.said, by_file=True)


# The same learner twice.


def timed(*seconds, **more):
    return {
        f"a.{place}": entry(2, 2, opened=f"2026-11-29T08:00:{second:02d}Z", **more)
        for place, second in enumerate(seconds)
    }


SAME = [
    ("the same name, and one goes on", ("Ann", {ONE: entry(1)}), ("ann", {ONE: entry(2, 2), OTHER: entry(1)}), 1),
    ("the same name, and neither goes on", ("Ann", {ONE: entry(1)}), ("Ann", {OTHER: entry(1)}), 2),
    ("other names, the same work", ("Ann", timed(1, 2, 3)), ("Bea", timed(1, 2, 3)), 2),
    ("three opened at the same seconds", ("", timed(1, 2, 3)), ("", timed(1, 2, 3, 4)), 1),
    ("three the same and one other", ("", timed(1, 2, 3, 4)), ("", timed(1, 2, 3, 5)), 2),
    ("two opened at the same seconds", ("", timed(1, 2)), ("", timed(1, 2)), 2),
    ("equal, without times", ("", {ONE: entry(1, 1)}), ("", {ONE: entry(1, 1)}), 2),
    ("nothing at all", ("", {}), ("", {}), 2),
]


@pytest.mark.parametrize(("first", "second", "people"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_one_learner_is_counted_once_and_two_are_two(tmp_path, first, second, people):
    for name, (written, exercises) in zip("ab", (first, second), strict=True):
        file(tmp_path, f"{name}.json", exercises, **({"name": written} if written else {}))
    found = gather([tmp_path])
    assert len(found.learners) == people
    if people == 1:
        assert found.said == (Remark("joined", str(tmp_path / "b.json"), f"with {tmp_path / 'a.json'}"),)
        merged = found.learners[0].exercises
        for exercises in (first[1], second[1]):
            assert all(merged[key]["attempts"] >= one["attempts"] for key, one in exercises.items())


PAGE = timed(10, 11, 12)
HUB = {f"b.{place}": entry(1, opened=f"2026-11-29T09:00:{place:02d}Z") for place in range(3)}
WHOLE = {**PAGE, **HUB}
TWICE = [entry(1, opened=f"2026-11-29T10:00:0{place}Z") for place in range(2)]
THREE = [
    ("one that holds what two others part", ("", PAGE), ("", WHOLE), ("", HUB), 1),
    ("a name in one of them", ("Ann", PAGE), ("", WHOLE), ("", HUB), 1),
    ("a name in two of them", ("Ann", {**PAGE, ONE: entry(1)}), ("", WHOLE), ("Ann", HUB), 1),
    (
        "one name, and one goes on from both",
        ("Ann", {ONE: entry(1)}),
        ("Ann", {ONE: entry(2), OTHER: entry(1)}),
        ("ann", {OTHER: entry(1)}),
        1,
    ),
    ("what lies between two names", ("Ann", PAGE), ("", WHOLE), ("Bea", HUB), 2),
    (
        "what lies between two that cannot be one",
        ("", {**PAGE, ONE: TWICE[0]}),
        ("", WHOLE),
        ("", {**HUB, ONE: TWICE[1]}),
        2,
    ),
]


@pytest.mark.parametrize(("files", "people"), [(row[1:4], row[4]) for row in THREE], ids=[row[0] for row in THREE])
def test_whatever_files_are_called_the_same_learners_are_counted(tmp_path, files, people):
    found = []
    for turn, order in enumerate(itertools.permutations(files)):
        folder = tmp_path / str(turn)
        folder.mkdir()
        for called, (written, exercises) in zip("abc", order, strict=True):
            file(folder, f"{called}.json", exercises, **({"name": written} if written else {}))
        learners, said = gather([folder])
        assert (len(learners), len(said)) == (people, 3 - people)
        found.append(sorted(json.dumps([one.name.lower(), one.exercises], sort_keys=True) for one in learners))
    assert all(one == found[0] for one in found)


def test_what_was_joined_in_the_end_leaves_no_doubt(tmp_path):
    """The second is no namesake of the first any more, once the third has shown that both are of one learner."""
    paths = [
        file(tmp_path, f"{place}.json", exercises, name="Ann")
        for place, exercises in enumerate(({ONE: entry(1)}, {OTHER: entry(1)}, {ONE: entry(1), OTHER: entry(1)}))
    ]
    found = gather(paths)
    assert [set(one.exercises) for one in found.learners] == [{ONE, OTHER}]
    assert found.said == tuple(Remark("joined", str(path), f"with {paths[0]}") for path in paths[1:])


def test_a_doubt_about_two_learners_is_told():
    first = Learner("Ann", "a.json", {ONE: entry(1)})
    _, said = distinct([first, Learner("Ann", "b.json", {OTHER: entry(1)})])
    assert said == [Remark("namesake", "b.json", "as a.json: Ann")]
    same = {key: entry(1, 1) for key in "abc"}
    _, said = distinct([Learner("", "a.json", same), Learner("", "b.json", same)])
    assert said == [Remark("copy", "b.json", "as a.json")]


def test_a_file_given_twice_is_counted_once(tmp_path, capsys):
    path = file(tmp_path, "a.json", {ONE: entry(1)})
    assert gather([path, tmp_path]).said == (Remark("again", str(path)),)
    assert "1 learner\n" in run(capsys, path, tmp_path)[1]


# Files that nobody would hand in.


def test_a_path_that_is_not_there_gets_a_remark_and_the_rest_is_counted(tmp_path, capsys):
    path = file(tmp_path, "class-a.json", {ONE: entry(1)})
    code, out, err = run(capsys, tmp_path / "clas-a.json")
    assert (code, out) == (1, "")
    assert err.startswith("1 path is not there:\n")
    assert "(beside it lies class-a.json) So there is nobody" in " ".join(err.split())
    code, out, _ = run(capsys, tmp_path / "nowhere" / "a.json", path)
    assert code == 0 and "1 learner" in out and "(nor is its folder)" in " ".join(out.split())


def test_a_folder_with_nobody_in_it(tmp_path, capsys):
    code, _, err = run(capsys, tmp_path)
    assert (
        code == 1 and err.startswith("1 folder holds no files:\n") and err.endswith("\nSo there is nobody to count.\n")
    )
    for name in ("notes.txt", "more.txt", "a.pdf", "README"):
        (tmp_path / name).write_text("")
    assert gather([tmp_path]).said == (Remark("other", str(tmp_path), ".pdf, .txt, without an ending", 4),)
    assert run(capsys, tmp_path)[2].startswith("4 files of other kinds were not read:\n")


@posix_only
def test_links_and_pipes(tmp_path, capsys):
    outside = file(tmp_path, "outside.json", {ONE: entry(1)})
    folder = tmp_path / "class"
    folder.mkdir()
    file(folder, "a.json", {OTHER: entry(1)})
    (folder / "link.json").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.json").symlink_to(tmp_path / "nothing")
    os.mkfifo(folder / "pipe.json")
    out = " ".join(run(capsys, folder)[1].split())
    assert out.startswith("1 learner ")
    said = [(one.kind, Path(one.name).name, one.detail) for one in gather([folder]).said]
    assert said == [("link", name, "") for name in ("link.json", "loop", "nowhere.json")] + [
        ("unreadable", "pipe.json", "it is no ordinary file")
    ]
    assert "3 links in folders were not followed" in out
    assert run(capsys, folder / "link.json")[1].startswith("1 learner\n"), "one that is given is followed"
    assert "1 link leads nowhere:" in run(capsys, folder / "nowhere.json")[2]
    assert "it is no ordinary file" in " ".join(run(capsys, folder / "pipe.json")[2].split())


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = file(tmp_path, "a.json", {})
    path.chmod(0)
    assert gather([path]).said == (Remark("unreadable", str(path), "Permission denied"),)
    path.chmod(stat.S_IRWXU)


def test_what_is_too_large_is_not_opened(tmp_path):
    for name, size in (("a.json", 2**23), ("b.zip", LARGEST + 1)):
        with open(tmp_path / name, "wb") as path:
            path.write(b"PK\x03\x04" if name == "b.zip" else b"{")
            path.truncate(size)
    assert [one.kind for one in gather([tmp_path]).said] == ["large", "large"]


def test_words_that_steer_a_terminal_or_a_page_do_neither(tmp_path, capsys):
    wicked = "\x1b]0;owned\x07<script>alert(1)</script>"
    exercises = {f"lab.{wicked}": entry(9, mistakes=[f"<img src=x>{wicked}"]), ONE: entry(1, mistakes=["<b>\u202eold"])}
    path = file(tmp_path, f"<i>{'x' * 30}.json", exercises)
    out = run(capsys, path, "--file-names")[1]
    assert "\x1b" not in out and "\x07" not in out and "\u202e" not in out
    assert max(map(len, out.splitlines())) <= 80
    found = gather([path])
    html = page(overview(found.learners), [*found.said, Remark("empty", wicked, wicked)], by_file=True)
    assert not re.search(r"<(script|img|i>x|b>)", html) and "&lt;script&gt;" in html


def test_many_own_exercises_do_not_bury_the_class(tmp_path):
    kept = {f"lab.{place:03d}": entry(1) for place in range(250)}
    seen = overview([Learner("", "a", kept)])
    assert (len(seen.own), seen.more_own) == (100, 150)
    assert "150 that fewer have tried" in text(seen)


def test_files_of_the_first_edition_have_no_times(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"version": 1, "exercises": {ONE: entry(3, 2)}}))
    counts = counts_of(ONE, gather([path]).learners)
    assert (counts.tried, counts.solved, counts.attempts, counts.seconds) == (1, 1, 2, None)


def test_a_folder_of_folders_as_a_learning_platform_makes_it(tmp_path, capsys):
    for place in range(3):
        folder = tmp_path / f"seat {place}" / "submission"
        folder.mkdir(parents=True)
        file(folder, "progress.json", {ONE: entry(place + 1)})
    deep = tmp_path / "1" / "2" / "3" / "4" / "5"
    deep.mkdir(parents=True)
    file(deep, "a.json", {ONE: entry(9)})
    out = run(capsys, tmp_path)[1]
    assert out.startswith("3 learners\n")
    assert gather([tmp_path]).said == (Remark("deep", str(deep)),)


def test_three_hundred_files(tmp_path, capsys):
    classes.write(tmp_path, classes.draw(300, seed=1))
    code, out, _ = run(capsys, tmp_path)
    assert code == 0 and out.startswith("300 learners\n")


def test_a_folder_of_all_the_world_ends(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gathering, "_MOST_ENTRIES", 3)
    for place in range(5):
        file(tmp_path, f"{place}.json", {ONE: entry(1)})
    out = " ".join(run(capsys, tmp_path)[1].split())
    assert out.startswith("3 learners ") and "(more than 3 files and folders)" in out


def test_an_inventory_is_no_progress(tmp_path, capsys):
    (tmp_path / "inventory.json").write_text('{"version": 1, "forms": {}}')
    assert gather([tmp_path]).said == (Remark("inventory", str(tmp_path / "inventory.json")),)
    assert run(capsys, tmp_path)[2].startswith("1 file is an inventory and no progress:\n")


# ZIPs.


def zipped(path, members, **settings):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(name, contents, **settings)
    return path


def test_a_zip_is_read_without_being_unpacked(tmp_path, capsys):
    kept = json.dumps({"version": 2, "exercises": {ONE: entry(1)}})
    path = zipped(tmp_path / "a.zip", {"../../evil.json": "x", "/etc/evil": "x", "progress.json": kept})
    assert run(capsys, path)[1].startswith("1 learner\n")
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]
    path.rename(tmp_path / "a.json")  # what it is, not what it is called
    assert run(capsys, tmp_path / "a.json")[1].startswith("1 learner\n")


def test_zips_that_tell_of_nobody(tmp_path, capsys):
    zipped(tmp_path / "foreign.zip", {"thesis.txt": "x"})
    zipped(tmp_path / "bomb.zip", {"progress.json": b"[" * 2**25})
    zipped(tmp_path / "none.zip", {})
    kept = zipped(tmp_path / "cut.zip", {"progress.json": os.urandom(5000)}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(kept[:2000] + kept[2100:])
    locked = bytearray(zipped(tmp_path / "locked.zip", {"progress.json": "{}"}).read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + place] |= 1  # says that it is encrypted
    (tmp_path / "locked.zip").write_bytes(locked)
    assert run(capsys, tmp_path)[0] == 1
    assert (tmp_path / "bomb.zip").stat().st_size < 2**16
    kinds = {"foreign": "without", "none": "without", "bomb": "broken", "cut": "broken", "locked": "broken"}
    assert {Path(one.name).stem: one.kind for one in gather([tmp_path]).said} == kinds


# The page.


def test_the_page_holds_every_number_and_loads_nothing(thirty):
    found = gather([thirty[0]])
    seen = overview(found.learners)
    html = page(seen, found.said, when="29 November 2026")
    assert html.count("<tr>") == html.count("</tr>")
    assert not re.search(r"<script|src=|url\(|@import|href=\"(?!#)", html)
    for lesson in (one for one in seen.lessons if one.begun):
        for counts in lesson.exercises:
            name = counts.name.replace("_", "_<wbr>")
            row = re.search(rf'<th scope="row"><code>{re.escape(name)}</code></th>(.*?)</tr>', html).group(1)
            numbers = [int(one) for one in re.findall(r"<td>(\d+)", row)]
            assert numbers[0] == counts.tried and (not counts.tried or numbers[1] == counts.solved)


def test_the_page_takes_the_place_of_an_older_one_and_of_nothing_else(thirty, tmp_path, capsys):
    target = tmp_path / "class.html"
    for _ in range(2):
        code, out, _ = run(capsys, thirty[0], "--html", target)
        assert code == 0 and out.endswith(f"25 learners counted, in {target}.\n")
    assert f"{date.today():%B %Y}" in target.read_text("utf-8")
    other = tmp_path / "thesis.html"
    other.write_text("<!doctype html>\n<html>")
    code, _, err = run(capsys, thirty[0], "--html", other)
    assert code == 1 and "is no page of this command" in err
    assert other.read_text() == "<!doctype html>\n<html>"
    assert run(capsys, thirty[0], "--html", tmp_path)[0] == 1


# Words that do not go together.


@pytest.mark.parametrize(
    "words", [["--html", "a.html"], ["--lesson", "03"], ["--file-names"], ["x.json", "--export", "y.json"]]
)
def test_words_that_do_not_go_together(capsys, words):
    code, _, err = run(capsys, *words)
    assert code == 1 and ("mean a class" in err or "mean your own progress" in err)


def test_a_lesson_that_is_not_there(thirty, capsys):
    assert "'77' is not in the table of lessons" in run(capsys, thirty[0], "--lesson", "77")[2]
