"""A Keras model step by step: what each layer gives for one image, and any single number worked out in NumPy.

Keras runs the whole model once an image; each number is then calculated anew from its layer's inputs and weights.
"""

from typing import NamedTuple

import numpy as np

from course_utils.explorers.network.network_explanation import one_addition, one_conv, one_dense
from course_utils.explorers.network.network_formulas import handed_on, one_formula, one_of_many, one_pool
from course_utils.explorers.network.network_layers import LAYERS_BY_HAND, layer_by_hand

_NO_MATHS = ("box", "InputLayer")


class Step(NamedTuple):
    """One result of the model: the layer it comes from, which earlier results that reads, and its shape."""

    name: str
    kind: str
    layer: object
    sources: tuple
    shape: tuple
    is_image: bool


class Network:
    """The steps of a functional or sequential model that takes one image.

    Attributes
    ----------
    steps : list of Step
        In an order in which they can be computed.
    output : int
        Which step is the model's output.
    """

    def __init__(self, model):
        from course_utils.quiet import keras

        graph = getattr(model, "_functional", None) or model
        if not getattr(graph, "_nodes_by_depth", None):
            raise ValueError(
                f"{type(model).__name__} is not allowed: give a Keras model, functional or Sequential, "
                "that knows its input shape."
            )
        inputs = [tuple(tensor.shape[1:]) for tensor in graph.inputs]
        if len(inputs) != 1 or len(inputs[0]) != 3 or inputs[0][-1] not in (1, 3):
            raise ValueError(
                f"a model with the input {', '.join(map(str, inputs))} is not allowed: it must take one "
                "image, (height, width, channels) with 1 or 3 channels."
            )
        self.input_shape, self.steps, places, tensors = inputs[0], [], {}, []
        for depth in sorted(graph._nodes_by_depth, reverse=True):
            for node in graph._nodes_by_depth[depth]:
                sources = tuple(places[id(tensor)] for tensor in node.input_tensors)
                for tensor in node.output_tensors:
                    places[id(tensor)] = len(tensors)
                    tensors.append(tensor)
                    self.steps.append(self._step(keras, node, sources, tensor))
        self.output = places[id(graph.outputs[0])]
        self._all = keras.Model(graph.inputs[0], tensors)

    def _step(self, keras, node, sources, tensor):
        layer = node.operation
        shapes = [self.steps[source].shape for source in sources]
        kind = kind_of(keras, layer, shapes) if len(node.output_tensors) == 1 else "box"
        of_image = kind in ("Rescaling", "ZeroPadding2D", "Dropout") and self.steps[sources[0]].is_image
        return Step(layer.name, kind, layer, sources, tuple(tensor.shape[1:]), kind == "InputLayer" or of_image)

    def run(self, pixels):
        """What each step gives for one image (height, width, channels), computed by Keras."""
        results = self._all(np.asarray(pixels, np.float32)[np.newaxis], training=False)
        results = [np.asarray(one, np.float32) for one in (results if isinstance(results, list) else [results])]
        return [one[0] if one.ndim else one for one in results]

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
        while self.steps[index].kind in ("Dropout", "Activation", "ReLU", "LeakyReLU", "BatchNormalization"):
            index = self.steps[index].sources[0]
        step = self.steps[index]
        shape = self.steps[step.sources[0]].shape if step.kind == "Flatten" else ()
        return shape if len(shape) == 3 and None not in shape else None


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
