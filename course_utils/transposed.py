"""The way back through a convolution: its matrix, turned on its side. Shapes come back, values do not.

A convolution gathers: each of its outputs is a sum over a window. A transposed convolution stamps: each of its inputs
lays a kernel, times its own value, onto the output, and where stamps overlap they are added.
"""

import numpy as np

from course_utils.arrays import batch_of, numbers_of, real_array, shown
from course_utils.convolution import cross_correlate
from course_utils.geometry import as_count, as_padding, as_pair, geometry, times_read
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words

_MOST_PIXELS = 4096  # of an image whose matrix is written out


def convolution_matrix(kernel, input_shape, *, strides=1, padding="valid"):
    """The matrix that makes a feature map of an image: one row per window, one column per pixel.

    Parameters
    ----------
    kernel : (kernel_height, kernel_width)
    input_shape : (height, width)
        Of the image, in pixels.
    strides : int or (rows, columns)
    padding : "valid", "same" or int

    Returns
    -------
    matrix : float64 (windows, pixels)
        `matrix @ image.ravel()` is the feature map, row after row.

    Raises
    ------
    ValueError
        The kernel has another number of axes or does not fit, or the image has more than 4,096 pixels.

    >>> convolution_matrix([[1, 2, 3]], (1, 5), strides=2)
    array([[1., 2., 3., 0., 0.],
           [0., 0., 1., 2., 3.]])

    Introduced in notebook 12.
    """
    kernel = real_array(kernel, "kernel", axes=(2,), allowed="(kernel_height, kernel_width)").astype(np.float64)
    height, width = as_pair(input_shape, "input_shape")
    if height * width > _MOST_PIXELS:
        raise ValueError(
            f"an image of {height:,} × {width:,} has {height * width:,} pixels, and its matrix as many columns: "
            f"give one of {_MOST_PIXELS:,} at most."
        )
    # Column number n is the answer to the image in which pixel n alone is 1.
    dots = np.eye(height * width).reshape(-1, height, width, 1)
    answers = cross_correlate(dots, kernel[..., np.newaxis, np.newaxis], strides=strides, padding=padding)
    return answers.reshape(height * width, -1).T


def transposed_size(input_size, kernel_size, *, strides=1, padding="valid"):
    """Size along one axis that a transposed convolution gives back, as Keras' `Conv2DTranspose` chooses it.

    Several sizes may lead to the same number of windows. Chosen is the smallest that ends with a window, or, where
    the stride is larger than the kernel, the stride times the number; for "same" always the stride times the number.

    Parameters
    ----------
    input_size : int
        Numbers along this axis of the feature map.
    kernel_size, strides : int
    padding : "valid" or "same"

    Returns
    -------
    size : int

    >>> transposed_size(4, kernel_size=3, strides=2), transposed_size(4, kernel_size=3, strides=2, padding="same")
    (9, 8)
    """
    count, taps = as_count(input_size, "input_size"), as_count(kernel_size, "kernel_size")
    step = as_count(strides, "strides")
    if as_padding(padding) not in ("valid", "same"):
        raise ValueError(f'padding {shown(padding)} is not allowed on the way back: give "valid" or "same".')
    return step * count + (max(taps - step, 0) if padding == "valid" else 0)


def transpose_convolve(feature_map, kernel, *, strides=1, padding="valid", output_shape=None):
    """Image stamped from a feature map: each number lays down the kernel, times itself; overlaps are added.

    Parameters
    ----------
    feature_map : (rows, columns) or (batch, rows, columns, filters)
    kernel : (kernel_height, kernel_width) or (kernel_height, kernel_width, channels, filters)
        As the convolution has it that goes the other way. Keras' `Conv2DTranspose` keeps its kernel so.
    strides : int or (rows, columns)
    padding : "valid" or "same"
    output_shape : (height, width), optional
        Which of the sizes that lead to this feature map; `transposed_size` unless given.

    Returns
    -------
    image : float (height, width) or (batch, height, width, channels)

    Raises
    ------
    ValueError
        Shapes do not go together, or a convolution over `output_shape` would not give this feature map's shape.

    >>> transpose_convolve([[10, 1]], [[1, 2, 3]], strides=(1, 2))  # 10·(1 2 3), and 1·(1 2 3) two places on
    array([[10., 20., 31.,  2.,  3.]])

    Introduced in notebook 12.
    """
    feature_map, kernel = real_array(feature_map, "feature_map"), real_array(kernel, "kernel")
    maps, weights = _with_filters(feature_map, kernel)
    step = as_pair(strides, "strides")
    size = _output_shape(maps.shape[1:3], weights.shape[:2], step, padding, output_shape)
    image = _stamped(maps, weights, step, padding, size)
    return image[0, ..., 0] if feature_map.ndim == 2 else image


def contributions(input_size, kernel_size, *, strides=1, padding="valid"):
    """How many stamps of a transposed convolution fall on each place, along one axis.

    Asked from the other end it is `times_read`: how many windows read each pixel. In two dimensions the counts of rows
    and columns are multiplied, `np.outer(rows, columns)`.

    Parameters
    ----------
    input_size, kernel_size, strides, padding
        As in `transposed_size`.

    Returns
    -------
    counts : int (transposed_size,)

    >>> contributions(4, kernel_size=3, strides=2)
    array([1, 1, 2, 1, 2, 1, 2, 1, 1])
    >>> contributions(4, kernel_size=4, strides=2)
    array([1, 1, 2, 2, 2, 2, 2, 2, 1, 1])

    Introduced in notebook 12.
    """
    size = transposed_size(input_size, kernel_size, strides=strides, padding=padding)
    if size < kernel_size and padding == "valid":
        raise ValueError(f"kernel_size {kernel_size} does not fit an output of {size}.")
    return times_read(size, kernel_size, strides=strides, padding=padding)


def enlarge(images, times=2):
    """Images enlarged by repeating each pixel: the nearest one stands at every new place.

    Parameters
    ----------
    images : (height, width) or (batch, height, width[, channels])
    times : int
        How many pixels, down and to the right, each becomes.

    Returns
    -------
    enlarged : (…, times × height, times × width[, channels]), of the same type

    >>> enlarge([[1, 2]])
    array([[1, 1, 2, 2],
           [1, 1, 2, 2]])

    Introduced in notebook 12.
    """
    given, times = real_array(images, "images"), as_count(times, "times")
    images = given if given.ndim == 2 else batch_of(given)
    first = 0 if images.ndim == 2 else 1
    return images.repeat(times, axis=first).repeat(times, axis=first + 1)


def unevenness(image):
    """How much the four grids of every second pixel differ in brightness, as a share of the mean.

    An image is cut into four, by even and odd rows and columns; the largest of their four means, less the smallest, is
    divided by the mean of all. A checkerboard or a grid shows here; a smooth image gives nearly 0.

    Parameters
    ----------
    image : (height, width)
        Of at least 2 × 2 pixels, with a mean above 0.

    Returns
    -------
    share : float

    >>> unevenness([[1, 1, 1, 1], [1, 1, 1, 1]]), unevenness([[1, 2, 1, 2], [2, 4, 2, 4]])
    (0.0, 1.3333333333333333)

    Introduced in notebook 12.
    """
    image = numbers_of(image, "image", allowed="one channel, (height, width)")
    if image.ndim != 2 or min(image.shape) < 2 or image.mean() <= 0:
        raise ValueError("give one channel, (height, width), of at least 2 × 2 numbers, with a mean above 0.")
    means = [image[down::2, right::2].mean() for down in (0, 1) for right in (0, 1)]
    return float((max(means) - min(means)) / image.mean())


def _with_filters(feature_map, kernel):
    """Maps as (batch, rows, columns, filters) and the kernel as (…, channels, filters)."""
    if not (feature_map.size and kernel.size):
        raise ValueError("feature_map and kernel hold no number: give at least one of each.")
    if feature_map.ndim == 2 and kernel.ndim == 2:
        return feature_map[np.newaxis, ..., np.newaxis], kernel[..., np.newaxis, np.newaxis]
    if feature_map.ndim == 4 and kernel.ndim == 4:
        if feature_map.shape[3] != kernel.shape[3]:
            raise ValueError(
                f"feature maps of {counted(feature_map.shape[3], 'filter')} and a kernel of {kernel.shape[3]}: the "
                "last axis of the kernel must equal the last of the maps. A kernel of Conv2D stays as it is."
            )
        return feature_map, kernel
    raise ValueError(
        f"a feature map of shape {shape_in_words(feature_map.shape)} and a kernel of shape "
        f"{shape_in_words(kernel.shape)} do not go together: give (rows, columns) and (kernel_height, kernel_width), "
        "or (batch, rows, columns, filters) and (kernel_height, kernel_width, channels, filters)."
    )


def _output_shape(rows_and_columns, kernel_shape, step, padding, wanted):
    """The size that comes out: Keras' choice, or the one wanted, if a convolution over it leads here."""
    each = list(zip(rows_and_columns, kernel_shape, step, strict=True))
    chosen = tuple(transposed_size(n, taps, strides=s, padding=padding) for n, taps, s in each)
    if wanted is None:
        return chosen
    wanted = as_pair(wanted, "output_shape")
    for size, (count, taps, s) in zip(wanted, each, strict=True):
        found = geometry(size, taps, strides=s, padding=padding).output_size
        if found != count:
            raise ValueError(
                f"output_shape {shape_in_words(wanted)} does not lead to this feature map: {counted(found, 'window')} "
                f"of {taps} fit into {size}, and the map has {count}. {shape_in_words(chosen)} would do."
            )
    return wanted


def _stamped(maps, weights, step, padding, size):
    """Lay the stamps down on a canvas with border, weight by weight, and cut the border off."""
    batch, rows, columns, _ = maps.shape
    height, width, channels, _ = weights.shape
    places = [geometry(size[axis], weights.shape[axis], strides=step[axis], padding=padding) for axis in (0, 1)]
    room = [size[axis] + places[axis].pad_before + places[axis].pad_after for axis in (0, 1)]
    canvas = np.zeros((batch, *room, channels), np.result_type(maps, weights, np.float32))
    for down in range(height):
        for right in range(width):
            to_rows = slice(down, down + step[0] * (rows - 1) + 1, step[0])
            to_columns = slice(right, right + step[1] * (columns - 1) + 1, step[1])
            canvas[:, to_rows, to_columns] += maps @ weights[down, right].T
    top, left = (place.pad_before for place in places)
    return canvas[:, top : top + size[0], left : left + size[1]]
