"""Cross-correlation, the layer that gives convolutional networks their name.

Where the windows lie is decided in `course_utils.geometry`; its functions are at hand here too.
"""

import numpy as np

from course_utils.geometry import Geometry, as_pair, geometry, output_size, pixels_read, times_read

# Columns of at most this many bytes are laid out at a time, however large the batch.
_BYTES_AT_A_TIME = 32 * 2**20


def pad(image, padding, *, mode="constant"):
    """Image with a border.

    Parameters
    ----------
    image : (height, width[, channels])
    padding : int, or ((top, bottom), (left, right))
        Pixels to add.
    mode : str
        What to invent, as in `numpy.pad`: "constant" (zeros), "reflect", "edge", "wrap".

    Returns
    -------
    padded : (height + top + bottom, width + left + right[, channels])

    Raises
    ------
    ValueError
        The image has another number of axes, or the padding another form.

    >>> pad(np.array([[1, 2], [3, 4]]), 1)
    array([[0, 0, 0, 0],
           [0, 1, 2, 0],
           [0, 3, 4, 0],
           [0, 0, 0, 0]])

    Introduced in notebook 02.
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3):
        raise ValueError(f"an image of shape {image.shape} is not allowed: give (height, width[, channels]).")
    border = np.array(((padding, padding),) * 2 if np.ndim(padding) == 0 else padding)
    if border.shape != (2, 2) or border.dtype.kind not in "iu" or border.min() < 0:
        raise ValueError(
            f"padding {padding!r} is not allowed: give a number of pixels from 0 up, or ((top, bottom), (left, right))."
        )
    return np.pad(image, [*border, *[(0, 0)] * (image.ndim - 2)], mode=mode)


def sliding_windows(image, kernel_size, *, strides=1, dilation_rate=1):
    """Every window of an image, as a view: nothing is copied.

    Parameters
    ----------
    image : (height, width[, channels])
    kernel_size, strides, dilation_rate : int or (rows, columns)

    Returns
    -------
    windows : (rows, columns, kernel_height, kernel_width[, channels])
        `windows[r, c]` is the window whose answer stands at row r, column c of the feature map. Read-only.

    >>> sliding_windows(np.arange(9).reshape(3, 3), 2)[0, 1]
    array([[1, 2],
           [4, 5]])

    Introduced in notebook 01.
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3):
        raise ValueError(f"an image of shape {image.shape} is not allowed: give (height, width[, channels]).")
    size, step, spread = (
        as_pair(kernel_size, "kernel_size"),
        as_pair(strides, "strides"),
        as_pair(dilation_rate, "dilation_rate"),
    )
    for axis in (0, 1):  # called for its error when a window does not fit
        geometry(image.shape[axis], size[axis], strides=step[axis], dilation_rate=spread[axis])
    span = tuple(spread[axis] * (size[axis] - 1) + 1 for axis in (0, 1))
    windows = np.lib.stride_tricks.sliding_window_view(image, span, axis=(0, 1))
    windows = np.moveaxis(windows, (-2, -1), (2, 3))
    return windows[:: step[0], :: step[1], :: spread[0], :: spread[1]]


def cross_correlate(image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Feature map: at each position the window times the kernel, summed.

    Deep learning calls this convolution; `convolve` also flips the kernel, as mathematics does.

    Parameters
    ----------
    image : (height, width) or (height, width, channels)
        A batch axis may stand in front.
    kernel : (kernel_height, kernel_width) or (kernel_height, kernel_width, channels, filters)
        Two axes for an image without channels, four for one with channels.
    strides, dilation_rate : int or (rows, columns)
    padding : "valid", "same" or int
        See `geometry`. Padding is zeros.

    Returns
    -------
    feature_map : (rows, columns) or (rows, columns, filters)
        Behind the batch axis, if there was one. The type that NumPy finds for both inputs, float32 at
        least: uint8 pixels give float32, float64 or Python's whole numbers give float64.

    Raises
    ------
    ValueError
        Shapes do not go together, or the kernel does not fit.

    >>> cross_correlate(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0], [0, -1]]))
    array([[-4., -4.]])

    Introduced in notebook 01.
    """
    image, kernel = np.asarray(image), np.asarray(kernel)
    images, weights = _as_batch(image, kernel)
    step, spread = as_pair(strides, "strides"), as_pair(dilation_rate, "dilation_rate")
    rows, columns = (
        geometry(images.shape[1 + axis], weights.shape[axis], strides=step[axis], padding=padding,
                 dilation_rate=spread[axis])
        for axis in (0, 1)
    )  # fmt: skip
    dtype = np.result_type(image, kernel, np.float32)
    feature_maps = np.empty((len(images), rows.output_size, columns.output_size, weights.shape[3]), dtype)
    flat = np.ascontiguousarray(weights.reshape(-1, weights.shape[3]), dtype)
    bytes_an_image = rows.output_size * columns.output_size * flat.shape[0] * dtype.itemsize
    at_a_time = max(1, _BYTES_AT_A_TIME // bytes_an_image)
    for first in range(0, len(images), at_a_time):
        some = slice(first, first + at_a_time)
        border = ((0, 0), rows[1:3], columns[1:3], (0, 0))
        padded = np.pad(images[some].astype(dtype, copy=False), border) if padding != "valid" else images[some]
        windows = _windows_as_rows(padded, weights.shape[:2], feature_maps.shape[1:3], step, spread, dtype)
        np.matmul(windows, flat, out=feature_maps[some].reshape(-1, weights.shape[3]))
    feature_maps = feature_maps[..., 0] if kernel.ndim == 2 else feature_maps
    return feature_maps if image.ndim == kernel.ndim + (kernel.ndim == 2) else feature_maps[0]


def convolve(image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Feature map of the true convolution: the kernel is turned by half a turn first.

    Arguments as in `cross_correlate`.

    >>> convolve(np.array([[0, 0, 1, 0, 0]]), np.array([[1, 2, 3]]))  # stamps the kernel, unflipped
    array([[1., 2., 3.]])

    Introduced in notebook 01.
    """
    kernel = np.asarray(kernel)
    # A kernel of one axis cannot be turned; cross_correlate says what is allowed.
    turned = kernel[::-1, ::-1] if kernel.ndim > 1 else kernel
    return cross_correlate(image, turned, strides=strides, padding=padding, dilation_rate=dilation_rate)


def _as_batch(image, kernel):
    """Return the images as (batch, height, width, channels) and the kernel as (…, channels, filters)."""
    if kernel.size == 0:
        raise ValueError(f"a kernel of shape {kernel.shape} holds no weights.")
    if kernel.ndim == 2 and image.ndim in (2, 3):
        images = image.reshape(-1, *image.shape[-2:], 1)
        return images, kernel[:, :, np.newaxis, np.newaxis]
    if kernel.ndim == 4 and image.ndim in (3, 4):
        if image.shape[-1] != kernel.shape[2]:
            raise ValueError(
                f"an image with {image.shape[-1]} channels and a kernel for {kernel.shape[2]}: "
                "the third axis of the kernel must equal the last of the image."
            )
        return image.reshape(-1, *image.shape[-3:]), kernel
    hint = " Add the axis of filters: kernel[..., np.newaxis]." if kernel.ndim == 3 else ""
    raise ValueError(
        f"an image of shape {image.shape} and a kernel of shape {kernel.shape} do not go together: "
        "give (height, width) and (rows, columns), "
        f"or (height, width, channels) and (rows, columns, channels, filters).{hint}"
    )


def _windows_as_rows(images, kernel_size, output_shape, strides, dilation_rate, dtype):
    """Lay every window out as one row, so that one matrix product computes all feature maps.

    One kernel weight at a time, all positions at once: a few large copies in place of many small ones.
    """
    height, width, channels = *kernel_size, images.shape[3]
    rows, columns = output_shape
    windows = np.empty((len(images), rows, columns, height, width, channels), dtype)
    for row in range(height):
        for column in range(width):
            windows[:, :, :, row, column] = tap(images, (row, column), output_shape, strides, dilation_rate)
    return windows.reshape(-1, height * width * channels)


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


__all__ = [
    "Geometry",
    "convolve",
    "cross_correlate",
    "geometry",
    "output_size",
    "pad",
    "pixels_read",
    "sliding_windows",
    "tap",
    "times_read",
]
