"""Seconds of a training in several epochs, fed by the course's pipeline, and fed with arrays as Keras takes them.

    python -m benchmarks.epochs

Of arrays Keras makes a `tf.data` dataset, whose tuner runs in a thread of its own and sleeps twice as long after each
look. The next epoch takes a new iterator, and to destroy the old one TensorFlow 2.21 joins that thread: often, not
always, the epoch begins only when the tuner wakes, without any work being done (`gdb` shows `~RootDataset::Iterator`
waiting in `~LogicalThreadWrapper`). Epochs of 3.6 s waited for 1.5 s, epochs of 0.7 s for 0.6 s, every other one
or so. `batches.pipeline` switches the tuner off. What else was tried, in processor seconds and seconds for the
course's recipe on 55,000 images: arrays 32.7 and 23.1; images shuffled one by one, no tuner, 33.7 and 21.2; their
places shuffled and each batch gathered from a tensor, no tuner, 31.1 and 19.3. MiB that three trainings on them left
behind: arrays 235; images shuffled 277; gathered from a tensor 310; picked by NumPy, in the same time, 147: chosen.

The bar is a guard: when TensorFlow no longer waits, both take the same time, and the pipeline is still no slower.
"""

import statistics
import time

from benchmarks.report import Result, main
from course_utils import fashion_mnist, models
from course_utils.batches import pipeline, with_channel
from course_utils.recipes import course_recipe

BAR = 1.05


def trained_with(data, epochs):
    """Train the course's network on what `model.fit` takes; return seconds and processor seconds."""
    from course_utils.quiet import keras

    keras.utils.set_random_seed(0)
    model = models.course_network()
    model.compile("adam", loss="sparse_categorical_crossentropy")
    started, cpu_started = time.perf_counter(), time.process_time()
    model.fit(**data, epochs=epochs, verbose=0)
    return time.perf_counter() - started, time.process_time() - cpu_started


def measure(count=10_000, rounds=3):
    """Train on the first `count` images, by turns."""
    images, labels = (part[:count] for part in fashion_mnist.load("train"))
    recipe = course_recipe()
    epochs, size = recipe["epochs"], recipe["batch_size"]
    ways = {
        "pipeline": lambda: {"x": pipeline(images, labels, batch_size=size), "shuffle": False},
        "arrays": lambda: {"x": with_channel(images), "y": labels, "batch_size": size},
    }
    took = {name: [] for name in ways}
    for _ in range(rounds):
        for name, data in ways.items():
            took[name].append(trained_with(data(), epochs))
    medians = {name: [statistics.median(column) for column in zip(*runs, strict=True)] for name, runs in took.items()}
    detail = ", ".join(f"{name} {wall:.1f} s, {cpu:.1f} of processor time" for name, (wall, cpu) in medians.items())
    ratio = medians["pipeline"][0] / medians["arrays"][0]
    return [Result(f"{epochs} epochs of {count:,} images: pipeline / arrays", ratio, "×", detail, BAR)]


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
