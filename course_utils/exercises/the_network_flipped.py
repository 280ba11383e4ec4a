"""Exercises of lesson 12: stamps, sizes and checkerboards; what a loss draws; codes; how drawings are judged."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    A transposed convolution, kernel (1, 4, 3), stride 2, gets the two numbers 5 and 2. Each lays down the kernel
    multiplied by it, the second two places on. Which five numbers come out? Answer with a tuple.
    """,
    hints=("Where does the last number of the first stamp lie, and what else lies there?",),
    objectives=(1,),
    afterword="One place lies under both stamps, and there they are added.",
)
def two_stamps():
    return (5 * 1, 5 * 4, 5 * 3 + 2 * 1, 2 * 4, 2 * 3)


@two_stamps.alternative
def by_the_matrix_turned():
    return tuple((np.array([[1, 4, 3, 0, 0], [0, 0, 1, 4, 3]]).T @ [5, 2]).tolist())


@two_stamps.misconception("Where the stamps overlap, the second has covered the first. Overlapping numbers are added.")
def the_second_covers_the_first():
    return (5, 20, 2, 8, 6)


@two_stamps.misconception("Where the stamps overlap, the first has stayed. Overlapping numbers are added.")
def the_first_stays():
    return (5, 20, 15, 8, 6)


@two_stamps.misconception("Where the stamps overlap, you took the mean. Overlapping numbers are added.")
def the_mean_of_the_overlap():
    return (5, 20, 17 / 2, 8, 6)


@two_stamps.misconception("The kernel is laid down as it is, beginning with 1. You turned it round.")
def the_kernel_turned_round():
    return (15, 20, 5 + 6, 8, 2)


@two_stamps.misconception(
    "The stamps lie side by side. The second begins two places on, while the first is three long."
)
def side_by_side():
    return (5, 20, 15, 2, 8, 6)


@two_stamps.misconception("The second stamp begins one place on: that is stride 1. Here it is two.")
def one_place_on():
    return (5, 20 + 2, 15 + 8, 6)


@two_stamps.misconception(
    "The stamps are not multiplied by the numbers that lay them. 5 and 2 are how strong each one is."
)
def stamps_alike():
    return (1, 4, 3 + 1, 4, 3)


@prediction(
    """
    An image of 7 × 7 goes through a convolution, kernel 3 × 3, stride 2, and back through the transposed convolution
    with the same weights. What comes back? Answer `"neither"`, `"shape"`, `"values"` or `"both"`.
    """,
    choices=("neither", "shape", "values", "both"),
    hints=("The image has 49 numbers, its feature map nine. Can nine numbers know what 49 were?",),
    objectives=(1,),
    afterword="Transposed is not inverted.",
)
def comes_back():
    return "shape"


@comes_back.misconception("Look at the matrix: turned on its side, it makes as many numbers as it once took.")
def nothing_comes_back():
    return "neither"


@comes_back.misconception("How many numbers does the feature map hold, and how many did the image?")
def values_without_shape():
    return "values"


@comes_back.misconception("One of them does. To undo a matrix takes its inverse; this is the same matrix turned.")
def undone():
    return "both"


@prediction(
    """
    `Conv2DTranspose(1, kernel_size=5, strides=3)` without padding gets a feature map 6 wide. How wide is what comes
    out? Answer with a whole number.
    """,
    hints=("Where does the sixth stamp begin, and how long is it?",),
    objectives=(1,),
    afterword="Five steps of 3, then a stamp of 5.",
)
def width_that_comes_out():
    return (6 - 1) * 3 + 5


@width_that_comes_out.alternative
def tripled_and_what_the_last_has_more():
    return 6 * 3 + (5 - 3)


@width_that_comes_out.misconception("That is `same`, or stamps that end with their stride. The last one is 5 long.")
def tripled():
    return 6 * 3


@width_that_comes_out.misconception("That goes forwards: a convolution over 6. Here the map of 6 is what goes in.")
def forwards():
    return (6 - 5) // 3 + 1


@width_that_comes_out.misconception("The stamps lie one place apart there: that is stride 1.")
def stride_one():
    return (6 - 1) + 5


@width_that_comes_out.misconception(
    "Six stamps of 5, side by side. But each begins three places behind the one before."
)
def no_overlap():
    return 6 * 5


@width_that_comes_out.misconception("Six steps and a stamp. Between six stamps there are five steps.")
def a_step_too_many():
    return 6 * 3 + 5


@width_that_comes_out.misconception("Five steps lead to where the last stamp begins. It is five long, not one.")
def where_the_last_begins():
    return (6 - 1) * 3 + 1


@prediction(
    """
    Four stamps, each 3 long, begin at places 0, 2, 4 and 6. How many stamps lie on each of the nine places? Answer with
    a tuple of nine numbers.
    """,
    hints=("Which places does the first stamp cover, and which the second?",),
    objectives=(2,),
    afterword="Every second place inside gets twice as much as its neighbours.",
)
def stamps_on_each_place():
    return (1, 1, 2, 1, 2, 1, 2, 1, 1)


@stamps_on_each_place.alternative
def counted_by_adding():
    counts = np.zeros(9, int)
    for start in (0, 2, 4, 6):
        counts[start : start + 3] += 1
    return tuple(counts.tolist())


@stamps_on_each_place.misconception("Side by side they would. But a stamp of 3 reaches over a step of 2.")
def each_place_once():
    return (1,) * 9


@stamps_on_each_place.misconception("These stamps are four long. Here each is three: its middle lies under no other.")
def stamps_of_four():
    return (1, 1, 2, 2, 2, 2, 2, 2, 1)


@stamps_on_each_place.misconception("The overlaps are one place too early: the first stamp covers 0, 1 and 2.")
def one_place_too_early():
    return (1, 2, 1, 2, 1, 2, 1, 1, 1)


@stamps_on_each_place.misconception("The first place lies under the first stamp alone: no stamp begins before it.")
def alternating_from_the_start():
    return (2, 1, 2, 1, 2, 1, 2, 1, 2)


@stamps_on_each_place.misconception("That is stamps at places 0, 1, 2 …: stride 1. Here each begins two places on.")
def at_every_place():
    return (1, 2, 3, 3, 3, 3, 3, 2, 1)


@prediction(
    """
    In which of these do all places inside, away from the borders, get equally many stamps? Answer
    `"kernel 3, stride 2"`, `"kernel 5, stride 2"`, `"kernel 6, stride 3"` or `"kernel 7, stride 3"`.
    """,
    choices=("kernel 3, stride 2", "kernel 5, stride 2", "kernel 6, stride 3", "kernel 7, stride 3"),
    hints=("Count for one of them: at how many places does a stamp begin, and how far does it reach?",),
    objectives=(2,),
    afterword="The stride divides the kernel.",
)
def even_inside():
    return "kernel 6, stride 3"


@even_inside.misconception("You have counted this one: 1 and 2 in turns.")
def three_by_two():
    return "kernel 3, stride 2"


@even_inside.misconception("A larger kernel makes the difference smaller, 2 and 3 in turns. Is it gone?")
def five_by_two():
    return "kernel 5, stride 2"


@even_inside.misconception(
    "Every third place gets one stamp more than the other two. Try one stamp of 7 after another."
)
def seven_by_three():
    return "kernel 7, stride 3"


@prediction(
    """
    A network must say one number for a pixel that is 0 in three images and 200 in the fourth. Which number makes the
    mean squared error over the four smallest? Answer with a number.
    """,
    hints=("Try 0, then 100: what are the four squared errors, and their mean? Then try between.",),
    objectives=(3,),
    afterword="The mean squared error asks for the mean, although no image has that value there.",
)
def best_single_answer():
    return 200 / 4


@best_single_answer.alternative
def as_a_mean():
    return float(np.mean([0, 0, 0, 200]))


@best_single_answer.misconception("0 is right three times. The fourth error is 200, and squared it weighs 40,000.")
def the_most_frequent():
    return 0


@best_single_answer.misconception(
    "That is halfway between the two values. But three of the four images pull to one side."
)
def halfway():
    return 100


@best_single_answer.misconception("There the one bright image is met, and three errors of 200 are left.")
def the_brightest():
    return 200


@best_single_answer.misconception("200 shared among three. All four images count.")
def shared_among_three():
    return 200 / 3


@prediction(
    """
    A decoder is given the class alone, "ankle boot", and trained by the mean squared error against 2,000 different
    ankle boots. What does it draw? Answer `"one of the boots"`, `"the average boot"`, `"a new boot each time"` or
    `"noise"`.
    """,
    choices=("one of the boots", "the average boot", "a new boot each time", "noise"),
    hints=("The same class goes in each time. Which single picture has the smallest error against all of them?",),
    objectives=(3,),
    afterword="Pixel by pixel, the best single answer to many images is their mean.",
)
def drawn_from_the_class():
    return "the average boot"


@drawn_from_the_class.misconception(
    "Which one? Against all the others it would be far off. Think of the pixel in four images above."
)
def one_of_the_boots():
    return "one of the boots"


@drawn_from_the_class.misconception(
    "The same numbers go in, and the weights stand still: what could differ the second time?"
)
def a_new_boot_each_time():
    return "a new boot each time"


@drawn_from_the_class.misconception(
    "Training moves it to where the error is smallest. Is noise nearest to 2,000 boots?"
)
def noise():
    return "noise"


@prediction(
    """
    Two pictures are offered for an ankle boot that neither has seen: the average of all ankle boots, and another real
    ankle boot, chosen at random. Which has the smaller mean squared error, on average? Answer `"average"`,
    `"another boot"` or `"equal"`.
    """,
    choices=("average", "another boot", "equal"),
    hints=("Which of the two can be far off where the heel stands elsewhere?",),
    objectives=(3, 5),
    afterword="The blurred picture has the lower loss. Loss and sharpness are two questions.",
)
def nearer_to_a_new_boot():
    return "average"


@nearer_to_a_new_boot.misconception(
    "It is the sharper one. But where its edges lie elsewhere, it is wrong with full force."
)
def another_boot():
    return "another boot"


@nearer_to_a_new_boot.misconception("One of them is made so that its squared error is small. Which?")
def equal():
    return "equal"


@prediction(
    """
    An image has 28 × 28 pixels, and the code between encoder and decoder holds 8 numbers. How many pixels are there for
    each number of the code? Answer with a number.
    """,
    hints=("How many pixels has the whole image?",),
    objectives=(4,),
    afterword="What the eight cannot hold, the decoder must know by itself, or leave out.",
)
def pixels_for_each_number():
    return 28 * 28 / 8


@pixels_for_each_number.alternative
def with_whole_numbers():
    return 784 // 8


@pixels_for_each_number.misconception("That is one side of the image. It has two, and they are multiplied.")
def one_side():
    return 28 / 8


@pixels_for_each_number.misconception("The two sides are multiplied, not added.")
def sides_added():
    return (28 + 28) / 8


@pixels_for_each_number.misconception("That is the whole image. Share it among the eight numbers.")
def the_whole_image():
    return 28 * 28


@pixels_for_each_number.misconception("That is 8 × 8, as if the code were a small image. It is a row of eight numbers.")
def a_small_image():
    return 28 * 28 / 64


@prediction(
    """
    500 garments are drawn by the trained network, and for each the most similar of its 20,000 training images is looked
    for. How many of the 500 are copies, less than 5 grey levels away from it? Answer `"none"`, `"about half"` or
    `"all"`.
    """,
    choices=("none", "about half", "all"),
    hints=("How many numbers does the decoder hold, and how many pixels do 20,000 images have?",),
    objectives=(5,),
    afterword="No sharp copies. A blurred copy would not be nearer than 5 either.",
)
def copies_among_500():
    return "none"


@copies_among_500.misconception("16 million pixels would have to fit into some 213,000 weights. Do they?")
def remembers_them_all():
    return "all"


@copies_among_500.misconception(
    "A code is eight numbers drawn at random. What would lead to one training image exactly?"
)
def remembers_half():
    return "about half"


@exercise(
    """
    A layer `Conv2DTranspose(16, kernel_size=6, strides=3)` gets feature maps of shape (batch, 7, 7, 32). How many
    parameters does it hold? Answer with a whole number.
    """,
    hints=(
        "How large is the stamp that one of the 32 channels lays onto one of the 16?",
        "Each pair of channels has a stamp of its own; each channel that comes out has a bias.",
        "`6 * 6 * 32 * … + …`",
    ),
    objectives=(1,),
    afterword="As many as the convolution that goes the other way; only the biases belong to the other side.",
)
def parameters_held():
    return 6 * 6 * 32 * 16 + 16


@parameters_held.alternative
def stamp_by_stamp():
    return 16 * (36 * 32 + 1)


@parameters_held.misconception("The biases are missing: one for each channel that comes out.")
def forgets_the_biases():
    return 6 * 6 * 32 * 16


@parameters_held.misconception("These are biases of the 32 channels that go in. They belong to those that come out.")
def biases_of_what_goes_in():
    return 6 * 6 * 32 * 16 + 32


@parameters_held.misconception(
    "One stamp for each channel that comes out. It needs one for each of the 32 that go in, too."
)
def one_stamp_for_each_filter():
    return 6 * 6 * 16 + 16


@parameters_held.misconception("A kernel of size 6 is 6 × 6: it has two sides.")
def a_kernel_of_one_side():
    return 6 * 32 * 16 + 16


@parameters_held.misconception("The stride moves the stamps; it holds no weights.")
def weights_for_the_stride():
    return 3 * 3 * (6 * 6 * 32 * 16) + 16


@parameters_held.misconception("The same stamps serve all 7 × 7 places.")
def weights_for_each_place():
    return 7 * 7 * 6 * 6 * 32 * 16 + 16


def rows_to_stamp():
    """Rows of numbers, kernels that are not symmetrical, and strides below, at and above the kernel."""
    rng = np.random.default_rng(3)
    row = rng.integers(1, 9, 4).astype(float)
    return [
        (np.array([5.0, 2.0]), np.array([1.0, 4.0, 3.0]), 2),
        (row, np.array([2.0, -1.0, 3.0]), 1),
        (row - 6, np.array([2.0, 7.0]), 2),
        (row, np.array([1.0, 3.0, 5.0, 2.0]), 3),
    ]


def stamps(row, kernel, strides, *, lay=lambda old, new: old + new, size=None):
    """A transposed convolution in one dimension, with another way to lay a stamp down, or another size."""
    laid = np.zeros(size or (len(row) - 1) * strides + len(kernel))
    for place, number in enumerate(row):
        start = place * strides
        part = laid[start : start + len(kernel)]
        laid[start : start + len(kernel)] = lay(part, (number * kernel)[: len(part)])
    return laid


@exercise(
    """
    Write the transposed convolution of a row. Number `i` of `row` lays down `row[i] * kernel`, beginning at place
    `i * strides`; where stamps overlap, they are added. Return the whole row that comes out, which ends with the last
    stamp. `row` and `kernel` are arrays of one axis; `strides` is never larger than the kernel.
    """,
    cases=rows_to_stamp,
    hints=(
        "How long is the row that comes out: where does the last stamp begin, and how long is it?",
        "Begin with zeros. A slice of the row, as long as the kernel, takes up each stamp with `+=`.",
        "`laid[i * strides : i * strides + len(kernel)] += …`",
    ),
    objectives=(1,),
    afterword="Four lines of NumPy, and with channels and a second axis they are Keras' layer.",
)
def stamped_row(row, kernel, strides):
    laid = np.zeros((len(row) - 1) * strides + len(kernel))
    for place, number in enumerate(row):
        laid[place * strides : place * strides + len(kernel)] += number * kernel
    return laid


@stamped_row.stub
def stamped_row(row, kernel, strides):
    laid = ...
    return laid


@stamped_row.alternative
def zeros_between_then_convolved(row, kernel, strides):
    spread = np.zeros((len(row) - 1) * strides + 1)
    spread[::strides] = row
    return np.convolve(spread, kernel)


@stamped_row.misconception("Where stamps overlap, the later one covers the earlier. Use `+=`: they are added.")
def later_stamps_cover(row, kernel, strides):
    return stamps(row, kernel, strides, lay=lambda old, new: new)


@stamped_row.misconception("Where stamps overlap, the larger number is kept. They are added.")
def the_larger_is_kept(row, kernel, strides):
    return stamps(row, kernel, strides, lay=np.maximum)


@stamped_row.misconception("The kernel is turned round before it is laid down. A stamp is the kernel as it is.")
def turned_round(row, kernel, strides):
    return stamps(row, kernel[::-1], strides)


@stamped_row.misconception(
    "The stamps lie side by side, as far apart as the kernel is long. They begin `strides` apart."
)
def side_by_side_(row, kernel, strides):
    return np.outer(row, kernel).ravel()


@stamped_row.misconception("The stamps begin one place apart: the stride is forgotten.")
def forgets_the_stride(row, kernel, strides):
    return stamps(row, kernel, 1)


@stamped_row.misconception("The row is cut off at `len(row) * strides`: the end of the last stamp is lost.")
def cut_off(row, kernel, strides):
    return stamps(row, kernel, strides, size=len(row) * strides) if strides < len(kernel) else stamps(row, kernel, 1)


@stamped_row.misconception("Each stamp is the kernel itself. It is to be multiplied by the number that lays it down.")
def kernels_alone(row, kernel, strides):
    return stamps(np.ones(len(row)), kernel, strides)


@stamped_row.misconception("That is the convolution forwards: it gathers windows of the row and makes it shorter.")
def gathers(row, kernel, strides):
    return np.correlate(row, kernel, "valid")[::strides] if len(row) >= len(kernel) else np.zeros(0)


def kernels_and_strides():
    """Pairs among which each rule of thumb fails at least once."""
    return [(3, 2), (4, 2), (2, 2), (6, 3), (5, 3), (4, 3), (6, 4), (8, 4), (5, 1), (9, 3), (7, 2), (2, 4), (2, 3)]


@exercise(
    """
    `is_even(kernel_size, strides)` should say whether all places inside, away from the borders, get equally many
    stamps: `True` or `False`. Both are whole numbers from 1 up.
    """,
    cases=kernels_and_strides,
    hints=(
        "Lay stamps of 4 with stride 2, then stamps of 5: how many lie on each place?",
        "Look at one step of the stride: how often does the kernel cover it wholly, and is anything left over?",
        "`return kernel_size … strides == 0`",
    ),
    objectives=(2,),
    afterword="Even is not flat: a network can still learn uneven weights, and at the borders there are fewer stamps.",
)
def is_even(kernel_size, strides):
    return kernel_size % strides == 0


@is_even.stub
def is_even(kernel_size, strides):
    return ...


@is_even.alternative
def by_counting(kernel_size, strides):
    counts = np.zeros((40 + kernel_size) * strides, int)
    for start in range(0, 40 * strides, strides):
        counts[start : start + kernel_size] += 1
    inside = counts[20 * strides : 30 * strides]
    return bool(inside.min() == inside.max())


@is_even.misconception("An even *kernel* is not enough: 4 with stride 3 leaves one place over. Who divides whom?")
def the_kernel_is_even(kernel_size, strides):
    return kernel_size % 2 == 0


@is_even.misconception("Equal is one case of it: then stamps lie side by side. 4 with stride 2 is even, too.")
def kernel_equals_stride(kernel_size, strides):
    return kernel_size == strides


@is_even.misconception("The division is the wrong way round: does the stride go into the kernel?")
def the_wrong_way_round(kernel_size, strides):
    return strides % kernel_size == 0


@is_even.misconception("Stamps that overlap are no sign: 4 with stride 2 overlaps, and is even.")
def without_overlap(kernel_size, strides):
    return kernel_size <= strides


@is_even.misconception("That says when it is *un*even.")
def the_opposite(kernel_size, strides):
    return kernel_size % strides != 0


@is_even.misconception("Two times the stride is one case of it. Try 9 with stride 3.")
def twice_the_stride(kernel_size, strides):
    return kernel_size == 2 * strides


def images_with_classes():
    """Few images, whose classes are mixed; the second ones are bright, so that sums of uint8 wrap around."""
    rng = np.random.default_rng(8)
    return [
        (rng.integers(0, 256, (6, 2, 3), dtype=np.uint8), np.array([1, 0, 1, 1, 0, 0])),
        (rng.integers(150, 256, (7, 3, 2), dtype=np.uint8), np.array([2, 0, 1, 1, 2, 2, 2])),
    ]


def for_each_class(images, labels, summary):
    """What `summary` makes of the images of each class."""
    return np.stack([summary(images[labels == label]) for label in range(labels.max() + 1)])


@exercise(
    """
    For each class, which single image has the smallest mean squared error against all images of the class? `images` are
    uint8 of shape (n, height, width), `labels` whole numbers (n,), from 0 without a gap. Return float images of shape
    (classes, height, width), in the order of the classes.
    """,
    cases=images_with_classes,
    hints=(
        "For one pixel and four values: which number had the smallest error?",
        "`images[labels == label]` are the images of one class. Along which axis do you take the mean?",
        "`np.stack([images[labels == label].mean(axis=…) for label in range(…)])`",
    ),
    objectives=(3,),
    afterword="What a decoder needs 200,000 weights and many steps for, in one line: it can do no better.",
)
def best_single_images(images, labels):
    return np.stack([images[labels == label].mean(axis=0) for label in range(labels.max() + 1)])


@best_single_images.stub
def best_single_images(images, labels):
    best = ...
    return best


@best_single_images.alternative
def summed_and_shared(images, labels):
    one_hot = labels[:, np.newaxis] == np.arange(labels.max() + 1)
    return np.tensordot(one_hot.T.astype(float), images, 1) / one_hot.sum(axis=0)[:, np.newaxis, np.newaxis]


@best_single_images.misconception("The median has the smallest *absolute* error. The squared one asks for the mean.")
def the_median(images, labels):
    return for_each_class(images, labels, lambda own: np.median(own, axis=0))


@best_single_images.misconception("These are sums. Share each among the images of its class.")
def sums(images, labels):
    return for_each_class(images, labels, lambda own: own.sum(axis=0))


@best_single_images.misconception("The sums have wrapped around, because they are uint8: use `mean`, or a float.")
def sums_that_wrap_around(images, labels):
    return for_each_class(images, labels, lambda own: own.sum(axis=0, dtype=np.uint8) / len(own))


@best_single_images.misconception(
    "All pixels of an image are one number here. The mean is taken pixel by pixel: `axis=0`."
)
def one_number_for_each_class(images, labels):
    return for_each_class(images, labels, lambda own: own.mean())


@best_single_images.misconception("Each class has got the mean of *all* images. Choose its own first.")
def the_mean_of_all(images, labels):
    return for_each_class(images, labels, lambda own: images.mean(axis=0))


@best_single_images.misconception("That is the first image of each class: right for itself, far off for the others.")
def the_first_of_each(images, labels):
    return for_each_class(images, labels, lambda own: own[0].astype(float))


@best_single_images.misconception("Halfway between the darkest and the brightest: but most images may lie on one side.")
def halfway_between_the_ends(images, labels):
    return for_each_class(images, labels, lambda own: (own.min(axis=0) + own.max(axis=0).astype(float)) / 2)


@best_single_images.misconception("The mean is rounded to whole grey levels. Leave it as it is, a float.")
def rounded_to_grey_levels(images, labels):
    return np.round(best_single_images.reference(images, labels))


def clouds():
    """Means and logarithms of variances, one row and several."""
    rng = np.random.default_rng(2)
    return [
        (np.array([1.0, -2.0]), np.array([0.0, 1.4]), np.array([0.5, -1.0])),
        (rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))),
    ]


@exercise(
    """
    A variational encoder gives for each number of the code a mean and the *logarithm of a variance*. `noise` are
    random numbers, normally distributed, with mean 0 and standard deviation 1. (A variance is the standard deviation
    squared.) Return the code: a number drawn from the distribution of that mean and that variance. All three are arrays
    of one shape.
    """,
    cases=clouds,
    hints=(
        "What must noise of deviation 1 be multiplied by, so that it has the deviation wanted?",
        "exp undoes the logarithm; and the deviation is the root of the variance.",
        "`mean + np.exp(… / 2) * …`",
    ),
    objectives=(4,),
    afterword="The noise comes from outside, so a gradient can pass through mean and variance.",
)
def drawn_code(mean, log_variance, noise):
    return mean + np.exp(log_variance / 2) * noise


@drawn_code.stub
def drawn_code(mean, log_variance, noise):
    code = ...
    return code


@drawn_code.alternative
def by_the_root(mean, log_variance, noise):
    return mean + np.sqrt(np.exp(log_variance)) * noise


@drawn_code.misconception("exp gives the variance. Noise is multiplied by its root, the deviation.")
def the_variance_for_the_deviation(mean, log_variance, noise):
    return mean + np.exp(log_variance) * noise


@drawn_code.misconception("The logarithm is still there: exp undoes it.")
def the_logarithm_for_the_deviation(mean, log_variance, noise):
    return mean + log_variance * noise


@drawn_code.misconception("Halved, but the logarithm is still there: exp undoes it.")
def half_the_logarithm(mean, log_variance, noise):
    return mean + log_variance / 2 * noise


@drawn_code.misconception("No noise: that is the middle of the cloud, and the same each time.")
def the_mean_alone(mean, log_variance, noise):
    return mean + 0 * noise


@drawn_code.misconception("The mean is missing: this cloud lies around 0.")
def around_zero(mean, log_variance, noise):
    return np.exp(log_variance / 2) * noise


@drawn_code.misconception("This noise has deviation 1 everywhere. The encoder says how wide each cloud is.")
def noise_of_deviation_one(mean, log_variance, noise):
    return mean + noise


@drawn_code.misconception("The mean is multiplied by the noise. It is where the cloud lies; noise is added to it.")
def mean_times_noise(mean, log_variance, noise):
    return mean * noise + np.exp(log_variance / 2)


@drawn_code.misconception("The sign of the exponent is turned: a large variance must make a wide cloud.")
def the_sign_turned(mean, log_variance, noise):
    return mean + np.exp(-log_variance / 2) * noise


def ends_of_paths():
    """Codes of three, two and one numbers."""
    return [
        (np.array([0.0, 2.0]), np.array([1.0, 0.0]), 3),
        (np.array([1.0, -1.0, 4.0]), np.array([3.0, -2.0, 0.5]), 5),
        (np.array([2.0]), np.array([8.0]), 2),
    ]


@exercise(
    """
    Write the path between two codes. `first` and `last` are rows of numbers of one length. Return an array of `steps`
    codes, (steps, numbers): evenly spaced on the straight line, both ends among them. `steps` is at least 2.
    """,
    cases=ends_of_paths,
    hints=(
        "At which share of the way does each step stand: the first, the last, those between?",
        "`np.linspace(0, 1, steps)` gives the shares. Made a column, each meets all numbers of a code.",
        "`(1 - share) * first + share * …`",
    ),
    objectives=(4,),
    afterword="The straight line lies in the code. What the decoder makes of it need not be a mixture of two pictures.",
)
def walk(first, last, steps):
    shares = np.linspace(0, 1, steps)[:, np.newaxis]
    return (1 - shares) * first + shares * last


@walk.stub
def walk(first, last, steps):
    codes = ...
    return codes


@walk.alternative
def by_linspace_itself(first, last, steps):
    return np.linspace(first, last, steps)


@walk.misconception("The last code is missing: `endpoint` is among the steps.")
def without_the_end(first, last, steps):
    return np.linspace(first, last, steps, endpoint=False)


@walk.misconception("Neither end is among them. The first and the last step are the codes themselves.")
def without_both_ends(first, last, steps):
    return np.linspace(first, last, steps + 2)[1:-1]


@walk.misconception("One code too many: `steps` counts the codes, not the gaps between them.")
def gaps_counted(first, last, steps):
    return np.linspace(first, last, steps + 1)


@walk.misconception("The path leads the other way: it begins at `first`.")
def the_other_way(first, last, steps):
    return np.linspace(last, first, steps)


@walk.misconception("The codes lie in columns. One code is one row.")
def codes_in_columns(first, last, steps):
    return np.linspace(first, last, steps).T


@walk.misconception("That adds `last` to `first` little by little. What is added is the way between them.")
def adds_the_last(first, last, steps):
    return first + np.linspace(0, 1, steps)[:, np.newaxis] * last


@walk.misconception("Every step is the middle. The share grows from 0 to 1.")
def always_the_middle(first, last, steps):
    return np.repeat([(first + last) / 2], steps, axis=0)


def drawn_and_known():
    """Drawn images near the known ones, far from them, and some that are uint8 themselves."""
    rng = np.random.default_rng(4)
    known = rng.integers(0, 256, (5, 2, 3), dtype=np.uint8)
    return [
        (known[[1, 3]].astype(float) + 10, known),
        (rng.uniform(0, 255, (3, 2, 3)), known),
        (known[:2], known[2:]),
    ]


def to_nearest(drawn, known, of_one, choose=np.min):
    """What `choose` takes among the distances of each drawn image to all known ones."""
    apart = drawn[:, np.newaxis].astype(float) - known[np.newaxis]
    return choose(of_one(apart), axis=1)


def root_of_the_mean_square(apart):
    """The distance of each drawn image to each known one, from all differences of their pixels."""
    return np.sqrt((apart**2).mean(axis=(2, 3)))


@exercise(
    """
    Does a network draw copies? `drawn` (m, height, width) and `known` (n, height, width) are images in grey levels, of
    any type. Return m numbers: how far each drawn image is from the known one nearest to it. Far means the root of the
    mean squared difference of the pixels.
    """,
    cases=drawn_and_known,
    hints=(
        "For one drawn image: how many distances are there, and which of them is asked for?",
        "`drawn[:, np.newaxis] - known` has an axis for each; mind that uint8 knows no negative numbers.",
        "`np.sqrt((apart**2).mean(axis=(2, 3))).min(axis=…)`",
    ),
    objectives=(5,),
    afterword="0 would be a copy. That none is 0 does not prove that nothing is remembered: a part could be copied.",
)
def nearest_distances(drawn, known):
    apart = drawn[:, np.newaxis].astype(float) - known
    return np.sqrt((apart**2).mean(axis=(2, 3))).min(axis=1)


@nearest_distances.stub
def nearest_distances(drawn, known):
    distances = ...
    return distances


@nearest_distances.alternative
def image_by_image(drawn, known):
    known = known.astype(float)
    return [min(np.linalg.norm(one - image) / image.size**0.5 for image in known) for one in drawn]


@nearest_distances.misconception("That is the mean distance to all known images. Asked for is the smallest.")
def the_mean_distance(drawn, known):
    return to_nearest(drawn, known, root_of_the_mean_square, np.mean)


@nearest_distances.misconception("That is the image farthest away.")
def the_farthest(drawn, known):
    return to_nearest(drawn, known, root_of_the_mean_square, np.max)


@nearest_distances.misconception("That is the place of the nearest image. Asked for is how far away it is.")
def the_place_of_the_nearest(drawn, known):
    return to_nearest(drawn, known, root_of_the_mean_square, np.argmin)


@nearest_distances.misconception("The root is missing: these are squares of grey levels.")
def without_the_root(drawn, known):
    return to_nearest(drawn, known, lambda apart: (apart**2).mean(axis=(2, 3)))


@nearest_distances.misconception("Summed over the pixels in place of averaged: a larger image would be farther away.")
def summed_over_the_pixels(drawn, known):
    return to_nearest(drawn, known, lambda apart: np.sqrt((apart**2).sum(axis=(2, 3))))


@nearest_distances.misconception(
    "That is the mean absolute difference. Here it is squared, averaged, and then the root."
)
def absolute_differences(drawn, known):
    return to_nearest(drawn, known, lambda apart: np.abs(apart).mean(axis=(2, 3)))


@nearest_distances.misconception("Differences of uint8 wrap around: 3 − 5 becomes 254. Make floats first.")
def wraps_around(drawn, known):
    apart = drawn[:, np.newaxis] - known
    return np.sqrt((apart.astype(float) ** 2).mean(axis=(2, 3))).min(axis=1)


@nearest_distances.misconception("The minimum is taken over the drawn images, one for each known. Turn the axes round.")
def over_the_wrong_axis(drawn, known):
    apart = drawn[:, np.newaxis].astype(float) - known
    return root_of_the_mean_square(apart).min(axis=0)


@nearest_distances.misconception("Positive and negative differences have cancelled. Square each before the mean.")
def differences_that_cancel(drawn, known):
    return to_nearest(drawn, known, lambda apart: np.abs(apart.mean(axis=(2, 3))))


def images_to_enlarge():
    """Images that are no square, and one that stays as it is."""
    rng = np.random.default_rng(5)
    return [
        (np.array([[1, 2]]), 2),
        (rng.integers(0, 9, (2, 3)), 2),
        (rng.random((3, 2)), 3),
        (rng.integers(0, 9, (3, 3)), 1),
    ]


@exercise(
    """
    To keep clear of checkerboards, a network may first enlarge an image and then convolve. `enlarged(image, times)`
    should make `times` × `times` equal pixels of each pixel of an image of shape (height, width). The shape that comes
    out is right; the picture is not. Mend it.
    """,
    cases=images_to_enlarge,
    hints=(
        "Try the image `[[1, 2]]`: what comes out of it, and where should the second 1 stand?",
        "`np.tile` lays the whole image down again and again. Which function repeats each number beside itself?",
        "`image.repeat(times, axis=0)` and the same for …",
    ),
    objectives=(2,),
    afterword="Every place gets one pixel, none gets two: the convolution behind it meets an even ground.",
)
def enlarged(image, times):
    return image.repeat(times, axis=0).repeat(times, axis=1)


@enlarged.repair
def enlarged(image, times):
    return np.tile(image, (times, times))


@enlarged.alternative
def with_a_block_of_ones(image, times):
    return np.kron(image, np.ones((times, times), image.dtype))


@enlarged.misconception("Rows are repeated, columns still tiled. The same `repeat` goes along the other axis.")
def rows_alone_are_mended(image, times):
    return np.tile(image.repeat(times, axis=0), (1, times))


@enlarged.misconception("Columns are repeated, rows still tiled. The same `repeat` goes along the other axis.")
def columns_alone_are_mended(image, times):
    return np.tile(image.repeat(times, axis=1), (times, 1))


@enlarged.misconception("Each pixel has become wider, not taller: `repeat` along both axes.")
def wider_alone(image, times):
    return image.repeat(times, axis=1)


@enlarged.misconception("Each pixel has become taller, not wider: `repeat` along both axes.")
def taller_alone(image, times):
    return image.repeat(times, axis=0)


@enlarged.misconception("`repeat` without an axis makes one long row first.")
def one_long_row(image, times):
    return image.repeat(times)


@enlarged.misconception("Zeros stand between the pixels: that is what a transposed convolution does with its input.")
def zeros_between(image, times):
    made = np.zeros((image.shape[0] * times, image.shape[1] * times))
    made[::times, ::times] = image
    return made


@enlarged.misconception("The shape is right, but `np.resize` fills it with the numbers in reading order.")
def in_reading_order(image, times):
    return np.resize(image, (image.shape[0] * times, image.shape[1] * times))
