"""What marks the exercises is locked by hash; laid over the course's own packages, it replaces one."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
OWN, MARKS = ((ROOT / path).read_text("utf-8") for path in ("requirements.lock", ".ci/marks.lock"))
LISTED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["marks"]


def entries(text):
    return [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]


def names(text):
    return {re.split(r"[=\[ ]", entry)[0] for entry in entries(text)}


def test_it_holds_what_the_extra_names_in_versions_that_fit():
    for listed in map(Requirement, LISTED):
        versions = re.findall(rf"^{re.escape(listed.name)}==(\S+)", MARKS, re.M)
        assert versions, f"{listed.name} is not in .ci/marks.lock: its first lines say how it is made"
        assert all(listed.specifier.contains(version) for version in versions)


def test_of_the_course_s_packages_it_replaces_one():
    assert names(MARKS) & names(OWN) == {"wrapt"}


def test_every_entry_has_a_hash_and_none_a_host():
    assert all("--hash=sha256:" in entry for entry in entries(MARKS))
    assert "://" not in MARKS
