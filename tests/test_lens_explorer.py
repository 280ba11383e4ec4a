"""The lens: its maps are those of the functions, its controls have learned nothing, what it says of both is true."""

import re

import numpy as np
import pytest

from course_utils import controls, explanations, fashion_mnist, models, relu_rules
from course_utils.explorers.lens import lens_methods
from course_utils.explorers.lens.lens_explorer import LensExplorer
from course_utils.explorers.lens.lens_methods import METHODS, Lens, nearest_patches
from course_utils.explorers.shared.hand import changed
from course_utils.quiet import keras
from tests.support.canvas_words import words_of

layers = keras.layers


def sequential(side=8, channels=1, classes=3, activation="softmax"):
    keras.utils.set_random_seed(4)
    kinds = [
        layers.Input((side, side, channels), name="pixels"),
        layers.Conv2D(4, 3, activation="relu", padding="same", name="conv_1"),
        layers.MaxPooling2D(name="pool"),
        layers.Conv2D(5, 3, padding="same", name="conv_2"),
        layers.BatchNormalization(name="norm"),
        layers.ReLU(name="relu"),
        layers.GlobalAveragePooling2D(name="average"),
        layers.Dense(classes, activation=activation, name="scores"),
    ]
    model = keras.Sequential(kinds)
    model.get_layer("norm").set_weights([np.array(one) for one in ([1.5] * 5, [0.2] * 5, [0.1] * 5, [0.5] * 5)])
    model.get_layer("scores").set_weights([4 * one for one in model.get_layer("scores").get_weights()])
    return model


def functional(**settings):
    model = sequential(**settings)
    return keras.Model(model.inputs[0], model.outputs[0])


def images(count=2, side=8, channels=1):
    return np.random.default_rng(0).random((count, side, side, channels), np.float32)


def by_the_functions(model, image, label, layer, *, side=4, fill=0, strides=1):
    """What the functions of the lesson say, for all methods."""
    return {
        "occlusion": explanations.occlusion(model, image, label, patch_size=side, strides=strides, fill=fill),
        "gradient": explanations.saliency(model, image, label).sum(axis=-1),
        "gradient × input": explanations.gradient_times_input(model, image, label).sum(axis=-1),
        "integrated gradients": explanations.integrated_gradients(model, image, label, steps=32).sum(axis=-1),
        "guided": relu_rules.guided(model, image, label).sum(axis=-1),
        "Grad-CAM": explanations.grad_cam(model, image, label, layer),
    }


def area_of(explorer, name):
    return next((area for area in explorer.canvas.areas if area.name == name), None)


def touched(explorer, name, gesture="sets", row=0, column=0):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, row, column)))


@pytest.mark.parametrize("build", [sequential, functional])
@pytest.mark.parametrize(("channels", "layer", "fill"), [(1, "conv_2", "black"), (3, "conv_1", "grey")])
def test_its_maps_are_those_of_the_functions_at_every_pixel(build, channels, layer, fill):
    model, given = build(channels=channels), images(channels=channels)
    explorer = LensExplorer(model, given, image=1, label=2, layer=layer, fill=fill)
    assert list(explorer.maps) == list(METHODS)
    assert explorer.patch_size == 4
    share = {"black": 0, "grey": 0.5}[fill]
    expected = by_the_functions(model, given[1], 2, layer, fill=share)
    for row, column in ((0, 0), (3, 5), (7, 7)):
        explorer.move(row=row, column=column)
        for method in set(METHODS) - {"occlusion", "Grad-CAM"}:
            assert explorer.values[method] == pytest.approx(expected[method][row, column], rel=1e-3, abs=1e-5), method
    side = len(expected["Grad-CAM"])
    cells = np.kron(expected["Grad-CAM"], np.ones((8 // side, 8 // side)))
    np.testing.assert_allclose(explorer.maps["Grad-CAM"], cells, rtol=1e-3, atol=1e-5)
    for (row, column), value in np.ndenumerate(explorer.maps["occlusion"]):
        # The patch of side 4 whose middle is nearest begins a pixel and a half before the pixel, or as far as it can.
        top, left = (min(max(place - 1, 0), 4) for place in (row, column))
        assert value == pytest.approx(float(expected["occlusion"][top, left]), abs=1e-6)


def test_a_gradient_is_told_from_black_to_white_at_any_scale():
    small, large = sequential(), sequential()
    kernel, bias = small.get_layer("conv_1").get_weights()
    large.get_layer("conv_1").set_weights([kernel / 255, bias])
    given = np.round(255 * images())
    one, other = (LensExplorer(model, pixels) for model, pixels in ((small, given / 255), (large, given)))
    for method in METHODS:
        assert one.values[method] == pytest.approx(other.values[method], rel=1e-3, abs=1e-6), method


@pytest.mark.parametrize("size", [8, 28, 45])
def test_a_pixel_is_read_at_the_patch_whose_middle_is_nearest(size):
    for patch in range(1, size // 2):
        for strides in (1, 2, 3):
            starts = np.arange(0, size - patch + 1, strides)
            found = nearest_patches(size, len(starts), patch, strides)
            far = np.abs(starts + (patch - 1) / 2 - np.arange(size)[:, np.newaxis])
            assert (far[np.arange(size), found] == far.min(axis=1)).all(), (patch, strides)


# Controls.


def test_shuffled_weights_are_the_same_numbers_in_another_order():
    model = sequential()
    before, lens = [np.array(one) for one in model.get_weights()], Lens(model)
    learned = dict(zip((one.path for one in model.weights), before, strict=True))
    shuffled, last = lens.network("shuffled weights"), lens.network("last layer shuffled")
    for name, one, other in zip(learned, shuffled.get_weights(), last.get_weights(), strict=True):
        np.testing.assert_array_equal(np.sort(one, axis=None), np.sort(learned[name], axis=None))
        assert np.array_equal(other, learned[name]) != name.endswith("scores/kernel"), name
        assert np.array_equal(one, learned[name]) == (np.ptp(learned[name]) == 0), name
    assert all(map(np.array_equal, model.get_weights(), before)), "the model itself stays as it is"


def test_each_control_is_what_it_says():
    model, given = functional(), images()
    lens = Lens(model)
    image = given[0]
    for beside, kind in (("shuffled weights", "shuffled weights"), ("last layer shuffled", "last layer shuffled")):
        explorer = LensExplorer(model, given, label=1, beside=beside)
        expected = explanations.saliency(lens.network(kind), image, 1)[..., 0]
        np.testing.assert_allclose(explorer.beside_maps["gradient"], expected, rtol=1e-3, atol=1e-5)
        assert not np.allclose(explorer.beside_maps["gradient"], explorer.maps["gradient"], rtol=0.01)
    explorer = LensExplorer(model, given, label=1, beside="another class")
    order = np.argsort(-explorer.answers)
    assert explorer.other == order[order != 1][0]
    expected = explanations.saliency(model, image, explorer.other)[..., 0]
    np.testing.assert_allclose(explorer.beside_maps["gradient"], expected, rtol=1e-3, atol=1e-5)
    bright = image[..., 0]
    down, across = np.gradient(bright)
    for beside, rival in (("edges", np.sqrt(down**2 + across**2)), ("brightness", bright)):
        explorer = LensExplorer(model, given, beside=beside)
        for method in METHODS:
            np.testing.assert_allclose(explorer.beside_maps[method], rival, rtol=1e-5)
    assert explorer.agreements["Grad-CAM"] == pytest.approx(
        controls.rank_correlation(np.abs(explorer.maps["Grad-CAM"]), bright)
    )
    assert f"Occlusion beside brightness: rank correlation {explorer.agreements['occlusion']:.2f}." in explorer.words


def test_looking_changes_nothing_of_what_is_drawn_at_random_afterwards():
    model, given, drawn = sequential(), images(), []
    for is_looked_at in (False, True):
        keras.utils.set_random_seed(7)
        if is_looked_at:
            LensExplorer(model, given)
        weights = [layer.get_weights()[0] for layer in models.small_cnn().layers if layer.weights]
        drawn.append([*(float(one.sum()) for one in weights), np.random.random(), float(keras.random.uniform(()))])
    assert drawn[0] == drawn[1]


# The model changes, and what was found is kept.


def test_a_second_explorer_finds_what_the_first_computed(monkeypatch):
    model, given, counted = sequential(), images(), []
    first = LensExplorer(model, given)
    for name in ("occlusion", "saliency", "gradient_times_input", "gradient_of", "grad_cam"):
        monkeypatch.setattr(explanations, name, lambda *given, name=name, **settings: counted.append(name))
    assert LensExplorer(model, given).svg == first.svg
    first.move(row=1, column=2, method="guided")
    assert not counted


def test_trained_meanwhile_it_shows_what_the_model_then_is_and_says_so():
    model, given = sequential(), images()
    explorer, second = LensExplorer(model, given), LensExplorer(model, given)
    before = explorer.values["gradient"]
    model.get_layer("conv_1").set_weights([2 * one for one in model.get_layer("conv_1").get_weights()])
    for one in (explorer, second):
        one.row = 3
        assert one.words.startswith("The model has changed; this is what it says now. Image 0")
        one.row = 4
        assert one.words.startswith("Image 0, answered ")
    one.move(row=explorer.row, column=explorer.column)
    made = LensExplorer(model, given, **explorer.state())
    assert explorer.values == made.values
    explorer.move(row=2)
    assert explorer.values["gradient"] != before


def test_a_network_that_lost_its_numbers_gets_a_sentence():
    model = sequential()
    model.get_layer("scores").set_weights([np.full((5, 3), np.nan), np.zeros(3)])
    assert LensExplorer(model, images()).words.startswith("The network gives NaN or infinity for this image")


# Models of all kinds.


def test_what_cannot_be_asked_of_a_model_is_not_there():
    dense = models.dense_network()
    explorer = LensExplorer(dense)
    assert list(explorer.maps) == [method for method in METHODS if method != "Grad-CAM"]
    assert area_of(explorer, "Grad-CAM") is None
    with pytest.raises(ValueError, match=r"method 'Grad-CAM' is not allowed: this model has 'occlusion', 'gradient'"):
        LensExplorer(dense, method="Grad-CAM")
    keras.utils.set_random_seed(0)
    kinds = [layers.Input((8, 8, 1)), layers.Conv2D(2, 3, activation="tanh"), layers.Flatten(), layers.Dense(2)]
    smooth = LensExplorer(keras.Sequential(kinds), images())
    assert "guided" not in smooth.maps
    assert smooth.words.startswith("Image 0, answered class ")
    assert "%" not in smooth.words, "logits are no shares"
    assert "the logit lost to the patch" in smooth.svg


@pytest.mark.parametrize("build", [models.classic, models.course_network, models.vgg_network, models.small_cnn])
def test_the_models_of_the_course_can_be_looked_into(build):
    keras.utils.set_random_seed(1)
    explorer = LensExplorer(build())
    assert not explorer.problem
    assert explorer.layer == explanations.last_convolution(explorer.lens.model)
    assert set(explorer.names) == set(fashion_mnist.CLASS_NAMES)
    assert all(np.ptp(explorer.beside_maps[method]) > 0 for method in set(METHODS) - {"Grad-CAM"})


def test_many_classes_many_images_and_a_single_one():
    model, names = sequential(classes=23), [f"a kind with a long name, {place}" for place in range(23)]
    explorer = LensExplorer(model, images(35), names, label=22, image=31, beside="another class")
    assert area_of(explorer, "answers").rows == 3
    assert (area_of(explorer, "answers").start, area_of(explorer, "images").start) == (20, 30)
    touched(explorer, "the next ten")
    assert explorer.image == 0
    touched(explorer, "the ten before")
    assert explorer.image == 30
    touched(explorer, "answers", row=1)
    assert explorer.label == 21
    assert words_of(explorer.canvas)
    assert explorer.canvas.height == LensExplorer.example().canvas.height
    alone = LensExplorer(sequential(), images(1))
    assert area_of(alone, "images") is None
    assert alone.controls["image"].layout.display == "none"
    assert alone.canvas.height == explorer.canvas.height


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"model": None}, "the model must be a Keras model that takes images of one size"),
        ({"model": sequential(activation="sigmoid")}, "this model ends in sigmoid: give one that ends in softmax"),
        ({"model": keras.Sequential([layers.Input((5,)), layers.Dense(2)])}, "given is one that takes (5,)"),
        ({"model": keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(2, 3)])}, "one number for each class"),
        ({"images": None}, "without images there is nothing to show; the model takes 8 × 8 × 1"),
        ({"images": np.zeros((2, 9, 9))}, "images has the shape 2 × 9 × 9"),
        ({"names": ["a", "b"]}, "names ['a', 'b'] are not allowed: give one name for each of the 3 outputs."),
        ({"label": 3}, "label 3 is not allowed: give a whole number from -1 to 2."),
        ({"image": 2}, "image 2 is not allowed: give a whole number from 0 to 1."),
        ({"patch_size": 5}, "patch_size 5 is not allowed: give a whole number from 1 to 4."),
        ({"layer": "conv"}, "layer 'conv' is not allowed: this model has 'conv_1', 'pool', 'conv_2', 'norm', 'relu'."),
        ({"method": "x-ray"}, "method 'x-ray' is not allowed: one of 'occlusion', 'gradient'"),
    ],
)
def test_bad_input_gets_a_sentence(given, message):
    with pytest.raises(ValueError) as error:
        LensExplorer(**{"model": sequential(), "images": images(), **given})
    assert message in str(error.value)


# What is seen and touched.


def test_the_patch_is_dragged_and_stands_where_it_is_read():
    explorer = LensExplorer.example(patch_size=5)
    area = area_of(explorer, "patch")
    assert (area.rows, area.columns) == (12, 12)
    for row, column in ((0, 0), (11, 4), (6, 11)):
        touched(explorer, "patch", "drags", row, column)
        moved = area_of(explorer, "patch")
        assert moved.at == (row, column)
        assert (explorer.patch["top"], explorer.patch["left"]) == (2 * row, 2 * column)
        by = np.subtract(moved.box[:2], area.box[:2])
        assert by == pytest.approx([area.pitch[1] * (column - area.at[1]), area.pitch[0] * (row - area.at[0])])
        pixels = np.array(explorer.pixels)
        pixels[2 * row : 2 * row + 5, 2 * column : 2 * column + 5] = 0
        answers = np.asarray(explorer.lens.model(pixels[np.newaxis]))[0]
        np.testing.assert_allclose(explorer.patch["answers"], answers, atol=1e-5)
        lost = float(explorer.answers[explorer.asked] - answers[explorer.asked])
        assert explorer.values["occlusion"] == pytest.approx(lost, abs=1e-5)


def test_the_patch_of_every_side_comes_where_it_is_dragged():
    for side in range(1, 15):
        explorer = LensExplorer.example(patch_size=side)
        area = area_of(explorer, "patch")
        for place in range(area.rows):
            touched(explorer, "patch", "drags", place, place)
            assert explorer.patch["at"] == (place, place), (side, place)


def test_the_pixel_is_dragged_clicked_and_read_in_all_three_pictures():
    explorer = LensExplorer.example(method="gradient")
    assert area_of(explorer, "patch") is None
    touched(explorer, "pixel", "drags", 27, 3)
    assert (explorer.row, explorer.column) == (27, 3)
    for name in ("image", "map", "control"):
        area = area_of(explorer, name)
        assert (area.rows, area.columns) == (28, 28)
        touched(explorer, name, "sets", 5, 6)
        assert explorer.place == (5, 6)
        assert len(area.lights) == 2
        assert area.lights["image" if name != "image" else "map"]["rows"][5] == [5]
        touched(explorer, "pixel", "drags", 27, 3)


def test_methods_classes_and_images_are_chosen_in_the_picture():
    explorer = LensExplorer.example()
    for method in METHODS:
        touched(explorer, method)
        assert explorer.method == method
    assert explorer.canvas.back == {}
    touched(explorer, "answers", row=7)
    assert (explorer.label, explorer.asked) == (7, 7)
    assert explorer.canvas.back == {"label": -1}
    touched(explorer, "images", column=4)
    assert explorer.image == 4
    assert explorer.svg == LensExplorer.example(method="Grad-CAM", label=7, image=4).svg


def test_numbers_and_ranks_stand_in_the_picture():
    explorer = LensExplorer.example(method="gradient", row=9, column=7)
    texts = re.findall(r">([^<>]+)</text>", explorer.svg)
    for method in METHODS:
        for maps, values in ((explorer.maps, explorer.values), (explorer.beside_maps, explorer.beside_values)):
            assert lens_methods.spoken(values[method]) in texts
            order = np.sort(np.abs(maps[method]), axis=None)[::-1].tolist()
            if values[method]:
                assert f"{1 + order.index(abs(values[method]))} of 784" in texts
    for method, value in explorer.agreements.items():
        assert f"{value:.2f}" in texts, method


def test_sentences():
    explorer = LensExplorer.example(image=9, label=5, row=20, column=3)
    listed = ", ".join(f"{method} {lens_methods.spoken(value)}" for method, value in explorer.values.items())
    agreement = f"{explorer.agreements['occlusion']:.2f}".replace("-", "−")
    assert explorer.words == (
        f"Image 9, answered {explorer.said(explorer.answer)}. Row 20, column 3, for Sandal: {listed}. "
        f"Occlusion beside shuffled weights: rank correlation {agreement}."
    )
    for state in ({}, {"beside": "another class", "label": 9}, {"method": "integrated gradients", "beside": "edges"}):
        made = LensExplorer.example(**state)
        assert len(made.words.split()) <= 60
        assert words_of(made.canvas)
    assert repr(LensExplorer.example(label=5)) == (
        "LensExplorer(label=5, layer='edges', row=9, column=9): 10 images, 6 methods; shown: occlusion for Sandal at "
        "row 9, column 9, beside shuffled weights."
    )


def test_a_map_of_nothing_is_called_so():
    model = sequential()
    model.get_layer("scores").set_weights([np.zeros((5, 3)), np.zeros(3)])
    explorer = LensExplorer(model, images(), method="gradient")
    assert explorer.words.endswith("Gradient beside shuffled weights: nothing to compare.")
    assert ">0 everywhere</text>" in explorer.svg
    assert ">–</text>" in explorer.svg


def test_its_height_stays_and_fits():
    states = [
        {"method": method, "beside": beside} for method, beside in zip(METHODS, lens_methods.CONTROLS, strict=False)
    ]
    (height,) = {LensExplorer.example(**state).canvas.height for state in states}
    assert height <= 560
