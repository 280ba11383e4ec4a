"""Answers to the exercises of lesson 03."""

import functools
import itertools
import math
from fractions import Fraction

import numpy as np
from scipy import ndimage

from tests.support.trials import Trials

trials = Trials()

# four_maxima: of the map that the lesson shows

trials.right_values("four_maxima", (5, 4, 6, 7), [5, 4, 6, 7], np.array([5, 4, 6, 7]), (5.0, 4.0, 6.0, 7.0))
trials.right_values("four_maxima", np.array([[5, 4], [6, 7]]).ravel(), (np.int64(5), 2 * 2, Fraction(6), 7))
trials.wrong_values("four_maxima", (2.75, 1.75, 2, 6), np.array([2.75, 1.75, 2.0, 6.0]), named="means of the windows")
trials.wrong_values("four_maxima", (11, 7, 8, 24), named="sums of the windows")
trials.wrong_values("four_maxima", (1, 0, 0, 3), named="smallest numbers")
trials.wrong_values("four_maxima", (5, 6, 4, 7), named="columns first")
trials.wrong_values("four_maxima", (3, 5, 7, 7), named="maxima of the rows")
trials.wrong_values("four_maxima", (5, 6, 7, 7), named="maxima of the columns")
trials.wrong_values("four_maxima", (5, 3, 4, 6, 7, 7, 6, 7, 7), named="a window at every place")
trials.wrong_values("four_maxima", (1, 2, 0, 7), (2, 4, 0, 7), (7, 7, 7, 7), (7, 6, 5, 4), (4, 5, 6, 7), (5, 4, 6))
trials.wrong_values("four_maxima", 7, None, "5 4 6 7", {5, 4, 6, 7}, ((5, 4), (6, 7)), (5, 4, 6, 7, 7))

# after_three_pools: 30 × 30 × 32

trials.right_values("after_three_pools", (3, 3, 32), [3, 3, 32], np.array([3, 3, 32]), (30 // 8, 30 // 8, 2**5))
trials.right_values("after_three_pools", np.zeros((30, 30, 32))[:24:8, :24:8].shape, (3.0, 3.0, 32.0))
trials.wrong_values("after_three_pools", (4, 4, 32), (math.ceil(30 / 8),) * 2 + (32,), named="keeps what is left over")
trials.wrong_values("after_three_pools", (3.75, 3.75, 32), named="halves exactly")
trials.wrong_values("after_three_pools", (15, 15, 32), named="one pool alone")
trials.wrong_values("after_three_pools", (7, 7, 32), named="two pools alone")
trials.wrong_values("after_three_pools", (27, 27, 32), named="one row less each time")
trials.wrong_values("after_three_pools", (3, 3, 4), named="halves the channels too")
trials.wrong_values("after_three_pools", (3, 3), [3, 3], named="forgets the channels")
trials.wrong_values("after_three_pools", (5, 5, 32), named="one window of six")
trials.wrong_values("after_three_pools", (30, 30, 32), (8, 8, 32), (10, 10, 32), (24, 24, 32), (1, 1, 32), (32, 3, 3))
trials.wrong_values("after_three_pools", (3, 3, 1), (3, 3, 96), 288, None, (3, 32), "(3, 3, 32)")

# layer_that_changes: a word

trials.right_values("layer_that_changes", "dense layer", np.str_("dense layer"))
trials.wrong_values("layer_that_changes", "first convolution", named="the one before the pool")
trials.wrong_values("layer_that_changes", "second convolution", named="the one behind the pool")
trials.wrong_values("layer_that_changes", "none of them", named="pooling changes nothing")
trials.wrong_values("layer_that_changes", "Dense", "dense", "Flatten", "none", 2, ["dense layer"], says="among")

# first_pair_alike, pools_until_alike: one of a few numbers

trials.right_values("first_pair_alike", 7, 7.0, np.int64(7), 28 // 4, Fraction(7))
trials.wrong_values("first_pair_alike", 4, named="the smallest of the four")
trials.wrong_values("first_pair_alike", 14, 28 / 2, named="four numbers left")
trials.wrong_values("first_pair_alike", 28, named="a single number left")
trials.wrong_values("first_pair_alike", 49, 16, 1, 0, 2, 8, 6, -7, 7.5, (7, 7), [7], "7", "7 × 7", None)
trials.right_values("pools_until_alike", 2, 2.0, np.int64(2), 1 + 1, np.log2(4))
trials.wrong_values("pools_until_alike", 1, named="one pool")
trials.wrong_values("pools_until_alike", 3, named="one pool too many")
trials.wrong_values("pools_until_alike", 4, np.log2(16), named="down to one number")
trials.wrong_values("pools_until_alike", 0, named="the same as drawn")
trials.wrong_values("pools_until_alike", 5, 8, 16, -2, 2.5, (2,), "2", "two", None, float("inf"))

# places_that_stay: a dot in 16 places, to the right by one

trials.right_values("places_that_stay", 8, 8.0, 16 // 2, np.int64(8), sum([True, False] * 8))
trials.wrong_values("places_that_stay", 16, named="every place")
trials.wrong_values("places_that_stay", 0, named="no place")
trials.wrong_values("places_that_stay", 12, named="one large window")
trials.wrong_values("places_that_stay", 4, 16 / 4, named="one corner per window")
trials.wrong_values("places_that_stay", 2, 1, 7, 9, 6, 10, 14, -8, 0.5, 32, (8, 16), [8], "8", None)

# steps_to_repeat: three pools of two

trials.right_values("steps_to_repeat", 8, 8.0, 2**3, 2 * 2 * 2, np.int64(8), math.prod([2, 2, 2]))
trials.wrong_values("steps_to_repeat", 6, 2 + 2 + 2, named="adds the strides")
trials.wrong_values("steps_to_repeat", 2, named="the first grid")
trials.wrong_values("steps_to_repeat", 4, 2 * 2, named="two grids")
trials.wrong_values("steps_to_repeat", 3, named="as many as pools")
trials.wrong_values("steps_to_repeat", 16, 2**4, named="the second time")
trials.wrong_values("steps_to_repeat", 64, 4**3, named="counts pixels of windows")
trials.wrong_values("steps_to_repeat", 1, 0, 5, 7, 9, 12, 24, 32, 48, -8, 8.5, (8,), [8], "8", None)

# shifts_forgiven: of one to five, behind a stride of two

trials.right_values("shifts_forgiven", (2, 4), [2, 4], np.array([2, 4]), tuple(range(2, 6, 2)), (2.0, np.int64(4)))
trials.wrong_values("shifts_forgiven", (1, 2, 3, 4, 5), list(range(1, 6)), named="every shift")
trials.wrong_values("shifts_forgiven", (1, 2), [1, 2], named="up to the stride")
trials.wrong_values("shifts_forgiven", (1, 3, 5), np.arange(1, 6, 2), named="odd shifts")
trials.wrong_values("shifts_forgiven", (4,), [4], named="every fourth shift")
trials.wrong_values("shifts_forgiven", (0, 2, 4), (4, 2), (2,), (1, 5), (3,), (2, 4, 6), (2, 3, 4, 5), 2, None, "2, 4")
trials.wrong_values("shifts_forgiven", (), [], {2, 4}, (2, 4, 5), (-4, -2), {2: 4})

# pooled_shape: windows of 3 × 3 over 17 × 10 × 48

trials.right_values(
    "pooled_shape",
    (5, 3, 48),
    [5, 3, 48],
    np.array([5, 3, 48]),
    (5.0, 3.0, 48.0),
    np.zeros((17, 10, 48))[:15:3, :9:3].shape,
    (*divmod(17, 3)[:1], 10 // 3, 48),
    (math.floor(17 / 3), int(10 / 3), 6 * 8),
)
trials.wrong_values("pooled_shape", (6, 4, 48), (math.ceil(17 / 3), math.ceil(10 / 3), 48), named="keeps the leftover")
trials.wrong_values("pooled_shape", (17 // 3 + 1, 10 // 3 + 1, 48), named="keeps the leftover")
trials.wrong_values("pooled_shape", (round(17 / 3), round(10 / 3), 48), named="rounds to the nearest")
trials.wrong_values("pooled_shape", (17 / 3, 10 / 3, 48), (5.66667, 3.33333, 48), named="counts parts of windows")
trials.wrong_values("pooled_shape", (15, 8, 48), named="overlapping windows")
trials.wrong_values("pooled_shape", (15 // 3, 8 // 3, 48), named="convolves before it pools")
trials.wrong_values("pooled_shape", (14, 7, 48), named="subtracts the window")
trials.wrong_values("pooled_shape", (14 // 3, 7 // 3, 48), named="forgets the first window")
trials.wrong_values("pooled_shape", (8, 5, 48), named="halves the map")
trials.wrong_values("pooled_shape", (1, 1, 48), named="divides by the whole window")
trials.wrong_values("pooled_shape", (5, 10, 48), named="pools the height alone")
trials.wrong_values("pooled_shape", (5, 3, 16), named="pools the channels as well")
trials.wrong_values("pooled_shape", (5, 3, 1), named="melts the channels")
trials.wrong_values("pooled_shape", (5, 3), [5, 3], named="leaves out the channels")
trials.wrong_values("pooled_shape", (3, 5, 48), named="width before height")
trials.wrong_values("pooled_shape", (48, 5, 3), named="channels before the sides")
trials.wrong_values("pooled_shape", 720, 5 * 3 * 48, named="counts the numbers")
trials.wrong_values(
    "pooled_shape", (7, 5, 48), (17, 3, 48), (2, 1, 48), (5, 48, 3), (48, 3, 5), (17, 10, 48), (3, 3, 48)
)
trials.wrong_values("pooled_shape", (5, 3, 144), (5, 3, 45), (17, 10, 16), (5, 3, 432), (5, 3, None), (-5, -3, 48))
trials.wrong_values("pooled_shape", (None, 5, 3, 48), (1, 5, 3, 48), (5,), 15, 48, "(5, 3, 48)", says="3 values")
trials.wrong_values("pooled_shape", None, says="`None`")
trials.wrong_values("pooled_shape", (5, 3, ...), says="`...`")

# weights_saved: 10 maps of 9 × 9, 6 units

trials.right_values(
    "weights_saved", 3900, 3900.0, np.int64(3900), (81 - 16) * 60, 4966 - 1066, Fraction(3900), np.array([3900])[0]
)
trials.wrong_values("weights_saved", 4 * 4 * 10 * 6 + 6, named="counts what is left")
trials.wrong_values("weights_saved", 960, named="weights that are left")
trials.wrong_values("weights_saved", 4866, named="counts the layer before")
trials.wrong_values("weights_saved", 4860, named="weights before")
trials.wrong_values("weights_saved", 1066, named="the whole network after")
trials.wrong_values("weights_saved", 4966, named="the whole network before")
trials.wrong_values("weights_saved", -3900, -3900.0, named="takes before from after")
trials.wrong_values("weights_saved", 3975, named="shrinks the convolution")
trials.wrong_values("weights_saved", 75, named="shrinks the convolution alone")
trials.wrong_values("weights_saved", 3860, named="gives the pool weights")
trials.wrong_values("weights_saved", 3850, named="gives the pool weights and biases")
trials.wrong_values("weights_saved", 0, 0.0, named="nothing is saved")
trials.wrong_values("weights_saved", 2700, (9 * 9 - 9 * 4) * 60, named="halves one side")
trials.wrong_values("weights_saved", (81 - 25) * 60, named="keeps the leftover of the maps")
trials.wrong_values("weights_saved", 4380, named="halves the depth too")
trials.wrong_values("weights_saved", 390, 65 * 6, named="one map only")
trials.wrong_values("weights_saved", 650, 65 * 10, named="numbers and not weights")
trials.wrong_values("weights_saved", 3906, 3901 + 5, named="saves the biases too")
trials.wrong_values("weights_saved", 17 * 60, named="pools at stride one")
trials.wrong_values("weights_saved", 40 * 60, named="convolves once more")
trials.wrong_values("weights_saved", 3894, 65, 60, 100, 4860 / 4, 4860 * 3 / 4, 3896, 3895, 3899, 3901, 0.8, 81 / 16)
trials.wrong_values("weights_saved", (81 - 81 / 2) * 60, (81 - 1) * 60, (81 - 49) * 60, (81 - 4) * 60, 39000, 1e6)
trials.wrong_values("weights_saved", (3, 900), says="if it is 3,900, leave commas out")
trials.wrong_values("weights_saved", "3900", "3,900", says="text")
trials.wrong_values("weights_saved", [3900], {"saved": 3900}, says="one number")
trials.wrong_values("weights_saved", None, says="`None`")

# pictures_alike: two windows of 2 × 3

trials.right_values(
    "pictures_alike",
    3969,
    63**2,
    63.0 * 63,
    np.uint16(3969),
    4096 - 127,
    sum(range(63)) * 2 + 63,
    math.comb(63, 1) ** 2,
)
trials.wrong_values("pictures_alike", 1, True, named="keeps the pictures apart")
trials.wrong_values("pictures_alike", 1024, 32**2, named="shares evenly")
trials.wrong_values("pictures_alike", 63, named="one window only")
trials.wrong_values("pictures_alike", 126, named="adds the windows")
trials.wrong_values("pictures_alike", 63 * 64, 4096 - 64, named="looks at one window only")
trials.wrong_values("pictures_alike", 4096 - 128, named="takes the black strip away twice")
trials.wrong_values("pictures_alike", 63 * 64 // 2, named="pairs without an order")
trials.wrong_values("pictures_alike", 36, named="one white pixel each")
trials.wrong_values("pictures_alike", 4095, named="white anywhere in the strip")
trials.wrong_values("pictures_alike", 42**2, named="mean of a half or more")
trials.wrong_values("pictures_alike", 22**2, named="majority of the window")
trials.wrong_values("pictures_alike", 4096, 64**2, named="all of the pictures")
trials.wrong_values("pictures_alike", 0, named="none of the pictures")
trials.wrong_values(
    "pictures_alike", 64, 128, 12, 6, 2, 4, 225, 15**3, 62**2, 3968.5, 3970, 63 / 64, -3969, 127, 32, 62
)
trials.wrong_values("pictures_alike", "3969", says="text")
trials.wrong_values("pictures_alike", (3, 969), says="if it is 3,969, leave commas out")
trials.wrong_values("pictures_alike", [1, 1], {1}, says="one number")
trials.wrong_values("pictures_alike", None, says="`None`")

# maxima


@trials.right("maxima")
def window_by_window(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    pooled = np.empty((height // pool_size, width // pool_size, depth))
    for i, j, k in np.ndindex(pooled.shape):
        pooled[i, j, k] = feature_maps[
            i * pool_size : (i + 1) * pool_size, j * pool_size : (j + 1) * pool_size, k
        ].max()
    return pooled


@trials.right("maxima")
def four_loops(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    pooled = np.full((height // pool_size, width // pool_size, depth), -np.inf)
    for i, j in itertools.product(range(height // pool_size * pool_size), range(width // pool_size * pool_size)):
        for k in range(depth):
            at = i // pool_size, j // pool_size, k
            if feature_maps[i, j, k] > pooled[at]:
                pooled[at] = feature_maps[i, j, k]
    return pooled


@trials.right("maxima")
def every_pth_of_the_sliding_windows(feature_maps, pool_size):
    windows = np.lib.stride_tricks.sliding_window_view(feature_maps, (pool_size, pool_size), axis=(0, 1))
    return windows[::pool_size, ::pool_size].max(axis=(-2, -1))


@trials.right("maxima")
def cut_and_reshaped(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    height, width = height - height % pool_size, width - width % pool_size
    blocks = feature_maps[:height, :width].reshape(height // pool_size, pool_size, -1, pool_size, depth)
    return np.max(np.max(blocks, axis=3), axis=1)


@trials.right("maxima")
def nested_lists(feature_maps, pool_size):
    tops, lefts = (range(0, n - pool_size + 1, pool_size) for n in feature_maps.shape[:2])
    return [
        [feature_maps[top : top + pool_size, left : left + pool_size].max(axis=(0, 1)) for left in lefts]
        for top in tops
    ]


@trials.right("maxima")
def lists_of_plain_numbers(feature_maps, pool_size):
    values, p = feature_maps.tolist(), pool_size
    rows, columns, depth = len(values) // p, len(values[0]) // p, len(values[0][0])
    return [
        [
            [max(values[p * i + a][p * j + b][k] for a in range(p) for b in range(p)) for k in range(depth)]
            for j in range(columns)
        ]
        for i in range(rows)
    ]


@trials.right("maxima")
def by_reduceat(feature_maps, pool_size):
    height, width = (n // pool_size * pool_size for n in feature_maps.shape[:2])
    whole = feature_maps[:height, :width]
    rows = np.maximum.reduceat(whole, range(0, height, pool_size), axis=0)
    return np.maximum.reduceat(rows, range(0, width, pool_size), axis=1)


@trials.right("maxima")
def by_the_courses_pool(feature_maps, pool_size):
    from course_utils.pooling import max_pool

    return max_pool(feature_maps, pool_size)


@trials.right("maxima")
def by_keras(feature_maps, pool_size):
    from course_utils.quiet import keras

    return keras.layers.MaxPooling2D(pool_size)(feature_maps[np.newaxis])[0]


@trials.right("maxima")
def by_keras_ops(feature_maps, pool_size):
    from course_utils.quiet import keras

    return keras.ops.max_pool(keras.ops.convert_to_tensor(feature_maps[None], "float32"), pool_size)[0]


@trials.right("maxima")
def by_ndimage(feature_maps, pool_size):
    filtered = ndimage.maximum_filter(feature_maps, (pool_size, pool_size, 1), origin=(-(pool_size // 2),) * 2 + (0,))
    height, width = (n // pool_size * pool_size for n in feature_maps.shape[:2])
    return filtered[:height:pool_size, :width:pool_size]


@trials.right("maxima")
def channel_by_channel(feature_maps, pool_size):
    def of_one(feature_map):
        rows, columns = (n // pool_size for n in feature_map.shape)
        cut = feature_map[: rows * pool_size, : columns * pool_size]
        strips = np.concatenate(np.split(cut, columns, axis=1)).reshape(columns, rows, -1)
        return strips.max(axis=-1).T

    return np.dstack([of_one(feature_map) for feature_map in np.moveaxis(feature_maps, -1, 0)])


@trials.right("maxima")
def sorted_and_the_last(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    rows, columns = height // pool_size, width // pool_size
    cut = feature_maps[: rows * pool_size, : columns * pool_size].reshape(rows, pool_size, columns, pool_size, depth)
    return np.sort(cut.transpose(0, 2, 4, 1, 3).reshape(rows, columns, depth, -1))[..., -1].astype(np.float32)


@trials.right("maxima")
def minus_the_minimum(feature_maps, pool_size):
    return -np.array(nested_lists(feature_maps * 1, pool_size)) * -1


def _pooled(feature_maps, pool_size, function):
    rows, columns = feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size
    pooled = np.zeros((rows, columns, feature_maps.shape[2]))
    for i, j in np.ndindex(rows, columns):
        window = feature_maps[pool_size * i : pool_size * (i + 1), pool_size * j : pool_size * (j + 1)]
        pooled[i, j] = function(window)
    return pooled


trials.right("maxima")(functools.partial(_pooled, function=lambda window: window.max(axis=0).max(axis=0)))
trials.wrong("maxima", "mean of each window")(functools.partial(_pooled, function=lambda one: one.mean(axis=(0, 1))))
trials.wrong("maxima", "smallest of each window")(functools.partial(_pooled, function=lambda one: one.min(axis=(0, 1))))
trials.wrong("maxima", "sum of each window")(functools.partial(_pooled, function=lambda one: one.sum(axis=(0, 1))))
trials.wrong("maxima", "one maximum for all channels")(functools.partial(_pooled, function=np.max))
trials.wrong("maxima", "takes the upper left value")(functools.partial(_pooled, function=lambda one: one[0, 0]))
trials.wrong("maxima")(functools.partial(_pooled, function=lambda one: one[-1, -1]))
trials.wrong("maxima")(functools.partial(_pooled, function=lambda one: np.median(one, axis=(0, 1))))
trials.wrong("maxima")(functools.partial(_pooled, function=lambda one: np.ptp(one, axis=(0, 1))))
trials.wrong("maxima")(functools.partial(_pooled, function=lambda one: one.reshape(-1, one.shape[-1]).argmax(axis=0)))
trials.wrong("maxima", "ignores the sign")(
    functools.partial(_pooled, function=lambda one: np.abs(one).max(axis=(0, 1)))
)


@trials.wrong("maxima", "starts from zero")
def zeros_that_are_beaten(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    pooled = np.zeros((height // pool_size, width // pool_size, depth))
    for i, j, k in np.ndindex(pooled.shape):
        for a, b in np.ndindex(pool_size, pool_size):
            pooled[i, j, k] = max(pooled[i, j, k], feature_maps[i * pool_size + a, j * pool_size + b, k])
    return pooled


@trials.wrong("maxima", "windows one pixel apart")
def as_in_a_convolution(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    pooled = np.zeros((height // pool_size, width // pool_size, depth))
    for i in range(height // pool_size):
        for j in range(width // pool_size):
            pooled[i, j] = feature_maps[i : i + pool_size, j : j + pool_size].max(axis=(0, 1))
    return pooled


@trials.wrong("maxima", "windows at stride one")
def at_every_pixel(feature_maps, pool_size):
    tops, lefts = (range(n - pool_size + 1) for n in feature_maps.shape[:2])
    windows = [[feature_maps[i : i + pool_size, j : j + pool_size] for j in lefts] for i in tops]
    return np.array([[window.max(axis=(0, 1)) for window in row] for row in windows])


@trials.wrong("maxima", "cuts windows out of a line")
def reshaped_into_windows(feature_maps, pool_size):
    rows, columns = (n // pool_size for n in feature_maps.shape[:2])
    cut = feature_maps[: rows * pool_size, : columns * pool_size]
    return cut.reshape(rows, columns, pool_size, pool_size, -1).max(axis=(2, 3))


@trials.wrong("maxima", says="later case it stops")
def reshaped_into_windows_uncut(feature_maps, pool_size):
    rows, columns = (n // pool_size for n in feature_maps.shape[:2])
    return feature_maps.reshape(rows, columns, pool_size, pool_size, -1).max(axis=(2, 3))


@trials.wrong("maxima", "mixes distant places")
def the_window_axis_first(feature_maps, pool_size):
    rows, columns = (n // pool_size for n in feature_maps.shape[:2])
    cut = feature_maps[: rows * pool_size, : columns * pool_size]
    return cut.reshape(pool_size, rows, pool_size, columns, -1).max(axis=(0, 2))


@trials.wrong("maxima", "does not drop the leftover")
def reshaped_without_cutting(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    blocks = feature_maps.reshape(height // pool_size, pool_size, width // pool_size, pool_size, depth)
    return blocks.max(axis=(1, 3))


@trials.wrong("maxima", says="later case it stops")
def split_into_equal_parts(feature_maps, pool_size):
    rows = np.split(feature_maps, len(feature_maps) // pool_size)
    columns = feature_maps.shape[1] // pool_size
    return np.array([[part.max(axis=(0, 1)) for part in np.split(row, columns, axis=1)] for row in rows])


@trials.wrong("maxima", "takes every pth value")
def a_stride_alone(feature_maps, pool_size):
    return feature_maps[::pool_size, ::pool_size, :]


@trials.wrong("maxima", "pools the leftover")
def a_range_to_the_end(feature_maps, pool_size):
    tops, lefts = (range(0, n, pool_size) for n in feature_maps.shape[:2])
    return np.array(
        [[feature_maps[i : i + pool_size, j : j + pool_size].max(axis=(0, 1)) for j in lefts] for i in tops]
    )


@trials.wrong("maxima", "loses windows at the border")
def a_range_that_ends_too_early(feature_maps, pool_size):
    height, width = feature_maps.shape[:2]
    pooled = [
        [
            feature_maps[i : i + pool_size, j : j + pool_size].max(axis=(0, 1))
            for j in range(0, width - pool_size, pool_size)
        ]
        for i in range(0, height - pool_size, pool_size)
    ]
    return np.array(pooled)


@trials.wrong("maxima", "leaves out the last windows")
def rows_and_columns_less_one(feature_maps, pool_size):
    rows, columns = feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size
    return np.array(window_by_window(feature_maps, pool_size))[: rows - 1, : columns - 1]


@trials.wrong("maxima", "windows one too small")
def slices_without_the_last(feature_maps, pool_size):
    pooled = np.zeros((feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size, feature_maps.shape[2]))
    for i, j in np.ndindex(pooled.shape[:2]):
        top, left = i * pool_size, j * pool_size
        pooled[i, j] = feature_maps[top : top + pool_size - 1, left : left + pool_size - 1].max(axis=(0, 1))
    return pooled


@trials.wrong("maxima", "windows one too large")
def slices_with_one_more(feature_maps, pool_size):
    pooled = np.zeros((feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size, feature_maps.shape[2]))
    for i, j in np.ndindex(pooled.shape[:2]):
        top, left = i * pool_size, j * pool_size
        pooled[i, j] = feature_maps[top : top + pool_size + 1, left : left + pool_size + 1].max(axis=(0, 1))
    return pooled


@trials.wrong("maxima", "always windows of two")
def as_in_the_example(feature_maps, pool_size):
    return window_by_window(feature_maps, 2)


@trials.wrong("maxima", "condenses rows only")
def rows_alone(feature_maps, pool_size):
    tops = range(0, len(feature_maps) - pool_size + 1, pool_size)
    return np.array([feature_maps[top : top + pool_size].max(axis=0) for top in tops])


@trials.wrong("maxima", "one maximum for the map")
def global_pooling(feature_maps, pool_size):
    return feature_maps.max(axis=(0, 1))


@trials.wrong("maxima", "pools across the channels")
def over_all_three_axes(feature_maps, pool_size):
    return window_by_window(feature_maps, pool_size).max(axis=-1, keepdims=True)


@trials.wrong("maxima", "pools across the channels")
def over_all_three_axes_without_the_depth(feature_maps, pool_size):
    return window_by_window(feature_maps, pool_size).max(axis=-1)


@trials.wrong("maxima", "whole numbers only")
def into_integers(feature_maps, pool_size):
    right = window_by_window(feature_maps, pool_size)
    pooled = np.zeros(right.shape, dtype=np.int64)
    pooled[...] = right
    return pooled


@trials.wrong("maxima", "drops the leftover at the start")
def counted_from_the_end(feature_maps, pool_size):
    return window_by_window(feature_maps[::-1, ::-1], pool_size)[::-1, ::-1]


@trials.wrong("maxima")
def one_index_for_both(feature_maps, pool_size):
    pooled = np.zeros((feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size, feature_maps.shape[2]))
    for i, j in np.ndindex(pooled.shape[:2]):
        window = feature_maps[i * pool_size : (i + 1) * pool_size, i * pool_size : (i + 1) * pool_size]
        pooled[i, j] = window.max(axis=(0, 1)) if window.size else 0
    return pooled


@trials.wrong("maxima")
def transposed(feature_maps, pool_size):
    return window_by_window(feature_maps, pool_size).transpose(1, 0, 2)


@trials.wrong("maxima")
def channels_first(feature_maps, pool_size):
    return window_by_window(feature_maps, pool_size).transpose(2, 0, 1)


@trials.wrong("maxima", says="only axes of length 1 differ")
def axes_kept(feature_maps, pool_size):
    rows, columns = (n // pool_size for n in feature_maps.shape[:2])
    cut = feature_maps[: rows * pool_size, : columns * pool_size]
    return cut.reshape(rows, pool_size, columns, pool_size, -1).max(axis=(1, 3), keepdims=True)


@trials.wrong("maxima")
def only_the_first_window(feature_maps, pool_size):
    pooled = np.zeros((feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size, feature_maps.shape[2]))
    for i, j in np.ndindex(pooled.shape[:2]):
        pooled[i, j] = feature_maps[i : i + pool_size, j : j + pool_size].max(axis=(0, 1))
        break
    return pooled


@trials.wrong("maxima")
def blown_up_again(feature_maps, pool_size):
    return window_by_window(feature_maps, pool_size).repeat(pool_size, axis=0).repeat(pool_size, axis=1)


@trials.wrong("maxima", says="`None`")
def nothing_returned(feature_maps, pool_size):
    window_by_window(feature_maps, pool_size)


@trials.wrong("maxima", "changes its input")
def sorts_the_maps(feature_maps, pool_size):
    pooled = window_by_window(feature_maps, pool_size)
    feature_maps.sort(axis=0)
    return pooled


@trials.wrong("maxima", says="`...`")
def unfinished(feature_maps, pool_size):
    rows, columns = (n // pool_size for n in feature_maps.shape[:2])
    pooled = np.zeros((rows, columns, feature_maps.shape[2]))
    pooled = ...
    return pooled


@trials.raises("maxima", says="TypeError")
def a_slash_too_few(feature_maps, pool_size):
    return np.zeros((feature_maps.shape[0] / pool_size, feature_maps.shape[1] / pool_size, feature_maps.shape[2]))


@trials.raises("maxima", says="IndexError")
def indexed_by_a_float(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    pooled = np.zeros((height // pool_size, width // pool_size, depth))
    pooled[0, 0] = feature_maps[height / 2, width / 2]
    return pooled


@trials.raises("maxima", says="ValueError")
def two_names_for_three(feature_maps, pool_size):
    height, width = feature_maps.shape
    return np.zeros((height // pool_size, width // pool_size))


@trials.wrong("maxima", says="yours takes")
def a_default_and_no_size(feature_maps):
    return window_by_window(feature_maps, 2)


# changed_numbers


def _pool(feature_map, pool_size):
    return window_by_window(feature_map[..., np.newaxis], pool_size)[..., 0]


def _moved(feature_map, shift_by):
    moved = np.zeros(feature_map.shape)
    moved[:, shift_by:] = feature_map[:, :-shift_by]
    return moved


@trials.right("changed_numbers")
def with_the_lessons_pool(feature_map, pool_size, shift_by):
    from course_utils.pooling import max_pool

    moved = np.pad(feature_map, ((0, 0), (shift_by, 0)))[:, :-shift_by]
    return np.sum(max_pool(feature_map, pool_size) != max_pool(moved, pool_size))


@trials.right("changed_numbers")
def with_the_lessons_shift(feature_map, pool_size, shift_by):
    from course_utils.invariance import shift
    from course_utils.pooling import max_pool

    moved = shift(feature_map[np.newaxis, ..., np.newaxis], shift_by)[0, ..., 0]
    return int(np.count_nonzero(max_pool(feature_map, pool_size) - max_pool(moved, pool_size)))


@trials.right("changed_numbers")
def with_ndimages_shift(feature_map, pool_size, shift_by):
    moved = ndimage.shift(feature_map, (0, shift_by), order=0)
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.right("changed_numbers")
def rolled_and_blackened(feature_map, pool_size, shift_by):
    moved = np.roll(feature_map, shift_by, axis=1)
    moved[:, :shift_by] = 0
    return (_pool(moved, pool_size) != _pool(feature_map, pool_size)).sum()


@trials.right("changed_numbers")
def stacked_with_zeros(feature_map, pool_size, shift_by):
    zeros = np.zeros((len(feature_map), shift_by))
    moved = np.hstack([zeros, feature_map])[:, : feature_map.shape[1]]
    return sum(a != b for a, b in zip(_pool(feature_map, pool_size).flat, _pool(moved, pool_size).flat, strict=True))


@trials.right("changed_numbers")
def row_by_row_in_lists(feature_map, pool_size, shift_by):
    moved = [[0.0] * shift_by + row[:-shift_by] for row in feature_map.tolist()]
    changes = 0
    for i, j in np.ndindex(len(moved) // pool_size, len(moved[0]) // pool_size):
        places = [(i * pool_size + a, j * pool_size + b) for a, b in np.ndindex(pool_size, pool_size)]
        changes += max(feature_map[place] for place in places) != max(moved[a][b] for a, b in places)
    return changes


@trials.right("changed_numbers")
def by_a_matrix(feature_map, pool_size, shift_by):
    moved = feature_map @ np.eye(feature_map.shape[1], k=shift_by)
    return (
        np.size(_pool(feature_map, pool_size))
        - np.isclose(_pool(feature_map, pool_size), _pool(moved, pool_size)).sum()
    )


@trials.right("changed_numbers")
def by_keras_for_both(feature_map, pool_size, shift_by):
    from course_utils.quiet import keras

    both = np.stack([feature_map, _moved(feature_map, shift_by)])[..., np.newaxis]
    pooled = np.asarray(keras.layers.MaxPooling2D(pool_size)(both))
    return int((pooled[0] != pooled[1]).sum())


@trials.right("changed_numbers")
def the_one_less_the_other(feature_map, pool_size, shift_by):
    return float((np.abs(_pool(feature_map, pool_size) - _pool(_moved(feature_map, shift_by), pool_size)) > 1e-9).sum())


@trials.right("changed_numbers")
def column_by_column_from_the_right(feature_map, pool_size, shift_by):
    moved = feature_map.copy()
    for column in reversed(range(moved.shape[1])):
        moved[:, column] = moved[:, column - shift_by] if column >= shift_by else 0
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "changes its input")
def two_names_for_one_map(feature_map, pool_size, shift_by):
    moved = feature_map
    moved[:, shift_by:] = moved[:, :-shift_by].copy()
    moved[:, :shift_by] = 0
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "changes its input")
def pooled_before_it_is_overwritten(feature_map, pool_size, shift_by):
    before = _pool(feature_map, pool_size)
    feature_map[:] = _moved(feature_map, shift_by)
    return (before != _pool(feature_map, pool_size)).sum()


@trials.wrong("changed_numbers", "says that nothing changes")
def nothing_changes(feature_map, pool_size, shift_by):
    return 0


@trials.wrong("changed_numbers", "says that nothing changes")
def compares_the_map_with_itself(feature_map, pool_size, shift_by):
    moved = feature_map
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "forgives all within the window size")
def forgiven_below_the_pool_size(feature_map, pool_size, shift_by):
    if shift_by < pool_size:
        return 0
    return (_pool(feature_map, pool_size) != _pool(_moved(feature_map, shift_by), pool_size)).sum()


@trials.wrong("changed_numbers", "wraps around")
def rolled(feature_map, pool_size, shift_by):
    moved = np.roll(feature_map, shift_by, axis=1)
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "moves left")
def to_the_left(feature_map, pool_size, shift_by):
    moved = np.zeros_like(feature_map)
    moved[:, :-shift_by] = feature_map[:, shift_by:]
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "moves down")
def downwards(feature_map, pool_size, shift_by):
    moved = np.zeros_like(feature_map)
    moved[shift_by:] = feature_map[:-shift_by]
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "repeats the border")
def by_the_edge(feature_map, pool_size, shift_by):
    moved = np.pad(feature_map, ((0, 0), (shift_by, 0)), mode="edge")[:, :-shift_by]
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "leaves the old columns")
def a_copy_with_old_columns(feature_map, pool_size, shift_by):
    moved = feature_map.copy()
    moved[:, shift_by:] = feature_map[:, :-shift_by]
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "keeps what leaves")
def wider_than_before(feature_map, pool_size, shift_by):
    moved = np.concatenate([np.zeros((feature_map.shape[0], shift_by)), feature_map], axis=1)
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers", "moves by one only")
def by_one_column(feature_map, pool_size, shift_by):
    return (_pool(feature_map, pool_size) != _pool(_moved(feature_map, 1), pool_size)).sum()


@trials.wrong("changed_numbers", "moves the pooled map")
def pooled_and_then_moved(feature_map, pool_size, shift_by):
    before = _pool(feature_map, pool_size)
    after = np.zeros_like(before)
    if shift_by < before.shape[1]:
        after[:, shift_by:] = before[:, :-shift_by]
    return (before != after).sum()


@trials.wrong("changed_numbers", "compares without pooling")
def before_the_pool(feature_map, pool_size, shift_by):
    return (feature_map != _moved(feature_map, shift_by)).sum()


@trials.wrong("changed_numbers", "compares the means")
def with_average_pools(feature_map, pool_size, shift_by):
    from course_utils.pooling import average_pool

    return (average_pool(feature_map, pool_size) != average_pool(_moved(feature_map, shift_by), pool_size)).sum()


@trials.wrong("changed_numbers", "pools with overlap")
def with_strides_of_one(feature_map, pool_size, shift_by):
    from course_utils.pooling import max_pool

    before, after = (max_pool(one, pool_size, strides=1) for one in (feature_map, _moved(feature_map, shift_by)))
    return (before != after).sum()


@trials.wrong("changed_numbers", "compares the leftover too")
def with_same(feature_map, pool_size, shift_by):
    def with_ends(one):
        tops, lefts = (range(0, size, pool_size) for size in one.shape)
        return np.array([[one[i : i + pool_size, j : j + pool_size].max() for j in lefts] for i in tops])

    return (with_ends(feature_map) != with_ends(_moved(feature_map, shift_by))).sum()


@trials.wrong("changed_numbers", "counts the unchanged")
def equal_ones(feature_map, pool_size, shift_by):
    return np.sum(_pool(feature_map, pool_size) == _pool(_moved(feature_map, shift_by), pool_size))


@trials.wrong("changed_numbers", "gives the comparison")
def no_sum(feature_map, pool_size, shift_by):
    return _pool(feature_map, pool_size) != _pool(_moved(feature_map, shift_by), pool_size)


@trials.wrong("changed_numbers", "gives the share")
def mean_for_sum(feature_map, pool_size, shift_by):
    return (_pool(feature_map, pool_size) != _pool(_moved(feature_map, shift_by), pool_size)).mean()


@trials.wrong("changed_numbers", "adds the differences")
def sum_of_differences(feature_map, pool_size, shift_by):
    return np.abs(_pool(feature_map, pool_size) - _pool(_moved(feature_map, shift_by), pool_size)).sum()


@trials.wrong("changed_numbers", "says yes or no")
def any_for_sum(feature_map, pool_size, shift_by):
    return (_pool(feature_map, pool_size) != _pool(_moved(feature_map, shift_by), pool_size)).any()


@trials.wrong("changed_numbers", "says yes or no")
def python_compares(feature_map, pool_size, shift_by):
    return not np.array_equal(_pool(feature_map, pool_size), _pool(_moved(feature_map, shift_by), pool_size))


@trials.wrong("changed_numbers")
def all_equal(feature_map, pool_size, shift_by):
    return np.array_equal(_pool(feature_map, pool_size), _pool(_moved(feature_map, shift_by), pool_size))


@trials.wrong("changed_numbers")
def signed_differences(feature_map, pool_size, shift_by):
    return (_pool(_moved(feature_map, shift_by), pool_size) - _pool(feature_map, pool_size)).sum()


@trials.wrong("changed_numbers")
def only_what_became_larger(feature_map, pool_size, shift_by):
    return (_pool(_moved(feature_map, shift_by), pool_size) > _pool(feature_map, pool_size)).sum()


@trials.wrong("changed_numbers")
def per_row(feature_map, pool_size, shift_by):
    return (_pool(feature_map, pool_size) != _pool(_moved(feature_map, shift_by), pool_size)).sum(axis=1)


@trials.wrong("changed_numbers")
def always_windows_of_two(feature_map, pool_size, shift_by):
    return (_pool(feature_map, 2) != _pool(_moved(feature_map, shift_by), 2)).sum()


@trials.wrong("changed_numbers")
def one_column_too_far(feature_map, pool_size, shift_by):
    moved = np.pad(feature_map, ((0, 0), (shift_by + 1, 0)))[:, : feature_map.shape[1]]
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers")
def how_many_there_are(feature_map, pool_size, shift_by):
    return _pool(feature_map, pool_size).size


@trials.wrong("changed_numbers")
def downwards_and_right(feature_map, pool_size, shift_by):
    moved = np.roll(_moved(feature_map, shift_by), 1, axis=0)
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.wrong("changed_numbers")
def the_shown_case(feature_map, pool_size, shift_by):
    return 1


@trials.wrong("changed_numbers", says="`None`")
def printed(feature_map, pool_size, shift_by):
    (_pool(feature_map, pool_size) != _pool(_moved(feature_map, shift_by), pool_size)).sum()


@trials.raises("changed_numbers", says="ValueError")
def a_slice_that_is_too_long(feature_map, pool_size, shift_by):
    moved = np.zeros_like(feature_map)
    moved[:, shift_by:] = feature_map
    return (_pool(feature_map, pool_size) != _pool(moved, pool_size)).sum()


@trials.raises("changed_numbers", says="NameError")
def the_pool_by_another_name(feature_map, pool_size, shift_by):
    return (maxpool(feature_map) != maxpool(_moved(feature_map, shift_by))).sum()  # noqa: F821


@trials.raises("changed_numbers", says="AttributeError")
def lists_have_no_sum(feature_map, pool_size, shift_by):
    before, after = _pool(feature_map, pool_size).tolist(), _pool(_moved(feature_map, shift_by), pool_size).tolist()
    return (before != after).sum()


# channel_means

trials.right("channel_means")(lambda batch: batch.mean((1, 2)))
trials.right("channel_means")(lambda batch: np.mean(np.mean(batch, axis=1), axis=1))
trials.right("channel_means")(lambda batch: np.average(batch, axis=(-3, -2)))


@trials.right("channel_means")
def by_einsum(batch):
    height, width = batch.shape[1:3]
    return np.einsum("nhwc->nc", batch) / (height * width)


@trials.right("channel_means")
def by_einsum_with_weights(batch):
    _, height, width, _ = batch.shape
    return np.einsum("nhwc,hw->nc", batch, np.full((height, width), 1 / (height * width)))


@trials.right("channel_means")
def the_given_one_mended(batch):
    count, height, width, channels = batch.shape
    each_map = batch.reshape(count, height * width, channels)
    return each_map.mean(axis=1)


@trials.right("channel_means")
def channels_brought_forward(batch):
    count, height, width, channels = batch.shape
    each_map = np.moveaxis(batch, -1, 1).reshape(count, channels, height * width)
    return each_map.mean(axis=-1)


@trials.right("channel_means")
def loops(batch):
    means = np.zeros((batch.shape[0], batch.shape[3]))
    for image in range(batch.shape[0]):
        for channel in range(batch.shape[3]):
            means[image, channel] = batch[image, :, :, channel].mean()
    return means


@trials.right("channel_means")
def lists_of_sums(batch):
    return [
        [math.fsum(image[..., channel].flat) / image[..., channel].size for channel in range(image.shape[-1])]
        for image in batch
    ]


@trials.right("channel_means")
def by_the_courses_pool_of_whole_maps(batch):
    from course_utils.pooling import global_average_pool

    return global_average_pool(batch)


@trials.right("channel_means")
def by_keras_layer(batch):
    from course_utils.quiet import keras

    return keras.layers.GlobalAveragePooling2D()(batch)


@trials.right("channel_means")
def by_keras_ops_mean(batch):
    from course_utils.quiet import keras

    return keras.ops.mean(batch, axis=(1, 2))


@trials.right("channel_means")
def in_exact_fractions(batch):
    def mean(numbers):
        return sum(map(Fraction, numbers)) / len(numbers)

    return np.array(
        [[mean(image[..., channel].ravel().tolist()) for channel in range(image.shape[-1])] for image in batch]
    )


@trials.right("channel_means")
def with_an_axis_kept(batch):
    return batch.mean(axis=(1, 2), keepdims=True)[:, 0, 0, :, np.newaxis]


@trials.wrong("channel_means", says="same numbers as when you got it")
def the_given_one_with_sums(batch):
    count, height, width, channels = batch.shape
    each_map = batch.reshape(count, channels, height * width)
    return each_map.sum(axis=2) / (height * width)


@trials.wrong("channel_means", says="same numbers as when you got it")
def the_given_one_renamed(batch):
    n, h, w, c = batch.shape
    return np.mean(np.reshape(batch, (n, c, h, w)), axis=(2, 3))


@trials.wrong("channel_means", "averages over the batch")
def over_all_but_the_last(batch):
    return batch.reshape(-1, batch.shape[-1]).mean(axis=0)


@trials.wrong("channel_means", "averages over the channels")
def one_for_an_image(batch):
    return np.array([image.mean() for image in batch])


@trials.wrong("channel_means", "takes the channels for second")
def as_in_other_libraries(batch):
    return batch.mean(axis=(2, 3))


@trials.wrong("channel_means", "takes the channels for second")
def the_last_two(batch):
    return batch.mean(axis=(-1, -2))


@trials.wrong("channel_means", "averages each position")
def the_wrong_axis_after_reshape(batch):
    count, height, width, channels = batch.shape
    return batch.reshape(count, height * width, channels).mean(axis=-1)


@trials.wrong("channel_means", "averages along the width")
def rows_only(batch):
    return batch.mean(axis=2)


@trials.wrong("channel_means", "averages along the height")
def columns_only(batch):
    return batch.mean(axis=1)


@trials.wrong("channel_means", "maximum of each map")
def maximum(batch):
    return batch.max(axis=1).max(axis=1)


@trials.wrong("channel_means", "sum of each map")
def einsum_alone(batch):
    return np.einsum("nhwc->nc", batch)


@trials.wrong("channel_means", "takes the maps for squares")
def height_squared(batch):
    return batch.sum(axis=(1, 2)) / (batch.shape[1] * batch.shape[1])


@trials.wrong("channel_means", "divides by the channels too")
def all_numbers_of_an_image(batch):
    height, width, channels = batch.shape[1:]
    return batch.sum(axis=(1, 2)) / (height * width * channels)


@trials.wrong("channel_means", "rounds the means down")
def whole_division(batch):
    height, width = batch.shape[1:3]
    return batch.sum(axis=(1, 2)) // (height * width)


@trials.wrong("channel_means", "keeps the two sides")
def sides_kept(batch):
    return batch.mean(axis=1, keepdims=True).mean(axis=2, keepdims=True)


@trials.wrong("channel_means", "channels before images")
def channel_after_channel(batch):
    return [batch[..., channel].mean(axis=(1, 2)) for channel in range(batch.shape[-1])]


@trials.wrong("channel_means", "first image only")
def one_image(batch):
    return batch[0].mean(axis=(0, 1))[np.newaxis]


@trials.wrong("channel_means", "channels in front of the images")
def transposed_too_far(batch):
    count, height, width, channels = batch.shape
    each_map = np.moveaxis(batch, -1, 0).reshape(count, channels, height * width)
    return each_map.mean(axis=-1)


@trials.wrong("channel_means")
def transposed_the_wrong_way(batch):
    count, height, width, channels = batch.shape
    return batch.T.reshape(count, channels, height * width).mean(axis=-1)


@trials.wrong("channel_means")
def medians(batch):
    return np.median(batch, axis=(1, 2))


@trials.wrong("channel_means")
def cut_off(batch):
    return batch.mean(axis=(1, 2)).astype(int)


@trials.wrong("channel_means")
def mean_of_the_extremes(batch):
    return (batch.max(axis=(1, 2)) + batch.min(axis=(1, 2))) / 2


@trials.wrong("channel_means")
def divided_by_one_side(batch):
    return batch.sum(axis=(1, 2)) / batch.shape[1]


@trials.wrong("channel_means")
def one_number(batch):
    return batch.mean()


@trials.wrong("channel_means")
def only_positive_values(batch):
    return np.maximum(batch, 0).mean(axis=(1, 2))


@trials.wrong("channel_means", says="`None`")
def no_return(batch):
    batch.mean(axis=(1, 2))


@trials.wrong("channel_means", "changes its input")
def centred_in_place(batch):
    means = batch.mean(axis=(1, 2))
    batch -= means[:, np.newaxis, np.newaxis]
    return means


@trials.raises("channel_means", says="AxisError")
def one_axis_too_many(batch):
    return batch.mean(axis=(1, 2)).mean(axis=2)


@trials.raises("channel_means", says="TypeError")
def a_list_of_axes(batch):
    return batch.mean(axis=[1, 2])
