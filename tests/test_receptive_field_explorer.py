"""`ReceptiveFieldExplorer`: what it shows is what Keras measures, in one direction and in two."""

import itertools
import random

import ipywidgets as widgets
import numpy as np
import pytest

from course_utils.convolution import cross_correlate
from course_utils.explorers.receptive_field.receptive_field_explorer import PRESETS, ReceptiveFieldExplorer
from course_utils.explorers.shared.hand import changed
from course_utils.geometry import geometry
from course_utils.receptive_field import Layer, influence, receptive_field, ways_to_unit
from tests.support.canvas_words import words_of

IMAGE = (np.arange(28 * 28) % 256).astype(np.uint8).reshape(28, 28)
SETTINGS = list(itertools.product((1, 2, 3, 5), (1, 2, 3), (1, 2)))


def made(**settings):
    return ReceptiveFieldExplorer(IMAGE, **settings)


def area_of(explorer, name):
    (area,) = [area for area in explorer.canvas.areas if area.name == name]
    return area


def touch(explorer, name, gesture, row, column):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, row, column)))


def by_keras(layers, size):
    """How much each unit of the last map moves with each pixel: (pixels, units)."""
    from course_utils.quiet import keras

    images = np.concatenate([np.eye(size), np.zeros((1, size))])[:, :, np.newaxis].astype(np.float32)
    for layer in layers:
        kernel = np.zeros(layer.dilation_rate * (layer.kernel_size - 1) + 1, np.float32)
        kernel[:: layer.dilation_rate] = 1  # Keras refuses a stride with a dilation; zeros between do the same
        images = keras.ops.conv(images, kernel[:, np.newaxis, np.newaxis], strides=layer.strides, padding="valid")
    return np.asarray(images)[:-1, :, 0]


@pytest.mark.parametrize(("first", "second"), list(itertools.product(SETTINGS[::3], SETTINGS[1::4])))
def test_every_unit_of_a_grid_of_stacks_sees_what_keras_measures(first, second):
    layers = [Layer(first[0], first[1], dilation_rate=first[2]), Layer(second[0], second[1], dilation_rate=second[2])]
    expected = by_keras(layers, 28)
    explorer = made(layers=layers, unit=0)
    assert len(explorer.shown) == 2
    for unit in range(expected.shape[1]):
        explorer.unit = unit
        pixels = np.flatnonzero(expected[:, unit])
        assert explorer.problem == ""
        np.testing.assert_array_equal(explorer.ways, expected[:, unit])
        assert explorer.by_formula == explorer.measured == (pixels[0], pixels[-1])
        assert f"measured: {pixels[0]} to {pixels[-1]}, equal" in explorer.svg
        assert f"= {pixels[0]} to {pixels[-1]}<" in explorer.svg
        assert f">{explorer.ways.max()}<" in explorer.svg


@pytest.mark.parametrize("layers", PRESETS.values(), ids=list(PRESETS))
def test_the_sizes_of_the_lesson(layers):
    explorer = made()
    explorer.take(layers)
    sizes = [field.size for field in receptive_field(layers)]
    for level, (size, ways) in enumerate(zip(sizes, explorer.ways_of_units[1:], strict=True), start=1):
        assert f"map {level}: {len(ways)} units, jump {explorer.fields[level - 1].jump}<" in explorer.svg
        assert f"= {size}<" in explorer.svg
    assert explorer.field.size == sizes[-1]
    assert explorer.seen_by == len(explorer.ways_of_units[-1]) // 2
    assert made(layers=layers, unit=explorer.unit).svg == explorer.svg


def test_the_presets_are_those_of_the_lesson():
    assert [receptive_field(layers)[-1].size for layers in PRESETS.values()] == [3, 7, 15, 15, 10]


def test_on_an_image_it_counts_as_the_lesson_measures():
    def answers(batch, layers):
        for layer in layers:
            kernel = np.ones((layer.kernel_size, layer.kernel_size))
            batch = cross_correlate(batch, kernel, strides=layer.strides, dilation_rate=layer.dilation_rate)
        return batch

    for layers in PRESETS.values():
        explorer = made(layers=layers, input_size=18, unit=1)
        moved = answers(IMAGE[:18, :18] + np.eye(324).reshape(-1, 18, 18), layers) - answers(IMAGE[:18, :18], layers)
        in_both = moved[:, explorer.seen_by, explorer.seen_by].reshape(18, 18)
        np.testing.assert_array_equal(np.outer(explorer.ways, explorer.ways), in_both)
        assert f"most: {in_both.max():,.0f}<" in explorer.svg


def test_the_numbers_in_the_tree():
    explorer = made()
    assert [ways[ways > 0].tolist() for ways in explorer.ways_of_units] == [
        [1, 3, 6, 7, 6, 3, 1],
        [1, 2, 3, 2, 1],
        [1, 1, 1],
        [1],
    ]
    for number in (1, 3, 9, 18, 36, 21, 42, 49):  # on the image
        assert f">{number}<" in explorer.svg


@pytest.mark.parametrize("padding", ["valid", "same", 1, 2])
@pytest.mark.parametrize("strides", [1, 2, 3])
def test_ways_are_counted_as_they_are_measured_with_padding_too(padding, strides):
    layers = [Layer(3, strides, padding), Layer(2, 1, padding, 2), Layer(4, 2, "same")]
    moved = influence(layers, 17)
    for unit in range(moved.shape[1]):
        np.testing.assert_array_equal(ways_to_unit(layers, 17, unit)[0], moved[:, unit])


def by_cross_correlation(layers, size):
    """How much each unit of the last map moves with each pixel, by the convolution of the course: (pixels, units)."""
    rows = np.concatenate([np.eye(size), np.zeros((1, size))])[:, np.newaxis, :]
    for layer in layers:
        settings = {"strides": layer.strides, "dilation_rate": layer.dilation_rate}
        windows = geometry(rows.shape[2], layer.kernel_size, padding=layer.padding, **settings)
        rows = np.pad(rows, ((0, 0), (0, 0), (windows.pad_before, windows.pad_after)))
        kernel = np.ones((1, layer.kernel_size))
        rows = cross_correlate(rows, kernel, **{name: (1, value) for name, value in settings.items()})
    return rows[:-1, 0] - rows[-1, 0]


def random_layers(dice, paddings=("valid",)):
    """One to six layers with any settings that the explorer takes, and paddings of these."""
    return [
        Layer(dice.randint(1, 7), dice.randint(1, 3), dice.choice(paddings), dice.randint(1, 4))
        for _ in range(dice.randint(1, 6))
    ]


def as_many_as_fit(layers, size):
    """The layers up to the first for which `receptive_field` finds no place in the map before it."""
    for depth in range(len(layers), 0, -1):
        try:
            receptive_field(layers[:depth], input_size=size)
        except ValueError:
            continue
        return layers[:depth]
    return []


def test_what_random_stacks_see_is_the_formula_and_the_ways_are_those_of_the_tree():
    dice, explorer, depths = random.Random(4), made(input_size=40), []
    for _ in range(150):
        layers, size = random_layers(dice), dice.randint(25, 40)
        explorer.layers, explorer.input_size = layers, size
        assert list(explorer.shown) == as_many_as_fit(layers, size)
        depths.append(len(explorer.shown))
        units = len(explorer.ways_of_units[-1])
        for unit in {0, units // 2, units - 1}:
            explorer.unit = unit
            assert explorer.problem == ""
            assert explorer.seen_by == unit
            assert explorer.measured == explorer.by_formula, (layers, size, unit)
            np.testing.assert_array_equal(explorer.ways, explorer.ways_of_units[0], err_msg=str((layers, size, unit)))
            np.testing.assert_array_equal(explorer.ways, by_cross_correlation(explorer.shown, size)[:, unit])
    assert sum(depth > 1 for depth in depths) > 50, "most would say little of stacks"
    assert max(depths) >= 5


def test_layers_find_a_place_up_to_the_last_pixel():
    dice, fits = random.Random(5), 0
    for _ in range(200):
        layers, size = random_layers(dice), dice.randint(5, 40)
        expected, explorer = as_many_as_fit(layers, size), made(layers=layers, input_size=size)
        assert bool(explorer.problem) == (not expected)
        if expected:
            fits += 1
            assert list(explorer.shown) == expected
            sizes = [len(reads) for reads in explorer.reads]
            assert sizes == [influence(expected[:depth], size).shape[1] for depth in range(1, len(expected) + 1)]
    assert 50 < fits < 200


def test_random_stacks_are_measured_as_the_convolution_of_the_course_has_them_with_padding_too():
    dice, deep = random.Random(6), 0
    for _ in range(200):
        layers, size = random_layers(dice, ("valid", "same", 0, 1, 2)), dice.randint(12, 40)
        layers = as_many_as_fit(layers, size)
        deep += len(layers) > 2
        moved = influence(layers, size)
        np.testing.assert_array_equal(moved, by_cross_correlation(layers, size))
        for unit in {0, moved.shape[1] // 2, moved.shape[1] - 1}:
            np.testing.assert_array_equal(ways_to_unit(layers, size, unit)[0], moved[:, unit])
    assert deep > 50


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {},
            "Unit 11 of map 3 sees pixels 11 to 17. Formula: 0 + 11 · 1 = 11, size 7; measured: the same. "
            "7 of 7 count, most: pixel 14, in 7 ways.",
        ),
        (
            {"layers": [(3, 2)] * 6, "input_size": 40, "unit": 9, "edited": 6},
            "Unit 0 of map 4 sees pixels 0 to 30. Formula: 0 + 0 · 16 = 0, size 31; measured: the same. "
            "31 of 31 count, most: 4 pixels, in 5 ways. Layer 5 finds no place in 1 unit; its field: 63. "
            "No unit 9: the last stands in.",
        ),
        (
            {"layers": [Layer(2, strides=3, dilation_rate=4)], "unit": 2, "edited": 4},
            "Unit 2 of map 1 sees pixels 6 to 10. Formula: 0 + 2 · 3 = 6, size 5; measured: the same. "
            "2 of 5 count, each in 1 way. No layer 4: the last stands in.",
        ),
        (
            {"layers": [Layer(7, dilation_rate=4)], "input_size": 24},
            "Layer 1 spans 25 pixels and the row has 24: take a wider row.",
        ),
    ],
)
def test_the_sentence(settings, words):
    assert made(**settings).words == words
    assert len(words.split()) <= 60


def test_the_sliders_move_the_layer_that_is_edited():
    explorer = made()
    touch(explorer, "layers", "sets", 1, 0)
    assert explorer.edited == 2
    explorer.controls["strides"].value = 2
    explorer.controls["dilation_rate"].value = 3
    assert explorer.layers == (Layer(3), Layer(3, 2, dilation_rate=3), Layer(3))
    touch(explorer, "layers", "sets", 0, 0)
    assert explorer.edited == 3
    assert (explorer.controls["strides"].value, explorer.controls["dilation_rate"].value) == (1, 1)
    explorer.controls["kernel_size"].value = 5
    explorer.controls["number"].value = 5
    assert explorer.layers == (Layer(3), Layer(3, 2, dilation_rate=3), Layer(5), Layer(5), Layer(5))
    explorer.controls["number"].value = 1
    assert explorer.layers == (Layer(3),)
    assert explorer.controls["kernel_size"].value == 3
    assert "No layer 3: the last stands in." in explorer.words
    assert made(**explorer.state()).svg == explorer.svg


def test_layers_given_in_code_move_the_sliders():
    explorer = made(edited=2)
    explorer.layers = [(5, 2), (4, 3, "valid", 2)]
    names = ("number", "kernel_size", "strides", "dilation_rate")
    assert [explorer.controls[name].value for name in names] == [2, 4, 3, 2]


def test_a_button_for_each_preset():
    explorer = made()
    buttons = [child for child in explorer.children[0].children if isinstance(child, widgets.Button)]
    assert [button.description for button in buttons] == list(PRESETS)
    for button, layers in zip(buttons, PRESETS.values(), strict=True):
        button.click()
        assert explorer.layers == layers


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (3, "layers 3 is not allowed: give a list of 1 to 6 layers, as [Layer(3)] * 3."),
        ([], "layers [] is not allowed: give a list of 1 to 6 layers, as [Layer(3)] * 3."),
        ([Layer(1)] * 7, "is not allowed: give a list of 1 to 6 layers, as [Layer(3)] * 3."),
        ([3, 3], "layer 1: 3 is not allowed: give Layer(kernel_size, strides), or a tuple."),
        (["3"], "layer 1: '3' is not allowed: give Layer(kernel_size, strides), or a tuple."),
        ([Layer(3), Layer(8)], "layer 2: kernel_size 8 is not allowed here: give 1 to 7."),
        ([Layer(3, 4)], "layer 1: strides 4 is not allowed here: give 1 to 3."),
        ([Layer(3, dilation_rate=5)], "layer 1: dilation_rate 5 is not allowed here: give 1 to 4."),
        ([Layer(3, padding="same")], "layer 1: padding 'same' is not allowed here: leave it out."),
        ([Layer(2.5)], "layer 1: kernel_size 2.5 is not allowed: give an integer of at least 1."),
        ([Layer(0)], "layer 1: kernel_size 0 is not allowed: give an integer of at least 1."),
    ],
)
def test_layers_that_cannot_be_get_a_sentence(layers, sentence):
    with pytest.raises(ValueError) as refusal:
        made(layers=layers)
    assert str(refusal.value).endswith(sentence)


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (np.full((28, 28), np.nan), "image holds NaN or infinity, in 784 of 784 places: give (height, width)"),
        ("there is no such file.png", "there is no such file.png cannot be used as an image: there is no such file."),
        (object(), "image is of type object, and not an array of numbers: give (height, width)"),
        (np.ones(5), "image has the shape 5, which is not allowed: give (height, width)"),
        (np.ones((400, 400)), "image has the shape 400 × 400, which is not allowed: give (height, width)"),
        (np.ones((2, 28)), "image has the shape 2 × 28, which is not allowed"),
        ([[1, 2], [3]], "image holds something other than numbers, or rows of different lengths: give"),
        (7, "image has the shape one number, which is not allowed"),
        (np.full((9, 9), 255.0), "give uint8 from 0 to 255, or floats from 0 to 1; divide by 255."),
        (np.full((9, 9), 255), "give uint8 from 0 to 255, or floats from 0 to 1; .astype(np.uint8) makes bytes of it."),
        (np.full((9, 9), -0.5), "give uint8 from 0 to 255, or floats from 0 to 1"),
    ],
)
def test_an_image_that_cannot_be_gets_a_sentence(image, sentence):
    with pytest.raises(ValueError) as refusal:
        ReceptiveFieldExplorer(image)
    assert sentence in str(refusal.value)


def test_bytes_and_floats_grey_and_in_colour_are_one_image():
    colour = np.random.default_rng(0).integers(0, 256, (28, 28, 3), np.uint8)
    grey = colour.mean(axis=2)
    for given in (colour, colour / 255, (colour / 255).astype(np.float32), grey / 255, grey[..., np.newaxis] / 255):
        shown = ReceptiveFieldExplorer(given).pixels
        assert shown.dtype == np.uint8
        np.testing.assert_allclose(shown, grey, atol=0.501)
    pale = np.full((28, 28), 0.5)
    assert set(ReceptiveFieldExplorer(pale).pixels.ravel()) == {128}, "what is pale stays pale"


def test_the_image_is_shown_as_it_is_or_its_middle():
    garment = np.arange(784, dtype=np.uint8).reshape(28, 28)
    np.testing.assert_array_equal(ReceptiveFieldExplorer(garment).pixels, garment)
    np.testing.assert_array_equal(ReceptiveFieldExplorer(garment, input_size=10).pixels, garment[9:19, 9:19])
    wide = ReceptiveFieldExplorer(garment, input_size=40).pixels
    np.testing.assert_array_equal(wide[6:34, 6:34], garment)
    assert wide.sum() == garment.sum()
    assert ReceptiveFieldExplorer(np.eye(9)).pixels.max() == 255


def test_a_picture_file_is_prepared_as_the_garments_are(tmp_path):
    from PIL import Image

    from course_utils.images import garment_from_file, paper_trousers

    Image.fromarray(paper_trousers()).save(tmp_path / "trousers.png")
    shown = ReceptiveFieldExplorer(tmp_path / "trousers.png").pixels
    np.testing.assert_array_equal(shown, garment_from_file(tmp_path / "trousers.png"))


def test_every_word_lies_within_the_picture():
    stacks = [Layer(3)], [Layer(7)] * 6, [(7, 3), (4, 3)], [(1, 3)] * 3, [(3, 3, "valid", 4), (4, 3)], [(2, 3)] * 4
    for settings in ({"layers": layers, "input_size": 40, "unit": 39} for layers in stacks):
        explorer = made(**settings)
        for words, left, right in words_of(explorer.canvas):
            if left < 10:
                assert right <= 188, ("the gutter is too narrow", words)


def test_the_sliders_say_which_layer_they_move():
    explorer = made(edited=2)
    names = [explorer.controls[name].description for name in ("kernel_size", "strides", "dilation_rate")]
    assert names == ["layer 2: kernel size", "layer 2: stride", "layer 2: dilation"]
    explorer.controls["number"].value = 1
    assert explorer.controls["strides"].description == "layer 1: stride"
    explorer.move(edited=3, layers=[Layer(3)] * 3)
    assert explorer.controls["strides"].description == "layer 3: stride"


def test_a_click_on_a_unit_looks_at_it_in_any_map():
    explorer = made()
    touch(explorer, "map 2", "sets", 0, 20)
    assert (explorer.map, explorer.unit, explorer.depth, explorer.seen_by) == (2, 20, 2, 20)
    assert explorer.words.startswith("Unit 20 of map 2 sees pixels 20 to 24. Formula: 0 + 20 · 1 = 20, size 5;")
    assert explorer.measured == explorer.by_formula == (20, 24)
    assert explorer.svg == made(map=2, unit=20).svg
    assert explorer.canvas.back == {"map": 6}
    touch(explorer, "map 3", "sets", 0, 0)
    assert explorer.words.startswith("Unit 0 of map 3 sees pixels 0 to 6.")
    explorer.take(PRESETS["strides of 2"])
    assert explorer.words.startswith("Unit 1 of map 3 sees pixels 8 to 22.")


def test_every_unit_of_every_map_sees_what_keras_measures():
    layers = [Layer(3, 2), Layer(2, 1, dilation_rate=3), Layer(4)]
    explorer = made(layers=layers)
    for depth in (1, 2, 3):
        expected = by_keras(layers[:depth], 28)
        for unit in range(expected.shape[1]):
            explorer.move(map=depth, unit=unit)
            np.testing.assert_array_equal(explorer.ways, expected[:, unit])
            assert explorer.by_formula == explorer.measured


def test_lights_are_what_a_unit_sees_and_who_sees_a_pixel():
    dice, tried = random.Random(7), 0
    for _ in range(60):
        layers, size = random_layers(dice), dice.randint(20, 40)
        explorer = made(layers=layers, input_size=size)
        if explorer.problem:
            continue
        tried += 1
        shown = list(explorer.shown)
        sizes = [size, *(by_cross_correlation(shown[: depth + 1], size).shape[1] for depth in range(len(shown)))]
        names = ["pixels", *(f"map {level}" for level in range(1, len(sizes)))]
        for level in range(1, len(sizes)):
            lights = area_of(explorer, names[level]).lights
            assert set(lights) == set(names[:level])
            for below in range(level):
                sees = by_cross_correlation(shown[below:level], sizes[below]) > 0
                found = [np.flatnonzero(column).tolist() for column in sees.T]
                assert lights[names[below]]["cells"] == found
            who = [np.flatnonzero(row).tolist() for row in by_cross_correlation(shown[:level], size) > 0]
            assert area_of(explorer, "pixels").lights[names[level]]["cells"] == who
    assert tried > 30


def test_areas_lie_on_their_units_and_words_say_what_they_are():
    explorer = made(layers=PRESETS["strides of 2"])
    pixels = area_of(explorer, "pixels")
    cell = pixels.box[2] / pixels.columns
    for level, field in enumerate(explorer.fields, start=1):
        area = area_of(explorer, f"map {level}")
        for unit, words in enumerate(area.words):
            middle = pixels.box[0] + cell * (field.start + unit * field.jump + field.size / 2)
            assert area.box[0] + area.box[2] / area.columns * (unit + 0.5) == pytest.approx(middle)
            first = unit * field.jump
            assert words == f"unit {unit} of map {level} sees pixels {first} to {first + field.size - 1}"
    assert area_of(explorer, "layers").words[0] == "layer 3: 3 wide, stride 2, dilation 1"
    assert pixels.words[5] == f"pixel 5, {'not read' if not explorer.ways[5] else f'in {explorer.ways[5]} ways'}"


def test_a_layer_without_a_place_is_there_to_be_edited():
    explorer = made(layers=[Layer(3, 2)] * 6, input_size=40)
    assert explorer.svg.count("finds no place<") >= 2
    touch(explorer, "layers", "sets", 1, 0)
    assert explorer.edited == 5
    explorer.controls["kernel_size"].value = 1
    assert len(explorer.shown) == 5


def test_all_is_as_high_whatever_the_layers_and_the_words_are_read():
    dice, heights = random.Random(8), set()
    for _ in range(80):
        layers, unit, edited = random_layers(dice), dice.randint(0, 39), dice.randint(1, 6)
        explorer = made(layers=layers, input_size=dice.randint(5, 40), unit=unit, map=dice.randint(1, 6), edited=edited)
        if explorer.problem:
            continue
        heights.add(explorer.canvas.height)
        assert min(shape[3] for shape in explorer.canvas.shapes if shape[0] == "text") >= 12
        assert len(explorer.canvas.hint) <= 110
        assert all(len(words) <= 60 for area in explorer.canvas.areas for words in area.words)
        words_of(explorer.canvas)
    assert heights == {552}
