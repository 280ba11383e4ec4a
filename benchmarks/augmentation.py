"""Images a second of the course's augmentation, beside the same layers on one image at a time.

    python -m benchmarks.augmentation

The layers are those of notebook 07: flips, and shifts of up to two pixels. `batches.pipeline` maps them over
batches of 256. The others call them eagerly for each image, in a loop; or map them over single images in `tf.data`,
before making the batches. Before anything is timed, all ways must make the same images with a shift that leaves
nothing to chance. No bar was demanded; the one here is a guard, far below what was measured.
"""

import numpy as np

from benchmarks.baselines import mapped_before_batch, one_image_at_a_time
from benchmarks.report import Result, alternating, main
from course_utils import fashion_mnist
from course_utils.batches import pipeline

BATCH_SIZE = 256
BAR = 5


def flips_and_shifts():
    """Return the layers of notebook 07, with seeds."""
    from course_utils.quiet import keras

    return [
        keras.layers.RandomFlip("horizontal", seed=1),
        keras.layers.RandomTranslation(0.07, 0.07, fill_mode="constant", seed=1),
    ]


def fixed_shift():
    """Return layers that move every image by a quarter, down and right."""
    from course_utils.quiet import keras

    return [keras.layers.RandomTranslation((0.25, 0.25), (0.25, 0.25), fill_mode="constant")]


def ways(images, labels, layers, few):
    """The three ways, name -> function, name -> number of images that it changes; the loop takes only a few."""
    batches = pipeline(images, labels, layers, batch_size=BATCH_SIZE)
    singly = mapped_before_batch(images, labels, layers, batch_size=BATCH_SIZE)
    functions = {
        "pipeline": lambda: [batch.numpy() for batch, _ in batches],
        "mapped before batch": lambda: [batch.numpy() for batch, _ in singly],
        "one at a time": lambda: [one_image_at_a_time(images[:few], layers)],
    }
    return functions, {"pipeline": len(images), "mapped before batch": len(images), "one at a time": few}


def check_agreement(images, labels):
    """Raise unless all ways make the same images, in whatever order."""
    functions, _ = ways(images, labels, fixed_shift(), few=len(images))
    made = {name: np.concatenate(function()).reshape(len(images), -1) for name, function in functions.items()}
    first, *others = (values[np.lexsort(values.T.round())] for values in made.values())
    for other in others:
        if not np.allclose(first, other, atol=1e-3):
            raise ValueError(f"{', '.join(made)} do not make the same images.")


def measure(count=5120, few=128, rounds=5):
    """Measure `count` images a pass, `few` in the eager loop."""
    images, labels = (part[:count] for part in fashion_mnist.load("train"))
    check_agreement(images[:40], labels[:40])
    functions, counts = ways(images, labels, flips_and_shifts(), few)
    seconds = alternating(functions, rounds=rounds)
    speed = {name: counts[name] / seconds[name] for name in functions}
    figures = ", ".join(f"{name} {value:,.0f} images/s" for name, value in speed.items())
    return [
        Result(
            "pipeline: faster than one image at a time",
            speed["pipeline"] / speed["one at a time"],
            "×",
            figures,
            BAR,
            "at least",
        ),
        Result("pipeline: faster than mapped before batch", speed["pipeline"] / speed["mapped before batch"], "×"),
    ]


if __name__ == "__main__":
    raise SystemExit(main(measure, __doc__))
