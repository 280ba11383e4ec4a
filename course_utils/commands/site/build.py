"""The command's work: the site is built beside its place and then renamed into it, whole or not at all."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat

from course_utils.commands import copies
from course_utils.commands.errors import CommandError
from course_utils.commands.new_folder import is_empty, put_in_place
from course_utils.commands.site import npm, offline, settings, source
from course_utils.lessons import notebooks
from course_utils.numbers import counted, number

_MARK = "_static/site.css"
_LONGEST = 120  # of a reason, in signs
_EXTRA = ("sphinx", "myst_nb", "furo", "segno")


class Built(NamedTuple):
    """What was made.

    Attributes
    ----------
    live : list of dict
        The parts that can be moved or answered.
    refused : dict of str -> str
        Keys of those that stay pictures and text, and why.
    size : int
        Bytes of all files.
    stands_in : list of str
        Packages of another version than Pyodide's own lock names.
    """

    live: list
    refused: dict
    size: int
    stands_in: list


def build(folder, course, pyodide=None):
    """Build the site into a folder that is new, empty, or holds an earlier site.

    Parameters
    ----------
    folder : Path
    course : Path
        The course's own folder.
    pyodide : str, optional
        Where Python for the page comes from, as `pyodide_parts.make_folder` takes it; without, pages are for reading.

    Returns
    -------
    built : Built

    Raises
    ------
    CommandError
        Something is missing, or the folder holds something else.
    """
    target = Path(os.path.realpath(folder))
    _check_target(target, folder, course)
    _check_tools(course)
    with put_in_place(folder, _may_be_replaced) as unfinished:
        beside = unfinished.parent
        built = _build_in(beside, course, pyodide)
        (beside / "html").rename(unfinished)
    return built


def told_of(built, folder, seconds):
    """What was built, in a few sentences: what is live, what is not and why, how large, how long it took."""
    kinds = {kind: sum(part["kind"] == kind for part in built.live) for kind in ("explorer", "exercise", "cell")}
    lines = [f"{folder}: {number(built.size / 1e6, 1)} MB, {number(seconds, 0)} s."]
    if built.live:
        counts = [
            counted(kinds["explorer"], "explorer"),
            counted(kinds["exercise"], "exercise"),
            counted(kinds["cell"], "cell"),
        ]
        lines.append(f"Live: {', '.join(counts)}. Not live: {len(built.refused)}.")
        lines += [f"  {key}: {' '.join(why.split())[:_LONGEST]}" for key, why in sorted(built.refused.items())]
    else:
        lines.append("For reading only. To make it live: --pyodide; site/README.md says what it takes.")
    if built.stands_in:
        lines.append(f"To try it, not to publish: {', '.join(built.stands_in)}.")
    return "\n".join(lines)


def _check_target(target, folder, course):
    if Path.cwd().is_relative_to(target):
        raise CommandError(f"{folder} is the folder you are in, or holds it: name a new one.")
    own = [Path(os.path.realpath(course / name)) for name in ("notebooks", "figures", "course_utils", "site")]
    if any(target.is_relative_to(place) for place in own):
        raise CommandError(f"{folder} lies inside what the site is made from: name a folder elsewhere.")
    if os.path.lexists(target) and not _may_be_replaced(target):
        raise CommandError(f"{folder} exists and holds something else than a site: name a new or an empty folder.")


def _may_be_replaced(target):
    """Whether it holds nothing, or an earlier site."""
    return is_empty(target) or (target / _MARK).is_file()


def _check_tools(course):
    missing = [name for name in _EXTRA if importlib.util.find_spec(name) is None]
    if missing:
        raise CommandError(f'course site needs {", ".join(missing)}: install them with pip install -e ".[site]"')
    npm.check(course / "site" / "node_modules")


def _build_in(folder, course, pyodide):
    """Sources, then pages, in an unfinished folder."""
    given = settings.read(course / "pyproject.toml")
    python, parts = _python(folder / "pyodide", course, pyodide) if pyodide else (None, [])
    live, refused = source.write(folder / "source", course, given, python)
    _run_sphinx(folder, course)
    _finish(folder / "html", course, given)
    files = [path for path in (folder / "html").rglob("*") if path.is_file()]
    others = [part for part in parts if part.stands_in_for not in (None, part.version)]
    stands_in = [f"{part.name} {part.version} in place of {part.stands_in_for}" for part in others]
    return Built(live, refused, sum(path.stat().st_size for path in files), stands_in)


def _python(folder, course, pyodide):
    from course_utils.commands.site import pyodide_parts

    folder.mkdir()
    site = course / "site"
    core, cache = site / "node_modules" / "pyodide", course / "build"
    parts = pyodide_parts.make_folder(folder, core, pyodide, requirement=site / "stand-in.txt", cache=cache)
    return folder, parts


def _run_sphinx(folder, course):
    modules = (course / "site" / "node_modules").resolve()
    words = ["-q", "-W", "--keep-going", "-b", "html", "-d", str(folder / "doctrees"), "-D", f"node_modules={modules}"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "sphinx", *words, str(folder / "source"), str(folder / "html")]
    # Sphinx imports from the folder in which it runs: from the course, and not from where the command was typed.
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=course)
    if done.returncode:
        raise CommandError(f"Sphinx found something to mend:\n{done.stderr.strip()}")


def _finish(html, course, given):
    """Take away what no reader needs; add what a host looks for, and the lessons to take along."""
    for name in (".buildinfo", "objects.inv"):
        (html / name).unlink(missing_ok=True)
    for path in html.rglob("*.map"):
        path.unlink()
    (html / ".nojekyll").write_bytes(b"")  # where pages are published from a branch, folders may begin with _
    (html / "404.html").write_text(_not_found(course, given.address), encoding="utf-8")
    shutil.copytree(course / "figures" / "explorers", html / "figures" / "explorers")
    (html / "downloads").mkdir()
    for path in notebooks(course / "notebooks"):
        nbformat.write(copies.copy_of(path), html / "downloads" / path.name)
    if given.address:
        from course_utils.commands.site import qr

        (html / "qr.svg").write_bytes(qr.draw(given.address))
    if (html / "_static" / "live").is_dir():
        offline.write(html, course / "site" / "service_worker.js")


def _not_found(course, address):
    """The page for an address that leads nowhere; it may be shown at any depth, so its links begin at the top."""
    top = settings.folder_of(address)
    return (course / "site" / "pages" / "404.html").read_text(encoding="utf-8").replace("{{top}}", top)
