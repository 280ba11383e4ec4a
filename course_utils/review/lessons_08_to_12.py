"""Items for review on lessons 08 to 12: scores, covered images, flat ends, guessing, copies, blocks, stamps."""

import numpy as np

from course_utils.exercises import (
    backpropagation,
    bug_clinic,
    depth_and_colour,
    looking_inside,
    the_network_flipped,
)
from course_utils.inventory.item import Item, own, row, run, whole_numbers
from course_utils.numbers import number

_PLACES = ("first", "second", "third")


def _less_one_hot(probabilities, right):
    return tuple(one - (place == right) for place, one in enumerate(probabilities))


gradient_at_the_scores = Item(
    lesson="08",
    objective=2,
    believes="The gradient of the scores is the probabilities themselves.",
    numbers={
        "probabilities": ((0.6, 0.3, 0.1), (0.2, 0.7, 0.1), (0.1, 0.4, 0.5), (0.3, 0.1, 0.6), (0.8, 0.15, 0.05)),
        "right": range(3),
    },
    question=lambda probabilities, right: (
        f"Softmax gives one image the probabilities {', '.join(map(number, probabilities[:2]))} and "
        f"{number(probabilities[2])}. The *{_PLACES[right]}* class is right, and the loss is the cross-entropy. What "
        "is the gradient of the three scores that went into softmax?"
    ),
    choices=own(
        "It is the probabilities, less 1 at the right class.",
        _less_one_hot,
        without_one_hot=(
            lambda probabilities, right: probabilities,
            "The probabilities say how strongly each score has its part in the loss.",
        ),
        the_other_sign=(
            lambda probabilities, right: tuple(-one for one in _less_one_hot(probabilities, right)),
            "The gradient is what the scores lack: the right one must rise, the others fall.",
        ),
        the_right_class_alone=(
            lambda probabilities, right: tuple(
                one if place == right else 0 for place, one in enumerate(_less_one_hot(probabilities, right))
            ),
            "Only the probability of the right class stands in the loss, so only its score has a gradient.",
        ),
    ),
    exercise=backpropagation.gradient_of_scores,
    written=row,
    bank_numbers={"probabilities": (0.5, 0.3, 0.2), "right": 1},
)


def _places(size, patch, step):
    return (size - patch) // step + 1


patches_that_cover = Item(
    lesson="09",
    objective=2,
    believes="Patches of an occlusion map lie side by side.",
    numbers={"size": range(20, 41, 2), "patch": (4, 5, 6, 8), "step": (2, 3)},
    question=lambda size, patch, step: (
        f"A patch of {patch} × {patch} pixels covers a part of an image of {size} × {size}, in every place that it "
        f"reaches from the upper left corner in steps of {step}, wholly inside. How many covered images does the "
        "network see?"
    ),
    choices=own(
        "They are the places in one row, times the rows of places.",
        lambda size, patch, step: _places(size, patch, step) ** 2,
        side_by_side=(
            lambda size, patch, step: (size // patch) ** 2,
            "Each part of the image is covered once, and then the next one.",
        ),
        steps_in_place_of_places=(
            lambda size, patch, step: (_places(size, patch, step) - 1) ** 2,
            "The room for the patch is divided by the step, in both directions.",
        ),
        one_row_of_places=(_places, "The patch moves from the left edge to the right edge of the image."),
    ),
    exercise=looking_inside.covered_images,
    bank_numbers={"size": 28, "patch": 4, "step": 2},
    advice={
        "side by side": "That is patches side by side. A step smaller than the patch lets them overlap.",
    },
)

beyond_the_knee = Item(
    lesson="09",
    objective=2,
    believes="Where a gradient is zero, a pixel had no part in the answer.",
    numbers={"slope": (1, 2, 4, 5), "knee": (100, 120, 150, 160), "pixel": (200, 220, 240, 250)},
    question=lambda slope, knee, pixel: (
        f"A logit depends on one pixel x alone: it rises by {number(slope / 100)} for each grey level up to {knee}, "
        f"and no further. The pixel is {pixel}, the baseline 0. What is gradient × input, and what do integrated "
        "gradients give in very many steps?"
    ),
    choices=own(
        "The slope at the pixel is 0, but the way from the baseline was steep as long as the logit rose.",
        lambda slope, knee, pixel: (0, slope / 100 * knee),
        flat_all_the_way=(
            lambda slope, knee, pixel: (0, 0),
            "The logit does not change with this pixel, and both methods say so.",
        ),
        steep_all_the_way=(
            lambda slope, knee, pixel: (0, slope / 100 * pixel),
            "Integrated gradients take the steep slope over the whole way to the pixel.",
        ),
        the_slope_further_down=(
            lambda slope, knee, pixel: (slope / 100 * pixel, slope / 100 * knee),
            "The pixel made the logit rise, so its gradient is the slope of that rise.",
        ),
    ),
    exercise=looking_inside.a_flat_end,
    written=lambda pair: f"{number(pair[0])} and {number(pair[1])}",
    bank_numbers={"slope": 2, "knee": 150, "pixel": 250},
    advice={
        "steep all the way": "The second may not be more than the logit rises on the way: beyond the bend it stands "
        "still.",
        "the slope further down": "Gradient × input takes the slope at the pixel's own value, beyond the bend: what is "
        "it there?",
    },
)

loss_before_learning = Item(
    lesson="10",
    objective=1,
    believes="A network that only guesses has the loss of being mostly wrong.",
    numbers={"kinds": (3, 5, 6, 8, 10, 12, 15, 20, 25, 30, 50, 100, 200, 500, 1000)},
    question=lambda kinds: (
        f"A network is to tell {kinds:,} kinds of cloth apart. Before its first step it gives each kind the same "
        "probability. What does its loss, the mean of −ln(probability of the right class), say? (ln 10 is about 2.30; "
        "you can choose without a calculator.)"
    ),
    choices=own(
        "The probability of the right class is one share, and the loss is minus its natural logarithm.",
        lambda kinds: float(np.log(kinds)),
        of_being_wrong=(
            lambda kinds: float(-np.log(1 - 1 / kinds)),
            "It is wrong nearly always, and the loss looks at the probability of being wrong.",
        ),
        the_probability=(lambda kinds: 1 / kinds, "The loss is the probability that it gives to the right class."),
        to_base_two=(
            lambda kinds: float(np.log2(kinds)),
            "The loss counts how often the kinds must be halved until one is left.",
        ),
    ),
    exercise=bug_clinic.loss_of_guessing,
    written=lambda value: number(value, 3, fixed=True),
    bank_numbers={"kinds": 4},
    advice={
        "to base two": "That is the logarithm to another base. Keras, and `np.log`, take the natural one.",
        "of being wrong": "You took the probability of a wrong answer. The loss looks at the probability of the right "
        "class.",
    },
)


def _letters(rng):
    """Some letters with repetitions, as images have copies."""
    return tuple(str(one) for one in rng.choice(list("ABCDE"), 6))


def _known(function, training, validation):
    """How many a function of the bank finds in both; each letter stands for an image of its own."""
    pictures = {letter: np.full((2, 2), place) for place, letter in enumerate("ABCDE")}
    return int(function(*(np.array([pictures[one] for one in part]) for part in (training, validation))))


copies_in_both = Item(
    lesson="10",
    objective=5,
    believes="An image that was seen counts once, however often it is asked about.",
    numbers={"training": _letters, "validation": _letters},
    question=lambda training, validation: (
        f"Each letter is an image, and equal letters are equal images. In training: {' '.join(training)}. In "
        f"validation: {' '.join(validation)}. A test counts the validation images that occur in training too; one that "
        "is there twice counts twice. What does it count?"
    ),
    choices=run(
        bug_clinic.in_both,
        _known,
        "Each validation image is looked up among all training images, and counts once if it is there.",
        each_once="Equal images are one image, and one image that was seen counts once.",
        counts_the_training_images="Looked for are the training images that are used a second time, in validation.",
        counts_pairs="Each equal pair is a leak, so all pairs are counted.",
    ),
    exercise=bug_clinic.in_both,
)


def _residual(function, came_in, made):
    return tuple(int(one) for one in function(np.array(came_in), lambda x: np.array(made)))


residual_block = Item(
    lesson="11",
    objective=2,
    believes="A residual block hands on what its layers make.",
    numbers={"came_in": whole_numbers(3, -6, 9), "made": whole_numbers(3, -9, 6)},
    question=lambda came_in, made: (
        f"The numbers `{list(came_in)}` come into a residual block. Its layers f make `{list(made)}` of them. ReLU is "
        "the block's last step. What comes out?"
    ),
    choices=run(
        depth_and_colour.block,
        _residual,
        "What came in is added to what the layers make, and ReLU acts on the sum.",
        plain_block="What comes out is what the layers make, behind ReLU.",
        added_behind_the_relu="The layers end with ReLU, and then what came in is added.",
        relu_of_each_part="Nothing negative is handed on: ReLU acts on what came in and on what the layers make.",
    ),
    exercise=depth_and_colour.block,
    written=row,
)


def _arrives(function, tenths):
    return round(float(function([one / 10 for one in tenths])), 6)


gradient_past_blocks = Item(
    lesson="11",
    objective=2,
    believes="One shortcut carries the gradient past all blocks at once.",
    numbers={"tenths": whole_numbers(3, -7, 7)},
    question=lambda tenths: (
        "Three blocks y = x + f(x) stand one behind the other, one number wide. The slopes of their f are "
        f"{', '.join(number(one / 10) for one in tenths[:2])} and {number(tenths[2] / 10)}. By what factor does the "
        "output of the third change with x?"
    ),
    choices=run(
        depth_and_colour.gradient_through,
        _arrives,
        "Each block has the slope 1 + f′, and slopes one behind the other multiply.",
        one_road_round_all="The layers multiply their slopes, and the shortcut leads past them with slope 1.",
        slopes_added="Each block has the slope 1 + f′, and the blocks add theirs.",
        signs_forgotten="A slope says how steep a block is, whether it rises or falls.",
    ),
    exercise=depth_and_colour.gradient_through,
)


def _unshared(size, window, step, filters):
    places = _places(size, window, step)
    return places**2 * filters, window**2 * 3


layer_without_sharing = Item(
    lesson="11",
    objective=3,
    believes="A layer has one set of weights, with sharing or without.",
    numbers={"size": (20, 24, 32, 40), "window": (3, 4, 5), "step": (2, 3, 4), "filters": (8, 10, 16)},
    question=lambda size, window, step, filters: (
        f"A layer reads a colour image of {size} × {size} pixels with windows of {window} × {window} that jump by "
        f"{step}, without padding. It has {filters} filters. Now *without* sharing: at each place each filter gets "
        "weights and a bias of its own. How many parameters are that?"
    ),
    choices=own(
        "Each number of each map has a window of weights through all three channels, and a bias.",
        lambda **layer: _unshared(**layer)[0] * (_unshared(**layer)[1] + 1),
        one_set_for_all_places=(
            lambda size, window, step, filters: (window**2 * 3 + 1) * filters,
            "A filter is one set of weights, wherever it stands.",
        ),
        one_channel_only=(
            lambda **layer: _unshared(**layer)[0] * (_unshared(**layer)[1] // 3 + 1),
            "A window is a square of pixels, and each of them has one weight.",
        ),
        no_biases=(
            lambda **layer: _unshared(**layer)[0] * _unshared(**layer)[1],
            "Only weights are counted; a bias is no weight.",
        ),
    ),
    exercise=depth_and_colour.without_sharing,
    bank_numbers={"size": 64, "window": 9, "step": 5, "filters": 20},
    advice={
        "one channel only": "Each unit reads all channels of the image, and has weights for each of them.",
    },
)

stamped_width = Item(
    lesson="12",
    objective=1,
    believes="A transposed convolution makes a map exactly as many times wider as its stride.",
    numbers={"size": range(4, 13), "kernel_size": (4, 5, 6, 7), "strides": (3,)},
    question=lambda size, kernel_size, strides: (
        f"`Conv2DTranspose(1, kernel_size={kernel_size}, strides={strides})` without padding gets a feature map {size} "
        "wide. How wide is what comes out?"
    ),
    choices=own(
        "The last stamp begins after all steps, and is as long as the kernel.",
        lambda size, kernel_size, strides: (size - 1) * strides + kernel_size,
        tripled=(
            lambda size, kernel_size, strides: size * strides,
            "Each number makes as many as the stride says.",
        ),
        no_overlap=(
            lambda size, kernel_size, strides: size * kernel_size,
            "Each number lays down a stamp as long as the kernel, one stamp beside the other.",
        ),
        where_the_last_begins=(
            lambda size, kernel_size, strides: (size - 1) * strides + 1,
            "The stride says how far apart the numbers lie in the new map.",
        ),
    ),
    exercise=the_network_flipped.width_that_comes_out,
    bank_numbers={"size": 6, "kernel_size": 5, "strides": 3},
    advice={
        "tripled": "That is `same`, or stamps that end with their stride. The last one is as long as the kernel.",
        "no overlap": "That is stamps side by side. But each begins one stride behind the one before.",
        "where the last begins": "The steps lead to where the last stamp begins. It is as long as the kernel.",
    },
)
