"""Products and filters: what is drawn equals what was given, in its place."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing import (
    draw_answers,
    draw_channels,
    draw_filter_bank,
    draw_filtering,
    draw_matrix_product,
    draw_products,
    draw_volume_filtering,
    panels,
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def shown(ax):
    """The array that a panel shows."""
    return np.asarray(ax.images[0].get_array())


def signs(axes):
    return [text.get_text() for ax in axes for text in ax.texts if text.get_text() in "×=Σ@"]


def test_products_show_the_chosen_window_and_the_sum():
    axes = panels(1, 5)
    image, kernel = np.arange(20).reshape(4, 5), np.ones((2, 3))
    draw_products(axes, image, kernel, image[1:3, 2:5] * kernel, 75.0, row=1, column=2)
    np.testing.assert_array_equal(shown(axes[0]), image)
    np.testing.assert_array_equal(shown(axes[1]), image[1:3, 2:5])
    np.testing.assert_array_equal(shown(axes[3]), image[1:3, 2:5])
    np.testing.assert_array_equal(shown(axes[4]), [[75]])
    assert signs(axes) == ["×", "=", "Σ"]
    assert axes[0].images[0].get_clim() == axes[1].images[0].get_clim(), "a pixel keeps its grey in the window"


def test_answers_stand_where_their_windows_stood():
    axes = panels(1, 2)
    draw_answers(axes, np.zeros((5, 5)), np.zeros((3, 3)), 3, places=[(0, 0), (2, 1)])
    windows, answers = ([patch.get_bbox().bounds for patch in ax.patches] for ax in axes)
    assert windows == [(-0.5, -0.5, 3, 3), (0.5, 1.5, 3, 3)]
    assert answers == [(-0.5, -0.5, 1, 1), (0.5, 1.5, 1, 1)]


def test_a_matrix_product_has_rows_a_column_and_answers():
    axes = panels(1, 3)
    rows, column = np.arange(12).reshape(3, 4), np.array([1, 0, -1, 2])
    draw_matrix_product(axes, rows, column, rows @ column)
    assert [shown(ax).shape for ax in axes] == [(3, 4), (4, 1), (3, 1)]
    np.testing.assert_array_equal(shown(axes[2])[:, 0], rows @ column)
    assert signs(axes) == ["@", "="]


def test_feature_maps_of_one_kernel_share_their_colours():
    axes = panels(1, 4)
    draw_filtering(axes, np.zeros((4, 4)), np.ones((3, 3)), [np.array([[-8, 2]]), np.array([[0, 2]])], list("abcd"))
    assert [ax.get_title() for ax in axes] == list("abcd")
    assert axes[2].images[0].get_clim() == axes[3].images[0].get_clim() == (-8, 8)


def test_a_filter_bank_has_each_map_below_its_kernel():
    axes = panels(2, 3)
    bank, maps = [np.full((3, 3), n) for n in (1, 2)], [np.full((2, 2), n) for n in (3, 4)]
    draw_filter_bank(axes, np.zeros((4, 4)), bank, maps, ["one", "two"], "an image")
    for column, (kernel, feature_map) in enumerate(zip(bank, maps, strict=True), start=1):
        np.testing.assert_array_equal(shown(axes[0][column]), kernel)
        np.testing.assert_array_equal(shown(axes[1][column]), feature_map)
    assert [ax.get_title() for ax in axes[0]] == ["", "one", "two"]
    assert axes[1][0].get_title() == "an image"


def test_channels_are_shown_in_order():
    image = np.random.default_rng(0).random((4, 5, 3))
    axes = panels(1, 3)
    draw_channels(axes, image)
    for channel, (ax, name) in enumerate(zip(axes, ("red", "green", "blue"), strict=True)):
        np.testing.assert_array_equal(shown(ax), image[..., channel])
        assert ax.get_title() == f"{name} channel"
        assert ax.images[0].cmap(1.0)[channel] == max(ax.images[0].cmap(1.0)[:3])


def test_each_slice_stands_below_its_channel():
    image, kernel = np.random.default_rng(0).random((4, 5, 3)), np.arange(-13, 14).reshape(3, 3, 3)
    axes = panels(2, 4)
    draw_volume_filtering(axes, image, kernel, np.array([[-10.0, 5.0]]))
    for channel in range(3):
        np.testing.assert_array_equal(shown(axes[0][channel]), image[..., channel])
        np.testing.assert_array_equal(shown(axes[1][channel]), kernel[..., channel])
        assert axes[1][channel].images[0].get_clim() == (-13, 13)
    np.testing.assert_array_equal(shown(axes[0][3]), image)
    assert axes[1][3].images[0].get_clim() == (-6, 6)
