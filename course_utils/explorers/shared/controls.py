"""Controls of an explorer's state, each with its name; all are reached and moved by keyboard."""

import ipywidgets as widgets

LAYOUT = {"width": "100%"}  # of the column beside the picture; `page.py` says how narrow and how wide
STYLE = {"description_width": "auto"}


def slider(name, low, high, step=1):
    """A slider of whole numbers, or of numbers where the step is not whole. Arrow keys move it."""
    kind = widgets.IntSlider if isinstance(step, int) else widgets.FloatSlider
    return kind(min=low, max=high, step=step, description=name, style=STYLE, layout=LAYOUT)


def choice(name, options):
    """A list to choose one of; arrow keys move in it."""
    return widgets.Dropdown(options=options, description=name, style=STYLE, layout=LAYOUT)


def switch(name):
    """A box to tick; the space bar ticks it."""
    return widgets.Checkbox(description=name, style=STYLE, layout=LAYOUT, indent=False)


def button(name, act):
    """A button; the space bar or Enter presses it. `act` is called without arguments."""
    made = widgets.Button(description=name, layout={"width": "auto", "margin": "2px 14px 2px 0"})
    made.on_click(lambda _: act())
    return made


def player(control, *, interval=400):
    """Buttons that move a slider on by itself, step by step."""
    play = widgets.Play(value=control.value, min=control.min, max=control.max, interval=interval, show_repeat=False)
    widgets.link((play, "value"), (control, "value"))
    return play
