"""Pages that are made from the course's own tables, as Markdown: home, glossary, gallery."""

import html
import re
import tomllib
from pathlib import Path

from course_utils.commands.site.live_parts import is_explorer, number_of
from course_utils.lessons import LESSONS

_GALLERY = re.compile(r"\*\*(\w+)\*\* \(\[(\d\d)\]\([^)]*\)\): ([^|\n]+?) *(?=\||\n)")
_LABEL = re.compile(r'aria-label="([^"]*)"')
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def lesson_list():
    """The lessons as a list, each with its minutes and what its reader will do."""
    links = [f"[{row.number} · {row.title}](notebooks/{row.file}.ipynb)" for row in LESSONS]
    rows = zip(links, LESSONS, strict=True)
    return "\n".join(f"- **{link}**, {row.minutes} minutes: you {row.summary}." for link, row in rows)


def lesson_toctree():
    """The lessons as the side bar lists them."""
    return "\n".join(f"notebooks/{row.file}" for row in LESSONS)


def lesson_map(figure):
    """The map of the lessons as a picture with links.

    Parameters
    ----------
    figure : str
        The SVG, whose links lead to notebooks.
    """
    figure = figure.replace('role="img"', 'role="group"', 1)  # an image would hide its links from who listens
    return figure.replace('href="../notebooks/', 'href="notebooks/').replace('.ipynb"', '.html"')


def explorers(listed, notebooks):
    """The explorers as docs/explorers.md lists them, each with the address of its first cell in a lesson.

    Parameters
    ----------
    listed : str
        The text of that page.
    notebooks : dict of str -> nbformat notebook
        By number of lesson.

    Returns
    -------
    rows : list of (name, lesson, words, address)
    """
    rows = [(name, number, words.strip()) for name, number, words in _GALLERY.findall(listed)]
    return [(*row, _address(row[0], row[1], notebooks[row[1]])) for row in rows]


def _address(name, number, notebook):
    file = next(row.file for row in LESSONS if row.number == number)
    for cell in notebook.cells:
        if cell.cell_type == "code" and f"{name}(" in cell.source and is_explorer(cell, number):
            return f"notebooks/{file}.html#explorer-{number_of(cell)}"
    return f"notebooks/{file}.html"


def example_part(page, name):
    """An explorer as it begins, as a part of a page that is no lesson."""
    code = f"from course_utils.explorers import {name}\n{name}.example()"
    return {"kind": "explorer", "tag": f"live-{name}", "key": f"{page}/{name}", "code": code}


def example_html(name, figures):
    """Picture of an explorer in the form in which a page finds a live cell."""
    path = Path(figures) / "explorers" / f"{name}.svg"
    words = html.unescape(_LABEL.search(path.read_text(encoding="utf-8")).group(1))
    picture = f'<img src="figures/explorers/{name}.svg" alt="{html.escape(words)}" class="course-example">'
    return f'<div class="cell tag_live-{name}"><div class="cell_output">{picture}</div></div>'


def gallery(rows, figures):
    """The gallery: each explorer with its picture, what it shows and where it stands."""
    parts = []
    for name, number, words, address in rows:
        title = next(row.title for row in LESSONS if row.number == number)
        link = f'<p>{html.escape(words[0].upper() + words[1:])}. <a href="{address}">Lesson {number}, {title}</a>.</p>'
        anchor = f'<div class="course-anchor" id="explorer-{name}"></div>'
        parts.append(f"## {name}\n\n{anchor}\n{link}\n{example_html(name, figures)}")
    return "\n\n".join(parts)


def terms(file):
    """The table of terms, a list of dicts: `term`, `lesson`, `says`, and perhaps `also` (other names) and `section`."""
    with open(file, "rb") as there:
        return tomllib.load(there)["term"]


def glossary(table, notebooks):
    """The terms in the order of the alphabet, each with the section where it is explained."""
    return "\n\n".join(
        _entry(row, notebooks[row["lesson"]]) for row in sorted(table, key=lambda row: row["term"].lower())
    )


def _entry(row, notebook):
    file = next(one.file for one in LESSONS if one.number == row["lesson"])
    heading = section_of(row["term"], notebook, row.get("section"))
    also = f" (also: {', '.join(row['also'])})" if row.get("also") else ""
    anchor = f'<span class="course-anchor" id="term-{row["term"].replace(" ", "-")}"></span>'
    target = f"notebooks/{file}.ipynb"
    return f"{anchor}**{row['term']}**{also}\n: {row['says']} [{row['lesson']}, {heading}]({target}#{slug(heading)})"


def section_of(term, notebook, wanted=None):
    """The heading below which a lesson explains a term: where it first stands in italics, or the one that is wanted."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    headings = [(one.start(), one.group(1)) for one in _HEADING.finditer(text)]
    found = re.finditer(rf"(?<!\*)\*{re.escape(term)}\*(?!\*)", text, re.IGNORECASE)
    sections = [[words for start, words in headings if start < one.start()][-1] for one in found]
    if not sections or wanted not in (None, *sections):
        raise ValueError(f"{term!r} does not stand in italics in its lesson, or there: mend site/pages/glossary.toml.")
    return wanted or sections[0]


def slug(heading):
    """A heading as the end of its address, as MyST makes it of GitHub's."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
