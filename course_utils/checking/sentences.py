"""What a verdict says of an answer that behaves like no known mistake."""

import inspect

import numpy as np

from course_utils.checking.compare import as_numbers, difference, is_number, short
from course_utils.checking.running import argument_names

HELP = " `.hint()` helps."


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
    """The arguments of a case: small ones in full, large ones by their shape."""
    parts = []
    for name, value in zip(argument_names(function, case), case, strict=True):
        numbers = as_numbers(value)
        if isinstance(value, np.random.Generator):
            parts.append(f"{name} (a generator of random numbers)")
        elif numbers is not None and numbers.size > 12:
            parts.append(f"{name} of shape {numbers.shape}")
        else:
            parts.append(f"{name} = {short(value)}")
    return ", ".join(parts)


def value_in_words(got, expected=None):
    """Say what is wrong with a predicted value without telling the right one."""
    if expected is None:
        return short(got)
    if is_number(expected):
        return _number_in_words(got, expected)
    if isinstance(expected, tuple):
        found = str(difference(expected, got) or "")
        if found.startswith("part"):
            return f"In {short(got)}, {found.split(':')[0]} is not right."
        places = ", ".join(len(expected) * ["…"])
        return f"{len(expected)} values are asked for, as `({places})`; this is {short(got)}."
    return f"{short(got)} is not right."


def _number_in_words(got, expected):
    if isinstance(got, str):
        return f"{got!r} is text. Write a number, without quotation marks."
    if not is_number(got):
        return f"{short(got)} is not a number; one number is asked for."
    if not np.isfinite(float(got)):
        return f"{short(got)} is not a finite number."
    return f"{short(got)} is too {'large' if float(got) > float(expected) else 'small'}."


def kind_of(value):
    """The kind of a value with its article: an `int`, the class `Dense`."""
    if isinstance(value, type):
        return f"the class `{value.__name__}`"
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} `{name}`"
