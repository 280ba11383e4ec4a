"""What pages say that is counted or made from the course's own tables: docs/glossary.md, and numbers in some others.

`python -m course_utils.commands.docs_pages` writes them.
"""

import re

from course_utils.commands.cells import notebook_of
from course_utils.commands.paths import NOTEBOOKS, ROOT
from course_utils.commands.site.tables import section_of, terms
from course_utils.files import write_text
from course_utils.lessons import LESSONS, lesson, notebooks

#: Pages whose numbers are counted anew.
COUNTED = ("README.md", "paper.md", "docs/explorers.md", "docs/instructors.md", "docs/checklists.md")

_HEAD = """# Glossary

The words of the course in the order of the alphabet, each with the section that explains it. In the lessons a word
stands in *italics* where that is.

"""


def glossary():
    """The glossary as Markdown that any host shows; in the site it is a page of its own.

    Raises
    ------
    ValueError
        A term is not explained where the table says.
    """
    texts = {path.name[:2]: notebook_of(path.read_bytes(), path) for path in notebooks(NOTEBOOKS)}
    rows = sorted(terms(ROOT / "site" / "pages" / "glossary.toml"), key=lambda row: row["term"].lower())
    return _HEAD + "".join(_line(row, texts[row["lesson"]]) for row in rows)


def _line(row, notebook):
    also = f" ({', '.join(row['also'])})" if row.get("also") else ""
    heading = section_of(row["term"], notebook, row.get("section"))
    where = f"[{row['lesson']}, {heading}](../notebooks/{lesson(row['lesson']).file}.ipynb)"
    return f"- **{row['term']}**{also}: {row['says']} {where}\n"


def counts():
    """How many there are of what a page counts, by the words that follow the number.

    >>> counts()["lessons"]
    13
    """
    from course_utils import explorers
    from course_utils.exercises import bank
    from course_utils.inventory.forms import ITEMS

    exercises = [exercise for of_lesson in bank().values() for exercise in of_lesson.values()]
    return {
        "lessons": len(LESSONS),
        "hours": round(sum(row.minutes for row in LESSONS) / 60),
        "objectives": sum(len(row.objectives) for row in LESSONS),
        "exercises": len(exercises),
        "executable misconceptions": sum(len(exercise.misconceptions) for exercise in exercises),
        "explorers": len(explorers.__all__),
        "items": len(ITEMS),
    }


def counted_anew(text):
    """A text with the right number in front of all that is counted.

    >>> counted_anew("about 3 hours, 2 lessons and one more")
    'about 18 hours, 13 lessons and one more'
    """
    for words, count in counts().items():
        text = re.sub(rf"\b\d[\d,]*(?=\s{words}\b)", f"{count:,}", text)
    return text


def write():
    """Write the pages; return their paths."""
    yield write_text(ROOT / "docs" / "glossary.md", glossary())
    for name in COUNTED:
        yield write_text(ROOT / name, counted_anew((ROOT / name).read_text(encoding="utf-8")))


if __name__ == "__main__":
    print(*write(), sep="\n")
