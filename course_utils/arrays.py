"""What a learner hands over: arrays, images and image files, checked at one door and in one wording.

One law for an image of one's own: uint8 from 0 to 255, or floats from 0 to 1, grey or in colour, as an array or a file.
What cannot be used is answered by a sentence that says what was given, what is allowed and what to do.
"""

import os
from typing import NamedTuple

import numpy as np

from course_utils.numbers import shape as shape_in_words
from course_utils.numbers import significant

LARGEST = 1e6  # a magnitude that no picture of the course needs
MOST_PIXELS, MOST_BYTES = 50_000_000, 30_000_000  # of an image file
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")


class Sides(NamedTuple):
    """How long an axis may be, from the shortest to the longest."""

    least: int
    most: int


def is_file(given):
    """Whether this names an image file, or is one that was handed over, rather than an array.

    >>> is_file("boot.png"), is_file(np.zeros((28, 28)))
    (True, False)
    """
    return isinstance(given, (str, bytes, os.PathLike)) or hasattr(given, "read")


def numbers_of(given, name, *, shapes=(), limit=LARGEST, allowed=""):
    """The given as a new array of finite numbers, float64.

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

    Returns
    -------
    array : float64, of the given's shape

    Raises
    ------
    ValueError
        It holds no real numbers, has another shape, holds nothing, NaN or infinity, or numbers beyond the limit.

    >>> numbers_of([[1, 2], [3, 4]], "kernel", shapes=[(3, 3)])
    Traceback (most recent call last):
    ...
    ValueError: kernel has the shape 2 × 2, which is not allowed: give numbers of shape 3 × 3.
    """
    hint = f"give {allowed or _shapes_in_words(shapes)}"
    array = _as_array(given)
    if array is None:
        raise ValueError(f"{name} {_not_numbers(given)}: {hint}.")
    if not array.size:
        raise ValueError(f"{name} is empty: {hint}.")
    if shapes and not any(_fits(array.shape, one) for one in shapes):
        raise ValueError(f"{name} has the shape {shape_in_words(array.shape)}, which is not allowed: {hint}.")
    values = array.astype(np.float64)
    if not np.isfinite(values).all():
        wrong = int(np.count_nonzero(~np.isfinite(values)))
        raise ValueError(f"{name} holds NaN or infinity, in {wrong:,} of {values.size:,} places: {hint}.")
    if np.abs(values).max() > limit:
        ends = f"{significant(values.min())} to {significant(values.max())}"
        raise ValueError(f"{name} goes from {ends}, beyond ±{significant(limit)}: {hint}, with smaller numbers.")
    return values


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
        f"(height, width) or (height, width, 3), {side.least} to {side.most} pixels a side, "
        "as uint8 from 0 to 255 or floats from 0 to 1; image[::2, ::2] takes every second pixel"
    )
    values = numbers_of(given, name, shapes=[(side, side), (side, side, 1), (side, side, 3)], allowed=allowed)
    values = _in_unit_range(values, np.asarray(given).dtype, name)
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
    values = numbers_of(given, name, shapes=[tuple(size), (*size, 1)], allowed=allowed)
    return np.round(255 * _in_unit_range(values, np.asarray(given).dtype, name).reshape(size)).astype(np.uint8)


def model_input_of(given, input_shape, name="images", *, most=10_000):
    """Images as a model takes them, at the scale at which they are given.

    Parameters
    ----------
    given : array (n, height, width, channels)
        The axis of channels may be left out where there is one channel, and the axis of images where there is one.
    input_shape : (height, width, channels)
        The model's; None for an axis of any length.
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
    wanted = shape_in_words("any" if size is None else size for size in input_shape)
    allowed = f"images as the model takes them, (n, height, width, channels) with {wanted} each, {most:,} at most"
    values = numbers_of(given, name, shapes=shapes, allowed=allowed)
    if grey and not (_fits(values.shape, shapes[0]) or _fits(values.shape, axes)):
        values = values[..., np.newaxis]
    return (values if values.ndim == 4 else values[np.newaxis]).astype(np.float32)


def image_in_file(file, *, longest, least=1):
    """The picture in an image file: its first frame, upright, transparent parts on white.

    Its size is known before anything is unpacked, and only a few formats are opened: a file is what it holds and not
    what its name says.

    Parameters
    ----------
    file : path, or an open file
        PNG, JPEG, GIF, BMP or WebP, at most 50 million pixels and 30 MB. An open file may have a `name`.
    longest : int
        To so many pixels the longer side is made smaller; a smaller picture stays as it is.
    least : int
        Pixels that the shorter side must have then.

    Returns
    -------
    image : float32 (height, width) or (height, width, 3)
        From 0 to 1; grey where the file is.

    Raises
    ------
    ValueError
    """
    name = _name_of(file)
    try:
        picture = _small_picture(file, name, longest)
    except FileNotFoundError:
        raise _unusable(name, "there is no such file") from None
    except (IsADirectoryError, PermissionError):
        raise _unusable(name, "it is a folder, or not open to you") from None
    except (OSError, SyntaxError, EOFError, ValueError, OverflowError, MemoryError, IndexError) as error:
        if type(error) is _UnusableFileError:
            raise
        raise _unusable(name, "it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP") from None
    if min(picture.shape[:2]) < least:
        made = shape_in_words(picture.shape[:2])
        raise _unusable(name, f"made smaller, {made} pixels remain of it, and {least} a side are needed")
    return picture


class _UnusableFileError(ValueError):
    """A file that cannot be used, with the sentence that says why."""


def _unusable(name, why):
    return _UnusableFileError(f"{name} cannot be used as an image: {why}.")


def _small_picture(file, name, longest):
    """Open, look at the size, make smaller, turn upright, lay on white."""
    from PIL import Image  # where no file is opened, Pillow is not needed

    if _bytes_of(file) > MOST_BYTES:
        raise _unusable(name, "it has more than 30 MB; save it smaller")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _unusable(name, "it has more than 50 million pixels; save it smaller")
            # Where its format can, the file is decoded at a fraction of its size: fifty million pixels would be 200 MB.
            picture.draft("RGB", (2 * longest, 2 * longest))
            return _on_white(_made_small(picture, longest))
    except Image.DecompressionBombError:
        raise _unusable(name, "it has more than 50 million pixels; save it smaller") from None
    except Image.UnidentifiedImageError:
        raise _unusable(name, "it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP") from None


def _eight_bits(picture):
    """A picture of 16 bits a pixel in 8: Pillow would clip where it should scale."""
    from PIL import Image

    if not picture.mode.startswith("I"):
        return picture
    values = np.asarray(picture, np.float64)
    return Image.fromarray(np.round(values / max(65535.0, values.max()) * 255).astype(np.uint8))


def _made_small(picture, longest):
    """The picture made smaller, then turned upright: of few pixels, whatever comes next needs little memory."""
    from PIL import ImageOps

    picture = _eight_bits(picture)
    if picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode.startswith("P") or "transparency" in picture.info:  # colours by number cannot be mixed
        picture = picture.convert("RGBA")
    picture.thumbnail((longest, longest))
    return ImageOps.exif_transpose(picture)


def _on_white(picture):
    """A picture on white, as float32 from 0 to 1: (height, width) where it is grey, else (height, width, 3)."""
    from PIL import Image

    is_grey, picture = picture.mode in ("L", "LA"), picture.convert("RGBA")
    whole = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return np.asarray(whole.convert("L" if is_grey else "RGB"), np.float32) / 255


def _bytes_of(file):
    """Size of a file in bytes; 0 where it cannot be told."""
    if not hasattr(file, "read"):
        return os.path.getsize(file)
    return len(file.getbuffer()) if hasattr(file, "getbuffer") else 0


def _name_of(file):
    name = getattr(file, "name", "this file") if hasattr(file, "read") else os.fsdecode(file)
    name = str(name) or "an empty path"
    return name if len(name) <= 120 else f"…{name[-119:]}"


def _as_array(given):
    """The given as an array of real numbers, or None where there are none."""
    if given is None or isinstance(given, (str, bytes, dict, set)):
        return None
    try:
        array = np.asarray(given)
    except Exception:  # rows of different lengths, or a stranger's object that fails in its own way
        return None
    return array if array.dtype.kind in "biuf" else None


def _not_numbers(given):
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


def _in_unit_range(values, dtype, name):
    """Apply the law for an image of one's own: float32 from 0 to 1, or a sentence."""
    if dtype == np.uint8:
        return (values / 255).astype(np.float32)
    low, high = values.min(), values.max()
    given = f"{name} holds {dtype} from {significant(low)} to {significant(high)}"
    if dtype.kind != "f":
        what = "uint8) makes bytes" if low >= 0 and 1 < high <= 255 else "float32) makes floats"
        raise ValueError(f"{given}: give uint8 from 0 to 255, or floats from 0 to 1; .astype(np.{what} of it.")
    if low < 0 or high > 1:
        what = "divide by 255" if low >= 0 and high <= 255 else "shift and divide"
        raise ValueError(f"{given}: give uint8 from 0 to 255, or floats from 0 to 1; {what}.")
    return values.astype(np.float32)
