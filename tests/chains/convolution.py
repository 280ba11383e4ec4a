"""Predictions of lesson 01 as chains of steps."""

import numpy as np

from course_utils.exercises.convolution import FIRST_WINDOW, KERNEL, SOBEL, WINDOW
from tests.support.chains import Chain

#: From the weights of one slice, its depth and the number of filters to a count. The steps that weights and biases take
#: part in are one: without depth and without bias is a story of its own.
FORMULAS = {
    "right": lambda weights, depth, filters: (weights * depth + 1) * filters,
    "forgets the biases": lambda weights, depth, filters: weights * depth * filters,
    "a filter without depth": lambda weights, depth, filters: (weights + 1) * filters,
    "neither depth nor bias": lambda weights, depth, filters: weights * filters,
    "a bias for each slice": lambda weights, depth, filters: (weights + 1) * depth * filters,
    "one bias for the whole layer": lambda weights, depth, filters: weights * depth * filters + 1,
    "a bias for each channel of the photograph": lambda weights, depth, filters: weights * depth * filters + depth,
    "a bias for each weight": lambda weights, depth, filters: 2 * weights * depth * filters,
    "one filter only": lambda weights, depth, filters: weights * depth + 1,
    "one filter without its bias": lambda weights, depth, filters: weights * depth,
    "one filter and all biases": lambda weights, depth, filters: weights * depth + filters,
    "one slice and a bias": lambda weights, depth, filters: weights + 1,
    "one slice": lambda weights, depth, filters: weights,
    "one slice and all biases": lambda weights, depth, filters: weights + filters,
    "no depth and one bias": lambda weights, depth, filters: weights * filters + 1,
    "no depth and a bias for each channel": lambda weights, depth, filters: weights * filters + depth,
    "the biases alone": lambda weights, depth, filters: filters,
    "the channels added": lambda weights, depth, filters: (weights + depth) * filters,
    "the channels and the bias added": lambda weights, depth, filters: (weights + depth + 1) * filters,
    "the filters added": lambda weights, depth, filters: weights * depth + 1 + filters,
    "two biases each": lambda weights, depth, filters: (weights * depth + 2) * filters,
    "a bias less": lambda weights, depth, filters: (weights * depth - 1) * filters,
    "filters times filters": lambda weights, depth, filters: (weights * depth + 1) * filters**2,
    "shared out among the channels": lambda weights, depth, filters: (weights * depth + 1) * filters / depth,
    "everything added": lambda weights, depth, filters: weights + depth + filters,
}

#: Where a kernel's nine weights come to lie: as they stand, turned, mirrored.
PLACES = {
    "right": lambda kernel: kernel,
    "a kernel turned by half a turn": lambda kernel: kernel[::-1, ::-1],
    "a kernel with rows for columns": lambda kernel: kernel.T,
    "a kernel upside down": lambda kernel: kernel[::-1],
    "a mirrored kernel": lambda kernel: kernel[:, ::-1],
    "a quarter turn to the left": np.rot90,
    "a quarter turn to the right": lambda kernel: np.rot90(kernel, -1),
}

#: From window and kernel to a number.
SUMS = {
    "right": lambda window, kernel: (window * kernel).sum(),
    "a matrix product": lambda window, kernel: (window @ kernel).sum(),
    "a matrix product the other way round": lambda window, kernel: (kernel @ window).sum(),
    "minus signs left out": lambda window, kernel: np.abs(window * kernel).sum(),
    "negative products left out": lambda window, kernel: np.maximum(window * kernel, 0).sum(),
    "positive products left out": lambda window, kernel: np.minimum(window * kernel, 0).sum(),
    "adds first and multiplies then": lambda window, kernel: window.sum() * kernel.sum(),
    "pixels and weights added": lambda window, kernel: (window + kernel).sum(),
    "the window without the kernel": lambda window, kernel: window.sum(),
    "the kernel without the window": lambda window, kernel: kernel.sum(),
    "the middle alone": lambda window, kernel: window[1, 1] * kernel[1, 1],
    "the first row alone": lambda window, kernel: (window * kernel)[0].sum(),
    "without the last row": lambda window, kernel: (window * kernel)[:2].sum(),
    "without the first row": lambda window, kernel: (window * kernel)[1:].sum(),
    "the first column alone": lambda window, kernel: (window * kernel)[:, 0].sum(),
    "the largest product": lambda window, kernel: (window * kernel).max(),
    "pixels under weights": lambda window, kernel: window[kernel != 0].sum(),
    "signs for weights": lambda window, kernel: (window * np.sign(kernel)).sum(),
    "every weight of 0 counted as 1": lambda window, kernel: (window * np.where(kernel, kernel, 1)).sum(),
    "every pixel of 0 counted as 1": lambda window, kernel: (np.where(window, window, 1) * kernel).sum(),
}


def one_product_wrong():
    """Slips in one product: its sign, itself left out, a factor 0 taken for 1."""
    slips = {}
    for place in np.ndindex(3, 3):
        product, at = WINDOW[place] * KERNEL[place], f"at {place[0]}, {place[1]}"
        if product:
            slips[f"the other sign {at}"] = adding(-2, place)
            slips[f"a product left out {at}"] = adding(-1, place)
        else:
            slips[f"a factor 0 for 1 {at}"] = lambda window, kernel, place=place: (
                (window * kernel).sum() + window[place] + kernel[place]
            )
    return slips


def adding(times, place):
    """The right sum and, so many times, the product at a place."""
    return lambda window, kernel: (window * kernel).sum() + times * window[place] * kernel[place]


def relu(number):
    return max(number, 0)


def layers(before=lambda pixel: pixel, between=relu, after=lambda answer: answer):
    """Two layers of one answer each, and what is done before, between and after them."""

    def answer(image, first, second):
        first_answers = np.correlate([before(pixel) for pixel in image], first)
        return after(int(np.correlate([between(one) for one in first_answers], second)[0]))

    return lambda image, first, second: (answer(image, first, second), answer([-p for p in image], first, second))


def same(number):
    return number


def from_the_first(second):
    """The right first answer, and what is made of it for the exchanged image."""
    return lambda image, *kernels: second(*layers()(image, *kernels))


#: From image and kernels to the pair. What ends alike is one story: a first kernel with its signs exchanged is the pair
#: exchanged, and an answer that stops behind the first layer leaves the second kernel out.
NETWORKS = {
    "right": layers(),
    "no relu": layers(between=same),
    "relu at the end": layers(between=same, after=relu),
    "absolute values": layers(between=abs),
    "absolute value at the end": layers(between=same, after=abs),
    "negative answers kept": layers(between=lambda answer: min(answer, 0)),
    "relu on the image alone": layers(before=relu, between=same),
    "relu on the image as well": layers(before=relu),
    "relu on the image and at the end": layers(before=relu, between=same, after=relu),
    "absolute values of the image": layers(before=abs),
    "where answers are positive": layers(between=lambda answer: int(answer > 0)),
    "the answers' signs": layers(between=np.sign),
    "answers cut at one": layers(between=lambda answer: min(relu(answer), 1)),
    "one in place of zero": layers(between=lambda answer: answer if answer > 0 else 1),
    "signs that follow the image": from_the_first(lambda plus, minus: (plus, -plus)),
    "an exchanged image that vanishes": from_the_first(lambda plus, minus: (plus, 0)),
    "the same for both images": from_the_first(lambda plus, minus: (plus, plus)),
    "minus the second": from_the_first(lambda plus, minus: (plus, -minus)),
    "signs that follow the second": from_the_first(lambda plus, minus: (-minus, minus)),
    "the second kernel first": lambda image, first, second: layers()(image, second, first),
}

CHAINS = {
    "first_answer": Chain(
        lambda place, add, finish: finish(add(FIRST_WINDOW, place(SOBEL))),
        {
            "place": {
                "right": lambda kernel: kernel,
                "a kernel turned round": lambda kernel: kernel[::-1, ::-1],
                "rows for columns in the kernel": lambda kernel: kernel.T,
            },
            "add": {
                "right": lambda window, kernel: (window * kernel).sum(),
                "pixels alone": lambda window, kernel: window.sum(),
                "weights of one": lambda window, kernel: (window * np.sign(kernel)).sum(),
                "the matrix product": lambda window, kernel: (window @ kernel).sum(),
                "the largest product": lambda window, kernel: (window * kernel).max(),
            },
            "finish": {"right": lambda total: total, "a ninth of it": lambda total: total / 9},
        },
    ),
    "places_of_the_window": Chain(
        lambda along, size, join: join(along(size[0]), along(size[1])),
        {
            "along": {
                "right": lambda side: side - 3 + 1,
                "one for every pixel": lambda side: side,
                "one place too few": lambda side: side - 3,
                "windows beside one another": lambda side: side // 3,
                "one place too many": lambda side: side - 3 + 2,
            },
            "size": {"right": (6, 8), "a square of 8": (8, 8)},
            "join": {
                "right": lambda rows, columns: rows * columns,
                "both sides added": lambda rows, columns: rows + columns,
                "the shape of the map": lambda rows, columns: (rows, columns),
            },
        },
    ),
    "flat_answer": Chain(
        lambda weights, brightness, sign: sign * weights * brightness,
        {
            "weights": {"right": 5 - 4, "middle alone": 5, "without minus signs": 5 + 4, "silent on flat ground": 0},
            "brightness": {"right": 0.5, "the sum of the weights": 1},
            "sign": {"right": 1, "the sign exchanged": -1},
        },
    ),
    "products_per_answer": Chain(
        lambda depth, bias, join: join(3 * 3, depth) + bias,
        {
            "depth": {"right": 3, "pixels of the window": 1, "four channels": 4},
            "bias": {"right": 0, "with a bias": 1},
            "join": {
                "right": lambda pixels, depth: pixels * depth,
                "pixels and channels added": lambda pixels, depth: pixels + depth,
                "three answers": lambda pixels, depth: pixels * depth**2,
            },
        },
    ),
    "volume_that_comes_out": Chain(
        lambda side, depth, order: order(side, depth),
        {
            "side": {
                "right": 255 - 3 + 1,
                "as large as the image": 255,
                "a place too few": 255 - 3,
                "one off each time": 254,
                "windows side by side": 255 // 3,
            },
            "depth": {
                "right": 8,
                "still in colour": 3,
                "a map per colour": 24,
                "colours and filters": 11,
                "weights": 27,
            },
            "order": {
                "right": lambda side, depth: (side, side, depth),
                "channels in front": lambda side, depth: (depth, side, side),
                "one map of the stack": lambda side, depth: (side, side),
                "all numbers": lambda side, depth: side * side * depth,
            },
        },
    ),
    "width_of_the_larger": Chain(
        lambda join, finish: finish(join(3, 3)),
        {
            "join": {
                "right": lambda first, second: first + second - 1,
                "widths added": lambda first, second: first + second,
                "no wider": lambda first, second: first,
                "a pixel on one side": lambda first, second: first + 1,
                "widths multiplied": lambda first, second: first * second,
            },
            "finish": {"right": lambda width: width, "weights of the larger": lambda width: width**2},
        },
    ),
    "shared_by_all_places": Chain(
        lambda weights, bias, units: bias(weights, units),
        {
            "weights": {"right": 5 * 5, "a weight for every pixel": 28 * 28, "one row of weights": 5, "in colour": 75},
            "bias": {
                "right": lambda weights, units: (weights + 1) * units,
                "weights without biases": lambda weights, units: weights * units,
                "one bias in all": lambda weights, units: weights * units + 1,
            },
            "units": {"right": 32, "weights for every place": 24 * 24 * 32, "a single filter": 1},
        },
    ),
    "weights_in_one_row": Chain(
        lambda reads, bias: reads + bias,
        {
            "reads": {
                "right": 3 * 3,
                "one row of the kernel": 3,
                "every pixel": 28 * 28,
                "as many as answers": 26 * 26,
                "three rows of the image": 3 * 28,
            },
            "bias": {"right": 0, "the bias too": 1},
        },
    ),
    "parameters_of_the_layer": Chain(
        lambda weights, depth, formula, filters: formula(weights, depth, filters),
        {
            "weights": {
                "right": 7 * 7,
                "one row of weights": 7,
                "two sides of the slice": 7 + 7,
                "one more each way": 8 * 8,
                "one less each way": 6 * 6,
                "the lesson's kernel": 3 * 3,
                "a cube": 7**3,
            },
            "depth": {"right": 3, "a fourth channel": 4, "two channels": 2, "depth times depth": 9},
            "formula": FORMULAS,
            "filters": {"right": 10, "the lesson's filters": 8},
        },
    ),
    "one_answer": Chain(
        lambda place, add, finish: finish(add(WINDOW, place(KERNEL))),
        {
            "place": PLACES,
            "add": SUMS | one_product_wrong(),
            "finish": {
                "right": same,
                "zero in place of a negative answer": relu,
                "a mean": lambda total: total / 9,
                "a weighted average": lambda total: total / KERNEL.sum(),
                "the other sign": lambda total: -total,
                "a mean of the weights that are not 0": lambda total: total / np.count_nonzero(KERNEL),
            },
        },
    ),
    "with_relu_between": Chain(
        lambda kernels, network, pair: pair(*network([4, 3, -1], *kernels)),
        {
            "kernels": {
                "right": ([-1, 2], [2, 3]),
                "turned kernels": ([2, -1], [3, 2]),
                "first kernel turned": ([2, -1], [2, 3]),
                "second kernel turned": ([-1, 2], [3, 2]),
                "first kernel without its minus": ([1, 2], [2, 3]),
                "second kernel left out": ([-1, 2], [1, 1]),
                "the second kernel's last weight twice": ([-1, 2], [3, 3]),
                "the second kernel's first weight twice": ([-1, 2], [2, 2]),
                "the first kernel twice": ([-1, 2], [-1, 2]),
                "the second kernel twice": ([2, 3], [2, 3]),
            },
            "network": NETWORKS,
            "pair": {
                "right": lambda plus, minus: (plus, minus),
                "the pair exchanged": lambda plus, minus: (minus, plus),
                "one answer for both": lambda plus, minus: plus,
                "both answers added": lambda plus, minus: plus + minus,
            },
        },
    ),
}
