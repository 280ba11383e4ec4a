"""The Keras models of the course, and a look at what their layers compute.

Every model takes pixels from 0 to 255, (batch, 28, 28, 1), and scales them itself: whoever uses the
model cannot forget to. Keras is imported inside the functions, so that importing this module costs nothing.
"""

import numpy as np


def classic(*, filters=(32, 32), kernel_size=3, strides=1, padding="valid", units=128):
    """The classic starting point: convolution and max pooling twice, then two dense layers.

    Parameters
    ----------
    filters : (int, int)
        Filters of the two convolutions.
    kernel_size, strides, padding
        Of both convolutions, as in `keras.layers.Conv2D`.
    units : int
        Units of the first dense layer.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 113,386 parameters as it stands.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    convolution = {"kernel_size": kernel_size, "strides": strides, "padding": padding, "activation": "relu"}
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(filters[0], **convolution),
            layers.MaxPooling2D(),
            layers.Conv2D(filters[1], **convolution),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(units, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="classic",
    )


def dense_network(*, units=(128,)):
    """A network without convolutions: every pixel is connected to every unit.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    hidden = [layers.Dense(count, activation="relu") for count in units]
    return keras.Sequential(
        [layers.Input((28, 28, 1)), layers.Rescaling(1 / 255), layers.Flatten(), *hidden]
        + [layers.Dense(10, activation="softmax")],
        name="dense",
    )


def feature_maps(model, images, layer_name):
    """What one layer of a model computes for these images.

    Parameters
    ----------
    model : Keras model (functional or sequential)
    images : (batch, height, width, channels)
        As the model takes them.
    layer_name : str
        One of the names that `model.summary()` lists.

    Returns
    -------
    feature_maps : float32 (batch, …)
        The layer's output, at inference.

    Raises
    ------
    ValueError
        The model has no layer of that name.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    names = [layer.name for layer in model.layers]
    if layer_name not in names:
        raise ValueError(f"no layer is called {layer_name!r}; this model has: {', '.join(names)}.")
    part = keras.Model(model.inputs, model.get_layer(layer_name).output)
    return np.asarray(part(images, training=False))
