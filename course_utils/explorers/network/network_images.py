"""Images for a network: arrays as it takes them, files made into garments, or garments of the course's own."""

import numpy as np

from course_utils import fashion_mnist
from course_utils.arrays import is_file, model_input_of
from course_utils.images import garment_from_file
from course_utils.numbers import shape as shape_in_words

_MOST_VALUES = 50_000_000


def images_for(given, input_shape):
    """Images as a model takes them, at the scale at which they are given.

    Parameters
    ----------
    given : array, image file, list of both, or None
        A file becomes a garment of 28 × 28, at the scale of the arrays beside it. None: a garment of each class.
    input_shape : (height, width, channels)

    Returns
    -------
    images : float32 (n, height, width, channels)

    Raises
    ------
    ValueError
    """
    if given is None:
        return model_input_of(_garments(input_shape), input_shape)
    listed = [given] if is_file(given) else given
    if isinstance(listed, (list, tuple)) and any(map(is_file, listed)):
        listed = _with_files_opened(listed)
    if getattr(listed, "size", 0) > _MOST_VALUES:
        raise ValueError(f"images holds {listed.size:,} numbers, too many to show: give a few images, as images[:20].")
    return model_input_of(listed, input_shape)


def white_of(images):
    """The value of white at the scale of these images."""
    return 255 if np.max(images) > 1 else 1


def _garments(input_shape):
    """The first validation garment of each class, uint8 (10, 28, 28)."""
    if input_shape != (28, 28, 1):
        takes = shape_in_words(input_shape)
        raise ValueError(f"without images there is nothing to show; the model takes {takes}: give images of that size.")
    pixels, labels = fashion_mnist.load("validation")
    return np.stack([pixels[labels == label][0] for label in range(10)])


def _with_files_opened(given):
    """The images of a list, each file a garment in their scale; files alone stay in 0 … 255, as the data hold them."""
    arrays = [np.asarray(one) for one in given if not is_file(one)]
    numeric = [one for one in arrays if one.dtype.kind in "biuf" and one.size]
    scale = white_of([one.max() for one in numeric]) / 255 if numeric else 1
    opened = [np.float32(garment_from_file(one)) * np.float32(scale) if is_file(one) else one for one in given]
    shapes = {np.shape(one) for one in opened}
    return [np.reshape(one, (28, 28)) for one in opened] if shapes == {(28, 28), (28, 28, 1)} else opened
