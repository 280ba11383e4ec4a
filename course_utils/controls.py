"""What a map is held against before it is believed: random weights, edges, a mark planted by oneself, deletion.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import numbers_of, real_array, shown, whole_number
from course_utils.geometry import as_count, as_number, as_pair
from course_utils.numbers import shape as shape_in_words

_MAPS = "(batch, height, width); one alone becomes a batch of one with [np.newaxis]"


def randomised(model, layers=None, *, seed=2_000):
    """The same network with new random weights in its last layers; the others keep theirs.

    Parameters
    ----------
    model : Keras model
        Stays as it is.
    layers : int, optional
        How many layers with weights, counted from the answer; all unless given.
    seed : int
        Of the new weights. Not the seed from which the network was trained: its own first weights would come back, and
        they resemble the trained ones.

    Returns
    -------
    model : Keras model
        A copy, its new weights drawn as each layer draws its first ones.

    Raises
    ------
    ValueError
        The model has fewer layers with weights.

    Notes
    -----
    Adebayo and others, "Sanity Checks for Saliency Maps", NeurIPS 2018.

    Introduced in notebook 09.
    """
    from course_utils.quiet import keras

    with_weights = [layer for layer in model.layers if layer.weights]
    count = len(with_weights) if layers is None else as_count(layers, "layers")
    if count > len(with_weights):
        raise ValueError(f"layers {count} is not allowed: this model has {len(with_weights)} with weights.")
    keras.utils.set_random_seed(seed)
    copied = keras.models.clone_model(model)
    new = [layer for layer in copied.layers if layer.weights]
    for kept, layer in zip(with_weights[: len(new) - count], new, strict=False):
        layer.set_weights(kept.get_weights())
    return copied


def rank_correlation(maps, others):
    """How alike two maps put the pixels in order, a mean over images: 1 the same order, −1 reversed.

    Parameters
    ----------
    maps, others : (height, width[, channels]), or batches of such
        Of one shape. Compare magnitudes where the sign has no meaning.

    Returns
    -------
    correlation : float
        Spearman's: the correlation of the ranks, equal values sharing theirs. Images whose map is constant are left
        out; NaN where all are.

    Raises
    ------
    ValueError
        The shapes differ.

    >>> rank_correlation([[1, 2], [3, 4]], [[1, 20], [300, 4000]])
    1.0
    >>> rank_correlation([[1, 2], [3, 4]], [[4, 3], [2, 1]])
    -1.0

    Introduced in notebook 09.
    """
    maps, others = numbers_of(maps, "maps", limit=np.inf), numbers_of(others, "others", limit=np.inf)
    if maps.shape != others.shape:
        given = f"{shape_in_words(maps.shape)} and {shape_in_words(others.shape)}"
        raise ValueError(f"the maps have the shapes {given}: give two of one shape.")
    pairs = zip(_rows(maps), _rows(others), strict=True)
    found = [np.corrcoef(_ranks(one), _ranks(other))[0, 1] for one, other in pairs if np.ptp(one) and np.ptp(other)]
    return round(float(np.mean(found)), 12) if found else float("nan")


def edges(images):
    """How steeply the grey changes at each pixel: a map that knows nothing of any network.

    Parameters
    ----------
    images : (height, width) or (batch, height, width)

    Returns
    -------
    steepness : float64, shaped as `images`

    Raises
    ------
    ValueError
        They have other axes, or no neighbour to be compared with.

    >>> edges([[0, 0, 8, 8]] * 3)[1]
    array([0., 4., 4., 0.])

    Introduced in notebook 09.
    """
    images = numbers_of(images, "images")
    if images.ndim not in (2, 3) or min(images.shape[-2:]) < 2:
        given = f"images have the shape {shape_in_words(images.shape)}"
        raise ValueError(f"{given}: give (height, width), or a batch, of at least 2 × 2 pixels.")
    return np.hypot(*np.gradient(images, axis=(-2, -1)))


def over_pixels(drops, size, *, patch_size, strides):
    """The map of an occlusion at the size of the image: each pixel gets the mean of the patches that covered it.

    Parameters
    ----------
    drops : (rows, columns) or (batch, rows, columns)
        From `explanations.occlusion`.
    size : (height, width)
        Of the image.
    patch_size, strides : int
        As they were there.

    Returns
    -------
    map : float64 (height, width) or (batch, height, width)
        0 where no patch came.

    Raises
    ------
    ValueError
        The patches reach beyond the image, or a setting is no whole number from 1 up.

    >>> over_pixels([[1, 3]], (2, 3), patch_size=2, strides=1)
    array([[1., 2., 3.],
           [1., 2., 3.]])

    Introduced in notebook 09.
    """
    drops, size = _cells_of(drops, "drops"), as_pair(size, "size")
    patch_size, strides = as_count(patch_size, "patch_size"), as_count(strides, "strides")
    if any((places - 1) * strides + patch_size > side for places, side in zip(drops.shape[-2:], size, strict=True)):
        places = f"{shape_in_words(drops.shape[-2:])} places of patch_size {patch_size}, strides {strides}"
        raise ValueError(f"{places}, reach beyond {shape_in_words(size)} pixels: give all as they were in occlusion.")
    total, count = np.zeros((*drops.shape[:-2], *size)), np.zeros(size)
    for row, column in np.ndindex(drops.shape[-2:]):
        part = (..., *(slice(at * strides, at * strides + patch_size) for at in (row, column)))
        total[part] += drops[..., row, column, np.newaxis, np.newaxis]
        count[part] += 1
    return total / np.maximum(count, 1)


def enlarged(cells, size):
    """A map of few cells at the size of the image: every pixel gets its cell's number, and nothing is smoothed.

    Parameters
    ----------
    cells : (rows, columns) or (batch, rows, columns)
    size : (height, width)

    Returns
    -------
    map : float64 (height, width) or (batch, height, width)

    Raises
    ------
    ValueError
        The cells have other axes, or the size is not two whole numbers from 1 up.

    >>> enlarged([[1, 2]], (2, 5))
    array([[1., 1., 1., 2., 2.],
           [1., 1., 1., 2., 2.]])

    Introduced in notebook 09.
    """
    cells, size = _cells_of(cells, "cells"), as_pair(size, "size")
    rows, columns = (np.arange(side) * own // side for side, own in zip(size, cells.shape[-2:], strict=True))
    return cells[..., rows[:, np.newaxis], columns]


def with_mark(images, *, top=2, left=2, side=3, value=255):
    """Images with a square mark, all at the same place.

    Parameters
    ----------
    images : (height, width) or (batch, height, width)
    top, left, side : int
        Where it lies, in pixels.
    value : float
        Its grey level, one that the images' type can hold.

    Returns
    -------
    marked : array, of the images' type
        The images given stay as they are.

    Raises
    ------
    ValueError
        The mark does not lie inside the images, or they cannot hold its grey level.

    >>> with_mark(np.zeros((4, 4), np.uint8), top=1, left=0, side=2)[:, 0]
    array([  0, 255, 255,   0], dtype=uint8)

    Introduced in notebook 09.
    """
    marked = np.array(real_array(images, "images", axes=(2, 3), allowed="(height, width), or a batch of such"))
    top, left, side = _mark_in(marked.shape[-2:], top, left, side)
    marked[..., top : top + side, left : left + side] = _grey_of(value, "value", marked.dtype)
    return marked


def points_at(maps, *, top=2, left=2, side=3, margin=0):
    """Share of maps whose highest number lies on a mark.

    Parameters
    ----------
    maps : (batch, height, width)
    top, left, side : int
        Where the mark lies, as in `with_mark`.
    margin : int
        Pixels around the mark that count too.

    Returns
    -------
    share : float
        Where several pixels are the highest, the part of them that lies on the mark is counted.

    Raises
    ------
    ValueError
        They are no batch of maps, or the mark does not lie inside them.

    >>> points_at([[[9, 1], [2, 3]], [[9, 9], [1, 2]]], top=0, left=0, side=1)
    0.75

    Introduced in notebook 09.
    """
    maps = numbers_of(maps, "maps", shapes=[(None,) * 3], limit=np.inf, allowed=_MAPS)
    top, left, side = _mark_in(maps.shape[1:], top, left, side)
    margin = _from_0(margin, "margin")
    highest = maps == maps.max(axis=(1, 2), keepdims=True)
    on_mark = highest[:, max(top - margin, 0) : top + side + margin, max(left - margin, 0) : left + side + margin]
    return float(np.mean(on_mark.sum(axis=(1, 2)) / highest.sum(axis=(1, 2))))


def without_the_highest(images, maps, share, *, fill=0):
    """Images without the pixels to which a map gives its highest numbers.

    Parameters
    ----------
    images, maps : (batch, height, width)
    share : float
        Of the pixels, from 0 to 1.
    fill : float
        What takes their place: 0 is black.

    Returns
    -------
    images : of the images' type

    Raises
    ------
    ValueError
        Images and maps have different shapes, the share lies beyond 0 and 1, or the images cannot hold `fill`.

    >>> without_the_highest(np.array([[[9, 8], [7, 6]]]), np.array([[[1, 4], [2, 3]]]), 0.5)
    array([[[9, 0],
            [7, 0]]])

    Introduced in notebook 09.
    """
    share = as_number(share, "share", lambda value: 0 <= value <= 1, "give a share from 0 to 1")
    images = np.array(real_array(images, "images", axes=(3,), allowed=_MAPS))
    maps = numbers_of(maps, "maps", shapes=[(None,) * 3], limit=np.inf, allowed=_MAPS)
    if images.shape != maps.shape:
        given = f"{shape_in_words(images.shape)} and {shape_in_words(maps.shape)}"
        raise ValueError(f"images and maps have the shapes {given}: give one map for each.")
    count = int(round(share * maps[0].size, 3))  # 0.29 × 100 is 28.999…, and means 29
    highest = np.argsort(-_rows(maps), axis=1, kind="stable")[:, :count]
    left = _rows(images)
    np.put_along_axis(left, highest, _grey_of(fill, "fill", images.dtype), axis=1)
    return left.reshape(images.shape)


def _cells_of(given, name):
    """Return one map of cells or a batch of maps, as float64."""
    allowed = "(rows, columns), or a batch of such"
    return numbers_of(given, name, shapes=[(None, None), (None,) * 3], limit=np.inf, allowed=allowed)


def _from_0(value, name):
    number = whole_number(value)
    if number is None or number < 0:
        raise ValueError(f"{name} {shown(value)} is not allowed: give a whole number of pixels from 0 up.")
    return number


def _mark_in(shape, top, left, side):
    """Return where a mark lies in images of that height and width, or raise."""
    top, left, side = _from_0(top, "top"), _from_0(left, "left"), as_count(side, "side")
    if top + side > shape[0] or left + side > shape[1]:
        room = shape_in_words(shape)
        raise ValueError(f"a mark of {side} pixels at row {top}, column {left} leaves {room}: put it inside.")
    return top, left, side


def _grey_of(value, name, dtype):
    """Return a grey level as images of that type hold it: NumPy would cut 0.5 to 0 without a word."""
    if dtype.kind == "f":
        most = float(np.finfo(dtype).max)
        return as_number(value, name, lambda grey: abs(grey) <= most, f"give a finite number, which {dtype} can hold")
    least, most = (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    allowed = f"the images are {dtype}; give a whole number from {least} to {most}"
    return as_number(value, name, lambda grey: grey == int(grey) and least <= float(grey) <= most, allowed)


def _rows(maps):
    """Return one row of numbers for each image; one image alone is one row."""
    return maps.reshape(len(maps) if maps.ndim > 2 else 1, -1)


def _ranks(values):
    """Return the place of each number in their order; equal ones share the mean of their places."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[which]
