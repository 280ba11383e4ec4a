"""`course release`: editions that lose nothing."""

import errno
import os
import re
import stat
import subprocess
import sys
import textwrap

import nbformat
import pytest
from filelock import FileLock

from course_utils import lessons
from course_utils.commands import cells, cli, copies, release
from course_utils.exercises import convolution

posix_only = pytest.mark.skipif(os.name == "nt", reason="links, pipes and permissions as POSIX has them")


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A course of one lesson with one exercise, and one figure."""
    monkeypatch.setattr(lessons, "LESSONS", (lessons.lesson("01"),))
    folder = tmp_path / "course"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "figures").mkdir()
    (folder / "figures" / "a.svg").write_text("<svg/>")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# 01 · A lesson\n\n## Counting\n\n**Predict.** How many?"),
            nbformat.v4.new_code_cell(
                "import numpy as np\nfrom course_utils.exercises import convolution as exercises"
            ),
        ]
    )
    for exercise in (convolution.parameters_of_the_layer, convolution.all_answers):
        notebook.cells.append(nbformat.v4.new_markdown_cell(cells.prompt_cell(exercise)))
        notebook.cells.append(nbformat.v4.new_code_cell(exercise.cell()))
    nbformat.write(notebook, folder / "notebooks" / "01_convolution_by_hand.ipynb")
    return folder


def code(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_learners_edition_is_what_course_lab_opens(source, tmp_path):
    target = tmp_path / "class"
    assert release.edition(source, target, solutions=False) == ["01_convolution_by_hand.ipynb"]
    copies.lay(tmp_path / "mine", source)
    name = "01_convolution_by_hand.ipynb"
    assert (target / name).read_bytes() == (tmp_path / "mine" / name).read_bytes()
    assert (target / "figures" / "a.svg").read_text() == "<svg/>"
    assert "course lab --folder" in (target / "READ_ME_FIRST.md").read_text()
    assert copies.lay(target, source) == [], "the same command renews it later"


def test_the_solutions_are_filled_in_and_executed(source, tmp_path):
    target = tmp_path / "class"
    release.edition(source, target, solutions=True)
    first, *checks = code(target / "notebooks" / "01_convolution_by_hand.ipynb")
    assert [cell.execution_count for cell in (first, *checks)] == [1, 2, 3]
    assert [cell.source for cell in checks] == [
        convolution.parameters_of_the_layer.solution_cell(),
        convolution.all_answers.solution_cell(),
    ]
    for cell in checks:
        assert cell.outputs[0].data["text/plain"].startswith("✓ Right.")
    assert "…" not in str(checks[0].source)


def test_a_folder_in_use_is_left_alone(source, tmp_path):
    (tmp_path / "mine").write_text("")
    with pytest.raises(release.ReleaseError, match="name another one"):
        release.edition(source, tmp_path / "mine", solutions=False)
    with pytest.raises(release.ReleaseError, match="name another one"):
        release.edition(source, source, solutions=False)
    assert (tmp_path / "mine").read_text() == ""


def test_nothing_is_written_when_a_cell_fails(source, tmp_path):
    path = source / "notebooks" / "01_convolution_by_hand.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "1 / 0"
    nbformat.write(notebook, path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Exception, match="ZeroDivisionError"):
        release.edition(source, tmp_path / "class", solutions=True)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "words", [[], ["learner"], ["both", "x"], ["learner", "a", "b"], ["slides"], ["handout", "03"]]
)
def test_what_is_not_understood_gets_a_sentence(words, capsys):
    try:
        code = cli.main(["release", *words])
    except SystemExit as refused:
        code = refused.code
    assert code in (1, 2)
    assert re.search(
        r"course release (learner|slides|handout) needs|are two places: give one|release: error",
        capsys.readouterr().err,
    )


# Folders that an edition cannot, or need not, be written into.


def full_disk(*arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_new_folder_below_missing_ones(source, tmp_path):
    release.edition(source, tmp_path / "a" / "b" / "c", solutions=False)
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["c"]
    assert sorted(path.name for path in (tmp_path / "a" / "b" / "c").iterdir()) == [
        "01_convolution_by_hand.ipynb",
        "READ_ME_FIRST.md",
        "figures",
    ]


@posix_only
def test_an_empty_folder_keeps_its_permissions_and_a_link_is_followed(source, tmp_path):
    empty, link, dangling = tmp_path / "empty", tmp_path / "link", tmp_path / "dangling"
    empty.mkdir(mode=0o700)
    link.symlink_to(empty)
    dangling.symlink_to(tmp_path / "later" / "class")
    for folder in (link, dangling):
        release.edition(source, folder, solutions=False)
        assert folder.is_symlink()
        assert (folder / "figures" / "a.svg").exists()
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700
    with pytest.raises(release.ReleaseError, match="name another one"):
        release.edition(source, link, solutions=False)


@pytest.mark.parametrize("inside", ["figures/class", "figures", "notebooks/deep/class"])
def test_a_folder_inside_what_is_copied_is_refused(source, inside):
    before = sorted(source.rglob("*"))
    with pytest.raises(release.ReleaseError, match="lies inside what would be copied"):
        release.edition(source, source / inside, solutions=False)
    assert sorted(source.rglob("*")) == before


def test_the_working_folder_is_refused(source, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in (".", "../here", tmp_path / "here"):
        with pytest.raises(release.ReleaseError, match="is the folder you are in"):
            release.edition(source, name, solutions=False)


@posix_only
def test_a_circle_of_links_and_a_pipe_are_refused(source, tmp_path):
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    for name in ("circle", "pipe", "pipe/class"):
        with pytest.raises(release.ReleaseError, match=name):
            release.edition(source, tmp_path / name, solutions=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["circle", "course", "pipe"]


@pytest.mark.parametrize(("module", "step"), [(os, "rename"), (os, "replace"), (os, "mkdir")])
def test_a_disk_that_refuses_gets_a_sentence_and_keeps_nothing(source, tmp_path, monkeypatch, capsys, module, step):
    monkeypatch.setattr(cli, "ROOT", source)
    monkeypatch.setattr(module, step, full_disk)
    assert cli.main(["release", "learner", str(tmp_path / "class")]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path / 'class'} was not written. ")
    assert said.endswith("No space left on device.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


@pytest.mark.parametrize("solutions", [False, True])
def test_a_damaged_notebook_gets_a_sentence(source, tmp_path, solutions):
    (source / "notebooks" / "01_convolution_by_hand.ipynb").write_text("<<<<<<< mine")
    with pytest.raises(cells.CommandError, match=r"01_convolution_by_hand\.ipynb cannot be read as a notebook"):
        release.edition(source, tmp_path / "class", solutions=solutions)
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_what_killed_releases_have_left_is_taken_away(source, tmp_path):
    code = f"""
        import pathlib, time
        from course_utils import lessons
        from course_utils.commands import release
        lessons.LESSONS = (lessons.lesson("01"),)
        release._write_copies = lambda folder, *rest: (folder.mkdir(), print("begun", flush=True), time.sleep(60))
        release.edition(pathlib.Path({str(source)!r}), pathlib.Path({str(tmp_path / "killed")!r}), solutions=False)
    """
    running = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE)
    running.stdout.readline()
    running.kill()
    running.communicate()
    (left,) = tmp_path.glob(".unfinished-*")
    own = tmp_path / ".unfinished-symphony"
    (own / "edition").mkdir(parents=True)
    alive = tmp_path / ".unfinished-alive"
    alive.mkdir()
    with FileLock(alive / "course-release.lock"):
        release.edition(source, tmp_path / "class", solutions=False)
    assert not left.exists() and not (tmp_path / "killed").exists()
    assert own.exists() and alive.exists()
