"""All that a page has running: explorers, checks of exercises, forms, cells. JSON goes in, JSON comes out."""

import ast
import io
import json

from course_utils.checking import host
from course_utils.checking.verdict import Verdict
from course_utils.exercises import of_lesson
from course_utils.in_browser import code as learner
from course_utils.in_browser import plain, stand_ins
from course_utils.in_browser.shown import as_html, as_text, open_figures

_SECONDS = 5  # for what stands around the answer's function; each of its calls has the exercise's own time
_SECONDS_OF_A_CELL = 20
_BEFORE = "import numpy as np"


def answer(page, message):
    """One message in, one answer out: `{"do": name of a method, "with": [its arguments]}`, both as JSON."""
    asked = json.loads(message)
    return json.dumps(getattr(page, asked["do"])(*asked["with"]), allow_nan=False)


def offered(lesson):
    """Names of the exercises of a lesson that are accepted where there is no Keras, in the order of the bank.

    >>> "small_network" in offered("06"), "shares" in offered("06")
    (False, True)
    """
    return [name for name, exercise in of_lesson(lesson).items() if not exercise.needs]


class Page:
    """A page's Python. Each method is one thing that the page's worker may ask for."""

    def __init__(self):
        self._explorers, self._leaves, self._forms = {}, {}, {}
        self._displayed, self._text = [], io.StringIO()
        stand_ins.stand_in(self._display)
        host.speak_as(host.PAGE)

    # Explorers.

    def explorer(self, key, code, state=None):
        """Make an explorer of code whose last line is it; what of `state` it can take, it takes."""
        made = _value_of(code)
        if key in self._explorers:
            _closed(self._explorers[key])
        self._explorers[key], self._leaves[key] = made, []
        tree = plain.arranged(made.children[0], self._leaves[key])
        for name, value in (state or {}).items():
            _set_quietly(made, name, value)
        return {"tree": tree, **self._seen(key)}

    def move(self, key, number, value=None):
        """Move one control of an explorer, or press it."""
        made, control = self._explorers[key], self._leaves[key][number].control
        try:
            plain.move(control, value)
        except Exception as error:  # the page may send anything
            made._refuse(error)
        return self._seen(key)

    def ask(self, key, question):
        """Do what the hand asks for: what it `sets` and `paints`, or a `file` that was dropped on the picture."""
        file = question.get("file")
        self._explorers[key]._take({"new": {**question, "file": plain.file_of(file)} if file else question})
        return self._seen(key)

    def _seen(self, key):
        """The controls as they stand, the picture, the sentence, and the state as far as JSON can carry it."""
        made = self._explorers[key]
        return {
            "controls": [plain.told(leaf) for leaf in self._leaves[key]],
            "svg": made._picture.value,
            "words": f"⚠ {made.problem}" if made.problem else made.words,
            "problem": bool(made.problem),
            "answered": made._hand.answered,
            "state": {name: value for name, value in made.state().items() if _is_json(value)},
        }

    # Exercises.

    def check(self, lesson, name, code, before=_BEFORE):
        """Run a learner's code, all that stands above the line with the check, and check the name that it defines."""
        exercise, space = of_lesson(lesson)[name], {}
        with learner.printed() as self._text:
            learner.run(before, f"<above {name}>", space, seconds=_SECONDS)
            ran = learner.run(_without_check(code), f"<{name}>", space, seconds=_SECONDS)
            verdict = None if ran.trouble else self._verdict(exercise, space, ran.value)
            shown = self._all_shown([verdict._repr_html_() if verdict else ran.trouble])
        html, verdict = "".join(shown), verdict or Verdict("raised")
        return {"html": html, "status": verdict.status, "mistake": verdict.misconception}

    def _verdict(self, exercise, space, value):
        """The verdict on what the code has defined; the value of a prediction may stand there without a name."""
        if exercise.name not in space and not (exercise.kind == "predict" and value is not None):
            wanted = f"`{exercise.name} = …`" if exercise.kind == "predict" else f"`def {exercise.name}(…)`"
            return Verdict("wrong", f"Your code defines no `{exercise.name}`: it is checked, so keep {wanted}.")
        return exercise.check(space.get(exercise.name, value))

    def words(self, lesson, name, what):
        """The next hint of an exercise, or its solution: `what` is "hint" or "solution"."""
        asked = {"hint": "hint", "solution": "solution"}[what]
        return {"html": getattr(of_lesson(lesson)[name], asked)()._repr_html_()}

    # Forms.

    def form(self, key, code):
        """Make a form of code whose last line is it; it goes on where the answers that are kept end."""
        made, self._forms[key] = _value_of(code), []
        tree = plain.arranged(plain.without_style(made), self._forms[key])
        return {"tree": tree, **self._form_seen(key)}

    def fill(self, key, number, value=None):
        """Choose in one control of a form, or press it."""
        plain.move(self._forms[key][number].control, value)
        return self._form_seen(key)

    def _form_seen(self, key):
        return {"controls": [plain.told(leaf) for leaf in self._forms[key]]}

    # Cells.

    def run(self, key, before, code):
        """Run a cell after what it needs from above; all that it shows, as HTML, in the order in which it shows it."""
        space = {}
        with learner.printed() as self._text:
            ran = learner.run(before, f"<above {key}>", space, seconds=_SECONDS_OF_A_CELL)
            self._all_shown(open_figures())  # what stands above is shown above
            if not ran.trouble:
                ran = learner.run(code, f"<{key}>", space, seconds=_SECONDS_OF_A_CELL)
            value = [] if ran.value is None else [as_html(ran.value)]
            shown = self._all_shown([*open_figures(), *value, ran.trouble])
        return {"html": "".join(shown)}

    def _display(self, thing):
        """Show a value below what has been printed so far."""
        self._displayed += [self._printed(), as_html(thing)]

    def _printed(self):
        """What was printed since the last time, as HTML."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return as_text(text)

    def _all_shown(self, further):
        """Everything that was shown since the last time, and what comes below it."""
        shown, self._displayed = [*self._displayed, self._printed(), *further], []
        return shown

    # Progress.

    def bring(self, text):
        """Join a file that was taken out of a page or of the course, given as its text, with what is kept here."""
        from course_utils.inventory import travelling  # it brings all banks along, and a page begins without them

        words, is_problem = travelling.bring(text)
        return {"words": words, "problem": is_problem}


def _value_of(code):
    """What the last line of the course's own code is."""
    tree, space = ast.parse(code), {}
    last = tree.body.pop()
    exec(compile(tree, "<explorer>", "exec"), space)
    return eval(compile(ast.Expression(last.value), "<explorer>", "eval"), space)


def _without_check(code):
    """A learner's code without the notebook's last line, where they brought it along; it would count twice."""
    lines = code.rstrip().splitlines()
    return "\n".join(lines[:-1]) if lines and lines[-1].startswith("exercises.") else code


def _set_quietly(explorer, name, value):
    """Set one name of a state, as JSON has brought it back, unless the explorer does not take it."""
    before = explorer.state()
    try:
        explorer.move(**{name: _with_tuples(value)})
    except Exception:
        return
    if explorer.problem:
        explorer.move(**before)


def _with_tuples(value):
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _is_json(value):
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def _closed(widget):
    """Let go of a widget and all within it: ipywidgets keeps each that was ever made."""
    for child in getattr(widget, "children", ()):
        _closed(child)
    widget.close()
