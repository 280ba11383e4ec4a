"""The course's by-hand layers beside the textbook's im2col, SciPy's correlate in a loop, and Keras.

    python -m benchmarks.layers

Forward passes of float32 batches; the ways take turns and the median counts. Before anything is timed, all ways must
give the same numbers. The ways in NumPy take turns among themselves, then with Keras: for a moment after a call
TensorFlow's threads keep looking for work, and a matrix product in two threads waits for them. Keras is a layer object
called on a tensor, as a learner calls it; the figures name the same layer compiled by `tf.function` too. SciPy's loop
is timed over the first two images, in proportion to the batch. Memory is what NumPy has allocated at the worst moment
of a batch of 10,000 images, without the images and the feature maps themselves.

Measure on an idle machine: with other work on its processors, every matrix product in several threads waits for
them, several milliseconds each time, and the ratios say little.

What was tried for the second shape, processor time in one thread: windows laid out weight by weight, 32 MiB at a
time, 6.2 ms; windows copied from a strided view, whole rows of a window at once, 5.3 ms; the same 4 MiB at a time,
still in the cache when they are multiplied, 4.3 ms (2 MiB 4.1, 1 MiB 4.2, 8 MiB 4.6, 16 MiB 5.0; in two threads
smaller parts cost more calls). The product alone takes 4.4 ms out of the cache and could not take less than 3.4. Nine
products, one a weight, 3.9 ms; three, one a row of weights, 3.6 ms, image by image and only with a BLAS that has
kernels for small matrices, and then in one thread: both were left for the one product that the lessons explain. The
textbook takes 22 ms, half of it for the layout.

So the bar of 8 × the textbook is missed on two cores, narrowly: 2.4 to 2.7 ms beside 17 to 19 on an idle machine, which
is 6.5 to 7.8 ×; with other work beside it far less. The textbook's product in float64 costs twice ours in float32, and
both use all cores; what can be saved is the layout, and nearly all of it is. One buffer for the windows of all parts,
in place of a new one for each, gave 2.4 to 2.6 ms: too little for a line more.
"""

import tracemalloc
from typing import NamedTuple

import numpy as np

from benchmarks.baselines import correlation_loop, im2col_convolution, im2col_pool
from benchmarks.report import Result, alternating, main
from course_utils.convolution import cross_correlate
from course_utils.pooling import average_pool, max_pool


class Shape(NamedTuple):
    """One convolution; the bars are demanded of one shape only."""

    images: tuple
    kernel: tuple
    strides: int = 1
    bars: bool = False

    def __str__(self):
        """Return the shape in words."""
        height, width, _, filters = self.kernel
        strided = f", stride {self.strides}" if self.strides > 1 else ""
        return f"{self.images} → {filters} of {height}×{width}{strided}"


SHAPES = [
    Shape((64, 28, 28, 1), (3, 3, 1, 32)),
    Shape((64, 14, 14, 32), (3, 3, 32, 64), bars=True),
    Shape((64, 28, 28, 1), (5, 5, 1, 16), strides=2),
]
POOLED = (64, 28, 28, 32)
TEXTBOOK_BAR, KERAS_BAR, POOL_BAR = 8, 3, 20
TOLERANCE = 1e-5  # of the largest magnitude
# 4 MiB of windows at a time (`convolution._BYTES_AT_A_TIME`), the same images with their border, and some air.
MEMORY_BAR = 6


def random_values(*shape):
    """Positive and negative numbers, float32."""
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def check_agreement(answers):
    """Raise unless all ways, name -> array, give the first one's numbers."""
    (first, expected), *others = ((name, np.asarray(answer)) for name, answer in answers.items())
    for name, answer in others:
        if answer.shape != expected.shape:
            raise ValueError(f"{name} gives the shape {answer.shape}, {first} {expected.shape}.")
        error = np.abs(answer - expected).max() / np.abs(expected).max()
        if not error <= TOLERANCE:
            raise ValueError(f"{name} differs from {first} by {error:.2g} of the largest magnitude.")


def keras_layers(kernel, strides):
    """A Keras layer with these weights as it is, and compiled."""
    from course_utils.quiet import keras
    from course_utils.quiet import tensorflow as tf

    layer = keras.layers.Conv2D(kernel.shape[3], kernel.shape[:2], strides=strides, use_bias=False)
    layer.build((None, None, None, kernel.shape[2]))
    layer.set_weights([kernel])
    return layer, tf.function(layer)


def milliseconds(seconds):
    """The figures behind a ratio."""
    return ", ".join(f"{name} {1000 * value:.3g} ms" for name, value in seconds.items())


def convolution_ways(shape):
    """Functions that compute one convolution, name -> function, after all have been found to agree."""
    from course_utils.quiet import tensorflow as tf

    images, kernel = random_values(*shape.images), random_values(*shape.kernel)
    tensor = tf.constant(images)
    layer, compiled = keras_layers(kernel, shape.strides)
    ways = {
        "by hand": lambda: cross_correlate(images, kernel, strides=shape.strides),
        "textbook": lambda: im2col_convolution(images, kernel, shape.strides),
        "Keras": lambda: layer(tensor).numpy(),
        "Keras compiled": lambda: compiled(tensor).numpy(),
    }
    check_agreement({name: way() for name, way in ways.items()})
    return ways


def convolution(shape, rounds):
    """Results of one convolution."""
    ways = convolution_ways(shape)
    numpy = alternating({name: ways[name] for name in ("by hand", "textbook")}, rounds=rounds)
    keras = alternating({name: ways[name] for name in ("by hand", "Keras", "Keras compiled")}, rounds=rounds)
    textbook_bar, keras_bar = (TEXTBOOK_BAR, KERAS_BAR) if shape.bars else (None, None)
    faster, slower = numpy["textbook"] / numpy["by hand"], keras["by hand"] / keras["Keras"]
    return [
        Result(f"{shape}: faster than the textbook", faster, "×", milliseconds(numpy), textbook_bar, "at least"),
        Result(f"{shape}: Keras' time", slower, "×", milliseconds(keras), keras_bar),
        scipy_loop(shape),
    ]


def scipy_loop(shape, count=2):
    """Result of SciPy's loop over the first few images."""
    from scipy.signal import correlate

    images, kernel = random_values(*shape.images), random_values(*shape.kernel)
    few = images[:count]
    check_agreement(
        {
            "by hand": cross_correlate(few, kernel, strides=shape.strides),
            "SciPy's loop": correlation_loop(few, kernel, correlate, shape.strides),
        }
    )
    seconds = alternating(
        {
            "by hand": lambda: cross_correlate(images, kernel, strides=shape.strides),
            f"SciPy's loop over {count} images": lambda: correlation_loop(few, kernel, correlate, shape.strides),
        },
        rounds=5,
    )
    own, looped = seconds.values()
    ratio = looped * len(images) / count / own
    return Result(f"{shape}: faster than SciPy's loop", ratio, "×", milliseconds(seconds))


def pooling(pool, reduce, layer_name, bar, rounds):
    """Result of one kind of pooling, 2×2."""
    from course_utils.quiet import keras

    images = random_values(*POOLED)
    tensor, layer = keras.ops.convert_to_tensor(images), getattr(keras.layers, layer_name)(2)
    ways = {
        "by hand": lambda: pool(images),
        "textbook": lambda: im2col_pool(images, reduce=reduce),
        "Keras": lambda: layer(tensor).numpy(),
    }
    check_agreement({name: way() for name, way in ways.items()})
    seconds = alternating(ways, rounds=rounds)
    name = f"{POOLED}, {pool.__name__} 2×2: faster than the textbook"
    return Result(name, seconds["textbook"] / seconds["by hand"], "×", milliseconds(seconds), bar, "at least")


def peak_mib(function):
    """MiB that NumPy has allocated at the worst moment of a call, beside what the call returns."""
    tracemalloc.start()
    try:
        returned = function()
        return (tracemalloc.get_traced_memory()[1] - returned.nbytes) / 2**20
    finally:
        tracemalloc.stop()


def memory(padding, dtype):
    """Result of a large batch."""
    images, kernel = np.zeros((10_000, 28, 28, 1), dtype), random_values(3, 3, 1, 32)
    peak = peak_mib(lambda: cross_correlate(images, kernel, padding=padding))
    name = f"10,000 images → 32 of 3×3, {np.dtype(dtype).name}, {padding}: memory beside images and feature maps"
    return Result(name, peak, "MiB", bar=MEMORY_BAR)


def one_image(rounds):
    """Result of what an explorer does at each move."""
    image, kernel = random_values(28, 28), random_values(3, 3)
    ways = {
        padding: lambda padding=padding: cross_correlate(image, kernel, padding=padding)
        for padding in ("valid", "same")
    }
    seconds = alternating(ways, rounds=100 * rounds)
    return Result("one image (28, 28), 3×3", 1000 * seconds["valid"], "ms", milliseconds(seconds))


def measure(rounds=31):
    """Measure all of it."""
    results = [result for shape in SHAPES for result in convolution(shape, rounds)]
    results += [memory("valid", np.float32), memory("same", np.uint8)]
    results.append(pooling(max_pool, np.max, "MaxPooling2D", POOL_BAR, rounds))
    results.append(pooling(average_pool, np.mean, "AveragePooling2D", None, rounds))
    return [*results, one_image(rounds)]


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
