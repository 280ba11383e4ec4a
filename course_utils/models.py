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


def course_network(*, filters=(16, 40, 80), units=128, rate=0.2):
    """The course's own network: convolutions that stride in place of pooling, then two dense layers.

    Stride 2 computes a quarter of the positions, so that three convolutions, with more filters, cost fewer
    multiplications than the two of `classic`. Batch normalisation bears the high learning rate of
    `training.course_recipe`; the first convolution goes without, because its maps are the largest and
    normalising them costs as much as making them.

    Parameters
    ----------
    filters : sequence of int
        Of each convolution. Sizes go 28, 14, 7, 3.
    units : int
        Of the first dense layer.
    rate : float
        Share of its inputs, and of its outputs, that dropout leaves out in training.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 129,162 parameters as it stands.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255)], name="course")
    for number, count in enumerate(filters, start=1):
        first, last = number == 1, number == len(filters)
        # Padding costs least where maps are large. No bias before batch normalisation, which has a shift of its own.
        padding = "valid" if last else "same"
        model.add(layers.Conv2D(count, 3, strides=2, padding=padding, use_bias=first, name=f"conv_{number}"))
        if not first:
            model.add(layers.BatchNormalization(momentum=0.9, name=f"norm_{number}"))
        model.add(layers.ReLU(name=f"relu_{number}"))
    model.add(layers.Flatten(name="flatten"))
    model.add(layers.Dropout(rate))
    model.add(layers.Dense(units, use_bias=False, name="dense"))
    model.add(layers.BatchNormalization(momentum=0.9, name="norm_dense"))
    model.add(layers.ReLU(name="relu_dense"))
    model.add(layers.Dropout(rate))
    model.add(layers.Dense(10, activation="softmax", name="scores"))
    return model


def vgg_network(*, filters=(24, 48, 96), rate=0.2):
    """A small network in the manner of VGG: seven 3×3 convolutions, max pooling, ever more filters.

    It takes longer than `course_network`, and is better. The first convolution is computed at every pixel: stride 2
    there would save a tenth of the time and cost about 0.4 points of accuracy. What is pooled is pooled before it is
    normalised: a quarter of the positions, a quarter of that work. Most multiplications happen at 14×14 and 7×7.
    Global average pooling takes the place of a large dense layer.

    Parameters
    ----------
    filters : sequence of int
        Of the convolutions at the sizes 28, 14 and 7, each pooled; from the second on, two more of as many filters
        follow at the size that pooling leaves.
    rate : float
        Share of the averages that dropout leaves out in training.

    Returns
    -------
    model : keras.Sequential
        Pixels (batch, 28, 28, 1) in, probabilities (batch, 10) out. 262,210 parameters as it stands.

    Notes
    -----
    After Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
    arXiv:1409.1556 (2014), who pool behind the last convolution of a block, and without batch normalisation.

    Behind the lessons: benchmarks/time_to_accuracy.py
    """
    from course_utils.quiet import keras

    layers = keras.layers
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255)], name="vgg")
    for number, count in enumerate(filters):
        for pooled in [True] if number == 0 else [True, False, False]:
            model.add(layers.Conv2D(count, 3, padding="same", use_bias=False))
            if pooled:
                model.add(layers.MaxPooling2D())
            model.add(layers.BatchNormalization(momentum=0.9))
            model.add(layers.ReLU())
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dropout(rate))
    model.add(layers.Dense(10, activation="softmax", name="scores"))
    return model


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
    inputs = [layers.Input((28, 28, 1)), layers.Rescaling(1 / 255), layers.Flatten()]
    return keras.Sequential([*inputs, *hidden, layers.Dense(10, activation="softmax")], name="dense")


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

    _check_name(model, layer_name)
    inputs = model.inputs[0] if len(model.inputs) == 1 else model.inputs
    part = keras.Model(inputs, model.get_layer(layer_name).output)
    # In batches: the maps of 5,000 images at once would take a quarter of a gigabyte.
    starts = range(0, max(len(images), 1), 500)
    return np.concatenate([np.asarray(part(images[start : start + 500], training=False)) for start in starts])


def gradients(model, images, labels, layer_name):
    """How the loss changes with one layer's kernel, and with each value of its feature maps.

    Parameters
    ----------
    model : keras.Sequential
        Ends in probabilities.
    images : (batch, height, width, channels)
    labels : int (batch,)
    layer_name : str

    Returns
    -------
    of_kernel : float32, shaped as the kernel
    of_maps : float32 (batch, rows, columns, filters)
        At the layer's output, behind its activation.
    maps : float32 (batch, rows, columns, filters)
        The output itself.

    Introduced in notebook 06.
    """
    from course_utils.quiet import keras  # noqa: I001  silences the import that follows
    import tensorflow as tf

    _check_name(model, layer_name)
    result = keras.ops.convert_to_tensor(images, "float32")
    with tf.GradientTape() as tape:
        for layer in model.layers:
            result = layer(result)
            if layer.name == layer_name:
                maps, kernel = result, layer.kernel.value
        loss = keras.losses.SparseCategoricalCrossentropy()(np.asarray(labels), result)
    of_kernel, of_maps = tape.gradient(loss, [kernel, maps])
    return of_kernel.numpy(), of_maps.numpy(), maps.numpy()


def _check_name(model, layer_name):
    names = [layer.name for layer in model.layers]
    if layer_name not in names:
        raise ValueError(f"no layer is called {layer_name!r}; this model has: {', '.join(names)}.")
