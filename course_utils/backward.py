"""The way back through windows: what a loss says of image, kernel and bias, and of what went into a pool.

One rule is behind all of it: where a number is used several times, its gradients are added. `backward_layers` has the
layers without windows, `gradient_check` the check by differences.
"""

from typing import NamedTuple

import numpy as np

from course_utils.arrays import check_has_channels, real_array
from course_utils.convolution import images_and_weights, parts_of
from course_utils.geometry import as_pair, geometry, tap
from course_utils.numbers import shape as shape_in_words
from course_utils.pooling import average_pool, max_pool


class ConvolutionGradients(NamedTuple):
    """Gradients of a convolution's three inputs, each of the shape of what it belongs to."""

    image: np.ndarray
    kernel: np.ndarray
    bias: np.ndarray


def cross_correlate_backward(gradient, image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Gradients of image, kernel and bias, from the gradient of `cross_correlate(image, kernel, …) + bias`.

    Parameters
    ----------
    gradient : (rows, columns) or (rows, columns, filters), behind the batch axis if there is one
        How the loss changes with each number of the feature map.
    image, kernel, strides, padding, dilation_rate
        As they went into `cross_correlate`.

    Returns
    -------
    ConvolutionGradients
        `image` and `kernel` of the shapes of theirs; `bias` (filters,), or one number under a kernel of two axes.

    Raises
    ------
    ValueError
        The gradient has another shape than the feature map, or image, kernel and settings do not go together.

    >>> image = np.array([[1.0, 2.0, 0.0, 3.0]])
    >>> kernel = np.array([[10.0, 20.0]])  # two sums: 10·1 + 20·2, 10·2 + 20·0, 10·0 + 20·3
    >>> for name, values in cross_correlate_backward(np.array([[1.0, 1.0, 1.0]]), image, kernel)._asdict().items():
    ...     print(name, values)
    image [[10. 30. 30. 20.]]
    kernel [[3. 5.]]
    bias 3.0

    Introduced in notebook 08.
    """
    settings = {"strides": strides, "padding": padding, "dilation_rate": dilation_rate}
    kernel = real_array(kernel, "kernel")
    gradient = real_array(gradient, "gradient")
    return ConvolutionGradients(
        image_gradient(gradient, image, kernel, **settings),
        kernel_gradient(gradient, image, kernel, **settings),
        gradient.sum() if kernel.ndim == 2 else gradient.reshape(-1, kernel.shape[3]).sum(axis=0),
    )


def kernel_gradient(gradient, image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Gradient of the kernel: at each weight the pixels that it met, times the gradients of the sums, added.

    That is a cross-correlation of the image with the gradient. A stride spreads the gradient out: stride and dilation
    change roles. Parameters and errors as in `cross_correlate_backward`.

    Returns
    -------
    kernel_gradient : shape of the kernel

    >>> kernel_gradient(np.array([[1.0, 0.0, 2.0]]), np.array([[1.0, 2.0, 0.0, 3.0]]), np.array([[10.0, 20.0]]))
    array([[1., 8.]])

    Introduced in notebook 08.
    """
    images, weights, gradients, windows = _ready(gradient, image, kernel, strides, padding, dilation_rate)
    height, width, channels, filters = weights.shape
    total = np.zeros((height * width * channels, filters), gradients.dtype)
    for part in parts_of(gradients, len(total)):
        sums = gradients[part]
        met = np.empty((*sums.shape[:3], height * width, channels), gradients.dtype)
        for place, pixels in enumerate(windows.taps(windows.padded(images[part]))):
            met[..., place, :] = pixels
        total += met.reshape(-1, len(total)).T @ sums.reshape(-1, filters)
    return total.reshape(np.shape(kernel))


def image_gradient(gradient, image, kernel, *, strides=1, padding="valid", dilation_rate=1):
    """Gradient of the image: each pixel gets, from every sum that it went into, the weight that it met there.

    At stride 1 that is the full convolution of the gradient with the kernel, the one that flips (`convolve`).
    Parameters and errors as in `cross_correlate_backward`.

    Returns
    -------
    image_gradient : shape of the image

    >>> image_gradient(np.array([[1.0, 0.0, 2.0]]), np.array([[1.0, 2.0, 0.0, 3.0]]), np.array([[10.0, 20.0]]))
    array([[10., 20., 20., 40.]])

    Introduced in notebook 08.
    """
    images, weights, gradients, windows = _ready(gradient, image, kernel, strides, padding, dilation_rate)
    _, _, channels, filters = weights.shape
    each = weights.astype(gradients.dtype).reshape(-1, channels, filters)
    total = np.empty(images.shape, gradients.dtype)
    for part in parts_of(gradients, len(each) * channels):
        sums = gradients[part].reshape(-1, filters)
        padded = windows.zeros(len(total[part]), total.dtype)
        for pixels, weight in zip(windows.taps(padded), each, strict=True):
            pixels += (sums @ weight.T).reshape(pixels.shape)  # a view: the padded images themselves grow
        total[part] = windows.cropped(padded)
    return total.reshape(np.shape(image))


def max_pool_backward(gradient, feature_map, pool_size=2, *, strides=None, padding="valid"):
    """Gradient of a feature map under `max_pool`: each window hands its gradient to the number that won.

    Parameters
    ----------
    gradient : shape of `max_pool(feature_map, …)`
    feature_map, pool_size, strides, padding
        As they went into `max_pool`.

    Returns
    -------
    feature_map_gradient : shape of the feature map
        float32 at least. Of equal winners the first gets all, row by row, as in TensorFlow on a processor. Where
        windows overlap, gradients are added.

    Raises
    ------
    ValueError
        The gradient has another shape than the pooled map, or a setting is not allowed.

    >>> max_pool_backward(np.array([[10.0, 20.0]]), np.array([[1, 2, 7, 7], [3, 4, 5, 6]]))
    array([[ 0.,  0., 20.,  0.],
           [ 0., 10.,  0.,  0.]])

    Introduced in notebook 08.
    """
    pooled = max_pool(feature_map, pool_size, strides=strides, padding=padding)
    maps, gradients, windows = _ready_to_pool(gradient, feature_map, pooled, pool_size, strides, padding)
    winners, total = pooled.reshape(gradients.shape), windows.zeros(len(maps), gradients.dtype)
    waiting = np.ones(gradients.shape, bool)
    candidates = windows.taps(windows.padded(maps, fill=-np.inf))
    for values, places in zip(candidates, windows.taps(total), strict=True):
        wins = waiting & (values == winners)
        places += np.where(wins, gradients, 0)
        waiting &= ~wins
    return windows.cropped(total).reshape(np.shape(feature_map))


def average_pool_backward(gradient, feature_map, pool_size=2, *, strides=None, padding="valid"):
    """Gradient of a feature map under `average_pool`: each window shares its gradient evenly.

    Parameters
    ----------
    gradient : shape of `average_pool(feature_map, …)`
    feature_map, pool_size, strides, padding
        As they went into `average_pool`.

    Returns
    -------
    feature_map_gradient : shape of the feature map
        float32 at least. Under padding "same" a window shares among the pixels that exist.

    Raises
    ------
    ValueError
        As in `max_pool_backward`.

    >>> average_pool_backward(np.array([[4.0, 8.0]]), np.zeros((2, 4)))
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])

    Introduced in notebook 08.
    """
    pooled = average_pool(feature_map, pool_size, strides=strides, padding=padding)
    maps, gradients, windows = _ready_to_pool(gradient, feature_map, pooled, pool_size, strides, padding)
    exists, total = windows.padded(np.ones_like(maps[:1])), windows.zeros(len(maps), gradients.dtype)
    share = gradients / sum(windows.taps(exists)).astype(gradients.dtype)
    for places in windows.taps(total):
        places += share
    return windows.cropped(total).reshape(np.shape(feature_map))


def global_average_pool_backward(gradient, feature_map):
    """Gradient of a feature map under `global_average_pool`: every place gets an equal share of its channel's.

    Parameters
    ----------
    gradient : (channels,) or (batch, channels)
    feature_map : (height, width, channels), behind the batch axis if there is one

    Returns
    -------
    feature_map_gradient : shape of the feature map

    >>> global_average_pool_backward(np.array([4.0, 8.0]), np.zeros((2, 2, 2)))[..., 1]
    array([[2., 2.],
           [2., 2.]])

    Introduced in notebook 08.
    """
    maps = real_array(feature_map, "feature_map", axes=(3, 4), allowed="([batch,] height, width, channels)")
    check_has_channels(maps.shape, "feature_map")
    gradient = gradient_of(gradient, (*maps.shape[:-3], maps.shape[-1]), "the pooled map", maps)
    places = maps.shape[-3] * maps.shape[-2]
    return np.broadcast_to(gradient[..., np.newaxis, np.newaxis, :] / places, maps.shape).copy()


def gradient_of(given, shape, of, *others):
    """The gradient that a layer is handed, as an array of floats, after its shape is compared.

    Parameters
    ----------
    given : array
    shape : tuple
        What came out of the layer on the way forward.
    of : str
        What that is, as the sentence says it.
    others : arrays
        What else is computed with: the result's type is NumPy's for all of them, float32 at least.

    Raises
    ------
    ValueError
        It holds no real numbers, or has another shape.

    >>> gradient_of(np.ones(2), (3,), "the output")
    Traceback (most recent call last):
    ...
    ValueError: gradient has the shape (2,), and the output (3,): give one number for each number that came out.
    """
    gradient = real_array(given, "gradient", allowed=f"one number for each number of {of}")
    if gradient.shape != tuple(shape):
        raise ValueError(
            f"gradient has the shape {_written(gradient.shape)}, and {of} {_written(shape)}: "
            "give one number for each number that came out."
        )
    return gradient.astype(np.result_type(gradient, *others, np.float32), copy=False)


def _written(shape):
    return shape_in_words(shape) if len(shape) > 1 else str(tuple(shape))


def _ready(gradient, image, kernel, strides, padding, dilation_rate):
    """Images, weights and gradients with all their axes, and where the windows stood."""
    image, kernel = real_array(image, "image"), real_array(kernel, "kernel")
    images, weights = images_and_weights(image, kernel)
    spread = as_pair(dilation_rate, "dilation_rate")
    windows = _Windows(images, weights.shape[:2], as_pair(strides, "strides"), padding, spread)
    filters = weights.shape[3]
    of_a_batch, of_filters = image.ndim == (3 if kernel.ndim == 2 else 4), kernel.ndim == 4
    shape = (len(images),) * of_a_batch + windows.output_shape + (filters,) * of_filters
    gradient = gradient_of(gradient, shape, "the feature map", image, kernel)
    return images, weights, gradient.reshape(len(images), *windows.output_shape, filters), windows


def _ready_to_pool(gradient, feature_map, pooled, pool_size, strides, padding):
    """Maps, as floats, and gradients with all their axes, and where the windows stood."""
    maps = real_array(feature_map, "feature_map")
    gradient = gradient_of(gradient, pooled.shape, "the pooled map", maps)
    axes = {2: (np.newaxis, ..., np.newaxis), 3: (np.newaxis,)}.get(maps.ndim, ())
    maps = maps.astype(gradient.dtype, copy=False)[axes]
    size = as_pair(pool_size, "pool_size")
    windows = _Windows(maps, size, size if strides is None else as_pair(strides, "strides"), padding, (1, 1))
    return maps, gradient[axes], windows


class _Windows:
    """Where windows stood on a batch: its border, and what each place of the window met."""

    def __init__(self, batch, size, strides, padding, dilation_rate):
        self.size, self.strides, self.dilation_rate = size, strides, dilation_rate
        self.image_shape = batch.shape[1:]
        axes = [
            geometry(
                batch.shape[1 + axis], size[axis], strides=step, padding=padding, dilation_rate=dilation_rate[axis]
            )
            for axis, step in enumerate(strides)
        ]
        self.output_shape = tuple(axis.output_size for axis in axes)
        self.border = [(axis.pad_before, axis.pad_after) for axis in axes]

    def padded(self, batch, fill=0):
        """The batch with its border."""
        if self.border == [(0, 0), (0, 0)]:
            return batch
        return np.pad(batch, [(0, 0), *self.border, (0, 0)], constant_values=fill)

    def zeros(self, count, dtype):
        """Room for the gradients of so many images, border included."""
        height, width, channels = self.image_shape
        (top, bottom), (left, right) = self.border
        return np.zeros((count, top + height + bottom, left + width + right, channels), dtype)

    def cropped(self, padded):
        """The batch without its border: what invented pixels get is dropped."""
        height, width, _ = self.image_shape
        (top, _), (left, _) = self.border
        return padded[:, top : top + height, left : left + width]

    def taps(self, padded):
        """Yield, for each place in the window, the view of what it met over all positions."""
        for weight in np.ndindex(*self.size):
            yield tap(padded, weight, self.output_shape, self.strides, self.dilation_rate)
