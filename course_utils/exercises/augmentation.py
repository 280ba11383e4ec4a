"""Exercises of lesson 07: what changes do and buy, predicted; a shift, random erasing, a pipeline; a leak to mend."""

from itertools import chain, islice

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    `RandomTranslation(0.25, 0.25)` moves images that are 28 pixels wide, each by its own chance. How many pixels to
    the right can one go at most? Answer with a number.
    """,
    hints=("Of which length is 0.25 a part, and how long is that in pixels?",),
    objectives=(1,),
    afterword="The same number stands for as many pixels to the left.",
)
def farthest_right():
    return 0.25 * 28


@farthest_right.alternative
def a_quarter_of_the_side():
    return 28 / 4


@farthest_right.misconception("That would be a part of one pixel. The layer counts in sides of the image.")
def counts_in_pixels():
    return 0.25


@farthest_right.misconception("Left and right do not share the range: each direction has all of it.")
def shares_the_range_between_left_and_right():
    return 0.25 * 28 / 2


@farthest_right.misconception("From the far left to the far right it is so far. Count from where the image was.")
def from_one_end_to_the_other():
    return 0.25 * 28 * 2


@farthest_right.misconception("That is a part of all 784 pixels, an area. A way along a row is measured by the row.")
def takes_a_part_of_all_pixels():
    return 0.25 * 28 * 28


@farthest_right.misconception("So much of the image would stay in view. Asked is the way that it goes.")
def what_stays_in_view():
    return 28 - 0.25 * 28


@prediction(
    """
    The judge recognises 444 of 500 ankle boots. Now left and right change places in all 500 images, and it is asked
    again, with the same averages. How many does it recognise? Answer `"nearly all"`, `"about half"` or
    `"nearly none"`.
    """,
    choices=("nearly all", "about half", "nearly none"),
    hints=("Which way do the boots of this data set point, and which way does their average?",),
    objectives=(1,),
    afterword="A mirrored boot lies where the average boot is dark, and the other way round.",
)
def boots_in_the_mirror():
    return "nearly none"


@boots_in_the_mirror.misconception(
    "You would: you know what a boot is. This judge compares pixel with pixel. Do mirrored pixels lie where they lay?"
)
def nearly_all():
    return "nearly all"


@boots_in_the_mirror.misconception(
    "So it would be if half of the boots pointed each way, and their average both ways. Look at a few boots first."
)
def about_half():
    return "about half"


@prediction(
    """
    The upper 14 of the 28 rows of all 500 boots are made black, and with them the shafts. What does the judge call
    most of them now? Answer `"Ankle boot"`, `"Sneaker"`, `"Sandal"` or `"Bag"`.
    """,
    choices=("Ankle boot", "Sneaker", "Sandal", "Bag"),
    hints=("The upper half is black now: which of the four averages is darkest there?",),
    objectives=(1,),
    afterword="Its average is the darkest in the upper half, so that black rows cost it least.",
)
def without_a_shaft():
    return "Sandal"


@without_a_shaft.misconception(
    "The foot still fits best, but the average boot has a shaft, and each of its bright pixels now meets a black one."
)
def ankle_boot():
    return "Ankle boot"


@without_a_shaft.misconception(
    "A low shoe is a good thought. What counts is the distance in pixels: whose average is darker still in the upper "
    "half?"
)
def sneaker():
    return "Sneaker"


@without_a_shaft.misconception(
    "The average bag is bright in the upper half as well, where the images are black now. That is far away."
)
def bag():
    return "Bag"


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
    objectives=(1,),
    afterword="Whether a change is safe depends on the labels: the same flip leaves a boot a boot.",
)
def unsafe():
    return "horizontal flip"


@unsafe.misconception("With top and bottom exchanged, an arrow that points left still does: its label stays true.")
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


@prediction(
    """
    500 images pass through the chain three times, three epochs. In how many *different* versions does the network see
    each image, if no two draws of a shift are alike: without layers; with shifts; with shifts and `cache()` behind
    them? Answer with a tuple of three whole numbers.
    """,
    hints=("What does each epoch add that the ones before it have not shown?",),
    objectives=(1, 2),
    afterword="What is kept behind the shift is kept shifted.",
)
def versions_seen():
    return (1, 3, 1)


@versions_seen.alternative
def images_by_images():
    return (500 // 500, 1500 // 500, 500 // 500)


@versions_seen.misconception("`cache()` stands behind the shifts: in the second epoch, what does it hand out?")
def draws_anew_behind_the_cache():
    return (1, 3, 3)


@versions_seen.misconception("The layer is not asked once for all: without a cache it draws each time an image passes.")
def one_draw_for_all_epochs():
    return (1, 1, 1)


@versions_seen.misconception("Without layers the pixels are the same in each epoch: an image seen again is no new one.")
def counts_an_image_seen_again():
    return (3, 3, 3)


@versions_seen.misconception("A changed image comes in place of the original, which is not shown beside it.")
def adds_the_originals():
    return (1, 4, 2)


@versions_seen.misconception("The first epoch's images pass through the layer as well: they are shifted like the rest.")
def shifts_from_the_second_epoch_on():
    return (1, 2, 1)


@exercise(
    """
    A `tf.data` pipeline maps a random shift over a training split of 350 different images, in batches of 40, for
    6 epochs. Every image draws its own shift each time, nothing is cached, and no two draws give the same image.
    How many different images is the network shown in training?
    """,
    hints=(
        "How many images pass in one epoch, and can any of them come again in the next?",
        "An epoch is as long as before: 350 images. Each of them is new, because its shift was drawn anew.",
        "`350 * …`: what changes from one epoch to the next?",
    ),
    objectives=(1, 2),
    afterword="An epoch stays as long as it was; what is in it is new every time.",
)
def variants():
    return 350 * 6


@variants.alternative
def epoch_by_epoch():
    return 350 + 350 + 350 + 350 + 350 + 350


@variants.misconception("That is one epoch. Each further one draws anew, because nothing is cached.")
def the_first_epoch_again_and_again():
    return 350


@variants.misconception("Each image is changed in place of being shown: the untouched ones do not come as well.")
def counts_the_originals_as_well():
    return 350 + 350 * 6


@variants.misconception("The first epoch's images are changed as well: every epoch shows 350 that are new.")
def changed_ones_after_the_first_epoch():
    return 350 * 5


@variants.misconception("Two versions of each are all that a mirror flip can make. A shift has another in every epoch.")
def two_versions_of_each():
    return 350 * 2


@variants.misconception("In an epoch each image comes once, changed. No second version comes beside it.")
def two_versions_of_each_in_every_epoch():
    return 350 * 2 * 6


@variants.misconception("That is one draw for each batch. Still, every image in a batch draws its own shift.")
def one_draw_for_a_batch():
    return 9 * 6


@variants.misconception("Nothing is stored, so nothing doubles: each epoch starts from the same 350 and shows 350.")
def doubled_in_every_epoch():
    return 350 * 2**6


@variants.misconception("An image is in one batch of each epoch: the size of the batch multiplies nothing.")
def multiplied_by_the_batch():
    return 350 * 40 * 6


@prediction(
    """
    Five rotated copies are made of each of 500 images; then a fifth of all copies is held out. A classifier that
    copies the label of the nearest known copy is scored on the held-out copies, and on images that nobody copied.
    Compared with the second score, the first is … Answer `"lower"`, `"equal"` (within a hundredth) or `"higher"`.
    """,
    choices=("lower", "equal", "higher"),
    hints=("Where are the other four copies of an image, of which one was held out?",),
    objectives=(2,),
    afterword="Nearly every held-out copy has a sister among the known ones.",
)
def score_on_copies():
    return "higher"


@score_on_copies.misconception(
    "A rotated copy looks a little unlike the data, but the known ones are rotated as well. To which of them is a "
    "held-out copy nearest?"
)
def lower():
    return "lower"


@score_on_copies.misconception(
    "So it would be if a held-out copy had nothing to do with the known ones. From which image was it made?"
)
def equal():
    return "equal"


@prediction(
    """
    `dropout` is a `Dropout(0.5)`, `rotate` a `RandomRotation(0.1)`, and `model` consists of `rotate` alone. Which of
    five calls change the boot: `dropout(boot)`, `rotate(boot)`, `rotate(boot, training=False)`, `model(boot)`,
    `model.predict(boot)`? Answer with a tuple of five, each `True` or `False`.
    """,
    hints=("Which of the two kinds of layers waits to be told that this is training?",),
    objectives=(2,),
    afterword="A `Random…` layer is active until it is told otherwise.",
)
def calls_that_change():
    return (False, True, False, True, False)


@calls_that_change.alternative
def every_second_one():
    return tuple(place % 2 == 1 for place in range(5))


@calls_that_change.misconception("A dropout layer that is called by itself takes it for inference, and hands all on.")
def dropout_is_active_when_called():
    return (True, True, False, True, False)


@calls_that_change.misconception("Called by themselves, the two layers differ: only one of them waits for training.")
def rotation_waits_for_training():
    return (False, False, False, True, False)


@calls_that_change.misconception("`training=False` is heard by every layer that has two modes.")
def rotation_does_not_hear_training():
    return (False, True, True, True, False)


@calls_that_change.misconception("Calling a model says nothing of training, so each layer does what it does by itself.")
def a_model_called_is_at_inference():
    return (False, True, False, False, False)


@calls_that_change.misconception("`predict` means inference, and tells all layers so.")
def predict_leaves_it_active():
    return (False, True, False, True, True)


@prediction(
    """
    Which one of these three changes brings the gap, training minus validation accuracy, down most, compared with the
    plain network? Answer `"dropout"`, `"flips"` or `"shifts"`.
    """,
    choices=("dropout", "flips", "shifts"),
    hints=("Under which of the three can the network still learn each training image by heart?",),
    objectives=(3,),
    afterword="What never comes twice is hard to learn by heart.",
)
def narrowest_gap():
    return "shifts"


@narrowest_gap.misconception(
    "It hinders, but the 500 images stay the same 500 in every epoch. Which change leaves nothing to learn by heart?"
)
def dropout():
    return "dropout"


@narrowest_gap.misconception(
    "A flip knows two versions of each image. A network that can learn 500 images by heart can learn 1,000."
)
def flips():
    return "flips"


@prediction(
    """
    500 images with shifts, or 2,000 real images without: which network is more accurate on the validation images, and
    which on validation images moved by two pixels? Answer `"shifts, shifts"`, `"shifts, real"`, `"real, shifts"` or
    `"real, real"`.
    """,
    choices=("shifts, shifts", "shifts, real", "real, shifts", "real, real"),
    hints=("Which of the two networks has been shown what each of the two tests asks for?",),
    objectives=(3,),
    afterword="Each is ahead where it was shown what it is asked.",
)
def ahead_in_each_test():
    return "real, shifts"


@ahead_in_each_test.misconception(
    "On moved images, yes. The validation images are as well centred as the training images: what does a shift add?"
)
def shifts_shifts():
    return "shifts, shifts"


@ahead_in_each_test.misconception(
    "It is the other way round in both: which of the two networks has seen more garments, which more places?"
)
def shifts_real():
    return "shifts, real"


@ahead_in_each_test.misconception(
    "On the validation images, yes. But how many of the 2,000, all of them centred, look like a moved one?"
)
def real_real():
    return "real, real"


@prediction(
    """
    Plain and shifts are trained again, with the same seeds, for 12 epochs in place of 48. In accuracy on the
    validation images as they are, where is the network with shifts? Answer `"ahead"`, `"level"` (within half a point)
    or `"behind"`.
    """,
    choices=("ahead", "level", "behind"),
    hints=("How often has each of the two networks been shown one and the same image after 12 epochs?",),
    objectives=(3,),
    afterword="What changes in every epoch takes more of them to learn.",
)
def after_twelve_epochs():
    return "behind"


@after_twelve_epochs.misconception(
    "After 48 epochs it was. The plain network sees the same 500 images in all 12: which of the two has it easier?"
)
def ahead():
    return "ahead"


@after_twelve_epochs.misconception(
    "The two do not start alike: one sees the same 500 images each time, the other never one twice. Who is slower?"
)
def level():
    return "level"


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
    objectives=(3,),
    afterword="Augmentation adds what you know about the images, not what they do not show.",
)
def new_information():
    return "new photographs"


@new_information.misconception(
    "Each variant is computed from the 300. They teach what does not matter, and show no new leaf."
)
def fresh_changes():
    return "fresh changes"


@new_information.misconception(
    "Each of the 3,000 files is computed from one of the 300: more images, and still no new leaf."
)
def stored_copies():
    return "stored copies"


@new_information.misconception("More epochs show the same 300 more often; the network may learn them by heart.")
def more_epochs():
    return "more epochs"


@prediction(
    """
    Boots that point right, 500 of them, mirrored validation images: which of these networks knows most of them? Answer
    `"dropout"`, `"flips"`, `"shifts"` or `"2,000 real"`.
    """,
    choices=("dropout", "flips", "shifts", "2,000 real"),
    hints=("Which of the four has ever been shown a boot that points right?",),
    objectives=(3,),
    afterword="A network learns the tolerance it is shown.",
)
def knows_the_mirror():
    return "flips"


@knows_the_mirror.misconception("Dropout silences units by chance. It shows the network no other boot.")
def chance_inside():
    return "dropout"


@knows_the_mirror.misconception("A moved boot still points left. What must it be shown to know the other direction?")
def other_places():
    return "shifts"


@knows_the_mirror.misconception(
    "There are four times as many boots among them, but in this data set nearly all point left."
)
def more_boots_of_one_direction():
    return "2,000 real"


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
    objectives=(1,),
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


@shifted.misconception("What leaves on one side comes in again on the other, as `np.roll` does it. Let zeros come in.")
def wraps_around(image, rows, columns):
    return np.roll(image, (rows, columns), axis=(0, 1))


@shifted.misconception("Both axes go the other way: the pixel at `[0, 0]` should go to `[rows, columns]`.")
def moves_the_opposite_way(image, rows, columns):
    return framed_and_cut_out(image, -rows, -columns)


@shifted.misconception("Columns are right, but positive `rows` move the image up. Row numbers grow downwards.")
def takes_rows_as_height_above_the_ground(image, rows, columns):
    return framed_and_cut_out(image, -rows, columns)


@shifted.misconception("Rows are right, but positive `columns` move the image to the left, not to the right.")
def goes_left_for_positive_columns(image, rows, columns):
    return framed_and_cut_out(image, rows, -columns)


@shifted.misconception("The two axes are swapped: `rows` moves sideways. Axis 0 counts rows, from top to bottom.")
def swaps_rows_and_columns(image, rows, columns):
    return framed_and_cut_out(image, columns, rows)


@shifted.misconception("The outermost pixels are smeared into the gap, as by the fill mode nearest. Leave zeros there.")
def repeats_the_edge(image, rows, columns):
    return framed_and_cut_out(image, rows, columns, mode="edge")


@shifted.misconception("A negative shift is made like a positive one. Its sign means up, or to the left.")
def ignores_the_signs(image, rows, columns):
    return framed_and_cut_out(image, abs(rows), abs(columns))


@shifted.misconception("A negative shift leaves the image where it was on that axis. It means up, or to the left.")
def moves_only_for_positive_numbers(image, rows, columns):
    return framed_and_cut_out(image, max(rows, 0), max(columns, 0))


@shifted.misconception("Down and up are right, but `columns` has no effect.")
def ignores_the_columns(image, rows, columns):
    return framed_and_cut_out(image, rows, 0)


@shifted.misconception("Left and right are right, but `rows` has no effect.")
def ignores_the_rows(image, rows, columns):
    return framed_and_cut_out(image, 0, columns)


@shifted.misconception("The result is smaller than the image: pixels were cut off, and none came in. Fill with zeros.")
def cuts_off_and_fills_nothing(image, rows, columns):
    height, width = image.shape
    return image[max(-rows, 0) : max(height - rows, 0), max(-columns, 0) : max(width - columns, 0)]


@shifted.misconception("The result is larger than the image: zeros came in, and nothing was cut off. Keep the shape.")
def grows(image, rows, columns):
    return np.pad(image, [(max(rows, 0), max(-rows, 0)), (max(columns, 0), max(-columns, 0))])


@shifted.misconception(
    "Zeros stand at the top and at the left only. A negative number leaves its gap at the other end."
)
def rolls_and_blanks_the_first_rows(image, rows, columns):
    result = np.roll(image, (rows, columns), axis=(0, 1))
    result[: abs(rows)], result[:, : abs(columns)] = 0, 0
    return result


@shifted.misconception("Negative places are at the other end. Move a pixel only where both are at least 0.")
def lets_negative_places_come_in_at_the_end(image, rows, columns):
    result, (height, width) = np.zeros_like(image), image.shape
    for row, column in np.ndindex(image.shape):
        if row + rows < height and column + columns < width:
            result[row + rows, column + columns] = image[row, column]
    return result


@shifted.misconception("Negative places are read from the other end. Where `row - rows` is below 0, leave a zero.")
def reads_negative_places_from_the_end(image, rows, columns):
    result, (height, width) = np.zeros_like(image), image.shape
    for row, column in np.ndindex(image.shape):
        if row - rows < height and column - columns < width:
            result[row, column] = image[row - rows, column - columns]
    return result


@shifted.misconception("Slices like `image[:-rows]` fit positive numbers only: 0 makes them empty.")
def slices_for_positive_numbers_only(image, rows, columns):
    result = np.zeros_like(image)
    result[rows:, columns:] = image[:-rows, :-columns]
    return result


@shifted.misconception("A shift larger than the image stops it: all pixels are lost then, and zeros are left.")
def stops_at_a_shift_larger_than_the_image(image, rows, columns):
    result, (height, width) = np.zeros_like(image), image.shape
    kept = image[max(-rows, 0) : height - max(rows, 0), max(-columns, 0) : width - max(columns, 0)]
    result[max(rows, 0) : height + min(rows, 0), max(columns, 0) : width + min(columns, 0)] = kept
    return result


class Lent(np.random.Generator):
    """The generator of one case in a series of three. `drawn` belongs to the series: what was drawn in each case."""


def lent_in_series(seed):
    """Three generators, the first two alike. The judge looks at cases 4 to 6 of one function without a break.

    So their images are like those of the first case: what stops a function would have stopped it there.
    """
    series, drawn = [Lent(np.random.PCG64(one)) for one in (seed, seed, seed + 1)], {}
    for place, rng in enumerate(series):
        rng.place, rng.drawn = place, drawn
    return series


def source_of_chance(rng, drawn):
    """At the end of a series, a fact on where its chance came from."""
    if not isinstance(rng, Lent):
        return {}
    rng.drawn[rng.place] = drawn
    if rng.place < 2:
        return {}
    first, second, third = (rng.drawn.pop(place) for place in range(3))
    drawn_by = "nothing: it is the same every time" if first == third else "rng"
    return {"what is drawn, is drawn by": drawn_by if first == second else "another generator than rng"}


def images_to_erase():
    """Many images, so that chance evens out; none of their pixels is 0."""
    rng = np.random.default_rng(1)
    sizes = ((1000, 7, 8), 3), ((1000, 8, 6), 4), ((1, 4, 5), 1), ((1200, 5, 9), 3), *3 * [((40, 7, 8), 3)]
    generators = [*map(np.random.default_rng, range(4)), *lent_in_series(7)]
    cases = [(rng.uniform(0.25, 1, shape), size, lent) for (shape, size), lent in zip(sizes, generators, strict=True)]
    return [*cases, (rng.integers(1, 256, (1000, 6, 5)).astype(np.uint8), 1, np.random.default_rng(8))]


def facts_of_holes(result, images, size, rng):
    """What is true of every batch erased as asked, however its places were drawn."""
    result = np.asarray(result, dtype=float)
    result = result[..., 0] if result.shape == (*images.shape, 1) else result
    fits = result.shape == images.shape
    holes = result == 0 if fits else np.zeros(images.shape, bool)
    counts, rows, columns = holes.sum(axis=(1, 2)), holes.any(axis=2), holes.any(axis=1)
    (top, height), (left, width) = map(_first_and_span, (rows, columns))
    if isinstance(rng, Lent):  # few images: how large the smallest hole is would be chance
        return source_of_chance(rng, (top.tolist(), left.tolist()))
    is_square = bool(np.all((height == size) & (width == size) & (counts == size**2)))
    places = {*zip(top.tolist(), left.tolist(), strict=True)}
    return {
        "shape of the result": str(result.shape),
        "zeros in an image, at least": counts.min(),
        "zeros in an image, at most": counts.max(),
        "too few zeros only at the lower or right border": bool(
            np.all((counts >= size**2) | rows[:, -1] | columns[:, -1])
        ),
        "an image's zeros form one square": is_square,
        "pixels outside the zeros are as before": fits and np.allclose(result[~holes], images[~holes], rtol=1e-4),
        "some pixels have changed": fits and not np.allclose(result, images, rtol=1e-4),
        "images differ in the place of the square": len(places) > 1,
        "places where the square is found": len(places) if is_square else "not counted",
        "never erased is": _unreached(holes.any(axis=0)) if len(places) > 1 else "not counted",
        "the possible places come": _spread(top, left, *(np.array(images.shape[1:]) - size)) if is_square else "?",
    }


def _unreached(erased):
    borders = {"the first row": erased[0], "the last row": erased[-1]}
    borders |= {"the first column": erased[:, 0], "the last column": erased[:, -1]}
    return ", ".join(name for name, pixels in borders.items() if not pixels.any()) or "no border"


def _spread(top, left, lowest, rightmost):
    """Whether places come as often as chance has it: chi-squared, with a cube root nearly normal."""
    _, drawn = np.unique(top * 100 + left, return_counts=True)
    possible = (lowest + 1) * (rightmost + 1)
    expected, freedom = len(top) / possible, possible - 1
    squares = ((drawn - expected) ** 2).sum() / expected + (possible - len(drawn)) * expected
    deviations = ((squares / freedom) ** (1 / 3) - 1 + 2 / (9 * freedom)) / (2 / (9 * freedom)) ** 0.5
    if len(top) == 1 or abs(deviations) < 5:
        return "as chance has it"
    if deviations < 0:
        return "more evenly than by chance"
    ends = [
        (np.mean((at == 0) | (at == last)) - 1 / last) * last**0.5 for at, last in ((top, lowest), (left, rightmost))
    ]
    is_half = np.abs(ends).max() < 5 / len(top) ** 0.5  # as of numbers that are rounded
    return "half as often at the border" if is_half else "some too often, others too seldom"


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
    objectives=(1,),
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


@with_holes.misconception("All images lose the same square. Draw one row and one column for each image.")
def same_place_in_all_images(images, size, rng):
    tops, lefts = _drawn_inside(images, size, rng)
    return _erased_at(images, tops[0] + 0 * tops, lefts[0] + 0 * lefts, size)


@with_holes.misconception("Squares hang over the lower or right border. Leave room for `size` rows and columns.")
def hangs_over_the_border(images, size, rng):
    n, height, width = images.shape
    return _erased_at(images, rng.integers(0, height, n), rng.integers(0, width, n), size)


@with_holes.misconception("Squares that hang over are pushed back, so border places come too often. Draw what fits.")
def pushes_squares_back_from_the_border(images, size, rng):
    n, height, width = images.shape
    tops, lefts = rng.integers(0, height, n), rng.integers(0, width, n)
    return _erased_at(images, tops.clip(0, height - size), lefts.clip(0, width - size), size)


@with_holes.misconception(
    "The last row and column are never erased: there is one more place than `height - size` for the upper row, and "
    "`rng.integers(0, b)` leaves `b` out."
)
def never_reaches_the_last_places(images, size, rng):
    n, height, width = images.shape
    return _erased_at(images, rng.integers(0, height - size, n), rng.integers(0, width - size, n), size)


@with_holes.misconception("Not `rng` alone draws: with an equal generator the places should be equal.")
def draws_from_another_generator(images, size, rng):
    return by_masks(images, size, np.random.default_rng())


@with_holes.misconception("The places are the same whatever `rng` is, as those of a fixed seed are. Let `rng` draw.")
def draws_the_same_every_time(images, size, rng):
    return by_masks(images, size, np.random.default_rng(0))


@with_holes.misconception("Rounded, the outermost places come half as often. Draw whole numbers: `rng.integers`.")
def rounds_a_number_to_a_place(images, size, rng):
    n, height, width = images.shape
    tops, lefts = rng.random(n) * (height - size), rng.random(n) * (width - size)
    return _erased_at(images, tops.round(), lefts.round(), size)


@with_holes.misconception("Squares round a centre hang over all four borders. Draw the corner of one that fits.")
def cut_off_at_every_border(images, size, rng):
    n, height, width = images.shape
    tops, lefts = rng.integers(0, height, n) - size // 2, rng.integers(0, width, n) - size // 2
    return _erased_at(images, tops, lefts, size)


@with_holes.misconception("Height and width are swapped in the draw. Axis 1 is the height, axis 2 the width.")
def swaps_height_and_width(images, size, rng):
    n, height, width = images.shape
    return _erased_at(images, rng.integers(0, width - size + 1, n), rng.integers(0, height - size + 1, n), size)


@with_holes.misconception("One number serves as row and as column, so all squares lie on a diagonal. Draw two each.")
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


@with_holes.misconception("There is one row and one column too many: `top : top + size` has `size` rows already.")
def one_pixel_too_many(images, size, rng):
    return _erased_at(images, *_drawn_inside(images, size, rng), size + 1)


@with_holes.misconception("`size // 2` pixels each way are one short for an odd size. Start from a corner.")
def half_the_size_each_way(images, size, rng):
    return _erased_at(images, *_drawn_inside(images, size, rng), size // 2 * 2)


@with_holes.misconception("The square is kept, and all round it is erased. It should be the other way round.")
def keeps_the_square_and_erases_the_rest(images, size, rng):
    return images - by_masks(images, size, rng)


@with_holes.misconception("The squares are where they should be, but grey or white. Here they should be black: 0.")
def fills_with_another_value(images, size, rng):
    is_hole = by_masks(np.ones(images.shape), size, rng) == 0
    return np.where(is_hole, images.mean(axis=(1, 2), keepdims=True), images)


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


EARLY, SHARE = "images may come first from all over the split", "images that are mirrored"


def _known(images):
    """Bytes of each image in each of its four flips -> (its number, whether it is mirrored, whether upside down)."""
    turned = {(False, False): images, (True, False): images[:, :, ::-1], (False, True): images[:, ::-1]}
    turned[True, True] = images[:, ::-1, ::-1]
    return {np.float32(x).tobytes(): (n, *how) for how, all_ in turned.items() for n, x in enumerate(all_)}


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
    if len(passes[0]) == limit:
        return {"images in a pass": "no end"}
    known, unknown = _known(images), (-1, False, False)
    batches = [[[known.get(np.float32(image).tobytes(), unknown) for image in x] for x, _ in one] for one in passes]
    given = [label for one in passes for _, y in one for label in np.asarray(y).reshape(-1).tolist()]
    first, second = [list(chain(*one)) for one in batches]
    order, flips = _facts_of_order(first, second, labels, given), _facts_of_flips(batches[0], first, second)
    is_counted = training and order["every image comes once in a pass"]  # else there are too few, or others
    return order | flips if is_counted else {**order, **flips, **dict.fromkeys((EARLY, SHARE))}


def _facts_of_order(first, second, labels, given):
    """What holds of the numbers of images in two passes, and of the labels that came with them."""
    order, again = [number for number, *_ in first], [number for number, *_ in second]
    early = max((number - place for one in (order, again) for place, number in enumerate(one)), default=0)
    neighbours_stay = bool(np.mean(np.diff([0, *order]) == 1) > 0.5)
    return {
        "images in a pass": str(len(order)),
        "pixels are those of an image, or of a flipped one": -1 not in order,
        "every image comes once in a pass": sorted(order) == list(range(len(labels))),
        "labels are those of their images": [int(labels[number]) for number in order + again] == given,
        "images come in the order given": order == list(range(len(labels))),
        "images that were neighbours mostly stay so": neighbours_stay,
        EARLY: early > 0.55 * len(labels) and not neighbours_stay,  # of a few whole batches, chance would say either
        "the order is another in every pass": order != again,
    }


def _facts_of_flips(batches, first, second):
    """What holds of the images that came mirrored."""
    mirrored, later = ({number for number, is_mirrored, _ in one if is_mirrored} for one in (first, second))
    shares = [np.mean([is_mirrored for _, is_mirrored, _ in batch]) for batch in batches]
    return {
        "largest batch": max(map(len, batches), default=0),
        "smallest batch": min(map(len, batches), default=0),
        "images of a batch are mirrored all together": (together := all(share in (0, 1) for share in shares)),
        SHARE: _how_many(len(mirrored), len(first), together),
        "images stand on their heads": any(is_turned for *_, is_turned in first),
        "the same ones are mirrored in every pass": mirrored == later,
    }


def _how_many(some, among, together):
    if some in (0, among):
        return "all" if some else "none"
    return "some" if together or 0.25 * among < some < 0.75 * among else "far fewer or more than half"


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
    needs="keras",
    hints=(
        "Which two of the three steps, shuffle, batch and map, are for training only?",
        "The lesson's chain: `from_tensor_slices` of the pair, `shuffle` by as many as there are images, `batch`, then "
        "`map` a function of both that changes the images alone.",
        "`dataset.map(lambda images, labels: (…, labels))`",
    ),
    objectives=(2,),
    afterword="Nothing but your chain keeps the layer off the validation images.",
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


def _flips(mode="horizontal"):
    """A function of a batch (images, labels) that flips images by chance."""
    from course_utils.quiet import keras

    flip = keras.layers.RandomFlip(mode)
    return lambda images, labels: (flip(images), labels)


@batches.alternative
def flipped_one_by_one(images, labels, batch_size, training):
    dataset = _slices(images, labels).cache()
    if training:
        dataset = dataset.shuffle(10 * len(images)).map(_flips())
    return dataset.batch(batch_size).prefetch(1)


@batches.misconception("Validation images are flipped too: a `Random…` layer that is called is active. Leave it out.")
def augments_the_validation_images(images, labels, batch_size, training):
    return _unflipped(images, labels, batch_size, training).map(_flips())


@batches.misconception("Validation images are shuffled and flipped as well. With `training=False` they stay as given.")
def treats_both_splits_alike(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, True)


@batches.misconception("Every pass repeats the first, as behind a `cache()` at the end. Cache before what is random.")
def freezes_the_first_flips(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, training).cache()


@batches.misconception(
    "Every pass shows the same variants: the flips were made once, before the chain or before a `cache()`. Put the "
    "layer into `map`, with no `cache()` behind it."
)
def flips_once_for_all(images, labels, batch_size, training):
    changed, _ = _flips()(images, labels) if training else (images, labels)
    return _unflipped(np.asarray(changed), labels, batch_size, training)


@batches.misconception("Images and labels are shuffled apart, so an image gets another's label. Shuffle pairs.")
def shuffles_images_apart_from_labels(images, labels, batch_size, training):
    if not training:
        return batches.reference(images, labels, batch_size, False)
    pairs = _slices(images).shuffle(len(images)), _slices(labels).shuffle(len(images))
    return type(pairs[0]).zip(pairs).batch(batch_size).map(_flips())


@batches.misconception("The last batch is thrown away when it is short. Every image should come once in a pass.")
def drops_the_short_batch(images, labels, batch_size, training):
    dataset = batches.reference(images, labels, batch_size, training)
    return dataset.unbatch().batch(batch_size, drop_remainder=True)


@batches.misconception("Training images come in the order given, in the same batches every time. Shuffle them.")
def does_not_shuffle(images, labels, batch_size, training):
    dataset = _slices(images, labels).batch(batch_size)
    return dataset.map(_flips()) if training else dataset


@batches.misconception(
    "The number given to `shuffle` is how many images wait to be drawn from. For the whole split, let all of them wait."
)
def shuffles_among_neighbours_only(images, labels, batch_size, training):
    dataset = _slices(images, labels)
    return dataset.shuffle(batch_size).batch(batch_size).map(_flips()) if training else dataset.batch(batch_size)


@batches.misconception("A pass never ends, because of `repeat()`. One pass is one epoch; `fit` starts the next.")
def repeats_without_end(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, training).repeat()


@batches.misconception("Changed copies are added to the images as given. Each should come once in a pass.")
def adds_copies(images, labels, batch_size, training):
    if not training:
        return batches.reference(images, labels, batch_size, False)
    single = _slices(images, labels)
    return single.concatenate(single.map(_flips())).shuffle(2 * len(images)).batch(batch_size)


@batches.misconception("No training image is mirrored. `map` returns a new dataset: is it kept, with the new images?")
def flips_nothing(images, labels, batch_size, training):
    return _unflipped(images, labels, batch_size, training)


@batches.misconception("Every training image comes mirrored. `RandomFlip` leaves half of them as they are.")
def flips_every_image(images, labels, batch_size, training):
    return _unflipped(images[:, :, ::-1] if training else images, labels, batch_size, training)


@batches.misconception("Some images stand on their heads: without an argument, `RandomFlip` turns rows as well.")
def stands_images_on_their_heads(images, labels, batch_size, training):
    dataset = _unflipped(images, labels, batch_size, training)
    return dataset.map(_flips("horizontal_and_vertical")) if training else dataset


@batches.misconception("One coin decides for all images of a batch. Each should have a chance of its own.")
def tosses_a_coin_for_a_whole_batch(images, labels, batch_size, training):
    import tensorflow as tf

    def change(some, their_labels):
        return tf.where(tf.random.uniform([]) < 0.5, some, some[:, :, ::-1]), their_labels

    dataset = _unflipped(images, labels, batch_size, training)
    return dataset.map(change) if training else dataset


@batches.misconception("`shuffle` stands behind `batch`: the same images stay together. Shuffle first.")
def shuffles_whole_batches(images, labels, batch_size, training):
    dataset = _slices(images, labels).batch(batch_size)
    return dataset.shuffle(len(images)).map(_flips()) if training else dataset


@batches.misconception("Every pass has the same order. `shuffle` draws anew, unless it is told not to.")
def shuffles_once_for_all(images, labels, batch_size, training):
    dataset = _slices(images, labels)
    once = dataset.shuffle(len(images), reshuffle_each_iteration=False)
    return once.batch(batch_size).map(_flips()) if training else dataset.batch(batch_size)


@batches.misconception("The modes are exchanged: validation images are shuffled and flipped, training images not.")
def exchanges_training_and_validation(images, labels, batch_size, training):
    return batches.reference(images, labels, batch_size, not training)


@batches.misconception("Validation images are shuffled. With `training=False` the order stays as given.")
def shuffles_validation_images_too(images, labels, batch_size, training):
    dataset = _slices(images, labels).shuffle(len(images)).batch(batch_size)
    return dataset.map(_flips()) if training else dataset


def images_to_split():
    """Images that differ and have no symmetry: so many that who draws with replacement holds one out twice."""
    rng = np.random.default_rng(2)
    shapes = (500, 2, 3), (452, 3, 2), (461, 1, 5), (445, 3, 3), *3 * [(500, 2, 3)]
    generators = [*map(np.random.default_rng, range(4)), *lent_in_series(7)]
    cases = []
    for (n, height, width), lent in zip(shapes, generators, strict=True):
        pixels = rng.permuted(np.tile(np.arange(1, 1 + height * width), (n, 1)), axis=1)
        numbered = pixels.reshape(n, height, width) + 32 * np.arange(n)[:, None, None]
        cases.append((numbered / 8, np.arange(n) * 3 % 10, lent))
    return cases


def facts_of_piles(result, images, labels, rng):
    """Where the images went, and what became of their labels, whoever was held out."""
    if len(result) != 4:
        raise ValueError(f"four arrays are asked for, not {len(result)}")
    known, known_labels, out, out_labels = map(np.asarray, result)
    known, out = (pile[..., 0] if pile.ndim == 4 else pile for pile in (known, out))
    table = {np.float64(image).tobytes(): (number, False) for number, image in enumerate(images)}
    table |= {np.float64(image[:, ::-1]).tobytes(): (number, True) for number, image in enumerate(images)}
    inside, outside = ([table.get(np.float64(image).tobytes(), (-1, False)) for image in pile] for pile in (known, out))
    held, first = [number for number, _ in outside], [number for number, _ in inside[: len(inside) // 2]]
    if (
        len({*held} - {-1}) < len(held) - held.count(-1) and len(held) == len(images) // 5
    ):  # what is left is chance then
        return {"the validation pile holds an image twice": True}
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
    } | source_of_chance(rng, sorted(held))


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
    objectives=(2,),
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


@split_and_augment.misconception("The validation pile is mirrored, too. Leave it as given: so images will come.")
def augments_both_piles(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(known, known_labels), *_and_mirrored(out, out_labels)


@split_and_augment.misconception("Mirror images of what is held out are in the training pile. Mirror what is left.")
def mirrors_the_held_out_images_into_training(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    added, added_labels = np.concatenate([known, out]), np.concatenate([known_labels, out_labels])
    known = np.concatenate([known, added[:, :, ::-1]])
    return known, np.concatenate([known_labels, added_labels]), out, out_labels


@split_and_augment.misconception("The fifth is copied, not taken away: those images are in the training pile, too.")
def trains_on_everything(images, labels, rng):
    _, _, out, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(images, labels), out, out_labels


@split_and_augment.misconception(
    "Nothing leaks, but the same images are held out whatever `rng` is. Draw them by `rng`: in a set sorted by class, "
    "a fixed part may hold some classes only."
)
def holds_out_a_fixed_fifth(images, labels, rng):
    held = len(images) // 5
    return *_and_mirrored(images[held:], labels[held:]), images[:held], labels[:held]


@split_and_augment.misconception("An image is held out twice. Draw with `replace=False`, or by a permutation.")
def holds_out_an_image_twice(images, labels, rng):
    out = rng.choice(len(images), len(images) // 5)
    kept = np.setdiff1d(np.arange(len(images)), out)
    return *_and_mirrored(images[kept], labels[kept]), images[out], labels[out]


@split_and_augment.misconception("Not `rng` alone draws: with an equal generator the split should be equal.")
def draws_from_a_generator_of_its_own(images, labels, rng):
    return split_and_augment.reference(images, labels, np.random.default_rng())


@split_and_augment.misconception("The training images as given are gone: mirror images are to be added to them.")
def replaces_images_by_mirrored_ones(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return known[:, :, ::-1], known_labels, out, out_labels


@split_and_augment.misconception("The split is right, but nothing is mirrored any more.")
def mends_the_leak_by_dropping_augmentation(images, labels, rng):
    return _piles(images, labels, rng)


@split_and_augment.misconception("Each training image comes twice, and neither is mirrored. Turn the second's columns.")
def repeats_without_mirroring(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return np.concatenate([known, known]), np.concatenate([known_labels, known_labels]), out, out_labels


@split_and_augment.misconception("The added images stand on their heads: turn axis 2, the columns.")
def turns_images_upside_down(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return np.concatenate([known, known[:, ::-1]]), np.concatenate([known_labels, known_labels]), out, out_labels


@split_and_augment.misconception("Each label is repeated at once, but the mirrored images stand behind all others.")
def repeats_each_label_at_once(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return _and_mirrored(known, known_labels)[0], np.repeat(known_labels, 2), out, out_labels


@split_and_augment.misconception("Images and labels are drawn apart. One draw of numbers has to serve both.")
def draws_labels_apart_from_images(images, labels, rng):
    known, _, out, _ = _piles(images, labels, rng)
    _, known_labels, _, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(known, known_labels), out, out_labels


@split_and_augment.misconception("Four fifths are held out. The fifth is for validation, the rest for training.")
def trains_on_the_fifth(images, labels, rng):
    known, known_labels, out, out_labels = _piles(images, labels, rng)
    return *_and_mirrored(out, out_labels), known, known_labels
