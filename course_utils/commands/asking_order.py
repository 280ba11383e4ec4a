"""Exercises in the order in which the lessons ask them, where that is all that is asked of a notebook.

It is read as JSON: to import nbformat takes longer than to print a card of progress.
"""

import json
import re

from course_utils.exercises import of_lesson

_CHECK = re.compile(r"^exercises\.(\w+)\.check\(", re.MULTILINE)


def checked_in(code):
    """The name of the exercise that a cell's code checks, or None."""
    found = _CHECK.search(code)
    return found and found.group(1)


def in_asking_order(row, folder):
    """The exercises of a lesson in the order in which its stored notebook asks them; the others come behind.

    Parameters
    ----------
    row : Lesson
    folder : path
        Of the notebooks. Where the lesson's cannot be read there, the order is the bank's: that spoils no number.

    Returns
    -------
    exercises : dict
        Name -> Exercise.
    """
    exercises = of_lesson(row.number)
    names = dict.fromkeys([*_asked(row.path(folder)), *exercises])
    return {name: exercises[name] for name in names if name in exercises}


def _asked(path):
    try:
        cells = json.loads(path.read_text("utf-8-sig"))["cells"]
        return [checked_in("".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
