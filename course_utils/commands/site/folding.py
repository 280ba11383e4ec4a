"""An answer stays closed under its question: what answers a *Predict* is folded, code, outputs and the text on them.

The answer is the code that follows the question, and the text below that code, up to the next heading, question,
exercise or explorer. An explorer is never folded: the reader commits in it.
"""

import re

from course_utils.commands.cells import TAG

_OPENING = '<details class="course-answer">\n<summary>Compare with the answer</summary>'
_CLOSING = "</details>"
_ENDS = re.compile(r"#|.*\*\*Predict", re.DOTALL)


def folded(cells, is_explorer):
    """The cells of a lesson, with the marks of what is folded between them.

    Parameters
    ----------
    cells : sequence of dict
        Of a notebook.
    is_explorer : callable
        Whether a code cell shows one.

    Returns
    -------
    cells : list of dict
    """
    left, made = list(cells), []
    while left:
        made.append(left.pop(0))
        if not _asks(made[-1]):
            continue
        if left and _is_check(left[0]):
            made.append(left.pop(0))
        answer, left = _answer(left, is_explorer)
        if answer:
            made += [html_cell(_OPENING), *answer, html_cell(_CLOSING)]
    return made


def html_cell(html):
    """A text cell that is HTML."""
    return {"cell_type": "markdown", "metadata": {}, "source": html}


def _asks(cell):
    return cell["cell_type"] == "markdown" and "**Predict" in cell["source"]


def _is_exercise(cell):
    return TAG in cell["metadata"].get("tags", [])


def _is_check(cell):
    return cell["cell_type"] == "code" and _is_exercise(cell)


def _answer(cells, is_explorer):
    """The cells that answer a question, and the rest; a text in which the next idea begins is cut in two."""
    taken = []
    for place, cell in enumerate(cells):
        is_code = cell["cell_type"] == "code"
        has_code = any(one["cell_type"] == "code" for one in taken)
        is_over = is_code and has_code and taken[-1]["cell_type"] == "markdown"
        if is_over or _is_exercise(cell) or (is_code and is_explorer(cell)):
            return (taken, cells[place:]) if has_code else ([], cells)
        before, after = (cell, None) if is_code else _cut(cell)
        taken += [before] if before else []
        if after:
            return (taken, [after, *cells[place + 1 :]]) if has_code else ([], cells)
    return taken, []


def _cut(cell):
    """A text cell as two: up to a heading or the paragraph of a question, and from there on."""
    blocks = cell["source"].split("\n\n")
    for place, block in enumerate(blocks):
        if _ENDS.match(block) and "\n\n".join(blocks[:place]).count("```") % 2 == 0:
            return _with(cell, blocks[:place]), _with(cell, blocks[place:])
    return cell, None


def _with(cell, blocks):
    return {**cell, "source": "\n\n".join(blocks)} if blocks else None
