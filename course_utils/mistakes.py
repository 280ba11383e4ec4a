"""Mistakes on the way back, each trained to its end: stored curves, made by `python -m benchmarks.mistakes_trained`."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

FILE = Path(__file__).parent / "data" / "mistakes.json"
RIGHT = "right"


class Cost(NamedTuple):
    """What a mistake cost, in points of accuracy on the validation images: mean, and from which seed to which."""

    mean: float
    least: float
    most: float


def curves():
    """Accuracies of networks trained with a mistake: name -> one list for each of three seeds.

    Returns
    -------
    curves : dict of str -> list of lists of float (9,)
        After each third of an epoch, three epochs on 10,000 images. "right" is the network without a mistake.

    >>> [len(accuracies) for accuracies in curves()["right"]]
    [9, 9, 9]

    Introduced in notebook 08.
    """
    return json.loads(FILE.read_text(encoding="utf-8"))


def cost(name):
    """Points of accuracy that a mistake cost at the end, beside the right network of the same seed.

    Parameters
    ----------
    name : str
        One of the names in `curves()`.

    Returns
    -------
    Cost

    Raises
    ------
    ValueError
        There is no mistake of this name.

    >>> cost("right")
    Cost(mean=0.0, least=0.0, most=0.0)

    Introduced in notebook 08.
    """
    trained = curves()
    if name not in trained:
        raise ValueError(f"no mistake is called {name!r}; there are: {', '.join(trained)}.")
    last = {of: np.array([accuracies[-1] for accuracies in trained[of]]) for of in (RIGHT, name)}
    lost = (100 * (last[RIGHT] - last[name])).round(2)
    return Cost(float(lost.mean().round(2)), float(lost.min()), float(lost.max()))
