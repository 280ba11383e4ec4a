"""Units that work and units that are silenced."""

import numpy as np
from matplotlib.patches import Circle

from course_utils.colours import FEATURE_MAP, INPUT, KERNEL, NEUTRAL
from course_utils.drawing.given import items, one_row
from course_utils.drawing.style import panel

_RADIUS = 0.32
_MOST = 50  # units in a layer


def _network_shape(layers, *_, **__):
    return max(map(len, layers)), 2.2 * (len(layers) - 1) + 1.2


def _layers(given, name):
    """Which units work, bool (units,) for each layer."""
    layers = [one_row(layer, "a layer") != 0 for layer in items(given, name, kind="layer")]
    if max(map(len, layers)) > _MOST:
        raise ValueError(f"a layer has {max(map(len, layers)):,} units: give at most {_MOST}, such as the first ones.")
    return layers


@panel(_network_shape, layers=_layers)
def draw_units(ax, layers, title=""):
    """A dense network from left to right: a circle per unit, a line per weight between units that work.

    A silenced unit is dashed and crossed out, and has no lines: what it would send on is zero.

    Parameters
    ----------
    layers : sequence of bool (units,)
        One array a layer, from the input to the output: which units work.
    title : str
    """
    heights = [(len(works) - 1) / 2 - np.arange(len(works)) for works in layers]
    for index in range(len(layers) - 1):
        _draw_weights(ax, 2.2 * index, heights[index : index + 2], layers[index : index + 2])
    for index, works in enumerate(layers):
        colour = INPUT if index == 0 else FEATURE_MAP
        for y, on in zip(heights[index], works, strict=True):
            _draw_unit(ax, 2.2 * index, y, on, colour)
    tallest = max(map(len, layers)) / 2
    ax.set(xlim=(-0.6, 2.2 * (len(layers) - 1) + 0.6), ylim=(-tallest, tallest), aspect="equal", title=title)
    ax.axis("off")
    working = ", ".join(f"{works.sum()} of {works.size}" for works in layers)
    return f"a dense network; units at work per layer: {working}"


def _draw_weights(ax, x, heights, works):
    """Draw the lines between one layer, at x, and the next."""
    for left, left_works in zip(heights[0], works[0], strict=True):
        for right, right_works in zip(heights[1], works[1], strict=True):
            if left_works and right_works:
                ax.plot((x, x + 2.2), (left, right), color=KERNEL, linewidth=1, zorder=1)


def _draw_unit(ax, x, y, works, colour):
    if not works:
        reach = _RADIUS * 0.6
        for slope in (1, -1):
            ax.plot((x - reach, x + reach), (y - slope * reach, y + slope * reach), color=NEUTRAL, zorder=3)
    look = {"facecolor": colour, "edgecolor": colour} if works else {"facecolor": "white", "edgecolor": NEUTRAL}
    ax.add_patch(Circle((x, y), _RADIUS, linestyle="-" if works else "--", linewidth=1.2, zorder=2, **look))
