"""benchmarks.staged: which images a stage sees, with which weight, and what it costs."""

import numpy as np
import pytest

from benchmarks import staged
from course_utils import models

STAGES = (staged.Stage(20, 1, (0.1, 1)), staged.Stage(28, 2, (1, 0.01), easy=0.5))


def images(count=60, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 28, 28), np.uint8), rng.integers(0, 10, count)


def small_network():
    return models.vgg_network(filters=(3, 4))


def test_hard_are_those_of_least_sureness():
    odds = staged.odds_of(np.linspace(1, 0, 20), 0.25, 0.3)
    assert odds.tolist() == pytest.approx([0.3] * 15 + [1] * 5)


def test_as_many_are_hard_where_all_are_equally_sure():
    assert (staged.odds_of(np.zeros(20), 0.25, 0.3) == 1).sum() == 5


def test_a_pass_has_every_hard_image_once_and_a_share_of_the_easy_ones():
    odds = staged.odds_of(np.linspace(1, 0, 100), 0.2, 0.5)
    passes = [staged.one_pass(odds, 10, np.random.default_rng(seed)) for seed in (0, 1)]
    for places in passes:
        assert len(places) == len(set(places)) == 20 + 40
        assert set(range(80, 100)) <= set(places)
    assert set(passes[0]) != set(passes[1])


def test_a_pass_fills_whole_batches():
    assert len(staged.one_pass(np.ones(25), 10, np.random.default_rng(0))) == 20


def test_images_weigh_on_average_what_they_would_if_all_were_seen():
    """Over many passes, each image's weight comes to the same, hard or easy, and to 1 in a batch."""
    pixels, labels = images(40)
    odds = staged.odds_of(np.linspace(1, 0, 40), 0.25, 0.2)
    total, seen = np.zeros(40), 0
    for seed in range(100):
        places = staged.one_pass(odds, 8, np.random.default_rng(seed))
        batches = staged.weighted_batches(pixels[..., np.newaxis], labels, odds, places, 8, ())
        total[places] += np.concatenate([weights for _, _, weights in batches])
        seen += len(places)
    assert total / total.mean() == pytest.approx(np.ones(40), abs=0.6)
    assert total[:30].mean() == pytest.approx(total[30:].mean(), rel=0.05)
    assert total.sum() / seen == pytest.approx(1)


@pytest.mark.parametrize(("power", "heavier"), [(1, 4), (0.5, 2), (0, 1)])
def test_an_easy_image_weighs_more_by_a_power_of_how_seldom_it_is_seen(monkeypatch, power, heavier):
    stages, weights, real = [staged.Stage(28, 1, (1, 1), easy=0.25, power=power)], [], staged.weighted_batches

    def noted(*given):
        batches = real(*given)
        weights.extend(weight for _, _, batch in batches for weight in batch.numpy())
        return batches

    monkeypatch.setattr(staged, "weighted_batches", noted)
    settings = {"augment": list, "stages": stages, "hard": 0.5, "batch_size": 5, "peak": 0.01}
    staged.fit(small_network, images(40), seed=0, **settings)
    assert len(weights) == 25
    assert np.unique(np.round(np.array(weights) / min(weights), 3)).tolist() == sorted({1, heavier})
    assert np.isclose(weights, min(weights)).sum() == (20 if heavier > 1 else 25)


def test_batches_hold_the_images_of_their_places():
    pixels, labels = images(10)
    places = np.array([3, 1, 7, 7])
    batches = list(staged.weighted_batches(pixels[..., np.newaxis], labels, np.ones(10), places, 2, ()))
    assert np.array_equal(np.concatenate([batch[0] for batch in batches])[..., 0], pixels[places])
    assert np.array_equal(np.concatenate([batch[1] for batch in batches]).argmax(axis=1), labels[places])
    assert all(np.all(batch[2] == 1) for batch in batches)


def test_smaller_images_keep_their_brightness():
    pixels = np.full((3, 28, 28), 100, np.uint8)
    assert staged.resized(pixels, 20).shape == (3, 20, 20, 1)
    assert staged.resized(pixels, 20) == pytest.approx(np.full((3, 20, 20, 1), 100), abs=0.01)
    assert staged.resized(pixels, 28).dtype == np.uint8


def test_a_network_of_another_side_takes_the_same_weights():
    model = small_network()
    other = staged.at_side(model, 20)
    assert other.input_shape == (None, 20, 20, 1)
    other.set_weights(model.get_weights())


def test_each_image_gets_its_own_sureness():
    """A network that answers by the brightness of the first pixel."""

    class Model:
        def __call__(self, pixels, training):
            assert training
            return np.eye(10)[pixels[:, 0, 0, 0].numpy().astype(int)]

    pixels, labels = np.zeros((1203, 28, 28, 1), np.uint8), np.arange(1203) % 10
    pixels[::2, 0, 0, 0] = labels[::2]
    pixels[1::2, 0, 0, 0] = 0
    found = staged.confidence(eager(Model()), pixels, labels, np.random.default_rng(0))
    assert np.array_equal(found, (pixels[:, 0, 0, 0] == labels).astype(float))


def eager(function):
    """A function that TensorFlow's tracing may call with whole batches."""
    from course_utils.quiet import tensorflow as tf

    def answer(pixels, training):
        scores = tf.py_function(lambda batch: function(batch, training=training), [pixels], tf.float32)
        scores.set_shape((None, 10))
        return scores

    return answer


def test_compute_counts_what_is_seen_at_its_size():
    from benchmarks import muon
    from benchmarks.published import training_teraflop
    from course_utils.layer_table import layer_rows, totals

    side = {size: totals(layer_rows(staged.at_side(small_network(), size)))[1] for size in (20, 28)}
    passes = training_teraflop(side[20], 100, 1) + training_teraflop(side[28], 60, 2)  # 25 hard, 38 easy, whole batches
    forward = training_teraflop(side[28], 100, 1) / 3
    steps = muon.teraflop(small_network(), 10 + 2 * 6)
    found = staged.teraflop(small_network, STAGES, hard=0.25, batch_size=10, count=100)
    assert found == pytest.approx(passes + forward + steps)


def test_a_training_in_stages_follows_from_its_seed_and_learns():
    labels = np.random.default_rng(0).integers(0, 2, 400)
    pixels = np.zeros((400, 28, 28), np.uint8)
    pixels[labels == 1, 4:24, 4:24] = 255  # a black image or a white square
    settings = {"augment": list, "stages": STAGES, "hard": 0.5, "batch_size": 20, "peak": 0.02}
    first, again = (staged.fit(small_network, (pixels, labels), seed=3, **settings) for _ in range(2))
    for one, other in zip(first.model.get_weights(), again.model.get_weights(), strict=True):
        assert np.allclose(one, other, atol=1e-4)
    answers = first.model.predict(pixels[..., np.newaxis], verbose=0).argmax(axis=1)
    assert np.mean(answers == labels) > 0.9
    assert first.model.input_shape == (None, 28, 28, 1)
    assert first.cpu_seconds > 0
