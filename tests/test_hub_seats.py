"""How many seats a machine holds and what one costs: classroom/seats.py, which needs nothing but Python."""

import doctest
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "classroom" / "seats.py"
SEATS = SimpleNamespace(**runpy.run_path(str(SCRIPT)))
WORDS = {"memory": "64", "cores": "8", "price": "0.45", "learners": "30", "hours": "15"}


def run(tmp_path, **changed):
    words = [f"--{name}={value}" for name, value in (WORDS | changed).items()]
    command = [sys.executable, "-S", "-I", str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)


def test_its_examples_are_true():
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    for function in (SEATS.seats, SEATS.machines, SEATS.cost):
        for examples in finder.find(function, module=False, globs=vars(SEATS)):
            assert examples.examples
            assert not runner.run(examples).failed


def test_what_it_prints_can_be_added_up_by_hand(tmp_path):
    told = run(tmp_path).stdout.splitlines()
    assert [re.search(r"= (\S+)$", line)[1] for line in told] == ["32", "1", "0.23"]
    assert told[2].endswith("1 x 15 h x 0.45 / 30 = 0.23")


@pytest.mark.parametrize("memory", range(5, 200, 3))
def test_one_seat_more_would_not_fit(memory):
    for cores in (1, 2, 8, 16, 64):
        held = SEATS.seats(memory, cores)
        fits = [count * 1.2 <= memory - 4 + 1e-9 and count * 0.25 <= cores for count in (held, held + 1)]
        assert fits == [True, False]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"memory": "4"}, "a machine with 4 GiB and 8 cores holds no seat: take a larger one"),
        ({"cores": "none"}, "'none' is no number above 0"),
        ({"price": "-1"}, "'-1' is no number above 0"),
        ({"hours": "inf"}, "'inf' is no number above 0"),
        ({"learners": "nan"}, "'nan' is no number above 0"),
        ({"learners": "0"}, "'0' is no number above 0"),
    ],
)
def test_wrong_numbers_get_a_sentence(tmp_path, changed, said):
    told = run(tmp_path, **changed)
    assert told.returncode == 2
    assert said in told.stderr
    assert "Traceback" not in told.stderr
