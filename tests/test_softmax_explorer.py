"""`SoftmaxExplorer`: every column is what NumPy and Keras find, and what cannot be gets a sentence."""

import itertools
import re

import numpy as np
import pytest

from course_utils.activations import softmax
from course_utils.colours import FEATURE_MAP, INK, KERNEL, PALE, ink
from course_utils.explorers.shared.hand import changed
from course_utils.explorers.softmax.softmax_explorer import TEMPERATURES, SoftmaxExplorer
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.numbers import number, shape
from tests.support.canvas_words import words_of

LOGITS = [[2, 1, 0], [0, 0], [-3.2, 1, 4.7, 2.5, -1, 0, 3.3, -10, 10, 9.5], [102, 101, 100], [-0.001, 0, 5.5, 0.25]]


ALLOWED = "give 2 to 10 numbers, such as [2, 1, 0]"
OTHER = "holds something other than numbers, or rows of different lengths"


def texts(explorer):
    """All words of the picture, as they stand."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", explorer.svg)


@pytest.mark.parametrize("logits", LOGITS, ids=str)
@pytest.mark.parametrize("temperature", TEMPERATURES[::4])
def test_every_column_is_what_numpy_finds(logits, temperature):
    for shift, right in itertools.product((0, 100, -50), range(len(logits))):
        explorer = SoftmaxExplorer(logits, temperature=temperature, shift=shift, right=right)
        powers = np.exp((np.array(logits) - max(logits)) / temperature)
        np.testing.assert_allclose(explorer.added, np.add(logits, shift))
        np.testing.assert_allclose(explorer.scaled, np.add(logits, shift) / temperature)
        np.testing.assert_allclose(explorer.powers, powers, rtol=1e-9)
        np.testing.assert_allclose(explorer.shares, powers / powers.sum(), rtol=1e-9)
        np.testing.assert_allclose(explorer.shares, softmax(logits, temperature=temperature), rtol=1e-9)
        np.testing.assert_allclose(explorer.loss, -np.log(explorer.shares[right]), rtol=1e-9, atol=1e-12)
        assert f"= {number(explorer.loss, 3, fixed=True)}" in explorer.svg
        assert "1.000" in texts(explorer)


def test_keras_finds_the_same():
    from course_utils.quiet import keras

    for logits, temperature in itertools.product(LOGITS, (0.5, 1, 4)):
        scaled = (np.array(logits) / temperature)[np.newaxis]
        for right in range(len(logits)):
            explorer = SoftmaxExplorer(logits, temperature=temperature, right=right, shift=100)
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(np.array([right]), scaled)
            assert explorer.loss == pytest.approx(float(loss), rel=1e-4, abs=1e-6)
        np.testing.assert_allclose(explorer.shares, np.asarray(keras.ops.softmax(scaled))[0], atol=1e-6)


def test_the_numbers_stand_in_their_rows():
    shown = texts(SoftmaxExplorer([2, 1, 0], temperature=0.5, shift=100, moved=1, right=2))
    rows = [
        ["class 0", "2.00", "102.00", "204.00", "0.00", "1", "0.867"],
        ["▸ class 1", "1.00", "101.00", "202.00", "−2.00", "0.135", "0.117"],
        ["✓ class 2", "0.00", "100.00", "200.00", "−4.00", "0.018", "0.016"],
    ]
    for row in rows:
        place = shown.index(row[0])
        assert shown[place : place + 7] == row
    for head in ("+ 100", "÷ 0.5", "− 204.00", "e to it", "÷ 1.154"):
        assert head in shown
    assert [shown[shown.index("sum", 12) + place] for place in (3, 4, 5, 6)] == ["1", "+ 0.135", "+ 0.018", "= 1.154"]
    assert "▸ share of class 1: e^−2.00 / 1.154 = 0.135 / 1.154 = 0.117" in shown
    assert "✓ cross-entropy if class 2 is right: −ln 0.016 = 4.143" in shown


def test_the_bars_are_as_long_as_the_shares():
    explorer = SoftmaxExplorer([2, 1, 0, -9])
    bars = [shape for shape in explorer.canvas.shapes if shape[0] == "box" and shape[2] == PALE[FEATURE_MAP]]
    np.testing.assert_allclose([bar[1][2] / 132 for bar in bars], explorer.shares[:3])  # the fourth is too short
    assert [bar[3] for bar in bars] == [INK, FEATURE_MAP, FEATURE_MAP], "the right class has a dark edge"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {},
            "Shares at temperature 1: class 0 0.665, class 1 0.245, class 2 0.090; together 1. "
            "If class 0 is right, the loss is −ln 0.665 = 0.41.",
        ),
        (
            {"logits": [5] + [0] * 9, "right": 3, "temperature": 2, "shift": -100},
            "Shares at temperature 2: T-shirt/top 0.575, Trouser 0.047, Pullover 0.047, the other 7 0.330; together 1. "
            "Adding −100 to every logit changes no share. If Dress is right, the loss is −ln 0.047 = 3.05.",
        ),
        (
            {"logits": [1000, -1000], "names": ["yes", "no"], "right": 1, "temperature": 0.1},
            "Shares at temperature 0.1: yes 1, no 0; together 1. If no is right, the loss is −ln e^−20000 = 20000.00.",
        ),
    ],
)
def test_the_sentence(settings, words):
    assert SoftmaxExplorer(**settings).words == words


def test_a_constant_changes_no_share():
    start = SoftmaxExplorer(LOGITS[2])
    for shift in range(-1000, 1001, 50):
        moved = SoftmaxExplorer(LOGITS[2], shift=shift)
        np.testing.assert_allclose(moved.shares, start.shares, atol=1e-12)
        assert moved.loss == pytest.approx(start.loss)


@pytest.mark.parametrize("logits", LOGITS, ids=str)
def test_shares_are_those_of_the_unmoved_logits(logits):
    for temperature, shift in itertools.product(TEMPERATURES, (-1000, -50, 0, 50, 1000)):
        explorer = SoftmaxExplorer(logits, temperature=temperature, shift=shift)
        np.testing.assert_allclose(explorer.shares, softmax(logits, temperature=temperature), atol=1e-9)


def test_small_shares_are_written_without_an_exponent_where_digits_fit():
    explorer = SoftmaxExplorer([10, 0, -20])
    assert "class 1 0.00005, class 2 9e−14" in explorer.words
    assert "the loss is −ln 1.000 = 0.00005" in explorer.words
    assert not re.search(r"\de-\d", explorer.svg), "a minus, no hyphen"
    assert "≈0" not in explorer.svg


def test_what_rounding_leaves_is_no_digit():
    explorer = SoftmaxExplorer([0.1 + 0.2, 0.3, -1])
    assert explorer.lowered[1] != 0
    assert texts(explorer).count("0.00") == 2


def test_orange_words_are_dark_enough():
    colours = {shape[5] for shape in SoftmaxExplorer().canvas.shapes if shape[0] == "text"}
    assert ink(KERNEL) in colours
    assert KERNEL not in colours


@pytest.mark.parametrize(
    ("shift", "end"),
    [
        (0, "gives the same shares."),
        (1000, "fails here: e^1002 is too large for the computer (inf)."),
        (-1000, "fails here: e^−998 is too small for the computer (0)."),
    ],
)
def test_it_says_where_the_largest_must_be_subtracted(shift, end):
    explorer = SoftmaxExplorer([2, 1, 0], shift=shift)
    assert f"Without subtracting the largest, the division {end}" in texts(explorer)
    with np.errstate(all="ignore"):
        straight = np.exp(explorer.added) / np.exp(explorer.added).sum()
    assert np.isnan(straight).any() == (shift != 0)


def test_the_slider_moves_the_logit_that_is_chosen():
    explorer = SoftmaxExplorer()
    explorer.controls["moved"].value = 2
    assert explorer.controls["value"].value == 0
    explorer.controls["value"].value = 7.5
    assert explorer.logits == (2, 1, 7.5)
    explorer.controls["moved"].value = 0
    assert (explorer.controls["value"].value, explorer.logits) == (2, (2, 1, 7.5))
    assert explorer.svg == SoftmaxExplorer([2, 1, 7.5]).svg


def area_of(explorer, name):
    return next(area for area in explorer.canvas.areas if area.name == name)


@pytest.mark.parametrize("logits", LOGITS, ids=str)
def test_a_bar_is_dragged_in_steps(logits):
    for place, reach in itertools.product(range(len(logits)), [1000 if max(logits) > 100 else 10]):
        explorer = SoftmaxExplorer(logits)
        bar = area_of(explorer, f"bar-{place}")
        assert bar.at[1] == pytest.approx(20 * (1 + logits[place] / reach), abs=0.51), "where its handle stands"
        middle = bar.box[0] + bar.box[2] / 2
        assert middle == pytest.approx(171 + 48 * logits[place] / reach)
        for step in (0, 1, 13, 20, 40):
            explorer.move(**changed(explorer.state(), bar.filled("drags", 0, step)))
            assert explorer.logits[place] == pytest.approx(reach * (step / 20 - 1))
            assert bar.words[step] == number(explorer.logits[place])
            assert explorer.moved == place
            assert [logit for other, logit in enumerate(explorer.logits) if other != place] == [
                logit for other, logit in enumerate(logits) if other != place
            ]
        assert explorer.svg == SoftmaxExplorer(explorer.logits, moved=place).svg


def test_a_logit_is_typed_and_a_click_picks_a_class_or_makes_it_the_right_one():
    explorer = SoftmaxExplorer(range(10))
    for name, gesture, value, expected in (
        ("logits", "types", -3.25, {"logits": (0, 1, 2, 3, -3.25, *range(5, 10)), "moved": 4}),
        ("classes", "sets", 0, {"moved": 4}),
        ("names", "sets", 0, {"right": 4}),
    ):
        explorer = SoftmaxExplorer(range(10))
        area = area_of(explorer, name)
        explorer.move(**changed(explorer.state(), area.filled(gesture, 4, 0, value)))
        assert explorer.state() == SoftmaxExplorer(range(10)).state() | expected
    assert area_of(explorer, "logits").values == explorer.logits
    assert area_of(explorer, "names").words[6] == "Shirt, logit 6.00, power 0.050, share 0.031"


def test_a_class_lights_up_in_its_row_and_in_the_sum():
    areas = {area.name: area for area in SoftmaxExplorer(range(10)).canvas.areas}
    for name in ("classes", "names", "logits", "terms"):
        for link in areas[name].lights.values():
            assert link["cells"] == [[place] for place in range(10)]
    for place in range(10):
        lights = areas[f"bar-{place}"].lights
        assert all(rows == [place] for rows in lights["classes"]["rows"])
        assert lights["terms"]["columns"] == [[place]] * 41
        term = [shape for shape in SoftmaxExplorer(range(10)).canvas.shapes if shape[0] == "text"]
        x, y, width, height = areas["terms"].box
        inside = [words for _, (left, middle), words, *_ in term if y < middle < y + height and x <= left < x + width]
        power = re.search("power (.*),", areas["classes"].words[place])[1]
        assert inside[place].removeprefix("+ ") == power


@pytest.mark.parametrize("logits", LOGITS, ids=str)
def test_its_height_stays_and_fits(logits):
    settings = [{}, {"shift": -1000, "temperature": 0.1}, {"right": 1, "moved": 1}, {"temperature": 10, "shift": 1000}]
    canvases = [SoftmaxExplorer(logits, **state).canvas for state in settings]
    (height,) = {canvas.height for canvas in canvases}
    assert height <= 560
    for canvas in canvases:
        assert len(canvas.hint) <= 110
        assert min(shape[3] for shape in canvas.shapes if shape[0] == "text") >= 12
        assert all(len(word) <= 60 for area in canvas.areas for word in area.words)


def test_a_number_between_the_steps_of_the_slider_stays():
    explorer = SoftmaxExplorer([2, 3.27, 0], moved=1)
    explorer.controls["value"].value = 3.3  # as a page's slider says of it
    assert explorer.logits == (2, 3.27, 0)
    explorer.controls["value"].value = 3.4
    assert explorer.logits == (2, 3.4, 0)


def test_large_logits_are_not_cut_off_by_the_slider():
    explorer = SoftmaxExplorer([102, 101, 100])
    assert explorer.logits == (102, 101, 100)
    explorer.controls["moved"].value = 2
    explorer.logits = [-300, 2, 900]
    assert explorer.logits == (-300, 2, 900)
    explorer.controls["moved"].value = 0
    assert explorer.logits == (-300, 2, 900)
    assert explorer.controls["value"].value == -300


def test_the_temperature_slider_moves_in_its_steps():
    explorer = SoftmaxExplorer()
    for temperature in TEMPERATURES:
        explorer.controls["temperature"].value = temperature
        assert explorer.svg == SoftmaxExplorer(temperature=temperature).svg
    ratios = np.divide(TEMPERATURES[1:], TEMPERATURES[:-1])
    assert (TEMPERATURES[0], TEMPERATURES[-1]) == (0.1, 10)
    assert 1.15 < ratios.min() <= ratios.max() < 1.55


def test_ten_logits_are_named_as_the_classes():
    assert SoftmaxExplorer(range(10)).names == CLASS_NAMES
    assert SoftmaxExplorer(np.zeros(10, np.float32), names=list("abcdefghij")).names == tuple("abcdefghij")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"logits": [1]}, f"logits has the shape 1, which is not allowed: {ALLOWED}."),
        ({"logits": range(11)}, f"logits has the shape 11, which is not allowed: {ALLOWED}."),
        (
            {"logits": np.ones((5000, 10))},
            f"logits has the shape {shape((5000, 10))}, which is not allowed: {ALLOWED}.",
        ),
        ({"logits": 3}, f"logits has the shape one number, which is not allowed: {ALLOWED}."),
        ({"logits": []}, f"logits is empty: {ALLOWED}."),
        ({"logits": "2, 1"}, f"logits is text, '2, 1', and not numbers: {ALLOWED}."),
        ({"logits": None}, f"logits is of type NoneType, and not an array of numbers: {ALLOWED}."),
        ({"logits": object()}, f"logits is of type object, and not an array of numbers: {ALLOWED}."),
        ({"logits": {2, 1}}, f"logits is of type set, and not an array of numbers: {ALLOWED}."),
        ({"logits": iter([2, 1])}, f"logits is of type list_iterator, and not an array of numbers: {ALLOWED}."),
        ({"logits": [[1], [2, 3]]}, f"logits {OTHER}: {ALLOWED}."),
        ({"logits": [1j, 2]}, f"logits {OTHER}: {ALLOWED}."),
        ({"logits": [10**400, 1]}, f"logits {OTHER}: {ALLOWED}."),
        ({"logits": [1, np.nan]}, f"logits holds NaN or infinity, in 1 of 2 places: {ALLOWED}."),
        ({"logits": [1, 1e4]}, f"logits goes from 1 to 10,000, beyond ±1,000: {ALLOWED}, with smaller numbers."),
        ({"names": ["a", "b"]}, "2 names for 3 logits: give one for each, no two alike."),
        ({"names": ["a", "b", "a"]}, "3 names for 3 logits: give one for each, no two alike."),
        ({"names": "abc"}, "names are not allowed: give a list of texts of 1 to 12 letters, one for each logit."),
        (
            {"names": ["a" * 13, "b", "c"]},
            "names are not allowed: give a list of texts of 1 to 12 letters, one for each logit.",
        ),
        ({"right": 3}, "right 3 is not allowed: give the number of a class, 0 to 2."),
        ({"moved": 7}, "moved 7 is not allowed: give the number of a class, 0 to 2."),
        (
            {"temperature": 0},
            "temperature 0 is not allowed: one of 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1, 1.5, "
            "2, 2.5, 3, 4, 5, 7, 10.",
        ),
    ],
)
def test_what_cannot_be_gets_a_sentence(settings, sentence):
    with pytest.raises(ValueError) as refusal:
        SoftmaxExplorer(**settings)
    assert str(refusal.value) == sentence


def test_logits_that_are_taken_away_get_a_sentence():
    explorer = SoftmaxExplorer()
    with pytest.raises(ValueError, match="logits is of type NoneType, and not an array of numbers"):
        explorer.logits = None
    assert explorer.logits == (2, 1, 0)
    assert not explorer.problem


def test_the_number_of_classes_is_settled():
    explorer = SoftmaxExplorer()
    with pytest.raises(ValueError, match=r"4 logits for 3 classes: make a new SoftmaxExplorer\(logits\)\."):
        explorer.logits = [1, 2, 3, 4]
    assert explorer.logits == (2, 1, 0)


def test_every_word_lies_within_the_picture():
    small = {"logits": [0] + [-13.1] * 9, "temperature": 1}
    settings = [{}, small, {"logits": LOGITS[2], "temperature": 0.1, "shift": 1000}]
    settings += [{"logits": [-1000] * 10, "shift": -1000}]
    for explorer in (SoftmaxExplorer(**state) for state in settings):
        assert words_of(explorer.canvas)
