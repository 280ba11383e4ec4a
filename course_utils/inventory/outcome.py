"""What answers say: which misconceptions are held, what is understood, and what changed between two forms."""

from typing import NamedTuple

from course_utils.inventory.forms import ITEMS
from course_utils.inventory.item import RIGHT
from course_utils.lessons import LESSONS
from course_utils.numbers import counted, spelled_out

#: Chosen in place of one of the four answers.
OPEN = "open"
#: How sure one can be, as it is kept and as it is asked.
SURE = {"guess": "I guessed", "rather": "rather sure", "sure": "sure"}


class Answer(NamedTuple):
    """An answer to one question.

    Attributes
    ----------
    choice : str
        "right", the name of a misconception, or "open": I do not know yet.
    reason : str
        Likewise, of the question why; empty for "open".
    sure : "guess", "rather", "sure" or ""
    """

    choice: str
    reason: str = ""
    sure: str = ""

    @property
    def standing(self):
        """What the answer shows: "understood", "held", "right", "wrong" or "open".

        Understood and held need the reason that belongs to the choice, and more than a guess.
        """
        if self.choice == OPEN:
            return OPEN
        is_meant = self.choice == self.reason and self.sure != "guess"
        if self.choice == RIGHT:
            return "understood" if is_meant else "right"
        return "held" if is_meant else "wrong"

    def is_sound(self, item):
        """Whether somebody can have answered this to an item."""
        names = {RIGHT, *item.misconceptions}
        if self.choice == OPEN:
            return (self.reason, self.sure) == ("", "")
        return {self.choice, self.reason} <= names and self.sure in SURE


def answers_in_words(count):
    """How many answers to the inventory, as text.

    >>> answers_in_words(1), answers_in_words(20)
    ('1 answer to the inventory', '20 answers to the inventory')
    """
    return f"{counted(count, 'answer')} to the inventory"


def held(answers):
    """The misconceptions that answers show: name of the item -> name of the misconception."""
    return {name: answer.choice for name, answer in answers.items() if answer.standing == "held"}


def belief(name, misconception):
    """What is believed by who holds a misconception, as a sentence."""
    item = ITEMS[name]
    if misconception == item.main:
        return item.believes
    return next(choice.because for choice in item.choices if choice.name == misconception)


def truth(name):
    """What holds in place of an item's misconceptions, as a sentence."""
    return ITEMS[name].choices[0].because


class Change(NamedTuple):
    """What changed between two forms; each part holds names of items, in the order of the lessons."""

    no_longer_held: tuple
    held_now: tuple
    new: tuple
    understood_now: tuple
    understood_before: tuple
    not_yet: tuple


def change(before, after):
    """Compare the answers to two forms.

    Parameters
    ----------
    before, after : dict of str -> Answer
        By the name of the item; what one of them lacks is left out.

    Returns
    -------
    Change
    """
    both = [name for name in ITEMS if name in before and name in after]
    was, now = held(before), held(after)
    understood = [name for name in both if after[name].standing == "understood"]
    knew = [name for name in understood if before[name].standing == "understood"]
    return Change(
        no_longer_held=tuple(name for name in both if name in was and now.get(name) != was[name]),
        held_now=tuple(name for name in both if name in now and was.get(name) == now[name]),
        new=tuple(name for name in both if name in now and was.get(name) != now[name]),
        understood_now=tuple(name for name in understood if name not in knew),
        understood_before=tuple(knew),
        not_yet=tuple(name for name in both if name not in understood and name not in now),
    )


def told(before, after):
    """What changed, as lines of text; it has no grade."""
    found = change(before, after)
    was, now = held(before), held(after)
    parts = (
        ("You understand now, and did not before:", found.understood_now, truth),
        ("You held this before, and do not hold it now:", found.no_longer_held, lambda name: belief(name, was[name])),
        ("You still answer as somebody who believes:", found.held_now, lambda name: belief(name, now[name])),
        (
            "You answer now, and did not before, as somebody who believes:",
            found.new,
            lambda name: belief(name, now[name]),
        ),
    )
    lines = [line for part in parts for line in _listed(*part)]
    before, unsettled = len(found.understood_before), len(found.not_yet)
    lines.append(f"You had understood {counted(before, 'idea')} before; {_unsettled(unsettled)}")
    if again := [*found.held_now, *found.new, *found.not_yet]:
        numbers = sorted({ITEMS[name].lesson for name in again})
        lines.append(f"Worth another look: {'lesson' if len(numbers) == 1 else 'lessons'} {', '.join(numbers)}.")
    return lines


def told_alone(answers):
    """What the answers to one form show, as lines of text; it has no grade."""
    now = held(answers)
    names = [name for name in ITEMS if name in now]
    lines = [*_listed("You answer as somebody who believes:", names, lambda name: belief(name, now[name]))]
    understood = sum(answer.standing == "understood" for answer in answers.values())
    unsure = len(answers) - understood - len(now)
    return [*lines, f"You have understood {counted(understood, 'idea')}; {_unsettled(unsure)}"]


def _listed(head, names, words):
    """A head and a line for each item; `words` takes the item's name."""
    if names:
        yield head
        yield from (f"  · {words(name)} ({_lesson(name)})" for name in names)


def _unsettled(count):
    return f"{spelled_out(count) if count else 'none'} {'is' if count == 1 else 'are'} not settled yet."


def _lesson(name):
    row = next(row for row in LESSONS if row.number == ITEMS[name].lesson)
    return f"lesson {row.number}, {row.title}"
