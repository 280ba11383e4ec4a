"""The limit of time: whatever a call does, it ends; nothing is broken afterwards; and an import is left in peace."""

# ruff: noqa: SIM105, B012 - these are the ways in which people swallow a stop

import contextlib
import importlib
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_utils.checking import watch
from course_utils.checking.watch import TookTooLongError, call_each


@pytest.fixture(autouse=True)
def the_kernel_is_left_as_it_was():
    handler, tracer = signal.getsignal(signal.SIGINT), sys.gettrace()
    yield
    time.sleep(0.01)  # what was asked for too late would come here
    assert (signal.getsignal(signal.SIGINT), sys.gettrace()) == (handler, tracer)


def bare_except():
    while True:
        try:
            time.sleep(0.01)
        except:  # noqa: E722
            pass


def nothing_but_pass():
    out = 0
    while True:
        try:
            out = out + max(0, min(255, 4))
        except BaseException:
            pass


def three_deep():
    while True:
        try:
            while True:
                try:
                    while True:
                        try:
                            x = 1  # noqa: F841
                        except BaseException:
                            pass
                except BaseException:
                    pass
        except BaseException:
            pass


def a_helper_that_swallows():
    def helper():
        try:
            time.sleep(0.05)
        except BaseException:
            pass

    while True:
        try:
            helper()
        except BaseException:
            helper()


def finally_goes_on():
    while True:
        try:
            time.sleep(0.01)
        finally:
            continue


def a_context_that_swallows():
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(0.01)


def an_endless_generator():
    def numbers():
        while True:
            try:
                yield 1
            except GeneratorExit:
                raise
            except BaseException:
                pass

    return sum(numbers())


def ignored_signal():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bare_except()


def a_signal_that_would_kill():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    bare_except()


def own_handler():
    signal.signal(signal.SIGINT, lambda number, frame: None)
    nothing_but_pass()


def a_long_sleep():
    time.sleep(60)


ENDLESS = [
    bare_except,
    nothing_but_pass,
    three_deep,
    a_helper_that_swallows,
    finally_goes_on,
    a_context_that_swallows,
    an_endless_generator,
    ignored_signal,
    a_signal_that_would_kill,
    own_handler,
    a_long_sleep,
]


@pytest.mark.parametrize("call", ENDLESS, ids=lambda one: one.__name__)
def test_a_call_without_end_is_ended(call):
    with pytest.raises(TookTooLongError) as caught:
        call_each(call, [()], [], seconds=0.1)
    assert call.__name__ in [entry.name for entry in caught.value.stack]


def test_who_swallows_the_stop_and_comes_to_an_end_is_late_all_the_same():
    def answer():
        try:
            bare_except()
        except BaseException:
            return "an answer"

    with pytest.raises(TookTooLongError):
        call_each(answer, [()], [], seconds=0.1)


def test_the_time_is_for_each_call_and_the_results_stay():
    results = []
    call_each(lambda number: time.sleep(0.2) or number, [(1,), (2,)], results, seconds=0.3)
    assert results == [1, 2]
    with pytest.raises(TookTooLongError):
        call_each(lambda number: number if number < 3 else bare_except(), [(1,), (2,), (3,)], results, seconds=0.1)
    assert results == [1, 2, 1, 2]


@pytest.mark.parametrize("nothing", [None, ...])
def test_a_call_that_gives_nothing_is_the_last(nothing):
    results = []
    call_each(lambda number: nothing if number == 2 else number, [(1,), (2,), (3,)], results, seconds=5)
    assert results == [1, nothing]


@pytest.fixture
def clocks(monkeypatch):
    """A clock on the wall and one of work, both this test's own."""
    own = SimpleNamespace(monotonic=lambda: own.passed, process_time=lambda: own.at_work, passed=100, at_work=7)
    monkeypatch.setattr(watch, "time", own)
    return own


@pytest.mark.parametrize(
    ("passed", "at_work", "left"),
    [
        (2, 2, 3),
        (2, 3.9, 3),  # two threads work
        (5.5, 5.4, -0.4),  # a loop without end
        (5.5, 11, -0.5),
        (10, 1, 2.5),  # a busy machine
        (10, 4, 1),
        (19, 0, 0.25),  # a sleep
        (21, 1, -0.25),
    ],
)
def test_the_limit_is_of_work_and_waiting_may_take_four_times_as_long(clocks, passed, at_work, left):
    limit = watch._Watch(5)
    try:
        limit._began = clocks.monotonic(), clocks.process_time()
        clocks.passed += passed
        clocks.at_work += at_work
        assert limit._left() == pytest.approx(left)
    finally:
        limit._began = None
        limit.end()


def test_who_waits_for_a_busy_machine_is_not_late():
    results = []
    call_each(lambda: time.sleep(1.5) or 7, [()], results, seconds=1)
    assert results == [7]


def test_what_a_call_raises_comes_through():
    with pytest.raises(ZeroDivisionError):
        call_each(lambda: 1 / 0, [()], [], seconds=5)


def test_an_interrupt_from_outside_goes_its_way():
    with pytest.raises(KeyboardInterrupt):
        call_each(signal.raise_signal, [(signal.SIGINT,)], [], seconds=5)


def test_another_handler_is_called_and_comes_back():
    heard = []
    before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        call_each(signal.raise_signal, [(signal.SIGINT,)], [], seconds=5)
        assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_a_loop_is_stopped_as_well():
    found = []

    def loop():
        while True:
            time.sleep(0.01)

    def work():
        try:
            call_each(loop, [()], [], seconds=0.1)
        except TookTooLongError as error:
            found.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert found


def test_without_threads_one_long_call_of_a_library_has_no_limit(monkeypatch):
    """A browser page has none; its button Stop ends such a call. The rest is in test_clock.py."""

    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    results = []
    call_each(lambda: time.sleep(0.05) or 7, [()], results, seconds=0.01)
    assert results == [7]


def test_one_long_call_of_a_library_is_said(monkeypatch, capsys):
    """It keeps the interpreter, or the lines between which a stop could come; here for as long as a flag says."""
    monkeypatch.setattr(watch, "_AGAIN", 0.01)
    monkeypatch.setattr(watch, "_is_ours", lambda frame: True)  # so every request is put off
    with pytest.raises(TookTooLongError):
        call_each(time.sleep, [(0.3,)], [], seconds=0.05)
    assert capsys.readouterr().out == f"{watch._HELPLESS}\n"


@pytest.fixture
def slow_module(tmp_path, monkeypatch):
    """The name of a module of this test's own whose import takes a third of a second."""
    name = f"slow_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text("import time\nfor _ in range(30):\n    time.sleep(0.01)\nNAME = 'whole'\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


def test_an_import_is_not_cut_and_its_time_does_not_count(slow_module):
    results = []
    call_each(lambda: importlib.import_module(slow_module).NAME, [()], results, seconds=0.1)
    assert results == [sys.modules[slow_module].NAME] == ["whole"]


def test_after_an_import_a_loop_is_stopped(slow_module):
    def answer():
        importlib.import_module(slow_module)
        bare_except()

    with pytest.raises(TookTooLongError) as caught:
        call_each(answer, [()], [], seconds=0.1)
    assert caught.value.stack[-1].name == "bare_except"


def test_a_real_import_of_keras_is_whole():
    """In a fresh Python: were it cut, no later import in that kernel would work."""
    code = """
        from course_utils.checking.watch import call_each

        def answer():
            import keras
            return keras.ops

        results = []
        call_each(answer, [()], results, seconds=0.5)  # the import takes longer, and the rest no time
        from keras import layers
        print(*results[0].shape(results[0].ones((2, 3))), layers.Dense(5).units)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.split() == ["2", "3", "5"], done.stderr


def test_where_a_thread_gets_no_signal_python_is_told(monkeypatch):
    """As on Windows."""
    monkeypatch.delattr(signal, "pthread_kill")
    with pytest.raises(TookTooLongError):
        call_each(nothing_but_pass, [()], [], seconds=0.1)


def test_what_has_ended_is_not_asked_to_stop(monkeypatch):
    """The call ends while the other thread looks where it is."""
    asked, watches = [], []
    monkeypatch.setattr(watch.traceback, "extract_stack", lambda frame: watches[0]._over.set())
    monkeypatch.setattr(watch._Watch, "_ask", lambda watched: asked.append(watched))
    watches.append(watch._Watch(0.1))
    watches[0]._began = time.monotonic(), time.process_time()
    assert watches[0]._over.wait(10)
    time.sleep(0.05)
    watches[0].end()
    assert not asked
