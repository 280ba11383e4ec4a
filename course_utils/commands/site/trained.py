"""What a page shows of trainings, which it cannot do itself: made from the lessons' own cells, and kept in `site/data`.

`python -m course_utils.commands.site.trained` trains anew what a changed lesson makes otherwise, and stores it; a page
reads it by `course_utils.stored`. Each file holds a fingerprint of the code that made it: a test says when it is old.
"""

import ast
import hashlib
import io
import sys
from typing import NamedTuple

import nbformat
import numpy as np

from course_utils import fashion_mnist, images, stored
from course_utils.batches import first_of_each_class
from course_utils.commands.paths import CHECKOUT
from course_utils.files import write_bytes
from course_utils.in_browser.slices import slice_for
from course_utils.lessons import lesson, notebooks

FOLDER = CHECKOUT / "site" / "data"
#: Rows of the photograph that lessons and explorers ask for.
PHOTOGRAPHS = (60, 64, 120)


class Trained(NamedTuple):
    """What is kept of one lesson's trainings: the last cell that makes it, and file -> expression after that cell."""

    last_cell: str
    files: dict


class Instead(NamedTuple):
    """What stands in a page in place of a cell's trainings, and the expression that shows its explorer."""

    given: str
    code: str


TRAINED = {
    "04": Trained("cell-38", {"04_long.npz": "{f'seed {seed}': long[0, seed].history for seed in (0, 1)}"}),
    "05": Trained("cell-53", {"05_sweeps.npz": "runs"}),
    "06": Trained(
        "cell-52",
        {
            "06_classic.npz": "(first_run, {'classic': watched.history})[1]",
            stored.OWN: "own",
            "06_probabilities.npz": "probabilities",
        },
    ),
    "07": Trained("cell-43", {"07_plain.npz": "runs['plain'][0].model"}),
    "09": Trained("look-04", {"09_planted.npz": "planted[0]"}),
    "12": Trained(
        "cell-66", {"12_decoder.npz": "variational.decoder.get_weights()", "12_classifier.npz": "classifier"}
    ),
}
_STORED, _VALIDATION = "from course_utils import stored", 'pixels, labels = fashion_mnist.load("validation")'
#: (lesson, cell) -> names that its explorer needs, from what is stored, and the explorer where it is not the last line.
_INSTEAD = {
    ("04", "cell-83"): (
        'runs = stored.histories("04_long.npz")',
        "long = {(0, seed): stored.Run(runs[f'seed {seed}']) for seed in (0, 1)}",
    ),
    ("05", "cell-53"): ('runs = stored.histories("05_sweeps.npz")',),
    ("06", "cell-33"): ('runs = stored.histories("06_classic.npz")',),
    ("06", "cell-50"): (_VALIDATION, "boot = pixels[labels == 9][:1]", 'own = stored.network("06_own.npz")'),
    ("06", "cell-52"): (_VALIDATION, 'probabilities = stored.array("06_probabilities.npz")'),
    ("07", "cell-60"): ('runs = {"plain": [stored.Run(model=stored.network("07_plain.npz"))]}',),
    ("09", "look-76"): ('planted = [stored.network("09_planted.npz")]',),
    ("12", "6e05f7a9"): ('decoder, classifier = stored.arrays("12_decoder.npz"), stored.network("12_classifier.npz")',),
}
_SHOWN = {
    ("06", "cell-33"): "TrainingExplorer(runs=runs)",
    # A page has not the 20,000 garments of the lesson to look for the nearest in, but the 5,000 of validation.
    ("12", "6e05f7a9"): "GarmentExplorer(decoder, classifier, label=3)",
}


def instead_of_training(number, cell):
    """What a page is given where a cell's explorer shows what was trained.

    Parameters
    ----------
    number : str
        Of the lesson, as "06".
    cell : nbformat cell

    Returns
    -------
    instead : Instead or None
        None where nothing was trained. `given` is source that goes below all cells above; `code` an expression.
    """
    given = _INSTEAD.get((number, cell["id"]))
    if given is None:
        return None
    code = _SHOWN.get((number, cell["id"])) or last_expression(cell["source"])
    return Instead("\n".join((_STORED, *given)), code)


def last_expression(source):
    """The last statement of a cell as source."""
    return ast.unparse(ast.parse(source).body[-1])


def recipe(number):
    """The code that makes all that is kept of a lesson: its own statements, and then the files by name, as `made`."""
    trained, above = TRAINED[number], []
    for cell in _cells(number):
        above.append(cell["source"])
        if cell["id"] == trained.last_cell:
            break
    files = ", ".join(f"{name!r}: {expression}" for name, expression in trained.files.items())
    code = f"made = {{{files}}}"
    return f"{slice_for(above, code)}\n{code}\n"


def _cells(number):
    path = next(path for path in notebooks(CHECKOUT / "notebooks") if lesson(path).number == number)
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def fingerprint(code):
    """What is stored beside what a piece of code made."""
    return hashlib.sha256(code.encode()).hexdigest()


def make(number):
    """Train what a lesson trains, and store what a page needs of it."""
    code, names = recipe(number), {}
    exec(compile(code, f"lesson {number}", "exec"), names)
    for name, thing in names["made"].items():
        write_bytes(FOLDER / name, stored.packed(thing, fingerprint(code)))


def is_old(number):
    """Whether a lesson's code makes something else than what is stored, or nothing is."""
    want = fingerprint(recipe(number))
    return any(not (FOLDER / name).exists() or _made_from(FOLDER / name) != want for name in TRAINED[number].files)


def _made_from(path):
    with np.load(path) as file:
        return str(file["made_from"])


def page_files():
    """Files of data that a page fetches when they are first asked for, as the builder writes them.

    Returns
    -------
    files : dict of str -> bytes
        All validation images, the first 500 training images of each class, and the photograph.
    """
    heights = {f"rows_{height}": np.uint8(np.round(255 * images.photograph(height))) for height in PHOTOGRAPHS}
    train = first_of_each_class(*fashion_mnist.load("train"), 500)
    splits = {"validation.npz": fashion_mnist.load("validation"), "train.npz": train}
    return {
        "photograph.npz": _npz(**heights),
        **{name: _npz(pixels=pixels, labels=labels) for name, (pixels, labels) in splits.items()},
    }


def _npz(**arrays):
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def main(numbers):
    """Make anew what is old, or what is named."""
    for number in numbers or filter(is_old, TRAINED):
        print(f"lesson {number} …", flush=True)
        make(number)


if __name__ == "__main__":
    main(sys.argv[1:])
