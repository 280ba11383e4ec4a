"""`course refresh`: the same bytes twice, and nothing lost when a cell fails."""

import nbformat
import pytest

from course_utils.commands.refresh import RefreshError, chosen, normalised, refresh
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
        "import matplotlib.pyplot as plt\nfrom course_utils.drawing import draw_image, panels, show",
        "draw_image(panels(), [[0, 1]], 'two pixels')\nshow('Two pixels.')",
        "import ipywidgets\nipywidgets.IntSlider()",
    )
    assert refresh(path) is True
    first = path.read_bytes()
    assert refresh(path) is False
    assert path.read_bytes() == first
    notebook = nbformat.read(path, as_version=4)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4]
    assert [cell.id for cell in notebook.cells] == ["cell-01", "cell-02", "cell-03", "cell-04"]
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "0\n1\n2\n"}]
    assert "image/png" in notebook.cells[2].outputs[0].data
    assert notebook.cells[2].outputs[0].data["text/plain"] == "Picture: Two pixels."


def test_a_failing_cell_leaves_the_file_alone(tmp_path):
    path = write(tmp_path / "00_start_here.ipynb", "1 + 1", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(RefreshError, match=r"(?s)00_start_here\.ipynb.*ZeroDivisionError"):
        refresh(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["00_start_here.ipynb"]


def test_a_widget_with_a_picture_keeps_the_picture_only():
    data = {"application/vnd.jupyter.widget-view+json": {}, "image/png": "…", "text/plain": "Explorer()"}
    output = nbformat.v4.new_output("display_data", data, metadata={"needs_background": "light"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])])
    stored = normalised(notebook).cells[0].outputs[0]
    assert set(stored.data) == {"image/png", "text/plain"}
    assert stored.metadata == {}


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
    with pytest.raises(RefreshError, match="no notebook begins with 99; there are: 00_start_here, "):
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
