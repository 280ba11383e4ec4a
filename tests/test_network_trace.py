"""A network step by step: every number is Keras', worked out anew in NumPy, whatever the model is built of."""

import random

import numpy as np
import pytest

from course_utils.explorers.network.network_explanation import as_maps
from course_utils.explorers.network.network_trace import Network
from course_utils.layers_by_hand import LAYERS_BY_HAND, UNCHANGED
from course_utils.quiet import keras
from tests.support.closeness import worst

layers = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax over axis")
KINDS_SEEN = set()
ACTIVATIONS = [
    None,
    "relu",
    "sigmoid",
    "tanh",
    "softmax",
    "gelu",
    "relu6",
    "leaky_relu",
    "elu",
    "softplus",
    "silu",
    "hard_sigmoid",
    "exponential",
    "mish",
    "selu",
    "log_softmax",
]


def window_settings(dice, *, dilated):
    settings = {"padding": dice.choice(["valid", "same"])}
    if dilated and dice.random() < 0.3:
        return {**settings, "dilation_rate": dice.choice([2, (1, 2)])}
    return {**settings, "strides": dice.choice([1, 1, 2, (2, 1)] if not dilated else [1, 1, 2])}


def on_maps(dice):
    """A layer that takes maps and gives maps."""
    size = dice.choice([1, 2, 3, (1, 3), (3, 2)])
    activation = dice.choice(ACTIVATIONS)
    makers = [
        lambda: layers.Conv2D(
            dice.randint(1, 4),
            size,
            activation=activation,
            use_bias=dice.random() < 0.7,
            bias_initializer="normal",
            **window_settings(dice, dilated=True),
        ),
        lambda: layers.DepthwiseConv2D(
            size,
            depth_multiplier=dice.randint(1, 2),
            activation=activation,
            bias_initializer="normal",
            use_bias=dice.random() < 0.7,
            **window_settings(dice, dilated=True),
        ),
        lambda: layers.MaxPooling2D(dice.choice([2, 3, (2, 1)]), **window_settings(dice, dilated=False)),
        lambda: layers.AveragePooling2D(dice.choice([2, 3, (2, 1)]), **window_settings(dice, dilated=False)),
        lambda: layers.ZeroPadding2D(dice.choice([1, ((0, 1), (2, 0))])),
    ]
    return dice.choice(makers)()


def on_anything(dice):
    """A layer that keeps the shape."""
    makers = [
        lambda: layers.BatchNormalization(
            center=dice.random() < 0.7, scale=dice.random() < 0.7, epsilon=dice.choice([1e-3, 0.1])
        ),
        lambda: layers.ReLU(*dice.choice([(), (0.5,), (None, 0.2), (6.0, 0.1, 0.3)])),
        lambda: layers.LeakyReLU(negative_slope=0.2),
        lambda: layers.Activation(dice.choice(ACTIVATIONS[1:])),
        lambda: layers.Softmax(),
        lambda: layers.Dropout(0.4),
        lambda: dice.choice([layers.GaussianNoise, layers.GaussianDropout, layers.AlphaDropout])(0.4),
        lambda: layers.ActivityRegularization(0.1),
        lambda: layers.Rescaling(dice.choice([0.1, 2.0]), dice.choice([0.0, -1.0])),
        lambda: layers.Dense(dice.randint(2, 4), activation=dice.choice(ACTIVATIONS)),
    ]
    return dice.choice(makers)()


def to_vector(dice):
    return dice.choice([layers.Flatten, layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D])()


def branched(dice, x):
    """Two branches of one shape, or of two numbers of maps, joined again."""
    count = dice.randint(1, 3)
    left = layers.Conv2D(count, 3, padding="same", activation=dice.choice(ACTIVATIONS))(x)
    if dice.random() < 0.5:
        right = layers.Conv2D(count, 1)(x)
        return layers.Add()([left, right])
    axis = dice.choice([-1, 3, 1, 2])
    return layers.Concatenate(axis=axis)([left, x] if axis in (-1, 3) else [left, layers.Conv2D(count, 1)(x)])


def random_model(seed):
    """A small model of random layers with random weights, and an image for it."""
    dice = random.Random(seed)
    keras.utils.set_random_seed(seed)
    shape = (dice.randint(8, 12), dice.randint(8, 12), dice.choice([1, 3]))
    inputs = x = layers.Input(shape)
    for _ in range(dice.randint(1, 4)):
        maker = dice.choice([on_maps, on_maps, on_anything, branched])
        if maker is on_maps and min(x.shape[1:3]) < 6:
            maker = on_anything
        x = branched(dice, x) if maker is branched else maker(dice)(x)
    if dice.random() < 0.8:
        x = to_vector(dice)(x)
        x = on_anything(dice)(x) if dice.random() < 0.5 else x
        x = layers.Dense(3, activation=dice.choice(["softmax", None]), bias_initializer="normal")(x)
    model = keras.Model(inputs, x)
    rng = np.random.default_rng(seed)
    for weight in model.weights:  # also the statistics of batch normalisation, which start at 0 and 1
        drawn = rng.normal(0, 0.4, weight.shape)
        weight.assign(np.abs(drawn) + 0.5 if "variance" in weight.name else drawn)
    return model, rng.random(shape, dtype=np.float32)


@pytest.mark.parametrize("tenth", range(10))
def test_every_layer_of_any_model_is_recomputed(tenth):
    for seed in range(20 * tenth, 20 * tenth + 20):
        model, image = random_model(seed)
        network = Network(model)
        by_keras, by_hand, dice = network.run(image), [], random.Random(seed)
        assert not any(step.kind == "box" for step in network.steps)
        assert worst(by_keras[network.output], np.asarray(model(image[np.newaxis]))[0]) <= 1e-4
        for index, step in enumerate(network.steps):
            by_hand.append(network.by_hand(index, [*by_hand, *by_keras[index:]]))
            assert by_hand[index].shape == by_keras[index].shape, (seed, step)
            assert worst(by_hand[index], by_keras[index]) <= 1e-4, (seed, step)
            maps, scale = as_maps(by_keras[index]), max(np.abs(by_keras[index]).max(), 1e-6)
            for _ in range(3):
                place = tuple(dice.randrange(size) for size in maps.shape)
                told = network.explain(index, by_keras, place)
                assert abs(told.value - maps[place]) <= 1e-4 * scale, (seed, step, place)
                if told.before is not None:
                    total = sum(term.amount for term in told.terms) + told.rest[1] + told.bias
                    assert total == pytest.approx(told.before, rel=1e-6, abs=1e-6)
        KINDS_SEEN.update(step.kind for step in network.steps)


def test_every_known_layer_was_among_them():
    if len(KINDS_SEEN) < 5:
        pytest.skip("the random models did not run")
    assert set(LAYERS_BY_HAND) - set(UNCHANGED) <= KINDS_SEEN


def test_a_model_within_a_model_that_is_used_twice_or_reads_two_layers():
    one, two = layers.Input((6, 6, 2)), layers.Input((6, 6, 2))
    joined = keras.Model([one, two], layers.Add()([one, layers.ReLU()(two)]), name="joined")
    inputs = layers.Input((6, 6, 1))
    left, right = layers.Conv2D(2, 1)(inputs), layers.Conv2D(2, 3, padding="same")(inputs)
    model = keras.Model(inputs, joined([joined([left, right]), left]))
    network, image = Network(model), np.random.default_rng(1).random((6, 6, 1), dtype=np.float32)
    assert [step.kind for step in network.steps].count("Add") == 2
    values = network.run(image)
    assert worst(values[network.output], model(image[np.newaxis])[0]) <= 1e-6
    assert all(worst(network.by_hand(place, values), values[place]) <= 1e-5 for place in range(1, len(values)))


class Doubled(keras.Model):
    """A functional model whose class does more than its layers say."""

    def call(self, *given, **settings):
        return 2 * super().call(*given, **settings)


def test_a_model_of_a_class_of_one_s_own_stays_a_box():
    inner = layers.Input((6, 6, 1))
    inputs = layers.Input((6, 6, 1))
    model = keras.Model(inputs, Doubled(inner, layers.Conv2D(1, 3)(inner))(inputs))
    network, image = Network(model), np.ones((6, 6, 1), np.float32)
    assert [step.kind for step in network.steps] == ["InputLayer", "box"]
    assert worst(network.run(image)[-1], model(image[np.newaxis])[0]) == 0


def test_layers_that_read_the_axes_of_an_image_without_channels_are_boxes():
    stack = [layers.BatchNormalization(), layers.Reshape((6, 5, 1)), layers.Conv2D(1, 3), layers.Flatten()]
    model = keras.Sequential([layers.Input((6, 5)), *stack])
    network, image = Network(model), np.random.default_rng(0).random((6, 5, 1), dtype=np.float32)
    assert [step.kind for step in network.steps] == ["InputLayer", "box", "box", "Conv2D", "Flatten"]
    assert worst(network.run(image)[-1], model(image[np.newaxis, ..., 0])[0]) <= 1e-6


def test_a_layer_used_twice_is_two_steps():
    inputs = layers.Input((8, 8, 1))
    shared = layers.Conv2D(1, 3, padding="same")
    network = Network(keras.Model(inputs, shared(shared(inputs))))
    values = network.run(np.random.default_rng(0).random((8, 8, 1)))
    assert [step.kind for step in network.steps] == ["InputLayer", "Conv2D", "Conv2D"]
    assert all(worst(network.by_hand(index, values), values[index]) <= 1e-4 for index in (1, 2))
