"""Exercises of lesson 11: stacks of small kernels, blocks with shortcuts and their gradient, what colour tells."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    Three 3×3 convolutions one behind the other look at the same piece of the image as one 7×7 convolution. Every layer
    takes 64 channels and gives 64. Biases are left out. How many weights do the three hold together, for each weight of
    the one? Answer with the calculation, not rounded.
    """,
    hints=("How many weights has a k×k convolution of 64 channels in and 64 out, and what cancels?",),
    objectives=(1,),
    afterword="The channels cancel: 27 numbers stand against 49, and two more ReLUs fit between.",
)
def share_of_weights():
    return 3 * 3**2 / 7**2


@share_of_weights.alternative
def with_the_channels_in_it():
    return 3 * 3 * 3 * 64 * 64 / (7 * 7 * 64 * 64)


@share_of_weights.misconception("That is one of the three small layers. There are three, one behind the other.")
def one_layer_alone():
    return 3**2 / 7**2


@share_of_weights.misconception("It is turned round: asked for are the weights of the three for each of the one.")
def turned_round():
    return 7**2 / (3 * 3**2)


@share_of_weights.misconception("These are the sides of the kernels. A kernel is a square: how many weights has it?")
def the_sides_of_the_kernels():
    return 3 * 3 / 7


@share_of_weights.misconception(
    "Each layer takes 64 channels, as the first does. The weights of layers are added, not multiplied."
)
def multiplied_in_place_of_added():
    return 3**2 * 3**2 * 3**2 / 7**2


@share_of_weights.misconception("That is what the stack saves. Asked for is what it holds.")
def the_saving():
    return 1 - 3 * 3**2 / 7**2


@share_of_weights.misconception("That is in per cent. Asked for are weights for each weight of the one: a share.")
def in_per_cent():
    return 100 * 3 * 3**2 / 7**2


@prediction(
    """
    A layer reads a colour image of 64 × 64 pixels with windows of 9 × 9 that jump by 5, without padding. It has 20
    filters. Now *without* sharing: at each place each filter gets weights and a bias of its own. How many parameters
    are that? Answer with a whole number.
    """,
    hints=("At how many places does a window stand, and how many parameters does each unit have there?",),
    objectives=(3,),
    afterword="With sharing it is the same number without the factor of the places.",
)
def without_sharing():
    return 12 * 12 * 20 * (9 * 9 * 3 + 1)


@without_sharing.alternative
def places_times_a_shared_layer():
    return ((64 - 9) // 5 + 1) ** 2 * (20 * 9 * 9 * 3 + 20)


@without_sharing.misconception("That is the layer *with* sharing: one set of weights serves all places.")
def one_set_for_all_places():
    return 20 * (9 * 9 * 3 + 1)


@without_sharing.misconception("Each unit reads all three channels of the image: 9 · 9 weights for each of them.")
def one_channel_only():
    return 12 * 12 * 20 * (9 * 9 + 1)


@without_sharing.misconception("The biases are missing: each unit has one of its own, too.")
def no_biases():
    return 12 * 12 * 20 * 9 * 9 * 3


@without_sharing.misconception("One place is missing in each direction: the window at 0 counts as well.")
def one_place_too_few():
    return 11 * 11 * 20 * (9 * 9 * 3 + 1)


@without_sharing.misconception("The last window must end inside: 13 of them would need 9 + 12 · 5 = 69 pixels.")
def one_place_too_many():
    return 13 * 13 * 20 * (9 * 9 * 3 + 1)


@without_sharing.misconception("These are the places of one row. There are as many rows of places.")
def one_row_of_places():
    return 12 * 20 * (9 * 9 * 3 + 1)


@without_sharing.misconception("A filter's bias is shared here: without sharing it has one for each place.")
def one_bias_for_each_filter():
    return 12 * 12 * 20 * 9 * 9 * 3 + 20


@without_sharing.misconception("These are windows at every pixel. Here they jump by 5.")
def windows_at_every_pixel():
    return 56 * 56 * 20 * (9 * 9 * 3 + 1)


@without_sharing.misconception(
    "These are the parameters of one filter. The layer has 20, each with its own at each place."
)
def one_filter_alone():
    return 12 * 12 * (9 * 9 * 3 + 1)


@prediction(
    """
    VGG16 holds 138 million parameters, and 124 million of them stand in its three dense layers. What share of its
    *multiplications* for one image happens in these dense layers? Answer `"under a hundredth"`, `"about a tenth"` or
    `"over three quarters"`.
    """,
    choices=("under a hundredth", "about a tenth", "over three quarters"),
    hints=("In a dense layer each weight is used once for an image. And in a convolution?",),
    objectives=(3,),
    afterword="Parameters are what must be stored; multiplications are what must be waited for.",
)
def work_of_the_dense_layers():
    return "under a hundredth"


@work_of_the_dense_layers.misconception(
    "Far fewer than the parameters, that is right. But a weight of a convolution works at every place: how many are "
    "there?"
)
def a_little_less():
    return "about a tenth"


@work_of_the_dense_layers.misconception(
    "That is the share of the parameters. A dense weight is used once per image; how often is one of a convolution?"
)
def parameters_are_the_cost():
    return "over three quarters"


@prediction(
    """
    Two plain networks, one of 9 convolutions and one of 21, batch norm in both, learn the same 2,000 garments for four
    epochs. Compare their *training* losses at the end. The deeper one's is `"lower"`, `"about the same"` or `"higher"`?
    """,
    choices=("lower", "about the same", "higher"),
    hints=("The deeper one could do all that the other does. Does gradient descent find that?",),
    objectives=(2,),
    afterword="It is the training loss, so it is no overfitting: the deep network is harder to train.",
)
def the_deeper_plain_one():
    return "higher"


@the_deeper_plain_one.misconception(
    "A deeper network can express more. Whether four epochs of gradient descent get there is another question."
)
def deeper_is_better():
    return "lower"


@the_deeper_plain_one.misconception(
    "The spare layers would have to learn to hand on what they get, and they start from random weights."
)
def spare_layers_do_no_harm():
    return "about the same"


@prediction(
    """
    A block gives ReLU(x + f(x)); x comes out of a ReLU. The last step of f is batch norm, and its γ and β start at 0.
    What does the block give before the first training step? Answer `"zeros"`, `"what came in"` or `"noise"`.
    """,
    choices=("zeros", "what came in", "noise"),
    hints=("What does batch norm give where γ and β are 0, and what is added to it?",),
    objectives=(2,),
    afterword="So a network of many blocks starts as a shallow one, and each block becomes active as its γ moves.",
)
def before_the_first_step():
    return "what came in"


@before_the_first_step.misconception("f(x) is that, yes. And then x is added to it.")
def the_shortcut_forgotten():
    return "zeros"


@before_the_first_step.misconception(
    "The convolutions are random, but what they give is multiplied by γ before it is added."
)
def random_weights_show():
    return "noise"


@prediction(
    """
    Three blocks y = x + f(x) one behind the other, one number wide. At this x the slopes of their f are 0.6, −0.5 and
    0.2. By what factor does the output of the third change with x? Answer with the calculation.
    """,
    hints=("What is the slope of x + f(x), if that of f is 0.6?",),
    objectives=(2,),
    afterword="Each block adds a road of slope 1 to those through its f.",
)
def gradient_arrives():
    return (1 + 0.6) * (1 - 0.5) * (1 + 0.2)


@gradient_arrives.alternative
def road_by_road():
    first, second, third = 0.6, -0.5, 0.2
    pairs = first * second + first * third + second * third
    return 1 + first + second + third + pairs + first * second * third


@gradient_arrives.misconception("These are the slopes of the f alone. The shortcut adds 1 to each of them.")
def without_shortcuts():
    return 0.6 * -0.5 * 0.2


@gradient_arrives.misconception(
    "One shortcut is round all three. Here each block has its own, so 1 is added to each slope."
)
def one_shortcut_round_all():
    return 1 + 0.6 * -0.5 * 0.2


@gradient_arrives.misconception("Blocks one behind the other multiply their slopes; you added what the f contribute.")
def added_in_place_of_multiplied():
    return 1 + 0.6 - 0.5 + 0.2


@gradient_arrives.misconception("The slopes of the three blocks, 1 + f′ each, are added. They are multiplied.")
def three_ones():
    return 3 + 0.6 - 0.5 + 0.2


@gradient_arrives.misconception("A slope counts with its sign: the second f takes something away.")
def the_sign_forgotten():
    return (1 + 0.6) * (1 + 0.5) * (1 + 0.2)


@prediction(
    """
    Thirty layers with batch norm and ReLU: without shortcuts the gradient in layer 2 is about a hundred times as long
    as in layer 30, as in 05. Now each layer from the second on is added to what came in. How many times as long is it
    then? Answer `"over 50"`, `"2 to 20"` or `"under 2"`.
    """,
    choices=("over 50", "2 to 20", "under 2"),
    hints=("The sum grows a little with every layer, and batch norm divides by its size. Does that multiply?",),
    objectives=(2,),
    afterword="It still grows towards the input, but slowly: by about five in a hundred per layer.",
)
def thirty_with_shortcuts():
    return "2 to 20"


@thirty_with_shortcuts.misconception(
    "That is where every layer multiplies it by nearly 1.2. With shortcuts one road leads past each layer's factor."
)
def no_different():
    return "over 50"


@thirty_with_shortcuts.misconception(
    "The free road is there, but the layers near the input feed all sums behind them: more of it arrives there."
)
def perfectly_level():
    return "under 2"


@prediction(
    """
    The first convolution of a network has 16 filters of 5 × 5. The network is built anew for images in colour, where
    it was for grey ones. How many parameters does it have more than before? Answer with a whole number.
    """,
    hints=("Which of its layers see the channels of the image, and how deep is one of their filters?",),
    objectives=(4,),
    afterword="One kernel, three deep: its sums go over the channels, and from then on nothing differs.",
)
def extra_weights():
    return 5 * 5 * 2 * 16


@extra_weights.alternative
def colour_less_grey():
    return (5 * 5 * 3 + 1) * 16 - (5 * 5 * 1 + 1) * 16


@extra_weights.misconception("That is all of them. A third was there before: asked for is how many are new.")
def all_three_channels():
    return 5 * 5 * 3 * 16


@extra_weights.misconception("Two channels are new, not one.")
def one_channel_more():
    return 5 * 5 * 1 * 16


@extra_weights.misconception("A filter has one bias, however deep it is: none is new.")
def new_biases():
    return (5 * 5 * 2 + 1) * 16


@extra_weights.misconception("That is for one filter. There are sixteen.")
def one_filter():
    return 5 * 5 * 2


@prediction(
    """
    Three tasks: the hue says nothing about the label, it decides the label, or it agrees with the label in 95 of 100
    training images. For each a network learns from images made grey. On grey images of its task that it has not seen,
    which one's accuracy is under 0.2? Answer `"says nothing"`, `"decides"`, `"agrees"` or `"none of them"`.
    """,
    choices=("says nothing", "decides", "agrees", "none of them"),
    hints=("In which of the tasks does a grey image hold nothing about the label?",),
    objectives=(4,),
    afterword="What colour is worth depends on the task, not on the network.",
)
def grey_fails():
    return "decides"


@grey_fails.misconception("There the label is the garment, and its shape is still to be seen in grey.")
def colour_is_always_needed():
    return "says nothing"


@grey_fails.misconception("In grey there is no shortcut, but the label is the garment: its shape is still there.")
def grey_takes_the_help_away():
    return "agrees"


@grey_fails.misconception("The hues are made so that they change no brightness. What is left of them in grey?")
def grey_tells_hues_apart():
    return "none of them"


@prediction(
    """
    Red and blue change places in all new images, as some programs store them. The network of the first task (hue says
    nothing) and that of the second (hue decides) were trained in the usual order. Which loses over 0.3 of its accuracy?
    Answer `"neither"`, `"says nothing"`, `"decides"` or `"both"`.
    """,
    choices=("neither", "says nothing", "decides", "both"),
    hints=("Which of the two has learnt to give hues a meaning?",),
    objectives=(4,),
    afterword="No error is raised: a network takes any three numbers per pixel.",
)
def channels_exchanged():
    return "decides"


@channels_exchanged.misconception("Exchanged, a blue garment turns red. What does a network say that goes by hue?")
def channels_do_not_matter():
    return "neither"


@channels_exchanged.misconception("It has seen every garment in every hue. Exchanged channels make another hue of it.")
def used_to_its_colours():
    return "says nothing"


@channels_exchanged.misconception(
    "One of them does. The other has seen each garment in all hues, and learnt to ignore them."
)
def any_change_of_colour():
    return "both"


@prediction(
    """
    In the third task 95 of 100 training images had the hue of their class. In new images the hue is drawn. Among those
    whose hue belongs to *another* class than the garment: does the network in colour name more often the class of
    `"the hue"` or of `"the garment"`, or are the two `"within 0.1"` of each other?
    """,
    choices=("the hue", "the garment", "within 0.1"),
    hints=("Which of the two is easier to learn, and was it enough in training?",),
    objectives=(4,),
    afterword="In training nothing was wrong: on images of that kind the accuracy is excellent.",
)
def what_is_followed():
    return "the hue"


@what_is_followed.misconception(
    "The label is the garment, and the network was never told so: what lowers the training loss soonest?"
)
def the_label_is_known():
    return "the garment"


@what_is_followed.misconception("Both were there to be learnt. One is read from any pixel, and right 95 times in 100.")
def half_and_half():
    return "within 0.1"


def odd_sizes():
    """Kernel sizes and channels, all odd, none where two countings meet."""
    return [(5, 64), (7, 40), (9, 3), (3, 16), (11, 10), (15, 7)]


@exercise(
    """
    `small_stack(kernel_size, channels)`: how many 3×3 convolutions, one behind the other at stride 1, see as much of
    the image as *one* convolution of this odd size, and how many weights do they hold together? Each takes and gives
    `channels` channels; leave biases out. Return a tuple (layers, weights).
    """,
    cases=odd_sizes,
    hints=(
        "How much wider does one more 3×3 layer make what is seen?",
        "By 2 for each layer, from 1 on: n layers see 2n + 1 pixels. Each holds 3 · 3 · channels · channels weights.",
        "`layers = (kernel_size - 1) // …`",
    ),
    objectives=(1,),
    afterword="5 costs 18 for 25, 7 costs 27 for 49: the larger the field, the more a stack saves.",
)
def small_stack(kernel_size, channels):
    layers = (kernel_size - 1) // 2
    return layers, layers * 9 * channels**2


@small_stack.stub
def small_stack(kernel_size, channels):
    layers, weights = ..., ...
    return layers, weights


@small_stack.alternative
def layer_by_layer(kernel_size, channels):
    field, layers = 1, 0
    while field < kernel_size:
        field, layers = field + 2, layers + 1
    return layers, sum(3 * 3 * channels * channels for _ in range(layers))


@small_stack.misconception("The number of layers is right. A filter is as deep as its input: count its channels, too.")
def flat_filters(kernel_size, channels):
    layers = (kernel_size - 1) // 2
    return layers, layers * 9 * channels


@small_stack.misconception(
    "The number of layers is right. These are the weights of one filter for each channel, of one layer."
)
def the_weights_of_one_layer(kernel_size, channels):
    return (kernel_size - 1) // 2, 9 * channels**2


@small_stack.misconception("The weights are those of the one large convolution. Asked for are those of the stack.")
def the_weights_of_the_large_one(kernel_size, channels):
    return (kernel_size - 1) // 2, kernel_size**2 * channels**2


@small_stack.misconception("Each layer makes the field wider by 1 on *both* sides, by 2 together.")
def one_pixel_per_layer(kernel_size, channels):
    return kernel_size - 1, (kernel_size - 1) * 9 * channels**2


@small_stack.misconception(
    "Fields do not lie side by side: the second layer's window begins one pixel further, not three. Each adds 2."
)
def three_pixels_per_layer(kernel_size, channels):
    layers = -(-kernel_size // 3)
    return layers, layers * 9 * channels**2


@small_stack.misconception("One layer too many: the first one sees 3 already.")
def one_layer_too_many(kernel_size, channels):
    layers = (kernel_size + 1) // 2
    return layers, layers * 9 * channels**2


@small_stack.misconception("Biases were to be left out.")
def with_biases(kernel_size, channels):
    layers = (kernel_size - 1) // 2
    return layers, layers * (9 * channels + 1) * channels


@small_stack.misconception("Both numbers are there, in the other order: first the layers.")
def the_two_exchanged(kernel_size, channels):
    layers = (kernel_size - 1) // 2
    return layers * 9 * channels**2, layers


@small_stack.misconception("The number of layers is right. In a *share* of weights channels cancel; here they count.")
def channels_that_cancel(kernel_size, channels):
    layers = (kernel_size - 1) // 2
    return layers, layers * 9


@small_stack.misconception("The number of layers is right. The weights of several layers are added, not multiplied.")
def weights_multiplied(kernel_size, channels):
    layers = (kernel_size - 1) // 2
    return layers, (9 * channels**2) ** layers


def halved(maps):
    """An f that halves and turns round."""
    return -0.5 * maps


def raised(maps):
    """An f that adds to some and takes from others."""
    return np.sin(3 * maps) - 0.4


def lowered(maps):
    """An f below zero everywhere."""
    return -0.3 - 0.1 * maps**2


def bent(maps):
    """An f that lifts what is far below zero above it."""
    return 1.5 * maps**2 - 0.1


def blocks_to_compute():
    """Maps from a ReLU, and of both signs; an f that is never zero."""
    rng = np.random.default_rng(11)
    maps = [np.maximum(0, rng.normal(size=(4, 4, 2))), rng.normal(size=(3, 5, 3)), 2 * rng.random((6, 2, 1)) + 0.1]
    return [(each, f) for each in maps for f in (halved, raised, lowered, bent)]


@exercise(
    """
    Write a residual block: `block(x, f)` gets feature maps and a function `f` that makes maps of the same shape from
    them. Add to f(x) what came in, then take ReLU of the sum. Return the new maps.
    """,
    cases=blocks_to_compute,
    hints=(
        "Which two arrays are added, and what is done to their sum?",
        "ReLU comes last: it acts on the sum and not on either part.",
        "`np.maximum(0, x + …)`",
    ),
    objectives=(2,),
    afterword="One plus sign. Where f(x) is 0 the block hands on what it got.",
)
def block(x, f):
    return np.maximum(0, x + f(x))


@block.stub
def block(x, f):
    y = ...
    return y


@block.alternative
def sum_then_cut(x, f):
    total = f(x) + x
    return total * (total > 0)


@block.misconception("This is the plain block: what came in is not added to f(x).")
def plain_block(x, f):
    return np.maximum(0, f(x))


@block.misconception("x is added behind the ReLU. It belongs into the sum before it.")
def added_behind_the_relu(x, f):
    return x + np.maximum(0, f(x))


@block.misconception("The ReLU is missing: negative sums come through.")
def no_relu(x, f):
    return x + f(x)


@block.misconception("Both parts go through a ReLU of their own. f(x) may be negative: it is there to take away, too.")
def relu_of_each_part(x, f):
    return np.maximum(0, x) + np.maximum(0, f(x))


@block.misconception("You multiplied. A shortcut adds; where f(x) is 0, a product would be 0.")
def multiplied(x, f):
    return np.maximum(0, x * f(x))


@block.misconception("f(x) is taken away from x. The two are added.")
def taken_away(x, f):
    return np.maximum(0, x - f(x))


@block.misconception("This picks the larger of x and f(x). The two are added, and ReLU is taken of their sum.")
def the_larger_of_the_two(x, f):
    return np.maximum(x, f(x))


@block.misconception("f is applied twice. The shortcut brings x itself, without any f.")
def applied_twice(x, f):
    return np.maximum(0, f(x) + f(f(x)))


@block.misconception("f gets what ReLU left of x. It gets x as it came.")
def relu_before_f(x, f):
    return np.maximum(0, x + f(np.maximum(0, x)))


@block.misconception("This is the mean of the two. They are added, without being divided.")
def mean_of_the_two(x, f):
    return np.maximum(0, (x + f(x)) / 2)


def maps_to_project():
    """Oblong maps, square kernels among them, strides 1 to 3; sizes that divide and that do not."""
    rng = np.random.default_rng(5)
    settings = [(6, 4, 2, 4, 2), (5, 7, 3, 3, 2), (4, 6, 3, 5, 1), (7, 9, 4, 4, 3), (8, 6, 2, 3, 2)]
    return [(rng.normal(size=(h, w, c)), rng.normal(size=(c, n)), s) for h, w, c, n, s in settings]


@exercise(
    """
    Where a block halves the maps, x must shrink as well before it can be added. Write that 1×1 convolution:
    `projected(x, kernel, strides)` gets maps (height, width, channels), a kernel (channels, filters) and a stride s.
    It looks at every s-th pixel in both directions, from the first on, and mixes its channels. No bias. Return maps
    of shape (rows, columns, filters).
    """,
    cases=maps_to_project,
    hints=(
        "Which pixels does a window of 1×1 stand on when it jumps by s?",
        "Pick the pixels first. Each is a vector of channels, and the kernel is a matrix: channels in, filters out.",
        "`x[::strides, ::strides] @ …`",
    ),
    objectives=(3,),
    afterword="channels · filters weights, however large the maps: 3 pixels of 4 are not looked at when s is 2.",
)
def projected(x, kernel, strides):
    return x[::strides, ::strides] @ kernel


@projected.stub
def projected(x, kernel, strides):
    maps = ...
    return maps


@projected.alternative
def by_sums(x, kernel, strides):
    return np.einsum("hwc,cf->hwf", x, kernel)[::strides, ::strides]


@projected.alternative
def pixel_by_pixel(x, kernel, strides):
    rows, columns = (range(0, size, strides) for size in x.shape[:2])
    return [[sum(x[r, c, k] * kernel[k] for k in range(len(kernel))) for c in columns] for r in rows]


@projected.misconception("All pixels are mixed, at every place. The window jumps by `strides`.")
def no_stride(x, kernel, strides):
    return x @ kernel


@projected.misconception("Rows are skipped, columns are not. The window jumps in both directions.")
def rows_alone(x, kernel, strides):
    return x[::strides] @ kernel


@projected.misconception("Columns are skipped, rows are not. The window jumps in both directions.")
def columns_alone(x, kernel, strides):
    return x[:, ::strides] @ kernel


@projected.misconception("The first window stands on the first pixel; yours begins further in.")
def begins_at_the_last_of_each_step(x, kernel, strides):
    return x[strides - 1 :: strides, strides - 1 :: strides] @ kernel


@projected.misconception("You averaged the pixels of each step. A window of 1×1 looks at one of them alone.")
def averaged_before(x, kernel, strides):
    rows, columns = (size // strides for size in x.shape[:2])
    cut = x[: rows * strides, : columns * strides].reshape(rows, strides, columns, strides, -1)
    return cut.mean(axis=(1, 3)) @ kernel


@projected.misconception("The pixels are right, their channels are not mixed yet: multiply by the kernel.")
def channels_not_mixed(x, kernel, strides):
    return x[::strides, ::strides]


@projected.misconception("A ReLU is too much: the shortcut adds what it gets, negative numbers too.")
def relu_on_the_shortcut(x, kernel, strides):
    return np.maximum(0, x[::strides, ::strides] @ kernel)


@projected.misconception("Every filter gets the plain sum of the channels. The kernel weighs them.")
def channels_summed(x, kernel, strides):
    return np.repeat(x[::strides, ::strides].sum(axis=-1, keepdims=True), kernel.shape[1], axis=-1)


@projected.misconception(
    "There are as many places as there should be, but they lie side by side: place r stands on pixel r · `strides`."
)
def places_side_by_side(x, kernel, strides):
    rows, columns = (len(range(0, size, strides)) for size in x.shape[:2])
    return x[:rows, :columns] @ kernel


@projected.misconception(
    "Right where the stride divides the size. Where it does not, a window of 1×1 fits once more: of 5 pixels at "
    "stride 2 it stands on 0, 2 and 4."
)
def rounded_down(x, kernel, strides):
    rows, columns = (size // strides for size in x.shape[:2])
    return (x[::strides, ::strides] @ kernel)[:rows, :columns]


def answers_to_read():
    """Garments and hues that differ and agree, answers that are one, the other or a third."""
    rng = np.random.default_rng(8)
    cases = []
    for count in (40, 60, 90):
        garments, hues = rng.integers(10, size=(2, count))
        third = rng.integers(10, size=count)
        answers = np.select([rng.random(count) < 0.4, rng.random(count) < 0.5], [hues, garments], third)
        answers[:6], garments[:6], hues[:6] = 1, 1, 1
        cases.append((answers, garments, hues))
    return cases


@exercise(
    """
    What does a network follow? `share_by_hue(answers, garments, hues)` gets three vectors of class numbers: what it
    answered, the class of each garment, and the class that each hue belonged to in training. Look only at images whose
    garment and hue belong to *different* classes. Of these, which share was answered with the class of the hue? Return
    a number from 0 to 1.
    """,
    cases=answers_to_read,
    hints=(
        "In which images can an answer by hue be told from an answer by garment?",
        "A comparison of two vectors gives truth values, and the mean of truth values is a share.",
        "`differ = garments != …`",
    ),
    objectives=(4,),
    afterword="Where both agree, a right answer proves nothing: only images that separate them are a test.",
)
def share_by_hue(answers, garments, hues):
    differ = garments != hues
    return np.mean(answers[differ] == hues[differ])


@share_by_hue.stub
def share_by_hue(answers, garments, hues):
    share = ...
    return share


@share_by_hue.alternative
def one_after_the_other(answers, garments, hues):
    followed = [a == h for a, g, h in zip(answers, garments, hues, strict=True) if g != h]
    return sum(followed) / len(followed)


@share_by_hue.misconception(
    "All images are counted. Where garment and hue belong to one class, an answer does not say which it followed."
)
def all_images(answers, garments, hues):
    return np.mean(answers == hues)


@share_by_hue.misconception("That is the share answered with the class of the garment.")
def by_garment(answers, garments, hues):
    differ = garments != hues
    return np.mean(answers[differ] == garments[differ])


@share_by_hue.misconception("You counted among the wrong answers. Right ones belong to those that are looked at, too.")
def among_the_wrong_ones(answers, garments, hues):
    wrong = answers != garments
    return np.mean(answers[wrong] == hues[wrong])


@share_by_hue.misconception("That is what is not right. A wrong answer may follow something else than the hue.")
def every_mistake(answers, garments, hues):
    differ = garments != hues
    return np.mean(answers[differ] != garments[differ])


@share_by_hue.misconception("The number is right, but it is a count: divide by how many are looked at.")
def a_count(answers, garments, hues):
    differ = garments != hues
    return np.sum(answers[differ] == hues[differ])


@share_by_hue.misconception(
    "You divided by all images. Divide by those whose garment and hue belong to different classes."
)
def divided_by_all(answers, garments, hues):
    differ = garments != hues
    return np.sum(answers[differ] == hues[differ]) / len(answers)


@share_by_hue.misconception(
    "You kept the images where garment and hue belong to one class: the others tell them apart."
)
def where_they_agree(answers, garments, hues):
    same = garments == hues
    return np.mean(answers[same] == hues[same])


@share_by_hue.misconception("That is how often garment and hue differ. What was answered there?")
def how_often_they_differ(answers, garments, hues):
    return np.mean(garments != hues)


@share_by_hue.misconception("That is in per cent. Return a number from 0 to 1.")
def in_per_cent_of_them(answers, garments, hues):
    return 100 * share_by_hue.reference(answers, garments, hues)


@share_by_hue.misconception(
    "You left out answers that follow neither. They belong to the images that are looked at, too."
)
def among_hue_or_garment(answers, garments, hues):
    differ = garments != hues
    by_hue, by_garment = (np.sum(answers[differ] == truth[differ]) for truth in (hues, garments))
    return by_hue / (by_hue + by_garment)


@share_by_hue.misconception("That is how far the hue leads before the garment. Asked for is the hue's share alone.")
def the_lead_of_the_hue(answers, garments, hues):
    return np.mean(answers == hues) - np.mean(answers == garments)


def slopes_of_blocks():
    """Slopes of both signs, none where two ways meet."""
    return [([0.5, -0.5, 0.2],), ([0.1],), ([-0.3, 0.7],), ([1.5, 0.25, -0.6, 0.4],), ([0.2] * 6,), ([-0.9, 2.0, 0.3],)]


@exercise(
    """
    Blocks y = x + f(x) stand one behind the other, one number wide; `slopes` lists the slope of each f. The function
    should return by what factor the last output changes with the first input. It was written for plain layers. Mend it.
    """,
    cases=slopes_of_blocks,
    hints=(
        "What is the slope of x + f(x), when f has the slope 0.5?",
        "The 1 of the shortcut is added in each block, before the blocks are multiplied.",
        "`gradient *= 1 + …`",
    ),
    objectives=(2,),
    afterword="With thirty slopes of 0.1 the plain chain leaves nothing; the chain of blocks arrives 17 times as long.",
)
def gradient_through(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient *= 1 + slope
    return gradient


@gradient_through.repair
def gradient_through(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient *= slope
    return gradient


@gradient_through.alternative
def as_a_product(slopes):
    return np.prod(1 + np.array(slopes))


@gradient_through.misconception("One shortcut leads round all blocks together. Each block has one of its own.")
def one_road_round_all(slopes):
    return 1 + np.prod(slopes)


@gradient_through.misconception("Blocks one behind the other multiply. You added what each of them contributes.")
def contributions_added(slopes):
    return 1 + np.sum(slopes)


@gradient_through.misconception("The slopes 1 + f′ are added. One behind the other they multiply.")
def slopes_added(slopes):
    return float(sum(1 + slope for slope in slopes))


@gradient_through.misconception("The sign of a slope counts: a falling f takes something away.")
def signs_forgotten(slopes):
    return np.prod(1 + np.abs(slopes))


@gradient_through.misconception("f(x) is taken away from x here. It is added: the slope is 1 + f′.")
def one_less_the_slope(slopes):
    return np.prod(1 - np.array(slopes))


@gradient_through.misconception("The first block is left out.")
def the_first_left_out(slopes):
    return np.prod(1 + np.array(slopes[1:]))


@gradient_through.misconception("The last block is left out.")
def the_last_left_out(slopes):
    return np.prod(1 + np.array(slopes[:-1]))


@gradient_through.misconception("This is the mean growth per block. Asked for is the factor over all of them.")
def mean_per_block(slopes):
    return np.mean(1 + np.array(slopes))


@gradient_through.misconception("A shortcut twice: 2 + f′ would be x + x + f(x).")
def two_shortcuts(slopes):
    return np.prod(2 + np.array(slopes))


@gradient_through.misconception(
    "Only the first block is counted. Does `return` stand inside the loop? It ends the function at once."
)
def the_first_alone(slopes):
    return 1 + slopes[0]


@gradient_through.misconception(
    "Only the last block is left: each step puts its own slope in the place of what was before. Multiply, with `*=`."
)
def the_last_alone(slopes):
    return 1 + slopes[-1]


@gradient_through.misconception("It gives 0 whatever the slopes are. Does the product begin with 0? It begins with 1.")
def begins_with_zero(slopes):
    return 0.0


@gradient_through.misconception(
    "Turned round: that is 1 + f′ · (what was before). The road past f carries what was before, too: (1 + f′) times it."
)
def one_in_place_of_what_was_before(slopes):
    gradient = 1.0
    for slope in slopes:
        gradient = 1 + slope * gradient
    return gradient
