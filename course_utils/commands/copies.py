"""The learner's own copies of the lessons: without outputs, made when missing, renewed while untouched, never lost.

A copy remembers, in its metadata, which edition of its lesson it was made from. Who changes a cell has touched it, and
from then on it is left as it is: a new edition of the lesson is laid beside it. Outputs are no change: a kernel makes
them again.
"""

import contextlib
import hashlib
import json
import os
import stat
from pathlib import Path

import nbformat
from ipykernel.ipkernel import IPythonKernel
from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import NotebookNotary

from course_utils.commands.cells import notebook_of
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import home, is_checkout
from course_utils.files import ChangedError, keep_copy, look, write_bytes, write_json
from course_utils.lessons import notebooks

#: Where a copy's metadata say what it was made from.
_ABOUT = "cnns_by_hand"
_FIGURES = "figures"
#: Which figures were laid down, and how they looked then: a file of somebody else's is not ours to renew.
_LAID = ".laid-down.json"


def copies_folder(given=None, source=None):
    """The folder whose lessons a learner opens and may change.

    In the course's own folder it is `my_lessons`. An installed package, and a folder that others share, are no places
    to write in: there it is `cnns-by-hand` in the learner's home.

    Parameters
    ----------
    given : str or Path, optional
        The learner's own choice. A leading ~ is the home folder.
    source : Path, optional
        Instead of `paths.home()`.

    Raises
    ------
    CommandError
        There is no home folder, or the lessons themselves lie in the one that is given.
    """
    source = home() if source is None else source
    try:
        if given is not None:
            return _checked(Path(given).expanduser().absolute(), given, source)
        if is_checkout(source) and os.access(source, os.W_OK):
            return source / "my_lessons"
        return Path.home() / "cnns-by-hand"
    except RuntimeError:
        raise CommandError("There is no home folder: choose a place for your lessons with --folder FOLDER.") from None


def _checked(folder, given, source):
    real = Path(os.path.realpath(folder))
    own = [Path(os.path.realpath(source / name)) for name in ("", "notebooks", _FIGURES, "course_utils")]
    if real == own[0] or any(real.is_relative_to(place) for place in own[1:]):
        raise CommandError(f"{given} holds the course itself: give another folder for your copies.")
    return folder


def lay(folder, source=None):
    """Bring a folder of copies up to date: what is missing is made, what is untouched renewed, the rest left alone.

    Parameters
    ----------
    folder : Path
        Made when missing.
    source : Path, optional
        Holds `notebooks` and `figures`; the course's own unless given.

    Returns
    -------
    said : list of str
        A sentence for each lesson that was not simply there or made.

    Raises
    ------
    LessonError
        The notebooks of the source and the table of lessons disagree.
    CommandError
        One of them cannot be read.
    OSError
        The folder cannot be written.
    """
    source = home() if source is None else source
    (folder / _FIGURES).mkdir(parents=True, exist_ok=True)
    _lay_figures(source / _FIGURES, folder / _FIGURES)
    said = [_laid(folder / path.name, copy_of(path)) for path in notebooks(source / "notebooks")]
    return [sentence for sentence in said if sentence]


def fresh(folder, path):
    """Lay a fresh copy of a lesson; the one that was there is kept beside it, and the sentence names it.

    Parameters
    ----------
    folder : Path
    path : Path
        Of the lesson in the course.
    """
    target, kept, before = folder / path.name, None, None
    (folder / _FIGURES).mkdir(parents=True, exist_ok=True)
    _lay_figures(path.parents[1] / _FIGURES, folder / _FIGURES)
    if look(target):
        before = target.read_bytes()
        kept = keep_copy(target, "mine")
    _write(target, copy_of(path), replacing=before)
    return f"{target.name} is fresh" + (f"; yours is kept as {kept.name}." if kept else ".")


def copy_of(path):
    """A lesson as its learner gets it: no outputs, no counts, its figures beside it.

    Parameters
    ----------
    path : Path
        Of the lesson in the course.

    Returns
    -------
    notebook : nbformat notebook
    """
    notebook = notebook_of(path.read_bytes(), path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        elif cell.cell_type == "markdown":
            cell.source = cell.source.replace(f"](../{_FIGURES}/", f"]({_FIGURES}/")
    # JupyterLab puts in what its kernel says of the language; what is there already makes no notebook "unsaved".
    notebook.metadata.language_info = nbformat.from_dict(IPythonKernel.language_info)
    notebook.metadata[_ABOUT] = {"edition": edition_of(notebook)}
    return notebook


def is_touched(notebook):
    """Whether somebody has changed a copy, or a notebook that is none, since it was made."""
    about = notebook.metadata.get(_ABOUT)
    return not isinstance(about, dict) or about.get("edition") != edition_of(notebook)


def edition_of(notebook):
    """What tells one edition of a lesson from another, and an untouched copy from a touched one: its cells' texts."""
    texts = [[cell.cell_type, cell.source.rstrip()] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(texts).encode("utf-8")).hexdigest()


def _laid(target, new):
    """Lay one copy; a sentence where the learner should know of it."""
    edition = new.metadata[_ABOUT]["edition"]
    if not look(target):
        _write(target, new)
        return ""
    contents = target.read_bytes()
    try:
        theirs = notebook_of(contents, target)
    except CommandError as error:
        return f"{error} Or lay a fresh one: course fresh {target.name[:2]}."
    about = theirs.metadata.get(_ABOUT)
    made_from = about.get("edition") if isinstance(about, dict) else None
    if edition in (made_from, edition_of(theirs)):
        return ""
    if not is_touched(theirs):
        return _renewed(target, new, contents)
    return _beside(target, new)


def _renewed(target, new, contents):
    try:
        _write(target, new, replacing=contents)
    except ChangedError:
        return f"{target.name} is being changed by another program: its new edition comes at the next start."
    return f"{target.name} has a new edition. You had changed nothing in yours, so it is the new one now."


def _beside(target, new):
    """Lay a new edition beside a copy that was worked on, once."""
    ordinal = 1
    while look(beside := target.with_name(f"{target.stem}.new-{ordinal}{target.suffix}")):
        with contextlib.suppress(CommandError):  # a damaged one stays, too
            if edition_of(notebook_of(beside.read_bytes(), beside)) == new.metadata[_ABOUT]["edition"]:
                return ""
        ordinal += 1
    _write(beside, new)
    return (
        f"{target.name} has a new edition. Yours holds work of yours and stays as it is; the new one is beside it, "
        f"{beside.name}."
    )


def _write(target, notebook, **settings):
    contents = (nbformat.writes(notebook) + "\n").encode("utf-8")
    write_bytes(target, contents, mode=stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH, **settings)
    _trust(notebook)


def _trust(notebook):
    """Sign a copy, so that JupyterLab does not call it untrusted; without a place for signatures it does."""
    try:
        # Not told where, it asks an application of Jupyter's, which closes every log of the process for its own.
        os.makedirs(folder := jupyter_data_dir(), mode=0o700, exist_ok=True)
        NotebookNotary(data_dir=folder).sign(notebook)
    except Exception:  # of sqlite, of a home that cannot be written: the lesson opens all the same
        return


def _lay_figures(source, folder):
    """Copy the figures that are missing, and renew those that nobody has changed since they were laid down."""
    file = folder / _LAID
    try:
        laid = json.loads(file.read_text("utf-8"))
        laid = laid if isinstance(laid, dict) else {}
    except (OSError, ValueError):
        laid = {}
    before = dict(laid)
    for figure in sorted(source.glob("*.svg")):
        name, contents = figure.name, figure.read_bytes()
        target = folder / name
        if not look(target) or _sum(target.read_bytes()) == laid.get(name) != _sum(contents):
            write_bytes(target, contents)
            laid[name] = _sum(contents)
    if laid != before:
        write_json(file, laid)


def _sum(contents):
    return hashlib.sha256(contents).hexdigest()
