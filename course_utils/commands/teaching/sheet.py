"""The run sheet: for each lesson a page to teach from, then every question with its answer and its wrong answers."""

import os
from pathlib import Path

from course_utils.commands.counting import MINUTES
from course_utils.commands.errors import CommandError
from course_utils.commands.paths import FIGURES
from course_utils.commands.teaching import clock, neighbours, outline, prose, sheet_page, sheet_questions
from course_utils.files import keep_copy, look, write_text
from course_utils.lessons import check_folder

_NAME = "Run sheet"
_TITLE = f"# {_NAME}"
#: How a run sheet's file begins, by its ending: what does not is somebody else's.
_BEGINS = {".html": prose.page(_NAME, "", style="").partition("</title>")[0]}
_HOW = (
    "Each lesson has a page to teach from; below it stands every question with its answer, and with what wrong answers "
    "mean.",
    "**How a question is asked.** Read it aloud. Everybody answers alone, in writing, and says how sure they are (a "
    "minute). Hands or fingers for each answer, without a word on which is right. Where answers differ: two minutes "
    "with a neighbour who answered otherwise. Everybody answers again. Then run the cell. The clock has the first of "
    "these minutes alone: a round with neighbours is some {round} more, so choose which questions are worth it.",
    "**How minutes are counted.** {minutes}; prose is read at 130 words a minute, a line of code takes 5 seconds, a "
    "picture half a minute, an explorer 5 minutes. It is an allowance, not a measurement. A pause of {pause} minutes "
    "comes after {longest} minutes at the latest; pauses are not among the lesson's minutes.",
)


class SheetError(CommandError):
    """The run sheet could not be written; the message says why and what to do."""


def sheet(folder, numbers=(), *, benchmarks="", figures=FIGURES):
    """The instructor's run sheet as Markdown.

    Parameters
    ----------
    folder : Path
        Holds the notebooks.
    numbers : sequence of str
        Of the lessons, as "03"; all of them when there are none.
    benchmarks : str
        The text of benchmarks/README.md, which says how long cells take.
    figures : Path
        The folder of the figures, which slides show.

    Raises
    ------
    LessonError
        The notebooks there and the table of lessons disagree, one checks an exercise that is not there, or there is no
        such lesson.
    CommandError
        One of them cannot be read.
    """
    check_folder(folder)
    allowances = ", ".join(f"{kind} {minutes} min" for kind, minutes in MINUTES.items()).capitalize()
    how = "\n\n".join(_HOW).format(minutes=allowances, pause=clock.PAUSE, longest=clock.LONGEST, round=neighbours.ROUND)
    parts = [_TITLE, how]
    for row in outline.chosen(numbers):
        notebook = outline.read(row, folder)
        parts.append(sheet_page.page(row, notebook, benchmarks, figures))
        parts.append(sheet_questions.questions(row, notebook))
    return "\n\n".join(parts) + "\n"


def write(text, file, figures):
    """Write the run sheet into a file, in UTF-8; an older one, which may hold notes by now, is kept beside it.

    A file that ends in .html is a page to read and to print; any other is Markdown.

    Parameters
    ----------
    text : str
        Markdown.
    file, figures : Path

    Returns
    -------
    older : Path or None
        Where what was there is kept.

    Raises
    ------
    SheetError
        There is a file that is no run sheet.
    OSError
    """
    file, older, before = Path(os.path.realpath(file)), None, None
    begins = _BEGINS.get(file.suffix.lower(), _TITLE).encode()
    if file.suffix.lower() in _BEGINS:
        text = prose.page(_NAME, prose.html_of(text, figures), style=prose.style("handout.css", "sheet.css"))
    if look(file):
        with open(file, "rb") as there:
            if there.read(len(begins)) != begins:
                raise SheetError(f"{file} exists and is no run sheet: name another file.")
        before = file.read_bytes()
        if before != text.encode():
            older = keep_copy(file, "mine")
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, text, replacing=before)
    return older
