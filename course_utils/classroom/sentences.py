"""Words and numbers for an overview: what files bring with them made harmless, times, names of lessons' exercises."""

from course_utils.numbers import number

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
