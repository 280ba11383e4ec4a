"""Pictures of pooling show the numbers that they were given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.colours import FEATURE_MAP, INPUT
from course_utils.drawing import draw_places, draw_pool_windows, draw_pooled, draw_readings, panels


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(
    ("shape", "pool_size", "corners"),
    [
        ((4, 4), 2, [(0, 0), (2, 0), (0, 2), (2, 2)]),
        ((5, 3), 2, [(0, 0), (0, 2)]),  # the fifth row and the third column fill no window
        ((3, 3), 3, [(0, 0)]),
        ((2, 2), 3, []),
    ],
)
def test_windows_lie_side_by_side(shape, pool_size, corners):
    windows = draw_pool_windows(panels(), shape, pool_size)
    assert [window.get_xy() for window in windows] == [(column - 0.5, row - 0.5) for column, row in corners]
    assert all(window.get_width() == window.get_height() == pool_size for window in windows)


def test_pooled_images_are_green_and_headed_once():
    axes, image = panels(2, 2), np.arange(4).reshape(2, 2) / 4
    artists = draw_pooled(axes, [[image, image[:1, :1]], [1 - image, image[1:, 1:]]], ("image", "pooled"))
    np.testing.assert_array_equal(artists[2].get_array(), 1 - image)
    assert [[ax.get_title() for ax in row] for row in axes] == [["image", "pooled"], ["", ""]]
    assert [ax.title.get_color() for ax in axes[0]] == [INPUT, FEATURE_MAP]


def test_places_are_counted_in_the_title():
    axes = panels(1, 2)
    artists = draw_places(axes, [np.array([True, False, True, False]), np.zeros(4, bool)], ("right", "left"))
    np.testing.assert_array_equal(artists[0].get_array(), [[1, 0], [1, 0]])
    assert [ax.get_title() for ax in axes] == ["right: 2 of 4 stay", "left: 0 of 4 stay"]


def test_readings_are_curves_over_the_shifts():
    ax = panels()
    (line,) = draw_readings(ax, {"chain": [1, 0, 1]}, range(-1, 2), "title")
    np.testing.assert_array_equal(line.get_xdata(), [-1, 0, 1])
    np.testing.assert_array_equal(line.get_ydata(), [1, 0, 1])
    assert ax.get_ylim()[1] == 1.4
    assert ax.get_xlabel() == "shift, pixels"
