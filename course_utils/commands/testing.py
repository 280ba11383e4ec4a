"""What `course test` hands to pytest: the whole suite, or of some lessons what a change to them would break."""

import itertools

from course_utils.commands.errors import CommandError
from course_utils.commands.paths import NOTEBOOKS, ROOT
from course_utils.exercises import bank
from course_utils.lessons import lesson

#: Where there is a test for each lesson or each exercise, named after it. All the others are left to the whole suite.
FILES = (
    "tests/test_notebooks.py",
    "tests/test_prose.py",
    "tests/test_counting.py",
    "tests/test_cells.py",
    "tests/test_exercises.py",
    "tests/test_chains.py",
    "tests/test_walks.py",
)


def words(options):
    """The words for pytest.

    Parameters
    ----------
    options : list of str
        What follows `course test`: numbers of lessons first, then pytest's own words.

    Raises
    ------
    CommandError
        Lessons are chosen by number and by `-k` at once.
    LessonError
        There is no such lesson.
    """
    numbers = list(itertools.takewhile(str.isdigit, options))
    rest = options[len(numbers) :]
    if not numbers:
        return rest
    if any(word.startswith("-k") for word in rest):
        raise CommandError(f"course test {' '.join(numbers)} chooses its tests itself: leave -k out, or the numbers.")
    rows = [lesson(number) for number in numbers]
    notebooks = [str(row.path(NOTEBOOKS).relative_to(ROOT)) for row in rows]
    # How their ids begin: [03], [03_pooling_and_…], [pooling.four_maxima]; cells are below their notebook's file.
    banks = {one.lesson for row in rows for one in bank().get(row.number, {}).values()}
    begins = [f"[{row.number}{end}" for row in rows for end in "]_"] + [f"[{name}." for name in sorted(banks)]
    names = [row.path(NOTEBOOKS).name for row in rows]
    return [*notebooks, *FILES, "-k", " or ".join([*names, *begins]), *rest]
