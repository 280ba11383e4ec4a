"""Explorers in a page of JupyterLab: a notebook that shows them, controls that move them, whether all sides agree."""

import json
import random

import nbformat

from course_utils import explorers
from tests.support.lab import WIDGET, ask_kernel

#: Python that makes an explorer, by the name under which the notebook shows it.
MAKERS = {name: f"explorers.{name}.example" for name in explorers.__all__}
#: Explorers without a slider where their picture can be touched: moved in it, and by lists.
IN_THE_PICTURE = "ConfusionExplorer", "GarmentExplorer"
#: Kinds of controls, and keys that move each there and back.
SLIDERS = ".noUi-handle:visible", ("ArrowRight", "ArrowLeft")
LISTS = "select:visible", ("ArrowDown", "ArrowUp")
SWITCHES = "input[type=checkbox]:visible", ("Space", "Space")
#: All kinds of controls that can have the focus, by what they are.
KINDS = {
    "list": "select:not([multiple])",
    "list of several": "select[multiple]",
    "slider": ".noUi-handle",
    "value of a slider": ".widget-readout",
    "box to tick": "input[type=checkbox]",
    "number": "input[type=number]",
    "button": "button:not(.widget-upload)",
    "upload": "button.widget-upload",
}
#: Keys that JupyterLab takes for a cell where nobody holds them back, and those that controls live on.
_LETTERS = "abcdfhjkmrvxyz01"
_NAMED = "Home End PageUp PageDown Backspace Delete Escape ArrowUp ArrowDown ArrowLeft ArrowRight"
_WITH_SHIFT = "Shift+ArrowUp Shift+ArrowDown Shift+Home Shift+M Shift+Z Shift+J Shift+Enter Alt+Enter"
_WITH_CTRL = "Control+a Control+Backspace Control+Shift+M Control+Shift+ArrowUp Control+Shift+ArrowLeft"
KEYS = [*_LETTERS, "d", "d", "0", "0", *f"{_NAMED} {_WITH_SHIFT} {_WITH_CTRL}".split()]
PRESSES = ["Space", "Enter"]

_HELPERS = """
import json, time
import ipywidgets as widgets
from course_utils import explorers, models

def control(name, label):
    return next(one for one in shown[name].controls.values() if one.description == label)

def tell_range(name, label):
    one = control(name, label)
    print(json.dumps([one.min, one.max, one.step, one.value] if hasattr(one, "step") else None))

def tell_state(name, label):
    # The picture and the words are those of an explorer made anew in the state that this one has come to.
    there = shown[name]
    made = make[name](**there.state())
    print(json.dumps([control(name, label).value, there.svg if made.problem else made.svg, made.words]))
"""


def write_notebook(path, makers, *, prepare="", cells=()):
    """Write a notebook that shows one explorer a cell, and after them what `cells` show."""
    listed = ", ".join(f"{name!r}: {maker}" for name, maker in makers.items())
    first = f"{_HELPERS}\n{prepare}\nmake = {{{listed}}}\nshown = {{name: maker() for name, maker in make.items()}}"
    sources = [first, *(f"shown[{name!r}]" for name in makers), *cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=written, metadata={"kernelspec": kernel}), path)


def boxes(page):
    """The explorers in a page, each as a locator of its box."""
    found = page.locator(".jp-OutputArea-output .course-explorer:has(svg[role=img])")
    return [found.nth(index) for index in range(found.count())]


def show(page, box=None):
    """Show one explorer alone, which is less work for a browser at each move than beside fourteen others; or all."""
    hide = "([box, all]) => all.forEach(cell => cell.style.display = !box || cell.contains(box) ? '' : 'none')"
    page.evaluate(hide, [box and box.element_handle(), page.locator(".jp-Cell").element_handles()])


def cells_of(page):
    """All that a key could do to the cells: their ids, kinds, texts, outputs and folds, which is active, questions."""
    return page.evaluate(
        f"""(() => {{
            const notebook = {WIDGET}.content;
            return [
                notebook.widgets.map(cell => [cell.model.id, cell.model.type, cell.model.sharedModel.source,
                    cell.model.outputs?.length, cell.model.executionCount, cell.isVisible,
                    notebook.isSelectedOrActive(cell)]),
                notebook.activeCellIndex, notebook.mode, document.querySelectorAll('.jp-Dialog').length,
            ];
        }})()"""
    )


def press_all(page, control, keys):
    """Press keys on one control, which has the focus at each; return the cells before and after."""
    control.focus()
    before = cells_of(page)
    for key in keys:
        if not control.evaluate("control => control == document.activeElement"):
            control.focus()
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    return before, cells_of(page)


def live_controls(page, box, kinds=(SLIDERS, LISTS, SWITCHES)):
    """Controls that change the picture, one after the other, each with a key that moves it back and one that moves it.

    Each is tried by pressing its key.
    """
    for selector, keys in kinds:
        controls = box.locator(selector)
        for place in range(controls.count()):
            moved = next((key for key in keys if _changes(page, box, controls.nth(place), key)), None)
            if moved:
                yield controls.nth(place), (keys[1 - keys.index(moved)], moved)


def _changes(page, box, control, key):
    picture = box.locator("svg[role=img]").first
    before = picture.inner_html()
    control.focus()
    page.keyboard.press(key)
    for _ in range(20):
        page.wait_for_timeout(50)
        if picture.inner_html() != before:
            return True
    return False


def range_of(page, name, handle):
    """Low, high, step and value of a slider of numbers; None for one of a list's entries."""
    return json.loads(ask_kernel(page, f"tell_range({name!r}, {_label(handle)!r})"))


def move_quickly(page, name, handle, *, count=200):
    """Press arrow keys on a slider, one every few milliseconds, and return the value on which it must end."""
    low, high, step, value = range_of(page, name, handle)
    keys, place = _walk(round((value - low) / step), round((high - low) / step), count)
    # Within the page, since keys sent from outside come hardly faster than a kernel answers.
    handle.evaluate(
        """async (handle, keys) => {
            handle.focus();
            for (const key of keys) {
                handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
                await new Promise(next => setTimeout(next, 1));
            }
        }""",
        keys,
    )
    return round(low + step * place, 6)


def _walk(start, top, count):
    """Arrow keys at random, and the place from 0 to top on which they end: one step from the last but one.

    The last key moves, and not to the start, if there are other places.
    """
    dice, steps, place = random.Random(0), [], start
    for _ in range(count - 1):
        steps.append(dice.choice((-1, 1)))
        place = min(max(place + steps[-1], 0), top)
    possible = [step for step in (-1, 1) if 0 <= place + step <= top]
    steps.append(next((step for step in possible if place + step != start), possible[0]))
    return ["ArrowRight" if step > 0 else "ArrowLeft" for step in steps], place + steps[-1]


def _label(handle):
    return handle.evaluate("handle => handle.closest('.widget-slider').querySelector('.widget-label').textContent")


def standing(page, name, box, handle):
    """Where an explorer stands: the slider in the page, in the kernel; are picture and words those of this state.

    Returns
    -------
    slider, kernel : float
    picture, words : bool
    """
    value, svg, words = json.loads(ask_kernel(page, f"tell_state({name!r}, {_label(handle)!r})"))
    slider, picture, said = box.evaluate(
        """(box, [handle, svg]) => {
            const made = document.createElement('div');
            made.innerHTML = svg;  // the browser writes the same elements in its own way
            // The handle's own aria-valuenow is rounded to one decimal.
            const shown = handle.closest('.widget-slider').querySelector('.widget-readout').textContent;
            return [Number(shown.replace('−', '-')),
                    box.querySelector('svg[role=img]').outerHTML == made.firstElementChild.outerHTML,
                    box.querySelector('[role=status]').textContent];
        }""",
        [handle.element_handle(), svg],
    )
    return round(slider, 6), round(value, 6), picture, said.removeprefix("⚠ ") == words


def agreed(value):
    """What `standing` returns where all sides agree on a value."""
    return value, value, True, True


def ends_on(page, name, box, handle, value, *, seconds):
    """Wait until an explorer stands on a value on all sides and stays there; return where it stands then."""
    for _ in range(5 * seconds):
        if standing(page, name, box, handle) == agreed(value):
            break
        page.wait_for_timeout(200)
    page.wait_for_timeout(300)  # a late message could still move it away
    return standing(page, name, box, handle)
