"""What is given to be drawn: checked at one door before anything is drawn, so that no picture shows what is not there.

Each check takes what was given and its name, and returns it as it is drawn, or raises a ValueError with a sentence.
`panel` takes a check for each argument; functions that make several panels call them.
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.colors import is_color_like, to_hex

from course_utils.arrays import Sides, image_of, numbers_of, real_array, shown, whole_number
from course_utils.numbers import counted, number
from course_utils.numbers import shape as shape_in_words

LARGEST = 1e100  # a magnitude beyond which Matplotlib's own arithmetic overflows
MOST_WRITTEN = 60  # rows or columns of numbers that are written one by one
_ANY = Sides(1, 10**6)


def grid(given, name, *, most=None):
    """Numbers (rows, columns) as they are drawn; an axis of one channel is left out.

    >>> grid(np.ones((2, 3, 1), bool), "kernel").tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    side = Sides(1, most) if most else _ANY
    limited = f" of at most {most} each" if most else ""
    allowed = f"finite numbers (rows, columns){limited}, such as one channel: {name}[..., 0]"
    values = _finite(given, name, [(side, side), (side, side, 1)], allowed)
    return values[..., 0] if values.ndim == 3 else values


def written_grid(given, name):
    """A `grid` of which each number is written."""
    return grid(given, name, most=MOST_WRITTEN)


def counts(given, name):
    """A `grid` of numbers from 0 on, each of them written."""
    values = written_grid(given, name)
    if values.min() < 0:
        raise ValueError(f"{name} holds {number(values.min())}: give numbers from 0 on.")
    return values


def picture(given, name):
    """An image as it is drawn: grey (height, width), or (height, width, 3) by the law of `arrays.image_of`."""
    allowed = f"(height, width) or, in colour, (height, width, 3), such as one channel: {name}[..., 0]"
    values = _finite(given, name, [(_ANY, _ANY), (_ANY, _ANY, 1), (_ANY, _ANY, 3)], allowed)
    if values.ndim == 2:
        return values
    return _lawful(values, name) if values.shape[2] == 3 else values[..., 0]


def colour_picture(given, name):
    """An image (height, width, 3) as it is drawn, by the law of `arrays.image_of`."""
    return _lawful(_finite(given, name, [(_ANY, _ANY, 3)], "a colour image (height, width, 3)"), name)


def many_pictures(given, name):
    """Images (rows, columns, height, width) as they are drawn, by the law of `arrays.image_of`."""
    allowed = "rows of images: (rows, columns, height, width); images[np.newaxis] makes one row of a batch"
    values = _finite(given, name, [(_ANY,) * 4, (*(_ANY,) * 4, 1)], allowed)
    return _lawful(values[..., 0] if values.ndim == 5 else values, name)


def volume(given, name):
    """Numbers (height, width, channels) as they are drawn."""
    allowed = f"(height, width, channels), all finite; {name}[..., np.newaxis] makes one channel of a matrix"
    return _finite(given, name, [(_ANY, _ANY, _ANY)], allowed)


def one_row(given, name, *, finite=True):
    """A row of numbers, as float (values,); NaN and infinity are allowed where a picture can leave a gap."""
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)) and not hasattr(given, "__array__"):
        given = list(given)
    values = real_array(given, name, axes=(1,), allowed="one row of numbers", finite=finite).astype(float)
    if not values.size:
        raise ValueError(f"{name} has no value: give at least one number.")
    if np.any(np.isfinite(values) & (np.abs(values) > LARGEST)):
        raise ValueError(f"{name} goes beyond ±{number(LARGEST)}: give smaller numbers, such as their logarithms.")
    return values


def series(kind, *, finite=False):
    """A check of a dictionary of name -> row of numbers; `kind` is what one of them is called."""

    def check(given, name):
        _check_is_filled(given, name, kind, "values")
        return {key: one_row(values, f"the {kind} {shown(key)}", finite=finite) for key, values in given.items()}

    return check


def bars(given, name):
    """A dictionary of name -> finite number, as float."""
    _check_is_filled(given, name, "bar", "number")
    return {key: one_number(value, f"the bar {shown(key)}") for key, value in given.items()}


def one_number(given, name):
    """One finite number, as float."""
    value = real_array(given, name, allowed="one finite number", finite=True)
    if value.size != 1 or abs(float(value.item())) > LARGEST:
        raise ValueError(f"{name} is {shown(given)}: give one number between −{number(LARGEST)} and {number(LARGEST)}.")
    return float(value.item())


def positive(given, name, most=LARGEST):
    """One number above 0, as float."""
    value = one_number(given, name)
    if not 0 < value <= most:
        raise ValueError(f"{name} is {number(value)}: give a number above 0 and up to {number(most)}.")
    return value


def limit(given, name):
    """The largest magnitude that colours show: a number from 0 on, or None; 0 stands for the values' own as well."""
    if given is not None and one_number(given, name) < 0:
        raise ValueError(f"{name} is {shown(given)}: give the largest magnitude that the colours show, 0 or more.")
    return None if given is None else one_number(given, name)


def ends(given, name):
    """Two numbers, the lower first, or None."""
    if given is None:
        return None
    values = one_row(given, name)
    if len(values) != 2 or not values[0] < values[1]:
        raise ValueError(f"{name} is {shown(given)}: give two numbers, the lower one first.")
    return tuple(given)


def whole(least, most=10**6):
    """A check of a whole number in these bounds."""

    def check(given, name):
        value = whole_number(given)
        if value is None or not least <= value <= most:
            raise ValueError(f"{name} is {shown(given)}: give a whole number from {least} to {most:,}.")
        return value

    return check


def one_of(*words):
    """A check of a setting that is one of these."""

    def check(given, name):
        if not any(given is word or (type(given) is type(word) and given == word) for word in words):
            raise ValueError(f"{name} is {shown(given)}: give {' or '.join(map(repr, words))}.")
        return given

    return check


def axis_scales(given, name):
    """The scales of the two axes."""
    scales = items(given, name, kind="scale")
    if len(scales) != 2:
        raise ValueError(f'{name} is {shown(given)}: give two, of x and of y, such as ("linear", "log").')
    return tuple(one_of("linear", "log")(one, "a scale") for one in scales)


def optional(check):
    """A check that lets None pass."""
    return lambda given, name: None if given is None else check(given, name)


def check_colour(given, name):
    """A colour of Matplotlib, as "#rrggbb"."""
    if not is_color_like(given):
        raise ValueError(f'{name} is {shown(given)}: give a colour, such as "green" or "#" and six digits.')
    return to_hex(given)


def names(given, count, of, *, name="names"):
    """So many names, as a list of str; `of` is the one thing that each belongs to."""
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise ValueError(f'{name} is {shown(given)}: give a list with one for each {of}, as in ["first", "second"].')
    given = [str(one) for one in given]
    check_same(len(given), "name" if name == "names" else name.removesuffix("s"), count, of)
    return given


def items(given, name, *, kind, least=1):
    """A list of one thing or more."""
    found = list(given) if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)) else None
    if found is None or len(found) < least:
        raise ValueError(f"{name} is {shown(given)}: give a list of {f'at least one {kind}' if least else f'{kind}s'}.")
    return found


def check_same(count, one, other_count, other):
    """Raise where there are more, or fewer, of one thing than of the other that each belongs to."""
    if count != other_count:
        given = f"{_several(count, one)} for {_several(other_count, other)}"
        raise ValueError(f"{given}: give one {one} for each {other}.")


def check_shape(shape, name, wanted, of):
    """Raise where the shape is not the wanted one, which is that of something else."""
    if tuple(shape) != tuple(wanted):
        given, right = shape_in_words(shape), shape_in_words(wanted)
        raise ValueError(f"{name} has the shape {given}, and {of} {right}: give {name} of shape {right}.")


def largest(values):
    """The largest magnitude among numbers; also where an integer's own would overflow, as that of int8 −128 does."""
    return max(abs(float(np.min(values))), abs(float(np.max(values))))


def short(name, letters=24):
    """A name as a picture has room for it, at most so many letters a line; the description keeps it whole.

    >>> short("batch norm"), short(3), len(short("x" * 1000))
    ('batch norm', '3', 24)
    """
    lines = str(name).split("\n")
    return "\n".join(one if len(one) <= letters else f"{one[: letters - 1]}…" for one in lines[:4])


def _finite(given, name, shapes, allowed):
    """The given as an array that Matplotlib draws: truth as 0 and 1, nothing longer than float64."""
    values = numbers_of(given, name, shapes=shapes, limit=LARGEST, allowed=allowed, dtype=None)
    return values.astype(float) if values.dtype == bool or values.dtype.itemsize > 8 else values


def _lawful(values, name):
    """Images as they are where they keep the law: uint8 from 0 to 255, or floats from 0 to 1."""
    image_of(values.reshape(-1, values.shape[-1]), name, sides=(1, values.size))
    return values if values.dtype == np.uint8 else np.clip(values, 0, 1)


def _several(count, noun):
    """A count of what a noun names, which others may follow: "3 values of the curve"."""
    first, *rest = re.split(r"(?= (?:of|in|along) )", noun, maxsplit=1)
    return counted(count, first, f"{first}es" if first.endswith("s") else None) + "".join(rest)


def _check_is_filled(given, name, kind, values):
    if not isinstance(given, Mapping):
        raise ValueError(f"{name} is {shown(given)}: give a dictionary of name and {values}.")
    if not given:
        raise ValueError(f"there is no {kind}: give a dictionary of name and {values}.")
