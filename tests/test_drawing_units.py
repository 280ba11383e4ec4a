"""Pictures of units: silenced ones have no lines."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing import draw_units
from tests.support.pictures import axes_of, words_of


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_lines_run_between_units_that_work():
    works, following = np.array([True, False, True]), np.array([True, True, False, True])
    (ax,) = axes_of(draw_units([works, following], "Two layers"))
    crosses = 2 * 2
    assert len(ax.patches) == 7
    assert len(ax.lines) == 2 * 3 + crosses
    assert ax.get_title() == "Two layers"


def test_a_silenced_unit_differs_in_more_than_colour():
    works, silenced = axes_of(draw_units([np.array([True, False])]))[0].patches
    assert works.get_linestyle() != silenced.get_linestyle()


def test_units_are_counted_in_words():
    units = draw_units([np.array([True, False, True]), np.ones(2)], "Image 1")
    assert words_of(units) == "Image 1: a dense network; units at work per layer: 2 of 3, 2 of 2."
