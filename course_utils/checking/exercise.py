"""Exercises that know your mistake: the answer runs beside the reference and beside known misconceptions.

An exercise is written down as functions: the reference, the misconceptions, other right answers. What an answer
does on cases that the lesson does not show decides, never how it is written.
"""

from importlib.util import find_spec
from typing import NamedTuple

from course_utils.checking import answers, curtain, host, progress
from course_utils.checking.judging import Judge
from course_utils.checking.source import result_expression, source_of
from course_utils.checking.verdict import Verdict, Words

_TO_INSTALL = "`python start.py` installs it with the course."


class Misconception(NamedTuple):
    """A mistake that can be run. `wrong` answers as somebody does who makes it; `advice` is what to tell them."""

    name: str
    wrong: object
    advice: str


class Exercise:
    """One exercise. Made by the decorator `exercise`; the bank adds to it by decorators of its own.

    Parameters
    ----------
    prompt : str
        Markdown; stands above the exercise in the lesson.
    reference : function
        The right answer: for a prediction a function of nothing whose body is one return statement.
    hints : sequence of str
        Three: a question, a pointer, a partial line. Where the next cell answers, one question is enough.
    objectives : sequence of int
        Which of the lesson's objectives it assesses, counted from 1 as at the head of the lesson.
    asked_first : bool
        The question stands before the cell that answers it: a prediction to commit to, not to be looked up.
    cases : function, optional
        Returns a list of tuples of arguments. Given, the answer is a function and is called with each.
    probe : function, optional
        Turns a result (and the arguments of the case) into what is compared: numbers, arrays, text, a tuple or
        a dictionary of these. For models, pipelines and random results.
    choices : sequence of str
        What may be answered, when the answer is one of a few words.
    afterword : str
        One sentence to stand behind "Right.".
    channel_axis : bool
        Whether a last axis of length 1 too many or too few is harmless here.
    seconds : float
        After these, one call of the learner's function is stopped.
    verb : str
        What the learner is to do, in a word above the exercise; its kind unless given.
    needs : str
        What the right answer needs beyond NumPy: "keras", or nothing. Where it is missing, as in a browser's page, the
        exercise is not offered.

    Attributes
    ----------
    judge : Judge
        Its `verdict` says what `check` says, without a trace in the file of progress.
    """

    def __init__(
        self,
        prompt,
        reference,
        *,
        hints,
        objectives=(),
        asked_first=False,
        cases=None,
        probe=None,
        choices=(),
        afterword="",
        channel_axis=True,
        seconds=5,
        verb="",
        needs="",
    ):
        self.name, self.lesson = reference.__name__, reference.__module__.rpartition(".")[2]
        self.prompt, self.reference, self.hints = prompt.strip(), reference, tuple(hints)
        self.objectives, self.asked_first = tuple(objectives), asked_first
        self.choices, self.afterword = tuple(choices), afterword
        self.channel_axis, self.seconds = channel_axis, seconds
        self.probe, self._cases, self._verb, self.needs = probe, cases, verb, needs
        self.misconceptions, self.alternatives, self.given, self.unattempted = [], [], None, None
        self.judge, self._hints_given = Judge(self), 0

    def __repr__(self):
        return f"Exercise {self.name}: {self.kind}, {len(self.misconceptions)} misconceptions"

    @property
    def kind(self):
        """The kind of the exercise: "predict", "write" or "repair"."""
        return "repair" if self.given else "write" if self._cases or self.unattempted else "predict"

    @property
    def verb(self):
        """What the learner is to do, in a word: "diagnose", or the kind."""
        return self._verb or self.kind

    @property
    def key(self):
        """The exercise's name in the file of progress."""
        return f"{self.lesson}.{self.name}"

    def cases(self):
        """Fresh arguments of each call: a list of tuples, one empty tuple where nothing is handed over."""
        return self._cases() if self._cases else [()]

    # What the bank adds.

    def misconception(self, advice):
        """A decorator: this function is wrong in a way learners know; its name names the mistake."""

        def add(wrong):
            self.misconceptions.append(Misconception(wrong.__name__.replace("_", " ").strip(), wrong, advice))
            return wrong

        return add

    def alternative(self, right):
        """A decorator: this function is right as well, and written another way."""
        self.alternatives.append(right)
        return right

    def stub(self, unattempted):
        """A decorator: this function stands in the lesson until the learner has written theirs."""
        self.unattempted = unattempted
        return self

    def repair(self, given):
        """A decorator: this function stands in the lesson, runs, and is wrong. To be mended."""
        self.given = given
        return self

    # What the lesson shows.

    def cell(self):
        """Code of the cell in the lesson: the stub, then the check."""
        start = self.given or self.unattempted
        return self._cell(source_of(start, self.name) if start else f"{self.name} = ...")

    def solution_cell(self):
        """Code of the same cell with the reference in it."""
        return self._cell(self._solution())

    def _cell(self, code):
        gap = "\n" if self.kind == "predict" else "\n\n\n"
        return f"{code}{gap}exercises.{self.name}.check({self.name})"

    def _solution(self):
        if self.kind == "predict":
            return f"{self.name} = {result_expression(self.reference)}"
        return source_of(self.reference, self.name)

    # What the learner calls.

    def check(self, answer=...):
        """Say whether an answer is right, and if not, which mistake it behaves like.

        Parameters
        ----------
        answer : function, or whatever the exercise asks for

        Returns
        -------
        Verdict
            Also when the answer's own code raises an error.
        """
        if self.needs and find_spec(self.needs) is None:
            return Verdict("not attempted", f"This needs {self.needs.capitalize()}, which is not here. {_TO_INSTALL}")
        verdict = self.judge.verdict(answer)
        note = progress.record(self.key, status=verdict.status, misconception=verdict.misconception)
        if verdict.status == "right":
            note = f"{note} {answers.offer(self.key, answer)}".strip()
        return verdict._replace(note=note)

    def hint(self):
        """The next of three hints; after the last one the last again, and a word that it was the last."""
        tier, last = self._hints_given, len(self.hints) - 1
        self._hints_given = min(tier, last) + 1
        note = progress.record(self.key, hint=self._hints_given)
        title, hint = f"Hint {self._hints_given} of {len(self.hints)}", self.hints[min(tier, last)]
        if tier > last:
            further = curtain.held_back(self.lesson)[0] or host.words().solution
            return Words(f"{title}, again: there is no further one.", f"{hint} {further}", note=note)
        return Words(f"{title}.", hint, note=note)

    def solution(self):
        """The reference's own source: what is shown is what is tested; below it the reason, where it is one value.

        Whoever teaches may hold it back until a day.
        """
        held_back, unclear = curtain.held_back(self.lesson)
        if held_back:
            return Words("Not yet.", f"{held_back} Hints are here at once.")
        note = f"{unclear} {progress.record(self.key, solution=True)}".strip()
        reason = self.afterword if self.kind == "predict" else ""
        return Words("Solution.", self._solution(), is_code=True, note=note, reason=reason)


def exercise(prompt, **settings):
    """A decorator: the function is the reference of a new `Exercise`, and gives it its name."""
    return lambda reference: Exercise(prompt, reference, **settings)


def prediction(prompt, **settings):
    """A decorator: as `exercise`, for a question that stands before the cell that answers it."""
    return exercise(prompt, asked_first=True, **settings)


def diagnosis(prompt, *, contradicted, **settings):
    """A decorator: as `exercise`, for a question that is answered with one of several diagnoses.

    Nobody behaves like a diagnosis, so a wrong one is not found by running it: each comes with the sentence that
    contradicts it. The sentence names an instrument and what it read, and never the right diagnosis.

    Parameters
    ----------
    prompt : str
    contradicted : dict of str -> str
        Every wrong diagnosis, and what contradicts it.
    **settings
        As for `Exercise`.
    """

    def made(reference):
        # In alphabetical order: the place of the right one tells nothing.
        choices = sorted([*contradicted, reference()])
        one = Exercise(prompt, reference, choices=choices, verb="diagnose", **settings)
        for wrong, words in contradicted.items():
            one.misconception(words)(_who_says(wrong))
        return one

    return made


def _who_says(word):
    """A function of the bank that answers with a word, and is called by it."""

    def says():
        return word

    says.__name__ = word
    return says
