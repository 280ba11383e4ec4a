"""Batches of images: what goes into a training, chosen, shuffled, and changed on the fly.

Keras and TensorFlow are imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import batch_of, real_array, shown
from course_utils.geometry import as_count
from course_utils.numbers import counted, number, significant
from course_utils.numbers import shape as shape_in_words


def with_channel(images):
    """Images with the axis of channels that Keras wants: (n, 28, 28) becomes (n, 28, 28, 1).

    Parameters
    ----------
    images : (n, height, width) or (n, height, width, channels)

    Returns
    -------
    images : (n, height, width, channels)
        A view; what has the axis already is given back as it is.

    Raises
    ------
    ValueError
        It is no batch of images.

    >>> with_channel(np.zeros((5, 28, 28))).shape
    (5, 28, 28, 1)

    Introduced in notebook 04.
    """
    images = batch_of(images)
    return images[..., np.newaxis] if images.ndim == 3 else images


def images_for(model, images):
    """Images with the axis of channels, after a look at what the model takes.

    Parameters
    ----------
    model : Keras model
    images : (n, height, width) or (n, height, width, channels)

    Returns
    -------
    images : (n, height, width, channels)

    Raises
    ------
    ValueError
        They are no images, hold NaN or infinity, or the model takes others.
    """
    images = with_channel(images)
    if images.dtype.kind == "f":
        real_array(images, "images", allowed="finite numbers", finite=True)
    wanted, given = getattr(model, "input_shape", None), images.shape[1:]
    if (
        not isinstance(wanted, tuple) or not wanted or isinstance(wanted[0], tuple)
    ):  # it has several inputs, or none yet
        return images
    grey = [given[:-1]] if given[-1] == 1 else []  # a model without channels is given them without
    if not any(_fits(one, wanted[1:]) for one in [given, *grey]):
        takes = shape_in_words(["any" if size is None else size for size in wanted[1:]])
        raise ValueError(f"images are {shape_in_words(given)} each, and this model takes {takes}: give those.")
    return images


def _fits(given, wanted):
    return len(given) == len(wanted) and all(size in (None, own) for size, own in zip(wanted, given, strict=True))


def check_scale_of(model, images):
    """Raise where pixels from 0 to 1 go into a model that divides by 255 itself: all would be black to it."""
    if images.dtype.kind != "f" or not 0 < images.max() <= 1:
        return
    for layer in getattr(model, "layers", ()):
        if layer.weights:
            return
        if type(layer).__name__ == "Rescaling" and np.max(np.abs(layer.scale)) < 0.01:
            raise ValueError(
                f"no pixel is brighter than {significant(images.max())}, and this model divides by "
                f"{significant(1 / np.max(np.abs(layer.scale)))} itself: give pixels from 0 to 255."
            )


def classes_of(model):
    """The number of classes that a model tells apart, or None where it does not say.

    Parameters
    ----------
    model : Keras model

    Raises
    ------
    ValueError
        It does not end in one number for each class.
    """
    shape = getattr(model, "output_shape", None)
    if not isinstance(shape, tuple) or not shape or isinstance(shape[0], tuple):
        return None
    if len(shape) != 2:
        ends = shape_in_words(["any" if size is None else size for size in shape[1:]])
        raise ValueError(f"this model ends in {ends} for each image: let it end in one probability for each class.")
    return shape[1]


def labels_of(given, count, *, classes=None):
    """Labels as one vector of whole numbers.

    Parameters
    ----------
    given : (n,) or (n, 1)
        Whole numbers from 0 up, of any type.
    count : int
        How many there must be: one for each image.
    classes : int, optional
        How many there are; a label is less.

    Returns
    -------
    labels : int (n,)

    Raises
    ------
    ValueError
        They are something else, or more, or fewer.

    >>> labels_of([[3], [1]], 2)
    array([3, 1])
    >>> labels_of([3, 10], 2, classes=10)
    Traceback (most recent call last):
    ...
    ValueError: labels go from 3 to 10, and there are 10 classes: give labels from 0 to 9.
    """
    labels = real_array(given, "labels", axes=(1, 2), allowed="one whole number for each image, (n,)", finite=True)
    if labels.ndim == 2 and labels.shape[1] != 1:
        raise ValueError(
            f"labels have the shape {shape_in_words(labels.shape)}: give one number for each image, (n,); "
            "one-hot labels become that with labels.argmax(axis=1)."
        )
    if len(labels) != count:
        raise ValueError(f"{counted(count, 'image')} and {counted(len(labels), 'label')}: give one for each image.")
    return _classes_in(labels.reshape(-1), classes)


def _classes_in(labels, classes):
    """A vector of labels as whole numbers, after a look at their values."""
    whole = labels.dtype.kind in "iu" or (labels.dtype.kind == "f" and (labels == np.round(labels)).all())
    if not whole:
        kind = "True and False" if labels.dtype.kind == "b" else f"{labels.dtype} with fractions"
        raise ValueError(f"labels are {kind}: give the number of each image's class, a whole one.")
    low, high = (int(labels.min()), int(labels.max())) if labels.size else (0, 0)
    if low < 0 or high >= (classes or high + 1):
        there_are = f", and there are {counted(classes, 'class', 'classes')}" if classes else ""
        allowed = f"from 0 to {classes - 1:,}" if classes else "from 0 up"
        raise ValueError(
            f"labels go from {number(low, thousands=True)} to {number(high, thousands=True)}{there_are}: "
            f"give labels {allowed}."
        )
    return labels if labels.dtype.kind in "iu" else labels.astype(np.int64)


def first_of_each_class(images, labels, count):
    """The first images of each class, in their order in the file, and their labels.

    Parameters
    ----------
    images : (n, …)
    labels : (n,) or (n, 1)
    count : int
        How many of each class.

    Returns
    -------
    images : (classes × count, …)
    labels : (classes × count,)

    Raises
    ------
    ValueError
        A class has fewer images, or the labels are not one whole number for each.

    >>> images, labels = first_of_each_class(np.arange(6), np.array([0, 0, 1, 1, 0, 1]), 2)
    >>> images, labels
    (array([0, 1, 2, 3]), array([0, 0, 1, 1]))

    Introduced in notebook 04.
    """
    images, count = real_array(images, "images"), as_count(count, "count")
    if not images.ndim or not len(images):
        raise ValueError(f"images have the shape {shape_in_words(images.shape)}: give at least one, (n, …).")
    labels = labels_of(labels, len(images))
    of_class = {int(label): np.flatnonzero(labels == label) for label in np.unique(labels)}
    for label, places in of_class.items():
        if len(places) < count:
            raise ValueError(f"count {count} is not allowed: class {label} has only {counted(len(places), 'image')}.")
    chosen = np.sort(np.concatenate([places[:count] for places in of_class.values()]))
    return images[chosen], labels[chosen]


def pipeline(images, labels, layers=(), *, batch_size=64, seed=0):
    """Batches of a training split: shuffled, then transformed anew in every epoch.

    For the training split only. Validation and test images go to the model as they are, as arrays.

    Parameters
    ----------
    images : (n, 28, 28) or (n, 28, 28, 1)
        Pixels 0–255.
    labels : (n,) or (n, 1)
        Handed on unchanged: choose transformations that keep them true.
    layers : sequence of Keras layers
        `keras.layers.Random…`, applied in this order to whole batches; every image draws its own change.
    batch_size : int
    seed : int
        Of the shuffling. The layers have their own seeds.

    Returns
    -------
    dataset : tf.data.Dataset
        Of (float32 (batch, 28, 28, 1), labels (batch,)). Each pass over it is one epoch.

    Raises
    ------
    ValueError
        Images or labels are something else, there are more of one than of the other, or the pixels are on another
        scale than a layer's `value_range`.

    Notes
    -----
    The pixels become float32 first, because some layers cannot compute in uint8. The layers are mapped over
    one batch at a time: with `num_parallel_calls` the order of their random draws, and so the images, would
    depend on which thread comes first. Places are shuffled, and NumPy picks the images there: of a tensor, TensorFlow
    would keep a copy for every model trained on it, 41 MiB for the 55,000 images.

    tf.data's tuner is switched off: it sleeps ever longer between two looks, and before the next epoch can begin,
    TensorFlow 2.21 often waits for it to wake, at times nearly as long as the epoch took (benchmarks/epochs.py).

    >>> batch, labels = next(iter(pipeline(np.zeros((6, 28, 28), np.uint8), np.arange(6), batch_size=4)))
    >>> batch.shape.as_list(), batch.dtype.name
    ([4, 28, 28, 1], 'float32')

    Introduced in notebook 07.
    """
    from course_utils.quiet import tensorflow as tf

    images, layers, batch_size = with_channel(images), _random_layers(layers), as_count(batch_size, "batch_size")
    labels = labels_of(labels, len(images))
    if not len(images):
        raise ValueError("there are no images: give at least one.")
    _check_scale(images, layers)

    def pick(places):
        return images[places].astype(np.float32), labels[places]

    def batch(places):
        pixels, chosen = tf.numpy_function(pick, [places], (tf.float32, labels.dtype))
        pixels.set_shape((None, *images.shape[1:]))
        chosen.set_shape((None,))
        for layer in layers:
            pixels = layer(pixels, training=True)
        return pixels, chosen

    dataset = tf.data.Dataset.range(len(labels)).shuffle(len(labels), seed=seed).batch(batch_size).map(batch)
    options = tf.data.Options()
    options.autotune.enabled = False
    return dataset.prefetch(1).with_options(options)


def _random_layers(layers):
    if not isinstance(layers, (list, tuple)) or not all(map(callable, layers)):
        raise ValueError(f"layers {shown(layers)} is not allowed: give a list of Keras layers, such as [RandomFlip()].")
    return layers


def _check_scale(images, layers):
    """Raise where a layer counts in other units than the pixels: what it adds or cuts off would leave none of them."""
    brightest = float(images.max())
    for layer in layers:
        white = max(getattr(layer, "value_range", (1, brightest)))
        if (0 < brightest <= 1 < white) or (white <= 1 < brightest):
            given = f"no pixel is brighter than {significant(brightest)}, and {type(layer).__name__} counts to"
            allowed = "give pixels from 0 to 255, or the layer's value_range as the pixels have it"
            raise ValueError(f"{given} {significant(white)}: {allowed}.")


def different_images(dataset, epochs):
    """Number of different images in several passes over a dataset of batches.

    Parameters
    ----------
    dataset : tf.data.Dataset
        From `pipeline`.
    epochs : int
        How many passes.

    Returns
    -------
    count : int

    >>> different_images(pipeline(np.zeros((6, 28, 28)), np.arange(6)), epochs=2)
    1

    Introduced in notebook 07.
    """
    epochs = as_count(epochs, "epochs")
    return len({image.tobytes() for _ in range(epochs) for images, _ in dataset for image in images.numpy()})
