"""The plainest classifier, as a judge of what a feature map still knows: copy the class of the most similar example."""

import numpy as np

from course_utils.arrays import real_array
from course_utils.geometry import as_count
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words


def nearest_accuracy(examples, labels, *, count=1000, runs=5):
    """Share of right answers when each example takes the class of the one most like it, run by run.

    Each run draws `count` examples that are known and, from the others, `count` that are asked about. Most like
    means: smallest Euclidean distance.

    Parameters
    ----------
    examples : (n, …)
        Images, feature maps or vectors, n at least twice `count`.
    labels : (n,) or (n, 1)
    count, runs : int
        Run number r draws with seed r.

    Returns
    -------
    accuracies : float64 (runs,)

    Raises
    ------
    ValueError
        There are too few examples, or not as many labels; or they are something else.

    >>> digits = np.repeat([0.0, 1.0], 10)
    >>> nearest_accuracy(digits[:, np.newaxis], digits, count=8, runs=2)
    array([1., 1.])

    Introduced in notebook 03.
    """
    rows, labels = _rows(examples, "examples"), _vector(labels)
    count, runs = as_count(count, "count"), as_count(runs, "runs")
    if len(rows) != len(labels) or len(rows) < 2 * count:
        raise ValueError(
            f"{counted(len(rows), 'example')} and {counted(len(labels), 'label')} for count {count}: "
            "give as many labels as examples, and at least twice as many as count."
        )
    return np.array([_accuracy(rows, labels, count, seed) for seed in range(runs)])


def nearest_labels(known, labels, asked):
    """The label of the most similar known example, for each one asked about.

    Parameters
    ----------
    known : (n, …)
        Images, feature maps or vectors; or one typical example a class.
    labels : (n,) or (n, 1)
        Numbers or names.
    asked : (m, …)

    Returns
    -------
    labels : (m,)

    Raises
    ------
    ValueError
        There are not as many labels as known examples, or the examples are something else than numbers of one shape.

    >>> nearest_labels([[0.0], [1.0]], ["dark", "bright"], [[0.2], [0.9], [0.4]]).tolist()
    ['dark', 'bright', 'dark']

    Introduced in notebook 07.
    """
    known, labels, asked = _rows(known, "known"), _vector(labels), _rows(asked, "asked")
    _check_pairs(known, labels, "known example")
    if known.shape[1] != asked.shape[1]:
        raise ValueError(
            f"a known example has {counted(known.shape[1], 'number')} and one asked about {asked.shape[1]:,}: "
            "give examples of the same shape, and one alone as a batch of one, example[np.newaxis]."
        )
    # Half the squared distance is |known|² / 2 - known·asked + |asked|² / 2; the last is the same for all known ones.
    half = np.vecdot(known, known) / 2
    some = np.array_split(asked, max(1, len(asked) // 100))  # thousands against thousands at once: many megabytes
    return labels[np.concatenate([(few @ known.T - half).argmax(axis=1) for few in some])]


def class_averages(examples, labels):
    """The mean of each class's examples: what the plainest of all classifiers compares with.

    Parameters
    ----------
    examples : (n, …)
        Images, feature maps or vectors.
    labels : (n,) or (n, 1)

    Returns
    -------
    averages : float (classes, …)
        In the order of the labels that occur.

    Raises
    ------
    ValueError
        Not one label for each example, or examples without an axis of their own.

    >>> class_averages([[0, 2], [4, 4], [2, 4]], [0, 7, 0])
    array([[1., 3.],
           [4., 4.]])

    Introduced in notebook 12.
    """
    rows, labels = _rows(examples, "examples"), _vector(labels)
    _check_pairs(rows, labels, "example")
    shape = np.shape(examples)[1:]
    return np.stack([rows[labels == label].mean(axis=0, dtype=float).reshape(shape) for label in np.unique(labels)])


def _rows(given, name):
    """Examples as float rows, one each; in integers, squares would overflow."""
    examples = real_array(given, name, allowed="examples (n, …), of the same shape each", finite=True)
    if examples.ndim < 2:
        raise ValueError(
            f"{name} has the shape {shape_in_words(examples.shape)}: give (n, …), and single numbers as (n, 1)."
        )
    examples = examples.astype(np.result_type(examples, np.float32), copy=False)
    return examples.reshape(len(examples), np.prod(examples.shape[1:], dtype=int))


def _check_pairs(rows, labels, what):
    if len(rows) != len(labels) or not len(rows):
        raise ValueError(f"{counted(len(rows), what)} and {counted(len(labels), 'label')}: give one label for each.")


def _vector(labels):
    labels = np.asarray(labels)
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim != 1:
        raise ValueError(
            f"labels have the shape {shape_in_words(labels.shape)}: give one for each example, (n,); "
            "one-hot labels become that with labels.argmax(axis=1)."
        )
    return labels


def _accuracy(rows, labels, count, seed):
    order = np.random.default_rng(seed).permutation(len(rows))
    known, asked = order[:count], order[count : 2 * count]
    return np.mean(nearest_labels(rows[known], labels[known], rows[asked]) == labels[asked])
