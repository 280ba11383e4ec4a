"""The receptive field's formula, against perturbing the pixels one by one."""

import itertools

import numpy as np
import pytest

from course_utils.convolution import cross_correlate
from course_utils.receptive_field import Field, Layer, influence, receptive_field, ways_to_unit

PIXELS = 40


def random_stack(rng):
    """Two to four layers with any settings that fit an image of `PIXELS`."""
    while True:
        layers = [
            Layer(
                kernel_size=int(rng.integers(1, 6)),
                strides=int(rng.integers(1, 4)),
                padding=("valid", "same", 1, 2)[rng.integers(4)],
                dilation_rate=int(rng.integers(1, 3)),
            )
            for _ in range(rng.integers(2, 5))
        ]
        try:
            receptive_field(layers, input_size=PIXELS)
        except ValueError:
            continue
        return layers


def answers(images, layers):
    """Let the images, (batch, pixels), pass through layers whose weights are all 1."""
    images = images[:, np.newaxis, :]
    for layer in layers:
        border = (layer.padding,) * 2 if isinstance(layer.padding, int) else (0, 0)
        images = cross_correlate(
            np.pad(images, ((0, 0), (0, 0), border)),
            np.ones((1, layer.kernel_size)),
            strides=(1, layer.strides),
            padding="valid" if isinstance(layer.padding, int) else layer.padding,
            dilation_rate=(1, layer.dilation_rate),
        )
    return images[:, 0]


def seen(layers):
    """Which pixels move which unit of the last layer: (pixels, units). Whole numbers, so exact."""
    image = np.random.default_rng(0).integers(0, 256, PIXELS).astype(float)
    return answers(image + np.eye(PIXELS), layers) != answers(image[np.newaxis], layers)


def check(layers, moved):
    """Compare every unit with the formula; return how many lie wholly inside the image."""
    field = receptive_field(layers, input_size=PIXELS)[-1]
    inside = 0
    for unit in range(moved.shape[1]):
        first = field.start + unit * field.jump
        last = first + field.size - 1
        pixels = np.flatnonzero(moved[:, unit])
        assert all(first <= pixel <= last for pixel in pixels), layers
        if first >= 0 and last < PIXELS:
            inside += 1
            assert (pixels[0], pixels[-1]) == (first, last), layers
    return inside


def test_random_stacks_see_what_the_formula_says():
    rng = np.random.default_rng(1)
    stacks = [random_stack(rng) for _ in range(300)]
    inside = [check(layers, seen(layers)) for layers in stacks]
    # Not vacuous: most stacks have units whose whole field lies inside the image.
    assert sum(count > 0 for count in inside) > 200


def test_keras_sees_the_same():
    from course_utils.quiet import keras

    rng = np.random.default_rng(2)
    for _ in range(20):
        layers = [
            layer._replace(dilation_rate=1 if layer.strides > 1 else layer.dilation_rate) for layer in random_stack(rng)
        ]
        layers = [layer._replace(padding="same") if layer.padding in (1, 2) else layer for layer in layers]
        images = np.eye(PIXELS, dtype=np.float32)[:, :, np.newaxis]
        try:
            receptive_field(layers, input_size=PIXELS)
        except ValueError:
            continue
        for layer in layers:
            images = keras.ops.conv(
                images,
                np.ones((layer.kernel_size, 1, 1), np.float32),
                strides=layer.strides,
                padding=layer.padding,
                dilation_rate=layer.dilation_rate,
            )
        moved = np.asarray(images)[:, :, 0] != 0
        np.testing.assert_array_equal(moved, seen(layers))
        check(layers, moved)


def test_every_layer_of_a_stack_is_told():
    layers = [Layer(3), Layer(3, strides=2), Layer(5, dilation_rate=2), Layer(2, strides=2)]
    expected = [receptive_field(layers[:depth])[-1] for depth in range(1, 5)]
    assert receptive_field(layers) == expected
    assert expected == [Field(3, 1, 0), Field(5, 2, 0), Field(21, 2, 0), Field(23, 4, 0)]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([], []),
        ([Layer(1)], [Field(1, 1, 0)]),
        ([Layer(3)] * 3, [Field(3, 1, 0), Field(5, 1, 0), Field(7, 1, 0)]),
        ([Layer(3, 2)] * 3, [Field(3, 2, 0), Field(7, 4, 0), Field(15, 8, 0)]),
        ([Layer(3, padding="same")] * 2, [Field(3, 1, -1), Field(5, 1, -2)]),
        ([Layer(4, padding="same")], [Field(4, 1, -1)]),
        ([Layer(3, dilation_rate=2, padding="same")], [Field(5, 1, -2)]),
        ([(3, 2, 1), (3, 2, 1)], [Field(3, 2, -1), Field(7, 4, -3)]),
    ],
)
def test_known_stacks(layers, expected):
    assert receptive_field(layers) == expected


def test_the_size_of_the_image_matters_to_same_padding_at_stride_two():
    layer = Layer(3, strides=2, padding="same")
    assert receptive_field([layer], input_size=6) == [Field(3, 2, 0)]
    assert receptive_field([layer], input_size=7) == [Field(3, 2, -1)]


def test_the_size_of_the_image_matters_to_nothing_else():
    for kernel_size, strides, padding, dilation_rate in itertools.product(
        (1, 2, 5), (1, 3), ("valid", "same", 2), (1, 2)
    ):
        if padding == "same" and strides > 1:
            continue
        layers = [Layer(kernel_size, strides, padding, dilation_rate)] * 2
        assert receptive_field(layers) == receptive_field(layers, input_size=PIXELS)


@pytest.mark.parametrize(
    ("layers", "input_size", "sentence"),
    [
        (
            [Layer(3), Layer(3, strides=2, padding="same")],
            None,
            "layer 2: padding 'same' at strides above 1 depends on the image: give input_size.",
        ),
        (
            [Layer(3, strides=2)] * 4,
            28,
            "layer 4: kernel_size 3 does not fit an input of 2 with padding 'valid': the output would have 0 rows",
        ),
        ([Layer(0)], None, "layer 1: kernel_size 0 is not allowed: give an integer of at least 1."),
        ([Layer(3, strides=1.5)], None, "layer 1: strides 1.5 is not allowed: give an integer of at least 1."),
        ([Layer(3, dilation_rate=0)], 28, "layer 1: dilation_rate 0 is not allowed: give an integer of at least 1."),
        (
            [Layer(3, padding="full")],
            None,
            "layer 1: padding 'full' is not allowed: use 'valid', 'same' or a number of pixels from 0 up.",
        ),
    ],
)
def test_every_refusal_is_a_sentence(layers, input_size, sentence):
    with pytest.raises(ValueError) as refusal:
        receptive_field(layers, input_size=input_size)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.array])
def test_layers_of_numpys_numbers_do_not_wrap_around(kind):
    fields = receptive_field([Layer(kind(3), kind(2), kind(100))] * 9)
    assert fields == receptive_field([Layer(3, 2, 100)] * 9)
    assert fields[-1][:2] == (1023, 512)
    assert all(type(value) is int for value in fields[-1])
    deep = [Layer(kind(3), dilation_rate=kind(90))] * 3
    np.testing.assert_array_equal(influence(deep, 700), influence([Layer(3, dilation_rate=90)] * 3, 700))


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (Layer(3), r"layers Layer\(kernel_size=3.* is not allowed: give a list of layers"),
        (3, "layers 3 is not allowed: give a list of layers"),
        ("33", "layers '33' is not allowed"),
        ([3], r"layer 1: 3 is not allowed: give Layer\(kernel_size, strides, padding, dilation_rate\)"),
        ([Layer(3), (3, 1, "valid", 1, 1)], "layer 2: .* is not allowed: give Layer"),
        ([Layer(3), Layer("3")], "layer 2: kernel_size '3' is not allowed"),
        ([Layer(3, True)], "layer 1: strides True is not allowed"),
        ([Layer(3, 1, -1)], "layer 1: padding -1 is not allowed"),
    ],
)
def test_what_is_no_list_of_layers(layers, sentence):
    for act in (receptive_field, lambda it: influence(it, 28), lambda it: ways_to_unit(it, 28, 0)):
        with pytest.raises(ValueError, match=sentence):
            act(layers)


@pytest.mark.parametrize("unit", [-1, 26, 1.5, "0", None, True])
def test_a_unit_that_the_last_map_does_not_have(unit):
    with pytest.raises(ValueError, match="is not allowed: the last map has the units 0 to 25"):
        ways_to_unit([Layer(3)], 28, unit)


def test_more_ways_than_a_number_holds_are_not_counted():
    many = [Layer(3, padding="same")] * 40
    for act in (lambda: influence(many, 28), lambda: ways_to_unit(many, 28, 0)):
        with pytest.raises(ValueError, match="40 layers with these kernel sizes have more ways through them"):
            act()
    few = [Layer(3, padding="same")] * 20
    counted = ways_to_unit(few, 28, 14)[0]
    np.testing.assert_array_equal(influence(few, 28)[:, 14], counted)
    with pytest.raises(ValueError, match="layer 2: kernel_size 9 does not fit"):
        influence([Layer(3), Layer(9)], 8)
