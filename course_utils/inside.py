"""A look inside a network: its feature maps, its gradients, and how both grow or shrink from layer to layer.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import model_input_of
from course_utils.batches import check_scale_of, classes_of, images_for, labels_of
from course_utils.models import build_from, each_seed


def feature_maps(model, images, layer_name):
    """What one layer of a model computes for these images.

    Parameters
    ----------
    model : Keras model (functional or sequential)
    images : (batch, height, width, channels)
        As the model takes them; 100,000 at most.
    layer_name : str
        One of the names that `model.summary()` lists.

    Returns
    -------
    feature_maps : float32 (batch, …)
        The layer's output, at inference.

    Raises
    ------
    ValueError
        The model has no layer of that name, or takes other images.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    _check_name(model, layer_name)
    if len(model.inputs) == 1:
        images = model_input_of(images, model.input_shape[1:], most=100_000)
        check_scale_of(model, images)
    inputs = model.inputs[0] if len(model.inputs) == 1 else model.inputs
    part = keras.Model(inputs, model.get_layer(layer_name).output)
    # In batches: the maps of 5,000 images at once would take a quarter of a gigabyte.
    starts = range(0, len(images), 500)
    return np.concatenate([np.asarray(part(images[start : start + 500], training=False)) for start in starts])


def gradients(model, images, labels, layer_name):
    """How the loss of a batch changes with one layer's kernel, and with each value of its feature maps.

    Parameters
    ----------
    model : keras.Sequential
        Ends in probabilities.
    images : (batch, height, width, channels)
        As the model takes them.
    labels : int (batch,)
    layer_name : str
        Of a convolution.

    Returns
    -------
    of_kernel : float32, shaped as the kernel
    of_maps : float32 (batch, rows, columns, filters)
        At the layer's output, behind its activation.
    maps : float32 (batch, rows, columns, filters)
        The output itself.

    Raises
    ------
    ValueError
        The model has no layer of that name with a kernel, or images and labels do not go with it.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras
    from course_utils.quiet import tensorflow as tf

    _check_name(model, layer_name)
    if not hasattr(model.get_layer(layer_name), "kernel"):
        raise ValueError(f"layer {layer_name!r} has no kernel: name a convolution or a dense layer.")
    images, labels = _for_model(model, images, labels)
    check_scale_of(model, images)
    result = keras.ops.convert_to_tensor(images, "float32")
    with tf.GradientTape() as tape:
        for layer in model.layers:
            result = layer(result)
            if layer.name == layer_name:
                maps, kernel = result, layer.kernel.value
        loss = keras.losses.SparseCategoricalCrossentropy()(labels, result)
    of_kernel, of_maps = tape.gradient(loss, [kernel, maps])
    return of_kernel.numpy(), of_maps.numpy(), maps.numpy()


def gradient_norms(model, images, labels):
    """Length of the gradient of each layer's weights, for one batch in training mode.

    The model stays as it is, moving averages included.

    Parameters
    ----------
    model : Keras model
    images : (batch, 28, 28) or (batch, 28, 28, 1)
        As the model takes them.
    labels : int (batch,)

    Returns
    -------
    norms : dict of layer name -> float
        From the input on; layers without a kernel are left out.

    >>> from course_utils.models import dense_network
    >>> len(gradient_norms(dense_network(), np.zeros((2, 28, 28)), np.array([0, 1])))
    2

    Introduced in notebook 05.
    """
    layers = [layer for layer in model.layers if hasattr(layer, "kernel")]
    before = model.get_weights()
    _, of_kernels = loss_and_gradients(model, [layer.kernel for layer in layers], images, labels)
    model.set_weights(before)
    return {layer.name: length(gradient) for layer, gradient in zip(layers, of_kernels, strict=True)}


def mean_gradient_norms(build, images, labels, *, seeds):
    """Length of the gradient of each layer's weights at the very start, mean over several first weights.

    Parameters
    ----------
    build : function
        Returns a new model.
    images : (batch, 28, 28) or (batch, 28, 28, 1)
    labels : int (batch,)
    seeds : sequence of int
        Of the first weights.

    Returns
    -------
    norms : list of float
        `gradient_norms`, from the input on.

    Introduced in notebook 05.
    """
    norms = [list(gradient_norms(build_from(seed, build), images, labels).values()) for seed in each_seed(seeds)]
    return np.mean(norms, axis=0).tolist()


def spreads(build, images, *, seeds):
    """Standard deviation of each hidden layer's activations over a batch in training mode.

    Parameters
    ----------
    build : function
        Returns a new `models.deep_network`.
    images : (batch, 28, 28)
    seeds : sequence of int
        Of the first weights.

    Returns
    -------
    spreads : list of float
        One a layer, from the input on; the mean over its units and the seeds.

    Introduced in notebook 05.
    """
    return _of_hidden_layers(lambda outputs: np.std(outputs, axis=0).mean(), build, images, seeds)


def sizes(build, images, *, seeds):
    """Root of the mean square of each hidden layer's activations over a batch in training mode.

    Parameters
    ----------
    build, images, seeds
        As for `spreads`.

    Returns
    -------
    sizes : list of float
        One a layer, from the input on; the mean over the seeds.

    Introduced in notebook 05.
    """
    return _of_hidden_layers(lambda outputs: np.sqrt(np.mean(outputs**2)), build, images, seeds)


def cosines(build, images, *, seeds):
    """How alike two images are to each hidden layer: the cosine between their activations, in training mode.

    At 1 the two differ by a factor at most; at 0 they have nothing in common.

    Parameters
    ----------
    build, images, seeds
        As for `spreads`; two images at least.

    Returns
    -------
    cosines : list of float
        One a layer, from the input on; the mean over all pairs of images and the seeds.

    Introduced in notebook 05.
    """
    return _of_hidden_layers(_mean_cosine, build, images, seeds)


def _mean_cosine(outputs):
    if len(outputs) < 2:
        raise ValueError("there is one image: give at least two.")
    directions = outputs / np.maximum(np.linalg.norm(outputs, axis=1, keepdims=True), 1e-30)
    pairs = directions @ directions.T
    return pairs[~np.eye(len(pairs), dtype=bool)].mean()


def _of_hidden_layers(measure, build, images, seeds):
    """One number a hidden layer of a `deep_network` in training mode, mean over the seeds."""
    from course_utils.quiet import keras

    of_seeds = []
    for seed in each_seed(seeds):
        model = build_from(seed, build)
        inputs = images_for(model, images).astype(np.float32)
        if not len(inputs):
            raise ValueError("there are no images: give at least one.")
        hidden = [layer.output for layer in model.layers if layer.name.startswith("activation_")]
        if not hidden:
            raise ValueError("build returns a model without layers named activation_…: give models.deep_network.")
        outputs = keras.Model(model.inputs[0], hidden)(inputs, training=True)
        of_seeds.append([measure(np.asarray(output)) for output in outputs])
    return np.mean(of_seeds, axis=0).tolist()


def loss_and_gradients(model, variables, images, labels):
    """The mean cross-entropy of one batch in training mode, and its gradient by each variable.

    Parameters
    ----------
    model : Keras model
        Ends in probabilities; the moving averages of its batch normalisation move.
    variables : sequence of Keras variables
        Such as `model.trainable_variables`.
    images : (batch, 28, 28) or (batch, 28, 28, 1)
        As the model takes them.
    labels : int (batch,)

    Returns
    -------
    loss : float
    gradients : list of tensors
        Each shaped as its variable.
    """
    from course_utils.quiet import keras
    from course_utils.quiet import tensorflow as tf

    images, labels = _for_model(model, images, labels)
    with tf.GradientTape() as tape:
        probabilities = model(images, training=True)
        loss = keras.ops.mean(keras.losses.sparse_categorical_crossentropy(labels, probabilities))
    return float(loss), tape.gradient(loss, [variable.value for variable in variables])


def length(gradient):
    """The length of a gradient: the root of the sum of its squares."""
    return float(np.linalg.norm(np.asarray(gradient, np.float64)))


def _for_model(model, images, labels):
    """Images as float32 and labels, after a look at whether they go with the model."""
    images = images_for(model, images).astype(np.float32, copy=False)
    if not len(images):
        raise ValueError("there are no images: give at least one.")
    return images, labels_of(labels, len(images), classes=classes_of(model))


def _check_name(model, layer_name):
    names = [layer.name for layer in model.layers]
    if layer_name not in names:
        raise ValueError(f"no layer is called {layer_name!r}; this model has: {', '.join(names)}.")
