"""What a learner has tried, kept in one small JSON file of their own. Nothing leaves the machine.

The environment variable COURSE_PROGRESS names another file by its whole path (`~` is the home folder), or turns it off
with one of the words off, no, false, none, 0, or the name of a device. A name without a folder is refused: a notebook
and a terminal, which work in different folders, would mean two files by it.
"""

import contextlib
import os
import stat
import sys
from pathlib import Path

from course_utils.checking import kept as form
from course_utils.checking.events import count, show, was_tried
from course_utils.checking.kept import VERSION, NewerError
from course_utils.checking.merging import joined
from course_utils.files import keep_copy, look, told, write_json
from course_utils.numbers import counted

_PATIENCE = 5  # seconds to wait for another window that writes
_OFF = {"off", "no", "false", "none", "0", os.devnull.lower()}


class FileError(ValueError):
    """A file cannot be read as one of progress; the message is a sentence that names it.

    Attributes
    ----------
    kind : "newer", "large", "foreign" or "unreadable"
        Of a later edition of the course; larger than any file of progress; no file of progress, or one damaged
        throughout; not to be opened. Who reads an archive has kinds of its own.
    """

    def __init__(self, kind, words):
        super().__init__(words)
        self.kind = kind


def path():
    """The file, or None when nothing is kept.

    Raises
    ------
    OSError
        COURSE_PROGRESS is no whole path, or the home folder cannot be found.
    """
    chosen = os.environ.get("COURSE_PROGRESS", "").strip()
    if chosen.lower() in _OFF:
        return None
    try:
        file = Path(chosen).expanduser() if chosen else _usual()
    except RuntimeError:
        raise OSError(
            "the home folder cannot be found: set HOME, or COURSE_PROGRESS to the whole path of a file, or to off"
        ) from None
    if not file.is_absolute():
        raise OSError(f"COURSE_PROGRESS is {chosen!r}: give a whole path, such as ~/progress.json, or off")
    return None if _is_device(file) else file


def record(key, *, status=None, misconception=None, hint=0, solution=False, seed=None):
    """Add one event of an exercise to the file.

    Parameters
    ----------
    key : str
        "lesson.exercise".
    status : str, optional
        Of a verdict; counts as an attempt, unless it is "not attempted": then the exercise was shown, and no more.
    misconception : str, optional
    hint : int
        The highest tier seen.
    solution : bool
        Whether the solution was shown.
    seed : int, optional
        Of its numbers, where it has others each time.

    Returns
    -------
    note : str
        Empty, or a sentence on what went wrong with the file. A check never fails because of it.
    """
    if status == "not attempted":
        return _record_shown(key)
    return update(lambda kept: count(kept, key, status, misconception, hint, solution, seed))


def update(change):
    """Change what is kept, while nobody else does. Where progress is turned off, nothing happens.

    Parameters
    ----------
    change : function
        Takes the whole of what is kept, as `read_all` gives it, and changes it in place.

    Returns
    -------
    note : str
        Empty, or a sentence on what went wrong with the file.
    """
    file = None
    try:
        file = path()
        return _changed(file, change) if file else ""
    except NewerError:
        return f"{_NEWER} It is left as it is, and what you do now is not counted."
    except Exception as error:
        return _sorry("kept in", file, error)


def read():
    """What is kept of the exercises: exercise -> its fields (`kept.EXERCISE` lists them). Writes nothing.

    Returns
    -------
    exercises : dict
    note : str
        Empty, or a sentence on what could not be read.
    """
    kept, note = read_all()
    return kept["exercises"], note


def read_all():
    """All that is kept: `version`, `exercises`, `reviews`, and `name` if the learner wrote one in. Writes nothing.

    Returns
    -------
    kept : dict
    note : str
        Empty, or a sentence on what could not be read.
    """
    file = None
    try:
        file = path()
        kept, is_whole = _read(file) if file else (form.nothing(), True)
    except NewerError:
        return form.nothing(), f"{_NEWER} Nothing of it is shown here."
    except Exception as error:
        return form.nothing(), _sorry("read from", file, error)
    note = "" if is_whole else f"{file} is damaged. What can be read of it is shown; the next check keeps it aside."
    return kept, note


def read_file(file):
    """What any file of progress says, as a class's overview reads it: `read_all` of that file. Writes nothing.

    Files of version 1 are read as well: what they do not know (times, reviews) is None or empty.

    Parameters
    ----------
    file : path

    Returns
    -------
    kept : dict
    note : str
        Empty, or a sentence that says that part of the file is damaged and left out.

    Raises
    ------
    FileError
    """
    try:
        if not (found := look(file)):
            raise FileError("unreadable", f"{file} is not there.")
        if found.st_size > form.LARGEST:
            raise FileError("large", f"{file} is no file of progress of this course: it is too large for one.")
        text = Path(file).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise FileError("unreadable", f"{file} cannot be read: {told(error).removeprefix(f'{file}: ')}.") from None
    return read_text(text, str(file))


def read_text(text, name):
    """As `read_file`, of a text that was read elsewhere, as from an archive; `name` is what the sentences call it."""
    try:
        kept, is_whole = form.understood(text.removeprefix("\ufeff"))
    except NewerError:
        words = f"{name} was written by a newer edition of the course (this one knows version {VERSION})."
        raise FileError("newer", words) from None
    except (ValueError, RecursionError):
        raise FileError("foreign", f"{name} is no file of progress of this course, or is damaged throughout.") from None
    return kept, "" if is_whole else f"{name} is damaged: part of it could not be read and is left out."


def bring(text):
    """Join the text of a file of progress, from a page or another machine, with what is kept here.

    Parameters
    ----------
    text : str

    Returns
    -------
    words : str
        What came of it.
    is_problem : bool
        Nothing was brought in.
    """
    file = None
    try:
        file = path()
        if not file:
            return "Progress is turned off here, so there is nothing to bring it into.", True
        return _brought(Path(os.path.realpath(file)), text.removeprefix("\ufeff")), False
    except NewerError:
        return f"{_NEWER_ONE} Nothing was brought in.", True
    except (ValueError, RecursionError):
        return "This is no file of progress of this course, so nothing was brought in.", True
    except Exception as error:
        return _sorry("brought into", file, error), True


def _brought(file, text):
    other, other_is_whole = form.understood(text)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(file):
        kept, is_whole = _read(file)
        both = joined(kept, other)
        note = "" if is_whole else f" What was here was damaged, and lies in {keep_copy(file, 'damaged').name}."
        if both != kept or not is_whole:
            write_json(file, both, mode=0o600)
    entries = both["exercises"].values()
    tried, solved = sum(map(was_tried, entries)), sum(entry["solved_after"] is not None for entry in entries)
    left = "" if other_is_whole else " Some of what the file holds could not be read and was left out."
    return f"Brought in. Together: {counted(tried, 'exercise')} tried, {solved} solved.{left}{note}"


def _sorry(done, file, error):
    where = f"{done} {file}" if file else done.partition(" ")[0]
    return f"Progress could not be {where}: {told(error).removeprefix(f'{file}: ')}."


_NEWER_ONE = f"This file, or the one that is kept here, is of a newer edition of the course (this one knows {VERSION})."
_NEWER = f"The file of your progress was written by a newer edition of the course (this one knows version {VERSION})."


def _usual():
    from platformdirs import user_data_path

    return user_data_path("cnns-by-hand", appauthor=False) / "progress.json"


def _is_device(file):
    """Whether a file is one like /dev/null, which keeps nothing and must never be replaced."""
    try:
        kind = file.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(kind) or stat.S_ISBLK(kind)


def _changed(file, change):
    """Read, change, write, while nobody else does; a damaged file is kept aside first. Return the note."""
    file, note = Path(os.path.realpath(file)), ""  # links to one file share a lock
    look(file)  # no lock is laid beside a folder or a pipe
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(file):
        kept, is_whole = _read(file)
        if not is_whole:
            goes_on = "what could be read of it goes on" if kept["exercises"] else "a new one begins"
            note = f"The file of your progress is damaged. It is kept as {keep_copy(file, 'damaged').name}; {goes_on}."
        change(kept)
        write_json(file, kept, mode=0o600)
    return note


def locked(file):
    """Return a lock to hold while the file is read and written. Waiting too long for it is an OSError.

    In a browser's page nobody else has the file: what two pages keep is joined by `bring`.
    """
    if sys.platform == "emscripten":
        return contextlib.nullcontext()
    from filelock import FileLock

    return FileLock(f"{file}.lock", timeout=_PATIENCE)


def _read(file):
    """Return what the file holds, as far as it can be understood, and whether that is all of it."""
    found = look(file)
    if not found:
        return form.nothing(), True
    try:
        if found.st_size > form.LARGEST:
            raise ValueError("too large for a file of progress")
        return form.understood(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        return form.nothing(), False


def _record_shown(key):
    """Write down when an exercise was first shown. Nobody has done anything yet, so what goes wrong is not told."""
    kept, trouble = read()
    if not trouble and key not in kept:
        update(lambda kept: show(kept, key))
    return ""
