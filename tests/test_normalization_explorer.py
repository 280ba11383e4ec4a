"""The normalisation explorer: its numbers are NumPy's and Keras', and company counts in training mode alone."""

import re
from itertools import product

import numpy as np
import pytest

from course_utils.explorers.normalization.normalization_explorer import NormalizationExplorer
from course_utils.explorers.shared.hand import changed
from course_utils.numbers import shape
from course_utils.quiet import keras

BATCH = np.array([[2, 10, 5], [6, 30, 5], [2, 10, 5], [6, 30, 5.0]])
OWN = np.random.default_rng(3).normal(1, 4, (5, 2))


def numbers_in(svg):
    words = [words.replace("−", "-") for words in re.findall(r"<text [^>]*>([^<]*)</text>", svg)]
    return [float(word) for word in words if re.fullmatch(r"-?\d+(\.\d+)?", word)]


def company(batch, garment, others):
    """The batch that is asked about, and the garment's row in it."""
    if others == "left out":
        return batch[[garment]], 0
    asked = batch * {"as given": 1, "doubled": 2, "halved": 0.5}[others]
    asked[garment] = batch[garment]
    return asked, garment


def moving(batch, steps):
    """Moving averages by their closed form."""
    left = 0.99**steps
    return (1 - left) * batch.mean(axis=0), left + (1 - left) * batch.var(axis=0)


@pytest.mark.parametrize("batch", [BATCH, OWN], ids=["lesson", "own"])
@pytest.mark.parametrize("others", ["as given", "left out", "doubled", "halved"])
@pytest.mark.parametrize("steps", [0, 1, 300, 600])
def test_every_number_is_numpys(batch, others, steps):
    explorer = NormalizationExplorer(batch, others=others, steps=steps)
    for garment, channel, training, (gamma, beta) in product((0, 3), (0, 1), (True, False), ((1, 0), (-2.5, 4))):
        state = {"garment": garment, "channel": channel, "training": training, "gamma": gamma, "beta": beta}
        for name, value in state.items():
            setattr(explorer, name, value)
        asked, place = company(batch, garment, others)
        statistics = [(asked.mean(axis=0), asked.var(axis=0)), moving(batch, steps)]
        both = [(asked - mean) / np.sqrt(variance + 0.001) for mean, variance in statistics]
        standardised = both[0 if training else 1]
        learnt = np.eye(batch.shape[1])[channel]
        output = standardised * np.where(learnt, gamma, 1) + beta * learnt
        close = {"rtol": 1e-3, "atol": 1e-4}
        assert np.allclose(explorer.asked, asked)
        assert np.allclose([explorer.mean, explorer.variance], statistics[0], **close)
        assert np.allclose([explorer.moving_mean, explorer.moving_variance], statistics[1], **close)
        assert np.allclose(explorer.standardised, standardised, **close)
        assert np.allclose(explorer.output, output, **close)
        assert np.isclose(explorer.training_output, both[0][place, channel] * gamma + beta, **close)
        assert np.isclose(explorer.inference_output, both[1][place, channel] * gamma + beta, **close)
        assert explorer.later[steps] == pytest.approx(explorer.inference_output)
        shown = numbers_in(explorer.svg)[: 2 * asked.size]
        assert np.allclose(shown[: asked.size], asked.ravel(), atol=0.0051)
        assert np.allclose(shown[asked.size :], standardised.ravel(), atol=0.0051)


@pytest.mark.parametrize("steps", [0, 1, 7])
def test_keras_says_the_same(steps):
    layer = keras.layers.BatchNormalization()
    layer.build((None, 3))
    for _ in range(steps):
        layer(BATCH.astype("float32"), training=True)
    explorer = NormalizationExplorer(steps=steps, training=False)
    assert np.allclose(explorer.moving_mean, layer.moving_mean, atol=1e-5)
    assert np.allclose(explorer.moving_variance, layer.moving_variance, atol=1e-5)
    assert np.allclose(explorer.output, layer(BATCH.astype("float32"), training=False), atol=1e-4)
    assert np.allclose(
        NormalizationExplorer(steps=steps).output, layer(BATCH.astype("float32"), training=True), atol=1e-4
    )


def test_every_statistic_stands_in_the_picture():
    explorer = NormalizationExplorer(OWN, others="doubled", gamma=3, beta=-7.5, channel=1)
    shown = numbers_in(explorer.svg)
    for values in (
        explorer.mean,
        explorer.variance,
        explorer.moving_mean,
        explorer.moving_variance,
        explorer.output[:, 1],
        [3, -7.5],
    ):
        for value in values:
            assert np.isclose(shown, value, rtol=5e-3, atol=0.0051).any(), value


def test_company_counts_in_training_alone():
    answers = {
        training: [
            NormalizationExplorer(training=training, others=others).output
            for others in ("as given", "doubled", "halved")
        ]
        for training in (True, False)
    }
    assert [round(float(output[1, 0]), 2) for output in answers[True]] == [1, -0.15, 1.59]
    assert [round(float(output[1, 0]), 2) for output in answers[False]] == [5.87] * 3
    for training, channel in product((True, False), range(3)):
        alone = NormalizationExplorer(training=training, others="left out", channel=channel)
        assert alone.training_output == 0
        assert alone.inference_output == NormalizationExplorer(channel=channel).inference_output


def test_it_is_the_lessons_story():
    explorer = NormalizationExplorer()
    assert explorer.output[1].round(2).tolist() == [1, 1, 0]
    assert NormalizationExplorer(training=False).output[1].round(2).tolist() == [5.87, 21.12, 4.97]
    assert np.argmax(explorer.later < 1.1) == 317, "as the lesson prints"
    back = NormalizationExplorer(gamma=10, beta=20, channel=1)
    assert np.allclose(back.output[:, 1], BATCH[:, 1], atol=0.01)


def test_the_sentences():
    assert NormalizationExplorer().words == (
        "Training, others as given: channel 0 has mean 4, variance 4; garment 1 becomes (6 − 4) / √(4 + 0.001) = 1. "
        "Inference after 1 step: 5.87."
    )
    assert NormalizationExplorer(others="doubled", gamma=-2, beta=4, steps=300).words == (
        "Training, others doubled: channel 0 has mean 6.5, variance 10.75; garment 1 becomes "
        "(6 − 6.5) / √(10.75 + 0.001) = −0.15, × (−2) + 4 = 4.3 (as given 2). "
        "Inference after 300 steps: 1.76."
    )
    assert NormalizationExplorer(training=False, others="left out").words == (
        "Inference after 1 step: channel 0 has moving mean 0.04, variance 1.03; garment 1 becomes "
        "(6 − 0.04) / √(1.03 + 0.001) = 5.87. Training, others left out: 0 (as given 1)."
    )


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (8, 1), (2, 2), (5, 4), (3, 5), (8, 6)])
def test_every_shape_has_a_picture_that_fits(shape):
    batch = np.random.default_rng(0).uniform(-999, 999, shape)
    for settings in (
        {},
        {"training": False, "others": "left out"},
        {"steps": 600, "others": "doubled", "gamma": -20.0},
    ):
        explorer = NormalizationExplorer(batch, channel=shape[1] - 1, **settings)
        assert not explorer.problem
        assert len(explorer.words.split()) <= 60
        for kind, *rest in explorer.canvas.shapes:
            if kind == "text":
                assert rest[2] >= 10
                assert 0 <= rest[0][0] <= 740
                assert rest[0][1] <= explorer.canvas.height
            if kind == "box":
                assert rest[0][0] + rest[0][2] <= 740


def test_garments_that_are_left_out_are_hatched():
    def lines(explorer):
        return sum(shape[0] == "line" for shape in explorer.canvas.shapes)

    assert lines(NormalizationExplorer(others="left out")) > lines(NormalizationExplorer()) + 20


def test_a_changed_attribute_does_not_change_the_layer():
    explorer = NormalizationExplorer(training=False)
    before = explorer.svg
    explorer.moving_mean += 100
    explorer.asked += 100
    explorer.update()
    assert explorer.svg == before


ALLOWED = "give (garments, channels), at most 8 × 6 numbers"
OTHER = "holds something other than numbers, or rows of different lengths"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("boot.png", "is text, 'boot.png', and not numbers"),
        (object(), "is of type object, and not an array of numbers"),
        ([[1, 2], [3]], OTHER),
        ([[1, None]], OTHER),
        ([[1j, 2]], OTHER),
        (np.array([[1j, 2]]), "is an array of complex128, and not of real numbers"),
        (7, "has the shape one number, which is not allowed"),
        ([1, 2, 3], "has the shape 3, which is not allowed"),
        (np.zeros((9, 2)), "has the shape 9 × 2, which is not allowed"),
        (np.zeros((2, 7)), "has the shape 2 × 7, which is not allowed"),
        (np.zeros((2, 2, 2)), "has the shape 2 × 2 × 2, which is not allowed"),
        (np.zeros((0, 3)), "is empty"),
        ([], "is empty"),
        (np.zeros((9000, 9000), np.int8), f"has the shape {shape((9000, 9000))}, which is not allowed"),
        ([[1, np.nan]], "holds NaN or infinity, in 1 of 2 places"),
        ([[-np.inf, 1]], "holds NaN or infinity, in 1 of 2 places"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence(given, what):
    with pytest.raises(ValueError) as caught:
        NormalizationExplorer(given)
    assert str(caught.value) == f"batch {what}: {ALLOWED}."


def test_large_numbers_get_a_sentence():
    with pytest.raises(ValueError) as caught:
        NormalizationExplorer([[-1e4, 0]])
    assert str(caught.value) == f"batch goes from −10,000 to 0, beyond ±999: {ALLOWED}, with smaller numbers."


def test_small_numbers_keep_two_digits_and_rounding_leaves_nothing():
    explorer = NormalizationExplorer([[0.012, 0.1], [0.00004, 0.2], [0.02, -0.3]], garment=0)
    assert "garment 0 becomes (0.012 − 0.011) / √(0.000067 + 0.001) = 0.04." in explorer.words
    assert abs(explorer.mean[1]) < 1e-8
    assert explorer.mean[1] != 0, "rounding leaves something"
    explorer.channel = 1
    assert "channel 1 has mean 0, variance 0.047" in explorer.words
    assert "0.00004" in explorer.svg
    narrow = NormalizationExplorer(np.where(np.eye(8, 6), 0.000012, -998.5))
    assert ">≈0</text>" in narrow.svg
    assert "≈0" not in narrow.words
    assert "garment 0 becomes (0.000012 + 873.7)" in NormalizationExplorer(narrow.batch, garment=0).words


def test_every_digit_of_a_large_variance_is_there():
    batch = np.array([[999.0] * 6, [-999.0] * 6])
    explorer = NormalizationExplorer(batch, others="doubled")
    assert explorer.svg.count(f">{explorer.variance[0]:.0f}</text>") == 6


def test_a_garment_or_channel_that_is_not_there_gets_a_sentence():
    with pytest.raises(ValueError, match="channel 3 is not allowed: this batch has 3; counting starts at 0"):
        NormalizationExplorer(channel=3)
    with pytest.raises(ValueError, match="garment 4 is not allowed: this batch has 4; counting starts at 0"):
        NormalizationExplorer(garment=4)
    explorer = NormalizationExplorer()
    with pytest.raises(ValueError, match="channel 5 is not allowed"):
        explorer.channel = 5
    assert explorer.channel == 0
    with pytest.raises(ValueError, match=r"gamma nan is not allowed: a number from -20\.0 to 20\.0\."):
        NormalizationExplorer(gamma=float("nan"))
    with pytest.raises(ValueError, match="gamma nan is not allowed"):
        explorer.gamma = float("nan")
    assert explorer.gamma == 1


def areas_of(explorer):
    return {area.name: area for area in explorer.canvas.areas}


def touched(explorer, name, gesture, row=0, column=0, value=0):
    explorer.move(**changed(explorer.state(), areas_of(explorer)[name].filled(gesture, row, column, value)))


@pytest.mark.parametrize("training", [True, False])
def test_a_number_of_the_batch_is_typed_where_it_stands(training):
    explorer = NormalizationExplorer(training=training)
    touched(explorer, "batch", "types", 2, 1, value=-7.5)
    expected = BATCH.copy()
    expected[2, 1] = -7.5
    assert explorer.batch == tuple(map(tuple, expected))
    assert (explorer.garment, explorer.channel) == (2, 1)
    made = NormalizationExplorer(expected, training=training, garment=2, channel=1)
    assert (explorer.svg, explorer.words) == (made.svg, made.words)
    assert np.allclose(explorer.moving_mean, moving(expected, 1)[0])
    assert areas_of(explorer)["batch"].values == tuple(expected.ravel())


@pytest.mark.parametrize("others", ["left out", "doubled", "halved"])
def test_only_what_stands_there_as_given_is_typed(others):
    explorer = NormalizationExplorer(others=others, garment=2)
    assert not areas_of(explorer)["batch"].types
    touched(explorer, "own", "types", 0, 1, value=44)
    assert explorer.batch[2] == (2, 44, 5)
    assert explorer.asked[explorer.row].tolist() == [2, 44, 5]


def test_clicks_choose_a_number_and_how_long_to_train_and_what_is_learnt_is_typed():
    explorer = NormalizationExplorer()
    touched(explorer, "standardised", "sets", 3, 2)
    assert (explorer.garment, explorer.channel) == (3, 2)
    touched(explorer, "output", "sets", 1)
    touched(explorer, "statistics", "sets", 3, 1)
    assert (explorer.garment, explorer.channel) == (1, 1)
    touched(explorer, "gamma", "types", value=10)
    touched(explorer, "beta", "types", value=20)
    assert explorer.output[1, 1] == pytest.approx(30, abs=0.01)
    for name in ("mean", "variance", "later"):
        touched(explorer, f"curve-{name}", "sets", 0, 32)
        assert explorer.steps == 320
    assert areas_of(explorer)["curve-mean"].words[32] == f"after 320 steps {explorer.told(explorer.moving_mean[1])}"


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("others", ["as given", "left out", "doubled"])
def test_what_lights_up_is_what_changes(training, others):
    state = {"training": training, "others": others, "garment": 1, "channel": 1}
    explorer = NormalizationExplorer(BATCH, **state)
    areas, layer = areas_of(explorer), explorer._layer
    shown = [1] if others == "left out" else [0, 1, 2, 3]

    def numbers(asked):
        """Standardised numbers, outputs of the channel, and mean and variance, as they stand in the picture."""
        full = np.full((2, 4, 3), np.nan)
        full[0, shown] = layer(1, 0)(asked, training=training)
        full[1, shown] = layer()(asked, training=training)
        statistics = np.array([asked.mean(axis=0), asked.var(axis=0)])
        return full[0].ravel(), full[1][:, 1], statistics.ravel()

    before = numbers(explorer.asked)
    for row, channel in product(range(4), range(3)):
        links = [
            areas["batch"].lights[name]["cells"][3 * row + channel] for name in ("standardised", "output", "statistics")
        ]
        if row not in shown:
            assert not any(links)
            continue
        asked = explorer.asked.copy()
        asked[shown.index(row), channel] += np.pi
        after = numbers(asked)
        changes = [set(np.flatnonzero(~np.isclose(*pair, equal_nan=True))) for pair in zip(before, after, strict=True)]
        if len(shown) == 1 and training:  # a number alone is its own mean: it goes in, and 0 comes out
            changes[:2] = {3 * row + channel}, {row} if channel == 1 else set()
            changes[2].add(3 + channel)
        if not training:
            changes[2] = set()  # they stand there, but are not used
        assert [set(link) for link in links] == changes
        for place in links[0]:
            assert 3 * row + channel in areas["standardised"].lights["batch"]["cells"][place], (
                "seen from the other side"
            )


def test_a_batch_of_another_shape_gets_a_sentence():
    explorer = NormalizationExplorer()
    with pytest.raises(ValueError, match=r"batch has 1 × 2 numbers in place of 4 × 3: make a new"):
        explorer.move(batch=[[1, 2]])
    with pytest.raises(ValueError, match="batch goes from"):
        touched(explorer, "batch", "types", 0, 0, value=5000)
    assert explorer.svg == NormalizationExplorer().svg


@pytest.mark.parametrize("batch", [BATCH, OWN, np.arange(48.0).reshape(8, 6)], ids=["lesson", "own", "largest"])
def test_its_height_stays_and_fits(batch):
    settings = [{}, {"training": False, "others": "left out"}, {"steps": 600, "others": "doubled", "gamma": -2.5}]
    canvases = [NormalizationExplorer(batch, **state).canvas for state in settings]
    (height,) = {canvas.height for canvas in canvases}
    assert height <= 560
    for canvas in canvases:
        assert len(canvas.hint) <= 110
        assert all(len(word) <= 60 for area in canvas.areas for word in area.words)
        if len(batch) < 8:
            assert min(shape[3] for shape in canvas.shapes if shape[0] == "text") >= 12


def test_controls_for_what_is_touched_go_where_it_can_be_touched():
    controls = NormalizationExplorer().controls
    hidden = {name for name, control in controls.items() if "course-typed" in control._dom_classes}
    assert hidden == {"garment", "channel", "gamma", "beta"}
    assert "others" not in NormalizationExplorer([[1, 2]]).controls
