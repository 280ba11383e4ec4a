"""From an answer to a verdict: run it, compare it with the reference, look for the mistake it behaves like.

Each step takes all cases at once, so that the answer runs in one place, is compared in another, and is put into
words at the end.
"""

import contextlib
import copy
import warnings
from itertools import chain, islice, takewhile

import numpy as np

from course_utils.checking import host, surroundings
from course_utils.checking.compare import Stopped, agreeing, difference
from course_utils.checking.running import changed_by, error_in_words, run
from course_utils.checking.sentences import case_in_words, compares, helps, kind_of, unlike_asked, value_in_words
from course_utils.checking.source import is_same_code
from course_utils.checking.verdict import Verdict
from course_utils.checking.watch import call_each

CHANGES_INPUT = "changes its input"
_DEEPEST, _MOST_PARTS = 8, 10_000  # lists in lists, and parts at each depth, in which a `...` is looked for
_LONGEST_SENTENCE = 1500  # characters; the longest advice of the bank is far below
_SECONDS_TO_EXAMINE = (
    60  # all results together: the bank's own probes draw and ask networks, and are never as slow as this
)


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
            Whatever the answer does: what cannot be examined gets a sentence, too.

        Raises
        ------
        KeyboardInterrupt
            The learner interrupted the kernel.
        """
        if untouched := self._untouched(answer):
            return untouched
        cases = self._exercise.cases()
        self._expected(cases)  # a fault of the bank's own is found here, and is no verdict
        try:
            with surroundings.kept():
                judged = self._on_value if self._exercise.kind == "predict" else self._on_function
                return _bounded(judged(answer, cases))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return _bounded(_strange(answer, error))

    def _untouched(self, answer):
        """Return the verdict on what stood in the lesson before anybody wrote an answer, or None."""
        if answer is ...:
            return Verdict("not attempted", f"Put your answer in place of `...`, then {host.words().again}.")
        if is_same_code(answer, self._exercise.unattempted):
            return Verdict("not attempted", "Your function still returns `...`.")
        if is_same_code(answer, self._exercise.given):
            return Verdict("not attempted", "It still does what it did when you were given it, and that is not right.")
        return None

    # A prediction: one value. A wrong answer does not reveal the right one.

    def _on_value(self, answer, cases):
        choices = self._exercise.choices
        if answer is None:
            return Verdict("wrong", "The answer is `None`. Write the value itself: `print` shows one and returns none.")
        if _has_ellipsis(answer):
            return Verdict("wrong", "There is still a `...` in your answer.")
        answer = _as_choice(answer, choices)
        if choices and not (isinstance(answer, str) and answer in choices):
            allowed = ", ".join(f'`"{choice}"`' for choice in choices)
            return Verdict("wrong", f"{value_in_words(answer)} is not among the answers. Write one of {allowed}.")
        seen, found, trouble = self._examined([answer], cases, forgiving=False)  # a predicted number in a list is none
        if trouble:
            return trouble
        if found is None:
            return Verdict("right", self._exercise.afterword)
        if alike := self._mistake(cases, seen):
            return Verdict("wrong", alike.advice, alike.name)
        further = compares() if self._exercise.asked_first else helps()
        return Verdict("wrong", value_in_words(seen[0], self._expected(cases)[0]) + further)

    # A function: what it makes of every case.

    def _on_function(self, function, cases):
        if unlike := unlike_asked(function, cases[0], self._exercise.reference):
            return Verdict("wrong", unlike)
        ran = run(function, cases, seconds=self._exercise.seconds)
        seen, found, trouble = self._examined(ran.results, cases, forgiving=self._exercise.channel_axis)
        if trouble and not found:
            return trouble
        if ran.raised or found:
            return self._diagnosed(function, cases, ran, seen, found)
        return self._confirmed(len(cases), ran.changed)

    def _diagnosed(self, function, cases, ran, seen, found):
        """Name the mistake that a wrong function behaves like, or show the first case where it is wrong."""
        behaviour = [*seen, Stopped(ran.error)] if ran.error else seen
        alike = None if ran.raised and not ran.error else self._mistake(cases, behaviour)
        if alike and (not ran.changed or changed_by(alike.wrong, cases)):
            return Verdict("wrong", f"{alike.advice}{_overwritten(ran.changed, alike.advice)}", alike.name)
        if found is None:
            given = case_in_words(function, cases[len(seen)])
            called = f" It was called with {given}." if given else ""
            return Verdict("raised", f"{ran.raised}{called}{_unwritten(function, ran)}{_overwritten(ran.changed)}")
        return self._shown(cases, ran, seen, *found)

    def _shown(self, cases, ran, seen, place, difference):
        """Return a verdict that shows the first case where a function is wrong."""
        given = case_in_words(self._exercise.reference, cases[place])
        shown = f"{f'With {given}: ' if given else ''}{difference}."
        later = f" And in a later case it stops: {ran.raised}" if ran.raised else ""
        if ran.changed:
            return Verdict("wrong", f"{_overwriting(ran.changed)} Work on a copy first. {shown}{later}", CHANGES_INPUT)
        start = self._exercise.given
        if start and not ran.raised and self._first_alike([start], cases, seen):
            return Verdict("wrong", f"It gives the same numbers as when you got it. {shown}{helps()}")
        return Verdict("wrong", f"{shown}{later}{helps()}")

    def _confirmed(self, count, changed):
        """Return the verdict on a function whose results are all right."""
        if changed:
            advice = f"The numbers are right, but {_overwriting(changed, start='the')} Work on a copy."
            return Verdict("wrong", advice, CHANGES_INPUT)
        tried = f"As the reference in all {count} cases. " if count > 1 else ""
        return Verdict("right", f"{tried}{self._exercise.afterword}".strip())

    # Small steps of both.

    def _examined(self, results, cases, forgiving):
        """Look at each result: what the probe makes of it, and how it differs from what is expected.

        Returns
        -------
        seen : list
            What the probe made of each, as far as it came.
        found : tuple or None
            The place of the first that differs, and the Difference.
        trouble : Verdict or None
            On the first that cannot be looked at.
        """
        probe, seen, found = self._exercise.probe, [], []
        there, expected = list(takewhile(_is_there, results)), self._expected(cases)

        def examine_all():
            for place, result in enumerate(there):
                probed = probe(result, *cases[place]) if probe else result
                if not found and (one := difference(expected[place], probed, channel_axis=forgiving)):
                    found.append((place, one))
                seen.append(probed)

        trouble = None
        try:
            # A result may be an object that computes when it is asked, and does not end.
            call_each(examine_all, [()], [], seconds=_SECONDS_TO_EXAMINE)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a stranger's object may fail in any way when it is examined
            trouble = _strange(there[len(seen)], error)
        else:
            if len(seen) < len(results):
                trouble = _nothing(results[len(seen)])
        return seen, found[0] if found else None, trouble

    def _expected(self, cases):
        """What the reference makes of each case."""
        (expected,) = self._of_the_bank([self._exercise.reference], cases, range(len(cases)))
        return expected

    def _mistake(self, cases, seen):
        """Return the misconception that an answer behaves like in the cases seen, or None."""
        known = {misconception.wrong: misconception for misconception in self._exercise.misconceptions}
        return known.get(self._first_alike(list(known), cases, seen))

    def _first_alike(self, functions, cases, seen):
        """Return the first function of the bank that does in all cases seen what the answer does, or None.

        One is tried, then four, sixteen … together: few steps, and little is run for nothing where a run takes long.
        """
        begin = 0
        while begin < len(functions):
            end = 4 * begin + 1
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
            # All of them run, also where the answer stopped: a bank may look at several cases together.
            places = range(begin, min(max(2 * begin, 1), len(cases)))
            there = seen[begin : places.stop]
            made = [results[: len(there)] for results in self._of_the_bank(functions, cases, places)]
            agree = agreeing(made, there, channel_axis=self._exercise.channel_axis)
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


def _as_choice(answer, choices):
    """Return the choice that a text means, capitals and spaces around it aside; anything else as it is."""
    text = answer.strip().casefold() if isinstance(answer, str) else None
    return next((choice for choice in choices if choice.casefold() == text), answer)


# Verdicts on answers that there is nothing to compare of, and sentences on what an answer does beside.


def _nothing(result):
    if result is None:
        return Verdict("wrong", "The answer is `None`. Is a `return` missing?")
    is_whole = result is ...
    return Verdict(
        "wrong", "Your function still returns `...`." if is_whole else "There is still a `...` in the result."
    )


def _strange(result, error):
    return Verdict(
        "wrong", f"This is {kind_of(result)}, and it could not be examined (`{error_in_words(error)}`).{helps()}"
    )


def _unwritten(function, ran):
    """Return a further sentence where an error comes of a `...` that was left; NumPy's errors have the word, too."""
    constants = getattr(getattr(function, "__code__", None), "co_consts", ())
    is_left = ran.error == "TypeError" and "'ellipsis'" in ran.raised and ... in constants
    return " There is still a `...` in your function." if is_left else ""


def _bounded(verdict):
    """Cut a sentence that an answer has filled with words of its own."""
    long = len(verdict.sentence) > _LONGEST_SENTENCE
    return verdict._replace(sentence=f"{verdict.sentence[:_LONGEST_SENTENCE]}…") if long else verdict


def _overwriting(changed, start="The"):
    return f"{start} function overwrites {', '.join(f'`{name}`' for name in changed)} of whoever calls it."


def _overwritten(changed, advice=""):
    """Return a further sentence on overwritten inputs, where there are any and the advice does not say so."""
    is_said = not changed or any(word in advice for word in ("overwrite", "overwritten", "copy"))
    return "" if is_said else f" {_overwriting(changed)} Work on a copy."


def _is_there(result):
    """Whether a result is one: not None, and without an ellipsis in it."""
    return result is not None and not _has_ellipsis(result)


def _has_ellipsis(value):
    """Whether there is a `...` in a value, or in what lies in it, down to a depth and among so many parts of each.

    A list may lie in itself, and an answer may hold a million parts, for each of the cases.
    """
    level = [value]
    for _ in range(_DEEPEST + 1):
        if any(one is ... for one in level):
            return True
        level = list(islice(chain.from_iterable(map(_parts, level)), _MOST_PARTS))
    return False


def _parts(value):
    if isinstance(value, np.ndarray):
        return value.flat if value.dtype == object else ()
    return value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()


@contextlib.contextmanager
def _quietly():
    """Let the bank's own functions run; what its mistakes would warn of is meant."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
