"""The edits of .ci/mutations.py change what they say they change; that tests turn red, CI tries."""

import importlib.util
import json
from pathlib import Path

import pytest

from course_utils.lessons import lesson

ROOT = Path(__file__).resolve().parent.parent
specification = importlib.util.spec_from_file_location("mutations", ROOT / ".ci" / "mutations.py")
mutations = importlib.util.module_from_spec(specification)
specification.loader.exec_module(mutations)


def printing(*texts, tags=()):
    outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in texts]
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": [], "outputs": outputs}


def shown(cells):
    return [output["text"] for cell in cells for output in cell["outputs"]]


def test_a_statement_is_turned_and_the_number_before_it_stays():
    cells = [printing("True", "≈ 3"), printing("≈ 2: True", tags=["nbval-ignore-output"])]
    cells.append(printing(["mean 5\n", "accuracy ≈ 0.9, above 0.8: True\n", "≈ 1: True"], "≈ 2: True"))
    mutations.turn_a_statement(cells)
    turned = "mean 5\naccuracy ≈ 0.9, above 0.8: False\n≈ 1: True"
    assert shown(cells) == ["True", "≈ 3", "≈ 2: True", turned, "≈ 2: True"]
    with pytest.raises(SystemExit, match="no compared output"):
        mutations.turn_a_statement([printing("≈ 3", "True")])


def test_the_character_that_is_changed_is_compared():
    cells = [printing("≈ 3"), printing("4", tags=["nbval-ignore-output"]), printing("59 of 10", "11")]
    mutations.change_one_character(cells)
    assert shown(cells) == ["≈ 3", "4", "59 of 11", "11"]


@pytest.mark.parametrize("mutation", mutations.MUTATIONS, ids=lambda one: one.name)
def test_every_mutation_changes_one_file(mutation, tmp_path):
    """Else `.ci/run` would say so only when its turn comes, after half an hour."""
    for path in [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("course_utils/**/*.py")]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    mutation.change(tmp_path)
    (changed,) = [path for path, contents in before.items() if path.read_bytes() != contents]
    if changed.suffix == ".ipynb":  # not only written in another way
        assert json.loads(changed.read_bytes()) != json.loads(before[changed])
    for test in mutation.tests:
        number = test.removeprefix("notebook ")
        assert (lesson(number).path(ROOT / "notebooks") if number != test else ROOT / test.split("::")[0]).exists()
