"""Dropout by hand equals Keras' layers: same mask in, same numbers out; same kind of mask; same modes."""

import numpy as np
import pytest

from course_utils.dropout import dropout, spatial_dropout

RATES = (0.1, 0.25, 0.5, 0.75, 0.9)
SHAPES = {"vector": (7,), "batch": (4, 7), "image": (6, 5, 3), "images": (2, 6, 5, 3)}


def keras_layer(kind, rate):
    from course_utils.quiet import keras

    return {dropout: keras.layers.Dropout, spatial_dropout: keras.layers.SpatialDropout2D}[kind](rate, seed=3)


def in_training(kind, rate, activations):
    return np.asarray(keras_layer(kind, rate)(activations, training=True))


class FixedCoins:
    """A generator whose coins fall as another mask has them, to compare what is done with a mask."""

    def __init__(self, survives):
        self.survives = survives
        self.asked_for = None

    def random(self, shape):
        self.asked_for = tuple(shape)
        # Just below 1 survives every rate; 0 is below every rate.
        return np.where(self.survives, np.nextafter(1, 0), 0.0)


@pytest.mark.parametrize("rate", RATES)
def test_with_keras_mask_dropout_gives_keras_numbers(rate):
    activations = np.random.default_rng(0).normal(size=(50, 40)).astype(np.float32)
    by_keras = in_training(dropout, rate, activations)
    ours = dropout(activations, rate, FixedCoins(by_keras != 0))
    np.testing.assert_allclose(ours, by_keras, rtol=1e-6)


@pytest.mark.parametrize("rate", RATES)
def test_with_keras_mask_spatial_dropout_gives_keras_numbers(rate):
    maps = np.random.default_rng(0).normal(size=(8, 5, 4, 16)).astype(np.float32)
    by_keras = in_training(spatial_dropout, rate, maps)
    coins = FixedCoins((by_keras != 0).any(axis=(1, 2), keepdims=True))
    np.testing.assert_allclose(spatial_dropout(maps, rate, coins), by_keras, rtol=1e-6)
    assert coins.asked_for == (8, 1, 1, 16)  # one coin an image and channel


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
@pytest.mark.parametrize("rate", RATES)
def test_values_and_shares_are_keras(kind, rate):
    """Two values, zero and 1 / (1 - rate), with the same share of zeros up to five standard deviations."""
    ones = np.ones((100, 2, 2, 100), np.float32)
    coins = ones.size if kind is dropout else 100 * 100
    margin = 5 * np.sqrt(rate * (1 - rate) / coins)
    for result in (kind(ones, rate, np.random.default_rng(0)), in_training(kind, rate, ones)):
        values = np.unique(result)
        np.testing.assert_allclose(values, [0, 1 / (1 - rate)], rtol=1e-6)
        assert abs(np.mean(result == 0) - rate) < margin
        assert abs(result.mean() - 1) < margin / (1 - rate)


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
def test_inference_is_the_identity_as_in_keras(kind):
    maps = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype(np.float32)
    layer = keras_layer(kind, 0.5)
    for result in (kind(maps, 0.5, None, training=False), layer(maps, training=False), layer(maps)):
        assert np.array_equal(result, maps)


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
def test_rate_zero_is_the_identity_in_both_modes(kind):
    maps = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    for mode in (True, False):
        assert np.array_equal(kind(maps, 0, np.random.default_rng(0), training=mode), maps)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_dropout_tosses_a_coin_for_each_activation(shape):
    coins = FixedCoins(np.ones(shape, bool))
    assert dropout(np.ones(shape), 0.5, coins).shape == shape
    assert coins.asked_for == shape


@pytest.mark.parametrize(("shape", "mask"), [((6, 5, 3), (1, 1, 3)), ((2, 6, 5, 3), (2, 1, 1, 3))])
def test_spatial_dropout_tosses_a_coin_for_each_map(shape, mask):
    coins = FixedCoins(np.ones(mask, bool))
    assert spatial_dropout(np.ones(shape), 0.5, coins).shape == shape
    assert coins.asked_for == mask


def test_spatial_dropout_drops_whole_maps():
    dropped = spatial_dropout(np.ones((20, 6, 5, 30)), 0.5, np.random.default_rng(0))
    for result in (dropped, in_training(spatial_dropout, 0.5, np.ones((20, 6, 5, 30), np.float32))):
        assert np.array_equal(result.min(axis=(1, 2)), result.max(axis=(1, 2)))


def test_each_image_of_a_batch_has_its_own_mask():
    for result in (
        dropout(np.ones((2, 200)), 0.5, np.random.default_rng(0)),
        in_training(dropout, 0.5, np.ones((2, 200), np.float32)),
    ):
        assert not np.array_equal(result[0], result[1])


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
def test_the_generator_decides_the_mask(kind):
    maps = np.ones((3, 4, 50))
    first, again, other = (kind(maps, 0.5, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    rng = np.random.default_rng(1)
    assert np.array_equal(first, kind(maps, 0.5, rng))
    assert not np.array_equal(first, kind(maps, 0.5, rng)), "a second call draws a new mask"


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
@pytest.mark.parametrize("mode", [True, False])
def test_the_activations_stay_as_they_are(kind, mode):
    maps = np.random.default_rng(0).normal(size=(4, 4, 8))
    before = maps.copy()
    kind(maps, 0.5, np.random.default_rng(0), training=mode)
    assert np.array_equal(maps, before)


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_type(kind, dtype):
    for mode in (True, False):
        assert kind(np.ones((2, 2, 3), dtype), 0.5, np.random.default_rng(0), training=mode).dtype == dtype


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
def test_integers_are_scaled_too(kind):
    dropped = kind(np.full((2, 2, 40), 3), 0.25, np.random.default_rng(0))
    assert np.allclose(np.unique(dropped), [0, 4])


def test_lists_are_taken():
    assert dropout([1, 1, 1], 0.5, np.random.default_rng(0)).tolist() == [2, 0, 0]


@pytest.mark.parametrize("kind", [dropout, spatial_dropout])
@pytest.mark.parametrize("rate", [-0.1, 1, 1.5, 50, float("nan")])
@pytest.mark.parametrize("mode", [True, False])
def test_a_rate_out_of_range_is_named(kind, rate, mode):
    with pytest.raises(ValueError, match=rf"rate {rate} is not allowed: give a share from 0"):
        kind(np.ones((2, 2, 3)), rate, np.random.default_rng(0), training=mode)


@pytest.mark.parametrize("shape", [(), (3,), (4, 3), (1, 2, 2, 2, 2)])
def test_spatial_dropout_wants_maps(shape):
    with pytest.raises(ValueError, match=r"shape .* is not allowed: give \(\[batch,\] height, width, channels\)"):
        spatial_dropout(np.ones(shape), 0.5, np.random.default_rng(0))


def test_the_mean_stays_over_many_masks():
    """Activation by activation, not only in sum."""
    activations = np.array([-2.0, 0.5, 3.0])
    many = dropout(np.broadcast_to(activations, (200_000, 3)), 0.75, np.random.default_rng(0))
    np.testing.assert_allclose(many.mean(axis=0), activations, rtol=0.02)


def test_a_seed_of_its_own_keeps_the_first_weights():
    """What notebook 04 says of its runs: at one seed, networks of different rates start alike."""
    from course_utils.quiet import keras

    def first_weights(rate):
        keras.utils.set_random_seed(0)
        layers = keras.layers
        stack = [layers.Input((6,)), layers.Dropout(rate, seed=1), layers.Dense(5)]
        return keras.Sequential([*stack, layers.Dropout(rate, seed=2), layers.Dense(3)]).get_weights()

    for plain, dropped in zip(first_weights(0), first_weights(0.5), strict=True):
        assert np.array_equal(plain, dropped)


def test_what_is_dropped_is_zero_whatever_it_was():
    given = np.array([np.inf, np.nan, -1.0, 1e30] * 50, np.float32)
    dropped = dropout(given, 0.5, np.random.default_rng(0))
    survives = np.random.default_rng(0).random(200) >= 0.5
    assert not dropped[~survives].any()
    np.testing.assert_array_equal(dropped[survives], 2 * given[survives])


@pytest.mark.parametrize("rng", [None, 0, "seed"])
def test_a_generator_is_needed_where_something_is_drawn(rng):
    with pytest.raises(ValueError, match=r"give a generator, such as np.random.default_rng\(0\)"):
        dropout(np.ones(3), 0.5, rng)


@pytest.mark.parametrize("rate", ["0.5", None, True, np.array([0.1, 0.2])])
def test_a_rate_that_is_no_number(rate):
    with pytest.raises(ValueError, match="is not allowed: give a share from 0"):
        dropout(np.ones(3), rate, np.random.default_rng(0))


def test_a_grey_batch_has_no_maps_to_drop():
    with pytest.raises(ValueError, match=r"give feature_maps\[..., np.newaxis\] for a batch"):
        spatial_dropout(np.ones((10, 28, 28)), 0.5, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"^activations is text"):
        dropout("12", 0.5, np.random.default_rng(0))
