"""Where the windows stand: sizes, padding and the pixels that are read, against Keras and by brute force."""

import itertools

import numpy as np
import pytest

from course_utils.convolution import cross_correlate
from course_utils.drawing import draw_seen, draw_times_read, draw_window_grid, draw_windows
from course_utils.geometry import Geometry, as_number, geometry, output_size, pixels_read, times_read
from tests.support.pictures import axes_of, words_of, written

INPUTS, KERNELS, STRIDES, DILATIONS = range(1, 13), range(1, 6), range(1, 5), (1, 2)
PADDINGS = ("valid", "same", 1, 2, 5)
GRID = [
    (size, {"kernel_size": kernel_size, "strides": strides, "padding": padding, "dilation_rate": dilation_rate})
    for size, kernel_size, strides, padding, dilation_rate in itertools.product(
        INPUTS, KERNELS, STRIDES, PADDINGS, DILATIONS
    )
]


@pytest.fixture(scope="module")
def keras():
    from course_utils.quiet import keras

    return keras


def fits(size, settings):
    """Whether at least one window lies inside the padded image."""
    border = {"valid": 0, "same": np.inf}.get(settings["padding"], settings["padding"])
    return size + 2 * border >= settings["dilation_rate"] * (settings["kernel_size"] - 1) + 1


def slide(size, kernel_size, strides, padding, dilation_rate):
    """Every window's pixels, found by sliding step by step; no formula for their number."""
    span = dilation_rate * (kernel_size - 1) + 1
    if padding == "same":
        # TensorFlow's words: the output has ceil(size / strides) windows; what is missing is split in two,
        # the odd pixel at the end.
        windows = len(range(0, size, strides))
        missing = max((windows - 1) * strides + span - size, 0)
        before, after = missing // 2, missing - missing // 2
    else:
        before = after = 0 if padding == "valid" else padding
    starts = itertools.takewhile(lambda start: start + span <= size + after, itertools.count(-before, strides))
    return [[start + tap * dilation_rate for tap in range(kernel_size)] for start in starts], before, after


def table(size, settings):
    """Which weight (from 1) each window puts on which pixel, from `pixels_read`: (pixels, windows)."""
    positions = pixels_read(size, **settings)
    weights = np.zeros((size, len(positions)))
    for window, tap in np.ndindex(positions.shape):
        if 0 <= positions[window, tap] < size:
            weights[positions[window, tap], window] = tap + 1
    return weights


def measured_by_keras(keras, size, settings):
    """The same table, measured: one image a pixel, bright there only; weights 1, 2, 3 …

    Keras takes neither a number as padding, nor a stride and a dilation at once. A stride keeps every
    so-many-th answer of stride 1.
    """
    images = np.eye(size, dtype=np.float32)[:, :, np.newaxis]
    kernel = np.arange(1, settings["kernel_size"] + 1, dtype=np.float32)[:, np.newaxis, np.newaxis]
    strides, padding, dilation_rate = settings["strides"], settings["padding"], settings["dilation_rate"]
    if padding not in ("valid", "same"):
        images, padding = np.pad(images, ((0, 0), (padding, padding), (0, 0))), "valid"
    if strides > 1 and dilation_rate > 1:
        windows = geometry(size, **settings)
        border = (windows.pad_before, windows.pad_after) if settings["padding"] == "same" else (0, 0)
        images = np.pad(images, ((0, 0), border, (0, 0)))
        answers = np.asarray(keras.ops.conv(images, kernel, padding="valid", dilation_rate=dilation_rate))[:, ::strides]
    else:
        answers = keras.ops.conv(images, kernel, strides=strides, padding=padding, dilation_rate=dilation_rate)
    return np.asarray(answers)[:, :, 0]


def test_every_setting_of_the_grid_agrees_with_sliding_step_by_step():
    for size, settings in GRID:
        if not fits(size, settings):
            continue
        windows, before, after = slide(size, **settings)
        read = [pixel for window in windows for pixel in window if 0 <= pixel < size]
        last = max((window[-1] for window in windows), default=-1)
        expected = Geometry(len(windows), before, after, max(size - 1 - last, 0))
        assert geometry(size, **settings) == expected, (size, settings)
        assert output_size(size, **settings) == len(windows), (size, settings)
        assert pixels_read(size, **settings).tolist() == windows, (size, settings)
        assert times_read(size, **settings).tolist() == [read.count(pixel) for pixel in range(size)], (size, settings)


def test_what_does_not_fit_is_refused_and_nothing_else():
    for size, settings in GRID:
        if fits(size, settings):
            assert output_size(size, **settings) >= 1
        else:
            with pytest.raises(ValueError, match="does not fit an input of"):
                geometry(size, **settings)


def test_keras_has_as_many_windows_and_refuses_the_same(keras):
    for size, settings in GRID:
        if settings["padding"] not in ("valid", "same"):
            continue
        kernel = keras.KerasTensor((settings["kernel_size"], 1, 1))
        others = {name: value for name, value in settings.items() if name != "kernel_size"}
        try:
            theirs = keras.ops.conv(keras.KerasTensor((1, size, 1)), kernel, **others).shape[1]
        except ValueError:
            theirs = None
        assert theirs == (output_size(size, **settings) if fits(size, settings) else None), (size, settings)


def test_keras_reads_the_same_pixels_with_the_same_weights(keras):
    for size, settings in GRID:
        if fits(size, settings):
            assert np.array_equal(measured_by_keras(keras, size, settings), table(size, settings)), (size, settings)


def test_cross_correlate_reads_the_same_pixels_down_and_across():
    for size, settings in GRID:
        if not fits(size, settings) or settings["padding"] not in ("valid", "same"):
            continue
        kernel = np.arange(1, settings["kernel_size"] + 1)
        strides, dilation_rate = settings["strides"], settings["dilation_rate"]
        across = cross_correlate(
            np.eye(size)[:, np.newaxis, :],
            kernel[np.newaxis, :],
            strides=(1, strides),
            padding=settings["padding"],
            dilation_rate=(1, dilation_rate),
        )
        down = cross_correlate(
            np.eye(size)[:, :, np.newaxis],
            kernel[:, np.newaxis],
            strides=(strides, 1),
            padding=settings["padding"],
            dilation_rate=(dilation_rate, 1),
        )
        assert np.array_equal(across[:, 0, :], table(size, settings)), (size, settings)
        assert np.array_equal(down[:, :, 0], table(size, settings)), (size, settings)


@pytest.mark.parametrize("settings", [{"strides": 2}, {"strides": 2, "padding": 1}, {"strides": 3, "padding": "same"}])
def test_only_pixels_that_are_read_change_the_answer(settings):
    rng = np.random.default_rng(2)
    image = rng.random((10, 10))
    kernel = rng.random((3, 3)) + 0.1
    reads = times_read(10, 3, **settings)
    before = cross_correlate(image, kernel, **settings)
    for row, column in np.ndindex(image.shape):
        image[row, column] += 1
        changed = np.abs(cross_correlate(image, kernel, **settings) - before) > 1e-9
        image[row, column] -= 1
        assert changed.sum() == reads[row] * reads[column]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # The padding on the right is not read: the floor takes it.
        ({"input_size": 4, "kernel_size": 3, "strides": 2, "padding": 1}, Geometry(2, 1, 1, 0)),
        # A gap between the windows is not the floor's doing: three pixels ignored at the end, a fourth unread.
        ({"input_size": 10, "kernel_size": 3, "strides": 4}, Geometry(2, 0, 0, 3)),
        ({"input_size": 1, "kernel_size": 1}, Geometry(1, 0, 0, 0)),
        ({"input_size": 3, "kernel_size": 3, "strides": 9}, Geometry(1, 0, 0, 0)),
        ({"input_size": 1, "kernel_size": 5, "padding": "same"}, Geometry(1, 2, 2, 0)),
        ({"input_size": 8, "kernel_size": 1, "strides": 4, "padding": "same"}, Geometry(2, 0, 0, 3)),
        # Windows that see nothing but padding are allowed, here as in Keras.
        ({"input_size": 1, "kernel_size": 2, "padding": 3}, Geometry(6, 3, 3, 0)),
        ({"input_size": 5, "kernel_size": 4, "padding": "same"}, Geometry(5, 1, 2, 0)),
        ({"input_size": 28, "kernel_size": 5, "strides": np.int64(3)}, Geometry(8, 0, 0, 2)),
    ],
)
def test_corner_cases(arguments, expected):
    assert geometry(**arguments) == expected


def test_the_gap_at_stride_four_is_counted():
    assert np.flatnonzero(times_read(10, 3, strides=4) == 0).tolist() == [3, 7, 8, 9]


def test_same_at_stride_two_is_not_symmetric(keras):
    row, kernel = np.arange(1.0, 7.0).reshape(1, 6), np.ones((1, 3))
    by_hand = cross_correlate(row, kernel, strides=(1, 2), padding="same")
    theirs = keras.ops.conv(row.reshape(1, 6, 1), kernel.reshape(3, 1, 1), strides=2, padding="same")
    symmetric = cross_correlate(np.pad(row, ((0, 0), (1, 1))), kernel, strides=(1, 2))
    assert by_hand.tolist() == [[6, 12, 11]]
    assert np.asarray(theirs).ravel().tolist() == [6, 12, 11]
    assert symmetric.tolist() == [[3, 9, 15]]


COUNT = "is not allowed: give an integer of at least 1."
FIT = "does not fit an input of"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"input_size": 5, "kernel_size": 7},
            f"kernel_size 7 {FIT} 5 with padding 'valid': the output would have −1 rows",
        ),
        (
            {"input_size": 4, "kernel_size": 3, "dilation_rate": 2},
            f"kernel_size 3 (dilated to 5) {FIT} 4 with padding 'valid': the output would have 0 rows",
        ),
        (
            {"input_size": 2, "kernel_size": 5, "padding": 1},
            f"kernel_size 5 {FIT} 2 with padding 1: the output would have 0 rows",
        ),
        ({"input_size": 0, "kernel_size": 3}, f"input_size 0 {COUNT}"),
        ({"input_size": (28, 28), "kernel_size": 3}, f"input_size (28, 28) {COUNT}"),
        ({"input_size": 28, "kernel_size": 2.5}, f"kernel_size 2.5 {COUNT}"),
        ({"input_size": 28, "kernel_size": 3, "strides": 0}, f"strides 0 {COUNT}"),
        ({"input_size": 28, "kernel_size": 3, "strides": True}, f"strides True {COUNT}"),
        ({"input_size": 28, "kernel_size": 3, "dilation_rate": -1}, f"dilation_rate -1 {COUNT}"),
        *(
            (
                {"input_size": 28, "kernel_size": 3, "padding": wrong},
                f"padding {wrong!r} is not allowed: use 'valid', 'same' or a number of pixels from 0 up.",
            )
            for wrong in ("full", "SAME", -1, 1.5, True, None, (1, 1))
        ),
    ],
)
@pytest.mark.parametrize("function", [geometry, output_size, pixels_read, times_read])
def test_every_refusal_is_a_sentence(function, arguments, sentence):
    with pytest.raises(ValueError) as refusal:
        function(**arguments)
    assert str(refusal.value) == sentence


def test_the_row_of_pixels_hatches_what_no_window_reads():
    panel = draw_windows(pixels_read(10, 3, strides=4), 10, "Two gaps")
    (ax,) = axes_of(panel)
    assert [place for place, square in enumerate(ax.patches) if square.get_hatch()] == [3, 7, 8, 9]
    assert written(ax)[-2:] == ["never read", "never read"]
    assert words_of(panel) == (
        "Two gaps: 2 windows over 0 1 2 3 4 5 6 7 8 9, beginning at positions 0, 4; never read: positions 3, 7, 8, 9."
    )


def test_the_row_of_pixels_dots_the_padding():
    reads = pixels_read(6, 3, strides=2, padding=1)
    panel = draw_windows(reads, 6, border=(1, 1), values=range(1, 7), answers=[3, 9, 15])
    (ax,) = axes_of(panel)
    assert [square.get_linestyle() for square in ax.patches] == [":", *["solid"] * 6, ":"]
    assert [bool(square.get_hatch()) for square in ax.patches] == [False] * 7 + [True]  # padding that nothing reads
    assert written(ax) == ["0", "1", "2", "3", "4", "5", "6", "0", "3", "9", "15", "never read", "padding"]
    assert words_of(panel) == (
        "3 windows over 0 1 2 3 4 5 6 0, beginning at positions −1, 1, 3; padding 1 before, 1 after; "
        "never read: position 6; answers 3, 9, 15."
    )


def test_the_grid_of_pixels_hatches_rows_and_columns():
    along = pixels_read(10, 3, strides=2)
    panel = draw_window_grid(along, along, (10, 10))
    (ax,) = axes_of(panel)
    *_, first, last = ax.patches
    assert sum(bool(patch.get_hatch()) for patch in ax.patches) == 19
    assert words_of(panel) == "4 × 4 windows on 10 × 10 pixels; 19 pixels never read."
    assert (first.get_xy(), last.get_xy()) == ((-0.5, -0.5), (5.5, 5.5))


def test_counts_are_written_and_zeros_hatched():
    panel = draw_times_read(np.outer([1, 2, 0], [1, 2, 0]))
    (ax,) = axes_of(panel)
    assert words_of(panel) == "How often each pixel is read, 3 × 3: 1 2 0; 2 4 0; 0 0 0."
    assert written(ax) == ["1", "2", "0", "2", "4", "0", "0", "0", "0"]
    assert sum(bool(patch.get_hatch()) for patch in ax.patches) == 5


def test_the_receptive_field_is_outlined():
    influence = np.zeros((8, 8))
    influence[2:5, 3:7] = 1
    panel = draw_seen(np.zeros((9, 8)), np.pad(influence, ((0, 1), (0, 0))))
    (outline,) = axes_of(panel)[0].patches
    assert words_of(panel) == "A grey image, 9 × 8, all 0; seen: 3 × 4 from row 2, column 3."
    assert (outline.get_xy(), outline.get_width(), outline.get_height()) == ((2.5, 1.5), 4, 3)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_settings_of_eight_bits_do_not_wrap_around():
    small = {name: np.uint8(value) for name, value in {"kernel_size": 3, "strides": 90, "dilation_rate": 120}.items()}
    plain = {name: int(value) for name, value in small.items()}
    assert geometry(600, **small) == geometry(600, **plain)
    np.testing.assert_array_equal(pixels_read(600, **small), pixels_read(600, **plain))
    np.testing.assert_array_equal(times_read(600, **small), times_read(600, **plain))
    assert pixels_read(600, **small).max() == 510
    assert geometry(10, 3, padding=np.uint8(200)) == geometry(10, 3, padding=200)


@pytest.mark.parametrize("wrong", [np.True_, np.array([3]), np.array([1, 2]), np.float64(3), 2**31, [3]])
def test_settings_that_are_no_whole_number(wrong):
    for name in ("input_size", "kernel_size", "strides", "dilation_rate"):
        with pytest.raises(ValueError, match=f"{name} .* is not allowed: give an integer of at least 1"):
            geometry(**{"input_size": 9, "kernel_size": 3} | {name: wrong})


@pytest.mark.parametrize("wrong", [np.True_, np.array([1, 2]), ("same",), None, 1.0])
def test_paddings_that_are_none(wrong):
    with pytest.raises(ValueError, match="is not allowed: use 'valid', 'same' or a number of pixels from 0 up"):
        geometry(9, 3, padding=wrong)


@pytest.mark.parametrize("value", [0.25, np.float16(0.25), np.array(0.25)])
def test_a_number_may_be_of_any_kind(value):
    assert as_number(value, "rate", lambda rate: rate < 1, "give a share") == 0.25


@pytest.mark.parametrize("value", ["0.25", None, True, np.nan, np.inf, 2, 0.25j, [0.25], np.array([0.25]), np.True_])
def test_a_number_that_is_none(value):
    with pytest.raises(ValueError, match="is not allowed: give a share"):
        as_number(value, "rate", lambda rate: rate < 1, "give a share")


@pytest.mark.parametrize(("strides", "dilation_rate"), [(1, 1), (2, 1), (3, 1), (5, 1), (2, 2), (1, 3)])
def test_a_row_of_pixels_is_as_high_as_its_brackets(strides, dilation_rate):
    reads = pixels_read(14, 3, strides=strides, dilation_rate=dilation_rate)
    panel = draw_windows(reads, 14)
    (ax,) = axes_of(panel)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert panel.aspect == pytest.approx((high - low) / (right - left), rel=0.1)
