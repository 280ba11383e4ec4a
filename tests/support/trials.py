"""Answers that learners give, written down with the verdict they are to get: a file per lesson in tests/trials.

What the bank makes of itself is tried elsewhere (`tests/support/answers.py`); these are written by hand, as somebody
would write them who has read the lesson and not the bank.
"""

from typing import NamedTuple


class Trial(NamedTuple):
    """One answer and what is to be said of it.

    Attributes
    ----------
    exercise : str
        Its name in the bank.
    answer : object
        A function, or the value of a prediction.
    status : "right", "wrong", "raised" or "not attempted"
    named : str or None
        The misconception that is to be named. None: no name may be given, for none would be true.
    says : str
        A part of the sentence; empty where any will do.
    """

    exercise: str
    answer: object
    status: str
    named: str | None = None
    says: str = ""

    @property
    def label(self):
        """Short words for a report."""
        return f"{self.exercise}: {getattr(self.answer, '__name__', repr(self.answer))[:60]}"


class Trials(list):
    """The trials of one lesson."""

    def right(self, exercise):
        """A decorator: this function is right."""
        return self._function(exercise, "right")

    def wrong(self, exercise, named=None, *, says=""):
        """A decorator: this function is wrong, and the verdict has this name, or none."""
        return self._function(exercise, "wrong", named, says)

    def raises(self, exercise, *, says=""):
        """A decorator: this function stops with an error in its first case, and no known mistake does."""
        return self._function(exercise, "raised", None, says)

    def right_values(self, exercise, *values):
        """Values of a prediction that are right."""
        self.extend(Trial(exercise, value, "right") for value in values)

    def wrong_values(self, exercise, *values, named=None, says=""):
        """Values of a prediction that are wrong, all with the same name, or none."""
        self.extend(Trial(exercise, value, "wrong", named, says) for value in values)

    def _function(self, exercise, status, named=None, says=""):
        def add(function):
            self.append(Trial(exercise, function, status, named, says))
            return function

        return add
