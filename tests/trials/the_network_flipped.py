"""Answers to the exercises of lesson 12."""

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# predictions

trials.right_values("two_stamps", (5, 20, 17, 8, 6), [5, 20, 17, 8, 6], np.array([5.0, 20, 17, 8, 6]))
trials.wrong_values("two_stamps", (5, 20, 2, 8, 6), named="the second covers the first")
trials.wrong_values("two_stamps", (15, 20, 11, 8, 2), named="the kernel turned round")
trials.wrong_values("two_stamps", (5, 22, 23, 6), named="one place on")
trials.wrong_values("two_stamps", (5, 20, 15, 2, 8, 6), named="side by side")
trials.wrong_values("two_stamps", (5, 20, 30, 8, 6), 17, None, (17,), (2, 8, 11, 20, 15))
trials.right_values("comes_back", "shape", np.str_("shape"))
trials.wrong_values("comes_back", "both", named="undone")
trials.wrong_values("comes_back", "the shape", "size", 1, says="among")
trials.right_values("width_that_comes_out", 20, 20.0, np.int64(20), 5 * 3 + 5)
trials.wrong_values("width_that_comes_out", 18, named="tripled")
trials.wrong_values("width_that_comes_out", 23, named="a step too many")
trials.wrong_values("width_that_comes_out", 16, named="where the last begins")
trials.wrong_values("width_that_comes_out", 21, 19, 15, 0, (20, 20), "20", None)
trials.right_values("stamps_on_each_place", (1, 1, 2, 1, 2, 1, 2, 1, 1), [1, 1, 2, 1, 2, 1, 2, 1, 1])
trials.wrong_values("stamps_on_each_place", (1, 2, 3, 3, 3, 3, 3, 2, 1), named="at every place")
trials.wrong_values("stamps_on_each_place", (1,) * 9, named="each place once")
trials.wrong_values("stamps_on_each_place", (1, 1, 2, 1, 2, 1, 2, 1), (3,) * 9, 2, "112121211")
trials.right_values("even_inside", "kernel 6, stride 3")
trials.wrong_values("even_inside", "kernel 5, stride 2", named="five by two")
trials.wrong_values("even_inside", "6, 3", (6, 3), says="among")
trials.right_values("best_single_answer", 50, 50.0, 200 / 4, np.mean([0, 0, 0, 200]))
trials.wrong_values("best_single_answer", 0, np.median([0, 0, 0, 200]), named="the most frequent")
trials.wrong_values("best_single_answer", 100, named="halfway")
trials.wrong_values("best_single_answer", 40, 10_000, "50", None)
trials.right_values("drawn_from_the_class", "the average boot")
trials.wrong_values("drawn_from_the_class", "one of the boots", named="one of the boots")
trials.wrong_values("drawn_from_the_class", "average", "a boot", says="among")
trials.right_values("nearer_to_a_new_boot", "average")
trials.wrong_values("nearer_to_a_new_boot", "another boot", named="another boot")
trials.wrong_values("nearer_to_a_new_boot", "the average", says="among")
trials.right_values("pixels_for_each_number", 98, 98.0, 784 / 8)
trials.wrong_values("pixels_for_each_number", 784, named="the whole image")
trials.wrong_values("pixels_for_each_number", 3.5, named="one side")
trials.wrong_values("pixels_for_each_number", 8, 100, "98", (98,))
trials.right_values("copies_among_500", "none")
trials.wrong_values("copies_among_500", "all", named="remembers them all")
trials.wrong_values("copies_among_500", 0, "no", says="among")
trials.right_values("parameters_held", 18_448, 6 * 6 * 32 * 16 + 16, np.int64(18_448))
trials.wrong_values("parameters_held", 18_432, named="forgets the biases")
trials.wrong_values("parameters_held", 18_464, named="biases of what goes in")
trials.wrong_values("parameters_held", 592, named="one stamp for each filter")
trials.wrong_values("parameters_held", 0, 18_449, "18448", None)

# stamped_row


@trials.right("stamped_row")
def by_the_matrix(row, kernel, strides):
    matrix = np.zeros(((len(row) - 1) * strides + len(kernel), len(row)))
    for place in range(len(row)):
        matrix[place * strides : place * strides + len(kernel), place] = kernel
    return matrix @ row


@trials.right("stamped_row")
def number_by_number(row, kernel, strides):
    laid = [0.0] * ((len(row) - 1) * strides + len(kernel))
    for i, number in enumerate(row):
        for j, weight in enumerate(kernel):
            laid[i * strides + j] += number * weight
    return laid


@trials.right("stamped_row")
def by_the_course(row, kernel, strides):
    from course_utils.transposed import transpose_convolve

    return transpose_convolve(row[np.newaxis], kernel[np.newaxis], strides=(1, strides))[0]


@trials.wrong("stamped_row", named="later stamps cover")
def assigns_in_place_of_adding(row, kernel, strides):
    laid = np.zeros((len(row) - 1) * strides + len(kernel))
    for i, number in enumerate(row):
        laid[i * strides : i * strides + len(kernel)] = number * kernel
    return laid


@trials.wrong("stamped_row", named="turned round")
def correlates_the_spread(row, kernel, strides):
    spread = np.zeros((len(row) - 1) * strides + 1)
    spread[::strides] = row
    return np.correlate(spread, kernel, "full")


@trials.wrong("stamped_row", named="forgets the stride")
def convolves_the_row(row, kernel, strides):
    return np.convolve(row, kernel)


@trials.wrong("stamped_row")
def subtracts(row, kernel, strides):
    return -by_the_matrix(row, kernel, strides)


# is_even


@trials.right("is_even")
def as_an_integer_quotient(kernel_size, strides):
    return kernel_size / strides == kernel_size // strides


@trials.right("is_even")
def by_contributions(kernel_size, strides):
    return len({sum((place - start) % strides == 0 for start in range(kernel_size)) for place in range(strides)}) == 1


@trials.wrong("is_even", named="the kernel is even")
def by_parity(kernel_size, strides):
    return kernel_size % 2 == 0


@trials.wrong("is_even", named="kernel equals stride")
def side_by_side(kernel_size, strides):
    return kernel_size - strides == 0


@trials.wrong("is_even")
def always(kernel_size, strides):
    return True


# enlarged


@trials.right("enlarged")
def by_places(image, times):
    rows, columns = np.indices((image.shape[0] * times, image.shape[1] * times)) // times
    return image[rows, columns]


@trials.right("enlarged")
def as_lists(image, times):
    return [[value for value in row for _ in range(times)] for row in image.tolist() for _ in range(times)]


@trials.wrong("enlarged", named="wider alone")
def along_one_axis(image, times):
    return np.repeat(image, times, axis=1)


@trials.wrong("enlarged")
def by_a_constant_two(image, times):
    return image.repeat(2, axis=0).repeat(2, axis=1)


# best_single_images


@trials.right("best_single_images")
def with_a_list(images, labels):
    return [np.average(images[labels == label], axis=0) for label in sorted(set(labels.tolist()))]


@trials.right("best_single_images")
def added_up(images, labels):
    sums = np.zeros((labels.max() + 1, *images.shape[1:]))
    np.add.at(sums, labels, images)
    return sums / np.bincount(labels)[:, np.newaxis, np.newaxis]


@trials.wrong("best_single_images", named="the median")
def medians(images, labels):
    return np.array([np.median(images[labels == label], 0) for label in range(labels.max() + 1)])


@trials.wrong("best_single_images", named="the mean of all")
def one_mean_for_all(images, labels):
    return np.repeat(images.mean(axis=0, keepdims=True), labels.max() + 1, axis=0)


@trials.wrong("best_single_images")
def in_reverse_order(images, labels):
    return np.array(with_a_list(images, labels))[::-1]


# drawn_code


@trials.right("drawn_code")
def by_a_power(mean, log_variance, noise):
    return noise * np.e ** (0.5 * log_variance) + mean


@trials.wrong("drawn_code", named="the variance for the deviation")
def without_halving(mean, log_variance, noise):
    return np.exp(log_variance) * noise + mean


@trials.wrong("drawn_code", named="the mean alone")
def no_noise(mean, log_variance, noise):
    return mean.copy()


@trials.wrong("drawn_code")
def noise_taken_away(mean, log_variance, noise):
    return mean - np.exp(log_variance / 2) * noise


# walk


@trials.right("walk")
def step_by_step(first, last, steps):
    return [first + (last - first) * step / (steps - 1) for step in range(steps)]


@trials.wrong("walk", named="without the end")
def shares_of_steps(first, last, steps):
    return [first + (last - first) * step / steps for step in range(steps)]


@trials.wrong("walk", named="the other way")
def backwards(first, last, steps):
    return np.linspace(first, last, steps)[::-1]


@trials.wrong("walk")
def squared_shares(first, last, steps):
    shares = np.linspace(0, 1, steps)[:, np.newaxis] ** 2
    return first + shares * (last - first) + 1


# nearest_distances


@trials.right("nearest_distances")
def by_norms(drawn, known):
    flat, others = drawn.reshape(len(drawn), -1).astype(float), known.reshape(len(known), -1).astype(float)
    return np.linalg.norm(flat[:, None] - others, axis=2).min(axis=1) / np.sqrt(flat.shape[1])


@trials.wrong("nearest_distances", named="summed over the pixels")
def norms_alone(drawn, known):
    flat, others = drawn.reshape(len(drawn), -1).astype(float), known.reshape(len(known), -1).astype(float)
    return np.linalg.norm(flat[:, None] - others, axis=2).min(axis=1)


@trials.wrong("nearest_distances", named="without the root")
def mean_squares(drawn, known):
    return ((drawn[:, None].astype(float) - known) ** 2).mean(axis=(2, 3)).min(axis=1)


@trials.wrong("nearest_distances", named="the mean distance")
def means(drawn, known):
    return np.sqrt(((drawn[:, None].astype(float) - known) ** 2).mean(axis=(2, 3))).mean(axis=1)


@trials.wrong("nearest_distances")
def the_smallest_of_all(drawn, known):
    return np.full(len(drawn), by_norms(drawn, known).min())
