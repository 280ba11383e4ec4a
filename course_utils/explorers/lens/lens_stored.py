"""The lens of a stored network: where there is no Keras, the same six methods in NumPy."""

import numpy as np

from course_utils.explorers.lens.lens_methods import SHUFFLED, Lens
from course_utils.stored import StoredNetwork
from course_utils.stored_backward import gradients


class StoredLens(Lens):
    """As `Lens`, of a stored network."""

    def _network(self, kind):
        if kind not in SHUFFLED:
            return self.model
        dice, layers = np.random.default_rng(0), list(self.model.layers)
        places = [place for place, layer in enumerate(layers) if layer.weights]
        for place in places[-1:] if kind == "last layer shuffled" else places:
            arrays = layers[place].arrays().items()
            mixed = {name: dice.permutation(np.ravel(one)).reshape(one.shape) for name, one in arrays}
            layers[place] = layers[place].with_arrays(mixed)
        return StoredNetwork(layers, self.input_shape)

    def _scores(self, kind):
        """The network itself: its way back begins at the logits."""
        return self.network(kind)

    def _gradients(self, network, images, label):
        return np.stack([gradients(network, image, label)[0][0] for image in images])

    def _guided(self, network, image, label):
        return gradients(network, image, label, guided=True)[0][0]

    def _grad_cam(self, network, image, label, layer):
        place = 1 + [one.name for one in network.layers].index(layer)
        found, values = gradients(network, image, label)
        cells = (found[place].mean(axis=(0, 1)) * values[place]).sum(axis=-1)
        return np.maximum(cells, 0)


def lens_of(model):
    """The lens of a model, of Keras or stored."""
    return StoredLens(model) if isinstance(model, StoredNetwork) else Lens(model)
