"""The one writer of numbers: what it may never write, over all magnitudes, and that there is no second one."""

import ast
import math
import re
from pathlib import Path

import numpy as np
import pytest

from course_utils import numbers
from course_utils.numbers import coordinate, counted, number, significant

PACKAGE = Path(numbers.__file__).parent
FLOAT_FORM = re.compile(r"\.\d+[eEfFgG%]?|[eEfFgG%]|\.\{.*")


def values(count=4000):
    """Numbers of both signs, from 1e-12 to 1e12, and what lies at the borders of the rules."""
    rng = np.random.default_rng(0)
    magnitudes = 10 ** rng.uniform(-12, 12, count)
    borders = np.outer(10.0 ** np.arange(-12, 13), [0.94999, 0.95, 0.99951, 0.9999999, 1, 1.0000001, 5, 4.9999]).ravel()
    magnitudes = np.concatenate([magnitudes, borders, np.arange(1, 100), np.arange(1, 200) / 8])
    return [*magnitudes.tolist(), *(-magnitudes).tolist()]


VALUES = values()
WRITERS = {
    "number": number,
    "number, no decimals": lambda value: number(value, 0),
    "number, two decimals": lambda value: number(value, 2),
    "number, nine decimals": lambda value: number(value, 9),
    "number, fixed": lambda value: number(value, fixed=True),
    "number, thousands": lambda value: number(value, thousands=True),
    "number, sign": lambda value: number(value, sign=True),
    "significant": significant,
    "significant, one": lambda value: significant(value, 1),
    "significant, six": lambda value: significant(value, 6),
}


@pytest.fixture(params=WRITERS)
def write(request):
    return WRITERS[request.param]


def read(text):
    """The value of what is written."""
    return float(text.replace("−", "-").replace(",", ""))


def test_the_minus_is_a_true_one(write):
    for value in VALUES:
        text = write(value)
        assert "-" not in text, value
        assert text.startswith("−") == (value < 0), (value, text)


def test_what_is_not_zero_is_not_written_as_zero(write):
    for value in VALUES:
        assert read(write(value)) != 0, value


def test_zero_has_no_sign(write):
    for zero in (0, 0.0, -0.0, np.float32(-0.0), np.int64(0)):
        assert read(write(zero)) == 0
        assert "−" not in write(zero) and "+" not in write(zero)


def test_no_exponent_where_digits_fit(write):
    for value in VALUES:
        if 1e-6 <= abs(value) < 1e9:
            assert "e" not in write(value), value


def test_a_plus_and_a_minus_are_written_alike(write):
    for value in VALUES:
        if value > 0:
            assert write(-value).removeprefix("−") == write(value).removeprefix("+")


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, 6])
@pytest.mark.parametrize("style", [{}, {"fixed": True}, {"thousands": True}, {"sign": True}])
def test_a_number_is_read_back_within_its_rounding(decimals, style):
    for value in VALUES:
        away, step = abs(read(number(value, decimals, **style)) - value), 10.0**-decimals
        if abs(value) >= 1e9:
            assert away <= 0.5001e-3 * abs(value)
        elif float(f"{value:.{decimals}f}"):
            assert away <= 0.5001 * step + 1e-9 * abs(value)
        else:  # down to its first digit
            assert away <= 0.5001 * 10.0 ** math.floor(math.log10(abs(value)))


@pytest.mark.parametrize("digits", [1, 2, 3, 6])
def test_significant_digits_are_read_back_within_their_rounding(digits):
    for value in VALUES:
        step = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits)
        most = max(step, 1) if abs(value) < 1e9 else step
        assert abs(read(significant(value, digits)) - value) <= 0.5001 * most, value


def test_no_zeros_that_say_nothing():
    for value in VALUES:
        for text in (number(value), significant(value)):
            assert not re.search(r"\.\d*0(e|$)|\.(e|$)", text), (value, text)


@pytest.mark.parametrize("decimals", [0, 1, 3])
def test_fixed_keeps_its_decimals(decimals):
    for value in [0.0, *VALUES]:
        if 10.0**-decimals <= abs(value) < 1e9 or not value:
            assert len(number(value, decimals, fixed=True).partition(".")[2]) == decimals


def test_commas_stand_between_thousands_only_where_asked():
    for value in VALUES:
        assert "," not in number(value) + significant(value)
        text = number(value, thousands=True)
        assert re.fullmatch(r"−?\d{1,3}(,\d{3})*(\.\d+)?(e−?\d+)?", text), text
        assert text.replace(",", "") == number(value)


def test_whole_numbers_keep_every_digit():
    for value in [0, 1, 10, 100, 1000, 999_999_999, 784, 123_456_789]:
        for kind in (int, float, np.int64, np.float64):
            assert number(kind(value)) == number(kind(value), 0) == significant(kind(value)) == str(value)
    assert number(True) == "1"
    assert number(np.uint8(255)) == "255"


def test_a_narrow_cell_may_have_a_mark_for_what_rounds_to_zero():
    for value in VALUES:
        text = number(value, 2, tiny="≈0")
        assert (text == "≈0") == (float(f"{value:.2f}") == 0), value
    assert number(0, 2, tiny="≈0") == "0"


def test_a_count_has_its_noun():
    assert [counted(count, "box", "boxes") for count in (0, 1, 2)] == ["0 boxes", "1 box", "2 boxes"]


def test_a_coordinate_is_what_svg_reads():
    for value in VALUES:
        if abs(value) < 1e6:
            text = coordinate(value)
            assert re.fullmatch(r"-?\d+(\.\d+)?(e[-+]\d+)?", text) and not text.endswith(".0")
            assert abs(float(text) - value) <= max(0.0501, abs(value) / 1999)


def float_forms(code):
    """Lines on which code writes a number by a form such as ".3f", in an f-string or by `format`."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            form = ast.unparse(node.format_spec)[2:-1].lstrip("+,")
            if FLOAT_FORM.fullmatch(form):
                yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "format":
            yield node.lineno


def test_there_is_one_writer():
    """No other module turns a number with decimals into text. When it fails: use course_utils.numbers."""
    modules = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
    again = [
        f"course_utils/{name}:{line}"
        for name, path in modules.items()
        if name != "numbers.py"
        for line in sorted(set(float_forms(path.read_text(encoding="utf-8"))))
    ]
    assert not again, "\n".join(again)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('f"{x:.3f}"', True),
        ('f"{x:,.1f}"', True),
        ('f"{x:g}"', True),
        ('f"{x:+.0%}"', True),
        ('f"{x:.{d}f}"', True),
        ('format(x, ".2f")', True),
        ('f"{x:,}"', False),
        ('f"{x:02x}"', False),
        ('f"{x:>8}"', False),
        ('f"{x}"', False),
    ],
)
def test_the_search_for_a_second_writer_finds_it(text, found):
    assert bool(list(float_forms(f"def anyone(x, d=2):\n    return {text}\n"))) == found
