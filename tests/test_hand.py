"""The hand's rules by node's own test runner; what it finds and what Python finds are the same."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from course_utils.explorers.shared.areas import Area, described, light_cells, light_windows
from course_utils.explorers.shared.hand import Hand, changed

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT / "course_utils" / "explorers" / "shared"
SOURCES = [SHARED / name for name in ("areas.js", "asking.js", "hand.js", "page.js")]
NODE = shutil.which("node")
AREAS = [
    Area("map", (0, 0, 30, 30), 3, 3, sets={"position": "{index}", "show": "window"}),
    Area("turned", (0, 0, 9, 9), 3, 3, types={"kernel[{row},{column}]": "{value}"}, first=(2, 2), by=(-1, -1)),
    Area("bar", (0, 0, 9, 99), 101, 1, drags={"logits[2]": "{row}"}, first=(5, 0), by=(-0.1, 1)),
    Area("far", (0, 0, 9, 9), 2, 4, paints={"pixel": "{index}"}, start=100),
]


@pytest.mark.skipif(not NODE, reason="there is no node on this machine; the browser tests use the same module")
def test_its_rules_hold_in_node():
    ran = subprocess.run([NODE, "--test", "tests/hand.test.mjs"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout[-3000:]


@pytest.mark.skipif(not NODE, reason="there is no node on this machine; the browser tests use the same module")
def test_python_and_the_page_fill_in_the_same():
    cases = [
        (area, gesture, row, column)
        for area in AREAS
        for gesture in ("sets", "drags", "types", "paints")
        for row, column in area.cells()
    ]
    script = (
        f"import {{ filled, whole }} from {json.dumps(SOURCES[0].as_uri())};"
        "const cases = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(cases.map(([area, gesture, cell]) => filled(whole(area), gesture, cell, 7))));"
    )
    given = json.dumps([(*described([area]), gesture, (row, column)) for area, gesture, row, column in cases])
    found = subprocess.run(
        [NODE, "--input-type=module", "-e", script, given], capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(found.stdout) == [area.filled(gesture, row, column, 7) for area, gesture, row, column in cases]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_modules_are_plain_and_small(source):
    text = source.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250
    own = {f'"./{path.name}"' for path in SOURCES}
    assert set(re.findall(r"import .* from (.*);", text)) <= own, "nothing is loaded from elsewhere"
    assert re.findall(r"\w+://[\w.]+", text) in ([], ["http://www.w3.org"]), "the name of SVG, no address"


@pytest.mark.skipif(not NODE, reason="there is no node on this machine; the browser tests use the same module")
def test_the_page_gets_them_as_one_module_that_stands_alone(tmp_path):
    joined = str(Hand()._esm)
    assert "import " not in re.sub(r"//.*", "", joined)
    (tmp_path / "hand.mjs").write_text(joined, encoding="utf-8")
    address = json.dumps((tmp_path / "hand.mjs").as_uri())
    script = f"import hand, {{ filled }} from {address}; console.log(typeof hand.render)"
    ran = subprocess.run([NODE, "--input-type=module", "-e", script], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "function", ran.stderr


def test_only_what_differs_from_the_usual_is_written():
    plain, grid = described([Area("map", (0, 0, 30.123456, 30)), AREAS[0]])
    assert plain == {"name": "map", "box": [0, 0, 30.12, 30]}
    assert set(grid) == {"name", "box", "rows", "columns", "sets"}


def test_numbers_of_a_state_are_set_one_by_one():
    state = {"kernel": (((1, 2), (3, 4)),), "values": (1, 2, 3), "bias": 0}
    assert changed(state, {"values[1]": 9, "values[2]": 8}) == {"values": (1, 9, 8)}
    assert changed(state, {"kernel[0,1,0]": -1}) == {"kernel": (((1, 2), (-1, 4)),)}
    assert state["values"] == (1, 2, 3)
    with pytest.raises(IndexError):
        changed(state, {"values[3]": 9})
    with pytest.raises(ValueError, match="nothing is not known here"):
        changed(state, {"nothing[0]": 9})


def test_lights_are_plain_numbers():
    said = json.dumps([light_cells([np.arange(2)]), light_windows(np.eye(2, dtype=int), [[1]])])
    assert json.loads(said) == [{"cells": [[0, 1]]}, {"rows": [[1, 0], [0, 1]], "columns": [[1]]}]
