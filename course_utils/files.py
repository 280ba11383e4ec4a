"""Files that are never half written: a new one is finished beside its place and then renamed into it.

Whoever is killed half-way, or meets a full disk, leaves the old file or the new one. A link is followed to its target
and stays a link. A file that is there keeps its permissions and its owner, and what is no ordinary file (a folder, a
device) is never replaced.
"""

import contextlib
import errno
import itertools
import json
import os
import re
import secrets
import stat
import time
from pathlib import Path

_LEFT_OVER = 3600  # seconds after which an unfinished file of a killed program is taken away
_PAUSES = (0.05, 0.1, 0.2)  # seconds between tries: Windows renames nothing onto a file that is being read


class ChangedError(OSError):
    """Somebody else has written the file meanwhile; it was left as it is."""


def write_bytes(path, contents, *, mode=0o666, replacing=None, new=False):
    """Write a whole file, or nothing.

    Parameters
    ----------
    path : path
        Its folder must exist.
    contents : bytes
    mode : int
        Permissions of a new file, before the umask. A file that is there keeps its own.
    replacing : bytes, optional
        What the file must still hold at the last moment.
    new : bool
        Nothing may lie there, at the last moment as well: no file, no link.

    Returns
    -------
    path : pathlib.Path

    Raises
    ------
    ChangedError
        The file holds something else than `replacing`.
    FileExistsError
        Something lies in the place of a new file.
    OSError
        It cannot be written; `filename` is the path given. What was there is there.
    """
    path = Path(path)
    target = path if new else Path(os.path.realpath(path))
    try:
        there = None if new else look(target)
        if there and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "it is write-protected")
        beside = target.with_name(f"{_begun(target)}{secrets.token_hex(4)}.part")
        try:
            _write_beside(beside, contents, mode, there)
            if replacing is not None and target.read_bytes() != replacing:
                raise ChangedError(errno.EBUSY, "it was changed by another program meanwhile")
            (_rename_to_new if new else _rename)(beside, target)
        finally:  # after the renaming there is nothing of that name
            beside.unlink(missing_ok=True)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # not the name beside it, which nobody has given
        raise
    with contextlib.suppress(OSError):  # a folder that may be written in and not be listed
        _sweep(target)
    return path


def write_text(path, text, **settings):
    r"""Write a whole text file in UTF-8, or nothing: `write_bytes` with its settings. A line ends in "\n"."""
    return write_bytes(path, text.encode("utf-8"), **settings)


def write_json(path, content, **settings):
    """Write a whole JSON file, as `json_text` has it, or nothing: `write_bytes` with its settings."""
    return write_text(path, json_text(content), **settings)


def json_text(content):
    """JSON with sorted names, one on each line, and only with escapes where a character could not be written.

    >>> print(json_text({"b": "×", "a": 1}), end="")
    {
     "a": 1,
     "b": "×"
    }
    """
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair
        return json.dumps(content, indent=1, sort_keys=True) + "\n"
    return text


def keep_copy(path, word):
    """Copy a file to NAME.word-1.SUFFIX beside it, or the first number that is free; return the copy's path.

    Raises
    ------
    OSError
        It cannot be copied; no half of it is left.
    """
    path = Path(path)
    contents, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    copies = (path.with_name(f"{path.stem}.{word}-{ordinal}{path.suffix}") for ordinal in itertools.count(1))
    while True:
        copy = next(one for one in copies if not os.path.lexists(one))
        with contextlib.suppress(FileExistsError):  # a second window was faster
            return write_bytes(copy, contents, mode=mode, new=True)


def look(path):
    """Size, permissions and owner of an ordinary file (`os.stat_result`), or None where there is nothing.

    Raises
    ------
    OSError
        It is a folder, a device or a pipe, or cannot be looked at.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
    return found


def told(error):
    """What an error says, as part of a sentence; one of the operating system names the file, then what is wrong.

    >>> told(FileNotFoundError(2, "No such file or directory", "notes.md"))
    'notes.md: No such file or directory'
    >>> told(TimeoutError("waited too long"))
    'waited too long'
    """
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _write_beside(beside, contents, mode, there):
    mode = stat.S_IMODE(there.st_mode) if there else mode
    # "x" makes a new file or fails: a link that somebody has laid there is not followed.
    with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(contents)
        file.flush()
        os.fsync(file.fileno())  # otherwise a power cut may leave the new name with nothing in it
    if there:
        with contextlib.suppress(OSError, AttributeError):  # only root gives files away; Windows has no chown
            os.chown(beside, there.st_uid, there.st_gid)
        with contextlib.suppress(OSError):  # some disks know no permissions
            os.chmod(beside, mode)


def _rename(beside, target):
    for pause in _PAUSES:
        with contextlib.suppress(PermissionError):
            os.replace(beside, target)
            return
        time.sleep(pause)
    os.replace(beside, target)


def _rename_to_new(beside, target):
    """Rename onto a name that was free, whoever else is at it: the name is taken first, by an empty file."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _rename(beside, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _begun(target):
    """How the names of a file's unfinished forms begin; shortened, for a name has at most 255 bytes."""
    return f".{target.name[:40]}."


def _sweep(target):
    """Take away what killed programs have left unfinished of this file."""
    ours = re.compile(re.escape(_begun(target)) + r"[0-9a-f]{8}\.part")
    for name in filter(ours.fullmatch, os.listdir(target.parent)):
        with contextlib.suppress(OSError):  # somebody else was faster, or it is no file
            left = target.with_name(name)
            if time.time() - left.lstat().st_mtime > _LEFT_OVER:
                left.unlink()
