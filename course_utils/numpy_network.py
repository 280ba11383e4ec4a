"""A network that trains in NumPy alone: two convolutions, two dense layers, forwards, backwards, and Adam's steps.

Each layer's work is done by a function of `parts`, a dictionary, so that another function can take its place:
`own_network` puts a learner's own there.
"""

from typing import NamedTuple

import numpy as np

from course_utils.activations import softmax
from course_utils.backward import image_gradient, kernel_gradient
from course_utils.backward_layers import batch_norm_backward, cross_entropy_backward, dense_backward
from course_utils.convolution import cross_correlate
from course_utils.dropout import dropout
from course_utils.geometry import as_count
from course_utils.numbers import counted
from course_utils.one_thread import one_thread

STRIDES = 2
RATE = 0.2  # of dropout, before the scores
EPSILON, KEPT = 0.001, 0.99  # of batch norm: added to the variance, kept of a moving average
MEAN, DEVIATION = 0.286, 0.353  # of the training images, as pixels from 0 to 1
#: Name of an array of weights -> its shape.
SHAPES = {
    "kernels 1": (5, 5, 1, 24),
    "biases 1": (24,),
    "kernels 2": (3, 3, 24, 48),
    "biases 2": (48,),
    "weights 3": (5 * 5 * 48, 128),
    "gamma 3": (128,),
    "beta 3": (128,),
    "weights 4": (128, 10),
    "biases 4": (10,),
}
_FIRST_DECAY, _SECOND_DECAY, _TINY = 0.9, 0.99, 1e-7  # of Adam


class History(NamedTuple):
    """What a training was like: one number for each epoch.

    Attributes
    ----------
    losses : list of float
        Means over the epoch's batches, taken during training.
    accuracies : list of float
        On the validation images, after each epoch.
    finished : bool
        False after Ctrl-C: then the last epoch is missing, and the weights are those of the last step.
    """

    losses: list
    accuracies: list
    finished: bool


class Pass(NamedTuple):
    """What a forward pass leaves behind for the way back."""

    images: np.ndarray
    first: np.ndarray
    second: np.ndarray
    sums: np.ndarray
    hidden: np.ndarray
    mask: np.ndarray
    scores: np.ndarray


def convolution(images, kernels, biases):
    """Feature maps (batch, rows, columns, filters) at stride 2, no padding."""
    return cross_correlate(images, kernels, strides=STRIDES) + biases


def of_kernel(images, gradient, size):
    """Gradient of the kernels, (size, size, channels, filters)."""
    kernel = np.broadcast_to(np.float32(0), (size, size, images.shape[3], gradient.shape[3]))
    return kernel_gradient(gradient, images, kernel, strides=STRIDES)


def of_images(gradient, kernels, shape):
    """Gradient of the maps that went into a convolution; `shape` is theirs."""
    return image_gradient(gradient, np.broadcast_to(np.float32(0), shape), kernels, strides=STRIDES)


def of_bias(gradient):
    """Gradient of the biases: summed over places and images."""
    sums = gradient.reshape(-1, gradient.shape[-1])
    return np.ones(len(sums), sums.dtype) @ sums  # a product is ten times as fast as `sum` over the long axis


def of_relu(gradient, activations):
    """Gradient of what went into ReLU, from what came out of it."""
    return gradient * (activations > 0)


def batch_norm(batch, gamma, beta, moving_mean, moving_variance, training):
    """Output of batch norm, and both moving averages after the call."""
    mean, variance = moving_mean, moving_variance
    if training:
        mean, variance = batch.mean(axis=0), batch.var(axis=0)
        moving_mean = KEPT * moving_mean + (1 - KEPT) * mean
        moving_variance = KEPT * moving_variance + (1 - KEPT) * variance
    return gamma * (batch - mean) / np.sqrt(variance + EPSILON) + beta, moving_mean, moving_variance


def of_batch_norm(gradient, batch, gamma):
    """Gradients of batch, gamma and beta."""
    return batch_norm_backward(gradient, batch, gamma, epsilon=EPSILON)


def losses(probabilities, labels):
    """Loss of each image (batch,): minus the logarithm of the right class' probability."""
    return -np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-7))


def dropped(activations, rate, rng, training):
    """Activations after dropout."""
    return dropout(activations, rate, rng, training=training)


#: Name of a part -> the course's own function for it.
PARTS = {
    "convolution": convolution,
    "batch norm": batch_norm,
    "dropout": dropped,
    "softmax": softmax,
    "loss": losses,
    "gradient of scores": cross_entropy_backward,
    "gradient of batch norm": of_batch_norm,
    "gradient of images": of_images,
    "gradient of kernel": of_kernel,
    "gradient of bias": of_bias,
    "gradient of ReLU": of_relu,
}


class NumpyNetwork:
    """A network for grey images of 28 × 28 in ten classes, in NumPy alone.

    5 × 5 convolution at stride 2 to 24 maps, ReLU, 3 × 3 at stride 2 to 48 maps, ReLU, dense to 128 with batch norm,
    ReLU and dropout, dense to 10 scores.

    Parameters
    ----------
    parts : dict, optional
        Functions in place of the course's, by the names in `PARTS`.
    seed : int
        Of weights, order of images and dropout.
    rate : float
        Of dropout.

    Attributes
    ----------
    weights : dict of float32 arrays, by the names in `SHAPES`
        Views of one long array: a step moves all of them at once.
    """

    def __init__(self, parts=None, *, seed=0, rate=RATE):
        self.parts, self.rate = PARTS | (parts or {}), rate
        self.rng = np.random.default_rng(seed)
        self._all = np.zeros(sum(int(np.prod(shape)) for shape in SHAPES.values()), np.float32)
        self.weights = self._views(self._all)
        for name, weights in self.weights.items():
            if weights.ndim > 1:  # He et al. (2015): the deviation that keeps the spread from layer to layer
                fan_in = weights.size // weights.shape[-1]
                weights[...] = self.rng.normal(size=weights.shape) * np.sqrt(2 / fan_in)
            elif name.startswith("gamma"):
                weights[...] = 1
        self.moving_mean, self.moving_variance = np.zeros(128, np.float32), np.ones(128, np.float32)
        self._first, self._second, self._steps = np.zeros_like(self._all), np.zeros_like(self._all), 0

    @staticmethod
    def _views(flat):
        views, start = {}, 0
        for name, shape in SHAPES.items():
            size = int(np.prod(shape))
            views[name] = flat[start : start + size].reshape(shape)
            start += size
        return views

    def forward(self, pixels, training=False):
        """All that a batch of uint8 pixels (batch, 28, 28) becomes: a `Pass`."""
        parts, weights = self.parts, self.weights
        images = ((pixels[..., np.newaxis] / np.float32(255)) - np.float32(MEAN)) / np.float32(DEVIATION)
        first = np.maximum(parts["convolution"](images, weights["kernels 1"], weights["biases 1"]), 0)
        second = np.maximum(parts["convolution"](first, weights["kernels 2"], weights["biases 2"]), 0)
        sums = second.reshape(len(pixels), -1) @ weights["weights 3"]
        normed, self.moving_mean, self.moving_variance = parts["batch norm"](
            sums, weights["gamma 3"], weights["beta 3"], self.moving_mean, self.moving_variance, training
        )
        hidden, mask = np.maximum(normed, 0), None
        if training and self.rate:
            mask = parts["dropout"](np.ones_like(hidden), self.rate, self.rng, True)
            hidden = hidden * mask
        return Pass(images, first, second, sums, hidden, mask, hidden @ weights["weights 4"] + weights["biases 4"])

    def gradients(self, pixels, labels):
        """Loss of a batch, in training, and the gradients of all weights by name."""
        parts, weights, went = self.parts, self.weights, self.forward(pixels, training=True)
        loss = float(np.mean(parts["loss"](parts["softmax"](went.scores), labels)))
        gradient = parts["gradient of scores"](went.scores, labels)
        hidden, last, last_bias = dense_backward(gradient, went.hidden, weights["weights 4"])
        gradient = parts["gradient of ReLU"](hidden if went.mask is None else hidden * went.mask, went.hidden)
        gradient, gamma, beta = parts["gradient of batch norm"](gradient, went.sums, weights["gamma 3"])
        flat = went.second.reshape(len(pixels), -1)
        second, third, _ = dense_backward(gradient, flat, weights["weights 3"])
        second = parts["gradient of ReLU"](second.reshape(went.second.shape), went.second)
        first = parts["gradient of images"](second, weights["kernels 2"], went.first.shape)
        first = parts["gradient of ReLU"](first, went.first)
        return loss, {
            "kernels 1": parts["gradient of kernel"](went.images, first, 5),
            "biases 1": parts["gradient of bias"](first),
            "kernels 2": parts["gradient of kernel"](went.first, second, 3),
            "biases 2": parts["gradient of bias"](second),
            "weights 3": third,
            "gamma 3": gamma,
            "beta 3": beta,
            "weights 4": last,
            "biases 4": last_bias,
        }

    def step(self, pixels, labels, learning_rate):
        """Loss of a batch before the step that it makes: Adam's (Kingma and Ba, 2015)."""
        loss, gradients = self.gradients(pixels, labels)
        gradient = np.concatenate([np.ravel(gradients[name]) for name in SHAPES]).astype(np.float32, copy=False)
        self._steps += 1
        self._first += (1 - _FIRST_DECAY) * (gradient - self._first)
        self._second += (1 - _SECOND_DECAY) * (gradient * gradient - self._second)
        rate = learning_rate * np.sqrt(1 - _SECOND_DECAY**self._steps) / (1 - _FIRST_DECAY**self._steps)
        self._all -= np.float32(rate) * self._first / (np.sqrt(self._second) + np.float32(_TINY))
        return loss

    def scores(self, pixels, *, at_a_time=500):
        """Scores (images, 10), outside training."""
        parts = range(0, len(pixels), at_a_time)
        return np.concatenate([self.forward(pixels[first : first + at_a_time]).scores for first in parts])

    def accuracy(self, pixels, labels):
        """Share of images whose highest score stands at their label."""
        return float(np.mean(self.scores(pixels).argmax(axis=1) == labels))

    def train(self, images, labels, *, validation, epochs, batch_size=128, peak=0.004, after_epoch=None):
        """Train with one cycle of the learning rate; Ctrl-C stops it, and the network stays as it is then.

        Parameters
        ----------
        images : uint8 (number, 28, 28)
        labels : int (number,)
        validation : (images, labels)
        epochs : int
        batch_size : int
            Images that fill no batch wait for the next epoch's order.
        peak : float
            The highest learning rate.
        after_epoch : function, optional
            Called with the history so far.

        Returns
        -------
        History

        Raises
        ------
        ValueError
            There are fewer images than a batch takes, or a count is no whole number from 1 up.
        """
        epochs, batch_size = as_count(epochs, "epochs"), as_count(batch_size, "batch_size")
        history, batches = History([], [], True), len(images) // batch_size
        if not batches:
            given = f"{counted(len(images), 'image')} are fewer than a batch of {batch_size}"
            raise ValueError(f"{given}, and nothing would be trained: give more images, or a smaller batch_size.")
        try:
            with one_thread():
                for epoch in range(epochs):
                    order, total = self.rng.permutation(len(images)), 0.0
                    for batch in range(batches):
                        chosen = order[batch * batch_size : (batch + 1) * batch_size]
                        done = (epoch * batches + batch) / (epochs * batches)
                        total += self.step(images[chosen], labels[chosen], peak * one_cycle(done))
                    history.losses.append(total / batches)
                    history.accuracies.append(self.accuracy(*validation))
                    if after_epoch:
                        after_epoch(history)
        except KeyboardInterrupt:
            return history._replace(finished=False)
        return history


def one_cycle(done):
    """Share of the highest learning rate: up for the first three tenths of a training, then down to 0.

    >>> [round(one_cycle(done), 2) for done in (0, 0.15, 0.3, 0.65, 1)]
    [0.01, 0.5, 1.0, 0.5, 0.0]
    """
    return max(done / 0.3, 0.01) if done < 0.3 else (1 - done) / 0.7
