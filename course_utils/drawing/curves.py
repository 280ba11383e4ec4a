"""Values as curves, bars and dots, each labelled where it is and not in a legend.

Curves differ in their dashes beside their colours, so that none is told by its colour alone.
"""

import re

import numpy as np
from matplotlib import patheffects
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from course_utils.arrays import shown
from course_utils.colours import NEUTRAL, ink
from course_utils.drawing.given import (
    axis_scales,
    bars,
    check_colour,
    check_same,
    ends,
    one_number,
    one_row,
    optional,
    series,
    short,
    whole,
)
from course_utils.drawing.style import panel
from course_utils.drawing.words import about, course_in_words, runs_in_words
from course_utils.numbers import along_an_axis, counted, number

_DASHES = ("-", "--", "-.", ":")
_LINE = 17  # from one label to the next, in pixels


@panel(
    curves=series("curve"), x=optional(one_row), marker=lambda given, _: _marker(given), scales=axis_scales, limits=ends
)
def draw_curves(
    ax, curves, title="", *, x=None, x_label="epoch", y_label="", marker="o", scales=("linear", "linear"), limits=None
):
    """Named curves over a shared axis, each labelled at its right end.

    Parameters
    ----------
    curves : dict of name -> sequence of float (points,)
        Curves may differ in length. NaN and infinity, and on a logarithmic axis 0 and less, leave a gap.
    title, x_label, y_label : str
    x : sequence of float (points,), optional
        As long as the longest curve. Left out: 1, 2, 3 …
    marker : str
        As in Matplotlib; "" for none.
    scales : (str, str)
        Of the two axes: "linear" or "log".
    limits : (lowest, highest), optional
        Of the axis upwards.
    """
    longest = max(map(len, curves.values()))
    along = np.arange(1, longest + 1) if x is None else x
    check_same(len(along), "place along x", longest, "value of the longest curve")
    lines = [
        _draw_curve(ax, along[: len(values)], values, index, scales, marker=marker, markersize=4)
        for index, values in enumerate(curves.values())
    ]
    ax.set(title=title, xlabel=x_label, ylabel=y_label, xscale=scales[0], yscale=scales[1])
    if limits:
        ax.set_ylim(limits)
    if scales[0] == "linear" and (x is None or np.array_equal(x, np.round(x))):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if scales[0] == "log" and x is not None:
        ax.set_xticks(list(x), along_an_axis(x))
        ax.minorticks_off()
    _label_ends(ax, lines, list(curves), [_last(line.get_ydata()) for line in lines])
    said = "; ".join(
        f"{name} {course_in_words(values)}{_without_place(values, scales[1])}" for name, values in curves.items()
    )
    return f"{counted(len(curves), 'curve')}{f' of {y_label}' if y_label else ''} over {x_label}: {said}"


@panel(losses=series("batch size"))
def draw_batch_losses(ax, losses, title=""):
    """The loss of each batch over the images seen so far, one curve per batch size.

    Parameters
    ----------
    losses : dict of batch size -> sequence of float (batches,)
    title : str
    """
    lines, names, heights = [], [], []
    for index, (batch_size, values) in enumerate(losses.items()):
        seen = whole(1)(batch_size, "a batch size") * np.arange(1, len(values) + 1)
        lines.append(_draw_curve(ax, seen, values, index))
        names.append(f"batches of {batch_size}")
        late = lines[-1].get_ydata()[-len(values) // 4 :]  # one batch more or less must not move the label
        heights.append(np.mean(late) if np.isfinite(late).all() else _last(late))
    ax.set(title=title, xlabel="images seen", ylabel="loss of a batch")
    ax.set_ylim(bottom=min(0, *(np.nanmin(line.get_ydata(), initial=0) for line in lines)))
    _label_ends(ax, lines, names, heights)
    said = "; ".join(f"{name} {course_in_words(values)}" for name, values in zip(names, losses.values(), strict=True))
    return f"{counted(len(names), 'curve')} of loss over images seen: {said}"


@panel(values=bars, colour=optional(check_colour))
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
    drawn = ax.barh(range(len(values)), list(values.values()), color=colour)
    ax.set_yticks(range(len(values)), list(map(short, values)))
    ax.bar_label(drawn, [short(_formatted(value, form)) for value in values.values()], padding=4)
    ax.invert_yaxis()
    ax.margins(x=0.2)
    ax.set(title=title, xlabel=x_label)
    return f"{counted(len(values), 'bar')}: " + "; ".join(f"{name} {about(value)}" for name, value in values.items())


@panel(runs=series("setting"), line=optional(one_number))
def draw_runs(ax, runs, title="", *, x_label="", y_label="", line=None):
    """One dot per run above each setting, and a short bar at their mean.

    Parameters
    ----------
    runs : dict of name -> sequence of float (runs,)
        The n-th dots of all settings belong together (the same seed) and stand at the same place, from left to right.
        A run that is NaN or infinite has no dot, and is counted below its setting.
    title, x_label, y_label : str
    line : float, optional
        Where a dotted line stands, for comparison.
    """
    for place, values in enumerate(runs.values()):
        beside = place + 0.12 * (np.arange(len(values)) - (len(values) - 1) / 2)
        finite = np.isfinite(values)
        if finite.any():
            ax.hlines(values[finite].mean(), place - 0.3, place + 0.3, color=NEUTRAL, linewidth=2, alpha=0.5)
        ax.plot(beside[finite], values[finite], "o", color="C0", markersize=6)
    if line is not None:
        ax.axhline(line, linestyle=":", color=NEUTRAL)
    letters = max(8, int(0.2 * ax.bbox.width / len(runs)))
    ax.set_xticks(range(len(runs)), [_with_gaps(short(name, letters), values) for name, values in runs.items()])
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


def _formatted(value, form):
    try:
        return form.format(_Value(value))
    except (AttributeError, LookupError, ValueError):
        raise ValueError(f'form is {shown(form)}: give text with one pair of braces, such as "{{:.1f}} s".') from None


def _with_gaps(name, values):
    """A setting's name, and below it how many of its runs have no dot."""
    gaps = values[~np.isfinite(values)]
    return f"{name}\n{len(gaps)}× {'NaN' if np.isnan(gaps).any() else '∞'}" if len(gaps) else name


def _without_place(values, scale):
    """How many values a logarithmic axis leaves out, in words."""
    out = np.count_nonzero(values <= 0) if scale == "log" else 0
    return f" ({counted(out, 'value')} of 0 or less not drawn)" if out else ""


def _marker(given):
    if not isinstance(given, str) or given not in Line2D.markers:
        raise ValueError(f'marker is {shown(given)}: give a marker of Matplotlib, such as "o", or "" for none.')
    return given


def _draw_curve(ax, along, values, index, scales=("linear", "linear"), *, marker="", **look):
    """Draw what an axis can show of a curve; a point without a neighbour has a marker in any case."""
    if scales[0] == "log" and np.min(along) <= 0:
        raise ValueError("x holds 0 or less: a logarithmic axis has no place for it.")
    seen = np.isfinite(values) & ((values > 0) | (scales[1] != "log"))
    alone = seen & ~np.append(False, seen[:-1]) & ~np.append(seen[1:], False)
    if not marker and alone.any():
        look |= {"marker": "o", "markersize": 4, "markevery": list(np.flatnonzero(alone))}
    elif marker:
        look["marker"] = marker
    (line,) = ax.plot(along, np.where(seen, values, np.nan), linestyle=_DASHES[index % len(_DASHES)], **look)
    return line


def _last(heights):
    """The last height that is drawn, or NaN."""
    drawn = heights[np.isfinite(heights)]
    return drawn[-1] if len(drawn) else np.nan


def _label_ends(ax, lines, names, heights):
    """Write each name to the right of its curve, at this height, or beside it where two would overlap."""
    ax.get_ylim()  # settles the limits, on which the transform depends
    # In pixels, so that a logarithmic axis needs no other rule; the 1 is any allowed x.
    bottom, top = ax.bbox.y0, ax.bbox.y1
    wanted = [
        bottom if np.isnan(height) else np.clip(ax.transData.transform((1, height))[1], bottom, top)
        for height in heights
    ]
    places = _apart(wanted, top)
    for name, line, height, own in zip(names, lines, places, heights, strict=True):
        drawn = line.get_xdata()[np.isfinite(line.get_ydata())]
        place = drawn[-1] if len(drawn) else ax.get_xlim()[1], ax.transData.inverted().transform((0, height))[1]
        ax.annotate(
            f"{short(name)}{': no value to draw' if np.isnan(own) else ''}",
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
