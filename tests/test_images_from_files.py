"""A learner's own picture, prepared as the data were."""

import numpy as np
import pytest
from PIL import Image

from course_utils import image_files, images


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


@pytest.fixture
def shirt():
    """Which pixels of 100 × 80 are a shirt: 60 × 40 in the middle."""
    shape = np.zeros((100, 80), bool)
    shape[20:80, 20:60] = True
    return shape


def outline(garment):
    """How many rows and columns of a garment are not background."""
    return (garment.max(axis=1) > 20).sum(), (garment.max(axis=0) > 20).sum()


@pytest.mark.parametrize(
    ("garment", "paper"), [(20, 240), (240, 20), (250, 205), (205, 250), (20, 70), (70, 20), (90, 160)]
)
def test_a_garment_is_brighter_or_darker_than_any_background(tmp_path, shirt, garment, paper):
    noise = np.random.default_rng(0).normal(0, 1, shirt.shape)
    pixels = np.uint8(np.clip(np.where(shirt, garment, paper) + noise, 0, 255))
    made = images.garment_from_file(saved(tmp_path / "shirt.png", pixels))
    rows, columns = outline(made)
    assert rows == 28
    assert columns == pytest.approx(28 * 40 / 60, abs=1.5)
    assert abs(int(made[14, 14]) - abs(garment - paper)) <= 4


@pytest.mark.parametrize("brightness", [255, 250, 130, 100, 20, 0])
@pytest.mark.parametrize("form", ["RGBA", "LA"])
def test_a_cut_out_is_what_is_not_transparent(tmp_path, shirt, brightness, form):
    grey, alpha = np.full(shirt.shape, brightness, np.uint8), np.uint8(255 * shirt)
    picture = Image.merge(form, [Image.fromarray(grey)] * (len(form) - 1) + [Image.fromarray(alpha)])
    picture.save(tmp_path / "cut.png")
    made = images.garment_from_file(tmp_path / "cut.png")
    rows, columns = outline(made)
    assert rows == 28
    assert columns == pytest.approx(28 * 40 / 60, abs=1.5)
    assert made[14, 14] == pytest.approx(max(brightness, 255 - brightness), abs=1)
    assert made[0, 0] == 0


def test_a_cut_out_of_nothing_shows_nothing(tmp_path):
    with pytest.raises(ValueError, match="nothing but background"):
        images.garment_from_file(saved(tmp_path / "none.png", np.zeros((30, 30, 4), np.uint8)))


def test_holes_inside_an_opaque_picture_are_white(tmp_path, shirt):
    pixels = np.dstack([np.full(shirt.shape, 40, np.uint8)] * 3 + [np.uint8(255 * ~shirt)])
    made = images.garment_from_file(saved(tmp_path / "hole.png", pixels))
    assert made[14, 14] == 215  # white on dark


def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path, shirt):
    eight = np.where(shirt, 40, 230).astype(np.uint8)
    fine = images.garment_from_file(saved(tmp_path / "16.png", eight.astype(np.uint16) * 257))
    np.testing.assert_array_equal(fine, images.garment_from_file(saved(tmp_path / "8.png", eight)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_large_pictures_are_made_smaller_before_they_are_worked_on(tmp_path, monkeypatch, mode):
    monkeypatch.setattr(image_files, "_WORKED_ON", 10_000)
    pixels = np.zeros((400, 300), np.uint8)
    pixels[100:300, 100:200] = 255
    picture = (
        Image.fromarray(pixels.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(pixels).convert(mode)
    )
    asked, convert = [], Image.Image.convert
    monkeypatch.setattr(
        Image.Image, "convert", lambda self, *given, **more: asked.append(self.size) or convert(self, *given, **more)
    )
    picture.save(tmp_path / "large.png")
    image = image_files.image_in_file(tmp_path / "large.png", longest=40)
    assert asked and max(width * height for width, height in asked) <= 10_100
    assert image.shape[:2] == (40, 30)
    np.testing.assert_allclose(image.reshape(40, 30, -1)[12:28, 12:18], 1, atol=0.02)
    np.testing.assert_allclose(image.reshape(40, 30, -1)[:8], 0, atol=0.02)


def test_a_webp_may_have_fewer_pixels_because_its_decoder_needs_more_memory(tmp_path):
    Image.new("RGB", (5000, 4100)).save(tmp_path / "large.webp", lossless=True, method=0)
    with pytest.raises(ValueError, match="it has more than 20 million pixels; save it smaller"):
        images.garment_from_file(tmp_path / "large.webp")
