"""Runs of a learner's function: how far it came, what stopped it, what it changed."""

import asyncio
import signal
import time
from functools import partial

import numpy as np
import pytest

from course_utils.checking.running import run

CASES = [(1, [5]), (2, [6]), (3, [7])]


def test_results_come_in_the_order_of_the_cases():
    assert run(lambda number, values: number + values[0], CASES) == ([6, 8, 10], "", "", ())


def test_an_error_ends_the_run_and_keeps_what_came_before():
    results, raised, error, changed = run(lambda number, values: 1 / (number - 2), CASES)
    assert (results, error, changed) == ([-1.0], "ZeroDivisionError", ())
    assert raised.startswith("`ZeroDivisionError: division by zero` in line 1 of your function")


@pytest.mark.parametrize("nothing", [None, ...])
def test_a_call_that_gives_nothing_is_the_last(nothing):
    assert run(lambda number, values: number if number < 2 else nothing, CASES).results == [1, nothing]


def test_the_limit_is_for_one_call_and_not_for_all():
    def answer(number, values):
        time.sleep(0.3)
        return number

    assert run(answer, CASES, seconds=0.7).results == [1, 2, 3]


def test_a_call_that_does_not_end_has_no_result():
    def answer(number, values):
        while number == 2:
            time.sleep(0.01)
        return number

    results, raised, error, changed = run(answer, CASES, seconds=0.3)
    assert (results, error, changed) == ([1], "", ())
    assert raised.startswith("After 0.3 seconds it was still running, in line ")
    assert raised.endswith(" Does a loop never end?")


def test_only_a_loop_is_called_one():
    def answer(number, values):
        time.sleep(20)

    raised = run(answer, CASES, seconds=0.2).raised
    assert raised == "After 0.2 seconds it was still running, in line 2 of your function: `time.sleep(20)`."
    assert run(partial(time.sleep, 20), [()], seconds=0.2).raised == "After 0.2 seconds it was still running."


def test_swallowing_the_stop_itself_does_not_hide_it():
    def answer(number, values):
        try:
            while True:
                time.sleep(0.01)
        except BaseException:
            return number

    results, raised, error, _ = run(answer, CASES, seconds=0.1)
    assert (results, error) == ([], "")
    assert raised.startswith("After 0.1 seconds it was still running, in line ")


def test_the_learners_own_interrupt_is_theirs():
    """*Kernel → Interrupt* ends the cell, and with it all cells that wait; so does no answer that says `raise`."""

    def answer(number, values):
        signal.raise_signal(signal.SIGINT)
        return number

    with pytest.raises(KeyboardInterrupt):
        run(answer, CASES)


class Mute(Exception):  # noqa: N818
    def __str__(self):
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyboardInterrupt(), "`KeyboardInterrupt` in line 2"),
        (GeneratorExit("no more"), "`GeneratorExit: no more` in line 2"),
        (BaseException(), "`BaseException` in line 2"),
        (asyncio.CancelledError(), "`CancelledError` in line 2"),
        (SystemExit(3), "`SystemExit: 3` in line 2"),
        (Mute(), "`Mute` in line 2"),
        (ValueError("a\nb"), "`ValueError: a` in line 2"),
        (ValueError("\n\n"), "`ValueError` in line 2"),
        (ExceptionGroup("two", [ValueError(1), KeyError(2)]), "`ExceptionGroup: two (2 sub-exceptions)` in line 2"),
    ],
)
def test_whatever_an_answer_raises_is_told_in_one_line(error, words):
    def answer(number, values):
        raise error

    ran = run(answer, CASES)
    assert ran.raised.startswith(words)
    assert ran.error == type(error).__name__


def test_a_long_message_is_cut():
    def answer(number, values):
        raise ValueError("z" * 5_000_000)

    assert len(run(answer, CASES).raised) < 400


def test_a_helper_that_raises_is_told_by_the_line_that_calls_it():
    def helper():
        return 1 / 0

    def answer(number, values):
        half = number
        return helper() + half

    assert "in line 3 of your function: `return helper() + half`" in run(answer, CASES).raised


def test_a_case_keeps_what_a_function_changes_and_the_change_is_named():
    cases = [(np.ones(2), [1], {"a": np.zeros(1)}), (np.ones(2), [2], {"a": np.zeros(1)})]

    def answer(image, values, settings):
        if values == [2]:
            image += 1
            settings["a"][0] = 5
        return image

    assert run(answer, cases).changed == ("image", "settings")
    assert cases[1][0].tolist() == [1, 1]
    assert cases[1][2]["a"].tolist() == [0]


def test_only_the_first_case_with_a_change_is_named():
    def answer(image, values):
        (image if image[0] == 1 else values)[0] = 9
        return image

    assert run(answer, [(np.array([0]), [1]), (np.array([1]), [1])]).changed == ("values",)


@pytest.mark.parametrize(
    ("given", "change"),
    [
        ([1, 2], lambda given: given.reverse()),
        ([1, 2], lambda given: given.append(3)),
        (["same"], lambda given: given.__setitem__(0, "valid")),
        ([np.ones(2)], lambda given: given.__setitem__(0, 1)),
        ([(3, [1])], lambda given: given[0][1].clear()),
        ({"a": [1]}, lambda given: given["a"].insert(0, 2)),
        ({"a": 1}, lambda given: given.pop("a")),
        (np.ones(2, np.uint8), lambda given: given.fill(2)),
        (np.ones((2, 3)), lambda given: given.resize(3, 2, refcheck=False)),
    ],
)
def test_every_change_of_an_input_is_seen(given, change):
    assert run(lambda given: change(given), [(given,)]).changed == ("given",)
    assert run(lambda given: given, [(given,)]).changed == ()


def test_what_may_change():
    """A generator that was drawn from, and what is no number at all."""
    assert run(lambda rng: rng.random(), [(np.random.default_rng(0),)]).changed == ()
    assert run(lambda nan: nan[0], [([float("nan"), None, print],)]).changed == ()


def test_a_nan_that_stays_is_no_change():
    assert run(lambda image: image, [(np.array([np.nan, 1]),)]).changed == ()
