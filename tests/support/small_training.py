"""Images and a network so small that a training on them takes a second."""

import numpy as np

from course_utils.activations import softmax


def bars(count, seed=0):
    """Images whose class is the place of a bright bar, in noise: ten classes, learnt in a few epochs."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    pixels = rng.integers(0, 120, (count, 28, 28))
    for image, label in zip(pixels, labels, strict=True):
        image[2 + 2 * label : 5 + 2 * label] += 120
    return pixels.astype(np.uint8), labels


def network():
    """A small network with every source of chance that the course's networks have."""
    from course_utils.quiet import keras

    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(16, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )


def garments(count=24):
    """Images with a black margin of four pixels, every one different, and their numbers as labels."""
    rng = np.random.default_rng(0)
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24, 4:24] = rng.integers(1, 256, (count, 20, 20))
    return images, np.arange(count)


def augment():
    """Layers that change nearly every image: mirrored or not, moved by up to three pixels."""
    from course_utils.quiet import keras

    layers = keras.layers
    return [layers.RandomFlip("horizontal"), layers.RandomTranslation(0.1, 0.1, fill_mode="constant")]


def gradient_by_hand(images, labels, weights):
    """Gradient of the mean cross-entropy of one dense layer: inputs times errors."""
    inputs = images.reshape(len(images), -1).astype(float)
    errors = softmax(inputs @ weights) - np.eye(10)[labels]
    return inputs.T @ errors / len(inputs)


def untouched(model, measure):
    """Whether a measurement leaves every weight of the model as it was, moving averages included."""
    before = model.get_weights()
    measure(model)
    return all(map(np.array_equal, before, model.get_weights()))
