"""A whole network opened: what each layer makes of an image, and any one number worked out by hand."""

import functools
import os

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils import fashion_mnist
from course_utils.explorers.network.network_picture import cell_of, draw_network, limit_of, mosaic, spelled, thinned
from course_utils.explorers.network.network_trace import Network, as_maps, short
from course_utils.explorers.shared.base import Explorer, button, choice, slider
from course_utils.explorers.shared.old import checked_file, finite_array
from course_utils.explorers.shared.own_images import Upload, upload_control
from course_utils.images import garment_from_file

_TOLERANCE, _MOST_WORK, _MOST_VALUES = 1e-4, 3e6, 50_000_000


class NetworkExplorer(Explorer):
    """A Keras model, layer by layer, with the calculation behind any one of its numbers, and pixels to edit.

    Parameters
    ----------
    model : Keras model
        Functional or Sequential, for one image of 1 or 3 channels. Make the explorer anew after training it on.
    images : array, path, or list of them, optional
        As the model takes them, (n, height, width[, channels]); a path is prepared by `images.garment_from_file`.
        One validation garment of each class unless given.
    names : sequence of str, optional
        Of the classes.
    image, layer, map, row, column : int
        Which image, layer and number of it; counted round where there are fewer.
    scale : "each layer", "all layers" or "each map"
        What shares one scale of colours.
    brush_row, brush_column : int
    brightness : int
        Of the brush, 0 to 100 % of white.
    edits : tuple of (row, column, brightness)
        Pixels that have been painted, in this order.

    Attributes
    ----------
    values : list of array
        What each layer gives, computed by Keras; `values[layer]` is the chosen one.
    explanation : Explanation
        The chosen number by hand.
    largest_difference : float
        Between NumPy and Keras in the chosen layer, as a share of its largest number.
    answers : list of (name, value, value unedited)
        The five largest outputs.

    Introduced in notebook 06.
    """

    image = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    layer = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    map = traitlets.Int(0, min=0, max=1_000_000).tag(state=True)
    row = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    column = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    scale = traitlets.Enum(["each layer", "all layers", "each map"], "each layer").tag(state=True)
    brush_row = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    brush_column = traitlets.Int(0, min=0, max=10_000).tag(state=True)
    brightness = traitlets.Int(100, min=0, max=100).tag(state=True)
    edits = traitlets.Tuple().tag(state=True)

    def __init__(self, model, images=None, names=None, **state):
        self.network = Network(model)
        self.images = as_images(images, self.network.input_shape)
        self.white = 255 if self.images.max() > 1 else 1
        self.upload, self._refused = upload_control(self._take_file), ""
        self._values = functools.lru_cache(8)(self._run)
        self._drawn = functools.lru_cache(8)(self._strip_images)
        self._differs = functools.lru_cache(256)(self._compare)
        self.sizes = [as_maps(values).shape for values in self._values(0, ())]
        self.names = self._checked_names(names)
        kinds = [step.kind for step in self.network.steps]
        start = kinds.index("Conv2D") if "Conv2D" in kinds else 0
        places = {"layer": start, "row": self.sizes[start][0] // 3, "column": self.sizes[start][1] // 3}
        super().__init__(**{**places, **state})

    @classmethod
    def example(cls, **state):
        from course_utils.quiet import keras

        keras.utils.set_random_seed(1)
        kinds = keras.layers
        tiny = [
            kinds.Input((8, 8, 1), name="pixels"),
            kinds.Conv2D(3, 3, activation="relu", name="conv"),
            kinds.MaxPooling2D(name="pool"),
            kinds.Flatten(name="flatten"),
            kinds.Dense(3, activation="softmax", name="scores"),
        ]
        return cls(keras.Sequential(tiny), np.random.default_rng(0).random((2, 8, 8)), **state)

    @traitlets.validate("layer", "image")
    def _existing(self, proposal):
        name = proposal["trait"].name
        count = len(self.network.steps if name == "layer" else self.images)
        if proposal["value"] >= count:
            raise ValueError(f"{name} {proposal['value']} is not allowed: there are {count}, counted from 0.")
        return proposal["value"]

    def _checked_names(self, names):
        count = self.sizes[self.network.output][2]
        if names is None:
            garments = count == 10 and self.network.input_shape == (28, 28, 1)
            return fashion_mnist.CLASS_NAMES if garments else [f"class {number}" for number in range(count)]
        if isinstance(names, str) or len(list(names)) != count:
            raise ValueError(f"names {names!r} are not allowed: give one name for each of the {count} outputs.")
        return [str(name) for name in names]

    def make_controls(self):
        most = np.max([*self.sizes, (1, 1, 1)], axis=0) - 1
        listed = [
            (f"{number}: {step.name} {spelled(self.sizes[number])}", number)
            for number, step in enumerate(self.network.steps)
        ]
        high = {
            "image": len(self.images) - 1,
            "map": most[2],
            "row": most[0],
            "column": most[1],
            "brush_row": self.sizes[0][0] - 1,
            "brush_column": self.sizes[0][1] - 1,
        }
        made = {
            name: slider(name.replace("_", " "), 0, max(int(top), getattr(self, name))) for name, top in high.items()
        }
        return {
            "image": made["image"],
            "layer": choice("layer", listed),
            **made,
            "scale": choice("one scale for", list(self.traits()["scale"].values)),
            "brightness": slider("brightness in %", 0, 100),
        }

    def arranged(self):
        buttons = [button("paint this pixel", self.paint), button("undo", self.undo), button("undo all", self.undo_all)]
        return [self.controls["image"], self.upload, *list(self.controls.values())[1:], widgets.HBox(buttons)]

    def _take_file(self, name, contents):
        """Put an image file behind the images that are there, and show it."""
        try:
            pixels = garment_from_file(checked_file(Upload(name, contents)))
            added = as_images(np.float32(pixels) * (self.white / 255), self.network.input_shape)
        except ValueError as error:
            self._refused = str(error)
            self.update()
            return
        self.images = np.concatenate([self.images, added])
        self.controls["image"].max = len(self.images) - 1
        self.image, self.edits = len(self.images) - 1, ()

    def paint(self):
        """Set the pixel under the brush."""
        height, width = self.sizes[0][:2]
        self.edits = (*self.edits, (self.brush_row % height, self.brush_column % width, self.brightness))

    def undo(self):
        """Take back the last pixel."""
        self.edits = self.edits[:-1]

    def undo_all(self):
        """Go back to the image as it was."""
        self.edits = ()

    def compute(self):
        refused, self._refused = self._refused, ""
        if refused:  # said once; the next move shows the image that was there
            raise ValueError(refused)
        self._check_edits()
        key = self.image, self.edits
        self.values, before = self._values(*key), self._values(self.image, ())
        self.step, maps = self.network.steps[self.layer], as_maps(self.values[self.layer])
        self.place = tuple(
            asked % size for asked, size in zip((self.row, self.column, self.map), maps.shape, strict=True)
        )
        self.explanation = self.network.explain(self.layer, self.values, self.place, most=self._fitting())
        self.model_value = float(maps[self.place])
        scale = max(float(np.abs(maps).max()), 1e-6)
        here = abs(self.explanation.value - self.model_value) / scale
        self.largest_difference = max(here, self._differs(*key, self.layer))
        self.pixels = self._edited(*key)
        self.mosaics, self.top = self._drawn(*key, self.scale)
        self.answers = self._answers(self.values[self.network.output], before[self.network.output])

    def _check_edits(self):
        height, width = self.sizes[0][:2]
        for edit in self.edits:
            whole = isinstance(edit, (tuple, list)) and len(edit) == 3 and all(isinstance(n, int) for n in edit)
            if not (whole and 0 <= edit[0] < height and 0 <= edit[1] < width and 0 <= edit[2] <= 100):
                raise ValueError(
                    f"the edit {edit!r} is not allowed: give (row, column, brightness), rows 0 to "
                    f"{height - 1}, columns 0 to {width - 1}, brightness in %, 0 to 100."
                )

    def _fitting(self):
        kernel_size = getattr(self.step.layer, "kernel_size", None)
        return max(1, int(660 // (kernel_size[1] * cell_of(kernel_size) + 12))) if kernel_size else 6

    def _edited(self, image, edits):
        pixels = self.images[image].astype(np.float32)
        for row, column, brightness in edits:
            pixels[row, column] = brightness / 100 * self.white
        return pixels

    def _run(self, image, edits):
        return self.network.run(self._edited(image, edits))

    def _compare(self, image, edits, index):
        """The largest difference in a whole layer; a layer of too much work is compared at the chosen number only."""
        values, layer = self._values(image, edits), self.network.steps[index].layer
        work = values[index].size * np.prod(getattr(layer, "kernel", np.ones(1)).shape[:-1])
        if work > _MOST_WORK:
            return 0.0
        difference = np.abs(self.network.by_hand(index, values) - values[index]).max(initial=0)
        return float(difference / max(np.abs(values[index]).max(initial=0), 1e-6))

    def _answers(self, now, before):
        self.are_shares = now.ndim == 1 and now.min() >= 0 and abs(now.sum() - 1) < 1e-3
        best = np.argsort(-now, kind="stable")[:5] if now.ndim == 1 else []
        return [(self.names[number], *map(float, np.nan_to_num([now[number], before[number]]))) for number in best]

    def _strip_images(self, image, edits, scale):
        """A small mosaic of each layer, and the largest magnitude of all."""
        maps, steps = [as_maps(each) for each in self._values(image, edits)], self.network.steps
        top = max(
            (float(np.abs(each).max()) for each, step in zip(maps, steps, strict=True) if not step.is_image), default=1
        )
        return [
            mosaic(thinned(each), limit_of(each, step, scale, top), of_image=step.is_image)[0]
            for each, step in zip(maps, steps, strict=True)
        ], top

    def draw(self):
        return draw_network(self)

    def sentence(self):
        asked, sizes = (self.row, self.column, self.map), self.sizes[self.layer]
        beyond = any(place >= size > 1 for place, size in zip(asked, sizes, strict=True))
        round_ = " (counted round)" if beyond else ""
        return f"{self.step.name}, {self.where}{round_}: {self._how()}. {self.verdict} {self._said_answers()}".strip()

    def line(self):
        count = len(self.sizes)
        return f"{count} layers; shown: {self.step.name}, {self.where}."

    @property
    def where(self):
        """The chosen number's place in words."""
        row, column, number = self.place
        flat = max(self.sizes[self.layer][:2]) == 1
        return f"number {number}" if flat else f"map {number}, row {row}, column {column}"

    def _how(self):
        told, of_sum = self.explanation, self.explanation.before is not None
        if not of_sum:
            return told.lines[-1]
        count, noun = len(told.terms) + told.rest[0], {"Dense": "product", "Add": "part"}.get(self.step.kind, "window")
        noun += " times kernel" if noun == "window" and count == 1 else "s times kernels" if noun == "window" else "s"
        parts = f"{count} {noun} {'gives' if count == 1 else 'add up to'} {short(told.before - told.bias)}"
        bias = f", with the bias {short(told.bias)} to {short(told.before)}" if told.bias else ""
        return parts + bias + (f"; {told.activation} makes {short(told.value)}" if told.activation != "linear" else "")

    @property
    def verdict(self):
        """Whether NumPy and Keras agree on the chosen layer."""
        if self.step.kind == "box":
            return "Only Keras knows how."
        if not np.isfinite(self.model_value):
            return f"Keras has {short(self.model_value)}: this network does not give numbers any more."
        if not self.largest_difference <= _TOLERANCE:
            return f"⚠ NumPy and Keras differ, by {self.largest_difference:.1g} of the layer's largest number."
        return f"Keras has {short(self.model_value)} too."

    def _said_answers(self):
        if not self.answers:
            return ""
        name, now, before = self.answers[0]
        return f"Answer: {name} {self.share(now)}" + (f", unedited {self.share(before)}." if self.edits else ".")

    def share(self, value):
        """An output in words: a probability in per cent, any other number as it is."""
        return f"{100 * value:.1f} %" if self.are_shares else short(value)


def as_images(images, shape):
    """Images as a model with inputs of this shape takes them, (n, height, width, channels)."""
    if images is None and shape == (28, 28, 1):
        pixels, labels = fashion_mnist.load("validation")
        images = np.stack([pixels[labels == label][0] for label in range(10)])
    given = [images] if isinstance(images, (str, os.PathLike)) else images
    if isinstance(given, (list, tuple)) and any(isinstance(one, (str, os.PathLike)) for one in given):
        given = [garment_from_file(one) if isinstance(one, (str, os.PathLike)) else one for one in given]
    if getattr(given, "size", 0) > _MOST_VALUES:
        raise ValueError(f"{len(given):,} images are too many: give a few, such as images[:20].")
    allowed = f"the model takes {spelled(shape)}: give (n, height, width, channels) of that size"
    if given is None:
        raise ValueError(f"without images there is nothing to show; {allowed}.")
    array = finite_array(given, "images")
    if array.ndim in (2, 3) and shape[2] == 1 and array.shape != shape:
        array = array[..., np.newaxis]
    array = array[np.newaxis] if array.ndim == 3 else array
    fits = array.ndim == 4 and all(asked in (None, size) for asked, size in zip(shape, array.shape[1:], strict=True))
    if not fits or not array.size or max(array.shape[1:]) > 1000 or len(array) > 10_000:
        raise ValueError(f"images of shape {np.shape(given)} are not allowed: {allowed}.")
    return array
