"""Explanations of an answer, by hand where a hand can compute them: occlusion, shares that add up, Grad-CAM as CAM."""

import numpy as np
import pytest

from course_utils import explanations, logits
from course_utils.explanations import grad_cam, gradient_times_input, integrated_gradients, occlusion, saliency
from course_utils.models import build_from, classic, course_network

EACH = (saliency, gradient_times_input, integrated_gradients, grad_cam, occlusion)


@pytest.fixture(scope="module")
def keras():
    from course_utils.quiet import keras

    return keras


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(1).integers(0, 256, (4, 28, 28)).astype(np.uint8)


@pytest.fixture(scope="module")
def model():
    return build_from(3, classic)


@pytest.fixture(scope="module")
def branched(keras):
    """A functional model with a shortcut, which ends in a softmax layer."""

    def build():
        given = keras.Input((12, 10, 2))
        first = keras.layers.Conv2D(3, 3, padding="same", activation="relu", name="first")(given)
        second = keras.layers.Conv2D(3, 3, padding="same", name="second")(first)
        pooled = keras.layers.GlobalAveragePooling2D()(keras.layers.Add(name="sum")([first, second]))
        return keras.Model(given, keras.layers.Softmax()(keras.layers.Dense(4)(pooled)))

    return build_from(2, build)


def test_without_softmax_gives_what_softmax_was_given(keras, model, branched, images):
    for one, given in ((model, images[..., np.newaxis]), (branched, np.random.default_rng(0).random((3, 12, 10, 2)))):
        found = logits.without_softmax(one).predict(given, verbose=0)
        np.testing.assert_allclose(keras.ops.softmax(found), one.predict(given, verbose=0), atol=1e-5)
        assert not np.allclose(found.sum(axis=1), 1, atol=0.01)


def test_every_ending_is_known(keras, model, images):
    body = [keras.layers.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, name="scores")]
    open_ended = build_from(1, lambda: keras.Sequential(body))
    assert logits.without_softmax(open_ended) is open_ended
    expected = open_ended.predict(images[..., np.newaxis], verbose=0)
    for ending in (keras.layers.Softmax(), keras.layers.Activation("softmax")):
        closed = keras.Sequential([*open_ended.layers, ending])
        closed.build((None, 28, 28, 1))
        found = logits.without_softmax(closed).predict(images[..., np.newaxis], verbose=0)
        np.testing.assert_allclose(found, expected, rtol=1e-5)
    within = keras.Sequential([keras.layers.Input((28, 28, 1)), keras.layers.Identity(), model])
    np.testing.assert_allclose(
        logits.without_softmax(within).predict(images[..., np.newaxis], verbose=0),
        logits.without_softmax(model).predict(images[..., np.newaxis], verbose=0),
        rtol=1e-4,
        atol=1e-5,
    )


def test_occlusion_by_hand(model, images):
    drops = occlusion(model, images[0], 7, patch_size=9, strides=5, fill=40)
    assert drops.shape == (4, 4)
    whole = model.predict(images[:1, ..., np.newaxis], verbose=0)[0, 7]
    for row, column in np.ndindex(4, 4):
        covered = images[0].copy()
        covered[5 * row : 5 * row + 9, 5 * column : 5 * column + 9] = 40
        left = model.predict(covered[np.newaxis, ..., np.newaxis], verbose=0)[0, 7]
        np.testing.assert_allclose(drops[row, column], whole - left, atol=1e-5)


@pytest.mark.parametrize(("patch_size", "strides"), [(1, 9), (28, 1), (4, 2), (5, 3), (27, 1)])
def test_occlusion_has_a_number_for_each_place(model, images, patch_size, strides):
    side = (28 - patch_size) // strides + 1
    assert occlusion(model, images[:2], [1, 2], patch_size=patch_size, strides=strides).shape == (2, side, side)


def test_the_gradient_is_that_of_small_differences(model, images):
    network = logits.without_softmax(model)
    slope = saliency(model, images[0], 3)
    for row, column in ((3, 3), (10, 14), (20, 7)):
        moved = np.stack([images[0]] * 2).astype(np.float32)
        moved[0, row, column] += 0.5
        moved[1, row, column] -= 0.5
        up, down = network.predict(moved[..., np.newaxis], verbose=0)[:, 3]
        assert slope[row, column] == pytest.approx(up - down, abs=2e-5)


def test_the_logit_is_asked_and_not_the_probability(model, images):
    """Of the probability the gradient would be the logit's, less the mean of all, times the probability."""
    slopes = np.stack([saliency(model, images[0], label) for label in range(10)])
    probabilities = model.predict(images[:1, ..., np.newaxis], verbose=0)[0]
    of_probability = probabilities[2] * (slopes[2] - np.tensordot(probabilities, slopes, 1))
    given = images[:1, ..., np.newaxis].astype(np.float32)
    np.testing.assert_allclose(
        explanations.gradient_of(model, given, np.array([2]))[0, ..., 0], of_probability, atol=1e-7
    )


@pytest.mark.parametrize("baseline", [0, 100, "an image"])
def test_integrated_gradients_add_up(model, images, baseline):
    start = images[1] if baseline == "an image" else np.full((28, 28), baseline)
    given = start if baseline == "an image" else baseline
    shares = integrated_gradients(model, images[0], 5, baseline=given, steps=200)
    both = np.stack([images[0], start])[..., np.newaxis]
    image, black = logits.without_softmax(model).predict(both, verbose=0)[:, 5]
    assert shares.sum() == pytest.approx(image - black, rel=0.01)


@pytest.mark.parametrize("at_once", [1, 7, 250])
def test_integrated_gradients_look_in_the_middle_of_each_step(model, images, monkeypatch, at_once):
    """From black nothing shows: without biases, the gradient is the same all the way."""
    monkeypatch.setattr(explanations, "_AT_ONCE", at_once)
    start, labels, steps = images[3].astype(np.float32), [5, 1, 2], 5
    way = images[:3] - start
    slopes = [saliency(model, start + (step + 0.5) / steps * way, labels) for step in range(steps)]
    shares = integrated_gradients(model, images[:3], labels, baseline=start, steps=steps)
    np.testing.assert_allclose(shares, way * np.mean(slopes, axis=0), atol=1e-4 * np.abs(shares).max())


def test_gradient_times_input_is_exact_for_a_straight_line(keras, images):
    straight = keras.Sequential([keras.layers.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
    scores = straight.predict(images[..., np.newaxis], verbose=0)
    labels = [1, 0, 9, 4]
    sums = gradient_times_input(straight, images, labels).sum(axis=(1, 2))
    np.testing.assert_allclose(sums, scores[range(4), labels], rtol=1e-3)


@pytest.mark.parametrize("label", range(4))
def test_grad_cam_is_cam_with_global_average_pooling(keras, label):
    convolution = keras.layers.Conv2D(5, 3, activation="relu")
    parts = [keras.layers.Input((9, 8, 1)), convolution, keras.layers.GlobalAveragePooling2D()]
    last = keras.layers.Dense(4, activation="softmax")
    model = build_from(label, lambda: keras.Sequential([*parts, last]))
    given = np.random.default_rng(label).random((3, 9, 8, 1)).astype(np.float32)
    cam = (np.asarray(convolution(given)) * last.kernel.numpy()[:, label]).sum(axis=-1)
    np.testing.assert_allclose(grad_cam(model, given, [label] * 3, signed=True) * 7 * 6, cam, atol=1e-5)
    np.testing.assert_allclose(grad_cam(model, given, [label] * 3) * 7 * 6, np.maximum(cam, 0), atol=1e-5)


def test_grad_cam_by_hand_where_gradients_differ_from_place_to_place(keras):
    """Behind a dense layer each place has its weights: what a map is worth is their mean, a sum by hand."""
    convolution = keras.layers.Conv2D(3, 2, activation="relu")
    parts = [keras.layers.Input((5, 6, 1)), convolution, keras.layers.Flatten(), keras.layers.Dense(4)]
    model = build_from(7, lambda: keras.Sequential(parts))
    given = np.random.default_rng(7).random((2, 5, 6, 1)).astype(np.float32)
    maps = np.asarray(convolution(given))
    slopes = model.layers[-1].kernel.numpy()[:, 3].reshape(4, 5, 3)
    assert np.ptp(slopes[..., 0]) > 0.1
    weights = [sum(slopes[r, c, m] for r in range(4) for c in range(5)) / 20 for m in range(3)]
    cells = sum(weight * maps[..., number] for number, weight in enumerate(weights))
    np.testing.assert_allclose(grad_cam(model, given, [3, 3], signed=True), cells, atol=1e-6)
    np.testing.assert_allclose(grad_cam(model, given, [3, 3]), np.maximum(cells, 0), atol=1e-6)


def test_grad_cam_takes_any_layer_with_maps(branched):
    given = np.random.default_rng(0).random((12, 10, 2))
    for name in ("first", "second", "sum"):
        assert grad_cam(branched, given, 1, name).shape == (12, 10)
    with pytest.raises(ValueError, match=r"no layer with feature maps is called 'third'; there are: .*first, second"):
        grad_cam(branched, given, 1, "third")


@pytest.mark.parametrize("explain", EACH, ids=lambda one: one.__name__)
def test_one_image_is_a_batch_of_one(model, images, explain):
    alone, several = explain(model, images[2], 4), explain(model, images, np.array([1, 2, 4, 5], np.uint8))
    assert alone.shape == several.shape[1:]
    np.testing.assert_allclose(alone, several[2], atol=1e-5)
    kept = images.copy()
    assert np.array_equal(images, kept)


@pytest.mark.parametrize("explain", EACH, ids=lambda one: one.__name__)
def test_a_network_from_a_file_says_the_same(keras, tmp_path, images, explain):
    for build in (classic, course_network):
        model = build_from(1, build)
        model.save(tmp_path / "one.keras")
        loaded = keras.models.load_model(tmp_path / "one.keras")
        np.testing.assert_allclose(explain(loaded, images[:2], [3, 4]), explain(model, images[:2], [3, 4]), atol=1e-6)


@pytest.mark.parametrize("explain", EACH, ids=lambda one: one.__name__)
def test_what_cannot_be_asked_gets_a_sentence(model, images, explain):
    for given, label, sentence in (
        (images, 3, "labels 3 and 4 images: give the number of one class for each image"),
        (images[0], 10, "labels go from 10 to 10, and there are 10 classes"),
        (images[0], 2.5, "give the number of one class"),
        (images[:2], [1], "2 images and 1 label"),
        (np.zeros((5, 5)), 1, "which is not allowed"),
        (images[0] / 255, 1, "give pixels from 0 to 255"),
    ):
        with pytest.raises(ValueError, match=sentence):
            explain(model, given, label)


def test_settings_that_cannot_be_get_a_sentence(keras, model, images):
    with pytest.raises(ValueError, match="a patch of 29 does not fit into 28 × 28 pixels"):
        occlusion(model, images[0], 1, patch_size=29)
    with pytest.raises(ValueError, match="baseline has the shape 3 × 3, which is not allowed: give one number"):
        integrated_gradients(model, images[0], 1, baseline=np.zeros((3, 3)))
    with pytest.raises(ValueError, match="steps"):
        integrated_gradients(model, images[0], 1, steps=0)
    sigmoid = keras.Sequential([keras.layers.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(2)])
    sigmoid.add(keras.layers.Dense(2, activation="sigmoid"))
    with pytest.raises(ValueError, match="this model ends in sigmoid: give one that ends in softmax, or in logits"):
        saliency(sigmoid, images[0], 1)
    with pytest.raises(ValueError, match="this model has no convolution"):
        grad_cam(sigmoid, images[0], 1)
    with pytest.raises(ValueError, match="give a Keras model"):
        logits.without_softmax("network.keras")
