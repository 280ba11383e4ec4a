"""Calls of a learner's function: limited in time, on copies of the input, with errors turned into a sentence."""

import _thread
import copy
import inspect
import linecache
import threading
import traceback
import warnings
from typing import NamedTuple

import numpy as np


class TookTooLongError(Exception):
    """The call did not come to an end in time."""


class Call(NamedTuple):
    """One call: its result, or the sentence on what was raised and its type; the names of inputs changed in place."""

    result: object = None
    raised: str = ""
    error: str = ""
    changed: tuple = ()


def call(function, arguments, *, seconds=5):
    """Call a function on copies of the arguments.

    Parameters
    ----------
    function : callable
    arguments : tuple
    seconds : float
        After these, code in Python is stopped. Code inside one long library call goes on until that call ends.

    Returns
    -------
    Call
    """
    copies = copy.deepcopy(arguments)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the verdict says what is wrong; NumPy would say it for every case
            result = limited(function, copies, seconds)
    except TookTooLongError:
        return Call(raised=f"After {seconds:g} seconds it was still running. Does a loop never end?")
    except (Exception, SystemExit) as error:  # `exit()` in a function is to end nothing but the call
        return Call(raised=in_one_line(error, function), error=type(error).__name__)
    pairs = zip(argument_names(function, arguments), arguments, copies, strict=True)
    return Call(result, changed=tuple(name for name, before, after in pairs if _was_changed(before, after)))


def limited(function, arguments, seconds):
    """Call a function; raise `TookTooLongError` when it takes longer. Outside the main thread there is no limit."""
    if threading.current_thread() is not threading.main_thread():
        return function(*arguments)
    lock, state = threading.Lock(), {"running": True, "late": False}

    def stop():
        with lock:
            if state["running"]:
                state["late"] = True
                _thread.interrupt_main()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        result = function(*arguments)
        with lock:
            state["running"] = False
        if state["late"]:
            timer.join()  # the interrupt is on its way: let it arrive here and not later
            threading.Event().wait(1)
        return result
    except KeyboardInterrupt:
        if state["late"]:
            raise TookTooLongError from None
        raise  # the learner's own
    finally:
        with lock:
            state["running"] = False
        timer.cancel()


def in_one_line(error, function):
    """The error, and the line of the learner's own code that raised it."""
    words = f"{type(error).__name__}: {error}".splitlines()[0]
    code = getattr(function, "__code__", None)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if code and frame.filename == code.co_filename
    ]
    if not frames:
        return f"`{words}`."
    number = frames[-1].lineno - code.co_firstlineno + 1
    line = linecache.getline(frames[-1].filename, frames[-1].lineno).strip()
    return f"`{words}` in line {number} of your function" + (f": `{line}`." if line else ".")


def argument_names(function, arguments):
    """The names under which a function takes the arguments."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    return (names + [f"argument {number + 1}" for number in range(len(names), len(arguments))])[: len(arguments)]


def _was_changed(before, after):
    """Whether an array, or a list or dict, differs from its copy. A generator of random numbers may."""
    if isinstance(before, np.ndarray):
        return before.shape != after.shape or not np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    if isinstance(before, (list, tuple)):
        return len(before) != len(after) or any(map(_was_changed, before, after))
    return isinstance(before, dict) and (
        before.keys() != after.keys() or any(_was_changed(before[key], after[key]) for key in before)
    )
