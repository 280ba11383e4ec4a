"""Prepare the course's own Python environment, then hand over to the `course` command.

    python start.py            open the lessons in JupyterLab   (= python start.py lab)
    python start.py test       run every test, notebooks included
    python start.py doctor     check this machine
    python start.py progress   what you have tried and solved
    python start.py setup      prepare the environment and stop

What it does, and nothing else: it makes the folder .venv beside this file, installs into it what
requirements.lock names (by hash), and remembers the lock so that the next start takes a second.
It needs Python 3.11, 3.12 or 3.13. Only that first installation uses the network.
To start afresh, delete the folder .venv and run it again.
"""

import hashlib
import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "course-stamp.txt"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def reason_not_to_start():
    """Return a sentence when this machine cannot run the course, else an empty string."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = platform.python_version()
        return f"This is Python {found}; TensorFlow needs 3.11, 3.12 or 3.13. Try: python3.12 start.py"
    machine = (sys.platform, platform.machine().lower())
    if machine == ("darwin", "x86_64"):
        return "TensorFlow no longer ships for Intel Macs. Use Binder or another machine (see README)."
    if machine == ("win32", "arm64"):
        return "TensorFlow does not ship for Windows on ARM. Install the x86-64 Python from python.org."
    return ""


def wanted_stamp():
    """Return what decides whether .venv is up to date: the lock, the project file, Python, the place."""
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return f"{digest} python{sys.version_info[0]}.{sys.version_info[1]} {ROOT}"


def run(*command):
    """Run one command; when it fails, say which and stop with its exit code."""
    result = subprocess.run([str(part) for part in command])
    if result.returncode:
        step = " ".join(map(str, command))
        causes = "README, section Troubleshooting, has the usual causes: no network, a proxy, a full disk."
        print(f"\nThis step failed (exit code {result.returncode}): {step}\n{causes}", file=sys.stderr)
        raise SystemExit(result.returncode)


def prepare():
    """Create or bring up to date .venv; return at once when nothing changed."""
    stamp = wanted_stamp()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp:
        return
    print(f"Preparing {VENV} (about 2 GB; a few minutes, once) ...", flush=True)
    try:
        # clear=True: a half-made or moved environment is not worth mending.
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        raise SystemExit(
            "This Python came without pip for new environments. On Debian and Ubuntu: apt-get install python3-venv, "
            "then run this again."
        ) from None
    quiet = ("--disable-pip-version-check", "--quiet")
    run(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", LOCK)
    # The build backend comes from the lock, so this step asks the network for nothing.
    run(PYTHON, "-m", "pip", "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT)
    # Matplotlib builds its font list once; in a lesson that would print a warning.
    run(PYTHON, "-c", "import matplotlib.font_manager")
    unfinished = STAMP.with_suffix(".part")
    unfinished.write_text(stamp, encoding="utf-8")
    unfinished.replace(STAMP)


def become(command):
    """Run a command in place of this process (on Windows: wait for it), so that ending one ends the other."""
    os.chdir(ROOT)
    if os.name == "posix":
        return os.execv(command[0], command)
    try:
        return subprocess.run(command).returncode
    except KeyboardInterrupt:
        return 130


def main(arguments):
    """Prepare the environment, then become `course` with the given arguments."""
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        print(__doc__.strip())
        return 0
    if reason := reason_not_to_start():
        print(reason, file=sys.stderr)
        return 1
    prepare()
    if arguments == ["setup"]:
        return 0
    return become([str(PYTHON), "-m", "course_utils", *(arguments or ["lab"])])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
