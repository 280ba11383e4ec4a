"""Exercises of lesson 08: gradients with a pencil, four steps of the way back to write, a check to mend."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    The input is (2, 5, 4, 1, 8), the kernel (7, 2, 3). Each of the three sums has sent back a gradient: 1 for the
    first,
    10 for the second, 100 for the third. What is the gradient of the kernel's *first* weight, the 7? Answer with a
    whole number.
    """,
    hints=("Which number of the input does the first weight meet in each of the three sums?",),
    objectives=(1,),
    afterword="Its digits tell which pixel met the weight in which sum.",
)
def gradient_of_a_weight():
    return 2 * 1 + 5 * 10 + 4 * 100


@gradient_of_a_weight.alternative
def by_one_product():
    return int(np.dot((2, 5, 4), (1, 10, 100)))


@gradient_of_a_weight.misconception(
    "These are the kernel's own weights times the gradients. How much a sum changes with a weight is told by the pixel "
    "that the weight is multiplied with."
)
def weights_in_place_of_pixels():
    return 7 * 1 + 2 * 10 + 3 * 100


@gradient_of_a_weight.misconception(
    "That is the weight itself times the three gradients. How much a sum changes with a weight is told by the pixel "
    "that the weight is multiplied with."
)
def times_the_weight_itself():
    return 7 * (1 + 10 + 100)


@gradient_of_a_weight.misconception(
    "The gradients are taken from behind. The first sum sent 1, and reads the first pixels."
)
def gradients_from_behind():
    return 2 * 100 + 5 * 10 + 4 * 1


@gradient_of_a_weight.misconception(
    "That adds the pixels that the weight met. Each of them counts as much as the gradient of its sum says."
)
def without_the_gradients():
    return 2 + 5 + 4


@gradient_of_a_weight.misconception(
    "That is one use of the weight. It is used in all three sums, and its gradients are added."
)
def one_use_alone():
    return 2 * 1


@gradient_of_a_weight.misconception("You took the mean over the three uses. Gradients of several uses are added.")
def the_mean_of_the_uses():
    return (2 * 1 + 5 * 10 + 4 * 100) / 3


@gradient_of_a_weight.misconception(
    "That is the gradient of the second weight, the 2: its pixels begin one place later."
)
def the_second_weight():
    return 5 * 1 + 4 * 10 + 1 * 100


@gradient_of_a_weight.misconception(
    "That is the gradient of the last weight, the 3: its pixels begin two places later."
)
def the_last_weight():
    return 4 * 1 + 1 * 10 + 8 * 100


@prediction(
    """
    The same three sums: input (2, 5, 4, 1, 8), kernel (7, 2, 3), and gradients 1, 10 and 100 that come back from the
    first, second and third sum. What is the gradient of the *middle pixel*, the 4? Answer with a whole number.
    """,
    hints=("Which weight does the middle pixel meet in the first sum, and which in the last?",),
    objectives=(1,),
    afterword="Pencil in the three windows: the pixel is the last of the first window and the first of the last one.",
)
def gradient_of_a_pixel():
    return 3 * 1 + 2 * 10 + 7 * 100


@gradient_of_a_pixel.alternative
def by_a_flipped_kernel():
    return int(np.dot((7, 2, 3)[::-1], (1, 10, 100)))


@gradient_of_a_pixel.misconception(
    "The weights stand the wrong way round. In the first sum the middle pixel is the *last* of the window: which "
    "weight "
    "does it meet there?"
)
def forgets_the_flip():
    return 7 * 1 + 2 * 10 + 3 * 100


@gradient_of_a_pixel.misconception(
    "These are pixels times gradients, as for a weight. How much a sum changes with a pixel is told by the weight that "
    "the pixel is multiplied with."
)
def pixels_in_place_of_weights():
    return 2 * 1 + 5 * 10 + 4 * 100


@gradient_of_a_pixel.misconception(
    "That adds the weights. Each of them counts as much as the gradient of its sum says."
)
def leaves_the_gradients_out():
    return 7 + 2 + 3


@gradient_of_a_pixel.misconception(
    "That is the use in the second sum. The pixel goes into all three; their gradients are added."
)
def the_middle_use_alone():
    return 2 * 10


@gradient_of_a_pixel.misconception("You took the mean over the three uses. Gradients of several uses are added.")
def averages_the_uses():
    return (3 * 1 + 2 * 10 + 7 * 100) / 3


@gradient_of_a_pixel.misconception(
    "That is the pixel itself times the three gradients. How much a sum changes with a pixel is told by the weight "
    "that the pixel is multiplied with."
)
def the_pixel_in_place_of_weights():
    return 4 * (1 + 10 + 100)


@gradient_of_a_pixel.misconception(
    "You multiplied by the pixel as well. A sum changes with the pixel as fast as the weight says, however large the "
    "pixel is."
)
def times_the_pixel_itself():
    return 4 * (3 * 1 + 2 * 10 + 7 * 100)


@prediction(
    """
    A convolution with a kernel of shape (3, 3, 16, 32) turns 16 channels into 32. On the way back, gradients of 32
    feature maps are turned into gradients of 16 channels, by a convolution too. Which shape has the kernel of that one?
    Answer with a tuple of four numbers.
    """,
    hints=("How many channels go into the way back, and how many come out? Where do they stand in a kernel's shape?",),
    objectives=(1,),
    afterword="The same weights, turned by half a turn, with channels and filters exchanged.",
)
def kernel_of_the_way_back():
    return (3, 3, 32, 16)


@kernel_of_the_way_back.alternative
def of_a_transposed_kernel():
    return np.zeros((3, 3, 16, 32)).transpose(0, 1, 3, 2).shape


@kernel_of_the_way_back.misconception(
    "That kernel takes 16 channels in. On the way back the gradients of 32 feature maps come in, and 16 go out."
)
def keeps_the_roles():
    return (3, 3, 16, 32)


@kernel_of_the_way_back.misconception(
    "Rows and columns have moved behind. They stay in front; the last two axes are exchanged."
)
def turns_all_axes_round():
    return (32, 16, 3, 3)


@kernel_of_the_way_back.misconception(
    "The border is put around the gradient, not around the kernel: the same nine weights per pair of channels are used."
)
def a_kernel_that_grows():
    return (5, 5, 32, 16)


@kernel_of_the_way_back.misconception("One map comes out of that. Each of the 16 channels needs a gradient of its own.")
def one_channel_comes_out():
    return (3, 3, 32, 1)


@prediction(
    """
    An image of 28 × 28 goes through a kernel of 3 × 3 with stride 2 and padding "valid". Of how many of its pixels
    is the
    gradient 0 whatever the loss is? Answer with a whole number.
    """,
    hints=("In which pixel does the last window of a row end?",),
    objectives=(1,),
    afterword="Those that no window reads (02): what is not used has no influence.",
)
def pixels_left_out():
    return 28 * 28 - 27 * 27


@pixels_left_out.alternative
def a_row_and_a_column():
    return 28 + 28 - 1


@pixels_left_out.misconception(
    "Thirteen windows at stride 2 end at the pixel with number 26. Does the row end there too?"
)
def every_pixel_is_read():
    return 0


@pixels_left_out.misconception("The pixel in the corner lies in the last row and in the last column: count it once.")
def the_corner_twice():
    return 28 + 28


@pixels_left_out.misconception(
    "The corner lies in the last row and in the last column. It is not read either: count it."
)
def the_corner_in_neither():
    return 27 + 27


@pixels_left_out.misconception(
    "So many are read by a window, and can have a gradient. The question is about the others."
)
def the_pixels_that_are_read():
    return 27 * 27


@pixels_left_out.misconception("That is the last column. The last row is not read either.")
def one_side_alone():
    return 28


@pixels_left_out.misconception("Only the corner. But no window reads anything of the last row or of the last column.")
def the_corner_alone():
    return 1


@pixels_left_out.misconception(
    "Stride 2 skips places, not pixels: a window 3 wide reads the pixels in between as well."
)
def every_second_pixel():
    return 28 * 28 // 2


@prediction(
    """
    A convolution, then ReLU, then 2 × 2 max pooling. Before ReLU, filter `"A"` answers −1 everywhere, filter `"B"` +1
    everywhere, and filter `"C"` +1 at a single place and −1 elsewhere. One of the three filters gets no gradient, so
    that this image cannot change its weights. Which one?
    """,
    hints=("Which of the three still says something behind ReLU?",),
    objectives=(2,),
    choices=("A", "B", "C"),
    afterword="Where ReLU answers 0 it is flat. If no image opens it, the filter stays as it is (05 calls it dead).",
)
def filter_left_alone():
    return "A"


@filter_left_alone.misconception(
    "In each window all four are equal, but there is a largest: who of them hands the gradient on?"
)
def ties_let_nothing_through():
    return "B"


@filter_left_alone.misconception(
    "One open place is enough: where it wins its window, a gradient comes back to the weights."
)
def one_place_is_too_few():
    return "C"


@prediction(
    """
    A window of 2 × 2 holds 7, 7, 7, 7, and a gradient of 1 comes back to its maximum. What does TensorFlow give to the
    four? Answer `"all to the first"`, `"all to the last"`, `"a quarter to each"` or `"one to each"`.
    """,
    hints=("Is a choice among equals part of mathematics, or a convention of whoever wrote the code?",),
    objectives=(2,),
    choices=("all to the first", "all to the last", "a quarter to each", "one to each"),
    afterword="A convention: at a tie the maximum has no single slope.",
)
def share_of_equals():
    return "all to the first"


@share_of_equals.misconception(
    "It goes to one of them. The search runs row by row and keeps what it has until something larger comes."
)
def the_last_wins():
    return "all to the last"


@share_of_equals.misconception("That would be fair, and average pooling does so. Max pooling looks for one winner.")
def shared_among_equals():
    return "a quarter to each"


@share_of_equals.misconception(
    "Then one would become four on the way back. The maximum is one number, and one place hands it on."
)
def each_gets_all():
    return "one to each"


@prediction(
    """
    Batch norm in training mode, three images, one channel: a gradient of 1 comes back to the output of the first image,
    and 0 to the two others. Which of the three inputs get a gradient that is not 0? Answer `"its own"`, `"the others"`
    or `"each of them"`.
    """,
    hints=("What else does an input change, besides its own output?",),
    objectives=(2,),
    choices=("its own", "the others", "each of them"),
    afterword="Mean and variance tie a batch together, on the way back as on the way forward.",
)
def reached_by_one_gradient():
    return "each of them"


@reached_by_one_gradient.misconception(
    "That would be right if mean and variance were constants, as at inference. In training each input moves both."
)
def constants_for_mean_and_variance():
    return "its own"


@reached_by_one_gradient.misconception(
    "The others are reached through mean and variance. The first is reached so too, and by itself as well."
)
def all_but_its_own():
    return "the others"


@prediction(
    """
    Softmax gives one image the probabilities 0.5, 0.3 and 0.2. The *second* class is right, and the loss is the
    cross-entropy. What is the gradient of the three scores that went into softmax? Answer with a tuple of three
    numbers.
    """,
    hints=("Which scores should go down, which one up, and how far is each probability from where it should be?",),
    objectives=(2,),
    afterword="Probabilities less one-hot. What is taken from one score is shared among the others: the sum is 0.",
)
def gradient_of_scores():
    return (0.5, 0.3 - 1, 0.2)


@gradient_of_scores.alternative
def one_hot_taken_away():
    return tuple((np.array((0.5, 0.3, 0.2)) - np.eye(3)[1]).tolist())


@gradient_of_scores.misconception(
    "These are the probabilities themselves, which ask every score to go down. At the right class 1 is taken away."
)
def without_one_hot():
    return (0.5, 0.3, 0.2)


@gradient_of_scores.misconception(
    "The signs are those of the *step*. The gradient says how the loss grows: with the scores of the wrong classes."
)
def the_other_sign():
    return (-0.5, 1 - 0.3, -0.2)


@gradient_of_scores.misconception(
    "The scores of the wrong classes matter too: they share the probability that the right one lacks."
)
def the_right_class_alone():
    return (0.0, 0.3 - 1, 0.0)


@gradient_of_scores.misconception("The 1 is taken away at the first class. The second is the right one.")
def one_hot_at_the_first():
    return (0.5 - 1, 0.3, 0.2)


@gradient_of_scores.misconception(
    "That is the gradient of the *probabilities*, −1 / 0.3. It goes on through softmax to the scores."
)
def stops_at_the_probabilities():
    return (0.0, -1 / 0.3, 0.0)


@gradient_of_scores.misconception(
    "You divided by the number of classes. The mean of the loss runs over images, and here is one."
)
def divides_by_the_classes():
    return tuple(value / 3 for value in (0.5, 0.3 - 1, 0.2))


@prediction(
    """
    A gradient is measured by centred differences in float32, where a number has about seven digits. With which of these
    steps is the error smallest: `"0.1"`, `"0.01"`, `"0.0001"`, `"0.000001"` or `"0.00000001"`?
    """,
    hints=("Two losses that agree in six of seven digits are subtracted: how many digits has the difference?",),
    objectives=(3,),
    choices=("0.1", "0.01", "0.0001", "0.000001", "0.00000001"),
    afterword="As small as possible is too small: the difference drowns in rounding.",
)
def best_step_in_float32():
    return "0.01"


@best_step_in_float32.misconception(
    "So long a step bends round corners: a ReLU may change sides on the way. One size smaller."
)
def the_longest_step():
    return "0.1"


@best_step_in_float32.misconception(
    "Near. But the losses differ in their sixth digit or so by then: rounding is felt already."
)
def a_middle_step():
    return "0.0001"


@best_step_in_float32.misconception(
    "The two losses agree in nearly all their seven digits: what is left of their difference is rounding."
)
def a_step_of_a_millionth():
    return "0.000001"


@best_step_in_float32.misconception("A weight near 1 plus this step is the weight itself, in float32: nothing moves.")
def as_small_as_possible():
    return "0.00000001"


@prediction(
    """
    A network has 13,610 weights. Its whole gradient is to be measured by centred differences. How many times must the
    loss be computed, that is, how many forward passes are needed? Answer with a whole number.
    """,
    hints=("How many losses does one weight need, and can another weight use the same ones?",),
    objectives=(4,),
    afterword="Backpropagation needs one pass forward and one back, for all of them.",
)
def forward_passes_needed():
    return 2 * 13_610


@forward_passes_needed.alternative
def up_and_down_for_each():
    return 13_610 + 13_610


@forward_passes_needed.misconception(
    "Centred: each weight is moved up *and* down, and each time the loss is computed anew."
)
def one_for_each_weight():
    return 13_610


@forward_passes_needed.misconception(
    "That would do for one-sided differences, which share the loss in the middle. Centred ones do not."
)
def one_sided_differences():
    return 13_610 + 1


@forward_passes_needed.misconception("That is enough for a single weight. All the others are measured one by one, too.")
def all_weights_at_once():
    return 2


@forward_passes_needed.misconception("One weight is moved while the others stay: there are no pairs of weights to try.")
def every_pair_of_weights():
    return 13_610**2


@prediction(
    """
    Two networks alike, with the same weights, see the same batch; one is trained by SGD, the other by Adam. What
    differs
    between them in this first step? Answer `"the gradients"`, `"the steps"`, `"both"` or `"neither"`.
    """,
    hints=("Which of the two does backpropagation compute, and who decides what is done with it?",),
    objectives=(4,),
    choices=("the gradients", "the steps", "both", "neither"),
    afterword="Backpropagation gives the gradient; the optimizer makes a step of it.",
)
def differs_by_the_rule():
    return "the steps"


@differs_by_the_rule.misconception(
    "The gradient is a fact about loss and weights, and these are the same. What is done with it differs."
)
def a_gradient_of_its_own():
    return "the gradients"


@differs_by_the_rule.misconception(
    "One of them differs. The other follows from loss and weights, and these are the same."
)
def everything_differs():
    return "both"


@differs_by_the_rule.misconception(
    "SGD goes by the gradient times the rate. What does Adam do with the gradient's size?"
)
def one_rule_for_all():
    return "neither"


@prediction(
    """
    The loss of a batch is a mean. Somebody forgets its 1 / 128, so that every gradient is 128 times too large, and
    trains with Adam at the same rate. What becomes of the validation accuracy? Answer `"much worse"`,
    `"about the same"` or `"much better"`.
    """,
    hints=("By what does Adam divide a gradient before it makes a step of it?",),
    objectives=(4,),
    choices=("much worse", "about the same", "much better"),
    afterword="Adam divides by the gradients' own size: a factor common to all of them cancels.",
)
def summed_with_adam():
    return "about the same"


@summed_with_adam.misconception(
    "So it would be with SGD, whose step is the gradient times the rate. What does Adam do with a gradient's size?"
)
def as_with_sgd():
    return "much worse"


@summed_with_adam.misconception(
    "A longer gradient points where the short one points. What about it should help the network?"
)
def more_gradient_more_learning():
    return "much better"


@prediction(
    """
    Thirteen networks are trained, each with another mistake in its way back, such as the flip forgotten, the bias
    forgotten, ReLU's mask forgotten, one-hot forgotten. How many of them end within half a point of the right one's
    accuracy? Answer `"none"`, `"one or two"`, `"about half"` or `"all"`.
    """,
    hints=("What does a network need of a gradient: its exact value, or a direction in which the loss falls?",),
    objectives=(3,),
    choices=("none", "one or two", "about half", "all"),
    afterword="The accuracy is a poor witness against a gradient; the check by differences is a good one.",
)
def mistakes_unseen():
    return "about half"


@mistakes_unseen.misconception(
    "Then the accuracy would be as good a check as differences are. Even a direction that is a little off leads "
    "downhill."
)
def every_mistake_shows():
    return "none"


@mistakes_unseen.misconception(
    "Networks forgive more than that: whatever leads downhill teaches them something. Look at the table."
)
def nearly_every_mistake_shows():
    return "one or two"


@mistakes_unseen.misconception(
    "Without one-hot the labels never come into the gradient. What could a network learn from them then?"
)
def nothing_shows():
    return "all"


# To write: the way back through convolution, pooling and softmax.


def images_and_gradients():
    """Batches, gradients, kernel size, stride: numbers without symmetry; a leftover pixel among them."""
    rng = np.random.default_rng(8)
    cases = []
    for count, height, width, channels, filters, size, strides in (
        (1, 4, 5, 1, 1, 2, 1),
        (3, 6, 5, 2, 3, 3, 1),
        (2, 8, 6, 3, 2, 3, 2),
    ):
        rows, columns = (height - size) // strides + 1, (width - size) // strides + 1
        images = rng.integers(-5, 6, (count, height, width, channels)).astype(float)
        cases.append((images, rng.integers(-5, 6, (count, rows, columns, filters)).astype(float), size, strides))
    return cases


@exercise(
    """
    Write the gradient of a convolution's kernel. `images` (batch, height, width, channels) went in, without padding;
    `gradient` (batch, rows, columns, filters) has come back. The kernel is `size` × `size`. Return an array (size,
    size,
    channels, filters): at each weight, the pixels that it met times the gradients of those sums, added over all places
    and images.
    """,
    cases=images_and_gradients,
    hints=(
        "Which pixels does the weight at row 0, column 0 meet, while the window goes through the image?",
        "As many rows and columns of pixels as the gradient has, `strides` apart, beginning at (down, right).",
        "`np.einsum('nrcd,nrcf->df', images[:, down : down + strides * rows : strides, …], gradient)`",
    ),
    objectives=(2,),
    afterword="A cross-correlation of the input with the gradient: every step of the window is a weight of the kernel.",
)
def of_the_kernel(images, gradient, size, strides):
    _, rows, columns, filters = gradient.shape
    total = np.zeros((size, size, images.shape[3], filters))
    for down, right in np.ndindex(size, size):
        met = images[:, down::strides, right::strides][:, :rows, :columns]
        total[down, right] = np.einsum("nrcd,nrcf->df", met, gradient)
    return total


@of_the_kernel.stub
def of_the_kernel(images, gradient, size, strides):
    total = ...
    return total


@of_the_kernel.alternative
def place_by_place(images, gradient, size, strides):
    total = 0
    for row in range(gradient.shape[1]):
        for column in range(gradient.shape[2]):
            window = images[:, row * strides : row * strides + size, column * strides : column * strides + size]
            total = total + np.tensordot(window, gradient[:, row, column], axes=(0, 0))
    return total


@of_the_kernel.alternative
def by_all_windows(images, gradient, size, strides):
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))[:, ::strides, ::strides]
    return np.einsum("nrcdhw,nrcf->hwdf", windows, gradient)


@of_the_kernel.misconception(
    "The kernel's gradient comes out turned by half a turn. No flip belongs here: the weight at (down, right) meets "
    "the "
    "pixels that begin at (down, right)."
)
def flips_where_nothing_is_flipped(*case):
    return of_the_kernel.reference(*case)[::-1, ::-1]


@of_the_kernel.misconception(
    "The gradient is turned by half a turn before it is laid on the image. That is convolution; here it stays as it is."
)
def flips_the_gradient(images, gradient, size, strides):
    return of_the_kernel.reference(images, gradient[:, ::-1, ::-1], size, strides)


@of_the_kernel.misconception("Right for one image. With more, only the first one counts: add over the batch as well.")
def the_first_image_alone(images, gradient, size, strides):
    return of_the_kernel.reference(images[:1], gradient[:1], size, strides)


@of_the_kernel.misconception(
    "You took the mean over the batch. The loss is a mean already, and its 1 / batch stands in the gradient that comes "
    "back: here gradients are added."
)
def the_mean_over_the_batch(images, *rest):
    return of_the_kernel.reference(images, *rest) / len(images)


@of_the_kernel.misconception(
    "You took the mean over the places. A weight is used at each of them, and gradients are added."
)
def the_mean_over_the_places(images, gradient, *rest):
    return of_the_kernel.reference(images, gradient, *rest) / (gradient.shape[1] * gradient.shape[2])


@of_the_kernel.misconception(
    "The stride is forgotten: at stride 2 a weight meets every second pixel. Right as long as the stride is 1."
)
def forgets_the_stride(images, gradient, size, strides):
    return of_the_kernel.reference(images, gradient, size, 1)


@of_the_kernel.misconception(
    "Channels and filters have changed places. As in the kernel, channels come first: (size, size, channels, filters)."
)
def channels_and_filters_exchanged(*case):
    return of_the_kernel.reference(*case).swapaxes(2, 3)


@of_the_kernel.misconception("Rows and columns have changed places: the first axis of the kernel goes down the image.")
def rows_and_columns_exchanged(*case):
    return of_the_kernel.reference(*case).swapaxes(0, 1)


@of_the_kernel.misconception(
    "The pixels are added without the gradients. Each counts as much as the gradient of its sum says."
)
def pixels_without_gradients(images, gradient, *rest):
    return of_the_kernel.reference(images, np.ones_like(gradient), *rest)


@of_the_kernel.misconception("The gradients are added without the pixels: that is what the *bias* gets.")
def gradients_without_pixels(images, *rest):
    return of_the_kernel.reference(np.ones_like(images), *rest)


@of_the_kernel.misconception(
    "Each place writes over what the earlier ones gave, and the last one is left. A weight is used at every place: "
    "add, with `+=`."
)
def the_last_place_alone(images, gradient, size, strides):
    down, right = ((length - 1) * strides for length in gradient.shape[1:3])
    return of_the_kernel.reference(images[:, down:, right:], gradient[:, -1:, -1:], size, strides)


def gradients_and_kernels():
    """Gradients, kernels, stride and the shape to return."""
    return [
        (
            gradient,
            np.random.default_rng(size).integers(-4, 5, (size, size, images.shape[3], gradient.shape[3])).astype(float),
            strides,
            images.shape,
        )
        for images, gradient, size, strides in images_and_gradients()
    ]


@exercise(
    """
    Write the gradient of a convolution's input. `gradient` (batch, rows, columns, filters) has come back; `kernel`
    (size,
    size, channels, filters) slid without padding. Return an array of the shape `image_shape` (batch, height, width,
    channels): each pixel gets, from every sum that it went into, that sum's gradient times the weight that it met
    there,
    added.
    """,
    cases=gradients_and_kernels,
    hints=(
        "One weight, at (down, right): which pixels did it meet, and what does each of them get from it?",
        "Begin with zeros, and for each weight *add* to the pixels that it met. Filters are summed over: `@` does it.",
        "`total[:, down : down + strides * rows : strides, …] += gradient @ kernel[down, right].T`",
    ),
    objectives=(2,),
    afterword="The kernel's flip hides in the places: read pixel by pixel, the weights stand the other way round.",
)
def of_the_image(gradient, kernel, strides, image_shape):
    _, rows, columns, _ = gradient.shape
    total = np.zeros(image_shape)
    for down, right in np.ndindex(*kernel.shape[:2]):
        met = total[:, down::strides, right::strides][:, :rows, :columns]
        met += gradient @ kernel[down, right].T
    return total


@of_the_image.stub
def of_the_image(gradient, kernel, strides, image_shape):
    total = ...
    return total


@of_the_image.alternative
def window_by_window(gradient, kernel, strides, image_shape):
    total, size = np.zeros(image_shape), len(kernel)
    for n, row, column, f in np.ndindex(*gradient.shape):
        down, right = row * strides, column * strides
        total[n, down : down + size, right : right + size] += gradient[n, row, column, f] * kernel[..., f]
    return total


@of_the_image.alternative
def as_a_full_convolution(gradient, kernel, strides, image_shape):
    count, rows, columns, filters = gradient.shape
    size, (height, width) = len(kernel), image_shape[1:3]
    spread = np.zeros((count, height + size - 1, width + size - 1, filters))
    last = size - 1
    spread[:, last : last + strides * rows : strides, last : last + strides * columns : strides] = gradient
    windows = np.lib.stride_tricks.sliding_window_view(spread, (size, size), axis=(1, 2))
    return np.einsum("nrcfhw,hwdf->nrcd", windows, kernel[::-1, ::-1])


@of_the_image.misconception(
    "The kernel stands the wrong way round. A pixel is the *first* of its last window: in the later sum it meets the "
    "earlier weight."
)
def the_flip_forgotten(gradient, kernel, *rest):
    return of_the_image.reference(gradient, kernel[::-1, ::-1], *rest)


@of_the_image.misconception(
    "Each weight writes over what the earlier ones gave. A pixel is used several times: add, with `+=`."
)
def overwrites_in_place_of_adding(gradient, kernel, strides, image_shape):
    _, rows, columns, _ = gradient.shape
    total = np.zeros(image_shape)
    for down, right in np.ndindex(*kernel.shape[:2]):
        across = slice(right, right + strides * columns, strides)
        total[:, down : down + strides * rows : strides, across] = gradient @ kernel[down, right].T
    return total


@of_the_image.misconception(
    "Each window writes over what the earlier ones gave. A pixel lies in several windows, and every filter reads it: "
    "add, with `+=`."
)
def windows_overwrite_one_another(gradient, kernel, strides, image_shape):
    total, size = np.zeros(image_shape), len(kernel)
    for n, row, column, f in np.ndindex(*gradient.shape):
        down, right = row * strides, column * strides
        total[n, down : down + size, right : right + size] = gradient[n, row, column, f] * kernel[..., f]
    return total


@of_the_image.misconception(
    "The stride is forgotten: the windows of this map stood `strides` pixels apart. Right as long as it is 1."
)
def windows_side_by_side(gradient, kernel, strides, image_shape):
    return of_the_image.reference(gradient, kernel, 1, image_shape)


@of_the_image.misconception(
    "Only the first filter sends something back. All filters read the same pixels: add over them."
)
def one_filter_alone(gradient, kernel, *rest):
    return of_the_image.reference(gradient[..., :1], kernel[..., :1], *rest)


@of_the_image.misconception(
    "Every channel gets the same: the weights of all channels are added up. Each channel has its own weights."
)
def one_gradient_for_all_channels(gradient, kernel, *rest):
    return of_the_image.reference(gradient, kernel.sum(axis=2, keepdims=True) + 0 * kernel, *rest)


@of_the_image.misconception(
    "The gradients are spread without the weights. Each counts as much as the weight that met the pixel."
)
def gradients_without_weights(gradient, kernel, *rest):
    return of_the_image.reference(gradient, np.ones_like(kernel), *rest)


@of_the_image.misconception(
    "Each pixel's gradient is divided by the number of windows that read it. Gradients are added, not averaged."
)
def averaged_over_the_windows(gradient, kernel, *rest):
    times = of_the_image.reference(np.ones_like(gradient[..., :1]), np.ones_like(kernel[..., :1]), *rest)
    return of_the_image.reference(gradient, kernel, *rest) / np.maximum(times, 1)


@of_the_image.misconception("The kernel's rows and columns have changed places: its first axis goes down the image.")
def a_kernel_on_its_side(gradient, kernel, *rest):
    return of_the_image.reference(gradient, kernel.swapaxes(0, 1), *rest)


@of_the_image.misconception(
    "You divided by the batch. The 1 / batch of the mean loss stands in the gradient that comes back already."
)
def divides_by_the_batch(gradient, *rest):
    return of_the_image.reference(gradient, *rest) / len(gradient)


def gradients_and_maps():
    """Maps with ties, negative numbers and leftover rows; gradients of either sign."""
    rng = np.random.default_rng(3)
    flat = np.array([[4, 4, -1, -3], [4, 4, -2, -1], [0, 5, 2, 7], [5, 0, 7, 2]], float)
    cases = [(np.array([[10.0, 20.0], [30.0, -40.0]]), flat)]
    for height, width in ((5, 7), (6, 4)):
        maps = rng.integers(-3, 3, (height, width)).astype(float)
        cases.append((rng.integers(-9, 10, (height // 2, width // 2)).astype(float), maps))
    return cases


@exercise(
    """
    Write the way back through max pooling with windows of 2 × 2, side by side. `feature_map` (height, width) went in,
    `gradient` (rows, columns) has come back, one number for each window. Return an array of the shape of `feature_map`:
    each window's gradient at its largest number, at the *first* of equal ones (row by row), and 0 elsewhere. Rows and
    columns that fill no window get 0.
    """,
    cases=gradients_and_maps,
    hints=(
        "Where in the window [[1, 9], [3, 2]] does the gradient go, and where in [[5, 5], [5, 5]]?",
        "`np.argmax` gives the place of the first largest, counted row by row: divide by 2 for row and rest.",
        "`down, right = divmod(window.argmax(), …)`",
    ),
    objectives=(2,),
    afterword="The way back needs to know who won: a layer must remember what went in.",
)
def to_the_winners(gradient, feature_map):
    total = np.zeros(feature_map.shape)
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            window = feature_map[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            down, right = divmod(window.argmax(), 2)
            total[2 * row + down, 2 * column + right] = gradient[row, column]
    return total


@to_the_winners.stub
def to_the_winners(gradient, feature_map):
    total = ...
    return total


@to_the_winners.alternative
def without_loops(gradient, feature_map):
    rows, columns = gradient.shape
    windows = (
        feature_map[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2).swapaxes(1, 2).reshape(rows, columns, 4)
    )
    wins = np.eye(4)[windows.argmax(axis=2)] * gradient[..., np.newaxis]
    inside = wins.reshape(rows, columns, 2, 2).swapaxes(1, 2).reshape(2 * rows, 2 * columns)
    return np.pad(inside, [(0, feature_map.shape[0] - 2 * rows), (0, feature_map.shape[1] - 2 * columns)])


def _given_out(gradient, feature_map, share):
    """Each window's gradient times `share(window)`, an array of the window's four shares."""
    total = np.zeros(feature_map.shape)
    for row, column in np.ndindex(*gradient.shape):
        place = slice(2 * row, 2 * row + 2), slice(2 * column, 2 * column + 2)
        total[place] = gradient[row, column] * share(feature_map[place])
    return total


def _at(place):
    return np.eye(4)[place].reshape(2, 2)


@to_the_winners.misconception("All four places get the gradient. Three of them did not reach the output: they get 0.")
def to_all_four(*case):
    return _given_out(*case, lambda window: np.ones((2, 2)))


@to_the_winners.misconception(
    "The gradient is shared among all four, as in average pooling. Here the largest gets it all."
)
def shared_as_in_average_pooling(*case):
    return _given_out(*case, lambda window: np.full((2, 2), 0.25))


@to_the_winners.misconception(
    "Right until there are equals: each of them gets the whole gradient. Only the first may have it."
)
def to_every_equal(*case):
    return _given_out(*case, lambda window: (window == window.max()).astype(float))


@to_the_winners.misconception(
    "Right until there are equals: they share the gradient. That is another convention; here the first gets all."
)
def shared_among_the_equals(*case):
    return _given_out(*case, lambda window: (window == window.max()) / (window == window.max()).sum())


@to_the_winners.misconception("Right until there are equals: the last of them gets the gradient, and the first should.")
def to_the_last_equal(*case):
    return _given_out(*case, lambda window: _at(3 - window[::-1, ::-1].argmax()))


@to_the_winners.misconception("Right until there are equals: the first is looked for column by column. Go row by row.")
def columns_before_rows(*case):
    return _given_out(*case, lambda window: _at(window.T.argmax()).T)


@to_the_winners.misconception("The gradient goes to the smallest number of each window. The largest went on.")
def to_the_smallest(*case):
    return _given_out(*case, lambda window: _at(window.argmin()))


@to_the_winners.misconception(
    "The gradient goes to the number that is largest without its sign. −3 is not larger than −1."
)
def largest_without_the_sign(*case):
    return _given_out(*case, lambda window: _at(np.abs(window).argmax()))


@to_the_winners.misconception(
    "The gradient is multiplied by the winner. The maximum grows as fast as its winner does: times 1."
)
def times_the_winner(*case):
    return _given_out(*case, lambda window: window.max() * _at(window.argmax()))


@to_the_winners.misconception("The gradient always goes to the upper left place. It goes to the one that won.")
def always_to_the_upper_left(*case):
    return _given_out(*case, lambda window: _at(0))


@to_the_winners.misconception("ReLU has slipped in: a window of negative numbers has a largest one, too.")
def nothing_below_zero(*case):
    return _given_out(*case, lambda window: _at(window.argmax()) * (window.max() > 0))


@to_the_winners.misconception("Those are the winners themselves. At their places the window's gradient is asked for.")
def winners_in_place_of_gradients(gradient, feature_map):
    return times_the_winner(np.ones_like(gradient), feature_map)


def scores_and_labels():
    """Scores whose exponentials overflow among them; batches of other lengths than there are classes."""
    rng = np.random.default_rng(4)
    cases = [
        (rng.normal(0, 2, (count, classes)), rng.integers(0, classes, count))
        for count, classes in ((1, 3), (5, 4), (3, 10))
    ]
    return [*cases, (np.array([[1000.0, 999.0], [-5.0, 5.0]]), np.array([1, 0]))]


def _softmax(scores, axis=1):
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


@exercise(
    """
    Write the beginning of the way back. `scores` (batch, classes) go through softmax; the loss is the cross-entropy
    with
    `labels` (batch,), class numbers, as a *mean* over the batch. Return the gradient of the scores (batch, classes).
    Scores may be as large as 1,000.
    """,
    cases=scores_and_labels,
    hints=(
        "What did you predict for the three scores of one image?",
        "Softmax row by row (less the row's largest, so that nothing overflows), less 1 at the right class, over the"
        " batch.",
        "`gradient[np.arange(len(labels)), labels] -= …`",
    ),
    objectives=(2,),
    afterword="The mean's 1 / batch is paid here, once, and every later gradient inherits it.",
)
def of_the_scores(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    gradient = powers / powers.sum(axis=1, keepdims=True)
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / len(labels)


@of_the_scores.stub
def of_the_scores(scores, labels):
    gradient = ...
    return gradient


@of_the_scores.alternative
def probabilities_less_one_hot(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return (np.exp(logarithms) - np.eye(scores.shape[1])[labels]) / len(scores)


@of_the_scores.misconception(
    "That is the gradient of the *sum* of the losses. The loss is their mean: divide by the batch, once."
)
def the_sum_and_not_the_mean(scores, labels):
    return of_the_scores.reference(scores, labels) * len(labels)


@of_the_scores.misconception("You divided by the batch twice. The mean is taken once.")
def divided_by_the_batch_twice(scores, labels):
    return of_the_scores.reference(scores, labels) / len(labels)


@of_the_scores.misconception("You divided by the number of classes. The mean runs over the images of the batch.")
def divided_by_the_classes(scores, labels):
    return of_the_scores.reference(scores, labels) * len(labels) / scores.shape[1]


@of_the_scores.misconception("The 1 at the right class is not taken away: every score is asked to go down.")
def one_hot_forgotten(scores, labels):
    return _softmax(scores) / len(labels)


@of_the_scores.misconception(
    "The sign is that of the step. The gradient grows with the scores of wrong classes: p − one-hot."
)
def the_sign_of_the_step(scores, labels):
    return -of_the_scores.reference(scores, labels)


@of_the_scores.misconception("Only the right class has a gradient here. The others have one too: their probability.")
def only_at_the_right_class(scores, labels):
    return of_the_scores.reference(scores, labels) * np.eye(scores.shape[1])[labels]


@of_the_scores.misconception("Softmax runs down the batch. It runs along the classes of one image.")
def softmax_down_the_batch(scores, labels):
    return (_softmax(scores, axis=0) - np.eye(scores.shape[1])[labels]) / len(labels)


@of_the_scores.misconception(
    "Right for one image. With more, the powers are divided by the sum over the whole batch: each image has a sum of "
    "its own, along its classes."
)
def one_sum_for_the_batch(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (powers / powers.sum() - np.eye(scores.shape[1])[labels]) / len(labels)


@of_the_scores.misconception(
    "Right for one image. With more, each image loses 1 at the labels of *all*: `[:, labels]` takes whole columns. One "
    "place a row is `[np.arange(len(labels)), labels]`."
)
def whole_columns_of_labels(scores, labels):
    gradient = _softmax(scores)
    gradient[:, labels] -= 1
    return gradient / len(labels)


@of_the_scores.misconception("Softmax is missing: one-hot is taken from the scores themselves.")
def scores_in_place_of_probabilities(scores, labels):
    return (scores - np.eye(scores.shape[1])[labels]) / len(labels)


@of_the_scores.misconception(
    "The slope p(1 − p) is multiplied in as well. With the cross-entropy it cancels: p − one-hot is all."
)
def the_slope_once_more(scores, labels):
    probabilities = _softmax(scores)
    return of_the_scores.reference(scores, labels) * probabilities * (1 - probabilities)


@of_the_scores.misconception(
    "Right until scores are large: e to the 1,000th overflows, and infinity through infinity is no number. Take the "
    "largest score of each row away first."
)
def without_protection(scores, labels):
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(scores)
        probabilities = powers / powers.sum(axis=1, keepdims=True)
    return (probabilities - np.eye(scores.shape[1])[labels]) / len(labels)


# To mend: the check by differences.


def losses_and_places():
    """Losses that bend, at points of several axes, in float64 and in float32."""
    rng = np.random.default_rng(6)
    factors = rng.normal(size=(2, 3))

    def cubic(x):
        return (x**3).sum()

    def mixed(x):
        return float(np.exp(x * factors).sum() + x[0, 0] * x[1, 2])

    def first_squared(x):
        return x[0] ** 2 * x[1] + 100.0

    def steep(x):  # so that each fault shows alone: one-sided, a tiny step, and a number that is not put back
        return 1e7 + 1e6 * x.sum() ** 2

    places = (rng.uniform(1, 2, 3), rng.uniform(-1, 1, (2, 3)), np.array([2.0, 3.0], np.float32))
    return list(zip((cubic, mixed, first_squared, steep), (*places, np.array([1e-5, -2e-5, 3e-5])), strict=True))


@exercise(
    """
    This function is to measure the gradient of `loss` at `x`, an array of floats: how fast the loss, a number, changes
    with each number of `x` while the others stay. What it returns is far off, for four reasons. Mend it, so that four
    digits are right. `x` itself must come out as it went in.
    """,
    cases=losses_and_places,
    hints=(
        "How many digits has float32, and how many does a difference of two nearly equal losses keep?",
        "One reason is the type, one the step, one that a moved number is not put back, one that it goes up alone.",
        "`gradient[place] = (loss(higher) - loss(lower)) / (… * step)`",
    ),
    objectives=(3,),
    afterword="Centred, in float64, with a step that is neither long nor tiny: then four digits and more are right.",
)
def measured_gradient(loss, x):
    gradient, step = np.zeros(x.shape), 1e-5
    for place in np.ndindex(*x.shape):
        higher, lower = x.astype(np.float64), x.astype(np.float64)
        higher[place] += step
        lower[place] -= step
        gradient[place] = (loss(higher) - loss(lower)) / (2 * step)
    return gradient


@measured_gradient.repair
def measured_gradient(loss, x):
    gradient, step = np.zeros(x.shape), 1e-8
    moved = x.astype(np.float32)
    for place in np.ndindex(*x.shape):
        before = loss(moved)
        moved[place] += step
        gradient[place] = (loss(moved) - before) / step
    return gradient


@measured_gradient.alternative
def put_back_each_time(loss, x):
    gradient, moved = np.zeros(x.shape), np.array(x, float)
    for place in np.ndindex(*x.shape):
        kept = moved[place]
        moved[place] = kept + 1e-4
        above = loss(moved)
        moved[place] = kept - 1e-4
        gradient[place] = (above - loss(moved)) / 2e-4
        moved[place] = kept
    return gradient


def _measured(loss, x, *, kind=np.float64, step=1e-5, centred=True, puts_back=True, divisor=2):
    """The check with its faults one by one."""
    gradient, moved = np.zeros(x.shape), x.astype(kind)
    for place in np.ndindex(*x.shape):
        kept, here = moved[place], loss(moved.copy())
        moved[place] = kept + kind(step)
        above = loss(moved.copy())
        moved[place] = kept - kind(step)
        below = loss(moved.copy())
        gradient[place] = (above - below) / (divisor * step) if centred else (above - here) / step
        moved[place] = kept if puts_back else kept - kind(step) if centred else kept + kind(step)
    return gradient


@measured_gradient.misconception(
    "The step is now right, and the rest is as before. In float32 seven digits are all: most of the difference is "
    "rounding."
)
def float32_with_a_longer_step(*case):
    return _measured(*case, kind=np.float32, centred=False, puts_back=False)


@measured_gradient.misconception(
    "Centred, and put back; but it is still computed in float32. Its seven digits leave too few in the difference."
)
def still_in_float32(*case):
    return _measured(*case, kind=np.float32, step=1e-3)


@measured_gradient.misconception(
    "Right where `x` is float64. A copy keeps the type of `x`, and one of the arrays is float32: its seven digits "
    "leave too few in the difference."
)
def the_type_of_x_is_kept(loss, x):
    return _measured(loss, x, kind=x.dtype.type)


@measured_gradient.misconception(
    "One-sided with a longer step: the bend of the loss comes in, and the error grows with the step. Go up and down."
)
def one_sided_with_a_longer_step(*case):
    return _measured(*case, step=1e-2, centred=False)


@measured_gradient.misconception(
    "Still one-sided, and moved numbers are not put back: the next gradient is measured at another place."
)
def one_sided_and_not_put_back(*case):
    return _measured(*case, step=1e-2, centred=False, puts_back=False)


@measured_gradient.misconception(
    "Centred, but with a step so long that the bend of the loss is felt. Between 1e-6 and 1e-3 all is well."
)
def too_long_a_step(*case):
    return _measured(*case, step=0.1)


@measured_gradient.misconception(
    "Centred, in float64, but with a step so small that rounding is what is left of the difference."
)
def too_small_a_step(*case):
    return _measured(*case, step=1e-8)


@measured_gradient.misconception(
    "The type is mended. The step is still so small that rounding is felt, and it goes up alone."
)
def the_type_alone_is_mended(*case):
    return _measured(*case, step=1e-8, centred=False, puts_back=False)


@measured_gradient.misconception(
    "Centred and in float64, but a moved number is not put back: the next one is measured at another place."
)
def centred_but_not_put_back(*case):
    return _measured(*case, puts_back=False)


@measured_gradient.misconception(
    "Only one fault is left: the step goes up alone. Where the loss bends much, that is felt; go up and down."
)
def goes_up_alone(*case):
    return _measured(*case, centred=False)


@measured_gradient.misconception("Twice too large: from x − ε to x + ε the way is 2ε.")
def divided_by_one_step(*case):
    return _measured(*case, divisor=1)


@measured_gradient.misconception("Half of what it should be. One-sided, the way is ε; centred, it is 2ε.")
def divided_by_four_steps(*case):
    return _measured(*case, divisor=4)


@measured_gradient.misconception("The sign is turned round: the loss above less the loss below.")
def below_less_above(*case):
    return -_measured(*case)


@measured_gradient.misconception("All numbers are moved at once. Move one, leave the others where they are.")
def all_moved_at_once(loss, x):
    x = x.astype(float)
    return np.full(x.shape, (loss(x + 1e-5) - loss(x - 1e-5)) / 2e-5)
