"""Is an answer what was asked for? One sentence on the first difference, or none.

Two results are compared, or two lists of results, one for each case. Nothing here runs an answer.
"""

from dataclasses import dataclass
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
        return self.where + self.words.format(*map(short, self.values))

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
    """Compare part by part; a list or an array serves as a tuple."""
    try:
        parts = [] if isinstance(got, (str, dict)) else list(got)
    except TypeError:
        parts = []
    if len(parts) != len(expected):
        what, values = (f"{len(parts)} parts", ()) if parts else ("the single value {}", (got,))
        return Difference(f"expected {len(expected)} parts, got {what}", values)
    for number, pair in enumerate(zip(expected, parts, strict=True), start=1):
        if found := difference(*pair, channel_axis=channel_axis):
            return found.within(f"part {number} of {len(expected)}")
    return None


def _of_words(expected, got):
    """Compare text, truth values and None: equal and of the same kind. NumPy's bool is one."""
    expected = expected.item() if isinstance(expected, np.generic) else expected
    plain = got.item() if isinstance(got, np.generic) or (isinstance(got, np.ndarray) and got.ndim == 0) else got
    is_same = isinstance(plain, type(expected)) and plain == expected
    return None if is_same else _instead(expected, got)


def _of_numbers(expected, got, channel_axis):
    numbers = as_numbers(got)
    if numbers is None:
        return Difference(f"expected {'numbers' if expected.ndim else 'a number'}, got {{}}", (got,))
    if channel_axis and _is_one_axis_apart(expected.shape, numbers.shape):
        numbers = numbers.reshape(expected.shape)
    if numbers.shape != expected.shape:
        only_axis = numbers.squeeze().shape == expected.squeeze().shape
        extra = "; only axes of length 1 differ" if only_axis else ""
        return Difference(f"expected the shape {expected.shape}, got {numbers.shape}{extra}")
    return _of_same_shape(expected, numbers)


def _is_one_axis_apart(one, other):
    """Whether one of two shapes has a last axis of length 1 more than the other."""
    return one == (*other, 1) or other == (*one, 1)


def _of_same_shape(expected, numbers):
    if np.isnan(numbers).any() and not np.isnan(expected).any():
        return Difference(f"{np.isnan(numbers).sum()} of {numbers.size} values are NaN (not a number)")
    close = _are_close(expected, numbers)
    if close.all():
        return None
    if not expected.ndim:
        return _instead(expected, numbers)
    place = tuple(np.argwhere(~close)[0].tolist())
    words = f"at {list(place)} expected {{}}, got {{}} ({(~close).sum()} of {close.size} values differ)"
    return Difference(words, (expected[place], numbers[place]))


def _are_close(expected, numbers):
    """Where the numbers are as good as equal; how far small ones may be off goes by the largest expected."""
    if expected.dtype.kind in "biu":
        return np.abs(numbers - expected) < WHOLE
    finite = expected[np.isfinite(expected)]
    scale = np.abs(finite).max() if finite.size else 1
    return np.isclose(numbers, expected, rtol=RELATIVE, atol=ABSOLUTE * max(scale, 1e-3), equal_nan=True)


def as_numbers(value):
    """The value as a float64 array, or None where it holds anything but real numbers."""
    if callable(value):  # a layer is no number, whatever NumPy would make of it
        return None
    try:
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "biuf" else None
    except Exception:  # whatever a stranger's object does when NumPy asks it for numbers
        return None


def is_number(value):
    """Whether the value is one real number, of Python or NumPy, and not a truth value."""
    if isinstance(value, (bool, np.bool_)):
        return False
    return isinstance(value, Real) or (as_numbers(value) is not None and np.ndim(value) == 0)


def short(value):
    """A value in a few characters: numbers and small arrays in full, large ones by shape.

    >>> print(short(-0.5), short([[1, -2.5]]), short({"share": -0.5, "axes": "1, 2"}), short(("a", (2, -3))))
    −0.5 [[1, −2.5]] {'share': −0.5, 'axes': '1, 2'} ('a', [2, −3])
    """
    numbers = as_numbers(value)
    if numbers is None or isinstance(value, (bool, np.bool_)):
        words = _in_words(value)
        return words if len(words) <= LONGEST else f"{words[: LONGEST - 3]}…"
    if numbers.ndim == 0:
        return significant(numbers, 6)
    return _listed(numbers) if numbers.size <= 16 else f"{shape(numbers.shape)} numbers"


@recursive_repr("…")  # a list may hold itself
def _in_words(value):
    """Write what is no number: containers part by part, so that their numbers are written as all others."""
    if type(value) is dict:
        return f"{{{', '.join(f'{short(key)}: {short(item)}' for key, item in value.items())}}}"
    if type(value) is list:
        return f"[{', '.join(map(short, value))}]"
    if type(value) is tuple:
        return f"({', '.join(map(short, value))}{',' if len(value) == 1 else ''})"
    words = repr(value.item() if isinstance(value, np.generic) else value)
    return type(value).__name__ if callable(value) or "0x" in words else words


def _listed(numbers):
    """Write an array as nested lists with at most four digits a number."""
    return f"[{', '.join(map(_listed, numbers))}]" if numbers.ndim else significant(numbers, 4)
