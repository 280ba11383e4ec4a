"""The folder that Pyodide is loaded from: its core from npm, its wheels from a distribution that is brought.

A wheel is taken only when its sha256 stands in a lock of Pyodide's. That is the lock of the core; only the stand-in
that pip fetches has a lock of its own, of another version with the same ABI, and what is taken by that is told.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from course_utils import zips
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import ROOT
from course_utils.files import told, write_bytes
from course_utils.numbers import counted

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
#: What the pages import: the first at once, the second where a cell draws with it.
PACKAGES = ("numpy", "matplotlib")
#: Instead of a folder or an archive: wheels out of a package of pip's, to try the site and to test it.
FROM_PIP = "pip"


class Part(NamedTuple):
    """A package in the folder. Where it stands in for the one that the core's lock names, `stands_in_for` is that
    one's version.
    """

    name: str
    version: str
    file: str
    sha256: str
    stands_in_for: str | None


def make_folder(folder, core, source, *, requirement=None, cache=None, packages=PACKAGES):
    """Write everything that a page loads Pyodide from.

    Parameters
    ----------
    folder : Path
        Is there; what it holds under the same names is replaced.
    core : Path
        npm's package `pyodide`, as `npm ci --prefix site` unpacks it.
    source : Path or str
        A folder, ZIP or tar archive that holds the wheels which the core's lock names, as Pyodide publishes them; or
        `FROM_PIP`.
    requirement, cache : Path, optional
        For `FROM_PIP`: the requirements file that names the package, and a folder that keeps the wheels.
    packages : sequence of str
        Names in Pyodide's lock; what they depend on comes with them.

    Returns
    -------
    parts : list of Part
        Sorted by name.

    Raises
    ------
    CommandError
        Something is not there, or is not the file that the lock names.
    """
    lock = _lock_of_core(core)
    if source == FROM_PIP:
        entries, source = _from_pip(lock, packages, requirement, cache)
    else:
        entries = closure(lock["packages"], packages)
    contents = _read(Path(source), {entry["file_name"] for entry in entries.values()})
    for name in CORE:
        write_bytes(folder / name, (core / name).read_bytes())
    for entry in entries.values():
        write_bytes(folder / entry["file_name"], _checked(entry, contents, source))
    kept = json.dumps(lock | {"packages": entries}, sort_keys=True)
    write_bytes(folder / LOCK, kept.encode())
    return [_part(entry, lock["packages"][name]) for name, entry in entries.items()]


def closure(packages, names):
    """Entries of a lock for these packages and all they depend on, name -> entry, sorted."""
    found, todo = {}, list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = packages[name]
            todo += packages[name]["depends"]
    return dict(sorted(found.items()))


def _part(entry, wanted):
    other = wanted["version"] if entry["sha256"] != wanted["sha256"] else None
    return Part(entry["name"], entry["version"], entry["file_name"], entry["sha256"], other)


def _lock_of_core(core):
    missing = [name for name in (*CORE, LOCK) if not (core / name).is_file()]
    if missing:
        raise CommandError(
            f"Pyodide's core is not in {core}: {', '.join(missing)}. Fetch it with npm ci --prefix site (Node.js)."
        )
    return json.loads((core / LOCK).read_text("utf-8"))


def _checked(entry, contents, source):
    """The bytes of a wheel, once they are those that the lock names."""
    if (held := contents.get(entry["file_name"])) is None:
        raise CommandError(
            f"{source} does not hold {entry['file_name']}, which this version of Pyodide loads. Give the distribution "
            f"of the same version, or --pyodide {FROM_PIP} to try the site with wheels that pip can fetch."
        )
    digest = hashlib.sha256(held).hexdigest()
    if digest != entry["sha256"]:
        raise CommandError(
            f"{entry['file_name']} in {source} is not the file that Pyodide's lock names: its sha256 is "
            f"{digest[:12]}…, expected {entry['sha256'][:12]}…. It is another version's, or was changed or damaged."
        )
    return held


def _read(source, names):
    """The files of these names in a folder or an archive, name -> bytes; in an archive in whichever folder."""
    try:
        if source.is_dir():
            return {name: (source / name).read_bytes() for name in names if (source / name).is_file()}
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                return {_plain(name): archive.read(name) for name in archive.namelist() if _plain(name) in names}
        with tarfile.open(source) as archive:  # read once from its beginning: it is hundreds of megabytes
            files = (member for member in archive if member.isfile() and _plain(member.name) in names)
            return {_plain(member.name): archive.extractfile(member).read() for member in files}
    except (tarfile.TarError, *zips.BROKEN) as error:
        raise CommandError(
            f"{source} cannot be read as a folder, a ZIP or a tar archive with Pyodide's wheels ({told(error)})."
        ) from None


def _plain(name):
    return PurePosixPath(name).name


def keep_stand_in(requirement=ROOT / "site" / "stand-in.txt", cache=ROOT / "build", packages=PACKAGES):
    """The folder in `cache` with the wheels of pip's package and their lock; fetched where it is not there yet."""
    kept = cache / f"stand-in-{hashlib.sha256(requirement.read_bytes()).hexdigest()[:12]}"
    if not (kept / LOCK).is_file():
        _fetch_stand_in(kept, requirement, packages)
    return kept


def _from_pip(lock, packages, requirement, cache):
    """Entries of the lock that comes with pip's package, and the folder in `cache` where its wheels are kept."""
    kept = keep_stand_in(requirement, cache, packages)
    theirs = json.loads((kept / LOCK).read_text("utf-8"))
    if theirs["info"]["abi_version"] != lock["info"]["abi_version"]:
        raise CommandError(
            f"The wheels that pip can fetch are made for Pyodide's ABI {theirs['info']['abi_version']}, and the core "
            f"has {lock['info']['abi_version']}. Look for a newer version of the package in {requirement}."
        )
    return closure(theirs["packages"], packages), kept


def _fetch_stand_in(kept, requirement, packages):
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as fetched:
        _pip_download(requirement, fetched)
        archives = list(Path(fetched).glob("*.whl"))
        if len(archives) != 1:
            raise CommandError(
                f"{requirement} is to name one package, and pip fetched {counted(len(archives), 'file')}."
            )
        lock = _read(archives[0], {LOCK})[LOCK]
        names = {entry["file_name"] for entry in closure(json.loads(lock)["packages"], packages).values()}
        for name, contents in _read(archives[0], names).items():
            write_bytes(kept / name, contents)
    write_bytes(kept / LOCK, lock)  # last: where it lies, the others lie too


def _pip_download(requirement, folder):
    """Fetch what is named there, for the Python that it asks for, and nothing that it depends on."""
    options = ["--no-deps", "--no-cache-dir", "--only-binary=:all:", "--python-version=3.12", "--require-hashes"]
    command = [sys.executable, "-P", "-m", "pip", "download", "-q", *options, "--dest", folder, "-r", str(requirement)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
        raise CommandError(f"pip could not fetch what {requirement} names. Its last words: {said}")
