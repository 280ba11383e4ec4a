"""The learner's answers to the inventory, in a file of their own beside that of the progress, and nowhere else.

Where the file of progress is turned off (COURSE_PROGRESS), nothing is kept here either. A file that a later edition of
the course has written is left as it is; a damaged one is kept aside.
"""

import json
import re
from pathlib import Path

from course_utils.checking import progress
from course_utils.files import keep_copy, look, told, write_json
from course_utils.inventory.forms import ITEMS, SEEDS
from course_utils.inventory.outcome import Answer, answers_in_words
from course_utils.numbers import counted

_VERSION = 1
LARGEST = 2**22  # bytes, as of a file of progress, which may hold it
_OURS = re.compile(r"inventory(\.(before|damaged)-\d+)?\.json")
_NEWER = (
    f"The file of your inventory was written by a newer edition of the course (this one knows version {_VERSION}). "
    "It is left as it is, and what you answer now is not kept."
)


class _NewerError(Exception):
    """The file was written by a later edition of the course."""


def path():
    """The file, or None where nothing is kept.

    Raises
    ------
    OSError
        COURSE_PROGRESS is no whole path, or the home folder cannot be found.
    """
    beside = progress.path()
    return beside and beside.with_name("inventory.json")


def read(file=None):
    """What is kept: form -> name of the item -> Answer; and a note that is empty or says what could not be read.

    Parameters
    ----------
    file : path, optional
        The learner's own unless given.
    """
    try:
        file = Path(file) if file else path()
        kept, is_whole = _read(file) if file else (_nothing(), True)
    except _NewerError:
        return _answers(_nothing()), _NEWER
    except OSError as error:
        return _answers(_nothing()), f"Your inventory could not be read: {told(error)}."
    note = "" if is_whole else f"{file} is damaged. What can be read of it is used; the next answer keeps it aside."
    return _answers(kept), note


def keep(form, name, answer):
    """Add one answer to the file.

    Parameters
    ----------
    form : "A" or "B"
    name : str
        Of the item.
    answer : Answer

    Returns
    -------
    note : str
        Empty, or a sentence on what went wrong. Answering never fails because of it.
    """
    return _change(lambda forms: forms[form].update({name: answer._asdict()}))


def begin_again(form):
    """Take a form's answers out of the file, which is kept beside it first. Return a note."""
    return _change(lambda forms: forms[form].clear(), copy="before")


def packed():
    """What is kept, as it is taken out with the progress, empty where nothing is; and a note as `read` gives it."""
    answers, note = read()
    if not any(answers.values()):
        return {}, note
    forms = {form: {name: one._asdict() for name, one in kept.items()} for form, kept in answers.items()}
    return {"version": _VERSION, "forms": forms}, note


def bring(given):
    """Join answers from elsewhere, as `packed` gives them, with those kept here; return a sentence.

    Where a question was answered here and there, what was answered here stays.
    """
    try:
        other, is_whole = _understood(given)
    except _NewerError:
        return "The answers to the inventory in it are of a newer edition of the course and were left out."
    except ValueError:
        return "The answers to the inventory in it could not be read and were left out."
    before, there = read()[0], _answers(other)
    is_new = any(there[form].keys() - before[form].keys() for form in SEEDS)
    note = _change(lambda forms: _fill(forms, other["forms"])) if is_new else ""
    added = _count(read()[0]) - _count(before)
    others = sum(before[form].get(name, one) != one for form in SEEDS for name, one in there[form].items())
    came = f"{answers_in_words(added)} came with it." if added else "No new answer to the inventory came with it."
    left = "" if is_whole else "Some of its answers could not be read and were left out."
    stay = f"Where you answered otherwise here ({counted(others, 'question')}), that stays." if others else ""
    return " ".join(filter(None, (came, left, stay, note)))


def _fill(forms, others):
    for form, answers in others.items():
        forms[form].update({**answers, **forms[form]})


def _count(answers):
    return sum(map(len, answers.values()))


def forget():
    """Delete the answers, and the copies of them that the course has kept aside; return a sentence.

    Who says forget means it: nothing is kept aside first.
    """
    file = path()
    beside = file.parent.iterdir() if file and file.parent.is_dir() else ()
    gone = sorted(one for one in beside if _OURS.fullmatch(one.name) and one.is_file())
    for one in gone:
        one.unlink()
    if not gone:
        return "No answers to the inventory are kept."
    return f"Your answers to the inventory are forgotten. Deleted: {', '.join(map(str, gone))}."


def _change(change, copy=""):
    try:
        file = path()
        if not file:
            return ""
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with progress.locked(file):
            kept, is_whole = _read(file)
            note = _aside(file, "" if is_whole else "damaged") or _aside(file, copy)
            change(kept["forms"])
            write_json(file, kept, mode=0o600)
        return note
    except _NewerError:
        return _NEWER
    except Exception as error:  # a form goes on without its file
        return f"Your answer could not be kept: {told(error)}."


def _aside(file, word):
    """Copy a file that is there, where there is a reason; return what is said of it."""
    if not word or not look(file):
        return ""
    reason = "The file of your inventory is damaged. It" if word == "damaged" else "What was there"
    return f"{reason} is kept as {keep_copy(file, word).name}."


def _nothing():
    return {"version": _VERSION, "forms": {form: {} for form in SEEDS}}


def _read(file):
    """Return what the file holds, as far as it can be used, and whether that is all of it."""
    found = look(file)
    if not found:
        return _nothing(), True
    try:
        if found.st_size > LARGEST:
            raise ValueError("too large for an inventory")
        return _understood(_own_part(json.loads(file.read_text(encoding="utf-8-sig"))))
    except (ValueError, RecursionError):
        return _nothing(), False


def _own_part(kept):
    """The inventory in a file of progress that holds one, as `course share --inventory` writes it; else all of it."""
    return kept["inventory"] if isinstance(kept, dict) and "exercises" in kept and "inventory" in kept else kept


def _understood(kept):
    """Return what can be used of a file's content, and whether that is all; ValueError where it is none."""
    forms = _forms(kept)
    sound = {form: {name: one for name, one in forms.get(form, {}).items() if _is_sound(name, one)} for form in SEEDS}
    is_whole = set(forms) <= set(SEEDS) and all(len(sound[form]) == len(forms[form]) for form in forms)
    return {"version": _VERSION, "forms": sound}, is_whole


def _forms(kept):
    version = kept.get("version") if isinstance(kept, dict) else None
    if isinstance(version, (int, float)) and version > _VERSION:
        raise _NewerError
    forms = kept.get("forms") if version == _VERSION else None
    if not isinstance(forms, dict) or not all(isinstance(one, dict) for one in forms.values()):
        raise ValueError("no file of an inventory")
    return forms


def _is_sound(name, kept):
    """Whether an answer is one that can have been given."""
    if name not in ITEMS or not isinstance(kept, dict) or set(kept) != set(Answer._fields):
        return False
    return all(isinstance(one, str) for one in kept.values()) and Answer(**kept).is_sound(ITEMS[name])


def _answers(kept):
    return {form: {name: Answer(**one) for name, one in answers.items()} for form, answers in kept["forms"].items()}
