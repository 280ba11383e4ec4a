"""Controls of an explorer or a form as plain data, which a page draws as its own inputs, and moves that come back."""

import base64
import datetime
import math
from types import SimpleNamespace

#: What a page is told of a control, by the name of its trait, where the control has it.
_TOLD = ("value", "min", "max", "step", "interval", "disabled", "tooltip", "index", "accept")
_NO_DATE = datetime.datetime.fromtimestamp(0, datetime.UTC)  # of a file: nobody asks, but ipywidgets wants one
_PLAIN = (bool, int, float, str)


def arranged(widget, leaves):
    """How controls stand beside and below one another: boxes as dictionaries, a control as its place in `leaves`.

    Parameters
    ----------
    widget : ipywidgets.Widget
    leaves : list
        Each control is appended, as `Leaf`.
    """
    return _arranged(widget, leaves, ())


def _arranged(widget, leaves, above):
    if hasattr(widget, "children"):
        inside = (*above, widget)
        children = [_arranged(child, leaves, inside) for child in widget.children]
        across = kind_of(widget) != "VBox"
        return {"across": across, "classes": list(widget._dom_classes), "children": children}
    leaves.append(SimpleNamespace(control=widget, above=above))
    return len(leaves) - 1


def without_style(box):
    """A box as a page shows it: without the parts that tell a notebook how to look."""
    from ipywidgets import HTML, VBox

    return VBox([one for one in box.children if not (isinstance(one, HTML) and one.value.startswith("<style>"))])


def told(leaf):
    """All that a page has to know of a control, as it stands.

    Returns
    -------
    dict
        Ready for JSON: `kind`, `name`, `classes`, `hidden` and what the kind has of value, min, max, step, options …
    """
    control, kind = leaf.control, kind_of(leaf.control)
    common = {"kind": kind, "classes": list(control._dom_classes), "hidden": _is_hidden(leaf)}
    if kind in ("HTML", "Label"):
        return {**common, "value": control.value}
    known = {name: getattr(control, name) for name in _TOLD if hasattr(control, name)}
    if _has_options(control):
        known.pop("value", None)
        known |= {"index": _plain(control.index), "options": [str(label) for label in control._options_labels]}
    return {
        **common,
        "name": control.description or kind.lower(),
        **{name: one for name, one in known.items() if _is_plain(one)},
    }


def kind_of(widget):
    """The name of a widget's kind as ipywidgets has it; the course has kinds of its own that are made of them."""
    return next(one.__name__ for one in type(widget).__mro__ if one.__module__.startswith("ipywidgets."))


def _has_options(control):
    """Whether one chooses in it, by place."""
    return hasattr(control, "_options_labels")


def _is_hidden(leaf):
    return any(one.layout.display == "none" for one in (leaf.control, *leaf.above))


def _plain(index):
    return list(index) if isinstance(index, tuple) else index


def _is_plain(value):
    """Whether JSON can carry it; infinity it cannot."""
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, _PLAIN) and (not isinstance(value, float) or math.isfinite(value))


def move(control, value):
    """Do to a control what a hand in the page did: press a button, choose by place, hand over a file, set a value.

    Raises
    ------
    traitlets.TraitError
        The control does not take the value.
    """
    kind = kind_of(control)
    if kind == "Button":
        control.click()
    elif kind == "FileUpload":
        control.value = (_uploaded(value),)
    elif _has_options(control):
        control.index = tuple(value) if isinstance(value, list) else value
    else:
        control.value = value


def file_of(given):
    """A file that a page has sent: its name, and its bytes in place of base64."""
    return {"name": given["name"], "content": base64.b64decode(given["content"])}


def _uploaded(given):
    """The same as ipywidgets hands it over."""
    file = file_of(given)
    about = {"type": "", "size": len(file["content"]), "last_modified": _NO_DATE}
    return file | about | {"content": memoryview(file["content"])}
