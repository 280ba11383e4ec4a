"""Explanations of a learner's network, one number for each pixel, kept for the last images and settings.

What an explanation is worth is seen beside a control: the same method where the network has learned nothing, or for
another class, or a rival that knows no network at all.
"""

import contextlib
import functools
import random

import numpy as np

from course_utils import controls, explanations, relu_rules
from course_utils.explorers.shared.model_images import fingerprint
from course_utils.numbers import significant

METHODS = ("occlusion", "gradient", "gradient × input", "integrated gradients", "guided", "Grad-CAM")
SHUFFLED = ("shuffled weights", "last layer shuffled")  # controls that are networks
ANOTHER = "another class"
RIVALS = ("edges", "brightness")  # controls that know no network
CONTROLS = (*SHUFFLED, ANOTHER, *RIVALS)
_STEPS = 32  # of integrated gradients


@contextlib.contextmanager
def _dice_kept():
    """Let nobody notice that a model was copied: its new layers draw their seeds from Python's generator."""
    state = random.getstate()
    try:
        yield
    finally:
        random.setstate(state)


class Lens:
    """A Keras model with its explanations; each is computed when it is first asked for.

    Attributes
    ----------
    model : Keras model
    input_shape : (height, width, channels)
    classes : int
    layers : list of str
        Those with feature maps, of which Grad-CAM can be asked.
    methods : list of str
        Those that can be asked of this model.
    weights : int
        A fingerprint of the weights with which all of this was found.
    """

    def __init__(self, model):
        self.model, self.input_shape = model, _image_shape(model)
        self.scores = functools.cache(self._scores)
        self.network = functools.cache(self._network)
        self.scores("")  # raises where there are no logits
        self.classes = model.output_shape[1]
        self.layers = [layer.name for layer in model.layers if _has_maps(layer)]
        without = {"guided": not _has_relu(model), "Grad-CAM": not self.layers}
        self.methods = [method for method in METHODS if not without.get(method)]
        self.weights = fingerprint(model)
        self.answers = functools.lru_cache(64)(self._answers)
        self.map = functools.lru_cache(512)(self._map)

    def renew(self):
        """Forget all that was found with weights that the model has no more."""
        now = fingerprint(self.model)
        if now != self.weights:
            self.weights = now
            for kept in (self.network, self.scores, self.answers, self.map):
                kept.cache_clear()

    def white(self):
        """The pixel of which a `Rescaling` at the model's front makes 1, or None."""
        for layer in self.model.layers:
            if layer.weights:
                return None
            if type(layer).__name__ == "Rescaling" and np.ndim(layer.scale) == 0 and layer.scale > 0:
                return round((1 - layer.offset) / layer.scale, 6)
        return None

    def first_layer(self):
        """The layer that Grad-CAM asks unless told otherwise: the last convolution, or what has maps without one."""
        try:
            return explanations.last_convolution(self.model)
        except ValueError:
            return self.layers[-1] if self.layers else ""

    @_dice_kept()
    def _network(self, kind):
        """The model itself, or for a control a copy that has learned nothing, or whose last layer has not.

        Each weight keeps its numbers, in another order: nothing but what was learned is taken away, and the seed with
        which the learner goes on is left alone, which `controls.randomised` sets.
        """
        if kind not in SHUFFLED:
            return self.model
        from course_utils.quiet import keras

        copy, dice = keras.models.clone_model(self.model), np.random.default_rng(0)
        copy.set_weights(self.model.get_weights())
        layers = [layer for layer in copy.layers if layer.weights]
        for layer in layers[-1:] if kind == "last layer shuffled" else layers:
            layer.set_weights([dice.permutation(np.ravel(one)).reshape(one.shape) for one in layer.get_weights()])
        return copy

    @_dice_kept()
    def _scores(self, kind):
        """The same network, ending in logits: gradients are asked of these."""
        return explanations.without_softmax(self.network(kind))

    def _answers(self, pixels):
        """What the network says of an image, float32 (classes,); the image as bytes, so that it can be kept."""
        return np.asarray(self.model(self._image(pixels)[np.newaxis], training=False))[0]

    def _image(self, pixels):
        return np.frombuffer(pixels, np.float32).reshape(self.input_shape)

    @_dice_kept()
    def _map(self, method, kind, pixels, label, white, detail):
        """An explanation as it comes: for each pixel, place of the patch, or cell of the layer's maps.

        `detail` is the patch's side and brightness for occlusion, the layer's name for Grad-CAM, else nothing.
        """
        network, image = self.scores(kind), self._image(pixels)
        if method == "occlusion":
            (side, fill), network = detail, self.network(kind)
            return explanations.occlusion(network, image, label, patch_size=side, strides=self.strides, fill=fill)
        if method == "Grad-CAM":
            return self._grad_cam(network, image, label, detail)
        if method == "integrated gradients":
            # In one batch, which is several times as quick as one step after the other.
            way = ((np.arange(_STEPS, dtype=np.float32) + 0.5) / _STEPS)[:, np.newaxis, np.newaxis, np.newaxis]
            found = self._gradients(network, way * image, label).mean(axis=0) * image
        elif method == "guided":
            found = white * self._guided(network, image, label)
        else:
            found = self._gradients(network, image[np.newaxis], label)[0] * (white if method == "gradient" else image)
        return found.sum(axis=-1)

    # How the logits of a class change, as Keras finds it.

    def _gradients(self, network, images, label):
        return explanations.gradient_of(network, images, [label] * len(images))

    def _guided(self, network, image, label):
        return relu_rules.guided(network, image, label)

    def _grad_cam(self, network, image, label, layer):
        return explanations.grad_cam(network, image, label, layer)

    @property
    def strides(self):
        """Pixels from one place of the patch to the next: about fourteen places a side."""
        return max(1, min(self.input_shape[:2]) // 14)


def rival_map(kind, brightness):
    """What knows no network, from the brightness of an image, (height, width): its edges, or itself."""
    return controls.edges(brightness) if kind == "edges" else brightness


def nearest_patches(size, count, patch_size, strides):
    """For each pixel along a side, the number of the patch whose middle lies nearest.

    >>> nearest_patches(8, 4, patch_size=2, strides=2).tolist()
    [0, 0, 1, 1, 2, 2, 3, 3]
    """
    nearest = np.floor((np.arange(size) - (patch_size - 1) / 2) / strides + 0.5)
    return np.clip(nearest.astype(int), 0, count - 1)


def spoken(value):
    """A value of an explanation in words."""
    return significant(value, 2)


def _image_shape(model):
    shape = getattr(model, "input_shape", None)
    if not isinstance(shape, tuple) or len(shape) != 4 or shape[-1] not in (1, 3) or None in shape[1:]:
        raise ValueError(
            "the model must be a Keras model that takes images of one size, (height, width, channels) with 1 or 3 "
            f"channels; given is {f'one that takes {shape[1:]}' if isinstance(shape, tuple) else type(model).__name__}."
        )
    if not isinstance(model.output_shape, tuple) or len(model.output_shape) != 2:
        raise ValueError("the model must end in one number for each class: give a classifier.")
    return shape[1:]


def _has_maps(layer):
    shape = getattr(getattr(layer, "output", None), "shape", ())
    return len(shape) == 4 and type(layer).__name__ not in ("InputLayer", "Rescaling")


def _has_relu(model):
    """Whether guided backpropagation finds a ReLU in a model, models within it included."""
    return any(
        type(layer).__name__ == "ReLU" or _name_of(getattr(layer, "activation", None)) == "relu"
        for layer in _all_layers(model)
    )


def _name_of(activation):
    return getattr(activation, "__name__", activation)


def _all_layers(model):
    for layer in model.layers:
        yield layer
        yield from _all_layers(layer) if hasattr(layer, "layers") else ()
