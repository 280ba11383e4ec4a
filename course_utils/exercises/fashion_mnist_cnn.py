"""Exercises of lesson 06: shapes, losses and scores, predicted; softmax, a loss, a network; one softmax too many."""

from contextlib import ExitStack
from unittest.mock import patch

import numpy as np

from course_utils.checking.exercise import exercise, prediction
from course_utils.numbers import significant


@prediction(
    """
    The classic network takes images of 28 × 28. Twice it has a convolution of 3 × 3, without padding and with stride 1,
    and behind it a 2 × 2 max pooling. How long is a side of the maps after each of these four layers? Answer with a
    tuple of four whole numbers.
    """,
    hints=("At how many places does a window of 3 fit into 28 pixels, and what does a pooling do to that?",),
    objectives=(1,),
    afterword="Two fewer, half, two fewer, half: and what is left over is dropped.",
)
def four_sides():
    return (28 - 2, 26 // 2, 13 - 2, 11 // 2)


@four_sides.alternative
def place_by_place():
    return [len(range(26)), len(range(0, 25, 2)), len(range(11)), len(range(0, 10, 2))]


@four_sides.misconception(
    "The sides keep their length in the convolutions here, as with padding `same`. Without padding, at how many places "
    "does a window of 3 fit into 28 pixels?"
)
def pads_the_convolutions():
    return (28, 14, 14, 7)


@four_sides.misconception(
    "A row and a column that fill no window of the last pooling are kept here. They are dropped: round down."
)
def rounds_the_pooling_up():
    return (26, 13, 11, 6)


@four_sides.misconception(
    "Count places, not steps: the window stands somewhere before it makes its first step. Add 1 in each convolution."
)
def forgets_the_first_place():
    return (25, 12, 9, 4)


@four_sides.misconception(
    "A window of 3 reaches one pixel to either side of its middle: that costs a place at each end of a row."
)
def takes_one_off():
    return (27, 13, 12, 6)


@four_sides.misconception("The poolings are missing. What becomes of a side when windows of 2 stand side by side?")
def leaves_the_poolings_out():
    return (26, 26, 24, 24)


@four_sides.misconception(
    "These windows of the poolings overlap, as in a convolution. A pool's next window begins where one ended."
)
def pools_at_every_place():
    return (26, 25, 23, 22)


@four_sides.misconception("These are the numbers of a whole map. Give the length of a side.")
def counts_the_whole_map():
    return (26 * 26, 13 * 13, 11 * 11, 5 * 5)


@prediction(
    """
    Which layer of the classic network does most of the multiplications for one image? Answer `"first convolution"`,
    `"second convolution"`, `"first dense layer"` or `"second dense layer"`.
    """,
    choices=("first convolution", "second convolution", "first dense layer", "second dense layer"),
    hints=("How often is each weight used: at how many places of the image, or of the maps?",),
    objectives=(1,),
    afterword="A weight of a dense layer is used once per image, one of a convolution at every place.",
)
def busiest_layer():
    return "second convolution"


@busiest_layer.misconception(
    "Its maps are the largest, so each weight is used most often. But its windows read one channel. How many channels "
    "do the next windows read?"
)
def where_the_maps_are_largest():
    return "first convolution"


@busiest_layer.misconception(
    "It holds most of the parameters, and uses each of them once per image. How often does a convolution use its own?"
)
def where_most_parameters_are():
    return "first dense layer"


@busiest_layer.misconception("It is the smallest of the four: ten units with 128 inputs each, each weight used once.")
def where_the_answer_is_made():
    return "second dense layer"


@prediction(
    """
    The first layer of a network of 2012 makes maps of 55 × 55, 96 of them. Each number in them is made from a window of
    11 × 11 × 3. Suppose nothing were shared: each number had weights of its own for its window, and a bias of its own.
    How many parameters would the layer have? Write the calculation; Python does the sum.
    """,
    hints=("How many numbers do the maps hold, and how many parameters would each of them have?",),
    objectives=(1,),
    afterword="Over a hundred million, in the first layer alone.",
)
def parameters_unshared():
    return 55 * 55 * 96 * (11 * 11 * 3 + 1)


@parameters_unshared.alternative
def number_by_number():
    return 290_400 * 364


@parameters_unshared.misconception(
    "These are the parameters with sharing: one window of weights per filter. Without it, each place has its own."
)
def shares_them_still():
    return 96 * (11 * 11 * 3 + 1)


@parameters_unshared.misconception("The weights are right. Each number in the maps has a bias as well.")
def no_biases():
    return 55 * 55 * 96 * 11 * 11 * 3


@parameters_unshared.misconception("A window reads all three colours, and has a weight for each of them.")
def one_colour_only():
    return 55 * 55 * 96 * (11 * 11 + 1)


@parameters_unshared.misconception("That is one map. There are 96, and none of them shares with another.")
def one_map_of_the_96():
    return 55 * 55 * (11 * 11 * 3 + 1)


@parameters_unshared.misconception("A map has rows and columns: 55 places in each of 55 rows.")
def one_row_of_each_map():
    return 55 * 96 * (11 * 11 * 3 + 1)


@parameters_unshared.misconception(
    "So many numbers the maps hold. Each of them is a weighted sum: how many weights does it have for its window?"
)
def counts_the_numbers_of_the_maps():
    return 55 * 55 * 96


@exercise(
    """
    The last maps of a network are 5 × 4, and there are 12 of them. `Flatten` hands them to a dense layer of 32
    units. How many parameters does this dense layer have, weights and biases together?
    """,
    hints=(
        "How long is the feature vector that `Flatten` makes of these maps?",
        "Each of the 32 units has a weight for every number of the feature vector, and one bias.",
        "`(… * 12 + 1) * 32`",
    ),
    objectives=(1,),
    afterword=(
        "Every unit weighs the whole feature vector, so halving both sides of the maps saves three weights in four."
    ),
)
def dense_parameters():
    return (5 * 4 * 12 + 1) * 32


@dense_parameters.misconception("Each unit adds one more number to its weighted sum, its bias. Count those too.")
def forgets_the_biases():
    return 5 * 4 * 12 * 32


@dense_parameters.misconception(
    "You used one set of weights for all 12 maps. `Flatten` writes the maps one after another, and each of those "
    "numbers has a weight of its own."
)
def flattens_one_map_only():
    return (5 * 4 + 1) * 32


@dense_parameters.misconception(
    "That is one number a map. `Flatten` averages nothing: each place of each map becomes an input of its own."
)
def one_input_for_each_map():
    return (12 + 1) * 32


@dense_parameters.misconception("A bias belongs to a unit, and there are 32 units. You added a single one.")
def one_bias_for_the_whole_layer():
    return 5 * 4 * 12 * 32 + 1


@dense_parameters.misconception("A bias belongs to a unit that answers, not to a number that comes in.")
def a_bias_for_each_input():
    return 5 * 4 * 12 * (32 + 1)


@dense_parameters.misconception("That is one unit. The layer has 32, each with weights of its own.")
def one_unit_only():
    return 5 * 4 * 12 + 1


@dense_parameters.misconception(
    "You gave each unit a bias for every map. A unit adds up the weighted numbers of all maps, and then one bias."
)
def a_bias_for_each_map():
    return (5 * 4 + 1) * 12 * 32


@dense_parameters.alternative
def weights_and_biases():
    return 240 * 32 + 32


@exercise(
    """
    Grey images of 60 × 50 (height × width, one channel) pass a convolution of 12 filters of 7 × 7, a 3 × 3 max
    pooling with stride 3, and a convolution of 20 filters of 11 × 11. Both convolutions have stride 1, and nothing is
    padded. `Flatten` follows. Which shape arrives there? Answer `(height, width, channels)`.
    """,
    hints=(
        "At how many places does a window of 7 fit into 60 pixels, and into 50?",
        "Height: 60, then 54, then a third of that. A window of 11 fits at 10 places fewer than a side is long. In the "
        "width, what is left over makes no window of the pooling. Channels are the filters of the last convolution.",
        "`(54 // 3 - 10, …, …)`",
    ),
    objectives=(1,),
    afterword="Sizes shrink step by step, and each convolution sets the number of channels anew.",
)
def last_shape():
    return (60 - 6) // 3 - 10, (50 - 6) // 3 - 10, 20


@last_shape.misconception(
    "In both convolutions the sides stay as they are, as with padding `same`. Without padding a window of 7 fits 6 "
    "places fewer in each direction, and one of 11 fits 10 fewer."
)
def pads_both_convolutions():
    return 60 // 3, 50 // 3, 20


@last_shape.misconception(
    "The first convolution takes something off the sides as well: without padding a window of 7 fits into 60 pixels "
    "at 54 places."
)
def pads_the_first_convolution():
    return 60 // 3 - 10, 50 // 3 - 10, 20


@last_shape.misconception(
    "The last convolution takes something off the sides as well: without padding a window of 11 fits 10 places fewer."
)
def pads_the_last_convolution():
    return 54 // 3, 44 // 3, 20


@last_shape.misconception(
    "A window that does not fit in full is none. The pooling leaves two columns unread: round down before you go on."
)
def rounds_up():
    return 18 - 10, 15 - 10, 20


@last_shape.misconception("Count places, not steps: the first place is there before any step is made. Add 1 each time.")
def forgets_to_add_one():
    return (60 - 7) // 3 - 11, (50 - 7) // 3 - 11, 20


@last_shape.misconception("Between the convolutions the pooling divides height and width by 3. You left it out.")
def forgets_the_pooling():
    return 54 - 10, 44 - 10, 20


@last_shape.misconception(
    "The pooling stands between the convolutions, not behind them: the window of 11 moves over maps that are pooled."
)
def pools_at_the_end():
    return (54 - 10) // 3, (44 - 10) // 3, 20


@last_shape.misconception(
    "A filter adds up over all 12 channels of its input and makes one map. Twenty filters make twenty maps, not 240."
)
def multiplies_the_channels():
    return 8, 4, 12 * 20


@last_shape.misconception("Those are the channels of the first convolution. The last one has filters of its own.")
def keeps_the_channels_of_the_first():
    return 8, 4, 12


@last_shape.misconception("The last convolution replaces the 12 maps by its own. They are not put beside them.")
def adds_the_channels():
    return 8, 4, 12 + 20


@last_shape.misconception("These are the right numbers in another order: in Keras, channels come last.")
def channels_first():
    return 20, 8, 4


@last_shape.misconception("Height and width have changed places. The images are 60 high and 50 wide.")
def width_before_height():
    return 4, 8, 20


@last_shape.misconception("That is what `Flatten` makes of it, one long vector. Its input still has height and width.")
def already_flattened():
    return (8 * 4 * 20,)


@last_shape.alternative
def as_a_list_of_places():
    return [len(range(len(range(0, 54 - 2, 3)) - 10)), len(range(len(range(0, 44 - 2, 3)) - 10)), 20]


@prediction(
    """
    One network gives three classes the logits 2, 1, 0, another gives them 102, 101, 100. After softmax, whose first
    class has the larger probability? Answer `"the first network's"`, `"the second network's"` or `"neither"`.
    """,
    choices=("the first network's", "the second network's", "neither"),
    hints=("e¹⁰² is e¹⁰⁰ times e². What happens to e¹⁰⁰ when you divide by the sum?",),
    objectives=(2,),
    afterword="A common factor above and below the line cancels.",
)
def surer_logits():
    return "neither"


@surer_logits.misconception(
    "2 is twice as much as 1, and 102 hardly more than 101: that would count if shares were in proportion. Softmax "
    "raises e to each first. How many times as large is e² as e¹, and e¹⁰² as e¹⁰¹?"
)
def compares_the_proportions():
    return "the first network's"


@surer_logits.misconception(
    "Its powers of e are far larger, all three of them. Softmax divides them by their sum: what becomes of that?"
)
def compares_the_sizes():
    return "the second network's"


@prediction(
    """
    A network knows nothing and gives each of ten classes the probability 0.1. What is its loss for an image? Answer
    with a calculation that uses `np.log`, not rounded.
    """,
    hints=("What is the probability of the right class, whichever that is?",),
    objectives=(2, 3),
    afterword="About 2.30: where the loss of an untrained network on ten classes should begin.",
)
def loss_of_no_idea():
    return -np.log(0.1)


@loss_of_no_idea.alternative
def logarithm_of_ten():
    return np.log(10)


@loss_of_no_idea.misconception("The logarithm of a number below 1 is negative, and the loss is minus that.")
def keeps_the_sign_of_the_logarithm():
    return np.log(0.1)


@loss_of_no_idea.misconception("That is how far the probability is from 1. The loss takes its logarithm.")
def what_is_missing_to_one():
    return 1 - 0.1


@loss_of_no_idea.misconception("That is the logarithm to base 10. The loss takes the natural one, `np.log`.")
def takes_base_ten():
    return -np.log10(0.1)


@loss_of_no_idea.misconception("That is the logarithm to base 2. The loss takes the natural one, `np.log`.")
def takes_base_two():
    return -np.log2(0.1)


@loss_of_no_idea.misconception("That is the loss for all ten classes together. Only the right class counts.")
def adds_all_ten_classes():
    return -10 * np.log(0.1)


@loss_of_no_idea.misconception("The logarithm is weighed with the probability here. The right class has weight 1.")
def weighs_with_the_probability():
    return -0.1 * np.log(0.1)


@prediction(
    """
    An answer is perfect: probability 1 for the right class, 0 for nine others. A loss with `from_logits=True` takes
    these for logits and applies softmax once more. What does it say? Answer `"0"`, `"between 0 and 1"` or `"above 1"`.
    """,
    choices=("0", "between 0 and 1", "above 1"),
    hints=("Softmax sees one 1 and nine zeros. e¹ is 2.72, e⁰ is 1: which share does the right class get?",),
    objectives=(2, 3),
    afterword="The second softmax leaves the right class less than a quarter.",
)
def perfect_answer_twice():
    return "above 1"


@perfect_answer_twice.misconception(
    "So it would be with softmax once. Here the 1 is taken for a score: e¹, beside nine times e⁰."
)
def the_second_softmax_changes_nothing():
    return "0"


@perfect_answer_twice.misconception(
    "A loss below 1 needs a probability of more than 0.37. Work out the share: e¹ divided by the sum of all ten powers."
)
def the_second_softmax_costs_little():
    return "between 0 and 1"


@prediction(
    """
    A filter of 3 × 3 slides over an image of 28 × 28, without padding and with stride 1. One of its nine weights is
    used at every place. Its gradient is a sum with one term per use: how many terms, for one image? Answer with a whole
    number.
    """,
    hints=("How many numbers does the filter's map hold?",),
    objectives=(3,),
    afterword="One term for each number in the map.",
)
def gradient_terms():
    return 26 * 26


@gradient_terms.alternative
def places_counted():
    return (28 - 3 + 1) ** 2


@gradient_terms.misconception("Those are the weights of the filter. At how many places is each of them used?")
def as_many_as_weights():
    return 9


@gradient_terms.misconception("Those are the image's pixels. A window of 3 does not fit everywhere.")
def as_many_as_pixels():
    return 28 * 28


@gradient_terms.misconception("Count places, not steps: there is one place more than there are steps.")
def one_place_too_few():
    return 25 * 25


@gradient_terms.misconception("The window moves down as well as to the right: places in a row, times rows.")
def one_row_of_places():
    return 26


@gradient_terms.misconception("That is the sum over all nine weights. Each has a gradient of its own.")
def terms_of_all_nine():
    return 26 * 26 * 9


@gradient_terms.misconception("The other filters have weights of their own. This one knows only its own map.")
def terms_of_all_filters():
    return 26 * 26 * 32


@prediction(
    """
    The classic network is trained again: the same first weights, images, batches and number of steps. Only the
    optimizer changes, from Adam at a constant rate to AdamW with one cycle. By how many points does the validation
    accuracy rise? Answer `"not at all"`, `"by under 1"` or `"by over 1"`.
    """,
    choices=("not at all", "by under 1", "by over 1"),
    hints=("In only five epochs: how long would you make the first steps, and how long the last?",),
    objectives=(3,),
    afterword="Large steps first, small ones at the end: what each alone is worth was not measured.",
)
def points_of_the_schedule():
    return "by over 1"


@points_of_the_schedule.misconception(
    "The network and its images are the same, but five epochs are few: how large the steps are decides how far it gets."
)
def the_network_alone_counts():
    return "not at all"


@points_of_the_schedule.misconception(
    "Under 1 would hardly stand out from the standard error of such a difference. Schedule, decay and `beta_2` change "
    "together here, and that does more."
)
def no_more_than_a_seed():
    return "by under 1"


@prediction(
    """
    2,000 images pass three times, in batches of 32 and then in batches of 256. Each batch is one step; what is left
    over at the end of a pass makes a smaller batch of its own. How many steps are there? Answer with a tuple:
    `(steps_of_32, steps_of_256)`.
    """,
    hints=("How many batches make one pass, with the last, smaller one?",),
    objectives=(3,),
    afterword="Eight times the batch, an eighth of the steps.",
)
def steps_taken():
    return (3 * 63, 3 * 8)


@steps_taken.alternative
def rounded_up():
    return tuple(3 * -(-2000 // size) for size in (32, 256))


@steps_taken.misconception("What is left over at the end of a pass is learned from as well, as a smaller batch.")
def drops_what_is_left_over():
    return (3 * 62, 3 * 7)


@steps_taken.misconception("A smaller batch is a whole step: round up.")
def parts_of_a_step():
    return (187.5, 23.4375)


@steps_taken.misconception("Those are the steps of one pass. The images pass three times.")
def one_pass_alone():
    return (63, 8)


@steps_taken.misconception("Each pass ends with a smaller batch. You let batches run on into the next pass.")
def runs_on_into_the_next_pass():
    return (188, 24)


@steps_taken.misconception("The two numbers have changed places: smaller batches make more steps.")
def exchanged():
    return (3 * 8, 3 * 63)


@prediction(
    """
    A dense network with two layers of 512 units multiplies as often per image as the course's own convolutional
    network, and has five times its parameters. Both learn from the same images, and the dense one may keep the best of
    three recipes. Which is more accurate, by over a point? Answer `"dense"`, `"convolutional"` or `"neither"`.
    """,
    choices=("dense", "convolutional", "neither"),
    hints=("What does a dense layer have to learn that a convolution is given for nothing?",),
    objectives=(4,),
    afterword="Where the weights stand counts for more than how many there are.",
)
def wins_at_equal_work():
    return "convolutional"


@wins_at_equal_work.misconception(
    "More weights can hold more, also what is peculiar to the training images. These weights do not know which pixels "
    "are neighbours."
)
def more_parameters_win():
    return "dense"


@wins_at_equal_work.misconception(
    "The same number of multiplications is not the same network: one of them spends them on neighbours."
)
def equal_work_equal_score():
    return "neither"


@prediction(
    """
    All pixels move to other places, by one fixed permutation that is the same for every image. A dense network and the
    classic one learn from 2,000 such images and are tested on others, mixed alike. Which of them loses over a point,
    with each of three seeds? Answer `"dense"`, `"convolutional"`, `"both"` or `"neither"`.
    """,
    choices=("dense", "convolutional", "both", "neither"),
    hints=("Does a dense unit know which of its 784 inputs lie side by side? Does a window?",),
    objectives=(4,),
    afterword="A window looks at neighbours, and after the permutation these have nothing to do with each other.",
)
def minds_the_mixing():
    return "convolutional"


@minds_the_mixing.misconception(
    "Each of its units has a weight per pixel, wherever the pixel stands: it can learn mixed places as well as others."
)
def dense_layers_know_places():
    return "dense"


@minds_the_mixing.misconception(
    "To your eye all is lost. But no value is, and one of the two never knew which pixels were neighbours."
)
def what_the_eye_loses():
    return "both"


@minds_the_mixing.misconception(
    "No value is lost, and training could find all of it again, if both asked the same of it. One of them bets on "
    "neighbours."
)
def nothing_is_lost():
    return "neither"


@prediction(
    """
    Softmax gives numbers between 0 and 1, but nothing in it makes them true. Of ten answers to which the network of
    this lesson gives about 0.8, how many are right? Answer `"about 5"`, `"about 8"` or `"all 10"`.
    """,
    choices=("about 5", "about 8", "all 10"),
    hints=("Cross-entropy punishes being sure and wrong most. What does it ask of a probability, in the long run?",),
    objectives=(4,),
    afterword="It knows how much it knows, on images like those it learned from.",
)
def right_of_ten():
    return "about 8"


@right_of_ten.misconception(
    "That network would be much too sure of itself. Such networks exist; this one is measured next."
)
def far_too_sure():
    return "about 5"


@right_of_ten.misconception("Then 0.8 would be modesty. The loss would have been lower with a probability near 1.")
def far_too_modest():
    return "all 10"


@prediction(
    """
    Ten channels come in, ten go out, and a window of 5 × 5 is to be seen. Either two convolutions of 3 × 3 do it, one
    after the other (ten channels between them too), or one of 5 × 5. How many weights has each way, without biases?
    Answer with a tuple: `(two_of_3, one_of_5)`.
    """,
    hints=("How many weights has one filter of 3 × 3 that reads ten channels, and how many filters are there?",),
    objectives=(1,),
    afterword="18 times channels squared in place of 25, and a ReLU more.",
)
def weights_of_two_ways():
    return (2 * 3 * 3 * 10 * 10, 5 * 5 * 10 * 10)


@weights_of_two_ways.alternative
def in_hundreds():
    return (18 * 100, 25 * 100)


@weights_of_two_ways.misconception("Two convolutions stand one after the other. You counted one of them.")
def one_of_the_two():
    return (900, 2500)


@weights_of_two_ways.misconception(
    "These count one channel in and one out. Each filter reads ten, and there are ten filters."
)
def one_channel_in_and_out():
    return (18, 25)


@weights_of_two_ways.misconception(
    "Ten once, but it counts twice: each filter reads ten channels, and there are ten filters."
)
def channels_only_once():
    return (180, 250)


@weights_of_two_ways.misconception("The biases are counted too. They were to be left out.")
def biases_as_well():
    return (1820, 2510)


@weights_of_two_ways.misconception("These are the two numbers in the other order.")
def the_large_window_first():
    return (2500, 1800)


@weights_of_two_ways.misconception("That is one window of 6 × 6. Two windows of 3 × 3 have 9 weights each, not 36.")
def adds_the_sides():
    return (3600, 2500)


@prediction(
    """
    50 variants of the network, with random changes in the last layer, are scored on 500 images, and the best is chosen.
    Then it is scored on 4,500 others; all this 200 times over. On average, is its second score lower, equal or higher?
    Answer `"lower"`, `"equal"` or `"higher"`.
    """,
    choices=("lower", "equal", "higher"),
    hints=("Some variants are lucky with these 500 images. Are they lucky again?",),
    objectives=(4,),
    afterword="Part of winning is luck, and luck does not repeat.",
)
def second_score():
    return "lower"


@second_score.misconception(
    "So it is for a network that was not chosen. The winner was chosen because its first score was high."
)
def choosing_does_not_matter():
    return "equal"


@second_score.misconception(
    "More images make a score steadier, not higher. And the first score was the highest of fifty."
)
def more_images_higher_score():
    return "higher"


def scores_of_networks():
    """Logits of one image or of several, near zero, far from it, and far from each other."""
    rng = np.random.default_rng(6)
    several = [
        np.array([[2.0, 1, 0], [0, 3, 1], [1, -1, 2.5]]),  # as many images as classes: what else broadcasts shows here
        np.array([1.0, 3, -2, 0]),
        rng.normal(0, 2, (1, 10)),
        rng.normal(0, 2, (4, 10)),
        rng.normal(0, 2, 10),
        rng.normal(0, 4, (10, 5)),
        np.array([[1000.0, 999, 0, 0, -1000], [-1000, -999, -1000, -1000, -998]]),
        np.array([1000.0, 998, -1000, 0]),
        rng.normal(0, 1, (3, 10)) + np.array([[800], [0], [-800]]),
        np.array([[-1000.0, -1001, -998, -1000], [1000, 999, 990, -900]]),
        rng.normal(0, 3, (6, 10)).astype(np.float32),
        rng.normal(0, 3, (10, 10)),
    ]
    return [(logits,) for logits in several]


@exercise(
    """
    Write softmax. `shares(logits)` gets the scores of several images, of shape `(n, classes)`, or of one,
    `(classes,)`, and returns probabilities of the same shape; those of each image sum to 1. Logits are any numbers
    from −1000 to 1000, and the result must hold no NaN. No temperature, no rounding.
    """,
    cases=scores_of_networks,
    hints=(
        "e¹⁰⁰⁰ is larger than any float. Which differences between logits decide about softmax, and how large can "
        "they get?",
        "Subtracting one number from all logits of an image changes nothing. Choose it so that none is above 0; "
        "then raise e to each and divide by the sum, image by image.",
        "`powers = np.exp(logits - logits.max(axis=…, keepdims=True))`",
    ),
    objectives=(2,),
    afterword="Only differences within one image count, so its largest logit can be moved to 0, where e⁰ is harmless.",
)
def shares(logits):
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@shares.stub
def shares(logits):
    return ...


@shares.alternative
def by_logarithms(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True))


@shares.alternative
def image_by_image(logits):
    if logits.ndim == 1:
        powers = np.exp(logits - max(logits))
        return powers / sum(powers)
    return np.stack([image_by_image(row) for row in logits])


@shares.alternative
def by_differences(logits):
    differences = logits[..., np.newaxis, :] - logits[..., np.newaxis]
    return 1 / np.exp(differences).sum(axis=-1)


def _over(powers, axis):
    return powers / powers.sum(axis=axis, keepdims=True)


def _moved(logits):
    """The logits with each image's largest at 0."""
    return logits - logits.max(axis=-1, keepdims=True)


@shares.misconception(
    "Small logits come out right, 1000 does not: e¹⁰⁰⁰ is infinite, and infinite by infinite is NaN. Move the "
    "logits of each image down before you raise e to them."
)
def overflows(logits):
    return _over(np.exp(logits), -1)


@shares.misconception(
    "Two things: the sum runs over all images together, so that only the whole batch sums to 1, and e¹⁰⁰⁰ is "
    "infinite. Sum along the axis of the classes, and move each image's logits down first."
)
def one_sum_for_all_images_and_an_overflow(logits):
    return _over(np.exp(logits), None)


@shares.misconception("All images together sum to 1. Each image is to sum to 1 by itself: sum along its classes only.")
def one_sum_for_all_images(logits):
    return _over(np.exp(logits - logits.max()), None)


@shares.misconception(
    "The sum runs over the images, class by class. Probabilities are shared out among the classes of one image: "
    "that is the last axis."
)
def sums_over_the_images(logits):
    return _over(np.exp(logits - logits.max(axis=0)), 0)


@shares.misconception(
    "The sum runs over the images, class by class, and e¹⁰⁰⁰ is infinite. The classes are the last axis; each "
    "image's logits can be moved down first."
)
def sums_over_the_images_and_overflows(logits):
    return _over(np.exp(logits), 0)


@shares.misconception(
    "You moved all images by the largest logit of the batch. An image far below it is left with e⁻¹⁶⁰⁰, which is 0, "
    "and 0 by 0 is NaN. Give each image its own largest."
)
def one_largest_for_all_images(logits):
    return _over(np.exp(logits - logits.max()), -1)


@shares.misconception(
    "Any number may be taken off an image's logits, but the mean leaves some of them high above 0, where e to them "
    "is infinite. Take off one that leaves none above 0."
)
def takes_off_the_mean(logits):
    return _over(np.exp(logits - logits.mean(axis=-1, keepdims=True)), -1)


@shares.misconception(
    "Taking off the smallest logit moves the others up, where e to them becomes infinite. Move them down instead."
)
def takes_off_the_smallest(logits):
    return _over(np.exp(logits - logits.min(axis=-1, keepdims=True)), -1)


@shares.misconception(
    "Cutting the logits off makes 1000 and 999 equal, though one is to get e times the share of the other. Move an "
    "image's logits together, so that their differences stay."
)
def cuts_the_logits_off(logits):
    return _over(np.exp(np.clip(logits, -700, 700)), -1)


@shares.misconception(
    "The logits themselves are divided by their sum: some shares are negative, and the order can turn round. Raise "
    "e to each first."
)
def no_exponential(logits):
    return _over(np.asarray(logits, float), -1)


@shares.misconception(
    "The smallest logit is moved to 0 and the rest shared out in proportion. The shares are positive and sum to 1, "
    "but softmax raises e to each logit."
)
def shares_out_in_proportion(logits):
    return _over(np.asarray(logits - logits.min(axis=-1, keepdims=True), float), -1)


@shares.misconception(
    "NaN is set to 0 where e¹⁰⁰⁰ was infinite, and the surest class goes without a share. Move each image's logits "
    "down first: then no NaN comes up."
)
def sets_nan_to_zero(logits):
    return np.nan_to_num(_over(np.exp(logits), -1))


@shares.misconception(
    "One image has the shape `(classes,)`, and then there is no axis 1. The classes are the last axis in both shapes: "
    "`axis=-1`."
)
def asks_for_axis_1(logits):
    return _over(np.exp(logits - logits.max(axis=1, keepdims=True)), 1)


@shares.misconception(
    "The sums have lost an axis, so that NumPy divides the columns, not the rows, by them, or stops. `keepdims=True` "
    "keeps it."
)
def divides_by_sums_without_keepdims(logits):
    powers = np.exp(_moved(logits))
    return powers / powers.sum(axis=-1)


@shares.misconception(
    "The sums have lost an axis, so that NumPy divides columns by them, or stops: `keepdims=True` keeps it. And e¹⁰⁰⁰ "
    "is infinite: move each image's logits down first."
)
def overflows_and_divides_without_keepdims(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=-1)


@shares.misconception(
    "Each logit one higher makes the share ten times as large here. In softmax it multiplies it by e."
)
def powers_of_ten(logits):
    return _over(10.0 ** _moved(logits), -1)


@shares.misconception("Each logit one higher doubles the share here. In softmax it multiplies it by e, about 2.72.")
def powers_of_two(logits):
    return _over(2.0 ** _moved(logits), -1)


@shares.misconception("The largest of each image comes out as 1. Divide by the sum over its classes.")
def forgets_to_divide(logits):
    return np.exp(_moved(logits))


@shares.misconception(
    "Each score is judged by itself, with a sigmoid. The classes of an image share one whole: divide by their sum."
)
def a_sigmoid_for_each_score(logits):
    return np.exp(-np.logaddexp(0, -1.0 * logits))


@shares.misconception(
    "The largest gets everything. That is the `argmax`; softmax leaves the others a share, which training learns from."
)
def all_to_the_largest(logits):
    return _over((_moved(logits) == 0).astype(float), -1)


@shares.misconception("These are the logarithms of the probabilities. One step is missing at the end.")
def stops_at_the_logarithms(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


@shares.misconception(
    "The probabilities are rounded, so those of an image no longer sum to 1. Rounding is for printing."
)
def rounds(logits):
    return shares.reference(logits).round(3)


def answers_and_labels():
    """Probabilities of a few images, all above 0.001, and the numbers of the right classes."""
    rng = np.random.default_rng(66)
    several = [(np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.25, 0.35, 0.4]]), np.array([2, 0, 0]))]
    for number, classes in ((6, 10), (10, 10), (3, 4), (1, 10), (8, 5)):
        powers = np.exp(rng.uniform(-2, 2, (number, classes)))
        labels = rng.integers(0, classes, number)
        labels[-1] = classes - 1
        several.append((powers / powers.sum(axis=1, keepdims=True), labels))
    probabilities, labels = several[1]
    return [*several, (probabilities.astype(np.float32), labels[::-1].copy())]


@exercise(
    """
    Write the cross-entropy. `cross_entropy(probabilities, labels)` gets the answers of a network, of shape `(n,
    classes)`, all above 0, and the numbers of the right classes, whole numbers from 0 on, of shape `(n,)`. It
    returns the loss of each image, with the natural logarithm, of shape `(n,)`: no mean over the images.
    """,
    cases=answers_and_labels,
    hints=(
        "Which single number of each row does the loss of that image depend on?",
        "Row 0 with label 0, row 1 with label 1 and so on: index with two arrays of length n, one for the rows "
        "and one for the classes. The loss is minus the logarithm of what you find.",
        "`probabilities[np.arange(len(labels)), …]`",
    ),
    objectives=(2,),
    afterword="What the network gives to the wrong classes counts only because it is missing from the right one.",
)
def cross_entropy(probabilities, labels):
    of_right_class = probabilities[np.arange(len(labels)), labels]
    return -np.log(of_right_class)


@cross_entropy.stub
def cross_entropy(probabilities, labels):
    of_right_class = ...
    return of_right_class


@cross_entropy.alternative
def by_rows_of_zeros_and_a_one(probabilities, labels):
    targets = np.eye(probabilities.shape[1])[labels]
    return -(targets * np.log(probabilities)).sum(axis=1)


@cross_entropy.alternative
def one_by_one(probabilities, labels):
    return [np.log(1 / row[label]) for row, label in zip(probabilities, labels, strict=True)]


@cross_entropy.misconception("That is one number, the batch's mean. Return the loss of each image.")
def the_mean_over_the_images(probabilities, labels):
    return cross_entropy.reference(probabilities, labels).mean()


@cross_entropy.misconception("That is one number for the batch, its sum. Return the loss of each image.")
def the_sum_over_the_images(probabilities, labels):
    return cross_entropy.reference(probabilities, labels).sum()


@cross_entropy.misconception(
    "The losses are negative, and a sure mistake has the lowest. The logarithm of a number below 1 is negative: "
    "turn the sign."
)
def forgets_the_minus(probabilities, labels):
    return -cross_entropy.reference(probabilities, labels)


@cross_entropy.misconception(
    "You took the class the network is surest of. Then a sure mistake costs nothing; the label says which class counts."
)
def looks_at_the_surest_class(probabilities, labels):
    return -np.log(probabilities.max(axis=1))


@cross_entropy.misconception(
    "The result has n rows and n columns: each image is paired with every label. Give the row numbers as an array "
    "too, and NumPy takes them in pairs."
)
def every_image_with_every_label(probabilities, labels):
    return -np.log(probabilities[:, labels])


@cross_entropy.misconception(
    "A row still holds a number for each class, all 0 but one. Add them up along the classes: one loss for each image."
)
def a_row_of_zeros_and_a_loss(probabilities, labels):
    return -np.eye(probabilities.shape[1])[labels] * np.log(probabilities)


@cross_entropy.misconception(
    "The logarithms of all classes are added. Only the right class counts, the others are multiplied by 0."
)
def adds_up_all_classes(probabilities, labels):
    return -np.log(probabilities).sum(axis=1)


@cross_entropy.misconception(
    "That is how unsure the network is, its entropy: the labels do not occur in it. A sure mistake would cost next "
    "to nothing."
)
def the_entropy_of_the_answer(probabilities, labels):
    return -(probabilities * np.log(probabilities)).sum(axis=1)


@cross_entropy.misconception(
    "The logarithm is multiplied by the probability itself. The right class has weight 1, so that an answer near 0 "
    "costs most."
)
def weighs_by_the_probability(probabilities, labels):
    of_right_class = probabilities[np.arange(len(labels)), labels]
    return -of_right_class * np.log(of_right_class)


@cross_entropy.misconception(
    "That is the distance from 1, and never above 1. Cross-entropy takes a logarithm, which punishes sure mistakes "
    "without limit."
)
def the_distance_from_one(probabilities, labels):
    return 1 - probabilities[np.arange(len(labels)), labels]


@cross_entropy.misconception(
    "`probabilities[labels]` picks rows, the answers to other images. Index with two arrays: rows first, then classes."
)
def picks_rows_by_the_labels(probabilities, labels):
    return -np.log(probabilities[labels])


@cross_entropy.misconception(
    "Rows and classes have changed places: axis 0 holds the images, axis 1 the classes. The label comes second."
)
def picks_the_label_among_the_rows(probabilities, labels):
    return -np.log(probabilities[labels, np.arange(len(labels))])


@cross_entropy.misconception(
    "The sum over the classes is divided by their number. All of them but one are multiplied by 0: add, and do not "
    "average."
)
def averages_over_the_classes(probabilities, labels):
    return cross_entropy.reference(probabilities, labels) / probabilities.shape[1]


def _yes_or_no(probabilities, labels):
    """The cross-entropy of each class as a question of its own, and a row for each image."""
    is_right = np.eye(probabilities.shape[1])[labels] == 1
    return -np.log(np.where(is_right, probabilities, 1 - probabilities))


@cross_entropy.misconception(
    "Each class is judged as a yes-or-no question, and the wrong classes cost as well. That is the *binary* "
    "cross-entropy; with one right class among several, only its own logarithm counts."
)
def asks_each_class_yes_or_no(probabilities, labels):
    return _yes_or_no(probabilities, labels).sum(axis=1)


@cross_entropy.misconception(
    "That is the *binary* cross-entropy, averaged over the classes: each is judged as a yes-or-no question. Only the "
    "logarithm of the right class counts."
)
def averages_yes_or_no_questions(probabilities, labels):
    return _yes_or_no(probabilities, labels).mean(axis=1)


@cross_entropy.misconception("The logarithm is to base 2, so every loss is 1.44 times too large. Take the natural one.")
def logarithm_to_base_2(probabilities, labels):
    return cross_entropy.reference(probabilities, labels) / np.log(2)


@cross_entropy.misconception("With the logarithm to base 10 losses are 2.3 times too small. Take the natural one.")
def logarithm_to_base_10(probabilities, labels):
    return cross_entropy.reference(probabilities, labels) / np.log(10)


@cross_entropy.misconception("Labels count from 0, as NumPy's columns do. You looked one column too far to the left.")
def counts_labels_from_one(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels - 1])


@cross_entropy.misconception(
    "What comes in are probabilities already. A second softmax flattens them, so that even a perfect answer keeps a "
    "loss."
)
def softmax_once_more(probabilities, labels):
    return cross_entropy.reference(shares.reference(probabilities), labels)


def facts(model):
    """What a network for 28 × 28 grey images takes and gives, in facts that do not depend on its weights."""
    from course_utils.quiet import keras

    model = keras.Sequential(model) if isinstance(model, list) else model
    if not isinstance(model, keras.Sequential) and not (isinstance(model, keras.Model) and hasattr(model, "inputs")):
        raise TypeError("a Sequential or functional model is asked for")
    known = {"shape of one image": tuple(model.input_shape[1:])} if model.built else {}
    if known.get("shape of one image", (28, 28, 1)) != (28, 28, 1):
        return known
    images = _black_white_and_spotted()
    answers, calls = _watched(model, images)
    found = {"shape of one image": tuple(model.input_shape[1:]), "shape of the answers to 8 images": answers.shape}
    return found | _facts_of_answers(model, images, answers) | _facts_of_layers(model, images, calls)


def _facts_of_answers(model, images, answers):
    others = images * (np.arange(8) == 5).reshape(8, 1, 1, 1)
    again, among_others = (np.asarray(model(batch, training=False)) for batch in (images, others))
    surest = _surest(model, images)
    return {
        "answers lie between 0 and 1": bool((answers > -1e-6).all() and (answers < 1 + 1e-6).all()),
        "answers to one image depend on the others": not np.allclose(answers[5], among_others[5], atol=1e-4),
        "answers to one image sum to 1": bool(np.allclose(answers.sum(axis=-1), 1, atol=1e-3)),
        "two calls give the same answers": bool(np.allclose(answers, again, atol=1e-5)),
        "the surest answer it can give": "nearly 1" if surest > 0.9 else significant(surest, 2),
    }


def _facts_of_layers(model, images, calls):
    from course_utils.quiet import keras

    kinds = keras.layers.Conv2D, keras.layers.SeparableConv2D, keras.layers.DepthwiseConv2D
    maps = [x.shape[1:3] for _, *ends in calls for x in ends if len(getattr(x, "shape", ())) == 4]
    has_own = (x for layer, x, _ in calls if layer.weights and not isinstance(layer, keras.layers.Normalization))
    arriving = np.asarray(next(has_own, images))
    return {
        "there is a Conv2D": any(isinstance(layer, kinds) for layer, *_ in calls),
        "maps shrink to 14 × 14 or smaller": any(max(sides) <= 14 for sides in maps),
        "there are at most 20,000 parameters": model.count_params() <= 20_000,
        "pixels 0 and 255 reach the first weights as": (arriving[0].max(), arriving[1].max()),
    }


def _black_white_and_spotted():
    """Eight images: black, white, and six with bright spots in different places."""
    rng = np.random.default_rng(28)
    spotted = rng.integers(0, 256, (6, 28, 28, 1)) * (rng.random((6, 28, 28, 1)) < 0.2)
    return np.concatenate([np.zeros((1, 28, 28, 1)), np.full((1, 28, 28, 1), 255), spotted]).astype(np.float32)


def _leaves(model):
    """The layers of a model, and those of models inside it."""
    for layer in model.layers:
        yield from _leaves(layer) if hasattr(layer, "layers") else [layer]


def _watched(model, images):
    """The answers to images, and (layer, input, output) of each layer that was called, models inside it included."""
    if not model.built:  # a Sequential without an input is built by its first images
        model(images)
    calls, leaves = [], list(dict.fromkeys(_leaves(model)))

    def noting(layer, call):
        def noted(inputs, *args, **settings):
            outputs = call(inputs, *args, **settings)
            calls.append((layer, inputs, outputs))
            return outputs

        return noted

    with ExitStack() as stack:
        for layer in leaves:
            stack.enter_context(patch.object(layer, "call", noting(layer, layer.call)))
        return np.asarray(model(images, training=False)), calls


def _surest(model, images):
    """How sure a model can be: its last scores are made to differ for a moment, and a softmax has its way."""
    from course_utils.quiet import keras

    kept, layers = model.get_weights(), [layer for layer in _leaves(model) if layer.weights]
    ends = [layer for layer in layers if isinstance(layer, keras.layers.Dense) and layer.units == 10]
    for layer in {*ends, *layers[-1:]}:
        has_vector = any(len(weight.shape) == 1 for weight in layer.weights)
        for weight in layer.weights:  # where there is a bias, it decides alone
            far = 0 if has_vector and len(weight.shape) > 1 else 50
            weight.assign(np.broadcast_to(np.linspace(0, far, weight.shape[-1]), weight.shape))
    try:
        return float(np.max(model(images, training=False)))
    finally:
        model.set_weights(kept)


@exercise(
    """
    Build a network. `small_network()` returns a Keras model, `Sequential` or functional:

    - it takes images of shape `(28, 28, 1)`, pixels from 0 to 255, and scales them itself: 0 and 255 reach the first
      layer with weights as 0 and 1,
    - it has at least one `Conv2D`, and its maps shrink to 14 × 14 or smaller,
    - it gives ten probabilities for each image, by one softmax, the same ones in every prediction,
    - it has at most 20,000 parameters.

    It need not be compiled or trained.
    """,
    probe=facts,
    hints=(
        "Where did most parameters of the classic network sit, and do you need that layer?",
        "`Rescaling` first. Then convolutions with few filters, pooling or stride 2, `Flatten`, and one dense "
        "layer of ten units with softmax. `model.count_params()` counts.",
        '`[keras.Input((28, 28, 1)), layers.Rescaling(1 / 255), layers.Conv2D(8, 3, activation="relu"), …]`',
    ),
    objectives=(1,),
    afterword="The shapes and the number of parameters were settled before a single image was seen.",
    seconds=20,
    needs="keras",
)
def small_network():
    from course_utils.quiet import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Rescaling(1 / 255)])
    for filters in (8, 16):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    return model


@small_network.stub
def small_network():
    model = ...
    return model


def _network(*layers, shape=(28, 28, 1), scale=1 / 255, end="softmax", units=10):
    """An input, scaling, the layers given as pairs (name, arguments), and a dense layer if it has units."""
    from course_utils.quiet import keras

    made = [getattr(keras.layers, name)(*arguments) for name, *arguments in layers]
    scaling = [keras.layers.Rescaling(scale)] if scale else []
    dense = [keras.layers.Dense(units, activation=end)] if units else []
    return keras.Sequential([keras.Input(shape), *scaling, *made, *dense])


_STRIDING, _FLAT = ("Conv2D", 4, 3, 2), ("Flatten",)


@small_network.alternative
def functional_with_strides():
    from course_utils.quiet import keras

    inputs = keras.Input((28, 28, 1))
    maps = keras.layers.Conv2D(12, 5, strides=2, padding="same", activation="relu")(inputs / 255)
    maps = keras.layers.Conv2D(24, 3, strides=2, activation="relu")(maps)
    scores = keras.layers.Dense(10)(keras.layers.Dropout(0.3)(keras.layers.Flatten()(maps)))
    return keras.Model(inputs, keras.layers.Softmax()(scores))


@small_network.alternative
def averages_each_map():
    narrow, normed = (("MaxPooling2D",), ("Conv2D", 16, 3)), (("BatchNormalization",), ("ReLU",))
    return _network(*narrow, *normed, ("Conv2D", 10, 1), ("GlobalAveragePooling2D",), ("Softmax",), units=None)


@small_network.alternative
def a_model_inside_a_model():
    from course_utils.quiet import keras

    inner = _network(_STRIDING, _FLAT)
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, inner(inputs))


@small_network.misconception(
    "Some answers are below 0 or above 1, as logits are. Ten probabilities are asked for: something must make them of "
    "the scores."
)
def scores_in_place_of_probabilities():
    return _network(_STRIDING, _FLAT, end=None)


@small_network.misconception(
    "The answers lie between 0 and 1, but the ten of an image do not sum to 1. A sigmoid, for one, judges each class "
    "by itself. Which activation divides by the sum?"
)
def answers_that_do_not_sum_to_1():
    return _network(_STRIDING, _FLAT, end="sigmoid")


@small_network.misconception("A pixel of 255 reaches the first weights as 255. Put a layer before them that scales.")
def pixels_arrive_unscaled():
    return _network(_STRIDING, _FLAT, scale=None)


@small_network.misconception("White arrives as 255/256, a little below 1. Grey values go from 0 to 255: divide by 255.")
def divides_by_256():
    return _network(_STRIDING, _FLAT, scale=1 / 256)


@small_network.misconception(
    "However large the scores, the surest answer stays below a quarter: softmax is applied twice. Once is asked for."
)
def softmax_twice():
    return _network(_STRIDING, _FLAT, ("Dense", 10, "softmax"), ("Softmax",), units=None)


@small_network.misconception(
    "The answers to an image depend on the others of its batch, and do not sum to 1: softmax runs over the images. The "
    "classes are the last axis."
)
def softmax_over_the_batch():
    return _network(_STRIDING, _FLAT, ("Dense", 10), ("Softmax", 0), units=None)


@small_network.misconception("White arrives as 1/255: the pixels are divided by 255 twice. Once is asked for.")
def scales_twice():
    return _network(("Rescaling", 1 / 255), _STRIDING, _FLAT)


@small_network.misconception("Black arrives as −1. That is a usual scaling as well, but asked for is 0 to 1.")
def scales_to_minus_one():
    return _network(("Rescaling", 2, -1), _STRIDING, _FLAT)


@small_network.misconception(
    "The maps go into the dense layer at nearly full size, and it needs a weight for each place of each map, ten "
    "times. Shrink the maps first, by pooling or by a stride."
)
def flattens_large_maps():
    return _network(("Conv2D", 8, 3), _FLAT)


@small_network.misconception(
    "The shapes are right, and there are too many parameters. Most sit in the dense layer behind `Flatten`: make "
    "that layer or the maps before it smaller, or do without it."
)
def too_many_parameters():
    return _network(_STRIDING, _FLAT, ("Dense", 128))


@small_network.misconception("There is no `Conv2D`: no layer looks at neighbours in height and in width at once.")
def no_convolution_over_height_and_width():
    return _network(_FLAT, ("Dense", 16))


@small_network.misconception("A softmax of one number is always 1. Ten classes need ten units.")
def one_unit_at_the_end():
    return _network(_STRIDING, _FLAT, units=1)


@small_network.misconception("Classes from 0 to 9 are ten. Count the units of the last layer.")
def nine_units_at_the_end():
    return _network(_STRIDING, _FLAT, units=9)


@small_network.misconception("The dense layer answers at every place of the maps. Make one vector of them first.")
def forgets_to_flatten():
    return _network(_STRIDING)


@small_network.misconception("The model takes 28 × 28. Grey images have one channel, and it belongs in the shape.")
def no_channel_axis():
    return _network(("Reshape", (28, 28, 1)), _STRIDING, _FLAT, shape=(28, 28))


@small_network.misconception("The model takes colour images, of three channels. Fashion-MNIST is grey.")
def three_channels():
    return _network(_STRIDING, _FLAT, shape=(28, 28, 3))


def scores_and_labels():
    """Logits between -5 and 5, unsure, sure and right, sure and wrong; and the numbers of the right classes."""
    rng = np.random.default_rng(606)
    rows = np.array([[2.0, 1, 0], [-1, 0, 1]])
    sure = np.array([[5.0, -5, -5, -4]])
    cases = [
        (rows, np.array([0, 1])),
        (sure, np.array([0])),
        (sure, np.array([2])),
        (np.zeros((3, 10)), np.array([4, 0, 9])),
    ]
    # Always float64: Keras undoes a softmax of its own, with a warning, when it is handed the very tensor in float32.
    return cases + [(rng.uniform(-4, 4, (n, 10)), rng.integers(0, 10, n)) for n in (4, 10)]


@exercise(
    """
    `training_loss(scores, labels)` is supposed to return the loss of a batch as one number: the mean over the
    images of the cross-entropy, minus the natural logarithm of the right class's probability. `scores` are the
    logits of the last dense layer, of shape `(n, classes)`, between −5 and 5; `labels` are the numbers of the right
    classes, of shape `(n,)`. An answer that is sure and right must cost nearly nothing. Mend it.
    """,
    cases=scores_and_labels,
    hints=(
        "Call it with the logits 5, −5, −5 and the label 0. Why does it not come near 0?",
        "Follow the scores to the result and count how often softmax is applied to them. `from_logits=True` tells "
        "the loss that it gets logits.",
        "`SparseCategoricalCrossentropy(from_logits=…)` and what it is called with must agree.",
    ),
    objectives=(3,),
    afterword="Logits with `from_logits=True`, or probabilities without it: softmax once.",
    seconds=20,
    needs="keras",
)
def training_loss(scores, labels):
    from course_utils.quiet import keras

    cost = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return float(cost(labels, scores))


@training_loss.repair
def training_loss(scores, labels):
    from course_utils.quiet import keras

    powers = np.exp(scores)
    answers = powers / powers.sum(axis=1, keepdims=True)
    cost = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return float(cost(labels, answers))


def _mean_loss(labels, answers, **settings):
    """Keras' cross-entropy, averaged over the images."""
    from course_utils.quiet import keras

    return float(keras.losses.SparseCategoricalCrossentropy(**settings)(labels, answers))


@training_loss.alternative
def keeps_the_first_softmax(scores, labels):
    return _mean_loss(labels, shares.reference(scores), from_logits=False)


@training_loss.alternative
def hands_over_logarithms(scores, labels):
    return _mean_loss(labels, scores - np.logaddexp.reduce(scores, axis=1, keepdims=True), from_logits=True)


@training_loss.alternative
def in_numpy(scores, labels):
    return cross_entropy.reference(shares.reference(scores), labels).mean()


@training_loss.misconception(
    "Now softmax is applied nowhere: the loss takes the logits for probabilities. Remove one of the two, not both."
)
def removes_both(scores, labels):
    return _mean_loss(labels, scores)


@training_loss.misconception(
    "One softmax was one too many; now there is another. Each flattens the answers further, and a sure answer "
    "cannot be told from a guess."
)
def one_more_softmax(scores, labels):
    return cross_entropy.reference(shares.reference(shares.reference(shares.reference(scores))), labels).mean()


@training_loss.misconception(
    "The sigmoid squeezes every score between 0 and 1, and the loss takes these for logits: no answer can be sure."
)
def sigmoid_in_place_of_the_first_softmax(scores, labels):
    return cross_entropy.reference(shares.reference(a_sigmoid_for_each_score(scores)), labels).mean()


@training_loss.misconception("Sigmoids do not share one whole: the probabilities must come from softmax.")
def sigmoid_in_place_of_both(scores, labels):
    return _mean_loss(labels, a_sigmoid_for_each_score(scores))


@training_loss.misconception("The shares run over the images of the batch. In softmax, an image's classes share.")
def softmax_over_the_images(scores, labels):
    return _mean_loss(labels, shares.reference(scores.T).T)


@training_loss.misconception(
    "The probabilities are rounded to 0 and 1 before the loss sees them. A mistake by a hair then costs as much as "
    "a sure one, and nothing can be learned from it."
)
def takes_the_surest_class_for_certain(scores, labels):
    certain = np.eye(scores.shape[1])[scores.argmax(axis=1)]
    return _mean_loss(labels, certain)


@training_loss.misconception(
    "A sure and right answer costs nothing now, but this is the squared error. Asked for is cross-entropy: only "
    "what the loss is handed, or told about it, has to change."
)
def squared_error(scores, labels):
    return ((shares.reference(scores) - np.eye(scores.shape[1])[labels]) ** 2).mean()


@training_loss.misconception("Softmax is applied once, as it should be. But the losses are added: take the mean.")
def adds_up_the_images(scores, labels):
    return cross_entropy.reference(shares.reference(scores), labels).sum()


@training_loss.misconception("Softmax is applied once, as it should be. But asked for is one number, the mean.")
def a_loss_for_each_image(scores, labels):
    return cross_entropy.reference(shares.reference(scores), labels)
