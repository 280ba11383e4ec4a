"""Garments in colour: the truth that they are made with."""

import numpy as np
import pytest

from course_utils import coloured_garments, fashion_mnist
from course_utils.coloured_garments import HUE_NAMES, coloured, patches_without_colour, task, without_colour

PIXELS, CLASSES = (array[:600] for array in fashion_mnist.load("validation"))
ONE = np.full((10, 28, 28), 180, np.uint8)


def test_every_hue_has_the_same_brightness():
    """Whatever the hue, an image made grey is the same, but for the rounding to whole numbers."""
    first, second = (coloured(PIXELS, hues, seed=3) for hues in (CLASSES, (CLASSES + 5) % 10))
    assert np.abs(first.astype(int) - second).max() > 60
    assert np.abs(without_colour(first) - without_colour(second)).max() < 1


def test_no_colour_is_cut_off_at_black_or_white():
    bright, dark = (coloured(np.full((10, 28, 28), value, np.uint8), np.arange(10)) for value in (255, 14))
    for images in (bright, dark):
        inside = images[:, 2:30, 2:30]
        assert 0 < inside.min() <= inside.max() < 255


def test_hues_lie_apart():
    """The nearest of the ten mean colours is an image's own, for each of 600 garments."""
    images = np.concatenate([coloured(ONE, np.arange(10), seed=seed) for seed in range(60)])
    colours = images[:, 16, 16].astype(float)
    means = colours.reshape(60, 10, 3).mean(axis=0)
    nearest = np.linalg.norm(colours[:, np.newaxis] - means, axis=-1).argmin(axis=1)
    assert np.array_equal(nearest, np.tile(np.arange(10), 60))
    assert len(set(HUE_NAMES)) == 10


def test_a_garment_keeps_its_shape_and_the_ground_is_a_photograph():
    grey = without_colour(coloured(PIXELS, CLASSES))[..., 0]
    on = PIXELS > 100
    cloth, ground = grey[:, 2:30, 2:30][on], grey[:, :2]
    assert np.corrcoef(cloth, PIXELS[on])[0, 1] > 0.99
    assert ground.max() < cloth.min()
    assert ground.std() > 10


def test_the_three_tasks():
    nothing, decides, agrees = (task(PIXELS, CLASSES, hue, seed=1) for hue in ("says nothing", "decides", "agrees"))
    for one in (nothing, agrees):
        assert np.array_equal(one.labels, CLASSES)
    assert np.array_equal(decides.labels, decides.hues)
    assert all(np.array_equal(one.garments, CLASSES) for one in (nothing, decides, agrees))
    assert abs(np.mean(nothing.hues == CLASSES) - 0.1) < 0.05
    assert abs(np.mean(decides.hues == CLASSES) - 0.1) < 0.05
    assert abs(np.mean(agrees.hues == CLASSES) - 0.955) < 0.03  # 0.95, and a tenth of the rest by chance


def test_a_seed_says_all():
    same, again, other = (task(PIXELS, CLASSES, "agrees", seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(same.images, again.images)
    assert not np.array_equal(same.hues, other.hues)


def test_grey_keeps_the_shape_or_one_channel():
    images = coloured(ONE, np.arange(10))
    three, one = without_colour(images), without_colour(images, channels=1)
    assert three.shape == (10, 32, 32, 3) and one.shape == (10, 32, 32, 1)
    assert np.ptp(three, axis=-1).max() == 0
    assert np.array_equal(three[..., :1], one)
    assert coloured_garments.BRIGHTNESS.sum() == pytest.approx(1)


def test_one_patch_each_loses_its_colour_and_nothing_else():
    image = coloured(PIXELS[:1], CLASSES[:1])[0]
    copies = patches_without_colour(image, size=8)
    grey = without_colour(image[np.newaxis])[0]
    for row, column in np.ndindex(4, 4):
        patch = np.zeros((32, 32, 1), bool)
        patch[8 * row : 8 * row + 8, 8 * column : 8 * column + 8] = True
        assert np.array_equal(copies[row, column], np.where(patch, grey, image))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: task(PIXELS, CLASSES, "helps"), 'give "says nothing", "decides" or "agrees"'),
        (lambda: task(PIXELS, CLASSES, "agrees", agreeing=95), "give a share from 0 to 1"),
        (lambda: task(PIXELS, CLASSES, "agrees", seed=-1), "from 0 up"),
        (lambda: task(PIXELS, CLASSES[:5], "agrees"), "give one each"),
        (lambda: coloured(PIXELS / 255, CLASSES), "give those of fashion_mnist.load"),
        (lambda: coloured(PIXELS, CLASSES + 1), "from 0 to 9"),
        (lambda: coloured(PIXELS, CLASSES + 0.5), "from 0 to 9"),
        (lambda: without_colour(PIXELS[..., np.newaxis]), "give images in colour"),
        (lambda: without_colour(coloured(ONE, np.arange(10)), channels=2), "give 1 or 3"),
        (lambda: patches_without_colour(coloured(ONE, np.arange(10))[0], size=5), "give a divisor"),
        (lambda: patches_without_colour(coloured(ONE, np.arange(10))[0], size=0), "at least 1"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
