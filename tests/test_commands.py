"""The `course` command, without serving anything."""

import errno
import functools
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.commands import children, cli, errors, gallery, lab, terminal
from course_utils.lessons import LessonError


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """Commands that would have been run, in an environment whose files are this test's."""
    run = []
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(lab, "copies_folder", lambda given: tmp_path / "lessons")
    monkeypatch.setattr(children, "ended", lambda command, **_: run.append(command) or 0)
    monkeypatch.setattr(os, "execv", lambda _, command: run.append(command) or 0, raising=False)
    return run


def test_lab_asks_no_question_about_news_and_wraps_long_lines(commands, tmp_path):
    file = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    cli.main(["lab"])
    assert json.loads(file.read_text()) == lab.LAB_DEFAULTS
    file.write_text("{}")  # a school's own defaults
    cli.main(["lab"])
    assert file.read_text() == "{}"


def test_lab_serves_this_machine_only(commands):
    assert cli.main(["lab", "--no-browser"]) == 0
    (command,) = commands
    assert "--ServerApp.ip=127.0.0.1" in command
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in command
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
    wanted = {"release": "sheet", "fresh": "00", "data": "cifar10", "forget": "answers", "site": "FOLDER"}
    wanted |= {"share": "mine.json", "handin": "mine.zip"}
    what = [wanted[name]] if name in wanted else ["otter", "FOLDER"] if name == "export" else []
    with pytest.raises(SystemExit) as stop:
        cli.main([name, *what, "--never-heard-of"])
    assert stop.value.code == 2
    assert f"course {name} does not know --never-heard-of" in capsys.readouterr().err


def test_lab_opens_the_lesson_asked_for(commands, capsys):
    assert cli.main(["lab", "03", "--no-browser"]) == 0
    assert "--LabApp.default_url=/lab/tree/03_pooling_and_translation_invariance.ipynb" in commands[-1]
    assert cli.main(["lab", "99"]) == 1
    assert "'99' is not in the table of lessons, which has 00, 01" in capsys.readouterr().err


def test_the_package_is_the_command():
    result = subprocess.run([sys.executable, "-m", "course_utils", "--help"], capture_output=True, text=True)
    assert result.returncode == 0
    assert "usage: course" in result.stdout


# What goes out: any character, into anything, until nobody reads any more.

MARKS = "✓ ✗ ○ × → “” π 学"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii", "cp437", "cp932", "utf-16", "utf-8"])
@pytest.mark.parametrize("command", [["progress"], ["--help"], ["refresh", "学"]])
def test_an_encoding_that_is_asked_for_is_kept_and_ends_no_command(encoding, command):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COURSE_PROGRESS": "/nowhere/at/all/✓/progress.json"}
    result = subprocess.run([sys.executable, "-m", "course_utils", *command], env=environment, capture_output=True)
    assert result.returncode == (command[0] == "refresh")
    told = result.stdout.decode(encoding) + result.stderr.decode(encoding)
    assert told.strip() and "Traceback" not in told


def test_without_an_encoding_pipes_get_utf_8():
    """As `course progress > card.txt` on Windows, or where the locale is the plainest."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    environment = {**os.environ, **plain, "COURSE_PROGRESS": str(Path(__file__).with_suffix(".nothing"))}
    result = subprocess.run([sys.executable, "-m", "course_utils", "progress"], env=environment, capture_output=True)
    assert (result.returncode, result.stderr) == (0, b"")
    assert "✓ solved   ✗ tried   ○ not tried yet" in result.stdout.decode("utf-8")


class Terminal(io.TextIOWrapper):
    """A terminal of an old alphabet, or a pipe."""

    def __init__(self, encoding, errors, is_terminal):
        super().__init__(io.BytesIO(), encoding=encoding, errors=errors)
        self.isatty = lambda: is_terminal

    def shown(self):
        self.flush()
        return self.buffer.getvalue()


@pytest.mark.parametrize(
    ("is_terminal", "named", "shown"),
    [
        (True, "", "? × ?".encode("cp1252")),
        (False, "", "✓ × 学".encode()),
        (False, ":strict", "✓ × 学".encode()),
        (False, "cp1252", "? × ?".encode("cp1252")),
        (False, "cp1252:strict", "? × ?".encode("cp1252")),
    ],
)
def test_what_a_terminal_and_a_pipe_get(monkeypatch, is_terminal, named, shown):
    streams = [Terminal("cp1252", "strict", is_terminal) for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])
    monkeypatch.setenv("PYTHONIOENCODING", named)
    terminal.speak_any_language()
    for stream in streams:
        print("✓ × 学", end="", file=stream)
        assert stream.shown() == shown


def test_a_document_is_utf_8_but_in_a_terminal(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    for is_terminal, shown in ((False, "≈ 1\n".encode()), (True, b"? 1\n")):
        monkeypatch.setattr(sys, "stdout", Terminal("cp1252", "strict", is_terminal))
        terminal.speak_any_language()
        terminal.print_document("≈ 1\n")
        assert sys.stdout.shown() == shown
        terminal.print_document("≈ 1\n")


def test_a_name_that_is_no_text_ends_no_document(monkeypatch):
    """As `course progress class --html $'x\\xff.html' | cat`: a file's name is bytes, and need not be UTF-8."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal("utf-8", "strict", False))
    terminal.speak_any_language()
    terminal.print_document(f"{os.fsdecode(b'x' + bytes([255]))}.html ✓\n")
    assert sys.stdout.shown() == "x?.html ✓\n".encode()


def test_a_stream_that_knows_no_encodings_is_left_as_it_is(monkeypatch):
    class Plain(io.StringIO):
        pass

    monkeypatch.setattr(sys, "stdout", Plain())
    monkeypatch.setattr(sys, "stderr", None)
    terminal.speak_any_language()
    terminal.print_document(MARKS)
    assert sys.stdout.getvalue() == MARKS


@pytest.mark.parametrize("command", [["progress"], ["release", "sheet"], ["--help"], ["refresh", "99"]])
def test_a_reader_that_leaves_early_sees_no_traceback(command):
    """As `course release sheet | head -1`, whose reader has gone before the first line."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "course_utils", *command]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert "Traceback" not in result.stderr and "Exception ignored" not in result.stderr
    assert result.returncode in (0, 1, 141)


def test_a_full_disk_behind_the_output_is_told(monkeypatch, capsys):
    class Full(io.StringIO):
        def flush(self):
            raise OSError(errno.ENOSPC, "No space left on device")

    hung_up = []
    monkeypatch.setattr(sys, "stdout", Full())
    monkeypatch.setattr(cli, "hang_up", lambda: hung_up.append(True))
    assert cli.main(["progress"]) == 1
    assert capsys.readouterr().err == "No space left on device.\n"
    assert hung_up == [True]


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Stopped.\n"),
        (errors.CommandError("Name another folder."), 1, "Name another folder.\n"),
        (LessonError("There is no lesson 99."), 1, "There is no lesson 99.\n"),
        (PermissionError(13, "Permission denied", "/course/figures"), 1, "/course/figures: Permission denied.\n"),
        (TimeoutError("it took too long"), 1, "it took too long.\n"),
    ],
)
def test_what_is_refused_is_a_sentence(monkeypatch, capsys, raised, code, said):
    def refused(given, rest):
        """Write nothing."""
        raise raised

    monkeypatch.setitem(cli.COMMANDS, "doctor", refused)
    assert cli.main(["doctor"]) == code
    assert capsys.readouterr().err == said


def test_a_mistake_of_ours_is_not_hidden(monkeypatch):
    def broken(given, rest):
        """Write nothing."""
        raise ZeroDivisionError

    monkeypatch.setitem(cli.COMMANDS, "doctor", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["doctor"])


@pytest.mark.parametrize("name", ["refresh", "figures", "release", "test"])
def test_what_is_for_authors_says_so_to_an_installed_package(name, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(cli, "need_checkout", functools.partial(cli.need_checkout, folder=tmp_path))
    assert cli.main([name, "sheet"] if name == "release" else [name]) == 1
    assert f"course {name} needs the course's own folder" in capsys.readouterr().err


# The gallery of `course figures`.


@pytest.fixture
def gallery_of_one(monkeypatch):
    """A gallery that holds one explorer."""
    from course_utils import explorers

    monkeypatch.setattr(explorers, "__all__", ["GeometryExplorer"])
    return gallery.draw_gallery


@pytest.mark.parametrize("damage", [b"", b"<svg", b"\xff", b"data:image/png;base64,AAAA", b"data:image/png;base64,A"])
def test_a_damaged_picture_is_drawn_anew_and_a_good_one_left_alone(gallery_of_one, tmp_path, damage):
    (file,) = gallery_of_one(tmp_path / "new")
    whole, written = file.read_bytes(), file.stat().st_mtime_ns
    gallery_of_one(tmp_path / "new")
    assert file.stat().st_mtime_ns == written
    file.write_bytes(damage)
    gallery_of_one(tmp_path / "new")
    assert file.read_bytes() == whole
    assert [path.name for path in file.parent.iterdir()] == [file.name]
