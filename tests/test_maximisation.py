"""Activation maximisation: it climbs, it stays a picture, and the prior does what it says."""

import numpy as np
import pytest

from course_utils.logits import outputs, without_softmax
from course_utils.maximisation import maximise, variation, variation_gradient
from course_utils.models import build_from, classic


@pytest.fixture(scope="module")
def model():
    return build_from(2, classic)


def test_it_climbs(model):
    start = np.random.default_rng(0).normal(30, 10, (2, 28, 28, 1)).clip(0, 255).astype(np.float32)
    found = maximise(model, [3, 8], steps=15)
    before, after = (outputs(without_softmax(model), images)[[0, 1], [3, 8]] for images in (start, found))
    assert (after > before + 0.1).all()
    assert found.shape == (2, 28, 28, 1)
    assert 0 <= found.min() <= found.max() <= 255


def test_the_prior_makes_it_smoother_and_the_seed_decides(model):
    plain, smooth = (maximise(model, [1], steps=15, smoothness=smoothness) for smoothness in (0, 0.5))
    assert variation(smooth) < 0.7 * variation(plain)
    drawn = [maximise(model, [1], steps=5, jitter=2, rng=np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])


def test_the_gradient_of_the_variation_is_that_of_small_differences():
    images = np.random.default_rng(0).random((2, 4, 5, 2))
    slope = variation_gradient(images)

    def total(one):
        return np.abs(np.diff(one, axis=0)).sum() + np.abs(np.diff(one, axis=1)).sum()

    for place in np.ndindex(4, 5, 2):
        moved = np.stack([images[1]] * 2)
        moved[0][place] += 1e-6
        moved[1][place] -= 1e-6
        assert slope[1][place] == pytest.approx((total(moved[0]) - total(moved[1])) / 2e-6, abs=1e-3)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"labels": [10]}, r"labels \[10\] are not allowed: give the numbers of classes, from 0 to 9"),
        ({"labels": []}, "give the numbers of classes"),
        ({"labels": [1], "steps": 0}, "steps"),
        ({"labels": [1], "jitter": -1}, "give a whole number of pixels, from 0 up"),
        ({"labels": [1], "smoothness": -1}, "give 0 or more"),
        ({"labels": [1], "step_size": 0}, "give a number above 0"),
    ],
)
def test_what_cannot_be_gets_a_sentence(model, settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        maximise(model, **settings)
