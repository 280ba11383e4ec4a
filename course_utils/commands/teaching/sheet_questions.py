"""Every question of a lesson with its answer: values of wrong answers, broken code beside the mended, what to say."""

from course_utils.commands.cells import is_warm_up
from course_utils.commands.counting import allowance
from course_utils.commands.teaching import answers, clock, outline
from course_utils.commands.teaching.markdown import code, inline_code, table, without_links, without_pictures
from course_utils.inventory.item import RIGHT
from course_utils.lessons import lesson
from course_utils.numbers import counted
from course_utils.review.session import first_warm_up

_LONGEST = 700  # characters of a picture's words that help at a glance
_WRONG = ("who says", "has made this mistake", "what to say")
_WARM_UP = (
    "Who has no record yet is asked these three. With a record, mistakes that were met come first, and numbers may be "
    "others: ask who got a question that is not among these."
)


def questions(row, notebook):
    """The questions of a lesson in its order, under the headings of its sections, as Markdown."""
    sections = outline.sections(notebook)
    starts = {entry.heading: clock.told(entry.at) for entry in clock.clock(row, sections)}
    parts = [f"## {row.number} · Questions and answers"]
    for part in sections:
        if any(map(is_warm_up, part.cells)):
            parts += [f"### {part.heading} ({starts[part.heading]})", *_warm_up(row.number)]
        asked = outline.questions(part, row.number)
        if asked:
            at = starts.get(part.heading, clock.told(0))
            parts.append(f"### {part.heading} ({at})")
            parts += [_told(question, row.number) for question in asked]
    return "\n\n".join(parts)


def _warm_up(number):
    """What the warm-up asks a class that has answered nothing yet."""
    asked = first_warm_up(number)
    return [_WARM_UP, *(_recalled(place, one) for place, one in enumerate(asked, start=1))]


def _recalled(place, asked):
    """A question of the warm-up with its answer, and what each wrong one means."""
    item, options = asked.item, dict(asked.options)
    wrong = [(inline_code(options[one]), one, item.advice_on(one)) for one in item.misconceptions]
    row = lesson(item.lesson)
    parts = [
        f"#### Warm-up, question {place}: on {row.number} {row.title}",
        asked.text,
        f"**Answer:** {inline_code(options[RIGHT])}. {item.choices[0].because}",
        table(_WRONG, wrong),
    ]
    return "\n\n".join(parts)


def _told(question, number):
    if question.exercise is None:
        return _open(question, number)
    exercise, minutes = question.exercise, allowance(question.exercise)
    parts = [f"#### {exercise.name} ({exercise.verb}, {counted(minutes, 'minute')})", question.text]
    if question.above and outline.speaks_of_above(question.text):
        parts.append(f"Above it stands: {_short(question.above)}")
    parts += _predicted(exercise) if exercise.kind == "predict" else _coded(exercise)
    return "\n\n".join(parts + _notes(answers.shown(question, number).notes))


def _open(question, number):
    """A question that nothing checks: its text, and what the lesson shows below it."""
    clicked, printed, pictures, notes = answers.shown(question, number)
    parts = ["#### Predict", without_links(outline.without_sets(without_pictures(question.text)))]
    if clicked:
        parts.append(f"**Answer:** {clicked} (clicked in the picture).")
    if printed and not clicked:
        parts += ["**Answer:** the cell below prints", code("\n".join(printed), "text")]
    if pictures:
        lead = "Its picture shows" if printed or clicked else "**Answer:** the cell below draws"
        parts.append(f"{lead}: {_short(' '.join(pictures))}")
    return "\n\n".join(parts + _notes(notes))


def _short(words):
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition(' ')[0]} …"


def _notes(notes):
    return [f"The lesson says then: {without_links(outline.without_sets(note))}" for note in notes]


def _predicted(exercise):
    right = inline_code(answers.right(exercise))
    wrong = [(_value(one), one.name, one.advice) for one in answers.mistakes(exercise)]
    return [
        f"**Answer:** {right}. {exercise.afterword}".strip(),
        table(_WRONG, wrong),
    ]


def _value(mistake):
    return "(no value)" if mistake.value is None else inline_code(mistake.value)


def _coded(exercise):
    """A function to write, or one to mend: the broken one stands on the learners' screens."""
    mended = code(_without_check(exercise.solution_cell()))
    wrong = table(("wrong answer", "what to say"), [(one.name, one.advice) for one in answers.mistakes(exercise)])
    if exercise.kind != "repair":
        return [mended, wrong, exercise.afterword]
    return ["Broken, as given:", code(_without_check(exercise.cell())), "Mended:", mended, wrong, exercise.afterword]


def _without_check(text):
    return text.rsplit("exercises.", 1)[0].rstrip()
