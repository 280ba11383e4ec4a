"""What README.md shows is true: its code runs, its links lead somewhere, its gallery is complete."""

import re
from pathlib import Path

import numpy as np
import pytest

from course_utils import explorers
from course_utils.commands.site.settings import read, readme_line
from course_utils.convolution import cross_correlate_in_loops

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_convolution_by_hand_runs_and_says_its_numbers(capsys):
    code = "\n".join(re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL))
    names = {}
    exec(code, names)
    expected = cross_correlate_in_loops(names["image"], names["kernel"])
    printed = capsys.readouterr().out
    assert printed.count("17") == 3, "the loops, the windows, the fast one"
    assert np.array_equal(names["feature_map"], expected)
    assert np.array_equal((names["windows"] * names["kernel"]).sum(axis=(2, 3)), expected)
    (said,) = re.findall(r"and so on: (\[\[.*?\]\])", code)
    assert said == str(expected.astype(int).tolist())


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http:", "https:")):
            assert ((ROOT / page).parent / target).exists(), target


def test_the_first_line_is_the_link_once_there_is_one():
    """With an address in `tool.course-site` this says which line belongs below the title; without, none does."""
    first, wanted = TEXT.splitlines()[2], readme_line(read(ROOT / "pyproject.toml").address)
    assert first == wanted if wanted else "in your browser](" not in first


def test_the_gallery_shows_every_explorer():
    for name in explorers.__all__:
        assert f"](figures/explorers/{name}.svg)" in TEXT
        assert (ROOT / "figures" / "explorers" / f"{name}.svg").exists(), "run `course figures`"
    stored = {path.stem for path in (ROOT / "figures" / "explorers").glob("*")}
    assert stored == set(explorers.__all__)
