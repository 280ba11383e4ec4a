"""Every gesture of every explorer in a real browser: pointer, touch and keys come to the same state.

`pytest -m browser`. What can be touched is read from the pictures themselves, so that an area is tested as soon as it
is there. The picture that is reached equals one made in that state.
"""

import itertools
import os
import signal

import pytest

from tests.support.explorers_in_page import IN_THE_PICTURE, MAKERS, boxes, show, write_notebook
from tests.support.hand_in_page import GESTURES, Touched, tell_gestures
from tests.support.lab import ask_kernel, calm, command, jupyterlab, run_all

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """A page with an example of every explorer."""
    home = tmp_path_factory.mktemp("lab")
    write_notebook(home / "examples.ipynb", MAKERS, prepare=tell_gestures)
    with jupyterlab(home) as address:
        shown = run_all(browser, address, "examples.ipynb", seconds=200)
        calm(shown)
        shown.emulate_media(reduced_motion="reduce")  # gliding is drawn anew at each frame
        yield shown, dict(zip(MAKERS, boxes(shown), strict=True))
        shown.close()


def touch(page, name):
    """An explorer of the page, to be touched, and shown alone."""
    shown, found = page
    show(shown, found[name])
    return Touched(shown, found[name], name)


@pytest.mark.in_turns
@pytest.mark.parametrize("name", MAKERS)
def test_pointer_touch_and_keys_reach_the_same_state(page, name):
    touched = touch(page, name)
    gestures = touched.gestures()
    assert gestures, "every picture can be touched"
    for gesture in gestures:
        for way in GESTURES:
            touched.reset(gesture)
            getattr(touched, way)(gesture)
            touched.comes_to(gesture, way)
    assert not page[0].complaints


@pytest.mark.in_turns
@pytest.mark.parametrize("name", MAKERS)
def test_pointing_lights_what_belongs_together_without_the_kernel(page, name):
    """While the kernel is busy, each area with lights shows as many as it says."""
    touched = touch(page, name)
    touched.reset()
    for area, row, column, count in touched.lights():
        touched.point_at(area, row, column)
        assert touched.box.locator(".course-lit").count() == count, (area, row, column)
    page[0].mouse.move(1, 1)
    assert touched.box.locator(".course-lit").count() == 0


def test_a_long_drag_ends_on_the_last_state(page):
    touched = touch(page, "ConvolutionExplorer")
    touched.reset()
    page[0].emulate_media(reduced_motion="no-preference")
    x, y, width, height = touched.place("window 0")
    page[0].mouse.move(x + width / 2, y + height / 2)
    page[0].mouse.down()
    for step in range(120):
        page[0].mouse.move(x + width / 2 + 70 * (step % 20) / 20, y + height / 2 + 60 * (step % 33) / 33)
    page[0].mouse.move(x + width / 2 + 75, y + height / 2 + 75)
    page[0].mouse.up()
    assert touched.soon(lambda: touched.state()["position"] == 8)
    assert touched.is_as_made()
    page[0].emulate_media(reduced_motion="reduce")


@pytest.mark.in_turns
@pytest.mark.parametrize("name", IN_THE_PICTURE)
def test_200_quick_clicks_end_on_the_last_state(page, name):
    touched = touch(page, name)
    touched.reset()
    start = touched.state()
    # What one cell of many sets is the same whatever was set before; where "next" leads is not.
    many = [area for area, (rows, columns, *_) in touched.areas.items() if rows * columns > 1]
    gestures = [one for one in touched.gestures() if (one.kind, one.start) == ("sets", start) and one.area in many]
    assert len(gestures) > 1
    places = [touched.point(one.area, one.row, one.column) for one in gestures]
    clicks = list(itertools.islice(itertools.cycle(range(len(gestures))), 200))
    for which in clicks:
        page[0].mouse.click(*places[which])
    last = gestures[clicks[-1]]
    assert touched.soon(lambda: touched.has(last.names, last.state), seconds=60)
    assert touched.is_as_made()


def test_weights_are_typed_one_after_the_other(page):
    """Enter and Tab go on row by row, Shift and Tab back; Escape in the picture goes back to the window."""
    shown = page[0]
    touched = touch(page, "ConvolutionExplorer")
    touched.reset()
    touched.box.locator('.course-area[data-name="kernel 0"]').focus()
    shown.keyboard.press("Home")
    for key in ["5", "Tab", "6", "Enter", "7", "Tab", "8", "Tab", "9", "Shift+Tab", "4", "Enter"]:
        shown.keyboard.press(key)
    assert touched.soon(lambda: touched.state()["kernel"] == [[5, 6, 7], [4, 9, 2], [-1, 0, 1]]), touched.state()
    assert touched.is_as_made()
    shown.mouse.click(*touched.point("image 0", 4, 4))
    assert touched.soon(lambda: touched.state()["show"] == "who reads a pixel")
    shown.keyboard.press("Escape")
    assert touched.soon(lambda: touched.state()["show"] == "window")


def test_a_stroke_is_taken_back_by_its_key(page):
    touched = touch(page, "NetworkExplorer")
    touched.reset()
    page[0].mouse.click(*touched.point("image", 2, 3))
    assert touched.soon(lambda: touched.state()["edits"] == [[2, 3, 100]])
    page[0].keyboard.press("Control+z")
    assert touched.soon(lambda: touched.state()["edits"] == [])
    assert touched.is_as_made()


def test_an_area_says_what_it_is_now_also_when_it_was_something_else(page):
    """One window is a button, many are a slider; no trace of the other is left for a screen reader."""
    touched = touch(page, "PoolingExplorer")
    for pooling, role in (("global average", "button"), ("max", "slider"), ("global average", "button")):
        ask_kernel(page[0], f"shown['PoolingExplorer'].move(pooling={pooling!r})")
        assert touched.is_as_made()
        spots = touched.box.locator(".course-area")
        assert touched.soon(
            lambda role=role, spots=spots: role in spots.evaluate_all("all => all.map(one => one.role)")
        )
        assert touched.box.locator(".course-area[role=button][aria-valuenow]").count() == 0
        assert touched.box.locator(".course-area[role=slider]:not([aria-valuenow])").count() == 0
    touched.reset()


def test_a_kernel_that_does_not_answer_is_said_in_the_picture(page):
    """Stopped as a whole: a busy one may still answer, since JupyterLab sends what widgets ask to another thread."""
    shown, box = page[0], page[1]["GeometryExplorer"]
    show(shown, box)
    pid, late = int(ask_kernel(shown, "import os; print(os.getpid())")), box.locator(".course-explorer-late")
    os.kill(pid, signal.SIGSTOP)
    try:
        box.locator(".noUi-handle").first.focus()
        shown.keyboard.press("ArrowRight")
        late.wait_for(state="visible", timeout=60_000)
        assert "The kernel is busy" in late.inner_text()
        assert float(box.locator("svg[role=img]").evaluate("svg => getComputedStyle(svg).opacity")) < 0.5
    finally:
        os.kill(pid, signal.SIGCONT)
    late.wait_for(state="hidden", timeout=60_000)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("width", [1280, 800, 640])
def test_axe_finds_nothing_in_an_explorer(page, theme, width):
    """No exclusions, and every impact; at 640 pixels the page is that of a screen at 200 %."""
    from axe_playwright_python.sync_playwright import Axe

    shown = page[0]
    show(shown)
    command(shown, "apputils:change-theme", theme=f"JupyterLab {theme}")
    shown.set_viewport_size({"width": width, "height": 1000})
    if width < 1000:
        command(shown, "application:toggle-left-area")
    shown.wait_for_timeout(800)
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    options = {"resultTypes": ["violations"], "runOnly": rules}
    results = Axe().run(shown, context={"include": [".course-explorer"]}, options=options)
    found = [
        (violation["id"], len(violation["nodes"]), violation["nodes"][0]["html"][:200])
        for violation in results.response["violations"]
    ]
    if width < 1000:
        command(shown, "application:toggle-left-area")
    shown.set_viewport_size({"width": 1280, "height": 1400})
    command(shown, "apputils:change-theme", theme="JupyterLab Light")
    assert not found


@pytest.mark.parametrize(("width", "closed"), [(1280, False), (900, True)])
def test_the_list_of_files_is_closed_where_the_page_is_narrow(browser, tmp_path, width, closed):
    """By what `course lab` brings into the page; a click on its tab opens it."""
    with jupyterlab(tmp_path) as address, browser.new_page(viewport={"width": width, "height": 800}) as shown:
        shown.goto(f"{address}/lab?token=lesson")
        shown.wait_for_selector("#jp-left-stack", state="attached", timeout=180_000)
        shown.wait_for_function(f"jupyterapp.shell.leftCollapsed === {str(closed).lower()}")
        shown.wait_for_timeout(1000)
        assert shown.evaluate("jupyterapp.shell.leftCollapsed") is closed
        if closed:
            shown.click(".jp-SideBar.jp-mod-left [data-id=filebrowser]")
            shown.wait_for_function("!jupyterapp.shell.leftCollapsed")


@pytest.mark.parametrize("width", [1280, 800, 640])
def test_nothing_of_an_explorer_is_cut_off(page, width):
    shown = page[0]
    show(shown)
    shown.set_viewport_size({"width": width, "height": 1000})
    if width < 1000:
        command(shown, "application:toggle-left-area")
    shown.wait_for_timeout(800)
    cut = shown.evaluate(
        """[...document.querySelectorAll('.course-explorer')].flatMap(box => {
            const edge = box.closest('.jp-OutputArea-output').getBoundingClientRect().right + 2;
            return [...box.querySelectorAll('svg[role=img], select, input, button, .widget-label, .widget-readout')]
                .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > edge)
                .map(one => one.tagName + ' ' + one.className + ' ' + one.textContent.slice(0, 40));
        })"""
    )
    heights = {name: box.bounding_box()["height"] for name, box in page[1].items()}
    if width < 1000:
        command(shown, "application:toggle-left-area")
    shown.set_viewport_size({"width": 1280, "height": 1400})
    assert not cut
    most = 680 if width == 1280 else 840  # where the controls stand above the picture
    assert max(heights.values()) <= most, heights


def test_where_the_module_cannot_be_loaded_picture_and_controls_are_there(browser, tmp_path):
    """A strict content policy lets no module in that comes as text: anywidget's."""
    name = "GeometryExplorer"
    write_notebook(tmp_path / "examples.ipynb", {name: MAKERS[name]}, prepare=tell_gestures)
    policy = {"headers": {"Content-Security-Policy": "script-src 'self' 'unsafe-eval' 'unsafe-inline'"}}
    with jupyterlab(tmp_path, settings=policy) as address:
        shown = run_all(browser, address, "examples.ipynb", seconds=100)
        (box,) = boxes(shown)
        assert "course-touched" not in box.get_attribute("class")
        before = box.locator(".course-picture svg[role=img]").inner_html()
        box.locator(".noUi-handle").first.focus()
        shown.keyboard.press("ArrowRight")
        touched = Touched(shown, box, name)
        assert touched.soon(lambda: box.locator(".course-picture svg[role=img]").inner_html() != before)
        assert touched.is_as_made()
        assert not box.locator(".jupyter-widgets-error-widget:visible").count()
        shown.close()
