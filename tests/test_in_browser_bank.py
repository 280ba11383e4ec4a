"""The whole bank where a page runs it: nothing but NumPy, no thread; each verdict is the kernel's, word for word."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.exercises import bank
from course_utils.in_browser import offered
from tests.support.verdicts import verdicts

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = {one.key: one for lesson in bank().values() for one in lesson.values()}


@pytest.fixture(scope="module")
def alone():
    """The rows of a process that has what a page has."""
    command = [sys.executable, "-m", "tests.support.verdicts"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)


def test_what_needs_keras_says_so_and_nothing_else_does(alone):
    """A right answer that is not accepted in a page must not be asked for there."""
    failing = {row["exercise"] for row in alone if row["answer"] == "the reference" and row["status"] != "right"}
    assert failing == {key for key, one in EXERCISES.items() if one.needs}
    assert {one.needs for one in EXERCISES.values()} == {"", "keras"}
    names = [EXERCISES[key].name for key in EXERCISES if key not in failing]
    assert [name for number in bank() for name in offered(number)] == names


def test_each_mistake_is_named_there(alone):
    rows = [row for row in alone if not EXERCISES[row["exercise"]].needs]
    named = [row for row in rows if row["answer"].startswith("mistake: ")]
    assert [(row["status"], f"mistake: {row['mistake']}") for row in named] == [
        ("wrong", row["answer"]) for row in named
    ]
    assert {row["status"] for row in rows if not row["answer"].startswith("mistake: ")} == {"right"}


def test_every_verdict_is_the_kernels(alone):
    assert verdicts(needing=False) == [row for row in alone if not EXERCISES[row["exercise"]].needs]
