"""Where the windows stand: the arithmetic of kernel size, stride, padding and dilation, along one axis."""

import math
from numbers import Real
from typing import NamedTuple

import numpy as np

from course_utils.arrays import shown, whole_number
from course_utils.numbers import number


class Geometry(NamedTuple):
    """Where a kernel's windows stand along one axis: their number, and three counts of pixels."""

    output_size: int
    pad_before: int
    pad_after: int
    ignored: int


def as_count(value, name):
    """A setting that is a whole number of at least 1, as int.

    Parameters
    ----------
    value : int
        Of Python or NumPy.
    name : str
        What the setting is called, for the sentence of the error.

    Raises
    ------
    ValueError
        It is no such number.
    """
    count = _whole(value)
    if not _is_size(count):
        raise ValueError(f"{name} {shown(value)} is not allowed: give an integer of at least 1.")
    return count


def _whole(value):
    return value if type(value) is int else whole_number(value)  # it is nearly always Python's own


def _is_size(count):
    return count is not None and 1 <= count < 2**31  # beyond, NumPy's arithmetic of places would overflow


def as_number(value, name, fits, allowed):
    """A setting that is one finite number, as float.

    Parameters
    ----------
    value : float
        Of Python or NumPy.
    name : str
        What the setting is called, for the sentence of the error.
    fits : function
        Whether a number is allowed.
    allowed : str
        Which ones are, and what to do: "give a share from 0 to 1".

    Raises
    ------
    ValueError

    >>> as_number(np.float32(0.5), "rate", lambda rate: 0 <= rate < 1, "give a share below 1")
    0.5
    """
    one = value[()] if isinstance(value, np.ndarray) else value  # an array without axes is a number too
    if isinstance(one, bool) or not isinstance(one, Real) or not math.isfinite(one) or not fits(one):
        raise ValueError(f"{name} {shown(value)} is not allowed: {allowed}.")
    return float(one)


def as_pair(value, name):
    """A setting given once, or for (rows, columns), as two whole numbers of at least 1.

    Parameters
    ----------
    value : int or (rows, columns)
        Of Python or NumPy.
    name : str
        What the setting is called, for the sentence of the error.

    Returns
    -------
    pair : (int, int)

    Raises
    ------
    ValueError
        One of them is no such number, or there are not two.

    >>> as_pair(3, "strides"), as_pair((2, 1), "strides")
    ((3, 3), (2, 1))
    """
    pair = tuple(map(_whole, value if isinstance(value, (tuple, list)) else (value, value)))
    if len(pair) != 2 or not all(map(_is_size, pair)):
        allowed = "give an integer of at least 1, or two: (rows, columns)"
        raise ValueError(f"{name} {shown(value)} is not allowed: {allowed}.")
    return pair


def as_padding(padding):
    """A padding as "valid", "same" or a number of pixels as int; anything else is a ValueError.

    >>> as_padding("same"), as_padding(np.uint8(2))
    ('same', 2)
    """
    if isinstance(padding, str) and padding in ("valid", "same"):
        return padding
    pixels = whole_number(padding)
    if pixels is None or pixels < 0:
        allowed = "use 'valid', 'same' or a number of pixels from 0 up"
        raise ValueError(f"padding {shown(padding)} is not allowed: {allowed}.")
    return pixels


def geometry(input_size, kernel_size, *, strides=1, padding="valid", dilation_rate=1):
    """Where the windows stand along one axis: their number, the padding, and what is left over.

    Parameters
    ----------
    input_size, kernel_size : int
        Pixels along this axis.
    strides : int
        Pixels from one window to the next.
    padding : "valid", "same" or int
        No padding; as much as makes the output ceil(input / strides), any odd pixel at the end;
        or this many pixels on either side.
    dilation_rate : int
        Pixels from one kernel weight to the next.

    Returns
    -------
    Geometry
        `output_size` windows; `pad_before` and `pad_after` invented pixels; `ignored` pixels of the
        image beyond the end of the last window, dropped by the floor. (Windows further apart than they
        are wide leave gaps too: `times_read` counts those.)

    Raises
    ------
    ValueError
        A setting is not a positive integer, or the kernel does not fit.

    Notes
    -----
    With p pixels on either side the number is floor((n + 2p - d(k - 1) - 1) / s) + 1. The rule for
    "same" is TensorFlow's, which Keras follows (documented under `tf.nn`, "Notes on padding").

    >>> geometry(input_size=10, kernel_size=3, strides=2)
    Geometry(output_size=4, pad_before=0, pad_after=0, ignored=1)
    >>> geometry(input_size=6, kernel_size=3, strides=2, padding="same")
    Geometry(output_size=3, pad_before=0, pad_after=1, ignored=0)

    Introduced in notebook 02.
    """
    size = as_count(input_size, "input_size")
    taps = as_count(kernel_size, "kernel_size")
    step = as_count(strides, "strides")
    spread = as_count(dilation_rate, "dilation_rate")
    padding = as_padding(padding)
    span = spread * (taps - 1) + 1
    before, after = _border(size, span, step, padding)
    count = (size + before + after - span) // step + 1
    if count < 1:
        dilated = f" (dilated to {span})" if spread > 1 else ""
        raise ValueError(
            f"kernel_size {taps}{dilated} does not fit an input of {size} with padding {padding!r}: "
            f"the output would have {number(count)} rows"
        )
    last_end = (count - 1) * step + span - before
    return Geometry(count, before, after, max(size - last_end, 0))


def _border(size, span, step, padding):
    """Pixels to invent before and after the image, for windows of this span."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        missing = max((-(-size // step) - 1) * step + span - size, 0)
        return missing // 2, missing - missing // 2
    return padding, padding


def output_size(input_size, kernel_size, *, strides=1, padding="valid", dilation_rate=1):
    """Number of windows along one axis, which is the output's size there.

    Parameters
    ----------
    input_size, kernel_size, strides, padding, dilation_rate
        As in `geometry`.

    Returns
    -------
    output_size : int

    >>> output_size(28, 5), output_size(28, 5, strides=2), output_size(28, 5, padding="same")
    (24, 12, 28)

    Introduced in notebook 02.
    """
    return geometry(input_size, kernel_size, strides=strides, padding=padding, dilation_rate=dilation_rate).output_size


def pixels_read(input_size, kernel_size, *, strides=1, padding="valid", dilation_rate=1):
    """Which pixels each window reads along one axis.

    Parameters
    ----------
    input_size, kernel_size, strides, padding, dilation_rate
        As in `geometry`.

    Returns
    -------
    positions : int (output_size, kernel_size)
        One row per window. Pixels count from 0; a position below 0 or from `input_size` on is padding.

    >>> pixels_read(6, 3)
    array([[0, 1, 2],
           [1, 2, 3],
           [2, 3, 4],
           [3, 4, 5]])
    >>> pixels_read(6, 3, strides=2, padding="same")  # 6 does not exist: padding
    array([[0, 1, 2],
           [2, 3, 4],
           [4, 5, 6]])

    Introduced in notebook 02.
    """
    windows = geometry(input_size, kernel_size, strides=strides, padding=padding, dilation_rate=dilation_rate)
    # As Python's integers: in eight bits, as a setting may come, places beyond 255 would wrap around.
    starts = np.arange(windows.output_size) * int(strides) - windows.pad_before
    return starts[:, np.newaxis] + np.arange(int(kernel_size)) * int(dilation_rate)


def times_read(input_size, kernel_size, *, strides=1, padding="valid", dilation_rate=1):
    """How many windows read each pixel along one axis.

    Parameters
    ----------
    input_size, kernel_size, strides, padding, dilation_rate
        As in `geometry`.

    Returns
    -------
    counts : int (input_size,)

    >>> times_read(6, 3)  # the border is read less often than the middle
    array([1, 2, 3, 3, 2, 1])
    >>> times_read(10, 3, strides=2)  # the last pixel is never read
    array([1, 1, 2, 1, 2, 1, 2, 1, 1, 0])

    Introduced in notebook 02.
    """
    read = pixels_read(input_size, kernel_size, strides=strides, padding=padding, dilation_rate=dilation_rate)
    inside = read[(read >= 0) & (read < input_size)]
    return np.bincount(inside, minlength=input_size)


def tap(images, weight, output_shape, strides, dilation_rate):
    """The pixels that one kernel weight meets, over all positions of the window: a view.

    Parameters
    ----------
    images : (batch, height, width, channels)
        Already padded.
    weight : (row, column)
        Which weight of the kernel.
    output_shape, strides, dilation_rate : (rows, columns)

    Returns
    -------
    pixels : (batch, rows, columns, channels)

    >>> tap(np.arange(16).reshape(1, 4, 4, 1), (0, 1), (2, 2), (2, 2), (1, 1))[0, :, :, 0]
    array([[ 1,  3],
           [ 9, 11]])
    """
    along = []
    for axis in (0, 1):
        first = weight[axis] * dilation_rate[axis]
        along.append(slice(first, first + (output_shape[axis] - 1) * strides[axis] + 1, strides[axis]))
    return images[:, along[0], along[1]]
