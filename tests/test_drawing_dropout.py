"""Pictures of dropout: silenced units have no lines, and every run has its dot."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from course_utils.drawing import draw_runs, draw_units, panels


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


def test_every_run_has_its_dot_and_every_setting_its_mean():
    ax = panels()
    dots = draw_runs(ax, {0: [1.0, 3.0], 0.5: [4.0, 5.0, 9.0]}, "Two settings", x_label="rate")
    assert [line.get_ydata().tolist() for line in dots] == [[1, 3], [4, 5, 9]]
    means = [collection for collection in ax.collections if isinstance(collection, LineCollection)]
    assert [mean.get_segments()[0][0][1] for mean in means] == [2, 6]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "0.5"]
    assert np.all(np.diff(dots[1].get_xdata()) > 0)
