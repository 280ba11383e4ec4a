"""The tiny images and the photograph."""

import numpy as np
import pytest

from course_utils import images


def test_every_image_is_new_and_float32():
    """A learner may draw into one image without changing the next."""
    for make in (
        lambda: images.counting(3, 4),
        lambda: images.vertical_edge(),
        lambda: images.dot(5, 1, 2),
        lambda: images.checkerboard(4),
        lambda: images.square_outline(),
        lambda: images.circle_outline(),
        lambda: images.photograph(20),
    ):
        first = make()
        expected = first.copy()
        first[:] = 7
        assert first.dtype == np.float32
        np.testing.assert_array_equal(make(), expected)


def test_a_dot_has_one_bright_pixel():
    assert images.dot(5, 1, 2).sum() == images.dot(5, 1, 2)[1, 2] == 1


def test_a_vertical_edge_at_a_column():
    assert images.vertical_edge(4, 6, column=1).sum(axis=0).tolist() == [0, 4, 4, 4, 4, 4]
    assert images.vertical_edge(4, 6).sum(axis=0).tolist() == [0, 0, 0, 4, 4, 4]


def test_a_checkerboard_alternates():
    board = images.checkerboard(6)
    np.testing.assert_array_equal(board[:, 1:] + board[:, :-1], np.ones((6, 5)))
    np.testing.assert_array_equal(board, board.T)


@pytest.mark.parametrize("outline", [images.square_outline(16, side=10), images.circle_outline(16, diameter=10)])
def test_outlines_are_closed_centred_and_hollow(outline):
    np.testing.assert_array_equal(outline, outline[::-1])
    np.testing.assert_array_equal(outline, outline.T)
    assert np.flatnonzero(outline.any(axis=0)).tolist() == list(range(3, 13))
    assert outline[6:10, 6:10].sum() == 0


@pytest.mark.parametrize("height", [1, 20, 120, 600])
def test_the_photograph_keeps_its_proportions(height):
    photograph = images.photograph(height)
    assert photograph.shape[0] == height
    assert photograph.shape[1] == pytest.approx(height * 512 / 600, abs=1)
    assert photograph.shape[2] == 3
    assert 0 <= photograph.min() <= photograph.max() <= 1


@pytest.mark.parametrize("height", [0, -5, 601])
def test_a_height_that_the_photograph_does_not_have(height):
    with pytest.raises(ValueError) as caught:
        images.photograph(height)
    assert str(caught.value) == f"height {height} is not allowed: the photograph has 600 rows; give 1 to 600."


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: images.counting(0, 3), "height 0 is not allowed: give a whole number from 1 up."),
        (lambda: images.vertical_edge(column=-1), "column -1 is not allowed: give a whole number from 0 up."),
        (
            lambda: images.vertical_edge(2, 4, column=9),
            "column 9 is not allowed: the columns are numbered from 0 to 3.",
        ),
        (lambda: images.dot(5, -1, 2), "row -1 is not allowed: give a whole number from 0 up."),
        (lambda: images.dot(5, 1, 5), "row 1, column 5 is not allowed: the pixels are numbered from 0 to 4."),
        (lambda: images.checkerboard(2.5), "size 2.5 is not allowed: give a whole number from 1 up."),
        (lambda: images.square_outline(5, side=7), "side 7 is not allowed: the image has 5 pixels per side."),
        (lambda: images.photograph(99.5), "height 99.5 is not allowed: the photograph has 600 rows; give 1 to 600."),
        (
            lambda: images.permute_pixels(np.ones((2, 5, 5)), seed=-1),
            "seed -1 is not allowed: give a whole number from 0 up.",
        ),
    ],
)
def test_sizes_and_places_that_cannot_be(act, sentence):
    with pytest.raises(ValueError) as caught:
        act()
    assert str(caught.value) == sentence


def test_a_photograph_is_no_batch_to_permute():
    with pytest.raises(ValueError, match=r"looks like \(height, width, channels\)"):
        images.permute_pixels(images.photograph(20))
    assert images.permute_pixels(images.photograph(20)[np.newaxis]).shape == (1, 20, 17, 3)
    assert images.photograph(np.uint8(120)).shape == (120, 102, 3)
