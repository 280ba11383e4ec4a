"""Patients: small networks with all that belongs to them, from the images to the answer. Most of them are ill.

What ails which stands here. Whoever is about to examine them reads on afterwards.
"""

import functools
from typing import NamedTuple

import numpy as np

from course_utils import fashion_mnist
from course_utils.arrays import shown, whole_number
from course_utils.batches import first_of_each_class, with_channel
from course_utils.models import build_from


class Patient(NamedTuple):
    """A network with its data, its training and its way to answer: all that can be wrong.

    `HEALTHY._replace(…)` makes another one, such as a learner's own.

    Attributes
    ----------
    build : function
        Returns a new Keras model.
    data : function
        Takes images (n, 28, 28) and labels (n,), in random order, and returns (images, labels) to train with and
        (images, labels) to validate with.
    loss : str, or function
        As `compile` takes it; a function returns it.
    metric : str
        What its owner reads as the accuracy, as Keras names it.
    rate : float
        Learning rate of Adam.
    shuffle : bool
        Whether the images are shuffled in each epoch.
    before : function
        What is done to a batch of images before the trained model is asked.
    mode : bool
        The `training=` with which it is asked.
    name : str

    Introduced in notebook 10.
    """

    build: object
    data: object
    loss: object = "sparse_categorical_crossentropy"
    metric: str = "sparse_categorical_accuracy"
    rate: float = 0.003
    shuffle: bool = True
    before: object = None
    mode: bool = False
    name: str = "a patient"

    def __repr__(self):
        return f"Patient({self.name})"

    def compiled(self, seed):
        """A new model whose first weights follow from a seed, ready to be trained."""
        from course_utils.quiet import keras

        model, loss = build_from(seed, self.build), self.loss if isinstance(self.loss, str) else self.loss()
        model.compile(keras.optimizers.Adam(self.rate), loss=loss, metrics=[self.metric])
        return model

    def arriving(self, images):
        """Images as its owner hands them to the trained model."""
        return images if self.before is None else self.before(images)

    def asked(self, model, images, *, batch_size=100):
        """What its owner gets from a model, batch by batch: float (n, classes)."""
        batches = (images[start : start + batch_size] for start in range(0, len(images), batch_size))
        return np.concatenate([np.asarray(model(self.arriving(batch), training=self.mode)) for batch in batches])


@functools.cache
def source():
    """The images and labels that all patients get: 2,500 training images, 250 of each class, in random order.

    Returns
    -------
    images : uint8 (2500, 28, 28)
    labels : uint8 (2500,)
    """
    images, labels = first_of_each_class(*fashion_mnist.load("train"), 250)
    order = np.random.default_rng(0).permutation(len(labels))
    return images[order], labels[order]


# What is right.


def _network(*, scale=1 / 255, end="softmax", norm=None, rate=0.0, frozen=False, twice=False):
    """Two convolutions of stride 2 and a dense layer; each argument but the first three can make it ill."""
    from course_utils.quiet import keras

    layers = keras.layers
    stack = [layers.Input((28, 28, 1)), layers.Rescaling(scale)]
    for filters in (16, 32):
        stack.append(layers.Conv2D(filters, 3, strides=2, trainable=not frozen))
        stack += [] if norm is None else [layers.BatchNormalization(momentum=norm)]
        stack.append(layers.ReLU())
    stack += [layers.Flatten()] + ([layers.Dropout(rate)] if rate else []) + [layers.Dense(10, activation=end)]
    return keras.Sequential([*stack, *([layers.Softmax()] if twice else [])])


def _with(**settings):
    return functools.partial(_network, **settings)


def _as_floats(images):
    return with_channel(images).astype(np.float32)


def _parted(images, labels):
    """Three fifths to train with, the rest to validate with."""
    cut = 3 * len(labels) // 5
    return (images[:cut], labels[:cut]), (images[cut:], labels[cut:])


def _data(images, labels):
    return _parted(_as_floats(images), labels)


#: The network that all the others should have been.
HEALTHY = Patient(_network, _data, name="healthy")


# What is wrong: each returns the data, or does to images, what its owner did without noticing.


def _out_of_step(images, labels):
    """A line of the labels' file was lost: each image has the label of the next."""
    (train, classes), validation = _data(images, labels)
    return (train, np.roll(classes, -1)), validation


def _turned(images, labels):
    """Rows and columns were exchanged by the reader of the validation files."""
    train, (validation, classes) = _data(images, labels)
    return train, (validation.transpose(0, 2, 1, 3), classes)


def _divided_for_training(images, labels):
    """The training images are divided by 255, the validation images are not."""
    (train, classes), validation = _data(images, labels)
    return (train / 255, classes), validation


def _sorted(images, labels):
    """The training images come class by class."""
    (train, classes), validation = _data(images, labels)
    order = np.argsort(classes, kind="stable")
    return (train[order], classes[order]), validation


def _last_part_of_sorted(images, labels):
    """All images come class by class, and the last part of them is kept for validation, as `validation_split` does."""
    order = np.argsort(labels, kind="stable")
    images, labels = _as_floats(images[order]), labels[order]
    cut = 9 * len(labels) // 10
    return (images[:cut], labels[:cut]), (images[cut:], labels[cut:])


def _leaking(images, labels):
    """Train on everything, validation images among it."""
    _, validation = _data(images, labels)
    return (_as_floats(images), labels), validation


def _overflowing(images, labels):
    """The training images are made brighter as bytes, where 200 + 100 is 44."""
    (train, classes), validation = _parted(images, labels)
    return (_as_floats(train + np.uint8(100)), classes), (_as_floats(validation[0]), validation[1])


def _one_hot(images, labels):
    (train, classes), (validation, others) = _data(images, labels)
    return (train, np.eye(10, dtype=np.float32)[classes]), (validation, np.eye(10, dtype=np.float32)[others])


def _changed_at_random(images):
    from course_utils.quiet import keras

    layers = keras.layers
    change = keras.Sequential([layers.RandomRotation(0.15), layers.RandomTranslation(0.15, 0.15)])
    return np.asarray(change(images, training=True))


#: Patients whose ailment the lesson shows openly; the names are the diagnoses.
OPEN = {
    "no softmax": HEALTHY._replace(build=_with(end=None)),
    "validation turned": HEALTHY._replace(data=_turned),
    "sorted, not shuffled": HEALTHY._replace(data=_sorted, shuffle=False),
    "validation in training": HEALTHY._replace(data=_leaking),
    "dropout too strong": HEALTHY._replace(build=_with(rate=0.95)),
    "counts outputs": HEALTHY._replace(data=_one_hot, loss="binary_crossentropy", metric="binary_accuracy"),
}
OPEN = {name: one._replace(name=name) for name, one in OPEN.items()}

#: What ails each patient of the ward, by number.
AILMENTS = {
    1: "softmax twice",
    2: "labels out of step",
    3: "validation scaled otherwise",
    4: "frozen layers",
    5: "rate too high",
    6: "last part of sorted data",
    7: "healthy",
    8: "asked in training mode",
    9: "scaled twice",
    10: "bytes overflow",
    11: "averages lag",
    12: "random changes when asked",
}
_HIDDEN = {
    "healthy": HEALTHY._replace(build=_with(rate=0.3)),
    "labels out of step": HEALTHY._replace(data=_out_of_step),
    "softmax twice": HEALTHY._replace(build=_with(twice=True)),
    "scaled twice": HEALTHY._replace(build=_with(scale=1 / 255**2)),
    "validation scaled otherwise": HEALTHY._replace(build=_with(scale=1.0), data=_divided_for_training),
    "last part of sorted data": HEALTHY._replace(data=_last_part_of_sorted),
    "rate too high": HEALTHY._replace(rate=1.0),
    "averages lag": HEALTHY._replace(build=_with(norm=0.9995)),
    "asked in training mode": HEALTHY._replace(build=_with(norm=0.9), mode=True),
    "random changes when asked": HEALTHY._replace(before=_changed_at_random),
    "frozen layers": HEALTHY._replace(build=_with(frozen=True)),
    "bytes overflow": HEALTHY._replace(data=_overflowing),
}
WARD = {number: _HIDDEN[ailment]._replace(name=str(number)) for number, ailment in AILMENTS.items()}


def patient(given):
    """A patient of the ward by its number; a `Patient` as it is.

    >>> patient(7), patient(HEALTHY)
    (Patient(7), Patient(healthy))

    Raises
    ------
    ValueError
        There is no such number, or it is no patient.
    """
    if isinstance(given, Patient):
        return given
    number = whole_number(given)
    if number not in WARD:
        allowed = f"give a number from 1 to {len(WARD)}, or a Patient, such as HEALTHY"
        raise ValueError(f"patient {shown(given)} is not in the ward: {allowed}.")
    return WARD[number]
