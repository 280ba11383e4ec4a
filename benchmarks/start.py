"""How long before a learner sees something: the import of the by-hand modules, and the first picture of lesson 01.

    python -m benchmarks.start

Imports: all maths modules of course_utils beside `import numpy`, each timed within a fresh process, in alternation, the
median of 15; the interpreter's own start is in neither. Keras likewise, by `quiet` and by itself, with the first
computation, which `quiet` makes; the median of 7. First picture: a new kernel, then the code cells of
notebook 01 in order, until an output with a picture arrives; beside it a new kernel that answers `1`. Three of each, in
alternation, the median. The files lie in the system's cache by then, as after a learner's first start of the day.
"""

import os
import statistics
import subprocess
import sys
import time

import nbformat
from jupyter_client.manager import start_new_kernel

from benchmarks.course_runs import NOTEBOOKS, kernel_environment
from benchmarks.report import Result, main
from course_utils import lessons
from tests.support.floors import MATHS

IMPORT_BAR = 1.5
PICTURE_BAR = 4  # a guard of our own: it is about 2 to 3, and was 7 with TensorFlow imported on the way
KERAS_BAR = 0.95
ROUNDS, KERAS_ROUNDS, KERNELS = 15, 7, 3
TIMED = "import time; started = time.perf_counter(); {}; print(time.perf_counter() - started)"


def measure():
    """Imports, then kernels."""
    return [maths(), keras(), *pictures()]


def maths():
    """Import time of all maths modules, beside NumPy's."""
    ours, numpy = imports(f"from course_utils import {', '.join(sorted(MATHS))}", "import numpy", ROUNDS)
    detail = f"{1000 * ours:.0f} ms, numpy {1000 * numpy:.0f} ms"
    return Result(f"import of {len(MATHS)} maths modules / import numpy", ours / numpy, "×", detail, IMPORT_BAR)


def keras():
    """Import time of Keras and TensorFlow by `quiet`, beside that without it."""
    alone = "import keras, tensorflow; keras.ops.zeros(1) + 1"
    ours, plain = imports("from course_utils.quiet import keras, tensorflow", alone, KERAS_ROUNDS)
    detail = f"{ours:.2f} s, by itself {plain:.2f} s"
    return Result("import of Keras by course_utils.quiet / by itself", ours / plain, "×", detail, KERAS_BAR)


def imports(first, second, rounds):
    """The median seconds of two statements, each in fresh processes, by turns."""
    seconds = [[import_seconds(statement) for statement in (first, second)] for _ in range(1 + rounds)]
    return [statistics.median(column) for column in zip(*seconds[1:], strict=True)]  # the first writes the bytecode


def import_seconds(statement):
    """Seconds of one import in a fresh process, by that process's own clock; bytecode is kept, as it usually is."""
    command = [sys.executable, "-c", TIMED.format(statement)]
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return float(subprocess.run(command, env=own, capture_output=True, text=True, check=True).stdout)


def pictures():
    """Time to the first picture of lesson 01, and to the answer of an empty kernel."""
    notebook = nbformat.read(lessons.lesson("01").path(NOTEBOOKS), as_version=4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    lesson, empty = [], []
    for _ in range(KERNELS):
        empty.append(until(["1"], "text/plain"))
        lesson.append(until(sources, "image/png"))
    start, cells = (statistics.median(column) for column in zip(*lesson, strict=True))
    whole, answer = (statistics.median(map(sum, runs)) for runs in (lesson, empty))
    detail = f"kernel's start {start:.2f} s, cells {cells:.2f} s"
    return [
        Result("first picture of lesson 01, from nothing", whole, "s", detail),
        Result(
            "first picture / empty kernel's answer", whole / answer, "×", f"empty kernel {answer:.2f} s", PICTURE_BAR
        ),
    ]


def until(sources, mime):
    """Seconds of a new kernel's start, and of executing these cells until an output of this type arrives."""
    began = time.perf_counter()
    manager, client = start_new_kernel(
        kernel_name="python3", cwd=str(NOTEBOOKS), env=kernel_environment(), stderr=subprocess.DEVNULL
    )
    ready = time.perf_counter()
    try:
        if not any(shows(client, source, mime) for source in sources):
            raise RuntimeError(f"no output of type {mime}")
        return ready - began, time.perf_counter() - ready
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def shows(client, source, mime):
    """Execute one cell; return True as soon as an output of this type arrives, False when the cell ends without."""
    request = client.execute(source)
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError(f"{content['ename']}: {content['evalue']}")
        if mime in content.get("data", {}):
            return True
        if content.get("execution_state") == "idle":
            return False


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
