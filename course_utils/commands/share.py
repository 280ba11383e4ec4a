"""`course share`: a learner's progress as a file for whoever teaches; every byte is shown before it is written."""

import os
import sys

from course_utils.checking import progress
from course_utils.checking.kept import EXERCISE
from course_utils.commands.errors import CommandError
from course_utils.files import json_text, write_text
from course_utils.inventory import records
from course_utils.inventory.outcome import answers_in_words
from course_utils.numbers import counted

_LONGEST_NAME = 60
_YES = {"y", "yes"}


def share(file, *, name="", inventory=False, yes=False, read=input):
    """Show what is kept, ask, and write it into a new file; return a sentence.

    Parameters
    ----------
    file : Path
    name : str
        The learner's, as they want to be called; one that they wrote into their progress unless given.
    inventory : bool
        With the answers to the inventory.
    yes : bool
        Do not ask.
    read : function
        Takes a prompt, returns a line.

    Raises
    ------
    CommandError
        There is such a file, nothing is kept, the name is none, or nobody can be asked. Nothing is written then.
    """
    check_new(file)
    given, troubles, remarks = content(name, inventory=inventory)
    if not given["exercises"] and "inventory" not in given:
        reason = "So" if troubles else "Nothing is kept yet, so"
        raise CommandError("\n".join([*remarks, *troubles, f"{reason} there is nothing to share."]))
    text = json_text(given)
    print(text, end="")
    for remark in [*troubles, *remarks]:
        print(remark)
    size = counted(len(text.encode("utf-8")), "byte")
    if not agreed(f"These {size} are all that is written into {file}, and nothing is sent.", yes, read):
        return "Nothing was written."
    write_text(file, text, new=True)  # the question may have stood for long
    return f"{size} written into {file}."


def check_new(file):
    """Raise `CommandError` where something lies in the place of a file that is to be written."""
    if file.is_dir():
        raise CommandError(f"{file} is a folder: give the name of a new file, as {file / 'mine.json'}.")
    if os.path.lexists(file):
        raise CommandError(f"{file} is there already and is left as it is: give the name of a new file.")
    if not file.absolute().parent.is_dir():
        raise CommandError(f"There is no folder {file.absolute().parent}: make it, or name a file elsewhere.")


def content(name="", *, inventory=False):
    """What is given away of a learner: the fields of the course and nothing else, never the code of an answer.

    Returns
    -------
    given : dict
        What `progress.read_file` reads.
    troubles : list of str
        Sentences on what is kept and could not be read.
    remarks : list of str
        Sentences on what is in it and what is not.

    Raises
    ------
    CommandError
        The name is none.
    """
    kept, note = progress.read_all()
    entries = kept["exercises"].items()
    given = {"version": kept["version"], "exercises": {key: _known(entry) for key, entry in entries}}
    if name := _checked(name) or kept.get("name", ""):
        given["name"] = name
    remarks = [f"It bears the name {name}." if name else "It bears no name; --name NAME writes one in."]
    if any(entry["last"] for entry in kept["exercises"].values()):
        remarks.append("It says when you worked on each exercise.")
    answers, trouble = records.packed()
    count = sum(map(len, answers.get("forms", {}).values()))
    if inventory and count:
        given["inventory"] = answers
        remarks.append(f"It holds your {answers_in_words(count)}.")
    elif inventory and not trouble:
        remarks.append("You have answered nothing of the inventory, so it holds nothing of it.")
    elif count:
        verb, them = ("is", "it") if count == 1 else ("are", "them")
        remarks.append(f"Your {answers_in_words(count)} {verb} not in it; course share --inventory adds {them}.")
    return given, [one for one in (note, trouble if inventory else "") if one], remarks


def agreed(question, yes, read=input):
    """Whether the learner wants it written.

    Raises
    ------
    CommandError
        Nobody is there to be asked.
    """
    print(question)
    if yes:
        return True
    if read is input and not sys.stdin.isatty():
        raise CommandError("Nothing was written, for there is nobody to ask: to write it, add --yes.")
    try:
        return read("Write it? [y/N] ").strip().lower() in _YES
    except EOFError:
        return False


def _checked(name):
    name = name.strip()
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise CommandError(f"--name takes a name of at most {_LONGEST_NAME} characters on one line.")
    return name


def _known(entry):
    return {field: entry[field] for field in EXERCISE}
