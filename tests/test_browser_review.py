"""The warm-up in JupyterLab: answered by keyboard alone, a reason at once, nothing cut off, no key for the notebook.

`pytest -m browser`.
"""

import json

import nbformat
import pytest

from tests.support.lab import chromium_or_skip, jupyterlab, opened, run_cells

pytestmark = pytest.mark.browser
CODE = "from course_utils.review import WarmUp\n\nWarmUp('03')"
FORM = ".course-inventory"
CUT_OFF = """form => [...document.querySelectorAll(`${form} label, ${form} p`)].filter(one => one.offsetParent)
    .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 4)
    .map(one => one.textContent)"""


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


def press(page, words):
    page.locator(f"{FORM} button:visible").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FORM} >> text={words}")


def test_three_questions_are_answered_by_keyboard(page, tmp_path):
    page.set_viewport_size({"width": 800, "height": 1000})
    for number in (1, 2, 3):
        page.wait_for_selector(f"{FORM} >> text=Question {number} of 3")
        assert page.locator(f"{FORM} input[type=radio]:visible").count() == 5
        page.locator(f"{FORM} input[type=radio]:visible").nth(4).focus()
        page.keyboard.press("Space")
        for key in ("d", "d", "m"):
            page.keyboard.press(key)
        press(page, "Here the answer is")
        assert page.evaluate(CUT_OFF, FORM) == []
        assert page.locator(".jp-Cell").count() == 2, "a key of the form reached the notebook"
        press(page, f"Question {number + 1} of 3" if number < 3 else "Right: 0 of 3")
    kept = json.loads((tmp_path / "own" / "progress.json").read_text(encoding="utf-8"))
    assert [one["asked"] for one in kept["reviews"].values()] == [1, 1, 1]
    run_cells(page, seconds=60)
    page.wait_for_selector(f"{FORM} >> text=Question 1 of 3")
    assert not page.complaints
