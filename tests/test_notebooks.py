"""What holds for every stored notebook, beyond what nbval compares."""

import ast
import base64
import json
import re
from html import unescape
from pathlib import Path
from statistics import median

import pytest
from nbconvert import HTMLExporter

from course_utils.commands import cells as cells_of
from course_utils.commands.cells import TAG, exercise_name, is_taught, is_warm_up, prompt_cell
from course_utils.exercises import bank, of_lesson
from course_utils.lessons import LESSONS, check_folder
from tests.support import spoilers

ROOT = Path(__file__).resolve().parent.parent
PATHS = [row.path(ROOT / "notebooks") for row in LESSONS]


class Lesson:
    """One stored notebook, read as JSON: no notebook library can mend it on the way in."""

    def __init__(self, path):
        self.path = path
        self.json = json.loads(path.read_text(encoding="utf-8"))
        self.cells = self.json["cells"]
        self.code = [cell for cell in self.cells if cell["cell_type"] == "code"]
        self.markdown = ["".join(cell["source"]) for cell in self.cells if cell["cell_type"] == "markdown"]
        self.exercises = of_lesson(path.name)
        self.taught = [cell for cell in self.cells if is_taught(cell)]
        self.warm_up = [cell for cell in self.cells if is_warm_up(cell)]
        self.outputs = [output for cell in self.code for output in cell["outputs"]]
        self.pictures = [output for output in self.outputs if "image/png" in output.get("data", {})]


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS])
def lesson(request):
    return Lesson(request.param)


def source(cell):
    return "".join(cell["source"])


def lines(cell):
    return [line for line in source(cell).splitlines() if line.strip()]


def tags(cell):
    return cell["metadata"].get("tags", [])


def texts(output):
    """Every text that an output holds, pictures aside."""
    yield "".join(output.get("text", ""))
    for mime, content in output.get("data", {}).items():
        if mime.startswith("text/"):
            yield "".join(content)


def test_the_lessons_are_all_there():
    check_folder(ROOT / "notebooks")


def test_execution_counts_equal_the_ordinals(lesson):
    """nbval compares nothing in a cell that has no count."""
    assert [cell["execution_count"] for cell in lesson.code] == list(range(1, len(lesson.code) + 1))


def test_no_stderr_is_stored(lesson):
    assert not [output for output in lesson.outputs if output.get("name") == "stderr"]


def test_no_address_is_stored(lesson):
    found = [text for output in lesson.outputs for text in texts(output) if re.search(r"0x[0-9a-fA-F]{6,}", text)]
    assert not found


def test_no_folder_of_a_machine_is_stored(lesson):
    assert not re.search(r"/(home|Users|root|tmp|work|usr)/|[A-Z]:\\\\", json.dumps(lesson.outputs))


def test_only_tagged_cells_fail(lesson):
    for cell in lesson.code:
        failed = any(output["output_type"] == "error" for output in cell["outputs"])
        assert failed == ("raises-exception" in tags(cell)), source(cell)


def test_few_outputs_are_ignored_and_each_says_why(lesson):
    ignored = [cell for cell in lesson.code if {"nbval-ignore-output", "nbval-skip"} & set(tags(cell))]
    assert len(ignored) <= len(lesson.code) / 10
    for cell in ignored:
        assert "not compared:" in source(cell), "say in a comment why, as '# not compared: …'"


def test_metadata_is_normalised(lesson):
    assert set(lesson.json["metadata"]) == {"kernelspec", "language_info"}
    assert len({cell["id"] for cell in lesson.cells}) == len(lesson.cells)
    for cell in lesson.cells:
        assert set(cell["metadata"]) <= {"tags"}


def test_file_and_pictures_are_small(lesson):
    assert lesson.path.stat().st_size <= 400_000
    pictures = ["".join(output["data"]["image/png"]) for output in lesson.pictures]
    assert max(len(base64.b64decode(picture)) for picture in pictures) <= 60_000


def test_every_picture_has_alternative_text(lesson):
    """When it fails without an alt: run `course refresh`, which stores the one that `show` and explorers give."""
    for output in lesson.pictures:
        text = "".join(output["data"]["text/plain"])
        # An explorer's text is its twin in words: the name, the state, and what is shown.
        assert re.match(r"Picture: |\w+(Explorer|Gallery)\(.*\): .{20,}", text)
        assert output["metadata"] == {"image/png": {"alt": text.removeprefix("Picture: ")}}
    assert not [text for text in lesson.markdown if re.search(r"!\[\s*\]\(", text)]


@pytest.mark.parametrize("number", ["00", "05"])
def test_an_exported_page_has_a_description_at_every_picture(number):
    """Of nbconvert's templates it is `classic` that hands the stored text on; `lab` puts a stopgap in its place."""
    path = PATHS[int(number)]
    page, _ = HTMLExporter(template_name="classic").from_filename(str(path))
    images = re.findall(r"<img\b[^>]*>", page)
    alts = [alt for image in images for alt in re.findall(r'\balt="([^"]*)"', image)]
    pictures = Lesson(path).pictures
    assert len(images) >= len(pictures) > 0
    assert len(alts) == len(images)
    assert all(len(alt) > 15 and "No description" not in alt for alt in alts), alts
    stored = {"".join(output["data"]["text/plain"]).removeprefix("Picture: ") for output in pictures}
    assert stored <= {unescape(alt) for alt in alts}


def test_linked_figures_and_lessons_exist(lesson):
    for text in lesson.markdown:
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert (lesson.path.parent / target).exists(), target


def test_rhythm(lesson):
    """The budget of a lesson without its exercises, which divide some texts in two; explorers add a cell and a line.

    A prediction is a question as well, wherever it stands.
    """
    code = [cell for cell in lesson.taught if cell["cell_type"] == "code"]
    markdown = [source(cell) for cell in lesson.taught if cell["cell_type"] == "markdown"]
    assert 25 <= len(lesson.taught) <= 55
    assert 1.0 <= len(markdown) / len(code) <= 1.5
    lengths = sorted(len(lines(cell)) for cell in code)
    assert median(lengths) <= 5
    assert sum(length <= 12 for length in lengths) >= 0.9 * len(lengths)
    assert max(lengths) <= 20
    assert 30 <= median(len(text.split()) for text in markdown) <= 80  # two plain sentences rather than one dense one
    asking = markdown + [one.prompt for one in lesson.exercises.values() if one.asked_first]
    assert 0.15 <= sum("?" in text for text in asking) / len(asking) <= 0.45
    assert not re.search("ccc", "".join(cell["cell_type"][0] for cell in lesson.taught))


def test_every_exercise_stands_in_its_lesson_as_in_the_bank(lesson):
    """`course refresh` fills these cells; here nobody has edited them since."""
    found = {}
    for before, cell in zip(lesson.cells, lesson.cells[1:], strict=False):
        if name := exercise_name({**cell, "source": source(cell)}):
            found[name] = (source(before), source(cell))
            assert tags(before) == tags(cell) == cells_of.tags(lesson.exercises[name])
    assert found == {name: (prompt_cell(one), one.cell()) for name, one in lesson.exercises.items()}
    assert 2 * len(found) == len(lesson.cells) - len(lesson.taught) - len(lesson.warm_up)


def test_a_warm_up_stands_between_the_opening_and_the_first_idea(lesson):
    """Two cells, a heading with two sentences and the questions; in lesson 00 nothing comes before."""
    number = lesson.path.name[:2]
    if number == "00":
        assert not lesson.warm_up
        return
    text, code = lesson.warm_up
    assert lesson.cells[2:4] == [text, code] and lesson.cells[0]["cell_type"] == "markdown"
    assert source(text).startswith("## Warm-up\n\n") and len(source(text).split()) <= 40
    assert source(lesson.cells[4]).startswith("## "), "the first idea has a heading of its own"
    assert source(code) == f'from course_utils.review import WarmUp\n\nWarmUp("{number}")'
    (output,) = code["outputs"]
    assert "".join(output["data"]["text/plain"]) == f"WarmUp('{number}'): question 1 of 3."


def test_exercises_are_stored_unattempted(lesson):
    for cell in lesson.code:
        if TAG in tags(cell):
            (output,) = cell["outputs"]
            assert "".join(output["data"]["text/plain"]).startswith("○ Not attempted yet."), source(cell)
            assert 'role="status"' in "".join(output["data"]["text/html"])


def test_an_exercise_takes_no_name_from_the_lesson(lesson):
    """A learner's answer must not change what a later cell does."""
    used = {
        node.id
        for cell in lesson.taught
        if cell["cell_type"] == "code"
        for node in ast.walk(ast.parse(source(cell)))
        if isinstance(node, ast.Name)
    }
    assert not used & set(lesson.exercises)


def test_exercises_do_not_open_a_section(lesson):
    """Between an exercise and the next heading the lesson goes on, or ends its section."""
    for cell in lesson.cells:
        if TAG in tags(cell) and cell["cell_type"] == "markdown":
            assert not source(cell).startswith("#")


def test_first_picture_by_the_fourth_cell(lesson):
    first = [cell for cell in lesson.cells if not is_warm_up(cell)][:4]
    shown = any("![" in source(cell) for cell in first)
    assert shown or any("image/png" in output.get("data", {}) for cell in first for output in cell.get("outputs", []))


def test_a_prediction_has_no_answer_below_it(lesson):
    """When it fails: give titles and comments below the question words that say what is drawn, not what is found."""
    found = {}
    for place, cell in enumerate(lesson.cells):
        exercise = lesson.exercises.get(exercise_name({**cell, "source": source(cell)}))
        if exercise and exercise.asked_first:
            answer, words = exercise.reference(), spoilers.words_below(lesson.cells, place)
            found[exercise.name] = spoilers.spoilt(answer, words, exercise.choices)
            codes, prompt = spoilers.codes_below(lesson.cells, place), " ".join(exercise.prompt.split())
            found[exercise.name] += spoilers.singled_out(answer, prompt, codes)
            if not exercise.choices and spoilers.given_away(answer, exercise.prompt):
                found[exercise.name].append(exercise.prompt)
    assert not {name: words for name, words in found.items() if words}


def test_no_cell_has_the_answer_under_the_name_that_is_asked_for(lesson):
    bound = {name for cell in lesson.code if is_taught(cell) for name in spoilers.names_bound(source(cell))}
    assert bound & set(lesson.exercises) == set()


def test_most_questions_are_committed_to():
    assert sum(one.asked_first for exercises in bank().values() for one in exercises.values()) >= 50


# The rule about answers, tried on answers that were planted.

PLANTED = [
    (4, "4 windows fit"),
    (4, "Four places, one after the other"),
    (4, "# there are 4"),
    (4, "size: (4)"),
    (832, "all 832 of them"),
    (65025, "about 65,025 times"),
    (0.25, "a quarter: 0.25"),
    (0.25, "25 % of the pixels"),
    (8.8360000001, "after two steps: 8.84"),
    (-0.8111, "the background is −0.81"),
    (9.5367e-07, "a share of 9.5e-07"),
    ((253, 253, 8), "253 × 253 × 8"),
    ((253, 253, 8), "a map 253 wide"),
    ((2, 6), "2 and 6 windows"),
    ((2, 6), "sizes (2, 6)"),
    ((False, True), "changed: (False, True)"),
]
INNOCENT = [
    (4, "40 windows, 0.4 of 1.4, conv4, float4, 4.5 or 1,004"),
    (4, "fourteen, forty"),
    (832, "8320 and 1,832"),
    (0.25, "0.2 or 1.25, 2.5 %"),
    (8.836, "9 or 8.9"),
    (9.5e-07, "0.0 and 0.00"),
    ((253, 253, 8), "8 filters, 3 × 3"),
    ((2, 6), "2 windows of 6 pixels"),
    ((2, 6), "6 and 2"),
    (1, "one after the other"),
]


@pytest.mark.parametrize(("answer", "text"), PLANTED)
def test_a_planted_answer_is_found(answer, text):
    assert spoilers.spoilt(answer, ["something else", text]) == [text]


@pytest.mark.parametrize(("answer", "text"), INNOCENT)
def test_another_number_is_no_answer(answer, text):
    assert spoilers.spoilt(answer, [text]) == []


def test_a_chosen_word_is_an_answer_where_it_stands_alone():
    choices = ("the outline", "one corner", "training")
    for text in ("One corner is found", "only one corner", "(one corner)"):
        assert spoilers.spoilt("one corner", [text], choices) == [text]
    assert spoilers.spoilt("one corner", ["one corner", "the outline"], choices) == []
    assert spoilers.spoilt("one corner", ["one cornerstone", "a corner"], choices) == []
    assert spoilers.spoilt("training", ["training=", "retraining"], choices) == []


CHOICE = "Windows of 4, 7, 14 or 28 pixels leave 49, 16, 4 or 1 numbers. Which is the smallest size?"


@pytest.mark.parametrize(
    ("answer", "code", "rows"),
    [
        (7, "sizes = (1, 2, 4, 7)", [(1, 2, 4, 7)]),
        (7, "for size in [4, 7]: print(size)", [(4, 7)]),
        (7, "draw(image, sizes=(7, 14))", [(7, 14)]),
        (7, "for size in (4, 7, 14, 28): print(size)", []),
        (7, "sizes = (1, 4, 7, 14, 28)", []),
        (7, "sizes = (1, 2, 4); row[7], 'seven'", []),
        ((2, 4), "at = [2, 4]", [(2, 4)]),
        ((2, 4), "at = (1, 2, 4)", []),
        ("dense layer", "sizes = (1, 2)", []),
    ],
)
def test_a_row_of_numbers_that_singles_an_answer_out_is_found(answer, code, rows):
    assert spoilers.singled_out(answer, CHOICE, [code]) == rows


def test_the_words_of_code_are_strings_and_comments():
    code = 'draw(image, kernel_size=3)  # seen at 4\nprint(f"size {side:5} of {name!r}, {5 + 1}", "same")\nx = 7'
    assert spoilers.words_of_code(code) == ["same", "size ", " of ", ", ", "# seen at 4"]


def test_what_stands_below_a_question_ends_with_the_next_exercise_or_heading():
    def cell(kind, text, *tags):
        return {"cell_type": kind, "metadata": {"tags": list(tags)}, "source": [text]}

    def question(name):
        return [cell("markdown", f"prompt of {name}", TAG), cell("code", f"exercises.{name}.check('{name}')", TAG)]

    cells = [*question("a"), cell("markdown", "between"), *question("b"), cell("code", "'first'")]
    cells += [cell("markdown", "after"), cell("code", "# second\n3")]
    seen = ["between", "prompt of b", "first", "# second"]
    for end in (question("c"), [cell("markdown", "## Heading")]):
        assert spoilers.words_below([*cells, *end, cell("code", "'later'")], 1) == seen
    assert spoilers.words_below(cells, 4) == ["first", "# second"]


@pytest.mark.parametrize(
    ("answer", "prompt", "given"),
    [
        (10, "How many are 10?", True),
        (9, "nine weights", False),
        (0.5, "pixels of 0.5", False),
        ((3, 32), "3 × 32", True),
    ],
)
def test_a_question_does_not_hold_its_own_answer(answer, prompt, given):
    assert spoilers.given_away(answer, prompt) is given
