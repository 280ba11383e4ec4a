"""The first layer's kernels while a network learns: taken from its model, kept in its history, drawn."""

from typing import NamedTuple

import numpy as np

from course_utils.colours import KERNEL_COLOURS, LINE, NEUTRAL, signed
from course_utils.explorers.shared.canvas import WIDTH
from course_utils.numbers import number

_MOST, _MOST_WEIGHTS, _LARGEST = 32, 2000, 11
_IN_A_ROW, _PITCH, _LEFT = 16, 45.5, 6


def first_kernels(model):
    """The weights of a model's first layer with weights, or None where it is no convolution of an image.

    Returns
    -------
    weights : Keras variable (rows, columns, channels, kernels), or None
    """
    weights = [weight for weight in model.weights if weight.name.endswith("kernel")]
    shape = weights[0].shape if weights else ()
    return weights[0] if len(shape) == 4 and max(shape[:2]) <= _LARGEST and shape[2] in (1, 3) else None


def kept(weights):
    """The kernels as a history keeps them: lists of plain numbers, (rows, columns, channels, kernels), 32 at most."""
    *size, count = weights.shape
    few = min(count, _MOST, max(_MOST_WEIGHTS // int(np.prod(size)), 1))
    return np.round(weights.numpy()[..., :few].astype(float), 4).tolist()


def checked_kernels(name, kernels):
    """A learner's, or those of a history that was stored."""
    try:
        kernels = np.array(kernels, float)
    except (TypeError, ValueError):
        kernels = np.array(())
    if kernels.ndim != 5 or not kernels.size or kernels.shape[3] not in (1, 3) or kernels.shape[4] > _MOST:
        raise ValueError(
            f"runs: kernels of {name!r} are no (times, rows, columns, 1 or 3 channels, up to {_MOST} kernels); "
            "leave them out, or give what a TrainingExplorer's history holds."
        )
    return kernels.tolist()


class Kernels(NamedTuple):
    """Kernels of a run, (rows, columns, channels, kernels), with their title and the weight of the full colour."""

    title: str
    values: np.ndarray
    strongest: float


def kernels_at(runs, names, epoch):
    """The kernels of the last of these runs that has any, after an epoch, or with 0 as they stood last; or None."""
    name = next((name for name in reversed(names) if runs[name].get("kernels")), None)
    if name is None:
        return None
    times = runs[name]["kernels"]
    last = len(times) - 1
    after = min(epoch or last, last)
    weights = np.abs(np.concatenate([np.ravel(times[place]) for place in {0, after, last}]))
    strongest = float(max(weights[np.isfinite(weights)], default=0)) or 1.0
    title = f"{f'{name}: k' if len(runs) > 1 else 'K'}ernels of the first layer {_when(runs[name], after)}"
    return Kernels(title, np.array(times[after], float), strongest)


def _when(history, epoch):
    done = max(len(history.get(key, ())) for key in ("loss", "accuracy", "val_loss", "val_accuracy"))
    if epoch > done:  # the last is still going
        return f"after {len(history.get('batch_loss', ())):,} batches"
    return f"after epoch {epoch}" if epoch else "before training"


def height_of(kernels):
    """How much room the kernels need, in pixels; none where there are none."""
    if not len(kernels):
        return 0
    channels, count = np.shape(kernels[0])[2:]
    return 34 + -(-count // _IN_A_ROW) * _row_of(channels)


def _row_of(channels):
    return 44 if channels == 1 else 26 * channels + 8


def draw_kernels(canvas, y, kernels):
    """Draw `Kernels` in rows, channel below channel, from y on, and let them be pointed at."""
    title, kernels, limit = kernels
    channels, count = kernels.shape[2:]
    row, columns = _row_of(channels), min(count, _IN_A_ROW)
    side = (row - 8) / channels - (channels > 1) * 2
    canvas.text(_LEFT + 4, y + 10, title, size=14, anchor="start", bold=True)
    _draw_scale(canvas, y + 10, limit)
    colours = signed(kernels, limit, KERNEL_COLOURS)
    for place in range(count):
        left, top = _LEFT + 4 + _PITCH * (place % _IN_A_ROW), y + 28 + row * (place // _IN_A_ROW)
        for channel in range(channels):
            corner = left, top + channel * (side + 2)
            canvas.framed_image(*corner, _PITCH - 9, side, colours[:, :, channel, place], LINE)
    rows = -(-count // _IN_A_ROW)
    words = [_words(place, kernels[..., place]) if place < count else "" for place in range(rows * columns)]
    box = _LEFT, y + 24, _PITCH * columns, row * rows
    canvas.area("kernels", *box, rows=rows, columns=columns, hint="first layer", words=tuple(words))


def _draw_scale(canvas, y, limit):
    """Which colour is which weight, at the right."""
    end, text = WIDTH - 8, number(limit, 2)
    left = end - canvas.width_of(text, 12) - 66
    canvas.text(end, y, text, size=12, anchor="end", colour=NEUTRAL)
    canvas.image(left, y - 5, 60, 10, signed(np.linspace(-1, 1, 31)[np.newaxis], 1, KERNEL_COLOURS))
    canvas.text(left - 6, y, f"weights −{text}", size=12, anchor="end", colour=NEUTRAL)


def _words(place, kernel):
    values = kernel[np.isfinite(kernel)]
    if not len(values):
        return f"kernel {place}, no weight is a number"
    return f"kernel {place}, weights {number(values.min(), 2)} to {number(values.max(), 2)}"
