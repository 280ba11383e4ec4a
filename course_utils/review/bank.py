"""The questions that come back: the inventory's items and as many more, with other numbers each time they are asked."""

import functools
import zlib

import numpy as np

from course_utils.inventory import lessons_00_to_03 as first
from course_utils.inventory import lessons_04_to_07 as second
from course_utils.inventory import lessons_08_to_12 as third
from course_utils.inventory.forms import SEEDS, form
from course_utils.inventory.item import Item, posed
from course_utils.review import lessons_00_to_03, lessons_04_to_07, lessons_08_to_12

_SEED = 21
_ROUND = 50  # after so many times the numbers come again
_TRIES = 200


#: Sources with more numbers than the two forms of the inventory need.
_WIDER = {
    "moved_dot": {"pool_size": range(3, 9), "shift_by": (1, 2, 3)},
    "softmax_twice": {"classes": range(3, 31)},
    "copies_before_split": {"photographs": range(50, 401, 25)},
    "mean_of_the_class": {"images": (4, 5, 8, 10), "bright": (80, 120, 160, 200, 240)},
    "dropout_modes": {"size": range(12, 61, 12), "rate": (0.2, 0.25, 0.4, 0.6, 0.75)},
}


def _items():
    modules = (first, lessons_00_to_03, second, lessons_04_to_07, third, lessons_08_to_12)
    found = {name: value for module in modules for name, value in vars(module).items() if isinstance(value, Item)}
    found.update({name: found[name]._replace(numbers=numbers) for name, numbers in _WIDER.items()})
    return dict(sorted(found.items(), key=lambda pair: pair[1].lesson))


#: All items in the order of the lessons: name -> Item.
ITEMS = _items()


def question(name, times=0):
    """An item as it is asked to somebody who was asked it so many times before.

    The numbers are none of the inventory's forms, none of the exercise's own, and others each time, until the item has
    no more of them.

    Parameters
    ----------
    name : str
        Of the item.
    times : int

    Returns
    -------
    Question
    """
    item, turn = ITEMS[name], times % _ROUND
    rng = np.random.default_rng([_SEED, zlib.crc32(name.encode()), turn])
    return posed(name, item, _numbers(name, turn), int(rng.integers(4)), rng)


def taken(name):
    """Numbers at which an item is asked elsewhere: in the two forms of the inventory, and in the exercise."""
    own = ITEMS[name].bank_numbers
    return [*_in_forms().get(name, ()), *([own] if own else ())]


@functools.cache
def _in_forms():
    found = {}
    for letter in SEEDS:
        for one in form(letter).questions:
            found.setdefault(one.name, []).append(one.numbers)
    return found


def _numbers(name, turn):
    """Numbers for a turn of a round: those of no turn before as long as there are others, and never of the last one."""
    rng, found = _begun(name)
    while len(found) <= turn:
        found.append(_other(ITEMS[name], rng, taken(name), found))
    return found[turn]


@functools.cache
def _begun(name):
    """A generator of the item's own, and what it has drawn so far."""
    return np.random.default_rng([_SEED, zlib.crc32(name.encode())]), []


def _other(item, rng, never, before):
    """Other numbers than any before; where so many tries find none, the item has no more, and some come again."""
    refused = [*never, *before]
    for _ in range(_TRIES):
        numbers = item.any_numbers(rng)
        if numbers not in refused:
            if item.tells_apart(numbers):
                return numbers
            refused.append(numbers)
    others = [numbers for numbers in before if numbers != before[-1]]
    return others[rng.integers(len(others))]
