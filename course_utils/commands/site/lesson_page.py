"""A stored notebook as the source of a page; nothing is executed.

Exercises and explorers get an address, answers are folded, pictures are told apart by their bytes so that each keeps
its description, and what may be live is told to the page as a part (`live_parts`).
"""

import base64
import functools
import hashlib
import re
from html import escape

from course_utils.commands import cells
from course_utils.commands.site.folding import folded, html_cell
from course_utils.commands.site.live_parts import is_explorer, is_form, number_of, parts_of, stub_of
from course_utils.commands.site.page_words import in_page
from course_utils.inventory.writing import STILL

_SETS = re.compile(r"\[([^\]]+)\]\((#set:[^)\s]+)\)")
_HIDDEN = "(picture text)"


def page_of(notebook, number, live):
    """A notebook as the source of a page.

    Parameters
    ----------
    notebook : nbformat notebook
    number : str
        Of its lesson, as "01".
    live : set of str or None
        Tags of the parts that are live; what else could be says what it needs. None: all is for reading only.

    Returns
    -------
    notebook : dict
    """
    waiting = set() if live is None else {part["tag"] for part in parts_of(notebook, number)} - live
    given, made = folded(notebook.cells, functools.partial(is_explorer, number=number)), []
    for cell, below in zip(given, [*given[1:], None], strict=True):
        if below and (name := cells.exercise_name(below)):
            made.append(html_cell(_anchor(f"exercise-{name}")))
        made += [_text(cell, number, live)] if cell["cell_type"] == "markdown" else _code(cell, number, live, waiting)
    return {**notebook, "cells": [{**cell, "id": f"cell-{place}"} for place, cell in enumerate(made)]}


def alternative_texts(notebook):
    """What each stored picture shows, by the name that Sphinx' reader gives to its file.

    Returns
    -------
    texts : dict of str -> str
    """
    found = {}
    for output in _outputs(notebook):
        if picture := output.get("data", {}).get("image/png"):
            name = hashlib.sha256(base64.b64decode(picture)).hexdigest()
            found[name] = output.metadata["image/png"]["alt"]
    return found


def _outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def _text(cell, number, live):
    """A text: links that set an explorer stay as the page reads them, and what is live is not called a notebook's."""
    text = in_page(cell["source"], number) if live else cell["source"]
    return {**cell, "source": _SETS.sub(r'<a href="\2">\1</a>', text)}


def _code(cell, number, live, waiting):
    """A code cell: an exercise as its stub, anything else with its outputs; live, it has a tag."""
    tag = f"live-{number_of(cell)}"
    name = cells.exercise_name(cell)
    shown = [output for output in cell["outputs"] if not name and not _is_said_already(output)]
    tags = [tag] if live and tag in live else []
    made = {**cell, "outputs": shown, "metadata": {"tags": tags}}
    if name:
        made["source"] = stub_of(cell)
    elif is_form(cell):
        made["outputs"] = [_in_words(output, tag in tags) for output in shown]
    before = [] if name or not is_explorer(cell, number) else [html_cell(_anchor(f"explorer-{number_of(cell)}"))]
    return [*before, made, *([html_cell(_needs_keras(number))] if tag in waiting else [])]


def _in_words(output, is_live):
    """A form's first question as text, and what to do; of a stored picture its description is told."""
    data, how = output.get("data", {}), "press the button above" if is_live else "run this cell in the installed course"
    said = f"This is the first question. To answer, {how}."
    if "image/png" in data:
        html = f"<pre>{escape(output['metadata']['image/png']['alt'])}</pre><p>{said}</p>"
    elif "text/html" in data:
        html = data["text/html"].replace(STILL, said)
    else:
        return output
    html = f'<div class="course-form-still">{html}</div>'
    return {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}


def _is_said_already(output):
    """Whether an output repeats a picture's description, for where a notebook shows no alternative text."""
    return _HIDDEN in output.get("data", {}).get("text/plain", "")


def _anchor(name):
    return f'<div class="course-anchor" id="{name}"></div>'


def _needs_keras(number):
    """What is said below a part that a page cannot run."""
    return (
        '<p class="course-needs">Keras does not run in a page; this part waits for the installed course: '
        f"<code>python start.py setup</code>, then <code>python start.py lab {number}</code>.</p>"
    )
