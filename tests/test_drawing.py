"""Pictures: what is drawn equals what was given, and every picture carries its text."""

import base64
import colorsys
import inspect
import io
import json
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from course_utils import drawing
from course_utils.colours import FEATURE_MAP, INPUT, KERNEL
from course_utils.drawing import (
    draw_bars,
    draw_curves,
    draw_feature_map,
    draw_gallery,
    draw_image,
    draw_kernel,
    draw_spreads,
    show,
    style,
)
from tests.support.pictures import artist_of, axes_of, words_of, written


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_small_images_carry_their_numbers():
    (ax,) = axes_of(draw_image(np.array([[0, 0.5], [0.25, 1]]), "Four pixels"))
    assert written(ax) == ["0", "0.5", "0.25", "1"]
    assert np.array_equal(ax.images[0].get_array(), [[0, 0.5], [0.25, 1]])
    assert ax.get_title() == "Four pixels"


def test_numbers_are_readable_on_dark_and_on_bright_cells():
    (ax,) = axes_of(draw_image(np.array([[0.0, 1.0]])))
    assert [text.get_color() for text in ax.texts] == ["white", "black"]


def test_large_images_and_colour_images_carry_none():
    for image in (np.zeros((28, 28)), np.zeros((4, 4, 3))):
        assert written(*axes_of(draw_image(image))) == []


def test_the_range_of_an_image():
    assert artist_of(draw_image(np.zeros((2, 2), np.uint8))).get_clim() == (0, 255)
    assert artist_of(draw_image(np.zeros((2, 2)))).get_clim() == (0, 1)
    assert artist_of(draw_image(np.array([[1.0, 9.0]]))).get_clim() == (0, 9)
    assert artist_of(draw_image(np.zeros((2, 2)), limits=(0, 4))).get_clim() == (0, 4)


def test_negative_values_of_an_image_are_darker_than_zero():
    assert artist_of(draw_image(np.array([[-0.8, 0.0], [1.0, 2.0]]))).get_clim() == (-0.8, 2.0)


def test_long_numbers_stay_inside_their_cells():
    short, long = axes_of(draw_image([[0.5] * 6] * 6), draw_image([[-0.81] * 6] * 6))
    assert long.texts[0].get_fontsize() < short.texts[0].get_fontsize()


@pytest.mark.parametrize("draw", [draw_kernel, draw_feature_map])
def test_signed_values_are_centred_on_zero(draw):
    assert artist_of(draw(np.array([[-3.0, 1.0]]))).get_clim() == (-3, 3)
    assert artist_of(draw(np.zeros((2, 2)))).get_clim() == (-1, 1)
    assert artist_of(draw(np.array([[-3.0, 1.0]]), limit=8)).get_clim() == (-8, 8)


def hues(draw):
    """Hue in degrees of a map's colours that have one: the negative half, the positive half."""
    artist = artist_of(draw(np.array([[-1.0, 1.0]])))
    colours = artist.to_rgba(np.linspace(-1, 1, 255))[:, :3]
    found = [
        360 * hue if saturation > 0.04 else None for hue, saturation, _ in (colorsys.rgb_to_hsv(*c) for c in colours)
    ]
    return [[hue for hue in half if hue is not None] for half in (found[:127], found[128:])]


def test_zero_is_the_same_grey_on_a_kernel_and_on_a_feature_map():
    for draw in (draw_kernel, draw_feature_map):
        artist = artist_of(draw(np.array([[-3.0, 0.0, 1.0]])))
        assert artist.to_rgba(0.0, bytes=True)[:3] == (247, 247, 247)


def test_a_kernel_and_the_map_beside_it_share_no_colour():
    """On no part of the scale, so that the plus of one is never taken for the minus of the other."""
    for kernel_half in hues(draw_kernel):
        for map_half in hues(draw_feature_map):
            assert len(kernel_half) > 100 and len(map_half) > 100
            apart = np.abs(np.subtract.outer(kernel_half, map_half)) % 360
            assert np.minimum(apart, 360 - apart).min() > 20


def test_the_same_thing_has_the_same_colour():
    for draw, colour in [(draw_image, INPUT), (draw_kernel, KERNEL), (draw_feature_map, FEATURE_MAP)]:
        (ax,) = axes_of(draw(np.zeros((2, 2))))
        assert to_hex(ax.spines["left"].get_edgecolor()) == colour


def test_minus_zero_is_written_as_zero():
    (ax,) = axes_of(draw_feature_map(np.array([[-0.0, -0.001, -1.5]])))
    assert written(ax) == ["0", "≈0", "−1.5"]


def test_a_window_stands_on_pixel_borders():
    for draw in (draw_image, draw_feature_map):
        (ax,) = axes_of(draw(np.zeros((9, 9)), windows=[(2, 3, (4, 5)), (0, 0, 2)]))
        assert [patch.get_bbox().bounds for patch in ax.patches] == [(2.5, 1.5, 5, 4), (-0.5, -0.5, 2, 2)]


def test_pictures_have_one_of_two_widths():
    square, chart, row = draw_image(np.zeros((9, 9))), drawing.draw_curves({"a": [1, 2]}), draw_image(np.zeros((2, 9)))
    gallery = draw_gallery(np.zeros((9, 9, 2, 2)), list("abcdefghi"))
    for panels, width in [
        ((gallery,), 790),
        ((square,), 395),
        ((chart,), 790),
        ((row,), 790),
        ((square, square), 790),
        ((square, chart), 790),
    ]:
        figure, _ = style.drawn(*panels)
        assert figure.get_figwidth() * figure.dpi == width


def test_panels_stand_in_rows():
    one, other = draw_image(np.zeros((9, 9)), "one"), draw_image(np.zeros((9, 9)), "other")
    for panels, rows in [
        ((one, other), [["one", "other"]]),
        (([one, other],), [["one", "other"]]),
        (([one], [other]), [["one"], ["other"]]),
        (([[one], [other]],), [["one"], ["other"]]),
        (([one, other], [other]), [["one", "other"], ["other", ""]]),
        (([None, other], [one, other]), [["", "other"], ["one", "other"]]),
    ]:
        axes = axes_of(*panels)
        grid = axes[0].get_gridspec()
        assert (grid.nrows, grid.ncols) == (len(rows), len(rows[0]))
        assert [ax.get_title() for ax in axes] == [title for row in rows for title in row]


def test_pixels_are_equally_large_where_widths_say_so():
    sizes = (5, 3, 3, 3)
    axes = axes_of(*(draw_image(np.zeros((size, size)), width=size) for size in sizes))
    axes[0].figure.canvas.draw()
    pixels = [ax.bbox.width / size for ax, size in zip(axes, sizes, strict=True)]
    assert max(pixels) < 1.1 * min(pixels)


def test_a_gallery_shows_every_image_in_its_place():
    images = np.arange(6, dtype=np.uint8).reshape(2, 3, 1, 1)
    gallery = draw_gallery(images, ["up", "down"])
    assert np.array_equal(artist_of(gallery).get_array()[1::3, 1::3], [[0, 1, 2], [3, 4, 5]])
    assert words_of(gallery) == "2 rows of 3 images: up, down."
    with pytest.raises(ValueError, match="3 names for 2 rows"):
        axes_of(draw_gallery(images, ["a", "b", "c"]))


def test_spreads_say_their_means():
    spreads = draw_spreads({"low": [1, 1, 2], "high": [5, 6, 7]}, x_label="number")
    (ax,) = axes_of(spreads)
    assert written(ax) == ["low\nmean 1.333", "high\nmean 6.000"]
    assert sum(patch.get_height() for patch in ax.patches) == 6
    assert words_of(spreads) == (
        "2 histograms of number: low mean ≈ 1.33, from ≈ 1 to ≈ 2; high mean ≈ 6, from ≈ 5 to ≈ 7."
    )


def test_show_stores_a_picture_and_its_description(monkeypatch):
    shown = []
    monkeypatch.setattr(style, "display", lambda data, raw, metadata=None: shown.append((data, metadata)))
    show(draw_image(np.zeros((2, 2)), "Two < three"), draw_kernel([[1, -2]]), words="A & b.")
    (picture, metadata), (line, _) = shown
    said = "A & b. Two < three: a grey image, 2 × 2: 0 0; 0 0. A kernel, 1 × 2: 1 −2."
    assert picture["text/plain"] == f"Picture: {said}"
    assert metadata == {"image/png": {"alt": said}}
    assert Image.open(io.BytesIO(picture["image/png"])).width == 790
    assert "A &amp; b. Two &lt; three" in line["text/html"]
    assert plt.get_fignums() == []


def test_a_picture_without_a_word_is_refused():
    silent = style.Panel(lambda ax: "", "", 1.0, None, 2.0)
    with pytest.raises(ValueError, match="The picture has no description: say in a sentence"):
        show(silent)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: draw_curves({"a": [1, 2, 3]}, x=[1, 2]),
        lambda: style.Panel(lambda ax: "", "", 1.0, None, 2.0),
        lambda: [draw_bars({"W" * 24: 1})] * 5,
        lambda: style.Panel(lambda ax: 1 / 0, "", 1.0, None, 2.0),
    ],
    ids=["while it is drawn", "for its words", "for its room", "for a fault"],
)
def test_a_picture_that_is_refused_is_closed(refused):
    """Jupyter shows a figure that is open at a cell's end: half a picture below the error."""
    with pytest.raises((ValueError, ZeroDivisionError)):
        show(refused())
    assert plt.get_fignums() == []


def test_a_panel_says_what_it_takes():
    assert list(inspect.signature(draw_image).parameters)[:2] == ["image", "title"]
    with pytest.raises(TypeError, match="missing a required argument: 'image'"):
        draw_image()
    with pytest.raises(TypeError, match="unexpected keyword argument 'colours'"):
        draw_image(np.zeros((2, 2)), colours="red")


def test_a_picture_has_the_same_bytes_each_time():
    code = """
import base64, json
from course_utils.drawing import draw_image, show, style
style.display = lambda data, **more: print(json.dumps(base64.b64encode(data.get("image/png", b"")).decode()))
show(draw_image([[0, 1]], "two pixels"))
"""
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    assert base64.b64decode(json.loads(runs[0].stdout.splitlines()[0])).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", drawing.__all__)
def test_a_drawing_function_says_what_it_takes_and_gives(name):
    function = getattr(drawing, name)
    text = inspect.getdoc(function)
    described = text.partition("Parameters\n----------\n")[2].partition("Returns\n-------\n")
    taken = [
        part.strip().lstrip("*")
        for line in described[0].splitlines()
        if " : " in line
        for part in line.split(" : ")[0].split(",")
    ]
    assert sorted(set(taken) - {"or lists of Panel"}) == sorted(inspect.signature(function).parameters)
    # A panel's decorator gives the panel; what the function itself returns is its description.
    gives = any(line.strip().startswith("return ") for line in inspect.getsource(function).splitlines())
    assert bool(described[2]) == (gives and not hasattr(function, "on"))


@pytest.mark.parametrize(
    ("panels", "sentence"),
    [
        ((), "a row without a panel"),
        (([],), "a row without a panel"),
        ((None,), "a row without a panel"),
        (([draw_image(np.eye(2))], [None]), "a row without a panel"),
        ((draw_image,), "is no panel"),
        ((np.eye(2),), "is no panel"),
        (("a boot",), "a str is no panel"),
    ],
)
def test_what_is_no_panel_gets_a_sentence(panels, sentence):
    with pytest.raises(ValueError, match=f"{sentence}.*: give what a draw_… function returns"):
        show(*panels)


@pytest.mark.parametrize("draw", [drawing.draw_curves, drawing.draw_runs])
def test_nothing_to_draw_gets_a_sentence(draw):
    with pytest.raises(ValueError, match="'a' has no value: give at least one number"):
        axes_of(draw({"a": []}))
    with pytest.raises(ValueError, match="give a dictionary of name and values"):
        axes_of(draw({}))


@pytest.mark.filterwarnings("error")
def test_a_training_that_came_to_nothing_is_drawn_without_a_warning():
    assert words_of(drawing.draw_curves({"loss": [2.3, np.nan, np.nan]})) == (
        "1 curve over epoch: loss ≈ 2.3 to ≈ NaN, between ≈ 2.3 and ≈ 2.3."
    )
    nothing = drawing.draw_curves({"loss": [np.nan, np.nan]})
    assert words_of(nothing) == "1 curve over epoch: loss not drawn: NaN or infinite throughout."


def test_a_mask_is_an_image_and_a_number_a_title():
    (ax,) = axes_of(draw_image(np.eye(2) > 0, 3))
    assert (written(ax), ax.get_title()) == (["1", "0", "0", "1"], "3")
