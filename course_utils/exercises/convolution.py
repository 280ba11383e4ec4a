"""Exercises of lesson 01: predictions, count weights, one window, ReLU between, slide, go deep, a kernel to mend."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


def images_and_kernels():
    """Floats of both signs: kernels of 3 × 3, then other squares, then oblongs; no kernel sums to zero.

    In this order, because a size that is written in as a number stops at the first kernel that it does not fit.
    """
    rng = np.random.default_rng(0)
    image = np.array([[1.0, 2.0, 0.0, 1.0], [3.0, 0.0, 4.0, 2.0], [0.0, 1.0, 2.0, 3.0]])
    small = (image, np.array([[1.0, -1.0, 0.0], [2.0, 3.0, -2.0], [0.0, 1.0, -3.0]]))
    smaller = (image - 1, np.array([[1.0, -1.0], [2.0, 3.0]]))
    sizes = (((4, 9), (3, 2)), ((6, 4), (2, 3)), ((5, 5), (1, 1)), ((4, 4), (3, 4)), ((8, 6), (5, 1)))
    pixels = rng.integers(0, 256, (6, 8)).astype(float)
    return [
        small,
        (pixels, np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 4.0]])),
        (pixels / 255, np.ones((3, 3)) / 9),
        smaller,
        (rng.normal(size=(4, 4)), rng.normal(size=(4, 4))),
        *[(rng.normal(size=image), rng.normal(size=kernel)) for image, kernel in sizes],
    ]


def by_shifted_images(image, kernel):
    """The feature map, one weight at a time: as right as by windows, and what the mistakes below start from."""
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return sum(
        weight * image[row : row + rows, column : column + columns] for (row, column), weight in np.ndenumerate(kernel)
    )


FIRST_WINDOW = np.array([[0, 3, 3], [0, 3, 3], [0, 2, 3]])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


@prediction(
    """
    Lay the kernel above on the outlined window. Multiply each pixel by the weight on it, and add the nine products.
    Which number comes out?
    """,
    hints=("Which of the nine products are not zero?",),
    objectives=(1,),
    afterword="Nine products, one sum: more than half of them are zero here.",
)
def first_answer():
    return 3 * 1 + 3 * 2 + 3 * 1


@first_answer.alternative
def over_all_nine():
    return (FIRST_WINDOW * SOBEL).sum()


@first_answer.misconception(
    "The kernel is turned round: its left column meets the window's right one. Lay it on as is."
)
def a_kernel_turned_round():
    return (FIRST_WINDOW * SOBEL[::-1, ::-1]).sum()


@first_answer.misconception("The kernel's rows are laid on the window's columns. First row on first row.")
def rows_for_columns_in_the_kernel():
    return (FIRST_WINDOW * SOBEL.T).sum()


@first_answer.misconception("These are the window's pixels, added up. Each counts as often as the weight on it says.")
def pixels_alone():
    return FIRST_WINDOW.sum()


@first_answer.misconception("The signs of the weights are right. In the middle row the weights are 2, not 1.")
def weights_of_one():
    return (FIRST_WINDOW * np.sign(SOBEL)).sum()


@first_answer.misconception("The sum is divided by nine. The products are added, and that is all.")
def a_ninth_of_it():
    return (FIRST_WINDOW * SOBEL).sum() / 9


@prediction(
    """
    An image is 6 pixels high and 8 pixels wide. A window of 3 × 3 slides over it, one pixel at a time, and stays
    inside. In how many places can it stand?
    """,
    hints=("In how many places can a window 3 wide stand in a row of 8?",),
    objectives=(1,),
    afterword="So many numbers has the feature map, one per place.",
)
def places_of_the_window():
    return (6 - 3 + 1) * (8 - 3 + 1)


@places_of_the_window.alternative
def one_by_one():
    return sum(1 for row in range(6) for column in range(8) if row + 3 <= 6 and column + 3 <= 8)


@places_of_the_window.misconception("That is a window for every pixel. Near an edge a window of 3 would hang over it.")
def one_for_every_pixel():
    return 6 * 8


@places_of_the_window.misconception("Each way one place is missing: the window can also stand where it begins, at 0.")
def one_place_too_few():
    return (6 - 3) * (8 - 3)


@places_of_the_window.misconception("These windows stand side by side. It slides by one pixel, so they overlap.")
def windows_beside_one_another():
    return (6 // 3) * (8 // 3)


@places_of_the_window.misconception(
    "Places along the height and along the width are added. Each row has all its places."
)
def both_sides_added():
    return (6 - 3 + 1) + (8 - 3 + 1)


@places_of_the_window.misconception("That is the shape, and it is right. How many places are that together?")
def the_shape_of_the_map():
    return (6 - 3 + 1, 8 - 3 + 1)


@prediction(
    """
    *Sharpen* has the weight 5 in the middle, −1 on its four neighbours, and 0 in the corners. Which number does it
    give for a flat patch, nine pixels of 0.5?
    """,
    hints=("What do the middle and the four neighbours each add to the sum?",),
    objectives=(2,),
    afterword="Its weights sum to 1, so flat ground keeps its brightness.",
)
def flat_answer():
    return 5 * 0.5 - 4 * 0.5


@flat_answer.alternative
def brightness_times_weights():
    return (5 - 4) * 0.5


@flat_answer.misconception("That is the middle alone. Its four neighbours count against it.")
def middle_alone():
    return 5 * 0.5


@flat_answer.misconception("That is 9 × 0.5: the minus signs, or the weights themselves, are left out.")
def without_minus_signs():
    return (5 + 4) * 0.5


@flat_answer.misconception("Zero is the answer of a kernel whose weights sum to zero. What do these sum to?")
def silent_on_flat_ground():
    return 0


@flat_answer.misconception("That is the sum of the weights. How bright are the pixels that they lie on?")
def the_sum_of_the_weights():
    return 5 - 4


@flat_answer.misconception("The weights are all counted with a minus here. The middle counts for the patch.")
def the_sign_exchanged():
    return 4 * 0.5 - 5 * 0.5


@prediction(
    """
    An image is black but for one bright pixel. The kernel reads 1, 2, 3 / 4, 5, 6 / 7, 8, 9. How must it be laid
    on, so that it appears in the map the right way up: as it stands, or turned by half a turn first? Answer
    `"as it stands"`, `"turned first"`, `"both"` or `"neither"`.
    """,
    choices=("as it stands", "turned first", "both", "neither"),
    hints=("When the window first meets the bright pixel, on which corner of the window does it lie?",),
    objectives=(1,),
    afterword="Sliding turns it once more, and so back.",
)
def upright_with():
    return "turned first"


@upright_with.misconception(
    "The first window that meets the bright pixel has it in its lower right corner: which weight lies there?"
)
def laid_on_unturned():
    return "as it stands"


@upright_with.misconception(
    "The two would agree for a kernel that looks the same after half a turn. This one does not."
)
def no_difference():
    return "both"


@upright_with.misconception("One of the two turns the kernel first. Try two windows with a pencil, with and without.")
def turned_either_way():
    return "neither"


@prediction(
    """
    A kernel starts with random weights. It gets a shirt and the map that Sobel x made of it by cross-correlation.
    2,000 times its weights are changed a little, so that its own map comes closer to that map. Which kernel does it
    become? Answer `"Sobel x"`, `"Sobel x turned by half a turn"` or `"another one"`.
    """,
    choices=("Sobel x", "Sobel x turned by half a turn", "another one"),
    hints=("Which of these makes exactly this map, when it is laid on as it stands?",),
    objectives=(2,),
    afterword="Nobody wrote the weights down: they follow from what goes in and what is to come out.",
)
def kernel_that_is_found():
    return "Sobel x"


@kernel_that_is_found.misconception(
    "Turned, Sobel x changes all its signs, and so does its map. It would be as far off as can be."
)
def the_turned_one():
    return "Sobel x turned by half a turn"


@kernel_that_is_found.misconception(
    "Nine unknown weights would leave a choice if there were few windows. A shirt has 676, and each must agree."
)
def one_of_many():
    return "another one"


@prediction(
    """
    The image is now a colour photograph, and the kernel is 3 pixels high and 3 wide. How many products are added up
    for one number of the feature map, without any bias?
    """,
    hints=("How many numbers does one pixel of a colour photograph hold?",),
    objectives=(1, 3),
    afterword="Nine pixels of three numbers each, and as many weights.",
)
def products_per_answer():
    return 3 * 3 * 3


@products_per_answer.alternative
def channel_by_channel():
    return 9 + 9 + 9


@products_per_answer.misconception("These are the pixels of the window. Each of them holds more than one number.")
def pixels_of_the_window():
    return 3 * 3


@products_per_answer.misconception("A bias is added too, but it multiplies nothing, and is not counted here.")
def with_a_bias():
    return 3 * 3 * 3 + 1


@products_per_answer.misconception("A photograph has three channels here: red, green and blue.")
def four_channels():
    return 3 * 3 * 4


@products_per_answer.misconception("Pixels and channels are added. Each of the pixels has a number in every channel.")
def pixels_and_channels_added():
    return 3 * 3 + 3


@prediction(
    """
    A layer of eight 3 × 3 filters reads a colour image of 255 × 255 × 3 (height, width, channels). Its windows stay
    inside the image. Which shape does the stack of its feature maps have? Answer with a tuple of three whole numbers:
    `(height, width, channels)`.
    """,
    hints=("How many maps does one filter make, and in how many places along a side can its window stand?",),
    objectives=(1,),
    afterword="The depth of the input is used up inside each filter; the number of filters is the new depth.",
)
def volume_that_comes_out():
    return (255 - 3 + 1, 255 - 3 + 1, 8)


@volume_that_comes_out.alternative
def two_less_each_way():
    return (255 - 2,) * 2 + (8,)


@volume_that_comes_out.misconception("A window of 3 that stays inside cannot stand in the last two rows and columns.")
def as_large_as_the_image():
    return (255, 255, 8)


@volume_that_comes_out.misconception("One place is missing each way: the window's first place counts too.")
def a_place_too_few():
    return (252, 252, 8)


@volume_that_comes_out.misconception("The colours are gone: each filter adds them up. How many maps lie in the stack?")
def still_in_colour():
    return (253, 253, 3)


@volume_that_comes_out.misconception("A filter does not make a map per colour: its products all go into one sum.")
def a_map_per_colour():
    return (253, 253, 3 * 8)


@volume_that_comes_out.misconception("The three numbers are right. Keras writes the channels last.")
def channels_in_front():
    return (8, 253, 253)


@volume_that_comes_out.misconception("That is one map. How many of them lie in the stack?")
def one_map_of_the_stack():
    return (253, 253)


@prediction(
    """
    Two kernels of 3 × 3 in a row, with nothing in between. One larger kernel can do the work of both. How many pixels
    wide is it?
    """,
    hints=("One number behind the second kernel reads 3 numbers in a row. Which pixels do those three read?",),
    objectives=(5,),
    afterword="The second window adds a pixel on either side.",
)
def width_of_the_larger():
    return 3 + 3 - 1


@width_of_the_larger.alternative
def a_pixel_on_either_side():
    return 3 + 2


@width_of_the_larger.misconception("Side by side, the windows would be so wide. Neighbouring windows share pixels.")
def widths_added():
    return 3 + 3


@width_of_the_larger.misconception(
    "The middle window reads 3 pixels. Its neighbours to the left and right read others."
)
def no_wider():
    return 3


@width_of_the_larger.misconception("That is one pixel more. How many windows does the second kernel reach, each way?")
def a_pixel_on_one_side():
    return 4


@width_of_the_larger.misconception("That is how many weights it has. Asked for is how wide it is.")
def weights_of_the_larger():
    return 5 * 5


@prediction(
    """
    A white square on black. One filter finds where it becomes brighter to the right, another where it becomes brighter
    downwards; ReLU behind each. A filter of the second layer adds both maps, and its bias of −4 lets only large sums
    pass a second ReLU. What does it find? Answer `"the outline"`, `"two sides"`, `"one corner"` or `"four corners"`.
    """,
    choices=("the outline", "two sides", "one corner", "four corners"),
    hints=("Which side of the square does each of the two maps show, and where do these sides meet?",),
    objectives=(5,),
    afterword="Where both edges are, there is a corner: a pattern of patterns.",
)
def found_by_the_second():
    return "one corner"


@found_by_the_second.misconception(
    "ReLU keeps one direction of each: brighter to the right, and downwards. Two sides go."
)
def all_four_sides():
    return "the outline"


@found_by_the_second.misconception(
    "That is the sum of both maps, before the bias. One side alone gives no more than 4."
)
def each_side_alone():
    return "two sides"


@found_by_the_second.misconception("Each map shows one side of the square. In how many places do two sides meet?")
def corners_all_round():
    return "four corners"


@prediction(
    """
    A convolutional layer has 32 filters of 5 × 5 and reads grey images of 28 × 28. All places of a map share the same
    weights and one bias. How many parameters does the layer have, weights and biases together?
    """,
    hints=("How many numbers belong to one filter, and does the size of the image change that?",),
    objectives=(3,),
    afterword="The size of the image does not occur.",
)
def shared_by_all_places():
    return (5 * 5 + 1) * 32


@shared_by_all_places.alternative
def weights_then_biases():
    return 5 * 5 * 32 + 32


@shared_by_all_places.misconception("The biases are missing: one per filter.")
def weights_without_biases():
    return 5 * 5 * 32


@shared_by_all_places.misconception("One bias serves one filter. There are 32 of them.")
def one_bias_in_all():
    return 5 * 5 * 32 + 1


@shared_by_all_places.misconception("Here every place of every map has weights of its own. They are shared.")
def weights_for_every_place():
    return (5 * 5 + 1) * 24 * 24 * 32


@shared_by_all_places.misconception("Here each filter has a weight for every pixel of the image. Its window is 5 × 5.")
def a_weight_for_every_pixel():
    return (28 * 28 + 1) * 32


@shared_by_all_places.misconception("That is one filter. The layer has 32.")
def a_single_filter():
    return 5 * 5 + 1


@prediction(
    """
    A 3 × 3 kernel that holds no zero reads a grey image of 28 × 28. Written as a dense layer, this
    is a matrix with a row for each of the 676 answers and a column for each of the 784 pixels. How many numbers in one
    row are not zero?
    """,
    hints=("How many pixels does one answer read?",),
    objectives=(3,),
    afterword="All other pixels have the weight zero: a local connection.",
)
def weights_in_one_row():
    return 3 * 3


@weights_in_one_row.alternative
def those_of_the_kernel():
    return np.ones((3, 3)).astype(int).sum()


@weights_in_one_row.misconception("One row of the matrix is one answer, and it reads three rows of the window.")
def one_row_of_the_kernel():
    return 3


@weights_in_one_row.misconception("In a dense layer, yes. This answer reads the pixels of one window alone.")
def every_pixel():
    return 28 * 28


@weights_in_one_row.misconception("So many rows has the matrix. Look along one of them.")
def as_many_as_answers():
    return 26 * 26


@weights_in_one_row.misconception("The window lies in three rows of the image, and does not fill them.")
def three_rows_of_the_image():
    return 3 * 28


@prediction(
    """
    The *stride* is the window's step. With a stride of 2 it visits every second pixel of a row, and every second row.
    Trousers move to the right, by 1 pixel or by 2. In which case is the new map a moved copy of the old one? Answer
    `"by 1"`, `"by 2"`, `"by both"` or `"by neither"`.
    """,
    choices=("by 1", "by 2", "by both", "by neither"),
    hints=("Which pixels of the trousers did a window read before, and does any window read the same ones now?",),
    objectives=(4,),
    afterword="Then each window meets what its neighbour met before.",
)
def followed_at_stride_2():
    return "by 2"


@followed_at_stride_2.misconception(
    "A window that began at column 4 of the trousers finds column 3 there now. No window began at that one before."
)
def the_smaller_step():
    return "by 1"


@followed_at_stride_2.misconception("So it is at stride 1. Now half of all places are skipped: which windows are left?")
def as_without_a_stride():
    return "by both"


@followed_at_stride_2.misconception(
    "It need not be lost: think of a move that brings each window onto its neighbour's place."
)
def lost_altogether():
    return "by neither"


@exercise(
    """
    A layer has 10 filters of 7 × 7 and looks at a colour photograph. How many parameters does it have, weights and
    biases together?
    """,
    hints=(
        "How many numbers does one filter multiply in one window?",
        "One filter reads 7 · 7 pixels in each of 3 channels, and adds one bias. There are 10 filters.",
        "`(7 * 7 * 3 + …) * 10`",
    ),
    objectives=(3,),
    afterword="The size of the photograph does not occur: the weights are shared by all places.",
)
def parameters_of_the_layer():
    return (7 * 7 * 3 + 1) * 10


@parameters_of_the_layer.misconception("Each filter adds one more number to its sum, its bias. Count those too.")
def forgets_the_biases():
    return 7 * 7 * 3 * 10


@parameters_of_the_layer.misconception(
    "A filter is as deep as its input: it has a 7 × 7 slice for red, green and blue."
)
def a_filter_without_depth():
    return (7 * 7 + 1) * 10


@parameters_of_the_layer.misconception(
    "These filters have neither depth nor bias. A filter is as deep as its input, and adds one number."
)
def neither_depth_nor_bias():
    return 7 * 7 * 10


@parameters_of_the_layer.misconception("There is one bias for each filter, whatever its depth, not one per channel.")
def a_bias_for_each_slice():
    return (7 * 7 + 1) * 3 * 10


@parameters_of_the_layer.misconception("One bias serves one filter, and there are 10 filters. You added a single one.")
def one_bias_for_the_whole_layer():
    return 7 * 7 * 3 * 10 + 1


@parameters_of_the_layer.misconception(
    "The weights are right. There is one bias for each of the 10 filters, not one for each channel of the photograph."
)
def a_bias_for_each_channel_of_the_photograph():
    return 7 * 7 * 3 * 10 + 3


@parameters_of_the_layer.misconception("Each weight has a bias of its own here. One bias is added, to the whole sum.")
def a_bias_for_each_weight():
    return 7 * 7 * 3 * 10 * 2


@parameters_of_the_layer.misconception("That is one filter. The layer holds 10 of them.")
def one_filter_only():
    return 7 * 7 * 3 + 1


@parameters_of_the_layer.misconception("Those are the weights of one filter. The layer holds 10, each with a bias.")
def one_filter_without_its_bias():
    return 7 * 7 * 3


@parameters_of_the_layer.misconception("All 10 biases are counted, and the weights of one filter. Each has its own.")
def one_filter_and_all_biases():
    return 7 * 7 * 3 + 10


@parameters_of_the_layer.misconception(
    "That is one slice and a bias. A filter has a slice for each of 3 channels, and there are 10 filters."
)
def one_slice_and_a_bias():
    return 7 * 7 + 1


@parameters_of_the_layer.misconception("A slice of the filter has 7 rows of 7 weights, so 49, not 7.")
def one_row_of_weights():
    return (7 * 3 + 1) * 10


@parameters_of_the_layer.misconception("A colour photograph has three channels here, red, green and blue, not four.")
def a_fourth_channel():
    return (7 * 7 * 4 + 1) * 10


@parameters_of_the_layer.alternative
def summed_up():
    return 1470 + 10


WINDOW = np.array([[9, 1, 1], [0, 7, 4], [9, 8, 5]])
KERNEL = np.array([[1, 0, -3], [-3, -3, 0], [0, 1, -3]])


@exercise(
    r"""
    Which number does this window give with this kernel? Use a pencil.

    $$\text{window}\;\begin{bmatrix}9&1&1\\0&7&4\\9&8&5\end{bmatrix}\qquad
    \text{kernel}\;\begin{bmatrix}1&0&-3\\-3&-3&0\\0&1&-3\end{bmatrix}$$
    """,
    hints=(
        "Which weight lies on the pixel in the upper left corner, and what is their product?",
        "Nine products, of which three are zero because the weight is, and one because the pixel is. Add the others.",
        "`9 * 1 + 1 * -3 + …`",
    ),
    objectives=(1,),
    afterword="Nine pairs, nine products, one sum: a feature map is this, once for each place.",
)
def one_answer():
    return 9 * 1 + 1 * -3 + 0 * -3 + 7 * -3 + 8 * 1 + 5 * -3


@one_answer.misconception(
    "That is `window @ kernel`, rows times columns, added up. Here a pixel meets only the weight that lies on it."
)
def a_matrix_product():
    return (WINDOW @ KERNEL).sum()


@one_answer.misconception("The kernel is turned by half a turn first. Lay it on the window as it stands.")
def a_kernel_turned_by_half_a_turn():
    return (WINDOW * KERNEL[::-1, ::-1]).sum()


@one_answer.misconception(
    "The kernel's rows are laid on the window's columns. Its first row belongs on the window's first row."
)
def a_kernel_with_rows_for_columns():
    return (WINDOW * KERNEL.T).sum()


@one_answer.misconception(
    "The kernel stands on its head: its last row lies on the window's first. Lay it on as it stands."
)
def a_kernel_upside_down():
    return (WINDOW * KERNEL[::-1]).sum()


@one_answer.misconception(
    "The kernel is mirrored: its right column lies on the window's left one. Lay it on as it stands."
)
def a_mirrored_kernel():
    return (WINDOW * KERNEL[:, ::-1]).sum()


@one_answer.misconception("All products are counted with a plus. A negative weight counts against the window.")
def minus_signs_left_out():
    return np.abs(WINDOW * KERNEL).sum()


@one_answer.misconception("Only the positive products are added. The negative ones belong to the sum too.")
def negative_products_left_out():
    return np.maximum(WINDOW * KERNEL, 0).sum()


@one_answer.misconception("The sum is below zero, and that is an answer like any other. Nothing sets it to zero yet.")
def zero_in_place_of_a_negative_answer():
    return 0


@one_answer.misconception("The sum is divided by nine. The products are only added, not averaged.")
def a_mean():
    return (WINDOW * KERNEL).sum() / 9


@one_answer.misconception(
    "The sum is divided by the sum of the weights, as in a weighted average. Here nothing is divided."
)
def a_weighted_average():
    return (WINDOW * KERNEL).sum() / KERNEL.sum()


@one_answer.misconception("The window's sum is multiplied by the kernel's sum. Multiply pair by pair first, then add.")
def adds_first_and_multiplies_then():
    return WINDOW.sum() * KERNEL.sum()


@one_answer.misconception(
    "Pixels and weights are added. Multiply each pixel by the weight on it, then add the products."
)
def pixels_and_weights_added():
    return (WINDOW + KERNEL).sum()


@one_answer.misconception("The size is right and the sign is not. Go through the signs of the products once more.")
def the_other_sign():
    return -(WINDOW * KERNEL).sum()


@one_answer.alternative
def row_by_row():
    return (9 - 3) + -21 + (8 - 15)


@exercise(
    """
    Two layers in a row, with ReLU between them. Kernels and images are one pixel high; stride 1, no padding, no bias.
    The first kernel is `[-1, 2]`, the second `[2, 3]`. What comes out for the image `[4, 3, -1]`, and what for the same
    image with all signs exchanged, `[-4, -3, 1]`? Answer with a pair, `(…, …)`.
    """,
    hints=(
        "Which two numbers does the first kernel give, and which of them does ReLU let pass?",
        "With the signs exchanged the other of the two passes, and it meets the second kernel's other weight.",
        "`max(-4 + 6, 0)` is what the second kernel's 2 meets; its 3 meets `max(-3 - 2, …)`",
    ),
    objectives=(5,),
    afterword="Without ReLU the second would be minus the first: ReLU removes linearity, and two layers stay two.",
)
def with_relu_between():
    return (2 * max(-4 + 6, 0) + 3 * max(-3 - 2, 0), 2 * max(4 - 6, 0) + 3 * max(3 + 2, 0))


@with_relu_between.misconception(
    "One larger kernel gives this, with nothing between the two. ReLU sets the first layer's negative answer to zero."
)
def no_relu():
    return (4 - 15, -4 + 15)


@with_relu_between.misconception(
    "The second is minus the first, as if the signs passed through. ReLU ends that: calculate the second as well."
)
def signs_that_follow_the_image():
    return (4, -4)


@with_relu_between.misconception("ReLU comes after both layers here. It stands between the two.")
def relu_at_the_end():
    return (max(4 - 15, 0), max(-4 + 15, 0))


@with_relu_between.misconception(
    "The minus signs are dropped. ReLU does not make a negative number positive: it puts zero in its place."
)
def absolute_values():
    return (4 + 15, 4 + 15)


@with_relu_between.misconception(
    "Nothing is set to zero here: the minus sign of the last answer is dropped. ReLU acts on the first layer's answers."
)
def absolute_value_at_the_end():
    return (abs(4 - 15), abs(-4 + 15))


@with_relu_between.misconception("The positive answers are set to zero. ReLU keeps those and drops the others.")
def negative_answers_kept():
    return (-15, -4)


@with_relu_between.misconception(
    "Nothing is left of the exchanged image here. ReLU acts on the first layer's two answers, and one is positive."
)
def an_exchanged_image_that_vanishes():
    return (4, 0)


@with_relu_between.misconception("ReLU is applied to the image in place of the first layer's answers.")
def relu_on_the_image_alone():
    return (2 * 2 - 3 * 3, 3 * 2)


@with_relu_between.misconception(
    "ReLU is applied to the image too. It stands between the layers only: the first one reads negative pixels as well."
)
def relu_on_the_image_as_well():
    return (2 * 2, 3 * 2)


@with_relu_between.misconception(
    "Image or kernels are turned round. A layer uses both as they stand: −1 on the left pixel, 2 on the left answer."
)
def turned_kernels():
    return (3 * 5 + 2 * 7, 0)


@with_relu_between.misconception("The first kernel is turned round. A layer uses it as it stands, −1 on the left.")
def first_kernel_turned():
    return (2 * 5 + 3 * 7, 0)


@with_relu_between.misconception("The second kernel is turned round. Its 2 meets the first answer, its 3 the second.")
def second_kernel_turned():
    return (3 * 2, 2 * 5)


@with_relu_between.misconception("The first kernel's −1 counts as 1 here. It counts against the left pixel.")
def first_kernel_without_its_minus():
    return (2 * 10 + 3 * 1, 0)


@with_relu_between.misconception(
    "The numbers are exchanged. Is `[4, 3, -1]` the first image, and is the minus sign of the first kernel on its 1?"
)
def the_pair_exchanged():
    return (15, 4)


@with_relu_between.misconception(
    "The second kernel's weights are left out. Its 2 multiplies the first layer's first answer, its 3 the second."
)
def second_kernel_left_out():
    return (2 + 0, 0 + 5)


@with_relu_between.alternative
def layer_after_layer():
    first_answers = np.array([[-4 + 6, -3 - 2], [4 - 6, 3 + 2]])
    return np.maximum(first_answers, 0) @ [2, 3]


@exercise(
    """
    Write the layer's calculation in your own way. `all_answers(image, kernel)` gets a grey image and a kernel, arrays
    of floats of any height and width, the kernel no larger than the image. It returns the feature map,
    `(rows, columns)`: stride 1, no padding, no bias, the kernel as it stands.
    """,
    cases=images_and_kernels,
    hints=(
        "At how many places does a window of the kernel's height fit into the image's height?",
        "The map has image height − kernel height + 1 rows, and likewise columns. Two loops choose the window; NumPy "
        "multiplies and adds it in one step.",
        "`window = image[row : row + kernel.shape[0], column : …]`",
    ),
    objectives=(1,),
    afterword="Loops, windows or a matrix product: any way of getting these numbers is right.",
)
def all_answers(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    feature_map = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            feature_map[row, column] = (window * kernel).sum()
    return feature_map


@all_answers.stub
def all_answers(image, kernel):
    return ...


all_answers.alternative(by_shifted_images)


@all_answers.alternative
def by_a_matrix_product(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows.reshape(-1, kernel.size) @ kernel.reshape(-1)).reshape(windows.shape[:2])


@all_answers.misconception("The kernel is turned by half a turn. A layer uses it as it stands.")
def flipped_kernel(image, kernel):
    return by_shifted_images(image, kernel[::-1, ::-1])


@all_answers.misconception("The kernel stands on its head: its last row meets the window's first.")
def kernel_upside_down(image, kernel):
    return by_shifted_images(image, kernel[::-1])


@all_answers.misconception("The kernel is mirrored: its right column meets the window's left one.")
def kernel_left_to_right(image, kernel):
    return by_shifted_images(image, kernel[:, ::-1])


@all_answers.misconception(
    "The kernel's rows and columns are exchanged. `kernel.shape` lists the height first, then the width."
)
def kernel_on_its_side(image, kernel):
    return by_shifted_images(image, kernel.T)


@all_answers.misconception(
    "Each row of the window meets all rows of the kernel, a matrix product. A pixel meets only the weight on it."
)
def matrix_product_in_each_window(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows @ kernel.T).sum(axis=(2, 3))


@all_answers.misconception(
    "Each answer is divided by the number of weights. The products are only added, not averaged."
)
def mean_in_place_of_the_sum(image, kernel):
    return by_shifted_images(image, kernel) / kernel.size


@all_answers.misconception(
    "Each sum is divided by the sum of the weights, as in a weighted average. A kernel need not average: add, no more."
)
def weighted_average(image, kernel):
    return by_shifted_images(image, kernel) / kernel.sum()


@all_answers.misconception(
    "The last row and the last column are missing. `range` leaves out its end: compare it with the number of places."
)
def stops_one_window_early(image, kernel):
    return by_shifted_images(image, kernel)[:-1, :-1]


@all_answers.misconception("There are zeros around the image, so that the map keeps its size. No padding is asked for.")
def zeros_around_the_image(image, kernel):
    border = [((size - 1) // 2, size // 2) for size in kernel.shape]
    return by_shifted_images(np.pad(image, border), kernel)


@all_answers.misconception(
    "The map is as large as the image, and its last rows and columns stay zero. No window begins there: leave them out."
)
def map_as_large_as_the_image(image, kernel):
    return np.pad(by_shifted_images(image, kernel), [(0, size - 1) for size in kernel.shape])


@all_answers.misconception("The windows lie side by side, without overlap. Each is to begin one pixel after the last.")
def windows_side_by_side(image, kernel):
    return by_shifted_images(image, kernel)[:: kernel.shape[0], :: kernel.shape[1]]


@all_answers.misconception("Rows and columns of the map are exchanged. An answer stands where its window stood.")
def transposed_map(image, kernel):
    return by_shifted_images(image, kernel).T


@all_answers.misconception("Negative answers are set to zero. That is ReLU, a step of its own, and not asked for.")
def relu_on_top(image, kernel):
    return np.maximum(by_shifted_images(image, kernel), 0)


@all_answers.misconception(
    "The map holds whole numbers only, and cuts off what comes after the point. Give it a type with decimals."
)
def decimals_cut_off(image, kernel):
    return by_shifted_images(image, kernel).astype(int)


@all_answers.misconception("Each answer has all the earlier ones in it. The sum must begin at zero for every window.")
def running_total(image, kernel):
    feature_map = by_shifted_images(image, kernel)
    return np.cumsum(feature_map).reshape(feature_map.shape)


@all_answers.misconception(
    "`window @ kernel` goes rows by columns, and stops at a kernel that is no square. A pixel meets only the weight "
    "that lies on it: `window * kernel`."
)
def window_at_kernel(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows @ kernel).sum(axis=(2, 3))


@all_answers.misconception(
    "Kernels of 3 × 3 come out right, and one of 2 × 2 stops it. Is there a 3 or a 9 in your code? `kernel.shape` has "
    "the height and the width."
)
def only_kernels_of_3_by_3(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    return (windows * kernel).sum(axis=(2, 3))


@all_answers.misconception(
    "Kernels of 3 × 3 come out right, and one of 2 × 2 has no third row. Go through as many weights as `kernel.shape` "
    "says."
)
def three_rows_of_three_weights(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return sum(kernel[r, c] * image[r : r + rows, c : c + columns] for r in range(3) for c in range(3))


@all_answers.misconception(
    "Square kernels come out right, and one of 3 × 2 stops it. Its height is `kernel.shape[0]`, its width "
    "`kernel.shape[1]`, and a window has the same."
)
def only_square_kernels(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape[:1] * 2)
    return (windows * kernel).sum(axis=(2, 3))


@all_answers.misconception(
    "Square kernels come out right; with one of 3 × 2, a weight or a pixel is asked for that is not there. "
    "`kernel.shape` gives the height first, then the width."
)
def more_weights_than_the_kernel_has(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    size = range(kernel.shape[0])
    return sum(kernel[r, c] * image[r : r + rows, c : c + columns] for r in size for c in size)


@all_answers.misconception(
    "Each product replaces the one before, and only the last is left. Add them up: `+=`, where `=` stands."
)
def last_product_only(image, kernel):
    return kernel[-1, -1] * image[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :]


@all_answers.misconception(
    "Only the first place is filled. Does `return` stand inside the loops? It ends them: move it to the left."
)
def returns_after_the_first_window(image, kernel):
    feature_map = np.zeros_like(by_shifted_images(image, kernel))
    feature_map[0, 0] = by_shifted_images(image, kernel)[0, 0]
    return feature_map


@all_answers.misconception(
    "Only the first row is filled. Does `return` stand inside the outer loop? It ends it: move it to the left."
)
def returns_after_the_first_row(image, kernel):
    feature_map = np.zeros_like(by_shifted_images(image, kernel))
    feature_map[0] = by_shifted_images(image, kernel)[0]
    return feature_map


@all_answers.misconception(
    "The map has the right size, and its last row and column are still zero: `range` leaves out its end already."
)
def last_row_and_column_left_at_zero(image, kernel):
    feature_map = by_shifted_images(image, kernel)
    feature_map[-1], feature_map[:, -1] = 0, 0
    return feature_map


@all_answers.misconception("All minus signs are dropped from the map. A negative answer is an answer like any other.")
def absolute_answers(image, kernel):
    return np.abs(by_shifted_images(image, kernel))


@all_answers.misconception("The products are right. They still have to be added up, all of one window to one number.")
def products_not_added(image, kernel):
    return np.lib.stride_tricks.sliding_window_view(image, kernel.shape) * kernel


@all_answers.misconception("The pixels of each window are added up without weights. Multiply by the kernel first.")
def pixels_without_weights(image, kernel):
    return by_shifted_images(image, np.ones(kernel.shape))


@all_answers.misconception("Every second place is left out: that is a stride of 2. Each window begins one pixel on.")
def a_stride_of_2(image, kernel):
    return by_shifted_images(image, kernel)[::2, ::2]


@all_answers.misconception(
    "The map is larger than the image: windows hang over its edges. Only those that lie inside count."
)
def windows_that_hang_over_the_edges(image, kernel):
    return by_shifted_images(np.pad(image, [(size - 1, size - 1) for size in kernel.shape]), kernel)


@all_answers.misconception(
    "The answers are right and stand in one long row. Give them the map's shape, `(rows, columns)`."
)
def one_long_row(image, kernel):
    return by_shifted_images(image, kernel).reshape(-1)


def volumes_and_filters():
    """Floats: images of one to four channels, filters of the same depth, with a bias each; oblong and even."""
    rng = np.random.default_rng(1)
    small = (
        np.array([[[1.0, 2.0], [0.0, 3.0], [4.0, 1.0]]]),
        np.array([[[[1.0], [2.0]], [[-1.0], [3.0]]]]),
        np.array([10.0]),
    )
    sizes = (
        ((5, 7, 3), (3, 3, 3, 4)),
        ((6, 4, 2), (2, 3, 2, 5)),
        ((4, 9, 1), (3, 2, 1, 2)),
        ((5, 5, 3), (1, 1, 3, 2)),
        ((3, 4, 4), (3, 4, 4, 3)),
        ((5, 6, 3), (2, 3, 3, 3)),
        ((4, 3, 3), (2, 2, 3, 1)),
    )
    cases = [
        (rng.normal(size=image), rng.normal(size=kernels), rng.normal(size=kernels[-1])) for image, kernels in sizes
    ]
    pixels = rng.integers(0, 256, (5, 6, 3)).astype(float)
    return [small, *cases, (pixels, rng.integers(-3, 4, (3, 2, 3, 2)).astype(float), np.array([0.5, -2.0]))]


def deep_map(image, kernels):
    """The maps of all filters without their biases: (rows, columns, filters)."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernels.shape[:2], axis=(0, 1))
    return np.einsum("rcdhw,hwdf->rcf", windows, kernels)


@exercise(
    """
    Write a layer of filters. `answers_in_depth(image, kernels, biases)` gets arrays of floats: an image `(height,
    width, channels)`, the weights of all filters as `(kernel height, kernel width, channels, filters)` and one bias for
    each filter, `(filters,)`. It returns the stacked feature maps, `(rows, columns, filters)`: stride 1, no padding, no
    ReLU, the kernels as they stand.
    """,
    cases=volumes_and_filters,
    hints=(
        "How many products go into one sum when the window is 3 × 3 and the image has 3 channels?",
        "One filter is `kernels[..., number]`, as deep as the window. Add all its products, then once its bias.",
        "`maps[row, column, number] = (window * kernels[..., number]).sum() + …`",
    ),
    objectives=(1,),
    afterword="Channels are added up inside a filter; filters are stacked, and become the next layer's channels.",
)
def answers_in_depth(image, kernels, biases):
    height, width, _, filters = kernels.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    maps = np.zeros((rows, columns, filters))
    for row in range(rows):
        for column in range(columns):
            window = image[row : row + height, column : column + width]
            for number in range(filters):
                maps[row, column, number] = (window * kernels[..., number]).sum() + biases[number]
    return maps


@answers_in_depth.stub
def answers_in_depth(image, kernels, biases):
    return ...


@answers_in_depth.alternative
def by_one_matrix_product(image, kernels, biases):
    height, width, channels, filters = kernels.shape
    windows = np.lib.stride_tricks.sliding_window_view(image, (height, width, channels))
    return windows.reshape(*windows.shape[:2], -1) @ kernels.reshape(-1, filters) + biases


@answers_in_depth.alternative
def filter_by_filter(image, kernels, biases):
    maps = []
    for number, bias in enumerate(biases):
        slices = [by_shifted_images(image[..., c], kernels[..., c, number]) for c in range(image.shape[2])]
        maps.append(np.sum(slices, axis=0) + bias)
    return np.stack(maps, axis=-1)


@answers_in_depth.misconception("The biases are not added. Each filter adds its own to all its answers.")
def leaves_out_the_biases(image, kernels, biases):
    return deep_map(image, kernels)


@answers_in_depth.misconception(
    "Each bias is added once for every channel. It belongs to the filter: add it after the channels are summed."
)
def bias_once_a_channel(image, kernels, biases):
    return deep_map(image, kernels) + kernels.shape[2] * biases


@answers_in_depth.misconception("Each bias is added to every product, inside the sum. It is added once, to the sum.")
def bias_in_every_product(image, kernels, biases):
    return deep_map(image, kernels) + np.prod(kernels.shape[:3]) * biases


@answers_in_depth.misconception("All biases are added to every map. A filter adds its own one and no other.")
def all_biases_in_every_map(image, kernels, biases):
    return deep_map(image, kernels) + biases.sum()


@answers_in_depth.misconception(
    "Every channel has kept a map of its own. A filter is as deep as its input, and all its products go into one sum."
)
def keeps_the_channels_apart(image, kernels, biases):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernels.shape[:2], axis=(0, 1))
    return np.einsum("rcdhw,hwdf->rcdf", windows, kernels) + biases


@answers_in_depth.misconception(
    "The filters read the first channel only, as if their weights were a flat grid. They are as deep as the image."
)
def first_channel_only(image, kernels, biases):
    return deep_map(image[..., :1], kernels[:, :, :1]) + biases


@answers_in_depth.misconception(
    "Every channel meets the same slice, the first. A filter has weights of its own for each channel."
)
def one_slice_for_all_channels(image, kernels, biases):
    return deep_map(image.sum(axis=2, keepdims=True, dtype=float), kernels[:, :, :1]) + biases


@answers_in_depth.misconception("The channels' maps are averaged. A filter adds them up.")
def mean_of_the_channels(image, kernels, biases):
    return deep_map(image, kernels) / kernels.shape[2] + biases


@answers_in_depth.misconception("The order of the channels is reversed: the last slice meets the first channel.")
def turned_in_depth(image, kernels, biases):
    return deep_map(image, kernels[:, :, ::-1]) + biases


@answers_in_depth.misconception(
    "The kernels are turned by half a turn in height and width, as in a convolution. They are used as they stand."
)
def turned_kernels_in_depth(image, kernels, biases):
    return deep_map(image, kernels[::-1, ::-1]) + biases


@answers_in_depth.misconception(
    "The kernels are turned in height, width and depth, as SciPy's `convolve` turns them. They are used as they stand."
)
def turned_in_all_three_axes(image, kernels, biases):
    return deep_map(image, kernels[::-1, ::-1, ::-1]) + biases


@answers_in_depth.misconception("All maps use the first filter's weights. Each filter has its own.")
def first_filter_for_all(image, kernels, biases):
    return deep_map(image, kernels[..., :1]) + biases


@answers_in_depth.misconception("The filters' maps are added into one. They are stacked: one channel each.")
def maps_added_up(image, kernels, biases):
    return (deep_map(image, kernels) + biases).sum(axis=2)


@answers_in_depth.misconception("The axis of the filters comes first. It belongs at the end, where the channels were.")
def filters_in_front(image, kernels, biases):
    return np.moveaxis(deep_map(image, kernels) + biases, -1, 0)


@answers_in_depth.misconception("Negative answers are set to zero. ReLU is the next step, and not asked for here.")
def relu_on_the_stack(image, kernels, biases):
    return np.maximum(deep_map(image, kernels) + biases, 0)


@answers_in_depth.misconception(
    "The maps keep the image's size, because zeros were put around it. No padding is asked for."
)
def zeros_around_the_volume(image, kernels, biases):
    border = [((size - 1) // 2, size // 2) for size in kernels.shape[:2]]
    return deep_map(np.pad(image, [*border, (0, 0)]), kernels) + biases


@answers_in_depth.misconception(
    "Each channel replaces the one before, and only the last is left. Add all channels of the window: `+=`, or one "
    "`sum`."
)
def last_channel_only(image, kernels, biases):
    return deep_map(image[..., -1:], kernels[:, :, -1:]) + biases


@answers_in_depth.misconception(
    "Every map is the last filter's: each filter has replaced the one before. Write it at its own place, "
    "`[row, column, number]`."
)
def last_filter_in_every_map(image, kernels, biases):
    return np.repeat(deep_map(image, kernels[..., -1:]) + biases[-1:], len(biases), axis=2)


@answers_in_depth.misconception("All maps have the first filter's bias. Each filter has its own.")
def first_bias_for_all(image, kernels, biases):
    return deep_map(image, kernels) + biases[0]


@answers_in_depth.misconception("The biases are taken away. A bias is added, whatever its sign.")
def biases_taken_away(image, kernels, biases):
    return deep_map(image, kernels) - biases


@answers_in_depth.misconception("The products are averaged. A filter adds them up, over height, width and depth.")
def mean_of_the_products(image, kernels, biases):
    return deep_map(image, kernels) / np.prod(kernels.shape[:3]) + biases


@answers_in_depth.misconception(
    "The maps hold whole numbers only, and cut off what comes after the point. Give them a type with decimals."
)
def whole_numbers_only(image, kernels, biases):
    return (deep_map(image, kernels) + biases).astype(int)


@answers_in_depth.misconception(
    "The maps are as large as the image, and their last rows and columns stay zero. No window begins there: leave them "
    "out."
)
def maps_as_large_as_the_image(image, kernels, biases):
    border = [(0, size - 1) for size in kernels.shape[:2]]
    return np.pad(deep_map(image, kernels) + biases, [*border, (0, 0)])


@answers_in_depth.misconception(
    "The last row and the last column are missing. `range` leaves out its end: compare it with the number of places."
)
def one_window_too_few(image, kernels, biases):
    return (deep_map(image, kernels) + biases)[:-1, :-1]


@answers_in_depth.misconception(
    "Only the first place of the maps is filled. Does `return` stand inside the loops? It ends them: move it to the "
    "left."
)
def only_the_first_place(image, kernels, biases):
    maps = np.zeros_like(deep_map(image, kernels))
    maps[0, 0] = (deep_map(image, kernels) + biases)[0, 0]
    return maps


def images_with_edges():
    """The images and kernels above, a bar, and Sobel's kernel both ways."""
    small = (np.array([[0.0, 1.0, 3.0, 0.0]]), np.array([[-1.0, 1.0]]))
    bar = np.array([[0.0, 3, 3, 0, 0], [0, 3, 3, 0, 1], [0, 2, 3, 0, 0], [1, 3, 3, 0, 0]])
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return [small, (bar, sobel), (bar / 3, sobel.T), *images_and_kernels()]


@exercise(
    """
    `edges(image, kernel)` is supposed to filter, then detect: slide the kernel over a grey image as `Conv2D` does
    (stride 1, no padding, no bias), keep the positive answers and set the others to zero. Image and kernel hold
    floats of either sign, and may have any height and width. The function runs, and returns other maps. Mend it.
    """,
    cases=images_with_edges,
    hints=(
        "Image `[[0, 1, 3, 0]]`, kernel `[[-1, 1]]`: which map do you get by hand, and which from the function?",
        "Say of every step in the function what it does to image and kernel. Which one do you not do by hand?",
        "`(windows * …).sum(axis=(2, 3))`",
    ),
    objectives=(2,),
    afterword="A learned kernel does not care which way round it is used; one that you write down does.",
)
def edges(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    filtered = (windows * kernel).sum(axis=(2, 3))
    return np.maximum(filtered, 0)


@edges.repair
def edges(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    filtered = (windows * kernel[::-1, ::-1]).sum(axis=(2, 3))
    return np.maximum(filtered, 0)


@edges.alternative
def positive_answers_of_shifted_images(image, kernel):
    filtered = by_shifted_images(image, kernel)
    return np.where(filtered > 0, filtered, 0)


@edges.alternative
def turned_there_and_back(image, kernel):
    filtered = by_shifted_images(image[::-1, ::-1], kernel[::-1, ::-1])[::-1, ::-1]
    return filtered * (filtered > 0)


@edges.misconception(
    "The filtering is right now, but negative answers come out too. Detecting keeps the positive ones."
)
def no_detection(image, kernel):
    return by_shifted_images(image, kernel)


@edges.misconception(
    "ReLU is gone, and what was wrong before is still there: the filtered numbers themselves differ from those by hand."
)
def the_wrong_step_removed(image, kernel):
    return by_shifted_images(image, kernel[::-1, ::-1])


@edges.misconception(
    "The minus signs are dropped, so edges of both directions show. Negative answers become zero, not positive."
)
def both_directions(image, kernel):
    return np.abs(by_shifted_images(image, kernel))


@edges.misconception(
    "Edges of both directions show, and each weight still meets the wrong pixel. Signs are not what went wrong."
)
def absolute_values_of_the_wrong_map(image, kernel):
    return np.abs(by_shifted_images(image, kernel[::-1, ::-1]))


@edges.misconception(
    "Exchanging signs mends kernels whose turned weights are their negatives, such as Sobel's, and no others."
)
def exchanged_signs(image, kernel):
    return np.maximum(-by_shifted_images(image, kernel[::-1, ::-1]), 0)


@edges.misconception("Now the kernel is upside down only. It is still not used as it stands.")
def still_upside_down(image, kernel):
    return np.maximum(by_shifted_images(image, kernel[::-1]), 0)


@edges.misconception("Now the kernel is mirrored left to right only. It is still not used as it stands.")
def still_mirrored(image, kernel):
    return np.maximum(by_shifted_images(image, kernel[:, ::-1]), 0)


@edges.misconception("The right numbers, in the wrong places: the map is turned by half a turn. Nothing needs a turn.")
def right_answers_turned(image, kernel):
    return np.maximum(by_shifted_images(image[::-1, ::-1], kernel[::-1, ::-1]), 0)


@edges.misconception(
    "Image or map is turned now, and each weight still meets the wrong pixel. Use image, kernel and map as they stand."
)
def image_or_map_turned(image, kernel):
    return np.maximum(by_shifted_images(image, kernel[::-1, ::-1]), 0)[::-1, ::-1]


@edges.misconception("The image's negative pixels are set to zero before filtering. Filter first, then detect.")
def detects_before_it_filters(image, kernel):
    return by_shifted_images(np.maximum(image, 0), kernel)


@edges.misconception("This says where answers are positive, and no more how large they are. Keep the numbers.")
def only_where(image, kernel):
    return (by_shifted_images(image, kernel) > 0).astype(int)


@edges.misconception("The negative answers are kept and the positive ones set to zero. ReLU does the opposite.")
def negative_side(image, kernel):
    return np.minimum(by_shifted_images(image, kernel), 0)


@edges.misconception("Answers above 1 are cut to 1. ReLU has a floor and no ceiling.")
def cut_at_one(image, kernel):
    return np.clip(by_shifted_images(image, kernel), 0, 1)


@edges.misconception(
    "Every product below zero is dropped before the sum. Add all products of a window first, then detect."
)
def relu_on_every_product(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.maximum(windows * kernel, 0).sum(axis=(2, 3))


@edges.misconception("Answers are averaged over the window now. `Conv2D` adds the products, no more.")
def mean_of_each_window(image, kernel):
    return np.maximum(by_shifted_images(image, kernel) / kernel.size, 0)


@edges.misconception("Now the kernel's rows and columns are exchanged. Which way round does `Conv2D` use it?")
def rows_for_columns(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.maximum((windows * kernel.T).sum(axis=(2, 3)), 0)


@edges.misconception("The sum runs over the places now. Axes 0 and 1 say where a window lies, 2 and 3 lie within it.")
def sum_over_the_places(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.maximum((windows * kernel).sum(axis=(0, 1)), 0)


@edges.misconception(
    "The kernel is right now, and zeros stand around the image, so the map keeps its size. No padding is asked for."
)
def zeros_around_it(image, kernel):
    border = [((size - 1) // 2, size // 2) for size in kernel.shape]
    return np.maximum(by_shifted_images(np.pad(image, border), kernel), 0)


@edges.misconception(
    "The negative answers are gone from the map, and the positive ones stand in a row. Set the others to zero in place."
)
def positive_answers_in_a_row(image, kernel):
    filtered = by_shifted_images(image, kernel)
    return filtered[filtered > 0]
