"""An explorer's controls as plain data, which a page draws as its own inputs, and the moves that come back."""

import base64
from types import SimpleNamespace

#: What a page is told of a control, by the name of its trait, where the control has it.
_TOLD = ("value", "min", "max", "step", "interval", "disabled", "tooltip", "index", "accept")
_PLAIN = (bool, int, float, str)
#: Traits whose value stands for a control; of all others it is the trait `value`.
_BY_INDEX = ("Dropdown", "Select", "SelectionSlider", "ToggleButtons", "RadioButtons", "SelectMultiple")


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
        across = type(widget).__name__ != "VBox"
        return {"across": across, "classes": list(widget._dom_classes), "children": children}
    leaves.append(SimpleNamespace(control=widget, above=above))
    return len(leaves) - 1


def told(leaf):
    """All that a page has to know of a control, as it stands.

    Returns
    -------
    dict
        Ready for JSON: `kind`, `name`, `classes`, `hidden` and what the kind has of value, min, max, step, options …
    """
    control, kind = leaf.control, type(leaf.control).__name__
    common = {"kind": kind, "classes": list(control._dom_classes), "hidden": _is_hidden(leaf)}
    if kind in ("HTML", "Label"):
        return {**common, "value": control.value}
    known = {name: getattr(control, name) for name in _TOLD if hasattr(control, name)}
    if kind in _BY_INDEX:
        known.pop("value", None)
        known |= {"index": _plain(control.index), "options": [str(label) for label in control._options_labels]}
    return {**common, "name": control.description, **{name: one for name, one in known.items() if _is_plain(one)}}


def _is_hidden(leaf):
    return any(one.layout.display == "none" for one in (leaf.control, *leaf.above))


def _plain(index):
    return list(index) if isinstance(index, tuple) else index


def _is_plain(value):
    return isinstance(value, _PLAIN) or (isinstance(value, list) and all(isinstance(one, _PLAIN) for one in value))


def move(control, value):
    """Do to a control what a hand in the page did: press a button, choose by place, hand over a file, set a value.

    Raises
    ------
    traitlets.TraitError
        The control does not take the value.
    """
    kind = type(control).__name__
    if kind == "Button":
        control.click()
    elif kind == "FileUpload":
        control.value = (_uploaded(value),)
    elif kind in _BY_INDEX:
        control.index = tuple(value) if isinstance(value, list) else value
    else:
        control.value = value


def file_of(given):
    """A file that a page has sent: its name, and its bytes in place of base64."""
    return {"name": given["name"], "content": base64.b64decode(given["content"])}


def _uploaded(given):
    """The same as ipywidgets hands it over."""
    file = file_of(given)
    about = {"type": "", "size": len(file["content"]), "last_modified": None}
    return file | about | {"content": memoryview(file["content"])}
