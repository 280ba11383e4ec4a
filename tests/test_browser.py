"""Every lesson in JupyterLab in a real browser: it runs, its explorers move by keyboard, axe-core is content.

`pytest -m browser`. Pictures of the explorers are left in build/screenshots.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SCREENSHOTS = ROOT / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS_A_LESSON = 400
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
WIDGET = "window.jupyterapp.shell.currentWidget"


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium, and in CI there must be one: apt-get install chromium")
        pytest.skip("there is no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        # Without a sandbox, because tests run as root in a container; only pages of this machine are opened.
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on copies of the lessons, with settings of its own."""
    home = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "figures"):
        shutil.copytree(ROOT / name, home / name)
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # Else cells that are off the screen would not be in the page.
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")}
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
               f"--ServerApp.port={port}", "--IdentityProvider.token=lesson", f"--ServerApp.root_dir={home}",
               "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token=lesson")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address):
    for _ in range(120):
        try:
            return urllib.request.urlopen(address)
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"no answer from {address}")


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS], scope="module")
def lesson(request, chromium, lab):
    """A page on which all cells of one lesson have run; `page.complaints` holds the console's errors."""
    page = chromium.new_page(viewport={"width": 1280, "height": 1000})
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.number = request.param.name[:2]
    page.goto(f"{lab}/lab/tree/notebooks/{request.param.name}?token=lesson&reset")
    page.wait_for_selector(PANEL, timeout=60_000)
    # Run before the kernel is idle, and JupyterLab would ask a question and wait for ever.
    page.wait_for_function(f"{WIDGET}?.sessionContext?.session?.kernel?.status == 'idle'", timeout=60_000)
    page.wait_for_timeout(1000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_timeout(1000)
    page.wait_for_function(
        f"{WIDGET}.sessionContext.session.kernel.status == 'idle' && "
        "![...document.querySelectorAll('.jp-InputPrompt')].some(prompt => prompt.textContent.includes('*'))",
        timeout=1000 * SECONDS_A_LESSON,
    )
    page.wait_for_timeout(500)
    yield page
    page.close()


def explorers(page):
    """The explorers of a lesson, each as a locator of its box."""
    boxes = page.locator(".jp-OutputArea-output .widget-vbox:has(> .widget-html svg[role=img])")
    return [boxes.nth(index) for index in range(boxes.count())]


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
    lesson.set_viewport_size({"width": 800, "height": 1000})
    lesson.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    lesson.wait_for_timeout(500)
    cut = lesson.evaluate(
        """[...document.querySelectorAll('.jp-OutputArea-output')].flatMap(output =>
            [...output.querySelectorAll('svg[role=img], img, [role=status], .widget-box')]
            .filter(inner => inner.getBoundingClientRect().right > output.getBoundingClientRect().right + 2)
            .map(inner => inner.tagName + ' ' + inner.textContent.slice(0, 60)))"""
    )
    lesson.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
    lesson.set_viewport_size({"width": 1280, "height": 1000})
    assert not cut


def test_every_explorer_moves_by_keyboard(lesson):
    stored = json.loads(next(path for path in PATHS if path.name.startswith(lesson.number)).read_text("utf-8"))
    expected = sum("Explorer(" in line or "KernelGallery(" in line for cell in stored["cells"]
                   for line in cell["source"] if cell["cell_type"] == "code")  # fmt: skip
    found = explorers(lesson)
    assert len(found) == expected
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for ordinal, explorer in enumerate(found, start=1):
        explorer.scroll_into_view_if_needed()
        explorer.screenshot(path=SCREENSHOTS / f"{lesson.number}_{ordinal}.png")
        assert moves_by_keyboard(lesson, explorer), f"explorer {ordinal} did not move"
    assert not lesson.complaints


def moves_by_keyboard(page, explorer):
    """Press an arrow key, or the space bar, on one control after the other until the picture changes."""
    picture = explorer.locator("svg[role=img]").first
    for selector, keys in ((".noUi-handle", ("ArrowRight", "ArrowLeft")), ("select", ("ArrowDown", "ArrowUp")),
                           ("input[type=checkbox]", ("Space",))):  # fmt: skip
        controls = explorer.locator(selector)
        for place in range(controls.count()):
            for key in keys:
                before = picture.inner_html()
                controls.nth(place).focus()
                page.keyboard.press(key)
                for _ in range(20):
                    page.wait_for_timeout(50)
                    if picture.inner_html() != before:
                        return True
    return False


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
