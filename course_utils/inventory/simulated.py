"""Learners who hold misconceptions, answer as these misconceptions do, and lose them by reading and by advice.

They are no people: what they show is whether the inventory, the checks and the analysis find what was put in.
"""

from functools import cache

from course_utils.inventory.forms import ITEMS
from course_utils.inventory.item import RIGHT
from course_utils.inventory.outcome import Answer
from course_utils.lessons import LESSONS


class Learner:
    """Somebody who holds misconceptions.

    Parameters
    ----------
    holds : dict of str -> str
        Name of an item -> name of the misconception that is held about it.
    rng : numpy.random.Generator
    slips : float
        How often an answer is given at random, without a thought.
    """

    def __init__(self, holds, rng, slips=0.0):
        self.holds, self._rng, self.slips = dict(holds), rng, slips

    def answer(self, question):
        """The answer to a question of the inventory.

        Parameters
        ----------
        question : Question

        Returns
        -------
        Answer
        """
        if self._rng.random() < self.slips:
            names = [name for name, _ in question.options]
            return Answer(*(str(self._rng.choice(names)) for _ in range(2)), "guess")
        thought = self.holds.get(question.name, RIGHT)
        return Answer(thought, thought, "rather")

    def sit(self, questions):
        """The answers to many questions, by the name of the item."""
        return {question.name: self.answer(question) for question in questions}

    def read(self, lesson, chance):
        """Read a lesson: each misconception that it corrects is lost with this chance."""
        for name in [name for name in self.holds if ITEMS[name].lesson == lesson]:
            self._lose(name, chance)

    def practise(self, lesson, chance):
        """Do a lesson's exercises: where a check names the mistake, its advice takes it away with this chance."""
        for name in [name for name in self.holds if ITEMS[name].lesson == lesson]:
            if is_named(name, self.holds[name]):
                self._lose(name, chance)

    def take_the_course(self, *, reading, advice):
        """Go through all lessons: read, then practise."""
        for row in LESSONS:
            self.read(row.number, reading)
            self.practise(row.number, advice)

    def _lose(self, name, chance):
        if self._rng.random() < chance:
            del self.holds[name]


def learner(prevalence, rng, slips=0.0):
    """A learner drawn from a population.

    Parameters
    ----------
    prevalence : dict of str -> float
        Name of an item -> share of the population that holds its main misconception.
    rng : numpy.random.Generator
    slips : float
    """
    holds = {name: ITEMS[name].main for name, share in prevalence.items() if rng.random() < share}
    return Learner(holds, rng, slips)


@cache
def is_named(name, misconception):
    """Whether the exercise that an item belongs to knows a mistake, and its check names it."""
    exercise = ITEMS[name].exercise
    wrong = {one.name: one.wrong for one in exercise.misconceptions}.get(misconception)
    if wrong is None:
        return False
    verdict = exercise.judge.verdict(wrong() if exercise.kind == "predict" else wrong)
    return verdict.misconception == misconception
