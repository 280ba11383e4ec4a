"""The network in NumPy alone beside Keras: its accuracy and seconds, an epoch of both, and their first twenty steps.

    python -m benchmarks.by_hand_training

The same network, weights, batches (128) and steps of Adam; for the comparison both are without dropout, whose coins
differ. Keras is trained by `train_on_batch`'s compiled function over the same batches from memory. They take turns,
20,000 images at a time, and the fastest of three turns counts.

A step of a batch takes 7 to 11 ms in one thread: of 11.1, the gradients of both kernels 3.2, that of the maps 2.7, both
convolutions 1.7, batch norm, dropout, softmax and loss together 0.4; Adam's step 0.6. Processor time of an epoch in one
thread, by size of the batch: 64 5.3 s, 128 4.4, 256 4.2, 512 4.4. A second thread gains nothing (5.6 s beside 5.6), and
loses much where other work wants the processors: an epoch then took 70 to 82 s. So it trains in one (`one_thread`).

The steps agree with Keras' to 7e-6 from four of five places in the training images. From the fifth they part by 3e-3,
and by hand is on the side of float64 (4e-7 of the largest gradient): one input of the last ReLU is zero but for its
rounding, and one lets its gradient through where the other does not. Only the first place is tried here.
"""

import time

import numpy as np

from benchmarks.report import Result, main
from course_utils import fashion_mnist
from course_utils.numpy_network import DEVIATION, EPSILON, KEPT, MEAN, SHAPES, NumpyNetwork, one_cycle

BATCH, STEPS, PEAK, EPOCHS = 128, 20, 0.004, 6
TURN = 20_000  # images
ACCURACY_BAR, SECONDS_BAR, KERAS_BAR, STEP_BAR = 90, 60, 1.5, 1e-4


def keras_twin(network):
    """The same network in Keras, with the same weights, compiled with the same optimizer."""
    from course_utils.quiet import keras

    layers = keras.layers
    twin = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Rescaling(1 / (255 * DEVIATION), -MEAN / DEVIATION),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(24, 5, strides=2, activation="relu"),
            layers.Conv2D(48, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(128, use_bias=False),
            layers.BatchNormalization(momentum=KEPT, epsilon=EPSILON),
            layers.ReLU(),
            layers.Dense(10),
        ]
    )
    arrays = [network.weights[name] for name in SHAPES]
    twin.set_weights([*arrays[:7], network.moving_mean, network.moving_variance, *arrays[7:]])
    twin.compile(
        keras.optimizers.Adam(0.001, beta_2=0.99, epsilon=1e-7),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return twin


def batches(images, labels, count):
    """The first so many batches, with the learning rate of each in one cycle."""
    for batch in range(count):
        part = slice(batch * BATCH, (batch + 1) * BATCH)
        yield images[part], labels[part], PEAK * one_cycle(batch / count)


def losses(images, labels, *, steps=STEPS):
    """Losses of the first steps from the same weights: by hand, and in Keras."""
    network = NumpyNetwork(rate=0)
    twin, by_hand, in_keras = keras_twin(network), [], []
    for pixels, classes, rate in batches(images, labels, steps):
        by_hand.append(network.step(pixels, classes, rate))
        twin.optimizer.learning_rate = rate
        # Keras' train_on_batch gives a running mean; a metric set back gives the batch's own.
        twin.reset_metrics()
        in_keras.append(float(twin.train_on_batch(pixels.astype("float32"), classes)))
    return np.array(by_hand), np.array(in_keras)


def turns(images, labels):
    """Least seconds of three turns of each, by hand and in Keras."""
    network = NumpyNetwork(rate=0)
    twin, found = keras_twin(network), {"by hand": [], "Keras": []}
    floats = images[:TURN].astype("float32")
    twin.fit(floats[: 10 * BATCH], labels[: 10 * BATCH], batch_size=BATCH, verbose=0)  # compiled before it is timed
    for _ in range(3):
        started = time.perf_counter()
        network.train(images[:TURN], labels[:TURN], validation=(images[:1], labels[:1]), epochs=1)
        found["by hand"].append(time.perf_counter() - started)
        time.sleep(1)  # TensorFlow's threads and NumPy's look for work for a moment after the last
        started = time.perf_counter()
        twin.fit(floats, labels[:TURN], batch_size=BATCH, verbose=0)
        found["Keras"].append(time.perf_counter() - started)
        time.sleep(1)
    return {name: min(seconds) for name, seconds in found.items()}


def measure():
    """Measure all of it."""
    (images, labels), validation = fashion_mnist.load("train"), fashion_mnist.load("validation")
    started = time.perf_counter()
    history = NumpyNetwork().train(images, labels, validation=validation, epochs=EPOCHS)
    seconds = time.perf_counter() - started
    figures = ", ".join(f"{100 * share:.2f}" for share in history.accuracies)
    accuracy = 100 * history.accuracies[-1]
    whole = [
        Result("by hand: validation accuracy", accuracy, "%", figures, ACCURACY_BAR, wanted="at least"),
        Result(f"by hand: {EPOCHS} epochs of {len(images):,}", seconds, "s", "", SECONDS_BAR),
    ]
    by_hand, in_keras = losses(images, labels)
    name = f"largest difference of the loss from Keras' in {STEPS} steps"
    from_to = f"loss from {by_hand[0]:.2f} to {by_hand[-1]:.2f}"
    steps = Result(name, float(np.abs(by_hand - in_keras).max()), "", from_to, STEP_BAR)
    seconds = turns(images, labels)
    figures = ", ".join(f"{name} {taken:.2f} s" for name, taken in seconds.items())
    ratio = seconds["by hand"] / seconds["Keras"]
    return [*whole, steps, Result("an epoch by hand / in Keras", ratio, "×", figures, KERAS_BAR)]


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
