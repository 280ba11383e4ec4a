"""Normalisation by hand equals Keras: both modes, several steps, every setting of a small grid."""

import itertools
import warnings

import numpy as np
import pytest

from course_utils.normalization import BatchNorm, layer_norm, rescale, standardize
from course_utils.quiet import keras

SHAPES = [(1, 3), (2, 3), (7, 3), (1, 1), (1, 4, 5, 3), (2, 4, 5, 3), (6, 2, 1, 3)]
MOMENTA = [0.99, 0.9, 0.5, 0.0, 1.0]
EPSILONS = [1e-3, 1e-5, 0.1]
GRID = list(itertools.product(SHAPES, MOMENTA, EPSILONS, [False, True]))


def drawn(shape, seed=0):
    """Activations of which every channel has another centre and width."""
    rng = np.random.default_rng(seed)
    channels = shape[-1]
    return (rng.normal(size=shape) * rng.uniform(0.5, 3, channels) + rng.uniform(-4, 4, channels)).astype(np.float32)


def pair(shape, momentum, epsilon, learnt):
    """The course's layer and Keras', with the same settings and the same gamma and beta."""
    by_hand = BatchNorm(momentum=momentum, epsilon=epsilon)
    layer = keras.layers.BatchNormalization(momentum=momentum, epsilon=epsilon)
    layer.build((None, *shape[1:]))
    by_hand(drawn(shape), training=False)  # makes gamma and beta
    if learnt:
        by_hand.gamma, by_hand.beta = drawn((2, shape[-1]), seed=99)
        layer.gamma.assign(by_hand.gamma)
        layer.beta.assign(by_hand.beta)
    return by_hand, layer


# Batch norm -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("shape", "momentum", "epsilon", "learnt"), GRID)
def test_batch_norm_equals_keras_in_both_modes(shape, momentum, epsilon, learnt):
    by_hand, layer = pair(shape, momentum, epsilon, learnt)
    for step in range(4):
        batch = drawn(shape, seed=step)
        for training in (False, True):
            # Where a batch holds one value per channel, rounding of value - mean meets a tiny epsilon.
            assert np.allclose(by_hand(batch, training=training), layer(batch, training=training), rtol=1e-4, atol=2e-3)
        assert np.allclose(by_hand.moving_mean, layer.moving_mean, rtol=1e-5, atol=1e-6)
        assert np.allclose(by_hand.moving_variance, layer.moving_variance, rtol=1e-4, atol=1e-5)


def test_the_defaults_are_those_of_keras():
    layer, by_hand = keras.layers.BatchNormalization(), BatchNorm()
    assert (by_hand.momentum, by_hand.epsilon) == (layer.momentum, layer.epsilon)
    assert repr(by_hand) == "BatchNorm(momentum=0.99, epsilon=0.001)"


def test_a_batch_size_may_change_between_calls():
    by_hand, layer = pair((8, 3), 0.9, 1e-3, learnt=True)
    for size in (8, 3, 1, 20):
        batch = drawn((size, 3), seed=size)
        assert np.allclose(by_hand(batch, training=True), layer(batch, training=True), atol=1e-4)
    assert np.allclose(by_hand(batch), layer(batch, training=False), atol=1e-4)


def test_inference_is_the_default_and_moves_nothing():
    by_hand = BatchNorm()
    batch = drawn((5, 3))
    by_hand(batch, training=True)
    mean, variance = by_hand.moving_mean.copy(), by_hand.moving_variance.copy()
    assert np.array_equal(by_hand(batch), by_hand(batch, training=False))
    assert np.array_equal(by_hand.moving_mean, mean)
    assert np.array_equal(by_hand.moving_variance, variance)


def test_a_fresh_layer_at_inference_passes_its_input_on():
    """Moving mean 0 and variance 1: only epsilon is seen."""
    batch = drawn((5, 3))
    assert np.allclose(BatchNorm()(batch), batch / np.sqrt(1.001))


def test_training_gives_mean_0_and_deviation_1_a_channel():
    out = BatchNorm(epsilon=1e-6)(drawn((50, 4, 4, 3)), training=True)
    assert np.allclose(out.mean(axis=(0, 1, 2)), 0, atol=1e-5)
    assert np.allclose(out.std(axis=(0, 1, 2)), 1, atol=1e-4)


def test_one_image_without_positions_becomes_beta():
    by_hand = BatchNorm()
    by_hand(drawn((1, 3)))
    by_hand.beta = np.float32([1, 2, 3])
    assert np.allclose(by_hand(drawn((1, 3)), training=True), [[1, 2, 3]])


def test_the_others_in_the_batch_matter_in_training_only():
    mine = drawn((1, 3))
    companies = [np.concatenate([mine, drawn((4, 3), seed=seed)]) for seed in (1, 2)]
    first, second = (BatchNorm()(company, training=True)[0] for company in companies)
    assert not np.allclose(first, second)
    first, second = (BatchNorm()(company, training=False)[0] for company in companies)
    assert np.array_equal(first, second)


def test_a_constant_channel_becomes_zero():
    assert np.array_equal(BatchNorm()(np.full((4, 2), 7.0), training=True), np.zeros((4, 2)))


def test_moving_averages_close_in_by_a_hundredth_a_step():
    by_hand = BatchNorm()
    batch = np.array([[2.0], [6.0]])  # mean 4, variance 4
    for step in range(1, 301):
        by_hand(batch, training=True)
        assert np.isclose(by_hand.moving_mean[0], 4 * (1 - 0.99**step), rtol=1e-4)
        assert np.isclose(by_hand.moving_variance[0], 4 - 3 * 0.99**step, rtol=1e-4)


def test_two_layers_do_not_share_their_state():
    first, second = BatchNorm(), BatchNorm()
    first(drawn((4, 3)), training=True)
    second(drawn((4, 3)))
    assert not second.moving_mean.any()
    first.gamma[0] = 5
    assert second.gamma[0] == 1
    assert np.array_equal(first.beta, np.zeros(3))


@pytest.mark.parametrize("momentum", [-0.1, 1.1, np.nan])
def test_a_wrong_momentum_is_refused(momentum):
    with pytest.raises(ValueError, match=f"momentum {momentum} is not allowed"):
        BatchNorm(momentum=momentum)


@pytest.mark.parametrize("epsilon", [0, -1e-3, np.nan])
def test_a_wrong_epsilon_is_refused(epsilon):
    with pytest.raises(ValueError, match=f"epsilon {epsilon} is not allowed"):
        BatchNorm(epsilon=epsilon)


@pytest.mark.parametrize("shape", [(), (3,)])
def test_batch_norm_refuses_activations_without_a_batch(shape):
    with pytest.raises(ValueError, match="not allowed: give"):
        BatchNorm()(np.zeros(shape))


def test_batch_norm_refuses_another_number_of_channels():
    by_hand = BatchNorm()
    by_hand(drawn((2, 3)))
    with pytest.raises(ValueError, match="4 channels given; this layer was made for 3"):
        by_hand(drawn((2, 4)))


def test_an_empty_batch_is_refused_in_training_and_spoils_nothing():
    by_hand = BatchNorm()
    with pytest.raises(ValueError, match="nothing to average"):
        by_hand(np.zeros((0, 3)), training=True)
    assert by_hand(np.zeros((0, 3))).shape == (0, 3)
    assert np.isfinite(by_hand(drawn((2, 3)), training=True)).all()


# Layer norm -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "epsilon"), list(itertools.product([(1, 5), (4, 5), (4, 1), (2, 3, 4, 5)], EPSILONS))
)
def test_layer_norm_equals_keras(shape, epsilon):
    activations = drawn(shape)
    layer = keras.layers.LayerNormalization(epsilon=epsilon)
    assert np.allclose(layer_norm(activations, epsilon=epsilon), layer(activations), rtol=1e-4, atol=1e-4)


def test_layer_norm_has_keras_default_and_needs_no_company():
    activations = drawn((4, 5))
    assert np.allclose(layer_norm(activations), keras.layers.LayerNormalization()(activations), atol=1e-5)
    assert np.allclose(layer_norm(activations[2:3])[0], layer_norm(activations)[2], atol=1e-6)
    assert np.allclose(layer_norm(activations[2]), layer_norm(activations)[2], atol=1e-6)


def test_layer_norm_refuses_a_single_number():
    with pytest.raises(ValueError, match="axis"):
        layer_norm(3.0)


# The input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scale", "offset"), [(1 / 255, 0.0), (1 / 127.5, -1.0), (2.0, 3.0)])
def test_rescale_equals_keras(scale, offset):
    pixels = np.random.default_rng(0).integers(0, 256, (3, 4, 5, 1), dtype=np.uint8)
    layer = keras.layers.Rescaling(scale, offset)
    assert np.allclose(rescale(pixels, scale, offset), layer(pixels), rtol=1e-6, atol=1e-6)


def test_rescale_reaches_0_and_1():
    assert rescale(np.array([0, 255], np.uint8)).tolist() == [0.0, 1.0]


def test_standardize_equals_keras_adapted_on_the_same_images():
    train = np.random.default_rng(0).integers(0, 256, (50, 6, 6), dtype=np.uint8)
    new = np.random.default_rng(1).integers(0, 100, (9, 6, 6), dtype=np.uint8)
    layer = keras.layers.Normalization(axis=None)
    layer.adapt(train.astype(np.float32))
    by_hand = standardize(new, train.mean(), train.std())
    assert np.allclose(by_hand, layer(new), atol=1e-4)
    assert not np.allclose(by_hand, standardize(new), atol=0.1)  # their own statistics are others


def test_standardize_takes_one_mean_a_channel():
    images = drawn((20, 4, 4, 3))
    mean, deviation = images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2))
    layer = keras.layers.Normalization(axis=-1)
    layer.adapt(images)
    assert np.allclose(standardize(images, mean, deviation), layer(images), atol=1e-4)


def test_uint8_pixels_do_not_wrap_around():
    """10 - 100 in uint8 is 166; with whole numbers given, the subtraction must not happen there."""
    assert np.allclose(standardize(np.array([10, 100], np.uint8), 100, 90), [-1, 0])


@pytest.mark.parametrize("deviation", [0, -1.0, np.nan, np.array([1.0, 0.0])])
def test_a_deviation_of_zero_is_refused(deviation):
    with pytest.raises(ValueError, match="it must be above 0"):
        standardize(np.ones((2, 2)), 0.0, deviation)


def test_constant_images_are_refused():
    with pytest.raises(ValueError, match=r"standard_deviation 0\.0 is not allowed"):
        standardize(np.full((3, 3), 5.0))


# All of them ----------------------------------------------------------------------------------------------------

FUNCTIONS = {
    "rescale": rescale,
    "standardize": standardize,
    "layer_norm": layer_norm,
    "training": lambda activations: BatchNorm()(activations, training=True),
    "inference": lambda activations: BatchNorm()(activations, training=False),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_input_stays_as_it_was(name):
    activations = drawn((4, 3))
    before = activations.copy()
    result = FUNCTIONS[name](activations)
    assert np.array_equal(activations, before)
    assert not np.shares_memory(result, activations)
    assert result.shape == activations.shape


@pytest.mark.parametrize("name", FUNCTIONS)
def test_float32_stays_float32(name):
    assert FUNCTIONS[name](drawn((4, 3))).dtype == np.float32


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float64, bool])
def test_every_kind_of_number_gives_the_same_result(name, dtype):
    numbers = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]])
    result = FUNCTIONS[name](numbers.astype(dtype))
    assert result.dtype in (np.float32, np.float64)
    assert np.allclose(result, FUNCTIONS[name](numbers.astype(np.float32)), atol=1e-6)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_lists_are_taken_too(name):
    assert np.allclose(FUNCTIONS[name]([[1.0, 2.0], [5.0, 4.0]]), FUNCTIONS[name](np.array([[1.0, 2.0], [5.0, 4.0]])))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_half_precision_neither_runs_over_nor_warns(name):
    given = np.float16([[0, 300, 600], [900, 30_000, 60_000]])
    with warnings.catch_warnings(action="error"):
        found, expected = FUNCTIONS[name](given), FUNCTIONS[name](given.astype(np.float32))
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("given", ["12", None, np.ones((2, 2), complex), np.ma.masked_equal(np.eye(3), 1)])
def test_what_is_no_array_of_real_numbers(name, given):
    with pytest.raises(ValueError, match=r"^(pixels|images|activations) "):
        FUNCTIONS[name](given)


def test_images_that_are_constant_but_for_rounding():
    """The mean of a hundred times 0.1 is not quite 0.1, and the deviation not quite 0."""
    assert np.full(100, 0.1).std() > 0
    with pytest.raises(ValueError, match="it must be above 0"):
        standardize(np.full((10, 10), 0.1))


@pytest.mark.parametrize(
    ("images", "constants", "sentence"),
    [
        (
            np.ones((3, 3)),
            (np.zeros((5, 3, 3)), 1),
            "mean has the shape 5 × 3 × 3, which does not go with images of 3 × 3",
        ),
        (np.ones((3, 3)), (0, np.ones(2)), "standard_deviation has the shape 2, which does not go"),
        (np.ones((3, 3)), ("0", 1), "mean is text"),
        ([1, np.nan], (), "images holds NaN or infinity, in 1 of 2 places"),
        (np.zeros((0, 3)), (), "images have the shape 0 × 3: there is nothing to standardise"),
    ],
)
def test_what_cannot_be_standardised(images, constants, sentence):
    with pytest.raises(ValueError, match=sentence):
        standardize(images, *constants)


@pytest.mark.parametrize("value", ["1", None, np.nan, [1, 2]])
def test_a_scale_that_is_no_number(value):
    with pytest.raises(ValueError, match="is not allowed: give a number"):
        rescale([1, 2], value)
    with pytest.raises(ValueError, match="is not allowed: it must be above 0"):
        layer_norm(np.eye(3), epsilon=value)
