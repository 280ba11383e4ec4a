"""All verdicts of the whole bank, as plain rows: the same file runs in a kernel, in a bare Python and in a page.

`python -m tests.support.verdicts` prints them where there is nothing but NumPy and no thread can start.
"""

import json
import sys
import threading
import warnings

from course_utils.exercises import bank
from tests.support.answers import as_answer

#: What a page has not.
ABSENT = ("keras", "tensorflow", "matplotlib", "PIL", "IPython", "filelock")


def verdicts(lessons=None, *, needing=True):
    """What the bank says to each right answer and each misconception of its own.

    Parameters
    ----------
    lessons : sequence of str, optional
        Numbers of lessons; all unless given.
    needing : bool
        Whether those that need more than NumPy are among them.

    Returns
    -------
    rows : list of dict
        `exercise`, `answer`, `status`, `mistake` and `html`, ready for JSON. The status "none" is an answer that could
        not be judged, because something that it needs is not there.
    """
    chosen = {number: lesson for number, lesson in bank().items() if lessons is None or number in lessons}
    exercises = [one for lesson in chosen.values() for one in lesson.values() if needing or not one.needs]
    return [row for exercise in exercises for row in _rows(exercise)]


def _rows(exercise):
    functions = {"the reference": exercise.reference}
    functions |= {f"right: {one.__name__}": one for one in exercise.alternatives}
    functions |= {f"mistake: {one.name}": one.wrong for one in exercise.misconceptions}
    return [{"exercise": exercise.key, "answer": said, **_row(exercise, one)} for said, one in functions.items()]


def _row(exercise, function):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            verdict = exercise.judge.verdict(as_answer(exercise, function))
    except ImportError:
        return {"status": "none", "mistake": None, "html": ""}
    return {"status": verdict.status, "mistake": verdict.misconception, "html": verdict._repr_html_()}


def as_in_a_page():
    """Take away from this process what a page has not."""

    def refuse(thread):
        raise RuntimeError("can't start new thread")

    sys.modules.update(dict.fromkeys(ABSENT))
    threading.Thread.start = refuse


if __name__ == "__main__":
    as_in_a_page()
    print(json.dumps(verdicts(sys.argv[1:] or None)))
