"""One version: pyproject.toml says it, CITATION.cff repeats it, and CHANGELOG's newest number is no other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
CITATION, CHANGES = ((ROOT / name).read_text("utf-8") for name in ("CITATION.cff", "CHANGELOG.md"))


def test_the_citation_names_the_version():
    assert re.findall(r"^version: (\S+)$", CITATION, re.M) == [VERSION]


def test_the_changelog_s_newest_number_is_this_version_with_the_date_of_the_citation():
    """A heading is `## Unreleased`, above all others, or `## 0.2.0 (2026-12-01)`, the newest first."""
    headings = re.findall(r"^## (.+)$", CHANGES, re.M)
    released = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) \((\d{4}-\d\d-\d\d)\)", one) for one in headings]
    assert [one for one, found in zip(headings, released, strict=True) if not found] in ([], ["Unreleased"])
    assert "Unreleased" not in headings[1:]
    numbers = [tuple(map(int, found.groups()[:3])) for found in released if found]
    assert numbers == sorted(set(numbers), reverse=True)
    dates = [found.group(4) for found in released if found]
    if numbers:
        assert (".".join(map(str, numbers[0])), dates[0]) == (VERSION, dated())


def dated():
    return "".join(re.findall(r"^date-released: \"?([\d-]+)\"?$", CITATION, re.M))
