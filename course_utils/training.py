"""One training from a seed: silent, with its history and the loss of each batch as plain numbers; and what came of it.

`batches` makes what goes into it; the settings with which the course trains stand in `recipes`.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import contextlib
import gc
import time
from typing import NamedTuple

import numpy as np

from course_utils.arrays import shown
from course_utils.batches import check_scale_of, classes_of, images_for, labels_of, pipeline
from course_utils.geometry import as_count, as_number
from course_utils.learning_rate import at_its_last_rate
from course_utils.models import build_from


@contextlib.contextmanager
def forgotten_gradients():
    """Let go of what TensorFlow notes for ever while it traces: each custom gradient, under a name of its own.

    Each holds on to the whole graph of its training, 5 MiB and more, and a lesson trains dozens of networks. Once the
    training is over nothing asks for them: the graph is traced, and will be traced anew.

    It is for one training at a time: what another thread traces meanwhile would be forgotten as well.
    """
    from tensorflow.python.framework import ops

    noted = getattr(getattr(ops, "gradient_registry", None), "_registry", {})  # not TensorFlow's public interface
    before = set(noted)
    try:
        yield
    finally:
        for name in set(noted) - before:
            if name.startswith("CustomGradient-"):
                del noted[name]


def forget_networks():
    """Let go of the networks that nobody holds any more: they hold one another, and Python finds them when it looks.

    It takes about a hundredth of a second, Keras' own modules aside: nothing before a training, too much in a move.
    """
    gc.collect()


class Run(NamedTuple):
    """One training: the model, its history (name -> one value per epoch), and the seconds it took.

    `seconds` are those on the clock; `cpu_seconds` those of all processors together. The model is compiled with what
    Keras itself has, so that any Keras can load it from a file: after `one_cycle` at the last learning rate, after
    label smoothing with the plain cross-entropy.
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

    Raises
    ------
    ValueError
        A setting is not allowed, or images, labels and model do not go together.

    Introduced in notebook 04.
    """
    epochs, batch_size = as_count(epochs, "epochs"), as_count(batch_size, "batch_size")
    label_smoothing = as_number(
        label_smoothing, "label_smoothing", lambda share: 0 <= share < 1, "give a share below 1"
    )
    callbacks, train = _checked_callbacks(callbacks), _pair(train, "train")
    validation = None if validation is None else _pair(validation, "validation")
    model = build_from(seed, build)
    train = _for_model(model, *train)
    validation = validation and _for_model(model, *validation)
    optimizer = optimizer_of(optimizer, epochs * -(-len(train[0]) // batch_size))
    model.compile(optimizer, loss=_cross_entropy(label_smoothing), metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    forget_networks()
    started, cpu_started = time.perf_counter(), time.process_time()
    with forgotten_gradients():
        history = model.fit(
            **_training_data(train, batch_size, seed, augment),
            validation_data=validation,
            validation_batch_size=500,
            epochs=epochs,
            callbacks=callbacks,
            verbose=0,
        ).history
    took = time.perf_counter() - started, time.process_time() - cpu_started
    settled = at_its_last_rate(model.optimizer, model.trainable_variables)
    # Also lets go of what Keras has compiled for training: 5 MiB a model, and a lesson keeps many models.
    model.compile(settled, loss=_cross_entropy(0), metrics=["accuracy"])
    return Run(model, history, *took)


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

    Raises
    ------
    ValueError
        As for `fit`, or several networks would share one optimizer.
    """
    optimizer = settings.get("optimizer")
    if not isinstance(builders, dict):
        raise ValueError(
            f'builders {shown(builders)} is not allowed: give names and functions, {{"classic": models.classic}}.'
        )
    if len(builders) > 1 and hasattr(optimizer, "apply_gradients"):
        raise ValueError(f"the networks cannot share {_ONE_OPTIMIZER}")
    runs = {name: fit(build, train, **settings) for name, build in builders.items()}
    return runs, {name: accuracy(run.model, *validation) for name, run in runs.items()}


def accuracy(model, images, labels):
    """Share of images that the model puts into their class.

    Parameters
    ----------
    model : Keras model
    images : (n, 28, 28) or (n, 28, 28, 1)
        As the model takes them.
    labels : (n,) or (n, 1)

    Returns
    -------
    accuracy : float

    Raises
    ------
    ValueError
        Images, labels and model do not go together.

    >>> from course_utils.models import dense_network
    >>> accuracy(dense_network(), np.zeros((2, 28, 28)), np.array([0, 1])) <= 0.5
    True

    Introduced in notebook 04.
    """
    images, labels = _for_model(model, images, labels)
    return float(np.mean(chosen_classes(model.predict(images, batch_size=500, verbose=0)) == labels))


def chosen_classes(scores):
    """The class of the largest score for each image; -1 where a score is NaN, because that is no answer.

    Parameters
    ----------
    scores : (n, classes)

    Returns
    -------
    classes : int (n,)

    >>> chosen_classes([[0.1, 0.9], [np.nan, 1.0]])
    array([ 1, -1])
    """
    scores = np.asarray(scores)
    return np.where(np.isnan(scores).any(axis=1), -1, scores.argmax(axis=1))


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
        model.evaluate(*_for_model(model, *_pair(given, name)), batch_size=500, verbose=0)
        for given, name in ((train, "train"), (validation, "validation"))
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


_ONE_OPTIMIZER = (
    'one optimizer, which belongs to the network that it has trained: give a name, such as "adam", or a function that '
    "makes a new one, lambda steps: keras.optimizers.SGD(0.1)."
)


def _pair(given, name):
    """Images and labels out of what was handed over, or a sentence where it is no pair."""
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        raise ValueError(f"{name} is {shown(given)}: give a pair of arrays, (pixels, labels).")
    return given


def _for_model(model, images, labels):
    """Images and labels as Keras takes them, after a look at whether they go with this model."""
    images = images_for(model, images)
    if not len(images):
        raise ValueError("there are no images: give at least one.")
    check_scale_of(model, images)
    return images, labels_of(labels, len(images), classes=classes_of(model))


def optimizer_of(given, steps):
    """A Keras optimizer from its name, from one, or from a function of the number of steps."""
    from course_utils.quiet import keras

    made = None
    if isinstance(given, keras.optimizers.Optimizer):
        made = given
    elif callable(given) and not isinstance(given, type):  # a class would take the steps for its learning rate
        made = given(steps)
    elif isinstance(given, (str, dict)):
        made = _known_to_keras(given)
    if not isinstance(made, keras.optimizers.Optimizer):
        allowed = 'give a name, such as "adam", one that is made, keras.optimizers.SGD(0.1), or a function of the steps'
        raise ValueError(f"optimizer {shown(given)} is not allowed: {allowed}.")
    if made.built:
        raise ValueError(f"this is {_ONE_OPTIMIZER}")
    return made


def _known_to_keras(name):
    from course_utils.quiet import keras

    try:
        return keras.optimizers.get(name)
    except (ValueError, TypeError):
        return None


def _checked_callbacks(given):
    from course_utils.quiet import keras

    callbacks = [given] if isinstance(given, keras.callbacks.Callback) else given
    if not isinstance(callbacks, (list, tuple)) or not all(isinstance(c, keras.callbacks.Callback) for c in callbacks):
        raise ValueError(f"callbacks {shown(given)} is not allowed: give a list of Keras callbacks.")
    return list(callbacks)


def _training_data(train, batch_size, seed, augment):
    """Return what `model.fit` takes: shuffled batches."""
    if augment is not None and (hasattr(augment, "get_config") or not callable(augment)):
        raise ValueError(f"augment {shown(augment)} is not allowed: give a function that returns a list of layers.")
    layers = augment() if augment else ()
    # The pipeline shuffles; Keras would warn that it cannot.
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
