"""Augmentation: the training images change, everything else stays, and the facts that notebook 07 rests on."""

import numpy as np
import pytest

from course_utils import augmentation, batches, training
from course_utils.batches import pipeline
from course_utils.invariance import shift
from course_utils.models import small_cnn
from course_utils.quiet import keras

layers = keras.layers


def garments(count=24):
    """Images with a black margin of four pixels, every one different, and their numbers as labels."""
    rng = np.random.default_rng(0)
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24, 4:24] = rng.integers(1, 256, (count, 20, 20))
    return images, np.arange(count)


def augment():
    return [layers.RandomFlip("horizontal"), layers.RandomTranslation(0.1, 0.1, fill_mode="constant")]


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


# The pipeline


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


# Training with it


def test_fit_changes_the_training_images_and_not_the_validation_images():
    images, labels = garments(20)
    given = {}

    def build():
        model = small_cnn(filters=(2,))
        fit = model.fit
        model.fit = lambda **arguments: given.update(arguments) or fit(**arguments)
        return model

    run = training.fit(build, (images, labels % 10), (images, labels % 10), epochs=1, batch_size=5, augment=augment)
    assert not {image.tobytes() for batch, _ in given["x"] for image in batch.numpy()} & {
        image.tobytes() for image in images.astype(np.float32)
    }
    np.testing.assert_array_equal(given["validation_data"][0][..., 0], images)
    scores = [run.model.evaluate(images[..., np.newaxis], labels % 10, verbose=0) for _ in range(2)]
    np.testing.assert_allclose(scores[0], [run.history["val_loss"][0], run.history["val_accuracy"][0]], rtol=1e-5)
    assert scores[0] == scores[1]


def test_fit_with_augmentation_repeats_from_its_seed():
    images, labels = garments(20)
    settings = {"epochs": 2, "batch_size": 10, "augment": augment}

    def losses_of(seed):
        return training.fit(lambda: small_cnn(filters=(2,)), (images, labels % 10), seed=seed, **settings).history[
            "loss"
        ]

    losses = [losses_of(seed) for seed in (3, 3, 4)]
    assert losses[0] == losses[1]
    assert losses[0] != losses[2]


def test_fit_with_augmentation_warns_of_nothing(recwarn):
    images, labels = garments(20)
    training.fit(lambda: small_cnn(filters=(2,)), (images, labels % 10), epochs=1, augment=augment)
    assert not [warning for warning in recwarn if "shuffle" in str(warning.message)]


# What the lesson measures with


def test_a_second_look_gains_what_the_mirrored_images_know():
    images, labels = np.zeros((4, 28, 28), np.float32), np.array([0, 0, 1, 1])
    images[[0, 2], :, :14] = 1  # bright on the left; the others bright on the right
    images[[1, 3], :, 14:] = 1

    class Model:
        """Says 1, a little, unless the left half is bright: then 0, or 1, with certainty."""

        def predict(self, images, **_):
            left = images[:, :, :14].mean(axis=(1, 2, 3))
            return np.array([[1.0, 0.0] if bright else [0.4, 0.6] for bright in left])

    assert augmentation.second_look_gain(Model(), images[:2], labels[:2]) == 0.5
    assert augmentation.second_look_gain(Model(), images[2:], labels[2:]) == -0.5


def test_accuracy_on_moved_images_is_the_mean_over_the_shifts():
    model = small_cnn(filters=(2,))
    images, labels = garments(20)
    by_hand = [training.accuracy(model, shift(images, by), labels % 10) for by in (-3, 3)]
    assert augmentation.shifted_accuracy(model, images, labels % 10, (-3, 3)) == pytest.approx(np.mean(by_hand))


@pytest.mark.parametrize(("options", "varies"), [({}, False), ({"dropout": 0.5}, True), ({"batch_norm": True}, True)])
def test_answers_vary_in_training_by_dropout_and_batch_norm_only(options, varies):
    images = garments(17)[0][..., np.newaxis]
    model, neighbours = small_cnn(**options), (images[1:9], images[9:])
    assert augmentation.answer_varies(model, images[:1], neighbours, training=True) == varies
    assert not augmentation.answer_varies(model, images[:1], neighbours, training=False)


def test_different_images_are_counted_over_all_epochs():
    images, labels = garments()
    assert batches.different_images(pipeline(images, labels), epochs=2) == 24
    assert batches.different_images(pipeline(images, labels, augment()), epochs=2) == 48
    assert batches.different_images(pipeline(images, labels, augment()).cache(), epochs=2) == 24


# Facts about Keras that the lesson states


def changes(answer, images):
    return not np.array_equal(np.asarray(answer), images)


def test_a_random_layer_called_directly_is_active_and_dropout_is_not():
    images = garments()[0][..., np.newaxis].astype(np.float32)
    rotate, dropout = layers.RandomRotation(0.1), layers.Dropout(0.5)
    assert changes(rotate(images), images)
    assert not changes(rotate(images, training=False), images)
    assert not changes(dropout(images), images)
    assert changes(dropout(images, training=True), images)


def test_in_a_model_a_random_layer_is_off_in_predict_and_on_in_a_plain_call():
    images = garments()[0][..., np.newaxis].astype(np.float32)
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.RandomRotation(0.1)])
    assert changes(model(images), images)
    assert not changes(model(images, training=False), images)
    assert not changes(model.predict(images, verbose=0), images)


def test_factors_are_fractions_of_the_side():
    dots = np.zeros((400, 28, 28, 1), np.float32)
    dots[:, 14, 14] = 1
    moved = np.asarray(layers.RandomTranslation(0.1, 0.1, fill_mode="constant", seed=0)(dots))[..., 0]
    columns = moved.sum(axis=1) @ np.arange(28) - 14
    assert 2.6 < columns.max() <= 2.81 and -2.81 <= columns.min() < -2.6


def test_what_comes_in_at_the_edge_is_a_reflection_unless_told():
    for layer in (layers.RandomTranslation(0.1, 0.1), layers.RandomRotation(0.1), layers.RandomZoom(0.1)):
        assert layer.fill_mode == "reflect"


def test_one_number_for_erasing_means_a_probability_drawn_below_it():
    images = np.full((4000, 28, 28, 1), 100, np.float32)
    for factor, expected in ((0.5, 0.25), ((0.5, 0.5), 0.5)):
        erased = np.asarray(layers.RandomErasing(factor, scale=(0.1, 0.2), fill_value=0, seed=0)(images))
        assert abs((erased != images).any(axis=(1, 2, 3)).mean() - expected) < 0.05


def test_one_number_for_contrast_only_raises_it_and_a_pair_goes_both_ways():
    assert tuple(layers.RandomContrast(0.6).factor) == (0, 0.6)
    images = np.zeros((200, 28, 28, 1), np.float32)
    images[:, 8:20] = 120
    for factor, lower in ((0.6, False), ((0.6, 0.6), True)):
        changed = np.asarray(layers.RandomContrast(factor, seed=0)(images))
        assert (changed[:, 14, 14, 0] < 119).any() == lower
        assert (changed[:, 0, 0, 0] > 1).any() == lower


def test_the_older_names_are_gone():
    assert not hasattr(keras.preprocessing.image, "ImageDataGenerator")
    assert not hasattr(keras.Model, "fit_generator")
