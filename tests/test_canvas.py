"""The canvas: what its PNG really shows, pixel by pixel, and that it shows what the SVG says."""

import base64
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from course_utils import explorers
from course_utils.colours import FEATURE_MAP, INK, INPUT, KERNEL, NEUTRAL, PALE, signed, to_rgb
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.shared.raster import LARGEST

RNG = np.random.default_rng(0)


def shown(canvas):
    """The PNG of a canvas as numbers (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(canvas.png())).convert("RGB")).astype(int)


def ink_in(pixels, x=(0, None), y=(0, None)):
    """How many pixels of a part are not the paper's white."""
    return int((pixels[slice(*y), slice(*x)].min(axis=-1) < 200).sum())


def ends_of(ink):
    """First and last place along an axis that has ink."""
    places = np.flatnonzero(ink)
    return places[0], places[-1] + 1


def with_text(words="Wide words", **settings):
    canvas = Canvas(60, 400)
    canvas.text(200, 30, words, **settings)
    return canvas


# Words.


@pytest.mark.parametrize(("size", "bold"), [(10, False), (13, False), (15, True)])
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_words_lie_on_their_side_of_their_point(anchor, size, bold):
    canvas = with_text(anchor=anchor, size=size, bold=bold)
    dark = shown(canvas).min(axis=-1) < 200
    left, right = ends_of(dark.any(axis=0))
    top, bottom = ends_of(dark.any(axis=1))
    width = canvas.width_of("Wide words", size, bold)
    expected = 200 - {"start": 0, "middle": 0.5, "end": 1}[anchor] * width
    assert left == pytest.approx(expected, abs=2.5)
    assert right == pytest.approx(expected + width, abs=2.5)
    assert (top + bottom) / 2 == pytest.approx(30, abs=2.5), "the middle line is at y"
    assert bottom - top < 1.2 * size


def test_bold_and_larger_words_are_wider():
    widths = [Canvas.width_of("Wide words", size, bold) for size, bold in ((10, False), (10, True), (13, True))]
    assert widths == sorted(set(widths))
    assert Canvas.width_of("") == 0
    assert Canvas.width_of(12) == Canvas.width_of("12")


def test_all_words_are_there_and_nothing_beside_them():
    words = ["map 3", "× kernel", "−0.25", "≈0", "γ · (x − mean) / √(variance + ε)", "100.0 %", "…"]
    canvas, boxes = Canvas(30 * len(words), 400), []
    for line, text in enumerate(words):
        y, size = 15 + 30 * line, 10 + line % 4
        canvas.text(20, y, text, size=size, anchor="start", colour=(INK, KERNEL, FEATURE_MAP)[line % 3])
        boxes.append((20, 20 + canvas.width_of(text, size), y - size, y + size))
    pixels = shown(canvas)
    for text, (left, right, top, bottom) in zip(words, boxes, strict=True):
        assert ink_in(pixels, (18, int(right) + 2), (top, bottom)) > 4 * len(text.replace("…", "")), text
        assert ink_in(pixels, (int(right) + 2, None), (top, bottom)) == 0, text
        assert ink_in(pixels, (0, left - 2), (top, bottom)) == 0, text


# Lines and boxes.


def with_line(points, **settings):
    canvas = Canvas(140, 140)
    canvas.line(points, **settings)
    return shown(canvas)


@pytest.mark.parametrize(("start", "end"), [((20, 70), (120, 70)), ((70, 120), (70, 20)), ((110, 110), (30, 30))])
def test_an_arrow_has_a_head_at_its_end_and_a_line_has_none(start, end):
    plain, arrow = with_line([start, end]), with_line([start, end], arrow=True)
    along = np.subtract(end, start) / np.hypot(*np.subtract(end, start))
    across = np.array([-along[1], along[0]])
    for side in (-1, 1):
        x, y = np.round(np.array(end) - 5.5 * along + side * 3 * across).astype(int)
        beside = slice(y - 1, y + 2), slice(x - 1, x + 2)
        assert plain[beside].min() > 200
        assert arrow[beside].min() < 200, "a wing on either side"
    near = np.abs(np.indices((140, 140)) - np.array(end[::-1]).reshape(2, 1, 1)).max(axis=0) <= 12
    np.testing.assert_allclose(plain[~near], arrow[~near], atol=4)


def pieces(row):
    """How many dark pieces a row of pixels has."""
    dark = row.min(axis=-1) < 200
    return int((np.diff(dark.astype(int), prepend=0) == 1).sum())


def test_a_dotted_line_has_gaps():
    points = [(10, 70), (130, 70)]
    assert pieces(with_line(points, weight=2)[70]) == 1
    assert pieces(with_line(points, weight=2, dotted=True)[70]) == pytest.approx(20, abs=2)


def test_a_dotted_box_has_gaps_on_each_side():
    canvas = Canvas(140, 140)
    canvas.box(20, 20, 100, 100, edge=INK, weight=2, dotted=True)
    pixels = shown(canvas)
    for side in (pixels[20], pixels[120], pixels[:, 20], pixels[:, 120]):
        assert pieces(side) > 10


def test_a_box_is_filled_and_has_an_edge():
    canvas = Canvas(140, 140)
    canvas.box(20, 30, 100, 60, PALE[KERNEL], edge=FEATURE_MAP, weight=4)
    pixels = shown(canvas)
    np.testing.assert_allclose(pixels[60, 70], rgb(PALE[KERNEL]), atol=4)
    for row, column in ((30, 70), (90, 70), (60, 20), (60, 120)):
        np.testing.assert_allclose(pixels[row, column], rgb(FEATURE_MAP), atol=12)
    assert ink_in(pixels, x=(123, None)) + ink_in(pixels, y=(93, None)) + ink_in(pixels, y=(0, 27)) == 0


def rgb(colour):
    return 255 * np.array(to_rgb(colour))


def test_a_hatched_box_has_lines_in_it_and_stays_in_its_place():
    plain, hatched = Canvas(140, 140), Canvas(140, 140)
    plain.box(20, 20, 90, 60, edge=INK)
    hatched.box(20, 20, 90, 60, edge=INK, hatched=True)
    inside = {"x": (24, 106), "y": (24, 76)}
    assert ink_in(shown(plain), **inside) == 0
    assert ink_in(shown(hatched), **inside) > 100
    assert pieces(shown(hatched)[50, 24:106]) == 3
    assert ink_in(shown(hatched)) - ink_in(shown(hatched), (18, 113), (18, 83)) == 0


# Images.


def test_each_square_of_an_image_has_its_colour():
    colours = RNG.integers(0, 256, (3, 4, 3), dtype=np.uint8)
    canvas = Canvas(100, 200)
    canvas.image(20, 10, 120, 75, colours)
    pixels = shown(canvas)
    for row, column in np.ndindex(3, 4):
        np.testing.assert_allclose(pixels[10 + 25 * row + 12, 20 + 30 * column + 15], colours[row, column], atol=10)
    assert ink_in(pixels) - ink_in(pixels, (19, 141), (9, 86)) == 0


def boot():
    """A grey picture of many shades."""
    return np.clip(np.add.outer(np.arange(28) * 6, np.arange(28) * 4) + RNG.integers(-20, 20, (28, 28)), 0, 255)


def test_a_grey_picture_with_words_stays_grey():
    canvas = Canvas(220, 320)
    canvas.image(10, 10, 196, 196, boot().astype(np.uint8))
    canvas.text(210, 30, "row 3", anchor="start")
    pixels = shown(canvas)
    assert np.ptp(pixels, axis=-1).max() <= 2
    assert len(np.unique(pixels[..., 0])) > 20, "and its shades are told apart"


@pytest.mark.parametrize("many", [False, True])
def test_a_grey_image_stays_grey_beside_colours(many):
    canvas, grey = Canvas(440, WIDTH), boot().astype(np.uint8)
    canvas.image(10, 10, 196, 196, grey)
    canvas.box(220, 10, 60, 60, PALE[KERNEL], edge=KERNEL, weight=3)
    if many:
        canvas.image(300, 10, 420, 420, RNG.integers(0, 256, (10, 10, 3), dtype=np.uint8))
    canvas.text(10, 225, "orange words", colour=KERNEL, anchor="start")
    png, pixels = canvas.png(), shown(canvas)
    assert np.ptp(pixels[12:204, 12:204], axis=-1).max() == 0
    centres = pixels[13:206:7, 13:206:7, 0]
    np.testing.assert_allclose(centres, grey, atol=8)
    np.testing.assert_allclose(pixels[40, 250], rgb(PALE[KERNEL]), atol=16)
    assert len(png) <= LARGEST


def test_a_few_pixels_of_a_colour_keep_it_beside_many_of_others():
    canvas = Canvas(440, WIDTH)
    canvas.image(10, 10, 420, 420, signed(np.add.outer(np.arange(-30, 30), np.arange(-30, 30)), 60))
    for left, colour in ((450, INPUT), (500, KERNEL)):
        canvas.box(left, 10, 12, 12, colour)
    pixels = shown(canvas)
    np.testing.assert_allclose(pixels[16, 456], rgb(INPUT), atol=16)
    np.testing.assert_allclose(pixels[16, 506], rgb(KERNEL), atol=16)


def test_an_image_is_as_large_as_fits_and_framed():
    canvas, tall = Canvas(140, 140), np.full((10, 5), 120, np.uint8)
    assert canvas.framed_image(20, 20, 100, 100, tall, KERNEL, 3) == 10
    pixels = shown(canvas)
    np.testing.assert_allclose(pixels[70, 45], 120, atol=4)
    np.testing.assert_allclose(pixels[70, 20], rgb(KERNEL), atol=30)
    assert ink_in(pixels, x=(73, None)) == 0


@pytest.mark.parametrize("size", [0, 13])
def test_cells_have_their_words_in_their_squares(size):
    canvas = Canvas(140, 140)
    canvas.cells(20, 20, 30, np.full((2, 3, 3), 250, np.uint8), list("123456"), [INK] * 6, size, [(1, 2)], edge=INK)
    pixels = shown(canvas)
    for row, column in np.ndindex(2, 3):
        left, top = 20 + 30 * column, 20 + 30 * row
        ink = ink_in(pixels, (left + 5, left + 25), (top + 5, top + 25))
        assert (ink > 8) == bool(size), "words where there is room"
    assert pieces(pixels[50, 82:108]) >= 3, "the empty cell is dotted"


# Both pictures are made of the same shapes.


def everything():
    canvas = Canvas(140, 140)
    canvas.box(10, 10, 50, 30, PALE[KERNEL], edge=KERNEL, hatched=True)
    canvas.line([(10, 60), (60, 60)], arrow=True, dotted=True)
    canvas.title(10, 80, "words", NEUTRAL)
    canvas.image(70, 10, 40, 40, boot().astype(np.uint8))
    return canvas


def test_each_kind_of_shape_is_drawn_in_both_pictures():
    whole, empty = everything(), Canvas(140, 140)
    for kind in {shape[0] for shape in whole.shapes}:
        alone = Canvas(140, 140)
        alone.shapes = [shape for shape in whole.shapes if shape[0] == kind]
        assert ink_in(shown(alone)) > 20, kind
        assert len(alone.svg("")) > len(empty.svg("")) + 40, kind
    assert ink_in(shown(empty)) == 0


def test_the_svg_has_every_shape_once():
    canvas = everything()
    svg = canvas.svg("words for <them>")
    tags = {"box": "<rect", "line": "<polyline", "text": "<text", "image": "<image"}
    for kind, tag in tags.items():
        assert svg.count(tag) == sum(shape[0] == kind for shape in canvas.shapes)
    assert 'aria-label="words for &lt;them&gt;"' in svg


@pytest.mark.parametrize("shape", [(5, 7), (1, 1), (4, 3, 3), (28, 28, 3)])
def test_an_image_in_the_svg_is_the_array(shape):
    pixels = RNG.integers(0, 256, shape, dtype=np.uint8)
    canvas = Canvas(100, 100)
    canvas.image(0, 0, 100, 100, pixels)
    stored = re.search(r"data:image/png;base64,([^\"]+)", canvas.svg("")).group(1)
    decoded = Image.open(io.BytesIO(base64.b64decode(stored)))
    assert decoded.mode == ("RGB" if len(shape) == 3 else "L")
    np.testing.assert_array_equal(np.asarray(decoded), pixels)


# Where a browser draws the SVG there is neither Matplotlib nor Pillow.

IN_A_PAGE = """
import json, sys
for name in ("matplotlib", "PIL", "keras", "tensorflow"):
    sys.modules[name] = None
from course_utils import explorers
found = {}
for name in explorers.__all__:
    try:
        explorer = getattr(explorers, name).example()
        found[name] = explorer.problem, explorer.svg
    except ImportError as error:
        found[name] = str(error), ""
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def in_a_page():
    """Explorers as they are drawn without Matplotlib, Pillow and Keras."""
    run = subprocess.run([sys.executable, "-c", IN_A_PAGE], capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


def test_explorers_are_drawn_without_matplotlib_and_pillow(in_a_page):
    with_model = {name for name, (problem, _) in in_a_page.items() if re.search("keras|tensorflow", problem)}
    for name, (problem, svg) in in_a_page.items():
        if name not in with_model:
            assert not problem, name
            assert svg == getattr(explorers, name).example().svg, name
    assert len(with_model) <= 3, "an example that needs a network says so; all others stand on their own"
