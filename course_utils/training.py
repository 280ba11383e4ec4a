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
        A function takes the number of steps of the whole run and returns an optimizer (see `one_cycle`).
    seed : int
        Sets Python's, NumPy's and Keras' generators.
    callbacks : sequence of Keras callbacks
    augment : function, optional
        Returns `keras.layers.Random…` layers, which change the training images anew in every epoch (see
        `augmentation.pipeline`); called after the seed is set. Validation images stay as they are.
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


def _cross_entropy(label_smoothing):
    """Return the loss for labels that are numbers; Keras smooths only labels that are one-hot."""
    if not label_smoothing:
        return "sparse_categorical_crossentropy"
    from course_utils.quiet import keras

    def smoothed(labels, probabilities):
        one_hot = keras.ops.one_hot(keras.ops.reshape(labels, (-1,)), probabilities.shape[-1])
        return keras.losses.categorical_crossentropy(one_hot, probabilities, label_smoothing=label_smoothing)

    return smoothed


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


def _training_data(train, batch_size, seed, augment):
    """Return what `model.fit` takes: shuffled batches."""
    from course_utils.augmentation import pipeline

    # The pipeline shuffles; Keras would warn that it cannot.
    layers = augment() if augment else ()
    return {"x": pipeline(*train, layers, batch_size=batch_size, seed=seed), "shuffle": False}


def accuracy(model, images, labels):
    """Share of images that the model puts into their class.

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


def with_channel(images):
    """Images with the axis of channels that Keras wants: (n, 28, 28) becomes (n, 28, 28, 1).

    >>> with_channel(np.zeros((5, 28, 28))).shape
    (5, 28, 28, 1)

    Introduced in notebook 04.
    """
    return images[..., np.newaxis] if images.ndim == 3 else images


def first_of_each_class(images, labels, count):
    """The first `count` images of each class, in their order in the file, and their labels.

    Raises
    ------
    ValueError
        A class has fewer images.

    >>> images, labels = first_of_each_class(np.arange(6), np.array([0, 0, 1, 1, 0, 1]), 2)
    >>> images, labels
    (array([0, 1, 2, 3]), array([0, 0, 1, 1]))

    Introduced in notebook 04.
    """
    of_class = {int(label): np.flatnonzero(labels == label) for label in np.unique(labels)}
    for label, there in of_class.items():
        if len(there) < count:
            raise ValueError(f"count {count} is not allowed: class {label} has only {len(there)} images.")
    places = np.sort(np.concatenate([there[:count] for there in of_class.values()]))
    return images[places], labels[places]


def one_cycle(peak, *, warm_up=0.3, weight_decay=0.01, beta_2=0.999):
    """An AdamW optimizer whose learning rate rises to a peak and falls to nearly zero, once.

    Parameters
    ----------
    peak : float
        The highest learning rate.
    warm_up : float
        Share of the steps in which it rises.
    weight_decay, beta_2 : float
        As in `keras.optimizers.AdamW`. A smaller `beta_2` remembers fewer steps, which suits short trainings.

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

        return keras.optimizers.AdamW(OneCycle(), weight_decay=weight_decay, beta_2=beta_2)

    return optimizer


def course_recipe(*, epochs=5, batch_size=256, peak=0.012):
    """Settings of `fit` with which the lessons train `models.course_network`, as a dictionary.

    Parameters
    ----------
    epochs, batch_size : int
    peak : float
        The highest learning rate of `one_cycle`.

    Introduced in notebook 06.
    """
    optimizer = one_cycle(peak, weight_decay=0.05, beta_2=0.98)
    return {"epochs": epochs, "batch_size": batch_size, "optimizer": optimizer}


def quick_recipe():
    """Settings of `fit` with which `models.course_network` passes 90 % in three epochs, as a dictionary.

    Behind the lessons: benchmarks/time_to_accuracy.py
    """
    return course_recipe(epochs=3)


def long_recipe(*, epochs=15):
    """Settings of `fit` with which `models.vgg_network` passes 93.5 %, as a dictionary.

    Half the images are mirrored, because clothes keep their class, and each loses a rectangle of up to a fifth of
    its pixels, which makes it harder to learn by heart. Label smoothing keeps the network from growing ever surer of
    images it already knows.

    Parameters
    ----------
    epochs : int
        Passes over the training images; the learning rate rises and falls once in all of them.

    Behind the lessons: benchmarks/time_to_accuracy.py
    """

    def augment():
        from course_utils.quiet import keras

        layers = keras.layers
        return [layers.RandomFlip("horizontal"), layers.RandomErasing((1, 1), scale=(0.02, 0.2), fill_value=0)]

    optimizer = one_cycle(0.01, weight_decay=0.05, beta_2=0.98)
    return {"epochs": epochs, "optimizer": optimizer, "augment": augment, "label_smoothing": 0.1}
