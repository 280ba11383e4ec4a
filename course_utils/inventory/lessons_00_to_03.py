"""Items on lessons 00 to 03: scores that flatter, windows and kernels, padding, pooling."""

from operator import mul

import numpy as np

from course_utils.exercises import convolution, padding_and_stride, pooling, start_here
from course_utils.inventory.item import Item, own, run, whole_numbers
from course_utils.numbers import number
from course_utils.pooling import max_pool


def _pair(rng):
    """Three scores on validation images, and three on test images, which are mostly lower."""
    return tuple(tuple(map(int, rng.choice(np.arange(low, low + 11), 3, replace=False))) for low in (84, 79))


def _table(scores):
    rows = (f"| {name} | {one} % | {other} % |" for name, one, other in zip("ABC", *scores, strict=True))
    return "\n".join(("| network | validation | test |", "|---|---|---|", *rows))


published_score = Item(
    lesson="00",
    objective=3,
    believes="The score by which a network was chosen tells how good it is.",
    numbers={"scores": _pair},
    question=lambda scores: (
        f"Three networks were scored on the validation images and on the test images.\n\n{_table(scores)}\n\n"
        "You choose the one that is best in validation. Which accuracy do you publish for it?"
    ),
    choices=run(
        start_here.report,
        lambda function, scores: float(function(*(np.array(row, float) for row in scores))[1]),
        "Only the test score of the chosen network had no part in choosing it.",
        publishes_the_validation_score="It is the score by which it won, so it is the score that it has earned.",
        best_of_each_pile="The test images show what is possible on new images, and that is the best of their column.",
        mean_of_both_scores="Two measurements are better than one, so their mean is the fairest.",
    ),
    exercise=start_here.report,
    written=lambda value: f"{number(value, 1)} %",
)

one_window = Item(
    lesson="01",
    objective=1,
    believes="A window and a kernel are multiplied as matrices are.",
    numbers={"window": whole_numbers(4, 1, 9), "kernel": whole_numbers(4, -3, 4)},
    question=lambda window, kernel: (
        "A window of 2 × 2 pixels meets a kernel of 2 × 2 weights. Which number does the layer write? No bias, no ReLU."
        f"\n\n{_beside_one_another(window, kernel)}"
    ),
    choices=run(
        convolution.all_answers,
        lambda function, window, kernel: float(np.asarray(function(_square(window), _square(kernel))).item()),
        "Each pixel is multiplied by the weight on it, and the products are added.",
        matrix_product_in_each_window="Rows of the window meet rows or columns of the kernel, as in a matrix product.",
        mean_in_place_of_the_sum="The four products are averaged, so that the number stays in the range of pixels.",
        flipped_kernel="A convolution turns its kernel by half a turn before it multiplies.",
    ),
    exercise=convolution.all_answers,
)


def _square(numbers):
    return np.array(numbers, float).reshape(2, 2)


def _beside_one_another(window, kernel):
    rows = (f"{one:6} {two:2} {three:8} {four:2}" for (one, two), (three, four) in _rows(window, kernel))
    return "\n".join(["    window    kernel", *rows])


def _rows(window, kernel):
    return zip((window[:2], window[2:]), (kernel[:2], kernel[2:]), strict=True)


layer_depth = Item(
    lesson="01",
    objective=3,
    believes="A filter is flat, however deep its input is.",
    numbers={"filters": (8, 10, 12, 16, 20), "size": (3, 5, 7), "channels": (3, 4, 6, 8)},
    question=lambda filters, size, channels: (
        f"A convolution reads maps with {channels} channels. It has {filters} filters of {size} × {size}, each with a "
        "bias. How many parameters is that?"
    ),
    choices=own(
        "Each filter is as deep as its input, and has one bias.",
        lambda filters, size, channels: (size * size * channels + 1) * filters,
        a_filter_without_depth=(
            lambda filters, size, channels: (size * size + 1) * filters,
            "A filter is a small square of weights, and the same square reads all channels.",
        ),
        forgets_the_biases=(
            lambda filters, size, channels: size * size * channels * filters,
            "Only weights are learnt, so the biases are not counted.",
        ),
        a_bias_for_each_slice=(
            lambda filters, size, channels: (size * size + 1) * channels * filters,
            "Each channel has a slice of its own in the filter, and each slice has a bias.",
        ),
    ),
    exercise=convolution.parameters_of_the_layer,
    bank_numbers={"filters": 10, "size": 7, "channels": 3},
    advice={
        "a filter without depth": "A filter is as deep as its input: it has a slice for each channel.",
    },
)


def _two_layers(between):
    """What two kernels of two weights make of three pixels, with a function between the layers."""

    def value(first, second, image):
        inner = [between(sum(map(mul, first, image[place:]))) for place in range(2)]
        return sum(map(mul, second, inner))

    return value


def _relu(value):
    return max(value, 0)


def _exchanged(value):
    """The same for the image with all signs exchanged."""
    return lambda first, second, image: value(first, second, tuple(-pixel for pixel in image))


relu_between = Item(
    lesson="01",
    objective=5,
    believes="ReLU leaves a network linear: what comes out follows what goes in.",
    numbers={
        "first": ((-1, 2), (2, -1), (-2, 3), (1, -3), (3, -2)),
        "second": whole_numbers(2, 1, 5),
        "image": whole_numbers(3, 1, 6),
    },
    question=lambda first, second, image: (
        f"Two layers in a row; kernels and images are one pixel high. The first kernel is `{list(first)}`, then comes "
        f"ReLU, and the second kernel is `{list(second)}`. Stride 1, no padding, no bias. For the image "
        f"`{list(image)}` the number {number(_two_layers(_relu)(first, second, image))} comes out. Now all signs of "
        "the image are exchanged. What comes out?"
    ),
    choices=own(
        "ReLU puts zero in place of other numbers now: it is calculated anew.",
        _exchanged(_two_layers(_relu)),
        signs_that_follow_the_image=(
            lambda **numbers: -_two_layers(_relu)(**numbers),
            "The signs pass through both layers, so the answer has the other sign.",
        ),
        absolute_values=(
            _exchanged(_two_layers(abs)),
            "ReLU takes the minus away from negative numbers.",
        ),
        an_exchanged_image_that_vanishes=(
            lambda **numbers: 0,
            "The image is negative now, and ReLU lets nothing negative through.",
        ),
    ),
    exercise=convolution.with_relu_between,
    bank_numbers={"first": (-1, 2), "second": (2, 3), "image": (4, 3, -1)},
    bank_reads=lambda pair: pair[1],
)

leftover = Item(
    lesson="02",
    objective=1,
    believes="A layer whose stride does not divide evenly cannot be built.",
    numbers={"size": range(20, 45), "kernel_size": (3, 4, 5), "strides": (2, 3, 4)},
    question=lambda size, kernel_size, strides: (
        f"A row of {size} pixels, a kernel {kernel_size} wide, stride {strides}, no padding. How many numbers come out?"
    ),
    choices=run(
        padding_and_stride.map_size,
        lambda function, size, kernel_size, strides: float(function(size, kernel_size, strides, 0, 1)),
        "Only whole windows count; pixels behind the last one are not read.",
        nothing_where_it_does_not_divide="The windows do not come out even, so these settings do not fit together.",
        rounds_up_the_jumps="No pixel may be lost, so one more window covers what is left.",
        forgets_the_first_window="The number of jumps is the number of windows.",
    ),
    exercise=padding_and_stride.map_size,
    written=lambda value: number(value) if value else "none: such a layer cannot be built",
)


def _zeros_of_same(function, size, kernel_size, strides):
    """How many zeros a function of the bank puts in front of a row of ones, and behind it."""
    padded = np.asarray(function(np.ones((size, size)), kernel_size, strides))
    ones = np.flatnonzero(padded[len(padded) // 2])
    return int(ones[0]), int(len(padded) - 1 - ones[-1])


lopsided_same = Item(
    lesson="02",
    objective=3,
    believes="`same` puts as many zeros in front as behind.",
    numbers={"size": range(8, 26), "kernel_size": (3, 4, 5, 6), "strides": (2, 3)},
    question=lambda size, kernel_size, strides: (
        f"A row of {size} pixels, a kernel {kernel_size} wide, stride {strides}, and padding `same` in Keras. How many "
        "zeros are put in front of the row, and how many behind it?"
    ),
    choices=run(
        padding_and_stride.padded_like_same,
        _zeros_of_same,
        "What the windows lack is shared in two, and an odd zero goes behind.",
        as_much_in_front_as_behind="Padding is symmetric, so both ends get equally many.",
        the_larger_half_in_front="What the windows lack is shared in two, and an odd zero goes in front.",
        drops_the_odd_zero="Half of what the windows lack goes on either side, rounded down.",
    ),
    exercise=padding_and_stride.padded_like_same,
    written=lambda pair: f"{pair[0]} in front, {pair[1]} behind",
)


def _places_that_stay(pool_size, shift_by):
    """Move a dot from each place of four windows in the middle of a map, pool, and count the maps that stay."""
    places = range(pool_size, 3 * pool_size)
    return sum(_stays(pool_size, row, column, shift_by) for row in places for column in places)


def _stays(pool_size, row, column, shift_by):
    maps = np.zeros((2, 4 * pool_size, 4 * pool_size))
    maps[0, row, column] = maps[1, row, column + shift_by] = 1
    before, after = (max_pool(one, pool_size) for one in maps)
    return bool((before == after).all())


moved_dot = Item(
    lesson="03",
    objective=4,
    believes="A pooled map does not notice that the image moves.",
    numbers={"pool_size": (3, 4, 5, 6), "shift_by": (1, 2)},
    question=lambda pool_size, shift_by: (
        f"Four windows of a {pool_size} × {pool_size} max pool, two by two, stand in the middle of a larger map. A "
        f"bright dot stands in one of their {4 * pool_size**2} places, and all else is dark. It moves right by "
        f"{shift_by}. From how many of these places does the whole pooled map stay as it was?"
    ),
    choices=own(
        "What counts is whether the dot leaves its window.",
        _places_that_stay,
        every_place=(
            lambda pool_size, shift_by: 4 * pool_size**2,
            "Pooling makes an answer independent of where a thing stands.",
        ),
        no_place=(lambda pool_size, shift_by: 0, "Whatever moves in the map also moves in the pooled map."),
        one_large_window=(
            lambda pool_size, shift_by: 2 * pool_size * (2 * pool_size - shift_by),
            "As long as the dot stays among the four windows, nothing is noticed.",
        ),
    ),
    exercise=pooling.places_that_stay,
    bank_numbers={"pool_size": 2, "shift_by": 1},
    advice={
        "one large window": "This takes the four windows for a single one. There is also a border in the middle that a "
        "dot can cross.",
    },
)

pool_parameters = Item(
    lesson="03",
    objective=2,
    believes="A pool makes the layer before it smaller.",
    numbers={"filters": (8, 12, 16, 20), "side": (8, 10, 12, 14), "units": (5, 6, 8, 10)},
    question=lambda filters, side, units: (
        f"A convolution with {filters} filters of 3 × 3 reads a grey image and writes {filters} maps of {side} × "
        f"{side}. `Flatten` follows, then a dense layer of {units} units. Now a 2 × 2 max pool is put between the "
        "convolution and `Flatten`. By how many parameters does the network become smaller?"
    ),
    choices=own(
        "`Flatten` hands three quarters fewer numbers to weights of the dense layer.",
        lambda filters, side, units: (side**2 - (side // 2) ** 2) * filters * units,
        shrinks_the_convolution_alone=(
            lambda filters, side, units: 3 * ((3 * 3 + 1) * filters) // 4,
            "The maps become smaller, so the convolution that makes them becomes smaller.",
        ),
        nothing_is_saved=(
            lambda filters, side, units: 0,
            "A pool has no parameters, so it changes no number of parameters.",
        ),
        gives_the_pool_weights=(
            lambda filters, side, units: (side**2 - (side // 2) ** 2) * filters * units - 2 * 2 * filters,
            "The dense layer loses some, and the pool brings weights of its own.",
        ),
    ),
    exercise=pooling.weights_saved,
    bank_numbers={"filters": 10, "side": 9, "units": 6},
)
