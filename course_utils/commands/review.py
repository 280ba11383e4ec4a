"""`course review`: three to five questions that are due, in a terminal; it can be left, and keeps what was answered."""

from course_utils.checking import progress, times
from course_utils.commands.asking import LEAVE, LeftError, chosen
from course_utils.inventory.outcome import OPEN
from course_utils.inventory.writing import plain
from course_utils.lessons import lesson
from course_utils.numbers import counted
from course_utils.review.schedule import known
from course_utils.review.session import Session, next_due
from course_utils.review.session import chosen as due_now

_STOPPED = 130  # as shells count


def review(number=None, *, read=input):
    """Ask what is due, give a reason for each answer, and say when the next question comes back.

    Parameters
    ----------
    number : str, optional
        Of a lesson: ask about it alone, also where nothing is due.
    read : function
        Takes a prompt, returns a line.

    Returns
    -------
    code : int
        Of the command: 0, or 130 where Ctrl-C ended it.
    """
    kept, note = progress.read_all()
    if note:
        print(note)
    names = due_now(kept, times.now(), number and lesson(number).number)
    if not names:
        print(_nothing_due(kept))
        return 0
    print(f"{counted(len(names), 'question')}. Answer with the number of a line, or {LEAVE} to leave.")
    session, code = Session(names, kept), 0
    try:
        while session.question:
            _ask_next(session, read)
        print(f"\n{session.end()}")
    except (LeftError, EOFError):
        print(f"\n{_left(session)}")
    except KeyboardInterrupt:
        print(f"\n{_left(session)}")
        code = _STOPPED
    if following := _next(progress.read_all()[0]):
        print(following)
    return code


def _ask_next(session, read):
    question = session.question
    print(f"\n{session.place}\n\n{plain(question.text)}\n")
    reply = session.answer(chosen([*question.options, (OPEN, "I do not know yet")], read))
    print(f"\n{plain(reply.text)}")
    if session.note:
        print(session.note)


def _left(session):
    answered = len(session.replies)
    kept = "" if _is_off() else "; what you answered is kept"
    return f"Left after {answered} of {len(session.questions)}{kept}." if answered else "Left."


def _is_off():
    try:
        return progress.path() is None
    except OSError:
        return False  # `read_all` has said why


def _nothing_due(kept):
    if _is_off():
        return (
            "COURSE_PROGRESS is off, so nothing is known of what you have done. course review 03 asks about lesson 03 "
            "all the same."
        )
    if known(kept):
        return f"Nothing is due. {_next(kept)}\ncourse review 03 asks about lesson 03 all the same."
    return (
        "There is nothing to come back to yet: questions come back a day after you have tried exercises of a lesson. "
        "course review 00 asks about lesson 00 all the same."
    )


def _next(kept):
    """When the next question comes back."""
    now = times.now()
    due = next_due(kept, now)
    if due is None:
        return ""
    if due <= now:
        return "More are due: course review asks them."
    here = due.astimezone()
    return f"The next question comes back on {here:%A}, {here.day} {here:%B}, at {here:%H:%M}."
