"""The experiments of notebooks 04 to 06: first steps, answers in both modes, a sweep of learning rates, several seeds.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

from typing import NamedTuple

import numpy as np

from course_utils.arrays import real_array, shown
from course_utils.batches import classes_of, images_for, labels_of, pipeline, with_channel
from course_utils.geometry import as_count, as_number
from course_utils.inside import feature_maps, length, loss_and_gradients
from course_utils.models import build_from, each_seed, small_cnn
from course_utils.training import accuracy, batch_losses, chosen_classes, forgotten_gradients, optimizer_of, score


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
    learning_rate = _rate(learning_rate)
    steps, batch_size = as_count(steps, "steps"), as_count(batch_size, "batch_size")
    images = images_for(model, images)
    labels = labels_of(labels, len(images), classes=classes_of(model))
    rng = np.random.default_rng(seed)
    losses, norms = [], []
    for _ in range(steps):
        batch = rng.integers(len(images), size=batch_size)
        loss, gradients = loss_and_gradients(model, model.trainable_variables, images[batch], labels[batch])
        losses.append(loss)
        norms.append(float(np.linalg.norm([length(gradient) for gradient in gradients])))
        for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
            variable.assign_sub(learning_rate * gradient)
    return Steps(np.array(losses), np.array(norms))


class Starts(NamedTuple):
    """The first steps from several seeds: losses and gradient norms (seeds, steps), live filters (seeds,)."""

    losses: np.ndarray
    gradient_norms: np.ndarray
    live_filters: np.ndarray


def start_from(images, labels, *, seeds, steps=15, learning_rate=0.1):
    """The first steps of a `small_cnn` that takes these images as they come, from several seeds.

    Parameters
    ----------
    images : (n, 28, 28)
        At any scale.
    labels : (n,)
    seeds : sequence of int
        Of the first weights and the batches.
    steps, learning_rate
        As in `first_steps`.

    Returns
    -------
    Starts
        Its `live_filters` counts the filters of the first convolution that, after the steps, answer
        above zero anywhere in the first 500 images.

    Introduced in notebook 05.
    """
    images = with_channel(images)

    def measure(seed):
        model = build_from(seed, lambda: small_cnn(scaling=None))
        run = first_steps(model, images, labels, steps=steps, learning_rate=learning_rate, seed=seed)
        maps = feature_maps(model, images[:500], "relu_1")
        return run.losses, run.gradient_norms, (maps.max(axis=(0, 1, 2)) > 0).sum()

    return Starts(*map(np.array, zip(*map(measure, each_seed(seeds)), strict=True)))


def catch_up(layer, batch, steps):
    """What a `BatchNorm` makes of a batch at inference, now and after each of several training steps on it.

    Parameters
    ----------
    layer : normalization.BatchNorm
        Is trained: its moving averages change.
    batch : (batch, …, channels)
    steps : int
        How often the layer is called in training mode.

    Returns
    -------
    outputs : (steps + 1, *batch.shape)

    Introduced in notebook 05.
    """
    outputs = [layer(batch, training=False)]
    for _ in range(as_count(steps, "steps")):
        layer(batch, training=True)
        outputs.append(layer(batch, training=False))
    return np.array(outputs)


def answers(model, images, *, training=False, order=None, batch_size=50):
    """Class that a model chooses for each image, batch by batch, in one of the two modes.

    In training mode the moving averages of the model move, as they do in training.

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28)
    training : bool
        Which mode.
    order : int (n,), optional
        In which order the images are put into batches; the answers come back in the images' own order.
    batch_size : int

    Returns
    -------
    classes : int (n,)

    Introduced in notebook 05.
    """
    inputs, batch_size = images_for(model, images).astype(np.float32), as_count(batch_size, "batch_size")
    order = np.arange(len(inputs)) if order is None else real_array(order, "order", axes=(1,))
    if not np.array_equal(np.sort(order), np.arange(len(inputs))):
        raise ValueError(f"order {shown(order)} is not allowed: give each place from 0 to {len(inputs) - 1:,} once.")
    classes = np.zeros(len(inputs), int)
    for start in range(0, len(inputs), batch_size):
        batch = order[start : start + batch_size].astype(int)
        classes[batch] = chosen_classes(model(inputs[batch], training=training))
    return classes


def training_lead(model, images, labels, *, batch_size=50):
    """By how much a model is more often right in training mode than at inference.

    The model stays as it is, moving averages included.

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28)
    labels : (n,)
    batch_size : int
        In training mode, how many images share one mean.

    Returns
    -------
    lead : float
        Difference of two accuracies.

    Introduced in notebook 05.
    """
    labels = labels_of(labels, len(images), classes=classes_of(model))
    before = model.get_weights()
    inference, training = (
        np.mean(answers(model, images, training=mode, batch_size=batch_size) == labels) for mode in (False, True)
    )
    model.set_weights(before)
    return float(training - inference)


class Sweep(NamedTuple):
    """Trainings at several learning rates: losses float (rates, seeds); histories of the first seed, by rate."""

    losses: np.ndarray
    histories: dict


def learning_rate_sweep(build, train, learning_rates, *, epochs, batch_size=50, seeds=(0,)):
    """Training loss of plain gradient descent at several learning rates.

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
    Sweep
        Its `losses` are those of the last epoch. A history holds "loss" (one value per epoch), "batch_loss" (one a
        batch), "steps" (batches an epoch) and "epochs", as `explorers.TrainingExplorer` shows them.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    learning_rates = list(learning_rates) if hasattr(learning_rates, "__iter__") else [learning_rates]
    if not learning_rates:
        raise ValueError(f"learning_rates {learning_rates} is not allowed: give at least one, such as (0.01, 0.1).")
    rates, seeds, epochs = [_rate(rate) for rate in learning_rates], each_seed(seeds), as_count(epochs, "epochs")
    model = build_from(seeds[0], build)
    model.compile(keras.optimizers.SGD(), loss="sparse_categorical_crossentropy")
    losses, histories = np.zeros((len(learning_rates), len(seeds))), {}
    for (row, column), _ in np.ndenumerate(losses):
        model.set_weights(build_from(seeds[column], build).get_weights())
        model.optimizer.learning_rate = rates[row]
        callback, batches = batch_losses(), pipeline(*train, batch_size=batch_size, seed=seeds[column])
        with forgotten_gradients():
            history = model.fit(batches, epochs=epochs, shuffle=False, callbacks=[callback], verbose=0).history
        losses[row, column] = history["loss"][-1]
        if column == 0:
            of_batches = {"batch_loss": callback.losses, "steps": len(callback.losses) // epochs, "epochs": epochs}
            histories[learning_rates[row]] = history | of_batches
    return Sweep(losses, histories)


def accuracies(build, train, validation, *, epochs, batch_size=32, seeds=(0, 1, 2)):
    """Validation accuracy of one network that is trained with Adam from several seeds.

    The numbers are those of `training.fit` seed by seed, in less time and memory: see `trained_from`.

    Parameters
    ----------
    build : function
        Returns a new model.
    train, validation : (pixels, labels)
    epochs, batch_size : int
    seeds : sequence of int

    Returns
    -------
    accuracies : float (seeds,)

    Introduced in notebook 06.
    """
    each = trained_from(build, train, epochs=epochs, batch_size=batch_size, seeds=seeds)
    return np.array([accuracy(model, *validation) for model in each])


def scores(build, train, validation, *, epochs, batch_size=32, optimizer="adam", seeds=(0, 1, 2)):
    """Loss and accuracy on both splits of one network that is trained from several seeds.

    They are those of `training.fit` and `training.score` seed by seed, in less time and memory: see `trained_from`.

    Parameters
    ----------
    build : function
        Returns a new model.
    train, validation : (pixels, labels)
    epochs, batch_size : int
    optimizer
        As in `training.fit`.
    seeds : sequence of int

    Returns
    -------
    scores : list of training.Scores
        One for each seed.

    Introduced in notebook 04.
    """
    settings = {"epochs": epochs, "batch_size": batch_size, "optimizer": optimizer}
    return [score(model, train, validation) for model in trained_from(build, train, seeds=seeds, **settings)]


def trained_from(build, train, *, epochs, batch_size=32, optimizer="adam", seeds=(0, 1, 2)):
    """One network, trained from one seed after the other: whoever asks looks at it before the next seed.

    It is compiled once, and each run puts the first weights of its seed back. To compile takes as long as several
    epochs on a thousand images.

    Parameters
    ----------
    build, train, epochs, batch_size, optimizer, seeds
        As in `scores`.

    Yields
    ------
    model : Keras model
        The same one each time.

    Introduced in notebook 11.
    """
    seeds, epochs, batch_size = each_seed(seeds), as_count(epochs, "epochs"), as_count(batch_size, "batch_size")
    model = build_from(seeds[0], build)
    optimizer = optimizer_of(optimizer, epochs * -(-len(train[0]) // batch_size))
    model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    start = [variable.numpy() for variable in model.optimizer.variables]
    for seed in seeds:
        for layer, new in zip(model.layers, build_from(seed, build).layers, strict=True):
            for variable, value in zip(layer.variables, new.variables, strict=True):  # what draws dropout's masks, too
                variable.assign(value)
        for variable, value in zip(model.optimizer.variables, start, strict=True):
            variable.assign(value)
        with forgotten_gradients():
            model.fit(pipeline(*train, batch_size=batch_size, seed=seed), epochs=epochs, shuffle=False, verbose=0)
        yield model


def _rate(value):
    return as_number(value, "learning_rate", lambda rate: rate >= 0, "give a number from 0 up")
