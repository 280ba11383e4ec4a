"""start.py in small course folders: it really makes environments there, from wheels of its own, without a network."""

import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.support.small_course import START, SmallCourse

posix = pytest.mark.skipif(os.name != "posix", reason="links and signals as on Linux and macOS")
LOCK = "requirements.lock"
NO_WHEELS = {"PIP_FIND_LINKS": None}  # as in a class without network


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A course whose environment was made by start.py, and a copy of it to go back to."""
    course = SmallCourse(tmp_path_factory.mktemp("start") / "course").write()
    code, said, _ = course.start("setup")
    assert code == 0, said
    shutil.copytree(course.folder, course.folder.with_name("kept"), symlinks=True)
    return course


@pytest.fixture
def course(prepared):
    """A course with a good environment."""
    shutil.rmtree(prepared.folder, ignore_errors=True)
    shutil.copytree(prepared.folder.with_name("kept"), prepared.folder, symlinks=True, copy_function=copy_or_link)
    return prepared


def copy_or_link(file, target):
    """Copy a file, or share it where nothing writes into it: pip and setuptools are most of an environment."""
    packages = f"{os.sep}site-packages{os.sep}"
    shared = os.name == "posix" and (f"{packages}pip{os.sep}" in file or f"{packages}setuptools{os.sep}" in file)
    return os.link(file, target) if shared else shutil.copy2(file, target)


@pytest.fixture
def fresh(tmp_path):
    """A course without an environment."""
    return SmallCourse(tmp_path / "course").write()


def module_of(course):
    """The course's start.py as a module."""
    specification = importlib.util.spec_from_file_location("start", course.folder / "start.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def works(course, edition=1, **variables):
    """Whether a start hands over to the course's command in its own environment; what start.py said."""
    code, said, shown = course.start("hello", **variables)
    assert code == 0, said
    assert shown["arguments"] == ["hello"]
    assert Path(shown["prefix"]).resolve() == course.venv.resolve()
    assert Path(shown["file"]).parents[1] == course.folder
    assert shown["edition"] == edition
    assert "Traceback" not in said
    return said


def is_refused(course, *arguments, **variables):
    """What start.py said when it refused, in words."""
    code, said, shown = course.start(*(arguments or ["hello"]), **variables)
    assert (code, shown) == (1, None), said
    assert said.strip()
    assert "Traceback" not in said
    return said


def command_runs(course):
    """Whether the commands in the environment run by themselves."""
    done = subprocess.run([course.bin / "course", "alone"], capture_output=True, text=True)
    assert json.loads(done.stdout)["arguments"] == ["alone"], done.stderr
    assert str(course.folder) in subprocess.run([course.bin / "pip", "-V"], capture_output=True, text=True).stdout


def with_uv(folder, does):
    """A PATH on which a program called uv comes first: it notes its words in `asked`, one a line, and does this."""
    (folder / "bin").mkdir()
    uv = folder / "bin" / "uv"
    uv.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder / "asked"}"\n{does}\n')
    uv.chmod(0o755)
    return os.pathsep.join([str(uv.parent), os.environ["PATH"]])


def mark(course):
    """A file in the environment that is gone when the environment was made anew."""
    file = course.venv / "mark"
    file.touch()
    return file


def test_it_says_what_it_will_do(fresh):
    code, said, _ = fresh.start("--help")
    assert code == 0
    for word in ("lab", "test", "doctor", ".venv", "requirements.lock", "3.11"):
        assert word in said


def test_it_can_say_its_sentence_in_an_old_python():
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (3, 8)])
def test_another_python_gets_a_sentence(fresh, monkeypatch, capsys, version):
    start = module_of(fresh)
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    assert start.main(["hello"]) == 1
    assert "3.11, 3.12 or 3.13" in capsys.readouterr().err
    assert not fresh.venv.exists()


@pytest.mark.parametrize(
    ("system", "machine", "word"), [("darwin", "x86_64", "Intel Macs"), ("win32", "ARM64", "Windows on ARM")]
)
def test_a_machine_without_tensorflow_gets_a_sentence(fresh, monkeypatch, capsys, system, machine, word):
    start = module_of(fresh)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(start.platform, "machine", lambda: machine)
    assert start.main([]) == 1
    assert word in capsys.readouterr().err


class TestAGoodEnvironment:
    """It is used as it is, and nothing is asked of the network."""

    def test_it_is_used(self, course):
        file = mark(course)
        assert works(course, **NO_WHEELS).strip() == ""
        assert file.exists()
        command_runs(course)

    def test_it_runs_in_the_folder_where_it_was_typed_and_imports_nothing_from_there(self, course, tmp_path):
        """So that `share mine.json` writes there, and a random.py that lies there is not taken for Python's own."""
        for name in ("json", "random", "tiny"):
            (tmp_path / f"{name}.py").write_text('raise ImportError("of another folder")')
        (tmp_path / "course_utils").mkdir()
        (tmp_path / "course_utils" / "__init__.py").write_text('raise ImportError("of another folder")')
        (tmp_path / "course_utils" / "__main__.py").touch()
        code, said, shown = course.start("share", "mine.json", cwd=tmp_path, **NO_WHEELS)
        assert code == 0, said
        assert (shown["arguments"], shown["edition"]) == (["share", "mine.json"], 1)
        assert Path(shown["folder"]).samefile(tmp_path)
        assert Path(shown["file"]).parents[1] == course.folder

    @pytest.mark.parametrize("version", [(3, 8), (3, 14)])
    def test_whichever_python_starts_it(self, course, monkeypatch, version):
        start = module_of(course)
        file = mark(course)
        monkeypatch.setattr(sys, "version_info", (*version, 0))
        start.prepare()
        assert file.exists()

    def test_a_comment_changes_nothing(self, course):
        for name in ("pyproject.toml", "requirements.lock"):
            file = course.folder / name
            file.write_text("# Another comment.\n\n" + file.read_text().replace("\n", "\r\n"), newline="")
        before = course.stamp.read_bytes()
        assert works(course, **NO_WHEELS).strip() == ""
        assert course.stamp.read_bytes() == before

    def test_another_name_in_the_project_costs_no_network(self, course):
        file, project = mark(course), course.folder / "pyproject.toml"
        project.write_text(project.read_text() + 'description = "Another."\n')
        works(course, **NO_WHEELS)
        assert file.exists()

    @pytest.mark.parametrize(
        "contents",
        [b"\xff\xfe\x00", b"[1]", b'{"lock": 3', b"37f97573 python3.11 /home/a/course"],
        ids=["no text", "a list", "half", "of an earlier edition"],
    )
    def test_a_damaged_note_is_written_anew(self, course, contents):
        file = mark(course)
        course.stamp.write_bytes(contents)
        works(course, **NO_WHEELS)
        assert file.exists()
        assert json.loads(course.stamp.read_text())["place"] == str(course.venv)

    def test_a_note_that_became_a_folder(self, course):
        course.stamp.unlink()
        course.stamp.mkdir()
        works(course, **NO_WHEELS)
        assert course.stamp.is_file()

    def test_one_made_by_hand_is_used_and_stays_the_users_own(self, course):
        course.stamp.unlink()
        before = sorted(course.venv.rglob("*"))
        assert works(course, **NO_WHEELS).strip() == ""
        assert sorted(course.venv.rglob("*")) == before

    @posix
    def test_a_link_to_one_is_used(self, course, tmp_path):
        course.venv.rename(tmp_path / "elsewhere")
        course.venv.symlink_to(tmp_path / "elsewhere")
        assert works(course, **NO_WHEELS).strip() == ""
        assert course.venv.is_symlink()

    def test_no_guard_is_needed_where_nothing_is_to_do(self, course):
        """As in a folder that only an administrator may write to."""
        (course.folder / ".venv.lock").unlink()
        (course.folder / ".venv.lock").mkdir()
        assert works(course, **NO_WHEELS).strip() == ""


class TestAnotherLock:
    """The new environment is made beside the old one and takes its place when it is whole."""

    def test_the_new_one_takes_the_place(self, course):
        course.lock(2)
        file = mark(course)
        assert "Preparing" in works(course, edition=2)
        assert not file.exists()
        command_runs(course)
        assert not [path for path in course.folder.glob(".venv.*") if path.is_dir()]
        assert works(course, edition=2, **NO_WHEELS).strip() == ""

    def test_without_the_network_the_old_one_goes_on(self, course):
        course.lock(2)
        file = mark(course)
        said = works(course, edition=1, **NO_WHEELS)
        assert "No matching distribution found for tiny==2.0" in said, "pip's own words"
        assert "No index has this" in said
        assert "works all the same: going on with it" in said
        assert file.exists()
        assert not (course.folder / ".venv.new").exists()

    def test_a_changed_file_is_not_called_a_missing_network(self, course):
        course.lock(2)
        wheel = course.wheels / "tiny-2.0-py3-none-any.whl"
        shutil.copy(course.wheels / "tiny-1.0-py3-none-any.whl", wheel)
        said = works(course, edition=1)
        assert "is not the one in the lock" in said
        assert "network" not in said

    def test_in_a_folder_where_no_guard_can_be(self, course):
        course.lock(2)
        (course.folder / ".venv.lock").unlink()
        (course.folder / ".venv.lock").mkdir()
        said = works(course, edition=1)
        assert ".venv.lock" in said
        assert "going on with it" in said

    def test_a_python_that_may_not_make_one_goes_on_with_the_old(self, course, monkeypatch, capsys):
        course.lock(2)
        start = module_of(course)
        monkeypatch.setattr(sys, "version_info", (3, 14, 0))
        start.prepare()
        said = capsys.readouterr().err
        assert "3.11, 3.12 or 3.13" in said
        assert "going on with it" in said


class TestABrokenEnvironment:
    """It is mended, by the least that does it, or a sentence says what is wrong."""

    @posix
    def test_a_python_that_has_gone_is_replaced_without_the_network(self, course):
        file = mark(course)
        for path in course.bin.glob("python*"):
            path.unlink()
            path.symlink_to("/no/such/place/python3.11")
        works(course, **NO_WHEELS)
        assert file.exists()
        command_runs(course)

    @pytest.mark.parametrize("lost", ["bin", "both"])
    def test_a_half_one_is_made_anew(self, course, lost):
        """As a killed copy leaves it, or the upgrade to another Python."""
        for folder in [course.bin] if lost == "bin" else [course.bin, course.packages()]:
            shutil.rmtree(folder)
        works(course)
        command_runs(course)

    @posix
    def test_without_its_settings_it_is_not_taken_for_the_python_behind_it(self, course):
        (course.venv / "pyvenv.cfg").unlink()
        works(course, **NO_WHEELS)
        assert (course.venv / "pyvenv.cfg").exists()

    def test_a_course_with_an_error_in_it_is_no_broken_environment(self, course):
        (course.folder / "course_utils" / "__init__.py").write_text("half a line (")
        file = mark(course)
        _, said, _ = course.start("hello", **NO_WHEELS)
        assert "SyntaxError" in said, "the author's own"
        assert "Preparing" not in said
        assert file.exists()

    def test_a_folder_that_is_not_the_whole_course(self, fresh):
        shutil.rmtree(fresh.folder / "course_utils")
        assert "course_utils is missing" in is_refused(fresh)

    def test_a_deleted_package_is_missed(self, course):
        shutil.rmtree(course.packages() / "tiny")
        works(course)

    def test_without_the_network_it_is_named_and_doctor_is_reached(self, course):
        shutil.rmtree(course.packages() / "tiny")
        assert "No index has this" in is_refused(course, **NO_WHEELS)
        code, said, shown = course.start("doctor", **NO_WHEELS)
        assert (code, shown["arguments"], shown["edition"]) == (0, ["doctor"], None)
        assert "No index has this" in said

    def test_a_course_that_is_not_found_is_linked_anew(self, course):
        (course.packages() / "cnns_by_hand.pth").unlink()
        file = mark(course)
        works(course, **NO_WHEELS)
        assert file.exists()


class TestWhatIsNotOurs:
    """It is never cleared; a sentence says what it is, and what to do by hand."""

    @posix
    def test_a_link_to_a_folder(self, fresh, tmp_path):
        treasure = tmp_path / "elsewhere" / "treasure.txt"
        treasure.parent.mkdir()
        treasure.write_text("kept")
        (treasure.parent / "course-stamp.txt").write_text("{}")  # even so
        fresh.venv.symlink_to(treasure.parent)
        said = is_refused(fresh)
        assert f"is a link to {treasure.parent}" in said
        assert "by hand" in said
        assert treasure.read_text() == "kept"
        assert fresh.venv.is_symlink()

    @posix
    def test_a_link_to_nowhere(self, fresh):
        fresh.venv.symlink_to("/no/such/place")
        assert "is a link to /no/such/place" in is_refused(fresh, "setup")
        assert fresh.venv.is_symlink()

    @pytest.mark.parametrize("place", [".venv", ".venv.new"])
    def test_a_file(self, fresh, place):
        (fresh.folder / place).write_text("mine")
        said = is_refused(fresh)
        assert f"{place} holds no course-stamp.txt" in said
        assert (fresh.folder / place).read_text() == "mine"

    @pytest.mark.parametrize("place", [".venv", ".venv.new"])
    def test_a_folder(self, fresh, place):
        (fresh.folder / place / "inner").mkdir(parents=True)
        assert f"{place} holds no course-stamp.txt" in is_refused(fresh, "doctor")
        assert (fresh.folder / place / "inner").is_dir()

    def test_one_of_the_users_own_with_other_versions_goes_on(self, course):
        course.lock(2)
        course.stamp.unlink()
        assert "by hand" in works(course, edition=1)
        assert not course.stamp.exists()


class TestMoved:
    """A moved or copied folder mends itself in seconds, without the network."""

    @pytest.mark.parametrize("name", ["other", "Mein Kürs ✓", "x" * 120])
    def test_a_moved_folder(self, course, tmp_path, name):
        moved = SmallCourse(tmp_path / name)
        file = mark(course)
        course.folder.rename(moved.folder)
        works(moved, PYTHONIOENCODING="ascii", **NO_WHEELS)
        assert (moved.venv / file.name).exists()
        command_runs(moved)
        activated = f'. "{moved.bin}/activate" && echo "$VIRTUAL_ENV" && course alone'
        said = (
            subprocess.run(["sh", "-c", activated], capture_output=True, text=True).stdout if os.name == "posix" else ""
        )
        assert os.name != "posix" or (str(moved.venv) in said and "alone" in said)

    def test_a_copy_runs_its_own_course(self, course, tmp_path):
        copy = SmallCourse(tmp_path / "copy")
        shutil.copytree(course.folder, copy.folder, symlinks=True)
        works(copy, **NO_WHEELS)
        works(course, **NO_WHEELS)

    @pytest.mark.parametrize("place", [".venv.new", ".venv.old"])
    def test_a_start_that_was_killed_between_two_renamings(self, course, place):
        file = mark(course)
        course.venv.rename(course.folder / place)
        works(course, **NO_WHEELS)
        assert file.exists()
        command_runs(course)

    def test_a_start_that_was_killed_while_it_deleted_the_old_one(self, course):
        rest = course.folder / ".venv.old"
        (rest / "lib").mkdir(parents=True)
        (rest / "course-stamp.txt").touch()
        works(course, **NO_WHEELS)
        assert not rest.exists()


def building(course):
    """A start that has just begun to make an environment."""
    process = course.popen("setup")
    while process.poll() is None and not (course.folder / ".venv.new" / "pyvenv.cfg").exists():
        time.sleep(0.01)
    assert process.poll() is None, process.communicate()
    return process


class TestInterrupted:
    """Nothing half is left in the place of a whole."""

    @posix
    def test_a_killed_start_is_taken_up_by_the_next(self, fresh):
        process = building(fresh)
        process.kill()
        process.communicate()
        assert not fresh.venv.exists()
        works(fresh)
        command_runs(fresh)
        assert not (fresh.folder / ".venv.new").exists()

    @posix
    def test_ctrl_c_is_no_error(self, course):
        course.lock(2)
        process = building(course)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "Stopped. Run it again to go on." in complaints
        assert "Traceback" not in complaints
        works(course, edition=2)

    def test_of_two_starts_one_waits(self, fresh):
        process = building(fresh)
        said = works(fresh)
        assert "Another start is preparing the environment" in said
        assert process.wait(60) == 0
        process.communicate()
        assert len(re.findall("Preparing", said)) == 0, "it was made once"


class TestFirstImports:
    """What a first hour imports is compiled before it begins."""

    def test_they_are_there(self, fresh):
        """A name that is wrong would be passed over without a word."""
        names = " ".join(module_of(fresh).FIRST).split()
        assert len(names) > 5
        assert [name for name in names if not importlib.util.find_spec(name)] == []

    @pytest.mark.parametrize("arguments", [[], ["setup"]], ids=["to begin with", "all for others"])
    def test_they_are_compiled(self, fresh, arguments):
        other = fresh.folder / "course_utils" / "other.py"
        other.touch()
        fresh.start(*(arguments or ["hello"]), PYTHONDONTWRITEBYTECODE="1")
        assert list(fresh.packages().glob("tiny/__pycache__/*.pyc"))
        assert list(other.parent.glob("__pycache__/other.*.pyc")) == [] or arguments == ["setup"]
        assert list(other.parent.glob("__pycache__/other.*.pyc")) or arguments == []

    def test_setup_leaves_one_made_by_hand_as_it_is(self, course):
        course.stamp.unlink()
        before = sorted(course.venv.rglob("*"))
        assert course.start("setup", **NO_WHEELS)[0] == 0
        assert sorted(course.venv.rglob("*")) == before

    def test_ctrl_c_while_the_rest_is_compiled_is_no_error(self, course, monkeypatch, capsys):
        start = module_of(course)

        def interrupted(folder):
            raise KeyboardInterrupt

        monkeypatch.setattr(start, "compile_rest", interrupted)
        assert start.main(["setup"]) == 130
        assert "Stopped. Run it again to go on." in capsys.readouterr().err

    @posix
    @pytest.mark.parametrize("does", ["ctrl-c", "patience"])
    def test_imports_that_hang_are_ended(self, fresh, monkeypatch, does):
        """One of them hangs; a Ctrl-C that reaches start.py alone, or its patience, ends both at once."""
        start = module_of(fresh)
        program = fresh.folder / "bin" / "python"
        program.parent.mkdir()
        came_to_its_end = fresh.folder / "end"
        program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\nopen({str(came_to_its_end)!r}, 'w')\n")
        program.chmod(0o755)
        if does == "patience":
            monkeypatch.setattr(start, "PATIENCE", 0.5)
            start.warm(fresh.folder)
        else:
            threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()
            with pytest.raises(KeyboardInterrupt):
                start.warm(fresh.folder)
        assert not came_to_its_end.exists()


class TestTheUsersSettings:
    """Where packages come from is the user's to say; the rest is meant for other work."""

    def test_variables_of_pip(self, fresh, tmp_path):
        away = str(tmp_path / "away")
        works(
            fresh,
            PIP_USER="1",
            PIP_TARGET=away,
            PIP_PREFIX=away,
            PIP_ROOT=away,
            PIP_DRY_RUN="1",
            PIP_NO_BINARY=":all:",
            PIP_QUIET="3",
            PIP_REQUIRE_VIRTUALENV="1",
            PIP_NO_DEPS="no such value",
        )
        assert not (tmp_path / "away").exists()

    def test_files_of_pip(self, fresh, tmp_path):
        """The packages are found by what this file says, whatever else it says."""
        file = tmp_path / "pip.conf"
        file.write_text(
            f"[global]\nno-index = true\nfind-links = {fresh.wheels.as_uri()}\nquiet = 2\nlog = {tmp_path / 'log'}\n"
            f"[install]\nuser = true\nno-binary = :all:\nroot = {tmp_path / 'root'}\n"
        )
        works(fresh, PIP_CONFIG_FILE=str(file), PIP_FIND_LINKS=None, PIP_NO_INDEX=None)
        assert not (tmp_path / "root").exists()

    @posix
    def test_uv_installs_where_it_is_at_hand(self, fresh, tmp_path):
        """What it has installed, pip finds there: pip is given no place to take it from."""
        path = with_uv(tmp_path, f'"$4" -m pip install --no-compile --no-index --find-links "{fresh.wheels}" tiny')
        works(fresh, PATH=path, PIP_NO_INDEX=None, PIP_FIND_LINKS=None, PYTHONDONTWRITEBYTECODE="1")
        python = fresh.folder / ".venv.new" / "bin" / "python"
        words = ["pip", "install", "--python", python, "--no-config", "--quiet", "--require-hashes", "-r"]
        assert (tmp_path / "asked").read_text().splitlines() == [*map(str, words), str(fresh.folder / LOCK)]
        assert list(fresh.packages().glob("tiny/__pycache__/*.pyc")), "what a first hour imports is compiled"

    HALF = """cd "$(dirname "$4")"/../lib/python*/site-packages && mkdir tiny tiny-1.0.dist-info
        printf "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n" > tiny-1.0.dist-info/METADATA
        printf "tiny/__init__.py,,\\n" > tiny-1.0.dist-info/RECORD; exit 2"""

    @posix
    @pytest.mark.parametrize("does", ["exit 2", "kill -9 $$", HALF], ids=["fails", "killed", "half a package"])
    def test_where_uv_fails_pip_has_the_last_word(self, fresh, tmp_path, does):
        closed = {"HTTPS_PROXY": "http://127.0.0.1:9", "PIP_RETRIES": "0", "PIP_NO_INDEX": None, "PIP_FIND_LINKS": None}
        said = is_refused(fresh, PATH=with_uv(tmp_path, does), **closed)
        assert "to install requirements.lock" in said
        assert "No index has this" in said
        assert (tmp_path / "asked").exists()

    @posix
    @pytest.mark.parametrize("told", ["find-links = {}\nno-index = true", "index-url = {}\nfind-links = {}"])
    def test_uv_is_not_asked_where_pip_is_told_of_other_places(self, fresh, tmp_path, told):
        file = tmp_path / "pip.conf"
        file.write_text("[global]\n" + told.replace("{}", fresh.wheels.as_uri()))
        works(
            fresh,
            PATH=with_uv(tmp_path, "exit 0"),
            PIP_CONFIG_FILE=str(file),
            PIP_FIND_LINKS=None,
            PIP_NO_INDEX=None,
        )
        assert not (tmp_path / "asked").exists()

    @posix
    @pytest.mark.parametrize(
        ("folder", "settings", "asked"),
        [
            ("/home/ann/course-1.2/.venv.new", {}, True),
            ("/home/ann/course/.venv.new", {"PIP_TIMEOUT": "9", "PIP_CACHE_DIR": "/tmp/c"}, True),
            ("/home/ann/course/.venv.new", {"PIP_INDEX_URL": "https://pip.example/simple"}, False),
            ("/home/ann/o'b c/.venv.new", {}, False),
            ("/home/ann/my course/.venv.new", {}, False),
            (f"/home/{'a' * 100}/.venv.new", {}, False),
        ],
    )
    def test_where_uv_is_asked(self, fresh, tmp_path, monkeypatch, folder, settings, asked):
        monkeypatch.setenv("PATH", with_uv(tmp_path, "exit 0"))
        assert bool(module_of(fresh).uv_for(Path(folder), settings)) is asked

    @posix
    def test_what_is_run_knows_where_packages_come_from_and_no_other_settings(self, fresh, monkeypatch):
        kept = {"UV_DEFAULT_INDEX": "a", "UV_CACHE_DIR": "b", "UV_FIND_LINKS": "c", "UV_INDEX_STRATEGY": "d"}
        lost = {"UV_PROJECT": "e", "UV_CONFIG_FILE": "f", "UV_LINK_MODE": "symlink", "uv_target": "g", "PIP_USER": "1"}
        for name, value in (kept | lost).items():
            monkeypatch.setenv(name, value)
        _, printed = module_of(fresh).ask(fresh.venv, program="env")
        told = dict(line.split("=", 1) for line in printed.splitlines() if line.upper().startswith(("UV_", "PIP_")))
        assert {name: told.get(name) for name in kept} == kept
        assert not set(told) & set(lost)

    def test_python_path_is_out_of_the_way(self, course, tmp_path):
        for name in ("json", "tiny", "shutil", "course_utils"):
            (tmp_path / f"{name}.py").write_text('raise ImportError("of another Python")')
        code, said, shown = course.start("hello", PYTHONPATH=str(tmp_path), PYTHONHOME=sys.base_prefix)
        assert code == 0, said
        assert (shown["PYTHONPATH"], shown["PYTHONHOME"], shown["edition"]) == (None, None, 1)
        assert shown["COURSE_SET_ASIDE"] == "PYTHONPATH PYTHONHOME"


class TestReasons:
    """The last lines of a failed step, and what they mean."""

    @pytest.mark.parametrize(
        ("printed", "meaning"),
        [
            ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one in the lock"),
            ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
            ("[Errno 122] Disk quota exceeded: '/home/a/.venv.new/lib'", "disk is full"),
            ("[Errno 13] Permission denied: '/opt/course/.venv.new'", "that you may write to"),
            ("PermissionError: [WinError 5] Access is denied", "that you may write to"),
            ("(Caused by SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "PIP_CERT"),
            ("(Caused by ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed", "HTTPS_PROXY"),
            ("WARNING: Retrying after connection broken by 'NewConnectionError(': Failed to establish", "no network"),
            ("urllib3.exceptions.ReadTimeoutError: Read timed out.", "no network"),
            ("ERROR: No matching distribution found for numpy==2.4.6", "No index has this"),
            ("something else", ""),
        ],
    )
    def test_words(self, fresh, printed, meaning):
        said = str(module_of(fresh).explained("to install", printed))
        assert printed in said
        assert meaning in said
        assert "Troubleshooting" in said

    def test_what_a_step_said_of_it_is_shown_rather_than_what_followed(self, fresh):
        printed = "ERROR: No space left on device\n" + "in a file\n" * 20 + "Error: " + "x" * 5000
        said = str(module_of(fresh).explained("to install", printed))
        assert "    ERROR: No space left on device\n" in said
        assert len(said) < 2000
        assert "    line 7\n" in str(module_of(fresh).explained("", "\n\n".join(f"line {n}" for n in range(10))))

    def test_signals(self, fresh):
        start = module_of(fresh)
        assert "signal 9, as when memory runs out" in str(start.explained("to install", "", -9))
        assert "signal 11." in str(start.explained("to install", "", -11))

    def test_a_python_without_pip_for_environments(self, fresh, monkeypatch, capsys):
        monkeypatch.setitem(sys.modules, "ensurepip", None)
        assert module_of(fresh).main(["setup"]) == 1
        assert "apt-get install python3-venv" in capsys.readouterr().err

    def test_another_failure_of_pip_for_environments_is_shown(self, fresh, monkeypatch, capsys):
        import venv

        def fails(*_, **__):
            raise subprocess.CalledProcessError(1, "ensurepip", b"OSError: [Errno 28] No space left on device")

        monkeypatch.setattr(venv, "create", fails)
        assert module_of(fresh).main(["setup"]) == 1
        said = capsys.readouterr().err
        assert "disk is full" in said
        assert "apt-get" not in said

    @posix
    def test_a_folder_that_cannot_hold_one(self, tmp_path):
        assert "contains the PATH separator" in is_refused(SmallCourse(tmp_path / "course: one").write())

    def test_a_course_without_its_lock(self, fresh):
        (fresh.folder / "requirements.lock").unlink()
        assert "requirements.lock" in is_refused(fresh)

    def test_a_lock_that_was_lost_later(self, course):
        (course.folder / "requirements.lock").unlink()
        said = works(course)
        assert "requirements.lock" in said
        assert "going on with it" in said
