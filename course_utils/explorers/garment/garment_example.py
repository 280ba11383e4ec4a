"""A decoder that nobody trained, and a classifier: what the explorer of garments shows where no other is given.

The decoder's layers are those of the lesson, and their weights are set by hand. For each class the mean of its
garments; and for each number of the code one of the directions in which garments differ most from their class' mean.
"""

import functools

import numpy as np

from course_utils import fashion_mnist
from course_utils.activations import softmax
from course_utils.explorers.garment.garment_decoder import CLASSES, SIDE
from course_utils.nearest import class_averages

CODE_SIZE = 8
_BLOCK = 4  # a place of the 7 × 7 maps becomes so many pixels each way
_BLACK = 4.0  # added to all logits, so that ReLU lets them pass: a logit of −4 is nearly black
_DIM = 0.02  # grey levels stay so far from 0 and 1, where logits end


@functools.cache
def garments_of_means():
    """Weights of a decoder, a classifier, and the real garments that both were made of, with their labels."""
    pixels, labels = fashion_mnist.load("validation")
    images = pixels / np.float32(255)
    averages = class_averages(images, labels)
    return decoder_weights(images, labels), functools.partial(_nearest_mean, averages), (pixels, labels)


def decoder_weights(images, labels):
    """Weights as the lesson's decoder lists them: class means, and main directions of what is left.

    Parameters
    ----------
    images : (n, 28, 28)
        Grey levels from 0 to 1.
    labels : (n,)

    Returns
    -------
    weights : list of float32 arrays
    """
    shares = np.clip(images.reshape(len(images), -1).astype(float), _DIM, 1 - _DIM)
    logits = np.log(shares / (1 - shares))
    means = class_averages(logits, labels)
    drawn_apart = _main_directions(logits - means[labels])
    # A number of the code passes ReLU as two, what it is above 0 and what below.
    both = np.eye(CODE_SIZE)
    first = np.zeros((CODE_SIZE + CLASSES, 128))
    first[:CODE_SIZE, : 2 * CODE_SIZE] = np.concatenate([both, -both], axis=1)
    first[CODE_SIZE:, 2 * CODE_SIZE : 2 * CODE_SIZE + CLASSES] = np.eye(CLASSES)
    second = np.zeros((128, SIDE * SIDE))
    second[: 2 * CODE_SIZE + CLASSES] = np.concatenate([drawn_apart, -drawn_apart, means + _BLACK])
    listed = [first, np.zeros(128), *_in_blocks(second), *_unfolding()]
    return [np.float32(one) for one in listed]


def _main_directions(left_over):
    """The directions in which rows differ most, each as long as its deviation, (8, pixels)."""
    covariance = left_over.T @ left_over / len(left_over)
    spreads, directions = np.linalg.eigh(covariance)
    found = (directions[:, ::-1] * np.sqrt(np.maximum(spreads[::-1], 0))).T[:CODE_SIZE]
    return found * np.where(found.sum(axis=1) < 0, -1, 1)[:, np.newaxis]  # more of it is brighter


def _in_blocks(weights):
    """Weights and biases to 28 × 28 pixels as those to 7 × 7 places of 32 channels, of which 16 hold a block."""
    side = SIDE // _BLOCK
    blocks = weights.reshape(-1, side, _BLOCK, side, _BLOCK).transpose(0, 1, 3, 2, 4)
    maps = np.zeros((len(weights), side, side, 2 * _BLOCK * _BLOCK))
    maps[..., : _BLOCK * _BLOCK] = blocks.reshape(len(weights), side, side, -1)
    return maps.reshape(len(weights), -1), np.zeros(maps[0].size)


def _unfolding():
    """Two transposed convolutions that lay the channels of a place side by side, 4 × 4, and stamp nothing twice."""
    first, second = np.zeros((4, 4, 16, 32)), np.zeros((4, 4, 1, 16))
    for channel in range(_BLOCK * _BLOCK):
        row, column = divmod(channel, _BLOCK)
        # The middle four weights of a kernel fall on the four pixels that a place becomes.
        first[1 + row // 2, 1 + column // 2, 2 * (row % 2) + column % 2, channel] = 1
    for channel in range(4):
        second[1 + channel // 2, 1 + channel % 2, 0, channel] = 1
    return first, np.zeros(16), second, np.full(1, -_BLACK)


def _nearest_mean(averages, pixels):
    """Probabilities by how near an image (1, 28, 28, 1) is to each class average."""
    apart = np.square(pixels[:, np.newaxis, ..., 0] / 255 - averages).sum(axis=(2, 3))
    return softmax(-0.2 * apart)
