"""What a verdict says of an answer that behaves like no known mistake."""

import inspect
from decimal import Decimal
from numbers import Integral

import numpy as np

from course_utils.checking import host
from course_utils.checking.compare import as_array, as_numbers, difference, is_number, short
from course_utils.checking.running import argument_names

_MORE = "give more digits, or the calculation itself"
_USUAL = (np.dtype(float), np.dtype(int), np.dtype(bool))  # types that no sentence needs to name


def helps():
    """A further sentence, with the space before it: where a hint is to be had."""
    return f" {host.words().help}"


def compares():
    """A further sentence, with the space before it: where the answer is shown after the question."""
    return f" {host.words().compare}"


def unlike_asked(answer, case, reference):
    """A sentence on an answer that is no function of the arguments it will get; empty when it is one."""
    if not callable(answer) or isinstance(answer, type) or hasattr(answer, "layers"):
        return f"A function is asked for; this is {kind_of(answer)}. Hand over the function itself."
    try:
        inspect.signature(answer).bind(*case)
    except TypeError:
        wanted, taken = (", ".join(inspect.signature(function).parameters) for function in (reference, answer))
        return f"The function is called with `({wanted})`; yours takes `({taken})`."
    except ValueError:  # a built-in function without a signature: the call will tell
        return ""
    return ""


def case_in_words(function, case):
    """The arguments of a case: small ones in full, large ones by their shape, each with a type that matters."""
    pairs = zip(argument_names(function, case), case, strict=True)
    return ", ".join(_argument_in_words(name, value) for name, value in pairs)


def _argument_in_words(name, value):
    if isinstance(value, np.random.Generator):
        return f"{name} (a generator of random numbers)"
    array = as_array(value)
    kind = f" ({value.dtype})" if isinstance(value, np.ndarray) and value.dtype not in _USUAL else ""
    if array is not None and array.size > 12:
        return f"{name} of shape {array.shape}{kind}"
    return f"{name} = {short(value)}{kind}"


def value_in_words(got, expected=None):
    """Say what is wrong with a predicted value without telling the right one."""
    if expected is None:
        return short(got)
    if is_number(expected):
        return _number_in_words(got, expected)
    if isinstance(expected, tuple):
        found = str(difference(expected, got) or "")
        if found.startswith("part"):
            part = found.split(":")[0]
            place = int(part.split()[1]) - 1
            value = got[place] if isinstance(got, (tuple, list, np.ndarray)) else None
            return f"In {short(got)}, {part} is {_part_in_words(value, expected[place])}."
        places = ", ".join(len(expected) * ["…"])
        return f"{len(expected)} values are asked for, as `({places})`; this is {short(got)}."
    return f"{short(got)} is not right."


def _part_in_words(got, expected):
    if isinstance(got, str) and is_number(expected):
        return "text: write it without quotation marks"
    return f"rounded: {_MORE}" if _is_rounded(got, expected) else "not right"


def _number_in_words(got, expected):
    if isinstance(got, str):
        return f"{short(got)} is text. Write a number, without quotation marks."
    if digits := _with_commas(got):
        return (
            f"{got} is a tuple: Python reads a comma so. One number is asked for; if it is {digits}, leave commas out."
        )
    if not is_number(got):
        return f"{short(got)} is not a number; one number is asked for."
    given = got if isinstance(got, Integral) else as_array(got).item()  # an integer may be longer than any float
    if not isinstance(given, Integral) and not np.isfinite(given):
        return f"{short(got)} is not a finite number."
    if _is_rounded(got, expected):
        return f"{short(got)} is rounded: {_MORE}."
    return f"{short(got)} is too {'large' if given.real > as_array(expected).item() else 'small'}."


def _is_rounded(got, expected):
    """Whether a number is the right one with fewer digits: two at least, since one digit may be anything.

    Examples
    --------
    >>> _is_rounded(0.55, 27 / 49), _is_rounded(0.56, 27 / 49), _is_rounded(0.6, 27 / 49), _is_rounded(17.67, 17.672)
    (True, False, False, True)
    """
    if not is_number(got) or not is_number(expected):
        return False
    given, right = (Decimal(repr(as_numbers(one).item())) for one in (got, expected))
    if not (given.is_finite() and right.is_finite()):
        return False
    _, digits, exponent = given.normalize().as_tuple()
    half = Decimal((0, (5,), min(exponent, 0) - 1))  # of one in the last place that was written
    return len(digits) >= 2 and 0 < abs(given - right) <= half


def _with_commas(got):
    """Return what was meant by a number typed with commas between thousands, or nothing."""
    if not isinstance(got, tuple) or len(got) < 2 or not all(type(part) is int for part in got):
        return ""
    first, *groups = got
    # Python refuses 016, so a group that begins with a zero can only be 000.
    is_one_number = 0 < first < 1000 and all(group == 0 or 100 <= group < 1000 for group in groups)
    return ",".join([str(first), *(f"{group:03d}" for group in groups)]) if is_one_number else ""


def kind_of(value):
    """The kind of a value with its article: an `int`, the class `Dense`."""
    if isinstance(value, type):
        return f"the class `{value.__name__}`"
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} `{name}`"
