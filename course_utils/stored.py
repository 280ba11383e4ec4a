"""What was trained before, from small files: networks, histories and probabilities where nothing can be trained.

A stored network is computed by the course's own layers, in NumPy alone, and offers what explorers ask of a Keras model.
"""

import functools
import io
import json
from typing import NamedTuple

import numpy as np

from course_utils.layers_by_hand import LAYERS_BY_HAND, layer_by_hand
from course_utils.page_data import arrays_in

_WEIGHTS = ("kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance")
_SETTINGS = (
    *("kernel_size", "strides", "padding", "dilation_rate", "pool_size", "data_format", "axis", "epsilon", "rate"),
    *("scale", "offset", "negative_slope", "threshold", "max_value", "keepdims"),
)
#: Lesson 06's own network: what a page shows wherever one is wanted and none is given.
OWN = "06_own.npz"
_LAYERS, _MADE_FROM = "layers", "made_from"


class Run(NamedTuple):
    """What a lesson keeps of a training: its history, or its network."""

    history: dict = None
    model: object = None


class Output(NamedTuple):
    """What a layer gives, as far as its shape goes."""

    shape: tuple


class StoredLayer:
    """A layer's name, settings and weights; of a class that is called as Keras' own is."""

    activation = None

    def __init__(self, name, **given):
        self.name = name
        vars(self).update(given)

    @property
    def weights(self):
        """Its arrays, in Keras' order."""
        return list(self.arrays().values())

    def arrays(self):
        """Its arrays by name; what it goes without is None, and not among them."""
        there = {name: vars(self).get(name) for name in _WEIGHTS}
        return {name: array for name, array in there.items() if array is not None}

    def told(self):
        """Its kind and its settings, as they are stored; a bias that it goes without is one of them."""
        arrays = {*self.arrays(), "output"}
        return {"kind": type(self).__name__} | {name: value for name, value in vars(self).items() if name not in arrays}

    def with_arrays(self, arrays):
        """The same layer with other numbers."""
        return type(self)(**vars(self) | arrays)


@functools.cache
def _class_of(kind):
    """Explorers tell layers apart by the names of their classes: so each kind has one."""
    return type(kind, (StoredLayer,), {})


class StoredNetwork:
    """A network of layers one behind another, for one size of images.

    Parameters
    ----------
    layers : sequence of StoredLayer
        Of kinds in `layers_by_hand.LAYERS_BY_HAND`.
    input_shape : (height, width, channels)

    Attributes
    ----------
    input_shape, output_shape : tuple
        As a Keras model has them, None in front.
    weights : list of arrays
    """

    def __init__(self, layers, input_shape):
        self.layers = list(layers)
        self.input_shape = (None, *input_shape)
        self.shapes = [values.shape for values in self.run(np.zeros(input_shape, np.float32))]
        self.output_shape = (None, *self.shapes[-1])
        for layer, shape in zip(self.layers, self.shapes[1:], strict=True):
            layer.output = Output((None, *shape))

    @property
    def weights(self):
        """All arrays that were trained."""
        return [weight for layer in self.layers for weight in layer.weights]

    def run(self, image):
        """What each layer gives for one image (height, width, channels), the image itself in front."""
        found = [np.asarray(image, np.float32)]
        for layer in self.layers:
            found.append(np.asarray(layer_by_hand(layer, found[-1]), np.float32))
        return found

    def __call__(self, images, training=False):
        """The answers to a batch, float32 (batch, classes), at inference."""
        return np.stack([self.run(image)[-1] for image in np.asarray(images)])

    def predict(self, images, **settings):
        """As `model.predict`; how large the batches are makes no difference here."""
        return self(images)

    predict_on_batch = predict


def stored_network(model):
    """A Keras model as a stored network.

    Parameters
    ----------
    model : keras.Sequential
        For images of one size.

    Returns
    -------
    network : StoredNetwork

    Raises
    ------
    ValueError
        A layer is of a kind that is not known in NumPy.
    """
    return StoredNetwork(map(_stored_layer, model.layers), model.input_shape[1:])


def _stored_layer(layer):
    kind = type(layer).__name__
    if kind not in LAYERS_BY_HAND:
        raise ValueError(f"{kind} is not allowed: a stored network is computed in NumPy, which has no such layer here.")
    weights = {name: getattr(layer, name) for name in _WEIGHTS if hasattr(layer, name)}
    settings = {name: getattr(layer, name) for name in _SETTINGS if hasattr(layer, name)}
    if hasattr(layer, "activation"):
        settings["activation"] = layer.activation.__name__
    arrays = {name: None if weight is None else np.asarray(weight) for name, weight in weights.items()}
    return _class_of(kind)(layer.name, **settings, **arrays)


def packed(thing, made_from=""):
    """A network, histories or an array as the bytes of an npz file.

    Parameters
    ----------
    thing : Keras model, dict of name -> history, array, or list of arrays
        Kernels, probabilities and such are kept in half precision.
    made_from : str
        What tells whether it is still what the lesson makes.

    Returns
    -------
    contents : bytes
        The same for the same numbers.
    """
    kept = {"array": _halved(thing)} if isinstance(thing, np.ndarray) else None
    if isinstance(thing, list):
        kept = {str(place): _halved(np.asarray(one)) for place, one in enumerate(thing)}
    elif isinstance(thing, dict):
        kept = {f"{run}/{key}": _array_of(values) for run, one in thing.items() for key, values in one.items()}
    file = io.BytesIO()
    np.savez_compressed(file, **(kept or _packed_network(stored_network(thing))), **{_MADE_FROM: np.array(made_from)})
    return file.getvalue()


def _packed_network(network):
    told = {"input_shape": network.input_shape[1:], "layers": [layer.told() for layer in network.layers]}
    arrays = {_LAYERS: np.array(json.dumps(told))}
    for place, layer in enumerate(network.layers):
        arrays |= {f"{place}/{name}": _halved(one) for name, one in layer.arrays().items()}
    return arrays


def _halved(array):
    """Half the bytes for what has many numbers; the few of a bias or a variance keep theirs."""
    return np.float16(array) if array.dtype.kind == "f" and array.ndim > 1 else array


def _array_of(values):
    array = np.asarray(values)
    return _halved(np.float32(array)) if array.dtype.kind == "f" else array


def network(name):
    """The network in one of the page's files.

    Parameters
    ----------
    name : str
        As "06_own.npz".

    Returns
    -------
    network : StoredNetwork
    """
    arrays = arrays_in(name)
    told = json.loads(str(arrays[_LAYERS]))
    layers = []
    for place, one in enumerate(told["layers"]):
        settings = {key: _as_tuple(value) for key, value in one.items() if key != "kind"}
        weights = {key: np.float32(arrays[f"{place}/{key}"]) for key in _WEIGHTS if f"{place}/{key}" in arrays}
        layers.append(_class_of(one["kind"])(**settings, **weights))
    return StoredNetwork(layers, told["input_shape"])


def _as_tuple(value):
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value


def histories(name):
    """Histories in one of the page's files: name of the run -> history, as `TrainingExplorer` takes them."""
    found = {}
    for place, values in arrays_in(name).items():
        if place != _MADE_FROM:
            run, key = place.rsplit("/", 1)
            found.setdefault(run, {})[key] = list(np.float32(values)) if key == "kernels" else values.tolist()
    return found


def array(name):
    """The one array in one of the page's files, float32."""
    return np.float32(arrays_in(name)["array"])


def arrays(name):
    """The list of arrays in one of the page's files, float32: a decoder's weights."""
    found = arrays_in(name)
    return [np.float32(found[str(place)]) for place in range(len(found) - 1)]
