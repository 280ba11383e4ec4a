"""Run by tests in a process of its own: code as a page runs it, without Keras, Matplotlib, Pillow and IPython.

`python in_page.py FOLDER`, the folder of the page's data files. Pieces of code come in as JSON, name -> code, whose
last line is an expression; out go name -> [its repr, its svg, its words], or one sentence on what went wrong.
"""

import ast
import importlib.abc
import importlib.machinery
import json
import sys
import types
from pathlib import Path

ABSENT = {"keras", "tensorflow", "matplotlib", "PIL", "scipy", "pandas", "psygnal"}
STAND_IN = {"IPython", "anywidget"}


class StandIn(types.ModuleType):
    """A module that has whatever is asked of it, and does nothing."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {}) if name[0].isupper() else lambda *given, **settings: None


class Page(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Refuses what a page has not, and gives stand-ins for what only a notebook needs."""

    def find_spec(self, name, path=None, target=None):
        """Find what is not to be found elsewhere."""
        package = name.partition(".")[0]
        if package in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r} in a page", name=name)
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if package in STAND_IN else None

    def create_module(self, spec):
        """Make the stand-in."""
        return StandIn(spec.name)

    def exec_module(self, module):
        """Nothing stands in it."""


def enter(folder):
    """Make this process a page, as far as imports go."""
    sys.meta_path.insert(0, Page())
    sys.platform = "emscripten"
    import anywidget
    import ipywidgets

    anywidget.AnyWidget = ipywidgets.DOMWidget
    from course_utils import page_data

    page_data.FOLDER = Path(folder)


def shown(code):
    """What the last line of a piece of code is: its repr, and its picture if it has one."""
    *before, last = ast.parse(code).body
    names = {}
    exec(compile(ast.Module(before, []), "<page>", "exec"), names)
    made = eval(compile(ast.Expression(last.value), "<page>", "eval"), names)
    return [repr(made), getattr(made, "svg", ""), getattr(made, "words", "")]


def main(folder):
    """Run what comes in."""
    enter(folder)
    answers = {}
    for name, code in json.load(sys.stdin).items():
        try:
            answers[name] = shown(code)
        except Exception as error:
            answers[name] = f"{type(error).__name__}: {error}"
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
