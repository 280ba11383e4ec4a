"""One lesson executed in a fresh kernel, as nbclient does it: seconds cell by cell, and the memory of the kernel."""

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from course_utils import lessons

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
LONG = 1.0  # seconds; on an idle machine only cells that train or import take longer
IMPORTS_KERAS = re.compile("^from course_utils.quiet import", re.MULTILINE)
SECONDS_A_CELL = 600


@dataclass(frozen=True)
class Cell:
    """One code cell: its place in the notebook, its source, its seconds, and MiB resident when it ended."""

    place: int
    source: str
    seconds: float
    resident: float | None


@dataclass
class Run:
    """One execution: the kernel's start, its code cells, and the most memory that was ever resident, in MiB.

    `peak` is None where the system has no /proc.
    """

    name: str
    start: float = 0.0
    cells: list = field(default_factory=list)
    peak: float | None = None

    @property
    def seconds(self):
        """From nothing to the last output."""
        return self.start + sum(cell.seconds for cell in self.cells)

    @property
    def imports(self):
        """Seconds of the first code cell, which imports, and of a later one that brings in Keras."""
        return sum(cell.seconds for cell in self.cells if self._imports(cell))

    @property
    def training(self):
        """Seconds of the other cells that take long."""
        return sum(cell.seconds for cell in self.cells if cell.seconds > LONG and not self._imports(cell))

    @property
    def slowest(self):
        """The cell that takes longest, those that import aside."""
        return max((cell for cell in self.cells if not self._imports(cell)), key=lambda cell: cell.seconds)

    def _imports(self, cell):
        return cell is self.cells[0] or IMPORTS_KERAS.search(cell.source)


def chosen(beginnings=()):
    """Paths of the notebooks whose names begin so; all of them when there are none."""
    return [path for path in lessons.notebooks(NOTEBOOKS) if path.name.startswith(tuple(beginnings) or "")]


def execute(path):
    """Execute one notebook in a fresh kernel, storing nothing; return its `Run`."""
    run, started = Run(path.stem), {}

    def before(cell, cell_index):
        started.setdefault("first", time.perf_counter())
        started["cell"] = time.perf_counter()

    def after(cell, cell_index, execute_reply):
        seconds = time.perf_counter() - started["cell"]
        memory = resident(client.km.provisioner.pid)
        run.cells.append(Cell(cell_index, cell.source, seconds, memory.get("VmRSS")))
        run.peak = memory.get("VmHWM")  # never falls: after the last cell it is that of the whole run

    client = NotebookClient(
        nbformat.read(path, as_version=4),
        timeout=SECONDS_A_CELL,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=before,
        on_cell_executed=after,
    )
    began = time.perf_counter()
    client.execute(env=kernel_environment(), stderr=subprocess.DEVNULL)
    run.start = started["first"] - began
    return run


def kernel_environment():
    """The environment of a learner's kernel: inline figures, and no progress written."""
    without = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return without | {"COURSE_PROGRESS": "off"}


def resident(pid):
    """MiB that a process holds (VmRSS) and has held at most (VmHWM); an empty dictionary where there is no /proc.

    `getrusage` would not do: on Linux its maximum begins with that of the process that started the kernel.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return {}
    kibibytes = dict(line.split(":", 1) for line in lines if line.startswith(("VmRSS", "VmHWM")))
    return {name: int(value.split()[0]) / 1024 for name, value in kibibytes.items()}
