"""What a convolution's windows, pixels and weights have to do with its answers; stride 1, no padding."""

from typing import NamedTuple

import numpy as np

from course_utils.convolution import convolve, cross_correlate, sliding_windows


class Answers(NamedTuple):
    """A kernel on an image, and all its answers.

    Attributes
    ----------
    pixels : (height, width, channels)
    laid : (rows, columns, channels)
        The kernel as it is laid on each window.
    turned : bool
        Whether that is by half a turn from how it is written.
    bias : float
    windows : (map rows, map columns, rows, columns, channels)
    feature_map : (map rows, map columns)
    """

    pixels: np.ndarray
    laid: np.ndarray
    turned: bool
    bias: float
    windows: np.ndarray
    feature_map: np.ndarray


class Window(NamedTuple):
    """One window: its number and place, and how its answer comes about.

    Attributes
    ----------
    position, row, column : int
    window, products : (rows, columns, channels)
    row_sums, running_sums : (rows, channels)
    answer : float
    """

    position: int
    row: int
    column: int
    window: np.ndarray
    products: np.ndarray
    row_sums: np.ndarray
    running_sums: np.ndarray
    answer: float


class Pixel(NamedTuple):
    """One pixel, and the answers whose windows read it.

    Attributes
    ----------
    at : (row, column)
    readers : bool (map rows, map columns)
    weights_met, shares : (rows, columns, channels)
        The weights laid on it and its products with them, arranged as their answers.
    """

    at: tuple
    readers: np.ndarray
    weights_met: np.ndarray
    shares: np.ndarray


class Weight(NamedTuple):
    """One weight, and the pixels that it touches while the window moves.

    Attributes
    ----------
    at, written_at : (row, column, channel)
        Where it is laid, and where it stands in the kernel as written.
    touched : bool (height, width)
    shares : (map rows, map columns)
        Its product in each answer.
    """

    at: tuple
    written_at: tuple
    touched: np.ndarray
    shares: np.ndarray


def answers_of(pixels, kernel, bias, *, flip):
    """The answers of a kernel, (rows, columns, channels), which is turned where `flip` asks for it."""
    laid = kernel[::-1, ::-1] if flip else kernel
    windows = sliding_windows(pixels, kernel.shape[:2])
    operation = convolve if flip else cross_correlate
    feature_map = operation(pixels, kernel[..., np.newaxis])[..., 0] + bias
    sizes = np.abs(windows * laid).sum(axis=(2, 3, 4)) + abs(bias)
    return Answers(pixels, laid, flip, bias, windows, _without_rounding(feature_map, sizes))


def window_of(answers, position):
    """The window of this number, in reading order from 0."""
    row, column = map(int, divmod(position, answers.feature_map.shape[1]))
    window = answers.windows[row, column]
    products = window * answers.laid
    row_sums, sizes = products.sum(axis=1), np.abs(products).sum(axis=1)
    return Window(
        position,
        row,
        column,
        window,
        products,
        row_sums=_without_rounding(row_sums, sizes),
        running_sums=_without_rounding(row_sums.cumsum(axis=0), sizes.cumsum(axis=0)),
        answer=float(answers.feature_map[row, column]),
    )


def pixel_of(answers, pixel):
    """The pixel of this number, in reading order from 0."""
    at = divmod(pixel, answers.pixels.shape[1])
    sizes = zip(at, answers.laid.shape, answers.feature_map.shape, strict=False)
    along = [(np.arange(count) <= place) & (place < np.arange(count) + size) for place, size, count in sizes]
    rows, columns = (place - np.flatnonzero(reads) for place, reads in zip(at, along, strict=True))
    met = answers.laid[np.ix_(rows, columns)]
    return Pixel(at, np.outer(*along), met, answers.pixels[at] * met)


def weight_of(answers, weight):
    """The weight of this number, counted in the kernel as written, slice by slice, in reading order from 0."""
    height, width, channels = answers.laid.shape
    channel, row, column = map(int, np.unravel_index(weight, (channels, height, width)))
    written_at = row, column, channel
    at = (height - 1 - row, width - 1 - column, channel) if answers.turned else written_at
    touched = np.zeros(answers.pixels.shape[:2], bool)
    rows, columns = answers.feature_map.shape
    touched[at[0] : at[0] + rows, at[1] : at[1] + columns] = True
    return Weight(at, written_at, touched, answers.windows[(..., *at)] * answers.laid[at])


def _without_rounding(sums, sizes):
    """Sums without what rounding leaves where terms cancel: 0.1 + 0.2 − 0.3 is 0 and not 6e−17."""
    return np.where(np.abs(sums) <= 1e-13 * sizes, 0, sums)
