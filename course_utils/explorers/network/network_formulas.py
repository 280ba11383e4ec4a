"""One number of a layer by hand, with its words, where it is no sum: a pool's, a formula's, one handed on."""

import numpy as np

from course_utils.explorers.network.network_explanation import Explanation, as_maps, window_of
from course_utils.layers_by_hand import UNCHANGED, activation_by_hand, layer_by_hand
from course_utils.numbers import counted, significant
from course_utils.numbers import shape as shape_in_words


def _in_lines(value, lines, **found):
    """An explanation in lines of text; `lines` makes them from the number as it is written."""
    words = significant(value)
    written = lines(words)
    return Explanation(value, words, written, written[-1], **found)


def handed_on(layer, inputs, values, place):
    """A number that is not calculated here: a pixel of the image, or what comes out of a box."""
    value = float(as_maps(values)[place])
    *read, gives = (shape_in_words(part.shape, tight=True) for part in (*inputs, values))
    box = f"out of a box: {type(layer).__name__}, {', '.join(read)} in, {gives} out"
    return _in_lines(value, lambda words: (f"{words}, {box if inputs else 'a pixel as it comes in'}",))


def one_of_many(layer, inputs, place, names):
    """A number of layers put side by side: one of theirs, which are called by these names."""
    numbers = layer_by_hand(layer, *[np.full(np.shape(part), k) for k, part in enumerate(inputs)])
    value, part = float(as_maps(layer_by_hand(layer, *inputs))[place]), int(as_maps(numbers)[place])
    said = f"handed on from {names[part]}: part {part + 1} of {len(inputs)}"
    return _in_lines(value, lambda words: (f"{words}, {said}",))


def one_pool(kind, layer, maps, place):
    """The largest number of a window, or its mean; Keras passes over NaN in search of a largest, if not of all."""
    whole, best = kind.startswith("Global"), "Max" in kind
    window, padding = (maps, np.zeros(maps.shape[:2], bool)) if whole else window_of(layer, maps, place)
    window = window[..., place[2]].astype(float)
    read = window[~padding]  # padding never wins, and is not counted
    count, lost = read.size, int(np.isnan(read).sum())
    total, passed = float(read.sum()), best and not whole and lost < count

    def lines(words):
        if lost:
            so = f"the largest of the others is {words}" if passed else "so is the result"
            return (f"{lost} of {counted(count, 'number')} {'is' if lost == 1 else 'are'} NaN, no number: {so}",)
        if best:
            return (f"the largest of {count} numbers is {words}",)
        return (f"{count} numbers add up to {significant(total)}, their mean is {words}",)

    value = float("nan")
    if count and (passed or not lost):
        value = float(np.nanmax(read)) if best else total / count
    return _in_lines(value, lines, window=window, won=best and np.isfinite(value), padding=padding)


def one_formula(kind, layer, values, place):
    """A number made of a single one, or of its place alone."""
    value = float(as_maps(layer_by_hand(layer, values))[place])
    if kind == "Flatten":
        row, column, number = np.unravel_index(place[2], as_maps(values).shape)
        said = f"from map {number}, row {row}, column {column}: only its place is new"
        return _in_lines(value, lambda words: (f"{words}, {said}",))
    if kind == "ZeroPadding2D":
        return _one_padded(layer, values, place, value)
    x, formula = float(as_maps(values)[place]), _FORMULAS.get(kind, _activation_formula)
    return _in_lines(value, lambda words: formula(layer, values, place, x, words))


def _one_padded(layer, values, place, value):
    (top, _), (left, _) = layer.padding
    row, column = place[0] - top, place[1] - left
    if 0 <= row < values.shape[0] and 0 <= column < values.shape[1]:
        return _in_lines(value, lambda words: (f"{words}, from row {row}, column {column}",))
    return _in_lines(value, lambda words: ("0: padding, not a pixel of the image",))


def _batch_norm_formula(layer, values, place, x, result):
    held = ((layer.gamma, 1), (layer.moving_mean, 0), (layer.moving_variance, 1), (layer.beta, 0))
    numbers = [significant(usual if kept is None else np.asarray(kept)[place[2]]) for kept, usual in held]
    gamma, mean, variance, beta = (f"({number})" if number.startswith("−") else number for number in numbers)
    written = (
        f"{gamma} · ({significant(x)} − {mean}) / √({variance} + {significant(layer.epsilon)}) + {beta} = {result}"
    )
    return "γ · (x − mean) / √(variance + ε) + β", written


def _softmax_formula(layer, values, place, x, result):
    axis = getattr(layer, "axis", -1)
    axis = axis - 1 if axis > 0 else axis
    powers = np.exp(values - values.max(axis=axis, keepdims=True))
    totals = np.broadcast_to(powers.sum(axis=axis, keepdims=True), powers.shape)
    power, total = (significant(as_maps(part)[place]) for part in (powers, totals))
    count = values.shape[axis]
    said = f"x = {significant(x)}: e^(x − largest) = {power}; all {count} such powers add up to {total}"
    return said, f"{power} / {total} = {result}"


def _rescaling_formula(layer, values, place, x, result):
    scale, offset = (as_maps(np.broadcast_to(part, values.shape))[place] for part in (layer.scale, layer.offset))
    return (f"{significant(x)} · {significant(scale)} + {significant(offset)} = {result}",)


def _activation_formula(layer, values, place, x, result):
    activation = getattr(layer, "activation", None)
    name = type(layer).__name__ if activation is None else activation_by_hand(activation)[0]
    if name == "softmax":
        return _softmax_formula(layer, values, place, x, result)
    return (f"x = {significant(x)} → {name} → {result}",)


def _unchanged(layer, values, place, x, result):
    kind = type(layer).__name__
    return (f"{result}, unchanged: {'dropout' if kind == 'Dropout' else kind} acts in training only",)


_FORMULAS = {
    "BatchNormalization": _batch_norm_formula,
    "Softmax": _softmax_formula,
    **dict.fromkeys(UNCHANGED, _unchanged),
    "Rescaling": _rescaling_formula,
}
