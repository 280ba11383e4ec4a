"""`course data cifar10`: the one data set that is not part of the course, fetched when somebody asks for it."""

import contextlib
import shutil
import sys

from course_utils import cifar10
from course_utils.commands import cifar10_sources as sources
from course_utils.commands.download import fetch, held_in, megabytes
from course_utils.commands.errors import CommandError
from course_utils.fashion_mnist import DatasetError

_KEPT = 184_502_000  # bytes of the 60,000 images as they are kept


def get(given=None):
    """Keep CIFAR-10 on this machine, and print what is there.

    Parameters
    ----------
    given : path, optional
        A file or folder to take it from; else it is fetched, unless it is there.

    Raises
    ------
    CommandError
        It cannot be had; the message says why, and what to do.
    OSError
    """
    with _alone() as place:
        if given is not None:
            train, test, source = sources.data_in(given)
            cifar10.keep(train, test, source=source)
        elif not cifar10.available():
            _fetch(place / f"{sources.ARCHIVE}.part")
        print(f"{cifar10.about()}, in {place}.")


def forget():
    """Remove CIFAR-10, and what came of it so far, from this machine.

    Raises
    ------
    CommandError
        Another command is at work on it.
    OSError
    """
    with _alone() as place:
        part = place / f"{sources.ARCHIVE}.part"
        there = cifar10.forget() or part.exists()
        part.unlink(missing_ok=True)
        print(f"CIFAR-10 was removed from {place}." if there else f"There is no CIFAR-10 in {place}.")


@contextlib.contextmanager
def _alone():
    """The folder of the data, while no other command works in it."""
    from filelock import FileLock, Timeout

    try:
        place = cifar10.folder()
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / "cifar10.lock", timeout=0):
            yield place
    except Timeout:
        raise CommandError(
            f"Another `course data cifar10` is at work in {place}. Wait until it has ended; nothing was done here."
        ) from None
    except DatasetError as error:
        raise CommandError(str(error)) from None


def _fetch(part):
    needed = sources.SIZE - held_in(part) + _KEPT
    if (free := shutil.disk_usage(part.parent).free) < needed:
        raise CommandError(
            f"The disk of {part.parent} has {megabytes(free)} MB free, and {megabytes(needed)} are needed. Free some, "
            "or name a folder on another disk in COURSE_CIFAR10."
        )
    print(f"Fetching {megabytes(sources.SIZE)} MB from {sources.URL}", flush=True)
    try:
        fetch(sources.URL, part, size=sources.SIZE, sha256=sources.SHA256, tell=lambda line: print(line, flush=True))
        cifar10.keep(*sources.from_archive(part), source="the published archive")
    except KeyboardInterrupt:
        if held := held_in(part):
            kept = f"{megabytes(held)} of {megabytes(sources.SIZE)} MB are kept in {part}"
            print(f"{kept}: the same command goes on from there, --forget removes them.", file=sys.stderr)
        raise
    part.unlink()
