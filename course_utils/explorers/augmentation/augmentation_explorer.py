"""Random changes of one garment: each kind with its range, eleven draws at once, and what a model makes of them."""

import numpy as np
import traitlets

from course_utils.activations import softmax
from course_utils.augmentation import changed, kept, random_changes
from course_utils.explorers.augmentation.augmentation_picture import draw
from course_utils.explorers.shared.base import Number
from course_utils.explorers.shared.controls import button, choice, slider
from course_utils.explorers.shared.image_choice import OwnImage, garment_of, garments, number_control
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.numbers import percent
from course_utils.numbers import shape as shape_in_words

DRAWS = 11
_SHOES = ("Sandal", "Sneaker", "Ankle boot")
# What tells a class from its neighbours, and gets lost first.
_PARTS = "its sleeves,a leg,its sleeves,its skirt,its sleeves,its straps,its sleeves,its toe,its handle,its shaft"
_TELLING = dict(zip(CLASS_NAMES, _PARTS.split(","), strict=True))
_KINDS = ("flip", "shift", "rotate", "zoom", "brightness", "contrast", "erasing")
_GIVE = "give a Keras model that takes pixels 0–255, (n, 28, 28, 1)"
# Changes that may take a part of the garment away.
_MOVES = {"shift": ("down", "right"), "rotate": ("degrees left",), "zoom": ("size",), "erasing": ("hole",)}


class AugmentationExplorer(OwnImage):
    """One garment, unchanged and in eleven random draws.

    Parameters
    ----------
    image : (28, 28) or path, optional
        Your own garment, uint8 0–255 or floats 0–1, bright on black; a file is prepared by `images.garment_from_file`.
    model : Keras model, optional
        Pixels 0–255, (n, 28, 28, 1), in; ten scores out. Its opinion is written under each draw.
    picture : "garment" or "own image"
    garment_class : str
        One of the ten classes.
    number : int
        0 to 499: which of the class's training images.
    flip : "none", "horizontal", "vertical" or "both"
    shift, rotate, zoom : float
        0 to 0.5, as fractions: of the image's side, of a full turn, of the size.
    brightness, contrast : float
        0 to 1, as in `RandomBrightness(x)` and `RandomContrast((x, x))`.
    erasing : float
        0 to 0.5, as in `RandomErasing(scale=(0.02, x), fill_value=0)`.
    fill_mode : "constant", "reflect", "nearest" or "wrap"
        What fills the gap that a moved image leaves.
    seed : int
        0 to 99. With the same seed a larger range makes the same draws larger.
    enlarged : int
        0 to 11: which draw is shown large, with its numbers; 0 is the unchanged image.

    Attributes
    ----------
    pixels : float32 (12, 28, 28)
        The unchanged image, then the draws.
    changes : dict of name -> array (12, …)
        What was drawn; the first changes nothing.
    kept : float64 (12,)
        Share of the garment's brightness that is neither pushed out nor erased.
    lost : dict of name -> float
        The largest share that a change takes by itself, where that is more than a quarter.
    probabilities : float (12, 10) or None
        The model's.
    label : int or None
        The garment's class; of your own image, the model's answer to it unchanged.

    Notes
    -----
    Each draw is what Keras' `Random…` layers compute from the same numbers, except that moves, turns and zooms are
    interpolated once, not each by itself; the numbers come from NumPy.

    Introduced in notebook 07.
    """

    picture = traitlets.Enum(["garment", "own image"], "garment").tag(state=True)
    garment_class = traitlets.Enum(list(CLASS_NAMES), "Ankle boot").tag(state=True)
    number = traitlets.Int(13, min=0, max=499).tag(state=True)
    flip = traitlets.Enum(["none", "horizontal", "vertical", "both"], "horizontal").tag(state=True)
    shift = Number(0.15, min=0.0, max=0.5).tag(state=True)
    rotate = Number(0.05, min=0.0, max=0.5).tag(state=True)
    zoom = Number(0.0, min=0.0, max=0.5).tag(state=True)
    brightness = Number(0.0, min=0.0, max=1.0).tag(state=True)
    contrast = Number(0.0, min=0.0, max=1.0).tag(state=True)
    erasing = Number(0.0, min=0.0, max=0.5).tag(state=True)
    fill_mode = traitlets.Enum(["constant", "reflect", "nearest", "wrap"], "constant").tag(state=True)
    seed = traitlets.Int(0, min=0, max=99).tag(state=True)
    enlarged = traitlets.Int(1, min=0, max=DRAWS).tag(state=True)

    SPLIT = "train"

    def __init__(self, image=None, model=None, **state):
        if model is not None and not hasattr(model, "predict_on_batch"):
            raise ValueError(f"model is {type(model).__name__}: {_GIVE}.")
        self.model = model
        super().__init__(image, **state)

    @staticmethod
    def prepared(given):
        """A learner's garment, float32 (28, 28) in 0 … 255."""
        return np.float32(garment_of(given))

    def make_controls(self):
        self._rows = {"enlarged": number_control("draw", DRAWS + 1), "seed": number_control("seed", 100)}
        return super().make_controls() | {
            "flip": choice("flip", self.traits()["flip"].values),
            **{name: slider(name, 0.0, self.traits()[name].max, 0.01) for name in _KINDS[1:]},
            "fill_mode": choice("fill the gap with", self.traits()["fill_mode"].values),
            **{name: control for name, (control, _) in self._rows.items()},
        }

    def arranged(self):
        (_, enlarged), (_, seed) = self._rows.values()
        *others, _, _ = super().arranged()
        return [*others, enlarged, seed, button("draw anew", self.draw_anew)]

    def draw_anew(self):
        """Other draws of the same changes: those of the next seed."""
        self.seed = (self.seed + 1) % 100

    def compute(self):
        own = self.picture == "own image"
        image = self.chosen_image() if own else np.float32(garments("train", self.garment_class)[self.number])
        self.changes = random_changes(self.seed, DRAWS, **self.ranges())
        self.pixels = changed(image, self.changes, fill_mode=self.fill_mode)
        self.kept = kept(image, self.changes)
        lost = {name: 1 - float(kept(image, self._alone(name)).min()) for name in _MOVES if getattr(self, name)}
        self.lost = {name: share for name, share in lost.items() if share > 0.25}
        self.probabilities = None if self.model is None else answers(self.model, self.pixels)
        self.label = None if own else CLASS_NAMES.index(self.garment_class)
        if own and self.model is not None:
            self.label = int(self.probabilities[0].argmax())

    def _alone(self, kind):
        """The draws with one kind of change and no other."""
        return random_changes(self.seed, DRAWS) | {name: self.changes[name] for name in _MOVES[kind]}

    def ranges(self):
        """The changes that are switched on, each with its range."""
        return {name: getattr(self, name) for name in _KINDS if getattr(self, name) not in ("none", 0)}

    def may_lose(self):
        """Whether a change is switched on that may take a part of the garment away."""
        return any(name in _MOVES for name in self.ranges())

    def sentence(self):
        return " ".join(filter(None, [self.line(), self._opinion()]))

    def line(self):
        risks, oddities = self._risks(), self._oddities()
        if not self.ranges():
            risks = f"No change is switched on: {DRAWS} copies."
        elif not risks:
            least = percent(np.floor(100 * self.kept.min()) / 100)
            risks = f"Each draw keeps at least {least} of the garment: the label stays true."
        return " ".join(filter(None, [f"{self.title()}, seed {self.seed}.", risks, oddities]))

    def _risks(self):
        """What may make the label wrong, with the share of the garment that it takes."""
        of = _TELLING[self.garment_class] if self.picture == "garment" else "a part"
        most = {name.replace("rotate", "rotation"): np.ceil(100 * share) / 100 for name, share in self.lost.items()}
        named = [f"{percent(share)} by {name}" for name, share in most.items()]
        faded = np.flatnonzero(self.pixels.std(axis=(1, 2)) < 0.2 * self.pixels[0].std())
        parts = [f"losing up to {', '.join(named)}, perhaps {of}"] if named else []
        parts += [f"draw {faded[0]} is almost of one colour"] if len(faded) else []
        return parts and f"May change the label: {'; '.join(parts)}."

    def _oddities(self):
        """What leaves the label true, and gives pictures unlike those of the data."""
        shoes = self.picture == "garment" and self.garment_class in _SHOES
        odd = {
            "shoes pointing right": shoes and self.flip in ("horizontal", "both"),
            "vertical flip": self.flip in ("vertical", "both"),
            "wide rotation": self.rotate > 0.1,
            "grey background": self.brightness > 0 or self.contrast > 0,
        }
        named = ", ".join(name for name, found in odd.items() if found)
        return named and f"No such picture comes: {named}."

    def _opinion(self):
        if self.probabilities is None:
            return ""
        agree = int(np.sum(self.probabilities[1:].argmax(axis=1) == self.label))
        return f"The model says {CLASS_NAMES[self.label]} in {agree} of {DRAWS} draws."

    def draw(self):
        return draw(self)


def answers(model, pixels):
    """A model's probabilities, float (n, 10); scores that are none become some."""
    try:
        scores = model.predict_on_batch(pixels[..., np.newaxis])
    except Exception as error:
        pixels = f"pixels of shape {shape_in_words((*pixels.shape, 1))}"
        raise ValueError(f"the model does not take {pixels} ({type(error).__name__}): {_GIVE}.") from error
    if np.shape(scores) != (len(pixels), 10) or not np.isfinite(scores).all():
        given = f"the model answers with shape {shape_in_words(np.shape(scores))} or with NaN"
        raise ValueError(f"{given}: it must give ten finite scores per image.")
    are_probabilities = scores.min() >= 0 and np.allclose(scores.sum(axis=1), 1, atol=1e-3)
    return scores if are_probabilities else softmax(scores)
