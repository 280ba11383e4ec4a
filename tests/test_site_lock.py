"""What `course site` is installed with: locked by hash beside the course's own lock, which it leaves as it is."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from course_utils.commands.site.lock import added, entries

ROOT = Path(__file__).resolve().parent.parent
OWN, SITE = ((ROOT / path).read_text("utf-8") for path in ("requirements.lock", "site/requirements.lock"))
LISTED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["site"]


def names(text):
    return {re.split(r"[=\[ ]", entry)[0] for entry in entries(text)}


def test_it_holds_what_the_extra_names_in_versions_that_fit():
    for listed in map(Requirement, LISTED):
        versions = re.findall(rf"^{re.escape(listed.name)}==(\S+)", SITE, re.M)
        assert versions, f"{listed.name} is not in site/requirements.lock: site/README.md says how it is made"
        assert all(listed.specifier.contains(version) for version in versions)


def test_it_only_adds():
    assert not names(SITE) & names(OWN)
    assert added(SITE + OWN, OWN) == SITE


def test_every_entry_has_a_hash_and_none_a_host():
    assert all("--hash=sha256:" in entry for entry in entries(SITE))
    assert "://" not in SITE
