"""Networks small enough to try things on within seconds: three convolutions, one layer, ten layers.

Keras is imported inside the functions, so that importing this module costs nothing.
"""


def small_cnn(*, filters=(8, 16, 32), batch_norm=False, dropout=0.0, scaling=1 / 255):
    """A network small enough for experiments: convolutions of stride 2, then one dense layer.

    Parameters
    ----------
    filters : tuple of int
        Filters of the convolutions, 3×3 each; their ReLUs are called `relu_1` and so on.
    batch_norm : bool
        Normalise after each convolution, before its ReLU.
    dropout : float
        Rate of the dropout before the last layer; at 0 there is none.
    scaling : float or None
        Pixels are multiplied by it. None takes the images as they come: only notebook 05 does so, to
        measure what happens then.

    Returns
    -------
    model : keras.Sequential
        Images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    stack = [layers.Input((28, 28, 1))] + ([] if scaling is None else [layers.Rescaling(scaling)])
    for number, count in enumerate(filters, start=1):
        # Batch norm subtracts the mean, so a bias before it would have no effect.
        stack.append(layers.Conv2D(count, 3, strides=2, use_bias=not batch_norm))
        stack += [layers.BatchNormalization()] if batch_norm else []
        stack.append(layers.ReLU(name=f"relu_{number}"))
    stack += [layers.Flatten()] + ([layers.Dropout(dropout)] if dropout else [])
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax")], name="small")


def deep_network(activation, *, depth=10, units=64, batch_norm=False, kernel_initializer="he_normal"):
    """Dense layers one behind the other, to watch activations and gradients pass through them.

    Parameters
    ----------
    activation : str
        As Keras names it: "relu", "sigmoid", "tanh" …
    depth, units : int
        Hidden layers, called `hidden_1` and so on; units of each.
    batch_norm : bool
        Normalise before each activation.
    kernel_initializer : str
        How the hidden layers' first weights are drawn, as Keras names it.

    Returns
    -------
    model : keras.Sequential
        Standardised images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    stack = [layers.Input((28, 28, 1)), layers.Flatten()]
    for number in range(1, depth + 1):
        stack.append(layers.Dense(units, kernel_initializer=kernel_initializer, name=f"hidden_{number}"))
        stack += [layers.BatchNormalization()] if batch_norm else []
        stack.append(layers.Activation(activation, name=f"activation_{number}"))
    return keras.Sequential([*stack, layers.Dense(10, activation="softmax", name="scores")], name="deep")


def dense_layer():
    """One dense layer of ten classes on the flattened image, without bias, all its weights zero.

    Introduced in notebook 05.
    """
    from course_utils.quiet import keras

    layers = keras.layers
    scores = layers.Dense(10, activation="softmax", use_bias=False, kernel_initializer="zeros", name="scores")
    return keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), scores], name="one_layer")
