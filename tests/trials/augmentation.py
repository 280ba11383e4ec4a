"""Answers to the exercises of lesson 07."""

import contextlib
import functools
import random
from fractions import Fraction

import numpy as np

from tests.support.trials import Trials

trials = Trials()

# farthest_right: a quarter of 28 pixels

trials.right_values("farthest_right", 7, 7.0, 28 / 4, 28 * 0.25, 28 // 4, np.float32(7), Fraction(28, 4), np.int64(7))
trials.wrong_values("farthest_right", 0.25, 1 / 4, named="counts in pixels")
trials.wrong_values("farthest_right", 3.5, 7 / 2, named="shares the range between left and right")
trials.wrong_values("farthest_right", 14, 2 * 7.0, named="from one end to the other")
trials.wrong_values("farthest_right", 196, 784 / 4, named="takes a part of all pixels")
trials.wrong_values("farthest_right", 21, 28 - 7, named="what stays in view")
trials.wrong_values("farthest_right", 28, 6.75, 27 // 4, 0.07, 25, 0.5, -7, 0, 8, 112, 7 * 2**0.5, 13.5, 9, 7.01)
trials.wrong_values("farthest_right", (7, 7), [7], None, "7")

# versions_seen: no layers, shifts, shifts and a cache behind them

trials.right_values("versions_seen", (1, 3, 1), (1.0, 3.0, 1.0), np.array([1, 3, 1]), (np.int32(1), 3, Fraction(1)))
trials.wrong_values("versions_seen", (1, 3, 3), named="draws anew behind the cache")
trials.wrong_values("versions_seen", (1, 1, 1), np.ones(3), named="one draw for all epochs")
trials.wrong_values("versions_seen", (3, 3, 3), named="counts an image seen again")
trials.wrong_values("versions_seen", (1, 4, 2), named="adds the originals")
trials.wrong_values("versions_seen", (1, 2, 1), named="shifts from the second epoch on")
trials.wrong_values("versions_seen", (1, 3, 2), (3, 3, 1), (3, 1, 1), (1, 2, 3), (1, 6, 1), (0, 3, 1), (1, 3, 0))
trials.wrong_values("versions_seen", (500, 1500, 500), (1, 500, 1), (1, 1, 3), (3, 9, 3), (1, 9, 1), (1, 4, 1))
trials.wrong_values("versions_seen", (1, 3), (1, 3, 1, 1), 3, None, "1, 3, 1", {1: 3})

# calls_that_change: dropout, rotation, rotation told, the model called, the model asked to predict

trials.right_values(
    "calls_that_change",
    (False, True, False, True, False),
    (0 == 1, 1 == 1, 0 == 1, 1 == 1, 0 == 1),
    np.array([False, True, False, True, False]),
    (np.False_, np.True_, np.False_, np.True_, np.False_),
)
trials.wrong_values("calls_that_change", (True, True, False, True, False), named="dropout is active when called")
trials.wrong_values("calls_that_change", (False, False, False, True, False), named="rotation waits for training")
trials.wrong_values("calls_that_change", (False, True, True, True, False), named="rotation does not hear training")
trials.wrong_values("calls_that_change", (False, True, False, False, False), named="a model called is at inference")
trials.wrong_values("calls_that_change", (False, True, False, True, True), named="predict leaves it active")
trials.wrong_values("calls_that_change", (False,) * 5, (True,) * 5, (True, True, False, True, True))
trials.wrong_values("calls_that_change", (True, False, True, False, True), (True, True, False, False, False))
trials.wrong_values("calls_that_change", (False, True, False, True), True, 2, None, "rotate(boot)", {"rotate", "model"})

# boots_in_the_mirror, without_a_shaft, unsafe, score_on_copies, narrowest_gap, ahead_in_each_test,
# after_twelve_epochs, new_information, knows_the_mirror: words

trials.right_values("boots_in_the_mirror", "nearly none", np.str_("nearly none"))
trials.wrong_values("boots_in_the_mirror", "nearly all", named="nearly all")
trials.wrong_values("boots_in_the_mirror", "about half", named="about half")
trials.right_values("boots_in_the_mirror", "Nearly none")
trials.wrong_values("boots_in_the_mirror", "none", 0, 444, ["nearly none"], says="among")
trials.right_values("without_a_shaft", "Sandal")
trials.wrong_values("without_a_shaft", "Ankle boot", named="ankle boot")
trials.wrong_values("without_a_shaft", "Sneaker", named="sneaker")
trials.wrong_values("without_a_shaft", "Bag", named="bag")
trials.right_values("without_a_shaft", "sandal")
trials.wrong_values("without_a_shaft", "Sandals", "Trouser", 5, says="among")
trials.right_values("score_on_copies", "higher")
trials.wrong_values("score_on_copies", "lower", named="lower")
trials.wrong_values("score_on_copies", "equal", named="equal")
trials.right_values("score_on_copies", "Higher")
trials.wrong_values("score_on_copies", "high", 1, True, 0.9, ("higher",), says="among")
trials.right_values("narrowest_gap", "shifts")
trials.wrong_values("narrowest_gap", "dropout", named="dropout")
trials.wrong_values("narrowest_gap", "flips", named="flips")
trials.right_values("narrowest_gap", "Shifts")
trials.wrong_values("narrowest_gap", "shift", "both", "plain", 0.1, says="among")
trials.right_values("ahead_in_each_test", "real, shifts")
trials.wrong_values("ahead_in_each_test", "shifts, shifts", named="shifts shifts")
trials.wrong_values("ahead_in_each_test", "shifts, real", named="shifts real")
trials.wrong_values("ahead_in_each_test", "real, real", named="real real")
trials.wrong_values("ahead_in_each_test", ("real", "shifts"), "real,shifts", "real", "real shifts", says="among")
trials.right_values("after_twelve_epochs", "behind")
trials.wrong_values("after_twelve_epochs", "ahead", named="ahead")
trials.wrong_values("after_twelve_epochs", "level", named="level")
trials.right_values("after_twelve_epochs", "Behind")
trials.wrong_values("after_twelve_epochs", "plain", "shifts", -1, False, says="among")
trials.right_values("knows_the_mirror", "flips")
trials.wrong_values("knows_the_mirror", "dropout", named="chance inside")
trials.wrong_values("knows_the_mirror", "shifts", named="other places")
trials.wrong_values("knows_the_mirror", "2,000 real", named="more boots of one direction")
trials.wrong_values("knows_the_mirror", "flip", "2000 real", "both", "plain", 2000, says="among")

trials.right_values("unsafe", "horizontal flip", np.str_("horizontal flip"))
trials.wrong_values("unsafe", "vertical flip", named="vertical flip")
trials.wrong_values("unsafe", "shift", named="shift")
trials.wrong_values("unsafe", "zoom", named="zoom")
trials.wrong_values("unsafe", "brightness", named="brightness")
trials.right_values("unsafe", "Horizontal flip")
trials.wrong_values("unsafe", "flip", "horizontal", 1, True, ["horizontal flip"], says="among")
trials.wrong_values("unsafe", None, says="`None`")
trials.right_values("new_information", "new photographs")
trials.wrong_values("new_information", "fresh changes", named="fresh changes")
trials.wrong_values("new_information", "stored copies", named="stored copies")
trials.wrong_values("new_information", "more epochs", named="more epochs")
trials.wrong_values("new_information", "photographs", "new photograph", 30, ("new photographs",), says="among")

# variants: 350 images in 6 epochs, batches of 40

trials.right_values("variants", 2100, 350 * 6, 2100.0, np.int32(2100), Fraction(2100), np.array(2100), 2100 + 0j)
trials.wrong_values("variants", 350, 350.0, named="the first epoch again and again")
trials.wrong_values("variants", 2450, named="counts the originals as well")
trials.wrong_values("variants", 1750, named="changed ones after the first epoch")
trials.wrong_values("variants", 700, named="two versions of each")
trials.wrong_values("variants", 4200, named="two versions of each in every epoch")
trials.wrong_values("variants", 54, named="one draw for a batch")
trials.wrong_values("variants", 22400, named="doubled in every epoch")
trials.wrong_values("variants", 84000, named="multiplied by the batch")
trials.wrong_values("variants", 6, 9, 48, 52.5, 14000, 240, 1680, 11200, 356, 350**6, 2160, 1920, 2099, -2100, 0)
trials.wrong_values("variants", (2, 100), says="comma")
trials.wrong_values("variants", "2100", says="text")
trials.wrong_values("variants", [2100], None, float("inf"), {2100})

# shifted


@trials.right("shifted")
def by_places_of_the_image(image, rows, columns):
    height, width = image.shape
    result = np.zeros(image.shape, image.dtype)
    for row in range(height):
        for column in range(width):
            if 0 <= row + rows < height and 0 <= column + columns < width:
                result[row + rows, column + columns] = image[row, column]
    return result


@trials.right("shifted")
def rolled_and_blanked(image, rows, columns):
    result = np.roll(image, (rows, columns), axis=(0, 1))
    if rows > 0:
        result[:rows] = 0
    elif rows < 0:
        result[rows:] = 0
    if columns > 0:
        result[:, :columns] = 0
    elif columns < 0:
        result[:, columns:] = 0
    return result


@trials.right("shifted")
def sliced_with_care(image, rows, columns):
    height, width = image.shape
    rows, columns = max(-height, min(height, rows)), max(-width, min(width, columns))
    result = np.zeros_like(image)
    kept = image[max(0, -rows) : height - max(0, rows), max(0, -columns) : width - max(0, columns)]
    result[max(0, rows) : height + min(0, rows), max(0, columns) : width + min(0, columns)] = kept
    return result


@trials.right("shifted")
def padded_by_the_largest(image, rows, columns):
    most = max(abs(rows), abs(columns))
    framed = np.pad(image, most)
    top, left = most - rows, most - columns
    return framed[top : top + image.shape[0], left : left + image.shape[1]]


@trials.right("shifted")
def by_scipy(image, rows, columns):
    from scipy.ndimage import shift

    return shift(image, (rows, columns), order=0)


@trials.right("shifted")
def by_a_convolution(image, rows, columns):
    from scipy.signal import convolve2d

    far = 2 * max(abs(rows), abs(columns)) + 1
    kernel = np.zeros((far, far))
    kernel[far // 2 + rows, far // 2 + columns] = 1
    full = convolve2d(image, kernel)
    return full[far // 2 : far // 2 + image.shape[0], far // 2 : far // 2 + image.shape[1]]


@trials.right("shifted")
def step_by_step(image, rows, columns):
    """By recursion: one row or column at a time."""
    if rows > 0:
        return step_by_step(np.concatenate([np.zeros_like(image[:1]), image[:-1]]), rows - 1, columns)
    if rows < 0:
        return step_by_step(np.concatenate([image[1:], np.zeros_like(image[:1])]), rows + 1, columns)
    return step_by_step(image.T, columns, 0).T if columns else image.copy()


@trials.right("shifted")
def in_lists(image, rows, columns):
    height, width = image.shape
    pixels = image.tolist()

    def pixel(row, column):
        return pixels[row][column] if row in range(height) and column in range(width) else 0

    return [[pixel(row - rows, column - columns) for column in range(width)] for row in range(height)]


@trials.right("shifted")
def by_index_arrays(image, rows, columns):
    from_rows, from_columns = (np.arange(size) - by for size, by in zip(image.shape, (rows, columns), strict=True))
    is_row, is_column = (
        (places >= 0) & (places < size) for places, size in zip((from_rows, from_columns), image.shape, strict=True)
    )
    found = image[np.ix_(from_rows.clip(0, image.shape[0] - 1), from_columns.clip(0, image.shape[1] - 1))]
    return found * np.outer(is_row, is_column)


@trials.right("shifted")
def by_einsum(image, rows, columns):
    height, width = image.shape
    return np.einsum("ij,jk,kl->il", np.eye(height, k=-rows), image, np.eye(width, k=columns))


@trials.right("shifted")
def with_an_exception(image, rows, columns):
    result = np.zeros_like(image)
    for row, column in np.ndindex(image.shape):
        old = row - rows, column - columns
        with contextlib.suppress(IndexError):
            result[row, column] = image[old] if min(old) >= 0 else 0
    return result


@trials.right("shifted")
def a_dictionary_of_pixels(image, rows, columns):
    moved = {(row + rows, column + columns): value for (row, column), value in np.ndenumerate(image)}
    return np.array([moved.get(place, 0) for place in np.ndindex(image.shape)]).reshape(image.shape)


@trials.right("shifted")
def by_keras_operations(image, rows, columns):
    from course_utils.quiet import keras

    height, width = image.shape
    framed = keras.ops.pad(image, ((abs(rows),) * 2, (abs(columns),) * 2))
    top, left = abs(rows) - rows, abs(columns) - columns
    return framed[top : top + height, left : left + width]


class Shifter:
    """A callable object."""

    def __call__(self, image, rows, columns):
        return in_lists(image, rows, columns)


shifter = trials.right("shifted")(Shifter())
shifted_by_name = trials.right("shifted")(
    functools.partial(lambda image, rows, columns: in_lists(image, rows, columns))
)


@trials.wrong("shifted", "wraps around")
def rolled(image, rows, columns):
    return np.roll(np.roll(image, rows, axis=0), columns, axis=1)


@trials.wrong("shifted", "wraps around")
def modulo(image, rows, columns):
    height, width = image.shape
    result = np.zeros_like(image)
    for row, column in np.ndindex(height, width):
        result[(row + rows) % height, (column + columns) % width] = image[row, column]
    return result


@trials.wrong("shifted")
def rolled_as_one_line(image, rows, columns):
    return np.roll(image, rows * image.shape[1] + columns)


@trials.wrong("shifted", "moves the opposite way")
def read_from_plus(image, rows, columns):
    height, width = image.shape
    result = np.zeros_like(image)
    for row, column in np.ndindex(height, width):
        if 0 <= row + rows < height and 0 <= column + columns < width:
            result[row, column] = image[row + rows, column + columns]
    return result


@trials.wrong("shifted", "takes rows as height above the ground")
def up_for_positive(image, rows, columns):
    return padded_by_the_largest(image, -rows, columns)


@trials.wrong("shifted", "goes left for positive columns")
def left_for_positive(image, rows, columns):
    return in_lists(image, rows, -columns)


@trials.wrong("shifted", "swaps rows and columns")
def exchanged(image, rows, columns):
    return by_einsum(image, columns, rows)


@trials.wrong("shifted", "repeats the edge")
def clipped_indices(image, rows, columns):
    height, width = image.shape
    old = np.clip(np.arange(height) - rows, 0, height - 1), np.clip(np.arange(width) - columns, 0, width - 1)
    return image[np.ix_(*old)]


@trials.wrong("shifted", "ignores the signs")
def absolute_numbers(image, rows, columns):
    return in_lists(image, abs(rows), abs(columns))


@trials.wrong("shifted", "moves only for positive numbers")
def no_negative_ones(image, rows, columns):
    result = image.copy()
    if rows > 0:
        result = np.concatenate([np.zeros_like(result), result])[-rows - len(image) : -rows][: len(image)]
        result = in_lists(image, rows, 0)
    return in_lists(np.array(result), 0, max(columns, 0))


@trials.wrong("shifted", "ignores the columns")
def rows_alone(image, rows, columns):
    return step_by_step(image, rows, 0)


@trials.wrong("shifted", "ignores the rows")
def columns_alone(image, rows, columns):
    return step_by_step(image, 0, columns)


@trials.wrong("shifted", "cuts off and fills nothing")
def cut_off(image, rows, columns):
    kept = image[:-rows] if rows > 0 else image[-rows:]
    return kept[:, :-columns] if columns > 0 else kept[:, -columns:]


@trials.wrong("shifted", "grows")
def padded_only(image, rows, columns):
    vertical = (rows, 0) if rows > 0 else (0, -rows)
    return np.pad(image, (vertical, (columns, 0) if columns > 0 else (0, -columns)))


@trials.wrong("shifted", "rolls and blanks the first rows")
def blanks_by_the_size_of_the_shift(image, rows, columns):
    result = np.roll(image, (rows, columns), axis=(0, 1))
    result[: abs(rows), :] = 0
    result[:, : abs(columns)] = 0
    return result


@trials.wrong("shifted")
def blanks_without_a_look_at_the_sign(image, rows, columns):
    result = np.roll(image, (rows, columns), axis=(0, 1))
    result[:rows] = 0
    result[:, :columns] = 0
    return result


@trials.wrong("shifted", "lets negative places come in at the end")
def upper_limits_only(image, rows, columns):
    height, width = image.shape
    result = np.zeros_like(image)
    for row in range(height):
        for column in range(width):
            new_row, new_column = row + rows, column + columns
            if new_row < height and new_column < width:
                result[new_row, new_column] = image[row, column]
    return result


@trials.wrong("shifted")
def index_errors_passed_over(image, rows, columns):
    result = np.zeros_like(image)
    for row, column in np.ndindex(image.shape):
        try:
            result[row + rows, column + columns] = image[row, column]
        except IndexError:
            continue
    return result


@trials.wrong("shifted", "reads negative places from the end")
def upper_limits_of_the_source(image, rows, columns):
    height, width = image.shape
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            if row - rows < height and column - columns < width:
                result[row][column] = image[row - rows][column - columns]
    return result


@trials.wrong("shifted", "slices for positive numbers only")
def as_for_positive_numbers(image, rows, columns):
    result = np.zeros(image.shape)
    result[rows:, columns:] = image[:-rows, :-columns]
    return result


@trials.wrong("shifted", "stops at a shift larger than the image")
def four_cases_of_signs(image, rows, columns):
    height, width = image.shape
    result = np.zeros_like(image)
    if rows >= 0 and columns >= 0:
        result[rows:, columns:] = image[: height - rows, : width - columns]
    elif rows >= 0:
        result[rows:, : width + columns] = image[: height - rows, -columns:]
    elif columns >= 0:
        result[: height + rows, columns:] = image[-rows:, : width - columns]
    else:
        result[: height + rows, : width + columns] = image[-rows:, -columns:]
    return result


@trials.wrong("shifted")
def ones_in_the_gap(image, rows, columns):
    return in_lists(image + 1, rows, columns)


@trials.wrong("shifted")
def nan_in_the_gap(image, rows, columns):
    result = np.full(image.shape, np.nan)
    moved = np.array(in_lists(np.ones(image.shape), rows, columns)) == 1
    result[moved] = np.array(in_lists(image, rows, columns))[moved]
    return result


@trials.wrong("shifted")
def one_too_far(image, rows, columns):
    return in_lists(image, rows + 1, columns)


@trials.wrong("shifted")
def on_a_square_only(image, rows, columns):
    height, _ = image.shape
    result = np.zeros_like(image)
    for row, column in np.ndindex(image.shape):
        if 0 <= row - rows < height and 0 <= column - columns < height and column - columns < image.shape[1]:
            result[row, column] = image[row - rows, column - columns]
    return result


@trials.wrong("shifted", says="None")
def printed(image, rows, columns):
    print(np.shape(in_lists(image, rows, columns)))


@trials.wrong("shifted", says="`...`")
def a_half_finished_stub(image, rows, columns):
    height, width = image.shape  # noqa: RUF059
    result = ...
    return result


@trials.wrong("shifted", "changes its input")
def written_over(image, rows, columns):
    image[:] = in_lists(image, rows, columns)
    return image


@trials.wrong("shifted", "changes its input")
def written_over_while_it_is_read(image, rows, columns):
    height, width = image.shape
    for row, column in np.ndindex(height, width):
        inside = 0 <= row - rows < height and 0 <= column - columns < width
        image[row, column] = image[row - rows, column - columns] if inside else 0
    return image


@trials.wrong("shifted")
def returns_in_the_loop(image, rows, columns):
    result = np.zeros_like(image)
    for row in range(image.shape[0]):
        if 0 <= row - rows < len(image):
            result[row] = image[row - rows]
        return result
    return None


@trials.raises("shifted", says="IndexError")
def no_limits_at_all(image, rows, columns):
    result = np.zeros_like(image)
    for row, column in np.ndindex(image.shape):
        result[row + rows, column + columns] = image[row, column]
    return result


# with_holes


@trials.right("with_holes")
def drawn_in_the_loop(images, size, rng):
    result = np.copy(images)
    n, height, width = images.shape
    for number in range(n):
        top, left = rng.integers(height - size + 1), rng.integers(width - size + 1)
        result[number, top : top + size, left : left + size] = 0
    return result


@trials.right("with_holes")
def with_the_endpoint(images, size, rng):
    _, height, width = images.shape
    result = images.copy()
    for image in result:
        top = rng.integers(0, height - size, endpoint=True)
        left = rng.integers(0, width - size, endpoint=True)
        image[top : top + size, left : left + size] = 0
    return result


@trials.right("with_holes")
def by_whole_parts_of_random_numbers(images, size, rng):
    n, height, width = images.shape
    tops = (rng.random(n) * (height - size + 1)).astype(int)
    lefts = np.floor(rng.uniform(0, width - size + 1, n)).astype(int)
    result = images.copy()
    for number, (top, left) in enumerate(zip(tops, lefts, strict=True)):
        result[number][top : top + size, left : left + size] *= 0
    return result


@trials.right("with_holes")
def by_choices(images, size, rng):
    n, height, width = images.shape
    result = images.astype(float)
    tops, lefts = rng.choice(range(height - size + 1), n), rng.choice(np.arange(width - size + 1), n)
    for image, top, left in zip(result, tops, lefts, strict=True):
        image[top : top + size, left : left + size] = 0.0
    return result


@trials.right("with_holes")
def by_numbered_places(images, size, rng):
    n, height, width = images.shape
    places = rng.integers(0, (height - size + 1) * (width - size + 1), n)
    result = images.copy()
    for image, place in zip(result, places, strict=True):
        top, left = divmod(place, width - size + 1)
        image[top : top + size, left : left + size] = 0
    return result


@trials.right("with_holes")
def the_first_of_a_shuffled_list(images, size, rng):
    _, height, width = images.shape
    places = [(top, left) for top in range(height - size + 1) for left in range(width - size + 1)]
    result = []
    for image in images:
        top, left = places[rng.permutation(len(places))[0]]
        new = image.copy()
        new[top : top + size, left : left + size] = 0
        result.append(new)
    return np.stack(result)


@trials.right("with_holes")
def by_a_generator_spawned(images, size, rng):
    (child,) = rng.spawn(1)
    return drawn_in_the_loop(images, size, child)


@trials.right("with_holes")
def by_a_seed_drawn_by_rng(images, size, rng):
    return drawn_in_the_loop(images, size, np.random.default_rng(rng.integers(2**60)))


@trials.right("with_holes")
def by_pythons_own_after_a_seed_from_rng(images, size, rng):
    dice = random.Random(int(rng.integers(2**31)))
    result = images.copy()
    for image in result:
        top, left = (dice.randint(0, side - size) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.right("with_holes")
def thrown_again_until_it_fits(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = image.shape
        while top > image.shape[0] - size or left > image.shape[1] - size:
            top, left = rng.integers(0, image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.right("with_holes")
def by_masks_at_once(images, size, rng):
    n, height, width = images.shape
    tops, lefts = (rng.integers(0, side - size + 1, (n, 1, 1)) for side in (height, width))
    rows, columns = np.arange(height)[:, None], np.arange(width)
    inside = (tops <= rows) & (rows < tops + size) & (lefts <= columns) & (columns < lefts + size)
    return images * ~inside


@trials.right("with_holes")
def by_sliding_windows(images, size, rng):
    result = images.copy()
    for image in result:
        windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), writeable=True)
        windows[tuple(rng.integers(0, windows.shape[:2]))] = 0
    return result


@trials.wrong("with_holes", "rounds a number to a place")
def rounded_places(images, size, rng):
    _, height, width = images.shape
    result = images.copy()
    for image in result:
        top, left = round(rng.random() * (height - size)), round(rng.random() * (width - size))
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "draws from another generator")
def a_generator_of_its_own(images, size, rng):
    return drawn_in_the_loop(images, size, np.random.default_rng())


@trials.wrong("with_holes", "draws from another generator")
def numpys_old_functions(images, size, rng):
    result = images.copy()
    for image in result:
        top = np.random.randint(0, image.shape[0] - size + 1)
        left = np.random.randint(0, image.shape[1] - size + 1)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "draws from another generator")
def pythons_own_chance(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = (random.randint(0, side - size) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "draws from another generator")
def rows_by_rng_and_columns_by_another(images, size, rng):
    result = images.copy()
    for image in result:
        top = rng.integers(0, image.shape[0] - size + 1)
        left = np.random.randint(0, image.shape[1] - size + 1)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "draws the same every time")
def a_fixed_seed(images, size, rng):
    rng = np.random.default_rng(42)
    return drawn_in_the_loop(images, size, rng)


@trials.wrong("with_holes", "draws the same every time")
def an_old_seed(images, size, rng):
    np.random.seed(0)
    return numpys_old_functions(images, size, rng)


@trials.wrong("with_holes")
def enumerated(images, size, rng):
    n, height, width = images.shape
    places = [(top, left) for top in range(height - size + 1) for left in range(width - size + 1)]
    result = images.copy()
    for number in range(n):
        top, left = places[number % len(places)]
        result[number, top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes")
def enumerated_and_shuffled(images, size, rng):
    n, height, width = images.shape
    places = [(top, left) for top in range(height - size + 1) for left in range(width - size + 1)]
    result = images.copy()
    for number, place in enumerate(rng.permutation(n)):
        top, left = places[place % len(places)]
        result[number, top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "same place in all images")
def one_place_for_all(images, size, rng):
    _, height, width = images.shape
    top, left = rng.integers(0, height - size + 1), rng.integers(0, width - size + 1)
    result = images.copy()
    result[:, top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes")
def one_place_for_ten_images(images, size, rng):
    n, height, width = images.shape
    tops = np.repeat(rng.integers(0, height - size + 1, n // 10 + 1), 10)[:n]
    lefts = np.repeat(rng.integers(0, width - size + 1, n // 10 + 1), 10)[:n]
    result = images.copy()
    for image, top, left in zip(result, tops, lefts, strict=True):
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "never reaches the last places")
def one_place_too_few(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = rng.integers(0, images.shape[1] - size), rng.integers(0, images.shape[2] - size)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "never reaches the last places")
def whole_parts_one_too_few(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = (int(rng.random() * (side - size)) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes")
def never_at_the_first_places(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = (rng.integers(1, side - size + 1) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "hangs over the border")
def anywhere(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = rng.integers(0, image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "cut off at every border")
def as_in_the_paper_on_cutout(images, size, rng):
    result = images.copy()
    for image in result:
        row, column = rng.integers(0, image.shape)
        top, left = row - size // 2, column - size // 2
        image[max(top, 0) : top + size, max(left, 0) : left + size] = 0
    return result


@trials.wrong("with_holes", "pushes squares back from the border")
def pushed_back(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = np.minimum(rng.integers(0, image.shape), np.array(image.shape) - size)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "swaps height and width")
def sides_exchanged(images, size, rng):
    n, width, height = images.shape
    result = images.copy()
    for number in range(n):
        top, left = rng.integers(0, height - size + 1), rng.integers(0, width - size + 1)
        result[number, top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", "one number for row and column")
def one_number(images, size, rng):
    result = images.copy()
    for image in result:
        place = rng.integers(0, min(image.shape) - size + 1)
        image[place : place + size, place : place + size] = 0
    return result


@trials.wrong("with_holes", "erases whole rows")
def rows_erased(images, size, rng):
    result = images.copy()
    for image in result:
        top = rng.integers(0, image.shape[0] - size + 1)
        image[top : top + size] = 0
    return result


@trials.wrong("with_holes", "erases whole columns")
def columns_erased(images, size, rng):
    result = images.copy()
    for image in result:
        left = rng.integers(0, image.shape[1] - size + 1)
        image[:, left : left + size] = 0
    return result


@trials.wrong("with_holes", "one pixel too many")
def one_more(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = (rng.integers(0, side - size + 1) for side in image.shape)
        image[top : top + size + 1, left : left + size + 1] = 0
    return result


@trials.wrong("with_holes")
def one_less(images, size, rng):
    return drawn_in_the_loop(images, size - 1, rng)


@trials.wrong("with_holes")
def scattered(images, size, rng):
    result = images.copy()
    for image in result:
        image.ravel()[rng.choice(image.size, size**2, replace=False)] = 0
    return result


@trials.wrong("with_holes", "keeps the square and erases the rest")
def turned_round(images, size, rng):
    return images - drawn_in_the_loop(images, size, rng)


@trials.wrong("with_holes", "fills with another value")
def filled_with_ones(images, size, rng):
    erased = drawn_in_the_loop(images, size, rng)
    return np.where(erased == 0, 255, erased)


@trials.wrong("with_holes")
def one_image_only(images, size, rng):
    return np.concatenate([images[:-1], drawn_in_the_loop(images[-1:], size, rng)])


@trials.wrong("with_holes")
def often_but_not_always(images, size, rng):
    """As the layer with its own factor: not every image is erased."""
    coins = rng.random(len(images)) < 0.5
    return np.where(coins[:, None, None], drawn_in_the_loop(images, size, rng), images)


@trials.wrong("with_holes")
def in_the_middle(images, size, rng):
    result = images.copy()
    top, left = (images.shape[1] - size) // 2, (images.shape[2] - size) // 2
    result[:, top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes")
def by_a_bell_curve(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = (rng.binomial(side - size, 0.5) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes")
def two_squares(images, size, rng):
    return drawn_in_the_loop(drawn_in_the_loop(images, size, rng), size, rng)


@trials.wrong("with_holes")
def columns_sliced_as_rows(images, size, rng):
    result = images.copy()
    for image in result:
        top, left = (rng.integers(0, side - size + 1) for side in image.shape)
        image[top : top + size][left : left + size] = 0
    return result


@trials.wrong("with_holes")
def the_column_follows_from_the_row(images, size, rng):
    n, height, width = images.shape
    tops = rng.integers(0, height - size + 1, n)
    result = images.copy()
    for image, top in zip(result, tops, strict=True):
        left = top % (width - size + 1)
        image[top : top + size, left : left + size] = 0
    return result


@trials.wrong("with_holes", says="None")
def erased_and_forgotten(images, size, rng):
    drawn_in_the_loop(images, size, rng)


@trials.wrong("with_holes")
def nothing_erased(images, size, rng):
    result = images.copy()
    for image in result:
        image = image.copy()
        image[:size, :size] = 0
    return result


@trials.wrong("with_holes", "changes its input")
def without_a_copy(images, size, rng):
    for image in images:
        top, left = (rng.integers(0, side - size + 1) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return images


@trials.wrong("with_holes", "changes its input")
def a_second_name_is_no_copy(images, size, rng):
    result = images
    for image in result:
        top, left = (rng.integers(0, side - size + 1) for side in image.shape)
        image[top : top + size, left : left + size] = 0
    return result


@trials.raises("with_holes", says="randint")
def an_old_name(images, size, rng):
    return images * rng.randint(0, 2, images.shape)


# batches


def _tensorflow():
    import tensorflow as tf

    from course_utils.quiet import keras

    return tf.data.Dataset, keras.layers, tf


@trials.right("batches")
def as_in_the_lesson(images, labels, batch_size, training):
    dataset, layers, tf = _tensorflow()
    flip = layers.RandomFlip("horizontal", seed=0)
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain = chain.shuffle(len(images), seed=0)
    chain = chain.batch(batch_size)
    if training:
        chain = chain.map(lambda x, y: (flip(x), y), num_parallel_calls=tf.data.AUTOTUNE)
    return chain.prefetch(tf.data.AUTOTUNE)


@trials.right("batches")
def told_that_this_is_training(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    chain = chain.shuffle(1000) if training else chain
    return chain.batch(batch_size).map(lambda x, y: (flip(x, training=training), y))


@trials.right("batches")
def flipped_before_the_batch(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels)).cache()
    if training:
        chain = chain.map(lambda x, y: (flip(x), y)).shuffle(len(labels))
    return chain.batch(batch_size)


@trials.right("batches")
def a_sequential_of_layers(images, labels, batch_size, training):
    from course_utils.quiet import keras

    dataset, layers, _ = _tensorflow()
    augment = keras.Sequential([layers.RandomFlip("horizontal")])
    chain = dataset.zip(dataset.from_tensor_slices(images), dataset.from_tensor_slices(labels))
    if training:
        return chain.shuffle(len(images)).batch(batch_size).map(lambda x, y: (augment(x, training=True), y))
    return chain.batch(batch_size)


@trials.right("batches")
def by_the_courses_pipeline(images, labels, batch_size, training):
    from course_utils.batches import pipeline

    dataset, layers, _ = _tensorflow()
    if training:
        return pipeline(images, labels, [layers.RandomFlip("horizontal")], batch_size=batch_size)
    return dataset.from_tensor_slices((images, labels)).batch(batch_size)


@trials.right("batches")
def from_a_generator(images, labels, batch_size, training):
    dataset, _, tf = _tensorflow()
    rng = np.random.default_rng(3)

    def pairs():
        for number in rng.permutation(len(images)) if training else range(len(images)):
            is_flipped = training and rng.random() < 0.5
            yield images[number][:, ::-1] if is_flipped else images[number], labels[number]

    kinds = tf.TensorSpec(images.shape[1:], tf.float32), tf.TensorSpec((), tf.int64)
    return dataset.from_generator(pairs, output_signature=kinds).batch(batch_size)


@trials.right("batches")
def by_tensorflows_own_flip(images, labels, batch_size, training):
    dataset, _, tf = _tensorflow()
    chain = dataset.from_tensor_slices((images, labels))
    if not training:
        return chain.batch(batch_size)
    chain = chain.shuffle(len(images)).map(lambda x, y: (tf.image.random_flip_left_right(x), y))
    return chain.batch(batch_size)


@trials.wrong("batches", "augments the validation images")
def always_flipped(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain = chain.shuffle(len(images))
    return chain.batch(batch_size).map(lambda x, y: (flip(x), y))


@trials.wrong("batches", "treats both splits alike")
def training_forgotten(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels)).shuffle(len(images))
    return chain.batch(batch_size).map(lambda x, y: (flip(x), y))


@trials.wrong("batches", "shuffles validation images too")
def always_shuffled(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels)).shuffle(len(images)).batch(batch_size)
    return chain.map(lambda x, y: (flip(x, training=training), y))


@trials.wrong("batches", "exchanges training and validation")
def exchanged_modes(images, labels, batch_size, training):
    return as_in_the_lesson(images, labels, batch_size, not training)


@trials.wrong("batches", "freezes the first flips")
def cached_at_the_end(images, labels, batch_size, training):
    return as_in_the_lesson(images, labels, batch_size, training).cache()


@trials.wrong("batches", "flips once for all")
def cached_behind_the_flips(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain = chain.map(lambda x, y: (flip(x), y)).cache().shuffle(len(images))
    return chain.batch(batch_size)


@trials.wrong("batches", "flips once for all")
def flipped_outside_the_chain(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    if training:
        images = layers.RandomFlip("horizontal")(images)
    chain = dataset.from_tensor_slices((images, labels))
    return (chain.shuffle(len(labels)) if training else chain).batch(batch_size)


@trials.wrong("batches", "flips nothing")
def map_is_not_kept(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain = chain.shuffle(len(images))
        chain.map(lambda x, y: (flip(x), y))
    return chain.batch(batch_size)


@trials.wrong("batches", "flips nothing")
def told_that_this_is_no_training(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    chain = chain.shuffle(len(images)) if training else chain
    return chain.batch(batch_size).map(lambda x, y: (flip(x, training=False), y))


@trials.wrong("batches", "flips every image")
def each_one_mirrored(images, labels, batch_size, training):
    dataset, _, tf = _tensorflow()
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain = chain.shuffle(len(images)).map(lambda x, y: (tf.image.flip_left_right(x), y))
    return chain.batch(batch_size)


@trials.wrong("batches", "stands images on their heads")
def without_an_argument(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip()
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        return chain.shuffle(len(images)).batch(batch_size).map(lambda x, y: (flip(x), y))
    return chain.batch(batch_size)


@trials.wrong("batches")
def the_other_flip(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("vertical")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        return chain.shuffle(len(images)).batch(batch_size).map(lambda x, y: (flip(x), y))
    return chain.batch(batch_size)


@trials.wrong("batches", "tosses a coin for a whole batch")
def one_coin(images, labels, batch_size, training):
    dataset, _, tf = _tensorflow()
    chain = dataset.from_tensor_slices((images, labels))
    if not training:
        return chain.batch(batch_size)

    def change(x, y):
        return tf.cond(tf.random.uniform(()) > 0.5, lambda: tf.reverse(x, axis=[2]), lambda: x), y

    return chain.shuffle(len(images)).batch(batch_size).map(change)


@trials.wrong("batches", "shuffles whole batches")
def shuffled_behind_the_batch(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels)).batch(batch_size)
    if training:
        chain = chain.map(lambda x, y: (flip(x), y)).shuffle(100)
    return chain


@trials.wrong("batches", "shuffles once for all")
def not_reshuffled(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain = chain.shuffle(len(images), reshuffle_each_iteration=False)
    return chain.batch(batch_size).map(lambda x, y: (flip(x, training=training), y))


@trials.wrong("batches", "shuffles once for all")
def shuffled_by_numpy(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    order = np.random.default_rng(1).permutation(len(images)) if training else np.arange(len(images))
    chain = dataset.from_tensor_slices((images[order], labels[order])).batch(batch_size)
    return chain.map(lambda x, y: (flip(x), y)) if training else chain


@trials.wrong("batches", "shuffles images apart from labels")
def two_shuffles(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    pictures, numbers = dataset.from_tensor_slices(images), dataset.from_tensor_slices(labels)
    if not training:
        return dataset.zip((pictures, numbers)).batch(batch_size)
    pictures = pictures.shuffle(len(images)).batch(batch_size).map(flip)
    return dataset.zip((pictures, numbers.shuffle(len(images)).batch(batch_size)))


@trials.wrong("batches", "drops the short batch")
def remainder_dropped(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    chain = chain.shuffle(len(images)) if training else chain
    chain = chain.batch(batch_size, drop_remainder=True)
    return chain.map(lambda x, y: (flip(x), y)) if training else chain


@trials.wrong("batches", "does not shuffle")
def shuffle_is_not_kept(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        chain.shuffle(len(images))
    chain = chain.batch(batch_size)
    return chain.map(lambda x, y: (flip(x), y)) if training else chain


@trials.wrong("batches", "shuffles among neighbours only")
def a_small_buffer(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    chain = chain.shuffle(8) if training else chain
    chain = chain.batch(batch_size)
    return chain.map(lambda x, y: (flip(x), y)) if training else chain


@trials.wrong("batches", "shuffles among neighbours only")
def half_of_the_buffer(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        return chain.shuffle(len(images) // 2).batch(batch_size).map(lambda x, y: (flip(x), y))
    return chain.batch(batch_size)


@trials.wrong("batches")
def seldom_flipped(images, labels, batch_size, training):
    dataset, _, tf = _tensorflow()
    chain = dataset.from_tensor_slices((images, labels))
    if not training:
        return chain.batch(batch_size)

    def change(x, y):
        return tf.where(tf.random.uniform((tf.shape(x)[0], 1, 1, 1)) < 0.1, x[:, :, ::-1], x), y

    return chain.shuffle(len(images)).batch(batch_size).map(change)


@trials.wrong("batches")
def shifted_as_well(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip, move = layers.RandomFlip("horizontal"), layers.RandomTranslation(0.3, 0.3)
    chain = dataset.from_tensor_slices((images, labels))
    if training:
        return chain.shuffle(len(images)).batch(batch_size).map(lambda x, y: (move(flip(x)), y))
    return chain.batch(batch_size)


@trials.wrong("batches", "repeats without end")
def repeated(images, labels, batch_size, training):
    return as_in_the_lesson(images, labels, batch_size, training).repeat()


@trials.wrong("batches")
def repeated_twice(images, labels, batch_size, training):
    return as_in_the_lesson(images, labels, batch_size, training).repeat(2)


@trials.wrong("batches", "adds copies")
def copies_beside_the_images(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels))
    if not training:
        return chain.batch(batch_size)
    chain = chain.concatenate(chain.map(lambda x, y: (flip(x), y)))
    return chain.shuffle(2 * len(images)).batch(batch_size)


@trials.wrong("batches")
def batches_of_32(images, labels, batch_size, training):
    return as_in_the_lesson(images, labels, 32, training)


@trials.wrong("batches")
def scaled_as_well(images, labels, batch_size, training):
    return as_in_the_lesson(images / 255, labels, batch_size, training)


@trials.wrong("batches")
def labels_flipped(images, labels, batch_size, training):
    return as_in_the_lesson(images, labels[::-1], batch_size, training)


@trials.wrong("batches", says="pairs")
def images_alone(images, labels, batch_size, training):
    dataset, _, _ = _tensorflow()
    return dataset.from_tensor_slices(images).batch(batch_size)


@trials.wrong("batches", says="pairs")
def the_function_gives_images_alone(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    flip = layers.RandomFlip("horizontal")
    chain = dataset.from_tensor_slices((images, labels)).shuffle(len(images)).batch(batch_size)
    return chain.map(lambda x, y: flip(x))


@trials.wrong("batches", says="shape")
def no_batches(images, labels, batch_size, training):
    dataset, _, _ = _tensorflow()
    return dataset.from_tensor_slices((images, labels)).shuffle(len(images))


@trials.wrong("batches", says="tf.data.Dataset")
def a_list_of_batches(images, labels, batch_size, training):
    return list(as_in_the_lesson(images, labels, batch_size, training))


@trials.wrong("batches", says="None")
def no_return(images, labels, batch_size, training):
    as_in_the_lesson(images, labels, batch_size, training)


@trials.raises("batches", says="RandomFlp")
def a_layer_mistyped(images, labels, batch_size, training):
    _, layers, _ = _tensorflow()
    return layers.RandomFlp("horizontal")


@trials.raises("batches")
def the_labels_as_a_second_argument(images, labels, batch_size, training):
    dataset, layers, _ = _tensorflow()
    return dataset.from_tensor_slices((images, labels)).batch(batch_size).map(layers.RandomFlip("horizontal"))


# split_and_augment


def _mirrored(images):
    return images[:, :, ::-1]


def _twice(images, labels):
    return np.concatenate([images, _mirrored(images)]), np.concatenate([labels, labels])


@trials.right("split_and_augment")
def permuted(images, labels, rng):
    order, held = rng.permutation(len(images)), len(images) // 5
    out, kept = order[:held], order[held:]
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.right("split_and_augment")
def chosen_without_replacement(images, labels, rng):
    out = rng.choice(len(images), size=len(images) // 5, replace=False)
    kept = np.setdiff1d(np.arange(len(images)), out)
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.right("split_and_augment")
def deleted(images, labels, rng):
    out = rng.permutation(len(images))[: len(images) // 5]
    known, known_labels = np.delete(images, out, axis=0), np.delete(labels, out)
    return np.vstack([known, np.flip(known, axis=2)]), np.hstack([known_labels] * 2), images[out], labels[out]


@trials.right("split_and_augment")
def shuffled_in_place(images, labels, rng):
    order = np.arange(len(images))
    rng.shuffle(order)
    held = len(order) // 5
    known, known_labels = images[order[held:]], labels[order[held:]]
    both = np.concatenate((known, np.fliplr(known.transpose(1, 2, 0)).transpose(2, 0, 1)))
    return both, np.tile(known_labels, 2), images[order[:held]], labels[order[:held]]


@trials.right("split_and_augment")
def marked(images, labels, rng):
    mask = np.zeros(len(images), dtype=bool)
    mask[: len(images) // 5] = True
    mask = rng.permuted(mask)
    return *_twice(images[~mask], labels[~mask]), images[mask], labels[mask]


@trials.right("split_and_augment")
def sorted_by_random_numbers(images, labels, rng):
    kept, out = np.split(rng.random(len(images)).argsort(), [-(len(images) // 5)])
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.right("split_and_augment")
def numbers_in_lists(images, labels, rng):
    numbers = rng.permutation(len(images)).tolist()
    out, kept = numbers[: len(numbers) // 5], numbers[len(numbers) // 5 :]
    known = [images[n] for n in kept] + [np.fliplr(images[n]) for n in kept]
    return known, [labels[n] for n in kept] * 2, [images[n] for n in out], [labels[n] for n in out]


@trials.right("split_and_augment")
def as_a_list_of_arrays(images, labels, rng):
    return list(permuted(images, labels, rng))


@trials.right("split_and_augment")
def in_single_precision(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    return known.astype(np.float32), known_labels, out.astype(np.float32), out_labels


@trials.right("split_and_augment")
def with_a_channel(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    return known[..., np.newaxis], known_labels, out[..., np.newaxis], out_labels


@trials.wrong("split_and_augment", "draws from a generator of its own")
def an_unseeded_generator(images, labels, rng):
    return permuted(images, labels, np.random.default_rng())


@trials.wrong("split_and_augment", "draws from a generator of its own")
def numpys_old_permutation(images, labels, rng):
    order = np.random.permutation(len(images))
    out, kept = order[: len(images) // 5], order[len(images) // 5 :]
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment", "holds out a fixed fifth")
def seeded_inside(images, labels, rng):
    rng = np.random.default_rng(0)
    return permuted(images, labels, rng)


@trials.wrong("split_and_augment", "holds out a fixed fifth")
def the_last_fifth(images, labels, rng):
    held = len(images) // 5
    return *_twice(images[:-held], labels[:-held]), images[-held:], labels[-held:]


@trials.wrong("split_and_augment", "holds out a fixed fifth")
def every_fifth(images, labels, rng):
    out = np.arange(len(images))[4::5]
    kept = np.setdiff1d(np.arange(len(images)), out)
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment", "holds out an image twice")
def chosen_with_replacement(images, labels, rng):
    out = rng.choice(len(images), len(images) // 5)
    kept = [number for number in range(len(images)) if number not in out]
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment", "holds out an image twice")
def drawn_as_integers(images, labels, rng):
    out = rng.integers(0, len(images), size=len(images) // 5)
    kept = np.delete(np.arange(len(images)), out)
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment", "augments both piles")
def both_mirrored(images, labels, rng):
    order, held = rng.permutation(len(images)), len(images) // 5
    out, kept = order[:held], order[held:]
    return *_twice(images[kept], labels[kept]), *_twice(images[out], labels[out])


@trials.wrong("split_and_augment", "mirrors the held out images into training")
def mirrored_before_the_split(images, labels, rng):
    order, held = rng.permutation(len(images)), len(images) // 5
    out, kept = order[:held], order[held:]
    known = np.concatenate([images[kept], _mirrored(images[kept]), _mirrored(images[out])])
    return known, np.concatenate([labels[kept], labels[kept], labels[out]]), images[out], labels[out]


@trials.wrong("split_and_augment", "trains on everything")
def not_taken_away(images, labels, rng):
    out = rng.choice(len(images), len(images) // 5, replace=False)
    return *_twice(images, labels), images[out], labels[out]


@trials.wrong("split_and_augment", "replaces images by mirrored ones")
def mirror_images_alone(images, labels, rng):
    order, held = rng.permutation(len(images)), len(images) // 5
    out, kept = order[:held], order[held:]
    return _mirrored(images[kept]), labels[kept], images[out], labels[out]


@trials.wrong("split_and_augment", "mends the leak by dropping augmentation")
def split_only(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return images[kept], labels[kept], images[out], labels[out]


@trials.wrong("split_and_augment", "repeats without mirroring")
def copied_twice(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return np.tile(images[kept], (2, 1, 1)), np.tile(labels[kept], 2), images[out], labels[out]


@trials.wrong("split_and_augment", "turns images upside down")
def axis_one(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    known = np.concatenate([images[kept], np.flip(images[kept], axis=1)])
    return known, np.tile(labels[kept], 2), images[out], labels[out]


@trials.wrong("split_and_augment", "repeats each label at once")
def labels_by_repeat(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return _twice(images[kept], labels[kept])[0], labels[kept].repeat(2), images[out], labels[out]


@trials.wrong("split_and_augment", "draws labels apart from images")
def shuffled_apart(images, labels, rng):
    images, labels, held = rng.permutation(images), rng.permutation(labels), len(images) // 5
    return *_twice(images[held:], labels[held:]), images[:held], labels[:held]


@trials.wrong("split_and_augment", "trains on the fifth")
def split_the_wrong_way(images, labels, rng):
    kept, out = np.split(rng.permutation(len(images)), [len(images) // 5])
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment")
def a_coin_for_each_image(images, labels, rng):
    is_held = rng.random(len(images)) < 0.2
    return *_twice(images[~is_held], labels[~is_held]), images[is_held], labels[is_held]


@trials.wrong("split_and_augment")
def training_images_shuffled(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    order = rng.permutation(len(known))
    return known[order], known_labels[order], out, out_labels


@trials.wrong("split_and_augment")
def the_validation_pile_mirrored(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    return known, known_labels, _mirrored(out), out_labels


@trials.wrong("split_and_augment")
def each_image_and_its_mirror_in_turn(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    known = np.stack([images[kept], _mirrored(images[kept])], axis=1).reshape(-1, *images.shape[1:])
    return known, labels[kept].repeat(2), images[out], labels[out]


@trials.wrong("split_and_augment")
def all_axes_turned(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return np.concatenate([images[kept], images[kept][::-1]]), np.tile(labels[kept], 2), images[out], labels[out]


@trials.wrong("split_and_augment")
def labels_forgotten(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return _twice(images[kept], labels[kept])[0], labels[kept], images[out], labels[out]


@trials.wrong("split_and_augment")
def a_fifth_of_the_doubled_number(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [2 * len(images) // 5])
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment")
def another_order_of_the_four(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    return known, out, known_labels, out_labels


@trials.wrong("split_and_augment")
def the_validation_pile_twice(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    return known, known_labels, np.concatenate([out, out]), np.concatenate([out_labels, out_labels])


@trials.wrong("split_and_augment", "draws from a generator of its own")
def half_by_rng(images, labels, rng):
    order = rng.permutation(len(images))
    np.random.shuffle(order)
    out, kept = np.split(order, [len(images) // 5])
    return *_twice(images[kept], labels[kept]), images[out], labels[out]


@trials.wrong("split_and_augment", says="It gives the same numbers as when you got it.")
def still_split_last(images, labels, rng):
    doubled, doubled_labels = _twice(images, labels)
    order = rng.permutation(len(doubled))
    held = len(doubled) // 5
    kept, out = order[held:], order[:held]
    return doubled[kept], doubled_labels[kept], doubled[out], doubled_labels[out]


@trials.wrong("split_and_augment", says="None")
def nothing_returned(images, labels, rng):
    permuted(images, labels, rng)


@trials.wrong("split_and_augment", says="four arrays")
def two_pairs(images, labels, rng):
    known, known_labels, out, out_labels = permuted(images, labels, rng)
    return (known, known_labels), (out, out_labels)


@trials.wrong("split_and_augment", "changes its input")
def shuffled_input(images, labels, rng):
    order, held = rng.permutation(len(images)), len(images) // 5
    images[:], labels[:] = images[order], labels[order]
    return *_twice(images[held:], labels[held:]), images[:held].copy(), labels[:held].copy()


@trials.raises("split_and_augment", says="ValueError")
def a_list_for_an_array(images, labels, rng):
    out, kept = np.split(rng.permutation(len(images)), [len(images) // 5])
    return np.concatenate([images[kept], labels[kept]]), labels[kept], images[out], labels[out]
