"""`course doctor`: each check, on machines that are well and on machines that are not."""

import importlib.metadata
import math
import os
import re
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from course_utils import cifar10, doctor, fashion_mnist
from course_utils.doctor import GIB, Finding
from tests.support.small_cifar10 import small_images


def report(monkeypatch, capsys, *found):
    """Exit code and text of a report that consists of these findings."""
    monkeypatch.setattr(doctor, "findings", lambda: iter(found))
    return doctor.main(), capsys.readouterr().out


class TestReport:
    """One line a check; exit code 1 and one command when something is wrong."""

    def test_all_well(self, monkeypatch, capsys):
        code, printed = report(monkeypatch, capsys, Finding(True, "Python is fine.", "never said"))
        assert (code, printed) == (0, "✓ Python is fine.\n\nReady.\n")

    def test_something_wrong(self, monkeypatch, capsys):
        found = Finding(True, "A."), Finding(False, "B is old.", "mend b"), Finding(False, "C.", "c")
        assert report(monkeypatch, capsys, *found) == (1, "✓ A.\n✗ B is old.\n✗ C.\n\nTo mend it: mend b\n")

    @pytest.mark.parametrize(
        "error", [ImportError("no psutil"), OSError(5, "read error"), ZeroDivisionError(), RecursionError("deep")]
    )
    def test_a_check_that_fails_itself_is_one_line_and_the_others_follow(self, monkeypatch, capsys, error):
        def fails():
            raise error

        monkeypatch.setattr(doctor, "CHECKS", {"The memory": fails, "Python": doctor.check_python})
        assert doctor.main() == 1
        first, second = capsys.readouterr().out.splitlines()[:2]
        assert first.startswith(f"✗ The memory could not be checked ({type(error).__name__}")
        assert second.startswith("✓ Python")

    def test_a_check_that_fails_half_way_keeps_what_it_found(self):
        def fails():
            yield Finding(True, "One.")
            raise ValueError("two")

        good, bad = doctor.findings_of("Three", fails)
        assert good == Finding(True, "One.")
        assert bad.sentence == "Three could not be checked (ValueError: two)."

    @pytest.mark.parametrize("missing", ["numpy", "psutil", "packaging", "nbformat", "nbclient"])
    def test_it_reports_whichever_package_is_broken(self, missing):
        """In a process of its own, whose own modules are as on the first day."""
        code = (
            f"import sys; sys.modules['{missing}'] = None\n"
            "from course_utils import doctor\n"
            "del doctor.CHECKS['TensorFlow']\n"
            "raise SystemExit(doctor.main())"
        )
        done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8")
        assert done.returncode == 1
        assert done.stderr == ""
        assert "✓ Python" in done.stdout
        assert re.search(rf"could not be checked \(ModuleNotFoundError: .*{missing}", done.stdout)
        assert "To mend it: " in done.stdout


class TestWhereItRuns:
    """What mends an environment depends on how it was made."""

    def test_by_start(self, monkeypatch, tmp_path):
        monkeypatch.setattr(doctor, "ROOT", tmp_path)
        monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
        assert "python start.py setup" in doctor.reinstall()

    def test_by_hand_in_a_checkout(self, monkeypatch, tmp_path):
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        assert f"pip install -r {doctor.LOCK}" in doctor.reinstall()

    def test_as_a_package(self, monkeypatch, tmp_path):
        monkeypatch.setattr(doctor, "LOCK", tmp_path / "requirements.lock")
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        assert "pip install --force-reinstall" in doctor.reinstall()


class TestVariables:
    """The user's settings for Python are named."""

    @pytest.fixture(autouse=True)
    def none_set(self, monkeypatch):
        for name in ("PYTHONPATH", "PYTHONHOME", "COURSE_SET_ASIDE"):
            monkeypatch.delenv(name, raising=False)

    def test_none(self):
        assert list(doctor.check_variables()) == []

    def test_what_start_put_aside(self, monkeypatch):
        monkeypatch.setenv("COURSE_SET_ASIDE", "PYTHONPATH PYTHONHOME")
        first, second = doctor.check_variables()
        assert first == Finding(True, "PYTHONPATH is set; start.py runs the course without it.")
        assert second.good

    def test_what_lies_over_the_course(self, monkeypatch, tmp_path):
        (tmp_path / "numpy").mkdir()
        (tmp_path / "json.py").touch()
        (tmp_path / "own_things.py").touch()
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", "/no/such/folder", str(tmp_path)]))
        (finding,) = doctor.check_variables()
        assert not finding.good
        assert finding.sentence.endswith("which hides json, numpy.")
        assert finding.mend.startswith("unset PYTHONPATH")

    def test_what_does_not(self, monkeypatch, tmp_path):
        (tmp_path / "own_things.py").touch()
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        (finding,) = doctor.check_variables()
        assert finding == (True, f"PYTHONPATH is set to {tmp_path}, which hides nothing of the course.", finding.mend)

    def test_another_home(self, monkeypatch, tmp_path):
        monkeypatch.setenv("PYTHONHOME", str(tmp_path))
        (finding,) = doctor.check_variables()
        assert not finding.good
        assert "PYTHONHOME" in finding.sentence


class TestRoom:
    """Disk and memory, rounded so that too little never looks like enough."""

    @pytest.mark.parametrize(
        ("free", "good", "shown"),
        [(0.97, False, "0.9"), (1, True, "1"), (1.04, True, "1"), (153.26, True, "153.2"), (0.04, False, "0.04")],
    )
    def test_disk(self, monkeypatch, free, good, shown):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free * GIB))
        finding = doctor.check_disk()
        assert finding.good == good
        assert finding.sentence == f"{shown} GiB of disk free; the course needs 1."
        assert finding.mend == f"free 1 GiB on the disk of {doctor.ROOT}"

    @pytest.mark.parametrize(
        ("machine", "container", "good", "shown"),
        [
            (1.19, math.inf, False, "1.1 GiB of memory available"),
            (1.2, math.inf, True, "1.2 GiB of memory available"),
            (15.06, math.inf, True, "15 GiB of memory available"),
            (21.6, 0.43, False, "0.4 GiB of memory left in this container"),
            (0.5, 2, False, "0.5 GiB of memory available"),
            (8, 0, False, "0 GiB of memory left in this container"),
        ],
    )
    def test_memory(self, monkeypatch, machine, container, good, shown):
        import psutil

        monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=machine * GIB))
        monkeypatch.setattr(doctor, "memory_left_by_groups", lambda: container * GIB)
        finding = doctor.check_memory()
        assert finding.good == good
        assert finding.sentence == f"{shown}; one notebook needs about 1.2."
        assert finding.mend == "close other programs, or other notebooks' kernels"


class TestMemoryOfAContainer:
    """Control groups of both editions, in folders that look like the system's."""

    @pytest.fixture
    def system(self, tmp_path):
        def make(own, **groups):
            for place, files in groups.items():
                folder = tmp_path / "cgroup" / place.replace("__", "/").removeprefix("root").lstrip("/")
                folder.mkdir(parents=True, exist_ok=True)
                for name, text in files.items():
                    (folder / f"memory.{name}").write_text(text)
            (tmp_path / "own").write_text(own)
            return doctor.memory_left_by_groups(tmp_path / "cgroup", tmp_path / "own")

        return make

    def test_a_container_of_the_second_edition(self, system):
        assert system("0::/\n", root={"max": "1000\n", "current": "400\n"}) == 600

    def test_the_cache_gives_way(self, system):
        stat = "anon 100\nfile 250\ninactive_file 250\n"
        assert system("0::/\n", root={"max": "1000", "current": "900", "stat": stat}) == 350

    def test_no_limit(self, system):
        assert system("0::/\n", root={"max": "max\n", "current": "400\n"}) == math.inf

    def test_more_used_than_allowed_is_none_left(self, system):
        assert system("0::/\n", root={"max": "1000", "current": "1400"}) == 0

    def test_the_tightest_of_several(self, system):
        limits = {
            "root": {"max": "max", "current": "0"},
            "slice": {"max": "500", "current": "100"},
            "slice__seat": {"max": "900", "current": "100"},
        }
        assert system("0::/slice/seat\n", **limits) == 400

    def test_a_container_of_the_first_edition(self, system):
        limits = {"memory__box": {"limit_in_bytes": "1000", "usage_in_bytes": "300", "stat": "total_inactive_file 50"}}
        assert system("5:cpu,cpuacct:/box\n4:memory:/box\n", **limits) == 750

    def test_a_place_that_only_the_outside_knows(self, system):
        limits = {"memory": {"limit_in_bytes": "1000", "usage_in_bytes": "300"}}
        assert system("4:memory:/docker/0a1b\n0::/../other\n", **limits) == 700

    def test_the_first_edition_without_a_limit(self, system):
        limits = {"memory": {"limit_in_bytes": "9223372036854771712", "usage_in_bytes": "300"}}
        assert system("4:memory:/\n", **limits) > 2**60

    @pytest.mark.parametrize("own", ["", "nonsense", "1:cpu:/", "\n:\n"])
    def test_nothing_that_can_be_read(self, system, own):
        assert system(own, root={"max": "1000", "current": "x"}) == math.inf

    def test_another_system(self, tmp_path):
        assert doctor.memory_left_by_groups(tmp_path, tmp_path / "own") == math.inf


class TestPackages:
    """As locked in a checkout; as allowed where the course was installed as a package."""

    def test_another_version_is_named(self, monkeypatch):
        real = doctor.installed_version
        monkeypatch.setattr(doctor, "installed_version", lambda name: "1.0" if name == "nbval" else real(name))
        wrong = [finding.sentence for finding in doctor.check_packages() if not finding.good]
        assert len(wrong) == 1
        assert wrong[0].startswith("nbval 1.0, the lock says")

    def test_another_version_of_what_those_need_is_named(self, monkeypatch):
        real = doctor.installed_version
        monkeypatch.setattr(doctor, "installed_version", lambda name: "0.1" if name == "tornado" else real(name))
        (wrong,) = [finding.sentence for finding in doctor.check_packages() if not finding.good]
        assert wrong.startswith("Packages that those need: differ from the lock: tornado 0.1 (locked ")

    def test_a_missing_package_is_named(self):
        assert doctor.installed_version("there-is-no-such-package") == "no version"

    def test_without_a_lock(self, monkeypatch, tmp_path):
        monkeypatch.setattr(doctor, "LOCK", tmp_path / "requirements.lock")
        needs = ["numpy>=2", "pillow>=999", "no-such-package", "nbval>=1; extra == 'test'", "x; python_version < '3'"]
        monkeypatch.setattr(importlib.metadata, "requires", lambda name: needs)
        found = {finding.sentence.split()[0]: finding for finding in doctor.check_packages()}
        assert {name: finding.good for name, finding in found.items()} == {
            "numpy": True,
            "pillow": False,
            "no-such-package": False,
        }
        assert found["pillow"].sentence.endswith("allowed is >=999.")
        assert found["no-such-package"].sentence == "no-such-package no version, allowed is any."

    def test_deleted_folders_and_modules_are_named(self, monkeypatch, tmp_path):
        for name, inside in (("alpha", "alpha/__init__.py"), ("beta", "beta.py"), ("gamma", "gamma/a.py")):
            (tmp_path / f"{name}-1.dist-info").mkdir()
            record = f'{inside},sha256=x,1\n__pycache__/{name}.pyc,,\n"{name}-1.dist-info/RECORD",,\n'
            (tmp_path / f"{name}-1.dist-info" / "RECORD").write_text(record)
        (tmp_path / "alpha").mkdir()
        monkeypatch.setattr(doctor, "PACKAGES", tmp_path)
        finding = doctor.check_files()
        assert not finding.good
        assert finding.sentence == "Deleted from the environment: beta.py, gamma."

    def test_nothing_was_deleted_here(self):
        assert doctor.check_files().good


class TestTensorFlow:
    """However it ends, the reason is named for what it is."""

    def finding(self, monkeypatch, code, complaints="", said=""):
        ended = SimpleNamespace(returncode=code, stdout=said, stderr=complaints)
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
        (finding,) = doctor.check_tensorflow()
        assert not finding.good
        assert finding.mend
        return finding

    @pytest.mark.skipif(os.name != "posix", reason="signals have other names")
    @pytest.mark.parametrize(
        ("end", "words"),
        [
            ("SIGILL", "lacks AVX"),
            ("SIGKILL", "memory runs out"),
            ("SIGSEGV", "installation or a driver is broken"),
            ("SIGABRT", "gave up by itself"),
            ("SIGBUS", "full or failing disk"),
            ("SIGTERM", "ended from outside"),
            ("SIGXCPU", "longer than this machine allows"),
            ("SIGFPE", "the system ended it"),
        ],
    )
    def test_signals(self, monkeypatch, end, words):
        sentence = self.finding(monkeypatch, -getattr(signal, end)).sentence
        assert f"ended by {end}" in sentence
        assert words in sentence
        assert ("AVX" in sentence) == (end == "SIGILL")

    def test_a_signal_without_a_name(self, monkeypatch):
        assert "ended by signal 200" in self.finding(monkeypatch, -200).sentence

    @pytest.mark.parametrize(("code", "words"), [(0xC000001D, "AVX"), (0xC0000005, "driver is broken")])
    def test_ends_on_windows(self, monkeypatch, code, words):
        assert words in self.finding(monkeypatch, code).sentence

    def test_an_error_is_shown_by_its_last_line(self, monkeypatch):
        finding = self.finding(monkeypatch, 1, "Traceback\nImportError: no libstdc++")
        assert finding.sentence == "TensorFlow does not work: ImportError: no libstdc++"

    def test_an_end_without_a_word(self, monkeypatch):
        assert "no message" in self.finding(monkeypatch, 1).sentence

    def test_one_that_never_ends(self, monkeypatch):
        monkeypatch.setattr(doctor, "_SECONDS_FOR_TENSORFLOW", 0.05)
        (finding,) = doctor.findings_of("TensorFlow", doctor.check_tensorflow)
        assert "TensorFlow could not be checked (TimeoutExpired" in finding.sentence

    def test_this_machine_trains(self):
        imported, step = doctor.check_tensorflow()
        assert imported.good
        assert "notebook 06" in step.sentence


class TestKernelAndData:
    """What notebooks run in, and what they read."""

    def test_the_kernel_is_this_environment(self):
        assert doctor.check_kernel().good

    def test_another_environment_is_named(self, monkeypatch, tmp_path):
        monkeypatch.setattr(sys, "prefix", str(tmp_path))
        finding = doctor.check_kernel()
        assert not finding.good
        assert finding.sentence.endswith(f", not in {tmp_path}.")

    def test_damaged_data_is_named(self, monkeypatch):
        def damaged():
            raise fashion_mnist.DatasetError("train-labels: damaged")

        monkeypatch.setattr(fashion_mnist, "verify", damaged)
        assert doctor.check_dataset() == Finding(False, "train-labels: damaged", fashion_mnist.RESTORE)

    def test_the_data_is_whole(self):
        assert doctor.check_dataset().good

    def test_photographs_may_be_missing_but_not_damaged(self, monkeypatch, tmp_path):
        monkeypatch.setenv("COURSE_CIFAR10", str(tmp_path))
        finding = doctor.check_photographs()
        assert finding.good and "CIFAR-10 is not here" in finding.sentence
        cifar10.keep(small_images(100), small_images(10), source="a test")
        finding = doctor.check_photographs()
        assert finding.good and "100 images to train with and 10 to test, from a test" in finding.sentence
        (tmp_path / "cifar10.json").write_text("{")
        finding = doctor.check_photographs()
        assert not finding.good and "is damaged" in finding.sentence
        assert finding.mend == "course data cifar10 --forget, then course data cifar10"
