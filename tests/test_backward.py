"""The way back by hand against Keras' gradients over a grid of settings, and against centred differences."""

import itertools

import numpy as np
import pytest

from course_utils import convolution
from course_utils.activations import relu
from course_utils.backward import (
    average_pool_backward,
    cross_correlate_backward,
    global_average_pool_backward,
    image_gradient,
    kernel_gradient,
    max_pool_backward,
)
from course_utils.backward_layers import (
    batch_norm_backward,
    cross_entropy,
    cross_entropy_backward,
    dense_backward,
    relu_backward,
)
from course_utils.convolution import convolve, cross_correlate
from course_utils.geometry import output_size
from course_utils.gradient_check import numerical_gradient, relative_error
from course_utils.normalization import BatchNorm
from course_utils.pooling import average_pool, global_average_pool, max_pool

INPUTS = [(1, 4), (3, 3), (4, 5), (6, 6), (7, 4)]
KERNELS = [(1, 1), (1, 3), (2, 2), (3, 2), (3, 3)]
PADDINGS = ["valid", "same", 1, 2]
# TensorFlow refuses strides and dilation together; differences compare those.
SETTINGS = [(1, 1), (2, 1), (3, 1), ((1, 2), 1), ((2, 3), 1), (1, 2), (1, (1, 2))]


@pytest.fixture(scope="module")
def keras():
    from course_utils.quiet import keras

    return keras


def numbers(*shape, seed=0, dtype=np.float32):
    """Numbers without symmetry: a flip that is forgotten shows."""
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def size_of(input_size, kernel_size, padding, strides, dilation_rate):
    """Rows and columns that come out, or None where no window fits."""
    step, spread = (value if isinstance(value, tuple) else (value, value) for value in (strides, dilation_rate))
    settings = [{"strides": step[axis], "padding": padding, "dilation_rate": spread[axis]} for axis in (0, 1)]
    try:
        return tuple(output_size(input_size[axis], kernel_size[axis], **settings[axis]) for axis in (0, 1))
    except ValueError:
        return None


CASES = [
    case for case in itertools.product(INPUTS, KERNELS, PADDINGS, SETTINGS) if size_of(*case[:3], *case[3]) is not None
]


def with_tape(function, inputs, gradient):
    """What TensorFlow says: gradients of the inputs, when those of the output are given."""
    import tensorflow as tf

    variables = [tf.constant(one) for one in inputs]
    with tf.GradientTape() as tape:
        tape.watch(variables)
        output = function(*variables)
    return [one.numpy() for one in tape.gradient(output, variables, output_gradients=tf.constant(gradient))]


@pytest.mark.parametrize("input_size", INPUTS, ids=str)
def test_convolution_equals_keras(keras, input_size):
    images = numbers(2, *input_size, 3)
    for _, kernel_size, padding, (strides, dilation_rate) in [case for case in CASES if case[0] == input_size]:
        size = size_of(input_size, kernel_size, padding, strides, dilation_rate)
        kernel, gradient = numbers(*kernel_size, 3, 2, seed=1), numbers(2, *size, 2, seed=2)
        around = [(0, 0), (padding, padding), (padding, padding), (0, 0)] if isinstance(padding, int) else [(0, 0)] * 4
        form = "same" if padding == "same" else "valid"

        def forward(images, kernel, bias, around=around, form=form, strides=strides, dilation_rate=dilation_rate):
            settings = {"strides": strides, "padding": form, "dilation_rate": dilation_rate}
            return keras.ops.conv(keras.ops.pad(images, around), kernel, data_format="channels_last", **settings) + bias

        expected = with_tape(forward, (images, kernel, np.zeros(2, np.float32)), gradient)
        settings = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
        ours = cross_correlate_backward(gradient, images, kernel, **settings)
        for name, mine, theirs in zip(ours._fields, ours, expected, strict=True):
            assert mine.shape == theirs.shape
            assert mine.dtype == np.float32
            np.testing.assert_allclose(mine, theirs, atol=1e-5, rtol=1e-5, err_msg=f"{name} {kernel_size} {settings}")


def test_hundreds_of_settings_are_compared():
    assert len(CASES) >= 600


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize(("strides", "dilation_rate"), [(2, 2), ((1, 3), (2, 1)), (1, 1)])
def test_convolution_equals_differences(padding, strides, dilation_rate):
    """In float64, strides together with dilation too."""
    settings = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
    image, kernel, bias = (numbers(*s, seed=n, dtype=float) for n, s in enumerate([(6, 5, 2), (2, 3, 2, 3), (3,)]))
    weights = numbers(*cross_correlate(image, kernel, **settings).shape, seed=3, dtype=float)

    def loss(image, kernel, bias):
        return (weights * (cross_correlate(image, kernel, **settings) + bias) ** 2).sum()

    gradient = 2 * weights * (cross_correlate(image, kernel, **settings) + bias)
    ours = cross_correlate_backward(gradient, image, kernel, **settings)
    measured = (
        numerical_gradient(lambda x: loss(x, kernel, bias), image),
        numerical_gradient(lambda x: loss(image, x, bias), kernel),
        numerical_gradient(lambda x: loss(image, kernel, x), bias),
    )
    for name, mine, theirs in zip(ours._fields, ours, measured, strict=True):
        assert relative_error(mine, theirs) < 1e-7, name


def test_the_two_patterns():
    """The kernel's gradient is a cross-correlation with the gradient; the image's is a full convolution."""
    image, kernel, gradient = numbers(6, 7), numbers(3, 2, seed=1), numbers(4, 6, seed=2)
    image, kernel, gradient = image.astype(float), kernel.astype(float), gradient.astype(float)
    ours = cross_correlate_backward(gradient, image, kernel)
    np.testing.assert_allclose(ours.kernel, cross_correlate(image, gradient))
    np.testing.assert_allclose(ours.image, convolve(np.pad(gradient, ((2, 2), (1, 1))), kernel), atol=1e-12)
    np.testing.assert_allclose(ours.bias, gradient.sum())


def test_every_rank_of_a_convolution_gives_the_same_numbers():
    images, kernel, gradient = numbers(3, 5, 6), numbers(2, 3, seed=1), numbers(3, 4, 4, seed=2)
    grey = cross_correlate_backward(gradient, images, kernel)
    whole = cross_correlate_backward(gradient[..., np.newaxis], images[..., np.newaxis], kernel[..., None, None])
    assert grey.image.shape == images.shape
    assert grey.kernel.shape == kernel.shape
    assert np.shape(grey.bias) == ()
    np.testing.assert_array_equal(grey.image, whole.image[..., 0])
    np.testing.assert_array_equal(grey.kernel, whole.kernel[..., 0, 0])
    for n, image in enumerate(images):
        one = cross_correlate_backward(gradient[n], image, kernel)
        np.testing.assert_allclose(one.image, grey.image[n], atol=1e-6)
        channel = cross_correlate_backward(gradient[n, ..., None], image[..., None], kernel[..., None, None])
        np.testing.assert_allclose(channel.image[..., 0], one.image, atol=1e-6)
        assert channel.bias.shape == (1,)
    each = [kernel_gradient(gradient[n], images[n], kernel) for n in range(3)]
    np.testing.assert_allclose(sum(each), grey.kernel, atol=1e-5)


def test_a_batch_in_parts_gives_the_same(monkeypatch):
    images, kernel, gradient = numbers(7, 6, 6, 2), numbers(3, 3, 2, 4, seed=1), numbers(7, 4, 4, 4, seed=2)
    whole = cross_correlate_backward(gradient, images, kernel)
    monkeypatch.setattr(convolution, "_BYTES_AT_A_TIME", 3000)
    parts = cross_correlate_backward(gradient, images, kernel)
    np.testing.assert_allclose(parts.kernel, whole.kernel, atol=1e-5)
    np.testing.assert_allclose(parts.image, whole.image, atol=1e-5)


def test_nothing_that_is_given_is_changed():
    given = [numbers(2, 4, 4, 3), numbers(2, 5, 5, 2, seed=1), numbers(2, 2, 2, 3, seed=2)]
    copies = [one.copy() for one in given]
    cross_correlate_backward(*given)
    max_pool_backward(given[0][:, :2, :2], copies[0])
    for one, copy in zip(given, copies, strict=True):
        np.testing.assert_array_equal(one, copy)


POOLS = list(itertools.product([1, 2, 3, (2, 3)], [None, 1, 2, (1, 3)], ["valid", "same"]))


@pytest.mark.parametrize("input_size", [(3, 3), (4, 5), (6, 6), (7, 4)], ids=str)
def test_pooling_equals_keras(keras, input_size):
    maps, compared = numbers(2, *input_size, 3), 0
    tied = np.random.default_rng(1).integers(0, 3, maps.shape).astype(np.float32)
    pairs = [
        (max_pool, max_pool_backward, keras.ops.max_pool, maps),
        (max_pool, max_pool_backward, keras.ops.max_pool, tied),
        (average_pool, average_pool_backward, keras.ops.average_pool, maps),
    ]
    for (ours, back, theirs, values), (size, strides, padding) in itertools.product(pairs, POOLS):
        gradient = numbers(*ours(values, size, strides=strides, padding=padding).shape, seed=2)

        def forward(values, theirs=theirs, size=size, strides=strides, padding=padding):
            return theirs(values, size, strides=strides or size, padding=padding, data_format="channels_last")

        (expected,) = with_tape(forward, [values], gradient)
        mine = back(gradient, values, size, strides=strides, padding=padding)
        np.testing.assert_allclose(mine, expected, atol=1e-5, err_msg=f"{ours.__name__} {size} {strides} {padding}")
        compared += 1
    assert compared == 3 * len(POOLS)


def test_of_equal_winners_the_first_gets_all(keras):
    """TensorFlow's way on a processor, row by row; windows that overlap add."""
    flat = np.ones((1, 3, 3, 1), np.float32)
    (expected,) = with_tape(lambda x: keras.ops.max_pool(x, 2, strides=1), [flat], np.ones((1, 2, 2, 1), np.float32))
    mine = max_pool_backward(np.ones((1, 2, 2, 1), np.float32), flat, 2, strides=1)
    np.testing.assert_array_equal(mine[0, ..., 0], [[1, 1, 0], [1, 1, 0], [0, 0, 0]])
    np.testing.assert_array_equal(mine, expected)
    overlapping = max_pool_backward(np.ones((2, 2)), [[0, 0, 0], [0, 9, 0], [0, 0, 0]], strides=1)
    np.testing.assert_array_equal(overlapping, [[0, 0, 0], [0, 4, 0], [0, 0, 0]])


def test_pools_of_every_rank_and_kind():
    grey = np.random.default_rng(0).integers(0, 99, (4, 6))
    gradient = numbers(2, 3)
    for back in (max_pool_backward, average_pool_backward):
        one = back(gradient, grey)
        np.testing.assert_array_equal(back(gradient[..., None], grey[..., None])[..., 0], one)
        np.testing.assert_array_equal(back(gradient[None, ..., None], grey[None, ..., None])[0, ..., 0], one)
        np.testing.assert_allclose(one.sum(), gradient.sum(), rtol=1e-5)
    assert max_pool_backward([[1.0]], [[False, True], [False, False]]).tolist() == [[0, 1], [0, 0]]
    maps = numbers(2, 3, 4, 5, dtype=float)
    weights = numbers(2, 5, seed=1, dtype=float)
    measured = numerical_gradient(lambda x: (weights * global_average_pool(x)).sum(), maps)
    assert relative_error(global_average_pool_backward(weights, maps), measured) < 1e-7
    assert global_average_pool_backward(weights[0], maps[0]).shape == maps[0].shape


def test_dense_equals_keras(keras):
    inputs, weights, gradient = numbers(4, 5), numbers(5, 3, seed=1), numbers(4, 3, seed=2)
    bias = np.zeros(3, np.float32)
    expected = with_tape(lambda x, w, b: keras.ops.matmul(x, w) + b, (inputs, weights, bias), gradient)
    for mine, theirs in zip(dense_backward(gradient, inputs, weights), expected, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)
    one = dense_backward(gradient[0], inputs[0], weights)
    assert [part.shape for part in one] == [(5,), (5, 3), (3,)]


def test_relu_equals_keras(keras):
    x, gradient = np.array([-2.0, -0.0, 0.0, 1e-30, 3.0], np.float32), numbers(5)
    (expected,) = with_tape(keras.ops.relu, [x], gradient)
    np.testing.assert_array_equal(relu_backward(gradient, x), expected)
    np.testing.assert_array_equal(relu_backward(gradient, relu(x)), expected)


@pytest.mark.parametrize("shape", [(6, 3), (3, 4, 5, 3)])
def test_batch_norm_equals_keras_and_differences(keras, shape):
    activations, gradient = numbers(*shape), numbers(*shape, seed=1)
    gamma, beta = numbers(3, seed=2), numbers(3, seed=3)

    def forward(activations, gamma, beta):
        over = tuple(range(len(shape) - 1))
        mean, variance = keras.ops.moments(activations, over, keepdims=True)
        return (activations - mean) / keras.ops.sqrt(variance + 1e-3) * gamma + beta

    expected = with_tape(forward, (activations, gamma, beta), gradient)
    for mine, theirs in zip(batch_norm_backward(gradient, activations, gamma), expected, strict=True):
        assert mine.dtype == np.float32
        np.testing.assert_allclose(mine, theirs, atol=1e-5, rtol=1e-4)
    doubles = activations.astype(float)

    def loss(x):
        layer = BatchNorm()
        layer(x, training=True)
        layer.gamma = gamma.astype(float)
        return (gradient * layer(x, training=True)).sum()

    assert (
        relative_error(
            batch_norm_backward(gradient.astype(float), doubles, gamma).activations, numerical_gradient(loss, doubles)
        )
        < 1e-7
    )


def test_batch_norm_equals_the_keras_layer(keras):
    import tensorflow as tf

    layer = keras.layers.BatchNormalization()
    activations, gradient = numbers(8, 3, 3, 4), numbers(8, 3, 3, 4, seed=1)
    layer.build(activations.shape)
    layer.gamma.assign(numbers(4, seed=2))
    with tf.GradientTape() as tape:
        x = tf.constant(activations)
        tape.watch(x)
        output = layer(x, training=True)
    expected = tape.gradient(output, [x, layer.gamma.value, layer.beta.value], output_gradients=tf.constant(gradient))
    for mine, theirs in zip(batch_norm_backward(gradient, activations, numbers(4, seed=2)), expected, strict=True):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-4, rtol=1e-4)


def test_cross_entropy_equals_keras(keras):
    logits, labels = 5 * numbers(7, 4), np.array([0, 3, 1, 1, 2, 0, 3])

    def forward(logits):
        each = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        return keras.ops.mean(each)

    (expected,) = with_tape(forward, [logits], np.float32(1))
    np.testing.assert_allclose(cross_entropy_backward(logits, labels), expected, atol=1e-6)
    np.testing.assert_allclose(cross_entropy(logits, labels), float(forward(logits)), rtol=1e-5)
    doubles = logits.astype(float)
    measured = numerical_gradient(lambda x: cross_entropy(x, labels), doubles)
    assert relative_error(cross_entropy_backward(doubles, labels), measured) < 1e-7
    assert np.isfinite(cross_entropy(np.array([[1000.0, -1000.0]]), [1]))


def test_differences_leave_what_they_move_as_it_was():
    x = numbers(2, 3)
    before, seen = x.copy(), set()

    def loss(values):
        assert values.shape == x.shape
        seen.add(values.dtype)
        values[...] *= 2  # a loss that overwrites its input
        return values.sum()

    np.testing.assert_allclose(numerical_gradient(loss, x, step=1e-2), np.full((2, 3), 2), rtol=1e-3)
    np.testing.assert_array_equal(x, before)
    assert seen == {np.dtype(np.float32)}


def test_centred_differences_are_exact_for_a_quadratic():
    x = numbers(5, dtype=float)
    assert relative_error(numerical_gradient(lambda x: (x**2).sum(), x, step=0.1), 2 * x) < 1e-13


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: image_gradient(np.ones((3, 3)), np.ones((4, 4)), np.ones((3, 3))), "the feature map 2 × 2"),
        (lambda: kernel_gradient(np.ones(4), np.ones((4, 4)), np.ones((3, 3))), r"shape \(4,\)"),
        (lambda: kernel_gradient("no", np.ones((4, 4)), np.ones((3, 3))), "is text"),
        (lambda: image_gradient(np.ones((2, 2)), np.ones((4, 4, 2)), np.ones((3, 3, 1, 1))), "2 channels"),
        (lambda: image_gradient(np.ones((2, 2)), np.ones((4, 4)), np.ones((5, 5))), "does not fit"),
        (lambda: image_gradient(np.ones((2, 2)), np.ones((4, 4)), np.ones((3, 3)), strides=0), "strides 0"),
        (lambda: max_pool_backward(np.ones((3, 3)), np.ones((4, 4))), "the pooled map 2 × 2"),
        (lambda: max_pool_backward(np.ones((2, 2)), np.ones((4, 4)), padding="full"), "pooling takes"),
        (lambda: average_pool_backward(np.ones((2, 2)), np.ones((4, 4)), 5), "does not fit"),
        (lambda: global_average_pool_backward(np.ones(3), np.ones((4, 4, 2))), r"the pooled map \(2,\)"),
        (lambda: dense_backward(np.ones((2, 3)), np.ones((2, 4)), np.ones((5, 3))), "4 features"),
        (lambda: relu_backward(np.ones(2), np.ones(3)), r"the output \(3,\)"),
        (lambda: batch_norm_backward(np.ones((2, 3)), np.ones((2, 3)), np.ones(2)), "gamma of"),
        (lambda: batch_norm_backward(np.ones((2, 3)), np.ones((2, 3)), np.ones(3), epsilon=0), "above 0"),
        (lambda: cross_entropy_backward(np.ones((2, 3)), [0, 3]), "give 0 to 2"),
        (lambda: cross_entropy(np.ones((2, 3)), [0.0, 1.0]), "labels of float64"),
        (lambda: cross_entropy(np.ones((2, 3)), [0]), "1 labels"),
        (lambda: numerical_gradient(lambda x: x, np.ones(2)), "one number"),
        (lambda: numerical_gradient(np.sum, np.array([1, 2])), "holds int64"),
        (lambda: numerical_gradient(np.sum, np.ones(2), step=-1), "above 0"),
        (lambda: relative_error(np.ones(2), np.ones(3)), "two gradients of one thing"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
