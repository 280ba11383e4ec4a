"""The wheel: it holds the package, the lessons and the data, and works where it was installed, far from this folder."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from course_utils.commands.paths import need_checkout
from course_utils.lessons import LESSONS

ROOT = Path(__file__).resolve().parent.parent
LESSONS_INSIDE = "course_utils/_lessons/"
BUILT_OF = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "LICENSE-text",
    "CHANGELOG.md",
    "CITATION.cff",
)
LEFT_OVER = ("__pycache__", ".ipynb_checkpoints", "*.mine-*.ipynb", "*.new-*.ipynb")


def pip(*words):
    """Call this environment's pip, with none of the user's settings and no network."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    own["PIP_CONFIG_FILE"] = os.devnull
    call = [sys.executable, "-m", "pip", words[0], "--quiet", "--no-index", "--no-deps", *words[1:]]
    done = subprocess.run(call, env=own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of what it is built of, with what a working folder has besides: a kept lesson, an earlier build."""
    folder = tmp_path_factory.mktemp("source")
    for name in BUILT_OF:
        shutil.copy(ROOT / name, folder)
    for name in ("course_utils", "notebooks", "figures"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*LEFT_OVER))
    shutil.copy(folder / "notebooks" / "00_start_here.ipynb", folder / "notebooks" / "00_start_here.mine-1.ipynb")
    (folder / "build" / "lib" / "course_utils").mkdir(parents=True)
    (folder / "build" / "lib" / "course_utils" / "of_an_old_name.py").write_text("")
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, source)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--target", folder, wheel)
    return folder


def contents(archive):
    """What an archive holds: name -> sha256, without the list that it keeps of itself."""
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if not name.endswith((".dist-info/RECORD", "/"))]
        return {name: hashlib.sha256(opened.read(name)).hexdigest() for name in names}


def files(folder, pattern="*"):
    """The files below a folder, as an archive calls them."""
    found = (path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


def test_it_holds_the_whole_package_the_lessons_and_their_figures(wheel):
    held = {name for name in contents(wheel) if ".dist-info/" not in name}
    package = {f"course_utils/{name}" for name in files(ROOT / "course_utils")}
    lessons = {f"notebooks/{row.path('').name}" for row in LESSONS}
    figures = {f"figures/{name}" for name in files(ROOT / "figures", "*.svg")}
    assert held == package | {LESSONS_INSIDE + name for name in lessons | figures}


def test_it_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as opened:
        (about,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        said = message_from_string(opened.read(about).decode("utf-8"))
        points = opened.read(about.replace("METADATA", "entry_points.txt")).decode("utf-8")
    assert said["Requires-Python"] == "<3.14,>=3.11"
    assert not any("==" in one.partition(";")[0] for one in said.get_all("Requires-Dist")), "ranges, and no lock"
    assert {"LICENSE", "LICENSE-text"} <= set(said.get_all("License-File"))
    assert "course = course_utils.commands.cli:main" in points


def test_the_source_archive_builds_the_same_wheel(source, wheel, tmp_path):
    code = f"from setuptools import build_meta; build_meta.build_sdist({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    pip("wheel", "--no-build-isolation", "--wheel-dir", tmp_path, unpacked)
    (again,) = tmp_path.glob("*.whl")
    assert contents(again) == contents(wheel)


def in_installed(installed, folder, *words, code=0):
    """Call the installed course from another folder; what it needs besides is found in this environment."""
    surroundings = os.environ | {"PYTHONPATH": str(installed), "COURSE_PROGRESS": "off", "HOME": str(folder)}
    call = [sys.executable, "-X", "utf8", *words]
    done = subprocess.run(call, cwd=folder, env=surroundings, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


LESSON_00 = """
import nbformat
from nbclient import NotebookClient
from pathlib import Path
path = Path.cwd() / "mine" / "00_start_here.ipynb"
notebook = nbformat.read(path, 4)
notebook.cells.insert(0, nbformat.v4.new_code_cell("import course_utils; print(course_utils.__file__)"))
NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
print(notebook.cells[0].outputs[0].text.strip())
"""
LAY = "from pathlib import Path; from course_utils.commands import copies; copies.lay(Path('mine'))"


def test_lesson_00_runs_from_its_copies(installed, tmp_path):
    in_installed(installed, tmp_path, "-c", LAY)
    assert files(tmp_path / "mine", "*.ipynb") == {row.path("").name for row in LESSONS}
    assert files(tmp_path / "mine" / "figures", "*.svg") == {path.name for path in (ROOT / "figures").glob("*.svg")}
    said = in_installed(installed, tmp_path, "-c", LESSON_00)
    assert Path(said.strip()).is_relative_to(installed), "the kernel imports the installed package"


def test_the_commands_for_learners_and_teachers_work(installed, tmp_path):
    course = ("-m", "course_utils")
    assert "02_padding_and_stride.ipynb is fresh." in in_installed(installed, tmp_path, *course, "fresh", "02")
    assert (tmp_path / "cnns-by-hand" / "02_padding_and_stride.ipynb").exists(), "in the home, where it may write"
    assert "Progress is turned off" in in_installed(installed, tmp_path, *course, "progress")
    assert "18 exercises" in in_installed(installed, tmp_path, *course, "export", "nbgrader", "marks", "01")
    code = "from course_utils import doctor; print(*doctor.check_packages(), doctor.check_dataset(), sep='\\n')"
    assert "allowed is" in in_installed(installed, tmp_path, "-c", code)


@pytest.mark.parametrize("words", [["test"], ["refresh"], ["figures"], ["release", "sheet"], ["site", "pages"]])
def test_a_command_that_needs_the_sources_says_so(installed, tmp_path, words):
    said = in_installed(installed, tmp_path, "-m", "course_utils", *words, code=1)
    assert said.startswith(f"course {words[0]} needs the course's own folder")
    assert list(tmp_path.iterdir()) == []


def test_here_nothing_of_it_is_missed():
    need_checkout("test")
