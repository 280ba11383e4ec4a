"""Batches of images: what goes into a training, chosen, shuffled, and changed on the fly.

Keras and TensorFlow are imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.numbers import counted


def with_channel(images):
    """Images with the axis of channels that Keras wants: (n, 28, 28) becomes (n, 28, 28, 1).

    Parameters
    ----------
    images : (n, height, width) or (n, height, width, channels)

    Returns
    -------
    images : (n, height, width, channels)
        A view; what has the axis already is given back as it is.

    >>> with_channel(np.zeros((5, 28, 28))).shape
    (5, 28, 28, 1)

    Introduced in notebook 04.
    """
    return images[..., np.newaxis] if images.ndim == 3 else images


def first_of_each_class(images, labels, count):
    """The first images of each class, in their order in the file, and their labels.

    Parameters
    ----------
    images : (n, …)
    labels : (n,)
    count : int
        How many of each class.

    Returns
    -------
    images : (classes × count, …)
    labels : (classes × count,)

    Raises
    ------
    ValueError
        A class has fewer images.

    >>> images, labels = first_of_each_class(np.arange(6), np.array([0, 0, 1, 1, 0, 1]), 2)
    >>> images, labels
    (array([0, 1, 2, 3]), array([0, 0, 1, 1]))

    Introduced in notebook 04.
    """
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
    labels : (n,)
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

    images, labels = with_channel(images), np.asarray(labels)

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
    return len({image.tobytes() for _ in range(epochs) for images, _ in dataset for image in images.numpy()})
