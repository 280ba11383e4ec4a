"""`python -m benchmarks` with benchmarks of a moment: the table, the file and the exit code. No time is asserted."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TINY = '''"""A tiny benchmark."""
import argparse
from benchmarks.report import Result, main

def measure(long=False):
    return [Result("a thing", {value}, "ms", "long" if long else "short", 5.0), Result("another", 2.0, "×")]

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true")
    raise SystemExit(main(measure, __doc__, parser=parser))
'''
KILLED = """main(measure, __doc__, parser=parser)
    import os
    os._exit(9)"""
FAKES = {
    "quick": TINY.format(value=1.5),
    "slow": TINY.format(value=7.5),
    "broken": "raise ValueError('no such layer')",
    "silent": "",
    "killed": TINY.format(value=1.5).replace("raise SystemExit(main(measure, __doc__, parser=parser))", KILLED),
}


@pytest.fixture
def runner(monkeypatch, tmp_path):
    """The runner, with the fakes in the place of the benchmarks."""
    folder = tmp_path / "fakes"
    folder.mkdir()
    for name, source in FAKES.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    from benchmarks import __main__ as runner

    monkeypatch.setattr(runner, "PACKAGE", "fakes")
    monkeypatch.setattr(runner, "NAMES", (*FAKES, "missing"))
    return runner


def test_all_bars_hold(runner, capsys, tmp_path):
    file = tmp_path / "all.json"
    assert runner.main(["quick", "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "| quick: a thing | 1.5 ms | at most 5 ms | yes   | short   |" in printed
    assert "1 of 1 bars hold" in printed
    stored = json.loads(file.read_text("utf-8"))
    assert set(stored) == {"machine", "minutes", "results", "crashed"}
    assert stored["machine"] in printed
    assert [(one["benchmark"], one["value"], one["holds"]) for one in stored["results"]] == [
        ("quick", 1.5, True),
        ("quick", 2.0, True),
    ]


def test_a_missed_bar_turns_the_exit_code(runner, capsys):
    assert runner.main(["quick", "slow"]) == 1
    printed = capsys.readouterr().out
    assert "| slow: a thing  | 7.5 ms | at most 5 ms | NO " in printed
    assert "1 of 2 bars hold" in printed


def test_crashes_are_lines_and_the_others_still_run(runner, capsys, tmp_path):
    file = tmp_path / "all.json"
    assert runner.main(["broken", "silent", "killed", "missing", "quick", "--json", str(file)]) == 1
    printed = capsys.readouterr().out
    assert "CRASHED  broken: exit code 1: ValueError: no such layer" in printed
    assert "CRASHED  silent: exit code 0: nothing said" in printed
    assert "CRASHED  killed: exit code 9" in printed
    assert "No module named fakes.missing" in printed
    assert "quick: a thing" in printed
    assert set(json.loads(file.read_text("utf-8"))["crashed"]) == {"broken", "silent", "killed", "missing"}


def test_long_reaches_only_the_recipes(runner, monkeypatch, capsys):
    monkeypatch.setattr(runner, "WITH_LONG", {"slow": ["--long"]})
    runner.main(["quick", "slow", "--long"])
    quick, slow = (line for line in capsys.readouterr().out.splitlines() if "a thing" in line)
    assert "short" in quick
    assert "long" in slow


def test_an_unknown_name_is_refused(runner, capsys):
    with pytest.raises(SystemExit):
        runner.main(["fast"])
    assert "no benchmark is called fast; there are: quick" in capsys.readouterr().err


def test_every_file_that_measures_is_run(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.__main__ import BY_NAME, NAMES

    folder = ROOT / "benchmarks"
    measuring = {
        path.stem for path in folder.glob("*.py") if "SystemExit(main(measure" in path.read_text(encoding="utf-8")
    }
    assert measuring <= set(NAMES + BY_NAME)
