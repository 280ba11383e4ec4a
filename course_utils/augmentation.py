"""Augmentation: the training images in new positions, drawn anew in every epoch.

Keras and TensorFlow are imported inside the functions, so that importing this module costs nothing.
"""

from course_utils.training import with_channel


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
    depend on which thread comes first.

    >>> import numpy as np
    >>> batch, labels = next(iter(pipeline(np.zeros((6, 28, 28), np.uint8), np.arange(6), batch_size=4)))
    >>> batch.shape.as_list(), batch.dtype.name
    ([4, 28, 28, 1], 'float32')

    Introduced in notebook 07.
    """
    import course_utils.quiet  # noqa: F401, I001  silences the import that follows
    import tensorflow as tf

    def transform(images, labels):
        images = tf.cast(images, tf.float32)
        for layer in layers:
            images = layer(images, training=True)
        return images, labels

    dataset = tf.data.Dataset.from_tensor_slices((with_channel(images), labels))
    return dataset.shuffle(len(images), seed=seed).batch(batch_size).map(transform).prefetch(1)
