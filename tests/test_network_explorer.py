"""The network explorer: every number it shows is the model's own, whatever the model is built of."""

import io
import random

import numpy as np
import pytest
from PIL import Image

from course_utils import images, models
from course_utils.explorers.network.network_explanation import as_maps
from course_utils.explorers.network.network_explorer import NetworkExplorer
from course_utils.explorers.network.network_layers import LAYERS_BY_HAND
from course_utils.explorers.network.network_trace import Network
from course_utils.numbers import significant
from course_utils.quiet import keras

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


def worst(mine, its):
    its = np.asarray(its, float)
    return np.abs(mine - its).max() / max(np.abs(its).max(), 1e-6)


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
    assert set(LAYERS_BY_HAND) <= KINDS_SEEN


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
    for name in ("layer", "map", "row", "column", "scale", "brush_row", "brush_column", "brightness"):
        control = explorer.controls[name]
        control.value = control.max if hasattr(control, "max") else control._options_full[-1][1]
    assert runs == []
    explorer.paint()
    explorer.undo()
    assert len(runs) == 1
    explorer.image = 1
    assert len(runs) == 2


def test_painting_sets_a_pixel_and_moves_the_answers():
    explorer = NetworkExplorer.example(brush_row=3, brush_column=4, brightness=50)
    before = explorer.answers
    explorer.paint()
    assert explorer.edits == ((3, 4, 50),)
    assert explorer.pixels[3, 4, 0] == 0.5
    painted = explorer.images[:1].copy()
    painted[0, 3, 4] = 0.5
    assert worst(explorer.values[-1], explorer.network.run(painted[0])[-1]) == 0
    assert {name: was for name, _, was in explorer.answers} == {name: now for name, now, _ in before}
    assert ", 1 painted" in explorer.svg
    explorer.undo_all()
    assert explorer.answers == before


def test_weights_that_changed_meanwhile_are_noticed():
    explorer = NetworkExplorer.example(layer=1)
    layer = explorer.network.steps[1].layer
    layer.set_weights([layer.kernel.numpy() + 1, layer.bias.numpy() + 1])
    explorer.row = 0
    assert explorer.largest_difference > 0.1
    assert "⚠ NumPy and Keras differ" in explorer.words


def test_an_unknown_layer_a_nested_model_and_an_operation_are_boxes():
    inputs = layers.Input((8, 8, 3))
    nested = keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2D(2, 3)], name="nested")
    x = layers.LayerNormalization(name="unknown")(nested(inputs))
    x = layers.Conv2D(2, 1, data_format="channels_last", name="known")(x + x)
    model = keras.Model(inputs, layers.Lambda(lambda values: keras.ops.mean(values, axis=(1, 2)))(x))
    explorer = NetworkExplorer(model, np.ones((8, 8, 3)))
    kinds = [step.kind for step in explorer.network.steps]
    assert kinds == ["InputLayer", "box", "box", "box", "Conv2D", "box"]
    explorer.layer = 1
    assert "out of a box: Sequential, 8×8×3 in, 6×6×2 out. Only Keras knows how." in explorer.words
    assert 'stroke-dasharray="3 3"' in explorer.svg
    for layer in range(len(kinds)):
        explorer.layer = layer
        assert not explorer.problem
        assert explorer.explanation.value == pytest.approx(explorer.model_value, rel=1e-4)


def test_a_layer_used_twice_is_two_steps():
    inputs = layers.Input((8, 8, 1))
    shared = layers.Conv2D(1, 3, padding="same")
    network = Network(keras.Model(inputs, shared(shared(inputs))))
    values = network.run(np.random.default_rng(0).random((8, 8, 1)))
    assert [step.kind for step in network.steps] == ["InputLayer", "Conv2D", "Conv2D"]
    assert all(worst(network.by_hand(index, values), values[index]) <= 1e-4 for index in (1, 2))


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
    explorer._take_file("trousers.png", png_of(images.paper_trousers()))
    garment = images.garment_from_file(io.BytesIO(png_of(images.paper_trousers())))
    np.testing.assert_allclose(explorer.pixels[..., 0], garment / 255, atol=1e-6)


def test_an_upload_stands_behind_the_images_and_a_bad_one_is_answered():
    model = models.classic()
    explorer = NetworkExplorer(model, edits=((3, 4, 50),))
    before = explorer.svg
    explorer._take_file("notes.txt", b"no picture")
    assert explorer.words.startswith("notes.txt cannot be used as an image")
    assert explorer.svg == before
    explorer._take_file("trousers.png", png_of(images.paper_trousers()))
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
    explorer._take_file("trousers.png", png_of(images.paper_trousers()))
    assert explorer.words.startswith(
        "images has the shape 28 × 28, which is not allowed: give images as the model takes them, "
        "(n, height, width, channels) with 8 × 8 × 1 each"
    )


def test_a_network_that_lost_its_numbers_says_so():
    explorer = NetworkExplorer.example()
    weights = [np.full(weight.shape, np.nan) for weight in explorer.network.steps[1].layer.get_weights()]
    explorer.network.steps[1].layer.set_weights(weights)
    explorer.paint()
    assert "Keras has NaN: this network does not give numbers any more." in explorer.words


def test_a_deep_network_is_shown_part_by_part():
    x = inputs = layers.Input((8, 8, 1))
    for _ in range(30):
        x = layers.ReLU()(x)
    explorer = NetworkExplorer(keras.Model(inputs, x), np.ones((8, 8)), layer=28)
    assert "layers 26 to 30, of 31" in explorer.svg


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
