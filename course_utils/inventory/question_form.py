"""What forms of questions have in common in a notebook: a text, answers as radio buttons, a button, a line below it."""

import ipywidgets as widgets

from course_utils.explorers.shared.page import MARK, page_part
from course_utils.inventory.outcome import OPEN
from course_utils.inventory.writing import STILL, html, listed

OPEN_WORDS = "I do not know yet"
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


class QuestionForm(widgets.VBox):
    """One question at a time, by mouse or keyboard. Who derives from it says what is shown, and what the button does.

    Attributes
    ----------
    sitting : object
        The questions, without widgets: `question` is the next one or None, `place` where one is, in words.
    """

    def __init__(self, sitting, *further):
        """Parameters: the questions, and controls that stand between the answers and the button."""
        super().__init__()
        self.sitting = sitting
        self._text, self._said = widgets.HTML(layout=_WIDE), widgets.HTML(layout=_WIDE)
        self._what = choices("Your answer")
        self._next = widgets.Button(description="Next", layout={"width": "auto", "min_width": "6em"})
        self._next.on_click(lambda _: self.go_on())
        for mark in (MARK, "course-inventory"):
            self.add_class(mark)
        style = widgets.HTML(_STYLE, layout={"margin": "0", "height": "auto"})
        self.children = (page_part(), style, self._text, self._what, *further, self._next, self._said)

    def go_on(self):
        """What the button does."""
        raise NotImplementedError

    def end(self):
        """What is said when all is answered, as lines of text."""
        raise NotImplementedError

    def _ask(self, question, before=""):
        """Show a question and offer its answers."""
        self._text.value = f"{before}{head(self.sitting.place)}{html(question.text)}"
        offer(self._what, (*question.options, (OPEN, OPEN_WORDS)))

    def _say(self, words):
        self._said.value = f'<div role="status" aria-live="polite">{html(words) if words else ""}</div>'

    @property
    def still(self):
        """The question and its answers, or the end, as HTML: for where no kernel runs."""
        question = self.sitting.question
        if question is None:
            return "".join(html(line) for line in self.end())
        answers = listed(text for _, text in (*question.options, (OPEN, OPEN_WORDS)))
        return f"{head(self.sitting.place)}{html(question.text)}{answers}<p>{STILL}</p>"

    def _repr_mimebundle_(self, **settings):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle = {"text/plain": repr(self), "application/vnd.jupyter.widget-view+json": view}
        return bundle | {"text/html": f"<div>{self.still}</div>"}, {}


def choices(name, options=()):
    """Radio buttons below their question; arrow keys move in them."""
    made = widgets.RadioButtons(options=options, description=name, value=None, layout=_WIDE)
    made.style.description_width = "9em"
    return made


def offer(control, options):
    """Put other answers, pairs of name and text, into radio buttons; none is chosen."""
    control.options = [(text, name) for name, text in options]
    control.value = None


def head(place):
    """Where one is, above the question."""
    return f"<p><strong>{place}</strong></p>"
