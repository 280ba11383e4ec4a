"""Training: seeds decide, and whatever cannot learn does not; on tiny data, in seconds."""

import numpy as np
import pytest

from course_utils import recipes, training
from course_utils.batches import first_of_each_class, with_channel
from course_utils.recipes import one_cycle
from course_utils.training import accuracy, fit, score


def bars(count, seed=0):
    """Images whose class is the place of a bright bar, in noise: ten classes, learnt in a few epochs."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    pixels = rng.integers(0, 120, (count, 28, 28))
    for image, label in zip(pixels, labels, strict=True):
        image[2 + 2 * label : 5 + 2 * label] += 120
    return pixels.astype(np.uint8), labels


TRAIN, VALIDATION = bars(400), bars(200, seed=1)
SETTINGS = {"epochs": 6, "batch_size": 50, "optimizer": one_cycle(0.01)}


def network():
    """A small network with every source of chance that the course's networks have."""
    from course_utils.quiet import keras

    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(16, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )


def weights(model):
    return np.concatenate([values.ravel() for values in model.get_weights()])


@pytest.fixture(scope="module")
def run():
    return fit(network, TRAIN, VALIDATION, **SETTINGS)


def test_a_run_learns(run):
    assert accuracy(run.model, *VALIDATION) > 0.7
    assert run.history["loss"][-1] < 0.5 * run.history["loss"][0]


def test_a_run_says_what_happened(run):
    assert set(run.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert {len(values) for values in run.history.values()} == {6}
    assert all(isinstance(value, float) for values in run.history.values() for value in values)
    assert run.seconds > 0
    assert run.cpu_seconds > 0
    assert set(fit(network, TRAIN, **SETTINGS | {"epochs": 1}).history) == {"loss", "accuracy"}


def test_a_run_is_silent(capfd):
    fit(network, TRAIN, VALIDATION, **SETTINGS | {"epochs": 1})
    assert capfd.readouterr() == ("", "")


def test_the_seed_decides_the_run(run):
    again, other = (fit(network, TRAIN, VALIDATION, **SETTINGS, seed=seed) for seed in (0, 1))
    assert again.history == run.history
    assert np.array_equal(weights(again.model), weights(run.model))
    assert other.history["loss"] != run.history["loss"]


def test_the_seed_is_set_before_the_network_is_built():
    first, again, other = (fit(network, TRAIN, epochs=1, optimizer=still(), seed=seed).model for seed in (5, 5, 6))
    assert np.array_equal(weights(first), weights(again))
    assert not np.array_equal(weights(first), weights(other))


def still():
    """An optimizer that takes steps of length zero."""
    from course_utils.quiet import keras

    return keras.optimizers.SGD(0.0)


def test_a_learning_rate_of_zero_leaves_the_weights():
    from course_utils.quiet import keras

    keras.utils.set_random_seed(0)
    before = weights(network())
    run = fit(network, TRAIN, epochs=2, optimizer=still(), seed=0)
    assert np.array_equal(weights(run.model), before)
    assert accuracy(run.model, *VALIDATION) < 0.3


def test_shuffled_labels_leave_chance():
    """The floor that a lesson's statements must fail on."""
    shuffled = np.random.default_rng(0).permutation(TRAIN[1])
    run = fit(network, (TRAIN[0], shuffled), **SETTINGS)
    assert accuracy(run.model, *VALIDATION) < 0.3


def test_images_may_bring_their_channel(run):
    given = fit(
        network, (TRAIN[0][..., np.newaxis], TRAIN[1]), (VALIDATION[0][..., np.newaxis], VALIDATION[1]), **SETTINGS
    )
    assert given.history == run.history


def test_an_optimizer_may_depend_on_the_number_of_steps():
    from course_utils.quiet import keras

    asked = []

    def optimizer(steps):
        asked.append(steps)
        return keras.optimizers.SGD(0.01)

    fit(network, TRAIN, epochs=2, batch_size=150, optimizer=optimizer)
    assert asked == [2 * 3]  # 150, 150 and the last 100


def test_callbacks_are_called():
    from course_utils.quiet import keras

    seen = []
    callback = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(epoch))
    fit(network, TRAIN, epochs=2, callbacks=[callback])
    assert seen == [0, 1]


def test_accuracy_is_the_share_of_right_answers():
    class Oracle:
        """Answers with class 3, whatever it is asked."""

        def predict(self, images, **_):
            assert images.shape[1:] == (28, 28, 1)
            return np.eye(10)[np.full(len(images), 3)]

    assert accuracy(Oracle(), np.zeros((4, 28, 28)), np.array([3, 3, 3, 1])) == 0.75


def test_score_measures_both_splits_at_inference(run):
    scores = score(run.model, TRAIN, VALIDATION)
    assert scores.training_accuracy == pytest.approx(accuracy(run.model, *TRAIN))
    assert scores.validation_accuracy == pytest.approx(accuracy(run.model, *VALIDATION))
    assert scores.gap == pytest.approx(scores.training_accuracy - scores.validation_accuracy)
    # Validation in a history is taken at inference, so the last epoch's equals ours.
    assert scores.validation_loss == pytest.approx(run.history["val_loss"][-1], rel=1e-4)


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
    with pytest.raises(ValueError, match="count 2 is not allowed: class 4 has only 1 images"):
        first_of_each_class(np.arange(3), np.array([1, 1, 4]), 2)


def rates(steps, **settings):
    """The learning rate of each step of `one_cycle(1.0)`."""
    from course_utils.quiet import keras

    schedule = one_cycle(1.0, **settings)(steps)._learning_rate
    return np.array([float(keras.ops.convert_to_numpy(schedule(step))) for step in range(steps + 1)])


@pytest.mark.parametrize("warm_up", [0.3, 0.1, 0.5])
def test_one_cycle_rises_to_its_peak_and_falls(warm_up):
    along = rates(100, warm_up=warm_up)
    peak = round(100 * warm_up)
    assert along.argmax() == peak
    assert along[peak] == pytest.approx(1)
    assert np.all(np.diff(along[: peak + 1]) > 0)
    assert np.all(np.diff(along[peak:]) <= 1e-6)
    assert along[0] <= 0.011
    assert along[-1] <= 0.011
    assert along.min() > 0


def test_one_cycle_rises_and_falls_in_straight_lines():
    along = rates(100)
    assert along[[15, 65]] == pytest.approx(0.5, abs=1e-5)


def test_one_cycle_has_the_peak_and_the_decay_it_is_given():
    from course_utils.quiet import keras

    optimizer = one_cycle(0.02, weight_decay=0.05)(10)
    assert isinstance(optimizer, keras.optimizers.AdamW)
    assert optimizer.weight_decay == 0.05
    assert float(optimizer._learning_rate(3)) == pytest.approx(0.02)


def test_one_cycle_needs_no_longer_run_than_it_is_given():
    """The schedule of two steps is as valid as that of a thousand."""
    assert np.all(np.isfinite(rates(2)))


def test_course_recipe_is_what_fit_takes():
    run = fit(network, TRAIN, **recipes.course_recipe(epochs=1, batch_size=100))
    assert len(run.history["loss"]) == 1


def test_quick_recipe_is_the_course_recipe_with_fewer_epochs():
    quick, course = recipes.quick_recipe(), recipes.course_recipe()
    assert 0 < quick["epochs"] < course["epochs"]
    assert set(quick) == set(course)


def test_long_recipe_mirrors_and_erases():
    from course_utils.quiet import keras

    keras.utils.set_random_seed(0)
    images = np.ones((20, 28, 28, 1), "float32") * np.linspace(1, 2, 28, dtype="float32")[:, np.newaxis]
    changed = images
    for layer in recipes.long_recipe()["augment"]():
        changed = np.asarray(layer(changed, training=True))
    erased = (changed == 0).mean(axis=(1, 2, 3))
    assert np.all((erased > 0) & (erased < 0.25))
    rises = [image[image.all(axis=1)[:, 0]][0, [0, -1], 0].tolist() for image in changed]
    assert [1.0, 2.0] in rises
    assert [2.0, 1.0] in rises


def test_long_recipe_trains():
    losses = fit(network, TRAIN, **recipes.long_recipe(epochs=3) | {"batch_size": 50}).history["loss"]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("shape", [(2,), (2, 1)])
def test_label_smoothing_shares_a_part_of_the_label_among_all_classes(shape):
    probabilities = np.array([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]], "float32")
    targets = np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]])
    losses = training._cross_entropy(0.3)(np.array([0, 2], np.uint8).reshape(shape), probabilities)
    assert np.asarray(losses) == pytest.approx(-(targets * np.log(probabilities)).sum(axis=1), rel=1e-5)


def test_label_smoothing_leaves_the_accuracy_a_share_of_right_answers():
    run = fit(network, TRAIN, VALIDATION, **SETTINGS, label_smoothing=0.1)
    assert run.history["val_accuracy"][-1] == pytest.approx(accuracy(run.model, *VALIDATION))
    # No smoothed loss can be smaller than the entropy of its targets.
    targets = np.full(10, 0.01) + np.eye(10)[0] * 0.9
    assert run.history["loss"][-1] > -(targets * np.log(targets)).sum()
