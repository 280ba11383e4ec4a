"""Every lesson in JupyterLab in a real browser: it runs, its explorers move by keyboard, axe-core is content.

`pytest -m browser`. Pictures of the explorers are left in build/screenshots. Another page shows an example of every
explorer: moved quickly, it ends on the last state.
"""

import contextlib
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from course_utils import lessons
from course_utils.commands import copies
from tests.support.explorers_in_page import (
    IN_THE_PICTURE,
    KEYS,
    KINDS,
    MAKERS,
    PRESSES,
    SLIDERS,
    agreed,
    boxes,
    cells_of,
    ends_on,
    live_controls,
    move_quickly,
    press_all,
    range_of,
    write_notebook,
)
from tests.support.lab import PANEL, WIDGET, chromium_or_skip, command, jupyterlab, opened, run_all, run_cells

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
PATHS = [row.path(ROOT / "notebooks") for row in lessons.LESSONS]
#: What opening, running and saving a copy must leave as it was.
COURSE = {path: path.read_bytes() for folder in ("notebooks", "figures") for path in (ROOT / folder).rglob("*.*")}
SCREENSHOTS = ROOT / "build" / "screenshots"
SECONDS_A_LESSON = 400


@pytest.fixture(scope="module")
def browser():
    with chromium_or_skip() as opened:
        yield opened


class Address(str):
    """Where JupyterLab answers; `home` is the folder that it shows."""

    def __new__(cls, url, home):
        address = super().__new__(cls, url)
        address.home = home
        return address


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a JupyterLab on a learner's copies of the lessons, and on a notebook of examples."""
    home = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(home / "data"))  # where JupyterLab looks up which notebooks are signed
        copies.lay(home)
    write_notebook(home / "examples.ipynb", EXAMPLES, prepare=TROUBLED)
    write_notebook(home / "saved.ipynb", SAVED)
    with jupyterlab(home) as started:
        yield Address(started, home)


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS], scope="module")
def lesson(request, browser, address):
    """A page on which all cells of one lesson have run; `page.as_opened` says how it was before."""
    page = opened(browser, address, request.param.name)
    page.as_opened = page.evaluate(
        f"""({{unsaved: {WIDGET}.context.model.dirty,
            trusted: {WIDGET}.content.widgets.every(cell => cell.model.type != 'code' || cell.model.trusted),
            outputs: {WIDGET}.content.widgets.some(cell => cell.model.outputs?.length > 0)}})"""
    )
    run_cells(page, seconds=SECONDS_A_LESSON)
    page.number = lessons.lesson(request.param).number
    page.copy = next(address.home.glob(f"{page.number}_*.ipynb"))
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


def test_a_copy_opens_clean_trusted_and_without_outputs(lesson):
    assert lesson.as_opened == {"unsaved": False, "trusted": True, "outputs": False}


def test_figures_stand_in_the_copy(lesson):
    broken = lesson.evaluate("[...document.querySelectorAll('.jp-MarkdownOutput img')].filter(i => !i.naturalWidth)")
    assert not broken


def test_a_copy_that_was_run_and_saved_is_untouched_and_so_is_the_course(lesson):
    command(lesson, "docmanager:save")
    lesson.wait_for_function(f"!{WIDGET}.context.model.dirty")
    saved = nbformat.read(lesson.copy, as_version=4)
    assert any(cell.get("outputs") for cell in saved.cells)
    assert copies.edition_of(saved) == saved.metadata.cnns_by_hand.edition
    assert copies.lay(lesson.copy.parent) == []
    assert {path: path.read_bytes() for path in COURSE} == COURSE


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
    context = {"include": [".jp-OutputArea-output"], "exclude": [".jp-RenderedImage > img"]}
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
SAVED = {name: MAKERS[name] for name in ("SoftmaxExplorer", "PoolingExplorer", "KernelGallery", "NetworkExplorer")}
TOO_LARGE = " cannot be used as an image: it has more than 30 MB; save it smaller."


@pytest.fixture(scope="module")
def examples(browser, address):
    """A page with all examples, and its boxes by their names."""
    page = run_all(browser, address, "examples.ipynb", seconds=SECONDS_A_LESSON)
    yield page, dict(zip(EXAMPLES, boxes(page), strict=True))
    page.close()


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "Failing"])
def test_200_quick_moves_end_on_the_last_state(examples, name):
    page, box = examples[0], examples[1][name]
    sliders = (handle for handle, _ in live_controls(page, box, [SLIDERS]))
    handle = next((one for one in sliders if range_of(page, name, one)), None)
    if handle is None:  # quick moves in its picture: test_browser_hand.py
        assert name in IN_THE_PICTURE
        return
    value = move_quickly(page, name, handle, count=200)
    assert ends_on(page, name, box, handle, value, seconds=60) == agreed(value)
    assert not page.complaints


@pytest.mark.parametrize("name", MAKERS)
def test_no_key_of_a_control_reaches_the_notebook(examples, name):
    page, box = examples[0], examples[1][name]
    tried = []
    for kind, selector in KINDS.items():
        control = box.locator(f"{selector}:visible").first
        if not control.count():
            continue
        before, after = press_all(page, control, KEYS + ([] if kind == "upload" else PRESSES))
        assert after == before, f"a key on the {kind} reached the notebook"
        tried.append(kind)
    assert "slider" in tried or "list" in tried
    assert not page.complaints


def test_without_the_watch_the_same_keys_would_reach_the_notebook(browser, address):
    """What the test above presses does harm where nothing holds it back."""
    page = run_all(browser, address, "saved.ipynb", seconds=SECONDS_A_LESSON)
    box = boxes(page)[0]
    handle = box.locator(SLIDERS[0]).first.element_handle()  # without its class the box would not be found any more
    box.evaluate("box => box.classList.remove('course-explorer')")
    before, after = press_all(page, handle, ["a"])
    assert after != before
    page.close()


@pytest.mark.parametrize("name", MAKERS)
def test_lists_move_by_arrow_keys_and_letters(examples, name):
    page, box = examples[0], examples[1][name]
    lists = box.locator("select:not([multiple]):visible")
    for place in range(lists.count()):
        control = lists.nth(place)
        page.wait_for_timeout(300)  # a list that was moved before may have taken this one's place
        if place and not control.is_visible():
            continue
        control.select_option(index=0)
        options = control.evaluate("list => [...list.options].map(option => option.label)")
        control.focus()
        page.keyboard.press("ArrowDown")
        assert control.evaluate("list => list.selectedIndex") == min(1, len(options) - 1)
        page.keyboard.press("ArrowUp")
        assert control.evaluate("list => list.selectedIndex") == 0
        page.wait_for_timeout(1100)  # letters in quick succession are one word
        others = [option for option in options if option[0].lower() != options[0][0].lower()]
        if others:
            page.keyboard.press(others[0][0])
            assert control.evaluate("list => list.selectedOptions[0].label") == others[0]
        control.select_option(index=0)


def test_no_control_is_there_that_does_nothing(examples):
    page, found = examples
    disabled = ":is(select, input, button, .noUi-target)[disabled]:visible"
    assert page.locator(f".course-explorer {disabled}").count() == 0
    shown = found["ConvolutionExplorer"].locator("select").first
    for view in range(3):
        shown.select_option(index=view)
        assert found["ConvolutionExplorer"].locator(SLIDERS[0]).count() == 1
        assert page.locator(f".course-explorer {disabled}").count() == 0
    shown.select_option(index=0)


def test_a_click_beside_the_handle_leaves_the_keys_with_the_slider(examples):
    page, box = examples[0], examples[1]["GeometryExplorer"]
    from playwright.sync_api import expect

    handle = box.locator(SLIDERS[0]).first
    box.locator(".noUi-base").first.click(position={"x": 40, "y": 3})
    expect(handle).to_be_focused()
    page.wait_for_timeout(300)  # the kernel's answer to the click
    before, value = cells_of(page), float(handle.get_attribute("aria-valuenow"))
    page.keyboard.press("ArrowLeft")
    expect(handle).to_have_attribute("aria-valuenow", f"{value - 1:.1f}")
    assert cells_of(page) == before


# Files of one's own.


def upload(page, box, file):
    with page.expect_file_chooser() as chooser:
        box.locator("button.widget-upload").click()
    chooser.value.set_files(file)


def noise_file(folder):
    """A picture of more bytes than Jupyter takes by itself."""
    noise = np.random.default_rng(0).integers(0, 256, (2000, 2000, 3), np.uint8)
    Image.fromarray(noise).save(folder / "noise.png", compress_level=0)
    assert (folder / "noise.png").stat().st_size > 12_000_000
    return folder / "noise.png"


@pytest.mark.parametrize("name", ["KernelGallery", "NetworkExplorer"])
def test_a_picture_of_twelve_megabytes_arrives(examples, tmp_path, name):
    page, box = examples[0], examples[1][name]
    upload(page, box, noise_file(tmp_path))
    said = {"KernelGallery": "Your image.", "NetworkExplorer": "images has the shape 28 × 28, which is not allowed"}
    box.locator("[role=status]", has_text=said[name]).wait_for()
    assert not page.complaints


def test_a_file_that_is_too_large_is_answered(examples, tmp_path):
    page, box = examples[0], examples[1]["KernelGallery"]
    (tmp_path / "large & wide.png").write_bytes(bytes(35_000_000))
    upload(page, box, tmp_path / "large & wide.png")
    box.locator("[role=status]", has_text=f"⚠ large & wide.png{TOO_LARGE}").wait_for()
    box.locator("select").first.select_option(label="garment")
    box.locator("[role=status]", has_text="Weights sum to 1").wait_for()
    assert not page.complaints


# The next day.


def test_saved_explorers_are_there_the_next_day_and_live_again(browser, address, tmp_path):
    write_notebook(tmp_path / "saved.ipynb", SAVED)
    with jupyterlab(tmp_path) as today:
        page = run_all(browser, today, "saved.ipynb", seconds=SECONDS_A_LESSON)
        for box in boxes(page):
            next(live_controls(page, box))
        seen = [look_of(box) for box in boxes(page)]
        upload(page, boxes(page)[2], noise_file(tmp_path))
        boxes(page)[2].locator("[role=status]", has_text="Your image.").wait_for()
        seen[2] = look_of(boxes(page)[2])
        command(page, "docmanager:save")
        page.close()
    assert (tmp_path / "saved.ipynb").stat().st_size < 1_000_000, "the file handed over is not saved as well"
    with jupyterlab(tmp_path) as tomorrow:
        page = opened(browser, tomorrow, "saved.ipynb")
        page.locator(".course-explorer-ended").first.wait_for()
        assert [look_of(box) for box in boxes(page)] == seen
        assert "Error displaying widget" not in page.locator(PANEL).inner_text()
        for box in boxes(page):
            assert "Run its cell again" in box.inner_text()
            assert box.locator(":is(select, input, button, .noUi-handle):visible").count() == 0
        run_cells(page, seconds=SECONDS_A_LESSON)
        assert all(any(live_controls(page, box)) for box in boxes(page))
        assert not page.locator(".course-explorer-ended:visible").count()
        page.evaluate(f"{WIDGET}.sessionContext.restartKernel().then(() => null)")
        page.locator(".course-explorer-ended").first.wait_for()
        page.close()


def look_of(box):
    """What one sees of an explorer and what a screen reader says of it."""
    picture = box.locator("svg[role=img]").first
    return picture.inner_html(), picture.get_attribute("aria-label"), box.locator("[role=status]").inner_text()


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
