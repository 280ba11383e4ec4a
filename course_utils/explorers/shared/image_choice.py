"""Garments to choose from, ten beside one another in the picture, and a way in for a learner's own image.

What may be handed over, `course_utils.arrays` and `course_utils.image_files` say.
"""

import functools
import io

import ipywidgets as widgets
import numpy as np

from course_utils import fashion_mnist
from course_utils.arrays import pixels_of
from course_utils.colours import INK, INPUT, LINE, NEUTRAL, PAPER, ink
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.controls import LAYOUT, button, choice
from course_utils.image_files import is_file
from course_utils.images import garment_from_file

_COUNT, _BESIDE = 500, 10  # garments of a class, and how many of them stand beside one another
_SIDE, _ARROW = 43, 30


def garments(split, class_name):
    """The first 500 garments of a class, uint8 (500, 28, 28)."""
    return _by_class(split)[fashion_mnist.CLASS_NAMES.index(class_name)]


@functools.cache
def _by_class(split):
    pixels, labels = fashion_mnist.load(split)
    return [pixels[np.flatnonzero(labels == label)[:_COUNT]] for label in range(10)]


def garment_of(given):
    """A learner's garment as the data hold them, uint8 (28, 28): an array of 28 × 28, or an image file prepared."""
    return garment_from_file(given) if is_file(given) else pixels_of(given)


class Upload(io.BytesIO):
    """A file that was handed over, with its name."""

    def __init__(self, name, contents):
        super().__init__(contents)
        self.name = name


def upload_control(take):
    """A button that asks for an image file; `take` is called with its name and its bytes."""
    control = widgets.FileUpload(accept="image/*", multiple=False, description="own image …")
    control.layout = {"width": "200px", "margin": "2px 14px 2px 0"}  # with a number of files behind the words

    def chosen(change):
        if change["new"]:
            (file,) = change["new"]
            control.value = ()  # else its bytes would be saved with the notebook, picture or not
            take(file["name"], bytes(file["content"]))

    control.observe(chosen, names="value")
    return control


def number_control(name, count):
    """A box with a whole number from 0 to `count` − 1, and buttons for the one before and the next, as one widget.

    Returns
    -------
    control, row : widgets
        The box, and what stands in the view.
    """
    box = {"width": "auto", "flex": "1 1 110px"}
    control = widgets.BoundedIntText(min=0, max=count - 1, description=name, layout=box)
    control.style = {"description_width": "auto"}

    def step(by):
        control.value = (control.value + by) % count

    steps = [button(arrow, lambda by=by: step(by)) for arrow, by in (("←", -1), ("→", 1))]
    for made, where in zip(steps, ("before", "after"), strict=True):
        made.tooltip, made.layout = f"{name}: the one {where}", {"width": "36px", "margin": "2px", "flex": "0 0 auto"}
    return control, widgets.HBox([steps[0], control, steps[1]], layout=LAYOUT)


class OwnImage(Explorer):
    """Base of the explorers of one image: a garment of the data, or what a learner hands over, as an array or a file.

    A subclass has in its state `picture` ("garment", "own image", perhaps others), `number` (which of its class's
    garments) and the name of that class, and it defines `prepared`. Its picture ends with `draw_others`.
    """

    CLASS = "garment_class"  # what the state calls the class
    SPLIT = "validation"  # the part of the data that the garments are from

    def __init__(self, image=None, **state):
        self.image = None if image is None else self.prepared(image)
        self._no_image = "There is no image of your own yet: choose a file, drop one on the picture, or give image=…"
        self.upload = upload_control(self.take_file)
        super().__init__(**({} if image is None else {"picture": "own image"}) | state)

    @staticmethod
    def prepared(given):
        """The image of an array or a file as the explorer needs it; ValueError says in a sentence why there is none."""
        raise NotImplementedError

    def make_controls(self):
        number, self._number_row = number_control("number", _COUNT)
        return {
            "picture": choice("picture", self.traits()["picture"].values),
            self.CLASS: choice("garment", list(fashion_mnist.CLASS_NAMES)),
            "number": number,
        }

    def arranged(self):
        picture, garment, _, *others = self.controls.values()
        return [picture, self.upload, garment, self._number_row, *others]

    def chosen_image(self):
        """The learner's image; ValueError says why there is none."""
        if self.image is None:
            raise ValueError(self._no_image)
        return self.image

    def title(self):
        """What is looked at, in words."""
        garment = f"{getattr(self, self.CLASS)} {self.number}"
        return {"garment": garment, "own image": "Your image"}.get(self.picture, self.picture.capitalize())

    def garment_sets(self, number):
        """What choosing a garment of the class sets; `number` may be a pattern of an area."""
        return {"picture": "garment", "number": number}

    def draw_others(self, canvas, y):
        """Ten garments of the class beside one another, to choose from, and arrows to the ten before and after."""
        name, first = getattr(self, self.CLASS), self.number // _BESIDE * _BESIDE
        left, width = 200, _SIDE * _BESIDE
        is_shown = self.picture == "garment" or "picture" not in self.garment_sets(0)
        words = f"{'another' if is_shown else 'or'} {name}:"
        canvas.text(4, y + _SIDE / 2, words, size=12, anchor="start", colour=ink(INPUT), bold=True)
        shown = garments(self.SPLIT, name)[first : first + _BESIDE]
        canvas.image(left, y, width, _SIDE, np.concatenate(list(shown), axis=1))
        for place in range(1, _BESIDE):
            canvas.line([(left + _SIDE * place, y), (left + _SIDE * place, y + _SIDE)], LINE, 0.5)
        if is_shown:
            place = left + _SIDE * (self.number - first)
            canvas.box(place - 1, y - 1, _SIDE + 2, _SIDE + 2, edge=PAPER, weight=5)
            canvas.box(place - 1, y - 1, _SIDE + 2, _SIDE + 2, edge=INPUT, weight=3)
        self._draw_arrow(canvas, left - _ARROW - 6, y, "←", "the ten before", first - _BESIDE)
        self._draw_arrow(canvas, left + width + 6, y, "→", "the next ten", first + _BESIDE)
        words = tuple(f"{name} {number}" for number in range(first, first + _BESIDE))
        says = {"start": first, "at": (0, self.number - first), "words": words, "hint": "click for this garment"}
        sets = self.garment_sets("{index}")
        canvas.area("garments", left, y, width, _SIDE, rows=1, columns=_BESIDE, sets=sets, **says)
        canvas.takes_files = True

    def _draw_arrow(self, canvas, x, y, arrow, words, first):
        canvas.box(x, y, _ARROW, _SIDE, edge=NEUTRAL)
        canvas.text(x + _ARROW / 2, y + _SIDE / 2, arrow, size=17, colour=INK)
        number = (first + self.number % _BESIDE) % _COUNT
        canvas.area(words, x, y, _ARROW, _SIDE, sets=self.garment_sets(number), hint=words)

    def take_file(self, name, contents):
        """Show a learner's image file, or say why it cannot be."""
        try:
            self.image = self.prepared(Upload(name, contents))
        except ValueError as error:
            self.image, self._no_image = None, str(error)
        if self.picture == "own image":
            self.update()
        else:
            self.picture = "own image"
