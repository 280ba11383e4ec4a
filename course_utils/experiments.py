"""Small networks to try things on, and what to measure of them: gradients, spreads, a sweep.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

from typing import NamedTuple

import numpy as np

from course_utils.training import with_channel


def small_cnn(*, filters=(8, 16, 32), batch_norm=False, scaling=1 / 255):
    """A network small enough for experiments: convolutions of stride 2, then one dense layer.

    Parameters
    ----------
    filters : tuple of int
        Filters of the convolutions, 3×3 each.
    batch_norm : bool
        Normalise after each convolution, before its ReLU.
    scaling : float or None
        Pixels are multiplied by it. None takes the images as they come: only notebook 05 does so, to
        measure what happens then.

    Returns
    -------
    model : keras.Sequential
        Images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    stack = [layers.Input((28, 28, 1))] + ([] if scaling is None else [layers.Rescaling(scaling)])
    for count in filters:
        # Batch norm subtracts the mean, so a bias before it would have no effect.
        stack.append(layers.Conv2D(count, 3, strides=2, use_bias=not batch_norm))
        stack += [layers.BatchNormalization()] if batch_norm else []
        stack.append(layers.ReLU())
    return keras.Sequential([*stack, layers.Flatten(), layers.Dense(10, activation="softmax")], name="small")


def deep_network(activation, *, depth=10, units=64, batch_norm=False, kernel_initializer="he_normal"):
    """Dense layers one behind the other, to watch activations and gradients pass through them.

    Parameters
    ----------
    activation : str
        As Keras names it: "relu", "sigmoid", "tanh" …
    depth, units : int
        Hidden layers, called `hidden_1` and so on; units of each.
    batch_norm : bool
        Normalise before each activation.
    kernel_initializer : str
        How the hidden layers' first weights are drawn, as Keras names it.

    Returns
    -------
    model : keras.Sequential
        Standardised images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    stack = [layers.Input((28, 28, 1)), layers.Flatten()]
    for number in range(1, depth + 1):
        stack.append(layers.Dense(units, kernel_initializer=kernel_initializer, name=f"hidden_{number}"))
        stack += [layers.BatchNormalization()] if batch_norm else []
        stack.append(layers.Activation(activation, name=f"activation_{number}"))
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax", name="scores")], name="deep")


class Steps(NamedTuple):
    """Loss and length of the gradient before each of the first steps of a training: float (steps,)."""

    losses: np.ndarray
    gradient_norms: np.ndarray


def first_steps(model, images, labels, *, steps, learning_rate, batch_size=250, seed=0):
    """The first steps of plain gradient descent, each with its loss and the length of its gradient.

    Parameters
    ----------
    model : Keras model
        Is trained: its weights change.
    images, labels : arrays
        Each step takes a random batch of them.
    steps, batch_size : int
    learning_rate : float
    seed : int
        Of the batches.

    Returns
    -------
    Steps

    Introduced in notebook 05.
    """
    rng = np.random.default_rng(seed)
    losses, norms = [], []
    for _ in range(steps):
        batch = rng.integers(len(images), size=batch_size)
        loss, gradients = _loss_and_gradients(model, model.trainable_variables, images[batch], labels[batch])
        losses.append(loss)
        norms.append(float(np.linalg.norm([_norm(gradient) for gradient in gradients])))
        for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
            variable.assign_sub(learning_rate * gradient)
    return Steps(np.array(losses), np.array(norms))


def gradient_norms(model, images, labels):
    """Length of the gradient of each layer's weights, for one batch in training mode.

    The model stays as it is, moving averages included.

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
    _, gradients = _loss_and_gradients(model, [layer.kernel for layer in layers], images, labels)
    model.set_weights(before)
    return {layer.name: _norm(gradient) for layer, gradient in zip(layers, gradients, strict=True)}


def _loss_and_gradients(model, variables, images, labels):
    """Return the mean cross-entropy of one batch in training mode, and its gradient by each variable."""
    from course_utils.quiet import keras  # first: it silences TensorFlow

    import tensorflow as tf  # isort: skip

    with tf.GradientTape() as tape:
        probabilities = model(with_channel(np.asarray(images, np.float32)), training=True)
        loss = keras.ops.mean(keras.losses.sparse_categorical_crossentropy(labels, probabilities))
    return float(loss), tape.gradient(loss, [variable.value for variable in variables])


def _norm(gradient):
    return float(np.linalg.norm(np.asarray(gradient, np.float64)))


def spreads(model, images):
    """Standard deviation of each hidden layer's activations over a batch in training mode, mean over the units.

    The model stays as it is, moving averages included.

    Parameters
    ----------
    model : from `deep_network`
    images : (batch, 28, 28)

    Returns
    -------
    spreads : list of float
        One a layer, from the input on.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    hidden = [layer.output for layer in model.layers if layer.name.startswith("activation_")]
    before = model.get_weights()
    outputs = keras.Model(model.inputs[0], hidden)(with_channel(np.asarray(images, np.float32)), training=True)
    model.set_weights(before)
    return [float(np.std(np.asarray(output), axis=0).mean()) for output in outputs]


def answers(model, images, *, training=False, batch_size=50):
    """Class that a model chooses for each image, batch by batch, in one of the two modes.

    In training mode the moving averages of the model move, as they do in training.

    Returns
    -------
    classes : int (n,)

    Introduced in notebook 05.
    """
    inputs = with_channel(np.asarray(images, np.float32))
    batches = [inputs[start : start + batch_size] for start in range(0, len(inputs), batch_size)]
    return np.concatenate([np.asarray(model(batch, training=training)).argmax(axis=1) for batch in batches])


def learning_rate_sweep(build, train, learning_rates, *, epochs, batch_size=50, seeds=(0,)):
    """Training loss of the last epoch of plain gradient descent, at several learning rates.

    One model is compiled; each run puts the first weights of its seed back. That saves most of the time.

    Parameters
    ----------
    build : function
        Returns a new model.
    train : (pixels, labels)
    learning_rates : sequence of float
    epochs, batch_size : int
    seeds : sequence of int

    Returns
    -------
    losses : float (learning rates, seeds)

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    model = build()
    model.compile(keras.optimizers.SGD(), loss="sparse_categorical_crossentropy")
    losses = np.zeros((len(learning_rates), len(seeds)))
    for (row, column), _ in np.ndenumerate(losses):
        keras.utils.set_random_seed(seeds[column])
        model.set_weights(build().get_weights())
        model.optimizer.learning_rate = learning_rates[row]
        history = model.fit(with_channel(train[0]), train[1], batch_size=batch_size, epochs=epochs, verbose=0).history
        losses[row, column] = history["loss"][-1]
    return losses
