"""The parts of a lesson that may be live in its page, and what each needs from the cells above it."""

import ast
import keyword
import re

from course_utils.commands import cells
from course_utils.commands.site.slices import slice_for
from course_utils.commands.site.trained import instead_of_training

_EXPLORER = re.compile(r"[A-Z]\w+(?:Explorer|Gallery)")
_FORM = re.compile(r"[A-Z]\w+Form|WarmUp")
_SANDBOX = re.compile("run the cell again|press Shift \\+ Enter again")  # asks the reader to change it
_CHECKED = re.compile(r"\s*^exercises\.\w+\.check\(.*", re.MULTILINE | re.DOTALL)
_NUMPY = "import numpy as np"


def parts_of(notebook, number):
    """What of a lesson may be live: explorers, exercises, forms, and cells that the reader is asked to change.

    Parameters
    ----------
    notebook : nbformat notebook
    number : str
        Of its lesson, as "01".

    Returns
    -------
    parts : list of dict
        As the page is told, but for `packages` and `data`; an exercise has `tries`, from the most that its code may
        use of the lesson to the least, and `solution`.
    """
    found, above, text = [], [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = cell.source
            continue
        part = _part(cell, number, above, text)
        if part:
            place = number_of(cell)
            found.append({"tag": f"live-{place}", "key": f"{number}/{place}", **part})
        above.append(cell.source)
        text = ""
    return found


def number_of(cell):
    """What tells a cell from the others of its lesson, and stays when cells are put in: the end of its id."""
    return cell["id"].removeprefix("cell-")


def is_explorer(cell, number):
    """Whether a code cell of a lesson shows an explorer: in its last line, or while it trains."""
    return _ends_in(_EXPLORER, cell["source"]) or instead_of_training(number, cell) is not None


def is_form(cell):
    """Whether a code cell of a lesson asks one question after another."""
    return _ends_in(_FORM, cell["source"])


def stub_of(cell):
    """The code of an exercise's cell without its check."""
    return _CHECKED.sub("", cell["source"]) + "\n"


def _part(cell, number, above, text):
    if name := cells.exercise_name(cell):
        return _exercise(cells.exercise_of(name, number), number, cell, above)
    if is_explorer(cell, number):
        return _explorer(cell, number, above)
    if is_form(cell):
        return {"kind": "form", "code": _alone(cell.source, above)}
    if _SANDBOX.search(text):
        return {"kind": "cell", "before": slice_for(above, cell.source), "code": cell.source}
    return None


def _explorer(cell, number, above):
    """An explorer with what it needs, statement by statement, of its own cell too; trained networks are stored ones."""
    *before, last = [ast.unparse(one) for one in ast.parse(cell.source).body]
    given, code = instead_of_training(number, cell) or ("", last)
    return {"kind": "explorer", "code": f"{slice_for([*above, *before, given], code)}\n{code}"}


def _alone(source, above):
    """A cell's last statement, below what it needs from its own cell and those above."""
    *before, last = [ast.unparse(one) for one in ast.parse(source).body]
    return f"{slice_for([*above, *before], last)}\n{last}"


def _ends_in(names, source):
    """Whether the last line of a cell makes something whose name is one of these."""
    match ast.parse(source).body:
        case [*_, ast.Expr(value=ast.Call(func=ast.Name(id=name)))]:
            return bool(names.fullmatch(name))
    return False


def _exercise(exercise, number, cell, above):
    stub, solution = stub_of(cell), _CHECKED.sub("", exercise.solution_cell()) + "\n"
    words = "\n".join(_names(exercise.prompt))
    wanted = [f"{stub}\n{solution}\n{words}", f"{stub}\n{solution}"]
    part = {
        "kind": "exercise",
        "lesson": number,
        "name": exercise.name,
        "progress": exercise.key,
        "asks": _asks(exercise, stub),
        "stub": stub,
        "tries": [_with_numpy(slice_for(above, code)) for code in wanted] + [_with_numpy("")],
        "solution": solution,
    }
    return part | ({"choices": list(exercise.choices)} if exercise.choices else {})


def _asks(exercise, stub):
    """How the page asks: a choice of words, one line, or code."""
    return "choice" if exercise.choices else "line" if stub == f"{exercise.name} = ...\n" else "code"


def _with_numpy(source):
    return f"{source}\n" if _NUMPY in source else f"{_NUMPY}\n{source}\n".replace("\n\n", "\n")


def _names(prompt):
    """Names that stand as code in a question: the learner may use what is called so above."""
    codes = re.findall(r"`([^`]+)`", prompt)
    found = {name for code in codes for name in re.findall(r"(?<![.\w])[A-Za-z_]\w*", code)}
    return sorted(name for name in found if not keyword.iskeyword(name))
