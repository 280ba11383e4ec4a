"""Execute the notebooks in fresh kernels and store them so that a second run leaves the same bytes."""

import os
import subprocess

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from course_utils.commands.cells import fill
from course_utils.commands.errors import CommandError
from course_utils.lessons import lesson, notebooks

_KEPT_METADATA = {"tags"}
# Enough for one thread of a busy machine; how fast a lesson is, is measured elsewhere.
_SECONDS_A_CELL = 600


class RefreshError(CommandError):
    """A notebook could not be executed; the message names the notebook, the cell and the error."""


def refresh(path):
    """Fill one notebook's exercises from the bank, execute it, store it; nothing is written when a cell fails.

    Parameters
    ----------
    path : Path

    Returns
    -------
    changed : bool
        Whether the file differs from before.

    Raises
    ------
    LessonError
        The notebook has no row in the table of lessons, or checks an exercise that is not there.
    RefreshError
    """
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    fill(notebook, lesson(path).number)
    after = executed(notebook, path)
    if after == before:
        return False
    unfinished = path.with_suffix(".part")
    unfinished.write_text(after, encoding="utf-8", newline="\n")
    unfinished.replace(path)
    return True


def executed(notebook, path):
    """Text of a notebook after its execution in the folder of `path`, normalised; `RefreshError` if a cell fails."""
    _execute(notebook, path)
    return nbformat.writes(normalised(notebook)) + "\n"


def _execute(notebook, path):
    # A test backend in the environment would remove every inline figure.
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    environment["COURSE_PROGRESS"] = "off"  # a solution that is executed is nobody's attempt
    client = NotebookClient(notebook, timeout=_SECONDS_A_CELL, resources={"metadata": {"path": str(path.parent)}})
    try:
        # The kernel's own remarks on its transport are not the lesson's.
        client.execute(env=environment, stderr=subprocess.DEVNULL)
    except (CellExecutionError, CellTimeoutError) as error:
        raise RefreshError(f"{path.name}: {error}") from None


def normalised(notebook):
    """The notebook without what differs from run to run: times, widget state, random ids, split streams."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for ordinal, cell in enumerate(notebook.cells, start=1):
        # From the place, not at random: a cell that JupyterLab adds gets the id it will keep.
        cell.id = f"cell-{ordinal:02d}"
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in _KEPT_METADATA})
        cell.source = cell.source.rstrip()
        if cell.cell_type == "code":
            cell.outputs = _joined([_normalised_output(output) for output in cell.outputs])
    return notebook


def _normalised_output(output):
    data = output.get("data", {})
    # A widget lives in its kernel only; stored, it would show as an error. What stands beside it shows instead.
    data.pop("application/vnd.jupyter.widget-view+json", None)
    if output.output_type == "error":
        # The rest of a traceback names folders of this machine, and nbval does not compare it.
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "metadata" in output:
        output.metadata = nbformat.from_dict({})
    return output


def _joined(outputs):
    """Join neighbouring pieces of one stream: where a kernel splits them is chance."""
    joined = []
    for output in outputs:
        previous = joined[-1] if joined else None
        if previous and output.output_type == previous.output_type == "stream" and output.name == previous.name:
            previous.text += output.text
        else:
            joined.append(output)
    return joined


def chosen(folder, names):
    """Paths of the notebooks whose names begin with one of `names`; all of them when there are none."""
    paths = notebooks(folder)
    found = [path for path in paths if not names or path.name.startswith(tuple(names))]
    if not found:
        there = ", ".join(path.stem for path in paths)
        raise RefreshError(f"no notebook begins with {' or '.join(names)}; there are: {there}.")
    return found
