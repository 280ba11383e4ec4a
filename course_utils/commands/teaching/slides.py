"""Slides of a lesson, one idea each: rule, question, then its answer, picture, what to notice.

A small deck of our own: sections as high as the window, which the browser scrolls by itself, and 30 lines of script for
keys. reveal.js would bring npm, a folder beside the file, and a version to renew; nothing here needs it.

Of each text the first paragraph is shown, the last, which leads to what comes next, and those that define a term, set a
formula, list something or ask; the rest stays in the lesson. Code is shown where it is short and computes, or is to be
mended. An exercise without a cell that answers it has no answer here: learners see the slides.
"""

import re
from itertools import accumulate
from typing import NamedTuple

from course_utils.commands import counting
from course_utils.commands.cells import exercise_name, exercise_of, opening, prompt_cell
from course_utils.commands.teaching import answers, clock, fitting, outline, prose

_FEW, _SOME = 5.5, 8  # lines that are set larger
_BELOW, _BESIDE = 4.7, 6.5  # lines of text that a picture is shown with
_LONGEST_CODE = 10  # lines; longer code stays in the lesson
_KEPT = re.compile(r"(?<![\w*])\*[^*\s][^*]*\*(?!\*)|^\$\$|^!\[|^[-|] |^\d\. ", re.MULTILINE)
_FORM = "<p><b>In your own copy:</b> run the cell below this heading, and answer there.</p>"
_A_FIGURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


class Slide(NamedTuple):
    """One slide.

    Attributes
    ----------
    kind : str
        "title", "text", "question", "answer", "code", "picture", "exercise" or "pause".
    heading : str
    html : str
        What stands below the heading.
    lines : float
        About how many it takes, as far as they are text.
    """

    kind: str
    heading: str
    html: str
    lines: float = 0


def by_entry(row, notebook, figures):
    """The slides of a lesson by the lines of its clock: of each section its own, of a pause and the exit question one.

    Parameters
    ----------
    row : Lesson
    notebook : nbformat notebook
        Stored with its outputs.
    figures : Path

    Returns
    -------
    found : list of (Entry, list of Slide)
    """
    sections = outline.sections(notebook)
    entries = clock.clock(row, sections)
    last = clock.asked_at_the_end(row, sections)
    following = [*entries[1:], None]
    return [(one, _of_entry(one, then, row, figures, last)) for one, then in zip(entries, following, strict=True)]


def slides(row, notebook, figures):
    """The slides of a lesson, one after the other.

    Returns
    -------
    slides : list of Slide
    """
    return [slide for _, some in by_entry(row, notebook, figures) for slide in some]


def places(row, notebook, figures):
    """The numbers of the first and the last slide of each line of the clock.

    Returns
    -------
    places : list of (int, int)
    """
    counts = [len(some) for _, some in by_entry(row, notebook, figures)]
    ends = list(accumulate(counts))
    return [(end - count + 1, end) for end, count in zip(ends, counts, strict=True)]


def deck(row, notebook, figures):
    """The slides of a lesson as one HTML file."""
    made = slides(row, notebook, figures)
    body = "\n".join(_element(slide, place, len(made)) for place, slide in enumerate(made, start=1))
    title = f"{row.number} {row.title}: slides"
    return prose.page(title, body, style=prose.style("slides.css"), script=prose.script("slides.js"))


def _element(slide, place, count):
    size = "large" if slide.lines <= _FEW else "medium" if slide.lines <= _SOME else "small"
    return (
        f'<section class="slide {slide.kind} {size}" id="{place}" tabindex="-1"><h2>{_inline(slide.heading)}</h2>\n'
        f'<div class="body">{slide.html}</div>\n<p class="place">{place} / {count}</p></section>'
    )


def _inline(text):
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text.replace("&", "&amp;").replace("<", "&lt;"))


def _of_entry(entry, following, row, figures, last):
    """The slides of a line of the clock; the lesson's head is its title, whatever stands below it there."""
    if entry.kind == "pause":
        return [_pause(entry, following)]
    if entry.kind == "exit":
        return [_exercise_slide("Before you go", last, figures)]
    return [_title(row)] if entry.at == 0 else _joined(_of_section(entry.section, row, figures, last))


def _pause(entry, following):
    then = f"<p>Then: {_inline(following.heading)}.</p>"
    return Slide("pause", "Pause", f"<p>{entry.minutes} minutes.</p>{then}")


def _title(row):
    goals = "".join(f"<li>{goal}</li>" for goal in map(_inline, row.objectives))
    words = f"<p>After this lesson you can</p><ul>{goals}</ul><p>About {row.minutes} minutes.</p>"
    return Slide("title", f"{row.number} · {row.title}", words)


def _of_section(section, row, figures, last):
    made, shown = [], ""
    for cell in section.cells:
        if outline.is_exercise(cell):
            name = exercise_name(cell)
            exercise = exercise_of(name, row.number) if name else None
            made += _of_exercise(section, exercise, figures, shown) if exercise not in (None, last) else []
        elif cell["cell_type"] == "markdown":
            made += _of_text(section.heading, cell["source"], figures)
        elif outline.is_form(cell):
            made.append(Slide("code", section.heading, _FORM, 2))
        elif not outline.has_form(section):
            made += _of_code(section.heading, cell)
            shown = next((prose.picture_html(*one) for one in outline.pictures(cell)), shown)
    return made


def _joined(slides):
    """Slides of a section; a short text goes with the code below it, and one on a picture with the picture."""
    made = []
    for slide in slides:
        before = made[-1] if made else None
        both = before and (before.kind, slide.kind)
        lines = before.lines + slide.lines if before else 0
        if both == ("text", "code") and lines <= fitting.MOST:
            made[-1] = Slide("code", slide.heading, before.html + slide.html, lines)
        elif both == ("picture", "text") and lines <= _room(before):
            made[-1] = Slide("picture", slide.heading, before.html + slide.html, lines)
        else:
            made.append(slide)
    return made


def _room(picture):
    return _BESIDE if 'class="tall"' in picture.html else _BELOW


# Exercises and questions.


def _of_exercise(section, exercise, figures, above):
    """A prediction and its answer, or an exercise; where it asks about what stands above, that is shown beside it."""
    if not exercise.asked_first:
        return _with_broken_code(_exercise_slide(section.heading, exercise, figures), exercise)
    words = f"<p><b>Answer:</b> <code>{_inline(answers.right(exercise))}</code></p>"
    said = prose.html_of(exercise.afterword, figures)
    asked = prose.html_of(prompt_cell(exercise), figures)
    if above and outline.speaks_of_above(exercise.prompt):
        asked = f'<div class="beside"><div>{asked}</div>{above}</div>'
    return [
        Slide("question", section.heading, asked),
        Slide("answer", section.heading, words + said),
    ]


def _with_broken_code(slide, exercise):
    """What is to be mended stands below its task, or on a slide of its own."""
    if exercise.kind != "repair":
        return [slide]
    code = exercise.cell().rsplit("exercises.", 1)[0].strip()
    html, lines = prose.code_html(code), fitting.code_lines(code) + 0.6
    if slide.lines + lines <= fitting.MOST:
        return [slide._replace(html=slide.html + html, lines=slide.lines + lines)]
    return [slide, Slide("code", slide.heading, html, lines)]


def _exercise_slide(heading, exercise, figures):
    minutes = counting.allowance(exercise)
    words = prompt_cell(exercise).removeprefix(opening(exercise)).strip()
    lead = f"**{exercise.verb.capitalize()}** ({minutes} minute{'s' if minutes > 1 else ''}), "
    text = f"{lead}`{exercise.name}`\n\n{words}"
    return Slide("exercise", heading, prose.html_of(text, figures), fitting.lines(text))


# Texts.


def _of_text(heading, text, figures):
    """The slides of a text: paragraphs that belong together share one while there is room."""
    made, held = [], []
    for kind, block in _blocks(text):
        if held and (kind != "text" or fitting.lines("\n\n".join([*held, block])) > fitting.MOST):
            made.append(_text_slide("text", heading, held, figures))
            held = []
        if kind == "text":
            held.append(block)
        else:
            made.append(_text_slide(kind, heading, [block], figures))
    return made + ([_text_slide("text", heading, held, figures)] if held else [])


def _text_slide(kind, heading, blocks, figures):
    text = "\n\n".join(map(outline.without_sets, blocks))
    return Slide(kind, heading, prose.html_of(text, figures), fitting.lines(text) if kind == "text" else 0)


def _blocks(text):
    """What of a text is shown, as pairs (kind, Markdown); a question has the paragraph before it on its slide."""
    asked = outline.asked(text)
    taken = {block for question in asked for block in outline.paragraphs(question)}
    found, is_first, blocks = [], True, outline.paragraphs(text)
    for block in blocks:
        if block.startswith("#"):
            continue
        if "**Predict" in block:
            found.append(("question", next(question for question in asked if question.endswith(block))))
        elif block not in taken and (is_first or block is blocks[-1] or _KEPT.search(block)):
            found += [(_kind(piece), piece) for piece in fitting.pieces(block)]
        is_first = False
    return found


def _kind(block):
    return "picture" if _A_FIGURE.fullmatch(block.strip()) else "text"


# Code.


def _of_code(heading, cell):
    """What a cell computes and prints, then its pictures, each on a slide of its own."""
    code, text = _computing(cell), "\n".join(outline.said(cell))
    pieces, made = fitting.chunks(text) if text else [], []
    if code and pieces:
        lines, html = fitting.code_lines(code), prose.code_html(code)
        if lines + fitting.code_lines(pieces[0]) <= fitting.MOST:
            lines, html = lines + fitting.code_lines(pieces[0]), html + prose.output_html(pieces.pop(0))
        made.append(Slide("code", heading, html, lines + 0.6))
    made += [Slide("code", heading, prose.output_html(piece), fitting.code_lines(piece)) for piece in pieces]
    return made + [Slide("picture", heading, _picture(*one)) for one in outline.pictures(cell)]


def _picture(png, words):
    """A picture; below an explorer's stands where it moves."""
    if words.startswith(outline.PICTURE):
        return prose.picture_html(png, words)
    caption = f"<p>{words.partition('(')[0]}: open the lesson, and move it there.</p>"
    return prose.picture_html(png, words) + caption


def _computing(cell):
    """The lines of a cell that compute; nothing where they are many, or where the cell only imports."""
    lines = cell["source"].splitlines()
    drawing = set(counting.drawing_lines([cell["source"]])[0])
    kept = [line for place, line in enumerate(lines, start=1) if place not in drawing]
    code = "\n".join(kept).strip("\n")
    return code if fitting.code_lines(code) <= _LONGEST_CODE else ""
