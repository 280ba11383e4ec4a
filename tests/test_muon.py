"""benchmarks.muon: steps made orthogonal with fewer products, for kernels alone."""

import numpy as np
import pytest

from benchmarks import muon
from course_utils.quiet import keras


def matrix(rows, columns, seed=0):
    """Singular values from 1 to a thousandth."""
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(rows, columns)) * np.geomspace(1, 1e-3, columns)).astype(np.float32)


@pytest.mark.parametrize("shape", [(9, 24), (30, 30), (216, 48)])
def test_it_is_what_keras_computes_with_more_products(shape):
    given = keras.ops.convert_to_tensor(matrix(*shape))
    found, expected = np.asarray(muon.orthogonal(given)), keras.optimizers.Muon().zeropower_via_newtonschulz5(given, 5)
    assert np.allclose(found, expected, atol=1e-4)


def test_singular_values_come_near_one():
    values = np.linalg.svd(np.asarray(muon.orthogonal(keras.ops.convert_to_tensor(matrix(60, 8) + 0.1))))[1]
    assert 0.3 < values.min() <= values.max() < 1.3


def test_products_are_counted_as_they_are_made(monkeypatch):
    """By hand, for 5 rows and 3 columns: the Gram matrix and the last product with all rows; 17 of 3 × 3 by 3 × 3."""
    assert muon.multiplications(5, 3) == 2 * (3 * 5 * 3) + 17 * 3**3
    made = []

    class Counted:
        """An array that notes its products."""

        def __init__(self, array):
            self.array, self.shape, self.dtype = array, array.shape, array.dtype

        def __matmul__(self, other):
            made.append(self.shape[0] * self.shape[1] * other.shape[1])
            return Counted(self.array @ other.array)

        def __truediv__(self, other):
            return Counted(self.array / other)

        def __add__(self, other):
            return Counted(self.array + other.array)

        def __rmul__(self, other):
            return Counted(other * self.array)

    monkeypatch.setattr(keras.ops, "norm", lambda one: np.linalg.norm(one.array))
    monkeypatch.setattr(keras.ops, "transpose", lambda one: Counted(one.array.T))
    monkeypatch.setattr(keras.ops, "eye", lambda count, dtype: Counted(np.eye(count, dtype=dtype)))
    muon.orthogonal(Counted(matrix(5, 3)))
    assert sum(made) == muon.multiplications(5, 3)


def test_kernels_alone_are_trained_so():
    layers = keras.layers
    model = keras.Sequential([layers.Input((6, 6, 2)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(3)])
    optimizer = muon.kernel_muon_class()(0.1, weight_decay=0, adam_weight_decay=0, momentum=0.5)
    before = [variable.numpy() for variable in model.trainable_variables]
    gradients = [np.random.default_rng(0).normal(size=one.shape).astype(np.float32) for one in before]
    optimizer.apply(gradients, model.trainable_variables)
    kernel, *others = (old - variable.numpy() for old, variable in zip(before, model.trainable_variables, strict=True))
    values = np.linalg.svd(kernel.reshape(-1, 4))[1]
    assert values.max() / values.min() < 4, "as long in all directions"
    assert np.ptp(np.linalg.svd(gradients[0].reshape(-1, 4))[1]) > 0.5
    for step in others:
        assert np.allclose(np.abs(step), 0.1, rtol=0.01), "AdamW's first step"


def test_compute_is_that_of_the_kernels():
    layers = keras.layers
    model = keras.Sequential([layers.Input((6, 6, 2)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(3)])
    assert muon.teraflop(model, 7) == pytest.approx(2 * 7 * muon.multiplications(18, 4) / 1e12)
