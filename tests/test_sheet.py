"""The run sheet: a page to teach from, every question with its answer, every wrong answer with its value."""

import errno
import os
import re
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from course_utils import lessons
from course_utils.commands import cells, cli, counting
from course_utils.commands.teaching import answers, clock, outline, sheet, waits
from course_utils.exercises import bank, convolution, pooling
from course_utils.fashion_mnist import CLASS_NAMES
from course_utils.review.session import warm_up

posix_only = pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
BENCHMARKS = (cli.ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
PREDICTED = [(number, one) for number, own in bank().items() for one in own.values() if one.kind == "predict"]


@pytest.fixture(scope="module")
def text():
    return sheet.sheet(cli.NOTEBOOKS, benchmarks=BENCHMARKS)


@pytest.fixture(scope="module")
def rendered(text):
    return markdown2html_mistune(text)


@pytest.fixture(params=lessons.LESSONS, ids=lambda row: row.number)
def row(request):
    return request.param


@pytest.fixture
def sections(row):
    return outline.sections(outline.read(row, cli.NOTEBOOKS))


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Notebooks of one lesson: a question that a cell answers, and two exercises."""
    monkeypatch.setattr(lessons, "LESSONS", (lessons.lesson("00"), lessons.lesson("01")))
    monkeypatch.setattr(outline, "LESSONS", lessons.LESSONS)
    printed = nbformat.v4.new_output("stream", text="4 | 9\n")
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# 01 · A lesson\n\n*About 5 minutes. Builds on [00](00.ipynb) (arrays).*"),
            nbformat.v4.new_markdown_cell("## Counting\n\nThree boxes.\n\n**Predict.** How many?"),
            nbformat.v4.new_code_cell("print('4 | 9')", outputs=[printed], execution_count=1),
            nbformat.v4.new_markdown_cell("Four of nine.\n\nMore."),
        ]
    )
    for exercise in (convolution.parameters_of_the_layer, convolution.all_answers):
        tags = {"tags": cells.tags(exercise)}
        notebook.cells.append(nbformat.v4.new_markdown_cell(cells.prompt_cell(exercise), metadata=tags))
        notebook.cells.append(nbformat.v4.new_code_cell(exercise.cell(), metadata=tags))
    nbformat.write(notebook, tmp_path / "01_convolution_by_hand.ipynb")
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "00_start_here.ipynb")
    return tmp_path


# Answers.


def test_the_sheet_names_every_exercise_and_every_mistake(text):
    for lesson in bank().values():
        for exercise in lesson.values():
            assert f"#### {exercise.name} (" in text
            for mistake in exercise.misconceptions:
                assert f"| {mistake.name} |" in text
    assert "…`. " not in text


def part_of(text, number, exercise):
    """What the sheet says of an exercise: from its heading to the next."""
    questions = text.partition(f"## {number} · Questions and answers")[2]
    return re.split(r"\n#{2,4} ", questions.partition(f"#### {exercise.name} (")[2])[0]


@pytest.mark.parametrize(("number", "exercise"), PREDICTED, ids=lambda one: getattr(one, "name", one))
def test_a_prediction_has_its_answer_and_a_value_for_each_mistake(text, number, exercise):
    part = part_of(text, number, exercise)
    assert f"**Answer:** `{answers.right(exercise)}`." in part
    for mistake in exercise.misconceptions:
        assert f"| `{answers.written(mistake.wrong())}` | {mistake.name} |" in part
    assert "(no value)" not in part


def test_two_values_of_one_prediction_are_told_apart():
    for _, exercise in PREDICTED:
        values = [one.value for one in answers.mistakes(exercise)] + [answers.right(exercise)]
        assert len(set(values)) == len(values), exercise.name


def test_a_mistake_that_gives_no_value_is_said_to_give_none(monkeypatch):
    def stops():
        raise ValueError

    wrong = [*pooling.weights_saved.misconceptions[:1], pooling.weights_saved.misconceptions[1]._replace(wrong=stops)]
    monkeypatch.setattr(pooling.weights_saved, "misconceptions", wrong)
    assert [one.value for one in answers.mistakes(pooling.weights_saved)] == ["966", None]


def test_every_question_without_a_check_has_an_answer(text, row, sections):
    asked = [one for part in sections for one in outline.questions(part, row.number) if one.exercise is None]
    for question in asked:
        shown = answers.shown(question, row.number)
        assert shown.clicked or shown.printed or shown.pictures, question.text
        at = text.index(question.text.split("\n\n")[-1][:60].split("](")[0].split(" [")[0])
        assert "**Answer:**" in text[at:].split("\n#### ")[0]
    source = "".join(cell["source"] for part in sections for cell in part.cells if not outline.is_exercise(cell))
    assert len(asked) >= source.count("**Predict") - source.count("**Predict**, too"), "none is overlooked"


def test_the_class_to_be_clicked_is_the_hardest():
    with np.load(cli.ROOT / "site" / "data" / "06_probabilities.npz") as stored:
        names = stored.files
        probabilities = stored[next(name for name in names if stored[name].ndim == 2)]
    from course_utils import fashion_mnist

    labels = fashion_mnist.load("validation")[1]
    right = probabilities.argmax(axis=1) == labels
    hardest = min(range(10), key=lambda label: right[labels == label].mean())
    clicked = {("06", "What it confuses"): CLASS_NAMES[hardest]}
    assert clicked == answers.CLICKED


def test_broken_code_stands_beside_the_mended(text):
    repaired = [(number, one) for number, own in bank().items() for one in own.values() if one.kind == "repair"]
    assert repaired
    for number, exercise in repaired:
        broken, mended = part_of(text, number, exercise).partition("Mended:")[::2]
        assert exercise.cell().rsplit("exercises.", 1)[0].strip() in broken
        assert exercise.solution_cell().rsplit("exercises.", 1)[0].strip() in mended


# The page of a lesson.


def test_the_minutes_add_up(row, sections):
    entries = clock.clock(row, sections)
    assert sum(entry.minutes for entry in entries if entry.kind != "pause") == row.minutes
    assert [entry.at for entry in entries[1:]] == [entry.at + entry.minutes for entry in entries[:-1]]
    assert min(entry.minutes for entry in entries) >= 1


def test_a_pause_comes_in_time(row, sections):
    since = 0
    for entry in clock.clock(row, sections):
        since = 0 if entry.kind == "pause" else since + entry.minutes
        assert since <= 50, entry


def test_every_exercise_has_its_place_in_the_clock(row, sections):
    timed = [one.name for entry in clock.clock(row, sections) for one in entry.exercises]
    assert sorted(timed) == sorted(bank()[row.number])


def test_sections_take_what_is_counted_for_the_lesson(row, sections):
    whole = counting.minutes(outline.read(row, cli.NOTEBOOKS), row.number)
    parts = [counting.minutes(nbformat.from_dict({"cells": part.cells}), row.number) for part in sections]
    assert sum(map(sum, parts)) == pytest.approx(sum(whole))


def test_the_exit_question_is_answered_by_no_cell_where_there_is_one(row, sections):
    unanswered = [one for one in bank()[row.number].values() if one.kind == "predict" and not one.asked_first]
    last = clock.exit_question(row, sections)
    assert last.kind == "predict"
    assert last in unanswered or not unanswered


def test_the_page_says_goals_waits_explorers_and_what_to_expect(text, row, sections):
    page = text.partition(f"## {row.number} · {row.title}\n")[2].partition("· Questions and answers")[0]
    for number, objective in enumerate(row.objectives, start=1):
        assert re.search(rf"^\| {number} \| {re.escape(objective)} \| `", page, re.MULTILINE)
    for words in ("### Before", "### Clock", "### If it is late", "### Waits", "### Exit question", "### Mistakes to"):
        assert words in page
    pictures = [outline.pictures(cell) for part in sections for cell in part.cells]
    shown = sum(any(not words.startswith(outline.PICTURE) for _, words in one) for one in pictures)
    assert page.count("Explorer**, in “") + page.count("Gallery**, in “") == shown
    assert page.count("\n1. ") == shown, "each explorer has its moves"
    assert f"release slides FOLDER {row.number}`" in page


def test_waits_are_those_of_the_benchmarks(row):
    table = (
        f"| course: {row.file}, alone | 1,048.6 s | at most 90 s | yes | start 0.5, imports 3.3, training 42.1 s; "
        f"slowest: cell 2, 22.3 s |\n| course: {row.file}, peak memory | 1,019 MiB | … |"
    )
    assert waits.measured(row, table) == waits.Measured(1048.6, 3.3, 42.1, 2, 22.3)
    assert waits.memory(row, table) == "1,019"
    assert waits.measured(row, "") is None and waits.memory(row, "") is None


def test_a_wait_names_its_cell_where_one_that_trains_stands_there(source):
    row = outline.chosen(["01"])[0]
    notebook = outline.read(row, source)
    notebook.cells[2].source = "run = fit(model)"
    line = f"| course: {row.file}, alone | 60 s | … imports 3.0, training 42.1 s; slowest: cell {{}}, 22.3 s"
    told = waits.told(row, notebook, outline.sections(notebook), line.format(2))
    assert told[-1] == "The longest wait is 22 s, at the cell that begins `run = fit(model)`."
    for place in (1, 5, 99):
        assert "The longest" not in str(waits.told(row, notebook, outline.sections(notebook), line.format(place)))
    assert "Not measured yet" in waits.told(row, notebook, outline.sections(notebook), "")[-1]


def test_the_warm_up_of_who_has_no_record_has_its_answers(text, row, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    part = text.partition(f"## {row.number} · Questions and answers")[2].partition("\n## ")[0]
    if row.number == "00":
        assert "#### Warm-up" not in part
        return
    asked = warm_up(row.number).questions
    recalled = re.split(r"\n#{3,4} ", part)[2:]
    for question, told in zip(asked, recalled, strict=False):
        options = dict(question.options)
        assert question.text in told and f"**Answer:** `{options.pop('right')}`." in told
        assert all(f"| `{value}` | {name} |" in told for name, value in options.items())
    assert part.count("#### Warm-up, question") == len(asked) == 3


# As Markdown.


def test_no_table_is_broken(text, rendered):
    lines = text.split("\n")
    tables = [place for place, line in enumerate(lines) if re.fullmatch(r"\|(---\|)+", line)]
    assert rendered.count("<table>") == len(tables) > 200
    for place in tables:
        columns = lines[place].count("|")
        width = place - 1
        while lines[width].startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", lines[width])) == columns, lines[width]
            width += 1
    assert not re.search(r"<p>\|", rendered), "a line of a table that stands alone"


def test_a_bar_and_a_line_break_stay_in_their_cell(source, monkeypatch):
    wrong = [one._replace(name="a | b", advice="one\ntwo") for one in convolution.all_answers.misconceptions[:1]]
    monkeypatch.setattr(convolution.all_answers, "misconceptions", wrong)
    assert "| a \\| b | one two |" in sheet.sheet(source, ["01"])


def test_the_sheet_quotes_what_answers_a_question(source):
    text = sheet.sheet(source, ["01"])
    assert "Three boxes.\n\n**Predict.** How many?" in text, "a question has the paragraph before it"
    assert "**Answer:** the cell below prints\n\n```text\n4 | 9\n```\n\nThe lesson says then: Four of nine.\n" in text
    assert "**To know:** Builds on 00 (arrays)." in text


def test_the_sheet_says_which_exercises_assess_an_objective(source, monkeypatch):
    monkeypatch.setattr(convolution.parameters_of_the_layer, "objectives", (2,))
    monkeypatch.setattr(convolution.all_answers, "objectives", (1, 2))
    first, second, third, *_ = lessons.lesson("01").objectives
    text = sheet.sheet(source, ["01"])
    assert f"| 1 | {first} | `all_answers` |\n| 2 | {second} | `parameters_of_the_layer`, `all_answers` |\n" in text
    assert f"| 3 | {third} | none |\n" in text, "the notebook there holds two exercises"


def test_an_unknown_exercise_gets_a_sentence(source):
    path = source / "01_convolution_by_hand.ipynb"
    path.write_text(path.read_text().replace("exercises.all_answers.", "exercises.nowhere."))
    with pytest.raises(lessons.LessonError, match="nowhere is no exercise of lesson 01"):
        sheet.sheet(source, ["01"])


def test_a_damaged_notebook_gets_a_sentence(source):
    (source / "01_convolution_by_hand.ipynb").write_text("<<<<<<< mine")
    with pytest.raises(cells.CommandError, match=r"01_convolution_by_hand\.ipynb cannot be read as a notebook"):
        sheet.sheet(source, ["01"])


# The words of the command.


def test_lessons_are_given_by_number(tmp_path, capsys):
    assert cli.main(["release", "sheet", "03", "05"]) == 0
    printed = capsys.readouterr().out
    assert re.findall(r"^## (\d\d) · (?!Quest)", printed, re.MULTILINE) == ["03", "05"]
    for place, words in enumerate((["05", "FILE", "03"], ["FILE", "03", "05", "03"])):
        file = tmp_path / f"sheet{place}.md"
        assert cli.main(["release", "sheet", *(str(file) if word == "FILE" else word for word in words)]) == 0
        assert file.read_text(encoding="utf-8") == printed


@pytest.mark.parametrize(
    ("words", "said"), [(["77"], "'77' is not in the table"), (["a", "b"], "a and b are two places")]
)
def test_other_words_get_a_sentence(words, said, capsys):
    assert cli.main(["release", "sheet", *words]) == 1
    assert said in capsys.readouterr().err


def test_an_edition_of_some_lessons_gets_a_sentence(tmp_path, capsys):
    assert cli.main(["release", "learner", str(tmp_path / "class"), "03"]) == 1
    assert "writes all lessons: leave 03 out" in capsys.readouterr().err
    assert not (tmp_path / "class").exists()


def test_the_sheet_into_a_file(tmp_path):
    assert cli.main(["release", "sheet", "02", str(tmp_path / "sheet.md")]) == 0
    assert (tmp_path / "sheet.md").read_text(encoding="utf-8").startswith("# Run sheet")
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.md"]


def test_a_sheet_with_notes_is_kept_and_one_that_is_the_same_is_not(tmp_path, capsys):
    file = tmp_path / "new" / "folder" / "sheet.md"
    assert cli.main(["release", "sheet", "02", str(file)]) == 0
    assert cli.main(["release", "sheet", "02", str(file)]) == 0
    assert [path.name for path in file.parent.iterdir()] == ["sheet.md"]
    fresh = file.read_bytes()
    noted = fresh.replace(b"\n", b"\r\n") + b"Room 5, bring chalk.\r\n"
    file.write_bytes(noted)
    capsys.readouterr()
    assert cli.main(["release", "sheet", "02", str(file)]) == 0
    assert "the one that was there is kept as sheet.mine-1.md" in capsys.readouterr().out
    assert file.read_bytes() == fresh
    assert file.with_name("sheet.mine-1.md").read_bytes() == noted


@pytest.mark.parametrize("contents", [b"", b"My thesis.", b"# Run", b"\xff\x00"])
def test_a_sheet_overwrites_nothing_else(tmp_path, capsys, contents):
    file = tmp_path / "thesis.md"
    file.write_bytes(contents)
    assert cli.main(["release", "sheet", "02", str(file)]) == 1
    assert f"{file} exists and is no run sheet: name another file." in capsys.readouterr().err
    assert file.read_bytes() == contents
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.md"]


def full_disk(*arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_sheet_where_none_can_be_written_gets_a_sentence(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "file" / "sheet.md"):
        assert cli.main(["release", "sheet", "02", str(place)]) == 1
        assert str(place) in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
    monkeypatch.setattr(os, "fsync", full_disk)
    assert cli.main(["release", "sheet", "02", str(tmp_path / "sheet.md")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'sheet.md'}: No space left on device.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


@posix_only
def test_a_sheet_follows_links(tmp_path):
    (tmp_path / "link.md").symlink_to(tmp_path / "deep" / "sheet.md")
    for _ in range(2):
        assert cli.main(["release", "sheet", "02", str(tmp_path / "link.md")]) == 0
    assert (tmp_path / "link.md").is_symlink()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["sheet.md"]


def test_the_printed_sheet_is_the_written_one(tmp_path):
    cli.main(["release", "sheet", "02", str(tmp_path / "sheet.md")])
    for encoding in ("cp1252", "ascii", "utf-8", None):
        environment = {**os.environ, "PYTHONIOENCODING": encoding} if encoding else dict(os.environ)
        command = [sys.executable, "-m", "course_utils", "release", "sheet", "02"]
        printed = subprocess.run(command, env=environment, capture_output=True)
        assert (printed.returncode, printed.stderr) == (0, b"")
        assert printed.stdout.decode("utf-8").replace("\r\n", "\n") == (tmp_path / "sheet.md").read_text("utf-8")


def test_a_sheet_as_a_page_is_kept_and_renewed_like_the_other(tmp_path, capsys):
    file = tmp_path / "sheet.html"
    assert cli.main(["release", "sheet", "02", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "<title>Run sheet</title>" in page
    assert page.count("<table>") > 10 and "<h2" in page
    assert not re.search(r"\$|\n\| ", re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL))
    file.write_text(page + "<!-- mine -->", encoding="utf-8")
    assert cli.main(["release", "sheet", "02", str(file)]) == 0
    assert "kept as sheet.mine-1.html" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == page
    file.write_text("<!doctype html>\n<title>Mine</title>")
    assert cli.main(["release", "sheet", "02", str(file)]) == 1
    assert "exists and is no run sheet" in capsys.readouterr().err
