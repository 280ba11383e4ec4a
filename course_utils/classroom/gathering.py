"""From files and folders to learners. What cannot be counted gets a sentence, and the rest is counted."""

import difflib
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from course_utils.checking import progress
from course_utils.classroom import handed_in
from course_utils.classroom.learners import Learner, distinct
from course_utils.classroom.sentences import plain
from course_utils.files import look, told
from course_utils.numbers import counted

_READ = (".json", ".zip")
_DEEPEST = 4  # folders below the one that is given: a learning platform makes two or three
_MOST_ENTRIES = 20_000


class Gathered(NamedTuple):
    """What was found.

    Attributes
    ----------
    learners : tuple of Learner
        In the order of their files.
    said : tuple of str
        A sentence for each file that was not, or not simply, counted. It names the file.
    """

    learners: tuple
    said: tuple


class _TooManyError(Exception):
    """A folder holds more than any class."""


def gather(places):
    """Read the files of a class.

    Parameters
    ----------
    places : sequence of path
        Files of progress, ZIPs that `course handin` has made, and folders of them. A link that is given is followed;
        one that lies in a folder is not, since it may lead anywhere.

    Returns
    -------
    Gathered
    """
    said, found, seen = [], [], set()
    for place in map(Path, places):
        for path in _files(place, said):
            real = os.path.realpath(path)
            if real in seen:
                said.append(f"{plain(path)} was given twice, and is counted once.")
            elif learner := _learner(path, said):
                found.append(learner)
            seen.add(real)
    learners, doubles = distinct(found)
    return Gathered(tuple(learners), (*said, *doubles))


def _files(place, said):
    """The files that a place means: itself, or those in the folder that it is."""
    if not os.path.lexists(place):
        said.append(f"{plain(place)} is not there{_meant(place)}.")
        return []
    if not place.is_dir():
        return [place]
    found, others, left = [], Counter(), [_MOST_ENTRIES]
    try:
        _walk(place, _DEEPEST, found, others, said, left)
    except _TooManyError:
        said.append(
            f"{plain(place)} holds more than {_MOST_ENTRIES:,} files and folders; what came after them was not looked "
            "at. Give the folder of one class."
        )
    if others:
        kinds = ", ".join(sorted(others))
        said.append(f"{counted(others.total(), 'other file')} in {plain(place)} not read: {plain(kinds)}.")
    if not (found or others):
        said.append(f"{plain(place)} holds no files.")
    return found


def _meant(place):
    """A guess at what a path that is not there was to be, as the end of a sentence."""
    try:
        near = difflib.get_close_matches(place.name, os.listdir(place.parent), n=1)
    except OSError:
        return f", nor is the folder {plain(place.parent)}"
    return f"; beside it lies {plain(near[0])}" if near else ""


def _walk(folder, depth, found, others, said, left):
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        said.append(f"{plain(told(error))}.")
        return
    for entry in entries:
        left[0] -= 1
        if left[0] < 0:
            raise _TooManyError
        path = Path(entry.path)
        if entry.name.startswith("."):  # JupyterLab's checkpoints, a system's own
            continue
        if entry.is_symlink():
            said.append(f"{plain(path)} is a link and was not followed: give it by name to have it counted.")
        elif entry.is_dir():
            if depth:
                _walk(path, depth - 1, found, others, said, left)
            else:
                said.append(f"{plain(path)} lies too deep and was not looked at: give it by name.")
        elif path.suffix.lower() in _READ:
            found.append(path)
        elif path.suffix != ".lock":  # lies beside a file of progress
            others[path.suffix.lower() or "without an ending"] += 1


def _learner(path, said):
    """The learner of a file, or None with a sentence on why there is none."""
    try:
        found = look(path)
        if not found:
            raise ValueError(f"{path} is a link that leads nowhere.")
        if not found.st_size:
            raise ValueError(f"{path} is empty.")
        kept, note = handed_in.kept_of(path) if handed_in.is_zip(path) else progress.read_file(path)
    except ValueError as error:  # progress.FileError is one
        said.append(plain(error))
        return None
    except OSError as error:
        said.append(plain(f"{told(error)}."))
        return None
    if note:
        said.append(plain(note))
    elif not kept["exercises"]:
        said.append(f"{plain(path)} is counted, and nothing was tried in it yet.")
    return Learner(_name(kept.get("name")), str(path), kept["exercises"])


def _name(given):
    return plain(given, 60).strip() if isinstance(given, str) else ""
