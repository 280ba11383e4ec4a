"""What the network explorer says: where a number stands, whether Keras has it too, and the answers."""

import math

from course_utils.numbers import all_significant, number, significant

_TOLERANCE = 1e-4
# Of a layer that Keras calculates in fewer digits: eight steps from one such number near 1 to the next.
_HALF = {"float16": 8 * 2**-10, "bfloat16": 8 * 2**-7}


def where_of(place, size):
    """A number's place (row, column, map) in a layer of this size, in words.

    >>> where_of((0, 0, 7), (1, 1, 10)), where_of((3, 4, 0), (8, 8, 2))
    ('number 7', 'map 0, row 3, column 4')
    """
    row, column, which = place
    return f"number {which}" if max(size[:2]) == 1 else f"map {which}, row {row}, column {column}"


def texts_of(maps, which, names=()):
    """The places of a chosen map, and all maps, as they are read aloud; `names` are those of a vector's numbers.

    >>> import numpy as np
    >>> texts_of(np.array([[[1, 2]]]), 1, ["coat", "bag"])
    (('number 1: 2',), ('coat: 1', 'bag: 2'))
    """
    rows, columns, count = maps.shape
    if rows == columns == 1:
        values = all_significant(maps.ravel().tolist())
        named = tuple(f"{names[k] if k < len(names) else f'number {k}'}: {value}" for k, value in enumerate(values))
        return (f"number {which}: {values[which]}",), named
    values = all_significant(maps[..., which].ravel().tolist())
    one = tuple(f"row {k // columns}, column {k % columns}: {value}" for k, value in enumerate(values))
    return one, tuple(f"map {k}" for k in range(count))


def verdict_of(kind, value, difference, dtype="float32", by="Keras"):
    """Whether NumPy and Keras agree: Keras has this value, and the layer differs by this share of its largest number.

    `dtype` is what Keras calculates in; `by` who else has the value, where it is not Keras.

    >>> verdict_of("Conv2D", 0.25, 1e-7), verdict_of("Conv2D", 0.25, 0.0312)
    ('Keras has 0.25 too.', "⚠ NumPy and Keras differ, by 0.03 of the layer's largest number.")
    >>> verdict_of("Conv2D", 0.25, 0.0007, "float16")
    'Keras has 0.25 too, as near as half precision (float16) comes.'
    >>> verdict_of("Conv2D", 0.25, 1e-7, by="The layer as a whole")
    'The layer as a whole has 0.25 too.'
    """
    if kind == "box":
        return "Only Keras knows how."
    if not math.isfinite(value):
        return f"{by} has {significant(value)}: this network does not give numbers any more."
    if _TOLERANCE < difference <= _HALF.get(dtype, 0):
        return f"{by} has {significant(value)} too, as near as half precision ({dtype}) comes."
    if difference == math.inf:
        return "⚠ NumPy and Keras differ: one has NaN where the other has a number."
    if not difference <= _TOLERANCE:
        return f"⚠ NumPy and Keras differ, by {significant(difference, 1)} of the layer's largest number."
    return f"{by} has {significant(value)} too."


def outputs_in_words(answers, *, are_shares):
    """The two values of each answer (name, value, value unedited): probabilities in per cent, others as they are.

    >>> outputs_in_words([("coat", 0.9, 1e-9)], are_shares=True)
    [('90.0 %', '≈0 %')]
    >>> outputs_in_words([("coat", 52.5, -1)], are_shares=False)
    [('52.5', '−1')]
    """
    values = [value for answer in answers for value in answer[1:]]
    if are_shares:
        words = [f"{number(100 * value, 1, fixed=True, tiny='≈0')} %" for value in values]
    else:
        words = list(map(significant, values))
    return list(zip(words[::2], words[1::2], strict=True))


def answer_in_words(answers, words, outputs, *, is_edited, lost):
    """The largest answer as a sentence, and what it was before the edits; empty where there are no classes.

    `lost` is the first layer that gives no numbers.

    >>> answer_in_words([("coat", 0.9, 0.8)], [("90.0 %", "80.0 %")], 2, is_edited=True, lost="")
    'Answer (first of 2 outputs): coat 90.0 %, unedited 80.0 %.'
    >>> answer_in_words([], [], 1, is_edited=False, lost="conv")
    'No answer: conv gives NaN or infinity in place of numbers.'
    """
    of = f" (first of {outputs} outputs)" if outputs > 1 else ""
    if lost:
        return f"No answer{of}: {lost} gives NaN or infinity in place of numbers."
    if not answers:
        return ""
    now, before = words[0]
    return f"Answer{of}: {answers[0][0]} {now}" + (f", unedited {before}." if is_edited else ".")


def made_of_in_words(name, which, size, parts):
    """What a map, or a number of a vector, is made of; `parts` are (name, maps of each or None for all, size).

    >>> made_of_in_words("conv", 7, (8, 8, 16), [("relu", None, (10, 10, 4))])
    'conv, map 7 of 16: made of all 4 maps of relu'
    >>> made_of_in_words("add", 2, (1, 1, 9), [("a", [[0], [1], [2]], (1, 1, 9)), ("b", None, (1, 1, 1))])
    'add, number 2 of 9: made of number 2 of a and number 0 of b'
    """
    made = [
        f"{_maps_in_words(maps and maps[which], its)} of {part}"
        for part, maps, its in parts
        if maps is None or maps[which]
    ]
    return f"{name}, {_noun(size)} {which} of {size[2]}" + (
        f": made of {' and '.join(made)}" if made else ", as it comes in"
    )


def _noun(size):
    return "number" if max(size[:2]) == 1 else "map"


def _maps_in_words(maps, size):
    """These maps of a layer of this size; None for all."""
    if maps is None and size[2] > 1:
        return f"all {size[2]} {_noun(size)}s"
    return f"{_noun(size)} {maps[0] if maps else 0}"
