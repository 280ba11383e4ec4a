"""A stored network step by step, as `network_trace` opens a Keras model: its layers in NumPy, without Keras."""

from course_utils.explorers.network.network_trace import KEEPING_AN_IMAGE, Network, Step
from course_utils.stored import StoredNetwork


class OpenedNetwork(Network):
    """The steps of a stored network, in a row; a whole layer at once is held against each number by itself."""

    by = "The layer as a whole"

    def __init__(self, model):
        self.model, self.input_shape = model, model.input_shape[1:]
        self.steps = [Step("pixels", "InputLayer", None, (), self.input_shape, True)]
        for place, (layer, shape) in enumerate(zip(model.layers, model.shapes[1:], strict=True)):
            kind = type(layer).__name__
            is_image = kind in KEEPING_AN_IMAGE and self.steps[place].is_image
            self.steps.append(Step(layer.name, kind, layer, (place,), shape, is_image))
        self.output = len(self.steps) - 1
        self.outputs = [self.output]

    def run(self, pixels):
        """What each step gives for one image (height, width, channels)."""
        return self.model.run(pixels)


def opened(model):
    """The steps of a model, of Keras or stored."""
    return OpenedNetwork(model) if isinstance(model, StoredNetwork) else Network(model)
