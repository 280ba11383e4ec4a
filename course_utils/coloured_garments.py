"""Garments in colour whose truth is known: a hue, laid on a ground of photograph, by code from grey garments.

The hue changes no brightness: an image made grey is the same whatever its hue was. So what a network reads from colour,
and what it loses without, can be measured. These are no photographs of coloured clothes, and do not look like them.

NumPy alone, besides what reads the photograph.
"""

from typing import NamedTuple

import numpy as np

from course_utils.arrays import batch_of, real_array, shown, whole_number
from course_utils.geometry import as_count
from course_utils.images import BRIGHTNESS, photograph
from course_utils.numbers import counted, shape

#: The ten hues, by their numbers.
HUE_NAMES = ("indigo", "violet", "pink", "coral", "amber", "lime", "green", "emerald", "teal", "azure")

_SIZE = 32
_SPREAD = 0.3  # of a step between two hues, to both sides
_DARKEST = 0.05  # of a garment: what is darker is its background, which the files leave a little uneven
_CHROMA = 0.17  # how far a colour is from grey; more would leave the range of a pixel
_KINDS = ("says nothing", "decides", "agrees")


class Task(NamedTuple):
    """Coloured garments with what is known of them: images uint8 (n, 32, 32, 3); labels, garments, hues int (n,).

    `labels` is what a network is to learn; `garments` the class of each garment and `hues` the number of its hue, both
    0 to 9.
    """

    images: np.ndarray
    labels: np.ndarray
    garments: np.ndarray
    hues: np.ndarray


def task(garments, classes, hue, *, agreeing=0.95, seed=0):
    """Coloured garments for one of three tasks.

    Parameters
    ----------
    garments : uint8 (n, 28, 28)
    classes : int (n,)
        Of the garments, 0 to 9.
    hue : str
        "says nothing": the label is the garment, the hue is drawn. "decides": the label is the hue, whatever the
        garment. "agrees": the label is the garment, and a share of the images has the hue of its number.
    agreeing : float
        That share; the others' hues are drawn from all ten.
    seed : int
        Of hues and grounds.

    Returns
    -------
    Task

    Raises
    ------
    ValueError
        A setting is not allowed.

    >>> from course_utils import fashion_mnist
    >>> pixels, classes = fashion_mnist.load("validation")
    >>> three = task(pixels[:3], classes[:3], "decides")
    >>> three.images.shape, bool(np.all(three.labels == three.hues))
    ((3, 32, 32, 3), True)

    Introduced in notebook 11.
    """
    if hue not in _KINDS:
        words = '"says nothing", "decides" or "agrees"'
        raise ValueError(f"hue {shown(hue)} is not allowed: give {words}.")
    if not isinstance(agreeing, (int, float)) or not 0 <= agreeing <= 1:
        raise ValueError(f"agreeing {shown(agreeing)} is not allowed: give a share from 0 to 1.")
    classes = _places(classes, "classes")
    rng = np.random.default_rng(_seed(seed))
    hues = rng.integers(10, size=len(classes))
    if hue == "agrees":
        hues = np.where(rng.random(len(classes)) < agreeing, classes, hues)
    images = coloured(garments, hues, seed=rng.integers(2**32))
    return Task(images, hues if hue == "decides" else classes, classes, hues)


def coloured(garments, hues, *, seed=0):
    """Garments in these hues, each on a piece of photograph.

    Parameters
    ----------
    garments : uint8 (n, 28, 28)
    hues : int (n,)
        0 to 9, as in `HUE_NAMES`; each image's own hue lies near it.
    seed : int
        Of the grounds, and of how near.

    Returns
    -------
    images : uint8 (n, 32, 32, 3)

    Raises
    ------
    ValueError
        They are no such garments, or not as many as hues.

    >>> coral, green = coloured(np.full((2, 28, 28), 200, np.uint8), [3, 6])[:, 16, 16]
    >>> bool(coral[0] > coral[1]), bool(green[0] > green[1])
    (True, False)

    Introduced in notebook 11.
    """
    garments, hues = batch_of(garments, "garments"), _places(hues, "hues")
    if garments.shape[1:] != (28, 28) or garments.dtype != np.uint8:
        raise ValueError("garments are grey images of 28 × 28 pixels in uint8: give those of fashion_mnist.load.")
    if len(garments) != len(hues):
        raise ValueError(
            f"there are {counted(len(garments), 'garment')} and {counted(len(hues), 'hue')}: give one each."
        )
    rng = np.random.default_rng(_seed(seed))
    grounds = _grounds(len(garments), rng)
    angles = 2 * np.pi * (hues + rng.uniform(-_SPREAD, _SPREAD, len(hues))) / len(HUE_NAMES)
    framed = np.pad(garments, ((0, 0), (2, 2), (2, 2)))[..., np.newaxis] / np.float32(255)
    cloth = 0.32 + 0.36 * framed + _tints(angles)[:, np.newaxis, np.newaxis]
    return np.round(255 * np.where(framed > _DARKEST, cloth, grounds)).astype(np.uint8)


def without_colour(images, *, channels=3):
    """Images made grey: each pixel's brightness, in each of its channels.

    Parameters
    ----------
    images : (n, height, width, 3)
    channels : int
        3 keeps the shape; 1 leaves one channel.

    Returns
    -------
    images : float32 (n, height, width, channels)
        At the scale at which they were given.

    >>> without_colour(np.array([[[[255, 0, 0]]]])).astype(int).tolist()
    [[[[76, 76, 76]]]]

    Introduced in notebook 11.
    """
    images = batch_of(images)
    if images.shape[-1] != 3:
        raise ValueError(
            f"these images have {counted(images.shape[-1], 'channel')}: give images in colour, with three."
        )
    if channels not in (1, 3):
        raise ValueError(f"channels {shown(channels)} is not allowed: give 1 or 3.")
    return np.repeat((images @ BRIGHTNESS)[..., np.newaxis], channels, axis=-1).astype(np.float32)


def patches_without_colour(image, *, size=8):
    """Copies of one image, in each of them one patch made grey: what colour tells there is gone, and nothing else.

    Parameters
    ----------
    image : (height, width, 3)
    size : int
        Pixels per side of a patch. Patches lie side by side; height and width must be multiples of it.

    Returns
    -------
    copies : float32 (rows, columns, height, width, 3)
        The place of the patch, then the image.

    >>> copies = patches_without_colour(np.arange(192).reshape(8, 8, 3), size=4)
    >>> copies.shape, copies[0, 1, 0, 3].tolist(), copies[0, 1, 0, 4].round().tolist()
    ((2, 2, 8, 8, 3), [9.0, 10.0, 11.0], [13.0, 13.0, 13.0])

    Introduced in notebook 11.
    """
    size = as_count(size, "size")
    grey = without_colour(np.asarray(image)[np.newaxis])[0]
    rows, columns = (side // size for side in grey.shape[:2])
    if not rows or not columns or (rows * size, columns * size) != grey.shape[:2]:
        raise ValueError(f"size {size} is not allowed: give a divisor of the image's {shape(grey.shape[:2])} pixels.")
    copies = np.tile(np.asarray(image, np.float32), (rows, columns, 1, 1, 1))
    for row, column in np.ndindex(rows, columns):
        patch = np.s_[row * size : (row + 1) * size, column * size : (column + 1) * size]
        copies[row, column][patch] = grey[patch]
    return copies


def _tints(angles):
    """What each hue adds to red, green and blue, (n, 3): nothing to the brightness, by ITU-R BT.601."""
    blue, red = _CHROMA * np.cos(angles), _CHROMA * np.sin(angles)
    red_weight, green_weight, blue_weight = BRIGHTNESS
    add_red, add_blue = 2 * (1 - red_weight) * red, 2 * (1 - blue_weight) * blue
    add_green = -(red_weight * add_red + blue_weight * add_blue) / green_weight
    return np.stack([add_red, add_green, add_blue], axis=-1).astype(np.float32)


def _grounds(count, rng):
    """Pieces of the photograph, some mirrored, darker than the garments."""
    scene = photograph(240)
    rows, columns = (rng.integers(side - _SIZE + 1, size=count) for side in scene.shape[:2])
    windows = np.lib.stride_tricks.sliding_window_view(scene, (_SIZE, _SIZE), axis=(0, 1))
    pieces = np.moveaxis(windows[rows, columns], 1, -1)
    mirrored = rng.random(count) < 0.5
    pieces[mirrored] = pieces[mirrored, :, ::-1]
    return 0.05 + 0.4 * pieces


def _places(given, name):
    numbers = real_array(given, name, axes=(1,), allowed="one whole number from 0 to 9 for each image")
    if numbers.size and (numbers.dtype.kind not in "iu" or not 0 <= numbers.min() <= numbers.max() <= 9):
        raise ValueError(f"{name} {shown(given)} is not allowed: give one whole number from 0 to 9 for each image.")
    return numbers.astype(int)


def _seed(given):
    number = whole_number(given)
    if number is None or number < 0:
        raise ValueError(f"seed {shown(given)} is not allowed: give a whole number from 0 up.")
    return number
