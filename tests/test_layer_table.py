"""The table by formula, with Keras and with published figures as the judges."""

import numpy as np
import pytest

from course_utils import models
from course_utils.layer_table import (
    CLASSIC,
    VGG16,
    Conv,
    Dense,
    Flatten,
    MaxPool,
    as_comparison,
    as_text,
    layer_rows,
    layer_table,
    totals,
)


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


def stack(shape, *layers):
    from course_utils.quiet import keras

    return keras.Sequential([keras.layers.Input(shape), *layers])


def layer(name, *given, **settings):
    from course_utils.quiet import keras

    return getattr(keras.layers, name)(*given, **settings)


@pytest.mark.parametrize(
    ("shape", "name", "settings", "multiplications"),
    [
        ((28, 28, 4), "SeparableConv2D", {"filters": 8, "kernel_size": 3}, 26 * 26 * (9 * 4 + 4 * 8)),
        ((14, 14, 4), "Conv2DTranspose", {"filters": 8, "kernel_size": 3, "strides": 2}, 14 * 14 * 9 * 4 * 8),
        ((28, 28, 4), "DepthwiseConv2D", {"kernel_size": 5, "depth_multiplier": 2}, 24 * 24 * 25 * 8),
        ((28, 28, 4), "Conv2D", {"filters": 8, "kernel_size": 3, "groups": 4}, 26 * 26 * 9 * 8),
        ((28, 28, 4), "Conv2D", {"filters": 8, "kernel_size": 3, "dilation_rate": 2}, 24 * 24 * 9 * 4 * 8),
        ((28, 20, 4), "Conv2D", {"filters": 8, "kernel_size": (3, 1), "strides": (2, 1)}, 13 * 20 * 3 * 4 * 8),
        ((30, 4), "Conv1D", {"filters": 8, "kernel_size": 3}, 28 * 3 * 4 * 8),
        ((5, 6), "Dense", {"units": 3}, 5 * 6 * 3),
        ((8, 8, 3), "GlobalAveragePooling2D", {}, 3),
        ((8, 8, 3), "AveragePooling2D", {"pool_size": 2}, 4 * 4 * 3),
        ((8, 8, 3), "BatchNormalization", {}, 8 * 8 * 3),
        ((8, 8, 3), "MaxPooling2D", {"pool_size": (2, 4)}, 0),
        ((8, 8, 3), "ZeroPadding2D", {}, 0),
        ((7,), "Embedding", {"input_dim": 20, "output_dim": 5}, 0),
        ((7, 5), "LSTM", {"units": 3}, None),
        ((7, 5), "LayerNormalization", {}, None),
        ((8, 8, 3), "UpSampling2D", {"interpolation": "bilinear"}, None),
        ((None, None, 3), "Conv2D", {"filters": 8, "kernel_size": 3}, None),
    ],
)
def test_a_layer_is_counted_by_its_kind_or_not_at_all(shape, name, settings, multiplications):
    model = stack(shape, layer(name, **settings))
    (row,) = layer_rows(model)
    assert row.parameters == model.count_params()
    assert row.shape == model.output_shape[1:]
    assert row.multiplications == multiplications


def test_what_computes_without_weights_is_not_left_out():
    twice = stack((4, 4, 1), layer("Lambda", lambda images: images * 2))
    assert [row.multiplications for row in layer_rows(twice)] == [None]
    assert totals(layer_rows(twice)) == (0, None)
    silent = stack((4, 4, 1), layer("Rescaling", 2.0), layer("RandomFlip"), layer("ReLU"), layer("GaussianNoise", 0.1))
    assert layer_rows(silent) == []


def branches():
    """One convolution used twice, a shortcut around both, and a concatenation."""
    from course_utils.quiet import keras

    image, convolution = keras.Input((8, 8, 2)), keras.layers.Conv2D(2, 3, padding="same")
    joined = keras.layers.Add()([convolution(convolution(image)), image])
    return keras.Model(image, keras.layers.Concatenate()([joined, image]))


def test_branches_and_layers_that_are_used_twice():
    model = branches()
    rows = layer_rows(model)
    assert [row.layer.split()[0] for row in rows] == ["Conv", "Add", "Concatenate"]
    assert rows[0].multiplications == 2 * 8 * 8 * 9 * 2 * 2
    assert totals(rows) == (model.count_params(), rows[0].multiplications)
    assert rows[-1].shape == (8, 8, 4)


def test_a_model_within_a_model_is_opened():
    inner = stack((8, 8, 1), layer("Conv2D", 1, 3, padding="same"))
    twice = stack((8, 8, 1), inner, layer("MaxPooling2D"), layer("Flatten"))
    assert layer_rows(twice)[0] == layer_rows(inner)[0]
    assert totals(layer_rows(twice))[0] == twice.count_params()


def test_layers_that_another_model_has_too_are_counted_as_here():
    first = models.classic()
    second = stack((28, 28, 1), layer("RandomFlip"), *first.layers)
    assert layer_rows(second) == layer_rows(first) == layer_table((28, 28, 1), CLASSIC)


def test_parts_that_are_not_counted_are_named_in_the_text():
    rows = layer_rows(stack((7,), layer("Embedding", 20, 5), layer("LSTM", 3)))
    lines = as_text(rows).splitlines()
    assert [line.endswith("not counted") for line in lines] == [False, False, True, True]
    assert as_comparison({"text": rows}).endswith("not counted")
    assert as_text([]).splitlines()[-1].split() == ["total", "0", "0"]
    assert "any×any×4" in as_text(layer_rows(stack((None, None, 3), layer("Conv2D", 4, 1))))


def test_what_has_no_layers_to_list():
    from course_utils.quiet import keras

    for given in (keras.Sequential([keras.layers.Dense(3)]), "model", None):
        with pytest.raises(ValueError, match="has no layers that are connected: give a Sequential or functional model"):
            layer_rows(given)


def test_settings_of_eight_bits_do_not_wrap_around():
    small = [Conv(np.uint8(200), np.uint8(16)), MaxPool(np.uint8(2)), Flatten(), Dense(np.uint8(250))]
    plain = [Conv(200, 16), MaxPool(2), Flatten(), Dense(250)]
    assert layer_table(np.uint8([40, 40, 3]).tolist(), small) == layer_table((40, 40, 3), plain)
    assert layer_table([np.uint8(40), np.uint8(40), np.uint8(3)], small) == layer_table((40, 40, 3), plain)


@pytest.mark.parametrize(
    ("shape", "layers", "words"),
    [
        ((9, 9, 1), [Conv("8")], "filters '8' is not allowed"),
        ((9, 9, 1), [Conv(8, 2.5)], "kernel_size 2.5 is not allowed"),
        ((9, 9, 1), [Conv(8, 3, 0)], "strides 0 is not allowed"),
        ((9, 9, 1), [MaxPool(0)], "kernel_size 0 is not allowed"),
        ((9,), [Dense(True)], "units True is not allowed"),
        ((9, 0, 1), [Flatten()], "input_shape 0 is not allowed"),
        (9, [Dense(1)], r"input_shape 9 is not allowed: give \(height, width, channels\)"),
        ((9,), ["Dense"], "layer 'Dense' is not allowed: give Conv, MaxPool, Flatten and Dense"),
        ((9,), 3, "layer 3 is not allowed"),
    ],
)
def test_what_the_formulas_cannot_take(shape, layers, words):
    with pytest.raises(ValueError, match=words):
        layer_table(shape, layers)


def test_one_layer_alone_is_a_table_too():
    assert layer_table((9,), Dense(2)) == layer_table((9,), [Dense(2)])
