"""The measurements of notebook 05 measure what they say, and leave the model as it was."""

from functools import partial

import numpy as np
import pytest

from course_utils import experiments, models, training
from course_utils.activations import softmax
from course_utils.learning_rate import one_cycle
from course_utils.models import dense_layer, small_cnn
from course_utils.normalization import BatchNorm
from course_utils.quiet import keras
from tests.support.small_training import gradient_by_hand, untouched

RNG = np.random.default_rng(0)
IMAGES = RNG.random((40, 28, 28)).astype(np.float32)
LABELS = RNG.integers(0, 10, 40)


def test_first_steps_are_gradient_descent():
    """Three steps, each on the whole of one image repeated, against NumPy."""
    images, labels, weights = np.repeat(IMAGES[:1], 30, axis=0), np.full(30, 4), np.zeros((784, 10))
    found = experiments.first_steps(dense_layer(), images, labels, steps=3, learning_rate=0.01, batch_size=30)
    for step in range(3):
        gradient = gradient_by_hand(images, labels, weights)
        loss = -np.log(softmax(images[0].ravel() @ weights)[4])
        assert found.losses[step] == pytest.approx(loss, rel=1e-4)
        assert found.gradient_norms[step] == pytest.approx(np.linalg.norm(gradient), rel=1e-4)
        weights -= 0.01 * gradient


def test_losses_beyond_the_clipping_of_probabilities_are_seen():
    """Keras clips probabilities at 1e-7, a loss of 16; from the logits the loss is unbounded."""
    model = dense_layer()
    model.get_layer("scores").kernel.assign(np.eye(784, 10) * 1e6)
    run = experiments.first_steps(model, IMAGES, LABELS, steps=1, learning_rate=0.0)
    assert run.losses[0] > 1000


def test_measuring_leaves_the_model_as_it_was():
    model = small_cnn(batch_norm=True)
    assert untouched(model, partial(experiments.training_lead, images=IMAGES, labels=LABELS))
    assert untouched(model, partial(experiments.answers, images=IMAGES))
    assert not untouched(model, partial(experiments.answers, images=IMAGES, training=True))


def test_answers_come_back_in_the_order_of_the_images():
    model = small_cnn(scaling=None)
    order = np.random.default_rng(1).permutation(len(IMAGES))
    expected = model.predict(IMAGES[..., np.newaxis], verbose=0).argmax(axis=1)
    assert np.array_equal(experiments.answers(model, IMAGES), expected)
    assert np.array_equal(experiments.answers(model, IMAGES, order=order, batch_size=7), expected)


def test_training_lead_is_the_difference_of_two_shares():
    model = small_cnn(batch_norm=True)
    shares = [np.mean(experiments.answers(model, IMAGES, training=mode) == LABELS) for mode in (True, False)]
    assert experiments.training_lead(model, IMAGES, LABELS) == pytest.approx(shares[0] - shares[1])


def test_start_from_gives_one_row_a_seed():
    found = experiments.start_from(IMAGES, LABELS, seeds=(0, 1), steps=2)
    assert found.losses.shape == found.gradient_norms.shape == (2, 2)
    assert found.live_filters.shape == (2,)
    assert set(found.live_filters) <= set(range(9))


def test_catch_up_begins_with_the_layer_as_it_is():
    batch = np.array([[2.0], [6.0]])
    found = experiments.catch_up(BatchNorm(), batch, steps=2)
    assert found.shape == (3, 2, 1)
    assert np.allclose(found[0], batch / np.sqrt(1.001))
    assert found[2, 1, 0] < found[1, 1, 0] < found[0, 1, 0]


def test_the_sweep_starts_each_run_from_its_seed():
    """A learning rate of zero leaves the first weights: the same loss in any order, another for another seed."""
    build = partial(small_cnn, filters=(4,), scaling=None)
    train = (IMAGES, LABELS)
    found, _ = experiments.learning_rate_sweep(build, train, (0.0, 10.0, 0.0), epochs=1, batch_size=40, seeds=(0, 1))
    assert found.shape == (3, 2)
    assert np.allclose(found[0], found[2], rtol=1e-5)
    assert found[0, 0] != pytest.approx(found[0, 1], rel=1e-5)
    model = models.build_from(0, build)
    loss = keras.losses.sparse_categorical_crossentropy(LABELS, model(IMAGES[..., np.newaxis]))
    assert found[0, 0] == pytest.approx(float(np.mean(loss)), rel=1e-4)


def test_the_sweep_keeps_the_histories_of_the_first_seed():
    build = partial(small_cnn, filters=(4,), scaling=None)
    train = (IMAGES, LABELS)
    both = experiments.learning_rate_sweep(build, train, (0.01, 0.1), epochs=2, batch_size=10, seeds=(0, 1))
    first = experiments.learning_rate_sweep(build, train, (0.01, 0.1), epochs=2, batch_size=10)
    assert list(both.histories) == [0.01, 0.1]
    for row, history in enumerate(both.histories.values()):
        assert history["loss"][-1] == both.losses[row, 0]
        assert (history["steps"], history["epochs"], len(history["batch_loss"])) == (4, 2, 8)
        assert np.mean(history["batch_loss"][4:]) == pytest.approx(history["loss"][1], rel=1e-4)
    assert first.losses[:, 0] == pytest.approx(both.losses[:, 0], rel=1e-4)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"steps": 0}, "steps 0 is not allowed"),
        ({"batch_size": 2.5}, "batch_size 2.5 is not allowed"),
        ({"learning_rate": np.nan}, "learning_rate nan is not allowed"),
        ({"learning_rate": "0.1"}, "learning_rate '0.1' is not allowed"),
        ({"labels": LABELS[:7]}, "40 images and 7 labels"),
        ({"labels": np.eye(10)[LABELS]}, "labels have the shape 40 × 10"),
        ({"images": IMAGES[:, :20]}, "images are 20 × 28 × 1 each, and this model takes 28 × 28 × 1"),
    ],
)
def test_steps_that_cannot_be_taken(settings, sentence):
    given = {"images": IMAGES, "labels": LABELS, "steps": 1, "learning_rate": 0.1} | settings
    with pytest.raises(ValueError, match=sentence):
        experiments.first_steps(dense_layer(), **given)


@pytest.mark.parametrize("order", [[0] * 40, range(20), range(1, 41), np.ones((40, 1)), "abc"])
def test_an_order_has_every_place_once(order):
    with pytest.raises(ValueError, match="order"):
        experiments.answers(dense_layer(), IMAGES, order=order)


def test_a_column_of_labels_gives_the_same_lead():
    model = small_cnn(batch_norm=True)
    leads = [experiments.training_lead(model, IMAGES, labels) for labels in (LABELS, LABELS[:, np.newaxis])]
    assert leads[0] == leads[1]
    with pytest.raises(ValueError, match="40 images and 39 labels"):
        experiments.training_lead(model, IMAGES, LABELS[1:])


def test_a_network_that_gives_no_numbers_gives_no_answer():
    model = dense_layer()
    model.set_weights([np.full((784, 10), np.nan)])
    assert set(experiments.answers(model, IMAGES)) == {-1}


def test_one_learning_rate_alone_is_a_sweep():
    build = partial(small_cnn, filters=(4,), scaling=None)
    alone = experiments.learning_rate_sweep(build, (IMAGES, LABELS), 0.1, epochs=1)
    assert alone.losses.shape == (1, 1)
    refused = [{"learning_rates": (-0.1,)}, {"learning_rates": ()}, {"seeds": 3}, {"seeds": []}, {"batch_size": 0}]
    for wrong in [*refused, {"epochs": 0}]:
        with pytest.raises(ValueError, match="is not allowed"):
            experiments.learning_rate_sweep(build, (IMAGES, LABELS), **{"learning_rates": (0.1,), "epochs": 1} | wrong)


def test_several_seeds_in_one_model_are_as_accurate_as_each_alone():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 60)
    pixels = (rng.random((60, 28, 28)) * 60 + 120 * labels[:, None, None] * (np.arange(28) > 14)).astype(np.uint8)
    train, validation = (pixels[:40], labels[:40]), (pixels[40:], labels[40:])
    build, settings = partial(small_cnn, batch_norm=True, dropout=0.5), {"epochs": 2, "batch_size": 10}
    found = experiments.accuracies(build, train, validation, seeds=(3, 1), **settings)
    alone = [training.fit(build, train, seed=seed, **settings).model for seed in (3, 1)]
    assert found.tolist() == [training.accuracy(model, *validation) for model in alone]


def test_scores_of_several_seeds_are_those_of_each_fitted_alone():
    """With a learning rate that follows the step: each seed begins at the first one."""
    rng = np.random.default_rng(1)
    labels = np.arange(60) % 2
    pixels = (rng.random((60, 28, 28)) * 60 + 120 * labels[:, None, None] * (np.arange(28) > 14)).astype(np.uint8)
    train, validation = (pixels[:40], labels[:40]), (pixels[40:], labels[40:])
    build = partial(small_cnn, dropout=0.5)
    settings = {"epochs": 2, "batch_size": 15, "optimizer": one_cycle(0.01, weight_decay=0.1)}
    found = experiments.scores(build, train, validation, seeds=(3, 1), **settings)
    alone = [training.fit(build, train, seed=seed, **settings).model for seed in (3, 1)]
    assert found == [training.score(model, train, validation) for model in alone]
