"""A decoder by hand: a point on the plane of two numbers of its code, and the garment that it draws there."""

import functools
import zlib

import numpy as np
import traitlets

from course_utils import fashion_mnist
from course_utils.arrays import numbers_of
from course_utils.explorers.garment.garment_decoder import CLASSES, SIDE, Decoder
from course_utils.explorers.garment.garment_example import garments_of_means
from course_utils.explorers.garment.garment_judges import known_of, opinion
from course_utils.explorers.garment.garment_picture import draw
from course_utils.explorers.shared.base import Explorer, Given, Number
from course_utils.explorers.shared.controls import button, choice, slider
from course_utils.explorers.shared.model_images import class_names
from course_utils.generators import one_hot, path_between
from course_utils.likeness import sharpness
from course_utils.numbers import counted, number, percent, significant
from course_utils.one_thread import one_thread

REACH, STEP = 3, 0.1  # a number of the code goes from −3 to 3; from one place of a handle to the next
ENDS = (-2, 2)  # between which the change that a number makes is measured
STEPS = 8  # of a walk
UNUSED = 0.02  # a number that changes the garment by less, as a share of white, does next to nothing


class GarmentExplorer(Explorer):
    """What a trained decoder draws: the garment of a code, its neighbours on a plane, and what is to be said of it.

    Parameters
    ----------
    decoder : Keras model or list of arrays
        It takes a code of two numbers or more and then the class, one-hot, as `generators.fit_variational` trains it;
        or the list of such a decoder's weights. It is shown as it is when the explorer is made.
    classifier : Keras model or function, optional
        From pixels from 0 to 255, (1, 28, 28, 1), to ten probabilities or logits.
    known : (images, labels), optional
        Real garments (n, 28, 28), to look for the nearest in. The validation images unless given.
    names : sequence of str, optional
        Of the ten classes.
    label : int
        The class that is drawn.
    code : sequence of float
        From −3 to 3 each. All 0 unless given.
    across, up : int
        Which two numbers of the code the plane is made of.
    kept : sequence of float
        The code at which the walk begins, and
    kept_label : int
        its class.

    Attributes
    ----------
    garment : float32 (28, 28)
        What is drawn, grey levels from 0 to 1.
    in_classes : float32 (10, 28, 28)
        The same code drawn for each class.
    plane : float32 (7, 7, 28, 28)
        With the two numbers of the plane from −3 to 3; the first row is the highest.
    changes : (code_size,)
        Mean change of a pixel when one number goes from −2 to 2 and the others stay, as a share of white.
    nearest, distance : int, float
        The place of the nearest known image, and how far it is: root of the mean squared difference, in grey levels.
    answers : (10,) or None
        What the classifier says.
    walk, walk_in_pixels : (8, 28, 28)
        From the kept code to this one, and the same ends mixed pixel by pixel.

    Introduced in notebook 12.
    """

    label = traitlets.Int(9, min=0, max=CLASSES - 1).tag(state=True)
    code = Given().tag(state=True)
    across = traitlets.Int(0, min=0, max=1000).tag(state=True)
    up = traitlets.Int(1, min=0, max=1000).tag(state=True)
    kept = Given().tag(state=True)
    kept_label = traitlets.Int(7, min=0, max=CLASSES - 1).tag(state=True)
    # No states of their own: they show and change two numbers of the code.
    value_across = Number(0.0, min=-REACH, max=REACH)
    value_up = Number(0.0, min=-REACH, max=REACH)

    def __init__(self, decoder, classifier=None, known=None, names=None, **state):
        self.decoder, self.classifier = Decoder(decoder), _as_function(classifier)
        self.known = known_of(*_as_pair(fashion_mnist.load("validation") if known is None else known))
        self.names = class_names(names, CLASSES, (SIDE, SIDE, 1))
        self._plane = functools.lru_cache(8)(self._draw_plane)
        super().__init__(**state)

    @classmethod
    def example(cls, **state):
        return cls(*garments_of_means(), **state)

    @traitlets.default("code")
    def _middle(self):
        return (0.0,) * self.decoder.code_size

    @traitlets.default("kept")
    def _kept_middle(self):
        return (0.0,) * self.decoder.code_size

    @traitlets.validate("code", "kept")
    def _check_code(self, proposal):
        name, size = proposal["trait"].name, self.decoder.code_size
        allowed = f"{size} numbers from −{REACH} to {REACH}, one for each number of the code"
        given = numbers_of(proposal["value"], name, shapes=[(size,)], limit=REACH, allowed=allowed)
        return tuple((given + 0.0).tolist())  # no −0

    @traitlets.validate("across", "up")
    def _check_place(self, proposal):
        if proposal["value"] >= self.decoder.code_size:
            name, most = proposal["trait"].name, self.decoder.code_size - 1
            raise ValueError(f"{name} {proposal['value']} is not allowed: give the place of a number, 0 to {most}.")
        return proposal["value"]

    @traitlets.observe("across", "up")
    def _keep_apart(self, change):
        """A plane has two directions: the one that took the other's number leaves it its own."""
        if self.across == self.up:
            self.set_trait("up" if change["name"] == "across" else "across", change["old"])

    @traitlets.observe("code", "across", "up")
    def _show_values(self, change):
        self.value_across, self.value_up = self.code[self.across], self.code[self.up]

    @traitlets.observe("value_across", "value_up")
    def _edit_code(self, change):
        place = self.across if change["name"] == "value_across" else self.up
        if abs(change["new"] - self.code[place]) < 0.51 * STEP:
            return  # a page's slider sends back what it makes of a number between its steps
        self.code = (*self.code[:place], change["new"], *self.code[place + 1 :])

    def make_controls(self):
        places = [(f"number {place}", place) for place in range(self.decoder.code_size)]
        return {
            "label": choice("class", list(zip(self.names, range(CLASSES), strict=True))),
            "across": choice("across", places),
            "value_across": slider("its value", -REACH, REACH, STEP),
            "up": choice("up", places),
            "value_up": slider("and its value", -REACH, REACH, STEP),
            "kept_label": choice("the walk begins at", list(zip(self.names, range(CLASSES), strict=True))),
        }

    def arranged(self):
        made = [
            *self.controls.values(),
            button("draw a code at random", lambda: self.move(code=self.another_code())),
            button("begin the walk here", lambda: self.move(kept=self.code, kept_label=self.label)),
        ]
        for one in made[1:]:  # where the picture can be touched, these are not needed
            one.add_class("course-typed")
        return made

    def another_code(self):
        """A code drawn at random, as new garments are drawn; after the same code always the same one."""
        dice = np.random.default_rng(zlib.crc32(np.array(self.code).tobytes()))
        return tuple(np.clip(dice.normal(size=len(self.code)).round(1), -REACH, REACH).tolist())

    def compute(self):
        rest = tuple(0.0 if place in (self.across, self.up) else value for place, value in enumerate(self.code))
        with one_thread():  # where others want the processors, two threads wait for one another ten times as long
            self._draw_garments()
            self.plane = self._plane(self.label, rest, self.across, self.up)
            self.nearest, self.distance = self.known.nearest(self.garment)
        self.real = self.known.image(self.nearest)
        self.sharpness, self.real_sharpness = (sharpness(one[np.newaxis]) for one in (self.garment, self.real))
        self.answers = None if self.classifier is None else opinion(self.classifier, self.garment)

    def _draw_garments(self):
        """All that changes with every move, drawn at once."""
        parts = [in_every_class(self.code), with_each_moved(self.code, self.label), self._walked()]
        drawn = self.decoder.draw_vectors(np.concatenate(parts))
        self.in_classes, ends, self.walk = np.split(drawn, np.cumsum([len(part) for part in parts])[:2])
        self.garment = self.in_classes[self.label]
        self.changes = np.abs(ends[1::2] - ends[::2]).mean(axis=(1, 2))
        mixed = path_between(self.walk[0].ravel(), self.walk[-1].ravel(), steps=STEPS)
        self.walk_in_pixels = mixed.reshape(self.walk.shape)

    def _walked(self):
        """Vectors on the straight line from the kept code to this one; on the way the classes are mixed too."""
        ends = ((self.kept, self.kept_label), (self.code, self.label))
        return path_between(*(np.append(code, one_hot(label)) for code, label in ends), steps=STEPS)

    def _draw_plane(self, label, rest, across, up):
        along = np.arange(-REACH, REACH + 1)
        codes = np.repeat(np.array(rest)[np.newaxis], len(along) ** 2, axis=0)
        codes[:, up], codes[:, across] = np.repeat(along[::-1], len(along)), np.tile(along, len(along))
        return self.decoder.draw(codes, [label] * len(codes)).reshape(len(along), len(along), SIDE, SIDE)

    def codes_along(self):
        """The codes of the walk and their classes: that of the nearer end."""
        codes = path_between(self.kept, self.code, steps=STEPS).round(2)
        labels = [self.kept_label] * (STEPS // 2) + [self.label] * (STEPS // 2)
        return list(zip(codes.tolist(), labels, strict=True))

    def sentence(self):
        code = ", ".join(number(value, 2) for value in self.code)
        real = f"{counted(len(self.known.labels), 'real garment')}: {self.names[self.known.labels[self.nearest]]}"
        most, few = int(self.changes.argmax()), int((self.changes < UNUSED).sum())
        return (
            f"{self.names[self.label]} of the code {code}. {self._answer()}Nearest of {real}, "
            f"{number(self.distance, 0)} grey levels away. From −2 to 2, number {most} changes it most, by "
            f"{significant(self.changes[most], 2)}; {few} of {len(self.code)} by less than {UNUSED}."
        )

    def _answer(self):
        if self.answers is None:
            return ""
        best = int(self.answers.argmax())
        return f"The classifier says {self.names[best]}, {percent(float(self.answers[best]))}. "

    def line(self):
        code = ", ".join(number(value, 2) for value in self.code)
        return (
            f"{self.names[self.label]} of the code {code}; number {self.across} across, number {self.up} up; "
            f"{counted(len(self.known.labels), 'real garment')} beside it."
        )

    def draw(self):
        return draw(self)


def in_every_class(code):
    """A code with each of the ten classes, one-hot: rows for a decoder.

    >>> in_every_class([0.5, -1])[:2, :5].tolist()
    [[0.5, -1.0, 1.0, 0.0, 0.0], [0.5, -1.0, 0.0, 1.0, 0.0]]
    """
    return np.column_stack([np.tile(np.array(code, float), (CLASSES, 1)), np.eye(CLASSES)])


def with_each_moved(code, label):
    """A code with one of its numbers at −2, then at 2, number after number, and its class: rows for a decoder.

    >>> with_each_moved([0.5, -1], 0)[:, :3].tolist()
    [[-2.0, -1.0, 1.0], [2.0, -1.0, 1.0], [0.5, -2.0, 1.0], [0.5, 2.0, 1.0]]
    """
    size = len(code)
    moved = np.tile(np.array(code, float), (2 * size, 1))
    moved[np.arange(2 * size), np.repeat(np.arange(size), 2)] = np.tile(ENDS, size)
    return np.column_stack([moved, np.tile(one_hot(label), (2 * size, 1))])


def _as_function(classifier):
    if classifier is not None and not callable(classifier):
        raise ValueError(f"the classifier is of type {type(classifier).__name__}: give a Keras model, or a function.")
    return classifier


def _as_pair(known):
    if not isinstance(known, (tuple, list)) or len(known) != 2:
        raise ValueError("known garments are not allowed as given: give (images, labels), as fashion_mnist.load does.")
    return known
