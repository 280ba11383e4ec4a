"""Words for an overview that terminal and page share: what files bring with them made harmless, times, shares."""

from course_utils.numbers import counted, number

_LONGEST = 200


def plain(text, longest=_LONGEST):
    """Somebody else's words on one line: what steers a terminal is shown as a sign, and what is long is cut.

    >>> plain("a\\x1b[31m\\nb"), plain("a" * 300, 5)
    ('a�[31m�b', 'aaaa…')
    """
    text = "".join(one if one.isprintable() else "�" for one in str(text))
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def duration(seconds):
    """A time as one would say it; nothing where it is not known.

    >>> duration(8.4), duration(89), duration(90), duration(3000), duration(9000), duration(None)
    ('8 s', '89 s', '2 min', '50 min', '2.5 h', '–')
    """
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{number(seconds, 0)} s"
    return f"{number(seconds / 60, 0)} min" if seconds < 5400 else f"{number(seconds / 3600, 1)} h"


def middle(one):
    """The median of exercises solved in a lesson, of all that it has: `one` is a `LessonCounts`."""
    return "–" if one.middle is None else f"{number(one.middle, 1)} of {len(one.exercises)}"


def share(counts, one):
    """How many of those who tried an exercise met a mistake, or gave an answer without a name."""
    return f"{one.learners} of {counts.tried} who tried"


def without_a_name(count):
    """What is said of so many wrong answers.

    >>> without_a_name(1)
    '1 wrong answer that no named mistake explains'
    """
    return f"{counted(count, 'wrong answer')} that no named mistake explains"


def how_stuck(one):
    """What is said of one exercise at which somebody is stuck: `one` is a `Stuck`."""
    parts = [counted(one.attempts, "attempt")]
    parts += ["solution looked up"] if one.seen else []
    parts += [f"“{plain(one.mistake)}” {times(one.times)}"] if one.mistake else []
    parts += [f"{one.unnamed:,} of no named mistake"] if one.unnamed else []
    return ", ".join(parts)


def times(count):
    """How often.

    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
