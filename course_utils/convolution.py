"""Cross-correlation, the layer that gives convolutional networks their name.

Where the windows lie is decided in `course_utils.geometry`; its functions are at hand here too.
"""

import numpy as np

from course_utils.geometry import Geometry, as_pair, geometry, output_size, pixels_read, tap, times_read

# Windows of at most this many bytes are laid out at a time, however large the batch.
_BYTES_AT_A_TIME = 4 * 2**20


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
    images = image[np.newaxis] if image.ndim == 3 else image[np.newaxis, :, :, np.newaxis]
    output_shape = [
        output_size(image.shape[axis], size[axis], strides=step[axis], dilation_rate=spread[axis]) for axis in (0, 1)
    ]
    windows = _windows(images, size, output_shape, step, spread)[0]
    return windows if image.ndim == 3 else windows[..., 0]


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
    feature_maps = _feature_maps(images, weights, step, padding, spread, np.result_type(image, kernel, np.float32))
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


def _feature_maps(images, weights, strides, padding, dilation_rate, dtype):
    """Feature maps of a batch: in parts, the windows are laid out as rows and multiplied by the weights."""
    lie = [
        geometry(
            images.shape[1 + axis],
            weights.shape[axis],
            strides=strides[axis],
            padding=padding,
            dilation_rate=dilation_rate[axis],
        )
        for axis in (0, 1)
    ]
    filters = weights.shape[3]
    feature_maps = np.empty((len(images), lie[0].output_size, lie[1].output_size, filters), dtype)
    flat = np.ascontiguousarray(weights.reshape(-1, filters), dtype)
    for some in _parts(feature_maps, len(flat)):
        padded = _with_border(images[some], lie, dtype)
        windows = _windows_as_rows(padded, weights.shape[:2], feature_maps.shape[1:3], strides, dilation_rate)
        np.matmul(windows, flat, out=feature_maps[some].reshape(-1, filters))
        del padded, windows  # before the next ones are laid out: never two parts in memory at once
    return feature_maps


def _parts(feature_maps, weights):
    """Slices of the batch, each of as many images as may have their windows, of so many weights, laid out at once."""
    batch, rows, columns, _ = feature_maps.shape
    bytes_an_image = rows * columns * weights * feature_maps.itemsize
    at_a_time = max(1, _BYTES_AT_A_TIME // bytes_an_image)
    return [slice(first, first + at_a_time) for first in range(0, batch, at_a_time)]


def _with_border(images, lie, dtype):
    """Images of the type to compute in, with zeros around them where the windows' geometry, along each axis, has any.

    Much faster than `numpy.pad` on one small image.
    """
    (top, bottom), (left, right) = (along[1:3] for along in lie)
    if not (top or bottom or left or right):
        return images.astype(dtype, copy=False)
    batch, height, width, channels = images.shape
    padded = np.zeros((batch, top + height + bottom, left + width + right, channels), dtype)
    padded[:, top : top + height, left : left + width] = images
    return padded


def _windows(images, kernel_size, output_shape, strides, dilation_rate):
    """Every window of a batch, as a view: (batch, rows, columns, kernel_height, kernel_width, channels).

    It steps through the memory of the images: to the next window by the stride, to the next weight by the dilation.
    """
    image, row, column, channel = images.strides
    steps = (image, row * strides[0], column * strides[1], row * dilation_rate[0], column * dilation_rate[1], channel)
    shape = (len(images), *output_shape, *kernel_size, images.shape[3])
    return np.lib.stride_tricks.as_strided(images, shape, steps, writeable=False)


def _windows_as_rows(images, *settings):
    """Lay every window out as one row, so that one matrix product computes all feature maps. Settings of `_windows`.

    A copy is fast when long stretches of memory stay together. With channels these are the rows of a window;
    with only one channel rows of the image are longer: all pixels under the first weight, then under the second.
    """
    windows = _windows(images, *settings)
    height, width, channels = windows.shape[3:]
    if channels == 1:
        return windows.transpose(3, 4, 5, 0, 1, 2).reshape(height * width, -1).T
    return windows.reshape(-1, height * width * channels)


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
