"""`GeometryExplorer`: the windows that can be dragged along a row, and the mistakes that a guess tells of."""

import itertools
import random
import re

import numpy as np
import pytest

from course_utils.explorers.geometry.geometry_explorer import GeometryExplorer
from course_utils.explorers.shared.hand import changed
from course_utils.geometry import geometry, pixels_read, times_read
from tests.support.canvas_words import words_of

PADDINGS = ["valid", "same", 0, 1, 2, 6]
FITTING = [
    settings
    for settings in itertools.product((1, 2, 6, 10, 28), (1, 2, 3, 7), (1, 2, 3, 8), PADDINGS, (1, 2, 4))
    if settings[0] + 2 * {"valid": 0, "same": 99}.get(settings[3], settings[3]) > settings[4] * (settings[1] - 1)
]
NAMES = ("input_size", "kernel_size", "strides", "padding", "dilation_rate")


def made(settings, **state):
    return GeometryExplorer(**dict(zip(NAMES, settings, strict=True)), **state)


def area_of(explorer, name):
    (area,) = [area for area in explorer.canvas.areas if area.name == name]
    return area


def touch(explorer, name, gesture, row, column):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, row, column)))


def test_dragging_the_kernel_and_clicking_the_map_look_at_a_window():
    explorer = GeometryExplorer(strides=2)
    touch(explorer, "kernel", "drags", 0, 2)
    assert (explorer.position, explorer.window) == (2, 2)
    assert "Window 2 reads pixels 4, 5, 6" in explorer.svg
    touch(explorer, "map", "sets", 0, 1)
    assert "Window 1 reads pixels 2, 3, 4" in explorer.svg
    assert explorer.svg == GeometryExplorer(strides=2, position=1).svg
    assert area_of(explorer, "kernel").at == area_of(explorer, "map").at == (0, 1)


def test_the_kernel_stands_on_what_it_reads_and_moves_by_the_stride():
    for settings in random.Random(0).sample(FITTING, 60):
        explorer, (size, kernel, strides, padding, dilation) = made(settings, position=3), settings
        reads = pixels_read(size, kernel, strides=strides, padding=padding, dilation_rate=dilation)
        windows = geometry(size, kernel, strides=strides, padding=padding, dilation_rate=dilation)
        row, dragged = area_of(explorer, "row"), area_of(explorer, "kernel")
        cell = row.box[2] / row.columns
        assert row.columns == windows.pad_before + size + windows.pad_after
        start = row.box[0] + cell * (reads[explorer.window][0] + windows.pad_before)
        assert dragged.box[0] == pytest.approx(start)
        assert dragged.box[2] == pytest.approx(cell * (dilation * (kernel - 1) + 1))
        assert dragged.pitch == pytest.approx((0, strides * cell))
        assert dragged.columns == len(reads)


def test_lights_and_words_are_those_of_the_windows():
    for settings in random.Random(1).sample(FITTING, 60):
        explorer, (size, kernel, strides, padding, dilation) = made(settings), settings
        reads = pixels_read(size, kernel, strides=strides, padding=padding, dilation_rate=dilation)
        before = geometry(size, kernel, strides=strides, padding=padding, dilation_rate=dilation).pad_before
        row, answers = area_of(explorer, "row"), area_of(explorer, "map")
        for place, readers in enumerate(row.lights["map"]["cells"]):
            assert readers == [window for window, places in enumerate(reads) if place - before in places]
            assert len(row.words[place]) <= 60
            assert ("never read" in row.words[place]) == (not readers)
        counts = [len(readers) for readers in row.lights["map"]["cells"]][before : before + size]
        np.testing.assert_array_equal(
            counts, times_read(size, kernel, strides=strides, padding=padding, dilation_rate=dilation)
        )
        assert answers.lights["row"]["cells"] == (reads + before).tolist()
        assert area_of(explorer, "kernel").lights["map"]["cells"] == [[window] for window in range(len(reads))]
        for window, words in enumerate(answers.words):
            named = set(map(int, re.findall(r"\d+", words.split("reads")[1])))
            assert named == {place for place in reads[window].tolist() if 0 <= place < size}
            assert ("padding" in words) == any(not 0 <= place < size for place in reads[window])
            assert len(words) <= 60


def test_a_guess_is_made_in_the_row_of_places():
    explorer = GeometryExplorer(strides=2, predict=True)
    assert [area.name for area in explorer.canvas.areas] == ["places"]
    assert explorer.canvas.back == {"guess": 0}
    touch(explorer, "places", "sets", 0, 4)
    assert explorer.guess == 5
    assert area_of(explorer, "places").words[4] == "5 windows"
    assert "it would stick out" in explorer.svg
    touch(explorer, "places", "sets", 0, 3)
    assert not explorer.hidden
    assert explorer.words == GeometryExplorer(strides=2).words
    assert explorer.svg == GeometryExplorer(strides=2).svg


def test_the_places_do_not_tell_how_many_fit():
    boxes = {area_of(made(settings, predict=True), "places").box for settings in FITTING}
    assert len(boxes) == 1


@pytest.mark.parametrize(
    ("settings", "guess", "slip"),
    [
        ((11, 3, 2, "valid", 1), 4, "left out the + 1: the first window stands there before any move"),
        ((10, 3, 2, "valid", 1), 5, "rounded up: the last window would stick out"),
        ((10, 3, 2, "valid", 1), 8, "left out the stride: each window starts 2 pixels after the one before"),
        ((10, 3, 1, 1, 1), 8, "left out the padding: 2 more pixels can be read"),
        ((10, 3, 1, 2, 1), 10, "padded one side only, or let a window start at each pixel"),
        ((10, 3, 1, "valid", 2), 8, "left out the dilation: 3 weights span 5 pixels"),
        ((10, 3, 1, "valid", 1), 3, "laid the windows side by side: they may overlap"),
        ((10, 3, 1, "valid", 1), 10, "let a window start at each pixel: the last ones would stick out"),
        ((12, 4, 2, 2, 1), 5, "left out the padding"),
    ],
)
def test_a_known_mistake_is_named(settings, guess, slip):
    explorer = made(settings, predict=True, guess=guess)
    right = explorer.geometry.output_size
    more = "more" if guess < right else "fewer"
    assert explorer.words.startswith(f"How many windows fit? Set your guess. {guess} is not it: there are {more}.")
    assert f"Perhaps you {slip}" in explorer.words


def test_slips_are_computed_from_the_settings():
    """Each guess that is wrong gets the names of the mistakes that lead to it, and only those."""
    for size, kernel, strides, padding, dilation in random.Random(2).sample(FITTING, 80):
        explorer = made((size, kernel, strides, padding, dilation), predict=True)
        windows = explorer.geometry
        right, added, span = (
            windows.output_size,
            windows.pad_before + windows.pad_after,
            dilation * (kernel - 1) + 1,
        )
        by_slip = {
            "left out the padding": (size - span) // strides + 1,
            "left out the + 1": (size + added - span) // strides,
            "rounded up": int(np.ceil((size + added - span) / strides)) + 1,
            "left out the dilation": (size + added - kernel) // strides + 1,
        }
        for guess in range(1, 41):
            explorer.guess = guess
            assert explorer.hidden == (guess != right)
            named = {slip.split(":")[0] for slip in explorer.slips} & set(by_slip)
            assert named == ({slip for slip, number in by_slip.items() if number == guess} if guess != right else set())
            assert len(explorer.words) < 210


def test_another_setting_takes_the_guess_back():
    explorer = GeometryExplorer(predict=True, guess=8)
    assert not explorer.hidden
    explorer.controls["strides"].value = 2
    assert (explorer.guess, explorer.hidden) == (0, True)
    assert explorer.words == "How many windows fit? Set your guess."
    explorer.move(guess=4, strides=2)
    assert not explorer.hidden, "what is moved all at once is meant so"
    explorer.move(guess=3, strides=3)
    assert (explorer.guess, explorer.hidden) == (3, False)


def test_the_guess_is_there_only_while_one_predicts():
    explorer = GeometryExplorer()
    guess = explorer.controls["guess"].layout
    assert guess.visibility == "hidden"
    explorer.predict = True
    assert guess.visibility == "visible"
    explorer.controls["predict"].value = False
    assert guess.visibility == "hidden"


def test_all_is_as_high_whatever_the_settings_and_the_words_are_read():
    heights = set()
    for settings in random.Random(3).sample(FITTING, 120):
        for state in (
            {},
            {"position": 39},
            {"predict": True},
            {"predict": True, "guess": 7},
            {"predict": True, "guess": 40},
        ):
            explorer = made(settings, **state)
            assert not explorer.problem
            heights.add(explorer.canvas.height)
            assert len(explorer.canvas.hint) <= 110
            words_of(explorer.canvas)
            assert min(shape[3] for shape in explorer.canvas.shapes if shape[0] == "text") >= 12
    assert heights == {350}


def test_nothing_is_drawn_beyond_the_picture():
    for settings in random.Random(4).sample(FITTING, 80):
        for state in ({"position": 39}, {"predict": True, "guess": 12}, {"predict": True, "guess": 40}):
            for shape in made(settings, **state).canvas.shapes:
                if shape[0] == "box":
                    x, y, width, height = shape[1]
                    assert x >= 0
                    assert x + width <= 740
                    assert y >= 0
                    assert y + height <= 350


def test_the_formula_stands_once():
    explorer = GeometryExplorer(input_size=10, kernel_size=3, strides=2)
    assert "⌊(10 + 0 − 3) / 2⌋ + 1 = 4." in explorer.words
    assert "⌊" not in explorer.svg
