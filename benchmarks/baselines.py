"""The ways that the course's layers are compared with: as textbooks and tutorials write them, plainly.

None of them is part of the course. All take and give channels last.
"""

import numpy as np


def im2col(images, size, strides=1):
    """Every window as one row of float64, channel by channel: (batch · rows · columns, channels · height · width).

    The textbook's way: a loop over the kernel's weights fills an array (batch, channels, kernel_height,
    kernel_width, rows, columns) of zeros, which is transposed and reshaped.
    """
    images = images.transpose(0, 3, 1, 2)
    batch, channels, height, width = images.shape
    rows, columns = (height - size[0]) // strides + 1, (width - size[1]) // strides + 1
    windows = np.zeros((batch, channels, *size, rows, columns))
    for y in range(size[0]):
        for x in range(size[1]):
            windows[:, :, y, x] = images[:, :, y : y + strides * rows : strides, x : x + strides * columns : strides]
    return windows.transpose(0, 4, 5, 1, 2, 3).reshape(batch * rows * columns, -1)


def im2col_convolution(images, kernel, strides=1):
    """Feature maps by `im2col` and one matrix product in float64."""
    windows = im2col(images, kernel.shape[:2], strides)
    weights = kernel.transpose(2, 0, 1, 3).reshape(-1, kernel.shape[3])
    rows, columns = ((images.shape[axis + 1] - kernel.shape[axis]) // strides + 1 for axis in (0, 1))
    return np.dot(windows, weights).reshape(len(images), rows, columns, -1)


def im2col_pool(images, pool_size=2, reduce=np.max):
    """Pooled maps by `im2col`: each window's largest value (or its mean, with `np.mean`)."""
    windows = im2col(images, (pool_size, pool_size), pool_size).reshape(-1, pool_size**2)
    rows, columns = (images.shape[axis] // pool_size for axis in (1, 2))
    return reduce(windows, axis=1).reshape(len(images), rows, columns, -1)


def correlation_loop(images, kernel, correlate, strides=1):
    """Feature maps by a function that correlates one channel with one kernel, such as `scipy.signal.correlate`.

    It is called as `correlate(channel, weights, mode="valid")` for each image, filter and channel. It knows no
    strides: what they skip is computed and dropped.
    """
    maps = [
        [
            sum(correlate(image[..., c], kernel[..., c, f], mode="valid") for c in range(kernel.shape[2]))
            for f in range(kernel.shape[3])
        ]
        for image in images
    ]
    return np.moveaxis(np.array(maps), 1, -1)[:, ::strides, ::strides]


def one_image_at_a_time(images, layers):
    """Each image through each layer, called eagerly in a loop: how augmentation is written without a pipeline."""
    changed = []
    for image in images:
        batch = image[np.newaxis, ..., np.newaxis].astype(np.float32)
        for layer in layers:
            batch = layer(batch, training=True)
        changed.append(np.asarray(batch)[0])
    return np.stack(changed)


def mapped_before_batch(images, labels, layers, *, batch_size):
    """A `tf.data` pipeline that maps the layers over single images and makes batches last. Returns a dataset."""
    from course_utils.quiet import tensorflow as tf

    def transform(image, label):
        image = tf.cast(image, tf.float32)
        for layer in layers:
            image = layer(image, training=True)
        return image, label

    dataset = tf.data.Dataset.from_tensor_slices((images[..., np.newaxis], labels))
    return dataset.shuffle(len(images), seed=0).map(transform).batch(batch_size).prefetch(1)
