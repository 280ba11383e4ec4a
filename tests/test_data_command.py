"""`course data cifar10`: fetched whole or gone on with, taken from what is there, removed; each failure a sentence."""

import errno
import hashlib
import io
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import zipfile

import numpy as np
import pytest
from filelock import FileLock
from PIL import Image

from course_utils import cifar10
from course_utils.cifar10 import CLASS_NAMES
from course_utils.commands import cifar10_sources as sources
from course_utils.commands import cli, data, download
from course_utils.commands.errors import CommandError
from tests.support.small_cifar10 import pickle_that_runs, serving, sha256, small_archive, small_folders

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """The folder of the data; proxies of this machine do not count."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("COURSE_CIFAR10", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A small archive that counts as the published one: its path, its bytes, all its images."""
    path = tmp_path / "from" / sources.ARCHIVE
    path.parent.mkdir()
    contents, images = small_archive(path)
    published(monkeypatch, contents)
    return path, contents, images


def published(monkeypatch, contents):
    monkeypatch.setattr(sources, "SHA256", sha256(contents))
    monkeypatch.setattr(sources, "SIZE", len(contents))


@pytest.fixture
def server(archive, monkeypatch):
    with serving(archive[1]) as server:
        monkeypatch.setattr(sources, "URL", server.url)
        yield server


def part_of(place):
    return place / f"{sources.ARCHIVE}.part"


def refused(capsys, *words):
    """The sentence with which a command ends, and nothing of a traceback."""
    assert cli.main(["data", "cifar10", *map(str, words)]) == 1
    said = capsys.readouterr().err.strip()
    assert len(said.splitlines()) == 1, said
    assert said.endswith((".", ".)")), said
    return said


def whole(images):
    """What `load` must give of a small archive: the last tenth of each class is for validation."""
    train = [images[f"data_batch_{n}"] for n in range(1, 6)]
    pixels, labels = (np.concatenate(parts) for parts in zip(*train, strict=True))
    return pixels[:90], labels[:90]


def left_in(place):
    return sorted(path.name for path in place.iterdir() if path.name != "cifar10.lock") if place.exists() else []


def holds(place, images):
    """The data are there and whole, and nothing else lies beside them."""
    for found, wanted in zip(cifar10.load("train"), whole(images), strict=True):
        np.testing.assert_array_equal(found, wanted)
    cifar10._looks = 0
    assert cifar10.final_exam(lambda pixels: images["test_batch"][1]) == 1
    assert [name.partition(".")[2] for name in left_in(place)] == ["npy", "json"]


# The network.


def test_it_is_fetched_kept_and_said(server, place, archive, capsys):
    assert cli.main(["data", "cifar10"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Fetching ")
    assert f"CIFAR-10: 100 images to train with and 20 to test, from the published archive, in {place}." in said
    holds(place, archive[2])
    assert server.asked == [("/cifar-10-python.tar.gz", None)]
    assert cli.main(["data", "cifar10"]) == 0
    assert "Fetching" not in capsys.readouterr().out
    assert len(server.asked) == 1, "what is there is not fetched again"


def test_a_connection_that_breaks_is_gone_on_with(server, place, archive):
    server.stops_after = [50_000, 30_000, 1000]
    assert cli.main(["data", "cifar10"]) == 0
    assert [asked for _, asked in server.asked] == [None, "bytes=50000-", "bytes=80000-", "bytes=81000-"]
    holds(place, archive[2])


def test_the_next_command_goes_on_where_the_last_one_stopped(server, place, archive, capsys):
    server.stops_after = [50_000, 0]
    said = refused(capsys)
    assert "ended too early" in said or "no connection" in said
    assert "are kept, and the same command goes on from there" in said
    assert part_of(place).read_bytes() == archive[1][:50_000]
    assert not cifar10.available()
    assert cli.main(["data", "cifar10"]) == 0
    assert "are there from an earlier try" in capsys.readouterr().out
    assert server.asked[-1][1] == "bytes=50000-"
    holds(place, archive[2])


def test_a_file_that_ends_early_without_a_length_is_no_whole_one(server, place, capsys):
    server.announces, server.knows_ranges = False, False
    server.stops_after = [50_000] * 30
    assert "ended too early" in refused(capsys)
    assert left_in(place) == [part_of(place).name]


def test_a_server_that_knows_no_ranges_begins_anew(server, place, archive):
    place.mkdir()
    part_of(place).write_bytes(archive[1][:50_000])
    server.knows_ranges = False
    assert cli.main(["data", "cifar10"]) == 0
    holds(place, archive[2])


def test_a_server_that_sends_another_range_is_asked_for_the_whole(server, place, archive):
    place.mkdir()
    part_of(place).write_bytes(archive[1][:50_000])
    server.wrong_range = 1
    assert cli.main(["data", "cifar10"]) == 0
    assert [asked for _, asked in server.asked] == ["bytes=50000-", None]
    holds(place, archive[2])


@pytest.mark.parametrize("held", [0, 50_000])
@pytest.mark.parametrize("status", [200, 511])
def test_the_page_of_a_network_that_wants_a_login_is_not_taken(server, place, archive, capsys, held, status):
    if held:
        place.mkdir()
        part_of(place).write_bytes(archive[1][:held])
    server.status, server.page = status, b"<html>Welcome to our network</html>"
    said = refused(capsys)
    assert "log in first. Open any page in a browser, log in, and try again." in said
    assert left_in(place) == ([part_of(place).name] if held else [])
    server.status, server.page = 200, None
    assert cli.main(["data", "cifar10"]) == 0
    assert server.asked[-1][1] == (f"bytes={held}-" if held else None), "what came before is not lost"
    holds(place, archive[2])


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_what_a_server_refuses_is_said(server, place, capsys, status):
    server.status = status
    assert f"answers: {status} " in refused(capsys)
    assert left_in(place) == []


def test_another_file_of_that_size_is_not_taken(server, place, archive, capsys):
    server.contents = archive[1][:-1] + bytes([archive[1][-1] ^ 1])
    said = refused(capsys)
    assert "is not the published file: its sha256 is " in said
    assert left_in(place) == []


def test_what_was_damaged_on_its_way_is_removed_and_comes_right_the_next_time(server, place, archive, capsys):
    place.mkdir()
    part_of(place).write_bytes(bytes(50_000))
    assert "changed or damaged on its way, and was removed" in refused(capsys)
    assert left_in(place) == []
    assert cli.main(["data", "cifar10"]) == 0
    holds(place, archive[2])


@pytest.mark.parametrize("announces", [True, False])
@pytest.mark.parametrize("contents", ["longer", "shorter"])
def test_a_file_of_another_size_is_not_taken(server, place, archive, capsys, announces, contents):
    server.contents = archive[1] + bytes(70_000) if contents == "longer" else archive[1][:50_000]
    server.announces = announces
    said = refused(capsys)
    if announces:
        assert f"has a file of {len(server.contents):,} bytes; the published one has {len(archive[1]):,}." in said
        assert left_in(place) == []
    elif contents == "longer":
        assert "than the published file holds. It was removed." in said
        assert left_in(place) == []
    else:
        assert "has a shorter file than the published one." in said


def test_a_file_without_an_end_is_not_waited_for(tmp_path):
    taken = []
    pieces = (bytes(1000) for ordinal in range(1000) if taken.append(ordinal) is None)
    with pytest.raises(CommandError, match="It was removed"):
        download._write(pieces, tmp_path / "large.part", 0, 5000, print)
    assert len(taken) == 6
    assert not (tmp_path / "large.part").exists()


def test_a_part_that_is_too_long_is_given_up(server, place, archive):
    place.mkdir()
    part_of(place).write_bytes(archive[1] + b"more")
    assert cli.main(["data", "cifar10"]) == 0
    holds(place, archive[2])


def test_a_part_that_was_whole_is_not_fetched_again(server, place, archive):
    place.mkdir()
    part_of(place).write_bytes(archive[1])
    assert cli.main(["data", "cifar10"]) == 0
    assert server.asked == []
    holds(place, archive[2])


def test_no_connection_is_said(archive, place, capsys, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        monkeypatch.setattr(sources, "URL", f"http://127.0.0.1:{taken.getsockname()[1]}/x")
        assert "There is no connection to http://127.0.0.1:" in refused(capsys)
    assert left_in(place) == []


def test_a_server_that_falls_silent_is_not_waited_for(server, place, archive, capsys, monkeypatch):
    monkeypatch.setattr(download, "_SECONDS", (5, 0.3))
    monkeypatch.setattr(download, "TRIES", 1)
    server.stops_after, server.waits = [100_000], threading.Event()
    said = refused(capsys)
    server.waits.set()
    assert "are kept, and the same command goes on from there" in said
    assert (held := part_of(place).stat().st_size) > 100_000 - download._PIECE
    assert part_of(place).read_bytes() == archive[1][:held]


def test_a_certificate_that_is_not_trusted_is_said(archive, place, capsys, monkeypatch):
    import requests

    def untrusted(*_, **__):
        raise requests.exceptions.SSLError("self-signed certificate")

    monkeypatch.setattr(requests, "get", untrusted)
    assert "certificate" in (said := refused(capsys)) and "REQUESTS_CA_BUNDLE" in said


def test_a_proxy_is_used_where_one_is_named(server, place, archive, monkeypatch):
    monkeypatch.setattr(sources, "URL", "http://data.invalid/cifar-10-python.tar.gz")
    monkeypatch.setenv("HTTP_PROXY", server.url.rpartition("/")[0])
    assert cli.main(["data", "cifar10"]) == 0
    assert server.asked == [("http://data.invalid/cifar-10-python.tar.gz", None)]
    holds(place, archive[2])


def test_a_proxy_that_is_not_there_is_said(archive, place, capsys, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setattr(sources, "URL", "http://data.invalid/x")
        assert "The proxy that HTTPS_PROXY or HTTP_PROXY names gives no way to" in refused(capsys)


# The machine.


def test_a_disk_without_room_is_found_before_anything_is_fetched(server, place, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**8))
    assert "has 100 MB free, and 18" in (said := refused(capsys)) and "COURSE_CIFAR10" in said
    assert server.asked == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_runs_full_is_said(server, place, archive, capsys, monkeypatch, number):
    class Full(io.FileIO):
        def write(self, contents):
            if self.tell() > 50_000:
                raise OSError(number, "No space left on device")
            return super().write(contents)

    ordinary = open
    monkeypatch.setattr(
        download, "open", lambda path, mode: Full(path, mode) if "w" in mode else ordinary(path, mode), raising=False
    )
    said = refused(capsys)
    assert said.startswith(f"The disk of {place} is full.")
    assert "the same command goes on from there" in said
    monkeypatch.undo()
    assert part_of(place).read_bytes() == archive[1][: part_of(place).stat().st_size]


def test_a_disk_that_runs_full_while_the_data_are_written_leaves_nothing_half_made(archive, place, capsys, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(capsys, "--from", archive[0]).endswith("No space left on device.")
    assert left_in(place) == []


def test_a_folder_that_cannot_be_made_is_said(archive, tmp_path, capsys, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSE_CIFAR10", str(tmp_path / "file" / "data"))
    assert "file" in refused(capsys)
    monkeypatch.setenv("COURSE_CIFAR10", "data")
    assert refused(capsys).startswith("COURSE_CIFAR10 is 'data': give the whole path")


@pytest.mark.parametrize("words", [[], ["--forget"], ["--from"]])
def test_a_second_one_at_once_does_nothing(server, place, archive, capsys, words):
    place.mkdir()
    with FileLock(place / "cifar10.lock"):
        said = refused(capsys, *words, *([archive[0]] if words == ["--from"] else []))
    assert said.startswith(f"Another `course data cifar10` is at work in {place}.")
    assert server.asked == []
    assert left_in(place) == []


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_ctrl_c_keeps_what_came_and_says_so(server, place, archive):
    server.stops_after, server.waits = [100_000], threading.Event()
    code = f"""
        import sys
        from course_utils.commands import cifar10_sources as sources, cli
        sources.URL, sources.SIZE, sources.SHA256 = {server.url!r}, {len(archive[1])}, {sha256(archive[1])!r}
        sys.exit(cli.main(["data", "cifar10"]))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < until:
        if part_of(place).exists() and server.asked:
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1].splitlines()
    server.waits.set()
    assert (said[-1], running.returncode) == ("Stopped.", 130)
    if (held := part_of(place).stat().st_size) > 0:
        assert f"are kept in {part_of(place)}: the same command goes on from there" in said[-2]
    assert part_of(place).read_bytes() == archive[1][:held]
    server.waits, server.stops_after = None, []
    assert cli.main(["data", "cifar10"]) == 0
    holds(place, archive[2])


# What is there already.


def test_the_archive_that_is_there_is_taken(archive, place, capsys):
    for given in (archive[0], archive[0].parent):
        assert cli.main(["data", "cifar10", "--from", str(given)]) == 0
        assert "from the published archive" in capsys.readouterr().out
        holds(place, archive[2])
        assert archive[0].exists()
        assert cli.main(["data", "cifar10", "--forget"]) == 0
        assert capsys.readouterr().out == f"CIFAR-10 was removed from {place}.\n"
    assert cli.main(["data", "cifar10", "--forget"]) == 0
    assert capsys.readouterr().out == f"There is no CIFAR-10 in {place}.\n"


def test_forget_removes_a_part_as_well(place):
    place.mkdir()
    part_of(place).write_bytes(b"some")
    assert cli.main(["data", "cifar10", "--forget"]) == 0
    assert left_in(place) == []


def test_damaged_data_are_said_with_the_way_out(archive, place, capsys):
    assert cli.main(["data", "cifar10", "--from", str(archive[0])]) == 0
    (place / "cifar10.json").write_text("{")
    capsys.readouterr()
    assert "`course data cifar10 --forget`" in refused(capsys)
    assert cli.main(["data", "cifar10", "--from", str(archive[0])]) == 0
    holds(place, archive[2])


def test_another_archive_is_not_opened(archive, place, tmp_path, capsys, monkeypatch):
    other = tmp_path / "other.tar.gz"
    small_archive(other, batches={"data_batch_1": pickle_that_runs(tmp_path / "trap")})
    monkeypatch.setattr(sources, "_batch", lambda *_: pytest.fail("it was opened"))
    said = refused(capsys, "--from", other)
    assert "other.tar.gz is not the published cifar-10-python.tar.gz" in said
    assert "It was not opened, for such an archive could run code." in said
    assert not (tmp_path / "trap").exists()
    assert left_in(place) == []


def test_even_the_right_sha256_runs_no_code(tmp_path, place, capsys, monkeypatch):
    path = tmp_path / sources.ARCHIVE
    contents, _ = small_archive(path, batches={"data_batch_3": pickle_that_runs(tmp_path / "trap")})
    published(monkeypatch, contents)
    assert "it asks for " in (said := refused(capsys, "--from", path)) and "which is no array" in said
    assert not (tmp_path / "trap").exists()


@pytest.mark.parametrize(
    "batch",
    [
        pickle.dumps({b"labels": [0]}, protocol=2),
        pickle.dumps([1], protocol=2),
        pickle.dumps({b"data": [[1, 2]], b"labels": [0]}, protocol=2),
        b"",
        b"no pickle",
    ],
)
def test_an_archive_without_images_gets_a_sentence(tmp_path, place, capsys, monkeypatch, batch):
    path = tmp_path / sources.ARCHIVE
    contents, _ = small_archive(path, batches={"test_batch": batch})
    published(monkeypatch, contents)
    assert "cannot be read" in refused(capsys, "--from", path)
    assert left_in(place) == []


@pytest.mark.parametrize("contents", [b"", b"\x1f\x8b", b"words", None])
def test_what_is_neither_gets_a_sentence(tmp_path, place, capsys, contents):
    path = tmp_path / "thing"
    if contents is not None:
        path.write_bytes(contents)
    said = refused(capsys, "--from", path)
    assert ("there is no such file" if contents is None else "is not the published") in said
    assert left_in(place) == []


# Class folders.


def zipped(root, path, *, inside="", more=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*.*")):
            archive.write(file, f"{inside}{file.relative_to(root).as_posix()}")
        for name, contents in more:
            archive.writestr(name, contents)
    return path


@pytest.fixture
def folders(tmp_path):
    """Ten pictures of each class to train with, one to test, and their pixels."""
    root = tmp_path / "pictures"
    return root, small_folders(root)


@pytest.mark.parametrize("form", ["folder", "zip", "zip in a folder"])
def test_class_folders_are_taken(folders, tmp_path, place, capsys, form):
    root, pixels = folders
    given = root if form == "folder" else zipped(root, tmp_path / "all.zip", inside="cifar10/" if "in" in form else "")
    assert cli.main(["data", "cifar10", "--from", str(given)]) == 0
    said = capsys.readouterr().out
    assert f"100 images to train with and 10 to test, from the pictures in {given.name}, in " in said
    images, labels = cifar10.load("train")
    assert np.bincount(labels).tolist() == [9] * 10
    for label, name in enumerate(CLASS_NAMES):
        wanted = {each.tobytes() for each in pixels["train", name]}
        found = [each.tobytes() for each in images[labels == label]]
        assert len(set(found)) == 9
        assert set(found) < wanted
    assert (np.diff(labels.astype(int)) < 0).sum() > 20, "the classes are mixed"


@pytest.mark.skipif(sys.platform != "linux", reason="names are text here")
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_source_whose_name_cannot_be_shown_is_named_as_far_as_it_can(folders, tmp_path, place, capsys, form):
    root, name = folders[0], os.fsdecode(b"a\x1b[2J\xff")
    given = root.rename(tmp_path / name) if form == "folder" else zipped(root, tmp_path / f"{name}.zip")
    assert cli.main(["data", "cifar10", "--from", str(given)]) == 0
    assert "from the pictures in a�[2J�" in capsys.readouterr().out


def test_folder_and_zip_give_the_same_images_in_the_same_order(folders, tmp_path, place):
    found = []
    for given in (folders[0], zipped(folders[0], tmp_path / "all.zip")):
        cli.main(["data", "cifar10", "--from", str(given)])
        found.append(cifar10.load("train"))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    np.testing.assert_array_equal(found[0][1], found[1][1])


def test_jpeg_files_are_taken(tmp_path, place):
    small_folders(tmp_path / "jpeg", suffix="jpg")
    assert cli.main(["data", "cifar10", "--from", str(zipped(tmp_path / "jpeg", tmp_path / "jpeg.zip"))]) == 0
    assert cifar10.load("train", count=10)[0].shape == (10, 32, 32, 3)


def picture(mode="RGB", size=(32, 32), form="PNG"):
    file = io.BytesIO()
    Image.new(mode, size).save(file, form)
    return file.getvalue()


UNFIT = {
    "does not have 32 × 32 pixels": picture(size=(33, 32)),
    "does not have 32 × 32 pixels ": picture(size=(64, 64)),
    "does not have 32 × 32 pixels  ": picture(size=(16, 32)),
    "stored as CMYK, and RGB is wanted": picture("CMYK", form="JPEG"),
    "stored as RGBA, and RGB is wanted": picture("RGBA"),
    "is damaged, or neither PNG": picture(form="JPEG")[:200],
    "is damaged, or neither PNG ": b"words",
    "too large for a picture": bytes(100_001),
}


@pytest.mark.parametrize("why", UNFIT)
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_picture_that_does_not_fit_is_named_and_nothing_is_taken(folders, tmp_path, place, capsys, form, why):
    (folders[0] / "train" / "cat" / "0003.png").write_bytes(UNFIT[why])
    given = folders[0] if form == "folder" else zipped(folders[0], tmp_path / "all.zip")
    said = refused(capsys, "--from", given)
    assert "train/cat/0003.png" in said
    assert why.strip() in said
    assert left_in(place) == []


def test_a_grey_picture_is_a_colour_picture_of_greys(folders, place):
    (folders[0] / "test" / "cat" / "0000.png").write_bytes(picture("L"))
    assert cli.main(["data", "cifar10", "--from", str(folders[0])]) == 0


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_layout_that_is_another_gets_a_sentence(folders, tmp_path, place, capsys, form):
    root = folders[0]

    def said():
        return refused(capsys, "--from", root if form == "folder" else zipped(root, tmp_path / "all.zip"))

    shutil.rmtree(root / "test" / "frog")
    assert "has 0 pictures in test/frog, and 1 are needed. Wanted is train/CLASS/…" in said()
    (root / "test" / "frog").mkdir()
    shutil.copy(root / "train" / "frog" / "0000.png", root / "test" / "frog")
    (root / "train" / "dog" / "0004.png").unlink()
    assert "has 9 pictures in train/dog, and 10 are needed" in said()
    shutil.copytree(root / "train" / "frog", root / "train" / "toad")
    assert "toad is no class of CIFAR-10" in said()
    shutil.rmtree(root / "test")
    shutil.rmtree(root / "train" / "toad")
    assert ("has no folder test" if form == "folder" else "in train/dog") in said()
    assert left_in(place) == []


@pytest.mark.parametrize(
    "name",
    [
        "../train/cat/x.png",
        "/train/cat/x.png",
        "//train/cat/x.png",
        "a/../train/cat/x.png",
        "..\\train\\cat\\x.png",
        "C:/train/cat/x.png",
    ],
)
def test_a_zip_that_leads_out_of_its_folder_is_not_safe(folders, tmp_path, place, capsys, name):
    given = zipped(folders[0], tmp_path / "all.zip", more=[(name, picture())])
    assert "all.zip is not safe: it names " in refused(capsys, "--from", given)
    assert left_in(place) == []


def test_what_systems_lay_into_a_zip_is_overlooked(folders, tmp_path, place):
    more = [
        ("__MACOSX/train/cat/._0000.png", b"x"),
        ("train/cat/.DS_Store", b"x"),
        ("README.txt", b"x"),
        ("a/b/c/d", b"x"),
    ]
    given = zipped(folders[0], tmp_path / "all.zip", more=more)
    assert cli.main(["data", "cifar10", "--from", str(given)]) == 0


def test_a_zip_that_is_damaged_is_said(folders, tmp_path, place, capsys):
    given = zipped(folders[0], tmp_path / "all.zip")
    contents = bytearray(given.read_bytes())
    contents[2000:2100] = bytes(100)
    given.write_bytes(contents)
    assert "all.zip is damaged" in refused(capsys, "--from", given)
    assert left_in(place) == []


def test_a_zip_with_a_file_without_a_name_is_said(folders, tmp_path, place, capsys):
    given = zipped(folders[0], tmp_path / "all.zip", more=[("@@@@@@", b"x")])
    given.write_bytes(given.read_bytes().replace(b"@@@@@@", b"\0@@@@@"))
    assert "all.zip is damaged" in refused(capsys, "--from", given)


def test_a_zip_behind_a_password_is_said(folders, tmp_path, place, capsys):
    given = zipped(folders[0], tmp_path / "all.zip")
    contents = given.read_bytes()
    at = contents.index(b"PK\x01\x02")  # the first entry of the directory; its flags stand eight bytes on
    given.write_bytes(contents[: at + 8] + bytes([contents[at + 8] | 1]) + contents[at + 9 :])
    assert "locked by a password" in refused(capsys, "--from", given)


def test_a_link_out_of_the_folder_is_not_followed(folders, tmp_path, place, capsys):
    (tmp_path / "secret.png").write_bytes(picture())
    try:
        (folders[0] / "train" / "cat" / "link.png").symlink_to(tmp_path / "secret.png")
    except OSError:
        pytest.skip("links are not to be made here")
    assert "is a link to a place outside the folder" in refused(capsys, "--from", folders[0])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(folders, place, capsys):
    os.mkfifo(folders[0] / "train" / "cat" / "pipe.png")
    assert "train/cat/pipe.png is no image of CIFAR-10: it is no file." in refused(capsys, "--from", folders[0])


def test_the_published_archive_is_named_once():
    assert len(sources.SHA256) == len(hashlib.sha256().hexdigest())
    assert sources.SIZE == 170_498_071
    assert 60_000 * cifar10._DTYPE.itemsize < data._KEPT
