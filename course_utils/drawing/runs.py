"""Several trainings of one kind: a dot each, so that the spread is seen."""

import numpy as np

from course_utils.drawing.style import NEUTRAL


def draw_runs(ax, runs, title="", *, x_label="", y_label=""):
    """Draw one dot a run above each setting, and a short bar at their mean.

    Parameters
    ----------
    ax : Axes
    runs : dict of name -> sequence of float
        One value a run. The n-th dots of all settings belong together (the same seed) and stand at the
        same place, from left to right.
    title, x_label, y_label : str

    Returns
    -------
    list of Line2D, the dots of one setting each
    """
    dots = []
    for place, values in enumerate(runs.values()):
        values = np.asarray(list(values), float)
        beside = place + 0.12 * (np.arange(len(values)) - (len(values) - 1) / 2)
        ax.hlines(values.mean(), place - 0.3, place + 0.3, color=NEUTRAL, linewidth=2, alpha=0.5)
        dots += ax.plot(beside, values, "o", color="C0", markersize=6)
    ax.set_xticks(range(len(runs)), list(runs))
    ax.set_xlim(-0.6, len(runs) - 0.4)
    ax.set(title=title, xlabel=x_label, ylabel=y_label)
    return dots
