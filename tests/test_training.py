"""Training: seeds decide, and whatever cannot learn does not; on tiny data, in seconds."""

import numpy as np
import pytest

from course_utils import training
from course_utils.learning_rate import one_cycle
from course_utils.models import dense_network, small_cnn
from course_utils.training import accuracy, batch_losses, fit, score
from tests.support.small_training import augment, bars, garments, network

TRAIN, VALIDATION = bars(400), bars(200, seed=1)
SETTINGS = {"epochs": 6, "batch_size": 50, "optimizer": one_cycle(0.01)}


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


def test_fit_changes_the_training_images_and_not_the_validation_images():
    images, labels = garments(20)
    given = {}

    def build():
        model = small_cnn(filters=(2,))
        fit_it = model.fit
        model.fit = lambda **arguments: given.update(arguments) or fit_it(**arguments)
        return model

    run = fit(build, (images, labels % 10), (images, labels % 10), epochs=1, batch_size=5, augment=augment)
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
        run = fit(lambda: small_cnn(filters=(2,)), (images, labels % 10), seed=seed, **settings)
        return run.history["loss"]

    losses = [losses_of(seed) for seed in (3, 3, 4)]
    assert losses[0] == losses[1]
    assert losses[0] != losses[2]


def test_fit_with_augmentation_warns_of_nothing(recwarn):
    images, labels = garments(20)
    fit(lambda: small_cnn(filters=(2,)), (images, labels % 10), epochs=1, augment=augment)
    assert not [warning for warning in recwarn if "shuffle" in str(warning.message)]


def test_the_noted_losses_average_to_the_loss_of_the_epoch():
    images, labels = np.zeros((30, 28, 28), np.uint8), np.arange(30) % 10
    noted = batch_losses()
    run = fit(dense_network, (images, labels), epochs=1, batch_size=10, callbacks=[noted])
    assert len(noted.losses) == 3
    assert np.mean(noted.losses) == pytest.approx(run.history["loss"][0], rel=1e-4)
