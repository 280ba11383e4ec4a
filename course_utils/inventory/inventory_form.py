"""The inventory in a notebook: one question at a time, by mouse or keyboard."""

from course_utils.inventory.outcome import OPEN, SURE
from course_utils.inventory.question_form import OPEN_WORDS, QuestionForm, choices, head, offer
from course_utils.inventory.sitting import WELCOME, Sitting
from course_utils.inventory.writing import html


class InventoryForm(QuestionForm):
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
        self._choice, self._why = None, choices("Why?")
        self._sure = choices("How sure are you?", [(words, name) for name, words in SURE.items()])
        super().__init__(Sitting(name), self._why, self._sure)
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
            self._say(f"Choose an answer; “{OPEN_WORDS}” is one.")
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
            self._text.value = "".join(html(line) for line in self.end())
        elif asks_why:
            answer = dict(question.options)[self._choice]
            self._text.value = f"{head(self.sitting.place)}{html(question.text)}{html(f'Your answer: {answer}.')}"
            offer(self._why, question.reasons)
            self._sure.value = None
        else:
            self._ask(question, "" if self.sitting.answers else html(WELCOME[self.sitting.form.name]))
        self._say(self.sitting.note)

    def end(self):
        """What is said when all is answered, as lines of text."""
        return self.sitting.end()

    def __repr__(self):
        question = self.sitting.question
        shown = "finished" if question is None else self.sitting.place.partition(", ")[2]
        return f"InventoryForm({self.sitting.form.name!r}): {shown}."
