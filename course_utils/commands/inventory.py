"""`course inventory`: the inventory in a terminal, one question at a time; it can be left and goes on where it was."""

from course_utils.inventory.outcome import SURE
from course_utils.inventory.records import begin_again, path
from course_utils.inventory.sitting import WELCOME, Sitting
from course_utils.inventory.writing import plain

_LEAVE = "q"


class _LeftError(Exception):
    """The learner goes on another time."""


def ask(form, *, again=False, read=input):
    """Ask what has no answer yet, then say what came of it.

    Parameters
    ----------
    form : "A" or "B"
    again : bool
        Put earlier answers aside and begin anew.
    read : function
        Takes a prompt, returns a line.
    """
    if again and (note := begin_again(form)):
        print(note)
    sitting = Sitting(form)
    print(plain(WELCOME[form]))
    print(f"Answer with the number of a line, or {_LEAVE} to go on another time.")
    try:
        while sitting.question:
            _ask_next(sitting, read)
    except (_LeftError, EOFError):
        print(f"\n{_left(form, sitting)}")
        return
    print("", *sitting.end(), _kept(), sep="\n")


def _ask_next(sitting, read):
    question = sitting.question
    print(f"\n{sitting.place}\n\n{plain(question.text)}")
    what = _chosen([*question.options, (None, "I do not know yet")], read)
    if what is None:
        sitting.leave_open()
    else:
        print("\nWhy?")
        why = _chosen(question.reasons, read)
        print("\nHow sure are you?")
        sitting.answer(what, why, _chosen(list(SURE.items()), read))
    if sitting.note:
        print(sitting.note)


def _chosen(options, read):
    """Show numbered lines and return the name of the chosen one."""
    for place, (_, text) in enumerate(options, 1):
        print(f"  {place}  {text}")
    while True:
        line = read("> ").strip().lower()
        if line == _LEAVE:
            raise _LeftError
        if line.isdecimal() and 1 <= int(line) <= len(options):
            return options[int(line) - 1][0]
        print(f"Give a number from 1 to {len(options)}, or {_LEAVE}.")


def _left(form, sitting):
    kept = "Your answers are kept" if path() else "Nothing is kept: COURSE_PROGRESS is off"
    return f"{kept}. course inventory {form} goes on with question {len(sitting.answers) + 1}."


def _kept():
    file = path()
    return f"Kept in {file}, and nowhere else." if file else "Nothing is kept: COURSE_PROGRESS is off."
