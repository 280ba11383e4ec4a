"""The built site as files, and as it is read without touching: the same bytes twice, links that lead somewhere."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from course_utils.commands.cells import notebook_of
from course_utils.commands.paths import NOTEBOOKS
from course_utils.commands.site.live_parts import parts_of
from course_utils.in_browser import offered
from course_utils.lessons import LESSONS
from tests.support.site_in_page import ROOT

pytestmark = pytest.mark.site

LESSON = "notebooks/01_convolution_by_hand.html"
LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "use": "href"}


class Page(HTMLParser):
    """What a page loads, where it leads, which places it has, and what of its pictures has no description."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.links, self.places, self.bare = [], [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note one element."""
        given = dict(attributes)
        self.places |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag in LOADING and given.get("rel") not in ("next", "prev", "search", "canonical"):
            self.loads += [given[LOADING[tag]]] if given.get(LOADING[tag]) else []
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "img" and not (given.get("alt") or "").strip():
            self.bare.append(given.get("src"))


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the site by its path."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html")}
    return {name: Page(path.read_text("utf-8")) for name, path in found.items()}


def test_every_lesson_has_its_page_and_a_copy_to_take_along(site):
    for row in LESSONS:
        assert (site / "notebooks" / f"{row.file}.html").is_file()
        assert (site / "downloads" / f"{row.file}.ipynb").is_file()


def told(site, number):
    """The parts of a lesson's page by their kind."""
    row = next(row for row in LESSONS if row.number == number)
    text = (site / "notebooks" / f"{row.file}.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="live-page">(.*?)</script>', text, re.DOTALL)
    return json.loads(found[1])["parts"] if found else []


@pytest.mark.parametrize("row", LESSONS, ids=lambda row: row.number)
def test_every_explorer_and_every_exercise_that_numpy_can_answer_is_live(site, row):
    live = told(site, row.number)
    notebook = notebook_of(row.path(NOTEBOOKS).read_bytes(), row.path(NOTEBOOKS))
    explorers = [part["key"] for part in parts_of(notebook, row.number) if part["kind"] == "explorer"]
    assert [part["key"] for part in live if part["kind"] == "explorer"] == explorers
    assert {part["name"] for part in live if part["kind"] == "exercise"} == set(offered(row.number))


def test_nothing_is_loaded_from_elsewhere(pages):
    for name, page in pages.items():
        assert not [what for what in page.loads if re.match(r"(?:https?:)?//", what)], name


def test_style_sheets_load_nothing_from_elsewhere(site):
    for path in site.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", path.read_text("utf-8")), path.name


def test_every_link_leads_to_a_page_and_a_place_in_it(pages, site):
    lost = []
    for name, page in pages.items():
        for link in page.links:
            to = urlsplit(link)
            if to.scheme or name == "404.html" or to.fragment.startswith("set:"):
                continue
            path = Path("/", Path(name).parent, unquote(to.path)) if to.path else Path("/", name)
            target = path.resolve().relative_to("/").as_posix()
            is_there = (site / target).is_file() and (
                not to.fragment or target not in pages or unquote(to.fragment) in pages[target].places
            )
            lost += [] if is_there else [f"{name}: {link}"]
    assert lost == []


@pytest.mark.parametrize("name", ["index.html", LESSON, "search.html"])
def test_what_the_template_mends_in_the_theme_is_there_to_be_mended(site, name):
    """The theme's own words are looked for; where a new edition of it changed them, this says so."""
    text = (site / name).read_text("utf-8")
    assert text.count("<nav") == text.count("</nav>") >= 1
    assert 'aria-label="The course"' in text
    assert 'aria-label="On this page"' in text
    assert 'role="heading" aria-level="2"' in text
    assert "Made with" not in text


def test_a_picture_with_an_empty_description_has_none():
    text = '<img src="a.svg"><img src="b.svg" alt><img src="c.svg" alt=""><img src="d.svg" alt=" "><img alt="A boot">'
    assert Page(text).bare == ["a.svg", "b.svg", "c.svg", "d.svg"]


def test_every_picture_has_a_description_that_is_no_file_name(pages, site):
    for name, page in pages.items():
        assert page.bare == [], name
        assert not re.search(r'alt="[^"]*\.(?:png|svg)"', (site / name).read_text("utf-8")), name


def test_formulas_are_set_and_can_be_listened_to(site):
    text = (site / LESSON).read_text("utf-8")
    assert "<math" in text
    assert 'class="katex' in text
    assert "$$" not in re.sub(r"<annotation.*?</annotation>", "", text)


def test_built_twice_it_is_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        command = [sys.executable, "-m", "course_utils", "site", str(tmp_path / name)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    files = [
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    ]
    assert files[0].keys() == files[1].keys()
    assert [name for name, contents in files[0].items() if contents != files[1][name]] == []


def test_without_a_script_the_page_is_the_stored_lesson(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{LESSON}")
    assert page.locator("details.course-answer").count() >= 10
    answer = page.locator("details.course-answer").first
    assert not answer.locator("img").is_visible()
    answer.locator("summary").click()
    assert answer.locator("img").is_visible()
    assert page.locator("#exercise-all_answers").count() == 1
    context.close()


def test_an_answer_opens_by_keys(page, address):
    page.goto(f"{address}/{LESSON}")
    summary = page.locator("details.course-answer > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.course-answer").first.get_attribute("open") is not None


def test_on_paper_every_answer_is_open_and_the_side_bars_are_gone(page, address):
    page.goto(f"{address}/{LESSON}")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.course-answer:not([open])").count() == 0
    assert not page.locator(".sidebar-drawer").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.course-answer[open]").count() == 0


def test_search_finds_a_word_without_a_host(page, address):
    page.goto(f"{address}/search.html?q=dilation")
    page.locator("#search-results li a").first.wait_for()
    assert "padding_and_stride" in " ".join(
        link.get_attribute("href") for link in page.locator("#search-results li a").all()
    )


@pytest.mark.parametrize("width", [390, 768, 1280, 1440, 1920])
def test_no_page_scrolls_sideways_and_what_scrolls_has_keys(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("index.html", LESSON, "glossary.html", "guarantee.html"):
        page.goto(f"{address}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert (
            page.evaluate("""[...document.querySelectorAll('.highlight pre')].filter((one) => one.checkVisibility()
            && one.scrollWidth > one.clientWidth + 1 && one.tabIndex < 0).length""")
            == 0
        ), name


def test_code_is_not_cut_on_a_laptop(page, address):
    """At 1440 pixels nine lines of code in ten, at least, stand whole."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/{LESSON}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    cut, count = page.evaluate("""(() => {
        const all = [...document.querySelectorAll('.cell_input pre')].filter((one) => one.checkVisibility());
        return [all.filter((one) => one.scrollWidth > one.clientWidth + 1).length, all.length]; })()""")
    assert count > 20
    assert cut <= count / 10
