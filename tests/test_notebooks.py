"""What holds for every stored notebook, beyond what nbval compares."""

import ast
import base64
import json
import re
from pathlib import Path
from statistics import median

import pytest

from course_utils.commands.cells import TAG, exercise_name, prompt_cell
from course_utils.exercises import of_lesson
from course_utils.lessons import LESSONS, check_folder

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
        self.taught = [cell for cell in self.cells if TAG not in cell["metadata"].get("tags", [])]
        self.outputs = [output for cell in self.code for output in cell["outputs"]]


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
    pictures = [output["data"]["image/png"] for output in lesson.outputs if "image/png" in output.get("data", {})]
    assert max(len(base64.b64decode("".join(picture))) for picture in pictures) <= 60_000


def test_every_picture_has_alternative_text(lesson):
    for output in lesson.outputs:
        if "image/png" in output.get("data", {}):
            # An explorer's text is its twin in words: the name, the state, and what is shown.
            assert re.match(r"Picture: |\w+(Explorer|Gallery)\(.*\): .{20,}", "".join(output["data"]["text/plain"]))
    assert not [text for text in lesson.markdown if re.search(r"!\[\s*\]\(", text)]


def test_linked_figures_and_lessons_exist(lesson):
    for text in lesson.markdown:
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert (lesson.path.parent / target).exists(), target


def test_rhythm(lesson):
    """The budget of a lesson without its exercises, which divide some texts in two; explorers add a cell and a line."""
    code = [cell for cell in lesson.taught if cell["cell_type"] == "code"]
    markdown = [source(cell) for cell in lesson.taught if cell["cell_type"] == "markdown"]
    assert 25 <= len(lesson.taught) <= 55
    assert 1.0 <= len(markdown) / len(code) <= 1.5
    lengths = sorted(len(lines(cell)) for cell in code)
    assert median(lengths) <= 5
    assert sum(length <= 12 for length in lengths) >= 0.9 * len(lengths)
    assert max(lengths) <= 20
    assert 30 <= median(len(text.split()) for text in markdown) <= 60
    assert 0.15 <= sum("?" in text for text in markdown) / len(markdown) <= 0.30
    assert not re.search("ccc", "".join(cell["cell_type"][0] for cell in lesson.taught))


def test_every_exercise_stands_in_its_lesson_as_in_the_bank(lesson):
    """`course refresh` fills these cells; here nobody has edited them since."""
    found = {}
    for before, cell in zip(lesson.cells, lesson.cells[1:], strict=False):
        if name := exercise_name({**cell, "source": source(cell)}):
            found[name] = (source(before), source(cell))
            assert tags(before) == tags(cell) == [TAG]
    assert found == {name: (prompt_cell(one), one.cell()) for name, one in lesson.exercises.items()}
    assert 2 * len(found) == len(lesson.cells) - len(lesson.taught)


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
    first = lesson.cells[:4]
    shown = any("![" in source(cell) for cell in first)
    assert shown or any("image/png" in output.get("data", {}) for cell in first for output in cell.get("outputs", []))
