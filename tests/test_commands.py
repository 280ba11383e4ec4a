"""start.py and the `course` command, without installing or serving anything."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_utils import doctor, fashion_mnist
from course_utils.commands import cli, lab

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def start(monkeypatch, tmp_path):
    """start.py as a module whose .venv is a folder of this test."""
    specification = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(module, "VENV", tmp_path)
    return module


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """Commands that would have been run, in an environment whose files are this test's."""
    run = []
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: run.append(command) or SimpleNamespace(returncode=0))
    monkeypatch.setattr(os, "execv", lambda _, command: run.append(command) or 0, raising=False)
    return run


def test_lab_asks_no_question_about_news_and_wraps_long_lines(commands, tmp_path):
    file = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    cli.main(["lab"])
    assert json.loads(file.read_text()) == lab.LAB_DEFAULTS
    file.write_text("{}")  # a school's own defaults
    cli.main(["lab"])
    assert file.read_text() == "{}"


def test_start_says_what_it_will_do():
    result = subprocess.run([sys.executable, ROOT / "start.py", "--help"], capture_output=True, text=True)
    assert result.returncode == 0
    for word in ("lab", "test", "doctor", ".venv", "requirements.lock", "3.11"):
        assert word in result.stdout


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_start_refuses_other_pythons_with_a_sentence(start, monkeypatch, capsys, version):
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    assert start.main(["doctor"]) == 1
    assert "3.11, 3.12 or 3.13" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("system", "machine", "word"), [("darwin", "x86_64", "Intel Macs"), ("win32", "ARM64", "Windows on ARM")]
)
def test_start_refuses_machines_without_tensorflow(start, monkeypatch, capsys, system, machine, word):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(start.platform, "machine", lambda: machine)
    assert start.main([]) == 1
    assert word in capsys.readouterr().err


def test_start_installs_once(start, commands, monkeypatch):
    monkeypatch.setattr(start.venv, "create", lambda *_, **__: None)
    assert start.main(["setup"]) == 0
    installs = [command for command in commands if "install" in command]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-build-isolation" in installs[1]
    commands.clear()
    assert start.main([]) == 0
    assert [command[1:] for command in commands] == [["-m", "course_utils", "lab"]]


def test_start_installs_again_when_the_lock_changes(start, commands, monkeypatch, tmp_path):
    monkeypatch.setattr(start.venv, "create", lambda *_, **__: None)
    start.main(["setup"])
    other = tmp_path / "other.lock"
    other.write_text("numpy==1\n")
    monkeypatch.setattr(start, "LOCK", other)
    commands.clear()
    start.main(["setup"])
    assert commands


def test_start_stops_at_a_failed_step(start, monkeypatch, capsys):
    monkeypatch.setattr(start.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: SimpleNamespace(returncode=3))
    with pytest.raises(SystemExit) as stop:
        start.main([])
    assert stop.value.code == 3
    assert "Troubleshooting" in capsys.readouterr().err
    assert not start.STAMP.exists()


def test_start_explains_a_python_without_pip(start, monkeypatch):
    def fails(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(start.venv, "create", fails)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        start.main([])


def test_lab_serves_this_machine_only(commands):
    assert cli.main(["lab", "--no-browser"]) == 0
    (command,) = commands
    assert "--ServerApp.ip=127.0.0.1" in command
    assert command[-1].endswith("00_start_here.ipynb")
    assert "--no-browser" in command
    assert not [word for word in command if "token" in word.lower()], "Jupyter's own random token guards the server"


def test_lab_as_root(commands, monkeypatch):
    monkeypatch.setattr(lab.os, "geteuid", lambda: 0, raising=False)
    cli.main(["lab"])
    monkeypatch.setattr(lab.os, "geteuid", lambda: 1000, raising=False)
    cli.main(["lab"])
    assert ["--allow-root" in command for command in commands] == [True, False]


def test_test_is_pytest_with_the_project_settings(commands, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    assert cli.main(["test", "-k", "notebook and not slow"]) == 0
    assert commands == [[sys.executable, "-m", "pytest", "-k", "notebook and not slow"]]


def test_refresh_names_a_notebook_that_is_not_there(capsys):
    assert cli.main(["refresh", "99"]) == 1
    assert "there are: 00_start_here" in capsys.readouterr().err


def test_an_unknown_command_lists_the_known_ones(capsys):
    with pytest.raises(SystemExit):
        cli.main(["dance"])
    assert "doctor" in capsys.readouterr().err


def test_an_explained_command_list(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    printed = capsys.readouterr().out
    for name, command in cli.COMMANDS.items():
        assert " ".join(command.__doc__.partition("\n")[0].split()) in " ".join(printed.split()), name


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_has_a_help_of_its_own_that_says_what_it_writes(name, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([name, "--help"])
    assert stop.value.code == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert f"usage: course {name}" in printed
    assert re.search(r"[Ww]rites? ", printed)


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name not in cli.HANDING_ON])
def test_each_command_refuses_what_it_does_not_know(name, capsys, monkeypatch):
    def ran(given, rest):
        """Write nothing."""
        pytest.fail("it ran")

    monkeypatch.setitem(cli.COMMANDS, name, ran)
    what = ["sheet"] if name == "release" else []
    with pytest.raises(SystemExit) as stop:
        cli.main([name, *what, "--never-heard-of"])
    assert stop.value.code == 2
    assert f"course {name} does not know --never-heard-of" in capsys.readouterr().err


def test_lab_opens_the_lesson_asked_for(commands, capsys):
    assert cli.main(["lab", "03", "--no-browser"]) == 0
    assert commands[-1][-1].endswith("03_pooling_and_translation_invariance.ipynb")
    assert cli.main(["lab", "99"]) == 1
    assert "'99' is not in the table of lessons, which has 00, 01" in capsys.readouterr().err


def test_the_package_is_the_command():
    result = subprocess.run([sys.executable, "-m", "course_utils", "--help"], capture_output=True, text=True)
    assert result.returncode == 0
    assert "usage: course" in result.stdout


class TestDoctor:
    """One line a check; exit code 1 and one command when something is wrong."""

    def report(self, monkeypatch, capsys, *found):
        monkeypatch.setattr(doctor, "findings", lambda: iter(found))
        return doctor.main(), capsys.readouterr().out

    def test_all_well(self, monkeypatch, capsys):
        code, printed = self.report(monkeypatch, capsys, doctor.Finding(True, "Python is fine.", "never said"))
        assert (code, printed) == (0, "✓ Python is fine.\n\nReady.\n")

    def test_something_wrong(self, monkeypatch, capsys):
        found = (
            doctor.Finding(True, "A."),
            doctor.Finding(False, "B is old.", "mend b"),
            doctor.Finding(False, "C.", "c"),
        )
        code, printed = self.report(monkeypatch, capsys, *found)
        assert code == 1
        assert printed == "✓ A.\n✗ B is old.\n✗ C.\n\nTo mend it: mend b\n"

    @pytest.mark.parametrize(
        ("free", "good", "shown"),
        [(0.97, False, "0.9"), (1, True, "1"), (1.04, True, "1"), (153.26, True, "153.2"), (0.04, False, "0.04")],
    )
    def test_little_disk_is_said(self, monkeypatch, free, good, shown):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free * doctor.GIB))
        finding = doctor.check_disk()
        assert finding.good == good
        assert finding.sentence == f"{shown} GiB of disk free; the course needs 1."
        assert finding.mend == f"free 1 GiB on the disk of {doctor.ROOT}"

    @pytest.mark.parametrize(
        ("free", "good", "shown"), [(1.19, False, "1.1"), (1.2, True, "1.2"), (15.06, True, "15"), (0.5, False, "0.5")]
    )
    def test_little_memory_is_said(self, monkeypatch, free, good, shown):
        import psutil

        monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=free * doctor.GIB))
        finding = doctor.check_memory()
        assert finding.good == good
        assert finding.sentence == f"{shown} GiB of memory available; one notebook needs about 1.2."
        assert finding.mend == "close other programs, or other notebooks' kernels"

    def test_another_version_is_named(self, monkeypatch):
        real = doctor.installed_version
        monkeypatch.setattr(doctor, "installed_version", lambda name: "1.0" if name == "nbval" else real(name))
        wrong = [finding.sentence for finding in doctor.check_packages() if not finding.good]
        assert len(wrong) == 1
        assert wrong[0].startswith("nbval 1.0, the lock says")

    def test_a_missing_package_is_named(self):
        assert doctor.installed_version("there-is-no-such-package") == "no version"

    def test_a_processor_without_avx_gets_a_sentence(self, monkeypatch):
        killed = SimpleNamespace(returncode=-4, stdout="", stderr="")
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: killed)
        (finding,) = doctor.check_tensorflow()
        assert not finding.good
        assert "AVX" in finding.sentence

    def test_a_broken_tensorflow_gets_its_last_line(self, monkeypatch):
        broken = SimpleNamespace(returncode=1, stdout="", stderr="Traceback\nImportError: no libstdc++")
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: broken)
        (finding,) = doctor.check_tensorflow()
        assert finding.sentence.endswith("ImportError: no libstdc++")

    def test_damaged_data_is_named(self, monkeypatch):
        def damaged():
            raise fashion_mnist.DatasetError("train-labels: damaged")

        monkeypatch.setattr(fashion_mnist, "verify", damaged)
        assert doctor.check_dataset() == doctor.Finding(False, "train-labels: damaged", fashion_mnist.RESTORE)

    def test_the_kernel_is_this_environment(self):
        assert doctor.check_kernel().good

    def test_this_machine_trains(self):
        imported, step = doctor.check_tensorflow()
        assert imported.good
        assert "notebook 06" in step.sentence
