"""The layers of a Keras model in NumPy: what `NetworkExplorer` compares with Keras, and what stored networks are.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import math

import numpy as np

from course_utils.activations import relu, sigmoid, softmax, tanh
from course_utils.convolution import cross_correlate, pad
from course_utils.normalization import BatchNorm
from course_utils.pooling import average_pool, global_average_pool, max_pool


def _gelu(x):
    return x * 0.5 * (1 + np.vectorize(math.erf, otypes=[float])(np.asarray(x) / math.sqrt(2)))


# What acts on each number by itself, by Keras' names.
_EACH = {
    "linear": lambda x: x,
    "relu": relu,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "gelu": _gelu,
    "exponential": np.exp,
    "relu6": lambda x: np.clip(x, 0, 6),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.2 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "softplus": lambda x: np.logaddexp(0, x),
    "silu": lambda x: x * sigmoid(x),
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
}


def activation_by_hand(function):
    """An activation of a Keras layer in NumPy: its name, the function, and whether it takes each number by itself.

    What is not known here stays Keras' own function, on the last axis. A stored layer has the name in its place.
    """
    if isinstance(function, str):
        return function, _EACH.get(function, softmax), function in _EACH
    from course_utils.quiet import keras

    name = getattr(function, "__name__", type(function).__name__)
    if getattr(keras.activations, name, None) is function and name in (*_EACH, "softmax"):
        return name, _EACH.get(name, softmax), name in _EACH
    return name, lambda x: np.asarray(function(np.asarray(x, np.float32)[np.newaxis]))[0], False


def _array(weights, size, fill=0.0):
    return np.full(size, fill, np.float32) if weights is None else np.asarray(weights)


def _activated(layer, values):
    return activation_by_hand(layer.activation)[1](values)


def _conv(layer, maps):
    settings = {"strides": layer.strides, "padding": layer.padding, "dilation_rate": layer.dilation_rate}
    result = cross_correlate(maps[np.newaxis], np.asarray(layer.kernel), **settings)[0]
    return _activated(layer, result + _array(layer.bias, result.shape[-1]))


def _depthwise(layer, maps):
    settings = {"strides": layer.strides, "padding": layer.padding, "dilation_rate": layer.dilation_rate}
    kernel = np.asarray(layer.kernel)
    batch = maps[np.newaxis]
    each = [cross_correlate(batch[..., [k]], kernel[:, :, [k]], **settings)[0] for k in range(maps.shape[2])]
    return _activated(layer, np.concatenate(each, axis=-1) + _array(layer.bias, len(each) * kernel.shape[3]))


def _batch_norm(layer, values):
    norm, size = BatchNorm(epsilon=layer.epsilon), values.shape[-1]
    norm.gamma, norm.beta = _array(layer.gamma, size, 1.0), _array(layer.beta, size)
    norm.moving_mean, norm.moving_variance = np.asarray(layer.moving_mean), np.asarray(layer.moving_variance)
    return norm(values[np.newaxis])[0]


def _relu(layer, x):
    bent = np.where(x >= layer.threshold, x, layer.negative_slope * (x - layer.threshold))
    return bent if layer.max_value is None else np.minimum(bent, layer.max_value)


def _dense(layer, values):
    kernel = np.asarray(layer.kernel)
    return _activated(layer, values @ kernel + _array(layer.bias, kernel.shape[1]))


def _pool(function):
    def pooled(layer, maps):  # here as elsewhere as a batch of one: three axes alone could be another one
        settings = {"strides": layer.strides, "padding": layer.padding}
        return function(maps[np.newaxis], layer.pool_size, **settings)[0]

    return pooled


def _passing_over_nan(maps, *given, **settings):
    """The largest number of each window as Keras finds it on a processor: NaN loses to every number."""
    pooled = max_pool(np.where(np.isnan(maps), -np.inf, maps), *given, **settings)
    return np.where(np.isneginf(pooled), np.nan, pooled)


def _axis(layer):
    return layer.axis - 1 if layer.axis > 0 else layer.axis  # without the batch in front


def _kept(layer, means):
    return means[np.newaxis, np.newaxis] if layer.keepdims else means


#: Layers that act in training only, and leave their numbers alone at inference.
UNCHANGED = (
    "Dropout",
    "SpatialDropout2D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "ActivityRegularization",
    "RandomBrightness",
    "RandomContrast",
    "RandomErasing",
    "RandomFlip",
    "RandomRotation",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
)
#: Layers whose maths is known here, by their classes' names.
LAYERS_BY_HAND = {
    "Conv2D": _conv,
    "DepthwiseConv2D": _depthwise,
    "Dense": _dense,
    "BatchNormalization": _batch_norm,
    "ReLU": _relu,
    "MaxPooling2D": _pool(_passing_over_nan),
    "AveragePooling2D": _pool(average_pool),
    "Activation": _activated,
    "GlobalAveragePooling2D": lambda layer, maps: _kept(layer, global_average_pool(maps[np.newaxis])[0]),
    "GlobalMaxPooling2D": lambda layer, maps: _kept(layer, maps.max(axis=(0, 1))),
    "LeakyReLU": lambda layer, x: np.where(x > 0, x, layer.negative_slope * x),
    "Softmax": lambda layer, x: softmax(x, axis=_axis(layer)),
    **dict.fromkeys(UNCHANGED, lambda layer, x: x),
    "Flatten": lambda layer, x: x.reshape(-1),
    "Rescaling": lambda layer, x: x * np.asarray(layer.scale, np.float32) + np.asarray(layer.offset, np.float32),
    "ZeroPadding2D": lambda layer, maps: pad(maps[np.newaxis], layer.padding)[0],
    "Add": lambda layer, *parts: sum(parts[1:], parts[0]),
    "Concatenate": lambda layer, *parts: np.concatenate(parts, axis=_axis(layer)),
}


def layer_by_hand(layer, *inputs):
    """What a Keras layer makes of one image's numbers at inference, calculated in NumPy from its weights.

    Parameters
    ----------
    layer : Keras layer
        Of a class in `LAYERS_BY_HAND`.
    *inputs : arrays
        As the layer takes them, without the batch axis.

    Returns
    -------
    output : array
    """
    return LAYERS_BY_HAND[type(layer).__name__](layer, *inputs)
