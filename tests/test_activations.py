"""Activations equal Keras', and their slopes equal finite differences and TensorFlow's gradients."""

import numpy as np
import pytest

from course_utils import activations
from course_utils.activations import relu, relu_derivative, sigmoid, softmax
from course_utils.quiet import keras

NAMES = ("relu", "sigmoid", "tanh")
VALUES = np.linspace(-12, 12, 481)  # holds 0 exactly
EXTREMES = np.array([-np.inf, -1e4, -1e3, -100.0, -20.0, 20.0, 100.0, 1e3, 1e4, np.inf])
LOGITS = np.random.default_rng(0).normal(0, 5, (6, 10))


def function(name):
    return getattr(activations, name)


def slope(name):
    return getattr(activations, f"{name}_derivative")


def gradient(name, x):
    """TensorFlow's slope of the Keras function at each x."""
    import tensorflow as tf

    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = getattr(keras.ops, name)(x)
    return tape.gradient(y, x).numpy()


# One by one -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", NAMES)
def test_values_equal_keras(name, dtype):
    x = VALUES.astype(dtype)
    expected = np.asarray(getattr(keras.ops, name)(x))
    assert expected.dtype == dtype
    assert np.allclose(function(name)(x), expected, rtol=2e-6, atol=0 if name == "sigmoid" else 1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_slopes_equal_tensorflow(name):
    assert np.allclose(slope(name)(VALUES), gradient(name, VALUES), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_slopes_equal_finite_differences(name):
    x = VALUES[np.abs(VALUES) > 1e-3] if name == "relu" else VALUES  # ReLU has a corner at 0
    step = 1e-5
    difference = (function(name)(x + step) - function(name)(x - step)) / (2 * step)
    assert np.allclose(slope(name)(x), difference, atol=1e-9, rtol=1e-5)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", NAMES)
def test_extremes_neither_overflow_nor_warn(name, dtype):
    x = EXTREMES.astype(dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        values, slopes = function(name)(x), slope(name)(x)
    assert np.allclose(values, getattr(keras.ops, name)(x), rtol=1e-6)
    assert np.isfinite(slopes).all()
    assert ((slopes >= 0) & (slopes <= 1)).all()


def test_the_sigmoid_keeps_tiny_values():
    assert np.allclose(sigmoid(np.array([-40.0, -300.0])), np.exp([-40.0, -300.0]), rtol=1e-12)
    assert np.allclose(sigmoid(np.float32([-20, -60])), np.exp([-20.0, -60.0]), rtol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_not_a_number_stays_one(name):
    with np.errstate(invalid="ignore"):
        assert np.isnan(function(name)(np.nan))


def test_the_largest_slopes():
    assert slope("sigmoid")(VALUES).max() == slope("sigmoid")(0.0) == 0.25
    assert slope("tanh")(VALUES).max() == slope("tanh")(0.0) == 1
    assert set(slope("relu")(VALUES)) == {0, 1}
    assert relu_derivative(0.0) == 0


def test_symmetries():
    assert np.allclose(sigmoid(VALUES) + sigmoid(-VALUES), 1)
    assert np.allclose(activations.tanh(VALUES), 2 * sigmoid(2 * VALUES) - 1)
    assert np.array_equal(relu(VALUES) - relu(-VALUES), VALUES)


# Softmax --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("axis", [-1, 0, 1])
def test_softmax_equals_keras(axis):
    assert np.allclose(softmax(LOGITS, axis=axis), keras.ops.softmax(LOGITS, axis=axis), rtol=1e-6)
    assert np.allclose(softmax(LOGITS, axis=axis).sum(axis=axis), 1)


@pytest.mark.parametrize("temperature", [0.1, 0.5, 2, 100.0])
def test_temperature_divides_the_logits(temperature):
    expected = keras.ops.softmax(LOGITS / temperature)
    assert np.allclose(softmax(LOGITS, temperature=temperature), expected, rtol=1e-5, atol=1e-12)


def test_temperature_sharpens_and_evens_out():
    cold, warm = softmax(LOGITS, temperature=1e-3), softmax(LOGITS, temperature=1e6)
    assert np.allclose(cold.max(axis=1), 1)
    assert np.allclose(warm, 0.1, atol=1e-5)
    for found in (cold, warm):
        assert np.array_equal(found.argmax(axis=1), LOGITS.argmax(axis=1))


def test_a_constant_changes_nothing():
    assert np.allclose(softmax(LOGITS), softmax(LOGITS + 1000))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_bears_large_logits(dtype):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found = softmax(np.array([[1e4, -1e4, 0], [-1e4, -1e4, -1e4]], dtype))
    assert np.allclose(found, [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]])


@pytest.mark.parametrize("temperature", [0, -1, np.nan])
def test_a_wrong_temperature_is_refused(temperature):
    with pytest.raises(ValueError, match=f"temperature {temperature} is not allowed: it must be above 0"):
        softmax([1.0, 2.0], temperature=temperature)


# All of them ----------------------------------------------------------------------------------------------------

ALL = [*NAMES, *(f"{name}_derivative" for name in NAMES), "softmax"]


@pytest.mark.parametrize("name", ALL)
def test_the_input_stays_as_it_was(name):
    x = VALUES.copy()
    result = function(name)(x)
    assert np.array_equal(x, VALUES)
    assert not np.shares_memory(result, x)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("shape", [(4,), (2, 3), (2, 3, 4, 5)])
def test_shape_and_float32_are_kept(name, shape):
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    result = function(name)(x)
    assert result.shape == shape
    assert result.dtype == np.float32


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_whole_numbers_do_not_wrap_around(name, dtype):
    numbers = np.array([0, 1, 3, 200])
    assert np.allclose(function(name)(numbers.astype(dtype)), function(name)(numbers.astype(float)), rtol=1e-6)


@pytest.mark.parametrize("name", ALL)
def test_lists_are_taken_too(name):
    assert np.allclose(function(name)([-1.0, 0.0, 2.0]), function(name)(np.array([-1.0, 0.0, 2.0])))


@pytest.mark.parametrize(
    "name", ["relu", "relu_derivative", "sigmoid", "sigmoid_derivative", "tanh", "tanh_derivative"]
)
@pytest.mark.parametrize("given", ["1", None, np.ones(2, complex), [[1], [1, 2]], np.ma.masked_equal([1, 2], 1)])
def test_what_is_no_number_is_refused(name, given):
    with pytest.raises(ValueError, match=r"^x "):
        getattr(activations, name)(given)


@pytest.mark.parametrize("axis", [1, -2, 0.0, None, True, "x"])
def test_softmax_needs_an_axis_with_scores(axis):
    with pytest.raises(ValueError, match="logits of shape 3 have no scores along axis"):
        activations.softmax([1.0, 2.0, 3.0], axis=axis)
    for logits in (3.0, [], np.zeros((2, 0))):
        with pytest.raises(ValueError, match="give one for each class"):
            activations.softmax(logits)
