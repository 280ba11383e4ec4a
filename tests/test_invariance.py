"""The invariance meter: shifts that lose only what leaves, readings that can be worked out by hand."""

import numpy as np
import pytest

from course_utils import images
from course_utils.convolution import cross_correlate
from course_utils.invariance import invariance_meter, random_network, relative_change, shift
from course_utils.pooling import average_pool, global_average_pool, max_pool


def dots(rows, columns, *, size=16):
    """One image for each place of a single dot."""
    return np.array([images.dot(size, row, column) for row in rows for column in columns])


@pytest.mark.parametrize("shift_by", [(rows, columns) for rows in range(-5, 6) for columns in range(-5, 6)])
def test_shift_moves_each_pixel(shift_by):
    picture = np.random.default_rng(0).integers(1, 255, (2, 4, 3, 2)).astype(np.uint8)
    expected = np.zeros_like(picture)
    for row in range(4):
        for column in range(3):
            to_row, to_column = row + shift_by[0], column + shift_by[1]
            if 0 <= to_row < 4 and 0 <= to_column < 3:
                expected[:, to_row, to_column] = picture[:, row, column]
    shifted = shift(picture, shift_by)
    np.testing.assert_array_equal(shifted, expected)
    assert shifted.dtype == np.uint8
    np.testing.assert_array_equal(shift(picture[..., 0], shift_by), expected[..., 0])


def test_a_number_shifts_to_the_right():
    picture = images.counting(3, 3)[np.newaxis]
    np.testing.assert_array_equal(shift(picture, 1), shift(picture, (0, 1)))
    np.testing.assert_array_equal(shift(picture, np.int64(-1)), shift(picture, [0, -1]))


def test_shift_copies():
    picture = images.counting(3, 3)[np.newaxis]
    before = picture.copy()
    shift(picture, 0)[:] = -1
    np.testing.assert_array_equal(picture, before)


@pytest.mark.parametrize("shift_by", [0.5, "1", None, (1, 2, 3), (1,), (0.5, 1)])
def test_shift_refuses_what_is_not_whole_pixels(shift_by):
    with pytest.raises(ValueError) as raised:
        shift(np.zeros((1, 3, 3)), shift_by)
    expected = f"shift {shift_by!r} is not allowed: give whole pixels, as columns or (rows, columns)."
    assert str(raised.value) == expected


@pytest.mark.parametrize("shape", [(3,), (3, 3), (1, 1, 3, 3, 1)])
def test_shift_refuses_other_ranks(shape):
    with pytest.raises(ValueError, match="give \\(batch, height, width\\[, channels\\]\\)") as raised:
        shift(np.zeros(shape), 1)
    assert "which is not allowed" in str(raised.value)


def test_relative_change_by_hand():
    before = np.array([[3.0, 4.0], [3.0, 4.0], [1.0, 0.0]])
    after = np.array([[3.0, 4.0], [6.0, 8.0], [0.0, 1.0]])
    np.testing.assert_allclose(relative_change(before, after), [0, 1, np.sqrt(2)])


def test_relative_change_reads_any_shape_and_dtype():
    before = np.array([[[[200]], [[0]]]], np.uint8)  # a difference in uint8 would wrap round
    after = np.array([[[[0]], [[0]]]], np.uint8)
    np.testing.assert_array_equal(relative_change(before, after), [1])


def test_relative_change_from_nothing():
    before, after = np.zeros((2, 3)), np.array([[0, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(relative_change(before, after), [0, np.inf])


@pytest.mark.parametrize(("first", "second"), [((2, 3), (3, 2)), ((2, 3), (2, 4)), ((3,), (3,)), ((1, 3), (2, 3))])
def test_relative_change_refuses_other_shapes(first, second):
    with pytest.raises(ValueError) as raised:
        relative_change(np.ones(first), np.ones(second))
    shapes = f"{' × '.join(map(str, first))} and {' × '.join(map(str, second))}"
    assert str(raised.value) == f"shapes {shapes} are not allowed: give the same (batch, …) twice."


def test_no_shift_no_change():
    noise = np.random.default_rng(0).random((3, 8, 8))
    assert invariance_meter(lambda pictures: pictures, noise, [0]) == 0


def test_eleven_shifts_unless_told():
    assert invariance_meter(lambda pictures: pictures, dots([8], [8])).shape == (11,)


def test_the_meter_averages_over_the_images():
    pictures = dots([8], [8, 9])  # only the first dot stays in its window of 2 × 2 when it moves right
    reading = invariance_meter(lambda pictures: max_pool(pictures[..., np.newaxis]), pictures, [1])
    np.testing.assert_allclose(reading, [(0 + np.sqrt(2)) / 2])


def test_rows_and_columns_can_be_shifted():
    wide = np.zeros((1, 9, 9))
    wide[0, 4, :] = 1  # a horizontal line across the image: moving it along itself loses one pixel of nine
    along, across = invariance_meter(lambda pictures: pictures, wide, [(0, 1), (1, 0)])
    np.testing.assert_allclose([along, across], [1 / 3, np.sqrt(2)])


def test_a_constant_is_invariant_and_a_sum_too():
    pictures = np.pad(np.random.default_rng(0).random((4, 6, 6)), ((0, 0), (5, 5), (5, 5)))
    assert not invariance_meter(lambda pictures: np.ones((len(pictures), 1)), pictures).any()
    readings = invariance_meter(lambda pictures: global_average_pool(pictures[..., np.newaxis]), pictures)
    assert readings.max() < 1e-12


def test_convolution_is_equivariant_away_from_the_border():
    pictures = np.pad(np.random.default_rng(0).random((4, 6, 6)), ((0, 0), (7, 7), (7, 7)))
    kernel = np.random.default_rng(1).random((3, 3))
    moved_first = cross_correlate(shift(pictures, (2, -3)), kernel, padding="same")
    moved_last = shift(cross_correlate(pictures, kernel, padding="same"), (2, -3))
    np.testing.assert_allclose(moved_first, moved_last)
    assert invariance_meter(lambda pictures: cross_correlate(pictures, kernel), pictures, [3]) > 0.5


@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_pooling_follows_a_shift_by_whole_windows_only(pool):
    pictures = np.pad(np.random.default_rng(0).random((4, 6, 6)), ((0, 0), (5, 5), (5, 5)))[..., np.newaxis]
    np.testing.assert_allclose(pool(shift(pictures, 2)), shift(pool(pictures), 1))
    assert not any(np.allclose(pool(shift(pictures, 1)), shift(pool(pictures), by)) for by in (-1, 0, 1))


@pytest.mark.parametrize(("pools", "unchanged"), [(1, 8), (2, 12), (3, 14)])
def test_a_dot_moved_by_one_pixel(pools, unchanged):
    """Of 16 places on the grid, 1 in 2, 4, 8 … is the last of its window."""
    pictures = dots([8], range(8, 24), size=32)[..., np.newaxis]

    def answers(pictures):
        for _ in range(pools):
            pictures = max_pool(pictures)
        return pictures

    same = relative_change(answers(pictures), answers(shift(pictures, 1))) == 0
    assert same.sum() == unchanged


def test_eight_of_sixteen_positions():
    """The 16 places of a dot in four windows of 2 × 2; the map as a whole stays when the dot moves right by one."""
    pictures = dots(range(2, 6), range(2, 6), size=8)[..., np.newaxis]
    same = {by: relative_change(max_pool(pictures), max_pool(shift(pictures, by))) == 0 for by in [1, -1, (1, 1), 2]}
    assert {by: int(found.sum()) for by, found in same.items()} == {1: 8, -1: 8, (1, 1): 4, 2: 0}
    np.testing.assert_array_equal(same[1].reshape(4, 4), [[True, False, True, False]] * 4)


def identity(feature_maps):
    return feature_maps


def test_a_random_network_follows_from_its_seed():
    pictures = np.random.default_rng(0).random((2, 8, 8, 1)).astype(np.float32)
    answers = random_network(pictures, max_pool, seed=3)
    assert answers.shape == (2, 1, 1, 8)
    np.testing.assert_array_equal(answers, random_network(pictures, max_pool, seed=3))
    assert not np.array_equal(answers, random_network(pictures, max_pool, seed=4))


def test_a_random_network_is_what_it_says():
    pictures = np.random.default_rng(0).random((1, 6, 6, 2)).astype(np.float32)
    kernel = np.random.default_rng(5).normal(0, np.sqrt(2 / 18), (3, 3, 2, 4)).astype(np.float32)
    by_hand = average_pool(np.maximum(cross_correlate(pictures, kernel, padding="same"), 0))
    answers = random_network(pictures, average_pool, seed=5, blocks=1, filters=4)
    np.testing.assert_array_equal(answers, by_hand)


def test_a_random_network_without_pools_is_equivariant():
    pictures = np.pad(np.random.default_rng(0).random((2, 6, 6)), ((0, 0), (7, 7), (7, 7)))[..., np.newaxis]
    pictures = pictures.astype(np.float32)
    moved_first = random_network(shift(pictures, 2), identity, seed=0)
    np.testing.assert_allclose(moved_first, shift(random_network(pictures, identity, seed=0), 2), atol=1e-5)


@pytest.mark.parametrize("shape", [(40, 30, 3), (28, 28, 1), (26, 26, 32)])
def test_an_image_with_channels_is_no_batch(shape):
    picture = np.random.default_rng(0).random(shape)
    for act in (lambda: shift(picture, 1), lambda: invariance_meter(np.asarray, picture, [1])):
        with pytest.raises(ValueError, match=r"looks like \(height, width, channels\): give image\[np.newaxis\]"):
            act()
    np.testing.assert_array_equal(shift(picture[np.newaxis], 1)[0, :, 1:], picture[:, :-1])


@pytest.mark.parametrize("shift_by", [True, np.True_, np.array([1, 2]), (1, True)])
def test_true_is_no_number_of_pixels(shift_by):
    with pytest.raises(ValueError, match="give whole pixels"):
        shift(np.zeros((1, 4, 4)), shift_by)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_answers_that_are_no_numbers_have_not_stayed_the_same(wrong):
    answers = np.array([[1.0, 2.0], [wrong, 0.0]])
    for before, after, name in ((answers, answers, "before"), (np.ones((2, 2)), answers, "after")):
        with pytest.raises(ValueError, match=f"{name} holds NaN or infinity, in 1 of 4 places"):
            relative_change(before, after)
    with pytest.raises(ValueError, match="before is an array of complex128"):
        relative_change(np.ones((2, 2), complex), np.ones((2, 2)))


@pytest.mark.parametrize(
    ("compute", "shifts", "sentence"),
    [
        (np.asarray, 3, r"shifts 3 is not allowed: give several, such as range\(-5, 6\)"),
        ("mean", [1], "compute 'mean' is not allowed: give a function of the images"),
        (np.mean, [1], "for 4 images compute returns the shape one number"),
        (lambda pictures: pictures[:1], [1], "for 4 images compute returns the shape 1 × 6 × 6"),
        (lambda pictures: None, [1], "what compute returns is of type NoneType"),
    ],
)
def test_the_meter_says_what_it_needs(compute, shifts, sentence):
    with pytest.raises(ValueError, match=sentence):
        invariance_meter(compute, np.ones((4, 6, 6)), shifts)


def test_the_meter_needs_images():
    with pytest.raises(ValueError, match="there are no images"):
        invariance_meter(np.asarray, np.ones((0, 6, 6)))
    reading = invariance_meter(np.asarray, [[[1, 0], [0, 0]]], [0])
    assert reading.tolist() == [0]
