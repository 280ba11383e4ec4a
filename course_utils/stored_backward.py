"""The way back through a stored network: how one answer changes with each number on the way to it, in NumPy alone."""

import numpy as np

from course_utils.backward import global_average_pool_backward, image_gradient, max_pool_backward
from course_utils.numbers import counted


def gradients(network, image, label, *, guided=False):
    """How a class's logit changes with each number of the image, and of what each layer gives.

    Parameters
    ----------
    network : StoredNetwork
        Ends in a dense layer: its softmax is left out.
    image : (height, width, channels)
        As the network takes it.
    label : int
    guided : bool
        Let each ReLU hand back only what is positive, by guided backpropagation: the gradient of nothing.

    Returns
    -------
    gradients : list of float32 arrays
        Shaped as what `network.run` gives; the last is 1 at the class.
    values : list of arrays
        `network.run(image)`.

    Raises
    ------
    ValueError
        A layer is of a kind whose way back is not known here.
    """
    values = network.run(image)
    found = [np.eye(len(values[-1]), dtype=np.float32)[label]]
    for place in reversed(range(len(network.layers))):
        layer, is_last = network.layers[place], place == len(network.layers) - 1
        behind = found[0] if is_last else _through_activation(layer, values[place + 1], found[0], guided)
        found.insert(0, np.float32(_back(layer, values[place], values[place + 1], behind, guided)))
    return found, values


def _through_activation(layer, given, gradient, guided):
    """Through the activation that is a part of a layer."""
    if layer.activation == "relu":
        return _through_relu(given, gradient, guided)
    if layer.activation in (None, "linear"):
        return gradient
    raise ValueError(f"{layer.name} has the activation {layer.activation}: its way back is not known here.")


def _through_relu(given, gradient, guided):
    passes = (given > 0) & (gradient > 0) if guided else given > 0
    return gradient * passes


def _back(layer, maps, given, gradient, guided):
    kind = type(layer).__name__
    if kind == "ReLU":
        return _through_relu(given, gradient, guided)
    if kind not in _BACK:
        known = counted(len(_BACK) + 1, "kind")
        raise ValueError(f"{layer.name} is a {kind}, whose way back is not among the {known} that are known here.")
    return _BACK[kind](layer, maps, gradient)


def _conv(layer, maps, gradient):
    settings = {"strides": layer.strides, "padding": layer.padding, "dilation_rate": layer.dilation_rate}
    return image_gradient(gradient[np.newaxis], maps[np.newaxis], layer.kernel, **settings)[0]


def _max_pool(layer, maps, gradient):
    settings = {"strides": layer.strides, "padding": layer.padding}
    return max_pool_backward(gradient[np.newaxis], maps[np.newaxis], layer.pool_size, **settings)[0]


def _batch_norm(layer, maps, gradient):
    scale = 1 if layer.gamma is None else layer.gamma
    return gradient * scale / np.sqrt(layer.moving_variance + layer.epsilon)


#: Kind of a layer -> the gradient of what goes in, from that of what comes out.
_BACK = {
    "Conv2D": _conv,
    "MaxPooling2D": _max_pool,
    "GlobalAveragePooling2D": lambda layer, maps, gradient: global_average_pool_backward(gradient, maps),
    "BatchNormalization": _batch_norm,
    "Dense": lambda layer, maps, gradient: layer.kernel @ gradient,
    "Flatten": lambda layer, maps, gradient: gradient.reshape(maps.shape),
    "Rescaling": lambda layer, maps, gradient: gradient * np.float32(layer.scale),
    "Dropout": lambda layer, maps, gradient: gradient,
}
