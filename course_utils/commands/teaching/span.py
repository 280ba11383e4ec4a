"""Both ends of the time that a lesson takes in class, pauses among it: what can be saved, and what talk adds."""

from typing import NamedTuple

from course_utils.commands.counting import allowance
from course_utils.commands.teaching import clock, neighbours


class Span(NamedTuple):
    """Minutes from the beginning to the end, pauses among them.

    Attributes
    ----------
    shortest : int
        Without what can be written at home, and without the sections that can be left out.
    clock : int
        As the sheet's clock has it.
    longest : int
        With a round of neighbours for each question that is worth one.
    """

    shortest: int
    clock: int
    longest: int


def span(row, sections):
    """The shortest and the longest time of a lesson, and that of its clock.

    Parameters
    ----------
    row : Lesson
    sections : list of Section

    Returns
    -------
    Span
    """
    parts, left = clock.parts(row, sections), clock.to_leave_out(row, sections)
    rounds = neighbours.questions(row, sections)
    kept = [_longer(part, -_at_home(part)) for part in parts if not any(part.section is one for one in left)]
    talked = [_longer(part, neighbours.ROUND * sum(one in rounds for one in part.exercises)) for part in parts]
    return Span(*(_end(clock.timed(some)) for some in (kept, parts, talked)))


def _at_home(part):
    """Minutes for what can be written at home."""
    return sum(allowance(one) for one in part.exercises if one.kind == "write")


def _longer(part, minutes):
    """A part with so many minutes more; at least one is left."""
    return part._replace(minutes=max(1, part.minutes + minutes))


def _end(entries):
    return entries[-1].at + entries[-1].minutes
