"""Receptive fields: which pixels one unit of a deep layer sees, and in how many ways each counts."""

import functools

import numpy as np
import traitlets

from course_utils import fashion_mnist
from course_utils.arrays import image_of, is_file
from course_utils.explorers.receptive_field.receptive_field_picture import Seen, picture
from course_utils.explorers.shared.base import Explorer, Given
from course_utils.explorers.shared.controls import button, slider
from course_utils.geometry import as_count, pixels_read
from course_utils.images import garment_from_file
from course_utils.numbers import counted
from course_utils.receptive_field import Layer, influence, receptive_field, ways_to_unit

PRESETS = {
    "one 3 × 3": (Layer(3),),
    "three 3 × 3": (Layer(3),) * 3,
    "strides of 2": (Layer(3, strides=2),) * 3,
    "dilations that double": tuple(Layer(3, dilation_rate=dilation_rate) for dilation_rate in (1, 2, 4)),
    "convolution and pooling": (Layer(3), Layer(2, strides=2)) * 2,
}
_MOST = {"kernel_size": 7, "strides": 3, "dilation_rate": 4}


class ReceptiveFieldExplorer(Explorer):
    """The receptive field of one unit of a map, by formula and measured, in a row of pixels and on an image.

    Parameters
    ----------
    image : (height, width) or (height, width, 3), or an image file, optional
        3 to 128 pixels per side, uint8 from 0 to 255 or floats from 0 to 1; shown in grey, the middle of it, black
        where it ends. A file is prepared as by `garment_from_file`. Unless given, the first of the validation images.
    layers : sequence of Layer (or of tuples in the same order)
        1 to 6, as for `receptive_field`: kernel_size 1 to 7, strides 1 to 3, dilation_rate 1 to 4, no padding.
        Layers that find no place in the map before them are left out.
    input_size : int
        Pixels of the row, 5 to 40.
    unit : int
        Unit that is looked at, 0 to 39; where there are fewer, the last.
    map : int
        Whose unit it is, 1 to 6; where there are fewer, the last.
    edited : int
        Layer that the three sliders move, 1 to 6; where there are fewer, the last.

    Attributes
    ----------
    fields : list of Field
        What `receptive_field` says of each layer.
    by_formula, measured : (int, int)
        First and last pixel that the unit sees. The two are equal, whatever the layers.
    ways : (input_size,)
        By how much the unit moves when a pixel becomes 1 brighter and all weights are 1.
    ways_of_units : list of (units,)
        The same, counted from the unit down, for the pixels and for each map up to its own; the last is the unit alone.
    depth, seen_by : int
        The map and the unit of it that are looked at.
    reads : list of (units, kernel_size)
        Which places of the map before each unit of a map reads.

    Introduced in notebook 02.
    """

    layers = Given(PRESETS["three 3 × 3"]).tag(state=True)
    input_size = traitlets.Int(28, min=5, max=40).tag(state=True)
    unit = traitlets.Int(11, min=0, max=39).tag(state=True)
    map = traitlets.Int(6, min=1, max=6).tag(state=True)
    edited = traitlets.Int(1, min=1, max=6).tag(state=True)
    # No state of their own: they show and change `layers`.
    number = traitlets.Int(3, min=1, max=6)
    kernel_size = traitlets.Int(3, min=1, max=7)
    strides = traitlets.Int(1, min=1, max=3)
    dilation_rate = traitlets.Int(1, min=1, max=4)

    def __init__(self, image=None, **state):
        self.grey = _default_image() if image is None else _as_grey(image)
        super().__init__(**state)

    def make_controls(self):
        return {
            "number": slider("number of layers", 1, 6),
            "kernel_size": slider("kernel size", 1, 7),
            "strides": slider("stride", 1, 3),
            "dilation_rate": slider("dilation", 1, 4),
            "input_size": slider("input size", 5, 40),
            "unit": slider("unit", 0, 39),
        }

    def arranged(self):
        self.observe(self._name_sliders, names=["layers", "edited"])
        self._name_sliders()
        presets = [button(name, functools.partial(self.take, layers)) for name, layers in PRESETS.items()]
        return [*presets, *self.controls.values()]

    def _name_sliders(self, change=None):
        """Say which layer the three sliders move."""
        for name, setting in zip(_MOST, ("kernel size", "stride", "dilation"), strict=True):
            self.controls[name].description = f"layer {self._place() + 1}: {setting}"

    def take(self, layers):
        """Show other layers, and the unit in the middle of their last map."""
        self.layers, self.map = layers, self.trait_defaults("map")
        self.unit = len(self.ways_of_units[-1]) // 2

    @traitlets.validate("layers")
    def _check_layers(self, proposal):
        return _as_layers(proposal["value"])

    @traitlets.observe("layers", "edited")
    def _show_layer(self, change):
        self.number = len(self.layers)
        for name in _MOST:
            setattr(self, name, getattr(self.layers[self._place()], name))

    @traitlets.observe("kernel_size", "strides", "dilation_rate")
    def _edit_layer(self, change):
        layers = list(self.layers)
        layers[self._place()] = layers[self._place()]._replace(**{change["name"]: change["new"]})
        self.layers = tuple(layers)

    @traitlets.observe("number")
    def _edit_number(self, change):
        self.layers = (self.layers + (self.layers[-1],) * 6)[: change["new"]]

    def _place(self):
        return min(self.edited, len(self.layers)) - 1

    def compute(self):
        self.reads = _places_read(self.layers, self.input_size)
        self.fields, self.shown = receptive_field(self.layers), self.layers[: len(self.reads)]
        self.depth = min(self.map, len(self.reads))
        self.field, below = self.fields[self.depth - 1], self.shown[: self.depth]
        self.seen_by = min(self.unit, len(self.reads[self.depth - 1]) - 1)
        first = self.field.start + self.seen_by * self.field.jump
        self.by_formula = first, first + self.field.size - 1
        self.ways = influence(below, self.input_size)[:, self.seen_by].astype(int)
        pixels = np.flatnonzero(self.ways)
        self.measured = int(pixels[0]), int(pixels[-1])
        self.ways_of_units = ways_to_unit(below, self.input_size, self.seen_by)
        self.pixels = _middle_of(self.grey, self.input_size)

    def sentence(self):
        (first, last), field = self.measured, self.field
        return (
            f"Unit {self.seen_by} of map {self.depth} sees pixels {first} to {last}. Formula: "
            f"{field.start} + {self.seen_by} · {field.jump} = {first}, size {field.size}; measured: the same. "
            f"{self._counts()}{self._notes()}"
        )

    def _counts(self):
        most, seen = int(self.ways.max()), np.count_nonzero(self.ways)
        top = np.flatnonzero(self.ways == most)
        ways = counted(most, "way")
        which = {1: f"pixel {top[0]}", 2: f"pixels {top[0]} and {top[-1]}"}.get(len(top), f"{len(top)} pixels")
        most_of_all = f"each in {ways}" if len(top) == seen else f"most: {which}, in {ways}"
        return f"{seen} of {self.field.size} count, {most_of_all}."

    def _notes(self):
        notes, number, units = "", len(self.shown) + 1, len(self.reads[-1])
        if number <= len(self.layers):
            notes += f" Layer {number} finds no place in {counted(units, 'unit')}"
            notes += f"; its field: {self.fields[number - 1].size}."
        missing = [f"unit {self.unit}"] * (self.unit != self.seen_by)
        missing += [f"layer {self.edited}"] * (self.edited > len(self.layers))
        return notes + f" No {' and no '.join(missing)}: the last stands in." * bool(missing)

    def draw(self):
        found, lost = len(self.shown), len(self.shown) < len(self.layers)
        title = f"Unit {self.seen_by} of map {self.depth} sees {counted(self.field.size, 'pixel')}"
        seen = Seen(
            layers=self.layers,
            fields=self.fields,
            unit=self.seen_by,
            map=self.depth,
            by_formula=self.by_formula,
            measured=self.measured,
            reads=self.reads,
            ways_of_units=self.ways_of_units,
            pixels=self.pixels,
            edited=self._place() + 1,
        )
        return picture(seen, title + f"; layer {found + 1} finds no place" * lost)


def _places_read(layers, input_size):
    """Which places the units of each map read, as far as the layers find a place."""
    reads, size = [], input_size
    for layer in layers:
        span = layer.dilation_rate * (layer.kernel_size - 1) + 1
        if span > size:
            break
        read = pixels_read(size, layer.kernel_size, strides=layer.strides, dilation_rate=layer.dilation_rate)
        reads.append(read)
        size = len(read)
    if not reads:
        raise ValueError(f"Layer 1 spans {span} pixels and the row has {input_size}: take a wider row.")
    return reads


def _as_layers(layers):
    if not isinstance(layers, (list, tuple)) or not 1 <= len(layers) <= 6:
        raise ValueError(f"layers {_brief(layers)} is not allowed: give a list of 1 to 6 layers, as [Layer(3)] * 3.")
    given = [_as_layer(layer, f"layer {number}") for number, layer in enumerate(layers, start=1)]
    checked = []
    for number, layer in enumerate(given, start=1):
        values = {}
        for setting, most in _MOST.items():
            value = as_count(getattr(layer, setting), f"layer {number}: {setting}")
            if value > most:
                raise ValueError(f"layer {number}: {setting} {value} is not allowed here: give 1 to {most}.")
            values[setting] = value
        checked.append(Layer(**values))
    return tuple(checked)


def _as_layer(layer, name):
    if not isinstance(layer, (list, tuple)) or not 1 <= len(layer) <= 4:
        raise ValueError(f"{name}: {_brief(layer)} is not allowed: give Layer(kernel_size, strides), or a tuple.")
    layer = Layer(*layer)
    if layer.padding not in ("valid", 0):
        raise ValueError(f"{name}: padding {_brief(layer.padding)} is not allowed here: leave it out.")
    return layer


def _brief(value):
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


@functools.cache
def _default_image():
    return fashion_mnist.load("validation")[0][0]


def _as_grey(image):
    """A learner's image, or image file, as grey values 0 to 255."""
    if is_file(image):
        return garment_from_file(image)
    values = image_of(image)
    grey = values.mean(axis=2) if values.ndim == 3 else values
    return np.round(255 * grey).astype(np.uint8)


def _middle_of(image, size):
    """The middle of an image, as a square of this size; black where it has nothing."""
    wide = np.pad(image, 40)
    top, left = (np.array(wide.shape) - size) // 2
    return wide[top : top + size, left : left + size]
