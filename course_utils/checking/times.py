"""The clock, and how a moment is written in a learner's files: in UTC, to the second."""

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now():
    """This moment, as the machine's clock has it. Tests put another function in its place."""
    return datetime.now(UTC).replace(microsecond=0)


def written(moment):
    """A moment as text.

    >>> written(datetime(2026, 11, 29, 8, 1, 2, tzinfo=UTC))
    '2026-11-29T08:01:02Z'
    """
    return f"{moment.astimezone(UTC):{_FORM}}"


def moment(text):
    """The moment that a text is, or None where it is none.

    >>> moment("2026-11-29T08:01:02Z").minute
    1
    >>> print(moment("yesterday"))
    None
    """
    try:
        found = datetime.fromisoformat(text)
        return found if written(found) == text else None  # of all that ISO allows, only what sorts by time as a text
    except (TypeError, ValueError, OverflowError, OSError):
        return None
