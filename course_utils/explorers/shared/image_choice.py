"""Garments to choose from, and a button that takes a learner's own image.

What may be handed over, `course_utils.arrays` and `course_utils.image_files` say.
"""

import functools
import io

import ipywidgets as widgets
import numpy as np

from course_utils import fashion_mnist
from course_utils.arrays import pixels_of
from course_utils.explorers.shared.base import Explorer, choice, slider
from course_utils.image_files import is_file
from course_utils.images import garment_from_file


def garments(split, class_name):
    """The first 500 garments of a class, uint8 (500, 28, 28)."""
    return _by_class(split)[fashion_mnist.CLASS_NAMES.index(class_name)]


@functools.cache
def _by_class(split):
    pixels, labels = fashion_mnist.load(split)
    return [pixels[np.flatnonzero(labels == label)[:500]] for label in range(10)]


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


class OwnImage(Explorer):
    """Base of the explorers of one image: a garment of the data, or what a learner hands over, as an array or a file.

    A subclass has in its state `picture` ("garment", "own image", perhaps others), `number` (which of its class's
    garments) and the name of that class, and it defines `prepared`.
    """

    CLASS = "garment_class"  # what the state calls the class

    def __init__(self, image=None, **state):
        self.image = None if image is None else self.prepared(image)
        self._no_image = "There is no image of your own yet: choose a file above, or give image=…"
        self.upload = upload_control(self._take_file)
        super().__init__(**({} if image is None else {"picture": "own image"}) | state)

    @staticmethod
    def prepared(given):
        """The image of an array or a file as the explorer needs it; ValueError says in a sentence why there is none."""
        raise NotImplementedError

    def make_controls(self):
        return {
            "picture": choice("picture", self.traits()["picture"].values),
            self.CLASS: choice("garment", list(fashion_mnist.CLASS_NAMES)),
            "number": slider("number", 0, 499),
        }

    def arranged(self):
        picture, *others = self.controls.values()
        return [picture, self.upload, *others]

    def chosen_image(self):
        """The learner's image; ValueError says why there is none."""
        if self.image is None:
            raise ValueError(self._no_image)
        return self.image

    def title(self):
        """What is looked at, in words."""
        garment = f"{getattr(self, self.CLASS)} {self.number}"
        return {"garment": garment, "own image": "Your image"}.get(self.picture, self.picture.capitalize())

    def _take_file(self, name, contents):
        try:
            self.image = self.prepared(Upload(name, contents))
        except ValueError as error:
            self.image, self._no_image = None, str(error)
        if self.picture == "own image":
            self.update()
        else:
            self.picture = "own image"
