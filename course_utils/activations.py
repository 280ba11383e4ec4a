"""Activation functions and their derivatives."""

import numpy as np

from course_utils.arrays import real_array, shown, whole_number
from course_utils.geometry import as_number
from course_utils.numbers import shape as shape_in_words


def relu(x):
    """Values with every negative one replaced by zero. Same shape.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])

    Introduced in notebook 01.
    """
    return np.maximum(_numbers(x), 0)


def relu_derivative(x):
    """Slope of ReLU: 1 above zero, else 0 (at zero itself it is a convention; Keras takes 0 too).

    >>> relu_derivative(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])

    Introduced in notebook 05.
    """
    x = _numbers(x)
    return (x > 0).astype(np.result_type(x, np.float32))


def sigmoid(x):
    """Values squeezed into 0 … 1 by 1 / (1 + e^-x). Same shape.

    Computed as the exponential of -log(1 + e^-x): nothing overflows, and tiny values stay exact.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])

    Introduced in notebook 05.
    """
    with np.errstate(invalid="ignore"):  # NaN stays NaN, without a warning
        return np.exp(-np.logaddexp(0, np.multiply(_numbers(x), -1.0)))


def sigmoid_derivative(x):
    """Slope of the sigmoid: s(1 - s), a quarter at most.

    >>> float(sigmoid_derivative(0.0))
    0.25

    Introduced in notebook 05.
    """
    value = sigmoid(x)
    return value * (1 - value)


def tanh(x):
    """Values squeezed into -1 … 1. Same shape.

    >>> float(tanh(0.0))
    0.0

    Introduced in notebook 05.
    """
    return np.tanh(np.multiply(_numbers(x), 1.0))  # np.tanh alone would answer uint8 in float16


def tanh_derivative(x):
    """Slope of tanh: 1 - tanh², one at most.

    >>> float(tanh_derivative(0.0))
    1.0

    Introduced in notebook 05.
    """
    return 1 - tanh(x) ** 2


def softmax(logits, *, temperature=1.0, axis=-1):
    """Probabilities: positive, of sum 1, in the same order as the logits.

    Parameters
    ----------
    logits : (…, classes)
        Any real scores.
    temperature : float
        Above 1 evens the probabilities out, below 1 sharpens them.
    axis : int
        The axis of the classes.

    Returns
    -------
    probabilities : same shape

    Raises
    ------
    ValueError
        The temperature is not above zero, or there are no logits along that axis.

    >>> softmax([0.0, np.log(3.0)])
    array([0.25, 0.75])

    Introduced in notebook 06.
    """
    temperature = as_number(temperature, "temperature", lambda value: value > 0, "it must be above 0")
    logits = real_array(logits, "logits", allowed="scores (…, classes)")
    if whole_number(axis) not in range(-logits.ndim, logits.ndim) or not logits.shape[axis]:
        given = f"logits of shape {shape_in_words(logits.shape)} have no scores along axis {shown(axis)}"
        raise ValueError(f"{given}: give one for each class.")
    scaled = logits / temperature
    # Subtracting the largest changes nothing in the quotient and keeps e^x from overflowing.
    with np.errstate(invalid="ignore"):  # an infinite logit leaves NaN
        powers = np.exp(scaled - scaled.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _numbers(x):
    return real_array(x, "x")
