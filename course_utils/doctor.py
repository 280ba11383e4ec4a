"""`course doctor`: is this machine ready for the course? One line a check, one command to mend what is wrong.

What the checks need they import themselves: so each gets its line, whatever is broken.
"""

import importlib.metadata
import math
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

from course_utils.numbers import number

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"  # not there where the course was installed as a package
PACKAGES = Path(sysconfig.get_path("purelib"))
NAME = "cnns-by-hand"
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


def reinstall():
    """What makes this environment anew, by the way it was made."""
    if Path(sys.prefix) == ROOT / ".venv":
        return "delete the folder .venv, then: python start.py setup"
    if LOCK.exists():
        return f"{sys.executable} -m pip install -r {LOCK}"
    return f"{sys.executable} -m pip install --force-reinstall WHEEL    (or the folder of the course, got again)"


def check_python():
    """TensorFlow needs Python 3.11, 3.12 or 3.13."""
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Finding(good, f"Python {platform.python_version()}; the course needs 3.11, 3.12 or 3.13.", reinstall())


def check_variables():
    """Yield a line for each of the user's settings for Python, which may lay other packages over the course's."""
    for name in os.environ.get("COURSE_SET_ASIDE", "").split():
        yield Finding(True, f"{name} is set; start.py runs the course without it.")
    for name in ("PYTHONPATH", "PYTHONHOME"):
        if value := os.environ.get(name):
            hidden = _hidden_by(value) if name == "PYTHONPATH" else ["Python itself"]
            remark = f"hides {', '.join(hidden)}" if hidden else "hides nothing of the course"
            mend = f"unset {name}    (Windows: set {name}=)"
            yield Finding(not hidden, f"{name} is set to {value}, which {remark}.", mend)


def _hidden_by(path):
    """Names of Python's and of the course's packages that a search path holds as well."""
    folders = [Path(folder) for folder in path.split(os.pathsep) if folder and Path(folder).is_dir()]
    there = {entry.stem for folder in folders if folder.resolve() != PACKAGES for entry in folder.iterdir()}
    own = {entry.stem for entry in PACKAGES.iterdir() if entry.suffix in ("", ".py")}
    return sorted(there & (own | sys.stdlib_module_names) - {"__pycache__"})


def check_disk():
    """Room for outputs and for pip's temporary files."""
    free = shutil.disk_usage(ROOT).free / GIB
    sentence = f"{_rounded_down(free)} GiB of disk free; the course needs {DISK_GIB}."
    return Finding(free >= DISK_GIB, sentence, f"free {DISK_GIB} GiB on the disk of {ROOT}")


def check_memory():
    """One kernel with TensorFlow at a time, in what the machine and the container that it runs in both have."""
    import psutil

    machine, container = psutil.virtual_memory().available / GIB, memory_left_by_groups() / GIB
    free = min(machine, container)
    where = "left in this container" if container < machine else "available"
    sentence = f"{_rounded_down(free)} GiB of memory {where}; one notebook needs about {MEMORY_GIB}."
    return Finding(free >= MEMORY_GIB, sentence, "close other programs, or other notebooks' kernels")


def memory_left_by_groups(root="/sys/fs/cgroup", own="/proc/self/cgroup"):
    """Bytes that the tightest limit on this container, or other group of processes, leaves; infinity without one.

    Parameters
    ----------
    root : path
        Where Linux shows its control groups.
    own : path
        The file that says which of them this process is in.
    """
    try:
        lines = Path(own).read_text(encoding="utf-8").splitlines()
    except OSError:
        return math.inf
    return min((_left(*group) for group in _groups(Path(root), lines)), default=math.inf)


#: Files of the two editions of control groups: the limit, what is used, the cache that gives way when it is wanted.
_SECOND = ("memory.max", "memory.current", "inactive_file")
_FIRST = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def _groups(root, lines):
    """Yield (folder, names of files) of each group that may limit the memory, from the own one to the outermost."""
    for line in lines:
        number, controllers, place = [*line.split(":", 2), "", ""][:3]
        if number != "0" and "memory" not in controllers.split(","):
            continue
        top, names = (root, _SECOND) if number == "0" else (root / "memory", _FIRST)
        # Inside a container the place may be the one outside it: its folders are not there, the outermost one is.
        parts = [part for part in place.split("/") if part not in ("", "..")]
        for depth in range(len(parts), -1, -1):
            yield top.joinpath(*parts[:depth]), names


def _left(folder, names):
    """Bytes that one group leaves; infinity where it has no limit, or none that can be read."""
    limit, used, cache = names
    try:
        free = int((folder / limit).read_text()) - int((folder / used).read_text())
    except (OSError, ValueError):  # "max"
        return math.inf
    return max(free + _in_table(folder / "memory.stat", cache), 0)


def _in_table(file, name):
    """A number in a file of names and numbers; 0 where it is not there."""
    try:
        return int(dict(line.split() for line in file.read_text().splitlines())[name])
    except (OSError, ValueError, KeyError):
        return 0


def _rounded_down(size):
    """A size with one decimal, never more than there is: else too little could be written as enough."""
    return number(math.floor(10 * size) / 10 or size, 1)


def locked_versions():
    """Versions that requirements.lock names for this machine: package -> version."""
    from packaging.requirements import Requirement

    versions = {}
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                versions[requirement.name] = next(iter(requirement.specifier)).version
    return versions


def own_dependencies():
    """Names of the packages that the course itself asks for on this machine, without what they need in turn."""
    return set(_allowed_versions())


def _allowed_versions():
    """What pyproject.toml lists for this machine: package -> versions allowed.

    Where the course was installed as a package, what its metadata lists, and nothing for its tests.
    """
    import tomllib

    from packaging.requirements import Requirement

    project = ROOT / "pyproject.toml"
    if LOCK.exists() and project.exists():
        listed = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
        texts = listed["dependencies"] + listed["optional-dependencies"]["test"]
    else:
        texts = importlib.metadata.requires(NAME)
    requirements = [Requirement(text) for text in texts]
    return {
        requirement.name: requirement.specifier
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }


def installed_version(name):
    """Version of an installed package, or "no version" where there is none."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "no version"


def check_packages():
    """Yield a line for each dependency of the course and, where there is a lock, one for all that they need in turn."""
    own, locked = _allowed_versions(), locked_versions() if LOCK.exists() else {}
    for name, allowed in own.items():
        installed, wanted = installed_version(name), locked.get(name)
        good = installed == wanted if locked else installed != "no version" and allowed.contains(installed)
        remark = ("as locked" if good else f"the lock says {wanted}") if locked else f"allowed is {allowed or 'any'}"
        yield Finding(good, f"{name} {installed}, {remark}.", reinstall())
    others = {name: wanted for name, wanted in locked.items() if name not in own}
    wrong = [
        f"{name} {installed_version(name)} (locked {wanted})"
        for name, wanted in others.items()
        if installed_version(name) != wanted
    ]
    if locked:
        remark = f"differ from the lock: {', '.join(wrong)}." if wrong else f"{len(others)} more as locked."
        yield Finding(not wrong, f"Packages that those need: {remark}", reinstall())


def check_files():
    """Folders and modules that were deleted from the environment, which pip does not miss."""
    lost = []
    for installed in importlib.metadata.distributions(path=[str(PACKAGES)]):
        record = installed.read_text("RECORD") or ""
        tops = {line.strip('"').split(",")[0].split("/")[0] for line in record.splitlines()} - {"", "__pycache__"}
        lost += [top for top in sorted(tops) if not (PACKAGES / top).exists()]
    sentence = f"Deleted from the environment: {', '.join(lost)}." if lost else "Every package has its files."
    return Finding(not lost, sentence, reinstall())


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
_SECONDS_FOR_TENSORFLOW = 600

#: How a program ended that did not end by itself -> what that usually means, and what to do.
_ENDS = {
    "SIGILL": (
        "this processor probably lacks AVX",
        "none here: use Binder or a newer machine (README, Troubleshooting)",
    ),
    "SIGKILL": (
        "it was ended from outside, as when memory runs out",
        "close other programs, or other notebooks' kernels",
    ),
    "SIGTERM": ("it was ended from outside", "course doctor    (again)"),
    "SIGXCPU": ("it took longer than this machine allows", "raise the limit of processor time: ulimit -t"),
    "SIGBUS": ("a file could not be read to its end: a full or failing disk", "free space on the disk of the course"),
    "SIGSEGV": ("its installation or a driver is broken", None),
    "SIGABRT": ("it gave up by itself; what it printed says why", None),
}
_WINDOWS_ENDS = {0xC000001D: "SIGILL", 0xC0000005: "SIGSEGV", 0xC0000409: "SIGABRT", 0xC0000006: "SIGBUS"}


def _sudden_end(code):
    """Name of the signal that ended a program, by its exit code; empty when it ended by itself."""
    if code >= 0:
        return _WINDOWS_ENDS.get(code, "")
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def check_tensorflow():
    """Yield two lines: TensorFlow imports; the seconds that a small training takes."""
    result = subprocess.run(
        [sys.executable, "-c", _TRAINING_STEP],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=ROOT,
        timeout=_SECONDS_FOR_TENSORFLOW,
    )
    last = (result.stderr.strip().splitlines() or ["no message"])[-1]
    if end := _sudden_end(result.returncode):
        meaning, mend = _ENDS.get(end, ("the system ended it", None))
        yield Finding(False, f"TensorFlow was ended by {end}: {meaning}. Its last line: {last}", mend or reinstall())
    elif result.returncode:
        yield Finding(False, f"TensorFlow does not work: {last}", reinstall())
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
        return Finding(False, f"The Jupyter kernel 'python3' does not work: {first}", reinstall())
    good = Path(prefix).resolve() == Path(sys.prefix).resolve()
    sentence = f"Notebooks run in {prefix}" + ("." if good else f", not in {sys.prefix}.")
    return Finding(good, sentence, "jupyter kernelspec list    (then remove the 'python3' that is not in .venv)")


def check_dataset():
    """All four files, by the sha256 of their contents."""
    from course_utils import fashion_mnist

    try:
        fashion_mnist.verify()
    except fashion_mnist.DatasetError as error:
        return Finding(False, str(error), fashion_mnist.RESTORE)
    return Finding(True, "Fashion-MNIST: all four files hold what they should (sha256).")


def check_photographs():
    """CIFAR-10, which may be missing: only a part of lesson 11 needs it."""
    from course_utils import cifar10, fashion_mnist

    if not cifar10.available():
        sentence = "CIFAR-10 is not here; only the photographs of lesson 11 need it. To get it: course data cifar10"
        return Finding(True, sentence)
    try:
        return Finding(True, f"{cifar10.about()}, as it was kept (sha256).")
    except fashion_mnist.DatasetError as error:
        return Finding(False, str(error), "course data cifar10 --forget, then course data cifar10")


#: What is checked, quick ones first.
CHECKS = {
    "Python": check_python,
    "The environment's variables": check_variables,
    "The disk": check_disk,
    "The memory": check_memory,
    "The packages": check_packages,
    "The packages' files": check_files,
    "The data": check_dataset,
    "The photographs": check_photographs,
    "The kernel of notebooks": check_kernel,
    "TensorFlow": check_tensorflow,
}


def findings_of(what, check):
    """Yield what one check finds; whatever fails in it is a finding as well."""
    try:
        found = check()
        yield from [found] if isinstance(found, Finding) else found
    except Exception as error:
        yield Finding(False, f"{what} could not be checked ({type(error).__name__}: {error}).", reinstall())


def findings():
    """Yield every finding."""
    for what, check in CHECKS.items():
        yield from findings_of(what, check)


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
