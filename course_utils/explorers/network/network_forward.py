"""Images through a network, kept for the last few: what does not change while a learner moves about in one layer."""

import functools
from typing import NamedTuple

import numpy as np

from course_utils.explorers.network.network_explanation import as_maps
from course_utils.explorers.network.network_maps import columns_of, mosaic_of, strip_of
from course_utils.explorers.network.network_overview import GAP, MOST, TILE
from course_utils.explorers.shared.model_images import fingerprint

_MOST_WORK = 3e6  # multiplications; a layer of more is compared at the chosen number only


class Run(NamedTuple):
    """One image through the network: its pixels, and what each layer gives, as it comes and as maps.

    `lost` is the name of the first layer that gives NaN, or of the output where that is infinite; else empty.
    """

    pixels: object
    values: list
    maps: list
    lost: str


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
        self._weights = fingerprint(network.model)
        self.run = functools.lru_cache(8)(self._run)
        self.strip = functools.lru_cache(8)(self._strip)
        self.mosaic = functools.lru_cache(16)(self._mosaic)
        self.columns = functools.lru_cache(4)(self._columns)
        self.difference = functools.lru_cache(256)(self._difference)

    def renew(self):
        """Forget all that was found with weights that the model has no more; tell whether it has others."""
        before, self._weights = self._weights, fingerprint(self.network.model)
        if before == self._weights:
            return False
        for kept in (self.run, self.strip, self.mosaic, self.columns, self.difference):
            kept.cache_clear()
        return True

    def _run(self, image, edits):
        pixels = self._pixels_of(image, edits)
        values = self.network.run(pixels)
        return Run(pixels, values, [as_maps(each) for each in values], self._lost(values))

    def _lost(self, values):
        steps, output = self.network.steps, self.network.output
        nan = (step.name for step, each in zip(steps, values, strict=True) if np.isnan(each).any())
        return next(nan, "" if np.isfinite(values[output]).all() else steps[output].name)

    def _strip(self, image, edits, scale):
        """A small mosaic of each layer, and the largest magnitude of all."""
        return strip_of(self.run(image, edits).maps, [step.is_image for step in self.network.steps], scale)

    def _mosaic(self, image, edits, scale, layer):
        """All maps of one layer."""
        _, top = self.strip(image, edits, scale)
        return mosaic_of(self.run(image, edits).maps[layer], self.network.steps[layer].is_image, scale, top)

    def _columns(self, image, edits, scale):
        """Of each layer its first maps, one below the other."""
        _, top = self.strip(image, edits, scale)
        are_images = [step.is_image for step in self.network.steps]
        return columns_of(self.run(image, edits).maps, are_images, scale, top, MOST, TILE, GAP)

    def _difference(self, image, edits, layer):
        """The largest difference between NumPy and Keras in a whole layer, as a share of its largest number."""
        values, kernel = self.run(image, edits).values, getattr(self.network.steps[layer].layer, "kernel", None)
        if values[layer].size * (1 if kernel is None else np.prod(kernel.shape[:-1])) > _MOST_WORK:
            return 0.0
        return apart(self.network.by_hand(layer, values), values[layer])


def apart(mine, its, whole=None):
    """The largest difference of two arrays, as a share of the largest number of `whole`, or of the second.

    What is no number in both is no difference; what is one in only one of them is infinitely far.

    >>> float(apart(np.array([1, 2, np.nan]), np.array([1, 1.5, np.nan]), np.array([2]))), apart(1, np.nan)
    (0.25, inf)
    """
    same = (mine == its) | (np.isnan(mine) & np.isnan(its))
    difference = np.where(same, 0, np.nan_to_num(np.abs(np.subtract(mine, its)), nan=np.inf, posinf=np.inf))
    largest = np.abs(np.nan_to_num(its if whole is None else whole, posinf=0, neginf=0)).max(initial=1e-6)
    return float(difference.max(initial=0) / largest)
