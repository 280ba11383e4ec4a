"""Curves and bars, labelled where they are and not in a legend."""

import numpy as np
from matplotlib import patheffects
from matplotlib.ticker import MaxNLocator

from course_utils.colours import NEUTRAL, ink

# Beside the colour, so that no curve is told by its colour alone.
_DASHES = ("-", "--", "-.", ":")


def draw_curves(ax, curves, title="", *, x=None, x_label="epoch", y_label="", marker="o", scales=("linear", "linear")):
    """Draw named curves over a shared axis, each labelled at its right end.

    Parameters
    ----------
    ax : Axes
    curves : dict of name -> sequence of float
        Curves may differ in length.
    title, x_label, y_label : str
    x : sequence of float, optional
        Left out: 1, 2, 3 …
    marker : str
        As in Matplotlib; "" for none.
    scales : (str, str)
        Of the two axes: "linear" or "log".

    Returns
    -------
    list of Line2D
    """
    lines = []
    for index, values in enumerate(curves.values()):
        along = list(range(1, len(values) + 1)) if x is None else list(x)[: len(values)]
        dashes = _DASHES[index % len(_DASHES)]
        lines += ax.plot(along, list(values), marker=marker, markersize=4, linestyle=dashes)
    ax.set(title=title, xlabel=x_label, ylabel=y_label, xscale=scales[0], yscale=scales[1])
    if x is None:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if scales[0] == "log" and x is not None:
        ax.set_xticks(list(x), [f"{value:g}" for value in x])
        ax.minorticks_off()
    _label_ends(ax, lines, list(curves))
    return lines


def _label_ends(ax, lines, names):
    """Write each name beside its curve's last point, moved apart where two would overlap."""
    ax.get_ylim()  # settles the limits, on which the transform depends
    ends = sorted(range(len(lines)), key=lambda index: lines[index].get_ydata()[-1])
    places, previous = [], -np.inf
    for index in ends:
        # In pixels, so that a logarithmic axis needs no other rule; the 1 is any allowed x.
        end = ax.transData.transform((1, lines[index].get_ydata()[-1]))[1]
        previous = max(end, previous + 17)
        places.append(ax.transData.inverted().transform((0, previous))[1])
    for index, place in zip(ends, places, strict=True):
        line = lines[index]
        ax.annotate(
            names[index],
            (line.get_xdata()[-1], place),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=ink(line.get_color()),
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
            annotation_clip=False,
        )


def draw_bars(ax, values, title="", *, x_label="", colour=None, form="{:g}"):
    """Draw one horizontal bar a name, its value written at the end.

    Parameters
    ----------
    ax : Axes
    values : dict of name -> float
        Drawn from the top down.
    title, x_label : str
    colour : str, optional
    form : str
        How to write a value, e.g. "{:.1f} s".

    Returns
    -------
    BarContainer
    """
    bars = ax.barh(list(values), list(values.values()), color=colour)
    ax.bar_label(bars, [form.format(value) for value in values.values()], padding=4)
    ax.invert_yaxis()
    ax.margins(x=0.2)
    ax.set(title=title, xlabel=x_label)
    return bars


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


def draw_batch_losses(ax, losses, title=""):
    """Draw the loss of each batch over the images seen so far, one curve a batch size.

    Parameters
    ----------
    ax : Axes
    losses : dict of batch size -> sequence of float
    title : str
    """
    for (batch_size, values), dashes in zip(losses.items(), ("-", "--", "-.", ":"), strict=False):
        seen = batch_size * np.arange(1, len(values) + 1)
        (line,) = ax.plot(seen, values, dashes)
        end = (seen[-1], np.mean(values[-len(values) // 4 :]))
        look = {"va": "center", "color": ink(line.get_color()), "annotation_clip": False}
        ax.annotate(f"batches of {batch_size}", end, xytext=(7, 0), textcoords="offset points", **look)
    ax.set(title=title, xlabel="images seen", ylabel="loss of a batch")
    ax.set_ylim(bottom=0)
