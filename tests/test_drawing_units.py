"""Pictures of units: silenced ones have no lines."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing import draw_units, panels


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_lines_run_between_units_that_work():
    ax = panels()
    works, following = np.array([True, False, True]), np.array([True, True, False, True])
    circles = draw_units(ax, [works, following], "Two layers")
    crosses = 2 * 2
    assert len(circles) == 7
    assert len(ax.lines) == 2 * 3 + crosses
    assert ax.get_title() == "Two layers"


def test_a_silenced_unit_differs_in_more_than_colour():
    works, silenced = draw_units(panels(), [np.array([True, False])])
    assert works.get_linestyle() != silenced.get_linestyle()
