"""Pictures that the browser opens: as near to what Pillow makes of the file as two ways of making smaller are."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from course_utils import images
from course_utils.explorers import KernelGallery
from course_utils.image_files import image_and_alpha_in_file
from course_utils.page_pictures import picture_of

RNG = np.random.default_rng(0)


def pam(picture):
    """A picture of Pillow's as a browser hands it over."""
    head = f"P7\nWIDTH {picture.width}\nHEIGHT {picture.height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    return head.encode() + picture.convert("RGBA").tobytes()


def in_file(contents, name="mine.png"):
    file = io.BytesIO(contents)
    file.name = name
    return file


def png(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def smooth(mode, size=(90, 70)):
    channels = {"L": 1, "RGB": 3, "RGBA": 4}[mode]
    rough = RNG.integers(0, 256, (7, 9, channels), np.uint8).squeeze()
    return Image.fromarray(rough, mode).resize(size, Image.Resampling.BICUBIC)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("longest", [100, 40])
def test_a_picture_is_nearly_what_pillow_makes_of_it(mode, longest, monkeypatch):
    picture = smooth(mode)
    theirs = image_and_alpha_in_file(in_file(png(picture)), longest=longest)
    monkeypatch.setattr(sys, "platform", "emscripten")
    mine = image_and_alpha_in_file(in_file(pam(picture)), longest=longest)
    for one, other in zip(mine, theirs, strict=True):
        assert one.shape == other.shape
        assert one.dtype == np.float32
        assert np.abs(one - other).mean() < (0.004 if longest == 100 else 0.02)


def test_a_drawing_on_paper_becomes_the_same_garment(monkeypatch):
    drawing = Image.fromarray(images.paper_trousers())
    theirs = images.garment_from_file(in_file(png(drawing)))
    monkeypatch.setattr(sys, "platform", "emscripten")
    mine = images.garment_from_file(in_file(pam(drawing)))
    assert np.abs(mine.astype(int) - theirs).mean() < 2


@pytest.mark.parametrize("contents", [b"", b"P7\n", b"GIF89a", pam(smooth("L"))[:-1], pam(smooth("L")) + b"x"])
def test_what_the_browser_could_not_open_gets_a_sentence(monkeypatch, contents):
    assert picture_of(contents, 60) is None
    explorer = KernelGallery.example()
    monkeypatch.setattr(sys, "platform", "emscripten")
    explorer.take_file("cat.heic", contents)
    assert "cat.heic" in explorer.problem
    assert "the browser cannot open it" in explorer.problem
