"""Who may import whom: one way, and nothing heavy before it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.rooms import BANK, KERAS, MATHS

PACKAGE = Path(__file__).resolve().parent.parent / "course_utils"
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


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_imports_go_one_way(name, path):
    outside = {package for package, _ in at_import(path)} - STANDARD - {"course_utils"}
    own = {
        module.removeprefix("course_utils.").split(".")[0]
        for package, module in at_import(path)
        if package == "course_utils" and module != "course_utils"
    }
    top = name.split(".")[0]
    if top in MATHS:
        assert outside <= {"numpy"}
        assert own <= MATHS
    elif top == "drawing":
        assert outside <= {"numpy", "matplotlib", "IPython", "PIL"}
        assert own <= {"drawing"} | MATHS
    elif top in KERAS:
        assert outside <= {"numpy"}
        assert not own & {"drawing", "explorers", "exercises"}
    elif name.removeprefix("exercises.") in BANK:
        assert outside <= {"numpy"}
        assert own <= {"exercises", "checking"} | MATHS
    if top not in ("explorers",):
        assert "explorers" not in own


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


def test_no_module_reaches_the_network():
    """No download code: nothing that could open a connection is imported anywhere."""
    forbidden = {"urllib", "http", "requests", "socket", "ftplib", "httpx", "aiohttp"}
    for name, path in modules():
        assert not {package for package, _ in anywhere(path)} & forbidden, name


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
