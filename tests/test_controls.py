"""What a map is held against: ranks, marks and deletion by hand, random weights layer by layer."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from course_utils import controls
from course_utils.explanations import occlusion
from course_utils.models import build_from, classic, course_network


@pytest.mark.parametrize("seed", range(5))
def test_rank_correlation_is_spearmans(seed):
    """Against SciPy, with ties and without."""
    rng = np.random.default_rng(seed)
    maps, others = rng.integers(0, 9 if seed % 2 else 10**6, (2, 3, 7, 5))
    expected = np.mean(
        [spearmanr(one.ravel(), other.ravel()).statistic for one, other in zip(maps, others, strict=True)]
    )
    assert controls.rank_correlation(maps, others) == pytest.approx(expected, abs=1e-9)


def test_rank_correlation_leaves_constant_maps_out():
    steps, flat = np.arange(4).reshape(2, 2), np.ones((2, 2))
    assert controls.rank_correlation([steps, flat], [steps, steps]) == 1
    assert np.isnan(controls.rank_correlation(flat, steps))
    assert controls.rank_correlation(steps, 1e12 * steps**3) == 1
    with pytest.raises(ValueError, match="2 × 2 and 4: give two of one shape"):
        controls.rank_correlation(steps, steps.ravel())


@pytest.mark.parametrize("layers", [1, 2, 3, 4, None])
def test_only_the_last_layers_get_new_weights(layers):
    model = build_from(1, classic)
    before = model.get_weights()
    new = [layer for layer in controls.randomised(model, layers).layers if layer.weights]
    old = [layer for layer in model.layers if layer.weights]
    kept = [np.array_equal(one.get_weights()[0], other.get_weights()[0]) for one, other in zip(new, old, strict=True)]
    assert kept == [True] * (4 - (layers or 4)) + [False] * (layers or 4)
    assert all(np.array_equal(*pair) for pair in zip(model.get_weights(), before, strict=True))


def test_random_weights_follow_from_the_seed():
    model = build_from(1, course_network)
    one, same, other = (controls.randomised(model, seed=seed).get_weights()[0] for seed in (5, 5, 6))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    with pytest.raises(ValueError, match="layers 99 is not allowed: this model has 8 with weights"):
        controls.randomised(model, 99)


@pytest.mark.parametrize(("patch_size", "strides"), [(1, 1), (2, 1), (3, 2), (4, 4)])
def test_a_patch_is_spread_over_what_it_covered(patch_size, strides):
    rows, columns = ((side - patch_size) // strides + 1 for side in (8, 9))
    drops = np.random.default_rng(0).random((rows, columns))
    found = controls.over_pixels(drops, (8, 9), patch_size=patch_size, strides=strides)
    for pixel in np.ndindex(8, 9):
        over = [
            drops[place]
            for place in np.ndindex(rows, columns)
            if all(0 <= at - strides * start < patch_size for at, start in zip(pixel, place, strict=True))
        ]
        assert found[pixel] == pytest.approx(np.mean(over) if over else 0)


def test_an_occlusion_has_the_size_of_its_image():
    model = build_from(0, classic)
    images = np.random.default_rng(0).integers(0, 256, (2, 28, 28))
    drops = occlusion(model, images, [1, 2], patch_size=4, strides=2)
    assert controls.over_pixels(drops, (28, 28), patch_size=4, strides=2).shape == (2, 28, 28)


def test_cells_are_enlarged_without_smoothing():
    cells = np.arange(6).reshape(2, 3)
    assert controls.enlarged(cells, (4, 6)).tolist() == np.kron(cells, np.ones((2, 2))).tolist()
    assert set(controls.enlarged(cells, (7, 10)).ravel()) == set(range(6))


def test_a_mark_lies_where_it_is_said():
    images = np.zeros((2, 6, 7), np.uint8)
    marked = controls.with_mark(images, top=1, left=4, side=2, value=200)
    assert np.argwhere(marked[1]).tolist() == [[1, 4], [1, 5], [2, 4], [2, 5]]
    assert (marked.max(), images.max(), marked.dtype) == (200, 0, np.uint8)
    with pytest.raises(ValueError, match="a mark of 3 pixels at row 4, column 0 leaves 6 × 7: put it inside"):
        controls.with_mark(images, top=4, left=0)


def test_who_points_at_a_mark():
    places = [(2, 2), (4, 4), (5, 3), (1, 2), (0, 0)]
    maps = np.zeros((5, 9, 9))
    for one, place in zip(maps, places, strict=True):
        one[place] = 1
    assert [controls.points_at(maps, margin=margin) for margin in (0, 1, 2)] == [0.4, 0.8, 1]
    assert controls.points_at(np.ones((1, 9, 9))) == pytest.approx(9 / 81)


@pytest.mark.parametrize("share", [0, 0.25, 0.5, 1])
def test_the_highest_are_deleted_and_no_others(share):
    rng = np.random.default_rng(0)
    images, maps = rng.integers(1, 256, (3, 4, 4)), rng.permutation(48).reshape(3, 4, 4) - 24
    left = controls.without_the_highest(images, maps, share, fill=0)
    for image, one, found in zip(images, maps, left, strict=True):
        gone = one >= np.sort(one.ravel())[::-1][int(16 * share) - 1] if share else np.zeros((4, 4), bool)
        assert np.array_equal(found, np.where(gone, 0, image))


def test_what_cannot_be_gets_a_sentence():
    with pytest.raises(ValueError, match="give a share from 0 to 1"):
        controls.without_the_highest(np.zeros((1, 2, 2)), np.zeros((1, 2, 2)), 2)
    with pytest.raises(ValueError, match="give one map for each"):
        controls.without_the_highest(np.zeros((1, 2, 2)), np.zeros((1, 3, 3)), 0.5)
    with pytest.raises(ValueError, match="give \\(height, width\\), or a batch"):
        controls.edges(np.zeros(5))


ONE, BYTES = np.zeros((9, 9)), np.zeros((2, 9, 9), np.uint8)
MARK = "give a whole number of pixels from 0 up"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: controls.edges([[1, 2, 3]]), "images have the shape 1 × 3: give .*, of at least 2 × 2 pixels"),
        (lambda: controls.over_pixels([1, 2], (2, 2), patch_size=1, strides=1), "drops has the shape 2, which is not"),
        (
            lambda: controls.over_pixels([[1]], (2,), patch_size=1, strides=1),
            r"size \(2,\) is not allowed: give an int",
        ),
        (lambda: controls.over_pixels([[1]], (2, 2), patch_size=0, strides=1), "patch_size 0 is not allowed: give"),
        (lambda: controls.over_pixels([[1]], (2, 2), patch_size=1, strides=0.5), "strides 0.5 is not allowed: give"),
        (
            lambda: controls.over_pixels(ONE, (9, 9), patch_size=2, strides=1),
            "9 × 9 places .* reach beyond 9 × 9 pixels",
        ),
        (lambda: controls.enlarged([1, 2], (4, 4)), "cells has the shape 2, which is not allowed: give .* or a batch"),
        (lambda: controls.enlarged(ONE, (28, 28, 1)), r"size \(28, 28, 1\) is not allowed: give an integer"),
        (lambda: controls.with_mark(np.zeros(9)), "images has the shape 9, which is not allowed: give .* or a batch"),
        (
            lambda: controls.with_mark(np.zeros((2, 9, 9, 1))),
            "images has the shape 2 × 9 × 9 × 1, which is not allowed",
        ),
        (lambda: controls.with_mark("shirts"), "images is text, 'shirts', and not numbers: give"),
        (lambda: controls.with_mark(ONE, top=-1), f"top -1 is not allowed: {MARK}"),
        (lambda: controls.with_mark(ONE, left=1.5), f"left 1.5 is not allowed: {MARK}"),
        (lambda: controls.with_mark(ONE, side=0), "side 0 is not allowed: give an integer of at least 1"),
        (
            lambda: controls.with_mark(BYTES, value=300),
            "value 300 is not allowed: the images are uint8; give .* 0 to 255",
        ),
        (lambda: controls.with_mark(BYTES, value=0.5), "value 0.5 is not allowed: the images are uint8; give a whole"),
        (lambda: controls.with_mark(BYTES > 0), "value 255 is not allowed: the images are bool; give .* 0 to 1"),
        (lambda: controls.with_mark(ONE, value=np.nan), "value nan is not allowed: give a finite number"),
        (lambda: controls.with_mark(np.float16(ONE), value=1e6), "give a finite number, which float16 can hold"),
        (
            lambda: controls.points_at(ONE),
            "maps has the shape 9 × 9, which is not allowed: give .* becomes a batch of one",
        ),
        (lambda: controls.points_at([ONE], top=7), "a mark of 3 pixels at row 7, column 2 leaves 9 × 9: put it inside"),
        (lambda: controls.points_at([ONE], margin=-1), f"margin -1 is not allowed: {MARK}"),
        (lambda: controls.without_the_highest(ONE, ONE, 0.5), "images has the shape 9 × 9, which is not allowed: give"),
        (
            lambda: controls.without_the_highest(BYTES, BYTES, 0.5, fill=-1),
            "fill -1 is not allowed: the images are uint8",
        ),
    ],
)
def test_every_input_that_cannot_be_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize(("dtype", "value"), [(np.uint8, 7.0), (np.float32, 0.1), (np.float64, -3), (bool, 1)])
def test_a_grey_level_that_the_type_can_hold_is_kept(dtype, value):
    marked = controls.with_mark(np.zeros((5, 5), dtype), value=value)
    assert marked.dtype == dtype
    assert marked[2, 2] == np.array(value, dtype)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_share_that_is_so_many_pixels_takes_as_many(dtype):
    """Of 100 pixels, 0.29 took 28."""
    for size in [*range(1, 30), 49, 64, 100, 784]:
        images = np.ones((1, 1, size))
        for count in range(size + 1):
            left = controls.without_the_highest(images, images, dtype(count / size))
            assert (left == 0).sum() == count
