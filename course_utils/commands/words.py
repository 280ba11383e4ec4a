"""The words that may follow each command of `course`: a function for each command that takes any."""

import argparse
import os
from pathlib import Path

_COPIES = "of your copies; my_lessons unless given, or cnns-by-hand in your home"


def lab(words):
    """Add the words of `course lab`."""
    words.add_argument("lesson", nargs="?", default="00", help="number of the lesson to open, 00 unless given")
    words.add_argument("--folder", help=_COPIES)


def fresh(words):
    """Add the words of `course fresh`."""
    words.add_argument("lesson", help="number of the lesson, as 03")
    words.add_argument("--folder", help=_COPIES)


def progress(words):
    """Add the words of `course progress`."""
    way = words.add_mutually_exclusive_group()
    way.add_argument("--export", dest="out", type=Path, metavar="FILE", help="write it into a new file")
    way.add_argument("--import", dest="source", type=Path, metavar="FILE", help="join a file with what is kept here")
    words.add_argument("places", nargs="*", metavar="FILE-OR-FOLDER", help="of a class: what its learners handed in")
    words.add_argument("--html", dest="page", type=Path, metavar="FILE", help="write the class's overview as a page")
    words.add_argument(
        "--lesson", dest="lessons", action="append", default=[], metavar="NN", help="of a class: only this lesson"
    )
    words.add_argument(
        "--file-names", action="store_true", help="of a class: call who wrote no name in by their file, not by a number"
    )


def share(words):
    """Add the words of `course share`."""
    words.add_argument("file", type=Path, metavar="FILE", help="the new file to write")
    words.add_argument("--name", default="", help="write your name into it, as you want to be called")
    words.add_argument("--inventory", action="store_true", help="with your answers to the inventory")
    words.add_argument("--yes", action="store_true", help="do not ask")


def handin(words):
    """Add the words of `course handin`."""
    words.add_argument("file", type=Path, metavar="FILE", help="the new ZIP to write")
    words.add_argument(
        "lessons", nargs="*", metavar="LESSON", help="as 03; all in which you changed something unless given"
    )
    words.add_argument("--name", default="", help="write your name into it, as you want to be called")
    words.add_argument("--folder", help=_COPIES)
    words.add_argument("--yes", action="store_true", help="do not ask")


def inventory(words):
    """Add the words of `course inventory`."""
    words.add_argument(
        "form", nargs="?", default="A", choices=["A", "B"], help="A before the course, B after it; A unless given"
    )
    words.add_argument("--again", action="store_true", help="begin anew; earlier answers are kept in a copy")


def review(words):
    """Add the words of `course review`."""
    words.add_argument("lesson", nargs="?", help="number of a lesson, as 03: asks about it alone, due or not")


def data(words):
    """Add the words of `course data`."""
    words.add_argument("what", choices=["cifar10"], help="the data set")
    way = words.add_mutually_exclusive_group()
    way.add_argument(
        "--from",
        dest="source",
        metavar="FILE-OR-FOLDER",
        help="take it from the published archive, or from class folders of pictures, in a folder or a ZIP",
    )
    way.add_argument("--forget", action="store_true", help="remove it from this machine")


def forget(words):
    """Add the words of `course forget`."""
    words.add_argument("what", choices=["answers", "inventory"], help="what to forget")


def refresh(words):
    """Add the words of `course refresh`."""
    words.add_argument("lessons", nargs="*", help="how their names begin, as 03; all unless given")
    words.add_argument(
        "--discard",
        action="store_true",
        help="go on where answers would be lost; their file is kept as NAME.mine-1.ipynb",
    )


def release(words):
    """Add the words of `course release`."""
    kinds = ["learner", "solutions", "sheet", "slides", "handout"]
    words.add_argument("what", choices=kinds, help="notebooks without or with solutions; run sheet; slides; handouts")
    words.add_argument(
        "words",
        nargs="*",
        metavar="FOLDER | LESSON",
        help="the folder to write (new or empty), for sheet a file, .md or .html (else printed); lessons, as 03",
    )
    words.add_argument(
        "--solutions-from",
        metavar="DAY",
        help="for learner: hold solutions back until 2026-12-08, or 03=2026-12-08,04=2026-12-15 (a curtain, no lock)",
    )
    words.add_argument(
        "--questions",
        action="store_true",
        help="for handout: the questions and exercises alone, with room to write",
    )


def export(words):
    """Add the words of `course export`."""
    words.add_argument("tool", choices=["nbgrader", "otter"], help="the program that gives marks")
    words.add_argument("target", type=Path, metavar="FOLDER", help="the folder to write (new or empty)")
    words.add_argument("lessons", nargs="*", metavar="LESSON", help="numbers, as 03; all unless given")


def site(words):
    """Add the words of `course site`."""
    words.add_argument("target", type=Path, metavar="FOLDER", help="the folder to write")
    words.add_argument(
        "--pyodide",
        default=os.environ.get("COURSE_PYODIDE") or None,
        metavar="FOLDER-OR-ARCHIVE",
        help='Python for the pages: Pyodide\'s distribution, or "pip"; COURSE_PYODIDE unless given',
    )
    words.add_argument("--serve", action="store_true", help="then show it on this machine, until Ctrl-C")
    words.add_argument("--port", type=_port, default=0, help="for --serve; a free one unless given")


def _port(word):
    """The number of a port; said here, for what comes before a server opens it may take minutes."""
    if not (word.isdecimal() and len(word) <= 5 and int(word) < 2**16):
        raise argparse.ArgumentTypeError(f"{word} is no port: give a whole number from 0 to 65535; 0 takes a free one")
    return int(word)


#: Command -> what adds its words; what is not here takes none.
ALL = {
    function.__name__: function
    for function in (
        lab,
        fresh,
        progress,
        share,
        handin,
        inventory,
        review,
        data,
        forget,
        refresh,
        release,
        export,
        site,
    )
}
