"""A trained decoder in NumPy alone, from its weights: what a picture of a hundred garments needs at every move."""

import functools

import numpy as np

from course_utils.arrays import real_array
from course_utils.convolution import cross_correlate
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words
from course_utils.transposed import enlarge, transpose_convolve

SIDE, CLASSES = 28, 10
_LAYERS = 4  # of the lesson's decoder that have weights: two dense, two transposed convolutions
_CLOSE = 1e-4  # how far NumPy may be from Keras, as a share of white


class Decoder:
    """What draws garments of vectors: a code, and behind it the class, one-hot.

    Parameters
    ----------
    given : Keras model, list of arrays, or Decoder
        A decoder as `generators.fit_variational` trains it, or its weights as `get_weights()` lists them. A Keras model
        that is built otherwise does its own drawing wherever NumPy would not find the same.

    Attributes
    ----------
    code_size : int
    """

    def __init__(self, given):
        is_list = isinstance(given, (list, tuple))
        inputs = _inputs_of_weights(given) if is_list else _inputs_of_model(given)
        self.code_size = inputs - CLASSES
        if self.code_size < 2:
            raise ValueError(
                f"the decoder takes {counted(inputs, 'number')}: give one that takes a code of two numbers or more and "
                "the class, which counts as ten, as fit_variational(…).decoder does."
            )
        self._steps = _steps_of_weights(given) if is_list else _steps_of_model(given, inputs)

    def draw(self, codes, labels):
        """Grey levels from 0 to 1, float32 (n, 28, 28), of codes (n, code_size) and classes (n,)."""
        return self.draw_vectors(np.concatenate([codes, np.eye(CLASSES)[labels]], axis=1))

    def draw_vectors(self, vectors):
        """The same of whole vectors, (n, code_size + 10)."""
        return _run(self._steps, np.float32(vectors))[..., 0]


def _run(steps, values):
    return functools.reduce(lambda found, step: step(found), steps, values)


# From a list of weights: the lesson's decoder.


def _inputs_of_weights(given):
    shapes = [np.shape(one) for one in given]
    if [len(shape) for shape in shapes] != [2, 1, 2, 1, 4, 1, 4, 1]:
        listed = ", ".join(map(shape_in_words, shapes[:8])) or "none"
        raise ValueError(
            "the weights must be those of a decoder with two dense layers and two transposed convolutions, as "
            f"fit_variational(…).decoder.get_weights() lists them; given are {listed}."
        )
    return shapes[0][0]


def _steps_of_weights(given):
    weights = [np.float32(real_array(one, "weights", finite=True)) for one in given]
    pairs = [weights[2 * place : 2 * place + 2] for place in range(_LAYERS)]
    channels, side = pairs[2][0].shape[3], SIDE // 4
    doubled = {"strides": 2, "padding": "same"}
    steps = [
        *(functools.partial(_dense, kernel=kernel, bias=bias, activation="relu") for kernel, bias in pairs[:2]),
        functools.partial(_reshaped, shape=(side, side, channels)),
        functools.partial(_stamped, kernel=pairs[2][0], bias=pairs[2][1], activation="relu", **doubled),
        functools.partial(_stamped, kernel=pairs[3][0], bias=pairs[3][1], activation="sigmoid", **doubled),
    ]
    try:
        drawn = _run(steps, np.zeros((1, weights[0].shape[0]), np.float32)).shape[1:]
    except ValueError as error:
        raise ValueError(f"these weights do not go together: {error}") from error
    if drawn != (SIDE, SIDE, 1):
        raise ValueError(f"these weights draw {shape_in_words(drawn)}: give a decoder that draws 28 × 28 × 1.")
    return steps


# From a Keras model.


def _inputs_of_model(model):
    taken, drawn = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    if not isinstance(taken, tuple) or len(taken) != 2 or tuple(drawn[1:]) != (SIDE, SIDE, 1):
        what = f"one from {taken} to {drawn}" if isinstance(taken, tuple) else f"of type {type(model).__name__}"
        raise ValueError(
            "the decoder must be a Keras model that makes an image of 28 × 28 × 1 of a row of numbers, or the list of "
            f"its weights; given is {what}."
        )
    return taken[1]


def _steps_of_model(model, inputs):
    """The layers in NumPy where that draws the same, else the model itself."""
    asked = np.random.default_rng(0).normal(size=(2, inputs)).astype(np.float32)
    itself = [lambda vectors: np.asarray(model(vectors))]
    try:
        steps = [_STEPS[type(layer).__name__](layer) for layer in model.layers]
        same = np.allclose(_run(steps, asked), _run(itself, asked), atol=_CLOSE)
    except (KeyError, ValueError, AttributeError, TypeError):  # another kind of layer, or one with other settings
        same = False
    return steps if same else itself


def _dense_step(layer):
    kernel, bias = layer.get_weights()
    return functools.partial(_dense, kernel=kernel, bias=bias, activation=layer.activation.__name__)


def _sliding_step(layer, slide):
    kernel, bias = layer.get_weights()
    settings = {"strides": layer.strides, "padding": layer.padding, "activation": layer.activation.__name__}
    return functools.partial(slide, kernel=kernel, bias=bias, **settings)


_STEPS = {
    "Dense": _dense_step,
    "Reshape": lambda layer: functools.partial(_reshaped, shape=layer.target_shape),
    "Conv2DTranspose": lambda layer: _sliding_step(layer, _stamped),
    "UpSampling2D": lambda layer: functools.partial(enlarge, times=layer.size[0]),
    "Conv2D": lambda layer: _sliding_step(layer, _convolved),
}


# What the layers do.

_ACTIVATIONS = {
    "relu": lambda values: np.maximum(values, 0),
    "sigmoid": lambda values: 1 / (1 + np.exp(-np.clip(values, -60, 60))),
    "tanh": np.tanh,
    "linear": lambda values: values,
}


def _dense(values, kernel, bias, activation):
    return _ACTIVATIONS[activation](values @ kernel + bias)


def _reshaped(values, shape):
    return values.reshape(-1, *shape)


def _stamped(values, kernel, bias, activation, **setting):
    return _ACTIVATIONS[activation](transpose_convolve(values, kernel, **setting) + bias)


def _convolved(values, kernel, bias, activation, **setting):
    return _ACTIVATIONS[activation](cross_correlate(values, kernel, **setting) + bias)
