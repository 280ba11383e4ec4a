"""What a learner takes from a page to the course and back: the progress, and beside it the answers to the inventory.

It is the file of the progress with one name more. An edition that does not know the inventory keeps it, unused.
"""

import json

from course_utils.checking import progress
from course_utils.checking.kept import LARGEST as LARGEST_PROGRESS
from course_utils.checking.kept import each_once
from course_utils.inventory import records
from course_utils.inventory.outcome import answers_in_words

_NAME = "inventory"
LARGEST = LARGEST_PROGRESS + records.LARGEST  # bytes of a file that was taken out


def packed():
    """What is taken out beside the progress, by name, empty where there is nothing; and a sentence on it, or none."""
    inventory, note = records.packed()
    if not inventory:
        return {}, note
    count = sum(map(len, inventory["forms"].values()))
    return {_NAME: inventory}, f"{note} With it: {answers_in_words(count)}.".strip()


def bring(text):
    """Join the text of a file that was taken out elsewhere with what is kept here.

    Parameters
    ----------
    text : str

    Returns
    -------
    words : str
        What came of it.
    is_problem : bool
        Nothing was brought in.
    """
    rest, inventory = _taken_apart(text)
    words, is_problem = progress.bring(rest)
    if is_problem or inventory is None:
        return words, is_problem
    return f"{words} {records.bring(inventory)}", False


def _taken_apart(text):
    """The text of the progress alone, and what stands beside it, or None; what cannot be read is left whole."""
    try:
        kept = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=each_once)
    except (ValueError, RecursionError):
        return text, None
    if not isinstance(kept, dict) or _NAME not in kept:
        return text, None
    inventory = kept.pop(_NAME)
    return json.dumps(kept), inventory
