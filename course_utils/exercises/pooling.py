"""Exercises of lesson 03: maxima, shapes, weights saved, pictures lost, a shift forgiven, a global average to mend."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    Max pooling with windows of 2 × 2, side by side, reads the map above. Which four numbers does it write? Answer with
    a tuple in reading order: `(upper left, upper right, lower left, lower right)`.
    """,
    hints=("Which four numbers lie in the upper left window, and which of them is the largest?",),
    objectives=(1,),
    afterword="One number per window, the largest in it.",
)
def four_maxima():
    return (max(1, 3, 5, 2), max(2, 0, 1, 4), max(0, 6, 2, 0), max(7, 7, 3, 7))


@four_maxima.alternative
def by_the_largest_of_two_rows():
    pairs = np.maximum([1, 3, 2, 0, 0, 6, 7, 7], [5, 2, 1, 4, 2, 0, 3, 7])
    return tuple(np.maximum(pairs[::2], pairs[1::2]).tolist())


@four_maxima.misconception("These are the means. Max pooling keeps one of each window's numbers as it is.")
def means_of_the_windows():
    return (11 / 4, 7 / 4, 8 / 4, 24 / 4)


@four_maxima.misconception("These are the sums of the windows. A pool keeps the largest number and drops the others.")
def sums_of_the_windows():
    return (11, 7, 8, 24)


@four_maxima.misconception("These are the smallest numbers of the windows. Max pooling keeps the largest.")
def smallest_numbers():
    return (1, 0, 0, 3)


@four_maxima.misconception("The four numbers are right. Reading order goes along the upper row first.")
def columns_first():
    return (5, 6, 4, 7)


@four_maxima.misconception("These are the maxima of the four rows. A window is two rows high and two columns wide.")
def maxima_of_the_rows():
    return (3, 5, 7, 7)


@four_maxima.misconception("These are the maxima of the four columns. A window is two rows high and two columns wide.")
def maxima_of_the_columns():
    return (5, 6, 7, 7)


@four_maxima.misconception("These windows overlap, as in a convolution. A pool's next window begins where one ended.")
def a_window_at_every_place():
    return (5, 3, 4, 6, 7, 7, 6, 7, 7)


@prediction(
    """
    A volume of 30 × 30 × 32 (height, width, channels) passes three max pools of 2 × 2, one after the other. Which shape
    comes out? Answer with a tuple of three whole numbers: `(height, width, channels)`.
    """,
    hints=("What is left of 30 after one pool, and what happens to a row that fills no window?",),
    objectives=(1,),
    afterword="Each pool halves and rounds down; the depth stays.",
)
def after_three_pools():
    return (30 // 2 // 2 // 2, 30 // 2 // 2 // 2, 32)


@after_three_pools.alternative
def in_one_step():
    return (30 // 2**3,) * 2 + (32,)


@after_three_pools.misconception("A row and a column that fill no window are kept here. They are dropped each time.")
def keeps_what_is_left_over():
    return (4, 4, 32)


@after_three_pools.misconception("There is no part of a window. Halve, and drop what is left over, three times.")
def halves_exactly():
    return (30 / 8, 30 / 8, 32)


@after_three_pools.misconception("That is the shape after one pool. Two more follow.")
def one_pool_alone():
    return (15, 15, 32)


@after_three_pools.misconception("That is the shape after two pools. One more follows.")
def two_pools_alone():
    return (7, 7, 32)


@after_three_pools.misconception("Each pool takes one row and one column off here, as a 2 × 2 convolution would.")
def one_row_less_each_time():
    return (27, 27, 32)


@after_three_pools.misconception("Height and width are halved, the channels are not: each is pooled on its own.")
def halves_the_channels_too():
    return (3, 3, 4)


@after_three_pools.misconception("Height and width are right. The channels are still there: how many are they?")
def forgets_the_channels():
    return (3, 3)


@after_three_pools.misconception("This divides by 2 + 2 + 2. What does each pool make of what the last one left?")
def one_window_of_six():
    return (5, 5, 32)


@exercise(
    """
    Max pooling with windows of 3 × 3, side by side, without padding, reads feature maps of 17 × 10 × 48 (height,
    width, channels). Which shape comes out? Answer with a tuple of three whole numbers: `(height, width, channels)`.
    """,
    hints=(
        "How many windows, each 3 high, lie below one another in a height of 17?",
        "Rows and columns that fill no whole window are dropped, and each channel is pooled on its own.",
        "`(17 // 3, …, …)`",
    ),
    objectives=(1,),
    afterword="Height and width are divided and rounded down; the depth stays.",
)
def pooled_shape():
    return (17 // 3, 10 // 3, 48)


@pooled_shape.alternative
def by_the_formula_of_strides():
    return ((17 - 3) // 3 + 1, (10 - 3) // 3 + 1, 48)


@pooled_shape.misconception(
    "Here the leftover rows and columns make windows of their own. Without padding they fill none, and are dropped."
)
def keeps_the_leftover():
    return (6, 4, 48)


@pooled_shape.misconception(
    "This rounds 17 / 3 up and 10 / 3 down. Only whole windows count, however nearly the next one fits."
)
def rounds_to_the_nearest():
    return (6, 3, 48)


@pooled_shape.misconception("There is no part of a window. Divide, and drop what is left over.")
def counts_parts_of_windows():
    return (17 / 3, 10 / 3, 48)


@pooled_shape.misconception(
    "These are the windows of a convolution, one at every pixel. Here they lie side by side: the next one starts "
    "where the last one ended."
)
def overlapping_windows():
    return (17 - 3 + 1, 10 - 3 + 1, 48)


@pooled_shape.misconception(
    "This takes a border off the maps before it pools them, as a convolution does. A pool reads them as they are."
)
def convolves_before_it_pools():
    return ((17 - 3 + 1) // 3, (10 - 3 + 1) // 3, 48)


@pooled_shape.misconception("A pool does not take the window's size away from the map's: it divides by it.")
def subtracts_the_window():
    return (17 - 3, 10 - 3, 48)


@pooled_shape.misconception("One window is missing each way: the window at the very start counts too.")
def forgets_the_first_window():
    return ((17 - 3) // 3, (10 - 3) // 3, 48)


@pooled_shape.misconception("That is what windows of 2 × 2 leave. These are 3 × 3.")
def halves_the_map():
    return (17 // 2, 10 // 2, 48)


@pooled_shape.misconception(
    "Each side is divided by the window's 9 numbers. A window is 3 high and 3 wide: each side is divided by 3."
)
def divides_by_the_whole_window():
    return (17 // 9, 10 // 9, 48)


@pooled_shape.misconception("The height is right. A window is as wide as it is high, so the width shrinks as well.")
def pools_the_height_alone():
    return (17 // 3, 10, 48)


@pooled_shape.misconception(
    "A window is 3 × 3 within one channel. The channels are not condensed: all of them come out."
)
def pools_the_channels_as_well():
    return (17 // 3, 10 // 3, 48 // 3)


@pooled_shape.misconception("Each channel has a maximum of its own in every window. They are not melted into one map.")
def melts_the_channels():
    return (17 // 3, 10 // 3, 1)


@pooled_shape.misconception("Height and width are right. The maps come in a stack, and a third number says how many.")
def leaves_out_the_channels():
    return (17 // 3, 10 // 3)


@pooled_shape.misconception("The height comes first. These maps are higher than wide, and so are the pooled ones.")
def width_before_height():
    return (10 // 3, 17 // 3, 48)


@pooled_shape.misconception("The three numbers are right. Here, as in Keras, the channels come last.")
def channels_before_the_sides():
    return (48, 17 // 3, 10 // 3)


@pooled_shape.misconception("So many numbers come out. Asked for is the shape in which they stand.")
def counts_the_numbers():
    return (17 // 3) * (10 // 3) * 48


@prediction(
    """
    A network has two convolutions, `Flatten`, and a dense layer. Now a 2 × 2 max pool is put between the two
    convolutions. Which layer has another number of parameters than before? Answer `"first convolution"`,
    `"second convolution"`, `"dense layer"` or `"none of them"`.
    """,
    choices=("first convolution", "second convolution", "dense layer", "none of them"),
    hints=("In which of these layers does the number of weights depend on how large the maps are?",),
    objectives=(2,),
    afterword="It alone has a weight for each number that arrives.",
)
def layer_that_changes():
    return "dense layer"


@layer_that_changes.misconception("It reads the image, which is as large as before, and its kernels are as well.")
def the_one_before_the_pool():
    return "first convolution"


@layer_that_changes.misconception(
    "Its maps shrink. Its kernels do not: 3 × 3 weights per channel, however large the map that they slide over."
)
def the_one_behind_the_pool():
    return "second convolution"


@layer_that_changes.misconception(
    "The pool itself brings and takes none. But smaller maps leave the second convolution: who has a weight per number?"
)
def pooling_changes_nothing():
    return "none of them"


@exercise(
    """
    A convolution with 10 filters of 3 × 3 reads a grey image and writes 10 maps of 9 × 9. `Flatten` follows, then a
    dense layer of 6 units; all layers have biases. Now a 2 × 2 max pool (windows side by side, leftover dropped) is put
    between the convolution and `Flatten`. By how many parameters does the whole network become smaller?
    """,
    hints=(
        "Which of the four layers has weights whose number depends on the size of the maps?",
        "Count the numbers that `Flatten` hands on, before and after. Each has a weight to each of the 6 units.",
        "`(9 * 9 - …) * 10 * 6`",
    ),
    objectives=(2,),
    afterword="All of it is saved in the dense layer: the pool has no parameters, and the convolution keeps its own.",
)
def weights_saved():
    return (9 * 9 - 4 * 4) * 10 * 6


@weights_saved.alternative
def dense_layer_before_and_after():
    return (9 * 9 * 10 * 6 + 6) - (4 * 4 * 10 * 6 + 6)


@weights_saved.misconception("This is the dense layer that is left, with its biases. By how much did it shrink?")
def counts_what_is_left():
    return 4 * 4 * 10 * 6 + 6


@weights_saved.misconception("These are the weights that are left. Asked for is the difference to the network before.")
def weights_that_are_left():
    return 4 * 4 * 10 * 6


@weights_saved.misconception("This is the dense layer before the pool. A part of it is still there afterwards.")
def counts_the_layer_before():
    return 9 * 9 * 10 * 6 + 6


@weights_saved.misconception("These are the dense layer's weights before the pool. Some of them are left afterwards.")
def weights_before():
    return 9 * 9 * 10 * 6


@weights_saved.misconception("This is the whole network with the pool. How many parameters had it without?")
def the_whole_network_after():
    return 4 * 4 * 10 * 6 + 6 + (3 * 3 + 1) * 10


@weights_saved.misconception("This is the whole network without the pool. How many parameters has it with the pool?")
def the_whole_network_before():
    return 9 * 9 * 10 * 6 + 6 + (3 * 3 + 1) * 10


@weights_saved.misconception(
    "The number is right, its sign is not: asked for is how many fewer, which is before minus after."
)
def takes_before_from_after():
    return (4 * 4 - 9 * 9) * 10 * 6


@weights_saved.misconception(
    "This takes three quarters off the convolution too. A kernel is as large as before, whatever the size of the maps."
)
def shrinks_the_convolution():
    return (9 * 9 - 4 * 4) * 10 * 6 + 3 * ((3 * 3 + 1) * 10) // 4


@weights_saved.misconception(
    "This looks for the saving in the convolution. There is none: a kernel stays as large as it is."
)
def shrinks_the_convolution_alone():
    return 3 * ((3 * 3 + 1) * 10) // 4


@weights_saved.misconception("This counts weights for the pool. It takes a maximum, and has nothing to learn.")
def gives_the_pool_weights():
    return (9 * 9 - 4 * 4) * 10 * 6 - 2 * 2 * 10


@weights_saved.misconception("This counts weights and biases for the pool. It has neither: it takes a maximum.")
def gives_the_pool_weights_and_biases():
    return (9 * 9 - 4 * 4) * 10 * 6 - (2 * 2 + 1) * 10


@weights_saved.misconception(
    "The pool itself has no parameters and takes none from the convolution. But it hands fewer numbers to `Flatten`: "
    "whose weights read them?"
)
def nothing_is_saved():
    return 0


@weights_saved.misconception("A 2 × 2 pool halves the height and the width. This halves only one of them.")
def halves_one_side():
    return (9 * 9 - 9 * 4) * 10 * 6


@weights_saved.misconception(
    "This keeps 5 × 5 numbers of each map. The ninth row and the ninth column fill no window, and are dropped."
)
def keeps_the_leftover_of_the_maps():
    return (9 * 9 - 5 * 5) * 10 * 6


@weights_saved.misconception("The depth stays: 10 maps go into the pool, and 10 come out.")
def halves_the_depth_too():
    return (9 * 9 * 10 - 4 * 4 * 5) * 6


@weights_saved.misconception("This counts a single map. `Flatten` hands on the numbers of all 10.")
def one_map_only():
    return (9 * 9 - 4 * 4) * 6


@weights_saved.misconception("So many numbers fewer reach the dense layer. Each had a weight to every unit.")
def numbers_and_not_weights():
    return (9 * 9 - 4 * 4) * 10


@weights_saved.misconception(
    "The dense layer keeps its 6 biases: it has one for each unit, however many numbers it reads."
)
def saves_the_biases_too():
    return (9 * 9 - 4 * 4) * 10 * 6 + 6


@weights_saved.misconception("These windows overlap and leave 8 × 8 numbers of each map. A pool's lie side by side.")
def pools_at_stride_one():
    return (9 * 9 - 8 * 8) * 10 * 6


@weights_saved.misconception(
    "This lets the convolution shrink the maps once more, to 7 × 7. They are 9 × 9 behind it, as the text says."
)
def convolves_once_more():
    return (7 * 7 - 3 * 3) * 10 * 6


@prediction(
    """
    500 of the 5,000 garments are shirts and 500 are coats: 250,000 pairs. Max pooling with windows of 4, 7, 14 or 28
    pixels per side leaves 49, 16, 4 or 1 numbers of each. Which is the smallest size at which some shirt and some coat
    have exactly the same map? Answer with one of the four sizes.
    """,
    hints=("How many maps could there be of 49 numbers from 0 to 255, and how many of a single one?",),
    objectives=(3,),
    afterword="Sixteen numbers are few enough for two garments to agree in all of them.",
)
def first_pair_alike():
    return 7


@first_pair_alike.alternative
def by_the_numbers_that_are_left():
    return 28 // round(16**0.5)


@first_pair_alike.misconception(
    "With windows so small 49 numbers are left, and among 250,000 pairs none agrees in all of them."
)
def the_smallest_of_the_four():
    return 4


@first_pair_alike.misconception("There thousands of pairs agree in their four numbers. The first ones do so earlier.")
def four_numbers_left():
    return 14


@first_pair_alike.misconception("One number is left there, and most pairs agree in it. The first ones do so earlier.")
def a_single_number_left():
    return 28


@prediction(
    """
    The outlines of a circle and of a square, one pixel thin, 16 × 16 pixels. They pass 2 × 2 max pools, one after the
    other. After how many pools are the two maps the same for the first time? Answer with a whole number.
    """,
    hints=("How large is the map after each pool, and how many pixels does one of its numbers stand for?",),
    objectives=(3,),
    afterword="The corners that told them apart are inside the windows.",
)
def pools_until_alike():
    return 2


@pools_until_alike.alternative
def counted_in_halvings():
    return int(np.log2(16 / 4))


@pools_until_alike.misconception("One pool leaves 8 × 8 numbers, and the square's corners still show in them.")
def one_pool():
    return 1


@pools_until_alike.misconception("They are the same then, and were so already one pool before.")
def one_pool_too_many():
    return 3


@pools_until_alike.misconception("Then a single number is left of each. They are the same long before.")
def down_to_one_number():
    return 4


@pools_until_alike.misconception("As drawn, one has corners and the other has none.")
def the_same_as_drawn():
    return 0


@exercise(
    """
    A strip of 2 × 6 pixels, each of them black (0) or white (1): 4,096 different pictures. Max pooling with windows 2
    high and 3 wide, side by side, makes two numbers of each picture. How many of the 4,096 pictures end as `1, 1`?
    """,
    hints=(
        "How many different windows of 2 × 3 such pixels are there, and which of them does the maximum turn into 0?",
        "One of a window's 64 pictures becomes 0, the others 1. The two windows do not depend on each other.",
        "`(2**6 - …) * …`",
    ),
    objectives=(3,),
    afterword="Behind the pool they are one picture: there is white in each window. Where and how much is forgotten.",
)
def pictures_alike():
    return (2**6 - 1) ** 2


@pictures_alike.alternative
def counted_one_by_one():
    pictures = np.arange(4096)[:, np.newaxis] >> np.arange(12) & 1
    return int((pictures[:, :6].any(axis=1) & pictures[:, 6:].any(axis=1)).sum())


@pictures_alike.alternative
def without_those_that_have_a_black_window():
    return 4096 - 64 - 64 + 1


@pictures_alike.misconception(
    "It would be one picture if the pool kept pictures apart, or asked for white everywhere. It asks for one white "
    "pixel in a window, wherever that is."
)
def keeps_the_pictures_apart():
    return 1


@pictures_alike.misconception(
    "This takes the four results to be equally frequent. But a window becomes 0 only if all its pixels are black."
)
def shares_evenly():
    return 4096 // 4


@pictures_alike.misconception("So many pictures of one window become 1. The strip has two windows.")
def one_window_only():
    return 2**6 - 1


@pictures_alike.misconception(
    "Any picture of the left window goes with any of the right one. The numbers of pictures are multiplied, not added."
)
def adds_the_windows():
    return 2 * (2**6 - 1)


@pictures_alike.misconception(
    "These are the pictures with white in one of the windows, whatever is in the other one. Both are to become 1."
)
def looks_at_one_window_only():
    return (2**6 - 1) * 2**6


@pictures_alike.misconception(
    "This takes off 64 pictures for each window that may be black. The strip that is black all over is among both: it "
    "was taken off twice."
)
def takes_the_black_strip_away_twice():
    return 4096 - 64 - 64


@pictures_alike.misconception(
    "This takes two strips for one where left and right are exchanged. They are different pictures, and both count."
)
def pairs_without_an_order():
    return 63 * 64 // 2


@pictures_alike.misconception(
    "This counts windows with exactly one white pixel. With two, three or more of them the maximum is 1 as well."
)
def one_white_pixel_each():
    return 6 * 6


@pictures_alike.misconception(
    "This leaves out the black strip alone. If one window has no white pixel, its number is 0."
)
def white_anywhere_in_the_strip():
    return 4096 - 1


@pictures_alike.misconception("This asks for three white pixels or more in each window, as a rounded mean does.")
def mean_of_a_half_or_more():
    return (20 + 15 + 6 + 1) ** 2


@pictures_alike.misconception("This asks for more white than black in each window. The maximum does not take a vote.")
def majority_of_the_window():
    return (15 + 6 + 1) ** 2


@pictures_alike.misconception("A window that is black all over becomes 0, and there are strips with such a window.")
def all_of_the_pictures():
    return 4096


@pictures_alike.misconception("There are such pictures: a strip with one white pixel in each window is one of them.")
def none_of_the_pictures():
    return 0


@prediction(
    """
    Four windows of 2 × 2 stand in the middle of a larger map, which is cut into such windows too. A bright dot stands
    in one of their 16 places, and moves right by one pixel. From how many of the 16 places does the *whole* max-pooled
    map stay as it was? Answer with a whole number.
    """,
    hints=("In which places of a window does the dot stay in its window when it moves right by one?",),
    objectives=(4,),
    afterword="Where the dot stays in its window, nobody behind the pool can notice.",
)
def places_that_stay():
    return 4 * 2


@places_that_stay.alternative
def by_columns():
    return len([column for column in range(4) for _ in range(4) if column // 2 == (column + 1) // 2])


@places_that_stay.misconception("A dot at the right edge of a window steps into the next one, and two numbers change.")
def every_place():
    return 16


@places_that_stay.misconception("A dot that has room in its window moves inside it, and its maximum is still there.")
def no_place():
    return 0


@places_that_stay.misconception(
    "This takes the four windows for one of 4 × 4. There is also a border in the middle that a dot can cross."
)
def one_large_window():
    return 12


@places_that_stay.misconception(
    "This counts one place per window, as if the dot also moved down. To the right, how many have room?"
)
def one_corner_per_window():
    return 4


@prediction(
    """
    Behind three max pools of 2 × 2 the grid decides how much a garment's next step of one pixel changes. After how many
    steps must the readings repeat, because the garment meets the grid of all three pools as at the start? Answer with
    the smallest such number.
    """,
    hints=("How many pixels of the image does one number behind the first pool stand for, and behind the next?",),
    objectives=(4,),
    afterword="So many pixels are one step of the last map.",
)
def steps_to_repeat():
    return 2 * 2 * 2


@steps_to_repeat.alternative
def as_a_power():
    return 2**3


@steps_to_repeat.misconception("The strides are added here. Each pool halves what the last one left of the image.")
def adds_the_strides():
    return 2 + 2 + 2


@steps_to_repeat.misconception("By then the first pool meets the garment as before. The two others do not yet.")
def the_first_grid():
    return 2


@steps_to_repeat.misconception("By then two pools meet the garment as before. The third does not yet.")
def two_grids():
    return 2 * 2


@steps_to_repeat.misconception("So many pools there are. How far has a garment moved when the last map moves by one?")
def as_many_as_pools():
    return 3


@steps_to_repeat.misconception("There it repeats too, for the second time. Which is the smallest number?")
def the_second_time():
    return 16


@steps_to_repeat.misconception(
    "That counts the pixels of a window, height and width. The garment moves in one direction alone."
)
def counts_pixels_of_windows():
    return 4**3


@prediction(
    """
    The garments lie on an empty margin. Without strides, the global average reads 0 however far they move. Now the
    convolution takes stride 2, and the global average follows. For which of the shifts 1, 2, 3, 4 and 5 does it still
    read 0? Answer with a tuple of these shifts, in ascending order.
    """,
    hints=("Which pixels does a window at stride 2 stand on, and which after the garment has moved by one?",),
    objectives=(4,),
    afterword="At these shifts the same windows meet the same pixels, one place further.",
)
def shifts_forgiven():
    return (2, 4)


@shifts_forgiven.alternative
def whole_steps_of_the_stride():
    return tuple(pixels for pixels in range(1, 6) if pixels % 2 == 0)


@shifts_forgiven.misconception(
    "So it is without a stride. With one, the windows stand on every second pixel only: a step of one meets others."
)
def every_shift():
    return (1, 2, 3, 4, 5)


@shifts_forgiven.misconception(
    "This takes the stride for a limit. It is a grid: which shifts bring the garment onto it as it was before?"
)
def up_to_the_stride():
    return (1, 2)


@shifts_forgiven.misconception(
    "It is the other way round: by one pixel, the windows stand beside where they stood in the garment."
)
def odd_shifts():
    return (1, 3, 5)


@shifts_forgiven.misconception("There is one stride of two here, before the average, and not two of them.")
def every_fourth_shift():
    return (4,)


def maps_to_pool():
    """Oblong maps of one and several channels, the first without leftover, most with it, of both signs."""
    rng = np.random.default_rng(3)
    sizes = ((6, 4, 1, 2), (4, 8, 3, 2), (7, 5, 2, 2), (9, 6, 4, 3), (5, 11, 2, 3), (11, 7, 6, 4), (5, 5, 3, 5))
    cases = [(rng.normal(size=(rows, columns, depth)), size) for rows, columns, depth, size in sizes]
    even, odd = np.array([[[1.0], [5], [9], [3]], [[2], [0], [7], [4]]]), np.array([[[1.0], [5], [9]], [[2], [0], [7]]])
    pixels, below_zero = rng.integers(0, 256, (8, 7, 3)) / 1.0, -1.0 - rng.integers(0, 50, (6, 9, 2))
    return [(even, 2), (odd, 2), *cases, (pixels, 3), (below_zero, 2), (-rng.random((7, 10, 2)), 3)]


def in_windows(feature_maps, pool_size):
    """The maps cut into windows: (rows, pool_size, columns, pool_size, channels)."""
    rows, columns = feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size
    whole = feature_maps[: rows * pool_size, : columns * pool_size]
    return whole.reshape(rows, pool_size, columns, pool_size, -1)


@exercise(
    """
    Write max pooling yourself. `maxima(feature_maps, pool_size)` gets an array of shape (height, width, channels) and
    a whole number p, at least 2 and at most height and width. Windows of p × p lie side by side, beginning at the
    upper left; rows and columns at the end that fill no window are dropped. Return each window's largest value, channel
    by channel: an array of shape (height // p, width // p, channels). Values may be negative.
    """,
    cases=maps_to_pool,
    hints=(
        "At which row and column does the window begin that writes the pooled number at `[row, column]`?",
        "It begins at row · p and column · p. Its maximum is taken over rows and columns, but not over the channels.",
        "`pooled[row, column] = window.max(axis=…)`",
    ),
    objectives=(1,),
    afterword="Two steps, cut and keep the largest; nothing in it is learned.",
)
def maxima(feature_maps, pool_size):
    rows, columns = feature_maps.shape[0] // pool_size, feature_maps.shape[1] // pool_size
    pooled = np.zeros((rows, columns, feature_maps.shape[2]))
    for row in range(rows):
        for column in range(columns):
            top, left = row * pool_size, column * pool_size
            window = feature_maps[top : top + pool_size, left : left + pool_size]
            pooled[row, column] = window.max(axis=(0, 1))
    return pooled


@maxima.stub
def maxima(feature_maps, pool_size):
    pooled = ...
    return pooled


@maxima.alternative
def by_cutting_the_axes(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).max(axis=(1, 3))


@maxima.alternative
def by_comparing_shifted_maps(feature_maps, pool_size):
    rows, columns = (size // pool_size * pool_size for size in feature_maps.shape[:2])
    pooled = feature_maps[:rows:pool_size, :columns:pool_size]
    for place in np.ndindex(pool_size, pool_size):
        pooled = np.maximum(pooled, feature_maps[place[0] : rows : pool_size, place[1] : columns : pool_size])
    return pooled


@maxima.misconception("This is average pooling: the mean of each window. Asked for is its largest value.")
def mean_of_each_window(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).mean(axis=(1, 3))


@maxima.misconception("The smallest value of each window is kept, and the largest thrown away.")
def smallest_of_each_window(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).min(axis=(1, 3))


@maxima.misconception(
    "The numbers are maxima of absolute values: −9 counts as 9. The largest value is the one furthest up, sign and all."
)
def ignores_the_sign(feature_maps, pool_size):
    return np.abs(in_windows(feature_maps, pool_size).astype(float)).max(axis=(1, 3))


@maxima.misconception(
    "Each number kept is the one furthest from 0, so that −9 wins against 5. A maximum compares the values as they are."
)
def furthest_from_zero(feature_maps, pool_size):
    windows = in_windows(feature_maps, pool_size).astype(float)
    largest, smallest = windows.max(axis=(1, 3)), windows.min(axis=(1, 3))
    return np.where(largest >= -smallest, largest, smallest)


@maxima.misconception(
    "Where all values of a window are negative, yours says 0. Start the comparison from a value of the window itself."
)
def starts_from_zero(feature_maps, pool_size):
    return np.maximum(in_windows(feature_maps, pool_size).max(axis=(1, 3)), 0)


@maxima.misconception("The maximum is taken over the channels as well. Each channel keeps its own: the depth stays.")
def pools_across_the_channels(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).max(axis=(1, 3, 4))[..., np.newaxis]


@maxima.misconception(
    "All channels of a window get the same number, the largest of all of them. Each channel has a maximum of its own."
)
def one_maximum_for_all_channels(feature_maps, pool_size):
    pooled = in_windows(feature_maps, pool_size).max(axis=(1, 3, 4))
    return np.repeat(pooled[..., np.newaxis], feature_maps.shape[2], axis=2)


@maxima.misconception(
    "The channels are cut into groups too, as if they were a third side of the window. It has only two."
)
def windows_with_three_sides(feature_maps, pool_size):
    windows = in_windows(feature_maps, pool_size)
    depth = windows.shape[-1] // pool_size
    return windows[..., : depth * pool_size].reshape(*windows.shape[:4], depth, pool_size).max(axis=(1, 3, 5))


@maxima.misconception(
    "The windows overlap: each starts one pixel after the last. Let the next begin where the last one ends."
)
def windows_at_stride_one(feature_maps, pool_size):
    return np.lib.stride_tricks.sliding_window_view(feature_maps, (pool_size, pool_size), axis=(0, 1)).max(axis=(3, 4))


@maxima.misconception("The leftover at the end gets windows of its own, cut short. Only whole windows count.")
def pools_the_leftover(feature_maps, pool_size):
    ends = [(0, -size % pool_size) for size in feature_maps.shape[:2]]
    return in_windows(np.pad(feature_maps, (*ends, (0, 0)), mode="edge"), pool_size).max(axis=(1, 3))


@maxima.misconception(
    "The leftover is dropped at the upper and left edge. The windows begin there, and it lies at the end."
)
def drops_the_leftover_at_the_start(feature_maps, pool_size):
    rows, columns = (size % pool_size for size in feature_maps.shape[:2])
    return in_windows(feature_maps[rows:, columns:], pool_size).max(axis=(1, 3))


@maxima.misconception(
    "Each window's upper left value is taken, whatever its size. That is a stride without a look at the window."
)
def takes_the_upper_left_value(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size)[:, 0, :, 0]


@maxima.misconception(
    "The shape is right, but the values of a window come from places far apart. When an axis is split by `reshape`, "
    "neighbours stay together in the second of the two new axes."
)
def mixes_distant_places(feature_maps, pool_size):
    rows, _, columns, _, depth = in_windows(feature_maps, pool_size).shape
    whole = feature_maps[: rows * pool_size, : columns * pool_size]
    return whole.reshape(pool_size, rows, pool_size, columns, depth).max(axis=(0, 2))


@maxima.misconception(
    "The shape is right, but each window holds numbers that stood one behind the other in memory, not side by side in "
    "the map. Split height into (rows, p) and width into (columns, p), then take the maximum over both p."
)
def cuts_windows_out_of_a_line(feature_maps, pool_size):
    rows, _, columns, _, depth = in_windows(feature_maps, pool_size).shape
    whole = feature_maps[: rows * pool_size, : columns * pool_size]
    return whole.reshape(rows, columns, pool_size, pool_size, depth).max(axis=(2, 3))


@maxima.misconception(
    "It stops where p does not divide height and width: the leftover does not fit into whole windows. Drop those rows "
    "and columns before you cut."
)
def does_not_drop_the_leftover(feature_maps, pool_size):
    height, width, depth = feature_maps.shape
    windows = feature_maps.reshape(height // pool_size, pool_size, width // pool_size, pool_size, depth)
    return windows.max(axis=(1, 3))


@maxima.misconception(
    "There are as many windows as there should be, but each starts one pixel after the last. The window of "
    "`[row, column]` begins at row · p and column · p."
)
def windows_one_pixel_apart(feature_maps, pool_size):
    rows, columns = (size // pool_size for size in feature_maps.shape[:2])
    return windows_at_stride_one(feature_maps, pool_size)[:rows, :columns]


@maxima.misconception(
    "Every p-th value is taken, the leftover's as well. That is a stride without a look at the window."
)
def takes_every_pth_value(feature_maps, pool_size):
    return feature_maps[::pool_size, ::pool_size]


@maxima.misconception(
    "Your windows reach one row and one column too far, into their neighbours. The end of a slice is not part of it: "
    "row · p + p is enough."
)
def windows_one_too_large(feature_maps, pool_size):
    pooled = np.zeros_like(in_windows(feature_maps, pool_size)[:, 0, :, 0])
    for row, column in np.ndindex(pooled.shape[:2]):
        top, left = row * pool_size, column * pool_size
        pooled[row, column] = feature_maps[top : top + pool_size + 1, left : left + pool_size + 1].max(axis=(0, 1))
    return pooled


@maxima.misconception("These are sums of the windows. Asked for is the largest value of each.")
def sum_of_each_window(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).sum(axis=(1, 3))


@maxima.misconception(
    "The last row and the last column of each window are not looked at. The end of a slice is not part of it."
)
def windows_one_too_small(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size)[:, :-1, :, :-1].max(axis=(1, 3))


@maxima.misconception("The last window of each row and of each column is missing. See where your `range` ends.")
def leaves_out_the_last_windows(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).max(axis=(1, 3))[:-1, :-1]


@maxima.misconception(
    "A window that ends exactly at the border is missing. It begins at height − p or width − p, and a `range` stops "
    "before its end."
)
def loses_windows_at_the_border(feature_maps, pool_size):
    tops, lefts = (range(0, size - pool_size, pool_size) for size in feature_maps.shape[:2])
    windows = [[feature_maps[top:, left:][:pool_size, :pool_size] for left in lefts] for top in tops]
    return np.array([[window.max(axis=(0, 1)) for window in row] for row in windows])


@maxima.misconception("The values have lost what stands behind the point. Keep the numbers as they are.")
def whole_numbers_only(feature_maps, pool_size):
    return in_windows(feature_maps, pool_size).max(axis=(1, 3)).astype(int)


@maxima.misconception("The windows are 2 × 2 every time. Their size is handed over as `pool_size`.")
def always_windows_of_two(feature_maps, pool_size):
    return in_windows(feature_maps, 2).max(axis=(1, 3))


@maxima.misconception("Only the height has shrunk. A window is as wide as it is high: condense the columns too.")
def condenses_rows_only(feature_maps, pool_size):
    rows = feature_maps.shape[0] // pool_size
    return feature_maps[: rows * pool_size].reshape(rows, pool_size, *feature_maps.shape[1:]).max(axis=1)


@maxima.misconception(
    "This is one number for each whole map, as global pooling gives. Take the maximum window by window."
)
def one_maximum_for_the_map(feature_maps, pool_size):
    return feature_maps.max(axis=(0, 1))


def maps_to_move():
    """Maps with a pool size and a shift: with and without leftover, dots, blocks, noise, negatives, steps."""
    rng = np.random.default_rng(4)
    dots, blocks = np.zeros((6, 9)), np.kron(rng.integers(1, 6, (3, 4)), np.ones((2, 2)))
    dots[[0, 3, 4], [0, 4, 7]] = 3, 2, 5
    noise, below_zero = rng.normal(size=(7, 10)), -1.0 - rng.integers(0, 9, (6, 9))
    steps = np.repeat(rng.integers(0, 4, (4, 6)), 2, axis=1).astype(float)
    wide = np.pad(rng.integers(1, 3, (8, 4)), ((0, 0), (1, 8))).astype(float)
    return [
        (np.array([[1.0, 5, 2], [0, 3, 4]]), 2, 1),
        *((dots, 3, by) for by in (1, 2, 3)),
        *((blocks, 2, by) for by in (1, 2)),
        (noise, 2, 1),
        (noise, 3, 2),
        (below_zero, 3, 1),
        (below_zero, 2, 4),
        *((steps, 2, by) for by in (1, 5)),
        (wide, 4, 1),
        (wide, 4, 2),
    ]


def max_pooled(feature_map, pool_size):
    """The maxima of windows side by side of one map."""
    return in_windows(feature_map[..., np.newaxis], pool_size).max(axis=(1, 3))[..., 0]


def moved_right(feature_map, shift_by):
    """The map moved right, with zeros behind it."""
    return np.pad(feature_map, ((0, 0), (shift_by, 0)))[:, : feature_map.shape[1]]


def changes_of(one, other, pool_size):
    """How many pooled numbers of two maps differ."""
    return (max_pooled(one, pool_size) != max_pooled(other, pool_size)).sum()


@exercise(
    """
    What does a pool notice of a shift? `changed_numbers(feature_map, pool_size, shift_by)` gets a map of shape
    (height, width). Move it right by `shift_by` columns (at least 1, fewer than the width): zeros enter at the left,
    and what leaves at the right is lost. Max-pool the map and the moved map, windows side by side, leftover at the end
    dropped. Return how many numbers differ between the two pooled maps. You may use
    `max_pool(feature_map, pool_size)` of this lesson.
    """,
    cases=maps_to_move,
    hints=(
        "Which columns of the moved map are filled with zeros, and which columns of the original stand in the others?",
        "Move first, then pool both. Comparing two arrays of one shape with `!=` gives an array of truth values.",
        "`moved[:, shift_by:] = feature_map[:, …]`",
    ),
    objectives=(4,),
    afterword="0 means forgiven. A pool forgives a small shift in part: it depends on where the grid of windows lies.",
)
def changed_numbers(feature_map, pool_size, shift_by):
    from course_utils.pooling import max_pool

    moved = np.zeros_like(feature_map)
    moved[:, shift_by:] = feature_map[:, :-shift_by]
    return (max_pool(feature_map, pool_size) != max_pool(moved, pool_size)).sum()


@changed_numbers.stub
def changed_numbers(feature_map, pool_size, shift_by):
    changes = ...
    return changes


@changed_numbers.alternative
def with_windows_cut_by_hand(feature_map, pool_size, shift_by):
    return np.count_nonzero(
        max_pooled(feature_map, pool_size) - 1.0 * max_pooled(moved_right(feature_map, shift_by), pool_size)
    )


@changed_numbers.alternative
def window_by_window(feature_map, pool_size, shift_by):
    moved, changes = np.roll(feature_map, shift_by, axis=1), 0
    moved[:, :shift_by] = 0
    for top in range(0, feature_map.shape[0] - pool_size + 1, pool_size):
        for left in range(0, feature_map.shape[1] - pool_size + 1, pool_size):
            window = np.s_[top : top + pool_size, left : left + pool_size]
            changes += int(feature_map[window].max() != moved[window].max())
    return changes


@changed_numbers.misconception(
    "Yours says 0 whatever happens. Is the map moved, and is it the moved one that is compared? A pool is not "
    "invariant: what crosses into the next window is noticed."
)
def says_that_nothing_changes(feature_map, pool_size, shift_by):
    return 0


@changed_numbers.misconception(
    "Every shift smaller than the window is let off. It is forgiven only for what stays inside its own window; what "
    "stood at a window's right edge has left it after one step."
)
def forgives_all_within_the_window_size(feature_map, pool_size, shift_by):
    return 0 if shift_by < pool_size else changes_of(feature_map, moved_right(feature_map, shift_by), pool_size)


@changed_numbers.misconception(
    "What leaves at the right comes in again at the left. Zeros enter there: the rest is lost."
)
def wraps_around(feature_map, pool_size, shift_by):
    return changes_of(feature_map, np.roll(feature_map, shift_by, axis=1), pool_size)


@changed_numbers.misconception(
    "The map moves left. To the right means: what stood in column 0 stands in column `shift_by`."
)
def moves_left(feature_map, pool_size, shift_by):
    return changes_of(feature_map, moved_right(feature_map[:, ::-1], shift_by)[:, ::-1], pool_size)


@changed_numbers.misconception("The map moves down. Right is along the second axis, the columns.")
def moves_down(feature_map, pool_size, shift_by):
    return changes_of(feature_map, moved_right(feature_map.T, shift_by).T, pool_size)


@changed_numbers.misconception("The first column is repeated behind the moved map. Zeros are to enter there.")
def repeats_the_border(feature_map, pool_size, shift_by):
    moved = np.pad(feature_map, ((0, 0), (shift_by, 0)), mode="edge")[:, : feature_map.shape[1]]
    return changes_of(feature_map, moved, pool_size)


@changed_numbers.misconception(
    "The moved map is wider than the map: what leaves at the right is kept here. It is to be lost, so that both have "
    "one shape."
)
def keeps_what_leaves(feature_map, pool_size, shift_by):
    wider = np.pad(feature_map, ((0, 0), (shift_by, 0)))
    return (max_pooled(feature_map, pool_size) != max_pooled(wider, pool_size)).sum()


@changed_numbers.misconception("The old numbers are left standing at the left, where zeros are to enter.")
def leaves_the_old_columns(feature_map, pool_size, shift_by):
    moved = moved_right(feature_map, shift_by)
    moved[:, :shift_by] = feature_map[:, :shift_by]
    return changes_of(feature_map, moved, pool_size)


@changed_numbers.misconception("The map is moved by one column each time. How far is handed over as `shift_by`.")
def moves_by_one_only(feature_map, pool_size, shift_by):
    return changes_of(feature_map, moved_right(feature_map, 1), pool_size)


@changed_numbers.misconception(
    "The pooled map is moved here, not the map itself: a step there is as long as a window. Move first, then pool."
)
def moves_the_pooled_map(feature_map, pool_size, shift_by):
    condensed = max_pooled(feature_map, pool_size)
    return (condensed != moved_right(condensed, shift_by)).sum()


@changed_numbers.misconception("These are the pixels that differ before pooling. Pool both maps, then compare.")
def compares_without_pooling(feature_map, pool_size, shift_by):
    return (feature_map != moved_right(feature_map, shift_by)).sum()


@changed_numbers.misconception(
    "The means of the windows are compared. A maximum notices less of a shift than a mean does."
)
def compares_the_means(feature_map, pool_size, shift_by):
    one, other = (
        in_windows(each[..., np.newaxis], pool_size) for each in (feature_map, moved_right(feature_map, shift_by))
    )
    return (one.mean(axis=(1, 3)) != other.mean(axis=(1, 3))).sum()


@changed_numbers.misconception("The windows overlap: there is one at every pixel. Those of a pool lie side by side.")
def pools_with_overlap(feature_map, pool_size, shift_by):
    maps = (feature_map, moved_right(feature_map, shift_by))
    one, other = (
        np.lib.stride_tricks.sliding_window_view(each, (pool_size, pool_size)).max(axis=(2, 3)) for each in maps
    )
    return (one != other).sum()


@changed_numbers.misconception("The leftover at the end is pooled as well. Only whole windows give a number.")
def compares_the_leftover_too(feature_map, pool_size, shift_by):
    def cut(each):
        return np.pad(each, [(0, -size % pool_size) for size in each.shape], mode="edge")

    return changes_of(cut(feature_map), cut(moved_right(feature_map, shift_by)), pool_size)


@changed_numbers.misconception("These are the numbers that stay. Asked for are those that change.")
def counts_the_unchanged(feature_map, pool_size, shift_by):
    return (max_pooled(feature_map, pool_size) == max_pooled(moved_right(feature_map, shift_by), pool_size)).sum()


@changed_numbers.misconception("This is the comparison, number by number. How many of its truth values are true?")
def gives_the_comparison(feature_map, pool_size, shift_by):
    return max_pooled(feature_map, pool_size) != max_pooled(moved_right(feature_map, shift_by), pool_size)


@changed_numbers.misconception("This is a share, between 0 and 1. Asked for is how many numbers differ.")
def gives_the_share(feature_map, pool_size, shift_by):
    return (
        changes_of(feature_map, moved_right(feature_map, shift_by), pool_size) / max_pooled(feature_map, pool_size).size
    )


@changed_numbers.misconception("This adds up by how much the numbers change. Count them: each counts once.")
def adds_the_differences(feature_map, pool_size, shift_by):
    maps = (feature_map, moved_right(feature_map, shift_by))
    one, other = (max_pooled(each, pool_size).astype(float) for each in maps)
    return np.abs(one - other).sum()


@changed_numbers.misconception("This says whether anything changes. How many numbers of the pooled map do?")
def says_yes_or_no(feature_map, pool_size, shift_by):
    return int(changes_of(feature_map, moved_right(feature_map, shift_by), pool_size) > 0)


def batches_to_average():
    """Batches of one and several images, oblong maps, one and several channels, negative values, whole numbers."""
    rng = np.random.default_rng(5)
    small = np.array([[[[1.0, 10], [2, 20], [6, 30]]]])
    shapes = ((1, 4, 3, 2), (3, 2, 5, 4), (2, 6, 4, 1), (5, 3, 3, 3), (4, 5, 2, 6), (2, 4, 4, 2))
    batches = [rng.normal(size=shape) + rng.normal(size=shape[-1]) for shape in shapes]
    pixels, whole = rng.integers(0, 256, (3, 4, 6, 3)), rng.integers(-9, 10, (2, 7, 3, 4))
    return [(batch,) for batch in (small, *batches, pixels.astype(float), whole.astype(float))]


@exercise(
    """
    Global average pooling of a batch. `channel_means(batch)` gets an array of shape (images, height, width, channels).
    Each channel of each image is one map. It should return the mean of each map over all its positions: an array of
    shape (images, channels). The function below runs, but does something else. Mend it.
    """,
    cases=batches_to_average,
    hints=(
        "Which numbers end up beside each other in one row of `each_map`? Try 1 × 3 pixels with 2 channels.",
        "`reshape` keeps the order of the numbers, and in a batch the channels of one pixel stand next to each other.",
        "`batch.mean(axis=…)` takes several axes in a tuple",
    ),
    objectives=(1,),
    afterword="A right shape is no proof: `reshape` moves no number, it only counts off the same order differently.",
)
def channel_means(batch):
    return batch.mean(axis=(1, 2))


@channel_means.repair
def channel_means(batch):
    count, height, width, channels = batch.shape
    each_map = batch.reshape(count, channels, height * width)
    return each_map.mean(axis=-1)


@channel_means.alternative
def by_flattening_the_positions(batch):
    count, height, width, channels = batch.shape
    return batch.reshape(count, height * width, channels).mean(axis=1)


@channel_means.alternative
def by_bringing_the_channels_forward(batch):
    count, height, width, channels = batch.shape
    each_map = batch.transpose(0, 3, 1, 2).reshape(count, channels, height * width)
    return each_map.sum(axis=-1) / (height * width)


@channel_means.misconception(
    "The images are averaged together as well. Each image of a batch has means of its own: the first axis stays."
)
def averages_over_the_batch(batch):
    return batch.mean(axis=(0, 1, 2))


@channel_means.misconception(
    "The channels are averaged together, one number for an image. Each channel keeps its own mean."
)
def averages_over_the_channels(batch):
    return batch.mean(axis=(1, 2, 3))


@channel_means.misconception(
    "The mean runs over width and channels, as if the channels stood second. In this batch they stand last."
)
def takes_the_channels_for_second(batch):
    return batch.mean(axis=(2, 3))


@channel_means.misconception(
    "Each number is a mean over the channels at one position. The mean of a map runs over its positions."
)
def averages_each_position(batch):
    return batch.reshape(len(batch), -1, batch.shape[-1]).mean(axis=-1)


@channel_means.misconception(
    "Each row of a map is averaged, and the height is still there. Take the mean over both sides."
)
def averages_along_the_width(batch):
    return batch.mean(axis=2)


@channel_means.misconception(
    "Each column of a map is averaged, and the width is still there. Take the mean over both sides."
)
def averages_along_the_height(batch):
    return batch.mean(axis=1)


@channel_means.misconception("This is global max pooling: the largest value of each map. Asked for is its mean.")
def maximum_of_each_map(batch):
    return batch.max(axis=(1, 2))


@channel_means.misconception("These are sums. A mean is the sum divided by the number of positions.")
def sum_of_each_map(batch):
    return batch.sum(axis=(1, 2))


@channel_means.misconception("This divides by the height twice, which is right for square maps only.")
def takes_the_maps_for_squares(batch):
    return batch.sum(axis=(1, 2)) / batch.shape[1] ** 2


@channel_means.misconception("The means are rounded down to whole numbers. Keep what stands behind the point.")
def rounds_the_means_down(batch):
    return batch.sum(axis=(1, 2)) // (batch.shape[1] * batch.shape[2])


@channel_means.misconception(
    "The means are right, but height and width remain as axes of length 1. Nothing is left of them."
)
def keeps_the_two_sides(batch):
    return batch.mean(axis=(1, 2), keepdims=True)


@channel_means.misconception("The means are right, but stand in columns: the images come first, then the channels.")
def channels_before_images(batch):
    return batch.mean(axis=(1, 2)).T


@channel_means.misconception("Only the first image is averaged. The batch has more of them.")
def first_image_only(batch):
    return batch[:1].mean(axis=(1, 2))


@channel_means.misconception(
    "`transpose` brings the channels to the front of the images as well, and `reshape` then counts off the wrong way. "
    "The images have to stay the first axis."
)
def channels_in_front_of_the_images(batch):
    return batch.transpose(3, 0, 1, 2).reshape(len(batch), batch.shape[-1], -1).mean(axis=-1)


@channel_means.misconception(
    "The sums are divided by all numbers of an image, channels included. A map has height × width numbers."
)
def divides_by_the_channels_too(batch):
    return batch.sum(axis=(1, 2)) / batch[0].size
