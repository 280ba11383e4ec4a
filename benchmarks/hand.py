"""How fast a picture answers to the pointer, without the kernel and with it.

    python -m benchmarks.hand

JupyterLab is opened in Chromium on the example of every explorer. The pointer goes over every cell of an area that
lights something, and the time goes from the browser's time stamp of the move to the end of the frame with the lights.
Then the window of the ConvolutionExplorer is dragged for two seconds, a move every few milliseconds: frames in which
its frame stands elsewhere than before are counted. In the end the kernel must have the last place. Last, 1,000 moves
through the hand: what page and kernel hold before and after.
"""

import statistics
import tempfile
from pathlib import Path

from benchmarks.report import Result, main
from tests.support import explorers_in_page as on_page
from tests.support import lab
from tests.support.hand_in_page import Touched, tell_gestures

HOVER_BAR, FRAMES_BAR = 20, 30  # ms; pictures a second
MOVES = 1000

HOVER = """async ([layer, points]) => {
    const channel = new MessageChannel(), times = [];
    for (const [x, y] of points) {
        const painted = new Promise(done => { channel.port1.onmessage = () => done(performance.now()); });
        const event = new PointerEvent('pointermove', {clientX: x, clientY: y, bubbles: true});
        layer.dispatchEvent(event);
        requestAnimationFrame(() => channel.port2.postMessage(null));
        times.push(await painted - event.timeStamp);
    }
    return times;
}"""
DRAG = """async ([layer, name, from, way, seconds]) => {
    const send = (kind, clientX, clientY) =>  // a move without a button is no drag
        layer.dispatchEvent(new PointerEvent(kind, {clientX, clientY, bubbles: true, pointerId: 1,
            buttons: kind === 'pointerup' ? 0 : 1}));
    layer.setPointerCapture = () => {};
    const spot = layer.querySelector(`[data-name="${name}"]`), start = performance.now(), seen = [];
    send('pointerdown', ...from);
    let last = '', frames = 0, turns = 0;
    while (performance.now() - start < 1000 * seconds) {
        const [across, down] = [1, 1.7].map(speed => (1 - Math.cos(speed * turns / 3)) / 2);
        turns++;
        send('pointermove', from[0] + way[0] * across, from[1] + way[1] * down);
        await new Promise(requestAnimationFrame);
        const now = spot.getAttribute('x') + spot.getAttribute('y');
        frames += now !== last;
        last = now;
    }
    send('pointermove', from[0] + way[0], from[1] + way[1]);
    send('pointerup', from[0] + way[0], from[1] + way[1]);
    return [frames / seconds, turns / seconds];
}"""


def measure():
    """Measure in a page of its own; needs Chromium and playwright."""
    with tempfile.TemporaryDirectory() as home, lab.chromium() as browser, lab.jupyterlab(Path(home)) as address:
        on_page.write_notebook(Path(home) / "examples.ipynb", on_page.MAKERS, prepare=tell_gestures)
        page = lab.run_all(browser, address, "examples.ipynb", seconds=200)
        found = dict(zip(on_page.MAKERS, on_page.boxes(page), strict=True))
        results = [_hover(page, name, Touched(page, box, name)) for name, box in found.items()]
        name = "ConvolutionExplorer"
        touched = Touched(page, found[name], name)
        return [*filter(None, results), *_drag(page, touched), _growth(page, touched)]


def _hover(page, name, touched):
    touched.reset()
    points = [point for area, *_ in touched.lights() for row in touched.points(area) for point in row]
    if not points:
        return None
    layer = touched.box.locator(".course-layer").element_handle()
    times = page.evaluate(HOVER, [layer, points[:200]])
    detail = f"{len(times)} places; slowest {max(times):.0f} ms"
    return Result(f"{name}: pointer to lights", statistics.median(times), "ms", detail, HOVER_BAR)


def _drag(page, touched):
    touched.reset()
    x, y, width, height = touched.place("window 0")
    layer = touched.box.locator(".course-layer").element_handle()
    start, way = [x + width / 2, y + height / 2], [2 * width / 3, 2 * height / 3]
    moved, frames = page.evaluate(DRAG, [layer, "window 0", start, way, 2])
    ended = touched.soon(lambda: touched.state()["position"] == 8) and touched.is_as_made()
    detail = f"of {frames:.0f} frames; ends on the last state: {ended}"
    name, value = "a dragged window: pictures of it a second", moved if ended else 0
    return [Result(name, value, "1/s", detail, FRAMES_BAR, "at least")]


PRESS = """async (spot, count) => {
    const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'];
    for (let n = 0; n < count; n++) {
        spot.dispatchEvent(new KeyboardEvent('keydown', {key: keys[n % 4], bubbles: true, cancelable: true}));
        await new Promise(done => setTimeout(done, 5));
    }
}"""


def _growth(page, touched):
    before = _held(page)
    touched.box.locator('.course-area[data-name="window 0"]').evaluate(PRESS, MOVES)
    assert touched.is_as_made()
    after = _held(page)
    detail = f"heap {before[0]:.1f} → {after[0]:.1f} MiB; kernel {before[1]:.0f} → {after[1]:.0f} MiB"
    return Result(f"{MOVES:,} moves by hand: growth of the page's heap", after[0] - before[0], "MiB", detail, 2)


def _held(page):
    """MiB that the page's heap and the kernel hold."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 2**20
    kernel = float(lab.ask_kernel(page, "print(__import__('psutil').Process().memory_info().rss / 2**20)"))
    return heap, kernel


if __name__ == "__main__":
    try:
        raise SystemExit(main(measure, __doc__))
    except lab.NoBrowserError as problem:
        raise SystemExit(f"not measured: {problem}") from problem
