"""Stand-ins for IPython and anywidget, which a page has not: what ipywidgets, `show` and the hand ask of them.

A page needs neither: it draws plain controls itself, and the front-end module of the hand is loaded by the page.
"""

import builtins
import os
import sys
import types
from functools import partial

_IPYTHON = (
    "IPython",
    "IPython.display",
    "IPython.core",
    "IPython.core.getipython",
    "IPython.core.interactiveshell",
    "IPython.utils",
    "IPython.utils.capture",
)


class Text:
    """What `IPython.display` makes of a text: HTML, Markdown and the like."""

    def __init__(self, data=None, **_):
        self.data = data


class HTML(Text):
    """A text of HTML."""

    def _repr_html_(self):
        return self.data


class Shell:
    """No shell of IPython's runs here."""

    @staticmethod
    def initialized():
        """Say that none was started."""
        return False


def stand_in(shown):
    """Put stand-ins where ipywidgets, the explorers and `show` look for IPython and anywidget.

    Parameters
    ----------
    shown : callable
        Called with each value that is displayed.
    """
    os.environ.setdefault("MPLBACKEND", "Agg")  # pictures as PNG: Matplotlib has no other way into the page
    modules = {name: _module(name, shown) for name in _IPYTHON}
    modules["IPython"].version_info = (9, 0, 0)
    for name in ("Markdown", "Image", "Pretty"):
        setattr(modules["IPython.display"], name, Text)
    modules["IPython.display"].HTML = HTML
    modules["IPython.core.interactiveshell"].InteractiveShell = Shell
    sys.modules.update(modules)
    sys.modules["anywidget"] = _anywidget()
    builtins.input = _input
    sys.setrecursionlimit = partial(_set_lower_limit, sys.getrecursionlimit(), sys.setrecursionlimit)


def _input(prompt=""):
    """Say why nobody is asked; Python's own words are "EOF when reading a line"."""
    raise EOFError("a page has no line to type into: write the value into the code, in place of `input(…)`")


def _set_lower_limit(most, set_limit, limit):
    """Let nobody recurse deeper than at first: in a page that ends Python, and no error says why."""
    set_limit(min(limit, most))


def _module(name, shown):
    module = types.ModuleType(name)
    module.__path__ = []
    module.get_ipython = lambda: None
    module.clear_output = lambda *_, **__: None
    module.display = partial(_display, shown)
    return module


def _display(shown, *things, **_):
    for thing in things:
        shown(thing)


def _anywidget():
    """Only what the hand is: a holder of traits that may lie in a box."""
    from ipywidgets import DOMWidget

    module = types.ModuleType("anywidget")
    module.AnyWidget = type("AnyWidget", (DOMWidget,), {})
    return module
