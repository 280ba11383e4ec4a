"""The Keras models of the course: their parameters, their shapes, and that they scale the pixels themselves."""

import numpy as np
import pytest

from course_utils import fashion_mnist, models
from course_utils.layer_table import layer_rows
from course_utils.quiet import keras

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


def test_first_weights_of_the_small_network_are_drawn_as_told():
    """Those of its convolutions: the last layer would give the same score to all classes for ever."""
    model = models.small_cnn(kernel_initializer="zeros")
    kernels = [layer.kernel.numpy() for layer in model.layers if hasattr(layer, "kernel")]
    assert [kernel.any() for kernel in kernels] == [False, False, False, True]


def test_shapes_of_the_course_network():
    model = models.course_network()
    names = ["relu_1", "relu_2", "relu_3", "flatten", "relu_dense"]
    shapes = [tuple(model.get_layer(name).output.shape[1:]) for name in names]
    assert shapes == [(14, 14, 16), (7, 7, 40), (3, 3, 80), (720,), (128,)]
    kinds = [type(layer).__name__ for layer in model.layers]
    assert [layer.rate for layer in model.layers if layer.name.startswith("dropout")] == [0.2]
    assert "BatchNormalization" not in kinds[kinds.index("Dropout") :]


def test_the_vgg_network_pools_three_times_and_ends_in_averages():
    rows = layer_rows(models.vgg_network(filters=(8, 12, 20)))
    shapes = [row.shape for row in rows if row.layer.startswith("Conv")]
    sizes, counts = [shape[0] for shape in shapes], [shape[2] for shape in shapes]
    assert sizes == [28, 14, 7, 7, 7, 3, 3]
    assert counts == [8, 12, 12, 12, 20, 20, 20]
    assert [row.shape for row in rows if row.layer.startswith("MaxPool")] == [(14, 14, 8), (7, 7, 12), (3, 3, 20)]
    assert [row.shape for row in rows][-2:] == [(20,), (10,)]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: models.classic(filters=(32,)), r"filters \(32,\) is not allowed: give 2 numbers, such as \(32, 32\)"),
        (lambda: models.classic(units=0), "units 0 is not allowed: give an integer of at least 1"),
        (
            lambda: models.course_network(filters=16),
            r"filters 16 is not allowed: give several numbers, such as \(16, 32\)",
        ),
        (lambda: models.course_network(rate=1), "rate 1 is not allowed: give a share from 0 up to"),
        (lambda: models.dense_network(units=128), "units 128 is not allowed: give several numbers"),
        (lambda: models.dense_network(units=(128, 0.5)), "units 0.5 is not allowed"),
        (lambda: models.small_cnn(filters=()), r"filters \(\) is not allowed"),
        (lambda: models.small_cnn(dropout="0.5"), "dropout '0.5' is not allowed"),
        (lambda: models.deep_network("relu", depth=0), "depth 0 is not allowed"),
    ],
)
def test_settings_that_make_no_model(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act()


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (models.dense_layer(), "build is a model: give a function that returns a new one"),
        (None, "build is None: give a function"),
        (models.deep_network, "build cannot be called without arguments, missing a required argument: 'activation'"),
        (lambda: None, "build returns None: let it return a new Keras model"),
        (lambda: keras.Sequential(), "build returns a model without layers"),
    ],
)
def test_what_builds_no_model(build, sentence):
    with pytest.raises(ValueError, match=sentence):
        models.build_from(0, build)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, None, True, "0"])
def test_a_seed_that_is_none(seed):
    with pytest.raises(ValueError, match=r"seed .* is not allowed: give a whole number from 0"):
        models.build_from(seed, models.dense_layer)
    if not hasattr(seed, "__iter__"):
        with pytest.raises(ValueError, match=r"seeds .* is not allowed: give several, such as \(0, 1, 2\)"):
            models.each_seed(seed)


@pytest.mark.parametrize("seeds", [[], (), range(0), "", "012"])
def test_no_seeds_are_none(seeds):
    with pytest.raises(
        ValueError, match=r"seeds .* is not allowed: give several, such as \(0, 1, 2\), or one as \(0,\)"
    ):
        models.each_seed(seeds)


# Keeping a network


def test_a_network_that_is_kept_gives_the_same_answers(tmp_path, pixels):
    model = models.course_network()
    path = models.keep(model, tmp_path / "own.keras")
    again = keras.models.load_model(path)
    np.testing.assert_array_equal(again.predict(pixels, verbose=0), model.predict(pixels, verbose=0))
    assert [file.name for file in tmp_path.iterdir()] == ["own.keras"]


def test_what_was_kept_before_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    models.keep(models.dense_layer(), tmp_path / "own.keras")
    before = (tmp_path / "own.keras").read_bytes()

    def half(self, path):
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(keras.Model, "save", half)
    with pytest.raises(OSError, match="No space left"):
        models.keep(models.dense_layer(), tmp_path / "own.keras")
    assert (tmp_path / "own.keras").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["own.keras"]


def test_a_link_stays_one(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "own.keras").symlink_to(tmp_path / "shared" / "own.keras")
    models.keep(models.dense_layer(), tmp_path / "own.keras")
    assert (tmp_path / "own.keras").is_symlink()
    assert (tmp_path / "shared" / "own.keras").stat().st_size > 1000


def test_where_no_network_can_be_kept(tmp_path):
    model = models.dense_layer()
    with pytest.raises(ValueError, match=r"own.h5 is not allowed: give a name that ends in .keras"):
        models.keep(model, tmp_path / "own.h5")
    with pytest.raises(ValueError, match="model 3 is not allowed: give a Keras model"):
        models.keep(3, tmp_path / "own.keras")
    with pytest.raises(OSError, match=r"the network is not kept: .*none"):
        models.keep(model, tmp_path / "none" / "own.keras")
    (tmp_path / "own.keras").mkdir()
    with pytest.raises(OSError, match=r"the network is not kept: .*own.keras"):
        models.keep(model, tmp_path / "own.keras")
