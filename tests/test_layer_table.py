"""The table by formula, with Keras and with published figures as the judges."""

import pytest

from course_utils import models
from course_utils.layer_table import CLASSIC, VGG16, Conv, Dense, Flatten, MaxPool, layer_rows, layer_table, totals


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"kernel_size": 5},
        {"filters": (8, 4)},
        {"strides": 2},
        {"padding": "same"},
        {"padding": "same", "strides": 2},
    ],
)
def test_the_table_by_formula_equals_keras(settings):
    options = {"filters": (32, 32), **settings}
    first, second = options.pop("filters")
    layers = [Conv(first, **options), MaxPool(), Conv(second, **options), MaxPool(), Flatten(), Dense(128), Dense(10)]
    assert layer_table((28, 28, 1), layers) == layer_rows(models.classic(**settings))


def test_the_tables_of_known_networks():
    assert layer_table((28, 28, 1), CLASSIC) == layer_rows(models.classic())
    rows = layer_table((224, 224, 3), VGG16)
    assert totals(rows)[0] == 138_357_544
    assert [row.shape for row in rows if row.layer.startswith("MaxPool")][-1] == (7, 7, 512)
    assert max(row.parameters for row in rows) == 25_089 * 4_096


@pytest.mark.parametrize(
    ("shape", "layers", "words"),
    [
        ((28, 28, 1), [Dense(10)], "put Flatten"),
        ((28,), [Conv(3)], "needs .height, width, channels"),
        ((4, 4, 1), [Conv(3, 5)], "does not fit"),
    ],
)
def test_the_table_refuses_what_does_not_fit(shape, layers, words):
    with pytest.raises(ValueError, match=words):
        layer_table(shape, layers)
