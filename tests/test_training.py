"""Training: seeds decide, and whatever cannot learn does not; on tiny data, in seconds."""

import subprocess
import sys

import numpy as np
import pytest

from course_utils import training
from course_utils.experiments import accuracies, learning_rate_sweep
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


# What comes in at the door


IMAGES, LABELS = bars(40)
ONE = {"epochs": 1, "batch_size": 20}
NOT_LABELS = {
    "one-hot": (np.eye(10)[LABELS], "labels have the shape 40 × 10: .* labels.argmax"),
    "text": (np.array(list("abcdefghij"))[LABELS], "labels is an array of <U1"),
    "from 1 to 10": (LABELS + 1, "labels go from 1 to 10, and there are 10 classes: give labels from 0 to 9"),
    "negative": (LABELS - 1, "labels go from −1 to 8"),
    "fractions": (LABELS + 0.5, "labels are float64 with fractions"),
    "NaN": (np.where(LABELS == 3, np.nan, LABELS), "labels holds NaN or infinity, in 4 of 40 places"),
    "too few": (LABELS[:20], "40 images and 20 labels: give one for each"),
    "too many": (np.repeat(LABELS, 2), "40 images and 80 labels"),
    "none": (None, "labels is of type NoneType"),
    "a row": (LABELS[np.newaxis], "labels have the shape 1 × 40"),
}


@pytest.fixture(scope="module")
def trained():
    return fit(network, (IMAGES, LABELS), **ONE)


@pytest.mark.parametrize("name", NOT_LABELS)
def test_what_are_no_labels(trained, name):
    labels, sentence = NOT_LABELS[name]
    wrong, right = (IMAGES, labels), (IMAGES, LABELS)
    for act in (
        lambda: fit(network, wrong, **ONE),
        lambda: fit(network, right, wrong, **ONE),
        lambda: accuracy(trained.model, *wrong),
        lambda: score(trained.model, wrong, right),
        lambda: score(trained.model, right, wrong),
    ):
        with pytest.raises(ValueError, match=sentence):
            act()


@pytest.mark.parametrize("form", [list, lambda labels: labels[:, np.newaxis], np.float32, np.uint8])
def test_labels_of_another_form_are_the_same_labels(trained, form):
    assert accuracy(trained.model, IMAGES.tolist(), form(LABELS)) == accuracy(trained.model, IMAGES, LABELS)
    assert score(trained.model, (IMAGES, form(LABELS)), (IMAGES, LABELS)).gap == 0
    again = fit(network, (IMAGES, form(LABELS)), (IMAGES, form(LABELS)), **ONE)
    assert again.history["loss"] == trained.history["loss"]


NOT_IMAGES = {
    "another size": (IMAGES[:, :20], "images are 20 × 28 × 1 each, and this model takes 28 × 28 × 1"),
    "in colour": (np.repeat(IMAGES[..., np.newaxis], 3, axis=3), "images are 28 × 28 × 3 each"),
    "flat": (IMAGES.reshape(40, -1), "images has the shape 40 × 784"),
    "NaN": (np.full(IMAGES.shape, np.nan), "images holds NaN or infinity, in 31,360 of 31,360 places"),
    "from 0 to 1": (IMAGES / 255, "no pixel is brighter than 0.9.*, and this model divides by 255 itself"),
    "text": ("images", "images is text"),
    "none": (None, "images is of type NoneType"),
}


@pytest.mark.parametrize("name", NOT_IMAGES)
def test_what_are_no_images_for_this_network(trained, name):
    images, sentence = NOT_IMAGES[name]
    for act in (
        lambda: fit(network, (images, LABELS), **ONE),
        lambda: fit(network, (IMAGES, LABELS), (images, LABELS), **ONE),
        lambda: accuracy(trained.model, images, LABELS),
    ):
        with pytest.raises(ValueError, match=sentence):
            act()


def test_no_images_are_none(trained):
    with pytest.raises(ValueError, match="there are no images: give at least one"):
        accuracy(trained.model, IMAGES[:0], [])


def test_networks_that_do_not_divide_take_any_scale():
    from functools import partial

    run = fit(partial(small_cnn, scaling=None), (IMAGES / 255, LABELS), **ONE)
    assert 0 <= accuracy(run.model, IMAGES / 255, LABELS) <= 1


def test_networks_without_an_axis_of_channels_take_images_without(trained):
    from course_utils.quiet import keras

    layers = keras.layers
    flat = keras.Sequential([layers.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation="softmax")])
    assert 0 <= accuracy(flat, IMAGES, LABELS) <= 1
    maps = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(2, 3)])
    with pytest.raises(ValueError, match="this model ends in 26 × 26 × 2 for each image"):
        accuracy(maps, IMAGES, LABELS)


def test_a_network_that_gives_no_numbers_is_never_right():
    model = dense_network()
    model.set_weights([np.full(values.shape, np.nan) for values in model.get_weights()])
    assert accuracy(model, IMAGES, LABELS) == 0
    assert training.chosen_classes([[0.2, 0.8], [np.nan, 0.8]]).tolist() == [1, -1]


def keras_layer(name, *given):
    from course_utils.quiet import keras

    return getattr(keras.layers, name)(*given)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        *[({"epochs": wrong}, "epochs .* is not allowed: give an integer") for wrong in (0, -1, 2.5, True, "1", None)],
        *[({"batch_size": wrong}, "batch_size .* is not allowed") for wrong in (0, -1, 2.5, True, "1", None)],
        *[({"seed": wrong}, "seed .* is not allowed") for wrong in (-1, 0.5, None)],
        *[({"label_smoothing": wrong}, "label_smoothing .* is not allowed") for wrong in (1, -0.1, "0.1", np.nan)],
        *[({"callbacks": wrong}, "callbacks .* is not allowed") for wrong in ([1], "early", None)],
        *[({"optimizer": wrong}, "optimizer .* is not allowed") for wrong in ("adamm", 0.1, None, lambda steps: None)],
        *[({"build": wrong}, "build is ") for wrong in (dense_network(), None, "classic")],
        *[({"train": wrong}, "train is .*: give a pair") for wrong in (None, IMAGES, (IMAGES,), (IMAGES, LABELS, 3))],
        *[({"validation": wrong}, "validation is .*: give a pair") for wrong in (IMAGES, (IMAGES, LABELS, 3), 0.2)],
        ({"train": ((image, 0) for image in IMAGES)}, "train is <generator.*: give a pair"),
    ],
)
def test_settings_that_cannot_be(settings, sentence):
    given = {"build": network, "train": (IMAGES, LABELS)} | ONE | settings
    with pytest.raises(ValueError, match=sentence):
        fit(**given)


def test_a_class_of_optimizers_would_take_the_steps_for_its_learning_rate():
    from course_utils.quiet import keras

    with pytest.raises(ValueError, match=r"optimizer .* is not allowed: give a name"):
        fit(network, (IMAGES, LABELS), optimizer=keras.optimizers.Adam, **ONE)


@pytest.mark.parametrize("augment", [[], "flip", keras_layer("RandomFlip")])
def test_what_changes_the_images_is_made_by_a_function(augment):
    with pytest.raises(ValueError, match=r"augment .* is not allowed: give a function that returns a list"):
        fit(network, (IMAGES, LABELS), augment=augment, **ONE)


def test_pixels_on_another_scale_than_the_augmentation_counts():
    from functools import partial

    build = partial(small_cnn, scaling=None)
    with pytest.raises(ValueError, match="and RandomBrightness counts to 255"):
        fit(build, (IMAGES / 255, LABELS), augment=lambda: [keras_layer("RandomBrightness", 0.5)], **ONE)


def test_one_optimizer_trains_one_network():
    from course_utils.quiet import keras

    optimizer = keras.optimizers.SGD(0.1)
    fit(network, (IMAGES, LABELS), optimizer=optimizer, **ONE)
    with pytest.raises(ValueError, match="one optimizer, which belongs to the network that it has trained"):
        fit(network, (IMAGES, LABELS), optimizer=optimizer, **ONE)
    pair, two = (IMAGES, LABELS), {"first": network, "second": network}
    with pytest.raises(ValueError, match="the networks cannot share one optimizer"):
        training.compare(two, pair, pair, optimizer=keras.optimizers.SGD(0.1), **ONE)
    with pytest.raises(ValueError, match="give names and functions"):
        training.compare([network], pair, pair, **ONE)
    _, accuracies = training.compare(two, pair, pair, optimizer=lambda steps: keras.optimizers.SGD(0.1), **ONE)
    assert accuracies["first"] == accuracies["second"]


def test_one_callback_needs_no_list():
    noted = batch_losses()
    fit(network, (IMAGES, LABELS), callbacks=noted, **ONE)
    assert len(noted.losses) == 2


# What is kept can be loaded


LOAD = """
import sys, warnings
import numpy as np
warnings.simplefilter("error")
import keras
model = keras.models.load_model(sys.argv[1])
answers = model.predict(np.load(sys.argv[2]), verbose=0)
print(np.array_equal(answers, np.load(sys.argv[3])), "course_utils" in sys.modules)
"""


@pytest.mark.parametrize("settings", [{"optimizer": one_cycle(0.01)}, {"label_smoothing": 0.1}, {"optimizer": "sgd"}])
def test_a_trained_network_is_loaded_by_a_keras_that_knows_nothing_of_the_course(tmp_path, settings):
    model = fit(network, (IMAGES, LABELS), **ONE | settings).model
    np.save(tmp_path / "images.npy", IMAGES[..., np.newaxis])
    np.save(tmp_path / "answers.npy", model.predict(IMAGES[..., np.newaxis], verbose=0))
    model.save(tmp_path / "own.keras")
    files = [str(tmp_path / name) for name in ("own.keras", "images.npy", "answers.npy")]
    done = subprocess.run([sys.executable, "-c", LOAD, *files], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.split() == ["True", "False"], done.stderr[-2000:]


def test_a_trained_network_has_an_optimizer_that_can_go_on():
    model = fit(network, (IMAGES, LABELS), optimizer=one_cycle(0.01, weight_decay=0.05), **ONE).model
    assert float(model.optimizer.learning_rate) == pytest.approx(0.0001)
    assert model.optimizer.weight_decay == 0.05
    before = weights(model)
    model.fit(IMAGES[..., np.newaxis], LABELS, epochs=1, verbose=0)
    assert not np.array_equal(weights(model), before)


def test_a_checkpoint_of_a_training_is_loaded_where_the_schedule_is_known(tmp_path):
    from course_utils.quiet import keras

    kept = keras.callbacks.ModelCheckpoint(str(tmp_path / "best.keras"))
    fit(network, (IMAGES, LABELS), optimizer=one_cycle(0.01), callbacks=[kept], **ONE)
    schedule = keras.models.load_model(tmp_path / "best.keras").optimizer._learning_rate
    assert schedule.get_config() == {"peak": 0.01, "steps": 2, "warm_up": 0.3}


def test_no_graph_of_a_training_is_left_behind_and_its_network_can_be_trained_on():
    """Else a lesson that trains dozens of networks needs more than 1 GiB."""
    import gc

    def graphs():
        gc.collect()
        return sum(type(one).__name__ == "FuncGraph" for one in gc.get_objects())

    fit(network, TRAIN, epochs=1)
    before = graphs()
    run = fit(network, TRAIN, VALIDATION, epochs=1)
    accuracies(network, TRAIN, VALIDATION, epochs=1)
    learning_rate_sweep(network, TRAIN, (0.1, 0.2), epochs=1)
    assert graphs() == before
    first = weights(run.model)
    run.model.fit(*[np.asarray(part) for part in (TRAIN[0][..., None], TRAIN[1])], epochs=1, verbose=0)
    assert not np.array_equal(weights(run.model), first)
