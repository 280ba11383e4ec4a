"""The transpose of a convolution against the matrix and against Keras, over a grid of settings."""

from itertools import product

import numpy as np
import pytest

from course_utils.convolution import cross_correlate
from course_utils.geometry import geometry
from course_utils.quiet import keras
from course_utils.transposed import (
    contributions,
    convolution_matrix,
    enlarge,
    transpose_convolve,
    transposed_size,
    unevenness,
)

SETTINGS = list(product(range(1, 5), range(1, 5), range(1, 5), ("valid", "same")))  # rows, kernel, stride, padding


def some(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_matrix_is_the_convolution(padding):
    for size, taps, stride in product(range(3, 7), range(1, 4), range(1, 4)):
        image, kernel = some(size, size + 1), some(taps, max(taps - 1, 1), seed=1)
        matrix = convolution_matrix(kernel, image.shape, strides=stride, padding=padding)
        expected = cross_correlate(image, kernel, strides=stride, padding=padding)
        np.testing.assert_allclose(matrix @ image.ravel(), expected.ravel(), atol=1e-12)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_its_transpose_lays_the_stamps(padding):
    """For every size that leads to the feature map, not for Keras' choice alone."""
    for size, taps, stride in product(range(3, 8), range(1, 4), range(1, 4)):
        kernel = some(taps, taps)
        matrix = convolution_matrix(kernel, (size, size), strides=stride, padding=padding)
        count = geometry(size, taps, strides=stride, padding=padding).output_size
        answer = some(count, count, seed=1)
        image = transpose_convolve(answer, kernel, strides=stride, padding=padding, output_shape=(size, size))
        np.testing.assert_allclose(matrix.T @ answer.ravel(), image.ravel(), atol=1e-12)


def test_equals_keras():
    for rows, taps, stride, padding in SETTINGS:
        layer = keras.layers.Conv2DTranspose(2, (taps, 2), strides=stride, padding=padding, use_bias=False)
        maps = some(2, rows, 3, 4).astype(np.float32)
        expected = np.asarray(layer(maps))
        found = transpose_convolve(maps, layer.get_weights()[0], strides=stride, padding=padding)
        assert found.shape == expected.shape, (rows, taps, stride, padding)
        np.testing.assert_allclose(found, expected, atol=1e-5, err_msg=f"{rows, taps, stride, padding}")


def test_a_kernel_of_conv2d_goes_back_as_it_is():
    layer = keras.layers.Conv2D(5, 3, strides=2, use_bias=False)
    image, answer = some(1, 7, 7, 2), some(1, 3, 3, 5, seed=1)
    forwards = np.asarray(layer(image))
    backwards = transpose_convolve(answer, layer.get_weights()[0], strides=2)
    assert backwards.shape == image.shape
    # What makes it the transpose: <A x, y> = <x, A.T y>.
    np.testing.assert_allclose((forwards * answer).sum(), (image * backwards).sum(), rtol=1e-4)


def test_shapes_come_back_and_values_do_not():
    image, kernel = some(8, 8), np.ones((2, 2))
    there = cross_correlate(image, kernel, strides=2)
    back = transpose_convolve(there, kernel, strides=2)
    assert back.shape == image.shape
    assert not np.allclose(back, image, atol=0.5)


def test_contributions_are_stamps_of_ones():
    for count, taps, stride, padding in SETTINGS:
        if padding == "valid" and transposed_size(count, taps, strides=stride) < taps:
            continue
        stamped = transpose_convolve(np.ones((1, count)), np.ones((1, taps)), strides=(1, stride), padding=padding)
        found = contributions(count, taps, strides=stride, padding=padding)
        assert found.tolist() == stamped[0].tolist(), (count, taps, stride, padding)


@pytest.mark.parametrize(("taps", "stride", "inside"), [(3, 2, {1, 2}), (4, 2, {2}), (2, 2, {1}), (6, 3, {2})])
def test_even_where_the_stride_divides_the_kernel(taps, stride, inside):
    counts = contributions(8, taps, strides=stride)
    assert set(counts[taps:-taps].tolist()) == inside


def test_enlarged_images():
    images = some(2, 3, 5, 4)
    expected = keras.layers.UpSampling2D(3, interpolation="nearest")(images)
    np.testing.assert_allclose(enlarge(images, 3), expected, rtol=1e-6)
    assert enlarge(np.uint8([[1, 2]]), 2).dtype == np.uint8


def test_unevenness():
    assert unevenness(np.ones((6, 6))) == 0
    rows = contributions(20, 3, strides=2)
    assert unevenness(np.outer(rows, rows)[2:-2, 2:-2]) > 1
    rows = contributions(20, 4, strides=2)
    assert unevenness(np.outer(rows, rows)[3:-3, 3:-3]) == 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: convolution_matrix([1, 2], (3, 3)), "kernel has the shape 2, which is not allowed"),
        (lambda: convolution_matrix([[1]], (100, 100)), "10,000 pixels, and its matrix as many columns"),
        (lambda: transpose_convolve(np.ones((2, 2)), np.ones(3)), "do not go together: give (rows, columns)"),
        (lambda: transpose_convolve(np.ones((0, 2)), np.ones((1, 1))), "hold no number"),
        (lambda: transpose_convolve(np.ones((1, 2, 2, 3)), np.ones((3, 3, 1, 2))), "3 filters and a kernel of 2"),
        (
            lambda: transpose_convolve(np.ones((2, 2)), np.ones((3, 3)), strides=2, output_shape=(9, 9)),
            "5 × 5 would do",
        ),
        (lambda: transpose_convolve(np.ones((2, 2)), np.ones((3, 3)), padding=1), 'give "valid" or "same"'),
        (lambda: enlarge(np.ones((2, 2)), 0), "times 0"),
        (lambda: unevenness(np.zeros((4, 4))), "with a mean above 0"),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError) as raised:
        call()
    assert sentence in str(raised.value)
