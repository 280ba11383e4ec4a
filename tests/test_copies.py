"""A learner's own copies of the lessons: made, renewed, left alone; nothing of theirs is ever lost."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from traitlets.config import application

from course_utils.commands import cli, copies, lab
from course_utils.commands.errors import CommandError

ROOT = Path(__file__).resolve().parent.parent
NAME = "01_convolution_by_hand.ipynb"


@pytest.fixture(autouse=True)
def signatures(tmp_path, monkeypatch):
    """Signatures of this test's copies are kept in its own folder."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


def lesson_of(folder, *texts):
    """Write a lesson with these texts, code and Markdown by turns, as the course stores it."""
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "a.svg").write_text("<svg/>")
    cells = []
    for ordinal, text in enumerate(texts):
        if ordinal % 2:
            output = nbformat.v4.new_output("stream", text="2\n")
            cells.append(nbformat.v4.new_code_cell(text, outputs=[output], execution_count=ordinal, id=f"c{text}"))
        else:
            cells.append(nbformat.v4.new_markdown_cell(text, id=f"m{len(text)}-{ordinal}"))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "notebooks" / NAME)


@pytest.fixture
def source(tmp_path, monkeypatch):
    folder = tmp_path / "course"
    lesson_of(folder, "![a](../figures/a.svg) and [02](02_padding_and_stride.ipynb)", "1")
    monkeypatch.setattr(copies, "notebooks", lambda folder: sorted(folder.glob("*.ipynb")))
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mine"


def change(file, ordinal, text):
    """Change a cell as JupyterLab would, after it was run."""
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[ordinal].source = text
    nbformat.write(notebook, file)


def run(file):
    notebook = nbformat.read(file, as_version=4)
    for ordinal, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="mine\n")], ordinal
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    nbformat.write(notebook, file)


def texts(file):
    return [cell.source for cell in nbformat.read(file, as_version=4).cells]


def test_a_copy_has_no_outputs_and_its_figures_beside_it(source, folder):
    assert copies.lay(folder, source) == []
    notebook = nbformat.read(folder / NAME, as_version=4)
    nbformat.validate(notebook)
    assert [cell.get("outputs") for cell in notebook.cells] == [None, []]
    assert notebook.cells[1].execution_count is None
    assert notebook.cells[0].source == "![a](figures/a.svg) and [02](02_padding_and_stride.ipynb)"
    assert (folder / "figures" / "a.svg").read_text() == "<svg/>"
    assert notebook.metadata.language_info["mimetype"] == "text/x-python"
    notary = NotebookNotary(data_dir=os.environ["JUPYTER_DATA_DIR"])
    assert notary.check_signature(notebook), "JupyterLab trusts it"


def test_no_log_of_the_process_is_closed(source, folder, monkeypatch):
    """An application of Jupyter's closes all of them for its own; that of Keras takes the error stream along."""
    set_up = []
    monkeypatch.setattr(application, "dictConfig", set_up.append)
    copies.lay(folder, source)
    lab._own_settings()
    assert set_up == []
    NotebookNotary().sign(nbformat.v4.new_notebook())
    assert set_up, "or this sees nothing"


def test_a_second_time_nothing_is_written(source, folder):
    copies.lay(folder, source)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert copies.lay(folder, source) == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize("touch", [lambda file: None, run])
def test_an_untouched_copy_is_renewed(source, folder, touch):
    copies.lay(folder, source)
    touch(folder / NAME)
    lesson_of(source, "new words", "1")
    (said,) = copies.lay(folder, source)
    assert said.startswith(f"{NAME} has a new edition. You had changed nothing")
    assert texts(folder / NAME) == ["new words", "1"]
    assert copies.lay(folder, source) == []


@pytest.mark.parametrize("ordinal", [0, 1])
def test_work_stays_and_the_new_edition_stands_beside_it(source, folder, ordinal):
    copies.lay(folder, source)
    change(folder / NAME, ordinal, "an answer")
    mine = (folder / NAME).read_bytes()
    assert copies.lay(folder, source) == [], "the lesson is as it was"
    lesson_of(source, "new words", "1")
    (said,) = copies.lay(folder, source)
    assert said.endswith("the new one is beside it, 01_convolution_by_hand.new-1.ipynb.")
    assert (folder / NAME).read_bytes() == mine
    assert texts(folder / "01_convolution_by_hand.new-1.ipynb") == ["new words", "1"]
    assert copies.lay(folder, source) == [], "said once"
    change(folder / "01_convolution_by_hand.new-1.ipynb", 0, "remarks")
    lesson_of(source, "newer words", "1")
    (said,) = copies.lay(folder, source)
    assert "new-2" in said
    assert texts(folder / "01_convolution_by_hand.new-1.ipynb") == ["remarks", "1"]


def test_a_damaged_edition_beside_work_stays_and_stops_nothing(source, folder):
    copies.lay(folder, source)
    change(folder / NAME, 1, "an answer")
    (folder / "01_convolution_by_hand.new-1.ipynb").write_bytes(b"{")
    lesson_of(source, "new words", "1")
    (said,) = copies.lay(folder, source)
    assert "new-2" in said
    assert (folder / "01_convolution_by_hand.new-1.ipynb").read_bytes() == b"{"


def test_a_cell_that_was_put_in_is_a_touch(source, folder):
    copies.lay(folder, source)
    notebook = nbformat.read(folder / NAME, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(""))
    nbformat.write(notebook, folder / NAME)
    lesson_of(source, "new words", "1")
    copies.lay(folder, source)
    assert len(texts(folder / NAME)) == 3


@pytest.mark.parametrize("contents", [b"", b"{", b"\xff\xfe", b"[]", b'{"cells": 1}'])
def test_a_damaged_copy_is_left_and_told(source, folder, contents, capsys):
    copies.lay(folder, source)
    (folder / NAME).write_bytes(contents)
    (said,) = copies.lay(folder, source)
    assert "cannot be read as a notebook" in said
    assert "course fresh 01" in said
    assert (folder / NAME).read_bytes() == contents
    said = copies.fresh(folder, source / "notebooks" / NAME)
    assert said == f"{NAME} is fresh; yours is kept as 01_convolution_by_hand.mine-1.ipynb."
    assert (folder / "01_convolution_by_hand.mine-1.ipynb").read_bytes() == contents
    assert copies.lay(folder, source) == []


@pytest.mark.parametrize("about", [None, "text", {"edition": 7}, []])
def test_a_copy_of_unknown_origin_is_work(source, folder, about):
    copies.lay(folder, source)
    notebook = nbformat.read(folder / NAME, as_version=4)
    notebook.metadata.pop("cnns_by_hand")
    if about is not None:
        notebook.metadata["cnns_by_hand"] = about
    nbformat.write(notebook, folder / NAME)
    lesson_of(source, "new words", "1")
    (said,) = copies.lay(folder, source)
    assert "stays as it is" in said
    assert texts(folder / NAME)[0].startswith("![a]")


def test_a_copy_that_is_being_saved_is_left(source, folder, monkeypatch):
    copies.lay(folder, source)
    lesson_of(source, "new words", "1")
    write = copies.write_bytes

    def saved_meanwhile(target, contents, **settings):
        if target.suffix == ".ipynb":
            change(target, 1, "an answer, just now")
        return write(target, contents, **settings)

    monkeypatch.setattr(copies, "write_bytes", saved_meanwhile)
    (said,) = copies.lay(folder, source)
    assert "is being changed by another program" in said
    assert texts(folder / NAME)[1] == "an answer, just now"


def test_figures_are_renewed_unless_somebody_changed_them(source, folder):
    copies.lay(folder, source)
    (source / "figures" / "a.svg").write_text("<svg>2</svg>")
    copies.lay(folder, source)
    assert (folder / "figures" / "a.svg").read_text() == "<svg>2</svg>"
    (folder / "figures" / "a.svg").write_text("mine")
    (source / "figures" / "a.svg").write_text("<svg>3</svg>")
    copies.lay(folder, source)
    assert (folder / "figures" / "a.svg").read_text() == "mine"


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"a.svg": 3}'])
def test_a_damaged_list_of_figures_costs_nothing(source, folder, kept):
    copies.lay(folder, source)
    (folder / "figures" / ".laid-down.json").write_text(kept)
    assert copies.lay(folder, source) == []
    assert (folder / "figures" / "a.svg").read_text() == "<svg/>"


class TestCopiesFolder:
    """Where the copies lie: the learner's choice, beside the lessons, or at home."""

    def test_in_the_course_s_own_folder(self):
        assert copies.copies_folder() == ROOT / "my_lessons"
        ignored = subprocess.run(["git", "check-ignore", "my_lessons/x.ipynb"], cwd=ROOT, capture_output=True)
        assert ignored.returncode in (0, 128), "git leaves the copies out (128: a course without git)"

    def test_of_an_installed_package_and_where_nobody_may_write(self, tmp_path, monkeypatch):
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
        assert copies.copies_folder(source=tmp_path / "share") == tmp_path / "cnns-by-hand"
        monkeypatch.setattr(os, "access", lambda *given: False)
        assert copies.copies_folder() == tmp_path / "cnns-by-hand"

    def test_chosen(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        assert copies.copies_folder("a b") == tmp_path / "a b"
        assert copies.copies_folder("~/x") == tmp_path / "x"

    @pytest.mark.parametrize("given", [".", "notebooks", "figures/x", "course_utils/data"])
    def test_the_course_itself_is_no_place_for_copies(self, given, monkeypatch):
        monkeypatch.chdir(ROOT)
        with pytest.raises(CommandError, match=f"^{given} holds the course itself"):
            copies.copies_folder(given)
        assert copies.copies_folder("my_lessons") == ROOT / "my_lessons"

    def test_without_a_home(self, tmp_path, monkeypatch):
        def lost(*given):
            raise RuntimeError("no home")

        monkeypatch.setattr(Path, "home", lost)
        with pytest.raises(CommandError, match="--folder FOLDER"):
            copies.copies_folder(source=tmp_path)


def test_the_command_lays_a_fresh_copy(tmp_path, capsys):
    assert cli.main(["fresh", "03", "--folder", str(tmp_path / "mine")]) == 0
    assert capsys.readouterr().out == "03_pooling_and_translation_invariance.ipynb is fresh.\n"
    assert (tmp_path / "mine" / "figures" / "max_and_average_pooling.svg").exists()
    assert cli.main(["fresh", "99", "--folder", str(tmp_path / "mine")]) == 1
    assert "99" in capsys.readouterr().err


def test_every_lesson_has_a_copy_whose_figures_and_links_work(tmp_path):
    assert copies.lay(tmp_path) == []
    for file in tmp_path.glob("*.ipynb"):
        for cell in nbformat.read(file, as_version=4).cells:
            assert "../" not in cell.source or cell.cell_type == "code"
            for target in _links(cell.source) if cell.cell_type == "markdown" else ():
                assert (tmp_path / target).exists(), (file.name, target)
    assert len(list(tmp_path.glob("*.ipynb"))) == len(list((ROOT / "notebooks").glob("*.ipynb")))


def _links(text):
    return [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_new_cell_in_a_lesson_merges_into_a_copy_that_was_worked_on(tmp_path, source, place):
    """As `git pull` and nbgitpuller do with an edition that a class was given."""
    lesson = ["first words", "1", "more words", "2", "last words", "3"]
    lesson_of(source, *lesson)
    base, theirs, mine = (tmp_path / name for name in ("base", "theirs", "mine"))
    copies.lay(base, source)
    shutil.copytree(base, mine)
    change(mine / NAME, 3, "an answer")
    run(mine / NAME)
    notebook = nbformat.read(source / "notebooks" / NAME, as_version=4)
    notebook.cells.insert(place, nbformat.v4.new_markdown_cell("a remark", id="remark"))
    nbformat.write(notebook, source / "notebooks" / NAME)
    copies.lay(theirs, source)
    files = [str(folder / NAME) for folder in (mine, base, theirs)]
    merged = subprocess.run(["git", "merge-file", "--stdout", *files], capture_output=True, text=True)
    assert merged.returncode == 0, merged.stdout
    found = [cell["source"] for cell in json.loads(merged.stdout)["cells"]]
    assert {"".join(text) for text in found} == {*lesson, "a remark", "an answer"} - {"2"}
