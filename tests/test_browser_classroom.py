"""A class's page in a real browser: axe-core is content, nothing is cut off, light and dark, small and wide, on paper.

`pytest -m browser`.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from course_utils.classroom.gathering import gather
from course_utils.classroom.overview import overview
from course_utils.classroom.page import page
from tests.support import classes

pytestmark = pytest.mark.browser
WIDTHS, SCHEMES = (390, 1280), ("light", "dark")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page of thirty files, five of which tell of nobody, and of ten that are empty."""
    folder = tmp_path_factory.mktemp("class")
    classes.write(folder, classes.draw(25))
    for place in range(10):
        (folder / f"empty-{place}.json").touch()
    found = gather([folder])
    target = folder / "class.html"
    target.write_text(page(overview(found.learners), found.said, by_file=True, when="29 November 2026"), "utf-8")
    return target.as_uri()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_is_content_and_nothing_is_cut_off(browser, address, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked = []
    shown = context.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(address)
    assert asked == [address], "nothing is loaded from elsewhere"
    for is_open in (False, True):  # what is folded is looked at, too
        shown.evaluate("open => document.querySelectorAll('details').forEach(one => one.open = open)", is_open)
        violations = Axe().run(shown).response["violations"]
        assert not [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in violations]
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    smallest = shown.evaluate(
        "Math.min(...[...document.querySelectorAll('body *')].map(one => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 12
    context.close()


def test_long_lists_are_folded_and_a_key_opens_them(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    shown = context.new_page()
    shown.goto(address)
    assert not shown.evaluate("document.querySelectorAll('details[open]').length")
    learners = shown.get_by_text("more learners", exact=False)
    last = shown.get_by_role("heading", name="learner", exact=False)
    before = last.count()
    assert learners.bounding_box()["height"] >= 24
    learners.focus()
    shown.keyboard.press("Enter")
    assert last.count() > before
    context.close()


def test_dark_is_dark(browser, address):
    grounds = []
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme=scheme)
        shown = context.new_page()
        shown.goto(address)
        grounds.append(shown.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert grounds == ["rgb(255, 255, 255)", "rgb(22, 25, 29)"]


def test_on_paper_it_is_black_on_white_and_not_cut_off(browser, address):
    context = browser.new_context(viewport={"width": 700, "height": 1000}, color_scheme="dark")
    shown = context.new_page()
    shown.goto(address)
    shown.emulate_media(media="print")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hidden = (
        "[...document.querySelectorAll('details li, details dt')].filter(one => !one.getClientRects().length).length"
    )
    assert not shown.evaluate(hidden), "nothing can be opened on paper"
    assert shown.pdf(format="A4").startswith(b"%PDF")
    context.close()
