"""Networks and their answers: what is drawn equals what was given, in its place."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils.colours import NEUTRAL
from course_utils.drawing import draw_confusion, draw_guesses, draw_layer_stack, draw_tiles
from course_utils.layer_table import CLASSIC, layer_table
from tests.support.pictures import artist_of, axes_of, shown, words_of, written


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_a_stack_names_every_layer_that_changes_the_shape():
    (ax,) = axes_of(draw_layer_stack(layer_table((28, 28, 1), CLASSIC), (28, 28, 1), "The network"))
    columns = [tuple(written(ax)[place : place + 3]) for place in range(0, len(ax.texts), 3)]
    assert columns[0] == ("image", "28×28×1", "")
    assert columns[1] == ("Conv 3×3", "26×26×32", "320")
    assert ("Dense", "128", "102,528") in columns
    assert columns[-1] == ("Dense", "10", "1,290")
    assert ax.get_title() == "The network"


def test_tiles_stand_in_reading_order_on_one_scale():
    maps = np.arange(1, 7, dtype=float).reshape(1, 1, 6) * [1, -1, 1, -1, 1, -1]
    artist = artist_of(draw_tiles(maps, columns=4))
    tiles = np.asarray(artist.get_array().filled(np.nan))
    np.testing.assert_array_equal(tiles[1::2, 1::2], [[1, -2, 3, -4], [5, -6, np.nan, np.nan]])
    assert np.isnan(tiles[::2]).all() and np.isnan(tiles[:, ::2]).all()
    assert artist.get_clim() == (-6, 6)


@pytest.mark.parametrize(("kind", "plus"), [("kernel", (127, 59, 8)), ("feature map", (39, 100, 25))])
def test_tiles_have_the_colours_of_what_they_are(kind, plus):
    artist = artist_of(draw_tiles(np.ones((2, 2, 1)), kind=kind))
    assert artist.to_rgba(1.0, bytes=True)[:3] == plus
    assert artist.to_rgba(0.0, bytes=True)[:3] == (247, 247, 247)


def test_mistakes_are_coloured_and_every_count_is_written():
    counts = np.array([[1200, 3, 0], [40, 900, 0], [0, 1000, 7]])
    (ax,) = axes_of(draw_confusion(counts, ["a", "b", "c"], "Mistakes"))
    np.testing.assert_array_equal(shown(ax), [[0, 3, 0], [40, 0, 0], [0, 1000, 0]])
    assert written(ax) == ["1,200", "3", "40", "900", "1,000", "7"]
    looks = {text.get_text(): (text.get_color(), text.get_fontweight()) for text in ax.texts}
    assert looks["900"] == (NEUTRAL, "bold")
    assert looks["1,000"] == ("white", "bold")
    assert looks["40"] == ("black", "normal")


def test_no_mistake_leaves_the_table_pale():
    artist = artist_of(draw_confusion(np.diag([5, 6]), ["a", "b"]))
    assert artist.get_clim() == (0, 1)
    assert np.asarray(artist.get_array()).max() == 0


def test_guesses_stand_above_their_images():
    images = np.arange(4).reshape(4, 1, 1) / 4
    flat = axes_of(draw_guesses(images, list("wxyz")))
    assert [ax.get_title() for ax in flat] == list("wxyz")
    assert [float(ax.images[0].get_array()[0, 0]) for ax in flat] == [0, 0.25, 0.5, 0.75]
    assert all(not ax.texts for ax in flat)


def test_a_weak_map_shows_on_a_scale_of_its_own():
    maps = np.array([[[1.0, 0.01, 0.0], [-0.5, 0.005, 0.0]]])
    tiles = np.asarray(artist_of(draw_tiles(maps, columns=3, own_scales=True)).get_array().filled(np.nan))
    np.testing.assert_allclose(tiles[1, 1::3], [1, 1, 0])
    np.testing.assert_allclose(tiles[1, 2::3], [-0.5, 0.5, 0])


def test_networks_describe_themselves():
    rows = layer_table((28, 28, 1), CLASSIC)
    said = words_of(draw_layer_stack(rows, (28, 28, 1), "The network"))
    assert said.startswith("The network: 8 shapes: image 28 × 28 × 1; Conv 3×3 26 × 26 × 32, 320 parameters; ")
    assert words_of(draw_tiles(np.ones((2, 2, 3)), "Maps")) == "Maps: 3 feature maps of 2 × 2, all 1."
    own = draw_tiles(np.eye(2)[..., np.newaxis] / 3, "Kernels", kind="kernel", own_scales=True)
    assert words_of(own) == "Kernels: 1 kernel of 2 × 2, each on a scale of its own."
    counts = np.array([[1200, 3], [40, 900]])
    assert (
        words_of(draw_confusion(counts, ["a", "b"])) == "2,143 answers, ≈ 2100 of them on the diagonal of right ones."
    )
    assert words_of(draw_guesses(np.zeros((1, 9, 9)), ["bag\nor shoe"])) == "bag, or shoe: a grey image, 9 × 9, all 0."
