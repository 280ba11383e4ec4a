"""From an answer to a verdict: run it, compare it with the reference, look for the mistake it behaves like."""

import copy
import warnings
from typing import NamedTuple

import numpy as np

from course_utils.checking.compare import difference
from course_utils.checking.running import call
from course_utils.checking.sentences import HELP, case_in_words, kind_of, unlike_asked, value_in_words
from course_utils.checking.verdict import Verdict

CHANGES_INPUT = "changes its input"


class Stopped(NamedTuple):
    """What a function makes of a case that it does not survive: the type of the error, by name."""

    error: str


def judge(exercise, answer):
    """Judge an answer to an exercise, without a trace in the file of progress.

    Parameters
    ----------
    exercise : Exercise
    answer : function, or whatever the exercise asks for

    Returns
    -------
    Verdict
    """
    if _has_ellipsis(answer):
        return Verdict("not attempted", "Put your answer in place of `...`, then run the cell again.")
    if exercise.kind == "predict":
        return _judge_value(exercise, answer)
    return _judge_function(exercise, answer)


# A prediction: one value. A wrong answer does not reveal the right one.


def _judge_value(exercise, answer):
    if exercise.choices and not (isinstance(answer, str) and answer in exercise.choices):
        allowed = ", ".join(f'`"{choice}"`' for choice in exercise.choices)
        return Verdict("wrong", f"{value_in_words(answer)} is not among the answers. Write one of {allowed}.")
    expected = _of_the_bank(exercise, exercise.reference)
    got, trouble = _examined(exercise, answer, ())
    if trouble:
        return trouble
    if _same(exercise, expected, got):
        return Verdict("right", exercise.afterword)
    for misconception in exercise.misconceptions:
        if _same(exercise, _of_the_bank(exercise, misconception.wrong), got):
            return _mistaken(misconception)
    return Verdict("wrong", value_in_words(got, expected) + HELP)


# A function: what it makes of every case.


def _judge_function(exercise, answer):
    cases = exercise.cases()
    if unlike := unlike_asked(answer, cases[0], exercise.reference):
        return Verdict("wrong", unlike)
    seen, changed = [], ()
    for case in cases:
        made = call(answer, case, seconds=exercise.seconds)
        if trouble := _unfinished(made, answer, case):
            mistake = made.error and _mistake_of(exercise, cases, [*seen, Stopped(made.error)])
            return mistake or trouble
        got, trouble = _examined(exercise, made.result, case)
        if trouble:
            return trouble
        seen.append(got)
        changed = changed or made.changed
    expected = [_of_the_bank(exercise, exercise.reference, *place) for place in enumerate(cases)]
    if not all(_same(exercise, wanted, got) for wanted, got in zip(expected, seen, strict=True)):
        return _diagnosed(exercise, cases, expected, seen)
    if changed:
        listed = ", ".join(f"`{name}`" for name in changed)
        advice = f"The numbers are right, but the function overwrites {listed} of whoever calls it. Work on a copy."
        return Verdict("wrong", advice, CHANGES_INPUT)
    tried = f"As the reference in all {len(cases)} cases. " if len(cases) > 1 else ""
    return Verdict("right", f"{tried}{exercise.afterword}".strip())


def _unfinished(made, answer, case):
    """Return a verdict on a call that gave no result to look at, or None."""
    if "ellipsis" in made.raised:
        return Verdict("not attempted", "There is still a `...` in your function.")
    if made.raised:
        given = case_in_words(answer, case)
        return Verdict("raised", f"{made.raised}{f' It was called with {given}.' if given else ''}")
    if _has_ellipsis(made.result):
        return Verdict("not attempted", "Your function still returns `...`.")
    return None


def _diagnosed(exercise, cases, expected, seen):
    """Name the mistake that a wrong function behaves like, or show the first case where it is wrong."""
    if exercise.given and _behaves_like(exercise, exercise.given, cases, seen):
        return Verdict("not attempted", "It still does what it did when you were given it, and that is not right.")
    if mistake := _mistake_of(exercise, cases, seen):
        return mistake
    found = (
        difference(wanted, got, channel_axis=exercise.channel_axis) for wanted, got in zip(expected, seen, strict=True)
    )
    case, first = next((case, words) for case, words in zip(cases, found, strict=True) if words)
    given = case_in_words(exercise.reference, case)
    return Verdict("wrong", f"{f'With {given}: ' if given else ''}{first}.{HELP}")


def _mistake_of(exercise, cases, seen):
    """Return the verdict on a function that behaves like a misconception, in the cases seen so far, or None."""
    for misconception in exercise.misconceptions:
        if _behaves_like(exercise, misconception.wrong, cases[: len(seen)], seen):
            return _mistaken(misconception)
    return None


def _behaves_like(exercise, function, cases, seen):
    places = enumerate(cases)
    return all(
        _same(exercise, _of_the_bank(exercise, function, *place), got) for place, got in zip(places, seen, strict=True)
    )


# Small steps of both.


def _of_the_bank(exercise, function, number=0, case=()):
    """What one of the bank's own functions makes of a case: the same each time, so computed once."""
    known = exercise.observed
    if (function, number) not in known:
        try:
            known[function, number] = _observed(exercise, _quietly(function, *copy.deepcopy(case)), case)
        except Exception as error:  # a mistake may stop where the learner's own would
            if function is exercise.reference:
                raise
            known[function, number] = Stopped(type(error).__name__)
    return known[function, number]


def _observed(exercise, result, case):
    return _quietly(exercise.probe, result, *case)


def _examined(exercise, result, case):
    """Return (what the probe makes of a result, None), or (None, a verdict) on a result that it cannot take."""
    if result is None:
        return None, Verdict("wrong", "The answer is `None`. Is a `return` missing?")
    try:
        return _observed(exercise, result, case), None
    except Exception as error:  # a stranger's object may fail in any way when it is examined
        words = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return None, Verdict("wrong", f"This is {kind_of(result)}, and it could not be examined (`{words}`).{HELP}")


def _same(exercise, expected, got):
    if isinstance(expected, Stopped) or isinstance(got, Stopped):
        return type(expected) is type(got) and expected == got
    return difference(expected, got, channel_axis=exercise.channel_axis) is None


def _mistaken(misconception):
    return Verdict("wrong", misconception.advice, misconception.name)


def _quietly(function, *arguments):
    """Call one of the bank's own functions; what its mistakes would warn of is meant."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function(*arguments)


def _has_ellipsis(value):
    if isinstance(value, (tuple, list)):
        return any(map(_has_ellipsis, value))
    if isinstance(value, dict):
        return any(map(_has_ellipsis, value.values()))
    return value is ... or (isinstance(value, np.ndarray) and value.dtype == object and _has_ellipsis(value.tolist()))
