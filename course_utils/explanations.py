"""Explanations of an answer: one number for each pixel, patch or cell, and each from a question of its own.

What does the answer need? `occlusion`. What would change it? `saliency`. How does it add up? `gradient_times_input` and
`integrated_gradients`. Which maps speak for it, and where? `grad_cam`. None of them says why.

They stand apart from `inside`, which gives back what a layer computes and takes no class: here every function takes an
image *and the class asked about*. Any sequential or functional Keras model with one image going in will do.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import model_input_of, numbers_of, shown, whole_number
from course_utils.batches import check_scale_of, classes_of, labels_of
from course_utils.geometry import as_count, as_number
from course_utils.logits import outputs, without_softmax
from course_utils.numbers import counted

_AT_ONCE = 250  # images in one call of the network: more take memory and save nothing


def occlusion(model, images, labels, *, patch_size=6, strides=2, fill=0):
    """How much the answer falls when a patch covers a part of the image, for each place of the patch.

    Parameters
    ----------
    model : Keras model
    images : (height, width[, channels]), or a batch of such
        As the model takes them.
    labels : int, or int (batch,)
        The class asked about; one number for one image.
    patch_size : int
        Side of the square patch, in pixels.
    strides : int
        Pixels from one place to the next; places run from the upper left corner as far as the patch fits.
    fill : float
        What the patch holds: 0 is black.

    Returns
    -------
    drops : float32 (rows, columns), or (batch, rows, columns)
        Answer to the whole image minus answer to the covered one: points of probability where the model ends in
        softmax. Negative where the class gains.

    Raises
    ------
    ValueError
        The patch does not fit, or images, labels and model do not go together.

    Notes
    -----
    Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.

    Introduced in notebook 09.
    """
    images, labels, alone = asked(model, images, labels)
    height, width = images.shape[1:3]
    patch_size, strides = as_count(patch_size, "patch_size"), as_count(strides, "strides")
    fill = as_number(fill, "fill", lambda value: True, "give a finite number, on the scale of the images")
    if patch_size > min(height, width):
        raise ValueError(f"a patch of {patch_size} does not fit into {height} × {width} pixels: give a smaller one.")
    rows, columns = (range(0, side - patch_size + 1, strides) for side in (height, width))
    drops = np.empty((len(images), len(rows), len(columns)), np.float32)
    whole = outputs(model, images)
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        covered = np.repeat(image[np.newaxis], len(rows) * len(columns), axis=0)
        for place, (top, left) in enumerate((top, left) for top in rows for left in columns):
            covered[place, top : top + patch_size, left : left + patch_size] = fill
        drops[number] = (whole[number, label] - outputs(model, covered)[:, label]).reshape(len(rows), len(columns))
    return drops[0] if alone else drops


def saliency(model, images, labels):
    """The gradient of the class's logit: by how much the logit rises for each grey level that a pixel gains.

    Parameters
    ----------
    model : Keras model
    images : (height, width[, channels]), or a batch of such
        As the model takes them.
    labels : int, or int (batch,)
        The class asked about; one number for one image.

    Returns
    -------
    gradient : float32, shaped as `images`

    Raises
    ------
    ValueError
        Images, labels and model do not go together, or the model ends in something else than softmax or logits.

    Notes
    -----
    Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks", arXiv:1312.6034 (2013), draw its magnitude.

    Introduced in notebook 09.
    """
    shape = np.shape(images)
    images, labels, _ = asked(model, images, labels)
    return gradient_of(without_softmax(model), images, labels).reshape(shape)


def gradient_times_input(model, images, labels):
    """The gradient of the logit times the pixel: how much the pixel counts, were the network a straight line.

    Parameters
    ----------
    model, images, labels
        As for `saliency`.

    Returns
    -------
    shares : float32, shaped as `images`
        In points of the logit; a black pixel has none.

    Introduced in notebook 09.
    """
    return saliency(model, images, labels) * np.asarray(images, np.float32)


def integrated_gradients(model, images, labels, *, baseline=0, steps=50):
    """Shares of the logit that add up: the mean gradient on the way from a baseline to the image, times that way.

    Parameters
    ----------
    model, images, labels
        As for `saliency`.
    baseline : float, or shaped as one image
        Where the way begins: 0 is a black image.
    steps : int
        Gradients on the way, each in the middle of its step.

    Returns
    -------
    shares : float32, shaped as `images`
        In points of the logit. Their sum is the image's logit minus the baseline's, up to what the steps leave out.

    Raises
    ------
    ValueError
        As for `saliency`, or the baseline has another shape than an image.

    Notes
    -----
    Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", ICML 2017.

    Introduced in notebook 09.
    """
    shape, steps = np.shape(images), as_count(steps, "steps")
    images, labels, _ = asked(model, images, labels)
    start = _baseline(baseline, images)
    scores = without_softmax(model)
    total, way = np.zeros_like(images), images - start
    at_once = max(_AT_ONCE // len(images), 1)  # steps; one call for each would wait for Keras most of the time
    for first in range(0, steps, at_once):
        shares = (np.arange(first, min(first + at_once, steps), dtype=np.float32) + 0.5) / steps
        points = start + shares.reshape(-1, 1, 1, 1, 1) * way
        found = gradient_of(scores, points.reshape(-1, *images.shape[1:]), np.tile(labels, len(shares)))
        total += found.reshape(points.shape).sum(axis=0)
    return (way * total / steps).reshape(shape)


def grad_cam(model, images, labels, layer_name=None, *, signed=False):
    """Where the maps that speak for a class are active: each map times its mean gradient, added up.

    Parameters
    ----------
    model, images, labels
        As for `saliency`.
    layer_name : str, optional
        Of a layer with feature maps; the last convolution unless given.
    signed : bool
        Keep what speaks against the class, which ReLU makes 0.

    Returns
    -------
    cells : float32 (rows, columns), or (batch, rows, columns)
        One number for each cell of the layer's maps; it is not enlarged.

    Raises
    ------
    ValueError
        As for `saliency`, or the model has no such layer, or the layer no maps.

    Notes
    -----
    Selvaraju and others, "Grad-CAM", ICCV 2017.

    Introduced in notebook 09.
    """
    from course_utils.quiet import tensorflow as tf

    images, labels, alone = asked(model, images, labels)
    layer = _layer_with_maps(model, layer_name)
    scores = without_softmax(model)
    with tf.GradientTape() as tape:
        pixels = tf.constant(images)
        tape.watch(pixels)
        maps, logits = _maps_and_logits(scores, layer, pixels)
        logit = tf.reduce_sum(tf.gather(logits, labels, batch_dims=1))
    weights = tf.reduce_mean(tape.gradient(logit, maps), axis=(1, 2), keepdims=True)
    cells = tf.reduce_sum(weights * maps, axis=-1)
    cells = (cells if signed else tf.nn.relu(cells)).numpy()
    return cells[0] if alone else cells


def last_convolution(model):
    """Name of the last layer that makes feature maps with a kernel.

    >>> from course_utils.models import course_network
    >>> last_convolution(course_network())
    'conv_3'

    Introduced in notebook 09.
    """
    named = [layer.name for layer in model.layers if hasattr(layer, "kernel") and _has_maps(layer)]
    if not named:
        raise ValueError("this model has no convolution: give the name of a layer with feature maps.")
    return named[-1]


def asked(model, images, labels):
    """Images as float32 with all axes, labels, and whether one image was given alone; after a look at all three."""
    images = model_input_of(images, model.input_shape[1:])
    check_scale_of(model, images)
    alone = np.ndim(labels) == 0
    if alone and (whole_number(labels) is None or len(images) != 1):
        raise ValueError(
            f"labels {shown(labels)} and {counted(len(images), 'image')}: give the number of one class for each image."
        )
    labels = labels_of(np.atleast_1d(labels), len(images), classes=classes_of(model))
    return images, labels.astype(np.int64), alone  # TensorFlow looks nothing up by uint8


def gradient_of(scores, images, labels):
    """Gradient of each image's score for its label by the image's pixels, shaped as the images."""
    from course_utils.quiet import tensorflow as tf

    parts = []
    for start in range(0, len(images), _AT_ONCE):
        pixels = tf.constant(images[start : start + _AT_ONCE])
        with tf.GradientTape() as tape:
            tape.watch(pixels)
            answers = scores(pixels, training=False)
            total = tf.reduce_sum(tf.gather(answers, labels[start : start + _AT_ONCE], batch_dims=1))
        parts.append(tape.gradient(total, pixels).numpy())
    return np.concatenate(parts)


def _baseline(given, images):
    """Return the baseline as an image like those asked about, from one number or from such an image."""
    shape = images.shape[1:]
    shapes = [(), shape, *([shape[:-1]] if shape[-1] == 1 else [])]
    baseline = numbers_of(given, "baseline", shapes=shapes, allowed="one number, or an image like those asked about")
    return np.broadcast_to(baseline.reshape(shape) if baseline.ndim else baseline, shape).astype(np.float32)


def _has_maps(layer):
    return len(getattr(layer.output, "shape", ())) == 4


def _maps_and_logits(scores, layer, pixels):
    """What a layer of a network makes of these images, and the logits that are made from it.

    A sequence is taken in two parts: when it comes from a file, its layers' outputs are no part of its own graph.
    """
    from course_utils.quiet import keras

    if not isinstance(scores, keras.Sequential):
        return keras.Model(scores.inputs[0], [layer.output, scores.outputs[0]])(pixels, training=False)
    # One layer after the other: of a model loaded from a file, Keras knows several outputs of one layer.
    until = scores.layers.index(layer) + 1
    maps = keras.Sequential(scores.layers[:until])(pixels, training=False)
    return maps, keras.Sequential(scores.layers[until:])(maps, training=False)


def _layer_with_maps(model, layer_name):
    with_maps = [layer.name for layer in model.layers if _has_maps(layer)]
    layer_name = last_convolution(model) if layer_name is None else layer_name
    if layer_name not in with_maps:
        raise ValueError(f"no layer with feature maps is called {layer_name!r}; there are: {', '.join(with_maps)}.")
    return model.get_layer(layer_name)
