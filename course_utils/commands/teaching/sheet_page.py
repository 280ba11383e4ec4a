"""The page of the run sheet that a lesson is taught from: goals, materials, clock, waits, explorers, what to expect."""

import re

from course_utils.commands.counting import allowance
from course_utils.commands.teaching import answers, clock, needs, neighbours, outline, slides, waits
from course_utils.commands.teaching.markdown import inline_code, table, without_links, without_pictures
from course_utils.commands.teaching.span import span
from course_utils.inventory.forms import ITEMS
from course_utils.lessons import lesson
from course_utils.numbers import counted, spelled_out

_BUILDS_ON = re.compile(r"\*About \d+ minutes\.(.*)\*\s*$", re.MULTILINE)
_PHOTOGRAPHS = (
    "**Photographs:** a part needs CIFAR-10; fetch it beforehand, `python start.py data cifar10`. Without it that part "
    "says so, and the rest works."
)
_DOES = re.compile(r"\(#set:|explorer|^(?:Then )?(?:Click|Drag|Go|Move|Press|Raise|Set|Step|Choose|Tick|Find)\b")
_MOST_EXPECTED, _MOST_MOVES = 3, 3


def page(row, notebook, benchmarks, figures):
    """The page of a lesson, as Markdown.

    Parameters
    ----------
    row : Lesson
    notebook : nbformat notebook
        Stored with its outputs.
    benchmarks : str
        The text of benchmarks/README.md.
    figures : Path
        The folder of the figures, which slides show.
    """
    sections = outline.sections(notebook)
    entries = clock.clock(row, sections)
    parts = [
        f"## {row.number} · {row.title}",
        _minutes(row, sections, entries),
        f"### Goals\n\n{_goals(row, sections)}",
        f"### Before\n\n{_before(row, notebook, benchmarks)}",
        f"### Clock\n\n{_clock(entries, sections, slides.places(row, notebook, figures))}",
        f"### If it is late\n\n{_late(row, sections, entries)}",
        f"### Waits\n\n{_list(waits.told(row, notebook, sections, benchmarks))}",
        f"### To show\n\n{_explorers(sections)}",
        f"### In pairs and groups\n\n{_groups(row, sections)}",
        f"### Exit question\n\n{_exit(row, sections)}",
        f"### Mistakes to expect\n\n{_expected(row, sections)}",
    ]
    return "\n\n".join(parts)


def _minutes(row, sections, entries):
    pauses = [entry for entry in entries if entry.kind == "pause"]
    taken = sum(allowance(one) for entry in entries for one in entry.exercises)
    rest = f" and {counted(len(pauses), 'pause')} of {clock.PAUSE}" if pauses else ""
    what = f"{row.summary[0].upper()}{row.summary[1:]}."
    shortest, end, longest = span(row, sections)
    rounds = counted(len(neighbours.questions(row, sections)), "round")
    ends = [
        f"{row.minutes} minutes{rest}, ends at {clock.told(end)}.",
        f"**At the shortest {clock.told(shortest)}**, without what can be left out or written at home."
        if shortest < end
        else "",
        f"**At the longest {clock.told(longest)}**, with {rounds} of neighbours." if longest > end else "",
        f"Pauses count. About {taken} of the minutes are for exercises. {what}",
    ]
    return " ".join(filter(None, ends))


def _goals(row, sections):
    exercises = _exercises(row, sections)
    lines = []
    for number, objective in enumerate(row.objectives, start=1):
        names = ", ".join(f"`{one.name}`" for one in exercises if number in one.objectives)
        lines.append((number, objective, names or "none"))
    return table(("", "what a learner can do afterwards", "what asks for it"), lines)


def _before(row, notebook, benchmarks):
    """What to know, and what to have ready."""
    known = _BUILDS_ON.search(notebook["cells"][0]["source"])
    builds = without_links(known.group(1).strip()) if known else ""
    names = ", ".join(f"{number} {lesson(number).title}" for number in row.builds_on)
    memory = waits.memory(row, benchmarks)
    lines = [
        f"**To know:** {builds or (f'lessons {names}.' if names else 'nothing of this course.')}",
        f"**Learners:** their own copy, `python start.py lab {row.number}`; pencil and paper. No network.",
        f"**You:** slides, `python start.py release slides FOLDER {row.number}`; the lesson itself beside them, for "
        f"the explorers; on paper, `python start.py release handout FOLDER {row.number}`, with `--questions` for its "
        "questions alone.",
        f"**Memory:** {memory} MiB for each learner at the most." if memory else "",
        _PHOTOGRAPHS if any("needs-cifar10" in cell["metadata"].get("tags", []) for cell in notebook["cells"]) else "",
    ]
    return _list(lines)


def _clock(entries, sections, places):
    lines, beside = [], {part.heading: _beside(part) for part in sections}
    for entry, (first, last) in zip(entries, places, strict=True):
        names = [f"`{one.name}` ({one.verb}, {allowance(one)})" for one in entry.exercises]
        heading = f"**{entry.heading}**" if entry.kind != "section" else entry.heading
        what = ", ".join([*names, *beside.get(entry.heading, [])])
        shown = f"{first}–{last}" if first < last else first
        lines.append((clock.told(entry.at), entry.minutes, heading, shown, what))
    return table(("at", "min", "section", "slides", "exercises (kind, minutes), and what else there is"), lines)


def _beside(section):
    """What a section has besides exercises: questions that nothing checks, a form, explorers."""
    texts = [
        cell["source"] for cell in section.cells if cell["cell_type"] == "markdown" and not outline.is_exercise(cell)
    ]
    count = sum(text.count("**Predict") for text in texts)
    asked = [counted(count, "question without a check", "questions without a check")] if count else []
    form = ["a form in each learner's own copy, which answers at once"] if outline.has_form(section) else []
    return asked + form + [name for name, _ in _explorers_of(section)]


def _explorers_of(section):
    """The explorers that a section shows: name, and the cells below."""
    found = []
    for place, cell in enumerate(section.cells):
        words = [words for _, words in outline.pictures(cell) if not words.startswith(outline.PICTURE)]
        found += [(one.partition("(")[0], section.cells[place + 1 :]) for one in words]
    return found


def _late(row, sections, entries):
    minutes = {entry.heading: entry.minutes for entry in entries}
    left = clock.to_leave_out(row, sections)
    names = [f"“{part.heading}” ({minutes[part.heading]} min{_explained(part, row, sections)})" for part in left]
    written = [one for one in _exercises(row, sections) if one.kind == "write"]
    home, saved = ", ".join(f"`{one.name}`" for one in written), sum(map(allowance, written))
    lines = [
        f"First: can be written at home, and checked there: {home} ({saved} min)." if home else "",
        f"Then leave out, in this order: {', '.join(names)}. Every goal is still asked for, and what stays needs none "
        "of their words and results. Run their cells all the same: later ones may use what is imported there."
        if names
        else "Nothing else can be left out: each section has a goal that is asked for nowhere else, or a word or a "
        "result that a later one needs. Let pairs share the exercises.",
    ]
    return _list(lines)


def _explained(part, row, sections):
    """The words that go with a section that is left out; later lessons may say them."""
    words = needs.words_of(part, row, sections)
    return f"; explains {', '.join(f'*{word}*' for word in words)}" if words else ""


def _explorers(sections):
    found = [(part.heading, *one) for part in sections for one in _explorers_of(part)]
    lines = [f"**{name}**, in “{heading}”:\n\n{_moves(below)}" for heading, name, below in found]
    return "\n\n".join(lines) or "No explorer; the pictures of the lesson stand on the slides."


def _moves(below):
    """What to do with an explorer and what to see: the text below it, sentence by sentence."""
    text = next((cell["source"] for cell in below if cell["cell_type"] == "markdown"), "")
    moves = [
        move
        for block in outline.paragraphs(without_pictures(text))
        for move in re.split(r"(?<=[.?!]) (?=[A-Z*])", block)
        if not block.startswith(("$$", "```"))
    ]
    first = next((place for place, move in enumerate(moves) if _DOES.search(move)), 0)
    moves = [without_links(outline.without_sets(move)) for move in moves[first:]]
    return "\n".join(f"{place}. {move}" for place, move in enumerate(moves[:_MOST_MOVES], start=1))


def _groups(row, sections):
    """Which questions are worth a neighbour, and what to do together."""
    exercises = _exercises(row, sections)
    names = ", ".join(f"`{one.name}` ({_why(one)})" for one in neighbours.questions(row, sections))
    together = ", ".join(f"`{one.name}`" for one in exercises if one.kind == "write")
    mended = ", ".join(f"`{one.name}`" for one in exercises if one.kind == "repair")
    diagnosed = ", ".join(f"`{one.name}`" for one in exercises if one.verb == "diagnose")
    lines = [
        f"**Neighbours** (answer, discuss, answer again): {names}. "
        f"Each takes some {neighbours.ROUND} minutes more than the clock has for it."
        if names
        else "",
        f"**Pairs**, one types and the other says what: {together}. Change places after each." if together else "",
        f"**Threes**: before anybody types, each says what the broken code does: {mended}." if mended else "",
        f"**Threes**, each with another patient; then tell the others which instrument told: {diagnosed}."
        if diagnosed
        else "",
    ]
    return _list(lines)


def _why(exercise):
    """Why a question is worth a neighbour."""
    if neighbours.is_in_inventory(exercise):
        return "the inventory asks it, too"
    if neighbours.is_open(exercise):
        return f"{spelled_out(len(exercise.choices))} answers in words"
    return f"{counted(len(exercise.misconceptions), 'known mistake')}"


def _exit(row, sections):
    last = clock.exit_question(row, sections)
    if last is None:
        return "The lesson has no question to predict."
    where = next(part.heading for part in sections if last in clock.exercises_of(part, row))
    how = (
        f"asked in its place, “{where}”, and handed in before its cell runs: every question of this lesson has its cell"
        if last.asked_first
        else f"handed in at the door (the handout's last leaf); pass it by when you meet it in “{where}”"
    )
    return (
        f"`{last.name}`, in writing, {how}. Its answer: {inline_code(answers.right(last))}. What other answers mean "
        "stands below. (The rule: the last question to predict that no cell answers; where each has one, the last.)"
    )


def _expected(row, sections):
    """The main mistakes: those that the inventory has an item for, then the first of the bank for each objective."""
    exercises = _exercises(row, sections)
    items = [item for item in ITEMS.values() if item.lesson == row.number]
    lines, taken = [_of_item(item) for item in items], {item.exercise.name for item in items}
    for number in range(1, len(row.objectives) + 1):
        own = [one for one in exercises if number in one.objectives and one.name not in taken]
        if own and len(lines) < _MOST_EXPECTED:
            lines.append(_of_mistake(own[0], answers.mistakes(own[0])[0]))
            taken.add(own[0].name)
    lead = f"{_first(len(items))} what the inventory (`course inventory`) asks of this lesson; the" if items else "The"
    note = f"{lead} others are the first of the bank for a goal. No class has been counted yet."
    return f"{table(('mistake', 'seen at', 'who makes it answers', 'what to say'), lines)}\n\n{note}"


def _first(count):
    return "The first is" if count == 1 else f"The first {spelled_out(count)} are"


def _of_item(item):
    """The line of a mistake that the inventory asks about: as it is thought, and what the bank says to it."""
    known = {one.name: one for one in answers.mistakes(item.exercise)}
    found = known.get(item.main)
    return (
        _of_mistake(item.exercise, found, item.believes)
        if found
        else (item.believes, f"`{item.exercise.name}`", "", "")
    )


def _of_mistake(exercise, mistake, believes=""):
    value = "" if mistake.value is None else inline_code(mistake.value)
    return believes or mistake.name, f"`{exercise.name}`", value, mistake.advice


def _exercises(row, sections):
    return [one for part in sections for one in clock.exercises_of(part, row)]


def _list(lines):
    return "\n".join(f"- {line}" for line in lines if line)
