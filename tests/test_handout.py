"""Handouts: no answers, room to write, and in a browser nothing wider than the page (`pytest -m browser`)."""

import re
import zlib
from html import unescape

import pytest

from course_utils.commands import cells, cli
from course_utils.commands.teaching import clock, handout, outline, pdf, prose
from course_utils.exercises import bank
from course_utils.lessons import LESSONS
from tests.support.lab import chromium_or_skip
from tests.support.spoilers import spoilt

QUESTION = '<div class="question">'


@pytest.fixture(scope="module", params=LESSONS, ids=lambda row: row.number)
def made(request):
    """Row and handout of a lesson."""
    return request.param, handout.handout(request.param, outline.read(request.param, cli.NOTEBOOKS), cli.FIGURES)


@pytest.fixture(scope="module")
def asked(made):
    """The same with the questions alone."""
    row, _ = made
    return row, handout.questions(row, outline.read(row, cli.NOTEBOOKS), cli.FIGURES)


@pytest.fixture(params=["made", "asked"])
def edition(request, made, asked):
    """A handout, and then its shorter edition."""
    return {"made": made, "asked": asked}[request.param]


def plain(html):
    """What is read of a handout. Code is what learners have on their screens; tests/test_notebooks.py holds it."""
    html = re.sub(r'<div class="code">.*?</div>', " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r" \1 ", html)))


def prompt_of(exercise):
    return prose.html_of(cells.prompt_cell(exercise), cli.FIGURES).strip()


def test_below_a_question_nothing_says_its_answer(edition):
    row, text = edition
    parts = re.split(r'(?=<div class="question">|<section>)', text)
    for exercise in bank()[row.number].values():
        if exercise.kind == "predict":
            prompt = prompt_of(exercise)
            (part,) = [part for part in parts if prompt in part]
            assert spoilt(exercise.reference(), [plain(part.replace(prompt, ""))], exercise.choices) == [], (
                exercise.name
            )


def test_no_output_stands_between_a_question_and_the_next_heading_or_exercise(edition):
    row, text = edition
    first = {prompt_of(one) for one in bank()[row.number].values() if one.asked_first}
    for part in re.split(r'(?=<div class="question">|<section>)', text):
        part = part.partition('<p class="later">')[0]
        is_open = part.startswith(QUESTION) and (
            "<strong>Predict</strong>" in part or any(one in part for one in first)
        )
        assert not (is_open and re.search(r'<img|class="output"', part)), part[:200]


def test_no_solution_is_in_it(edition):
    row, text = edition
    for exercise in bank()[row.number].values():
        if exercise.kind != "predict":
            body = exercise.solution_cell().rsplit("exercises.", 1)[0].partition("\n")[2].strip()
            assert body not in unescape(re.sub(r"<[^>]+>", "", text)), exercise.name


def test_every_question_has_room_to_write(made):
    row, text = made
    questions = sum(
        len(outline.questions(part, row.number)) for part in outline.sections(outline.read(row, cli.NOTEBOOKS))
    )
    asked = text.split(QUESTION)[1:]
    assert len(asked) >= questions + len(row.objectives) - 1  # two questions of one paragraph share their room
    assert all(part.count('class="line"') >= 2 for part in asked)


def test_the_exit_question_stands_on_a_leaf_at_the_end(edition):
    row, text = edition
    last = clock.exit_question(row, outline.sections(outline.read(row, cli.NOTEBOOKS)))
    body, _, leaf = text.partition('<div class="leaf">')
    assert bool(leaf) == (not last.asked_first)
    assert prompt_of(last) in (leaf or body) and not (leaf and prompt_of(last) in body)


def test_pictures_have_words_and_nothing_is_fetched(edition):
    _, text = edition
    assert not re.search(r'<img(?![^>]*alt="[^"]+")', text)
    assert not re.search(r'(?:src|href)="(?!data:|https:)|url\((?!"data:)|@import', text)
    assert "$" not in re.sub(r"<pre.*?</pre>|<style.*?</style>", "", text, flags=re.DOTALL)
    assert "#set:" not in text


def test_forms_and_what_looks_back_are_left_out(made):
    row, text = made
    taught = [part for part in outline.sections(outline.read(row, cli.NOTEBOOKS)) if not outline.has_form(part)]
    headings = [
        unescape(re.sub(r"<[^>]+>", "", found)).strip() for found in re.findall(r"<h2>(.*?)</h2>", text, re.DOTALL)
    ]
    headings = [heading for heading in headings if not heading.endswith("Before you go")]
    assert len(headings) == len(taught) - 1
    assert headings[-1] == "In your own words" and "Warm-up" not in headings
    assert "WarmUp(" not in text and "InventoryForm(" not in plain(text)


def test_the_shorter_edition_holds_every_question_and_nothing_else(asked):
    row, text = asked
    notebook = outline.read(row, cli.NOTEBOOKS)
    sections = [part for part in outline.sections(notebook) if not outline.has_form(part)]
    questions = [one for part in sections for one in outline.questions(part, row.number)]
    held = text.split(QUESTION)[1:]
    assert len(held) == len(questions) and all(part.count('class="line"') >= 2 for part in held)
    assert len(text.split("<section>")) - 1 <= len({one.heading for one in questions})
    body = re.sub(r'<div class="question">.*?(?:<div class="line"></div>)+</div>', "", text, flags=re.DOTALL)
    body = re.sub(r"<header>.*?</header>|<h2>.*?</h2>|<head>.*?</head>|<figure>.*?</figure>", "", body, flags=re.DOTALL)
    assert (
        plain(body)
        .replace("The exercise that stands here in the lesson is the last one: see the last leaf.", "")
        .split()
        == []
    )


def test_the_shorter_edition_shows_the_pictures_that_a_question_speaks_of(asked):
    row, text = asked
    shown = re.findall(r'<figure><img[^>]+></figure><div class="question">(.*?)<div class="line">', text, re.DOTALL)
    speaking = [one.name for one in bank()[row.number].values() if outline.speaks_of_above(one.prompt)]
    assert len(shown) == text.count("<img") == len(speaking), speaking
    assert all(outline.speaks_of_above(plain(question)) for question in shown)


def test_a_word_among_the_answers_speaks_of_nothing_above():
    prompts = [one for own in bank().values() for one in own.values() if " above" in one.prompt]
    assert {one.name for one in prompts if outline.speaks_of_above(one.prompt)} == {"first_answer", "four_maxima"}


def test_the_shorter_edition_is_asked_for_by_a_word(tmp_path, capsys):
    assert cli.main(["release", "handout", str(tmp_path / "made"), "03", "--questions"]) == 0
    assert capsys.readouterr().out.startswith("questions of 1 lesson, in ")
    (page,) = (tmp_path / "made").glob("*.html")
    assert "<title>03 Pooling and translation invariance: questions</title>" in page.read_text(encoding="utf-8")
    for kind in ("slides", "sheet", "learner"):
        assert cli.main(["release", kind, str(tmp_path / "other"), "03", "--questions"]) == 1
        assert "--questions is for handouts: course release handout FOLDER --questions" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


def test_pictures_that_answer_nothing_stay():
    row = next(row for row in LESSONS if row.number == "03")
    text = handout.handout(row, outline.read(row, cli.NOTEBOOKS), cli.FIGURES)
    assert 'alt="Windows of 2 × 2: a feature map' in text
    assert 'alt="A bag: a grey image' in text
    assert "One pixel wide: a grey image" not in text, "it answers the question above it"


# On paper.


def pages_of(contents):
    """What is drawn on each page of a PDF, as its commands; Chromium's files hold pages as plain objects."""
    objects = {int(n): body for n, body in re.findall(rb"(?m)^(\d+) 0 obj\n(.*?)\nendobj", contents, re.DOTALL)}
    for body in objects.values():
        if re.search(rb"/Type /Page\b(?!s)", body):
            (place,) = re.findall(rb"/Contents (\d+) 0 R", body)
            stream = objects[int(place)].partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
            yield zlib.decompress(stream)


@pytest.mark.browser
def test_on_a4_nothing_is_wider_than_the_page_and_no_page_is_blank(tmp_path, capsys):
    with chromium_or_skip() as browser:
        assert cli.main(["release", "handout", str(tmp_path / "made")]) == 0
        assert capsys.readouterr().out.strip().endswith("as HTML and PDF")
        for row in LESSONS:
            page = browser.new_page(viewport={"width": 658, "height": 1123})  # 174 mm, as wide as the text on A4
            page.emulate_media(media="print")
            page.goto((tmp_path / "made" / f"{row.file}.html").as_uri())
            wide = """() => [...document.querySelectorAll("body *")].filter((part) => !part.closest("mrow, mtable")
              && part.getBoundingClientRect().right > innerWidth + 0.5).map((part) => part.outerHTML.slice(0, 80))"""
            assert page.evaluate(wide) == [], row.number
            assert page.evaluate("document.documentElement.scrollWidth") <= 658
            page.close()
            drawn = list(pages_of((tmp_path / "made" / f"{row.file}.pdf").read_bytes()))
            assert len(drawn) >= 1
            # The number at the foot is three pieces of text: a page that shows something shows more than that.
            assert (
                min(commands.count(b" Tj") + commands.count(b" TJ") + commands.count(b" Do") for commands in drawn) > 4
            )


def test_where_no_browser_is_the_pages_are_there_and_it_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pdf, "browser", lambda: None)
    assert cli.main(["release", "handout", str(tmp_path / "made"), "03"]) == 0
    assert "No Chromium, Chrome or Edge was found" in capsys.readouterr().out
    assert [path.suffix for path in (tmp_path / "made").iterdir()] == [".html"]


def test_a_browser_that_fails_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pdf, "browser", lambda: str(tmp_path / "nothing"))
    assert cli.main(["release", "handout", str(tmp_path / "made"), "03"]) == 0
    assert "PDF could not be made" in capsys.readouterr().out
    assert [path.suffix for path in (tmp_path / "made").iterdir()] == [".html"]


def test_a_folder_in_use_is_left_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")
    for kind in ("slides", "handout"):
        assert cli.main(["release", kind, str(tmp_path), "03"]) == 1
        assert "is not an empty folder: name another one" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
