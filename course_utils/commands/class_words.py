"""The words that `course progress`, `share` and `handin` take."""

from pathlib import Path


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
    words.add_argument("--folder", help="of your copies; my_lessons unless given, or cnns-by-hand in your home")
    words.add_argument("--yes", action="store_true", help="do not ask")
