"""How fast explorers follow in a real browser: from key press to changed picture, above an empty widget's round trip.

    python -m benchmarks.browser

JupyterLab is opened in Chromium on a notebook that shows the example of every explorer, two large ones, and an empty
widget: a slider that writes its value into a line of text. A time goes from the browser's time stamp of the key to
the end of the frame that shows the new picture. Right and left arrow take turns, 40 presses each, in rounds in which
the empty widget and all explorers come once; an explorer's sliders that change its picture take turns from round to
round. Then 200 arrow keys at random come every few milliseconds, and the time from the last of them to the last
picture is measured; by then slider, kernel, picture and sentence must agree on the state of the last key.
"""

import math
import statistics
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.report import Result, main
from tests.support import explorers_in_page as on_page
from tests.support import lab

BAR, LAST_BAR = 60, 1  # ms, s
ROUNDS, PRESSES, WARM_UPS, MOVES = 5, 8, 5, 200
PAUSE = 30  # ms; a held key repeats at this pace. Without it, a key waits for what the one before has left to do.
LONGEST = 20  # seconds to wait for the last state
LARGE = {
    "NetworkExplorer, the course's network": "functools.partial(explorers.NetworkExplorer, models.course_network())",
    "ConvolutionExplorer, 12 × 12": "functools.partial(explorers.ConvolutionExplorer, images.counting(12, 12))",
}
IMPORTS = "import functools\nfrom course_utils import images"
EMPTY = """
slider, text = widgets.IntSlider(value=50), widgets.HTML("50")
slider.observe(lambda change: setattr(text, "value", str(change["new"])), names="value")
empty = widgets.VBox([slider, text])
empty.add_class("empty")
empty
"""

WATCH = """picture => {
    const seen = {key: 0, first: null, last: 0};
    const channel = new MessageChannel();  // its message arrives when the frame has been laid out and painted
    channel.port1.onmessage = () => { seen.last = performance.now(); seen.first ??= seen.last; };
    const pressed = event => { seen.key = event.timeStamp; seen.first = null; };
    const changed = new MutationObserver(() => requestAnimationFrame(() => channel.port2.postMessage(null)));
    window.addEventListener('keydown', pressed, true);
    changed.observe(picture, {childList: true, subtree: true, characterData: true});
    window.seen?.stop();
    seen.stop = () => { window.removeEventListener('keydown', pressed, true); changed.disconnect(); };
    window.seen = seen;
}"""


def measure():
    """Measure in a page of its own; needs Chromium and playwright."""
    with tempfile.TemporaryDirectory() as home, lab.chromium() as browser, lab.jupyterlab(Path(home)) as address:
        makers = on_page.MAKERS | LARGE
        on_page.write_notebook(Path(home) / "examples.ipynb", makers, prepare=IMPORTS, cells=[EMPTY])
        page = lab.run_all(browser, address, "examples.ipynb", seconds=200)
        explorers = dict(zip(makers, on_page.boxes(page), strict=True))
        shown = {"empty": page.locator(".jp-OutputArea-output:has(> .empty)"), **explorers}
        controls = {name: _controls(page, name, box) for name, box in shown.items()}
        milliseconds = _follow(page, shown, controls)
        kilobytes = {name: len(lab.ask_kernel(page, f"print(shown[{name!r}].svg)")) / 1000 for name in explorers}
        empty = statistics.median(milliseconds.pop("empty"))
        followed = [_result(name, times, empty, kilobytes[name]) for name, times in milliseconds.items()]
        return [*followed, _slowest_end(page, explorers, controls)]


def _controls(page, name, box):
    """Controls that change the picture, each with two keys: all sliders, or else all lists, or else all switches."""
    if name == "empty":
        return [(box.locator(on_page.SLIDERS[0]), on_page.SLIDERS[1])]
    kinds = (on_page.SLIDERS, on_page.LISTS, on_page.SWITCHES)
    return next(found for kind in kinds if (found := list(on_page.live_controls(page, box, [kind]))))


def _follow(page, shown, controls):
    """Milliseconds of every press, name -> list."""
    times = {name: [] for name in shown}
    for turn in range(-1, ROUNDS):
        for name, box in shown.items():
            control, keys = controls[name][turn % len(controls[name])]
            watch(page, box, control)
            # The page has moved on to another explorer: the first two presses are not counted either.
            taken = [press(page, key) for key in islice(cycle(keys), WARM_UPS + 1 if turn < 0 else PRESSES + 2)]
            times[name] += taken[2:] if turn >= 0 else []
    return times


def watch(page, box, control):
    page.evaluate(
        f"picture => ({WATCH})(picture)", box.locator(".course-picture, .empty > .widget-html").first.element_handle()
    )
    control.focus()


def press(page, key):
    page.wait_for_timeout(PAUSE)
    page.keyboard.press(key)
    page.wait_for_function("seen.first !== null")
    return page.evaluate("seen.first - seen.key")


def _result(name, times, empty, kilobytes):
    median = statistics.median(times)
    detail = f"{median:.0f} beside {empty:.0f} ms; SVG of {kilobytes:.0f} kB"
    return Result(f"{name}, key press to picture above an empty widget's", median - empty, "ms", detail, BAR)


def _slowest_end(page, explorers, controls):
    """The explorer that comes to rest last after many quick moves of a slider; one shows lists alone."""
    handles = {name: controls[name][0][0] for name in explorers}
    sliders = [name for name, handle in handles.items() if "noUi-handle" in (handle.get_attribute("class") or "")]
    sliders = [name for name in sliders if on_page.range_of(page, name, handles[name])]  # of a list it has none
    ends = {name: _end(page, name, explorers[name], handles[name]) for name in sliders}
    slowest = max(ends, key=lambda name: ends[name][0])
    pressed = statistics.median(seconds for _, seconds in ends.values())
    detail = f"{slowest}; median {statistics.median(end for end, _ in ends.values()):.2f} s; pressed in {pressed:.1f} s"
    return Result(
        f"{MOVES} quick slider moves: last key to last picture, slowest", ends[slowest][0], "s", detail, LAST_BAR
    )


def _end(page, name, box, handle):
    """Seconds from the last key to the last picture, and those that the keys took."""
    watch(page, box, handle)
    started = time.perf_counter()
    value = on_page.move_quickly(page, name, handle, count=MOVES)
    pressed = time.perf_counter() - started
    if on_page.ends_on(page, name, box, handle, value, seconds=LONGEST) != on_page.agreed(value):
        return math.inf, pressed
    return page.evaluate("Math.max(seen.last - seen.key, 0) / 1000"), pressed


if __name__ == "__main__":
    try:
        raise SystemExit(main(measure, __doc__))
    except lab.NoBrowserError as problem:
        raise SystemExit(f"not measured: {problem}") from problem
