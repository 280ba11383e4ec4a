"""A learning rate that rises and falls once: peak, lines, and what is handed on."""

import numpy as np
import pytest

from course_utils import learning_rate
from course_utils.learning_rate import one_cycle


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


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"peak": 0}, "peak 0 is not allowed: give a learning rate above 0"),
        ({"peak": "0.1"}, "peak '0.1' is not allowed"),
        ({"peak": float("nan")}, "peak nan is not allowed"),
        ({"warm_up": 0}, "warm_up 0 is not allowed: give a share between 0 and 1"),
        ({"warm_up": 1}, "warm_up 1 is not allowed"),
        ({"weight_decay": -1}, "weight_decay -1 is not allowed"),
        ({"beta_2": 1}, "beta_2 1 is not allowed"),
    ],
)
def test_settings_out_of_range(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        one_cycle(**{"peak": 0.1} | settings)


@pytest.mark.parametrize("steps", [0, -3, 2.5, "10", True])
def test_a_number_of_steps_that_is_none(steps):
    with pytest.raises(ValueError, match=r"steps .* is not allowed: give an integer of at least 1"):
        one_cycle(0.1)(steps)


def test_keras_can_write_the_schedule_down_and_read_it():
    from course_utils.quiet import keras

    optimizer = one_cycle(0.02, warm_up=0.5)(10)
    again = keras.optimizers.deserialize(keras.optimizers.serialize(optimizer))
    assert type(again._learning_rate) is learning_rate.OneCycle
    for step in range(12):
        assert float(again._learning_rate(step)) == float(optimizer._learning_rate(step))


def test_the_class_is_made_once_and_only_when_asked_for():
    assert learning_rate.OneCycle is learning_rate.OneCycle
    with pytest.raises(AttributeError, match="has no attribute 'TwoCycle'"):
        learning_rate.TwoCycle  # noqa: B018


def test_another_optimizer_stays_the_one_it_is():
    from course_utils.quiet import keras

    variables = [keras.Variable([1.0])]
    for optimizer in (keras.optimizers.SGD(0.1), keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.1, 9))):
        assert learning_rate.at_its_last_rate(optimizer, variables) is optimizer
    settled = learning_rate.at_its_last_rate(one_cycle(0.02, weight_decay=0.05)(10), variables)
    assert isinstance(settled, keras.optimizers.AdamW)
    assert float(settled.learning_rate) == pytest.approx(0.0002)
    assert (settled.weight_decay, settled.built) == (0.05, True)
