"""The dropout explorer: its numbers are NumPy's, each seed has its mask, and the mean of many draws comes close."""

import re

import numpy as np
import pytest

from course_utils.dropout import dropout, spatial_dropout
from course_utils.explorers.dropout.dropout_explorer import DropoutExplorer
from course_utils.numbers import shape

NUMBERS = np.array([3, 1, 4, 1, 5, 9, 2, 7.0])
MAPS = np.random.default_rng(5).normal(0, 2, (9, 7, 4))


def words_in(svg):
    return [words.replace("−", "-") for words in re.findall(r"<text [^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("rate", [0, 0.1, 0.25, 0.5, 0.75, 0.9])
@pytest.mark.parametrize("seed", [0, 1, 7, 100])
@pytest.mark.parametrize("training", [True, False])
def test_the_first_draw_is_numpys(rate, seed, training):
    explorer = DropoutExplorer(rate=rate, seed=seed, training=training)
    survives = np.random.default_rng(seed).random(8) >= rate if training else np.ones(8, bool)
    assert np.array_equal(explorer.mask, survives)
    expected = NUMBERS * survives / (1 - rate) if training else NUMBERS
    assert np.allclose(explorer.output, expected)
    assert np.array_equal(explorer.output, dropout(NUMBERS, rate, np.random.default_rng(seed), training=training))
    assert explorer.scale == (1 / (1 - rate) if training else 1)
    shown = words_in(explorer.svg)
    for row, values in enumerate((NUMBERS, survives, expected)):
        cells = [shown[place] for place in range(len(shown)) if _is_number(shown[place])][8 * row : 8 * row + 8]
        assert np.allclose([float(cell) for cell in cells], values, rtol=5e-3)


def _is_number(words):
    return re.fullmatch(r"-?\d+(\.\d+)?", words) is not None


@pytest.mark.parametrize("draws", [1, 2, 3, 39, 40, 41, 100, 1999, 2000])
@pytest.mark.parametrize("rate", [0.2, 0.9])
def test_the_running_mean_is_the_mean_of_single_draws(draws, rate):
    explorer, rng = DropoutExplorer(draws=draws, rate=rate, seed=4), np.random.default_rng(4)
    single = np.array([dropout(NUMBERS, rate, rng) for _ in range(draws)])
    assert np.array_equal(explorer.output, single[0])
    assert explorer.counts[0] == 1
    assert explorer.counts[-1] == draws
    for count, mean in zip(explorer.counts, explorer.running_mean, strict=True):
        assert np.allclose(mean, single[:count].mean(axis=0))
    assert np.allclose(explorer.mean, single.mean(axis=0))
    assert all(f"{mean:.3g}" in words_in(explorer.svg) for mean in explorer.mean if mean >= 0.1)


def test_the_mean_comes_close_to_the_activations():
    away = [np.abs(DropoutExplorer(draws=draws, seed=1).mean - NUMBERS).max() for draws in (1, 30, 2000)]
    assert away[0] > away[1] > away[2]
    assert away[2] < 0.05 * NUMBERS.max()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rate", [0, 0.5, 0.8])
def test_whole_maps_are_dropped_or_kept(seed, rate):
    explorer = DropoutExplorer(MAPS, spatial=True, seed=seed, rate=rate, draws=50)
    expected = spatial_dropout(MAPS, rate, np.random.default_rng(seed))
    assert np.array_equal(explorer.output, expected)
    assert np.array_equal(explorer.mask, np.broadcast_to(np.random.default_rng(seed).random(4) >= rate, MAPS.shape))
    rng = np.random.default_rng(seed)
    single = [spatial_dropout(MAPS, rate, rng) for _ in range(50)]
    assert np.allclose(explorer.mean, np.mean(single, axis=0))


def test_single_pixels_are_dropped_from_maps_too():
    explorer = DropoutExplorer(MAPS, seed=2)
    assert np.array_equal(explorer.output, dropout(MAPS, 0.5, np.random.default_rng(2)))
    assert 0 < explorer.mask.sum() < explorer.mask.size
    shown = words_in(explorer.svg)
    for channel in range(4):
        assert any(
            _is_number(words) and np.isclose(float(words), MAPS[..., channel].mean(), rtol=0.06) for words in shown
        )


def test_an_activation_of_zero_is_not_taken_for_dropped():
    explorer = DropoutExplorer(np.zeros(8), seed=0)
    assert np.array_equal(explorer.mask, np.random.default_rng(0).random(8) >= 0.5)
    assert "3 of 8 activations dropped" in explorer.words


def test_the_sentences():
    assert DropoutExplorer().words == (
        "Training, mask 0: 3 of 8 activations dropped, survivors × 1 / (1 − 0.5) = 2. "
        "Their sum is 52, undropped 32. The mean of 100 draws is at most 0.7 away from the activations."
    )
    assert DropoutExplorer(MAPS, spatial=True, rate=0.75, seed=1, draws=1).words == (
        "Training, mask 1: 2 of 4 maps dropped, survivors × 1 / (1 − 0.75) = 4. "
        "Their sum is −71.7, undropped −24. The mean of 1 draw is at most 16.2 away from the activations."
    )
    assert DropoutExplorer(training=False, rate=0.9).words == (
        "Inference: all 8 activations pass unchanged; no coin is tossed, nothing is scaled."
    )


@pytest.mark.parametrize(
    "shape",
    [
        (1,),
        (8,),
        (9,),
        (64,),
        (1, 64),
        (64, 1),
        (4, 8),
        (7, 3),
        (2, 2, 1),
        (3, 3, 8),
        (28, 28, 5),
        (28, 1, 2),
        (1, 28, 8),
    ],
)
def test_every_shape_has_a_picture_that_fits(shape):
    for settings in ({}, {"rate": 0.9, "draws": 1}, {"training": False}):
        explorer = DropoutExplorer(np.random.default_rng(0).normal(0, 3000, shape).clip(-9999, 9999), **settings)
        assert not explorer.problem
        for kind, *rest in explorer.canvas.shapes:
            if kind == "text":
                assert rest[2] >= 10, "12, but for numbers that have no room"
                assert 0 <= rest[0][0] <= 740
                assert 0 <= rest[0][1] <= explorer.canvas.height
            if kind == "box":
                x, y, width, height = rest[0]
                assert x >= 0
                assert x + width <= 740
                assert y + height <= explorer.canvas.height


@pytest.mark.parametrize("count", [8, 9, 16, 24, 64])
def test_no_words_lie_on_the_caption(count):
    words = [shape[1:3] for shape in DropoutExplorer(np.full(count, -7.25)).canvas.shapes if shape[0] == "text"]
    (_, caption), _ = words[-1]
    assert all(abs(y - caption) > 12 for (_, y), _ in words[:-1])
    bold = [shape for shape in DropoutExplorer(np.full(count, -7.25)).canvas.shapes if shape[0] == "text" and shape[6]]
    assert len(bold) == (1 + 8 if count == 8 else 1), "a title; means below columns that are wide"


def beside(explorer):
    """What stands beside the picture, name -> widget."""
    (box,) = [child for child in explorer.children if "course-controls" in child._dom_classes]
    return {child.description: child for child in box.children}


def test_a_new_mask_is_the_next_seed():
    explorer = DropoutExplorer(seed=99, own_mask=[1] * 8)
    beside(explorer)["new mask"].click()
    assert (explorer.seed, explorer.own_mask) == (100, ()), "a mask of one's own goes"
    beside(explorer)["new mask"].click()
    assert explorer.seed == 0
    assert explorer.svg == DropoutExplorer(seed=0).svg


def touched(explorer, name, row=0, column=0, *, erase=False):
    """Click on a cell of an area, or press Enter there."""
    (area,) = [area for area in explorer.canvas.areas if area.name == name]
    explorer.paint([{**area.filled("paints", row, column), "erase": erase}])


@pytest.mark.parametrize(
    ("given", "name"), [(NUMBERS, "units"), (np.arange(20.0), "mask"), (np.arange(20.0), "handed-on")]
)
@pytest.mark.parametrize("rate", [0.0, 0.5, 0.9])
def test_a_click_drops_a_unit_and_a_click_lets_it_back(given, name, rate):
    explorer = DropoutExplorer(given, rate=rate, seed=3)
    start, drawn, draws = explorer.svg, explorer.mask.copy(), explorer.running_mean * explorer.counts[:, np.newaxis]
    (area,) = [area for area in explorer.canvas.areas if area.name == name]
    for unit in range(given.size):
        touched(explorer, name, *divmod(unit, area.columns))
        expected = drawn ^ (np.arange(given.size) == unit)
        assert np.array_equal(explorer.mask, expected)
        assert np.allclose(explorer.output, given * expected / (1 - rate))
        assert explorer.own_mask == tuple(expected.astype(int))
        assert "your mask" in explorer.words
        assert explorer.svg == DropoutExplorer(given, rate=rate, seed=3, own_mask=expected).svg
        changed = draws + (explorer.output - given * drawn / (1 - rate))
        assert np.allclose(explorer.running_mean * explorer.counts[:, np.newaxis], changed), "it is the first draw"
        touched(explorer, name, *divmod(unit, area.columns))
        assert (explorer.own_mask, explorer.svg) == ((), start)


def test_what_is_let_back_in_any_case_is_not_dropped():
    explorer = DropoutExplorer()
    for unit in range(8):
        touched(explorer, "units", 0, unit, erase=True)
    assert explorer.mask.all()
    assert explorer.output.tolist() == (2 * NUMBERS).tolist()
    touched(DropoutExplorer(np.arange(9.0)), "mask", 1, 7), "a place where no unit stands"


def test_maps_and_their_pixels_are_dropped_by_a_click():
    explorer = DropoutExplorer(MAPS, spatial=True, rate=0.0)
    touched(explorer, "maps", 0, 2)
    assert explorer.mask.all(axis=(0, 1)).tolist() == [True, True, False, True]
    assert "1 of 4 maps dropped" in explorer.words
    explorer.spatial = False
    assert explorer.own_mask == (), "a mask of maps is none of pixels"
    touched(explorer, "mask-3", 8, 5)
    assert np.argwhere(~explorer.mask).tolist() == [[8, 5, 3]]


def test_at_inference_nothing_can_be_dropped_and_what_does_nothing_is_hidden():
    explorer = DropoutExplorer(own_mask=[0] * 8)
    controls = [widget for name, widget in beside(explorer).items() if name != "training mode"]
    assert len(controls) == 3
    assert {control.layout.visibility for control in controls} == {"visible"}
    explorer.training = False
    assert {control.layout.visibility for control in controls} == {"hidden"}
    assert not any(area.paints for area in explorer.canvas.areas)
    assert np.array_equal(explorer.output, NUMBERS)
    explorer.training = True
    assert not explorer.output.any()
    assert {control.layout.visibility for control in controls} == {"visible"}


def test_a_unit_lights_up_in_all_rows():
    for given in (NUMBERS, np.arange(20.0)):
        areas = {area.name: area for area in DropoutExplorer(given).canvas.areas}
        for area in areas.values():
            assert set(area.lights) == set(areas) - {area.name}
            for link in area.lights.values():
                assert link["cells"] == [[unit] if unit < given.size else [] for unit in range(len(area.cells()))]
    words = areas["mask"].words
    assert words[7] == "7 kept, 14 handed on, mean 6.72"
    assert all(len(word) <= 60 for word in words)


@pytest.mark.parametrize(
    "given", [NUMBERS, np.arange(64.0), MAPS, np.ones((28, 28, 5))], ids=lambda given: str(given.shape)
)
def test_its_height_stays_and_fits(given):
    settings = [{}, {"training": False}, {"rate": 0.9, "draws": 1}, {"rate": 0.0}, {"seed": 5}]
    settings += [{"spatial": True}] * (given.ndim == 3)
    canvases = [DropoutExplorer(given, **state).canvas for state in settings]
    (height,) = {canvas.height for canvas in canvases}
    assert height <= 560
    for canvas in canvases:
        assert len(canvas.hint) <= 110
        assert min(shape[3] for shape in canvas.shapes if shape[0] == "text") >= 12 - (given.size == 64)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ((1, 0, 2), "own_mask holds other numbers than 0 and 1: give a 1 for each that is kept"),
        ("101", "own_mask is text, '101', and not numbers"),
        ([[1, 0], [1]], "own_mask holds something other than numbers, or rows of different lengths"),
        ([np.nan] * 8, "own_mask holds NaN or infinity, in 8 of 8 places"),
    ],
)
def test_what_is_no_mask_gets_a_sentence(given, what):
    with pytest.raises(ValueError, match="own_mask") as caught:
        DropoutExplorer(own_mask=given)
    assert what in str(caught.value)
    assert DropoutExplorer(own_mask=(1, 0)).words == "own_mask has 2 numbers: give 8, one for each, or none."


def test_the_switch_for_maps_is_there_with_maps():
    assert "spatial" not in DropoutExplorer().controls
    explorer = DropoutExplorer(MAPS)
    explorer.controls["spatial"].value = True
    assert explorer.svg == DropoutExplorer(MAPS, spatial=True).svg
    assert DropoutExplorer(spatial=True).words == "Spatial dropout needs (height, width, channels), not shape 8."


ALLOWED = "give up to 64 numbers in one or two axes, or feature maps up to 28 × 28 × 8 with 4,000 numbers at most"
OTHER = "holds something other than numbers, or rows of different lengths"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("boot.png", "is text, 'boot.png', and not numbers"),
        (object(), "is of type object, and not an array of numbers"),
        ({3: 1}, "is of type dict, and not an array of numbers"),
        ([1j], OTHER),
        (np.array([1j]), "is an array of complex128, and not of real numbers"),
        ([[1, 2], [3]], OTHER),
        (["a", "b"], OTHER),
        ([10**400], OTHER),
        (np.zeros(65), "has the shape 65, which is not allowed"),
        (5, "has the shape one number, which is not allowed"),
        ([], "is empty"),
        (np.zeros((3, 0)), "is empty"),
        (np.zeros((9, 8)), "holds 72 numbers, which is too many"),
        (np.zeros((28, 28, 6)), "holds 4,704 numbers, which is too many"),
        (np.zeros((29, 28, 1)), "has the shape 29 × 28 × 1, which is not allowed"),
        (np.zeros((2, 2, 9)), "has the shape 2 × 2 × 9, which is not allowed"),
        (np.zeros((2, 2, 2, 2)), "has the shape 2 × 2 × 2 × 2, which is not allowed"),
        (np.zeros((9000, 9000), np.int8), f"has the shape {shape((9000, 9000))}, which is not allowed"),
        ([1, np.nan], "holds NaN or infinity, in 1 of 2 places"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence(given, what):
    with pytest.raises(ValueError) as caught:
        DropoutExplorer(given)
    assert str(caught.value) == f"activations {what}: {ALLOWED}."


def test_large_numbers_get_a_sentence():
    with pytest.raises(ValueError) as caught:
        DropoutExplorer([1e5, -3])
    assert str(caught.value) == f"activations goes from −3 to 100,000, beyond ±9,999: {ALLOWED}, with smaller numbers."


def test_small_numbers_keep_a_digit_and_rounding_leaves_nothing():
    small = DropoutExplorer([0.00004, 0.00001], rate=0.0)
    assert "Their sum is 0.00005, undropped 0.00005." in small.words
    assert words_in(small.svg).count("0.00004") == 3, "an activation, handed on, and the mean of it"
    numbers = 0.37 * np.arange(-20, 30)
    exact = DropoutExplorer(numbers, rate=0.0)
    assert np.abs(exact.mean - numbers).max() > 0, "a hundred times a number, divided by a hundred, is not quite it"
    assert exact.words.endswith("The mean of 100 draws is at most 0 away from the activations.")
    assert "undropped 0." in DropoutExplorer([0.1, 0.2, -0.3]).words
    narrow = DropoutExplorer(np.where(np.arange(9) == 4, 0.00004, -9876.5))
    assert "≈0" in words_in(narrow.svg)
    assert "≈0" not in narrow.words


def test_maps_are_pink_where_negative_and_green_where_positive():
    maps = np.stack([np.full((9, 9), -4.0), np.full((9, 9), 4.0)], axis=-1)
    images = [shape[2] for shape in DropoutExplorer(maps).canvas.shapes if shape[0] == "image"]
    negative, positive = (image[0, 0].astype(int) for image in images[:2])
    assert min(negative[0], negative[2]) > negative[1]
    assert positive[1] > max(positive[0], positive[2])


def test_more_draws_than_large_maps_allow_get_a_sentence():
    with pytest.raises(ValueError, match="draws 2000 is not allowed: maps this large take at most 78"):
        DropoutExplorer(np.ones((20, 20, 8)), draws=2000)
    assert DropoutExplorer(np.ones((20, 20, 8))).controls["draws"].max == 78
