"""A whole network opened: what each layer makes of an image, and any one number worked out by hand."""

import ipywidgets as widgets
import numpy as np
import traitlets

from course_utils import stored
from course_utils.explorers.network import network_maps, network_panels
from course_utils.explorers.network.network_controls import MapChoice
from course_utils.explorers.network.network_forward import Runs, apart
from course_utils.explorers.network.network_painting import Painting
from course_utils.explorers.network.network_picture import draw_network
from course_utils.explorers.network.network_scene import Scene
from course_utils.explorers.network.network_stored import opened
from course_utils.explorers.network.network_words import (
    answer_in_words,
    outputs_in_words,
    texts_of,
    verdict_of,
    where_of,
)
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.controls import button, choice, slider
from course_utils.explorers.shared.image_choice import upload_control
from course_utils.explorers.shared.model_images import class_names, images_for
from course_utils.numbers import shape, significant
from course_utils.page_data import in_page

NUMBER, WHOLE = "one number", "the whole network"
_HINTS = {
    NUMBER: "Click layer, map, place; paint (Ctrl+Z: undo) or drop an image; Escape: whole network.",
    WHOLE: "Point at a map: what it is made of lights up; click: open it. Paint (Ctrl+Z: undo), or drop an image.",
}


class NetworkExplorer(Painting, Explorer):
    """A Keras model, layer by layer, with the calculation behind any one of its numbers, and pixels to edit.

    Parameters
    ----------
    model : Keras model, or stored network
        Functional or Sequential, for one image, (height, width) or with 1 or 3 channels. Trained on meanwhile, it is
        shown as it then is from the next move on, and the sentence says so.
    images : array, path, or list of them, optional
        As the model takes them, (n, height, width[, channels]); a path is prepared by `images.garment_from_file`.
        One validation garment of each class unless given.
    names : sequence of str, optional
        Of the classes.
    image, layer, map, row, column : int
        Which image, layer and number of it; counted round where there are fewer.
    scale : "each layer", "all layers" or "each map"
        What shares one scale of colours.
    show : "one number" or "the whole network"
        How the chosen number is made, or the maps of all layers.
    brightness : int
        Of the brush, 0 to 100 % of white.
    brush : int
        How many pixels wide the brush is, 1 to 3.
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
    show = traitlets.Enum([NUMBER, WHOLE], NUMBER).tag(state=True)
    scale = traitlets.Enum(["each layer", "all layers", "each map"], "each layer").tag(state=True)
    brightness = traitlets.Int(100, min=0, max=100).tag(state=True)
    brush = traitlets.Int(1, min=1, max=3).tag(state=True)
    edits = traitlets.Tuple().tag(state=True)

    def __init__(self, model, images=None, names=None, **state):
        self.network = opened(model)
        self.images, self.white = images_for(images, self.network)
        self.upload = upload_control(self.take_file)
        self._runs = Runs(self.network, self._edited)
        self._describe_layers()
        self.names = class_names(names, self.sizes[self.network.output][2], self.network.input_shape)
        start = next((place for place, step in enumerate(self.network.steps) if step.kind == "Conv2D"), 0)
        places = {"layer": start, "row": self.sizes[start][0] // 3, "column": self.sizes[start][1] // 3}
        super().__init__(**{**places, **state})

    def _describe_layers(self):
        """Keep what does not change with the state: sizes and words of each layer."""
        first, steps = self._runs.run(0, ()), self.network.steps
        self.sizes = [maps.shape for maps in first.maps]
        self._shapes = [shape(values.shape, tight=True) for values in first.values]
        self._most_terms = [network_maps.most_terms(step.layer) for step in steps]
        self._scene = Scene(steps, self.sizes, self._shapes)

    @classmethod
    def example(cls, **state):
        if in_page():
            return cls(stored.network(stored.OWN), **state)
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

    def make_controls(self):
        rows, columns, _ = np.max([*self.sizes, (1, 1, 1)], axis=0) - 1
        steps = enumerate(self.network.steps)
        return {
            "show": choice("show", [NUMBER, WHOLE]),
            "image": self._slider("image", len(self.images) - 1),
            "layer": choice("layer", [(f"{place}: {step.name} {self._shapes[place]}", place) for place, step in steps]),
            "map": MapChoice("map"),
            "row": self._slider("row", rows),
            "column": self._slider("column", columns),
            "scale": choice("one scale for", list(self.traits()["scale"].values)),
            "brightness": slider("brightness in %", 0, 100),
            "brush": slider("brush, pixels wide", 1, 3),
        }

    def _slider(self, name, most):
        """A slider of the state's trait, as far as its layers reach, or further where the state does."""
        return slider(name, 0, max(int(most), getattr(self, name)))

    def arranged(self):
        made = self.controls
        for name in ("row", "column"):  # where the picture can be touched, a place is chosen in it
            made[name].add_class("course-typed")
        made["image"].layout.display = None if len(self.images) > 1 else "none"
        undo = button("undo", self.undo)
        undo.add_class("course-undo")  # Ctrl+Z in the picture presses it
        buttons = widgets.HBox([undo, button("undo all", self.undo_all)])
        first, others = [made["show"], made["image"], self.upload], list(made.values())[2:]
        return [*first, *others, buttons]

    def _list_maps(self):
        """Let the list of maps be that of the layer."""
        output, names = self.layer == self.network.output, self.names
        self.controls["map"].offer(self.sizes[self.layer][2], self.map, names if output else ())

    def _join(self, name, control):
        if name == "map":
            self._list_maps()
            self.observe(lambda change: self._list_maps(), names=["map", "layer"])
            control.chosen = lambda value: setattr(self, "map", value)
        else:
            super()._join(name, control)

    def compute(self):
        self.check_file()
        self._check_edits()
        key = self.image, tuple(map(tuple, self.edits))
        with np.errstate(all="ignore"):  # a network may have lost its numbers: that is said, and no reason to warn
            renewed = self._runs.renew()
            self._said_renewed = "The model has changed; this is what it gives now. " if renewed else ""
            self._find(key)
            self._colour(key)
        self._say()

    # First the numbers, then their colours and their words; what is drawn is finished before.

    def _find(self, key):
        self.pixels, self.values, maps, self._lost = self._runs.run(*key)
        self.step, self._maps = self.network.steps[self.layer], maps[self.layer]
        asked = self.row, self.column, self.map
        self.place = tuple(place % size for place, size in zip(asked, self._maps.shape, strict=True))
        self.explanation = self.network.explain(self.layer, self.values, self.place, self._most_terms[self.layer])
        self.model_value = float(self._maps[self.place])
        here = apart(self.explanation.value, self.model_value, self._maps)
        self.largest_difference = max(here, self._runs.difference(*key, self.layer))
        output, before = self.network.output, self._runs.run(self.image, ()).values
        self._find_answers(self.values[output], before[output])

    def _find_answers(self, now, before):
        self.are_shares = now.ndim == 1 and now.min() >= 0 and abs(now.sum() - 1) < 1e-3
        best = np.argsort(-now, kind="stable")[:5] if now.ndim == 1 and not self._lost else []
        self.answers = [(self.names[place], float(now[place]), float(before[place])) for place in best]
        self._sums = [{"layer": self.network.output, "map": int(place), "show": NUMBER} for place in best]

    def _colour(self, key):
        self._tiles, _ = self._runs.strip(*key, self.scale)
        self._grey = network_maps.image_in_grey(self.pixels, self.white)
        if self.show == WHOLE:
            self._columns = self._runs.columns(*key, self.scale)
            return
        shown = [*(one.step for one in self._scene.sources(self.layer, self.place)), self.layer]
        self._mosaics = [self._runs.mosaic(*key, self.scale, layer) for layer in shown]
        chosen = network_maps.chosen_map(self._maps, self._mosaics[-1], self.place[2], self.step.is_image)
        self._map_cells, self._limit = chosen
        self._parts = network_maps.parts_of(self.explanation)

    def _say(self):
        self.where = where_of(self.place, self.sizes[self.layer])
        dtype = getattr(self.step.layer, "compute_dtype", "float32")
        self.verdict = verdict_of(self.step.kind, self.model_value, self.largest_difference, dtype, self.network.by)
        self._texts = texts_of(self._maps, self.place[2], self.names if self.layer == self.network.output else ())
        self._answer_words = outputs_in_words(self.answers, are_shares=self.are_shares)
        kind = {"is_edited": bool(self.edits), "lost": self._lost if self.values[self.network.output].ndim == 1 else ""}
        told = self.answers, self._answer_words, len(self.network.outputs)
        self._said_answer = answer_in_words(*told, **kind)
        self._answers_panel = network_panels.answers_panel(*told, self._sums, **kind)

    def draw(self):
        scene, layer, place = self._scene, self.layer, self.place
        if self.show == WHOLE:
            shown = [scene.whole(layer, place[2], self._columns)]
        else:
            number = self.where, self.explanation, self._parts, self.verdict
            limit = significant(self._limit)
            shown = scene.one_number(layer, place, self._mosaics, self._map_cells, limit, self._texts, number)
        image = scene.image(self.image, self._grey, self.edits, self.brightness, layer, place)
        canvas = draw_network(scene.strip(layer, self._tiles), image, self._answers_panel, *shown)
        canvas.takes_files = True
        canvas.back = {} if self.show == WHOLE else {"show": WHOLE}
        canvas.hint = _HINTS[self.show]
        return canvas

    def sentence(self):
        if self.show == WHOLE:
            words = f"{len(self.sizes)} layers. {self._scene.made_of(self.layer, self.place[2])}. {self._said_answer}"
            return f"{self._said_renewed}{words}".strip()
        asked, sizes = (self.row, self.column, self.map), self.sizes[self.layer]
        beyond = any(place >= size > 1 for place, size in zip(asked, sizes, strict=True))
        where = f"{self.step.name}, {self.where}{' (counted round)' if beyond else ''}"
        return f"{self._said_renewed}{where}: {self.explanation.how}. {self.verdict} {self._said_answer}".strip()

    def line(self):
        return f"{len(self.sizes)} layers; shown: {self.step.name}, {self.where}."
