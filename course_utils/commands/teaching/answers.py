"""Answers that are computed: what is right, and what somebody says who makes a mistake that the bank can run."""

from typing import NamedTuple

from course_utils.checking.compare import short
from course_utils.commands.teaching import outline

#: What no stored output says: the answer is clicked in the picture. A test computes it from the stored probabilities.
CLICKED = {("06", "What it confuses"): "Shirt"}


class Wrong(NamedTuple):
    """A mistake of a predict exercise.

    Attributes
    ----------
    value : str or None
        What such a person answers, or None where the mistake gives no value.
    name : str
    advice : str
    """

    value: str | None
    name: str
    advice: str


class Shown(NamedTuple):
    """What a lesson shows below a question.

    Attributes
    ----------
    clicked : str
        The answer where it is given in an explorer; else empty.
    printed : list of str
        What the cells printed.
    pictures : list of str
        What their pictures show, in words.
    notes : list of str
        The first paragraph of the text below.
    """

    clicked: str
    printed: list
    pictures: list
    notes: list


def right(exercise):
    """The right answer of a predict exercise, as text."""
    return written(exercise.reference())


def mistakes(exercise):
    """What each mistake of an exercise answers, in the order of the bank; of a function there is no value.

    Parameters
    ----------
    exercise : Exercise

    Returns
    -------
    mistakes : list of Wrong
    """
    return [Wrong(_value(exercise, one), one.name, one.advice) for one in exercise.misconceptions]


def written(value):
    """A value as a learner writes it down: words without quotation marks, numbers in few digits.

    >>> written((5, 0.25, "a")), written("dense layer"), written(4 / 3), written(113386), written((9,))
    ('(5, 0.25, a)', 'dense layer', '1.33333', '113386', '(9,)')
    """
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))}{',' if len(value) == 1 else ''})"
    return value if isinstance(value, str) else short(value)


def shown(question, number):
    """What a question is answered with where nothing checks it: quoted from the cells below it.

    Parameters
    ----------
    question : Question
    number : str
        Of the lesson.

    Returns
    -------
    Shown
    """
    codes = [cell for cell in question.below if cell["cell_type"] == "code"]
    texts = [cell["source"] for cell in question.below if cell["cell_type"] == "markdown"]
    return Shown(
        CLICKED.get((number, question.heading), ""),
        [text for cell in codes for text in outline.said(cell)],
        [words.removeprefix(outline.PICTURE) for cell in codes for _, words in outline.pictures(cell)],
        outline.paragraphs(texts[0])[:1] if texts else [],
    )


def _value(exercise, misconception):
    if exercise.kind != "predict":
        return None
    try:
        return written(misconception.wrong())
    except Exception:  # a mistake may stop where the learner's own would
        return None
