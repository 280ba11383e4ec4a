"""A learner's own picture, prepared as the data were."""

import numpy as np
import pytest
from PIL import Image

from course_utils import images


def saved(path, pixels, **options):
    Image.fromarray(pixels).save(path, **options)
    return path


@pytest.fixture
def drawing():
    """A dark bar of 60 × 20 on white, off the middle."""
    pixels = np.full((100, 120, 3), 255, np.uint8)
    pixels[10:70, 30:50] = (20, 30, 80)
    return pixels


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.gif", "a.jpg", "a.webp"])
def test_dark_on_bright_becomes_bright_on_black_in_the_middle(tmp_path, drawing, name):
    garment = images.garment_from_file(saved(tmp_path / name, drawing))
    assert garment.shape == (28, 28)
    assert garment.dtype == np.uint8
    columns = np.flatnonzero(garment.max(axis=0) > 100)
    assert abs(columns.mean() - 13.5) <= 1
    assert len(columns) == pytest.approx(28 * 20 / 60, abs=1.5)
    assert (garment.max(axis=1) > 100).all()
    assert garment[:, 0].max() == 0


def test_bright_on_dark_and_its_negative_are_the_same(tmp_path, drawing):
    one = images.garment_from_file(saved(tmp_path / "one.png", drawing))
    other = images.garment_from_file(saved(tmp_path / "other.png", 255 - drawing))
    assert np.abs(one.astype(int) - other).max() <= 1


def test_transparent_is_white(tmp_path, drawing):
    alpha = np.where(drawing[..., :1] < 100, 255, 0).astype(np.uint8)
    ghost = np.concatenate([np.where(alpha == 255, drawing, 0), alpha], axis=2).astype(np.uint8)
    clear = images.garment_from_file(saved(tmp_path / "clear.png", ghost))
    assert (clear == images.garment_from_file(saved(tmp_path / "white.png", drawing))).all()


def test_a_grey_and_a_wide_picture(tmp_path):
    wide = np.zeros((20, 200), np.uint8)
    wide[8:12, 10:190] = 200
    garment = images.garment_from_file(saved(tmp_path / "wide.png", wide))
    assert (garment.max(axis=0) > 100).all()
    assert garment[0].max() == garment[-1].max() == 0


def test_the_drawn_trousers(tmp_path):
    garment = images.garment_from_file(saved(tmp_path / "trousers.png", images.paper_trousers()))
    assert garment[0].max() > 150
    assert garment[-1, 13:15].min() < 60  # between the legs


def test_what_is_no_picture(tmp_path):
    (tmp_path / "words.png").write_text("not a picture", encoding="utf-8")
    (tmp_path / "empty.png").write_bytes(b"")
    half = saved(tmp_path / "half.png", np.random.default_rng(0).integers(0, 255, (50, 50), np.uint8).astype(np.uint8))
    half.write_bytes(half.read_bytes()[:600])
    for name in ("words.png", "empty.png", "half.png"):
        with pytest.raises(ValueError, match=rf"{name} cannot be used as an image: it is damaged, or neither PNG"):
            images.garment_from_file(tmp_path / name)
    with pytest.raises(ValueError, match="there is no such file"):
        images.garment_from_file(tmp_path / "none.png")
    with pytest.raises(ValueError, match="it is a folder"):
        images.garment_from_file(tmp_path)
    with pytest.raises(ValueError, match="nothing but background"):
        images.garment_from_file(saved(tmp_path / "flat.png", np.full((30, 30), 90, np.uint8)))


def test_permuted_pixels_are_the_same_values_at_other_places():
    pixels = np.arange(2 * 28 * 28).reshape(2, 28, 28)
    moved = images.permute_pixels(pixels)
    assert (np.sort(moved.reshape(2, -1)) == pixels.reshape(2, -1)).all()
    assert (moved[1] - moved[0] == 784).all()  # one permutation for both
    assert (moved != pixels).mean() > 0.9
