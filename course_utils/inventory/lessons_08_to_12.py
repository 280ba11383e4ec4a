"""Items on lessons 08 to 12: gradients, controls, a silent split, what a layer costs, and the network flipped."""

from operator import mul

import numpy as np

from course_utils.exercises import (
    backpropagation,
    bug_clinic,
    depth_and_colour,
    looking_inside,
    the_network_flipped,
)
from course_utils.inventory.item import Choice, Item, own, row, run, whole_numbers
from course_utils.layer_table import Conv, layer_table
from course_utils.numbers import number


def _loss(image, kernel, gradients):
    """Three sums of a row of five, each weighted by the gradient that comes back to it."""
    return sum(map(mul, gradients, np.correlate(image, kernel, "valid")))


def _gradient_of_the_middle(image, kernel, gradients):
    """By a difference: the loss is linear in each pixel, so a step of one is exact."""
    changed = (*image[:2], image[2] + 1, *image[3:])
    return int(_loss(changed, kernel, gradients) - _loss(image, kernel, gradients))


way_back_to_a_pixel = Item(
    lesson="08",
    objective=1,
    believes="The way back to the image uses the kernel as it stands.",
    numbers={
        "image": whole_numbers(5, 1, 9),
        "kernel": whole_numbers(3, 2, 9),
        "gradients": ((1, 10, 100), (100, 10, 1), (10, 1, 100), (1, 100, 10)),
    },
    question=lambda image, kernel, gradients: (
        f"A kernel `{list(kernel)}` slides over a row of pixels `{list(image)}`, as a layer does it, and makes three "
        "sums. The gradients "
        f"{gradients[0]}, {gradients[1]} and {gradients[2]} come back to the first, second and third sum. What is the "
        f"gradient of the middle pixel, the {image[2]}?"
    ),
    choices=own(
        "The pixel meets the last weight first, and the first weight last.",
        _gradient_of_the_middle,
        forgets_the_flip=(
            lambda image, kernel, gradients: sum(map(mul, kernel, gradients)),
            "The first weight belongs to the first sum, the second to the second, the third to the third.",
        ),
        pixels_in_place_of_weights=(
            lambda image, kernel, gradients: sum(map(mul, image[:3], gradients)),
            "A gradient is the sum of pixels, each times the gradient of its sum.",
        ),
        leaves_the_gradients_out=(
            lambda image, kernel, gradients: sum(kernel),
            "A sum changes by the weight that the pixel meets, and the pixel meets all three.",
        ),
    ),
    exercise=backpropagation.gradient_of_a_pixel,
    bank_numbers={"image": (2, 5, 4, 1, 8), "kernel": (7, 2, 3), "gradients": (1, 10, 100)},
)


def _slope(weight, pixel, target):
    """By a centred difference, which is exact for a square."""
    above, below = ((pixel * one - target) ** 2 for one in (weight + 1, weight - 1))
    return (above - below) / 2


gradient_or_step = Item(
    lesson="08",
    objective=4,
    believes="Backpropagation is the learning rule: it makes the new weight.",
    numbers={"weight": (2, 3, 4, 5), "pixel": (2, 3, 4), "target": range(3, 20)},
    question=lambda weight, pixel, target: (
        f"A network has one weight, w = {weight}, and one pixel, x = {pixel}. Its loss is (w · x − {target})². First "
        "backpropagation runs, then plain gradient descent (SGD) at a learning rate of 0.1 changes the weight. Which "
        "number does *backpropagation* compute for w?"
    ),
    choices=own(
        "It computes how the loss changes with the weight, and no more.",
        _slope,
        the_new_weight=(
            lambda weight, pixel, target: weight - 0.1 * _slope(weight, pixel, target),
            "Backpropagation is how a network learns, so it gives the weight its new value.",
        ),
        the_step=(
            lambda weight, pixel, target: -0.1 * _slope(weight, pixel, target),
            "It computes by how much the weight is to be changed, downhill and at the learning rate.",
        ),
        the_error=(
            lambda weight, pixel, target: float(weight * pixel - target),
            "It sends the error back: the difference between the answer and what it should be.",
        ),
    ),
    exercise=backpropagation.differs_by_the_rule,
    advice={
        "the new weight": "The new weight is what the optimizer makes of the gradient. Backpropagation ends before.",
        "the step": "The step is the optimizer's: the gradient times the learning rate, with the other sign.",
        "the error": "The error is only where the way back begins. It is still doubled, for the square, and multiplied "
        "by the pixel.",
    },
)


def _correlation(floor, left):
    return floor + left * (1 - floor)


above_the_floor = Item(
    lesson="09",
    objective=4,
    believes="A map that resembles that of the trained network shows what the network has learnt.",
    numbers={"floor": (0.2, 0.4, 0.5, 0.6, 0.7, 0.8), "left": (0.1, 0.2, 0.3, 0.4, 0.7)},
    question=lambda floor, left: (
        "The last layer of a trained network gets random weights. A method's maps of it still have a rank correlation "
        f"of {number(_correlation(floor, left))} with its maps of the trained network. With maps of a network that is "
        f"random *throughout* they have {number(floor)}: so much all maps of garments share. Which share of what lies "
        "above this floor was left by the random last layer?"
    ),
    choices=own(
        "Both are measured from the floor: what is left above it, divided by all that can lie above it.",
        lambda floor, left: (_correlation(floor, left) - floor) / (1 - floor),
        no_floor_at_all=(
            _correlation,
            "The correlation says itself how much of the trained network the maps still show.",
        ),
        the_distance_alone=(
            lambda floor, left: _correlation(floor, left) - floor,
            "The floor is taken away from the correlation; what is left over is the share.",
        ),
        the_share_that_was_lost=(
            lambda floor, left: (1 - _correlation(floor, left)) / (1 - floor),
            "The share is what the random layer took away, of what lies above the floor.",
        ),
    ),
    exercise=looking_inside.above_the_floor,
    bank_numbers={"floor": 0.52, "left": 0.25},
)


def _parts(classes, images, share):
    """Labels in order, and the two parts that `fit` makes of them: it takes the last ones as they lie."""
    labels = np.repeat(np.arange(classes), images)
    return np.split(labels, [round(len(labels) * (1 - share))])


last_of_the_sorted = Item(
    lesson="10",
    objective=4,
    believes="`fit` shuffles before it splits off validation images.",
    numbers={"classes": (10, 20, 30, 40), "images": (10, 50, 100), "share": (0.1, 0.2, 0.3)},
    question=lambda classes, images, share: (
        f"{classes * images:,} images lie sorted: {images} of the first class, then {images} of the second, up to "
        f"{images} of class {classes}. Keras' `fit` gets them with `validation_split={number(share)}` and "
        "`shuffle=True`. How many different classes are among the images that it validates on?"
    ),
    choices=own(
        "`fit` takes the last images as they lie, and shuffles only what is left.",
        lambda classes, images, share: len(np.unique(_parts(classes, images, share)[1])),
        shuffled_first=(
            lambda classes, images, share: classes,
            "`shuffle=True` mixes the images first, so each part holds all classes.",
        ),
        what_is_left=(
            lambda classes, images, share: len(np.unique(_parts(classes, images, share)[0])),
            "The share says how much is trained on, and the rest is for validation.",
        ),
        an_empty_part=(
            lambda classes, images, share: 0,
            "Sorted images are no random sample, so `fit` has nothing that it could validate on.",
        ),
    ),
    exercise=bug_clinic.classes_in_the_split,
    bank_numbers={"classes": 10, "images": 10, "share": 0.1},
    advice={
        "an empty part": "Some class must be there: some images are in that part.",
    },
)


def _row(side, channels, filters):
    """The layer's row in a table of its network: `same` padding, stride 1."""
    return layer_table((side, side, channels), [Conv(filters, padding="same")])[0]


cost_of_a_layer = Item(
    lesson="11",
    objective=3,
    believes="A layer costs as much as it has parameters.",
    numbers={"side": (8, 10, 20, 30), "channels": (2, 4, 5, 8), "filters": (10, 20, 30)},
    question=lambda side, channels, filters: (
        f"A convolution of {filters} filters, 3 × 3, reads {channels} channels and writes {filters} maps of {side} × "
        f"{side}; stride 1, padding `same`. How many multiplications does it make for one image?"
    ),
    choices=own(
        "Each weight is used at every place of its map.",
        lambda **sizes: _row(**sizes).multiplications,
        parameters_are_the_cost=(
            lambda **sizes: _row(**sizes).parameters,
            "Each parameter is multiplied once.",
        ),
        one_map_alone=(
            lambda side, channels, filters: _row(side, channels, 1).multiplications,
            "The window visits every place once, and all filters share that visit.",
        ),
        one_channel_alone=(
            lambda side, channels, filters: _row(side, 1, filters).multiplications,
            "At each place of each map nine weights meet nine pixels.",
        ),
    ),
    exercise=depth_and_colour.work_of_the_dense_layers,
    advice={
        "parameters are the cost": "A weight of a convolution is not used once: it is used at every place of its map.",
        "one map alone": "That is one map. Each filter makes its own, with multiplications of its own.",
        "one channel alone": "A filter is as deep as its input: at each place it has weights for all channels.",
    },
)


def _there_and_back(function, row, kernel):
    """A convolution with stride 2, then a transposed one with the same kernel, by a function of the bank."""
    return tuple(int(one) for one in function(_forwards(row, kernel), np.array(kernel), 2))


def _forwards(row, kernel):
    return np.correlate(row, kernel, "valid")[::2]


_stamped = run(
    the_network_flipped.stamped_row,
    _there_and_back,
    "Each number lays down its multiple of the kernel, and overlaps are added.",
    later_stamps_cover="Each number lays down the kernel multiplied by it, and the later one covers the earlier.",
    turned_round="On the way back the kernel is turned round; it is laid down for each number, and added.",
)
_undone = Choice(
    "undone", lambda row, kernel: row, "The transposed convolution goes the same way back, so the row comes back."
)

there_and_back = Item(
    lesson="12",
    objective=1,
    believes="A transposed convolution undoes a convolution.",
    numbers={"row": whole_numbers(5, 0, 6), "kernel": whole_numbers(3, 1, 4)},
    question=lambda row, kernel: (
        f"The row `{list(row)}` goes through a convolution with the kernel `{list(kernel)}` and stride 2, as a layer "
        f"does it: `{_forwards(row, kernel).tolist()}` comes out. This goes through a transposed convolution with the "
        "same kernel and stride. What comes back?"
    ),
    choices=(_stamped[0], _undone, *_stamped[1:]),
    exercise=the_network_flipped.stamped_row,
    written=row,
    advice={
        "undone": "It gives back the shape, and not the numbers: where stamps overlap they are added, and nothing is "
        "divided.",
    },
)


def _best_single_number(images, bright):
    """Try all numbers in steps of a half, and take the one with the smallest mean squared error."""
    values, tried = np.array([0] * (images - 1) + [bright]), np.arange(0, bright + 0.5, 0.5)
    return float(tried[np.argmin([((values - one) ** 2).mean() for one in tried])])


mean_of_the_class = Item(
    lesson="12",
    objective=3,
    believes="The lowest loss belongs to a picture as sharp as a real one.",
    numbers={"images": (4, 5, 6, 8), "bright": (120, 240)},
    question=lambda images, bright: (
        f"A pixel is 0 in {images - 1} images of a class and {bright} in one. A decoder must draw the same number for "
        "all of them. Which one makes its mean squared error smallest?"
    ),
    choices=own(
        "The squared error is smallest at the mean, which no image has.",
        _best_single_number,
        the_most_frequent=(
            lambda images, bright: 0,
            "It draws what most images have, and is right in all of them but one.",
        ),
        halfway=(lambda images, bright: bright / 2, "Halfway between the two numbers no error is large."),
        the_brightest=(
            lambda images, bright: bright,
            "A large error weighs most, so it draws what the bright image has.",
        ),
    ),
    exercise=the_network_flipped.best_single_answer,
    bank_numbers={"images": 4, "bright": 200},
    advice={
        "the most frequent": "It is right for most of the images. But the error of the bright one counts squared.",
        "halfway": "That is halfway between the two values. But more of the images pull to one side.",
        "the brightest": "There the one bright image is met, and all the others are missed by as much as can be.",
    },
)
