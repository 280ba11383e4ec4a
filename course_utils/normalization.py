"""Normalisation: of the input (rescale, standardize) and of activations (batch norm, layer norm)."""

import numpy as np

from course_utils.arrays import real_array
from course_utils.geometry import as_number
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words


def rescale(pixels, scale=1 / 255, offset=0.0):
    """Pixels times a scale plus an offset: 0 … 255 becomes 0 … 1.

    Parameters
    ----------
    pixels : array of any shape
        Of any numbers.
    scale, offset : float

    Returns
    -------
    rescaled : float32, same shape

    Raises
    ------
    ValueError
        The pixels, or one of the others, are no numbers.

    >>> rescale(np.array([0, 51, 255], np.uint8)).round(3)
    array([0. , 0.2, 1. ], dtype=float32)

    Introduced in notebook 05.
    """
    pixels = real_array(pixels, "pixels")
    scale, offset = _number(scale, "scale"), _number(offset, "offset")
    return (pixels * np.float32(scale) + np.float32(offset)).astype(np.float32)


def _number(value, name):
    return as_number(value, name, lambda number: True, "give a number")


def standardize(images, mean=None, standard_deviation=None):
    """Images less a mean, divided by a standard deviation.

    Parameters
    ----------
    images : array of any shape
        Of any numbers: uint8 pixels come out as float32, float64 stays float64.
    mean, standard_deviation : float or array, optional
        Give those of the training set. Left out, they are taken from these images.

    Returns
    -------
    standardized : float32 or float64, same shape
        Of mean 0 and standard deviation 1, where those are the images' own.

    Raises
    ------
    ValueError
        The standard deviation is not above zero (constant images cannot be standardised), a shape does not go with the
        images', or there is something else than finite numbers.

    >>> standardize(np.array([1.0, 3.0]))
    array([-1.,  1.])

    Introduced in notebook 05.
    """
    images = real_array(images, "images", finite=True)
    if not images.size:
        raise ValueError(f"images have the shape {shape_in_words(images.shape)}: there is nothing to standardise.")
    mean = images.mean(dtype=np.float64) if mean is None else _constants(mean, "mean", images.shape)
    spread = _spread(images) if standard_deviation is None else standard_deviation
    spread = _constants(spread, "standard_deviation", images.shape)
    if not (spread > 0).all():
        raise ValueError(f"standard_deviation {float(spread.min())} is not allowed: it must be above 0.")
    # Before the subtraction: uint8 knows no negative numbers and would wrap around.
    images = images.astype(np.result_type(images, np.float32))
    return ((images - mean) / spread).astype(images.dtype)


def _spread(images):
    """The standard deviation of all values: 0 where all are equal, which rounding may hide."""
    return 0.0 if images.min() == images.max() else images.std(dtype=np.float64)


def _constants(given, name, shape):
    """A mean or a deviation as an array that goes with images of this shape, and does not change it."""
    constants = real_array(given, name, allowed="one number, or one for each channel")
    try:
        fits = np.broadcast_shapes(constants.shape, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} has the shape {shape_in_words(constants.shape)}, which does not go with images of "
            f"{shape_in_words(shape)}: give one number, or one for each channel."
        )
    return constants


def layer_norm(activations, *, epsilon=1e-3):
    """Activations standardised over the last axis, each example by itself.

    Parameters
    ----------
    activations : (batch, …, channels)
    epsilon : float
        Added to the variance, so that a constant example is divided by no zero.

    Returns
    -------
    normalized : same shape

    Raises
    ------
    ValueError
        The activations are no numbers, or have no axis to average over.

    Notes
    -----
    After Ba, Kiros and Hinton, "Layer Normalization", arXiv:1607.06450 (2016), without gamma and beta.

    >>> layer_norm(np.array([[1.0, 3.0], [10.0, 30.0]])).round(2)
    array([[-1.,  1.],
           [-1.,  1.]])

    Introduced in notebook 05.
    """
    activations, epsilon = _not_in_half_precision(activations), _epsilon(epsilon)
    if not activations.ndim or not activations.shape[-1]:
        raise ValueError(
            f"activations have the shape {shape_in_words(activations.shape)}: there is no last axis to average over."
        )
    mean = activations.mean(axis=-1, keepdims=True)
    variance = activations.var(axis=-1, keepdims=True)
    return (activations - mean) / np.sqrt(variance + epsilon)


def _epsilon(value):
    return as_number(value, "epsilon", lambda number: number > 0, "it must be above 0")


def _not_in_half_precision(activations):
    """The activations as an array, float32 where they are float16: squares above 65,504 would be infinite."""
    activations = real_array(activations, "activations")
    return activations.astype(np.float32) if activations.dtype == np.float16 else activations


class BatchNorm:
    """Batch normalisation with its two modes; the last axis holds the channels.

    In training each channel is standardised by the mean and variance of the batch, and the moving
    averages take a small step towards them. At inference the moving averages are used instead.
    Then both modes multiply by gamma and add beta. Defaults are those of `keras.layers.BatchNormalization`.

    Parameters
    ----------
    momentum : float
        Share of the old moving average that each training step keeps.
    epsilon : float
        Added to the variance, so that a constant channel divides by no zero.

    Attributes
    ----------
    gamma, beta, moving_mean, moving_variance : float32 (channels,)
        Made at the first call: ones, zeros, zeros, ones.

    Notes
    -----
    After Ioffe and Szegedy, "Batch Normalization", ICML (2015).

    >>> layer = BatchNorm()
    >>> layer(np.array([[1.0], [3.0]]), training=True).round(2)
    array([[-1.],
           [ 1.]])
    >>> layer.moving_mean.round(3)  # one hundredth of the way from 0 to 2
    array([0.02], dtype=float32)

    Introduced in notebook 05.
    """

    def __init__(self, *, momentum=0.99, epsilon=1e-3):
        self.momentum = as_number(momentum, "momentum", lambda share: 0 <= share <= 1, "give a share from 0 to 1")
        self.epsilon = _epsilon(epsilon)
        self.gamma = self.beta = self.moving_mean = self.moving_variance = None

    def __repr__(self):
        return f"BatchNorm(momentum={self.momentum}, epsilon={self.epsilon})"

    def __call__(self, activations, *, training=False):
        """Normalised activations, of the same shape (batch, …, channels)."""
        activations = _not_in_half_precision(activations)
        self._build(activations.shape)
        if training:
            if not activations.size:
                given = shape_in_words(activations.shape)
                raise ValueError(f"activations of shape {given} in training: there is nothing to average.")
            over = tuple(range(activations.ndim - 1))
            mean, variance = activations.mean(axis=over), activations.var(axis=over)
            self._follow(mean, variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        return (activations - mean) / np.sqrt(variance + self.epsilon) * self.gamma + self.beta

    def _build(self, shape):
        if len(shape) < 2:
            raise ValueError(
                f"activations of shape {shape_in_words(shape)} are not allowed: give (batch, …, channels)."
            )
        if self.gamma is None:
            self.gamma, self.moving_variance = np.ones((2, shape[-1]), np.float32)
            self.beta, self.moving_mean = np.zeros((2, shape[-1]), np.float32)
        if shape[-1] != len(self.gamma):
            raise ValueError(f"{counted(shape[-1], 'channel')} given; this layer was made for {len(self.gamma)}.")

    def _follow(self, mean, variance):
        keep = np.float32(self.momentum)
        self.moving_mean = (keep * self.moving_mean + (1 - keep) * mean).astype(np.float32)
        self.moving_variance = (keep * self.moving_variance + (1 - keep) * variance).astype(np.float32)
