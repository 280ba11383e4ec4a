"""Is an answer what was asked for? One sentence on the first difference, or none.

Two results are compared, or two lists of results, one for each case. Nothing here runs an answer.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from numbers import Real
from reprlib import recursive_repr
from typing import NamedTuple

import numpy as np

from course_utils.numbers import shape, significant

RELATIVE, ABSOLUTE = 1e-4, 1e-5  # float32 sums in any order pass, one wrong pixel does not
WHOLE = 1e-3  # a whole number is met or it is not: one parameter in a million is a mistake
LONGEST = 80  # characters of a value in a sentence


@dataclass(frozen=True)
class Stopped:
    """What a function makes of a case that it does not survive: the type of the error, by name."""

    error: str


class Difference(NamedTuple):
    """What differs, in words with a gap for each value. It is written only when somebody reads it: most are not."""

    words: str
    values: tuple = ()
    where: str = ""

    def __str__(self):
        return self.where + self.words.format(*_told_apart(self.values))

    def within(self, part):
        """The same difference, found in a part of a larger result."""
        return self._replace(where=f"{part}: {self.where}")


def agreeing(candidates, got, *, channel_axis=True):
    """Which of several lists of results agree with another one in every case: one truth value each."""
    return [first_difference(results, got, channel_axis=channel_axis) is None for results in candidates]


def first_difference(expected, got, *, channel_axis=True):
    """The first difference between two lists of results: its place and the Difference, or None when there is none."""
    for place, pair in enumerate(zip(expected, got, strict=True)):
        if found := difference(*pair, channel_axis=channel_axis):
            return place, found
    return None


def difference(expected, got, *, channel_axis=True):
    """The first difference between two results, or None when there is none.

    Arrays, lists and tensors are compared as numbers, whatever their type.

    Parameters
    ----------
    expected, got : array, number, bool, str, None, Stopped, or tuple or dict of these
        What the reference made, and what the answer made.
    channel_axis : bool
        Whether a last axis of length 1 too many, or one missing, is forgiven.

    Returns
    -------
    Difference or None
        Its text is a sentence without an end.
    """
    if isinstance(expected, Stopped):
        return _of_stops(expected, got)
    if isinstance(expected, dict):
        return _of_dicts(expected, got, channel_axis)
    if isinstance(expected, tuple):
        return _of_tuples(expected, got, channel_axis)
    if isinstance(expected, (str, bool, np.bool_)) or expected is None:
        return _of_words(expected, got)
    return _of_numbers(np.asarray(expected), got, channel_axis)


def _instead(expected, got):
    return Difference("expected {}, got {}", (expected, got))


def _of_stops(expected, got):
    is_same = isinstance(got, type(expected)) and got == expected
    return None if is_same else _instead(expected, got)


def _of_dicts(expected, got, channel_axis):
    if not isinstance(got, dict) or set(got) != set(expected):
        return _instead(expected, got)
    for key, value in expected.items():
        if found := difference(value, got[key], channel_axis=channel_axis):
            return found.within(key)
    return None


def _of_tuples(expected, got, channel_axis):
    """Compare part by part; a list or an array serves as a tuple, but nothing without an order does."""
    try:
        parts = None if isinstance(got, (str, dict, set, frozenset)) else list(islice(got, len(expected) + 1))
    except TypeError:
        parts = None
    if parts is None or len(parts) != len(expected):
        what, values = (f"{_count(got, parts)} parts", ()) if parts else ("the single value {}", (got,))
        return Difference(f"expected {len(expected)} parts, got {what}", values)
    for number, pair in enumerate(zip(expected, parts, strict=True), start=1):
        if found := difference(*pair, channel_axis=channel_axis):
            return found.within(f"part {number} of {len(expected)}")
    return None


def _count(got, parts):
    """Write how many parts there are; what has no length may go on for ever, and only so much of it was taken."""
    return str(len(got)) if hasattr(got, "__len__") else f"{len(parts)} or more"


def _of_words(expected, got):
    """Compare text, truth values and None: equal and of the same kind. NumPy's bool is one."""
    expected = expected.item() if isinstance(expected, np.generic) else expected
    plain = got.item() if isinstance(got, np.generic) or (isinstance(got, np.ndarray) and got.ndim == 0) else got
    is_same = isinstance(plain, type(expected)) and plain == expected
    return None if is_same else _instead(expected, got)


def _of_numbers(expected, got, channel_axis):
    array = as_array(got)
    if array is None:
        return Difference(f"expected {'numbers' if expected.ndim else 'a number'}, got {{}}", (got,))
    if channel_axis and _is_one_axis_apart(expected.shape, array.shape):
        array = array.reshape(expected.shape)
    if array.shape != expected.shape:  # before anything is done with the numbers: there may be very many
        only_axis = array.squeeze().shape == expected.squeeze().shape
        extra = "; only axes of length 1 differ" if only_axis else ""
        return Difference(f"expected the shape {expected.shape}, got {array.shape}{extra}")
    numbers = _as_real(array)
    if numbers is None:
        return Difference("expected real numbers, got complex ones")
    return _of_same_shape(expected, numbers, got)


def _is_one_axis_apart(one, other):
    """Whether one of two shapes has a last axis of length 1 more than the other."""
    return one == (*other, 1) or other == (*one, 1)


def _of_same_shape(expected, numbers, got):
    if np.isnan(numbers).any() and not np.isnan(expected).any():
        return Difference(f"{np.isnan(numbers).sum()} of {numbers.size} values are NaN (not a number)")
    close = _are_close(expected, numbers)
    if close.all():
        return None
    if not expected.ndim:
        return _instead(expected, got)
    place = tuple(np.argwhere(~close)[0].tolist())
    words = f"at {list(place)} expected {{}}, got {{}} ({(~close).sum()} of {close.size} values differ)"
    return Difference(words, (expected[place], numbers[place]))


def _are_close(expected, numbers):
    """Where the numbers are as good as equal."""
    if expected.dtype.kind in "biu":
        return np.abs(numbers - expected) < WHOLE
    return np.isclose(numbers, expected, rtol=RELATIVE, atol=_allowed(expected), equal_nan=True)


def as_array(value):
    """The value as an array of numbers of whatever type, not copied, or None where it holds anything but numbers."""
    if callable(value):  # a layer is no number, whatever NumPy would make of it
        return None
    try:
        array = np.asarray(value)
        if np.ma.is_masked(value):
            array = value.astype(float).filled(np.nan)  # behind a mask stands no number
        if array.dtype == object:
            array = _of_exact_numbers(array)
        return array if array.dtype.kind in "biufc" else None
    except Exception:  # whatever a stranger's object does when NumPy asks it for numbers
        return None


def _of_exact_numbers(array):
    """Return floats for Python's own fractions, decimals and very long integers; anything else as it is."""
    if not all(isinstance(item, (Real, Decimal)) for item in array.flat):
        return array
    try:
        return _floats(array)
    except OverflowError:  # longer than any float
        return np.full(array.shape, np.inf)


def _as_real(array):
    """Return float64, also of complex numbers without imaginary part, as a Fourier transform leaves; or None."""
    if array.dtype.kind != "c":
        return _floats(array)
    is_real = np.all(np.abs(array.imag) <= _allowed(array.real))
    return _floats(array.real) if is_real else None


def _floats(array):
    return array.astype(np.float64)


def _allowed(numbers):
    """How far small numbers may be off: that goes by the largest."""
    finite = numbers[np.isfinite(numbers)]
    return ABSOLUTE * max(np.abs(finite).max(initial=0), 1e-3)


def as_numbers(value):
    """The value as a float64 array, or None where it holds anything but real numbers."""
    array = as_array(value)
    return None if array is None else _as_real(array)


def is_number(value):
    """Whether the value is one real number, of Python or NumPy, and not a truth value."""
    if isinstance(value, (bool, np.bool_)):
        return False
    array = as_array(value)
    return array is not None and array.ndim == 0 and array.dtype.kind != "b" and _as_real(array) is not None


def _told_apart(values):
    """Write values in a few characters, and two numbers that differ so that they can be seen to."""
    for digits in (6, 15):
        words = [short(value, digits) for value in values]
        if len({*words}) == len(words):
            break
    return words


def short(value, digits=6):
    """A value in a few characters: numbers and small arrays in full, large ones by shape.

    >>> print(short(-0.5), short([[1, -2.5]]), short({"share": -0.5, "axes": "1, 2"}), short(("a", (2, -3))))
    −0.5 [[1, −2.5]] {'share': −0.5, 'axes': '1, 2'} ('a', (2, −3))
    """
    array = as_array(value)
    if array is not None and array.size > 16:
        return f"{shape(array.shape)} numbers"
    if array is not None and array.dtype.kind != "c" and not _is_written_by_itself(value):
        return significant(array, digits) if array.ndim == 0 else _listed(_floats(array), value)
    try:
        words = _in_words(value)
    except Exception:  # what a stranger's object says of itself may fail, and what lies in itself a thousand times
        words = f"{type(value).__name__} (it cannot be written)"
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 3]}…"


def _is_written_by_itself(value):
    """Whether Python's own words are better than a float's: truth values, fractions, very long integers."""
    is_long = type(value) is int and value.bit_length() > 63
    return is_long or isinstance(value, (bool, np.bool_, Fraction, Decimal))


@recursive_repr("…")  # a list may hold itself
def _in_words(value):
    """Write what is no number: containers part by part, so that their numbers are written as all others."""
    if type(value) is dict:
        return f"{{{_joined(f'{short(key)}: {short(item)}' for key, item in value.items())}}}"
    if type(value) is list:
        return f"[{_joined(map(short, value))}]"
    if type(value) is tuple:
        return f"({_joined(map(short, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, (str, bytes)):
        return repr(value[:LONGEST])
    words = repr(value.item() if isinstance(value, np.generic) else value)
    return type(value).__name__ if callable(value) or "0x" in words else words


def _joined(parts):
    """Join as many parts as could be read: what is longer is cut anyway."""
    return ", ".join(islice(parts, LONGEST))


def _listed(numbers, value):
    """Write an array as nested lists with at most four digits a number; what was given as a tuple stays one."""
    if not numbers.ndim:
        return significant(numbers, 4)
    is_given = isinstance(value, (list, tuple)) and len(value) == len(numbers)
    inside = ", ".join(map(_listed, numbers, value if is_given else numbers))
    return f"({inside}{',' if len(numbers) == 1 else ''})" if type(value) is tuple else f"[{inside}]"
