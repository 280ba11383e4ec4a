"""Answers to the exercises of lesson 02."""

import functools
import itertools
import math
from fractions import Fraction

import numpy as np
from scipy import ndimage, signal

from tests.support.trials import Trials

trials = Trials()

# places_in_a_row: 6 pixels, a window 3 wide

trials.right_values("places_in_a_row", 4, 4.0, np.int64(4), np.array(4), 6 - 3 + 1, Fraction(8, 2), len(range(4)))
trials.wrong_values("places_in_a_row", 3, 6 - 3, 3.0, named="counts the moves")
trials.wrong_values("places_in_a_row", 2, 6 // 3, named="side by side")
trials.wrong_values("places_in_a_row", 6, np.float32(6), named="one at each pixel")
trials.wrong_values("places_in_a_row", 5, 6 - 3 + 2, named="one place too many")
trials.wrong_values("places_in_a_row", 1, 8, 18, 0, -4, 4.5, says="Go on, and compare")
trials.wrong_values("places_in_a_row", "4", says="text")
trials.wrong_values("places_in_a_row", [0, 1, 2, 3], (4,), says="one number")
trials.wrong_values("places_in_a_row", None, says="`None`")

# windows_with_each_knob: 6 pixels, a window 3 wide; at stride 2, and with one pixel of padding

trials.right_values(
    "windows_with_each_knob", (2, 6), [2, 6], (2.0, np.int8(6)), np.array([2, 6]), (3 // 2 + 1, 8 - 3 + 1)
)
trials.wrong_values("windows_with_each_knob", (3, 6), (6 // 2, 6), named="a third window that sticks out")
trials.wrong_values("windows_with_each_knob", (4, 6), named="as if at stride one")
trials.wrong_values("windows_with_each_knob", (1, 5), (3 // 2, 5), named="counts the jumps")
trials.wrong_values("windows_with_each_knob", (2, 5), [2, 7 - 3 + 1], named="padding on one side")
trials.wrong_values("windows_with_each_knob", (2, 4), named="padding makes no difference")
trials.wrong_values("windows_with_each_knob", (2, 8), named="counts the padded pixels")
trials.wrong_values("windows_with_each_knob", (2, 3), named="both knobs at once")
trials.wrong_values("windows_with_each_knob", (6, 2), named="padding first")
trials.wrong_values("windows_with_each_knob", (1, 6), (3, 5), (2.5, 6), (3, 8), (0, 0))
trials.wrong_values("windows_with_each_knob", 2, (2, 6, 4), (2,), ("2", "6"), (2, None))
trials.wrong_values("windows_with_each_knob", (2, ...), says="`...`")

# windows_and_unread: 10 pixels, a kernel 3 wide, stride 2

trials.right_values("windows_and_unread", (4, 9), [4, 9], (4.0, 9), np.array([4, 9]), (7 // 2 + 1, 10 - 1))
trials.wrong_values("windows_and_unread", (4, 10), named="counts pixels from one")
trials.wrong_values("windows_and_unread", (5, 9), (10 // 2, 9), named="a fifth window")
trials.wrong_values("windows_and_unread", (4, 8), named="the last pixel that is read")
trials.wrong_values("windows_and_unread", (4, 1), [4, 1.0], named="how many are left")
trials.wrong_values("windows_and_unread", (9, 4), (3, 9), (8, 9), (3.5, 9), (4.5, 9), (4, 0), (5, 10), (3, 8))
trials.wrong_values("windows_and_unread", 4, (4, [9]), (4, 9, 0), ("4", "9"), (4, None))

# unread_in_the_image: 10 × 10 pixels, a kernel 3 wide, stride 2

trials.right_values("unread_in_the_image", 19, 19.0, np.int16(19), 10 + 9, 100 - 81, 2 * 10 - 1, Fraction(38, 2))
trials.wrong_values("unread_in_the_image", 1, np.int64(1), named="one pixel as in the row")
trials.wrong_values("unread_in_the_image", 10, named="one direction only")
trials.wrong_values("unread_in_the_image", 20, 10 + 10, named="the corner twice")
trials.wrong_values("unread_in_the_image", 18, 9 + 9, named="without the corner")
trials.wrong_values("unread_in_the_image", 81, 9**2, named="the pixels read")
trials.wrong_values("unread_in_the_image", 0, 2, 16, 84, 36, 64, 100, -19, 0.19, says="Go on, and compare")
trials.wrong_values("unread_in_the_image", "19", says="text")
trials.wrong_values("unread_in_the_image", [9, 10], (10, 10), says="one number")

# corner_and_middle: 6 × 6 pixels, a 3 × 3 kernel

trials.right_values("corner_and_middle", (1, 9), [1, 9], (1.0, 9.0), np.array([1, 9]), (1, 3 * 3), (1**2, 3**2))
trials.wrong_values("corner_and_middle", (1, 3), named="one direction")
trials.wrong_values("corner_and_middle", (2, 6), (1 + 1, 3 + 3), named="adds the directions")
trials.wrong_values("corner_and_middle", (1, 1), named="each pixel once")
trials.wrong_values("corner_and_middle", (4, 9), named="pads unasked")
trials.wrong_values("corner_and_middle", (1, 16), (1, 4 * 4), named="all windows read the middle")
trials.wrong_values("corner_and_middle", (9, 1), named="middle first")
trials.wrong_values("corner_and_middle", (9, 9), (1, 4), (1, 8), (0, 9), (3, 9), (4, 16), (1, 6), (1 / 9, 1))
trials.wrong_values("corner_and_middle", 9, (1,), (1, 9, 4), ("1", "9"))

# ninths_in_the_corner

trials.right_values("ninths_in_the_corner", 4, 4.0, np.uint8(4), 9 - 5, 2 * 2, 9 * (4 / 9))
trials.wrong_values("ninths_in_the_corner", 9, named="padding changes nothing")
trials.wrong_values("ninths_in_the_corner", 6, 3 * 2, named="as at an edge")
trials.wrong_values("ninths_in_the_corner", 5, 9 - 4, named="counts the zeros")
trials.wrong_values("ninths_in_the_corner", 1, 1.0, named="the corner pixel alone")
trials.wrong_values("ninths_in_the_corner", 4 / 9, 0.44, 0, 3, 2, 8, -4, 44, says="Go on, and compare")
trials.wrong_values("ninths_in_the_corner", "4/9", says="text")
trials.wrong_values("ninths_in_the_corner", (4, 9), says="one number")

# answers_of_same: 1 to 6, three ones, stride 2

trials.right_values(
    "answers_of_same", (6, 12, 11), [6, 12, 11], (6.0, 12.0, 11.0), np.array([6, 12, 11]), (6, 12, 5 + 6)
)
trials.wrong_values("answers_of_same", (3, 9, 15), (1 + 2, 9, 15.0), named="a zero in front")
trials.wrong_values("answers_of_same", (6, 12), [6, 12.0], named="without the zero")
trials.wrong_values("answers_of_same", (3, 6, 9, 12, 15, 11), named="moves by one")
trials.wrong_values("answers_of_same", (2, 4, 11 / 3), (2, 4, 3.666667), named="averages")
trials.wrong_values(
    "answers_of_same", (6, 15), (6, 12, 17), (6, 9, 12, 15), (6, 15, 6), (3, 9, 9), (6, 12, 15), (6, 15, 0)
)
trials.wrong_values("answers_of_same", 11, (6, 12, 11, 0), "6 12 11", ("6", "12", "11"), (11, 12, 6), (6, 12, 5.5))

# dilated_windows: 12 pixels, 3 weights, dilation 2

trials.right_values("dilated_windows", (8, 4), [8, 4], (8.0, 4.0), np.array([8, 4]), (12 - 4, 7 // 2 + 1))
trials.wrong_values("dilated_windows", (10, 5), (12 - 3 + 1, 9 // 2 + 1), named="without the gaps")
trials.wrong_values("dilated_windows", (6, 3), (12 - 7 + 1, 5 // 2 + 1), named="gaps of two")
trials.wrong_values("dilated_windows", (7, 3), (7, 7 // 2), named="counts the jumps")
trials.wrong_values("dilated_windows", (8, 5), (8, math.ceil(7 / 2) + 1), named="one that sticks out")
trials.wrong_values("dilated_windows", (7, 4), (8, 8), (4, 8), (8, 4.5), (8, 3), (5, 3), (12, 6), (4, 2), (9, 4))
trials.wrong_values("dilated_windows", 8, (8,), ("8", "4"), (8, 4, 2))

# three_layers_see: 3 × 3 at strides of 1 and of 3

trials.right_values("three_layers_see", (7, 27), [7, 27], (7.0, 27.0), np.array([7, 27]), (1 + 3 * 2, 1 + 2 + 6 + 18))
trials.wrong_values("three_layers_see", (7, 7), named="strides make no difference")
trials.wrong_values("three_layers_see", (7, 21), (7, 1 + 2 + 6 + 12), named="strides added up")
trials.wrong_values("three_layers_see", (7, 15), (7, 1 + 2 + 6 + 6), named="only one stride before")
trials.wrong_values("three_layers_see", (27, 27), (3**3, 27), named="kernels multiplied")
trials.wrong_values("three_layers_see", (27, 7), named="strides of three first")
trials.wrong_values("three_layers_see", (9, 39), (7, 79), (9, 27), (6, 26), (3, 3), (9, 9), (7, 19), (49, 729), (7, 13))
trials.wrong_values("three_layers_see", 7, (7, 27, 1), (7,), ("7", "27"), [[3, 5, 7], [3, 9, 27]])

# counts_most

trials.right_values("counts_most", "the middle", "the " + "middle", str(np.str_("the middle")))
trials.wrong_values("counts_most", "a corner", named="the rim counts most")
trials.wrong_values("counts_most", "all alike", named="equal weights equal pixels")
trials.right_values("counts_most", "The middle")
trials.wrong_values("counts_most", "middle", "the centre", "", 49, says="Write one of")

# windows_in_a_row: 33 and 56 pixels, a kernel 9 wide, stride 3

trials.right_values(
    "windows_in_a_row",
    (9, 16),
    [9, 16],
    (9.0, 16.0),
    np.array([9, 16]),
    (np.int64(9), np.float32(16)),
    (Fraction(27, 3), 24 // 3 * 2),
    tuple((size - 9) // 3 + 1 for size in (33, 56)),
    tuple(math.ceil((size - 9 + 1) / 3) for size in (33, 56)),
    [len(range(0, size - 8, 3)) for size in (33, 56)],
)
trials.wrong_values("windows_in_a_row", (9, 17), [9.0, math.ceil(47 / 3) + 1], named="rounds up")
trials.wrong_values("windows_in_a_row", (9, round(47 / 3) + 1), named="rounds up")
trials.wrong_values("windows_in_a_row", (8, 15), (24 // 3, 47 // 3), named="counts jumps not windows")
trials.wrong_values("windows_in_a_row", (10, 17), named="one window too many")
trials.wrong_values(
    "windows_in_a_row",
    (8, 16),
    (25 // 3, 48 // 3),
    (24 // 3, math.ceil(47 / 3)),
    (23 // 3 + 1, 46 // 3 + 1),
    named="one window too few where it divides evenly",
)
trials.wrong_values("windows_in_a_row", (24 / 3 + 1, 47 / 3 + 1), (9, 16.666667), named="keeps the fraction")
trials.wrong_values("windows_in_a_row", (24 / 3, 47 / 3), named="divides the room and keeps the fraction")
trials.wrong_values("windows_in_a_row", (33 / 3, 56 / 3), named="divides the row and keeps the fraction")
trials.wrong_values("windows_in_a_row", (9, 0), named="nothing because it does not divide")
trials.wrong_values("windows_in_a_row", (25, 48), named="ignores the stride")
trials.wrong_values("windows_in_a_row", (11, 18), named="ignores the width of the kernel")
trials.wrong_values("windows_in_a_row", (12, 19), named="forgets to take the kernel off")
trials.wrong_values("windows_in_a_row", (11, 19), named="pads the row unasked")
trials.wrong_values("windows_in_a_row", (3, 6), named="windows side by side")
trials.wrong_values("windows_in_a_row", (7, 12), named="skips three pixels")
trials.wrong_values("windows_in_a_row", (3, 4), named="jumps from the end of the window")
trials.wrong_values("windows_in_a_row", (4, 6), named="kernel and stride exchanged")
trials.wrong_values("windows_in_a_row", (16, 9), named="the second row first")
trials.wrong_values("windows_in_a_row", (9, 15), (10, 16), (8, 17), (0, 2), (24, 47), (33, 56), (2, 4), (-9, -16))
trials.wrong_values("windows_in_a_row", 9, 16, 25, (9,), (9, 16, 2), [[9, 16]], "9, 16", says="values")
trials.wrong_values("windows_in_a_row", None, says="`None`")
trials.wrong_values("windows_in_a_row", ("9", "16"), (9, None), (math.nan, 16), (9, math.inf))
trials.wrong_values("windows_in_a_row", (9, ...), says="`...`")

# pixels_unread: 41 pixels, a kernel 2 wide, stride 8

trials.right_values("pixels_unread", 31, 31.0, np.int8(31), np.array(31), 41 - 5 * 2, 24 + 7, Fraction(62, 2), 31 + 0j)
trials.wrong_values("pixels_unread", 7, 39 % 8, named="the end only")
trials.wrong_values("pixels_unread", 24, 4 * 6, named="the gaps only")
trials.wrong_values("pixels_unread", 37, 5 * 6 + 7, named="a gap behind every window")
trials.wrong_values("pixels_unread", 30, 5 * 6, 24 + 6, named="a pixel too few behind the last window")
trials.wrong_values("pixels_unread", 13, 6 + 7, named="one gap only")
trials.wrong_values("pixels_unread", 10, 5 * 2, named="counts the pixels read")
trials.wrong_values("pixels_unread", 33, 41 - 39 // 8 * 2, named="one window too few")
trials.wrong_values("pixels_unread", 29, 41 - 6 * 2, named="one window too many")
trials.wrong_values("pixels_unread", 39, 4 * 8 + 7, named="gaps of eight")
trials.wrong_values("pixels_unread", 0, 0.0, named="every pixel is read")
trials.wrong_values("pixels_unread", 1, 4, 5, 15, 27, 35, 36, 40, 41, -31, 31 / 41, 32, 35 - 1, 1e9)
trials.wrong_values("pixels_unread", "31", says="text")
trials.wrong_values("pixels_unread", [31], {31}, (31, 41, 1000), says="one number")
trials.wrong_values("pixels_unread", [24, 7], range(31), says="one number")
trials.wrong_values("pixels_unread", (31, 0), (24, 7), (7, 24))
trials.wrong_values("pixels_unread", math.nan, -math.inf, says="finite")
trials.wrong_values("pixels_unread", None, says="`None`")

# map_size


@trials.right("map_size")
def as_in_the_lesson(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate * (kernel_size - 1) - 1) // strides + 1


@trials.right("map_size")
def with_floor(size, kernel_size, strides, padding, dilation_rate):
    return math.floor((size + padding * 2 - dilation_rate * (kernel_size - 1) - 1) / strides + 1)


@trials.right("map_size")
def floats_from_numpy(size, kernel_size, strides, padding, dilation_rate):
    return np.floor((size + 2.0 * padding - dilation_rate * (kernel_size - 1) - 1) / strides) + 1


@trials.right("map_size")
def cut_off_by_int(n, f, s, p, d):
    span = f + (f - 1) * (d - 1)
    return int((n + p + p - span) / s) + 1


@trials.right("map_size")
def places_rounded_up(size, kernel_size, strides, padding, dilation_rate):
    places = size + 2 * padding - dilation_rate * (kernel_size - 1)
    return math.ceil(places / strides)


@trials.right("map_size")
def places_by_divmod(size, kernel_size, strides, padding, dilation_rate):
    jumps, left = divmod(size + 2 * padding - dilation_rate * (kernel_size - 1) - 1, strides)
    assert left >= 0
    return jumps + 1


@trials.right("map_size")
def by_the_course(size, kernel_size, strides, padding, dilation_rate):
    from course_utils.geometry import output_size

    return output_size(size, kernel_size, strides=strides, padding=padding, dilation_rate=dilation_rate)


@trials.right("map_size")
def by_sliding_windows(size, kernel_size, strides, padding, dilation_rate):
    row = np.pad(np.arange(size), padding)
    span = dilation_rate * (kernel_size - 1) + 1
    return np.lib.stride_tricks.sliding_window_view(row, span)[::strides].shape[0]


@trials.right("map_size")
def by_recursion(size, kernel_size, strides, padding, dilation_rate):
    room = size + 2 * padding - dilation_rate * (kernel_size - 1)
    return 0 if room < 1 else 1 + by_recursion(size - strides, kernel_size, strides, padding, dilation_rate)


@trials.right("map_size")
def one_start_after_the_other(size, kernel_size, strides, padding, dilation_rate):
    return sum(
        start % strides == 0 and start + (kernel_size - 1) * dilation_rate < size + 2 * padding
        for start in range(size + 2 * padding)
    )


@trials.right("map_size")
def by_kerass_shapes(size, kernel_size, strides, padding, dilation_rate):
    from course_utils.quiet import keras

    image = keras.KerasTensor((1, size + 2 * padding, 1))
    spread = keras.KerasTensor((dilation_rate * (kernel_size - 1) + 1, 1, 1))
    return keras.ops.conv(image, spread, strides=strides).shape[1]


@trials.right("map_size")
def in_fractions(size, kernel_size, strides, padding, dilation_rate):
    return math.floor(Fraction(size + 2 * padding - dilation_rate * (kernel_size - 1) - 1, strides)) + 1


lambda_of_five = trials.right("map_size")(lambda n, f, s, p, d: 1 + (n + 2 * p - 1 - d * (f - 1)) // s)
with_stars = trials.right("map_size")(lambda *a: (a[0] + 2 * a[3] - a[4] * (a[1] - 1) - 1) // a[2] + 1)


def _size(size, kernel_size, strides, padding, dilation_rate, *, extra):
    return (size + 2 * padding - dilation_rate * (kernel_size - 1) - 1) // strides + extra


partly = trials.right("map_size")(functools.partial(_size, extra=1))
trials.wrong("map_size", "forgets the first window")(functools.partial(_size, extra=0))
trials.wrong("map_size")(functools.partial(_size, extra=2))


@trials.wrong("map_size", "keeps the fraction of a window")
def a_slash_too_few(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate * (kernel_size - 1) - 1) / strides + 1


@trials.wrong("map_size", "rounds up the jumps")
def rounded_up(n, f, s, p, d):
    return math.ceil((n + 2 * p - d * (f - 1) - 1) / s) + 1


@trials.wrong("map_size", "rounds to the nearest")
def rounded(n, f, s, p, d):
    return round((n + 2 * p - d * (f - 1) - 1) / s) + 1


@trials.wrong("map_size", "rounds to the nearest")
def rounded_half_up(n, f, s, p, d):
    return int((n + 2 * p - d * (f - 1) - 1) / s + 0.5) + 1


@trials.wrong("map_size", "divides the places")
def one_in_the_bracket(n, f, s, p, d):
    return (n + 2 * p - d * (f - 1)) // s


@trials.wrong("map_size", "a span one pixel short")
def one_twice(n, f, s, p, d):
    return (n + 2 * p - d * (f - 1) - 1 + 1) // s + 1


@trials.wrong("map_size", "ignores the dilation")
def the_formula_without_d(n, f, s, p, d):
    return (n + 2 * p - f) // s + 1


@trials.wrong("map_size", "ignores padding and dilation")
def the_first_formula(n, f, s, p, d):
    return (n - f) // s + 1


@trials.wrong("map_size", "ignores the padding")
def no_padding(n, f, s, p, d):
    return (n - d * (f - 1) - 1) // s + 1


@trials.wrong("map_size", "counts the padding once")
def padded_on_one_side(n, f, s, p, d):
    return (n + p - d * (f - 1) - 1) // s + 1


@trials.wrong("map_size", "ignores the stride")
def every_pixel(n, f, s, p, d):
    return n + 2 * p - d * (f - 1)


@trials.wrong("map_size", "dilation times kernel")
def d_times_f(n, f, s, p, d):
    return (n + 2 * p - d * f) // s + 1


@trials.wrong("map_size", "dilation as the size of the gap")
def gaps_of_d(n, f, s, p, d):
    return (n + 2 * p - (f + (f - 1) * d)) // s + 1


@trials.wrong("map_size", "a bracket missing")
def without_brackets(size, kernel_size, strides, padding, dilation_rate):
    span = dilation_rate * (kernel_size - 1) + 1
    return size + 2 * padding - span // strides + 1


@trials.wrong("map_size", "takes the padding off")
def minus_the_padding(n, f, s, p, d):
    return (n - 2 * p - d * (f - 1) - 1) // s + 1


@trials.wrong("map_size", "as many as same")
def as_with_same(n, f, s, p, d):
    return math.ceil(n / s)


@trials.wrong("map_size", "padding and strides exchanged")
def in_the_order_of_the_formula(size, kernel_size, padding, strides, dilation_rate):
    return (size + 2 * padding - dilation_rate * (kernel_size - 1) - 1) // strides + 1


@trials.wrong("map_size", "nothing where it does not divide")
def zero_where_it_does_not_divide(n, f, s, p, d):
    room = n + 2 * p - d * (f - 1) - 1
    return 0 if room % s else room // s + 1


@trials.wrong("map_size", says="`None`")
def prints_it(n, f, s, p, d):
    (n + 2 * p - d * (f - 1) - 1) // s + 1


@trials.wrong("map_size")
def the_starts_themselves(n, f, s, p, d):
    return list(range(-p, n + p - d * (f - 1), s))


@trials.wrong("map_size")
def both_sides(n, f, s, p, d):
    return 2 * ((n + 2 * p - d * (f - 1) - 1) // s + 1,)


@trials.wrong("map_size")
def as_text(n, f, s, p, d):
    return str((n + 2 * p - d * (f - 1) - 1) // s + 1)


@trials.wrong("map_size")
def half_of_the_padding(n, f, s, p, d):
    return (n + p // 2 - d * (f - 1) - 1) // s + 1


@trials.wrong("map_size")
def the_stride_dilated(n, f, s, p, d):
    return (n + 2 * p - f) // (s * d) + 1


@trials.wrong("map_size")
def four_times_the_padding(n, f, s, p, d):
    return (n + 4 * p - d * (f - 1) - 1) // s + 1


@trials.wrong("map_size")
def the_example_only(n, f, s, p, d):
    return (11 - 5) // s + 1


@trials.wrong("map_size", "a span one pixel short")
def another_start_one_too_far(n, f, s, p, d):
    return len(range(-p, n + p - d * (f - 1) + 1, s))


@trials.wrong("map_size", says="later case it stops")
def jumps_by_dilation_less_one(n, f, s, p, d):
    return (n + 2 * p - f) // s // (d - 1) + 3


@trials.raises("map_size", says="NameError")
def a_name_of_the_formula(size, kernel_size, strides, padding, dilation_rate):
    return (n + 2 * padding - dilation_rate * (kernel_size - 1) - 1) // strides + 1  # noqa: F821


@trials.raises("map_size", says="TypeError")
def brackets_as_in_mathematics(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate(kernel_size - 1) - 1) // strides + 1


@trials.wrong("map_size", says="yours takes")
def of_four(size, kernel_size, strides, padding):
    return (size + 2 * padding - kernel_size) // strides + 1


# padded_like_same


@trials.right("padded_like_same")
def straight_on(image, kernel_size, strides):
    height, width = image.shape
    rows = max((math.ceil(height / strides) - 1) * strides + kernel_size - height, 0)
    columns = max((math.ceil(width / strides) - 1) * strides + kernel_size - width, 0)
    top, left = rows // 2, columns // 2
    return np.pad(image, ((top, rows - top), (left, columns - left)))


@trials.right("padded_like_same")
def as_tensorflow_writes_it(image, kernel_size, strides):
    def pad_along(size):
        total = max(kernel_size - (size % strides if size % strides else strides), 0)
        return total // 2, total - total // 2

    return np.pad(image, tuple(pad_along(size) for size in image.shape), mode="constant", constant_values=0)


@trials.right("padded_like_same")
def grown_pixel_by_pixel(image, kernel_size, strides):
    padded = image.tolist()
    for _ in range(2):  # the rows, then, transposed, the columns
        size, behind = len(padded), True
        windows = -(-size // strides)
        while len(padded) < (windows - 1) * strides + kernel_size:
            zeros = [0.0] * len(padded[0])
            padded = [*padded, zeros] if behind else [zeros, *padded]
            behind = not behind
        padded = [list(column) for column in zip(*padded, strict=True)]
    return padded


@trials.right("padded_like_same")
def stacked(image, kernel_size, strides):
    for axis in (0, 1):
        size = image.shape[axis]
        lacking = max(0, (size - 1) // strides * strides + kernel_size - size)
        zeros = np.zeros_like(np.repeat(image.take([0], axis), lacking, axis))
        before, behind = np.split(zeros, [lacking // 2], axis)
        image = np.concatenate([before, image, behind], axis)
    return image


@trials.right("padded_like_same")
def with_keras_ops(image, kernel_size, strides):
    from course_utils.quiet import keras

    lacking = [max((-(-size // strides) - 1) * strides + kernel_size - size, 0) for size in image.shape]
    return keras.ops.pad(image, [(total // 2, (total + 1) // 2) for total in lacking])


@trials.right("padded_like_same")
def by_the_courses_pad(image, kernel_size, strides):
    from course_utils.convolution import pad
    from course_utils.geometry import geometry

    both = [geometry(size, kernel_size, strides=strides, padding="same") for size in image.shape]
    return pad(image, tuple((one.pad_before, one.pad_after) for one in both))


@trials.right("padded_like_same")
def zeros_and_a_slice(image, kernel_size, strides):
    sizes = [max((math.ceil(n / strides) - 1) * strides + kernel_size, n) for n in image.shape]
    padded = np.zeros(sizes, image.dtype)
    (top, left), (height, width) = [(new - old) // 2 for new, old in zip(sizes, image.shape, strict=True)], image.shape
    padded[top : top + height, left : left + width] = image
    return padded


@trials.right("padded_like_same")
def in_single_precision(image, kernel_size, strides):
    return straight_on(image.astype(np.float32), kernel_size, strides)


@trials.right("padded_like_same")
def with_a_channel(image, kernel_size, strides):
    return straight_on(image, kernel_size, strides)[..., np.newaxis]


@trials.right("padded_like_same")
def by_a_matrix_of_places(image, kernel_size, strides):
    def place(size):
        lacking = max((math.ceil(size / strides) - 1) * strides + kernel_size - size, 0)
        return np.eye(size + lacking, size, -(lacking // 2))

    return np.einsum("ai,ij,bj->ab", place(image.shape[0]), image, place(image.shape[1]))


@trials.wrong("padded_like_same", "the larger half in front")
def the_odd_one_in_front(image, kernel_size, strides):
    lacking = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(-(-total // 2), total // 2) for total in lacking])


@trials.wrong("padded_like_same", "as much in front as behind")
def symmetric(image, kernel_size, strides):
    rows, columns = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, ((math.ceil(rows / 2),) * 2, (math.ceil(columns / 2),) * 2))


@trials.wrong("padded_like_same", "drops the odd zero")
def halves_rounded_down(image, kernel_size, strides):
    rows, columns = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, ((rows // 2, rows // 2), (columns // 2, columns // 2)))


@trials.wrong("padded_like_same", "half the kernel on either side")
def half_a_kernel(image, kernel_size, strides):
    return np.pad(image, kernel_size // 2)


@trials.wrong("padded_like_same", "half of one less than the kernel")
def the_formula_for_odd_kernels(image, kernel_size, strides):
    p = int((kernel_size - 1) / 2)
    return np.pad(image, ((p, p), (p, p)), "constant")


@trials.wrong("padded_like_same", "ignores the stride of the windows")
def as_at_stride_one(image, kernel_size, strides):
    total = kernel_size - 1
    return np.pad(image, (total // 2, total - total // 2))


@trials.wrong("padded_like_same", "keeps the size at every stride")
def so_that_the_size_stays(image, kernel_size, strides):
    lacking = [(n - 1) * strides + kernel_size - n for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same", "the zeros of the rows for both")
def the_first_axis_for_both(image, kernel_size, strides):
    n = len(image)
    total = max((math.ceil(n / strides) - 1) * strides + kernel_size - n, 0)
    return np.pad(image, (total // 2, total - total // 2))


@trials.wrong("padded_like_same", "exchanges the axes")
def width_before_height(image, kernel_size, strides):
    width, height = image.shape
    rows, columns = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in (height, width)]
    return np.pad(image, ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2)))


@trials.wrong("padded_like_same", "repeats the border")
def by_the_edge(image, kernel_size, strides):
    lacking = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking], mode="edge")


@trials.wrong("padded_like_same", "all zeros behind")
def nothing_in_front(image, kernel_size, strides):
    lacking = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(0, total) for total in lacking])


@trials.wrong("padded_like_same", "all zeros in front")
def nothing_behind(image, kernel_size, strides):
    lacking = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(total, 0) for total in lacking])


@trials.wrong("padded_like_same", "rounds the windows down")
def floor_of_the_quotient(image, kernel_size, strides):
    lacking = [max((n // strides - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same", "a window more where the stride divides")
def quotient_plus_one(image, kernel_size, strides):
    windows = [n // strides + 1 for n in image.shape]
    lacking = [max((count - 1) * strides + kernel_size - n, 0) for count, n in zip(windows, image.shape, strict=True)]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same", "a window more where the stride divides")
def the_remainder_where_there_is_none(image, kernel_size, strides):
    lacking = [max(kernel_size - n % strides, 0) for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same", "fewer zeros than none")
def without_a_limit(image, kernel_size, strides):
    lacking = [(math.ceil(n / strides) - 1) * strides + kernel_size - n for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same", "fills up to a multiple of the stride")
def up_to_a_multiple(image, kernel_size, strides):
    lacking = [(strides - n % strides) % strides for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same", "cuts off the decimals")
def into_whole_numbers(image, kernel_size, strides):
    right = straight_on(image, kernel_size, strides)
    padded = np.zeros(right.shape, dtype=int)
    padded[:] = right
    return padded


@trials.wrong("padded_like_same")
def rounded_halves(image, kernel_size, strides):
    lacking = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(round(total / 2), total - round(total / 2)) for total in lacking])


@trials.wrong("padded_like_same")
def ones_for_zeros(image, kernel_size, strides):
    right = straight_on(image, kernel_size, strides)
    return np.where(right == 0, 1, right)


@trials.wrong("padded_like_same")
def the_counts_alone(image, kernel_size, strides):
    lacking = [max((-(-n // strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return [(total // 2, total - total // 2) for total in lacking]


@trials.wrong("padded_like_same")
def a_window_for_each_pixel_less_one(image, kernel_size, strides):
    lacking = [max((-(-n // strides)) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(total // 2, total - total // 2) for total in lacking])


@trials.wrong("padded_like_same")
def the_rows_alone(image, kernel_size, strides):
    n = image.shape[0]
    total = max((-(-n // strides) - 1) * strides + kernel_size - n, 0)
    return np.pad(image, ((total // 2, total - total // 2), (0, 0)))


@trials.wrong("padded_like_same")
def as_it_is(image, kernel_size, strides):
    return image


@trials.wrong("padded_like_same", says="`None`")
def pads_and_forgets(image, kernel_size, strides):
    np.pad(image, kernel_size // 2)


@trials.wrong("padded_like_same")
def the_shown_case(image, kernel_size, strides):
    return np.pad(image, ((0, 1), (1, 1)))


@trials.wrong("padded_like_same", "changes its input")
def scaled_in_place(image, kernel_size, strides):
    padded = straight_on(image, kernel_size, strides)
    image *= 0
    return padded


@trials.raises("padded_like_same", says="TypeError")
def halves_that_are_no_integers(image, kernel_size, strides):
    lacking = [max((math.ceil(n / strides) - 1) * strides + kernel_size - n, 0) for n in image.shape]
    return np.pad(image, [(total / 2, total / 2) for total in lacking])


@trials.wrong("padded_like_same", says="`...`")
def half_done(image, kernel_size, strides):
    windows = [-(-n // strides) for n in image.shape]
    padded = ...
    assert windows
    return padded


# width_seen


@trials.right("width_seen")
def grown_by_the_jump(layers):
    seen, jump = 1, 1
    for f, s in layers:
        seen += jump * (f - 1)
        jump = jump * s
    return seen


@trials.right("width_seen")
def backwards(layers):
    width = 1
    for f, s in layers[::-1]:
        width = s * (width - 1) + f
    return width


@trials.right("width_seen")
def one_sum(layers):
    return 1 + sum(
        (kernel_size - 1) * math.prod(strides for _, strides in layers[:place])
        for place, (kernel_size, _) in enumerate(layers)
    )


@trials.right("width_seen")
def recursively(layers):
    if not layers:
        return 1
    (kernel_size, strides), *others = layers
    return (recursively(others) - 1) * strides + kernel_size


@trials.right("width_seen")
def by_reduce(layers):
    return functools.reduce(lambda width, layer: (width - 1) * layer[1] + layer[0], reversed(layers), 1)


@trials.right("width_seen")
def by_accumulate(layers):
    kernels, strides = zip(*layers, strict=True)
    jumps = itertools.accumulate((1, *strides[:-1]), lambda a, b: a * b)
    return 1 + sum((f - 1) * jump for f, jump in zip(kernels, jumps, strict=True))


@trials.right("width_seen")
def by_einsum(layers):
    table = np.array(layers, dtype=float)
    return 1 + np.einsum("i,i->", table[:, 0] - 1, np.cumprod([1, *table[:-1, 1]]))


@trials.right("width_seen")
def by_the_formula_of_the_course(layers):
    from course_utils.receptive_field import Layer, receptive_field

    return receptive_field([Layer(kernel_size, strides=strides) for kernel_size, strides in layers])[-1].size


@trials.right("width_seen")
def by_the_set_of_pixels(layers):
    seen = {0}
    for kernel_size, strides in reversed(layers):
        seen = {place * strides + step for place in seen for step in range(kernel_size)}
    return max(seen) - min(seen) + 1


@trials.right("width_seen")
def first_and_last_pixel(layers):
    first, last = 0, 0
    for kernel_size, strides in reversed(layers):
        first, last = first * strides, last * strides + kernel_size - 1
    return last - first + 1


@trials.right("width_seen")
def with_an_index(layers):
    width, jump = layers[0][0], layers[0][1]
    for i in range(1, len(layers)):
        width = width + (layers[i][0] - 1) * jump
        jump *= layers[i][1]
    return float(width)


@trials.right("width_seen")
def by_the_kernels_convolved(layers):
    weights, jump = np.ones(1), 1
    for kernel_size, strides in layers:
        spread = np.zeros(jump * (kernel_size - 1) + 1)
        spread[::jump] = 1
        weights, jump = signal.convolve(weights, spread, method="direct"), jump * strides
    return weights.size


@trials.wrong("width_seen", "ignores all strides")
def as_for_stride_one(layers):
    return 1 + sum(kernel_size - 1 for kernel_size, _ in layers)


@trials.wrong("width_seen", "the own stride too")
def the_jump_first(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        jump *= strides
        width += (kernel_size - 1) * jump
    return width


@trials.wrong("width_seen", "the own stride alone")
def its_own_stride(layers):
    width = 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * strides
    return width


@trials.wrong("width_seen", "only the stride before")
def the_jump_overwritten(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * jump
        jump = strides
    return width


@trials.wrong("width_seen", "adds each stride to the jump")
def plus_for_times(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * jump
        jump += strides
    return width


@trials.wrong("width_seen", "adds the kernels")
def sum_of_kernels(layers):
    return sum(layer[0] for layer in layers)


@trials.wrong("width_seen", "multiplies the kernels")
def product_of_kernels(layers):
    return math.prod(layer[0] for layer in layers)


@trials.wrong("width_seen", "grows by the whole kernel")
def f_for_f_less_one(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        width += kernel_size * jump
        jump *= strides
    return width


@trials.wrong("width_seen", "a pixel too few")
def last_less_first(layers):
    first, last = 0, 0
    for kernel_size, strides in reversed(layers):
        first, last = first * strides, last * strides + kernel_size - 1
    return last - first


@trials.wrong("width_seen", "a pixel too few")
def from_zero(layers):
    width, jump = 0, 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * jump
        jump *= strides
    return width


@trials.wrong("width_seen", "f jumps from nothing")
def from_zero_by_f(layers):
    width, jump = 0, 1
    for kernel_size, strides in layers:
        width += kernel_size * jump
        jump *= strides
    return width


@trials.wrong("width_seen", "f jumps from nothing")
def back_by_w_strides_from_nothing(layers):
    width = 0
    for kernel_size, strides in reversed(layers):
        width = width * strides + kernel_size
    return width


@trials.wrong("width_seen", "a stride for each unit")
def back_by_w_strides(layers):
    width = 1
    for kernel_size, strides in reversed(layers):
        width = width * strides + kernel_size
    return width


@trials.wrong("width_seen", "multiplies the width by each stride")
def forward_by_w_strides(layers):
    width = 1
    for kernel_size, strides in layers:
        width = width * strides + kernel_size
    return width


@trials.wrong("width_seen", "reads the layers backwards")
def forgets_to_reverse(layers):
    width = 1
    for kernel_size, strides in layers:
        width = (width - 1) * strides + kernel_size
    return width


@trials.wrong("width_seen", "the last window alone")
def the_last_kernel(layers):
    for kernel_size, _ in layers:
        width = 1 + (kernel_size - 1)
    return width


@trials.wrong("width_seen", "the first window alone")
def returns_within_the_loop(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * jump
        jump *= strides
        return width
    return width


@trials.wrong("width_seen", "leaves out the last layer")
def stops_one_early(layers):
    width, jump = 1, 1
    for i in range(len(layers) - 1):
        width += (layers[i][0] - 1) * jump
        jump *= layers[i][1]
    return width


@trials.wrong("width_seen")
def starts_one_late(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers[1:]:
        width += (kernel_size - 1) * jump
        jump *= strides
    return width


@trials.wrong("width_seen")
def the_jump(layers):
    return math.prod(strides for _, strides in layers)


@trials.wrong("width_seen")
def width_and_jump(layers):
    return grown_by_the_jump(layers), math.prod(strides for _, strides in layers)


@trials.wrong("width_seen")
def of_each_layer(layers):
    return [grown_by_the_jump(layers[: number + 1]) for number in range(len(layers))]


@trials.wrong("width_seen")
def squared(layers):
    return grown_by_the_jump(layers) ** 2


@trials.wrong("width_seen")
def a_pixel_on_either_side(layers):
    return grown_by_the_jump(layers) + 2


@trials.wrong("width_seen")
def sevens(layers):
    return 7


@trials.wrong("width_seen")
def kernel_and_stride_exchanged(layers):
    return grown_by_the_jump([(strides, kernel_size) for kernel_size, strides in layers])


@trials.wrong("width_seen", says="`None`")
def no_return(layers):
    grown_by_the_jump(layers)


@trials.wrong("width_seen", "changes its input")
def takes_the_layers_away(layers):
    width = 1
    while layers:
        kernel_size, strides = layers.pop()
        width = (width - 1) * strides + kernel_size
    return width


@trials.wrong("width_seen", "changes its input")
def turns_the_list_itself(layers):
    layers.reverse()
    return functools.reduce(lambda width, layer: (width - 1) * layer[1] + layer[0], layers, 1)


@trials.raises("width_seen", says="TypeError")
def a_tuple_less_one(layers):
    width, jump = 1, 1
    for layer in layers:
        width += (layer - 1) * jump
    return width


@trials.raises("width_seen", says="AttributeError")
def layers_as_objects(layers):
    width, jump = 1, 1
    for layer in layers:
        width += (layer.kernel_size - 1) * jump
        jump *= layer.strides
    return width


@trials.raises("width_seen", says="IndexError")
def one_layer_too_many(layers):
    width, jump = 1, 1
    for i in range(len(layers) + 1):
        width += (layers[i][0] - 1) * jump
        jump *= layers[i][1]
    return width


# local_means


@trials.right("local_means")
def with_max_and_min(image, kernel_size):
    reach, (height, width) = kernel_size // 2, image.shape
    means = np.empty(image.shape)
    for i in range(height):
        for j in range(width):
            window = image[
                max(0, i - reach) : min(height, i + reach + 1), max(0, j - reach) : min(width, j + reach + 1)
            ]
            means[i, j] = window.sum() / window.size
    return means


@trials.right("local_means")
def sums_over_counts(image, kernel_size):
    ones = np.ones((kernel_size, kernel_size))
    return signal.correlate2d(image, ones, mode="same") / signal.correlate2d(np.ones(image.shape), ones, mode="same")


@trials.right("local_means")
def by_ndimage(image, kernel_size):
    ratio = [ndimage.uniform_filter(one, kernel_size, mode="constant") for one in (image, np.ones(image.shape))]
    return ratio[0] / ratio[1]


@trials.right("local_means")
def by_nanmean(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size))
    return np.nanmean(windows, axis=(-2, -1))


@trials.right("local_means")
def the_given_one_with_nan(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=np.nan)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = slice(row, row + kernel_size), slice(column, column + kernel_size)
        means[row, column] = np.nanmean(padded[window])
    return means


@trials.right("local_means")
def by_a_masked_array(image, kernel_size):
    border = np.pad(np.zeros(image.shape, bool), kernel_size // 2, constant_values=True)
    padded = np.ma.masked_array(np.pad(image, kernel_size // 2), border)
    means = [
        [padded[row : row + kernel_size, column : column + kernel_size].mean() for column in range(image.shape[1])]
        for row in range(image.shape[0])
    ]
    return np.array(means, dtype=float)


@trials.right("local_means")
def pixel_by_pixel(image, kernel_size):
    reach, means = kernel_size // 2, []
    for i, j in itertools.product(*map(range, image.shape)):
        near = [image[a, b] for a, b in np.ndindex(image.shape) if abs(a - i) <= reach and abs(b - j) <= reach]
        means.append(sum(near) / len(near))
    return np.array(means).reshape(image.shape)


@trials.right("local_means")
def by_matrices(image, kernel_size):
    near = [np.abs(np.subtract.outer(np.arange(n), np.arange(n))) <= kernel_size // 2 for n in image.shape]
    rows, columns = (one / one.sum(axis=1, keepdims=True) for one in near)
    return np.einsum("ia,ab,jb->ij", rows, image, columns)


@trials.right("local_means")
def by_the_courses_functions(image, kernel_size):
    from course_utils import kernels
    from course_utils.convolution import cross_correlate

    blur = kernels.box_blur(kernel_size)
    return cross_correlate(image, blur, padding="same") / cross_correlate(np.ones(image.shape), blur, padding="same")


@trials.right("local_means")
def by_kerass_average_pool(image, kernel_size):
    from course_utils.quiet import keras

    pool = keras.layers.AveragePooling2D(kernel_size, strides=1, padding="same")
    return np.asarray(pool(image[np.newaxis, ..., np.newaxis]))[0, ..., 0]


@trials.right("local_means")
def a_zero_that_is_divided_away(image, kernel_size):
    padded = np.pad(image, kernel_size // 2)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = padded[row : row + kernel_size, column : column + kernel_size]
        rows = min(row, kernel_size // 2) + 1 + min(image.shape[0] - 1 - row, kernel_size // 2)
        columns = min(column, kernel_size // 2) + 1 + min(image.shape[1] - 1 - column, kernel_size // 2)
        means[row, column] = window.sum() / (rows * columns)
    return means


def _around(image, kernel_size, mode, function=np.mean):
    padded = np.pad(image, kernel_size // 2, mode=mode)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size))
    return function(windows, axis=(2, 3))


trials.wrong("local_means", "repeats the last pixel")(functools.partial(_around, mode="edge"))
trials.wrong("local_means", "mirrors the image")(functools.partial(_around, mode="reflect"))
trials.wrong("local_means", "mirrors the border as well")(functools.partial(_around, mode="symmetric"))
trials.wrong("local_means", "forgets to divide")(functools.partial(_around, mode="constant", function=np.sum))
trials.wrong("local_means")(functools.partial(_around, mode="wrap"))
trials.wrong("local_means")(functools.partial(_around, mode="constant", function=np.median))
trials.wrong("local_means")(functools.partial(_around, mode="edge", function=np.max))
trials.wrong("local_means", says="same numbers as when you got it")(functools.partial(_around, mode="constant"))


@trials.wrong("local_means", says="same numbers as when you got it")
def changed_without_an_effect(image, kernel_size):
    reach = (kernel_size - 1) // 2
    padded = np.pad(image, reach, mode="constant")
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        means[row, column] = padded[row : row + kernel_size, column : column + kernel_size].sum() / kernel_size**2
    return means


@trials.wrong("local_means", "pads with the mean of the image")
def padded_with_the_mean(image, kernel_size):
    padded = np.full((image.shape[0] + kernel_size - 1, image.shape[1] + kernel_size - 1), image.mean())
    reach = kernel_size // 2
    padded[reach : reach + image.shape[0], reach : reach + image.shape[1]] = image
    return np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size)).mean(axis=(2, 3))


@trials.wrong("local_means", "leaves the border as it was")
def the_border_copied(image, kernel_size):
    reach, means = kernel_size // 2, image.copy()
    for row in range(reach, image.shape[0] - reach):
        for column in range(reach, image.shape[1] - reach):
            means[row, column] = image[row - reach : row + reach + 1, column - reach : column + reach + 1].mean()
    return means


@trials.wrong("local_means", "windows inside the image only")
def valid_windows(image, kernel_size):
    windows = np.lib.stride_tricks.sliding_window_view(image, (kernel_size, kernel_size))
    return windows.mean(axis=(2, 3))


@trials.wrong("local_means", says="expected the shape (3, 4), got (1, 2)")
def valid_windows_in_loops(image, kernel_size):
    means = np.zeros((image.shape[0] - kernel_size + 1, image.shape[1] - kernel_size + 1))
    for row, column in np.ndindex(means.shape):
        means[row, column] = image[row : row + kernel_size, column : column + kernel_size].mean()
    return means


@trials.wrong("local_means", "leaves out black pixels")
def divided_by_what_is_not_zero(image, kernel_size):
    padded = np.pad(image, kernel_size // 2)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = padded[row : row + kernel_size, column : column + kernel_size]
        means[row, column] = window.sum() / max(np.count_nonzero(window), 1)
    return means


@trials.wrong("local_means", "divides by the width")
def by_the_width(image, kernel_size):
    return _around(image, kernel_size, "constant", np.sum) / kernel_size


@trials.wrong("local_means", "always three wide")
def neighbours_only(image, kernel_size):
    return with_max_and_min(image, 3)


@trials.wrong("local_means", "a slice that ends too early")
def without_the_last(image, kernel_size):
    reach, means = kernel_size // 2, np.zeros(image.shape)
    for i, j in np.ndindex(image.shape):
        means[i, j] = image[max(i - reach, 0) : i + reach, max(j - reach, 0) : j + reach].mean()
    return means


@trials.wrong("local_means", "a slice that begins below zero")
def without_padding_and_without_max(image, kernel_size):
    reach, means = kernel_size // 2, np.zeros_like(image)
    for row, column in np.ndindex(image.shape):
        means[row, column] = image[row - reach : row + reach + 1, column - reach : column + reach + 1].mean()
    return means


@trials.wrong("local_means", "counts only the missing rows")
def by_rows(image, kernel_size):
    sums, reach = _around(image, kernel_size, "constant", np.sum), kernel_size // 2
    last = len(image) - 1
    rows = [min(row + reach, last) - max(row - reach, 0) + 1 for row in range(len(image))]
    return sums / (np.array(rows)[:, np.newaxis] * kernel_size)


@trials.wrong("local_means", "changes its input")
def written_into_the_image(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=np.nan)
    for row, column in np.ndindex(image.shape):
        image[row, column] = np.nanmean(padded[row : row + kernel_size, column : column + kernel_size])
    return image


@trials.wrong("local_means", "changes its input")
def reads_what_it_has_written(image, kernel_size):
    reach = kernel_size // 2
    for i, j in np.ndindex(image.shape):
        image[i, j] = image[max(i - reach, 0) : i + reach + 1, max(j - reach, 0) : j + reach + 1].mean()
    return image


@trials.wrong("local_means")
def windows_one_too_large(image, kernel_size):
    return with_max_and_min(image, kernel_size + 2)


@trials.wrong("local_means")
def reach_is_the_kernel(image, kernel_size):
    return with_max_and_min(image, 2 * kernel_size + 1)


@trials.wrong("local_means")
def whole_numbers(image, kernel_size):
    means = np.zeros(image.shape, int)
    means[:] = with_max_and_min(image, kernel_size)
    return means


@trials.wrong("local_means")
def without_the_pixel_itself(image, kernel_size):
    ones = np.ones((kernel_size, kernel_size))
    counts = signal.correlate2d(np.ones(image.shape), ones, mode="same")
    sums = signal.correlate2d(image, ones, mode="same") - image
    return sums / np.maximum(counts - 1, 1)


@trials.wrong("local_means", says="NaN")
def mean_with_nan(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=np.nan)
    return np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size)).mean(axis=(2, 3))


@trials.wrong("local_means")
def one_mean(image, kernel_size):
    return image.mean()


@trials.wrong("local_means")
def padded_by_the_kernel(image, kernel_size):
    padded = np.pad(image, kernel_size)
    return np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size)).mean(axis=(2, 3))


@trials.wrong("local_means", says="`None`")
def forgets_to_return(image, kernel_size):
    with_max_and_min(image, kernel_size)


@trials.raises("local_means", says="TypeError")
def half_a_kernel_as_a_float(image, kernel_size):
    padded = np.pad(image, kernel_size / 2)
    return padded[: image.shape[0], : image.shape[1]]
