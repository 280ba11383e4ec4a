"""Answers to the exercises of lesson 11."""

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# share_of_weights: 27 for 49

trials.right_values("share_of_weights", 27 / 49, 0.55102, np.float32(27 / 49), 3 * 9 / 49, 110592 / 200704)
trials.wrong_values("share_of_weights", 9 / 49, 0.18367, named="one layer alone")
trials.wrong_values("share_of_weights", 49 / 27, named="turned round")
trials.wrong_values("share_of_weights", 9 / 7, 3 * 3 / 7, named="the sides of the kernels")
trials.wrong_values("share_of_weights", 729 / 49, 9**3 / 49, named="multiplied in place of added")
trials.wrong_values("share_of_weights", 22 / 49, 1 - 27 / 49, named="the saving")
trials.wrong_values("share_of_weights", 2700 / 49, named="in per cent")
trials.wrong_values("share_of_weights", 27, 49, 18 / 25, 18 / 49, 9, 1, 0, "0.551", None, (27, 49))

# without_sharing: 12 · 12 · 20 · 244

trials.right_values("without_sharing", 702_720, 702720.0, 12 * 12 * 20 * 244, np.int64(702720))
trials.wrong_values("without_sharing", 4880, named="one set for all places")
trials.wrong_values("without_sharing", 144 * 20 * 82, named="one channel only")
trials.wrong_values("without_sharing", 144 * 20 * 243, named="no biases")
trials.wrong_values("without_sharing", 121 * 20 * 244, named="one place too few")
trials.wrong_values("without_sharing", 56 * 56 * 20 * 244, named="windows at every pixel")
trials.wrong_values("without_sharing", 144 * 244, named="one filter alone")
trials.wrong_values("without_sharing", 169 * 20 * 244, named="one place too many")
trials.wrong_values("without_sharing", 12 * 20 * 244, named="one row of places")
trials.wrong_values("without_sharing", 144 * 20 * 243 + 20, named="one bias for each filter")
trials.wrong_values("without_sharing", 144 * 20, 20 * 243, 0, -1, "702720", None)

# gradient_arrives: 1.6 · 0.5 · 1.2

trials.right_values("gradient_arrives", 0.96, 1.6 * 0.5 * 1.2, (1 + 0.6) * (1 - 0.5) * (1 + 0.2), np.float32(0.96))
trials.wrong_values("gradient_arrives", -0.06, 0.6 * -0.5 * 0.2, named="without shortcuts")
trials.wrong_values("gradient_arrives", 0.94, named="one shortcut round all")
trials.wrong_values("gradient_arrives", 1.3, 1 + 0.3, named="added in place of multiplied")
trials.wrong_values("gradient_arrives", 2.88, 1.6 * 1.5 * 1.2, named="the sign forgotten")
trials.wrong_values("gradient_arrives", 3.3, 1.6 + 0.5 + 1.2, named="three ones")
trials.wrong_values("gradient_arrives", 0.3, 2.7, 1, 0, -0.96, 0.06, "0.96", None, (1.6, 0.5, 1.2))

# extra_weights: 5 · 5 · 2 · 16

trials.right_values("extra_weights", 800, 800.0, 25 * 2 * 16, 1216 - 416)
trials.wrong_values("extra_weights", 1200, named="all three channels")
trials.wrong_values("extra_weights", 400, named="one channel more")
trials.wrong_values("extra_weights", 816, named="new biases")
trials.wrong_values("extra_weights", 50, named="one filter")
trials.wrong_values("extra_weights", 1216, 416, 32, 240, 160, 0, 2, 3, "800", None)

# the words

for name, right, wrong in (
    (
        "work_of_the_dense_layers",
        "under a hundredth",
        {"about a tenth": "a little less", "over three quarters": "parameters are the cost"},
    ),
    ("the_deeper_plain_one", "higher", {"lower": "deeper is better", "about the same": "spare layers do no harm"}),
    ("before_the_first_step", "what came in", {"zeros": "the shortcut forgotten", "noise": "random weights show"}),
    ("thirty_with_shortcuts", "2 to 20", {"over 50": "no different", "under 2": "perfectly level"}),
    (
        "grey_fails",
        "decides",
        {
            "says nothing": "colour is always needed",
            "agrees": "grey takes the help away",
            "none of them": "grey tells hues apart",
        },
    ),
    (
        "channels_exchanged",
        "decides",
        {"neither": "channels do not matter", "says nothing": "used to its colours", "both": "any change of colour"},
    ),
    ("what_is_followed", "the hue", {"the garment": "the label is known", "within 0.1": "half and half"}),
):
    trials.right_values(name, right)
    for word, named in wrong.items():
        trials.wrong_values(name, word, named=named)
    trials.wrong_values(name, "something", 3, None, True)

# small_stack


@trials.right("small_stack")
def by_half(kernel_size, channels):
    n = kernel_size // 2
    return n, 9 * n * channels * channels


@trials.right("small_stack")
def as_a_list(kernel_size, channels):
    return [int((kernel_size - 1) / 2), int((kernel_size - 1) / 2) * channels**2 * 9]


@trials.wrong("small_stack", named="flat filters")
def one_channel_deep(kernel_size, channels):
    n = kernel_size // 2
    return n, n * 9 * channels


@trials.wrong("small_stack", named="with biases")
def biases_too(kernel_size, channels):
    n = kernel_size // 2
    return n, n * (9 * channels * channels + channels)


@trials.wrong("small_stack", named="one layer too many")
def rounded_up(kernel_size, channels):
    n = kernel_size // 2 + 1
    return n, n * 9 * channels**2


@trials.wrong("small_stack", named="channels that cancel")
def nine_for_each_layer(kernel_size, channels):
    return kernel_size // 2, kernel_size // 2 * 3**2


@trials.wrong("small_stack", named="weights multiplied")
def as_a_power(kernel_size, channels):
    return kernel_size // 2, (3 * 3 * channels * channels) ** (kernel_size // 2)


@trials.wrong("small_stack")
def no_weights_at_all(kernel_size, channels):
    return kernel_size // 2, 0


@trials.wrong("small_stack")
def layers_alone(kernel_size, channels):
    return kernel_size // 2


# block


@trials.right("block")
def with_a_loop_over_nothing(x, f):
    y = x + f(x)
    y[y < 0] = 0
    return y


@trials.right("block")
def by_where(x, f):
    total = np.add(x, f(x))
    return np.where(total > 0, total, 0)


@trials.wrong("block", named="no relu")
def added_only(x, f):
    return f(x) + x


@trials.wrong("block", named="plain block")
def f_alone(x, f):
    return np.maximum(f(x), 0)


@trials.wrong("block", named="added behind the relu")
def relu_first(x, f):
    return np.maximum(0, f(x)) + x


@trials.wrong("block", named="the larger of the two")
def maximum_of_both(x, f):
    return np.maximum(f(x), x)


@trials.wrong("block")
def x_alone(x, f):
    return x


@trials.wrong("block")
def side_by_side(x, f):
    return np.concatenate([x, f(x)], axis=-1)


# projected


@trials.right("projected")
def dotted(x, kernel, strides):
    return np.dot(x[::strides, ::strides, :], kernel)


@trials.right("projected")
def tensordotted(x, kernel, strides):
    return np.tensordot(x, kernel, axes=1)[::strides, ::strides]


@trials.wrong("projected", named="no stride")
def every_pixel(x, kernel, strides):
    return np.einsum("hwc,cf->hwf", x, kernel)


@trials.wrong("projected", named="rows alone")
def one_direction(x, kernel, strides):
    return x[::strides, :, :] @ kernel


@trials.wrong("projected", named="channels not mixed")
def picked_only(x, kernel, strides):
    return x[::strides, ::strides]


@trials.wrong("projected", named="places side by side")
def the_first_pixels(x, kernel, strides):
    maps = np.zeros((-(-x.shape[0] // strides), -(-x.shape[1] // strides), kernel.shape[1]))
    for row, column in np.ndindex(*maps.shape[:2]):
        maps[row, column] = x[row, column] @ kernel
    return maps


@trials.wrong("projected", named="rounded down")
def whole_steps_alone(x, kernel, strides):
    maps = np.zeros((x.shape[0] // strides, x.shape[1] // strides, kernel.shape[1]))
    for row, column in np.ndindex(*maps.shape[:2]):
        maps[row, column] = x[row * strides, column * strides] @ kernel
    return maps


@trials.wrong("projected")
def added_up(x, kernel, strides):
    return (x[::strides, ::strides] @ kernel).sum(axis=-1)


# share_by_hue


@trials.right("share_by_hue")
def counted(answers, garments, hues):
    return np.sum((answers == hues) & (garments != hues)) / np.sum(garments != hues)


@trials.right("share_by_hue")
def with_places(answers, garments, hues):
    places = np.flatnonzero(garments - hues)
    return float((answers[places] == hues[places]).mean())


@trials.wrong("share_by_hue", named="all images")
def everywhere(answers, garments, hues):
    return (answers == hues).mean()


@trials.wrong("share_by_hue", named="by garment")
def the_accuracy_there(answers, garments, hues):
    differ = hues != garments
    return (answers == garments)[differ].mean()


@trials.wrong("share_by_hue", named="a count")
def how_many(answers, garments, hues):
    return int(np.sum((answers == hues) & (garments != hues)))


@trials.wrong("share_by_hue", named="in per cent of them")
def a_hundred_times(answers, garments, hues):
    return 100 * counted(answers, garments, hues)


@trials.wrong("share_by_hue", named="among hue or garment")
def one_or_the_other(answers, garments, hues):
    hits = [np.sum((answers == truth) & (garments != hues)) for truth in (hues, garments)]
    return hits[0] / sum(hits)


@trials.wrong("share_by_hue", named="the lead of the hue")
def hue_less_garment(answers, garments, hues):
    return (answers == hues).mean() - (answers == garments).mean()


@trials.wrong("share_by_hue")
def accuracy(answers, garments, hues):
    return np.mean(answers == garments)


# gradient_through


@trials.right("gradient_through")
def from_behind(slopes):
    gradient = 1
    for slope in reversed(slopes):
        gradient = gradient + slope * gradient
    return gradient


@trials.right("gradient_through")
def through_a_list(slopes):
    return float(np.prod([1 + slope for slope in slopes]))


@trials.wrong("gradient_through", named="one road round all")
def one_added_at_the_end(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient *= slope
    return 1 + gradient


@trials.wrong("gradient_through", named="contributions added")
def added(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient += slope
    return gradient


@trials.wrong("gradient_through", named="the first left out")
def from_the_second(slopes):
    gradient = 1.0
    for slope in slopes[1:]:
        gradient *= 1 + slope
    return gradient


@trials.wrong("gradient_through", named="the first alone")
def returns_too_soon(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient *= 1 + slope
        return gradient
    return gradient


@trials.wrong("gradient_through", named="the last alone")
def an_equals_sign(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient = 1 + slope
    return gradient


@trials.wrong("gradient_through", named="one in place of what was before")
def one_plus_slope_times_gradient(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient = 1 + gradient * slope
    return gradient


@trials.wrong("gradient_through", named="begins with zero")
def nothing_arrives(slopes):
    return 0.0
