"""Every lesson in JupyterLab in a real browser: solved and run, its outputs are those stored, its explorers move.

`pytest -m browser`. The solutions are put into the cells of a learner's copy, as by somebody who types them. Pictures
of the explorers are left in build/screenshots.
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course_utils import lessons
from course_utils.commands import cells, copies
from course_utils.commands.needed_data import waiting
from course_utils.commands.refresh import normalised
from tests.support.explorers_in_page import boxes, live_controls
from tests.support.lab import WIDGET, calm, command, jupyterlab, opened, run_cells

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
PATHS = [row.path(ROOT / "notebooks") for row in lessons.LESSONS]
#: What opening, running and saving a copy must leave as it was.
COURSE = {path: path.read_bytes() for folder in ("notebooks", "figures") for path in (ROOT / folder).rglob("*.*")}
SCREENSHOTS = ROOT / "build" / "screenshots"
SECONDS_A_LESSON = 900


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on a learner's copies of the lessons, and their folder."""
    home = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(home / "data"))  # where JupyterLab looks up which notebooks are signed
        copies.lay(home)
    with jupyterlab(home) as address:
        yield address, home


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS], scope="module")
def lesson(request, browser, lab):
    """A page on which all cells of one lesson have run, solved; `page.as_opened` says how it was before.

    `page.saved` is the notebook as it was saved then, before anything moved.
    """
    address, home = lab
    page = opened(browser, address, request.param.name)
    calm(page)
    page.as_opened = page.evaluate(
        f"""({{unsaved: {WIDGET}.context.model.dirty,
            trusted: {WIDGET}.content.widgets.every(cell => cell.model.type != 'code' || cell.model.trusted),
            outputs: {WIDGET}.content.widgets.some(cell => cell.model.outputs?.length > 0)}})"""
    )
    page.path, page.copy = request.param, home / request.param.name
    page.number = lessons.lesson(page.path).number
    page.laid = nbformat.read(page.copy, as_version=4)
    write_cells(page, solved(page))
    run_cells(page, seconds=SECONDS_A_LESSON)
    page.saved = saved(page)
    yield page
    page.close()


def solved(page):
    """The texts of a lesson's cells, with the solutions in its exercises."""
    notebook = copies.copy_of(page.path)
    exercises = cells.fill(notebook, page.number, solutions=True)
    texts = [cell.source for cell in notebook.cells]
    changed = [text for text, cell in zip(texts, page.laid.cells, strict=True) if text != cell.source]
    assert len(changed) == len(exercises) > 0
    return texts


def write_cells(page, texts):
    """Put texts into the cells of the notebook, as if they were typed."""
    page.evaluate(
        f"""texts => {WIDGET}.content.widgets.forEach((cell, place) => {{
            const model = cell.model.sharedModel;
            if (model.source !== texts[place]) model.source = texts[place];
        }})""",
        texts,
    )


def saved(page):
    """The notebook as a file, after it was saved."""
    command(page, "docmanager:save")
    page.wait_for_function(f"!{WIDGET}.context.model.dirty")
    return nbformat.read(page.copy, as_version=4)


@contextlib.contextmanager
def narrow(page):
    """A window of 800 pixels without its side bar."""
    page.set_viewport_size({"width": 800, "height": 1400})
    command(page, "application:toggle-left-area")
    page.wait_for_timeout(500)
    try:
        yield
    finally:
        command(page, "application:toggle-left-area")
        page.set_viewport_size({"width": 1280, "height": 1400})


@contextlib.contextmanager
def dark(page):
    """JupyterLab in its dark theme."""
    change_theme(page, "JupyterLab Dark")
    try:
        yield
    finally:
        change_theme(page, "JupyterLab Light")


def change_theme(page, theme):
    command(page, "apputils:change-theme", theme=theme)
    page.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")


def test_the_lesson_runs_without_an_error(lesson):
    found = lesson.evaluate(
        f"""{WIDGET}.content.widgets.flatMap(cell => cell.model.type != 'code' ? [] :
            cell.model.sharedModel.getMetadata('tags')?.includes('raises-exception') ? [] :
            Array.from({{length: cell.model.outputs.length}}, (_, place) => cell.model.outputs.get(place).toJSON())
            .filter(output => output.output_type == 'error' || output.name == 'stderr')
            .map(output => output.evalue || output.text))"""
    )
    assert not found
    assert not lesson.complaints


def test_every_solution_is_right_and_all_else_as_stored(lesson, tmp_path):
    """On another number of threads than nbval, and without oneDNN, where CI says so."""
    ran = cells.notebook_of(lesson.path.read_bytes(), lesson.path)
    left = waiting(ran.cells)  # no data for them on this machine
    for stored, cell in zip(ran.cells, normalised(lesson.saved).cells, strict=True):
        if stored.cell_type == "code" and stored not in left:
            stored.update(source=cell.source, outputs=cell.outputs, execution_count=cell.execution_count)
    for folder, text in (("stored", lesson.path.read_text("utf-8")), ("ran", nbformat.writes(ran))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / lesson.path.name).write_text(text, "utf-8")
    compare = [sys.executable, ROOT / ".ci" / "same_notebooks.py", tmp_path / "stored", tmp_path / "ran", "--solved"]
    compared = subprocess.run(compare, capture_output=True, text=True, check=False)
    assert compared.returncode == 0, compared.stdout


def test_a_copy_opens_clean_trusted_and_without_outputs(lesson):
    assert lesson.as_opened == {"unsaved": False, "trusted": True, "outputs": False}


def test_figures_stand_in_the_copy(lesson):
    broken = lesson.evaluate("[...document.querySelectorAll('.jp-MarkdownOutput img')].filter(i => !i.naturalWidth)")
    assert not broken


def test_a_copy_that_was_run_and_saved_is_untouched_and_so_is_the_course(lesson):
    write_cells(lesson, [cell.source for cell in lesson.laid.cells])
    notebook = saved(lesson)
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert copies.edition_of(notebook) == notebook.metadata.cnns_by_hand.edition
    assert copies.lay(lesson.copy.parent) == []
    assert {path: path.read_bytes() for path in COURSE} == COURSE


def test_nothing_is_cut_off_at_800_pixels(lesson):
    with narrow(lesson):
        cut = lesson.evaluate(
            """[...document.querySelectorAll('.jp-OutputArea-output')].flatMap(output =>
                [...output.querySelectorAll('svg[role=img], img, [role=status], .widget-box')]
                .filter(inner => inner.getBoundingClientRect().right > output.getBoundingClientRect().right + 2)
                .map(inner => inner.tagName + ' ' + inner.textContent.slice(0, 60)))"""
        )
    assert not cut


def test_pictures_of_every_explorer_are_left_for_whoever_looks(lesson):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for manner, suffix in ((contextlib.nullcontext, ""), (dark, "_dark"), (narrow, "_800")):
        with manner(lesson):
            for ordinal, explorer in enumerate(boxes(lesson), start=1):
                explorer.scroll_into_view_if_needed()
                explorer.screenshot(path=SCREENSHOTS / f"{lesson.number}_{ordinal}{suffix}.png")
    assert not lesson.complaints


def test_every_explorer_moves_by_keyboard(lesson):
    stored = json.loads(lesson.path.read_text("utf-8"))
    expected = sum(
        "Explorer(" in line or "KernelGallery(" in line
        for cell in stored["cells"]
        for line in cell["source"]
        if cell["cell_type"] == "code"
    )
    found = boxes(lesson)
    assert len(found) == expected
    for ordinal, explorer in enumerate(found, start=1):
        explorer.scroll_into_view_if_needed()
        assert any(live_controls(lesson, explorer)), f"explorer {ordinal} did not move"
    assert not lesson.complaints


def test_axe_finds_nothing_serious_in_our_outputs(lesson):
    from axe_playwright_python.sync_playwright import Axe

    # JupyterLab gives the image of an output no alt attribute; its words stand in a hidden line below (see `show`).
    context = {"include": [".jp-OutputArea-output"], "exclude": [".jp-RenderedImage > img"]}
    results = Axe().run(lesson, context=context, options={"resultTypes": ["violations"]})
    serious = [
        (violation["id"], violation["help"], violation["nodes"][0]["html"][:200])
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert not serious
