"""The worked examples of CONTRIBUTING.md pass what the tests ask of every exercise and every explorer."""

import importlib.util
import inspect
import re
from pathlib import Path

import pytest
import yaml

from course_utils.checking.exercise import Exercise
from course_utils.explorers.shared.base import Explorer
from tests import test_exercises, test_explorers

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def module_of(word, folder):
    """The example that holds a word, as a module: the engine reads its source from a file."""
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL) if word in block)
    file = folder / "example.py"
    file.write_text(code, encoding="utf-8")
    specification = importlib.util.spec_from_file_location("example", file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def asked(module, fixture):
    """The tests in a module that ask something of one thing alone (and of pytest's own fixtures)."""
    own = {"record_property", "monkeypatch"}
    for name, test in inspect.getmembers(module, inspect.isfunction):
        takes = list(inspect.signature(test).parameters)
        if name.startswith("test_") and takes[:1] == [fixture] and set(takes[1:]) <= own:
            yield test, takes


@pytest.mark.parametrize(
    ("word", "fixture", "tests", "kind", "least"),
    [
        ("@exercise", "exercise", test_exercises, Exercise, 8),
        ("@prediction", "exercise", test_exercises, Exercise, 8),
        ("(Explorer)", "kind", test_explorers, Explorer, 8),
    ],
)
def test_the_worked_example_passes(word, fixture, tests, kind, least, tmp_path):
    module = module_of(word, tmp_path)
    made = [value for value in vars(module).values() if isinstance(value, kind)]
    made += [value for value in vars(module).values() if inspect.isclass(value) and value.__module__ == "example"]
    (example,) = made
    found = list(asked(tests, fixture))
    assert len(found) >= least
    for test, takes in found:
        with pytest.MonkeyPatch.context() as patch:
            given = {"record_property": lambda *_: None, "monkeypatch": patch}
            test(example, **{name: given[name] for name in takes[1:]})


def test_the_map_of_the_rooms_names_every_folder_and_module():
    """When it fails: give the room a line in CONTRIBUTING.md, section The rooms."""
    rooms = TEXT.split("```")[1]
    for path in (ROOT / "course_utils").iterdir():
        if path.suffix == ".py" and not path.stem.startswith("__"):
            assert re.search(rf"\b{path.stem}\b", rooms), path.name
        elif path.is_dir() and (path / "__init__.py").exists():
            assert f"{path.name}/" in rooms


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.stem
)
def test_an_issue_form_can_be_shown(path):
    """As the host's documentation describes forms: kinds of fields, each with a label and an id of its own."""
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "body"} and len(form["description"]) <= 200
    assert {field["type"] for field in form["body"]} <= {"input", "textarea"}
    assert all(set(field) <= {"type", "id", "attributes", "validations"} for field in form["body"])
    assert all(field["attributes"]["label"] for field in form["body"])
    assert len({field["id"] for field in form["body"]}) == len(form["body"])
    assert any(field.get("validations", {}).get("required") for field in form["body"])
