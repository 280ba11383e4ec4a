"""Values as curves, bars and dots, each labelled where it is and not in a legend.

Curves differ in their dashes beside their colours, so that none is told by its colour alone.
"""

import re

import numpy as np
from matplotlib import patheffects
from matplotlib.ticker import MaxNLocator

from course_utils.colours import NEUTRAL, ink
from course_utils.drawing.style import panel
from course_utils.drawing.words import about, course_in_words, runs_in_words
from course_utils.numbers import counted, number, significant

_DASHES = ("-", "--", "-.", ":")
_LINE = 17  # from one label to the next, in pixels


@panel()
def draw_curves(
    ax, curves, title="", *, x=None, x_label="epoch", y_label="", marker="o", scales=("linear", "linear"), limits=None
):
    """Named curves over a shared axis, each labelled at its right end.

    Parameters
    ----------
    curves : dict of name -> sequence of float (points,)
        Curves may differ in length.
    title, x_label, y_label : str
    x : sequence of float (points,), optional
        Left out: 1, 2, 3 …
    marker : str
        As in Matplotlib; "" for none.
    scales : (str, str)
        Of the two axes: "linear" or "log".
    limits : (lowest, highest), optional
        Of the axis upwards.
    """
    _check_values(curves, "curve")
    lines = []
    for index, values in enumerate(curves.values()):
        along = list(range(1, len(values) + 1)) if x is None else list(x)[: len(values)]
        lines += _draw_curve(ax, along, values, index, marker=marker, markersize=4)
    ax.set(title=title, xlabel=x_label, ylabel=y_label, xscale=scales[0], yscale=scales[1])
    if limits:
        ax.set_ylim(limits)
    if scales[0] == "linear" and (x is None or np.array_equal(x, np.round(x))):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if scales[0] == "log" and x is not None:
        ax.set_xticks(list(x), [significant(value) for value in x])
        ax.minorticks_off()
    _label_ends(ax, lines, list(curves), [line.get_ydata()[-1] for line in lines])
    said = "; ".join(f"{name} {course_in_words(values)}" for name, values in curves.items())
    return f"{counted(len(curves), 'curve')}{f' of {y_label}' if y_label else ''} over {x_label}: {said}"


@panel()
def draw_batch_losses(ax, losses, title=""):
    """The loss of each batch over the images seen so far, one curve per batch size.

    Parameters
    ----------
    losses : dict of batch size -> sequence of float (batches,)
    title : str
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
    said = "; ".join(f"{name} {course_in_words(values)}" for name, values in zip(names, losses.values(), strict=True))
    return f"{counted(len(names), 'curve')} of loss over images seen: {said}"


@panel()
def draw_bars(ax, values, title="", *, x_label="", colour=None, form="{}"):
    """One horizontal bar per name, its value written at the end.

    Parameters
    ----------
    values : dict of name -> float
        Drawn from the top down.
    title, x_label : str
    colour : str, optional
    form : str
        What stands around a value, and how many decimals are kept, e.g. "{:.1f} s"; left out, three at most.
    """
    bars = ax.barh(list(values), list(values.values()), color=colour)
    ax.bar_label(bars, [form.format(_Value(value)) for value in values.values()], padding=4)
    ax.invert_yaxis()
    ax.margins(x=0.2)
    ax.set(title=title, xlabel=x_label)
    return f"{counted(len(values), 'bar')}: " + "; ".join(f"{name} {about(value)}" for name, value in values.items())


@panel()
def draw_runs(ax, runs, title="", *, x_label="", y_label="", line=None):
    """One dot per run above each setting, and a short bar at their mean.

    Parameters
    ----------
    runs : dict of name -> sequence of float (runs,)
        The n-th dots of all settings belong together (the same seed) and stand at the same place, from left to right.
    title, x_label, y_label : str
    line : float, optional
        Where a dotted line stands, for comparison.
    """
    _check_values(runs, "setting")
    for place, values in enumerate(runs.values()):
        values = np.asarray(list(values), float)
        beside = place + 0.12 * (np.arange(len(values)) - (len(values) - 1) / 2)
        ax.hlines(values.mean(), place - 0.3, place + 0.3, color=NEUTRAL, linewidth=2, alpha=0.5)
        ax.plot(beside, values, "o", color="C0", markersize=6)
    if line is not None:
        ax.axhline(line, linestyle=":", color=NEUTRAL)
    ax.set_xticks(range(len(runs)), list(runs))
    ax.set_xlim(-0.6, len(runs) - 0.4)
    ax.set(title=title, xlabel=x_label, ylabel=y_label)
    said = "; ".join(
        f"{f'{x_label} ' if x_label else ''}{name}: {runs_in_words(values)}" for name, values in runs.items()
    )
    return f"{f'{y_label}, ' if y_label else ''}a dot per run: {said}"


class _Value(float):
    """A number for `str.format` that is written as everywhere: with a true minus, and never 0 when it is not zero."""

    def __format__(self, form):
        decimals = re.fullmatch(r"\.(\d+)f", form)
        return number(self, int(decimals[1]), fixed=True) if decimals else number(self)


def _check_values(given, kind):
    """Raise where there is nothing to draw, under a name or at all."""
    for name, values in given.items():
        if not len(list(values)):
            raise ValueError(f"the {kind} {name!r} has no value: give at least one number.")
    if not given:
        raise ValueError(f"there is no {kind}: give a dictionary of name and values.")


def _draw_curve(ax, along, values, index, **look):
    return ax.plot(along, list(values), linestyle=_DASHES[index % len(_DASHES)], **look)


def _label_ends(ax, lines, names, heights):
    """Write each name to the right of its curve, at this height, or beside it where two would overlap."""
    ax.get_ylim()  # settles the limits, on which the transform depends
    # In pixels, so that a logarithmic axis needs no other rule; the 1 is any allowed x.
    wanted = [ax.transData.transform((1, height))[1] for height in heights]
    places = _apart(wanted, ax.bbox.y1)
    for name, line, height in zip(names, lines, places, strict=True):
        place = line.get_xdata()[-1], ax.transData.inverted().transform((0, height))[1]
        ax.annotate(
            name,
            place,
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=ink(line.get_color()),
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
            annotation_clip=False,
        )


def _apart(wanted, top):
    """Return heights a line apart, each as near to the one wanted as that allows, and none above the top.

    >>> _apart([10, 12, 100], 110), _apart([100, 105], 110), _apart([5, 100, 100, 100], 100)
    ([10, 27, 100], [93, 110], [5, 66, 83, 100])
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places, previous = list(wanted), -np.inf
    for index in order:
        places[index] = previous = max(wanted[index], previous + _LINE)
    limit = top
    for index in reversed(order):
        places[index] = min(places[index], limit)
        limit = places[index] - _LINE
    return places
