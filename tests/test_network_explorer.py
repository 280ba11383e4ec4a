"""The network explorer: every number it shows is the model's own, and what it says of the model is true."""

import io

import numpy as np
import pytest
from PIL import Image

from course_utils import images, models
from course_utils.explorers.network.network_explanation import as_maps
from course_utils.explorers.network.network_explorer import NetworkExplorer
from course_utils.explorers.network.network_trace import Network
from course_utils.explorers.shared.hand import changed
from course_utils.explorers.shared.model_images import fingerprint
from course_utils.layers_by_hand import LAYERS_BY_HAND, UNCHANGED
from course_utils.numbers import significant
from course_utils.quiet import keras
from tests.support.closeness import worst

layers = keras.layers


def augmenting():
    """One of each layer that changes images in training only."""
    kinds = [layers.RandomBrightness(0.3), layers.RandomContrast(0.3), layers.RandomErasing(), layers.RandomFlip()]
    kinds += [layers.RandomRotation(0.3), layers.RandomShear(0.2, 0.2), layers.RandomTranslation(0.2, 0.2)]
    return keras.Sequential([*kinds, layers.RandomZoom(0.3)], name="changes")


def test_models_within_a_model_are_opened_and_what_acts_in_training_only_leaves_numbers_alone():
    kinds = [layers.SpatialDropout2D(0.5), layers.GaussianNoise(0.5), layers.GaussianDropout(0.5)]
    body = keras.Sequential([layers.Conv2D(2, 3, name="conv"), *kinds, layers.AlphaDropout(0.5)], name="body")
    parts = [augmenting(), layers.Rescaling(1 / 255), body, layers.ActivityRegularization(0.1), layers.Dropout(0.5)]
    model = keras.Sequential([layers.Input((9, 9, 1)), *parts, layers.Flatten(), layers.Dense(3)])
    images = np.random.default_rng(0).integers(0, 256, (2, 9, 9), np.uint8)
    explorer = NetworkExplorer(model, images, image=1)
    names = [step.name for step in explorer.network.steps]
    assert any(name.startswith("changes/random_flip") for name in names[1:9])  # numbered, where others were made before
    assert "body/conv" in names
    assert not any(step.kind == "box" for step in explorer.network.steps)
    assert {step.kind for step in explorer.network.steps} >= set(UNCHANGED)
    assert worst(explorer.values[-1], model(images[1:, ..., np.newaxis], training=False)[0]) <= 1e-5
    for layer in range(len(names)):
        explorer.layer = layer
        assert "too. Answer" in explorer.words, explorer.words
    explorer.layer = 1
    assert "unchanged: RandomBrightness acts in training only" in explorer.words


def fixed_model():
    """Weights that can be calculated with in the head."""
    inputs = layers.Input((4, 4, 1))
    x = layers.Conv2D(2, 3, activation="relu", name="conv")(inputs)
    x = layers.MaxPooling2D(name="pool")(x)
    x = layers.Flatten(name="flatten")(x)
    model = keras.Model(inputs, layers.Dense(2, name="scores")(x))
    kernel = np.zeros((3, 3, 1, 2))
    kernel[..., 0, 0], kernel[1, 1, 0, 1] = 0.5, -1
    model.get_layer("conv").set_weights([kernel, np.array([1, 20])])
    model.get_layer("scores").set_weights([np.array([[1, 0], [0.5, 2]]), np.array([-1, 0])])
    return model


def fixed(**state):
    return NetworkExplorer(fixed_model(), np.arange(16).reshape(4, 4), ["coat", "bag"], **state)


def test_what_it_says():
    assert fixed(layer=1, row=0, column=1).words == (
        "conv, map 0, row 0, column 1: 1 window times kernel gives 27, with the bias 1 to 28; relu makes 28. "
        "Keras has 28 too. Answer: coat 52.5."
    )
    assert fixed(layer=2, map=3, row=0, column=0).words == (
        "pool, number 1 (counted round): the largest of 4 numbers is 15. Keras has 15 too. Answer: coat 52.5."
    )
    assert fixed(layer=4, map=1, edits=((1, 1, 100), (2, 2, 0))).words == (
        "scores, number 1: 2 products add up to 40. Keras has 40 too. Answer: coat 175, unedited 52.5."
    )


def test_every_number_of_the_example():
    explorer = NetworkExplorer.example(image=1)
    values = [explorer.images[1]]
    for layer in explorer.network.steps[1:]:
        values.append(np.asarray(layer.layer(values[-1][np.newaxis]))[0])
    for layer, expected in enumerate(values):
        explorer.layer, maps = layer, as_maps(expected)
        for row, column, number in np.ndindex(maps.shape):
            explorer.row, explorer.column, explorer.map = row, column, number
            assert explorer.explanation.value == pytest.approx(maps[row, column, number], rel=1e-4, abs=1e-5)
            assert f"{explorer.where}: {significant(explorer.explanation.value)}<" in explorer.svg
            assert explorer.largest_difference <= 1e-4
        for term in explorer.explanation.terms:
            assert f"{significant(term.amount)}<" in explorer.svg
    assert [answer[1] for answer in explorer.answers] == sorted(values[-1].tolist(), reverse=True)
    assert all(f"{100 * value:.1f} %" in explorer.svg for value in values[-1])


def test_the_windows_are_the_pixels_and_the_weights_of_the_kernel():
    explorer = NetworkExplorer.example(layer=1, row=2, column=4, map=2)
    term, kernel = explorer.explanation.terms[0], explorer.network.steps[1].layer.kernel.numpy()
    assert np.array_equal(term.window, explorer.images[0][2:5, 4:7, 0])
    assert np.array_equal(term.weights, kernel[:, :, 0, 2].astype(float))


def test_many_channels_keep_the_largest_and_add_up_the_rest():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(30, 3), layers.Conv2D(2, 3, padding="same")])
    explorer = NetworkExplorer(model, np.random.default_rng(0).random((8, 8)), layer=2, row=0, column=0)
    told = explorer.explanation
    assert told.rest[0] == 30 - len(told.terms)
    assert f"(the other {told.rest[0]})" in explorer.svg
    assert min(abs(term.amount) for term in told.terms) >= abs(told.rest[1]) / told.rest[0]
    assert np.isnan(told.terms[0].window).sum() == 5, "the corner's window reaches into the padding"
    assert explorer.answers == []


def test_only_image_and_edits_run_the_model(monkeypatch):
    explorer, runs = NetworkExplorer.example(), []
    run = Network.run
    monkeypatch.setattr(Network, "run", lambda self, pixels: runs.append(1) or run(self, pixels))
    for name in ("layer", "map", "row", "column", "scale", "brightness", "show"):
        control = explorer.controls[name]
        control.value = control.max if hasattr(control, "max") else control._options_full[-1][1]
    assert runs == []
    explorer.paint([{"pixel": 3, "erase": False}])
    explorer.undo()
    assert len(runs) == 1
    explorer.image = 1
    assert len(runs) == 2


def test_painting_sets_a_pixel_and_moves_the_answers():
    explorer = NetworkExplorer.example(brightness=50)
    before = explorer.answers
    explorer.paint([{"pixel": 8 * 3 + 4, "erase": False}])
    assert explorer.edits == ((3, 4, 50),)
    assert explorer.pixels[3, 4, 0] == 0.5
    painted = explorer.images[:1].copy()
    painted[0, 3, 4] = 0.5
    assert worst(explorer.values[-1], explorer.network.run(painted[0])[-1]) == 0
    assert {name: was for name, _, was in explorer.answers} == {name: now for name, now, _ in before}
    assert ", 1 painted" in explorer.svg
    explorer.undo_all()
    assert explorer.answers == before


def test_a_model_that_was_trained_on_is_shown_as_it_is_then_and_said_to_have_changed():
    explorer = NetworkExplorer.example(layer=1)
    model = explorer.network.model
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(explorer.images, np.array([0, 1]), verbose=0)
    explorer.row = 0
    assert explorer.words.startswith("The model has changed; this is what it gives now. conv, map 0, row 0")
    assert worst(explorer.values[-1], model(explorer.images[:1])[0]) == 0
    assert explorer.largest_difference <= 1e-4
    assert explorer.svg == NetworkExplorer(model, explorer.images, layer=1, row=0).svg.replace(
        'aria-label="conv', 'aria-label="The model has changed; this is what it gives now. conv'
    )
    explorer.row = 1
    assert explorer.words.startswith("conv, map 0, row 1")


def test_a_fingerprint_changes_with_any_weight_and_with_nothing_else():
    model = NetworkExplorer.example().network.model
    prints = [fingerprint(model)]
    model.compile("adam", "mse")
    model(np.ones((1, 8, 8, 1)), training=True)
    assert fingerprint(model) == prints[0]
    for weight in model.weights:
        value = weight.numpy().copy()
        value.flat[-1] += 1e-3
        weight.assign(value)
        prints.append(fingerprint(model))
    assert len(set(prints)) == len(prints)


def test_an_unknown_layer_and_an_operation_are_boxes():
    inputs = layers.Input((8, 8, 3))
    x = layers.LayerNormalization(name="unknown")(inputs)
    x = layers.Conv2D(2, 1, data_format="channels_last", name="known")(x + x)
    model = keras.Model(inputs, layers.Lambda(lambda values: keras.ops.mean(values, axis=(1, 2)))(x))
    explorer = NetworkExplorer(model, np.ones((8, 8, 3)))
    kinds = [step.kind for step in explorer.network.steps]
    assert kinds == ["InputLayer", "box", "box", "Conv2D", "box"]
    explorer.layer = 1
    assert "out of a box: LayerNormalization, 8×8×3 in, 8×8×3 out. Only Keras knows how." in explorer.words
    assert 'stroke-dasharray="3 3"' in explorer.svg
    for layer in range(len(kinds)):
        explorer.layer = layer
        assert not explorer.problem
        assert explorer.explanation.value == pytest.approx(explorer.model_value, rel=1e-4)


@pytest.mark.parametrize(
    ("given", "white"),
    [
        (np.zeros((1, 28, 28), np.uint8), 255),
        (np.eye(28, dtype=np.uint8), 255),
        (np.zeros((28, 28)), 255),  # the model divides by 255
        (200.0 * np.eye(28), 255),
    ],
)
def test_a_stroke_is_as_white_as_the_model_takes_it(given, white):
    explorer = NetworkExplorer(models.classic(), given, edits=((3, 4, 100),))
    assert (explorer.white, explorer.pixels[3, 4, 0], explorer.values[1].max()) == (white, white, 1)


def test_white_without_a_rescaling_and_with_another_one():
    plain = keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(1, 3)])
    assert NetworkExplorer(plain, np.zeros((8, 8))).white == 1
    assert NetworkExplorer(plain, np.zeros((8, 8), np.uint8)).white == 255
    signed = keras.Sequential([layers.Input((8, 8, 1)), layers.Rescaling(1 / 127.5, -1), layers.Conv2D(1, 3)])
    assert NetworkExplorer(signed, np.zeros((8, 8))).white == 255
    with pytest.raises(
        ValueError, match=r"no pixel is brighter than 0.5, .* divides by 255 itself: give pixels from 0"
    ):
        NetworkExplorer(models.classic(), np.full((28, 28), 0.5))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_is_no_difference(dtype):
    keras.utils.set_random_seed(0)
    keras.config.set_dtype_policy(f"mixed_{dtype}")
    try:
        model = models.small_cnn(batch_norm=True)
    finally:
        keras.config.set_dtype_policy("float32")
    explorer = NetworkExplorer(model)
    said = []
    for layer in range(len(explorer.network.steps)):
        explorer.layer = layer
        said.append(explorer.words)
        assert "⚠" not in explorer.words, explorer.words
        assert " too" in explorer.words
    assert any(f"too, as near as half precision ({dtype}) comes." in words for words in said)


def test_half_precision_hides_no_mistake(monkeypatch):
    model = keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2D(1, 3, dtype="mixed_float16")])
    monkeypatch.setitem(LAYERS_BY_HAND, "Conv2D", lambda layer, maps: np.full((6, 6, 1), 0.5))
    assert "⚠ NumPy and Keras differ, by" in NetworkExplorer(model, np.ones((8, 8))).words


def test_a_model_of_two_outputs_says_whose_answer_it_is():
    inputs = layers.Input((8, 8, 1))
    x = layers.Flatten()(inputs)
    explorer = NetworkExplorer(keras.Model(inputs, [layers.Dense(3)(x), layers.Dense(2)(x)]), np.ones((8, 8)))
    assert "Answer (first of 2 outputs): class " in explorer.words
    assert "first of 2 outputs<" in explorer.svg


def test_a_model_that_takes_images_without_channels():
    stack = [layers.Flatten(name="flat"), layers.Dense(16, activation="relu"), layers.Dropout(0.2), layers.Dense(10)]
    model = keras.Sequential([layers.Input((28, 28)), layers.Rescaling(1 / 255), *stack])
    explorer = NetworkExplorer(model)
    assert explorer.images.shape == (10, 28, 28, 1)
    assert worst(explorer.values[-1], model(explorer.images[:1, ..., 0])[0]) <= 1e-6
    assert [step.kind for step in explorer.network.steps][:3] == ["InputLayer", "Rescaling", "Flatten"]
    for layer in range(len(explorer.network.steps)):
        explorer.layer = layer
        assert "too. Answer: " in explorer.words
    assert all(term.name.startswith("map 0 at ") for term in NetworkExplorer(model, layer=3).explanation.terms)


def test_a_dense_layer_behind_flatten_knows_where_its_weights_belong():
    explorer = NetworkExplorer.example(layer=4, map=1)
    weights = explorer.network.steps[4].layer.kernel.numpy()[:, 1]
    assert np.array_equal(explorer.explanation.weights, weights.reshape(3, 3, 3).astype(float))
    assert all(term.name.startswith("map ") for term in explorer.explanation.terms)


def test_garments_and_files_are_images_too(tmp_path):
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(1, 3), layers.Flatten(), layers.Dense(10)])
    assert NetworkExplorer(model).images.shape == (10, 28, 28, 1)
    assert NetworkExplorer(model).names[9] == "Ankle boot"
    Image.fromarray(images.paper_trousers()).save(tmp_path / "own.png")
    explorer = NetworkExplorer(model, tmp_path / "own.png")
    assert np.array_equal(explorer.images[0, ..., 0], images.garment_from_file(tmp_path / "own.png"))


def test_a_file_is_prepared_in_the_scale_of_the_images_beside_it(tmp_path):
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(1, 3)])
    Image.fromarray(images.paper_trousers()).save(tmp_path / "own.png")
    garment, beside = images.garment_from_file(tmp_path / "own.png"), np.full((28, 28), 0.5)
    for one in (beside, beside[..., np.newaxis]):
        explorer = NetworkExplorer(model, [one, tmp_path / "own.png"])
        assert (explorer.white, explorer.images.shape) == (1, (2, 28, 28, 1))
        np.testing.assert_allclose(explorer.images[1, ..., 0], garment / 255, atol=1e-6)
    explorer = NetworkExplorer(model, [tmp_path / "own.png", 200 * beside])
    np.testing.assert_array_equal(explorer.images[0, ..., 0], garment)
    with pytest.raises(ValueError, match="images holds something other than numbers, or rows of different lengths"):
        NetworkExplorer(model, [np.zeros((3, 3)), tmp_path / "own.png"])


def test_an_uploaded_file_takes_the_scale_of_the_images():
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(1, 3)])
    explorer = NetworkExplorer(model, np.full((28, 28), 0.5))
    explorer.take_file("trousers.png", png_of(images.paper_trousers()))
    garment = images.garment_from_file(io.BytesIO(png_of(images.paper_trousers())))
    np.testing.assert_allclose(explorer.pixels[..., 0], garment / 255, atol=1e-6)


def test_an_upload_stands_behind_the_images_and_a_bad_one_is_answered():
    model = models.classic()
    explorer = NetworkExplorer(model, edits=((3, 4, 50),))
    before = explorer.svg
    explorer.take_file("notes.txt", b"no picture")
    assert explorer.words.startswith("notes.txt cannot be used as an image")
    assert explorer.svg == before
    explorer.take_file("trousers.png", png_of(images.paper_trousers()))
    assert (explorer.image, explorer.edits, explorer.problem) == (10, (), "")
    assert explorer.controls["image"].max == 10
    garment = images.garment_from_file(io.BytesIO(png_of(images.paper_trousers())))
    np.testing.assert_array_equal(explorer.pixels[..., 0], garment)
    explorer.controls["image"].value = 0
    assert explorer.svg == NetworkExplorer(model, explorer.images).svg


def png_of(pixels):
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, format="png")
    return written.getvalue()


def test_a_network_for_other_sizes_takes_no_garment():
    explorer = NetworkExplorer.example()
    explorer.take_file("trousers.png", png_of(images.paper_trousers()))
    assert explorer.words.startswith(
        "images has the shape 28 × 28, which is not allowed: give images as the model takes them, "
        "(n, height, width, channels) with 8 × 8 × 1 each"
    )


def without_numbers(*places):
    """The example after a training that went to NaN in these layers."""
    explorer = NetworkExplorer.example()
    for place in places:
        layer = explorer.network.steps[place].layer
        layer.set_weights([np.full(weight.shape, np.nan) for weight in layer.get_weights()])
    return explorer


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("places", [(1,), (4,), (1, 4)])
def test_a_network_that_lost_its_numbers_says_so_and_gives_no_answer(places):
    explorer = without_numbers(*places)
    name = explorer.network.steps[places[0]].name
    for layer in range(5):
        explorer.layer = layer
        assert explorer.words.endswith(f"No answer: {name} gives NaN or infinity in place of numbers.")
        assert "Answer:" not in explorer.words
        assert "no answer<" in explorer.svg
    explorer.layer = places[0]
    assert "Keras has NaN: this network does not give numbers any more." in explorer.words


@pytest.mark.filterwarnings("error")
def test_nan_in_the_window_of_a_pool():
    pools = [layers.MaxPooling2D(2, name="max"), layers.AveragePooling2D(2, name="mean")]
    for pool in pools:
        inputs = layers.Input((4, 4, 1))
        x = layers.Conv2D(1, 1, activation=lambda x: keras.ops.where(x > 8, np.nan, x), name="conv")(inputs)
        model = keras.Model(inputs, pool(x))
        model.get_layer("conv").set_weights([np.ones((1, 1, 1, 1)), np.zeros(1)])
        image = np.ones((4, 4))
        image[0, 0], image[0, 1], image[2:, 2:] = 9, 3, 9
        explorer = NetworkExplorer(model, image, layer=2, row=0, column=0)
        ends = "the largest of the others is 3" if pool.name == "max" else "so is the result"
        assert f"1 of 4 numbers is NaN, no number: {ends}" in explorer.words
        assert np.array_equal(explorer._parts.cells.empty, []), "what is lost is no padding"
        explorer.row = explorer.column = 1
        assert "4 of 4 numbers are NaN, no number: so is the result" in explorer.words
        explorer.row = 0
        assert "4 numbers" in explorer.words


def test_a_deep_network_is_shown_part_by_part():
    x = inputs = layers.Input((8, 8, 1))
    for _ in range(30):
        x = layers.ReLU()(x)
    explorer = NetworkExplorer(keras.Model(inputs, x), np.ones((8, 8)), layer=28)
    assert "layers 16 to 30, of 31" in explorer.svg
    (heading,) = [area for area in explorer.canvas.areas if area.name == "other layers"]
    explorer.move(**heading.filled("sets", 0, 0))
    assert "layers 0 to 15, of 31" in explorer.svg
    explorer.show = "the whole network"
    assert not explorer.problem


@pytest.mark.parametrize(
    ("images", "names", "sentence"),
    [
        (None, None, "without images there is nothing to show; the model takes 8 × 8 × 1: give images of that size"),
        ("nothing.png", None, "nothing.png cannot be used as an image: there is no such file"),
        ("text", None, "text cannot be used as an image"),
        ({}, None, "images is of type dict, and not an array of numbers: give images as the model takes them"),
        (np.full((8, 8), np.nan), None, "images holds NaN or infinity, in 64 of 64 places"),
        (np.full((8, 8), 1e9), None, "images goes from 1e9 to 1e9, beyond ±1,000,000"),
        (
            np.zeros((2, 9, 8)),
            None,
            "images has the shape 2 × 9 × 8, which is not allowed: give images .* 8 × 8 × 1 each",
        ),
        (np.broadcast_to(0.0, (10**6, 8, 8)), None, "images holds 64,000,000 numbers, too many to show: give a few"),
        (np.zeros((8, 8)), "ab", "names 'ab' are not allowed: give one name for each of the 3 outputs"),
    ],
)
def test_what_cannot_be_shown_is_answered_by_a_sentence(images, names, sentence):
    model = keras.Sequential([layers.Input((8, 8, 1)), layers.Flatten(), layers.Dense(3)])
    with pytest.raises(ValueError, match=sentence):
        NetworkExplorer(model, images, names)


def test_models_that_cannot_be_opened_are_answered_by_a_sentence():
    with pytest.raises(ValueError, match="Sequential is not allowed: give a Keras model, functional or Sequential"):
        NetworkExplorer(keras.Sequential([layers.Dense(2)]))
    with pytest.raises(ValueError, match=r"a model with the input \(4,\) is not allowed: it must take one image"):
        NetworkExplorer(keras.Sequential([layers.Input((4,)), layers.Dense(2)]))
    with pytest.raises(ValueError, match="layer 9 is not allowed: there are 5, counted from 0"):
        NetworkExplorer.example(layer=9)
    assert NetworkExplorer.example(edits=((9, 0, 5),)).words == (
        "the edit (9, 0, 5) is not allowed: give (row, column, brightness), rows 0 to 7, columns 0 to 7, "
        "brightness in %, 0 to 100."
    )


# Touched.


def area(explorer, name):
    (found,) = [one for one in explorer.canvas.areas if one.name == name]
    return found


def touch(explorer, name, gesture, row, column):
    """Do what the page does: move to what a gesture sets."""
    explorer.move(**changed(explorer.state(), area(explorer, name).filled(gesture, row, column)))
    assert not explorer.problem
    return explorer


def lit(explorer, name, row, column, other):
    """The (row, column) of another area that light up with a cell."""
    one, there = area(explorer, name), area(explorer, other)
    link = one.lights[other]
    if "cells" in link:
        return {divmod(each, there.columns) for each in link["cells"][row * one.columns + column]}
    return {(a, b) for a in link["rows"][row] for b in link["columns"][column]}


def test_from_the_whole_network_to_one_number_and_back():
    explorer = NetworkExplorer.example()
    explorer.move(**explorer.canvas.back)
    assert explorer.show == "the whole network"
    assert explorer.canvas.back == {}
    assert explorer.words.startswith("5 layers. conv, map 0 of 3: made of map 0 of pixels. Answer: class ")
    touch(explorer, "maps", "sets", 2, 1)
    assert (explorer.show, explorer.layer, explorer.map) == ("one number", 2, 2)
    touch(explorer, "map", "sets", 1, 2)
    assert (explorer.row, explorer.column) == (1, 2)
    touch(explorer, "place", "drags", 2, 0)
    assert explorer.words.startswith("pool, map 2, row 2, column 0: the largest of 4 numbers is")
    touch(explorer, "reads 0", "sets", 1, 0)
    assert explorer.words.startswith("conv, map 2, row 5, column 1: ")
    touch(explorer, "layers", "sets", 0, 4)
    touch(explorer, "maps", "sets", 1, 0)
    assert explorer.words.startswith("scores, number 2: ")


def test_the_pointer_paints_and_paints_black_and_a_stroke_is_taken_back_as_one():
    explorer = NetworkExplorer.example(brightness=80)
    paints = [area(explorer, "image").filled("paints", 3, column) for column in (2, 3, 3, 4)]
    explorer._hand.asked = {"number": 1, "paints": [{**one, "erase": False} for one in paints]}
    assert explorer.edits == ((3, 2, 80), (3, 3, 80), (3, 4, 80))
    assert explorer.pixels[3, 2:5, 0] == pytest.approx(0.8)
    explorer._hand.asked = {"number": 2, "paints": [{**paints[1], "erase": True}]}
    assert (explorer.edits[3:], explorer.pixels[3, 3, 0]) == (((3, 3, 0),), 0)
    explorer.undo()
    assert explorer.pixels[3, 3, 0] == pytest.approx(0.8)
    explorer.undo()
    assert explorer.edits == ()


def test_an_image_is_dropped_through_the_door_of_the_upload():
    explorer = NetworkExplorer(models.classic(), show="the whole network")
    assert explorer.canvas.takes_files
    content = png_of(images.paper_trousers())
    explorer._hand.asked = {"number": 1, "file": {"name": "trousers.png", "content": content}}
    assert (explorer.image, explorer.problem) == (10, "")


def branching():
    """Two branches that are added, then pooled and put side by side with what they were made of."""
    keras.utils.set_random_seed(3)
    inputs = layers.Input((10, 9, 1), name="pixels")
    x = layers.Conv2D(2, 3, strides=2, padding="same", name="conv")(inputs)
    x = layers.DepthwiseConv2D(2, depth_multiplier=2, padding="same", name="depth")(
        layers.ZeroPadding2D(1, name="pad")(x)
    )
    y = layers.Conv2D(4, 1, name="one")(x)
    both = layers.Add(name="add")([x, y])
    pools = [layers.MaxPooling2D(2, name="max")(both), layers.AveragePooling2D(2, name="mean")(both)]
    side = layers.Concatenate(name="side")(pools)
    vector = layers.Dense(5, activation="softmax", name="scores")(layers.Flatten(name="flat")(side))
    return keras.Model(inputs, [vector, layers.GlobalAveragePooling2D(name="all")(side)])


def reached(explorer, layer, source, place):
    """Which places of a layer change when one number of its source does, by Keras; bool as the layer."""
    steps, values = explorer.network.steps, [np.array(value) for value in explorer.values]
    inputs = [np.random.default_rng(5).normal(size=values[one].shape) for one in steps[layer].sources]
    gives = []
    for shift in (0, 100):
        given = [part.copy() for part in inputs]
        as_maps(given[steps[layer].sources.index(source)])[place] += shift
        batch = [part[np.newaxis] for part in given]
        gives.append(as_maps(np.asarray(steps[layer].layer(batch if len(batch) > 1 else batch[0]))[0]))
    return gives[0] != gives[1]


def test_what_lights_up_is_what_keras_reads():
    explorer = NetworkExplorer(branching(), np.random.default_rng(0).random((10, 9)))
    for layer, step in enumerate(explorer.network.steps):
        if step.kind in ("MaxPooling2D", "InputLayer"):
            continue  # of a window only the largest number moves it
        for reading in explorer._scene.read[layer]:
            for place in np.ndindex(explorer.sizes[reading.step]):
                moved = reached(explorer, layer, reading.step, place)
                row, column, which = place
                if step.kind == "Flatten":
                    number = np.ravel_multi_index(place, explorer.sizes[reading.step])
                    assert np.flatnonzero(moved) == [number]
                    assert which in reading.maps[number]
                    continue
                rows = [row in some for some in reading.rows]
                columns = [column in some for some in reading.columns]
                maps = [reading.maps is None or which in reading.maps[each] for each in range(moved.shape[2])]
                expected = np.einsum("i,j,k->ijk", rows, columns, maps)
                assert np.array_equal(moved, expected), (step.name, place)


def test_the_receptive_field_in_the_image_is_what_moves_a_number():
    explorer = NetworkExplorer(branching(), np.random.default_rng(0).random((10, 9)))
    layer = [step.name for step in explorer.network.steps].index("mean")
    explorer.move(layer=layer, map=1)
    seen = np.zeros((*explorer.sizes[layer][:2], 10, 9), bool)
    for row, column in np.ndindex(10, 9):
        explorer.edits = ((row, column, 0),)
        dark = explorer.values[layer]
        explorer.edits = ((row, column, 100),)
        seen[:, :, row, column] = (explorer.values[layer] != dark).any(axis=2)
    explorer.edits = ()
    for row, column in np.ndindex(*explorer.sizes[layer][:2]):
        assert lit(explorer, "map", row, column, "image") == set(map(tuple, np.argwhere(seen[row, column])))
        for pixel in np.argwhere(seen[row, column]):
            assert (row, column) in lit(explorer, "image", *pixel, "map")


def test_a_window_lights_up_in_the_maps_that_it_reads():
    explorer = NetworkExplorer(models.classic(), layer=4, map=5)  # a convolution that reads 32 maps of 13 × 13
    mosaic = explorer._mosaics[0]
    places = lit(explorer, "map", 2, 3, "pixels 0")
    assert len(places) == 32 * 9 + (mosaic.across * -(-32 // mosaic.across) - 32) * 9
    for which in (0, 31):
        top, left = which // mosaic.across * 14 + 1, which % mosaic.across * 14 + 1
        assert {(top + 2 + row, left + 3 + column) for row, column in np.ndindex(3, 3)} <= places
    explorer.layer = 3  # a pool, of the same map of 26 × 26
    top, left = 5 // explorer._mosaics[0].across * 27 + 1, 5 % explorer._mosaics[0].across * 27 + 1
    expected = {(top + 4 + row, left + 6 + column) for row, column in np.ndindex(2, 2)}
    assert lit(explorer, "map", 2, 3, "pixels 0") == expected
    assert lit(explorer, "maps", 5 // explorer._mosaics[1].across, 5 % explorer._mosaics[1].across, "reads 0") == {
        divmod(5, explorer._mosaics[0].across)
    }


def test_merges_and_branches_light_up_in_the_strip():
    explorer = NetworkExplorer(branching(), np.ones((10, 9)))
    names = [step.name for step in explorer.network.steps]
    for place, step in enumerate(explorer.network.steps):
        assert lit(explorer, "layers", 0, place, "layers") == {(0, source) for source in step.sources}
    explorer.layer = names.index("add")
    assert {"reads 0", "reads 1"} <= {one.name for one in explorer.canvas.areas}
    assert explorer.show == "one number"
    explorer.show = "the whole network"
    assert "add, map 0 of 4: made of map 0 of depth and map 0 of one." in explorer.words


def test_a_layer_s_maps_are_listed_and_a_map_beyond_them_stays_what_it_was():
    explorer = NetworkExplorer.example(map=2)
    control = explorer.controls["map"]
    assert [value for _, value in control.options] == [0, 1, 2]
    explorer.controls["layer"].value = 3
    assert len(control.options) == 27
    control.value = 20
    explorer.controls["layer"].value = 4
    assert (explorer.map, control.value, control.label) == (20, 20, "2 (counted round)")
    explorer.controls["layer"].value = 0
    assert (explorer.map, control.options[0]) == (20, ("0", 0))
    explorer.map = 0
    assert control.layout.display == "none"


@pytest.mark.parametrize("make", [models.classic, models.course_network, branching, models.vgg_network])
def test_its_height_and_letters_are_the_same_in_every_state(make):
    model = make()
    explorer = NetworkExplorer(model, None if make is not branching else np.eye(10)[:, :9])
    for layer in range(len(explorer.network.steps)):
        for show in ("the whole network", "one number"):
            explorer.move(layer=layer, show=show, map=3, edits=((layer % 9, 3, 50),) * (layer % 2))
            assert not explorer.problem
            assert explorer.canvas.height == 560
            assert len(explorer.canvas.hint) <= 110
            texts = [shape for shape in explorer.canvas.shapes if shape[0] == "text"]
            assert min(shape[3] for shape in texts) >= 12
            assert max(shape[1][1] for shape in texts) <= 556
            ends = [
                shape[1][0] + explorer.canvas.width_of(*shape[2:4], shape[6]) for shape in texts if shape[4] == "start"
            ]
            assert max(ends) <= 742
            assert all(len(words) <= 60 for one in explorer.canvas.areas for words in (one.hint, *one.words))


def test_the_numbers_of_a_window_of_three_by_three_are_written():
    explorer = NetworkExplorer(models.classic(), layer=4, map=5, row=4, column=4)
    assert len(explorer._parts.maps) == 4
    assert all(text for cells in (*explorer._parts.windows, *explorer._parts.kernels) for text in cells.texts)
    assert explorer._parts.kernels[0].size >= 12


@pytest.mark.parametrize(("brush", "pixel", "painted"), [(1, 9, 1), (2, 9, 4), (3, 9, 9), (3, 0, 4), (2, 63, 1)])
def test_the_brush_covers_a_square_as_far_as_the_image_reaches(brush, pixel, painted):
    explorer = NetworkExplorer.example(brush=brush)
    explorer.paint([{"pixel": pixel}])
    rows, columns = np.unravel_index(pixel, (8, 8))
    assert len(explorer.edits) == painted
    assert (rows, columns, 100) in explorer.edits
    assert all(max(abs(row - rows), abs(column - columns)) <= brush // 2 for row, column, _ in explorer.edits)
    explorer.undo()
    assert explorer.edits == ()


@pytest.mark.parametrize("brush", [1, 2, 3])
def test_a_stroke_is_undone_whole_and_one_elsewhere_stays(brush):
    explorer = NetworkExplorer.example(brush=brush)
    explorer.paint([{"pixel": 0}])
    first = explorer.edits
    explorer.paint([{"pixel": 8 * 6 + column} for column in (2, 3, 4, 5)])
    explorer.undo()
    assert explorer.edits == first


def test_an_answer_leads_to_the_sum_behind_it():
    explorer = NetworkExplorer.example(show="the whole network")
    for line, (name, value, _) in enumerate(explorer.answers):
        area = next(area for area in explorer.canvas.areas if area.name == f"answer {line}")
        assert name in area.hint
        explorer.move(**area.filled("sets", 0, 0))
        assert explorer.show == "one number"
        assert explorer.model_value == pytest.approx(value)
