"""The exercises, one file per lesson: `from course_utils.exercises import convolution as exercises`.

Each has `.check(answer)`, `.hint()` and `.solution()`.
"""

from importlib import import_module

from course_utils.checking.exercise import Exercise
from course_utils.lessons import LESSONS, LessonError, lesson


def bank():
    """All exercises, in the order of the lessons and of their files: number of the lesson -> name -> Exercise."""
    return {row.number: of_lesson(row.number) for row in LESSONS}


def of_lesson(number):
    """The exercises of one lesson, in the order of the file: name -> Exercise.

    Raises
    ------
    LessonError
        The table of lessons has no such number, or there is no such bank.
    """
    row = lesson(number)
    try:
        module = import_module(f"{__name__}.{row.bank}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{row.bank}":
            raise
        raise LessonError(
            f"lesson {row.number} has no bank: write course_utils/exercises/{row.bank}.py, "
            "or mend its row in course_utils/lessons.py."
        ) from None
    return {name: value for name, value in vars(module).items() if isinstance(value, Exercise)}
