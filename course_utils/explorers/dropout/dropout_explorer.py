"""Dropout: one mask, what it leaves of some activations, and the mean over many masks."""

import numpy as np
import traitlets

from course_utils.arrays import Sides, numbers_of
from course_utils.dropout import dropout, spatial_dropout
from course_utils.explorers.dropout.dropout_picture import drawn
from course_utils.explorers.shared.base import Explorer, Given, Number
from course_utils.explorers.shared.controls import button, slider, switch
from course_utils.numbers import counted, shape, significant

_MOST_DRAWN = 250_000  # numbers drawn at once, so that a slider moves without waiting
_ALLOWED = "up to 64 numbers in one or two axes, or feature maps up to 28 × 28 × 8 with 4,000 numbers at most"


class DropoutExplorer(Explorer):
    """A mask, what it leaves of some activations, and the mean over many masks.

    Parameters
    ----------
    activations : up to 64 numbers in one or two axes, or feature maps (height, width, channels)
        Feature maps up to (28, 28, 8), and 4,000 numbers. Left out, eight small numbers.
    rate : float
        Probability of each activation to be dropped, 0 to 0.9.
    seed : int
        0 to 100: each seed begins with another mask.
    training : bool
        False is inference: nothing is dropped and nothing scaled.
    spatial : bool
        Drop whole feature maps; for activations of shape (height, width, channels).
    draws : int
        Masks that the mean is taken over, 1 to 2000; fewer for large feature maps, see `most_draws`.
    own_mask : sequence of 0 and 1
        A mask of one's own in place of the first draw: 1 keeps an activation, with `spatial` a map. Empty, it is drawn.

    Attributes
    ----------
    mask, output : arrays in the activations' shape
        True where the first draw keeps an activation; what the layer hands on in that draw.
    scale : float
        What a survivor is multiplied by.
    counts, running_mean, mean : (m,), (m, *shape), (*shape)
        Numbers of draws, the mean of the outputs after each, and after all.

    Introduced in notebook 04.
    """

    rate = Number(0.5, min=0.0, max=0.9).tag(state=True)
    seed = traitlets.Int(0, min=0, max=100).tag(state=True)
    training = traitlets.Bool(True).tag(state=True)
    spatial = traitlets.Bool(False).tag(state=True)
    draws = traitlets.Int(100, min=1, max=2000).tag(state=True)
    own_mask = Given(()).tag(state=True)

    def __init__(self, activations=None, **state):
        self.activations = _checked((3, 1, 4, 1, 5, 9, 2, 7) if activations is None else activations)
        self.most_draws = min(2000, _MOST_DRAWN // self.activations.size)
        super().__init__(**{"draws": min(100, self.most_draws)} | state)

    @traitlets.validate("draws")
    def _draws_that_are_fast(self, proposal):
        if proposal.value > self.most_draws:
            raise ValueError(f"draws {proposal.value} is not allowed: maps this large take at most {self.most_draws}.")
        return proposal.value

    @traitlets.validate("own_mask")
    def _zeros_and_ones(self, proposal):
        if isinstance(proposal.value, (tuple, list)) and not proposal.value:
            return ()
        allowed = "a 1 for each that is kept, a 0 for each that is dropped, or nothing"
        given = numbers_of(proposal.value, "own_mask", shapes=[(Sides(1, 4000),)], allowed=allowed)
        if not np.isin(given, (0, 1)).all():
            raise ValueError(f"own_mask holds other numbers than 0 and 1: give {allowed}.")
        return tuple(given.astype(int).tolist())

    @traitlets.observe("spatial")
    def _leave_the_mask(self, change):
        """A mask of pixels is none of maps."""
        if len(self.own_mask) != self._count():
            self.own_mask = ()

    def make_controls(self):
        controls = {
            "training": switch("training mode"),
            "rate": slider("rate", 0.0, 0.9, 0.05),
            "draws": slider("number of draws", 1, self.most_draws),
        }
        if self.activations.ndim == 3:
            controls["spatial"] = switch("drop whole maps")
        return controls

    def arranged(self):
        training, *others = self.controls.values()
        self._of_masks = [button("new mask", self.next_mask), *others]
        self._show_what_applies()
        return [training, *self._of_masks]

    @traitlets.observe("training")
    def _show_what_applies(self, change=None):
        """At inference there is no mask. The controls of masks keep their place, so that nothing jumps."""
        for control in getattr(self, "_of_masks", ()):
            control.layout.visibility = "visible" if self.training else "hidden"

    def next_mask(self):
        """Draw a mask, with the next seed; after the last comes the first."""
        self.move(seed=(self.seed + 1) % 101, own_mask=())

    def paint(self, strokes):
        """Drop what was kept and keep what was dropped, unit by unit; `erase` keeps it in any case."""
        mask = self.kept().astype(int)
        for stroke in strokes:
            unit = stroke["unit"] * stroke.get("of", 1) + stroke.get("channel", 0)
            if unit < mask.size:  # the last row of a grid may be shorter
                mask[unit] = stroke["erase"] or 1 - mask[unit]
        self.move(own_mask=() if np.array_equal(mask, self._units_of(self._drawn_mask())) else mask)

    def compute(self):
        if self.spatial and self.activations.ndim != 3:
            given = shape(self.activations.shape)
            raise ValueError(f"Spatial dropout needs (height, width, channels), not shape {given}.")
        if self.own_mask and len(self.own_mask) != self._count():
            raise ValueError(f"own_mask has {len(self.own_mask)} numbers: give {self._count()}, one for each, or none.")
        outputs = self._drop(np.broadcast_to(self.activations, (self.draws, *self.activations.shape)))
        self.scale = 1 / (1 - self.rate) if self.training else 1.0
        self.mask = self._drawn_mask()
        if self.own_mask and self.training:
            own = np.array(self.own_mask, bool)
            self.mask = np.broadcast_to(own, self.mask.shape) if self.spatial else own.reshape(self.mask.shape)
            outputs = np.array(outputs)
            outputs[0] = self.activations * self.mask * self.scale
        self.output = outputs[0].copy()
        self.counts = np.unique(np.geomspace(1, self.draws, 40).round().astype(int))
        pieces = np.add.reduceat(outputs, np.r_[0, self.counts[:-1]], axis=0)
        self.running_mean = pieces.cumsum(axis=0) / self.counts.reshape(-1, *[1] * self.activations.ndim)
        self.mean = self.running_mean[-1]

    def _drop(self, activations):
        drop = spatial_dropout if self.spatial else dropout
        return drop(activations, self.rate, np.random.default_rng(self.seed), training=self.training)

    def _drawn_mask(self):
        # Ones from the same seed tell who survives; an activation that is 0 would look dropped.
        return self._drop(np.ones_like(self.activations)) > 0

    def _count(self):
        """How many coins are tossed: one a map, or one an activation."""
        return self.activations.shape[-1] if self.spatial else self.activations.size

    def _units_of(self, mask):
        return mask[0, 0] if self.spatial else mask.ravel()

    def kept(self):
        """Whether each of those a coin is tossed for is kept, bool (units,)."""
        return self._units_of(self.mask)

    def _units(self):
        """Name, number and survivors of what a coin is tossed for."""
        return "maps" if self.spatial else "activations", self._count(), int(self.kept().sum())

    def told(self, value):
        """A sum, mean or difference in three digits; where numbers cancel, what rounding left of them is zero."""
        return significant(value if abs(value) > 1e-12 * np.abs(self.activations).sum() else 0)

    def sentence(self):
        name, count, kept = self._units()
        if not self.training:
            return f"Inference: all {count} {name} pass unchanged; no coin is tossed, nothing is scaled."
        away = self.told(np.abs(self.mean - self.activations).max())
        mask = "your mask" if self.own_mask else f"mask {self.seed}"
        return (
            f"Training, {mask}: {count - kept} of {count} {name} dropped, "
            f"survivors × 1 / (1 − {significant(self.rate)}) = {significant(self.scale)}. "
            f"Their sum is {self.told(self.output.sum())}, undropped {self.told(self.activations.sum())}. "
            f"The mean of {counted(self.draws, 'draw')} is at most {away} away from the activations."
        )

    def title(self):
        name, count, kept = self._units()
        if not self.training:
            return "Inference: everything passes unchanged"
        dropped = f"{count - kept} of {count} {name} dropped"
        whose = ", your mask" if self.own_mask else ""
        return f"Rate {significant(self.rate)}{whose}: {dropped}, survivors × {significant(self.scale)}"

    def draw(self):
        return drawn(self)


def _checked(given):
    shapes = [(Sides(1, 64),), (Sides(1, 64), Sides(1, 64)), (Sides(1, 28), Sides(1, 28), Sides(1, 8))]
    activations = numbers_of(given, "activations", shapes=shapes, limit=9999, allowed=_ALLOWED)
    if activations.size > (4000 if activations.ndim == 3 else 64):
        raise ValueError(f"activations holds {activations.size:,} numbers, which is too many: give {_ALLOWED}.")
    return activations
