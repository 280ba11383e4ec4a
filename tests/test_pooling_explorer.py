"""The pooling explorer's numbers, marks and sentences, window by window."""

import itertools
import re

import numpy as np
import pytest

from course_utils.explorers.pooling.pooling_explorer import PoolingExplorer
from course_utils.explorers.shared.hand import changed
from course_utils.numbers import shape
from tests.support.canvas_words import words_of

LESSON = np.array([[1, 3, 2, 0], [5, 2, 1, 4], [0, 6, 7, 7], [2, 0, 3, 7]])
RANDOM = np.random.default_rng(3).integers(-20, 20, (7, 5))
SETTINGS = list(itertools.product(("max", "average"), (1, 2, 3, 4), (1, 2, 3, 4), ("valid", "same")))


def windows(shape, size, strides, padding):
    """The rows and columns of each window within the map, by TensorFlow's rule written anew."""
    axes = []
    for n in shape:
        count = -(-n // strides) if padding == "same" else (n - size) // strides + 1
        before = max((count - 1) * strides + size - n, 0) // 2 if padding == "same" else 0
        starts = [strides * number - before for number in range(count)]
        axes.append([range(max(start, 0), min(start + size, n)) for start in starts])
    return axes


def numbers(explorer):
    """What is written in the cells: the numbers of 10 to 14 pixels that are no words."""
    found = re.findall(r"<text [^>]*>≈?([−\d.]+)</text>", explorer.svg)
    return [float(text.replace("−", "-")) for text in found]


@pytest.mark.parametrize("feature_map", [LESSON, RANDOM], ids=["4x4", "7x5"])
def test_every_number_is_the_windows_maximum_or_mean(feature_map):
    explorer = PoolingExplorer(feature_map)
    for pooling, size, strides, padding in SETTINGS:
        explorer.pooling = pooling
        explorer.pool_size, explorer.strides, explorer.padding = size, strides, padding
        rows, columns = windows(feature_map.shape, size, strides, padding)
        blocks = [[feature_map[np.ix_(row, column)] for column in columns] for row in rows]
        expected = np.array([[block.max() if pooling == "max" else block.mean() for block in line] for line in blocks])
        np.testing.assert_allclose(explorer.pooled, expected)
        shown = np.concatenate([feature_map.ravel(), expected.ravel()])
        wide = explorer.canvas.areas[1].box[2] / feature_map.shape[1]  # of a cell; small ones leave decimals out
        np.testing.assert_allclose(numbers(explorer), shown, atol=0.051 if wide > 39 else 0.51)
        read = np.zeros(feature_map.shape, int)
        for row, column in itertools.product(rows, columns):
            read[np.ix_(row, column)] += 1
        assert (explorer.unread == (read == 0)).all()
        assert ("hatched: never read" in explorer.svg) == (read == 0).any()
        assert len(explorer.words.split()) <= 60


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_keras_pools_the_same(padding):
    from course_utils.quiet import keras

    batch = RANDOM[np.newaxis, ..., np.newaxis].astype(np.float32)
    for pooling, layer in (("max", keras.layers.MaxPooling2D), ("average", keras.layers.AveragePooling2D)):
        explorer = PoolingExplorer(RANDOM, pooling=pooling, pool_size=3, strides=2, padding=padding)
        theirs = np.asarray(layer(pool_size=3, strides=2, padding=padding)(batch))[0, ..., 0]
        np.testing.assert_allclose(explorer.pooled, theirs, atol=1e-5)


def test_a_shift_changes_what_it_changes_and_marks_it():
    explorer = PoolingExplorer(RANDOM)
    for dx, dy in itertools.product(range(-3, 4), repeat=2):
        explorer.dx, explorer.dy = dx, dy
        moved = np.zeros_like(RANDOM)
        for row, column in np.ndindex(RANDOM.shape):
            if 0 <= row - dy < 7 and 0 <= column - dx < 5:
                moved[row, column] = RANDOM[row - dy, column - dx]
        pooled = moved[:6, :4].reshape(3, 2, 2, 2).max(axis=(1, 3))
        assert (explorer.moved == moved).all()
        assert (explorer.pooled_moved == pooled).all()
        assert (explorer.changed == (pooled != explorer.pooled)).all()
        assert explorer.svg.count(">≠</text>") == (pooled != explorer.pooled).sum()
        if dx or dy:
            count = (pooled != explorer.pooled).sum()
            assert f"changes {count} of 6 pooled numbers" in explorer.words
            assert numbers(explorer) == pytest.approx([*moved.ravel(), *pooled.ravel(), *explorer.pooled.ravel()])


def test_it_agrees_with_the_lessons_exercise():
    """`changed_numbers` of notebook 03: windows side by side, moved right."""
    for size, by in itertools.product((2, 3), (1, 2, 3)):
        explorer = PoolingExplorer(LESSON, pool_size=size, strides=size, dx=by)
        moved = np.pad(LESSON, ((0, 0), (by, 0)))[:, :4]
        count = 4 // size
        before, after = (
            array[: count * size, : count * size].reshape(count, size, count, size).max(axis=(1, 3))
            for array in (LESSON, moved)
        )
        assert explorer.changed.sum() == (before != after).sum()


def test_every_cell_that_holds_a_windows_largest_number_wins():
    explorer = PoolingExplorer()
    assert explorer.winners.astype(int).tolist() == [[0, 0, 0, 0], [1, 0, 0, 1], [0, 1, 1, 1], [0, 0, 0, 1]]
    explorer.pooling = "average"
    assert not explorer.winners.any()


def rings(explorer):
    """Lines of 25 points, each drawn twice: white below orange."""
    lines = re.findall(r'<polyline points="([^"]*)"', explorer.svg)
    return sum(len(line.split()) == 25 for line in lines) // 2


def test_the_winners_of_the_chosen_window_are_ringed():
    explorer = PoolingExplorer()
    found = []
    for position in (1, 2, 3, 4):
        explorer.position = position
        found.append(rings(explorer))
    assert found == [1, 1, 1, 3]
    explorer.pooling = "average"
    assert rings(explorer) == 0


def test_padding_never_wins_and_is_not_counted():
    below_zero = PoolingExplorer(-LESSON - 1, pool_size=3, padding="same")
    assert below_zero.pooled.max() < 0
    constant = PoolingExplorer(np.full((5, 5), 3), pooling="average", pool_size=4, strides=1, padding="same")
    assert (constant.pooled == 3).all()
    assert "dotted: padding" in constant.svg


def test_the_global_average_heeds_no_window():
    explorer = PoolingExplorer(pooling="global average", padding="same", pool_size=4, strides=3)
    assert explorer.pooled.tolist() == [[3.125]]
    assert not explorer.unread.any()
    assert numbers(explorer)[-1] == 3.125


def test_a_mean_that_stays_is_not_called_changed():
    """A third of a number may come out otherwise in the last digit: that is no change."""
    thirds = np.zeros((6, 6))
    thirds[1:3, 1:3] = [[0.1, 0.2], [0.3, 0.7]]
    for dx in (1, 2, 3):
        assert not PoolingExplorer(thirds, pooling="global average", dx=dx).changed.any()


def test_the_position_goes_round_and_stays_on_the_slider():
    explorer = PoolingExplorer(position=5)
    assert (explorer.position, explorer.window, explorer.place) == (5, 0, (0, 0))
    assert "Window 1 of 4 (position 5 goes round)" in explorer.words
    beyond = PoolingExplorer(position=100)
    assert beyond.position == beyond.controls["position"].value == 4


def test_the_player_moves_the_window():
    explorer = PoolingExplorer(position=3)
    play = next(child for child in explorer.children[0].children if type(child).__name__ == "Play")
    assert play.value == 3
    play.value = 4
    assert explorer.position == 4


def test_sentences():
    assert PoolingExplorer().words == (
        "Max pooling, 2 × 2, strides 2, valid: 4 × 4 becomes 2 × 2: 5, 4 / 6, 7. "
        "Window 1 of 4: the largest of 1, 3, 5, 2 is 5."
    )
    assert PoolingExplorer(dx=1, dy=-2, position=4).words == (
        "Max pooling, 2 × 2, strides 2, valid: 4 × 4 becomes 2 × 2: 5, 4 / 6, 7. "
        "Window 4 of 4: the largest of 0, 0, 0, 0 is 0, in 4 cells. "
        "Moving right by 1, up by 2 changes 4 of 4 pooled numbers, to 2, 7 / 0, 0."
    )
    assert PoolingExplorer(pooling="average", pool_size=3, strides=3, dx=-1).words == (
        "Average pooling, 3 × 3, strides 3, valid: 4 × 4 becomes 1 × 1: 3. "
        "Window 1 of 1: the mean of 3, 2, 0, 2, 1, 4, 6, 7, 7 is 32 / 9 = 3.556. No window reads 7 of 16 cells. "
        "Moving left by 1 changes 1 of 1 pooled numbers, to 3.556."
    )
    assert PoolingExplorer(pooling="global average").words == (
        "Global average pooling, one window whatever the size, strides and padding: 4 × 4 becomes 1 × 1: 3.125. "
        "Window 1 of 1: the mean of 16 numbers is 50 / 16 = 3.125."
    )


def test_a_window_that_does_not_fit_gets_a_sentence_and_recovers():
    explorer = PoolingExplorer(LESSON[:3, :3])
    explorer.pool_size = 4
    assert explorer.problem == (
        "pool_size (4, 4) does not fit a feature map of 3 × 3 with padding 'valid': no window would lie inside."
    )
    explorer.padding = "same"
    assert not explorer.problem


@pytest.mark.parametrize("shape", [(1, 1), (1, 12), (12, 1), (12, 12)])
def test_extreme_maps(shape):
    for fill in (0, -999, 0.123456):
        explorer = PoolingExplorer(np.full(shape, fill), pool_size=1, strides=1, dx=3, dy=-3)
        assert not explorer.problem
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', explorer.svg)]
        assert min(sizes) >= 12
        assert explorer.canvas.png().startswith(b"\x89PNG")


ALLOWED = "give (height, width) up to 12 × 12, such as a part: feature_map[:12, :12]"


class Frame:
    """Of another library: NumPy asks it for its numbers."""

    def __init__(self, *values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)


class Broken:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array today")


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (np.zeros((13, 4)), "has the shape 13 × 4, which is not allowed"),
        (np.zeros((3000, 3000), np.int8), f"has the shape {shape((3000, 3000))}, which is not allowed"),
        (np.zeros((4, 4, 1)), "has the shape 4 × 4 × 1, which is not allowed"),
        ([1, 2, 3], "has the shape 3, which is not allowed"),
        (3, "has the shape one number, which is not allowed"),
        ([], "is empty"),
        (np.zeros((0, 3)), "is empty"),
        ([[1, 2], [3]], "holds something other than numbers, or rows of different lengths"),
        ([["a", 1]], "holds something other than numbers, or rows of different lengths"),
        ([[10**400]], "holds something other than numbers, or rows of different lengths"),
        ([[1j]], "holds something other than numbers, or rows of different lengths"),
        ([[None]], "holds something other than numbers, or rows of different lengths"),
        (np.array([[1j]]), "is an array of complex128, and not of real numbers"),
        ("map", "is text, 'map', and not numbers"),
        (b"map", "is text, b'map', and not numbers"),
        (None, "is of type NoneType, and not an array of numbers"),
        (object(), "is of type object, and not an array of numbers"),
        ({1: 2}, "is of type dict, and not an array of numbers"),
        ((row for row in LESSON), "is of type generator, and not an array of numbers"),
        (Frame(["a"]), "is of type Frame, and not an array of numbers"),
        (Broken(), "is of type Broken, and not an array of numbers"),
        ([[1, np.nan]], "holds NaN or infinity, in 1 of 2 places"),
        ([[np.inf, -np.inf]], "holds NaN or infinity, in 2 of 2 places"),
    ],
)
def test_bad_maps_get_a_sentence(given, what):
    with pytest.raises(ValueError) as caught:
        PoolingExplorer(given)
    assert str(caught.value) == f"feature_map {what}: {ALLOWED}."


def test_numbers_too_wide_for_a_cell_get_a_sentence():
    with pytest.raises(ValueError) as caught:
        PoolingExplorer([[1000, -2000.5]])
    assert (
        str(caught.value) == f"feature_map goes from −2,000.5 to 1,000, beyond ±999: {ALLOWED}, with smaller numbers."
    )


def test_a_table_of_another_library_is_taken():
    assert PoolingExplorer(Frame([1, 2], [3, 4])).pooled.tolist() == [[4]]


def test_small_numbers_keep_a_digit_in_words_and_are_not_nothing_in_cells():
    explorer = PoolingExplorer([[0.0004, 0], [0, 0.00002]])
    assert explorer.words.endswith("the largest of 0.0004, 0, 0, 0.00002 is 0.0004.")
    wide = PoolingExplorer(np.where(np.eye(12), 0.00002, -998.5))
    assert ">≈0</text>" in wide.svg
    assert "≈0" not in wide.words


def test_numbers_that_cancel_leave_nothing():
    cancelled = PoolingExplorer([[0.1, 0.2], [-0.3, 0]], pooling="average")
    assert cancelled.words.endswith("the mean of 0.1, 0.2, −0.3, 0 is 0 / 4 = 0.")
    tiny = PoolingExplorer([[1e-10, 0], [0, 0]], pooling="average", dx=1)
    assert tiny.pooled == pytest.approx(2.5e-11)
    moved_out = PoolingExplorer([[0, 1e-10], [0, 0]], pooling="average", dx=1)
    assert moved_out.changed.all()


def test_negative_is_pink_and_positive_green():
    shapes = PoolingExplorer([[-3, 0, 3]], pool_size=1, strides=1).canvas.shapes
    image = next(shape[2] for shape in shapes if shape[0] == "image")
    (red, green, blue), zero, (red_too, green_too, blue_too) = image[0].astype(int)
    assert min(red, blue) > green
    assert len(set(zero)) == 1
    assert green_too > max(red_too, blue_too)


def test_after_a_problem_the_last_good_picture_stands_and_the_error_is_kept(monkeypatch):
    explorer = PoolingExplorer()
    svg, canvas = explorer.svg, explorer.canvas
    assert explorer.error is None

    def broken(self):
        raise KeyError("nothing to find")

    with monkeypatch.context() as patch:
        patch.setattr(PoolingExplorer, "compute", broken)
        explorer.dx = 1
    assert explorer.problem == "This went wrong: KeyError: 'nothing to find'"
    assert explorer.words == explorer.problem
    assert explorer.error.__traceback__.tb_next.tb_frame.f_code is broken.__code__
    assert (explorer.svg, explorer.canvas) == (svg, canvas)
    assert svg.count("<rect") > 10, "and it is not empty"
    explorer.dx = 2
    assert (explorer.problem, explorer.error) == ("", None)
    assert explorer.svg == PoolingExplorer(dx=2).svg != svg


def test_when_the_first_state_fails_the_picture_shows_the_words():
    explorer = PoolingExplorer(LESSON[:3, :3], pool_size=4)
    assert isinstance(explorer.error, ValueError)
    shown = " ".join(re.findall(r"<text [^>]*>([^<]*)</text>", explorer.svg))
    assert shown == f"⚠ {explorer.problem}".replace("'", "&#x27;")
    assert [shape[0] for shape in explorer.canvas.shapes] == ["text", "text"]
    assert explorer.canvas.png().startswith(b"\x89PNG")
    explorer.pool_size = 3
    assert explorer.error is None
    assert explorer.svg == PoolingExplorer(LESSON[:3, :3], pool_size=3).svg


def test_small_types_do_not_overflow():
    assert PoolingExplorer(np.full((4, 4), 200, np.uint8), pooling="average").pooled.tolist() == [[200, 200]] * 2
    assert PoolingExplorer(np.eye(4, dtype=bool)).pooled.tolist() == [[1, 0], [0, 1]]


def test_words_stay_on_the_canvas():
    long = np.full((5, 7), -998.123)
    settings = {"strides": 4, "pool_size": 3, "dx": -3, "dy": 3}
    for explorer in (
        PoolingExplorer(long, padding="same", **settings),
        PoolingExplorer(long, pooling="average"),
        PoolingExplorer(long, pool_size=3, strides=1),
        PoolingExplorer(RANDOM, padding="same", **settings),
    ):
        assert words_of(explorer.canvas)


def area_of(explorer, name):
    (area,) = [area for area in explorer.canvas.areas if area.name == name]
    return area


def touch(explorer, name, gesture, row, column):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, row, column)))


def test_the_map_is_dragged():
    explorer = PoolingExplorer()
    move = area_of(explorer, "move")
    assert (move.at, move.box) == ((3, 3), area_of(explorer, "map").box)
    assert move.pitch == pytest.approx((move.box[3] / 4, move.box[2] / 4))
    touch(explorer, "move", "drags", 1, 4)
    assert (explorer.dx, explorer.dy) == (1, -2)
    assert area_of(explorer, "move").at == (1, 4)
    assert move.words[7 * 1 + 4] == "right by 1, up by 2"
    assert explorer.canvas.back == {"dx": 0, "dy": 0}
    assert explorer.svg == PoolingExplorer(dx=1, dy=-2).svg


def test_the_map_stays_under_the_pointer_while_it_is_dragged():
    for feature_map, settings in itertools.product((LESSON, RANDOM), ({}, {"padding": "same", "pool_size": 3})):
        boxes = {area_of(PoolingExplorer(feature_map, dx=dx, dy=1, **settings), "move").box for dx in range(-3, 4)}
        assert len(boxes) == 1


@pytest.mark.parametrize("name", ["windows", "pooled"])
def test_a_window_and_a_pooled_number_are_looked_at(name):
    for _, size, strides, padding in SETTINGS:
        explorer = PoolingExplorer(RANDOM, pool_size=size, strides=strides, padding=padding)
        rows, columns = explorer.pooled.shape
        assert (area_of(explorer, name).rows, area_of(explorer, name).columns) == (rows, columns)
        touch(explorer, name, "sets", rows - 1, columns - 1)
        assert explorer.place == (rows - 1, columns - 1)
        assert area_of(explorer, name).at == explorer.place
        last = f"window {rows * columns}, largest {explorer.pooled[-1, -1]:.0f}".replace("-", "−")
        assert area_of(explorer, name).words[-1] == last


def test_windows_are_clicked_where_they_stand():
    for _, size, strides, padding in SETTINGS:
        explorer = PoolingExplorer(RANDOM, pool_size=size, strides=strides, padding=padding)
        windows_at, cells = area_of(explorer, "windows"), area_of(explorer, "map")
        cell = cells.box[2] / RANDOM.shape[1]
        for axis, spans in ((0, explorer.reads[1]), (1, explorer.reads[0])):
            count = (windows_at.columns, windows_at.rows)[axis]
            for number, span in enumerate(spans):
                start = windows_at.box[axis] + windows_at.box[2 + axis] / count * number
                assert start == pytest.approx(cells.box[axis] + cell * span[0])


def test_lights_are_the_windows_and_their_winners():
    for pooling, size, strides, padding in SETTINGS:
        explorer = PoolingExplorer(RANDOM, pooling=pooling, pool_size=size, strides=strides, padding=padding, dx=1)
        rows, columns = windows(RANDOM.shape, size, strides, padding)
        cells, pooled = area_of(explorer, "map"), area_of(explorer, "pooled")
        expected = [
            [[number for number, span in enumerate(spans) if place in span] for place in range(count)]
            for spans, count in ((rows, 7), (columns, 5))
        ]
        assert list(cells.lights["pooled"].values()) == expected
        if size != strides:
            assert pooled.lights == {"map": {"rows": list(map(list, rows)), "columns": list(map(list, columns))}}
            continue
        assert cells.lights["windows"] == cells.lights["pooled"]
        wins = []
        for row, column in itertools.product(rows, columns):
            largest = explorer.moved[np.ix_(row, column)].max()
            inside = [(r, c) for r in row for c in column if explorer.moved[r, c] == largest]
            wins.append(sorted(5 * r + c for r, c in inside) if pooling == "max" else [])
        assert pooled.lights["map"]["cells"] == wins
        assert pooled.lights["windows"]["cells"] == [[number] for number in range(len(wins))]
        for (row, column), lit in zip(np.ndindex(RANDOM.shape), cells.lights["map"]["cells"], strict=True):
            read_by = [
                len(columns) * r + c
                for r in range(len(rows))
                for c in range(len(columns))
                if row in rows[r] and column in columns[c]
            ]
            assert lit == [cell for number in read_by for cell in wins[number]]


def test_it_is_as_high_whatever_the_settings_and_the_words_are_read():
    big = np.random.default_rng(1).normal(0, 9, (12, 12))
    for feature_map in (LESSON, RANDOM, big, [[1]]):
        heights = set()
        for pooling, size, strides, padding in SETTINGS[::3]:
            for dx in (0, 2):
                explorer = PoolingExplorer(
                    feature_map, pooling=pooling, pool_size=size, strides=strides, padding=padding, dx=dx
                )
                if explorer.problem:
                    continue
                heights.add(explorer.canvas.height)
                words_of(explorer.canvas)
                assert min(shape[3] for shape in explorer.canvas.shapes if shape[0] == "text") >= 12
                assert len(explorer.canvas.hint) <= 110
                assert all(len(words) <= 60 for area in explorer.canvas.areas for words in area.words)
                for kind, place, *_ in explorer.canvas.shapes:
                    if kind in ("box", "image"):
                        assert min(place[:2]) >= 0
                        assert place[0] + place[2] <= 740
                        assert place[1] + place[3] <= explorer.canvas.height - 20
        assert len(heights) == 1
        assert heights.pop() <= 560
