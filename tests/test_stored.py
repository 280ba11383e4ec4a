"""Stored networks: in NumPy what they were in Keras, layer by layer, forwards and backwards."""

import numpy as np
import pytest

from course_utils import fashion_mnist, models, page_data, stored
from course_utils.batches import with_channel
from course_utils.commands.site import trained
from course_utils.explorers import LensExplorer, NetworkExplorer
from course_utils.explorers.network.network_panels import tile_words
from course_utils.explorers.network.network_trace import Network
from course_utils.quiet import keras
from course_utils.stored_backward import gradients
from tests.support.closeness import worst

layers = keras.layers
PIXELS = fashion_mnist.load("validation")[0]


def mixed():
    """A network with what the lessons' own have not: an activation of its own, mean pooling, other paddings."""
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255, offset=-0.5),
            layers.Conv2D(5, (3, 5), strides=(1, 2), padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Activation("gelu"),
            layers.AveragePooling2D(2, strides=1, padding="same"),
            layers.Conv2D(4, 3, dilation_rate=2, activation="tanh"),
            layers.LeakyReLU(negative_slope=0.2),
            layers.GlobalMaxPooling2D(),
            layers.Dense(10),
            layers.Softmax(),
        ]
    )


BUILDS = [models.course_network, models.classic, models.small_cnn, models.vgg_network, models.dense_network, mixed]


def in_half_precision(build):
    """A Keras model whose kernels have no more digits than a stored network keeps, and moving averages that count."""
    keras.utils.set_random_seed(0)
    model, dice = build(), np.random.default_rng(0)
    for weight in model.weights:
        kept = np.float16(weight) if len(weight.shape) > 1 else dice.uniform(0.5, 1.5, weight.shape)
        weight.assign(np.float32(kept))
    return model


def put_away(thing, folder, monkeypatch, name="thing.npz"):
    (folder / name).write_bytes(stored.packed(thing))
    monkeypatch.setattr(page_data, "FOLDER", folder)
    return name


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.__name__)
def test_every_layer_gives_what_it_gives_in_keras(build, tmp_path, monkeypatch):
    model = in_half_precision(build)
    network = stored.network(put_away(model, tmp_path, monkeypatch))
    opened, theirs = NetworkExplorer(network, PIXELS[:2]).network, Network(model)
    assert [step.kind for step in opened.steps] == [step.kind for step in theirs.steps]
    assert [step.shape for step in opened.steps] == [step.shape for step in theirs.steps]
    words = [[tile_words(step, (2, 2, 1)) for step in one.steps] for one in (opened, theirs)]
    assert words[0] == words[1]
    image = with_channel(PIXELS)[7].astype(np.float32)
    for step, mine, its in zip(opened.steps, opened.run(image), theirs.run(image), strict=True):
        assert worst(mine, its) < 1e-4, step.name
    np.testing.assert_allclose(
        network.predict(with_channel(PIXELS[:5])), model.predict(with_channel(PIXELS[:5]), verbose=0), atol=1e-5
    )
    assert (network.input_shape, network.output_shape) == (model.input_shape, model.output_shape)


@pytest.mark.parametrize(
    "build", [models.classic, models.course_network, models.small_cnn], ids=lambda one: one.__name__
)
def test_the_lens_of_a_stored_network_says_what_that_of_keras_says(build, tmp_path, monkeypatch):
    model = in_half_precision(build)
    network = stored.network(put_away(model, tmp_path, monkeypatch))
    # Noise: on black ground many numbers of a pool are equal, and rounding says which of them has won.
    noise = np.random.default_rng(0).integers(0, 256, (1, 28, 28), np.uint8)
    mine, its = (LensExplorer(one, noise, label=3, patch_size=5, row=14, column=13) for one in (network, model))
    assert mine.lens.layers == its.lens.layers
    for beside in ("shuffled weights", "last layer shuffled", "another class"):
        mine.move(beside=beside)
        its.move(beside=beside)
        assert mine.maps.keys() == its.maps.keys()
        for method in its.maps:
            for one, other in ((mine.maps, its.maps), (mine.beside_maps, its.beside_maps)):
                np.testing.assert_allclose(one[method], other[method], atol=1e-4 * np.abs(other[method]).max() + 1e-9)


def test_the_way_back_ends_at_the_logit(tmp_path, monkeypatch):
    """The gradient of the image, held against differences of the logit itself."""
    network = stored.network(put_away(in_half_precision(models.course_network), tmp_path, monkeypatch))
    image = with_channel(PIXELS)[3].astype(np.float32)
    found, _ = gradients(network, image, 4)

    def logit(pixels):
        values, last = network.run(pixels)[-2], network.layers[-1]
        return float(values @ last.kernel[:, 4] + last.bias[4])

    for row, column in ((10, 12), (14, 14), (20, 9)):
        step = np.zeros_like(image)
        step[row, column] = 0.5
        slope = logit(image + step) - logit(image - step)
        assert found[0][row, column, 0] == pytest.approx(slope, rel=0.02, abs=1e-5)


def test_a_layer_that_is_not_known_gets_a_sentence():
    model = keras.Sequential([layers.Input((4, 4, 1)), layers.LayerNormalization(), layers.Flatten(), layers.Dense(2)])
    with pytest.raises(ValueError, match="LayerNormalization is not allowed"):
        stored.packed(model)


def test_histories_come_back_as_they_were(tmp_path, monkeypatch):
    kernels = [np.float32(np.arange(9).reshape(3, 3, 1, 1))] * 2
    history = {"loss": [0.5, 0.25], "steps": 4, "epochs": 2, "batch_loss": [1.0] * 8, "kernels": kernels}
    ((name, found),) = stored.histories(put_away({"a/b": history}, tmp_path, monkeypatch)).items()
    assert name == "a/b"
    assert {key: value for key, value in found.items() if key != "kernels"} == {
        key: value for key, value in history.items() if key != "kernels"
    }
    np.testing.assert_array_equal(found["kernels"], kernels)


def test_a_list_of_arrays_comes_back_in_its_order(tmp_path, monkeypatch):
    given = [np.float32(np.arange(6).reshape(2, 3)), np.float32([0.1]), *[np.zeros(1, np.float32)] * 10]
    found = stored.arrays(put_away(given, tmp_path, monkeypatch))
    assert len(found) == len(given)
    assert all(np.array_equal(one, other) for one, other in zip(found, given, strict=True))


def test_the_same_numbers_make_the_same_bytes():
    model = in_half_precision(models.small_cnn)
    assert stored.packed(model) == stored.packed(model)


# What the repository holds.


@pytest.fixture
def of_the_lessons(monkeypatch):
    monkeypatch.setattr(page_data, "FOLDER", trained.FOLDER)


def test_lesson_06s_own_network_answers_as_it_did_in_keras(of_the_lessons):
    """Its kernels are kept in half precision; the probabilities were found by Keras before that."""
    probabilities, answers = stored.array("06_probabilities.npz"), stored.network(stored.OWN)(with_channel(PIXELS))
    assert np.mean(answers.argmax(axis=1) == probabilities.argmax(axis=1)) >= 0.999
    assert np.abs(answers - probabilities).max() < 0.05


def test_a_stored_network_is_said_to_be_one(of_the_lessons):
    explorer = NetworkExplorer(stored.network(stored.OWN), PIXELS[:1], layer=4, map=7, row=3, column=3)
    assert "The layer as a whole has" in explorer.words
    assert "Keras" not in explorer.words
    assert explorer.largest_difference < 1e-6
    explorer.paint([{"pixel": 400}])
    assert "unedited" in explorer.words


BUILT = {
    stored.OWN: models.course_network,
    "07_plain.npz": lambda: models.small_cnn(filters=(16, 32, 64)),
    "09_planted.npz": models.classic,
    "12_classifier.npz": models.small_cnn,
}


@pytest.mark.parametrize("name", BUILT)
def test_a_stored_network_is_built_as_its_lesson_builds_it(of_the_lessons, name):
    """Where the model's function has changed, the network is to be trained anew."""
    network, model = stored.network(name), BUILT[name]()
    assert [type(layer).__name__ for layer in network.layers] == [type(layer).__name__ for layer in model.layers]
    assert [layer.output.shape for layer in network.layers] == [layer.output.shape for layer in model.layers]
