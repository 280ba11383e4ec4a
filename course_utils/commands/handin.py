"""`course handin`: a learner's copies without their outputs, and their progress, in one ZIP for whoever teaches."""

import io
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

import nbformat

from course_utils.classroom.handed_in import LARGEST, PROGRESS
from course_utils.commands import share
from course_utils.commands.cells import exercise_name, notebook_of
from course_utils.commands.copies import is_touched
from course_utils.commands.errors import CommandError
from course_utils.exercises import of_lesson
from course_utils.files import json_text, look, told, write_bytes
from course_utils.lessons import LESSONS, lesson
from course_utils.numbers import counted

_CONTENTS = "CONTENTS.txt"
_LARGEST_NOTEBOOK = 2**26  # bytes, with outputs; what is handed in is smaller
_LARGEST_WITHOUT = 2**22
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day of a ZIP: the same work makes the same bytes
_WORDS = """\
Handed in from the course "CNNs by hand": lessons without their outputs, and the learner's progress.

course progress FOLDER, of the folder in which these ZIPs lie, says what a class has tried and solved.

"""


class _Member(NamedTuple):
    """A file of the ZIP, and what is said of it."""

    name: str
    contents: bytes
    words: str


def handin(file, numbers, folder, *, name="", yes=False, read=input):
    """Say what would be handed in, ask, and write it into a new ZIP; return a sentence.

    Parameters
    ----------
    file : Path
    numbers : sequence of str
        Of the lessons; all in which something was changed unless given.
    folder : Path
        Of the learner's copies.
    name : str
        The learner's, as they want to be called.
    yes : bool
        Do not ask.
    read : function
        Takes a prompt, returns a line.

    Raises
    ------
    LessonError
        There is no such lesson.
    CommandError
        There is such a file, nothing to hand in, a lesson that was asked for cannot be, or nobody can be asked. Nothing
        is written then.
    """
    share.check_new(file)
    rows = [lesson(number) for number in dict.fromkeys(numbers)]
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}: say with --folder where your copies lie.")
    members, left = _lessons(rows, folder)
    if not members:
        raise CommandError("\n".join([*left, f"There is nothing to hand in: no copy in {folder} holds work of yours."]))
    progress, remarks = _progress(name)
    for remark in [*left, *remarks]:
        print(remark)
    members = sorted([*members, *progress])
    archive = _zipped([_Member(_CONTENTS, _words(members), "what is in it, in words"), *members])
    for member in members:
        print(f"  {member.name}: {member.words}")
    size = counted(len(archive), "byte")
    if not share.agreed(f"These, {size} in all, are written into {file}, and nothing is sent.", yes, read):
        return "Nothing was written."
    write_bytes(file, archive, new=True)  # the question may have stood for long
    return f"{size} written into {file}."


def _lessons(rows, folder):
    """The copies to hand in, and sentences on those that are left out."""
    members, left = [], []
    for row in rows or LESSONS:
        try:
            if member := _lesson(row, folder, is_wanted=bool(rows)):
                members.append(member)
        except (CommandError, OSError) as error:
            words = f"{told(error)}." if isinstance(error, OSError) else str(error)
            if rows:
                raise CommandError(words) from None
            left.append(f"{words} It is left out.")
    return members, left


def _lesson(row, folder, *, is_wanted):
    path = row.path(folder)
    if not os.path.lexists(path):
        if is_wanted:
            raise CommandError(f"There is no copy of lesson {row.number} in {folder}.")
        return None
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise CommandError(f"{path} is a link out of the folder of your copies.")
    found = look(path)
    if not found or found.st_size > _LARGEST_NOTEBOOK:
        raise CommandError(f"{path} is {'too large for a lesson' if found else 'a link that leads nowhere'}.")
    notebook = notebook_of(path.read_bytes(), path)
    if not (is_wanted or is_touched(notebook)):
        return None
    contents = _without_outputs(notebook)
    if len(contents) > _LARGEST_WITHOUT:
        raise CommandError(f"{path} is too large even without its outputs: take out large pictures in its texts.")
    return _Member(f"lessons/{path.name}", contents, _described(notebook, row.number))


def _without_outputs(notebook):
    """The bytes of a notebook without what its cells have printed and drawn, which may name folders of this machine."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    kept = ("kernelspec", "language_info", "cnns_by_hand")
    notebook.metadata = nbformat.from_dict({key: notebook.metadata[key] for key in kept if key in notebook.metadata})
    return (nbformat.writes(notebook) + "\n").encode("utf-8")


def _described(notebook, number):
    if not is_touched(notebook):
        return "nothing is changed in it"
    exercises = of_lesson(number)
    asked = [(exercises[name], cell) for cell in notebook.cells if (name := exercise_name(cell)) in exercises]
    answered = sum(cell.source.split() != exercise.cell().split() for exercise, cell in asked)
    return f"{counted(len(notebook.cells), 'cell')}, {answered} of {counted(len(asked), 'exercise')} answered"


def _progress(name):
    """The progress as a member, where there is any or a name to bear, and what is said of it."""
    given, troubles, remarks = share.content(name)
    words = f"{counted(len(given['exercises']), 'exercise')}, as course share would show it"
    if not given["exercises"]:
        reason = "So" if troubles else "No progress is kept, so"
        remarks, words = [f"{reason} there is none in it.", *remarks], "your name, and no exercise"
    is_of_use = given["exercises"] or "name" in given
    member = _Member(PROGRESS, json_text(given).encode("utf-8"), words)
    return [member] if is_of_use else [], [*troubles, *remarks]


def _words(members):
    return (_WORDS + "".join(f"{one.name}: {one.words}\n" for one in members)).encode("utf-8")


def _zipped(members):
    """The bytes of a ZIP of these, in their order; the same members make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, _LONG_AGO)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, member.contents)
    archive = buffer.getvalue()
    if len(archive) > LARGEST:
        raise CommandError("That is too large for one hand-in: name fewer lessons.")
    return archive
