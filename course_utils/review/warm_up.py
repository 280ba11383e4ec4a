"""The warm-up at the head of a lesson: three questions on earlier ones, with a reason for each answer."""

from course_utils.inventory.question_form import OPEN_WORDS, QuestionForm
from course_utils.inventory.writing import html
from course_utils.review.session import warm_up

_END = "Go on below."


class WarmUp(QuestionForm):
    """Three questions on earlier lessons, those first whose mistakes you have met; each answer gets a reason at once.

    What you answer is kept beside your progress, on this machine only, so that a question comes back when it is due,
    with other numbers. Run the cell again for three more.

    Parameters
    ----------
    number : str
        Of the lesson that begins, as "03".

    Attributes
    ----------
    sitting : Session
    """

    def __init__(self, number):
        super().__init__(warm_up(number))
        self.number = f"{number:02}" if isinstance(number, int) else str(number)
        self._replied = False
        self._next.description = "Answer"
        self._show()

    def go_on(self):
        """What the button does: from the answer to what is said of it, and from there to the next question."""
        if self._replied:
            self._replied = False
            self._show()
        elif self._what.value is None:
            self._say(f"Choose an answer; “{OPEN_WORDS}” is one.")
        else:
            self._reply(self.sitting.answer(self._what.value))

    def _reply(self, reply):
        self._replied = True
        self._what.disabled = True
        self._next.description = "Go on"
        self._say("\n\n".join(filter(None, [reply.text, self.sitting.note])))

    def _show(self):
        question = self.sitting.question
        self._what.layout.display = self._next.layout.display = "" if question else "none"
        self._what.disabled, self._next.description = False, "Answer"
        if question is None:
            self._text.value = "".join(html(line) for line in self.end())
        else:
            self._ask(question)
        self._say("" if self.sitting.replies else self.sitting.note)

    def end(self):
        """What is said when all is answered, as lines of text."""
        return [self.sitting.end(), _END]

    def __repr__(self):
        place = self.sitting.place.partition(", ")[0].lower() if self.sitting.question else "finished"
        return f"WarmUp({self.number!r}): {place}."
