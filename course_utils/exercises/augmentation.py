"""Exercises of lesson 07: safe changes, counting variants, a shift, random erasing, a pipeline, and a leak to mend."""

from itertools import chain, islice

import numpy as np

from course_utils.checking.exercise import exercise


@exercise(
    """
    A network is to tell two kinds of road signs apart: on one an arrow points left, on the other it points right.
    Which change of the training images makes their labels wrong? Answer `"horizontal flip"` (left and right change
    places), `"vertical flip"` (top and bottom change places), or, all of them small, `"shift"`, `"zoom"` or
    `"brightness"`.
    """,
    choices=("horizontal flip", "vertical flip", "shift", "zoom", "brightness"),
    hints=(
        "After which change would a person who sees only the result call the sign by the other name?",
        "Draw an arrow that points left, make each change in turn, and see where its head is.",
        "In `sign[:, ::-1]` the columns run backwards; in `sign[::-1]` the rows do. Where is the head of `←` after "
        "each?",
    ),
    afterword="Whether a change is safe depends on the labels: the same flip leaves a boot a boot.",
)
def unsafe():
    return "horizontal flip"


@unsafe.misconception(
    "With top and bottom exchanged, an arrow that points left still points left: its label stays true."
)
def vertical_flip():
    return "vertical flip"


@unsafe.misconception("A sign a little further up or to the side shows the same arrow, so its label stays true.")
def shift():
    return "shift"


@unsafe.misconception("A sign a little larger or smaller shows the same arrow: zoom does not turn it round.")
def zoom():
    return "zoom"


@unsafe.misconception("In brighter or weaker light the arrow points where it did. Which change touches directions?")
def brightness():
    return "brightness"


@exercise(
    """
    A `tf.data` pipeline maps a random shift over a training split of 240 different images, in batches of 32, for
    5 epochs. Every image draws its own shift each time, nothing is cached, and no two draws give the same image.
    How many different images is the network shown in training?
    """,
    hints=(
        "How many images pass in one epoch, and can any of them come again in the next?",
        "An epoch is as long as before: 240 images. Each of them is new, because its shift was drawn anew.",
        "`240 * …`: what changes from one epoch to the next?",
    ),
    afterword="An epoch stays as long as it was; what is in it is new every time.",
)
def variants():
    return 240 * 5


@variants.alternative
def epoch_by_epoch():
    return 240 + 240 + 240 + 240 + 240


@variants.misconception(
    "That is one epoch. The same images would come back only if the first epoch's changes were cached; here each "
    "epoch draws anew."
)
def the_first_epoch_again_and_again():
    return 240


@variants.misconception(
    "That adds the untouched images. The pipeline changes each image in place of showing it, so they do not come "
    "as well."
)
def counts_the_originals_as_well():
    return 240 + 240 * 5


@variants.misconception(
    "Two versions of each image are all that a mirror flip can make. A random shift has another version in every epoch."
)
def two_versions_of_each():
    return 240 * 2


@variants.misconception(
    "That is one draw for each batch. The layer gets whole batches, and still every image in them draws its own shift."
)
def one_draw_for_a_batch():
    return 8 * 5


@variants.misconception(
    "That doubles the images with every epoch. Nothing is stored: each epoch starts from the same 240 and shows 240."
)
def doubled_in_every_epoch():
    return 240 * 2**5


@variants.misconception(
    "The size of the batch does not multiply anything: an image is in one batch of each epoch, and is changed once "
    "there."
)
def multiplied_by_the_batch():
    return 240 * 32 * 5


@exercise(
    """
    You hold 300 photographs of leaves and can afford one measure. Which one shows the network something that
    could not be computed from those 300? Answer `"fresh changes"` (new random shifts and rotations in every
    epoch), `"stored copies"` (ten changed copies of each photograph on the disk), `"new photographs"` (30 more
    leaves) or `"more epochs"` (ten times as many).
    """,
    choices=("fresh changes", "stored copies", "new photographs", "more epochs"),
    hints=(
        "From what is each variant computed?",
        "Ask of each measure whether a leaf that you have never photographed can turn up in training.",
        "`layer(photograph)` knows the photograph and the change you chose. What else could be in it?",
    ),
    afterword="Augmentation adds what you know about the images, not what they do not show.",
)
def new_information():
    return "new photographs"


@new_information.misconception(
    "However often they are drawn anew, these variants are computed from the 300. They teach which changes do not "
    "matter, and show no new leaf."
)
def fresh_changes():
    return "fresh changes"


@new_information.misconception(
    "Three thousand files, and each is computed from one of the 300. A larger number of images is not more to know."
)
def stored_copies():
    return "stored copies"


@new_information.misconception(
    "More epochs show the same 300 photographs more often; the network may learn them by heart."
)
def more_epochs():
    return "more epochs"


def images_and_shifts():
    """Oblong images; shifts of both signs, none, and beyond the image."""
    rng = np.random.default_rng(0)
    sizes = (((5, 7), 2, 3), ((6, 4), -1, 2), ((4, 9), -3, -2), ((5, 5), 0, 0), ((3, 4), 0, -2), ((7, 3), -2, 0))
    beyond = (((4, 6), 5, 1), ((5, 4), -1, -9), ((1, 5), 0, 4))
    cases = [(rng.normal(size=size), rows, columns) for size, rows, columns in sizes + beyond]
    pixels = rng.integers(1, 256, (6, 8)).astype(np.uint8)
    return [(np.array([[1, 2, 3], [4, 5, 6]]), 1, -1), *cases, (pixels, 3, 0), (pixels, 2, -3)]


@exercise(
    """
    Write a shift by whole pixels. `shifted(image, rows, columns)` gets a grey image `(height, width)` and two
    integers, and returns an image of the same shape: positive `rows` move it down, negative ones up; positive
    `columns` move it to the right, negative ones to the left. What leaves the image is lost, and zeros fill the
    gap. A shift may be larger than the image.
    """,
    cases=images_and_shifts,
    hints=(
        "Take one pixel of the result: in which row and which column of the image was it before the move?",
        "The pixel at `[row, column]` comes from `[row - rows, column - columns]`, where such a place exists. All "
        "others stay 0.",
        "`if 0 <= row - rows < height and …:`",
    ),
    afterword='This is `RandomTranslation` with `fill_mode="constant"`, without chance and in whole pixels.',
)
def shifted(image, rows, columns):
    height, width = image.shape
    result = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            if 0 <= row - rows < height and 0 <= column - columns < width:
                result[row, column] = image[row - rows, column - columns]
    return result


@shifted.stub
def shifted(image, rows, columns):
    result = ...
    return result


@shifted.alternative
def framed_and_cut_out(image, rows, columns, **fill):
    (height, width), down, right = image.shape, abs(rows), abs(columns)
    framed = np.pad(image, [(down, down), (right, right)], **fill)
    return framed[down - rows : down - rows + height, right - columns : right - columns + width]


@shifted.alternative
def between_two_matrices(image, rows, columns):
    return np.eye(len(image), k=-rows) @ image @ np.eye(image.shape[1], k=columns)


@shifted.misconception(
    "What leaves the image on one side comes in again on the other, as `np.roll` does it. It should be lost, and "
    "zeros come in."
)
def wraps_around(image, rows, columns):
    return np.roll(image, (rows, columns), axis=(0, 1))


@shifted.misconception(
    "The image moves the other way on both axes. Positive numbers move it down and to the right: the pixel at "
    "`[0, 0]` goes to `[rows, columns]`."
)
def moves_the_opposite_way(image, rows, columns):
    return framed_and_cut_out(image, -rows, -columns)


@shifted.misconception("Columns are right, but positive `rows` move the image up. Row numbers grow downwards.")
def takes_rows_as_height_above_the_ground(image, rows, columns):
    return framed_and_cut_out(image, -rows, columns)


@shifted.misconception("Rows are right, but positive `columns` move the image to the left. They should move it right.")
def goes_left_for_positive_columns(image, rows, columns):
    return framed_and_cut_out(image, rows, -columns)


@shifted.misconception(
    "The two axes are swapped: `rows` moves the image sideways. Axis 0 counts rows, from top to bottom."
)
def swaps_rows_and_columns(image, rows, columns):
    return framed_and_cut_out(image, columns, rows)


@shifted.misconception(
    'The outermost pixels are smeared into the gap, as with the fill mode "nearest". It should hold zeros.'
)
def repeats_the_edge(image, rows, columns):
    return framed_and_cut_out(image, rows, columns, mode="edge")


@shifted.misconception('The gap shows a reflection, as Keras\' own fill mode "reflect" makes it. It should hold zeros.')
def fills_the_gap_with_a_reflection(image, rows, columns):
    return framed_and_cut_out(image, rows, columns, mode="symmetric")


@shifted.misconception("A negative shift is made like a positive one. The sign says the direction: up, or to the left.")
def ignores_the_signs(image, rows, columns):
    return framed_and_cut_out(image, abs(rows), abs(columns))


@shifted.misconception(
    "A negative shift leaves the image where it was on that axis. It should move it up, or to the left."
)
def moves_only_for_positive_numbers(image, rows, columns):
    return framed_and_cut_out(image, max(rows, 0), max(columns, 0))


@shifted.misconception("Down and up are right, but `columns` has no effect.")
def ignores_the_columns(image, rows, columns):
    return framed_and_cut_out(image, rows, 0)


@shifted.misconception("Left and right are right, but `rows` has no effect.")
def ignores_the_rows(image, rows, columns):
    return framed_and_cut_out(image, 0, columns)


@shifted.misconception(
    "The result is smaller than the image: the pixels that left are cut off, and nothing came in. A network needs "
    "the same shape; fill the gap with zeros."
)
def cuts_off_and_fills_nothing(image, rows, columns):
    height, width = image.shape
    return image[max(-rows, 0) : max(height - rows, 0), max(-columns, 0) : max(width - columns, 0)]


@shifted.misconception(
    "The result is larger than the image: zeros came in on one side, and nothing was cut off on the other. Keep "
    "the shape."
)
def grows(image, rows, columns):
    return np.pad(image, [(max(rows, 0), max(-rows, 0)), (max(columns, 0), max(-columns, 0))])


@shifted.misconception(
    "Pixels that leave at the end of a row come in at the start of the next: the image is moved as one long line. "
    "Move each axis by itself."
)
def runs_over_into_the_next_row(image, rows, columns):
    line = image.reshape(1, -1)
    return framed_and_cut_out(line, 0, rows * image.shape[1] + columns).reshape(image.shape)


def images_to_erase():
    """Many images, so that chance evens out; none of their pixels is 0."""
    rng = np.random.default_rng(1)
    sizes = (((1000, 7, 8), 3), ((1000, 8, 6), 4), ((1, 4, 5), 1), ((1200, 5, 9), 3), ((1000, 6, 5), 1))
    cases = [(rng.uniform(0.25, 1, shape), size, np.random.default_rng(size)) for shape, size in sizes]
    return [*cases, (rng.integers(1, 256, (1000, 6, 9)).astype(np.uint8), 3, np.random.default_rng(5))]


def facts_of_holes(result, images, size, rng):
    """What is true of every batch erased as asked, however its places were drawn."""
    result = np.asarray(result, dtype=float)
    result = result[..., 0] if result.shape == (*images.shape, 1) else result
    fits = result.shape == images.shape
    holes = result == 0 if fits else np.zeros(images.shape, bool)
    counts, rows, columns = holes.sum(axis=(1, 2)), holes.any(axis=2), holes.any(axis=1)
    (top, height), (left, width) = map(_first_and_span, (rows, columns))
    places, drawn = np.unique(top * images.shape[2] + left, return_counts=True)
    possible = (images.shape[1] - size + 1) * (images.shape[2] - size + 1)
    return {
        "shape of the result": str(result.shape),
        "zeros in an image, at least": counts.min(),
        "zeros in an image, at most": counts.max(),
        "too few zeros only at the lower or right border": bool(
            np.all((counts >= size**2) | rows[:, -1] | columns[:, -1])
        ),
        "an image's zeros form one square": bool(np.all((height == size) & (width == size) & (counts == size**2))),
        "pixels outside the zeros are as before": fits and np.allclose(result[~holes], images[~holes], rtol=1e-4),
        "some pixels have changed": fits and not np.allclose(result, images, rtol=1e-4),
        "images differ in the place of the square": len(places) > 1,
        "places where the square is found": len(places) if len(images) > 1 else 1,
        "no place is preferred": bool(drawn.max() < 2.5 * len(images) / possible),
    }


def _first_and_span(found):
    """Return (first, last − first + 1) of the true values in each row."""
    first = found.argmax(axis=1)
    return first, found.shape[1] - found[:, ::-1].argmax(axis=1) - first


@exercise(
    """
    Write random erasing. `with_holes(images, size, rng)` gets a batch `(n, height, width)` and returns a new
    batch: in each image, one square of `size × size` pixels is 0. It lies wholly inside the image, at a place
    that `rng` (a NumPy generator) draws for each image by itself, every possible place equally likely. `size` is
    less than height and width. The batch handed in stays as it is.
    """,
    cases=images_to_erase,
    probe=facts_of_holes,
    hints=(
        "In which rows may the square's upper row lie, if its lower row must still be inside?",
        "The upper row is one of 0 … height − size, both included; `rng.integers(a, b)` leaves `b` out. Draw a row and "
        "a column for every image.",
        "`tops = rng.integers(0, height - …, n)`, then the left columns, then a loop over a copy.",
    ),
    afterword="Small squares are safe; one that hides what decides makes the label wrong.",
)
def with_holes(images, size, rng):
    n, height, width = images.shape
    tops = rng.integers(0, height - size + 1, n)
    lefts = rng.integers(0, width - size + 1, n)
    result = images.copy()
    for image, top, left in zip(result, tops, lefts, strict=True):
        image[top : top + size, left : left + size] = 0
    return result


@with_holes.stub
def with_holes(images, size, rng):
    result = ...
    return result


def _drawn_inside(images, size, rng):
    """Upper rows and left columns of squares inside the images, as the reference draws them."""
    n, height, width = images.shape
    return rng.integers(0, height - size + 1, n), rng.integers(0, width - size + 1, n)


def _erased_at(images, tops, lefts, height, width=None):
    """The images with rectangles of zeros; what would lie outside an image is left out."""
    rows, columns = np.arange(images.shape[1]), np.arange(images.shape[2])
    in_rows = (rows >= tops[:, None]) & (rows < tops[:, None] + height)
    in_columns = (columns >= lefts[:, None]) & (columns < lefts[:, None] + (width or height))
    return np.where(in_rows[:, :, None] & in_columns[:, None, :], 0, images)


@with_holes.alternative
def by_masks(images, size, rng):
    return _erased_at(images, *_drawn_inside(images, size, rng), size)


@with_holes.alternative
def by_numbered_places(images, size, rng):
    across = images.shape[2] - size + 1
    result = images.astype(float)
    for number, place in enumerate(rng.choice((images.shape[1] - size + 1) * across, len(images))):
        top, left = divmod(int(place), across)
        result[number, top : top + size, left : left + size] = 0
    return result


@with_holes.misconception(
    "All images lose the same square. Each image should draw its own place: one row and one column for each."
)
def same_place_in_all_images(images, size, rng):
    tops, lefts = _drawn_inside(images, size, rng)
    return _erased_at(images, tops[0] + 0 * tops, lefts[0] + 0 * lefts, size)


@with_holes.misconception(
    "Some squares hang over the lower or the right border, so that fewer pixels are erased. The upper row and the "
    "left column must leave room for `size` pixels."
)
def hangs_over_the_border(images, size, rng):
    n, height, width = images.shape
    return _erased_at(images, rng.integers(0, height, n), rng.integers(0, width, n), size)


@with_holes.misconception(
    "Squares that would hang over the border are pushed back inside, so the places at the border come too often. "
    "Draw only from the places where the square fits."
)
def pushes_squares_back_from_the_border(images, size, rng):
    n, height, width = images.shape
    tops, lefts = rng.integers(0, height, n), rng.integers(0, width, n)
    return _erased_at(images, tops.clip(0, height - size), lefts.clip(0, width - size), size)


@with_holes.misconception(
    "The last row and the last column of every image are never erased. `rng.integers` leaves its upper limit out, "
    "so it has to be one higher than the last possible place."
)
def never_reaches_the_last_places(images, size, rng):
    n, height, width = images.shape
    return _erased_at(images, rng.integers(0, height - size, n), rng.integers(0, width - size, n), size)


@with_holes.misconception(
    "Height and width are swapped when the places are drawn: in an oblong image some squares hang over, others are "
    "never reached. Axis 1 is the height, axis 2 the width."
)
def swaps_height_and_width(images, size, rng):
    n, height, width = images.shape
    return _erased_at(images, rng.integers(0, width - size + 1, n), rng.integers(0, height - size + 1, n), size)


@with_holes.misconception(
    "One number serves as row and as column, so all squares lie on a diagonal. Draw two numbers for each image."
)
def one_number_for_row_and_column(images, size, rng):
    n, height, width = images.shape
    place = rng.integers(0, min(height, width) - size + 1, n)
    return _erased_at(images, place, place, size)


@with_holes.misconception("Whole rows are erased, from the left border to the right one. Limit the columns as well.")
def erases_whole_rows(images, size, rng):
    tops, lefts = _drawn_inside(images, size, rng)
    return _erased_at(images, tops, 0 * lefts, size, images.shape[2])


@with_holes.misconception("Whole columns are erased, from top to bottom. Limit the rows as well.")
def erases_whole_columns(images, size, rng):
    tops, lefts = _drawn_inside(images, size, rng)
    return _erased_at(images, 0 * tops, lefts, images.shape[1], size)


@with_holes.misconception(
    "The squares have one row and one column too many. A slice ends before its second number, so "
    "`top : top + size` has `size` rows already."
)
def one_pixel_too_many(images, size, rng):
    return _erased_at(images, *_drawn_inside(images, size, rng), size + 1)


@with_holes.misconception(
    "The squares go `size // 2` pixels each way from a centre. For an odd size that is one pixel short: start from "
    "the upper left corner."
)
def half_the_size_each_way(images, size, rng):
    return _erased_at(images, *_drawn_inside(images, size, rng), size // 2 * 2)


@with_holes.misconception("Single pixels are erased here and there, as dropout does it. They should form one square.")
def scattered_pixels(images, size, rng):
    noise = rng.random(images.shape).reshape(len(images), -1)
    is_low = noise.argsort(axis=1).argsort(axis=1) < size**2
    return np.where(is_low.reshape(images.shape), 0, images)


@with_holes.misconception("The square is kept, and everything round it is erased. It should be the other way round.")
def keeps_the_square_and_erases_the_rest(images, size, rng):
    return images - by_masks(images, size, rng)


@with_holes.misconception(
    "The squares are where they should be, but they are grey or white. Here they should be black: 0."
)
def fills_with_another_value(images, size, rng):
    is_hole = by_masks(np.ones(images.shape), size, rng) == 0
    return np.where(is_hole, images.mean(axis=(1, 2), keepdims=True), images)


@with_holes.misconception("Only the first image of the batch loses a square. Every image should lose one.")
def erases_in_the_first_image_only(images, size, rng):
    return np.concatenate([by_masks(images[:1], size, rng), images[1:]])


def pairs_and_batch_sizes():
    """Images whose pixels tell which they are, in three settings."""

    def case(n, batch_size, training):
        images = np.arange(n * 6, dtype=np.float32).reshape(n, 2, 3, 1)
        return images, np.arange(n) * 7 % 10, batch_size, training

    return [case(100, 7, True), case(50, 8, False), case(20, 30, False)]


def _without_tuning():
    """Options of a dataset that is too short for TensorFlow to look for the fastest way through it."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    options.experimental_optimization.apply_default_optimizations = False
    return options


def facts_of_batches(dataset, images, labels, batch_size, training):
    """Two passes over the dataset: which images came, in which order, and changed how."""
    if not hasattr(dataset, "element_spec"):
        raise TypeError("a tf.data.Dataset is asked for")
    if not isinstance(dataset.element_spec, tuple) or len(dataset.element_spec) != 2:
        raise TypeError("its elements are not pairs (images, labels)")
    limit = 2 * (len(images) // batch_size) + 3
    dataset = dataset.with_options(_without_tuning())
    passes = [[(np.asarray(x), np.asarray(y)) for x, y in islice(dataset, limit)] for _ in range(2)]
    shape = next((x.shape for one in passes for x, _ in one if x.shape[1:] != images.shape[1:]), None)
    if shape:
        raise ValueError(f"images come in the shape {shape}, not (batch, {', '.join(map(str, images.shape[1:]))})")
    is_endless = len(passes[0]) == limit
    passes = [[], []] if is_endless else passes
    known = {np.float32(image).tobytes(): (number, False) for number, image in enumerate(images)}
    known |= {np.float32(image[:, ::-1]).tobytes(): (number, True) for number, image in enumerate(images)}
    found = [[[known.get(np.float32(image).tobytes(), (-1, False)) for image in x] for x, _ in one] for one in passes]
    (first, second), sizes = [list(chain(*one)) for one in found], [len(batch) for batch in found[0]]
    order, mirrored = [number for number, _ in first], {number for number, is_mirrored in first if is_mirrored}
    given = [label for one in passes for _, y in one for label in np.asarray(y).reshape(-1).tolist()]
    away = np.abs(
        np.array([number for number, _ in first + second]) - np.arange(len(first + second)) % max(len(first), 1)
    )
    return {
        "images in a pass": "no end" if is_endless else str(len(first)),
        "largest batch": max(sizes, default=0),
        "smallest batch": min(sizes, default=0),
        "pixels are those of an image or of its mirror image": -1 not in order,
        "every image comes once in a pass": sorted(order) == list(range(len(images))),
        "labels are those of their images": [int(labels[number]) for number, _ in first + second] == given,
        "some images are mirrored": len(mirrored) > 0,
        "some images are as given": len(mirrored) < len(first),
        "some batches hold mirrored images and others": any(
            0 < sum(is_mirrored for _, is_mirrored in batch) < len(batch) for batch in found[0]
        ),
        "the same ones are mirrored in every pass": mirrored
        == {number for number, is_mirrored in second if is_mirrored},
        "images come in the order given": order == list(range(len(images))),
        "images that were neighbours mostly stay so": bool(np.mean(np.diff([0, *order]) == 1) > 0.5),
        "images come from all over the split": bool(len(away) > 0 and away.mean() > 0.22 * len(first)),
        "the order is another in every pass": order != [number for number, _ in second],
    }


@exercise(
    """
    `batches(images, labels, batch_size, training)` gets images `(n, height, width, 1)` and labels `(n,)`. Return
    a `tf.data.Dataset` of batches (images, labels), in which every image comes once in a pass; the last batch may
    be shorter. With `training=True`, shuffle over the whole split, and let `RandomFlip("horizontal")` change the
    images, each by its own chance; both anew in every pass. With `training=False`, order and images stay as
    given.
    """,
    cases=pairs_and_batch_sizes,
    probe=facts_of_batches,
    seconds=20,
    hints=(
        "Which two of the three steps, shuffle, batch and map, are for training only?",
        "The lesson's chain: `from_tensor_slices` of the pair, `shuffle` by as many as there are images, `batch`, then "
        "`map` a function of both that changes the images alone.",
        "`dataset.map(lambda images, labels: (…, labels))`",
    ),
    afterword="The layer stands in the training chain alone; nothing else keeps it off the validation images.",
)
def batches(images, labels, batch_size, training):
    import tensorflow as tf

    from course_utils.quiet import keras

    flip = keras.layers.RandomFlip("horizontal")
    dataset = tf.data.Dataset.from_tensor_slices((images, labels))
    if not training:
        return dataset.batch(batch_size)
    dataset = dataset.shuffle(len(images)).batch(batch_size)
    return dataset.map(lambda images, labels: (flip(images), labels))


@batches.stub
def batches(images, labels, batch_size, training):
    dataset = ...
    return dataset


def _slices(*arrays):
    """A dataset of single images, of single labels, or of pairs."""
    import tensorflow as tf

    return tf.data.Dataset.from_tensor_slices(arrays if len(arrays) > 1 else arrays[0])


def _unflipped(images, labels, batch_size, training):
    dataset = _slices(images, labels)
    dataset = dataset.shuffle(len(images)) if training else dataset
    return dataset.batch(batch_size)


def _flips():
    """A function of a batch (images, labels) that flips images by chance."""
    from course_utils.quiet import keras

    flip = keras.layers.RandomFlip("horizontal")
    return lambda images, labels: (flip(images), labels)


@batches.alternative
def flipped_one_by_one(images, labels, batch_size, training):
    dataset = _slices(images, labels).cache()
    if training:
        dataset = dataset.shuffle(10 * len(images)).map(_flips())
    return dataset.batch(batch_size).prefetch(1)


@batches.alternative
def flipped_by_tensorflow(images, labels, batch_size, training):
    import tensorflow as tf

    def change(images, labels):
        return tf.map_fn(tf.image.random_flip_left_right, images) if training else images, labels

    dataset = _slices(images, labels)
    dataset = dataset.shuffle(len(images), seed=1) if training else dataset
    return dataset.batch(batch_size).map(change)


@batches.misconception(
    "Validation images are flipped too. A `Random…` layer that is called directly is active, so leave it out where "
    "`training` is False."
)
def augments_the_validation_images(images, labels, batch_size, training):
    return _unflipped(images, labels, batch_size, training).map(_flips())


@batches.misconception(
    "`training` has no effect: validation images are shuffled and flipped as well. They should stay as given, "
    "because validation asks about images as they will come."
)
def treats_both_splits_alike(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, True)


@batches.misconception(
    "The flips of the first pass come back in every other one: `cache()` stands behind the random step. Cache "
    "before it, or not at all."
)
def freezes_the_first_flips(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, training).cache()


@batches.misconception(
    "The images were flipped once, before the chain, so every pass shows the same variants. Put the layer inside "
    "the chain, with `map`."
)
def flips_once_for_all(images, labels, batch_size, training):
    changed, _ = _flips()(images, labels) if training else (images, labels)
    return _unflipped(np.asarray(changed), labels, batch_size, training)


@batches.misconception(
    "Images and labels are shuffled apart from each other, so an image gets the label of another. Shuffle a "
    "dataset of pairs."
)
def shuffles_images_apart_from_labels(images, labels, batch_size, training):
    if not training:
        return batches.reference(images, labels, batch_size, False)
    pairs = _slices(images).shuffle(len(images)), _slices(labels).shuffle(len(images))
    return type(pairs[0]).zip(pairs).batch(batch_size).map(_flips())


@batches.misconception(
    "The last batch is thrown away when it is short, and its images are missing from the pass. Every image should "
    "come once."
)
def drops_the_short_batch(images, labels, batch_size, training):
    dataset = batches.reference(images, labels, batch_size, training)
    return dataset.unbatch().batch(batch_size, drop_remainder=True)


@batches.misconception(
    "Training images come in the order given. Shuffle them, or the batches hold the same images every time."
)
def does_not_shuffle(images, labels, batch_size, training):
    dataset = _slices(images, labels).batch(batch_size)
    return dataset.map(_flips()) if training else dataset


@batches.misconception(
    "An image is shuffled only among its neighbours: the number given to `shuffle` is how many wait to be drawn "
    "from. For the whole split it is the number of images."
)
def shuffles_among_neighbours_only(images, labels, batch_size, training):
    dataset = _slices(images, labels)
    return dataset.shuffle(batch_size).batch(batch_size).map(_flips()) if training else dataset.batch(batch_size)


@batches.misconception(
    "A pass never ends, because of `repeat()`. One pass is one epoch; `fit` goes over the dataset again by itself."
)
def repeats_without_end(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, training).repeat()


@batches.misconception(
    "Changed copies are added to the images as they are, so a pass holds twice as many. Each image should come "
    "once in a pass, changed or not as chance will have it."
)
def adds_copies(images, labels, batch_size, training):
    if not training:
        return batches.reference(images, labels, batch_size, False)
    single = _slices(images, labels)
    return single.concatenate(single.map(_flips())).shuffle(2 * len(images)).batch(batch_size)


def images_to_split():
    """Images that differ and have no symmetry; their number is not always a multiple of five."""
    rng = np.random.default_rng(2)
    shapes = (40, 3, 4), (52, 4, 3), (61, 2, 5), (45, 5, 5), (100, 1, 3), (43, 4, 2)
    draws = [rng.permuted(np.tile(np.arange(1, 1 + shape[1] * shape[2]), (shape[0], 1)), axis=1) for shape in shapes]
    cases = []
    for seed, (shape, pixels) in enumerate(zip(shapes, draws, strict=True)):
        numbered = pixels.reshape(shape) + 32 * np.arange(shape[0])[:, None, None]
        cases.append((numbered / 8, np.arange(shape[0]) * 3 % 10, np.random.default_rng(seed)))
    return cases


def facts_of_piles(result, images, labels, rng):
    """Where the images went, and what became of their labels, whoever was held out."""
    if len(result) != 4:
        raise ValueError(f"four arrays are asked for, not {len(result)}")
    known, known_labels, out, out_labels = map(np.asarray, result)
    known, out = (pile[..., 0] if pile.ndim == 4 else pile for pile in (known, out))
    table = {image.tobytes(): (number, False) for number, image in enumerate(images)}
    table |= {np.ascontiguousarray(image[:, ::-1]).tobytes(): (number, True) for number, image in enumerate(images)}
    inside, outside = ([table.get(np.float64(image).tobytes(), (-1, False)) for image in pile] for pile in (known, out))
    held, first = [number for number, _ in outside], [number for number, _ in inside[: len(inside) // 2]]
    every = list(range(len(images)))
    given = [int(labels[number]) for number, _ in inside], [int(labels[number]) for number, _ in outside]
    return {
        "images for training": len(known),
        "images for validation": len(out),
        "labels for training": known_labels.size,
        "labels for validation": out_labels.size,
        "every image is one of those given, or its mirror image": (-1, False) not in inside + outside,
        "an image of the one pile has a copy in the other": bool({number for number, _ in inside} & set(held)),
        "an image of the validation pile is mirrored": any(is_mirrored for _, is_mirrored in outside),
        "an image of the training pile is mirrored": any(is_mirrored for _, is_mirrored in inside),
        "images for training: as given, then mirrored, in the same order": inside
        == [(number, mirrored) for mirrored in (False, True) for number in first],
        "labels for training fit": known_labels.reshape(-1).tolist() == given[0],
        "labels for validation fit": out_labels.reshape(-1).tolist() == given[1],
        "chance says which images are held out": sorted(held) not in (every[: len(held)], every[-len(held) :]),
    }


@exercise(
    """
    `split_and_augment(images, labels, rng)` makes a training pile and a validation pile of `n` images
    `(n, height, width)`. A fifth of the images (`n // 5`), drawn by `rng`, is for validation, as given. All
    others are for training, first as given, then once more mirrored (left and right change places), in the same
    order. Returned are the training images, their labels, the validation images, their labels. Mend the function.
    """,
    cases=images_to_split,
    probe=facts_of_piles,
    hints=(
        "Take one garment and its mirror image: into which pile does each of them go?",
        "What is drawn must be images, not copies. So the draw comes first, from `n`; then only one pile is mirrored.",
        "`known = images[kept]` first; then `np.concatenate([known, …])`, and its labels likewise.",
    ),
    afterword="Split first, then augment the training pile and nothing else: then validation asks about unseen images.",
)
def split_and_augment(images, labels, rng):
    order = rng.permutation(len(images))
    out, kept = np.split(order, [len(images) // 5])
    known = np.concatenate([images[kept], images[kept][:, :, ::-1]])
    known_labels = np.concatenate([labels[kept], labels[kept]])
    return known, known_labels, images[out], labels[out]


@split_and_augment.repair
def split_and_augment(images, labels, rng):
    images = np.concatenate([images, images[:, :, ::-1]])
    labels = np.concatenate([labels, labels])
    order = rng.permutation(len(images))
    out, kept = np.split(order, [len(images) // 5])
    return images[kept], labels[kept], images[out], labels[out]


def _piles(images, labels, rng):
    """Return (images, labels) for training, then for validation, before any change."""
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return images[kept], labels[kept], images[out], labels[out]


def _and_mirrored(images, labels):
    return np.concatenate([images, images[:, :, ::-1]]), np.concatenate([labels, labels])


@split_and_augment.alternative
def marked_and_flipped(images, labels, rng):
    is_held = np.zeros(len(images), bool)
    is_held[rng.choice(len(images), len(images) // 5, replace=False)] = True
    known = [image for image, held in zip(images, is_held, strict=True) if not held]
    known_labels = np.tile(labels[~is_held], 2)
    return np.array(known + [np.fliplr(image) for image in known]), known_labels, images[is_held], labels[is_held]


@split_and_augment.alternative
def shuffled_first(images, labels, rng):
    order, held = rng.permutation(len(images)), len(images) // 5
    images, labels = images[order], labels[order]
    return *_and_mirrored(images[:-held], labels[:-held]), images[-held:], labels[-held:]


@split_and_augment.misconception(
    "Now the piles share no garment, but the validation pile is mirrored as well. It should ask about images as "
    "they will come, so leave it as given."
)
def augments_both_piles(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(known, known_labels), *_and_mirrored(out, out_labels)


@split_and_augment.misconception(
    "The validation images are as given, but their mirror images are in the training pile: mirror only what is "
    "left after the split."
)
def mirrors_the_held_out_images_into_training(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    added, added_labels = np.concatenate([known, out]), np.concatenate([known_labels, out_labels])
    known = np.concatenate([known, added[:, :, ::-1]])
    return known, np.concatenate([known_labels, added_labels]), out, out_labels


@split_and_augment.misconception(
    "A fifth is copied for validation but not taken away: those images are in the training pile too. Train on the "
    "rest only."
)
def trains_on_everything(images, labels, rng):
    _, _, out, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(images, labels), out, out_labels


@split_and_augment.misconception(
    "Nothing leaks, but `rng` draws nothing: the same stretch of images is held out every time. In a set sorted by "
    "class it would hold some classes only."
)
def holds_out_a_fixed_fifth(images, labels, rng):
    held = len(images) // 5
    return *_and_mirrored(images[held:], labels[held:]), images[:held], labels[:held]


@split_and_augment.misconception(
    "The leak is gone, and so are the training images as given: only their mirror images are left. They are to be "
    "added."
)
def replaces_images_by_mirrored_ones(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return known[:, :, ::-1], known_labels, out, out_labels


@split_and_augment.misconception(
    "The images are split well, but nothing is mirrored any more. The training pile should hold each image twice."
)
def mends_the_leak_by_dropping_augmentation(images, labels, rng):
    return _piles(images, labels, rng)


@split_and_augment.misconception(
    "The training images are repeated as they are: each comes twice, and neither is mirrored. Turn the columns of "
    "the second."
)
def repeats_without_mirroring(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return np.concatenate([known, known]), np.concatenate([known_labels, known_labels]), out, out_labels


@split_and_augment.misconception(
    "The added images stand on their heads: axis 1 holds the rows. To change left and right, turn axis 2, the columns."
)
def turns_images_upside_down(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return np.concatenate([known, known[:, ::-1]]), np.concatenate([known_labels, known_labels]), out, out_labels


@split_and_augment.misconception(
    "The labels no longer fit: each is repeated at once, while the mirrored images stand behind all others. Put "
    "labels together in the order of the images."
)
def repeats_each_label_at_once(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return _and_mirrored(known, known_labels)[0], np.repeat(known_labels, 2), out, out_labels


@split_and_augment.misconception(
    "Images and labels are drawn apart from each other, so an image gets the label of another. One draw of numbers "
    "has to serve both."
)
def draws_labels_apart_from_images(images, labels, rng):
    known, _, out, _ = _piles(images, labels, rng)
    _, known_labels, _, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(known, known_labels), out, out_labels


@split_and_augment.misconception(
    "Training and validation have changed places: four fifths are held out. The fifth is for validation, the rest "
    "for training."
)
def trains_on_the_fifth(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(out, out_labels), known, known_labels
