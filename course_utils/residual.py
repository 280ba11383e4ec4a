"""Networks with and without shortcuts, of any depth: what a shortcut adds, and what depth costs without it.

A block is two convolutions (or two dense layers), each normalised. With a shortcut its result is added to what came in.

Keras is imported inside the functions, so that importing this module costs nothing.
"""

import json
from pathlib import Path

from course_utils.arrays import shown
from course_utils.geometry import as_count

#: With which the table of `stored_losses` was made: garments, passes, garments in a batch, Adam's learning rate.
SETTINGS = {"images": 2000, "epochs": 4, "batch_size": 50, "learning_rate": 0.003}
DEPTH_FILE = Path(__file__).parent / "data" / "depth" / "losses.json"


def residual_network(
    *, blocks=4, shortcuts=True, filters=12, stride=4, still=False, batch_norm=True, input_shape=(28, 28, 1), classes=10
):
    """A convolution that strides, blocks of two 3×3 convolutions each, and an average: 2 × blocks + 1 convolutions.

    Parameters
    ----------
    blocks : int
        How many; from 1 up.
    shortcuts : bool
        Add to each block's result what came in: ReLU(x + f(x)). Otherwise the block is plain: ReLU(f(x)).
    filters : int
        Of every convolution, so that x and f(x) have one shape.
    stride : int
        Of the first convolution: maps are so many times smaller than the image, from there to the end.
    still : bool
        Start the last batch norm of each block with γ = 0, so that f(x) is 0 before the first step.
    batch_norm : bool
        Normalise behind each convolution of a block.
    input_shape : (height, width, channels)
    classes : int

    Returns
    -------
    model : Keras model
        Pixels from 0 to 255, (batch, *input_shape), in, probabilities (batch, classes) out. Blocks end in layers called
        `block_1` and so on, convolutions are `stem`, `conv_1a`, `conv_1b` …

    Raises
    ------
    ValueError
        A setting is not allowed.

    Notes
    -----
    After He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR (2016), arXiv:1512.03385.
    γ = 0 at the start: Goyal and others, "Accurate, Large Minibatch SGD", arXiv:1706.02677 (2017).

    Introduced in notebook 11.
    """
    from course_utils.quiet import keras

    layers, filters, stride = keras.layers, as_count(filters, "filters"), as_count(stride, "stride")
    blocks = as_count(blocks, "blocks")
    if still and not batch_norm:
        raise ValueError("still=True sets a γ to 0, which batch_norm=False does not have: give one of the two.")
    drawn = {"padding": "same", "kernel_initializer": "he_normal"}
    inputs = layers.Input(_image_shape(input_shape))
    # Centred, roughly: without it the first layers of the plain networks start worse than they need to.
    result = layers.Rescaling(1 / 90, offset=-73 / 90)(inputs)
    result = layers.Conv2D(filters, 3, strides=stride, activation="relu", name="stem", **drawn)(result)
    for number in range(1, blocks + 1):
        before = result
        for place in "ab":
            name = f"conv_{number}{place}"
            result = layers.Conv2D(filters, 3, use_bias=not batch_norm, name=name, **drawn)(result)
            if batch_norm:
                gamma = "zeros" if still and place == "b" else "ones"
                norm = layers.BatchNormalization(momentum=0.9, gamma_initializer=gamma, name=f"norm_{number}{place}")
                result = norm(result)
            if place == "a":
                result = layers.ReLU(name=f"relu_{number}a")(result)
        if shortcuts:
            result = layers.Add(name=f"add_{number}")([before, result])
        result = layers.ReLU(name=f"block_{number}")(result)
    result = layers.GlobalAveragePooling2D(name="averages")(result)
    scores = layers.Dense(as_count(classes, "classes"), activation="softmax", name="scores")(result)
    return keras.Model(inputs, scores, name="residual" if shortcuts else "plain")


def dense_blocks(*, depth=30, shortcuts=True, units=64):
    """Dense layers with batch norm and ReLU one behind the other, as `models.deep_network`, with shortcuts.

    Parameters
    ----------
    depth : int
        Hidden layers, called `hidden_1` and so on.
    shortcuts : bool
        From the second layer on, add to each layer's result what came in: x + ReLU(norm(W x)).
    units : int
        Of each hidden layer.

    Returns
    -------
    model : Keras model
        Standardised images (batch, 28, 28, 1) in, probabilities (batch, 10) out.

    Introduced in notebook 11.
    """
    from course_utils.quiet import keras

    layers, depth, units = keras.layers, as_count(depth, "depth"), as_count(units, "units")
    inputs = layers.Input((28, 28, 1))
    result = layers.Flatten()(inputs)
    for number in range(1, depth + 1):
        before = result
        result = layers.Dense(units, kernel_initializer="he_normal", name=f"hidden_{number}")(result)
        result = layers.BatchNormalization()(result)
        result = layers.Activation("relu", name=f"activation_{number}")(result)
        if shortcuts and number > 1:
            result = layers.Add()([before, result])
    scores = layers.Dense(10, activation="softmax", name="scores")(result)
    return keras.Model(inputs, scores, name="dense_blocks")


def stored_losses():
    """Training losses of the last epoch, by depth and kind of network, three seeds each, measured once.

    The networks are `residual_network`; `benchmarks/depth.py` trains them anew, in minutes.

    Returns
    -------
    losses : dict of "plain" or "shortcuts" -> dict of convolutions -> list of float
        One for each seed.

    >>> {name: list(by_depth) for name, by_depth in stored_losses().items()}
    {'plain': [3, 9, 21, 33], 'shortcuts': [3, 9, 21, 33]}

    Introduced in notebook 11.
    """
    losses = {"plain": {}, "shortcuts": {}}
    for run in json.loads(DEPTH_FILE.read_text(encoding="utf-8")):
        by_depth = losses["shortcuts" if run["shortcuts"] else "plain"]
        by_depth.setdefault(run["convolutions"], []).append(run["losses"][-1])
    return losses


def _image_shape(given):
    if not isinstance(given, (tuple, list)) or len(given) != 3:
        raise ValueError(f"input_shape {shown(given)} is not allowed: give (height, width, channels).")
    return tuple(as_count(size, "input_shape") for size in given)
