"""When two results are the same, and what is said when they are not: every kind of result, every branch."""

import itertools
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from course_utils.checking.compare import (
    ABSOLUTE,
    RELATIVE,
    WHOLE,
    Stopped,
    agreeing,
    as_numbers,
    difference,
    first_difference,
    is_number,
    short,
)


def words(expected, got, **settings):
    """Return the sentence on the difference, or an empty one."""
    return str(difference(expected, got, **settings) or "")


class Unwilling:
    """An object that raises an error when NumPy asks it for numbers."""

    def __init__(self, error=RuntimeError):
        self.error = error

    def __array__(self, dtype=None, copy=None):
        raise self.error("no numbers here")

    def __repr__(self):
        return "Unwilling"


# Dictionaries.

FACTS = {"share": 0.5, "axes": "1, 2"}


def test_dicts_with_the_same_keys_and_values_agree():
    assert difference(FACTS, {"axes": "1, 2", "share": np.float32(0.5)}) is None
    assert difference({}, {}) is None


@pytest.mark.parametrize(
    ("got", "shown"),
    [
        ({"share": 0.5}, "{'share': 0.5}"),
        ({**FACTS, "more": -1}, "{'share': 0.5, 'axes': '1, 2', 'more': −1}"),
        ({"share": 0.5, "axis": "1, 2"}, "{'share': 0.5, 'axis': '1, 2'}"),
        ({}, "{}"),
        ([0.5, "1, 2"], "[0.5, '1, 2']"),
        (["share", "axes"], "['share', 'axes']"),
        (None, "None"),
        (0.5, "0.5"),
    ],
    ids=["a key missing", "a key more", "another key", "no key", "a list", "a list of the keys", "None", "a number"],
)
def test_other_keys_or_no_dict_show_both(got, shown):
    assert words(FACTS, got) == f"expected {{'share': 0.5, 'axes': '1, 2'}}, got {shown}"


def test_a_wrong_value_in_a_dict_is_named_by_its_key():
    assert words(FACTS, {**FACTS, "share": -0.25}) == "share: expected 0.5, got −0.25"
    assert words(FACTS, {**FACTS, "axes": "1"}) == "axes: expected '1, 2', got '1'"
    assert words({"a {}": 1}, {"a {}": 2}) == "a {}: expected 1, got 2"


def test_what_is_inside_a_dict_is_compared_with_the_same_settings():
    column, row = np.ones((3, 1)), np.ones(3)
    assert difference({"map": column}, {"map": row}) is None
    assert words({"map": column}, {"map": row}, channel_axis=False).startswith("map: expected the shape (3, 1)")


# Tuples.


@pytest.mark.parametrize("got", [(3, "same"), [3, "same"], (np.float32(3), np.str_("same"))])
def test_a_tuple_may_be_a_list(got):
    assert difference((3, "same"), got) is None


def test_a_tuple_of_numbers_may_be_an_array():
    assert difference((3, 4), np.array([3, 4])) is None
    assert words((3, 4), np.array([3, 5])) == "part 2 of 2: expected 4, got 5"


@pytest.mark.parametrize(
    ("got", "told"),
    [
        ((3,), "1 parts"),
        ((3, 4, 5), "3 parts"),
        (12, "the single value 12"),
        (-1.5, "the single value −1.5"),
        (np.array(3), "the single value 3"),
        ("34", "the single value '34'"),
        ({3: 1, 4: 1}, "the single value {3: 1, 4: 1}"),
        ((), "the single value ()"),
        (None, "the single value None"),
    ],
)
def test_another_number_of_parts(got, told):
    assert words((3, 4), got) == f"expected 2 parts, got {told}"


def test_a_wrong_part_is_named_also_when_parts_have_parts():
    expected = (1, (2, {"bias": -3}))
    assert difference(expected, [1, [2, {"bias": -3}]]) is None
    assert words(expected, (1, (2, {"bias": 3}))) == "part 2 of 2: part 2 of 2: bias: expected −3, got 3"


def test_what_is_inside_a_tuple_is_compared_with_the_same_settings():
    assert difference((np.ones((2, 1)),), (np.ones(2),)) is None
    assert "only axes of length 1" in words((np.ones((2, 1)),), (np.ones(2),), channel_axis=False)


# Words, truth values, None.


@pytest.mark.parametrize("got", ["same", np.str_("same"), np.array("same")])
def test_text(got):
    assert difference("same", got) is None
    assert difference(np.str_("same"), got) is None
    assert words("valid", got).startswith("expected 'valid', got ")


@pytest.mark.parametrize("got", [5, None, True, ["valid"], np.array(["valid", "valid"]), b"valid"])
def test_no_text(got):
    assert words("valid", got).startswith("expected 'valid', got ")


@pytest.mark.parametrize("true", [True, np.True_, np.array(True)])
def test_truth_values(true):
    assert difference(np.True_, true) is None
    assert difference(True, true) is None
    assert difference(False, true) is not None
    assert words(np.False_, True) == "expected False, got True"


@pytest.mark.parametrize("got", [1, 1.0, "True", None, [True], np.array([True, True])])
def test_a_number_or_a_text_is_no_truth_value(got):
    assert words(True, got).startswith("expected True, got ")


def test_a_truth_value_may_stand_for_a_number():
    assert difference(1, True) is None


@pytest.mark.parametrize("got", [0, False, "", "None", []])
def test_nothing_but_none_is_none(got):
    assert difference(None, None) is None
    assert words(None, got) == f"expected None, got {got!r}"


# What stopped.


def test_a_stop_is_met_by_a_stop_of_the_same_error_only():
    stop = Stopped("ValueError")
    assert difference(stop, Stopped("ValueError")) is None
    for other in (Stopped("IndexError"), ("ValueError",), "ValueError", None, np.ones(3), {"error": "ValueError"}):
        assert difference(stop, other) is not None
        assert difference(other, stop) is not None


# Numbers: what counts as one.


@pytest.mark.parametrize("got", ["ten", b"10", None, {}, {1, 2}, [[1], [1, 2]], object(), print, int])
def test_what_is_no_number_is_no_error(got):
    assert words(np.ones((2, 2)), got).startswith("expected numbers, got ")
    assert words(1.0, got).startswith("expected a number, got ")
    assert not is_number(got)


@pytest.mark.parametrize("error", [RuntimeError, ValueError, TypeError, MemoryError, KeyError, AttributeError])
def test_objects_that_raise_when_asked_for_numbers(error):
    assert as_numbers(Unwilling(error)) is None
    assert words(np.ones(2), Unwilling(error)) == "expected numbers, got Unwilling"
    assert words((1, 2), [1, Unwilling(error)]) == "part 2 of 2: expected a number, got Unwilling"


def test_what_can_be_called_is_no_number():
    class Layer:
        def __call__(self):
            return 1

        def __array__(self, dtype=None, copy=None):
            return np.ones(2)

    assert as_numbers(Layer()) is None
    assert short(Layer()) == "Layer"


@pytest.mark.parametrize("kind", ["uint8", "int64", "float16", "float32", "float64", "bool"])
def test_the_type_of_the_numbers_does_not_matter(kind):
    assert difference(np.array([0, 1]), np.array([0, 1], dtype=kind)) is None
    assert as_numbers(np.array([0, 1], dtype=kind)).dtype == np.float64


def test_is_number():
    assert all(map(is_number, [0, -2.5, np.float32(1), np.int8(1), np.array(3.0), float("nan")]))
    assert not any(map(is_number, [True, np.True_, np.array([3.0]), [1], "1", None]))


# Numbers: shapes.


def test_a_last_axis_of_length_one_is_forgiven_unless_it_matters():
    image = np.arange(6.0).reshape(2, 3)
    assert difference(image, image[..., np.newaxis]) is None
    assert difference(image[..., np.newaxis], image) is None
    assert (
        words(image, image[..., np.newaxis], channel_axis=False)
        == "expected the shape (2, 3), got (2, 3, 1); only axes of length 1 differ"
    )
    assert words(image[..., np.newaxis], image + 1).startswith("at [0, 0, 0] expected 0, got 1")


@pytest.mark.parametrize(
    ("got", "told"),
    [
        ((1, 2, 3), "got (1, 2, 3); only axes of length 1 differ"),
        ((2, 3, 1, 1), "got (2, 3, 1, 1); only axes of length 1 differ"),
        ((3, 2), "got (3, 2)"),
        ((6,), "got (6,)"),
        ((2, 1), "got (2, 1)"),
        ((2, 3, 2), "got (2, 3, 2)"),
        ((), "got ()"),
        ((0,), "got (0,)"),
    ],
)
def test_other_shapes(got, told):
    assert words(np.ones((2, 3)), np.ones(got)) == f"expected the shape (2, 3), {told}"


def test_a_number_may_come_in_an_array_of_one():
    assert difference(3.0, [3.0]) is None
    assert words(3.0, [[3.0]]) == "expected the shape (), got (1, 1); only axes of length 1 differ"


# Numbers: how near.


def test_nan_is_named_unless_it_is_expected():
    assert words(np.ones(3), np.array([1, np.nan, 1])) == "1 of 3 values are NaN (not a number)"
    assert difference(np.array([1, np.nan]), np.array([1, np.nan])) is None
    assert words(np.array([1, np.nan]), np.ones(2)) == "at [1] expected NaN, got 1 (1 of 2 values differ)"
    assert words(np.array([1, np.nan]), np.array([np.nan, 1])).endswith("(2 of 2 values differ)")


def test_infinite_numbers():
    assert difference(np.array([1, np.inf]), np.array([1, np.inf])) is None
    assert words(np.array([1, np.inf]), np.array([1, -np.inf])).startswith("at [1] expected ∞, got −∞")
    assert words(np.inf, 5.0) == "expected ∞, got 5"


@pytest.mark.parametrize(("kind", "shown"), [(np.uint8, "1"), (np.int64, "1"), (bool, "True")])
def test_a_whole_number_is_met_or_it_is_not(kind, shown):
    expected = np.array([1, 0], dtype=kind)
    assert difference(expected, [1 + 0.9 * WHOLE, 0]) is None
    assert words(expected, [1 + 1.1 * WHOLE, 0]) == f"at [0] expected {shown}, got 1.0011 (1 of 2 values differ)"


def test_large_whole_numbers_are_met_exactly():
    assert words(90_000, 90_001) == "expected 90000, got 90001"
    assert difference(np.array([113_386]), np.array([113_380])) is not None
    assert difference(1_000_000, 1_000_001) is not None
    assert difference(90_000, np.float32(90_000)) is None


def test_floats_may_differ_by_their_own_size():
    assert difference(200.0, 200 * (1 + 0.9 * RELATIVE)) is None
    assert difference(-200.0, -200 * (1 - 0.9 * RELATIVE)) is None
    assert words(200.0, 200 * (1 + 1.2 * RELATIVE)) == "expected 200, got 200.024"


def test_small_floats_may_differ_by_the_size_of_the_largest():
    expected = np.array([0.0, -100.0, np.inf])
    allowed = ABSOLUTE * 100
    assert difference(expected, [0.9 * allowed, -100, np.inf]) is None
    assert words(expected, [1.1 * allowed, -100, np.inf]) == "at [0] expected 0, got 0.0011 (1 of 3 values differ)"


def test_floats_that_are_all_tiny_still_count():
    expected = np.array([1e-5, 0.0])
    assert difference(expected, expected + 0.9 * ABSOLUTE * 1e-3) is None
    assert difference(expected, expected + 2 * ABSOLUTE * 1e-3) is not None


def test_the_first_wrong_place_and_how_many_are_wrong():
    got = np.zeros((2, 3))
    got[0, 2], got[1, 0] = -1.25, 7
    assert words(np.zeros((2, 3)), got) == "at [0, 2] expected 0, got −1.25 (2 of 6 values differ)"


def test_empty_arrays_agree():
    assert difference(np.ones((0, 3)), np.ones((0, 3))) is None


# Lists of results, one for each case.


def test_the_first_case_that_differs():
    place, found = first_difference([1, (2, 3), 4], [1, (2, 5), 0])
    assert (place, str(found)) == (1, "part 2 of 2: expected 3, got 5")
    assert first_difference([1, FACTS], [1.0, FACTS]) is None
    assert first_difference([np.ones((2, 1))], [np.ones(2)], channel_axis=False)[0] == 0
    with pytest.raises(ValueError, match="zip"):
        first_difference([1, 2], [1])


def test_which_of_several_agree_in_all_cases():
    got = [np.ones(2), Stopped("ValueError")]
    candidates = [got, [np.ones((2, 1)), got[1]], [np.ones(2), Stopped("KeyError")], [np.zeros(2), got[1]]]
    assert agreeing(candidates, got) == [True, True, False, False]
    assert agreeing(candidates, got, channel_axis=False) == [True, False, False, False]
    assert agreeing([], got) == []


# Words for values.


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-2.5, "−2.5"),
        (-0.0, "0"),
        (np.float32(1 / 3), "0.333333"),
        (1234567, "1234567"),
        (-0.00002, "−0.00002"),
        (np.nan, "NaN"),
        (True, "True"),
        (np.True_, "True"),
        (np.str_("same"), "'same'"),
        (np.array([[1, -2.5]]), "[[1, −2.5]]"),
        ([-1 / 3, 12345.6], "[−0.3333, 12346]"),
        ((3, -4), "(3, −4)"),
        ((), "()"),
        (np.zeros(16), f"[{', '.join('0' * 16)}]"),
        (np.zeros((17, 1)), "17 × 1 numbers"),
        ("−3 or -3", "'−3 or -3'"),
        (["a", -3], "['a', −3]"),
        (("a",), "('a',)"),
        (("a", [-1.5, 2]), "('a', [−1.5, 2])"),
        ([(1, 2), (3, 4)], "[(1, 2), (3, 4)]"),
        ((5,), "(5,)"),
        ({"a": np.float64(-1), 2: None}, "{'a': −1, 2: None}"),
        (len, "builtin_function_or_method"),
        (int, "type"),
        (object(), "object"),
        ([object()], "[object]"),
        (..., "Ellipsis"),
        ("x" * 100, "'" + "x" * 76 + "…"),
        (["x" * 40, "y" * 40], "['" + "x" * 40 + "', '" + "y" * 31 + "…"),
    ],
)
def test_short(value, written):
    assert short(value) == written
    assert len(short(value)) <= 80


def test_a_list_that_holds_itself_has_an_end():
    value = ["a", -1]
    value.append(value)
    assert short(value) == "['a', −1, …]"


def test_complex_numbers_count_where_nothing_imaginary_is_in_them():
    spectrum = np.fft.ifft(np.fft.fft(np.arange(4.0)))
    assert words(np.arange(4.0), spectrum) == ""
    assert words(np.arange(4.0), np.arange(4) + 1j) == "expected real numbers, got complex ones"
    assert words(np.float64(2), 2 + 0j) == ""


@pytest.mark.parametrize("number", [Fraction(5, 2), Decimal("2.5"), [[Fraction(5, 2)]]])
def test_exact_numbers_are_numbers(number):
    expected = np.full(np.shape(number), 2.5)
    assert words(expected, number) == ""
    assert words(expected + 1, number) != ""


def test_very_long_integers_are_told_in_their_own_words():
    assert short(10**30) == "1" + 30 * "0"
    assert len(short(10**400)) <= 80
    assert short(7 ** (7**6)) == "int (it cannot be written)"
    assert words(np.float64(5), 10**400) == f"expected 5, got {short(10**400)}"


def test_two_numbers_that_differ_are_told_apart():
    assert words(np.float64(900000), 900000.4) == ""  # a float sum in another order
    assert words(np.int64(900000), 900000.4) == "expected 900000, got 900000.4"
    assert words(np.float64(1.0), 1.0001234) == "expected 1, got 1.00012"


def test_an_enormous_array_is_judged_by_its_shape():
    """2 to the 60th numbers, of which none is stored."""
    endless = np.broadcast_to(np.float32(1), (2**20, 2**20, 2**20))
    assert words(np.ones((2, 2)), endless).startswith("expected the shape (2, 2), got (1048576, 1048576, 1048576)")
    assert "numbers" in short(endless)


def test_an_endless_row_of_parts_is_not_waited_for():
    assert words((1, 2), itertools.count(1)) == "expected 2 parts, got 3 or more parts"
    assert words((1, 2), iter([1, 2])) == ""


def test_numbers_behind_a_mask_are_none():
    masked = np.ma.array([1.0, 2.0], mask=[False, True])
    assert words(np.array([1.0, 2.0]), masked) == "1 of 2 values are NaN (not a number)"
    assert words(np.array([1.0, 2.0]), np.ma.array([1.0, 2.0])) == ""


class Shy:
    def __repr__(self):
        raise RuntimeError("not me")


def test_what_cannot_be_written_is_told_by_its_type():
    deep = []
    for _ in range(3000):
        deep = [deep]
    itself = [1]
    itself.append(itself)
    assert short(Shy()) == "Shy (it cannot be written)"
    assert short([Shy(), "a"]) == "[Shy (it cannot be written), 'a']"
    assert short(deep).endswith("(it cannot be written)") or len(short(deep)) <= 80
    assert short(itself) == "[1, …]"
    assert short({"a": [None] * 10_000_000}).endswith("…")
    assert len(short("z" * 10_000_000)) == 78


def test_by_default_a_channel_axis_is_forgiven_in_every_case():
    assert first_difference([np.ones((2, 2))], [np.ones((2, 2, 1))]) is None


def test_two_stops_that_differ_are_told():
    assert words(Stopped("ValueError"), 3) == "expected Stopped(error='ValueError'), got 3"


def test_where_a_whole_number_is_no_longer_met():
    assert words(np.int64(0), WHOLE) == "expected 0, got 0.001"
    assert words(np.int64(0), WHOLE / 2) == ""


@pytest.mark.parametrize(
    ("numbers", "is_real"),
    [
        ([0, 0.9e-8j], True),
        ([0, 1.1e-8j], False),
        ([100, 0.9e-3j], True),
        ([100, 1.1e-3j], False),
        ([1 + 1e-5j, 1], True),
        ([-100, 0.9e-3j], True),
    ],
)
def test_how_much_of_a_complex_number_may_be_imaginary(numbers, is_real):
    assert (as_numbers(np.array(numbers)) is not None) == is_real


def test_no_complex_number_at_all_is_real():
    assert as_numbers(np.zeros(0, complex)).size == 0


def test_a_truth_value_is_no_number_in_any_form():
    assert not any(map(is_number, (True, np.True_, np.array(True))))
    assert all(map(is_number, (np.array(1), 1 + 0j, np.float16(2), Fraction(1, 3))))
    assert not is_number(3 + 4j)


def test_complex_numbers_are_written_as_python_does():
    assert short(3 + 4j) == "(3+4j)"


def test_text_as_long_as_there_is_room_is_not_cut():
    assert short(78 * "z") == f"'{78 * 'z'}'"
    assert short(79 * "z") == f"'{76 * 'z'}…"
    assert short(["a"] * 3) == "['a', 'a', 'a']"


def test_from_which_length_on_an_integer_is_written_in_full():
    assert short(2**63 - 1) == "9.22337e18"
    assert short(2**63) == "9223372036854775808"
    assert short(2**64) == "18446744073709551616"


class LooksTrue:
    def __repr__(self):
        return "True"


def test_what_looks_the_same_is_written_the_same():
    assert words(True, LooksTrue()) == "expected True, got True"


@pytest.mark.parametrize("got", [{1, 2}, frozenset([2, 1]), {1: 0, 2: 0}])
def test_what_has_no_order_is_no_tuple(got):
    assert words((1, 2), got).startswith("expected 2 parts, got the single value ")


@pytest.mark.parametrize("got", [2, None, "", "ab", {}, {1}, 0.5])
def test_nothing_that_has_no_parts_equals_no_parts(got):
    assert difference((), got)
    assert difference((), []) is None
