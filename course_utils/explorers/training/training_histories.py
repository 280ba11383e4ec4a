"""What a history of training is: one value per epoch under names that Keras gives; and whether a learner's is one."""

import numpy as np

from course_utils.explorers.training.training_kernels import checked_kernels
from course_utils.numbers import significant

#: Under what name a history keeps the values of (quantity, split).
KEYS = {
    ("loss", "training"): "loss",
    ("loss", "validation"): "val_loss",
    ("accuracy", "training"): "accuracy",
    ("accuracy", "validation"): "val_accuracy",
}


def epochs_of(history):
    """How many epochs a history has or will have, whichever is more."""
    return max([len(history.get(key, ())) for key in KEYS.values()] + [history.get("epochs", 0)])


def checked(runs):
    """The histories, each as a dictionary of its own."""
    if runs is None:
        return {}
    if not isinstance(runs, dict) or not 1 <= len(runs) <= 6:
        given = f"{len(runs)} runs" if isinstance(runs, dict) else type(runs).__name__
        raise ValueError(f"runs {given} is not allowed: give a dictionary of 1 to 6 names and their histories.")
    return {_name(name): _checked_history(name, getattr(history, "history", history)) for name, history in runs.items()}


def _name(name):
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 30:
        raise ValueError(f"runs: the name {str(name)[:40]!r} is not allowed: give a text of 1 to 30 characters.")
    return name


def _checked_history(name, history):
    if not isinstance(history, dict):
        raise ValueError(f"runs: {name!r} is of type {type(history).__name__}; give a history, a dictionary.")
    known = {key: _checked_values(name, key, history[key]) for key in [*KEYS.values(), "batch_loss"] if key in history}
    lengths = {len(values) for key, values in known.items() if key != "batch_loss"}
    if not known or len(lengths) > 1 or max(lengths, default=0) > 1000:
        raise ValueError(
            f"runs: {name!r} needs one value per epoch, up to 1000, under {', '.join(KEYS.values())} "
            f"or some of them; it has {_listed(history)}."
        )
    for key in ("steps", "epochs"):
        known |= {key: _checked_whole(name, key, history[key])} if key in history else {}
    known |= {"kernels": checked_kernels(name, history["kernels"])} if "kernels" in history else {}
    return known


def _checked_whole(name, key, value):
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not 0 <= value <= 10**9:
        raise ValueError(f"runs: {key} of {name!r} is {str(value)[:40]!r}; give a whole number of 0 or more.")
    return int(value)


def _checked_values(name, key, values):
    try:
        values = [float(value) for value in values]
    except (TypeError, ValueError):
        raise ValueError(f"runs: {key} of {name!r} is not a list of numbers; give one value per epoch.") from None
    if "accuracy" in key and not all(0 <= value <= 1 for value in values):
        ends = f"{significant(min(values), 4)} to {significant(max(values), 4)}"
        raise ValueError(f"runs: {key} of {name!r} goes from {ends}; give shares, 0 to 1.")
    return values


def _listed(history):
    return (
        ", ".join(
            f"{len(values) if hasattr(values, '__len__') else 1} of {str(key)[:20]}"
            for key, values in list(history.items())[:6]
        )
        or "nothing"
    )
