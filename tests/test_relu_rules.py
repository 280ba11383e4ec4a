"""Three ways back through ReLU: row by row with a pencil, and through whole networks."""

from itertools import product

import numpy as np
import pytest

from course_utils.explanations import saliency
from course_utils.models import build_from, classic, course_network, small_cnn
from course_utils.relu_rules import RULES, guided, passed_back


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(1).integers(0, 256, (3, 28, 28)).astype(np.uint8)


def test_the_row_of_the_lesson():
    rows = [passed_back([-1, 2, 3], [4, -5, 6], rule).tolist() for rule in RULES]
    assert rows == [[0, -5, 6], [4, 0, 6], [0, 0, 6]]


@pytest.mark.parametrize(("given", "above"), list(product((-2, 0, 3), (-4, 0, 5))))
def test_every_pair_of_signs(given, above):
    expected = {
        "gradient": above if given > 0 else 0,
        "deconvnet": max(above, 0),
        "guided": max(above, 0) if given > 0 else 0,
    }
    assert {rule: passed_back(given, above, rule).item() for rule in RULES} == expected


@pytest.mark.parametrize("build", [classic, course_network, small_cnn])
def test_the_gradient_is_one_of_the_rules(build, images):
    model = build_from(4, build)
    np.testing.assert_allclose(
        guided(model, images, [1, 2, 3], "gradient"), saliency(model, images, [1, 2, 3]), atol=1e-7
    )


@pytest.mark.parametrize("rule", RULES)
def test_two_layers_by_hand(rule):
    """Pixels, a dense layer with ReLU, a dense layer with the logits: matrices, and the rule between them."""
    from course_utils.quiet import keras

    layers = [keras.layers.Input((3, 3, 1)), keras.layers.Flatten(), keras.layers.Dense(6, activation="relu")]
    model = build_from(0, lambda: keras.Sequential([*layers, keras.layers.Dense(4, activation="softmax")]))
    image = np.random.default_rng(3).normal(0, 1, (3, 3))
    (first, bias), (second, _) = (layer.get_weights() for layer in model.layers[1:])
    handed = passed_back(image.ravel() @ first + bias, second[:, 2], rule)
    np.testing.assert_allclose(guided(model, image, 2, rule), (first @ handed).reshape(3, 3), atol=1e-6)


def test_the_network_stays_as_it_is(images):
    model = build_from(4, classic)
    before = model.predict(images[..., np.newaxis], verbose=0)
    guided(model, images, [1, 2, 3])
    assert np.array_equal(model.predict(images[..., np.newaxis], verbose=0), before)
    assert model.layers[1].activation.__name__ == "relu"


def test_what_cannot_be_gets_a_sentence(images):
    from course_utils.quiet import keras

    with pytest.raises(ValueError, match="rule 'relu' is not allowed: give one of 'gradient', 'deconvnet', 'guided'"):
        passed_back([1], [1], "relu")
    with pytest.raises(ValueError, match="the shapes 2 and 3: give one number of each"):
        passed_back([1, 2], [1, 2, 3])
    straight = keras.Sequential([keras.layers.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(4)])
    with pytest.raises(ValueError, match="this model has no ReLU"):
        guided(straight, images[0], 1)
