"""Softmax: from logits to shares of one whole, each step a column, and the cross-entropy of the right class."""

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.explorers.shared.base import Explorer, Given, Number
from course_utils.explorers.shared.controls import LAYOUT, STYLE, choice, slider
from course_utils.explorers.softmax.softmax_picture import drawn, part
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.numbers import number

TEMPERATURES = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 10]  # even steps of a logarithm
_LIMIT, _STEP = 1000, 0.1  # largest logit; from one place of the slider to the next


class SoftmaxExplorer(Explorer):
    """The steps of softmax on up to ten logits, as a table with a row for each class.

    Parameters
    ----------
    logits : sequence of float
        2 to 10 numbers from -1000 to 1000; how many there are is settled with the first.
    names : sequence of str, optional
        One a logit, of at most 12 letters. Unless given: those of Fashion-MNIST for ten logits, else class 0, 1 …
    moved : int
        Class whose share is worked out below the table, and whose logit the slider moves.
    temperature : float
        One of `TEMPERATURES`, 0.1 to 10. All logits are divided by it.
    shift : int
        Constant that is added to all logits, -1000 to 1000.
    right : int
        The right class, for the loss.

    Attributes
    ----------
    added, scaled, lowered, powers, shares : (classes,)
        What stands in the columns: logits plus `shift`; divided by the temperature; minus the largest; e to that;
        divided by the sum.
    loss : float
        Cross-entropy: minus the logarithm of the right class's share.

    Introduced in notebook 06.
    """

    logits = Given((2.0, 1.0, 0.0)).tag(state=True)
    moved = traitlets.Int(0, min=0, max=9).tag(state=True)
    temperature = traitlets.Enum(TEMPERATURES, 1).tag(state=True)
    shift = traitlets.Int(0, min=-_LIMIT, max=_LIMIT).tag(state=True)
    right = traitlets.Int(0, min=0, max=9).tag(state=True)
    # No state of its own: it shows and changes one of `logits`.
    value = Number(2.0, min=-_LIMIT, max=_LIMIT)

    def __init__(self, logits=(2.0, 1.0, 0.0), names=None, **state):
        self.names = _as_names(names, len(_as_logits(logits)))
        super().__init__(logits=logits, **state)

    def make_controls(self):
        classes = [(name, place) for place, name in enumerate(self.names)]
        low, high = self._range()
        temperatures = [(number(value), value) for value in TEMPERATURES]
        said = {"description": "temperature", "style": STYLE, "layout": LAYOUT}
        controls = {
            "right": choice("right class", classes),
            "temperature": widgets.SelectionSlider(options=temperatures, value=1, **said),
            "shift": slider("added to all", -_LIMIT, _LIMIT, 50),
            "moved": choice("logit moved", classes),
            "value": slider("its value", low, high, _STEP),
        }
        for name in ("moved", "value"):
            controls[name].add_class("course-typed")  # where the bars can be dragged, these are not needed
        return controls

    def _range(self):
        """Ends of the slider: -10 to 10, further where a logit lies further."""
        return float(min(-10, np.floor(min(self.logits)))), float(max(10, np.ceil(max(self.logits))))

    @traitlets.validate("logits")
    def _check_logits(self, proposal):
        logits = _as_logits(proposal["value"])
        if len(logits) != len(self.names):
            raise ValueError(f"{len(logits)} logits for {len(self.names)} classes: make a new SoftmaxExplorer(logits).")
        return logits

    @traitlets.validate("moved", "right")
    def _check_class(self, proposal):
        if proposal["value"] >= len(self.names):
            name, most = proposal["trait"].name, len(self.names) - 1
            raise ValueError(f"{name} {proposal['value']} is not allowed: give the number of a class, 0 to {most}.")
        return proposal["value"]

    @traitlets.observe("logits", "moved")
    def _show_logit(self, change):
        if hasattr(self, "controls"):  # a slider cuts off what lies beyond its ends
            low, high = self._range()
            control = self.controls["value"]
            control.min, control.max = min(low, control.min), max(high, control.max)
        self.value = self.logits[self.moved]

    @traitlets.observe("value")
    def _edit_logit(self, change):
        if abs(change["new"] - self.logits[self.moved]) < 0.51 * _STEP:
            return  # a page's slider sends back what it makes of a number between its steps
        self.logits = (*self.logits[: self.moved], change["new"], *self.logits[self.moved + 1 :])

    def compute(self):
        self.added = np.array(self.logits) + self.shift
        self.scaled = self.added / self.temperature
        self.largest = self.scaled.max()
        self.lowered = self.scaled - self.largest
        self.powers = np.exp(self.lowered)
        self.sum = self.powers.sum()
        self.shares = self.powers / self.sum
        self.loss = float(np.log(self.sum) - self.lowered[self.right])
        with np.errstate(over="ignore", invalid="ignore"):
            self.straight = np.exp(self.scaled)  # without subtracting the largest
            self.fails = not np.allclose(self.straight / self.straight.sum(), self.shares, rtol=1e-3)

    def sentence(self):
        order = np.argsort(-self.shares, kind="stable")
        some = order[:3] if len(order) > 4 else order
        shares = ", ".join(f"{self.names[place]} {part(self.shares[place])}" for place in some)
        if len(order) > len(some):
            shares += f", the other {len(order) - 3} {part(self.shares[order[3:]].sum())}"
        added = f" Adding {number(self.shift)} to every logit changes no share." if self.shift else ""
        loss = f"the loss is {self.loss_term()} = {number(self.loss, 2, fixed=True)}"
        return (
            f"Shares at temperature {number(self.temperature)}: {shares}; together 1.{added} "
            f"If {self.names[self.right]} is right, {loss}."
        )

    def loss_term(self):
        share = self.shares[self.right]
        return f"−ln {part(share) if share else f'e^−{number(self.loss, 0)}'}"  # too small for the computer: 0

    def title(self):
        best, most = np.flatnonzero(self.shares == self.shares.max()), part(self.shares.max())
        if len(best) > 1:
            return f"{len(best)} classes have the largest share: {most} each"
        return f"The largest share goes to {self.names[best[0]]}: {most}"

    def draw(self):
        return drawn(self)


def _as_logits(given):
    """2 to 10 numbers, as a tuple."""
    allowed = "2 to 10 numbers, such as [2, 1, 0]"
    return tuple(numbers_of(given, "logits", shapes=[(Sides(2, 10),)], limit=_LIMIT, allowed=allowed).tolist())


def _as_names(names, count):
    if names is None:
        return CLASS_NAMES if count == len(CLASS_NAMES) else tuple(f"class {place}" for place in range(count))
    if not isinstance(names, (list, tuple)) or not all(
        isinstance(name, str) and 1 <= len(name) <= 12 for name in names
    ):
        raise ValueError("names are not allowed: give a list of texts of 1 to 12 letters, one for each logit.")
    if len(set(names)) != count or len(names) != count:
        raise ValueError(f"{len(names)} names for {count} logits: give one for each, no two alike.")
    return tuple(names)
