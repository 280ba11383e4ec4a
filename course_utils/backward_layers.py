"""The way back through layers without windows: dense, ReLU, batch norm, and softmax with cross-entropy."""

from typing import NamedTuple

import numpy as np

from course_utils.activations import softmax
from course_utils.arrays import real_array
from course_utils.backward import gradient_of
from course_utils.geometry import as_number
from course_utils.numbers import shape as shape_in_words


class DenseGradients(NamedTuple):
    """Gradients of a dense layer's three inputs, each of the shape of what it belongs to."""

    inputs: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


class BatchNormGradients(NamedTuple):
    """Gradients of what goes into batch norm, each of the shape of what it belongs to."""

    activations: np.ndarray
    gamma: np.ndarray
    beta: np.ndarray


def dense_backward(gradient, inputs, weights):
    """Gradients of inputs, weights and bias, from the gradient of `inputs @ weights + bias`.

    Parameters
    ----------
    gradient : (batch, units) or (units,)
        How the loss changes with each number that came out.
    inputs : (batch, features) or (features,)
    weights : (features, units)

    Returns
    -------
    DenseGradients
        A weight is used once for each example: its gradients are added over the batch, and so are the bias'.

    Raises
    ------
    ValueError
        Shapes do not go together.

    >>> inputs = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> dense_backward(np.array([[1.0], [10.0]]), inputs, np.array([[5.0], [6.0]])).weights
    array([[31.],
           [42.]])

    Introduced in notebook 08.
    """
    inputs = real_array(inputs, "inputs", axes=(1, 2), allowed="(batch, features) or (features,)")
    weights = real_array(weights, "weights", axes=(2,), allowed="(features, units)")
    if inputs.shape[-1] != len(weights):
        raise ValueError(
            f"{inputs.shape[-1]} features and weights of shape {shape_in_words(weights.shape)} do not go together: "
            "the first axis of the weights must equal the last of the inputs."
        )
    gradient = gradient_of(gradient, (*inputs.shape[:-1], weights.shape[1]), "the output", inputs, weights)
    sums = np.atleast_2d(gradient)
    return DenseGradients(gradient @ weights.T, np.atleast_2d(inputs).T @ sums, sums.sum(axis=0))


def relu_backward(gradient, x):
    """Gradient of what went into ReLU: it passes where that was above 0.

    Parameters
    ----------
    gradient : shape of x
    x : array of any shape
        What went in. What came out does as well: both are above 0 at the same places.

    Returns
    -------
    x_gradient : same shape
        0 where x is 0 exactly: a convention, Keras' too.

    >>> relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 7.])

    Introduced in notebook 08.
    """
    x = real_array(x, "x")
    return gradient_of(gradient, x.shape, "the output") * (x > 0)


def batch_norm_backward(gradient, activations, gamma, *, epsilon=1e-3):
    """Gradients of activations, gamma and beta, from the gradient of batch norm in training mode.

    An activation acts in three ways: by itself, through the mean of its channel, and through the variance. The last
    two take away from the gradient its mean, and what of it runs along the standardised activations.

    Parameters
    ----------
    gradient : (batch, …, channels)
    activations : (batch, …, channels)
        What went in.
    gamma : (channels,)
    epsilon : float
        As in the forward pass.

    Returns
    -------
    BatchNormGradients

    Raises
    ------
    ValueError
        Shapes do not go together.

    Notes
    -----
    After Ioffe and Szegedy, "Batch Normalization", ICML (2015), section 3.

    >>> batch = np.array([[1.0], [2.0], [4.0]])
    >>> gradients = batch_norm_backward(np.array([[1.0], [0.0], [0.0]]), batch, np.ones(1))
    >>> gradients.activations.round(2)  # one number's gradient reaches all three; their sum is 0
    array([[ 0.23],
           [-0.34],
           [ 0.11]])

    Introduced in notebook 08.
    """
    activations = real_array(activations, "activations")
    gamma = real_array(gamma, "gamma", axes=(1,), allowed="one number for each channel")
    if activations.ndim < 2 or gamma.shape != activations.shape[-1:] or not activations.size:
        raise ValueError(
            f"activations of shape {shape_in_words(activations.shape)} and gamma of {gamma.shape} do not go together: "
            "give (batch, …, channels) and (channels,)."
        )
    epsilon = as_number(epsilon, "epsilon", lambda number: number > 0, "it must be above 0")
    gradient = gradient_of(gradient, activations.shape, "the output", activations, gamma)
    over = tuple(range(activations.ndim - 1))
    activations = activations.astype(gradient.dtype, copy=False)
    deviation = np.sqrt(activations.var(axis=over) + gradient.dtype.type(epsilon))
    standardized = (activations - activations.mean(axis=over)) / deviation
    along = gradient * standardized
    by_itself = gradient - gradient.mean(axis=over) - standardized * along.mean(axis=over)
    return BatchNormGradients(by_itself * (gamma / deviation), along.sum(axis=over), gradient.sum(axis=over))


def cross_entropy(logits, labels):
    """Mean loss of a batch: minus the logarithm of the probability that softmax gives to the right class.

    Parameters
    ----------
    logits : (batch, classes)
    labels : int (batch,)

    Returns
    -------
    loss : float

    Raises
    ------
    ValueError
        Shapes do not go together, or a label is no class.

    >>> float(cross_entropy(np.log([[0.5, 0.5], [0.75, 0.25]]), [0, 0]).round(3))
    0.49

    Introduced in notebook 08.
    """
    logits, labels = _scores_and_classes(logits, labels)
    shifted = logits - logits.max(axis=1, keepdims=True)
    right = np.take_along_axis(shifted, labels[:, np.newaxis], axis=1)[:, 0]
    return (np.log(np.exp(shifted).sum(axis=1)) - right).mean()


def cross_entropy_backward(logits, labels):
    """Gradient of the logits under the mean loss of a batch: (probabilities − one-hot) / batch.

    Parameters
    ----------
    logits, labels
        As they went into `cross_entropy`.

    Returns
    -------
    logits_gradient : (batch, classes)
        Each row sums to 0.

    >>> cross_entropy_backward(np.log([[0.5, 0.5], [0.75, 0.25]]), [0, 0])
    array([[-0.25 ,  0.25 ],
           [-0.125,  0.125]])

    Introduced in notebook 08.
    """
    logits, labels = _scores_and_classes(logits, labels)
    gradient = softmax(logits)
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / gradient.dtype.type(len(labels))


def _scores_and_classes(logits, labels):
    logits = real_array(logits, "logits", axes=(2,), allowed="(batch, classes)")
    labels = real_array(labels, "labels", axes=(1,), allowed="one class number for each row of logits")
    if labels.dtype.kind not in "iu" or not len(logits) or len(logits) != len(labels):
        raise ValueError(
            f"logits of shape {shape_in_words(logits.shape)} and {len(labels)} labels of {labels.dtype} do not go "
            "together: give one whole number for each row of logits."
        )
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(
            f"labels go from {labels.min()} to {labels.max()}: with {logits.shape[1]} classes give 0 to "
            f"{logits.shape[1] - 1}."
        )
    return logits.astype(np.result_type(logits, np.float32), copy=False), labels
