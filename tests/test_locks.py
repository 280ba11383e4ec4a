"""What the extras are installed with: locked by hash beside the course's own lock, which they leave as it is."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from course_utils.commands import locks
from course_utils.commands.locks import EXTRAS, added, entries

ROOT = Path(__file__).resolve().parent.parent
OWN = (ROOT / "requirements.lock").read_text("utf-8")
LISTED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


def lock_of(extra):
    return (ROOT / extra / "requirements.lock").read_text("utf-8")


def names(text):
    return {re.split(r"[=\[ ]", entry)[0] for entry in entries(text)}


@pytest.mark.parametrize("extra", EXTRAS)
def test_it_holds_what_the_extra_names_in_versions_that_fit(extra):
    for listed in map(Requirement, LISTED[extra]):
        versions = re.findall(rf"^{re.escape(listed.name)}==(\S+)", lock_of(extra), re.M)
        assert versions, f"{listed.name} is not in {extra}/requirements.lock: {extra}/README.md says how it is made"
        assert all(listed.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("extra", EXTRAS)
def test_it_only_adds(extra):
    assert not names(lock_of(extra)) & names(OWN)
    assert added(lock_of(extra) + OWN, OWN) == lock_of(extra)


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_entry_has_a_hash_and_none_a_host(extra):
    assert all("--hash=sha256:" in entry for entry in entries(lock_of(extra)))
    assert "://" not in lock_of(extra)


@pytest.mark.parametrize("extra", EXTRAS)
def test_what_comes_from_npm_is_exact_has_a_hash_and_no_host(extra):
    wanted = json.loads((ROOT / extra / "package.json").read_text("utf-8"))["dependencies"]
    text = (ROOT / extra / "package-lock.json").read_text("utf-8")
    found = {name: about for name, about in json.loads(text)["packages"].items() if name}
    assert all(found[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert all(about["integrity"].startswith("sha512-") for about in found.values())
    assert "://" not in re.sub(r'"funding": (\{[^}]*\}|\[[^]]*\]|"[^"]*")', "", text)


def test_the_constraints_are_those_of_both_locks():
    again = "python -m course_utils.commands.locks classroom, as classroom/README.md says"
    expected = locks.constraints(OWN, lock_of("classroom"))
    assert locks.CONSTRAINTS.read_text("utf-8") == expected, f"classroom/constraints.txt is old: {again}"
    lines = expected.splitlines()
    assert len(lines) == len(entries(OWN)) + len(entries(lock_of("classroom")))
    assert all(len(Requirement(line).specifier) == 1 for line in lines)


def test_what_it_is_given_is_checked():
    for words in ((), ("classroom",), ("elsewhere", str(ROOT / "requirements.lock")), ("site", "nowhere.lock")):
        with pytest.raises(locks.CommandError, match="Give an extra, site or classroom"):
            locks.main(*words)
