"""The hand of all explorers: what the page's pointer, touch and keys ask for, as changes of the state.

`hand.js` stands in the page beside the picture. It knows the picture's areas (`areas.py`), lights what belongs together
by itself, and asks the kernel for one change at a time. Where it cannot be loaded, there are the picture and the
controls.
"""

import re
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from course_utils.explorers.shared.number_grid import written

_PLACE = re.compile(r"(\w+)\[(\d+(?:,\d+)*)\]")


def _one_module(*names):
    """Modules of this folder as one, since the page gets a single text."""
    texts = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names]
    return "\n".join(re.sub(r"^import .*\n", "", text, flags=re.MULTILINE) for text in texts)


class Hand(anywidget.AnyWidget):
    """What the page asks for, and which question was answered last.

    Attributes
    ----------
    asked : dict
        `number` of the question; `sets`, name -> value, in the order of asking; `paints`, a list of such; `file`, one
        that was dropped or pasted: `name` and `content`.
    answered : int
        Number of the last question that was answered.
    """

    _esm = _one_module("areas.js", "asking.js", "hand.js")
    asked = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int().tag(sync=True)


def changed(state, sets):
    """What a state becomes, name -> value, for what is set, "name" or "name[place]" -> value.

    >>> changed({"kernel": ((1, 2), (3, 4)), "bias": 0}, {"kernel[3]": 9, "kernel[0,1]": 7, "bias": 5})
    {'kernel': ((1, 7), (3, 9)), 'bias': 5}
    """
    new = {}
    for name, value in sets.items():
        found = _PLACE.fullmatch(name)
        if not found:
            new[name] = value
            continue
        name, place = found[1], tuple(map(int, found[2].split(",")))
        if name not in state:
            raise ValueError(f"{name} is not known here; there are: {', '.join(state)}.")
        numbers = np.array(new.get(name, state[name]), float)
        (numbers.ravel() if len(place) == 1 else numbers)[place] = value
        new[name] = written(numbers)
    return new
