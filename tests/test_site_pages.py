"""What a lesson's page is made of: descriptions, addresses, parts that may be live; what other pages are made of."""

import ast
import hashlib
import json
import re
from base64 import b64decode
from functools import cache

import pytest

from course_utils.commands.cells import exercise_name, notebook_of
from course_utils.commands.paths import FIGURES, NOTEBOOKS, ROOT
from course_utils.commands.site import settings, source, tables
from course_utils.commands.site.lesson_page import alternative_texts, page_of
from course_utils.commands.site.live_parts import is_explorer, number_of, parts_of
from course_utils.commands.site.page_words import told_in
from course_utils.inventory.writing import STILL
from course_utils.lessons import LESSONS, notebooks

LESSON_FILES = {path.name[:2]: path for path in notebooks(NOTEBOOKS)}
PAGES, TEMPLATES, STYLES = (ROOT / "site" / name for name in ("pages", "templates", "styles"))
of_each_lesson = pytest.mark.parametrize("number", LESSON_FILES)


@cache
def lesson_of(number):
    return notebook_of(LESSON_FILES[number].read_bytes(), LESSON_FILES[number])


@cache
def parts(number):
    return parts_of(lesson_of(number), number)


@cache
def everything_live(number):
    return page_of(lesson_of(number), number, {part["tag"] for part in parts(number)})


def sources(page):
    return "\n\n".join(cell["source"] for cell in page["cells"])


@of_each_lesson
def test_every_stored_picture_keeps_its_description(number):
    texts, count = alternative_texts(lesson_of(number)), 0
    for cell in everything_live(number)["cells"]:
        for output in cell.get("outputs", []):
            if picture := output.get("data", {}).get("image/png"):
                count += 1
                assert texts[hashlib.sha256(b64decode(picture)).hexdigest()].strip()
    assert count >= 3


@of_each_lesson
def test_no_description_is_read_twice(number):
    for cell in everything_live(number)["cells"]:
        for output in cell.get("outputs", []):
            assert "clip-path" not in output.get("data", {}).get("text/html", ""), "a hidden line beside its picture"


@of_each_lesson
def test_an_exercise_is_a_question_and_a_stub(number):
    page = everything_live(number)
    stubs = {part["stub"]: part["tag"] for part in parts(number) if part["kind"] == "exercise"}
    shown = {cell["source"]: cell for cell in page["cells"] if cell["cell_type"] == "code"}
    for stub, tag in stubs.items():
        assert shown[stub]["metadata"]["tags"] == [tag]
        assert shown[stub]["outputs"] == []
        assert ".check(" not in stub


@of_each_lesson
def test_exercises_and_explorers_have_addresses_of_their_own(number):
    notebook = lesson_of(number)
    found = re.findall(r'id="((?:exercise|explorer)-[\w-]+)"', sources(everything_live(number)))
    named = [f"exercise-{name}" for name in map(exercise_name, notebook.cells) if name]
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and is_explorer(cell, number)]
    assert sorted(found) == sorted(named + [f"explorer-{number_of(cell)}" for cell in shown])
    assert len(set(found)) == len(found)


@of_each_lesson
def test_an_address_stands_right_above_what_it_names(number):
    cells = everything_live(number)["cells"]
    for place, cell in enumerate(cells):
        if found := re.search(r'id="(exercise|explorer)-([\w-]+)"', cell["source"]):
            below = cells[place + 1 : place + 3]
            assert found[2] in (
                below[1]["source"] if found[1] == "exercise" else " ".join(below[0]["metadata"]["tags"])
            )


@of_each_lesson
def test_words_that_set_an_explorer_are_links_that_a_page_reads(number):
    text = sources(everything_live(number))
    assert "](#set:" not in text
    assert text.count('href="#set:') == sum(cell.source.count("](#set:") for cell in lesson_of(number).cells)


@of_each_lesson
def test_what_is_not_live_says_what_it_needs(number):
    """Not a cell that nobody asks to change: it is there to be read."""
    waiting = [part for part in parts(number) if part.get("asked", True)]
    assert sources(page_of(lesson_of(number), number, set())).count("course-needs") == len(waiting) < len(parts(number))
    assert "course-needs" not in sources(everything_live(number))
    assert "course-needs" not in sources(page_of(lesson_of(number), number, None)), (
        "a page for reading promises nothing"
    )


@of_each_lesson
def test_the_parts_are_what_a_page_is_told(number):
    for part in parts(number):
        assert {"kind", "tag", "key"} <= part.keys()
        assert part["key"] == f"{number}/{part['tag'].removeprefix('live-')}"
        for code in (part.get("code", ""), part.get("before", ""), *part.get("tries", ())):
            ast.parse(code)
        json.dumps(part)


@of_each_lesson
def test_an_explorer_comes_without_the_pictures_above_it(number):
    for part in parts(number):
        if part["kind"] == "explorer":
            assert isinstance(ast.parse(part["code"]).body[-1], ast.Expr)
            assert "show(" not in part["code"]


FORMS = [(number, part) for number in LESSON_FILES for part in parts(number) if part["kind"] == "form"]


def test_a_warm_up_stands_in_all_lessons_but_the_first_and_the_inventory_in_first_and_last():
    ends = [(number, part["code"].splitlines()[-1]) for number, part in FORMS]
    warm_ups = [(number, f"WarmUp('{number}')") for number in LESSON_FILES if number != "00"]
    assert ends == [("00", "InventoryForm('A')"), *warm_ups, ("12", "InventoryForm('B')")]
    assert all(len(part["code"].splitlines()) == 2 for _, part in FORMS), "an import, and the form"


@pytest.mark.parametrize(("number", "part"), FORMS)
@pytest.mark.parametrize(("live", "how"), [(True, "press the button above"), (False, "run this cell in the")])
def test_a_form_can_be_read_without_python(number, part, live, how):
    page = page_of(lesson_of(number), number, {part["tag"]} if live else None)
    name = part["code"].splitlines()[-1].partition("(")[0]
    (cell,) = (one for one in page["cells"] if f"{name}(" in one["source"])
    (shown,) = (output["data"]["text/html"] for output in cell["outputs"])
    many = 3 if name == "WarmUp" else 20
    assert f"uestion 1 of {many}" in shown
    assert how in shown and "I do not know yet" in shown and STILL not in shown


def test_how_an_exercise_asks():
    asked = {part["name"]: part for number in LESSON_FILES for part in parts(number) if "asks" in part}
    assert asked["all_answers"]["asks"] == "code"
    assert asked["one_answer"]["asks"] == "line"
    assert asked["upright_with"]["asks"] == "choice"
    assert "both" in asked["upright_with"]["choices"]
    assert asked["all_answers"]["tries"][-1] == "import numpy as np\n", "the least comes last"


def test_no_code_can_end_the_script_that_holds_it():
    told = {"parts": [{"code": 'print("</script><!-- ≈")'}]}
    assert "<" not in source.script_text(told)
    assert json.loads(source.script_text(told)) == told


def test_the_cell_that_a_lesson_asks_to_change_is_a_sandbox():
    cells = [part for number in LESSON_FILES for part in parts(number) if part["kind"] == "cell"]
    assert any("my_kernel" in part["code"] and "pixels" in part["before"] for part in cells)
    first = next(cell for cell in lesson_of("00").cells if cell.cell_type == "code")
    assert cells[0]["code"] == first.source, "the first that a reader meets"
    assert cells[0]["asked"]


def test_what_takes_something_from_a_cell_that_may_be_changed_says_which_piece():
    first, explorer = parts("00")[0], next(part for part in parts("00") if part["kind"] == "explorer")
    piece = explorer["uses"][first["key"]]
    assert piece in explorer["code"]
    assert "tiny = " in piece
    for number in LESSON_FILES:
        keys = {part["key"] for part in parts(number) if part["kind"] == "cell"}
        for part in parts(number):
            above = part["before"] if part["kind"] == "cell" else part.get("code", "")
            assert all(key in keys and piece in above for key, piece in part.get("uses", {}).items())


@of_each_lesson
def test_a_live_page_says_what_to_do_in_a_page(number):
    for words in told_in(number):
        assert texts(lesson_of(number)).count(words) == 1, "the lesson says it otherwise by now"
    assert not re.search(r"Shift \+ Enter|\.hint\(|in place of `\.\.\.`", texts(everything_live(number)))


def test_a_page_for_reading_says_what_its_lesson_says():
    assert "Shift + Enter" in texts(page_of(lesson_of("00"), "00", None))


def texts(page):
    return "\n\n".join(cell["source"] for cell in page["cells"] if cell["cell_type"] == "markdown")


def test_the_glossary_s_terms_stand_in_their_lessons():
    lessons = {number: lesson_of(number) for number in LESSON_FILES}
    table = tables.terms(PAGES / "glossary.toml")
    assert len({row["term"] for row in table}) == len(table) > 50
    text = tables.glossary(table, lessons)
    assert text.count("\n: ") == len(table)
    for word, section in (("no such word", None), ("kernel", "Slide")):
        with pytest.raises(ValueError, match=word):
            tables.section_of(word, lessons["01"], section)


def test_the_section_of_a_term_is_the_one_above_it():
    assert tables.section_of("kernel", lesson_of("01")) == "One window, one number"
    assert tables.slug("What are all these? *Yes*, 3 × 3") == "what-are-all-these-yes-3--3"


def test_the_gallery_shows_every_explorer():
    from course_utils import explorers

    rows = tables.explorers(
        (ROOT / "docs" / "explorers.md").read_text("utf-8"), {number: lesson_of(number) for number in LESSON_FILES}
    )
    assert sorted(row[0] for row in rows) == sorted(explorers.__all__)
    page = tables.gallery(rows, FIGURES)
    for name, _, _, address in rows:
        assert f'id="explorer-{name}"' in page
        assert re.fullmatch(r"notebooks/\w+\.html#explorer-[\w-]+", address), f"{name} stands in no lesson"
        assert tables.example_part("gallery", name)["code"].endswith(f"{name}.example()")


def test_the_map_leads_to_every_lesson_and_can_be_heard():
    found = tables.lesson_map((FIGURES / "lesson_map.svg").read_text("utf-8"))
    for row in LESSONS:
        assert f'href="notebooks/{row.file}.html"' in found
    assert 'role="img"' not in found


@pytest.mark.parametrize("name", re.findall(r"`(tests/[^`]+)`", (PAGES / "guarantee.md").read_text("utf-8")))
def test_every_promise_names_a_test_that_is_there(name):
    file, _, function = name.partition("::")
    assert re.search(rf"^def {function}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), f"{name} is not there"


def test_nothing_in_the_pages_is_loaded_from_elsewhere():
    loading = re.compile(r"""(?:src|srcset|@import|url\()\s*=?\s*["']?(?:https?:)?//|<link[^>]+href="(?:https?:)?//""")
    for path in [*PAGES.iterdir(), *TEMPLATES.iterdir(), *STYLES.iterdir(), ROOT / "site" / "conf.py"]:
        assert not loading.search(path.read_text("utf-8")), path.name


def test_without_a_repository_no_link_leads_anywhere():
    assert settings.read(ROOT / "pyproject.toml")._fields == ("repository", "address")
    assert settings.launch_links("", "01.ipynb") == []
    assert settings.launch_links("https://example.org/somebody/course", "01.ipynb") == []
    links = dict(settings.launch_links("https://github.com/somebody/course.git", "01.ipynb"))
    assert links["Open in Binder"].endswith("/gh/somebody/course/HEAD?urlpath=lab/tree/notebooks/01.ipynb")
    assert "somebody/course" in links["Open in a Codespace"]
