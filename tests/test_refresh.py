"""`course refresh`: the same bytes twice, and nothing lost: no answer, no cell that fails, nothing saved meanwhile."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import nbformat
import pytest

from course_utils.checking.exercise import Exercise
from course_utils.commands import cells, cli
from course_utils.commands import refresh as refresh_module
from course_utils.commands.refresh import RefreshError, chosen, normalised, refresh
from course_utils.exercises import start_here
from course_utils.lessons import LESSONS, LessonError


def write(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {}, "author": "someone"})
    nbformat.write(notebook, path)
    return path


def test_a_second_run_leaves_the_same_bytes(tmp_path):
    path = write(
        tmp_path / "00_start_here.ipynb",
        "import sys\nfor n in range(3):\n    print(n, flush=True)",
        "import matplotlib.pyplot as plt\nfrom course_utils.drawing import draw_image, show",
        "show(draw_image([[0, 1]], 'two pixels'))",
        "import ipywidgets\nipywidgets.IntSlider()",
    )
    given = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert refresh(path) is True
    first = path.read_bytes()
    assert refresh(path) is False
    assert path.read_bytes() == first
    notebook = nbformat.read(path, as_version=4)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4]
    assert [cell.id for cell in notebook.cells] == given
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "0\n1\n2\n"}]
    assert "image/png" in notebook.cells[2].outputs[0].data
    assert notebook.cells[2].outputs[0].data["text/plain"] == "Picture: two pixels: a grey image, 1 × 2: 0 1."
    assert notebook.cells[2].outputs[0].metadata == {"image/png": {"alt": "two pixels: a grey image, 1 × 2: 0 1."}}


def test_cells_keep_their_ids_and_new_ones_get_their_own():
    def named(*ids):
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": ""} | ({"id": name} if name else {}) for name in ids
        ]
        return [cell.id for cell in normalised(nbformat.from_dict({"metadata": {}, "cells": cells})).cells]

    assert named("cell-01", "cell-02") == ["cell-01", "cell-02"]
    assert named("cell-01", "3f2a", "cell-02") == ["cell-01", "3f2a", "cell-02"], "as JupyterLab names a new cell"
    assert named("cell-02", None, "cell-03", None) == ["cell-02", "cell-01", "cell-03", "cell-04"]
    assert named("cell-01", "cell-01", "cell-02") == ["cell-01", "cell-03", "cell-02"], "a cell that was copied"


def test_a_failing_cell_leaves_the_file_alone(tmp_path):
    path = write(tmp_path / "00_start_here.ipynb", "1 + 1", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(RefreshError, match=r"(?s)00_start_here\.ipynb.*ZeroDivisionError"):
        refresh(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["00_start_here.ipynb"]


def test_a_widget_with_a_picture_keeps_the_picture_only():
    data = {"application/vnd.jupyter.widget-view+json": {}, "image/png": "…", "text/plain": "Explorer()"}
    stored = stored_output(data, {"needs_background": "light"})
    assert set(stored.data) == {"image/png", "text/plain"}
    assert stored.metadata == {}


def stored_output(data, metadata):
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])])
    return normalised(notebook).cells[0].outputs[0]


def test_of_an_output_s_metadata_only_a_picture_s_alternative_text_is_kept():
    picture, text = {"image/png": "…", "text/plain": "Picture: Two pixels."}, {"text/plain": "2"}
    alt = {"image/png": {"alt": "Two pixels."}}
    assert stored_output(picture, alt).metadata == alt
    more = {"image/png": {"alt": "Two pixels.", "width": 300}, "text/plain": {"a": 1}, "needs_background": "light"}
    assert stored_output(picture, more).metadata == alt
    assert stored_output(picture, {"image/png": {"width": 300}}).metadata == {}
    assert stored_output(text, alt).metadata == {}


FOREIGN = {
    "collapsed": True,
    "jupyter": {"source_hidden": True, "outputs_hidden": True},
    "scrolled": "auto",
    "editable": False,
    "deletable": False,
    "slideshow": {"slide_type": "slide"},
    "execution": {"iopub.execute_input": "2026-01-01T00:00:00"},
    "vscode": {"languageId": "python"},
    "colab": {"base_uri": "elsewhere"},
    "nbgrader": {"grade": True},
    "trusted": True,
}


@pytest.mark.parametrize("kind", [nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell, nbformat.v4.new_raw_cell])
def test_of_a_cell_s_metadata_only_tags_are_kept(kind):
    """Editors write their own settings into cells; stored, they would fold or lock what others read."""
    cell = kind("words", metadata={**FOREIGN, "tags": ["exercise"]})
    assert normalised(nbformat.v4.new_notebook(cells=[cell])).cells[0].metadata == {"tags": ["exercise"]}
    bare = kind("words", metadata=FOREIGN)
    assert normalised(nbformat.v4.new_notebook(cells=[bare])).cells[0].metadata == {}


def test_of_a_notebook_s_metadata_only_the_kernel_is_kept():
    notebook = nbformat.v4.new_notebook(metadata={"widgets": {"state": {}}, "authors": ["someone"], "toc": {}})
    assert normalised(notebook).metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_a_meant_error_names_no_folder(tmp_path):
    path = write(tmp_path / "00_start_here.ipynb", "1 / 0")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata.tags = ["raises-exception"]
    nbformat.write(notebook, path)
    refresh(path)
    (output,) = nbformat.read(path, as_version=4).cells[0].outputs
    assert output.traceback == ["ZeroDivisionError: division by zero"]


def test_notebooks_are_chosen_by_their_first_letters(tmp_path):
    for row in LESSONS:
        write(row.path(tmp_path))
    assert [path.stem[:2] for path in chosen(tmp_path, ["01", "02"])] == ["01", "02"]
    assert len(chosen(tmp_path, [])) == len(LESSONS)
    with pytest.raises(RefreshError, match="no notebook begins with '99'; there are: 00_start_here, "):
        chosen(tmp_path, ["99"])


def test_a_notebook_that_the_table_does_not_know_gets_a_sentence(tmp_path):
    for row in LESSONS:
        write(row.path(tmp_path))
    stranger = write(tmp_path / "77_stranger.ipynb")
    with pytest.raises(LessonError, match=r"77_stranger\.ipynb has no row there: add one"):
        chosen(tmp_path, ["01"])
    with pytest.raises(LessonError, match="is not in the table of lessons, which has 00, 01"):
        refresh(stranger)
    stranger.unlink()
    LESSONS[3].path(tmp_path).unlink()
    with pytest.raises(LessonError, match=rf"{LESSONS[3].file}\.ipynb is missing: write it"):
        chosen(tmp_path, [])


def test_a_check_of_no_exercise_gets_a_sentence(tmp_path):
    path = write(tmp_path / "02_padding_and_stride.ipynb", "exercises.nowhere.check(1)")
    with pytest.raises(LessonError, match=r"nowhere is no exercise of lesson 02: write it in .*padding_and_stride\.py"):
        refresh(path)


# Answers in a notebook.

EXERCISE, OTHER = [value for value in vars(start_here).values() if isinstance(value, Exercise)][:2]
IMPORT = "from course_utils.exercises import start_here as exercises"


def lesson_00(folder, *codes, prompt=None):
    """A lesson 00 whose exercise cells hold these codes."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(IMPORT)])
    for code, exercise in zip(codes, (EXERCISE, OTHER), strict=False):
        text = cells.prompt_cell(exercise) if prompt is None else prompt
        notebook.cells += [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(code)]
    path = folder / "00_start_here.ipynb"
    nbformat.write(notebook, path)
    return path


def check_of(exercise):
    return f"exercises.{exercise.name}.check({exercise.name})"


def with_answer(exercise, answer):
    return f"{exercise.name} = {answer}\n{check_of(exercise)}"


@pytest.fixture
def unexecuted(monkeypatch):
    """Notebooks are stored without being executed."""
    monkeypatch.setattr(refresh_module, "_execute", lambda notebook, path: None)


@pytest.mark.parametrize(
    "code",
    [
        with_answer(EXERCISE, "-12345"),
        f"# my thoughts\n{EXERCISE.cell()}",
        f"MY_ANSWER = 42\n{EXERCISE.cell()}",
        f"{EXERCISE.cell()}\nprint('and more')",
        f"exercises.{EXERCISE.name}.check(-12345)",
    ],
)
def test_answers_stop_it_with_a_sentence(tmp_path, unexecuted, code):
    path = lesson_00(tmp_path, code, OTHER.cell())
    before = path.read_bytes()
    with pytest.raises(RefreshError) as refused:
        refresh(path)
    for word in (path.name, EXERCISE.name, "for authors", "course refresh --discard 00", "00_start_here.mine-1.ipynb"):
        assert word in str(refused.value)
    assert OTHER.name not in str(refused.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "code",
    [
        EXERCISE.cell(),
        EXERCISE.solution_cell(),
        EXERCISE.cell().replace("\n", "  \n\n\n") + "\n\n",
        check_of(EXERCISE),
        f"exercises.{EXERCISE.name}.check()",
    ],
)
@pytest.mark.parametrize("prompt", [None, "", "**Exercise: predict.** Another prompt, before the bank was changed."])
def test_what_the_bank_has_written_is_no_answer(tmp_path, unexecuted, code, prompt):
    path = lesson_00(tmp_path, code, prompt=prompt)
    assert refresh(path) is True
    stored = nbformat.read(path, as_version=4)
    assert [cell.source for cell in stored.cells[1:]] == [cells.prompt_cell(EXERCISE), EXERCISE.cell()]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("prompt", [cells.prompt_cell(EXERCISE) + "\n\nI think it is 12.", "My own notes."])
def test_words_at_the_prompt_are_kept_as_well(tmp_path, unexecuted, prompt):
    path = lesson_00(tmp_path, EXERCISE.cell(), prompt=prompt)
    with pytest.raises(RefreshError, match=EXERCISE.name):
        refresh(path)
    assert refresh(path, discard=True) is True
    assert prompt in [cell.source for cell in nbformat.read(tmp_path / "00_start_here.mine-1.ipynb", 4).cells]


def test_discarded_answers_are_kept_beside_byte_by_byte(tmp_path, unexecuted, capsys):
    for ordinal in (1, 2):
        path = lesson_00(tmp_path, with_answer(EXERCISE, -ordinal))
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_markdown_cell("a page of notes"))
        nbformat.write(notebook, path)
        before = path.read_bytes()
        assert refresh(path, discard=True) is True
        copy = tmp_path / f"00_start_here.mine-{ordinal}.ipynb"
        assert copy.read_bytes() == before
        assert copy.name in capsys.readouterr().out
        stored = [cell.source for cell in nbformat.read(path, as_version=4).cells]
        assert EXERCISE.cell() in stored and "a page of notes" in stored
    assert refresh(path, discard=True) is False, "a notebook without answers is nothing to keep"
    assert len(list(tmp_path.glob("*.mine-*"))) == 2


def test_the_command_looks_at_all_notebooks_before_it_executes_one(tmp_path, monkeypatch, capsys):
    for row in LESSONS:
        write(row.path(tmp_path))
    lesson_00(tmp_path, with_answer(EXERCISE, 1))
    (tmp_path / "01_convolution_by_hand.mine-1.ipynb").write_text("kept by an earlier run, and no lesson")
    executed, before = [], {path: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(cli, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(refresh_module, "_execute", lambda notebook, path: executed.append(path.name[:2]))
    assert cli.main(["refresh"]) == 1
    assert f"at {EXERCISE.name}:" in capsys.readouterr().err
    assert executed == []
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert cli.main(["refresh", "--discard"]) == 0
    assert executed == [row.number for row in LESSONS]
    assert "00_start_here.ipynb: with your answers it is kept as 00_start_here.mine-1.ipynb" in capsys.readouterr().out


def test_the_help_says_whom_it_is_for(capsys):
    for words in (["--help"], ["refresh", "--help"]):
        with pytest.raises(SystemExit):
            cli.main(words)
        assert "For authors: empty the exercises" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("discard", [False, True])
def test_what_is_saved_while_it_is_executed_is_not_overwritten(tmp_path, monkeypatch, discard):
    path = lesson_00(tmp_path, with_answer(EXERCISE, 1) if discard else EXERCISE.cell())
    saved = b"what JupyterLab has saved meanwhile"
    monkeypatch.setattr(refresh_module, "_execute", lambda notebook, path: path.write_bytes(saved))
    with pytest.raises(RefreshError, match=r"00_start_here\.ipynb was saved by another program"):
        refresh(path, discard=discard)
    assert path.read_bytes() == saved
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_windows_line_ends_alone_are_no_change(tmp_path, unexecuted):
    path = lesson_00(tmp_path, EXERCISE.cell())
    refresh(path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert refresh(path) is False


# Files that are no notebooks, and kernels that stop.

SMALL = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1", id="a")]))


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"{}",
        b"[]",
        b"3",
        b"null",
        b"{",
        b"\xff\xfe\x00",
        SMALL.encode("utf-16"),
        SMALL.replace('"cells"', '"sells"').encode(),
        SMALL.replace('"nbformat": 4', '"nbformat": 99').encode(),
        SMALL.replace('"nbformat": 4', '"nbformat": "four"').encode(),
        SMALL.replace('"1 + 1"', "3").encode(),
        SMALL.replace('"cell_type": "code"', '"cell_type": "song"').encode(),
        b"[" * 100_000,
        f"{{\n<<<<<<< mine\n{SMALL[1:]}=======\n{SMALL[1:]}>>>>>>> theirs\n".encode(),
    ],
    ids=lambda contents: str(contents[:40]),
)
def test_what_is_no_notebook_gets_a_sentence_that_names_the_file(tmp_path, contents):
    path = tmp_path / "00_start_here.ipynb"
    path.write_bytes(contents)
    with pytest.raises(cells.CommandError, match="cannot be read as a notebook") as refused:
        refresh(path)
    assert str(path) in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert path.read_bytes() == contents


def test_an_editor_s_byte_order_mark_is_no_damage(tmp_path, unexecuted):
    path = tmp_path / "00_start_here.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert refresh(path) is True
    assert path.read_bytes().startswith(b"{")


@pytest.mark.parametrize("above", ["nothing", "code"])
def test_an_exercise_without_a_text_above_it_overwrites_no_cell(tmp_path, unexecuted, above):
    path = write(tmp_path / "00_start_here.ipynb", *(["precious = 1"] if above == "code" else []), EXERCISE.cell())
    with pytest.raises(LessonError, match=f"above the check of {EXERCISE.name} in lesson 00 stands no text"):
        refresh(path, discard=True)


def test_a_kernel_that_dies_gets_a_sentence(tmp_path):
    path = write(tmp_path / "00_start_here.ipynb", "import os\nos._exit(3)")
    before = path.read_bytes()
    with pytest.raises(RefreshError, match=r"00_start_here\.ipynb: the kernel died"):
        refresh(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize("everybody", [False, True])
def test_ctrl_c_stops_it_without_a_traceback(tmp_path, everybody):
    """By a signal to the command alone, and to its kernel as well, as a terminal sends it."""
    for row in LESSONS:
        write(row.path(tmp_path))
    path = write(LESSONS[0].path(tmp_path), f"open({str(tmp_path / 'on')!r}, 'w').close()\nimport time\ntime.sleep(60)")
    before = path.read_bytes()
    code = f"""
        import pathlib, sys
        from course_utils.commands import cli
        cli.NOTEBOOKS = pathlib.Path({str(tmp_path)!r})
        sys.exit(cli.main(["refresh", "00"]))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (tmp_path / "on").exists() and running.poll() is None:
        time.sleep(0.05)
    (os.killpg if everybody else os.kill)(running.pid, signal.SIGINT)
    assert (running.communicate()[1].splitlines()[-1], running.returncode) == ("Stopped.", 130)
    assert path.read_bytes() == before


@pytest.mark.parametrize("names", [["01", "99"], [""], ["notebooks/01"]])
def test_each_name_must_mean_a_notebook(tmp_path, names):
    for row in LESSONS:
        write(row.path(tmp_path))
    with pytest.raises(RefreshError, match=f"no notebook begins with {names[-1]!r}; there are: 00_start_here"):
        chosen(tmp_path, names)
