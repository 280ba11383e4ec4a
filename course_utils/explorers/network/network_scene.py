"""What the network explorer shows, put together from finished numbers and colours: panels, and how they are touched."""

import textwrap

import numpy as np

from course_utils.explorers.network import network_panels as panels
from course_utils.explorers.network import network_touch as touch
from course_utils.explorers.network.network_links import places_of, readings, seen_of
from course_utils.explorers.network.network_maps import Windows
from course_utils.explorers.network.network_overview import overview, touched_columns
from course_utils.explorers.network.network_words import made_of_in_words

_TOGETHER = 3  # sources that are shown of one layer


class Scene:
    """The panels of a network, whose sizes, links and words do not change with the state.

    Parameters
    ----------
    steps : list of Step
    sizes : list of (rows, columns, maps)
    shapes : list of str
    """

    def __init__(self, steps, sizes, shapes):
        self.steps, self.sizes, self.shapes = steps, sizes, shapes
        self.read = [readings(step, sizes, own) for step, own in zip(steps, sizes, strict=True)]
        self.seen = seen_of(sizes, self.read)
        self.seen_places = [tuple(map(places_of, both)) for both in self.seen]
        self.names = [f"{step.name[-30:]} {shape}" for step, shape in zip(steps, shapes, strict=True)]
        self.tile_words = list(map(panels.tile_words, steps, sizes))
        self.all_maps = [tuple((one.step, _known(one.maps)) for one in read) for read in self.read]

    def sources(self, layer, place):
        """The readings of a layer that are shown: those of which the number at (row, column, map) is made, first."""
        read = sorted(self.read[layer], key=lambda one: not _is_read(one, place))
        return read[:_TOGETHER]

    def strip(self, layer, mosaics):
        """The layers around the chosen one."""
        heading, part = panels.part_of(len(self.steps), layer)
        sources = [self.steps[at].sources for at in part]
        touches = [touch.touched_layers(part[0], [self.names[at] for at in part], sources)]
        if heading:
            touches.append(touch.touched_heading(part[-1] + 1 if part[-1] + 1 < len(self.steps) else 0))
        return panels.strip_panel(heading, self.steps, part, self.tile_words, mosaics, layer, touches)

    def image(self, number, pixels, edits, brush, layer, place):
        """The image, and what of it the chosen number sees."""
        seen = [np.flatnonzero(matrix[at]) for matrix, at in zip(self.seen[layer], place[:2], strict=True)]
        touched = touch.touched_image(self.sizes[0], self.seen[layer])
        return panels.image_panel(number, pixels, edits, brush, seen, touched)

    def one_number(self, layer, place, mosaics, cells, limit, texts, number):
        """The panels of one number.

        `mosaics` are those of the sources, and the layer's own; `cells` and `limit` are the chosen map's; `texts` the
        words of its places, and of the layer's maps; `number` are the parts of the panel of the sum.
        """
        step, size, read = self.steps[layer], self.sizes[layer], self.sources(layer, place)
        *others, own = mosaics
        texts_of_places, texts_of_maps = texts
        terms = number[2].maps if isinstance(number[2], Windows) else None
        of_sources = [
            self._source(order, one, mosaic, place, terms)
            for order, (one, mosaic) in enumerate(zip(read, others, strict=True))
        ]
        maps = touch.touched_maps(own, read, others, self.sizes, texts_of_maps)
        if step.kind == "Flatten":
            lights = touch.touched_numbers(own, others[0], self.sizes[read[0].step])
            maps = maps._replace(says=maps.says | {"lights": lights})
        seen = self.seen_places[layer]
        chosen = touch.touched_map(size, place, read, others, self.sizes, seen, texts_of_places)
        dragged = touch.touched_place(size, place, cells.side, chosen.says["lights"])
        return [
            of_sources,
            panels.layer_panel(step, self.shapes[layer], own, size, place[2], maps),
            panels.map_panel(cells, place, limit, step.is_image, [chosen, dragged]),
            panels.number_panel(step.name, *number, self._sum(number[2])),
        ]

    @staticmethod
    def _sum(parts):
        """How the windows of a sum are touched."""
        if not isinstance(parts, Windows):
            return []
        size = parts.windows[0].pixels.shape[:2]
        return touch.touched_windows(len(parts.maps), size, parts.gap, parts.maps)

    def _source(self, order, reading, mosaic, place, terms):
        step, size = self.steps[reading.step], self.sizes[reading.step]
        touches = touch.touched_source(order, step.name[-30:], reading, mosaic, size, place)
        return panels.source_panel(step, self.shapes[reading.step], reading, mosaic, size, place, terms, touches)

    def whole(self, layer, number, columns):
        """All layers around the chosen one, and what its chosen map is made of."""
        _, part = panels.part_of(len(self.steps), layer)
        first, end = part[0], part[-1] + 1
        counts = tuple(size[2] for size in self.sizes[first:end])
        names = tuple(f"{step.name[-30:]}" for step in self.steps[first:end])
        touches = touched_columns(first, layer, counts, tuple(self.all_maps[first:end]), names)
        title = textwrap.shorten(self.made_of(layer, number), 62, placeholder=" …")
        return overview(title, first, columns[first:end], counts, (layer, number), self.read[layer], touches)

    def made_of(self, layer, number):
        """What a map is made of, in words."""
        parts = [(self.steps[one.step].name, one.maps, self.sizes[one.step]) for one in self.read[layer]]
        return made_of_in_words(self.steps[layer].name, number, self.sizes[layer], parts)


def _known(maps):
    return None if maps is None else tuple(map(tuple, maps))


def _is_read(reading, place):
    """Whether the number at (row, column, map) is made of any of what is read."""
    return (
        (reading.maps is None or len(reading.maps[place[2]]) > 0)
        and len(reading.rows[place[0]]) > 0
        and len(reading.columns[place[1]]) > 0
    )
