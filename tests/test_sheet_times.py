"""The run sheet's times: what is left out when it is late, both ends, rounds with neighbours, slides of each part."""

import ast
import builtins
import re

import nbformat
import pytest

from course_utils import lessons
from course_utils.commands import cli, counting
from course_utils.commands.teaching import clock, needs, neighbours, outline, sheet, slides, span
from course_utils.exercises import bank
from course_utils.inventory.forms import ITEMS


@pytest.fixture(scope="module")
def text():
    return sheet.sheet(cli.NOTEBOOKS)


@pytest.fixture(params=lessons.LESSONS, ids=lambda row: row.number)
def row(request):
    return request.param


@pytest.fixture
def sections(row):
    return outline.sections(outline.read(row, cli.NOTEBOOKS))


def test_what_is_left_out_leaves_every_goal_asked_for(row, sections):
    kept = kept_of(row, sections)
    numbers = {number for part in kept for one in clock.exercises_of(part, row) for number in one.objectives}
    assert numbers == set(range(1, len(row.objectives) + 1))
    assert clock.exit_question(row, sections) in [one for part in kept for one in clock.exercises_of(part, row)]


def kept_of(row, sections):
    """The sections that stay when it is late."""
    left = clock.to_leave_out(row, sections)
    return [part for part in sections if not any(part is one for one in left)]


def test_no_word_is_said_that_only_a_section_left_out_explains(row, sections):
    glossary = (cli.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(rf"^- \*\*(.+?)\*\*.*\[{row.number}, (.+)\]\(", glossary, re.MULTILINE)
    left, kept = clock.to_leave_out(row, sections), kept_of(row, sections)
    for place, part in enumerate(sections):
        if any(part is one for one in left):
            below = [cell for one in sections[place + 1 : -1] if one in kept for cell in one.cells]
            said = " ".join(cell["source"] for cell in below if cell["cell_type"] == "markdown")
            own = [word for word, heading in words if heading == part.heading]
            assert [word for word in own if re.search(rf"\b{re.escape(word)}\b", said, re.IGNORECASE)] == []


def test_no_cell_reads_a_name_that_only_a_section_left_out_binds(row, sections):
    left, bound = clock.to_leave_out(row, sections), set(dir(builtins))
    for part in sections:
        for tree in (ast.parse(cell["source"]) for cell in part.cells if cell["cell_type"] == "code"):
            if any(part is one for one in left):
                tree = ast.Module([one for one in tree.body if isinstance(one, (ast.Import, ast.ImportFrom))], [])
            names = [one for one in ast.walk(tree) if isinstance(one, ast.Name)]
            bound |= {one.id for one in names if isinstance(one.ctx, ast.Store)}
            bound |= {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}
            bound |= {getattr(one, "asname", None) or one.name for one in ast.walk(tree) if hasattr(one, "name")}
            assert [one.id for one in names if one.id not in bound] == [], part.heading


def planted(*parts):
    """Sections of a lesson 01, each a heading, a text and code."""
    made = nbformat.v4.new_notebook()
    for heading, text, code in parts:
        made.cells += [nbformat.v4.new_markdown_cell(f"## {heading}\n\n{text}"), nbformat.v4.new_code_cell(code)]
    return outline.sections(made)


@pytest.mark.parametrize(
    ("text", "code", "later", "reads", "needed"),
    [
        ("A *filter* is a kernel.", "a = 1", "Two filters.", "b = 2", True),
        ("A *filter* is a kernel.", "a = 1", "Two kernels.", "b = 2", False),
        ("Text.", "a = 1", "More.", "print(a)", True),
        ("Text.", "a = 1", "More.", "def f(a):\n    return a", False),
        ("Text.", "import a", "More.", "print(a)", False),
        ("Text.", "for a in (1, 2):\n    b = a", "More.", "print(a)", False),
        ("Text.", "for a in (1, 2):\n    b = a", "More.", "print([a * b for a in (3, 4)])", True),
        ("Text.", "a = 1", "More.", "a = 2\nprint(a)", False),
    ],
)
def test_a_section_is_needed_for_its_words_and_for_its_names(text, code, later, reads, needed):
    sections = planted(("One", text, code), ("Two", later, reads), ("Recap", "A filter.", "1"))
    assert needs.is_needed(sections[0], lessons.lesson("01"), sections, sections) is needed
    assert not needs.is_needed(sections[0], lessons.lesson("01"), sections, [sections[0], sections[2]])


def test_who_binds_a_name_anew_is_the_one_that_is_needed():
    sections = planted(("One", "", "a = 1"), ("Two", "", "a = 2"), ("Three", "", "print(a)"), ("Recap", "", "1"))
    row = lessons.lesson("01")
    assert [needs.is_needed(part, row, sections, sections) for part in sections] == [False, True, False, False]


def test_the_head_gives_both_ends_of_the_time(text, row, sections):
    head = text.partition(f"## {row.number} · {row.title}\n\n")[2].partition("\n")[0]
    told = dict(re.findall(r"\*\*(At the shortest|At the longest) (\d+:\d\d)\*\*", head))
    shortest, end, longest = span.span(row, sections)
    assert f"ends at {clock.told(end)}." in head
    assert told == {"At the shortest": clock.told(shortest), "At the longest": clock.told(longest)}
    rounds = neighbours.ROUND * len(neighbours.questions(row, sections))
    assert shortest < end < longest
    assert longest - end - rounds in (0, clock.PAUSE), "the rounds, and a pause that they make necessary"


def test_the_shortest_time_is_without_what_can_wait(row, sections):
    entries, left = clock.clock(row, sections), clock.to_leave_out(row, sections)
    out = sum(entry.minutes for entry in entries if any(entry.section is one for one in left))
    stays = [entry for entry in entries if not any(entry.section is one for one in left)]
    home = sum(counting.allowance(one) for entry in stays for one in entry.exercises if one.kind == "write")
    saved = entries[-1].at + entries[-1].minutes - span.span(row, sections).shortest - out - home
    assert saved % clock.PAUSE in (0, 8, 9), "whole pauses, or a section of which nothing else would be left"


def test_neighbours_get_what_the_inventory_asks_then_what_is_answered_in_words(text, row, sections):
    chosen, last = neighbours.questions(row, sections), clock.exit_question(row, sections)
    asked = [one for one in bank()[row.number].values() if one.asked_first and one is not last]
    others = [one for one in asked if one not in chosen]
    in_inventory = {item.exercise.name for item in ITEMS.values() if item.lesson == row.number}
    assert len(chosen) == neighbours.MOST and last not in chosen
    assert not [one.name for one in others if one.name in in_inventory]
    if any(not one.choices and one.name not in in_inventory for one in chosen):
        assert not [one.name for one in others if one.choices and len(one.misconceptions) > 1]
    page = text.partition(f"## {row.number} · {row.title}\n")[2]
    line = re.search(r"^- \*\*Neighbours\*\*.*$", page, re.MULTILINE).group()
    assert re.findall(r"`(\w+)` \(", line) == [one.name for one in chosen]


def test_the_clock_names_the_slides_of_each_part(text, row, sections):
    page = text.partition(f"## {row.number} · {row.title}\n")[2].partition("### If it is late")[0]
    lines = re.findall(r"^\| \d:\d\d \| (\d+) \| \**([^|]+?)\** \| (\d+)(?:–(\d+))? \|", page, re.MULTILINE)
    made = slides.slides(row, outline.read(row, cli.NOTEBOOKS), cli.FIGURES)
    after = 0
    for _, heading, first, last in lines:
        first, last = int(first), int(last or first)
        assert first == after + 1
        headings = {slide.heading for slide in made[first - 1 : last]}
        assert headings == {
            {clock.BEGINNING: f"{row.number} · {row.title}", "Exit question": "Before you go"}.get(heading, heading)
        }
        after = last
    assert after == len(made)
