"""The three lists of dependencies agree, and the promises of the layout hold."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from course_utils import doctor
from course_utils.lessons import LESSONS

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LISTED = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
LOCKED = [Requirement(line.rstrip(" \\")) for line in LOCK.splitlines() if line and not line.startswith(" ")]


@pytest.mark.parametrize("listed", LISTED, ids=str)
def test_the_lock_meets_the_project(listed):
    found = [locked for locked in LOCKED if locked.name == listed.name]
    assert found, f"{listed.name} is not in requirements.lock: make the lock anew (CONTRIBUTING.md)"
    for locked in found:
        version = next(iter(locked.specifier)).version
        assert listed.specifier.contains(version), f"{locked} does not meet {listed}"


def test_every_locked_package_has_a_hash():
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) == len(LOCKED) > 100
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_lock_names_no_host():
    assert not re.search(r"https?:|index-url|find-links|://", LOCK)


def test_each_dependency_says_why():
    """In pyproject.toml a comment stands above each dependency, or above the few that belong together."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for listed in LISTED:
        before = text[: text.rindex(f'"{listed.name}>=')].rstrip().splitlines()[-3:]
        assert any(line.strip().startswith("#") for line in before), listed.name


def test_conda_installs_the_same_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "- -r requirements.lock" in text
    python = re.search(r"- python=(\d\.\d+)\n", text).group(1)
    assert python in ("3.11", "3.12", "3.13")


def test_python_versions_agree():
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    assert "3.11, 3.12 or 3.13" in (ROOT / "start.py").read_text(encoding="utf-8")


def test_doctor_reads_the_lock():
    locked = doctor.locked_versions()
    assert doctor.own_dependencies() <= set(locked)
    assert all(re.match(r"\d+(\.\d+)*", version) for version in locked.values())


def test_the_data_is_packaged():
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    assert patterns == {"course_utils": ["data/fashion-mnist/*"]}


@pytest.mark.parametrize("path", sorted((ROOT / "course_utils").rglob("*.py")), ids=lambda path: path.stem)
def test_modules_stay_small(path):
    # A bank of exercises is a list, read one entry at a time.
    limit = 1000 if path.parent.name == "exercises" and path.stem in {row.bank for row in LESSONS} else 400
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def test_every_mutation_finds_the_text_that_it_replaces():
    """Else `.ci/run` would say so only when its turn comes, after half an hour."""
    calls = [
        node
        for node in ast.walk(ast.parse((ROOT / ".ci" / "mutations.py").read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "replace"
    ]
    assert len(calls) >= 4
    for call in calls:
        name, text = (ast.literal_eval(argument) for argument in call.args[:2])
        assert text in (ROOT / name).read_text("utf-8"), (name, text)
