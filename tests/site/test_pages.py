"""The pages as a reader meets them: what is live says what the notebook stores, axe is content, nothing is heavy."""

import gzip
import json
import re
from pathlib import Path

import pytest

from course_utils.lessons import LESSONS
from tests.support.site_in_page import COMPRESSED, ROOT

pytestmark = pytest.mark.site

LESSON_PAGES = {row.number: row.path(Path("notebooks")).with_suffix(".html") for row in LESSONS}
#: One page of each kind; the lessons 01 and 06 have every kind of part.
KINDS = ["index", "gallery", "glossary", "instructors", "guarantee", "accessibility", "search", "404"]
LOOKED_AT = [f"{name}.html" for name in KINDS] + [LESSON_PAGES[number].as_posix() for number in ("01", "06")]
#: What a reader's browser fetches at the first touch, besides the page.
FIRST_TOUCH = ("pyodide/pyodide.mjs", "pyodide/pyodide.asm.*", "pyodide/python_stdlib.zip", "pyodide/numpy-*.whl")
FIRST_TOUCH += ("pyodide/pyodide-lock.json", "course.zip", "widgets.zip", "*.js", "*.css")
MEGABYTE = 1e6


def parts_of(page, kind):
    told = page.locator("#live-page")
    parts = json.loads(told.inner_text())["parts"] if told.count() else []
    return [part for part in parts if part["kind"] == kind]


def _words(outputs):
    """What a cell's outputs say as plain text."""
    return plain(" ".join("".join(output.get("data", {}).get("text/plain", "")) for output in outputs))


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("number", LESSON_PAGES)
def test_a_live_explorer_says_what_the_notebook_stores(page, address, number):
    page.goto(f"{address}/{LESSON_PAGES[number].as_posix()}")
    notebook = json.loads((ROOT / LESSON_PAGES[number].with_suffix(".ipynb")).read_text("utf-8"))
    stored = {cell["id"].removeprefix("cell-"): cell["outputs"] for cell in notebook["cells"] if "outputs" in cell}
    different = {}
    for part in parts_of(page, "explorer"):
        cell = page.locator(f".cell.tag_{part['tag']}")
        cell.locator(".live-start").first.click()
        cell.locator(".course-picture svg, .live-line :text('⚠')").first.wait_for(timeout=120_000)
        said = plain(cell.locator(".course-words, .live-line [role=status]").first.inner_text())
        if said.removeprefix("⚠ ") not in _words(stored[part["key"].partition("/")[2]]):
            different[part["key"]] = said
    assert different == {}


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
