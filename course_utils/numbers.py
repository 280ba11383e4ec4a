"""How a number, a count and a shape are written: the one place, for pictures, sentences and verdicts alike.

A true minus sign and never "−0"; no zeros that say nothing; no exponent where digits fit; and no "0" for what is not
zero. What stands in the doctests is the rule.
"""

import math
from numbers import Integral

_LONGEST, _SHORTEST = 1e9, 1e-6  # from here on, and below, digits do not fit: an exponent is written
_LONGEST_COUNT = 1e15  # a whole number may be longer: it is exact

#: A place in an SVG file, in four digits at most: what the two writers of SVG share, and no reader sees.
coordinate = "{:.4g}".format


def number(value, decimals=3, *, fixed=False, thousands=False, sign=False, tiny=None):
    """A number with at most so many decimals, as text.

    Parameters
    ----------
    value : float
        Of Python or NumPy.
    decimals : int
        At most. What they would round to zero keeps its first digit.
    fixed : bool
        Keep zeros at the end, as in a column.
    thousands : bool
        Set commas between thousands.
    sign : bool
        Set a plus before what is positive.
    tiny : str, optional
        What is written for a number that is not zero and rounds to it, where there is no room for its first digit.

    >>> number(0.5), number(-0.12345), number(0.0004), number(1234.5), number(-0.0)
    ('0.5', '−0.123', '0.0004', '1234.5', '0')
    >>> number(0.5, fixed=True), number(-0.00001, fixed=True), number(0, fixed=True), number(1, 0, fixed=True)
    ('0.500', '−0.00001', '0.000', '1')
    >>> number(1020.0, 2), number(0.0004, 2), number(-0.12345, 2), number(0.996, 2), number(-3.0)
    ('1020', '0.0004', '−0.12', '1', '−3')
    >>> number(113386, thousands=True), number(1234.5, 2, thousands=True), number(0.25, sign=True), number(0, sign=True)
    ('113,386', '1,234.5', '+0.25', '0')
    >>> number(0.0004, 2, tiny="≈0"), number(0.0, 2, tiny="≈0"), number(0.04, 0), number(0.5, 0), number(1.5, 0)
    ('≈0', '0', '0.04', '0.5', '2')
    >>> number(3e-9), number(-2.5e-7), number(1.5e9), number(-1e300), number(123456789)
    ('3e−9', '−2e−7', '1.5e9', '−1e300', '123456789')
    >>> number(15470264320, thousands=True), number(-3_000_000_000), number(10**15)
    ('15,470,264,320', '−3000000000', '1e15')
    >>> number(float("nan")), number(float("inf")), number(float("-inf"))
    ('NaN', '∞', '−∞')
    """
    longest = _LONGEST_COUNT if isinstance(value, Integral) else _LONGEST
    value = float(value)
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else "∞"
    elif abs(value) >= longest:
        text = _with_exponent(value, 4)
    elif value and not float(f"{value:.{decimals}f}"):
        if tiny is not None:
            return tiny
        text = _first_digit(value)
    else:
        text = f"{abs(value):{',' if thousands else ''}.{decimals}f}"
        text = text if fixed else _without_end_zeros(text)
    return _signed(text, value, sign)


def significant(value, digits=3, *, sign=False):
    """A number with so many significant digits at most; before the point all digits stand, as long as they fit.

    >>> significant(0.5), significant(-0.12345), significant(0.0004), significant(1234.5), significant(-0.0)
    ('0.5', '−0.123', '0.0004', '1234', '0')
    >>> significant(255.0), significant(12.345), significant(0.000012), significant(113386), significant(0.99996)
    ('255', '12.3', '0.000012', '113386', '1')
    >>> significant(1.5e-9), significant(-2e12), significant(0.25, sign=True), significant(2 / 3, 6)
    ('1.5e−9', '−2e12', '+0.25', '0.666667')
    """
    value = float(value)
    if not math.isfinite(value) or value == 0:
        return number(value, sign=sign)
    if _SHORTEST <= abs(value) < _LONGEST:
        rounded = float(f"{value:.{digits}g}")  # 0.99996 has one digit more before the point than it seems
        before = math.floor(math.log10(abs(rounded))) + 1
        text = _without_end_zeros(f"{abs(value):.{max(digits - before, 0)}f}")
    else:
        text = _with_exponent(value, digits)
    return _signed(text, value, sign)


def all_significant(values, digits=3):
    """Numbers one after the other, each as `significant` writes it.

    >>> all_significant([1234.5, -0.12345])
    ['1234', '−0.123']
    """
    return [significant(value, digits) for value in values]


def along_an_axis(values, digits=3):
    """Numbers side by side: each as `significant` writes it, or all with an exponent where one of them needs it.

    >>> along_an_axis([0.001, 0.1, 1]), along_an_axis([1e-10, 0.000001, 0.25, 1])
    (['0.001', '0.1', '1'], ['1e−10', '1e−6', '2.5e−1', '1e0'])
    """
    if any(value and not _SHORTEST <= abs(value) < _LONGEST for value in values):
        return [_signed(_with_exponent(value, digits), value, False) for value in values]
    return all_significant(values, digits)


def percent(share, decimals=0):
    """A share in per cent.

    >>> percent(0.917), percent(0.917, 1), percent(0.0004), percent(1), percent(-0.02)
    ('92 %', '91.7 %', '0.04 %', '100 %', '−2 %')
    """
    return f"{number(100 * share, decimals)} %"


def counted(count, noun, plural=None):
    """A count with its noun: one thing, several things.

    >>> counted(1, "attempt"), counted(0, "hint"), counted(1020, "pixel"), counted(2, "class", "classes")
    ('1 attempt', '0 hints', '1,020 pixels', '2 classes')
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def spelled_out(count):
    """A small count as a word, as prose has it; from thirteen on in digits.

    >>> spelled_out(8), spelled_out(0), spelled_out(13), spelled_out(1020)
    ('eight', 'no', '13', '1,020')
    """
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return words[count] if count < len(words) else f"{count:,}"


def shape(sizes, *, tight=False):
    """A shape: its sizes with crosses between them; `tight` for a label in a picture.

    >>> shape((28, 28, 1)), shape((3, 3), tight=True), shape((25088,)), shape(("any", 28)), shape(())
    ('28 × 28 × 1', '3×3', '25,088', 'any × 28', 'one number')
    """
    written = [size if isinstance(size, str) else f"{size:,}" for size in sizes]
    return ("×" if tight else " × ").join(written) or "one number"


def _signed(text, value, sign):
    zero = not value or text.strip("0.,") == ""
    return text if zero or math.isnan(value) else f"−{text}" if value < 0 else f"+{text}" if sign else text


def _without_end_zeros(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def _first_digit(value):
    """The magnitude of a small number, down to its first digit."""
    if abs(value) < _SHORTEST:
        return _with_exponent(value, 1)
    return f"{float(f'{abs(value):.0e}'):.{-math.floor(math.log10(abs(value)))}f}".rstrip("0")


def _with_exponent(value, digits):
    digits, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    return f"{_without_end_zeros(digits)}e{_signed(str(abs(int(exponent))), int(exponent), False)}"
