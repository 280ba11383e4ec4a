"""What explorers of a learner's network share: its images, the names of its classes, and whether it has changed."""

import zlib

import numpy as np

from course_utils import fashion_mnist
from course_utils.arrays import is_file, model_input_of
from course_utils.batches import check_scale_of
from course_utils.explorers.shared.image_choice import Upload
from course_utils.images import garment_from_file
from course_utils.numbers import shape as shape_in_words

_MOST_VALUES = 50_000_000
_MOST_COMPARED = 500_000  # numbers of one weight; of more, every second, third … one: a training moves them all


class TakesImages:
    """What an explorer of a network does with an image file: behind its `images`, and shown; or refused, once.

    It has `images`, `white` and `controls`, and `image` in its state.
    """

    _refused = ""

    def _anew(self):
        """What else of the state begins anew with a new image."""
        return {}

    def take_file(self, name, contents):
        """Put an image file behind the images that are there, and show it."""
        try:
            self.images = with_file(self.images, self.white, name, contents)
        except ValueError as error:
            self._refused = str(error)
            self.update()
            return
        self.controls["image"].max = len(self.images) - 1
        self.controls["image"].layout.display = None
        self.move(image=len(self.images) - 1, **self._anew())

    def check_file(self):
        """Raise what the last file was refused for; the next move shows the image that was there."""
        refused, self._refused = self._refused, ""
        if refused:
            raise ValueError(refused)


def images_for(given, network):
    """Images as a model takes them, at the scale at which they are given, and the value of white in it.

    Parameters
    ----------
    given : array, image file, list of both, or None
        A file becomes a garment of 28 × 28, at the scale of the arrays beside it. None: a garment of each class.
    network : object
        With `model`, its `input_shape` (height, width, channels), and `white()`, the pixel of which its own `Rescaling`
        makes 1, or None.

    Returns
    -------
    images : float32 (n, height, width, channels)
    white : float
        255 for bytes and for what goes beyond 1, else what the model's own `Rescaling` makes 1 of, else 1.

    Raises
    ------
    ValueError
    """
    given = _garments(network.input_shape) if given is None else given
    listed = [given] if is_file(given) else given
    arrays = _arrays_in(listed)
    if isinstance(listed, (list, tuple)) and any(map(is_file, listed)):
        listed = _with_files_opened(listed, _white_of(arrays, network) / 255 if arrays else 1)
    if getattr(listed, "size", 0) > _MOST_VALUES:
        raise ValueError(f"images holds {listed.size:,} numbers, too many to show: give a few images, as images[:20].")
    images = model_input_of(listed, network.input_shape)
    if arrays and all(one.dtype.kind == "f" for one in arrays):
        check_scale_of(network.model, images)
    return images, _white_of(arrays or [images], network)


def _arrays_in(listed):
    """The arrays of numbers among what was given."""
    some = [one for one in listed if not is_file(one)] if isinstance(listed, (list, tuple)) else [listed]
    if not any(isinstance(one, np.ndarray) for one in some):  # nested lists are one array, or refused later
        return []
    return [one for one in map(np.asarray, some) if one.dtype.kind in "biuf" and one.size]


def _white_of(arrays, network):
    if any(one.dtype == np.uint8 or one.max() > 1 for one in arrays):
        return 255
    return network.white() or 1


def _garments(input_shape):
    """The first validation garment of each class, uint8 (10, 28, 28)."""
    if input_shape != (28, 28, 1):
        takes = shape_in_words(input_shape)
        raise ValueError(f"without images there is nothing to show; the model takes {takes}: give images of that size.")
    pixels, labels = fashion_mnist.load("validation")
    return np.stack([pixels[labels == label][0] for label in range(10)])


def _with_files_opened(given, scale):
    """The images of a list, each file a garment at a scale; files alone stay in 0 … 255, as the data hold them."""
    opened = [np.float32(garment_from_file(one)) * np.float32(scale) if is_file(one) else one for one in given]
    shapes = {np.shape(one) for one in opened}
    return [np.reshape(one, (28, 28)) for one in opened] if shapes == {(28, 28), (28, 28, 1)} else opened


def with_file(images, white, name, contents):
    """Images as a model takes them, and behind them an image file, prepared as a garment, at their scale.

    Parameters
    ----------
    images : float32 (n, height, width, channels)
    white : float
        Of these images.
    name : str
    contents : bytes

    Returns
    -------
    images : float32 (n + 1, height, width, channels)

    Raises
    ------
    ValueError
        The file is no image, or the model takes others.
    """
    pixels = garment_from_file(Upload(name, contents))
    return np.concatenate([images, model_input_of(pixels * (white / 255), images.shape[1:])])


def class_names(given, count, input_shape):
    """Names of so many classes, as they are given; else those of the garments where it must be them, or numbers."""
    if given is None:
        garments = count == 10 and input_shape == (28, 28, 1)
        return fashion_mnist.CLASS_NAMES if garments else [f"class {number}" for number in range(count)]
    if isinstance(given, str) or len(list(given)) != count:
        raise ValueError(f"names {given!r} are not allowed: give one name for each of the {count} outputs.")
    return [str(name) for name in given]


def fingerprint(model):
    """A number that is another one when the weights of a model are."""
    found = 0
    for weight in model.weights:
        values = np.ravel(np.asarray(weight))
        found = zlib.crc32(np.ascontiguousarray(values[:: 1 + values.size // _MOST_COMPARED]).view(np.uint8), found)
    return found
