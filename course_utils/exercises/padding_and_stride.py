"""Exercises of lesson 02: windows, unread pixels, map sizes, the zeros of `same`, a receptive field, a dark frame."""

import numpy as np

from course_utils.checking.exercise import exercise


@exercise(
    """
    A row of 47 pixels, a kernel 9 wide, stride 3, no padding, no dilation. How many windows are there? Give one number.
    """,
    hints=(
        "Where does the first window start, and what is the last pixel at which one may start?",
        "A window starts at 47 − 9 = 38 at the latest. Count the starts 0, 3, 6 … that are not beyond it.",
        "`(47 - 9) // 3 + …`",
    ),
    afterword="The last window starts at pixel 36; two pixels behind it are left over, and nothing complains.",
)
def windows_in_a_row():
    return (47 - 9) // 3 + 1


@windows_in_a_row.misconception(
    "38 / 3 does not come out even, and you gave the remainder a window of its own. That window would reach past the "
    "end of the row."
)
def rounds_up():
    return -(-(47 - 9) // 3) + 1


@windows_in_a_row.misconception("That is the number of jumps. The window also stands somewhere before its first jump.")
def counts_jumps_not_windows():
    return (47 - 9) // 3


@windows_in_a_row.misconception(
    "A part of a window does not exist: it fits at a place or it does not. What becomes of the remainder?"
)
def keeps_the_fraction():
    return (47 - 9) / 3 + 1


@windows_in_a_row.misconception(
    "The size need not divide evenly. Where no room is left for one more jump, the pixels left over are dropped, and "
    "the windows before them stand."
)
def nothing_because_it_does_not_divide():
    return 0


@windows_in_a_row.misconception(
    "That is how many places there are at stride 1. With stride 3 the window starts at every third of them."
)
def ignores_the_stride():
    return 47 - 9 + 1


@windows_in_a_row.misconception(
    "You divide the whole row by the stride. A window 9 wide needs 9 pixels, so none can start in the last 8."
)
def ignores_the_width_of_the_kernel():
    return 47 // 3


@windows_in_a_row.misconception(
    "You let the window stand over pixels outside the row, as `same` does. Padding is a knob of its own: a window "
    "slides without it."
)
def pads_the_row_unasked():
    return -(-47 // 3)


@windows_in_a_row.misconception(
    "You laid the windows side by side. They may overlap: the stride says how far one starts from the next."
)
def windows_side_by_side():
    return 47 // 9


@windows_in_a_row.misconception(
    "Stride 3 is a step of 3: from pixel 0 to pixel 3. You left out 3 pixels each time, which is a step of 4."
)
def skips_three_pixels():
    return (47 - 9) // 4 + 1


@windows_in_a_row.misconception(
    "The stride is measured from start to start. You let the window jump 3 pixels on from where it ended."
)
def jumps_from_the_end_of_the_window():
    return (47 - 9) // (9 + 3) + 1


@windows_in_a_row.alternative
def counted_starts():
    return len(range(0, 47 - 9 + 1, 3))


@exercise(
    """
    A row of 42 pixels, a kernel 3 wide, stride 5, no padding, no dilation. How many of the 42 pixels are read by no
    window at all? Give one number.
    """,
    hints=(
        "Which pixels does the first window read, and which the second?",
        "There are 8 windows, and no two of them overlap. Unread is whatever they leave: between two of them, and "
        "behind the last.",
        "`42 - 8 * …`",
    ),
    afterword="A stride larger than the kernel loses pixels between the windows as well as at the end.",
)
def pixels_unread():
    return 42 - ((42 - 3) // 5 + 1) * 3


@pixels_unread.misconception(
    "These are the pixels behind the last window. The stride is larger than the kernel: look between the windows too."
)
def the_end_only():
    return (42 - 3) % 5


@pixels_unread.misconception("These lie between the windows. Some are left over behind the last window as well.")
def the_gaps_only():
    return 7 * (5 - 3)


@pixels_unread.misconception(
    "Eight windows have seven gaps between them. You counted a gap behind the last window, and then its pixels again "
    "as left over."
)
def a_gap_behind_every_window():
    return 8 * (5 - 3) + 4


@pixels_unread.misconception("These are the pixels that are read. What is asked for is the rest of the row.")
def counts_the_pixels_read():
    return 8 * 3


@pixels_unread.misconception(
    "That is with a window too few: 39 / 5 gives the jumps, and the window at the start comes before the first of them."
)
def one_window_too_few():
    return 42 - 7 * 3


@pixels_unread.misconception(
    "That is with a window too many: it would start at pixel 40 and read pixel 42, which does not exist."
)
def one_window_too_many():
    return 42 - 9 * 3


@pixels_unread.misconception(
    "From one window's last pixel to the next one's first are 3 steps, but only the pixels strictly between them are "
    "unread."
)
def gaps_of_three():
    return 7 * 3 + 4


@pixels_unread.misconception(
    "A window 3 wide reads 3 pixels and then starts 5 further on. Try pixel 3: which window would read it?"
)
def every_pixel_is_read():
    return 0


@pixels_unread.alternative
def gaps_and_end():
    return 7 * 2 + 4


@pixels_unread.alternative
def crossed_off_one_by_one():
    return len(set(range(42)) - {start + step for start in range(0, 40, 5) for step in range(3)})


def settings_of_one_axis():
    """Size, kernel, stride, padding, dilation: quotients that come out even, and others on either side of a half."""
    small = [(9, 2, 3, 1, 2), (10, 3, 2, 0, 1), (8, 4, 3, 2, 1), (7, 3, 1, 1, 2), (6, 1, 4, 0, 3)]
    large = [(28, 5, 3, 2, 1), (32, 4, 5, 1, 3), (45, 7, 4, 3, 2), (11, 3, 2, 0, 2), (5, 5, 2, 0, 1), (224, 7, 2, 3, 1)]
    return [*small, *large, (64, 2, 6, 4, 5), (26, 3, 4, 0, 4), (12, 5, 1, 0, 2)]


@exercise(
    """
    Write `map_size(size, kernel_size, strides, padding, dilation_rate)`: how many windows there are along one axis of
    `size` pixels. All five are whole numbers, `padding` is how many pixels are put on *either* side, and `strides` and
    `dilation_rate` are at least 1. The kernel always fits. Return a whole number.
    """,
    cases=settings_of_one_axis,
    hints=(
        "How many pixels are there with the padding, and how many does one dilated kernel span?",
        "A kernel of f weights, d pixels apart, spans d(f − 1) + 1 pixels. What is left of the axis behind the first "
        "window is divided into jumps.",
        "`(size + 2 * padding - span) // …`",
    ),
    afterword="One formula for every layer with padding given in pixels, and the floor is its only trap.",
)
def map_size(size, kernel_size, strides, padding, dilation_rate):
    span = dilation_rate * (kernel_size - 1) + 1
    return (size + 2 * padding - span) // strides + 1


@map_size.stub
def map_size(size, kernel_size, strides, padding, dilation_rate):
    windows = ...
    return windows


@map_size.alternative
def by_counting_starts(size, kernel_size, strides, padding, dilation_rate):
    last_start = size + padding - dilation_rate * (kernel_size - 1) - 1
    return len(range(-padding, last_start + 1, strides))


@map_size.alternative
def by_sliding(size, kernel_size, strides, padding, dilation_rate):
    windows, end = 0, (kernel_size - 1) * dilation_rate
    while end < size + 2 * padding:
        windows, end = windows + 1, end + strides
    return windows


def jumps(size, kernel_size, strides, padding, dilation_rate):
    """How often the stride fits behind the first window, fractions included: what most mistakes share."""
    return (size + 2 * padding - dilation_rate * (kernel_size - 1) - 1) / strides


@map_size.misconception(
    "The quotient is rounded up where it does not come out even. The last window would then reach past the padding."
)
def rounds_up_the_jumps(*settings):
    return np.ceil(jumps(*settings)) + 1


@map_size.misconception(
    "The quotient is rounded to the nearest whole number. Above a half that adds a window that does not fit."
)
def rounds_to_the_nearest(*settings):
    return round(jumps(*settings)) + 1


@map_size.misconception("Where the stride does not divide evenly, a fraction comes out. There is no part of a window.")
def keeps_the_fraction_of_a_window(*settings):
    return jumps(*settings) + 1


@map_size.misconception(
    "Nothing is returned where the stride does not divide evenly. Such layers work: the remainder is dropped."
)
def nothing_where_it_does_not_divide(*settings):
    return jumps(*settings) + 1 if jumps(*settings).is_integer() else 0


@map_size.misconception("The stride divides the jumps, and the window in which the sliding begins is not counted.")
def forgets_the_first_window(*settings):
    return jumps(*settings) // 1


@map_size.misconception(
    "You divide the number of places at stride 1. The first of them is always used: set it aside before the division, "
    "and add it after."
)
def divides_the_places(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, 1, padding, dilation_rate) // strides


@map_size.misconception("The padding is put on either side, so the axis grows by it twice.")
def counts_the_padding_once(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size + padding, kernel_size, strides, 0, dilation_rate)


@map_size.misconception("The padding makes no difference in your function. Windows may stand over it as well.")
def ignores_the_padding(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, 0, dilation_rate)


@map_size.misconception("Your function slides one pixel at a time. How far the window jumps is in `strides`.")
def ignores_the_stride_(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, 1, padding, dilation_rate)


@map_size.misconception("The kernel takes up as much room as without dilation. Its weights lie `dilation_rate` apart.")
def ignores_the_dilation(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, padding, 1)


@map_size.misconception(
    "Your kernel spans dilation × kernel pixels. Between f weights lie only f − 1 distances, and nothing follows the "
    "last weight."
)
def dilation_times_kernel(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate * kernel_size) // strides + 1


@map_size.misconception(
    "Your kernel spans one pixel too few: from the first weight to the last are d(f − 1) *steps*. Both ends are pixels "
    "that it reads."
)
def a_span_one_pixel_short(size, kernel_size, strides, padding, dilation_rate):
    return (size + 2 * padding - dilation_rate * (kernel_size - 1)) // strides + 1


@map_size.misconception(
    "You leave `dilation_rate` pixels free between two weights. At dilation 1 they are neighbours, with none between."
)
def dilation_as_the_size_of_the_gap(size, kernel_size, strides, padding, dilation_rate):
    return by_counting_starts(size, kernel_size, strides, padding, dilation_rate + 1)


def images_to_pad():
    """Oblong images, kernels odd and even, strides that divide and that do not, up to one beyond the kernel."""
    rng = np.random.default_rng(2)
    settings = [((6, 7), 4, 1), ((7, 9), 3, 2), ((8, 5), 5, 3), ((5, 12), 2, 2), ((9, 4), 4, 3)]
    extreme = [((6, 10), 1, 1), ((11, 8), 2, 5), ((1, 8), 6, 4)]
    broken = [(rng.normal(size=shape), *knobs) for shape, *knobs in settings + extreme]
    whole = rng.integers(1, 256, (10, 13)).astype(np.uint8)
    return [(np.arange(1, 7).reshape(2, 3), 3, 2), *broken, (whole, 3, 1), (whole, 7, 2)]


@exercise(
    """
    Pad as Keras does for `same`. `padded_like_same(image, kernel_size, strides)` gets a grey image (height, width); the
    kernel is square, the stride the same both ways, both whole numbers. Along an axis of n pixels there are to be
    ⌈n / strides⌉ windows. Add as many zeros as they lack, no more, and none where they all fit: half in front (above,
    on the left), half behind, an odd one behind. Return the padded image.
    """,
    cases=images_to_pad,
    hints=(
        "If there are ⌈n/s⌉ windows and the first starts at pixel 0, how many pixels do they take up together?",
        "They take up (⌈n/s⌉ − 1) · s + f pixels. Compare that with n, for the rows and then again for the columns.",
        "`np.pad(image, ((lacking // 2, …), …))`",
    ),
    afterword="How many zeros there are depends on the image, on the kernel and on the stride, one axis at a time.",
)
def padded_like_same(image, kernel_size, strides):
    zeros = []
    for pixels in image.shape:
        windows = -(-pixels // strides)  # rounded up
        lacking = max((windows - 1) * strides + kernel_size - pixels, 0)
        zeros.append((lacking // 2, lacking - lacking // 2))
    return np.pad(image, zeros)


@padded_like_same.stub
def padded_like_same(image, kernel_size, strides):
    padded = ...
    return padded


@padded_like_same.alternative
def by_the_remainder(image, kernel_size, strides):
    def padded_at_the_ends(rows):
        lacking = max(kernel_size - (len(rows) % strides or strides), 0)
        zeros = np.zeros((lacking, rows.shape[1]))
        return np.concatenate([zeros[: lacking // 2], rows, zeros[lacking // 2 :]])

    return padded_at_the_ends(padded_at_the_ends(image).T).T


@padded_like_same.alternative
def by_filling_in(image, kernel_size, strides):
    sizes = np.array(image.shape)
    lacking = np.maximum((np.ceil(sizes / strides).astype(int) - 1) * strides + kernel_size - sizes, 0)
    padded = np.zeros(sizes + lacking)
    row, column = lacking // 2
    padded[row : row + sizes[0], column : column + sizes[1]] = image
    return padded


def lacking_of(pixels, kernel_size, strides):
    """How many pixels ⌈n/s⌉ windows need beyond those there are."""
    return max((-(-pixels // strides) - 1) * strides + kernel_size - pixels, 0)


def padded_by(image, rule, **settings):
    """An image with rule(pixels) = (in front, behind) along each axis."""
    return np.pad(image, [rule(pixels) for pixels in image.shape], **settings)


def halves(total):
    """The smaller half in front."""
    return total // 2, total - total // 2


@padded_like_same.misconception("The odd zero stands in front. Keras puts it behind: below the image and on its right.")
def the_larger_half_in_front(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(lacking_of(pixels, kernel_size, strides))[::-1])


@padded_like_same.misconception(
    "Both ends get equally many zeros. Where an odd number is lacking, that is one too many: `same` is not symmetric."
)
def as_much_in_front_as_behind(image, kernel_size, strides):
    return padded_by(image, lambda pixels: 2 * (-(-lacking_of(pixels, kernel_size, strides) // 2),))


@padded_like_same.misconception(
    "Where an odd number of zeros is lacking, half of it is rounded down at both ends, and one is lost. It goes behind."
)
def drops_the_odd_zero(image, kernel_size, strides):
    return padded_by(image, lambda pixels: 2 * (lacking_of(pixels, kernel_size, strides) // 2,))


@padded_like_same.misconception(
    "You put half the kernel's width on either side, whatever the stride. For an odd kernel at stride 1 that is right, "
    "otherwise only by chance: count how many pixels the windows lack."
)
def half_the_kernel_on_either_side(image, kernel_size, strides):
    return np.pad(image, kernel_size // 2)


@padded_like_same.misconception(
    "You put (f − 1)/2 zeros on either side, rounded down. For odd kernels at stride 1 that is right. For an even "
    "kernel, or a larger stride, find out where the last window ends."
)
def half_of_one_less_than_the_kernel(image, kernel_size, strides):
    return np.pad(image, (kernel_size - 1) // 2)


@padded_like_same.misconception(
    "You add f − 1 zeros at every stride. At a larger stride there are fewer windows, and mostly they lack less."
)
def ignores_the_stride_of_the_windows(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(kernel_size - 1))


@padded_like_same.misconception(
    "You add so many zeros that the map stays as large as the image. At stride 2 and more `same` does not do that: it "
    "makes ⌈n/s⌉ windows."
)
def keeps_the_size_at_every_stride(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves((pixels - 1) * strides + kernel_size - pixels))


@padded_like_same.misconception(
    "The columns get as many zeros as the rows. An image may be wider than high: count along each axis by itself."
)
def the_zeros_of_the_rows_for_both(image, kernel_size, strides):
    return np.pad(image, halves(lacking_of(image.shape[0], kernel_size, strides)))


@padded_like_same.misconception(
    "The padding repeats the image's border. That is another choice of padding; Keras' convolutions take zeros."
)
def repeats_the_border(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(lacking_of(pixels, kernel_size, strides)), mode="edge")


@padded_like_same.misconception("As many zeros as are lacking, but all of them behind. Half of them belong in front.")
def all_zeros_behind(image, kernel_size, strides):
    return padded_by(image, lambda pixels: (0, lacking_of(pixels, kernel_size, strides)))


@padded_like_same.misconception(
    "You make ⌊n/s⌋ windows. Where the stride does not divide n, `same` has one more: it rounds up."
)
def rounds_the_windows_down(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(max((pixels // strides - 1) * strides + kernel_size - pixels, 0)))


@padded_like_same.misconception(
    "You fill the image up to a multiple of the stride. The size need not divide evenly: what counts is where the last "
    "window ends, and that depends on the kernel."
)
def fills_up_to_a_multiple_of_the_stride(image, kernel_size, strides):
    return padded_by(image, lambda pixels: halves(-pixels % strides))


def stacks_of_layers():
    """Lists of (kernel size, stride): even and odd kernels, strides early, late and mixed, one layer to six."""
    plain = [[(3, 2), (2, 1)], [(3, 1), (3, 1), (3, 1)], [(5, 2)], [(3, 2), (3, 2), (3, 2)]]
    mixed = [[(3, 1), (2, 2), (3, 1), (2, 2)], [(7, 3), (1, 2), (4, 1)], [(2, 1), (5, 3), (3, 2), (3, 1), (2, 4)]]
    longer = [[(1, 1)], [(3, 1), (5, 1), (7, 4)], [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 3)], [(2, 3), (2, 3)]]
    return [(layers,) for layers in [*plain, *mixed, *longer]]


@exercise(
    """
    Write `width_seen(layers)`: the receptive field of one unit of the *last* layer, in pixels of the image, along one
    axis. `layers` is a list of at least one tuple `(kernel_size, strides)`, from the image on; no dilation, and the
    unit is far from the border. Count from the first pixel that can reach the unit to the last, both included.
    """,
    cases=stacks_of_layers,
    hints=(
        "How many pixels of the image apart do two neighbouring inputs of the second layer look?",
        "Begin with one pixel. Each layer adds (f − 1) times the jump: the product of all strides *before* it.",
        "`width += (kernel_size - 1) * …`",
    ),
    afterword="The last layer's own stride changes nothing: it says where the next unit looks.",
)
def width_seen(layers):
    width, jump = 1, 1
    for kernel_size, strides in layers:
        width += (kernel_size - 1) * jump
        jump *= strides
    return width


@width_seen.stub
def width_seen(layers):
    width = ...
    return width


@width_seen.alternative
def from_the_last_layer_back(layers):
    width = 1
    for kernel_size, strides in reversed(layers):
        width = (width - 1) * strides + kernel_size
    return width


@width_seen.alternative
def by_products(layers):
    kernels, strides = np.array(layers).T
    jumps_before = np.cumprod(np.append(1, strides[:-1]))
    return 1 + (kernels - 1) @ jumps_before


def grown(layers, jump_after):
    """The field where jump_after(layers before) is the jump of a layer: what most mistakes share."""
    return 1 + sum((kernel_size - 1) * jump_after(layers[:number]) for number, (kernel_size, _) in enumerate(layers))


@width_seen.misconception(
    "The strides make no difference in your function. Behind a layer of stride 2, neighbouring inputs look 2 pixels "
    "apart, and the next layer adds twice as much."
)
def ignores_all_strides(layers):
    return grown(layers, lambda before: 1)


@width_seen.misconception(
    "A layer's own stride enters already where its own window is added. It only moves that layer's units apart: it "
    "counts from the next layer on."
)
def the_own_stride_too(layers):
    return sum((size - 1) * np.prod([s for _, s in layers[: n + 1]]) for n, (size, _) in enumerate(layers)) + 1


@width_seen.misconception(
    "Each layer's f − 1 is multiplied by its own stride. How far apart its inputs look was settled before it: by all "
    "strides of the earlier layers together."
)
def the_own_stride_alone(layers):
    return 1 + sum((kernel_size - 1) * strides for kernel_size, strides in layers)


@width_seen.misconception(
    "Only the stride of the layer right before enters. Jumps multiply: after two layers of stride 2, neighbours are 4 "
    "pixels apart."
)
def only_the_stride_before(layers):
    return grown(layers, lambda before: before[-1][1] if before else 1)


@width_seen.misconception(
    "The strides are added up to a jump. Two layers of stride 3 put neighbours 3 × 3 pixels apart, not 3 + 3."
)
def adds_up_the_strides(layers):
    return grown(layers, lambda before: sum(strides for _, strides in before) or 1)


@width_seen.misconception(
    "The kernels' widths are added. Windows of neighbouring inputs overlap: a kernel f wide adds f − 1 jumps to what "
    "one input sees already."
)
def adds_the_kernels(layers):
    return sum(kernel_size for kernel_size, _ in layers)


@width_seen.misconception(
    "The kernels' widths are multiplied, as if neighbouring windows did not overlap. At stride 1 they share all pixels "
    "but one."
)
def multiplies_the_kernels(layers):
    return np.prod([kernel_size for kernel_size, _ in layers])


@width_seen.misconception(
    "Each layer adds f jumps. From the first of f inputs to the last there are only f − 1: try one layer, 5 wide."
)
def grows_by_the_whole_kernel(layers):
    return grown([(kernel_size + 1, strides) for kernel_size, strides in layers], jump_of)


@width_seen.misconception(
    "One pixel is missing: before any layer a unit is a pixel of the image, and sees 1. Try one layer, 5 wide."
)
def begins_with_nothing(layers):
    return from_the_last_layer_back(layers) - 1


@width_seen.misconception(
    "Your function behaves as if the layers stood in the opposite order. A stride moves apart what the layers *after* "
    "it look at, not those before."
)
def reads_the_layers_backwards(layers):
    return from_the_last_layer_back(layers[::-1])


@width_seen.misconception(
    "That is the last layer's own window. It holds numbers of the map before, and each of those was made from a window "
    "too."
)
def the_last_window_alone(layers):
    return layers[-1][0]


def jump_of(before):
    """The product of all strides before a layer."""
    return np.prod([strides for _, strides in before])


def images_to_even_out():
    """Oblong images, with zeros and negative values, flat, or one pixel high; kernels up to wider than the image."""
    rng = np.random.default_rng(3)
    sparse = rng.integers(0, 3, (6, 9)).astype(float)
    broken = [(rng.normal(size=shape), size) for shape, size in (((5, 8), 3), ((7, 4), 5), ((3, 6), 7), ((1, 6), 3))]
    small = np.array([[2.0, 4, 6], [8, 10, 0]])
    return [(small, 3), (np.ones((4, 5)), 3), *broken, (sparse, 3), (sparse, 5), (rng.normal(size=(2, 4)), 1)]


@exercise(
    """
    `local_means(image, kernel_size)` is to put in place of each pixel the mean of its neighbourhood: of all pixels *of
    the image* that lie in a square window with this pixel in its middle. The window is `kernel_size` wide, an odd
    number; where the window sticks out, the mean is over the pixels that exist. The image is grey (height, width), of
    floats; the result has the same shape. Mend it.
    """,
    cases=images_to_even_out,
    hints=(
        "What should come out for an image that is 1 everywhere, and what does come out in its corner?",
        "The padding's zeros add nothing to the sum. What do they add to the number by which it is divided?",
        "`exists = np.pad(np.ones(image.shape), …)`",
    ),
    afterword="No pixel is invented, so no frame is drawn: zeros around an image are a choice, not a law.",
)
def local_means(image, kernel_size):
    padded = np.pad(image, kernel_size // 2)
    exists = np.pad(np.ones(image.shape), kernel_size // 2)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = slice(row, row + kernel_size), slice(column, column + kernel_size)
        means[row, column] = padded[window].sum() / exists[window].sum()
    return means


@local_means.repair
def local_means(image, kernel_size):
    padded = np.pad(image, kernel_size // 2)
    means = np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        window = slice(row, row + kernel_size), slice(column, column + kernel_size)
        means[row, column] = padded[window].mean()
    return means


@local_means.alternative
def by_smaller_windows(image, kernel_size):
    reach, means = kernel_size // 2, np.zeros(image.shape)
    for row, column in np.ndindex(image.shape):
        rows = slice(max(row - reach, 0), row + reach + 1)
        columns = slice(max(column - reach, 0), column + reach + 1)
        means[row, column] = image[rows, columns].mean()
    return means


@local_means.alternative
def by_marking_what_is_missing(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=np.nan)
    return np.nanmean(windows_of(padded, kernel_size), axis=(2, 3))


def windows_of(padded, kernel_size):
    """All square windows at stride 1: (height, width, kernel_size, kernel_size)."""
    return np.lib.stride_tricks.sliding_window_view(padded, (kernel_size, kernel_size))


def sums_of(image, kernel_size):
    """The sum of each window, with zeros around the image."""
    return windows_of(np.pad(image, kernel_size // 2), kernel_size).sum(axis=(2, 3))


@local_means.misconception(
    "The border's pixels are repeated outside, so they count twice or more often. Asked for is the mean of the pixels "
    "that exist, each once."
)
def repeats_the_last_pixel(image, kernel_size):
    return windows_of(np.pad(image, kernel_size // 2, mode="edge"), kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "The image is mirrored at its border. There is no dark frame that way, but the mirrored pixels count twice, and a "
    "mean of those that exist is asked for."
)
def mirrors_the_image(image, kernel_size):
    return windows_of(np.pad(image, kernel_size // 2, mode="reflect"), kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "The padding holds the image's mean. That hides the frame, but pixels are still invented, and they are counted."
)
def pads_with_the_mean_of_the_image(image, kernel_size):
    padded = np.pad(image, kernel_size // 2, constant_values=image.mean())
    return windows_of(padded, kernel_size).mean(axis=(2, 3))


@local_means.misconception(
    "Where the window sticks out, the pixel stays as it was. It has neighbours too, only fewer: take their mean."
)
def leaves_the_border_as_it_was(image, kernel_size):
    exists = sums_of(np.ones(image.shape), kernel_size)
    return np.where(exists == kernel_size**2, sums_of(image, kernel_size) / kernel_size**2, image)


@local_means.misconception(
    "The places where the window sticks out are missing. The result is to have the image's shape; those places have "
    "a mean as well."
)
def cuts_the_border_off(image, kernel_size):
    rows, columns = (max(pixels - kernel_size + 1, 0) for pixels in image.shape)
    reach = kernel_size // 2
    return sums_of(image, kernel_size)[reach : reach + rows, reach : reach + columns] / kernel_size**2


@local_means.misconception(
    "You divide by the number of pixels that are not 0. A black pixel of the image exists, and counts like any other; "
    "what must not count is the padding."
)
def leaves_out_black_pixels(image, kernel_size):
    return sums_of(image, kernel_size) / np.maximum(sums_of((image != 0).astype(float), kernel_size), 1)


@local_means.misconception(
    "These are sums of the windows. A mean is the sum divided by the number of pixels that were added up."
)
def forgets_to_divide(image, kernel_size):
    return sums_of(image, kernel_size)


@local_means.misconception(
    "You divide by the number of rows that exist times the whole width of the kernel. On the left and on the right, "
    "columns are missing too."
)
def counts_only_the_missing_rows(image, kernel_size):
    rows_that_exist = sums_of(np.ones((len(image), kernel_size)), kernel_size)[:, [kernel_size // 2]] / kernel_size
    return sums_of(image, kernel_size) / (rows_that_exist * kernel_size)
