"""How much of the input image one unit of a deep layer sees."""

from math import prod
from typing import NamedTuple

import numpy as np

from course_utils.arrays import shown, whole_number
from course_utils.geometry import as_count, as_padding, geometry, pixels_read
from course_utils.numbers import counted


class Layer(NamedTuple):
    """A convolution or pooling layer, as far as its windows go (one axis); values in pixels of its own input."""

    kernel_size: int
    strides: int = 1
    padding: str | int = "valid"
    dilation_rate: int = 1


class Field(NamedTuple):
    """What the units of one layer see, in pixels of the input image.

    `size` is how many each sees, from the first to the last (strides larger than the kernel, and dilation,
    leave gaps between); `jump` how far apart neighbouring units look; `start` the first pixel that unit 0
    sees, negative where that is padding.
    """

    size: int
    jump: int
    start: int


def receptive_field(layers, *, input_size=None):
    """Receptive field after each layer, along one axis.

    Each layer adds (kernel_size - 1) × dilation_rate × jump to the size and multiplies the jump by its stride.

    Parameters
    ----------
    layers : sequence of Layer (or of tuples in the same order)
        From the input on.
    input_size : int, optional
        Pixels of the image along this axis. Needed only for "same" padding at strides above 1, where
        the padding depends on it.

    Returns
    -------
    fields : list of Field
        One a layer.

    Raises
    ------
    ValueError
        A setting is not allowed or a kernel does not fit (the message names the layer), or `input_size`
        is needed and missing.

    Notes
    -----
    After Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill (2019).

    >>> receptive_field([Layer(3), Layer(3), Layer(2, strides=2)])
    [Field(size=3, jump=1, start=0), Field(size=5, jump=1, start=0), Field(size=6, jump=2, start=0)]

    Introduced in notebook 02.
    """
    field, fields = Field(1, 1, 0), []
    for number, layer in enumerate(_checked(layers), start=1):
        try:
            before, input_size = _pad_before(layer, input_size)
        except ValueError as error:
            raise ValueError(f"layer {number}: {error}") from None
        field = Field(
            size=field.size + (layer.kernel_size - 1) * layer.dilation_rate * field.jump,
            jump=field.jump * layer.strides,
            start=field.start - before * field.jump,
        )
        fields.append(field)
    return fields


def _checked(layers):
    """The layers as a list, their values as Python's integers: others would wrap around when they are multiplied."""
    if isinstance(layers, (str, Layer)) or not hasattr(layers, "__iter__"):
        raise ValueError(f"layers {shown(layers)} is not allowed: give a list of layers, such as [Layer(3), Layer(3)].")
    checked = []
    for number, layer in enumerate(layers, start=1):
        try:
            checked.append(_as_layer(layer))
        except ValueError as error:
            raise ValueError(f"layer {number}: {error}") from None
    return checked


def _as_layer(layer):
    if not isinstance(layer, (tuple, list)) or not 1 <= len(layer) <= 4:
        allowed = "give Layer(kernel_size, strides, padding, dilation_rate)"
        raise ValueError(f"{shown(layer)} is not allowed: {allowed}, of which the last three may be left out.")
    given = Layer(*layer)
    return Layer(
        kernel_size=as_count(given.kernel_size, "kernel_size"),
        strides=as_count(given.strides, "strides"),
        padding=as_padding(given.padding),
        dilation_rate=as_count(given.dilation_rate, "dilation_rate"),
    )


def _pad_before(layer, input_size):
    """Return the padding in front of a layer's input, and the size of its output (None if unknown)."""
    if input_size is not None:
        settings = {"strides": layer.strides, "padding": layer.padding, "dilation_rate": layer.dilation_rate}
        windows = geometry(input_size, layer.kernel_size, **settings)
        return windows.pad_before, windows.output_size
    if layer.padding == "same" and layer.strides > 1:
        raise ValueError("padding 'same' at strides above 1 depends on the image: give input_size.")
    span = (layer.kernel_size - 1) * layer.dilation_rate + 1
    return {"valid": 0, "same": (span - 1) // 2}.get(layer.padding, layer.padding), None


def _windows_of(layers, input_size):
    """Which places each unit of each map reads in the map before it: `pixels_read` of each layer."""
    reads, size = [], as_count(input_size, "input_size")
    for number, layer in enumerate(layers, start=1):
        settings = {"strides": layer.strides, "padding": layer.padding, "dilation_rate": layer.dilation_rate}
        try:
            reads.append(pixels_read(size, layer.kernel_size, **settings))
        except ValueError as error:
            raise ValueError(f"layer {number}: {error}") from None
        size = len(reads[-1])
    return reads


def _check_countable(layers, most):
    """Raise where there may be more ways through the layers than a number can hold exactly."""
    if prod(layer.kernel_size for layer in layers) >= most:
        raise ValueError(
            f"{counted(len(layers), 'layer')} with these kernel sizes have more ways through them than can be counted "
            "exactly: give fewer layers, or smaller kernels."
        )


def influence(layers, input_size):
    """How much each unit of the last map moves when a pixel becomes 1 brighter, measured: all weights are 1.

    Nothing cancels then, and the change is the number of ways that lead from the pixel to the unit.

    Parameters
    ----------
    layers : sequence of Layer (or of tuples in the same order)
    input_size : int
        Pixels of the image along this axis.

    Returns
    -------
    change : (input_size, units)

    Raises
    ------
    ValueError
        A setting is not allowed, a kernel does not fit, or there are more ways than can be counted exactly.

    >>> influence([Layer(2), Layer(2)], 4)
    array([[1., 0.],
           [2., 1.],
           [1., 2.],
           [0., 1.]])

    Introduced in notebook 02.
    """
    layers = _checked(layers)
    windows = _windows_of(layers, input_size)
    _check_countable(layers, 2**53 // int(input_size))
    row = np.arange(float(input_size))  # whole numbers, so that the difference is exact
    rows = np.concatenate([row + np.eye(input_size), row[np.newaxis]])
    for reads in windows:
        before, after = max(-reads[0, 0], 0), max(reads[-1, -1] + 1 - rows.shape[1], 0)
        # All weights are 1: a unit is the sum of what its window reads.
        rows = np.pad(rows, ((0, 0), (before, after)))[:, reads + before].sum(axis=2)
    return rows[:-1] - rows[-1]


def ways_to_unit(layers, input_size, unit):
    """In how many ways the pixels, and the units of every map, reach one unit of the last map.

    Counted from that unit down: a window hands its number of ways to every place that it reads.

    Parameters
    ----------
    layers : sequence of Layer (or of tuples in the same order)
    input_size : int
        Pixels of the image along this axis.
    unit : int
        From 0.

    Returns
    -------
    ways : list of int (units,)
        One array for the image, then one for each map.

    Raises
    ------
    ValueError
        As for `influence`, or the last map has no such unit.

    >>> ways_to_unit([Layer(2), Layer(2)], 4, 0)
    [array([1, 2, 1, 0]), array([1, 1, 0]), array([1, 0])]
    """
    layers = _checked(layers)
    reads = _windows_of(layers, input_size)
    _check_countable(layers, 2**63)
    sizes = [int(input_size), *map(len, reads)]
    if whole_number(unit) not in range(sizes[-1]):
        raise ValueError(f"unit {shown(unit)} is not allowed: the last map has the units 0 to {sizes[-1] - 1:,}.")
    ways = [np.eye(sizes[-1], dtype=np.int64)[unit]]
    for size, positions in zip(sizes[-2::-1], reads[::-1], strict=True):
        inside, counts = (positions >= 0) & (positions < size), np.zeros(size, np.int64)
        np.add.at(counts, positions[inside], np.broadcast_to(ways[0][:, np.newaxis], positions.shape)[inside])
        ways.insert(0, counts)
    return ways
