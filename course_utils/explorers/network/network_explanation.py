"""One number of a layer by hand, with its words; here those that are sums, `network_formulas` has all others."""

from typing import NamedTuple

import numpy as np

from course_utils.geometry import pixels_read
from course_utils.layers_by_hand import activation_by_hand
from course_utils.numbers import significant


class Term(NamedTuple):
    """One part of a sum: what it is, the numbers read (NaN is padding), their weights, and what they add."""

    name: str
    window: object
    weights: object
    amount: float
    words: str = ""


class Explanation(NamedTuple):
    """One number by hand: terms + rest + bias = before, and the activation of that is the value.

    `words` is the number as it is written, `lines` how it comes about, `how` the same in a sentence. A pool has its
    window, of which one number may have won; a dense layer the weights at their places. `padding` says where a window
    lies beside the maps, (rows, columns).
    """

    value: float
    words: str = ""
    lines: tuple = ()
    how: str = ""
    terms: tuple = ()
    rest: tuple = (0, 0.0)
    bias: float = 0.0
    before: float | None = None
    activation: str = "linear"
    window: object = None
    won: bool = False
    weights: object = None
    padding: object = None


def as_maps(values):
    """Numbers as (rows, columns, maps); the values of a vector are maps of one number each.

    >>> as_maps(np.zeros(5)).shape, as_maps(np.zeros((4, 6, 2))).shape
    ((1, 1, 5), (4, 6, 2))
    """
    values = np.asarray(values)
    return values if values.ndim == 3 else values.reshape(-1, 1, values.shape[-1] if values.ndim else 1)


def window_of(layer, maps, place):
    """The numbers that one window reads, (rows, columns, maps), NaN where there is only padding; and where that is."""
    size, spread = getattr(layer, "kernel_size", None) or layer.pool_size, getattr(layer, "dilation_rate", (1, 1))
    reads = []
    for axis in (0, 1):
        settings = {"strides": layer.strides[axis], "padding": layer.padding, "dilation_rate": spread[axis]}
        reads.append(pixels_read(maps.shape[axis], size[axis], **settings)[place[axis]])
    inside = [(read >= 0) & (read < maps.shape[axis]) for axis, read in enumerate(reads)]
    window = np.full((*size, maps.shape[2]), np.nan)
    window[np.ix_(*inside)] = maps[np.ix_(reads[0][inside[0]], reads[1][inside[1]])]
    return window, ~np.logical_and.outer(*inside)


def _sum(layer, amounts, term, most, channel, others, weights=None):
    """A weighted sum: `term` names the k-th term; `others` gives the sums of all maps, for softmax and its like."""
    name, function, each = activation_by_hand(layer.activation)
    biases = 0.0 if layer.bias is None else np.asarray(layer.bias, float)
    bias = float(np.broadcast_to(biases, max(np.size(biases), channel + 1))[channel])
    kept = np.sort(np.argsort(-np.abs(amounts), kind="stable")[:most])
    rest = len(amounts) - len(kept), float(np.delete(amounts, kept).sum())
    before = float(amounts.sum()) + bias
    value = function(np.array([before]))[0] if each else function(others() + biases)[channel]
    terms = tuple(Term(*term(k), float(amounts[k])) for k in kept)
    found = {"terms": terms, "rest": rest, "bias": bias, "before": before}
    return Explanation(float(value), **found, activation=name, weights=weights)


def one_conv(layer, maps, place, most):
    """A number of a convolution: windows times kernels; of its terms `most` are kept one by one."""
    (window, padding), kernel, channel = window_of(layer, maps, place), np.asarray(layer.kernel), place[2]
    read, by_depth = np.where(padding[..., np.newaxis], 0, window), type(layer).__name__ == "DepthwiseConv2D"
    sources = [channel // kernel.shape[3]] if by_depth else list(range(maps.shape[2]))
    weights = (kernel[:, :, sources, channel % kernel.shape[3]] if by_depth else kernel[..., channel]).astype(float)
    amounts = (read[:, :, sources] * weights).sum(axis=(0, 1))

    def others():
        return np.einsum("hwk,hwkm->km" if by_depth else "hwk,hwkm->m", read, kernel).ravel()

    def term(k):
        return f"map {sources[k]}", window[:, :, sources[k]], weights[:, :, k]

    return _in_words(_sum(layer, amounts, term, most, channel, others), "window")._replace(padding=padding)


def one_dense(layer, values, place, most, shape):
    """A number of a dense layer; `shape` is that of the maps which its vector was, or None."""
    given, kernel = as_maps(values)[place[:2]].astype(float), np.asarray(layer.kernel)
    weights = kernel[:, place[2]].astype(float)

    def term(k):
        row, column, number = np.unravel_index(k, shape) if shape else (0, 0, k)
        return f"map {number} at {row}, {column}" if shape else f"number {k}", given[k], weights[k]

    reshaped = weights.reshape(shape or (1, 1, -1))
    told = _sum(layer, given * weights, term, most, place[2], lambda: given @ kernel, reshaped)
    return _in_words(told, "product")


def one_addition(inputs, place, names):
    """A number of layers added up."""
    parts = [float(as_maps(part)[place]) for part in np.broadcast_arrays(*inputs)]
    terms = tuple(Term(name, part, None, part) for name, part in zip(names, parts, strict=True))
    return _in_words(Explanation(sum(parts), terms=terms, before=sum(parts)), "part")


def _in_words(told, noun):
    """A sum with its words: each term, a line for the picture, and how it comes about in a sentence."""
    sums = told.before, told.before - told.bias, told.bias, told.rest[1], told.value
    added = [term.amount for term in told.terms]
    before, total, bias, rest, value, *amounts = map(significant, [*sums, *added])
    texts = amounts
    if noun == "product":
        factors = [f"{significant(term.window)} × {significant(term.weights)}" for term in told.terms]
        texts = [f"{both} = {amount}" for both, amount in zip(factors, amounts, strict=True)]
    parts = [*amounts, *([f"{rest} (the other {told.rest[0]})"] if told.rest[0] else [])]
    parts += [f"{bias} (bias)"] if told.bias else []
    line = " + ".join(parts).replace("+ −", "− ") + (f" = {before}" if len(parts) > 1 else "")
    how = f"{_parts_counted(len(told.terms) + told.rest[0], noun)} {total}"
    how += f", with the bias {bias} to {before}" if told.bias else ""
    made = f"{told.activation} makes {value}" if told.activation != "linear" else ""
    terms = tuple(term._replace(words=text) for term, text in zip(told.terms, texts, strict=True))
    lines = (f"{line};  {made}" if made else line,)
    return told._replace(words=value, terms=terms, lines=lines, how=f"{how}; {made}" if made else how)


def _parts_counted(count, noun):
    several = "" if count == 1 else "s"
    times = f" times kernel{several}" if noun == "window" else ""
    return f"{count} {noun}{several}{times} {'gives' if count == 1 else 'add up to'}"
