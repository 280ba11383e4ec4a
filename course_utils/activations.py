"""Activation functions and their derivatives."""

import numpy as np


def relu(x):
    """Values with every negative one replaced by zero. Same shape.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])

    Introduced in notebook 01.
    """
    return np.maximum(x, 0)


def relu_derivative(x):
    """Slope of ReLU: 1 above zero, else 0 (at zero itself it is a convention; Keras takes 0 too).

    >>> relu_derivative(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])

    Introduced in notebook 05.
    """
    x = np.asarray(x)
    return (x > 0).astype(np.result_type(x, np.float32))


def sigmoid(x):
    """Values squeezed into 0 … 1 by 1 / (1 + e^-x). Same shape.

    Computed as the exponential of -log(1 + e^-x): nothing overflows, and tiny values stay exact.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])

    Introduced in notebook 05.
    """
    return np.exp(-np.logaddexp(0, np.multiply(x, -1.0)))


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
    return np.tanh(np.multiply(x, 1.0))  # np.tanh alone would answer uint8 in float16


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
        The temperature is not above zero.

    >>> softmax([0.0, np.log(3.0)])
    array([0.25, 0.75])

    Introduced in notebook 06.
    """
    if not temperature > 0:
        raise ValueError(f"temperature {temperature} is not allowed: it must be above 0.")
    scaled = np.asarray(logits) / temperature
    # Subtracting the largest changes nothing in the quotient and keeps e^x from overflowing.
    powers = np.exp(scaled - scaled.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def softmax_derivative(logits):
    """Slope of each probability by each logit: diag(p) - p pᵀ.

    Parameters
    ----------
    logits : (classes,)

    Returns
    -------
    jacobian : (classes, classes)
        `jacobian[i, j]` is how probability i changes with logit j; each row sums to zero.

    >>> softmax_derivative([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])

    Introduced in notebook 06.
    """
    probabilities = softmax(logits)
    if probabilities.ndim != 1:
        raise ValueError(f"logits of shape {probabilities.shape} are not allowed: give one vector, (classes,).")
    return np.diag(probabilities) - np.outer(probabilities, probabilities)
