"""The twenty items, and the two parallel forms that are made of them: the same functions at other numbers."""

from typing import NamedTuple

import numpy as np

from course_utils.inventory import lessons_00_to_03, lessons_04_to_07, lessons_08_to_12
from course_utils.inventory.item import Item, asked

#: All items in the order of the lessons: name -> Item.
ITEMS = {
    name: value
    for module in (lessons_00_to_03, lessons_04_to_07, lessons_08_to_12)
    for name, value in vars(module).items()
    if isinstance(value, Item)
}
#: Form -> the seed of its numbers, chosen so that no item has the same numbers or the same right answer in both.
SEEDS = {"A": 1, "B": 260}


class Form(NamedTuple):
    """Questions to be asked together.

    Attributes
    ----------
    name : str
    questions : tuple of Question
    """

    name: str
    questions: tuple


def form(name):
    """Form "A", before the course, or "B", after it.

    Raises
    ------
    ValueError
        There is no form of that name.
    """
    if name not in SEEDS:
        raise ValueError(f"form {name!r} is not there: the inventory has the forms {' and '.join(SEEDS)}.")
    return Form(name, questions(SEEDS[name]))


def questions(seed):
    """All items with the numbers of a seed; the right answer stands equally often in each of the four places."""
    places = np.random.default_rng(seed).permutation(np.arange(len(ITEMS)) % 4)
    return tuple(asked(name, item, seed, int(place)) for (name, item), place in zip(ITEMS.items(), places, strict=True))
