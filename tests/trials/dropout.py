"""Answers to the exercises of lesson 04."""

import functools
import itertools
import math
import random
from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# seen_and_unseen: words

trials.right_values("seen_and_unseen", "nearly all, about 80", np.str_("nearly all, about 80"))
trials.wrong_values("seen_and_unseen", "about 80, about 80", named="learns garments only")
trials.wrong_values("seen_and_unseen", "nearly all, nearly all", named="knows what it has never seen")
trials.wrong_values("seen_and_unseen", "nearly all", (97, 81), ("nearly all", "about 80"), 80, True, says="among")
trials.wrong_values("seen_and_unseen", None, says="`None`")

# two_outcomes: ones at rate 0.5

trials.right_values("two_outcomes", (0, 2), (0.0, 2.0), [0, 2], np.array([0, 2]), (0, 1 / 0.5), (-0.0, np.float32(2)))
trials.wrong_values("two_outcomes", (0, 1), named="a survivor stays one")
trials.wrong_values("two_outcomes", (0, 0.5), [0.0, 0.5], named="a survivor is halved")
trials.wrong_values("two_outcomes", (1, 2), named="a dropped one stays")
trials.wrong_values("two_outcomes", (0, 1.5), named="a half on top")
trials.wrong_values("two_outcomes", (2, 0), (0.5, 1), (1, 1), (0, 0), (0, 4), (0, -2), (0, float("nan")))
trials.wrong_values("two_outcomes", 2, (0,), (0, 2, 0), "0, 2", ("0", "2"), {0: 2}, None)

# survivor_and_mean: ones at rate 0.75

trials.right_values("survivor_and_mean", (4, 1), (4.0, 1.0), [4, 1], np.array([4, 1]), (1 / 0.25, 1), (4, 0.25 * 4))
trials.wrong_values("survivor_and_mean", (4, 4), named="the mean of survivors")
trials.wrong_values("survivor_and_mean", (4 / 3, 1), (1 / 0.75, 1.0), named="one over the rate")
trials.wrong_values("survivor_and_mean", (2, 1), named="doubles here too")
trials.wrong_values("survivor_and_mean", (4, 0.25), named="a mean of a quarter")
trials.wrong_values("survivor_and_mean", (1, 4), (1, 1), (1.75, 1), (4, 0.75), (0.25, 1), (4, 0), (1, 0.25), (4, 1e6))
trials.wrong_values("survivor_and_mean", 4, (4,), "4, 1", (4, "1"), (4, 1, 0), None)

# survivor: 6 at rate 0.4

trials.right_values(
    "survivor", 10, 10.0, 6 / 0.6, 6 * (5 / 3), np.float32(10), np.array(10), Fraction(6) / Fraction(3, 5)
)
trials.wrong_values("survivor", 6, 6.0, np.int64(6), named="leaves the survivor as it is")
trials.wrong_values("survivor", 3.6, 6 * 0.6, named="multiplies where it should divide")
trials.wrong_values("survivor", 15, 6 / 0.4, named="divides by the rate")
trials.wrong_values("survivor", 8.4, named="grows by the rate")
trials.wrong_values("survivor", 12, named="doubles at every rate")
trials.wrong_values("survivor", 2.4, named="multiplies by the rate")
trials.wrong_values("survivor", 0, 0.0, -0.0, named="takes it for dropped")
trials.wrong_values("survivor", 5.6, 6 / 1 - 0.4, named="a bracket missing")
trials.wrong_values("survivor", 6.4, 1.67, 5 / 3, 0.6, 0.4, 2.5, 16.7, 9, 4, 11, -10, 7.67)
trials.wrong_values("survivor", "10", says="text")
trials.wrong_values("survivor", (10, 0), [10, 0], [0, 10])
trials.wrong_values("survivor", float("nan"), float("inf"))
trials.wrong_values("survivor", None)

# mode_unsaid, training_curve: words

trials.right_values("mode_unsaid", "ones", np.str_("ones"), "Ones")
trials.wrong_values("mode_unsaid", "zeros and twos", named="drops unasked")
trials.wrong_values("mode_unsaid", "halves", named="scales down unasked")
trials.wrong_values("mode_unsaid", 1, "twos", "inference", (0, 2), True, says="among")
trials.wrong_values("mode_unsaid", None, says="`None`")

trials.right_values("training_curve", "below", "Below")
trials.wrong_values("training_curve", "above", named="dropout helps to fit")
trials.wrong_values("training_curve", "equal", "lower", 0.9, False, says="among")

# reliable_effect: a word

trials.right_values("reliable_effect", "narrower gap", np.str_("narrower gap"), "Narrower gap")
trials.wrong_values("reliable_effect", "validation above training", named="reads the curves as they are")
trials.wrong_values("reliable_effect", "two points more accuracy", named="a fixed gain")
trials.wrong_values("reliable_effect", "a fifth less time", named="counts on resting units to save time")
trials.wrong_values("reliable_effect", "outputs halved at inference", named="scales down at inference")
trials.wrong_values("reliable_effect", "gap", "wider gap", "narrower", 0, True, ["narrower gap"], says="among")
trials.wrong_values("reliable_effect", None, says="`None`")

# gap_and_loss: two rates of four

trials.right_values("gap_and_loss", (0.75, 0.5), [0.75, 0.5], np.array([0.75, 0.5]), (3 / 4, 1 / 2))
trials.wrong_values("gap_and_loss", (0.75, 0.75), named="a small gap is a good network")
trials.wrong_values("gap_and_loss", (0.5, 0.5), named="the gap turns with the loss")
trials.wrong_values("gap_and_loss", (0.75, 0), (0.75, 0.0), named="no dropout no loss")
trials.wrong_values("gap_and_loss", (0, 0.5), named="no dropout no gap")
trials.wrong_values("gap_and_loss", (0.5, 0.75), (0.25, 0.5), (0.75, 0.25), (0, 0), (0.25, 0.25), (75, 50))
trials.wrong_values("gap_and_loss", 0.75, "0.75, 0.5", ("0.75", "0.5"), (0.75,), (0.75, 0.5, 0.25), None)

# best_and_worst, who_gains, lowest_loss, one_coin: words

trials.right_values("best_and_worst", "about 5", np.str_("about 5"))
trials.wrong_values("best_and_worst", "under 1", named="two thousand are enough")
trials.wrong_values("best_and_worst", "about 20", named="chance knows no bounds")
trials.wrong_values("best_and_worst", 5, 5.4, "5", "about 1", says="among")

trials.right_values("who_gains", "only 0.5")
trials.wrong_values("who_gains", "both", named="longer is better for all")
trials.wrong_values("who_gains", "only 0", named="only the one unhindered")
trials.wrong_values("who_gains", "neither", named="all is learned in thirteen")
trials.wrong_values("who_gains", 0.5, "0.5", (0.5,), says="among")

trials.right_values("lowest_loss", "in the first 13")
trials.wrong_values("lowest_loss", "in the second 13", named="in the middle")
trials.wrong_values("lowest_loss", "in the last 13", named="takes it for the training loss")
trials.wrong_values("lowest_loss", 8, 13, "first", says="among")

trials.right_values("one_coin", "less far")
trials.wrong_values("one_coin", "as far", named="equal chances do it")
trials.wrong_values("one_coin", "farther", named="the harder the better")
trials.wrong_values("one_coin", "less", 0.5, says="among")

# after_two_steps: 20, learning rate 0.3, decay 0.2

trials.right_values(
    "after_two_steps", 17.672, 20 * 0.94**2, np.float32(17.672), Fraction(17672, 1000), np.array(17.672)
)
trials.wrong_values("after_two_steps", 20, 20.0, named="no gradient no change")
trials.wrong_values("after_two_steps", 18.8, named="one step only")
trials.wrong_values("after_two_steps", 12.8, named="forgets the learning rate")
trials.wrong_values("after_two_steps", 17.6, named="the same amount twice")
trials.wrong_values("after_two_steps", 19.88, named="subtracts the share itself")
trials.wrong_values("after_two_steps", 9.8, 22.472, 2.328, 19.4, 19.94, 0, 0.06, 16.612, 18, 17.7, -17.672)
trials.wrong_values("after_two_steps", "17.672", (18.8, 17.672), [17.672], None, float("nan"))

# zeros_after_pooling: four coins

trials.right_values("zeros_after_pooling", 0.0256, 0.4**4, Fraction(16, 625), np.float32(0.0256), 0.16 * 0.16)
trials.wrong_values("zeros_after_pooling", 0.4, 2 / 5, named="as many as before")
trials.wrong_values("zeros_after_pooling", 0.1, named="a quarter of the rate")
trials.wrong_values("zeros_after_pooling", 0.16, named="two coins of four")
trials.wrong_values("zeros_after_pooling", 0.9744, named="the share that remains")
trials.wrong_values("zeros_after_pooling", 0.026, 0.064, 0, 1, 2.56, 1.6, 0.6, 0.1296, 0.8704, 0.5, -0.0256, 1 / 16)
trials.wrong_values("zeros_after_pooling", "0.0256", (0, 256), None)

# silence


@trials.right("silence")
def as_in_the_lesson(activations, rate, rng, training):
    if not training:
        return activations
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate)


@trials.right("silence")
def with_where(activations, rate, rng, training):
    if training:
        return np.where(rng.random(activations.shape) < rate, 0, activations / (1 - rate))
    return activations


@trials.right("silence")
def a_copy_with_zeros_written_in(activations, rate, rng, training=True):
    new = activations.astype(float)
    if training:
        new[rng.uniform(0, 1, size=new.shape) < rate] = 0
        new /= 1 - rate
    return new


@trials.right("silence")
def by_binomial(activations, rate, rng, training):
    keep = 1 - rate
    return activations * rng.binomial(1, keep, activations.shape) / keep if training else activations.copy()


@trials.right("silence")
def with_a_masked_array(activations, rate, rng, training):
    dropped = (rng.random(activations.shape) < rate) & training
    scaled = activations / (1 - rate) if training else activations
    return np.ma.masked_array(scaled, dropped).filled(0)


@trials.right("silence")
def flattened_and_a_loop(activations, rate, rng, training):
    if not training:
        return activations
    new = []
    for activation in activations.ravel().tolist():
        if rng.random() < rate:
            new.append(0.0)
        else:
            new.append(activation / (1 - rate))
    return np.array(new).reshape(activations.shape)


@trials.right("silence")
def by_recursion(activations, rate, rng, training):
    if np.ndim(activations):
        return [by_recursion(one, rate, rng, training) for one in activations]
    if not training:
        return float(activations)
    return float(activations) / (1 - rate) if rng.random() >= rate else 0.0


@trials.right("silence")
def whole_numbers_for_coins(activations, rate, rng, training):
    if training:
        return activations * (rng.integers(0, 1_000_000, activations.shape) >= rate * 1_000_000) / (1 - rate)
    return activations


@trials.right("silence")
def normal_numbers_for_coins(activations, rate, rng, training):
    from statistics import NormalDist

    if not training:
        return activations
    limit = NormalDist().inv_cdf(rate) if rate else -math.inf
    return np.where(rng.normal(size=activations.shape) > limit, activations / (1 - rate), 0.0)


@trials.right("silence")
def coins_in_single_precision(activations, rate, rng, training):
    mask = (rng.random(activations.shape, dtype=np.float32) >= rate) / np.float32(1 - rate)
    return (activations * mask).astype(np.float32) if training else activations


@trials.right("silence")
def with_the_courses_function(activations, rate, rng, training):
    from course_utils.dropout import dropout

    return dropout(activations, rate, rng, training=training)


@trials.right("silence")
def with_keras_and_a_seed_from_rng(activations, rate, rng, training):
    from course_utils.quiet import keras

    layer = keras.layers.Dropout(float(rate), seed=int(rng.integers(2**31)))
    return np.asarray(layer(activations.astype("float32"), training=training))


@trials.right("silence")
def a_generator_seeded_by_rng(activations, rate, rng, training):
    coins = np.random.default_rng(rng.integers(0, 2**63))
    return activations * (coins.random(activations.shape) >= rate) / (1 - rate) if training else activations


@trials.right("silence")
def a_generator_spawned_by_rng(activations, rate, rng, training):
    (child,) = rng.spawn(1)
    return activations * (child.random(activations.shape) >= rate) / (1 - rate) if training else activations


@trials.right("silence")
def scaled_by_the_odds(activations, rate, rng, training):
    if training:
        activations = (activations + activations * rate / (1 - rate)) * (rng.random(activations.shape) > rate)
    return activations


@trials.right("silence")
def by_two_steps_of_einsum(activations, rate, rng, training):
    if not training:
        return activations
    mask = rng.choice([0.0, 1.0], size=activations.size, p=[rate, 1 - rate])
    return np.einsum("i,i->i", activations.ravel() / (1 - rate), mask).reshape(activations.shape)


class Dropper:
    """A callable object."""

    def __call__(self, activations, rate, rng, training):
        return activations * self.mask(activations.shape, rate, rng) if training else activations

    def mask(self, shape, rate, rng):
        return (rng.random(shape) >= rate) * (1 / (1 - rate))


dropper = trials.right("silence")(Dropper())
shorter = trials.right("silence")(
    lambda a, rate, rng, training: a * (rng.random(a.shape) >= rate) / (1 - rate) if training else a
)


def _with_a_factor(activations, rate, rng, training, *, factor):
    return activations * (rng.random(activations.shape) >= rate) * factor(rate) if training else activations


partly = trials.right("silence")(functools.partial(_with_a_factor, factor=lambda rate: 1 / (1 - rate)))
trials.wrong("silence", "survivors that do not grow")(functools.partial(_with_a_factor, factor=lambda rate: 1))


@trials.right("silence")
def always_draws(activations, rate, rng, training):
    mask = rng.random(activations.shape) >= rate
    mask = mask / (1 - rate)
    return activations * (mask if training else 1)


@trials.wrong("silence", "survivors that do not grow")
def zeros_and_nothing_else(activations, rate, rng, training):
    new = activations.copy()
    if training:
        new[rng.random(new.shape) < rate] = 0
    return new


@trials.wrong("silence", "survivors that shrink")
def scaled_the_wrong_way(activations, rate, rng, training):
    if not training:
        return activations
    return np.where(rng.random(activations.shape) >= rate, activations * (1 - rate), 0)


@trials.wrong("silence", "survivors that always double")
def twice_as_much(activations, rate, rng, training):
    return np.where(rng.random(activations.shape) < rate, 0, 2.0 * activations) if training else activations


@trials.wrong("silence", "survivors that grow by the rate")
def more_by_the_rate(activations, rate, rng, training):
    new = activations + activations * rate
    return new * rng.binomial(1, 1 - rate, activations.shape) if training else activations


@trials.wrong("silence", "divides by the rate in training")
def over_the_rate(activations, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) > rate
        return survives * (activations / rate)
    return activations


@trials.wrong("silence", "divides by the rate in training")
def times_one_over_the_rate(activations, rate, rng, training):
    if training:
        return np.where(rng.random(activations.shape) > rate, activations, 0) * (1 / rate)
    return activations


@trials.wrong("silence", "a bracket missing in training")
def without_brackets(activations, rate, rng, training):
    if training:
        mask = rng.random(activations.shape) >= rate
        return activations * mask / 1 - rate
    return activations


@trials.wrong("silence", "keeps with probability rate")
def the_comparison_turned(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) <= rate) / (1 - rate) if training else activations


@trials.wrong("silence", "keeps with probability rate")
def dropped_where_it_is_larger(activations, rate, rng, training):
    new = activations.astype(float)
    if training:
        new /= 1 - rate
        new[rng.random(new.shape) > rate] = 0
    return new


@trials.wrong("silence", "takes the rate for the share that survives")
def binomial_with_the_rate(activations, rate, rng, training):
    return activations * rng.binomial(1, rate, activations.shape) / rate if training else activations


@trials.wrong("silence", "scales up at inference too")
def scaled_before_the_question(activations, rate, rng, training):
    activations = activations / (1 - rate)
    if training:
        activations = activations * (rng.random(activations.shape) >= rate)
    return activations


@trials.wrong("silence", "mixes both forms")
def up_and_down(activations, rate, rng, training):
    if training:
        return np.where(rng.random(activations.shape) >= rate, activations / (1 - rate), 0)
    return (1 - rate) * activations


@trials.wrong("silence", "the form of 2014")
def as_in_the_paper(activations, rate, rng, training):
    if training:
        return np.where(rng.random(activations.shape) >= rate, activations, 0)
    return (1 - rate) * activations


@trials.wrong("silence", "drops at inference")
def forgets_the_mode(activations, rate, rng, training):
    return np.where(rng.random(activations.shape) < rate, 0, activations) / (1 - rate)


@trials.wrong("silence", "drops at inference")
def a_mode_that_is_a_word(activations, rate, rng, training):
    if training != "False":
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    return activations


@trials.wrong("silence", "exchanges the modes")
def drops_when_nobody_trains(activations, rate, rng, training):
    if training:
        return activations
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate)


@trials.wrong("silence", "one coin for a whole row")
def a_coin_a_row(activations, rate, rng, training):
    coins = rng.random(activations.shape[:-1])[..., np.newaxis]
    return activations * (coins >= rate) / (1 - rate) if training else activations


@trials.wrong("silence", "one coin for a place of the first axis")
def row_by_row(activations, rate, rng, training):
    if not training:
        return activations
    return np.array([one / (1 - rate) if rng.random() >= rate else 0.0 * one for one in activations])


@trials.wrong("silence", "one mask for all rows")
def a_mask_for_the_last_axis(activations, rate, rng, training):
    mask = rng.binomial(1, 1 - rate, activations.shape[-1])
    return activations * mask / (1 - rate) if training else activations


@trials.wrong("silence")
def one_coin_for_everything(activations, rate, rng, training):
    return activations * (rng.random() >= rate) / (1 - rate) if training else activations


@trials.wrong("silence", "the same ones every time")
def the_last_ones(activations, rate, rng, training):
    if not training:
        return activations
    new = activations.astype(float).ravel() / (1 - rate)
    new[round(new.size * (1 - rate)) :] = 0
    return new.reshape(activations.shape)


@trials.wrong("silence")
def every_so_many(activations, rate, rng, training):
    if not training or not rate:
        return activations
    places = np.arange(activations.size).reshape(activations.shape)
    return activations * (places % round(1 / rate) != 0) / (1 - rate)


@trials.wrong("silence", "drops equally many at every call")
def chosen_without_putting_back(activations, rate, rng, training):
    if not training:
        return activations
    new = (activations / (1 - rate)).ravel()
    new[rng.choice(new.size, round(rate * new.size), replace=False)] = 0
    return new.reshape(activations.shape)


@trials.wrong("silence", "drops equally many at every call")
def a_shuffled_mask(activations, rate, rng, training):
    mask = np.ones(activations.size)
    mask[: int(rate * activations.size)] = 0
    rng.shuffle(mask)
    return activations * mask.reshape(activations.shape) / (1 - rate) if training else activations


@trials.wrong("silence", "drops equally many at every call")
def the_smallest_of_the_draws(activations, rate, rng, training):
    if not training:
        return activations
    draws = rng.random(activations.shape)
    limit = np.sort(draws, axis=None)[round(rate * draws.size)]
    return activations * (draws >= limit) / (1 - rate)


@trials.wrong("silence")
def equally_many_in_each_row(activations, rate, rng, training):
    if not training:
        return activations
    mask = np.arange(activations.shape[-1]) >= round(rate * activations.shape[-1])
    return activations * rng.permuted(np.broadcast_to(mask, activations.shape), axis=-1) / (1 - rate)


@trials.wrong("silence")
def chosen_with_putting_back(activations, rate, rng, training):
    if not training:
        return activations
    new = (activations / (1 - rate)).ravel()
    new[rng.integers(0, new.size, round(rate * new.size))] = 0
    return new.reshape(activations.shape)


@trials.wrong("silence", "divides by the share of this mask")
def so_that_the_share_is_right(activations, rate, rng, training):
    if not training:
        return activations
    mask = rng.random(activations.shape) >= rate
    return activations * mask * (mask.size / mask.sum())


@trials.wrong("silence", "divides by the share of this mask")
def so_that_the_share_is_right_with_other_coins(activations, rate, rng, training):
    if not training:
        return activations
    mask = rng.binomial(1, 1 - rate, activations.shape)
    return activations * mask / mask.mean()


@trials.wrong("silence", says="different numbers")
def in_hundredths_of_eight_bits(activations, rate, rng, training):
    if not training:
        return activations
    return activations * (rng.random(activations.shape) >= rate) * 100 / (100 * (1 - rate))


@trials.wrong("silence", says="OverflowError")
def so_that_the_share_is_right_in_eight_bits(activations, rate, rng, training):
    if not training:
        return activations
    mask = rng.random(activations.shape) >= rate
    return activations * mask * mask.size / mask.sum()


@trials.wrong("silence")
def so_that_the_sum_is_right(activations, rate, rng, training):
    if not training:
        return activations
    new = activations * (rng.random(activations.shape) >= rate)
    return new * (activations.sum() / new.sum())


@trials.wrong("silence", "ignores the generator")
def a_generator_of_its_own(activations, rate, rng, training):
    rng = np.random.default_rng(42)
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate) if training else activations


@trials.wrong("silence", "ignores the generator")
def a_generator_without_a_seed(activations, rate, rng, training):
    coins = np.random.default_rng().random(activations.shape)
    return activations * (coins >= rate) / (1 - rate) if training else activations


@trials.wrong("silence", "ignores the generator")
def the_old_way(activations, rate, rng, training):
    return activations * (np.random.rand(*activations.shape) >= rate) / (1 - rate) if training else activations


@trials.wrong("silence", "ignores the generator")
def draws_and_forgets(activations, rate, rng, training):
    rng.random(activations.shape)
    survives = np.random.default_rng(7).random(activations.shape) >= rate
    return activations * survives / (1 - rate) if training else activations


@trials.wrong("silence", "ignores the generator")
def draws_once_and_uses_another(activations, rate, rng, training):
    if rng.random() > 2 or not training:
        return activations
    return activations * (np.random.random(activations.shape) >= rate) / (1 - rate)


@trials.wrong("silence", "ignores the generator")
def with_the_module_random(activations, rate, rng, training):
    if not training:
        return activations
    coins = np.array([random.random() for _ in range(activations.size)]).reshape(activations.shape)
    return activations * (coins >= rate) / (1 - rate)


@trials.wrong("silence", "cuts off the decimals")
def written_into_the_same_kind(activations, rate, rng, training):
    if not training:
        return activations
    new = np.zeros_like(activations)
    survives = rng.random(activations.shape) >= rate
    new[survives] = activations[survives] / (1 - rate)
    return new


@trials.wrong("silence", "changes its input")
def overwrites(activations, rate, rng, training):
    if not training:
        return activations
    activations[rng.random(activations.shape) < rate] = 0
    return activations / (1 - rate)


@trials.wrong("silence")
def whole_division(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) // (1 - rate) if training else activations


@trials.wrong("silence")
def adds_the_mask(activations, rate, rng, training):
    return (activations + (rng.random(activations.shape) >= rate)) / (1 - rate) if training else activations


@trials.wrong("silence", says="NaN")
def silent_ones_are_nan(activations, rate, rng, training):
    return np.where(rng.random(activations.shape) < rate, np.nan, activations / (1 - rate)) if training else activations


@trials.wrong("silence")
def only_the_survivors(activations, rate, rng, training):
    return activations[rng.random(activations.shape) >= rate] / (1 - rate) if training else activations


@trials.wrong("silence")
def the_mask_alone(activations, rate, rng, training):
    return (rng.random(activations.shape) >= rate) / (1 - rate) if training else activations


@trials.wrong("silence")
def the_input_again(activations, rate, rng, training):
    return activations


@trials.wrong("silence")
def always_the_rate_a_half(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= 0.5) / 0.5 if training else activations


@trials.wrong("silence")
def a_root_of_the_share(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate) ** 0.5 if training else activations


@trials.wrong("silence")
def twice(activations, rate, rng, training):
    once = shorter(activations, rate, rng, training)
    return shorter(once, rate, rng, training)


@trials.wrong("silence", says="`None`")
def prints(activations, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    print(activations.shape)


@trials.wrong("silence", says="`None`")  # noqa: RET503 - forgotten
def returns_in_training_only(activations, rate, rng, training):
    if training:
        return activations * (rng.random(activations.shape) >= rate) / (1 - rate)


@trials.wrong("silence", says="`...`")
def half_finished(activations, rate, rng, training):
    if not training:
        return activations
    survives = rng.random(activations.shape) >= rate  # noqa: F841 - somebody stopped here
    new_activations = ...
    return new_activations


@trials.raises("silence", says="NameError")
def a_name_mistyped(activations, rate, rng, training):
    return activation if not training else activations  # noqa: F821 - mistyped on purpose


@trials.wrong("silence", says="takes")
def without_the_generator(activations, rate, training):
    return activations


trials.wrong_values("silence", np.ones(3), 3, says="function")

# maps_dropped


@trials.right("maps_dropped")
def a_mask_with_axes_of_length_one(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    mask = rng.random((batch, 1, 1, channels)) >= rate
    return np.where(mask, feature_maps / (1 - rate), 0)


@trials.right("maps_dropped")
def with_new_axes(feature_maps, rate, rng):
    mask = rng.binomial(1, 1 - rate, size=feature_maps.shape[::3])
    return feature_maps * mask[:, None, None, :] / (1 - rate)


@trials.right("maps_dropped")
def with_repeat(feature_maps, rate, rng):
    images, rows, columns, channels = feature_maps.shape
    coins = rng.random((images, channels)) >= rate
    mask = np.repeat(coins, rows * columns, axis=0).reshape(images, rows, columns, channels)
    return feature_maps * mask / (1 - rate)


@trials.right("maps_dropped")
def with_the_axes_moved(feature_maps, rate, rng):
    maps = np.moveaxis(feature_maps, -1, 1) / (1 - rate)
    maps[rng.random(maps.shape[:2]) < rate] = 0
    return np.moveaxis(maps, 1, -1)


@trials.right("maps_dropped")
def two_loops(feature_maps, rate, rng):
    new = feature_maps / (1 - rate)
    for n in range(len(new)):
        for c in range(new.shape[3]):
            if rng.random() < rate:
                new[n, :, :, c] = 0
    return new


@trials.right("maps_dropped")
def by_product(feature_maps, rate, rng):
    new = np.array(feature_maps, dtype=float)
    for n, c in itertools.product(range(new.shape[0]), range(new.shape[-1])):
        new[n, ..., c] *= rng.choice([0, 1 / (1 - rate)], p=[rate, 1 - rate])
    return new


@trials.right("maps_dropped")
def image_by_image(feature_maps, rate, rng):
    return [image * (rng.random(image.shape[-1]) >= rate) / (1 - rate) for image in feature_maps]


@trials.right("maps_dropped")
def the_courses_function(feature_maps, rate, rng):
    from course_utils.dropout import spatial_dropout

    return spatial_dropout(feature_maps, rate, rng)


@trials.right("maps_dropped")
def keras_layer(feature_maps, rate, rng):
    from course_utils.quiet import keras

    layer = keras.layers.SpatialDropout2D(float(rate), seed=int(rng.integers(2**31)))
    return layer(feature_maps.astype("float32"), training=True)


@trials.right("maps_dropped")
def keras_noise_shape(feature_maps, rate, rng):
    from course_utils.quiet import keras

    noise, seed = (len(feature_maps), 1, 1, feature_maps.shape[-1]), int(rng.integers(2**31))
    return keras.layers.Dropout(float(rate), noise, seed=seed)(np.float32(feature_maps), training=True)


@trials.right("maps_dropped")
def transposed(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    factors = (rng.random((channels, batch)) >= rate) / (1 - rate)
    return (feature_maps.T * factors[:, None, None, :]).T


@trials.right("maps_dropped")
def an_einsum_with_factors(feature_maps, rate, rng):
    mask = rng.random((feature_maps.shape[0], feature_maps.shape[3])) >= rate
    return np.einsum("nhwc,nc->nhwc", feature_maps.astype(float), mask) / (1 - rate)


trials.right("maps_dropped")(lambda m, r, g: m * (g.random((m.shape[0], 1, 1, m.shape[3])) >= r) / (1 - r))


@trials.wrong("maps_dropped", "drops pixels one by one")
def as_between_dense_layers(feature_maps, rate, rng):
    return shorter(feature_maps, rate, rng, True)


@trials.wrong("maps_dropped", "the same maps in every image")
def coins_for_channels_alone(feature_maps, rate, rng):
    new = feature_maps / (1 - rate)
    new[..., rng.random(feature_maps.shape[-1]) < rate] = 0
    return new


@trials.wrong("maps_dropped", "drops whole images")
def a_coin_an_image(feature_maps, rate, rng):
    return np.array([one * (rng.random() >= rate) / (1 - rate) for one in feature_maps])


@trials.wrong("maps_dropped", "takes the height for the channels")
def channels_second(feature_maps, rate, rng):
    batch, channels, _, _ = feature_maps.shape
    return feature_maps * (rng.random((batch, channels, 1, 1)) >= rate) / (1 - rate)


@trials.wrong("maps_dropped", "takes the width for the channels")
def channels_third(feature_maps, rate, rng):
    new = feature_maps / (1 - rate)
    for n in range(feature_maps.shape[0]):
        for c in range(feature_maps.shape[2]):
            if rng.random() < rate:
                new[n, :, c] = 0
    return new


@trials.wrong("maps_dropped", "drops a pixel through all channels")
def a_coin_a_pixel(feature_maps, rate, rng):
    mask = rng.random(feature_maps.shape[:3]) >= rate
    return feature_maps * mask[..., None] / (1 - rate)


@trials.wrong("maps_dropped", "a mask without height and width")
def a_mask_of_images_and_channels(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    return feature_maps * (rng.random((batch, channels)) >= rate) / (1 - rate)


@trials.wrong("maps_dropped", "a mask without height and width")
def where_with_a_mask_of_two_axes(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    return np.where(rng.binomial(1, rate, (batch, channels)), 0, feature_maps / (1 - rate))


@trials.wrong("maps_dropped", "maps that do not grow")
def silenced_but_not_scaled(feature_maps, rate, rng):
    new = feature_maps.copy()
    for n in range(new.shape[0]):
        for c in range(new.shape[3]):
            if rng.random() < rate:
                new[n, :, :, c] = 0
    return new


@trials.wrong("maps_dropped", "maps that shrink")
def times_one_minus_rate(feature_maps, rate, rng):
    mask = rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate
    return feature_maps * mask * (1 - rate)


@trials.wrong("maps_dropped", "maps that always double")
def twice_the_map(feature_maps, rate, rng):
    mask = rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate
    return feature_maps * mask * 2.0


@trials.wrong("maps_dropped", "divides by the rate")
def map_over_rate(feature_maps, rate, rng):
    mask = rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate
    return mask * (feature_maps / rate)


@trials.wrong("maps_dropped", "takes the rate for the share that survives")
def maps_kept_by_binomial(feature_maps, rate, rng):
    mask = rng.binomial(1, rate, (len(feature_maps), 1, 1, feature_maps.shape[-1]))
    return feature_maps * mask / rate


@trials.wrong("maps_dropped", "keeps maps with probability rate")
def smaller_survives(feature_maps, rate, rng):
    mask = rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) < rate
    return feature_maps * mask / (1 - rate)


@trials.wrong("maps_dropped", "a bracket missing")
def maps_without_brackets(feature_maps, rate, rng):
    return feature_maps * (rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate) / 1 - rate


@trials.wrong("maps_dropped", "does without the generator")
def maps_by_the_old_way(feature_maps, rate, rng):
    mask = np.random.rand(len(feature_maps), 1, 1, feature_maps.shape[-1]) >= rate
    return feature_maps * mask / (1 - rate)


@trials.wrong("maps_dropped", "does without the generator")
def maps_by_seed_three(feature_maps, rate, rng):
    rng = np.random.default_rng(3)
    return feature_maps * (rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate) / (1 - rate)


@trials.wrong("maps_dropped", "drops equally many in each image")
def so_many_of_each_image(feature_maps, rate, rng):
    new = feature_maps / (1 - rate)
    channels = feature_maps.shape[-1]
    for image in new:
        image[..., rng.choice(channels, round(rate * channels), replace=False)] = 0
    return new


@trials.wrong("maps_dropped", "drops equally many in each batch")
def so_many_of_all_maps(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    mask = np.ones(batch * channels)
    mask[rng.choice(mask.size, round(rate * mask.size), replace=False)] = 0
    return feature_maps * mask.reshape(batch, 1, 1, channels) / (1 - rate)


@trials.wrong("maps_dropped", "drops no map")
def only_a_copy(feature_maps, rate, rng):
    return np.copy(feature_maps)


@trials.wrong("maps_dropped")
def scales_without_dropping(feature_maps, rate, rng):
    return feature_maps / (1 - rate)


@trials.wrong("maps_dropped")
def the_first_channels(feature_maps, rate, rng):
    new = feature_maps / (1 - rate)
    new[..., : round(rate * feature_maps.shape[-1])] = 0
    return new


@trials.wrong("maps_dropped", says="shape")
def only_the_mask(feature_maps, rate, rng):
    return (rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate) / (1 - rate)


@trials.wrong("maps_dropped", "changes its input")
def zeros_in_the_callers_maps(feature_maps, rate, rng):
    mask = rng.random((len(feature_maps), feature_maps.shape[-1])) < rate
    for n, c in np.argwhere(mask):
        feature_maps[n, :, :, c] = 0
    return feature_maps / (1 - rate)


@trials.wrong("maps_dropped")
def whole_numbers_stay_whole(feature_maps, rate, rng):
    mask = rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate
    return (feature_maps * mask / (1 - rate)).astype(feature_maps.dtype)


@trials.wrong("maps_dropped", says="`None`")
def forgets_to_return_the_maps(feature_maps, rate, rng):
    feature_maps = feature_maps * (rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate) / (1 - rate)


@trials.raises("maps_dropped", says="TypeError")
def an_axis_for_the_generator_too_many(feature_maps, rate, rng):
    return feature_maps * (rng.random(len(feature_maps), 1, 1, feature_maps.shape[-1]) >= rate) / (1 - rate)


# next_sums


@trials.right("next_sums")
def without_the_other_branch(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@trials.right("next_sums")
def scales_the_sums_before_the_bias(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        return (activations * survives) @ weights / (1 - rate) + bias
    return activations @ weights + bias


@trials.right("next_sums")
def one_unit_after_the_other(activations, weights, bias, rate, rng, training):
    sums = np.tile(bias.astype(float), (len(activations), 1))
    for unit, row in enumerate(weights):
        share = (rng.random(len(activations)) >= rate) / (1 - rate) if training else 1
        sums += np.outer(activations[:, unit] * share, row)
    return sums


@trials.right("next_sums")
def the_sums_by_einsum(activations, weights, bias, rate, rng, training):
    mask = rng.random(activations.shape) >= rate if training else np.full(activations.shape, 1 - rate)
    return np.einsum("iu,iu,uo->io", activations, mask / (1 - rate), weights) + bias


@trials.right("next_sums")
def with_a_dense_layer_of_keras(activations, weights, bias, rate, rng, training):
    from course_utils.quiet import keras

    dropped = silence_by_the_course(activations, rate, rng, training)
    sums = keras.ops.matmul(dropped.astype("float32"), weights.astype("float32"))
    return sums + bias.astype("float32")


def silence_by_the_course(activations, rate, rng, training):
    from course_utils.dropout import dropout

    return dropout(activations, rate, rng, training=training)


@trials.right("next_sums")
def the_weights_as_before(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    else:
        weights = weights * 1
    return np.dot(activations, weights) + bias


@trials.right("next_sums")
def in_three_loops(activations, weights, bias, rate, rng, training):
    sums = []
    for image in activations:
        came_in = [a * (rng.random() >= rate) / (1 - rate) if training else a for a in image]
        sums.append([sum(came_in[u] * weights[u, o] for u in range(len(weights))) + bias[o] for o in range(len(bias))])
    return sums


@trials.wrong("next_sums", says="when you got it")
def the_same_in_other_words(activations, weights, bias, rate, rng, training):
    if not training:
        return (1 - rate) * (activations @ weights) + bias
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate) @ weights + bias


@trials.wrong("next_sums", "keeps the scaling of 2014")
def takes_the_division_out(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate)
    else:
        weights = weights * (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "keeps the scaling of 2014")
def scales_the_weights_in_both_modes(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    weights = weights * (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "takes out both scalings")
def neither(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "scales the weights up at inference")
def divides_the_weights(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate)
    return activations @ (weights / (1 - rate)) + bias


@trials.wrong("next_sums", "scales the weights up at inference")
def divides_the_weights_at_inference(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    else:
        weights = weights / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "drops in both modes")
def the_condition_is_gone(activations, weights, bias, rate, rng, training):
    survives = rng.random(activations.shape) >= rate
    activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "drops in neither mode")
def all_of_it_is_gone(activations, weights, bias, rate, rng, training):
    return np.add(np.matmul(activations, weights), bias)


@trials.wrong("next_sums", "scales the bias as well")
def scales_at_the_end(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate)
        return (activations @ weights + bias) / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "scales the sums down at inference")
def the_scaling_moved(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    sums = activations @ weights + bias
    return sums if training else sums * (1 - rate)


@trials.wrong("next_sums", "drops weights in place of units")
def a_coin_a_weight(activations, weights, bias, rate, rng, training):
    if training:
        weights = weights * (rng.random(weights.shape) >= rate) / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "one mask for the batch")
def a_coin_a_unit(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape[-1]) >= rate) / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums")
def a_coin_for_each_image(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random((len(activations), 1)) >= rate) / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "drops the sums")
def dropout_behind(activations, weights, bias, rate, rng, training):
    sums = activations @ weights + bias
    return np.where(rng.random(sums.shape) >= rate, sums / (1 - rate), 0) if training else sums


@trials.wrong("next_sums", "scales down in training")
def multiplies_in_training(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) * (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "keeps units with probability rate")
def the_sign_turned(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) < rate
        activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "divides the survivors by the rate")
def units_over_rate(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / rate
    return activations @ weights + bias


@trials.wrong("next_sums", "exchanges the two modes")
def not_while_training(activations, weights, bias, rate, rng, training):
    if not training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "exchanges the branches")
def the_given_turned_round(activations, weights, bias, rate, rng, training):
    if not training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    else:
        weights = weights * (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "coins of another generator")
def a_seed_of_its_own(activations, weights, bias, rate, rng, training):
    if training:
        survives = np.random.default_rng(0).random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", "coins of another generator")
def numpys_old_generator(activations, weights, bias, rate, rng, training):
    if training:
        survives = np.random.rand(*activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums")
def exactly_so_many_units(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.permutation(activations.size) >= round(rate * activations.size)
        activations = activations * survives.reshape(activations.shape) / (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums")
def without_the_bias(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    return activations @ weights


@trials.wrong("next_sums")
def negative_sums_cut_off_in_training(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
        return np.maximum(activations @ weights + bias, 0)
    return activations @ weights + bias


@trials.wrong("next_sums")
def the_bias_dropped_as_well(activations, weights, bias, rate, rng, training):
    if not training:
        return activations @ weights + bias
    activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    return activations @ weights + bias * (rng.random((len(activations), 1)) >= rate) * rng.random(len(bias))


@trials.wrong("next_sums")
def noise_on_the_sums(activations, weights, bias, rate, rng, training):
    sums = activations @ weights + bias
    return sums * rng.normal(1, rate, sums.shape) if training else sums


@trials.wrong("next_sums", "drops weights in place of units")
def weights_dropped_and_not_scaled(activations, weights, bias, rate, rng, training):
    if training:
        weights = np.where(rng.random(weights.shape) < rate, 0, weights)
    return activations @ weights + bias


@trials.wrong("next_sums")
def other_weights_for_each_image(activations, weights, bias, rate, rng, training):
    if not training:
        return activations @ weights + bias
    masks = (rng.random((len(activations), *weights.shape)) >= rate) / (1 - rate)
    return np.einsum("iu,iuo->io", activations, masks * weights) + bias


@trials.wrong("next_sums")
def the_bias_scaled_down_at_inference(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    else:
        bias = bias * (1 - rate)
    return activations @ weights + bias


@trials.wrong("next_sums", says="`None`")
def sums_without_return(activations, weights, bias, rate, rng, training):
    if training:
        activations = activations * (rng.random(activations.shape) >= rate) / (1 - rate)
    sums = activations @ weights + bias  # noqa: F841 - forgotten


@trials.wrong("next_sums", "changes its input")
def overwrites_the_activations(activations, weights, bias, rate, rng, training):
    if training:
        activations[rng.random(activations.shape) < rate] = 0
        activations /= 1 - rate
    return activations @ weights + bias
