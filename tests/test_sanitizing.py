"""The one rule of what no test compares: a number behind ≈, and nothing else."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import get_sanitize_patterns

ROOT = Path(__file__).resolve().parent.parent
#: Output as stored, what the cell prints now, and whether that is the same.
PRINTED = (
    ("accuracy ≈ 0.917, above 0.90: True", "accuracy ≈ 0.921, above 0.90: True", True),
    ("accuracy ≈ 0.917, above 0.90: True", "accuracy ≈ 0.871, above 0.90: False", False),
    ("accuracy ≈ 0.917, above 0.90: True", "accuracy ≈ 0.917, above 0.91: True", False),
    ("accuracy 0.917", "accuracy 0.918", False),
    ("81.5 (≈ 80.8 to ≈ 81.9)", "81.5 (≈ 80.1 to ≈ 82.3)", True),
    ("81.5 (≈ 80.8 to ≈ 81.9)", "81.6 (≈ 80.8 to ≈ 81.9)", False),
    ("about ≈ 3 of 10", "about ≈ 3 of 11", False),
    ("loss ≈ 0.5", "loss ≈", False),
    ("loss ≈ 0.5", "loss 0.5", False),
)


def sanitised(text):
    for pattern, replacement in get_sanitize_patterns((ROOT / "tests" / "sanitize.cfg").read_text("ascii")):
        text = re.sub(pattern, replacement, text)
    return text


def test_there_is_one_rule():
    """When it fails: nbval finds a rule by the words "regex:" and "replace:" at the beginning of two lines."""
    assert len(get_sanitize_patterns((ROOT / "tests" / "sanitize.cfg").read_text("ascii"))) == 1


NUMBERS = "0.917; −3; -3; +2; 113,386; 1,234.5; 1e-05; 3e−9; 1.5e9; −1e300; 2.5e+07; nan; inf; -inf; NaN; ∞; −∞; 0"
BEHIND = ["", ", above 0.90: True", ",5", ".", " %", "%", ")", ", 4", "\n4", " 4", " − 4", ": True"]


@pytest.mark.parametrize("number", NUMBERS.split("; "))
def test_one_number_is_taken_out_and_what_stands_around_it_stays(number):
    for gap in ("", " ", "    "):
        for behind in BEHIND:
            assert sanitised(f"1 of 2 ≈{gap}{number}{behind}") == f"1 of 2 ≈ a number{behind}"


@pytest.mark.parametrize(
    "text", ["0.917", "≈", "≈ True", "≈ infinite", "≈ nano", "≈\n0.917", "≈ (0.9)", "~ 0.9", "= 3"]
)
def test_other_text_stays(text):
    assert sanitised(text) == text


def test_a_comma_between_numbers_is_no_thousands_comma():
    assert sanitised("≈ 12,3456 ≈ 1,234,56 ≈ 1,234,567") == "≈ a number,3456 ≈ a number,56 ≈ a number"


def compared(*notebooks, folder, options=()):
    """The exit code of .ci/same_notebooks.py for two notebooks."""
    for name, notebook in zip(("before", "after"), notebooks, strict=True):
        (folder / name).mkdir()
        nbformat.write(notebook, folder / name / "small.ipynb")
    command = [sys.executable, ".ci/same_notebooks.py", folder / "before", folder / "after", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode


def notebook_of(texts, now=None):
    cells = []
    for ordinal, (text, prints) in enumerate(zip(texts, now or texts, strict=True), start=1):
        output = nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n")
        cell = nbformat.v4.new_code_cell(f"print({prints!r})", execution_count=ordinal, outputs=[output])
        cells.append({**cell, "id": f"cell-{ordinal:02d}"})
    return nbformat.from_dict(nbformat.v4.new_notebook(cells=cells))


def test_nbval_compares_all_but_the_number(tmp_path):
    """A notebook that lies elsewhere."""
    stored, now = [row[0] for row in PRINTED], [row[1] for row in PRINTED]
    nbformat.write(notebook_of(stored, now), tmp_path / "small.ipynb")
    command = [sys.executable, "-m", "pytest", "-v", "--tb=no", "-p", "no:cacheprovider"]
    command += ["--rootdir=.", "-c", "pyproject.toml", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    found = {int(cell): word == "PASSED" for word, cell in re.findall(r"(PASSED|FAILED) \S*::Cell (\d+)", done.stdout)}
    assert found == {place: same for place, (_, _, same) in enumerate(PRINTED)}, done.stdout + done.stderr


@pytest.mark.parametrize(("before", "after", "same"), PRINTED)
def test_refreshed_notebooks_are_compared_by_the_same_rule(tmp_path, before, after, same):
    notebooks = [notebook_of([text], [before]) for text in (before, after)]
    for notebook, text, picture in zip(notebooks, (before, after), "12", strict=True):
        data, metadata = {"image/png": picture, "text/plain": f"Picture: {text}"}, {"image/png": {"alt": text}}
        notebook.cells[0].outputs.append(nbformat.v4.new_output("display_data", data, metadata=metadata))
    assert compared(*notebooks, folder=tmp_path) == (0 if same else 1)


def test_the_source_of_a_cell_is_compared_to_the_letter(tmp_path):
    assert compared(notebook_of(["≈ 1"]), notebook_of(["≈ 1"], ["≈ 2"]), folder=tmp_path) == 1


def with_exercise(source, verdict, shown="taught"):
    """A notebook with a taught cell, and an exercise whose check said this."""
    notebook = notebook_of([shown])
    output = nbformat.v4.new_output("display_data", {"text/plain": verdict, "text/html": f"<div>{verdict}</div>"})
    cell = nbformat.v4.new_code_cell(source, execution_count=2, outputs=[output], metadata={"tags": ["exercise"]})
    notebook.cells.append(nbformat.from_dict({**cell, "id": "cell-02"}))
    return notebook


@pytest.mark.parametrize(
    ("solution", "shown", "code"),
    [
        (("answer = 1", "✓ Right."), "taught", 0),
        (("answer = 2", "✗ Not yet."), "taught", 1),
        (("answer = ...", "○ Not attempted yet."), "taught", 1),
        (("answer = 1", "✓ Right."), "taught otherwise", 1),
    ],
)
def test_a_solved_edition_is_right_and_teaches_the_same(tmp_path, solution, shown, code):
    stored = with_exercise("answer = ...", "○ Not attempted yet.")
    assert compared(stored, with_exercise(*solution, shown), folder=tmp_path, options=["--solved"]) == code


@pytest.mark.parametrize(("options", "code"), [(["--solved"], 0), ([], 1)])
def test_what_is_made_of_answers_may_differ_in_the_solved_edition_alone(tmp_path, options, code):
    pair = [notebook_of(["0 parts"]), notebook_of(["3 parts"], ["0 parts"])]
    for notebook in pair:
        notebook.cells[0].metadata = {"tags": ["uses-answers"]}
    assert compared(*pair, folder=tmp_path, options=options) == code
