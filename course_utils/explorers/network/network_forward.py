"""Images through a network, kept for the last few: what does not change while a learner moves about in one layer."""

import functools
from typing import NamedTuple

import numpy as np

from course_utils.explorers.network.network_explanation import as_maps
from course_utils.explorers.network.network_maps import mosaic_of, strip_of

_MOST_WORK = 3e6  # multiplications; a layer of more is compared at the chosen number only


class Run(NamedTuple):
    """One image through the network: its pixels, and what each layer gives, as it comes and as maps."""

    pixels: object
    values: list
    maps: list


class Runs:
    """Runs of a network, and what is found from them.

    Parameters
    ----------
    network : Network
    pixels_of : function
        Of the number of an image and its edits, to its pixels (height, width, channels).
    """

    def __init__(self, network, pixels_of):
        self.network, self._pixels_of = network, pixels_of
        self.run = functools.lru_cache(8)(self._run)
        self.strip = functools.lru_cache(8)(self._strip)
        self.mosaic = functools.lru_cache(8)(self._mosaic)
        self.difference = functools.lru_cache(256)(self._difference)

    def _run(self, image, edits):
        pixels = self._pixels_of(image, edits)
        values = self.network.run(pixels)
        return Run(pixels, values, [as_maps(each) for each in values])

    def _strip(self, image, edits, scale):
        """A small mosaic of each layer, and the largest magnitude of all."""
        return strip_of(self.run(image, edits).maps, [step.is_image for step in self.network.steps], scale)

    def _mosaic(self, image, edits, scale, layer):
        """All maps of one layer."""
        _, top = self.strip(image, edits, scale)
        return mosaic_of(self.run(image, edits).maps[layer], self.network.steps[layer].is_image, scale, top)

    def _difference(self, image, edits, layer):
        """The largest difference between NumPy and Keras in a whole layer, as a share of its largest number."""
        values, kernel = self.run(image, edits).values, getattr(self.network.steps[layer].layer, "kernel", None)
        if values[layer].size * (1 if kernel is None else np.prod(kernel.shape[:-1])) > _MOST_WORK:
            return 0.0
        difference = np.abs(self.network.by_hand(layer, values) - values[layer]).max(initial=0)
        return float(difference / max(np.abs(values[layer]).max(initial=0), 1e-6))
