"""The invariance meter: how much an answer changes when the image is moved by a few pixels."""

import numpy as np

from course_utils.activations import relu
from course_utils.arrays import batch_of, real_array, shown, whole_number
from course_utils.convolution import cross_correlate
from course_utils.geometry import as_count
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words


def shift(images, shift_by):
    """Images moved over a black background. Pixels pushed over the edge are lost.

    Parameters
    ----------
    images : (batch, height, width) or (batch, height, width, channels)
        Of any dtype.
    shift_by : int or (rows, columns)
        Pixels to the right, or (down, right); negative for left and up.

    Returns
    -------
    shifted : same shape and dtype, a new array

    Raises
    ------
    ValueError
        The images have another rank or look like one in colour, or the shift is not in whole pixels.

    >>> shift(np.array([[[1, 2, 3]]]), 1)
    array([[[0, 1, 2]]])

    Introduced in notebook 03.
    """
    images = batch_of(images)
    rows, columns = _as_rows_and_columns(shift_by)
    shifted = np.zeros_like(images)
    (to_rows, from_rows), (to_columns, from_columns) = _overlap(rows), _overlap(columns)
    shifted[:, to_rows, to_columns] = images[:, from_rows, from_columns]
    return shifted


def relative_change(before, after):
    """How far each answer has moved, as a fraction of its own size: ‖after − before‖ / ‖before‖.

    0 means the same answer. Two non-negative answers of the same size that share nothing give √2.

    Parameters
    ----------
    before, after : (batch, …)
        Two answers for each image, of any shape: feature maps, vectors, probabilities.

    Returns
    -------
    changes : float64 (batch,)
        0 where both answers are all zeros, infinite where only `before` is.

    Raises
    ------
    ValueError
        The shapes differ, or an answer holds NaN or infinity.

    >>> relative_change([[3.0, 4.0], [1.0, 0.0]], [[3.0, 4.0], [0.0, 1.0]]).round(2)
    array([0.  , 1.41])

    Introduced in notebook 03.
    """
    before, after = (
        real_array(given, name, allowed="the answers to a batch, (batch, …)", finite=True).astype(np.float64)
        for given, name in ((before, "before"), (after, "after"))
    )
    if before.shape != after.shape or before.ndim < 2:
        shapes = " and ".join(map(shape_in_words, (before.shape, after.shape)))
        raise ValueError(f"shapes {shapes} are not allowed: give the same (batch, …) twice.")
    inner = tuple(range(1, before.ndim))
    moved, size = (np.sqrt((each**2).sum(axis=inner)) for each in (after - before, before))
    changes = np.where(moved > 0, np.inf, 0.0)
    return np.divide(moved, size, out=changes, where=size > 0)


def invariance_meter(compute, images, shifts=range(-5, 6)):
    """How much an answer changes when the images move, for each shift, averaged over the images.

    Give the images an empty margin as wide as the largest shift where you can: a garment pushed over
    the edge changes the answer because pixels are lost, not because they moved.

    Parameters
    ----------
    compute : function
        Images in, answers (batch, …) out: a layer, a chain of layers, or a Keras model such as
        `lambda images: model.predict(images, verbose=0)`.
    images : (batch, height, width) or (batch, height, width, channels)
        As `compute` takes them.
    shifts : sequence of int or of (rows, columns)
        Pixels to the right, or (down, right).

    Returns
    -------
    changes : float64 (len(shifts),)
        See `relative_change`: 0 where the answer is the same.

    Raises
    ------
    ValueError
        As for `shift` and `relative_change`, or what `compute` returns is no answer for each image.

    >>> images = np.array([[[0, 0, 1, 2, 0, 0]]])
    >>> invariance_meter(lambda images: images.sum(axis=(1, 2), keepdims=True), images, [-1, 0, 1])
    array([0., 0., 0.])
    >>> invariance_meter(lambda images: images, images, [-1, 0, 1]).round(2)
    array([1.1, 0. , 1.1])

    Introduced in notebook 03.
    """
    images = batch_of(images)
    if not len(images):
        raise ValueError("there are no images: give at least one.")
    if not callable(compute):
        raise ValueError(f"compute {shown(compute)} is not allowed: give a function of the images, or a model.")
    if not hasattr(shifts, "__iter__"):
        raise ValueError(f"shifts {shown(shifts)} is not allowed: give several, such as range(-5, 6).")
    before = real_array(compute(images), "what compute returns")
    if before.ndim < 2 or len(before) != len(images):
        raise ValueError(
            f"for {counted(len(images), 'image')} compute returns the shape {shape_in_words(before.shape)}: "
            "it has to return one answer for each image, (batch, …)."
        )
    return np.array([relative_change(before, compute(shift(images, by))).mean() for by in shifts])


def random_network(images, pool, *, seed, blocks=3, filters=8):
    """Answers of an untrained network, to hold the meter to: blocks of 3 × 3 convolution, ReLU and pooling.

    Parameters
    ----------
    images : (batch, height, width, channels)
    pool : function
        Feature maps in, feature maps out, after each ReLU.
    seed : int
        Of the kernels, drawn from a normal distribution of variance 2 / (weights per filter) (He et al., 2015).
    blocks, filters : int

    Returns
    -------
    feature_maps : float32 (batch, rows, columns, filters)

    >>> random_network(np.ones((1, 8, 8, 1), np.float32), lambda maps: maps[:, ::2, ::2], seed=0).shape
    (1, 1, 1, 8)

    Introduced in notebook 03.
    """
    images = real_array(images, "images", axes=(4,), allowed="(batch, height, width, channels)")
    if 0 in images.shape[1:]:
        raise ValueError(f"images of shape {shape_in_words(images.shape)} have no pixels.")
    if whole_number(seed) is None or seed < 0:
        raise ValueError(f"seed {shown(seed)} is not allowed: give a whole number from 0 up.")
    rng = np.random.default_rng(seed)
    blocks, filters = as_count(blocks, "blocks"), as_count(filters, "filters")
    for _ in range(blocks):
        weights = 3 * 3 * images.shape[-1]
        kernel = rng.normal(0, np.sqrt(2 / weights), (3, 3, images.shape[-1], filters)).astype(np.float32)
        images = pool(relu(cross_correlate(images, kernel, padding="same")))
    return images


def _as_rows_and_columns(shift_by):
    """Return (rows, columns) for a shift given as columns alone or as both."""
    pair = tuple(map(whole_number, shift_by if isinstance(shift_by, (tuple, list)) else (0, shift_by)))
    if len(pair) != 2 or None in pair:
        allowed = "give whole pixels, as columns or (rows, columns)"
        raise ValueError(f"shift {shown(shift_by)} is not allowed: {allowed}.")
    return pair


def _overlap(pixels):
    """Return the slices to write to and to read from along one axis that moves by `pixels`."""
    if pixels >= 0:
        return slice(pixels, None), slice(None, -pixels or None)
    return slice(None, pixels), slice(-pixels, None)
