"""What a section of a lesson is needed for further down: words that it explains, and names that its code binds."""

import ast
import functools
import re
from types import SimpleNamespace

from course_utils.commands import cells
from course_utils.commands.paths import ROOT
from course_utils.commands.site.tables import section_of, terms
from course_utils.commands.teaching import outline
from course_utils.in_browser.slices import names_bound, names_read

_IMPORTS = (ast.Import, ast.ImportFrom)  # what is only imported is not taught
_LOOPS = (ast.For, ast.comprehension)


def words_of(section, row, sections):
    """The words of the glossary that a section explains, in the order of the table.

    Parameters
    ----------
    section : Section
    row : Lesson
    sections : list of Section
        All of the lesson.

    Returns
    -------
    words : list of str
    """
    lesson = SimpleNamespace(cells=[cell for part in sections for cell in part.cells])
    return [one["term"] for one in _terms() if one["lesson"] == row.number and _where(one, lesson) == section.heading]


def is_needed(section, row, sections, kept):
    """Whether a section that stays says a word that this one explains, or runs on a name that it binds.

    The last section of a lesson looks back: what it only recalls is not needed there.

    Parameters
    ----------
    section : Section
    row : Lesson
    sections : list of Section
        All of the lesson.
    kept : list of Section
        Those that stay.
    """
    place = next(place for place, one in enumerate(sections) if one is section)
    later = [part for part in sections[place + 1 :] if any(part is one for one in kept)]
    said = " ".join(_text(part) for part in later if part is not sections[-1])
    if any(_stands_in(word, said) for word in words_of(section, row, sections)):
        return True
    return any(_last_bound(name, sections, part) is section for part in later for name in _used(part, row))


@functools.cache
def _terms():
    return terms(ROOT / "site" / "pages" / "glossary.toml")


def _where(term, lesson):
    """The heading below which a word is explained; None where the lesson does not explain it."""
    try:
        return section_of(term["term"], lesson, term.get("section"))
    except ValueError:
        return None


def _last_bound(name, sections, reader):
    """The section that binds a name last before another reads it."""
    found = None
    for part in sections:
        if part is reader:
            return found
        if any(name in _flow(code)[0] for code in _codes(part)):
            found = part
    return None


def _used(section, row):
    """Names that a section's code reads from the sections above, the answers to its exercises too."""
    solved = [cells.exercise_of(name, row.number) for name in map(cells.exercise_name, section.cells) if name]
    bound, used = set(), set()
    for code in [*_codes(section), *(one.solution_cell() for one in solved)]:
        binds, reads = _flow(code)
        used |= reads - bound
        bound |= binds
    return used


@functools.cache
def _flow(code):
    """Names that a cell binds for what comes after it, and those that it reads from above."""
    bound, imported, read = set(), set(), set()
    for statement in ast.parse(code).body:
        if isinstance(statement, _IMPORTS):
            imported |= names_bound(statement)
            continue
        loops = set().union(*(_names(one.target) for one in ast.walk(statement) if isinstance(one, _LOOPS)))
        read |= names_read(ast.unparse(statement)) - bound - imported - loops
        bound |= names_bound(statement) - loops
    return frozenset(bound), frozenset(read)


def _codes(section):
    """What a section's code cells hold, but for its exercises."""
    return [cell["source"] for cell in section.cells if cell["cell_type"] == "code" and not outline.is_exercise(cell)]


def _names(target):
    return {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}


def _text(section):
    return " ".join(cell["source"] for cell in section.cells if cell["cell_type"] == "markdown")


def _stands_in(word, text):
    """Whether a text says a word, in the singular or in the plural.

    >>> _stands_in("layers", "a layer"), _stands_in("code", "encoded"), _stands_in("class", "of both classes")
    (True, False, True)
    """
    stem = re.escape(word.removesuffix("s") if not word.endswith("ss") else word)
    return bool(re.search(rf"(?<!\w){stem}(?:e?s)?(?!\w)", text, re.IGNORECASE))
