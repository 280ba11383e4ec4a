"""Questions that are worth a neighbour: answered alone, argued over where answers differ, and answered again."""

from course_utils.commands.teaching import clock
from course_utils.inventory.forms import ITEMS

#: What a round takes beyond the clock, in minutes.
ROUND = 3
MOST = 3
_SEVERAL = 2  # mistakes to be argued with, at the least


def questions(row, sections):
    """The questions of a lesson to discuss, in its order.

    First come those that the inventory asks too, about a mistake that is known beyond this course; then those that are
    answered in words, where each answer has its reasons; then those with most known mistakes. All are asked before the
    cell that answers them, which ends the discussion. The exit question is for each alone.

    Parameters
    ----------
    row : Lesson
    sections : list of Section

    Returns
    -------
    questions : list of Exercise
    """
    last = clock.exit_question(row, sections)
    own = [one for part in sections for one in clock.exercises_of(part, row)]
    asked = [one for one in own if one.asked_first and one is not last]
    best = sorted(asked, key=lambda one: _rank(one), reverse=True)[:MOST]
    return [one for one in asked if one in best]


def is_in_inventory(exercise):
    """Whether the inventory has an item on an exercise."""
    return any(item.exercise is exercise for item in ITEMS.values())


def is_open(exercise):
    """Whether a question is answered in words, and several of them are mistakes that are known."""
    return bool(exercise.choices) and len(exercise.misconceptions) >= _SEVERAL


def _rank(exercise):
    return is_in_inventory(exercise), is_open(exercise), len(exercise.misconceptions)
