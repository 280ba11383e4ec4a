"""A learning rate that rises and falls once: peak, lines, and what is handed on."""

import numpy as np
import pytest

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
