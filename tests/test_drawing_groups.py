"""What shares a mean is outlined together, and curves may have a logarithmic axis."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing import draw_curves, draw_groups, draw_image, panels

BATCH = np.array([[2.0, 10, 5], [6, 30, 5], [2, 10, 5], [6, 30, 5]])


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(("axis", "groups"), [(0, 3), (1, 4)])
def test_one_outline_a_group(axis, groups):
    ax = panels()
    artist = draw_groups(ax, BATCH, "Title", axis=axis)
    assert len(ax.patches) == groups
    assert np.array_equal(artist.get_array(), BATCH)
    assert [text.get_text() for text in ax.texts][:3] == ["2", "10", "5"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["channel 0", "channel 1", "channel 2"]
    for outline in ax.patches:
        assert outline.get_height() > outline.get_width() if axis == 0 else outline.get_height() < outline.get_width()


def test_names_lie_apart_on_a_logarithmic_axis():
    ax = panels(size=3, width=5)
    curves = {"small": [1.0, 1e-6], "smaller": [1.0, 1.1e-6], "large": [1.0, 1e3]}
    draw_curves(ax, curves, scales=("linear", "log"))
    heights = [ax.transData.transform((1, label.xy[1]))[1] for label in ax.texts]
    assert ax.get_yscale() == "log"
    assert np.all(np.diff(sorted(heights)) >= 16.9)


def test_a_logarithmic_x_axis_names_the_values():
    ax = panels(size=3, width=5)
    draw_curves(ax, {"loss": [3, 2, 1]}, x=(0.03, 0.1, 1), scales=("log", "linear"))
    assert [text.get_text() for text in ax.get_xticklabels()] == ["0.03", "0.1", "1"]


def test_negative_values_of_an_image_are_darker_than_zero():
    artist = draw_image(panels(), np.array([[-0.8, 0.0], [1.0, 2.0]]))
    assert artist.get_clim() == (-0.8, 2.0)


def test_long_numbers_stay_inside_their_cells():
    short, long = (
        draw_image(ax, values).axes
        for ax, values in zip(panels(1, 2, size=2), ([[0.5] * 6] * 6, [[-0.81] * 6] * 6), strict=True)
    )
    assert long.texts[0].get_fontsize() < short.texts[0].get_fontsize()
