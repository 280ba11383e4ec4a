"""One training from a seed: silent, with its history and the loss of each batch as plain numbers; and what came of it.

`batches` makes what goes into it; the settings with which the course trains stand in `recipes`.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import time
from typing import NamedTuple

import numpy as np

from course_utils.batches import pipeline, with_channel


class Run(NamedTuple):
    """One training: the model, its history (name -> one value an epoch), and the seconds it took.

    `seconds` are those on the clock; `cpu_seconds` those of all processors together.
    """

    model: object
    history: dict
    seconds: float
    cpu_seconds: float


def fit(
    build,
    train,
    validation=None,
    *,
    epochs,
    batch_size=256,
    optimizer="adam",
    seed=0,
    callbacks=(),
    augment=None,
    label_smoothing=0.0,
):
    """One silent training run from a seed.

    Parameters
    ----------
    build : function
        Returns a new model; called after the seed is set, so that its first weights follow from it.
    train, validation : (pixels, labels)
        Pixels (n, 28, 28) or (n, 28, 28, 1); labels (n,).
    epochs, batch_size : int
    optimizer : str, Keras optimizer, or function
        A function takes the number of steps of the whole run and returns an optimizer (see `learning_rate.one_cycle`).
    seed : int
        Sets Python's, NumPy's and Keras' generators.
    callbacks : sequence of Keras callbacks
    augment : function, optional
        Returns `keras.layers.Random…` layers, which change the training images anew in every epoch (see
        `batches.pipeline`); called after the seed is set. Validation images stay as they are.
    label_smoothing : float
        Share of each label that the loss divides among all classes, as in `keras.losses.CategoricalCrossentropy`.

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
    model.compile(optimizer, loss=_cross_entropy(label_smoothing), metrics=["accuracy"])
    started, cpu_started = time.perf_counter(), time.process_time()
    history = model.fit(
        **_training_data(train, batch_size, seed, augment),
        validation_data=validation and (with_channel(validation[0]), validation[1]),
        validation_batch_size=500,
        epochs=epochs,
        callbacks=list(callbacks),
        verbose=0,
    ).history
    # What Keras has compiled for training takes 5 MiB a model, and a lesson keeps many models.
    model.train_function = model.test_function = None
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

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28) or (n, 28, 28, 1)
        As the model takes them.
    labels : (n,)

    Returns
    -------
    accuracy : float

    >>> from course_utils.models import dense_network
    >>> accuracy(dense_network(), np.zeros((2, 28, 28)), np.array([0, 1])) <= 0.5
    True

    Introduced in notebook 04.
    """
    scores = model.predict(with_channel(images), batch_size=500, verbose=0)
    return float(np.mean(scores.argmax(axis=1) == labels))


class Scores(NamedTuple):
    """Loss and accuracy on training and on validation images, both at inference."""

    training_loss: float
    training_accuracy: float
    validation_loss: float
    validation_accuracy: float

    @property
    def gap(self):
        """Training accuracy minus validation accuracy."""
        return self.training_accuracy - self.validation_accuracy


def score(model, train, validation):
    """Loss and accuracy of a trained model, measured in the same mode on both splits.

    The training accuracy in a history is another number: it is taken while the weights still change and
    with dropout at work.

    Parameters
    ----------
    model : Keras model
        Compiled, as in a `Run`.
    train, validation : (pixels, labels)

    Returns
    -------
    Scores

    Introduced in notebook 04.
    """
    pairs = [
        model.evaluate(with_channel(images), labels, batch_size=500, verbose=0)
        for images, labels in (train, validation)
    ]
    return Scores(*pairs[0], *pairs[1])


class BatchLosses:
    """The loss of each batch, as a list `losses`; to be mixed into a Keras callback, as `batch_losses` does.

    Without Keras, so that an explorer can be imported where there is none.
    """

    def on_train_begin(self, logs=None):
        """Start an empty list."""
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        """Keras starts its mean anew with each epoch."""
        self._sum = 0.0

    def on_train_batch_end(self, batch, logs=None):
        """Keras reports the mean since the epoch began: the loss of this batch is what it adds to the sum."""
        before, self._sum = self._sum, float(logs["loss"]) * (batch + 1)
        self.losses.append(self._sum - before)


def batch_losses():
    """A Keras callback whose `losses` holds the loss of each batch after training.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    class Callback(BatchLosses, keras.callbacks.Callback):
        """`BatchLosses` as Keras wants it."""

    return Callback()


def _training_data(train, batch_size, seed, augment):
    """Return what `model.fit` takes: shuffled batches."""
    # The pipeline shuffles; Keras would warn that it cannot.
    layers = augment() if augment else ()
    return {"x": pipeline(*train, layers, batch_size=batch_size, seed=seed), "shuffle": False}


def _cross_entropy(label_smoothing):
    """Return the loss for labels that are numbers; Keras smooths only labels that are one-hot."""
    if not label_smoothing:
        return "sparse_categorical_crossentropy"
    from course_utils.quiet import keras

    def smoothed(labels, probabilities):
        one_hot = keras.ops.one_hot(keras.ops.reshape(labels, (-1,)), probabilities.shape[-1])
        return keras.losses.categorical_crossentropy(one_hot, probabilities, label_smoothing=label_smoothing)

    return smoothed
