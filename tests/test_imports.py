"""Who may import whom: one way, and nothing heavy before it is needed."""

import ast
import gc
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.support.floors import KERAS, MATHS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "course_utils"
STANDARD = set(sys.stdlib_module_names)


def modules():
    """Every module of the package as (dotted name below course_utils, path)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ".".join(path.relative_to(PACKAGE).with_suffix("").parts), path


def imported(nodes):
    """Names that these statements import, as (package, dotted name)."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0], node.module
            if node.module == "course_utils":
                yield from (("course_utils", f"course_utils.{alias.name}") for alias in node.names)


def at_import(path):
    """What a module imports when it is imported: everything outside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    return set(imported(node for node in ast.walk(tree) if id(node) not in inside))


def anywhere(path):
    return set(imported(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))


#: Floor -> what its modules may bring in from other packages when they are imported.
BRINGS = {
    "maths": {"numpy"},
    "keras": {"numpy"},
    "drawing": {"numpy", "matplotlib", "IPython", "PIL"},
    "figures": {"numpy"},
    "checking": {"numpy"},
    "exercises": {"numpy"},
    "in_browser": set(),
    "explorers": {"numpy", "ipywidgets", "anywidget", "traitlets"},
}


def floor(name):
    """On which floor a module stands, by its dotted name."""
    top = name.split(".")[0]
    return "maths" if top in MATHS else "keras" if top in KERAS else top


def lint(folder):
    """Ask import-linter about the package in a folder, in a process of its own."""
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )


def test_every_import_goes_down():
    """The contracts in pyproject.toml: floors, no circles, neighbours that do not know each other."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_circle_would_be_noticed(tmp_path):
    """The contracts are asked about a copy in which a low floor imports from above."""
    copy = tmp_path / "course_utils"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("data", "__pycache__"))
    (copy / "batches.py").write_text("from course_utils import training\n", encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "No circle on any floor BROKEN" in result.stdout
    assert "Floors of the package BROKEN" in result.stdout


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_a_module_brings_in_only_what_its_floor_may(name, path):
    outside = {package for package, _ in at_import(path)} - STANDARD - {"course_utils"}
    assert outside <= BRINGS.get(floor(name), outside)


def test_explorers_draw_without_a_plotting_library():
    """Only the raster reaches for Pillow and a font of Matplotlib's, and only to write a PNG."""
    for name, path in modules():
        if name.startswith("explorers.") and name != "explorers.shared.raster":
            assert not {package for package, _ in anywhere(path)} & {"matplotlib", "PIL"}, name


def test_lessons_import_from_the_top():
    """A learner's import is one word deep: `from course_utils.convolution import …`, and never longer."""
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        for module in re.findall(r"(?:from|import) course_utils\.([\w.]+)", text):
            assert "." not in module, f"{path.name} imports from course_utils.{module}"
            assert module not in ("checking", "commands", "lessons", "figures"), path.name


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_tensorflow_is_reached_only_quietly(name, path):
    """Keras and TensorFlow come through course_utils.quiet, and never when a module is imported."""
    if name == "quiet":
        return
    assert not {package for package, _ in at_import(path)} & {"keras", "tensorflow"}
    assert "course_utils.quiet" not in {module for _, module in at_import(path)}
    if "tensorflow" in {package for package, _ in anywhere(path)}:
        assert "course_utils.quiet" in {module for _, module in anywhere(path)}, "import course_utils.quiet first"
    assert "keras" not in {package for package, _ in anywhere(path)}


@pytest.mark.parametrize("before", [gc.enable, gc.disable])
def test_nothing_is_collected_while_keras_comes_in(before):
    from course_utils.quiet import _no_collection

    try:
        before()
        was_on = gc.isenabled()
        with pytest.raises(ImportError), _no_collection():
            assert not gc.isenabled()
            raise ImportError
        assert gc.isenabled() == was_on
    finally:
        gc.enable()


def test_a_later_look_for_garbage_leaves_keras_out():
    from course_utils.quiet import keras

    assert not any(one is vars(keras) for one in gc.get_objects())
    assert gc.get_freeze_count() > 100_000


def test_who_trains_several_small_networks_is_not_warned_of_it_and_other_warnings_come():
    """What TensorFlow says is in its own words, so that a version which says it otherwise is noticed here."""
    code = """
        import numpy as np
        from course_utils import models, training
        from course_utils.quiet import tensorflow

        images, labels = np.zeros((4, 28, 28)), np.arange(4)
        for seed in range(7):
            training.fit(models.dense_network, (images, labels), epochs=1, seed=seed)
        tensorflow.get_logger().warning("another %s", "warning")
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert "another warning" in run.stderr
    assert "trac" not in run.stderr


def test_no_module_reaches_the_network():
    """Nothing that could open a connection is imported anywhere but where `course data` fetches what is asked for."""
    forbidden = {"urllib", "urllib3", "http", "requests", "socket", "ftplib", "httpx", "aiohttp", "pooch"}
    reaching = {name for name, path in modules() if {package for package, _ in anywhere(path)} & forbidden}
    assert reaching == {"commands.download", "commands.site.serve"}  # the second listens, to this machine alone
    users = {name for name, path in modules() if "course_utils.commands.download" in {n for _, n in anywhere(path)}}
    assert users == {"commands.data"}


def test_maths_modules_bring_in_nothing_heavy():
    names = ", ".join(sorted(MATHS & {name for name, _ in modules()}))
    heavy = "{'tensorflow', 'keras', 'matplotlib'}"
    code = f"import sys; from course_utils import {names}; print({heavy} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_the_map_names_every_module():
    described = (PACKAGE / "__init__.py").read_text(encoding="utf-8")
    for name in {name.split(".")[0] for name, _ in modules()} - {"__init__", "__main__"}:
        assert f"\n{name} " in described, f"course_utils/__init__.py has no line for {name}"


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_public_functions_are_described(name, path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        if name.startswith("exercises.") and getattr(node, "decorator_list", ()):
            continue  # an entry of the bank: its prompt or its advice describes it
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
