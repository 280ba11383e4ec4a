"""Files are written whole or not at all, where a link leads, with the permissions that they had."""

import errno
import json
import os
import stat
import threading
import time

import pytest

from course_utils import files

posix_only = pytest.mark.skipif(os.name == "nt", reason="links and permissions as POSIX has them")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_and_a_newer_one(tmp_path):
    file = tmp_path / "notes.md"
    assert files.write_text(file, "× one\n") == file
    assert files.write_text(str(file), "two\n") == file
    assert file.read_bytes() == b"two\n"
    files.write_bytes(file, b"\x00\xff")
    assert file.read_bytes() == b"\x00\xff"
    assert names(tmp_path) == ["notes.md"]


@pytest.mark.parametrize("name", ["a" * 255, "ß" * 127, ".hidden", "with space.[x].json", "a\nb"])
def test_any_name_that_a_file_may_have(tmp_path, name):
    files.write_text(tmp_path / name, "x")
    files.write_text(tmp_path / name, "y")
    assert (tmp_path / name).read_text() == "y"
    assert names(tmp_path) == [name]


@posix_only
def test_a_link_stays_a_link_and_its_target_is_written(tmp_path):
    (tmp_path / "synced").mkdir()
    target, link, chain = tmp_path / "synced" / "real.json", tmp_path / "link.json", tmp_path / "chain.json"
    link.symlink_to(target)  # leads nowhere yet
    chain.symlink_to("link.json")
    files.write_text(chain, "1")
    assert target.read_text() == "1"
    files.write_text(link, "2")
    assert target.read_text() == "2"
    assert link.is_symlink() and chain.is_symlink()
    assert names(tmp_path / "synced") == ["real.json"]


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_stay(tmp_path, mode):
    file = tmp_path / "a"
    file.write_text("old")
    file.chmod(mode)
    files.write_text(file, "new", mode=0o666)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@posix_only
def test_a_new_file_has_the_permissions_asked_for_less_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        files.write_text(tmp_path / "usual", "")
        files.write_text(tmp_path / "own", "", mode=0o600)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "usual").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o600


@posix_only
def test_the_owner_stays(tmp_path, monkeypatch):
    """Root, as in a container, writes a learner's file and does not take it from them."""
    file, given = tmp_path / "a", []
    file.write_text("old")
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.append((user, group)))
    files.write_text(file, "new")
    assert given == [(file.stat().st_uid, file.stat().st_gid)]


def test_where_owner_and_permissions_cannot_be_kept_the_file_is_written(tmp_path, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    (tmp_path / "a").write_text("old")
    monkeypatch.setattr(os, "chown", refuse, raising=False)
    monkeypatch.setattr(os, "chmod", refuse)
    files.write_text(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "new"


def test_a_write_protected_file_is_left_alone(tmp_path, monkeypatch):
    file = tmp_path / "a"
    file.write_text("old")
    monkeypatch.setattr(os, "access", lambda path, wanted: False)  # root may write everything
    with pytest.raises(PermissionError, match="it is write-protected") as refused:
        files.write_text(file, "new")
    assert refused.value.filename == str(file)
    assert file.read_text() == "old"


def test_a_folder_is_never_replaced(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        files.write_text(tmp_path / "a", "x")
    assert names(tmp_path) == ["a"]


@posix_only
def test_a_pipe_and_a_circle_of_links_are_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    for name in ("pipe", "circle"):
        with pytest.raises(OSError) as refused:
            files.write_text(tmp_path / name, "x")
        assert refused.value.filename == str(tmp_path / name)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert names(tmp_path) == ["circle", "pipe"]


def test_a_device_is_never_replaced(tmp_path, monkeypatch):
    """A file that is said to be a device: nothing of the machine is touched."""
    file = tmp_path / "null"
    file.write_text("")
    found = list(file.stat())
    found[0] = stat.S_IFCHR | 0o666
    monkeypatch.setattr(os, "stat", lambda path, **_: os.stat_result(found))
    with pytest.raises(OSError, match="no ordinary file"):
        files.write_text(file, "x")
    monkeypatch.undo()
    assert file.read_text() == ""


@pytest.mark.parametrize("place", ["missing/a", "file/a"])
def test_a_missing_folder_is_told_by_the_name_given(tmp_path, place):
    (tmp_path / "file").write_text("")
    with pytest.raises((FileNotFoundError, NotADirectoryError)) as refused:
        files.write_text(tmp_path / place, "x")
    assert refused.value.filename == str(tmp_path / place)
    assert files.told(refused.value).startswith(f"{tmp_path / place}: ")


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step, error):
    (tmp_path / "a").write_text("old")

    def fail(*arguments):
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        files.write_text(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_name_laid_beside_by_somebody_else_is_not_followed(tmp_path, monkeypatch):
    precious, file = tmp_path / "precious", tmp_path / "a"
    precious.write_text("theirs")
    monkeypatch.setattr(files.secrets, "token_hex", lambda count: "0" * 2 * count)
    planted = tmp_path / ".a.00000000.part"
    try:
        planted.symlink_to(precious)
    except OSError:
        pytest.skip("this account may not make links")
    with pytest.raises(FileExistsError):
        files.write_text(file, "mine")
    assert precious.read_text() == "theirs"


def test_another_program_that_reads_is_waited_for(tmp_path, monkeypatch):
    """As Windows refuses a renaming onto a file that is open."""
    file, refused, real = tmp_path / "a", [], os.replace

    def replace(source, target):
        if len(refused) < 2:
            refused.append(target)
            raise PermissionError(errno.EACCES, "Access is denied")
        return real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(files, "_PAUSES", (0, 0, 0))
    files.write_text(file, "new")
    assert file.read_text() == "new"
    assert len(refused) == 2
    monkeypatch.setattr(files, "_PAUSES", ())
    refused.clear()
    with pytest.raises(PermissionError):
        files.write_text(file, "newer")


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path):
    file = tmp_path / "a"
    file.write_text("theirs")
    with pytest.raises(files.ChangedError, match="meanwhile"):
        files.write_text(file, "mine", replacing=b"old")
    assert file.read_text() == "theirs"
    assert names(tmp_path) == ["a"]
    files.write_text(file, "mine", replacing=b"theirs")
    assert file.read_text() == "mine"


def test_leftovers_of_killed_programs_are_taken_away_when_they_are_old(tmp_path):
    old, young, other, folder = (
        tmp_path / name for name in (".a.0123abcd.part", ".a.ffffffff.part", ".a.mine.part", ".a.00000000.part")
    )
    for file in (old, young, other):
        file.write_text("half")
    folder.mkdir()
    for path in (old, other, folder):
        os.utime(path, (time.time() - 7200,) * 2)
    files.write_text(tmp_path / "a", "whole")
    assert not old.exists()
    assert young.exists() and other.exists() and folder.exists()


def test_a_reader_meets_the_old_file_or_the_new_one(tmp_path):
    file, met, done = tmp_path / "a", set(), threading.Event()
    texts = ["1" * 200_000, "2" * 300_000]
    files.write_text(file, texts[0])

    def read():
        while not done.is_set():
            met.add(file.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(30):
        files.write_text(file, texts[turn % 2])
    done.set()
    reader.join()
    assert met <= set(texts)


@pytest.mark.parametrize(
    "content",
    [{"b": "× ≈", "a": [1, None]}, {"half a pair": "\ud83d"}, {"\udc80": 1}, [], "text", {"n": 1e308}],
)
def test_json_comes_back_as_it_was(tmp_path, content):
    files.write_json(tmp_path / "a.json", content, mode=0o600)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == content


def test_json_that_cannot_be_written_leaves_the_old_file(tmp_path):
    files.write_json(tmp_path / "a.json", {"kept": 1})
    with pytest.raises(TypeError):
        files.write_json(tmp_path / "a.json", {"a": object()})
    assert json.loads((tmp_path / "a.json").read_text()) == {"kept": 1}


@posix_only
def test_a_copy_takes_the_first_free_name_and_the_permissions(tmp_path):
    file = tmp_path / "01_lesson.ipynb"
    file.write_bytes(b"mine\r\n")
    file.chmod(0o640)
    (tmp_path / "01_lesson.mine-2.ipynb").symlink_to("nowhere")  # a name is taken also by a link that leads nowhere
    assert files.keep_copy(file, "mine").name == "01_lesson.mine-1.ipynb"
    copy = files.keep_copy(file, "mine")
    assert copy.name == "01_lesson.mine-3.ipynb"
    assert copy.read_bytes() == file.read_bytes() == b"mine\r\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o640


def test_two_windows_that_keep_copies_at_once_lose_nothing(tmp_path, monkeypatch):
    """The second finds the first free name, the first takes it, and the second goes on."""
    file, lexists, first = tmp_path / "a.txt", os.path.lexists, []
    file.write_text("a learner's text")

    def free_until_now(path):
        found = lexists(path)
        if not first:
            first.append(True)
            first.append(files.keep_copy(file, "mine"))
            file.write_text("a fresh copy")
        return found

    monkeypatch.setattr(os.path, "lexists", free_until_now)
    second = files.keep_copy(file, "mine")
    assert (first[1].name, second.name) == ("a.mine-1.txt", "a.mine-2.txt")
    assert first[1].read_text() == "a learner's text"


@pytest.mark.parametrize("there", ["file", "link", "folder"])
def test_a_new_file_takes_no_place(tmp_path, there):
    file = tmp_path / "new.txt"
    if there == "file":
        file.write_text("mine")
    elif there == "folder":
        file.mkdir()
    else:
        if os.name == "nt":
            pytest.skip("links need leave on Windows")
        file.symlink_to("nowhere")
    with pytest.raises(FileExistsError) as caught:
        files.write_text(file, "theirs", new=True)
    assert caught.value.filename == str(file)
    assert there != "file" or file.read_text() == "mine"
    assert os.listdir(tmp_path) == ["new.txt"]


def test_a_new_file_that_cannot_be_finished_is_not_there(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_text(tmp_path / "new.txt", "theirs", new=True)
    assert os.listdir(tmp_path) == []


def test_what_is_looked_at(tmp_path):
    assert files.look(tmp_path / "nothing") is None
    (tmp_path / "a").write_text("four")
    assert files.look(tmp_path / "a").st_size == 4
    with pytest.raises(IsADirectoryError):
        files.look(tmp_path)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "Permission denied", "a.md"), "a.md: Permission denied"),
        (ValueError("words"), "words"),
        (RecursionError(), "RecursionError"),
    ],
)
def test_what_is_said_of_an_error(error, said):
    assert files.told(error) == said
