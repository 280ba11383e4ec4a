"""Cells whose data are not on this machine: left as they are, skipped by name, counted; executed where they are."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course_utils import cifar10
from course_utils.commands import needed_data
from course_utils.commands.refresh import RefreshError, refresh
from tests.support.small_cifar10 import small_images

ROOT = Path(__file__).resolve().parent.parent
ASKS = "from course_utils import cifar10\nprint(cifar10.available())"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CIFAR10", str(tmp_path / "data"))
    return tmp_path / "data"


def keep():
    cifar10.keep(small_images(100), small_images(10), source="a test")


def written(path, *cells):
    """A notebook of (code, whether it needs the data)."""
    path.parent.mkdir(exist_ok=True)
    made = [nbformat.v4.new_code_cell(code, metadata={"tags": [cifar10.TAG]} if needs else {}) for code, needs in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


@pytest.fixture
def stored(tmp_path, place):
    """A notebook executed where the data are, which then are forgotten."""
    cells = [("1 + 1", False), (ASKS, True), ("'needs'", True), ("2 + 2", False), ("print(3)", False)]
    path = written(tmp_path / "lesson" / "00_start_here.ipynb", *cells)
    keep()
    assert refresh(path) is True
    cifar10.forget()
    return path


def test_what_waits_is_code_with_the_tag_while_the_data_are_not_there(place):
    tagged, other = ({"tags": [cifar10.TAG, "more"]}, {"tags": ["more"]})
    cells = [
        nbformat.v4.new_code_cell("1", metadata=tagged),
        nbformat.v4.new_code_cell("1", metadata=other),
        nbformat.v4.new_code_cell("1"),
        nbformat.v4.new_markdown_cell("1", metadata=tagged),
    ]
    assert needed_data.waiting(cells) == cells[:1]
    keep()
    assert needed_data.waiting(cells) == []


def test_refresh_keeps_what_is_stored_of_them_and_says_so(stored, capsys):
    before = stored.read_bytes()
    assert b"True" in before
    assert refresh(stored) is False
    assert stored.read_bytes() == before, "the counts too are those of a whole run"
    said = capsys.readouterr().out
    assert "00_start_here.ipynb: 2 cells not executed, for CIFAR-10 is not on this machine" in said
    assert "course data cifar10" in said
    keep()
    assert refresh(stored) is False
    assert capsys.readouterr().out == "", "nothing to say where they are"
    assert stored.read_bytes() == before


def test_a_change_elsewhere_is_executed_and_stored(stored):
    notebook = nbformat.read(stored, as_version=4)
    notebook.cells[3].source = "2 + 3"
    nbformat.write(notebook, stored)
    assert refresh(stored) is True
    cells = nbformat.read(stored, as_version=4).cells
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, 5]
    assert cells[3].outputs[0].data["text/plain"] == "5"
    assert [output.execution_count for cell in cells for output in cell.outputs if "execution_count" in output] == [
        1,
        3,
        4,
    ]
    assert cells[1].outputs[0].text == "True\n"


def test_what_was_never_executed_is_not_stored_without_the_data(tmp_path, place):
    path = written(tmp_path / "lesson" / "00_start_here.ipynb", ("1", False), (ASKS, True))
    before = path.read_bytes()
    with pytest.raises(RefreshError, match=r"never executed\. To get it: course data cifar10$"):
        refresh(path)
    assert path.read_bytes() == before


def compared(path):
    """What nbval finds cell by cell, called as .ci/run calls an edition that lies elsewhere; and all that it says."""
    command = [sys.executable, "-m", "pytest", "-v", "--tb=short", "-p", "no:cacheprovider", "--rootdir=."]
    command += ["-c", "pyproject.toml", "-p", "course_utils.commands.needed_data", str(path.parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    found = re.findall(r"(PASSED|FAILED|SKIPPED) \S*::Cell (\d+)", done.stdout)
    return {int(place): word for word, place in found}, done.stdout + done.stderr


def test_the_test_run_skips_them_by_name_and_counts_them(stored):
    found, said = compared(stored)
    assert found == {0: "PASSED", 1: "SKIPPED", 2: "SKIPPED", 3: "PASSED", 4: "PASSED"}, said
    line = "00_start_here.ipynb: 2 not compared, for CIFAR-10 is not on this machine (course data cifar10): Cell 1, 2"
    assert line in said


def test_where_the_data_are_the_test_run_compares_them(stored):
    keep()
    found, said = compared(stored)
    assert set(found.values()) == {"PASSED"}, said
    assert "not compared" not in said
    notebook = nbformat.read(stored, as_version=4)
    notebook.cells[2].outputs[0].data["text/plain"] = "'another'"
    nbformat.write(notebook, stored)
    found, said = compared(stored)
    assert found[2] == "FAILED", said


def test_any_test_run_below_this_folder_has_the_plugin():
    assert needed_data.__name__ in (ROOT / "conftest.py").read_text(encoding="utf-8")


class ARun:
    """What pytest tells at its end: a module that was skipped whole, and a cell that waits."""

    lines = ()

    def getreports(self, outcome):
        """The reports of an outcome: that of a collected module has no properties."""
        waits = pytest.TestReport("n", ("n", 0, ""), {}, "skipped", None, "call")
        waits.user_properties = [(cifar10.TAG, ("11_x.ipynb", "Cell 7"))]
        return [pytest.CollectReport("tests/test_x.py", "skipped", None, []), waits]

    def write_line(self, line):
        """Keep what is said."""
        self.lines = (*self.lines, line)


def test_a_module_that_skips_itself_is_no_cell():
    run = ARun()
    needed_data.pytest_terminal_summary(run)
    (line,) = run.lines
    assert line.startswith("11_x.ipynb: 1 not compared")
    assert line.endswith("Cell 7")
