"""Items for review on lessons 04 to 07: survivors, pooled zeros, what batch norm holds, dense layers, steps, shifts."""

from course_utils.exercises import augmentation, dropout, fashion_mnist_cnn, normalization
from course_utils.inventory.item import Item, own
from course_utils.numbers import number

survivor = Item(
    lesson="04",
    objective=2,
    believes="What dropout does not drop stays as it is.",
    numbers={"size": (6, 12, 18, 24, 36, 48), "rate": (0.2, 0.25, 0.4, 0.6, 0.75)},
    question=lambda size, rate: (
        f"A dropout layer has the rate {number(rate)}. In a training step an activation of size {size} comes in, and "
        "survives. Which number does the layer hand on?"
    ),
    choices=own(
        "It is divided by the share that survives, and so makes up for those that are dropped.",
        lambda size, rate: size / (1 - rate),
        leaves_the_survivor_as_it_is=(
            lambda size, rate: size,
            "Dropout drops some activations, and does nothing to the others.",
        ),
        multiplies_where_it_should_divide=(
            lambda size, rate: size * (1 - rate),
            "Fewer are at work, so each of them counts less.",
        ),
        divides_by_the_rate=(
            lambda size, rate: size / rate,
            "Survivors make up for the others, so they are divided by the rate.",
        ),
    ),
    exercise=dropout.survivor,
    written=number,
    bank_numbers={"size": 6, "rate": 0.4},
    advice={
        "leaves the survivor as it is": "A survivor grows. If it did not, the next layer would receive less in "
        "training than at inference.",
    },
)

pooled_zeros = Item(
    lesson="04",
    objective=5,
    believes="Pixels that are dropped one by one leave as many gaps behind a pool.",
    numbers={"percent": range(10, 91, 5)},
    question=lambda percent: (
        f"Every pixel of many feature maps is positive. Pixels are dropped one by one at the rate "
        f"{number(percent / 100)}; then 2 × 2 maxima are taken. What share of the pooled values is zero, on average?"
    ),
    choices=own(
        "All pixels of a window must be dropped, each by its own chance.",
        lambda percent: (percent / 100) ** 4,
        as_many_as_before=(
            lambda percent: percent / 100,
            "As many values are zero behind the pool as in front of it.",
        ),
        a_quarter_of_the_rate=(
            lambda percent: percent / 400,
            "A window has four pixels, so the rate is shared among them.",
        ),
        the_share_that_remains=(
            lambda percent: 1 - (percent / 100) ** 4,
            "One pixel that is dropped is enough to leave a gap.",
        ),
    ),
    exercise=dropout.zeros_after_pooling,
    written=lambda share: number(share, 4),
    bank_numbers={"percent": 40},
    advice={
        "as many as before": "That is the share of pixels dropped. A pooled value looks at a whole window of them, and "
        "takes the largest.",
        "a quarter of the rate": "The pixels of a window do not share one coin: each has its own, and all must agree.",
        "the share that remains": "That is the share of pooled values that are *not* zero: one survivor in a window is "
        "enough for them.",
    },
)


def _held_and_learnt(held, learnt):
    """A pair for each of the channels, or for whatever else somebody counts."""
    return lambda batch, rows, columns, channels: (held * channels, learnt * channels)


batch_norm_parameters = Item(
    lesson="05",
    objective=2,
    believes="All numbers that batch norm holds are learnt.",
    numbers={
        "batch": (8, 16, 20, 32),
        "rows": (7, 10, 14),
        "columns": (6, 9, 12),
        "channels": (5, 12, 15, 24, 48),
    },
    question=lambda batch, rows, columns, channels: (
        f"A `BatchNormalization` layer with Keras' defaults gets feature maps of shape ({batch}, {rows}, {columns}, "
        f"{channels}): batch, rows, columns, channels. How many parameters does it hold, and how many of these does "
        "gradient descent learn?"
    ),
    choices=own(
        "Each channel has γ and β, which are learnt, and two moving averages, which follow the batches.",
        _held_and_learnt(4, 2),
        all_learnt=(_held_and_learnt(4, 4), "Whatever a layer holds, gradient descent learns it."),
        nothing_learnt=(
            _held_and_learnt(4, 0),
            "A normalisation only measures: all its numbers are averages, and none is learnt.",
        ),
        a_set_for_each_image=(
            lambda batch, rows, columns, channels: (4 * batch, 2 * batch),
            "It looks at the images of a batch, so each of these has a set of numbers.",
        ),
    ),
    exercise=normalization.held_and_learnt,
    written=lambda pair: f"{number(pair[0])} held, {number(pair[1])} learnt",
    bank_numbers={"batch": 16, "rows": 14, "columns": 10, "channels": 24},
    advice={
        "all learnt": "All numbers of a channel are held, but the gradient moves only γ and β. The moving averages "
        "follow the batches.",
        "nothing learnt": "Neither γ nor β is counted among the learnt. Gradient descent moves both of them.",
        "a set for each image": "The layer averages over the batch and keeps nothing of a single image; what it keeps "
        "belongs to channels, the last axis.",
    },
)

dense_after_maps = Item(
    lesson="06",
    objective=1,
    believes="`Flatten` hands on one number for each map.",
    numbers={"height": (4, 5, 6, 7), "width": (3, 4, 6), "maps": (6, 8, 12, 16), "units": (10, 20, 32)},
    question=lambda height, width, maps, units: (
        f"The last maps of a network are {height} × {width}, and there are {maps} of them. `Flatten` hands them to a "
        f"dense layer of {units} units. How many parameters does this dense layer have, weights and biases together?"
    ),
    choices=own(
        "Each place of each map is an input with a weight to each unit, and each unit has a bias.",
        lambda height, width, maps, units: (height * width * maps + 1) * units,
        one_input_for_each_map=(
            lambda height, width, maps, units: (maps + 1) * units,
            "A map says how strongly one thing was found, so it is one input.",
        ),
        flattens_one_map_only=(
            lambda height, width, maps, units: (height * width + 1) * units,
            "The maps share their weights in the dense layer, as they do in a convolution.",
        ),
        forgets_the_biases=(
            lambda height, width, maps, units: height * width * maps * units,
            "Each unit has one weight for each input, and nothing else.",
        ),
    ),
    exercise=fashion_mnist_cnn.dense_parameters,
    bank_numbers={"height": 5, "width": 4, "maps": 12, "units": 32},
    advice={
        "flattens one map only": "`Flatten` writes the maps one after another, and each of those numbers has a weight "
        "of its own.",
    },
)


def _batches(images, size):
    return -(-images // size)


steps_of_training = Item(
    lesson="06",
    objective=3,
    believes="Images that fill no batch are left out.",
    numbers={"images": range(1_000, 3_001, 250), "batch": (32, 64, 96, 128), "passes": (3, 4, 5)},
    question=lambda images, batch, passes: (
        f"{images:,} images pass {passes} times, in batches of {batch}. Each batch is one step; what is left over at "
        "the end of a pass makes a smaller batch of its own. How many steps are there?"
    ),
    choices=own(
        "The smaller batch at the end of each pass is a step as well.",
        lambda images, batch, passes: passes * _batches(images, batch),
        drops_what_is_left_over=(
            lambda images, batch, passes: passes * (images // batch),
            "A batch must be full, so what is left over waits for the next pass.",
        ),
        runs_on_into_the_next_pass=(
            lambda images, batch, passes: _batches(passes * images, batch),
            "All images of all passes stand in one long row, and it is cut into batches.",
        ),
        one_pass_alone=(
            lambda images, batch, passes: _batches(images, batch),
            "A step belongs to its images, and these are the same in each pass.",
        ),
    ),
    exercise=fashion_mnist_cnn.steps_taken,
    bank_numbers={"images": 2_000, "batch": 32, "passes": 3},
    bank_reads=lambda pair: pair[0],
    advice={"one pass alone": "Those are the steps of one pass. Each further one learns from the images again."},
)

farthest_shift = Item(
    lesson="07",
    objective=1,
    believes="A range of shifts is shared between left and right.",
    numbers={"share": (0.1, 0.125, 0.2, 0.25, 0.4), "width": (28, 32, 40, 64, 80, 96)},
    question=lambda share, width: (
        f"`RandomTranslation({number(share)}, {number(share)})` moves images that are {width} pixels wide, each by its "
        "own chance. How many pixels to the right can one go at most?"
    ),
    choices=own(
        "The range is a share of the side, and each direction has all of it.",
        lambda share, width: share * width,
        shares_the_range_between_left_and_right=(
            lambda share, width: share * width / 2,
            "The range is that of all shifts, half of them to the left and half to the right.",
        ),
        from_one_end_to_the_other=(
            lambda share, width: 2 * share * width,
            "What can go to the left can go as far to the right, and both ways count.",
        ),
        counts_in_pixels=(
            lambda share, width: share,
            "A shift is given in pixels, and these may be parts of one.",
        ),
    ),
    exercise=augmentation.farthest_right,
    written=number,
    bank_numbers={"share": 0.25, "width": 28},
)

shifted_variants = Item(
    lesson="07",
    objective=2,
    believes="Changed images are made once, and come again in every epoch.",
    numbers={"images": range(200, 901, 50), "batch": (16, 32, 48), "epochs": (4, 5, 8, 10)},
    question=lambda images, batch, epochs: (
        f"A `tf.data` pipeline maps a random shift over a training split of {images} different images, in batches of "
        f"{batch}, for {epochs} epochs. Every image draws its own shift each time, nothing is cached, and no two draws "
        "give the same image. How many different images is the network shown in training?"
    ),
    choices=own(
        "Each epoch shows every image once, changed anew.",
        lambda images, batch, epochs: images * epochs,
        the_first_epoch_again_and_again=(
            lambda images, batch, epochs: images,
            "The changed images take the place of the split, and come again in every epoch.",
        ),
        counts_the_originals_as_well=(
            lambda images, batch, epochs: images * (epochs + 1),
            "The changed images come beside the images that are there.",
        ),
        one_draw_for_a_batch=(
            lambda images, batch, epochs: _batches(images, batch) * epochs,
            "A layer works on a batch, so it draws one shift for it.",
        ),
    ),
    exercise=augmentation.variants,
    bank_numbers={"images": 350, "batch": 40, "epochs": 6},
    advice={
        "the first epoch again and again": "That is one epoch. Each further one draws anew, because nothing is cached.",
    },
)
