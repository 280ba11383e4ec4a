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
    folder = _Folder(place)
    said += folder.said()
    return folder.files


def _meant(place):
    """A guess at what a path that is not there was to be, as the end of a sentence."""
    try:
        near = difflib.get_close_matches(place.name, os.listdir(place.parent), n=1)
    except OSError:
        return f", nor is the folder {plain(place.parent)}"
    return f"; beside it lies {plain(near[0])}" if near else ""


class _Folder:
    """What lies in a folder and in those below it: files to read, and what is left alone."""

    def __init__(self, place):
        self.place, self.files, self._links, self._deep, self._troubles = place, [], [], [], []
        self._others, self._left = Counter(), _MOST_ENTRIES
        self._walk(place, _DEEPEST)

    def _walk(self, folder, depth):
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._troubles.append(f"{plain(told(error))}.")
            return
        for entry in entries:
            self._left -= 1
            if self._left < 0:
                return
            if not entry.name.startswith("."):  # JupyterLab's checkpoints, a system's own
                self._see(entry, depth)

    def _see(self, entry, depth):
        path = Path(entry.path)
        if entry.is_symlink():
            self._links.append(path)
        elif entry.is_dir():
            if depth:
                self._walk(path, depth - 1)
            else:
                self._deep.append(path)
        elif path.suffix.lower() in _READ:
            self.files.append(path)
        elif path.suffix != ".lock":  # lies beside a file of progress
            self._others[path.suffix.lower() or "without an ending"] += 1

    def said(self):
        """A sentence on each kind of thing that was left alone."""
        place = plain(self.place)
        yield from self._troubles
        if self._left < 0:
            yield (
                f"{place} holds more than {_MOST_ENTRIES:,} files and folders; those behind them were not looked at. "
                "Give the folder of one class."
            )
        if self._links:
            links = counted(len(self._links), "link")
            yield f"{links} in {place} not followed ({_some(self._links)}): give the file itself to have it counted."
        if self._deep:
            folders = counted(len(self._deep), "folder")
            yield f"{folders} in {place} too deep to be looked at ({_some(self._deep)}): give it itself."
        if self._others:
            kinds = ", ".join(sorted(self._others))
            yield f"{counted(self._others.total(), 'other file')} in {place} not read: {plain(kinds)}."
        if not (self.files or self._links or self._deep or self._others):
            yield f"{place} holds no files."


def _some(paths):
    return plain(", ".join(path.name for path in paths[:3]) + ("…" if len(paths) > 3 else ""))


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
        is_inventory = path.match("inventory*.json")
        said.append(
            f"{plain(path)} is an inventory and no progress: not counted here." if is_inventory else plain(error)
        )
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
