"""The Keras models of the course: their parameters, their shapes, and that they scale the pixels themselves."""

import numpy as np
import pytest

from course_utils import fashion_mnist, models
from course_utils.layer_table import layer_rows

MODELS = (models.classic, models.course_network, models.vgg_network, models.dense_network)


@pytest.fixture(scope="module")
def pixels():
    return fashion_mnist.load("validation")[0][:4, ..., np.newaxis]


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
