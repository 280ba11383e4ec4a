"""Answers to the exercises of lesson 08."""

from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# gradient_of_a_weight, gradient_of_a_pixel: three sums with a pencil

trials.right_values("gradient_of_a_weight", 452, 452.0, np.int64(452), np.correlate((2, 5, 4, 1, 8), (1, 10, 100))[0])
trials.wrong_values("gradient_of_a_weight", 254, named="gradients from behind")
trials.wrong_values("gradient_of_a_weight", 327, named="weights in place of pixels")
trials.wrong_values("gradient_of_a_weight", 11, named="without the gradients")
trials.wrong_values("gradient_of_a_weight", 145, named="the second weight")
trials.wrong_values("gradient_of_a_weight", 814, named="the last weight")
trials.wrong_values("gradient_of_a_weight", Fraction(452, 3), 150.66667, named="the mean of the uses")
trials.wrong_values("gradient_of_a_weight", 2, named="one use alone")
trials.wrong_values("gradient_of_a_weight", 777, 7 * 111, named="times the weight itself")
trials.wrong_values("gradient_of_a_weight", 7, 111, 400, 0, -452, 452.5, None, "452", (452, 145, 814))
trials.right_values("gradient_of_a_pixel", 723, 723.0, np.float32(723), np.convolve((7, 2, 3), (1, 10, 100))[2])
trials.wrong_values("gradient_of_a_pixel", 327, np.dot((7, 2, 3), (1, 10, 100)), named="forgets the flip")
trials.wrong_values("gradient_of_a_pixel", 452, named="pixels in place of weights")
trials.wrong_values("gradient_of_a_pixel", 12, named="leaves the gradients out")
trials.wrong_values("gradient_of_a_pixel", 20, named="the middle use alone")
trials.wrong_values("gradient_of_a_pixel", 241, named="averages the uses")
trials.wrong_values("gradient_of_a_pixel", 444, 4 * 111, named="the pixel in place of weights")
trials.wrong_values("gradient_of_a_pixel", 2892, named="times the pixel itself")
trials.wrong_values("gradient_of_a_pixel", 700, 3, 4, 0, -723, None, [7, 2, 3], "723")

# kernel_of_the_way_back: a shape

trials.right_values("kernel_of_the_way_back", (3, 3, 32, 16), [3, 3, 32, 16], np.array([3, 3, 32, 16]))
trials.wrong_values("kernel_of_the_way_back", (3, 3, 16, 32), named="keeps the roles")
trials.wrong_values("kernel_of_the_way_back", (32, 16, 3, 3), named="turns all axes round")
trials.wrong_values("kernel_of_the_way_back", (5, 5, 32, 16), named="a kernel that grows")
trials.wrong_values("kernel_of_the_way_back", (3, 3, 32, 1), named="one channel comes out")
trials.wrong_values("kernel_of_the_way_back", (16, 32, 3, 3), (3, 3, 32), (3, 3), 4608, None, (3, 3, 32, 32))

# pixels_left_out: 28 × 28, 3 × 3, stride 2

trials.right_values("pixels_left_out", 55, 55.0, 2 * 28 - 1, np.int64(55))
trials.wrong_values("pixels_left_out", 0, named="every pixel is read")
trials.wrong_values("pixels_left_out", 56, named="the corner twice")
trials.wrong_values("pixels_left_out", 28, named="one side alone")
trials.wrong_values("pixels_left_out", 1, named="the corner alone")
trials.wrong_values("pixels_left_out", 392, named="every second pixel")
trials.wrong_values("pixels_left_out", 54, named="the corner in neither")
trials.wrong_values("pixels_left_out", 729, 27 * 27, named="the pixels that are read")
trials.wrong_values("pixels_left_out", 27, 784, 169, -55, "55", None, (28, 28))

# Words

trials.right_values("filter_left_alone", "A", np.str_("A"))
trials.wrong_values("filter_left_alone", "B", named="ties let nothing through")
trials.wrong_values("filter_left_alone", "C", named="one place is too few")
trials.wrong_values("filter_left_alone", "none", 0, ["A"], says="among")
trials.right_values("share_of_equals", "all to the first")
trials.wrong_values("share_of_equals", "all to the last", named="the last wins")
trials.wrong_values("share_of_equals", "a quarter to each", named="shared among equals")
trials.wrong_values("share_of_equals", "one to each", named="each gets all")
trials.wrong_values("share_of_equals", "the first", 1, says="among")
trials.right_values("reached_by_one_gradient", "each of them")
trials.wrong_values("reached_by_one_gradient", "its own", named="constants for mean and variance")
trials.wrong_values("reached_by_one_gradient", "the others", named="all but its own")
trials.wrong_values("reached_by_one_gradient", "all", 3, says="among")
trials.right_values("best_step_in_float32", "0.01")
trials.wrong_values("best_step_in_float32", "0.1", named="the longest step")
trials.wrong_values("best_step_in_float32", "0.0001", named="a middle step")
trials.wrong_values("best_step_in_float32", "0.000001", named="a step of a millionth")
trials.wrong_values("best_step_in_float32", "0.00000001", named="as small as possible")
trials.wrong_values("best_step_in_float32", "1e-7", says="among")
trials.right_values("differs_by_the_rule", "the steps")
trials.wrong_values("differs_by_the_rule", "the gradients", named="a gradient of its own")
trials.wrong_values("differs_by_the_rule", "both", named="everything differs")
trials.wrong_values("differs_by_the_rule", "neither", named="one rule for all")
trials.wrong_values("differs_by_the_rule", "steps", says="among")

# gradient_of_scores, forward_passes_needed

trials.right_values("gradient_of_scores", (0.5, -0.7, 0.2), [0.5, -0.7, 0.2], np.array([0.5, -0.7, 0.2]))
trials.wrong_values("gradient_of_scores", (0.5, 0.3, 0.2), named="without one hot")
trials.wrong_values("gradient_of_scores", (-0.5, 0.7, -0.2), named="the other sign")
trials.wrong_values("gradient_of_scores", (0, -0.7, 0), named="the right class alone")
trials.wrong_values("gradient_of_scores", (-0.5, 0.3, 0.2), named="one hot at the first")
trials.wrong_values("gradient_of_scores", (0, -10 / 3, 0), named="stops at the probabilities")
trials.wrong_values("gradient_of_scores", (1 / 6, -7 / 30, 2 / 30), named="divides by the classes")
trials.wrong_values("gradient_of_scores", (0, 1, 0), (0, 0, 0), (0.5, -0.3, 0.2), -0.7, None, (0.5, -0.7), "p - y")
trials.right_values("forward_passes_needed", 27_220, 27_220.0, 13_610 * 2)
trials.wrong_values("forward_passes_needed", 13_610, named="one for each weight")
trials.wrong_values("forward_passes_needed", 13_611, named="one sided differences")
trials.wrong_values("forward_passes_needed", 2, named="all weights at once")
trials.wrong_values("forward_passes_needed", 185_232_100, named="every pair of weights")
trials.wrong_values("forward_passes_needed", 27_222, 1, 0, 4 * 13_610, None, "27,220")


# summed_with_adam, mistakes_unseen: what a mistake costs

trials.right_values("summed_with_adam", "about the same")
trials.wrong_values("summed_with_adam", "much worse", named="as with sgd")
trials.wrong_values("summed_with_adam", "much better", named="more gradient more learning")
trials.wrong_values("summed_with_adam", "the same", says="among")
trials.right_values("mistakes_unseen", "about half")
trials.wrong_values("mistakes_unseen", "none", named="every mistake shows")
trials.wrong_values("mistakes_unseen", "one or two", named="nearly every mistake shows")
trials.wrong_values("mistakes_unseen", "all", named="nothing shows")
trials.wrong_values("mistakes_unseen", 6, "six", says="among")


# of_the_kernel


@trials.right("of_the_kernel")
def each_number_by_itself(images, gradient, size, strides):
    total = np.zeros((size, size, images.shape[3], gradient.shape[3]))
    for n, row, column, filter_ in np.ndindex(gradient.shape):
        for down in range(size):
            for right in range(size):
                pixels = images[n, row * strides + down, column * strides + right]
                total[down, right, :, filter_] += pixels * gradient[n, row, column, filter_]
    return total


@trials.right("of_the_kernel")
def matrix_products(images, gradient, size, strides):
    _, rows, columns, filters = gradient.shape
    flat = gradient.reshape(-1, filters)
    return np.array(
        [
            [
                images[:, d : d + strides * rows : strides, r : r + strides * columns : strides]
                .reshape(len(flat), -1)
                .T
                @ flat
                for r in range(size)
            ]
            for d in range(size)
        ]
    )


@trials.right("of_the_kernel")
def by_the_course(images, gradient, size, strides):
    from course_utils.backward import kernel_gradient

    return kernel_gradient(
        gradient, images, np.zeros((size, size, images.shape[3], gradient.shape[3])), strides=strides
    )


@trials.wrong("of_the_kernel", named="the mean over the batch")
def a_mean_in_the_end(images, gradient, size, strides):
    return each_number_by_itself(images, gradient, size, strides) / images.shape[0]


@trials.wrong("of_the_kernel", named="forgets the stride")
def windows_without_stride(images, gradient, size, strides):
    _, rows, columns, _ = gradient.shape
    total = np.zeros((size, size, images.shape[3], gradient.shape[3]))
    for down, right in np.ndindex(size, size):
        total[down, right] = np.einsum(
            "nrcd,nrcf->df", images[:, down : down + rows, right : right + columns], gradient
        )
    return total


@trials.wrong("of_the_kernel", named="flips where nothing is flipped")
def a_flipped_kernel(images, gradient, size, strides):
    return np.flip(matrix_products(images, gradient, size, strides), (0, 1))


@trials.wrong("of_the_kernel", named="the last place alone")
def an_equals_sign_in_four_loops(images, gradient, size, strides):
    total = np.zeros((size, size, images.shape[3], gradient.shape[3]))
    for down, right, row, column in np.ndindex(size, size, *gradient.shape[1:3]):
        total[down, right] = images[:, row * strides + down, column * strides + right].T @ gradient[:, row, column]
    return total


@trials.wrong("of_the_kernel")
def zeros_alone(images, gradient, size, strides):
    return np.zeros((size, size, images.shape[3], gradient.shape[3]))


@trials.wrong("of_the_kernel")
def absolute_values(images, gradient, size, strides):
    return abs(matrix_products(images, gradient, size, strides))


# of_the_image


@trials.right("of_the_image")
def pixel_by_pixel(gradient, kernel, strides, image_shape):
    total = np.zeros(image_shape)
    for n, row, column, filter_ in np.ndindex(gradient.shape):
        for down, right in np.ndindex(*kernel.shape[:2]):
            total[n, row * strides + down, column * strides + right] += (
                gradient[n, row, column, filter_] * kernel[down, right, :, filter_]
            )
    return total


@trials.right("of_the_image")
def by_the_package(gradient, kernel, strides, image_shape):
    from course_utils.backward import image_gradient

    return image_gradient(gradient, np.zeros(image_shape), kernel, strides=strides)


@trials.wrong("of_the_image", named="overwrites in place of adding")
def an_equals_sign(gradient, kernel, strides, image_shape):
    _, rows, columns, _ = gradient.shape
    total = np.zeros(image_shape)
    for down in range(kernel.shape[0]):
        for right in range(kernel.shape[1]):
            total[:, down : down + strides * rows : strides, right : right + strides * columns : strides] = (
                gradient @ kernel[down, right].T
            )
    return total


@trials.wrong("of_the_image", named="windows overwrite one another")
def an_equals_sign_for_each_window(gradient, kernel, strides, image_shape):
    total, size = np.zeros(image_shape), len(kernel)
    for n, row, column, filter_ in np.ndindex(*gradient.shape):
        down, right = row * strides, column * strides
        total[n, down : down + size, right : right + size] = gradient[n, row, column, filter_] * kernel[..., filter_]
    return total


@trials.wrong("of_the_image", named="the flip forgotten")
def full_cross_correlation(gradient, kernel, strides, image_shape):
    return pixel_by_pixel(gradient, np.rot90(kernel, 2), strides, image_shape)


@trials.wrong("of_the_image")
def of_the_shape_of_the_gradient(gradient, kernel, strides, image_shape):
    return gradient


# to_the_winners


@trials.right("to_the_winners")
def with_unravel_index(gradient, feature_map):
    back = np.zeros_like(feature_map)
    for i in range(len(gradient)):
        for j in range(len(gradient[0])):
            window = feature_map[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            place = np.unravel_index(np.argmax(window), window.shape)
            back[2 * i + place[0], 2 * j + place[1]] += gradient[i, j]
    return back


@trials.wrong("to_the_winners", named="to every equal")
def a_mask_of_maxima(gradient, feature_map):
    rows, columns = gradient.shape
    total = np.zeros(feature_map.shape)
    for row in range(rows):
        for column in range(columns):
            window = feature_map[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            total[2 * row : 2 * row + 2, 2 * column : 2 * column + 2] = (window == window.max()) * gradient[row, column]
    return total


@trials.wrong("to_the_winners", named="to all four")
def repeated(gradient, feature_map):
    total = np.zeros(feature_map.shape)
    rows, columns = gradient.shape
    total[: 2 * rows, : 2 * columns] = np.kron(gradient, np.ones((2, 2)))
    return total


@trials.wrong("to_the_winners")
def nothing_comes_back(gradient, feature_map):
    return np.zeros(feature_map.shape)


# of_the_scores


@trials.right("of_the_scores")
def row_by_row(scores, labels):
    total = np.zeros(scores.shape)
    for n, (row, label) in enumerate(zip(scores, labels, strict=True)):
        p = np.exp(row - max(row))
        p /= sum(p)
        p[label] -= 1
        total[n] = p / len(scores)
    return total


@trials.wrong("of_the_scores", named="the sum and not the mean")
def forgets_to_divide(scores, labels):
    return row_by_row(scores, labels) * len(scores)


@trials.wrong("of_the_scores", named="one hot forgotten")
def probabilities_alone(scores, labels):
    p = np.exp(scores - scores.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True) / len(scores)


@trials.wrong("of_the_scores", named="one sum for the batch")
def divided_by_the_sum_of_all(scores, labels):
    powers = np.exp(scores - np.max(scores, axis=1)[:, None])
    probabilities = powers / np.sum(powers)
    probabilities[range(len(labels)), labels] -= 1
    return probabilities / len(labels)


@trials.wrong("of_the_scores", named="whole columns of labels")
def a_slice_for_the_rows(scores, labels):
    powers = np.exp(scores - scores.max(1, keepdims=True))
    probabilities = powers / powers.sum(1, keepdims=True)
    probabilities[:, labels] -= 1.0
    return probabilities / labels.size


@trials.wrong("of_the_scores", named="without protection")
def plain_exponentials(scores, labels):
    with np.errstate(all="ignore"):
        p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    p[np.arange(len(p)), labels] -= 1
    return p / len(p)


# measured_gradient


@trials.right("measured_gradient")
def with_a_unit_array(loss, x):
    x = x.astype(float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        unit = np.zeros_like(x)
        unit[place] = 1e-6
        gradient[place] = (loss(x + unit) - loss(x - unit)) / 2e-6
    return gradient


@trials.right("measured_gradient")
def by_the_check_of_the_course(loss, x):
    from course_utils.gradient_check import numerical_gradient

    return numerical_gradient(loss, x.astype(float))


@trials.wrong("measured_gradient", named="below less above")
def the_difference_turned_round(loss, x):
    return -with_a_unit_array(loss, x)


@trials.wrong("measured_gradient", named="divided by one step")
def forgets_the_two(loss, x):
    return 2 * with_a_unit_array(loss, x)


@trials.wrong("measured_gradient", named="the type of x is kept")
def plain_copies(loss, x):
    gradient, step = np.zeros(x.shape), 1e-5
    for place in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        gradient[place] = (loss(up) - loss(down)) / (2 * step)
    return gradient


@trials.wrong("measured_gradient")
def a_gradient_of_zeros(loss, x):
    return np.zeros(x.shape)
