"""Where the parts of `TrainingExplorer`'s picture stand: its runs alone say it, so that no control moves them."""

from typing import NamedTuple

import numpy as np

from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.explorers.training.training_histories import KEYS
from course_utils.explorers.training.training_kernels import height_of
from course_utils.explorers.training.training_words import said

_PLOT, _LOW_PLOT, _HIGHEST = 230, 170, 560
_ABOVE, _BELOW, _LEFT = 34, 44, 46  # pixels around a plot: its title, the epochs, the numbers of its axis
_ELBOW, _WIDE = 24, 122  # from a curve to its words; words so wide that two panels have no room beside each other


class Layout(NamedTuple):
    """Sizes in pixels.

    Attributes
    ----------
    height : float
        Of the picture.
    below : float
        Where the kernels begin.
    words : float
        Width kept for the words right of a plot.
    stacked : bool
        Whether the panels stand above each other.
    """

    height: float
    below: float
    words: float
    stacked: bool

    def plots(self, count):
        """The places, (x, y, width, height), of so many plots."""
        if self.stacked:
            high = self.below / count
            sizes = [(0, high * place, WIDTH, high) for place in range(count)]
        else:
            sizes = [(WIDTH / count * place, 0, WIDTH / count, self.below) for place in range(count)]
        return [
            (x + _LEFT, y + _ABOVE, width - _LEFT - self.words, height - _ABOVE - _BELOW)
            for x, y, width, height in sizes
        ]


def layout_of(runs):
    """The layout for these histories, name -> history."""
    words = max([Canvas.width_of(text, 12) for text in _longest(runs)], default=0)
    kernels = max([height_of(history.get("kernels", ())) for history in runs.values()], default=0)
    below, stacked = _PLOT + _ABOVE + _BELOW, len(runs) > 1 and words > _WIDE
    if stacked:
        below = min(2 * (_LOW_PLOT + _ABOVE + _BELOW), _HIGHEST - kernels)
    return Layout(below + kernels, below, max(words, 90) + _ELBOW, stacked)


def _longest(runs):
    """The longest words at the end of each curve."""
    for name, history in runs.items():
        for (_, split), key in KEYS.items():
            values = np.array(history.get(key, ()), float)
            lost, values = values[~np.isfinite(values)][:1], values[np.isfinite(values)]
            for value in [*lost, *([values.min(), values.max()] if len(values) else [])]:
                yield f"{name if len(runs) > 1 else ''} {split} {said(value)}".strip()
