"""Activation maximisation: an image drawn by climbing, so that one class gets the highest logit it can.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import shown, whole_number
from course_utils.explanations import gradient_of
from course_utils.geometry import as_count, as_number
from course_utils.logits import without_softmax


def maximise(model, labels, *, steps=100, step_size=4.0, smoothness=0.0, jitter=0, rng=None):
    """Images that a network takes for its classes with the highest logits that the climb reaches.

    Parameters
    ----------
    model : Keras model
        Of grey or colour images with pixels from 0 to 255.
    labels : sequence of int
        The classes, one image for each.
    steps : int
    step_size : float
        Grey levels by which the pixel with the longest gradient moves in a step.
    smoothness : float
        The prior's weight, in points of the logit for each 255 grey levels between two neighbours: 0 is no prior.
    jitter : int
        Pixels by which the image is shifted, at random, before each step, and back after it.
    rng : numpy.random.Generator, optional
        Draws the start, dark noise, and the shifts.

    Returns
    -------
    images : float32 (batch, height, width, channels)
        From 0 to 255: each step is clipped.

    Raises
    ------
    ValueError
        There is no such class, or a setting is not allowed.

    Notes
    -----
    After Simonyan, Vedaldi and Zisserman (2013); smoothness is the total variation of Mahendran and Vedaldi (2015).

    Introduced in notebook 09.
    """
    scores, steps = without_softmax(model), as_count(steps, "steps")
    labels = _classes(labels, scores.output_shape[-1])
    smoothness = as_number(smoothness, "smoothness", lambda value: value >= 0, "give 0 or more")
    step_size = as_number(step_size, "step_size", lambda value: value > 0, "give a number above 0")
    if whole_number(jitter) is None or jitter < 0:
        raise ValueError(f"jitter {shown(jitter)} is not allowed: give a whole number of pixels, from 0 up.")
    rng = np.random.default_rng(0) if rng is None else rng
    images = rng.normal(30, 10, (len(labels), *scores.input_shape[1:])).clip(0, 255).astype(np.float32)
    for _ in range(steps):
        down, right = rng.integers(-jitter, jitter + 1, 2)
        moved = np.roll(images, (down, right), axis=(1, 2))
        slope = gradient_of(scores, moved, labels) - smoothness / 255 * variation_gradient(moved)
        slope = np.roll(slope, (-down, -right), axis=(1, 2))
        longest = np.abs(slope).max(axis=(1, 2, 3), keepdims=True)
        images = np.clip(images + step_size * slope / np.maximum(longest, 1e-12), 0, 255).astype(np.float32)
    return images


def variation(images):
    """How rough images are: the mean difference between neighbours, in grey levels.

    Parameters
    ----------
    images : (batch, height, width, channels)

    Returns
    -------
    roughness : float64 (batch,)

    >>> variation(np.array([[[0.0, 4], [4, 4]]])[..., np.newaxis])
    array([2.])

    Introduced in notebook 09.
    """
    down, right = np.abs(np.diff(images, axis=1)), np.abs(np.diff(images, axis=2))
    sums = down.sum(axis=(1, 2, 3)) + right.sum(axis=(1, 2, 3))
    return np.asarray(sums / (down[0].size + right[0].size), np.float64)


def variation_gradient(images):
    """How the sum of all differences between neighbours changes with each pixel: ±1 for each neighbour it differs from.

    >>> variation_gradient(np.array([[[0.0, 4], [4, 4]]])[..., np.newaxis])[0, :, :, 0]
    array([[-2.,  1.],
           [ 1.,  0.]])
    """
    slope = np.zeros_like(images)
    for axis in (1, 2):
        turns = np.sign(np.diff(images, axis=axis))
        before, after = ([slice(None)] * 4 for _ in range(2))
        before[axis], after[axis] = slice(None, -1), slice(1, None)
        slope[tuple(before)] -= turns
        slope[tuple(after)] += turns
    return slope


def _classes(labels, count):
    numbers = [whole_number(label) for label in np.atleast_1d(labels)]
    if not numbers or any(number is None or not 0 <= number < count for number in numbers):
        raise ValueError(f"labels {shown(labels)} are not allowed: give the numbers of classes, from 0 to {count - 1}.")
    return np.array(numbers)
