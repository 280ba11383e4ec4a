"""The map of the lessons: what each is called, how long it takes, what it builds on."""

import textwrap

from course_utils.colours import FEATURE_MAP, INPUT, PALE
from course_utils.figures.svg import Picture, written
from course_utils.lessons import LESSONS, LessonError
from course_utils.numbers import spelled_out

_BAR = 1.0  # units of the picture per minute
_WIDTH, _HEIGHT = 205, 132
#: Column and row of each lesson's box.
_PLACES = {
    "00": (0, 0),
    "01": (1, 0),
    "02": (2, 0),
    "03": (3, 0),
    "04": (1, 1),
    "05": (2, 1),
    "06": (2, 2),
    "07": (3, 2),
    "08": (0, 3),
    "09": (1, 3),
    "10": (1, 2),
    "11": (2, 3),
    "12": (3, 3),
}


def _corner(lesson):
    """Upper left corner of a lesson's box."""
    if lesson.number not in _PLACES:
        raise LessonError(
            f"lesson {lesson.number} has no place in the lesson map: give it one in course_utils/figures/lessons.py."
        )
    column, row = _PLACES[lesson.number]
    return 30 + 245 * column, 95 + 195 * row


def lesson_map():
    """The lessons as boxes, with arrows from what each builds on."""
    count = spelled_out(len(LESSONS)).capitalize()
    hours = sum(lesson.minutes for lesson in LESSONS) / 60
    boxes = "; ".join(_in_words(lesson) for lesson in LESSONS)
    picture = Picture(
        "lesson_map",
        f"{count} lessons, about {written(hours, 0)} hours",
        f"{count} boxes joined by arrows from lesson to lesson. {boxes}.",
        height=850,
    )
    for lesson in LESSONS:
        _box(picture, lesson)
        _arrows(picture, lesson)
    x, y = 30, _corner(LESSONS[6])[1]
    picture.text(x, y + 60, ["An arrow leads from a lesson", "to one that builds on it.", "Bars show the minutes."])
    return picture


def _in_words(lesson):
    needs = f", builds on {' and '.join(lesson.builds_on)}" if lesson.builds_on else ""
    return f"{lesson.number} {lesson.title}, {lesson.minutes} minutes{needs}"


def _box(picture, lesson):
    """Draw one lesson, a link to it: number, title, and its minutes as a bar."""
    x, y = _corner(lesson)
    with picture.link(f"../notebooks/{lesson.file}.ipynb"):
        picture.box(x, y, _WIDTH, _HEIGHT, INPUT, fill=PALE[INPUT], radius=8)
        picture.text(x + 14, y + 36, lesson.number, size=26, colour=INPUT, bold=True)
        picture.text(x + 54, y + 33, _lines(lesson.title), size=17, bold=True)
        picture.box(x + 14, y + 101, lesson.minutes * _BAR, 18, FEATURE_MAP, fill=PALE[FEATURE_MAP], weight=1.5)
        picture.text(x + 22 + lesson.minutes * _BAR, y + 116, f"{lesson.minutes} min", size=17)


def _lines(title):
    """A title in as few lines as fit into a box, and these as even as they can be."""
    few = len(textwrap.wrap(title, 13))
    wraps = (textwrap.wrap(title, width, break_long_words=False) for width in range(1, 14))
    return next(lines for lines in wraps if len(lines) == few)


def _arrows(picture, lesson):
    """Draw an arrow from each lesson that this one builds on: straight in a row, else down into the box's top."""
    x, y = _corner(lesson)
    sources = sorted((other for other in LESSONS if other.number in lesson.builds_on), key=_corner)
    for order, source in enumerate(sources, start=1):
        from_x, from_y = _corner(source)
        land = x + _WIDTH * order / (len(sources) + 1)
        if from_y == y:
            ends = (from_x + _WIDTH + 3, x - 4) if from_x < x else (from_x - 3, x + _WIDTH + 4)
            picture.arrow(*((end, y + 66) for end in ends))
            continue
        leave = land if from_x == x else from_x + _WIDTH * (0.75 if from_x < x else 0.5)
        picture.arrow((leave, from_y + _HEIGHT + 3), (leave, y - 34), (land, y - 34), (land, y - 4))
