"""The plainest classifier, as a judge of what a feature map still knows: copy the class of the most similar example."""

import numpy as np

from course_utils.numbers import counted


def nearest_accuracy(examples, labels, *, count=1000, runs=5):
    """Share of right answers when each example takes the class of the one most like it, run by run.

    Each run draws `count` examples that are known and, from the others, `count` that are asked about. Most like
    means: smallest Euclidean distance.

    Parameters
    ----------
    examples : (n, …)
        Images, feature maps or vectors, n at least twice `count`.
    labels : (n,)
    count, runs : int
        Run number r draws with seed r.

    Returns
    -------
    accuracies : float64 (runs,)

    Raises
    ------
    ValueError
        There are too few examples, or not as many labels.

    >>> digits = np.repeat([0.0, 1.0], 10)
    >>> nearest_accuracy(digits[:, np.newaxis], digits, count=8, runs=2)
    array([1., 1.])

    Introduced in notebook 03.
    """
    rows, labels = np.asarray(examples).reshape(len(examples), -1), np.asarray(labels)
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
    labels : (n,)
    asked : (m, …)

    Returns
    -------
    labels : (m,)

    >>> nearest_labels([[0.0], [1.0]], ["dark", "bright"], [[0.2], [0.9], [0.4]]).tolist()
    ['dark', 'bright', 'dark']

    Introduced in notebook 07.
    """
    known, asked = _rows(known), _rows(asked)
    # The squared distance is |known|² - 2 known·asked + |asked|²; the last is the same for all that are known.
    distances = (known**2).sum(axis=1) - 2 * asked @ known.T
    return np.asarray(labels)[distances.argmin(axis=1)]


def _rows(examples):
    """Examples as float rows; in integers, squares would overflow."""
    examples = np.asarray(examples)
    return examples.reshape(len(examples), -1).astype(np.result_type(examples, np.float32), copy=False)


def _accuracy(rows, labels, count, seed):
    order = np.random.default_rng(seed).permutation(len(rows))
    known, asked = order[:count], order[count : 2 * count]
    return np.mean(nearest_labels(rows[known], labels[known], rows[asked]) == labels[asked])
