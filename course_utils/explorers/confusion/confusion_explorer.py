"""A confusion matrix to look into: which images stand behind a count, and the mistakes a network was surest of."""

import functools

import numpy as np
import traitlets

from course_utils import fashion_mnist
from course_utils.activations import softmax
from course_utils.arrays import Sides, numbers_of
from course_utils.explorers.confusion.confusion_picture import PER_PAGE, drawn, pages_of, question, share
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.controls import choice, slider, switch
from course_utils.nearest import class_averages
from course_utils.numbers import number, significant

_SIDE = 28


class ConfusionExplorer(Explorer):
    """Labels against answers, and the images of one cell.

    Parameters
    ----------
    labels : int (n,)
        Numbers of the right classes.
    probabilities : (n, classes)
        What the network answered, 2 to 10 classes; each row sums to 1.
    images : (n, 28, 28) or (n, 28, 28, 1)
        In 0 … 1 or, if a value is above 1, in 0 … 255; at most 400 MB.
    names : sequence of str, optional
        Of the classes, at most 14 characters each. Ten classes are taken for the garments of Fashion-MNIST.
    label, answer : int
        Row and column of the cell whose images are shown. The commonest mistake, unless given or `predict`.
    page : int
        1 to 500: which twelve of them. A number beyond the last page is the last page.
    mistakes : bool
        Show instead all the mistakes, those first whose wrong answer had the highest probability.
    predict : bool
        Hide the counts until `guess` is the hardest label: the one of whose images the fewest are answered rightly.
    guess : int
        A label; −1 is no guess.

    Attributes
    ----------
    answers : int (n,)
        The class with the highest probability.
    counts : int (classes, classes)
        `counts[label, answer]`.
    accuracy, recall, precision : float
        Of all images; of the row `label`; of the column `answer`. NaN where the row or the column is empty.
    recalls, precisions : (classes,)
        Of all rows, and of all columns.
    places : int array
        Which images belong to the choice; `page_places` of them are shown, on page `page_now` of `pages`.
    slip : str
        What one may have looked at who came to `guess`, if it is wrong.

    Introduced in notebook 06.
    """

    label = traitlets.Int(0, min=0, max=9).tag(state=True)
    answer = traitlets.Int(0, min=0, max=9).tag(state=True)
    page = traitlets.Int(1, min=1, max=500).tag(state=True)
    beyond = frozenset({"page"})
    mistakes = traitlets.Bool(False).tag(state=True)
    predict = traitlets.Bool(False).tag(state=True)
    guess = traitlets.Int(-1, min=-1, max=9).tag(state=True)

    def __init__(self, labels, probabilities, images, names=None, **state):
        self.probabilities = _checked_probabilities(probabilities)
        count, classes = self.probabilities.shape
        self.labels = _checked_labels(labels, count, classes)
        self.images = _checked_images(images, count)
        self.names = _checked_names(names, classes)
        self.answers = self.probabilities.argmax(axis=1)
        self.counts = np.zeros((classes, classes), int)
        np.add.at(self.counts, (self.labels, self.answers), 1)
        self.accuracy = float(np.mean(self.answers == self.labels))
        self.sure = self.probabilities[np.arange(count), self.answers]
        wrong = np.flatnonzero(self.answers != self.labels)
        self._surest = wrong[np.argsort(-self.sure[wrong], kind="stable")]
        wrong_counts = self.counts * (1 - np.eye(classes, dtype=int))
        commonest = map(int, np.unravel_index(wrong_counts.argmax(), wrong_counts.shape))
        # A question begins elsewhere: its answer may lie there.
        begin = {} if state.get("predict") else dict(zip(("label", "answer"), commonest, strict=True))
        super().__init__(**{**begin, **state})

    @classmethod
    def example(cls, **state):
        return cls(*_example_data(), **state)

    @traitlets.validate("label", "answer", "guess")
    def _known(self, proposal):
        if proposal["value"] >= len(self.names):
            name, last = proposal["trait"].name, len(self.names) - 1
            first = "−1 (none)" if name == "guess" else 0
            raise ValueError(f"{name} {proposal['value']} is not allowed: a whole number from {first} to {last}.")
        return proposal["value"]

    def make_controls(self):
        options = [(f"{place} {name}", place) for place, name in enumerate(self.names)]
        most = max(self.counts.max(), len(self._surest), 1)
        page = slider("page", 1, min(pages_of(most), 500))
        page.add_class("course-typed")  # where the pages can be turned in the picture, it is not needed
        return {
            "label": choice("label (row)", options),
            "answer": choice("answer (column)", options),
            "mistakes": switch("the surest mistakes"),
            "page": page,
            "predict": switch("predict first"),
            "guess": choice("my guess: hardest is", [("–", -1), *options]),
        }

    def compute(self):
        with np.errstate(invalid="ignore"):  # 0 of 0: NaN
            self.recalls, self.precisions = (self.counts.diagonal() / self.counts.sum(axis=axis) for axis in (1, 0))
        self.recall, self.precision = float(self.recalls[self.label]), float(self.precisions[self.answer])
        chosen = (self.labels == self.label) & (self.answers == self.answer)
        self.places = self._surest if self.mistakes else np.flatnonzero(chosen)
        self.pages = max(pages_of(len(self.places)), 1)
        self.page_now = min(self.page, self.pages)
        start = PER_PAGE * (self.page_now - 1)
        self.page_places = self.places[start : start + PER_PAGE]
        self.hidden = self.predict and not self._is_hardest(self.guess)
        self.slip = self._slip() if self.hidden and self.guess >= 0 else ""
        for name, control in self.controls.items():  # what is not asked now is not there
            needed = name == "predict" or (name == "guess") == self.hidden
            control.layout.display = None if needed else "none"

    def _is_hardest(self, label):
        return label >= 0 and self.recalls[label] == np.nanmin(self.recalls)

    def _slip(self):
        """What one may have looked at who came to this guess, with the reason why it is another question."""
        name, recall = self.names[self.guess], self.recalls[self.guess]
        if np.isnan(recall):
            return f"no image is labelled {name}"
        wrong = self.counts - np.diag(self.counts.diagonal())
        if wrong[:, self.guess].sum() == wrong.sum(axis=0).max():
            return f"{name} is the commonest wrong answer, which fills a column: count in rows, by label"
        if self.precisions[self.guess] == np.nanmin(self.precisions):
            return f"of the answers {name} the fewest are right, which is read in a column: count in rows, by label"
        if wrong[self.guess].sum() == wrong.sum(axis=1).max():
            return f"{name} has the most mistakes, but also more images than others: compare shares"
        return ""

    def sentence(self):
        if self.hidden:
            return f"Of which label's images are the fewest answered rightly? Set your guess.{self._tried()}"
        label, answer = self.names[self.label], self.names[self.answer]
        row = self.counts[self.label]
        asked = f"Labelled {label}: {row.sum():,}; of these answered {answer}: {row[self.answer]:,}."
        recall = "no image has that label" if np.isnan(self.recall) else share(self.recall)
        precision = "it was never answered" if np.isnan(self.precision) else share(self.precision)
        rates = f"Recall of {label}: {recall}; precision of {answer}: {precision}."
        alone = np.sum(self.recalls == np.nanmin(self.recalls)) == 1
        found = f"{self.names[self.guess]} is the hardest label. " if alone else "No label is harder. "
        found = found if self.predict else ""
        return f"{found}Accuracy {share(self.accuracy)}. {asked} {rates} {self._shown()}"

    def _tried(self):
        if self.guess < 0:
            return ""
        recall = self.recalls[self.guess]
        rate = (
            "" if np.isnan(recall) else f": {share(recall)} of its images are answered rightly, of another label fewer"
        )
        slip = f" Perhaps this: {self.slip}." if self.slip else ""
        return f" {self.names[self.guess]} is not it{rate}.{slip}"

    def line(self):
        if self.hidden:
            return f"{len(self.labels):,} images in {len(self.names)} classes; which label is the hardest?"
        label, answer = self.names[self.label], self.names[self.answer]
        kind = "the surest mistakes" if self.mistakes else f"the cell labelled {label}, answered {answer}"
        return f"{len(self.labels):,} images in {len(self.names)} classes; shown: {kind}."

    def _shown(self):
        if not len(self.places):
            return "There is no mistake to show." if self.mistakes else "There is none to show."
        first = PER_PAGE * (self.page_now - 1) + 1
        span = f"{first} to {first + len(self.page_places) - 1}"
        last = " (the last page)" if self.page > self.page_now else ""
        if self.mistakes:
            return f"Shown: mistakes {span} of {len(self.places):,}, the surest first{last}."
        return f"Shown: images {span} of these {len(self.places):,}{last}."

    def draw(self):
        return question(self) if self.hidden else drawn(self)


@functools.cache
def _example_data():
    """A few validation garments, and the answers of a classifier that compares them with the mean garments."""
    images, labels = fashion_mnist.load("validation")
    images, labels = images[:400], labels[:400]
    means = class_averages(images, labels)
    distances = np.square(images[:, np.newaxis] / 255 - means / 255).mean(axis=(2, 3))
    return labels, softmax(-60 * distances), images


def _checked_probabilities(given):
    allowed = "an array (images, classes) of probabilities, 2 to 10 classes"
    shapes = [(None, Sides(2, 10))]
    array = numbers_of(given, "probabilities", shapes=shapes, allowed=allowed, dtype=np.float32)
    sums = array.sum(axis=1)
    if array.min() < 0 or np.abs(sums - 1).max() > 1e-3:
        raise ValueError(
            f"probabilities: the rows sum to {significant(sums.min())} … {significant(sums.max())} and the least value "
            f"is {significant(array.min())}; give probabilities, 0 to 1 and together 1: apply softmax to logits, once."
        )
    return array


def _checked_labels(given, count, classes):
    allowed = f"the {count:,} numbers of the right classes, 0 to {classes - 1}"
    array = numbers_of(given, "labels", shapes=[(count,)], allowed=allowed)
    if np.any(array % 1):
        raise ValueError(f"labels holds numbers that are not whole: give {allowed}.")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"labels goes from {number(array.min())} to {number(array.max())}: give {allowed}.")
    return array.astype(int)


def _checked_images(given, count):
    shapes = [(count, _SIDE, _SIDE), (count, _SIDE, _SIDE, 1)]
    allowed = f"{count:,} images, (images, 28, 28), in 0 … 1 or 0 … 255"
    array = numbers_of(given, "images", shapes=shapes, allowed=allowed, dtype=None).reshape(shapes[0])
    low, high = array.min(), array.max()
    if low < 0 or high > 255:
        raise ValueError(f"images goes from {significant(low, 4)} to {significant(high, 4)}: give {allowed}.")
    return np.round(array * (255 if high <= 1 else 1)).astype(np.uint8)


def _checked_names(names, classes):
    if names is None:
        return fashion_mnist.CLASS_NAMES if classes == 10 else tuple(f"class {place}" for place in range(classes))
    given = [] if isinstance(names, str) or not np.iterable(names) else list(names)
    if len(given) != classes or not all(isinstance(name, str) and 1 <= len(name) <= 14 for name in given):
        raise ValueError(f"names {str(names)[:60]!r} is not allowed: give {classes} texts of 1 to 14 characters.")
    return tuple(given)
