"""What is said of files that were not, or not simply, counted: a remark on each, one sentence for all of a kind."""

from typing import NamedTuple

from course_utils.checking.kept import VERSION
from course_utils.classroom.sentences import plain
from course_utils.numbers import counted

#: Kind -> what it is said of, and what is said of one and of several. First what is not counted at all.
KINDS = {
    "missing": ("path", "is not there", "are not there"),
    "nobody": ("folder", "holds no files", "hold no files"),
    "unreadable": ("file or folder", "cannot be read", "cannot be read"),
    "foreign": (
        "file",
        "is no file of progress of this course, or is damaged throughout",
        "are no files of progress of this course, or are damaged throughout",
    ),
    "newer": (
        "file",
        f"is of a newer edition of the course (this one knows version {VERSION})",
        f"are of a newer edition of the course (this one knows version {VERSION})",
    ),
    "large": (
        "file",
        "is too large for one of progress or for a hand-in, and was not opened",
        "are too large for progress or for hand-ins, and were not opened",
    ),
    "empty": ("file", "is empty", "are empty"),
    "inventory": ("file", "is an inventory and no progress", "are inventories and no progress"),
    "without": (
        "ZIP",
        "is without progress.json; several hand-ins in one ZIP are to be unpacked first",
        "are without progress.json; several hand-ins in one ZIP are to be unpacked first",
    ),
    "broken": (
        "ZIP",
        "cannot be read: it is damaged, or locked, or not what it says",
        "cannot be read: they are damaged, or locked, or not what they say",
    ),
    "nowhere": ("link", "leads nowhere", "lead nowhere"),
    "link": (
        "link",
        "in a folder was not followed; give the file itself to have it counted",
        "in folders were not followed; give the files themselves to have them counted",
    ),
    "deep": (
        "folder",
        "lies too deep to be looked at; give it itself",
        "lie too deep to be looked at; give them themselves",
    ),
    "full": (
        "folder",
        "holds so much that the rest was not looked at; give the folder of one class",
        "hold so much that the rest was not looked at; give the folder of one class",
    ),
    "other": ("file", "of another kind was not read", "of other kinds were not read"),
    "part": (
        "file",
        "is damaged; what can be read of it is counted",
        "are damaged; what can be read of them is counted",
    ),
    "untried": (
        "file",
        "is counted, and nothing was tried in it yet",
        "are counted, and nothing was tried in them yet",
    ),
    "again": ("file", "was given twice, and is counted once", "were given twice, and are counted once"),
    "joined": (
        "file",
        "is of a learner who had another one: joined, counted once",
        "are of learners who had another one: joined, counted once",
    ),
    "namesake": (
        "file",
        "bears the name of another one, and neither goes on from the other: counted as two learners",
        "bear the name of another one, and neither goes on from the other: counted as learners of their own",
    ),
    "copy": (
        "file",
        "holds the same as another one: counted as two learners. If it is a copy, take it away",
        "hold the same as another one: counted as learners of their own. If they are copies, take them away",
    ),
}


class Remark(NamedTuple):
    """What is said of one file.

    Attributes
    ----------
    kind : str
    name : str
        Of the file, the folder or the link.
    detail : str
        What this one has and others of its kind have not; or nothing.
    count : int
        Of how many files it is said.
    """

    kind: str
    name: str
    detail: str = ""
    count: int = 1


class Group(NamedTuple):
    """All remarks of a kind: a sentence without names and without its end, and the names that belong beneath."""

    words: str
    names: tuple


def grouped(remarks):
    """Remarks by their kind.

    Parameters
    ----------
    remarks : sequence of Remark

    Returns
    -------
    list of Group

    Examples
    --------
    >>> found = [Remark("empty", "b"), Remark("missing", "c", "beside it lies d"), Remark("empty", "a")]
    >>> for words, names in grouped(found):
    ...     print(f"{words}: {', '.join(names)}")
    1 path is not there: c (beside it lies d)
    2 files are empty: b, a
    """
    found = {kind: [one for one in remarks if one.kind == kind] for kind in KINDS}
    return [_group(kind, own) for kind, own in found.items() if own]


def _group(kind, remarks):
    noun, one, many = KINDS[kind]
    count = sum(remark.count for remark in remarks)
    names = (f"{remark.name} ({remark.detail})" if remark.detail else remark.name for remark in remarks)
    return Group(f"{counted(count, noun, _several(noun))} {one if count == 1 else many}", tuple(map(plain, names)))


def _several(noun):
    return "files or folders" if noun == "file or folder" else f"{noun}s"
