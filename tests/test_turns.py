"""A third of what is alike in each run of CI: nothing is left out for ever, and nothing else is left out."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.support import turns

FILE = """
import pytest

@pytest.mark.in_turns
@pytest.mark.parametrize("name", ["e", "d", "c", "b", "a"])
def test_alike(name):
    pass

def test_alone():
    pass
"""


def item(test, name, *, marked=True):
    """What `left_out` asks of pytest's items."""
    found = SimpleNamespace(originalname=test, callspec=SimpleNamespace(id=name))
    found.get_closest_marker = lambda mark: mark == "in_turns" and marked
    return found


@pytest.mark.parametrize("count", range(1, 17))
def test_each_has_its_turn_and_only_one(count):
    items = [item("test_a", f"{place:02}") for place in range(count)]
    items += [item("test_b", "two"), item("test_b", "one"), item("test_c", "", marked=False)]
    taken = [[one for one in items if one not in turns.left_out(items, turn)] for turn in range(turns.TURNS)]
    for one in items[:-1]:
        assert sum(one in each for each in taken) == 1
    assert all(items[-1] in each for each in taken)
    sizes = [sum(one.originalname == "test_a" for one in each) for each in taken]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("turn", "said"),
    [("", "6 passed"), ("0", "3 passed, 3 deselected"), ("2", "2 passed, 4 deselected"), ("3", "COURSE_TURN is '3'")],
)
def test_pytest_takes_the_turn(tmp_path, monkeypatch, turn, said):
    (tmp_path / "test_it.py").write_text(FILE)
    monkeypatch.setenv("COURSE_TURN", turn)
    words = ["-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "-W", "ignore", str(tmp_path)]
    done = subprocess.run([sys.executable, "-m", "pytest", *words], capture_output=True, text=True, check=False)
    assert said in done.stdout + done.stderr
