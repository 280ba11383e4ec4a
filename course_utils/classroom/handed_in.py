"""The ZIP that `course handin` writes, read without unpacking it: nothing in it is trusted, and nothing is written."""

import zipfile

from course_utils import zips
from course_utils.checking import progress

PROGRESS = "progress.json"
LARGEST = 2**24  # bytes of a whole ZIP; all lessons of a learner, without outputs, take a hundredth
_LARGEST_PROGRESS = 2**22


def is_zip(path):
    """Whether a file begins as a ZIP does, whatever its name is."""
    with open(path, "rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def kept_of(path):
    """What `progress.read_file` would say of the progress in a ZIP.

    Raises
    ------
    progress.FileError
        Of those that `progress.read_text` knows, or of a kind of its own: "large", "without" progress, or "broken".
    OSError
    """
    if path.stat().st_size > LARGEST:
        raise progress.FileError("large", f"{path} is too large for a hand-in and was not opened.")
    try:
        contents = _contents(path)
    except KeyError:
        raise progress.FileError("without", f"{path} is a ZIP without {PROGRESS}.") from None
    except zips.BROKEN:
        raise progress.FileError("broken", f"{path} is a ZIP that cannot be read.") from None
    return progress.read_text(contents.decode("utf-8", errors="replace"), str(path))


def _contents(path):
    """Bytes of the one member that is read; never more than a file of progress has, whatever the ZIP says of it."""
    with zipfile.ZipFile(path) as archive, archive.open(PROGRESS) as member:
        contents = member.read(_LARGEST_PROGRESS + 1)
    if len(contents) > _LARGEST_PROGRESS:
        raise ValueError("too large")
    return contents
