"""Break the course on purpose, one way at a time, and demand that the tests notice.

Each mutation is made in a copy of the tree, and a few tests run there that were green before. A mutation
that leaves them green is an error here: the lesson could become wrong without anybody hearing of it.

    python .ci/mutations.py              all of them
    python .ci/mutations.py labels rate  those whose name holds one of the words

COURSE_TURN=0, 1 or 2 takes a third of them, as a run of CI does.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from course_utils.commands.cells import TAG, exercise_name
from course_utils.exercises import of_lesson
from course_utils.lessons import lesson

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))  # for what the tests share
from tests.support import turns  # noqa: E402

ONE_KERNEL = ("-q", "-x", "--no-header", "--tb=no", "--numprocesses=0", "-p", "no:cacheprovider")


class Mutation(NamedTuple):
    """`change` breaks the copy at `folder`; `tests` are what must turn red."""

    name: str
    change: object
    tests: tuple


def replace(path, old, new):
    """A change that replaces one text in one file, and fails when it is not there exactly once."""

    def change(folder):
        file = folder / path
        text = file.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise SystemExit(f"{path} holds {old!r} {text.count(old)} times: bring .ci/mutations.py up to date.")
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


def edit_notebook(number, edit):
    """A change that edits one notebook's code cells."""

    def change(folder):
        file = lesson(number).path(folder / "notebooks")
        notebook = json.loads(file.read_text(encoding="utf-8"))
        edit([cell for cell in notebook["cells"] if cell["cell_type"] == "code"])
        file.write_text(json.dumps(notebook), encoding="utf-8")

    return change


def strip_outputs(cells):
    """Remove what nbval would compare, as a well-meaning commit hook does."""
    for cell in cells:
        cell["outputs"], cell["execution_count"] = [], None


def compared_texts(cells):
    """Each compared output that holds a text, the key of the text, and the text."""
    for cell in cells:
        if "nbval-ignore-output" not in cell["metadata"].get("tags", []):
            for output in cell["outputs"]:
                holder, key = (output, "text") if "text" in output else (output.get("data", {}), "text/plain")
                yield holder, key, "".join(holder.get(key, ""))


def change_one_character(cells):
    """Change the last digit of the first compared output that holds one, and no number that is only shown."""
    for holder, key, text in compared_texts(cells):
        digits = [place for place, letter in enumerate(text) if letter.isdigit()]
        if digits and "≈" not in text:
            place = digits[-1]
            holder[key] = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
            return
    raise SystemExit("no compared output holds a digit")


def turn_a_statement(cells):
    """Turn the first statement behind a number that is only shown."""
    for holder, key, text in compared_texts(cells):
        if found := re.search("≈.*True", text):
            holder[key] = text[: found.end() - len("True")] + "False" + text[found.end() :]
            return
    raise SystemExit("no compared output holds a number behind ≈ and a statement that is True")


def plant_an_answer(number):
    """An edit: below the first prediction of a whole number, a picture's title says it."""

    def edit(cells):
        exercises = of_lesson(number)
        for cell, below in pairwise(cells):
            exercise = exercises.get(exercise_name({**cell, "source": "".join(cell["source"])}))
            if exercise and exercise.asked_first and TAG not in below["metadata"].get("tags", []):
                answer = exercise.reference()
                if isinstance(answer, int):
                    below["source"] = "".join(below["source"]) + f'\nshow(draw_image(image, "Here are {answer}"))'
                    return
        raise SystemExit("no cell stands below a prediction of a whole number")

    return edit


SHUFFLED_LABELS = replace(
    "course_utils/fashion_mnist.py",
    "return images[chosen], labels[chosen]",
    "return images[chosen], np.random.default_rng(0).permutation(labels[chosen])",
)
LEARNING_RATE_ZERO = replace(
    "course_utils/training.py", "model.compile(optimizer,", "model.compile(keras.optimizers.SGD(0.0),"
)
TRAINING = ("04", "06", "07")

MUTATIONS = [
    Mutation("outputs stripped from notebook 03", edit_notebook("03", strip_outputs), ("tests/test_notebooks.py",)),
    Mutation("one character changed in notebook 02", edit_notebook("02", change_one_character), ("notebook 02",)),
    Mutation("statement behind ≈ turned in notebook 03", edit_notebook("03", turn_a_statement), ("notebook 03",)),
    Mutation(
        "answer in a title below its question in notebook 02",
        edit_notebook("02", plant_an_answer("02")),
        ("tests/test_notebooks.py::test_a_prediction_has_no_answer_below_it",),
    ),
    *(Mutation(f"labels shuffled, notebook {n}", SHUFFLED_LABELS, (f"notebook {n}",)) for n in TRAINING),
    *(Mutation(f"learning rate zero, notebook {n}", LEARNING_RATE_ZERO, (f"notebook {n}",)) for n in TRAINING),
    Mutation(
        "kernel flipped in cross_correlate",
        replace("course_utils/convolution.py", "weights.reshape(-1,", "weights[::-1, ::-1].reshape(-1,"),
        ("tests/test_convolution.py",),
    ),
    Mutation(
        "odd padding in front",
        replace(
            "course_utils/geometry.py",
            "return missing // 2, missing - missing // 2",
            "return missing - missing // 2, missing // 2",
        ),
        ("tests/test_geometry.py",),
    ),
    Mutation(
        "max pool takes the minimum",
        replace("course_utils/pooling.py", "_combined(np.maximum", "_combined(np.minimum"),
        ("notebook 03",),
    ),
    Mutation(
        "dropout does not scale",
        replace("course_utils/dropout.py", "(1 / (1 - rate))", "(1)"),
        ("tests/test_dropout.py",),
    ),
    Mutation(
        "batch norm uses the batch at inference",
        replace("course_utils/normalization.py", "        if training:\n", "        if True:\n"),
        ("tests/test_normalization.py",),
    ),
    Mutation(
        "gradient of the image with the kernel the wrong way round",
        replace(
            "course_utils/backward.py",
            "in zip(windows.taps(padded), each, strict=True)",
            "in zip(windows.taps(padded), each[::-1], strict=True)",
        ),
        ("tests/test_backward.py",),
    ),
    Mutation(
        "gradient of the kernel from the last part of a batch alone",
        replace("course_utils/backward.py", "        total += met.reshape", "        total = met.reshape"),
        ("tests/test_backward.py",),
    ),
    Mutation(
        "integrated gradients not in the middle of their steps",
        replace("course_utils/explanations.py", "dtype=np.float32) + 0.5) / steps", "dtype=np.float32) + 1) / steps"),
        ("tests/test_explanations.py",),
    ),
    Mutation(
        "occlusion covers one row of its patch",
        replace("course_utils/explanations.py", "place, top : top + patch_size,", "place, top : top + 1,"),
        ("tests/test_explanations.py",),
    ),
    Mutation(
        "neighbours asked in the same company",
        replace("course_utils/clinic/instruments.py", "images[order], batch_size=10)", "images[order])"),
        ("tests/test_clinic.py::test_the_readings_separate_the_diagnoses[patient 8]",),  # asked in training mode
    ),
    Mutation(
        "shortcut leads past nothing",
        replace("course_utils/residual.py", "layers.Add()([before, result])", "layers.Add()([result, result])"),
        ("tests/test_residual.py",),
    ),
    Mutation(
        "stamps laid over one another",
        replace("course_utils/transposed.py", "to_rows, to_columns] += maps", "to_rows, to_columns] = maps"),
        ("tests/test_transposed.py",),
    ),
]


def copy_of_the_tree(folder):
    """Copy every file that git tracks, as it is in the working tree."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def paths(tests):
    """Turn "notebook 02" into its path; leave other tests as they are."""
    for test in tests:
        number = test.removeprefix("notebook ")
        yield test if number == test else str(lesson(number).path("notebooks"))


def run_tests(folder, tests):
    """Return pytest's exit code and last line in a folder, with that folder's course_utils."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *ONE_KERNEL, *paths(tests)]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return result.returncode, (result.stdout.strip().splitlines() or ["(no output)"])[-1]


def main(words):
    """Try every chosen mutation; return 1 when one went unnoticed."""
    chosen = [mutation for mutation in MUTATIONS if not words or any(word in mutation.name for word in words)]
    if turn := os.environ.get("COURSE_TURN"):
        chosen = chosen[turns.chosen(turn) :: turns.TURNS]
    unnoticed = []
    for mutation in chosen:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            copy_of_the_tree(folder)
            mutation.change(folder)
            code, last_line = run_tests(folder, mutation.tests)
        # 1 means that tests failed; any other code means that they did not run.
        noticed = code == 1
        unnoticed += [] if noticed else [mutation.name]
        seconds = time.perf_counter() - started
        print(
            f"{'✓ noticed' if noticed else '✗ NOT NOTICED'}: {mutation.name} ({seconds:.0f} s; {last_line})", flush=True
        )
    print(f"{len(chosen)} mutations, unnoticed: {', '.join(unnoticed) or 'none'}")
    return 1 if unnoticed or not chosen else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
