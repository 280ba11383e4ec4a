"""Sentences of the lessons that tell what to do in a notebook, and what they say in a page that is live."""

_WORDS = {
    "00": {
        "Click into the cell below and press Shift + Enter: it draws the numbers. Then change one of them, a 0 into a"
        " 9, and press Shift + Enter again.": "The cell below draws the numbers. Press *Change it and run it*, change"
        " one of them, a 0 into a 9, and press *Run*.",
        "on your picture. Run it and press ▶:": "on this picture. Press *Move it yourself*, then ▶:",
        "Put your prediction in place of `...` and run its cell *before* the next one. Where a question has no such"
        " cell, write your answer on paper. A wrong guess costs nothing: it shows you what to look for in the next"
        " cell. Where sliders stand above a picture, move them: click one": "Write your prediction into the field"
        " below the question and press *Check* before you open the answer. Where a question has no field, write your"
        " answer on paper. A wrong guess costs nothing: it shows you what to look for. A picture with the button *Move"
        " it yourself* has sliders: click one",
        "`exercises.NAME.hint()` gives a hint, `exercises.NAME.solution()` the solution; in place of NAME stands the"
        " name from the exercise's `check` line.": "*Hint* gives a hint, *Solution* the solution.",
        "These notebooks are your own copies: change what you like. In a terminal (in JupyterLab: File, New, Terminal),"
        " in the course's folder, `python start.py progress` prints what you have tried, which is kept on this machine"
        " only. `python start.py fresh 00` gives you a fresh copy of lesson 00, and keeps yours.": "What you have"
        " written and tried is kept by this browser only. *Python and your progress*, at the top of the page, gives it"
        " to you as a file that the installed course reads. There the lessons are notebooks of your own: every cell can"
        " be changed.",
    },
    "01": {"to the other diagonal and run the cell again.": "to the other diagonal and run it."},
}


def told_in(lesson):
    """What a lesson says otherwise in a page.

    Returns
    -------
    words : dict of str -> str
        Sentences of its notebook, and what stands for them.

    Examples
    --------
    >>> told_in("01")
    {'to the other diagonal and run the cell again.': 'to the other diagonal and run it.'}
    """
    return _WORDS.get(lesson, {})


def in_page(text, lesson):
    """A text of a lesson as a live page says it."""
    for words, others in told_in(lesson).items():
        text = text.replace(words, others)
    return text
