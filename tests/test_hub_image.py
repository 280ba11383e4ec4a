"""The hub's image, as far as it can be tried without Docker: what it copies is there and installs, as Binder has it."""

import contextlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from course_utils.commands import locks
from course_utils.lessons import LESSONS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the image is Linux")

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "classroom" / "Dockerfile").read_text("utf-8")


def steps():
    """The Dockerfile's instructions, as [word, the rest]."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^\s*#.*\n", "", TEXT))
    return [line.split(maxsplit=1) for line in joined.splitlines() if line]


def copied():
    """What each COPY brings, and where to: pairs of a path in the course and one in the image."""
    for word, rest in steps():
        if word == "COPY":
            *sources, target = rest.split()
            yield from ((source, target) for source in sources)


def runs():
    return [rest for word, rest in steps() if word == "RUN"]


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The folder /srv/course as the image has it."""
    folder = tmp_path_factory.mktemp("image") / "course"
    folder.mkdir()
    for source, target in copied():
        if not target.startswith("/"):
            place = folder / target
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*"))
            else:
                place.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, place)
    return folder


def test_what_it_copies_is_there_and_git_has_it():
    sources = [source for source, _ in copied()]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "--error-unmatch", *sources]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert told.returncode == 0, told.stderr


def test_it_is_root_s_and_a_learner_is_not():
    words = [word for word, _ in steps()]
    assert words.count("USER") == 1
    assert words.index("USER") > max(place for place, word in enumerate(words) if word in ("RUN", "COPY"))
    (user,) = [rest for word, rest in steps() if word == "USER"]
    assert f"--uid {user} " in next(run for run in runs() if run.startswith("useradd"))


def test_binder_installs_the_same():
    """Of Python, of packages, of the course: environment.yml and postBuild say to repo2docker what is said here."""
    import yaml

    (python, _, pip) = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    assert dict(steps())["FROM"] == f"python:{python.removeprefix('python=')}-slim"
    assert pip == {"pip": ["-r requirements.lock"]}
    installed = [re.sub(r"--no-cache-dir ", "", run) for run in runs() if "pip install" in run]
    assert installed == [
        "pip install --require-hashes -r requirements.lock",
        "pip install --constraint classroom/constraints.txt jupyterhub nbgitpuller",
    ]
    assert "sh postBuild" in runs()


def test_what_it_adds_is_in_the_constraints_and_fits_the_chart_s_hub():
    names = runs()[2].split("constraints.txt ")[1].split()
    pinned = {Requirement(line).name: line for line in locks.CONSTRAINTS.read_text("utf-8").splitlines()}
    assert pinned.keys() >= set(names)
    assert pinned["jupyterhub"].startswith("jupyterhub==5.")


@pytest.mark.hub
def test_what_it_adds_fits_what_the_course_installs():
    """Where the extra is installed beside the course's lock: nobody asks for another version of anything."""
    if not os.environ.get("CI"):
        pytest.importorskip("jupyterhub", reason="pip install --no-deps -r classroom/requirements.lock")
    told = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    for line in locks.CONSTRAINTS.read_text("utf-8").splitlines():
        pinned = Requirement(line)
        if not pinned.marker or pinned.marker.evaluate():
            with contextlib.suppress(importlib.metadata.PackageNotFoundError):
                assert pinned.specifier.contains(importlib.metadata.version(pinned.name)), line


def test_the_course_can_be_installed_from_what_it_copies(image, tmp_path):
    """The line of postBuild, without the network, and without touching what is installed here."""
    line = next(line for line in (ROOT / "postBuild").read_text("utf-8").splitlines() if line.startswith("pip install"))
    words = line.replace("pip install", "-m pip install --dry-run --no-index --disable-pip-version-check").split()
    told = subprocess.run([sys.executable, *words], cwd=image, capture_output=True, text=True, env=_clean(tmp_path))
    assert told.returncode == 0, told.stderr
    assert "Would install cnns-by-hand" in told.stdout


def settings_read(image, home, asked):
    """Read the settings that the image lays into etc/jupyter, as Jupyter does, and print what is asked of them.

    As somebody who may not write the course: root may, and is who runs tests in a container.
    """
    program = (
        "from course_utils.commands import copies\ncopies.os.access = lambda *_: False\n"
        "from jupyter_core.application import JupyterApp\n"
        "app = JupyterApp(config_file_name='jupyter_server_config')\napp.load_config_file()\n"
        f"print({asked})"
    )
    environment = _clean(home) | {"PYTHONPATH": str(image), "JUPYTER_CONFIG_PATH": str(ROOT / "classroom")}
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, cwd=home, capture_output=True, text=True, env=environment)
    assert told.returncode == 0, told.stderr
    return told


def test_a_server_lays_the_lessons_into_a_home(image, tmp_path):
    told = settings_read(image, tmp_path, "app.config.ServerApp.tornado_settings, copies.__file__")
    assert told.stdout.startswith("{'websocket_max_message_size': 200000000")
    assert str(image) in told.stdout
    assert sorted(path.stem for path in (tmp_path / "cnns-by-hand").glob("*.ipynb")) == [row.file for row in LESSONS]
    assert list((tmp_path / "cnns-by-hand" / "figures").glob("*.svg"))


def test_a_home_that_takes_nothing_keeps_nobody_out(image, tmp_path):
    (tmp_path / "cnns-by-hand").write_text("no folder")
    told = settings_read(image, tmp_path, "app.config.KernelManager.transport_encryption")
    assert told.stdout == "auto\n"
    assert "The lessons could not be laid into the home. " in told.stderr
    assert "Traceback" not in told.stderr


def _clean(home):
    """The environment without anybody's settings."""
    settings = ("JUPYTER", "PYTHON", "PIP", "XDG")
    return {name: value for name, value in os.environ.items() if not name.startswith(settings)} | {"HOME": str(home)}
