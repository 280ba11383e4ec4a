"""The Keras models of the course: parameters, shapes, and what their layers compute by hand."""

import numpy as np
import pytest

from course_utils import batches, fashion_mnist, inside, models, recipes, training
from course_utils.activations import relu, softmax
from course_utils.convolution import cross_correlate, sliding_windows
from course_utils.layer_table import CLASSIC, VGG16, Conv, Dense, Flatten, MaxPool, layer_rows, layer_table, totals
from course_utils.pooling import max_pool
from course_utils.training import batch_losses

MODELS = (models.classic, models.course_network, models.vgg_network, models.dense_network)


@pytest.fixture(scope="module")
def pixels():
    return batches.with_channel(fashion_mnist.load("validation")[0][:4])


@pytest.fixture(scope="module")
def classic():
    return models.classic()


@pytest.mark.parametrize(
    ("build", "parameters"),
    [
        (models.classic, 113_386),
        (models.course_network, 129_162),
        (models.vgg_network, 262_210),
        (models.dense_network, 101_770),
    ],
)
def test_number_of_parameters(build, parameters):
    assert build().count_params() == parameters


@pytest.mark.parametrize("build", MODELS)
def test_every_model_takes_pixels_from_0_to_255(build, pixels):
    """It scales them itself: ten probabilities for each image, and not those of the pixels divided once more."""
    model = build()
    assert model.input_shape == (None, 28, 28, 1)
    probabilities = model.predict(pixels, verbose=0)
    assert pixels.dtype == np.uint8
    assert probabilities.shape == (4, 10)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(model.predict(pixels.astype("float32"), verbose=0), probabilities, atol=1e-6)
    assert not np.allclose(model.predict(pixels / 255, verbose=0), probabilities, atol=1e-5)
    scales = [layer.scale for layer in model.layers if type(layer).__name__ == "Rescaling"]
    assert scales == pytest.approx([1 / 255])


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2])
def test_feature_maps_equal_the_computation_by_hand(pixels, padding, strides):
    model = models.classic(filters=(3, 5), padding=padding, strides=strides)
    rng = np.random.default_rng(0)
    model.set_weights([rng.normal(0, 0.3, weights.shape) for weights in model.get_weights()])
    maps, number = pixels / np.float32(255), 0
    weights = model.get_weights()
    for layer in model.layers[1:5]:
        if "conv" in layer.name:
            kernel, bias = weights[number : number + 2]
            maps, number = relu(cross_correlate(maps, kernel, strides=strides, padding=padding) + bias), number + 2
        else:
            maps = max_pool(maps)
        assert np.allclose(inside.feature_maps(model, pixels, layer.name), maps, atol=1e-4), layer.name
    hidden = relu(maps.reshape(4, -1) @ weights[4] + weights[5])
    assert np.allclose(model.predict(pixels, verbose=0), softmax(hidden @ weights[6] + weights[7]), atol=1e-4)


def test_feature_maps_of_an_unknown_layer(classic, pixels):
    with pytest.raises(ValueError, match=r"no layer is called 'conv9'; this model has: rescaling"):
        inside.feature_maps(classic, pixels, "conv9")


def test_shapes_of_the_course_network():
    model = models.course_network()
    names = ["relu_1", "relu_2", "relu_3", "flatten", "relu_dense"]
    shapes = [tuple(model.get_layer(name).output.shape[1:]) for name in names]
    assert shapes == [(14, 14, 16), (7, 7, 40), (3, 3, 80), (720,), (128,)]
    assert [layer.rate for layer in model.layers if layer.name.startswith("dropout")] == [0.2, 0.2]


def test_the_vgg_network_pools_three_times_and_ends_in_averages():
    rows = layer_rows(models.vgg_network(filters=(8, 12, 20)))
    shapes = [row.shape for row in rows if row.layer.startswith("Conv")]
    sizes, counts = [shape[0] for shape in shapes], [shape[2] for shape in shapes]
    assert sizes == [28, 14, 7, 7, 7, 3, 3]
    assert counts == [8, 12, 12, 12, 20, 20, 20]
    assert [row.shape for row in rows if row.layer.startswith("MaxPool")] == [(14, 14, 8), (7, 7, 12), (3, 3, 20)]
    assert [row.shape for row in rows][-2:] == [(20,), (10,)]


def test_a_kernel_gradient_is_a_sum_over_positions(pixels):
    model = models.classic()
    of_kernel, of_maps, maps = inside.gradients(model, pixels[:1], [3], model.layers[1].name)
    slopes = np.where(maps > 0, of_maps, 0)[0]
    windows = sliding_windows(pixels[0, ..., 0] / 255, 3)
    assert np.allclose(np.einsum("rcij,rcf->ijf", windows, slopes), of_kernel[:, :, 0], atol=1e-5)
    with pytest.raises(ValueError, match="no layer is called"):
        inside.gradients(model, pixels[:1], [3], "conv9")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"kernel_size": 5},
        {"filters": (8, 4)},
        {"strides": 2},
        {"padding": "same"},
        {"padding": "same", "strides": 2},
    ],
)
def test_the_table_by_formula_equals_keras(settings):
    options = {"filters": (32, 32), **settings}
    first, second = options.pop("filters")
    layers = [Conv(first, **options), MaxPool(), Conv(second, **options), MaxPool(), Flatten(), Dense(128), Dense(10)]
    assert layer_table((28, 28, 1), layers) == layer_rows(models.classic(**settings))


def test_the_tables_of_known_networks(classic):
    assert layer_table((28, 28, 1), CLASSIC) == layer_rows(classic)
    rows = layer_table((224, 224, 3), VGG16)
    assert totals(rows)[0] == 138_357_544
    assert [row.shape for row in rows if row.layer.startswith("MaxPool")][-1] == (7, 7, 512)
    assert max(row.parameters for row in rows) == 25_089 * 4_096


@pytest.mark.parametrize(
    ("shape", "layers", "words"),
    [
        ((28, 28, 1), [Dense(10)], "put Flatten"),
        ((28,), [Conv(3)], "needs .height, width, channels"),
        ((4, 4, 1), [Conv(3, 5)], "does not fit"),
    ],
)
def test_the_table_refuses_what_does_not_fit(shape, layers, words):
    with pytest.raises(ValueError, match=words):
        layer_table(shape, layers)


def test_the_noted_losses_average_to_the_loss_of_the_epoch():
    images, labels = np.zeros((30, 28, 28), np.uint8), np.arange(30) % 10
    noted = batch_losses()
    run = training.fit(models.dense_network, (images, labels), epochs=1, batch_size=10, callbacks=[noted])
    assert len(noted.losses) == 3
    assert np.mean(noted.losses) == pytest.approx(run.history["loss"][0], rel=1e-4)


def test_the_recipe_fits_fit():
    images, labels = np.zeros((20, 28, 28), np.uint8), np.arange(20) % 10
    for build, recipe in [
        (models.course_network, recipes.course_recipe(epochs=1)),
        (models.vgg_network, recipes.long_recipe(epochs=1)),
    ]:
        assert np.isfinite(training.fit(build, (images, labels), **recipe).history["loss"]).all()
