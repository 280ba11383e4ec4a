"""A small course folder for start.py: its own tiny packages, lock and build backend, and no network.

What start.py does there, it does for real: it makes environments, and pip installs into them.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

START = Path(__file__).resolve().parents[2] / "start.py"

#: Builds the course as a link, as setuptools does, in a second and from nothing.
BACKEND = """
import zipfile
from pathlib import Path

def get_requires_for_build_editable(settings=None):
    return []

def build_editable(folder, settings=None, metadata=None):
    name = "cnns_by_hand-0.1-py3-none-any.whl"
    home = "cnns_by_hand-0.1.dist-info"
    files = {
        "cnns_by_hand.pth": str(Path.cwd()),
        f"{home}/METADATA": "Metadata-Version: 2.1\\nName: cnns-by-hand\\nVersion: 0.1\\n",
        f"{home}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{home}/entry_points.txt": "[console_scripts]\\ncourse = course_utils.__main__:main\\n",
    }
    files[f"{home}/RECORD"] = "".join(f"{file},,\\n" for file in [*files, f"{home}/RECORD"])
    with zipfile.ZipFile(Path(folder) / name, "w") as wheel:
        for file, contents in files.items():
            wheel.writestr(file, contents)
    return name
"""

#: Says what it was given, and from where it runs.
COMMAND = """
import json, os, sys

def main():
    try:
        from tiny import EDITION
    except ImportError:
        EDITION = None
    shown = {"arguments": sys.argv[1:], "prefix": sys.prefix, "file": __file__, "edition": EDITION}
    shown["folder"] = os.getcwd()
    shown.update({name: os.environ.get(name) for name in ("PYTHONPATH", "PYTHONHOME", "COURSE_SET_ASIDE")})
    print(json.dumps(shown))

if __name__ == "__main__":
    main()
"""

PROJECT = """
# A comment.
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "cnns-by-hand"
version = "0.1"
"""


def wheel(folder, name, version, contents):
    """Write a wheel of one module; return its line in a lock."""
    home = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": contents,
        f"{home}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{home}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{file},sha256={_hash(text)},{len(text)}" for file, text in files.items()] + [f"{home}/RECORD,,"]
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        for inside, text in {**files, f"{home}/RECORD": "\n".join(record) + "\n"}.items():
            file.writestr(inside, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def _hash(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


class SmallCourse:
    """A folder that start.py takes for the course.

    Parameters
    ----------
    folder : Path
        Does not exist yet, or holds what another `SmallCourse` wrote.
    """

    def __init__(self, folder):
        self.folder, self.wheels = folder, folder / "wheels"
        self.venv, self.stamp = folder / ".venv", folder / ".venv" / "course-stamp.txt"
        self.bin = self.venv / ("Scripts" if os.name == "nt" else "bin")

    def write(self):
        """Write everything but the environment."""
        (self.folder / "course_utils").mkdir(parents=True)
        self.wheels.mkdir()
        for name, text in {
            "backend.py": BACKEND,
            "pyproject.toml": PROJECT,
            "course_utils/__init__.py": "",
            "course_utils/__main__.py": COMMAND,
            "course_utils/quiet.py": "import tiny\n",  # as it imports Keras in the course
        }.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        shutil.copy(START, self.folder)
        self.lock(1)
        return self

    def lock(self, edition):
        """Name another edition of the one package in the lock, and lay its wheel beside."""
        line = wheel(self.wheels, "tiny", f"{edition}.0", f"EDITION = {edition}\n")
        (self.folder / "requirements.lock").write_text("# Made by hand.\n" + line, encoding="utf-8")

    def environment(self, **variables):
        """Variables under which nothing is fetched from anywhere but the folder of wheels."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri()}
        every = {**own, **settings, **variables}
        return {name: value for name, value in every.items() if value is not None}

    def popen(self, *arguments, python=sys.executable, cwd=None, **variables):
        """A start that is going on."""
        return subprocess.Popen(
            [python, self.folder / "start.py", *arguments],
            env=self.environment(**variables),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def start(self, *arguments, **how):
        """Run start.py to its end; its exit code, what it said, and what the course's command showed (or None)."""
        process = self.popen(*arguments, **how)
        said, complaints = process.communicate(timeout=120)
        lines = said.splitlines()
        shown = json.loads(lines.pop()) if lines and lines[-1].startswith("{") else None
        return process.returncode, "\n".join([*lines, complaints]), shown

    def packages(self):
        """The folder of installed packages."""
        (found,) = self.venv.glob("[Ll]ib/**/site-packages")
        return found
