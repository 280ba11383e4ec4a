"""Handouts: a lesson on paper, to work in. Questions with room to write, no answers.

What a question is answered with is left out, and what builds on it: below a question nothing stays that a cell printed
or drew. Of the texts behind the code that answers it only paragraphs stay that define a term, the first of each text
aside. That ends at the next heading, or at an exercise of another kind. In place of the recap stand the goals, to be
met in one's own words. The exit question stands on a leaf of its own at the end, to be handed in.

A shorter edition holds the questions alone, for who has the lesson on a screen beside it.
"""

import re

from course_utils.commands.cells import exercise_name, exercise_of, prompt_cell
from course_utils.commands.teaching import clock, outline, prose

_DEFINES = re.compile(r"(?<![\w*])\*[^*\s][^*]*\*(?!\*)")
_LINE = '<div class="line"></div>'
_LATER = '<p class="later">The exercise that stands here in the lesson is the last one: see the last leaf.</p>'
_MOST_LINES = 12


def handout(row, notebook, figures):
    """The handout of a lesson as one HTML file.

    Parameters
    ----------
    row : Lesson
    notebook : nbformat notebook
        Stored with its outputs.
    figures : Path
    """
    taught, last = _taught(notebook), _last(row, notebook)
    sheet = _Sheet(row, figures, last)
    _first, *middle, _recap = taught
    goals = "".join(f"<li>{prose.html_of(goal, figures)}</li>" for goal in row.objectives)
    parts = [
        _head(row),
        f"<p>After this lesson you can</p><ul>{goals}</ul>",
        *map(sheet.section, middle),
        f"<h2>In your own words</h2>{''.join(_own_words(goal, figures) for goal in row.objectives)}",
        sheet.leaf() if last else "",
    ]
    return _page(row, "handout", parts)


def questions(row, notebook, figures):
    """The questions of a lesson with room to write, as one HTML file: without texts, code and pictures.

    What is to be written or mended stands below its task, and the picture that a question speaks of above it.

    Parameters
    ----------
    row : Lesson
    notebook : nbformat notebook
        Stored with its outputs.
    figures : Path
    """
    last = _last(row, notebook)
    sheet = _QuestionsAlone(row, figures, last)
    parts = [_head(row), *map(sheet.section, _taught(notebook)), sheet.leaf() if last else ""]
    return _page(row, "questions", parts)


def _taught(notebook):
    return [section for section in outline.sections(notebook) if not outline.has_form(section)]


def _last(row, notebook):
    return clock.asked_at_the_end(row, outline.sections(notebook))


def _head(row):
    return f'<header><h1>{row.number} · {row.title}</h1><p class="name">Name:</p></header>'


def _page(row, what, parts):
    return prose.page(f"{row.number} {row.title}: {what}", "\n".join(parts), style=prose.style("handout.css"))


class _Sheet:
    """The parts of a handout, one after the other.

    It remembers where it stands in a section: "free", "asked" below a question, "answering" below the code that answers
    it, and "explained" from the first text on that. `last` is the exit question.
    """

    def __init__(self, row, figures, last):
        self._row, self._figures, self._last = row, figures, last
        self._state = "free"

    def leaf(self):
        """The exit question, to be torn off."""
        head = f'<header><h2>{self._row.number} · Before you go</h2><p class="name">Name:</p></header>'
        return f'<div class="leaf">{head}{self._asked(self._last)}</div>'

    def section(self, section):
        """A section as HTML; nothing where nothing of it is shown."""
        self._state = "free"
        parts = "".join(self._cell(cell) for cell in section.cells)
        return self._titled(section, parts) if parts else ""

    def _titled(self, section, parts):
        return f"<section><h2>{prose.html_of(section.heading, self._figures)}</h2>{parts}</section>"

    def _cell(self, cell):
        if outline.is_exercise(cell):
            name = exercise_name(cell)
            return self._exercise(exercise_of(name, self._row.number)) if name else ""
        return self._text(cell["source"]) if cell["cell_type"] == "markdown" else self._code(cell)

    def _exercise(self, exercise):
        self._state = "asked" if exercise.asked_first else "free"
        return _LATER if exercise is self._last else self._asked(exercise)

    def _asked(self, exercise):
        stub, lines = "", 2
        if exercise.kind != "predict":
            stub = prose.code_html(exercise.cell().rsplit("exercises.", 1)[0])
            lines = min(_MOST_LINES, len(exercise.solution_cell().splitlines()) + 2)
        return f'<div class="question">{self._html(prompt_cell(exercise))}{stub}{_LINE * lines}</div>'

    def _text(self, text):
        if self._state == "answering":
            self._state = "explained"
        blocks = [block for block in outline.paragraphs(text) if not block.startswith("#")]
        return "".join(self._block(block, is_first=place == 0) for place, block in enumerate(blocks))

    def _block(self, block, is_first):
        if "**Predict" in block:
            self._state = "asked"
            return f'<div class="question">{self._html(block)}{_LINE * 2}</div>'
        is_kept = self._state != "explained" or (not is_first and _DEFINES.search(block))
        return self._html(block) if is_kept else ""

    def _code(self, cell):
        """Code; what it printed and drew only where it answers nothing."""
        code = prose.code_html(cell["source"])
        if self._state in ("asked", "answering"):
            room = '<p class="seen">What it shows:</p>' + _LINE if self._state == "asked" else ""
            self._state = "answering"
            return code + room
        if self._state == "explained":
            return code
        printed = "".join(map(prose.output_html, outline.said(cell)))
        return (
            code + printed + "".join(f"<figure>{prose.picture_html(*one)}</figure>" for one in outline.pictures(cell))
        )

    def _html(self, text):
        return prose.html_of(outline.without_sets(text), self._figures)


class _QuestionsAlone(_Sheet):
    """The same without what stands between the questions; it remembers the last picture that answers nothing."""

    _above = ""

    def _asked(self, exercise):
        return f"{self._above if outline.speaks_of_above(exercise.prompt) else ''}{super()._asked(exercise)}"

    def _text(self, text):
        super()._text(text)
        return "".join(
            f'<div class="question">{self._html(question)}{_LINE * 2}</div>' for question in outline.asked(text)
        )

    def _code(self, cell):
        if self._state == "free" and (shown := outline.pictures(cell)):
            self._above = f"<figure>{prose.picture_html(*shown[-1])}</figure>"
        super()._code(cell)
        return ""


def _own_words(goal, figures):
    return f'<div class="question">{prose.html_of(f"{goal[0].upper()}{goal[1:]}.", figures)}{_LINE * 3}</div>'
