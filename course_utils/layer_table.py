"""A network as a table: shapes, parameters and multiplications of each layer, by formula and without weights."""

from math import prod
from typing import NamedTuple

from course_utils.geometry import output_size
from course_utils.numbers import shape as shape_in_words


class Row(NamedTuple):
    """One layer: its name, the shape that leaves it, its parameters, its multiplications for one image."""

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
        after = (*_positions(shape, self.kernel_size, self.strides, self.padding), self.filters)
        weights = self.kernel_size**2 * shape[2] * self.filters
        name = _convolution((self.kernel_size, self.kernel_size), self.filters, self.strides)
        return Row(name, after, weights + self.filters, weights * after[0] * after[1])


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
            raise ValueError(f"a dense layer cannot take the shape {shape}: put Flatten() before it.")
        return Row(f"Dense {self.units:,}", (self.units,), (shape[0] + 1) * self.units, shape[0] * self.units)


def _convolution(kernel_size, filters, stride):
    """A convolution's name and settings in a few characters."""
    return f"Conv {shape_in_words(kernel_size, tight=True)}, {filters}{f', stride {stride}' if stride > 1 else ''}"


def _positions(shape, kernel_size, strides, padding):
    if len(shape) != 3:
        raise ValueError(f"a window cannot slide over the shape {shape}: it needs (height, width, channels).")
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
    rows, shape = [], tuple(input_shape)
    for layer in layers:
        rows.append(layer.row(shape))
        shape = rows[-1].shape
    return rows


def layer_rows(model):
    """Rows of a Keras model's table: shapes and parameters as Keras counts them.

    Layers that neither change the shape nor hold parameters (rescaling, ReLU, dropout) are left out.

    Parameters
    ----------
    model : Keras model
        Of convolution, pooling, dense, normalisation and shape layers.

    Returns
    -------
    rows : list of Row
        Multiplications are those of convolutions and dense layers, for one image.

    Introduced in notebook 06.
    """
    rows = []
    for layer in model.layers:
        shape = tuple(layer.output.shape[1:])
        if layer.count_params() or shape != tuple(layer.input.shape[1:]):
            rows.append(Row(_described(layer), shape, layer.count_params(), _multiplications(layer)))
    return rows


def _described(layer):
    """Return a layer's kind and settings in a few characters."""
    kind = type(layer).__name__.replace("2D", "").replace("Pooling", "Pool").replace("Normalization", "Norm")
    if kind == "Conv":
        return _convolution(layer.kernel_size, layer.filters, layer.strides[0])
    if kind == "MaxPool":
        return f"MaxPool {layer.pool_size[0]}×{layer.pool_size[1]}"
    return f"Dense {layer.units:,}" if kind == "Dense" else kind


def _multiplications(layer):
    """Return how often one image makes a convolution or a dense layer multiply."""
    if not hasattr(layer, "kernel"):
        return 0
    positions = prod(layer.output.shape[1:-1])
    return positions * prod(layer.kernel.shape)


def totals(rows):
    """Parameters and multiplications of a whole table.

    Parameters
    ----------
    rows : list of Row

    Returns
    -------
    parameters, multiplications : int

    >>> totals(layer_table((4,), [Dense(2), Dense(1)]))
    (13, 10)

    Introduced in notebook 06.
    """
    return sum(row.parameters for row in rows), sum(row.multiplications for row in rows)


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
    wide = max(len(row.layer) for row in rows)
    form = f"{{:<{wide}}}  {{:>11}}  {{:>11}}  {{:>15}}".format
    lines = [form("layer", "shape", "parameters", "multiplications")]
    for layer, shape, *counts in [*rows, ("total", (), *totals(rows))]:
        lines += [form(layer, shape_in_words(shape, tight=True) if shape else "", *(f"{count:,}" for count in counts))]
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
    wide = max(15, *(len(name) for name in tables))
    lines = [f"{'':<{wide}}  parameters  multiplications"]
    for name, rows in tables.items():
        parameters, multiplications = totals(rows)
        lines.append(f"{name:<{wide}}  {parameters:>10,}  {multiplications:>15,}")
    return "\n".join(lines)
