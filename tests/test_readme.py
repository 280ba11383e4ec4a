"""What README.md and the pages that it leads to show is true: code runs, links lead somewhere, commands are known."""

import re
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from course_utils import explorers
from course_utils.commands import cli
from course_utils.commands.site.tables import slug
from course_utils.convolution import cross_correlate_in_loops

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
#: Folders of pages; others hold what was installed, built or given out.
FOLDERS = (".", "docs", "docs/study", "benchmarks", "site", "classroom")
PAGES = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))


@pytest.fixture(params=PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def page(request):
    return request.param


def without_code(text):
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


@cache
def places(path):
    """What a link into a page may end in: its headings, as GitHub names them."""
    text = without_code(path.read_text(encoding="utf-8"))
    return {slug(re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", words)) for words in re.findall(r"^#+ (.+)$", text, re.M)}


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


def test_every_link_leads_to_a_file_and_a_heading(page):
    for target in re.findall(r"\]\(([^)\s]+)", without_code(page.read_text(encoding="utf-8"))):
        if target.startswith(("http:", "https:")):
            continue
        file, _, place = target.partition("#")
        path = (page.parent / file) if file else page
        assert path.exists(), target
        if place and path.suffix == ".md":
            assert place in places(path.resolve()), f"{target}: no such heading there"


def commands(text):
    """Every command of the course that a page shows, as the words behind `course` or `python start.py`."""
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    lines = [line.partition(" #")[0] for block in blocks for line in block.splitlines()]
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", without_code(text))]
    for line in lines + spans:
        found = re.fullmatch(r"(?:python3? start\.py|(?:\S*[/\\])?course)((?: \S+)*)\s*", line.strip())
        if found:
            yield found[1].split()


def test_every_command_is_one_that_there_is(page, capsys):
    """With its options: a page that shows one that is gone, or one that never was, is wrong."""
    parser = cli._parser()
    for words in commands(page.read_text(encoding="utf-8")):
        if words in ([], ["setup"]) or "--help" in words:  # what start.py answers itself, or any parser
            continue
        if len(words) == 1 and words[0] in cli.COMMANDS:  # its name alone
            continue
        try:
            given, rest = parser.parse_known_args(words)
        except SystemExit:
            pytest.fail(f"course {' '.join(words)}: {capsys.readouterr().err}")
        assert not rest or given.command in cli.HANDING_ON, words


def test_the_pages_show_commands():
    """Else the test above would pass on nothing."""
    shown = [words[0] for path in PAGES for words in commands(path.read_text(encoding="utf-8")) if words]
    assert {"lab", "test", "setup", "doctor", "fresh", "progress", "inventory", "data", "release", "site"} <= set(shown)
    assert list(commands("`course lab 03`, `course laboratory`s, `of course`, `the course lab`")) == [
        ["lab", "03"],
        ["laboratory"],
    ]


def test_every_test_that_a_page_names_is_there(page):
    for file, function in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text(encoding="utf-8")):
        assert re.search(rf"^def {function}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), f"{file}::{function}"


def test_the_first_screen_says_what_for_whom_and_how():
    """Before its first heading: the picture, two commands in one block, and for whom; the link once there is one."""
    first = TEXT.partition("\n## ")[0]
    assert re.findall(r"```\n(.*?)```", first, re.DOTALL)[0].count("python start.py") == 2
    assert first.count("](figures/") == 2 and "**For whom.**" in first
    address = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course-site"]["address"]
    assert address in first, f"the pages are published: link {address} in README's first lines"
    assert ("no public address" in first) == (not address)


def test_the_gallery_shows_every_explorer():
    page = (ROOT / "docs" / "explorers.md").read_text(encoding="utf-8")
    for name in explorers.__all__:
        assert f"](../figures/explorers/{name}.svg)" in page
        assert (ROOT / "figures" / "explorers" / f"{name}.svg").exists(), "run `course figures`"
    stored = {path.stem for path in (ROOT / "figures" / "explorers").glob("*")}
    assert stored == set(explorers.__all__)


def test_every_page_in_docs_is_reached_from_the_readme():
    reached, todo = set(), {ROOT / "README.md"}
    while todo:
        path = todo.pop()
        reached.add(path)
        links = re.findall(r"\]\(([^)#\s]+\.md)", path.read_text(encoding="utf-8"))
        todo |= {(path.parent / link).resolve() for link in links if not link.startswith("http")} - reached
    assert {path for path in PAGES if path.parts[-2] in ("docs", "study", "classroom")} <= reached
