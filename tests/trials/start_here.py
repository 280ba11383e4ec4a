"""Answers to the exercises of lesson 00."""

import functools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# numbers_in_grey: 28 × 28

trials.right_values(
    "numbers_in_grey", 784, 784.0, 28 * 28, 28**2, np.int64(784), np.zeros((28, 28)).size, Fraction(784)
)
trials.wrong_values("numbers_in_grey", 56, 28 + 28, named="height and width added")
trials.wrong_values("numbers_in_grey", 28, 28.0, named="one row")
trials.wrong_values("numbers_in_grey", 2352, 28 * 28 * 3, named="three channels")
trials.wrong_values("numbers_in_grey", 784 * 256, named="values counted")
trials.wrong_values("numbers_in_grey", (28, 28), [28, 28], np.zeros((28, 28)).shape, named="its shape")
trials.wrong_values("numbers_in_grey", 783, 785, 27 * 27, 112, 6272, 784 * 255, 255, 0, -784, 784.5)
trials.wrong_values("numbers_in_grey", "784", None, [784], (28, 28, 1), 784 + 1j)

# corner_of_the_window, after_adding_100, filled_to_the_edge, best_on_fresh_images: words

trials.right_values("corner_of_the_window", "lower left", np.str_("lower left"))
trials.wrong_values("corner_of_the_window", "upper left", named="where the window begins")
trials.wrong_values("corner_of_the_window", "upper right", named="column before row")
trials.wrong_values("corner_of_the_window", "lower right", named="both have grown")
trials.right_values("corner_of_the_window", "Lower left")
trials.wrong_values("corner_of_the_window", "left", "left lower", 228, (15, 12), says="among")
trials.right_values("after_adding_100", "something darker", np.str_("something darker"))
trials.wrong_values("after_adding_100", "332", named="room for any number")
trials.wrong_values("after_adding_100", "255", named="stops at white")
trials.wrong_values("after_adding_100", "an error", named="refuses")
trials.wrong_values("after_adding_100", 332, 255, 76, "76", "darker", "error", says="among")
trials.right_values("filled_to_the_edge", "nearly all", np.str_("nearly all"))
trials.wrong_values("filled_to_the_edge", "hardly any", named="a margin all round")
trials.wrong_values("filled_to_the_edge", "about half", named="one pair of edges")
trials.right_values("filled_to_the_edge", "Nearly all")
trials.wrong_values("filled_to_the_edge", "all", 0.98, True, ["nearly all"], says="among")
trials.right_values("best_on_fresh_images", "no better than guessing", np.str_("no better than guessing"))
trials.wrong_values("best_on_fresh_images", "as well as on the exam", named="the score belongs to it")
trials.wrong_values("best_on_fresh_images", "a little better than guessing", named="part of it is skill")
trials.wrong_values("best_on_fresh_images", "guessing", "worse than guessing", 0.1, 0.118, says="among")

# sneakers_to_learn_from: a tenth of 55,000

trials.right_values("sneakers_to_learn_from", 5500, 5_500, 55_000 / 10, 5500.0, np.int32(5500), Fraction(55_000, 10))
trials.wrong_values("sneakers_to_learn_from", 7000, named="of all images")
trials.wrong_values("sneakers_to_learn_from", 500, 5_000 / 10, named="of the validation images")
trials.wrong_values("sneakers_to_learn_from", 6000, 60_000 // 10, named="of both piles")
trials.wrong_values("sneakers_to_learn_from", 55_000 / 9, named="nine classes")
trials.wrong_values("sneakers_to_learn_from", 55_000, 550, 5499, 5501, 10, 0, 1000, 50_000, 0.1, 6100)
trials.wrong_values("sneakers_to_learn_from", (5, 500), "5,500", None, [5500])

# numbers_held: 80 × 50 in colour

trials.right_values(
    "numbers_held",
    12000,
    12000.0,
    80 * 50 * 3,
    np.int64(12000),
    np.prod([80, 50, 3]),
    np.array(12000),
    np.float32(12e3),
)
trials.right_values("numbers_held", Fraction(12000), Decimal("12000"), math.prod((80, 50, 3)), 12000 + 0j)
trials.wrong_values("numbers_held", 4000, 80 * 50, 4000.0, named="one channel only")
trials.wrong_values("numbers_held", 4003, named="three numbers more")
trials.wrong_values("numbers_held", 133, named="a sum of the sizes")
trials.wrong_values("numbers_held", 390, named="rows and columns added")
trials.wrong_values("numbers_held", 16000, named="a fourth channel")
trials.wrong_values("numbers_held", 12000 * 256, named="every value counted")
trials.wrong_values("numbers_held", 96000, named="bits in place of numbers")
trials.wrong_values("numbers_held", 36000, 240 * 150, named="depth twice")
trials.wrong_values("numbers_held", 4000 / 3, named="shared out among the channels")
trials.wrong_values("numbers_held", (80, 50, 3), [80, 50, 3], np.array([80, 50, 3]), named="the shape")
trials.wrong_values("numbers_held", 80 * 80 * 3, 50 * 50 * 3, 11999, 12001, 240, 150, 8000, 24000, 12000 * 255, 3, 0)
trials.wrong_values("numbers_held", 2352, 36720, 780, -12000, 4000**3, 6.4e10, 12000.5)
trials.wrong_values("numbers_held", (12, 0), says="comma")
trials.wrong_values("numbers_held", "12000", "12,000", "80 * 50 * 3", says="text")
trials.wrong_values("numbers_held", [12000], (12000,), {12000}, True, np.zeros((80, 50, 3)), 12000 + 1j)
trials.wrong_values("numbers_held", (80, 50), (50, 80, 3), (3, 80, 50), ((80, 50), 3))
trials.wrong_values("numbers_held", float("nan"), float("inf"), says="finite")
trials.wrong_values("numbers_held", None, says="None")

# brightened


@trials.right("brightened")
def clip_in_int(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 0, 255)


@trials.right("brightened")
def clip_in_int16_and_back(pixels, amount):
    return np.clip(pixels.astype(np.int16) + amount, 0, 255).astype("uint8")


@trials.right("brightened")
def method_of_the_array(pixels, amount):
    return (pixels * 1.0 + amount).clip(min=0, max=255)


@trials.right("brightened")
def nested_where(pixels, amount):
    new = pixels.astype("int32") + amount
    return np.where(new > 255, 255, np.where(new < 0, 0, new))


@trials.right("brightened")
def masks_on_a_copy(pixels, amount):
    new = pixels.astype(float)
    new += amount
    new[new > 255] = 255
    new[new < 0] = 0
    return new.astype(np.uint8)


@trials.right("brightened")
def one_side_by_the_sign(pixels, amount):
    roomy = np.array(pixels, dtype=int) + amount
    return np.minimum(roomy, 255) if amount > 0 else np.maximum(roomy, 0)


@trials.right("brightened")
def recursion_over_the_axes(pixels, amount):
    if np.ndim(pixels):
        return [recursion_over_the_axes(part, amount) for part in pixels]
    return max(0, min(255, int(pixels) + amount))


@trials.right("brightened")
def flat_loop(pixels, amount):
    new = []
    for value in pixels.flatten():
        total = int(value) + amount
        if total > 255:
            total = 255
        elif total < 0:
            total = 0
        new.append(total)
    return np.array(new).reshape(pixels.shape)


@trials.right("brightened")
def loop_over_places(pixels, amount):
    new = np.zeros(pixels.shape, dtype=np.uint8)
    for place in np.ndindex(pixels.shape):
        new[place] = sorted((0, int(pixels[place]) + amount, 255))[1]
    return new


@trials.right("brightened")
def vectorized_function(pixels, amount):
    return np.vectorize(lambda value: min(255, max(0, int(value) + amount)))(pixels)


@trials.right("brightened")
def rounded_fractions(pixels, amount):
    return np.round(np.clip(pixels / 255 + amount / 255, 0, 1) * 255).astype(np.uint8)


@trials.right("brightened")
def fractions_without_rounding(pixels, amount):
    return np.clip(pixels / 255 + amount / 255, 0, 1) * 255


@trials.right("brightened")
def interpolated(pixels, amount):
    return np.interp(pixels.astype(float) + amount, [0, 255], [0, 255])


@trials.right("brightened")
def room_above_and_below(pixels, amount):
    if amount >= 0:
        return pixels + np.minimum(255 - pixels, min(amount, 255)).astype(np.uint8)
    return pixels - np.minimum(pixels, min(-amount, 255)).astype(np.uint8)


@trials.right("brightened")
def with_keras_ops(pixels, amount):
    from course_utils.quiet import keras

    return keras.ops.clip(keras.ops.cast(pixels, "float32") + amount, 0, 255)


@trials.right("brightened")
def lists_of_lists(pixels, amount):
    return np.add(pixels, amount, dtype=np.int64).clip(0, 255).tolist()


class Brightener:
    """A callable object with the bounds kept in it."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    def __call__(self, pixels, amount):
        return np.clip(pixels.astype(int) + amount, self.low, self.high)


Brightener.__name__ = "Brightener"
trials.right("brightened")(Brightener(0, 255))
trials.right("brightened")(functools.partial(lambda low, pixels, amount: np.clip(pixels * 1.0 + amount, low, 255), 0))


@trials.wrong("brightened", "adds in uint8")
def clip_of_uint8(pixels, amount):
    return (pixels + amount).clip(0, 255)


@trials.wrong("brightened", "adds in uint8")
def minimum_of_uint8(pixels, amount):
    return np.minimum(pixels + amount, 255)


@trials.wrong("brightened", "adds in uint8")
def amount_made_uint8_first(pixels, amount):
    return np.clip(pixels + np.uint8(amount), 0, 255)


@trials.wrong("brightened", "adds in uint8")
def where_in_uint8(pixels, amount):
    total = pixels + amount
    return np.where(total > 255, 255, np.where(total < 0, 0, total))


@trials.wrong("brightened", "no negative amounts")
def looks_in_int_and_adds_in_uint8(pixels, amount):
    return np.where(pixels.astype(int) + amount > 255, 255, pixels + amount)


@trials.wrong("brightened", "no negative amounts")
def room_above_only(pixels, amount):
    return np.where(pixels > 255 - amount, 255, pixels + amount)


@trials.wrong("brightened", "no negative amounts")
def list_with_an_upper_bound(pixels, amount):
    bounded = [min(int(value) + amount, 255) for value in pixels.ravel()]
    return np.array(bounded, dtype=np.uint8).reshape(pixels.shape)


@trials.wrong("brightened", "wraps around")
def back_to_uint8_without_bounds(pixels, amount):
    return (pixels.astype(int) + amount).astype(np.uint8)


@trials.wrong("brightened", "wraps around")
def remainder(pixels, amount):
    return np.mod(pixels.astype(int) + amount, 256)


@trials.wrong("brightened", "wraps around")
def clipped_after_the_way_back(pixels, amount):
    return np.clip((pixels.astype(np.int16) + amount).astype(np.uint8), 0, 255)


@trials.wrong("brightened", "leaves the range")
def a_sum_and_no_more(pixels, amount):
    return pixels * 1.0 + amount


@trials.wrong("brightened", "leaves the range")
def clip_that_is_not_kept(pixels, amount):
    new = pixels.astype(int) + amount
    np.clip(new, 0, 255)
    return new


@trials.wrong("brightened", "no floor")
def upper_mask_only(pixels, amount):
    new = pixels.astype(int) + amount
    new[new > 255] = 255
    return new


@trials.wrong("brightened", "no ceiling")
def lower_mask_only(pixels, amount):
    new = pixels.astype(int) + amount
    new[new < 0] = 0
    return new


@trials.wrong("brightened", "a ceiling of 256")
def clip_at_256(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 0, 256)


@trials.wrong("brightened", "wraps below zero")
def no_floor_and_back(pixels, amount):
    return np.minimum(pixels.astype(int) + amount, 255).astype(np.uint8)


@trials.wrong("brightened", "wraps above 255")
def no_ceiling_and_back(pixels, amount):
    return np.maximum(pixels.astype(int) + amount, 0).astype(np.uint8)


@trials.wrong("brightened", "multiplies")
def times(pixels, amount):
    return np.clip(pixels.astype(float) * amount, 0, 255)


@trials.wrong("brightened", "adds a percentage")
def percent(pixels, amount):
    return np.clip(np.rint(pixels * (1 + amount / 100)), 0, 255).astype(np.uint8)


@trials.wrong("brightened", "stretches to the range")
def normalised(pixels, amount):
    new = pixels.astype(float) + amount
    return np.round(255 * (new - new.min()) / (new.max() - new.min() or 1))


@trials.wrong("brightened", "answers in fractions")
def fractions_as_the_lessons_like_them(pixels, amount):
    return np.clip((pixels.astype(int) + amount) / 255, 0, 1)


@trials.wrong("brightened", "cuts decimals off")
def fractions_and_back_by_int(pixels, amount):
    return (np.clip(pixels / 255 + amount / 255, 0, 1) * 255).astype(int)


@trials.wrong("brightened", "skips what does not fit")
def only_where_it_fits(pixels, amount):
    new = pixels.astype(int)
    fits = (new + amount >= 0) & (new + amount <= 255)
    new[fits] += amount
    return new


@trials.wrong("brightened", "skips black")
def not_the_background(pixels, amount):
    new = np.clip(pixels.astype(int) + amount, 0, 255)
    new[pixels == 0] = 0
    return new


@trials.wrong("brightened", "ignores the sign")
def absolute_amount(pixels, amount):
    return np.minimum(pixels.astype(int) + abs(amount), 255)


@trials.wrong("brightened", "takes the amount away")
def minus(pixels, amount):
    return np.clip(pixels.astype(int) - amount, 0, 255)


@trials.wrong("brightened", "adds a whole number to fractions")
def fractions_plus_amount_and_back(pixels, amount):
    return (np.clip(pixels / 255 + amount, 0, 1) * 255).round()


@trials.wrong("brightened", "adds a whole number to fractions and stays there")
def fractions_plus_amount(pixels, amount):
    return np.clip(pixels / 255 + amount, 0, 1)


@trials.wrong("brightened", "adds in int8")
def int8_for_room(pixels, amount):
    return np.clip(pixels.astype(np.int8) + amount, 0, 255)


@trials.wrong("brightened", "keeps to the range of the image")
def own_range(pixels, amount):
    return np.clip(pixels.astype(int) + amount, pixels.min(), pixels.max())


@trials.wrong("brightened", "minimum and maximum exchanged")
def bounds_exchanged(pixels, amount):
    return np.minimum(np.maximum(pixels.astype(int) + amount, 255), 0)


@trials.wrong("brightened", "minimum and maximum exchanged")
def limits_exchanged(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 255, 0)


@trials.wrong("brightened", "maximum and minimum exchanged")
def all_white(pixels, amount):
    return np.maximum(np.minimum(pixels.astype(int) + amount, 0), 255)


@trials.wrong("brightened", "two axes only")
def height_and_width(pixels, amount):
    height, width = pixels.shape
    new = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            new[row, column] = min(max(int(pixels[row, column]) + amount, 0), 255)
    return new


@trials.wrong("brightened", "rows of single numbers")
def rows_of_numbers(pixels, amount):
    return [[min(max(int(value) + amount, 0), 255) for value in row] for row in pixels]


@trials.wrong("brightened", "changes its input")
def right_numbers_in_place(pixels, amount):
    pixels[...] = np.clip(pixels.astype(int) + amount, 0, 255)
    return pixels


@trials.wrong("brightened", "changes its input")
def wrong_numbers_in_place(pixels, amount):
    pixels += np.uint8(amount % 256)
    return pixels


@trials.wrong("brightened", "changes its input")
def added_in_place(pixels, amount):
    pixels += amount
    return np.clip(pixels, 0, 255)


@trials.wrong("brightened")
def ceiling_of_254(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 0, 254)


@trials.wrong("brightened")
def floor_of_one(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 1, 255)


@trials.wrong("brightened")
def as_it_was(pixels, amount):
    return pixels


@trials.wrong("brightened")
def the_first_row_only(pixels, amount):
    new = pixels.astype(int)
    new[0] = np.clip(new[0] + amount, 0, 255)
    return new


@trials.wrong("brightened")
def flattened(pixels, amount):
    return np.clip(pixels.ravel().astype(int) + amount, 0, 255)


@trials.wrong("brightened")
def fifty_whatever_is_asked(pixels, amount):
    return np.clip(pixels.astype(int) + 50, 0, 255)


@trials.wrong("brightened")
def right_in_the_shown_case(pixels, amount):
    return [[50, 170, 255], [80, 250, 255]]


@trials.wrong("brightened")
def the_amounts_it_was_tried_with(pixels, amount):
    return np.clip(pixels.astype(int) + max(min(amount, 100), -100), 0, 255)


@trials.wrong("brightened", says="later case")
def three_axes_at_most(pixels, amount):
    new = np.zeros(pixels.shape)
    for row, column in np.ndindex(pixels.shape[:2]):
        new[row, column] = np.clip(pixels[row, column].astype(int) + amount, 0, 250)
    return new


@trials.raises("brightened", says="in line")
def one_axis_left_out(pixels, amount):
    new = np.zeros(pixels.shape)
    for row in range(pixels.shape[0]):
        for column in range(pixels.shape[1]):
            new[row, column] = np.clip(pixels[row, column].astype(int) + amount, 0, 255)
    return new


@trials.wrong("brightened")
def both_ends_to_zero(pixels, amount):
    new = pixels.astype(int) + amount
    return np.where((new < 0) | (new > 255), 0, new)


@trials.wrong("brightened", says="return")
def forgets_to_return(pixels, amount):
    np.clip(pixels.astype(int) + amount, 0, 255)


@trials.wrong("brightened", says="return")
def prints(pixels, amount):
    print(np.clip(pixels.astype(int) + amount, 0, 255))


@trials.wrong("brightened", says="...")
def half_finished(pixels, amount):
    roomy = pixels.astype(int)
    return ... if roomy.ndim else roomy


@trials.raises("brightened", says="ambiguous")
def if_of_an_array(pixels, amount):
    total = pixels.astype(int) + amount
    return total if total <= 255 else 255


@trials.raises("brightened", says="AttributeError")
def list_method(pixels, amount):
    return pixels.clamp(0, 255) + amount


trials.wrong_values("brightened", 255, [[50, 170, 255]], None, np.clip(np.arange(3) + 5, 0, 255), says="function")


@trials.wrong("brightened", says="pixels, amount")
def one_argument(pixels):
    return np.clip(pixels.astype(int) + 50, 0, 255)


# report


@trials.right("report")
def by_argmax(validation_scores, test_scores):
    best = validation_scores.argmax()
    return best, test_scores[best]


@trials.right("report")
def by_a_loop(validation_scores, test_scores):
    best = 0
    for index in range(len(validation_scores)):
        if validation_scores[index] > validation_scores[best]:
            best = index
    return [best, test_scores[best]]


@trials.right("report")
def by_index_of_the_largest(validation_scores, test_scores):
    scores = list(validation_scores)
    best = scores.index(max(scores))
    return (best, float(test_scores[best]))


@trials.right("report")
def by_a_key(validation_scores, test_scores):
    best = max(range(len(validation_scores)), key=lambda index: validation_scores[index])
    return best, test_scores[best]


@trials.right("report")
def by_where(validation_scores, test_scores):
    best = np.where(validation_scores == validation_scores.max())[0][0]
    return best, test_scores[best]


@trials.right("report")
def by_a_mask(validation_scores, test_scores):
    is_best = validation_scores == np.max(validation_scores)
    return np.flatnonzero(is_best)[0], test_scores[is_best][0]


@trials.right("report")
def by_arrays_of_one(validation_scores, test_scores):
    best = np.argsort(validation_scores)[-1:]
    return best, test_scores[best]


@trials.right("report")
def by_errors(validation_scores, test_scores):
    best = np.argmin(1 - validation_scores)
    return np.array([best, test_scores[best]])


@trials.right("report")
def by_recursion(validation_scores, test_scores):
    if len(validation_scores) == 1:
        return 0, test_scores[0]
    index, score = by_recursion(validation_scores[1:], test_scores[1:])
    return (index + 1, score) if validation_scores[index + 1] > validation_scores[0] else (0, test_scores[0])


@trials.right("report")
def by_enumerate(validation_scores, test_scores):
    ranked = sorted(enumerate(zip(validation_scores, test_scores, strict=True)), key=lambda item: item[1][0])
    index, (_, score) = ranked[-1]
    return index, score


@trials.right("report")
def by_keras_ops(validation_scores, test_scores):
    from course_utils.quiet import keras

    best = keras.ops.argmax(validation_scores)
    return best, keras.ops.take(test_scores, best)


trials.right("report")(
    lambda validation_scores, test_scores: (
        int(np.argmax(validation_scores)),
        np.float32(test_scores[np.argmax(validation_scores)]),
    )
)


@trials.wrong("report", says="the same numbers")
def written_anew_and_the_same(validation_scores, test_scores):
    return int(test_scores.argmax()), max(test_scores)


@trials.wrong("report", "best of each pile")
def two_winners(validation_scores, test_scores):
    return validation_scores.argmax(), max(test_scores)


@trials.wrong("report", "publishes the validation score")
def flattering(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, validation_scores[best]


@trials.wrong("report", "piles exchanged")
def exchanged(validation_scores, test_scores):
    best = test_scores.argmax()
    return best, validation_scores[best]


@trials.wrong("report", "chooses by both piles")
def by_the_mean_of_both(validation_scores, test_scores):
    best = np.argmax((validation_scores + test_scores) / 2)
    return best, test_scores[best]


@trials.wrong("report", "mean of both scores")
def half_and_half(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, np.mean([validation_scores[best], test_scores[best]])


@trials.wrong("report", "mean of all networks")
def mean_of_the_tests(validation_scores, test_scores):
    return np.argmax(validation_scores), sum(test_scores) / len(test_scores)


@trials.wrong("report", "lower of its scores")
def cautious(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, np.minimum(validation_scores, test_scores)[best]


@trials.wrong("report", "higher of its scores")
def bold(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, max(validation_scores[best], test_scores[best])


@trials.wrong("report", "smallest gap")
def steadiest(validation_scores, test_scores):
    best = int(np.argmin(abs(validation_scores - test_scores)))
    return best, test_scores[best]


@trials.wrong("report", "chooses the worst")
def first_of_the_order(validation_scores, test_scores):
    best = np.argsort(validation_scores)[0]
    return best, test_scores[best]


@trials.wrong("report", "score before index")
def other_order(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return test_scores[best], best


@trials.wrong("report", "counts from one")
def one_based(validation_scores, test_scores):
    best = 1
    for number, score in enumerate(validation_scores, start=1):
        if score > validation_scores[best - 1]:
            best = number
    return best, test_scores[best - 1]


@trials.wrong("report", "the score alone")
def no_index(validation_scores, test_scores):
    return test_scores[np.argmax(validation_scores)]


@trials.wrong("report", "the index alone")
def no_score(validation_scores, test_scores):
    return np.argmax(validation_scores)


@trials.wrong("report", "max for argmax")
def largest_in_place_of_its_place(validation_scores, test_scores):
    return validation_scores.max(), test_scores[validation_scores.argmax()]


@trials.wrong("report", "sorts one pile")
def sorted_scores(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, np.sort(test_scores)[best]


@trials.wrong("report", "rounds the score")
def two_digits(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, round(float(test_scores[best]), 2)


@trials.wrong("report", "a percentage")
def per_cent(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, 100 * test_scores[best]


@trials.wrong("report")
def second_best(validation_scores, test_scores):
    best = np.argsort(validation_scores)[-2:][0]
    return best, test_scores[best]


@trials.wrong("report")
def chooses_by_rounded_scores(validation_scores, test_scores):
    best = np.argmax(np.round(validation_scores, 2))
    return best, test_scores[best]


@trials.wrong("report")
def crossed(validation_scores, test_scores):
    return np.argmax(test_scores), test_scores[np.argmax(validation_scores)]


@trials.wrong("report")
def all_indices(validation_scores, test_scores):
    order = np.argsort(-validation_scores)
    return order, test_scores[order]


@trials.wrong("report")
def three_parts(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, validation_scores[best], test_scores[best]


@trials.wrong("report")
def a_dictionary(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return {"index": best, "accuracy": test_scores[best]}


@trials.wrong("report")
def always_the_second(validation_scores, test_scores):
    return 1, 0.86


@trials.wrong("report")
def the_gap(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    return best, validation_scores[best] - test_scores[best]


@trials.wrong("report", "changes its input")
def sorts_in_place(validation_scores, test_scores):
    best = np.argmax(validation_scores)
    test_scores.sort()
    return best, test_scores[best]


@trials.wrong("report", says="return")
def prints_the_pair(validation_scores, test_scores):
    print(np.argmax(validation_scores), test_scores[np.argmax(validation_scores)])


@trials.raises("report", says="IndexError")
def indexed_by_the_score(validation_scores, test_scores):
    chosen = validation_scores.max()
    return chosen, test_scores[chosen]


@trials.raises("report", says="AttributeError")
def index_of_an_array(validation_scores, test_scores):
    chosen = validation_scores.index(max(validation_scores))
    return chosen, test_scores[chosen]


@trials.raises("report", says="IndexError")
def one_past_the_end(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, test_scores[chosen + len(test_scores)]
