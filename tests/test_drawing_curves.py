"""Curves, bars and dots: what is drawn equals what was given, and every line has its name beside it."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from course_utils.drawing import draw_bars, draw_batch_losses, draw_curves, draw_runs, show
from tests.support.pictures import axes_of, words_of, written


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def heights(ax):
    """Where the labels of an Axes stand, in pixels from below."""
    return sorted(ax.transData.transform((1, label.xy[1]))[1] for label in ax.texts)


def test_curves_are_labelled_at_their_ends_and_told_apart_without_colour():
    (ax,) = axes_of(draw_curves({"training": [0.5, 0.3, 0.2], "validation": [0.5, 0.4, 0.4]}))
    lines = ax.lines
    assert [list(line.get_xdata()) for line in lines] == [[1, 2, 3], [1, 2, 3]]
    assert list(lines[1].get_ydata()) == [0.5, 0.4, 0.4]
    assert set(written(ax)) == {"training", "validation"}
    assert len({line.get_linestyle() for line in lines}) == 2


def test_labels_of_curves_that_end_together_do_not_overlap():
    (ax,) = axes_of(draw_curves({"a": [0, 1], "b": [0, 1], "c": [0, 1]}))
    assert np.diff(heights(ax)).min() >= 12


def test_names_stand_apart_on_a_logarithmic_axis():
    curves = {"small": [1.0, 1e-6], "smaller": [1.0, 1.1e-6], "large": [1.0, 1e3]}
    (ax,) = axes_of(draw_curves(curves, scales=("linear", "log")))
    assert ax.get_yscale() == "log"
    assert np.all(np.diff(heights(ax)) >= 16.9)


def test_a_logarithmic_x_axis_names_the_values():
    (ax,) = axes_of(draw_curves({"loss": [3, 2, 1]}, x=(0.03, 0.1, 1), scales=("log", "linear")))
    assert [text.get_text() for text in ax.get_xticklabels()] == ["0.03", "0.1", "1"]


def test_bars_carry_their_values():
    (ax,) = axes_of(draw_bars({"with": 2.5, "without": 4}, form="{:.1f} s"))
    assert written(ax) == ["2.5 s", "4.0 s"]


def test_every_run_has_its_dot_and_every_setting_its_mean():
    (ax,) = axes_of(draw_runs({0: [1.0, 3.0], 0.5: [4.0, 5.0, 9.0]}, "Two settings", x_label="rate", line=2))
    *dots, line = ax.lines
    assert line.get_ydata() == [2, 2]
    assert [line.get_ydata().tolist() for line in dots] == [[1, 3], [4, 5, 9]]
    means = [collection for collection in ax.collections if isinstance(collection, LineCollection)]
    assert [mean.get_segments()[0][0][1] for mean in means] == [2, 6]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "0.5"]
    assert np.all(np.diff(dots[1].get_xdata()) > 0)


def test_ticks_of_a_logarithmic_axis_keep_their_small_values():
    (ax,) = axes_of(draw_curves({"loss": [3, 2, 1]}, x=(0.00001, 0.00025, 0.1), scales=("log", "linear")))
    assert [text.get_text() for text in ax.get_xticklabels()] == ["0.00001", "0.00025", "0.1"]


def test_ticks_beside_one_another_have_one_notation_and_do_not_overlap():
    places = 10.0 ** np.arange(-10, 0)
    (ax,) = axes_of(draw_curves({"error": places}, x=places, scales=("log", "log")))
    ax.figure.canvas.draw()
    labels = [label for label in ax.get_xticklabels() if label.get_text()]
    assert all("e−" in label.get_text() for label in labels)
    boxes = [label.get_window_extent() for label in labels]
    assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


@pytest.mark.parametrize(
    ("values", "form", "texts"),
    [
        ([-0.5, 1.25], None, ["−0.5", "1.25"]),
        ([-0.001, 0], "{:.2f}", ["−0.001", "0.00"]),
        ([0.5, -2], "{:.0f} of 9", ["0.5 of 9", "−2 of 9"]),
        ([12000, 3], "{:g} s", ["12000 s", "3 s"]),
    ],
)
def test_bars_are_written_as_every_number(values, form, texts):
    (ax,) = axes_of(draw_bars(dict(zip("ab", values, strict=True)), **({"form": form} if form else {})))
    assert written(ax) == texts


def test_losses_of_batches_share_the_images_seen():
    (ax,) = axes_of(draw_batch_losses({10: [4.0, 3, 2, 1], 20: [4.0, 2]}, "Losses"))
    small, large = ax.lines
    assert small.get_xdata().tolist() == [10, 20, 30, 40] and large.get_xdata().tolist() == [20, 40]
    assert list(small.get_ydata()) == [4, 3, 2, 1]
    assert set(written(ax)) == {"batches of 10", "batches of 20"}
    assert small.get_linestyle() != large.get_linestyle()
    assert ax.get_ylim()[0] == 0 and ax.get_title() == "Losses"


def test_a_loss_is_labelled_at_the_mean_of_its_last_quarter_and_apart_from_the_next():
    (ax,) = axes_of(draw_batch_losses({10: [9.0] * 6 + [1.0, 3.0], 20: [9.0, 9, 9, 2]}))
    places = {text.get_text(): text.xy for text in ax.texts}
    assert places["batches of 10"] == pytest.approx((80, 2))
    assert np.diff(heights(ax)) >= 16.9


def test_the_axis_upwards_ends_where_it_is_told_to():
    (ax,) = axes_of(draw_curves({"a": [0.1, 0.2]}, limits=(0, 1)))
    assert ax.get_ylim() == (0, 1)


def test_charts_describe_themselves():
    curves = draw_curves({"training": [0.5, 0.9], "validation": [0.5, 0.4, 0.6]}, "Accuracy", y_label="share")
    assert words_of(curves) == (
        "Accuracy: 2 curves of share over epoch: training ≈ 0.5 to ≈ 0.9, between ≈ 0.5 and ≈ 0.9; "
        "validation ≈ 0.5 to ≈ 0.6, between ≈ 0.4 and ≈ 0.6."
    )
    assert words_of(draw_curves({"one": [1]}, x_label="step")) == "1 curve over step: one ≈ 1."
    assert words_of(draw_bars({"with": 2.5, "without": 4}, "Seconds")) == "Seconds: 2 bars: with ≈ 2.5; without ≈ 4."
    assert words_of(draw_runs({0: [1, 3]}, "Gap", x_label="rate", y_label="points")) == (
        "Gap: points, a dot per run: rate 0: mean ≈ 2 of 2 runs from ≈ 1 to ≈ 3."
    )
    assert words_of(draw_batch_losses({10: [4.0, 1.0]})) == (
        "1 curve of loss over images seen: batches of 10 ≈ 4 to ≈ 1, between ≈ 1 and ≈ 4."
    )


def test_a_name_that_breaks_its_line_in_the_picture_is_said_in_one(monkeypatch):
    displayed = []
    monkeypatch.setattr("course_utils.drawing.style.display", lambda data, **kind: displayed.append(data))
    show(draw_runs({"decides\ncolour": [0.1, 0.2]}, "Two runs"))
    said = displayed[0]["text/plain"]
    assert "\n" not in said and "decides colour: mean" in said
