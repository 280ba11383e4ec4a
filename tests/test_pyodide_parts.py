"""The Pyodide folder: what is needed and nothing else, and no file that a lock does not name."""

import hashlib
import io
import json
import random
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from course_utils.commands.errors import CommandError
from course_utils.commands.site import pyodide_parts
from course_utils.commands.site.pyodide_parts import CORE, FROM_PIP, LOCK, closure, make_folder

SITE = Path(__file__).resolve().parent.parent / "site"
NEEDS = {"numpy": [], "matplotlib": ["numpy", "cycler"], "cycler": ["six"], "six": [], "scipy": ["numpy"]}


def wheels(version):
    return {f"{name}-{version}-cp314.whl": f"{name} {version}".encode() for name in NEEDS}


def lock(version, abi="2026_0"):
    """A lock as Pyodide writes it, for `wheels` of this version."""
    packages = {
        name: {
            "name": name,
            "version": version,
            "file_name": f"{name}-{version}-cp314.whl",
            "sha256": hashlib.sha256(f"{name} {version}".encode()).hexdigest(),
            "depends": NEEDS[name],
        }
        for name in NEEDS
    }
    return json.dumps({"info": {"abi_version": abi}, "packages": packages}).encode()


@pytest.fixture
def places(tmp_path):
    """A core of npm's, and an empty folder."""
    core, folder = tmp_path / "core", tmp_path / "folder"
    core.mkdir()
    folder.mkdir()
    for name in CORE:
        (core / name).write_text(name)
    (core / LOCK).write_bytes(lock("2.0"))
    return core, folder


def as_folder(path, files):
    path.mkdir()
    for name, contents in files.items():
        (path / name).write_bytes(contents)


def as_zip(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, contents in files.items():
            archive.writestr(f"some/where/{name}", contents)


def as_tar(path, files):
    with tarfile.open(path, "w:bz2") as archive:
        for name, contents in files.items():
            member = tarfile.TarInfo(f"pyodide/{name}")
            member.size = len(contents)
            archive.addfile(member, io.BytesIO(contents))


@pytest.mark.parametrize("pack", [as_folder, as_zip, as_tar])
def test_what_is_needed_comes_out_of_a_folder_or_an_archive(places, tmp_path, pack):
    core, folder = places
    pack(tmp_path / "source", wheels("2.0") | {"README": b"more"})
    parts = make_folder(folder, core, tmp_path / "source")
    needed = ["cycler", "matplotlib", "numpy", "six"]
    assert [part.name for part in parts] == needed
    assert not any(part.stands_in_for for part in parts)
    assert {file.name for file in folder.iterdir()} == {*CORE, LOCK, *(part.file for part in parts)}
    assert list(json.loads((folder / LOCK).read_text())["packages"]) == needed
    for part in parts:
        assert hashlib.sha256((folder / part.file).read_bytes()).hexdigest() == part.sha256


def test_a_wheel_that_was_changed_is_refused(places, tmp_path):
    core, folder = places
    as_folder(tmp_path / "source", wheels("2.0") | {"six-2.0-cp314.whl": b"something else"})
    with pytest.raises(CommandError, match=r"six-2\.0-cp314\.whl in .* is not the file that Pyodide's lock names"):
        make_folder(folder, core, tmp_path / "source")


def test_another_version_is_refused(places, tmp_path):
    core, folder = places
    as_folder(tmp_path / "source", wheels("1.9") | {LOCK: lock("1.9")})
    with pytest.raises(CommandError, match=r"does not hold .* the distribution of the same version"):
        make_folder(folder, core, tmp_path / "source")


@pytest.mark.parametrize("contents", [None, b"no archive"])
def test_what_is_no_source_gets_a_sentence(places, tmp_path, contents):
    core, folder = places
    if contents:
        (tmp_path / "source").write_bytes(contents)
    with pytest.raises(CommandError, match="cannot be read as a folder, a ZIP or a tar archive"):
        make_folder(folder, core, tmp_path / "source")


@pytest.mark.parametrize(("packing", "more"), [("", {}), ("gz", {}), ("bz2", {"compresslevel": 1}), ("xz", {})])
def test_a_damaged_archive_gets_a_sentence(places, tmp_path, packing, more):
    """Cut off, and overwritten, at many places: always a sentence, this one or that of a wheel that is not the one.

    It is longer than a block of bzip2's at this level, so that damage shows while it is read, too.
    """
    core, folder = places
    with tarfile.open(tmp_path / "whole", f"w:{packing}", **more) as archive:
        for name in wheels("2.0"):
            archive.addfile(tarfile.TarInfo(name))
        noise = tarfile.TarInfo("noise")
        noise.size = 250_000
        archive.addfile(noise, io.BytesIO(random.Random(0).randbytes(noise.size)))
    whole = (tmp_path / "whole").read_bytes()
    for place in range(12, len(whole), len(whole) // 20):
        for contents in (whole[:place], whole[:place] + bytes(8) + whole[place + 8 :], whole[:place] + b"\xff" * 40):
            (tmp_path / "source").write_bytes(contents)
            with pytest.raises(CommandError, match=r"cannot be read as|does not hold|is not the file"):
                make_folder(folder, core, tmp_path / "source")


def test_a_core_that_is_not_there_names_the_command(places, tmp_path):
    core, folder = places
    (core / CORE[0]).unlink()
    with pytest.raises(CommandError, match=rf"{CORE[0]}.*npm ci --prefix site"):
        make_folder(folder, core, tmp_path)


@pytest.fixture
def from_pip(places, tmp_path, monkeypatch):
    """Make the folder out of what pip "fetches", a package with a lock of its own; and how often it fetched."""
    core, folder = places
    requirement, fetched = tmp_path / "stand-in.txt", []
    requirement.write_text("package==1.9\n")

    def make(abi="2026_0", more=()):
        def download(asked, into):
            fetched.append(asked)
            as_zip(Path(into) / "package-1.9.whl", wheels("1.9") | {LOCK: lock("1.9", abi)} | dict(more))

        monkeypatch.setattr(pyodide_parts, "_pip_download", download)
        return make_folder(folder, core, FROM_PIP, requirement=requirement, cache=tmp_path / "cache")

    return make, fetched


def test_pips_wheels_stand_in_and_say_so(from_pip):
    make, fetched = from_pip
    assert {(part.version, part.stands_in_for) for part in make()} == {("1.9", "2.0")}
    make()
    assert len(fetched) == 1, "what was fetched is kept"


def test_pips_wheels_are_held_against_their_lock(from_pip):
    make, _ = from_pip
    with pytest.raises(CommandError, match="is not the file"):
        make(more={"numpy-1.9-cp314.whl": b"changed"}.items())


def test_another_abi_cannot_stand_in(from_pip):
    make, _ = from_pip
    with pytest.raises(CommandError, match="ABI 2025_0, and the core has 2026_0"):
        make(abi="2025_0")


def test_needs_are_followed_once():
    packages = json.loads(lock("2.0"))["packages"]
    assert list(closure(packages, ["matplotlib", "numpy"])) == ["cycler", "matplotlib", "numpy", "six"]


def test_npm_packages_are_named_exactly_and_without_a_host():
    listed = json.loads((SITE / "package.json").read_text("utf-8"))["dependencies"]
    text = (SITE / "package-lock.json").read_text("utf-8")
    locked = json.loads(text)["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in listed.values())
    assert {name: locked[f"node_modules/{name}"]["version"] for name in listed} == listed
    assert all(entry["integrity"].startswith("sha512-") for path, entry in locked.items() if path)
    assert '"resolved"' not in text


def test_what_pip_fetches_is_named_by_its_hash():
    lines = [line for line in (SITE / "stand-in.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) == 1
    assert re.fullmatch(r"[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", lines[0])
