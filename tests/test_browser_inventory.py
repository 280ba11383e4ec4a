"""The inventory's form in JupyterLab: answered by keyboard alone, nothing cut off, and no key reaches the notebook.

`pytest -m browser`.
"""

import json

import nbformat
import pytest

from tests.support.lab import chromium_or_skip, jupyterlab, opened, run_cells

pytestmark = pytest.mark.browser
CODE = "from course_utils.inventory import InventoryForm\nInventoryForm('A')"
FORM = ".course-inventory"


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "own" / "progress.json"))
    cells = [nbformat.v4.new_code_cell(CODE), nbformat.v4.new_code_cell("1 + 1")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "form.ipynb")
    with chromium_or_skip() as browser, jupyterlab(tmp_path) as address:
        shown = opened(browser, address, "form.ipynb")
        run_cells(shown, seconds=60)
        shown.wait_for_selector(f"{FORM} input[type=radio]")
        yield shown


def choose(page, place):
    """Reach a radio button that is seen, and choose it by the space bar."""
    page.locator(f"{FORM} input[type=radio]:visible").nth(place).focus()
    page.keyboard.press("Space")


def go_on(page, words):
    page.locator(f"{FORM} button:visible").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FORM} >> text={words}")


def cut_off(page):
    """Labels that are wider or higher than their place, as [words, width, room]."""
    return page.evaluate(
        """form => [...document.querySelectorAll(`${form} label`)].filter(one => one.offsetParent)
        .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 4)
        .map(one => [one.textContent, one.scrollWidth, one.clientWidth, one.scrollHeight, one.clientHeight])""",
        FORM,
    )


def test_a_question_is_answered_by_keyboard_and_a_reload_loses_nothing(page, tmp_path):
    page.set_viewport_size({"width": 800, "height": 1000})
    assert page.locator(f"{FORM} input[type=radio]:visible").count() == 5
    assert not cut_off(page)
    choose(page, 1)
    page.keyboard.press("ArrowDown")
    for key in ("d", "d", "m"):
        page.keyboard.press(key)
    go_on(page, "How sure are you?")
    assert page.locator(".jp-Cell").count() == 2, "a key of the form reached the notebook"
    assert page.locator(f"{FORM} input[type=radio]:visible").count() == 7
    assert not cut_off(page)
    choose(page, 0)
    choose(page, 5)
    go_on(page, "question 2 of 20")
    kept = json.loads((tmp_path / "own" / "inventory.json").read_text(encoding="utf-8"))
    assert [one["sure"] for one in kept["forms"]["A"].values()] == ["rather"]
    run_cells(page, seconds=60)
    page.wait_for_selector(f"{FORM} >> text=question 2 of 20")
    assert not page.complaints
