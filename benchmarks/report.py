"""One line of the table: what was measured, its bar, whether it holds; and how every benchmark prints and stores it."""

import argparse
import json
import os
import platform
import statistics
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from course_utils.files import write_text


@dataclass(frozen=True)
class Result:
    """What one measurement found.

    `name` says what was compared with what, `value` is in `unit` ("×" for a ratio, "ms", "s", "MiB", "%"), `detail`
    holds the figures behind it. `bar` is None where nothing is demanded; `wanted` says on which side of it to be.
    """

    name: str
    value: float
    unit: str
    detail: str = ""
    bar: float | None = None
    wanted: str = "at most"

    @property
    def holds(self):
        """Whether the bar is met; True where there is none."""
        if self.bar is None:
            return True
        return self.value <= self.bar if self.wanted == "at most" else self.value >= self.bar

    def cells(self):
        """The line's cells, as text."""
        bar = "" if self.bar is None else f"{self.wanted} {self.bar:g} {self.unit}"
        holds = "" if not bar else "yes" if self.holds else "NO"
        return [self.name, f"{self._digits()} {self.unit}", bar, holds, self.detail]

    def _digits(self):
        """The value with three digits, above them to a whole one; a percentage to hundredths."""
        return f"{self.value:{'.2f' if self.unit == '%' else '.3g' if abs(self.value) < 999.5 else ',.0f'}}"


HEAD = ["measured", "value", "bar", "holds", "figures"]


def table(results):
    """The results as a Markdown table."""
    lines = [HEAD, *(result.cells() for result in results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    written = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    return "\n".join([written[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *written[1:]])


def machine():
    """One line that names the machine and the versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "keras", "matplotlib", "ipywidgets"))
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, Python {platform.python_version()}, {packages}"
    )


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def alternating(functions, *, rounds=15):
    """Median seconds of each function, name -> seconds; they take turns, so that a slow moment meets all of them.

    Each turn begins with a call that is not timed: otherwise a function with little data would be charged for
    fetching it again after another, with much, has emptied the processor's cache.
    """
    seconds = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            function()
            started = time.perf_counter()
            function()
            seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(values) for name, values in seconds.items()}


def store(results, path):
    """Write the machine and the results as JSON."""
    results = [asdict(result) | {"holds": result.holds} for result in results]
    write_json({"machine": machine(), "results": results}, path)


def write_json(content, path):
    """Write a whole JSON file in the order of its content, and the folder where that is missing."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def main(measure, description, arguments=None, parser=None):
    """What each benchmark does when it is run: measure, print, store; 0 when all bars hold, else 1.

    `measure` takes the parsed options that `parser` adds, by name, and returns a list of Result.
    """
    parser = parser or argparse.ArgumentParser()
    parser.description = description.strip().splitlines()[0]
    parser.add_argument("--json", metavar="FILE", help="write the same there")
    options = vars(parser.parse_args(arguments))
    path = options.pop("json")
    print(machine(), flush=True)
    results = measure(**options)
    print(table(results))
    if path:
        store(results, path)
    return 0 if all(result.holds for result in results) else 1
