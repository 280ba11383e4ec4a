"""Where no thread can start, as in a browser's page, an answer's own steps look at the clock."""

import importlib
import sys
import threading
import time

import pytest

from course_utils.checking.running import run
from course_utils.checking.watch import TookTooLongError, call_each
from tests.test_watch import ENDLESS, a_long_sleep, bare_except, slow_module

needs_steps = pytest.mark.skipif(not hasattr(sys, "monitoring"), reason="Python 3.11 has no sys.monitoring: no limit")
__all__ = ["slow_module"]


@pytest.fixture(autouse=True)
def no_threads(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    yield
    if hasattr(sys, "monitoring"):
        assert [sys.monitoring.get_tool(tool) for tool in range(6)] == [None] * 6, "nothing looks on"


def recursion():
    def doubled(count):
        return doubled(count + 1) + doubled(count + 1) if count < 500 else 1

    return doubled(0)


def a_comprehension():
    return [number for number in iter(int, 1)]  # noqa: C416 - it is to be a loop


def a_for_loop():
    for _ in iter(int, 1):
        pass


MAKING_STEPS = [*[one for one in ENDLESS if one is not a_long_sleep], recursion, a_comprehension, a_for_loop]


@needs_steps
@pytest.mark.parametrize("call", MAKING_STEPS, ids=lambda one: one.__name__)
def test_a_call_without_end_is_ended(call):
    with pytest.raises(TookTooLongError) as caught:
        call_each(call, [()], [], seconds=0.1)
    assert call.__name__ in [entry.name for entry in caught.value.stack]


@needs_steps
def test_it_is_named_as_where_there_are_threads():
    def answer(number):
        while number == 2:
            pass
        return number

    results, raised, error, _ = run(answer, [(1,), (2,)], seconds=0.1)
    assert (results, error) == ([1], "")
    assert raised.startswith("After 0.1 seconds it was still running, in line ")
    assert raised.endswith(" Does a loop never end?")


def test_the_time_is_for_each_call():
    def answer(number):
        time.sleep(0.2)
        return sum(one for one in range(number))

    results = []
    call_each(answer, [(2,), (3,)], results, seconds=0.3)
    assert results == [1, 3]


@needs_steps
def test_who_swallows_the_stop_and_comes_to_an_end_is_late_all_the_same():
    def answer():
        try:
            bare_except()
        except BaseException:
            return "an answer"

    with pytest.raises(TookTooLongError):
        call_each(answer, [()], [], seconds=0.1)


def test_an_import_is_not_cut_and_its_time_does_not_count(slow_module):
    results = []
    call_each(lambda: importlib.import_module(slow_module).NAME, [()], results, seconds=0.1)
    assert results == ["whole"]


def test_what_a_call_raises_comes_through():
    with pytest.raises(ZeroDivisionError):
        call_each(lambda: 1 / 0, [()], [], seconds=5)
