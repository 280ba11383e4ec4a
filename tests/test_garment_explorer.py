"""The explorer of garments: it draws what Keras draws, and says of a garment what the lesson finds."""

import gc
import re
import weakref

import numpy as np
import pytest

from course_utils import fashion_mnist, generators, transposed
from course_utils.activations import softmax
from course_utils.explorers.garment import garment_decoder
from course_utils.explorers.garment.garment_decoder import Decoder
from course_utils.explorers.garment.garment_example import CODE_SIZE, decoder_weights, garments_of_means
from course_utils.explorers.garment.garment_explorer import GarmentExplorer
from course_utils.explorers.garment.garment_judges import Known, known_of, opinion
from course_utils.explorers.shared.hand import changed
from course_utils.generators import garments_of
from course_utils.likeness import distances, sharpness
from course_utils.quiet import keras
from tests.support.canvas_words import words_of

layers = keras.layers
CODES = [(0,) * 8, (1, -0.5, 0.3, 0, 2, 0, 0, -1.2), (-3, 3, 1.55, -0.1, 0, 0, 2.9, 0.4)]


def in_keras(code_size=8):
    """The lesson's decoder with weights as large as trained ones: its garments differ."""
    keras.utils.set_random_seed(3)
    model = generators.decoder(code_size + 10)
    model.set_weights([3 * one if one.ndim == 2 else one for one in model.get_weights()])
    return model


def enlarging(activation="sigmoid", interpolation="nearest"):
    """The lesson's remedy against checkerboards: enlarge, then convolve."""
    keras.utils.set_random_seed(4)
    kinds = [
        layers.Input((13,)),
        layers.Dense(14 * 14 * 3, activation="tanh"),
        layers.Reshape((14, 14, 3)),
        layers.UpSampling2D(2, interpolation=interpolation),
        layers.Conv2D(1, 3, padding="same", activation=activation),
    ]
    return keras.Sequential(kinds)


def area_of(explorer, name):
    return next(area for area in explorer.canvas.areas if area.name == name)


def touched(explorer, name, gesture="sets", row=0, column=0, value=0):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, row, column, value)))


# What is drawn.


@pytest.mark.parametrize("code", CODES, ids=str)
def test_it_draws_what_keras_draws(code):
    model = in_keras()
    given = {"code": code, "label": 3, "across": 5, "up": 2, "kept": CODES[1], "kept_label": 7}
    for decoder in (model, model.get_weights(), [one.tolist() for one in model.get_weights()]):
        explorer = GarmentExplorer(decoder, **given)
        close = {"atol": 1e-5}
        np.testing.assert_allclose(explorer.garment, garments_of(model, [code], [3])[0], **close)
        np.testing.assert_allclose(explorer.in_classes, garments_of(model, [code] * 10, range(10)), **close)
        for row, high in enumerate(range(3, -4, -1)):
            for column, right in enumerate(range(-3, 4)):
                there = list(code)
                there[5], there[2] = right, high
                expected = garments_of(model, [there], [3])[0] if (row + column) % 4 == 0 else None
                assert expected is None or np.allclose(explorer.plane[row, column], expected, **close), (row, column)
        for place in range(8):
            ends = np.array([code, code], float)
            ends[:, place] = -2, 2
            first, last = garments_of(model, ends, [3, 3])
            assert explorer.changes[place] == pytest.approx(np.abs(last - first).mean(), abs=1e-5)


def test_a_walk_mixes_codes_and_classes_and_beside_it_pixels():
    model = in_keras()
    explorer = GarmentExplorer(model, code=CODES[2], label=1, kept=CODES[1], kept_label=7)
    first, last = np.array([*CODES[1], *np.eye(10)[7]]), np.array([*CODES[2], *np.eye(10)[1]])
    for step, share in enumerate(np.linspace(0, 1, 8)):
        vector = np.float32([(1 - share) * first + share * last])
        np.testing.assert_allclose(explorer.walk[step], np.asarray(model(vector))[0, ..., 0], atol=1e-5)
        mixed = (1 - share) * explorer.walk[0] + share * explorer.walk[7]
        np.testing.assert_allclose(explorer.walk_in_pixels[step], mixed, atol=1e-6)


@pytest.mark.parametrize("code_size", [2, 3, 8, 12])
def test_a_code_of_any_size_has_its_rows(code_size):
    explorer = GarmentExplorer(in_keras(code_size))
    assert len(explorer.code) == code_size
    rows = [area for area in explorer.canvas.areas if area.name.startswith("bar ")]
    assert len(rows) == min(code_size, 8)
    assert explorer.canvas.height == GarmentExplorer.example().canvas.height
    explorer.move(across=code_size - 1, code=[1] * code_size)
    assert not explorer.problem
    with pytest.raises(ValueError, match=f"up {code_size} is not allowed: give the place of a number, 0 to"):
        explorer.move(up=code_size)


@pytest.mark.parametrize("activation", ["sigmoid", "linear", "relu"])
def test_a_decoder_that_enlarges_first_is_drawn_in_numpy(activation, monkeypatch):
    model = enlarging(activation)
    decoder, vectors = Decoder(model), np.random.default_rng(0).normal(size=(4, 13)).astype(np.float32)
    expected = np.asarray(model(vectors))[..., 0]
    monkeypatch.setattr(keras.Sequential, "__call__", lambda *given, **settings: pytest.fail("Keras was asked"))
    np.testing.assert_allclose(decoder.draw_vectors(vectors), expected, atol=1e-5)


@pytest.mark.parametrize("other", [{"activation": "gelu"}, {"interpolation": "bilinear"}], ids=str)
def test_what_numpy_would_not_draw_alike_keras_draws(other):
    model, vectors = enlarging(**other), np.random.default_rng(0).normal(size=(4, 13)).astype(np.float32)
    np.testing.assert_allclose(Decoder(model).draw_vectors(vectors), np.asarray(model(vectors))[..., 0], atol=1e-6)


# What is said of it.


def test_the_nearest_is_the_nearest_and_as_far_as_it_is():
    images, labels = (part[:400] for part in fashion_mnist.load("validation"))
    for known in ((images, labels), (images / np.float32(255), labels), (images[..., np.newaxis] / 255, labels)):
        explorer = GarmentExplorer(in_keras(), known=known)
        for code in CODES:
            explorer.move(code=code)
            away = 255 * distances(np.broadcast_to(explorer.garment, images.shape), images / 255)
            assert explorer.nearest == away.argmin()
            assert explorer.distance == pytest.approx(away.min(), rel=1e-5)
            np.testing.assert_allclose(explorer.real, images[explorer.nearest] / 255, atol=1e-6)
            assert f"Nearest of 400 real garments: {explorer.names[labels[explorer.nearest]]}, " in explorer.words


def test_a_known_garment_is_its_own_nearest():
    images, labels = (part[:300] for part in fashion_mnist.load("validation"))
    known = Known(images, labels)
    for place in (0, 17, 299):
        found, away = known.nearest(images[place] / np.float32(255))
        assert (found, away) == (place, pytest.approx(0, abs=0.01))


def test_the_same_garments_are_held_once_and_no_longer_than_needed():
    images, labels = (part[:50] for part in fashion_mnist.load("validation"))
    first, again = known_of(images, labels), known_of(images.copy(), list(labels))
    assert first is again
    others = known_of(images, (labels + 1) % 10), known_of(images / 255, labels), known_of(images[:49], labels[:49])
    assert len({id(one) for one in (first, *others)}) == 4
    held = weakref.ref(first)
    del first, again
    gc.collect()
    assert held() is None


@pytest.mark.parametrize("scale", [1, np.float32(255), 255.0])
def test_who_changes_garments_later_changes_no_explorer(scale):
    images, labels = (part[:50].copy() for part in fashion_mnist.load("validation"))
    images = images if scale == 1 else images / scale
    given, truth = (images.copy(), labels.copy()), images[7] / np.float32(255 if scale == 1 else 1)
    first = known_of(*given)
    given[0][:], given[1][:] = 0, 0
    for known in (first, known_of(images, labels)):
        assert known.nearest(truth) == (7, pytest.approx(0, abs=0.01))
        np.testing.assert_array_equal(known.image(7), truth)
        np.testing.assert_array_equal(known.labels, labels)


def test_sharpness_is_that_of_the_lesson():
    explorer = GarmentExplorer.example(code=CODES[1])
    assert explorer.sharpness == pytest.approx(sharpness(explorer.garment[np.newaxis]))
    assert explorer.real_sharpness == pytest.approx(sharpness(explorer.real[np.newaxis]))


def test_a_classifier_is_asked_for_pixels_and_may_answer_in_logits():
    keras.utils.set_random_seed(1)
    kinds = [layers.Input((28, 28, 1)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(10)]
    model, explorer = keras.Sequential(kinds), GarmentExplorer.example(label=2)
    pixels = 255 * explorer.garment[np.newaxis, ..., np.newaxis]
    logits = np.asarray(model(pixels))[0]
    np.testing.assert_allclose(opinion(model, explorer.garment), softmax(logits), atol=1e-5)
    shares = softmax(logits)
    np.testing.assert_allclose(opinion(lambda given: shares[np.newaxis], explorer.garment), shares)
    other = GarmentExplorer(in_keras(), model, label=4)
    best = int(other.answers.argmax())
    assert (
        f"The classifier says {fashion_mnist.CLASS_NAMES[best]}, {round(100 * other.answers[best])} %." in other.words
    )
    alone = GarmentExplorer(in_keras())
    assert alone.answers is None
    assert "classifier" not in alone.words + alone.svg


def test_a_classifier_that_fails_gets_a_sentence():
    explorer = GarmentExplorer(in_keras(), lambda pixels: np.zeros((1, 3)))
    assert explorer.problem.startswith("the classifier's answer has the shape 1 × 3")


# The example: weights set by hand.


def test_the_example_draws_class_means_and_moves_along_main_directions():
    images, labels = fashion_mnist.load("validation")
    explorer = GarmentExplorer.example()
    shares = np.clip(images / 255, 0.02, 0.98)
    logits = np.log(shares / (1 - shares))
    for label in range(10):
        mean = logits[labels == label].mean(axis=0)
        np.testing.assert_allclose(explorer.in_classes[label], 1 / (1 + np.exp(-mean)), atol=2e-3)
    apart = [GarmentExplorer.example(code=code) for code in np.eye(8)]
    moved = np.array([one.in_classes[4] for one in apart]).reshape(8, -1) - explorer.in_classes[4].ravel()
    sizes = np.abs(moved).mean(axis=1)
    assert sizes[0] == sizes.max()
    assert (sizes > 0.01).all(), "each number does something"


def test_the_example_is_made_without_keras():
    weights, classifier, (images, labels) = garments_of_means()
    assert [one.shape for one in weights] == [one.shape for one in in_keras().get_weights()]
    rows = [opinion(classifier, image / 255).argmax() for image in images[:300]]
    assert np.mean(rows == labels[:300]) > 0.6
    again = decoder_weights(images / np.float32(255), labels)
    assert all(np.array_equal(one, other) for one, other in zip(weights, again, strict=True))
    assert weights[0].shape[0] == CODE_SIZE + 10


# State and refusals.


def test_the_two_numbers_of_the_plane_are_never_the_same():
    explorer = GarmentExplorer.example()
    for name, value, found in (("across", 1, (1, 0)), ("up", 1, (0, 1)), ("across", 6, (6, 1)), ("up", 6, (1, 6))):
        setattr(explorer, name, value)
        assert (explorer.across, explorer.up) == found


def test_sliders_follow_the_code_and_move_it():
    explorer = GarmentExplorer.example(code=CODES[1], across=4)
    assert (explorer.controls["value_across"].value, explorer.controls["value_up"].value) == (2, -0.5)
    explorer.controls["value_across"].value = -1.5
    assert explorer.code == (1, -0.5, 0.3, 0, -1.5, 0, 0, -1.2)
    explorer.move(up=7)
    assert explorer.controls["value_up"].value == -1.2
    explorer.move(code=(0.55,) * 8)
    explorer.controls["value_up"].value = 0.6  # what a page's slider makes of 0.55
    assert explorer.code == (0.55,) * 8


def test_buttons_do_what_the_picture_does():
    explorer, touched_one = GarmentExplorer.example(), GarmentExplorer.example()
    press = {child.description: child.click for child in explorer.arranged() if hasattr(child, "click")}
    press["draw a code at random"]()
    touched(touched_one, "random")
    assert explorer.code == touched_one.code != (0,) * 8
    press["begin the walk here"]()
    touched(touched_one, "begin")
    assert explorer.state() == touched_one.state()
    assert (explorer.kept, explorer.kept_label) == (explorer.code, explorer.label)


def test_codes_at_random_are_drawn_as_new_garments_are():
    explorer, drawn = GarmentExplorer.example(), []
    for _ in range(250):
        explorer.move(code=explorer.another_code())
        drawn.append(explorer.code)
    drawn = np.array(drawn)
    assert len(np.unique(drawn, axis=0)) == 250
    assert abs(drawn.mean()) < 0.1
    assert abs(drawn.std() - 1) < 0.1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"decoder": None}, "given is of type NoneType"),
        ({"decoder": generators.encoder(8)}, "that makes an image of 28 × 28 × 1 of a row of numbers"),
        ({"decoder": generators.decoder(8)}, "the decoder takes 8 numbers: give one that takes a code of two numbers"),
        ({"decoder": generators.decoder(11)}, "the decoder takes 11 numbers"),
        ({"decoder": []}, "as fit_variational(…).decoder.get_weights() lists them; given are none."),
        ({"decoder": in_keras().get_weights()[:6]}, "the weights must be those of a decoder with two dense layers"),
        ({"decoder": [one[..., :5] for one in in_keras().get_weights()]}, "these weights do not go together"),
        ({"classifier": 3}, "the classifier is of type int: give a Keras model, or a function."),
        ({"known": 3}, "known garments are not allowed as given: give (images, labels)"),
        ({"known": (np.zeros((2, 9, 9)), [0, 1])}, "known images have the shape 2 × 9 × 9: give garments"),
        ({"known": (np.zeros((2, 28, 28)), [0])}, "label"),
        ({"names": ["a"]}, "names ['a'] are not allowed: give one name for each of the 10 outputs."),
        ({"code": [0] * 7}, "code has the shape 7, which is not allowed: give 8 numbers from −3 to 3"),
        ({"kept": [4] + [0] * 7}, "kept goes from 0 to 4, beyond ±3"),
        ({"across": 8}, "across 8 is not allowed: give the place of a number, 0 to 7."),
        ({"label": 10}, "label 10 is not allowed: a whole number from 0 to 9."),
    ],
)
def test_bad_input_gets_a_sentence(given, message):
    with pytest.raises(ValueError) as error:
        GarmentExplorer(**{"decoder": in_keras(), **given})
    assert message in str(error.value)


# What is seen and touched.


def test_the_point_is_dragged_and_stands_where_it_is():
    explorer = GarmentExplorer.example(across=3, up=6)
    area = area_of(explorer, "point")
    for row, column in ((0, 0), (60, 12), (31, 60)):
        touched(explorer, "point", "drags", row, column)
        moved = area_of(explorer, "point")
        assert moved.at == (row, column)
        assert (explorer.code[3], explorer.code[6]) == (round(-3 + column / 10, 1), round(3 - row / 10, 1))
        by = np.subtract(moved.box[:2], area.box[:2])
        assert by == pytest.approx([area.pitch[1] * (column - area.at[1]), area.pitch[0] * (row - area.at[0])])


def test_a_tile_of_the_plane_is_where_its_garment_is_drawn():
    explorer = GarmentExplorer.example(code=CODES[1], across=3, up=6)
    for row, column in ((0, 0), (6, 2), (3, 6)):
        tile = explorer.plane[row, column]
        touched(explorer, "plane", "sets", row, column)
        np.testing.assert_allclose(explorer.garment, tile, atol=1e-6)
        box = area_of(explorer, "point").box
        x, y = (area_of(explorer, "plane").box[axis] + 28 * (place + 0.5) for axis, place in ((0, column), (1, row)))
        assert (box[0] + 12, box[1] + 12) == pytest.approx((x, y)), "the point lies in the middle of the tile"


def test_bars_are_dragged_and_values_typed():
    explorer = GarmentExplorer.example()
    for place in range(8):
        area = area_of(explorer, f"bar {place}")
        touched(explorer, f"bar {place}", "drags", 0, 7)
        assert explorer.code[place] == -2.3
        by = area_of(explorer, f"bar {place}").box[0] - area.box[0]
        assert by == pytest.approx(area.pitch[1] * (7 - area.at[1]))
        touched(explorer, f"values {place // 4 * 4}", "types", place % 4, 0, 0.25)
        assert explorer.code[place] == 0.25
    assert explorer.canvas.back == {"code": [0] * 8}


def test_numbers_for_the_plane_and_classes_are_chosen_in_the_picture():
    explorer = GarmentExplorer.example()
    touched(explorer, "across 4", row=2)
    touched(explorer, "up 0", row=3)
    assert (explorer.across, explorer.up) == (6, 3)
    touched(explorer, "answers", row=4)
    assert explorer.label == 4
    touched(explorer, "classes", column=1)
    assert explorer.label == 1


def test_steps_of_the_walk_can_be_gone_to():
    explorer = GarmentExplorer.example(code=CODES[1], label=3, kept=CODES[2], kept_label=8)
    walk = explorer.walk
    for step, label in ((0, 8), (3, 8), (4, 3), (7, 3)):
        explorer.move(code=CODES[1], label=3)
        touched(explorer, f"step {step}")
        assert explorer.label == label
        if step in (0, 7):
            np.testing.assert_allclose(explorer.garment, walk[step], atol=1e-6)


def test_its_words_fit_at_every_state_and_its_height_stays():
    names = [f"a garment with a long name, {place}" for place in range(10)]
    states = [{}, {"code": CODES[2], "label": 9, "across": 7, "up": 4}, {"code": (-2.95,) * 8, "label": 0}]
    heights = set()
    for state in states:
        for explorer in (GarmentExplorer.example(**state), GarmentExplorer(in_keras(), names=names, **state)):
            words_of(explorer.canvas)
            assert len(explorer.words.split()) <= 70
            heights.add(explorer.canvas.height)
    assert len(heights) == 1


def test_numbers_stand_in_the_picture():
    explorer = GarmentExplorer.example(code=CODES[1])
    texts = re.findall(r">([^<>]+)</text>", explorer.svg)
    for value, change in zip(explorer.code, explorer.changes, strict=True):
        assert f"{value:g}".replace("-", "−") in texts
        assert f"{change:.2f}" in texts
    assert f"sharpness {explorer.sharpness:.3f}" in texts
    assert f"of 5,000: {explorer.distance:.0f} grey levels away" in texts


def test_a_move_within_the_plane_draws_no_plane_anew(monkeypatch):
    counted, stamp = [], transposed.transpose_convolve
    explorer = GarmentExplorer.example()
    monkeypatch.setattr(
        garment_decoder,
        "transpose_convolve",
        lambda maps, *given, **how: counted.append(len(maps)) or stamp(maps, *given, **how),
    )
    explorer.move(code=(0.5, -0.5, 0, 0, 0, 0, 0, 0))
    assert sum(counted) < 2 * 49
    explorer.move(code=(0.5, -0.5, 1, 0, 0, 0, 0, 0))
    assert max(counted) == 49


def test_sentences():
    explorer = GarmentExplorer.example(code=CODES[1], label=2)
    best = int(explorer.answers.argmax())
    most = int(explorer.changes.argmax())
    assert explorer.words == (
        "Pullover of the code 1, −0.5, 0.3, 0, 2, 0, 0, −1.2. The classifier says "
        f"{explorer.names[best]}, {round(100 * explorer.answers[best])} %. Nearest of 5,000 real garments: "
        f"{explorer.names[explorer.known.labels[explorer.nearest]]}, {explorer.distance:.0f} grey levels away. From −2 "
        f"to 2, number {most} changes it most, by {explorer.changes[most]:.2g}; "
        f"{np.sum(explorer.changes < 0.02)} of 8 by less than 0.02."
    )
    assert repr(GarmentExplorer.example(label=3)) == (
        "GarmentExplorer(label=3): Dress of the code 0, 0, 0, 0, 0, 0, 0, 0; number 0 across, number 1 up; "
        "5,000 real garments beside it."
    )
