"""What a learner has tried, kept in one small JSON file of their own. Nothing leaves the machine.

The environment variable COURSE_PROGRESS names another file by its whole path (`~` is the home folder), or turns it off
with one of the words off, no, false, none, 0, or the name of a device. A name without a folder is refused: a notebook
and a terminal, which work in different folders, would mean two files by it.
"""

import contextlib
import json
import os
import stat
import sys
from pathlib import Path

from course_utils.checking.merging import merged
from course_utils.files import json_text, keep_copy, look, told, write_json
from course_utils.numbers import counted

VERSION = 1
_PATIENCE = 5  # seconds to wait for another window that writes
_LARGEST = 2**22  # bytes; a whole course takes a hundredth of that
_MOST = 10**9  # what is counted never comes that far
_OFF = {"off", "no", "false", "none", "0", os.devnull.lower()}


class _NewerError(Exception):
    """The file was written by a later edition of the course."""


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


def record(key, *, status=None, misconception=None, hint=0, solution=False):
    """Add one event of an exercise to the file.

    Parameters
    ----------
    key : str
        "lesson.exercise".
    status : str, optional
        Of a verdict; counts as an attempt.
    misconception : str, optional
    hint : int
        The highest tier seen.
    solution : bool
        Whether the solution was shown.

    Returns
    -------
    note : str
        Empty, or a sentence on what went wrong with the file. A check never fails because of it.
    """
    file = None
    try:
        file = path()
        return _add(file, key, (status, misconception, hint, solution)) if file else ""
    except _NewerError:
        return f"{_NEWER} It is left as it is, and what you do now is not counted."
    except Exception as error:
        return _sorry("kept in", file, error)


def read():
    """What is kept: exercise -> attempts, hints, solution_seen, misconceptions, solved_after. Writes nothing.

    Returns
    -------
    exercises : dict
    note : str
        Empty, or a sentence on what could not be read.
    """
    file = None
    try:
        file = path()
        kept, is_whole = _read(file) if file else (_nothing(), True)
    except _NewerError:
        return {}, f"{_NEWER} Nothing of it is shown here."
    except Exception as error:
        return {}, _sorry("read from", file, error)
    note = "" if is_whole else f"{file} is damaged. What can be read of it is shown; the next check keeps it aside."
    return kept["exercises"], note


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
    except _NewerError:
        return f"{_NEWER_ONE} Nothing was brought in.", True
    except (ValueError, RecursionError):
        return "This is no file of progress of this course, so nothing was brought in.", True
    except Exception as error:
        return _sorry("brought into", file, error), True


def _brought(file, text):
    if len(text) > _LARGEST:
        raise ValueError("too large for a file of progress")
    other, other_is_whole = _understood(text)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(file):
        kept, is_whole = _read(file)
        both = {**other, **kept, "exercises": merged(kept["exercises"], other["exercises"])}
        note = "" if is_whole else f" What was here was damaged, and lies in {keep_copy(file, 'damaged').name}."
        if both != kept or not is_whole:
            write_json(file, both, mode=0o600)
    solved = sum(entry["solved_after"] is not None for entry in both["exercises"].values())
    left = "" if other_is_whole else " Some of what the file holds could not be read and was left out."
    return f"Brought in. Together: {counted(len(both['exercises']), 'exercise')} tried, {solved} solved.{left}{note}"


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


def _add(file, key, event):
    """Read, count, write, while nobody else does; a damaged file is kept aside first. Return the note."""
    file, note = Path(os.path.realpath(file)), ""  # links to one file share a lock
    look(file)  # no lock is laid beside a folder or a pipe
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(file):
        kept, is_whole = _read(file)
        if not is_whole:
            goes_on = "what could be read of it goes on" if kept["exercises"] else "a new one begins"
            note = f"The file of your progress is damaged. It is kept as {keep_copy(file, 'damaged').name}; {goes_on}."
        _count(kept["exercises"].setdefault(key, _new()), *event)
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


def _nothing():
    return {"version": VERSION, "exercises": {}}


def _new():
    return {"attempts": 0, "hints": 0, "solution_seen": False, "misconceptions": {}, "solved_after": None}


def _count(entry, status, misconception, hint, solution):
    entry["hints"] = max(entry["hints"], hint)
    entry["solution_seen"] = entry["solution_seen"] or solution
    if status:
        entry["attempts"] += 1
    if misconception:
        entry["misconceptions"][misconception] = entry["misconceptions"].get(misconception, 0) + 1
    if status == "right" and entry["solved_after"] is None:
        entry["solved_after"] = entry["attempts"]


def _read(file):
    """Return what the file holds, as far as it can be understood, and whether that is all of it."""
    found = look(file)
    if not found:
        return _nothing(), True
    try:
        if found.st_size > _LARGEST:
            raise ValueError("too large for a file of progress")
        return _understood(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        return _nothing(), False


def _understood(text):
    """Return what the text of a file of progress says, and whether that is all of it; ValueError where it is none."""
    kept = json.loads(text, object_pairs_hook=_each_once)
    given = _exercises(kept)
    json_text(kept)  # what is nested too deep to be written again is damage as well
    sound = {key: {**_new(), **entry} for key, entry in given.items() if _is_sound(entry)}
    return {**kept, "exercises": sound}, len(sound) == len(given)


def _each_once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _exercises(kept):
    version = kept.get("version", VERSION) if isinstance(kept, dict) else None
    if isinstance(version, (int, float)) and version > VERSION:
        raise _NewerError
    if version != VERSION or not isinstance(kept.get("exercises"), dict):
        raise ValueError("no file of progress")
    return kept["exercises"]


def _is_sound(entry):
    """Whether an entry can be counted on; one that lacks something begins with nothing of it."""
    if not isinstance(entry, dict):
        return False
    entry = {**_new(), **entry}
    mistakes, solved_after = entry["misconceptions"], entry["solved_after"]
    return (
        isinstance(mistakes, dict)
        and all(map(_is_count, (entry["attempts"], entry["hints"], *mistakes.values())))
        and isinstance(entry["solution_seen"], bool)
        and (solved_after is None or _is_count(solved_after))
    )


def _is_count(value):
    return type(value) is int and 0 <= value < _MOST
