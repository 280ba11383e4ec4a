"""A few questions in a row, as somebody goes through them: which is next, what is said of an answer, what is kept."""

from typing import NamedTuple

from course_utils.checking import progress, times
from course_utils.checking.kept import nothing
from course_utils.checking.verdict import SYMBOLS
from course_utils.inventory.item import RIGHT
from course_utils.inventory.outcome import OPEN
from course_utils.lessons import lesson
from course_utils.numbers import spelled_out
from course_utils.review.bank import ITEMS, question
from course_utils.review.schedule import FRESH, before, count, known, ordered, standing

FEW, MANY = 3, 5


class Reply(NamedTuple):
    """What is said of an answer, in the little Markdown of `inventory.writing`.

    Attributes
    ----------
    status : "right", "wrong" or "open"
    text : str
    """

    status: str
    text: str


class Session:
    """Questions that come back, one after another. Each answer is kept at once.

    Parameters
    ----------
    names : sequence of str
        Items in the order in which they are asked.
    kept : dict
        What `progress.read_all` gives: it says with which numbers.

    Attributes
    ----------
    questions : tuple of Question
    replies : list of Reply
        One for each answer so far.
    note : str
        What went wrong with the file, or empty.
    """

    def __init__(self, names, kept):
        self.questions = tuple(question(name, kept["reviews"].get(name, {}).get("asked", 0)) for name in names)
        self.replies, self.note = [], ""

    @property
    def question(self):
        """The next one without an answer, or None."""
        return self.questions[len(self.replies)] if len(self.replies) < len(self.questions) else None

    @property
    def place(self):
        """Where one is, in words: which question, and what it is on."""
        row = lesson(self.question.item.lesson)
        where = f"Question {len(self.replies) + 1} of {len(self.questions)}"
        return f"{where}, on lesson {row.number}, {row.title}"

    def answer(self, choice):
        """Answer the next question.

        Parameters
        ----------
        choice : str
            Name of one of its options, or "open": I do not know yet.

        Returns
        -------
        Reply

        Raises
        ------
        ValueError
            There is no such option, or no question left.
        """
        asked = self.question
        if asked is None or choice not in {OPEN, *dict(asked.options)}:
            raise ValueError(f"{choice!r} is no answer to question {len(self.replies) + 1}.")
        self.note = progress.update(lambda kept: count(kept, asked.name, choice, times.now()))
        self.replies.append(_reply(asked, choice))
        return self.replies[-1]

    def end(self):
        """What is said when all is answered."""
        right, asked = sum(reply.status == RIGHT for reply in self.replies), len(self.questions)
        if not _is_kept():
            return f"Right: {right} of {asked}. Nothing is kept here (COURSE_PROGRESS), so nothing comes back."
        if right == asked:
            return f"All {spelled_out(asked)} right: they come back later and later."
        return f"Right: {right} of {asked}. What was not comes back tomorrow, with other numbers."


def _is_kept():
    try:
        return progress.path() is not None
    except OSError:
        return False


def _reply(asked, choice):
    item, answer = asked.item, dict(asked.options)[RIGHT]
    truth = item.choices[0].because
    if choice == RIGHT:
        return Reply(RIGHT, f"{SYMBOLS['right']} Right. {truth}")
    here = f"Here the answer is {answer}. {truth}"
    if choice == OPEN:
        return Reply(OPEN, f"{SYMBOLS['not attempted']} {here}")
    return Reply("wrong", f"{SYMBOLS['wrong']} Not yet: {choice}. {item.advice_on(choice)}\n\n{here}")


def warm_up(number):
    """Three questions on lessons before one.

    Parameters
    ----------
    number : str or int

    Raises
    ------
    ValueError
        There is no lesson before it.
    LessonError
        There is no such lesson.
    """
    kept, note = progress.read_all()
    made = _asked_before(number, kept)
    made.note = note
    return made


def first_warm_up(number):
    """The questions of a lesson's warm-up for somebody of whom nothing is kept.

    Returns
    -------
    questions : tuple of Question

    Raises
    ------
    ValueError, LessonError
        As `warm_up` does.
    """
    return _asked_before(number, nothing()).questions


def _asked_before(number, kept):
    row = lesson(f"{number:02}" if isinstance(number, int) else number)
    names = before(row.number)
    if not names:
        raise ValueError(f"There is no warm-up for lesson {row.number}: no lesson comes before it.")
    return Session([one.name for one in ordered(names, kept, times.now(), row.number)][:FEW], kept)


def chosen(kept, now, number=None):
    """Names of the three to five items that are to be asked now; none where nothing is due.

    Parameters
    ----------
    kept : dict
        What `progress.read_all` gives.
    now : datetime
    number : str, optional
        Of a lesson: then its own items alone, and three of them where fewer are due.
    """
    names = [name for name, item in ITEMS.items() if item.lesson == number] if number else known(kept)
    order = ordered(names, kept, now)
    due = [one.name for one in order if one.is_due(now) and one.rank != FRESH][:MANY]
    others = [one.name for one in order if one.name not in due and (number or one.is_due(now))]
    return [*due, *others[: max(0, FEW - len(due))]]


def next_due(kept, now):
    """When the next question comes back, or None where none is known; what is due already comes now."""
    times_due = [standing(name, kept, now).due or now for name in known(kept)]
    return min(times_due, default=None)
