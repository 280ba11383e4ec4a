"""Items for review on lessons 00 to 03, beside those of the inventory: pixels, windows, pools."""

from course_utils.exercises import padding_and_stride, pooling, start_here
from course_utils.inventory.item import Item, own, sides

numbers_held = Item(
    lesson="00",
    objective=1,
    believes="An image holds one number for each pixel, in colour too.",
    numbers={"height": range(20, 101, 10), "width": range(30, 96, 5)},
    question=lambda height, width: (
        f"A colour photograph is {height} pixels high and {width} wide. How many numbers does it hold?"
    ),
    choices=own(
        "Each pixel has three numbers, for red, green and blue.",
        lambda height, width: height * width * 3,
        one_channel_only=(lambda height, width: height * width, "Each pixel has one number, whatever its colour."),
        a_sum_of_the_sizes=(
            lambda height, width: height + width + 3,
            "The height, the width and the colours are the three sizes, and they are added.",
        ),
        every_value_counted=(
            lambda height, width: height * width * 3 * 256,
            "Each of its numbers can have any value from black to full brightness, and all of them count.",
        ),
    ),
    exercise=start_here.numbers_held,
    bank_numbers={"height": 80, "width": 50},
    advice={
        "every value counted": "How many values a number can take is another question. It is still one number.",
    },
)

images_to_learn_from = Item(
    lesson="00",
    objective=2,
    believes="All images of a class are there to learn from.",
    numbers={
        "training": (16_000, 24_000, 32_000, 40_000),
        "validation": (2_000, 4_000, 8_000),
        "test": (6_000, 10_000, 12_000),
        "classes": (4, 5, 8, 10, 20),
    },
    question=lambda training, validation, test, classes: (
        f"A data set of {classes} classes has {training + validation + test:,} images: {training:,} training images, "
        f"{validation:,} validation images and {test:,} test images. In each of these parts all classes are equally "
        "frequent. From how many images of one class may a network learn?"
    ),
    choices=own(
        "A network learns from the training images alone, and they are shared evenly among the classes.",
        lambda training, validation, test, classes: training / classes,
        of_all_images=(
            lambda training, validation, test, classes: (training + validation + test) / classes,
            "All images of the class are in the data set, so all of them can be learnt from.",
        ),
        of_the_validation_images=(
            lambda training, validation, test, classes: validation / classes,
            "The validation images are there to make the network better, so it learns from these.",
        ),
        of_both_piles=(
            lambda training, validation, test, classes: (training + validation) / classes,
            "Only the test images are locked, so the others are there to learn from.",
        ),
    ),
    exercise=start_here.sneakers_to_learn_from,
    bank_numbers={"training": 55_000, "validation": 5_000, "test": 10_000, "classes": 10},
    advice={
        "of all images": "So many are in the whole data set. Asked for are those among the training images.",
        "of the validation images": "So many are among the validation images, which choose and do not teach.",
    },
)


def _starts(size, kernel_size, strides):
    return range(0, size - kernel_size + 1, strides)


def _unread(size, kernel_size, strides):
    read = {start + step for start in _starts(size, kernel_size, strides) for step in range(kernel_size)}
    return len(set(range(size)) - read)


unread_pixels = Item(
    lesson="02",
    objective=2,
    believes="Every pixel is read by some window.",
    numbers={"size": range(20, 48), "kernel_size": (2, 3), "strides": (4, 5, 6, 7)},
    question=lambda size, kernel_size, strides: (
        f"A row of {size} pixels, a kernel {kernel_size} wide, stride {strides}, no padding. How many of the pixels "
        "does no window read?"
    ),
    choices=own(
        "They lie between the windows, and behind the last one.",
        _unread,
        the_end_only=(
            lambda size, kernel_size, strides: size - _starts(size, kernel_size, strides)[-1] - kernel_size,
            "Windows follow one another, so only what is left behind the last one is not read.",
        ),
        the_gaps_only=(
            lambda size, kernel_size, strides: (len(_starts(size, kernel_size, strides)) - 1) * (strides - kernel_size),
            "The windows jump over the pixels between them, and the last one stands at the end of the row.",
        ),
        every_pixel_is_read=(lambda size, kernel_size, strides: 0, "A kernel slides over the whole row."),
    ),
    exercise=padding_and_stride.pixels_unread,
    bank_numbers={"size": 41, "kernel_size": 2, "strides": 8},
    advice={
        "every pixel is read": "A stride larger than the kernel jumps over pixels. Take one between the first two "
        "windows: which of them would read it?",
    },
)


def _field(jumps):
    """The receptive field behind layers that start so many pixels apart; the kernel's size comes later."""
    return lambda kernel_size, strides: 1 + (kernel_size - 1) * sum(jumps(strides))


three_layers_deep = Item(
    lesson="02",
    objective=4,
    believes="A stride makes maps smaller, and does not change how far a unit sees.",
    numbers={"kernel_size": (2, 3, 4, 5, 7), "strides": (3, 4, 5)},
    question=lambda kernel_size, strides: (
        f"Three layers one behind the other, each with a kernel {kernel_size} wide and stride {strides}. How many "
        "pixels of a row does one number of the third map depend on?"
    ),
    choices=own(
        "Neighbours of a map look as many pixels apart as all strides before it come to, multiplied.",
        _field(lambda strides: (1, strides, strides**2)),
        strides_make_no_difference=(
            _field(lambda strides: (1, 1, 1)),
            "Only the kernels decide how far a unit looks; a stride decides how often.",
        ),
        strides_added_up=(
            _field(lambda strides: (1, strides, 2 * strides)),
            "Each layer before it moves the windows one stride further apart, so the strides are added.",
        ),
        only_one_stride_before=(
            _field(lambda strides: (1, strides, strides)),
            "A layer's windows are as far apart as the stride of the layer right before it says.",
        ),
    ),
    exercise=padding_and_stride.three_layers_see,
    bank_numbers={"kernel_size": 3, "strides": 3},
    bank_reads=lambda pair: pair[1],
    advice={
        "strides make no difference": "Neighbouring inputs of the second layer look a stride apart, so its window "
        "reaches over more pixels.",
        "strides added up": "Strides multiply: a jump of windows that are themselves a jump apart.",
        "only one stride before": "Not only the layer right before counts. All strides before a layer multiply.",
    },
)

pooled_stack = Item(
    lesson="03",
    objective=1,
    believes="A pool keeps what is left over at the edge.",
    numbers={
        "height": range(11, 30),
        "width": range(11, 30),
        "channels": (12, 24, 36, 48, 60),
        "pool_size": (2, 3, 4),
    },
    question=lambda height, width, channels, pool_size: (
        f"Max pooling with windows of {pool_size} × {pool_size}, side by side, without padding, reads feature maps of "
        f"{sides((height, width, channels))} (height, width, channels). Which shape comes out?"
    ),
    choices=own(
        "Only whole windows count, and each channel is pooled on its own.",
        lambda height, width, channels, pool_size: (height // pool_size, width // pool_size, channels),
        keeps_the_leftover=(
            lambda height, width, channels, pool_size: (-(-height // pool_size), -(-width // pool_size), channels),
            "The rows and columns at the end make windows of their own, for nothing may be lost.",
        ),
        overlapping_windows=(
            lambda height, width, channels, pool_size: (height - pool_size + 1, width - pool_size + 1, channels),
            "The windows slide by one pixel, as those of a convolution do.",
        ),
        pools_the_channels_as_well=(
            lambda height, width, channels, pool_size: (height // pool_size, width // pool_size, channels // pool_size),
            "A pool condenses the whole volume, so there are fewer channels as well.",
        ),
    ),
    exercise=pooling.pooled_shape,
    written=sides,
    bank_numbers={"height": 17, "width": 10, "channels": 48, "pool_size": 3},
    advice={
        "pools the channels as well": "A window lies within one channel. The channels are not condensed: all of them "
        "come out."
    },
)
