"""Cross-correlation by hand against Keras, against its own plain loops, and against NumPy's one-dimensional one."""

import itertools
import tracemalloc

import numpy as np
import pytest

from course_utils import convolution, kernels
from course_utils.convolution import convolve, cross_correlate, cross_correlate_in_loops, pad, sliding_windows

INPUTS = [(1, 1), (1, 5), (2, 3), (4, 4), (5, 7), (7, 4), (6, 6)]
KERNELS = [(1, 1), (1, 3), (2, 2), (2, 1), (3, 3), (3, 2), (4, 4), (5, 1)]
STRIDES = [1, 2, 3, (1, 2), (3, 1)]
PADDINGS = ["valid", "same", 1, 2]
DILATIONS = [2, 3, (1, 2), (2, 1)]
# TensorFlow refuses strides and dilation together; the loops compare those.
FOR_KERAS = [(strides, 1) for strides in STRIDES] + [(1, dilation_rate) for dilation_rate in DILATIONS]


@pytest.fixture(scope="module")
def keras():
    from course_utils.quiet import keras

    return keras


def whole_numbers(*shape, seed=0):
    """Small integers as float32: sums of their products are exact in any order."""
    return np.random.default_rng(seed).integers(-4, 5, shape).astype(np.float32)


def pair(setting):
    return setting if isinstance(setting, tuple) else (setting, setting)


def border(size, kernel_size, step, spread, padding):
    """Pixels to put before and behind one axis, from TensorFlow's description of "same"."""
    if padding == "same":
        span = spread * (kernel_size - 1) + 1
        missing = max(span - step if size % step == 0 else span - size % step, 0)
        return missing // 2, missing - missing // 2
    return (0, 0) if padding == "valid" else (padding, padding)


def around(input_size, kernel_size, strides, padding, dilation_rate):
    """Pixels to put before and behind each axis; None when no window fits."""
    sizes, step, spread = pair(kernel_size), pair(strides), pair(dilation_rate)
    borders = [border(input_size[axis], sizes[axis], step[axis], spread[axis], padding) for axis in (0, 1)]
    spans = [spread[axis] * (sizes[axis] - 1) + 1 for axis in (0, 1)]
    fits = all(input_size[axis] + sum(borders[axis]) >= spans[axis] for axis in (0, 1))
    return borders if fits else None


def with_loops(image, kernel, borders, strides, dilation_rate):
    """The definition, on an image with its border; dilation puts zeros between weights, a stride skips answers."""
    step, spread = pair(strides), pair(dilation_rate)
    dilated = np.zeros([spread[axis] * (kernel.shape[axis] - 1) + 1 for axis in (0, 1)])
    dilated[:: spread[0], :: spread[1]] = kernel
    return cross_correlate_in_loops(np.pad(image, borders), dilated)[:: step[0], :: step[1]]


def with_keras(keras, images, kernel, strides, padding, dilation_rate):
    """What keras.ops.conv gives; whole-number padding is put around the images first."""
    if isinstance(padding, int):
        images = np.pad(images, [(0, 0), (padding, padding), (padding, padding), (0, 0)])
    padding = padding if padding == "same" else "valid"
    return np.asarray(
        keras.ops.conv(
            images, kernel, strides=strides, padding=padding, dilation_rate=dilation_rate, data_format="channels_last"
        )
    )


@pytest.mark.parametrize("input_size", INPUTS, ids=str)
def test_equals_keras(keras, input_size):
    images = whole_numbers(2, *input_size, 3)
    compared = 0
    for kernel_size, padding, (strides, dilation_rate) in itertools.product(KERNELS, PADDINGS, FOR_KERAS):
        settings = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
        kernel = whole_numbers(*kernel_size, 3, 2, seed=1)
        if around(input_size, kernel_size, **settings) is None:
            with pytest.raises(ValueError, match="does not fit"):
                cross_correlate(images, kernel, **settings)
            continue
        expected = with_keras(keras, images, kernel, **settings)
        ours = cross_correlate(images, kernel, **settings)
        assert ours.shape == expected.shape, (kernel_size, settings)
        np.testing.assert_allclose(ours, expected, atol=1e-3, err_msg=f"{kernel_size} {settings}")
        compared += 1
    assert compared >= 100


@pytest.mark.parametrize("input_size", INPUTS, ids=str)
def test_equals_the_definition(input_size):
    """Every stride together with every dilation, on a grey image."""
    image = whole_numbers(*input_size)
    for kernel_size, padding, strides, dilation_rate in itertools.product(KERNELS, PADDINGS, STRIDES, [1, *DILATIONS]):
        settings = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
        kernel = whole_numbers(*kernel_size, seed=1)
        borders = around(input_size, kernel_size, **settings)
        if borders is None:
            with pytest.raises(ValueError, match="does not fit"):
                cross_correlate(image, kernel, **settings)
        else:
            expected = with_loops(image, kernel, borders, strides, dilation_rate)
            ours = cross_correlate(image, kernel, **settings)
            np.testing.assert_array_equal(ours, expected, err_msg=f"{kernel_size} {settings}")


def test_the_loops_sum_the_products_of_each_window():
    image, kernel = whole_numbers(5, 6), whole_numbers(2, 3, seed=1)
    feature_map = cross_correlate_in_loops(image, kernel)
    assert feature_map.shape == (4, 4)
    for row, column in np.ndindex(4, 4):
        assert feature_map[row, column] == (image[row : row + 2, column : column + 3] * kernel).sum()


def test_the_loops_the_windows_and_the_library_agree():
    """The three ways that the module's first lines promise, on pixels that would overflow in eight bits."""
    image, kernel = np.random.default_rng(0).integers(0, 256, (9, 7), np.uint8), kernels.sobel_y
    in_loops = cross_correlate_in_loops(image, kernel)
    assert in_loops.dtype == np.float64
    assert np.abs(in_loops).max() > 255
    np.testing.assert_array_equal((sliding_windows(image, 3) * kernel).sum(axis=(2, 3)), in_loops)
    np.testing.assert_array_equal(cross_correlate(image, kernel), in_loops)
    np.testing.assert_array_equal(cross_correlate_in_loops(image, np.full((1, 1), 2, np.uint8)), 2.0 * image)
    np.testing.assert_array_equal(cross_correlate_in_loops(image.tolist(), kernel.tolist()), in_loops)


@pytest.mark.parametrize(("batch", "channels", "filters"), list(itertools.product((1, 3), (1, 2, 5), (1, 4))))
def test_equals_the_keras_layer(keras, batch, channels, filters):
    layer = keras.layers.Conv2D(filters, (3, 2), strides=(2, 1), padding="same")
    images = whole_numbers(batch, 6, 5, channels)
    layer.build(images.shape)
    kernel, bias = whole_numbers(3, 2, channels, filters, seed=1), whole_numbers(filters, seed=2)
    layer.set_weights([kernel, bias])
    ours = cross_correlate(images, kernel, strides=(2, 1), padding="same") + bias
    np.testing.assert_allclose(ours, np.asarray(layer(images)), atol=1e-3)


def test_equals_numpy_in_one_dimension():
    row, weights = whole_numbers(1, 9), whole_numbers(1, 4, seed=1)
    np.testing.assert_array_equal(cross_correlate(row, weights)[0], np.correlate(row[0], weights[0]))
    np.testing.assert_array_equal(convolve(row, weights)[0], np.convolve(row[0], weights[0], "valid"))


def test_every_rank_gives_the_same_numbers():
    images, kernel = whole_numbers(4, 6, 5), whole_numbers(3, 3, seed=1)
    stack = cross_correlate(images[..., np.newaxis], kernel[..., np.newaxis, np.newaxis])
    assert stack.shape == (4, 4, 3, 1)
    np.testing.assert_array_equal(cross_correlate(images, kernel), stack[..., 0])
    for image, feature_map in zip(images, stack, strict=True):
        np.testing.assert_array_equal(cross_correlate(image, kernel), feature_map[..., 0])
        alone = cross_correlate(image[..., np.newaxis], kernel[..., np.newaxis, np.newaxis])
        np.testing.assert_array_equal(alone, feature_map)


def test_one_kernel_makes_one_feature_map_of_any_depth():
    image, kernel = whole_numbers(6, 6, 3), whole_numbers(3, 3, 3, 2, seed=1)
    feature_maps = cross_correlate(image, kernel)
    assert feature_maps.shape == (4, 4, 2)
    for one in range(2):
        slices = [cross_correlate(image[..., channel], kernel[..., channel, one]) for channel in range(3)]
        np.testing.assert_array_equal(feature_maps[..., one], sum(slices))


def test_an_empty_batch_stays_empty():
    assert cross_correlate(np.zeros((0, 5, 5)), np.zeros((3, 3))).shape == (0, 3, 3)
    assert cross_correlate(np.zeros((0, 5, 5, 2)), np.zeros((3, 3, 2, 7))).shape == (0, 3, 3, 7)


@pytest.mark.parametrize(
    "settings", [{}, {"strides": (2, 1)}, {"padding": "same"}, {"padding": 2}, {"dilation_rate": 2}], ids=str
)
@pytest.mark.parametrize("kernel_shape", [(3, 3), (2, 3), (3, 2, 2, 4)], ids=str)
def test_convolve_turns_the_kernel_by_half_a_turn(kernel_shape, settings):
    image = whole_numbers(7, 6) if len(kernel_shape) == 2 else whole_numbers(7, 6, 2)
    kernel = whole_numbers(*kernel_shape, seed=1)
    turned = np.rot90(kernel, 2, axes=(0, 1))
    np.testing.assert_array_equal(convolve(image, kernel, **settings), cross_correlate(image, turned, **settings))
    assert not np.array_equal(convolve(image, kernel, **settings), cross_correlate(image, kernel, **settings))


def test_convolution_stamps_the_kernel():
    dot = np.zeros((5, 5))
    dot[2, 2] = 1
    kernel = whole_numbers(3, 3)
    np.testing.assert_array_equal(convolve(dot, kernel), kernel)
    np.testing.assert_array_equal(cross_correlate(dot, kernel), kernel[::-1, ::-1])


@pytest.mark.parametrize("padding", [0, 2])
def test_two_in_a_row_equal_the_larger_one(padding):
    """With full padding, and with none; the larger kernel is the full convolution of the two."""
    image, first, second = whole_numbers(8, 7), whole_numbers(3, 3, seed=1), whole_numbers(3, 3, seed=2)
    larger = convolve(first, second, padding=2)
    np.testing.assert_array_equal(larger, convolve(second, first, padding=2))
    in_a_row = cross_correlate(cross_correlate(image, first, padding=padding), second, padding=padding)
    np.testing.assert_array_equal(in_a_row, cross_correlate(image, larger, padding=2 * padding))


@pytest.mark.parametrize("limit", [1, 1000, 7000, 10**9])
def test_large_batches_are_computed_in_parts(monkeypatch, limit):
    """Whatever fits at a time, the numbers are the same, and no part is larger than the limit allows."""
    images, kernel = whole_numbers(11, 6, 5, 2), whole_numbers(3, 3, 2, 4, seed=1)
    expected = cross_correlate(images, kernel, padding="same")
    lay_out, sizes = convolution._windows_as_rows, []

    def spy(*arguments):
        windows = lay_out(*arguments)
        sizes.append((len(arguments[0]), windows.nbytes))
        return windows

    monkeypatch.setattr(convolution, "_windows_as_rows", spy)
    monkeypatch.setattr(convolution, "_BYTES_AT_A_TIME", limit)
    np.testing.assert_array_equal(cross_correlate(images, kernel, padding="same"), expected)
    assert sum(count for count, _ in sizes) == len(images)
    assert all(count == 1 or size <= limit for count, size in sizes)
    assert (len(sizes) > 1) == (limit < 10**9)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("channels", [1, 3])
def test_only_one_part_is_in_memory_at_a_time(monkeypatch, channels, padding):
    limit = 2**18
    monkeypatch.setattr(convolution, "_BYTES_AT_A_TIME", limit)
    images, kernel = np.zeros((400, 14, 14, channels), np.uint8), whole_numbers(3, 3, channels, 2)
    tracemalloc.start()
    feature_maps = cross_correlate(images, kernel, padding=padding)
    peak = tracemalloc.get_traced_memory()[1] - feature_maps.nbytes
    tracemalloc.stop()
    # The windows, and the same images as float32 with their border, a ninth of them or a little more.
    assert 0.9 * limit < peak < 1.3 * limit


@pytest.mark.parametrize("shape", [(3, 6, 5), (3, 6, 5, 1), (3, 6, 5, 2)], ids=str)
def test_a_batch_in_any_layout_in_memory(shape):
    images = whole_numbers(*shape)
    kernel = whole_numbers(2, 3, seed=1) if len(shape) == 3 else whole_numbers(2, 3, shape[3], 4, seed=1)
    expected = cross_correlate(images, kernel, strides=(1, 2), dilation_rate=(2, 1))
    views = [np.asfortranarray(images), np.ascontiguousarray(images[::-1, ::-1, ::-1])[::-1, ::-1, ::-1]]
    for view in views:
        answer = cross_correlate(read_only(view), kernel, strides=(1, 2), dilation_rate=(2, 1))
        np.testing.assert_array_equal(answer, expected)
    same = cross_correlate(np.broadcast_to(images[:1], shape), kernel)
    np.testing.assert_array_equal(same, np.broadcast_to(cross_correlate(images[:1], kernel), same.shape))


@pytest.mark.parametrize(
    ("image_type", "kernel_type", "expected"),
    [
        ("uint8", "float32", "float32"),
        ("bool", "float32", "float32"),
        ("float16", "float16", "float32"),
        ("float32", "float32", "float32"),
        ("uint8", "int8", "float32"),
        ("float64", "float32", "float64"),
        ("float32", "float64", "float64"),
        ("int64", "float32", "float64"),
    ],
)
def test_dtypes(image_type, kernel_type, expected):
    for padding in ("valid", "same"):
        answer = cross_correlate(np.ones((4, 4), image_type), np.ones((3, 3), kernel_type), padding=padding)
        assert answer.dtype == expected
        assert answer.flat[-1] == (9 if padding == "valid" else 4)


def test_small_integers_do_not_overflow():
    assert cross_correlate(np.full((3, 3), 255, np.uint8), np.full((3, 3), 127, np.int8)) == [[255 * 127 * 9]]


def read_only(array):
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("padding", ["valid", "same", 1])
def test_inputs_stay_as_they_are_and_results_are_new(padding):
    image, kernel = read_only(whole_numbers(5, 5)), read_only(np.ones((1, 1), np.float32))
    for operation in (cross_correlate, convolve):
        answer = operation(image, kernel, padding=padding)
        assert not np.shares_memory(answer, image)
        answer[:] = 0
    np.testing.assert_array_equal(image, whole_numbers(5, 5))


def test_the_layout_in_memory_does_not_matter():
    image, kernel = whole_numbers(12, 10, 3), whole_numbers(3, 2, 3, 4, seed=1)
    view, small = image[::2, ::-1], image[::2, ::-1].copy()
    expected = cross_correlate(small, kernel)
    np.testing.assert_array_equal(cross_correlate(view, np.asfortranarray(kernel)), expected)
    np.testing.assert_array_equal(cross_correlate(small.tolist(), kernel.tolist()), expected)


def test_settings_may_be_numpy_integers_or_lists():
    image, kernel = whole_numbers(8, 8), whole_numbers(2, 2, seed=1)
    expected = cross_correlate(image, kernel, strides=(2, 1), padding=1)
    np.testing.assert_array_equal(
        cross_correlate(image, kernel, strides=[np.int64(2), 1], padding=np.uint8(1)), expected
    )


def test_the_feature_map_moves_with_the_image():
    image = np.zeros((12, 12))
    image[4:8, 3:6] = whole_numbers(4, 3)
    moved = np.roll(image, (2, 3), axis=(0, 1))
    feature_map = cross_correlate(image, kernels.sobel_x)
    np.testing.assert_array_equal(np.roll(feature_map, (2, 3), axis=(0, 1)), cross_correlate(moved, kernels.sobel_x))


@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)], ids=str)
@pytest.mark.parametrize(("kernel_size", "strides", "dilation_rate"), [(1, 1, 1), (3, 2, 1), ((2, 3), (1, 2), (2, 1))])
def test_sliding_windows(shape, kernel_size, strides, dilation_rate):
    image = whole_numbers(*shape)
    windows = sliding_windows(image, kernel_size, strides=strides, dilation_rate=dilation_rate)
    size, step, spread = pair(kernel_size), pair(strides), pair(dilation_rate)
    assert windows.shape[2:] == (*size, *shape[2:])
    for r, c in np.ndindex(windows.shape[:2]):
        rows = r * step[0] + np.arange(size[0]) * spread[0]
        columns = c * step[1] + np.arange(size[1]) * spread[1]
        np.testing.assert_array_equal(windows[r, c], image[np.ix_(rows, columns)])
    kernel = whole_numbers(*size, seed=1)
    if image.ndim == 2:
        answers = cross_correlate(image, kernel, strides=strides, dilation_rate=dilation_rate)
        np.testing.assert_array_equal((windows * kernel).sum(axis=(2, 3)), answers)


def test_sliding_windows_copy_nothing_and_change_nothing():
    image = whole_numbers(5, 5)
    windows = sliding_windows(image, 3)
    assert np.shares_memory(windows, image)
    with pytest.raises(ValueError, match="read-only"):
        windows[0, 0, 0, 0] = 1


def test_pad():
    image = read_only(whole_numbers(3, 4))
    np.testing.assert_array_equal(pad(image, 2), np.pad(image, 2))
    np.testing.assert_array_equal(pad(image, 0), image)
    np.testing.assert_array_equal(pad(image, ((1, 2), (0, 3))), np.pad(image, ((1, 2), (0, 3))))
    for mode in ("reflect", "edge", "wrap"):
        np.testing.assert_array_equal(pad(image, 1, mode=mode), np.pad(image, 1, mode=mode))
    assert pad(np.zeros((3, 4, 2), np.uint8), 1).shape == (5, 6, 2)
    assert pad(np.zeros((3, 4, 2), np.uint8), 1).dtype == np.uint8


def test_padding_first_or_in_one_go():
    image, kernel = whole_numbers(5, 6), whole_numbers(3, 3, seed=1)
    np.testing.assert_array_equal(cross_correlate(pad(image, 2), kernel), cross_correlate(image, kernel, padding=2))


IMAGE, KERNEL = np.zeros((5, 5)), np.zeros((3, 3))
WITH_CHANNELS = "which is not allowed: give (height, width[, channels]); a batch axis may stand in front of the latter."
SIZES = "give an integer of at least 1, or two: (rows, columns)."
SHAPES = "do not go together: give (height, width) and (rows, columns), or (height, width, channels) and (rows, columns, channels, filters)."  # noqa: E501


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: cross_correlate(IMAGE, np.zeros((7, 7))),
            "kernel_size 7 does not fit an input of 5 with padding 'valid': the output would have −1 rows",
        ),
        (
            lambda: cross_correlate(IMAGE, KERNEL, dilation_rate=3),
            "kernel_size 3 (dilated to 7) does not fit an input of 5 with padding 'valid': "
            "the output would have −1 rows",
        ),
        (lambda: cross_correlate(IMAGE, KERNEL, strides=0), f"strides 0 is not allowed: {SIZES}"),
        (lambda: cross_correlate(IMAGE, KERNEL, strides=(1, 2, 3)), f"strides (1, 2, 3) is not allowed: {SIZES}"),
        (lambda: cross_correlate(IMAGE, KERNEL, strides=1.5), f"strides 1.5 is not allowed: {SIZES}"),
        (lambda: cross_correlate(IMAGE, KERNEL, strides=True), f"strides True is not allowed: {SIZES}"),
        (lambda: cross_correlate(IMAGE, KERNEL, dilation_rate="2"), f"dilation_rate '2' is not allowed: {SIZES}"),
        (
            lambda: cross_correlate(IMAGE, KERNEL, padding="full"),
            "padding 'full' is not allowed: use 'valid', 'same' or a number of pixels from 0 up.",
        ),
        (
            lambda: cross_correlate(IMAGE, KERNEL, padding=-1),
            "padding -1 is not allowed: use 'valid', 'same' or a number of pixels from 0 up.",
        ),
        (
            lambda: cross_correlate(np.zeros((5, 5, 3)), np.zeros((3, 3, 1, 8))),
            "an image with 3 channels and a kernel for 1: "
            "the third axis of the kernel must equal the last of the image.",
        ),
        (
            lambda: cross_correlate(np.zeros((5, 5, 3)), np.zeros((3, 3, 3))),
            f"an image of shape 5 × 5 × 3 and a kernel of shape 3 × 3 × 3 {SHAPES} "
            "Add the axis of filters: kernel[..., np.newaxis].",
        ),
        (lambda: cross_correlate(IMAGE, np.zeros(3)), f"an image of shape 5 × 5 and a kernel of shape 3 {SHAPES}"),
        (lambda: convolve(np.zeros(5), np.zeros(3)), f"an image of shape 5 and a kernel of shape 3 {SHAPES}"),
        (lambda: cross_correlate(IMAGE, np.zeros((0, 3))), "a kernel of shape 0 × 3 holds no weights."),
        (lambda: pad(np.zeros(5), 1), f"image has the shape 5, {WITH_CHANNELS}"),
        (
            lambda: pad(IMAGE, (1, 2)),
            "padding (1, 2) is not allowed: give a number of pixels from 0 up, or ((top, bottom), (left, right)).",
        ),
        (
            lambda: pad(IMAGE, -1),
            "padding -1 is not allowed: give a number of pixels from 0 up, or ((top, bottom), (left, right)).",
        ),
        (
            lambda: pad(IMAGE, "same"),
            "padding 'same' is not allowed: give a number of pixels from 0 up, or ((top, bottom), (left, right)).",
        ),
        (
            lambda: cross_correlate_in_loops(IMAGE, np.zeros((3, 6))),
            "kernel_size 6 does not fit an input of 5 with padding 'valid': the output would have 0 rows",
        ),
        (
            lambda: cross_correlate_in_loops(np.zeros((5, 5, 3)), KERNEL),
            "an image of shape 5 × 5 × 3 and a kernel of shape 3 × 3 are not allowed here: "
            "give (height, width) and (rows, columns); cross_correlate takes channels and batches too.",
        ),
        (
            lambda: sliding_windows(np.zeros(()), 1),
            f"image has the shape one number, {WITH_CHANNELS}",
        ),
        (
            lambda: sliding_windows(IMAGE, (3, 6)),
            "kernel_size 6 does not fit an input of 5 with padding 'valid': the output would have 0 rows",
        ),
        (lambda: sliding_windows(IMAGE, 0), f"kernel_size 0 is not allowed: {SIZES}"),
    ],
)
def test_errors_say_what_is_allowed(call, message):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == message


SETTINGS = [{}, {"padding": "same"}, {"padding": 2}, {"strides": (1, 2)}, {"dilation_rate": 2}]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("shape", [(40, 30, 3), (28, 28, 1), (9, 8, 4), (26, 26, 32)], ids=str)
@pytest.mark.parametrize("operation", [cross_correlate, convolve])
def test_an_image_with_channels_is_no_batch_of_grey_ones(operation, shape, settings):
    with pytest.raises(ValueError, match=r"looks like \(height, width, channels\): give one channel"):
        operation(np.ones(shape, np.uint8), kernels.sobel_x, **settings)


def test_what_the_refusal_of_channels_advises_works():
    image, kernel = whole_numbers(12, 12, 3), whole_numbers(3, 3, seed=1)
    assert cross_correlate(image[..., 0], kernel).shape == cross_correlate(image.mean(axis=2), kernel).shape == (10, 10)
    batch = cross_correlate(image[..., np.newaxis], kernel[..., np.newaxis, np.newaxis])
    assert batch.shape == (12, 10, 1, 1)
    np.testing.assert_array_equal(batch[3, ..., 0], cross_correlate(image[3], kernel))


@pytest.mark.parametrize(
    "given", [None, "edge", [[1, 2], [3]], np.ones((4, 4), complex), np.array([[None]]), np.ma.masked_equal(IMAGE, 0)]
)
@pytest.mark.parametrize("operation", [cross_correlate, convolve, cross_correlate_in_loops])
def test_what_is_no_array_of_real_numbers(operation, given):
    with pytest.raises(ValueError, match=r"^image "):
        operation(given, KERNEL)
    with pytest.raises(ValueError, match=r"^kernel "):
        operation(IMAGE, given)


@pytest.mark.parametrize("shape", [(0, 5), (5, 0), (0, 5, 5, 1), (2, 0, 5, 1)])
def test_images_without_pixels(shape):
    kernel = KERNEL if len(shape) == 2 else KERNEL[..., np.newaxis, np.newaxis]
    if shape == (0, 5, 5, 1):
        assert cross_correlate(np.zeros(shape), kernel).shape == (0, 3, 3, 1)
    else:
        with pytest.raises(ValueError, match="input_size 0 is not allowed"):
            cross_correlate(np.zeros(shape), kernel)


def test_not_a_number_reaches_the_windows_that_read_it():
    image = np.zeros((5, 5))
    image[0, 0] = np.nan
    answer = cross_correlate(image, np.ones((2, 2)))
    assert np.isnan(answer[0, 0])
    assert np.isfinite(answer).sum() == 15


def test_windows_and_borders_of_a_batch():
    images = whole_numbers(4, 6, 5, 2)
    windows = sliding_windows(images, (2, 3), strides=(2, 1))
    assert windows.shape == (4, 3, 3, 2, 3, 2)
    for image, its_own in zip(images, windows, strict=True):
        np.testing.assert_array_equal(sliding_windows(image, (2, 3), strides=(2, 1)), its_own)
    padded = pad(images, ((1, 0), (2, 3)), mode="edge")
    assert padded.shape == (4, 7, 10, 2)
    np.testing.assert_array_equal(padded[1], pad(images[1], ((1, 0), (2, 3)), mode="edge"))


@pytest.mark.parametrize("operation", [lambda images: sliding_windows(images, 3), lambda images: pad(images, 1)])
def test_a_grey_batch_is_no_image_with_channels(operation):
    with pytest.raises(ValueError, match=r"looks like a batch of grey images: give image\[..., np.newaxis\]"):
        operation(np.zeros((10, 28, 28)))
    assert operation(np.zeros((10, 28, 28, 1))).shape[0] == 10


@pytest.mark.parametrize("padding", [True, 1.5, ((1, 2), (3, -1)), ((1, 2), (3, 0.5)), np.array([1, 2]), None])
def test_borders_that_are_no_numbers_of_pixels(padding):
    with pytest.raises(ValueError, match="give a number of pixels from 0 up"):
        pad(IMAGE, padding)


def test_borders_of_numpys_numbers():
    assert pad(IMAGE, np.uint8(2)).shape == (9, 9)
    assert pad(IMAGE, np.array([[1, 2], [3, 4]])).shape == (8, 12)
    with pytest.raises(ValueError, match="mode 3 is not allowed"):
        pad(IMAGE, 1, mode=3)
