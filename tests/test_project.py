"""The three lists of dependencies agree, and the promises of the layout hold."""

import ast
import os
import re
import statistics
import tomllib
import warnings
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
    site = [Requirement(text) for text in PROJECT["optional-dependencies"]["site"]]
    for listed in LISTED + site:
        before = text[: text.rindex(f'"{listed.name}>=')].rstrip().splitlines()[-3:]
        assert any(line.strip().startswith("#") for line in before), listed.name


@pytest.mark.parametrize("path", sorted((ROOT / "course_utils").rglob("*.py")), ids=lambda path: path.stem)
def test_no_extra_is_needed_to_import_a_module(path):
    """What only an extra brings is imported inside functions: the test command has none of the extra `site`."""
    extra = {Requirement(text).name.replace("-", "_") for text in PROJECT["optional-dependencies"]["site"]} | {
        "docutils"
    }
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        names = [alias.name for alias in statement.names] if isinstance(statement, ast.Import) else []
        names += [statement.module or ""] if isinstance(statement, ast.ImportFrom) else []
        assert not {name.partition(".")[0] for name in names} & extra


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
    package = ROOT / "course_utils"
    packed = {path for pattern in patterns["course_utils"] for path in package.glob(pattern)}
    files = {path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert packed == {path for path in files if path.suffix != ".py"}, "all that is not code travels with the package"


@pytest.mark.parametrize("path", sorted((ROOT / "course_utils").rglob("*.py")), ids=lambda path: path.stem)
def test_modules_stay_small(path):
    # A bank of exercises is a list, read one entry at a time: predictions, then what is to be written or mended.
    is_bank = path.parent.name == "exercises" and path.stem in {row.bank for row in LESSONS}
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (1600 if is_bank else 400)
    if lines > 250 and not is_bank:
        warnings.warn(f"{path.relative_to(ROOT)} has {lines} lines; 250 are wanted at most", stacklevel=1)


def bodies(path):
    """Lines of each function's body, its docstring aside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_functions_stay_small():
    lengths = sorted(
        length
        for path in (ROOT / "course_utils").rglob("*.py")
        if path.parent.name != "exercises"
        for length in bodies(path)
    )
    assert statistics.median(lengths) <= 10
    assert lengths[int(0.9 * len(lengths))] <= 25
    assert lengths[-1] <= 45


@pytest.mark.parametrize("folder", ["course_utils", "tests", "benchmarks", ".ci"])
def test_the_formatter_formats(folder):
    """No opt-out: it bought two lines in a hundred."""
    word = "fmt: " + "skip"
    assert not [path for path in (ROOT / folder).rglob("*.py") if word in path.read_text(encoding="utf-8")]


def test_no_assert_in_the_product():
    """A learner would read "AssertionError"; what must hold is a test, and what may be wrong gets a sentence."""
    for path in (ROOT / "course_utils").rglob("*.py"):
        asserts = [node.lineno for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Assert)]
        assert not asserts, f"{path.relative_to(ROOT)}: {asserts}"


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


def test_the_lessons_that_ci_takes_turns_with_are_there():
    """Else a lesson that was renamed would be executed in each of its runs, or in none."""
    (listed,) = re.findall(r"^long=\((.*)\)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    for beginning in listed.split():
        assert sum(row.path(ROOT).name.startswith(beginning) for row in LESSONS) == 1, beginning


@pytest.mark.skipif("PYTEST_XDIST_WORKER_COUNT" not in os.environ, reason="one process has all cores to itself")
def test_workers_share_the_cores_and_so_do_their_kernels():
    workers, cores = int(os.environ["PYTEST_XDIST_WORKER_COUNT"]), os.cpu_count()
    each = {int(os.environ[name]) for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")}
    assert max(each) * workers <= max(cores, workers)
