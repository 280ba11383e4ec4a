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
        Where the answer of a question is shown after it: a whole sentence.
    """

    again: str
    help: str
    compare: str


NOTEBOOK = Host("run the cell again", "`.hint()` helps.", "Run the next cell and compare.")
PAGE = Host("press Check", "The button Hint helps.", "Compare it with what the next cell shows.")

_here = [NOTEBOOK]


def words():
    """The words of the host in which checks run."""
    return _here[-1]


def speak_as(host):
    """Let all verdicts from now on use the words of a host."""
    _here[:] = [host]
