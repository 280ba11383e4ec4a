"""Three conventions for a gradient that goes back through ReLU, and a picture that follows from each.

The gradient itself is one of them. The other two, of the deconvnet and of guided backpropagation, are gradients of
nothing.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import numbers_of, shown
from course_utils.explanations import asked, gradient_of
from course_utils.logits import without_softmax
from course_utils.numbers import shape as shape_in_words
from course_utils.training import forgotten_gradients

RULES = ("gradient", "deconvnet", "guided")


def passed_back(inputs, gradient, rule="gradient"):
    """What one ReLU hands back, by each of three rules.

    Parameters
    ----------
    inputs : (…)
        What came into the ReLU on the way forward.
    gradient : (…)
        What comes back from above, one number for each input.
    rule : "gradient", "deconvnet" or "guided"
        Passes where the input was positive; where the gradient is positive; where both are.

    Returns
    -------
    passed : float64 (…)

    Raises
    ------
    ValueError
        There is no such rule, or the two have different shapes.

    Notes
    -----
    The deconvnet is of Zeiler and Fergus (2014); guided backpropagation of Springenberg and others, "Striving for
    Simplicity: The All Convolutional Net" (2015).

    >>> passed_back([-2, 1, 5], [3, -4, 6], "guided")
    array([0., 0., 6.])

    Introduced in notebook 09.
    """
    inputs, gradient = numbers_of(inputs, "inputs"), numbers_of(gradient, "gradient")
    if inputs.shape != gradient.shape:
        given = f"{shape_in_words(inputs.shape)} and {shape_in_words(gradient.shape)}"
        raise ValueError(f"inputs and gradient have the shapes {given}: give one number of each for each unit.")
    passes = {"gradient": inputs > 0, "deconvnet": gradient > 0, "guided": (inputs > 0) & (gradient > 0)}
    return np.where(passes[_checked(rule)], gradient, 0.0)


def guided(model, images, labels, rule="guided"):
    """What arrives at the pixels when every ReLU hands back by one of the rules.

    Parameters
    ----------
    model : Keras model
        Its ReLUs are `activation="relu"` or `keras.layers.ReLU()` as it stands.
    images : (height, width[, channels]), or a batch of such
        As the model takes them.
    labels : int, or int (batch,)
        The class asked about; one number for one image.
    rule : "guided", "deconvnet" or "gradient"

    Returns
    -------
    arrived : float32, shaped as `images`
        By the rule "gradient" it is `explanations.saliency`; by the others it is the gradient of nothing.

    Raises
    ------
    ValueError
        There is no such rule, the model has no ReLU, or images, labels and model do not go together.

    Introduced in notebook 09.
    """
    shape = np.shape(images)
    images, labels, _ = asked(model, images, labels)
    with forgotten_gradients():
        return gradient_of(_with_rule(without_softmax(model), _checked(rule)), images, labels).reshape(shape)


def _with_rule(model, rule):
    """Return a copy of the network that computes the same, and whose ReLUs hand back by the rule."""
    from course_utils.quiet import keras

    relu, changed = _relu(rule), []

    def copy(layer):
        config = layer.get_config()
        if isinstance(layer, keras.layers.ReLU) and not (layer.max_value or layer.negative_slope or layer.threshold):
            changed.append(layer.name)
            return keras.layers.Activation(relu, name=layer.name)
        if getattr(layer, "activation", None) is keras.activations.relu:
            changed.append(layer.name)
            config["activation"] = relu
        return type(layer).from_config(config)

    copied = keras.models.clone_model(model, clone_function=copy, recursive=True)
    if not changed:
        raise ValueError("this model has no ReLU, for which the rules are made: ask for explanations.saliency.")
    copied.set_weights(model.get_weights())
    return copied


def _relu(rule):
    """Return a ReLU for TensorFlow with this rule for the way back."""
    from course_utils.quiet import tensorflow as tf

    @tf.custom_gradient
    def relu(inputs):
        def back(gradient):
            positive = tf.cast(inputs > 0, gradient.dtype)
            if rule == "gradient":
                return gradient * positive
            return tf.nn.relu(gradient) * (positive if rule == "guided" else 1)

        return tf.nn.relu(inputs), back

    return relu


def _checked(rule):
    if rule not in RULES:
        raise ValueError(f"rule {shown(rule)} is not allowed: give one of {', '.join(map(repr, RULES))}.")
    return rule
