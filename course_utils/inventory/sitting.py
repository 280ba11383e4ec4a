"""A form as somebody goes through it: which question is next, what was answered, what is said at the end."""

from course_utils.inventory import records
from course_utils.inventory.forms import form as form_of
from course_utils.inventory.outcome import OPEN, Answer, told, told_alone
from course_utils.numbers import counted

WELCOME = {
    "A": (
        "Twenty questions on ideas of the course, before you begin. Nobody expects you to know them: “I do not know "
        "yet” is a good answer here. Nothing is marked, and the right answers come in the lessons."
    ),
    "B": (
        "The same twenty ideas as in form A, with other numbers. Paper and pencil are welcome. At the end you see what "
        "has changed since form A."
    ),
}


class Sitting:
    """One learner and one form. Each answer is kept at once, so that it can go on later.

    Parameters
    ----------
    form : "A" or "B"

    Attributes
    ----------
    form : Form
    answers : dict of str -> Answer
    note : str
        What went wrong with the file, or empty.
    """

    def __init__(self, form):
        self.form = form_of(form)
        kept, self.note = records.read()
        self.answers, self._before = kept[form], kept["A"] if form == "B" else {}

    @property
    def question(self):
        """The first that has no answer, or None where all have one."""
        return next((one for one in self.form.questions if one.name not in self.answers), None)

    @property
    def place(self):
        """Where one is, in words."""
        return f"Form {self.form.name}, question {len(self.answers) + 1} of {len(self.form.questions)}"

    def answer(self, choice, reason="", sure=""):
        """Answer the question that is next.

        Parameters
        ----------
        choice, reason : str
            Names of options of the question; or "open" alone.
        sure : "guess", "rather" or "sure"

        Raises
        ------
        ValueError
            The question cannot be answered so.
        """
        question, answer = self.question, Answer(choice, reason, sure)
        if question is None or not answer.is_sound(question.item):
            raise ValueError(f"{choice!r}, {reason!r}, {sure!r} is no answer to question {len(self.answers) + 1}.")
        self.answers[question.name] = answer
        self.note = records.keep(self.form.name, question.name, answer)

    def leave_open(self):
        """Answer the next question with "I do not know yet"."""
        self.answer(OPEN)

    def end(self):
        """What is said when all is answered, as lines of text."""
        known = len(self.answers) - sum(answer.choice == OPEN for answer in self.answers.values())
        if self.form.name == "A":
            return [
                f"That was form A: {counted(known, 'question')} answered, {len(self.answers) - known} left open.",
                "After the last lesson form B asks about the same ideas with other numbers. Then you see what changed.",
            ]
        if not self._before:
            return ["There are no answers to form A here to compare with.", *told_alone(self.answers)]
        return ["What changed between form A and form B:", *told(self._before, self.answers)]
