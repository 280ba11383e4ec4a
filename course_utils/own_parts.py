"""Which of a learner's solved exercises a network can use, and how each is made to work on whole batches.

A learner's function takes a part when it passes its exercise's check, gives on a small batch what the course's gives,
and makes a step of the training at most `FACTOR` times as long.
"""

import functools
import time
from typing import NamedTuple

import numpy as np

from course_utils import numpy_network
from course_utils.files import told
from course_utils.numbers import counted, number
from course_utils.numpy_network import PARTS, RATE, SHAPES, STRIDES
from course_utils.one_thread import one_thread

#: With a learner's part a step may take so many times as long: loops over pixels take more, NumPy without them less.
FACTOR = 20
_IMAGES = 16  # in the batch on which parts are compared and timed
_CLOSE = 1e-3  # of the largest magnitude: how far a part may be from the course's


class Slot(NamedTuple):
    """A place for one exercise's answer.

    Attributes
    ----------
    exercise, bank, lesson : str
        `shares` of the bank `fashion_mnist_cnn`, from lesson 06.
    part : str
        Its name in `numpy_network.PARTS`, or "" where the network has no place for it.
    adapt : function
        Makes of the learner's function one for whole batches.
    trials : function
        Returns the arguments to compare and time it with: a list, one tuple for each place that it works at.
    why_not : str
        Why the network has no place for it.
    """

    exercise: str
    bank: str
    lesson: str
    part: str = ""
    adapt: object = None
    trials: object = None
    why_not: str = ""

    @property
    def key(self):
        """Name of the exercise in the file of progress."""
        return f"{self.bank}.{self.exercise}"


class Part(NamedTuple):
    """A part of the network, and whose it is.

    Attributes
    ----------
    name : str
        Such as "convolution"; "" where the network has no place for what the exercise asks for.
    exercise : str
        "" where no exercise of the course asks for it.
    yours : bool
    why : str
        A sentence: how long yours takes, or why the course's stands in.
    """

    name: str
    exercise: str
    yours: bool
    why: str


def fold(images, kernels):
    """A convolution at stride 2 as one at stride 1: 2 × 2 pixels become channels, and the batch one tall image.

    Parameters
    ----------
    images : (batch, height, width, channels)
    kernels : (size, size, channels, filters)
        Its last row and column get zeros beside them where the size is odd.

    Returns
    -------
    tall : (batch · rows, columns, 4 · channels)
    folded : (half, half, 4 · channels, filters)

    >>> tall, folded = fold(np.zeros((2, 28, 28, 1)), np.zeros((5, 5, 1, 24)))
    >>> tall.shape, folded.shape
    ((28, 14, 4), (3, 3, 4, 24))
    """
    (batch, height, width, channels), (size, _, _, filters) = images.shape, kernels.shape
    half = (size + 1) // 2
    rows, columns = ((length - size) // STRIDES + half for length in (height, width))
    even = np.zeros((batch, 2 * rows, 2 * columns, channels), images.dtype)
    even[:, :height, :width] = images[:, : 2 * rows, : 2 * columns]
    blocks = even.reshape(batch, rows, 2, columns, 2, channels).transpose(0, 1, 3, 2, 4, 5)
    whole = np.zeros((2 * half, 2 * half, channels, filters), kernels.dtype)
    whole[:size, :size] = kernels
    folded = whole.reshape(half, 2, half, 2, channels, filters).transpose(0, 2, 1, 3, 4, 5)
    return blocks.reshape(batch * rows, columns, -1), folded.reshape(half, half, -1, filters)


def _convolution(function):
    def on_a_batch(images, kernels, biases):
        tall, folded = fold(images, kernels)
        maps = _as_float32(function(tall, folded, biases))
        half, rows = len(folded), len(tall) // len(images)
        whole = np.zeros((len(tall), *maps.shape[1:]), np.float32)
        whole[: len(maps)] = maps  # windows across two images are dropped with the last rows of each
        return whole.reshape(len(images), rows, *maps.shape[1:])[:, : rows - half + 1]

    return on_a_batch


def _as_it_is(function):
    return lambda *given: _as_float32(function(*given))


def _batch_norm(function):
    return lambda *given: tuple(_as_float32(result) for result in function(*given))


def _loss(function):
    return lambda probabilities, labels: _as_float32(function(np.maximum(probabilities, 1e-7), labels))


def _at_stride(function):
    return lambda first, second, third: _as_float32(function(first, second, third, STRIDES))


def _of_images(function):
    return lambda gradient, kernels, shape: _as_float32(function(gradient, kernels, STRIDES, shape))


def _as_float32(result):
    return np.asarray(result, dtype=np.float32)


def _normal(*shape):
    return np.random.default_rng(len(shape)).normal(size=shape).astype(np.float32)


def _maps():
    """Images and maps that go into the two convolutions, and the gradients that come back to what leaves them."""
    return (
        (_normal(_IMAGES, 28, 28, 1), _normal(*SHAPES["kernels 1"]), _normal(_IMAGES, 12, 12, 24)),
        (_normal(_IMAGES, 12, 12, 24), _normal(*SHAPES["kernels 2"]), _normal(_IMAGES, 5, 5, 48)),
    )


def _scores():
    return 3 * _normal(_IMAGES, 10), np.arange(_IMAGES) % 10


def _probabilities():
    return numpy_network.softmax(_scores()[0]), _scores()[1]


def _to_norm():
    given = _normal(_IMAGES, 128), _normal(128), _normal(128), _normal(128), _normal(128) ** 2
    return [(*given, training) for training in (True, False)]


def _to_drop():
    return [(np.ones((_IMAGES, 128), np.float32), RATE, np.random.default_rng(0), True)]


_NO_POOLING = "strides stand in place of pooling here"

SLOTS = (
    Slot(
        "answers_in_depth",
        "convolution",
        "01",
        "convolution",
        _convolution,
        lambda: [(images, kernels, _normal(kernels.shape[-1])) for images, kernels, _ in _maps()],
    ),
    Slot("maxima", "pooling", "03", why_not=_NO_POOLING),
    Slot("silence", "dropout", "04", "dropout", _as_it_is, _to_drop),
    Slot("batch_normed", "normalization", "05", "batch norm", _batch_norm, _to_norm),
    Slot("shares", "fashion_mnist_cnn", "06", "softmax", _as_it_is, lambda: [_scores()[:1]]),
    Slot("cross_entropy", "fashion_mnist_cnn", "06", "loss", _loss, lambda: [_probabilities()]),
    Slot("of_the_scores", "backpropagation", "08", "gradient of scores", _as_it_is, lambda: [_scores()]),
    Slot(
        "of_the_kernel",
        "backpropagation",
        "08",
        "gradient of kernel",
        _at_stride,
        lambda: [(images, gradient, len(kernels)) for images, kernels, gradient in _maps()],
    ),
    Slot(
        "of_the_image",
        "backpropagation",
        "08",
        "gradient of images",
        _of_images,
        lambda: [(gradient, kernels, images.shape) for images, kernels, gradient in _maps()],
    ),
    Slot("to_the_winners", "backpropagation", "08", why_not=_NO_POOLING),
)


def tried(slot, function):
    """A learner's function, made for batches, if the network can use it, and a sentence.

    Parameters
    ----------
    slot : Slot
    function : function
        As it was written for the exercise.

    Returns
    -------
    adapted : function or None
    why : str
    """
    if not slot.part:
        return None, f"Yours is right, and {slot.why_not}."
    adapted, own = slot.adapt(function), PARTS[slot.part]
    try:
        if slot.exercise == "silence":
            same = _drops_alike(adapted)
        else:
            same = all(_close(own(*given), adapted(*given)) for given in slot.trials())
        if not same:
            return None, "On a small batch yours gives other numbers than the course's, which stands in."
        with one_thread():
            times = _times_as_long(slot, own, adapted)
    except Exception as error:
        return None, f"On a small batch yours stops: {told(error)}. The course's stands in."
    if times > FACTOR:
        so_long = f"≈ {number(times, 0)} times as long (at most {FACTOR})"
        return None, f"Yours is right, but with it a step would take {so_long}: the course's stands in."
    return adapted, f"Yours; with it a step takes ≈ {number(max(times, 1.0), 1)} times as long."


def _close(expected, got):
    if isinstance(expected, tuple):
        return len(expected) == len(got) and all(map(_close, expected, got))
    expected, got = np.asarray(expected), np.asarray(got)
    return expected.shape == got.shape and np.abs(expected - got).max() <= _CLOSE * np.abs(expected).max()


def _drops_alike(function):
    """Whether a function drops about the right share and scales the others. Its coins are its own."""
    ones = np.ones((100, 128), np.float32)
    mask = function(ones, RATE, np.random.default_rng(0), True)
    lives = mask != 0
    return mask.shape == ones.shape and abs(lives.mean() - 1 + RATE) < 0.02 and _close(lives / (1 - RATE), mask)


def _times_as_long(slot, own, adapted):
    """How many times as long a step of the network takes with another function in place of the course's."""
    return 1 + (_seconds(slot.trials, adapted) - _seconds(slot.trials, own)) / _seconds_of_a_step()


def _seconds(trials, function, enough=0.5):
    """Least seconds of three calls; of one alone where that took long enough to be sure."""
    found = []
    for _ in range(3):
        cases, started = trials(), time.perf_counter()
        for given in cases:
            function(*given)
        found.append(time.perf_counter() - started)
        if found[-1] > enough:
            break
    return min(found)


@functools.cache
def _seconds_of_a_step():
    network, pixels = numpy_network.NumpyNetwork(), np.zeros((_IMAGES, 28, 28), np.uint8)
    network.step(pixels, np.arange(_IMAGES) % 10, 0.001)  # the first one finds nothing in the processor's cache
    return _seconds(lambda: [(pixels, np.arange(_IMAGES) % 10, 0.001)], network.step)


def in_words(parts):
    """The table of parts as text, one line for each.

    >>> print(in_words([Part("softmax", "shares", True, "Yours; with it a step takes ≈ 1.0 times as long.")]))
    1 of 1 part: yours.
    yours   softmax  shares  Yours; with it a step takes ≈ 1.0 times as long.
    """
    name, exercise = (max(len(getattr(part, field)) for part in parts) for field in ("name", "exercise"))
    placed = [part for part in parts if part.name]
    return "\n".join(
        [
            f"{sum(part.yours for part in placed)} of {counted(len(placed), 'part')}: yours.",
            *(f"{_whose(part)}  {part.name:{name}}  {part.exercise:{exercise}}  {part.why}" for part in parts),
        ]
    )


def _whose(part):
    return "yours " if part.yours else "course" if part.name else "unused"
