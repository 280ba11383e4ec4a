"""Is an answer what was asked for? One sentence on the first difference, or none."""

from numbers import Real

import numpy as np

RELATIVE, ABSOLUTE = 1e-4, 1e-5  # float32 sums in any order pass, one wrong pixel does not
WHOLE = 1e-3  # a whole number is met or it is not: one parameter in a million is a mistake


def difference(expected, got, *, channel_axis=True):
    """The first difference between two results, or None when there is none.

    Arrays, lists and tensors are compared as numbers, whatever their type.

    Parameters
    ----------
    expected, got : array, number, bool, str, None, or tuple, list or dict of these
        What the reference made, and what the answer made.
    channel_axis : bool
        Whether a last axis of length 1 too many, or one missing, is forgiven.

    Returns
    -------
    sentence : str or None
    """
    if isinstance(expected, dict):
        return _of_dicts(expected, got, channel_axis)
    if isinstance(expected, tuple):
        return _of_tuples(expected, got, channel_axis)
    if isinstance(expected, (str, bool, np.bool_)) or expected is None:
        return _of_words(expected, got)
    return _of_numbers(np.asarray(expected), got, channel_axis)


def same(expected, got, **settings):
    """Whether `difference` finds none."""
    return difference(expected, got, **settings) is None


def _of_dicts(expected, got, channel_axis):
    if not isinstance(got, dict) or set(got) != set(expected):
        return f"expected {short(expected)}, got {short(got)}"
    for key, value in expected.items():
        if found := difference(value, got[key], channel_axis=channel_axis):
            return f"{key}: {found}"
    return None


def _of_tuples(expected, got, channel_axis):
    """Compare part by part; a list or an array serves as a tuple."""
    try:
        parts = [] if isinstance(got, (str, dict)) else list(got)
    except TypeError:
        parts = []
    if len(parts) != len(expected):
        what = f"{len(parts)} parts" if parts else f"the single value {short(got)}"
        return f"expected {len(expected)} parts, got {what}"
    for number, (wanted, part) in enumerate(zip(expected, parts, strict=True), start=1):
        if found := difference(wanted, part, channel_axis=channel_axis):
            return f"part {number} of {len(expected)}: {found}"
    return None


def _of_words(expected, got):
    """Compare text, truth values and None: equal and of the same kind. NumPy's bool is one."""
    expected = expected.item() if isinstance(expected, np.generic) else expected
    plain = got.item() if isinstance(got, np.generic) or (isinstance(got, np.ndarray) and got.ndim == 0) else got
    is_same = isinstance(plain, type(expected)) and plain == expected
    return None if is_same or (expected is None and plain is None) else f"expected {expected!r}, got {short(got)}"


def _of_numbers(expected, got, channel_axis):
    numbers = as_numbers(got)
    if numbers is None:
        return f"expected {'numbers' if expected.ndim else 'a number'}, got {short(got)}"
    if channel_axis and {expected.shape, numbers.shape} in (
        {expected.shape, (*expected.shape, 1)},
        {numbers.shape, (*numbers.shape, 1)},
    ):
        numbers = numbers.reshape(expected.shape)
    if numbers.shape != expected.shape:
        only_axis = numbers.size == expected.size and numbers.squeeze().shape == expected.squeeze().shape
        extra = "; only axes of length 1 differ" if only_axis else ""
        return f"expected the shape {expected.shape}, got {numbers.shape}{extra}"
    return _of_same_shape(expected, numbers)


def _of_same_shape(expected, numbers):
    if np.isnan(numbers).any() and not np.isnan(expected).any():
        return f"{np.isnan(numbers).sum()} of {numbers.size} values are NaN (not a number)"
    finite = expected[np.isfinite(expected)]
    scale = np.abs(finite).max() if finite.size else 1
    if expected.dtype.kind in "biu":
        close = np.abs(numbers - expected) < WHOLE
    else:
        close = np.isclose(numbers, expected, rtol=RELATIVE, atol=ABSOLUTE * max(scale, 1e-3), equal_nan=True)
    if close.all():
        return None
    if not expected.ndim:
        return f"expected {short(expected)}, got {short(numbers)}"
    place = tuple(int(axis) for axis in np.argwhere(~close)[0])
    return (
        f"at {list(place)} expected {short(expected[place])}, got {short(numbers[place])} "
        f"({(~close).sum()} of {close.size} values differ)"
    )


def as_numbers(value):
    """The value as a float64 array, or None where it holds anything but real numbers."""
    if isinstance(value, (str, bytes, dict, set)) or value is None or callable(value):
        return None
    try:
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "biuf" else None
    except Exception:  # whatever a stranger's object does when NumPy asks it for numbers
        return None


def short(value):
    """A value in a few characters: numbers and small arrays in full, large ones by shape."""
    numbers = as_numbers(value)
    if numbers is None or isinstance(value, (bool, np.bool_)):
        words = type(value).__name__ if callable(value) or "0x" in repr(value) else repr(value)
        return words if len(words) <= 80 else f"{words[:77]}…"
    if numbers.ndim == 0:
        return f"{numbers:.6g}"
    if numbers.size <= 16:
        return _listed(numbers)
    return f"{' × '.join(map(str, numbers.shape))} numbers"


def _listed(numbers):
    """Write an array as nested lists with at most four digits a number."""
    if numbers.ndim:
        return f"[{', '.join(map(_listed, numbers))}]"
    return f"{numbers:.4g}"


def is_number(value):
    """Whether the value is one real number, of Python or NumPy, and not a truth value."""
    if isinstance(value, (bool, np.bool_)):
        return False
    return isinstance(value, Real) or (as_numbers(value) is not None and np.ndim(value) == 0)
