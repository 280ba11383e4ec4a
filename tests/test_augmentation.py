"""What notebook 07 measures, and the facts about Keras that it rests on."""

import numpy as np
import pytest

from course_utils import augmentation, training
from course_utils.invariance import shift
from course_utils.models import small_cnn
from course_utils.quiet import keras
from tests.support.small_training import garments

layers = keras.layers


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


# What comes in at the door


def test_labels_in_a_column_are_a_vector_and_others_are_refused():
    model, (images, labels) = small_cnn(filters=(2,)), garments(20)
    gains = [
        augmentation.second_look_gain(model, images, given) for given in (labels % 10, (labels % 10)[:, np.newaxis])
    ]
    assert gains[0] == gains[1]
    for wrong in (labels % 10 + 1, labels[:3], np.eye(10)[labels % 10], ["a"] * 20):
        with pytest.raises(ValueError, match="labels"):
            augmentation.second_look_gain(model, images, wrong)
        with pytest.raises(ValueError, match="labels"):
            augmentation.shifted_accuracy(model, images, wrong, (1,))


def test_neighbours_are_two_batches():
    images, model = garments(9)[0][..., np.newaxis], small_cnn(filters=(2,))
    for image, neighbours in ((images[:2], (images, images)), (images[:1], (images,))):
        with pytest.raises(ValueError, match="give one image as a batch of one"):
            augmentation.answer_varies(model, image, neighbours, training=False)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"flip": "sideways"}, "flip 'sideways' is not allowed: give one of 'none', 'horizontal', 'vertical', 'both'"),
        ({"zoom": 1}, "zoom 1 is not allowed: give a number between −1 and 1"),
        ({"erasing": 1.5}, "erasing 1.5 is not allowed: give a share from 0 to 1"),
        ({"erasing": -0.1}, "erasing -0.1 is not allowed"),
        ({"rotate": "0.1"}, "rotate '0.1' is not allowed: give a number"),
        ({"count": -1}, "count -1 is not allowed: give a whole number from 0 up"),
        ({"count": 2.5}, "count 2.5 is not allowed"),
    ],
)
def test_changes_that_cannot_be(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        augmentation.random_changes(**{"seed": 0, "count": 2} | settings)


def test_one_garment_of_the_right_size_and_scale():
    changes = augmentation.random_changes(0, 3, brightness=0.5)
    image = garments(1)[0][0]
    np.testing.assert_array_equal(
        augmentation.changed(image[..., np.newaxis], changes), augmentation.changed(image, changes)
    )
    with pytest.raises(ValueError, match="no pixel is brighter than 1, and brightness counts to 255"):
        augmentation.changed(image / 255, changes)
    assert augmentation.changed(image / 255, augmentation.random_changes(0, 3, shift=0.1)).max() <= 1
    for wrong in (image[:20], np.stack([image, image]), "boot"):
        with pytest.raises(ValueError, match=r"^image "):
            augmentation.changed(wrong, changes)
        with pytest.raises(ValueError, match=r"^image "):
            augmentation.kept(wrong, changes)
    with pytest.raises(ValueError, match="fill_mode 'mirror' is not allowed"):
        augmentation.changed(image, changes, fill_mode="mirror")
