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
    draw_feature_map,
    draw_gallery,
    draw_image,
    draw_kernel,
    draw_spreads,
    draw_window,
    panels,
    show,
    style,
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def written(ax):
    return [text.get_text() for text in ax.texts]


def test_small_images_carry_their_numbers():
    ax = panels()
    artist = draw_image(ax, np.array([[0, 0.5], [0.25, 1]]), "Four pixels")
    assert written(ax) == ["0", "0.5", "0.25", "1"]
    assert np.array_equal(artist.get_array(), [[0, 0.5], [0.25, 1]])
    assert ax.get_title() == "Four pixels"


def test_numbers_are_readable_on_dark_and_on_bright_cells():
    ax = panels()
    draw_image(ax, np.array([[0.0, 1.0]]))
    assert [text.get_color() for text in ax.texts] == ["white", "black"]


def test_large_images_and_colour_images_carry_none():
    for image in (np.zeros((28, 28)), np.zeros((4, 4, 3))):
        ax = panels()
        draw_image(ax, image)
        assert written(ax) == []


def test_the_range_of_an_image():
    assert draw_image(panels(), np.zeros((2, 2), np.uint8)).get_clim() == (0, 255)
    assert draw_image(panels(), np.zeros((2, 2))).get_clim() == (0, 1)
    assert draw_image(panels(), np.array([[1.0, 9.0]])).get_clim() == (0, 9)
    assert draw_image(panels(), np.zeros((2, 2)), limits=(0, 4)).get_clim() == (0, 4)


def test_negative_values_of_an_image_are_darker_than_zero():
    artist = draw_image(panels(), np.array([[-0.8, 0.0], [1.0, 2.0]]))
    assert artist.get_clim() == (-0.8, 2.0)


def test_long_numbers_stay_inside_their_cells():
    short, long = (
        draw_image(ax, values).axes
        for ax, values in zip(panels(1, 2, size=2), ([[0.5] * 6] * 6, [[-0.81] * 6] * 6), strict=True)
    )
    assert long.texts[0].get_fontsize() < short.texts[0].get_fontsize()


@pytest.mark.parametrize("draw", [draw_kernel, draw_feature_map])
def test_signed_values_are_centred_on_zero(draw):
    assert draw(panels(), np.array([[-3.0, 1.0]])).get_clim() == (-3, 3)
    assert draw(panels(), np.zeros((2, 2))).get_clim() == (-1, 1)
    assert draw(panels(), np.array([[-3.0, 1.0]]), limit=8).get_clim() == (-8, 8)


def hues(draw):
    """Hue in degrees of a map's colours that have one: the negative half, the positive half."""
    artist = draw(panels(), np.array([[-1.0, 1.0]]))
    colours = artist.to_rgba(np.linspace(-1, 1, 255))[:, :3]
    found = [
        360 * hue if saturation > 0.04 else None for hue, saturation, _ in (colorsys.rgb_to_hsv(*c) for c in colours)
    ]
    return [[hue for hue in half if hue is not None] for half in (found[:127], found[128:])]


def test_zero_is_the_same_grey_on_a_kernel_and_on_a_feature_map():
    for draw in (draw_kernel, draw_feature_map):
        artist = draw(panels(), np.array([[-3.0, 0.0, 1.0]]))
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
        ax = panels()
        draw(ax, np.zeros((2, 2)))
        assert to_hex(ax.spines["left"].get_edgecolor()) == colour


def test_minus_zero_is_written_as_zero():
    ax = panels()
    draw_feature_map(ax, np.array([[-0.0, -0.001, -1.5]]))
    assert written(ax) == ["0", "≈0", "−1.5"]


def test_a_window_stands_on_pixel_borders():
    outline = draw_window(panels(), 2, 3, (4, 5))
    assert outline.get_bbox().bounds == (2.5, 1.5, 5, 4)


def test_panels_have_the_shape_that_was_asked_for():
    assert panels().get_title() == ""
    assert len(panels(1, 3)) == len(panels(3, 1)) == 3
    assert [len(row) for row in panels(2, 3)] == [3, 3]


def test_a_gallery_shows_every_image_in_its_place():
    images = np.arange(6, dtype=np.uint8).reshape(2, 3, 1, 1)
    artist = draw_gallery(panels(), images, ["up", "down"])
    assert np.array_equal(artist.get_array()[1::3, 1::3], [[0, 1, 2], [3, 4, 5]])
    with pytest.raises(ValueError, match="3 names for 2 rows"):
        draw_gallery(panels(), images, ["a", "b", "c"])


def test_spreads_say_their_means():
    ax = panels()
    groups = draw_spreads(ax, {"low": [1, 1, 2], "high": [5, 6, 7]})
    assert written(ax) == ["low\nmean 1.333", "high\nmean 6.000"]
    assert [sum(patch.get_height() for patch in group) for group in groups] == [3, 3]


def test_show_stores_a_picture_and_its_text(monkeypatch):
    shown = []
    monkeypatch.setattr(style, "display", lambda data, raw: shown.append(data))
    draw_image(panels(), np.zeros((2, 2)))
    show("Two < three & black.")
    picture, line = shown
    assert picture["text/plain"] == "Picture: Two < three & black."
    assert Image.open(io.BytesIO(picture["image/png"])).size == (300, 300)
    assert "Two &lt; three &amp; black." in line["text/html"]
    assert plt.get_fignums() == []


def test_show_wants_a_text():
    with pytest.raises(ValueError, match="alt is empty"):
        show("  ")


def test_a_picture_has_the_same_bytes_each_time():
    code = """
import base64, json
from course_utils.drawing import draw_image, panels, show, style
style.display = lambda data, raw: print(json.dumps(base64.b64encode(data.get("image/png", b"")).decode()))
draw_image(panels(), [[0, 1]], "two pixels")
show("two pixels")
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
        part.strip() for line in described[0].splitlines() if " : " in line for part in line.split(" : ")[0].split(",")
    ]
    assert sorted(taken) == sorted(inspect.signature(function).parameters)
    gives = any(line.strip().startswith("return ") for line in inspect.getsource(function).splitlines())
    assert bool(described[2]) == gives
