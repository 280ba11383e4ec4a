"""Where the lessons are found, in the course's own folder and where it was installed as a package."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_utils.commands import paths
from course_utils.commands.errors import CommandError

ROOT = Path(__file__).resolve().parent.parent


class TestHome:
    """The folder above the package, or what the installed package's list of files says."""

    def test_the_course_s_own_folder(self):
        assert paths.home() == paths.ROOT == ROOT
        assert paths.is_checkout()

    def test_an_installed_package(self, monkeypatch, tmp_path):
        listed = importlib.metadata.PackagePath("../../../share/cnns-by-hand/notebooks/00_start_here.ipynb")
        listed.dist = SimpleNamespace(locate_file=lambda file: tmp_path / "a" / "b" / "c" / file)
        monkeypatch.setattr(importlib.metadata, "files", lambda name: [importlib.metadata.PackagePath("x.py"), listed])
        assert paths.home(tmp_path) == tmp_path / "share" / "cnns-by-hand"

    def test_neither(self, monkeypatch, tmp_path):
        def missing(name):
            raise importlib.metadata.PackageNotFoundError(name)

        monkeypatch.setattr(importlib.metadata, "files", missing)
        assert paths.home(tmp_path) == tmp_path
        monkeypatch.setattr(importlib.metadata, "files", lambda name: None)
        assert paths.home(tmp_path) == tmp_path


class TestCheckout:
    """Commands for authors say where they work."""

    def test_here_it_is(self):
        paths.need_checkout("refresh")

    def test_elsewhere_there_is_a_sentence(self, tmp_path):
        with pytest.raises(
            CommandError, match=r"course refresh needs the course's own folder.*python start.py refresh"
        ):
            paths.need_checkout("refresh", tmp_path)


LESSON_00 = """
import nbformat
from nbclient import NotebookClient
from pathlib import Path
from course_utils.commands import copies
copies.lay(Path.cwd())
path = Path.cwd() / "00_start_here.ipynb"
notebook = nbformat.read(path, 4)
notebook.cells.insert(0, nbformat.v4.new_code_cell("import course_utils; print(course_utils.__file__)"))
NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
print(notebook.cells[0].outputs[0].text.strip())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment into which the course was installed as a package; what it needs is found in this one."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("environment")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("course_utils", "notebooks", "figures"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    words = ("install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", source)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    own["PIP_CONFIG_FILE"] = os.devnull
    (packages,) = folder.glob("[Ll]ib/**/site-packages")
    (packages / "shared.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, *words], env=own, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return python


def in_installed(python, folder, *words):
    """Run the installed Python in an empty folder, where notebooks get its kernel."""
    surroundings = os.environ | {"JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"), "COURSE_PROGRESS": "off"}
    done = subprocess.run([python, "-X", "utf8", *words], cwd=folder, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_course_runs_lesson_00_from_copies(installed, tmp_path):
    said = in_installed(installed, tmp_path, "-c", LESSON_00)
    assert Path(said.strip()).is_relative_to(installed.parents[1]), "the kernel imports the installed package"
    assert sorted(path.name for path in (tmp_path / "figures").glob("*.svg")) == sorted(
        path.name for path in (ROOT / "figures").glob("*.svg")
    )


def test_an_installed_course_knows_its_lessons_and_its_packages(installed, tmp_path):
    code = "from course_utils import doctor; print(*doctor.check_packages(), sep='\\n')"
    assert "allowed is" in in_installed(installed, tmp_path, "-c", code)
    code = (
        "from course_utils.commands import paths; from course_utils.lessons import notebooks\n"
        "print(len(notebooks(paths.NOTEBOOKS)))"
    )
    assert in_installed(installed, tmp_path, "-c", code).strip() == str(len(list((ROOT / "notebooks").glob("*.ipynb"))))
    assert "usage: course" in in_installed(installed, tmp_path, "-m", "course_utils", "--help")
