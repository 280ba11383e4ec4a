"""The map of the lessons: what each is called, how long it takes, what it builds on."""

from typing import NamedTuple

from course_utils.drawing.style import FEATURE_MAP, INPUT
from course_utils.figures.svg import PALE, Picture

_WIDTH, _HEIGHT = 205, 132


class Lesson(NamedTuple):
    """A box of the map; `place` is (column, row), `builds_on` names the lessons that must come before."""

    number: str
    title: tuple
    minutes: int
    place: tuple
    builds_on: tuple = ()

    @property
    def corner(self):
        """Upper left corner of the box."""
        return 30 + 245 * self.place[0], 95 + 195 * self.place[1]


LESSONS = (
    Lesson("00", ("Start here",), 20, (0, 0)),
    Lesson("01", ("Convolution", "by hand"), 60, (1, 0), ("00",)),
    Lesson("02", ("Padding", "and stride"), 45, (2, 0), ("01",)),
    Lesson("03", ("Pooling and", "translation", "invariance"), 45, (3, 0), ("02",)),
    Lesson("04", ("Dropout",), 40, (1, 1), ("01",)),
    Lesson("05", ("Normalisation",), 45, (2, 1), ("01",)),
    Lesson("06", ("A network for", "Fashion-MNIST"), 60, (2, 2), ("03", "04", "05")),
    Lesson("07", ("Augmentation",), 40, (3, 2), ("06",)),
)


def lesson_map():
    """The eight lessons as boxes, with arrows from what each builds on."""
    hours = sum(lesson.minutes for lesson in LESSONS) / 60
    boxes = "; ".join(_in_words(lesson) for lesson in LESSONS)
    picture = Picture(
        "lesson_map",
        f"Eight lessons, about {hours:.0f} hours",
        f"Eight boxes joined by arrows from lesson to lesson. {boxes}.",
        height=655,
    )
    for lesson in LESSONS:
        _box(picture, lesson)
        _arrows(picture, lesson)
    x, y = 30, LESSONS[6].corner[1]
    picture.text(x, y + 60, ["An arrow leads from a lesson", "to one that builds on it.", "Bars show the minutes."])
    return picture


def _in_words(lesson):
    needs = f", builds on {' and '.join(lesson.builds_on)}" if lesson.builds_on else ""
    return f"{lesson.number} {' '.join(lesson.title)}, {lesson.minutes} minutes{needs}"


def _box(picture, lesson):
    """Draw one lesson: number, title, and its minutes as a bar."""
    x, y = lesson.corner
    picture.box(x, y, _WIDTH, _HEIGHT, INPUT, fill=PALE[INPUT], radius=8)
    picture.text(x + 14, y + 36, lesson.number, size=26, colour=INPUT, bold=True)
    picture.text(x + 54, y + 33, list(lesson.title), size=17, bold=True)
    picture.box(x + 14, y + 101, lesson.minutes * 1.7, 18, FEATURE_MAP, fill=PALE[FEATURE_MAP], weight=1.5)
    picture.text(x + 22 + lesson.minutes * 1.7, y + 116, f"{lesson.minutes} min", size=17)


def _arrows(picture, lesson):
    """Draw an arrow from each lesson that this one builds on: straight in a row, else down into the box's top."""
    x, y = lesson.corner
    sources = sorted((other for other in LESSONS if other.number in lesson.builds_on), key=lambda other: other.place[0])
    for order, source in enumerate(sources, start=1):
        from_x, from_y = source.corner
        land = x + _WIDTH * order / (len(sources) + 1)
        if from_y == y:
            picture.arrow((from_x + _WIDTH + 3, y + 66), (x - 4, y + 66))
            continue
        leave = land if from_x == x else from_x + _WIDTH * (0.75 if from_x < x else 0.5)
        picture.arrow((leave, from_y + _HEIGHT + 3), (leave, y - 34), (land, y - 34), (land, y - 4))
