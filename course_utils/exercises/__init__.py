"""The exercises, one file a lesson: `from course_utils.exercises import convolution as exercises`.

Each has `.check(answer)`, `.hint()` and `.solution()`.
"""

from importlib import import_module

from course_utils.checking.exercise import Exercise
from course_utils.lessons import LESSONS, lesson


def bank():
    """All exercises, in the order of the lessons and of their files: number of the lesson -> name -> Exercise."""
    return {row.number: of_lesson(row.number) for row in LESSONS}


def of_lesson(number):
    """The exercises of one lesson, in the order of the file: name -> Exercise.

    Raises
    ------
    LessonError
        The table of lessons has no such number.
    """
    module = import_module(f"course_utils.exercises.{lesson(number).bank}")
    return {name: value for name, value in vars(module).items() if isinstance(value, Exercise)}
