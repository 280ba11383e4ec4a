"""The pages as a reader meets them: what is live says what the notebook stores, axe is content, nothing is heavy."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import explorers
from course_utils.lessons import LESSONS
from tests.support.site_in_page import COMPRESSED, ROOT, WITH_A_NETWORK

pytestmark = pytest.mark.site

LESSON_PAGES = {row.number: row.path(Path("notebooks")).with_suffix(".html") for row in LESSONS}
#: One page of each kind; the lessons 01 and 06 have every kind of part.
KINDS = ["index", "gallery", "glossary", "instructors", "guarantee", "accessibility", "search", "404"]
LOOKED_AT = [f"{name}.html" for name in KINDS] + [LESSON_PAGES[number].as_posix() for number in ("01", "06")]
LIVE = ["index.html", "gallery.html", *(path.as_posix() for path in LESSON_PAGES.values())]
#: What a reader's browser fetches at the first touch, besides the page.
FIRST_TOUCH = ("pyodide/pyodide.mjs", "pyodide/pyodide.asm.*", "pyodide/python_stdlib.zip", "pyodide/numpy-*.whl")
FIRST_TOUCH += ("pyodide/pyodide-lock.json", "course.zip", "widgets.zip", "*.js", "*.css")
MEGABYTE = 1e6


TROUBLE = ".live-line [role=status]:has-text('⚠')"
SHOWN = """(cell, svg) => {
    const made = document.createElement('div');
    made.innerHTML = svg;  // the browser writes the same elements in its own way
    return [cell.querySelector('.course-picture svg').outerHTML, made.firstElementChild.outerHTML,
            cell.querySelector('.course-words').textContent.trim()];
}"""


def explorers_of(path):
    """The live explorers of a built page, as it is told of them; an error where it is told of nothing."""
    told = path.read_text("utf-8").partition('id="live-page">')[2].partition("</script>")[0]
    return [part for part in json.loads(told)["parts"] if part["kind"] == "explorer"]


def test_the_first_page_and_the_gallery_have_their_explorers(site):
    """What the lessons have, tests/site/test_built.py counts."""
    found = {name: len(explorers_of(site / name)) for name in ("index.html", "gallery.html")}
    assert found == {"index.html": 1, "gallery.html": len(explorers.__all__)}


@pytest.fixture(scope="module")
def said(site):
    """Picture and words of every live explorer, key -> (svg, words), from a process with no more than a page has.

    That this process says what the notebooks store is the matter of tests/test_in_page.py.
    """
    codes = {part["key"]: part["code"] for path in LIVE for part in explorers_of(site / path)}
    run = subprocess.run(
        [sys.executable, "-m", "tests.support.in_page", str(site / "_static" / "live" / "data")],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    return {key: found[1:] for key, found in json.loads(run.stdout).items()}


def unlike(code, there, here):
    """Whether two pictures of an explorer differ, in a network's by more than digits and shades of its long sums."""
    if any(f"{name}(" in code for name in WITH_A_NETWORK):
        there, here = (re.sub(r'base64,[^"]+|[\d,.]+', "", svg) for svg in (there, here))
    return there != here


@pytest.mark.in_turns
@pytest.mark.parametrize("name", LIVE)
def test_a_live_explorer_shows_and_says_what_the_kernel_does(page, address, site, said, name, record_property):
    page.goto(f"{address}/{name}")
    different = []
    for part in (parts := explorers_of(site / name)):
        cell = page.locator(f".cell.tag_{part['tag']}")
        cell.locator(".live-start").first.click()
        cell.locator(f".course-picture svg, {TROUBLE}").first.wait_for(timeout=180_000)
        svg, words = said[part["key"]]
        trouble = cell.locator(TROUBLE)
        there, here, told = [trouble.first.inner_text()] * 3 if trouble.count() else cell.first.evaluate(SHOWN, svg)
        if told != words or unlike(part["code"], there, here):
            different.append((part["key"], told, words))
    record_property("total live explorers as in the kernel", len(parts) - len(different))
    assert different == []


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page, address, name, width, theme):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"{address}/{name}")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["help"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page itself scrolls sideways"


def wire(path):
    """Bytes of a file as a host sends it."""
    contents = path.read_bytes()
    return len(gzip.compress(contents, 6)) if path.suffix in COMPRESSED else len(contents)


def test_the_site_is_no_larger_than_was_promised(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= 60 * MEGABYTE


def test_a_first_touch_is_no_larger_than_was_promised(site):
    live = site / "_static" / "live"
    files = {path for pattern in FIRST_TOUCH for path in live.glob(pattern)} - {live / "editor.js"}
    assert len(files) >= 10
    touched = sum(map(wire, files))
    for path in LESSON_PAGES.values():
        assert touched + wire(site / path) <= 12 * MEGABYTE, path


def test_no_cookie_and_no_request_elsewhere(page, address):
    """`page` holds the second half: it listens to what is asked for elsewhere."""
    for name in LOOKED_AT:
        page.goto(f"{address}/{name}", wait_until="load")
    assert page.context.cookies() == []


def test_every_file_that_a_page_names_is_there(page, address, site):
    missing = []
    page.on("response", lambda got: missing.append(got.url) if got.status >= 400 else None)
    for name in LOOKED_AT:
        page.goto(f"{address}/{name}", wait_until="load")
    assert missing == []
