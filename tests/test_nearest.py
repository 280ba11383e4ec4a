"""The plainest classifier against one written out in loops."""

import numpy as np
import pytest

from course_utils.nearest import nearest_accuracy, nearest_labels


def by_loops(examples, labels, count, seed):
    order = np.random.default_rng(seed).permutation(len(examples))
    right = 0
    for asked in order[count : 2 * count]:
        distances = [np.linalg.norm(examples[asked] - examples[known]) for known in order[:count]]
        right += labels[order[np.argmin(distances)]] == labels[asked]
    return right / count


def test_equals_the_loops():
    rng = np.random.default_rng(0)
    examples, labels = rng.normal(size=(30, 3, 2)), rng.integers(0, 3, 30)
    found = nearest_accuracy(examples, labels, count=12, runs=4)
    np.testing.assert_array_equal(found, [by_loops(examples, labels, 12, seed) for seed in range(4)])


def test_shuffled_labels_leave_guessing():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 2000)
    examples = labels[:, np.newaxis] + rng.normal(0, 0.05, (2000, 1))
    assert nearest_accuracy(examples, labels, runs=1) > 0.99
    assert nearest_accuracy(examples, rng.permutation(labels), runs=1) < 0.2


@pytest.mark.parametrize(("examples", "labels"), [(19, 19), (20, 19)])
def test_refusals_say_how_many(examples, labels):
    with pytest.raises(ValueError) as raised:
        nearest_accuracy(np.zeros((examples, 2)), np.zeros(labels), count=10)
    assert str(raised.value) == (
        f"{examples} examples and {labels} labels for count 10: "
        "give as many labels as examples, and at least twice as many as count."
    )


def test_labels_come_from_the_nearest_in_integers_too():
    known, asked = np.array([[0, 0], [250, 250]], np.uint8), np.array([[10, 0], [240, 255], [200, 100]], np.uint8)
    distances = np.linalg.norm(asked[:, np.newaxis].astype(float) - known, axis=2)
    np.testing.assert_array_equal(nearest_labels(known, [7, 9], asked), np.array([7, 9])[distances.argmin(axis=1)])


def test_one_template_a_class_is_enough():
    templates = np.eye(3).reshape(3, 1, 3)
    assert nearest_labels(templates, ["a", "b", "c"], templates[::-1] * 0.9).tolist() == ["c", "b", "a"]


def test_a_column_of_labels_is_a_vector():
    known, labels = np.eye(3), np.array([4, 5, 6])
    assert nearest_labels(known, labels[:, np.newaxis], known[::-1]).tolist() == [6, 5, 4]
    rng = np.random.default_rng(0)
    examples, classes = rng.normal(size=(30, 2)), rng.integers(0, 3, 30)
    column = nearest_accuracy(examples, classes[:, np.newaxis], count=12, runs=2)
    np.testing.assert_array_equal(column, nearest_accuracy(examples, classes, count=12, runs=2))


@pytest.mark.parametrize(
    ("known", "labels", "asked", "sentence"),
    [
        (np.eye(3), [0, 1], np.eye(3), "3 known examples and 2 labels: give one label for each"),
        (np.eye(3), np.eye(3), np.eye(3), "labels have the shape 3 × 3: give one for each example"),
        (
            np.ones((3, 4, 4)),
            range(3),
            np.ones((4, 4)),
            r"has 16 numbers and one asked about 4: .*example\[np.newaxis\]",
        ),
        (np.eye(3) * np.nan, range(3), np.eye(3), "known holds NaN or infinity, in 9 of 9 places"),
        (np.eye(3), range(3), [["a"] * 3], "asked holds something other than numbers"),
        (np.ones(3), range(3), np.ones(3), r"known has the shape 3: give \(n, …\), and single numbers as \(n, 1\)"),
    ],
)
def test_what_cannot_be_compared(known, labels, asked, sentence):
    with pytest.raises(ValueError, match=sentence):
        nearest_labels(known, labels, asked)


@pytest.mark.parametrize("setting", [{"count": 0}, {"count": 2.5}, {"count": True}, {"count": 1, "runs": 0}])
def test_counts_that_are_none(setting):
    with pytest.raises(ValueError, match="is not allowed: give an integer of at least 1"):
        nearest_accuracy(np.eye(8), range(8), **setting)
