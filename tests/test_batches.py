"""Batches: images are chosen, shuffled and changed on the fly, and everything else stays."""

import numpy as np
import pytest

from course_utils.batches import different_images, first_of_each_class, pipeline, with_channel
from course_utils.quiet import keras
from tests.support.small_training import augment, garments

layers = keras.layers


def every_change():
    black = {"fill_mode": "constant"}
    return {
        "flip": layers.RandomFlip("horizontal", seed=0),
        "shift": layers.RandomTranslation(0.1, 0.1, **black, seed=0),
        "rotate": layers.RandomRotation(0.05, **black, seed=0),
        "zoom": layers.RandomZoom(0.2, **black, seed=0),
        "brightness": layers.RandomBrightness(0.3, seed=0),
        "contrast": layers.RandomContrast(0.6, seed=0),
        "erase": layers.RandomErasing((1.0, 1.0), scale=(0.02, 0.2), fill_value=0, seed=0),
    }


def epoch(dataset):
    """All images of one pass, sorted by label."""
    batches = [(images.numpy(), labels.numpy()) for images, labels in dataset]
    labels = np.concatenate([labels for _, labels in batches])
    return np.concatenate([images for images, _ in batches])[labels.argsort()], np.sort(labels)


def test_with_channel_adds_an_axis_once():
    images = np.zeros((5, 28, 28), np.uint8)
    assert with_channel(images).shape == (5, 28, 28, 1)
    assert with_channel(with_channel(images)).shape == (5, 28, 28, 1)
    assert with_channel(images).dtype == np.uint8


def test_first_of_each_class_keeps_order_and_balance():
    labels = np.array([2, 0, 1, 1, 0, 2, 2, 1, 0])
    images, chosen = first_of_each_class(np.arange(9), labels, 2)
    assert images.tolist() == [0, 1, 2, 3, 4, 5]
    assert chosen.tolist() == [2, 0, 1, 1, 0, 2]


def test_first_of_each_class_of_the_garments():
    from course_utils import fashion_mnist

    pixels, labels = fashion_mnist.load("validation")
    few, classes = first_of_each_class(pixels, labels, 7)
    assert few.shape == (70, 28, 28)
    assert np.bincount(classes).tolist() == [7] * 10
    for label in range(10):
        assert np.array_equal(few[classes == label], pixels[labels == label][:7])


def test_first_of_each_class_names_the_class_that_is_short():
    with pytest.raises(ValueError, match=r"count 2 is not allowed: class 4 has only 1 image\."):
        first_of_each_class(np.arange(3), np.array([1, 1, 4]), 2)


def test_without_layers_every_image_comes_once_and_unchanged():
    images, labels = garments()
    found, found_labels = epoch(pipeline(images, labels, batch_size=5))
    np.testing.assert_array_equal(found[..., 0], images)
    np.testing.assert_array_equal(found_labels, labels)


def test_images_with_a_channel_are_taken_too():
    images, labels = garments()
    found, _ = epoch(pipeline(images[..., np.newaxis], labels))
    np.testing.assert_array_equal(found[..., 0], images)


def test_batches_are_shuffled_and_the_last_may_be_smaller():
    images, labels = garments()
    batches = [batch.numpy().tolist() for _, batch in pipeline(images, labels, batch_size=10)]
    assert [len(batch) for batch in batches] == [10, 10, 4]
    assert [label for batch in batches for label in batch] != labels.tolist()


def test_epochs_come_in_different_orders():
    dataset = pipeline(*garments())
    first, second = ([batch.numpy().tolist() for _, batch in dataset] for _ in range(2))
    assert first != second


def test_no_epoch_waits_for_a_tuner():
    assert pipeline(*garments()).options().autotune.enabled is False


def test_the_images_change_anew_in_every_epoch():
    images, labels = garments()
    dataset = pipeline(images, labels, augment())
    (first, first_labels), (second, second_labels) = epoch(dataset), epoch(dataset)
    assert (first[..., 0] != images).any(axis=(1, 2)).mean() > 0.9
    assert (first != second).any(axis=(1, 2, 3)).mean() > 0.9
    np.testing.assert_array_equal(first_labels, labels)
    np.testing.assert_array_equal(second_labels, labels)


def test_the_arrays_given_stay_as_they_are():
    images, labels = garments()
    before = images.copy()
    epoch(pipeline(images, labels, augment()))
    np.testing.assert_array_equal(images, before)


def test_each_image_of_a_batch_draws_its_own_change():
    images, labels = np.repeat(garments(1)[0], 32, axis=0), np.arange(32)
    found, _ = epoch(pipeline(images, labels, augment()))
    assert len({image.tobytes() for image in found}) == 32


def test_a_seed_gives_the_same_images():
    def two_epochs(seed):
        keras.utils.set_random_seed(seed)
        dataset = pipeline(*garments(), augment(), seed=seed)
        return np.concatenate([epoch(dataset)[0], epoch(dataset)[0]])

    np.testing.assert_array_equal(two_epochs(1), two_epochs(1))
    assert (two_epochs(1) != two_epochs(2)).any()


@pytest.mark.parametrize("name", every_change())
def test_shape_dtype_and_range_stay(name):
    images, labels = garments()
    found, found_labels = epoch(pipeline(images, labels, [every_change()[name]]))
    assert found.shape == (24, 28, 28, 1)
    assert found.dtype == np.float32
    assert found.min() >= -1e-3 and found.max() <= 255.001
    assert (found[..., 0] != images).any()
    np.testing.assert_array_equal(found_labels, labels)


def test_different_images_are_counted_over_all_epochs():
    images, labels = garments()
    assert different_images(pipeline(images, labels), epochs=2) == 24
    assert different_images(pipeline(images, labels, augment()), epochs=2) == 48
    assert different_images(pipeline(images, labels, augment()).cache(), epochs=2) == 24
