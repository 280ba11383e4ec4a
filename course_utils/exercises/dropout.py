"""Exercises of lesson 04: what to expect of dropout and of its rivals, dropout by hand, whole maps, a layer to mend."""

import numpy as np

from course_utils.checking.compare import as_numbers
from course_utils.checking.exercise import exercise, prediction

FACTOR, SHARED, SHARE = "what survives is multiplied by", "axes along which one coin serves", "share of dropped ones"
BECOMES, AS_IT_IS = "what is dropped becomes", "at rate 0 all are handed on as they are"
INDEPENDENT, USED = "the coins are tossed independently", "the coins follow from rng, and from nothing else"
CHANCE = "how many are dropped is left to chance"


class Lent(np.random.Generator):
    """A generator of one case in a series. `seen` belongs to the whole series: what came out so far, case by case."""


def lent_in_series(seed, count):
    """Generators for so many cases in a row. The first two are alike, the others are not.

    The judge looks at cases 2 and 3, then 4 to 7, then 8 to 15 of one function at a time: a series lies within these.
    """
    seen, seeds = [], [seed, *range(seed, seed + count - 1)]
    series = [Lent(np.random.PCG64(one)) for one in seeds]
    for place, rng in enumerate(series):
        rng.seen, rng.place, rng.count = seen, place, count
    return series


def lent(seed):
    """A generator for a case that stands alone."""
    return np.random.default_rng(seed)


def facts(result, activations, rate, rng, training=True, shared=()):
    """What holds of dropped activations whichever way coins are tossed. `shared`: axes along which one coin serves."""
    numbers = numbers_of(result)
    if numbers is None:
        raise TypeError("an array of numbers is asked for")
    if numbers.shape == (*activations.shape, 1):
        numbers = numbers[..., 0]
    found = {"shape": str(numbers.shape)}
    if training and rate == 0:
        return {**found, AS_IT_IS: numbers.shape == activations.shape and np.allclose(numbers, activations, rtol=1e-3)}
    of_coins = _facts_of_coins if training else _facts_of_none
    return {**found, **of_coins(numbers, activations, rate, rng, shared)}


def numbers_of(result):
    """The result as floats, or None. Most are arrays, and there are many: nobody else is asked about those."""
    is_array = type(result) is np.ndarray and result.dtype.kind in "biuf"
    return result.astype(float) if is_array else as_numbers(result)


def _facts_of_none(numbers, activations, rate, *_):
    """The facts at inference, where no coin is tossed."""
    if numbers.shape != activations.shape:
        return dict.fromkeys((FACTOR, SHARE))
    zeros = numbers == 0
    return {FACTOR: factor(numbers[~zeros], activations[~zeros]), SHARE: share(zeros, rate)}


def _facts_of_coins(numbers, activations, rate, rng, shared):
    """The facts in training; how the coins of a series hang together, at its end."""
    found = dict.fromkeys((BECOMES, FACTOR, SHARED, SHARE, INDEPENDENT))
    coins = np.zeros(0, bool)
    if numbers.shape == activations.shape:
        found[BECOMES] = value_of_dropped(numbers)
        dropped = np.isclose(numbers, found[BECOMES], rtol=0, atol=1e-6)
        found[FACTOR] = factor(numbers[~dropped] - found[BECOMES], activations[~dropped])
        if is_share_of_this_mask(found[FACTOR], dropped, rate):
            found[FACTOR] = "1 / the share that happened to survive"
        axes = tuple(axis for axis, size in enumerate(dropped.shape) if size > 1 and is_constant(dropped, axis))
        found[SHARED] = ", ".join(map(str, axes)) or "none"
        coins = dropped.all(axis=shared) if shared else dropped
        if axes == shared:  # else nobody knows how many coins there are
            found |= {SHARE: share(coins, rate), INDEPENDENT: are_independent(coins, rate)}
    return found | _facts_of_series(coins, rate, rng)


def _facts_of_series(coins, rate, rng):
    """At the end of a series: do equal generators give equal masks and others other ones, and does the count vary?"""
    if not isinstance(rng, Lent):
        return {}
    rng.seen.append((rng.place, coins.tobytes(), coins.sum() == round(rate * coins.size)))
    if rng.place < rng.count - 1:
        return {}
    places, masks, is_the_share = zip(*rng.seen[-rng.count :], strict=True)
    if places != tuple(range(rng.count)):
        raise RuntimeError("another function was looked at in the middle of a series")
    return {CHANCE: not all(is_the_share), USED: masks[0] == masks[1] != masks[2]}


def value_of_dropped(numbers):
    """Zero where there is one; else what comes most often, as in a mask that is added and not multiplied."""
    if (numbers == 0).any():
        return 0.0
    values, counts = np.unique(numbers.round(6), return_counts=True)
    return float(values[counts.argmax()]) if counts.max() > 0.05 * numbers.size else 0.0


def is_constant(dropped, axis):
    """Whether all places along an axis share one coin."""
    return bool((dropped == dropped.take([0], axis=axis)).all())


def factor(numbers, activations):
    """The one number by which all survivors are multiplied, or words where there is none."""
    if not numbers.size:
        return "nothing survives"
    with np.errstate(all="ignore"):
        ratios = numbers / activations
        if np.ptp(ratios) <= 1e-3 * abs(ratios.mean()):
            return float(ratios.mean())
        cut_off = ratios.max() * activations - numbers
        is_cut_off = np.all((cut_off > -1e-3) & (cut_off < 1)) and np.all(numbers == np.floor(numbers))
        return "one number, then cut off" if is_cut_off else "different numbers"


def is_share_of_this_mask(times, dropped, rate):
    """Whether survivors are divided by the share of this mask, and not by that of all masks."""
    if isinstance(times, str) or np.isclose(times, 1 / (1 - rate), rtol=1e-4):
        return False
    return bool(np.isclose(times * (1 - dropped.mean()), 1, rtol=1e-5))


def near(shares, expected, coins):
    """Whether shares of so many coins lie within seven standard deviations."""
    return bool(np.all(np.abs(shares - expected) <= 7 * np.sqrt(expected * (1 - expected) / coins)))


def share(coins, rate):
    """The share of coins that dropped something, in words which all right answers have in common."""
    if not coins.any() or coins.all():
        return "all" if coins.any() else "none"
    named = {"near the rate": rate, "near 1 − rate": 1 - rate}
    return next((name for name, value in named.items() if near(coins.mean(), value, coins.size)), "far from the rate")


def are_independent(coins, rate):
    """Whether along each axis the slices differ, in their pattern and in their count, by no more than chance."""
    coins = coins.squeeze()
    if coins.ndim == 1:
        coins = coins.reshape(next(n for n in range(int(coins.size**0.5), 0, -1) if coins.size % n == 0), -1)
    for axis in range(coins.ndim):
        slices = np.moveaxis(coins, axis, 0).reshape(coins.shape[axis], -1)
        counts, patterns = slices.sum(axis=1), {one.tobytes() for one in slices}
        few_patterns, is_near = len(patterns) < 0.9 * len(slices), near(slices.mean(axis=1), rate, slices[0].size)
        if np.ptp(counts) == 0 or few_patterns or not is_near:
            return False
    return True


def numbers_without_zero(rng, shape, kind=float):
    """Activations of both signs, or whole numbers from 1, none of which could be taken for a dropped one.

    Twice a whole number fits into uint8: who doubles at every rate is told just that.
    """
    if kind is not float:
        return rng.integers(1, 100, shape).astype(kind)
    return rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape)


@prediction(
    """
    The network has seen all thousand training images 13 times. Of a hundred of these, how many does it put into the
    right class now, and of a hundred that it has never seen? Write one of `"about 80, about 80"`,
    `"nearly all, about 80"`, `"nearly all, nearly all"`.
    """,
    choices=("about 80, about 80", "nearly all, about 80", "nearly all, nearly all"),
    hints=("There are 174 numbers to adjust for each image that it learns from. What could they be used for?",),
    objectives=(1,),
    afterword="Some of what it learned holds for garments, and some for these thousand pictures alone.",
)
def seen_and_unseen():
    return "nearly all, about 80"


@seen_and_unseen.misconception(
    "A good thought, that what holds for garments holds for all of them. But 174 numbers for each image can also "
    "store what is special about it. Which of the two hundreds would gain by that?"
)
def learns_garments_only():
    return "about 80, about 80"


@seen_and_unseen.misconception(
    "The images it has seen are the easier half of the question. For the others, it can use only what they share with "
    "a hundred examples of their class. Does that settle every shirt and every coat?"
)
def knows_what_it_has_never_seen():
    return "nearly all, nearly all"


@prediction(
    """
    Eight activations, all of size 1, go through dropout at the rate 0.5. Each comes out as one of two numbers. Which
    two? Answer with a tuple, the smaller one first.
    """,
    hints=("What does a dropped activation become, and by what is a survivor divided?",),
    objectives=(2,),
    afterword="Nothing, or twice as much.",
)
def two_outcomes():
    return (0, 1 / (1 - 0.5))


@two_outcomes.alternative
def nothing_or_double():
    return (0, 2 * 1)


@two_outcomes.misconception("The survivors came through unchanged. The rule says that they are divided. By what?")
def a_survivor_stays_one():
    return (0, 1)


@two_outcomes.misconception("You multiplied the survivor by 1 − rate. Read the rule once more: what is done with it?")
def a_survivor_is_halved():
    return (0, 0.5)


@two_outcomes.misconception("A dropped activation does not stay as it was. What does silencing make of it?")
def a_dropped_one_stays():
    return (1, 2)


@two_outcomes.misconception(
    "The survivor grew by the rate. Divide by the share that survives: is that more than half as much again, or less?"
)
def a_half_on_top():
    return (0, 1.5)


@prediction(
    """
    A million activations of size 1 go through dropout at the rate 0.75. How large is a survivor, and what is the mean
    over all million? Answer with a tuple `(survivor, mean)`.
    """,
    hints=("A quarter of them survive: what must each be for the sum to stay as it was?",),
    objectives=(2,),
    afterword="The fewer survive, the more each has to carry.",
)
def survivor_and_mean():
    return (1 / (1 - 0.75), 1)


@survivor_and_mean.alternative
def a_quarter_carries_all():
    return (4, 0.25 * 4)


@survivor_and_mean.misconception(
    "The survivor is right, and the mean is taken over survivors alone. Three quarters of the million are zeros."
)
def the_mean_of_survivors():
    return (4, 4)


@survivor_and_mean.misconception(
    "You divided by the rate, the share that is dropped. Which share is left to carry the sum?"
)
def one_over_the_rate():
    return (1 / 0.75, 1)


@survivor_and_mean.misconception("Survivors double at rate 0.5, where half of them are left. How many are left here?")
def doubles_here_too():
    return (2, 1)


@survivor_and_mean.misconception(
    "The survivor is right. Now the mean: a quarter of the million has that size, and the rest is zero."
)
def a_mean_of_a_quarter():
    return (4, 0.25)


@exercise(
    """
    A dropout layer has the rate 0.4. In a training step an activation of size 6 comes in, and survives. Which number
    does the layer hand on?
    """,
    hints=(
        "What share of all activations survives, and whose sum do the survivors carry?",
        "Three fifths survive. So that the mean stays, a survivor is divided by the share that survives.",
        "`6 / (1 - …)`",
    ),
    objectives=(2,),
    afterword="The smaller the share that survives, the larger each survivor.",
)
def survivor():
    return 6 / (1 - 0.4)


@survivor.misconception("A survivor grows. If it did not, the next layer would receive three fifths of the sum.")
def leaves_the_survivor_as_it_is():
    return 6


@survivor.misconception("The survivor shrank: you multiplied by the share that survives. It has to make up for a loss.")
def multiplies_where_it_should_divide():
    return 6 * (1 - 0.4)


@survivor.misconception("You divided by the rate, the share that is dropped. Which share is left to carry the sum?")
def divides_by_the_rate():
    return 6 / 0.4


@survivor.misconception(
    "Two fifths on top do not undo the loss of two fifths: three fifths of 8.4 are 5.04, and they ought to be 6."
)
def grows_by_the_rate():
    return 6 * (1 + 0.4)


@survivor.misconception("Survivors double at rate 0.5, where half of them are left. Here more are left.")
def doubles_at_every_rate():
    return 6 * 2


@survivor.misconception("You multiplied by the rate. That is the share lost, not what a survivor becomes.")
def multiplies_by_the_rate():
    return 6 * 0.4


@survivor.misconception("Zero is what becomes of a dropped activation. This one survives.")
def takes_it_for_dropped():
    return 0


@survivor.misconception(
    "Division comes before subtraction: 6 was divided by 1, and then the rate was taken away. First the share that "
    "survives, in brackets, then the division by it."
)
def a_bracket_missing():
    return 6 / 1 - 0.4


@survivor.alternative
def shares_out_what_two_dropped_ones_leave_to_three():
    return 6 + 2 * 6 / 3


@prediction(
    """
    A dropout layer of Keras with the rate 0.5 is called directly with a thousand ones, `layer(ones)`, and no word on
    the mode. Which numbers does it return? Write one of `"zeros and twos"`, `"ones"`, `"halves"`.
    """,
    choices=("zeros and twos", "ones", "halves"),
    hints=("In which of its two modes would you want a layer to be when nobody mentions training?",),
    objectives=(3,),
    afterword="Unless told otherwise, Keras takes a layer that is called directly to be at inference.",
)
def mode_unsaid():
    return "ones"


@mode_unsaid.misconception(
    "That is what it does while a network is fitted. Here the layer is called on its own, and nobody said "
    "`training=True`."
)
def drops_unasked():
    return "zeros and twos"


@mode_unsaid.misconception(
    "Halves would make up for a training in which survivors stayed as they were. Here they were scaled up in training. "
    "What is left to do?"
)
def scales_down_unasked():
    return "halves"


@prediction(
    """
    The network of the first section is trained again from the same first weights, with one difference: the rate is 0.5.
    Keras notes the training accuracy of each epoch as before. Where does this curve end, compared with the earlier one?
    Answer `"above"` or `"below"`.
    """,
    choices=("above", "below"),
    hints=("With half of the units missing each time, is it easier or harder to know a thousand pictures by heart?",),
    objectives=(4,),
    afterword="A part of the distance is real, and a part comes from the masks: see below the pictures.",
)
def training_curve():
    return "below"


@training_curve.misconception(
    "Dropout is meant for images that were not trained on. On those that were, the network now works with half of its "
    "units in each step. Does that help it to fit them?"
)
def dropout_helps_to_fit():
    return "above"


@prediction(
    """
    The network of the first section is trained three times at rate 0 and three times at rate 0.5, with the same three
    seeds, images and epochs. All six are scored at inference. What does rate 0.5 bring with every seed? Answer
    `"narrower gap"`, `"validation above training"`, `"two points more accuracy"`, `"a fifth less time"` or
    `"outputs halved at inference"`.
    """,
    choices=(
        "narrower gap",
        "validation above training",
        "two points more accuracy",
        "a fifth less time",
        "outputs halved at inference",
    ),
    hints=(
        "Which of these would follow from making it harder to learn a thousand pictures by heart?",
        "At inference no mask is on and nothing is left to scale. In training, a zero is multiplied like any number.",
        "`gap = training accuracy - validation accuracy`: which of the two does memorising raise?",
    ),
    objectives=(4,),
    afterword="The gap narrows with every seed; what that is worth is for the validation images to say.",
)
def reliable_effect():
    return "narrower gap"


@reliable_effect.misconception(
    "That is what the curves seem to show, as the training curve is taken while the masks are on. Scored without "
    "masks, the images it has trained on stay ahead."
)
def reads_the_curves_as_they_are():
    return "validation above training"


@reliable_effect.misconception(
    "After these 13 epochs the seeds differ by more than the two rates do. What dropout adds to accuracy depends on "
    "the network, the images and the rate, and on how long it trains."
)
def a_fixed_gain():
    return "two points more accuracy"


@reliable_effect.misconception(
    "The silenced units are still computed: a zero is multiplied like any other number, and the masks come on top."
)
def counts_on_resting_units_to_save_time():
    return "a fifth less time"


@reliable_effect.misconception(
    "That is the form of 2014. Keras scales the survivors up in training, so that at inference nothing is left to do."
)
def scales_down_at_inference():
    return "outputs halved at inference"


@prediction(
    """
    Rates 0, 0.25, 0.5 and 0.75, three trainings of 13 epochs each, scored at inference. At which rate is the mean gap
    smallest, and at which the mean validation loss? Answer with a tuple of two rates, `(of the gap, of the loss)`.
    """,
    hints=("Which network memorises least? And is that the one that knows most about new images?",),
    objectives=(1, 4),
    afterword="The network with the smallest gap has learned least; a small gap is no merit by itself.",
)
def gap_and_loss():
    return (0.75, 0.5)


@gap_and_loss.alternative
def as_quarters():
    return (3 / 4, 2 / 4)


@gap_and_loss.misconception(
    "The gap is right. But a gap also closes when a network learns little of anything. Too few units at a time would "
    "show in the loss on new images."
)
def a_small_gap_is_a_good_network():
    return (0.75, 0.75)


@gap_and_loss.misconception(
    "The loss is right. The gap needs no good network: think of one that can hardly learn the training images."
)
def the_gap_turns_with_the_loss():
    return (0.5, 0.5)


@gap_and_loss.misconception(
    "The gap is right. For the loss you trusted the network that is least held back: its surest answers on new images "
    "are sometimes wrong, and the loss counts how sure."
)
def no_dropout_no_loss():
    return (0.75, 0)


@gap_and_loss.misconception(
    "The loss is right, and the gap is the one you know from the first section. Does dropout widen it?"
)
def no_dropout_no_gap():
    return (0, 0.5)


@prediction(
    """
    Two hundred networks are equally good: each is right on 81 of 100 images in the long run. Each is asked about 2,000
    images, all new. How many points of accuracy lie between the one that looks best and the one that looks worst? Write
    one of `"under 1"`, `"about 5"`, `"about 20"`.
    """,
    choices=("under 1", "about 5", "about 20"),
    hints=("Throw a coin 2,000 times: would you be surprised by 1,020 heads? And by 1,200?",),
    objectives=(4,),
    afterword="And none of them is any better than the others.",
)
def best_and_worst():
    return "about 5"


@best_and_worst.misconception(
    "Two thousand images sound like many, and a typical network is indeed off by about one point. You were asked for "
    "the luckiest and the unluckiest of two hundred."
)
def two_thousand_are_enough():
    return "under 1"


@best_and_worst.misconception(
    "Chance evens out more than that: 20 points would be 400 images of 2,000, and a coin thrown 2,000 times does not "
    "stray so far."
)
def chance_knows_no_bounds():
    return "about 20"


@prediction(
    """
    The same networks at the rates 0 and 0.5, the same three seeds, but three times as long: 39 epochs in place of 13.
    Which rates reach a higher mean validation accuracy than after 13? Write one of `"both"`, `"only 0"`, `"only 0.5"`,
    `"neither"`.
    """,
    choices=("both", "only 0", "only 0.5", "neither"),
    hints=("Which of the two had still something to learn from the training images after 13 epochs?",),
    objectives=(4,),
    afterword="The one had learned its images by heart already; the other had not finished.",
)
def who_gains():
    return "only 0.5"


@who_gains.misconception(
    "One of them knew nearly all training images after 13 epochs. What is left for it to learn in three times "
    "as many, and does that hold for other images?"
)
def longer_is_better_for_all():
    return "both"


@who_gains.misconception(
    "Without dropout, a network learns faster: after 13 epochs it was nearly done. Which of the two was not?"
)
def only_the_one_unhindered():
    return "only 0"


@who_gains.misconception(
    "For one of the two that is right. The other still missed about one in twelve of its training images after 13."
)
def all_is_learned_in_thirteen():
    return "neither"


@prediction(
    """
    The networks at rate 0 trained for 39 epochs, and the loss on the validation images was noted after each. When was
    it lowest? Write one of `"in the first 13"`, `"in the second 13"`, `"in the last 13"`.
    """,
    choices=("in the first 13", "in the second 13", "in the last 13"),
    hints=("Where did the two losses part in the first section?",),
    objectives=(1, 6),
    afterword="From there on the network grows surer of its answers, the wrong ones included.",
)
def lowest_loss():
    return "in the first 13"


@lowest_loss.misconception(
    "The learning rate has its peak shortly before. But look at the losses of the first section again: which way did "
    "the validation loss go at the end?"
)
def in_the_middle():
    return "in the second 13"


@lowest_loss.misconception(
    "The *training* loss is lowest at the end. The other loss parted from it early: see the first section's picture."
)
def takes_it_for_the_training_loss():
    return "in the last 13"


@prediction(
    """
    A weight is 20, the learning rate 0.3 and the weight decay 0.2. For two steps of AdamW no gradient reaches it. What
    is the weight then?
    """,
    hints=("By which factor is the weight multiplied in one step?",),
    objectives=(6,),
    afterword="A weight that no image calls for shrinks, by the same share in each step.",
)
def after_two_steps():
    return 20 * (1 - 0.3 * 0.2) ** 2


@after_two_steps.alternative
def step_by_step():
    return 20 * 0.94 * 0.94


@after_two_steps.misconception(
    "Without a gradient the *error* asks for nothing. Decay needs no error: it shrinks every weight in every step."
)
def no_gradient_no_change():
    return 20


@after_two_steps.misconception("That is the weight after one step. The second starts from there.")
def one_step_only():
    return 20 * (1 - 0.3 * 0.2)


@after_two_steps.misconception(
    "The decay alone was taken, as if the learning rate were 1. The share taken away is learning rate times decay."
)
def forgets_the_learning_rate():
    return 20 * (1 - 0.2) ** 2


@after_two_steps.misconception(
    "The same amount was taken away in both steps. It is a *share* of what is left, so the second step takes a little "
    "less."
)
def the_same_amount_twice():
    return 20 - 2 * 0.06 * 20


@after_two_steps.misconception(
    "You took learning rate times decay away from the weight itself. It is that share *of the weight* which goes."
)
def subtracts_the_share_itself():
    return 20 - 2 * 0.3 * 0.2


@prediction(
    """
    In place of a coin for each unit, one coin for each image decides for the whole layer: all units work, or none. The
    network is trained so at rate 0.5, three times. How far does the gap close, compared with dropout? Write one of
    `"less far"`, `"as far"`, `"farther"`.
    """,
    choices=("less far", "as far", "farther"),
    hints=("When the layer works, which units work beside each other?",),
    objectives=(4,),
    afterword="Each unit rests as often as before, but it never has to do without the others.",
)
def one_coin():
    return "less far"


@one_coin.misconception(
    "Each unit has the same chance as before, and if that were all that counts, you would be right. What about the "
    "units beside it?"
)
def equal_chances_do_it():
    return "as far"


@one_coin.misconception(
    "A whole layer off is a harder blow, for that image. But when it is on, is there anything that its units must "
    "learn to do without?"
)
def the_harder_the_better():
    return "farther"


@prediction(
    """
    Every pixel of many feature maps is positive. Pixels are dropped one by one at the rate 0.4; then 2 × 2 maxima are
    taken. What share of the pooled values is zero, on average? Answer with all decimals, or as Python would compute it.
    """,
    hints=("How many coins must fall the same way for a maximum to be zero?",),
    objectives=(5,),
    afterword="All four pixels of a window must be dropped for its maximum to vanish.",
)
def zeros_after_pooling():
    return 0.4**4


@zeros_after_pooling.alternative
def coin_by_coin_by_coin_by_coin():
    return 0.4 * 0.4 * 0.4 * 0.4


@zeros_after_pooling.misconception(
    "That is the share of pixels dropped. A pooled value looks at four of them, and takes the largest."
)
def as_many_as_before():
    return 0.4


@zeros_after_pooling.misconception(
    "You shared the rate among four pixels. They do not share one coin: each has its own, and all four must agree."
)
def a_quarter_of_the_rate():
    return 0.4 / 4


@zeros_after_pooling.misconception("That would be two pixels, both dropped. How many has a window of 2 × 2?")
def two_coins_of_four():
    return 0.4**2


@zeros_after_pooling.misconception(
    "That is the share of pooled values that are *not* zero: one survivor among four is enough for them."
)
def the_share_that_remains():
    return 1 - 0.4**4


def activations_and_rates():
    """Small ones at inference first; arrays of one to four axes with coins enough to see a share by; a series last."""
    rng = np.random.default_rng(0)
    series, ones = lent_in_series(20, 5), numbers_without_zero(rng, (50, 30))
    return [
        (np.array([[1, 2, 3], [4, 5, 6]]), 0.5, lent(1), False),
        (numbers_without_zero(rng, (100, 160)), 0.25, lent(2), True),
        (numbers_without_zero(rng, 2000).astype(np.float32), 0.6, lent(3), True),
        (numbers_without_zero(rng, (60, 50)), 0.25, lent(4), False),
        (numbers_without_zero(rng, (40, 6, 5, 12)), 0.5, lent(5), True),
        (np.array([1.5, -2.0, 3.0]), np.float64(0), lent(6), True),  # NumPy's zero: whoever divides by it goes on
        (numbers_without_zero(rng, (40, 30), np.int64), 0.75, lent(7), False),
        (numbers_without_zero(rng, (90, 120), np.int64), 0.75, lent(8), True),
        (ones, 0.3, series[0], True),
        (ones, 0.3, series[1], True),
        (ones, 0.3, series[2], True),
        (numbers_without_zero(rng, (120, 90), np.uint8), 0.2, series[3], True),
        (numbers_without_zero(rng, (80, 50)), 0.6, series[4], True),
    ]


@exercise(
    """
    Write dropout as Keras has it. `silence(activations, rate, rng, training)` gets an array of any shape, of floats or
    whole numbers (uint8 too), a rate (0 ≤ rate < 1) and a NumPy generator. In training, each activation becomes zero
    with probability `rate`, by a coin of its own drawn from `rng`; all others are multiplied by one number, the same
    for every mask, such that on average over many masks the mean stays. With `training=False` nothing changes. Return
    the new activations.
    """,
    cases=activations_and_rates,
    probe=facts,
    hints=(
        "How many coins does an array need, and what becomes of it when nobody is training?",
        "`rng.random(shape)` draws numbers from 0 to 1; a share of `rate` of them lies below `rate`. Survivors are "
        "divided by the share that survives.",
        "`survives = rng.random(…) >= rate`",
    ),
    objectives=(2, 3),
    afterword="The scaling is paid in training, so at inference there is nothing left to do.",
)
def silence(activations, rate, rng, training):
    if not training:
        return activations
    survives = rng.random(activations.shape) >= rate
    return activations * survives / (1 - rate)


@silence.stub
def silence(activations, rate, rng, training):
    new_activations = ...
    return new_activations


@silence.alternative
def by_a_choice_of_two_factors(activations, rate, rng, training):
    return activations * (rng.choice([0, 1 / (1 - rate)], activations.shape, p=[rate, 1 - rate]) if training else 1)


@silence.alternative
def coin_by_coin(activations, rate, rng, training):
    dropped = np.array(activations, dtype=float)
    for place in np.ndindex(dropped.shape) if training else ():
        dropped[place] = 0 if rng.uniform() < rate else dropped[place] / (1 - rate)
    return dropped


@silence.misconception(
    "The survivors stay as they are, so in training the next layer receives less than at inference. Scale them up."
)
def survivors_that_do_not_grow(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) if training else activations


@silence.misconception("The survivors shrink: they are multiplied by 1 − rate. They must make up for the dropped ones.")
def survivors_that_shrink(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) * (1 - rate) if training else activations


@silence.misconception(
    "Survivors double at every rate. That is right at 0.5 only: what is left must make up for the share that is gone."
)
def survivors_that_always_double(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) * 2 if training else activations


@silence.misconception(
    "A survivor grows by the rate here, to 1 + rate. That does not make up for the loss: divide by the share that "
    "survives."
)
def survivors_that_grow_by_the_rate(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) * (1 + rate) if training else activations


@silence.misconception(
    "The right ones survive, and are divided by `rate`, the share that is dropped. Divide by the share that is left."
)
def divides_by_the_rate_in_training(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) / rate if training else activations


@silence.misconception(
    "Division comes before subtraction: `/ 1 - rate` divides by 1, then takes the rate away from everything, zeros "
    "included. Put the share that survives in brackets."
)
def a_bracket_missing_in_training(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) / 1 - rate if training else activations


@silence.misconception(
    "An activation is kept with probability `rate`. The rate is the probability of being dropped: turn the comparison."
)
def keeps_with_probability_rate(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) < rate) / (1 - rate) if training else activations


@silence.misconception(
    "Here the rate is the share that survives, as in the paper of 2014. In Keras it is the share that is dropped."
)
def takes_the_rate_for_the_share_that_survives(activations, rate, rng, training):
    return np.where(rng.random(activations.shape) < rate, activations / rate, 0) if training else activations


@silence.misconception(
    "Training is right, and at inference all activations are scaled up as well. Nobody is missing there, so nobody has "
    "to be made up for."
)
def scales_up_at_inference_too(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate if training else 1) / (1 - rate)


@silence.misconception(
    "It scales up in training and down at inference: the loss is made up for twice. Keras leaves inference alone."
)
def mixes_both_forms(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate) if training else activations * (1 - rate)


@silence.misconception(
    "That is the form of 2014: survivors as they are, and everything scaled down at inference. Keras has the inverted "
    "form, in which training bears the scaling."
)
def the_form_of_2014(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate if training else 1 - rate)


@silence.misconception(
    "It drops at inference too: asked twice, the network would give two answers. What does `training` say?"
)
def drops_at_inference(activations, rate, rng, training):
    return activations * (rng.random(activations.shape) >= rate) / (1 - rate)


@silence.misconception("The two modes are exchanged: it drops at inference and hands everything on in training.")
def exchanges_the_modes(activations, rate, rng, training):
    return silence.reference(activations, rate, rng, not training)


@silence.misconception(
    "One coin decides for a whole row: all of its units work, or none. Each has its chance, but the company never "
    "changes. Toss a coin for each activation."
)
def one_coin_for_a_whole_row(activations, rate, rng, training):
    survives = rng.random((*activations.shape[:-1], 1)) >= rate
    return activations * survives / (1 - rate) if training else activations


@silence.misconception(
    "One mask serves all rows, so in every image the same units are silent. The mask needs the activations' shape."
)
def one_mask_for_all_rows(activations, rate, rng, training):
    return activations * (rng.random(activations.shape[-1]) >= rate) / (1 - rate) if training else activations


@silence.misconception(
    "One coin decides for all that lies behind a place of the first axis, for a whole image of a batch. Toss a coin "
    "for each activation."
)
def one_coin_for_a_place_of_the_first_axis(activations, rate, rng, training):
    survives = rng.random((len(activations), *[1] * (activations.ndim - 1))) >= rate
    return activations * survives / (1 - rate) if training else activations


@silence.misconception(
    "The same ones drop out at every call. The share is right; which ones it meets must be left to chance."
)
def the_same_ones_every_time(activations, rate, rng, training):
    survives = np.arange(activations.size).reshape(activations.shape) >= int(rate * activations.size)
    return activations * survives / (1 - rate) if training else activations


@silence.misconception(
    "Exactly the share `rate` is dropped, at every call. With a coin for each activation the number varies from call "
    "to call; only its average is fixed."
)
def drops_equally_many_at_every_call(activations, rate, rng, training):
    survives = rng.permutation(activations.size).reshape(activations.shape) >= round(rate * activations.size)
    return activations * survives / (1 - rate) if training else activations


@silence.misconception(
    "The survivors are divided by the share that happened to survive, which differs from mask to mask. Divide by the "
    "probability of surviving, which is known beforehand."
)
def divides_by_the_share_of_this_mask(activations, rate, rng, training):
    survives = rng.random(activations.shape) >= rate
    return activations * survives / survives.mean() if training else activations


@silence.misconception(
    "The mask does not follow from `rng`. A generator made inside the function, for one, is not the caller's: with a "
    "fixed seed it silences the same units in every step, without one no run can be repeated."
)
def ignores_the_generator(activations, rate, rng, training):
    return silence.reference(activations, rate, np.random.default_rng(0), training)


@silence.misconception(
    "Whole numbers stay whole: what stood behind the decimal point is cut off. The new activations must be floats."
)
def cuts_off_the_decimals(activations, rate, rng, training):
    dropped = activations * (rng.random(activations.shape) >= rate) / (1 - rate) if training else activations
    return dropped.astype(activations.dtype)


def feature_maps_and_rates():
    """One small map at rate 0; as many images as columns; a batch of one, a single channel; a series last."""
    rng = np.random.default_rng(1)
    series, maps = lent_in_series(30, 4), numbers_without_zero(rng, (40, 4, 3, 40))
    return [
        (np.arange(1, 7).reshape(1, 1, 2, 3), np.float64(0), lent(1)),
        (numbers_without_zero(rng, (24, 3, 24, 30)), 0.5, lent(2)),
        (numbers_without_zero(rng, (60, 3, 4, 40)), 0.4, lent(3)),
        (numbers_without_zero(rng, (1, 3, 4, 900)), 0.6, lent(4)),
        (maps, 0.2, series[0]),
        (maps, 0.2, series[1]),
        (maps, 0.2, series[2]),
        (numbers_without_zero(rng, (50, 3, 4, 48), np.uint8), 0.25, series[3]),
        (numbers_without_zero(rng, (48, 4, 4, 36)).astype(np.float32), 0.75, lent(5)),
        (numbers_without_zero(rng, (900, 4, 3, 1)), 0.4, lent(6)),
    ]


def facts_of_maps(result, feature_maps, rate, rng):
    """The facts, where one coin serves a whole map."""
    return facts(result, feature_maps, rate, rng, shared=(1, 2))


@exercise(
    """
    Write spatial dropout in training. `maps_dropped(feature_maps, rate, rng)` gets feature maps of the shape (batch,
    height, width, channels), of floats or whole numbers (uint8 too), a rate (0 ≤ rate < 1) and a NumPy generator. A
    coin drawn from `rng` for each channel of each image makes the whole map zero with probability `rate`; every other
    map is scaled as in dropout. Return the new maps, in the same shape.
    """,
    cases=feature_maps_and_rates,
    probe=facts_of_maps,
    hints=(
        "How many coins are tossed for a batch of 5 images with 8 channels?",
        "A mask with an axis of length 1 is stretched along that axis: NumPy repeats its values there.",
        "`survives = rng.random((len(feature_maps), …, …, feature_maps.shape[-1])) >= rate`",
    ),
    objectives=(5,),
    afterword="The shape of the mask says who shares a coin: the axes of length 1.",
)
def maps_dropped(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    survives = rng.random((batch, 1, 1, channels)) >= rate
    return feature_maps * survives / (1 - rate)


@maps_dropped.stub
def maps_dropped(feature_maps, rate, rng):
    new_maps = ...
    return new_maps


@maps_dropped.alternative
def map_by_map(feature_maps, rate, rng):
    dropped = np.zeros(feature_maps.shape)
    for image in range(len(feature_maps)):
        for channel in range(feature_maps.shape[-1]):
            if rng.random() >= rate:
                dropped[image, ..., channel] = feature_maps[image, ..., channel] / (1 - rate)
    return dropped


@maps_dropped.alternative
def by_factors_and_einsum(feature_maps, rate, rng):
    factors = rng.binomial(1, 1 - rate, (len(feature_maps), feature_maps.shape[-1])) / (1 - rate)
    return np.einsum("bhwc,bc->bhwc", feature_maps, factors)


def _masked(feature_maps, rate, rng, shape):
    return feature_maps * (rng.random(shape) >= rate) / (1 - rate)


@maps_dropped.misconception(
    "Single pixels are dropped. Their neighbours say much the same, so each map can still be read. One coin decides "
    "for all of a map."
)
def drops_pixels_one_by_one(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, feature_maps.shape)


@maps_dropped.misconception(
    "All images of the batch lose the same channels. Each image has its own coins: the mask needs the batch axis."
)
def the_same_maps_in_every_image(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, feature_maps.shape[-1])


@maps_dropped.misconception(
    "Whole images vanish: one coin decides for all channels of an image. Each channel has a coin of its own."
)
def drops_whole_images(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, (len(feature_maps), 1, 1, 1))


@maps_dropped.misconception(
    "Whole rows are dropped, through all channels: the coins lie along axis 1, which is the height. Here the channels "
    "are the last axis."
)
def takes_the_height_for_the_channels(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, (*feature_maps.shape[:2], 1, 1))


@maps_dropped.misconception(
    "A pixel is dropped in all channels at once, and the other way round is asked for: all pixels of one channel."
)
def drops_a_pixel_through_all_channels(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, (*feature_maps.shape[:3], 1))


@maps_dropped.misconception(
    "The right maps are dropped, and the others stay as they are. Survivors are to be scaled up."
)
def maps_that_do_not_grow(feature_maps, rate, rng):
    return feature_maps * (rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) >= rate)


@maps_dropped.misconception(
    "The surviving maps shrink: they are multiplied by 1 − rate. To keep the mean they have to grow."
)
def maps_that_shrink(feature_maps, rate, rng):
    return maps_that_do_not_grow(feature_maps, rate, rng) * (1 - rate)


@maps_dropped.misconception("A map is kept with probability `rate`. The rate is the probability of being dropped.")
def keeps_maps_with_probability_rate(feature_maps, rate, rng):
    return feature_maps * (rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) < rate) / (1 - rate)


@maps_dropped.misconception(
    "The coins do not follow from `rng`. A generator made inside the function is not the caller's: with a fixed seed "
    "it would drop the same maps at each call."
)
def does_without_the_generator(feature_maps, rate, rng):
    return by_factors_and_einsum(feature_maps, rate, np.random.default_rng(0))


@maps_dropped.misconception(
    "Each image loses equally many maps. With a coin for each map the number differs from image to image; only the "
    "average is fixed."
)
def drops_equally_many_in_each_image(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    survives = rng.permuted(np.tile(np.arange(channels) >= round(rate * channels), (batch, 1)), axis=1)
    return feature_maps * survives[:, np.newaxis, np.newaxis] / (1 - rate)


@maps_dropped.misconception(
    "In the whole batch exactly the share `rate` of the maps is dropped, at every call. With a coin for each map the "
    "number varies; only its average is fixed."
)
def drops_equally_many_in_each_batch(feature_maps, rate, rng):
    batch, _, _, channels = feature_maps.shape
    survives = rng.permutation(batch * channels).reshape(batch, 1, 1, channels) >= round(rate * batch * channels)
    return feature_maps * survives / (1 - rate)


@maps_dropped.misconception(
    "The right maps survive, and are divided by `rate`, the share that is dropped. Divide by the share that is left."
)
def divides_by_the_rate_(feature_maps, rate, rng):
    return maps_that_do_not_grow(feature_maps, rate, rng) / rate


@maps_dropped.misconception(
    "The surviving maps double at every rate. That is right at 0.5 only: what is left must make up for what is gone."
)
def maps_that_always_double(feature_maps, rate, rng):
    return maps_that_do_not_grow(feature_maps, rate, rng) * 2


@maps_dropped.misconception(
    "The rate is taken for the share that survives, as in the paper of 2014. In Keras it is the share that is dropped."
)
def takes_the_rate_for_the_share_that_survives_(feature_maps, rate, rng):
    return np.where(rng.random((len(feature_maps), 1, 1, feature_maps.shape[-1])) < rate, feature_maps / rate, 0)


@maps_dropped.misconception(
    "Division comes before subtraction: `/ 1 - rate` divides by 1, then takes the rate away from every pixel. Put the "
    "share that survives in brackets."
)
def a_bracket_missing_(feature_maps, rate, rng):
    return maps_that_do_not_grow(feature_maps, rate, rng) / 1 - rate


@maps_dropped.misconception(
    "A mask of two axes, (batch, channels), is laid over the last two, width and channels: NumPy lines axes up from "
    "the right. Give the mask axes of length 1 for height and width."
)
def a_mask_without_height_and_width(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, (len(feature_maps), feature_maps.shape[-1]))


@maps_dropped.misconception(
    "Whole columns are dropped, through all channels: the coins lie along axis 2, which is the width. Here the "
    "channels are the last axis."
)
def takes_the_width_for_the_channels(feature_maps, rate, rng):
    return _masked(feature_maps, rate, rng, (len(feature_maps), 1, feature_maps.shape[2], 1))


@maps_dropped.misconception("Nothing is dropped: no map may be left as it was, and some have to become zero.")
def drops_no_map(feature_maps, rate, rng):
    return feature_maps


def layers_behind():
    """Layers with more outputs than units, so that their sums tell what came in; small whole numbers first."""
    rng, series = np.random.default_rng(2), lent_in_series(40, 4)

    def layer(images, units, outputs):
        weights = np.linalg.qr(rng.normal(size=(outputs, units)))[0].T * rng.uniform(0.5, 1.5, outputs)
        return rng.uniform(0.5, 2, (images, units)), weights, rng.uniform(1, 3, outputs)

    small, ones = np.array([[2, 1], [3, 4], [1, 2]]), layer(120, 25, 34)
    return [
        (small, np.array([[1, 0, 2], [0, 1, 1]]), np.array([1, 1, -1]), 0.5, lent(1), False),
        (*layer(150, 20, 30), 0.5, lent(2), True),
        (*layer(120, 24, 31), 0.25, lent(3), True),
        (*layer(80, 16, 20), 0.25, lent(4), False),
        (*ones, 0.6, series[0], True),
        (*ones, 0.6, series[1], True),
        (*ones, 0.6, series[2], True),
        (*layer(130, 30, 45), 0.2, series[3], True),
        (*layer(90, 12, 18), 0.6, lent(5), False),
        (*layer(4, 5, 6), np.float64(0), lent(6), True),
    ]


BIAS, ZEROS = "the bias is multiplied by", "zeros among the sums"
WEIGHTS = "single weights are dropped in place of units"


def facts_of_sums(result, activations, weights, bias, rate, rng, training):
    """The facts of the activations which must have come in for the layer to give these sums."""
    sums, wanted = numbers_of(result), (len(activations), weights.shape[1])
    if sums is None or sums.shape not in (wanted, (*wanted, 1)):
        return {**facts(result, activations, rate, rng, training), **dict.fromkeys((ZEROS, WEIGHTS, BIAS))}
    sums, inverse = sums.reshape(wanted), np.linalg.pinv(weights)
    beyond = np.eye(len(bias)) - inverse @ weights  # what no activations can bring about: it tells the bias
    times = multiple(sums @ beyond, bias @ beyond)
    came_in = (sums - (np.nan if isinstance(times, str) else times) * bias) @ inverse
    found = facts(np.where(np.abs(came_in) < 1e-4, 0, came_in), activations, rate, rng, training)
    single = isinstance(times, str) and drops_weights(sums, activations, weights, bias)
    return {ZEROS: share(sums == 0, rate), WEIGHTS: single, BIAS: times, **found, "shape": str(wanted)}


def drops_weights(sums, activations, weights, bias):
    """Whether the sums are those of all the units, and of weights of which some are zero."""
    used = np.linalg.lstsq(activations, sums - bias)[0]
    return np.allclose(activations @ used + bias, sums, atol=1e-3) and bool(np.isclose(used, 0, atol=1e-6).any())


def multiple(rows, one):
    """The number by which `one` is multiplied in every row, or words where there is none."""
    times = rows @ one / (one @ one)
    is_one_number = np.ptp(times) <= 1e-3 and np.allclose(rows, times[:, np.newaxis] * one, atol=1e-3)
    return round(float(times.mean()), 6) if is_one_number else "different numbers"


@exercise(
    """
    `next_sums(activations, weights, bias, rate, rng, training)` should give the sums of a dense layer behind dropout,
    in both modes as Keras computes them. `activations` (images, units) go through dropout, with a coin for each unit of
    each image, drawn from `rng`; then through `weights` (units, outputs) and `bias` (outputs). With `training=False`
    chance has no place. Mend it.
    """,
    cases=layers_behind,
    probe=facts_of_sums,
    hints=(
        "Which sums does the layer receive on average in training, and which at inference?",
        "Give it `weights` of ones, a `bias` of zeros and rate 0.5. Compare the mean of many calls in training with "
        "one call at inference.",
        "`sums = activations @ … + bias`: which weights stand there in training, and which at inference?",
    ),
    objectives=(3,),
    afterword="Scale once: up in training, or down at inference as in 2014, never both.",
)
def next_sums(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    return activations @ weights + bias


@next_sums.repair
def next_sums(activations, weights, bias, rate, rng, training):
    if training:
        survives = rng.random(activations.shape) >= rate
        activations = activations * survives / (1 - rate)
    else:
        weights = weights * (1 - rate)
    return activations @ weights + bias


@next_sums.alternative
def scales_the_weights_in_training(activations, weights, bias, rate, rng, training):
    if not training:
        return activations @ weights + bias
    return (activations * rng.binomial(1, 1 - rate, activations.shape)) @ (weights / (1 - rate)) + bias


@next_sums.alternative
def image_by_image(activations, weights, bias, rate, rng, training):
    factors = np.array([0, 1 / (1 - rate)]) if training else np.ones(2)
    return [
        one * factors[(rng.uniform(size=len(one)) >= rate).astype(int)] @ weights + bias
        for one in np.asarray(activations)
    ]


def _dropped(activations, rate, rng):
    return activations * (rng.random(activations.shape) >= rate)


@next_sums.misconception(
    "This is the form of 2014: survivors as they are, and less of everything at inference. It is consistent, but Keras "
    "has the inverted form, in which training bears the scaling."
)
def keeps_the_scaling_of_2014(activations, weights, bias, rate, rng, training):
    return (_dropped(activations, rate, rng) if training else activations * (1 - rate)) @ weights + bias


@next_sums.misconception(
    "Both scalings are gone: in training the layer now receives less than at inference. One of the two is needed."
)
def takes_out_both_scalings(activations, weights, bias, rate, rng, training):
    return (_dropped(activations, rate, rng) if training else activations) @ weights + bias


@next_sums.misconception(
    "At inference the weights are now scaled up. All units work there: nothing has to be made up for."
)
def scales_the_weights_up_at_inference(activations, weights, bias, rate, rng, training):
    return (_dropped(activations, rate, rng) if training else activations) @ (weights / (1 - rate)) + bias


@next_sums.misconception(
    "Units are dropped at inference too, so the same image gets another answer each time. Chance belongs to training."
)
def drops_in_both_modes(activations, weights, bias, rate, rng, training):
    return _dropped(activations, rate, rng) @ weights / (1 - rate) + bias


@next_sums.misconception("Nothing is dropped any more, not even in training. That part was right: inference was not.")
def drops_in_neither_mode(activations, weights, bias, rate, rng, training):
    return activations @ weights + bias


@next_sums.misconception(
    "In training the bias is scaled along with the sums. Dropout comes before the layer and leaves its bias alone."
)
def scales_the_bias_as_well(activations, weights, bias, rate, rng, training):
    sums = (_dropped(activations, rate, rng) if training else activations) @ weights + bias
    return sums / (1 - rate) if training else sums


@next_sums.misconception(
    "The scaling down has moved from the weights to the sums, and takes the bias along. At inference nothing needs it."
)
def scales_the_sums_down_at_inference(activations, weights, bias, rate, rng, training):
    sums = next_sums.reference(activations, weights, bias, rate, rng, training)
    return sums if training else sums * (1 - rate)


@next_sums.misconception(
    "Single weights are dropped. Dropout silences units: with the unit, all of its weights are without effect."
)
def drops_weights_in_place_of_units(activations, weights, bias, rate, rng, training):
    return activations @ (_dropped(weights, rate, rng) / (1 - rate) if training else weights) + bias


@next_sums.misconception(
    "All images of the batch now share one mask. The coins were right as given: one for each unit of each image."
)
def one_mask_for_the_batch(activations, weights, bias, rate, rng, training):
    survives = (rng.random(activations.shape[1]) >= rate) / (1 - rate) if training else 1
    return activations * survives @ weights + bias


@next_sums.misconception(
    "The sums are dropped, which come out of the layer. Dropout stands before it: the coins are for what goes in."
)
def drops_the_sums(activations, weights, bias, rate, rng, training):
    sums = activations @ weights + bias
    return _dropped(sums, rate, rng) / (1 - rate) if training else sums


@next_sums.misconception(
    "The survivors shrink in training: they are multiplied by 1 − rate. The scaling up was right as given."
)
def scales_down_in_training(activations, weights, bias, rate, rng, training):
    return _dropped(activations, rate, rng) @ weights * (1 - rate) + bias if training else activations @ weights + bias


@next_sums.misconception(
    "A unit is kept with probability `rate` now. The coins were right as given: the rate is the probability of being "
    "dropped."
)
def keeps_units_with_probability_rate(activations, weights, bias, rate, rng, training):
    survives = rng.random(activations.shape) < rate if training else 1
    return activations * survives @ weights / (1 - rate if training else 1) + bias


@next_sums.misconception(
    "In training the survivors are divided by `rate` now. The scaling up was right as given: they are divided by the "
    "share that survives."
)
def divides_the_survivors_by_the_rate(activations, weights, bias, rate, rng, training):
    return (_dropped(activations, rate, rng) / rate if training else activations) @ weights + bias


@next_sums.misconception(
    "The modes have changed places: units are dropped at inference, and all of them work in training. Chance belongs "
    "to training."
)
def exchanges_the_two_modes(activations, weights, bias, rate, rng, training):
    return next_sums.reference(activations, weights, bias, rate, rng, not training)


@next_sums.misconception(
    "The branches have changed places: units are dropped at inference, and weights scaled down in training. The "
    "condition was right as given; what happens at inference was not."
)
def exchanges_the_branches(activations, weights, bias, rate, rng, training):
    return next_sums.given(activations, weights, bias, rate, rng, not training)


@next_sums.misconception(
    "The coins no longer follow from `rng`. They were right as given: with a generator of its own the function drops "
    "the same units at each call, or no run can be repeated."
)
def coins_of_another_generator(activations, weights, bias, rate, rng, training):
    return next_sums.reference(activations, weights, bias, rate, np.random.default_rng(0), training)
