"""What several figures show: garments of the training set, and whole-numbered feature maps of them."""

from functools import cache

import numpy as np

from course_utils import fashion_mnist
from course_utils.convolution import cross_correlate


@cache
def train():
    """Training images and labels, read once."""
    return fashion_mnist.load("train")


def garment(index):
    """One image of the training set, as int64 (28, 28), 0 to 255."""
    return train()[0][index].astype(np.int64)


def whole_feature_map(image, kernel):
    """Feature map as whole numbers.

    Pixels and weights are whole, so that float64 computes every sum exactly, on every machine, in any order.
    """
    return np.rint(cross_correlate(np.asarray(image, np.float64), kernel)).astype(np.int64)
