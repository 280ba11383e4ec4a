"""Garments to choose from, and a button that takes a learner's own image.

What may be handed over, `course_utils.arrays` says.
"""

import functools
import io

import ipywidgets as widgets
import numpy as np

from course_utils import fashion_mnist
from course_utils.arrays import is_file, pixels_of
from course_utils.images import garment_from_file


def garments(split, class_name):
    """The first 500 garments of a class, uint8 (500, 28, 28)."""
    return _by_class(split)[fashion_mnist.CLASS_NAMES.index(class_name)]


@functools.cache
def _by_class(split):
    pixels, labels = fashion_mnist.load(split)
    return [pixels[np.flatnonzero(labels == label)[:500]] for label in range(10)]


class Upload(io.BytesIO):
    """A file that was handed over; its name stands in messages as a path would."""

    def __init__(self, name, contents):
        super().__init__(contents)
        self.name = name

    def __str__(self):
        return self.name


def upload_control(take):
    """A button that asks for an image file; `take` is called with its name and its bytes."""
    control = widgets.FileUpload(accept="image/*", multiple=False, description="own image …")
    control.layout = {"width": "200px", "margin": "2px 14px 2px 0"}  # with the number of files behind the words

    def chosen(change):
        if change["new"]:
            take(change["new"][0]["name"], bytes(change["new"][0]["content"]))

    control.observe(chosen, names="value")
    return control


class OwnImage:
    """Mixed into an explorer whose state `picture` can be "own image": a button that takes a file, and its image."""

    def take_files(self, prepare):
        """Make the button; `prepare` turns an `Upload` into an image, or raises ValueError with a sentence."""
        self._prepare = prepare
        self._no_image = "There is no image of your own yet: choose a file above, or give image=…"
        self.upload = upload_control(self._take_file)

    def chosen_image(self):
        """The learner's image; ValueError says why there is none."""
        if self.image is None:
            raise ValueError(self._no_image)
        return self.image

    def _take_file(self, name, contents):
        try:
            self.image = self._prepare(Upload(name, contents))
        except ValueError as error:
            self.image, self._no_image = None, str(error)
        if self.picture == "own image":
            self.update()
        else:
            self.picture = "own image"


def garment_of(given):
    """A learner's garment as the data hold them, uint8 (28, 28): an array of 28 × 28, or an image file prepared."""
    return garment_from_file(given) if is_file(given) else pixels_of(given)
