"""A Keras model step by step: what each layer gives for one image, and any single number worked out in NumPy.

Keras runs the whole model once an image; each number is then calculated anew from its layer's inputs and weights.
"""

from typing import NamedTuple

import numpy as np

from course_utils.explorers.network.network_explanation import one_addition, one_conv, one_dense
from course_utils.explorers.network.network_formulas import handed_on, one_formula, one_of_many, one_pool
from course_utils.layers_by_hand import LAYERS_BY_HAND, UNCHANGED, layer_by_hand

_NO_MATHS = ("box", "InputLayer")
KEEPING_AN_IMAGE = ("Rescaling", "ZeroPadding2D", *UNCHANGED)
_WITHOUT_AXES = ("Flatten", "Activation", "ReLU", "LeakyReLU")  # what they do is the same with an axis of one channel


class Step(NamedTuple):
    """One result of the model: the layer it comes from, which earlier results that reads, and its shape."""

    name: str
    kind: str
    layer: object
    sources: tuple
    shape: tuple
    is_image: bool


class Network:
    """The steps of a functional or sequential model that takes one image; a model within it is opened as well.

    Attributes
    ----------
    model : Keras model
    input_shape : (height, width, channels)
        With one channel where the model takes (height, width).
    steps : list of Step
        In the order in which Keras computes them.
    output, outputs : int, list of int
        Which step is the model's output, its first where it has several; all of them.
    """

    #: Who gives the numbers that are worked out anew, in words.
    by = "Keras"

    def __init__(self, model):
        from course_utils.quiet import keras

        self.model, self._graph = model, graph_of(model)
        if self._graph is None:
            raise ValueError(
                f"{type(model).__name__} is not allowed: give a Keras model, functional or Sequential, "
                "that knows its input shape."
            )
        self.input_shape = _image_shape(self._graph)
        (pixels,) = self._graph.inputs
        layer = pixels._keras_history.operation
        self.steps = [Step(layer.name, "InputLayer", layer, (), self.input_shape, True)]
        self._is_flat = len(pixels.shape) == 3  # it has no axis of channels
        self.outputs = self._open(keras, self._graph, [0])
        self.output = self.outputs[0]

    def _open(self, keras, graph, inputs, within=""):
        """Take up the steps of a graph whose inputs are these steps; which of them are its outputs."""
        places = dict(zip(map(id, graph.inputs), inputs, strict=True))
        for node in _nodes_of(graph):
            sources = tuple(places[id(tensor)] for tensor in node.input_tensors)
            inner = _graph_within(node.operation)
            if inner is None:
                found = [len(self.steps) + place for place in range(len(node.output_tensors))]
                self.steps += [self._step(keras, node, sources, tensor, within) for tensor in node.output_tensors]
            else:
                found = self._open(keras, inner, sources, f"{within}{node.operation.name}/")
            places |= zip(map(id, node.output_tensors), found, strict=True)
        return [places[id(tensor)] for tensor in graph.outputs]

    def _step(self, keras, node, sources, tensor, within):
        layer, shape = node.operation, tuple(tensor.shape[1:])
        read = [self.steps[source] for source in sources]
        kind = kind_of(keras, layer, [step.shape for step in read]) if len(node.output_tensors) == 1 else "box"
        is_image = kind in KEEPING_AN_IMAGE and read[0].is_image
        if self._is_flat and any(step.is_image for step in read):
            # The trace gives an image one channel that the model does not know of.
            kind = kind if is_image or kind in _WITHOUT_AXES else "box"
            shape = self.input_shape if is_image or kind in ("Activation", "ReLU", "LeakyReLU") else shape
        return Step(within + layer.name, kind, layer, sources, shape, is_image)

    def run(self, pixels):
        """What each step gives for one image (height, width, channels), computed by Keras."""
        from course_utils.quiet import keras

        pixels = np.asarray(pixels, np.float32)
        given = keras.ops.convert_to_tensor((pixels[..., 0] if self._is_flat else pixels)[np.newaxis])
        found = [given]
        self._graph._run_through_graph(given, lambda operation: _watched(keras, operation, found))
        return [self._of_one(each, step) for each, step in zip(found, self.steps, strict=True)]

    @staticmethod
    def _of_one(values, step):
        """The numbers of the batch's only image, in the shape that its step has."""
        values = np.asarray(values, np.float32)
        values = values[0] if values.ndim else values
        return values[..., np.newaxis] if len(step.shape) == values.ndim + 1 else values

    def white(self):
        """The pixel of which a `Rescaling` of the model makes 1, or None where there is none, or not one number."""
        for layer in [step.layer for step in self.steps if step.kind == "Rescaling" and step.is_image]:
            if np.ndim(layer.scale) == np.ndim(layer.offset) == 0 and layer.scale > 0:
                return round((1 - layer.offset) / layer.scale, 6)
        return None

    def by_hand(self, index, values):
        """All numbers of one step in NumPy, from those of its sources; the input and a box keep their own."""
        step = self.steps[index]
        if step.kind in _NO_MATHS:
            return values[index]
        return layer_by_hand(step.layer, *[values[source] for source in step.sources])

    def explain(self, index, values, place, most=6):
        """One number of a step; `place` is (row, column, map), `most` how many terms of a sum are kept one by one."""
        step = self.steps[index]
        inputs = [values[source] for source in step.sources]
        names = [self.steps[source].name for source in step.sources]
        if step.kind in _NO_MATHS:
            return handed_on(step.layer, inputs, values[index], place)
        if step.kind == "Dense":
            return one_dense(step.layer, inputs[0], place, most, self._flattened(step.sources[0]))
        if step.kind in ("Conv2D", "DepthwiseConv2D"):
            return one_conv(step.layer, inputs[0], place, most)
        if step.kind == "Add":
            return one_addition(inputs, place, names)
        if step.kind == "Concatenate":
            return one_of_many(step.layer, inputs, place, names)
        return (one_pool if "Pooling" in step.kind else one_formula)(step.kind, step.layer, inputs[0], place)

    def _flattened(self, index):
        """The shape of the maps that a vector was, or None: back through what leaves its numbers in their places."""
        while self.steps[index].kind in (*UNCHANGED, "Activation", "ReLU", "LeakyReLU", "BatchNormalization"):
            index = self.steps[index].sources[0]
        step = self.steps[index]
        shape = self.steps[step.sources[0]].shape if step.kind == "Flatten" else ()
        return shape if len(shape) == 3 and None not in shape else None


def graph_of(model):
    """What Keras knows of how a functional or sequential model is built; None of anything else."""
    graph = getattr(model, "_functional", None) or model
    return graph if getattr(graph, "_nodes_by_depth", None) else None


def _graph_within(operation):
    """The graph of a model that is a layer of another one; None where a class of somebody's own may do more."""
    return graph_of(operation) if type(operation).__module__.startswith("keras.") else None


def _nodes_of(graph):
    """The calls of a graph in the order in which Keras makes them; its inputs are none."""
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        yield from (node for node in graph._nodes_by_depth[depth] if not node.is_input)


def _image_shape(graph):
    inputs = [tuple(tensor.shape[1:]) for tensor in graph.inputs]
    if len(inputs) == 1 and len(inputs[0]) == 2:
        return (*inputs[0], 1)
    if len(inputs) != 1 or len(inputs[0]) != 3 or inputs[0][-1] not in (1, 3):
        takes = " and ".join(f"({', '.join(map(str, one))}{',' * (len(one) == 1)})" for one in inputs)
        raise ValueError(
            f"a model with the input {takes} is not allowed: it must take one image, (height, width, channels) with 1 "
            "or 3 channels, or (height, width)."
        )
    return inputs[0]


def _watched(keras, operation, found):
    """An operation as Keras calls it at inference, which adds what it gives to a list; in a model, each layer does."""
    graph = _graph_within(operation)

    def call(*given, **settings):
        if graph is not None:
            return graph._run_through_graph(given, lambda inner: _watched(keras, inner, found))
        if getattr(operation, "_call_has_training_arg", False):
            settings["training"] = False
        result = operation(*given, **settings)
        found.extend(keras.tree.flatten(result))
        return result

    return call


def kind_of(keras, layer, shapes):
    """The layer's class by name if its maths is known here, with these settings and input shapes; else "box"."""
    kind = type(layer).__name__
    if kind == "InputLayer":
        return kind
    known = getattr(keras.layers, kind, None) is type(layer) and kind in LAYERS_BY_HAND
    if not known or getattr(layer, "data_format", None) == "channels_first" or any(not shape for shape in shapes):
        return "box"
    if getattr(getattr(layer, "activation", None), "__name__", "") == "glu" or getattr(layer, "groups", 1) != 1:
        return "box"
    axis, ranks = getattr(layer, "axis", -1), {len(shape) + 1 for shape in shapes}
    rank, alone = max(ranks), kind in ("Add", "Concatenate") or len(shapes) == 1
    fits = {"BatchNormalization": axis in (-1, rank - 1), "Add": len(ranks) == 1}
    return kind if fits.get(kind, True) and alone and isinstance(axis, int) and axis % rank else "box"
