"""Answers to the exercises of lesson 05."""

import functools
import math
import statistics
from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# background_pixel: 0, with mean 73 and deviation 90

trials.right_values("background_pixel", (0 - 73) / 90, -73 / 90, -0.811111, Fraction(-73, 90), np.float32(-73 / 90))
trials.wrong_values("background_pixel", 0, 0.0, 0 / 90, 0 / 255, named="stays black")
trials.wrong_values("background_pixel", -73, 0 - 73, named="forgets the deviation of all")
trials.wrong_values("background_pixel", 73 / 90, (73 - 0) / 90, 0.811111, named="the mean less black")
trials.wrong_values("background_pixel", -90 / 73, named="the two constants exchanged")
trials.wrong_values("background_pixel", -0.81, round(-73 / 90, 2), named="rounded")
trials.wrong_values(
    "background_pixel", -73 / 255, -73 / 90**2, -73 * 90, 0.81, 90 / 73, -0.8, -1, 1, -90, 163 / 90, None
)
trials.wrong_values("background_pixel", "-0.81", (-73, 90), [-73 / 90, 0])

# factor_and_divisor: 255 for the gradient, 255 · 255 for the rate

trials.right_values("factor_and_divisor", (255, 65025), [255, 255**2], np.array([255, 65_025]), (255.0, 65025.0))
trials.wrong_values("factor_and_divisor", (255, 255), named="one factor for both")
trials.wrong_values("factor_and_divisor", (65025, 65025), named="the square for the gradient")
trials.wrong_values("factor_and_divisor", (1, 65025), named="no change in the gradient")
trials.wrong_values("factor_and_divisor", (255, 510), named="doubled in place of squared")
trials.wrong_values("factor_and_divisor", (256, 65536), (65025, 255), (255, 1), (1, 255), (1, 1), (1 / 255, 1 / 65025))
trials.wrong_values("factor_and_divisor", (255, 1 / 65025), (255, 255**3), (255, 2.55), (256, 256), (16, 255), (0, 0))
trials.wrong_values("factor_and_divisor", 255, (255,), (255, 65025, 0), "255, 65025", None)

# thirty_and_five: 10, 30, 10, 30 and four times 5

trials.right_values("thirty_and_five", (1, 0), (1.0, 0.0), [1, 0], np.array([1, 0]), (10 / np.sqrt(100.001), 0))
trials.wrong_values("thirty_and_five", (1, 5), named="the constant channel stays")
trials.wrong_values("thirty_and_five", (10, 0), named="forgets to scale")
trials.wrong_values("thirty_and_five", (-1, 0), named="the mean less the number")
trials.wrong_values(
    "thirty_and_five",
    ((30 - 41 / 3) / np.std([6, 30, 5]), (5 - 41 / 3) / np.std([6, 30, 5])),
    named="along the garment",
)
trials.wrong_values("thirty_and_five", (0.1, 0), (3, 0), (3, 5), (1, 1), (10, 5), (0, 0), (0.866, 0), (1, float("nan")))
trials.wrong_values("thirty_and_five", (30, 5), (20, 5), (100, 0), (1, -1), (0, 1), (2, 0), (-1, 5), 1, (1,), (1, 0, 0))
trials.wrong_values("thirty_and_five", "1, 0", None, {1: 0})

# one_step_later: a 6, averages of mean 0.04 and variance 1.03

trials.right_values("one_step_later", (6 - 0.04) / 1.03**0.5, 5.96 / math.sqrt(1.03), 5.87256, np.float32(5.872562))
trials.wrong_values("one_step_later", 1, 1.0, named="as in training")
trials.wrong_values("one_step_later", 6, 6.0, named="the averages before the step")
trials.wrong_values("one_step_later", (6 - 3.96) / np.sqrt(3.97), named="nearly all of the batch")
trials.wrong_values("one_step_later", 5.96, named="the mean alone has moved")
trials.wrong_values("one_step_later", 6 / np.sqrt(1.03), named="the variance alone has moved")
trials.wrong_values("one_step_later", 5.96 / 1.03, named="without the root")
trials.wrong_values("one_step_later", 5.96 / np.sqrt(1.031), 5.87, named="rounded or with epsilon")
trials.wrong_values(
    "one_step_later", 29.8, 5.9, 5.88, 5.8, 2, 0.04, 1.03, 4, 5.6 / np.sqrt(1.3), -5.87256, 1.96 / 1.03**0.5
)
trials.wrong_values("one_step_later", 5.96 * 1.03**0.5, 5.96 / 2, 0, "5.87", (5.96, 1.03), None)

# best_share: five slopes of a quarter

trials.right_values("best_share", 0.25**5, (1 / 4) ** 5, 2**-10, 1 / 4**5, 9.7656e-04, Fraction(1, 4**5), np.exp2(-10))
trials.wrong_values("best_share", 1.25, 5 * 0.25, named="adds the slopes")
trials.wrong_values("best_share", 0.05, 0.25 / 5, named="shares one slope")
trials.wrong_values("best_share", 0.5**5, 1 / 32, named="the value for the slope")
trials.wrong_values("best_share", 1 - 0.25**5, 1023 / 1024, named="what is lost")
trials.wrong_values(
    "best_share", 0.25, 0.25**4, 0.25**6, 2, 1, 0, 0.25**2, 0.1**5, 0.75**5, 5**0.25, 1e-3, 4**5, 20, -0.25
)
trials.wrong_values("best_share", "0.25**5", None, (0.25, 5), [0.25] * 5)

# slowest_start, loses_by_its_own_mean, steps_to_follow, comes_out_as_zeros, modes_that_change, lead_left,
# alike_or_apart, thirty_layers: words

trials.right_values("slowest_start", "by 255", np.str_("by 255"))
trials.wrong_values("slowest_start", "by 90", named="needs a centre")
trials.wrong_values("slowest_start", "standardised", named="negative inputs")
trials.right_values("slowest_start", "By 255")
trials.wrong_values("slowest_start", "255", "rescaled", "pixels", 255, ["by 255"], says="among")
trials.right_values("loses_by_its_own_mean", "sandals")
trials.wrong_values("loses_by_its_own_mean", "neither", named="no harm done")
trials.wrong_values("loses_by_its_own_mean", "all garments", named="the larger set")
trials.wrong_values("loses_by_its_own_mean", "both", named="any other constants")
trials.right_values("loses_by_its_own_mean", "Sandals")
trials.wrong_values("loses_by_its_own_mean", "sandal", "all", "none", 0.1, True, says="among")
trials.right_values("steps_to_follow", "about 300")
trials.wrong_values("steps_to_follow", "about 10", named="quickly")
trials.wrong_values("steps_to_follow", "about 100", named="a hundred hundredths")
trials.wrong_values("steps_to_follow", "never", named="only in the limit")
trials.right_values("steps_to_follow", "About 300")
trials.wrong_values("steps_to_follow", 300, "300", 317, "about 1,000", says="among")
trials.right_values("comes_out_as_zeros", "row")
trials.wrong_values("comes_out_as_zeros", "neither", named="nothing comes out as zeros")
trials.wrong_values("comes_out_as_zeros", "maps", named="the other way round")
trials.wrong_values("comes_out_as_zeros", "both", named="one garment is one number")
trials.right_values("comes_out_as_zeros", "Row")
trials.wrong_values("comes_out_as_zeros", "rows", "the row", 0, (1, 3), says="among")
trials.right_values("modes_that_change", "training")
trials.wrong_values("modes_that_change", "neither", named="same weights same answers")
trials.wrong_values("modes_that_change", "inference", named="at inference")
trials.wrong_values("modes_that_change", "both", named="in both modes")
trials.right_values("modes_that_change", "Training")
trials.wrong_values("modes_that_change", "train", True, "training=True", 0.23, says="among")
trials.right_values("lead_left", "less than half")
trials.wrong_values("lead_left", "all", named="the start does not matter")
trials.wrong_values("lead_left", "more than half", named="the larger part")
trials.wrong_values("lead_left", "nothing", named="the start is all")
trials.right_values("lead_left", "Less than half")
trials.wrong_values("lead_left", "half", 0.16, 0.5, "none", "less", says="among")
trials.right_values("alike_or_apart", "rises")
trials.wrong_values("alike_or_apart", "stays", named="size and direction alike")
trials.wrong_values("alike_or_apart", "falls", named="apart without training")
trials.right_values("alike_or_apart", "Rises")
trials.wrong_values("alike_or_apart", "rise", 0.91, 1, True, "grows", says="among")
trials.right_values("thirty_layers", "over ten times")
trials.wrong_values("thirty_layers", "under a tenth", named="it vanishes")
trials.wrong_values("thirty_layers", "about as long", named="level both ways")
trials.right_values("thirty_layers", "Over ten times")
trials.wrong_values("thirty_layers", "grows", 120, "ten times", 10, says="among")

# standardised_value: pixel 152, training 52 and 40, the photograph 134 and 25

trials.right_values(
    "standardised_value", 2.5, (152 - 52) / 40, 5 / 2, Fraction(5, 2), np.float32(2.5), np.array([2.5])[0]
)
trials.wrong_values("standardised_value", 0.72, (152 - 134) / 25, named="the new image by its own constants")
trials.wrong_values("standardised_value", 0.45, named="its own mean and the training deviation")
trials.wrong_values("standardised_value", 4, 4.0, named="the training mean and its own deviation")
trials.wrong_values("standardised_value", (152 - 93) / 32.5, 1.81538, named="constants halfway between")
trials.wrong_values("standardised_value", 100, named="forgets the deviation")
trials.wrong_values("standardised_value", 3.8, named="forgets the mean")
trials.wrong_values("standardised_value", 152 / 255, 0.5961, named="rescaled to 0 and 1")
trials.wrong_values("standardised_value", 0.0625, named="divided by the variance")
trials.wrong_values("standardised_value", 112 / 52, named="mean and deviation exchanged")
trials.wrong_values("standardised_value", 4000, named="multiplies by the deviation")
trials.wrong_values("standardised_value", 152 - 52 / 40, 150.7, named="a bracket missing")
trials.wrong_values("standardised_value", -2.5, named="the mean less the pixel")
trials.wrong_values("standardised_value", 82 / 40, 2.05, named="the mean of the photograph for the pixel")
trials.wrong_values("standardised_value", 152, 134, 134 / 40, 18, 82, 0, 1, 2, 3, 2.4, 152 / 25, 134 / 25, 204 / 40)
trials.wrong_values("standardised_value", 0.3922, 52 / 40, 252.5, 25, (152 - 52) / 255)
trials.wrong_values("standardised_value", "2.5", says="text")
trials.wrong_values("standardised_value", (2, 5), [2.5, 1])
trials.wrong_values("standardised_value", None, says="`None`")

# held_and_learnt: (16, 14, 10, 24)

trials.right_values(
    "held_and_learnt", (96, 48), [96, 48], np.array([96, 48]), (96.0, 48.0), (np.int64(96), np.int32(48))
)
trials.wrong_values("held_and_learnt", (96, 96), named="all learnt")
trials.wrong_values("held_and_learnt", (48, 48), [48, 48], named="two numbers a channel")
trials.wrong_values("held_and_learnt", (96, 0), named="nothing learnt")
trials.wrong_values("held_and_learnt", (96, 24), named="one learnt number a channel")
trials.wrong_values("held_and_learnt", (4, 2), named="one set for all channels")
trials.wrong_values("held_and_learnt", (64, 32), named="a set for each image")
trials.wrong_values("held_and_learnt", (56, 28), named="a set for each row")
trials.wrong_values("held_and_learnt", (13440, 6720), named="a set for each place")
trials.wrong_values("held_and_learnt", (48, 96), named="the two in reverse")
trials.wrong_values("held_and_learnt", (40, 20), (24, 24), (72, 48), (2, 2), (8, 4), (120, 48), (96, 47), (48, 0))
trials.wrong_values("held_and_learnt", 96, (96,), (96, 48, 48), (48, 24, 24), "96, 48")

# subtracted_mean: a word

trials.right_values("subtracted_mean", "moving average")
trials.wrong_values("subtracted_mean", "training pixels", named="input scaling")
trials.wrong_values("subtracted_mean", "photograph", named="the batch of one")
trials.wrong_values("subtracted_mean", "channels", named="layer norm")
trials.wrong_values("subtracted_mean", "learnt mean", named="a mean that is learnt")
trials.right_values("subtracted_mean", "Moving average")
trials.wrong_values("subtracted_mean", "moving averages", "moving mean", 5, says="among")

# scale_new


@trials.right("scale_new")
def as_the_formula_says(train_pixels, new_pixels):
    return (new_pixels - np.mean(train_pixels)) / np.std(train_pixels)


@trials.right("scale_new")
def floats_first(train_pixels, new_pixels):
    train, new = train_pixels.astype("float32"), new_pixels.astype("float32")
    new -= train.mean()
    new /= train.std()
    return new


@trials.right("scale_new")
def two_constants_in_a_dictionary(train_pixels, new_pixels):
    known = {"mean": float(train_pixels.mean()), "deviation": float(np.sqrt(train_pixels.var()))}
    return np.array([(image - known["mean"]) / known["deviation"] for image in new_pixels])


@trials.right("scale_new")
def rescaled_both(train_pixels, new_pixels):
    train, new = train_pixels / 255, new_pixels / 255
    return (new - train.mean()) / train.std()


@trials.right("scale_new")
def the_module_statistics(train_pixels, new_pixels):
    flat = train_pixels.ravel().tolist()
    mean, deviation = statistics.fmean(flat), statistics.pstdev(flat)
    return [[[(pixel - mean) / deviation for pixel in row] for row in image] for image in new_pixels.tolist()]


@trials.right("scale_new")
def with_scipy(train_pixels, new_pixels):
    from scipy.stats import zmap

    return zmap(new_pixels.astype(float), train_pixels.astype(float), axis=None)


@trials.right("scale_new")
def with_the_courses_function(train_pixels, new_pixels):
    from course_utils.normalization import standardize

    return standardize(new_pixels, train_pixels.mean(), train_pixels.std())


@trials.right("scale_new")
def with_keras_normalization(train_pixels, new_pixels):
    from course_utils.quiet import keras

    layer = keras.layers.Normalization(axis=None)
    layer.adapt(train_pixels.astype(np.float32))
    return layer(new_pixels.astype(np.float32))


@trials.right("scale_new")
def with_keras_ops(train_pixels, new_pixels):
    from course_utils.quiet import keras

    train, new = keras.ops.cast(train_pixels, "float32"), keras.ops.cast(new_pixels, "float32")
    return (new - keras.ops.mean(train)) / keras.ops.std(train)


@trials.right("scale_new")
def by_the_mean_of_the_squares(train_pixels, new_pixels):
    train = train_pixels.astype(np.float64)
    mean = train.sum() / train.size
    variance = (train**2).sum() / train.size - mean**2
    return (new_pixels - mean) * variance**-0.5


@trials.right("scale_new")
def two_loops_and_an_empty_array(train_pixels, new_pixels):
    mean, deviation = train_pixels.mean(), train_pixels.std()
    standardised_pixels = np.empty(new_pixels.shape)
    for n in range(new_pixels.shape[0]):
        for row in range(new_pixels.shape[1]):
            standardised_pixels[n, row] = (new_pixels[n, row] - mean) / deviation
    return standardised_pixels


@trials.right("scale_new")
def exactly(train_pixels, new_pixels):
    values = [Fraction(pixel) for pixel in train_pixels.ravel().tolist()]
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [[[float(Fraction(p) - mean) / deviation for p in row] for row in one] for one in new_pixels.tolist()]


@trials.right("scale_new")
def as_a_function_made_of_constants(train_pixels, new_pixels):
    def scaler(mean, deviation):
        return lambda pixels: pixels / deviation - mean / deviation

    return scaler(train_pixels.mean(), train_pixels.std())(new_pixels)


class Scaler:
    """A callable object."""

    def __call__(self, train_pixels, new_pixels):
        self.mean, self.deviation = train_pixels.mean(), train_pixels.std(ddof=0)
        return np.divide(np.subtract(new_pixels, self.mean), self.deviation)


trials.right("scale_new")(Scaler())
trials.right("scale_new")(lambda train, new: (new - train.mean()) / train.std())


def _scaled(train_pixels, new_pixels, *, of):
    return (new_pixels - of(train_pixels, new_pixels).mean()) / of(train_pixels, new_pixels).std()


trials.right("scale_new")(functools.partial(_scaled, of=lambda train, new: train))
trials.wrong("scale_new", "statistics of the new images")(functools.partial(_scaled, of=lambda train, new: new))


@trials.wrong("scale_new", "statistics of both")
def all_pixels_in_one_pot(train_pixels, new_pixels):
    pixels = np.concatenate([train_pixels.ravel(), new_pixels.ravel()])
    return (new_pixels - pixels.mean()) / pixels.std()


@trials.wrong("scale_new", "statistics of each image")
def image_after_image(train_pixels, new_pixels):
    return np.array([(image - image.mean()) / image.std() for image in new_pixels])


@trials.wrong("scale_new", "a mean for each place")
def along_the_images(train_pixels, new_pixels):
    return (new_pixels - np.mean(train_pixels, axis=0)) / np.std(train_pixels, axis=0)


@trials.wrong("scale_new", "own mean and training deviation")
def mean_of_the_new(train_pixels, new_pixels):
    return (new_pixels - np.mean(new_pixels)) / np.std(train_pixels)


@trials.wrong("scale_new", "training mean and own deviation")
def deviation_of_the_new(train_pixels, new_pixels):
    return (new_pixels - np.mean(train_pixels)) / np.std(new_pixels)


@trials.wrong("scale_new", "scales the training images")
def the_training_images_themselves(train_pixels, new_pixels):
    return (train_pixels - train_pixels.mean()) / train_pixels.std()


@trials.wrong("scale_new", "range in place of the deviation")
def min_and_max(train_pixels, new_pixels):
    low, high = float(train_pixels.min()), float(train_pixels.max())
    return (new_pixels - low) / (high - low)


@trials.wrong("scale_new", "divides by 255")
def between_0_and_1(train_pixels, new_pixels):
    return new_pixels.astype("float32") / 255.0


@trials.wrong("scale_new", "divided by the variance")
def over_the_variance(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) / np.var(train_pixels)


@trials.wrong("scale_new", "forgets the mean")
def scaled_alone(train_pixels, new_pixels):
    return new_pixels / np.std(train_pixels)


@trials.wrong("scale_new", "forgets the deviation")
def centred_alone(train_pixels, new_pixels):
    standardised_pixels = new_pixels - np.mean(train_pixels)
    return standardised_pixels


@trials.wrong("scale_new", "a bracket missing")
def no_brackets(train_pixels, new_pixels):
    return new_pixels - train_pixels.mean() / train_pixels.std()


@trials.wrong("scale_new", "sample deviation")
def with_the_module_for_samples(train_pixels, new_pixels):
    flat = train_pixels.astype(float).ravel()
    return (new_pixels - flat.mean()) / statistics.stdev(flat.tolist())


@trials.wrong("scale_new", "pixels that wrap around")
def a_mean_of_eight_bits(train_pixels, new_pixels):
    return (new_pixels - np.uint8(train_pixels.mean())) / train_pixels.std()


@trials.wrong("scale_new", "pixels that wrap around")
def a_mean_rounded_by_python(train_pixels, new_pixels):
    mean, deviation = round(train_pixels.mean()), train_pixels.std()
    return (new_pixels - mean) / deviation


@trials.wrong("scale_new", "pixels that wrap around")
def a_mean_of_the_pixels_kind(train_pixels, new_pixels):
    mean = train_pixels.mean().astype(new_pixels.dtype) if new_pixels.dtype != float else np.floor(train_pixels.mean())
    return (new_pixels - mean) / train_pixels.std()


@trials.wrong("scale_new", "a rounded mean")
def rounded_as_a_float(train_pixels, new_pixels):
    return (new_pixels - np.round(train_pixels.mean())) / train_pixels.std()


@trials.wrong("scale_new", "a rounded mean")
def whole_division(train_pixels, new_pixels):
    return (new_pixels.astype(float) - train_pixels.sum() // train_pixels.size) / train_pixels.std()


@trials.wrong("scale_new", "whole numbers changed in place")
def minus_equals(train_pixels, new_pixels):
    standardised_pixels = np.copy(new_pixels)
    standardised_pixels -= np.mean(train_pixels)
    standardised_pixels /= np.std(train_pixels)
    return standardised_pixels


@trials.wrong("scale_new", "whole numbers changed in place")
def minus_equals_on_the_argument(train_pixels, new_pixels):
    new_pixels -= train_pixels.mean()
    new_pixels /= train_pixels.std()
    return new_pixels


@trials.wrong("scale_new", "whole numbers changed in place")
def divides_in_place(train_pixels, new_pixels):
    standardised_pixels = new_pixels.copy()
    standardised_pixels /= train_pixels.std()
    return standardised_pixels - train_pixels.mean() / train_pixels.std()


@trials.wrong("scale_new", "mean and deviation exchanged")
def names_exchanged(train_pixels, new_pixels):
    deviation, mean = np.mean(train_pixels), np.std(train_pixels)
    return (new_pixels - mean) / deviation


@trials.wrong("scale_new", "the mean less the pixels")
def turned_round(train_pixels, new_pixels):
    return (train_pixels.mean() - new_pixels) / train_pixels.std()


@trials.wrong("scale_new", "multiplies by the deviation")
def times_the_deviation(train_pixels, new_pixels):
    return train_pixels.std() * (new_pixels - train_pixels.mean())


@trials.wrong("scale_new", "rescales before it standardises")
def two_scalings(train_pixels, new_pixels):
    new = new_pixels.astype("float32") / 255
    return (new - train_pixels.mean()) / train_pixels.std()


@trials.wrong("scale_new")
def rescaled_the_training_alone(train_pixels, new_pixels):
    train = train_pixels / 255
    return (new_pixels - train.mean()) / train.std()


@trials.wrong("scale_new")
def without_a_sign(train_pixels, new_pixels):
    return abs(new_pixels - train_pixels.mean()) / train_pixels.std()


@trials.wrong("scale_new")
def negatives_turned_into_zero(train_pixels, new_pixels):
    return np.maximum((new_pixels - train_pixels.mean()) / train_pixels.std(), 0)


@trials.wrong("scale_new")
def whole_deviations(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) // train_pixels.std()


@trials.wrong("scale_new")
def back_to_pixels(train_pixels, new_pixels):
    return ((new_pixels - train_pixels.mean()) / train_pixels.std()).astype(int)


@trials.wrong("scale_new")
def written_into_whole_numbers(train_pixels, new_pixels):
    standardised_pixels = np.zeros_like(new_pixels)
    standardised_pixels[:] = (new_pixels - train_pixels.mean()) / train_pixels.std()
    return standardised_pixels


@trials.wrong("scale_new")
def the_median(train_pixels, new_pixels):
    return (new_pixels - np.median(train_pixels)) / train_pixels.std()


@trials.wrong("scale_new")
def by_the_lessons_numbers(train_pixels, new_pixels):
    return (new_pixels - 73.0) / 90.0


@trials.wrong("scale_new")
def a_small_number_for_safety(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) / np.sqrt(train_pixels.var() + 1)


@trials.wrong("scale_new")
def the_first_image_of_training(train_pixels, new_pixels):
    return (new_pixels - train_pixels[0].mean()) / train_pixels[0].std()


@trials.wrong("scale_new")
def a_sum_in_eight_bits(train_pixels, new_pixels):
    total = 0
    for pixel in train_pixels.ravel():
        total = total + pixel
    return (new_pixels - total / train_pixels.size) / train_pixels.std()


@trials.wrong("scale_new", "changes its input")
def through_a_view(train_pixels, new_pixels):
    train_pixels[:] = np.sort(train_pixels, axis=None).reshape(train_pixels.shape)
    return (new_pixels - train_pixels.mean()) / train_pixels.std()


@trials.wrong("scale_new")
def both_of_them(train_pixels, new_pixels):
    mean, deviation = train_pixels.mean(), train_pixels.std()
    return (train_pixels - mean) / deviation, (new_pixels - mean) / deviation


@trials.wrong("scale_new")
def the_constants_alone(train_pixels, new_pixels):
    return train_pixels.mean(), train_pixels.std()


@trials.wrong("scale_new", says="`None`")
def printed(train_pixels, new_pixels):
    print(((new_pixels - train_pixels.mean()) / train_pixels.std()).shape)


@trials.wrong("scale_new", says="`...`")
def started(train_pixels, new_pixels):
    mean = train_pixels.mean()  # noqa: F841 - somebody stopped here
    standardised_pixels = ...
    return standardised_pixels


@trials.raises("scale_new", says="AttributeError")
def a_method_mistyped(train_pixels, new_pixels):
    return (new_pixels - train_pixels.average()) / train_pixels.std()


@trials.raises("scale_new", says="TypeError")
def a_method_not_called(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean) / train_pixels.std


@trials.wrong("scale_new")
def arguments_exchanged(new_pixels, train_pixels):
    return (new_pixels - train_pixels.mean()) / train_pixels.std()


# batch_normed


@trials.right("batch_normed")
def in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training):
    over = tuple(range(batch.ndim - 1))
    if training:
        mean, variance = batch.mean(axis=over), batch.var(axis=over)
        new_mean = 0.99 * moving_mean + 0.01 * mean
        new_variance = 0.99 * moving_variance + 0.01 * variance
    else:
        mean, variance = moving_mean, moving_variance
        new_mean, new_variance = moving_mean, moving_variance
    output = (batch - mean) / np.sqrt(variance + 0.001) * gamma + beta
    return output, new_mean, new_variance


@trials.right("batch_normed")
def with_rows_of_channels(batch, gamma, beta, moving_mean, moving_variance, training):
    rows = batch.reshape(-1, len(gamma))
    if not training:
        return gamma * (batch - moving_mean) / (moving_variance + 1e-3) ** 0.5 + beta, moving_mean, moving_variance
    mean, variance = np.mean(rows, 0), np.var(rows, 0)
    output = gamma * (batch - mean) / (variance + 1e-3) ** 0.5 + beta
    return output, moving_mean + (mean - moving_mean) / 100, moving_variance + (variance - moving_variance) / 100


@trials.right("batch_normed")
def with_the_courses_layer(batch, gamma, beta, moving_mean, moving_variance, training):
    from course_utils.normalization import BatchNorm

    layer = BatchNorm()
    layer.gamma, layer.beta, layer.moving_mean, layer.moving_variance = gamma, beta, moving_mean, moving_variance
    return layer(batch, training=training), layer.moving_mean, layer.moving_variance


@trials.right("batch_normed")
def with_keras_layer(batch, gamma, beta, moving_mean, moving_variance, training):
    from course_utils.quiet import keras

    layer = keras.layers.BatchNormalization()
    layer.build(batch.shape)
    layer.set_weights([gamma, beta, moving_mean, moving_variance])
    output = layer(batch.astype("float32"), training=training)
    return output, *layer.get_weights()[2:]


@trials.right("batch_normed")
def with_keras_moments(batch, gamma, beta, moving_mean, moving_variance, training):
    from course_utils.quiet import keras

    ops = keras.ops
    mean, variance = moving_mean, moving_variance
    if training:
        mean, variance = ops.moments(batch, axes=list(range(batch.ndim - 1)))
        moving_mean = moving_mean * 0.99 + mean * 0.01
        moving_variance = moving_variance * 0.99 + variance * 0.01
    return gamma * (batch - mean) / ops.sqrt(variance + 0.001) + beta, moving_mean, moving_variance


@trials.right("batch_normed")
def with_keras_batch_normalization_of_ops(batch, gamma, beta, moving_mean, moving_variance, training):
    from course_utils.quiet import keras

    mean, variance = moving_mean, moving_variance
    if training:
        mean, variance = (f(batch, axis=tuple(range(batch.ndim - 1))) for f in (np.mean, np.var))
        moving_mean, moving_variance = 0.99 * moving_mean + 0.01 * mean, 0.99 * moving_variance + 0.01 * variance
    output = keras.ops.batch_normalization(batch, mean, variance, axis=-1, offset=beta, scale=gamma, epsilon=0.001)
    return output, moving_mean, moving_variance


@trials.right("batch_normed")
def channel_after_channel(batch, gamma, beta, moving_mean, moving_variance, training):
    outputs, means, variances = [], [], []
    for c in range(batch.shape[-1]):
        values = batch[..., c]
        mean = values.mean() if training else moving_mean[c]
        variance = values.var() if training else moving_variance[c]
        outputs.append(gamma[c] * (values - mean) / math.sqrt(variance + 0.001) + beta[c])
        means.append(0.99 * moving_mean[c] + 0.01 * mean if training else mean)
        variances.append(0.99 * moving_variance[c] + 0.01 * variance if training else variance)
    return np.stack(outputs, axis=-1), means, variances


@trials.right("batch_normed")
def with_einsum(batch, gamma, beta, moving_mean, moving_variance, training):
    rows = batch.reshape(-1, batch.shape[-1]).astype(float)
    mean = np.einsum("nc->c", rows) / len(rows) if training else moving_mean
    variance = np.einsum("nc,nc->c", rows - mean, rows - mean) / len(rows) if training else moving_variance
    share = 0.01 if training else 0
    scale = gamma / np.sqrt(variance + 0.001)
    output = np.einsum("nc,c->nc", rows - mean, scale).reshape(batch.shape) + beta
    return output, moving_mean + share * (mean - moving_mean), moving_variance + share * (variance - moving_variance)


@trials.right("batch_normed")
def by_recursion(batch, gamma, beta, moving_mean, moving_variance, training):
    if not training:
        root = np.sqrt(moving_variance + 0.001)
        return [gamma * (one - moving_mean) / root + beta for one in batch], moving_mean, moving_variance
    over = tuple(range(batch.ndim - 1))
    mean, variance = batch.mean(axis=over), batch.var(axis=over)
    output, _, _ = by_recursion(batch, gamma, beta, mean, variance, False)
    return output, 0.99 * moving_mean + 0.01 * mean, 0.99 * moving_variance + 0.01 * variance


@trials.right("batch_normed")
def with_the_channels_first(batch, gamma, beta, moving_mean, moving_variance, training):
    flat = np.moveaxis(batch, -1, 0).reshape(batch.shape[-1], -1)
    new_mean, new_variance = moving_mean.copy(), moving_variance.copy()
    mean, variance = moving_mean, moving_variance
    if training:
        mean, variance = flat.mean(axis=1), flat.var(axis=1)
        new_mean *= 0.99
        new_mean += 0.01 * mean
        new_variance *= 0.99
        new_variance += 0.01 * variance
    return (batch - mean) / np.sqrt(variance + 0.001) * gamma + beta, new_mean, new_variance


@trials.right("batch_normed")
def a_list_in_float32(batch, gamma, beta, moving_mean, moving_variance, training):
    return [
        np.float32(part) for part in in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    ]


def _normed(batch, gamma, beta, old, training, *, epsilon=0.001, keep=0.99, ddof=0, by_batch=None, moves=None):
    """Batch norm as one of its many slips has it."""
    over = tuple(range(batch.ndim - 1))
    now = [batch.mean(axis=over), batch.var(axis=over)]
    mean, variance = now if (training if by_batch is None else by_batch) else old
    if training if moves is None else moves:
        now[1] = batch.var(axis=over, ddof=ddof)
        old = [keep * one + (1 - keep) * other for one, other in zip(old, now, strict=True)]
    return gamma * (batch - mean) / np.sqrt(variance + epsilon) + beta, *old


def slip(**settings):
    """A function that makes one slip."""

    def with_a_slip(batch, gamma, beta, moving_mean, moving_variance, training):
        return _normed(batch, gamma, beta, [moving_mean, moving_variance], training, **settings)

    with_a_slip.__name__ = str(settings)
    return with_a_slip


trials.right("batch_normed")(slip())
trials.wrong("batch_normed", "batch statistics at inference")(slip(by_batch=True))
trials.wrong("batch_normed", "moving averages in training")(slip(by_batch=False))
trials.wrong("batch_normed", "moves the averages at inference")(slip(moves=True))
trials.wrong("batch_normed", "never moves the averages")(slip(moves=False))
trials.wrong("batch_normed", "momentum the wrong way round")(slip(keep=0.01))
trials.wrong("batch_normed", "averages without memory")(slip(keep=0))
trials.wrong("batch_normed", "a tenth in place of a hundredth")(slip(keep=0.9))
trials.wrong("batch_normed", "the epsilon of another library")(slip(epsilon=1e-5))
trials.wrong("batch_normed", "the constants of another library")(slip(keep=0.9, epsilon=1e-5))
trials.wrong("batch_normed", "sample variance in the average")(slip(ddof=1))
trials.wrong("batch_normed")(slip(keep=0.9, epsilon=1e-5, ddof=1))
trials.wrong("batch_normed", "forgets epsilon")(slip(epsilon=0))
trials.wrong("batch_normed")(slip(epsilon=0.01))
trials.wrong("batch_normed")(slip(epsilon=1e-4))
trials.wrong("batch_normed")(slip(keep=0.999))
trials.wrong("batch_normed")(slip(keep=0.5))
trials.wrong("batch_normed")(slip(by_batch=True, moves=True))
trials.wrong("batch_normed")(slip(by_batch=True, moves=False))


@trials.wrong("batch_normed", "updated averages in training")
def moves_first(batch, gamma, beta, moving_mean, moving_variance, training):
    if training:
        over = tuple(range(batch.ndim - 1))
        moving_mean = 0.99 * moving_mean + 0.01 * batch.mean(axis=over)
        moving_variance = 0.99 * moving_variance + 0.01 * batch.var(axis=over)
    return gamma * (batch - moving_mean) / np.sqrt(moving_variance + 0.001) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed", "the two modes exchanged")
def not_training(batch, gamma, beta, moving_mean, moving_variance, training):
    return in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, not training)


@trials.wrong("batch_normed", "adds without letting go")
def plus_equals(batch, gamma, beta, moving_mean, moving_variance, training):
    output, _, _ = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    if not training:
        return output, moving_mean, moving_variance
    over = tuple(range(batch.ndim - 1))
    return output, moving_mean + 0.01 * batch.mean(axis=over), moving_variance + 0.01 * batch.var(axis=over)


@trials.wrong("batch_normed", "averages the deviation")
def np_std_in_the_average(batch, gamma, beta, moving_mean, moving_variance, training):
    output, new_mean, _ = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    if training:
        moving_variance = 0.99 * moving_variance + 0.01 * np.std(batch, axis=tuple(range(batch.ndim - 1)))
    return output, new_mean, moving_variance


def output_by(divisor, factor=lambda gamma, beta: gamma, summand=lambda gamma, beta: beta):
    """A function whose output is made another way, and whose averages are right."""

    def another_output(batch, gamma, beta, moving_mean, moving_variance, training):
        _, *moved = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
        over = tuple(range(batch.ndim - 1))
        mean = batch.mean(axis=over) if training else moving_mean
        variance = batch.var(axis=over) if training else moving_variance
        return factor(gamma, beta) * ((batch - mean) / divisor(variance)) + summand(gamma, beta), *moved

    return another_output


def _root(variance):
    return np.sqrt(variance + 0.001)


trials.right("batch_normed")(output_by(_root))
trials.wrong("batch_normed", "epsilon outside the root")(output_by(lambda variance: 0.001 + np.sqrt(variance)))
trials.wrong("batch_normed", "forgets the root")(output_by(lambda variance: variance + 0.001))
trials.wrong("batch_normed", "forgets epsilon")(output_by(lambda variance: variance**0.5))
trials.wrong("batch_normed", "forgets beta")(output_by(_root, summand=lambda gamma, beta: 0))
trials.wrong("batch_normed", "forgets gamma")(output_by(_root, factor=lambda gamma, beta: 1))
trials.wrong("batch_normed", "gamma and beta exchanged")(output_by(_root, lambda g, b: b, lambda g, b: g))
trials.wrong("batch_normed", "beta before gamma")(output_by(_root, summand=lambda gamma, beta: gamma * beta))
trials.wrong("batch_normed")(output_by(_root, lambda g, b: 1, lambda g, b: 0))
trials.wrong("batch_normed")(output_by(_root, summand=lambda gamma, beta: -beta))
trials.wrong("batch_normed")(output_by(lambda variance: 1 / np.sqrt(variance + 0.001)))
trials.wrong("batch_normed")(output_by(lambda variance: np.sqrt(np.maximum(variance, 0.001))))
trials.wrong("batch_normed")(output_by(lambda variance: np.sqrt(variance + 0.001**2)))


def over_axes(choose):
    """A function that averages over other axes."""

    def averaged_otherwise(batch, gamma, beta, moving_mean, moving_variance, training):
        mean, variance = moving_mean, moving_variance
        if training:
            mean, variance = batch.mean(axis=choose(batch)), batch.var(axis=choose(batch))
            moving_mean = 0.99 * moving_mean + 0.01 * mean
            moving_variance = 0.99 * moving_variance + 0.01 * variance
        return gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance

    return averaged_otherwise


trials.right("batch_normed")(
    over_axes(lambda batch: tuple(axis for axis in range(batch.ndim) if axis != batch.ndim - 1))
)
trials.wrong("batch_normed", "averages over the batch axis alone")(over_axes(lambda batch: 0))
trials.wrong("batch_normed", "one mean for all channels")(over_axes(lambda batch: None))
trials.wrong("batch_normed", "axes that are not there")(over_axes(lambda batch: (0, 1, 2)))
trials.wrong("batch_normed", "axes that are not there")(over_axes(lambda batch: (0, 2, 3)))
trials.wrong("batch_normed", "axes that are not there")(over_axes(lambda batch: (1, 2)))
trials.wrong("batch_normed")(over_axes(lambda batch: (0, 1)))
trials.wrong("batch_normed", "one mean for all channels")(over_axes(lambda batch: tuple(range(batch.ndim))))
trials.wrong("batch_normed")(over_axes(lambda batch: tuple(range(1, batch.ndim))))
trials.wrong("batch_normed")(over_axes(lambda batch: (0, 1, 2) if batch.ndim == 4 else 0))


@trials.wrong("batch_normed", "layer norm in its place")
def along_the_channels(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = batch.mean(axis=-1, keepdims=True), batch.var(axis=-1, keepdims=True)
    if not training:
        return gamma * (batch - moving_mean) / _root(moving_variance) + beta, moving_mean, moving_variance
    moved = 0.99 * moving_mean + 0.01 * mean, 0.99 * moving_variance + 0.01 * variance
    return gamma * (batch - mean) / _root(variance) + beta, *moved


@trials.wrong("batch_normed", "layer norm without averages")
def layer_norm_in_both_modes(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = batch.mean(axis=-1, keepdims=True), batch.var(axis=-1, keepdims=True)
    return gamma * (batch - mean) / _root(variance) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed", "epsilon in training alone")
def an_epsilon_in_one_branch(batch, gamma, beta, moving_mean, moving_variance, training):
    if training:
        return in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, True)
    return gamma * (batch - moving_mean) / np.sqrt(moving_variance) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed", "the averages in another order")
def the_variance_first(batch, gamma, beta, moving_mean, moving_variance, training):
    output, new_mean, new_variance = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    return output, new_variance, new_mean


@trials.wrong("batch_normed", "averages with the axes of the batch")
def with_keepdims(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = moving_mean, moving_variance
    if training:
        over = tuple(range(batch.ndim - 1))
        mean, variance = batch.mean(axis=over, keepdims=True), batch.var(axis=over, keepdims=True)
        moving_mean = 0.99 * moving_mean + 0.01 * mean
        moving_variance = 0.99 * moving_variance + 0.01 * variance
    return gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed", "averages of the output")
def follows_what_comes_out(batch, gamma, beta, moving_mean, moving_variance, training):
    output, _, _ = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    if training:
        over = tuple(range(batch.ndim - 1))
        moving_mean = 0.99 * moving_mean + 0.01 * output.mean(axis=over)
        moving_variance = 0.99 * moving_variance + 0.01 * output.var(axis=over)
    return output, moving_mean, moving_variance


@trials.wrong("batch_normed", "epsilon in the moving variance")
def epsilon_added_too_soon(batch, gamma, beta, moving_mean, moving_variance, training):
    over = tuple(range(batch.ndim - 1))
    if not training:
        return gamma * (batch - moving_mean) / np.sqrt(moving_variance + 0.001) + beta, moving_mean, moving_variance
    mean, variance = batch.mean(axis=over), batch.var(axis=over) + 0.001
    output = gamma * (batch - mean) / np.sqrt(variance) + beta
    return output, 0.99 * moving_mean + 0.01 * mean, 0.99 * moving_variance + 0.01 * variance


@trials.wrong("batch_normed", "moves the mean alone")
def forgets_the_variance(batch, gamma, beta, moving_mean, moving_variance, training):
    output, new_mean, _ = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    return output, new_mean, moving_variance


@trials.wrong("batch_normed", "moves the variance alone")
def forgets_the_mean(batch, gamma, beta, moving_mean, moving_variance, training):
    output, _, new_variance = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    return output, moving_mean, new_variance


@trials.wrong("batch_normed", "takes the deviation for the variance")
def std_for_var(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(batch.ndim - 1))
        mean, variance = np.mean(batch, axis=axes), np.std(batch, axis=axes)
        moving_mean = 0.99 * moving_mean + 0.01 * mean
        moving_variance = 0.99 * moving_variance + 0.01 * variance
    return gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed", "forgets to take the mean away")
def scaled_and_not_centred(batch, gamma, beta, moving_mean, moving_variance, training):
    _, *moved = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    variance = batch.reshape(-1, len(gamma)).var(axis=0) if training else moving_variance
    return gamma * batch / np.sqrt(variance + 0.001) + beta, *moved


@trials.wrong("batch_normed", "sample variance")
def ddof_everywhere(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = moving_mean, moving_variance
    if training:
        axes = tuple(range(batch.ndim - 1))
        mean, variance = batch.mean(axis=axes), batch.var(axis=axes, ddof=1)
        moving_mean = 0.99 * moving_mean + 0.01 * mean
        moving_variance = 0.99 * moving_variance + 0.01 * variance
    return gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed")
def a_bracket_missing_in_the_output(batch, gamma, beta, moving_mean, moving_variance, training):
    _, *moved = in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)
    rows = batch.reshape(-1, len(gamma))
    mean, variance = (rows.mean(axis=0), rows.var(axis=0)) if training else (moving_mean, moving_variance)
    return gamma * batch - mean / np.sqrt(variance + 0.001) + beta, *moved


@trials.wrong("batch_normed", "changes its input")
def averages_in_place(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = moving_mean.copy(), moving_variance.copy()
    if training:
        over = tuple(range(batch.ndim - 1))
        mean, variance = batch.mean(axis=over), batch.var(axis=over)
        moving_mean += 0.01 * (mean - moving_mean)
        moving_variance += 0.01 * (variance - moving_variance)
    return gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance


@trials.wrong("batch_normed", says="parts")
def the_output_alone(batch, gamma, beta, moving_mean, moving_variance, training):
    return in_the_lessons_words(batch, gamma, beta, moving_mean, moving_variance, training)[0]


@trials.wrong("batch_normed", says="`None`")
def returns_at_inference_alone(batch, gamma, beta, moving_mean, moving_variance, training):
    if not training:
        return gamma * (batch - moving_mean) / np.sqrt(moving_variance + 0.001) + beta, moving_mean, moving_variance
    return None


@trials.wrong("batch_normed", says="`...`")
def the_output_is_there(batch, gamma, beta, moving_mean, moving_variance, training):
    output, new_mean, new_variance = ..., ..., ...
    over = tuple(range(batch.ndim - 1))
    output = gamma * (batch - batch.mean(axis=over)) / np.sqrt(batch.var(axis=over) + 0.001) + beta
    return output, new_mean, new_variance


@trials.raises("batch_normed", says="UnboundLocalError")
def a_name_in_one_branch(batch, gamma, beta, moving_mean, moving_variance, training):
    if not training:
        mean, variance = moving_mean, moving_variance
    return gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta, moving_mean, moving_variance


# answers_of


@trials.right("answers_of")
def inference_mode(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / deviation, training=False), axis=1)


@trials.right("answers_of")
def says_nothing_of_the_mode(network, pixels, mean, deviation):
    return np.asarray(network((pixels - mean) / deviation)).argmax(axis=-1)


@trials.right("answers_of")
def predict(network, pixels, mean, deviation):
    return np.argmax(network.predict((pixels - mean) / deviation, verbose=0), axis=1).tolist()


@trials.right("answers_of")
def predict_on_batch(network, pixels, mean, deviation):
    return network.predict_on_batch((pixels.astype("float32") - mean) / deviation).argmax(axis=1)


@trials.right("answers_of")
def frozen(network, pixels, mean, deviation):
    network.trainable = False
    return np.argmax(network((pixels - mean) / deviation, training=True), axis=-1)


@trials.right("answers_of")
def with_ops(network, pixels, mean, deviation):
    from course_utils.quiet import keras

    scaled = (keras.ops.cast(pixels, "float32") - mean) / deviation
    return keras.ops.argmax(keras.ops.softmax(network(scaled, training=False)), axis=-1)


@trials.right("answers_of")
def a_new_first_layer(network, pixels, mean, deviation):
    from course_utils.quiet import keras

    first = keras.layers.Normalization(mean=mean, variance=deviation**2)
    whole = keras.Sequential([keras.layers.Input(pixels.shape[1:]), first, network])
    return whole.predict(pixels.astype("float32"), verbose=0).argmax(axis=-1)


@trials.right("answers_of")
def layer_by_layer(network, pixels, mean, deviation):
    signal = (pixels - mean) / deviation
    for layer in network.layers:
        is_batch_norm = layer.__class__.__name__ == "BatchNormalization"
        signal = layer(signal, training=False) if is_batch_norm else layer(signal)
    return np.argsort(signal, axis=-1)[:, -1]


@trials.right("answers_of")
def a_loop_over_images(network, pixels, mean, deviation):
    answers = []
    for image in pixels:
        outputs = np.array(network(((image - mean) / deviation)[None], training=False))[0]
        answers.append(max(range(len(outputs)), key=outputs.__getitem__))
    return answers


@trials.right("answers_of")
def rescaled_in_a_way_that_makes_no_difference(network, pixels, mean, deviation):
    return np.argmax(network((pixels / 255 - mean / 255) / (deviation / 255), training=False), axis=-1)


@trials.wrong("answers_of", says="when you got it")
def predict_like_but_in_training(network, pixels, mean, deviation):
    scaled = (pixels - mean) / deviation
    return np.array(network(scaled, training=True)).argmax(axis=1)


@trials.wrong("answers_of", says="when you got it")
def the_mean_of_ten_calls(network, pixels, mean, deviation):
    scaled = (pixels - mean) / deviation
    return np.argmax(sum(np.array(network(scaled, training=True)) for _ in range(10)), axis=-1)


@trials.wrong("answers_of")
def many_calls_before(network, pixels, mean, deviation):
    scaled = (pixels - mean) / deviation
    for _ in range(60):
        network(scaled, training=True)
    return np.argmax(network(scaled, training=False), axis=-1)


@trials.wrong("answers_of", "a training step before the question")
def one_call_before(network, pixels, mean, deviation):
    network(((pixels - mean) / deviation), training=True)
    return network.predict((pixels - mean) / deviation, verbose=0).argmax(axis=-1)


@trials.wrong("answers_of", "one image at a time in training mode")
def alone_and_training(network, pixels, mean, deviation):
    answers = []
    for image in pixels:
        outputs = network(((image - mean) / deviation)[np.newaxis], training=True)
        answers.append(int(np.argmax(outputs)))
    return answers


@trials.wrong("answers_of")
def in_halves_and_training(network, pixels, mean, deviation):
    scaled = (pixels - mean) / deviation
    parts = [scaled[start : start + 10] for start in range(0, len(scaled), 10)]
    return np.concatenate([np.argmax(network(part, training=True), axis=-1) for part in parts])


@trials.wrong("answers_of", "own mean and deviation")
def by_these_images(network, pixels, mean, deviation):
    return np.argmax(network((pixels - pixels.mean()) / pixels.std(), training=False), axis=-1)


@trials.wrong("answers_of", "own constants in training mode")
def by_these_images_in_training(network, pixels, mean, deviation):
    return np.argmax(network((pixels - np.mean(pixels)) / np.std(pixels), training=True), axis=-1)


@trials.wrong("answers_of", "forgets to scale")
def raw_pixels(network, pixels, mean, deviation):
    return np.argmax(network(pixels.astype("float32"), training=False), axis=-1)


@trials.wrong("answers_of", "pixels rescaled to 0 and 1")
def by_255(network, pixels, mean, deviation):
    return np.argmax(network(pixels / 255, training=False), axis=-1)


@trials.wrong("answers_of", "outputs in place of answers")
def all_outputs(network, pixels, mean, deviation):
    return network((pixels - mean) / deviation, training=False)


@trials.wrong("answers_of", "the largest output itself")
def max_for_argmax(network, pixels, mean, deviation):
    return np.max(network((pixels - mean) / deviation, training=False), axis=-1)


@trials.wrong("answers_of", "an image for each class")
def axis_0(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / deviation, training=False), axis=0)


@trials.wrong("answers_of", "pixels that wrap around")
def a_whole_mean(network, pixels, mean, deviation):
    return np.argmax(network((pixels - int(mean)) / deviation, training=False), axis=-1)


@trials.wrong("answers_of", "no longer centred")
def pixels_by_deviation(network, pixels, mean, deviation):
    return np.argmax(network(pixels / deviation, training=False), axis=-1)


@trials.wrong("answers_of", "no longer scaled")
def pixels_less_mean(network, pixels, mean, deviation):
    return np.argmax(network(pixels - mean, training=False), axis=-1)


@trials.wrong("answers_of", "brackets lost")
def brackets_gone(network, pixels, mean, deviation):
    return np.argmax(network(pixels - mean / deviation, training=False), axis=-1)


@trials.wrong("answers_of", "the place of the smallest")
def argmin_for_argmax(network, pixels, mean, deviation):
    return network.predict((pixels - mean) / deviation, verbose=0).argmin(axis=1)


@trials.wrong("answers_of")
def by_the_variance(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / deviation**2, training=False), axis=-1)


@trials.wrong("answers_of")
def the_sign_turned(network, pixels, mean, deviation):
    return np.argmax(network((mean - pixels) / deviation, training=False), axis=-1)


@trials.wrong("answers_of")
def constants_exchanged(network, pixels, mean, deviation):
    return np.argmax(network((pixels - deviation) / mean, training=False), axis=-1)


@trials.wrong("answers_of")
def own_mean_alone(network, pixels, mean, deviation):
    return np.argmax(network((pixels - pixels.mean()) / deviation, training=False), axis=-1)


@trials.wrong("answers_of")
def own_deviation_alone(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / pixels.std(), training=False), axis=-1)


@trials.wrong("answers_of")
def each_image_by_its_own(network, pixels, mean, deviation):
    own = [(image - image.mean()) / image.std() for image in pixels]
    return np.argmax(network(np.array(own), training=False), axis=-1)


@trials.wrong("answers_of")
def the_absolute_value(network, pixels, mean, deviation):
    return np.argmax(np.abs(network((pixels - mean) / deviation, training=False)), axis=-1)


@trials.wrong("answers_of")
def counted_from_one(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / deviation, training=False), axis=-1) + 1


@trials.wrong("answers_of")
def one_answer_for_all(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / deviation, training=False))


@trials.wrong("answers_of", says="`None`")
def asks_and_forgets(network, pixels, mean, deviation):
    outputs = network((pixels - mean) / deviation, training=False)
    np.argmax(outputs, axis=-1)


@trials.raises("answers_of", says="AttributeError")
def a_tensor_has_no_argmax(network, pixels, mean, deviation):
    return network((pixels - mean) / deviation, training=False).argmax(axis=-1)


@trials.raises("answers_of", says="TypeError")
def training_twice(network, pixels, mean, deviation):
    return np.argmax(network.predict((pixels - mean) / deviation, training=False), axis=-1)
