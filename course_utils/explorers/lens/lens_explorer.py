"""Six explanations of an answer, pixel by pixel, and beside each what it says where nothing was learned."""

import functools

import numpy as np
import traitlets

from course_utils import controls, stored
from course_utils.colours import grey
from course_utils.explorers.lens import lens_methods
from course_utils.explorers.lens.lens_example import garments_by_their_edges
from course_utils.explorers.lens.lens_methods import ANOTHER, CONTROLS, METHODS, RIVALS, Lens, spoken
from course_utils.explorers.lens.lens_picture import draw
from course_utils.explorers.lens.lens_stored import lens_of
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.controls import choice, slider
from course_utils.explorers.shared.image_choice import upload_control
from course_utils.explorers.shared.model_images import TakesImages, class_names, images_for
from course_utils.numbers import number, percent
from course_utils.page_data import in_page

_FILLS = {"black": 0, "grey": 0.5, "white": 1}  # as a share of white
_LARGEST_PATCH = 64


class LensExplorer(TakesImages, Explorer):
    """What six methods say of each pixel of an image, and what they say where nothing was learned.

    Parameters
    ----------
    model : Keras model, or stored network
        A classifier, functional or Sequential, that ends in softmax or in logits, for images of one size. Trained on
        meanwhile, it is shown as it then is from the next move on, and the sentence says so.
    images : array, path, or list of them, optional
        As the model takes them, (n, height, width[, channels]); a path is prepared by `images.garment_from_file`.
        One validation garment of each class unless given.
    names : sequence of str, optional
        Of the classes.
    image : int
        Which of the images.
    method : "occlusion", "gradient", "gradient × input", "integrated gradients", "guided" or "Grad-CAM"
        Which map stands large.
    label : int
        The class that is asked about; −1 is the one that the network answers.
    beside : "shuffled weights", "last layer shuffled", "another class", "edges" or "brightness"
        The control: the same method on the network with its weights shuffled, all or the last layer's; or for the
        likeliest other class; or a map that knows no network.
    layer : str
        Whose maps Grad-CAM weighs. The last convolution unless given.
    patch_size : int
        Side of the patch that covers a part of the image, for occlusion. 6 unless given.
    fill : "black", "grey" or "white"
        What the patch holds.
    row, column : int
        The pixel that is read; counted round where there are fewer.

    Attributes
    ----------
    asked, other : int
        The class asked about, and the likeliest other one.
    maps, beside_maps : dict of method -> (height, width)
        What each method says of each pixel, and what the control says.
    values, beside_values : dict of method -> float
        The same at the pixel that is read.
    agreements : dict of method -> float
        Rank correlation of the sizes in the two maps; NaN where one of them is the same everywhere.

    Introduced in notebook 09.
    """

    image = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    method = traitlets.Enum(METHODS, "occlusion").tag(state=True)
    label = traitlets.Int(-1, min=-1, max=10_000).tag(state=True)
    beside = traitlets.Enum(CONTROLS, "shuffled weights").tag(state=True)
    layer = traitlets.Unicode("").tag(state=True)
    patch_size = traitlets.Int(6, min=1, max=_LARGEST_PATCH).tag(state=True)
    fill = traitlets.Enum(list(_FILLS), "black").tag(state=True)
    row = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    column = traitlets.Int(0, min=0, max=10_000).tag(state=True)

    def __init__(self, model, images=None, names=None, **state):
        self.lens = model if isinstance(model, Lens) else _lens_of(model)
        self.images, self.white = images_for(images, self.lens)
        self.names = class_names(names, self.lens.classes, self.lens.input_shape)
        self.upload = upload_control(self.take_file)
        self._weights = self.lens.weights
        height, width = self.lens.input_shape[:2]
        self._largest_patch = min(_LARGEST_PATCH, max(min(height, width) // 2, 1))
        start = {"layer": self.lens.first_layer(), "row": height // 3, "column": width // 3}
        start["patch_size"] = min(6, self._largest_patch)
        super().__init__(**{**start, **state})

    @classmethod
    def example(cls, **state):
        return cls(*([stored.network(stored.OWN)] if in_page() else garments_by_their_edges()), **state)

    @traitlets.validate("image", "label", "patch_size")
    def _fitting(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        counts = {"image": len(self.images), "label": self.lens.classes, "patch_size": self._largest_patch + 1}
        if value >= counts[name]:
            low = self.traits()[name].min
            raise ValueError(f"{name} {value} is not allowed: give a whole number from {low} to {counts[name] - 1}.")
        return value

    @traitlets.validate("layer", "method")
    def _known(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        there = {"layer": self.lens.layers or [""], "method": self.lens.methods}[name]
        if value not in there:
            raise ValueError(f"{name} {value!r} is not allowed: this model has {', '.join(map(repr, there))}.")
        return value

    def make_controls(self):
        height, width = self.lens.input_shape[:2]
        made = {
            "image": slider("image", 0, len(self.images) - 1),
            "method": choice("method", self.lens.methods),
            "label": choice(
                "class", [("the network's answer", -1), *zip(self.names, range(self.lens.classes), strict=True)]
            ),
            "beside": choice("beside it", list(CONTROLS)),
            "patch_size": slider("patch (occlusion)", 1, self._largest_patch),
            "fill": choice("patch holds", list(_FILLS)),
            "layer": choice("layer (Grad-CAM)", self.lens.layers or [("none", "")]),
            "row": slider("row", 0, max(height - 1, self.row)),
            "column": slider("column", 0, max(width - 1, self.column)),
        }
        made["layer"].layout.display = None if len(self.lens.layers) > 1 else "none"
        return made

    def arranged(self):
        made = self.controls
        for name in ("row", "column"):  # where the picture can be touched, a pixel is chosen in it
            made[name].add_class("course-typed")
        made["image"].layout.display = None if len(self.images) > 1 else "none"
        return [made["image"], self.upload, *list(made.values())[1:]]

    def compute(self):
        self.check_file()
        self.lens.renew()
        self._is_renewed, self._weights = self.lens.weights != self._weights, self.lens.weights
        self._find_answers()
        self._find_maps()
        self._read()

    # First the answers, then the maps of all methods, then the numbers at the pixel.

    def _find_answers(self):
        self.pixels = self.images[self.image]
        self._bytes = self.pixels.tobytes()
        self.answers = self.lens.answers(self._bytes)
        if not np.isfinite(self.answers).all():
            raise ValueError("The network gives NaN or infinity for this image: train it anew, from other weights.")
        self.are_shares = self.answers.min() >= 0 and abs(self.answers.sum() - 1) < 1e-3
        order = [int(place) for place in np.argsort(-self.answers, kind="stable")]
        self.answer = order[0]
        self.asked = self.answer if self.label < 0 else self.label
        self.other = next(place for place in order if place != self.asked) if len(order) > 1 else self.asked

    def _find_maps(self):
        self.brightness = np.clip(self.pixels.mean(axis=-1) / self.white, 0, 1)
        self._native = {method: self._asked_of(method, "", self.asked) for method in self.lens.methods}
        self.maps = {method: self._by_pixel(method, found) for method, found in self._native.items()}
        if self.beside in RIVALS:
            self.beside_maps = dict.fromkeys(self.maps, lens_methods.rival_map(self.beside, self.brightness))
        else:
            label = self.other if self.beside == ANOTHER else self.asked
            found = {method: self._asked_of(method, self.beside, label) for method in self.maps}
            self.beside_maps = {method: self._by_pixel(method, one) for method, one in found.items()}
        sizes = {name: [np.abs(maps[name]) for maps in (self.maps, self.beside_maps)] for name in self.maps}
        self.agreements = {method: controls.rank_correlation(*pair) for method, pair in sizes.items()}

    def _asked_of(self, method, kind, label):
        detail = {"occlusion": (self.patch_size, _FILLS[self.fill] * self.white), "Grad-CAM": self.layer}.get(method)
        kind = kind if kind in lens_methods.SHUFFLED else ""
        return self.lens.map(method, kind, self._bytes, label, self.white, detail)

    def _by_pixel(self, method, found):
        if method == "occlusion":
            return found[np.ix_(*self._patches_of(found))]
        return controls.enlarged(found, self.lens.input_shape[:2])

    def _patches_of(self, found):
        """For each row of pixels, and for each column, the number of the patch that is read there."""
        patch = {"patch_size": self.patch_size, "strides": self.lens.strides}
        sizes = zip(self.lens.input_shape[:2], found.shape, strict=True)
        return [lens_methods.nearest_patches(size, count, **patch) for size, count in sizes]

    def _read(self):
        asked, sizes = (self.row, self.column), self.lens.input_shape[:2]
        self.place = tuple(place % size for place, size in zip(asked, sizes, strict=True))
        self.values, self.beside_values = (
            {method: float(found[self.place]) for method, found in maps.items()}
            for maps in (self.maps, self.beside_maps)
        )
        self.shown_image = self.thumb(self.image)
        self.patch = self._patch() if self.method == "occlusion" else None

    def _patch(self):
        """Where the patch lies that is read at the pixel, how many places there are, and what is answered with it."""
        found = self._native["occlusion"]
        places = self._patches_of(found)
        at = tuple(int(numbers[pixel]) for numbers, pixel in zip(places, self.place, strict=True))
        top, left = (self.lens.strides * place for place in at)
        covered = self.pixels.copy()
        covered[top : top + self.patch_size, left : left + self.patch_size] = _FILLS[self.fill] * self.white
        return {
            "top": top,
            "left": left,
            "at": at,
            "places": found.shape,
            "shade": _FILLS[self.fill],
            "answers": self.lens.answers(covered.tobytes()),
        }

    def sentence(self):
        renewed = "The model has changed; this is what it says now. " if self._is_renewed else ""
        row, column = self.place
        listed = ", ".join(f"{method} {spoken(value)}" for method, value in self.values.items())
        agreement = self.agreements[self.method]
        agrees = "nothing to compare" if np.isnan(agreement) else f"rank correlation {number(agreement, 2, fixed=True)}"
        return (
            f"{renewed}Image {self.image}, answered {self.said(self.answer)}. Row {row}, column {column}, for "
            f"{self.names[self.asked]}: {listed}. {self.method[0].upper()}{self.method[1:]} beside "
            f"{self.beside_name()}: {agrees}."
        )

    def said(self, label, answers=None):
        """A class with what the network answers for it."""
        return f"{self.names[label]} {self.said_value((self.answers if answers is None else answers)[label])}"

    def said_value(self, value):
        """An answer: a probability in per cent, a logit as a number."""
        if self.are_shares:
            return percent(float(value)) if value >= 0.005 else "<1 %"
        return number(float(value), 1)

    def beside_name(self):
        """What the control is, in words."""
        return f"that for {self.names[self.other]}" if self.beside == ANOTHER else self.beside

    def thumb(self, image):
        """One of the images as it is looked at."""
        return _seen(self.images[image], self.white)

    def line(self):
        row, column = self.place
        asked = "the network's answer" if self.label < 0 else self.names[self.label]
        images = f"{len(self.images)} image{'s' * (len(self.images) > 1)}, {len(self.maps)} methods"
        return f"{images}; shown: {self.method} for {asked} at row {row}, column {column}, beside {self.beside}."

    def draw(self):
        return draw(self)


def _seen(pixels, white):
    """An image as it is looked at, uint8 (height, width, 3)."""
    return grey(pixels[..., 0], 0, white) if pixels.shape[-1] == 1 else np.uint8(255 * np.clip(pixels / white, 0, 1))


@functools.lru_cache(2)
def _lens_of(model):
    """The lens of a model, the same for all its explorers: a cell that runs again finds what was computed."""
    return lens_of(model)
