"""A folder that a command writes whole or not at all, and only where nothing is lost."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from course_utils.commands.errors import CommandError
from course_utils.files import told

_BEGUN, _LOCK = ".unfinished-", "course-release.lock"


class FolderError(CommandError):
    """The folder could not be written; the message says why and what to do."""


@contextlib.contextmanager
def new_folder(folder, source):
    """Give a place beside a folder; what was made there at the end becomes the folder.

    Parameters
    ----------
    folder : Path
        Must not exist yet, or be empty. A link is followed.
    source : Path
        Holds the course's `notebooks` and `figures`, which nothing is written into.

    Raises
    ------
    FolderError
        The folder cannot be written, or holds something; nothing is written then.
    """
    _check_target(Path(os.path.realpath(folder)), folder, source)
    with put_in_place(folder, is_empty) as unfinished:
        yield unfinished


@contextlib.contextmanager
def put_in_place(folder, may_be_replaced):
    """Give a place beside a folder, in a folder of its own; what was made there at the end becomes the folder.

    Parameters
    ----------
    folder : Path
        A link is followed.
    may_be_replaced : function
        Takes what lies there at the end; says whether it may be taken away, once the new one stands in its place.

    Raises
    ------
    FolderError
        The folder cannot be written, or holds something else by then; it is as it was.
    """
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        with _unfinished(target.parent) as unfinished:
            yield unfinished
            _put(unfinished, target, may_be_replaced)
    except OSError as error:
        raise FolderError(f"{folder} was not written. {told(error)}.") from None


def is_empty(folder):
    """Whether it is a folder with nothing in it."""
    return folder.is_dir() and not any(folder.iterdir())


def _check_target(target, folder, source):
    if target == Path.cwd():
        raise FolderError(f"{folder} is the folder you are in: name a new one.")
    if any(target.is_relative_to(os.path.realpath(source / own)) for own in ("notebooks", "figures")):
        raise FolderError(f"{folder} lies inside what would be copied into it: name one elsewhere.")
    if os.path.lexists(target) and not is_empty(target):
        raise FolderError(f"{folder} exists and is not an empty folder: name another one.")


@contextlib.contextmanager
def _unfinished(parent):
    """Give a place beside the folder to be written; locked, so that nobody takes it for a killed program's."""
    place = tempfile.TemporaryDirectory(dir=parent, prefix=_BEGUN, ignore_cleanup_errors=True)
    with place as name, FileLock(Path(name) / _LOCK):
        yield Path(name) / "edition"


def _put(unfinished, target, may_be_replaced):
    """Rename what was made into its place. What was there is taken away with what is left of the work."""
    if not os.path.lexists(target):
        unfinished.rename(target)
        return
    if not may_be_replaced(target):
        raise FolderError(f"{target} was filled by somebody else meanwhile: name another folder.")
    shutil.copymode(target, unfinished)
    if is_empty(target):
        target.rmdir()  # refused where somebody fills it at this moment
        unfinished.rename(target)
    else:
        _swap(unfinished, target)


def _swap(unfinished, target):
    earlier = unfinished.with_name("earlier")
    target.rename(earlier)
    try:
        unfinished.rename(target)
    except OSError:
        earlier.rename(target)
        raise


def _sweep(parent):
    """Take away what killed programs have left unfinished: folders with a lock of ours that nobody holds."""
    for lock in parent.glob(f"{_BEGUN}*/{_LOCK}"):
        with contextlib.suppress(OSError):  # held, or not ours to take
            with FileLock(lock, timeout=0):
                pass
            shutil.rmtree(lock.parent, ignore_errors=True)
