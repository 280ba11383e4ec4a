"""How cost grows: with a batch, with the size of its images, with the images of a training, with lessons; one picture.

    python -m benchmarks.growth                    measures
    python -m benchmarks.growth --picture FILE     and draws what it has measured, as SVG

Each curve is a time over a number that doubles. Its exponent is the slope between the logarithms of both, fitted to the
upper half of the points, where no fixed cost of a call counts any more: 1 is "twice as many, twice as long". Size is
the side of a square image; there 2 is as many times as long as there are more pixels. Where it is less, a larger job
makes better use of the machine. Lessons are executed one after another, each in a kernel of its own, as a regression
does.

There is no bar: it is a picture of the machine as much as of the code.
"""

import argparse
import io
import time
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import course_runs
from benchmarks.layers import keras_layers, random_values
from benchmarks.report import Result, alternating, main
from course_utils import fashion_mnist, models, recipes, training
from course_utils.convolution import cross_correlate
from course_utils.files import write_text

KERNEL = (3, 3, 1, 32)
BATCHES = [2**power for power in range(12)]
SIDES = [7 * 2**power for power in range(6)]
LESSONS = "00", "01", "02", "03", "05", "08"
TRAINED = [1_000 * 2**power for power in range(6)]


class Curve(NamedTuple):
    """Seconds over counts; `exponent` is what a growth in proportion would have, None where there is nothing to fit."""

    name: str
    counts: list
    seconds: list
    exponent: int | None


def fitted(counts, seconds):
    """The slope of the upper half of a curve, both axes as logarithms."""
    half = len(counts) // 2
    return float(np.polyfit(np.log(counts[half:]), np.log(seconds[half:]), 1)[0])


def convolutions(shapes, rounds):
    """Seconds of a convolution by hand and by Keras, name -> one value a shape of images."""
    kernel = random_values(*KERNEL)
    _, compiled = keras_layers(kernel, 1)
    told = {"by hand": [], "Keras": []}
    for shape in shapes:
        images = random_values(*shape)
        functions = {
            "by hand": lambda images=images: cross_correlate(images, kernel),
            "Keras": lambda images=images: compiled(images).numpy(),
        }
        for name, seconds in alternating(functions, rounds=rounds).items():
            told[name].append(seconds)
    return told


def second_epoch(images, labels):
    """Seconds of the second epoch of the course's recipe: the first also traces the network."""
    from course_utils.quiet import keras

    ends = []
    clock = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: ends.append(time.perf_counter()))
    training.fit(models.course_network, (images, labels), callbacks=[clock], **recipes.course_recipe(epochs=2))
    return ends[1] - ends[0]


def trainings():
    """Seconds of one epoch of so many images."""
    images, labels = fashion_mnist.load("train")
    return [second_epoch(images[:count], labels[:count]) for count in TRAINED]


def lessons():
    """Curves of so many lessons: all that they take, and without the cells that train."""
    runs = [course_runs.execute(path) for path in course_runs.chosen(LESSONS)]
    told = {"whole": [run.seconds for run in runs], "training aside": [run.seconds - run.training for run in runs]}
    return [Curve(name, range(1, len(runs) + 1), list(accumulate(each)), None) for name, each in told.items()]


def curves(rounds):
    """All that is measured: title of a picture, its horizontal axis, its curves."""
    batches = convolutions([(count, 28, 28, 1) for count in BATCHES], rounds)
    sides = convolutions([(16, side, side, 1) for side in SIDES], rounds)
    return [
        ("a convolution, 3×3 to 32 maps", "images of 28×28", [Curve(n, BATCHES, s, 1) for n, s in batches.items()]),
        ("the same, 16 images", "side of an image in pixels", [Curve(n, SIDES, s, 2) for n, s in sides.items()]),
        ("one epoch of the course's recipe", "training images", [Curve("course", TRAINED, trainings(), 1)]),
        ("lessons executed", "lessons", lessons()),
    ]


def result(title, axis, curve):
    """One line of the table."""
    told = ", ".join(f"{count:,}: {seconds:.3g} s" for count, seconds in zip(curve.counts, curve.seconds, strict=True))
    if curve.exponent is None:
        return Result(f"{title}, {curve.name}: one of them", curve.seconds[-1] / curve.counts[-1], "s", told)
    return Result(f"{title}, {curve.name}: exponent of {axis}", fitted(curve.counts, curve.seconds), "", told)


def plain_ticks(axes):
    """Logarithmic axes that say 0.01 and 2,000, no powers; 2 and 5 as well where there is room for them."""
    from matplotlib.ticker import LogLocator

    for way in (axes.xaxis, axes.yaxis):
        first, last = way.get_view_interval()
        way.set_major_locator(LogLocator(subs=(1, 2, 5) if last / first < 100 else (1,)))
        way.set_major_formatter("{x:,g}")
        way.set_minor_formatter("")


def picture(measured):
    """The curves as SVG."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    from course_utils.colours import INK, INPUT, KERNEL, NEUTRAL

    figure = Figure(figsize=(9, 6.4), layout="constrained")
    for axes, (title, axis, drawn) in zip(figure.subplots(2, 2).flat, measured, strict=True):
        logarithms = drawn[0].exponent is not None
        for curve, colour in zip(drawn, (KERNEL, INPUT), strict=False):
            axes.plot(curve.counts, curve.seconds, "o-", color=colour, label=curve.name, markersize=4)
        if logarithms:
            axes.loglog()
            plain_ticks(axes)
            first, last = drawn[0].counts[0], drawn[0].counts[-1]
            end = drawn[0].seconds[-1]
            start = end * (first / last) ** drawn[0].exponent
            axes.plot([first, last], [start, end], ":", color=NEUTRAL, label="in proportion")
        else:
            axes.set_ylim(bottom=0)
            axes.set_xticks(drawn[0].counts)
        axes.set_title(title, fontsize=11, color=INK)
        axes.set_xlabel(axis)
        axes.set_ylabel("seconds")
        axes.legend(frameon=False, fontsize=9)
    written = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "growth"}):  # words as words, a quarter less bytes
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue()


def measure(rounds=7, picture_file=None):
    """Measure all of it, and draw it where that is asked for."""
    measured = curves(rounds)
    if picture_file:
        write_text(picture_file, picture(measured))
    return [result(title, axis, curve) for title, axis, drawn in measured for curve in drawn]


def options():
    """Return the parser of this benchmark's own options."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--picture", dest="picture_file", type=Path, metavar="FILE", help="draw the curves there, as SVG"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__, parser=options()))
