"""Grids of numbers as pictures and as controls, and their sums in words."""

import numpy as np
import pytest

from course_utils.colours import INK, PAPER
from course_utils.explorers.shared.canvas import Canvas
from course_utils.explorers.shared.number_grid import Grid, NumberGrid, draw_grid, draw_grids, fitted, written
from course_utils.explorers.shared.sums import equation, equations, parts, products, span

WHITE, BLACK = (np.full((1, 3, 3), shade, np.uint8) for shade in (255, 0))


def drawn(*grids):
    canvas = Canvas(100)
    draw_grids(canvas, grids)
    return canvas.shapes


def words(shapes):
    return [shape[2] for shape in shapes if shape[0] == "text"]


def test_numbers_stand_in_the_middle_of_their_squares():
    shapes = drawn(Grid(10, 20, 30, np.array([[1, -2.5, 0]]), WHITE))
    assert [shape[1:3] for shape in shapes if shape[0] == "text"] == [
        ((25, 35), "1"),
        ((55, 35), "−2.5"),
        ((85, 35), "0"),
    ]
    assert [shape[1] for shape in shapes if shape[0] == "image"] == [(10, 20, 90, 30)]
    assert sum(shape[0] == "line" for shape in shapes) == 2 + 4


def test_letters_are_read_on_their_colour():
    for colours, expected in ((WHITE, INK), (BLACK, PAPER)):
        inks = [shape[5] for shape in drawn(Grid(0, 0, 30, np.ones((1, 3)), colours)) if shape[0] == "text"]
        assert inks == [expected] * 3


def test_hidden_squares_are_empty_and_weak_ones_pale():
    mask = np.array([[True, False, False]])
    hidden = drawn(Grid(0, 0, 30, np.array([[1, 2, 3]]), BLACK, hidden=mask))
    assert words(hidden) == ["2", "3"]
    strong = drawn(Grid(0, 0, 30, np.array([[1, 2, 3]]), BLACK, strong=mask))
    assert words(strong) == ["1", "2", "3"]
    colours = {
        name: next(shape[2] for shape in shapes if shape[0] == "image")
        for name, shapes in (("hidden", hidden), ("strong", strong))
    }
    assert colours["hidden"][0, :, 0].tolist() == [247, 0, 0]
    assert colours["strong"][0, :, 0].tolist() == [0, 209, 209]
    inks = [shape[5] for shape in strong if shape[0] == "text"]
    assert inks[0] == PAPER
    assert PAPER not in inks[1:]


def test_several_grids_are_those_drawn_one_by_one():
    grids = [Grid(0, 0, 30, np.array([[1, 2, 3]]), WHITE), Grid(0, 50, 20, np.array([[0.25, -4, 0]]), BLACK)]
    one_by_one = Canvas(100)
    for grid in grids:
        draw_grid(one_by_one, *grid[:5])
    assert repr(drawn(*grids)) == repr(one_by_one.shapes)


@pytest.mark.parametrize(
    ("values", "width", "size", "texts"),
    [
        ((0.25, -1), 40, 12, ["0.25", "−1"]),
        ((0.256, 1.5), 23, 10, ["0.26", "1.5"]),
        ((0.256, 0.5), 20, 10, [".26", ".5"]),
        ((-123456.0, 2), 30, 10, ["…", "2"]),
        ((0.0004, 0), 40, 12, ["≈0", "0"]),
    ],
)
def test_numbers_in_as_many_decimals_as_fit(values, width, size, texts):
    assert fitted(values, width, size)[0] == texts


def test_an_array_in_plain_numbers():
    assert written(np.float32([[0.1, 2]])) == ((0.1, 2),)


def test_a_sum_says_whether_a_pencil_finds_it():
    assert equation(["0.1", "0.2"], [0.1, 0.2], "0.3") == "0.1 + 0.2 = 0.3"
    assert equation(["0.123"], [0.123], "0.124") == "0.123 ≈ 0.124"
    assert equation(["0.0004"], [0.0004], "0.0005") == "0.0004 ≈ 0.0005", "small numbers are compared as exactly"
    assert equation(["1", "−1"], [1, -1], "0") == "1 + −1 = 0"


def test_products_of_what_is_written():
    assert products([0.12345, -2], [1, 3]) == (["0.123·1", "(−2)·3"], [0.123, -6])
    assert products([0.0004], [2]) == (["0.0004·2"], [0.0008])
    assert products([0.0004], [2], 2, "≈0") == (["≈0·2"], [0])
    assert parts(["red"], [-1e-9]) == (["red −1e−9"], [-1e-9])
    pixels, weights = np.array([[1, 2], [3, 4]]), np.array([[0.5, 0], [1 / 3, 0]])
    assert equations(pixels, weights, ["0.5", "1"]) == ["1·0.5 + 2·0 = 0.5", "3·0.333 + 4·0 ≈ 1"]


def test_a_range_in_words():
    assert span("row", np.array([False, True, True])) == "rows 1 to 2"
    assert span("column", np.array([True, False])) == "column 0"


def test_a_grid_of_boxes_alone():
    grid = NumberGrid("weights", {"ones": ((1, 1),)}, ((1, 1),))
    assert grid.preset.value == "ones"
    grid.boxes[0, 1].value = -3
    assert (grid.value, grid.preset.value) == (((1, -3),), "your own")
