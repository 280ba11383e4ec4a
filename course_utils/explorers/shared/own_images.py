"""What a learner brings along: image files and arrays, checked; what cannot be used is answered by a sentence."""

import functools
import io

import ipywidgets as widgets
import numpy as np
from PIL import Image, ImageOps

from course_utils import fashion_mnist

LEAST, SIDE, FILE_SIDE = 3, 128, 60
_FILE_PIXELS, _FILE_BYTES = 50_000_000, 30_000_000


def garments(split, class_name):
    """The first 500 garments of a class, uint8 (500, 28, 28)."""
    return _by_class(split)[fashion_mnist.CLASS_NAMES.index(class_name)]


@functools.cache
def _by_class(split):
    pixels, labels = fashion_mnist.load(split)
    return [pixels[np.flatnonzero(labels == label)[:500]] for label in range(10)]


class Upload(io.BytesIO):
    """A file that was handed over; its name stands in messages as a path would."""

    def __init__(self, name, contents):
        super().__init__(contents)
        self.file_name = name

    def __str__(self):
        return self.file_name


def upload_control(take):
    """A button that asks for an image file; `take` is called with its name and its bytes."""
    control = widgets.FileUpload(accept="image/*", multiple=False, description="own image …")
    control.layout = {"width": "200px", "margin": "2px 14px 2px 0"}  # with the number of files behind the words

    def chosen(change):
        if change["new"]:
            take(change["new"][0]["name"], bytes(change["new"][0]["content"]))

    control.observe(chosen, names="value")
    return control


class OwnImage:
    """Mixed into an explorer whose state `picture` can be "own image": a button that takes a file, and its image."""

    def take_files(self, prepare):
        """Make the button; `prepare` turns an `Upload` into an image, or raises ValueError with a sentence."""
        self._prepare = prepare
        self._no_image = "There is no image of your own yet: choose a file above, or give image=…"
        self.upload = upload_control(self._take_file)

    def chosen_image(self):
        """The learner's image; ValueError says why there is none."""
        if self.image is None:
            raise ValueError(self._no_image)
        return self.image

    def _take_file(self, name, contents):
        try:
            self.image = self._prepare(Upload(name, contents))
        except ValueError as error:
            self.image, self._no_image = None, str(error)
        if self.picture == "own image":
            self.update()
        else:
            self.picture = "own image"


def checked_file(file):
    """The file, when it is a picture of bearable size: read from its first bytes, before anything is unpacked."""
    if isinstance(file, Upload) and file.getbuffer().nbytes > _FILE_BYTES:
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
