"""`course doctor`: is this machine ready for the course? One line a check, one command to mend what is wrong."""

import importlib.metadata
import math
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from course_utils import fashion_mnist
from course_utils.numbers import number

ROOT = Path(__file__).resolve().parent.parent
REINSTALL = "python start.py setup    (delete the folder .venv first)"
DISK_GIB, MEMORY_GIB = 1, 1.2  # the kernels of notebooks 04 and 06 peak at 1.0 GiB
# Notebook 06 takes about this many times the seconds of the training steps below: 59 s to 0.37 s (the middle of
# three) where it was measured, on two cores without a GPU. A wide estimate: a busy machine trains at half the speed.
STEP_TO_NOTEBOOK_06 = 160
GIB = 2**30


class Finding(NamedTuple):
    """One line of the report. `mend` is the command that helps when the check failed."""

    good: bool
    sentence: str
    mend: str = ""


def check_python():
    """TensorFlow needs Python 3.11, 3.12 or 3.13."""
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding(good, f"Python {platform.python_version()}; the course needs 3.11, 3.12 or 3.13.", REINSTALL)


def check_disk():
    """Room for outputs and for pip's temporary files."""
    free = shutil.disk_usage(ROOT).free / GIB
    sentence = f"{_rounded_down(free)} GiB of disk free; the course needs {DISK_GIB}."
    return Finding(free >= DISK_GIB, sentence, f"free {DISK_GIB} GiB on the disk of {ROOT}")


def check_memory():
    """One kernel with TensorFlow at a time."""
    import psutil

    free = psutil.virtual_memory().available / GIB
    sentence = f"{_rounded_down(free)} GiB of memory available; one notebook needs about {MEMORY_GIB}."
    return Finding(free >= MEMORY_GIB, sentence, "close other programs, or other notebooks' kernels")


def _rounded_down(size):
    """A size with one decimal, never more than there is: else too little could be written as enough."""
    return number(math.floor(10 * size) / 10 or size, 1)


def locked_versions():
    """Versions that requirements.lock names for this machine: package -> version."""
    from packaging.requirements import Requirement

    versions = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                versions[requirement.name] = next(iter(requirement.specifier)).version
    return versions


def own_dependencies():
    """Names that pyproject.toml lists for this machine, without what they need in turn."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [Requirement(text) for text in project["dependencies"] + project["optional-dependencies"]["test"]]
    return {requirement.name for requirement in listed if requirement.marker is None or requirement.marker.evaluate()}


def installed_version(name):
    """Version of an installed package, or "no version" where there is none."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "no version"


def check_packages():
    """Yield a line for each dependency of the course, and one for all that they need in turn."""
    locked, own = locked_versions(), own_dependencies()
    others_wrong = []
    for name, wanted in locked.items():
        installed = installed_version(name)
        if name in own:
            remark = "as locked" if installed == wanted else f"the lock says {wanted}"
            yield Finding(installed == wanted, f"{name} {installed}, {remark}.", REINSTALL)
        elif installed != wanted:
            others_wrong.append(f"{name} {installed} (locked {wanted})")
    count = len(locked) - len(own)
    sentence = f"differ from the lock: {', '.join(others_wrong)}." if others_wrong else f"{count} more as locked."
    yield Finding(not others_wrong, f"Packages that those need: {sentence}", REINSTALL)


# Run apart, so that a processor without AVX kills this and not the doctor.
_TRAINING_STEP = """
import time
started = time.perf_counter()
from course_utils.quiet import keras
imported = time.perf_counter() - started
import numpy as np
from course_utils.models import classic
model = classic()
model.compile("adam", "sparse_categorical_crossentropy")
pixels, labels = np.zeros((2048, 28, 28, 1)), np.zeros(2048)
model.fit(pixels[:64], labels[:64], batch_size=32, verbose=0)
started = time.perf_counter()
model.fit(pixels, labels, batch_size=32, verbose=0)
print(imported, time.perf_counter() - started)
"""


def check_tensorflow():
    """Yield two lines: TensorFlow imports; the seconds that a small training takes."""
    result = subprocess.run([sys.executable, "-c", _TRAINING_STEP], capture_output=True, text=True, cwd=ROOT)
    if result.returncode < 0 or result.returncode == 0xC000001D:  # killed by a signal; Windows' illegal instruction
        yield Finding(
            False,
            f"TensorFlow ended without a word (code {result.returncode}): this processor probably lacks AVX.",
            "none here: use Binder or a newer machine (README, Troubleshooting)",
        )
    elif result.returncode:
        last = (result.stderr.strip().splitlines() or ["no message"])[-1]
        yield Finding(False, f"TensorFlow does not import: {last}", REINSTALL)
    else:
        imported, step = map(float, result.stdout.split()[-2:])
        minutes = number(step * STEP_TO_NOTEBOOK_06 / 60, 1)
        yield Finding(True, f"TensorFlow imports, in {number(imported, 1)} s.")
        yield Finding(
            True, f"64 training steps take {number(step, 2)} s; expect notebook 06 to compute for {minutes} min."
        )


def check_kernel():
    """The kernel that notebooks really get: a user's own "python3" kernel can shadow the course's."""
    import nbformat
    from nbclient import NotebookClient

    cell = nbformat.v4.new_code_cell("import sys, course_utils; print(sys.prefix)")
    try:
        client = NotebookClient(nbformat.v4.new_notebook(cells=[cell]), kernel_name="python3", timeout=60)
        executed = client.execute(stderr=subprocess.DEVNULL)
        prefix = executed.cells[0].outputs[0].text.strip()
    except Exception as error:  # whatever a broken kernel does, it gets a sentence
        first = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        return Finding(False, f"The Jupyter kernel 'python3' does not work: {first}", REINSTALL)
    good = Path(prefix).resolve() == Path(sys.prefix).resolve()
    sentence = f"Notebooks run in {prefix}" + ("." if good else f", not in {sys.prefix}.")
    return Finding(good, sentence, "jupyter kernelspec list    (then remove the 'python3' that is not in .venv)")


def check_dataset():
    """All four files, by the sha256 of their contents."""
    try:
        fashion_mnist.verify()
    except fashion_mnist.DatasetError as error:
        return Finding(False, str(error), fashion_mnist.RESTORE)
    return Finding(True, "Fashion-MNIST: all four files hold what they should (sha256).")


def findings():
    """Yield every finding, quick ones first."""
    yield check_python()
    yield check_disk()
    yield check_memory()
    yield from check_packages()
    yield check_dataset()
    yield check_kernel()
    yield from check_tensorflow()


def main():
    """Print the report as it is found; return 1 when something is wrong, else 0."""
    mends = []
    for finding in findings():
        print(f"{'✓' if finding.good else '✗'} {finding.sentence}", flush=True)
        if not finding.good:
            mends.append(finding.mend)
    if mends:
        print(f"\nTo mend it: {mends[0]}")
        return 1
    print("\nReady.")
    return 0
