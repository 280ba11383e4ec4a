"""Shims while the explorers move to arrays, numbers and colours; deleted at the end."""

import numpy as np
from PIL import Image, ImageOps

from course_utils.explorers.shared import own_images

LEAST, SIDE, FILE_SIDE = 3, 128, 60
_FILE_PIXELS, _FILE_BYTES = 50_000_000, 30_000_000


def array_of_numbers(given, what, allowed, largest, limit):
    """The given as float64, or a ValueError that says what is allowed.

    Parameters
    ----------
    given : anything
    what, allowed : str
        Its name, and the shapes in words.
    largest : sequence of tuples
        For each form that is allowed its two largest sides, and the exact size of a third axis.
    limit : float
        Largest magnitude.
    """
    hint = f"Give {allowed}, values from -{limit} to {limit}."
    try:
        array = np.asarray(given)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        kind = f"text, {given[:40]!r}" if isinstance(given, str) else f"of type {type(given).__name__}"
        raise ValueError(f"this {what} is not an array of numbers: it is {kind}. {hint}")
    if not any(_fits(array.shape, one) for one in largest):
        raise ValueError(f"this {what} of shape {array.shape} is not allowed. {hint}")
    if not np.isfinite(array).all():
        raise ValueError(f"this {what} holds NaN or infinity. {hint}")
    if np.abs(array.astype(float)).max() > limit:
        raise ValueError(f"this {what} goes from {array.min():g} to {array.max():g}. {hint}")
    return array.astype(float)


def _fits(shape, largest):
    sides = len(shape) == len(largest) and all(
        1 <= side <= most for side, most in zip(shape, largest[:2], strict=False)
    )
    return sides and shape[2:] == largest[2:]


def checked_file(file):
    """The file, when it is a picture of bearable size: read from its first bytes, before anything is unpacked."""
    if isinstance(file, own_images.Upload) and file.getbuffer().nbytes > _FILE_BYTES:
        raise ValueError(f"{file} has more than 30 MB: save it smaller.")
    try:
        with Image.open(file) as picture:
            width, height = picture.size
    except Image.DecompressionBombError:
        width = height = _FILE_PIXELS
    except FileNotFoundError:
        raise ValueError(f"{file} cannot be read as a picture: there is no such file.") from None
    except (OSError, ValueError, SyntaxError):
        raise ValueError(f"{file} cannot be read as a picture: give a PNG or JPEG file.") from None
    if width * height > _FILE_PIXELS:
        raise ValueError(f"{file} has more than 50 million pixels: save it smaller.")
    return file


def image_in_file(file):
    """A picture file in grey, float32 in 0 … 1, its longer side at most 60 pixels; transparent parts are white."""
    try:
        with Image.open(checked_file(file)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError):
        raise ValueError(f"{file} cannot be read as a picture: it is damaged.") from None
    upright.thumbnail((FILE_SIDE, FILE_SIDE))
    if min(upright.size) < LEAST:
        raise ValueError(
            f"{file} is too narrow: of its {FILE_SIDE} pixels in length, {min(upright.size)} in width remain."
        )
    on_white = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    return np.asarray(on_white.convert("L"), np.float32) / 255


def own_image(image):
    """A learner's image as float32 (height, width): an array's values as they are, a file's in 0 … 1."""
    if isinstance(image, (str, bytes)) or hasattr(image, "__fspath__"):
        return image_in_file(image)
    pixels = finite_array(image, "image")
    if pixels.ndim == 3 and pixels.shape[2] in (1, 3):
        pixels = pixels.mean(axis=2)
    if pixels.ndim != 2 or not LEAST <= min(pixels.shape) <= max(pixels.shape) <= SIDE:
        raise ValueError(
            f"an image of shape {np.shape(image)} is not allowed: give (height, width) or (height, width, 3) "
            f"of {LEAST} to {SIDE} pixels a side; image[::2, ::2] takes every second."
        )
    return pixels


def finite_array(values, name):
    """Numbers as a new float32 array, all finite."""
    try:
        array = np.asarray(values)
    except ValueError:
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} is {type(values).__name__}, without numbers in it: give an array of numbers.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity: give numbers only.")
    if array.size and np.abs(array).max() > 1e6:
        raise ValueError(f"{name} holds numbers beyond a million: give smaller ones.")
    return array.astype(np.float32)
