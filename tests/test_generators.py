"""Networks that draw garments, on few images: what they take, what they learn, what they refuse."""

import numpy as np
import pytest

from course_utils import fashion_mnist, generators, likeness
from course_utils.batches import first_of_each_class
from course_utils.models import build_from, classic, course_network, small_cnn
from course_utils.quiet import keras


@pytest.fixture(scope="module")
def data():
    return first_of_each_class(*fashion_mnist.load("validation"), 20)


@pytest.fixture(scope="module")
def variational(data):
    return generators.fit_variational(*data, epochs=3)


def test_a_decoder_from_the_class_comes_near_the_average():
    """Two classes of black and of white images: the averages are reached soon."""
    pixels = np.zeros((512, 28, 28), np.uint8)
    pixels[256:, :, :14] = 255
    labels = np.repeat([0, 1], 256)
    trained = generators.fit_from_class(pixels, labels, epochs=40)
    drawn = generators.garments_of(trained.decoder, labels=[0, 1])
    assert likeness.distances(drawn, pixels[[0, -1]] / 255).max() < 0.15
    assert trained.encoder is None
    assert trained.losses[-1] < 0.05 < trained.losses[0]


def test_an_autoencoder_gives_a_code_and_an_image_back(data):
    trained = generators.fit_autoencoder(data[0], code_size=3, epochs=2)
    codes = generators.encode(trained.encoder, data[0])
    assert codes.shape == (200, 3)
    drawn = generators.garments_of(trained.decoder, codes)
    assert drawn.shape == (200, 28, 28)
    assert 0 <= drawn.min() <= drawn.max() <= 1
    assert trained.losses[1] < trained.losses[0]


def test_the_variational_one_takes_code_and_class(data, variational):
    assert generators.encode(variational.encoder, *data).shape == (200, 16)
    codes = np.zeros((2, 8))
    boots = generators.garments_of(variational.decoder, codes, [9, 9])
    shirts = generators.garments_of(variational.decoder, codes, [6, 6])
    np.testing.assert_array_equal(boots[0], boots[1])
    assert not np.array_equal(boots, shirts)
    assert variational.losses[-1] < variational.losses[0]


@pytest.mark.parametrize("beta", [0, 1, 20])
def test_the_loss_is_the_cross_entropy_of_all_pixels_and_beta_times_the_distance_of_the_cloud(data, beta):
    network = build_from(0, lambda: generators._variational(8, beta))
    pixels, one_hot = data[0][:50, ..., np.newaxis], generators.one_hot(data[1][:50])
    network.compile("adam", loss=generators._cross_entropy_of_an_image)
    total = network.evaluate({"pixels": pixels, "class": one_hot}, pixels, batch_size=50, verbose=0)
    mean, log_variance = np.split(
        generators.encode(network.get_layer("encoder"), data[0][:50], data[1][:50]), 2, axis=1
    )
    apart = (0.5 * (mean**2 + np.exp(log_variance) - log_variance - 1)).sum(axis=1).mean()
    # The decoder begins near grey everywhere, whatever the code: ln 2 for each pixel.
    assert 784 * np.log(2) == pytest.approx(total - beta * apart, rel=0.005)


def test_the_same_seed_draws_the_same(data, variational):
    again = generators.fit_variational(*data, epochs=3)
    drawn = [generators.garments_of(one.decoder, np.ones((1, 8)), [0]) for one in (variational, again)]
    np.testing.assert_allclose(*drawn, atol=1e-4)


@pytest.mark.parametrize("build", [classic, small_cnn, course_network])
def test_a_classifier_walked_backwards_ends_in_an_image(build):
    image = generators.flipped(build_from(0, build), 3)
    assert image.shape == (28, 28)
    assert image.min() == 0
    assert image.max() == pytest.approx(1)


def test_backwards_is_the_transpose():
    """Without ReLU the way back is the gradient of the score."""
    layers = keras.layers
    model = keras.Sequential(
        [layers.Input((6, 6, 1)), layers.Conv2D(3, 3, strides=2), layers.Flatten(), layers.Dense(4)]
    )
    score = [model(dot.reshape(1, 6, 6, 1)) - model(np.zeros((1, 6, 6, 1))) for dot in np.eye(36)]
    gradient = np.array(score)[:, 0, 2].reshape(6, 6)
    expected = (gradient - gradient.min()) / np.ptp(gradient)
    np.testing.assert_allclose(generators.flipped(model, 2), expected, atol=1e-5)


def test_a_blurred_image_is_less_sharp(data):
    blurred = (data[0] + np.roll(data[0].astype(float), 1, axis=1)) / 2
    assert likeness.sharpness(blurred) < likeness.sharpness(data[0])


_TINY = np.zeros((2, 28, 28), np.uint8), [0, 1]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda g: g.garments_of(g.decoder(18), np.zeros((1, 8))), "takes 18 numbers and was given 8; no class"),
        (lambda g: g.garments_of(g.decoder(18), np.zeros((1, 9)), [0]), "was given 19; a class counts as ten"),
        (lambda g: g.garments_of(g.decoder(8), np.zeros(8)), "codes has the shape 8, which is not allowed"),
        (lambda g: g.fit_autoencoder(np.zeros((3, 28, 28))), "pixels are float64: give uint8"),
        (lambda g: g.fit_autoencoder(np.zeros((3, 20, 28), np.uint8)), "give garments, (n, 28, 28)"),
        (lambda g: g.fit_variational(*_TINY, beta=-1), "beta -1 is not allowed: give a weight, 0 or more."),
        (lambda g: g.path_between([0, 1], [1, 0], steps=1), "a path has two ends"),
        (lambda g: g.path_between([0, 1], [1]), "last has the shape 1, which is not allowed"),
        (lambda _: likeness.sharpness(np.zeros((2, 1, 1))), "have no neighbours: give 2 × 2 pixels or more"),
        (lambda _: likeness.distances(np.zeros((1, 2, 2)), np.zeros((2, 2, 2))), "give as many, of the same size"),
        (lambda g: g.decoder(0), "inputs 0"),
        (lambda g: g.encode(g.encoder(2), np.zeros((1, 28, 28), np.uint8), [0]), "takes pixels alone"),
        (
            lambda g: g.encode(g.encoder(2, told_class=True), np.zeros((1, 28, 28), np.uint8)),
            "class of each image as well",
        ),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError) as raised:
        call(generators)
    assert sentence in str(raised.value)
