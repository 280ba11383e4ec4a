"""How soon a reader of the site moves something, what that costs the wire, and how fast its explorers follow.

    python -m benchmarks.site                    builds the site first, with Python that pip fetches
    python -m benchmarks.site --site FOLDER      one that `course site` has built, with Python in it

*Opening* goes from asking for a lesson's address to the first number moved: the page is shown, its first explorer is
started by a click, an arrow key moves a slider, the picture is another one. Each opening has a browser profile of its
own, with nothing in its caches; Chromium itself holds the line down to 20 Mbit/s and 20 ms (the DevTools' throttle,
which reaches the page's worker too). Beside it and by turns, a page that loads Pyodide and NumPy and nothing else. The
second visit is another page in the same profile, at once. Bytes are counted by the server, which compresses as hosts
do.

*Following*: the same explorer in the page and in JupyterLab, both in one Chromium; arrow keys by turns, 40 counted on
each side, from the browser's time stamp of the key to the end of the frame with the new picture.
"""

import argparse
import ast
import json
import os
import statistics
import tempfile
import textwrap
import time
from pathlib import Path

from benchmarks import browser as followed
from benchmarks.report import Result, main
from course_utils.commands.paths import ROOT
from course_utils.commands.site import build
from course_utils.commands.site.pyodide_parts import FROM_PIP
from tests.support import explorers_in_page as on_page
from tests.support import lab, site_in_page

OPEN_BAR, BYTES_BAR, AGAIN_BAR, FOLLOW_BAR = 10, 12, 3, 1 / 3  # s, MB, s, ×
ROUNDS, PRESSES = 3, 40
LINE = {"offline": False, "latency": 20, "downloadThroughput": 20e6 / 8, "uploadThroughput": 20e6 / 8}
LESSON = "notebooks/01_convolution_by_hand.html"
FOLLOWED = (LESSON, "notebooks/02_padding_and_stride.html", "notebooks/06_fashion_mnist_cnn.html")
START, PICTURE, SLIDER = ".live-start", ".course-picture svg", "input[type=range]:not([disabled]):visible"
ALONE = """async () => {
    const {loadPyodide} = await import('/_static/live/pyodide/pyodide.mjs');
    const python = await loadPyodide({indexURL: '/_static/live/pyodide/', packages: ['numpy']});
    return python.runPython('import numpy; int(numpy.ones(3).sum())');
}"""


def measure(site=None):
    """Openings, then following; needs Chromium and playwright, and to build a site what `course site` asks for."""
    with tempfile.TemporaryDirectory() as folder, lab.chromium() as browser:
        site = site or _built(Path(folder) / "site")
        with site_in_page.serving(site) as address:
            return [*_openings(browser, address), *_following(browser, address, site)]


def _built(folder):
    build.build(folder, ROOT, FROM_PIP)
    return folder


def _openings(browser, address):
    first, again, alone = [], [], []
    for _ in range(ROUNDS):
        alone.append(_opened(browser, address, _alone)[0])
        cold, warm = _opened(browser, address, _first_number, _first_number)
        first.append(cold)
        again.append(warm)
    seconds, megabytes = (statistics.median(column) for column in zip(*first, strict=True))
    bare, bare_megabytes = (statistics.median(column) for column in zip(*alone, strict=True))
    warm, warm_megabytes = (statistics.median(column) for column in zip(*again, strict=True))
    beside = f"Pyodide and NumPy alone {bare:.1f} s, {bare_megabytes:.2f} MB; load {os.getloadavg()[0]:.1f}"
    return [
        Result("lesson opened to first number moved, 20 Mbit/s, nothing cached", seconds, "s", beside, OPEN_BAR),
        Result("the same, over the wire", megabytes, "MB", f"alone {bare_megabytes:.2f} MB", BYTES_BAR),
        Result("the same, second visit", warm, "s", f"{warm_megabytes:.2f} MB", AGAIN_BAR),
    ]


def _opened(browser, address, *visits):
    """Seconds and megabytes of visits from one new profile: caches are empty at first, and kept as a reader's are."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        settings = {"executable_path": lab.CHROMIUM, "args": lab.SETTINGS, "viewport": {"width": 1280, "height": 1000}}
        context = browser.browser_type.launch_persistent_context(profile, **settings)
        found = [_visited(context, address, visit) for visit in visits]
        context.close()
    return found


def _visited(context, address, visit):
    page = context.new_page()
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
    before, began = site_in_page.sent(address), time.perf_counter()
    visit(page, address)
    seconds = time.perf_counter() - began
    page.close()
    return seconds, (site_in_page.sent(address) - before) / 1e6


def _alone(page, address):
    page.goto(address + site_in_page.BLANK)
    page.evaluate(ALONE)


def _first_number(page, address):
    """What a reader does who wastes no time."""
    page.goto(f"{address}/{LESSON}", wait_until="domcontentloaded")
    box = _started(page.locator(f".cell.tag_{_first_explorer(page.inner_text('#live-page'))['tag']}"))
    before = box.locator(PICTURE).first.inner_html()
    box.locator(SLIDER).first.press("ArrowRight")
    page.wait_for_function(
        "([picture, before]) => picture.querySelector('svg').innerHTML !== before",
        arg=[box.locator(".course-picture").first.element_handle(), before],
    )


def _started(cell):
    """The explorer of a cell, started by a click and shown."""
    cell.locator(START).first.click()
    cell.locator(PICTURE).first.wait_for(timeout=60_000)
    return cell.locator(".course-explorer").first


def _following(browser, address, site):
    parts = {name: part for name in FOLLOWED if (part := _first_explorer(_told(site / name)))}
    with tempfile.TemporaryDirectory() as home, lab.jupyterlab(Path(home)) as notebook_address:
        makers = {name: f"make_{number}" for number, name in enumerate(parts)}
        prepare = "\n".join(_function(makers[name], part["code"]) for name, part in parts.items())
        on_page.write_notebook(Path(home) / "explorers.ipynb", makers, prepare=prepare)
        notebook = lab.run_all(browser, notebook_address, "explorers.ipynb", seconds=200)
        there = dict(zip(parts, on_page.boxes(notebook), strict=True))
        for name, part in parts.items():
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(f"{address}/{name}")
            box = _started(page.locator(f".cell.tag_{part['tag']}"))
            yield _ratio(name, (page, box, SLIDER), (notebook, there[name], on_page.SLIDERS[0]))
            page.close()


def _told(path):
    """What a built page is told of its parts."""
    told = path.read_text("utf-8").partition('id="live-page">')[2].partition("</script>")[0]
    return told or '{"parts": []}'


def _first_explorer(told):
    """The first explorer among what a page is told, JSON; None where none is live."""
    return next((part for part in json.loads(told)["parts"] if part["kind"] == "explorer"), None)


def _function(name, code):
    """A cell's code as a function that returns its last expression."""
    *above, last = ast.parse(code).body
    lines = [*map(ast.unparse, above), f"return {ast.unparse(last)}"]
    return f"def {name}():\n" + textwrap.indent("\n".join(lines), "    ")


def _ratio(name, *sides):
    """How long the page takes as a share of JupyterLab's time; a round of keys in each by turns."""
    times = [[], []]
    for _ in range(PRESSES // followed.PRESSES + 1):
        for (page, box, sliders), taken in zip(sides, times, strict=True):
            page.bring_to_front()
            followed.watch(page, box, box.locator(sliders).first)
            pressed = [followed.press(page, key) for key in ["ArrowRight", "ArrowLeft"] * (1 + followed.PRESSES // 2)]
            taken += pressed[2:]
    # The first round warms up.
    here, there = (statistics.median(taken[followed.PRESSES :]) for taken in times)
    detail = f"{here:.0f} beside {there:.0f} ms"
    return Result(
        f"{Path(name).stem}, key press to picture: the page's share of JupyterLab's",
        here / there,
        "×",
        detail,
        FOLLOW_BAR,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="what course site has built")
    try:
        raise SystemExit(main(measure, __doc__, parser=parser))
    except lab.NoBrowserError as problem:
        raise SystemExit(f"not measured: {problem}") from problem
