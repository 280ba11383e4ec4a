"""What a cell needs from the cells above it: everything that it reads, and nothing else."""

import json

import numpy as np
import pytest

from course_utils.commands.paths import NOTEBOOKS
from course_utils.in_browser.slices import slice_for
from course_utils.lessons import notebooks

CASES = [
    # above, code, what is needed
    (["a = 1", "b = 2"], "a", "a = 1"),
    (["a = 1", "a = 2"], "a", "a = 2"),
    (["a = 1", "a += 1"], "a", "a = 1\na += 1"),
    (["a = [1]", "b = 0\na[0] = 2"], "a", "a = [1]\na[0] = 2"),
    (["a = []", "a.append(1)"], "a", "a = []\na.append(1)"),
    (["a = []", "for i in range(3):\n    a.append(i)"], "a", "a = []\nfor i in range(3):\n    a.append(i)"),
    (["import os, math"], "math.pi", "import math"),
    (["from math import pi, tau"], "tau", "from math import tau"),
    (["import numpy as np\nnp.random.seed(1)"], "np.pi", "import numpy as np"),
    (["a, b = 1, 2"], "b", "b = 2"),
    (["a = b = 0", "a, b = b, a"], "b", "a = b = 0\na, b = (b, a)"),
    (["pair = 1, 2", "a, b = pair"], "b", "pair = (1, 2)\na, b = pair"),
    (["k = 3", "def f(x):\n    return x * k"], "f", "k = 3\ndef f(x):\n    return x * k"),
    (["x = 1", "def f(x):\n    return x"], "f", "def f(x):\n    return x"),
    (["i = 5", "a = [i for i in range(3)]"], "a", "a = [i for i in range(3)]"),
    (["if True:\n    a = 1\nelse:\n    a = 2"], "a", "if True:\n    a = 1\nelse:\n    a = 2"),
    (["print(1)"], "a", ""),
]


@pytest.mark.parametrize(("above", "code", "needed"), CASES)
def test_what_is_needed(above, code, needed):
    assert slice_for(above, code) == needed


@pytest.mark.parametrize(("above", "code", "needed"), CASES[:-1])
def test_the_slice_gives_what_all_above_gives(above, code, needed):
    whole, sliced = {}, {}
    exec("\n".join(above), whole)
    exec(needed, sliced)
    one, other = eval(code, whole), eval(code, sliced)
    assert callable(one) or np.array_equal(one, other)


def test_every_lesson_can_be_sliced():
    for path in notebooks(NOTEBOOKS):
        above = []
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                code = "".join(cell["source"])
                compile(slice_for(above, code), path.name, "exec")
                above.append(code)
