"""Solutions that whoever teaches holds back until a day. A curtain and no lock: the course's files hold them all along.

The environment variable COURSE_SOLUTIONS_FROM says from when they are shown (on a hub, for everybody), or else the file
`cnns-by-hand.toml`: in the folder of the notebook or the one above it (in copies that are handed out), or in the
course's own folder (in an installation that a class shares)::

    solutions_from = 2026-12-08

or, lesson by lesson, with a day for all that are not named::

    [solutions_from]
    03 = 2026-12-08
    04 = 2026-12-15T14:00:00+01:00
    others = 2027-01-11

The variable takes the same: `2026-12-08`, or `03=2026-12-08, 04=2026-12-15, others=2027-01-11`. A day begins at
midnight by the machine's clock, where no other time zone is given. What cannot be understood holds nothing back, and
says so.
"""

import os
from datetime import datetime, time
from pathlib import Path

from course_utils.checking import times
from course_utils.files import look, told
from course_utils.lessons import LESSONS

COURSE = Path(__file__).resolve().parents[2]
VARIABLE, FILE = "COURSE_SOLUTIONS_FROM", "cnns-by-hand.toml"
_NAME, _OTHERS = "solutions_from", "others"
_AS = "give a day as 2026-12-08, or lessons with theirs as 03=2026-12-08"


class _UnclearError(Exception):
    """What is set cannot be understood; the message says where and how to mend it."""


def held_back(bank):
    """Whether solutions of a lesson are held back now.

    Parameters
    ----------
    bank : str
        Name of the lesson's bank. One that is not of the course falls under the others.

    Returns
    -------
    words : str
        Empty, or a sentence for the learner who asks for one.
    note : str
        Empty, or a sentence on a setting that cannot be understood; then nothing is held back.
    """
    try:
        begins = _begins(bank)
    except _UnclearError as error:
        return "", f"{error}. No solution is held back."
    if begins is None or times.now() >= begins:
        return "", ""
    return f"The solution will be here from {_in_words(begins)} on.", ""


def setting(text):
    """The text of a file `cnns-by-hand.toml` for what somebody writes on a command line; ValueError with a sentence."""
    try:
        given = _from_text(text, "--solutions-from")
        for number, value in given.items():
            _moment(value, f"--solutions-from ({number})")
    except _UnclearError as error:
        raise ValueError(f"{error}.") from None
    return f"[{_NAME}]\n" + "".join(f'{number} = "{value}"\n' for number, value in given.items())


def _begins(bank):
    """From when on a lesson's solutions are shown; None where nothing is set for it."""
    given, where = _given()
    number = next((row.number for row in LESSONS if row.bank == bank), _OTHERS)
    value = given.get(number, given.get(_OTHERS))
    return None if value is None else _moment(value, where)


def _given():
    """What is set, lesson -> day, and where."""
    if text := os.environ.get(VARIABLE, "").strip():
        return _from_text(text, VARIABLE), VARIABLE
    try:
        for folder in (Path.cwd(), Path.cwd().parent, COURSE):
            if look(file := folder / FILE):
                return _from_file(file), str(file)
    except OSError as error:
        raise _UnclearError(told(error)) from None
    return {}, ""


def _from_text(text, where):
    """Pairs of a lesson and a day; a day alone is that of all lessons."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1 and "=" not in parts[0]:
        return {_OTHERS: parts[0]}
    if not parts or not all("=" in part for part in parts):
        raise _UnclearError(f"{where} is {text!r}: {_AS}")
    return _checked({key.strip(): value.strip() for key, value in (part.split("=", 1) for part in parts)}, where)


def _from_file(file):
    import tomllib  # only where there is such a file: a page has none

    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig")).get(_NAME, {})
    except (ValueError, RecursionError) as error:  # of Unicode, or of TOML
        raise _UnclearError(f"{file} cannot be read ({error})") from None
    return _checked(given, file) if isinstance(given, dict) else {_OTHERS: given}


def _checked(given, where):
    known = {_OTHERS, *(row.number for row in LESSONS)}
    if unknown := [key for key in given if key not in known]:
        raise _UnclearError(f"{where} names {unknown[0]!r}, which is no lesson: give its number as 03, or {_OTHERS}")
    return given


def _moment(value, where):
    """The moment that a text, or a day or time of TOML, means, in the machine's time zone."""
    try:
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        elif not isinstance(value, datetime):
            value = datetime.combine(value, time())
        return value.astimezone()
    except (ValueError, TypeError, OverflowError, OSError):
        raise _UnclearError(f"{where} says {str(value)!r}, which is no day: {_AS}") from None


def _in_words(moment):
    hour = f", {moment:%H:%M}" if moment.time() != time() else ""
    return f"{moment.day} {moment:%B %Y}{hour}"
