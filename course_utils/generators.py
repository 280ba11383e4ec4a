"""Networks that draw garments, from a class, from a code of a few numbers, or from both; and measures of drawings.

One decoder serves all three: a vector goes in, an image comes out. Only what it is fed and trained for differs.

Keras and TensorFlow are imported inside the functions, so that importing this module costs nothing.
"""

import time
from typing import NamedTuple

import numpy as np

from course_utils.arrays import batch_of, numbers_of, real_array, shown
from course_utils.batches import labels_of
from course_utils.geometry import as_count, as_number
from course_utils.models import build_from
from course_utils.numbers import counted
from course_utils.numbers import shape as shape_in_words
from course_utils.training import forget_networks, forgotten_gradients
from course_utils.transposed import enlarge, transpose_convolve

CLASSES = 10


class Generator(NamedTuple):
    """A trained decoder, the encoder trained with it (or None), the loss of each epoch, and the seconds it took."""

    decoder: object
    encoder: object
    losses: list
    seconds: float


def decoder(inputs):
    """A network from a vector to an image: two dense layers, then two transposed convolutions that double the size.

    Parameters
    ----------
    inputs : int
        Numbers of the vector: 10 for a class, 8 for a code of eight, 18 for both.

    Returns
    -------
    model : keras.Sequential
        (batch, inputs) in, grey levels from 0 to 1 out, (batch, 28, 28, 1).

    >>> decoder(8).output_shape
    (None, 28, 28, 1)

    Introduced in notebook 12.
    """
    from course_utils.quiet import keras

    layers, inputs = keras.layers, as_count(inputs, "inputs")
    doubling = {"kernel_size": 4, "strides": 2, "padding": "same"}
    return keras.Sequential(
        [
            layers.Input((inputs,)),
            layers.Dense(128, activation="relu"),
            layers.Dense(7 * 7 * 32, activation="relu"),
            layers.Reshape((7, 7, 32)),
            layers.Conv2DTranspose(16, activation="relu", **doubling),
            layers.Conv2DTranspose(1, activation="sigmoid", **doubling),
        ],
        name="decoder",
    )


def encoder(outputs, *, told_class=False):
    """A network from an image to a vector: two convolutions that halve the size, then two dense layers.

    Parameters
    ----------
    outputs : int
        Numbers of the vector.
    told_class : bool
        Whether the class, one-hot, goes in as well, beside the feature maps.

    Returns
    -------
    model : keras.Model
        Pixels from 0 to 255 in, (batch, 28, 28, 1), or a list of pixels and classes; (batch, outputs) out.

    >>> encoder(8).output_shape
    (None, 8)

    Introduced in notebook 12.
    """
    from course_utils.quiet import keras

    layers, outputs = keras.layers, as_count(outputs, "outputs")
    halving = {"kernel_size": 3, "strides": 2, "padding": "same", "activation": "relu"}
    pixels, classes = layers.Input((28, 28, 1)), layers.Input((CLASSES,))
    maps = layers.Conv2D(16, **halving)(layers.Rescaling(1 / 255)(pixels))
    features = layers.Flatten()(layers.Conv2D(32, **halving)(maps))
    if told_class:
        features = layers.Concatenate()([features, classes])
    code = layers.Dense(outputs)(layers.Dense(128, activation="relu")(features))
    return keras.Model([pixels, classes] if told_class else pixels, code, name="encoder")


def fit_from_class(pixels, labels, *, epochs=3, seed=0):
    """A decoder trained to draw an image from its class alone, by the mean squared error.

    Parameters
    ----------
    pixels : uint8 (n, 28, 28)
    labels : (n,)
    epochs, seed : int

    Returns
    -------
    Generator
        Without encoder.

    Introduced in notebook 12.
    """
    pixels, labels = _pixels_and_labels(pixels, labels)
    network = build_from(seed, lambda: decoder(CLASSES))
    losses, seconds = _train(network, one_hot(labels), pixels, _squared_error, epochs)
    return Generator(network, None, losses, seconds)


def fit_autoencoder(pixels, *, code_size=8, epochs=6, seed=0):
    """An encoder and a decoder trained together to give each image back through a code, by the mean squared error.

    Parameters
    ----------
    pixels : uint8 (n, 28, 28)
    code_size, epochs, seed : int

    Returns
    -------
    Generator

    Introduced in notebook 12.
    """
    from course_utils.quiet import keras

    pixels, code_size = _as_pixels(pixels), as_count(code_size, "code_size")
    network = build_from(seed, lambda: keras.Sequential([encoder(code_size), decoder(code_size)]))
    losses, seconds = _train(network, pixels, pixels, _squared_error, epochs)
    return Generator(network.layers[1], network.layers[0], losses, seconds)


def fit_variational(pixels, labels, *, code_size=8, beta=1, epochs=6, seed=0):
    """A conditional variational autoencoder: both networks are told the class, and each image's code is a cloud.

    The encoder gives two numbers for each number of the code: its mean and the logarithm of its variance. In training
    the code is drawn from there. The loss is the cross-entropy of the pixels, summed over the image, plus β times the
    distance (Kullback–Leibler) from each cloud to the one of mean 0 and variance 1 from which new codes are drawn.

    Parameters
    ----------
    pixels : uint8 (n, 28, 28)
    labels : (n,)
    code_size, epochs, seed : int
    beta : float
        Weight of that distance, 0 or more. The larger it is, the more the clouds of all images lie where new codes are
        drawn, and the less each says of its own image.

    Returns
    -------
    Generator
        The decoder takes the code and then the class, one-hot: (batch, code_size + 10).

    Notes
    -----
    Kingma and Welling, Auto-Encoding Variational Bayes, 2014 (arXiv:1312.6114); the weight: Higgins and others,
    β-VAE, Learning Basic Visual Concepts with a Constrained Variational Framework, 2017 (ICLR).

    Introduced in notebook 12.
    """
    pixels, labels = _pixels_and_labels(pixels, labels)
    code_size = as_count(code_size, "code_size")
    beta = as_number(beta, "beta", lambda value: value >= 0, "give a weight, 0 or more")
    network = build_from(seed, lambda: _variational(code_size, beta))
    inputs = {"pixels": pixels, "class": one_hot(labels)}
    losses, seconds = _train(network, inputs, pixels, _cross_entropy_of_an_image, epochs)
    return Generator(network.get_layer("decoder"), network.get_layer("encoder"), losses, seconds)


def encode(encoder, pixels, labels=None):
    """The codes of images; of a variational encoder the means.

    Parameters
    ----------
    encoder : Keras model
    pixels : uint8 (n, 28, 28)
    labels : (n,), optional
        For an encoder that is told the class.

    Returns
    -------
    codes : float32 (n, numbers of the encoder)
        A variational encoder gives means first, then logarithms of variances: take the first half.

    Introduced in notebook 12.
    """
    taken = np.float32(_as_pixels(pixels))
    if (labels is not None) != (len(encoder.inputs) == 2):
        wanted = "the class of each image as well" if labels is None else "pixels alone: it was not told classes"
        raise ValueError(f"this encoder takes {wanted}.")
    if labels is not None:
        taken = [taken, one_hot(labels_of(labels, len(taken), classes=CLASSES))]
    return encoder.predict(taken, batch_size=100, verbose=0)


def garments_of(decoder, codes=None, labels=None):
    """The images that a decoder makes of codes, of classes, or of both.

    Parameters
    ----------
    decoder : Keras model
    codes : (n, code_size), optional
    labels : (n,), optional

    Returns
    -------
    images : float32 (n, 28, 28)
        Grey levels from 0 to 1.

    Raises
    ------
    ValueError
        Neither is given, or they do not go with the decoder.

    Introduced in notebook 12.
    """
    parts = [] if codes is None else [_rows(codes)]
    if labels is not None:
        labels = np.asarray(labels)
        parts.append(one_hot(labels_of(labels, len(parts[0]) if parts else len(labels), classes=CLASSES)))
    wanted = decoder.input_shape[-1]
    given = sum(part.shape[1] for part in parts)
    if given != wanted:
        told = "a class counts as ten" if labels is not None else "no class was given, which counts as ten"
        raise ValueError(f"the decoder takes {counted(wanted, 'number')} and was given {given:,}; {told}.")
    return decoder.predict(np.concatenate(parts, axis=1), batch_size=100, verbose=0)[..., 0]


def one_hot(labels):
    """Rows of ten numbers, 1 at the class and 0 elsewhere.

    >>> one_hot([2])
    array([[0., 0., 1., 0., 0., 0., 0., 0., 0., 0.]], dtype=float32)
    """
    return np.eye(CLASSES, dtype=np.float32)[np.asarray(labels)]


def path_between(first, last, *, steps=8):
    """Codes on the straight line from one code to another, both ends among them.

    Parameters
    ----------
    first, last : (code_size,)
    steps : int
        At least 2.

    Returns
    -------
    codes : float64 (steps, code_size)

    >>> path_between([0, 2], [1, 0], steps=3)
    array([[0. , 2. ],
           [0.5, 1. ],
           [1. , 0. ]])

    Introduced in notebook 12.
    """
    first = numbers_of(first, "first", allowed="a code, one row of numbers")
    last = numbers_of(last, "last", shapes=[first.shape])
    if as_count(steps, "steps") < 2:
        raise ValueError(f"steps {shown(steps)} is not allowed: a path has two ends; give 2 or more.")
    shares = np.linspace(0, 1, steps)[:, np.newaxis]
    return (1 - shares) * first + shares * last


def flipped(model, label):
    """What comes out when a classifier is walked backwards, from a class to an image, with its own trained weights.

    Dense layers and convolutions are transposed, pools enlarge, ReLU stays ReLU; biases, and layers that change no
    shape, are left out.

    Parameters
    ----------
    model : keras.Sequential
        That classifies images of one channel.
    label : int

    Returns
    -------
    image : float64 (height, width)
        Stretched to 0 … 1.

    Introduced in notebook 12.
    """
    (label,) = labels_of(np.atleast_1d(label), 1, classes=model.output_shape[-1])
    values = np.eye(model.output_shape[-1])[[label]]
    for layer in reversed(model.layers):
        values = _one_layer_back(layer, values)
    image = values[0, ..., 0]
    return (image - image.min()) / max(np.ptp(image), 1e-12)


def _one_layer_back(layer, values):
    kind, before = type(layer).__name__, layer.input.shape[1:]
    if kind == "Dense":
        return values @ layer.get_weights()[0].T
    if kind == "Flatten":
        return values.reshape(-1, *before)
    if kind == "Conv2D":
        setting = {"strides": layer.strides, "padding": layer.padding}
        return transpose_convolve(values, layer.get_weights()[0], output_shape=before[:2], **setting)
    if kind == "MaxPooling2D":
        larger = enlarge(values, layer.pool_size[0])
        left_over = [(0, wanted - size) for wanted, size in zip(before[:2], larger.shape[1:3], strict=True)]
        return np.pad(larger, [(0, 0), *left_over, (0, 0)])
    return np.maximum(values, 0) if kind == "ReLU" else values


def _variational(code_size, beta):
    from course_utils.quiet import keras

    layers, ops = keras.layers, keras.ops

    class Cloud(layers.Layer):
        """Draws a code from the cloud that the encoder gives, and adds the cloud's distance to the loss."""

        def __init__(self):
            super().__init__()
            self.noise = keras.random.SeedGenerator()

        def call(self, numbers):
            mean, log_variance = ops.split(numbers, 2, axis=-1)
            apart = 0.5 * (mean**2 + ops.exp(log_variance) - log_variance - 1)
            self.add_loss(beta * ops.mean(ops.sum(apart, axis=-1)))
            return mean + ops.exp(log_variance / 2) * keras.random.normal(ops.shape(mean), seed=self.noise)

    pixels, classes = layers.Input((28, 28, 1), name="pixels"), layers.Input((CLASSES,), name="class")
    code = Cloud()(encoder(2 * code_size, told_class=True)([pixels, classes]))
    drawn = decoder(code_size + CLASSES)(layers.Concatenate()([code, classes]))
    return keras.Model({"pixels": pixels, "class": classes}, drawn)


# The losses take pixels from 0 to 255: of an array, TensorFlow keeps a copy for every model trained on it, and as bytes
# it is a quarter as large.


def _cross_entropy_of_an_image(pixels, drawn):
    from course_utils.quiet import keras

    return 28 * 28 * keras.ops.mean(keras.losses.binary_crossentropy(pixels / 255, drawn), axis=(1, 2))


def _squared_error(pixels, drawn):
    from course_utils.quiet import keras

    return keras.losses.mean_squared_error(pixels / 255, drawn)


def _train(network, inputs, pixels, loss, epochs):
    """Train with batches of 128; the loss of each epoch, and the seconds it all took."""
    from course_utils.quiet import keras

    network.compile(keras.optimizers.Adam(0.002), loss=loss)
    forget_networks()
    started = time.perf_counter()
    with forgotten_gradients():
        history = network.fit(inputs, pixels, batch_size=128, epochs=as_count(epochs, "epochs"), verbose=0).history
    return history["loss"], time.perf_counter() - started


def _as_pixels(pixels):
    """Garments as uint8, (n, 28, 28, 1)."""
    pixels = batch_of(pixels, "pixels")
    if pixels.shape[1:3] != (28, 28) or pixels.size != len(pixels) * 784 or not len(pixels):
        raise ValueError(f"pixels have the shape {shape_in_words(pixels.shape)}: give garments, (n, 28, 28).")
    if pixels.dtype != np.uint8:
        raise ValueError(f"pixels are {pixels.dtype}: give uint8 from 0 to 255, as the data holds them.")
    return pixels.reshape(-1, 28, 28, 1)


def _pixels_and_labels(pixels, labels):
    pixels = _as_pixels(pixels)
    return pixels, labels_of(labels, len(pixels), classes=CLASSES)


def _rows(codes):
    return real_array(codes, "codes", axes=(2,), allowed="(n, code_size)", finite=True).astype(np.float32)
