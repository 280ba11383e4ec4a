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
)
from tests.support.pictures import axes_of, shown, words_of


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def signs(axes):
    return [text.get_text() for ax in axes for text in ax.texts if text.get_text() in "×=Σ@"]


def test_products_show_the_chosen_window_and_the_sum():
    image, kernel = np.arange(20).reshape(4, 5), np.ones((2, 3))
    axes = axes_of(draw_products(image, kernel, image[1:3, 2:5] * kernel, 75.0, row=1, column=2))
    np.testing.assert_array_equal(shown(axes[0]), image)
    np.testing.assert_array_equal(shown(axes[1]), image[1:3, 2:5])
    np.testing.assert_array_equal(shown(axes[3]), image[1:3, 2:5])
    np.testing.assert_array_equal(shown(axes[4]), [[75]])
    assert signs(axes) == ["×", "=", "Σ"]
    assert axes[0].images[0].get_clim() == axes[1].images[0].get_clim(), "a pixel keeps its grey in the window"


def test_answers_stand_where_their_windows_stood():
    axes = axes_of(draw_answers(np.zeros((5, 5)), np.zeros((3, 3)), 3, places=[(0, 0), (2, 1)]))
    windows, answers = ([patch.get_bbox().bounds for patch in ax.patches] for ax in axes)
    assert windows == [(-0.5, -0.5, 3, 3), (0.5, 1.5, 3, 3)]
    assert answers == [(-0.5, -0.5, 1, 1), (0.5, 1.5, 1, 1)]


def test_a_matrix_product_has_rows_a_column_and_answers():
    rows, column = np.arange(12).reshape(3, 4), np.array([1, 0, -1, 2])
    axes = axes_of(draw_matrix_product(rows, column, rows @ column))
    assert [shown(ax).shape for ax in axes] == [(3, 4), (4, 1), (3, 1)]
    np.testing.assert_array_equal(shown(axes[2])[:, 0], rows @ column)
    assert signs(axes) == ["@", "="]


def test_feature_maps_of_one_kernel_share_their_colours():
    maps = [np.array([[-8, 2]]), np.array([[0, 2]])]
    axes = axes_of(draw_filtering(np.zeros((4, 4)), np.ones((3, 3)), maps, list("abcd")))
    assert [ax.get_title() for ax in axes] == list("abcd")
    assert axes[2].images[0].get_clim() == axes[3].images[0].get_clim() == (-8, 8)


def test_a_filter_bank_has_each_map_below_its_kernel():
    bank, maps = [np.full((3, 3), n) for n in (1, 2)], [np.full((2, 2), n) for n in (3, 4)]
    axes = axes_of(draw_filter_bank(np.zeros((4, 4)), bank, maps, ["one", "two"], "an image"))
    for column, (kernel, feature_map) in enumerate(zip(bank, maps, strict=True), start=1):
        np.testing.assert_array_equal(shown(axes[column]), kernel)
        np.testing.assert_array_equal(shown(axes[3 + column]), feature_map)
    assert [ax.get_title() for ax in axes[:3]] == ["", "one", "two"]
    assert axes[3].get_title() == "an image"


def test_channels_are_shown_in_order():
    image = np.random.default_rng(0).random((4, 5, 3))
    axes = axes_of(draw_channels(image))
    for channel, (ax, name) in enumerate(zip(axes, ("red", "green", "blue"), strict=True)):
        np.testing.assert_array_equal(shown(ax), image[..., channel])
        assert ax.get_title() == f"{name} channel"
        assert ax.images[0].cmap(1.0)[channel] == max(ax.images[0].cmap(1.0)[:3])


def test_each_slice_stands_below_its_channel():
    image, kernel = np.random.default_rng(0).random((4, 5, 3)), np.arange(-13, 14).reshape(3, 3, 3)
    axes = axes_of(draw_volume_filtering(image, kernel, np.array([[-10.0, 5.0]])))
    for channel in range(3):
        np.testing.assert_array_equal(shown(axes[channel]), image[..., channel])
        np.testing.assert_array_equal(shown(axes[4 + channel]), kernel[..., channel])
        assert axes[4 + channel].images[0].get_clim() == (-13, 13)
    np.testing.assert_array_equal(shown(axes[3]), image)
    assert axes[7].images[0].get_clim() == (-6, 6)


def test_filters_describe_themselves():
    image, kernel = np.array([[0, 3, 1], [2, 0, 0]]), np.array([[1, -1]])
    products = draw_products(image, kernel, [[0, -3]], -3)
    assert words_of(products) == (
        "image: a grey image, 2 × 3: 0 3 1; 2 0 0; outlined 1 × 2 at row 0, column 0. "
        "window: a grey image, 1 × 2: 0 3. kernel: a kernel, 1 × 2: 1 −1. "
        "products: a feature map, 1 × 2: 0 −3. sum: a feature map, 1 × 1: −3."
    )
    assert words_of(draw_channels(np.zeros((9, 8, 3)))[0]) == "red channel: 9 × 8, all 0."
