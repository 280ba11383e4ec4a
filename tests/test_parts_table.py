"""The list of what others made of the site is true."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from course_utils.commands.site import parts_table
from course_utils.commands.site.pyodide_parts import FROM_PIP, make_folder

SITE = Path(__file__).resolve().parent.parent / "site"
README = (SITE / "README.md").read_text("utf-8")


def test_what_npm_brings_is_listed_as_locked():
    rows = [parts_table._line(*row) for row in [*parts_table.npm_rows(SITE), parts_table.stand_in_row(SITE)]]
    assert len(rows) > 20
    assert [row for row in rows if row not in README] == []
    assert README.count(" (npm) |") + README.count(" (pip; for tests) |") == len(rows)


def test_every_part_has_a_version_a_licence_and_a_hash():
    listed = README.partition(parts_table.BEGIN)[2].partition(parts_table.END)[0]
    lines = listed.removeprefix(parts_table.HEAD).splitlines()
    assert len(lines) > 30
    for line in lines:
        assert re.fullmatch(r"\| \S.* \| \d[\w.]* \| \S.* \| sha(256-[0-9a-f]{64}|512-[\w+/]{86}==) \|", line), line


def test_the_table_takes_the_old_ones_place():
    text = f"before\n{parts_table.BEGIN}old\n{parts_table.END}after\n"
    assert parts_table.put_in(text, "new\n") == text.replace("old", "new")


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ("License-Expression: MIT\nLicense: other\n", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License\nLicense: a long text\n", "BSD License"),
        ("License: PSF\n", "PSF"),
    ],
)
def test_a_wheel_tells_its_licence(tmp_path, told, licence):
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr("a-1.dist-info/METADATA", told)
    assert parts_table.licence_of(tmp_path / "a.whl") == licence


@pytest.mark.site
def test_the_whole_table_is_that_of_what_is_installed(tmp_path):
    core, requirement = SITE / "node_modules" / "pyodide", SITE / "stand-in.txt"
    make_folder(tmp_path, core, FROM_PIP, requirement=requirement, cache=SITE.parent / "build")
    assert parts_table.table(SITE, tmp_path) in README
    installed = json.loads((core / "package.json").read_text("utf-8"))["version"]
    assert f"| pyodide (npm) | {installed} |" in README
