"""Augmentation: training images that change in every epoch, and what a network makes of such changes.

Keras and TensorFlow are imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.invariance import shift
from course_utils.training import accuracy, with_channel


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


def different_images(dataset, epochs):
    """Number of different images in several passes over a dataset of batches.

    >>> import numpy as np
    >>> different_images(pipeline(np.zeros((6, 28, 28)), np.arange(6)), epochs=2)
    1

    Introduced in notebook 07.
    """
    return len({image.tobytes() for _ in range(epochs) for images, _ in dataset for image in images.numpy()})


def second_look_gain(model, images, labels):
    """Accuracy gained by a test-time flip: averaging the answers to the images and to the mirrored images.

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28) or (n, 28, 28, 1)
    labels : (n,)

    Introduced in notebook 07.
    """
    images = with_channel(images)
    first, mirrored = (model.predict(seen, batch_size=500, verbose=0) for seen in (images, images[:, :, ::-1]))
    before, after = (np.mean(answers.argmax(axis=1) == labels) for answers in (first, first + mirrored))
    return float(after - before)


def answer_varies(model, image, neighbours, *, training):
    """Whether a model's answer to an image depends on chance, or on the other images in its batch.

    Parameters
    ----------
    model : Keras model
        In training mode, the moving averages of its batch normalisation move.
    image : (1, 28, 28, 1)
    neighbours : two arrays (n, 28, 28, 1)
        The image is shown first beside the one, then beside the other.
    training : bool
        The mode in which the model is asked.

    Introduced in notebook 07.
    """
    batches = [np.concatenate([image, others]).astype(np.float32) for others in neighbours]
    answers = [np.asarray(model(batch, training=training))[0] for batch in batches]
    return not np.allclose(*answers, atol=1e-4)


def shifted_accuracy(model, images, labels, shifts):
    """Accuracy on images that have been moved, averaged over the shifts (see `invariance.shift`).

    Introduced in notebook 07.
    """
    return float(np.mean([accuracy(model, shift(images, by), labels) for by in shifts]))
