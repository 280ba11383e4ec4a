"""What is given to be drawn, at the edge: a true picture with true words, or a sentence; never a warning."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import drawing
from course_utils.drawing import (
    draw_bars,
    draw_confusion,
    draw_curves,
    draw_feature_map,
    draw_filter_bank,
    draw_gallery,
    draw_guesses,
    draw_image,
    draw_kernel,
    draw_layer_stack,
    draw_parts,
    draw_places,
    draw_pooled,
    draw_products,
    draw_readings,
    draw_runs,
    draw_seen,
    draw_spreads,
    draw_tiles,
    draw_times_read,
    draw_units,
    draw_volume,
    draw_window_grid,
    draw_windows,
    style,
)
from tests.support.pictures import artist_of, axes_of, shown, words_of, written

pytestmark = pytest.mark.filterwarnings("error")

NINE = np.arange(9.0).reshape(3, 3)
IN_COLOUR = np.full((4, 5, 3), 0.5)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def stored(*panels):
    """Draw panels to the last, as `show` does; return their words."""
    figure, said = style.drawn(*panels)
    style.picture(figure, said)
    return said


OF_A_MATRIX = {
    "image": draw_image,
    "kernel": draw_kernel,
    "feature_map": draw_feature_map,
    "counts": draw_times_read,
    "activations": lambda given: drawing.draw_groups(given, axis=0),
    "influence": lambda given: draw_seen(NINE, given),
    "products": lambda given: draw_products(NINE, NINE, given, 1),
}
NO_MATRIX = {
    "nothing": [],
    "no row": np.zeros((0, 3)),
    "NaN": [[1, np.nan]],
    "infinity": [[np.inf, 0]],
    "transparency": np.ones((4, 4, 4)),
    "ragged": [[1, 2], [3]],
    "masked": np.ma.masked_array(NINE, NINE > 4),
    "huge": [[1e300]],
    "complex": [[1j]],
    "words": [["a"]],
    "one number": 7,
    "a row": [1, 2, 3],
    "None": None,
    "a dictionary": {1: 2},
}


@pytest.mark.parametrize("name", OF_A_MATRIX)
@pytest.mark.parametrize("given", NO_MATRIX.values(), ids=NO_MATRIX)
def test_what_is_no_matrix_gets_a_sentence_at_the_call(name, given):
    with pytest.raises(ValueError, match=f"^{name} .*: give .*\\.$"):
        OF_A_MATRIX[name](given)


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint16, np.int64, np.uint64, np.float16, np.longdouble])
@pytest.mark.parametrize("name", OF_A_MATRIX)
def test_every_kind_of_number_is_drawn(name, dtype):
    assert stored(OF_A_MATRIX[name](np.eye(3).astype(dtype)[..., np.newaxis]))


@pytest.mark.parametrize("draw", [draw_kernel, draw_feature_map, lambda given: draw_volume(given[..., np.newaxis])])
def test_the_smallest_of_eight_bits_keeps_its_place_on_the_scale(draw):
    assert artist_of(draw(np.array([[-128, 3]], np.int8))).get_clim() == (-128, 128)


def test_an_axis_of_one_channel_is_no_colour():
    assert words_of(draw_image(np.full((1, 2, 1), 0.5))) == "A grey image, 1 × 2: 0.5 0.5."


@pytest.mark.parametrize("shape", [(1, 300), (300, 1)])
def test_a_hair_is_wide_enough_to_be_seen(shape):
    figure, _ = style.drawn(draw_image(np.ones(shape)))
    figure.canvas.draw()
    assert min(figure.axes[0].bbox.width, figure.axes[0].bbox.height) >= 8


@pytest.mark.parametrize("given", [IN_COLOUR * 3, (IN_COLOUR * 400).astype(int), -IN_COLOUR])
@pytest.mark.parametrize(
    "draw",
    [draw_image, drawing.draw_channels, lambda given: draw_gallery(given[np.newaxis, ..., 0][np.newaxis], ["a"])],
)
def test_one_law_for_colour_images_and_galleries(draw, given):
    with pytest.raises(ValueError, match="give uint8 from 0 to 255, or floats from 0 to 1"):
        draw(given)


@pytest.mark.parametrize(
    ("windows", "sentence"),
    [
        ([(2, 0, 2)], "a window of 2 × 2 at row 2, column 0 reaches outside 3 × 3"),
        ([(0, -1, 2)], "a window's column is -1"),
        ([(0, 0, 0)], "a window's height is 0"),
        ([(0, 0, (1, 2.5))], "a window's width is 2.5"),
        ((0, 0, 2), r"windows holds 0: give a list of \(row, column, size\)"),
    ],
)
@pytest.mark.parametrize("draw", [draw_image, draw_feature_map])
def test_windows_lie_inside(draw, windows, sentence):
    with pytest.raises(ValueError, match=sentence):
        axes_of(draw(NINE, windows=windows))


def test_a_unit_that_sees_nothing_is_said_to():
    assert stored(draw_seen(NINE, np.zeros((3, 3)))).endswith("; nothing of it is seen.")


def test_a_curve_that_is_nothing_but_nan_is_named_and_not_drawn():
    (ax,) = axes_of(draw_curves({"lost": [np.nan, np.inf], "kept": [1, 2]}))
    assert set(written(ax)) == {"lost: no value to draw", "kept"}
    assert all(0 <= ax.transAxes.inverted().transform(ax.transData.transform(text.xy))[0] <= 1 for text in ax.texts)


def test_a_point_without_a_neighbour_is_seen_without_markers():
    (ax,) = axes_of(draw_curves({"a": [1], "b": [1, 2, np.nan, 4]}, marker=""))
    assert [line.get_markevery() for line in ax.lines] == [[0], [3]]


def test_a_logarithmic_axis_says_what_it_leaves_out():
    said = stored(draw_curves({"a": [1, 0, 0.1], "b": [0, -1]}, scales=("linear", "log")))
    assert "a ≈ 1 to ≈ 0.1, between ≈ 0 and ≈ 1 (1 value of 0 or less not drawn)" in said
    assert "b ≈ 0 to ≈ −1, between ≈ −1 and ≈ 0 (2 values of 0 or less not drawn)" in said


def test_a_run_that_came_to_nothing_is_counted_and_leaves_the_mean_alone():
    panel = draw_runs({"a": [1, 3, np.nan], "b": [np.inf]})
    (ax,) = axes_of(panel)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["a\n1× NaN", "b\n1× ∞"]
    assert words_of(panel) == (
        "A dot per run: a: mean ≈ 2 of 2 runs from ≈ 1 to ≈ 3, and 1 more not drawn: NaN or infinite; "
        "b: 1 not drawn: NaN or infinite."
    )


def test_bars_stand_in_their_order_whatever_they_are_called():
    (ax,) = axes_of(draw_bars({7: 1, "seven": 2, 0.5: 3}))
    assert [bar.get_y() + bar.get_height() / 2 for bar in ax.patches] == [0, 1, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["7", "seven", "0.5"]


@pytest.mark.parametrize("values", [[5.0], [1e16] * 3, [1e10, 1e10 + 1e-6], [0.0, 0.0]])
def test_values_that_are_all_but_one_have_a_histogram(values):
    panel = draw_spreads({"a": values})
    assert stored(panel)
    assert sum(patch.get_height() for patch in axes_of(panel)[0].patches) == len(values)


def test_pooled_images_keep_their_grey():
    image = np.full((2, 2), 200, np.uint8)
    axes = axes_of(draw_pooled([[image, image.astype(float)[:1, :1] / 2]], ["image", "pooled"]))
    assert [ax.images[0].get_clim() for ax in axes] == [(0, 255), (0, 255)]


def test_a_large_network_finds_room():
    (ax,) = axes_of(draw_layer_stack([], (224, 224, 3)))
    assert all(patch.get_y() + patch.get_height() <= ax.get_ylim()[1] for patch in ax.patches)


NAMES = ["$", "a$b$c", "$\\frac$", "_x", "<b>&amp;", "🦆", "x" * 500, "", "two\nlines", "\\alpha", "{}", "漢字"]
NAMED = {
    "title": lambda name: draw_image(NINE, name),
    "sign": lambda name: draw_kernel(NINE, sign=name),
    "curves": lambda name: draw_curves({name: [1, 2], "b": [2, 1]}, name, x_label=name, y_label=name),
    "logarithmic": lambda name: draw_curves({name: [1, 9]}, scales=("linear", "log")),
    "bars": lambda name: draw_bars({name: 1}, name),
    "runs": lambda name: draw_runs({name: [1], "b": [2]}, name),
    "spreads": lambda name: draw_spreads({name: [1, 2]}, name),
    "gallery": lambda name: draw_gallery(np.zeros((1, 3, 4, 4)), [name], name),
    "confusion": lambda name: draw_confusion(np.eye(2), [name, "b"], name),
    "parts": lambda name: draw_parts([(name, True)], name),
    "units": lambda name: draw_units([[1, 0], [1]], name),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("draw", NAMED.values(), ids=NAMED)
def test_every_name_is_drawn_as_it_is_written(draw, name):
    stored(draw(name))
    texts = [text for ax in axes_of(draw(name)) for text in [*ax.texts, ax.title]]
    assert not any(text.get_parse_math() for text in texts)


def test_names_that_leave_no_room_get_a_sentence():
    many = [draw_bars({"W" * 24: 1}) for _ in range(5)]
    with pytest.raises(ValueError, match="leave no room for what they name: give shorter ones, fewer panels"):
        style.picture(*style.drawn(*many))


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: draw_bars({}), "there is no bar: give a dictionary of name and number"),
        (lambda: draw_bars({"a": np.inf}), "the bar 'a' holds NaN or infinity"),
        (lambda: draw_bars({"a": "b"}), "the bar 'a' is text"),
        (lambda: draw_bars({"a": 1}, form="{} {}"), "form is .*: give text with one pair of braces"),
        (lambda: draw_bars([1, 2]), r"values is \[1, 2\]: give a dictionary"),
        (lambda: draw_spreads({"a": []}), "the group 'a' has no value"),
        (lambda: draw_spreads({"a": [1, np.nan]}), "the group 'a' holds NaN or infinity"),
        (lambda: draw_spreads({"a": [1]}, bins=0), "bins is 0: give a whole number from 1 to 1,000"),
        (lambda: draw_curves({"a": [[1, 2]]}), "the curve 'a' has the shape 1 × 2"),
        (lambda: draw_curves({"a": [1, 2]}, x=[1]), "1 place along x for 2 values of the longest curve"),
        (lambda: draw_curves({"a": [1, 2]}, x=[0, 1], scales=("log", "linear")), "x holds 0 or less"),
        (lambda: draw_curves({"a": [1]}, limits=(1, 1)), r"limits is \(1, 1\): give two numbers, the lower one first"),
        (lambda: draw_curves({"a": [1]}, scales="log"), r"scales is 'log': give"),
        (lambda: draw_curves({"a": [1]}, marker=(0, 0)), "marker is .*: give a marker of Matplotlib"),
        (lambda: draw_curves({"a": [1]}, height=0), "height is 0: give a number above 0"),
        (lambda: draw_readings({"a": [1, 2]}, [1, 2, 3]), "2 readings for 3 shifts: give one reading for each shift"),
        (lambda: draw_gallery(np.zeros((0, 3, 4, 4)), []), "images is empty: give rows of images"),
        (lambda: draw_gallery(np.zeros((1, 3, 4, 4)), "a"), "names is 'a': give a list"),
        (lambda: draw_image(NINE, colour="no colour"), "colour is 'no colour': give a colour"),
        (lambda: draw_image(IN_COLOUR, numbers=True), "numbers are written into grey pixels: give one channel"),
        (lambda: draw_image(np.zeros((99, 99)), numbers=True), "99 × 99 numbers are too many to write: give at most"),
        (lambda: draw_kernel(NINE, limit=-1), "limit is -1: give the largest magnitude"),
        (lambda: draw_feature_map(NINE, pool_size=0), "pool_size is 0: give a whole number from 1"),
        (lambda: draw_seen(NINE, np.eye(2)), "influence has the shape 2 × 2, and the image 3 × 3"),
        (lambda: draw_times_read(-NINE), "counts holds −8: give numbers from 0 on"),
        (lambda: drawing.draw_groups(NINE, axis=2), "axis is 2: give 0 or 1"),
        (lambda: draw_tiles(NINE), "maps has the shape 3 × 3, .*newaxis"),
        (lambda: draw_tiles(IN_COLOUR, kind="image"), "kind is 'image': give 'feature map' or 'kernel'"),
        (lambda: draw_confusion(NINE[:2], "ab"), "counts has the shape 2 × 3, and a table of classes by classes"),
        (lambda: draw_confusion(np.eye(2) / 2, ["a", "b"]), "counts holds shares: give whole numbers"),
        (lambda: draw_confusion(np.eye(2), ["a"]), "1 name for 2 classes: give one name for each class"),
        (lambda: draw_guesses([NINE], ["a", "b"]), "2 titles for 1 image: give one title for each image"),
        (lambda: draw_layer_stack([], (28, 28)), r"input_shape is \(28, 28\): give \(height, width, channels\)"),
        (lambda: draw_layer_stack([1], (28, 28, 1)), "rows holds 1: give rows of layer_table"),
        (lambda: draw_places([[1, 0, 1]], ["a"]), "one of stays holds 3 values .*: give True or False"),
        (lambda: draw_pooled([[NINE], [NINE, NINE]], ["a"]), "2 images for 1 title"),
        (lambda: draw_pooled([], ["a"]), r"rows is \[\]: give a list of at least one row"),
        (lambda: draw_filter_bank(NINE, [NINE], [NINE, NINE], ["a"]), "2 feature maps for 1 kernel"),
        (lambda: drawing.draw_filtering(NINE, NINE, [NINE], ["a"]), "1 title for 3 panels"),
        (lambda: draw_products(NINE, np.eye(2), np.eye(2), 2, row=2), "reaches outside 3 × 3"),
        (lambda: drawing.draw_matrix_product(NINE, [1, 2], [1, 2, 3]), "2 weights for 3 numbers in a row"),
        (lambda: draw_parts([1]), "parts holds 1: give pairs of a name and True or False"),
        (lambda: draw_parts([]), r"parts is \[\]: give a list of at least one part"),
        (lambda: draw_units([]), r"layers is \[\]: give a list of at least one layer"),
        (lambda: draw_units([[]]), "a layer has no value"),
        (lambda: draw_windows([[0, 7]], 5), "a window reads position 7, outside 5 pixels with padding of 0 before"),
        (lambda: draw_windows([[0, 1], [0, 1]], 5), "reads goes back or stands still"),
        (lambda: draw_windows([[0.5]], 5), "reads holds no whole numbers"),
        (lambda: draw_windows([[0]], 2, values=[1]), "1 value for 2 pixels"),
        (lambda: draw_windows([[0]], 2, answers=[1, 2]), "2 answers for 1 window"),
        (lambda: draw_window_grid([[0]], [[9]], (2, 2)), "a window reads position 9"),
        (lambda: draw_window_grid([[0]], [[0]], (2, 0)), "shape is 0: give a whole number from 1 to 100"),
    ],
)
def test_every_refusal_is_a_sentence(draw, sentence):
    with pytest.raises(ValueError, match=f"{sentence}.*\\.$"):
        axes_of(draw())


def test_a_picture_keeps_what_was_given_when_it_was_made():
    given = np.ones((2, 2))
    panel = draw_image(given)
    given[:] = 0
    np.testing.assert_array_equal(shown(axes_of(panel)[0]), np.ones((2, 2)))
