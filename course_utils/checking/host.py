"""What a verdict calls the things around it: a notebook's, unless a page with buttons says otherwise.

Only these words differ. What a verdict says of the answer is the same wherever the check runs.
"""

from typing import NamedTuple


class Host(NamedTuple):
    """Half sentences that name what a learner does next.

    Attributes
    ----------
    again : str
        How a changed answer is checked.
    help : str
        Where a hint is to be had: a whole sentence.
    compare : str
        Where the answer of a question is shown after it: a whole sentence. Another question may stand between.
    solution : str
        Where the solution is to be had: a whole sentence.
    """

    again: str
    help: str
    compare: str
    solution: str


NOTEBOOK = Host(
    "run the cell again", "`.hint()` helps.", "Go on, and compare with what comes.", "`.solution()` shows the solution."
)
PAGE = Host(
    "press Check", "The button Hint helps.", "Go on, and compare with what comes.", "The button Solution shows it."
)

_here = [NOTEBOOK]


def words():
    """The words of the host in which checks run."""
    return _here[-1]


def speak_as(host):
    """Let all verdicts from now on use the words of a host."""
    _here[:] = [host]
