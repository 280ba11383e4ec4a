"""What every explorer is: a state, a picture of it, a sentence about it, and controls that move it.

An explorer computes (`compute`), draws (`draw`) and says (`sentence`) from its state alone, and one method, `update`,
writes what is seen. Moved to a state or made in it, it shows the same.
"""

import base64
import functools
import math
import textwrap
from html import escape

import ipywidgets as widgets
import traitlets

from course_utils.explorers.shared.canvas import Canvas
from course_utils.explorers.shared.hand import Hand, changed
from course_utils.explorers.shared.page import MARK, REFUSED, over, page_part, sayings

_STILL = "Run this cell, and the picture can be touched."
_WORDS_STYLE = "max-width: 740px; line-height: 1.5; padding: 0.2em 0"


class Number(traitlets.Float):
    """A number of the state. NaN is none, although traitlets takes it for one of any range."""

    def validate(self, obj, value):
        """Refuse NaN: unequal to itself, it would be sent between trait and control for ever."""
        value = super().validate(obj, value)
        if math.isnan(value):
            self.error(obj, value)
        return value


class Given(traitlets.Any):
    """Anything that a learner may hand over, checked by the explorer itself; None too, which traitlets lets pass."""

    allow_none = False


class Explorer(widgets.VBox):
    """Base of all explorers.

    A subclass declares its state as traits tagged `state=True`, and defines `make_controls`, `compute`, `draw` and
    `sentence`. What `compute` finds is kept in attributes, so that a learner can go on calculating with it.

    Parameters
    ----------
    **state
        Values of the state's traits.

    Attributes
    ----------
    problem : str
        What is wrong with the state, as the learner reads it, or empty.
    error : Exception or None
        What raised it, with its traceback, for whoever looks for the cause: `raise explorer.error` shows where.
    canvas : Canvas
        The picture.
    svg : str
        The same as it stands in the notebook: the last that could be shown.

    Raises
    ------
    ValueError
        A value that the state cannot take; the message says what is allowed.
    """

    #: Names of numbers that may lie beyond the ends of their control, since the explorer says what that means.
    beyond = frozenset()

    def __init__(self, **state):
        super().__init__()
        self._picture, self._words, self._hand = widgets.HTML(), widgets.HTML(), Hand()
        self.problem, self.error, self.svg, self._has_shown, self._moving = "", None, "", False, False
        self._check_names(state)
        for name, value in state.items():
            self._set(name, value)
        self.controls = self.make_controls()
        self._check_reach(state)
        for name, control in self.controls.items():
            self._join(name, control)
        self.observe(self.update, names=list(self.state()))
        box = widgets.Box(list(self.arranged()), layout=widgets.Layout(flex_flow="row wrap"))
        seen = widgets.VBox([self._picture, self._words, sayings(), self._hand])
        parts = {
            box: "course-controls",
            seen: "course-seen",
            self._picture: "course-picture",
            self._words: "course-words",
        }
        for part, name in {self: MARK, **parts}.items():
            part.add_class(name)
        page = page_part()
        page.add_class("course-page")
        self.children = (box, page, seen)
        self._hand.observe(self._take, names="asked")
        self.update()

    @classmethod
    def example(cls, **state):
        """A small explorer to try things on: what the tests move about."""
        return cls(**state)

    # What a subclass defines.

    def make_controls(self):
        """Controls of the state, name -> widget with a value; made by `shared.controls`."""
        return {}

    def arranged(self):
        """The widgets in the order in which they stand beside the picture, or above it."""
        return self.controls.values()

    def compute(self):
        """Find what is shown, from the state alone; raise ValueError with a sentence where it cannot be."""

    def draw(self):
        """The picture of what `compute` found, as a `Canvas`."""
        raise NotImplementedError

    def sentence(self):
        """The same in words: what is shown, with its numbers."""
        raise NotImplementedError

    # What all share.

    def state(self):
        """Names and values of the state, in the order of their declaration."""
        declared = [name for kind in reversed(type(self).__mro__) for name in vars(kind)]
        tagged = self.traits(state=True)
        return {name: getattr(self, name) for name in declared if name in tagged}

    def move(self, **state):
        """Change several parts of the state at once; a value that is not allowed gets a sentence, and no change stays.

        Raises
        ------
        ValueError
            As when the explorer is made.
        """
        before = self.state()
        self._check_names(state)
        try:
            self._move_together(state)
            self._check_reach(state)
            for name, value in state.items():
                if name not in self.beyond and self._is_slid(name) and getattr(self, name) != value:
                    self._set(name, value)  # its control did not reach so far before the others had moved
        except Exception:
            self._move_together(before)
            raise

    def _is_slid(self, name):
        """Whether a value has a control with two ends."""
        return hasattr(self.controls.get(name), "max")

    def _move_together(self, state):
        self._moving = True
        try:
            for name, value in state.items():
                self._set(name, value)
        finally:
            self._moving = False
        self.update()

    def __setattr__(self, name, value):
        """Set an attribute. What the state cannot take gets the sentence that `move` has for it."""
        if name not in _names_of_state(type(self)):
            super().__setattr__(name, value)
            return
        if not self._moving:
            self._check_reach({name: value})
        self._set(name, value)

    def paint(self, strokes):
        """What a stroke of the pointer over the picture does; each of `strokes` is what an area's `paints` set."""

    def take_file(self, name, contents):
        """What an image file does that was dropped on the picture or pasted."""

    def update(self, change=None):
        """Compute, draw and say anew: the only place that writes what is seen."""
        if self._moving:
            return
        self.problem, self.error = "", None
        try:
            self.compute()
            words = self.sentence()
            self.canvas = self.draw()
        except Exception as error:  # a callback that fails in silence would leave an old picture standing
            self._refuse(error)
        else:
            self.svg, self._has_shown = self.canvas.svg(self._label(), live=True), True
            self._show(self.svg, words)

    def _refuse(self, error):
        """Say what is wrong, over the last state that could be shown: it goes on standing there, pale."""
        meant = isinstance(error, ValueError)  # its sentence was written for the learner
        problem = str(error) if meant else f"This went wrong: {type(error).__name__}: {error}"
        self.problem, self.error = problem, error
        if not self._has_shown:
            self.canvas = _notice(problem)
            self.svg = self.canvas.svg(problem, live=True)
        self._show(self.svg + over(problem) * self._has_shown, f"⚠ {problem}", f' class="{REFUSED}"')

    def _show(self, picture, words, kind=""):
        self._picture.value = picture
        self._words.value = f'<div role="status" aria-live="polite"{kind} style="{_WORDS_STYLE}">{escape(words)}</div>'

    def _label(self):
        """What the picture is, the same in every state: the state is said by the sentence."""
        return f"Picture of the {type(self).__name__}; the sentence below it says what it shows"

    def _take(self, change):
        """Do what the page's hand asks for."""
        asked = change["new"]
        try:
            if asked.get("sets"):
                self.move(**changed(self.state(), asked["sets"]))
            if asked.get("paints"):
                self.paint(asked["paints"])
            if asked.get("file"):
                self.take_file(asked["file"]["name"], bytes(asked["file"]["content"]))
        except Exception as error:  # the page may ask for anything
            self._refuse(error)
        finally:
            self._hand.answered = asked.get("number", 0)

    @property
    def words(self):
        """The sentence, or what is wrong with the state."""
        return self.problem or self.sentence()

    def line(self):
        """The text twin of the one line: with a trained model, what is the same on every machine."""
        return self.words

    def __repr__(self):
        usual = self.trait_defaults()
        moved = {name: value for name, value in self.state().items() if _is_short(value) and value != usual.get(name)}
        shown = ", ".join(f"{name}={value!r}" for name, value in moved.items())
        return f"{type(self).__name__}({shown}): {self.problem or self.line()}"

    def _repr_mimebundle_(self, **settings):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle = {"text/plain": repr(self), "application/vnd.jupyter.widget-view+json": view}
        bundle["image/png"] = base64.b64encode(self.canvas.png(_STILL)).decode()
        return bundle, {"image/png": {"alt": bundle["text/plain"]}}

    def _check_names(self, state):
        unknown = set(state) - set(self.state())
        if unknown:
            raise ValueError(f"{', '.join(sorted(unknown))} is not known here; there are: {', '.join(self.state())}.")

    def _set(self, name, value):
        try:
            super().__setattr__(name, value)
        except traitlets.TraitError as error:
            raise ValueError(self._refusal(name, value)) from error

    def _refusal(self, name, value):
        control = getattr(self, "controls", {}).get(name)
        return f"{name} {value!r} is not allowed: {_allowed(self.traits()[name], control)}."

    def _check_reach(self, state):
        """Refuse a number beyond the ends of its control, which would make its own end of it without a word."""
        for name, value in state.items():
            control = None if name in self.beyond else getattr(self, "controls", {}).get(name)
            if _is_number(value) and hasattr(control, "max") and not control.min <= value <= control.max:
                raise ValueError(self._refusal(name, value))

    def _join(self, name, control):
        """Let a control and a trait follow each other."""
        control.value = getattr(self, name)
        control.observe(lambda change: setattr(self, name, change["new"]), names="value")
        self.observe(lambda change: setattr(control, "value", change["new"]), names=name)


def _notice(words):
    """A picture of a sentence, for an explorer that has nothing to show yet."""
    lines = textwrap.wrap(f"⚠ {words}", 90)
    canvas = Canvas(30 + 20 * len(lines))
    for number, line in enumerate(lines):
        canvas.text(20, 25 + 20 * number, line, anchor="start")
    return canvas


@functools.cache
def _names_of_state(kind):
    return frozenset(kind.class_traits(state=True))


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _allowed(trait, control=None):
    """What a trait takes, in words; a control that reaches less far says how far this explorer goes."""
    if isinstance(trait, traitlets.Enum):
        return "one of " + ", ".join(map(repr, trait.values))
    if isinstance(trait, (traitlets.Int, traitlets.Float)):
        kind = "a whole number" if isinstance(trait, traitlets.Int) else "a number"
        low = _tighter(max, trait, control, "min")
        high = _tighter(min, trait, control, "max")
        return f"{kind}{'' if low is None else f' from {low}'}{'' if high in (None, math.inf) else f' to {high}'}"
    return trait.info()


def _tighter(of, trait, control, end):
    ends = (getattr(one, end, None) for one in (trait, control))
    return of((one for one in ends if one is not None), default=None)


def _is_short(value):
    return isinstance(value, (int, float, str, bool, tuple)) and len(repr(value)) <= 40
