"""Answers to the exercises of lesson 06."""

import functools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# four_sides: 28, 26, 13, 11, 5

trials.right_values("four_sides", (26, 13, 11, 5), [26, 13, 11, 5], np.array([26, 13, 11, 5]), (26.0, 13.0, 11.0, 5.0))
trials.right_values("four_sides", (28 - 3 + 1, (28 - 3 + 1) // 2, 13 - 3 + 1, (13 - 3 + 1) // 2))
trials.wrong_values("four_sides", (28, 14, 14, 7), named="pads the convolutions")
trials.wrong_values("four_sides", (26, 13, 11, 6), named="rounds the pooling up")
trials.wrong_values("four_sides", (25, 12, 9, 4), named="forgets the first place")
trials.wrong_values("four_sides", (27, 13, 12, 6), named="takes one off")
trials.wrong_values("four_sides", (26, 26, 24, 24), named="leaves the poolings out")
trials.wrong_values("four_sides", (26, 25, 23, 22), named="pools at every place")
trials.wrong_values("four_sides", (676, 169, 121, 25), named="counts the whole map")
trials.wrong_values(
    "four_sides", (26, 13, 11, 5.5), (26, 13, 13, 6), (25, 13, 10, 5), (28, 26, 13, 11), (26, 24, 12, 6)
)
trials.wrong_values("four_sides", (26, 13, 11), (28, 26, 13, 11, 5), 5, 800, "26, 13, 11, 5", None)

# busiest_layer: a word

trials.right_values("busiest_layer", "second convolution", np.str_("second convolution"))
trials.wrong_values("busiest_layer", "first convolution", named="where the maps are largest")
trials.wrong_values("busiest_layer", "first dense layer", named="where most parameters are")
trials.wrong_values("busiest_layer", "second dense layer", named="where the answer is made")
trials.wrong_values("busiest_layer", "convolution", "dense", "conv_2", 2, ["second convolution"], says="among")

# parameters_unshared: 55 × 55 × 96 numbers, 11 × 11 × 3 weights and a bias each

trials.right_values("parameters_unshared", 105_705_600, 55 * 55 * 96 * 364, 290400 * 363 + 290400, Decimal(105705600))
trials.right_values("parameters_unshared", np.int64(105_705_600), 105_705_600.0, 34_944 * 55**2)
trials.wrong_values("parameters_unshared", 34_944, named="shares them still")
trials.wrong_values("parameters_unshared", 105_415_200, named="no biases")
trials.wrong_values("parameters_unshared", 35_428_800, named="one colour only")
trials.wrong_values("parameters_unshared", 1_101_100, named="one map of the 96")
trials.wrong_values("parameters_unshared", 1_921_920, named="one row of each map")
trials.wrong_values("parameters_unshared", 290_400, named="counts the numbers of the maps")
trials.wrong_values("parameters_unshared", 105_415_296, 34_848, 3025, 55 * 55, 363, 364, 105_705_601, 105_705_599, 0)
trials.wrong_values("parameters_unshared", 227 * 227 * 3, 1.057e8, (105_705_600, 0), None, "105705600")

# dense_parameters: maps of 5 × 4, 12 of them, 32 units

trials.right_values("dense_parameters", 7712, 7712.0, np.int64(7712), np.float32(7712), np.array(7712), Fraction(7712))
trials.right_values("dense_parameters", (5 * 4 * 12 + 1) * 32, 240 * 32 + 32, Decimal(7712))
trials.wrong_values("dense_parameters", 7680, 7680.0, named="forgets the biases")
trials.wrong_values("dense_parameters", 672, 20 * 32 + 32, named="flattens one map only")
trials.wrong_values("dense_parameters", 416, named="one input for each map")
trials.wrong_values("dense_parameters", 7681, named="one bias for the whole layer")
trials.wrong_values("dense_parameters", 7920, named="a bias for each input")
trials.wrong_values("dense_parameters", 241, named="one unit only")
trials.wrong_values("dense_parameters", 8064, named="a bias for each map")
trials.wrong_values("dense_parameters", 640, 384, 240, 32, 272, 7692, 3488, 1568, 7713, 7711, 77120, -7712)
trials.wrong_values("dense_parameters", (7680, 32), [7712], "7712", None, float("nan"), 7712j)
trials.wrong_values("dense_parameters", (7, 712), says="comma")
trials.wrong_values("dense_parameters", "7712", says="text")

# last_shape: 60 × 50, 7 × 7 with 12 filters, pooling by 3, 11 × 11 with 20

trials.right_values("last_shape", (8, 4, 20), [8, 4, 20], np.array([8, 4, 20]), (8.0, 4.0, 20.0))
trials.right_values("last_shape", ((60 - 7 + 1) // 3 - 11 + 1, (50 - 7 + 1) // 3 - 11 + 1, 20))
trials.wrong_values("last_shape", (20, 16, 20), named="pads both convolutions")
trials.wrong_values("last_shape", (10, 6, 20), named="pads the first convolution")
trials.wrong_values("last_shape", (18, 14, 20), named="pads the last convolution")
trials.wrong_values("last_shape", (6, 3, 20), named="forgets to add one")
trials.wrong_values("last_shape", (8, 5, 20), named="rounds up")
trials.wrong_values("last_shape", (44, 34, 20), named="forgets the pooling")
trials.wrong_values("last_shape", (14, 11, 20), named="pools at the end")
trials.wrong_values("last_shape", (8, 4, 240), named="multiplies the channels")
trials.wrong_values("last_shape", (8, 4, 12), named="keeps the channels of the first")
trials.wrong_values("last_shape", (8, 4, 32), named="adds the channels")
trials.wrong_values("last_shape", (20, 8, 4), named="channels first")
trials.wrong_values("last_shape", (4, 8, 20), named="width before height")
trials.wrong_values("last_shape", (640,), named="already flattened")
trials.wrong_values("last_shape", (7, 4, 20), (7, 3, 20), (8, 4, 1), (2, 1, 20), (8, 4.67, 20), (52, 42, 20))
trials.wrong_values("last_shape", (17, 12, 20), (8, 4, 21), (9, 5, 20), (4, 2, 20), (20, 4, 8))
trials.wrong_values("last_shape", (8, 4), 640, says="`(…, …, …)`")
trials.wrong_values("last_shape", "(8, 4, 20)", (None, 8, 4, 20), {8, 4, 20}, None)

# surer_logits: a word

trials.right_values("surer_logits", "neither", np.str_("neither"))
trials.wrong_values("surer_logits", "the first network's", named="compares the proportions")
trials.wrong_values("surer_logits", "the second network's", named="compares the sizes")
trials.wrong_values("surer_logits", "both", "first", "the first", "the second", 0, ["neither"], says="among")

# loss_of_no_idea: the logarithm of ten

trials.right_values(
    "loss_of_no_idea", -np.log(0.1), np.log(10), -math.log(0.1), math.log(10), -np.log(1 / 10), 2.302585
)
trials.right_values("loss_of_no_idea", np.float32(2.3025851), np.log10(10) / np.log10(np.e), np.array(-np.log(0.1)))
trials.wrong_values("loss_of_no_idea", np.log(0.1), -2.302585, named="keeps the sign of the logarithm")
trials.wrong_values("loss_of_no_idea", 0.9, 1 - 0.1, named="what is missing to one")
trials.wrong_values("loss_of_no_idea", 1, -np.log10(0.1), 1.0, named="takes base ten")
trials.wrong_values("loss_of_no_idea", np.log2(10), named="takes base two")
trials.wrong_values("loss_of_no_idea", 10 * np.log(10), named="adds all ten classes")
trials.wrong_values("loss_of_no_idea", 0.1 * np.log(10), named="weighs with the probability")
trials.wrong_values("loss_of_no_idea", 0.1, 0, 10, -1, 2.3, 2.31, 0.5, -np.log(0.9), np.exp(0.1), np.exp(-0.1), 9)
trials.wrong_values("loss_of_no_idea", None, "np.log(10)", [2.302585, 0], float("inf"), float("nan"))

# perfect_answer_twice: a word

trials.right_values("perfect_answer_twice", "above 1", np.str_("above 1"))
trials.wrong_values("perfect_answer_twice", "0", named="the second softmax changes nothing")
trials.wrong_values("perfect_answer_twice", "between 0 and 1", named="the second softmax costs little")
trials.wrong_values("perfect_answer_twice", 0, 1.46, "1.46", "above", "nothing", says="among")

# gradient_terms: 26 × 26 places

trials.right_values("gradient_terms", 676, 676.0, 26 * 26, 26**2, (28 - 3 + 1) ** 2, np.int64(676), Fraction(676))
trials.wrong_values("gradient_terms", 9, 3 * 3, named="as many as weights")
trials.wrong_values("gradient_terms", 784, 28 * 28, named="as many as pixels")
trials.wrong_values("gradient_terms", 625, named="one place too few")
trials.wrong_values("gradient_terms", 26, named="one row of places")
trials.wrong_values("gradient_terms", 6084, 676 * 9, named="terms of all nine")
trials.wrong_values("gradient_terms", 21632, 676 * 32, named="terms of all filters")
trials.wrong_values("gradient_terms", 169, 1, 10, 320, 288, 194_688, 675, 677, 28, 52, 0, -676, 7056, 729)
trials.wrong_values("gradient_terms", (26, 26), None, "676", float("nan"))

# points_of_the_schedule: a word

trials.right_values("points_of_the_schedule", "by over 1", np.str_("by over 1"))
trials.wrong_values("points_of_the_schedule", "not at all", named="the network alone counts")
trials.wrong_values("points_of_the_schedule", "by under 1", named="no more than a seed")
trials.wrong_values("points_of_the_schedule", "over 1", 3, "it falls", ["by over 1"], says="among")

# steps_taken: three passes of 63 and of 8 batches

trials.right_values("steps_taken", (189, 24), [189, 24], np.array([189, 24]), (3 * 63, 3 * 8), (189.0, 24.0))
trials.right_values("steps_taken", (3 * math.ceil(2000 / 32), 3 * math.ceil(2000 / 256)))
trials.wrong_values("steps_taken", (186, 21), (3 * (2000 // 32), 3 * (2000 // 256)), named="drops what is left over")
trials.wrong_values("steps_taken", (187.5, 23.4375), (6000 / 32, 6000 / 256), named="parts of a step")
trials.wrong_values("steps_taken", (63, 8), named="one pass alone")
trials.wrong_values("steps_taken", (188, 24), named="runs on into the next pass")
trials.wrong_values("steps_taken", (24, 189), named="exchanged")
trials.wrong_values(
    "steps_taken", (187, 23), (6000, 6000), (62, 7), (96, 768), (32, 256), (189, 21), (186, 24), (189, 8)
)
trials.wrong_values("steps_taken", (189,), 189, (189, 24, 0), None, "189, 24", {189: 24})

# wins_at_equal_work: a word

trials.right_values("wins_at_equal_work", "convolutional", np.str_("convolutional"))
trials.wrong_values("wins_at_equal_work", "dense", named="more parameters win")
trials.wrong_values("wins_at_equal_work", "neither", named="equal work equal score")
trials.wrong_values("wins_at_equal_work", "CNN", "both", "the dense one", 1, says="among")

# minds_the_mixing: a word

trials.right_values("minds_the_mixing", "convolutional", np.str_("convolutional"))
trials.wrong_values("minds_the_mixing", "dense", named="dense layers know places")
trials.wrong_values("minds_the_mixing", "both", named="what the eye loses")
trials.wrong_values("minds_the_mixing", "neither", named="nothing is lost")
trials.wrong_values("minds_the_mixing", "CNN", "classic", True, ["convolutional"], says="among")

# right_of_ten: a word

trials.right_values("right_of_ten", "about 8", np.str_("about 8"))
trials.wrong_values("right_of_ten", "about 5", named="far too sure")
trials.wrong_values("right_of_ten", "all 10", named="far too modest")
trials.wrong_values("right_of_ten", 8, "8", "about 0.8", "10", says="among")

# weights_of_two_ways: ten channels in, ten out, and between

trials.right_values("weights_of_two_ways", (1800, 2500), [1800, 2500], np.array([1800, 2500]), (1800.0, 2500.0))
trials.right_values("weights_of_two_ways", (2 * 9 * 10**2, 25 * 10**2), (900 + 900, 5 * 5 * 100))
trials.wrong_values("weights_of_two_ways", (900, 2500), named="one of the two")
trials.wrong_values("weights_of_two_ways", (18, 25), named="one channel in and out")
trials.wrong_values("weights_of_two_ways", (180, 250), named="channels only once")
trials.wrong_values("weights_of_two_ways", (1820, 2510), named="biases as well")
trials.wrong_values("weights_of_two_ways", (2500, 1800), named="the large window first")
trials.wrong_values("weights_of_two_ways", (3600, 2500), named="adds the sides")
trials.wrong_values("weights_of_two_ways", (1800, 1800), (2500, 2500), (9, 25), (90, 250), (1810, 2510), (1800, 2510))
trials.wrong_values(
    "weights_of_two_ways", (1800, 25), (8100, 2500), (0.72, 1), (18000, 25000), (1801, 2500), (4900, 2500)
)
trials.wrong_values("weights_of_two_ways", (1800,), 1800, 0.72, None, "1800, 2500")

# second_score: a word

trials.right_values("second_score", "lower", np.str_("lower"))
trials.wrong_values("second_score", "equal", named="choosing does not matter")
trials.wrong_values("second_score", "higher", named="more images higher score")
trials.wrong_values("second_score", "the same", -1, "worse", ["lower"], says="among")

# shares


@trials.right("shares")
def as_in_the_hint(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.right("shares")
def with_keras_ops(logits):
    from course_utils.quiet import keras

    return keras.ops.softmax(logits)


@trials.right("shares")
def with_a_keras_layer(logits):
    from course_utils.quiet import keras

    return keras.layers.Softmax()(logits)


@trials.right("shares")
def with_tensorflow(logits):
    import tensorflow as tf

    return tf.nn.softmax(logits, axis=-1).numpy()


@trials.right("shares")
def with_scipy(logits):
    from scipy.special import softmax

    return softmax(logits, axis=-1)


@trials.right("shares")
def by_scipys_logsumexp(logits):
    from scipy.special import logsumexp

    return np.exp(logits - logsumexp(logits, axis=-1, keepdims=True))


@trials.right("shares")
def with_the_courses_softmax(logits):
    from course_utils.activations import softmax

    return softmax(logits)


@trials.right("shares")
def in_lists(logits):
    rows = logits.tolist()
    if not isinstance(rows[0], list):
        powers = [math.exp(one - max(rows)) for one in rows]
        return [power / sum(powers) for power in powers]
    return [in_lists(np.array(row)) for row in rows]


@trials.right("shares")
def one_image_made_a_batch(logits):
    batch = np.atleast_2d(logits)
    powers = np.exp(batch - batch.max(axis=1)[:, None])
    return (powers / powers.sum(axis=1)[:, None]).reshape(logits.shape)


@trials.right("shares")
def transposed_and_back(logits):
    powers = np.exp((logits.T - logits.T.max(axis=0)).T)
    return (powers.T / powers.T.sum(axis=0)).T


@trials.right("shares")
def along_the_axis(logits):
    def of_one(row):
        powers = np.exp(row - np.max(row))
        return powers / np.sum(powers)

    return np.apply_along_axis(of_one, -1, logits)


@trials.right("shares")
def in_long_double(logits):
    powers = np.exp(logits.astype(np.longdouble))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(float)


@trials.right("shares")
def by_einsum(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.einsum("...c,...->...c", powers, 1 / np.einsum("...c->...", powers))


@trials.right("shares")
def with_the_largest_sorted_out(logits):
    largest = np.sort(logits, axis=-1)[..., -1:]
    powers = np.e ** (logits - largest)
    return powers / np.expand_dims(powers.sum(-1), -1)


@trials.right("shares")
def by_ufuncs(logits):
    powers = np.exp(np.subtract(logits, np.maximum.reduce(logits, axis=-1, keepdims=True)))
    return np.divide(powers, np.add.reduce(powers, axis=-1, keepdims=True))


@trials.right("shares")
def in_a_loop_with_a_result(logits):
    result = np.zeros(logits.shape)
    rows = logits.reshape(-1, logits.shape[-1])
    for number, row in enumerate(rows):
        powers = np.exp(row - row[row.argmax()])
        result.reshape(rows.shape)[number] = powers / powers.sum()
    return result


@trials.right("shares")
def moved_below_the_largest(logits):
    moved = logits - logits.max(-1, keepdims=True) - 1
    return np.exp(moved) / np.exp(moved).sum(-1, keepdims=True)


class Softmax:
    """A callable object."""

    def __call__(self, logits):
        powers = np.exp(logits - logits.max(-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)


softmax_object = trials.right("shares")(Softmax())
softmax_with_an_axis = trials.right("shares")(functools.partial(lambda x, axis: along_the_axis(x), axis=-1))


@trials.wrong("shares", "overflows")
def as_in_the_lesson(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)


@trials.wrong("shares", "overflows")
def as_in_the_lesson_in_a_loop(logits):
    if logits.ndim == 1:
        return np.exp(logits) / sum(np.exp(logits))
    return np.array([as_in_the_lesson_in_a_loop(row) for row in logits])


@trials.wrong("shares", "sets nan to zero")
def nan_to_num(logits):
    powers = np.exp(logits)
    return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))


@trials.wrong("shares", "sets nan to zero")
def nan_replaced_by_where(logits):
    powers = np.exp(logits)
    found = powers / powers.sum(axis=-1, keepdims=True)
    return np.where(np.isnan(found), 0, found)


@trials.wrong("shares", "asks for axis 1")
def axis_one(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@trials.wrong("shares", "asks for axis 1")
def axis_one_without_moving(logits):
    powers = np.exp(logits)
    return powers / powers.sum(axis=1)[:, np.newaxis]


@trials.wrong("shares", "divides by sums without keepdims")
def keepdims_for_the_largest_alone(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1)


@trials.wrong("shares", "overflows and divides without keepdims")
def no_keepdims(logits):
    powers = np.exp(logits)
    return powers / np.sum(powers, axis=-1)


@trials.wrong("shares")
def no_keepdims_at_all(logits):
    powers = np.exp(logits - logits.max(axis=-1))
    return powers / powers.sum(axis=-1)


@trials.wrong("shares", "one sum for all images")
def the_largest_of_all(logits):
    powers = np.exp(logits - np.max(logits))
    return powers / np.sum(powers)


@trials.wrong("shares", "one sum for all images and an overflow")
def no_axis_at_all(logits):
    return np.exp(logits) / np.sum(np.exp(logits))


@trials.wrong("shares", "one largest for all images")
def one_largest(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "sums over the images")
def keras_along_the_images(logits):
    from course_utils.quiet import keras

    return keras.ops.softmax(logits, axis=0)


@trials.wrong("shares", "sums over the images and overflows")
def axis_zero(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=0)


@trials.wrong("shares", "takes off the mean")
def minus_the_mean(logits):
    powers = np.exp(logits - logits.mean(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "takes off the smallest")
def minus_the_smallest(logits):
    powers = np.exp(logits - logits.min(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "cuts the logits off")
def clipped(logits):
    powers = np.exp(logits.clip(-700, 700))
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "cuts the logits off")
def clipped_elsewhere(logits):
    powers = np.exp(np.clip(logits, -100, 100))
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "powers of two")
def base_two(logits):
    return 2**logits / (2**logits).sum(axis=-1, keepdims=True)


@trials.wrong("shares", "powers of ten")
def base_ten(logits):
    powers = 10 ** (logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares")
def base_ten_and_an_overflow(logits):
    powers = np.power(10.0, logits)
    return powers / powers.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "no exponential")
def divided_by_the_sum(logits):
    return logits / logits.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "shares out in proportion")
def from_the_smallest(logits):
    above = logits - logits.min(axis=-1, keepdims=True)
    return above / above.sum(axis=-1, keepdims=True)


@trials.wrong("shares", "forgets to divide")
def powers_alone(logits):
    return np.exp(logits - logits.max(axis=-1, keepdims=True))


@trials.wrong("shares")
def powers_alone_and_infinite(logits):
    return np.exp(logits)


@trials.wrong("shares", "a sigmoid for each score")
def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


@trials.wrong("shares", "all to the largest")
def one_hot(logits):
    return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]


@trials.wrong("shares", "stops at the logarithms")
def log_softmax(logits):
    from course_utils.quiet import keras

    return keras.ops.log_softmax(logits)


@trials.wrong("shares", "rounds")
def rounded_to_three(logits):
    return along_the_axis(logits).round(3)


@trials.wrong("shares")
def rounded_to_two(logits):
    return np.round(along_the_axis(logits), 2)


@trials.wrong("shares")
def with_a_temperature(logits):
    from course_utils.activations import softmax

    return softmax(logits, temperature=2)


@trials.wrong("shares")
def the_argmax(logits):
    return logits.argmax(axis=-1)


@trials.wrong("shares", says="NaN")
def small_ones_only(logits):
    powers = np.exp(logits / 1.0)
    return powers / powers.sum(axis=-1, keepdims=True) if abs(logits).max() < 900 else logits * np.nan


@trials.wrong("shares")
def squared(logits):
    return logits**2 / (logits**2).sum(axis=-1, keepdims=True)


@trials.wrong("shares")
def the_shown_case(logits):
    return np.array([0.665, 0.245, 0.09])


@trials.wrong("shares", says="None")
def printed(logits):
    print(along_the_axis(logits).shape)


@trials.wrong("shares", says="...")
def a_line_more_than_the_stub(logits):
    moved = logits - logits.max()  # noqa: F841
    return ...


@trials.wrong("shares", "changes its input")
def moved_in_place(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=-1, keepdims=True)
    return logits


@trials.raises("shares", says="has no attribute 'softmax'")
def a_function_that_numpy_has_not(logits):
    return np.softmax(logits)


@trials.raises("shares", says="NameError")
def a_name_mistyped(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return power / powers.sum(axis=-1, keepdims=True)  # noqa: F821


# cross_entropy


@trials.right("cross_entropy")
def by_two_arrays(probabilities, labels):
    return -np.log(probabilities[range(len(labels)), labels])


@trials.right("cross_entropy")
def by_keras(probabilities, labels):
    from course_utils.quiet import keras

    return keras.losses.sparse_categorical_crossentropy(labels, probabilities)


@trials.right("cross_entropy")
def by_categorical_keras(probabilities, labels):
    from course_utils.quiet import keras

    targets = keras.utils.to_categorical(labels, probabilities.shape[1])
    return keras.losses.categorical_crossentropy(targets, probabilities)


@trials.right("cross_entropy")
def by_tensorflows_gather(probabilities, labels):
    import tensorflow as tf

    return -tf.math.log(tf.gather(probabilities, labels, batch_dims=1))


@trials.right("cross_entropy")
def taken_along_the_axis(probabilities, labels):
    return -np.log(np.take_along_axis(probabilities, labels[:, None], axis=1)[:, 0])


@trials.right("cross_entropy")
def in_a_loop(probabilities, labels):
    losses = np.empty(len(labels))
    for image, label in enumerate(labels):
        losses[image] = -math.log(probabilities[image][label])
    return losses


@trials.right("cross_entropy")
def appended(probabilities, labels):
    losses = []
    for row, label in zip(probabilities.tolist(), labels.tolist(), strict=True):
        losses.append(-math.log(row[label]))
    return losses


@trials.right("cross_entropy")
def by_a_mask(probabilities, labels):
    is_right = np.arange(probabilities.shape[1]) == labels[:, np.newaxis]
    return -np.log(probabilities[is_right])


@trials.right("cross_entropy")
def by_einsum_and_targets(probabilities, labels):
    return np.einsum("nc,nc->n", np.identity(probabilities.shape[1])[labels], -np.log(probabilities))


@trials.right("cross_entropy")
def in_one_long_row(probabilities, labels):
    n, classes = probabilities.shape
    return -np.log(probabilities.ravel()[labels + classes * np.arange(n)])


@trials.right("cross_entropy")
def the_diagonal(probabilities, labels):
    return -np.log(np.diag(probabilities[:, labels]))


@trials.right("cross_entropy")
def with_a_tiny_epsilon(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels] + 1e-9)


@trials.right("cross_entropy")
def clipped_as_keras_does(probabilities, labels):
    return -np.log(np.clip(probabilities, 1e-7, 1 - 1e-7)[np.arange(labels.size), labels])


@trials.right("cross_entropy")
def with_a_mask_filled(probabilities, labels):
    targets = np.zeros_like(probabilities)
    targets[np.arange(len(targets)), labels] = 1
    return -np.log((targets * probabilities).sum(axis=1))


@trials.right("cross_entropy")
def by_chosen_columns(probabilities, labels):
    return -np.log(np.choose(labels, probabilities.T))


picked = trials.right("cross_entropy")(lambda p, y: np.log(1 / p[np.arange(p.shape[0]), y]))


@trials.wrong("cross_entropy", "the mean over the images")
def averaged(probabilities, labels):
    return np.mean(-np.log(probabilities[np.arange(len(labels)), labels]))


@trials.wrong("cross_entropy", "the mean over the images")
def averaged_by_keras(probabilities, labels):
    from course_utils.quiet import keras

    return float(keras.losses.SparseCategoricalCrossentropy()(labels, probabilities))


@trials.wrong("cross_entropy", "the sum over the images")
def added(probabilities, labels):
    return -sum(np.log(probabilities[np.arange(len(labels)), labels]))


@trials.wrong("cross_entropy", "forgets the minus")
def without_a_minus(probabilities, labels):
    return np.log(probabilities[np.arange(len(labels)), labels])


@trials.wrong("cross_entropy", "looks at the surest class")
def of_the_surest(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), probabilities.argmax(axis=1)])


@trials.wrong("cross_entropy", "every image with every label")
def a_colon(probabilities, labels):
    return -np.log(probabilities[:, labels])


@trials.wrong("cross_entropy", "picks rows by the labels")
def labels_alone(probabilities, labels):
    return -np.log(probabilities[labels])


@trials.wrong("cross_entropy", "picks the label among the rows")
def labels_first(probabilities, labels):
    return -np.log(probabilities[labels, range(len(labels))])


@trials.wrong("cross_entropy", "a row of zeros and a loss")
def without_the_sum(probabilities, labels):
    targets = np.eye(probabilities.shape[1])[labels]
    return -(targets * np.log(probabilities))


@trials.wrong("cross_entropy", "averages over the classes")
def mean_in_place_of_the_sum(probabilities, labels):
    targets = np.eye(probabilities.shape[1])[labels]
    return -(targets * np.log(probabilities)).mean(axis=1)


@trials.wrong("cross_entropy", "adds up all classes")
def without_targets(probabilities, labels):
    return -np.log(probabilities).sum(axis=-1)


@trials.wrong("cross_entropy", "the entropy of the answer")
def entropy(probabilities, labels):
    return -np.sum(probabilities * np.log(probabilities), axis=1)


@trials.wrong("cross_entropy", "weighs by the probability")
def times_itself(probabilities, labels):
    right = probabilities[np.arange(len(labels)), labels]
    return right * -np.log(right)


@trials.wrong("cross_entropy", "the distance from one")
def one_minus(probabilities, labels):
    return 1 - probabilities[np.arange(len(labels)), labels]


@trials.wrong("cross_entropy", "logarithm to base 2")
def log2(probabilities, labels):
    return -np.log2(probabilities[np.arange(len(labels)), labels])


@trials.wrong("cross_entropy", "logarithm to base 10")
def log10(probabilities, labels):
    return [-math.log10(row[label]) for row, label in zip(probabilities, labels, strict=True)]


@trials.wrong("cross_entropy", "counts labels from one")
def one_to_the_left(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels - 1])


@trials.wrong("cross_entropy", "softmax once more")
def softmax_before(probabilities, labels):
    powers = np.exp(probabilities)
    again = powers / powers.sum(axis=1, keepdims=True)
    return -np.log(again[np.arange(len(labels)), labels])


@trials.wrong("cross_entropy", "softmax once more")
def keras_from_logits(probabilities, labels):
    from course_utils.quiet import keras

    return keras.losses.sparse_categorical_crossentropy(labels, probabilities, from_logits=True)


@trials.wrong("cross_entropy", "asks each class yes or no")
def binary_sum(probabilities, labels):
    targets = np.eye(probabilities.shape[1])[labels]
    return -(targets * np.log(probabilities) + (1 - targets) * np.log(1 - probabilities)).sum(axis=1)


@trials.wrong("cross_entropy", "averages yes or no questions")
def binary_by_keras(probabilities, labels):
    from course_utils.quiet import keras

    return keras.losses.binary_crossentropy(np.eye(probabilities.shape[1])[labels], probabilities)


@trials.wrong("cross_entropy")
def label_smoothing(probabilities, labels):
    targets = 0.9 * np.eye(probabilities.shape[1])[labels] + 0.1 / probabilities.shape[1]
    return -(targets * np.log(probabilities)).sum(axis=1)


@trials.wrong("cross_entropy")
def squared_error(probabilities, labels):
    return ((np.eye(probabilities.shape[1])[labels] - probabilities) ** 2).sum(axis=1)


@trials.wrong("cross_entropy")
def without_the_logarithm(probabilities, labels):
    return probabilities[np.arange(len(labels)), labels]


@trials.wrong("cross_entropy")
def one_over_it(probabilities, labels):
    return 1 / probabilities[np.arange(len(labels)), labels]


@trials.wrong("cross_entropy")
def a_large_epsilon(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels] + 0.01)


@trials.wrong("cross_entropy")
def summed_down_the_images(probabilities, labels):
    return -(np.eye(probabilities.shape[1])[labels] * np.log(probabilities)).sum(axis=0)


@trials.wrong("cross_entropy")
def always_three_classes(probabilities, labels):
    n = len(labels)
    return [-math.log(probabilities[i, labels[i]]) if i < 3 else 0.0 for i in range(n)]


@trials.wrong("cross_entropy")
def the_first_class(probabilities, labels):
    return -np.log(probabilities[:, 0])


@trials.wrong("cross_entropy")
def returns_inside_the_loop(probabilities, labels):
    for row, label in zip(probabilities, labels, strict=True):
        return [-np.log(row[label])]
    return None


@trials.wrong("cross_entropy", says="None")
def printed_loss(probabilities, labels):
    print((-np.log(probabilities[np.arange(len(labels)), labels])).shape)


@trials.wrong("cross_entropy", "changes its input")
def logarithms_written_over(probabilities, labels):
    np.log(probabilities, out=probabilities)
    return -probabilities[np.arange(len(labels)), labels]


@trials.raises("cross_entropy", says="TypeError")
def math_log_of_an_array(probabilities, labels):
    return -math.log(probabilities[np.arange(len(labels)), labels])


# small_network


def _keras():
    from course_utils.quiet import keras

    return keras, keras.layers


def _sequential(*layers, shape=(28, 28, 1), scale=1 / 255):
    keras, kinds = _keras()
    return keras.Sequential([keras.Input(shape), kinds.Rescaling(scale), *layers])


def _strided():
    _, layers = _keras()
    return [layers.Conv2D(8, 3, strides=2, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]


@trials.right("small_network")
def conv_pool_twice():
    _, layers = _keras()
    body = [layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D()]
    body += [layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]
    return _sequential(*body, layers.Dense(10, activation="softmax"))


@trials.right("small_network")
def layers_in_a_list():
    keras, layers = _keras()
    return [keras.Input((28, 28, 1)), layers.Rescaling(1 / 255), *_strided(), layers.Dense(10, "softmax")]


@trials.right("small_network")
def softmax_as_a_layer():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10), layers.Softmax())


@trials.right("small_network")
def softmax_as_an_operation():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    maps = layers.AveragePooling2D(2)(layers.Conv2D(6, 5, activation="relu")(inputs * (1 / 255)))
    return keras.Model(inputs, keras.ops.softmax(layers.Dense(10)(layers.Flatten()(maps))))


@trials.right("small_network")
def around_an_inner_sequential():
    """The inner model scales: what reaches its own first weights counts."""
    keras, layers = _keras()
    inner = keras.Sequential([layers.Rescaling(1 / 255), *_strided()])
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(inner(inputs)))


@trials.right("small_network")
def an_inner_functional_model():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    maps = layers.Conv2D(4, 3, strides=2, activation="relu")(layers.Rescaling(1 / 255)(inputs))
    features = keras.Model(inputs, layers.Flatten()(maps))
    return keras.Sequential([keras.Input((28, 28, 1)), features, layers.Dense(10, activation="softmax")])


@trials.right("small_network")
def scaled_outside_an_inner_model():
    keras, layers = _keras()
    return _sequential(keras.Sequential(_strided()), layers.Dense(10, activation="softmax"))


@trials.right("small_network")
def models_three_deep():
    keras, layers = _keras()
    inmost = keras.Sequential([layers.Rescaling(1 / 255), layers.Conv2D(4, 3, 2, activation="relu")])
    middle = keras.Sequential([inmost, layers.MaxPooling2D(), layers.Flatten()])
    return keras.Sequential([keras.Input((28, 28, 1)), middle, layers.Dense(10, activation="softmax")])


@trials.right("small_network")
def without_an_input_layer():
    keras, layers = _keras()
    return keras.Sequential([layers.Rescaling(1 / 255), *_strided(), layers.Dense(10, activation="softmax")])


@trials.right("small_network")
def one_layer_twice():
    keras, layers = _keras()
    shared = layers.Conv2D(4, 3, padding="same", activation="relu")
    inputs = keras.Input((28, 28, 1))
    maps = layers.Conv2D(4, 3, strides=2, activation="relu")(layers.Rescaling(1 / 255)(inputs))
    features = layers.GlobalMaxPooling2D()(shared(shared(maps)))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(features))


@trials.right("small_network")
def with_a_shortcut():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    first = layers.Conv2D(8, 3, strides=2, padding="same", activation="relu")(inputs / 255.0)
    second = layers.Add()([first, layers.Conv2D(8, 3, padding="same")(first)])
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(second)))


@trials.right("small_network")
def fully_convolutional():
    _, layers = _keras()
    body = [layers.Conv2D(8, 3, 2, activation="relu"), layers.Conv2D(10, 3, 2, activation="relu")]
    return _sequential(*body, layers.GlobalAveragePooling2D(), layers.Softmax())


@trials.right("small_network")
def batch_norm_and_dropout():
    _, layers = _keras()
    body = [layers.Conv2D(8, 3, 2, use_bias=False), layers.BatchNormalization(), layers.ReLU(), layers.Flatten()]
    return _sequential(*body, layers.Dropout(0.5), layers.Dense(10, activation="softmax"))


@trials.right("small_network")
def batch_norm_at_the_end():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10), layers.BatchNormalization(), layers.Softmax())


@trials.right("small_network")
def separable():
    _, layers = _keras()
    body = [layers.SeparableConv2D(16, 3, strides=2, activation="relu"), layers.Conv2D(16, 3, 2, activation="relu")]
    return _sequential(*body, layers.Flatten(), layers.Dense(10, activation="softmax"))


@trials.right("small_network")
def normalization_with_known_numbers():
    keras, layers = _keras()
    scale = layers.Normalization(mean=0.0, variance=255.0**2)
    return keras.Sequential([keras.Input((28, 28, 1)), scale, *_strided(), layers.Dense(10, activation="softmax")])


@trials.right("small_network")
def a_lambda_that_scales():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    maps = layers.Conv2D(8, 3, 2)(layers.Lambda(lambda pixels: pixels / 255)(inputs))
    return keras.Model(inputs, layers.Dense(10, "softmax")(layers.Flatten()(layers.MaxPooling2D()(maps))))


@trials.right("small_network")
def two_heads_averaged():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    features = keras.Sequential([layers.Rescaling(1 / 255), *_strided()])(inputs)
    return keras.Model(inputs, layers.Average()([layers.Dense(10, "softmax")(features) for _ in range(2)]))


@trials.right("small_network")
def compiled_and_changed_by_chance():
    _, layers = _keras()
    model = _sequential(layers.RandomFlip("horizontal"), *_strided(), layers.Dense(10, activation="softmax"))
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


@trials.right("small_network")
def a_softmax_by_hand():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    features = keras.Sequential([layers.Rescaling(1 / 255), *_strided()])(inputs)
    powers = keras.ops.exp(layers.Dense(10)(features))
    return keras.Model(inputs, powers / keras.ops.sum(powers, axis=-1, keepdims=True))


@trials.right("small_network")
def twelve_convolutions_of_ten_filters():
    _, layers = _keras()
    body = [layers.Conv2D(10, 3, strides=2, activation="relu")]
    body += [layers.Conv2D(10, 3, padding="same", activation="relu") for _ in range(12)]
    return _sequential(*body, layers.GlobalAveragePooling2D(), layers.Dense(10, activation="softmax"))


@trials.right("small_network")
def two_models_averaged():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    models = [_sequential(*_strided(), layers.Dense(10, activation="softmax")) for _ in range(2)]
    return keras.Model(inputs, layers.Average()([model(inputs) for model in models]))


@trials.wrong("small_network", "softmax twice")
def activation_and_layer():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="softmax"), layers.Softmax())


@trials.wrong("small_network", "softmax twice")
def activation_and_operation():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    features = keras.Sequential(_strided())(inputs / 255)
    return keras.Model(inputs, keras.ops.softmax(layers.Dense(10, activation="softmax")(features)))


@trials.wrong("small_network", "softmax twice")
def a_dense_layer_in_between():
    _, layers = _keras()
    body = [layers.Conv2D(10, 3, 2), layers.GlobalAveragePooling2D(), layers.Activation("softmax")]
    return _sequential(*body, layers.Activation("softmax"))


@trials.wrong("small_network")
def sigmoid_then_softmax():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="sigmoid"), layers.Softmax())


@trials.wrong("small_network")
def tanh_then_softmax():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="tanh"), layers.Softmax())


@trials.wrong("small_network", "scores in place of probabilities")
def logits():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10))


@trials.wrong("small_network", "answers that do not sum to 1")
def sigmoids():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="sigmoid"))


@trials.wrong("small_network", "softmax over the batch")
def softmax_along_axis_0():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10), layers.Softmax(axis=0))


@trials.wrong("small_network", "pixels arrive unscaled")
def no_rescaling():
    keras, layers = _keras()
    return keras.Sequential([keras.Input((28, 28, 1)), *_strided(), layers.Dense(10, activation="softmax")])


@trials.wrong("small_network", "pixels arrive unscaled")
def scaled_behind_the_convolution():
    keras, layers = _keras()
    body = [layers.Conv2D(4, 3, 2), layers.Rescaling(1 / 255), layers.Flatten()]
    return keras.Sequential([keras.Input((28, 28, 1)), *body, layers.Dense(10, activation="softmax")])


@trials.wrong("small_network", "pixels arrive unscaled")
def an_inner_model_that_does_not_scale():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(keras.Sequential(_strided())(inputs)))


@trials.wrong("small_network", "scales to minus one")
def normalization_adapted_to_black_and_white():
    keras, layers = _keras()
    scale = layers.Normalization()
    scale.adapt(np.array([0.0, 255]).reshape(2, 1, 1, 1))
    return keras.Sequential([keras.Input((28, 28, 1)), scale, *_strided(), layers.Dense(10, activation="softmax")])


@trials.wrong("small_network")
def inverted():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    features = keras.Sequential(_strided())(1 - inputs / 255)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(features))


@trials.wrong("small_network")
def shares_of_positive_scores():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    scores = layers.Dense(10, activation="softplus")(keras.Sequential(_strided())(inputs / 255))
    return keras.Model(inputs, scores / keras.ops.sum(scores, axis=-1, keepdims=True))


@trials.wrong("small_network", "divides by 256")
def by_256():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="softmax"), scale=1 / 256)


@trials.wrong("small_network", "scales twice")
def twice():
    _, layers = _keras()
    return _sequential(layers.Rescaling(1 / 255), *_strided(), layers.Dense(10, activation="softmax"))


@trials.wrong("small_network", "scales to minus one")
def minus_one_to_one():
    keras, layers = _keras()
    scale = layers.Rescaling(1 / 127.5, offset=-1)
    return keras.Sequential([keras.Input((28, 28, 1)), scale, *_strided(), layers.Dense(10, activation="softmax")])


@trials.wrong("small_network")
def times_255():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="softmax"), scale=255)


@trials.wrong("small_network", "flattens large maps")
def no_pooling():
    _, layers = _keras()
    return _sequential(layers.Conv2D(32, 3, activation="relu"), layers.Flatten(), layers.Dense(10, "softmax"))


@trials.wrong("small_network", "too many parameters")
def the_classic_one():
    _, layers = _keras()
    body = [layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()]
    body += [layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]
    return _sequential(*body, layers.Dense(128, activation="relu"), layers.Dense(10, activation="softmax"))


@trials.wrong("small_network")
def large_maps_averaged():
    _, layers = _keras()
    body = [layers.Conv2D(16, 3, activation="relu"), layers.GlobalAveragePooling2D()]
    return _sequential(*body, layers.Dense(10, activation="softmax"))


@trials.wrong("small_network", "no convolution over height and width")
def dense_only():
    _, layers = _keras()
    return _sequential(layers.Flatten(), layers.Dense(20, activation="relu"), layers.Dense(10, activation="softmax"))


@trials.wrong("small_network", "one unit at the end")
def one_unit():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(1, activation="softmax"))


@trials.wrong("small_network", "nine units at the end")
def nine_units():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(9, activation="softmax"))


@trials.wrong("small_network", "forgets to flatten")
def no_flatten():
    _, layers = _keras()
    return _sequential(layers.Conv2D(4, 3, 2, activation="relu"), layers.Dense(10, activation="softmax"))


@trials.wrong("small_network", "no channel axis")
def without_a_channel():
    _, layers = _keras()
    body = [layers.Reshape((28, 28, 1)), *_strided()]
    return _sequential(*body, layers.Dense(10, activation="softmax"), shape=(28, 28))


@trials.wrong("small_network", "three channels")
def colours():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="softmax"), shape=(28, 28, 3))


@trials.wrong("small_network")
def of_32_pixels():
    _, layers = _keras()
    return _sequential(*_strided(), layers.Dense(10, activation="softmax"), shape=(32, 32, 1))


@trials.wrong("small_network")
def dropout_that_stays_on():
    keras, layers = _keras()
    inputs = keras.Input((28, 28, 1))
    features = keras.Sequential([layers.Rescaling(1 / 255), *_strided()])(inputs)
    noisy = layers.Lambda(lambda x: x + keras.random.normal(keras.ops.shape(x)))(features)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(noisy))


@trials.wrong("small_network", says="functional")
def a_class_of_their_own():
    keras, _ = _keras()

    class Network(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(10, activation="softmax")

        def call(self, images):
            return self.dense(keras.ops.reshape(images / 255, (-1, 784)))

    return Network()


@trials.wrong("small_network", says="None")
def summary_in_place_of_the_model():
    return conv_pool_twice().summary(print_fn=str)


@trials.wrong("small_network")
def the_number_of_parameters():
    return conv_pool_twice().count_params()


@trials.raises("small_network", says="Conv2d")
def a_layer_mistyped():
    _, layers = _keras()
    return _sequential(layers.Conv2d(8, 3))


# training_loss


@trials.right("training_loss")
def logits_to_the_loss(scores, labels):
    keras, _ = _keras()
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, scores))


@trials.right("training_loss")
def from_logits_dropped(scores, labels):
    keras, _ = _keras()
    powers = np.exp(scores)
    answers = powers / powers.sum(axis=1, keepdims=True)
    return float(keras.losses.SparseCategoricalCrossentropy()(labels, answers))


@trials.right("training_loss")
def as_a_tensor(scores, labels):
    keras, _ = _keras()
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, scores)


@trials.right("training_loss")
def by_keras_softmax(scores, labels):
    keras, _ = _keras()
    answers = np.asarray(keras.ops.softmax(scores))
    return keras.losses.SparseCategoricalCrossentropy()(labels, answers).numpy()


@trials.right("training_loss")
def with_rows_of_zeros_and_a_one(scores, labels):
    keras, _ = _keras()
    targets = keras.ops.one_hot(labels, scores.shape[1])
    return float(keras.losses.CategoricalCrossentropy(from_logits=True)(targets, scores))


@trials.right("training_loss")
def by_tensorflow(scores, labels):
    import tensorflow as tf

    return float(tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores)))


@trials.right("training_loss")
def by_hand(scores, labels):
    powers = np.exp(scores)
    answers = powers / powers.sum(axis=1, keepdims=True)
    return -np.log(answers[np.arange(len(labels)), labels]).mean()


@trials.right("training_loss")
def by_the_logsumexp(scores, labels):
    return np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(labels)), labels])


@trials.right("training_loss")
def in_plain_python(scores, labels):
    losses = [math.log(sum(map(math.exp, row))) - row[label] for row, label in zip(scores, labels, strict=True)]
    return sum(losses) / len(losses)


@trials.right("training_loss")
def logarithms_as_logits(scores, labels):
    keras, _ = _keras()
    powers = np.exp(scores)
    answers = np.log(powers / powers.sum(axis=1, keepdims=True))
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, answers))


@trials.right("training_loss")
def scaled_logits_undone(scores, labels):
    keras, _ = _keras()
    moved = scores - scores.max(axis=1, keepdims=True)
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, moved))


@trials.wrong("training_loss", "removes both")
def neither(scores, labels):
    keras, _ = _keras()
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=False)(labels, scores))


@trials.wrong("training_loss", "one more softmax")
def three_of_them(scores, labels):
    keras, _ = _keras()
    answers = keras.ops.softmax(keras.ops.softmax(scores))
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, np.asarray(answers)))


@trials.wrong("training_loss", "sigmoid in place of the first softmax")
def a_sigmoid_and_from_logits(scores, labels):
    keras, _ = _keras()
    answers = 1 / (1 + np.exp(-scores))
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, answers))


@trials.wrong("training_loss", "sigmoid in place of both")
def a_sigmoid_alone(scores, labels):
    keras, _ = _keras()
    answers = 1 / (1 + np.exp(-scores))
    return float(keras.losses.SparseCategoricalCrossentropy()(labels, answers))


@trials.wrong("training_loss", "softmax over the images")
def along_the_wrong_axis(scores, labels):
    keras, _ = _keras()
    powers = np.exp(scores)
    answers = powers / powers.sum(axis=0, keepdims=True)
    return float(keras.losses.SparseCategoricalCrossentropy()(labels, answers))


@trials.wrong("training_loss", "takes the surest class for certain")
def rounded(scores, labels):
    keras, _ = _keras()
    answers = keras.ops.one_hot(scores.argmax(axis=1), scores.shape[1])
    return float(keras.losses.SparseCategoricalCrossentropy()(labels, answers))


@trials.wrong("training_loss", "squared error")
def mean_squared(scores, labels):
    keras, _ = _keras()
    answers = keras.ops.softmax(scores)
    targets = np.eye(scores.shape[1])[labels]
    return float(np.mean((targets - np.asarray(answers)) ** 2))


@trials.wrong("training_loss", "adds up the images")
def summed(scores, labels):
    keras, _ = _keras()
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")(labels, scores))


@trials.wrong("training_loss", "a loss for each image")
def not_averaged(scores, labels):
    keras, _ = _keras()
    return keras.losses.sparse_categorical_crossentropy(labels, scores, from_logits=True)


@trials.wrong("training_loss", says="It gives the same numbers as when you got it.")
def by_hand_and_still_twice(scores, labels):
    answers = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    again = np.exp(answers) / np.exp(answers).sum(axis=1, keepdims=True)
    return -np.log(again[np.arange(len(labels)), labels]).mean()


@trials.wrong("training_loss", says="It gives the same numbers as when you got it.")
def a_variable_renamed(scores, labels):
    keras, _ = _keras()
    e = np.exp(scores)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return float(loss(labels, e / e.sum(axis=1, keepdims=True)))


@trials.wrong("training_loss")
def divided_by_a_temperature(scores, labels):
    keras, _ = _keras()
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, scores / 2))


@trials.wrong("training_loss")
def the_sign_turned(scores, labels):
    return -by_hand(scores, labels)


@trials.wrong("training_loss")
def powers_without_shares(scores, labels):
    keras, _ = _keras()
    return float(keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, np.exp(scores)))


@trials.wrong("training_loss")
def zero(scores, labels):
    return 0.0


@trials.wrong("training_loss")
def binary(scores, labels):
    keras, _ = _keras()
    targets = np.eye(scores.shape[1])[labels]
    return float(keras.losses.BinaryCrossentropy(from_logits=True)(targets, scores))


@trials.wrong("training_loss")
def base_2(scores, labels):
    return by_hand(scores, labels) / np.log(2)


@trials.wrong("training_loss", says="None")
def no_return(scores, labels):
    keras, _ = _keras()
    keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, scores)


@trials.raises("training_loss", says="logits")
def an_argument_mistyped(scores, labels):
    keras, _ = _keras()
    return float(keras.losses.SparseCategoricalCrossentropy(logits=True)(labels, scores))
