"""`course site`: what it refuses, what it packs, what it says, and how it serves."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile

import pytest

from course_utils.commands import cli
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import ROOT
from course_utils.commands.site import archives, build, npm, offline, serve
from course_utils.commands.site.trial_run import Nothing


@pytest.fixture
def unbuilt(monkeypatch):
    """The command without its work: whatever passes the checks is "built" as one page."""

    def pages(folder, course, pyodide):
        (folder / "html" / "_static").mkdir(parents=True)
        (folder / "html" / "_static" / "site.css").write_text("")
        (folder / "html" / "index.html").write_text("new")
        return build.Built([], {}, 3_400_000, [])

    monkeypatch.setattr(build, "_build_in", pages)
    monkeypatch.setattr(build, "_check_tools", lambda course: None)


def test_a_new_and_an_empty_folder_are_written(unbuilt, tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new", "deep/new"):
        build.build(tmp_path / name, ROOT)
        assert (tmp_path / name / "index.html").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "empty", "new"], "nothing unfinished is left"


def test_an_earlier_site_is_replaced_whole(unbuilt, tmp_path):
    build.build(tmp_path / "site", ROOT)
    (tmp_path / "site" / "old.html").write_text("old")
    build.build(tmp_path / "site", ROOT)
    assert not (tmp_path / "site" / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["notes", "file", "here"])
def test_a_folder_in_use_is_left_alone(unbuilt, tmp_path, monkeypatch, name):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(CommandError, match=f"{name} .*name a new"):
        build.build(tmp_path / name, ROOT)
    assert (tmp_path / "notes" / "mine.txt").read_text() == (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", ["notebooks/site", "site", "course_utils"])
def test_the_course_itself_is_no_place_for_it(unbuilt, tmp_path, name):
    """A course of empty folders: were they written, nothing would be lost."""
    for own in ("notebooks", "figures", "course_utils", "site"):
        (tmp_path / own).mkdir()
    with pytest.raises(CommandError, match="name a folder elsewhere"):
        build.build(tmp_path / name, tmp_path)


def test_what_somebody_puts_there_while_it_is_built_stays(unbuilt, tmp_path, monkeypatch):
    """The last look, at the moment of renaming."""
    monkeypatch.setattr(build, "_check_target", lambda *given: None)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="filled by somebody else"):
        build.build(tmp_path / "site", ROOT)
    assert (tmp_path / "site" / "mine.txt").read_text() == "mine"


KILLED = """
import os
import pathlib
from course_utils.commands.site import build

def pages(folder, course, pyodide):
    (folder / "html").mkdir()
    if {moment!r} == "built":
        os._exit(9)

def rename(path, target):
    os.rename(path, target)
    if target.name == "earlier":
        os._exit(9)

pathlib.Path.rename, build._build_in, build._check_tools = rename, pages, print
build.build(pathlib.Path({folder!r}), pathlib.Path({course!r}))
"""


@pytest.mark.parametrize("moment", ["built", "put in place"])
def test_what_a_killed_build_has_left_hinders_none_and_is_taken_away(unbuilt, tmp_path, moment):
    """Killed while it is built, and in the moment in which neither site is in its place."""
    build.build(tmp_path / "site", ROOT)
    for own in (".unfinished-symphony", ".unfinished-site-site.old"):  # the second as earlier editions left it
        (tmp_path / own).mkdir()
        (tmp_path / own / "mine.txt").write_text("mine")
    code = KILLED.format(moment=moment, folder=str(tmp_path / "site"), course=str(ROOT))
    assert subprocess.run([sys.executable, "-c", code]).returncode == 9
    assert len(list(tmp_path.glob(".unfinished-*/course-release.lock"))) == 1
    assert (tmp_path / "site").exists() == (moment == "built")
    build.build(tmp_path / "site", ROOT)
    assert (tmp_path / "site" / "index.html").read_text() == "new"
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".unfinished-site-site.old", ".unfinished-symphony", "site"], (
        "no folder without our mark is touched"
    )
    assert all((tmp_path / own / "mine.txt").exists() for own in left[:2])


def test_a_site_that_cannot_be_put_in_place_leaves_the_old_one(unbuilt, tmp_path, monkeypatch):
    def rename(path, target):
        if path.name == "edition":
            raise OSError(28, "No space left on device", "x")
        os.rename(path, target)

    build.build(tmp_path / "site", ROOT)
    (tmp_path / "site" / "index.html").write_text("old")
    monkeypatch.setattr(type(tmp_path), "rename", rename)
    with pytest.raises(CommandError, match="was not written"):
        build.build(tmp_path / "site", ROOT)
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_fails_half_way_leaves_the_old_site(unbuilt, tmp_path, monkeypatch):
    build.build(tmp_path / "site", ROOT)
    (tmp_path / "site" / "index.html").write_text("old")

    def fail(*given):
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(build, "_build_in", fail)
    with pytest.raises(CommandError, match="was not written"):
        build.build(tmp_path / "site", ROOT)
    assert (tmp_path / "site" / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_is_missing_is_named_with_the_command_that_brings_it(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "_EXTRA", ("json", "no_such_module"))
    with pytest.raises(CommandError, match=r"needs no_such_module: .*\.\[site\]"):
        build.build(tmp_path / "site", ROOT)
    with pytest.raises(CommandError, match="npm ci --prefix site"):
        monkeypatch.setattr(npm.shutil, "which", lambda name: "/bin/node")
        npm.check(tmp_path)
    with pytest.raises(CommandError, match="no node"):
        monkeypatch.setattr(npm.shutil, "which", lambda name: None)
        npm.check(tmp_path)


def test_the_command_says_what_it_made(unbuilt, tmp_path, capsys):
    assert cli.main(["site", str(tmp_path / "site")]) == 0
    said = capsys.readouterr().out
    assert "3.4 MB" in said
    assert "For reading only" in said
    (tmp_path / "notes.txt").write_text("mine")
    assert cli.main(["site", str(tmp_path / "notes.txt")]) == 1
    assert "name a new" in capsys.readouterr().err
    live = [{"kind": "explorer"}, {"kind": "exercise"}, {"kind": "exercise"}]
    told = build.told_of(build.Built(live, {"06/27": "no Keras"}, 1, ["numpy 1 in place of 2"]), "FOLDER", 1)
    assert "1 explorer, 2 exercises" in told
    assert "06/27: no Keras" in told
    assert "not to publish: numpy 1 in place of 2" in told


def test_zips_are_the_same_bytes_on_any_day(tmp_path):
    folder = tmp_path / "one" / "package"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.py").write_text("1")
    (folder / "b.py").write_text("2")
    first = archives.pack(tmp_path / "1.zip", [folder]).read_bytes()
    os.utime(folder / "b.py", (time.time() - 1e6,) * 2)
    (folder / "b.py").chmod(0o600)
    assert archives.pack(tmp_path / "2.zip", [folder]).read_bytes() == first
    (folder / "b.py").write_text("3")
    assert archives.pack(tmp_path / "3.zip", [folder]).read_bytes() != first


def test_the_course_comes_without_garments_and_commands(tmp_path):
    names = zipfile.ZipFile(archives.pack_course(tmp_path / "course.zip", ROOT)).namelist()
    assert {"course_utils/convolution.py", "course_utils/explorers/shared/hand.js"} <= set(names)
    assert not [name for name in names if "commands" in name or "fashion-mnist" in name or "__pycache__" in name]
    assert (tmp_path / "course.zip").stat().st_size < 1e6


def test_the_widgets_come_without_a_front_end(tmp_path):
    names = zipfile.ZipFile(archives.pack_widgets(tmp_path / "widgets.zip")).namelist()
    assert {name.partition("/")[0] for name in names} == set(archives.WIDGETS)
    assert (tmp_path / "widgets.zip").stat().st_size < 3e5


def test_a_trial_finds_no_more_than_a_page_has(tmp_path):
    (tmp_path / "course_utils").mkdir()
    nothing = Nothing(tmp_path)
    for name in ("course_utils.convolution", "numpy.linalg", "json", "symtable"):
        assert nothing.find_spec(name) is None, "the next importer is asked"
    for name in ("keras", "matplotlib.pyplot", "PIL"):
        with pytest.raises(ModuleNotFoundError):
            nothing.find_spec(name)


def test_the_site_is_served_to_this_machine_alone(tmp_path):
    (tmp_path / "index.html").write_text("home")
    (tmp_path / "404.html").write_text("not here")
    (tmp_path / "a.wasm").write_bytes(b"")
    (tmp_path / offline.WORKER).write_text("it would outlive this server")
    made, address = serve.server(tmp_path)
    assert made.server_address[0] == "127.0.0.1"
    threading.Thread(target=made.serve_forever, daemon=True).start()
    try:
        assert urllib.request.urlopen(address).read() == b"home"
        assert urllib.request.urlopen(f"{address}a.wasm").headers["Content-Type"] == "application/wasm"
        with pytest.raises(urllib.error.HTTPError) as lost:
            urllib.request.urlopen(f"{address}deep/nowhere.html")
        assert (lost.value.code, lost.value.read()) == (404, b"not here")
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}{offline.WORKER}")
    finally:
        made.shutdown()
        made.server_close()


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "80.5", "http", "", "9" * 5000])
def test_what_is_no_port_is_said_before_anything_is_built(unbuilt, tmp_path, capsys, port):
    with pytest.raises(SystemExit):
        cli.main(["site", str(tmp_path / "site"), "--serve", f"--port={port}"])
    assert "is no port: give a whole number from 0 to 65535" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_port_in_use_is_said_before_anything_is_built(unbuilt, tmp_path, capsys):
    with serve.server(tmp_path)[0] as other:
        port = str(other.server_address[1])
        assert cli.main(["site", str(tmp_path / "site"), "--serve", "--port", port]) == 1
    assert re.match(rf"Port {port} cannot be opened \(.+\): give another", capsys.readouterr().err)
    assert not (tmp_path / "site").exists()


def test_a_site_is_shown_once_it_is_built(unbuilt, tmp_path, monkeypatch, capsys):
    def look(server):
        threading.Thread(target=server.handle_request, daemon=True).start()
        served.append(urllib.request.urlopen(f"http://127.0.0.1:{server.server_address[1]}/").read())

    served = []
    monkeypatch.setattr(serve.http.server.ThreadingHTTPServer, "serve_forever", look)
    assert cli.main(["site", str(tmp_path / "site"), "--serve"]) == 0
    assert served == [b"new"] and "(this machine only; Ctrl-C ends it)" in capsys.readouterr().out


def test_the_worker_names_every_file_by_what_is_in_it(tmp_path):
    """`pytest -m site` has it keep them; here: equal files, equal bytes, and a change is seen."""
    live = tmp_path / "_static" / "live"
    (live / "pyodide").mkdir(parents=True)
    (live / "pyodide" / "numpy-2.whl").write_bytes(b"numpy")
    (live / "pyodide" / "matplotlib-3.whl").write_bytes(b"matplotlib")
    (tmp_path / "a page.html").write_text("one")
    made = []
    for words in ("one", "one", "two"):
        (tmp_path / "a page.html").write_text(words)
        (tmp_path / offline.WORKER).unlink(missing_ok=True)
        offline.write(tmp_path, ROOT / "site" / "service_worker.js")
        made.append((tmp_path / offline.WORKER).read_text("utf-8"))
    assert made[0] == made[1] != made[2]
    files, python = (json.loads(made[0].split(f"const {name} = ")[1].split(";\n")[0]) for name in ("FILES", "PYTHON"))
    assert sorted(files) == ["_static/live/pyodide/matplotlib-3.whl", "_static/live/pyodide/numpy-2.whl", "a page.html"]
    assert files["a page.html"] == base64.b64encode(hashlib.sha256(b"one").digest()).decode()
    assert python == ["_static/live/pyodide/numpy-2.whl"]
