"""Measures of drawn images: how far each is from another, and how sharp they are."""

import numpy as np

from course_utils.arrays import real_array
from course_utils.numbers import shape as shape_in_words


def sharpness(images):
    """How much neighbouring pixels differ: the mean step from a pixel to the next, down and to the right.

    Parameters
    ----------
    images : (n, height, width)

    Returns
    -------
    sharpness : float
        In the unit of the pixels. A blurred image has small steps.

    Raises
    ------
    ValueError
        There is no image, or no pixel has a neighbour.

    >>> sharpness([[[0, 1], [0, 1]]]), sharpness([[[0.25, 0.75], [0.25, 0.75]]])
    (0.5, 0.25)

    Introduced in notebook 12.
    """
    images = real_array(images, "images", axes=(3,), allowed="(n, height, width)", finite=True).astype(float)
    if not len(images) or min(images.shape[1:]) < 2:
        raise ValueError(
            f"images of shape {shape_in_words(images.shape)} have no neighbours: give 2 × 2 pixels or more."
        )
    return float(np.mean([np.abs(np.diff(images, axis=axis)).mean() for axis in (1, 2)]))


def distances(images, others):
    """How far each image is from its partner: the root of the mean squared difference of their pixels.

    Parameters
    ----------
    images, others : (n, height, width)
        Of the same shape and unit.

    Returns
    -------
    distances : float64 (n,)
        In the unit of the pixels.

    >>> distances([[[0, 0], [0, 0]]], [[[1, 1], [1, 1]]])
    array([1.])

    Introduced in notebook 12.
    """
    images, others = real_array(images, "images", axes=(3,)), real_array(others, "others", axes=(3,))
    if images.shape != others.shape:
        raise ValueError(
            f"images of shape {shape_in_words(images.shape)} and others of {shape_in_words(others.shape)}: give as "
            "many, of the same size."
        )
    return np.sqrt(((images.astype(float) - others) ** 2).mean(axis=(1, 2)))
