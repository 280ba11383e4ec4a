"""What instruments read: small values that say themselves in one line.

Numbers that another processor may change stand behind ≈.
"""

from dataclasses import dataclass, field

import numpy as np

from course_utils.numbers import number, significant


def _about(value, decimals=2):
    return f"≈ {number(value, decimals, fixed=True)}"


@dataclass(frozen=True, repr=False)
class Reading:
    """A line of words, and behind it which call of five it was.

    Attributes
    ----------
    remark : str
    """

    remark: str = field(default="", kw_only=True, compare=False)

    def __repr__(self):
        return f"{self.words()}{f'  [{self.remark}]' if self.remark else ''}"


@dataclass(frozen=True, repr=False)
class Chart(Reading):
    """Accuracy in each epoch, as the owner counts it.

    >>> Chart((0.5, 0.84), (0.7, 0.82))
    training ≈ 0.50 to ≈ 0.84, validation ≈ 0.70 to ≈ 0.82
    """

    training: tuple
    validation: tuple

    @property
    def curves(self):
        """Both by name, as `drawing.draw_curves` takes them."""
        return {"training": self.training, "validation": self.validation}

    def words(self):
        """The line."""
        (first, *_, last), (start, *_, end) = self.training, self.validation
        return f"training {_about(first)} to {_about(last)}, validation {_about(start)} to {_about(end)}"


@dataclass(frozen=True, repr=False)
class FirstLoss(Reading):
    """Loss before the first step, and the layers that it moves.

    >>> FirstLoss(2.329, 3, 3)
    loss before the first step ≈ 2.33 (guessing among ten: 2.30); 3 of 3 layers move
    """

    loss: float
    moving: int
    layers: int

    def words(self):
        """The line."""
        before = f"loss before the first step {_about(self.loss)} (guessing among ten: 2.30)"
        return f"{before}; {self.moving} of {self.layers} layers move"


@dataclass(frozen=True, repr=False)
class Twenty(Reading):
    """Accuracy on twenty images that were learnt by heart: in training mode, and as the owner asks; and their loss.

    >>> Twenty(1.0, 0.95, 0.0004)
    twenty images, 100 steps: accuracy ≈ 1.00 in training, ≈ 0.95 when asked; loss ≈ 0.0004
    """

    training: float
    asked: float
    loss: float

    def words(self):
        """The line."""
        said = f"accuracy {_about(self.training)} in training, {_about(self.asked)} when asked"
        return f"twenty images, 100 steps: {said}; loss ≈ {number(min(self.loss, 999), 2, fixed=True)}"


@dataclass(frozen=True, repr=False)
class Shuffled(Reading):
    """First and last training loss on labels that mean nothing, and accuracy on validation images.

    >>> Shuffled(2.35, 0.1, 0.09)
    labels shuffled: training loss ≈ 2.35 to ≈ 0.10; validation accuracy ≈ 0.09 (guessing: 0.10)
    """

    first: float
    last: float
    validation: float

    def words(self):
        """The line."""
        fell = f"training loss {_about(self.first)} to {_about(self.last)}"
        return f"labels shuffled: {fell}; validation accuracy {_about(self.validation)} (guessing: 0.10)"


@dataclass(frozen=True, repr=False)
class Neighbours(Reading):
    """Share of 100 answers that stay: when the same images are asked about again, and in other company.

    >>> Neighbours(1.0, 0.87)
    the same 100 images: ≈ 1.00 of the answers stay when asked twice, ≈ 0.87 in other company
    """

    twice: float
    company: float

    def words(self):
        """The line."""
        return (
            f"the same 100 images: {_about(self.twice)} of the answers stay when asked twice, "
            f"{_about(self.company)} in other company"
        )


@dataclass(frozen=True, repr=False)
class Arrivals(Reading):
    """What reaches the first layer with weights: the numbers, how many classes there are, and ten images of each kind.

    >>> Arrivals(0, 1, 0.3, 0, 9, 2.5, 10, 1)
    arrives in training: 0 to 1, mean ≈ 0.3, 10 classes in the first batch; when asked: 0 to 9, mean ≈ 2.5, 1 class
    """

    low: float
    high: float
    mean: float
    asked_low: float
    asked_high: float
    asked_mean: float
    classes: int
    asked_classes: int
    training: tuple = field(default=(), compare=False)
    validation: tuple = field(default=(), compare=False)

    @staticmethod
    def ends(images):
        """Lowest, highest and mean number."""
        return float(np.min(images)), float(np.max(images)), float(np.mean(images))

    def words(self):
        """The line."""
        low, high, mean, asked_low, asked_high, asked_mean = (
            significant(value)
            for value in (self.low, self.high, self.mean, self.asked_low, self.asked_high, self.asked_mean)
        )
        batch, all_asked = (f"{n} class{'' if n == 1 else 'es'}" for n in (self.classes, self.asked_classes))
        first = f"arrives in training: {low} to {high}, mean ≈ {mean}, {batch} in the first batch"
        return f"{first}; when asked: {asked_low} to {asked_high}, mean ≈ {asked_mean}, {all_asked}"


@dataclass(frozen=True, repr=False)
class Baselines(Reading):
    """Accuracies to compare with.

    >>> Baselines(0.1, 0.69, 0.86, 0.82)
    most frequent class ≈ 0.10, nearest average ≈ 0.69; the network, asked: training images ≈ 0.86, validation ≈ 0.82
    """

    majority: float
    nearest: float
    training: float
    validation: float

    def words(self):
        """The line."""
        without = f"most frequent class {_about(self.majority)}, nearest average {_about(self.nearest)}"
        asked = f"training images {_about(self.training)}, validation {_about(self.validation)}"
        return f"{without}; the network, asked: {asked}"
