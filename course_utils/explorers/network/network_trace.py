"""A Keras model step by step: what each layer gives for one image, and any single number worked out in NumPy.

Keras runs the whole model once an image; each number is then calculated anew from its layer's inputs and weights.
"""

from typing import NamedTuple

import numpy as np

from course_utils.explorers.network.network_layers import LAYERS_BY_HAND, activation_by_hand, layer_by_hand
from course_utils.geometry import pixels_read

_NO_MATHS = ("box", "InputLayer")


class Step(NamedTuple):
    """One result of the model: the layer it comes from, which earlier results that reads, and its shape."""

    name: str
    kind: str
    layer: object
    sources: tuple
    shape: tuple
    is_image: bool


class Term(NamedTuple):
    """One part of a sum: what it is, the numbers read (NaN is padding), their weights, and what they add."""

    name: str
    window: object
    weights: object
    amount: float


class Explanation(NamedTuple):
    """One number by hand: terms + rest + bias = before, and the activation of that is the value."""

    value: float
    lines: tuple = ()
    terms: tuple = ()
    rest: tuple = (0, 0.0)
    bias: float = 0.0
    before: float | None = None
    activation: str = "linear"
    window: object = None
    weights: object = None


def as_maps(values):
    """Numbers as (rows, columns, maps); the values of a vector are maps of one number each.

    >>> as_maps(np.zeros(5)).shape, as_maps(np.zeros((4, 6, 2))).shape
    ((1, 1, 5), (4, 6, 2))
    """
    values = np.asarray(values)
    return values if values.ndim == 3 else values.reshape(-1, 1, values.shape[-1] if values.ndim else 1)


def short(value):
    """A number in few characters.

    >>> short(-0.12345), short(255.0), short(0.000012)
    ('−0.123', '255', '1.2e-05')
    """
    digits = {0: 3, 1: 2, 2: 1}.get(len(str(int(abs(value)))) - 1, 0) if 1 <= abs(value) < 1e6 else None
    text = f"{float(value):.3g}" if digits is None else f"{float(value):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
    return "0" if text == "-0" else text.replace("-", "−", 1) if text.startswith("-") else text


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
        if step.kind in _NO_MATHS:
            value, made = float(as_maps(values[index])[place]), type(step.layer).__name__
            *read, gives = ("×".join(map(str, part.shape)) for part in (*inputs, values[index]))
            box = f"out of a box: {made}, {', '.join(read)} in, {gives} out"
            return Explanation(value, (f"{short(value)}, {box if inputs else 'a pixel as it comes in'}",))
        if step.kind == "Dense":
            return _one_dense(step.layer, inputs[0], place, most, self._flattened(step.sources[0]))
        if step.kind in ("Conv2D", "DepthwiseConv2D"):
            return _one_conv(step.layer, inputs[0], place, most)
        if step.kind in ("Add", "Concatenate"):
            return _one_merge(step, inputs, place, [self.steps[source].name for source in step.sources])
        return (_one_pool if "Pooling" in step.kind else _one_formula)(step, inputs[0], place)

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


def _window(layer, maps, place):
    """The numbers that one window reads, (rows, columns, maps); NaN where there is only padding."""
    size, spread = getattr(layer, "kernel_size", None) or layer.pool_size, getattr(layer, "dilation_rate", (1, 1))
    reads = []
    for axis in (0, 1):
        settings = {"strides": layer.strides[axis], "padding": layer.padding, "dilation_rate": spread[axis]}
        reads.append(pixels_read(maps.shape[axis], size[axis], **settings)[place[axis]])
    inside = [(read >= 0) & (read < maps.shape[axis]) for axis, read in enumerate(reads)]
    window = np.full((*size, maps.shape[2]), np.nan)
    window[np.ix_(*inside)] = maps[np.ix_(reads[0][inside[0]], reads[1][inside[1]])]
    return window


def _sum(layer, amounts, term, most, channel, others, weights=None):
    """A weighted sum: `term` names the k-th term; `others` gives the sums of all maps, for softmax and its like."""
    name, function, each = activation_by_hand(layer.activation)
    biases = 0.0 if layer.bias is None else np.asarray(layer.bias, float)
    bias = float(np.broadcast_to(biases, max(np.size(biases), channel + 1))[channel])
    kept = np.sort(np.argsort(-np.abs(amounts), kind="stable")[:most])
    rest = len(amounts) - len(kept), float(np.delete(amounts, kept).sum())
    before = float(amounts.sum()) + bias
    value = function(np.array([before]))[0] if each else function(others() + biases)[channel]
    terms = tuple(Term(*term(k), float(amounts[k])) for k in kept)
    return Explanation(float(value), (), terms, rest, bias, before, name, None, weights)


def _one_conv(layer, maps, place, most):
    window, kernel, channel = _window(layer, maps, place), np.asarray(layer.kernel), place[2]
    read, by_depth = np.nan_to_num(window), type(layer).__name__ == "DepthwiseConv2D"
    sources = [channel // kernel.shape[3]] if by_depth else list(range(maps.shape[2]))
    weights = (kernel[:, :, sources, channel % kernel.shape[3]] if by_depth else kernel[..., channel]).astype(float)
    amounts = (read[:, :, sources] * weights).sum(axis=(0, 1))

    def others():
        return np.einsum("hwk,hwkm->km" if by_depth else "hwk,hwkm->m", read, kernel).ravel()

    def term(k):
        return f"map {sources[k]}", window[:, :, sources[k]], weights[:, :, k]

    return _sum(layer, amounts, term, most, channel, others)


def _one_dense(layer, values, place, most, shape):
    given, kernel = as_maps(values)[place[:2]].astype(float), np.asarray(layer.kernel)
    weights = kernel[:, place[2]].astype(float)

    def term(k):
        row, column, number = np.unravel_index(k, shape) if shape else (0, 0, k)
        return f"map {number} at {row}, {column}" if shape else f"number {k}", given[k], weights[k]

    reshaped = weights.reshape(shape or (1, 1, -1))
    return _sum(layer, given * weights, term, most, place[2], lambda: given @ kernel, reshaped)


def _one_pool(step, maps, place):
    whole, best = step.kind.startswith("Global"), "Max" in step.kind
    window = maps[..., place[2]].astype(float) if whole else _window(step.layer, maps, place)[..., place[2]]
    count, total = int(np.isfinite(window).sum()), np.nansum(window)  # padding never wins, and is not counted
    value = float(np.nanmax(window) if best else total / count)
    said = "the largest of {} numbers is {}" if best else "{} numbers add up to " + short(total) + ", their mean is {}"
    return Explanation(value, (said.format(count, short(value)),), window=window)


def _one_merge(step, inputs, place, names):
    if step.kind == "Add":
        parts = [float(as_maps(part)[place]) for part in np.broadcast_arrays(*inputs)]
        terms = tuple(Term(name, part, None, part) for name, part in zip(names, parts, strict=True))
        return Explanation(sum(parts), terms=terms, before=sum(parts))
    numbers = layer_by_hand(step.layer, *[np.full(np.shape(part), k) for k, part in enumerate(inputs)])
    value, part = float(as_maps(layer_by_hand(step.layer, *inputs))[place]), int(as_maps(numbers)[place])
    return Explanation(value, (f"{short(value)}, handed on from {names[part]}: part {part + 1} of {len(inputs)}",))


def _one_formula(step, values, place):
    value = float(as_maps(layer_by_hand(step.layer, values))[place])
    if step.kind == "Flatten":
        row, column, number = np.unravel_index(place[2], as_maps(values).shape)
        return Explanation(
            value, (f"{short(value)}, from map {number}, row {row}, column {column}: only its place is new",)
        )
    if step.kind == "ZeroPadding2D":
        (top, _), (left, _) = step.layer.padding
        row, column = place[0] - top, place[1] - left
        inside = 0 <= row < values.shape[0] and 0 <= column < values.shape[1]
        said = f"{short(value)}, from row {row}, column {column}" if inside else "0: padding, not a pixel of the image"
        return Explanation(value, (said,))
    return Explanation(value, _formula(step, values, place, float(as_maps(values)[place]), short(value)))


def _formula(step, values, place, x, result):
    layer, name = step.layer, activation_by_hand(getattr(step.layer, "activation", None))[0]
    if step.kind == "BatchNormalization":
        held = ((layer.gamma, 1), (layer.moving_mean, 0), (layer.moving_variance, 1), (layer.beta, 0))
        numbers = [short(usual if kept is None else np.asarray(kept)[place[2]]) for kept, usual in held]
        gamma, mean, variance, beta = (f"({number})" if number.startswith("−") else number for number in numbers)
        numbers = f"{gamma} · ({short(x)} − {mean}) / √({variance} + {short(layer.epsilon)}) + {beta} = {result}"
        return "γ · (x − mean) / √(variance + ε) + β", numbers
    if step.kind == "Softmax" or name == "softmax":
        axis = getattr(layer, "axis", -1)
        axis = axis - 1 if axis > 0 else axis
        powers = np.exp(values - values.max(axis=axis, keepdims=True))
        total = as_maps(np.broadcast_to(powers.sum(axis=axis, keepdims=True), powers.shape))[place]
        power, count = short(as_maps(powers)[place]), values.shape[axis]
        said = f"x = {short(x)}: e^(x − largest) = {power}; all {count} such powers add up to {short(total)}"
        return said, f"{power} / {short(total)} = {result}"
    if step.kind == "Dropout":
        return (f"{result}, unchanged: dropout acts in training only",)
    if step.kind == "Rescaling":
        scale, offset = (as_maps(np.broadcast_to(part, values.shape))[place] for part in (layer.scale, layer.offset))
        return (f"{short(x)} · {short(scale)} + {short(offset)} = {result}",)
    return (f"x = {short(x)} → {name if step.kind == 'Activation' else step.kind} → {result}",)
