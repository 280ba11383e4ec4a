"""Cross-correlation, the layer that gives convolutional networks their name.

`cross_correlate_in_loops` is the definition, one product after the other, to be read and followed with a pencil.
`sliding_windows` turns its loops into two lines of NumPy. `cross_correlate` gives the same numbers for whole batches
with channels, filters, strides, padding and dilation, fast enough for lessons and explorers.
"""

import numpy as np

from course_utils.arrays import check_has_channels, check_is_a_batch, real_array, shown, whole_number
from course_utils.geometry import as_pair, geometry, output_size
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words

_WITH_CHANNELS = "(height, width[, channels]); a batch axis may stand in front of the latter"


def cross_correlate_in_loops(image, kernel):
    """Feature map by the definition: at each position the window times the kernel, summed.

    Parameters
    ----------
    image : (height, width)
    kernel : (kernel_height, kernel_width)

    Returns
    -------
    feature_map : float64 (height - kernel_height + 1, width - kernel_width + 1)

    Raises
    ------
    ValueError
        The image or the kernel has another number of axes, or the kernel does not fit.

    >>> image = np.array([[1, 2, 0],
    ...                   [0, 1, 3]])
    >>> kernel = np.array([[1, 2],
    ...                    [3, 4]])
    >>> cross_correlate_in_loops(image, kernel)  # 1·1 + 2·2 + 0·3 + 1·4 and 2·1 + 0·2 + 1·3 + 3·4
    array([[ 9., 17.]])

    Introduced in notebook 01.
    """
    image, kernel = _grey_and_fitting(image, kernel)
    height, width = kernel.shape
    rows, columns = image.shape[0] - height + 1, image.shape[1] - width + 1
    feature_map = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            for down in range(height):
                for right in range(width):
                    feature_map[row, column] += image[row + down, column + right] * kernel[down, right]
    return feature_map


def sliding_windows(image, kernel_size, *, strides=1, dilation_rate=1):
    """Every window of an image, as a view: nothing is copied.

    With all windows at hand, the four loops of `cross_correlate_in_loops` are one product and one sum.

    Parameters
    ----------
    image : (height, width[, channels])
        A batch axis may stand in front of the latter.
    kernel_size, strides, dilation_rate : int or (rows, columns)

    Returns
    -------
    windows : (rows, columns, kernel_height, kernel_width[, channels])
        `windows[r, c]` is the window whose answer stands at row r, column c of the feature map. Read-only. Behind the
        batch axis, if there was one.

    Raises
    ------
    ValueError
        The image has another number of axes, a setting is not allowed, or the window does not fit.

    >>> windows = sliding_windows(np.array([[1, 2, 0], [0, 1, 3]]), 2)
    >>> windows[0, 1]
    array([[2, 0],
           [1, 3]])
    >>> (windows * np.array([[1, 2], [3, 4]])).sum(axis=(2, 3))
    array([[ 9, 17]])

    Introduced in notebook 01.
    """
    image = _with_or_without_channels(image)
    size, step = as_pair(kernel_size, "kernel_size"), as_pair(strides, "strides")
    spread = as_pair(dilation_rate, "dilation_rate")
    images = {2: image[np.newaxis, ..., np.newaxis], 3: image[np.newaxis]}.get(image.ndim, image)
    output_shape = [
        output_size(images.shape[1 + axis], size[axis], strides=step[axis], dilation_rate=spread[axis])
        for axis in (0, 1)
    ]
    windows = _windows(images, size, output_shape, step, spread)
    if image.ndim == 4:
        return windows
    return windows[0] if image.ndim == 3 else windows[0, ..., 0]


def cross_correlate(image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Feature map: at each position the window times the kernel, summed.

    Deep learning calls this convolution; `convolve` also flips the kernel, as mathematics does.

    Parameters
    ----------
    image : (height, width) or (height, width, channels)
        A batch axis may stand in front. Under a kernel of two axes, three axes are a batch of grey images.
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
        Shapes do not go together, the kernel does not fit, or three axes under a kernel of two look like an image with
        channels.

    >>> cross_correlate(np.array([[1, 2, 0], [0, 1, 3]]), np.array([[1, 2], [3, 4]]))
    array([[ 9., 17.]])
    >>> cross_correlate(np.zeros((64, 28, 28, 1)), np.zeros((3, 3, 1, 32)), strides=2).shape
    (64, 13, 13, 32)

    Introduced in notebook 01.
    """
    image, kernel = real_array(image, "image"), real_array(kernel, "kernel")
    images, weights = images_and_weights(image, kernel)
    step, spread = as_pair(strides, "strides"), as_pair(dilation_rate, "dilation_rate")
    feature_maps = _feature_maps(images, weights, step, padding, spread, np.result_type(image, kernel, np.float32))
    feature_maps = feature_maps[..., 0] if kernel.ndim == 2 else feature_maps
    return feature_maps if image.ndim == kernel.ndim + (kernel.ndim == 2) else feature_maps[0]


def convolve(image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Feature map of the true convolution: the kernel is turned by half a turn first.

    Parameters
    ----------
    image, kernel, strides, padding, dilation_rate
        As in `cross_correlate`.

    Returns
    -------
    feature_map : (rows, columns) or (rows, columns, filters)
        As from `cross_correlate`.

    >>> convolve(np.array([[0, 0, 1, 0, 0]]), np.array([[1, 2, 3]]))  # stamps the kernel, unflipped
    array([[1., 2., 3.]])

    Introduced in notebook 01.
    """
    kernel = real_array(kernel, "kernel")
    # A kernel of one axis cannot be turned; cross_correlate says what is allowed.
    turned = kernel[::-1, ::-1] if kernel.ndim > 1 else kernel
    return cross_correlate(image, turned, strides=strides, padding=padding, dilation_rate=dilation_rate)


def pad(image, padding, *, mode="constant"):
    """Image with a border.

    Parameters
    ----------
    image : (height, width[, channels])
        A batch axis may stand in front of the latter.
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
    image = _with_or_without_channels(image)
    if not isinstance(mode, str):
        raise ValueError(f'mode {shown(mode)} is not allowed: give "constant", "reflect", "edge" or "wrap".')
    of_batch, of_channels = [(0, 0)] * (image.ndim == 4), [(0, 0)] * (image.ndim > 2)
    return np.pad(image, [*of_batch, *_border(padding), *of_channels], mode=mode)


def _with_or_without_channels(image):
    """The image as an array, of which one axis more than (height, width) is channels, and two more a batch too."""
    image = real_array(image, "image", axes=(2, 3, 4), allowed=_WITH_CHANNELS)
    check_has_channels(image.shape, "image")
    return image


def _border(padding):
    """Pixels to add, ((top, bottom), (left, right)), from one number or from four."""
    pixels = whole_number(padding)
    border = ((pixels, pixels),) * 2
    if pixels is None and np.shape(padding) == (2, 2):
        border = tuple(tuple(map(whole_number, ends)) for ends in padding)
    ends = (*border[0], *border[1])
    if None in ends or min(ends) < 0:
        allowed = "give a number of pixels from 0 up, or ((top, bottom), (left, right))"
        raise ValueError(f"padding {shown(padding)} is not allowed: {allowed}.")
    return border


def _grey_and_fitting(image, kernel):
    """Return image and kernel as float64, whose products cannot overflow, after checking that the kernel fits."""
    image, kernel = real_array(image, "image"), real_array(kernel, "kernel")
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(
            f"{_shapes(image, kernel)} are not allowed here: "
            "give (height, width) and (rows, columns); cross_correlate takes channels and batches too."
        )
    for size, kernel_size in zip(image.shape, kernel.shape, strict=True):
        output_size(size, kernel_size)  # raises when there is no window
    return image.astype(np.float64), kernel.astype(np.float64)


def _shapes(image, kernel):
    return f"an image of shape {shape_in_words(image.shape)} and a kernel of shape {shape_in_words(kernel.shape)}"


#: What to do with an image with channels and a kernel without, and with a batch that looks like one.
_GREY = (
    "give one channel, image[..., 0], or image.mean(axis=2), or a kernel with channels, "
    "(rows, columns, channels, filters); for a batch image[..., np.newaxis] with kernel[..., np.newaxis, np.newaxis]"
)


def images_and_weights(image, kernel):
    """The images as (batch, height, width, channels) and the kernel as (…, channels, filters), whatever their axes.

    Raises
    ------
    ValueError
        The two do not go together; see `cross_correlate`.
    """
    if kernel.size == 0:
        raise ValueError(f"a kernel of shape {shape_in_words(kernel.shape)} holds no weights.")
    if kernel.ndim == 2 and image.ndim in (2, 3):
        if image.shape[-1] > 1 or kernel.shape[1] > 1:  # a column goes down columns
            check_is_a_batch(image.shape, "image", _GREY)
        images = image[..., np.newaxis]
        return images if images.ndim == 4 else images[np.newaxis], kernel[:, :, np.newaxis, np.newaxis]
    if kernel.ndim == 4 and image.ndim in (3, 4):
        if image.shape[-1] != kernel.shape[2]:
            raise ValueError(
                f"an image with {counted(image.shape[-1], 'channel')} and a kernel for {kernel.shape[2]}: "
                "the third axis of the kernel must equal the last of the image."
            )
        return image if image.ndim == 4 else image[np.newaxis], kernel
    hint = " Add the axis of filters: kernel[..., np.newaxis]." if kernel.ndim == 3 else ""
    raise ValueError(
        f"{_shapes(image, kernel)} do not go together: "
        "give (height, width) and (rows, columns), "
        f"or (height, width, channels) and (rows, columns, channels, filters).{hint}"
    )


# Windows of at most this many bytes are laid out at a time, however large the batch.
_BYTES_AT_A_TIME = 4 * 2**20


def _feature_maps(images, weights, strides, padding, dilation_rate, dtype):
    """Feature maps of a batch: in parts, the windows are laid out as rows and multiplied by the weights."""
    vertical, horizontal = [
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
    feature_maps = np.empty((len(images), vertical.output_size, horizontal.output_size, filters), dtype)
    flat = np.ascontiguousarray(weights.reshape(-1, filters), dtype)
    for part in parts_of(feature_maps, len(flat)):
        padded = _with_border(images[part], vertical, horizontal, dtype)
        windows = _windows_as_rows(padded, weights.shape[:2], feature_maps.shape[1:3], strides, dilation_rate)
        np.matmul(windows, flat, out=feature_maps[part].reshape(-1, filters))
        del padded, windows  # before the next ones are laid out: never two parts in memory at once
    return feature_maps


def parts_of(feature_maps, weights):
    """Slices of the batch, each of as many images as may have their windows laid out at once.

    Parameters
    ----------
    feature_maps : (batch, rows, columns, filters)
        Of the type in which is computed.
    weights : int
        Numbers in a window.

    Returns
    -------
    parts : list of slice

    >>> parts_of(np.zeros((200, 28, 28, 6), np.float32), 9)
    [slice(0, 148, None), slice(148, 296, None)]
    """
    batch, rows, columns, _ = feature_maps.shape
    bytes_an_image = rows * columns * weights * feature_maps.itemsize
    at_a_time = max(1, _BYTES_AT_A_TIME // bytes_an_image)
    return [slice(first, first + at_a_time) for first in range(0, batch, at_a_time)]


def _with_border(images, vertical, horizontal, dtype):
    """Images of the type to compute in, with zeros around them where the geometry along an axis has padding.

    Much faster than `numpy.pad` on one small image.
    """
    top, bottom = vertical.pad_before, vertical.pad_after
    left, right = horizontal.pad_before, horizontal.pad_after
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
