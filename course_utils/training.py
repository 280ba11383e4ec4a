"""Training without noise: seeds, a learning rate that rises and falls, histories as plain numbers.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import time
from typing import NamedTuple

import numpy as np


class Run(NamedTuple):
    """One training: the model, its history (name -> one value an epoch) and the seconds it took."""

    model: object
    history: dict
    seconds: float
    cpu_seconds: float


def fit(build, train, validation=None, *, epochs, batch_size=256, optimizer="adam", seed=0, callbacks=()):
    """One silent training run from a seed.

    Parameters
    ----------
    build : function
        Returns a new model; called after the seed is set, so that its first weights follow from it.
    train, validation : (pixels, labels)
        Pixels (n, 28, 28) or (n, 28, 28, 1); labels (n,).
    epochs, batch_size : int
    optimizer : str, Keras optimizer, or function
        A function takes the number of steps of the whole run and returns an optimizer (see `one_cycle`).
    seed : int
        Sets Python's, NumPy's and Keras' generators.
    callbacks : sequence of Keras callbacks

    Returns
    -------
    Run

    Introduced in notebook 04.
    """
    from course_utils.quiet import keras

    keras.utils.set_random_seed(seed)
    model = build()
    steps = epochs * -(-len(train[0]) // batch_size)
    optimizer = optimizer(steps) if callable(optimizer) else optimizer
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    started, cpu_started = time.perf_counter(), time.process_time()
    history = model.fit(
        with_channel(train[0]),
        train[1],
        validation_data=validation and (with_channel(validation[0]), validation[1]),
        validation_batch_size=500,
        epochs=epochs,
        batch_size=batch_size,
        callbacks=list(callbacks),
        verbose=0,
    ).history
    return Run(model, history, time.perf_counter() - started, time.process_time() - cpu_started)


def compare(builders, train, validation, **settings):
    """Several networks, trained alike.

    Parameters
    ----------
    builders : dict of name -> function
        Each returns a new model.
    train, validation : (pixels, labels)
    **settings
        As in `fit`.

    Returns
    -------
    runs : dict of name -> Run
    accuracies : dict of name -> float
        On the validation images.

    Introduced in notebook 06.
    """
    runs = {name: fit(build, train, **settings) for name, build in builders.items()}
    return runs, {name: accuracy(run.model, *validation) for name, run in runs.items()}


def accuracy(model, images, labels):
    """Share of images that the model puts into their class.

    >>> from course_utils.models import dense_network
    >>> accuracy(dense_network(), np.zeros((2, 28, 28)), np.array([0, 1])) <= 0.5
    True

    Introduced in notebook 04.
    """
    scores = model.predict(with_channel(images), batch_size=500, verbose=0)
    return float(np.mean(scores.argmax(axis=1) == labels))


def with_channel(images):
    """Images with the axis of channels that Keras wants: (n, 28, 28) becomes (n, 28, 28, 1).

    >>> with_channel(np.zeros((5, 28, 28))).shape
    (5, 28, 28, 1)

    Introduced in notebook 04.
    """
    return images[..., np.newaxis] if images.ndim == 3 else images


def first_of_each_class(images, labels, count):
    """The first `count` images of each class, in their order in the file, and their labels.

    >>> images, labels = first_of_each_class(np.arange(6), np.array([0, 0, 1, 1, 0, 1]), 2)
    >>> images, labels
    (array([0, 1, 2, 3]), array([0, 0, 1, 1]))

    Introduced in notebook 04.
    """
    places = np.sort(np.concatenate([np.flatnonzero(labels == label)[:count] for label in np.unique(labels)]))
    return images[places], labels[places]


def one_cycle(peak, *, warm_up=0.3, weight_decay=0.01):
    """An AdamW optimizer whose learning rate rises to a peak and falls to nearly zero, once.

    Parameters
    ----------
    peak : float
        The highest learning rate.
    warm_up : float
        Share of the steps in which it rises.
    weight_decay : float
        As in `keras.optimizers.AdamW`.

    Returns
    -------
    optimizer : function of the number of steps
        Give it to `fit`, which knows that number.

    Notes
    -----
    After Smith and Topin, "Super-Convergence", arXiv:1708.07120 (2017), in straight lines.

    Introduced in notebook 06.
    """

    def optimizer(steps):
        from course_utils.quiet import keras

        class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                share = keras.ops.cast(step, "float32") / steps
                rise, fall = share / warm_up, (1 - share) / (1 - warm_up)
                return peak * keras.ops.maximum(keras.ops.minimum(rise, fall), 0.01)

            def get_config(self):
                return {"peak": peak, "steps": steps, "warm_up": warm_up}

        return keras.optimizers.AdamW(OneCycle(), weight_decay=weight_decay)

    return optimizer


class Steps(NamedTuple):
    """Loss and gradient norm before each of the first steps of a training: float (steps,)."""

    losses: np.ndarray
    gradient_norms: np.ndarray


def first_steps(model, images, labels, *, steps, learning_rate, batch_size=250, seed=0):
    """The first steps of plain gradient descent, each with its loss and the norm of its gradient.

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
        norms.append(np.sqrt(sum(_norm(gradient) ** 2 for gradient in gradients)))
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
    import tensorflow as tf

    from course_utils.quiet import keras

    with tf.GradientTape() as tape:
        probabilities = model(with_channel(np.asarray(images, np.float32)), training=True)
        loss = keras.ops.mean(keras.losses.sparse_categorical_crossentropy(labels, probabilities))
    return float(loss), tape.gradient(loss, [variable.value for variable in variables])


def _norm(gradient):
    return float(np.linalg.norm(np.asarray(gradient, np.float64)))


def learning_rate_sweep(build, train, learning_rates, *, epochs, batch_size=100, seeds=(0,)):
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


def course_recipe(*, epochs=5, batch_size=256, peak=0.012):
    """Settings of `fit` with which the lessons train `models.course_network`, as a dictionary.

    Parameters
    ----------
    epochs, batch_size : int
    peak : float
        The highest learning rate of `one_cycle`.

    Introduced in notebook 06.
    """
    return {"epochs": epochs, "batch_size": batch_size, "optimizer": one_cycle(peak)}
