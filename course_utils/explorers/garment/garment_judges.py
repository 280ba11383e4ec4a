"""What is said of a drawn garment: which real one is nearest to it, and which class a classifier takes it for."""

import hashlib
import weakref

import numpy as np

from course_utils.activations import softmax
from course_utils.arrays import numbers_of
from course_utils.batches import labels_of
from course_utils.explorers.garment.garment_decoder import CLASSES, SIDE
from course_utils.likeness import distances
from course_utils.numbers import shape as shape_in_words

WHITE = 255

_HELD = weakref.WeakValueDictionary()  # garments' hash -> Known


def known_of(images, labels):
    """A `Known`: the one that another explorer holds where it has the same garments.

    ipywidgets keeps every explorer until the kernel ends, and the lesson's 20,000 garments are 63 MB as rows of floats:
    a cell that is run ten times would fill the memory.
    """
    arrays = [np.ascontiguousarray(one) for one in (images, labels)]
    told = [(one.shape, one.dtype.str, hashlib.sha256(one.tobytes()).digest()) for one in arrays]
    found = _HELD.get(key := tuple(told))
    if found is None:
        found = _HELD[key] = Known(*arrays)
    return found


class Known:
    """Real garments, to look for the nearest in, as they are now: to change the arrays later changes nothing here.

    Parameters
    ----------
    images : uint8 from 0 to 255, or floats from 0 to 1, (n, 28, 28)
    labels : (n,)
    """

    def __init__(self, images, labels):
        images = np.asarray(images)
        if images.ndim not in (3, 4) or images.shape[1:3] != (SIDE, SIDE) or images.size != len(images) * SIDE * SIDE:
            raise ValueError(f"known images have the shape {shape_in_words(images.shape)}: give garments, (n, 28, 28).")
        self.labels = np.array(labels_of(labels, len(images), classes=CLASSES))
        self._rows = images.reshape(len(images), -1) / np.float32(WHITE if images.dtype == np.uint8 else 1)
        self._squares = np.einsum("np,np->n", self._rows, self._rows)

    def image(self, place):
        """One of them, grey levels from 0 to 1, (28, 28)."""
        return self._rows[place].reshape(SIDE, SIDE)

    def nearest(self, garment):
        """The place of the one that is nearest to a garment (28, 28), and how far it is, in grey levels."""
        # The squared distance is |known|² − 2 known·garment + |garment|²; the last is the same for all.
        place = int(np.argmin(self._squares - 2 * (self._rows @ np.float32(garment.ravel()))))
        return place, float(WHITE * distances(garment[np.newaxis], self.image(place)[np.newaxis])[0])


def opinion(classifier, garment):
    """Shares of the ten classes (10,) that a classifier gives a garment with grey levels from 0 to 1.

    Parameters
    ----------
    classifier : function
        A Keras model, or any function, from pixels from 0 to 255, float32 (1, 28, 28, 1), to probabilities or logits.
    garment : (28, 28)

    Returns
    -------
    shares : float64 (10,)
    """
    answers = np.asarray(classifier(np.float32(WHITE * garment[np.newaxis, ..., np.newaxis])))
    answers = numbers_of(answers, "the classifier's answer", shapes=[(1, CLASSES)])[0]
    are_shares = answers.min() >= 0 and abs(answers.sum() - 1) < 1e-3
    return answers if are_shares else softmax(answers)
