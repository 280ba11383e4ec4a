"""The front end of the site as text: small plain modules that load nothing from elsewhere. `pytest -m site` uses it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from course_utils.explorers.shared.page import MARK, REFUSED, site_style

ROOT = Path(__file__).resolve().parent.parent
LIVE, SHARED = ROOT / "site" / "live", ROOT / "course_utils" / "explorers" / "shared"
MODULES = sorted(LIVE.glob("*.js"))
WORKER = ROOT / "site" / "service_worker.js"
#: Modules that are made when the site is built, or come with Python.
MADE = {"./editor.js", "./pyodide/pyodide.mjs"}
NODE = shutil.which("node")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_small_and_imports_what_is_there(module):
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 250
    assert not re.findall(r"\w+://[\w.]+", text), "nothing is loaded from elsewhere"
    imported = set(re.findall(r"""(?:from|import)[ (]+"(\..*?)\"""", text)) - MADE
    missing = [name for name in imported if not any((folder / name).is_file() for folder in (LIVE, SHARED))]
    assert not missing


@pytest.mark.skipif(not NODE, reason="there is no node on this machine; the tests of the site use the same modules")
@pytest.mark.parametrize("module", [*MODULES, SHARED / "page.js", WORKER], ids=lambda module: module.name)
def test_a_module_can_be_read(module, tmp_path):
    copy = tmp_path / f"{module.stem}.mjs"
    copy.write_text(module.read_text("utf-8"), "utf-8")
    ran = subprocess.run([NODE, "--check", copy], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(not NODE, reason="there is no node on this machine; the tests of the site use the same modules")
def test_what_goes_together_or_wrong_is_right_in_node():
    ran = subprocess.run([NODE, "--test", "tests/live.test.mjs"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_page_and_python_know_an_explorer_by_the_same_names():
    assert f".{MARK}" in (SHARED / "page.js").read_text("utf-8")
    explorer = (LIVE / "explorer.js").read_text("utf-8")
    assert f'"{REFUSED}"' in explorer
    assert f"live {MARK}" in explorer


def test_every_theme_of_a_page_has_its_colours():
    style = site_style()
    assert style.count("--course-ffffff:") == 2, "chosen, and as the machine has it"
    assert f"body[data-theme=dark] .{MARK}" in style
    assert f"body[data-theme=auto] .{MARK}" in style


def test_the_only_storage_is_the_reader_s_own():
    """No cookies, no counting: one module keeps, and one fetches."""
    for module in MODULES:
        text = module.read_text("utf-8")
        assert "cookie" not in text
        assert ("localStorage" in text) == (module.name == "store.js"), module.name
        assert ("caches" in text) == (module.name == "offline.js"), module.name
        assert "sendBeacon" not in text
        assert not re.search(r"XMLHttpRequest|WebSocket|EventSource", text)


def test_every_control_of_an_explorer_has_an_input_in_the_page():
    sources = [path.read_text("utf-8") for path in (ROOT / "course_utils" / "explorers").rglob("*.py")]
    used = {name for text in sources for name in re.findall(r"widgets\.([A-Z]\w+)", text)}
    no_controls = {"Box", "HBox", "VBox", "Layout", "Widget", "DOMWidget"}
    known = [re.compile(kind) for kind in re.findall(r"^  \[/(.+)/, ", (LIVE / "controls.js").read_text("utf-8"), re.M)]
    assert "IntSlider" in used
    noted = {"HTML", "Label"}
    assert not {name for name in used - no_controls - noted if not any(kind.search(name) for kind in known)}
