"""The draws are what Keras' layers compute from the same numbers, and the words under them say so."""

import io
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from course_utils import fashion_mnist, images
from course_utils.augmentation import changed, kept, random_changes
from course_utils.explorers.augmentation.augmentation_explorer import DRAWS, AugmentationExplorer, answers
from course_utils.explorers.augmentation.augmentation_picture import sources
from course_utils.explorers.shared.hand import changed as moved_to
from course_utils.models import small_cnn
from course_utils.numbers import percent
from course_utils.quiet import keras
from tests.support.canvas_words import words_of

layers = keras.layers
PIXELS, LABELS = fashion_mnist.load("train")
BOOT = np.float32(PIXELS[LABELS == 9][13])
STILL = {"flip": "none", "shift": 0.0, "rotate": 0.0}
ALL = {"flip": "both", "shift": 0.5, "rotate": 0.5, "zoom": 0.5, "brightness": 1.0, "contrast": 1.0, "erasing": 0.5}


def one(**values):
    """The unchanged image's changes, with some of them set."""
    changes = random_changes(0, 0)
    return changes | {name.replace("_", " "): np.array([value]) for name, value in values.items()}


def by_keras(layer, image=BOOT):
    return np.asarray(layer(image[np.newaxis, ..., np.newaxis], training=True))[0, ..., 0]


def told_of(value, decimals):
    """A number as it stands under a draw."""
    if value and not float(f"{value:.{decimals}f}"):
        return "≈0"
    return f"{value:.{decimals}f}".replace("-", "−")


def shown(explorer):
    return re.findall(r"<text[^>]*>([^<]*)</text>", explorer.svg)


class Says:
    """Stands for a model that answers as it is told."""

    def __init__(self, classes, score=0.64):
        self.answers = np.full((len(classes), 10), (1 - score) / 9)
        self.answers[np.arange(len(classes)), classes] = score

    def predict_on_batch(self, pixels):
        assert pixels.shape == (DRAWS + 1, 28, 28, 1)
        return self.answers


@pytest.mark.parametrize("mode", ["constant", "reflect", "nearest", "wrap"])
@pytest.mark.parametrize("by", [0.1, -0.1, 0.3, -0.47, 0.45])  # at half a turn, rounding decides at the border
def test_moves_are_those_of_keras(mode, by):
    pairs = [
        (layers.RandomTranslation((by, by), (-by, -by), fill_mode=mode), one(down=28 * by, right=-28 * by)),
        (layers.RandomRotation((by, by), fill_mode=mode), one(degrees_left=360 * by)),
        (layers.RandomZoom((by, by), fill_mode=mode), one(size=1 / (1 + by))),
    ]
    for layer, changes in pairs:
        np.testing.assert_allclose(changed(BOOT, changes, fill_mode=mode)[0], by_keras(layer), atol=0.01)


@pytest.mark.parametrize("by", [-1.0, -0.3, 0.2, 0.9])
def test_colours_are_those_of_keras(by):
    shirt = np.float32(PIXELS[0])
    np.testing.assert_allclose(
        changed(shirt, one(brightness=255 * by))[0], by_keras(layers.RandomBrightness((by, by)), shirt), atol=1e-3
    )
    up, down = layers.RandomContrast((0.0, abs(by))), layers.RandomContrast((abs(by), 0.0))
    up.get_random_transformation = down.get_random_transformation = lambda *args, **settings: {
        "contrast_factor": 1 + by
    }
    np.testing.assert_allclose(changed(shirt, one(contrast=1 + by))[0], by_keras(up, shirt), atol=1e-3)


def test_flips_and_holes():
    np.testing.assert_array_equal(changed(BOOT, one(mirrored=True))[0], BOOT[:, ::-1])
    np.testing.assert_array_equal(changed(BOOT, one(upside_down=True))[0], BOOT[::-1])
    expected = BOOT.copy()
    expected[3:8, 10:21] = 0  # from 2.5 to 8, from 9.1 to 20.1: a pixel counts from its number on
    np.testing.assert_array_equal(changed(BOOT, one(hole=[2.5, 9.1, 8.0, 20.1]))[0], expected)


def test_changes_come_one_after_the_other():
    values = {"mirrored": True, "down": 3, "right": -2, "brightness": 40.0, "contrast": 0.5, "hole": [0, 0, 5, 28]}
    expected = np.zeros_like(BOOT)
    expected[3:, :-2] = BOOT[:-3, ::-1][:, 2:]
    expected = np.clip(expected + 40, 0, 255)
    expected = (expected - expected.mean()) * 0.5 + expected.mean()
    expected[:5] = 0
    np.testing.assert_allclose(changed(BOOT, one(**values))[0], expected, atol=1e-3)


@pytest.mark.parametrize("name", ["down", "right", "degrees left", "brightness", "contrast", "size"])
def test_draws_fill_their_range_and_no_more(name):
    changes = random_changes(3, 5000, shift=0.15, rotate=0.05, zoom=0.2, brightness=0.3, contrast=0.6)
    low, high = {
        "down": (-4.2, 4.2),
        "right": (-4.2, 4.2),
        "degrees left": (-18, 18),
        "brightness": (-76.5, 76.5),
        "contrast": (0.4, 1.6),
        "size": (1 / 1.2, 1 / 0.8),
    }[name]
    assert low <= changes[name].min() < low + 0.02 * (high - low)
    assert high >= changes[name].max() > high - 0.02 * (high - low)


def test_holes_are_as_large_as_keras_says():
    top, left, bottom, right = random_changes(0, 5000, erasing=0.3)["hole"][1:].T
    for low, high in ((top, bottom), (left, right)):
        assert low.min() >= 0
        assert high.max() <= 28
        assert 28 * 0.02**0.5 <= (high - low).min() < (high - low).max() <= 28 * 0.3**0.5


def test_a_range_is_a_number():
    with pytest.raises(ValueError, match=r"shift nan is not allowed: give a number\."):
        random_changes(0, 1, shift=float("nan"))


def test_about_half_are_mirrored():
    changes = random_changes(0, 5000, flip="horizontal")
    assert 0.47 < changes["mirrored"].mean() < 0.53
    assert not changes["upside down"].any()


def test_kept():
    np.testing.assert_allclose(kept(BOOT, one(down=10)), BOOT[:-10].sum() / BOOT.sum())
    np.testing.assert_allclose(kept(BOOT, one(hole=[0, 0, 14, 28])), BOOT[14:].sum() / BOOT.sum())
    assert kept(BOOT, one(size=0.7))[0] == pytest.approx(1, abs=0.01)
    assert kept(np.zeros((28, 28)), one()) == 0


def test_the_first_is_unchanged_and_a_seed_is_a_draw():
    explorer = AugmentationExplorer(**ALL)
    np.testing.assert_array_equal(explorer.pixels[0], BOOT)
    assert explorer.pixels.shape == (12, 28, 28)
    before = explorer.pixels
    explorer.seed = 1
    assert not np.allclose(explorer.pixels[1:], before[1:])
    explorer.seed = 0
    np.testing.assert_array_equal(explorer.pixels, before)


def test_a_larger_range_makes_the_same_draws_larger():
    small, large = (AugmentationExplorer(**STILL | {"shift": by}).changes["down"] for by in (0.1, 0.4))
    np.testing.assert_allclose(large, 4 * small)


@pytest.mark.parametrize("flip", ["none", "horizontal", "vertical", "both"])
@pytest.mark.parametrize("seed", [0, 7])
def test_every_number_of_the_enlarged_draw(flip, seed):
    explorer = AugmentationExplorer(**ALL | {"flip": flip}, seed=seed)
    changes = explorer.changes
    for draw in range(1, 12):
        explorer.enlarged = draw
        words = shown(explorer)
        share = f"kept {percent(explorer.kept[draw])}"
        assert words[words.index(f"draw {draw}") + 1] == share
        told = words[len(words) - words[::-1].index(f"draw {draw}") :][: 8 - (flip == "none")]
        assert told.pop() == f"{share} of the garment"
        if flip != "none":
            both = bool(changes["mirrored"][draw]), bool(changes["upside down"][draw])
            assert (
                told.pop(0)
                == {
                    (False, False): "not flipped",
                    (True, False): "mirrored",
                    (False, True): "upside down",
                    (True, True): "flipped both ways",
                }[both]
            )
        down, right, turned = (changes[name][draw] for name in ("down", "right", "degrees left"))
        hole = changes["hole"][draw]
        erased = changed(np.full((28, 28), 255.0), one(hole=hole))[0] == 0
        assert told == [
            f"{told_of(abs(down), 1)} {'down' if down >= 0 else 'up'}, "
            f"{told_of(abs(right), 1)} {'right' if right >= 0 else 'left'}",
            f"turned {told_of(abs(turned), 0)}° {'left' if turned >= 0 else 'right'}",
            f"size × {changes['size'][draw]:.2f}",
            f"brightness {'+' if changes['brightness'][draw] >= 0.5 else ''}{told_of(changes['brightness'][draw], 0)}",
            f"contrast × {changes['contrast'][draw]:.2f}",
            f"hole {erased.any(axis=1).sum()} × {erased.any(axis=0).sum()}",
        ]


def test_nothing_is_told_that_is_not_switched_on():
    names = ["unchanged", *(f"draw {n}" for n in range(1, 12))]
    assert shown(AugmentationExplorer(**STILL))[:14] == [*names, "draw 1", "nothing is changed"]
    unchanged = shown(AugmentationExplorer(enlarged=0))
    assert unchanged[unchanged.index("nothing is changed") - 1] == "unchanged"


def test_sentences():
    assert AugmentationExplorer().words == (
        "Ankle boot 13, seed 0. Each draw keeps at least 87 % of the garment: the label stays true. "
        "No such picture comes: shoes pointing right."
    )
    assert AugmentationExplorer(**STILL).words == "Ankle boot 13, seed 0. No change is switched on: 11 copies."
    erased = AugmentationExplorer(**STILL, erasing=0.5)
    assert erased.words == (
        "Ankle boot 13, seed 0. May change the label: losing up to 69 % by erasing, perhaps its shaft."
    )
    assert erased.lost["erasing"] == pytest.approx(1 - erased.kept.min())
    everything = AugmentationExplorer(model=Says([9] * 12), **ALL)
    assert everything.words == (
        "Ankle boot 13, seed 0. May change the label: losing up to 67 % by shift, 55 % by zoom, 69 % by erasing, "
        "perhaps its shaft; draw 8 is almost of one colour. No such picture comes: shoes pointing right, "
        "vertical flip, wide rotation, grey background. The model says Ankle boot in 11 of 11 draws."
    )
    assert len(everything.words.split()) <= 60


def test_only_shoes_have_a_direction():
    for name in fashion_mnist.CLASS_NAMES:
        said = AugmentationExplorer(garment_class=name, **STILL | {"flip": "horizontal"}).words
        assert ("shoes pointing right" in said) == (name in ("Sandal", "Sneaker", "Ankle boot"))


def test_the_model_is_asked_and_its_dissent_marked():
    explorer = AugmentationExplorer(model=Says([9, 9, 5, *[9] * 9]))
    words = shown(explorer)
    assert words[words.index("unchanged") + 1] == "✓ 0.64"
    assert words[words.index("draw 2") + 1] == "✗ Sandal"
    assert "✓ Ankle boot 0.64" in words, "of the enlarged draw"
    assert sum("✗" in word for word in words) == 1
    explorer.enlarged = 2
    assert "✗ Sandal 0.64" in shown(explorer)
    assert area_of(explorer, "draws").words[2] == "draw 2, ✗ Sandal 0.64"
    assert "The model says Ankle boot in 10 of 11 draws." in explorer.words
    framed = explorer.svg.count('stroke-width="2" stroke-dasharray')
    assert framed == 1


def test_a_keras_model_sees_pixels_at_inference():
    keras.utils.set_random_seed(0)
    model = small_cnn(dropout=0.5)
    explorer = AugmentationExplorer(model=model, enlarged=3, **ALL)
    expected = np.asarray(model(explorer.pixels[..., np.newaxis], training=False))
    np.testing.assert_allclose(explorer.probabilities, expected, atol=1e-5)
    found = expected[3].argmax()
    said = next(words for words in shown(explorer)[::-1] if words.startswith(("✓", "✗")))
    assert said.removeprefix("✓ ").removeprefix("✗ ") == f"{fashion_mnist.CLASS_NAMES[found]} {expected[3, found]:.2f}"
    made = AugmentationExplorer(model=model, seed=5, enlarged=3, **ALL)
    explorer.seed = 5
    assert explorer.svg == made.svg


def test_scores_become_probabilities():
    model = Says([3] * 12)
    model.answers = np.log(model.answers)
    np.testing.assert_allclose(answers(model, np.zeros((12, 28, 28))).sum(axis=1), 1)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (np.ones((12, 3)), "the model answers with shape 12 × 3 or with NaN: it must give ten finite scores"),
        (np.full((12, 10), np.nan), "or with NaN"),
        (None, "the model answers with shape one number or with NaN"),
    ],
)
def test_models_that_cannot_be(answer, sentence):
    model = Says([0] * 12)
    model.answers = answer
    assert re.search(sentence, AugmentationExplorer(model=model).problem)


def test_no_models():
    with pytest.raises(ValueError, match="model is str: give a Keras model that takes pixels 0–255"):
        AugmentationExplorer(model="model.keras")
    wrong = keras.Sequential([layers.Input((32, 32, 3)), layers.Flatten(), layers.Dense(10)])
    assert AugmentationExplorer(model=wrong).problem.startswith(
        "the model does not take pixels of shape 12 × 28 × 28 × 1 ("
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            np.full((27, 28), 9),
            "image has the shape 27 × 28, which is not allowed: give 28 × 28 pixels, uint8 from 0 to",
        ),
        (np.full((28, 28), 200.0), "image holds float64 from 200 to 200: .* floats from 0 to 1; divide by 255."),
        (np.full((28, 28), 9), r"image holds int64 from 9 to 9: .*; \.astype\(np\.uint8\) makes bytes of it\."),
        (np.full((28, 28), -3.0), "image holds float64 from −3 to −3: .*; add 3."),
        (np.full((28, 28), np.nan), "image holds NaN or infinity"),
        (np.zeros((10_000, 10)), "image has the shape 10,000 × 10"),
        (object(), "image is of type object, and not an array of numbers"),
        ("no/such.png", "no/such.png cannot be used as an image: there is no such file."),
    ],
)
def test_images_that_cannot_be(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        AugmentationExplorer(given)


def test_own_image_as_array_file_and_upload(tmp_path):
    path = tmp_path / "trousers.png"
    Image.fromarray(images.paper_trousers()).save(path)
    from_file = AugmentationExplorer(path)
    np.testing.assert_array_equal(from_file.pixels[0], images.garment_from_file(path))
    assert from_file.words.startswith("Your image, seed 0.")
    assert from_file.label is None
    assert AugmentationExplorer(images.garment_from_file(path) / 255).svg == from_file.svg
    assert AugmentationExplorer(images.garment_from_file(path)).svg == from_file.svg
    uploaded = AugmentationExplorer()
    upload(uploaded, "trousers.png", path.read_bytes())
    assert uploaded.svg == from_file.svg
    upload(uploaded, "notes.txt", b"no picture")
    assert uploaded.words == (
        "notes.txt cannot be used as an image: it is damaged, or neither PNG, JPEG, GIF, BMP nor WebP."
    )
    blank = io.BytesIO()
    Image.new("L", (40, 40), 255).save(blank, "PNG")
    upload(uploaded, "blank.png", blank.getvalue())
    assert uploaded.words.startswith("blank.png shows nothing but background")


def upload(explorer, name, contents):
    """What the browser does when a file has been chosen."""
    explorer.upload.value = (
        {
            "name": name,
            "type": "image/png",
            "size": len(contents),
            "content": contents,
            "last_modified": datetime.now(UTC),
        },
    )


def test_the_label_of_ones_own_image_is_the_answer_to_it_unchanged():
    explorer = AugmentationExplorer(np.uint8(BOOT), model=Says([5, 5, *[7] * 10]))
    assert explorer.label == 5
    assert "The model says Sandal in 1 of 11 draws." in explorer.words


def test_a_button_draws_anew():
    explorer = AugmentationExplorer(seed=99)
    draw_anew = list(explorer.arranged())[-1]
    draw_anew.click()
    assert (explorer.seed, explorer.controls["seed"].value) == (0, 0)
    assert explorer.svg == AugmentationExplorer().svg


def test_the_line_that_is_stored_leaves_the_opinion_of_a_trained_model_out():
    explorer = AugmentationExplorer(model=Says([9] * 12))
    assert "The model says" in explorer.words
    assert "The model says" not in repr(explorer)
    assert explorer.words.startswith(explorer.line())


# What the hand does.


def area_of(explorer, name):
    [area] = [area for area in explorer.canvas.areas if area.name == name]
    return area


def touch(explorer, name, *cell):
    explorer.move(**moved_to(explorer.state(), area_of(explorer, name).filled("sets", *cell)))


def test_a_click_enlarges_a_draw():
    explorer = AugmentationExplorer()
    for draw in (11, 4, 0, 1):
        touch(explorer, "draws", *divmod(draw, 4))
        assert explorer.enlarged == explorer.controls["enlarged"].value == draw
        [large] = [shape[2] for shape in explorer.canvas.shapes if shape[0] == "image" and shape[1][2] == 252]
        np.testing.assert_array_equal(large, np.round(explorer.pixels[draw]))
    assert explorer.svg == AugmentationExplorer().svg
    touch(explorer, "unchanged", 3, 3)
    assert explorer.enlarged == 0


def test_the_strip_shows_training_images():
    explorer = AugmentationExplorer()
    [strip] = [shape[2] for shape in explorer.canvas.shapes if shape[0] == "image" and shape[2].shape == (28, 280)]
    np.testing.assert_array_equal(strip, np.hstack(PIXELS[LABELS == 9][10:20]))
    touch(explorer, "garments", 0, 9)
    assert explorer.number == 19


@pytest.mark.parametrize("mode", ["constant", "reflect", "nearest", "wrap"])
@pytest.mark.parametrize("range_of", [{"flip": "both"}, {"shift": 0.3}, {"rotate": 0.2}, {"zoom": 0.4}, ALL])
def test_what_lights_up_is_where_a_pixel_comes_from(mode, range_of):
    """A single bright pixel comes out brightest where it says that it goes to."""
    changes = random_changes(5, DRAWS, **range_of)
    dice = np.random.default_rng(0)
    for draw in (1, 6, 11):
        found = sources(changes, draw, mode)
        assert len(found) == 784
        places = [place for place in range(784) if found[place]]
        for place in dice.choice(places, 12):
            [source] = found[place]
            only = np.zeros(784)
            only[source] = 255
            moves = random_changes(0, 0) | {
                name: changes[name][[draw]] for name in changes if name not in ("brightness", "contrast", "hole")
            }
            weights = changed(only.reshape(28, 28), moves, fill_mode=mode)[0].ravel() / 255
            assert weights[place] >= 0.2, "of four neighbours it counts for most"
    erased = one(hole=[3, 4, 9, 12])
    gone = np.array([not some for some in sources(erased, 0, mode)]).reshape(28, 28)
    assert gone[3:9, 4:12].all()
    assert gone.sum() == 48


def test_light_goes_both_ways():
    explorer = AugmentationExplorer(enlarged=5)
    come_from = area_of(explorer, "large").lights["unchanged"]["cells"]
    goes_to = area_of(explorer, "unchanged").lights["large"]["cells"]
    assert {(place, source) for place, some in enumerate(come_from) for source in some} == {
        (place, source) for source, some in enumerate(goes_to) for place in some
    }
    still = AugmentationExplorer(**STILL)
    assert area_of(still, "large").lights["unchanged"]["cells"] == [[place] for place in range(784)]


def test_the_height_is_the_same_whatever_is_shown():
    explorer = AugmentationExplorer(model=Says([5] * 12), enlarged=2)
    assert explorer.canvas.takes_files
    for state in (ALL, STILL | dict.fromkeys(("zoom", "brightness", "contrast", "erasing"), 0.0), {"enlarged": 0}):
        explorer.move(**state)
        assert explorer.canvas.height == AugmentationExplorer().canvas.height <= 560
        for kind, place, *rest in explorer.canvas.shapes:
            assert kind != "text" or (rest[1] >= 12 and place[1] <= explorer.canvas.height - 8)
        assert len(explorer.canvas.hint) <= 110
        assert all(
            len(area.hint) <= 60 and max(map(len, area.words), default=0) <= 60 for area in explorer.canvas.areas
        )
        words_of(explorer.canvas)
