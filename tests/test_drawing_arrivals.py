"""A row of what arrives: black and white are its own ends, and each image has its label."""

import itertools

import numpy as np
import pytest

from course_utils.drawing import draw_arrivals
from tests.support.pictures import axes_of, words_of

IMAGES = np.arange(3 * 4 * 5).reshape(3, 4, 5) / 255**2


def test_faint_images_are_seen_and_their_numbers_are_told():
    (ax,) = axes_of(draw_arrivals(IMAGES, ["a", "b", "c"], "In training"))
    (artist,) = ax.images
    shown = np.asarray(artist.get_array())
    assert shown.shape == (4, 3 * 7)
    assert (shown.min(), shown.max()) == (0, 1)
    assert np.allclose(shown[:, 8:13], (IMAGES[1] - IMAGES.min()) / (IMAGES.max() - IMAGES.min()))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["a", "b", "c"]
    assert ax.get_title() == "In training: numbers from 0 to 0.000907"


def test_labels_of_ten_images_stand_apart_also_where_two_rows_share_the_width():
    rows = [draw_arrivals(np.zeros((10, 28, 28)), ["T-shirt/top", "Sandal", *["Ankle boot"] * 8]) for _ in range(2)]
    for ax in axes_of(*rows):
        ax.figure.canvas.draw()
        boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
        assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_it_says_itself_in_words():
    said = words_of(draw_arrivals(IMAGES, ["Bag", "Coat", "Bag"]))
    assert said == "numbers from 0 to 0.000907: 3 grey images of 4 × 5, labelled Bag, Coat, Bag."


def test_images_of_one_number_are_black():
    (ax,) = axes_of(draw_arrivals(np.full((2, 3, 3), 7.0), ["x", "y"]))
    assert not np.asarray(ax.images[0].get_array()).any()


def test_too_few_labels_get_a_sentence():
    with pytest.raises(ValueError, match="label"):
        axes_of(draw_arrivals(IMAGES, ["a"]))
