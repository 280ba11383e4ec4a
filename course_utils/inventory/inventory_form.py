"""The inventory in a notebook: one question at a time, by mouse or keyboard."""

import ipywidgets as widgets

from course_utils.explorers.shared.page import MARK, page_part
from course_utils.inventory.outcome import OPEN, SURE
from course_utils.inventory.sitting import WELCOME, Sitting
from course_utils.inventory.writing import STILL, html, listed

_OPEN_WORDS = "I do not know yet"
_WIDE = {"width": "100%", "max_width": "740px", "height": "auto"}
# ipywidgets gives each radio button one line: of a longer text the button would stand at the last.
_STYLE = """<style>
.course-inventory .widget-radio-box label {
    height: auto; line-height: 1.4; white-space: normal; position: relative; padding: 4px 0 4px 24px;
}
.course-inventory .widget-radio-box input { position: absolute; left: 2px; top: 4px; height: 18px; margin: 0; }
.course-inventory .widget-html-content { line-height: 1.5; }
.course-inventory p { margin: 0.5em 0; }
</style>"""


class InventoryForm(widgets.VBox):
    """Twenty questions on the main ideas of the course, answered one by one: first what, then why and how sure.

    Each answer is kept at once in a file of yours, on this machine only; run the cell again, and it goes on.

    Parameters
    ----------
    name : "A" or "B"
        A before the course, B after it.

    Attributes
    ----------
    sitting : Sitting
    """

    def __init__(self, name="A"):
        super().__init__()
        self.sitting, self._choice = Sitting(name), None
        self._text, self._said = widgets.HTML(layout=_WIDE), widgets.HTML(layout=_WIDE)
        self._what, self._why = _choices("Your answer"), _choices("Why?")
        self._sure = _choices("How sure are you?", [(words, name) for name, words in SURE.items()])
        self._next = widgets.Button(description="Next", layout={"width": "auto", "min_width": "6em"})
        self._next.on_click(lambda _: self.go_on())
        for mark in (MARK, "course-inventory"):
            self.add_class(mark)
        style = widgets.HTML(_STYLE, layout={"margin": "0", "height": "auto"})
        self.children = (page_part(), style, self._text, self._what, self._why, self._sure, self._next, self._said)
        self._show()

    def go_on(self):
        """What the button does: from the answer to its reason, and from there to the next question."""
        if self._choice is None:
            self._take_what()
        elif self._why.value and self._sure.value:
            self.sitting.answer(self._choice, self._why.value, self._sure.value)
            self._choice = None
            self._show()
        else:
            self._say("Choose a reason, and how sure you are.")

    def _take_what(self):
        if self._what.value is None:
            self._say(f"Choose an answer; “{_OPEN_WORDS}” is one.")
        elif self._what.value == OPEN:
            self.sitting.leave_open()
            self._show()
        else:
            self._choice = self._what.value
            self._show()

    def _show(self):
        question = self.sitting.question
        asks_why = self._choice is not None
        self._what.layout.display = "none" if asks_why or not question else ""
        self._why.layout.display = self._sure.layout.display = "" if asks_why else "none"
        self._next.layout.display = "" if question else "none"
        if question is None:
            self._text.value = "".join(html(line) for line in self.sitting.end())
        elif asks_why:
            answer = dict(question.options)[self._choice]
            self._text.value = f"{_head(self.sitting.place)}{html(question.text)}{html(f'Your answer: {answer}.')}"
            _offer(self._why, question.reasons)
            self._sure.value = None
        else:
            welcome = "" if self.sitting.answers else html(WELCOME[self.sitting.form.name])
            self._text.value = f"{welcome}{_head(self.sitting.place)}{html(question.text)}"
            _offer(self._what, (*question.options, (OPEN, _OPEN_WORDS)))
        self._say(self.sitting.note)

    def _say(self, words):
        self._said.value = f'<div role="status" aria-live="polite">{html(words) if words else ""}</div>'

    @property
    def still(self):
        """The question and its answers, or the end, as HTML: for where no kernel runs."""
        question = self.sitting.question
        if question is None:
            return "".join(html(line) for line in self.sitting.end())
        answers = listed(text for _, text in (*question.options, (OPEN, _OPEN_WORDS)))
        return f"{_head(self.sitting.place)}{html(question.text)}{answers}<p>{STILL}</p>"

    def __repr__(self):
        question = self.sitting.question
        shown = "finished" if question is None else self.sitting.place.partition(", ")[2]
        return f"InventoryForm({self.sitting.form.name!r}): {shown}."

    def _repr_mimebundle_(self, **settings):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle = {"text/plain": repr(self), "application/vnd.jupyter.widget-view+json": view}
        return bundle | {"text/html": f"<div>{self.still}</div>"}, {}


def _choices(name, options=()):
    """Radio buttons below their question; arrow keys move in them."""
    made = widgets.RadioButtons(options=options, description=name, value=None, layout=_WIDE)
    made.style.description_width = "9em"
    return made


def _offer(control, options):
    control.options = [(text, name) for name, text in options]
    control.value = None


def _head(place):
    return f"<p><strong>{place}</strong></p>"
