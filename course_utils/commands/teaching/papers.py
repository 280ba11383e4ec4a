"""Slides and handouts of lessons, one file each, written into a new folder."""

from course_utils.commands.new_folder import new_folder
from course_utils.commands.teaching import handout, outline, pdf, slides
from course_utils.files import write_text
from course_utils.lessons import check_folder
from course_utils.numbers import counted


def write(kind, folder, course, numbers=()):
    """Write the slides, or the handouts, of lessons into a new folder.

    Parameters
    ----------
    kind : str
        "slides", "handout", or "questions": handouts with the questions alone.
    folder : Path
        Must not exist yet, or be empty.
    course : Path
        Holds `notebooks` and `figures`.
    numbers : sequence of str
        Of the lessons; all of them when there are none.

    Returns
    -------
    said : str
        What was written.

    Raises
    ------
    CommandError
        A lesson cannot be read, or the folder cannot be written; nothing is written then.
    LessonError
        There is no such lesson.
    """
    check_folder(course / "notebooks")
    rows = outline.chosen(numbers)
    made = {row.file: _made(kind, row, course) for row in rows}
    said = f"{kind} of {counted(len(rows), 'lesson')}, in {folder}"
    with new_folder(folder, course) as unfinished:
        unfinished.mkdir()
        for name, text in made.items():
            write_text(unfinished / f"{name}.html", text)
        if kind != "slides":
            said += _print(unfinished, made)
    return said


def _made(kind, row, course):
    notebook, figures = outline.read(row, course / "notebooks"), course / "figures"
    made = {"slides": slides.deck, "handout": handout.handout, "questions": handout.questions}
    return made[kind](row, notebook, figures)


def _print(folder, names):
    """Print the pages where there is a browser; what is said of it."""
    program = pdf.browser()
    if program is None:
        return ", as HTML. No Chromium, Chrome or Edge was found to make PDF: print the pages from your browser"
    for name in names:
        if trouble := pdf.print_page(program, folder / f"{name}.html", folder / f"{name}.pdf"):
            return f", as HTML. PDF could not be made ({trouble}): print the pages from your browser"
    return ", as HTML and PDF"
