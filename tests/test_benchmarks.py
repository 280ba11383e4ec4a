"""The benchmarks compare like with like, and report bars as they are. No time is asserted here."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks import augmentation, baselines, growth, layers, products, published, report, time_to_accuracy
from benchmarks.report import Result, main, table
from course_utils.convolution import cross_correlate
from course_utils.pooling import average_pool, max_pool


def values(*shape, seed=0):
    return np.random.default_rng(seed).normal(-1, 1, shape).astype(np.float32)


def plain_correlate(channel, weights, mode):
    assert mode == "valid"
    rows, columns = (channel.shape[axis] - weights.shape[axis] + 1 for axis in (0, 1))
    return np.array(
        [
            [(channel[r : r + weights.shape[0], c : c + weights.shape[1]] * weights).sum() for c in range(columns)]
            for r in range(rows)
        ]
    )


@pytest.mark.parametrize("strides", [1, 2, 3])
@pytest.mark.parametrize("kernel_shape", [(3, 3, 2, 4), (1, 2, 2, 3), (5, 4, 2, 1)], ids=str)
def test_every_convolution_gives_the_same_numbers(kernel_shape, strides):
    from course_utils.quiet import keras

    images, kernel = values(3, 7, 6, 2), values(*kernel_shape, seed=1)
    expected = cross_correlate(images, kernel, strides=strides)
    answers = {
        "textbook": baselines.im2col_convolution(images, kernel, strides),
        "loop": baselines.correlation_loop(images, kernel, plain_correlate, strides),
        "Keras": np.asarray(keras.ops.conv(images, kernel, strides=strides)),
        **{f"layer {n}": np.asarray(way(images)) for n, way in enumerate(layers.keras_layers(kernel, strides))},
    }
    for name, answer in answers.items():
        np.testing.assert_allclose(answer, expected, atol=1e-4, err_msg=name)
    assert answers["textbook"].dtype == np.float64


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize(("pool", "reduce"), [(max_pool, np.max), (average_pool, np.mean)])
def test_the_textbook_pools_the_same(pool, reduce, size):
    images = values(2, 7, 6, 3)
    np.testing.assert_allclose(baselines.im2col_pool(images, size, reduce), pool(images, size), atol=1e-6)


def test_all_ways_of_augmenting_make_the_same_images():
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28), np.uint8)
    augmentation.check_agreement(images, np.arange(5))
    made = baselines.one_image_at_a_time(images, augmentation.fixed_shift())
    assert made.shape == (5, 28, 28, 1)
    np.testing.assert_allclose(made[:, 7:, 7:, 0], images[:, :-7, :-7], atol=1e-3)
    assert not made[:, :7].any()


def test_other_images_are_noticed(monkeypatch):
    monkeypatch.setattr(augmentation, "one_image_at_a_time", lambda images, layers: images[..., np.newaxis] / 2)
    with pytest.raises(ValueError, match="do not make the same images"):
        augmentation.check_agreement(np.full((3, 28, 28), 100, np.uint8), np.arange(3))


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (np.array([1.0, -2.0001]), "the other differs from by hand by 5e-05 of the largest magnitude."),
        (np.array([1.0, np.nan]), "the other differs from by hand by nan of the largest magnitude."),
        (np.array([[1.0, -2.0]]), r"the other gives the shape \(1, 2\), by hand \(2,\)."),
    ],
)
def test_ways_that_disagree_are_not_timed(other, message):
    by_hand = np.array([1.0, -2.0])
    layers.check_agreement({"by hand": by_hand, "the other": by_hand + 1e-6})
    with pytest.raises(ValueError, match=message):
        layers.check_agreement({"by hand": by_hand, "the other": other})


def test_memory_is_that_of_the_worst_moment_without_the_result():
    def allocates():
        returned = np.ones(2**20, np.uint8)
        for _ in range(3):
            np.ones(3 * 2**20, np.uint8)
        return returned

    assert 3 <= layers.peak_mib(allocates) < 3.1


@pytest.mark.parametrize(
    ("value", "bar", "wanted", "holds"),
    [
        (3, 3, "at most", True),
        (3.01, 3, "at most", False),
        (8, 8, "at least", True),
        (7.99, 8, "at least", False),
        (1e9, None, "at most", True),
        (float("nan"), 8, "at least", False),
        (float("nan"), 8, "at most", False),
    ],
)
def test_a_bar_holds_on_its_side_only(value, bar, wanted, holds):
    result = Result("one beside the other", value, "×", bar=bar, wanted=wanted)
    assert result.holds is holds
    assert result.cells()[3] == ("" if bar is None else "yes" if holds else "NO")


def test_an_accuracy_just_short_of_its_bar_is_written_so():
    assert Result("accuracy", 93.96, "%", bar=94, wanted="at least").cells()[1:4] == ["93.96 %", "at least 94 %", "NO"]


@pytest.mark.parametrize(
    ("value", "written"), [(999.4, "999 MiB"), (999.7, "1,000 MiB"), (1039.6, "1,040 MiB"), (0.01234, "0.0123 MiB")]
)
def test_a_value_has_three_digits_and_never_fewer_than_a_whole_number_has(value, written):
    assert Result("memory", value, "MiB").cells()[1] == written


def test_the_table_has_a_line_a_result():
    lines = table([Result("a", 2.345, "×", "1 ms, 2 ms", 8, "at least"), Result("b", 4, "MiB")]).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert cells[0] == ["measured", "value", "bar", "holds", "figures"]
    assert cells[2] == ["a", "2.35 ×", "at least 8 ×", "NO", "1 ms, 2 ms"]
    assert cells[3] == ["b", "4 MiB", "", "", ""]


@pytest.mark.parametrize(("value", "code"), [(2.0, 0), (4.0, 1)])
def test_running_prints_stores_and_tells_by_its_exit_code(tmp_path, capsys, value, code):
    path = tmp_path / "results.json"
    results = [Result("no bar", 9, "ms"), Result("one bar", value, "×", "figures", 3)]
    assert main(lambda: results, "What is measured.\n\nMore.", ["--json", str(path)]) == code
    printed = capsys.readouterr().out
    assert table(results) in printed
    assert report.machine() in printed
    stored = json.loads(path.read_text("utf-8"))
    assert stored["machine"] == report.machine()
    assert [result["name"] for result in stored["results"]] == ["no bar", "one bar"]
    assert stored["results"][1] == {
        "name": "one bar",
        "value": value,
        "unit": "×",
        "detail": "figures",
        "bar": 3,
        "wanted": "at most",
        "holds": code == 0,
    }
    assert list(tmp_path.iterdir()) == [path]


def test_running_stores_nothing_unless_asked(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(list, "Nothing.", []) == 0
    assert capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_functions_take_turns():
    calls = []
    seconds = report.alternating({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3)
    assert calls == ["a", "a", "b", "b"] * 3  # the first of each pair is not timed
    assert list(seconds) == ["a", "b"]
    assert min(seconds.values()) >= 0


def test_compute_is_counted_as_in_published_figures():
    """By hand: the classic network's two convolutions and two dense layers, 5 epochs of 55,000 images."""
    multiplications = 26 * 26 * 32 * 9 + 11 * 11 * 32 * 9 * 32 + 5 * 5 * 32 * 128 + 128 * 10
    expected = 2 * 3 * multiplications * 55_000 * 5 / 1e12
    assert time_to_accuracy.teraflop(time_to_accuracy.SHORT["classic"]) == pytest.approx(expected)


def test_the_small_network_has_few_parameters_and_fits_its_bar():
    small = time_to_accuracy.LONG["small"]
    model = small.build()
    assert model.count_params() / 1000 <= small.parameters_bar
    assert np.asarray(model(np.zeros((2, 28, 28, 1)))).shape == (2, 10)


def test_every_rung_is_within_its_compute():
    for name, rung in (time_to_accuracy.RUNGS | time_to_accuracy.STAGED).items():
        assert rung.teraflop_bar is None or time_to_accuracy.teraflop(rung) <= rung.teraflop_bar, name


def test_the_lines_of_a_contestant_with_a_bar_on_parameters():
    runs = [time_to_accuracy.Figures(*figures) for figures in ((30.0, 91.0), (40.0, 91.4), (90.0, 91.2))]
    lines = time_to_accuracy.results_of("small", time_to_accuracy.RUNGS["small"], runs, 20.0)
    accuracy, parameters, compute, ratio = lines
    assert (accuracy.value, accuracy.bar, accuracy.wanted) == (pytest.approx(91.2), 91, "at least")
    assert (parameters.value, parameters.bar, parameters.wanted) == (9.65, 10, "at most")
    assert "20 epochs of 55,000 images" in compute.detail
    assert ratio.value == 2.0  # of the median


def test_the_lines_of_a_training_in_stages():
    contestant = time_to_accuracy.STAGED["picked"]
    lines = time_to_accuracy.results_of("picked", contestant, [time_to_accuracy.Figures(10.0, 93.0)], 20.0)
    accuracy, compute, ratio = lines
    assert (accuracy.holds, compute.holds, ratio.bar) == (False, True, None)
    assert "6 of 20 × 20, 2 of 28 × 28, 10 of 28 × 28 with fewer easy images" in compute.detail
    assert ratio.detail.startswith("18 passes in 10 s, second look included")
    assert time_to_accuracy.key_of("picked", contestant, 3) == "picked, 18 epochs, seed 3"


def test_what_others_took_is_counted_alike():
    """The six convolutions with zeros around, by hand."""
    maps = (28, 1, 8), (14, 8, 16), (7, 16, 32), (4, 32, 64), (2, 64, 128), (1, 128, 10)
    multiplications = sum(9 * side * side * channels * filters for side, channels, filters in maps)
    assert published.PUBLISHED[0].teraflop() == pytest.approx(6 * multiplications * 60_000 * 5 / 1e12)


def test_operations_of_a_convolution_are_those_of_its_loops():
    feature_maps, kernel = (2, 3, 5, 4), (3, 2, 6, 4)
    counted = sum(2 for _ in np.ndindex(*feature_maps) for _ in np.ndindex(*kernel[:3]))
    assert products.operations(feature_maps, kernel) == counted


def test_all_products_of_a_shape_are_those_of_its_layer():
    shape = layers.Shape((2, 7, 6, 3), (3, 2, 3, 4), strides=2)
    functions, needed = products.ways(shape)
    made = {name: function().shape for name, function in functions.items()}
    assert made["forwards"] == (2, 3, 3, 4)
    assert made["alone"] == (2 * 3 * 3, 4)
    assert (made["to the kernel"], made["to the image"]) == (shape.kernel, shape.images)
    assert needed == 2 * (2 * 3 * 3 * 4) * (3 * 2 * 3)


def test_a_share_of_the_peak_is_operations_over_seconds(monkeypatch):
    seconds = dict.fromkeys(("alone", "forwards", "to the kernel", "to the image"), 2.0) | {"peak": 1.0}
    monkeypatch.setattr(products, "alternating", lambda functions, rounds: seconds)
    (line, *_) = products.shares(layers.Shape((1, 3, 3, 1), (2, 2, 1, 1)), rounds=1)
    assert line.value == pytest.approx(2 * 4 * 4 / 2.0 / (2 * products.SIDE**3))


def test_the_exponent_of_a_power_is_found_behind_a_fixed_cost():
    counts = [1, 2, 4, 8, 16, 32]
    assert growth.fitted(counts, [max(count**1.5, 20) for count in counts]) == pytest.approx(1.5)


def test_what_grows_is_told_and_drawn():
    fast = growth.Curve("fast", [1, 2, 4, 8], [1.0, 2.0, 4.0, 8.0], 1)
    slow = growth.Curve("slow", [1, 2, 4, 8], [1.0, 4.0, 16.0, 64.0], 1)
    whole = growth.Curve("lessons", [1, 2], [3.0, 8.0], None)
    assert growth.result("work", "images", fast).value == pytest.approx(1)
    assert growth.result("work", "images", slow).value == pytest.approx(2)
    assert growth.result("run", "lessons", whole).value == 4.0
    drawn = growth.picture([("work", "images", [fast, slow]), ("run", "lessons", [whole])] * 2)
    assert drawn.startswith("<?xml")
    assert drawn.count('<g id="axes_') == 4


class TestTheirReadme:
    """What it says at its head is what its whole table has."""

    text = Path(report.__file__).with_name("README.md").read_text("utf-8")
    head, _, table = text.partition("<b>The whole table</b>")

    def test_the_ten_numbers_are_in_the_table(self):
        rows = re.search(r"\| what you wait for.*\n\|---.*\n((?:\|.*\n)+)", self.head).group(1).splitlines()
        assert len(rows) == 10
        for row in rows:
            found = re.findall(r"[\d.,]+ (?:ms|s|MB|MiB|%|×)", row.rsplit("| ", 2)[1] + row.split("|")[2])
            assert found, row
            assert not [number for number in found if number not in self.table], row

    def test_what_others_took_is_what_is_counted(self):
        assert all(line in self.head for line in published.lines())

    def test_the_bars_are_counted(self):
        held, missed = (len(re.findall(rf"\| {word} \|", self.table)) for word in ("yes", "NO"))
        assert f"Of {held + missed} bars {held} hold." in self.head

    def test_of_each_recipe_accuracy_and_compute_are_those_of_the_table(self):
        for name in time_to_accuracy.LONG:
            accuracy, compute = re.search(rf"\| {name}(?:, asked twice)? \| (\S+ %) \| (\S+) \|", self.head).groups()
            assert f"{name}: test accuracy | {accuracy} |" in self.table
            assert f"{name}: compute | {compute} TFLOP |" in self.table
