"""Items on lessons 04 to 07: dropout's two modes, constants of the training images, softmax, copies."""

import numpy as np

from course_utils.exercises import augmentation, bug_clinic, dropout, normalization
from course_utils.inventory.item import Item, own, run, whole_numbers
from course_utils.numbers import number


def _survivors(function, size, rate):
    """A survivor's size in training, and what becomes of an activation at inference."""
    modes = (function(np.full(1000, float(size)), rate, np.random.default_rng(0), mode) for mode in (True, False))
    return tuple(round(float(np.max(activations)), 6) for activations in modes)


dropout_modes = Item(
    lesson="04",
    objective=3,
    believes="Dropout scales activations down at inference.",
    numbers={"size": (12, 24, 36, 48), "rate": (0.2, 0.25, 0.4, 0.6, 0.75)},
    question=lambda size, rate: (
        f"A dropout layer of Keras has the rate {number(rate)}. An activation of size {size} comes in. Which number is "
        "handed on in training, if it survives, and which at inference?"
    ),
    choices=run(
        dropout.silence,
        _survivors,
        "Survivors are divided by the share that survives, so nothing is left to do at inference.",
        the_form_of_2014="Survivors stay as they are, and at inference, where all work, everything is scaled down.",
        scales_up_at_inference_too="The layer multiplies by the same number in both modes, so that they agree.",
        survivors_that_do_not_grow="A layer that drops has no reason to change what it does not drop.",
    ),
    exercise=dropout.silence,
    written=lambda pair: f"{number(pair[0])} in training, {number(pair[1])} at inference",
)

training_constants = Item(
    lesson="05",
    objective=1,
    believes="New images are scaled by their own mean and deviation.",
    numbers={
        "mean": (50, 60, 70, 80),
        "deviation": (40, 80),
        "own_mean": (110, 120, 130),
        "own_deviation": (20, 25, 50),
        "steps": (1, 1.5, 2, 2.5),
    },
    question=lambda mean, deviation, own_mean, own_deviation, steps: (
        f"A network was trained on standardised images; the training pixels have mean {mean} and standard deviation "
        f"{deviation}. A new photograph comes, whose own pixels have mean {own_mean} and standard deviation "
        f"{own_deviation}. One of them is {number(mean + steps * deviation)}. Which number should the network get?"
    ),
    choices=own(
        "The constants belong to the network: it learnt with those of the training images.",
        lambda mean, deviation, own_mean, own_deviation, steps: steps,
        the_new_image_by_its_own_constants=(
            lambda mean, deviation, own_mean, own_deviation, steps: (
                (mean + steps * deviation - own_mean) / own_deviation
            ),
            "Standardising means that these very pixels get mean 0 and deviation 1.",
        ),
        its_own_mean_and_the_training_deviation=(
            lambda mean, deviation, own_mean, own_deviation, steps: (mean + steps * deviation - own_mean) / deviation,
            "Brightness differs from image to image, so the mean is the image's own; the width is the network's.",
        ),
        the_training_mean_and_its_own_deviation=(
            lambda mean, deviation, own_mean, own_deviation, steps: steps * deviation / own_deviation,
            "The mean is the network's; contrast differs from image to image, so the width is the image's own.",
        ),
    ),
    exercise=normalization.standardised_value,
    written=lambda value: number(value, 2, fixed=True),
    bank_numbers={"mean": 52, "deviation": 40, "own_mean": 134, "own_deviation": 25, "steps": 2.5},
)


def _asked_alone(function, batch, mean, deviation):
    """What batch norm makes of the first number of a batch at inference."""
    one = np.ones(1)
    column = np.array(batch, float)[:, np.newaxis]
    output = function(column, one, 0 * one, mean * one, deviation**2 * one, False)[0]
    return float(np.ravel(output)[0])


batch_norm_asked = Item(
    lesson="05",
    objective=2,
    believes="Batch norm uses the batch at hand, also when the network is asked.",
    numbers={"batch": whole_numbers(4, 1, 20), "mean": (4, 6, 8, 10), "deviation": (2, 4, 5)},
    question=lambda batch, mean, deviation: (
        f"One channel of a trained batch norm has the moving mean {mean} and the moving variance {deviation**2}; γ is "
        f"1 and β is 0. In *inference* mode it gets a batch of four numbers: {', '.join(map(str, batch))}. What "
        f"becomes of the first one, {batch[0]}? (To two decimals; ε does not show.)"
    ),
    choices=run(
        normalization.batch_normed,
        _asked_alone,
        "At inference only the moving averages count, and not the batch.",
        batch_statistics_at_inference="The mean and the variance of these four numbers are used, as the name says.",
        forgets_the_root="The moving averages are used: the mean is taken away, and the variance divides.",
        forgets_to_take_the_mean_away="At inference nothing is centred any more; only the size is evened out.",
    ),
    exercise=normalization.batch_normed,
    written=lambda value: number(value, 2, fixed=True),
)


def _after_softmax(classes):
    """Probabilities of who takes 1 and zeros for scores and applies softmax to them."""
    scores = np.zeros(classes)
    scores[0] = 1
    return np.exp(scores) / np.exp(scores).sum()


softmax_twice = Item(
    lesson="06",
    objective=2,
    believes="A second softmax changes nothing.",
    numbers={"classes": (3, 5, 6, 8, 12, 15, 20)},
    question=lambda classes: (
        f"A network for {classes} classes ends in softmax. It is as sure as can be, and right: probability 1 for the "
        "right class, 0 for the others. By mistake its loss applies softmax to them once more. What does the loss say? "
        "(e is about 2.72; you can choose without a calculator.)"
    ),
    choices=own(
        "Softmax of one 1 and many zeros is far from sure, so a loss remains.",
        lambda classes: float(-np.log(_after_softmax(classes)[0])),
        one_softmax=(
            lambda classes: 0.0,
            "They are probabilities already, and softmax of probabilities changes nothing.",
        ),
        all_equal=(
            lambda classes: float(np.log(classes)),
            "The second softmax makes all classes equally probable, as if the network were guessing.",
        ),
        the_probability_itself=(
            lambda classes: float(_after_softmax(classes)[0]),
            "The loss is what is left of the probability of the right class.",
        ),
    ),
    exercise=bug_clinic.smallest_loss,
    written=lambda value: number(value, 2, fixed=True),
    bank_numbers={"classes": 4},
    advice={
        "all equal": "That is guessing. Softmax of one 1 and zeros still prefers the 1.",
    },
)


def _twins_in_training(photographs):
    """Mirror all, hold out the last fifth of all pictures, and count those whose twin was left for training."""
    pictures = [*((one, "as taken") for one in range(photographs)), *((one, "mirrored") for one in range(photographs))]
    kept = len(pictures) - len(pictures) // 5
    known = {one for one, _ in pictures[:kept]}
    return sum(one in known for one, _ in pictures[kept:])


copies_before_split = Item(
    lesson="07",
    objective=2,
    believes="A changed copy is a new image, so it may be split off after it is made.",
    numbers={"photographs": (50, 75, 100, 125, 150, 200)},
    question=lambda photographs: (
        f"There are {photographs} photographs. A mirrored copy of each is made, so there are {2 * photographs} "
        "pictures, and they lie in this order: first all photographs, then all copies in the same order. The last "
        "fifth of the pictures is held out for validation, and the network trains on the rest. Of how many held-out "
        "pictures has it seen the mirror image?"
    ),
    choices=own(
        "Each held-out picture is a copy, and its photograph lies among those that are trained on.",
        _twins_in_training,
        a_copy_is_new=(
            lambda photographs: 0,
            "The held-out pictures were kept apart from training, and a mirrored picture is another one.",
        ),
        photographs_are_counted=(
            lambda photographs: photographs // 5,
            "A fifth of the photographs is held out, and each has a twin.",
        ),
        a_fifth_of_a_fifth=(
            lambda photographs: 2 * photographs // 25,
            "A fifth is held out, and a fifth of these have their twin on the other side, by chance.",
        ),
    ),
    exercise=augmentation.score_on_copies,
    advice={
        "a copy is new": "A mirrored picture shows the same garment to the same pixel: a network that has learnt one "
        "knows the other.",
        "photographs are counted": "A fifth of the *pictures* is held out, and these are twice as many as the "
        "photographs.",
        "a fifth of a fifth": "Nothing is mixed here: the last pictures are all copies, and their photographs all lie "
        "in front.",
    },
)
