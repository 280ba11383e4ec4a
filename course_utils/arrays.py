"""What a learner hands over: arrays and images, checked at one door and in one wording; files by `image_files`.

One law for an image of one's own: uint8 from 0 to 255, or floats from 0 to 1, grey or in colour, as an array or a file.
What cannot be used is answered by a sentence that says what was given, what is allowed and what to do.
"""

import operator
from typing import NamedTuple

import numpy as np

from course_utils.image_files import image_in_file, is_file
from course_utils.numbers import counted, number, significant
from course_utils.numbers import shape as shape_in_words

LARGEST = 1e6  # a magnitude that no picture of the course needs
MOST_ARRAY_BYTES = 400_000_000
_ROUNDING = 1e-5  # beyond 0 and 1, as a division leaves it


class Sides(NamedTuple):
    """How long an axis may be, from the shortest to the longest."""

    least: int
    most: int


def numbers_of(given, name, *, shapes=(), limit=LARGEST, allowed="", dtype=np.float64):
    """The given as a new array of finite numbers.

    Parameters
    ----------
    given : array, or nested lists of numbers
    name : str
        What it is, as the sentences say it: "image", "kernel", "activations" …
    shapes : sequence of tuples, optional
        Shapes that are allowed; an axis is a whole number, a `Sides`, or None for any length from 1 on. Any shape
        unless given.
    limit : float
        Largest magnitude.
    allowed : str, optional
        The shapes in words, and what to do: "a matrix up to 12 × 12, such as a part: feature_map[:12, :12]". Written
        from `shapes` unless given.
    dtype : type, optional
        Of the new array; None for the given's own.

    Returns
    -------
    array : of the given's shape

    Raises
    ------
    ValueError
        It holds no real numbers, has another shape, needs more than 400 MB, holds nothing, NaN or infinity, or numbers
        beyond the limit.

    >>> numbers_of([[1, 2], [3, 4]], "kernel", shapes=[(3, 3)])
    Traceback (most recent call last):
    ...
    ValueError: kernel has the shape 2 × 2, which is not allowed: give numbers of shape 3 × 3.
    """
    hint = f"give {allowed or _shapes_in_words(shapes)}"
    array = real_array(given, name, allowed=allowed or _shapes_in_words(shapes))
    if not array.size:
        raise ValueError(f"{name} is empty: {hint}.")
    if shapes and not any(_fits(array.shape, one) for one in shapes):
        raise ValueError(f"{name} has the shape {shape_in_words(array.shape)}, which is not allowed: {hint}.")
    if array.size * np.dtype(dtype or array.dtype).itemsize > MOST_ARRAY_BYTES:
        raise ValueError(f"{name} needs more than 400 MB: {hint}, and fewer at once.")
    _check_values(array, name, limit, hint)
    return np.array(array, dtype)


def real_array(given, name, *, axes=(), allowed="an array of numbers", finite=False):
    """The given as an array of real numbers: as it is where it is one, of any type, size and values.

    Parameters
    ----------
    given : array, or nested lists of numbers
    name : str
        What it is, as the sentences say it.
    axes : sequence of int, optional
        How many it may have. Any number unless given.
    allowed : str, optional
        What to give, in words.
    finite : bool
        Whether NaN and infinity are refused.

    Returns
    -------
    array : of the given's shape

    Raises
    ------
    ValueError
        It holds no real numbers, or masked ones, or has another number of axes.

    >>> real_array([1, 2j], "kernel")
    Traceback (most recent call last):
    ...
    ValueError: kernel holds something other than numbers, or rows of different lengths: give an array of numbers.
    """
    array = _as_array(given)
    if array is None:
        raise ValueError(f"{name} {_not_numbers(given)}: give {allowed}.")
    if axes and array.ndim not in axes:
        raise ValueError(f"{name} has the shape {shape_in_words(array.shape)}, which is not allowed: give {allowed}.")
    if finite:
        _check_finite(array, name, f"give {allowed}")
    return array


def batch_of(given, name="images"):
    """The given as an array of images (batch, height, width[, channels]), of any type and values.

    Raises
    ------
    ValueError
        It is something else, or three axes look like one image with channels.
    """
    allowed = "(batch, height, width[, channels]); one image becomes a batch of one with image[np.newaxis]"
    images = real_array(given, name, axes=(3, 4), allowed=allowed)
    check_is_a_batch(images.shape, name, "give image[np.newaxis], a batch of one; for a batch images[..., np.newaxis]")
    return images


def check_is_a_batch(shape, name, instead):
    """Raise where three axes that would be read as a batch of grey images look like one image with channels.

    They do when the last one is no longer than four, or the first two alone are equal; images of fewer than three
    rows or columns are left out, because a batch may hold two.

    Parameters
    ----------
    shape : tuple
        Of three axes; others are not looked at.
    name : str
        What has this shape, as the sentence says it.
    instead : str
        What to do, for whoever has channels and for whoever has a batch.

    >>> check_is_a_batch((500, 28, 28), "images", "")
    >>> check_is_a_batch((120, 102, 3), "image", "give one channel")
    Traceback (most recent call last):
    ...
    ValueError: image has the shape 120 × 102 × 3, which looks like (height, width, channels): give one channel.
    """
    if len(shape) != 3 or min(shape[:2]) < 3:
        return
    rows, columns, last = shape
    if shape == (3, 3, 3) or (columns != last and (last <= 4 or rows == columns)):
        given = f"{name} has the shape {shape_in_words(shape)}, which looks like (height, width, channels)"
        raise ValueError(f"{given}: {instead}.")


def check_has_channels(shape, name):
    """Raise where three axes that would be read as height, width and channels look like a batch of grey images.

    They do when the last two alone are equal: images are mostly square. Parameters as in `check_is_a_batch`.

    >>> check_has_channels((28, 28, 32), "feature_map")
    """
    if len(shape) == 3 and shape[0] != shape[1] == shape[2]:
        raise ValueError(
            f"{name} has the shape {shape_in_words(shape)}, which looks like a batch of grey images: give "
            f"{name}[..., np.newaxis] for a batch; if it is (height, width, channels), {name}[np.newaxis] says so."
        )


def image_of(given, name="image", *, sides=(3, 128), longest=60):
    """A learner's own image, grey or in colour, from an array or a file.

    Parameters
    ----------
    given : array (height, width), (height, width, 1) or (height, width, 3), or an image file
        uint8 from 0 to 255, or floats from 0 to 1. A file: a path, or an open file.
    name : str
        As the sentences say it.
    sides : (int, int)
        How short and how long height and width of an array may be.
    longest : int
        To so many pixels the longer side of a file's picture is made smaller.

    Returns
    -------
    image : float32 (height, width) or (height, width, 3)
        From 0 to 1.

    Raises
    ------
    ValueError

    >>> image_of(np.full((4, 4), 255, np.uint8)).max()
    np.float32(1.0)
    """
    if is_file(given):
        return image_in_file(given, longest=longest, least=sides[0])
    side = Sides(*sides)
    allowed = (
        f"(height, width) or (height, width, 3), {side.least} to {side.most} pixels per side, "
        "as uint8 from 0 to 255 or floats from 0 to 1; image[::2, ::2] takes every second pixel"
    )
    shapes = [(side, side), (side, side, 1), (side, side, 3)]
    values = _in_unit_range(numbers_of(given, name, shapes=shapes, allowed=allowed, dtype=None), name)
    return values[..., 0] if values.shape[2:] == (1,) else values


def pixels_of(given, name="image", *, size=(28, 28)):
    """A garment of one's own as the data holds them, from an array of that size.

    Parameters
    ----------
    given : array (height, width) or (height, width, 1)
        uint8 from 0 to 255, or floats from 0 to 1. Files go through `images.garment_from_file`.
    name : str
    size : (height, width)

    Returns
    -------
    pixels : uint8 (height, width)

    Raises
    ------
    ValueError

    >>> pixels_of(np.full((28, 28), 0.5))[0, 0]
    np.uint8(128)
    """
    allowed = f"{shape_in_words(size)} pixels, uint8 from 0 to 255 or floats from 0 to 1, or the path of an image file"
    values = numbers_of(given, name, shapes=[tuple(size), (*size, 1)], allowed=allowed, dtype=None)
    return np.round(255 * _in_unit_range(values, name)).astype(np.uint8).reshape(size)


def model_input_of(given, input_shape, name="images", *, most=10_000):
    """Images as a model takes them, at the scale at which they are given.

    Parameters
    ----------
    given : array (n, height, width, channels)
        The axis of channels may be left out where there is one channel, and the axis of images where there is one.
    input_shape : (height, width, channels)
        The model's; None for an axis of any length up to 1000.
    name : str
    most : int
        Images.

    Returns
    -------
    images : float32 (n, height, width, channels)

    Raises
    ------
    ValueError

    >>> model_input_of(np.zeros((28, 28)), (28, 28, 1)).shape
    (1, 28, 28, 1)
    """
    axes = tuple(Sides(1, 1000) if size is None else size for size in input_shape)
    count, grey = Sides(1, most), axes[-1] == 1
    shapes = [(count, *axes), axes] + ([(count, *axes[:2]), axes[:2]] if grey else [])
    wanted = f"(n, height, width, channels) with {_one_shape_in_words(axes)} each"
    allowed = f"images as the model takes them, {wanted}, {most:,} at most"
    values = numbers_of(given, name, shapes=shapes, allowed=allowed, dtype=np.float32)
    if grey and not (_fits(values.shape, shapes[0]) or _fits(values.shape, axes)):
        values = values[..., np.newaxis]
    return values if values.ndim == 1 + len(axes) else values[np.newaxis]


def shown(value):
    """A setting as a sentence shows it: one line, no longer than sixty characters.

    >>> shown("same"), shown(np.zeros((2, 2))), len(shown("x" * 1000))
    ("'same'", 'array([[0., 0.], [0., 0.]])', 60)
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a stranger's object
        text = f"of type {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:59]}…"


def whole_number(value):
    """A whole number of Python or NumPy as int, or None: True is none, and 2.0 neither.

    >>> whole_number(np.uint8(3)), whole_number(2.0), whole_number(True)
    (3, None, None)
    """
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None


def _as_array(given):
    """The given as an array of real numbers, or None where there are none."""
    if given is None or isinstance(given, (str, bytes, dict, set)) or np.ma.is_masked(given):
        return None
    try:
        array = np.asarray(given)
    except Exception:  # rows of different lengths, or a stranger's object that fails in its own way
        return None
    if array.dtype.kind == "V" and np.can_cast(array.dtype, np.float32):  # bfloat16, as Keras' mixed precision has it
        array = array.astype(np.float32)
    return array if array.dtype.kind in "biuf" else None


def _not_numbers(given):
    if np.ma.is_masked(given):
        return f"has {counted(int(np.ma.count_masked(given)), 'masked place')}, which .filled(0) would fill"
    if isinstance(given, (str, bytes)):
        return f"is text, {given[:40]!r}, and not numbers"
    if isinstance(given, (list, tuple)):
        return "holds something other than numbers, or rows of different lengths"
    if isinstance(given, np.ndarray):
        return f"is an array of {given.dtype}, and not of real numbers"
    return f"is of type {type(given).__name__}, and not an array of numbers"


def _fits(shape, allowed):
    if len(shape) != len(allowed):
        return False
    return all(_fits_axis(size, axis) for size, axis in zip(shape, allowed, strict=True))


def _fits_axis(size, axis):
    if isinstance(axis, Sides):
        return axis.least <= size <= axis.most
    return size == axis or axis is None


def _shapes_in_words(shapes):
    return f"numbers of shape {' or '.join(map(_one_shape_in_words, shapes))}" if shapes else "an array of numbers"


def _one_shape_in_words(shape):
    axes = [
        f"{axis.least}–{axis.most}" if isinstance(axis, Sides) else "any" if axis is None else axis for axis in shape
    ]
    return shape_in_words(axes)


def _check_finite(array, name, hint):
    finite = np.isfinite(array)
    if not finite.all():
        wrong = array.size - np.count_nonzero(finite)
        raise ValueError(f"{name} holds NaN or infinity, in {wrong:,} of {array.size:,} places: {hint}.")


def _check_values(array, name, limit, hint):
    _check_finite(array, name, hint)
    low, high = float(array.min()), float(array.max())
    if not -limit <= low <= high <= limit:
        ends = (
            f"{number(low, thousands=True)} to {number(high, thousands=True)}, beyond ±{number(limit, thousands=True)}"
        )
        raise ValueError(f"{name} goes from {ends}: {hint}, with smaller numbers.")


def _in_unit_range(values, name):
    """Apply the law for an image of one's own: float32 from 0 to 1, or a sentence."""
    if values.dtype == np.uint8:
        return values / np.float32(255)
    low, high = float(values.min()), float(values.max())
    if values.dtype.kind == "f" and -_ROUNDING <= low <= high <= 1 + _ROUNDING:
        return np.clip(values, 0, 1).astype(np.float32)
    given = f"{name} holds {values.dtype} from {significant(low, 6)} to {significant(high, 6)}"
    way = _way_into_range(values.dtype, low, high)
    raise ValueError(f"{given}: give uint8 from 0 to 255, or floats from 0 to 1; {way}.")


def _way_into_range(dtype, low, high):
    """What to do with numbers that are not what the law allows, so that they are."""
    if dtype.kind != "f" and 0 <= low <= high <= 255:
        return f".astype(np.{'float32) makes floats' if high <= 1 else 'uint8) makes bytes'} of it"
    if low >= 0:
        return f"divide by {255 if 2 < high <= 255 else significant(high, 6)}"
    division = f", then divide by {significant(high - low, 6)}" if high - low > 1 else ""
    return f"add {significant(-low, 6)}{division}"
