"""`course inventory`: the inventory in a terminal, one question at a time; it can be left and goes on where it was."""

from course_utils.commands.asking import LEAVE, LeftError, chosen
from course_utils.inventory.outcome import SURE
from course_utils.inventory.records import begin_again, path
from course_utils.inventory.sitting import WELCOME, Sitting
from course_utils.inventory.writing import plain


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
    print(f"Answer with the number of a line, or {LEAVE} to go on another time.")
    try:
        while sitting.question:
            _ask_next(sitting, read)
    except (LeftError, EOFError):
        print(f"\n{_left(form, sitting)}")
        return
    print("", *sitting.end(), _kept(), sep="\n")


def _ask_next(sitting, read):
    question = sitting.question
    print(f"\n{sitting.place}\n\n{plain(question.text)}")
    what = chosen([*question.options, (None, "I do not know yet")], read)
    if what is None:
        sitting.leave_open()
    else:
        print("\nWhy?")
        why = chosen(question.reasons, read)
        print("\nHow sure are you?")
        sitting.answer(what, why, chosen(list(SURE.items()), read))
    if sitting.note:
        print(sitting.note)


def _left(form, sitting):
    kept = "Your answers are kept" if path() else "Nothing is kept: COURSE_PROGRESS is off"
    return f"{kept}. course inventory {form} goes on with question {len(sitting.answers) + 1}."


def _kept():
    file = path()
    return f"Kept in {file}, and nowhere else." if file else "Nothing is kept: COURSE_PROGRESS is off."
