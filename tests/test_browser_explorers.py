"""Explorers in JupyterLab in a real browser: moved quickly, by every key, with files of one's own, on the next day.

`pytest -m browser`.
"""

import numpy as np
import pytest
from PIL import Image

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
    show,
    write_notebook,
)
from tests.support.lab import PANEL, WIDGET, calm, command, jupyterlab, opened, run_all, run_cells

pytestmark = pytest.mark.browser

SECONDS = 400
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
def address(tmp_path_factory):
    """The address of a JupyterLab on a notebook of examples."""
    home = tmp_path_factory.mktemp("lab")
    write_notebook(home / "examples.ipynb", EXAMPLES, prepare=TROUBLED)
    write_notebook(home / "saved.ipynb", SAVED)
    with jupyterlab(home) as started:
        yield started


@pytest.fixture(scope="module")
def examples(browser, address):
    """A page with all examples, and its boxes by their names."""
    page = run_all(browser, address, "examples.ipynb", seconds=SECONDS)
    calm(page)
    yield page, dict(zip(EXAMPLES, boxes(page), strict=True))
    page.close()


def alone(examples, name):
    """The page, and the box of one explorer, which is shown alone."""
    page, found = examples
    show(page, found[name])
    return page, found[name]


@pytest.mark.in_turns
@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "Failing"])
def test_200_quick_moves_end_on_the_last_state(examples, name):
    page, box = alone(examples, name)
    sliders = (handle for handle, _ in live_controls(page, box, [SLIDERS]))
    handle = next((one for one in sliders if range_of(page, name, one)), None)
    if handle is None:  # quick moves in its picture: test_browser_hand.py
        assert name in IN_THE_PICTURE
        return
    value = move_quickly(page, name, handle, count=200)
    assert ends_on(page, name, box, handle, value, seconds=60) == agreed(value)
    assert not page.complaints


@pytest.mark.in_turns
@pytest.mark.parametrize("name", MAKERS)
def test_no_key_of_a_control_reaches_the_notebook(examples, name):
    page, box = alone(examples, name)
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
    page = run_all(browser, address, "saved.ipynb", seconds=SECONDS)
    box = boxes(page)[0]
    handle = box.locator(SLIDERS[0]).first.element_handle()  # without its class the box would not be found any more
    box.evaluate("box => box.classList.remove('course-explorer')")
    before, after = press_all(page, handle, ["a"])
    assert after != before
    page.close()


@pytest.mark.in_turns
@pytest.mark.parametrize("name", MAKERS)
def test_lists_move_by_arrow_keys_and_letters(examples, name):
    page, box = alone(examples, name)
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
    show(page)
    disabled = ":is(select, input, button, .noUi-target)[disabled]:visible"
    assert page.locator(f".course-explorer {disabled}").count() == 0
    shown = found["ConvolutionExplorer"].locator("select").first
    for view in range(3):
        shown.select_option(index=view)
        assert found["ConvolutionExplorer"].locator(SLIDERS[0]).count() == 1
        assert page.locator(f".course-explorer {disabled}").count() == 0
    shown.select_option(index=0)


def test_a_click_beside_the_handle_leaves_the_keys_with_the_slider(examples):
    page, box = alone(examples, "GeometryExplorer")
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
    page, box = alone(examples, name)
    upload(page, box, noise_file(tmp_path))
    said = {"KernelGallery": "Your image.", "NetworkExplorer": "images has the shape 28 × 28, which is not allowed"}
    box.locator("[role=status]", has_text=said[name]).wait_for()
    assert not page.complaints


def test_a_file_that_is_too_large_is_answered(examples, tmp_path):
    page, box = alone(examples, "KernelGallery")
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
        page = run_all(browser, today, "saved.ipynb", seconds=SECONDS)
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
        run_cells(page, seconds=SECONDS)
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
    page, box = alone(examples, "Failing")
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
