"""Runs of a learner's function: limited in time, on copies of the input, with errors turned into a sentence."""

import _thread
import contextlib
import copy
import inspect
import linecache
import threading
import time
import traceback
import warnings
from numbers import Number
from typing import NamedTuple

import numpy as np

from course_utils.numbers import number


class TookTooLongError(Exception):
    """The call did not come to an end in time."""


class Run(NamedTuple):
    """What a function made of the cases.

    Attributes
    ----------
    results : list
        Of the cases in their order, as far as it came.
    raised : str
        A sentence on what stopped it in the case after these, or nothing.
    error : str
        The type of the error that stopped it, by name; empty when it took too long.
    changed : tuple of str
        The inputs that it changed in place, by name.
    """

    results: list
    raised: str = ""
    error: str = ""
    changed: tuple = ()


def run(function, cases, *, seconds=5):
    """Call a function on copies of each case, until one raises or gives nothing to look at.

    Parameters
    ----------
    function : callable
    cases : list of tuples
        At least one.
    seconds : float
        After these, one call in Python is stopped. Code inside one long library call goes on until that call ends.

    Returns
    -------
    Run
    """
    results, copies = [], [copy.deepcopy(case) for case in cases]
    try:
        with warnings.catch_warnings(), Watch(seconds) as watch:
            warnings.simplefilter("ignore")  # the verdict says what is wrong; NumPy would say it for every case
            for arguments in copies:
                watch.began = time.monotonic()
                result = function(*arguments)
                if watch.is_late:  # and swallowed the interrupt
                    break
                results.append(result)
                if result is None or result is ...:  # what else the function would print helps nobody
                    break
    except TookTooLongError:
        late = f"After {number(seconds)} seconds it was still running. Does a loop never end?"
        return Run(results[: len(cases) - 1], late)  # an interrupt may come when the last call has just ended
    except (Exception, SystemExit) as error:  # `exit()` in a function is to end nothing but the call
        return Run(results, in_one_line(error, function), type(error).__name__)
    return Run(results, changed=_changed(function, cases, copies))


class Watch:
    """Interrupts the main thread when one call takes too long; the `with` block then ends in `TookTooLongError`.

    Set `began` before each call. Outside the main thread there is no limit.

    Parameters
    ----------
    seconds : float
    """

    def __init__(self, seconds):
        self._seconds, self.began, self.is_late = seconds, time.monotonic(), False
        self._over, self._lock = threading.Event(), threading.Lock()

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            threading.Thread(target=self._wait, daemon=True).start()
        return self

    def _wait(self):
        while (left := self.began + self._seconds - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        with self._lock:
            if not self._over.is_set():
                self.is_late = True
                _thread.interrupt_main()

    def __exit__(self, kind, error, trace):
        with contextlib.suppress(KeyboardInterrupt):
            with self._lock:
                self._over.set()
            if self.is_late and kind is not KeyboardInterrupt:
                threading.Event().wait(1)  # the interrupt is on its way: let it arrive here and not later
        if self.is_late:
            raise TookTooLongError from None


def in_one_line(error, function):
    """The error, and the line of the learner's own code that raised it."""
    words = f"{type(error).__name__}: {error}".splitlines()[0]
    code = getattr(function, "__code__", None)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if code and frame.filename == code.co_filename
    ]
    if not frames:
        return f"`{words}`."
    line_number = frames[-1].lineno - code.co_firstlineno + 1
    line = linecache.getline(frames[-1].filename, frames[-1].lineno).strip()
    return f"`{words}` in line {line_number} of your function" + (f": `{line}`." if line else ".")


def argument_names(function, arguments):
    """The names under which a function takes the arguments."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    return (names + [f"argument {place + 1}" for place in range(len(names), len(arguments))])[: len(arguments)]


def _changed(function, cases, copies):
    """Names of the inputs that differ from their copies, in the first case where any does."""
    for case, used in zip(cases, copies, strict=True):
        pairs = zip(argument_names(function, case), case, used, strict=True)
        if names := tuple(name for name, before, after in pairs if _was_changed(before, after)):
            return names
    return ()


def _was_changed(before, after):
    """Whether an input differs from its copy. What is no number, text or container may, as a generator does."""
    if not isinstance(before, (np.ndarray, Number, str, list, tuple, dict)):
        return False
    if type(before) is not type(after):
        return True
    if isinstance(before, np.ndarray):
        return before.shape != after.shape or not np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    if isinstance(before, (list, tuple)):
        return len(before) != len(after) or any(map(_was_changed, before, after))
    if isinstance(before, dict):
        return before.keys() != after.keys() or any(_was_changed(before[key], after[key]) for key in before)
    return before is not after and before != after  # a NaN is itself, though it equals nothing
