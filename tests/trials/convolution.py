"""Answers to the exercises of lesson 01."""

import functools
import itertools
import math
import operator
from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()
view = np.lib.stride_tricks.sliding_window_view

# first_answer: the right column of Sobel x on pixels 3, 3, 3

trials.right_values("first_answer", 12, 12.0, 3 + 6 + 3, np.int64(12), np.array(12), np.float32(12), Fraction(12))
trials.wrong_values("first_answer", -12, named="a kernel turned round")
trials.wrong_values("first_answer", -2, -9 + 7, named="rows for columns in the kernel")
trials.wrong_values("first_answer", 17, named="pixels alone")
trials.wrong_values("first_answer", 9, named="weights of one")
trials.wrong_values("first_answer", 12 / 9, named="a ninth of it")
trials.wrong_values("first_answer", 0, 6, 3, 24, 11, 13, 18, -9, 1, 1.3)
trials.wrong_values("first_answer", [[0, 0, 3], [0, 0, 6], [0, 0, 3]], (3, 6, 3), "12", True)
trials.wrong_values("first_answer", None, says="None")

# places_of_the_window: 3 × 3 in 6 × 8

trials.right_values("places_of_the_window", 24, 24.0, 4 * 6, np.int64(24), len(range(4)) * len(range(6)))
trials.wrong_values("places_of_the_window", 48, 6 * 8, named="one for every pixel")
trials.wrong_values("places_of_the_window", 15, named="one place too few")
trials.wrong_values("places_of_the_window", 4, named="windows beside one another")
trials.wrong_values("places_of_the_window", 10, named="both sides added")
trials.wrong_values("places_of_the_window", (4, 6), [4, 6], named="the shape of the map")
trials.wrong_values("places_of_the_window", 35, 36, 16, 9, 25, 5.33, 23, 0, (6, 4), "24")

# flat_answer: sharpen on nine pixels of 0.5

trials.right_values("flat_answer", 0.5, 1 / 2, Fraction(1, 2), np.float32(0.5), 2.5 - 2)
trials.wrong_values("flat_answer", 2.5, named="middle alone")
trials.wrong_values("flat_answer", 4.5, 9 * 0.5, named="without minus signs")
trials.wrong_values("flat_answer", 0, 0.0, named="silent on flat ground")
trials.wrong_values("flat_answer", 1, named="the sum of the weights")
trials.wrong_values("flat_answer", -0.5, named="the sign exchanged")
trials.wrong_values("flat_answer", 5, 2, -2, 0.056, 9, -1.5, "0.5", [0.5] * 9)

# upright_with: one bright pixel and a kernel of 1 to 9

trials.right_values("upright_with", "turned first")
trials.wrong_values("upright_with", "as it stands", named="laid on unturned")
trials.wrong_values("upright_with", "both", named="no difference")
trials.wrong_values("upright_with", "neither", named="turned either way")
trials.wrong_values("upright_with", "convolution", "turned", 1, True, None)

# kernel_that_is_found: a shirt, its Sobel map, 2,000 steps

trials.right_values("kernel_that_is_found", "Sobel x")
trials.wrong_values("kernel_that_is_found", "Sobel x turned by half a turn", named="the turned one")
trials.wrong_values("kernel_that_is_found", "another one", named="one of many")
trials.right_values("kernel_that_is_found", "sobel x")
trials.wrong_values("kernel_that_is_found", "Sobel y", "turned", 0, None)

# products_per_answer: a 3 × 3 window on three channels

trials.right_values("products_per_answer", 27, 27.0, 3**3, 9 * 3, np.int64(27))
trials.wrong_values("products_per_answer", 9, named="pixels of the window")
trials.wrong_values("products_per_answer", 28, named="with a bias")
trials.wrong_values("products_per_answer", 36, named="four channels")
trials.wrong_values("products_per_answer", 12, named="pixels and channels added")
trials.wrong_values("products_per_answer", 3, 81, 6, 18, 1, 10, 54, (3, 3, 3), "27")

# volume_that_comes_out: eight 3 × 3 filters on 255 × 255 × 3

trials.right_values("volume_that_comes_out", (253, 253, 8), [253, 253, 8], np.array([253, 253, 8]), (253.0, 253, 8))
trials.wrong_values("volume_that_comes_out", (255, 255, 8), named="as large as the image")
trials.wrong_values("volume_that_comes_out", (252, 252, 8), named="a place too few")
trials.wrong_values("volume_that_comes_out", (253, 253, 3), named="still in colour")
trials.wrong_values("volume_that_comes_out", (253, 253, 24), named="a map per colour")
trials.wrong_values("volume_that_comes_out", (8, 253, 253), named="channels in front")
trials.wrong_values("volume_that_comes_out", (253, 253), named="one map of the stack")
trials.wrong_values("volume_that_comes_out", (254, 254, 8), (253, 253, 27), (253, 253, 11), (255, 255, 3), (85, 85, 8))
trials.wrong_values("volume_that_comes_out", 253 * 253 * 8, 8, (253, 8), (None, 253, 253, 8), "253 × 253 × 8")

# width_of_the_larger: 3 × 3 behind 3 × 3

trials.right_values("width_of_the_larger", 5, 5.0, 3 + 2, np.int64(5))
trials.wrong_values("width_of_the_larger", 6, named="widths added")
trials.wrong_values("width_of_the_larger", 3, named="no wider")
trials.wrong_values("width_of_the_larger", 4, named="a pixel on one side")
trials.wrong_values("width_of_the_larger", 25, named="weights of the larger")
trials.wrong_values("width_of_the_larger", 9, 7, 2, 18, 81, (5, 5), "5")

# found_by_the_second: edges to the right, edges downwards, both added, bias −4

trials.right_values("found_by_the_second", "one corner")
trials.wrong_values("found_by_the_second", "the outline", named="all four sides")
trials.wrong_values("found_by_the_second", "two sides", named="each side alone")
trials.wrong_values("found_by_the_second", "four corners", named="corners all round")
trials.right_values("found_by_the_second", "One corner")
trials.wrong_values("found_by_the_second", "corner", "nothing", 1, None)

# shared_by_all_places: 32 filters of 5 × 5, grey

trials.right_values("shared_by_all_places", 832, 832.0, 26 * 32, np.int64(832))
trials.wrong_values("shared_by_all_places", 800, named="weights without biases")
trials.wrong_values("shared_by_all_places", 801, named="one bias in all")
trials.wrong_values("shared_by_all_places", 479232, 479_232, named="weights for every place")
trials.wrong_values("shared_by_all_places", 25120, named="a weight for every pixel")
trials.wrong_values("shared_by_all_places", 26, named="a single filter")
trials.wrong_values("shared_by_all_places", 14469120, 2432, 57, 160, 25, 192, 18432, 1600, "832", [832])

# weights_in_one_row: the matrix of a 3 × 3 kernel, 676 × 784

trials.right_values("weights_in_one_row", 9, 9.0, 3 * 3, np.int64(9))
trials.wrong_values("weights_in_one_row", 3, named="one row of the kernel")
trials.wrong_values("weights_in_one_row", 784, named="every pixel")
trials.wrong_values("weights_in_one_row", 676, named="as many as answers")
trials.wrong_values("weights_in_one_row", 84, named="three rows of the image")
trials.wrong_values("weights_in_one_row", 10, 6084, 1, 28, 26, 27, 775, (3, 3), "9")

# followed_at_stride_2: trousers moved by 1 pixel, or by 2

trials.right_values("followed_at_stride_2", "by 2")
trials.wrong_values("followed_at_stride_2", "by 1", named="the smaller step")
trials.wrong_values("followed_at_stride_2", "by both", named="as without a stride")
trials.wrong_values("followed_at_stride_2", "by neither", named="lost altogether")
trials.right_values("followed_at_stride_2", "By 2")
trials.wrong_values("followed_at_stride_2", 2, "2", "both", None)

# parameters_of_the_layer: 10 filters of 7 × 7 on a colour photograph

trials.right_values("parameters_of_the_layer", 1480, 1480.0, 148 * 10, np.int64(1480), np.array(1480), np.float32(1480))
trials.right_values("parameters_of_the_layer", Fraction(1480), sum([147 * 10, 10]), math.prod((7, 7, 3, 10)) + 10)
trials.wrong_values("parameters_of_the_layer", 1470, 1470.0, named="forgets the biases")
trials.wrong_values("parameters_of_the_layer", 500, named="a filter without depth")
trials.wrong_values("parameters_of_the_layer", 490, named="neither depth nor bias")
trials.wrong_values("parameters_of_the_layer", 1500, named="a bias for each slice")
trials.wrong_values("parameters_of_the_layer", 1471, named="one bias for the whole layer")
trials.wrong_values("parameters_of_the_layer", 1473, named="a bias for each channel of the photograph")
trials.wrong_values("parameters_of_the_layer", 2940, named="a bias for each weight")
trials.wrong_values("parameters_of_the_layer", 148, named="one filter only")
trials.wrong_values("parameters_of_the_layer", 147, named="one filter without its bias")
trials.wrong_values("parameters_of_the_layer", 157, named="one filter and all biases")
trials.wrong_values("parameters_of_the_layer", 50, named="one slice and a bias")
trials.wrong_values("parameters_of_the_layer", 220, named="one row of weights")
trials.wrong_values("parameters_of_the_layer", 1970, named="a fourth channel")
trials.wrong_values(
    "parameters_of_the_layer", 49, 10, 224, 520, 530, 158, 1490, 1460, 491, 493, 4440, 14800, 62, 24, 430
)
trials.wrong_values("parameters_of_the_layer", 280, 832, 1479, 1481, 0, -1480, 148000, 1480.5, 59)
trials.wrong_values("parameters_of_the_layer", "1480", "(7 * 7 * 3 + 1) * 10", says="text")
trials.wrong_values("parameters_of_the_layer", (1, 480), says="comma")
trials.wrong_values("parameters_of_the_layer", (7, 7, 3, 10), (1470, 10), [1480], {1480}, True)
trials.wrong_values("parameters_of_the_layer", None, says="None")

# one_answer: 9 · 1 + 1 · −3 + 7 · −3 + 8 · 1 + 5 · −3

trials.right_values("one_answer", -22, -22.0, 9 - 3 - 21 + 8 - 15, np.int64(-22), np.float32(-22), np.array(-22))
trials.right_values("one_answer", sum([9, -3, -21, 8, -15]), Fraction(-22), -22 + 0j)
trials.wrong_values("one_answer", -152, named="a matrix product")
trials.wrong_values("one_answer", -81, named="a kernel turned by half a turn")
trials.wrong_values("one_answer", -53, named="a kernel with rows for columns")
trials.wrong_values("one_answer", -29, named="a kernel upside down")
trials.wrong_values("one_answer", -78, named="a mirrored kernel")
trials.wrong_values("one_answer", 56, named="minus signs left out")
trials.wrong_values("one_answer", 17, named="negative products left out")
trials.wrong_values("one_answer", 0, 0.0, -0.0, named="zero in place of a negative answer")
trials.wrong_values("one_answer", -22 / 9, named="a mean")
trials.wrong_values("one_answer", 2.2, -22 / -10, named="a weighted average")
trials.wrong_values("one_answer", -440, named="adds first and multiplies then")
trials.wrong_values("one_answer", 22, named="the other sign")
trials.wrong_values("one_answer", 34, named="pixels and weights added")
trials.wrong_values("one_answer", -40, -16, 20, -38, 8, -31, -19, -1, -30, -7, 44, -10, -21, 6, -15, 9, -39, 12, 1)
trials.wrong_values("one_answer", -2.4, -2.44, -22 / 6, -2.2, -8, -25, -21.5, 30, 2, -28, 31)
trials.wrong_values("one_answer", [[9, 0, -3], [0, -21, 0], [0, 8, -15]], (9, -3, -21, 8, -15), [-22], {-22})
trials.wrong_values("one_answer", "-22", "−22", says="text")
trials.wrong_values("one_answer", None, print(end=""), says="None")
trials.wrong_values("one_answer", float("nan"), says="finite")

# with_relu_between: [-1, 2] then [2, 3], on [4, 3, -1]

trials.right_values("with_relu_between", (4, 15), [4, 15], np.array([4, 15]), (4.0, 15.0), (np.int64(4), Fraction(15)))
trials.right_values("with_relu_between", tuple(x for x in (4, 15)), (2 * 2 + 3 * 0, 2 * 0 + 3 * 5))
trials.wrong_values("with_relu_between", (-11, 11), [-11, 11], named="no relu")
trials.wrong_values("with_relu_between", (4, -4), named="signs that follow the image")
trials.wrong_values("with_relu_between", (0, 11), named="relu at the end")
trials.wrong_values("with_relu_between", (19, 19), named="absolute values")
trials.wrong_values("with_relu_between", (11, 11), named="absolute value at the end")
trials.wrong_values("with_relu_between", (-15, -4), named="negative answers kept")
trials.wrong_values("with_relu_between", (4, 0), (4.0, -0.0), named="an exchanged image that vanishes")
trials.wrong_values("with_relu_between", (-5, 6), named="relu on the image alone")
trials.wrong_values("with_relu_between", (4, 6), named="relu on the image as well")
trials.wrong_values("with_relu_between", (29, 0), named="turned kernels")
trials.wrong_values("with_relu_between", (31, 0), named="first kernel turned")
trials.wrong_values("with_relu_between", (6, 10), named="second kernel turned")
trials.wrong_values("with_relu_between", (23, 0), named="first kernel without its minus")
trials.wrong_values("with_relu_between", (15, 4), named="the pair exchanged")
trials.wrong_values("with_relu_between", (2, 5), named="second kernel left out")
trials.wrong_values("with_relu_between", (4, 14), (4, 5), (4, -15), (4, 4), (4, 16), says="part 2 of 2")
trials.wrong_values(
    "with_relu_between", (15, 15), (3, 15), (-4, 15), (2, -5), (-2, 5), (0, 0), (19, -19), says="part 1 of 2"
)
trials.wrong_values("with_relu_between", ((2, 0), (0, 5)), ([4], 15, 0), 4, 19, (4,), (4, 15, 0), "4, 15", "(4, 15)")
trials.wrong_values("with_relu_between", {4, 15}, {"image": 4, "exchanged": 15}, True)
trials.wrong_values("with_relu_between", None, says="None")

# all_answers


@trials.right("all_answers")
def four_loops(image, kernel):
    height, width = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    feature_map = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            for down in range(height):
                for right in range(width):
                    feature_map[row, column] += image[row + down, column + right] * kernel[down, right]
    return feature_map


@trials.right("all_answers")
def two_comprehensions(image, kernel):
    (h, w), (height, width) = kernel.shape, image.shape
    return [[np.sum(image[r : r + h, c : c + w] * kernel) for c in range(width - w + 1)] for r in range(height - h + 1)]


@trials.right("all_answers")
def all_windows(image, kernel):
    return (view(image, kernel.shape) * kernel).sum(axis=(2, 3))


@trials.right("all_answers")
def by_einsum(image, kernel):
    return np.einsum("rcij,ij->rc", view(image, kernel.shape), kernel)


@trials.right("all_answers")
def by_tensordot(image, kernel):
    return np.tensordot(view(image, kernel.shape), kernel)


@trials.right("all_answers")
def rows_at_a_column(image, kernel):
    windows = view(image, kernel.shape)
    return windows.reshape(*windows.shape[:2], -1) @ kernel.ravel()


@trials.right("all_answers")
def by_vdot(image, kernel):
    h, w = kernel.shape
    new = np.empty((len(image) - h + 1, len(image[0]) - w + 1))
    for place in np.ndindex(*new.shape):
        r, c = place
        new[place] = np.vdot(image[r : r + h, c : c + w], kernel)
    return new


@trials.right("all_answers")
def by_the_course(image, kernel):
    from course_utils.convolution import cross_correlate

    return cross_correlate(image, kernel)


@trials.right("all_answers")
def by_correlate2d(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, mode="valid")


@trials.right("all_answers")
def by_convolve_turned(image, kernel):
    from scipy.signal import convolve2d

    return convolve2d(image, np.flip(kernel), mode="valid")


@trials.right("all_answers")
def by_fftconvolve(image, kernel):
    from scipy.signal import fftconvolve

    return fftconvolve(image, kernel[::-1, ::-1], mode="valid")


@trials.right("all_answers")
def by_fourier_transform(image, kernel):
    spectrum = np.fft.fft2(image) * np.conj(np.fft.fft2(kernel, image.shape))
    return np.fft.ifft2(spectrum)[: image.shape[0] - kernel.shape[0] + 1, : image.shape[1] - kernel.shape[1] + 1]


@trials.right("all_answers")
def by_rows_of_correlate(image, kernel):
    rows = len(image) - len(kernel) + 1
    return [sum(np.correlate(image[r + d], kernel[d], "valid") for d in range(len(kernel))) for r in range(rows)]


@trials.right("all_answers")
def by_recursion_over_weights(image, kernel):
    shape = tuple(a - b + 1 for a, b in zip(image.shape, kernel.shape, strict=True))

    def rest(places):
        if not places:
            return np.zeros(shape)
        (r, c), *others = places
        return kernel[r, c] * image[r : r + shape[0], c : c + shape[1]] + rest(others)

    return rest(list(np.ndindex(kernel.shape)))


@trials.right("all_answers")
def plain_lists(image, kernel):
    image, kernel = image.tolist(), kernel.tolist()
    h, w = len(kernel), len(kernel[0])
    new = []
    for r in range(len(image) - h + 1):
        new.append([])
        for c in range(len(image[0]) - w + 1):
            total = sum(image[r + i][c + j] * kernel[i][j] for i in range(h) for j in range(w))
            new[-1].append(total)
    return new


@trials.right("all_answers")
def exact_fractions(image, kernel):
    h, w = kernel.shape
    exact = np.vectorize(Fraction, otypes=[object])
    return (view(exact(image), (h, w)) * exact(kernel)).sum(axis=(2, 3))


@trials.right("all_answers")
def a_layer_of_keras(image, kernel):
    from course_utils.quiet import keras

    layer = keras.layers.Conv2D(filters=1, kernel_size=kernel.shape, use_bias=False)
    layer.build((None, *image.shape, 1))
    layer.set_weights([kernel[..., np.newaxis, np.newaxis]])
    return layer(image[np.newaxis, ..., np.newaxis])[0, ..., 0]


@trials.right("all_answers")
def keras_ops_conv(image, kernel):
    from course_utils.quiet import keras

    return keras.ops.conv(image[None, ..., None], kernel[..., None, None])[0]


@trials.right("all_answers")
def keras_ops_in_each_window(image, kernel):
    from course_utils.quiet import keras

    return keras.ops.sum(keras.ops.multiply(view(image, kernel.shape), kernel), axis=(2, 3))


@trials.right("all_answers")
def in_float32(image, kernel):
    return (view(image.astype("float32"), kernel.shape) * kernel.astype("float32")).sum((2, 3))


@trials.right("all_answers")
def strides_by_hand(image, kernel):
    shape = tuple(np.subtract(image.shape, kernel.shape) + 1) + kernel.shape
    windows = np.lib.stride_tricks.as_strided(image, shape, image.strides * 2)
    return (windows * kernel).sum(axis=(-1, -2))


@trials.right("all_answers")
def by_maps_and_operators(image, kernel):
    windows = view(image, kernel.shape)
    weights = kernel.ravel().tolist()
    return [[sum(map(operator.mul, window.ravel(), weights)) for window in line] for line in windows]


class Slider:
    """A callable object."""

    def __call__(self, image, kernel):
        return np.einsum("rcij,ij->rc", view(image, kernel.shape), kernel)


Slider.__name__ = "Slider"
trials.right("all_answers")(Slider())
trials.right("all_answers")(lambda image, kernel: (view(image, kernel.shape) * kernel).sum((-2, -1)))
trials.right("all_answers")(
    functools.partial(lambda axes, image, kernel: np.tensordot(view(image, kernel.shape), kernel, axes), 2)
)


@trials.wrong("all_answers", "flipped kernel")
def convolve_of_scipy(image, kernel):
    from scipy.signal import convolve2d

    return convolve2d(image, kernel, mode="valid")


@trials.wrong("all_answers", "flipped kernel")
def rotated_twice(image, kernel):
    return (view(image, kernel.shape) * np.rot90(kernel, 2)).sum(axis=(2, 3))


@trials.wrong("all_answers", "kernel upside down")
def flipud(image, kernel):
    return (view(image, kernel.shape) * np.flipud(kernel)).sum(axis=(2, 3))


@trials.wrong("all_answers", "kernel left to right")
def fliplr(image, kernel):
    return (view(image, kernel.shape) * np.fliplr(kernel)).sum(axis=(2, 3))


@trials.wrong("all_answers", "kernel on its side")
def transposed_kernel(image, kernel):
    kernel = kernel.T
    return (view(image, kernel.shape) * kernel).sum(axis=(2, 3))


@trials.wrong("all_answers", "window at kernel")
def matrix_product_in_loops(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for r in range(new.shape[0]):
        for c in range(new.shape[1]):
            new[r, c] = (image[r : r + h, c : c + w] @ kernel).sum()
    return new


@trials.wrong("all_answers", "window at kernel")
def dot_in_loops(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    return [[np.dot(image[r : r + h, c : c + w], kernel).sum() for c in range(columns)] for r in range(rows)]


@trials.wrong("all_answers", "window at kernel")
def matmul_of_all_windows(image, kernel):
    return np.matmul(view(image, kernel.shape), kernel).sum(axis=(2, 3))


@trials.wrong("all_answers", "matrix product in each window")
def at_the_transposed_kernel(image, kernel):
    return (view(image, kernel.shape) @ kernel.T).sum(axis=(2, 3))


@trials.wrong("all_answers", "mean in place of the sum")
def averaged(image, kernel):
    return (view(image, kernel.shape) * kernel).mean(axis=(2, 3))


@trials.wrong("all_answers", "weighted average")
def divided_by_the_weights(image, kernel):
    return np.tensordot(view(image, kernel.shape), kernel / kernel.sum())


@trials.wrong("all_answers", "stops one window early")
def one_window_early(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h, image.shape[1] - w
    return np.array(
        [[(image[r : r + h, c : c + w] * kernel).sum() for c in range(columns)] for r in range(rows)]
    ).reshape(rows, columns)


@trials.wrong("all_answers", "last row and column left at zero")
def range_one_short(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for r in range(image.shape[0] - h):
        for c in range(image.shape[1] - w):
            new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return new


@trials.wrong("all_answers", "zeros around the image")
def same_padding(image, kernel):
    (h, w) = kernel.shape
    padded = np.pad(image, (((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)))
    return (view(padded, kernel.shape) * kernel).sum(axis=(2, 3))


@trials.wrong("all_answers", "windows that hang over the edges")
def correlate2d_as_it_comes(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(image, kernel)


@trials.wrong("all_answers", "map as large as the image")
def zeros_of_the_image_shape(image, kernel):
    new = np.zeros(image.shape)
    h, w = kernel.shape
    for r in range(image.shape[0] - h + 1):
        for c in range(image.shape[1] - w + 1):
            new[r, c] = np.sum(image[r : r + h, c : c + w] * kernel)
    return new


@trials.wrong("all_answers", "windows side by side")
def steps_of_the_kernel(image, kernel):
    h, w = kernel.shape
    corners = [[(r, c) for c in range(0, image.shape[1] - w + 1, w)] for r in range(0, image.shape[0] - h + 1, h)]
    return [[(image[r : r + h, c : c + w] * kernel).sum() for r, c in line] for line in corners]


@trials.wrong("all_answers", "a stride of 2")
def every_second_window(image, kernel):
    return (view(image, kernel.shape)[::2, ::2] * kernel).sum(axis=(2, 3))


@trials.wrong("all_answers", "transposed map")
def columns_outside(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    return [[(image[r : r + h, c : c + w] * kernel).sum() for r in range(rows)] for c in range(columns)]


@trials.wrong("all_answers", "transposed map")
def einsum_without_an_arrow(image, kernel):
    return np.einsum("rcij,ij", view(image, kernel.shape), kernel)


@trials.wrong("all_answers", "relu on top")
def positive_only(image, kernel):
    return np.maximum(np.tensordot(view(image, kernel.shape), kernel), 0)


@trials.wrong("all_answers", "absolute answers")
def magnitudes(image, kernel):
    return abs(np.tensordot(view(image, kernel.shape), kernel))


@trials.wrong("all_answers", "decimals cut off")
def map_of_int(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1), dtype=int)
    for r, c in np.ndindex(new.shape):
        new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return new


@trials.wrong("all_answers", "running total")
def total_before_the_loops(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    total = 0
    for r in range(new.shape[0]):
        for c in range(new.shape[1]):
            total += (image[r : r + h, c : c + w] * kernel).sum()
            new[r, c] = total
    return new


@trials.wrong("all_answers", "only kernels of 3 by 3")
def three_in_window_and_range(image, kernel):
    rows, columns = image.shape[0] - 2, image.shape[1] - 2
    new = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            new[r, c] = (image[r : r + 3, c : c + 3] * kernel).sum()
    return new


@trials.wrong("all_answers", "only kernels of 3 by 3")
def three_in_the_window(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return [[np.sum(image[r : r + 3, c : c + 3] * kernel) for c in range(columns)] for r in range(rows)]


@trials.wrong("all_answers", "only kernels of 3 by 3")
def as_in_the_lesson(image, kernel):
    windows = view(image, (3, 3))
    return (windows.reshape(-1, 9) @ kernel.reshape(9)).reshape(windows.shape[:2])


@trials.wrong("all_answers", "three rows of three weights")
def ranges_of_three(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    new = np.zeros((rows, columns))
    for r, c, i, j in itertools.product(range(rows), range(columns), range(3), range(3)):
        new[r, c] += image[r + i, c + j] * kernel[i, j]
    return new


@trials.wrong("all_answers", "only square kernels")
def one_size_for_both(image, kernel):
    size = kernel.shape[0]
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return [[np.sum(image[r : r + size, c : c + size] * kernel) for c in range(columns)] for r in range(rows)]


@trials.wrong("all_answers", "only square kernels")
def width_for_both(image, kernel):
    size = len(kernel[0])
    return (view(image, (size, size)) * kernel).sum(axis=(2, 3))


@trials.wrong("all_answers", "only square kernels")
def width_before_height(image, kernel):
    width, height = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    new = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            new[r, c] = (image[r : r + height, c : c + width] * kernel).sum()
    return new


@trials.wrong("all_answers", "more weights than the kernel has")
def one_size_in_four_loops(image, kernel):
    size = kernel.shape[0]
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    new = np.zeros((rows, columns))
    for r, c, i, j in itertools.product(range(rows), range(columns), range(size), range(size)):
        new[r, c] += image[r + i, c + j] * kernel[i, j]
    return new


@trials.wrong("all_answers", "more weights than the kernel has")
def places_exchanged_in_four_loops(image, kernel):
    (h, w), (height, width) = kernel.shape, image.shape
    new = np.zeros((height - w + 1, width - h + 1))
    for r, c, i, j in itertools.product(range(height - w + 1), range(width - h + 1), range(h), range(w)):
        new[r, c] += image[r + i, c + j] * kernel[i, j]
    return new


@trials.wrong("all_answers", "only square kernels")
def places_exchanged(image, kernel):
    (h, w), (height, width) = kernel.shape, image.shape
    new = np.zeros((height - w + 1, width - h + 1))
    for r, c in np.ndindex(new.shape):
        new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return new


@trials.wrong("all_answers", "last product only")
def equals_for_plus_equals(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    new = np.zeros((rows, columns))
    for r, c, i, j in itertools.product(range(rows), range(columns), range(h), range(w)):
        new[r, c] = image[r + i, c + j] * kernel[i, j]
    return new


@trials.wrong("all_answers", "returns after the first window")
def return_in_the_inner_loop(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for r in range(new.shape[0]):
        for c in range(new.shape[1]):
            new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
            return new
    return new


@trials.wrong("all_answers", "returns after the first row")
def return_in_the_outer_loop(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for r in range(new.shape[0]):
        for c in range(new.shape[1]):
            new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
        return new
    return new


@trials.wrong("all_answers", "products not added")
def forgets_to_add(image, kernel):
    return view(image, kernel.shape) * kernel


@trials.wrong("all_answers", "pixels without weights")
def forgets_the_kernel(image, kernel):
    return view(image, kernel.shape).sum(axis=(2, 3))


@trials.wrong("all_answers")
def two_sums(image, kernel):
    return view(image, kernel.shape).sum(axis=(2, 3)) * kernel.sum()


@trials.wrong("all_answers", "one long row")
def appended(image, kernel):
    h, w = kernel.shape
    new = []
    for r in range(image.shape[0] - h + 1):
        for c in range(image.shape[1] - w + 1):
            answer = (image[r : r + h, c : c + w] * kernel).sum()
            new.append(answer)
    return new


@trials.wrong("all_answers", "changes its input")
def writes_into_the_image(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    for r in range(rows):
        for c in range(columns):
            image[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return image[:rows, :columns]


@trials.wrong("all_answers", "changes its input")
def turns_the_kernel_in_place(image, kernel):
    kernel[:] = kernel[::-1, ::-1].copy()
    return np.tensordot(view(image, kernel.shape), kernel)


@trials.wrong("all_answers")
def pixels_plus_weights(image, kernel):
    return (view(image, kernel.shape) + kernel).sum(axis=(2, 3))


@trials.wrong("all_answers")
def largest_products(image, kernel):
    return (view(image, kernel.shape) * kernel).max(axis=(2, 3))


@trials.wrong("all_answers")
def starts_at_one(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for r in range(1, new.shape[0]):
        for c in range(1, new.shape[1]):
            new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return new


@trials.wrong("all_answers")
def rounded(image, kernel):
    return np.round(np.tensordot(view(image, kernel.shape), kernel), 1)


@trials.wrong("all_answers")
def right_in_the_shown_case(image, kernel):
    return [[-8.0, 3.0]]


@trials.wrong("all_answers")
def one_sum_too_few(image, kernel):
    return (view(image, kernel.shape) * kernel).sum(axis=2)


@trials.wrong("all_answers")
def places_added(image, kernel):
    return (view(image, kernel.shape) * kernel).sum(axis=(0, 1))


@trials.wrong("all_answers")
def flipped_and_padded(image, kernel):
    from scipy.signal import convolve2d

    return convolve2d(image, kernel, mode="same")


@trials.wrong("all_answers")
def scaled_to_one(image, kernel):
    new = np.tensordot(view(image, kernel.shape), kernel)
    return new / np.abs(new).max()


@trials.wrong("all_answers")
def too_many_rows_for_other_kernels(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - 2, image.shape[1] - 2
    return [[(image[r : r + h, c : c + w] * kernel).sum() for c in range(columns)] for r in range(rows)]


@trials.wrong("all_answers", says="return")
def no_return(image, kernel):
    feature_map = np.tensordot(view(image, kernel.shape), kernel)
    feature_map = feature_map * 1.0


@trials.wrong("all_answers", says="return")
def prints_the_map(image, kernel):
    print(np.tensordot(view(image, kernel.shape), kernel))


@trials.wrong("all_answers", says="...")
def half_finished(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    return [... for _ in range(rows)]


@trials.wrong("all_answers", says="...")
def a_comment_and_a_line(image, kernel):
    height, width = kernel.shape
    return ... if height * width else None


@trials.raises("all_answers", says="IndexError")
def division_for_an_index(image, kernel):
    h, w = kernel.shape
    middle = image[(h / 2), (w / 2)]
    return middle * kernel


@trials.raises("all_answers", says="ValueError")
def whole_image_times_kernel(image, kernel):
    return (image * kernel).sum()


@trials.raises("all_answers", says="ValueError")
def image_sizes_exchanged(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[1] - w + 1, image.shape[0] - h + 1
    new = np.zeros((rows, columns))
    for r in range(rows):
        for c in range(columns):
            new[r, c] = (image[r : r + h, c : c + w] * kernel).sum()
    return new


@trials.raises("all_answers", says="ValueError")
def a_matrix_into_one_place(image, kernel):
    h, w = kernel.shape
    new = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for r, c in np.ndindex(new.shape):
        new[r, c] = image[r : r + h, c : c + w] * kernel
    return new


@trials.raises("all_answers", says="NameError")
def misspelt(image, kernel):
    return np.tensordot(view(image, kernel.shape), kernal)  # noqa: F821


@trials.raises("all_answers", says="TypeError")
def float_ranges(image, kernel):
    return [[0 for _ in range(image.shape[1] / 1)] for _ in range(2)]


trials.wrong_values("all_answers", np.ones((3, 3)), 12, [[-8, 3]], None, says="function")


@trials.wrong("all_answers", says="image, kernel")
def with_strides(image, kernel, strides):
    return np.tensordot(view(image, kernel.shape), kernel)[::strides]


# answers_in_depth


def maps_of(image, kernels):
    """All maps, without biases."""
    return np.einsum("rcdhw,hwdf->rcf", view(image, kernels.shape[:2], axis=(0, 1)), kernels)


@trials.right("answers_in_depth")
def loops_over_places_and_filters(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n))
    for r, c, k in np.ndindex(maps.shape):
        maps[r, c, k] = np.sum(image[r : r + h, c : c + w] * kernels[..., k]) + biases[k]
    return maps


@trials.right("answers_in_depth")
def loops_over_everything(image, kernels, biases):
    h, w, depth, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n)) + biases
    for r, c, k in np.ndindex(maps.shape):
        for i, j, d in np.ndindex(h, w, depth):
            maps[r, c, k] += image[r + i, c + j, d] * kernels[i, j, d, k]
    return maps


@trials.right("answers_in_depth")
def tensordot_of_each_window(image, kernels, biases):
    h, w = kernels.shape[:2]
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    return [
        [np.tensordot(image[r : r + h, c : c + w], kernels, axes=3) + biases for c in range(columns)]
        for r in range(rows)
    ]


@trials.right("answers_in_depth")
def einsum_and_biases(image, kernels, biases):
    windows = view(image, kernels.shape[:2], axis=(0, 1))
    return np.einsum("rcdij,ijdf->rcf", windows, kernels, optimize=True) + biases[np.newaxis, np.newaxis]


@trials.right("answers_in_depth")
def channel_by_channel(image, kernels, biases):
    total = 0
    for channel in range(image.shape[-1]):
        windows = view(image[..., channel], kernels.shape[:2])
        total = total + np.tensordot(windows, kernels[:, :, channel], axes=([2, 3], [0, 1]))
    return total + biases


@trials.right("answers_in_depth")
def by_correlate_of_scipy(image, kernels, biases):
    from scipy.signal import correlate

    maps = [correlate(image, kernels[..., k], mode="valid")[..., 0] + b for k, b in enumerate(biases)]
    return np.stack(maps, axis=-1)


@trials.right("answers_in_depth")
def by_the_course_in_depth(image, kernels, biases):
    from course_utils.convolution import cross_correlate

    return cross_correlate(image, kernels) + biases


@trials.right("answers_in_depth")
def by_keras_layer(image, kernels, biases):
    from course_utils.quiet import keras

    layer = keras.layers.Conv2D(kernels.shape[-1], kernels.shape[:2])
    layer.build((None, *image.shape))
    layer.set_weights([kernels, biases])
    return layer(image[np.newaxis])[0]


@trials.right("answers_in_depth")
def by_a_functional_model(image, kernels, biases):
    from course_utils.quiet import keras

    inputs = keras.Input(image.shape)
    outputs = keras.layers.Conv2D(kernels.shape[-1], kernels.shape[:2], padding="valid")(inputs)
    model = keras.Model(inputs, outputs)
    model.layers[-1].set_weights([kernels, biases])
    return model(image[np.newaxis])[0].numpy()


@trials.right("answers_in_depth")
def by_keras_ops(image, kernels, biases):
    from course_utils.quiet import keras

    return keras.ops.conv(image[np.newaxis], kernels, padding="valid")[0] + biases


@trials.right("answers_in_depth")
def moved_axes(image, kernels, biases):
    maps = [np.sum(view(image, f.shape)[:, :, 0] * f, axis=(2, 3, 4)) for f in np.moveaxis(kernels, -1, 0)]
    return np.moveaxis(np.array(maps), 0, -1) + biases


@trials.right("answers_in_depth")
def lists_and_zip(image, kernels, biases):
    h, w, _, n = kernels.shape
    flat = kernels.reshape(-1, n).T
    return [
        [
            [float(filter_ @ image[r : r + h, c : c + w].ravel() + b) for filter_, b in zip(flat, biases, strict=True)]
            for c in range(image.shape[1] - w + 1)
        ]
        for r in range(image.shape[0] - h + 1)
    ]


@trials.right("answers_in_depth")
def by_reduce(image, kernels, biases):
    def slice_of(c):
        return np.einsum("rcij,ijf->rcf", view(image[..., c], kernels.shape[:2]), kernels[:, :, c])

    return functools.reduce(operator.add, map(slice_of, range(image.shape[2]))) + biases


@trials.right("answers_in_depth")
def bias_as_one_more_weight(image, kernels, biases):
    windows = view(image, kernels.shape[:3])[:, :, 0].reshape(-1, kernels[..., 0].size)
    with_one = np.hstack([windows, np.ones((len(windows), 1))])
    weights = np.vstack([kernels.reshape(-1, len(biases)), biases])
    return (with_one @ weights).reshape(*view(image, kernels.shape[:3]).shape[:2], -1)


@trials.wrong("answers_in_depth", "leaves out the biases")
def no_bias(image, kernels, biases):
    return maps_of(image, kernels)


@trials.wrong("answers_in_depth", "bias once a channel")
def bias_within_the_channel_loop(image, kernels, biases):
    total = 0
    for c in range(image.shape[2]):
        total = total + maps_of(image[..., c : c + 1], kernels[:, :, c : c + 1]) + biases
    return total


@trials.wrong("answers_in_depth", "bias in every product")
def bias_in_the_sum(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n))
    for r, c, k in np.ndindex(maps.shape):
        maps[r, c, k] = (image[r : r + h, c : c + w] * kernels[..., k] + biases[k]).sum()
    return maps


@trials.wrong("answers_in_depth", "all biases in every map")
def sum_of_biases(image, kernels, biases):
    return maps_of(image, kernels) + np.sum(biases)


@trials.wrong("answers_in_depth", "keeps the channels apart")
def one_map_for_each_channel(image, kernels, biases):
    windows = view(image, kernels.shape[:2], axis=(0, 1))
    return np.einsum("rcdhw,hwdf->rcdf", windows, kernels) + biases


@trials.wrong("answers_in_depth", "first channel only")
def flat_grid(image, kernels, biases):
    return np.tensordot(view(image[..., 0], kernels.shape[:2]), kernels[:, :, 0], 2) + biases


@trials.wrong("answers_in_depth", "last channel only")
def equals_in_the_channel_loop(image, kernels, biases):
    maps = np.zeros_like(maps_of(image, kernels))
    for c in range(image.shape[2]):
        maps = np.tensordot(view(image[..., c], kernels.shape[:2]), kernels[:, :, c], 2)
    return maps + biases


@trials.wrong("answers_in_depth", "one slice for all channels")
def grey_first(image, kernels, biases):
    return np.tensordot(view(image.sum(axis=2), kernels.shape[:2]), kernels[:, :, 0], 2) + biases


@trials.wrong("answers_in_depth", "mean of the channels")
def channels_averaged(image, kernels, biases):
    parts = [maps_of(image[..., [c]], kernels[:, :, [c]]) for c in range(image.shape[2])]
    return np.mean(parts, axis=0) + biases


@trials.wrong("answers_in_depth", "turned in depth")
def blue_green_red(image, kernels, biases):
    return maps_of(image[..., ::-1], kernels) + biases


@trials.wrong("answers_in_depth", "turned kernels in depth")
def flipped_in_the_plane(image, kernels, biases):
    return maps_of(image, np.flip(kernels, axis=(0, 1))) + biases


@trials.wrong("answers_in_depth", "turned in all three axes")
def convolve_of_scipy_in_depth(image, kernels, biases):
    from scipy.signal import convolve

    maps = [convolve(image, kernels[..., k], mode="valid")[..., 0] + b for k, b in enumerate(biases)]
    return np.stack(maps, axis=-1)


@trials.wrong("answers_in_depth", "first filter for all")
def filter_zero(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n))
    for r, c, k in np.ndindex(maps.shape):
        maps[r, c, k] = np.sum(image[r : r + h, c : c + w] * kernels[..., 0]) + biases[k]
    return maps


@trials.wrong("answers_in_depth", "last filter in every map")
def no_index_for_the_filter(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n))
    for r in range(maps.shape[0]):
        for c in range(maps.shape[1]):
            for k in range(n):
                maps[r, c] = np.sum(image[r : r + h, c : c + w] * kernels[..., k]) + biases[k]
    return maps


@trials.wrong("answers_in_depth", "first bias for all")
def bias_zero(image, kernels, biases):
    return maps_of(image, kernels) + biases[0]


@trials.wrong("answers_in_depth", "biases taken away")
def minus_biases(image, kernels, biases):
    return maps_of(image, kernels) - biases


@trials.wrong("answers_in_depth")
def times_biases(image, kernels, biases):
    return maps_of(image, kernels) * biases


@trials.wrong("answers_in_depth", "mean of the products")
def mean_for_sum(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n))
    for r, c, k in np.ndindex(maps.shape):
        maps[r, c, k] = np.mean(image[r : r + h, c : c + w] * kernels[..., k]) + biases[k]
    return maps


@trials.wrong("answers_in_depth", "maps added up")
def one_map_of_all_filters(image, kernels, biases):
    return np.sum(maps_of(image, kernels) + biases, axis=-1)


@trials.wrong("answers_in_depth", "filters in front")
def list_of_maps(image, kernels, biases):
    return [maps_of(image, kernels)[..., k] + b for k, b in enumerate(biases)]


@trials.wrong("answers_in_depth", "relu on the stack")
def with_relu(image, kernels, biases):
    maps = maps_of(image, kernels) + biases
    maps[maps < 0] = 0
    return maps


@trials.wrong("answers_in_depth", "zeros around the volume")
def same_size(image, kernels, biases):
    from course_utils.quiet import keras

    return keras.ops.conv(image[np.newaxis], kernels, padding="same")[0] + biases


@trials.wrong("answers_in_depth", "whole numbers only")
def maps_of_int(image, kernels, biases):
    maps = np.zeros(maps_of(image, kernels).shape, int)
    maps[...] = maps_of(image, kernels) + biases
    return maps


@trials.wrong("answers_in_depth", "maps as large as the image")
def zeros_of_the_image_size(image, kernels, biases):
    maps = np.zeros((*image.shape[:2], kernels.shape[3]))
    new = maps_of(image, kernels) + biases
    maps[: new.shape[0], : new.shape[1]] = new
    return maps


@trials.wrong("answers_in_depth", "one window too few")
def no_plus_one(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h, image.shape[1] - w, n))
    for r, c, k in np.ndindex(maps.shape):
        maps[r, c, k] = np.sum(image[r : r + h, c : c + w] * kernels[..., k]) + biases[k]
    return maps


@trials.wrong("answers_in_depth")
def inserted_in_front(image, kernels, biases):
    maps = []
    for k, b in enumerate(biases):
        maps.insert(0, maps_of(image, kernels)[..., k] + b)
    return np.stack(maps, axis=-1)


@trials.wrong("answers_in_depth", "only the first place")
def return_after_one_place(image, kernels, biases):
    h, w, _, n = kernels.shape
    maps = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1, n))
    for r in range(maps.shape[0]):
        for c in range(maps.shape[1]):
            for k in range(n):
                maps[r, c, k] = np.sum(image[r : r + h, c : c + w] * kernels[..., k]) + biases[k]
            return maps
    return maps


@trials.wrong("answers_in_depth")
def return_after_one_filter(image, kernels, biases):
    maps = np.zeros_like(maps_of(image, kernels))
    for k in range(len(biases)):
        maps[..., k] = maps_of(image, kernels)[..., k] + biases[k]
        return maps
    return maps


@trials.wrong("answers_in_depth", "changes its input")
def weights_multiplied_in_place(image, kernels, biases):
    maps = maps_of(image, kernels) + biases
    kernels *= 0
    return maps


@trials.wrong("answers_in_depth")
def transposed_maps(image, kernels, biases):
    return (maps_of(image, kernels) + biases).swapaxes(0, 1)


@trials.wrong("answers_in_depth")
def absolute_maps(image, kernels, biases):
    return abs(maps_of(image, kernels) + biases)


@trials.wrong("answers_in_depth")
def stride_two(image, kernels, biases):
    return (maps_of(image, kernels) + biases)[::2, ::2]


@trials.wrong("answers_in_depth")
def a_batch_of_one(image, kernels, biases):
    return (maps_of(image, kernels) + biases)[np.newaxis]


@trials.wrong("answers_in_depth")
def sixty_four(image, kernels, biases):
    return [[[64.0]]]


@trials.wrong("answers_in_depth")
def bias_in_the_wrong_order(image, kernels, biases):
    return maps_of(image, kernels) + biases[::-1]


@trials.wrong("answers_in_depth")
def softmax_on_top(image, kernels, biases):
    grown = np.exp(maps_of(image, kernels) + biases - 200)
    return grown / (1 + grown.sum(axis=-1, keepdims=True))


@trials.wrong("answers_in_depth", says="return")
def depth_without_return(image, kernels, biases):
    maps_of(image, kernels) + biases


@trials.wrong("answers_in_depth", says="...")
def depth_half_finished(image, kernels, biases):
    rows = image.shape[0] - kernels.shape[0] + 1
    return ... if rows else None


@trials.raises("answers_in_depth", says="ValueError")
def always_three_by_three(image, kernels, biases):
    rows, columns = image.shape[0] - kernels.shape[0] + 1, image.shape[1] - kernels.shape[1] + 1
    maps = np.zeros((rows, columns, len(biases)))
    for r, c, k in np.ndindex(maps.shape):
        maps[r, c, k] = (image[r : r + 3, c : c + 3] * kernels[..., k]).sum() + biases[k]
    return maps


@trials.raises("answers_in_depth", says="IndexError")
def red_green_and_blue(image, kernels, biases):
    return sum(maps_of(image[..., [c]], kernels[:, :, [c]]) for c in (0, 1, 2)) + biases


@trials.wrong("answers_in_depth", says="later case")
def all_filters_at_once(image, kernels, biases):
    h, w = kernels.shape[:2]
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    return [[(image[r : r + h, c : c + w] * kernels).sum() for c in range(columns)] for r in range(rows)]


@trials.raises("answers_in_depth", says="IndexError")
def filter_index_in_front(image, kernels, biases):
    return [(view(image, kernels.shape[:3])[:, :, 0] * kernels[k + 1]).sum(axis=(2, 3, 4)) for k in range(len(biases))]


# edges


@trials.right("edges")
def turn_removed(image, kernel):
    windows = view(image, kernel.shape)
    filtered = (windows * kernel).sum(axis=(2, 3))
    return np.maximum(filtered, 0)


@trials.right("edges")
def kernel_turned_beforehand(image, kernel):
    kernel = kernel[::-1, ::-1]
    windows = view(image, kernel.shape)
    return np.maximum((windows * kernel[::-1, ::-1]).sum(axis=(2, 3)), 0)


@trials.right("edges")
def with_a_mask(image, kernel):
    filtered = np.einsum("rcij,ij->rc", view(image, kernel.shape), kernel)
    filtered[filtered < 0] = 0
    return filtered


@trials.right("edges")
def half_of_sum_and_magnitude(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    return (filtered + abs(filtered)) / 2


@trials.right("edges")
def loops_and_max(image, kernel):
    h, w = kernel.shape
    return [
        [max(0.0, float(np.vdot(image[r : r + h, c : c + w], kernel))) for c in range(image.shape[1] - w + 1)]
        for r in range(image.shape[0] - h + 1)
    ]


@trials.right("edges")
def clipped_from_below(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, mode="valid").clip(min=0)


@trials.right("edges")
def course_functions(image, kernel):
    from course_utils.activations import relu
    from course_utils.convolution import cross_correlate

    return relu(cross_correlate(image, kernel))


@trials.right("edges")
def keras_layer_with_relu(image, kernel):
    from course_utils.quiet import keras

    layer = keras.layers.Conv2D(1, kernel.shape, activation="relu", use_bias=False)
    layer.build((None, *image.shape, 1))
    layer.set_weights([kernel.reshape(*kernel.shape, 1, 1)])
    return layer(image.reshape(1, *image.shape, 1))[0]


@trials.right("edges")
def keras_ops_and_relu(image, kernel):
    from course_utils.quiet import keras

    return keras.ops.relu(keras.ops.conv(image[None, :, :, None], kernel[:, :, None, None]))[0, :, :, 0]


@trials.right("edges")
def image_and_map_turned(image, kernel):
    windows = view(image[::-1, ::-1], kernel.shape)
    return np.maximum((windows * kernel[::-1, ::-1]).sum(axis=(2, 3)), 0)[::-1, ::-1]


trials.right("edges")(lambda image, kernel: np.fmax(np.tensordot(view(image, kernel.shape), kernel), 0))


@trials.wrong("edges", says="the same numbers")
def same_numbers_other_words(image, kernel):
    from scipy.signal import convolve2d

    return np.maximum(convolve2d(image, kernel, mode="valid"), 0)


@trials.wrong("edges", says="the same numbers")
def turned_twice_over(image, kernel):
    filtered = (view(image, kernel.shape) * np.flip(kernel)).sum(axis=(2, 3))
    return np.where(filtered > 0, filtered, 0)


@trials.wrong("edges", "no detection")
def filter_only(image, kernel):
    return (view(image, kernel.shape) * kernel).sum(axis=(2, 3))


@trials.wrong("edges", "the wrong step removed")
def relu_removed(image, kernel):
    return (view(image, kernel.shape) * kernel[::-1, ::-1]).sum(axis=(2, 3))


@trials.wrong("edges", "both directions")
def magnitude(image, kernel):
    return np.abs((view(image, kernel.shape) * kernel).sum(axis=(2, 3)))


@trials.wrong("edges", "absolute values of the wrong map")
def magnitude_of_the_given(image, kernel):
    return abs((view(image, kernel.shape) * kernel[::-1, ::-1]).sum(axis=(2, 3)))


@trials.wrong("edges", "exchanged signs")
def minus_the_kernel(image, kernel):
    return np.maximum((view(image, kernel.shape) * -kernel[::-1, ::-1]).sum(axis=(2, 3)), 0)


@trials.wrong("edges", "still upside down")
def one_turn_removed(image, kernel):
    return np.maximum((view(image, kernel.shape) * kernel[::-1]).sum(axis=(2, 3)), 0)


@trials.wrong("edges", "still mirrored")
def the_other_turn_removed(image, kernel):
    return np.maximum((view(image, kernel.shape) * kernel[:, ::-1]).sum(axis=(2, 3)), 0)


@trials.wrong("edges", "right answers turned")
def map_turned_in_place_of_the_kernel(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    return np.maximum(filtered, 0)[::-1, ::-1]


@trials.wrong("edges", "image or map turned")
def image_turned_in_place_of_the_kernel(image, kernel):
    return np.maximum(np.tensordot(view(image[::-1, ::-1], kernel.shape), kernel), 0)


@trials.wrong("edges", "right answers turned")
def image_turned_too(image, kernel):
    return np.maximum((view(np.rot90(image, 2), kernel.shape) * kernel[::-1, ::-1]).sum(axis=(2, 3)), 0)


@trials.wrong("edges", "image or map turned")
def map_turned_afterwards(image, kernel):
    filtered = (view(image, kernel.shape) * kernel[::-1, ::-1]).sum(axis=(2, 3))
    return np.flip(np.maximum(filtered, 0))


@trials.wrong("edges", "detects before it filters")
def relu_first(image, kernel):
    return np.tensordot(view(np.maximum(image, 0), kernel.shape), kernel)


@trials.wrong("edges", "only where")
def truth_values(image, kernel):
    return (np.tensordot(view(image, kernel.shape), kernel) > 0) * 1.0


@trials.wrong("edges", "negative side")
def minimum_for_maximum(image, kernel):
    return np.minimum(np.tensordot(view(image, kernel.shape), kernel), 0)


@trials.wrong("edges", "cut at one")
def between_zero_and_one(image, kernel):
    return np.clip(np.tensordot(view(image, kernel.shape), kernel), 0, 1)


@trials.wrong("edges", "relu on every product")
def relu_inside_the_sum(image, kernel):
    return np.maximum(view(image, kernel.shape) * kernel, 0).sum(axis=(2, 3))


@trials.wrong("edges", "mean of each window")
def mean_for_sum_of_edges(image, kernel):
    return np.maximum((view(image, kernel.shape) * kernel).mean(axis=(2, 3)), 0)


@trials.wrong("edges", "rows for columns")
def transposed_for_turned(image, kernel):
    windows = view(image, kernel.shape)
    return np.maximum((windows * kernel.T).sum(axis=(2, 3)), 0)


@trials.wrong("edges", "sum over the places")
def other_axes(image, kernel):
    windows = view(image, kernel.shape)
    return np.maximum((windows * kernel).sum(axis=(0, 1)), 0)


@trials.wrong("edges", "zeros around it")
def keeps_the_size(image, kernel):
    h, w = kernel.shape
    padded = np.pad(image, [((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)])
    return np.maximum(np.tensordot(view(padded, kernel.shape), kernel), 0)


@trials.wrong("edges", "positive answers in a row")
def only_the_positive(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    return filtered[filtered > 0]


@trials.wrong("edges")
def whole_answers(image, kernel):
    return np.maximum(np.tensordot(view(image, kernel.shape), kernel), 0).round()


@trials.wrong("edges", "changes its input")
def turns_the_given_kernel(image, kernel):
    kernel[...] = kernel[::-1, ::-1].copy()
    windows = view(image, kernel.shape)
    return np.maximum((windows * kernel[::-1, ::-1]).sum(axis=(2, 3)), 0)


@trials.wrong("edges")
def leaky(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    return np.where(filtered > 0, filtered, 0.1 * filtered)


@trials.wrong("edges")
def above_the_mean(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    return np.where(filtered > filtered.mean(), filtered, 0)


@trials.wrong("edges")
def ones_for_zeros(image, kernel):
    return np.maximum(np.tensordot(view(image, kernel.shape), kernel), 1)


@trials.wrong("edges")
def scaled(image, kernel):
    filtered = np.maximum(np.tensordot(view(image, kernel.shape), kernel), 0)
    return filtered / (filtered.max() or 1)


@trials.wrong("edges")
def the_shown_map(image, kernel):
    return [[1.0, 2.0, 0.0]]


@trials.wrong("edges")
def turned_only_if_antisymmetric(image, kernel):
    turned = kernel if np.array_equal(kernel[::-1, ::-1], -kernel) else kernel[::-1, ::-1]
    return np.maximum((view(image, kernel.shape) * turned).sum(axis=(2, 3)), 0)


@trials.wrong("edges")
def the_image_mirrored(image, kernel):
    return np.maximum((view(image[:, ::-1], kernel.shape) * kernel).sum(axis=(2, 3)), 0)


@trials.wrong("edges", says="return")
def edges_without_return(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    np.maximum(filtered, 0)


@trials.wrong("edges", says="...")
def edges_half_finished(image, kernel):
    windows = view(image, kernel.shape)
    filtered = (windows * kernel).sum(axis=(2, 3))
    return (..., filtered)


@trials.raises("edges", says="IndexError")
def index_of_a_mean(image, kernel):
    filtered = np.tensordot(view(image, kernel.shape), kernel)
    return filtered[filtered.mean()]


@trials.raises("edges", says="TypeError")
def maximum_of_one(image, kernel):
    return np.maximum(np.tensordot(view(image, kernel.shape), kernel))


@trials.raises("edges", says="ValueError")
def built_in_max(image, kernel):
    return max((view(image, kernel.shape) * kernel[..., ::-1]).sum(axis=(2, 3)), np.zeros((2, 2)))
