"""Gestures on an explorer's picture in a page: by pointer, by touch and by keys, and what each must come to."""

import json
import time
from typing import NamedTuple

from tests.support.lab import ask_kernel

#: Three ways to make a gesture; each is a method of `Touched`.
GESTURES = ("by_pointer", "by_touch", "by_keys")

#: Python for the page's notebook: what can be touched, and what it comes to by the explorer's own rules.
tell_gestures = """
import contextlib
import traitlets
from course_utils.explorers.shared.hand import changed

KINDS = "sets", "drags", "types", "paints"

def can(explorer):
    return {(area.name, kind) for area in explorer.canvas.areas for kind in KINDS if getattr(area, kind)}

def starts(name):
    # As it begins; and each change of one switch or list after which there is something new to touch.
    first = make[name]()
    yield first, (met := can(first))
    for one, before in first.state().items():
        trait = first.traits()[one]
        others = trait.values if isinstance(trait, traitlets.Enum) else [True, False]
        for value in others if isinstance(trait, (traitlets.Enum, traitlets.Bool)) else []:
            made = make[name]()
            with contextlib.suppress(ValueError):
                made.move(**{one: value})
            if not made.problem and can(made) - met:
                yield made, can(made) - met
                met = met | can(made)

def plain(state):
    return json.loads(json.dumps(state, default=str))

def ends(area):
    cells = area.cells()
    return [cells[-1], cells[len(cells) // 2], cells[0]]

def reached(name, start, area, gesture, row, column, value):
    # By the explorer's own rules.
    made = make[name](**start.state())
    sets = area.filled(gesture, row, column, value)
    if gesture == "paints":
        made.paint([sets | {"erase": False}])
    else:
        made.move(**changed(made.state(), sets))
    return made.state()

def values(area, gesture, row, column):
    if gesture != "types":
        return [0]
    value = area.values[row * area.columns + column]
    return [round(value + 3 * area.step, 3), round(value - 3 * area.step, 3)]

def tell_gestures(name):
    told = []
    for start, new in starts(name):
        areas = {area.name: area for area in start.canvas.areas}
        for one, gesture in sorted(new):
            found = gestures_on(name, start, areas[one], gesture)
            told += found[:1]
    print(json.dumps(told))

def gestures_on(name, start, area, gesture):
    found, before = [], start.state()
    for row, column in ends(area):
        for value in values(area, gesture, row, column):
            try:
                state = reached(name, start, area, gesture, row, column, value)
            except ValueError:  # there is an end to most numbers
                continue
            if state != before:
                names = [one for one in state if state[one] != before[one]]
                found.append([area.name, gesture, row, column, value, names, plain(state), plain(before)])
    return found

def runs(numbers):
    return sum(one - 1 not in numbers for one in numbers)

def lit_by(link, row, column, index):
    if "cells" in link:
        return len(link["cells"][index])
    count = runs if link.get("whole") else len
    return count(link["rows"][row]) * count(link["columns"][column])

def tell_lights(name):
    areas = {area.name: area for area in shown[name].canvas.areas}
    told = []
    for area in areas.values():
        for row, column in (area.cells()[-1:] if area.lights and not area.drags else ()):
            links = [link for other, link in area.lights.items() if other in areas]
            counts = [lit_by(link, row, column, row * area.columns + column) for link in links]
            told.append([area.name, row, column, 1 + sum(counts)])
    print(json.dumps(told))

def tell_plain(name):
    print(json.dumps(plain(shown[name].state())))

def tell_made(name, *states):
    # Pictures of explorers that are made in these states; without one, in that to which it has come.
    print(json.dumps([make[name](**state).svg for state in states or [shown[name].state()]]))

def tell_begin(name, start):
    # Moved to where a gesture begins; what can be touched there.
    shown[name].move(**(make[name]().state() | start))
    print(json.dumps({a.name: [a.rows, a.columns, a.at, a.pitch, a.box] for a in shown[name].canvas.areas}))
"""


class Gesture(NamedTuple):
    """A gesture, where it is made, the names in the state that it sets; where it comes to and begins.

    Both as a state and as a picture that lies in the page.
    """

    area: str
    kind: str
    row: int
    column: int
    value: float
    names: list
    state: dict
    start: dict
    picture: object
    start_picture: object


class Touched:
    """An explorer in a page, to be touched.

    Parameters
    ----------
    page, box
        Of playwright: the page, and the explorer's box in it.
    name : str
        Of the explorer in the notebook.
    """

    def __init__(self, page, box, name):
        self.page, self.box, self.name = page, box, name
        self.areas = {}
        box.scroll_into_view_if_needed()

    def _tell(self, what, *given):
        return json.loads(ask_kernel(self.page, f"{what}({', '.join(map(repr, [self.name, *given]))})"))

    def gestures(self):
        """One of each kind for each area, which changes something; areas of other modes too."""
        return [Gesture(*told, *self.made(*told[-2:])) for told in self._tell("tell_gestures")]

    def lights(self):
        """Area, row, column, and how many boxes light up there."""
        return self._tell("tell_lights")

    def state(self):
        """The explorer's state in the kernel."""
        return self._tell("tell_plain")

    def made(self, *states):
        """Pictures of explorers made in these states; without one, in that of this one. They stay in the page."""
        parse = "svg => { const home = document.createElement('div'); home.innerHTML = svg; return home.innerHTML; }"
        return [self.page.evaluate_handle(parse, svg) for svg in self._tell("tell_made", *states)]

    def shows(self, picture, seconds=8):
        """Whether the page shows a picture within some seconds; the kernel is not asked."""
        from playwright.sync_api import TimeoutError as Late

        look = "([box, picture]) => box.querySelector('.course-picture svg[role=img]')?.outerHTML === picture"
        given = [self.box.element_handle(), picture]
        try:
            self.page.wait_for_function(look, arg=given, timeout=1000 * seconds, polling=100)
        except Late:
            return False
        return True

    def is_as_made(self):
        """Whether the page soon shows what an explorer shows that is made in the state of this one."""
        return self.soon(self._shows_what_is_made)

    def _shows_what_is_made(self):
        (picture,) = self.made()
        shown = self.shows(picture, seconds=1)
        picture.dispose()  # else the page keeps it for ever
        return shown

    def reset(self, gesture=None):
        """Bring it back to where it or a gesture begins, and wait until the page shows it."""
        self.areas = self._tell("tell_begin", gesture.start if gesture else {})
        assert self.shows(gesture.start_picture) if gesture else self.is_as_made()
        self.page.mouse.move(1, 1)

    def soon(self, holds, seconds=8):
        """Whether something holds within some seconds."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def has(self, names, wanted):
        """Whether the explorer's state is as wanted in these names; the kernel is asked once."""
        state = self.state()
        return all(state[name] == wanted[name] for name in names)

    def comes_to(self, gesture, way):
        """Demand that state and picture are what the gesture asks for."""
        said = f"{gesture.kind} {gesture.area} ({gesture.row}, {gesture.column}) {way}"
        if gesture.kind == "types":  # a click that opens the box to type into may have set more
            assert self.soon(lambda: self.has(gesture.names, gesture.state)), (said, self.state(), gesture.state)
            assert self.is_as_made(), said
        else:
            assert self.shows(gesture.picture), (said, self.state(), gesture.state)
            assert self.soon(lambda: self.state() == gesture.state), (said, self.state(), gesture.state)

    def place(self, area):
        """Left, top, width and height of an area, in pixels of the page."""
        spot = self.box.locator(f'.course-area[data-name="{area}"]')
        spot.scroll_into_view_if_needed()
        found = spot.bounding_box()
        return found["x"], found["y"], found["width"], found["height"]

    def _middle(self, gesture):
        """Of the cell that is meant."""
        return self.point(gesture.area, gesture.row, gesture.column)

    def point(self, area, row, column):
        """The middle of a cell, in pixels of the page."""
        return self.points(area)[row][column]

    def points(self, area):
        """The middles of all cells of an area, row by row."""
        x, y, width, height = self.place(area)
        rows, columns, *_ = self.areas[area]
        return [
            [(x + width * (column + 0.5) / columns, y + height * (row + 0.5) / rows) for column in range(columns)]
            for row in range(rows)
        ]

    def point_at(self, area, row, column):
        """Move the pointer over a cell."""
        self.page.mouse.move(*self.point(area, row, column))

    def _way(self, gesture):
        """From where to where something is dragged, in pixels of the page."""
        x, y, width, height = self.place(gesture.area)
        at, pitch, box = self.areas[gesture.area][2:]
        scale = width / box[2]
        start = x + width / 2, y + height / 2
        return start, (
            start[0] + scale * pitch[1] * (gesture.column - at[1]),
            start[1] + scale * pitch[0] * (gesture.row - at[0]),
        )

    def by_pointer(self, gesture):
        """Click, drag, or click twice and type."""
        mouse = self.page.mouse
        if gesture.kind == "drags":
            start, end = self._way(gesture)
            mouse.move(*start)
            mouse.down()
            mouse.move(*end, steps=7)
            mouse.up()
        elif gesture.kind in ("sets", "paints"):
            mouse.click(*self._middle(gesture))
        else:
            mouse.dblclick(*self._middle(gesture))
            self._type(gesture)

    def by_touch(self, gesture):
        """Tap or drag with one finger; typing needs keys."""
        if gesture.kind == "types":
            return self.by_pointer(gesture)
        start, end = self._way(gesture) if gesture.kind == "drags" else [self._middle(gesture)] * 2
        session = self.page.context.new_cdp_session(self.page)
        steps = [("touchStart", start)]
        if gesture.kind == "drags":
            ways = [
                (start[0] + (end[0] - start[0]) * n / 6, start[1] + (end[1] - start[1]) * n / 6) for n in range(1, 7)
            ]
            steps += [("touchMove", place) for place in ways]
        for kind, (x, y) in steps:
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return session.detach()

    def by_keys(self, gesture):
        """Home, then arrows to the place; Enter, or a number and Enter."""
        rows, columns, *_ = self.areas[gesture.area]
        self.box.locator(f'.course-area[data-name="{gesture.area}"]').focus()
        keyboard = self.page.keyboard
        if rows * columns > 1:
            keyboard.press("Home")
        for key in ["ArrowDown"] * gesture.row + ["ArrowRight"] * gesture.column:
            keyboard.press(key)
        if gesture.kind in ("sets", "paints"):
            keyboard.press("Enter")
        elif gesture.kind == "types":
            self._type(gesture)

    def _type(self, gesture):
        box = self.box.locator(".course-type")
        keyboard, written = self.page.keyboard, f"{gesture.value:g}"
        if not box.count():
            keyboard.press(written[0])
            keyboard.type(written[1:])
        else:
            box.fill(written)
        keyboard.press("Enter")
