"""The exercises, one file a lesson: `from course_utils.exercises import convolution as exercises`.

Each has `.check(answer)`, `.hint()` and `.solution()`.
"""

from importlib import import_module

#: The file of exercises of each lesson, in the order of the lessons.
LESSONS = {
    "00": "start_here",
    "01": "convolution",
    "02": "padding_and_stride",
    "03": "pooling",
    "04": "dropout",
    "05": "normalization",
    "06": "fashion_mnist_cnn",
    "07": "augmentation",
}


def bank():
    """All exercises, in the order of the lessons and of their files: number of the lesson -> name -> Exercise."""
    return {number: of_lesson(number) for number in LESSONS}


def of_lesson(number):
    """The exercises of one lesson, in the order of the file: name -> Exercise."""
    from course_utils.exercises.engine import Exercise

    module = import_module(f"course_utils.exercises.{LESSONS[number]}")
    return {name: value for name, value in vars(module).items() if isinstance(value, Exercise)}
