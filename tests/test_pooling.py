"""Pooling by hand against Keras, over every small setting, and its refusals."""

import itertools

import numpy as np
import pytest

from course_utils.pooling import average_pool, global_average_pool, max_pool

SIZES = list(itertools.product(range(1, 6), repeat=2))
POOL_SIZES = list(itertools.product(range(1, 4), repeat=2))
STRIDES = [None, 1, 2, 3, (2, 1), (1, 3)]


def settings(padding):
    """Every (feature map's size, pool_size, strides) whose window fits."""
    for size, pool_size, strides in itertools.product(SIZES, POOL_SIZES, STRIDES):
        if padding == "same" or (pool_size[0] <= size[0] and pool_size[1] <= size[1]):
            yield size, pool_size, strides


def feature_maps_of(size, *, batch=2, channels=3, seed=0):
    """Feature maps with values of both signs, most of them negative: invented zeros would win."""
    values = np.random.default_rng(seed).normal(-1, 1, (batch, *size, channels))
    return values.astype(np.float32)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("pool", "layer_name"), [(max_pool, "MaxPooling2D"), (average_pool, "AveragePooling2D")], ids=["max", "average"]
)
def test_equals_keras(pool, layer_name, padding):
    from course_utils.quiet import keras

    compared = 0
    for size, pool_size, strides in settings(padding):
        images = feature_maps_of(size)
        layer = getattr(keras.layers, layer_name)(pool_size, strides=strides, padding=padding)
        pooled = pool(images, pool_size, strides=strides, padding=padding)
        np.testing.assert_allclose(
            pooled, np.asarray(layer(images)), rtol=0, atol=1e-6, err_msg=f"{size}, {pool_size}, {strides}"
        )
        assert pooled.dtype == np.float32
        compared += 1
    assert compared == {"valid": 864, "same": 1350}[padding]


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_max_pool_of_integers_equals_keras(dtype, padding):
    from course_utils.quiet import keras

    images = np.random.default_rng(1).integers(0, 256, (2, 5, 4, 3)).astype(dtype)
    images = images if dtype == np.uint8 else images - 300  # all negative
    pooled = max_pool(images, 3, strides=2, padding=padding)
    expected = np.asarray(keras.layers.MaxPooling2D(3, strides=2, padding=padding)(images))
    np.testing.assert_array_equal(pooled, expected)
    assert pooled.dtype == dtype


@pytest.mark.parametrize("size", SIZES)
def test_global_average_pool_equals_keras(size):
    from course_utils.quiet import keras

    images = feature_maps_of(size)
    expected = np.asarray(keras.layers.GlobalAveragePooling2D()(images))
    np.testing.assert_allclose(global_average_pool(images), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("pool", [max_pool, average_pool])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_every_rank_gives_the_same_numbers(pool, padding):
    images = feature_maps_of((5, 4), batch=1, channels=1)
    expected = pool(images, 2, padding=padding)
    rows_and_columns = {"valid": (2, 2), "same": (3, 2)}[padding]
    assert expected.shape == (1, *rows_and_columns, 1)
    np.testing.assert_array_equal(pool(images[0], 2, padding=padding), expected[0])
    np.testing.assert_array_equal(pool(images[0, :, :, 0], 2, padding=padding), expected[0, :, :, 0])


def test_one_feature_map_has_no_batch_of_means():
    image = feature_maps_of((3, 4), batch=1)[0]
    np.testing.assert_allclose(global_average_pool(image), image.reshape(-1, 3).mean(axis=0), rtol=1e-6)


def test_padding_never_wins():
    below_zero = np.full((3, 3), -5.0)
    np.testing.assert_array_equal(max_pool(below_zero, padding="same"), np.full((2, 2), -5.0))
    np.testing.assert_array_equal(average_pool(below_zero, padding="same"), np.full((2, 2), -5.0))
    lowest = np.iinfo(np.int8).min
    np.testing.assert_array_equal(max_pool(np.full((3, 3), lowest, np.int8), padding="same"), np.full((2, 2), lowest))


def test_integers_have_fractions_for_a_mean():
    np.testing.assert_array_equal(average_pool(np.array([[0, 1], [1, 1]])), [[0.75]])
    bright = np.full((1, 4, 4, 1), 255, np.uint8)  # a sum in uint8 would overflow
    np.testing.assert_array_equal(average_pool(bright, 4), [[[[255]]]])
    np.testing.assert_array_equal(global_average_pool(bright), [[255]])


@pytest.mark.parametrize(
    ("dtype", "mean"), [(np.float32, np.float32), (np.float64, np.float64), (np.uint8, np.float32)]
)
def test_dtypes(dtype, mean):
    feature_map = np.ones((4, 4), dtype)
    assert max_pool(feature_map).dtype == dtype
    assert average_pool(feature_map).dtype == mean


def test_true_and_false_are_values_too():
    np.testing.assert_array_equal(max_pool(np.eye(3, dtype=bool), padding="same"), [[True, False], [False, True]])


def test_lists_are_taken():
    assert max_pool([[1, 2], [3, 4]]) == 4
    assert average_pool([[1, 2], [3, 4]]) == 2.5


def test_an_empty_batch_stays_empty():
    assert max_pool(np.zeros((0, 4, 4, 1))).shape == (0, 2, 2, 1)


@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_a_window_of_one_pixel_copies(pool):
    feature_map = feature_maps_of((3, 3))
    pooled = pool(feature_map, 1)
    np.testing.assert_array_equal(pooled, feature_map)
    pooled[:] = 0
    assert feature_map.any(), "the result must not share memory with the input"


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_the_input_stays_as_it_was(pool, padding):
    feature_map = feature_maps_of((5, 5))
    before = feature_map.copy()
    pool(feature_map, 2, padding=padding)
    global_average_pool(feature_map)
    np.testing.assert_array_equal(feature_map, before)


MAP = np.zeros((4, 5))
REFUSALS = [
    ({"pool_size": 0}, "pool_size 0 is not allowed: give an integer of at least 1, or two: (rows, columns)."),
    ({"pool_size": 2.0}, "pool_size 2.0 is not allowed: give an integer of at least 1, or two: (rows, columns)."),
    ({"pool_size": True}, "pool_size True is not allowed: give an integer of at least 1, or two: (rows, columns)."),
    ({"pool_size": (2, 2, 2)}, "pool_size (2, 2, 2) is not allowed: give an integer of at least 1, or two"),
    ({"strides": 0}, "strides 0 is not allowed: give an integer of at least 1, or two: (rows, columns)."),
    ({"strides": (1, -1)}, "strides (1, -1) is not allowed: give an integer of at least 1, or two: (rows, columns)."),
    ({"padding": "full"}, "padding 'full' is not allowed: pooling takes 'valid' or 'same'."),
    ({"padding": 1}, "padding 1 is not allowed: pooling takes 'valid' or 'same'."),
    (
        {"pool_size": (5, 2)},
        "pool_size (5, 2) does not fit a feature map of 4 × 5 with padding 'valid': no window would lie inside.",
    ),
    (
        {"pool_size": (2, 6)},
        "pool_size (2, 6) does not fit a feature map of 4 × 5 with padding 'valid': no window would lie inside.",
    ),
]


@pytest.mark.parametrize("pool", [max_pool, average_pool])
@pytest.mark.parametrize(("arguments", "message"), REFUSALS)
def test_refusals_say_what_is_allowed(pool, arguments, message):
    with pytest.raises(ValueError) as raised:
        pool(MAP, **arguments)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize("shape", [(), (4,), (1, 1, 4, 4, 1)])
@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_ranks_that_are_refused(pool, shape):
    with pytest.raises(ValueError) as raised:
        pool(np.zeros(shape), 1)
    assert str(raised.value).startswith("feature_map has the shape ")
    assert str(raised.value).endswith(
        "which is not allowed: give (height, width) or ([batch,] height, width, channels)."
    )


@pytest.mark.parametrize("shape", [(4, 4), (4,), (1, 1, 4, 4, 1)])
def test_a_global_mean_needs_the_channels_named(shape):
    with pytest.raises(ValueError) as raised:
        global_average_pool(np.zeros(shape))
    assert str(raised.value).endswith("which is not allowed: give ([batch,] height, width, channels).")


@pytest.mark.parametrize("pool", [max_pool, average_pool, global_average_pool])
@pytest.mark.parametrize("shape", [(10, 28, 28), (1, 4, 4)])
def test_a_grey_batch_is_no_map_with_channels(pool, shape):
    with pytest.raises(ValueError, match=r"looks like a batch of grey images: give feature_map\[..., np.newaxis\]"):
        pool(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_the_axes_are_said_by_one_more(pool):
    maps = np.random.default_rng(0).random((6, 4, 4))
    as_batch, as_map = pool(maps[..., np.newaxis]), pool(maps[np.newaxis])
    assert (as_batch.shape, as_map.shape) == ((6, 2, 2, 1), (1, 3, 2, 4))
    np.testing.assert_array_equal(as_batch[2, ..., 0], pool(maps[2]))
    np.testing.assert_array_equal(as_map[0, ..., 1], pool(maps[..., 1]))


@pytest.mark.parametrize("given", [None, "map", [["a"]], np.ones((4, 4), complex), np.ma.masked_equal(np.eye(4), 1)])
@pytest.mark.parametrize("pool", [max_pool, average_pool, global_average_pool])
def test_what_is_no_map_of_real_numbers(pool, given):
    with pytest.raises(ValueError, match=r"^feature_map "):
        pool(given)


def test_a_map_without_positions_has_no_mean():
    with pytest.raises(ValueError, match="feature_map has the shape 0 × 4 × 3, and a map without positions no mean"):
        global_average_pool(np.zeros((0, 4, 3)))
    assert global_average_pool(np.zeros((0, 4, 4, 3))).shape == (0, 3)


def test_half_precision_does_not_run_over():
    bright = np.full((1, 8, 8, 1), 60_000, np.float16)
    assert average_pool(bright, 4).max() == 60_000
    assert average_pool(bright, 4).dtype == np.float32
