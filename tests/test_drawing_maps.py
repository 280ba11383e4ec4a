"""A map of an explanation: its colours, its cells, and its own description."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing import draw_map


@pytest.mark.parametrize(
    ("place", "words"), [((0, 0), "upper left"), ((4, 4), "middle"), ((8, 4), "lower middle"), ((4, 8), "middle right")]
)
def test_it_says_where_it_is_highest(place, words):
    cells = np.zeros((9, 9))
    cells[place] = 2.5
    assert f"a map of 9 × 9, from 0 to 2.5, highest in the {words} third" in _said(cells).replace("≈ ", "")


def test_a_flat_map_is_highest_nowhere():
    assert "highest" not in _said(np.ones((3, 3)))


def test_it_is_drawn_around_zero_and_not_smoothed():
    figure, ax = plt.subplots()
    draw_map.on(ax, np.array([[-1.0, 3.0]]))
    (image,) = ax.images
    assert image.get_clim() == (-3, 3)
    assert image.get_array().tolist() == [[-1, 3]]
    plt.close(figure)


def _said(cells):
    figure, ax = plt.subplots()
    said = draw_map.on(ax, cells)
    plt.close(figure)
    return said
