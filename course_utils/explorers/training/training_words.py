"""What `TrainingExplorer` says: values in words, how far a training is, what is read at an epoch."""

import numpy as np

from course_utils.numbers import number

_LONGEST = 60  # letters of what is said where one points
_MOST = 200  # epochs that have their values said: more stand so close that one can hardly point at one of them


def said(value):
    """A value in words, three decimals; one that is lost has none."""
    return number(value, fixed=True, thousands=True) if np.isfinite(value) else "no number"


def progress(name, history):
    """How far a training is that has not seen all its batches, or nothing."""
    batches, whole = history.get("batch_loss", ()), history.get("steps", 0) * history.get("epochs", 0)
    if not len(batches) or len(batches) >= whole:
        return ""
    return f"{name}: {len(batches):,} of {whole:,} batches seen, loss of the last {said(batches[-1])}."


def reading(name, values, *, alone):
    """What is read of one run; `values` are (quantity, split) -> float."""
    parts = {}
    for (quantity, split), value in values.items():
        parts.setdefault(quantity, []).append(f"{said(value)} in {split}")
    told = "; ".join(f"{quantity} {', '.join(part)}" for quantity, part in parts.items()) or "no value"
    return f"{told.capitalize()}." if alone else f"{name}: {told}."


def shortened(readings, words=58):
    """As many of the sentences as have no more words than that, and how many are left out."""
    told = []
    for count, sentence in enumerate(readings):
        if len(" ".join([*told, sentence]).split()) > words - 4:
            return " ".join([*told, f"The picture shows {len(readings) - count} more."])
        told.append(sentence)
    return " ".join(told)


def pointed_at(curves, last):
    """What stands at each epoch, and what these numbers are; `curves` are (run, quantity, split) -> values."""
    runs, splits = {}, " / ".join(dict.fromkeys(split for *_, split in curves))
    for (name, *_), values in curves.items():
        runs.setdefault(name, []).append(values)
    return [_at(epoch, runs) if last <= _MOST else f"epoch {epoch}" for epoch in range(1, last + 1)], splits


def _at(epoch, runs):
    """What stands at an epoch: of as many runs as there is room for.

    Parameters
    ----------
    epoch : int
    runs : dict of name -> list of values per epoch
        Training and validation, or one of them. The name of a single run is not said.

    >>> _at(2, {"first": [[0.5, 0.25], [0.75, 1]], "second": [[0.125]]})
    'epoch 2, first 0.250 / 1.000, second ended'
    """
    alone, told = len(runs) == 1, f"epoch {epoch},"
    for count, (name, curves) in enumerate(runs.items()):
        values = " / ".join(said(curve[epoch - 1]) for curve in curves if epoch <= len(curve)) or "ended"
        more = f"{told}{',' * (count > 0)} {values if alone else f'{name} {values}'}"
        left = len(runs) - count
        if len(more) + (len(", 5 more") if left > 1 else 0) > _LONGEST:
            return f"{told}{',' * (count > 0)} {left} {'more' if count else 'runs'}"
        told = more
    return told
