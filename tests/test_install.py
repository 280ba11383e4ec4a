"""benchmarks.install: which ways of a first start are timed, and what is read from what they print."""

import json
import os

import pytest

from benchmarks import install

STEPS = [
    ["-Im ensurepip --upgrade", 3.0, 0],
    ["pip install --python /a/python --no-config --quiet --require-hashes -r lock", 10.0, 0],
    ["-I -X utf8 -m pip install --quiet --no-compile --require-hashes -r lock", 2.0, 0],
    ["-I -X utf8 -m pip install --quiet --no-index --no-deps -e /a", 1.0, 0],
    ["first imports", 9.0, 0],
]


def printed(steps=STEPS):
    return f"Preparing ...\n{json.dumps([steps, 30.0])}\n"


def test_the_seconds_of_each_step():
    seconds = install.seconds_of(printed(), "", by_uv=True)
    assert (seconds["whole"], seconds["uv"], seconds["pip"], seconds["first imports"]) == (30, 10, 2, 9)
    result = install.line("uv", [seconds, seconds | {"whole": 40.0}, seconds | {"whole": 32.0}])
    assert (result.value, result.unit) == (32.0, "s")
    assert "median of 30.0 40.0 32.0" in result.detail
    assert "compilation" not in result.detail, "a step that was not made"


@pytest.mark.parametrize("said", ["", "Preparing ..."])
def test_a_start_that_fails_says_why(said):
    with pytest.raises(SystemExit, match="no disk"):
        install.seconds_of(said, "no disk", by_uv=False)


@pytest.mark.parametrize("steps", [STEPS[2:], [[STEPS[1][0], 1.0, 2], *STEPS[2:]]], ids=["not asked", "failed"])
def test_what_pip_did_is_not_called_uv(steps):
    assert install.seconds_of(printed(steps=steps), "", by_uv=False)["pip"] == 2
    with pytest.raises(SystemExit, match="pip did"):
        install.seconds_of(printed(steps=steps), "", by_uv=True)


def test_other_words_for_pip_are_noticed():
    with pytest.raises(SystemExit, match="in other words"):
        install.seconds_of(printed(steps=[STEPS[0], *STEPS[3:]]), "", by_uv=False)


@pytest.mark.skipif(os.name != "posix", reason="a program that is a script")
def test_ways_are_with_and_without_uv(tmp_path, monkeypatch):
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\n")
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), "/bin"]))
    monkeypatch.setenv("PIP_INDEX_URL", "https://pip.example/simple")
    ways = install.ways("HEAD~1")
    assert list(ways) == ["pip, HEAD~1", "pip", "uv"]
    assert ways["pip"][1]["PATH"] == "/bin"
    assert ways["uv"][1]["PIP_INDEX_URL"] is None and "PATH" not in ways["uv"][1]


def test_no_commit_gets_a_sentence(capfd):
    with pytest.raises(SystemExit, match="is no commit of this repository"):
        install.measure("no-such-commit")
