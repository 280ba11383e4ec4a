"""What belongs together in a network: the numbers of earlier layers, and of the image, that one number is made of."""

from typing import NamedTuple

import numpy as np

from course_utils.geometry import pixels_read
from course_utils.layers_by_hand import activation_by_hand

_ALL = ("box", "Flatten", "GlobalAveragePooling2D", "GlobalMaxPooling2D")
_MIXING = ("box", "Conv2D", "Dense")  # each map is made of all


class Reading(NamedTuple):
    """What a layer reads of one earlier step.

    `rows` and `columns` give for each of its own those of the step, and `maps` for each of its maps the step's, or
    None where each is made of all.
    """

    step: int
    rows: list
    columns: list
    maps: list | None


def readings(step, sizes, own):
    """The readings of a step, one a source; `sizes` are those of all steps, (rows, columns, maps), `own` its own."""
    sources = [sizes[source] for source in step.sources]
    found = []
    for number, source in enumerate(step.sources):
        rows, columns = (_along(step, sources, number, own, axis) for axis in (0, 1))
        found.append(Reading(source, rows, columns, _maps(step, sources, number, own)))
    return found


def _along(step, sources, number, own, axis):
    """For each row (axis 0) or column (axis 1) of a step, those that it reads of one of its sources."""
    layer, count, size = step.layer, own[axis], sources[number][axis]
    if step.kind in _ALL or (_axis(step) == axis and step.kind != "Concatenate" and _is_mixed(step)):
        return [list(range(size))] * count
    if step.kind == "ZeroPadding2D":
        return _shifted(count, size, layer.padding[axis][0])
    if step.kind == "Concatenate" and _axis(step) == axis:
        return _shifted(count, size, sum(source[axis] for source in sources[:number]))
    if step.kind in ("Conv2D", "DepthwiseConv2D", "MaxPooling2D", "AveragePooling2D"):
        kernel_size = getattr(layer, "kernel_size", None) or layer.pool_size
        spread = getattr(layer, "dilation_rate", (1, 1))[axis]
        settings = {"strides": layer.strides[axis], "padding": layer.padding, "dilation_rate": spread}
        return [[int(at) for at in read if 0 <= at < size] for read in pixels_read(size, kernel_size[axis], **settings)]
    return [[min(place, size - 1)] for place in range(count)]  # its own place; of one that is added to all, the only


def _maps(step, sources, number, own):
    """For each map of a step, the maps that it reads of one of its sources, or None for all."""
    layer, size = step.layer, sources[number][2]
    if step.kind in _MIXING or (_axis(step) == 2 and step.kind != "Concatenate" and _is_mixed(step)):
        return None
    if step.kind == "Concatenate" and _axis(step) == 2:
        return _shifted(own[2], size, sum(source[2] for source in sources[:number]))
    if step.kind == "DepthwiseConv2D":
        return [[each // np.shape(layer.kernel)[3]] for each in range(own[2])]
    return [[each % size] for each in range(own[2])]  # as Flatten writes them, one map's number after the other's


def _axis(step):
    """Along which axis of (rows, columns, maps) a layer puts together or shares out."""
    axis, rank = getattr(step.layer, "axis", -1), len(step.shape)
    axis = axis - 1 - rank if isinstance(axis, int) and axis > 0 else axis
    return {-1: 2, -rank: 0}.get(axis, 1) if isinstance(axis, int) else 2


def _is_mixed(step):
    """Whether a layer's activation, softmax say, makes each number of several."""
    activation = getattr(step.layer, "activation", None)
    return step.kind == "Softmax" or (activation is not None and not activation_by_hand(activation)[2])


def _shifted(count, size, before):
    """For each of so many places, the one that lies so far before it, if there is one."""
    return [[place - before] if 0 <= place - before < size else [] for place in range(count)]


def seen_of(sizes, read):
    """For each step, which rows, and which columns, of the image each of its own is made of: two bool (own, image's).

    Where branches meet, a number may see less than these rows times these columns: they are the frame around it.
    """
    seen = [[np.eye(size, dtype=bool) for size in sizes[0][:2]]]
    for step, own in list(zip(read, sizes, strict=True))[1:]:
        seen.append([np.zeros((own[axis], sizes[0][axis]), bool) for axis in (0, 1)])
        for reading in step:
            for axis, places in enumerate((reading.rows, reading.columns)):
                for place, some in enumerate(places):
                    seen[-1][axis][place] |= seen[reading.step][axis][some].any(axis=0)
    return seen


def places_of(matrix):
    """For each row of a bool matrix, where it is True.

    >>> places_of(np.eye(2, dtype=bool))
    [[0], [1]]
    """
    return [np.flatnonzero(row).tolist() for row in matrix]
