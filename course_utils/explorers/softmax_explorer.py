"""Softmax: from logits to shares of one whole, each step a column, and the cross-entropy of the right class."""

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.colours import FEATURE_MAP, INK, KERNEL, LINE, NEUTRAL, PALE, ink
from course_utils.explorers.shared.base import LAYOUT, STYLE, Explorer, Given, Number, choice, slider
from course_utils.explorers.shared.canvas import WIDTH, Canvas
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.numbers import number

TEMPERATURES = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 10]  # even steps of a logarithm
_LIMIT = 1000
_TOP, _ROW, _ENDS, _BARS = 78, 26, (168, 240, 318, 396, 476, 544), (556, 734)


class SoftmaxExplorer(Explorer):
    """The steps of softmax on up to ten logits, as a table with a row for each class.

    Parameters
    ----------
    logits : sequence of float
        2 to 10 numbers from -1000 to 1000; how many there are is settled with the first.
    names : sequence of str, optional
        One a logit, of at most 12 letters. Unless given: those of Fashion-MNIST for ten logits, else class 0, 1 …
    moved : int
        Class whose logit the slider moves.
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
        return {
            "moved": choice("logit moved", classes),
            "value": slider("its value", low, high, 0.1),
            "shift": slider("added to all", -_LIMIT, _LIMIT, 50),
            "temperature": widgets.SelectionSlider(
                options=[(number(value), value) for value in TEMPERATURES],
                value=1,
                description="temperature",
                style=STYLE,
                layout=LAYOUT,
            ),
            "right": choice("right class", classes),
        }

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
        shares = ", ".join(f"{self.names[place]} {_share(self.shares[place])}" for place in some)
        if len(order) > len(some):
            shares += f", the other {len(order) - 3} {_share(self.shares[order[3:]].sum())}"
        added = f" Adding {number(self.shift)} to every logit changes no share." if self.shift else ""
        loss = f"the loss is {self._loss_term()} = {number(self.loss, 2, fixed=True)}"
        return (
            f"Shares at temperature {number(self.temperature)}: {shares}; together 1.{added} "
            f"If {self.names[self.right]} is right, {loss}."
        )

    def _loss_term(self):
        share = self.shares[self.right]
        return f"−ln {_share(share) if share else f'e^−{number(self.loss, 0)}'}"  # too small for the computer: 0

    def draw(self):
        bottom = _TOP + _ROW * len(self.logits)
        canvas = Canvas(bottom + 130)
        canvas.text(WIDTH / 2, 14, self._title(), size=14, bold=True)
        self._draw_heads(canvas)
        for place in range(len(self.logits)):
            self._draw_row(canvas, place, _TOP + _ROW * place)
        self._draw_sums(canvas, bottom)
        self._draw_words(canvas, bottom + 52)
        return canvas

    def _title(self):
        best, most = np.flatnonzero(self.shares == self.shares.max()), _share(self.shares.max())
        if len(best) > 1:
            return f"{len(best)} classes have the largest share: {most} each"
        return f"The largest share goes to {self.names[best[0]]}: {most}"

    def _draw_heads(self, canvas):
        largest = _column(self.largest, 2 if abs(self.largest) < 1000 else 0)
        heads = [
            ("logit", ""),
            ("added", f"{'−' if self.shift < 0 else '+'} {abs(self.shift)}"),
            ("temperature", f"÷ {number(self.temperature)}"),
            ("largest", f"− ({largest})" if self.largest < 0 else f"− {largest}"),
            ("exponential", "e to it"),
            ("sum", f"÷ {_column(self.sum, 3)}"),
        ]
        for end, (name, step) in zip(_ENDS, heads, strict=True):
            canvas.text(end, 46, name, size=11, anchor="end", colour=NEUTRAL)
            canvas.text(end, 63, step, size=12, anchor="end", colour=ink(KERNEL), bold=True)
        canvas.text(_BARS[0], 46, "share", size=11, anchor="start", colour=NEUTRAL)
        canvas.text(_BARS[1], 63, "1", size=10, anchor="end", colour=NEUTRAL)
        canvas.text(_BARS[0], 63, "0", size=10, anchor="start", colour=NEUTRAL)

    def _draw_row(self, canvas, place, y):
        middle, is_right, is_moved = y + _ROW / 2, place == self.right, place == self.moved
        if is_moved:
            canvas.box(2, y + 1, WIDTH - 4, _ROW - 2, PALE[KERNEL])
        name = f"{'▸' * is_moved}{'✓' * is_right} {self.names[place]}".strip()
        canvas.text(6, middle, name, size=12 if len(name) <= 14 else 10, anchor="start", bold=is_right)
        steps = [column[place] for column in (self.logits, self.added, self.scaled, self.lowered)]
        cells = [_column(step, 2 if abs(step) < 1000 else 1) for step in steps]
        cells += [_share(self.powers[place]), _share(self.shares[place])]
        for end, cell in zip(_ENDS, cells, strict=True):
            canvas.text(end, middle, cell, size=12, anchor="end")
        self._draw_bar(canvas, y + 5, self.shares[place], INK if is_right else FEATURE_MAP)

    def _draw_bar(self, canvas, y, share, edge):
        whole = _BARS[1] - _BARS[0]
        canvas.box(_BARS[0], y, whole, _ROW - 10, edge=LINE, weight=0.8)
        if whole * share >= 0.5:
            canvas.box(_BARS[0], y, whole * share, _ROW - 10, PALE[FEATURE_MAP], edge=edge, weight=1.5)

    def _draw_sums(self, canvas, y):
        canvas.line([(6, y + 2), (WIDTH - 6, y + 2)], NEUTRAL, 1)
        canvas.text(6, y + 16, "sum", size=12, anchor="start")
        canvas.text(_ENDS[4], y + 16, _column(self.sum, 3), size=12, anchor="end", bold=True)
        canvas.text(_ENDS[5], y + 16, _column(self.shares.sum(), 3), size=12, anchor="end", bold=True)
        terms = " + ".join(map(_share, self.powers))
        canvas.text(6, y + 34, f"{terms} = {_column(self.sum, 3)}", size=10, anchor="start", colour=NEUTRAL)

    def _draw_words(self, canvas, y):
        lowered, power, share = (column[self.moved] for column in (self.lowered, self.powers, self.shares))
        total = _column(self.sum, 3)
        fraction = f"e^{_column(lowered)} / {total} = {_share(power)} / {total} = {_share(share)}"
        canvas.text(6, y + 4, f"▸ share of {self.names[self.moved]}: {fraction}", anchor="start")
        loss = f"{self._loss_term()} = {number(self.loss, 3, fixed=True)}"
        canvas.text(6, y + 26, f"✓ cross-entropy if {self.names[self.right]} is right: {loss}", anchor="start")
        straight = "gives the same shares"
        if self.fails:
            is_large = self.largest > 0
            size = "large for the computer (inf)" if is_large else "small for the computer (0)"
            straight = f"fails here: e^{number(self.largest, 0)} is too {size}"
        words = f"Without subtracting the largest, the division {straight}."
        canvas.text(6, y + 48, words, size=12, anchor="start")


def _column(value, decimals=2):
    """A number as it stands below others: with all its decimals."""
    return number(round(float(value), 9), decimals, fixed=True)  # 0.1 + 0.2 is not quite 0.3: the rest is no digit


def _share(value):
    """A part of a whole: 0 and 1 are so exactly."""
    return number(value, 3, fixed=value not in (0, 1))


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
