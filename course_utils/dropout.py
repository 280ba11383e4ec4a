"""Dropout: in training, silence some activations at random and scale the survivors up."""

import numpy as np

from course_utils.arrays import check_has_channels, real_array, shown
from course_utils.geometry import as_number


def dropout(activations, rate, rng, *, training=True):
    """Activations of which a share is zero and the rest divided by (1 - rate).

    Parameters
    ----------
    activations : array of any shape
    rate : float
        Probability of each one to be dropped, from 0 up to, not including, 1.
    rng : numpy.random.Generator
        Each call draws a new mask.
    training : bool
        False returns the activations as they are: the scaling has been paid in training.

    Returns
    -------
    activations : same shape
        float32 at least, where any may be dropped.

    Raises
    ------
    ValueError
        The rate is out of range, the activations are no numbers, or `rng` is no generator.

    Notes
    -----
    After Srivastava et al., "Dropout", JMLR 15 (2014), in the inverted form that Keras uses.

    >>> dropout(np.ones(8), 0.5, np.random.default_rng(0))
    array([2., 0., 0., 0., 2., 2., 2., 2.])
    >>> dropout(np.ones(3), 0.5, np.random.default_rng(0), training=False)
    array([1., 1., 1.])

    Introduced in notebook 04.
    """
    activations = real_array(activations, "activations")
    return _drop(activations, rate, rng, activations.shape, training)


def spatial_dropout(feature_maps, rate, rng, *, training=True):
    """Feature maps of which a share is zero as a whole and the rest divided by (1 - rate).

    Parameters
    ----------
    feature_maps : (height, width, channels)
        A batch axis may stand in front.
    rate, rng, training
        As in `dropout`, with one draw a feature map.

    Returns
    -------
    feature_maps : same shape
        float32 at least, where any may be dropped.

    Notes
    -----
    After Tompson et al., "Efficient Object Localization Using Convolutional Networks", CVPR (2015).

    >>> spatial_dropout(np.ones((2, 2, 3)), 0.5, np.random.default_rng(1))[:, :, 0]
    array([[2., 2.],
           [2., 2.]])

    Introduced in notebook 04.
    """
    feature_maps = real_array(feature_maps, "feature_maps", axes=(3, 4), allowed="([batch,] height, width, channels)")
    check_has_channels(feature_maps.shape, "feature_maps")
    mask_shape = (*feature_maps.shape[:-3], 1, 1, feature_maps.shape[-1])
    return _drop(feature_maps, rate, rng, mask_shape, training)


def _drop(activations, rate, rng, mask_shape, training):
    rate = as_number(rate, "rate", lambda rate: 0 <= rate < 1, "give a share from 0 up to, not including, 1")
    if not training or rate == 0:
        return activations
    if not hasattr(rng, "random"):
        raise ValueError(f"rng {shown(rng)} is not allowed: give a generator, such as np.random.default_rng(0).")
    survives = rng.random(mask_shape) >= rate
    scale = np.result_type(activations, np.float32).type(1 / (1 - rate))
    return np.where(survives, activations * scale, scale.dtype.type(0))
