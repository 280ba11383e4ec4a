"""One question of the inventory: numbers from a seed, a truth that is run, and three mistakes run beside it."""

import zlib
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from course_utils.numbers import number

RIGHT = "right"
_TRIES = 1000  # to draw numbers at which no two choices are the same; seldom more than ten are needed


def written(value):
    """A value of a choice as text."""
    return number(value, thousands=True)


def row(values):
    """A row of numbers as text: (1, 0, 3)."""
    return f"({', '.join(number(one) for one in values)})"


def sides(shape):
    """A shape as text: 5 × 3 × 48."""
    return " × ".join(number(one) for one in shape)


class Choice(NamedTuple):
    """One of four answers to an item.

    Attributes
    ----------
    name : str
        "right", or the name of the misconception.
    value : function
        Takes the item's numbers by name; returns what somebody answers who thinks so.
    because : str
        The reason such a person would give.
    """

    name: str
    value: object
    because: str


class Item(NamedTuple):
    """A question without its numbers.

    Attributes
    ----------
    lesson : str
        The number of the lesson that teaches it.
    objective : int
        Of that lesson, counted from 1.
    believes : str
        What is believed by who holds the main misconception, as a sentence.
    numbers : dict of str -> sequence or function
        What each number is drawn from: one of a sequence, or what a function makes of a generator.
    question : function
        Takes the numbers by name; returns Markdown.
    choices : tuple of Choice
        The right one, the main misconception, and two more.
    exercise : Exercise
        Where the course's checks know these mistakes.
    written : function
        A value as text.
    bank_numbers : dict or None
        Numbers at which each choice must be what the exercise has; None where the exercise's own functions are run,
        or where it asks in words.
    bank_reads : function
        The part of the exercise's answer that the item asks for.
    advice : dict of str -> str
        What to tell who makes a mistake, where the exercise's own advice does not fit: it quotes the numbers of the
        exercise, or has none.
    """

    lesson: str
    objective: int
    believes: str
    numbers: dict
    question: object
    choices: tuple
    exercise: object
    written: object = written
    bank_numbers: dict | None = None
    bank_reads: object = lambda answer: answer
    advice: dict = MappingProxyType({})

    @property
    def main(self):
        """The name of the misconception that the item is for."""
        return self.choices[1].name

    @property
    def misconceptions(self):
        """Names of all its misconceptions, the main one first."""
        return tuple(choice.name for choice in self.choices[1:])

    def advice_on(self, misconception):
        """What to tell who makes this mistake: the item's own words, or those of the exercise."""
        banks = {one.name: one.advice for one in self.exercise.misconceptions}
        return self.advice.get(misconception) or banks[misconception]

    def drawn(self, rng):
        """Numbers at which the four choices differ as they are written.

        Raises
        ------
        RuntimeError
            There are none: a fault of the item's own.
        """
        for _ in range(_TRIES):
            if self.tells_apart(numbers := self.any_numbers(rng)):
                return numbers
        raise RuntimeError(f"no numbers were found for the item on {self.main!r}.")

    def any_numbers(self, rng):
        """Numbers from their sources, whatever they come to."""
        return {name: _drawn(source, rng) for name, source in self.numbers.items()}

    def tells_apart(self, numbers):
        """Whether the four choices differ at these numbers as they are written."""
        return len(set(self.texts(numbers).values())) == len(self.choices)

    def values(self, numbers):
        """What each choice comes to: name -> value."""
        return {choice.name: choice.value(**numbers) for choice in self.choices}

    def texts(self, numbers):
        """What each choice comes to, as it is written: name -> text."""
        return {name: self.written(value) for name, value in self.values(numbers).items()}


class Question(NamedTuple):
    """An item with its numbers, as it is asked.

    Attributes
    ----------
    name : str
        Of the item.
    item : Item
    numbers : dict
    text : str
        Markdown.
    options : tuple of (name, text)
        In the order in which they are shown.
    reasons : tuple of (name, text)
        Likewise, for the question why.
    """

    name: str
    item: Item
    numbers: dict
    text: str
    options: tuple
    reasons: tuple


def asked(name, item, seed, place):
    """An item as it is asked with this seed, with the right answer at a given place.

    Parameters
    ----------
    name : str
    item : Item
    seed : int
    place : int
        0 to 3.

    Returns
    -------
    Question
    """
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return posed(name, item, item.drawn(rng), place, rng)


def posed(name, item, numbers, place, rng):
    """An item as it is asked with these numbers; the generator decides in which order the others stand."""
    texts, wrong = item.texts(numbers), list(rng.permutation(item.misconceptions))
    order = [*wrong[:place], RIGHT, *wrong[place:]]
    becauses = {choice.name: choice.because for choice in item.choices}
    reasons = tuple((str(one), becauses[one]) for one in rng.permutation(list(becauses)))
    return Question(
        name, item, numbers, item.question(**numbers), tuple((str(one), texts[one]) for one in order), reasons
    )


# What items are made of.


def own(because, value, **wrong):
    """Choices whose values are functions written for the item: name = (function, reason); `_` stands for a space."""
    others = (Choice(name.replace("_", " "), made, why) for name, (made, why) in wrong.items())
    return (Choice(RIGHT, value, because), *others)


def run(exercise, how, because, **wrong):
    """Choices whose values are made by the functions of an exercise: its reference, and misconceptions by name.

    Parameters
    ----------
    exercise : Exercise
    how : function
        Takes one of these functions, and the numbers by name; returns the value.
    because : str
        The right reason.
    **wrong : str
        Name of the misconception, `_` for a space -> its reason.
    """
    functions = {one.name: one.wrong for one in exercise.misconceptions}
    reasons = {name.replace("_", " "): why for name, why in wrong.items()}
    others = (Choice(name, _called(how, functions[name]), why) for name, why in reasons.items())
    return (Choice(RIGHT, _called(how, exercise.reference), because), *others)


def whole_numbers(length, low, high):
    """A source of rows of different whole numbers, low to high."""
    return lambda rng: tuple(int(one) for one in rng.choice(np.arange(low, high + 1), length, replace=False))


def _called(how, function):
    return lambda **numbers: how(function, **numbers)


def _drawn(source, rng):
    return source(rng) if callable(source) else source[rng.integers(len(source))]
