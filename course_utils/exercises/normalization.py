"""Exercises of lesson 05: what scales, batch norm and depth do, predicted; two functions to write; answers to mend."""

from functools import cache

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    These training pixels have mean 73 and standard deviation 90. What does a background pixel, 0, become when it is
    standardised? Answer with the calculation, not rounded: Python does the sum.
    """,
    hints=("What is taken away from each pixel, the background's 0 too, and what is the rest divided by?",),
    objectives=(1,),
    afterword="0 is no longer special: it lies below the mean, and so below 0.",
)
def background_pixel():
    return (0 - 73) / 90


@background_pixel.alternative
def in_deviations_below_the_mean():
    return -73 / 90


@background_pixel.misconception(
    "Rescaled, black stays 0. Standardised, it is the *mean* that becomes 0; how far below it does black lie?"
)
def stays_black():
    return 0.0


@background_pixel.misconception("Centred, but not yet scaled: how many deviations are these grey levels?")
def forgets_the_deviation_of_all():
    return 0 - 73


@background_pixel.misconception("The sign is turned round: a pixel darker than the mean lies below 0.")
def the_mean_less_black():
    return (73 - 0) / 90


@background_pixel.misconception("Mean and deviation have changed places. Which of the two is taken away?")
def the_two_constants_exchanged():
    return (0 - 90) / 73


@background_pixel.misconception(
    "That is the number, rounded. Write the calculation itself, and leave the rest to Python."
)
def rounded():
    return -0.81


@exercise(
    """
    A network was trained on standardised images. Pixels of its training images have mean 52 and standard deviation 40.
    Now it is asked for a new, bright photograph, whose own pixels have mean 134 and standard deviation 25. One of
    them is 152. Which number should the network receive for it?
    """,
    hints=(
        "Which of the four constants does the network know from its training?",
        "Take the training mean away, then divide by the training deviation.",
        "`(152 - …) / …`",
    ),
    objectives=(1,),
    afterword="The photograph's own mean and deviation do not occur: the constants belong to the model.",
)
def standardised_value():
    return (152 - 52) / 40


@standardised_value.misconception(
    "These are the photograph's own constants. The network was trained with those of the training images, and a bright "
    "photograph should stay bright."
)
def the_new_image_by_its_own_constants():
    return (152 - 134) / 25


@standardised_value.misconception(
    "Both constants come from the same images. You mixed the photograph's mean with the deviation of training."
)
def its_own_mean_and_the_training_deviation():
    return (152 - 134) / 40


@standardised_value.misconception("Both constants come from the same images. This deviation is the photograph's own.")
def the_training_mean_and_its_own_deviation():
    return (152 - 52) / 25


@standardised_value.misconception(
    "You averaged the constants of both. They are fixed once, on the training images; new images do not move them."
)
def constants_halfway_between():
    return (152 - (52 + 134) / 2) / ((40 + 25) / 2)


@standardised_value.misconception("Centred, but not yet scaled: the width of the training pixels should become 1.")
def forgets_the_deviation():
    return 152 - 52


@standardised_value.misconception("Scaled, but not centred: the mean of the training pixels should become 0.")
def forgets_the_mean():
    return 152 / 40


@standardised_value.misconception("That is rescaling: 0–255 becomes 0–1. Standardising uses a mean and a deviation.")
def rescaled_to_0_and_1():
    return 152 / 255


@standardised_value.misconception("You divided by the variance. Its root, 40, is a width in the pixels' own units.")
def divided_by_the_variance():
    return (152 - 52) / 40**2


@standardised_value.misconception(
    "Mean and deviation have changed places: the mean is taken away, and the deviation is what the rest is divided by."
)
def mean_and_deviation_exchanged():
    return (152 - 40) / 52


@standardised_value.misconception(
    "You multiplied by the deviation, which makes the pixels wider still. Divided by it, their width becomes 1."
)
def multiplies_by_the_deviation():
    return (152 - 52) * 40


@standardised_value.misconception("Division comes before subtraction: put brackets round the difference.")
def a_bracket_missing():
    return 152 - 52 / 40


@standardised_value.misconception("The sign is turned round. A pixel brighter than the mean becomes a positive number.")
def the_mean_less_the_pixel():
    return (52 - 152) / 40


@standardised_value.misconception("You standardised 134, the mean of the photograph. Asked for is the one pixel, 152.")
def the_mean_of_the_photograph_for_the_pixel():
    return (134 - 52) / 40


@standardised_value.alternative
def in_deviations_from_the_mean():
    return 152 / 40 - 52 / 40


@prediction(
    """
    One dense layer, all its weights zero, is shown pixels 0–255, or the same pixels divided by 255. By what factor is
    the first gradient longer on pixels? By what must the learning rate 0.1 be divided on pixels, so that all losses are
    the same as on the divided pixels at 0.1? Answer with a tuple of two numbers.
    """,
    hints=("The gradient is input times error. And what does a changed weight meet in the next step?",),
    objectives=(3,),
    afterword="One factor makes the step longer, and it counts once more when the changed weight meets the next input.",
)
def factor_and_divisor():
    return (255, 255**2)


@factor_and_divisor.alternative
def multiplied_out():
    return (255, 65_025)


@factor_and_divisor.misconception(
    "With the rate divided so, each weight moves as far as on small inputs. But the score is weight times input: what "
    "do the changed weights meet?"
)
def one_factor_for_both():
    return (255, 255)


@factor_and_divisor.misconception(
    "The divisor is right. The gradient is input times error; with all weights zero the errors are the same on both."
)
def the_square_for_the_gradient():
    return (255**2, 255**2)


@factor_and_divisor.misconception(
    "The divisor is right. But look at the gradient: it is the *input* times the error, and the inputs are larger."
)
def no_change_in_the_gradient():
    return (1, 255**2)


@factor_and_divisor.misconception(
    "You added the two factors. The step is longer by one, and what the changed weight then does by the other: that "
    "multiplies."
)
def doubled_in_place_of_squared():
    return (255, 2 * 255)


@prediction(
    """
    Three networks alike get the same images: `"by 255"` divided by 255, `"by 90"` divided by 90, which is the
    deviation, or `"standardised"`, which is centred and then divided by 90. In the 15th step at a rate of 0.1, on which
    of the three is the loss highest, as a mean of three seeds?
    """,
    choices=("by 255", "by 90", "standardised"),
    hints=("On which of the three are the inputs, and so the first steps, shortest?",),
    objectives=(3,),
    afterword="Smaller inputs, shorter steps: the factor works like a learning rate.",
)
def slowest_start():
    return "by 255"


@slowest_start.misconception(
    "It is not centred, that is true. But compare how long the steps are: by what are the pixels divided here, and in "
    "the others?"
)
def needs_a_centre():
    return "by 90"


@slowest_start.misconception(
    "Negative inputs do no harm: weights have both signs. Compare how long the steps are on each of the three."
)
def negative_inputs():
    return "standardised"


@prediction(
    """
    The trained network gets new images that are standardised by *their own* mean and deviation: first all 5,000
    validation garments, then the sandals among them alone. Which of the two loses more than 0.10 of its accuracy by
    that? Answer `"neither"`, `"all garments"`, `"sandals"` or `"both"`.
    """,
    choices=("neither", "all garments", "sandals", "both"),
    hints=("Which of the two has a mean that is far from that of the training images?",),
    objectives=(1,),
    afterword="A mistake that stays hidden for as long as the new images are a mixture like the old ones.",
)
def loses_by_its_own_mean():
    return "sandals"


@loses_by_its_own_mean.misconception(
    "The network learnt what a dark image looks like. What becomes of dark images that are moved to mean 0?"
)
def no_harm_done():
    return "neither"


@loses_by_its_own_mean.misconception(
    "The mean of 5,000 mixed garments is nearly that of the training images, so nearly nothing changes. Where does it "
    "differ?"
)
def the_larger_set():
    return "all garments"


@loses_by_its_own_mean.misconception(
    "One of them does. The other is a mixture like the training images: how far apart can the two means be?"
)
def any_other_constants():
    return "both"


@prediction(
    """
    Four garments, three channels. Channel 1 reads 10, 30, 10, 30, and channel 2 four times 5. What does batch norm make
    of garment 1's 30 in channel 1, and what of its 5 in channel 2? Answer with a tuple of two whole numbers: ε is so
    small that it does not show.
    """,
    hints=("What is the mean of each channel, and how far from it do the numbers of channel 1 lie?",),
    objectives=(2,),
    afterword="A channel that says the same of every garment says nothing, and ε keeps 0 / 0 away.",
)
def thirty_and_five():
    return ((30 - 20) // 10, 5 - 5)


@thirty_and_five.alternative
def with_epsilon_in_its_place():
    return ((30 - 20) / np.sqrt(100 + 0.001), (5 - 5) / np.sqrt(0 + 0.001))


@thirty_and_five.misconception("The first is right. From channel 2 its mean is taken away too: what is left of each 5?")
def the_constant_channel_stays():
    return (1, 5)


@thirty_and_five.misconception("Centred, but not yet scaled: divide by the deviation of channel 1.")
def forgets_to_scale_():
    return (10, 0)


@thirty_and_five.misconception("The sign is turned round: 30 is more than the mean of its channel.")
def the_mean_less_the_number():
    return (-1, 0)


@thirty_and_five.misconception(
    "That is the mean along garment 1, over its three channels. Batch norm goes down the batch, channel by channel."
)
def along_the_garment():
    row = np.array([6, 30, 5])
    return tuple(((row - row.mean()) / row.std())[1:].tolist())


@prediction(
    """
    A `BatchNormalization` layer with Keras' defaults gets feature maps of shape (16, 14, 10, 24): batch, rows, columns,
    channels. How many parameters does it hold, as `layer.count_params()` gives them, and how many of these are learnt
    by gradient descent? Answer as a tuple `(held, learnt)`.
    """,
    hints=(
        "Along which axes are numbers averaged, and which axis is left?",
        "Each channel has two numbers that the gradient moves, and two that follow the batches.",
        "`(… * 24, … * 24)`",
    ),
    objectives=(2,),
    afterword="Batch size, rows and columns do not occur: a channel has γ, β, a moving mean and a moving variance.",
)
def held_and_learnt():
    return (4 * 24, 2 * 24)


@held_and_learnt.misconception(
    "All four numbers of a channel are held, but the gradient moves only γ and β. The moving averages follow the "
    "batches."
)
def all_learnt():
    return (4 * 24, 4 * 24)


@held_and_learnt.misconception(
    "The layer holds all that a channel has: γ and β, and for inference a moving mean and a moving variance too. The "
    "first number counts them together."
)
def two_numbers_a_channel():
    return (2 * 24, 2 * 24)


@held_and_learnt.misconception("Neither γ nor β is counted among the learnt. Gradient descent moves both of them.")
def nothing_learnt():
    return (4 * 24, 0)


@held_and_learnt.misconception("One learnt number per channel is missing: a factor γ *and* a summand β are learnt.")
def one_learnt_number_a_channel():
    return (4 * 24, 24)


@held_and_learnt.misconception("These would serve a single channel. Each of the channels has its own.")
def one_set_for_all_channels():
    return (4, 2)


@held_and_learnt.misconception(
    "These are sets for the 16 images. The layer averages over the batch and keeps nothing of a single image; what it "
    "keeps belongs to channels, the last axis."
)
def a_set_for_each_image():
    return (4 * 16, 2 * 16)


@held_and_learnt.misconception(
    "These are sets for the 14 rows. The mean runs over the rows as well; what is kept belongs to channels, the last "
    "axis."
)
def a_set_for_each_row():
    return (4 * 14, 2 * 14)


@held_and_learnt.misconception(
    "In feature maps the mean runs over rows and columns too: one set per channel, not one per place."
)
def a_set_for_each_place():
    return (4 * 14 * 10 * 24, 2 * 14 * 10 * 24)


@held_and_learnt.misconception("Both numbers are there, in the other order: first all that are held, then the learnt.")
def the_two_in_reverse():
    return (2 * 24, 4 * 24)


@held_and_learnt.alternative
def summed_up():
    gamma = beta = moving_mean = moving_variance = 24
    return gamma + beta + moving_mean + moving_variance, gamma + beta


@prediction(
    """
    The moving averages of a new layer are mean 0 and variance 1. One training step follows, on a batch whose channel 0
    has mean 4 and variance 4. What does *inference* then make of a 6 in channel 0? Answer with the calculation, not
    rounded, and leave ε out.
    """,
    hints=("A hundredth of the way from 0 to 4, and from 1 to 4: where are mean and variance after the step?",),
    objectives=(2,),
    afterword="After one step the averages are still nearly where they began.",
)
def one_step_later():
    return (6 - 0.04) / 1.03**0.5


@one_step_later.alternative
def with_the_moving_averages_written_out():
    return (6 - (0.99 * 0 + 0.01 * 4)) / (0.99 * 1 + 0.01 * 4) ** 0.5


@one_step_later.misconception(
    "That is what training made of it, by the batch itself. Inference uses the moving averages."
)
def as_in_training():
    return (6 - 4) / 2


@one_step_later.misconception("The averages have moved before inference uses them: by a hundredth of the way.")
def the_averages_before_the_step():
    return 6.0


@one_step_later.misconception("0.99 of the *old* average stays, and 0.01 of the batch is added.")
def nearly_all_of_the_batch():
    return (6 - 3.96) / 3.97**0.5


@one_step_later.misconception("The moving mean has moved. The moving variance moves too, from 1 towards 4.")
def the_mean_alone_has_moved():
    return 6 - 0.04


@one_step_later.misconception("The moving variance has moved. The moving mean moves too, from 0 towards 4.")
def the_variance_alone_has_moved():
    return 6 / 1.03**0.5


@one_step_later.misconception("The root is missing: divide by the deviation, which is the root of the variance.")
def without_the_root():
    return (6 - 0.04) / 1.03


@one_step_later.misconception(
    "Very near: the number is rounded, or ε is left in. Write the calculation, without ε and not rounded."
)
def rounded_or_with_epsilon():
    return (6 - 0.04) / 1.031**0.5


@prediction(
    """
    The same batch comes again and again, in training mode. After how many steps is inference within 0.1 of what
    training makes of garment 1's 6? Answer `"about 10"`, `"about 100"`, `"about 300"` or `"never"`.
    """,
    choices=("about 10", "about 100", "about 300", "never"),
    hints=("What share of the way is left after 100 steps, each of which leaves 0.99 of it, and is that little?",),
    objectives=(2,),
    afterword="0.99 to the power of 300 is 0.05: so much of the start is left.",
)
def steps_to_follow():
    return "about 300"


@steps_to_follow.misconception("After 10 steps 0.99 · 0.99 · … of the start is left, ten times. How much is that?")
def quickly():
    return "about 10"


@steps_to_follow.misconception(
    "It would be so if each step went a hundredth of the *whole* way. It goes a hundredth of what is still left."
)
def a_hundred_hundredths():
    return "about 100"


@steps_to_follow.misconception(
    "It never arrives exactly. But it comes as near as you like: what is left shrinks by a hundredth in each step."
)
def only_in_the_limit():
    return "never"


@exercise(
    """
    A trained network scales pixels in its first layer, `Normalization`. Batch norm follows its third convolution. The
    network is asked for one photograph, in inference mode. What does batch norm subtract from channel 5?

    - `"training pixels"`: the mean of all training pixels
    - `"moving average"`: a mean of channel 5, kept from the batches of training
    - `"photograph"`: the mean of channel 5 over this photograph
    - `"channels"`: the mean over this photograph's channels
    - `"learnt mean"`: a mean found by gradient descent
    """,
    choices=("training pixels", "moving average", "photograph", "channels", "learnt mean"),
    hints=(
        "What did the layer keep while it was trained, for the day when there is no batch?",
        "It is a mean of numbers *between* the layers, and no gradient has moved it.",
        "At `training=False` the layer reads what `new = 0.99 · old + …` left behind.",
    ),
    objectives=(2,),
    afterword="Input scaling knows the mean of the pixels, batch norm the mean of its own channel in each layer.",
)
def subtracted_mean():
    return "moving average"


@subtracted_mean.misconception(
    "That mean belongs to the first layer. After three convolutions channel 5 holds no pixels, but activations on "
    "another scale: batch norm is not input scaling."
)
def input_scaling():
    return "training pixels"


@subtracted_mean.misconception(
    "That is training mode with a batch of one. At inference neither this photograph nor its neighbours share in the "
    "mean."
)
def the_batch_of_one():
    return "photograph"


@subtracted_mean.misconception("That is layer norm, which looks along one example. Batch norm keeps channels apart.")
def layer_norm():
    return "channels"


@subtracted_mean.misconception(
    "γ and β are learnt by gradient descent, and come after the subtraction. The mean is measured, not learnt."
)
def a_mean_that_is_learnt():
    return "learnt mean"


@prediction(
    """
    Batch norm in training mode gets a batch of a single garment: once as a row of three activations, shape (1, 3), once
    as feature maps, shape (1, 14, 10, 24). Which of the two comes out as nothing but zeros? Answer `"neither"`,
    `"row"`, `"maps"` or `"both"`.
    """,
    choices=("neither", "row", "maps", "both"),
    hints=("Over how many numbers does each mean run in the one case, and over how many in the other?",),
    objectives=(2,),
    afterword="A number alone is its own mean; a map has 140 places, which differ from their mean.",
)
def comes_out_as_zeros():
    return "row"


@comes_out_as_zeros.misconception("How far is a number from a mean that was taken over nothing but itself?")
def nothing_comes_out_as_zeros():
    return "neither"


@comes_out_as_zeros.misconception(
    "It is the other way round: in which of the two does a mean run over one number alone?"
)
def the_other_way_round():
    return "maps"


@comes_out_as_zeros.misconception(
    "For one of them. In feature maps the mean runs over rows and columns too: one image is many numbers there."
)
def one_garment_is_one_number():
    return "both"


@prediction(
    """
    A trained network with batch norm sees the same 1,000 garments twice, in batches of 50: once mixed, once sorted by
    class. In which mode does it change its answer to some garment? Answer `"neither"`, `"training"`, `"inference"` or
    `"both"`.
    """,
    choices=("neither", "training", "inference", "both"),
    hints=("In which mode does a garment's neighbour have a part in the mean that is taken away?",),
    objectives=(2,),
    afterword="That is why a prediction is made in inference mode.",
)
def modes_that_change():
    return "training"


@modes_that_change.misconception(
    "The weights are the same, that is true. But mean and variance come from the batch in one of the modes."
)
def same_weights_same_answers():
    return "neither"


@modes_that_change.misconception("At inference mean and variance are the moving averages, whoever sits in the batch.")
def at_inference():
    return "inference"


@modes_that_change.misconception("In one of them. The other mode has constants that no neighbour moves.")
def in_both_modes():
    return "both"


@prediction(
    """
    At a rate of 0.1 the network with batch norm reaches a lower loss than the plain one. Now the plain network gets a
    better start: weights from `he_normal`, and standardised images. How much of the lead is left to batch norm? Answer
    `"all"`, `"more than half"`, `"less than half"` or `"nothing"`.
    """,
    choices=("all", "more than half", "less than half", "nothing"),
    hints=("Which troubles of the plain network's start does batch norm mend by the way?",),
    objectives=(3,),
    afterword="Most of the lead was a start that can be had without batch norm.",
)
def lead_left():
    return "less than half"


@lead_left.misconception(
    "So it would be if the start did not matter. Remember what the scale of the inputs alone did to the first 15 steps."
)
def the_start_does_not_matter():
    return "all"


@lead_left.misconception(
    "A good guess, and too much. Batch norm brings each layer's numbers to one scale; how much of that does a good "
    "start do as well?"
)
def the_larger_part():
    return "more than half"


@lead_left.misconception(
    "The start is a large part of it. But batch norm goes on at every step, when training has moved the weights."
)
def the_start_is_all():
    return "nothing"


@prediction(
    """
    Ten layers of 64 units with ReLU, weights from `he_normal`. How alike two images are to a layer is told by the
    cosine between their activations: 1 is the same direction, 0 is nothing in common. From layer 1 to layer 10, what
    does the mean cosine do? Answer `"rises"`, `"stays"` or `"falls"`.
    """,
    choices=("rises", "stays", "falls"),
    hints=("ReLU makes all activations 0 or more: what does that do to the directions of two images?",),
    objectives=(4,),
    afterword="Layer by layer the images grow alike, although the numbers stay as large.",
)
def alike_or_apart():
    return "rises"


@alike_or_apart.misconception(
    "The *size* of the numbers stays: for that `he_normal` was made. Directions are another matter; what does ReLU do "
    "to them?"
)
def size_and_direction_alike():
    return "stays"


@alike_or_apart.misconception(
    "Training will draw classes apart, later. With random weights, numbers that are all 0 or more have much in common."
)
def apart_without_training():
    return "falls"


@prediction(
    """
    A gradient passes back through five sigmoids in a row. Each multiplies it by its slope, which is ¼ at most. What
    share of the gradient do the five slopes leave, at the very best? Answer with the calculation.
    """,
    hints=("What is left after two of them, what after three?",),
    objectives=(4,),
    afterword="About a thousandth, and that is the best case: away from the middle the slopes are smaller still.",
)
def best_share():
    return 0.25**5


@best_share.alternative
def a_quarter_in_halves():
    return 1 / 2**10


@best_share.misconception("The slopes follow one another: each multiplies what the one before has left.")
def adds_the_slopes():
    return 5 * 0.25


@best_share.misconception("The five layers do not share one slope: each multiplies by a slope of its own.")
def shares_one_slope():
    return 0.25 / 5


@best_share.misconception("½ is the sigmoid's *value* in the middle. Its slope there is ½ · (1 − ½).")
def the_value_for_the_slope():
    return 0.5**5


@best_share.misconception("That share is lost. Asked for is what is left.")
def what_is_lost():
    return 1 - 0.25**5


@prediction(
    """
    Now 30 layers with ReLU, batch norm before each. How long is the gradient in layer 2, compared with layer 30? Answer
    `"under a tenth"`, `"about as long"` (within a factor of ten) or `"over ten times"`.
    """,
    choices=("under a tenth", "about as long", "over ten times"),
    hints=("If each layer changes the length by the same small factor, what do 28 of them do?",),
    objectives=(4,),
    afterword="A little more than 1, to the power of 28, is much more than 1.",
)
def thirty_layers():
    return "over ten times"


@thirty_layers.misconception(
    "So it goes with sigmoids alone. Batch norm stands against vanishing; what may happen in the other direction?"
)
def it_vanishes():
    return "under a tenth"


@thirty_layers.misconception(
    "The activations stay level. The gradient need not: on its way back it is divided by the deviation in every layer."
)
def level_both_ways():
    return "about as long"


def training_and_new_images():
    """Two sets of images of the same size: few or many, dark or bright, all of one grey, whole or not.

    Each training mean lies less than a half above a whole number: rounded or cut off, it becomes the same.
    """
    rng = np.random.default_rng(5)
    cases = [(np.array([[[0, 2]], [[4, 6]]]), np.array([[[9, 3]]]))]
    for count, new, shape in ((12, 5, (4, 6)), (3, 8, (5, 3)), (6, 6, (2, 7)), (9, 1, (3, 4))):
        pixels = _with_a_third_in_the_mean(rng.integers(0, 200, (count, *shape))).astype(np.uint8)
        cases.append((pixels, rng.integers(20, 256, (new, *shape)).astype(np.uint8)))
    grey = np.full((2, 3, 5), 40, np.uint8)
    dark = _with_a_third_in_the_mean(rng.integers(0, 200, (4, 3, 5))).astype(np.uint8)
    return [
        *cases,
        (dark, grey),
        (rng.permutation(7 * 3 * 2).reshape(7, 3, 2) / 3 - 3.5, rng.normal(1, 0.5, (4, 3, 2))),
    ]


def _with_a_third_in_the_mean(pixels):
    """The pixels, some of them brighter by 1, so that their mean is about a third more than a whole number."""
    brighter = (pixels.size // 3 - pixels.sum()) % pixels.size
    return pixels + (np.arange(pixels.size) < brighter).reshape(pixels.shape)


@exercise(
    """
    Write what stands before a network that was trained on standardised images. `scale_new(train_pixels, new_pixels)`
    gets the training images and some new ones, arrays (images, height, width) of numbers, often uint8; the new ones
    may be fewer, even one. It returns the *new* images, standardised as that network needs them: with one mean and
    one standard deviation (`np.std` as it is) for all pixels.
    """,
    cases=training_and_new_images,
    hints=(
        "Which images was the network trained on, and by which constants were they scaled?",
        "Both constants come from `train_pixels`, each a single number; `new_pixels` are what is scaled.",
        "`(new_pixels - …) / train_pixels.std()`",
    ),
    objectives=(1,),
    afterword="The same two numbers scale a thousand garments, a folder of sandals and tomorrow's photograph.",
)
def scale_new(train_pixels, new_pixels):
    mean, deviation = train_pixels.mean(), train_pixels.std()
    return (new_pixels - mean) / deviation


@scale_new.stub
def scale_new(train_pixels, new_pixels):
    standardised_pixels = ...
    return standardised_pixels


@scale_new.alternative
def by_the_definition(train_pixels, new_pixels):
    values = [float(pixel) for pixel in train_pixels.reshape(-1)]
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    return [[[(float(pixel) - mean) / variance**0.5 for pixel in row] for row in image] for image in new_pixels]


@scale_new.alternative
def as_a_scale_and_an_offset(train_pixels, new_pixels):
    scale = np.float32(1 / np.std(train_pixels))
    return new_pixels.astype(np.float32) * scale - np.float32(np.mean(train_pixels)) * scale


@scale_new.misconception(
    "The new images are standardised by their own mean and deviation. A folder of dark sandals then becomes as bright "
    "as the average garment. Use the constants that the network was trained with."
)
def statistics_of_the_new_images(train_pixels, new_pixels):
    return (new_pixels - new_pixels.mean()) / new_pixels.std()


@scale_new.misconception(
    "Mean and deviation are taken from training and new images together. The network is finished: new images do not "
    "change its constants any more."
)
def statistics_of_both(train_pixels, new_pixels):
    return scale_new.reference(np.concatenate([train_pixels, new_pixels]), new_pixels)


@scale_new.misconception("Each new image is standardised by itself, so bright and dark ones come out alike.")
def statistics_of_each_image(train_pixels, new_pixels):
    mean, deviation = (measure(new_pixels, axis=(1, 2), keepdims=True) for measure in (np.mean, np.std))
    return (new_pixels - mean) / deviation


@scale_new.misconception(
    "Each place in the image has its own mean and deviation here. One of each is asked for: no `axis`."
)
def a_mean_for_each_place(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean(axis=0)) / train_pixels.std(axis=0)


@scale_new.misconception(
    "The mean is the new images' own, only the deviation is that of training. Both belong to the model."
)
def own_mean_and_training_deviation(train_pixels, new_pixels):
    return (new_pixels - new_pixels.mean()) / train_pixels.std()


@scale_new.misconception(
    "The deviation is the new images' own, only the mean is that of training. Both belong to the model."
)
def training_mean_and_own_deviation(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) / new_pixels.std()


@scale_new.misconception(
    "The training images come back. They lend their mean and deviation; the new images are to be scaled."
)
def scales_the_training_images(train_pixels, new_pixels):
    return scale_new.reference(train_pixels, train_pixels)


@scale_new.misconception(
    "The training images' range becomes 0–1. That rescales; standardising needs a mean and a deviation."
)
def range_in_place_of_the_deviation(train_pixels, new_pixels):
    return (new_pixels - float(train_pixels.min())) / (float(train_pixels.max()) - train_pixels.min())


@scale_new.misconception(
    "Division by 255 rescales to 0–1, without looking at any mean. This network was trained otherwise."
)
def divides_by_255(train_pixels, new_pixels):
    return new_pixels / 255


@scale_new.misconception(
    "You divide by the variance. Its square root, the standard deviation, is in the pixels' own units."
)
def divided_by_the_variance_(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) / train_pixels.var()


@scale_new.misconception("The width is right, the centre is not: an average training pixel should become 0.")
def forgets_the_mean_(train_pixels, new_pixels):
    return new_pixels / train_pixels.std()


@scale_new.misconception("The centre is right, the width is not: the training pixels' deviation should become 1.")
def forgets_the_deviation_(train_pixels, new_pixels):
    return new_pixels - train_pixels.mean()


@scale_new.misconception("Only the mean is divided: division comes first. Put brackets round the difference.")
def a_bracket_missing_(train_pixels, new_pixels):
    return new_pixels - train_pixels.mean() / train_pixels.std()


@scale_new.misconception(
    "The pixels wrap around: uint8 knows no numbers below 0, and less a whole number a dark pixel turns bright. "
    "Take the mean away as it is, a float, or turn the pixels into floats first."
)
def pixels_that_wrap_around(train_pixels, new_pixels):
    return (new_pixels - int(train_pixels.mean())) / train_pixels.std()


@scale_new.misconception("The mean is rounded to a whole number. It is no pixel itself: take it with all its decimals.")
def a_rounded_mean(train_pixels, new_pixels):
    return (new_pixels - float(round(train_pixels.mean()))) / train_pixels.std()


@scale_new.misconception(
    "An array of whole numbers stays one when it is changed in place: `-=` and `/=` have no room in it for fractions. "
    "Write `new_pixels - …`, or make the pixels floats first."
)
def whole_numbers_changed_in_place(train_pixels, new_pixels):
    scaled = new_pixels.copy()
    scaled -= train_pixels.mean()
    return scaled / train_pixels.std()


@scale_new.misconception(
    "Mean and deviation have changed places: the mean is taken away, and the rest is divided by the deviation."
)
def mean_and_deviation_exchanged_(train_pixels, new_pixels):
    return (new_pixels - train_pixels.std()) / train_pixels.mean()


@scale_new.misconception("The sign is turned round. What is brighter than the training mean becomes positive.")
def the_mean_less_the_pixels(train_pixels, new_pixels):
    return (train_pixels.mean() - new_pixels) / train_pixels.std()


@scale_new.misconception(
    "You multiply by the deviation, which makes the pixels wider still. Divided by it, their width becomes 1."
)
def multiplies_by_the_deviation_(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) * train_pixels.std()


@scale_new.misconception(
    "The new pixels become 0–1 first, and then constants of pixels up to 255 are used on them. The network was trained "
    "on pixels that were standardised and not rescaled before."
)
def rescales_before_it_standardises(train_pixels, new_pixels):
    return (new_pixels / 255 - train_pixels.mean()) / train_pixels.std()


@scale_new.misconception(
    "The deviation divides by one less than the number of pixels (`ddof=1`). `np.std` as it is does not."
)
def sample_deviation(train_pixels, new_pixels):
    return (new_pixels - train_pixels.mean()) / train_pixels.std(ddof=1)


def batches_and_parameters():
    """Batches of two, three and four axes in both modes; a batch of one, narrow and constant channels."""
    rng = np.random.default_rng(50)

    def parameters(channels):
        gamma, beta, moving_mean = np.array([[1.5], [0], [2]]) + rng.normal(size=(3, channels))
        return gamma, beta, moving_mean, rng.uniform(0.5, 3, channels)

    small = np.array([[1.0, 10], [3, 30]])
    few = np.array([1.0, 2]), np.array([0.0, 5]), np.array([0.0, 10]), np.array([4.0, 400])
    narrow = rng.normal(0, 0.03, (5, 3))
    narrow[:, 1] = 5
    maps, wide = rng.normal(3, 2, (4, 5, 3, 2)), rng.normal(-1, 0.5, (3, 2, 4, 6))
    still = (*parameters(3)[:3], np.array([0.0004, 0.001, 0.02]))
    return [
        (small, *few, True),
        (maps, *parameters(2), True),
        (small, *few, False),
        (rng.normal(size=(1, 4)), *parameters(4), False),
        (narrow, *still, True),
        (rng.integers(0, 9, (2, 3, 4, 5)).astype(float), *parameters(5), True),
        (narrow, *still, False),
        (wide, *parameters(6), False),
        (rng.normal(size=(1, 3)), *parameters(3), True),
        (rng.normal(1, 0.04, (6, 5, 4)), *parameters(4)[:3], rng.uniform(0.001, 0.004, 4), True),
        (rng.integers(0, 9, (7, 2)).astype(float), *parameters(2), False),
    ]


@exercise(
    """
    Write batch norm. `batch` has shape (batch, …, channels), with any axes or none between; `gamma`, `beta` and the
    moving averages have shape (channels,). Return `(output, moving_mean, moving_variance)`: each channel standardised,
    times gamma, plus beta; and the averages as they are after the call. Training (`training` is `True`): batch
    statistics, variance as `np.var` gives it; new = 0.99 · old + 0.01 · batch. Inference: moving averages, unchanged.
    ε = 0.001 is added to the variance in both modes. Leave your arguments unchanged.
    """,
    cases=batches_and_parameters,
    hints=(
        "Which two things depend on the mode: what is subtracted and divided by, and what else?",
        "First choose mean and variance by mode, and move the averages in training only. The formula for the output is "
        "then the same in both modes. All axes but the last: `tuple(range(batch.ndim - 1))`.",
        "`output = gamma * (batch - mean) / np.sqrt(variance + …) + …`",
    ),
    objectives=(2,),
    afterword="One formula, two sources of mean and variance; only training moves the averages.",
)
def batch_normed(batch, gamma, beta, moving_mean, moving_variance, training):
    mean, variance = moving_mean, moving_variance
    if training:
        over = tuple(range(batch.ndim - 1))
        mean, variance = batch.mean(axis=over), batch.var(axis=over)
        moving_mean = 0.99 * moving_mean + 0.01 * mean
        moving_variance = 0.99 * moving_variance + 0.01 * variance
    output = gamma * (batch - mean) / np.sqrt(variance + 0.001) + beta
    return output, moving_mean, moving_variance


@batch_normed.stub
def batch_normed(batch, gamma, beta, moving_mean, moving_variance, training):
    output, new_mean, new_variance = ..., ..., ...
    return output, new_mean, new_variance


@batch_normed.alternative
def channel_by_channel(batch, gamma, beta, moving_mean, moving_variance, training):
    output, new_mean, new_variance = np.zeros(batch.shape), moving_mean.copy(), moving_variance.copy()
    for channel in range(batch.shape[-1]):
        values = batch[..., channel]
        mean, variance = moving_mean[channel], moving_variance[channel]
        if training:
            mean = values.sum() / values.size
            variance = ((values - mean) ** 2).sum() / values.size
            new_mean[channel] += 0.01 * (mean - moving_mean[channel])
            new_variance[channel] += 0.01 * (variance - moving_variance[channel])
        output[..., channel] = (values - mean) * (variance + 0.001) ** -0.5 * gamma[channel] + beta[channel]
    return output, new_mean, new_variance


@batch_normed.alternative
def as_a_scale_and_a_shift(batch, gamma, beta, moving_mean, moving_variance, training):
    rows = batch.reshape(-1, batch.shape[-1])
    measured = [rows.mean(axis=0), (rows**2).mean(axis=0) - rows.mean(axis=0) ** 2]
    kept = [moving_mean, moving_variance]
    moved = [old + (new - old) / 100 for old, new in zip(kept, measured, strict=True)] if training else kept
    mean, variance = measured if training else kept
    scale = gamma / np.sqrt(variance + 0.001)
    return [(rows * scale + (beta - mean * scale)).reshape(batch.shape), *moved]


def variant(
    batch,
    gamma,
    beta,
    old_mean,
    old_variance,
    training,
    *,
    over=None,
    keepdims=False,
    spread=np.var,
    ddof=0,
    centre=1,
    divisor=lambda variance: np.sqrt(variance + 0.001),
    by_batch=None,
    moves=None,
    keep=0.99,
    share=0.01,
):
    """`batch_normed` with one thing changed: the axes, the divisor, which mode uses the batch, how averages move."""
    over = tuple(range(batch.ndim - 1)) if over is None else over
    mean, variance = batch.mean(axis=over, keepdims=keepdims), spread(batch, axis=over, keepdims=keepdims, ddof=ddof)
    used = (mean, variance) if (training if by_batch is None else by_batch) else (old_mean, old_variance)
    output = gamma * (batch - centre * used[0]) / divisor(used[1]) + beta
    if training if moves is None else moves:
        return output, keep * old_mean + share * mean, keep * old_variance + share * variance
    return output, old_mean, old_variance


@batch_normed.misconception(
    "At inference too the batch's own mean and variance are used, so neighbours change an answer. With `training` "
    "false, mean and variance are the moving averages."
)
def batch_statistics_at_inference(*case):
    return variant(*case, by_batch=True)


@batch_normed.misconception(
    "In training the output is made with the old moving averages. They are for inference; training standardises by the "
    "batch itself."
)
def moving_averages_in_training(*case):
    return variant(*case, by_batch=False)


@batch_normed.misconception(
    "Training first moves the averages, then standardises by them. The averages are only kept for inference; the "
    "output of training is made with the batch's own mean and variance."
)
def updated_averages_in_training(batch, gamma, beta, *rest):
    return batch_normed.reference(batch, gamma, beta, *batch_normed.reference(batch, gamma, beta, *rest)[1:], False)


@batch_normed.misconception("Output and averages are those of the other mode. Look at the condition on `training`.")
def the_two_modes_exchanged(*case):
    return batch_normed.reference(*case[:-1], not case[-1])


@batch_normed.misconception(
    "The outputs are right, but the averages also move at inference. A question is not a training step."
)
def moves_the_averages_at_inference(*case):
    return variant(*case, moves=True)


@batch_normed.misconception(
    "The outputs are right, but the averages never move. In training each goes a hundredth of the way."
)
def never_moves_the_averages(*case):
    return variant(*case, moves=False)


@batch_normed.misconception(
    "The averages jump nearly all the way to this batch. A step keeps 0.99 of the *old* average and takes 0.01 of the "
    "batch."
)
def momentum_the_wrong_way_round(*case):
    return variant(*case, keep=0.01, share=0.99)


@batch_normed.misconception(
    "The averages are replaced by the batch's mean and variance. They remember: 0.99 of the old stays."
)
def averages_without_memory(*case):
    return variant(*case, keep=0, share=1)


@batch_normed.misconception("A hundredth of the batch is added to the whole old average, which would grow without end.")
def adds_without_letting_go(*case):
    return variant(*case, keep=1)


@batch_normed.misconception(
    "The outputs are right. What moves is an average of the deviation; the layer keeps one of the *variance*, without "
    "a root."
)
def averages_the_deviation(*case):
    return *batch_normed.reference(*case)[:2], variant(*case, spread=np.std)[2]


@batch_normed.misconception(
    "ε stands outside the root, beside the deviation. It is added to the variance, before the root."
)
def epsilon_outside_the_root(*case):
    return variant(*case, divisor=lambda variance: np.sqrt(variance) + 0.001)


@batch_normed.misconception("ε is missing: a channel that is constant over the batch is divided, 0 / 0.")
def forgets_epsilon(*case):
    return variant(*case, divisor=np.sqrt)


@batch_normed.misconception("You divide by the variance plus ε. The root is missing, so the width does not become 1.")
def forgets_the_root(*case):
    return variant(*case, divisor=lambda variance: variance + 0.001)


@batch_normed.misconception(
    "Mean and variance are those of each image, over all its places and channels. Batch norm averages over the batch "
    "and all places, and keeps channels apart."
)
def statistics_of_each_image_alone(batch, *rest):
    return variant(batch, *rest, over=tuple(range(1, batch.ndim)), keepdims=True)


@batch_normed.misconception(
    "Mean and variance run along the channels: that is layer norm. Average over every axis *but* the last."
)
def layer_norm_in_its_place(*case):
    return variant(*case, over=-1, keepdims=True)


@batch_normed.misconception(
    "That is layer norm in both modes: mean and variance along the channels of each example, and averages that nothing "
    "moves. Batch norm averages over every axis but the last."
)
def layer_norm_without_averages(*case):
    return variant(*case, over=-1, keepdims=True, by_batch=True, moves=False)


@batch_normed.misconception(
    "Right for two axes. In feature maps each place has a mean of its own here; average over rows and columns as well."
)
def averages_over_the_batch_axis_alone(*case):
    return variant(*case, over=0)


@batch_normed.misconception(
    "One mean and one variance serve all channels. Each channel has its own: leave out the last axis."
)
def one_mean_for_all_channels(batch, *rest):
    return variant(batch, *rest, over=tuple(range(batch.ndim)))


@batch_normed.misconception("β is missing: after the factor γ each channel is shifted by its own β.")
def forgets_beta(batch, gamma, beta, *rest):
    return batch_normed.reference(batch, gamma, 0 * beta, *rest)


@batch_normed.misconception("γ is missing: before β is added, each channel is multiplied by its own γ.")
def forgets_gamma(batch, gamma, beta, *rest):
    return batch_normed.reference(batch, 1 + 0 * gamma, beta, *rest)


@batch_normed.misconception("γ and β have changed places: γ is the factor, β is added.")
def gamma_and_beta_exchanged(batch, gamma, beta, *rest):
    return batch_normed.reference(batch, beta, gamma, *rest)


@batch_normed.misconception("β is added before γ multiplies, so γ stretches it too. First times γ, then plus β.")
def beta_before_gamma(batch, gamma, beta, *rest):
    return batch_normed.reference(batch, gamma, gamma * beta, *rest)


@batch_normed.misconception(
    "The variance divides by one less than the number of values (`ddof=1`). A batch of one then has none. "
    "Use `np.var` as it is."
)
def sample_variance(*case):
    return variant(*case, ddof=1)


@batch_normed.misconception(
    "The outputs are right. The moving variance takes up the variance with `ddof=1`, as another library does; here it "
    "is the same `np.var` as in the output."
)
def sample_variance_in_the_average(*case):
    return *batch_normed.reference(*case)[:2], variant(*case, ddof=1)[2]


@batch_normed.misconception(
    "The averages move a tenth of the way, as in libraries that write the momentum as 0.1. A hundredth is asked for: "
    "0.99 of the old stays."
)
def a_tenth_in_place_of_a_hundredth(*case):
    return variant(*case, keep=0.9, share=0.1)


@batch_normed.misconception("ε is 0.00001 here, as in another library. In Keras, and in this exercise, it is 0.001.")
def the_epsilon_of_another_library(*case):
    return variant(*case, divisor=lambda variance: np.sqrt(variance + 1e-5))


@batch_normed.misconception(
    "These are the constants of another library: ε = 0.00001, and averages that move a tenth of the way. Here ε is "
    "0.001, and 0.99 of the old average stays."
)
def the_constants_of_another_library(*case):
    return variant(*case, divisor=lambda variance: np.sqrt(variance + 1e-5), keep=0.9, share=0.1)


@batch_normed.misconception("In training ε is added, at inference it is missing. It belongs to both modes.")
def epsilon_in_training_alone(*case):
    return variant(*case, divisor=np.sqrt if not case[-1] else lambda variance: np.sqrt(variance + 0.001))


@batch_normed.misconception(
    "Three right results in another order: first the output, then the moving mean, the moving variance last."
)
def the_averages_in_another_order(*case):
    output, new_mean, new_variance = batch_normed.reference(*case)
    return output, new_variance, new_mean


@batch_normed.misconception(
    "The averages have come out with the axes of the batch, because of `keepdims=True`. They are asked for in the "
    "shape (channels,): one number per channel."
)
def averages_with_the_axes_of_the_batch(batch, *rest):
    output, new_mean, new_variance = batch_normed.reference(batch, *rest)
    axes = (1,) * (batch.ndim - 1) if rest[-1] else ()
    return output, new_mean.reshape(*axes, -1), new_variance.reshape(*axes, -1)


@batch_normed.misconception(
    "The averages follow the output: they take up the mean and variance of what comes out. They are to follow the "
    "batch as it comes in."
)
def averages_of_the_output(batch, *rest):
    output, *_ = batch_normed.reference(batch, *rest)
    return output, *batch_normed.reference(output, *rest)[1:]


@batch_normed.misconception(
    "The outputs are right. ε has slipped into the moving variance: it is added under the root, and nowhere else."
)
def epsilon_in_the_moving_variance(*case):
    output, new_mean, new_variance = batch_normed.reference(*case)
    return output, new_mean, new_variance + 0.01 * 0.001 * case[-1]


@batch_normed.misconception("The moving mean moves, the moving variance does not. In training both of them do.")
def moves_the_mean_alone(*case):
    return *batch_normed.reference(*case)[:2], case[4]


@batch_normed.misconception("The moving variance moves, the moving mean does not. In training both of them do.")
def moves_the_variance_alone(*case):
    output, _, new_variance = batch_normed.reference(*case)
    return output, case[3], new_variance


@batch_normed.misconception(
    "In training the deviation stands where the variance should: another root is drawn of it, and it goes into the "
    "moving variance. `np.var` gives the variance."
)
def takes_the_deviation_for_the_variance(*case):
    return variant(*case, spread=np.std)


@batch_normed.misconception(
    "An axis is named that this batch has not got. A batch may have two axes, or five; all of them but the last are "
    "`tuple(range(batch.ndim - 1))`."
)
def axes_that_are_not_there(*case):
    return variant(*case, over=(0, 1, 2))


@batch_normed.misconception(
    "Nothing is centred: before it is divided, each channel's mean is to be taken away from it."
)
def forgets_to_take_the_mean_away(*case):
    return variant(*case, centre=0)


@cache
def networks_and_pixels():
    """Small networks of small biases, which feel the scale; mixed images, one alone, and night photographs only."""
    cases = []
    settings = ((24, 60, (4, 3), 3, 256), (18, 1, (3, 5), 4, 256), (25, 60, (5, 4), 5, 12))
    for seed, count, size, classes, brightest in settings:
        rng = np.random.default_rng(seed)
        light = rng.uniform(0.1, 1, (count, 1, 1, 1))
        pixels = (light * rng.integers(0, brightest, (count, *size, 1))).astype(np.uint8)
        constants = (73.0, 90.0) if brightest == 256 else (4.0, 2.5)
        cases.append((_network_with_batch_norm(size, classes, rng), pixels, *constants))
    return cases


def _network_with_batch_norm(size, classes, rng):
    """A network that copies itself without a file, as Keras would not: the copies are many."""
    from course_utils.quiet import keras

    network = keras.Sequential([keras.layers.Input((*size, 1))], name="network")
    network.add(keras.layers.Conv2D(6, 2, activation="relu"))
    network.add(keras.layers.BatchNormalization(momentum=0.5))
    network.add(keras.layers.Flatten())
    network.add(keras.layers.Dense(classes))
    for layer in network.layers:
        layer.set_weights(
            [rng.uniform(-1, 1, weight.shape) * (0.2 if weight.ndim == 1 else 1) for weight in layer.get_weights()]
        )
    gamma, beta, moving_mean, moving_variance = rng.uniform(0.5, 2, (4, 6))
    network.layers[1].set_weights([gamma, 0.6 * beta, 0.6 * moving_mean, 0.2 * moving_variance])

    def twin(memo):
        copied = keras.models.clone_model(network)
        copied.set_weights(network.get_weights())
        return copied

    network.__deepcopy__ = twin
    return network


@exercise(
    """
    This function asks a trained Keras `network` for the class of each image. The network was trained on standardised
    images; `mean` and `deviation` are the constants of that training, two numbers. `pixels` are new images, uint8 of
    shape (images, height, width, 1). It should return one class number per image: the place of the largest output. The
    answer to an image must be that of the finished network, whatever other images are asked about with it. Mend it.
    """,
    cases=networks_and_pixels,
    hints=(
        "Ask for one image alone, then for the same among others: which layer can make its answer change?",
        "Batch norm has two modes. Which of them is meant for a question, and which for a training step?",
        "`outputs = network((pixels - mean) / deviation, training=…)`",
    ),
    objectives=(2,),
    afterword="No error was raised: a wrong mode shows only as answers that depend on the neighbours.",
    seconds=20,
    needs="keras",
)
def answers_of(network, pixels, mean, deviation):
    outputs = network((pixels - mean) / deviation, training=False)
    return np.argmax(outputs, axis=-1)


@answers_of.repair
def answers_of(network, pixels, mean, deviation):
    outputs = network((pixels - mean) / deviation, training=True)
    return np.argmax(outputs, axis=-1)


@answers_of.alternative
def by_predict(network, pixels, mean, deviation):
    return network.predict((pixels - mean) / deviation, verbose=0).argmax(axis=1)


@answers_of.alternative
def one_by_one(network, pixels, mean, deviation):
    standardised = (pixels.astype("float32") - mean) / deviation
    return [int(np.array(network(image[np.newaxis]))[0].argmax()) for image in standardised]


@answers_of.misconception(
    "Each image is now asked about alone, but still in training mode, and standardised by itself in batch norm. The "
    "size of the batch is not the mistake."
)
def one_image_at_a_time_in_training_mode(network, pixels, mean, deviation):
    return [int(answers_of.given(network, pixels[n : n + 1], mean, deviation)[0]) for n in range(len(pixels))]


@answers_of.misconception(
    "The answers are taken in inference mode, but a call in training mode comes before and moves the averages towards "
    "these images. Training is over: only ask."
)
def a_training_step_before_the_question(network, pixels, mean, deviation):
    network((pixels - mean) / deviation, training=True)
    return answers_of.reference(network, pixels, mean, deviation)


@answers_of.misconception(
    "The new images are standardised by their own mean and deviation. That was right before: the constants of training "
    "belong to the network. Look for what else depends on the other images."
)
def own_mean_and_deviation(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels, pixels.mean(), pixels.std())


@answers_of.misconception(
    "The new images are standardised by their own constants, and the answers still depend on the other images. The "
    "scaling was right as it was."
)
def own_constants_in_training_mode(network, pixels, mean, deviation):
    return answers_of.given(network, pixels, pixels.mean(), pixels.std())


@answers_of.misconception(
    "The mode is right now, but the network gets raw pixels. It was trained on standardised ones."
)
def forgets_to_scale(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels, 0.0, 1.0)


@answers_of.misconception(
    "Pixels from 0 to 1 are on another scale than those of training: the network knows `mean` and `deviation`."
)
def pixels_rescaled_to_0_and_1(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels, 0.0, 255.0)


@answers_of.misconception(
    "These are the outputs, one for each class. Asked for is the place of the largest, one number per image."
)
def outputs_in_place_of_answers(network, pixels, mean, deviation):
    return np.array(network((pixels - mean) / deviation, training=False))


@answers_of.misconception("That is the largest output itself. Asked for is its place: the number of the class.")
def the_largest_output_itself(network, pixels, mean, deviation):
    return np.max(network((pixels - mean) / deviation, training=False), axis=-1)


@answers_of.misconception(
    "The largest is looked for down the batch, one for each class. Look along the classes, the last axis."
)
def an_image_for_each_class(network, pixels, mean, deviation):
    return np.argmax(network((pixels - mean) / deviation, training=False), axis=0)


@answers_of.misconception(
    "The pixels wrap around: uint8 knows no numbers below 0, and less a whole number a dark pixel turns bright. "
    "Take the mean away as a float."
)
def pixels_that_wrap_around_(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels - np.uint8(mean), 0.0, deviation)


@answers_of.misconception("The mode is right now, but the pixels are no longer centred: `mean` is taken away first.")
def no_longer_centred(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels, 0.0, deviation)


@answers_of.misconception(
    "The mode is right now, but the pixels are no longer scaled: they are divided by `deviation`."
)
def no_longer_scaled(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels, mean, 1.0)


@answers_of.misconception(
    "Only the mean is divided now: division comes before subtraction. The brackets were right as given."
)
def brackets_lost(network, pixels, mean, deviation):
    return answers_of.reference(network, pixels, mean / deviation, 1.0)


@answers_of.misconception("You ask for the place of the smallest output. The answer is the place of the largest.")
def the_place_of_the_smallest(network, pixels, mean, deviation):
    return np.argmin(network((pixels - mean) / deviation, training=False), axis=-1)
