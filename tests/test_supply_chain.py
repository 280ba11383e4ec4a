"""What comes from others: named by what it is, and beyond the holes that are known."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = (ROOT / ".github" / "workflows" / "course.yml").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

#: Package -> the last version with a hole that was known when its lower bound was set.
HOLES = {
    "jupyterlab": "4.6.3",
    "pillow": "12.2.0",
    "filelock": "4.2.0",
    "requests": "2.32.5",
    "setuptools": "78.1.0",
    "pytest": "9.0.2",
}


def test_an_action_is_named_by_its_commit_and_says_its_version():
    used = re.findall(r"uses: (.*)", WORKFLOW)
    assert len(used) >= 6
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_one_action_has_one_commit():
    assert len({action.split("@")[0] for action in re.findall(r"uses: (\S+)", WORKFLOW)}) == len(
        set(re.findall(r"uses: (\S+)", WORKFLOW))
    )


def test_a_job_may_read_and_no_more():
    assert re.findall(r"permissions:\n(.*)\n", WORKFLOW) == ["  contents: read"]
    assert "write" not in WORKFLOW
    assert WORKFLOW.count("actions/checkout@") == WORKFLOW.count("persist-credentials: false")


def test_the_lock_is_audited():
    assert "pip_audit --require-hashes" in WORKFLOW
    assert "requirements.lock" in WORKFLOW


@pytest.mark.parametrize("name", HOLES)
def test_a_lower_bound_lies_beyond_the_known_holes(name):
    listed = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    listed += PROJECT["build-system"]["requires"]
    found = [requirement for requirement in map(Requirement, listed) if requirement.name == name]
    assert found
    assert not [str(requirement) for requirement in found if requirement.specifier.contains(HOLES[name])]
