"""Whose each part of a network is."""

from matplotlib.patches import FancyBboxPatch

from course_utils.arrays import shown
from course_utils.colours import KERNEL, NEUTRAL
from course_utils.drawing.given import items, short
from course_utils.drawing.style import panel
from course_utils.numbers import counted

_WIDTH, _HEIGHT, _ACROSS, _LETTERS = 2.3, 0.62, 6, 16


def _parts(given, name):
    """Name and whether it is the learner's, of each part."""
    parts = items(given, name, kind="part")
    for part in parts:
        if not (isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str)):
            raise ValueError(f"{name} holds {shown(part)}: give pairs of a name and True or False.")
    return [(part, bool(yours)) for part, yours in parts]


@panel(parts=_parts)
def draw_parts(ax, parts, title=""):
    """Parts of a network in rows of six, in the order given; a learner's own have a thick edge and say so.

    Parameters
    ----------
    parts : sequence of (name, yours)
    title : str
    """
    rows = -(-len(parts) // _ACROSS)
    for place, (name, yours) in enumerate(parts):
        x, y = place % _ACROSS * (_WIDTH + 0.2), -(place // _ACROSS)
        look = {"linewidth": 2.5, "edgecolor": KERNEL} if yours else {"linewidth": 1, "edgecolor": NEUTRAL}
        box = FancyBboxPatch((x, y - _HEIGHT), _WIDTH, _HEIGHT, boxstyle="round,pad=0.02", facecolor="white", **look)
        box.set_linestyle("-" if yours else "--")
        ax.add_patch(box)
        words = "\n".join(short(line, _LETTERS) for line in name.replace("gradient of ", "gradient of\n").split("\n"))
        ax.text(x + _WIDTH / 2, y - 0.2, words, ha="center", va="center", fontsize=9.5, linespacing=0.9)
        ax.text(x + _WIDTH / 2, y - 0.5, "yours" if yours else "the course's", ha="center", va="center", fontsize=9)
    ax.set(xlim=(-0.1, _ACROSS * (_WIDTH + 0.2)), ylim=(-rows, 0.12), title=title)
    ax.axis("off")
    mine = [name for name, yours in parts if yours]
    others = [name for name, yours in parts if not yours]
    said = [f"{counted(len(mine), 'part')} of {len(parts)} yours{': ' if mine else ''}{', '.join(mine)}"]
    return "; ".join([*said, *([f"the course's: {', '.join(others)}"] if others else [])])
