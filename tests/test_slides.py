"""Slides: an answer never before its question, nothing fetched; in a browser (`pytest -m browser`) nothing cut off."""

import re
from html import unescape
from itertools import pairwise

import nbformat
import pytest

from course_utils.commands import cells, cli
from course_utils.commands.teaching import answers, clock, outline, prose, slides
from course_utils.exercises import bank
from course_utils.lessons import LESSONS, lesson
from tests.support.lab import chromium_or_skip
from tests.support.spoilers import given_away

FIGURES = cli.FIGURES
WRITTEN = [one for own in bank().values() for one in own.values() if one.kind != "predict"]
_ADDRESS = re.compile(r"(?:src|href)=\"(?!data:|https:)|url\((?!\"data:)|@import")


@pytest.fixture(scope="module", params=LESSONS, ids=lambda row: row.number)
def deck(request):
    """Row, sections and slides of a lesson."""
    notebook = outline.read(request.param, cli.NOTEBOOKS)
    return request.param, outline.sections(notebook), slides.slides(request.param, notebook, FIGURES)


def words_of(html):
    """What is read of a slide, descriptions of pictures too."""
    return re.sub(r"<[^>]+>", " ", re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r" \1 ", html))


def code_of(html):
    """The text of slides as it is written: colours part code into many tags, and no tag is a space."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def body_of(exercise):
    """The solution's code alone, as it would stand in a lesson."""
    return exercise.solution_cell().rsplit("exercises.", 1)[0].partition("\n")[2].strip()


def test_an_answer_is_on_the_slide_after_its_question(deck):
    row, _, made = deck
    pairs = list(pairwise(made))
    predicted = [one for one in bank()[row.number].values() if one.asked_first]
    shown = [(one, other) for one, other in pairs if other.kind == "answer"]
    assert len(shown) == len(predicted)
    assert all(one.kind == "question" for one, _ in shown)


def test_a_question_does_not_say_its_answer(deck):
    row, _, made = deck
    found = iter(slide for slide in made if slide.kind == "question" and "Predict.</strong>" in slide.html)
    asked = {re.sub(r"\W+", "", words_of(slide.html)): slide for slide in found}
    for exercise in bank()[row.number].values():
        if exercise.asked_first:
            plain = words_of(prose.html_of(cells.prompt_cell(exercise), FIGURES))
            key = next(key for key in asked if key.startswith(re.sub(r"\W+", "", plain)))
            assert not given_away(exercise.reference(), words_of(asked[key].html)), exercise.name


def test_no_slide_answers_an_exercise_that_no_cell_answers(deck):
    row, _, made = deck
    text = " ".join(slide.html for slide in made if slide.kind == "answer")
    for exercise in bank()[row.number].values():
        if exercise.kind == "predict" and not exercise.asked_first and len(answers.right(exercise)) > 3:
            assert f"<code>{answers.right(exercise)}</code>" not in text, exercise.name
        if exercise.kind != "predict":
            assert body_of(exercise) not in code_of("".join(slide.html for slide in made)), exercise.name


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda one: one.key)
def test_a_solution_that_stood_on_a_slide_would_be_found(exercise):
    """As code, and as code in a text."""
    cell = exercise.solution_cell()
    for html in (prose.code_html(cell), prose.html_of(f"So it is:\n\n```python\n{cell}\n```", FIGURES)):
        assert body_of(exercise) and body_of(exercise) in code_of(f"<p>Above</p>{html}")


def test_every_exercise_is_shown_and_the_exit_question_comes_last(deck):
    row, sections, made = deck
    own, last = bank()[row.number].values(), clock.exit_question(row, sections)
    shown = [slide for slide in made if slide.kind == "exercise"]
    assert len(shown) == sum(not one.asked_first for one in own)
    if not last.asked_first:
        assert made[-1].heading == "Before you go"
        assert f"<code>{last.name}</code>" in made[-1].html


def test_what_is_to_be_mended_stands_with_its_task(deck):
    row, _, made = deck
    for exercise in bank()[row.number].values():
        if exercise.kind == "repair":
            (at,) = [n for n, one in enumerate(made) if f"<code>{exercise.name}</code>" in one.html]
            first = exercise.cell().splitlines()[0]
            assert first in code_of("".join(one.html for one in made[at : at + 2]))


def test_a_form_is_answered_in_a_copy(deck):
    _, sections, made = deck
    forms = [part.heading for part in sections if outline.has_form(part)]
    assert [slide.heading for slide in made if "In your own copy" in slide.html] == forms


def test_a_pause_has_its_slide_where_the_clock_has_it(deck):
    row, sections, made = deck
    entries = clock.clock(row, sections)
    found = slides.by_entry(row, outline.read(row, cli.NOTEBOOKS), FIGURES)
    pauses = [(at, some) for at, (entry, some) in enumerate(found) if entry.kind == "pause"]
    assert len(pauses) == sum(entry.kind == "pause" for entry in entries) == sum(one.kind == "pause" for one in made)
    for at, (slide,) in pauses:
        assert f"{clock.PAUSE} minutes" in slide.html and entries[at].kind == "pause"
        assert words_of(slides._inline(entries[at + 1].heading)) in words_of(slide.html)


def test_what_leads_to_the_next_cell_is_kept():
    made = slides.slides(lesson("03"), outline.read(lesson("03"), cli.NOTEBOOKS), FIGURES)
    text = " ".join(slide.html for slide in made)
    for words in ("has two possible causes", "Now two garments move on", "Now come fifteen networks"):
        assert words in text


def test_every_section_and_every_question_has_a_slide(deck):
    row, sections, made = deck
    assert {slide.heading for slide in made} >= {part.heading for part in sections[1:]}
    open_questions = [one for part in sections for one in outline.questions(part, row.number) if not one.exercise]
    asked = [slide for slide in made if slide.kind == "question"]
    assert len(asked) == len(open_questions) + sum(one.asked_first for one in bank()[row.number].values())


def test_a_deck_is_one_file_that_fetches_nothing(deck):
    row, _, made = deck
    text = slides.deck(row, outline.read(row, cli.NOTEBOOKS), FIGURES)
    assert not _ADDRESS.search(text)
    assert "default-src 'none'" in text
    assert text.count("<section") == len(made)
    assert not re.search(r'<img(?![^>]*alt="[^"]+")', text), "a picture without words"
    assert "$" not in re.sub(r"<pre.*?</pre>|<style.*?</style>|<script.*?</script>", "", text, flags=re.DOTALL)


def test_a_question_about_what_stands_above_shows_it():
    notebook = outline.read(lesson("03"), cli.NOTEBOOKS)
    made = slides.slides(lesson("03"), notebook, FIGURES)
    (question,) = [slide for slide in made if "reads the map above" in slide.html]
    assert 'alt="Windows of 2 × 2: a feature map' in question.html


def test_long_lists_and_outputs_are_parted_and_nothing_of_them_is_lost():
    items = "\n".join(f"- item {place} {'word ' * 20}" for place in range(12))
    printed = "\n".join(f"line {place}" for place in range(40))
    output = nbformat.v4.new_output("stream", text=printed)
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"# 03\n\n## One\n\n{items}"),
            nbformat.v4.new_code_cell("print(1)", outputs=[output]),
        ]
    )
    made = slides.slides(lesson("03"), notebook, FIGURES)[1:]
    text = "".join(slide.html for slide in made)
    assert [int(n) for n in re.findall(r"item (\d+)", text)] == list(range(12))
    assert [int(n) for n in re.findall(r"line (\d+)", text)] == list(range(40))
    assert len(made) >= 5


# In a browser.

_MEASURE = """() => [...document.querySelectorAll(".slide")].map((slide) => {
  const around = slide.getBoundingClientRect(), body = slide.querySelector(".body"), found = [];
  const place = slide.querySelector(".place").getBoundingClientRect();
  for (const part of slide.querySelectorAll("h2, .body, .body *")) {
    const box = part.getBoundingClientRect();
    if (!box.width || !box.height || part.closest("math") && part.tagName !== "math") continue;
    const own = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (box.bottom > around.bottom + 1 || box.right > around.right + 1 || box.left < around.left - 1) found.push("cut");
    if (own && parseFloat(getComputedStyle(part).fontSize) < 24) found.push("small");
    const crosses = own && box.right > place.left && box.left < place.right && box.bottom > place.top + 1;
    if (crosses) found.push("over the number");
  }
  if (body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1) found.push("overflows");
  for (const picture of slide.querySelectorAll("img"))
    if (!picture.naturalWidth || picture.getBoundingClientRect().height < 100) found.push("picture");
  return [slide.id, [...new Set(found)].join(", ")];
}).filter(([, trouble]) => trouble)"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks") / "slides"
    assert cli.main(["release", "slides", str(folder)]) == 0
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_nothing_is_cut_off_and_nothing_is_small(written, size):
    with chromium_or_skip() as browser:
        for row in LESSONS:
            page = browser.new_page(viewport={"width": size[0], "height": size[1]})
            asked = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto((written / f"{row.file}.html").as_uri())
            assert page.evaluate(_MEASURE) == [], row.number
            assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
            page.close()


@pytest.mark.browser
def test_keys_walk_through_the_slides(written):
    with chromium_or_skip() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto((written / f"{lesson('03').file}.html").as_uri())
        count = page.locator(".slide").count()
        keys = [
            "ArrowRight",
            "PageDown",
            " ",
            "ArrowDown",
            "ArrowLeft",
            "PageUp",
            "Shift+ ",
            "ArrowUp",
            "ArrowUp",
            "End",
            "Home",
        ]
        for key, place in zip(keys, [2, 3, 4, 5, 4, 3, 2, 1, 1, count, 1], strict=True):
            page.keyboard.press(key)
            assert page.evaluate("Math.round(scrollY / innerHeight) + 1") == place, key
            assert page.url.endswith(f"#{place}")
        page.goto(page.url.split("#")[0] + "#7")
        page.reload()
        assert page.evaluate("Math.round(scrollY / innerHeight) + 1") == 7
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.wait_for_function("Math.round(scrollY / innerHeight) + 1 === 7")
