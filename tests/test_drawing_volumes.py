"""Volumes: each map is drawn once, in its place, the first in front."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.drawing.volumes import draw_volume
from tests.support.pictures import axes_of, words_of


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def drawn(maps):
    """The artists of the maps, the last in front."""
    (ax,) = axes_of(draw_volume(maps, "a volume"))
    return ax, sorted(ax.images, key=lambda artist: artist.get_zorder())


def test_the_first_map_stands_in_front_and_the_others_behind_it():
    maps = np.arange(24.0).reshape(2, 3, 4) - 10
    _, artists = drawn(maps)
    for artist, channel in zip(reversed(artists), range(4), strict=True):
        np.testing.assert_array_equal(artist.get_array(), maps[..., channel])
    lefts, bottoms = ([artist.get_extent()[side] for artist in reversed(artists)] for side in (0, 2))
    assert lefts == sorted(lefts) and len(set(lefts)) == 4
    assert bottoms == sorted(bottoms) and len(set(bottoms)) == 4


def test_every_map_keeps_its_size_and_lies_within_the_picture():
    ax, artists = drawn(np.ones((4, 6, 5)))
    (low, high), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for artist in artists:
        left, right, lower, upper = artist.get_extent()
        assert (right - left, upper - lower) == pytest.approx((6, 4))
        assert low <= left < right <= high
        assert bottom <= lower < upper <= top


def test_each_map_has_its_own_scale_around_zero():
    _, artists = drawn(np.stack([np.full((2, 2), -3.0), np.zeros((2, 2))], axis=-1))
    assert [artist.get_clim() for artist in artists] == [(-1, 1), (-3, 3)]


def test_a_volume_describes_itself():
    said = words_of(draw_volume(np.zeros((9, 8, 3)), "98 × 83 × 8"))
    assert said == "98 × 83 × 8: 3 feature maps of 9 × 8, one behind the other, each on a scale of its own."
    assert words_of(draw_volume(np.zeros((2, 2, 1)))).startswith("1 feature map of 2 × 2")
