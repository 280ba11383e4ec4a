"""`course test 03` runs what is named after the lesson, in every file that has such tests."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.commands import testing
from course_utils.commands.errors import CommandError
from course_utils.exercises import bank
from course_utils.lessons import LESSONS, LessonError

ROOT = Path(__file__).resolve().parent.parent


def collected(*words):
    """The ids of the tests that pytest would run."""
    command = [sys.executable, "-m", "pytest", *words, "--collect-only", "-q", "--numprocesses=0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_other_words_are_pytests_own():
    assert testing.words([]) == []
    assert testing.words(["-k", "03"]) == ["-k", "03"]
    assert testing.words(["tests/test_files.py", "-x", "7"]) == ["tests/test_files.py", "-x", "7"]


def test_two_lessons_and_nothing_of_a_third():
    ids = collected(*testing.words(["03", "08", "-x"]))
    notebooks = {one.partition("::")[0] for one in ids if ".ipynb" in one}
    assert notebooks == {"notebooks/" + row.path(ROOT).name for row in LESSONS if row.number in ("03", "08")}
    for number in ("03", "08"):
        for one in bank()[number].values():
            assert sum(f"[{one.lesson}.{one.name}" in test for test in ids) >= 5, one.name
        assert any(f"test_prose.py::test_one_title_and_no_level_is_skipped[{number}]" in test for test in ids)
    begins = {re.split(r"[._\]]", test.partition("[")[2])[0] for test in ids if "[" in test}
    assert begins == {"03", "08"} | {one.lesson for number in ("03", "08") for one in bank()[number].values()}
    files = {one.partition("::")[0] for one in ids}
    assert files == notebooks | set(testing.FILES), "a file whose tests are not chosen"


def test_every_file_with_a_rule_for_each_exercise_is_among_them():
    """Those that are written for all, not for some; what needs a browser, a site or minutes is left to the suite."""
    named = {f"tests/{path.name}" for path in (ROOT / "tests").glob("test_*.py") if _goes_over_exercises(path)}
    assert named - set(testing.FILES) == {"tests/test_simulated_learners.py"}


def _goes_over_exercises(path):
    """Whether ids are made of an exercise's lesson and name: ids=lambda one: f"{one.lesson}.{one.name}"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.keyword) and "one.lesson" in ast.unparse(node.value)
        for node in ast.walk(tree)
        if getattr(node, "arg", "") == "ids"
    )


def test_choosing_twice_gets_a_sentence():
    with pytest.raises(CommandError, match="course test 03 chooses its tests itself: leave -k out, or the numbers"):
        testing.words(["03", "-k", "pool"])
    with pytest.raises(LessonError, match="'99' is not in the table"):
        testing.words(["99"])
