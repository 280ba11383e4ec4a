"""Networks with and without shortcuts: shapes, what a block does, what it does before the first step."""

import json

import numpy as np
import pytest

from course_utils.inside import feature_maps, gradient_norms
from course_utils.models import build_from
from course_utils.residual import DEPTH_FILE, SETTINGS, dense_blocks, residual_network, stored_losses

RNG = np.random.default_rng(0)
PIXELS = RNG.integers(256, size=(8, 28, 28, 1)).astype(np.float32)


def convolutions(model):
    return [layer for layer in model.layers if type(layer).__name__ == "Conv2D"]


@pytest.mark.parametrize("blocks", [1, 4])
@pytest.mark.parametrize("shortcuts", [False, True])
def test_a_network_has_two_convolutions_a_block_and_one_before(blocks, shortcuts):
    model = residual_network(blocks=blocks, shortcuts=shortcuts)
    assert len(convolutions(model)) == 2 * blocks + 1
    assert sum(type(layer).__name__ == "Add" for layer in model.layers) == (blocks if shortcuts else 0)
    assert model.output_shape == (None, 10)


def test_a_shortcut_costs_no_weight():
    counts = {residual_network(shortcuts=shortcuts).count_params() for shortcuts in (False, True)}
    assert len(counts) == 1


@pytest.mark.parametrize("shortcuts", [False, True])
def test_a_block_computes_what_it_says(shortcuts):
    """ReLU(x + f(x)), or ReLU(f(x)): f from the block's own layers, at inference."""
    model = build_from(1, lambda: residual_network(blocks=2, shortcuts=shortcuts))
    before, after = (feature_maps(model, PIXELS, f"block_{n}") for n in (1, 2))
    result = before
    for name in ("conv_2a", "norm_2a", "relu_2a", "conv_2b", "norm_2b"):
        result = np.asarray(model.get_layer(name)(result))
    assert np.allclose(after, np.maximum(0, result + (before if shortcuts else 0)), atol=1e-5)


def test_still_blocks_hand_on_what_comes_in_exactly():
    model = build_from(1, lambda: residual_network(blocks=5, still=True))
    stem = feature_maps(model, PIXELS, "stem")
    assert stem.max() > 0
    assert np.array_equal(stem, feature_maps(model, PIXELS, "block_5"))
    moving = build_from(1, lambda: residual_network(blocks=5))
    assert not np.allclose(stem, feature_maps(moving, PIXELS, "block_5"))


def test_still_needs_a_norm():
    with pytest.raises(ValueError, match="give one of the two"):
        residual_network(still=True, batch_norm=False)


def test_networks_in_colour_and_of_other_classes():
    model = residual_network(blocks=1, input_shape=(32, 32, 3), classes=7, stride=2, filters=5)
    assert model.get_layer("block_1").output.shape == (None, 16, 16, 5)
    assert model.output_shape == (None, 7)


@pytest.mark.parametrize(
    "settings",
    [{"blocks": 0}, {"blocks": 1.5}, {"filters": 0}, {"stride": "2"}, {"input_shape": 28}, {"classes": None}],
)
def test_settings_that_are_not_allowed_get_a_sentence(settings):
    with pytest.raises(ValueError, match=f"^{next(iter(settings))} .* is not allowed: give"):
        residual_network(**settings)


def test_shortcuts_tame_the_gradient():
    """Thirty layers: the ratio of layer 2 to layer 30 is over 40 in the plain network, under 15 with shortcuts."""
    images, labels = RNG.normal(size=(64, 28, 28)), RNG.integers(10, size=64)
    ratios = {}
    for shortcuts in (False, True):
        model = build_from(0, lambda shortcuts=shortcuts: dense_blocks(shortcuts=shortcuts))
        norms = gradient_norms(model, images, labels)
        ratios[shortcuts] = norms["hidden_2"] / norms["hidden_30"]
    assert ratios[False] > 40
    assert ratios[True] < 15


def test_the_stored_table_is_whole_and_says_what_the_lesson_says():
    runs = json.loads(DEPTH_FILE.read_text(encoding="utf-8"))
    assert all(len(run["losses"]) == SETTINGS["epochs"] for run in runs)
    losses = stored_losses()
    assert {len(of_seeds) for by_depth in losses.values() for of_seeds in by_depth.values()} == {3}
    assert min(losses["plain"][21]) > max(losses["plain"][9])
    assert max(losses["shortcuts"][21]) < min(losses["shortcuts"][9])
