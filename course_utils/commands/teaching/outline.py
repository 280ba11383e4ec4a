"""A stored lesson as sections, and the questions in them: what run sheet, slides and handout are all made from."""

import re
from typing import NamedTuple

from nbformat import NotebookNode

from course_utils.commands import cells
from course_utils.commands.cells import notebook_of
from course_utils.lessons import LESSONS, lesson

_SETS = re.compile(r"\[([^\]]+)\]\(#set:[^)\s]+\)")
_FORM = re.compile(r"\b(?:WarmUp|InventoryForm)\(")
_ABOVE = re.compile(r"\b[Tt]he \w+ above\b(?! \d)")
_HIDDEN = "(picture text)"
PICTURE = "Picture: "


class Section(NamedTuple):
    """A heading of a lesson and what stands below it, up to the next one.

    Attributes
    ----------
    heading : str
        Without its marks. The first one is the lesson's own title.
    cells : list of dict
        A text in which a heading stands is cut there.
    """

    heading: str
    cells: list


class Question(NamedTuple):
    """Something that a lesson asks.

    Attributes
    ----------
    heading : str
        Of its section.
    text : str
        Markdown; of an exercise its prompt.
    exercise : Exercise or None
        None where nothing checks the answer.
    below : list of dict
        The cells of the lesson that answer it, code and text; of a question that no cell answers none.
    above : str
        What the last picture before it shows, in words.
    """

    heading: str
    text: str
    exercise: object
    below: list
    above: str


def chosen(numbers=()):
    """The rows of these lessons, in the order of the table; all of them when there are none.

    Raises
    ------
    LessonError
        There is no such lesson.
    """
    wanted = {lesson(number).number for number in numbers}
    return [row for row in LESSONS if not wanted or row.number in wanted]


def read(row, folder):
    """The stored notebook of a lesson; CommandError when it cannot be read."""
    path = row.path(folder)
    return notebook_of(path.read_bytes(), path)


def sections(notebook):
    """The sections of a notebook, in their order; what stands before the first heading belongs to it.

    Returns
    -------
    sections : list of Section
    """
    found = []
    for cell in notebook["cells"]:
        for heading, part in _parts(cell):
            if heading or not found:
                found.append(Section(heading, []))
            found[-1].cells.append(part)
    return found


def questions(section, number):
    """What a section asks, in its order.

    Parameters
    ----------
    section : Section
    number : str
        Of the lesson.

    Returns
    -------
    questions : list of Question
    """
    found, above = [], ""
    for place, cell in enumerate(section.cells):
        above = " ".join(words.removeprefix(PICTURE) for _, words in pictures(cell)) or above
        if cell["cell_type"] == "markdown" and not is_exercise(cell):
            below = answering(section.cells[place + 1 :])
            found += [Question(section.heading, text, None, below, above) for text in asked(cell["source"])]
        elif name := cells.exercise_name(cell):
            exercise = cells.exercise_of(name, number)
            below = answering(section.cells[place + 1 :]) if exercise.asked_first else []
            prompt = cells.prompt_cell(exercise).removeprefix(f"{cells.opening(exercise)} ")
            found.append(Question(section.heading, prompt, exercise, below, above))
    return found


def answering(below):
    """Of the cells below a question those that answer it: from the lesson's next code on, up to the next question.

    Exercises that stand between are no answer, and neither is a text before that code.

    Parameters
    ----------
    below : list of dict
        Cells.

    Returns
    -------
    cells : list of dict
    """
    taken = []
    for cell in below:
        is_text = cell["cell_type"] == "markdown"
        if taken and (is_exercise(cell) or (is_text and asked(cell["source"]))):
            break
        if taken and not is_text and taken[-1]["cell_type"] == "markdown":
            break
        if taken or not (is_text or is_exercise(cell)):
            taken.append(cell)
    return taken


def is_exercise(cell):
    """Whether a cell belongs to an exercise of the bank."""
    return cells.TAG in cell["metadata"].get("tags", [])


def paragraphs(text):
    """The paragraphs of a text; a block of code or a formula stays whole."""
    blocks = re.findall(
        r"(?:^```.*?^```|^\$\$.*?\$\$|[^\n]+(?:\n(?!\n|```|\$\$)[^\n]*)*)", text, re.DOTALL | re.MULTILINE
    )
    return [block.strip() for block in blocks if block.strip()]


def said(cell):
    """What a code cell has stored as text: what it printed, and its last value.

    Returns
    -------
    texts : list of str
    """
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        text = "".join(data.get("text/plain", output.get("text", "")))
        if "image/png" not in data and "image/svg+xml" not in data and text.strip() and _HIDDEN not in text:
            texts.append(text.rstrip())
    return texts


def pictures(cell):
    """The stored pictures of a code cell: PNG in base64, and what it shows in words.

    Returns
    -------
    pictures : list of (str, str)
    """
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            found.append(("".join(data["image/png"]).replace("\n", ""), "".join(data["text/plain"])))
    return found


def speaks_of_above(text):
    """Whether a question speaks of what is shown above it.

    >>> speaks_of_above("Pooling reads the map above."), speaks_of_above("Is the loss above 1?")
    (True, False)
    """
    return bool(_ABOVE.search(text))


def is_form(cell):
    """Whether a cell shows a form that learners fill in by themselves: the warm-up, the inventory."""
    return cell["cell_type"] == "code" and bool(_FORM.search(cell["source"]))


def has_form(section):
    """Whether a section asks in such a form."""
    return any(map(is_form, section.cells))


def with_source(cell, source):
    """A cell with another text."""
    return NotebookNode({**cell, "source": source})


def without_sets(text):
    """A text in which links that set an explorer are their words alone: no kernel listens on paper."""
    return _SETS.sub(r"\1", text)


def _parts(cell):
    """A cell as pairs (heading or "", cell): a text is cut where a heading of the first two ranks stands."""
    if cell["cell_type"] != "markdown" or is_exercise(cell):
        return [("", cell)]
    pieces = re.split(r"^(?=##? )", cell["source"], flags=re.MULTILINE)
    return [(_heading(piece), with_source(cell, piece.strip())) for piece in pieces if piece.strip()]


def _heading(text):
    found = re.match(r"##? (.+)", text)
    return found.group(1).strip() if found else ""


def asked(text):
    """The paragraphs of a text that ask for a prediction; one that begins so has the paragraph before it, too."""
    found, blocks = [], paragraphs(text)
    for place, block in enumerate(blocks):
        if "**Predict" not in block:
            continue
        before = blocks[place - 1] if place and block.startswith("**Predict") else ""
        is_context = before and not before.startswith(("#", "!", "$$", "|", "```")) and "**Predict" not in before
        found.append("\n\n".join([before, block] if is_context else [block]))
    return found
