"""Pooling: each window of a feature map becomes one number, channel by channel, without weights."""

import numpy as np

from course_utils.arrays import check_has_channels, real_array, shown
from course_utils.geometry import as_pair, geometry, tap
from course_utils.numbers import shape

_MAPS = "(height, width) or ([batch,] height, width, channels)"


def max_pool(feature_map, pool_size=2, *, strides=None, padding="valid"):
    """Feature map of each window's largest value.

    Parameters
    ----------
    feature_map : (height, width) or (height, width, channels)
        A batch axis may stand in front of the latter.
    pool_size : int or (rows, columns)
    strides : int, (rows, columns) or None
        None means the pool size: windows side by side.
    padding : "valid" or "same"
        Invented pixels never win.

    Returns
    -------
    pooled : (rows, columns) or (rows, columns, channels), behind the batch axis if there was one
        Same dtype; as many channels as before.

    Raises
    ------
    ValueError
        A setting is not allowed, the window does not fit, or three axes look like a batch without channels.

    Notes
    -----
    With padding "valid", rows and columns that no longer fill a window are dropped (see `geometry.geometry`).

    >>> max_pool(np.array([[1, 2, 5, 6], [3, 4, 7, 8]]))
    array([[4, 8]])

    Introduced in notebook 03.
    """
    feature_map = _maps(feature_map)
    pooled = _combined(np.maximum, _taps(feature_map, pool_size, strides, padding, fill=_lowest(feature_map.dtype)))
    return pooled.reshape(_output_shape(feature_map, pooled))


def average_pool(feature_map, pool_size=2, *, strides=None, padding="valid"):
    """Feature map of each window's mean.

    Parameters
    ----------
    feature_map, pool_size, strides
        As in `max_pool`.
    padding : "valid" or "same"
        The mean is over the pixels that exist.

    Returns
    -------
    pooled : (rows, columns) or (rows, columns, channels), behind the batch axis if there was one
        The dtype of the input, float32 at least.

    >>> average_pool(np.array([[1, 2, 5, 6], [3, 4, 7, 8]]))
    array([[2.5, 6.5]])

    Introduced in notebook 03.
    """
    feature_map = _maps(feature_map)
    feature_map = feature_map.astype(np.result_type(feature_map, np.float32), copy=False)
    total = _combined(np.add, _taps(feature_map, pool_size, strides, padding, fill=0))
    one = np.ones((1, *_as_batch(feature_map).shape[1:3], 1), feature_map.dtype)
    total /= _combined(np.add, _taps(one, pool_size, strides, padding, fill=0))
    return total.reshape(_output_shape(feature_map, total))


def global_average_pool(feature_map):
    """One number per channel: its mean over all positions.

    Parameters
    ----------
    feature_map : (height, width, channels)
        A batch axis may stand in front.

    Returns
    -------
    means : (channels,) or (batch, channels)

    >>> global_average_pool(np.arange(8.0).reshape(2, 2, 2))
    array([3., 4.])

    Introduced in notebook 03.
    """
    feature_map = real_array(feature_map, "feature_map", axes=(3, 4), allowed="([batch,] height, width, channels)")
    check_has_channels(feature_map.shape, "feature_map")
    if 0 in feature_map.shape[-3:-1]:
        raise ValueError(f"feature_map has the shape {shape(feature_map.shape)}, and a map without positions no mean.")
    return feature_map.mean(axis=(-3, -2))


def _maps(given):
    """The given as an array of feature maps, of which three axes are one, with its channels."""
    maps = real_array(given, "feature_map", axes=(2, 3, 4), allowed=_MAPS)
    check_has_channels(maps.shape, "feature_map")
    return maps


def _lowest(dtype):
    """Return the value that no other loses against."""
    if dtype.kind == "b":
        return False
    return np.iinfo(dtype).min if np.issubdtype(dtype, np.integer) else -np.inf


def _as_batch(feature_map):
    """Return the feature map as (batch, height, width, channels)."""
    if feature_map.ndim == 2:
        return feature_map[np.newaxis, :, :, np.newaxis]
    return feature_map[np.newaxis] if feature_map.ndim == 3 else feature_map


def _output_shape(feature_map, pooled):
    """Shape to give the pooled batch back in: the one that came in, with fewer rows and columns."""
    return {2: pooled.shape[1:3], 3: pooled.shape[1:], 4: pooled.shape}[feature_map.ndim]


def _check_fit(size, pool_size, padding):
    """Raise before `geometry` does, which would call the window a kernel."""
    if padding == "valid" and (pool_size[0] > size[0] or pool_size[1] > size[1]):
        raise ValueError(
            f"pool_size {pool_size} does not fit a feature map of {shape(size)} with padding 'valid': "
            "no window would lie inside."
        )


def _combined(combine, taps):
    """All places of the window in one, position by position: one new array, however many places."""
    result = next(taps).copy()
    for values in taps:
        combine(result, values, out=result)
    return result


def _taps(feature_map, pool_size, strides, padding, fill):
    """Yield, for each place in the window, the values there over all positions: (batch, rows, columns, channels)."""
    if not isinstance(padding, str) or padding not in ("valid", "same"):
        raise ValueError(f"padding {shown(padding)} is not allowed: pooling takes 'valid' or 'same'.")
    size = as_pair(pool_size, "pool_size")
    step = size if strides is None else as_pair(strides, "strides")
    images = _as_batch(feature_map)
    _check_fit(images.shape[1:3], size, padding)
    vertical, horizontal = (
        geometry(images.shape[1 + axis], size[axis], strides=step[axis], padding=padding) for axis in (0, 1)
    )
    if padding == "same":
        border = [(axis.pad_before, axis.pad_after) for axis in (vertical, horizontal)]
        images = np.pad(images, [(0, 0), *border, (0, 0)], constant_values=fill)
    output_shape = (vertical.output_size, horizontal.output_size)
    for row in range(size[0]):
        for column in range(size[1]):
            yield tap(images, (row, column), output_shape, step, (1, 1))
