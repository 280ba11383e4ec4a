"""The picture that moves, in Chromium, at moments that are set and not waited for."""

from pathlib import Path

import pytest

from course_utils.commands.moving import SECONDS

pytestmark = pytest.mark.browser
FILE = Path(__file__).resolve().parent.parent / "figures" / "moving" / "window_moves.svg"
SEEN = """moment => {
    for (const one of document.getAnimations()) { one.pause(); one.currentTime = moment; }
    const seen = [...document.querySelectorAll("g")].filter(one => getComputedStyle(one).visibility === "visible");
    return [...new Set(seen.map(one => Number(one.classList[1].split("-")[1])))];
}"""


def states_seen(browser, moments, **how):
    page = browser.new_page(**how)
    page.goto(FILE.as_uri())
    seen = [page.evaluate(SEEN, 1000 * moment) for moment in moments]
    page.close()
    return seen


def test_one_state_after_the_other_and_the_last_one_stays(browser):
    moments = [(place + 0.5) * SECONDS for place in range(9)] + [60]
    assert states_seen(browser, moments, reduced_motion="no-preference") == [*[[place] for place in range(9)], [8]]


def test_without_motion_the_last_state_stands_from_the_beginning(browser):
    assert states_seen(browser, [0, 2, 60], reduced_motion="reduce") == [[8], [8], [8]]
    page = browser.new_page(reduced_motion="reduce")
    page.goto(FILE.as_uri())
    assert page.evaluate("document.getAnimations().length") == 0
    page.close()
