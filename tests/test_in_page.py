"""What a page shows: every explorer of the lessons starts without Keras, Matplotlib and Pillow, and says the same."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import explorers
from course_utils.commands.cells import notebook_of
from course_utils.commands.site import trained
from course_utils.commands.site.live_parts import number_of, parts_of
from course_utils.lessons import lesson, notebooks

ROOT = Path(__file__).resolve().parent.parent
_EXPLORER = re.compile(r"^\w*(?:Explorer|Gallery)\(")


def explorer_cells():
    """Explorers of all lessons: (key, what a page runs, what the notebook stores)."""
    for path in notebooks(ROOT / "notebooks"):
        number, notebook = lesson(path).number, notebook_of(path.read_bytes(), path)
        stored = {f"{number}/{number_of(cell)}": _said(cell) for cell in notebook.cells if cell.cell_type == "code"}
        found = {part["key"]: part["code"] for part in parts_of(notebook, number) if part["kind"] == "explorer"}
        assert found.keys() == {key for key, said in stored.items() if said}
        yield from ((key, code, stored[key]) for key, code in found.items())


def _said(cell):
    """What a cell's explorer says in the notebook, or nothing."""
    said = (output.get("data", {}).get("text/plain", "") for output in cell.outputs)
    return next((words for words in said if _EXPLORER.match(words)), "")


CELLS = {name: (code, stored) for name, code, stored in explorer_cells()}
EXAMPLES = {name: f"from course_utils.explorers import {name}\n{name}.example()" for name in explorers.__all__}
#: Examples of a network: a page shows that of lesson 06, a kernel one that Keras makes at once.
IN_THEIR_OWN_WAY = {"LensExplorer", "NetworkExplorer"}
REFUSED = {
    "keras": ("from course_utils.quiet import keras\nkeras", "Keras does not run in a page"),
    "test images": ("from course_utils import fashion_mnist as f\nf.final_exam(len)", "without test images"),
    "photograph": ("from course_utils import images\nimages.photograph(77)", "60, 64, 120 rows"),
    "file": ("from course_utils import stored\nstored.network('x.npz')", "x.npz is not in this page"),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """What a process that has no more than a page makes of all of it."""
    folder = tmp_path_factory.mktemp("page")
    for name, contents in trained.page_files().items():
        (folder / name).write_bytes(contents)
    for path in trained.FOLDER.glob("*.npz"):
        (folder / path.name).write_bytes(path.read_bytes())
    pieces = {name: code for name, (code, _) in CELLS.items()} | EXAMPLES
    pieces |= {name: code for name, (code, _) in REFUSED.items()}
    run = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "support" / "in_page.py"), str(folder)],
        input=json.dumps(pieces),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", CELLS)
def test_an_explorer_says_word_for_word_what_the_notebook_stores(page, name):
    assert isinstance(page[name], list), page[name]
    code, stored = CELLS[name]
    if "GarmentExplorer(decoder, classifier" in code:  # the page looks for the nearest among fewer
        stored = stored.replace("20,000 real", "5,000 real")
    assert page[name][0] == stored


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_drawn_byte_for_byte_as_in_a_kernel(page, name):
    assert isinstance(page[name], list), page[name]
    if name not in IN_THEIR_OWN_WAY:
        assert page[name][1] == getattr(explorers, name).example().svg


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_page_has_not_gets_a_sentence(page, name):
    assert REFUSED[name][1] in page[name]


@pytest.mark.parametrize("number", trained.TRAINED)
def test_what_is_stored_is_what_the_lesson_trains(number):
    old = f"python -m course_utils.commands.site.trained {number} makes it anew"
    assert not trained.is_old(number), old


def test_stored_files_are_few_and_small():
    files = {path.name: path.stat().st_size for path in trained.FOLDER.glob("*.npz")}
    assert files.keys() == {name for one in trained.TRAINED.values() for name in one.files}
    assert sum(files.values()) < 1_500_000
