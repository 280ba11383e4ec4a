"""The whole course executed: seconds and memory of each lesson alone, and the time of the test that compares them all.

    python -m benchmarks.course                         each lesson, then nbval with two workers; about seven minutes
    python -m benchmarks.course --notebooks 06 --cells  one lesson, with a line for each of its cells
    python -m benchmarks.course --workers 1 2           nbval with one worker, too: four minutes more

Every lesson is first executed once in a kernel of its own, one after the other, as `course refresh` does it. This
gives the seconds of each cell and the peak of the kernel's resident memory in one execution; nbval would give
neither apart from its comparisons. Then `pytest --nbval` runs as the project calls it, its start and its collection
included.

A lesson's time is divided into the kernel's start, the cells that import (the first, and one that brings in Keras
later), the cells that take over a second, which train, and the rest. What a further lesson costs is the mean of all but
the training: training is what a lesson decides to spend, the rest comes with every lesson.

Memory: lesson 06 peaked at 1,260 MiB. Of these, 595 are there once Keras and the images are loaded, and each of its
trainings leaves 10 to 20. What was tried, and the peak that came out, in MiB:

    feature maps of 5,000 images in ten batches instead of one     1,000
    and MALLOC_ARENA_MAX=2, no gain                                  989
    and accuracy in batches of 200 instead of 500, no gain         1,014
    and gc.collect() and malloc_trim after each training, no gain  1,011
    and each model's compiled training functions dropped             957
    and images handed over batch by batch, not as one array          926

Lines two to five stand each on the first alone, the last on the fifth; differences below 15 are chance. After a fresh
installation of the same packages lessons 04 and 06 held 40 to 45 more from the first cell on: 1,064 and 1,312 as they
were. TensorFlow 2.21 keeps a copy of the array for every model that was fitted on it, even when the model is gone:
41 MiB for the 55,000 images. Since then `batches.pipeline` hands over batches picked by NumPy (see epochs.py).
"""

import argparse
import math
import statistics
import subprocess
import sys
import time
from itertools import accumulate
from pathlib import Path

from benchmarks import course_runs
from benchmarks.report import Result, main

WHOLE_BAR, LESSON_BAR, MEMORY_BAR = 300, 90, 1024  # s, s, MiB
ROOT = Path(__file__).resolve().parent.parent


def measure(*, notebooks=(), workers=(2,), cells=False):
    """Execute each lesson alone, then all of them under nbval."""
    paths = course_runs.chosen(notebooks)
    if not paths:
        raise SystemExit(f"no notebook begins with {' or '.join(notebooks)}")
    runs = []
    for path in paths:
        runs.append(course_runs.execute(path))
        print(f"{path.stem}: {runs[-1].seconds:.0f} s", flush=True)
        if cells:
            print("\n".join(map(line, runs[-1].cells)), flush=True)
    whole = [under_nbval(paths, count) for count in workers]
    return [*map(seconds, runs), *map(memory, runs), *alone(runs), *whole]


def line(cell):
    """One cell as text: place, seconds, MiB resident when it ended, first line."""
    held = "" if cell.resident is None else f"{cell.resident:6.0f} MiB"
    return f"{cell.place:4d} {cell.seconds:7.2f} s {held}  {cell.source.splitlines()[0]}"


def seconds(run):
    """Time of one lesson alone."""
    detail = (
        f"start {run.start:.1f}, imports {run.imports:.1f}, training {run.training:.1f} s; "
        f"slowest: cell {run.slowest.place}, {run.slowest.seconds:.1f} s"
    )
    return Result(f"{run.name}, alone", run.seconds, "s", detail, LESSON_BAR)


def memory(run):
    """Peak resident memory of one lesson's kernel."""
    if run.peak is None:
        return Result(f"{run.name}, peak memory", math.nan, "MiB", "not measured: this system has no /proc")
    rises = [after.resident - before.resident for before, after in zip(run.cells, run.cells[1:], strict=False)]
    most = max(range(len(rises)), key=rises.__getitem__)
    detail = (
        f"{run.cells[0].resident:.0f} after the imports; cell {run.cells[most + 1].place} adds most, {rises[most]:.0f}"
    )
    return Result(f"{run.name}, peak memory", run.peak, "MiB", detail, MEMORY_BAR)


def alone(runs):
    """All lessons one after the other, and what a further one costs."""
    total = Result(f"{len(runs)} lessons, one after the other", sum(run.seconds for run in runs), "s")
    without = [run.seconds - run.training for run in runs]
    detail = "after each: " + ", ".join(f"{sum_:.0f}" for sum_ in accumulate(without)) + " s"
    return [total, Result("a further lesson costs, training aside", statistics.mean(without), "s", detail)]


def under_nbval(paths, workers):
    """Time of `pytest --nbval` on these notebooks, all options but these few from pyproject.toml.

    Without end when a cell fails: then no time holds the bar, and what was measured before is kept.
    """
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", f"-n={workers}", *paths]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=course_runs.kernel_environment(), capture_output=True, text=True)
    took = time.perf_counter() - started
    lines = done.stdout.splitlines() or ["nothing said"]
    if done.returncode:
        print("\n".join(lines[-20:]), flush=True)
        took = math.inf
    return Result(f"{len(paths)} lessons, nbval, workers: {workers}", took, "s", lines[-1], WHOLE_BAR)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--notebooks", nargs="+", default=(), metavar="NN", help="default: all")
    parser.add_argument("--workers", nargs="+", type=int, default=(2,), help="of pytest-xdist; default: 2")
    parser.add_argument("--cells", action="store_true", help="print a line for each cell")
    raise SystemExit(main(measure, __doc__, parser=parser))
