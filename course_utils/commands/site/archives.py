"""The course, and its widgets, as the zips that a page unpacks: the same bytes for the same files, on any day."""

import importlib.util
import io
import zipfile
from pathlib import Path

from course_utils.files import write_bytes

_WHEN = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = {"__pycache__", "commands", "fashion-mnist", "figures", "labextension", "nbextension", "page", "tests"}
_KEPT = {".py", ".css", ".js", ".json", ".npz"}
#: What an explorer's state is kept with; no front end of theirs, no IPython.
WIDGETS = ("ipywidgets", "traitlets", "comm")


def pack(target, folders):
    """Write folders into one zip.

    Parameters
    ----------
    target : Path
    folders : sequence of Path
        Each comes in under its own name.

    Returns
    -------
    target : Path
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for folder in folders:
            for file in _files(folder):
                name = file.relative_to(folder.parent).as_posix()
                archive.writestr(zipfile.ZipInfo(name, _WHEN), file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return write_bytes(target, made.getvalue())


def pack_course(target, course):
    """The package without the garments, its figures and its commands."""
    return pack(target, [course / "course_utils"])


def pack_widgets(target):
    """The packages that keep an explorer's controls."""
    return pack(target, [Path(importlib.util.find_spec(name).origin).parent for name in WIDGETS])


def _files(folder):
    """A package's files in one order on every machine; the garments come another way, on demand."""
    for file in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts):
        inside = file.relative_to(folder).parts
        if file.is_file() and file.suffix in _KEPT and not _LEFT_OUT.intersection(inside):
            yield file
