"""A confusion matrix to look into: which images stand behind a count, and the mistakes a network was surest of."""

import functools

import numpy as np
import traitlets
from matplotlib import colormaps
from matplotlib.colors import to_hex

from course_utils import fashion_mnist
from course_utils.activations import softmax
from course_utils.colours import INK, KERNEL, NEUTRAL
from course_utils.explorers.shared.base import Explorer, choice, slider, switch
from course_utils.explorers.shared.canvas import Canvas

_PER_PAGE, _COLUMNS, _SIDE = 12, 4, 28
_LEFT, _TOP, _MATRIX = 104, 48, 300  # of the matrix
_IMAGES, _PITCH, _ROW = 440, 76, 92  # where the images begin; from one to the next, across and down
_SHOWN = 56  # an image of 28 pixels at twice its size
_MOST_BYTES = 400_000_000
_ORANGES = colormaps["Oranges"]  # asked for by name, it would be made anew each time


class ConfusionExplorer(Explorer):
    """Labels against answers, and the images of one cell.

    Parameters
    ----------
    labels : int (n,)
        Numbers of the right classes.
    probabilities : (n, classes)
        What the network answered, 2 to 10 classes; each row sums to 1.
    images : (n, 28, 28) or (n, 28, 28, 1)
        In 0 … 1 or, if a value is above 1, in 0 … 255.
    names : sequence of str, optional
        Of the classes, at most 14 characters each. Ten classes are taken for the garments of Fashion-MNIST.
    label, answer : int
        Row and column of the cell whose images are shown. The commonest mistake, unless given.
    page : int
        1 to 500: which twelve of them. A number beyond the last page is the last page.
    mistakes : bool
        Show instead all the mistakes, those first whose wrong answer had the highest probability.

    Attributes
    ----------
    answers : int (n,)
        The class with the highest probability.
    counts : int (classes, classes)
        `counts[label, answer]`.
    accuracy, recall, precision : float
        Of all images; of the row `label`; of the column `answer`. NaN where the row or the column is empty.
    places : int array
        Which images belong to the choice; `page_places` of them are shown.

    Introduced in notebook 06.
    """

    label = traitlets.Int(0, min=0, max=9).tag(state=True)
    answer = traitlets.Int(0, min=0, max=9).tag(state=True)
    page = traitlets.Int(1, min=1, max=500).tag(state=True)
    mistakes = traitlets.Bool(False).tag(state=True)

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
        self._sure = self.probabilities[np.arange(count), self.answers]
        wrong = np.flatnonzero(self.answers != self.labels)
        self._surest = wrong[np.argsort(-self._sure[wrong], kind="stable")]
        wrong_counts = self.counts * (1 - np.eye(classes, dtype=int))
        commonest = map(int, np.unravel_index(wrong_counts.argmax(), wrong_counts.shape))
        super().__init__(**{**dict(zip(("label", "answer"), commonest, strict=True)), **state})

    @classmethod
    def example(cls, **state):
        return cls(*_example_data(), **state)

    @traitlets.validate("label", "answer")
    def _known(self, proposal):
        if proposal["value"] >= len(self.names):
            name, last = proposal["trait"].name, len(self.names) - 1
            raise ValueError(f"{name} {proposal['value']} is not allowed: a whole number from 0 to {last}.")
        return proposal["value"]

    def make_controls(self):
        options = [(f"{number} {name}", number) for number, name in enumerate(self.names)]
        most = max(self.counts.max(), len(self._surest), 1)
        return {
            "label": choice("label (row)", options),
            "answer": choice("answer (column)", options),
            "page": slider("page", 1, min(_pages(most), 500)),
            "mistakes": switch("the surest mistakes"),
        }

    def compute(self):
        row, column = self.counts[self.label], self.counts[:, self.answer]
        right = self.counts.diagonal()
        self.recall = float(right[self.label] / row.sum()) if row.any() else np.nan
        self.precision = float(right[self.answer] / column.sum()) if column.any() else np.nan
        chosen = (self.labels == self.label) & (self.answers == self.answer)
        self.places = self._surest if self.mistakes else np.flatnonzero(chosen)
        self.page_now = min(self.page, max(_pages(len(self.places)), 1))
        start = _PER_PAGE * (self.page_now - 1)
        self.page_places = self.places[start : start + _PER_PAGE]

    def sentence(self):
        label, answer = self.names[self.label], self.names[self.answer]
        row = self.counts[self.label]
        asked = f"Labelled {label}: {row.sum():,}; of these answered {answer}: {row[self.answer]:,}."
        recall = "no image has that label" if np.isnan(self.recall) else f"{self.recall:.3f}"
        precision = "it was never answered" if np.isnan(self.precision) else f"{self.precision:.3f}"
        rates = f"Recall of {label}: {recall}; precision of {answer}: {precision}."
        return f"Accuracy {self.accuracy:.3f}. {asked} {rates} {self._shown()}"

    def line(self):
        label, answer = self.names[self.label], self.names[self.answer]
        kind = "the surest mistakes" if self.mistakes else f"the cell labelled {label}, answered {answer}"
        return f"{len(self.labels):,} images in {len(self.names)} classes; shown: {kind}."

    def _shown(self):
        if not len(self.places):
            return "There is no mistake to show." if self.mistakes else "There is none to show."
        first = _PER_PAGE * (self.page_now - 1) + 1
        span = f"{first} to {first + len(self.page_places) - 1}"
        last = " (the last page)" if self.page > self.page_now else ""
        if self.mistakes:
            return f"Shown: mistakes {span} of {len(self.places):,}, the surest first{last}."
        return f"Shown: images {span} of these {len(self.places):,}{last}."

    def draw(self):
        canvas = Canvas(_TOP + _MATRIX + 32)
        self._draw_matrix(canvas)
        self._draw_images(canvas)
        return canvas

    def _draw_matrix(self, canvas):
        cell, classes = _MATRIX / len(self.names), len(self.names)
        wrong = self.counts * (1 - np.eye(classes, dtype=int))
        fills = _ORANGES(0.6 * wrong / max(wrong.max(), 1))
        canvas.text(_LEFT, 13, "Labels in rows, answers in columns", size=14, anchor="start", bold=True)
        for (row, column), count in np.ndenumerate(self.counts):
            x, y = _LEFT + cell * column, _TOP + cell * row
            fill = "#eceef0" if row == column else to_hex(fills[row, column])
            canvas.box(x, y, cell, cell, fill if count else None, edge="#d5d8dc")
            if count:
                words = f"{count}" if count < 10_000 else f"{count / 1000:.0f}k"
                canvas.text(x + cell / 2, y + cell / 2, words, size=11, bold=row == column, colour=INK)
        for number, name in enumerate(self.names):
            middle = cell * (number + 0.5)
            row, column = number == self.label, number == self.answer
            canvas.text(_LEFT - 6, _TOP + middle, f"{name} {number}", size=11, anchor="end", bold=row)
            canvas.text(_LEFT + middle, _TOP - 10, number, size=11, bold=column)
        x, y = _LEFT + cell * self.answer, _TOP + cell * self.label
        canvas.box(x, y, cell, cell, edge=INK, weight=3)
        canvas.text(
            _LEFT + _MATRIX / 2, _TOP + _MATRIX + 16, "grey: right answers; orange: mistakes", size=11, colour=NEUTRAL
        )

    def _draw_images(self, canvas):
        title = "The surest mistakes" if self.mistakes else f"{self.names[self.label]}, answered {self._answered()}"
        canvas.text(_IMAGES, 13, title, size=14 if len(title) < 30 else 11, anchor="start", bold=True)
        if not len(self.page_places):
            canvas.text(_IMAGES, _TOP + 20, "no such image", size=12, anchor="start", colour=NEUTRAL)
            return
        canvas.image(_IMAGES, _TOP - 8, *self._mosaic())
        for number, place in enumerate(self.page_places):
            x = _IMAGES + _PITCH * (number % _COLUMNS) + _SHOWN / 2
            y = _TOP - 8 + _ROW * (number // _COLUMNS) + _SHOWN
            canvas.text(x, y + 9, f"{self._sure[place]:.3f}", size=11, bold=True)
            if self.mistakes:
                canvas.text(x, y + 22, f"{self.answers[place]}, not {self.labels[place]}", size=11, colour=KERNEL)
        words = "under each image: the probability of the answer"
        canvas.text(_IMAGES, _TOP + _MATRIX + 16, words, size=11, anchor="start", colour=NEUTRAL)

    def _answered(self):
        return self.names[self.answer] if self.label != self.answer else "rightly"

    def _mosaic(self):
        """Width, height and pixels of one image that holds all of the page."""
        across, down = _PITCH // 2, _ROW // 2  # in pixels of the images, which are drawn at twice their size
        rows = _pages(len(self.page_places), _COLUMNS)
        pixels = np.full((down * (rows - 1) + _SIDE, across * (_COLUMNS - 1) + _SIDE), 255, np.uint8)
        for number, place in enumerate(self.page_places):
            top, left = down * (number // _COLUMNS), across * (number % _COLUMNS)
            pixels[top : top + _SIDE, left : left + _SIDE] = self.images[place]
        return 2 * pixels.shape[1], 2 * pixels.shape[0], pixels


def _pages(count, size=_PER_PAGE):
    return -(-int(count) // size)


@functools.cache
def _example_data():
    """A few validation garments, and the answers of a classifier that compares them with the mean garments."""
    images, labels = fashion_mnist.load("validation")
    images, labels = images[:400], labels[:400]
    means = np.stack([images[labels == label].mean(axis=0) for label in range(10)])
    distances = np.square(images[:, np.newaxis] / 255 - means / 255).mean(axis=(2, 3))
    return labels, softmax(-60 * distances), images


def _array(name, values, what):
    try:
        array = np.asarray(values)
    except ValueError:
        array = np.empty(0, object)
    if array.dtype.kind not in "buif" or not array.size or array.nbytes > _MOST_BYTES:
        raise ValueError(f"{name} of type {type(values).__name__} is not allowed: give {what}, at most 400 MB.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds values that are not numbers (NaN or infinite): give {what}.")
    return array


def _checked_probabilities(values):
    what = "an array (images, classes) of probabilities, 2 to 10 classes"
    array = _array("probabilities", values, what)
    if array.ndim != 2 or not 2 <= array.shape[1] <= 10:
        raise ValueError(f"probabilities of shape {array.shape} is not allowed: give {what}.")
    sums = array.sum(axis=1)
    if array.min() < 0 or np.abs(sums - 1).max() > 1e-3:
        raise ValueError(
            f"probabilities: the rows sum to {sums.min():.3g} … {sums.max():.3g} and the least value is "
            f"{array.min():.3g}; give probabilities, 0 to 1 and together 1: apply softmax to logits, once."
        )
    return array.astype(np.float32, copy=False)


def _checked_labels(values, count, classes):
    what = f"the {count:,} numbers of the right classes, 0 to {classes - 1}"
    array = _array("labels", values, what)
    if array.shape != (count,) or np.any(array != array.astype(int)):
        raise ValueError(f"labels of shape {array.shape} and type {array.dtype} is not allowed: give {what}.")
    if array.min() < 0 or array.max() >= classes:
        raise ValueError(f"labels from {array.min()} to {array.max()} is not allowed: give {what}.")
    return array.astype(int)


def _checked_images(values, count):
    what = f"{count:,} images, (images, 28, 28)"
    array = _array("images", values, what)
    if array.ndim == 4 and array.shape[-1] == 1:
        array = array[..., 0]
    if array.shape != (count, _SIDE, _SIDE) or array.min() < 0 or array.max() > 255:
        limits = f"{array.min():.4g} … {array.max():.4g}"
        raise ValueError(f"images of shape {array.shape} in {limits} is not allowed: give {what} in 0 … 1 or 0 … 255.")
    return (array * (255 if array.max() <= 1 else 1)).astype(np.uint8)


def _checked_names(names, classes):
    if names is None:
        return fashion_mnist.CLASS_NAMES if classes == 10 else tuple(f"class {number}" for number in range(classes))
    given = [] if isinstance(names, str) or not np.iterable(names) else list(names)
    if len(given) != classes or not all(isinstance(name, str) and 1 <= len(name) <= 14 for name in given):
        raise ValueError(f"names {str(names)[:60]!r} is not allowed: give {classes} texts of 1 to 14 characters.")
    return tuple(given)
