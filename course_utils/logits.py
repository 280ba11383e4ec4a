"""What a network answers, and what it would answer without its softmax: logits.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np

from course_utils.arrays import shown
from course_utils.batches import images_for


def outputs(model, images):
    """What a network answers to each image.

    Parameters
    ----------
    model : Keras model
    images : (batch, height, width[, channels])
        As the model takes them.

    Returns
    -------
    answers : float32 (batch, classes)
        Probabilities or logits, as the model ends. `model.predict` gives the same, and prepares anew for each number
        of images and each new network, of which a lesson on explanations has many.

    Introduced in notebook 09.
    """
    images = images_for(model, images).astype(np.float32, copy=False)
    parts = [np.asarray(model(images[start : start + 500], training=False)) for start in range(0, len(images), 500)]
    return np.concatenate(parts)


def without_softmax(model):
    """The same network, ending in logits: what softmax is given.

    Where a network is sure, its probability hardly moves whatever the pixels do, and it also moves when *other* classes
    do; so gradients are asked of the logit. The last layer is made again, without softmax and with a copy of its
    weights; all others are shared. The logarithm of the probability would keep the other classes in it.

    Parameters
    ----------
    model : Keras model
        Ends in a dense layer with softmax, in a softmax layer, or in logits already.

    Returns
    -------
    model : keras.Model

    Raises
    ------
    ValueError
        It ends in another activation, such as a sigmoid.

    Introduced in notebook 09.
    """
    from course_utils.quiet import keras

    _check_one_in_one_out(model)
    if isinstance(model, keras.Sequential):
        *others, last = model.layers
        ending = _ending(last)
        return model if ending is last else keras.Sequential([keras.Input(model.input_shape[1:]), *others, *ending])
    last = next((layer for layer in model.layers if layer.output is model.outputs[0]), None)
    if last is None or isinstance(last, keras.Model):
        raise ValueError("this model ends in another model: give that one.")
    ending, answer = _ending(last), last.input
    if ending is last:
        return model
    for layer in ending:
        answer = layer(answer)
    return keras.Model(model.inputs[0], answer)


def _ending(last):
    """Layers that give logits where this one gives probabilities, or the layer itself where it gives logits."""
    from course_utils.quiet import keras

    if isinstance(last, keras.Model):
        return [without_softmax(last)]
    activation = getattr(last, "activation", keras.activations.linear)
    if isinstance(last, keras.layers.Softmax):
        return []
    if activation is keras.activations.linear:
        return last
    if activation is not keras.activations.softmax:
        name = getattr(activation, "__name__", shown(activation))
        raise ValueError(f"this model ends in {name}: give one that ends in softmax, or in logits.")
    if isinstance(last, keras.layers.Activation):
        return []
    scores = type(last).from_config(last.get_config() | {"activation": "linear", "name": f"{last.name}_logits"})
    scores.build(last.input.shape)
    scores.set_weights(last.get_weights())
    return [scores]


def _check_one_in_one_out(model):
    from course_utils.quiet import keras

    if not isinstance(model, keras.Model) or not getattr(model, "inputs", None):
        raise ValueError(f"model {shown(model)} is not allowed: give a Keras model that knows its input's shape.")
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError("this model has several inputs or outputs: give one from one batch of images to one answer.")
