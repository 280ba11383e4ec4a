"""Batches: images are chosen, shuffled and changed on the fly, and everything else stays."""

import numpy as np
import pytest

from course_utils.batches import different_images, first_of_each_class, labels_of, pipeline, with_channel
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


# What comes in at the door


@pytest.mark.parametrize("given", [[3, 0, 9], [[3], [0], [9]], np.float32([3, 0, 9]), np.uint8([[3], [0], [9]])])
def test_labels_become_one_vector_of_whole_numbers(given):
    labels = labels_of(given, 3, classes=10)
    assert labels.tolist() == [3, 0, 9]
    assert labels.dtype.kind in "iu"


NUMBER = "give the number of each image's class, a whole one"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (np.eye(3), "labels have the shape 3 × 3: give one number .*; one-hot labels become that with labels.argmax"),
        ([[0, 1, 2]], "labels have the shape 1 × 3"),
        (["a", "b", "c"], "labels holds something other than numbers|labels is an array of <U1"),
        ([0, 1], "3 images and 2 labels: give one for each"),
        ([0.5, 1, 2], f"labels are float64 with fractions: {NUMBER}"),
        ([True, False, True], f"labels are True and False: {NUMBER}"),
        ([0, np.nan, 1], "labels holds NaN or infinity, in 1 of 3 places"),
        ([1, 5, 10], "labels go from 1 to 10, and there are 10 classes: give labels from 0 to 9"),
        ([-1, 0, 1], "labels go from −1 to 1, and there are 10 classes"),
        (np.uint64([0, 1, 2**63]), "labels go from 0 to 9.*, and there are 10 classes"),
        (3, "labels has the shape one number"),
        (np.ma.masked_equal([0, 1, 2], 1), "labels has 1 masked place"),
    ],
)
def test_what_are_no_labels(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        labels_of(given, 3, classes=10)
    if "classes" not in sentence:
        with pytest.raises(ValueError, match=sentence):
            pipeline(garments(3)[0], given)
        with pytest.raises(ValueError, match=sentence):
            first_of_each_class(np.zeros((3, 4)), given, 1)


def test_labels_without_a_number_of_classes_may_be_any_from_0_up():
    assert labels_of([0, 10**12], 2).tolist() == [0, 10**12]
    with pytest.raises(ValueError, match="labels go from −1 to 3: give labels from 0 up"):
        labels_of([3, -1], 2)


def test_a_column_of_labels_goes_through_the_pipeline():
    images, labels = garments()
    column, vector = (epoch(pipeline(images.tolist(), given)) for given in (labels[:, np.newaxis], labels))
    np.testing.assert_array_equal(column[1], vector[1])
    np.testing.assert_array_equal(column[0], vector[0])
    assert first_of_each_class(np.arange(4), [[1], [0], [1], [0]], 1)[0].tolist() == [0, 1]


@pytest.mark.parametrize("count", [0, -1, 1.5, True, None])
def test_a_count_that_is_none(count):
    with pytest.raises(ValueError, match=r"count .* is not allowed: give an integer of at least 1"):
        first_of_each_class(np.arange(4), [0, 0, 1, 1], count)


@pytest.mark.parametrize(
    ("images", "sentence"),
    [
        (np.zeros((40, 30, 3)), r"looks like \(height, width, channels\)"),
        (np.zeros((28, 28)), r"one image becomes a batch of one with image\[np.newaxis\]"),
        (np.zeros((4, 784)), "which is not allowed: give"),
        (None, "is of type NoneType"),
        ([[1], [1, 2]], "rows of different lengths"),
    ],
)
def test_what_is_no_batch_of_images(images, sentence):
    for act in (with_channel, lambda given: pipeline(given, [0])):
        with pytest.raises(ValueError, match=sentence):
            act(images)


@pytest.mark.parametrize("name", ["RandomBrightness", "RandomContrast", "RandomErasing"])
def test_pixels_on_another_scale_than_a_layer_counts(name):
    images, labels = garments()
    layer = getattr(layers, name)(0.5)
    with pytest.raises(ValueError, match=f"no pixel is brighter than 1, and {name} counts to 255: give pixels from 0"):
        pipeline(images / 255, labels, [layer])
    with pytest.raises(ValueError, match=f"no pixel is brighter than 255, and {name} counts to 1"):
        pipeline(images, labels, [getattr(layers, name)(0.5, value_range=(0, 1))])
    small = pipeline(images / 255, labels, [getattr(layers, name)(0.5, value_range=(0, 1))])
    assert epoch(small)[0].max() <= 1.0001
    assert len(epoch(pipeline(np.zeros_like(images), labels, [layer]))[1]) == len(labels)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"layers": layers.RandomFlip()}, "layers .* is not allowed: give a list of Keras layers"),
        ({"layers": ["flip"]}, "layers .* is not allowed"),
        ({"batch_size": 0}, "batch_size 0 is not allowed"),
        ({"batch_size": 2.5}, "batch_size 2.5 is not allowed"),
    ],
)
def test_settings_of_a_pipeline_that_cannot_be(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        pipeline(*garments(), **settings)
    with pytest.raises(ValueError, match="there are no images"):
        pipeline(np.zeros((0, 28, 28)), [])
    with pytest.raises(ValueError, match="epochs 0 is not allowed"):
        different_images(None, 0)
