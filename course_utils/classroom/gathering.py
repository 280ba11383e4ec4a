"""From files and folders to learners. What cannot be counted gets a remark, and the rest is counted."""

import difflib
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from course_utils.checking import progress
from course_utils.classroom import handed_in
from course_utils.classroom.learners import Learner, distinct
from course_utils.classroom.remarks import Remark
from course_utils.classroom.sentences import plain
from course_utils.files import look, told

_READ = (".json", ".zip")
_DEEPEST = 4  # folders below the one that is given: a learning platform makes two or three
_MOST_ENTRIES = 20_000


class Gathered(NamedTuple):
    """What was found.

    Attributes
    ----------
    learners : tuple of Learner
        In the order of their files.
    said : tuple of Remark
        On each file that was not, or not simply, counted.
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
                said.append(Remark("again", str(path)))
            elif learner := _learner(path, said):
                found.append(learner)
            seen.add(real)
    learners, doubles = distinct(found)
    return Gathered(tuple(learners), (*said, *doubles))


def _files(place, said):
    """The files that a place means: itself, or those in the folder that it is."""
    if not os.path.lexists(place):
        said.append(Remark("missing", str(place), _meant(place)))
        return []
    if not place.is_dir():
        return [place]
    folder = _Folder(place)
    said += folder.said()
    return folder.files


def _meant(place):
    """A guess at what a path that is not there was to be."""
    try:
        near = difflib.get_close_matches(place.name, os.listdir(place.parent), n=1)
    except OSError:
        return "nor is its folder"
    return f"beside it lies {near[0]}" if near else ""


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
            self._troubles.append(_unreadable(folder, error))
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
        """Remarks on what was left alone."""
        yield from self._troubles
        if self._left < 0:
            yield Remark("full", str(self.place), f"more than {_MOST_ENTRIES:,} files and folders")
        yield from (Remark("link", str(path)) for path in self._links)
        yield from (Remark("deep", str(path)) for path in self._deep)
        if self._others:
            yield Remark("other", str(self.place), ", ".join(sorted(self._others)), self._others.total())
        if not (self.files or self._links or self._deep or self._others or self._troubles):
            yield Remark("nobody", str(self.place))


def _learner(path, said):
    """The learner of a file, or None with a remark on why there is none."""
    try:
        kept, note = _read(path)
    except progress.FileError as error:
        is_inventory = error.kind == "foreign" and path.match("inventory*.json")
        said.append(Remark("inventory" if is_inventory else error.kind, str(path)))
        return None
    except OSError as error:
        said.append(_unreadable(path, error))
        return None
    if note:
        said.append(Remark("part", str(path)))
    elif not kept["exercises"]:
        said.append(Remark("untried", str(path)))
    return Learner(_name(kept.get("name")), str(path), kept["exercises"])


def _read(path):
    if not (found := look(path)):
        raise progress.FileError("nowhere", f"{path} is a link that leads nowhere.")
    if not found.st_size:
        raise progress.FileError("empty", f"{path} is empty.")
    return handed_in.kept_of(path) if handed_in.is_zip(path) else progress.read_file(path)


def _unreadable(path, error):
    return Remark("unreadable", str(path), told(error).removeprefix(f"{path}: "))


def _name(given):
    return plain(given, 60).strip() if isinstance(given, str) else ""
