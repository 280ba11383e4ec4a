"""A network as a table: shapes, parameters and multiplications of each layer, by formula and without weights."""

from math import prod
from typing import NamedTuple

from course_utils.arrays import shown
from course_utils.geometry import as_count, output_size
from course_utils.numbers import shape as shape_in_words


class Row(NamedTuple):
    """One layer: its name, the shape that leaves it, its parameters, its multiplications for one image.

    The multiplications are None where they are not counted.
    """

    layer: str
    shape: tuple
    parameters: int = 0
    multiplications: int = 0


class Conv(NamedTuple):
    """A convolution with a bias for each filter."""

    filters: int
    kernel_size: int = 3
    strides: int = 1
    padding: str | int = "valid"

    def row(self, shape):
        """(kernel height × width × channels + one bias) × filters; every position multiplies all but the biases."""
        filters, size = as_count(self.filters, "filters"), as_count(self.kernel_size, "kernel_size")
        after = (*_positions(shape, size, self.strides, self.padding), filters)
        weights = size**2 * shape[2] * filters
        name = _windowed("Conv", (size, size), filters, (self.strides, self.strides))
        return Row(name, after, weights + filters, weights * after[0] * after[1])


class MaxPool(NamedTuple):
    """A max pooling, its windows side by side."""

    pool_size: int = 2
    padding: str = "valid"

    def row(self, shape):
        """No parameters: comparing is not multiplying."""
        after = _positions(shape, self.pool_size, self.pool_size, self.padding)
        return Row(f"MaxPool {self.pool_size}×{self.pool_size}", (*after, shape[2]))


class Flatten(NamedTuple):
    """All feature maps as one vector."""

    def row(self, shape):
        """No parameters: the numbers only stand in one line."""
        return Row("Flatten", (prod(shape),))


class Dense(NamedTuple):
    """A dense layer with a bias for each unit."""

    units: int

    def row(self, shape):
        """(inputs + one bias) × units."""
        if len(shape) != 1:
            raise ValueError(f"a dense layer cannot take the shape {shape_in_words(shape)}: put Flatten() before it.")
        units = as_count(self.units, "units")
        return Row(f"Dense {units:,}", (units,), (shape[0] + 1) * units, shape[0] * units)


def _windowed(kind, kernel_size, filters, strides):
    """The name and settings of a layer with a kernel in a few characters."""
    stride = strides[0] if len(set(strides)) == 1 else shape_in_words(strides, tight=True)
    return f"{kind} {shape_in_words(kernel_size, tight=True)}, {filters}{'' if stride == 1 else f', stride {stride}'}"


def _positions(shape, kernel_size, strides, padding):
    if len(shape) != 3:
        given = shape_in_words(shape)
        raise ValueError(f"a window cannot slide over the shape {given}: it needs (height, width, channels).")
    return tuple(output_size(size, kernel_size, strides=strides, padding=padding) for size in shape[:2])


#: `models.classic` as it stands.
CLASSIC = (Conv(32), MaxPool(), Conv(32), MaxPool(), Flatten(), Dense(128), Dense(10))

#: Configuration D of Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
#: ICLR (2015), arXiv:1409.1556: blocks of two or three convolutions, each block ending in a max pooling.
VGG16 = (
    *(2 * (Conv(64, padding="same"),)),
    MaxPool(),
    *(2 * (Conv(128, padding="same"),)),
    MaxPool(),
    *(3 * (Conv(256, padding="same"),)),
    MaxPool(),
    *(3 * (Conv(512, padding="same"),)),
    MaxPool(),
    *(3 * (Conv(512, padding="same"),)),
    MaxPool(),
    Flatten(),
    Dense(4096),
    Dense(4096),
    Dense(1000),
)


def layer_table(input_shape, layers):
    """Rows of a network, computed by formula; no weight is made.

    Parameters
    ----------
    input_shape : (height, width, channels) or (values,)
    layers : sequence of Conv, MaxPool, Flatten and Dense
        From the input on.

    Returns
    -------
    rows : list of Row
        One a layer.

    Raises
    ------
    ValueError
        A window does not fit, or a layer cannot take the shape before it.

    >>> for row in layer_table((28, 28, 1), [Conv(32), MaxPool()]):
    ...     print(row.layer, row.shape, row.parameters)
    Conv 3×3, 32 (26, 26, 32) 320
    MaxPool 2×2 (13, 13, 32) 0

    Introduced in notebook 06.
    """
    if not isinstance(input_shape, (tuple, list)) or not input_shape:
        raise ValueError(
            f"input_shape {shown(input_shape)} is not allowed: give (height, width, channels) or (values,)."
        )
    rows, shape = [], tuple(as_count(size, "input_shape") for size in input_shape)
    for layer in layers if isinstance(layers, (list, tuple)) and not hasattr(layers, "row") else [layers]:
        if not hasattr(layer, "row"):
            raise ValueError(
                f"layer {shown(layer)} is not allowed: give Conv, MaxPool, Flatten and Dense of this module."
            )
        rows.append(layer.row(shape))
        shape = rows[-1].shape
    return rows


def layer_rows(model):
    """Rows of a Keras model's table: shapes and parameters as Keras counts them.

    Layers that neither change the shape nor hold parameters (rescaling, ReLU, dropout) are left out; those of a model
    within the model stand in its place.

    Parameters
    ----------
    model : Keras model
        Sequential or functional.

    Returns
    -------
    rows : list of Row
        Multiplications are those of convolutions, dense layers, averages and normalisation by fixed numbers, for one
        image at inference; None where a layer of another kind computes, or where they depend on the image's size.

    Raises
    ------
    ValueError
        It is no such model, or none yet: it has not been given an input.

    Introduced in notebook 06.
    """
    return _rows(model, set(), 1)


def _rows(model, seen, times):
    """Rows of a model that is called so many times; the parameters of what was seen before are not counted again."""
    graph = getattr(model, "_functional", None) or model
    if not getattr(graph, "operations", None):
        raise ValueError(
            f"{shown(model)} has no layers that are connected: give a Sequential or functional model with an Input."
        )
    rows, nodes = [], [node for level in graph._nodes_by_depth.values() for node in level]
    for layer in graph.operations:
        calls = [
            node for node in nodes if node.operation is layer
        ]  # of a layer shared with others, those of this model
        if hasattr(layer, "operations") or hasattr(layer, "_functional"):
            rows += _rows(layer, seen, times * len(calls))
        else:
            rows += _row(layer, calls, seen, times)
    return rows


def _row(layer, calls, seen, times):
    """The row of one layer in a list, or none where it is left out."""
    before, after = ([_shape(tensor) for tensor in ends] for ends in (calls[0].input_tensors, calls[0].output_tensors))
    parameters = layer.count_params() if hasattr(layer, "count_params") and layer not in seen else 0
    kind = type(layer).__name__
    if kind == "InputLayer" or (_is_left_out(kind) and not parameters and set(before) == set(after)):
        return []
    seen.add(layer)
    each = [_multiplications(layer, _shape(call.input_tensors[0]), _shape(call.output_tensors[0])) for call in calls]
    return [Row(_described(layer), after[0], parameters, None if None in each else times * sum(each))]


def _shape(tensor):
    return tuple(tensor.shape[1:])


def _is_left_out(kind):
    return kind in _LEFT_OUT or kind.startswith(("Random", "Gaussian", "Alpha"))


#: Where they keep the shape, such layers are not listed. What an activation computes is nowhere counted.
_LEFT_OUT = {
    *("Rescaling", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "ActivityRegularization"),
    *("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "Identity", "Masking", "Flatten", "Reshape"),
}
#: They move, choose, compare or add, or look up, and multiply nothing.
_NOTHING = {
    *_LEFT_OUT,
    *("MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D"),
    *("Add", "Subtract", "Maximum", "Minimum", "Concatenate", "Permute", "RepeatVector", "Embedding", "GetItem"),
    *("ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "Cropping1D", "Cropping2D", "Cropping3D", "CenterCrop"),
}
_CONVOLUTIONS = {"Conv1D", "Conv2D", "Conv3D", "DepthwiseConv1D", "DepthwiseConv2D"}
#: Each value that leaves them is multiplied once: by one over the count, by a fixed factor, by another value.
_ONCE_A_VALUE = {
    *("AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "GlobalAveragePooling1D", "GlobalAveragePooling2D"),
    *("GlobalAveragePooling3D", "BatchNormalization", "Normalization", "PReLU", "Average", "Multiply"),
}


def _multiplications(layer, before, after):
    """How often one image makes a layer multiply, from the shapes before and after it; None where it is not counted."""
    kind = type(layer).__name__
    if kind in _NOTHING or _is_left_out(kind):
        return 0
    if None in before or None in after:
        return None
    if kind in _CONVOLUTIONS:
        return _places(layer, after) * prod(layer.kernel.shape)
    if kind.startswith("SeparableConv"):
        return _places(layer, after) * (prod(layer.depthwise_kernel.shape) + prod(layer.pointwise_kernel.shape))
    if kind in ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"):  # every place of the input meets all weights
        return _places(layer, before) * prod(layer.kernel.shape)
    if kind == "Dense":
        return prod(after[:-1]) * prod(layer.kernel.shape)
    return prod(after) if kind in _ONCE_A_VALUE else None


def _places(layer, shape):
    """Positions of a map, without its channels."""
    return prod(shape[1:] if layer.data_format == "channels_first" else shape[:-1])


def _described(layer):
    """Return a layer's kind and settings in a few characters."""
    kind = type(layer).__name__.replace("2D", "").replace("Pooling", "Pool").replace("Normalization", "Norm")
    if "Conv" in kind and hasattr(layer, "kernel_size"):
        filters = getattr(layer, "filters", None) or f"×{layer.depth_multiplier}"
        return _windowed(kind, layer.kernel_size, filters, layer.strides)
    if kind == "MaxPool":
        return f"MaxPool {shape_in_words(layer.pool_size, tight=True)}"
    return f"Dense {layer.units:,}" if kind == "Dense" else kind


def totals(rows):
    """Parameters and multiplications of a whole table.

    Parameters
    ----------
    rows : list of Row

    Returns
    -------
    parameters : int
    multiplications : int, or None where those of a layer are not counted

    >>> totals(layer_table((4,), [Dense(2), Dense(1)]))
    (13, 10)
    """
    counts = [row.multiplications for row in rows]
    return sum(row.parameters for row in rows), None if None in counts else sum(counts)


def as_text(rows):
    """A table as aligned lines of text, with the totals below.

    Parameters
    ----------
    rows : list of Row

    Returns
    -------
    text : str

    >>> print(as_text(layer_table((4,), [Dense(2)])))
    layer          shape   parameters  multiplications
    Dense 2            2           10                8
    total                          10                8

    Introduced in notebook 06.
    """
    wide = max([len("total"), *(len(row.layer) for row in rows)])
    form = f"{{:<{wide}}}  {{:>11}}  {{:>11}}  {{:>15}}".format
    lines = [form("layer", "shape", "parameters", "multiplications")]
    for layer, shape, *counts in [*rows, ("total", (), *totals(rows))]:
        sizes = ["any" if size is None else size for size in shape]
        lines += [form(layer, shape_in_words(sizes, tight=True) if sizes else "", *map(_count, counts))]
    return "\n".join(lines)


def as_comparison(tables):
    """Several networks' totals as aligned lines of text.

    Parameters
    ----------
    tables : dict of name -> rows

    Returns
    -------
    text : str

    >>> print(as_comparison({"one unit": layer_table((4,), [Dense(1)])}))
                     parameters  multiplications
    one unit                  5                4

    Introduced in notebook 06.
    """
    wide = max([15, *(len(name) for name in tables)])
    lines = [f"{'':<{wide}}  parameters  multiplications"]
    for name, rows in tables.items():
        parameters, multiplications = totals(rows)
        lines.append(f"{name:<{wide}}  {_count(parameters):>10}  {_count(multiplications):>15}")
    return "\n".join(lines)


def _count(count):
    return "not counted" if count is None else f"{count:,}"
