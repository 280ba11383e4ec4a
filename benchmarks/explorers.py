"""How fast an explorer follows its controls, beside the same picture drawn anew by `interact` with an inline figure.

    python -m benchmarks.explorers

Times are those of the kernel, from a control's new value to the finished picture: 200 moves at random, the 95th
percentile. The other way draws the same boxes, lines, words and images into a fresh Matplotlib figure and makes a
PNG of it, as the inline backend does after each call of `interact`; the median of ten.
"""

import io
import random
import statistics
import time

import ipywidgets as widgets

from benchmarks.report import Result, main
from course_utils import explorers

BAR, MODEL_BAR, RATIO_BAR = 0.016, 0.050, 10
WITH_MODEL = {"NetworkExplorer", "ConfusionExplorer", "TrainingExplorer", "LensExplorer"}


def moves(explorer):
    """Pairs of a control of the state and a value that it can take."""
    pairs = []
    for name, control in explorer.controls.items():
        if name not in explorer.state():
            continue
        if isinstance(control, widgets.Dropdown):
            pairs += [(name, value) for _, value in control._options_full]
        elif isinstance(control, (widgets.IntSlider, widgets.FloatSlider)):
            pairs += [
                (name, type(control.min)(control.min + part * (control.max - control.min) / 7)) for part in range(8)
            ]
        elif isinstance(control, widgets.Checkbox):
            pairs += [(name, True), (name, False)]
    return pairs


def percentile_of_moves(explorer, count=200):
    """Return the 95th percentile of the seconds that one move takes."""
    dice, seconds, possible = random.Random(0), [], moves(explorer)
    for _ in range(count):
        name, value = dice.choice(possible)
        if explorer.controls[name].value == value:
            continue
        started = time.perf_counter()
        explorer.controls[name].value = value
        seconds.append(time.perf_counter() - started)
    return statistics.quantiles(seconds, n=20)[-1]


def inline_figure(canvas):
    """Draw a canvas's shapes into a fresh figure and make its PNG."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    figure, ax = plt.subplots(figsize=(canvas.width / 100, canvas.height / 100))
    ax.set(xlim=(0, canvas.width), ylim=(canvas.height, 0))
    ax.axis("off")
    for kind, *shape in canvas.shapes:
        if kind == "box":
            (x, y, width, height), fill, edge, weight, _ = shape
            ax.add_patch(Rectangle((x, y), width, height, fc=fill or "none", ec=edge or "none", lw=weight))
        elif kind == "line":
            ax.plot(*zip(*shape[0], strict=True), color=shape[1], lw=shape[2])
        elif kind == "text":
            (x, y), words, size, *_ = shape
            ax.text(x, y, words, fontsize=0.7 * size)
        else:
            (x, y, width, height), pixels = shape
            ax.imshow(pixels, extent=(x, x + width, y + height, y), cmap="gray")
    png = io.BytesIO()
    figure.savefig(png, format="png")
    plt.close(figure)


def measure():
    """Two lines an explorer: the 95th percentile of its moves, and how much longer an inline figure takes."""
    import matplotlib

    matplotlib.use("Agg")
    return [result for name in explorers.__all__ for result in results(name)]


def results(name):
    """Both lines of one explorer."""
    explorer = getattr(explorers, name).example()
    slowest, inline = percentile_of_moves(explorer), inline_seconds(explorer.canvas)
    bar = MODEL_BAR if name in WITH_MODEL else BAR
    return [
        Result(f"{name}, 95th percentile of a move", 1000 * slowest, "ms", bar=1000 * bar),
        Result(
            f"{name}, inline figure / move", inline / slowest, "×", f"{1000 * inline:.0f} ms", RATIO_BAR, "at least"
        ),
    ]


def inline_seconds(canvas):
    """Return the median time of ten inline figures."""
    seconds = []
    for _ in range(10):
        started = time.perf_counter()
        inline_figure(canvas)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
