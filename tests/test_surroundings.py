"""What an answer changes of the kernel around it is put back, and what it prints is bounded."""

import builtins
import os
import random
import signal
import sys
import types
import warnings

import numpy as np
import pytest

from course_utils.checking import surroundings
from course_utils.checking.surroundings import kept


def settings():
    return {
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "builtins": dict(vars(builtins)),
        "errors": np.geterr(),
        "printing": np.get_printoptions(),
        "random": random.getstate(),
        "numpy": repr(np.random.get_state()),
        "recursion": sys.getrecursionlimit(),
        "warnings": list(warnings.filters),
        "out": sys.stdout,
        "error": sys.stderr,
        "interrupt": signal.getsignal(signal.SIGINT),
    }


CHANGES = [
    lambda folder: os.chdir(folder),
    lambda folder: np.seterr(all="raise"),
    lambda folder: np.set_printoptions(precision=1),
    lambda folder: np.random.seed(0),
    lambda folder: random.seed(0),
    lambda folder: os.environ.update(COURSE_PROGRESS="elsewhere"),
    lambda folder: os.environ.clear(),
    lambda folder: sys.setrecursionlimit(5000),
    lambda folder: warnings.simplefilter("error"),
    lambda folder: setattr(sys, "stdout", None),
    lambda folder: sys.stdout.close(),
    lambda folder: sys.stderr.close(),
    lambda folder: setattr(builtins, "sum", max),
    lambda folder: setattr(builtins, "surprise", 1),
    lambda folder: delattr(builtins, "len"),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("raises", [False, True])
def test_everything_is_put_back(tmp_path, change, raises):
    before = settings()
    try:
        with kept():
            change(tmp_path)
            if raises:
                raise BaseException("stop")
    except BaseException as error:
        assert str(error) == "stop"
    assert settings() == before


def test_a_folder_that_was_deleted_under_the_kernel_is_no_trouble(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    with kept():
        os.chdir(tmp_path)
    assert os.getcwd() == str(tmp_path)


def test_what_is_printed_comes_through_up_to_a_bound(capsys):
    with kept():
        print("one line", end="!", flush=True)
        print("to the other", file=sys.stderr)
    assert capsys.readouterr() == ("one line!", "to the other\n")
    with kept():
        for number in range(100_000):
            print("number", number)
    out = capsys.readouterr().out
    assert out.startswith("number 0\nnumber 1\n")
    assert out.endswith(surroundings._LEFT_OUT)
    assert len(out) == surroundings._PRINTED + len(surroundings._LEFT_OUT)


@pytest.mark.parametrize("over", [0, 1])
def test_the_remark_comes_only_where_something_is_left_out(capsys, over):
    with kept():
        print("z" * (surroundings._PRINTED + over), end="")
    assert capsys.readouterr().out.endswith(surroundings._LEFT_OUT) == bool(over)
    with kept():
        print("z" * surroundings._PRINTED, end="")
        print("y" * over, end="")
    assert capsys.readouterr().out.endswith(surroundings._LEFT_OUT) == bool(over)


def test_where_there_is_no_output_nothing_is_printed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with kept():
        print("into nowhere")
        sys.stdout.flush()
        assert sys.stdout.encoding == "utf-8"
        assert sys.stdout.writable()


def test_ipythons_exit_ends_the_call_and_not_the_kernel(monkeypatch):
    """It asks the shell to end after the cell, and lets the code go on: the kernel would be gone a moment later."""

    class Shell:
        def ask_exit(self):
            raise AssertionError("the kernel ends")

    shell = Shell()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    with pytest.raises(SystemExit), kept():
        shell.ask_exit()
    with pytest.raises(AssertionError):
        shell.ask_exit()


def test_without_a_shell_nothing_is_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: None))
    with kept():
        pass
