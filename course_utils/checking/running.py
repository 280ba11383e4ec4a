"""Runs of a learner's function: limited in time, on copies of the input, with errors turned into a sentence."""

import contextlib
import copy
import dis
import inspect
import linecache
import traceback
from numbers import Number
from typing import NamedTuple

import numpy as np

from course_utils.checking.source import is_in_a_loop
from course_utils.checking.watch import TookTooLongError, call_each
from course_utils.numbers import number

_LONGEST = 200  # characters of somebody else's message in a sentence


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
        After these, one call is stopped.

    Returns
    -------
    Run

    Raises
    ------
    KeyboardInterrupt
        The learner interrupted the kernel.
    """
    results, copies = [], [copy.deepcopy(case) for case in cases]
    raised, kind = "", ""
    try:
        call_each(function, copies, results, seconds=seconds)
    except TookTooLongError as error:
        raised = _late(error.stack, function, seconds)
    except BaseException as error:  # `exit()` in a function is to end nothing but the call
        if isinstance(error, KeyboardInterrupt) and not _raised_by_a_line(error):
            raise
        raised, kind = in_one_line(error, function), type(error).__name__
    return Run(results, raised, kind, _changed(function, cases, copies))


def _raised_by_a_line(error):
    """Whether a line says `raise`: an interrupt from outside can come anywhere else."""
    last = error.__traceback__
    while last.tb_next:
        last = last.tb_next
    return last.tb_frame.f_code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _late(stack, function, seconds):
    words = f"After {number(seconds)} seconds it was still running"
    line = _own_line(stack, function)
    if not line:
        return f"{words}."
    question = " Does a loop never end?" if is_in_a_loop(function, line.lineno) else ""
    return f"{words}, in {_place(line, function)}.{question}"


def in_one_line(error, function):
    """The error, and the line of the learner's own code that raised it."""
    line = _own_line(traceback.extract_tb(error.__traceback__), function)
    return f"`{error_in_words(error)}`{f' in {_place(line, function)}' if line else ''}."


def error_in_words(error):
    """The error's type and the first line of its message, cut where it is long; whatever the error does then.

    Where the first line only announces others, as "in user code:" does, it is the last.
    """
    try:
        message = str(error).strip()
    except Exception:  # an error's own words may fail
        message = ""
    name = type(error).__name__
    lines = message[: 2 * _LONGEST].splitlines() or [""]
    line = message[-2 * _LONGEST :].splitlines()[-1].strip() if lines[0].endswith(":") else lines[0]
    words = f"{name}: {line}" if line else name
    return f"{words[:_LONGEST]}…" if len(words) > _LONGEST else words


def _own_line(stack, function):
    """Return the innermost entry of a stack that lies in the function itself, or None."""
    code = getattr(function, "__code__", None)
    own = [entry for entry in stack if code and (entry.filename, entry.name) == (code.co_filename, code.co_name)]
    return own[-1] if own else None


def _place(line, function):
    number_of_line = line.lineno - function.__code__.co_firstlineno + 1
    words = linecache.getline(line.filename, line.lineno).strip()[:_LONGEST]
    return f"line {number_of_line} of your function{f': `{words}`' if words else ''}"


def argument_names(function, arguments):
    """The names under which a function takes the arguments."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    return (names + [f"argument {place + 1}" for place in range(len(names), len(arguments))])[: len(arguments)]


def changed_by(function, cases):
    """Names of the inputs that a function of the bank changes in place; it is called with copies."""
    copies = [copy.deepcopy(case) for case in cases]
    for arguments in copies:
        with contextlib.suppress(Exception):  # a mistake may stop where the learner's own would
            function(*arguments)
    return _changed(function, cases, copies)


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
