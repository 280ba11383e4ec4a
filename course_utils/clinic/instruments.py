"""Instruments: each asks one question of a network and answers with a few numbers in one line.

Every one makes its own networks anew from the patient's parts, so that none finds traces of another. What was read
once is kept: reading it again costs neither time nor one of the five calls.
"""

import dataclasses
import functools
from collections import defaultdict

import numpy as np

from course_utils.clinic import readings
from course_utils.clinic.patients import patient, source
from course_utils.nearest import class_averages, nearest_labels
from course_utils.training import forgotten_gradients

CALLS = 5  # for each patient of the ward
EPOCHS, _BATCH = 6, 50
_called = defaultdict(list)  # number in the ward -> names of the instruments, each once


def _instrument(measure, *, counts=True):
    """A decorator: what measures a `Patient` from a seed takes a number as well, keeps what it read, and counts."""
    kept = functools.lru_cache(maxsize=200)(measure)

    @functools.wraps(measure)
    def taken(given, *, seed=0):
        reading = kept(patient(given), seed)
        is_counted = counts and not hasattr(given, "build")
        return dataclasses.replace(reading, remark=_remark(int(given), measure.__name__)) if is_counted else reading

    return taken


def _remark(number, name):
    """Note a call, and say which of the five it is."""
    calls = _called[number]
    if name not in calls:
        calls.append(name)
    if (call := calls.index(name) + 1) <= CALLS:
        return f"instrument {call} of {CALLS} for patient {number}"
    return f"more than the {CALLS} for patient {number}: can you decide without it?"


def _classes(labels):
    return labels.argmax(axis=1) if labels.ndim == 2 else labels


def _share_right(scores, labels):
    return float(np.mean(scores.argmax(axis=1) == _classes(labels)))


def _score(one, scores, labels):
    """What its owner calls the accuracy: of images, or of outputs."""
    if one.metric == "binary_accuracy":
        return float(np.mean((scores > 0.5) == (labels > 0.5)))
    return _share_right(scores, labels)


def _loss(model, images, labels):
    return float(np.mean(model.compute_loss(images, labels, model(images, training=False))))


def _fitted(model, images, labels, **settings):
    """Train in silence, and return the history.

    TensorFlow warns of whoever traces often. A new network needs a new trace, and here every reading has its own.
    """
    from course_utils.quiet import tensorflow as tf

    logger, level = tf.get_logger(), tf.get_logger().level
    logger.setLevel("ERROR")
    try:
        with forgotten_gradients():
            return model.fit(images, labels, verbose=0, **settings).history
    finally:
        logger.setLevel(level)


@functools.lru_cache(maxsize=40)
def _trained(one, seed):
    """The network as its owner trained it, the accuracies of each epoch, and the data."""
    from course_utils.quiet import keras

    train, validation = one.data(*source())
    model, after = one.compiled(seed), []
    look = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda *_: after.append(_score(one, one.asked(model, validation[0]), validation[1]))
    )
    settings = {"epochs": EPOCHS, "batch_size": _BATCH, "shuffle": one.shuffle, "callbacks": [look]}
    history = _fitted(model, *train, **settings)
    model.compile()  # lets go of what Keras has compiled for training
    return model, history[one.metric], after, train, validation


@functools.partial(_instrument, counts=False)
def chart(one, seed):
    """The curves that the owner brings along: accuracy in each epoch, as the owner counts it. Free of charge.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.Chart

    Introduced in notebook 10.
    """
    _, training, validation, _, _ = _trained(one, seed)
    return readings.Chart(tuple(map(float, training)), tuple(validation))


@_instrument
def first_loss(one, seed):
    """The loss of an untrained network, and how many of its layers one step moves.

    A network that knows nothing of ten classes gives each a tenth: a loss of ln 10 = 2.30, or a little more.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.FirstLoss

    Introduced in notebook 10.
    """
    (images, labels), _ = one.data(*source())
    model, batch = one.compiled(seed), slice(0, 100)
    loss = _loss(model, images[batch], labels[batch])
    layers = [layer for layer in model.layers if layer.count_params()]
    before = [layer.get_weights() for layer in layers]
    _fitted(model, images[batch], labels[batch], batch_size=100)
    moved = [not all(map(np.array_equal, old, layer.get_weights())) for old, layer in zip(before, layers, strict=True)]
    return readings.FirstLoss(loss, sum(moved), len(layers))


@_instrument
def overfit_twenty(one, seed):
    """Twenty training images, two of each class, learnt by heart in 100 steps: whatever is sound can do that.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.Twenty

    Introduced in notebook 10.
    """
    (images, labels), _ = one.data(*source())
    classes = _classes(labels)
    places = np.concatenate([np.flatnonzero(classes == name)[:2] for name in np.unique(classes)])
    images, labels, model = images[places], labels[places], one.compiled(seed)
    again = np.tile(np.arange(len(places)), 100)
    _fitted(model, images[again], labels[again], batch_size=len(places), shuffle=False)
    in_training = _share_right(np.asarray(model(images, training=True)), labels)
    loss = _loss(model, images, labels)
    return readings.Twenty(in_training, _share_right(one.asked(model, images), labels), loss)


@_instrument
def shuffled_labels(one, seed):
    """The whole way again, on 500 images whose labels were shuffled at the source: there is nothing to be learnt.

    Thirty epochs are enough to learn most of the training labels by heart. On new images that helps nobody: 0.10.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.Shuffled

    Introduced in notebook 10.
    """
    images, labels = source()
    shuffled = np.random.default_rng(seed).permutation(labels[:500])
    train, validation = one.data(images[:500], shuffled)
    model = one.compiled(seed)
    history = _fitted(model, *train, epochs=30, batch_size=_BATCH, shuffle=one.shuffle)
    first, last = history["loss"][0], history["loss"][-1]
    return readings.Shuffled(first, last, _share_right(one.asked(model, validation[0]), validation[1]))


@_instrument
def neighbours(one, seed):
    """Whether the trained network answers 100 validation images alike: asked twice, and in other company.

    The other company: ten images at a time, put together by the class of the first answer.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.Neighbours

    Introduced in notebook 10.
    """
    from course_utils.quiet import keras

    model, _, _, _, (images, _) = _trained(one, seed)
    keras.utils.set_random_seed(seed)
    images, kept = images[:100], model.get_weights()
    first, second = (one.asked(model, images).argmax(axis=1) for _ in range(2))
    order, company = np.argsort(first, kind="stable"), np.empty(len(images), int)
    company[order] = one.asked(model, images[order], batch_size=10).argmax(axis=1)
    model.set_weights(kept)
    return readings.Neighbours(float(np.mean(first == second)), float(np.mean(first == company)))


@_instrument
def what_arrives(one, seed):
    """The numbers that reach the first layer with weights, in training and when the network is asked.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.Arrivals
        Its `training` and `validation` hold ten images each, with their labels, for `drawing.draw_arrivals`.

    Introduced in notebook 10.
    """
    from course_utils.quiet import keras

    keras.utils.set_random_seed(seed)
    (images, labels), (others, classes), _ = _arriving(one)
    order = np.random.default_rng(seed).permutation(len(labels)) if one.shuffle else np.arange(len(labels))
    first = order[:_BATCH]
    classes = _classes(classes)
    return readings.Arrivals(
        *readings.Arrivals.ends(images),
        *readings.Arrivals.ends(others),
        len(np.unique(_classes(labels)[first])),
        len(np.unique(classes)),
        (images[first[:10], ..., 0], _classes(labels)[first[:10]]),
        (others[:10, ..., 0], classes[:10]),
    )


@_instrument
def baselines(one, seed):
    """Numbers to compare an accuracy with: two that need no network, and the trained network's own.

    Without a network: always the class that is most frequent in training; the class whose average training image is
    most similar. With it: what it answers when it is asked about training images, and about validation images.

    Parameters
    ----------
    one : int or Patient
        A number in the ward, or a patient.
    seed : int

    Returns
    -------
    readings.Baselines

    Introduced in notebook 10.
    """
    from course_utils.quiet import keras

    keras.utils.set_random_seed(seed)
    (images, labels), (others, classes), _ = _arriving(one)
    labels, classes = _classes(labels), _classes(classes)
    names = np.unique(labels)
    averages = class_averages(images, labels)
    model, _, _, train, validation = _trained(one, seed)
    return readings.Baselines(
        float(np.mean(classes == np.bincount(labels).argmax())),
        float(np.mean(nearest_labels(averages, names, others) == classes)),
        *(_share_right(one.asked(model, pixels), truth) for pixels, truth in (train, validation)),
    )


def _arriving(one):
    """Training and validation data as they reach the first layer with weights, and the untrained model."""
    train, validation = one.data(*source())
    model = one.compiled(0)
    images, others = train[0], one.arriving(validation[0])
    for layer in model.layers:
        if layer.count_params() or len(layer.output.shape) != images.ndim:  # what is flattened is no picture
            break
        images, others = np.asarray(layer(images)), np.asarray(layer(others))
    return (images, train[1]), (others, validation[1]), model


INSTRUMENTS = (first_loss, overfit_twenty, shuffled_labels, neighbours, what_arrives, baselines)
