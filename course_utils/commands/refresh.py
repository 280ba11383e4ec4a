"""Execute the notebooks in fresh kernels and store them so that a second run leaves the same bytes."""

import os
import subprocess
from itertools import count

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from course_utils.cifar10 import TAG
from course_utils.commands.cells import fill, held, notebook_of
from course_utils.commands.errors import CommandError
from course_utils.commands.needed_data import count_anew, waiting
from course_utils.files import ChangedError, keep_copy, told, write_text
from course_utils.lessons import lesson, notebooks
from course_utils.numbers import counted

_KEPT_METADATA = {"tags"}
# Enough for one thread of a busy machine; how fast a lesson is, is measured elsewhere.
_SECONDS_A_CELL = 600


class RefreshError(CommandError):
    """A notebook could not be executed; the message names the notebook, the cell and the error."""


def refresh(path, *, discard=False):
    """Fill one notebook's exercises from the bank, execute it, store it; nothing is written when a cell fails.

    Parameters
    ----------
    path : Path
    discard : bool
        Go on when it holds answers; the file that holds them is kept as NAME.mine-1.ipynb, or the next free number.

    Returns
    -------
    changed : bool
        Whether the file differs from before.

    Raises
    ------
    CommandError
        The file holds no notebook.
    LessonError
        The notebook has no row in the table of lessons, or checks an exercise that is not there.
    RefreshError
        It holds answers, a cell fails, or another program saves it meanwhile.
    """
    before, notebook, names = _opened(path)
    if names and not discard:
        raise RefreshError(_holds_answers(path, names))
    fill(notebook, lesson(path).number)
    after = executed(notebook, path)
    if after == before.decode("utf-8").replace("\r\n", "\n"):
        return False
    _store(path, before, after, keep=bool(names))
    return True


def check_answers(paths):
    """Raise RefreshError where notebooks hold answers, before the first of them is executed."""
    troubles = [_holds_answers(path, names) for path in paths if (names := _opened(path)[2])]
    if troubles:
        raise RefreshError("\n".join(troubles))


def _opened(path):
    """What a file holds, as bytes and as a notebook, and the exercises that hold answers."""
    number, contents = lesson(path).number, path.read_bytes()
    notebook = notebook_of(contents, path)
    return contents, notebook, held(notebook, number)


def _holds_answers(path, names):
    return (
        f"{path.name} holds answers or words of yours at {', '.join(names)}: refresh, which is for authors, would put "
        f"the bank's own in their place. To go on, and keep this file as {path.stem}.mine-1.ipynb: "
        f"course refresh --discard {path.name[:2]}"
    )


def _store(path, before, after, keep):
    try:
        if path.read_bytes() != before:  # before a copy is made
            raise ChangedError
        if keep:
            print(f"{path.name}: with your answers it is kept as {keep_copy(path, 'mine').name}")
        write_text(path, after, replacing=before)
    except ChangedError:
        raise RefreshError(
            f"{path.name} was saved by another program while it was executed, and was left as it is: close it there, "
            "then run refresh again."
        ) from None


def executed(notebook, path):
    """Text of a notebook after its execution in the folder of `path`, normalised; `RefreshError` if a cell fails.

    A cell whose data are not on this machine keeps its outputs, and a printed line says so.
    """
    left = waiting(notebook.cells)
    if any(cell.execution_count is None for cell in left):
        raise RefreshError(
            f"{path.name} has cells that need CIFAR-10 and were never executed. To get it: course data cifar10"
        )
    _execute(notebook, path)
    if left:
        print(
            f"{path.name}: {counted(len(left), 'cell')} not executed, for CIFAR-10 is not on this machine; what is "
            "stored of them stays. To get it: course data cifar10"
        )
        count_anew(notebook.cells)
    return nbformat.writes(normalised(notebook)) + "\n"


def _execute(notebook, path):
    # A test backend in the environment would remove every inline figure.
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    environment["COURSE_PROGRESS"] = "off"  # a solution that is executed is nobody's attempt
    left_out = {"skip_cells_with_tag": TAG} if waiting(notebook.cells) else {}
    client = NotebookClient(
        notebook, timeout=_SECONDS_A_CELL, resources={"metadata": {"path": str(path.parent)}}, **left_out
    )
    try:
        # The kernel's own remarks on its transport are not the lesson's.
        client.execute(env=environment, stderr=subprocess.DEVNULL)
    except DeadKernelError:
        _stop_if_asked(client)
        raise RefreshError(
            f"{path.name}: the kernel died. A cell needs more memory than there is, or ends Python itself."
        ) from None
    except Exception as error:  # a cell's, a timeout's, of a kernel that is not installed, of its connection
        _stop_if_asked(client)
        raise RefreshError(f"{path.name}: {told(error)}") from None


def _stop_if_asked(client):
    """Raise KeyboardInterrupt after Ctrl-C, which nbclient takes for itself and turns into other errors."""
    if getattr(client, "_async_cleanup_kernel_future", None):
        raise KeyboardInterrupt


def normalised(notebook):
    """The notebook without what differs from run to run: times, widget state, random ids, split streams."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    _name_cells(notebook.cells)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k in _KEPT_METADATA})
        cell.source = cell.source.rstrip()
        if cell.cell_type == "code":
            cell.outputs = _joined([_normalised_output(output) for output in cell.outputs])
    return notebook


def _name_cells(cells):
    """Give an id to each cell that has none, or that of an earlier cell; all others keep theirs.

    A copy that somebody has worked on can then be merged with a lesson into which a cell was put.
    """
    taken = set()
    for cell in cells:
        if cell.get("id") in {None, *taken}:
            cell.id = _free_id({other.get("id") for other in cells})
        taken.add(cell.id)


def _free_id(taken):
    return next(name for ordinal in count(1) if (name := f"cell-{ordinal:02d}") not in taken)


def _normalised_output(output):
    data = output.get("data", {})
    # A widget lives in its kernel only; stored, it would show as an error. What stands beside it shows instead.
    data.pop("application/vnd.jupyter.widget-view+json", None)
    if output.output_type == "error":
        # The rest of a traceback names folders of this machine, and nbval does not compare it.
        output.traceback = [f"{output.ename}: {output.evalue}"]
    if "metadata" in output:
        alt = output.metadata.get("image/png", {}).get("alt")
        kept = {"image/png": {"alt": alt}} if alt and "image/png" in data else {}
        output.metadata = nbformat.from_dict(kept)
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
    unknown = [name for name in names if not name or not any(path.name.startswith(name) for path in paths)]
    if unknown:
        there = ", ".join(path.stem for path in paths)
        raise RefreshError(f"no notebook begins with {' or '.join(map(repr, unknown))}; there are: {there}.")
    return [path for path in paths if not names or path.name.startswith(tuple(names))]
