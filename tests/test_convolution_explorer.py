"""ConvolutionExplorer: every number it shows is NumPy's, in the window, for a pixel and for a weight."""

import itertools
import re
from html import unescape

import ipywidgets as widgets
import numpy as np
import pytest

from course_utils import images, kernels
from course_utils.convolution import cross_correlate
from course_utils.explorers.convolution.convolution_explorer import ConvolutionExplorer
from course_utils.explorers.convolution.convolution_facts import answers_of, pixel_of, weight_of, window_of
from course_utils.explorers.convolution.convolution_picture import SHOW, picture
from course_utils.explorers.shared.number_grid import written
from course_utils.numbers import number

WINDOW, PIXEL, WEIGHT = SHOW
dice = np.random.default_rng(0)
GREY = {"image": dice.integers(-9, 10, (5, 4)), "kernel": dice.integers(-3, 4, (3, 2))}
COLOUR = {"image": dice.integers(0, 10, (4, 5, 3)), "kernel": dice.integers(-3, 4, (2, 3, 3))}
DATA = [{}, GREY, COLOUR]


def texts(explorer):
    """All words of the picture, from its SVG."""
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", explorer.svg)]


def deep(explorer):
    """Image and kernel, with an axis of channels, the kernel turned where it is flipped."""
    kernel = np.atleast_3d(np.array(explorer.kernel, float))
    return np.atleast_3d(explorer.image), kernel[::-1, ::-1] if explorer.flip else kernel


def by_loops(explorer):
    """The feature map from nothing but NumPy's sums."""
    image, kernel = deep(explorer)
    rows, columns = np.subtract(image.shape[:2], kernel.shape[:2]) + 1
    answers = np.full((rows, columns), explorer.bias)
    for row, column in np.ndindex(rows, columns):
        answers[row, column] += (image[row:, column:][: kernel.shape[0], : kernel.shape[1]] * kernel).sum()
    return answers


@pytest.mark.parametrize("data", DATA, ids=["default", "grey", "colour"])
@pytest.mark.parametrize(("flip", "bias"), [(False, 0), (True, 0), (True, -1.5)])
def test_every_window_is_numpys(data, flip, bias):
    explorer = ConvolutionExplorer(**data, flip=flip, bias=bias)
    expected = by_loops(explorer)
    np.testing.assert_allclose(explorer.feature_map, expected)
    for position, (row, column) in enumerate(np.ndindex(expected.shape)):
        explorer.position = position
        image, kernel = deep(explorer)
        window = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
        assert (explorer.row, explorer.column) == (row, column)
        np.testing.assert_array_equal(np.atleast_3d(explorer.window), window)
        np.testing.assert_array_equal(np.atleast_3d(explorer.products), window * kernel)
        np.testing.assert_allclose(explorer.row_sums, (window * kernel).sum(axis=1))
        np.testing.assert_allclose(explorer.partial_sums, (window * kernel).sum(axis=(0, 1)))
        assert explorer.answer == pytest.approx(expected[row, column])
        assert_the_window_is_drawn(explorer, window, kernel, expected)


def assert_the_window_is_drawn(explorer, window, kernel, expected):
    shown, count = texts(explorer), explorer.position + 1
    cells = [text for text in shown if re.fullmatch(r"−?[\d.]+", text)]
    values = [
        *deep(explorer)[0].ravel(),
        *expected.ravel()[:count],
        *window.ravel(),
        *kernel.ravel(),
        *(window * kernel).ravel(),
    ]
    assert sorted(cells) == sorted(map(number, values)), "the map is filled up to here, and no further"
    for channel in range(window.shape[2]):
        so_far = 0
        for pixels, weights in zip(window[..., channel], kernel[..., channel], strict=True):
            pairs = zip(pixels, weights, strict=True)
            line = " + ".join(
                "·".join(f"({number(one)})" if one < 0 else number(one) for one in pair) for pair in pairs
            )
            assert f"{line} = {number(pixels @ weights)}" in shown
            so_far += pixels @ weights
            assert {f"so far {number(so_far)}", f"sum {number(so_far)}"} & set(shown)
    names = ["red", "green", "blue"] if window.shape[2] > 1 else ["sum"]
    terms = [f"{name} {number(part)}" for name, part in zip(names, (window * kernel).sum(axis=(0, 1)), strict=True)]
    total = f"{' + '.join(terms)} + bias {number(explorer.bias)} = {number(explorer.answer)}"
    assert f"{total}   → row {explorer.row}, column {explorer.column}" in shown
    assert number(explorer.answer) in explorer.words


@pytest.mark.parametrize("data", DATA, ids=["default", "grey", "colour"])
def test_the_map_is_that_of_keras(data):
    from course_utils.quiet import keras

    explorer = ConvolutionExplorer(**data, bias=0.5)
    image, kernel = deep(explorer)
    layer = keras.layers.Conv2D(1, kernel.shape[:2])
    layer.build((None, *image.shape))
    layer.set_weights([kernel[..., np.newaxis], np.array([0.5])])
    np.testing.assert_allclose(explorer.feature_map, np.asarray(layer(image[np.newaxis]))[0, ..., 0], atol=1e-4)


@pytest.mark.parametrize(("data", "flip"), list(itertools.product(DATA, [False, True])))
def test_a_pixel_changes_the_answers_that_read_it(data, flip):
    explorer = ConvolutionExplorer(**data, flip=flip, show=PIXEL)
    before = by_loops(explorer)
    for pixel, place in enumerate(np.ndindex(explorer.image.shape[:2])):
        explorer.pixel = pixel
        assert explorer.pixel_at == place
        for channel in range(explorer.laid.shape[2]):
            changed = np.atleast_3d(explorer.image).copy()
            changed[(*place, channel)] += 1
            difference = np.zeros(before.shape)
            difference[explorer.readers] = explorer.weights_met[..., channel].ravel()
            after = cross_correlate(changed, explorer.laid[..., np.newaxis])[..., 0]
            np.testing.assert_allclose(after - before, difference, err_msg="one more in the pixel: its weight more")
        shown = texts(explorer)
        assert f"{explorer.readers.sum()} window" in explorer.words
        assert {number(share) for share in explorer.pixel_shares.ravel()} <= set(shown)


@pytest.mark.parametrize(("data", "flip"), list(itertools.product(DATA, [False, True])))
def test_the_shares_of_all_weights_are_the_map(data, flip):
    explorer = ConvolutionExplorer(**data, flip=flip, show=WEIGHT)
    total = np.zeros_like(explorer.feature_map)
    kernel = np.atleast_3d(np.array(explorer.kernel, float))
    slices = np.moveaxis(kernel, -1, 0).ravel()
    for weight, value in enumerate(slices):
        explorer.weight = weight
        total += explorer.shares
        assert explorer.laid[explorer.weight_at] == value
        row, column, channel = explorer.weight_at
        assert explorer.touched[row, column]
        assert explorer.touched.sum() == explorer.shares.size
        touched = np.atleast_3d(explorer.image)[..., channel][explorer.touched]
        np.testing.assert_array_equal(explorer.shares.ravel(), touched * value)
        assert {number(share) for share in explorer.shares.ravel()} <= set(texts(explorer))
    np.testing.assert_allclose(total, by_loops(explorer))


def test_the_sentences():
    say = lambda **state: ConvolutionExplorer(**state).words  # noqa: E731
    assert say() == (
        "Window 0 (of 0 to 8): 0·(−1) + 3·0 + 3·1 + 0·(−2) + 3·0 + 3·2 + 0·(−1) + 2·0 + 3·1 = 12. It goes to row 0, "
        "column 0 of the feature map; filled: 1 of 9 places."
    )
    assert say(flip=True, bias=0.5, kernel=[[1, -1]], position=4) == (
        "Window 4 (of 0 to 19): 0·(−1) + 3·1 + bias 0.5 = 3.5. It goes to row 1, column 0 of the feature map; "
        "filled: 5 of 20 places. The kernel is turned by half a turn."
    )
    assert say(**COLOUR).startswith("Window 0 (of 0 to 8): red ")
    assert say(show=PIXEL, pixel=6) == (
        "Pixel 6 (row 1, column 1; 3): 4 windows read it, for rows 0 to 1, columns 0 to 1 of the feature map. "
        "Each lays its own weight on it."
    )
    assert say(show=PIXEL).endswith("1 window reads it, for row 0, column 0 of the feature map.")
    assert say(show=WEIGHT, weight=5) == (
        "Weight 5 (row 1, column 2; 2): it touches 9 of 25 pixels, rows 1 to 3, columns 2 to 4, another in each "
        "window. All windows share it."
    )
    assert "(row 0, column 1, green; " in say(**COLOUR, show=WEIGHT, weight=7)


@pytest.mark.parametrize("show", SHOW)
def test_the_largest_still_has_a_short_sentence_and_fits(show):
    large = dice.integers(-999, 1000, (12, 12)), dice.normal(size=(5, 5)) * 40
    deepest = dice.random((8, 8, 3)), dice.normal(size=(3, 3, 3))
    longest = np.full((12, 12), -998.999), np.full((5, 5), -98.765)
    tiny = np.full((8, 8, 3), -0.00002), np.full((3, 3, 3), -0.00003)
    simple = ([[1]], [[2]]), ([[0]], [[0]]), (large[0], np.zeros((1, 5)))
    for image, kernel in (large, deepest, longest, (longest[0], longest[1][:3, :3]), tiny, *simple):
        explorer = ConvolutionExplorer(image, kernel, 1.5, show=show, flip=True)
        assert not explorer.problem
        assert len(explorer.words.split()) <= 60
        for shape in explorer.canvas.shapes:
            if shape[0] == "text":
                (x, y), words, size, anchor, *_, bold = shape[1:]
                wide = len(words) * size * (0.68 if bold else 0.6)
                left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * wide
                assert size >= 10
                assert -8 <= left <= left + wide <= 748, words
                assert 0 < y < explorer.canvas.height


def test_the_number_boxes_and_the_presets_move_the_kernel():
    explorer = ConvolutionExplorer()
    editor = explorer.controls["kernel"]
    assert editor.preset.value == "sobel_x"
    editor.boxes[0, 1].value = 2.5
    assert explorer.kernel == ((-1, 2.5, 1), (-2, 0, 2), (-1, 0, 1))
    assert editor.preset.value == "your own"
    assert explorer.svg == ConvolutionExplorer(kernel=explorer.kernel).svg
    editor.preset.value = "laplacian"
    np.testing.assert_array_equal(explorer.kernel, kernels.laplacian)
    assert [box.value for box in editor.boxes.values()] == kernels.laplacian.ravel().tolist()
    editor.preset.value = "your own"
    assert editor.preset.value == "laplacian", "the boxes still hold it"
    explorer.kernel = np.ones((3, 3))
    assert {box.value for box in editor.boxes.values()} == {1}
    assert explorer.feature_map[0, 0] == 17
    assert editor.boxes[2, 1].description == "kernel: row 2, column 1", "a screen reader says which weight it is"


def test_all_named_kernels_are_there_as_they_are():
    editor = ConvolutionExplorer().controls["kernel"]
    for name in ("identity", "sobel_x", "sobel_y", "laplacian", "sharpen", "emboss"):
        np.testing.assert_array_equal(editor.presets[name], getattr(kernels, name))
    np.testing.assert_array_equal(np.float32(editor.presets["box_blur"]), kernels.box_blur(3))
    np.testing.assert_array_equal(np.float32(editor.presets["gaussian_blur"]), kernels.gaussian_blur(3))
    assert "as given" not in editor.presets
    given = ConvolutionExplorer(kernel=images.counting(3, 3) * 2).controls["kernel"]
    assert given.preset.value == "as given"
    assert ConvolutionExplorer(COLOUR["image"], "sobel_y").kernel == written(np.stack([kernels.sobel_y] * 3, axis=-1))


def test_only_the_view_that_is_shown_has_live_controls():
    explorer = ConvolutionExplorer(position=5)
    assert explorer.position == explorer.controls["position"].value == 5
    for show, live in zip(SHOW, ("position", "pixel", "weight"), strict=True):
        explorer.show = show
        shown = [explorer.controls[name].layout.display for name in ("position", "pixel", "weight")]
        assert shown == ["flex" if name == live else "none" for name in ("position", "pixel", "weight")]


def test_a_player_that_goes_out_of_sight_stands_still():
    explorer = ConvolutionExplorer()
    (player,) = [child for child in explorer.children[0].children[1].children if isinstance(child, widgets.Play)]
    player.playing = True
    explorer.show = "who reads a pixel"
    assert (player.playing, player.layout.display) == (False, "none")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"image": "boot.png"}, "image is text, 'boot.png', and not numbers: give (height, width) up to 12 × 12 or"),
        ({"image": object()}, "image is of type object, and not an array of numbers: give (height, width)"),
        ({"image": [[1, 2], [3]]}, "image holds something other than numbers, or rows of different lengths: give"),
        ({"image": np.zeros((28, 28))}, "image has the shape 28 × 28, which is not allowed: give (height, width) up"),
        ({"image": np.zeros((13, 1))}, "image has the shape 13 × 1, which is not allowed"),
        ({"image": np.zeros((9, 9, 3))}, "or (height, width, 3) up to 8 × 8, such as a piece image[5:13, 5:13]."),
        ({"image": np.zeros((4, 4, 1))}, "image has the shape 4 × 4 × 1, which is not allowed"),
        ({"image": []}, "image is empty: give"),
        ({"image": [[1, np.nan]]}, "image holds NaN or infinity, in 1 of 2 places: give"),
        ({"image": [[0, 5000]]}, "image goes from 0 to 5,000, beyond ±999: give"),
        ({"image": [[1, 2]]}, "a kernel of 3 × 3 does not fit into an image of 1 × 2: give a smaller kernel."),
        ({"kernel": "sobel"}, "kernel 'sobel' is not known; there are identity, box_blur"),
        ({"kernel": np.ones((6, 6))}, "kernel has the shape 6 × 6, which is not allowed: give (rows, columns) up to 5"),
        ({"kernel": [[100]]}, "kernel goes from 100 to 100, beyond ±99: give"),
        ({"image": np.zeros((4, 4, 3)), "kernel": kernels.sobel_x}, "give (rows, columns, 3) up to 3 × 3, as deep as"),
        ({"position": 9}, "position 9 is not allowed: with this image and kernel, give 0 to 8."),
        ({"pixel": -1}, "pixel -1 is not allowed: with this image and kernel, give 0 to 24."),
        ({"weight": 9}, "weight 9 is not allowed: with this image and kernel, give 0 to 8."),
        ({"bias": float("nan")}, "bias nan is not allowed: a number from -99 to 99."),
        ({"bias": float("inf")}, "bias inf is not allowed: a number from -99 to 99."),
        ({"bias": "much"}, "bias 'much' is not allowed: a number from -99 to 99."),
        ({"flip": 3}, "flip 3 is not allowed"),
    ],
)
def test_what_cannot_be_gets_a_sentence(given, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        ConvolutionExplorer(**given)


def test_a_kernel_keeps_its_size():
    explorer = ConvolutionExplorer()
    for wrong in (None, {}, 5, "sobel", [[1, None]], np.full((3, 3), np.inf)):
        with pytest.raises(ValueError, match="kernel"):
            explorer.kernel = wrong
    with pytest.raises(ValueError, match=re.escape("position 9 is not allowed")):
        explorer.position = 9
    with pytest.raises(ValueError, match=re.escape("its size stays 3 × 3. Make another explorer for another size.")):
        explorer.kernel = np.ones((2, 2))
    assert explorer.kernel == written(kernels.sobel_x)


@pytest.mark.parametrize("position", [0, 3, 8])
def test_the_player_begins_where_the_slider_stands(position):
    explorer = ConvolutionExplorer(position=position)
    players = [child for child in explorer.children[0].children[1].children if isinstance(child, widgets.Play)]
    assert [player.value for player in players] == [position]
    assert explorer.position == explorer.controls["position"].value == position
    assert explorer.words.startswith(f"Window {position} ")
    players[0].value = 5
    assert explorer.position == 5


def test_what_is_not_zero_is_not_written_as_zero():
    explorer = ConvolutionExplorer(kernel=[[0.0004, 0], [0, 0.0004]])
    assert "0·0.0004 + 3·0 + 0·0 + 3·0.0004 ≈ 0.001." in explorer.words
    assert {"0·0.0004 + 3·0 = 0", "0·0 + 3·0.0004 ≈ 0.001"} <= set(texts(explorer))
    assert texts(explorer).count("≈0") == 4, "in the narrow cells: two weights, a product and the answer"
    tiny = ConvolutionExplorer([[1, 1]], [[0.0002, 0]])
    assert "1·0.0002 + 1·0 = 0.0002." in tiny.words
    assert any(text.startswith("sum 0.0002 + bias 0 = 0.0002 ") for text in texts(tiny))


def test_terms_that_cancel_leave_nothing():
    explorer = ConvolutionExplorer([[1, 1, 1]], [[0.1, 0.2, -0.3]])
    assert explorer.answer == explorer.row_sums.item() == explorer.running_sums.item() == 0
    assert "1·0.1 + 1·0.2 + 1·(−0.3) = 0." in explorer.words
    assert ConvolutionExplorer([[1, 0]], [[1e-12, 99]]).answer == 1e-12, "small, but not what rounding leaves"


def test_the_pictures_need_no_explorer():
    answers = answers_of(COLOUR["image"].astype(float), COLOUR["kernel"].astype(float), 0.5, flip=True)
    for show, found in zip(SHOW, (window_of, pixel_of, weight_of), strict=True):
        explorer = ConvolutionExplorer(**COLOUR, bias=0.5, flip=True, show=show, position=3, pixel=3, weight=3)
        assert picture(answers, found(answers, 3)).svg(explorer._label(), live=True) == explorer.svg
