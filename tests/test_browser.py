"""Every lesson in JupyterLab in a real browser: it runs, its explorers move by keyboard, axe-core is content.

`pytest -m browser`. Pictures of the explorers are left in build/screenshots. Another page shows an example of every
explorer: moved quickly, it ends on the last state.
"""

import contextlib
import json
import os
import shutil
from pathlib import Path

import pytest

from course_utils import lessons
from tests.support.explorers_in_page import (
    MAKERS,
    SLIDERS,
    agreed,
    boxes,
    ends_on,
    live_controls,
    move_quickly,
    write_notebook,
)
from tests.support.lab import WIDGET, NoBrowserError, chromium, command, jupyterlab, run_all

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
PATHS = [row.path(ROOT / "notebooks") for row in lessons.LESSONS]
SCREENSHOTS = ROOT / "build" / "screenshots"
SECONDS_A_LESSON = 400


@pytest.fixture(scope="module")
def browser():
    with contextlib.ExitStack() as stack:
        try:
            opened = stack.enter_context(chromium())
        except NoBrowserError as problem:
            if os.environ.get("CI"):
                pytest.fail(f"{problem}; in CI there must be one")
            pytest.skip(str(problem))
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a JupyterLab on copies of the lessons, and on a notebook of examples."""
    home = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "figures"):
        shutil.copytree(ROOT / name, home / name)
    write_notebook(home / "examples.ipynb", EXAMPLES, prepare=TROUBLED)
    with jupyterlab(home) as started:
        yield started


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS], scope="module")
def lesson(request, browser, address):
    """A page on which all cells of one lesson have run."""
    page = run_all(browser, address, f"notebooks/{request.param.name}", seconds=SECONDS_A_LESSON)
    page.number = lessons.lesson(request.param).number
    yield page
    page.close()


@contextlib.contextmanager
def narrow(page):
    """A window of 800 pixels without its side bar."""
    page.set_viewport_size({"width": 800, "height": 1400})
    command(page, "application:toggle-left-area")
    page.wait_for_timeout(500)
    try:
        yield
    finally:
        command(page, "application:toggle-left-area")
        page.set_viewport_size({"width": 1280, "height": 1400})


@contextlib.contextmanager
def dark(page):
    """JupyterLab in its dark theme."""
    change_theme(page, "JupyterLab Dark")
    try:
        yield
    finally:
        change_theme(page, "JupyterLab Light")


def change_theme(page, theme):
    command(page, "apputils:change-theme", theme=theme)
    page.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")


def test_the_lesson_runs_without_an_error(lesson):
    found = lesson.evaluate(
        f"""{WIDGET}.content.widgets.flatMap(cell => cell.model.type != 'code' ? [] :
            cell.model.sharedModel.getMetadata('tags')?.includes('raises-exception') ? [] :
            Array.from({{length: cell.model.outputs.length}}, (_, place) => cell.model.outputs.get(place).toJSON())
            .filter(output => output.output_type == 'error' || output.name == 'stderr')
            .map(output => output.evalue || output.text))"""
    )
    assert not found
    assert not lesson.complaints


def test_nothing_is_cut_off_at_800_pixels(lesson):
    with narrow(lesson):
        cut = lesson.evaluate(
            """[...document.querySelectorAll('.jp-OutputArea-output')].flatMap(output =>
                [...output.querySelectorAll('svg[role=img], img, [role=status], .widget-box')]
                .filter(inner => inner.getBoundingClientRect().right > output.getBoundingClientRect().right + 2)
                .map(inner => inner.tagName + ' ' + inner.textContent.slice(0, 60)))"""
        )
    assert not cut


def test_pictures_of_every_explorer_are_left_for_whoever_looks(lesson):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for manner, suffix in ((contextlib.nullcontext, ""), (dark, "_dark"), (narrow, "_800")):
        with manner(lesson):
            for ordinal, explorer in enumerate(boxes(lesson), start=1):
                explorer.scroll_into_view_if_needed()
                explorer.screenshot(path=SCREENSHOTS / f"{lesson.number}_{ordinal}{suffix}.png")
    assert not lesson.complaints


def test_every_explorer_moves_by_keyboard(lesson):
    stored = json.loads(next(path for path in PATHS if path.name.startswith(lesson.number)).read_text("utf-8"))
    expected = sum(
        "Explorer(" in line or "KernelGallery(" in line
        for cell in stored["cells"]
        for line in cell["source"]
        if cell["cell_type"] == "code"
    )
    found = boxes(lesson)
    assert len(found) == expected
    for ordinal, explorer in enumerate(found, start=1):
        explorer.scroll_into_view_if_needed()
        assert any(live_controls(lesson, explorer)), f"explorer {ordinal} did not move"
    assert not lesson.complaints


def test_axe_finds_nothing_serious_in_our_outputs(lesson):
    from axe_playwright_python.sync_playwright import Axe

    # JupyterLab gives the image of an output no alt attribute; its words stand in a hidden line below (see `show`).
    # ipywidgets gives neither the handle of a slider nor the buttons of Play a name; a label stands beside them.
    foreign = [".jp-RenderedImage > img", ".noUi-handle", ".widget-readout", ".jupyter-widget-play", ".widget-play"]
    context = {"include": [".jp-OutputArea-output"], "exclude": foreign}
    results = Axe().run(lesson, context=context, options={"resultTypes": ["violations"]})
    serious = [
        (violation["id"], violation["help"], violation["nodes"][0]["html"][:200])
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert not serious


# Moved quickly, on a page of its own.

TROUBLED = """
class Slow(explorers.GeometryExplorer):
    def compute(self):
        time.sleep(0.15)  # as long as several keys take
        super().compute()

class Failing(explorers.GeometryExplorer):
    def compute(self):
        super().compute()
        1 / (self.input_size - 11)
"""
EXAMPLES = MAKERS | {"Slow": "Slow", "Failing": "Failing"}


@pytest.fixture(scope="module")
def examples(browser, address):
    """A page with all examples, and its boxes by their names."""
    page = run_all(browser, address, "examples.ipynb", seconds=SECONDS_A_LESSON)
    yield page, dict(zip(EXAMPLES, boxes(page), strict=True))
    page.close()


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "Failing"])
def test_200_quick_moves_end_on_the_last_state(examples, name):
    page, box = examples[0], examples[1][name]
    handle, _ = next(live_controls(page, box, [SLIDERS]))
    value = move_quickly(page, name, handle, count=200)
    assert ends_on(page, name, box, handle, value, seconds=60) == agreed(value)
    assert not page.complaints


def test_a_failure_is_said_in_the_page_and_the_next_move_mends_it(examples):
    page, box = examples[0], examples[1]["Failing"]
    words, picture = box.locator("[role=status]"), box.locator("svg[role=img]").first
    usual = words.inner_text()
    drawn = picture.inner_html()
    box.locator(SLIDERS[0]).first.focus()
    page.keyboard.press("ArrowRight")
    box.locator("[role=status]", has_text="⚠ This went wrong: ZeroDivisionError: division by zero").wait_for()
    assert picture.inner_html() == drawn, "the last picture that was right stays"
    page.keyboard.press("ArrowLeft")
    box.locator("[role=status]", has_text=usual).wait_for()
    assert not page.complaints
