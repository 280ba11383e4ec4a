"""Mistakes on the way back, each trained to the end beside the right network; the curves that lesson 08 shows.

    python -m benchmarks.mistakes_trained                     all of them, three seeds: two to four minutes
    python -m benchmarks.mistakes_trained --only "right"      some; what is stored of the others stays

10,000 images, three epochs of batches of 128, in NumPy alone. Writes course_utils/data/mistakes.json: for each mistake
and seed the accuracy on the validation images after each third of an epoch. Digits may differ on another processor.

With all training images, seeds 0 and 1, what costs nothing here costs a little: right 0.9016 and 0.9014,
flip forgotten 0.8994 and 0.8944, nothing for the first layer 0.8938 and 0.8950.
"""

import argparse
import time

import numpy as np

from course_utils import fashion_mnist, mistakes, numpy_network
from course_utils.backward import kernel_gradient
from course_utils.backward_layers import cross_entropy_backward
from course_utils.files import write_json

IMAGES, EPOCHS, BATCH, PEAK = 10_000, 3, 128, 0.004
SEEDS = (0, 1, 2)


def summed(scores, labels):
    return cross_entropy_backward(scores, labels) * np.float32(len(labels))


def averaged_twice(scores, labels):
    return cross_entropy_backward(scores, labels) / np.float32(len(labels))


def without_one_hot(scores, labels):
    gradient = cross_entropy_backward(scores, labels)
    gradient[np.arange(len(labels)), labels] += np.float32(1 / len(labels))
    return gradient


def turned(scores, labels):
    return -cross_entropy_backward(scores, labels)


def unflipped(gradient, kernels, shape):
    return numpy_network.of_images(gradient, kernels[::-1, ::-1], shape)


def overwritten(gradient, kernels, shape):
    """Each weight writes over what the earlier ones gave."""
    total = np.zeros(shape, np.float32)
    _, rows, columns, _ = gradient.shape
    for down, right in np.ndindex(*kernels.shape[:2]):
        total[:, down : down + 2 * rows : 2, right : right + 2 * columns : 2] = gradient @ kernels[down, right].T
    return total


def nothing_further(gradient, kernels, shape):
    return np.zeros(shape, np.float32)


def turned_kernel(images, gradient, size):
    return numpy_network.of_kernel(images, gradient, size)[::-1, ::-1]


def without_stride(images, gradient, size):
    """The pixels of a convolution of stride 1 meet the gradients of one of stride 2."""
    rows, columns = (length + size - 1 for length in gradient.shape[1:3])
    kernel = np.broadcast_to(np.float32(0), (size, size, images.shape[3], gradient.shape[3]))
    return kernel_gradient(gradient, images[:, :rows, :columns], kernel)


def first_image_alone(images, gradient, size):
    return numpy_network.of_kernel(images[:1], gradient[:1], size)


def without_bias(gradient):
    return np.zeros(gradient.shape[-1], np.float32)


def without_mask(gradient, activations):
    return gradient


def constants(gradient, batch, gamma):
    """Mean and variance of the batch taken for numbers that do not depend on it."""
    right = numpy_network.of_batch_norm(gradient, batch, gamma)
    return right._replace(activations=gradient * gamma / np.sqrt(batch.var(axis=0) + np.float32(0.001)))


#: What the lesson calls it -> the part that is put in place of the course's.
MISTAKES = {
    "right": {},
    "summed over the batch, not averaged": {"gradient of scores": summed},
    "averaged over the batch twice": {"gradient of scores": averaged_twice},
    "one-hot forgotten": {"gradient of scores": without_one_hot},
    "sign turned": {"gradient of scores": turned},
    "flip forgotten": {"gradient of images": unflipped},
    "overwritten in place of added": {"gradient of images": overwritten},
    "nothing for the first layer": {"gradient of images": nothing_further},
    "kernel gradient flipped": {"gradient of kernel": turned_kernel},
    "stride forgotten": {"gradient of kernel": without_stride},
    "first image alone": {"gradient of kernel": first_image_alone},
    "bias forgotten": {"gradient of bias": without_bias},
    "ReLU's mask forgotten": {"gradient of ReLU": without_mask},
    "batch norm as constants": {"gradient of batch norm": constants},
}


def curve(parts, seed, train, validation):
    """Accuracies on the validation images after each third of an epoch."""
    network = numpy_network.NumpyNetwork(parts, seed=seed)
    batches = IMAGES // BATCH
    accuracies = []
    for epoch in range(EPOCHS):
        order = network.rng.permutation(IMAGES)
        for batch in range(batches):
            chosen = order[batch * BATCH : (batch + 1) * BATCH]
            done = (epoch * batches + batch) / (EPOCHS * batches)
            network.step(train[0][chosen], train[1][chosen], PEAK * numpy_network.one_cycle(done))
            if (batch + 1) % (batches // 3) == 0:
                accuracies.append(round(network.accuracy(*validation), 4))
    return accuracies


def main(arguments=None):
    """Train what is asked for and store the curves."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="*", choices=MISTAKES, default=list(MISTAKES))
    chosen = parser.parse_args(arguments).only
    images, labels = fashion_mnist.load("train")
    train, validation = (images[:IMAGES], labels[:IMAGES]), fashion_mnist.load("validation")
    try:
        curves = mistakes.curves()
    except FileNotFoundError:
        curves = {}
    for name in chosen:
        started = time.perf_counter()
        with np.errstate(all="ignore"):
            curves[name] = [curve(MISTAKES[name], seed, train, validation) for seed in SEEDS]
        last = [accuracies[-1] for accuracies in curves[name]]
        print(f"{name}: {last}, {time.perf_counter() - started:.0f} s", flush=True)
    write_json(mistakes.FILE, {name: curves[name] for name in MISTAKES if name in curves})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
