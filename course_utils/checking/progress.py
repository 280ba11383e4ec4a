"""What a learner has tried, kept in one small JSON file of their own. Nothing leaves the machine.

The environment variable COURSE_PROGRESS names another file, or turns it off with the word "off".
"""

import json
import os
from pathlib import Path

_VERSION = 1
_PATIENCE = 5  # seconds to wait for another window that writes


def path():
    """The file, or None when nothing is kept."""
    chosen = os.environ.get("COURSE_PROGRESS", "")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("cnns-by-hand", appauthor=False) / "progress.json"


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
    file = path()
    if file is None:
        return ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _locked(file):
            exercises, note = _read(file)
            _count(exercises.setdefault(key, _new()), status, misconception, hint, solution)
            _write(file, exercises)
    except OSError as error:
        return f"Progress could not be kept in {file}: {error}."
    return note


def read():
    """What is kept: exercise -> attempts, hints, solution_seen, misconceptions, solved_after.

    Returns
    -------
    exercises : dict
    note : str
        Empty, or a sentence on a damaged file that was set aside, or on one that cannot be read.
    """
    file = path()
    try:
        if file is None or not file.exists():
            return {}, ""
        with _locked(file):  # a damaged file is renamed: not while a check writes
            return _read(file)
    except OSError as error:
        return {}, f"Progress could not be read from {file}: {error}."


def _locked(file):
    """Return a lock to hold while the file is read or written. Waiting too long for it is an OSError."""
    from filelock import FileLock

    return FileLock(f"{file}.lock", timeout=_PATIENCE)


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
    """Return the entries; a damaged file is set aside, not lost."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        entries = kept["exercises"]
        return {key: {**_new(), **entry} for key, entry in entries.items()}, ""
    except FileNotFoundError:
        return {}, ""
    except (ValueError, TypeError, KeyError, AttributeError):
        aside = _free_name(file)
        file.replace(aside)
        return {}, f"The file of your progress could not be read. It is kept as {aside.name}; a new one begins."


def _free_name(file):
    number = 1
    while (aside := file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")).exists():
        number += 1
    return aside


def _write(file, exercises):
    """Write beside and rename: a crash leaves the old file or the new one, never half of one."""
    beside = file.with_name(f"{file.name}.part")
    text = json.dumps({"version": _VERSION, "exercises": exercises}, indent=1, sort_keys=True, ensure_ascii=False)
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(file)
