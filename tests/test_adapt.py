"""docs/adapt.md: the exercise file that an instructor may write is written, answered and kept, as the page says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.lessons import LESSONS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "adapt.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)
CODE = [code for language, code in BLOCKS if language == "python"]
SHOWN = [text for language, text in BLOCKS if not language]


@pytest.fixture
def folder(tmp_path):
    """A folder as an instructor has it, outside of the course, with the file beside the notebook."""
    (tmp_path / "my_lab.py").write_text(CODE[0], encoding="utf-8")
    return tmp_path


def output_of(code, folder):
    """What a cell prints and shows, in a Python that finds the course as an installed one."""
    *lines, last = code.strip().splitlines()
    shown = code if last.startswith(" ") else "\n".join([*lines, f"print({last})"])
    environment = {
        "COURSE_PROGRESS": str(folder / "progress.json"),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    run = subprocess.run(
        [sys.executable, "-c", shown], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert not run.returncode, run.stderr
    return run.stdout


def test_the_page_has_a_file_two_cells_and_what_they_show():
    assert (len(CODE), len(SHOWN)) == (3, 2)


@pytest.mark.parametrize("place", [1, 2])
def test_a_cell_shows_what_the_page_says(folder, place):
    assert output_of(CODE[place], folder) == SHOWN[place - 1]


def test_right_answers_are_right_and_a_cell_is_written(folder):
    answers = (
        "import my_lab as exercises, numpy as np\n"
        "print(exercises.windows.check(36), exercises.contrast.check(lambda image: np.ptp(image)))\n"
        "print(exercises.windows.prompt, exercises.windows.solution())\n"
        "exercises.contrast.cell()"
    )
    said = output_of(answers, folder)
    assert said.count("✓ Right.") == 2 and "windows = 40 - 5 + 1" in said
    assert said.endswith("    difference = ...\n    return difference\n\n\nexercises.contrast.check(contrast)\n")


def test_attempts_are_kept_under_the_file_s_name_and_shown(folder, monkeypatch):
    from course_utils.commands.progress import card

    output_of(CODE[1], folder)
    monkeypatch.setenv("COURSE_PROGRESS", str(folder / "progress.json"))
    lines = card().splitlines()
    place = lines.index("    ✗ my_lab.windows, 1 attempt, 0 hints")
    assert lines[place - 1].startswith("Beside the lessons") and lines[place + 1] == "      one too few (1×)"
    assert lines[place - 2].startswith(LESSONS[-1].number)


def test_the_ways_through_name_lessons():
    rows = re.findall(r"^\| [a-z][^|]* \| (\d\d[^|]*) \|$", TEXT, re.MULTILINE)
    assert len(rows) == 4
    assert {number for row in rows for number in re.findall(r"\d\d", row)} <= {row.number for row in LESSONS}
