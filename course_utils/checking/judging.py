"""From an answer to a verdict: run it, compare it with the reference, look for the mistake it behaves like.

Each step takes all cases at once, so that the answer runs in one place, is compared in another, and is put into
words at the end.
"""

import contextlib
import copy
import warnings
from itertools import takewhile

import numpy as np

from course_utils.checking.compare import Stopped, agreeing, first_difference
from course_utils.checking.running import run
from course_utils.checking.sentences import HELP, case_in_words, kind_of, unlike_asked, value_in_words
from course_utils.checking.verdict import Verdict

CHANGES_INPUT = "changes its input"


class Judge:
    """The judge of one exercise's answers.

    What the bank's own functions make of the cases is the same each time: it is found once and kept.

    Parameters
    ----------
    exercise : Exercise
    """

    def __init__(self, exercise):
        self._exercise = exercise
        self._known = {}  # (function of the bank, place of the case) -> what the probe made of its result, or Stopped

    def verdict(self, answer):
        """The verdict on an answer, without a trace in the file of progress.

        Parameters
        ----------
        answer : function, or whatever the exercise asks for

        Returns
        -------
        Verdict
        """
        if _has_ellipsis(answer):
            return Verdict("not attempted", "Put your answer in place of `...`, then run the cell again.")
        return self._on_value(answer) if self._exercise.kind == "predict" else self._on_function(answer)

    # A prediction: one value. A wrong answer does not reveal the right one.

    def _on_value(self, answer):
        choices = self._exercise.choices
        if choices and not (isinstance(answer, str) and answer in choices):
            allowed = ", ".join(f'`"{choice}"`' for choice in choices)
            return Verdict("wrong", f"{value_in_words(answer)} is not among the answers. Write one of {allowed}.")
        cases = self._exercise.cases()
        seen, trouble = self._examined([answer], cases)
        if trouble:
            return trouble
        expected = self._expected(cases)
        if self._first_difference(expected, seen) is None:
            return Verdict("right", self._exercise.afterword)
        return self._mistake(cases, seen) or Verdict("wrong", value_in_words(seen[0], expected[0]) + HELP)

    # A function: what it makes of every case.

    def _on_function(self, function):
        cases = self._exercise.cases()
        if unlike := unlike_asked(function, cases[0], self._exercise.reference):
            return Verdict("wrong", unlike)
        ran = run(function, cases, seconds=self._exercise.seconds)
        seen, trouble = self._examined(ran.results, cases)
        if trouble:
            return trouble
        if ran.raised:
            mistake = ran.error and self._mistake(cases, [*seen, Stopped(ran.error)])
            return mistake or _stopped(ran.raised, function, cases[len(seen)])
        if found := self._first_difference(self._expected(cases), seen):
            return self._diagnosed(cases, seen, *found)
        return self._confirmed(len(cases), ran.changed)

    def _diagnosed(self, cases, seen, place, difference):
        """Name the mistake that a wrong function behaves like, or show the first case where it is wrong."""
        start = self._exercise.given
        if start and self._first_alike([start], cases, seen):
            return Verdict("not attempted", "It still does what it did when you were given it, and that is not right.")
        if mistake := self._mistake(cases, seen):
            return mistake
        given = case_in_words(self._exercise.reference, cases[place])
        return Verdict("wrong", f"{f'With {given}: ' if given else ''}{difference}.{HELP}")

    def _confirmed(self, count, changed):
        """Return the verdict on a function whose results are all right."""
        if changed:
            listed = ", ".join(f"`{name}`" for name in changed)
            advice = f"The numbers are right, but the function overwrites {listed} of whoever calls it. Work on a copy."
            return Verdict("wrong", advice, CHANGES_INPUT)
        tried = f"As the reference in all {count} cases. " if count > 1 else ""
        return Verdict("right", f"{tried}{self._exercise.afterword}".strip())

    # Small steps of both.

    def _examined(self, results, cases):
        """Return (what the probe makes of each result, None), or (None, a verdict on one that it cannot take)."""
        probe, seen = self._exercise.probe, []
        there = list(takewhile(_is_there, results))
        try:
            with _quietly():
                for result, case in zip(there, cases, strict=False):
                    seen.append(probe(result, *case) if probe else result)
        except Exception as error:  # a stranger's object may fail in any way when it is examined
            return None, _strange(there[len(seen)], error)
        if len(seen) < len(results):
            return None, _nothing(results[len(seen)])
        return seen, None

    def _expected(self, cases):
        """What the reference makes of each case."""
        (expected,) = self._of_the_bank([self._exercise.reference], cases, range(len(cases)))
        return expected

    def _first_difference(self, expected, seen):
        return first_difference(expected, seen, channel_axis=self._exercise.channel_axis)

    def _mistake(self, cases, seen):
        """Return the verdict on an answer that behaves like a misconception in the cases seen, or None."""
        known = {misconception.wrong: misconception for misconception in self._exercise.misconceptions}
        alike = known.get(self._first_alike(list(known), cases, seen))
        return alike and Verdict("wrong", alike.advice, alike.name)

    def _first_alike(self, functions, cases, seen):
        """Return the first function of the bank that does in all cases seen what the answer does, or None.

        One is tried, then two, four … together: few steps, and little is run for nothing where a run takes long.
        """
        begin = 0
        while begin < len(functions):
            end = 2 * begin + 1
            if alike := self._alike(functions[begin:end], cases, seen):
                return alike[0]
            begin = end
        return None

    def _alike(self, functions, cases, seen):
        """Return those of the functions that do what the answer does in all cases seen.

        The first case tells most of them apart: only those that pass it run on the second, then on two more, four …
        """
        begin = 0
        while functions and begin < len(seen):
            places = range(begin, min(max(2 * begin, 1), len(seen)))
            made = self._of_the_bank(functions, cases, places)
            agree = agreeing(made, seen[begin : places.stop], channel_axis=self._exercise.channel_axis)
            functions = [function for function, is_alike in zip(functions, agree, strict=True) if is_alike]
            begin = places.stop
        return functions

    def _of_the_bank(self, functions, cases, places):
        """What the bank's own functions make of the cases in these places: a list for each function."""
        probe, known = self._exercise.probe, self._known
        asked = [(function, place) for function in functions for place in places]
        with _quietly():
            for function, place in asked:
                if (function, place) in known:
                    continue
                case = cases[place]
                try:
                    result = function(*copy.deepcopy(case))
                    known[function, place] = probe(result, *case) if probe else result
                except Exception as error:  # a mistake may stop where the learner's own would
                    if function is self._exercise.reference:
                        raise
                    known[function, place] = Stopped(type(error).__name__)
        return [[known[function, place] for place in places] for function in functions]


# Verdicts on answers that there is nothing to compare of.


def _stopped(raised, function, case):
    if "ellipsis" in raised:
        return Verdict("not attempted", "There is still a `...` in your function.")
    given = case_in_words(function, case)
    return Verdict("raised", f"{raised}{f' It was called with {given}.' if given else ''}")


def _nothing(result):
    if result is None:
        return Verdict("wrong", "The answer is `None`. Is a `return` missing?")
    return Verdict("not attempted", "Your function still returns `...`.")


def _strange(result, error):
    words = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return Verdict("wrong", f"This is {kind_of(result)}, and it could not be examined (`{words}`).{HELP}")


def _is_there(result):
    """Whether a result is one: not None, and without an ellipsis in it."""
    return result is not None and not _has_ellipsis(result)


def _has_ellipsis(value):
    if isinstance(value, (tuple, list)):
        return any(map(_has_ellipsis, value))
    if isinstance(value, dict):
        return any(map(_has_ellipsis, value.values()))
    return value is ... or (isinstance(value, np.ndarray) and value.dtype == object and _has_ellipsis(value.tolist()))


@contextlib.contextmanager
def _quietly():
    """Let the bank's own functions run; what its mistakes would warn of is meant."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
