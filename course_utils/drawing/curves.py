"""Values as curves, bars and dots, each labelled where it is and not in a legend.

Curves differ in their dashes beside their colours, so that none is told by its colour alone.
"""

import re

import numpy as np
from matplotlib import patheffects
from matplotlib.ticker import MaxNLocator

from course_utils.colours import NEUTRAL, ink
from course_utils.numbers import number, significant

_DASHES = ("-", "--", "-.", ":")
_LINE = 17  # from one label to the next, in pixels


def draw_curves(ax, curves, title="", *, x=None, x_label="epoch", y_label="", marker="o", scales=("linear", "linear")):
    """Draw named curves over a shared axis, each labelled at its right end.

    Parameters
    ----------
    ax : Axes
    curves : dict of name -> sequence of float (points,)
        Curves may differ in length.
    title, x_label, y_label : str
    x : sequence of float (points,), optional
        Left out: 1, 2, 3 …
    marker : str
        As in Matplotlib; "" for none.
    scales : (str, str)
        Of the two axes: "linear" or "log".

    Returns
    -------
    list of Line2D
        One a curve.
    """
    lines = []
    for index, values in enumerate(curves.values()):
        along = list(range(1, len(values) + 1)) if x is None else list(x)[: len(values)]
        lines += _draw_curve(ax, along, values, index, marker=marker, markersize=4)
    ax.set(title=title, xlabel=x_label, ylabel=y_label, xscale=scales[0], yscale=scales[1])
    if x is None:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if scales[0] == "log" and x is not None:
        ax.set_xticks(list(x), [significant(value) for value in x])
        ax.minorticks_off()
    _label_ends(ax, lines, list(curves), [line.get_ydata()[-1] for line in lines])
    return lines


def draw_batch_losses(ax, losses, title=""):
    """Draw the loss of each batch over the images seen so far, one curve a batch size.

    Parameters
    ----------
    ax : Axes
    losses : dict of batch size -> sequence of float (batches,)
    title : str

    Returns
    -------
    list of Line2D
        One a batch size.
    """
    lines, names, heights = [], [], []
    for index, (batch_size, values) in enumerate(losses.items()):
        seen = batch_size * np.arange(1, len(values) + 1)
        lines += _draw_curve(ax, seen, values, index)
        names.append(f"batches of {batch_size}")
        heights.append(np.mean(values[-len(values) // 4 :]))  # one batch more or less must not move the label
    ax.set(title=title, xlabel="images seen", ylabel="loss of a batch")
    ax.set_ylim(bottom=0)
    _label_ends(ax, lines, names, heights)
    return lines


def draw_bars(ax, values, title="", *, x_label="", colour=None, form="{}"):
    """Draw one horizontal bar a name, its value written at the end.

    Parameters
    ----------
    ax : Axes
    values : dict of name -> float
        Drawn from the top down.
    title, x_label : str
    colour : str, optional
    form : str
        What stands around a value, and how many decimals are kept, e.g. "{:.1f} s"; left out, three at most.

    Returns
    -------
    BarContainer
    """
    bars = ax.barh(list(values), list(values.values()), color=colour)
    ax.bar_label(bars, [form.format(_Value(value)) for value in values.values()], padding=4)
    ax.invert_yaxis()
    ax.margins(x=0.2)
    ax.set(title=title, xlabel=x_label)
    return bars


def draw_runs(ax, runs, title="", *, x_label="", y_label=""):
    """Draw one dot a run above each setting, and a short bar at their mean.

    Parameters
    ----------
    ax : Axes
    runs : dict of name -> sequence of float (runs,)
        The n-th dots of all settings belong together (the same seed) and stand at the same place, from left to right.
    title, x_label, y_label : str

    Returns
    -------
    list of Line2D
        The dots of one setting each.
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


class _Value(float):
    """A number for `str.format` that is written as everywhere: with a true minus, and never 0 when it is not zero."""

    def __format__(self, form):
        decimals = re.fullmatch(r"\.(\d+)f", form)
        return number(self, int(decimals[1]), fixed=True) if decimals else number(self)


def _draw_curve(ax, along, values, index, **look):
    return ax.plot(along, list(values), linestyle=_DASHES[index % len(_DASHES)], **look)


def _label_ends(ax, lines, names, heights):
    """Write each name to the right of its curve, at this height, or above it where two would overlap."""
    ax.get_ylim()  # settles the limits, on which the transform depends
    previous = -np.inf
    for index in np.argsort(heights, kind="stable"):
        # In pixels, so that a logarithmic axis needs no other rule; the 1 is any allowed x.
        previous = max(ax.transData.transform((1, heights[index]))[1], previous + _LINE)
        place = lines[index].get_xdata()[-1], ax.transData.inverted().transform((0, previous))[1]
        ax.annotate(
            names[index],
            place,
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=ink(lines[index].get_color()),
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
            annotation_clip=False,
        )
