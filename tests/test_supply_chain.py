"""What comes from others: named by what it is, and beyond the holes that are known."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
}
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


def used_in(workflow):
    return re.findall(r"uses: (.*)", WORKFLOWS[workflow])


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_an_action_is_named_by_its_commit_and_says_its_version(workflow):
    assert len(used_in(workflow)) >= 5
    for action in used_in(workflow):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_one_action_has_one_commit():
    used = {action for workflow in WORKFLOWS for action in used_in(workflow)}
    assert len({action.split("@")[0] for action in used}) == len(used)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_job_may_read_and_no_more(workflow):
    text = WORKFLOWS[workflow]
    assert re.findall(r"^permissions:\n((?:  .*\n)+)", text, re.M) == ["  contents: read\n"]
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_one_job_alone_may_publish_pages_and_touches_no_code():
    """What it may write is not the repository, and nothing that is built or fetched runs with that leave."""
    assert "write" not in WORKFLOWS["course"]
    before, _, publish = WORKFLOWS["site"].partition("\n  publish:\n")
    assert "write" not in before
    assert re.findall(r"(\S+): write", publish) == ["pages", "id-token"]
    assert "run:" not in publish
    assert re.findall(r"uses: ([^@]+)", publish) == ["actions/deploy-pages"]


def test_the_lock_is_audited():
    assert "pip_audit --require-hashes" in WORKFLOWS["course"]
    assert "requirements.lock" in WORKFLOWS["course"]


@pytest.mark.parametrize("name", HOLES)
def test_a_lower_bound_lies_beyond_the_known_holes(name):
    listed = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]
    listed += PROJECT["build-system"]["requires"]
    found = [requirement for requirement in map(Requirement, listed) if requirement.name == name]
    assert found
    assert not [str(requirement) for requirement in found if requirement.specifier.contains(HOLES[name])]
