"""Pictures of pooling show the numbers that they were given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.colours import FEATURE_MAP, INPUT
from course_utils.drawing import draw_feature_map, draw_places, draw_pooled, draw_readings
from tests.support.pictures import axes_of, shown, words_of


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
    (ax,) = axes_of(draw_feature_map(np.zeros(shape), pool_size=pool_size))
    windows = ax.patches
    assert [window.get_xy() for window in windows] == [(column - 0.5, row - 0.5) for column, row in corners]
    assert all(window.get_width() == window.get_height() == pool_size for window in windows)


def test_pooled_images_are_green_and_headed_once():
    image = np.arange(4).reshape(2, 2) / 4
    axes = axes_of(draw_pooled([[image, image[:1, :1]], [1 - image, image[1:, 1:]]], ("image", "pooled")))
    np.testing.assert_array_equal(shown(axes[2]), 1 - image)
    assert [ax.get_title() for ax in axes] == ["image", "pooled", "", ""]
    assert [ax.title.get_color() for ax in axes[:2]] == [INPUT, FEATURE_MAP]


def test_places_are_a_square_and_their_titles_say_no_count():
    places = draw_places([np.array([True, False, True, False]), np.zeros(4, bool)], ("right", "left"))
    axes = axes_of(places)
    np.testing.assert_array_equal(shown(axes[0]), [[1, 0], [1, 0]])
    assert [ax.get_title() for ax in axes] == ["right", "left"]
    assert words_of(places[0]) == "right: a feature map, 2 × 2: 1 0; 1 0; 1 window of 2 × 2 outlined."


def test_readings_are_curves_over_the_shifts():
    (ax,) = axes_of(draw_readings({"chain": [1, 0, 1]}, range(-1, 2), "title"))
    (line,) = ax.lines
    np.testing.assert_array_equal(line.get_xdata(), [-1, 0, 1])
    np.testing.assert_array_equal(line.get_ydata(), [1, 0, 1])
    assert ax.get_ylim()[1] == 1.4
    assert ax.get_xlabel() == "shift, pixels"
