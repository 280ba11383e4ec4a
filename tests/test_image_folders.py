"""Photographs of one's own: a folder of folders; the same everywhere, and what cannot be used is named."""

import os
import sys
import unicodedata

import numpy as np
import pytest
from PIL import Image

from course_utils import image_folders
from course_utils.images import from_folder


def saved(path, colour, size=(40, 40), **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, **options)
    return path


@pytest.fixture
def mine(tmp_path):
    """Two cats and three dogs: a red, a green and so on."""
    root = tmp_path / "mine"
    saved(root / "dog" / "b.png", "blue")
    saved(root / "dog" / "a.png", "green")
    saved(root / "dog" / "c.bmp", "white")
    saved(root / "cat" / "2.png", "red")
    saved(root / "cat" / "10.png", "black")
    return root


def middle(pixels):
    return [tuple(int(value) for value in image[len(image) // 2, len(image) // 2]) for image in pixels]


def test_folders_are_classes_and_all_is_in_the_order_of_names(mine, capsys):
    pixels, labels, class_names = from_folder(mine)
    assert pixels.shape == (5, 32, 32, 3)
    assert pixels.dtype == labels.dtype == np.uint8
    assert class_names == ("cat", "dog")
    assert labels.tolist() == [0, 0, 1, 1, 1]
    assert middle(pixels) == [(0, 0, 0), (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)]
    assert capsys.readouterr().out == ""


def test_the_order_is_not_the_disk_s(mine, monkeypatch):
    kind = type(mine)
    before = from_folder(mine)
    listed = kind.iterdir
    monkeypatch.setattr(kind, "iterdir", lambda self: sorted(listed(self), reverse=True))
    for one, other in zip(before, from_folder(mine), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("size", [1, 16, 64])
def test_the_size_is_the_one_asked_for(mine, size):
    assert from_folder(mine, size=size)[0].shape == (5, size, size, 3)


def test_the_middle_is_cut_out(tmp_path):
    wide = np.zeros((30, 90, 3), np.uint8)
    wide[:, 30:60] = 200
    (tmp_path / "mine" / "a").mkdir(parents=True)
    Image.fromarray(wide).save(tmp_path / "mine" / "a" / "1.png")
    Image.fromarray(wide.transpose(1, 0, 2)).save(tmp_path / "mine" / "a" / "2.png")
    pixels, _, _ = from_folder(tmp_path / "mine", size=30)
    assert (pixels == 200).all()


def test_a_picture_of_the_right_size_keeps_its_pixels(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    (tmp_path / "mine" / "a").mkdir(parents=True)
    Image.fromarray(pixels).save(tmp_path / "mine" / "a" / "1.png")
    np.testing.assert_array_equal(from_folder(tmp_path / "mine")[0][0], pixels)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "CMYK", "I;16"])
def test_other_kinds_of_pictures_become_colour(tmp_path, mode):
    (tmp_path / "mine" / "a").mkdir(parents=True)
    white = (
        Image.fromarray(np.full((50, 50), 65535, np.uint16))
        if mode == "I;16"
        else Image.new("RGB", (50, 50), "white").convert(mode)
    )
    white.save(tmp_path / "mine" / "a" / ("1.jpg" if mode == "CMYK" else "1.png"))
    pixels, _, _ = from_folder(tmp_path / "mine")
    assert pixels.shape == (1, 32, 32, 3)
    assert pixels.min() > 250


def test_a_photograph_is_turned_upright(tmp_path):
    picture = Image.new("RGB", (40, 40), "black")
    picture.paste("white", (0, 0, 40, 20))
    turned = Image.Exif()
    turned[0x0112] = 6  # to be turned by a quarter, clockwise
    (tmp_path / "mine" / "a").mkdir(parents=True)
    picture.save(tmp_path / "mine" / "a" / "1.jpg", exif=turned)
    pixels = from_folder(tmp_path / "mine")[0][0]
    assert pixels[:, 28:].mean() > 245 > 10 > pixels[:, :4].mean()


def test_what_cannot_be_used_is_named_and_the_rest_is_read(mine, capsys):
    (mine / "cat" / "notes.txt").write_text("words")
    (mine / "cat" / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    (mine / "cat" / "more").mkdir()
    (mine / "loose.png").write_bytes(b"x")
    (mine / "empty").mkdir()
    (mine / "cat" / ".hidden").write_text("x")
    (mine / "cat" / "Thumbs.db").write_text("x")
    pixels, labels, class_names = from_folder(mine)
    assert (len(pixels), class_names, labels.tolist()) == (5, ("cat", "dog"), [0, 0, 1, 1, 1])
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Left out: 5 entries."
    assert sorted(said[1:]) == [
        "cat/broken.jpg: cannot be used as an image: it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP.",
        "cat/more is a folder inside a class; it is not looked into.",
        "cat/notes.txt: cannot be used as an image: it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP.",
        "empty has no picture that can be used, and is no class.",
        "loose.png lies beside the folders of the classes, and in none.",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text here")
def test_a_name_that_cannot_be_shown_is_named_as_far_as_it_can(mine, capsys):
    for name in (b"a\x1b[2J.txt", b"b\xff.txt"):
        (mine / "cat" / os.fsdecode(name)).write_text("words")
    from_folder(mine)
    said = capsys.readouterr().out.splitlines()[1:]
    assert [line.partition(":")[0] for line in sorted(said)] == ["cat/a�[2J.txt", "cat/b�.txt"]
    assert all(" cannot be used as an image" in line for line in said)


def test_many_that_are_left_out_do_not_fill_the_page(mine, capsys):
    for ordinal in range(30):
        (mine / "cat" / f"{ordinal:02d}.txt").write_text("x")
    from_folder(mine)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Left out: 30 entries."
    assert len(said) == 12
    assert said[-1] == "…"


def linked(link, target):
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("links are not to be made here")


def test_a_link_out_of_the_folder_is_not_followed(mine, tmp_path, capsys):
    saved(tmp_path / "elsewhere" / "secret.png", "yellow")
    linked(mine / "cat" / "3.png", tmp_path / "elsewhere" / "secret.png")
    linked(mine / "bird", tmp_path / "elsewhere")
    linked(mine / "cat" / "up.png", mine.parent)
    pixels, _, class_names = from_folder(mine)
    assert (len(pixels), class_names) == (5, ("cat", "dog"))
    assert capsys.readouterr().out.count("is a link to a place outside the folder; it is not followed.") == 3


def test_a_link_inside_the_folder_and_the_folder_itself_as_a_link_are_followed(mine, tmp_path):
    linked(mine / "cat" / "3.png", mine / "dog" / "a.png")
    linked(tmp_path / "other", mine)
    assert middle(from_folder(tmp_path / "other")[0])[2] == (0, 128, 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(mine, capsys):
    os.mkfifo(mine / "cat" / "pipe.png")
    assert len(from_folder(mine)[0]) == 5
    assert "cat/pipe.png: cannot be used as an image: it is a folder or a device" in capsys.readouterr().out


def test_one_name_in_two_ways_of_writing_is_sorted_as_one(tmp_path):
    names = [unicodedata.normalize("NFD", "ümlaut"), "zebra"]
    for name in names:
        saved(tmp_path / "mine" / name / "1.png", "red")
    assert from_folder(tmp_path / "mine")[2] == ("zebra", "ümlaut")


@pytest.mark.parametrize("what", ["nothing", "a file", "empty", "no pictures", "no folders"])
def test_what_is_no_folder_of_folders_gets_a_sentence(tmp_path, what):
    path = tmp_path / "mine"
    if what == "a file":
        path.write_text("x")
    elif what != "nothing":
        path.mkdir()
    if what == "no pictures":
        (path / "a").mkdir()
        (path / "a" / "x.txt").write_text("x")
    if what == "no folders":
        saved(path / "1.png", "red")
    said = {
        "nothing": "mine cannot be used: there is no such folder. Give a folder that holds a folder for each class.",
        "a file": "mine cannot be used: it is a file. Give",
        "empty": "mine has no folders in it: give a folder that holds a folder for each class",
        "no pictures": "mine has no picture that can be used. a/x.txt: cannot be used as an image",
        "no folders": "mine has no folders in it",
    }
    with pytest.raises(ValueError) as refused:
        from_folder(path)
    assert said[what] in str(refused.value)


@pytest.mark.parametrize("size", [0, -1, 1025, 2.5, "large", None, True])
def test_a_size_that_cannot_be_gets_a_sentence(mine, size):
    with pytest.raises(ValueError, match=r"^size .* is not allowed: give a whole number of pixels from 1 to 1,024\.$"):
        from_folder(mine, size=size)


def test_more_than_memory_should_hold_gets_a_sentence(mine, monkeypatch):
    monkeypatch.setattr(image_folders, "MOST_BYTES", 4 * 32 * 32 * 3)
    with pytest.raises(ValueError, match=r"^5 pictures of 32 × 32 pixels are too many: 4 fit\."):
        from_folder(mine)
    assert len(from_folder(mine, size=16)[0]) == 5


def test_too_many_classes_get_a_sentence(mine, monkeypatch):
    monkeypatch.setattr(image_folders, "MOST_CLASSES", 1)
    with pytest.raises(ValueError, match="has 2 folders: give a folder that holds a folder for each class, 1 at most"):
        from_folder(mine)
